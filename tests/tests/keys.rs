//! The key that a fleet shares goes over to another while the fleet runs, and nothing that is stored is lost by it.
//! What no key opens is told of, once.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, SystemTime};

use hearth_codecache::TrustKey;
use hearth_tests::binary;
use hearth_tests::invocation::{Sandbox, Statistics, files_below, time_limit};
use hearth_tests::process::{self, Exit, Outcome};
use hearth_tests::redis_server::RedisServer;

const SCRIPT: &str = "
function hot(n) {
  let sum = 0;
  for (let i = 0; i < n; i++) sum = (sum * 31 + i) % 65521;
  return sum;
}
let last;
for (let i = 0; i < 3000; i++) last = hot(20);
console.log(last);
";

/// Those who share a key and stores.
struct Fleet {
    sandbox: Sandbox,
    script: PathBuf,
    stores: Vec<String>,
}

/// What one run has said.
struct Told {
    statistics: Statistics,
    stderr: String,
}

impl Fleet {
    fn new(label: &str, stores: impl FnOnce(&Sandbox) -> Vec<String>) -> Fleet {
        let sandbox = Sandbox::new(label);
        let script = sandbox.file("script.js", SCRIPT);
        Fleet { stores: stores(&sandbox), script, sandbox }
    }

    fn with_directory(label: &str) -> Fleet {
        Fleet::new(label, |sandbox| vec![format!("dir:{}", sandbox.store("store").display())])
    }

    /// A script of another text, and so with another pack.
    fn another(&self, name: &str) -> PathBuf {
        self.sandbox.file(name, format!("{SCRIPT}// {name}\n"))
    }

    fn options(&self, key: &Path) -> Vec<String> {
        let stores = self.stores.iter().map(|store| format!("--store={store}"));
        stores.chain([format!("--key-file={}", key.display())]).collect()
    }

    fn run_with(&self, key: &Path, script: &Path) -> Told {
        let stores = self.stores.iter().map(|store| format!("--store={store}"));
        let hearth = self.sandbox.hearth_with_key(key).flags(stores).flags(["--no-threads", "--stats=json"]);
        let outcome = hearth.run(script, &[] as &[&str]);
        assert!(outcome.succeeded(), "{}: {}", outcome.exit, outcome.stderr);
        assert_eq!(outcome.stdout.lines().count(), 1, "{}", outcome.stdout);
        Told { statistics: Statistics::of(&outcome).expect("statistics are the last line"), stderr: outcome.stderr }
    }

    fn run(&self) -> Statistics {
        self.run_with(&self.sandbox.key_file(), &self.script).statistics
    }

    fn train(&self) {
        (0..2).for_each(|_| drop(self.run()));
        self.run().served_from_store().expect("it is trained");
    }

    fn command(&self, key: &Path, words: &[&str]) -> Command {
        let mut command = Command::new(binary::hearth());
        command.env_remove("HEARTH_STORE").env("HOME", self.sandbox.path()).arg("cache").args(self.options(key)).args(words);
        command
    }

    fn cache(&self, code: i32, words: &[&str]) -> Outcome {
        let mut command = self.command(&self.sandbox.key_file(), words);
        let outcome = process::run(&mut command, time_limit()).expect("hearth can be started");
        assert_eq!(outcome.exit, Exit::Code(code), "{words:?}: {}{}", outcome.stdout, outcome.stderr);
        outcome
    }

    fn make_key(&self, words: &[&str]) -> Outcome {
        let file = self.sandbox.key_file();
        self.cache(0, &[&["make-key", file.to_str().unwrap()], words].concat())
    }

    /// A copy of the key file, as another machine has it.
    fn copy_of_key(&self, name: &str) -> PathBuf {
        let path = self.sandbox.path().join(name);
        fs::copy(self.sandbox.key_file(), &path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        path
    }

    fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        files_below(&self.sandbox.store("store")).into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
    }
}

fn number(outcome: &Outcome, name: &str) -> u64 {
    let json: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap_or_else(|e| panic!("{e}: {}", outcome.stdout));
    json[name].as_u64().unwrap_or_else(|| panic!("no number {name} in {json}"))
}

