//! The conformance runner: runs test262, compares with the failures that are known, and
//! gives the figures.
//!
//! `suite` and `metadata` read the tests; `pool` hands them to worker processes, which
//! `execute` them with the functions of `host`; `expectations` judges, `summary` counts.
//!
//! Exit codes: 0 as expected, 1 regressions (or improvements that are not recorded),
//! 2 a usage error.

mod agents;
mod cpu_clock;
mod execute;
mod expectations;
mod host;
mod loader;
mod metadata;
mod mode;
mod outcome;
mod pool;
mod suite;
mod summary;
mod worker;

use clap::{Parser, ValueEnum};
use expectations::{Expectations, Failing};
use indicatif::{ProgressBar, ProgressStyle};
use mode::{Mode, Parameters};
use outcome::{Outcome, Verdict};
use pool::{Finished, Job, Pool};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::{Duration, Instant};
use suite::Suite;
use summary::Summary;

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Runs the tests of test262.
#[derive(Parser)]
#[command(name = "conformance")]
struct Arguments {
    /// Folder of the suite.
    suite: PathBuf,
    /// Only tests whose path contains this; several: any of them.
    #[arg(long)]
    filter: Vec<String>,
    /// Only every N-th of those tests.
    #[arg(long, value_name = "N", default_value_t = 1)]
    every: usize,
    #[arg(long, value_enum, default_value = "interpreter")]
    mode: Mode,
    #[arg(long, value_enum, default_value = "text")]
    summary: Format,
    /// Worker processes.
    #[arg(long, short, default_value_t = 2)]
    jobs: usize,
    /// Keep the store of the modes that have one in this folder, for all workers, and run
    /// each test once: the first such run is cold, the next one warm.
    #[arg(long, value_name = "FOLDER")]
    store: Option<PathBuf>,
    /// Record the failures as the known ones.
    #[arg(long)]
    bless: bool,
    /// Print every failure with its message, known or not.
    #[arg(long, short)]
    verbose: bool,
    /// Print the N scenarios that take most processor time.
    #[arg(long, value_name = "N", default_value_t = 0)]
    slowest: usize,
    /// The file of known failures.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/conformance/expectations.txt"))]
    expectations: PathBuf,
    /// In mode chaos, the seed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// In mode gc-stress, how many allocations there are to a collection.
    #[arg(long, hide = true, default_value_t = mode::STRESS_PERIODS[0])]
    stress_period: u32,
    /// Serve the runner; the folder is for stores.
    #[arg(long, hide = true)]
    worker: Option<PathBuf>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match &arguments.worker {
        Some(scratch) => {
            let runs = if arguments.store.is_some() { 1 } else { arguments.mode.runs() };
            let parameters = Parameters { stress_period: arguments.stress_period, seed: arguments.seed };
            worker::run(&arguments.suite, arguments.mode, scratch, runs, parameters).map(|()| true)
        }
        None => run(&arguments),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(message) => {
            eprintln!("conformance: {message}");
            ExitCode::from(2)
        }
    }
}

