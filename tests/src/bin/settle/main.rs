//! What the store costs and saves, run by run: processor time and wall time of whole processes.
//!
//! ```text
//! cargo run --release --bin settle                          the programs of tests/bench
//! cargo run --release --bin settle -- FOLDER…               those of other folders, or of a suite
//! cargo run --release --bin settle -- --commands FILE       command lines, one a JSON line (see `programs`)
//! cargo run --release --bin settle -- --programs acorn --runs 5 --json out.json …
//! ```
//!
//! Each program runs in a peer (node), in the interpreter alone (`--jit=off --cache=off`), and then
//! a number of times with one store, empty at first. After each of these the finisher runs by
//! itself (`hearth cache finish`), so that its time is counted apart. The runs must print what
//! the peer prints. Where several rounds are asked for, each begins with an empty store, the engines
//! take turns, and medians are shown.
//!
//! Exit codes: 0 all runs printed the same, 1 some did not, 2 the command line cannot be
//! followed.
//!
//! ```text
//! programs   what is run, and how
//! measure    the runs of one program
//! report     tables, bars, JSON
//! ```

mod measure;
mod programs;
mod report;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;

use crate::measure::{Plan, measure};

#[derive(Debug, Parser)]
#[command(name = "settle", about = "What the store costs and saves, run by run")]
struct Options {
    /// Folders of programs, or checkouts of suites (default: the benchmarks of this repository)
    folders: Vec<PathBuf>,
    /// Files of command lines
    #[arg(long)]
    commands: Vec<PathBuf>,
    /// Programs to run, by parts of their names, separated by commas (default: all)
    #[arg(long, value_delimiter = ',')]
    programs: Vec<String>,
    /// Runs with one store
    #[arg(long, default_value_t = 4)]
    runs: usize,
    /// Rounds, each with a store of its own
    #[arg(long, default_value_t = 1)]
    rounds: usize,
    /// The peer (default: what `HEARTH_BENCH_NODE` names, or `node`)
    #[arg(long)]
    node: Option<PathBuf>,
    /// Most seconds that one process may take
    #[arg(long, default_value_t = 120)]
    limit: u64,
    /// Where to write the samples
    #[arg(long)]
    json: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(failures) => {
            eprintln!("settle: {failures} programs failed");
            ExitCode::from(1)
        }
        Err(why) => {
            eprintln!("settle: {why}");
            ExitCode::from(2)
        }
    }
}

fn run(options: &Options) -> Result<usize, String> {
    let mut programs = programs::of_folders(&options.folders, options.commands.is_empty())?;
    for file in &options.commands {
        programs.extend(programs::of_file(file)?);
    }
    programs.retain(|p| options.programs.is_empty() || options.programs.iter().any(|part| p.name.contains(part.as_str())));
    let by_default = || std::env::var_os("HEARTH_BENCH_NODE").map_or_else(|| PathBuf::from("node"), PathBuf::from);
    let plan = Plan {
        node: options.node.clone().unwrap_or_else(by_default),
        runs: options.runs,
        rounds: options.rounds,
        limit: Duration::from_secs(options.limit),
    };
    let mut done = Vec::new();
    let mut failures = 0;
    println!("{}", report::HEADING);
    for program in &programs {
        match measure(program, &plan) {
            Ok(measured) => {
                println!("{}", report::line(&measured));
                done.push(measured);
            }
            Err(why) => {
                failures += 1;
                println!("{:<28} {why}", program.name);
            }
        }
    }
    println!("\n{}", report::summary(&done));
    if let Some(path) = &options.json {
        std::fs::write(path, report::json(&done).to_string()).map_err(|e| format!("{}: {e}", path.display()))?;
    }
    Ok(failures)
}