/// From the old key to the new one, then to the new one alone.
fn goes_over(fleet: &Fleet) {
    fleet.train();
    let old = fleet.copy_of_key("old");
    let told = fleet.make_key(&["--rotate"]).stdout;
    assert!(told.starts_with("seals ") && told.contains("accepted ") && !told.contains("gone "), "{told}");
    assert_eq!(fs::metadata(fleet.sandbox.key_file()).unwrap().permissions().mode() & 0o777, 0o600);
    let statistics = fleet.run();
    statistics.served_from_store().expect("what the old key has sealed is used");
    assert_eq!((statistics.rejected(), statistics.number("store.bytes_written")), (vec![], 0.0));

    let sealed = fleet.cache(0, &["rekey", "--json"]);
    assert!(number(&sealed, "packs") >= 1 && number(&sealed, "bytes") > 0, "{}", sealed.stdout);
    let again = fleet.cache(0, &["rekey", "--json"]);
    assert_eq!((number(&again, "packs"), number(&again, "bytes")), (0, 0), "once");
    assert!(fleet.make_key(&["--drop-others"]).stdout.contains("gone "));
    assert_eq!(fs::read_to_string(fleet.sandbox.key_file()).unwrap().lines().count(), 1);
    let statistics = fleet.run();
    statistics.served_from_store().expect("it is all sealed by the new key");
    assert_eq!((statistics.rejected(), statistics.number("store.bytes_written")), (vec![], 0.0));
    fleet.cache(0, &["verify"]);
    let late = fleet.run_with(&old, &fleet.script).statistics;
    assert!(late.rejected_for(&["wrong_key"]) > 0.0 && late.retrieved() == 0.0, "{:?}", late.rejected());
}

#[test]
fn a_directory_goes_over_to_another_key() {
    goes_over(&Fleet::with_directory("keys-directory"));
}

#[test]
fn redis_goes_over_to_another_key() {
    let Some(server) = RedisServer::start() else { return };
    goes_over(&Fleet::new("keys-redis", |_| vec![server.address()]));
}

#[test]
fn layers_go_over_to_another_key() {
    let Some(server) = RedisServer::start() else { return };
    let near = |sandbox: &Sandbox| format!("dir:{}", sandbox.store("near").display());
    let fleet = Fleet::new("keys-layers", |sandbox| vec![near(sandbox), server.address()]);
    goes_over(&fleet);
}

/// Each step is made on all machines before the next one is.
#[test]
fn machines_accept_a_key_before_any_seals_by_it() {
    let fleet = Fleet::with_directory("keys-steps");
    let [ours, theirs] = ["ours", "theirs"].map(|name| fleet.copy_of_key(name));
    let change = |file: &Path, words: &[&str]| {
        fleet.cache(0, &[&["make-key", file.to_str().unwrap()], words].concat());
    };
    let each_serves_the_other = |step: &str| {
        for (first, then) in [(&ours, &theirs), (&theirs, &ours)] {
            let script = fleet.another(&format!("{step}-{}.js", first.file_name().unwrap().to_str().unwrap()));
            (0..2).for_each(|_| drop(fleet.run_with(first, &script)));
            let told = fleet.run_with(then, &script);
            told.statistics.served_from_store().unwrap_or_else(|why| panic!("{step}: {why}"));
            assert!(!told.stderr.contains("another key"), "{}", told.stderr);
        }
    };
    change(&ours, &["--rotate", "--accept-first"]);
    each_serves_the_other("one-accepts");
    fs::copy(&ours, &theirs).unwrap();
    change(&ours, &["--promote"]);
    each_serves_the_other("one-seals");
    fs::copy(&ours, &theirs).unwrap();
    each_serves_the_other("both-seal");
    fs::copy(&ours, fleet.sandbox.key_file()).unwrap();
    fleet.cache(0, &["rekey"]);
    change(&ours, &["--drop-others"]);
    each_serves_the_other("one-has-dropped");
}

