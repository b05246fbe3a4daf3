//! Every step of compiling, storing, fetching, checking and installing code may fail
//! (`--fail-step`): the output is that of a run without a cache, and the reason is counted.

use std::fs;
use std::path::Path;

use hearth_codecache::steps::Step;
use hearth_tests::invocation::{Sandbox, Statistics, files_below};
use hearth_tests::suite::in_parallel;

const SCRIPT: &str = "
class Account {
  constructor(n) { this.n = n; }
  add(k) { this.n = (this.n * 31 + k) % 65521; return this; }
}
function work(rounds) {
  const account = new Account(7);
  for (let i = 0; i < rounds; i++) account.add(i);
  return account.n;
}
for (let i = 0; i < 4; i++) console.log(work(20000));
";

/// How often the script is run with one store before a step fails: what is fetched must be there.
const TRAINING: [usize; 2] = [0, 2];

/// Ways of running in which different steps are taken.
const WAYS: &[&[&str]] = &[&["--no-threads", "--finish=off"], &["--finish=off"], &["--no-threads"], &["--no-threads", "--cache=profile"]];

fn run(sandbox: &Sandbox, script: &Path, flags: &[&str]) -> (String, Statistics) {
    let arguments: [&str; 0] = [];
    let store = sandbox.store("store");
    let outcome = sandbox.hearth().directory_store(&store).flag("--stats=json").flags(flags).run(script, &arguments);
    assert!(outcome.succeeded(), "{flags:?}: {}: {}", outcome.exit, outcome.stderr);
    let statistics = Statistics::of(&outcome).unwrap_or_else(|why| panic!("{flags:?}: {why}"));
    (outcome.stdout, statistics)
}

/// Spoils every pack of the store.
fn damage(sandbox: &Sandbox) {
    for path in files_below(&sandbox.store("store")) {
        let mut bytes = fs::read(&path).expect("a file of the store");
        if let Some(byte) = bytes.last_mut() {
            *byte ^= 1;
            fs::write(&path, bytes).expect("to write it");
        }
    }
}

/// Runs with `step` failing in every way; whether its reason was ever counted.
fn is_counted(step: &Step, expected: &str) -> bool {
    let mut counted = false;
    for way in WAYS {
        for training in TRAINING {
            for time in ["", ":1", ":2"] {
                // What fails once is done again, or done without: a few ways are enough.
                if !time.is_empty() && (training == 0 || *way != WAYS[0]) {
                    continue;
                }
                let sandbox = Sandbox::new("failing-step");
                let script = sandbox.file("script.js", SCRIPT);
                for _ in 0..training {
                    run(&sandbox, &script, way);
                }
                if *step == Step::RenamePack {
                    // A pack is written in its place unless it takes that of one which is no use.
                    damage(&sandbox);
                }
                let flag = format!("--fail-step={step}{time}");
                let flags: Vec<&str> = way.iter().copied().chain([flag.as_str()]).collect();
                let (output, statistics) = run(&sandbox, &script, &flags);
                assert_eq!(output, expected, "{flags:?} after {training} runs");
                counted |= step.counted().is_some_and(|reason| statistics.rejected_for(&[reason]) > 0.0);
                // What the failure has left behind serves, or is not used.
                assert_eq!(run(&sandbox, &script, way).0, expected, "after {flags:?}");
            }
        }
    }
    counted
}

#[test]
fn every_step_may_fail() {
    let sandbox = Sandbox::new("no-step-fails");
    let script = sandbox.file("script.js", SCRIPT);
    let (expected, _) = run(&sandbox, &script, &["--jit=off", "--cache=off"]);
    assert_eq!(expected.lines().count(), 4);
    let as_listed = in_parallel(Step::ALL, |step| is_counted(step, &expected) == step.counted().is_some());
    let silent: Vec<&str> = Step::ALL.iter().zip(as_listed).filter(|(_, as_listed)| !as_listed).map(|(step, _)| step.name()).collect();
    assert!(silent.is_empty(), "failures of {silent:?} are not counted as the table says");
}
