//! What those who run programs for long meet: signals save what was learnt, so does waiting, and the stores stay as
//! they are told to.

use hearth_codecache::TrustKey;
use hearth_tests::invocation::{Sandbox, Statistics, files_below};
use hearth_tests::redis_server::RedisServer;
use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant, SystemTime};

/// A function that is hot when the first line has been printed.
const HOT: &str = "
function hot(n) { let s = 0; for (let i = 0; i < n; i++) s += i % 7; return s; }
for (let i = 0; i < 400; i++) hot(2000);
console.log('ready');
";

/// Long enough for an unoptimised build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

struct Running {
    child: Child,
    lines: BufReader<std::process::ChildStdout>,
}

impl Running {
    /// Waits for the next line.
    fn line(&mut self) -> String {
        let mut line = String::new();
        self.lines.read_line(&mut line).expect("output is text");
        line.trim_end().to_owned()
    }
    fn signal(&self, signal: i32) {
        // SAFETY: no preconditions.
        unsafe { libc::kill(self.child.id() as i32, signal) };
    }
    fn end(mut self) -> (ExitStatus, Duration) {
        let start = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("it is our child") {
                break status;
            }
            if start.elapsed() > PATIENCE {
                let _ = self.child.kill();
                panic!("it does not end");
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        (status, start.elapsed())
    }
}

fn command(sandbox: &Sandbox, script: &str) -> Command {
    let file = sandbox.file("script.js", script);
    let mut command = Command::new(hearth_tests::binary::hearth());
    command
        .arg("run")
        .arg(format!("--key-file={}", sandbox.key_file().display()))
        .arg(format!("--store=dir:{}", sandbox.store("store").display()))
        .arg("--keep-all")
        .arg(file)
        .env("HOME", sandbox.path())
        .env("HEARTH_FINISH", "queue")
        .stdout(Stdio::piped());
    command
}

fn start(command: &mut Command) -> Running {
    let mut child = command.spawn().expect("hearth can be started");
    let lines = BufReader::new(child.stdout.take().expect("it is a pipe"));
    let mut running = Running { child, lines };
    assert_eq!(running.line(), "ready");
    running
}

/// The packs that there are.
fn packs(sandbox: &Sandbox) -> usize {
    fn count(folder: &Path) -> usize {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries
            .map(|entry| {
                let path = entry.path();
                if path.is_dir() { count(&path) } else { usize::from(path.extension().is_some_and(|e| e == "pack")) }
            })
            .sum()
    }
    count(&sandbox.store("store"))
}

fn wait_for_packs(sandbox: &Sandbox) {
    let start = Instant::now();
    while packs(sandbox) < 1 {
        assert!(start.elapsed() < PATIENCE, "nothing is saved");
        std::thread::sleep(Duration::from_millis(20));
    }
}

const LOOP: &str = "for (;;) hot(2000);";
const WAIT: &str = "setInterval(() => {}, 100000);";
const WAIT_FOR_TIMER: &str = "setTimeout(() => {}, 100000);";
const WAIT_FOR_CHILD: &str = "require('child_process').spawnSync('sleep', ['20']);";
const WAIT_FOR_CHILD_ALONE: &str = "require('child_process').spawnSync('sleep', ['20'], { stdio: 'inherit' });";
const WAIT_FOR_THREAD: &str = "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);";
const WAIT_FOR_PROMISE: &str = "Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100000);";

/// A process that was told to end left nothing: servers never end in another way.
#[test]
fn a_signal_ends_a_program_with_what_it_learnt_saved() {
    let waits = [
        ("loop", LOOP),
        ("wait", WAIT),
        ("timer", WAIT_FOR_TIMER),
        ("child", WAIT_FOR_CHILD),
        ("alone", WAIT_FOR_CHILD_ALONE),
        ("thread", WAIT_FOR_THREAD),
        ("promise", WAIT_FOR_PROMISE),
    ];
    for (name, rest) in waits {
        for signal in [libc::SIGTERM, libc::SIGINT, libc::SIGHUP] {
            let sandbox = Sandbox::new(&format!("signal-{name}-{signal}"));
            let running = start(&mut command(&sandbox, &format!("{HOT}{rest}")));
            assert_eq!(packs(&sandbox), 0);
            // It is where it waits by then.
            std::thread::sleep(Duration::from_millis(100));
            running.signal(signal);
            let (status, took) = running.end();
            assert_eq!(status.signal(), Some(signal), "{name}: {status}");
            assert!(took < Duration::from_secs(4), "{name}: {took:?}, so it was cut off");
            assert!(packs(&sandbox) >= 1, "{name}, {signal}: nothing is in the queue");
        }
    }
}

#[test]
fn what_is_caught_is_left_to_the_program_until_it_is_not() {
    let sandbox = Sandbox::new("signal-caught");
    let rest = "
        const listener = () => { process.off('SIGTERM', listener); console.log('heard'); };
        process.on('SIGTERM', listener);
        setInterval(() => {}, 100000);
        console.log('listens');";
    let mut running = start(&mut command(&sandbox, &format!("{HOT}{rest}")));
    assert_eq!(running.line(), "listens");
    running.signal(libc::SIGTERM);
    assert_eq!(running.line(), "heard");
    running.signal(libc::SIGTERM);
    assert_eq!(running.end().0.signal(), Some(libc::SIGTERM));
    assert!(packs(&sandbox) >= 1);
}

#[test]
fn the_end_by_a_signal_runs_nothing_of_the_program() {
    let sandbox = Sandbox::new("signal-silent");
    let rest = "
        process.on('exit', () => console.log('exit'));
        (async () => { try { for (;;) await hot(2000); } catch (e) { console.log('caught'); } finally { console.log('finally'); } })();";
    let mut running = start(&mut command(&sandbox, &format!("{HOT}{rest}")));
    std::thread::sleep(Duration::from_millis(50));
    running.signal(libc::SIGTERM);
    assert_eq!(running.line(), "");
    assert_eq!(running.end().0.signal(), Some(libc::SIGTERM));
}

#[test]
fn a_signal_that_a_process_sends_to_itself_has_come_when_it_is_sent() {
    let sandbox = Sandbox::new("signal-self");
    let mut running = start(&mut command(&sandbox, &format!("{HOT} process.kill(process.pid, 'SIGTERM'); console.log('alive');")));
    assert_eq!(running.line(), "");
    assert_eq!(running.end().0.signal(), Some(libc::SIGTERM));
    assert!(packs(&sandbox) >= 1);
}

/// A store that is not there in time must not keep a process that was asked twice.
#[test]
fn a_second_signal_ends_at_once() {
    let sandbox = Sandbox::new("signal-twice");
    // Reading what nobody writes is no place where anything is looked at.
    let mut hearth = command(&sandbox, &format!("{HOT} require('fs').readSync(0, Buffer.alloc(1));"));
    let running = start(hearth.stdin(Stdio::piped()));
    std::thread::sleep(Duration::from_millis(200));
    running.signal(libc::SIGTERM);
    std::thread::sleep(Duration::from_millis(200));
    running.signal(libc::SIGINT);
    let (status, took) = running.end();
    assert_eq!(status.signal(), Some(libc::SIGINT));
    assert!(took < Duration::from_secs(2), "{took:?}");
}

#[test]
fn what_hangs_is_cut_off() {
    let sandbox = Sandbox::new("signal-hangs");
    let mut hearth = command(&sandbox, &format!("{HOT} require('fs').readSync(0, Buffer.alloc(1));"));
    let running = start(hearth.stdin(Stdio::piped()));
    std::thread::sleep(Duration::from_millis(200));
    running.signal(libc::SIGTERM);
    let (status, took) = running.end();
    assert_eq!(status.signal(), Some(libc::SIGTERM));
    assert!(took > Duration::from_secs(3) && took < Duration::from_secs(15), "{took:?}");
}

#[test]
fn ignored_signals_stay_ignored() {
    let sandbox = Sandbox::new("signal-ignored");
    let inner = command(&sandbox, &format!("{HOT}{WAIT}"));
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' HUP; exec \"$0\" \"$@\""]).arg(inner.get_program()).args(inner.get_args());
    shell.env("HOME", sandbox.path()).env("HEARTH_FINISH", "queue").stdout(Stdio::piped());
    let mut running = start(&mut shell);
    running.signal(libc::SIGHUP);
    std::thread::sleep(Duration::from_millis(300));
    assert!(running.child.try_wait().unwrap().is_none(), "it has ended");
    running.signal(libc::SIGTERM);
    assert_eq!(running.end().0.signal(), Some(libc::SIGTERM));
}

#[test]
fn a_child_that_is_told_to_end_saves_as_well() {
    let sandbox = Sandbox::new("signal-child");
    sandbox.file("child.js", format!("{HOT}{WAIT}"));
    let parent = "
        const child = require('child_process').fork(__dirname + '/child.js', { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], execArgv: [] });
        child.stdout.once('data', () => child.kill());
        child.on('exit', (code, signal) => console.log(code, signal));
        console.log('ready');";
    let store = format!("dir:{}", sandbox.store("store").display());
    let mut hearth = command(&sandbox, parent);
    hearth.env("HEARTH_STORE", &store).env("XDG_CONFIG_HOME", sandbox.path().join("config"));
    let mut running = start(&mut hearth);
    assert_eq!(running.line(), "null SIGTERM");
    assert!(running.end().0.success());
    assert!(packs(&sandbox) >= 1);
}

