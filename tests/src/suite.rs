//! All programs in one mode, in parallel, with a readable list of failures.
//!
//! Failures that are known are lines of `known-failures.txt`, each with its reason. A
//! program that is listed and passes is a failure too, so that the list stays true.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex};
use std::time::Duration;
use std::{fs, thread};

use crate::modes::{Mode, Stores};
use crate::process::Outcome;
use crate::programs::{self, Program};
use crate::redis_server::RedisServer;

/// Of the programs that take the most time in a mode, so many are named.
const SLOWEST: usize = 12;

/// How many processes may run at the same time, over all tests of this process.
fn cores() -> usize {
    thread::available_parallelism().map_or(2, usize::from)
}

/// Lets `cores()` callers through at a time: the tests of one executable run in
/// parallel, each with threads of its own.
fn with_slot<T>(work: impl FnOnce() -> T) -> T {
    static BUSY: Mutex<usize> = Mutex::new(0);
    static FREED: Condvar = Condvar::new();
    struct Slot;
    impl Drop for Slot {
        fn drop(&mut self) {
            *BUSY.lock().expect("counting does not panic") -= 1;
            FREED.notify_one();
        }
    }
    let busy = BUSY.lock().expect("counting does not panic");
    let mut busy = FREED.wait_while(busy, |busy| *busy >= cores()).expect("counting does not panic");
    *busy += 1;
    drop(busy);
    let _slot = Slot;
    work()
}

/// Applies `work` to all items, in parallel; results in the order of the items.
pub fn in_parallel<I: Sync, T: Send>(items: &[I], work: impl Fn(&I) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let results: Vec<Mutex<Option<T>>> = items.iter().map(|_| Mutex::new(None)).collect();
    thread::scope(|scope| {
        for _ in 0..cores() {
            scope.spawn(|| {
                while let Some((i, item)) = {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    items.get(i).map(|item| (i, item))
                } {
                    let result = with_slot(|| work(item));
                    *results[i].lock().expect("written once") = Some(result);
                }
            });
        }
    });
    results.into_iter().map(|slot| slot.into_inner().expect("written once").expect("every item was done")).collect()
}

/// Why an outcome is not the expected one, in one or two lines.
pub fn compare(expected: &str, outcome: &Outcome) -> Result<(), String> {
    let mut why = String::new();
    if !outcome.succeeded() {
        let last = outcome.stderr.lines().rev().find(|line| !line.trim_start().starts_with('{')).unwrap_or_default();
        let _ = write!(why, "{}; stderr ends: {}", outcome.exit, clip(last));
    }
    if let Some((number, wanted, got)) = first_difference(expected, &outcome.stdout) {
        let separator = if why.is_empty() { "" } else { "; " };
        let _ = write!(why, "{separator}line {number}\n      expected {}\n      printed  {}", clip(wanted), clip(got));
    }
    if why.is_empty() { Ok(()) } else { Err(why) }
}

fn first_difference<'a>(expected: &'a str, got: &'a str) -> Option<(usize, &'a str, &'a str)> {
    if expected == got {
        return None;
    }
    let (mut wanted, mut printed) = (expected.lines(), got.lines());
    for number in 1.. {
        match (wanted.next(), printed.next()) {
            (None, None) => return Some((number, "(end of line)", "(no end of line, or another)")),
            (a, b) if a != b => {
                return Some((number, a.unwrap_or("(nothing)"), b.unwrap_or("(nothing)")));
            }
            _ => {}
        }
    }
    unreachable!("the numbers do not end")
}

fn clip(line: &str) -> String {
    let mut clipped: String = line.chars().take(160).collect();
    if clipped.len() < line.len() {
        clipped.push('…');
    }
    clipped
}

struct KnownFailures(Vec<(String, String)>);

impl KnownFailures {
    fn read() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("known-failures.txt");
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
        Self(
            lines
                .filter(|line| !line.is_empty())
                .map(|line| {
                    let (mode, program) = line.split_once(' ').unwrap_or_else(|| panic!("known-failures.txt: {line}"));
                    (mode.to_owned(), program.trim().to_owned())
                })
                .collect(),
        )
    }

    fn contains(&self, mode: &Mode, program: &Program) -> bool {
        self.0.iter().any(|(m, p)| (m == "*" || m == mode.name) && *p == program.name)
    }
}

