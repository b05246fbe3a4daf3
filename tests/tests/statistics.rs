//! What processes have done is kept by program, shown, and told to what collects metrics; it costs next to nothing, and
//! nothing that happens to it changes what a program does.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use hearth_tests::binary;
use hearth_tests::invocation::{Hearth, Sandbox, Statistics, files_below, time_limit};
use hearth_tests::open_metrics::{self, Metrics};
use hearth_tests::process::{self, Exit, Outcome};
use hearth_tests::redis_server::RedisServer;
use hearth_tests::skipped;
use serde_json::Value as Json;

/// Long enough for its bytecode to be kept.
fn long(text: &str) -> String {
    text.to_owned() + &"// A comment that says nothing, many times.\n".repeat(200)
}

fn hot(name: &str) -> String {
    let text = "
    function NAME(n) { let s = 0; for (let i = 0; i < n; i++) s = (s * 31 + i) % 65521; return s; }
    let last; for (let i = 0; i < 3000; i++) last = NAME(40);
    ";
    long(&text.replace("NAME", name))
}

struct Place {
    sandbox: Sandbox,
    store: String,
}

impl Place {
    fn new(label: &str) -> Place {
        let sandbox = Sandbox::new(label);
        let store = format!("--store=dir:{}", sandbox.store("store").display());
        Place { sandbox, store }
    }

    fn directory(&self) -> PathBuf {
        self.sandbox.store("store")
    }

    fn log(&self) -> PathBuf {
        self.directory().join("statistics")
    }

    fn hearth(&self) -> Hearth {
        self.sandbox.as_people_do("run").flags([self.store.as_str(), "--no-threads"])
    }

    fn run(&self, script: &Path, flags: &[&str]) -> Outcome {
        let outcome = self.hearth().flags(flags).run(script, &[] as &[&str]);
        assert!(outcome.succeeded(), "{}: {}", outcome.exit, outcome.stderr);
        outcome
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(binary::hearth());
        command.arg("cache").arg(&self.store).args(words).env_remove("HEARTH_STORE").env("HOME", self.sandbox.path());
        command.env("HEARTH_KEY_FILE", self.sandbox.key_file()).stdin(Stdio::null());
        command
    }

    fn cache(&self, code: i32, words: &[&str]) -> Outcome {
        let outcome = process::run(&mut self.command(words), time_limit()).expect("hearth can be started");
        assert_eq!(outcome.exit, Exit::Code(code), "{words:?}: {}{}", outcome.stdout, outcome.stderr);
        outcome
    }

    fn json(&self, words: &[&str]) -> Json {
        let outcome = self.cache(0, &[words, &["--json"]].concat());
        serde_json::from_str(&outcome.stdout).unwrap_or_else(|e| panic!("{e}: {}", outcome.stdout))
    }

    /// What is known of a program, or nothing.
    fn of(&self, script: &Path) -> Json {
        let all = self.json(&["stats"]);
        let named = |program: &&Json| program["program"] == script.to_str().unwrap();
        all["programs"].as_array().expect("a list").iter().find(named).cloned().unwrap_or(Json::Null)
    }

    fn metrics(&self, words: &[&str]) -> Metrics {
        let outcome = self.cache(0, &[&["stats", "--openmetrics"], words].concat());
        open_metrics::read(&outcome.stdout).unwrap_or_else(|why| panic!("{why}\n{}", outcome.stdout))
    }
}

fn number(program: &Json, name: &str) -> u64 {
    program[name].as_u64().unwrap_or_else(|| panic!("no number {name} in {program}"))
}

fn age(path: &Path) {
    let file = File::options().append(true).open(path).expect("it is there");
    file.set_modified(SystemTime::now() - Duration::from_secs(10)).expect("its time can be set");
}