#[test]
fn a_program_can_be_told_to_save_and_goes_on() {
    for (name, rest) in [("loop", LOOP), ("wait", WAIT), ("timer", WAIT_FOR_TIMER)] {
        let sandbox = Sandbox::new(&format!("signal-saves-{name}"));
        let running = start(&mut command(&sandbox, &format!("{HOT}{rest}")));
        running.signal(libc::SIGUSR2);
        wait_for_packs(&sandbox);
        running.signal(libc::SIGTERM);
        assert_eq!(running.end().0.signal(), Some(libc::SIGTERM));
    }
}

#[test]
fn a_program_saves_when_it_says_so() {
    let sandbox = Sandbox::new("flush");
    let rest = "
        console.log(hearth.flushCodeCache(), Object.keys(globalThis).includes('hearth'));
        require('module').flushCompileCache();
        process.kill(process.pid, 'SIGKILL');";
    let mut running = start(&mut command(&sandbox, &format!("{HOT}{rest}")));
    assert_eq!(running.line(), "true false");
    assert_eq!(running.end().0.signal(), Some(libc::SIGKILL));
    assert!(packs(&sandbox) >= 2);
}

#[test]
fn a_program_that_waits_saves_from_time_to_time() {
    let sandbox = Sandbox::new("idle");
    let mut hearth = command(&sandbox, &format!("{HOT} setInterval(() => hot(2000), 50);"));
    let running = start(hearth.env("HEARTH_SAVE_EVERY", "200ms"));
    wait_for_packs(&sandbox);
    running.signal(libc::SIGKILL);
    running.end();
    let sandbox = Sandbox::new("idle-never");
    let mut hearth = command(&sandbox, &format!("{HOT} setInterval(() => hot(2000), 50);"));
    let running = start(hearth.env("HEARTH_SAVE_EVERY", "0"));
    std::thread::sleep(Duration::from_millis(600));
    assert_eq!(packs(&sandbox), 0);
    running.signal(libc::SIGKILL);
    running.end();
}

