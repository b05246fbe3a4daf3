//! The embedding interface, as an embedder has it: hosts run, misuse does not compile, hostile scripts stay within
//! their limits.

use hearth_tests::binary::root;
use hearth_tests::cargo::cargo;
use hearth_tests::process::run;
use hearth_tests::suite::in_parallel;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(600);

/// What the hosts of `embedding/examples` print to standard output.
const HOSTS: &[(&str, &str)] = &[
    (
        "functions_as_a_service",
        "shop: 200 {\"total\":12}\nshop: 200 {\"total\":0}\n\
         typo: 500 TypeError: Cannot read properties of undefined (reading 'name')     at typo.js:1:27\n\
         typo: 500 TypeError: Cannot read properties of undefined (reading 'name')     at typo.js:1:27\n\
         loop: 503 the script took longer than it may\nloop: 503 the script took longer than it may\n",
    ),
    ("plugins", "plugin: looking\na hook of 'save' failed: line 99 is not there\n1: first / 2: second\n"),
    (
        "rules_engine",
        "the rule 'broken' is refused: Unexpected token ')'\n\
         the rule 'no boolean' failed: expected a boolean, found number\n\
         the rule 'endless' failed: the script took longer than it may\n",
    ),
    ("thousand_isolates", "1000 engines, sum 499500, as expected: true\n"),
    ("modules_in_memory", "12\nthere is no module 'node:fs', imported by 'main2.js'\n"),
    ("host_promises", "both: 30,10; then: 5\n"),
    ("async_host", "cups/1, cups/2, there is no such table, slept\n"),
];

/// The folder that cargo has put the examples of this build in.
fn examples() -> PathBuf {
    let here = std::env::current_exe().expect("the path of this test");
    here.ancestors().nth(2).expect("deps, and the profile").join("examples")
}

#[test]
fn hosts_do_what_they_say() {
    let missing = HOSTS.iter().any(|(name, _)| !examples().join(name).exists());
    if missing {
        // `cargo test` of this package alone does not build those of another.
        let mut command = cargo();
        command.args(["build", "--quiet", "-p", "hearth-embedding", "--examples"]).current_dir(root());
        let outcome = run(&mut command, LIMIT).expect("cargo");
        assert!(outcome.succeeded(), "{}", outcome.stderr);
    }
    for (name, expected) in HOSTS {
        let mut command = Command::new(examples().join(name));
        if *name == "thousand_isolates" {
            command.arg("1000");
        }
        let outcome = run(&mut command, LIMIT).expect("the host");
        assert!(outcome.succeeded(), "{name}: {}\n{}", outcome.exit, outcome.stderr);
        assert!(outcome.stdout.starts_with(expected), "{name} printed\n{}", outcome.stdout);
    }
}

#[test]
fn hosts_forbid_unsafe_code() {
    for entry in fs::read_dir(root().join("embedding/examples")).expect("the folder") {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("a file");
        assert!(text.contains("#![forbid(unsafe_code)]"), "{}", path.display());
        assert!(text.lines().count() < 150, "{}", path.display());
    }
}

/// The library as an embedder has it without features, checked: the arguments with which a compiler finds it.
fn library() -> Vec<String> {
    let mut command = cargo();
    command.args(["check", "--quiet", "-p", "hearth-embedding", "--lib", "--message-format=json"]).current_dir(root());
    let outcome = run(&mut command, LIMIT).expect("cargo");
    assert!(outcome.succeeded(), "{}", outcome.stderr);
    let artifact = outcome
        .stdout
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["target"]["name"] == "hearth" && message["target"]["kind"][0] == "lib")
        .find_map(|message| Some(message["filenames"].as_array()?.iter().find_map(|name| name.as_str())?.to_owned()))
        .expect("the library among what was checked");
    let folder = Path::new(&artifact).parent().expect("a folder").display().to_string();
    vec![format!("--extern=hearth={artifact}"), format!("-Ldependency={folder}")]
}

/// The codes of errors with which a compiler refuses a program; none if it does not.
fn refusals(program: &Path, library: &[String], out: &Path) -> BTreeSet<String> {
    let mut command = Command::new("rustc");
    command.args(["--edition=2024", "--crate-type=bin", "--emit=metadata", "--error-format=json", "--out-dir"]).arg(out);
    let outcome = run(command.args(library).arg(program), LIMIT).expect("rustc");
    outcome
        .stderr
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["level"] == "error" && message["spans"][0].is_object())
        .map(|message| message["code"]["code"].as_str().unwrap_or("uncoded").to_owned())
        .collect()
}

/// Each program of `embedding/misuse` says in a comment with which errors it is refused.
#[test]
fn misuse_does_not_compile() {
    let library = library();
    let out = hearth_tests::scratch::Scratch::new("misuse");
    let mut programs: Vec<PathBuf> =
        fs::read_dir(root().join("embedding/misuse")).expect("the folder").map(|entry| entry.expect("an entry").path()).collect();
    programs.sort();
    let faults: Vec<String> = in_parallel(&programs, |program| {
        let text = fs::read_to_string(program).expect("a program");
        let expected: BTreeSet<String> =
            text.lines().find_map(|line| line.strip_prefix("// refused: ")).unwrap_or_default().split(' ').map(str::to_owned).collect();
        let found = refusals(program, &library, out.path());
        let name = program.file_name().expect("a name").to_string_lossy().into_owned();
        (found != expected).then(|| format!("{name}: refused with {found:?}, not {expected:?}"))
    })
    .into_iter()
    .flatten()
    .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    // The way in which they are compiled is right: what is no misuse compiles.
    let fine = out.path().join("fine.rs");
    fs::write(&fine, "fn main() { hearth::Engine::new().unwrap().enter(|cx| drop(cx.object())); }").expect("a file");
    assert_eq!(refusals(&fine, &library, out.path()), BTreeSet::new());
}

/// See `limits/hostile.txt`. Time is not judged here: the machine may be busy.
#[test]
fn hostile_scripts_stay_within_their_limits() {
    for mode in [&[][..], &["--no-jit"]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hostile"));
        let outcome = run(command.args(mode), LIMIT).expect("the runner");
        assert!(outcome.succeeded(), "{mode:?}:\n{}{}", outcome.stdout, outcome.stderr);
    }
}
