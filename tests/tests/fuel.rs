//! Whole programs use the same fuel in every tier.

use hearth::api::{Engine, Level};
use hearth_tests::binary::root;
use hearth_tests::suite::in_parallel;
use std::fs;
use std::path::PathBuf;

/// Folders of `scripts` whose programs need no host but a console.
const FOLDERS: &[&str] = &[
    "arrays",
    "classes",
    "closures",
    "destructuring",
    "exceptions",
    "expressions",
    "functions",
    "generators",
    "json",
    "map-set",
    "math",
    "objects",
    "regexp",
    "statements",
    "strings",
    "symbols",
    "tiers",
];

/// What these count depends on a limit that tiers reach at other places.
const RUNS_INTO_A_LIMIT: &[&str] = &[
    "arguments-passed-on",
    "bailout-at-the-end-of-the-stack",
    "errors-caught-at-every-depth",
    "exceptions-caught-in-compiled-code",
    "loop-code-has-no-room",
    "recursion-range-error",
    "recursion-through-handlers",
];

const UNITS: u64 = 30_000_000;

/// The units that a program uses, and how it ends.
fn run(text: &str, jit: bool, eager: bool) -> (u64, String) {
    let builder = Engine::builder().fuel(UNITS).jit(jit).console(|_: Level, _: &str| {});
    let mut engine = builder.options(|o| (o.threads, o.ion_eager) = (false, eager)).build().expect("an engine");
    let end = match engine.eval::<()>("program.js", text) {
        Ok(()) => "to its end".to_owned(),
        Err(error) => format!("{:?} {}", error.reason(), error.name()),
    };
    (UNITS - engine.fuel().expect("it is counted"), end)
}

#[test]
fn programs_use_the_same_in_every_tier() {
    let mut programs: Vec<PathBuf> = Vec::new();
    for folder in FOLDERS {
        let entries = fs::read_dir(root().join("tests/scripts").join(folder)).expect("the folder");
        programs.extend(entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.extension().is_some_and(|e| e == "js")));
    }
    programs.sort();
    assert!(programs.len() > 200);
    let wrong: Vec<String> = in_parallel(&programs, |path| {
        let text = fs::read_to_string(path).expect("a program");
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        if RUNS_INTO_A_LIMIT.contains(&&*name) {
            return None;
        }
        let interpreted = run(&text, false, false);
        let others = [run(&text, true, false), run(&text, true, true)];
        let same = others.iter().all(|other| *other == interpreted);
        (!same).then(|| format!("{name}: {interpreted:?}, {others:?}"))
    })
    .into_iter()
    .flatten()
    .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
