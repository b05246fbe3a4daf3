//! What is done to find faults, and how much of it, in one table.
//!
//! ```text
//! cargo run --release --bin evidence -- --short                 at most ten minutes
//! cargo run --release --bin evidence -- --long --minutes 240 --suites PATH…
//! ```
//!
//! The short form compares a sample, fuzzes each target for a moment and kills every mutant; the
//! long form takes all programs of the tests in every mode, and shares its minutes between
//! random programs and fuzzing. The exit code is 1 if anything was found.
//!
//! ```text
//! fuzz     the fuzz targets, by cargo fuzz
//! table    what was done and what was found, row by row
//! ```

mod fuzz;
mod table;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;
use hearth_tests::binary::root;
use hearth_tests::cargo::cargo;
use hearth_tests::differential;
use hearth_tests::modes::MODES;
use hearth_tests::mutants::build::Executables;
use hearth_tests::mutants::table::ROWS;
use hearth_tests::mutants::{Fate, fate};
use hearth_tests::programs;
use hearth_tests::suite::{failures_in, in_parallel};

use crate::table::Table;

#[derive(Debug, Parser)]
#[command(name = "evidence", about = "Searches for faults in every way there is, and says how much was done")]
struct Options {
    /// A sample of everything, in at most ten minutes
    #[arg(long, conflicts_with = "long")]
    short: bool,
    /// All programs of the tests in every mode, then random programs and fuzzing
    #[arg(long)]
    long: bool,
    /// Minutes for random programs and fuzzing together
    #[arg(long)]
    minutes: Option<f64>,
    /// Checkouts of benchmark suites whose programs are run in every mode
    #[arg(long, num_args = 1..)]
    suites: Vec<PathBuf>,
    /// Parts to leave out, separated by commas: programs, random, mutants, faults, fuzz
    #[arg(long, value_delimiter = ',')]
    without: Vec<String>,
}

fn main() -> ExitCode {
    let options = Options::parse();
    if !options.short && !options.long {
        eprintln!("evidence: --short or --long");
        return ExitCode::from(2);
    }
    let minutes = options.minutes.unwrap_or(if options.long { 120.0 } else { 4.0 });
    let mut table = Table::default();
    let with = |part: &str| !options.without.iter().any(|p| p == part);
    if with("programs") {
        compare_programs(&mut table, options.long);
    }
    if with("faults") {
        inject_failures(&mut table);
    }
    if with("mutants") {
        kill_mutants(&mut table);
    }
    if !options.suites.is_empty() {
        run_suites(&mut table, &options.suites);
    }
    // The targets of the fuzzer get three quarters: they learn from what they have seen.
    let random = Duration::from_secs_f64(minutes * 15.0);
    if with("random") {
        compare_random(&mut table, random, options.long);
    }
    if with("fuzz") {
        fuzz::run(&mut table, Duration::from_secs_f64(minutes * 45.0));
    }
    print!("{table}");
    if table.findings() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The programs of the tests in every mode; in the short form a sample of them.
fn compare_programs(table: &mut Table, all: bool) {
    let mut chosen = programs::all();
    if !all {
        // A stride that meets every topic.
        chosen = chosen.into_iter().step_by(29).collect();
    }
    let (mut failures, mut list) = (0, String::new());
    for mode in MODES {
        let (failed, why) = failures_in(mode, &chosen);
        failures += failed;
        list += &why;
    }
    table.add(
        "programs in every mode",
        format!("{} cells ({} programs, {} modes)", chosen.len() * MODES.len(), chosen.len(), MODES.len()),
        failures,
        &list,
    );
}

/// Random programs in all tiers, one after the other until the time is over.
fn compare_random(table: &mut Table, time: Duration, long: bool) {
    let end = Instant::now() + time;
    // Other programs each time in the long form; the same ones in CI.
    let mut next = if long { std::time::UNIX_EPOCH.elapsed().map_or(1, |t| t.as_secs() << 16) } else { 10_000 };
    let (mut compared, mut list, mut failures) = (0, String::new(), 0);
    while Instant::now() < end {
        let seeds: Vec<u64> = (next..next + 8).collect();
        next += 8;
        for (seed, result) in seeds.iter().zip(in_parallel(&seeds, |seed| differential::check(*seed, None))) {
            compared += 1;
            if let Err(why) = result {
                failures += 1;
                list += &format!("  seed {seed}: {why}\n");
            }
        }
    }
    table.add("random programs in all tiers", format!("{compared} programs, {} ways each", differential::WAYS.len() + 1), failures, &list);
}

/// The tests that damage, forge, slow down or take away a store.
fn inject_failures(table: &mut Table) {
    let mut command = cargo();
    command.args(["test", "--quiet", "-p", "hearth-tests", "--test", "cache_faults"]).current_dir(root());
    if !cfg!(debug_assertions) {
        command.arg("--release");
    }
    let output = match command.output() {
        Ok(output) => output,
        Err(why) => return table.add("failures of stores", "none".into(), 1, &why.to_string()),
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    let result = text.lines().find(|line| line.starts_with("test result:")).unwrap_or_default();
    let count = |what: &str| {
        let (before, _) = result.split_once(what)?;
        before.split_whitespace().next_back()?.parse::<usize>().ok()
    };
    let (passed, failed) = (count(" passed").unwrap_or(0), count(" failed").unwrap_or(0));
    let findings = failed.max(usize::from(!output.status.success()));
    let list = if findings > 0 { text.as_str() } else { "" };
    table.add("failures of stores", format!("{} kinds injected", passed + failed), findings, list);
}

fn kill_mutants(table: &mut Table) {
    let executables = match Executables::build(|_| true) {
        Ok(executables) => executables,
        Err(why) => return table.add("mutants", "not built".into(), 1, &why),
    };
    let fates = in_parallel(ROWS, |row| fate(row, &executables));
    let mut list = String::new();
    for (row, fate) in ROWS.iter().zip(&fates) {
        if !matches!(fate, Fate::Killed(_)) {
            list += &format!("  {}: {fate:?}\n", row.rule);
        }
    }
    let killed = fates.iter().filter(|fate| matches!(fate, Fate::Killed(_))).count();
    table.add("mutants: rules of safety taken out", format!("{killed} of {} killed", fates.len()), fates.len() - killed, &list);
}

/// The runner of modes for each suite: its own output is shown, here is whether it was content.
fn run_suites(table: &mut Table, suites: &[PathBuf]) {
    for suite in suites {
        let mut command = cargo();
        command.args(["run", "--quiet", "-p", "hearth-tests", "--bin", "modes"]).current_dir(root());
        if !cfg!(debug_assertions) {
            command.arg("--release");
        }
        let suite = std::path::absolute(suite).unwrap_or_else(|_| suite.clone());
        let status = command.arg("--").arg(&suite).status();
        let fine = status.as_ref().is_ok_and(std::process::ExitStatus::success);
        let name = suite.file_name().unwrap_or_default().to_string_lossy().into_owned();
        table.add("real programs in every mode", name, usize::from(!fine), "");
    }
}