#[test]
fn what_processes_did_is_kept_by_program() {
    let place = Place::new("stats-programs");
    let script = place.sandbox.file("script.js", hot("one"));
    let other = place.sandbox.file("other.js", hot("two"));
    let first = Statistics::of(&place.run(&script, &["--stats=json"])).unwrap();
    let second = Statistics::of(&place.run(&script, &["--stats=json"])).unwrap();
    place.run(&other, &[]);
    let of = place.of(&script);
    assert_eq!(number(&of, "runs"), 2, "{of}");
    assert_eq!(number(&of, "functions_retrieved") as f64, first.retrieved() + second.retrieved());
    assert_eq!(number(&of, "functions_compiled") as f64, first.compiled() + second.compiled());
    assert_eq!(number(&of, "functions_finished") as f64, first.number("finished.compiled"));
    assert_eq!((number(&of, "packs_found"), number(&of, "packs_missed")), (1, 1));
    assert_eq!(number(&of, "bytes_read") as f64, second.number("store.bytes_read"));
    assert_eq!(number(&of, "bytes_written") as f64, first.number("store.bytes_written") + first.number("finished.bytes_written"));
    // What was spent is what was saved, but for what restoring takes.
    assert!(number(&of, "compile_us") > 0 && number(&of, "finish_us") > 0, "{of}");
    assert!(number(&of, "replaced_us") > 0 && number(&of, "saved_us") == number(&of, "replaced_us") - number(&of, "restore_us"), "{of}");
    assert!(number(&of["misses"], "not_found") >= 1, "{of}");
    assert!(number(&of, "first") <= number(&of, "last"));
    assert_eq!(number(&place.of(&other), "runs"), 1);

    let table = place.cache(0, &["stats"]).stdout;
    assert!(table.contains("PROGRAM") && table.contains("script.js") && table.contains("(all)"), "{table}");
    for name in ["script.js", script.to_str().unwrap()] {
        let detail = place.cache(0, &["stats", name]).stdout;
        assert!(detail.contains("functions_retrieved") && detail.contains("The store has nothing under this key."), "{detail}");
    }
    assert!(place.cache(1, &["stats", "ipt.js"]).stderr.contains("list --by=program"));
}

/// A finisher knows no path, only what the program's first file is.
#[test]
fn what_a_finisher_did_is_of_the_program_that_it_did_it_for() {
    let place = Place::new("stats-finisher");
    let script = place.sandbox.file("script.js", hot("one"));
    place.run(&script, &["--finish=queue"]);
    assert_eq!(number(&place.of(&script), "functions_finished"), 0);
    place.cache(0, &["finish"]);
    let of = place.of(&script);
    assert!(number(&of, "functions_finished") > 0 && number(&of, "runs") == 1, "{of}");
    assert_eq!(place.json(&["stats"])["programs"].as_array().unwrap().len(), 1);
}

#[test]
fn who_does_not_want_it_and_who_may_only_read_writes_nothing() {
    let place = Place::new("stats-off");
    let script = place.sandbox.file("script.js", hot("one"));
    place.run(&script, &["--keep-stats=off"]);
    place.run(&script, &["--keep-stats=off"]);
    assert!(!place.log().exists());
    let outcome = place.hearth().env("HEARTH_KEEP_STATS", "off").run(&script, &[] as &[&str]);
    assert!(outcome.succeeded() && !place.log().exists());
    let mut read_only = place.sandbox.as_people_do("run").flag(format!("{}?ro", place.store));
    read_only = read_only.flag("--no-threads");
    assert!(read_only.run(&script, &[] as &[&str]).succeeded() && !place.log().exists());
    assert_eq!(place.of(&script), Json::Null);
    place.run(&script, &[]);
    assert!(place.log().exists());
    let refused = place.hearth().flag("--keep-stats=perhaps").run(&script, &[] as &[&str]);
    assert_eq!(refused.exit, Exit::Code(2));
}

/// A warm run opens, writes and closes one file, and looks at nothing for it.
#[test]
fn a_run_that_learns_nothing_opens_and_writes_one_file_more() {
    let place = Place::new("stats-cost");
    if let Err(error) = Command::new("strace").arg("-V").stdout(Stdio::null()).status() {
        return skipped::skip(&skipped::lacks("strace", "Debian: apt-get install strace", &error));
    }
    skipped::runs();
    let script = place.sandbox.file("script.js", hot("one"));
    (0..3).for_each(|_| drop(place.run(&script, &[])));
    let calls = |switch: &str| {
        let trace = place.sandbox.path().join("trace");
        let names = "openat,write,stat,lstat,fstat,newfstatat,statx,flock,rename,unlink,ftruncate,fsync";
        let within = ["strace", "-f", "-o", trace.to_str().unwrap(), "-e", names];
        let outcome = place.hearth().flag(format!("--keep-stats={switch}")).within(&within).run(&script, &[] as &[&str]);
        assert!(outcome.succeeded(), "{}", outcome.stderr);
        let text = fs::read_to_string(trace).expect("a trace");
        // One process in sixty-four looks how long the file is.
        let begun = text.lines().filter(|line| line.contains('(') && !line.contains("resumed>"));
        begun.map(|line| line.split_once(' ').map_or(line, |(_, call)| call.trim_start()).to_owned()).collect::<Vec<_>>()
    };
    let fewest = |switch| (0..3).map(|_| calls(switch)).min_by_key(Vec::len).unwrap();
    let (without, with) = (fewest("off"), fewest("on"));
    assert_eq!(with.len(), without.len() + 2, "{with:#?}");
    assert_eq!(with.iter().filter(|call| call.contains("/statistics")).count(), 1, "{with:#?}");
    assert!(without.iter().all(|call| !call.contains("/statistics")));
}

