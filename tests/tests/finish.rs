//! What a run has learnt is compiled after it has ended: by whom, and that it comes to an end.

use hearth_tests::invocation::{Sandbox, Statistics};
use hearth_tests::modes::Mode;
use hearth_tests::process::{self, Outcome};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

/// Hot functions, one of them in a loop of the top level; `path` decides which others run.
const SCRIPT: &str = "
const path = process.argv[2] ?? 'a';
class Point { constructor(x, y) { this.x = x; this.y = y; } sum() { return this.x + this.y; } }
function a(n) { let s = 0; for (let i = 0; i < n; i++) s += new Point(i, path.length).sum() & 15; return s; }
function b(n) { let s = ''; for (let i = 0; i < n; i++) s = (s + i).slice(-8); return s; }
function c(n) { let s = 0; for (let i = 0; i < n; i++) { try { if (i % 3 == 0) throw i; s++; } catch (e) { s += e & 1; } } return s; }
const d = new Function('n', 'let s = 1; for (let i = 0; i < n; i++) s = Math.imul(s, 31) + i | 0; return s;');
let out = [];
for (let round = 0; round < 300; round++) out = [a(50), path == 'b' ? b(50) : 0, path == 'c' ? c(50) : 0, path == 'd' ? d(50) : 0];
console.log(path, out.join());
";

struct Program {
    sandbox: Sandbox,
}

impl Program {
    fn new(name: &str) -> Program {
        let sandbox = Sandbox::new(name);
        sandbox.file("script.js", SCRIPT);
        Program { sandbox }
    }

    fn run(&self, finish: &str, path: &str) -> (Outcome, Statistics) {
        let hearth = self.sandbox.hearth().directory_store(&self.sandbox.store("store")).env("HEARTH_FINISH", finish);
        let outcome = hearth.flags(["--no-threads", "--stats=json"]).run(&self.sandbox.path().join("script.js"), &[path]);
        assert!(outcome.succeeded(), "{}: {}", outcome.exit, outcome.stderr);
        let statistics = Statistics::of(&outcome).expect("statistics are the last line");
        (outcome, statistics)
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(hearth_tests::binary::hearth());
        command.arg("cache").args(words).arg(format!("--store=dir:{}", self.sandbox.store("store").display()));
        command.arg(format!("--key-file={}", self.sandbox.key_file().display()));
        command
    }

    fn cache(&self, words: &[&str]) -> Outcome {
        process::run(&mut self.command(words), Duration::from_secs(120)).expect("hearth can be started")
    }

    fn finish(&self) -> Outcome {
        self.cache(&["finish", "--json"])
    }

