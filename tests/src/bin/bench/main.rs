//! Times Hearth against the other engines of this machine, in one run.
//!
//! ```text
//! cargo run --release --bin bench                       the programs of tests/bench
//! cargo run --release --bin bench -- FOLDER             the programs of another folder
//! cargo run --release --bin bench -- --empty            start-up time and memory
//! ```
//!
//! Three measurements. *Process*: wall time of a whole process with the program's default
//! arguments. *Iterations*: first and steady-state time of one iteration within a longer
//! process. *Empty*: wall time and peak memory of an empty script.
//!
//! Engines take turns within each repetition, so that a slow minute of the machine hits
//! all of them. Medians are shown; `--json` has every sample. A cold Hearth gets an empty
//! store each time, a warm one a store that training runs have filled; `HEARTH_BIN` and
//! `HEARTH_BENCH_<ENGINE>` name other executables than those built here or on the PATH.
//!
//! ```text
//! engines   who is measured, and how each of them is called
//! measure   the samples
//! table     aligned text
//! svg       the picture
//! ```

mod engines;
mod measure;
mod svg;
mod table;

use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fs};

use clap::Parser;
use hearth_tests::folder::Folder;
use serde_json::json;

use crate::measure::{Measurement, Plan};

#[derive(Debug, Parser)]
#[command(name = "bench", about = "Times Hearth against the other engines of this machine")]
struct Options {
    /// Folder of programs (default: those of this repository); one with a `harness.js`
    /// is run as `harness.js NAME ITERATIONS INNER`
    folder: Option<PathBuf>,
    /// Engines to time, separated by commas; a part of the name is enough (`hearth,node`)
    #[arg(long, value_delimiter = ',')]
    engines: Vec<String>,
    /// Programs to run, separated by commas (default: all)
    #[arg(long, value_delimiter = ',')]
    programs: Vec<String>,
    /// Repetitions of each process
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// Iterations of one process when iterations are timed
    #[arg(long, default_value_t = 60)]
    iterations: usize,
    /// Sizes other than the defaults: NAME=SIZE,…
    #[arg(long, value_delimiter = ',', value_parser = parse_size)]
    sizes: Vec<(String, u64)>,
    /// Do not time whole processes
    #[arg(long)]
    no_process: bool,
    /// Do not time single iterations
    #[arg(long)]
    no_iterations: bool,
    /// Time an empty script and its peak memory instead
    #[arg(long)]
    empty: bool,
    /// Seconds after which a process is given up
    #[arg(long, default_value_t = 120)]
    limit: u64,
    /// Write a picture of the process times, or else of the iteration times
    #[arg(long)]
    svg: Option<PathBuf>,
    /// Write every sample
    #[arg(long)]
    json: Option<PathBuf>,
}

fn parse_size(text: &str) -> Result<(String, u64), String> {
    let (name, size) = text.split_once('=').ok_or("NAME=SIZE")?;
    Ok((name.to_owned(), size.parse().map_err(|e| format!("{size}: {e}"))?))
}

fn main() -> ExitCode {
    match bench(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn bench(options: &Options) -> Result<(), String> {
    let engines = engines::find(&options.engines)?;
    let plan = Plan { runs: options.runs.max(1), limit: std::time::Duration::from_secs(options.limit) };
    let mut measurements: Vec<Measurement> = Vec::new();
    if options.empty {
        measurements.extend(measure::empty(&engines, &plan)?);
    } else {
        let default = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("bench");
        let path = options.folder.clone().unwrap_or(default);
        let folder = Folder::read(&path, &options.programs, &options.sizes)?;
        if !options.no_process {
            measurements.push(measure::processes(&engines, &folder, &plan));
        }
        if !options.no_iterations {
            measurements.extend(measure::iterations(&engines, &folder, &plan, options.iterations));
        }
    }
    for measurement in &measurements {
        println!("{}", table::render(measurement));
    }
    if let Some(path) = &options.svg {
        let first = measurements.first().ok_or("nothing was measured")?;
        write(path, &svg::render(first))?;
    }
    if let Some(path) = &options.json {
        let document = json!({
            "version": env!("CARGO_PKG_VERSION"),
            "engines": engines.iter().map(|e| json!({ "name": e.name, "version": e.version })).collect::<Vec<_>>(),
            "measurements": measurements.iter().map(Measurement::to_json).collect::<Vec<_>>(),
        });
        write(path, &format!("{document:#}\n"))?;
    }
    Ok(())
}

fn write(path: &PathBuf, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|e| format!("{}: {e}", path.display()))
}

/// The executable `name`: named by `variable`, or found on the PATH.
fn executable(variable: &str, name: &str) -> Option<PathBuf> {
    if let Some(path) = env::var_os(variable) {
        return Some(PathBuf::from(path)).filter(|path| !path.as_os_str().is_empty());
    }
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(name)).find(|path| path.is_file())
}