#[test]
fn damaged_bytes_are_passed_over_and_change_nothing() {
    let place = Place::new("stats-damage");
    let script = place.sandbox.file("script.js", hot("one"));
    (0..3).for_each(|_| drop(place.run(&script, &[])));
    assert_eq!(number(&place.of(&script), "runs"), 3);
    let whole = fs::read(place.log()).unwrap();
    let mut damaged = whole.clone();
    damaged[20] ^= 0x40;
    damaged.extend(b"HRST\xff\xff\xff\xff noise \x1b[31m");
    damaged.extend(&whole[..whole.len() / 2 + 7]);
    fs::write(place.log(), &damaged).unwrap();
    let outcome = place.run(&script, &["--stats=json"]);
    Statistics::of(&outcome).and_then(|statistics| statistics.served_from_store()).unwrap();
    let all = place.json(&["stats"]);
    assert!(number(&all, "damaged_bytes") > 0);
    let runs = number(&place.of(&script), "runs");
    assert!((3..=5).contains(&runs), "{runs}");
    assert!(place.cache(0, &["stats"]).stdout.contains("mean nothing"));
    assert!(place.metrics(&[]).get("hearth_statistics_damaged_bytes", &[]) > Some(0.0));
    // What is no file is neither read nor written to.
    fs::remove_file(place.log()).unwrap();
    fs::create_dir(place.log()).unwrap();
    let outcome = place.run(&script, &["--stats=json"]);
    let statistics = Statistics::of(&outcome).unwrap();
    statistics.served_from_store().unwrap();
    assert!(!statistics.rejected().is_empty(), "it is counted");
    place.cache(0, &["stats"]);
}

#[test]
fn what_cannot_be_written_is_counted_and_changes_nothing() {
    let place = Place::new("stats-full");
    let script = place.sandbox.file("script.js", hot("one") + "\nconsole.log(last);");
    let expected = place.run(&script, &[]).stdout;
    place.run(&script, &[]);
    let outcome = place.run(&script, &["--fail-step=write_statistics", "--stats=json"]);
    let statistics = Statistics::of(&outcome).unwrap();
    assert_eq!((outcome.stdout, statistics.rejected_for(&["store_full"])), (expected.clone(), 1.0));
    assert_eq!(number(&place.of(&script), "runs"), 2);
    let full = place.run(&script, &["--stats-file=/dev/full", "--stats=json"]);
    assert!(full.stdout == expected && full.stderr.contains("/dev/full"), "{}", full.stderr);
    assert_eq!(Statistics::of(&full).unwrap().rejected_for(&["store_full"]), 1.0);
}

#[test]
fn many_records_become_sums_and_stay_small() {
    let place = Place::new("stats-sums");
    let script = place.sandbox.file("script.js", hot("one"));
    place.run(&script, &[]);
    place.cache(0, &["finish"]);
    let one = fs::read(place.log()).unwrap();
    let mut runs = 1;
    for round in 0..4 {
        let mut log = File::options().create(true).append(true).open(place.log()).unwrap();
        for _ in 0..(80 << 10) / one.len() {
            log.write_all(&one).unwrap();
            runs += 1;
        }
        drop(log);
        // There is something to be finished.
        let changed = place.sandbox.file(&format!("other{round}.js"), hot(&format!("f{round}")));
        place.run(&changed, &[]);
        assert_eq!(number(&place.of(&script), "runs"), runs, "round {round}");
        let old = place.directory().join("statistics.old");
        if old.exists() {
            age(&old);
        }
    }
    let sizes: Vec<u64> = ["statistics", "statistics.old", "statistics.sum"]
        .iter()
        .filter_map(|name| Some(fs::metadata(place.directory().join(name)).ok()?.len()))
        .collect();
    assert!(place.directory().join("statistics.sum").exists() && sizes.iter().sum::<u64>() < 200 << 10, "{sizes:?}");
}

