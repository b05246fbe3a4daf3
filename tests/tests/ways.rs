//! Each kind of function, entered and left in each way: every tier must print what the
//! interpreter prints, and that what node prints.
//!
//! The programs of kinds that fail are kept in the target folder. `HEARTH_WAYS=NAME` takes the
//! kinds whose name contains that, `HEARTH_WAYS_ALL=1` the whole product of the ways.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs};

use hearth_tests::binary;
use hearth_tests::invocation::{Sandbox, time_limit};
use hearth_tests::process::{self, Outcome};
use hearth_tests::suite::in_parallel;
use hearth_tests::ways::{KINDS, Kind, Program, program};

/// The tiers. The first is what the others are compared with; the one that traces tells which
/// loops were compiled. A run that ends in "warm" sees the store of the one before.
const TIERS: &[(&str, &[&str])] = &[
    ("interpreter", &["--cache=off", "--jit=off"]),
    ("no threads", &["--cache=off", "--no-threads", "--trace=tier"]),
    ("eager", &["--cache=off", "--ion-eager", "--no-threads"]),
    ("clone", &["--cache=off", "--jit-clone", "--no-threads"]),
    ("cold", &[]),
    ("warm", &[]),
];

/// Tiers that an executable may have besides.
const OPTIONAL_TIERS: &[(&str, &str, &[&str])] = &[("chaos", "--tier-chaos", &["--cache=off", "--no-threads", "--tier-chaos=1"])];

fn tiers() -> Vec<(&'static str, Vec<&'static str>)> {
    let help = Command::new(binary::hearth()).args(["run", "--help"]).output().expect("hearth runs");
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    let optional = OPTIONAL_TIERS.iter().filter(|(_, flag, _)| help.contains(flag)).map(|(name, _, flags)| (*name, *flags));
    TIERS.iter().copied().chain(optional).map(|(name, flags)| (name, flags.to_vec())).collect()
}

/// The least version of node whose answers are those of the specification today.
const NODE: u32 = 24;

/// What node prints, if there is one of that version.
fn node(script: &Path) -> Option<Outcome> {
    let version = Command::new("node").arg("--version").output().ok()?;
    let version: u32 = String::from_utf8_lossy(&version.stdout).trim().strip_prefix('v')?.split('.').next()?.parse().ok()?;
    (version >= NODE).then(|| process::run(Command::new("node").arg(script), time_limit()).expect("node runs"))
}

/// The lines of an output must be those of the cells, in their order: none is missing or there twice.
fn check_cells(cells: &[String], name: &str, outcome: &Outcome) -> Result<(), String> {
    let mut lines = outcome.stdout.lines();
    for cell in cells {
        match lines.next() {
            Some(line) if line.strip_prefix(cell.as_str()).is_some_and(|rest| rest.starts_with(" | ")) => {}
            Some(line) => return Err(format!("{name}: the cell {cell:?} was not run; printed instead: {line}")),
            None => {
                let last = outcome.stderr.lines().rfind(|line| !line.starts_with("[tier]")).unwrap_or_default();
                return Err(format!("{name}: ended before the cell {cell:?} ({}; {last})", outcome.exit));
            }
        }
    }
    match lines.next() {
        Some(line) => Err(format!("{name}: prints more than its cells: {line}")),
        None if !outcome.succeeded() => Err(format!("{name}: {}", outcome.exit)),
        None => Ok(()),
    }
}

/// The first cells in which two outputs differ.
fn differences(expected: &Outcome, outcome: &Outcome, name: &str) -> String {
    let pairs = expected.stdout.lines().zip(outcome.stdout.lines()).filter(|(a, b)| a != b);
    let all = pairs.clone().count();
    let shown: String = pairs.take(4).map(|(a, b)| format!("\n      expected {a}\n      printed  {b}")).collect();
    if all == 0 { String::new() } else { format!("\n    {name}: {all} cells differ{shown}") }
}

