//! What the tier is made to do wrong on purpose: that it happens, that it happens again with
//! the same seed, and that no other run gets the code. That nothing changes what programs
//! print is tested by `modes` and `generated`.

use hearth_tests::chaos::check_every_guard;
use hearth_tests::invocation::{Sandbox, Statistics};
use hearth_tests::process::Outcome;
use hearth_tests::programs;
use hearth_tests::suite::in_parallel;

const PROGRAM: &str = "
class Point { constructor(x, y) { this.x = x; this.y = y; } get sum() { return this.x + this.y; } }
function work(n, points) { let s = 0; for (let i = 0; i < n; i++) { s = (s + points[i % 8].sum * i) | 0; points[i % 8].x = i; } return s; }
const points = []; for (let i = 0; i < 8; i++) points.push(new Point(i, i * 0.5));
let all = 0; for (let k = 0; k < 40; k++) all = (all + work(200 + k, points)) | 0;
console.log(all);";

fn run(sandbox: &Sandbox, flags: &[&str]) -> Outcome {
    let script = sandbox.file("script.js", PROGRAM);
    sandbox.hearth().flag("--stats=json").flags(flags).run::<&str>(&script, &[])
}

/// The trace, without times and addresses.
fn story(outcome: &Outcome) -> Vec<&str> {
    outcome.stderr.lines().filter(|line| line.starts_with('[')).collect()
}

#[test]
fn the_same_seed_does_the_same_again_and_another_does_something_else() {
    let sandbox = Sandbox::new("chaos-again");
    let run = |seed: &str| run(&sandbox, &["--cache=off", "--trace=tier,bailout", seed]);
    let [first, again, other] = ["--tier-chaos=11", "--tier-chaos=11", "--tier-chaos=12"].map(run);
    assert!(story(&first).len() > 5, "{}", first.stderr);
    assert_eq!(story(&first), story(&again));
    assert_ne!(story(&first), story(&other));
    assert_eq!(first.stdout, other.stdout);
}

#[test]
fn only_what_is_asked_for_is_left_to_chance() {
    let sandbox = Sandbox::new("chaos-kinds");
    let acts = |kinds: &str| {
        let flags = (1..9).map(|seed| format!("--tier-chaos={seed}"));
        let outcomes = flags.map(|seed| run(&sandbox, &["--cache=off", "--trace=tier", &seed, kinds]));
        let lines = outcomes.flat_map(|o| story(&o).into_iter().map(str::to_owned).collect::<Vec<_>>());
        let acts = lines.filter_map(|line| Some(line.split_once("chaos=")?.1.split(' ').next()?.to_owned()));
        acts.collect::<std::collections::BTreeSet<_>>().into_iter().collect::<Vec<_>>()
    };
    assert_eq!(acts("--tier-chaos-kinds=retirement"), ["give_up", "give_up_all"]);
    assert_eq!(acts("--tier-chaos-kinds=collections,links"), ["collect_full", "collect_young", "unbind"]);
    assert!(acts("--tier-chaos-kinds=guards,tiers,inlining").is_empty());
}

#[test]
fn no_other_run_gets_code_that_was_made_by_chance() {
    let sandbox = Sandbox::new("chaos-store");
    let store = format!("--store=dir:{}", sandbox.store("store").display());
    let retrieved = |flags: &[&str]| {
        let flags: Vec<&str> = flags.iter().copied().chain([store.as_str()]).collect();
        let outcome = run(&sandbox, &flags);
        assert!(outcome.succeeded(), "{}", outcome.stderr);
        Statistics::of(&outcome).expect("statistics").retrieved()
    };
    for provoking in ["--tier-chaos=1", "--stress-bailout=2"] {
        assert_eq!(retrieved(&["--ion-eager", "--no-threads", provoking]), 0.0, "{provoking}: the first");
        assert_eq!(retrieved(&["--ion-eager", "--no-threads"]) > 0.0, provoking != "--tier-chaos=1", "{provoking}: then another");
        assert!(retrieved(&["--ion-eager", "--no-threads", provoking]) > 0.0, "{provoking}: the same again");
    }
}

#[test]
fn every_guard_may_fail_although_it_holds() {
    const PROGRAMS: [&str; 3] = ["scripts/tiers/escape-analysis", "scripts/tiers/bailout-effects-once", "scripts/tiers/osr-nested-loops"];
    let programs = PROGRAMS.map(programs::named);
    for result in in_parallel(&programs, |program| check_every_guard(program, &program.expected()?, str::to_owned)) {
        assert!(result.expect("the output of the interpreter") > 3);
    }
}