#[test]
fn at_most_four_keys_stay_and_what_cannot_be_followed_changes_nothing() {
    let fleet = Fleet::with_directory("keys-four");
    let file = fleet.sandbox.key_file();
    for _ in 0..5 {
        fleet.make_key(&["--rotate"]);
    }
    let four = fs::read_to_string(&file).unwrap();
    assert_eq!(four.lines().count(), 4);
    let path = file.to_str().unwrap();
    let told = fleet.cache(0, &["make-key", path, "--rotate", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&told.stdout).unwrap();
    assert_eq!((json["accepted"].as_array().unwrap().len(), json["gone"].as_array().unwrap().len()), (3, 1), "{json}");
    assert!(!four.lines().any(|key| told.stdout.contains(key)), "a key was printed");
    let before = fs::read_to_string(&file).unwrap();
    for words in [&["make-key", path][..], &["make-key", path, "--accept-first"], &["make-key", path, "--rotate", "--promote"]] {
        fleet.cache(2, words);
    }
    fleet.cache(2, &["make-key", "/nowhere/at-all", "--rotate"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
}

#[test]
fn what_no_key_opens_is_left_and_reported() {
    let fleet = Fleet::with_directory("keys-foreign");
    fleet.train();
    let before = fleet.files();
    fs::remove_file(fleet.sandbox.key_file()).unwrap();
    TrustKey::load_or_create(&fleet.sandbox.key_file()).unwrap();
    fleet.make_key(&["--rotate"]);
    let told = fleet.cache(1, &["rekey"]).stdout;
    assert!(told.contains("sealed by no key that is accepted"), "{told}");
    let told = fleet.cache(1, &["rekey", "--json"]);
    assert_eq!((number(&told, "packs"), number(&told, "refused")), (0, 1));
    assert!(fleet.files() == before, "it is not as it was");
}

#[test]
fn a_store_that_is_only_read_is_not_sealed_anew() {
    let fleet = Fleet::with_directory("keys-read-only");
    fleet.train();
    let before = fleet.files();
    let near = format!("dir:{}", fleet.sandbox.store("near").display());
    let fleet = Fleet { stores: vec![near, format!("{}?ro", fleet.stores[0])], ..fleet };
    let other = fleet.another("other.js");
    fleet.run_with(&fleet.sandbox.key_file(), &other);
    fleet.make_key(&["--rotate"]);
    let told = fleet.cache(1, &["rekey", "--json"]);
    assert!(number(&told, "packs") == 1 && number(&told, "only_read") > 0, "{}", told.stdout);
    assert!(fleet.files() == before, "the store that is only read has changed");
    fleet.run().served_from_store().expect("the old key is accepted");
    let told = fleet.cache(1, &["rekey"]).stdout;
    assert!(told.contains("only read"), "{told}");
}

/// Whatever becomes of those who do it, and whoever else writes.
#[test]
fn sealing_anew_can_be_interrupted_and_done_by_several_at_once() {
    const MODULES: usize = 24;
    let fleet = Fleet::with_directory("keys-parallel");
    let names: Vec<String> = (0..MODULES).map(|n| format!("m{n}.js")).collect();
    for (n, name) in names.iter().enumerate() {
        fleet.sandbox.file(name, SCRIPT.replace("31", &(n + 31).to_string()));
    }
    let requires: String = names.iter().map(|name| format!("require('./{name}');\n")).collect();
    let script = fleet.sandbox.file("main.js", format!("const log = console.log; console.log = () => {{}};\n{requires}log('done');"));
    let key = fleet.sandbox.key_file();
    let run = || fleet.run_with(&key, &script);
    (0..2).for_each(|_| drop(run()));
    run().statistics.served_from_store().expect("it is trained");
    fleet.make_key(&["--rotate"]);
    // Killed at some place, each.
    for milliseconds in [1, 3, 6, 10, 15, 25] {
        let mut rekey = fleet.command(&key, &["rekey"]).stdout(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(milliseconds));
        let _ = rekey.kill();
        rekey.wait().unwrap();
        run().statistics.served_from_store().expect("nothing was lost");
    }
    fleet.make_key(&["--rotate"]);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| fleet.cache(0, &["rekey"]));
        }
        scope.spawn(|| run().statistics.served_from_store().expect("it is served meanwhile"));
    });
    assert_eq!(number(&fleet.cache(0, &["rekey", "--json"]), "packs"), 0);
    fleet.make_key(&["--drop-others"]);
    run().statistics.served_from_store().expect("all of it is sealed by the new key");
    fleet.cache(0, &["verify"]);
}

