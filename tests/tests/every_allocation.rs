//! Out of memory at the n-th allocation, for every n (`--fail-allocation`): a program prints
//! what it prints otherwise, or the beginning of that and then ends with a RangeError.

use std::fs;
use std::path::Path;

use hearth_tests::binary::root;
use hearth_tests::invocation::Sandbox;
use hearth_tests::process::{Exit, Outcome};
use hearth_tests::suite::in_parallel;

const TIERS: &[&[&str]] = &[&["--jit=off"], &["--ion-eager", "--no-threads"]];

/// Stops a search that would never end.
const MOST: u64 = 4000;

fn programs() -> Vec<(String, String)> {
    let text = fs::read_to_string(root().join("tests/limits/every-allocation.txt")).expect("the table");
    let programs = text.split("\n# ").skip(1).filter_map(|block| block.split_once('\n'));
    programs.map(|(name, body)| (name.to_owned(), body.to_owned())).collect()
}

fn run(sandbox: &Sandbox, script: &Path, tier: &[&str], flag: &str) -> Outcome {
    let arguments: [&str; 0] = [];
    sandbox.hearth().flag("--cache=off").flags(tier).flags([flag]).run(script, &arguments)
}

fn has_failed(outcome: &Outcome) -> bool {
    outcome.stderr.contains("hearth: an allocation was made to fail")
}

fn fault(outcome: &Outcome, right: &str) -> Option<String> {
    let fits = right.starts_with(&outcome.stdout);
    let ended_well = match outcome.exit {
        Exit::Code(0) => outcome.stdout == right,
        Exit::Code(1) => fits && outcome.stderr.contains("RangeError: Out of memory"),
        Exit::Code(134) => fits && outcome.stderr.contains("hearth: fatal: out of memory"),
        _ => false,
    };
    (!ended_well).then(|| format!("{}: {:?} {}", outcome.exit, outcome.stdout, outcome.stderr.chars().take(400).collect::<String>()))
}

/// How many allocations an empty program makes: they are the same in each.
fn of_an_empty_program(sandbox: &Sandbox, tier: &[&str]) -> u64 {
    let script = sandbox.file("empty.js", "");
    let (mut least, mut most) = (0, MOST);
    while least + 1 < most {
        let middle = (least + most) / 2;
        let fails = has_failed(&run(sandbox, &script, tier, &format!("--fail-allocation={middle}")));
        (least, most) = if fails { (middle, most) } else { (least, middle) };
    }
    least
}

/// Has each allocation fail from number `first` on; what went wrong.
fn fail_each(name: &str, body: &str, tier: &[&str], first: u64, suffix: &str) -> String {
    let sandbox = Sandbox::new("every-allocation");
    let script = sandbox.file("script.js", body);
    let right = run(&sandbox, &script, tier, "--stats");
    assert!(right.succeeded() && !right.stdout.is_empty(), "{name}: {}", right.stderr);
    let mut faults = String::new();
    let mut failed = 0;
    for n in first.. {
        assert!(n < first + MOST, "{name}: more than {MOST} allocations");
        let outcome = run(&sandbox, &script, tier, &format!("--fail-allocation={n}{suffix}"));
        if let Some(fault) = fault(&outcome, &right.stdout) {
            faults += &format!("  {name} {tier:?} {n}{suffix}: {fault}\n");
        }
        if !has_failed(&outcome) {
            break;
        }
        failed += 1;
    }
    assert!(failed > 5, "{name}: only {failed} allocations");
    faults
}

#[test]
fn any_allocation_may_fail() {
    let jobs: Vec<_> = TIERS.iter().flat_map(|tier| programs().into_iter().map(move |program| (*tier, program))).collect();
    let sandbox = Sandbox::new("every-allocation-empty");
    let faults = in_parallel(&jobs, |(tier, (name, body))| {
        let first = of_an_empty_program(&sandbox, tier).saturating_sub(3).max(1);
        fail_each(name, body, tier, first, "")
    });
    let faults = faults.concat();
    assert!(faults.is_empty(), "\n{faults}");
}

#[test]
fn no_allocation_need_succeed_from_any_on() {
    let faults: String =
        TIERS.iter().map(|tier| fail_each("from there on", "console.log([1, 2].map((x) => x + 'y').join());", tier, 1, "+")).collect();
    assert!(faults.is_empty(), "\n{faults}");
}