#[test]
fn processes_that_end_at_once_are_all_counted() {
    let place = Place::new("stats-many");
    let script = place.sandbox.file("script.js", long("console.log(1);"));
    place.run(&script, &["--keep-all"]);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..6).for_each(|_| drop(place.run(&script, &[]))));
        }
    });
    let of = place.of(&script);
    assert_eq!(number(&of, "runs"), 25, "{of}");
    assert_eq!(number(&place.json(&["stats"]), "damaged_bytes"), 0);
}

#[test]
fn what_workers_of_a_program_do_is_its_own() {
    let place = Place::new("stats-threads");
    let worker = place.sandbox.file("worker.js", hot("threaded"));
    let text = format!("new (require('worker_threads').Worker)({:?});", worker.to_str().unwrap());
    let script = place.sandbox.file("script.js", long(&text));
    (0..2).for_each(|_| drop(place.run(&script, &[])));
    let of = place.of(&script);
    assert_eq!((number(&of, "runs"), place.of(&worker)), (2, Json::Null));
    assert!(number(&of, "functions_retrieved") > 0 && number(&of, "files") >= 2, "{of}");
}

/// Nobody saw what a server does that is killed.
#[test]
fn a_program_that_goes_on_tells_whenever_it_saves() {
    let place = Place::new("stats-server");
    let file = place.sandbox.path().join("server.prom");
    let text = hot("served") + "hearth.flushCodeCache(); console.log('ready'); setInterval(() => {}, 1000);";
    let script = place.sandbox.file("script.js", text);
    let stats_file = format!("--stats-file={}", file.display());
    let mut command = Command::new(binary::hearth());
    command.args([&place.store, &stats_file, "--finish=queue", "--no-threads"]).arg(&script).env("HOME", place.sandbox.path());
    command.env("HEARTH_KEY_FILE", place.sandbox.key_file()).env_remove("HEARTH_STORE");
    let mut child = command.stdout(Stdio::piped()).spawn().expect("hearth can be started");
    let mut line = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(child.stdout.take().unwrap()), &mut line).unwrap();
    assert_eq!(line, "ready\n");
    let read = || open_metrics::read(&fs::read_to_string(&file).expect("a file of metrics")).unwrap();
    let program = [("program", script.to_str().unwrap())];
    assert_eq!(read().get("hearth_runs", &program), Some(1.0));
    assert_eq!(number(&place.of(&script), "runs"), 1);
    let written = number(&place.of(&script), "bytes_written");
    // It is asked to save again, and does not count twice.
    let before = fs::metadata(&file).unwrap().modified().unwrap();
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-USR2", &id]).status().unwrap().success());
    let end = Instant::now() + time_limit();
    while fs::metadata(&file).unwrap().modified().unwrap() == before {
        assert!(Instant::now() < end, "it is not written anew");
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let of = place.of(&script);
    assert_eq!(number(&of, "runs"), 1);
    assert!(number(&of, "bytes_written") >= written && number(&of, "bytes_written") < 2 * written + 2, "{of}");
    let left: Vec<_> = files_below(place.sandbox.path()).into_iter().filter(|path| path.to_string_lossy().contains(".prom")).collect();
    assert_eq!(left, [file]);
}

