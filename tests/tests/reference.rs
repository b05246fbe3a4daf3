//! The expectations are what node prints. `BLESS=1` rewrites them.

use std::process::Command;
use std::time::Duration;
use std::{env, fs};

use hearth_tests::process::{self, Outcome};
use hearth_tests::programs::{self, Program};
use hearth_tests::skipped;
use hearth_tests::suite::{compare, in_parallel};

fn node(program: &Program) -> Outcome {
    let mut command = Command::new("node");
    command.arg(&program.path).args(&program.arguments);
    process::run(&mut command, Duration::from_secs(60)).expect("node runs")
}

/// Its major version; none if there is no node.
fn node_version() -> Option<u32> {
    let output = Command::new("node").arg("--version").output().ok()?;
    String::from_utf8_lossy(&output.stdout).trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[test]
fn expectations_are_what_node_prints() {
    let Some(version) = node_version() else {
        assert!(env::var_os("BLESS").is_none(), "BLESS=1 needs node on the PATH");
        skipped::skip("needs node on the PATH, to compare the expectations with what it prints");
        return;
    };
    skipped::runs();
    let mut programs = programs::all();
    programs.retain(|program| program.node <= version);
    let failures: Vec<String> = in_parallel(&programs, |program| {
        let outcome = node(program);
        if env::var_os("BLESS").is_some() && outcome.succeeded() {
            fs::write(program.expectation(), &outcome.stdout).expect("write the expectation");
        }
        let result = program.expected().and_then(|expected| compare(&expected, &outcome));
        result.err().map(|why| format!("  {}: {why}\n", program.name))
    })
    .into_iter()
    .flatten()
    .collect();
    assert!(failures.is_empty(), "node prints something else (BLESS=1 rewrites)\n{}", failures.concat());
}