/// Whether all went as expected.
fn run(arguments: &Arguments) -> Result<bool, String> {
    if arguments.bless && arguments.mode != Mode::Interpreter {
        return Err("--bless records what the interpreter does; other modes must do the same".to_owned());
    }
    if let Some(store) = &arguments.store {
        if !arguments.mode.stores() {
            return Err("--store is for the modes warm and tiered".to_owned());
        }
        std::fs::create_dir_all(store).map_err(|e| format!("{}: {e}", store.display()))?;
    }
    let suite = Suite::open(&arguments.suite)?;
    let all = suite.tests().map_err(|e| e.to_string())?;
    let mut expectations = Expectations::load(&arguments.expectations, &all)?;
    let wanted = |test: &&String| arguments.filter.is_empty() || arguments.filter.iter().any(|f| test.contains(f.trim_end_matches('*')));
    let tests: Vec<&String> = all.iter().filter(wanted).step_by(arguments.every.max(1)).collect();
    if tests.is_empty() {
        return Err("no test matches the filter".to_owned());
    }
    let metadata = tests.iter().map(|test| suite.metadata(test)).collect::<Result<Vec<_>, _>>()?;
    let mut jobs = Vec::new();
    for (index, test) in tests.iter().enumerate() {
        for scenario in suite::scenarios(&metadata[index]) {
            jobs.push(Job { path: (*test).clone(), scenario: *scenario });
        }
    }

    let scratch = std::env::temp_dir().join(format!("hearth-conformance-{}", std::process::id()));
    std::fs::create_dir_all(&scratch).map_err(|e| e.to_string())?;
    let results: Mutex<Vec<Option<Outcome>>> = Mutex::new(jobs.iter().map(|_| None).collect());
    let bar = ProgressBar::new(jobs.len() as u64).with_style(
        ProgressStyle::with_template("{bar:40} {pos}/{len} {elapsed} (+{eta}) {msg}").unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    let failures = std::sync::atomic::AtomicUsize::new(0);
    let done = |finished: Finished| {
        if finished.outcome.verdict.is_failure() {
            let n = failures.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
            bar.set_message(format!("{n} failed"));
        }
        results.lock().expect("no thread panics with it")[finished.job] = Some(finished.outcome);
        bar.inc(1);
    };
    let store = arguments.store.as_deref();
    let pool =
        Pool { root: &suite.root, mode: arguments.mode, seed: arguments.seed, workers: arguments.jobs.max(1), scratch: &scratch, store };
    let start = Instant::now();
    let outcome = pool.run(&jobs, &done);
    let wall = start.elapsed();
    bar.finish_and_clear();
    let _ = std::fs::remove_dir_all(&scratch);
    outcome?;

    let results: Vec<Outcome> = results.into_inner().expect("no thread panicked").into_iter().flatten().collect();
    let mut summary = Summary::default();
    let (mut regressions, mut improvements) = (Vec::new(), Vec::new());
    let mut at = 0;
    for (index, test) in tests.iter().enumerate() {
        let count = suite::scenarios(&metadata[index]).len();
        let (jobs, results) = (&jobs[at..at + count], &results[at..at + count]);
        at += count;
        let verdict = results.iter().map(|o| o.verdict).max().unwrap_or(Verdict::Pass);
        summary.add(test, &metadata[index].features, verdict);
        for (job, outcome) in jobs.iter().zip(results) {
            let line = format!("{} {}: {} {}", test, job.scenario.name(), outcome.verdict.name(), outcome.message);
            if arguments.verbose && outcome.verdict.is_failure() {
                println!("{line}");
            }
            match (expectations.expects_failure(test, job.scenario), outcome.verdict.is_failure()) {
                (false, true) => regressions.push(line),
                (true, false) => improvements.push(format!("{test} {}", job.scenario.name())),
                _ => {}
            }
        }
        let failing: Vec<_> = jobs.iter().zip(results).filter(|(_, o)| o.verdict.is_failure()).map(|(j, _)| j.scenario).collect();
        expectations.record(
            test,
            match failing.as_slice() {
                [] => None,
                [only] if count > 1 => Some(Failing::Only(*only)),
                _ => Some(Failing::All),
            },
        );
    }
    print_slowest(arguments.slowest, &jobs, &results);
    match arguments.summary {
        Format::Text => print!("{}", summary.to_text()),
        Format::Json => println!("{}", summary.to_json()),
    }
    print_times(wall, &results);
    if arguments.bless {
        std::fs::write(&arguments.expectations, expectations.to_text(HEADER, &all)).map_err(|e| e.to_string())?;
        eprintln!("recorded: {} new failures, {} tests that pass now", regressions.len(), improvements.len());
        return Ok(true);
    }
    for line in &regressions {
        eprintln!("regression: {line}");
    }
    for line in &improvements {
        eprintln!("passes now: {line}");
    }
    if !improvements.is_empty() {
        eprintln!(
            "{} scenarios pass that are recorded as failing: record it with --bless, or see why the modes differ",
            improvements.len()
        );
    }
    eprintln!("{} regressions, {} improvements", regressions.len(), improvements.len());
    Ok(regressions.is_empty() && improvements.is_empty())
}

fn print_slowest(count: usize, jobs: &[Job], results: &[Outcome]) {
    let mut order: Vec<usize> = (0..jobs.len()).collect();
    order.sort_by_key(|i| std::cmp::Reverse(results[*i].cpu.iter().sum::<Duration>()));
    for i in order.into_iter().take(count) {
        println!("{:>8.2} s  {} {}", results[i].cpu.iter().sum::<Duration>().as_secs_f64(), jobs[i].path, jobs[i].scenario.name());
    }
}

fn print_times(wall: Duration, results: &[Outcome]) {
    let [first, second] = [0, 1].map(|run| results.iter().map(|outcome| outcome.cpu[run].as_secs_f64()).sum::<f64>());
    let again = if second > 0.0 { format!(", {second:.1} s in the second runs") } else { String::new() };
    eprintln!("{} scenarios in {:.1} s; processor time {first:.1} s{again}", results.len(), wall.as_secs_f64());
}

/// First lines of the file of known failures.
const HEADER: &str = "\
# Known failures of test262 at revision be13516fb6441b950ba8a3df97eb34062c186972.
# Sorted; written by `conformance FOLDER --bless`. See README.md in this folder.
";
