//! The fuzz targets, each for its share of the time.

use std::fs;
use std::process::Command;
use std::time::Duration;

use hearth_tests::binary::root;

use crate::table::Table;

/// The targets that `fuzz/Cargo.toml` declares.
fn targets() -> Vec<String> {
    let manifest = fs::read_to_string(root().join("fuzz").join("Cargo.toml")).unwrap_or_default();
    let paths = manifest.lines().filter_map(|line| line.strip_prefix("path = \"fuzz_targets/")?.strip_suffix(".rs\""));
    paths.map(str::to_owned).collect()
}

/// Runs every target for its share of `time`.
pub fn run(table: &mut Table, time: Duration) {
    let targets = targets();
    let folder = root().join("fuzz");
    let seeds = Command::new("cargo").args(["run", "--quiet", "--example", "seeds"]).current_dir(&folder).status();
    if !seeds.is_ok_and(|status| status.success()) {
        return table.add("fuzzing", "no seeds".into(), 1, "cargo run --example seeds, in fuzz/, fails");
    }
    let seconds = (time.as_secs_f64() / targets.len() as f64).max(5.0).round();
    for target in targets {
        let mut command = Command::new("cargo");
        command.args(["+nightly", "fuzz", "run", "--sanitizer", "none", target.as_str(), "--"]);
        command.arg(format!("-max_total_time={seconds}")).args(["-rss_limit_mb=4096", "-timeout=60", "-verbosity=1"]);
        let output = match command.current_dir(&folder).output() {
            Ok(output) => output,
            Err(why) => return table.add("fuzzing", "no cargo fuzz".into(), 1, &why.to_string()),
        };
        let log = String::from_utf8_lossy(&output.stderr);
        // `Done 12345 runs in 61 second(s)`
        let done = log.lines().rev().find_map(|line| line.strip_prefix("Done ")?.split_whitespace().next()?.parse::<u64>().ok());
        let found = usize::from(!output.status.success());
        let tail: Vec<&str> = log.lines().rev().take(40).collect();
        let tail = tail.into_iter().rev().collect::<Vec<_>>().join("\n");
        table.add(&format!("fuzzing: {target}"), format!("{} executions in {seconds} s", done.unwrap_or(0)), found, &tail);
    }
}
