//! `hearth cache train`: what it leaves serves a program from its first run on, wherever that is.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use hearth_tests::binary;
use hearth_tests::invocation::{Sandbox, Statistics, files_below, time_limit};
use hearth_tests::process::{self, Exit, Outcome};
use serde_json::Value as Json;

const HOT: &str = "
function NAME(n) { let s = 0; for (let i = 0; i < n; i++) s = (s * 31 + i) % 65521; return s; }
let last; for (let i = 0; i < 3000; i++) last = NAME(40);
";

fn hot(name: &str) -> String {
    // Long enough for its bytecode to be kept.
    HOT.replace("NAME", name) + &"// A comment that says nothing, many times.\n".repeat(200)
}

struct Training {
    sandbox: Sandbox,
}

impl Training {
    fn new(label: &str) -> Training {
        Training { sandbox: Sandbox::new(label) }
    }

    fn directory(&self) -> PathBuf {
        self.sandbox.store("trained")
    }

    fn store(&self) -> String {
        format!("--store=dir:{}", self.directory().display())
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(binary::hearth());
        command.arg("cache").args(words).env_remove("HEARTH_STORE").env("HOME", self.sandbox.path());
        command.env("HEARTH_KEY_FILE", self.sandbox.key_file());
        command
    }

    fn cache(&self, code: i32, words: &[&str]) -> Outcome {
        let outcome = process::run(&mut self.command(words), time_limit()).expect("hearth can be started");
        assert_eq!(outcome.exit, Exit::Code(code), "{words:?}: {}{}", outcome.stdout, outcome.stderr);
        outcome
    }

    fn run(&self, stores: &[&str], script: &Path) -> Statistics {
        // As people do: what does not pay is left out here and there.
        let hearth = self.sandbox.as_people_do("run").flags(stores).flag("--stats=json");
        let outcome = hearth.run(script, &[] as &[&str]);
        assert!(outcome.succeeded(), "{}: {}", outcome.exit, outcome.stderr);
        Statistics::of(&outcome).expect("statistics are the last line")
    }

    fn packs(&self) -> usize {
        files_below(&self.directory()).iter().filter(|path| path.extension().is_some_and(|e| e == "pack")).count()
    }
}

/// The last line of what was printed with `--json`.
fn json(outcome: &Outcome) -> Json {
    let line = outcome.stdout.lines().next_back().unwrap_or_default();
    serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {}", outcome.stdout))
}

fn runs(outcome: &Outcome) -> Vec<Json> {
    json(outcome)["runs"].as_array().expect("a list of runs").clone()
}

fn is_served(statistics: &Statistics) {
    statistics.served_from_store().expect("it was trained");
    assert_eq!(statistics.number("store.bytes_written"), 0.0);
    assert_eq!(statistics.number("finished.compiled"), 0.0);
}

/// Its second run does other things than its first.
fn of_two_runs(training: &Training) -> PathBuf {
    let text = format!(
        "const fs = require('fs');
        const state = __dirname + '/state';
        const isFirst = !fs.existsSync(state);
        fs.writeFileSync(state, '');
        if (isFirst) {{ {} }} else {{ {} }}
        console.log(isFirst);",
        HOT.replace("NAME", "first"),
        HOT.replace("NAME", "second")
    );
    training.sandbox.file("script.js", text + &"// A comment that says nothing, many times.\n".repeat(200))
}

#[test]
fn a_training_ends_when_a_run_finds_nothing_to_do() {
    let training = Training::new("train-two");
    let script = of_two_runs(&training);
    let outcome = training.cache(0, &["train", &training.store(), "--json", "--", script.to_str().unwrap()]);
    let runs = runs(&outcome);
    let number = |run: usize, name: &str| runs[run][name].as_u64().unwrap();
    assert!(runs.len() >= 3, "{}", outcome.stdout);
    assert!(number(0, "compiled") > 0 && number(1, "compiled") > 0, "{}", outcome.stdout);
    let last = runs.len() - 1;
    assert_eq!((number(last, "compiled"), number(last, "written")), (0, 0));
    assert!(number(last, "retrieved") > 0 && runs.iter().all(|run| run["processes"] == 1 && run["exit"] == "exit code 0"));
    assert_eq!(json(&outcome)["settled"], true);
    let printed: Vec<&str> = outcome.stdout.lines().take(runs.len()).collect();
    assert!(printed[0] == "true" && printed[1..].iter().all(|line| *line == "false"), "the command's own output: {printed:?}");
    assert_eq!(outcome.stderr.lines().filter(|line| line.contains("run ")).count(), runs.len(), "{}", outcome.stderr);

    let before = files_below(&training.directory()).into_iter().map(|path| fs::read(path).unwrap()).collect::<Vec<_>>();
    is_served(&training.run(&[&format!("{}?ro", training.store())], &script));
    assert!(before == files_below(&training.directory()).into_iter().map(|path| fs::read(path).unwrap()).collect::<Vec<_>>());
    // Who trains again has nothing to do.
    let again = training.cache(0, &["train", &training.store(), "--json", "--", script.to_str().unwrap()]);
    assert_eq!(self::runs(&again).len(), 1, "{}", again.stdout);
}