/// Runs every program in the mode called `name`; panics with the list of failures.
pub fn run_mode(name: &str) {
    let mode = Mode::named(name);
    let programs = mode.share_of(programs::all());
    let (failures, list) = failures_in(mode, &programs);
    assert!(failures == 0, "mode {name}: {failures} of {} programs failed\n{list}", programs.len());
}

/// Runs `programs` in `mode`: how many do not do what is expected, known failures aside, and why.
pub fn failures_in(mode: &Mode, programs: &[Program]) -> (usize, String) {
    let known = KnownFailures::read();
    let server = if mode.stores == Stores::Redis { RedisServer::start() } else { None };
    if mode.stores == Stores::Redis && server.is_none() {
        return (0, String::new());
    }
    let address = server.as_ref().map(RedisServer::address);
    let results = in_parallel(programs, |program| check(mode, program, address.as_deref()));

    let mut list = String::new();
    let mut failures = 0;
    let mut slowest: Vec<_> = programs.iter().zip(&results).map(|(program, (_, took))| (*took, &program.name)).collect();
    slowest.sort_unstable_by(|a, b| b.cmp(a));
    println!("{}: {:.1?} of processor time", mode.name, slowest.iter().map(|(took, _)| *took).sum::<Duration>());
    slowest.iter().take(SLOWEST).for_each(|(took, name)| println!("  {took:8.1?} {name}"));
    for (program, (result, _)) in programs.iter().zip(results) {
        let line = match (known.contains(mode, program), result) {
            (false, Err(why)) => why,
            (true, Ok(())) => "passes, but is listed in known-failures.txt".to_owned(),
            (false, Ok(())) | (true, Err(_)) => continue,
        };
        failures += 1;
        let _ = writeln!(list, "  {}: {line}", program.name);
    }
    (failures, list)
}

/// What is wrong, and the processor time that it took to see.
fn check(mode: &Mode, program: &Program, redis: Option<&str>) -> (Result<(), String>, Duration) {
    let outcomes = mode.run(program, redis);
    let took = outcomes.iter().map(|outcome| outcome.cpu).sum();
    (program.expected().and_then(|expected| judge(&expected, &outcomes)), took)
}

fn judge(expected: &str, outcomes: &[Outcome]) -> Result<(), String> {
    let runs = outcomes.len();
    for (i, outcome) in outcomes.iter().enumerate() {
        let result = compare(expected, outcome).and_then(|()| Mode::complaint(outcome).map_or(Ok(()), |why| Err(why.to_owned())));
        result.map_err(|why| if runs > 1 { format!("run {} of {runs}: {why}", i + 1) } else { why })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::Exit;

    fn outcome(exit: Exit, stdout: &str) -> Outcome {
        Outcome { exit, stdout: stdout.into(), stderr: "why\n{}\n".into(), wall: Duration::ZERO, cpu: Duration::ZERO, peak_rss_kib: 0 }
    }

    #[test]
    fn the_first_differing_line_is_told() {
        let why = compare("a\nb\nc\n", &outcome(Exit::Code(0), "a\nx\nc\n")).unwrap_err();
        assert_eq!(why, "line 2\n      expected b\n      printed  x");
        assert!(compare("a\n", &outcome(Exit::Code(0), "a")).is_err());
        assert!(compare("a\n", &outcome(Exit::Code(0), "a\nb\n")).is_err());
        assert!(compare("a\n", &outcome(Exit::Code(0), "a\n")).is_ok());
    }

    #[test]
    fn equal_output_with_a_bad_exit_fails() {
        let why = compare("a\n", &outcome(Exit::Signal(11), "a\n")).unwrap_err();
        assert_eq!(why, "signal 11; stderr ends: why");
    }

    #[test]
    fn results_keep_the_order_of_the_items() {
        let items: Vec<u32> = (0..50).collect();
        assert_eq!(in_parallel(&items, |i| i * 2), (0..50).map(|i| i * 2).collect::<Vec<_>>());
    }
}
