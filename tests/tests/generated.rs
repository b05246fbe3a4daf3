//! Random programs: every tier must print what the interpreter prints.
//!
//! `HEARTH_SEEDS=1000..1200` chooses the seeds. A failing program is kept in the target
//! folder under its seed, to be run by hand.

use std::path::PathBuf;
use std::time::Duration;
use std::{env, fs};

use hearth_tests::generate;
use hearth_tests::invocation::Sandbox;
use hearth_tests::process::Outcome;
use hearth_tests::suite::{compare, in_parallel};

const WAYS: &[(&str, &[&str])] = &[
    ("ion-eager", &["--cache=off", "--ion-eager", "--no-threads"]),
    ("no threads", &["--cache=off", "--no-threads"]),
    ("inlining off", &["--cache=off", "--ion-eager", "--no-threads", "--ion-inlining=off"]),
    ("clone", &["--jit-clone", "--ion-eager", "--no-threads"]),
    ("gc stress", &["--cache=off", "--ion-eager", "--no-threads", "--gc-stress=97", "--gc-verify"]),
    ("cold", &["--ion-eager", "--no-threads"]),
    ("warm", &["--ion-eager", "--no-threads"]),
    ("warm again", &[]),
];

fn seeds() -> Vec<u64> {
    let default = if env::var_os("HEARTH_TEST_QUICK").is_some() { 1..11 } else { 1..121 };
    match env::var("HEARTH_SEEDS") {
        Ok(range) => {
            let (from, to) = range.split_once("..").expect("HEARTH_SEEDS=FROM..TO");
            (from.parse().expect("a number")..to.parse().expect("a number")).collect()
        }
        Err(_) => default.collect(),
    }
}

fn check(seed: u64) -> Result<(), String> {
    let sandbox = Sandbox::new("generated");
    let script = sandbox.file("program.js", generate::program(seed));
    let run = |flags: &[&str]| -> Outcome {
        let store = sandbox.store("store");
        let arguments: [&str; 0] = [];
        let hearth = sandbox.hearth().flags(flags).limit(Duration::from_secs(60));
        let hearth = if flags.contains(&"--cache=off") { hearth } else { hearth.directory_store(&store) };
        hearth.run(&script, &arguments)
    };
    let interpreted = run(&["--cache=off", "--jit=off"]);
    if !interpreted.succeeded() {
        return Err(format!("interpreter: {}: {}", interpreted.exit, interpreted.stderr));
    }
    for (name, flags) in WAYS {
        compare(&interpreted.stdout, &run(flags)).map_err(|why| format!("{name}: {why}"))?;
    }
    Ok(())
}

#[test]
fn all_tiers_agree_on_random_programs() {
    let seeds = seeds();
    let results = in_parallel(&seeds, |seed| check(*seed));
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let mut list = String::new();
    for (seed, result) in seeds.iter().zip(results) {
        if let Err(why) = result {
            let path = folder.join(format!("seed-{seed}.js"));
            fs::write(&path, generate::program(*seed)).expect("write the failing program");
            list += &format!("  seed {seed} ({}): {why}\n", path.display());
        }
    }
    assert!(list.is_empty(), "the tiers disagree\n{list}");
}
