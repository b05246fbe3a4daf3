//! `hearth cache …` on a store that a run has filled: what it says, and its exit codes.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use hearth_tests::binary;
use hearth_tests::invocation::{Sandbox, Statistics, files_below, time_limit};
use hearth_tests::process::{self, Exit, Outcome};

const SCRIPT: &str = r#"
function hot(n) {
  let sum = 0;
  for (let i = 0; i < n; i++) sum = (sum * 31 + i) % 65521;
  return sum;
}
let last;
for (let i = 0; i < 3000; i++) last = hot(20);
console.log(last);
"#;

struct Stored {
    sandbox: Sandbox,
}

impl Stored {
    fn new(label: &str) -> Self {
        let this = Self { sandbox: Sandbox::new(label) };
        let script = this.sandbox.file("script.js", SCRIPT);
        let arguments: [&str; 0] = [];
        let outcome = this.sandbox.hearth().directory_store(&this.directory()).flag("--no-threads").run(&script, &arguments);
        assert!(outcome.succeeded(), "{}: {}", outcome.exit, outcome.stderr);
        this
    }

    fn directory(&self) -> PathBuf {
        self.sandbox.store("store")
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(binary::hearth());
        command
            .env_remove("HEARTH_STORE")
            .env("HOME", self.sandbox.path())
            .arg("cache")
            .arg(format!("--store=dir:{}", self.directory().display()))
            .arg(format!("--key-file={}", self.sandbox.key_file().display()))
            .args(words);
        command
    }

    fn cache(&self, words: &[&str]) -> Outcome {
        process::run(&mut self.command(words), time_limit()).expect("hearth can be started")
    }

    fn expect(&self, code: i32, words: &[&str]) -> Outcome {
        let outcome = self.cache(words);
        assert_eq!(outcome.exit, Exit::Code(code), "{words:?}: {}{}", outcome.stdout, outcome.stderr);
        outcome
    }
}

#[test]
fn listings_show_what_a_run_left() {
    let stored = Stored::new("cache-list");
    let stats = stored.expect(0, &["stats"]).stdout;
    assert!(stats.contains("bytecode") && stats.contains("code"), "{stats}");
    let list = stored.expect(0, &["list"]).stdout;
    assert!(list.contains("SOURCE") && list.contains("script.js"), "{list}");
    let entries = stored.expect(0, &["list", "script.js"]).stdout;
    assert!(entries.contains("hot") && entries.contains("entry"), "{entries}");
    for words in [["stats", "--json"], ["list", "--json"], ["verify", "--json"]] {
        let json = stored.expect(0, &words).stdout;
        serde_json::from_str::<serde_json::Value>(&json).unwrap_or_else(|e| panic!("{words:?}: {e} in {json}"));
    }
}

#[test]
fn compiled_code_is_shown_and_compared() {
    let stored = Stored::new("cache-show");
    let shown = stored.expect(0, &["show", "hot@entry"]).stdout;
    for part in ["function", "sections", "links", "bailouts", "code,"] {
        assert!(shown.contains(part), "no {part} in\n{shown}");
    }
    let without = stored.expect(0, &["show", "hot@entry", "--no-code"]).stdout;
    assert!(without.len() < shown.len() && !without.contains("code,"), "{without}");
    let same = stored.expect(0, &["diff", "hot@entry", "hot@entry"]).stdout;
    assert_eq!(same, "no difference\n");
    let missing = stored.expect(1, &["show", "nothing"]).stderr;
    assert!(missing.contains("hearth cache list"), "{missing}");
}

#[test]
fn damage_is_found_and_can_be_removed() {
    let stored = Stored::new("cache-verify");
    stored.expect(0, &["verify"]);
    let packs: Vec<PathBuf> =
        files_below(&stored.directory()).into_iter().filter(|path| path.extension().is_some_and(|e| e == "pack")).collect();
    assert_eq!(packs.len(), 1);
    let flip = |at: usize| {
        let mut bytes = fs::read(&packs[0]).unwrap();
        bytes[at] ^= 1;
        fs::write(&packs[0], bytes).unwrap();
    };
    let last = fs::metadata(&packs[0]).unwrap().len() as usize - 1;
    flip(last);
    let found = stored.expect(1, &["verify"]).stdout;
    assert!(found.contains("1 damaged") && found.contains("part of it is not used"), "{found}");
    flip(last);
    flip(200);
    let found = stored.expect(1, &["verify"]).stdout;
    assert!(found.contains("1 damaged"), "{found}");
    let list = stored.expect(0, &["list"]).stdout;
    assert!(list.contains("unusable"), "{list}");
    stored.expect(0, &["prune", "--all"]);
    assert!(stored.expect(0, &["list"]).stdout.contains("is empty"));
    stored.expect(0, &["verify"]);
}

