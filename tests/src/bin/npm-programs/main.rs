//! Runs programs from the npm registry, and compares what they print with node's.
//!
//! ```text
//! cargo run --release --bin npm-programs
//! cargo run --release --bin npm-programs -- --programs acorn,typescript
//! cargo run --release --bin npm-programs -- --folder PATH --quick
//! ```
//!
//! The packages are those of `tests/npm/packages.json`, in exactly these versions, installed by
//! npm into a folder outside of the repository's files. The programs are the drivers in
//! `tests/npm/*.mjs`, each bundled with its packages into one file, and command-line tools
//! that run as they are installed. Node must be on the PATH, and prints what is expected.
//!
//! Exit codes: 0 every run printed what node printed, 1 some did not, 2 node or npm is not
//! there, the packages cannot be installed, or the command line cannot be followed.
//!
//! ```text
//! install  packages and bundles
//! ```

mod install;

use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::Duration;

use clap::Parser;
use hearth_tests::binary;
use hearth_tests::invocation::time_limit;
use hearth_tests::modes::Mode;
use hearth_tests::process::{self, Outcome};
use hearth_tests::programs::Program;
use hearth_tests::stored::{self, Stored};
use hearth_tests::suite::compare;
use hearth_tests::text_table;

/// The modes, in the order of the columns.
const CHOSEN: &[&str] = &["cold", "warm", "jit_off", "ion_eager"];

/// Command-line tools: name, script in `node_modules`, arguments, of which those that begin
/// with `@` are files in `node_modules`, and `%` stands for the drivers' folder.
const COMMANDS: &[(&str, &str, &[&str])] = &[
    ("tsc", "typescript/bin/tsc", &["--target", "es2020", "--module", "none", "--strict", "--outFile", "/dev/stdout", "%input.ts"]),
    ("terser-cli", "terser/bin/terser", &["@acorn/dist/acorn.js", "-c", "-m"]),
    ("uglifyjs-cli", "uglify-js/bin/uglifyjs", &["@acorn/dist/acorn.js", "-c", "-m"]),
    ("marked-cli", "marked/bin/marked.js", &["-i", "@commander/Readme.md"]),
    ("markdown-it-cli", "markdown-it/bin/markdown-it.mjs", &["@commander/Readme.md"]),
    ("acorn-cli", "acorn/bin/acorn", &["--ecma2022", "--compact", "@mustache/mustache.js"]),
    ("lessc", "less/bin/lessc", &["%input.less"]),
    ("coffee-cli", "coffeescript/bin/coffee", &["--version"]),
    ("handlebars-cli", "handlebars/bin/handlebars", &["@commander/Readme.md"]),
];

#[derive(Debug, Parser)]
#[command(name = "npm-programs", about = "Runs programs from the npm registry and compares them with node")]
struct Options {
    /// Programs to run, separated by commas (default: all)
    #[arg(long, value_delimiter = ',')]
    programs: Vec<String>,
    /// Where packages and bundles are put
    #[arg(long)]
    folder: Option<PathBuf>,
    /// Runs that fill the store before the work that it saves is counted
    #[arg(long, default_value_t = 2)]
    training: usize,
    /// Only compare: do not count what a store saves
    #[arg(long)]
    quick: bool,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(failures) => {
            eprintln!("npm-programs: {failures} failed");
            ExitCode::from(1)
        }
        Err(why) => {
            eprintln!("npm-programs: {why}");
            ExitCode::from(2)
        }
    }
}

fn program(name: &str, path: PathBuf, arguments: Vec<String>) -> Program {
    Program { name: name.to_owned(), path, arguments, gc_stress: 0, node: 0 }
}

/// All programs that were asked for, bundled.
fn programs(options: &Options, folder: &install::Folder) -> Result<Vec<Program>, String> {
    let wanted = |name: &str| options.programs.is_empty() || options.programs.iter().any(|w| w == name);
    let mut found = Vec::new();
    for name in install::drivers()?.iter().filter(|name| wanted(name)) {
        found.push(program(name, folder.bundle(name)?, Vec::new()));
    }
    for (name, script, arguments) in COMMANDS.iter().filter(|(name, ..)| wanted(name)) {
        let argument = |a: &&str| match a.split_at(1) {
            ("@", file) => folder.module(file).display().to_string(),
            ("%", file) => folder.driver(file).display().to_string(),
            _ => (*a).to_owned(),
        };
        found.push(program(name, folder.module(script), arguments.iter().map(argument).collect()));
    }
    if let Some(unknown) = options.programs.iter().find(|w| !found.iter().any(|p| p.name == **w)) {
        return Err(format!("no program {unknown}"));
    }
    Ok(found)
}

fn milliseconds(time: Duration) -> String {
    format!("{:.0}", time.as_secs_f64() * 1000.0)
}

fn run(options: &Options) -> Result<usize, String> {
    let folder = install::Folder::install(options.folder.as_deref())?;
    let programs = programs(options, &folder)?;
    let _ = binary::hearth();
    let heading = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<String>>();
    let mut times = vec![[heading(&["program", "node"]), heading(CHOSEN)].concat()];
    let mut stores = vec![heading(Stored::COLUMNS)];
    let mut failures = 0;
    for program in &programs {
        let expected = node(program)?;
        let mut row = vec![program.name.clone(), milliseconds(expected.wall)];
        for mode in CHOSEN.iter().map(|name| Mode::named(name)) {
            let outcomes = mode.run(program, None);
            let failure = outcomes.iter().find_map(|outcome| compare(&expected.stdout, outcome).err());
            let last = outcomes.last().expect("a mode runs the program");
            row.push(if failure.is_some() { "FAILED".to_owned() } else { milliseconds(last.wall) });
            if let Some(why) = failure {
                eprintln!("npm-programs: {}, {}: {why}", program.name, mode.name);
                failures += 1;
            }
        }
        times.push(row);
        if !options.quick {
            match stored::measure(program, options.training) {
                Ok(stored) => stores.push(stored.row(&program.name)),
                Err(why) => {
                    eprintln!("npm-programs: {why}");
                    failures += 1;
                }
            }
        }
    }
    println!("milliseconds of the last process, output compared with node's\n{}", text_table::aligned(&times, times.len()));
    if !options.quick {
        println!("after {} storing runs, all with --no-threads\n{}", options.training, text_table::aligned(&stores, stores.len()));
    }
    Ok(failures)
}

/// What node prints.
fn node(program: &Program) -> Result<Outcome, String> {
    let outcome = process::run(Command::new("node").arg(&program.path).args(&program.arguments), time_limit())
        .map_err(|e| format!("cannot run node: {e}"))?;
    if outcome.succeeded() && !outcome.stdout.is_empty() {
        Ok(outcome)
    } else {
        Err(format!("{}, node: {}: {}", program.name, outcome.exit, outcome.stderr))
    }
}
