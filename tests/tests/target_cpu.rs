//! Machines of several kinds share code by the level that all of them have.
#![cfg(target_arch = "x86_64")]

use hearth_tests::binary;
use hearth_tests::invocation::{Sandbox, Statistics, time_limit};
use hearth_tests::process::{self, Exit, Outcome};
use std::process::Command;

/// What is rounded, counted and multiplied has instructions of its own on some processors; a module of WebAssembly counts bits.
const SCRIPT: &str = "
function hot(n) { let s = 0; for (let i = 0; i < n; i++) { s += Math.floor(i * 0.37) * 1.5 + Math.clz32(i | 1); s = s > 1e9 ? 0 : s; } return s; }
let last; for (let i = 0; i < 4000; i++) last = hot(50);
const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 1, 127, 1, 127, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 7, 1, 5, 0, 32, 0, 105, 11];
const wasm = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes)));
console.log(last, wasm.exports.f(0xff0f));
";

fn run(sandbox: &Sandbox, level: &str) -> Outcome {
    let script = sandbox.file("script.js", SCRIPT);
    sandbox
        .hearth()
        .directory_store(&sandbox.store("store"))
        .flags([&format!("--target-cpu={level}"), "--stats=json"])
        .run::<&str>(&script, &[])
}

/// What is printed, and the statistics.
fn succeeds(sandbox: &Sandbox, level: &str) -> (String, Statistics) {
    let outcome = run(sandbox, level);
    assert!(outcome.succeeded(), "{level}: {}", outcome.stderr);
    let statistics = Statistics::of(&outcome).expect("statistics are the last line");
    (outcome.stdout, statistics)
}

/// What `hearth cache` says.
fn cache(sandbox: &Sandbox, level: &str, words: &[&str]) -> Outcome {
    let mut command = Command::new(binary::hearth());
    command.arg("cache").args(words).arg(format!("--key-file={}", sandbox.key_file().display()));
    command.arg(format!("--store=dir:{}", sandbox.store("store").display())).arg(format!("--target-cpu={level}"));
    process::run(&mut command, time_limit()).expect("hearth can be started")
}

#[test]
fn code_of_a_level_is_for_that_level_alone() {
    let mut outputs = Vec::new();
    for level in ["x86-64", "x86-64-v2"] {
        let sandbox = Sandbox::new(level);
        for _ in 0..3 {
            outputs.push(succeeds(&sandbox, level).0);
        }
        let (output, served) = succeeds(&sandbox, level);
        outputs.push(output);
        served.served_from_store().unwrap_or_else(|why| panic!("{level}: {why}"));
        let shown = cache(&sandbox, level, &["show", "hot"]);
        let (code, found) = (&shown.stdout, shown.succeeded());
        assert!(found && code.contains("mulsd"), "{code}");
        // Of level 2 are the instructions that round, of level 3 those that count zeroes, and AVX.
        assert_eq!(code.contains("roundsd"), level == "x86-64-v2", "{level}: {code}");
        assert!(!code.contains("lzcnt") && !code.contains("vmulsd"), "{level}: {code}");
        // Another level has nothing of it.
        let other = if level == "x86-64" { "x86-64-v2" } else { "x86-64" };
        let (output, statistics) = succeeds(&sandbox, other);
        outputs.push(output);
        assert_eq!(statistics.retrieved(), 0.0, "code of {level} for {other}");
    }
    assert!(outputs.iter().all(|output| *output == outputs[0]), "{outputs:?}");
}

#[test]
fn what_this_machine_cannot_run_or_nobody_knows_is_an_error_at_once() {
    let sandbox = Sandbox::new("unknown");
    let refused = run(&sandbox, "z80");
    assert_eq!((refused.exit, refused.stdout.as_str()), (Exit::Code(2), ""));
    assert!(refused.stderr.contains("--target-cpu") && refused.stderr.contains("x86-64-v3"), "{}", refused.stderr);
    let by_variable = sandbox.hearth().env("HEARTH_TARGET_CPU", "z80").run::<&str>(&sandbox.file("script.js", SCRIPT), &[]);
    assert_eq!(by_variable.exit, Exit::Code(2));
    assert!(by_variable.stderr.contains("HEARTH_TARGET_CPU"), "{}", by_variable.stderr);
    assert_eq!(cache(&sandbox, "z80", &["list"]).exit, Exit::Code(2));
}