/// A pack had grown from 3 KB to half a megabyte in 250 runs, with code that no run would ask for again.
#[test]
fn texts_that_differ_in_each_run_are_forgotten() {
    let sandbox = Sandbox::new("evaluated");
    let script = sandbox.file(
        "script.js",
        "
        const n = process.argv[2];
        const stays = eval('(function (x) { return x * 3; })');
        const made = new Function('a', `return a + ${n}`);
        const evaluated = eval(`(function (x) { return x - ${n}; })`);
        let sum = 0;
        for (let i = 0; i < 3000; i++) sum += stays(i) + made(i) + evaluated(i);
        console.log(sum);",
    );
    let run = |n: usize| {
        let hearth = sandbox.hearth().directory_store(&sandbox.store("store")).flags(["--no-threads", "--stats=json"]);
        let outcome = hearth.run(&script, &[n.to_string()]);
        assert!(outcome.succeeded(), "{}", outcome.stderr);
        Statistics::of(&outcome).expect("statistics are the last line")
    };
    let entries = || {
        let mut command = Command::new(hearth_tests::binary::hearth());
        command.args(["cache", "stats", "--json"]).arg(format!("--store=dir:{}", sandbox.store("store").display()));
        let output = command.arg(format!("--key-file={}", sandbox.key_file().display())).output().expect("hearth can be started");
        let text = String::from_utf8(output.stdout).unwrap();
        let number = |kind: &str| {
            let at = text.find(&format!("\"{kind}\":")).unwrap_or_else(|| panic!("no {kind} in {text}"));
            let digits = text[at..].chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit);
            digits.collect::<String>().parse::<usize>().unwrap()
        };
        number("profile") + number("code")
    };
    (0..60).for_each(|n| drop(run(n)));
    // Two scripts a run, each with a profile and code: those of eight runs, and as many as are forgotten at once. All would be 240.
    assert!(entries() < 80, "{} entries", entries());
    let statistics = run(59);
    assert!(statistics.retrieved() > 0.0, "{:?}", statistics.rejected());
}

