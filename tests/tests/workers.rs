//! With workers the processes of a fleet compile nothing, and get what the workers have compiled.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use hearth_tests::binary;
use hearth_tests::invocation::{Sandbox, Statistics, time_limit};
use hearth_tests::process::{self, Exit};
use hearth_tests::redis_server::RedisServer;
use serde_json::Value as Json;

const MACHINES: usize = 4;
const PROCESSES: usize = 20;

fn script(name: &str) -> String {
    let hot = "
function NAME(n) { let s = 0; for (let i = 0; i < n; i++) s = (s * 31 + i) % 65521; return s; }
let last; for (let i = 0; i < 3000; i++) last = NAME(40);
for (let i = 0; i < 3000; i++) /x(\\d+)y/.test('ab'.repeat(50) + i);
console.log(last);
";
    hot.replace("NAME", name)
}

fn worker(sandbox: &Sandbox, server: &RedisServer, words: &[&str]) -> Command {
    let mut command = Command::new(binary::hearth());
    command.args(["cache", "worker", "--store", &server.address()]).args(words);
    command.env_remove("HEARTH_STORE").env("HOME", sandbox.path()).env("HEARTH_KEY_FILE", sandbox.key_file());
    command
}

struct Serving(Child);

impl Serving {
    fn start(mut command: Command) -> Serving {
        Serving(command.stdout(Stdio::piped()).spawn().expect("hearth can be started"))
    }

    /// Tells it to end: what it has printed.
    fn end(mut self) -> Vec<Json> {
        let id = self.0.id().to_string();
        assert!(Command::new("kill").arg(&id).status().expect("kill can be started").success());
        let mut text = String::new();
        self.0.stdout.take().expect("it is piped").read_to_string(&mut text).expect("text");
        assert!(self.0.wait().expect("it has ended").success());
        text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn run(sandbox: &Sandbox, server: &RedisServer, machine: usize, script: &Path) -> Statistics {
    let near = format!("--store=dir:{}", sandbox.store(&format!("machine-{machine}")).display());
    let far = format!("--store={}", server.address());
    let hearth = sandbox.hearth().flags([near.as_str(), far.as_str(), "--finish=worker", "--stats=json"]);
    let outcome = hearth.run(script, &[] as &[&str]);
    assert!(outcome.succeeded(), "{}: {}", outcome.exit, outcome.stderr);
    assert!(!outcome.stdout.is_empty());
    Statistics::of(&outcome).expect("statistics are the last line")
}

fn eventually(mut condition: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(60);
    while !condition() {
        assert!(Instant::now() < end, "not within a minute");
        thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn with_a_worker_none_of_a_fleet_compiles_and_each_program_is_compiled_once() {
    let Some(server) = RedisServer::start() else { return };
    let sandbox = Sandbox::new("workers");
    let scripts = ["first", "second"].map(|name| sandbox.file(&format!("{name}.js"), script(name)));
    let serving = Serving::start(worker(&sandbox, &server, &["--jobs=2", "--json"]));
    let (sandbox, server, scripts) = (&sandbox, &server, &scripts);
    thread::scope(|scope| {
        for machine in 0..MACHINES {
            scope.spawn(move || {
                for n in 0..PROCESSES / MACHINES {
                    assert_eq!(run(sandbox, server, machine, &scripts[n % 2]).compiled(), 0.0);
                }
            });
        }
    });
    let is_served = |statistics: &Statistics| {
        assert_eq!(statistics.compiled() + statistics.number("patterns.compiled"), 0.0);
        statistics.served_from_store().is_ok() && statistics.number("patterns.retrieved") > 0.0
    };
    for (n, script) in scripts.iter().enumerate() {
        // A machine that has met nothing yet gets all from the workers.
        let mut machines = 100 * (n + 1)..;
        eventually(|| is_served(&run(sandbox, server, machines.next().expect("there is always another"), script)));
    }
    // One that has met the program before the workers have looks after it again.
    eventually(|| is_served(&run(sandbox, server, 0, &scripts[0])));
    // What the last ones have left is done with.
    thread::sleep(Duration::from_millis(500));
    let lines = serving.end();
    for program in ["first.js", "second.js"] {
        let compiled: Vec<u64> =
            lines.iter().filter(|line| line["program"] == program).filter_map(|line| line["compiled"].as_u64()).collect();
        assert!(compiled.len() > 1, "each run is looked at: {lines:?}");
        assert_eq!(compiled.iter().filter(|n| **n > 0).count(), 1, "compiled more than once: {lines:?}");
    }
}

#[test]
fn what_kills_its_workers_is_given_up() {
    let Some(server) = RedisServer::start() else { return };
    let sandbox = Sandbox::new("killed-workers");
    let script = sandbox.file("only.js", script("only"));
    run(&sandbox, &server, 0, &script);
    let keys = server.command(&["KEYS", "*:work:*"]).expect("an answer");
    let [stream] = &keys[..] else { panic!("one queue: {keys:?}") };
    let send = |words: &[&str]| server.command(words).expect("an answer");
    // As workers that have taken it and died.
    send(&["XGROUP", "CREATE", stream, "workers", "0"]);
    let taken = send(&["XREADGROUP", "GROUP", "workers", "dead", "STREAMS", stream, ">"]);
    let id = taken.iter().find(|text| text.contains('-') && !text.contains(':')).expect("it was taken");
    send(&["XCLAIM", stream, "workers", "dead", "0", id, "IDLE", "70000", "RETRYCOUNT", "2", "JUSTID"]);
    let serve = || {
        let outcome =
            process::run(&mut worker(&sandbox, &server, &["--idle-exit=300ms", "--json"]), time_limit()).expect("hearth can be started");
        assert!(outcome.succeeded(), "{}", outcome.stderr);
        outcome.stdout
    };
    assert_eq!(serve(), "{\"given_up\":\"killed_its_workers\"}\n");
    assert_eq!(serve(), "", "it is gone");
    // Another run is another piece of work.
    run(&sandbox, &server, 0, &script);
    assert!(serve().contains("\"program\":\"only.js\""));
}

#[test]
fn without_a_queue_a_worker_says_so_and_programs_run() {
    let sandbox = Sandbox::new("no-workers");
    let script = sandbox.file("alone.js", script("alone"));
    let near = format!("--store=dir:{}", sandbox.store("near").display());
    let outcome = sandbox.hearth().flags([near.as_str(), "--finish=worker"]).run(&script, &[] as &[&str]);
    assert!(outcome.succeeded());
    assert!(outcome.stderr.contains("no worker can be reached"), "{}", outcome.stderr);
    let mut command = Command::new(binary::hearth());
    command.args(["cache", "worker", &near]).env("HEARTH_KEY_FILE", sandbox.key_file()).env("HOME", sandbox.path());
    let outcome = process::run(&mut command, time_limit()).expect("hearth can be started");
    assert_eq!(outcome.exit, Exit::Code(2));
    assert!(outcome.stderr.contains("Redis"), "{}", outcome.stderr);
}

#[test]
fn a_worker_waits_for_a_server_that_is_not_there_yet() {
    let Some(server) = RedisServer::start() else { return };
    let sandbox = Sandbox::new("late-server");
    let mut command = worker(&sandbox, &server, &["--json"]);
    drop(server);
    let mut child = command.stdout(Stdio::piped()).spawn().expect("hearth can be started");
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().expect("it is piped")).read_line(&mut line).expect("a line");
    let _ = child.kill();
    let _ = child.wait();
    assert!(line.contains("\"unreachable\""), "{line}");
}