/// The number of the field `name` in what a command printed with `--json`.
fn number(outcome: &Outcome, name: &str) -> Option<u64> {
    serde_json::from_str::<serde_json::Value>(&outcome.stdout).ok()?[name].as_u64()
}

#[test]
fn what_is_exported_can_be_imported_elsewhere_and_runs_there() {
    let stored = Stored::new("cache-export");
    let file = stored.sandbox.path().join("packs.hearth");
    let file = file.to_str().unwrap();
    let exported = stored.expect(0, &["export", file]).stdout;
    assert!(exported.contains("exported 1 packs") && exported.contains("1 of them for this build"), "{exported}");
    let listed = stored.expect(0, &["list", "--json"]).stdout;
    stored.expect(0, &["prune", "--all"]);
    let imported = stored.expect(0, &["import", file, "--json"]);
    assert_eq!((number(&imported, "packs"), number(&imported, "this_target")), (Some(1), Some(1)), "{}", imported.stdout);
    stored.expect(0, &["verify"]);
    let again: serde_json::Value = serde_json::from_str(&stored.expect(0, &["list", "--json"]).stdout).unwrap();
    let before: serde_json::Value = serde_json::from_str(&listed).unwrap();
    for field in ["source", "key", "target", "bytecode", "code"] {
        assert_eq!(again[0][field], before[0][field], "{field}");
    }
    let arguments: [&str; 0] = [];
    let script = stored.sandbox.path().join("script.js");
    let run = stored.sandbox.hearth().directory_store(&stored.directory()).flags(["--stats=json", "--no-threads"]).run(&script, &arguments);
    Statistics::of(&run).and_then(|statistics| statistics.served_from_store()).unwrap();
}

#[test]
fn only_the_named_sources_are_exported() {
    let stored = Stored::new("cache-export-some");
    let file = stored.sandbox.path().join("packs.hearth");
    let file = file.to_str().unwrap();
    let nothing = stored.expect(1, &["export", file, "other.js"]).stderr;
    assert!(nothing.contains("nothing to be exported"), "{nothing}");
    assert_eq!(files_below(stored.sandbox.path()).iter().filter(|f| f.to_str().unwrap().contains("packs")).count(), 0);
    assert_eq!(number(&stored.expect(0, &["export", file, "other.js", "script", "--json"]), "packs"), Some(1));
}

/// A FIFO had been replaced by a file, and so had a link.
#[test]
fn what_is_exported_goes_through_pipes_and_links() {
    let stored = Stored::new("cache-pipes");
    let place = |name: &str| stored.sandbox.path().join(name);
    let export = |target: &str| {
        let output = stored.command(&["export", target]).stdin(Stdio::null()).output().expect("hearth can be started");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output
    };
    let piped = export("-");
    assert!(String::from_utf8_lossy(&piped.stderr).contains("exported 1 packs"));
    let target = place("target.hearth");
    fs::write(&target, "what was there").unwrap();
    std::os::unix::fs::symlink(&target, place("link.hearth")).unwrap();
    export(place("link.hearth").to_str().unwrap());
    assert!(fs::symlink_metadata(place("link.hearth")).unwrap().is_symlink());
    let fifo = place("fifo");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let reader = std::thread::spawn({
        let fifo = fifo.clone();
        move || fs::read(fifo).unwrap()
    });
    export(fifo.to_str().unwrap());
    let through = reader.join().unwrap();
    assert!(std::os::unix::fs::FileTypeExt::is_fifo(&fs::symlink_metadata(&fifo).unwrap().file_type()));
    let length = fs::metadata(&target).unwrap().len() as usize;
    assert_eq!((piped.stdout.len(), through.len()), (length, length));

    stored.expect(0, &["prune", "--all"]);
    let archive = fs::File::open(&target).unwrap();
    // Without a name, and without a length.
    let mut cat = Command::new("cat").stdin(archive).stdout(Stdio::piped()).spawn().unwrap();
    let outcome =
        process::run_with(&mut stored.command(&["import", "-", "--json"]), cat.stdout.take().unwrap().into(), time_limit()).unwrap();
    cat.wait().unwrap();
    assert_eq!(number(&outcome, "packs"), Some(1), "{}{}", outcome.stdout, outcome.stderr);
    stored.expect(0, &["verify"]);
    let cut = process::run_with(&mut stored.command(&["import", "-"]), Stdio::null(), time_limit()).unwrap();
    assert!(cut.exit == Exit::Code(1) && cut.stderr.contains("Nothing was imported"), "{}", cut.stderr);
    stored.expect(0, &["prune", "--all"]);
    stored.expect(1, &["export", "-"]);
}