#[test]
fn a_variable_names_a_folder_as_an_option_does_and_it_stays_where_it_was() {
    for by_variable in [true, false] {
        let sandbox = Sandbox::new("relative-store");
        let other = sandbox.store("other");
        std::fs::create_dir_all(&other).unwrap();
        let mut hearth = Command::new(hearth_tests::binary::hearth());
        let script = sandbox.file("script.js", format!("process.chdir('other'); {HOT}"));
        hearth.current_dir(sandbox.path()).env("HEARTH_KEY_FILE", "key").env("HEARTH_FINISH", "wait");
        if by_variable {
            hearth.env("HEARTH_STORE", "some/store");
        } else {
            hearth.arg("--store=some/store");
        }
        let output = hearth.arg("--keep-all").arg(script).output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(sandbox.store("some/store").is_dir() && !other.join("some").exists());
    }
}

/// A new key had been made, with which nothing of what the others have stored could be read.
#[test]
fn a_key_that_is_named_and_missing_is_not_made() {
    let sandbox = Sandbox::new("missing-key");
    let key = sandbox.path().join("mounted");
    let run = |arguments: &[&str], variable: &str| {
        let mut hearth = Command::new(hearth_tests::binary::hearth());
        hearth.args(arguments).env("HOME", sandbox.path()).env("HEARTH_KEY_FILE", variable).env_remove("XDG_CONFIG_HOME");
        let output = hearth.args(["-e", "console.log('ran')"]).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let option = format!("--key-file={}", key.display());
    for (code, out, err) in [run(&[&option], ""), run(&[], key.to_str().unwrap())] {
        assert_eq!((code, out.as_str()), (Some(0), "ran\n"));
        assert!(err.contains("running without a cache") && err.contains("there is no trust key") && err.contains("make-key"), "{err}");
    }
    assert!(!key.exists());
    let mut make = Command::new(hearth_tests::binary::hearth());
    assert!(make.args(["cache", "make-key"]).arg(&key).status().unwrap().success());
    assert!(TrustKey::load(&key).is_ok());
    assert_eq!(run(&[&option], "").1, "ran\n");
    assert_eq!(run(&[], "").1, "ran\n", "the user's own is made");
}

#[test]
fn settings_of_stores_are_options_and_variables() {
    let sandbox = Sandbox::new("settings");
    let script = sandbox.file("script.js", HOT);
    let run = |flags: &[&str], variables: &[(&str, &str)]| {
        let mut hearth = Command::new(hearth_tests::binary::hearth());
        hearth.arg("--keep-all").arg(format!("--key-file={}", sandbox.key_file().display()));
        hearth.arg(format!("--store={}", sandbox.store("store").display())).args(flags).envs(variables.iter().copied());
        let output = hearth.env("HEARTH_FINISH", "wait").arg(&script).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(run(&[], &[]).0, Some(0));
    let pack = files_below(&sandbox.store("store")).into_iter().find(|path| path.extension().is_some_and(|e| e == "pack")).unwrap();
    for (flags, is_kept) in [(&["--store-size=1g"][..], true), (&[], false)] {
        let mark = std::fs::File::options().write(true).open(pack.with_file_name("pruned")).unwrap();
        mark.set_modified(SystemTime::now() - Duration::from_secs(3600)).unwrap();
        sandbox.file("script.js", format!("{HOT} // {is_kept}"));
        assert_eq!(run(flags, &[("HEARTH_STORE_SIZE", "1")]).0, Some(0));
        assert_eq!(pack.exists(), is_kept);
    }
    for (flags, variables, word) in [
        (&["--store-age=old"][..], &[][..], "--store-age"),
        (&[], &[("HEARTH_REDIS_EXPIRY", "soon")], "HEARTH_REDIS_EXPIRY"),
        (&["--load-timeout=1x"], &[], "--load-timeout"),
        (&["--redis-max-entry=big"], &[], "--redis-max-entry"),
    ] {
        let (code, errors) = run(flags, variables);
        assert!(code == Some(2) && errors.contains(word), "{errors}");
    }
}

/// What the image has is used at once; what is learnt beyond it goes to the store that is written to, and counts from then on.
#[test]
fn a_store_in_an_image_lies_under_one_that_is_written_to() {
    let sandbox = Sandbox::new("baked");
    let script = sandbox.file(
        "script.js",
        format!(
            "{HOT} if (process.argv[2]) {{ for (let i = 0; i < 400; i++) more(2000); }}
        function more(n) {{ let s = ''; for (let i = 0; i < n; i++) s = (s + i).slice(-8); return s; }}"
        ),
    );
    let run = |stores: &[String], arguments: &[&str]| {
        let hearth = sandbox.hearth().flags(["--no-threads", "--stats=json"]).flags(stores);
        let outcome = hearth.run(&script, arguments);
        assert!(outcome.succeeded(), "{}", outcome.stderr);
        Statistics::of(&outcome).expect("statistics are the last line")
    };
    let baked = sandbox.store("baked");
    run(&[format!("--store=dir:{}", baked.display())], &[]);
    let files = || files_below(&baked).into_iter().map(|path| (std::fs::read(&path).unwrap(), path)).collect::<Vec<_>>();
    let before = files();
    let read_only = format!("--store=dir:{}?ro", baked.display());
    let alone = run(std::slice::from_ref(&read_only), &["more"]);
    assert!(alone.retrieved() > 0.0 && alone.number("store.bytes_written") == 0.0);
    let both = [read_only, format!("--store=dir:{}", sandbox.store("near").display())];
    assert!(run(&both, &["more"]).retrieved() > 0.0);
    let again = run(&both, &["more"]);
    assert!(again.compiled() == 0.0 && again.retrieved() > 1.0, "{:?}", again.rejected());
    assert!(files() == before, "the image has changed");
}

/// Users of an access control list have their passwords in files or in the environment; processes that are left behind know them too.
#[test]
fn a_server_with_users_is_used_by_one_of_them_and_no_message_has_a_password() {
    let Some(server) = RedisServer::start() else { return };
    let rights = ["+@hash", "+set", "+del", "+expire", "+eval", "+get", "+scan", "+memory", "+ttl"];
    server.command(&[&["ACL", "SETUSER", "me", "on", ">a-secret", "~team:*"][..], &rights].concat()).unwrap();
    let sandbox = Sandbox::new("redis-user");
    let script = sandbox.file("script.js", HOT);
    let password = sandbox.file("password", "a-secret\n");
    let store = format!("--store={}?prefix=team", server.address());
    let run = |flags: &[&str], variable: &str| {
        let hearth = sandbox.hearth().flags([store.as_str(), "--stats=json"]).flags(flags);
        let outcome = hearth.env("HEARTH_REDIS_PASSWORD", variable).env("HEARTH_REDIS_USER", "me").run(&script, &[] as &[&str]);
        assert!(outcome.succeeded() && outcome.stdout == "ready\n", "{}", outcome.stderr);
        assert!(!outcome.stderr.contains("secret"), "{}", outcome.stderr);
        (Statistics::of(&outcome).expect("statistics are the last line"), outcome.stderr)
    };
    let by_file = format!("--redis-password-file={}", password.display());
    run(&[&by_file], "");
    let keys = server.command(&["KEYS", "*"]).unwrap();
    assert!(!keys.is_empty() && keys.iter().all(|key| key.starts_with("team:")), "{keys:?}");
    let (statistics, _) = run(&[], "a-secret");
    assert!(statistics.retrieved() > 0.0, "{:?}", statistics.rejected());
    let (statistics, told) = run(&[], "no-secret");
    assert!(statistics.rejected_for(&["store_refused"]) > 0.0, "{:?}", statistics.rejected());
    assert_eq!(told.matches("no use of a store").count(), 1, "{told}");
    let (_, told) = run(&["--redis-password-file=/not/there"], "");
    assert!(told.contains("/not/there"), "{told}");
    let mut listing = Command::new(hearth_tests::binary::hearth());
    listing.args(["cache", "stats", "--redis-user=me"]).arg(&store).arg(by_file);
    let listing = listing.arg(format!("--key-file={}", sandbox.key_file().display())).output().unwrap();
    assert!(listing.status.success(), "{}", String::from_utf8_lossy(&listing.stderr));
}
