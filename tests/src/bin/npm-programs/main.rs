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
//! As many programs run at a time as there are cores; a line is printed as each is finished,
//! and the tables when all are.
//!
//! Exit codes: 0 every run printed what node printed, 1 some did not, 2 node or npm is not
//! there, the packages cannot be installed, or the command line cannot be followed.
//!
//! ```text
//! install  packages and bundles
//! ```

mod install;

use std::ops::Range;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::slice;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use clap::Parser;
use hearth_tests::binary;
use hearth_tests::chaos::{check_seeds, parse_seeds};
use hearth_tests::invocation::time_limit;
use hearth_tests::modes::Mode;
use hearth_tests::process::{self, Outcome};
use hearth_tests::programs::Program;
use hearth_tests::stored::{self, Runs, Stored};
use hearth_tests::suite::{compare, in_parallel};
use hearth_tests::text_table;

/// The modes, in the order of the columns. `warm` is two processes, of which the first is
/// the cold one; the runs that count what a store saves are compared, too.
const CHOSEN: &[&str] = &["jit_off", "warm", "ion_eager"];
/// The columns of the times.
const COLUMNS: &[&str] = &["program", "node", "jit_off", "cold", "warm", "ion_eager", "ion_eager, warm"];

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
    /// Compare runs with the tier's chaos of these seeds (FROM..TO) as well
    #[arg(long, value_parser = parse_seeds)]
    chaos: Option<Range<u64>>,
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

/// What became of one program.
struct Checked {
    /// Milliseconds of node and of each process of the chosen modes.
    times: Vec<String>,
    stored: Option<Stored>,
    failures: Vec<String>,
}

/// Runs `program` in all modes.
fn check(program: &Program, training: Option<usize>, chaos: Option<Range<u64>>) -> Result<Checked, String> {
    let expected = node(program)?;
    let mut checked = Checked { times: vec![milliseconds(expected.wall)], stored: None, failures: Vec::new() };
    for mode in CHOSEN.iter().map(|name| Mode::named(name)) {
        let outcomes = mode.run(program, None);
        let runs = outcomes.len();
        for (i, outcome) in outcomes.iter().enumerate() {
            let result = compare(&expected.stdout, outcome);
            checked.times.push(if result.is_err() { "FAILED".to_owned() } else { milliseconds(outcome.wall) });
            let of = if runs > 1 { format!(", run {} of {runs}", i + 1) } else { String::new() };
            checked.failures.extend(result.err().map(|why| format!("{}, {}{of}: {why}", program.name, mode.name)));
        }
    }
    if let Some(seeds) = chaos {
        checked.failures.extend(check_seeds(program, &expected.stdout, seeds, str::to_owned));
    }
    if let Some(training) = training {
        match stored::measure(program, Runs { training, trained: 1 }, |outcome| compare(&expected.stdout, outcome)) {
            Ok(stored) => checked.stored = Some(stored),
            Err(why) => checked.failures.push(why),
        }
    }
    Ok(checked)
}

fn run(options: &Options) -> Result<usize, String> {
    let folder = install::Folder::install(options.folder.as_deref())?;
    let programs = programs(options, &folder)?;
    let _ = binary::hearth();
    let training = (!options.quick).then_some(options.training);
    let finished = AtomicUsize::new(0);
    let results = in_parallel(&programs, |program| {
        let begin = Instant::now();
        let result = check(program, training, options.chaos.clone());
        let number = finished.fetch_add(1, Ordering::Relaxed) + 1;
        let failures = match &result {
            Ok(checked) => &checked.failures[..],
            Err(why) => slice::from_ref(why),
        };
        let verdict = if failures.is_empty() { "same" } else { "DIFFERENT" };
        let times = result.as_ref().map_or(String::new(), |checked| checked.times.join(" "));
        println!("{number}/{} {} {verdict}, {:.1} s ({times})", programs.len(), program.name, begin.elapsed().as_secs_f64());
        for why in failures {
            eprintln!("npm-programs: {why}");
        }
        result
    });
    let heading = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<String>>();
    let mut times = vec![heading(COLUMNS)];
    let mut stores = vec![heading(Stored::COLUMNS)];
    let mut failures = 0;
    for (program, result) in programs.iter().zip(results) {
        let Ok(checked) = result else {
            failures += 1;
            continue;
        };
        failures += checked.failures.len();
        times.push([vec![program.name.clone()], checked.times].concat());
        stores.extend(checked.stored.map(|stored| stored.row(&program.name)));
    }
    println!("milliseconds of each process, output compared with node's\n{}", text_table::aligned(&times, times.len()));
    if let Some(training) = training {
        println!("after {training} storing runs, all with --no-threads\n{}", text_table::aligned(&stores, stores.len()));
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