/// Each hot loop must have been compiled while it ran.
fn check_loops(kind: &Kind, program: &Program, traced: &Outcome) -> Result<(), String> {
    let compiled = traced.stderr.lines().filter(|line| line.contains(" path=osr ") && line.contains(" decision=compiled "));
    // Evaluated text and modules have lines of their own: they are counted, and a text that is
    // evaluated again is the same.
    let is_here =
        |line: &str| line.split_whitespace().find_map(|word| word.strip_prefix("script=")?.rsplit_once("program.js:")?.1.parse().ok());
    let lines: HashSet<usize> = compiled.clone().filter_map(is_here).collect();
    let elsewhere = compiled.filter(|line| is_here(line).is_none()).count();
    let missing: Vec<_> = program.loops.iter().filter(|(_, line)| !lines.contains(line)).map(|(name, _)| *name).collect();
    let found = if kind.module || kind.source.contains("TEXT") { 2 * elsewhere >= program.loops.len() } else { missing.is_empty() };
    if found { Ok(()) } else { Err(format!("loops were not compiled while they ran: {missing:?}, {elsewhere} elsewhere")) }
}

/// Writes the files of a program to a folder; the path of its script.
fn write(folder: &Path, program: &Program) -> PathBuf {
    fs::create_dir_all(folder).expect("a folder");
    for file in &program.files {
        fs::write(folder.join(&file.name), &file.text).expect("write a file of the program");
    }
    folder.join(&program.files[0].name)
}

fn check(kind: &Kind, tiers: &[(&str, Vec<&str>)], count: &AtomicUsize) -> Result<(), String> {
    let program = program(kind);
    let sandbox = Sandbox::new("ways");
    let folder = sandbox.store("program");
    let script = write(&folder, &program);
    let mut wrong = String::new();
    let mut interpreted: Option<Outcome> = None;
    for (name, flags) in tiers {
        let mut hearth = sandbox.hearth().flags(flags).limit(time_limit());
        if !flags.contains(&"--cache=off") {
            hearth = hearth.directory_store(&sandbox.store("store"));
        }
        let outcome = hearth.run::<&str>(&script, &[]);
        if let Err(why) = check_cells(&program.cells, name, &outcome) {
            wrong += &format!("\n    {why}");
        }
        count.fetch_add(outcome.stdout.lines().count(), Ordering::Relaxed);
        if flags.contains(&"--trace=tier")
            && let Err(why) = check_loops(kind, &program, &outcome)
        {
            wrong += &format!("\n    {name}: {why}");
        }
        match &interpreted {
            Some(interpreted) => wrong += &differences(interpreted, &outcome, name),
            None => interpreted = Some(outcome),
        }
    }
    if let (Some(expected), Some(interpreted)) = (node(&script), interpreted) {
        wrong += &differences(&expected, &interpreted, "interpreter, expected by node");
    }
    if wrong.is_empty() {
        return Ok(());
    }
    let kept = write(&PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("ways").join(kind.name.replace([' ', '\''], "-")), &program);
    Err(format!("  {} ({}){wrong}\n", kind.name, kept.display()))
}

#[test]
fn functions_of_every_kind_are_left_alike_in_every_tier() {
    let wanted = env::var("HEARTH_WAYS").unwrap_or_default();
    let kinds: Vec<&Kind> = KINDS.iter().filter(|kind| kind.name.contains(&wanted)).collect();
    assert!(!kinds.is_empty(), "no kind is called {wanted:?}");
    let tiers = tiers();
    let count = AtomicUsize::new(0);
    let failures: String = in_parallel(&kinds, |kind| check(kind, &tiers, &count)).into_iter().filter_map(Result::err).collect();
    let cells: usize = kinds.iter().map(|kind| program(kind).cells.len()).sum();
    eprintln!("{cells} cells of {} kinds in {} tiers", kinds.len(), tiers.len());
    assert!(failures.is_empty(), "cells differ\n{failures}");
    assert_eq!(count.into_inner(), cells * tiers.len(), "each cell prints one line in each tier");
}