#[test]
fn metrics_follow_the_rules_of_open_metrics_whatever_programs_are_called() {
    let place = Place::new("stats-metrics");
    let script = place.sandbox.file("a \"quoted\" \\ name\nof two lines.js", hot("one"));
    let file = place.sandbox.path().join("process.prom");
    (0..2).for_each(|_| drop(place.run(&script, &[&format!("--stats-file={}", file.display())])));
    place.run(&place.sandbox.file("b.js", hot("two")), &[]);
    let name = script.to_str().unwrap();
    let program = ("program", name);
    let metrics = place.metrics(&[]);
    assert_eq!(metrics.get("hearth_runs", &[program]), Some(2.0));
    assert!(metrics.get("hearth_functions", &[program, ("from", "store")]) > Some(0.0));
    assert!(metrics.get("hearth_compile_seconds", &[program, ("by", "finisher")]) > Some(0.0));
    assert!(metrics.get("hearth_misses", &[program, ("reason", "not_found")]) >= Some(1.0));
    let store = ("store", &place.store["--store=".len()..]);
    assert_eq!(metrics.get("hearth_store_packs", &[store]), Some(2.0));
    assert!(metrics.get("hearth_store_entries", &[store, ("kind", "code")]) > Some(0.0));
    let json = place.of(&script);
    assert_eq!(metrics.get("hearth_saved_seconds", &[program]), Some(number(&json, "saved_us") as f64 / 1e6));
    let of_one = place.metrics(&[name]);
    assert!(of_one.get("hearth_runs", &[("program", "b.js")]).is_none() && of_one.get("hearth_runs", &[]) == Some(2.0));
    let of_process = open_metrics::read(&fs::read_to_string(file).unwrap()).unwrap();
    assert_eq!(of_process.get("hearth_runs", &[program]), Some(1.0));
    assert_eq!(of_process.get("hearth_packs", &[program, ("result", "found")]), Some(1.0));
    place.cache(2, &["stats", "--openmetrics", "--json"]);
}

/// Two programs that share a file.
fn two_programs(place: &Place) -> [PathBuf; 2] {
    place.sandbox.file("shared.js", hot("shared"));
    place.sandbox.file("own.js", hot("own"));
    let one = place.sandbox.file("one.js", hot("one") + "require('./shared.js'); require('./own.js');");
    let two = place.sandbox.file("two.js", hot("two") + "require('./shared.js');");
    for script in [&one, &two] {
        (0..2).for_each(|_| drop(place.run(script, &[])));
    }
    [one, two]
}