#[test]
fn an_archive_of_a_training_serves_elsewhere_and_nothing_else_is_left() {
    let training = Training::new("train-archive");
    let script = training.sandbox.file("script.js", hot("once"));
    let archive = training.sandbox.path().join("trained.hearth");
    let temporary = training.sandbox.path().join("temporary");
    fs::create_dir(&temporary).unwrap();
    let mut command = training.command(&["train", "--json", "-o", archive.to_str().unwrap(), "--", script.to_str().unwrap()]);
    let outcome = process::run(command.env("TMPDIR", &temporary), time_limit()).unwrap();
    assert!(outcome.succeeded(), "{}", outcome.stderr);
    assert!(json(&outcome)["exported"].as_u64().unwrap() >= 1, "{}", outcome.stdout);
    assert_eq!(fs::read_dir(&temporary).unwrap().count(), 0, "something is left");
    assert!(!training.sandbox.path().join("cache").exists() && !training.sandbox.path().join(".cache").exists());

    training.cache(0, &["import", &training.store(), archive.to_str().unwrap()]);
    is_served(&training.run(&[&format!("{}?ro", training.store())], &script));
}

/// What starts hearth knows nothing of stores.
#[test]
fn programs_that_start_hearth_are_trained_and_what_the_last_run_did_not_use_goes() {
    let training = Training::new("train-program");
    let files = ["one.js", "two.js", "only-first.js", "before.js"].map(|name| {
        let name_of = name.trim_end_matches(".js").replace('-', "_");
        training.sandbox.file(name, hot(&name_of))
    });
    let [one, two, only_first, before] = files.each_ref().map(|path| path.to_str().unwrap());
    training.cache(0, &["train", &training.store(), "--", before]);
    let own = training.packs();
    assert!(own >= 1);
    let state = training.sandbox.path().join("ran");
    let text = "cd / && \"$0\" \"$1\" && \"$0\" \"$2\" && { test -e \"$4\" || \"$0\" \"$3\"; touch \"$4\"; }";
    let hearth = binary::hearth().to_str().unwrap();
    let words = ["train", &training.store(), "--json", "--", "sh", "-c", text, hearth, one, two, only_first, state.to_str().unwrap()];
    let outcome = training.cache(0, &words);
    let counts: Vec<u64> = runs(&outcome).iter().map(|run| run["processes"].as_u64().unwrap()).collect();
    assert!(counts[0] == 3 && counts[1..].iter().all(|count| *count == 2) && counts.len() > 1, "{counts:?}");
    let read_only = format!("{}?ro", training.store());
    for script in [&files[0], &files[1], &files[3]] {
        is_served(&training.run(&[&read_only], script));
    }
    let gone = training.run(&[&read_only], &files[2]);
    assert_eq!(gone.retrieved(), 0.0, "what only the first run used is still there");
    assert_eq!(training.packs(), own + json(&outcome)["packs"].as_u64().unwrap() as usize, "what was there before stays");
}

