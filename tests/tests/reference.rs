//! The expectations are what node prints. `BLESS=1` rewrites them.

use std::process::Command;
use std::time::Duration;
use std::{env, fs};

use hearth_tests::process::{self, Outcome};
use hearth_tests::programs::{self, Program};
use hearth_tests::suite::{compare, in_parallel};

fn node(program: &Program) -> Outcome {
    let mut command = Command::new("node");
    command.arg(&program.path).args(&program.arguments);
    process::run(&mut command, Duration::from_secs(60)).expect("node runs")
}

#[test]
fn expectations_are_what_node_prints() {
    if Command::new("node").arg("--version").output().is_err() {
        assert!(env::var_os("BLESS").is_none(), "BLESS=1 needs node on the PATH");
        eprintln!("node is not on the PATH: the expectations were not compared with it");
        return;
    }
    let programs = programs::all();
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