fn sources(place: &Place) -> Vec<String> {
    let list = place.json(&["list"]);
    let mut names: Vec<String> = list.as_array().unwrap().iter().map(|pack| pack["source"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

#[test]
fn packs_are_listed_by_program() {
    let place = Place::new("programs-list");
    let [one, two] = two_programs(&place);
    let list = place.json(&["list", "--by=program"]);
    let of = |script: &Path| {
        let program = list.as_array().unwrap().iter().find(|program| program["program"] == script.to_str().unwrap()).expect("it is listed");
        let packs = program["packs"].as_array().unwrap();
        assert_eq!(program["bytes"].as_u64(), Some(packs.iter().map(|pack| number(pack, "bytes")).sum()));
        let mut names: Vec<&str> = packs.iter().map(|pack| pack["source"].as_str().unwrap()).collect();
        names.sort_unstable();
        (number(program, "files"), number(program, "runs"), names.join(" "))
    };
    assert_eq!(of(&one), (3, 2, "one.js own.js shared.js".into()));
    assert_eq!(of(&two), (2, 2, "shared.js two.js".into()));
    let text = place.cache(0, &["list", "--by=program"]).stdout;
    assert!(text.contains("PROGRAM") && text.lines().count() == 3, "{text}");
    let detail = place.cache(0, &["list", "--by=program", "one.js"]).stdout;
    assert!(detail.contains("own.js") && !detail.contains("two.js"), "{detail}");
    let by_file = place.cache(0, &["list", "--by=file"]).stdout;
    let usual = place.cache(0, &["list"]).stdout;
    assert_eq!((by_file.lines().count(), usual.lines().count()), (5, 5));
    place.cache(1, &["list", "--by=program", "none.js"]);
    // What finishers leave behind them is known of programs, too.
    let detached = place.sandbox.file("three.js", hot("three"));
    place.run(&detached, &["--finish=queue"]);
    place.cache(0, &["finish"]);
    assert!(place.cache(0, &["list", "--by=program"]).stdout.contains("three.js"));
}

#[test]
fn what_is_kept_of_a_program_goes_but_for_what_others_use() {
    let place = Place::new("programs-remove");
    let [one, two] = two_programs(&place);
    let refreshed = place.json(&["refresh", "--program", one.to_str().unwrap()]);
    assert!(number(&refreshed, "entries") > 0 && number(&refreshed, "shared") == 1, "{refreshed}");
    let list = place.json(&["list"]);
    for pack in list.as_array().unwrap() {
        let is_fresh = pack["code"] == 0 && pack["bytecode"].as_u64() > Some(0);
        assert_eq!(is_fresh, ["one.js", "own.js"].contains(&pack["source"].as_str().unwrap()), "{pack}");
    }
    let removed = place.json(&["remove", "--program=one.js"]);
    assert_eq!((number(&removed, "packs"), number(&removed, "shared")), (2, 1), "{removed}");
    assert_eq!(sources(&place), ["shared.js", "two.js"]);
    let served = Statistics::of(&place.run(&two, &["--stats=json"])).unwrap();
    served.served_from_store().expect("it has all of its packs");
    let both = place.json(&["remove", "--program=one.js", "--program=two.js"]);
    assert_eq!((number(&both, "packs"), number(&both, "shared")), (2, 0), "nobody else uses it: {both}");
    assert!(sources(&place).is_empty());
    place.cache(1, &["remove", "--program=none.js"]);
    place.cache(2, &["remove"]);
}

#[test]
fn all_packs_of_a_program_are_exported() {
    let place = Place::new("programs-export");
    let [one, two] = two_programs(&place);
    let archive = place.sandbox.path().join("one.hearth");
    let exported = place.json(&["export", archive.to_str().unwrap(), "--program", one.to_str().unwrap()]);
    assert_eq!(number(&exported, "packs"), 3);
    place.cache(0, &["prune", "--all"]);
    place.cache(0, &["import", archive.to_str().unwrap()]);
    assert_eq!(sources(&place), ["one.js", "own.js", "shared.js"]);
    Statistics::of(&place.run(&one, &["--stats=json"])).and_then(|statistics| statistics.served_from_store()).unwrap();
    assert!(Statistics::of(&place.run(&two, &["--stats=json"])).unwrap().number("store.packs_missed") > 0.0);
    place.cache(1, &["export", archive.to_str().unwrap(), "--program=none.js"]);
}

/// A server knows what programs load, and nothing of what their processes did.
#[test]
fn programs_are_known_where_only_redis_is_the_store() {
    let Some(server) = RedisServer::start() else { return };
    let mut place = Place::new("programs-redis");
    place.store = format!("--store={}", server.address());
    let [one, _] = two_programs(&place);
    let list = place.json(&["list", "--by=program"]);
    let named = list.as_array().unwrap().iter().find(|program| program["program"] == "one.js").unwrap_or_else(|| panic!("{list}"));
    assert_eq!((number(named, "files"), named["packs"].as_array().unwrap().len(), number(named, "runs")), (3, 3, 0), "{list}");
    assert!(place.json(&["stats"])["programs"].as_array().unwrap().is_empty());
    let removed = place.json(&["remove", "--program=one.js"]);
    assert_eq!((number(&removed, "packs"), number(&removed, "shared")), (2, 1), "{removed}");
    // With a directory in front, it is one program.
    let near = format!("--store=dir:{}", place.sandbox.store("near").display());
    for _ in 0..2 {
        let hearth = place.sandbox.as_people_do("run").flags([near.as_str(), place.store.as_str()]);
        assert!(hearth.run(&one, &[] as &[&str]).succeeded());
    }
    let mut command = Command::new(binary::hearth());
    command.args(["cache", "stats", "--json", &near, &place.store]).env("HEARTH_KEY_FILE", place.sandbox.key_file());
    let outcome = process::run(command.env("HOME", place.sandbox.path()), time_limit()).unwrap();
    let all: Json = serde_json::from_str(&outcome.stdout).unwrap();
    let programs = all["programs"].as_array().unwrap();
    assert_eq!((programs.len(), number(&programs[0], "runs")), (1, 2), "{all}");
    assert_eq!(programs[0]["program"], one.to_str().unwrap());
}

/// The files of a program that left its texts to the finisher were no files of it.
#[test]
fn files_whose_bytecode_is_left_to_the_finisher_are_of_the_program() {
    let place = Place::new("programs-detached");
    let script = place.sandbox.file("script.js", long("require('./part.js');"));
    place.sandbox.file("part.js", long("exports.x = 1;"));
    place.run(&script, &["--finish=detach"]);
    assert_eq!(number(&place.of(&script), "files"), 2);
}