    /// Runs until nothing is learnt any more; how many runs that took, at most `most`.
    fn settles_within(&self, paths: &[&str], most: usize) -> usize {
        (1..=most)
            .find(|_| {
                let runs: Vec<_> = paths.iter().map(|path| self.run("wait", path).1).collect();
                runs.iter().all(|s| s.compiled() == 0.0 && s.number("store.bytes_written") == 0.0 && s.number("finished.compiled") == 0.0)
            })
            .unwrap_or_else(|| panic!("{paths:?} are still learning after {most} runs"))
    }
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

/// Files that were made of one template have the same functions, at other places. Each file's pack has their code: what only one had was compiled
/// for the others in each run, and asked for by none.
#[test]
fn files_with_equal_functions_all_get_their_code() {
    let sandbox = Sandbox::new("finish-twins");
    for file in 0..8 {
        let text = format!(
            "// {}\nexports.work = function work(n) {{ let s = 0; for (let i = 0; i < n; i++) s = (s * 31 + mix(i, n)) | 0; return s; }};
            function mix(a, b) {{ let t = a ^ (b << 3); t ^= t >>> 5; return t * 7 | 0; }}
            exports.Point = class Point {{ constructor(x, y) {{ this.x = x; this.y = y; }} sum() {{ return this.x + this.y; }} }};",
            "x".repeat(file),
        );
        sandbox.file(&format!("part{file}.js"), text);
    }
    let text = "let s = 0;
        for (const file of process.argv.slice(2)) {
          const { work, Point } = require(`./part${file}.js`);
          for (let i = 0; i < 600; i++) s = (s + work(60) + new Point(i, 1).sum()) | 0;
        }
        console.log(s);";
    let script = sandbox.file("script.js", text);
    let run = |files: &[&str]| {
        let hearth = sandbox.hearth().directory_store(&sandbox.store("store")).flags(["--no-threads", "--stats=json"]);
        let outcome = hearth.run(&script, files);
        assert!(outcome.succeeded(), "{}: {}", outcome.exit, outcome.stderr);
        let statistics = Statistics::of(&outcome).unwrap();
        (statistics.compiled(), statistics.number("store.bytes_written") + statistics.number("finished.bytes_written"))
    };
    let most = ["0", "1", "2", "3", "4", "5", "6"];
    run(&most);
    run(&most);
    assert_eq!(run(&most), (0.0, 0.0), "the third run");
    assert_eq!(run(&["5"]), (0.0, 0.0), "one file by itself");
    // A file that comes later gets what the others have, which is not compiled for it again.
    run(&["7", "3"]);
    run(&["7", "3"]);
    assert_eq!(run(&["7"]), (0.0, 0.0), "a file that came later");
}

/// A run adds to the profile of a function that other code has inlined, and does not ask for that code.
#[test]
fn code_is_not_verified_against_a_profile_that_has_grown() {
    let program = Program::new("finish-verify");
    let script = program.sandbox.file(
        "grows.js",
        "function add(x, y) { return x + y; }
         const values = process.argv[2] == 'texts' ? [1, 'a', 2.5, 'b'] : [1, 2];
         let last;
         for (let i = 0; i < Number(process.argv[3]); i++) last = add(values[i % values.length], i);
         console.log(last);",
    );
    let run = |values: &str, count: &str| {
        let hearth = program.sandbox.hearth().directory_store(&program.sandbox.store("store")).env("HEARTH_FINISH", "wait");
        let outcome = hearth.flags(["--no-threads", "--jit-verify=fresh", "--stats=json"]).run(&script, &[values, count]);
        assert!(outcome.succeeded(), "{}: {}", outcome.exit, outcome.stderr);
        assert_eq!(Mode::complaint(&outcome), None);
        Statistics::of(&outcome).expect("statistics are the last line")
    };
    assert!(run("numbers", "30000").number("finished.compiled") > 0.0);
    assert!(run("texts", "40").number("finished.compiled") > 0.0, "the second run learnt nothing");
    assert!(run("numbers", "30000").number("store.hits") > 0.0);
}

#[test]
fn the_second_run_has_all_that_the_first_learnt() {
    let program = Program::new("finish-second");
    let (first, _) = program.run("wait", "a");
    let (second, statistics) = program.run("wait", "a");
    assert_eq!(first.stdout, second.stdout);
    assert_eq!(statistics.compiled(), 0.0);
    assert!(statistics.retrieved() >= 1.0, "{}", second.stderr);
    assert_eq!(statistics.number("store.bytes_written"), 0.0, "nothing was learnt");
}

#[test]
fn a_process_that_is_left_behind_finishes() {
    let program = Program::new("finish-detached");
    program.run("detach", "a");
    let start = Instant::now();
    while !program.cache(&["show", "a@entry", "--no-code"]).succeeded() {
        assert!(start.elapsed() < Duration::from_secs(100), "nobody has finished");
        thread::sleep(Duration::from_millis(100));
    }
    let (_, statistics) = program.run("off", "a");
    assert_eq!(statistics.compiled(), 0.0);
}

#[test]
fn what_nobody_finishes_waits_in_the_queue() {
    for finish in ["off", "queue"] {
        let program = Program::new(&format!("finish-later-{finish}"));
        program.run(finish, "a");
        let done = program.finish();
        assert!(done.succeeded() && done.stdout.contains("\"runs\":1"), "{finish}: {}{}", done.stdout, done.stderr);
        let again = program.finish();
        assert!(again.stdout.contains("\"runs\":0"), "{finish}: the queue is empty: {}", again.stdout);
        let (_, statistics) = program.run("wait", "a");
        assert_eq!(statistics.compiled(), 0.0, "{finish}");
    }
}

/// Throwing, evaluated text, functions that only some runs call.
#[test]
fn runs_with_different_paths_through_a_program_come_to_an_end() {
    let program = Program::new("finish-paths");
    program.settles_within(&["a", "b", "c", "d"], 4);
    // And they do not take from each other.
    for path in ["a", "b", "c", "d"] {
        let (_, statistics) = program.run("wait", path);
        assert_eq!(statistics.compiled(), 0.0, "{path}");
    }
}

#[test]
fn finishers_that_meet_do_each_thing_once() {
    let program = Program::new("finish-together");
    for path in ["a", "b", "c", "d"] {
        program.run("off", path);
    }
    let reports: Vec<Outcome> = thread::scope(|scope| {
        let finishers: Vec<_> = (0..3).map(|_| scope.spawn(|| program.finish())).collect();
        finishers.into_iter().map(|finisher| finisher.join().expect("it has run")).collect()
    });
    assert!(reports.iter().all(Outcome::succeeded));
    let runs = |outcome: &Outcome| -> u32 {
        let rest = outcome.stdout.split("\"runs\":").nth(1).expect("a report");
        rest.split(',').next().and_then(|n| n.parse().ok()).expect("a number")
    };
    // Of a run that took the place of another, or had learnt nothing, there is none.
    let finished = reports.iter().map(runs).sum::<u32>();
    assert!((1..=4).contains(&finished), "{finished} runs of four");
    let (_, statistics) = program.run("wait", "b");
    assert_eq!(statistics.compiled(), 0.0);
}

#[test]
fn a_damaged_queue_loses_what_was_in_it_and_nothing_else() {
    let program = Program::new("finish-damaged");
    let (expected, _) = program.run("off", "b");
    for file in files(&program.sandbox.store("store")) {
        let mut bytes = fs::read(&file).expect("a pack");
        if let Some(byte) = bytes.len().checked_sub(40).and_then(|at| bytes.get_mut(at)) {
            *byte ^= 1;
            fs::write(&file, bytes).expect("a pack can be written");
        }
    }
    let report = program.finish();
    assert!(!report.stderr.contains("panicked"), "{}", report.stderr);
    let (outcome, _) = program.run("wait", "b");
    assert_eq!(outcome.stdout, expected.stdout);
    let (outcome, statistics) = program.run("wait", "b");
    assert_eq!((outcome.stdout, statistics.compiled()), (expected.stdout, 0.0));
}

#[test]
fn a_finisher_that_is_killed_loses_its_own_work_only() {
    let program = Program::new("finish-killed");
    program.run("off", "d");
    for wait in [1, 5, 20, 60] {
        let mut child = program.command(&["finish"]).stdout(std::process::Stdio::null()).spawn().expect("hearth can be started");
        thread::sleep(Duration::from_millis(wait));
        let _ = child.kill();
        let _ = child.wait();
    }
    assert!(program.finish().succeeded());
    let (_, statistics) = program.run("wait", "d");
    assert_eq!(statistics.compiled(), 0.0);
}

#[test]
fn bytecode_of_files_is_left_to_the_finisher() {
    let program = Program::new("finish-texts");
    let store = program.sandbox.store("store");
    program.run("queue", "a");
    let packs = files(&store).iter().filter(|path| path.extension().is_some_and(|e| e == "pack")).count();
    assert_eq!(packs, 1, "the queue alone");
    let done = program.finish();
    assert!(done.stdout.contains("\"changed\":0"), "{}{}", done.stdout, done.stderr);
    let (_, statistics) = program.run("wait", "a");
    assert_eq!(statistics.compiled(), 0.0);
    assert_eq!(statistics.number("store.bytes_written"), 0.0, "all that was called has stored bytecode");
}

#[test]
fn a_file_that_changes_before_it_is_finished_is_left_alone() {
    let program = Program::new("finish-changed");
    program.run("queue", "a");
    program.sandbox.file("script.js", SCRIPT.replace("path.length", "path.length + 1"));
    let done = program.finish();
    assert!(done.succeeded() && done.stdout.contains("\"changed\":1"), "{}{}", done.stdout, done.stderr);
    let (changed, _) = program.run("wait", "a");
    let fresh = program.sandbox.hearth().flags(["--cache=off", "--jit=off"]).run(&program.sandbox.path().join("script.js"), &["a"]);
    assert_eq!(changed.stdout, fresh.stdout);
}

/// The text of a file that has been loaded is in use by nothing when the process ends, nor are its functions.
#[test]
fn loops_of_files_that_were_collected_are_compiled_for_the_next_run() {
    for table in [
        "const t = [];\nfor (let i = 0; i < 400000; i++) t.push((i * 7) & 255);\nexports.length = t.length;\n",
        "(() => { function fill() { const t = [];\nfor (let i = 0; i < 400000; i++) t.push((i * 7) & 255);\nreturn t.length; }\nexports.length = fill(); })();\n",
    ] {
        collected_loops_are_compiled_for_the_next_run(table);
    }
}

fn collected_loops_are_compiled_for_the_next_run(table: &str) {
    let program = Program::new("finish-collected");
    program.sandbox.file("table.js", table);
    let main = "console.log(require('./table.js').length);\nlet kept = [];\nfor (let i = 0; i < 4000; i++) { kept.push(new Array(4000).fill(i)); if (kept.length > 1000) kept = []; }\n";
    program.sandbox.file("script.js", main);
    let (_, statistics) = program.run("wait", "a");
    assert!(statistics.compiled() >= 1.0, "the loop of table.js");
    let (_, statistics) = program.run("wait", "a");
    assert_eq!(statistics.compiled(), 0.0);
}

/// What the interpreter has seen is in the code: nothing leaves that for what was there from the beginning.
#[test]
fn code_of_the_second_run_is_not_left_for_what_the_first_has_seen() {
    let program = Program::new("finish-seen");
    let script = "
        const table = new Uint32Array([1, 0xffffffff, 7]);
        function sum() { let s = 0; for (let i = 0; i < table.length; i++) s += table[i]; return s; }
        function scan(text) { let n = 0; while (text.charCodeAt(n) > 32) n++; return n; }
        let out = 0;
        for (let round = 0; round < 500; round++) out += sum() + scan('word' + (round & 7));
        console.log(out);
    ";
    program.sandbox.file("script.js", script);
    let (first, _) = program.run("wait", "a");
    let (second, statistics) = program.run("wait", "a");
    assert_eq!(first.stdout, second.stdout);
    assert!(statistics.retrieved() >= 1.0, "there is code");
    assert_eq!(statistics.number("bailouts"), 0.0);
}

/// A function of hundreds of loops that runs once: each of them that is warm has code of its own, and nobody goes on compiling
/// others in every run.
#[test]
fn a_large_function_is_compiled_loop_by_loop() {
    let program = Program::new("finish-large");
    let one =
        |n: usize| format!("t = []; for (let i = 0; i < {}; i++) {{ if (i % 3 != 0) t[i] = i ^ {n}; }} all += t.length;\n", 40 * (n % 50));
    let loops: String = (0..400).map(one).collect();
    program.sandbox.file("script.js", format!("(function () {{ let all = 0, t;\n{loops}console.log(all); }})();\n"));
    let (first, first_statistics) = program.run("wait", "a");
    assert!(program.settles_within(&["a"], 3) <= 3);
    let (warm, statistics) = program.run("wait", "a");
    assert_eq!(first.stdout, warm.stdout);
    assert!(statistics.retrieved() >= 1.0, "its loops have code");
    // Code of all of it is more than 70,000.
    let written = first_statistics.number("finished.bytes_written");
    assert!(written < 40_000.0, "{written} bytes");
}