/// Processes of a fleet, some of which have another key, have been cold in each run, and nothing showed it.
#[test]
fn a_key_that_does_not_fit_is_told_of_once_a_day() {
    let fleet = Fleet::with_directory("keys-told");
    let key = fleet.sandbox.key_file();
    let scripts: Vec<PathBuf> = ["a.js", "b.js", "c.js"].iter().map(|name| fleet.another(name)).collect();
    for script in &scripts {
        let told = fleet.run_with(&key, script);
        assert!(!told.stderr.contains("another key"), "{}", told.stderr);
    }
    let theirs = fleet.sandbox.path().join("theirs");
    TrustKey::load_or_create(&theirs).unwrap();
    let told = fleet.run_with(&theirs, &scripts[0]);
    assert!(told.statistics.rejected_for(&["wrong_key"]) > 0.0 && told.statistics.retrieved() == 0.0);
    let lines: Vec<&str> = told.stderr.lines().filter(|line| line.contains("another key")).collect();
    assert_eq!(lines.len(), 1, "{}", told.stderr);
    assert!(lines[0].contains("1 entry") && lines[0].contains("--key-file") && lines[0].contains("theirs"), "{}", lines[0]);
    // It concerns the store, of which it was told.
    let told = fleet.run_with(&theirs, &scripts[1]);
    assert!(told.statistics.rejected_for(&["wrong_key"]) > 0.0 && !told.stderr.contains("another key"), "{}", told.stderr);
    for note in files_below(&fleet.sandbox.store("store")).iter().filter(|path| path.to_str().unwrap().contains("other-key")) {
        let yesterday = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs() - 25 * 3600;
        fs::write(note, yesterday.to_string()).unwrap();
    }
    assert!(fleet.run_with(&theirs, &scripts[2]).stderr.contains("another key"));
}

#[test]
fn fields_of_another_key_are_told_of_once_where_there_is_a_near_store() {
    let Some(server) = RedisServer::start() else { return };
    let fleet = Fleet::new("keys-told-redis", |_| vec![server.address()]);
    fleet.train();
    let theirs = fleet.sandbox.path().join("theirs");
    TrustKey::load_or_create(&theirs).unwrap();
    let other = fleet.another("other.js");
    fleet.run_with(&fleet.sandbox.key_file(), &other);
    let near = format!("dir:{}", fleet.sandbox.store("near").display());
    let fleet = Fleet { stores: vec![near, server.address()], ..fleet };
    let told = fleet.run_with(&theirs, &fleet.script);
    let lines: Vec<&str> = told.stderr.lines().filter(|line| line.contains("another key")).collect();
    assert!(lines.len() == 1 && lines[0].contains("redis://"), "{}", told.stderr);
    let told = fleet.run_with(&theirs, &other);
    assert!(told.statistics.rejected_for(&["wrong_key"]) > 0.0 && !told.stderr.contains("another key"), "{}", told.stderr);
}

/// What is made for the next job of a pipeline: the cache was there, and of no use.
#[test]
fn a_cache_that_is_restored_without_its_key_is_told_of() {
    let sandbox = Sandbox::new("keys-restored");
    let script = sandbox.file("script.js", SCRIPT);
    let run = || {
        let mut hearth = Command::new(binary::hearth());
        hearth.args(["--keep-all", "--no-threads"]).arg(&script).env("HOME", sandbox.path()).env("HEARTH_FINISH", "wait");
        for variable in ["HEARTH_STORE", "HEARTH_KEY_FILE", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"] {
            hearth.env_remove(variable);
        }
        let outcome = process::run(&mut hearth, time_limit()).unwrap();
        assert!(outcome.succeeded() && outcome.stdout.lines().count() == 1, "{}", outcome.stderr);
        outcome.stderr
    };
    assert_eq!([run(), run()], ["", ""]);
    let key = sandbox.path().join(".config/hearth/trust.key");
    fs::remove_file(&key).unwrap();
    let told = run();
    assert!(told.contains("another key") && told.contains("restored") && told.contains(key.to_str().unwrap()), "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
}