#[test]
fn what_is_kept_of_a_source_can_be_removed_or_made_anew() {
    let stored = Stored::new("cache-remove");
    let other = stored.sandbox.file("other.js", format!("{SCRIPT}// another text"));
    let run = |script: &PathBuf| {
        let arguments: [&str; 0] = [];
        let hearth = stored.sandbox.hearth().directory_store(&stored.directory()).flags(["--stats=json", "--no-threads"]);
        Statistics::of(&hearth.run(script, &arguments)).unwrap()
    };
    let script = stored.sandbox.path().join("script.js");
    run(&other);
    run(&other).served_from_store().unwrap();
    run(&script).served_from_store().unwrap();
    let refreshed = stored.expect(0, &["refresh", "script.js", "--json"]);
    assert!(number(&refreshed, "entries") > Some(0), "{}", refreshed.stdout);
    let list: serde_json::Value = serde_json::from_str(&stored.expect(0, &["list", "script.js", "--json"]).stdout).unwrap();
    assert!(list[0]["bytecode"].as_u64() > Some(0) && list[0]["code"] == 0 && list[0]["profile"] == 0, "{list}");
    assert_eq!(run(&script).retrieved(), 0.0);
    run(&script).served_from_store().expect("it was made anew");
    assert_eq!(number(&stored.expect(0, &["remove", "script.js", "nothing", "--json"]), "packs"), Some(1));
    assert_eq!(run(&script).retrieved(), 0.0);
    run(&other).served_from_store().expect("it has nothing to do with that");
    for command in ["remove", "refresh"] {
        assert!(stored.expect(1, &[command, "nothing"]).stderr.contains("hearth cache list"));
        stored.expect(2, &[command]);
    }
}

#[test]
fn what_was_made_with_another_key_or_is_damaged_is_not_imported() {
    let stored = Stored::new("cache-import");
    let other = Stored::new("cache-import-other");
    let path = stored.sandbox.path().join("packs.hearth");
    let file = path.to_str().unwrap();
    other.expect(0, &["export", file]);
    stored.expect(0, &["prune", "--all"]);
    let wrong = stored.expect(1, &["import", file]).stderr;
    assert!(wrong.contains("another trust key") && wrong.contains("1 packs") && wrong.contains("--key-file"), "{wrong}");
    let whole = fs::read(&path).unwrap();
    for len in [0, 7, 16, 100, whole.len() - 64, whole.len() - 1] {
        fs::write(&path, &whole[..len]).unwrap();
        let cut = other.expect(1, &["import", file]).stderr;
        assert!(cut.contains("Nothing was imported"), "{len}: {cut}");
    }
    let mut changed = whole.clone();
    changed[whole.len() / 2] ^= 1;
    fs::write(&path, &changed).unwrap();
    let damaged = other.expect(1, &["import", file]).stderr;
    assert!(damaged.contains("pack 0"), "{damaged}");
    assert!(stored.expect(0, &["list"]).stdout.contains("is empty"));
    let absent = stored.expect(2, &["import", "/nowhere/at-all"]).stderr;
    assert!(absent.contains("/nowhere/at-all"), "{absent}");
}

#[test]
fn what_cannot_be_followed_is_said_with_what_to_do() {
    let stored = Stored::new("cache-usage");
    stored.expect(2, &["nonsense"]);
    let size = stored.expect(2, &["prune", "--max-size=much"]).stderr;
    assert!(size.contains("not a size"), "{size}");
    fs::remove_file(stored.sandbox.key_file()).unwrap();
    let key = stored.expect(2, &["list"]).stderr;
    assert!(key.contains("--key-file"), "{key}");
    assert!(!stored.sandbox.key_file().exists(), "looking made a key");
}

#[test]
fn a_reader_that_has_gone_away_is_no_error() {
    let stored = Stored::new("cache-unread");
    for words in [&["stats"][..], &["list", "--entries"], &["show", "hot@entry"], &["verify"], &["--help"], &["show", "absent"]] {
        let (reader, writer) = std::io::pipe().expect("a pipe can be made");
        drop(reader);
        let outcome = stored.command(words).stdin(Stdio::null()).stdout(writer).output().expect("hearth can be started");
        let errors = String::from_utf8_lossy(&outcome.stderr);
        let found = words != ["show", "absent"];
        assert_eq!(outcome.status.code(), Some(if found { 0 } else { 1 }), "{words:?}: {errors}");
        assert_eq!(errors.is_empty(), found, "{words:?}: {errors}");
    }
}

#[test]
fn closed_standard_error_is_no_reason_to_crash() {
    let stored = Stored::new("cache-mute");
    let (reader, writer) = std::io::pipe().expect("a pipe can be made");
    drop(reader);
    let outcome = stored.command(&["show", "absent"]).stdin(Stdio::null()).stderr(writer).output().expect("hearth can be started");
    assert_eq!(outcome.status.code(), Some(1));
}
