//! Random programs: every tier must print what the interpreter prints.
//!
//! `HEARTH_SEEDS=1000..1200` chooses the seeds. A failing program is kept in the target
//! folder under its seed, to be run by hand.

use std::path::PathBuf;
use std::{env, fs};

use hearth_tests::suite::in_parallel;
use hearth_tests::{differential, generate};

fn seeds() -> Vec<u64> {
    let default = if env::var_os("HEARTH_TEST_QUICK").is_some() { 1..11 } else { 1..61 };
    match env::var("HEARTH_SEEDS") {
        Ok(range) => {
            let (from, to) = range.split_once("..").expect("HEARTH_SEEDS=FROM..TO");
            (from.parse().expect("a number")..to.parse().expect("a number")).collect()
        }
        Err(_) => default.collect(),
    }
}

#[test]
fn all_tiers_agree_on_random_programs() {
    let seeds = seeds();
    let results = in_parallel(&seeds, |seed| differential::check(*seed, None));
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
