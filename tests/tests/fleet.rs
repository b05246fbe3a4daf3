//! Processes that start at the same moment and share a Redis server: one compiles, the
//! others go on interpreting until its code is there.

use std::collections::BTreeMap;
use std::thread;

use hearth_tests::invocation::Sandbox;
use hearth_tests::process::Outcome;
use hearth_tests::redis_server::RedisServer;

const PROCESSES: usize = 4;

/// Hot for longer than processes take to start, and then until the code must be there.
const SCRIPT: &str = "
function hot(n) {
  let sum = 0;
  for (let i = 0; i < n; i++) sum = (sum * 31 + i) % 65521;
  return sum;
}
const end = Date.now() + 3000;
let last;
while (Date.now() < end) for (let i = 0; i < 500; i++) last = hot(20);
console.log(last);
";

/// Trace lines with these parts.
fn lines<'a>(outcome: &'a Outcome, parts: &'a [&str]) -> impl Iterator<Item = &'a str> {
    outcome.stderr.lines().filter(|line| parts.iter().all(|part| line.contains(part)))
}

#[test]
fn of_a_fleet_that_gets_warm_at_once_one_process_compiles() {
    let Some(server) = RedisServer::start() else { return };
    let sandbox = Sandbox::new("fleet");
    let script = sandbox.file("script.js", SCRIPT);
    let arguments: [&str; 0] = [];
    let run = || {
        let store = format!("--store={}", server.address());
        // Inlined into the top level, the function would not be asked for any more.
        // What the one compiles is for the others while they run.
        sandbox.hearth().flags([store.as_str(), "--finish=off", "--trace=tier,cache", "--ion-inlining=off"]).run(&script, &arguments)
    };
    let outcomes: Vec<Outcome> = thread::scope(|scope| {
        let processes: Vec<_> = (0..PROCESSES).map(|_| scope.spawn(run)).collect();
        processes.into_iter().map(|process| process.join().expect("it has run")).collect()
    });

    let mut compiled: BTreeMap<&str, usize> = BTreeMap::new();
    for outcome in &outcomes {
        assert!(outcome.succeeded(), "{}: {}", outcome.exit, outcome.stderr);
        assert_eq!(outcome.stdout, outcomes[0].stdout);
        assert!(
            lines(outcome, &["[tier]", "function=hot", "decision=compiled"]).next().is_some()
                || lines(outcome, &["[tier]", "function=hot", "decision=retrieved"]).next().is_some(),
            "a process interpreted to its end:\n{}",
            outcome.stderr
        );
        for line in lines(outcome, &["[tier]", "function=hot", "decision=compiled", "reason=warm"]) {
            *compiled.entry(line.rsplit("id=").next().unwrap_or_default()).or_default() += 1;
        }
        // A loop comes by thousands of times a second; the server is not asked as often.
        let asked = lines(outcome, &["event=lease", "name=hot"]).count();
        assert!(asked <= 3 * 3000 / 50, "the server was asked {asked} times");
    }
    assert!(!compiled.is_empty() && compiled.values().all(|times| *times == 1), "compiled: {compiled:?}");
    let waited = outcomes.iter().filter(|outcome| lines(outcome, &["[tier]", "reason=lease_held"]).next().is_some());
    assert!(waited.count() > 0, "the processes did not meet");
}
