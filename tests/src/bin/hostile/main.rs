//! Runs scripts that want more than they may have, each in an engine of its own in a process of its own, under a
//! limit of memory and one of time: `limits/hostile.txt` is the table.
//!
//! A script must give `true`, throw, or be ended. With `--within` the time that it took is a failure, too: on a quiet
//! machine only.

use clap::Parser;
use hearth::api::{Engine, Error, Reason};
use hearth_tests::binary::root;
use hearth_tests::invocation::time_limit;
use hearth_tests::process::run;
use hearth_tests::suite::in_parallel;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

#[derive(Parser)]
struct Arguments {
    /// Runs this script, here, and prints what came of it.
    #[arg(long)]
    one: Option<String>,
    /// Milliseconds that a script may take.
    #[arg(long, default_value_t = 100)]
    time: u64,
    /// MiB that a script may have.
    #[arg(long, default_value_t = 64)]
    memory: usize,
    /// Most MiB of the process beyond the limit and what it takes with an empty script.
    #[arg(long, default_value_t = 16)]
    margin: u64,
    /// Most milliseconds until a script has ended, if that is to be judged.
    #[arg(long)]
    within: Option<f64>,
    /// Interpreter alone.
    #[arg(long)]
    no_jit: bool,
    /// Scripts with this text only.
    #[arg(long, default_value = "")]
    only: String,
    /// One after the other, as times are to be measured.
    #[arg(long)]
    in_turn: bool,
}

/// What came of a script, in the child's words: time in ms, peak of memory in KiB, outcome.
struct Report {
    ms: f64,
    peak_kib: u64,
    outcome: String,
}

impl Arguments {
    fn run_one(&self, script: &str) -> Result<(), Error> {
        let limit = Duration::from_millis(self.time);
        let builder = Engine::builder().memory_limit(self.memory << 20).time_limit(limit).jit(!self.no_jit);
        let mut engine = builder.build().expect("an engine");
        let start = Instant::now();
        let result = engine.run(|cx| {
            let value: hearth::api::Value<'_> = cx.eval("hostile.js", script)?;
            let shown = format!("{value:?}");
            cx.run_jobs().map(|()| shown)
        });
        let ms = start.elapsed().as_secs_f64() * 1e3;
        let outcome = match result {
            Ok(value) => format!("value {value}"),
            Err(error) => match error.reason() {
                Reason::Exception => format!("thrown {}", error.to_string().lines().next().unwrap_or_default()),
                reason => format!("ended {reason:?}"),
            },
        };
        println!("{ms:.1}\t{}\t{outcome}", peak_kib());
        // An engine with a gigabyte of small cells is not to be taken apart in the time that is measured.
        std::process::exit(0);
    }

    fn child(&self, script: &str) -> Result<Report, String> {
        let mut command = Command::new(std::env::current_exe().map_err(|e| e.to_string())?);
        command.args(["--one", script, "--time", &self.time.to_string(), "--memory", &self.memory.to_string()]);
        if self.no_jit {
            command.arg("--no-jit");
        }
        let outcome = run(&mut command, time_limit()).map_err(|e| e.to_string())?;
        if !outcome.succeeded() {
            return Err(format!("{}: {}", outcome.exit, outcome.stderr.lines().next().unwrap_or_default()));
        }
        let text = outcome.stdout;
        let mut parts = text.trim_end().splitn(3, '\t');
        let mut next = || parts.next().ok_or_else(|| format!("printed {text}"));
        let (ms, peak) = (next()?, next()?);
        let (ms, peak_kib) = (ms.parse().map_err(|_| ms.to_owned())?, peak.parse().map_err(|_| peak.to_owned())?);
        Ok(Report { ms, peak_kib, outcome: next()?.to_owned() })
    }

    /// What is wrong with what came of a script.
    fn fault(&self, report: &Report, empty_kib: u64) -> Option<String> {
        let most = empty_kib + ((self.memory as u64 + self.margin) << 10);
        if let Some(value) = report.outcome.strip_prefix("value ")
            && !["true", "object", "undefined"].contains(&value)
        {
            return Some(format!("gave {value}"));
        }
        if report.peak_kib > most {
            return Some(format!("took {} MiB", report.peak_kib >> 10));
        }
        self.within.filter(|within| report.ms > *within).map(|_| format!("took {:.0} ms", report.ms))
    }
}

/// Peak of the memory that the process had, in KiB.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0");
    line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let Some(script) = &arguments.one {
        let _ = arguments.run_one(script);
        return ExitCode::SUCCESS;
    }
    let text = std::fs::read_to_string(root().join("tests/limits/hostile.txt")).expect("the table");
    let rows: Vec<&str> = text.lines().filter(|line| !line.starts_with('#') && line.contains(&arguments.only)).collect();
    let empty = arguments.child("true").expect("an empty script").peak_kib;
    let report = |row: &&str| {
        let (_, script) = row.split_once(" | ").expect("family | script");
        arguments.child(script)
    };
    let reports = if arguments.in_turn { rows.iter().map(report).collect() } else { in_parallel(&rows, report) };
    let (mut faults, mut slowest, mut largest) = (0, 0f64, 0);
    for (row, report) in rows.iter().zip(&reports) {
        let fault = match report {
            Err(text) => Some(text.clone()),
            Ok(report) => {
                slowest = slowest.max(report.ms);
                largest = largest.max(report.peak_kib);
                arguments.fault(report, empty)
            }
        };
        if let Some(fault) = fault {
            faults += 1;
            let outcome = report.as_ref().map_or("", |report| &report.outcome);
            println!("{fault}: {row}\n    {outcome}");
        }
    }
    println!(
        "{} scripts, {faults} faults; slowest {slowest:.0} ms; peak of memory {} MiB beyond an empty script's {} MiB",
        rows.len(),
        largest.saturating_sub(empty) >> 10,
        empty >> 10
    );
    if faults == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