#[test]
fn a_command_that_fails_ends_the_training() {
    let training = Training::new("train-fails");
    let script = training.sandbox.file("script.js", hot("fails") + "process.exit(3);");
    let script = script.to_str().unwrap();
    let archive = training.sandbox.path().join("trained.hearth");
    let to = ["-o", archive.to_str().unwrap()];
    let words = |more: &[&'static str]| [&["train"][..], &to, more, &["--", script]].concat();
    let outcome = training.cache(1, &words(&[]));
    assert!(outcome.stderr.contains("exit code 3") && outcome.stderr.contains("--allow-failure"), "{}", outcome.stderr);
    assert!(!archive.exists());
    let outcome = training.cache(0, &words(&["--allow-failure", "--json"]));
    assert!(archive.exists() && runs(&outcome).iter().all(|run| run["exit"] == "exit code 3"), "{}", outcome.stdout);
    let outcome = training.cache(1, &["train", to[0], to[1], "--", "sh", "-c", "kill -9 $$"]);
    assert!(outcome.stderr.contains("signal 9"), "{}", outcome.stderr);
}

#[test]
fn what_cannot_be_trained_is_said() {
    let training = Training::new("train-cannot");
    let script = training.sandbox.file("script.js", hot("cannot"));
    let script = script.to_str().unwrap();
    let store = training.store();
    let nowhere = training.cache(2, &["train", "--", script]).stderr;
    assert!(nowhere.contains("--store=dir:PATH") && nowhere.contains("-o FILE"), "{nowhere}");
    assert!(training.cache(2, &["train", &format!("{store}?ro"), "--", script]).stderr.contains("one directory"));
    assert!(training.cache(2, &["train", &store, "--store=redis://127.0.0.1:1", "--", script]).stderr.contains("one directory"));
    assert!(training.cache(2, &["train", &store, "--", "/no/such/program"]).stderr.contains("/no/such/program"));
    training.cache(2, &["train", &store]);
    training.cache(2, &["train", &store, "--runs=0", "--", script]);
    assert!(training.cache(1, &["train", &store, "--", "true"]).stderr.contains("no process of hearth"));
}

/// It differs in each run.
#[test]
fn a_program_that_never_settles_is_run_so_many_times() {
    let training = Training::new("train-never");
    let text = "const f = new Function('n', `let s = 0; for (let i = 0; i < n; i++) s += i % 7 + ${Math.random()}; return s;`);
        for (let i = 0; i < 3000; i++) f(40);";
    let script = training.sandbox.file("script.js", hot("never") + text);
    let outcome = training.cache(0, &["train", &training.store(), "--json", "--runs=3", "--", script.to_str().unwrap()]);
    assert_eq!((runs(&outcome).len(), &json(&outcome)["settled"]), (3, &Json::Bool(false)), "{}", outcome.stdout);
    assert!(outcome.stderr.contains("--runs"), "{}", outcome.stderr);
}

/// As a build with two stages makes one: filled by one user, then read by another in a file system that nobody
/// writes to. Only root can be another user; others do it as themselves.
#[test]
fn an_image_serves_a_user_who_can_write_nowhere() {
    const USER: u32 = 65534;
    let training = Training::new("train-image");
    let is_root = fs::metadata(training.sandbox.path()).unwrap().permissions().mode() & 0o777 == 0o700
        && chown(training.sandbox.file("probe", ""), Some(USER), Some(USER)).is_ok();
    let app = training.sandbox.path().join("app");
    fs::create_dir(&app).unwrap();
    let script = training.sandbox.file("app/app.js", hot("app"));
    let key = app.join("key");
    let store = app.join("cache");
    let key_option = format!("--key-file={}", key.display());
    training.cache(0, &["make-key", key.to_str().unwrap()]);
    training.cache(0, &["train", &format!("--store=dir:{}", store.display()), &key_option, "--", script.to_str().unwrap()]);
    let program = training.sandbox.path().join("hearth");
    fs::copy(binary::hearth(), &program).unwrap();
    let set = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let run = || {
        let mut command = Command::new(&program);
        command.env_clear().env("HEARTH_STORE", format!("dir:{}?ro", store.display())).env("HEARTH_KEY_FILE", &key);
        command.arg("--stats=json").arg(&script).current_dir("/");
        if is_root {
            command.uid(USER).gid(USER);
        }
        let outcome = process::run(&mut command, time_limit()).unwrap();
        assert!(outcome.succeeded() && outcome.stderr.lines().count() == 1, "{}", outcome.stderr);
        is_served(&Statistics::of(&outcome).unwrap());
    };
    set(training.sandbox.path(), 0o755);
    set(&program, 0o755);
    // All of it is the user's…
    let folders = [app.clone(), store.clone(), store.join("v3")];
    let all: Vec<PathBuf> = files_below(&app).into_iter().chain(folders.clone()).collect();
    for path in &all {
        if is_root {
            chown(path, Some(USER), Some(USER)).unwrap();
        }
        set(path, if path.is_dir() { 0o500 } else { 0o400 });
    }
    run();
    // … or root's, and open to all but for the key.
    if is_root {
        for path in all.iter().filter(|path| **path != key) {
            chown(path, Some(0), Some(0)).unwrap();
            set(path, if path.is_dir() { 0o755 } else { 0o644 });
        }
        run();
    }
    folders.iter().for_each(|path| set(path, 0o700));
}
