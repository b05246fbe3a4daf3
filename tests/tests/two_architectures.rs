//! Processors of two architectures share a store: each finds its own code, and nothing of the other's.

use hearth_tests::invocation::{Sandbox, Statistics, time_limit};
use hearth_tests::{binary, process, skipped};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The executable for another processor, which this machine can run: `tests/aarch64/run` makes one.
const VARIABLE: &str = "HEARTH_OTHER_BIN";

const SCRIPT: &str = "
function hot(n) { let s = 0; for (let i = 0; i < n; i++) s += Math.floor(i * 0.37) * 1.5; return s; }
let last;
for (let i = 0; i < 4000; i++) last = hot(50);
let words = 0;
for (let i = 0; i < 3000; i++) words += /a+(b|c)/.test('caaaaaaaaab') ? 1 : 0;
console.log(last, words);
";

fn run(hearth: &Path, sandbox: &Sandbox) -> (String, Statistics) {
    let mut command = Command::new(hearth);
    command.arg(format!("--key-file={}", sandbox.key_file().display()));
    command.arg(format!("--store=dir:{}", sandbox.store("store").display()));
    command.args(["--finish=wait", "--keep-all", "--stats=json"]).arg(sandbox.file("script.js", SCRIPT));
    command.env("HEARTH_CONFIG", "").env("HOME", sandbox.path());
    let outcome = process::run(&mut command, time_limit()).expect("it can be started");
    assert!(outcome.succeeded(), "{}: {}", hearth.display(), outcome.stderr);
    let statistics = Statistics::of(&outcome).expect("statistics are the last line");
    (outcome.stdout, statistics)
}

#[test]
fn architectures_share_a_store_and_find_their_own_code() {
    let Some(other) = std::env::var_os(VARIABLE).map(PathBuf::from) else {
        return skipped::skip("needs an executable for another processor (bash tests/aarch64/run)");
    };
    skipped::runs();
    let sandbox = Sandbox::new("two-architectures");
    let both = [binary::hearth().to_owned(), other];
    let first = both.each_ref().map(|hearth| run(hearth, &sandbox));
    assert_eq!(first[0].0, first[1].0);
    for (_, statistics) in &first {
        assert!(statistics.compiled() > 0.0 && statistics.retrieved() == 0.0, "{statistics:?}");
        assert!(statistics.rejected().iter().all(|(reason, _)| reason == "not_found"), "{:?}", statistics.rejected());
    }
    // What each has left is not in the way of the other, before or after.
    for hearth in both.iter().chain(both.iter().rev()) {
        let (output, statistics) = run(hearth, &sandbox);
        assert_eq!(output, first[0].0);
        statistics.served_from_store().unwrap();
        assert!(statistics.rejected().is_empty(), "{:?}", statistics.rejected());
    }
}
