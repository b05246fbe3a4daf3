//! Profilers and debuggers see compiled functions by name, with their lines, whether they were compiled here or come from a store.

use hearth_tests::invocation::{Hearth, Sandbox, Statistics, time_limit};
use hearth_tests::{binary, process, skipped};
use std::path::Path;
use std::process::Command;

/// `inner` is inlined into `hot`, which calls one of many functions. The pattern is hot as well. The last call is one of the system's, where a debugger stops.
const SCRIPT: &str = "
function inner(n) {
  return n % 7;
}
const others = [n => n, n => n + 1, n => n + 2, n => n + 3, n => n + 4, n => n + 5, n => n + 6, n => n + 7, n => n + 8, n => n + 9];
const stop = () => { process.kill(process.pid, 0); return 1; };

function hot(n, other) {
  let s = 0;
  for (let i = 0; i < 40; i++) s += inner(i);
  return s
    + other(n);
}
let sum = 0;
for (let i = 0; i < 20000; i++) sum += hot(i, others[i % 10]);
for (let i = 0; i < 3000; i++) sum += /a+b/.test('caaaaaaaaab') ? 1 : 0;
setTimeout(() => console.log(sum + hot(1, stop)), 1);
";

/// Two runs with one store: all of the second is restored.
fn runs(name: &str, flags: &[&str], mut look: impl FnMut(&Sandbox, u32, bool)) {
    let sandbox = Sandbox::new(name);
    let script = sandbox.file("script.js", SCRIPT);
    let shell = format!("cd '{}'; echo $$ > process", sandbox.path().display());
    let hearth = || sandbox.hearth().directory_store(&sandbox.store("store")).flags(flags).flag("--stats=json");
    for restored in [false, true] {
        let outcome = Hearth::after(hearth(), &shell).run::<&str>(&script, &[]);
        assert!(outcome.succeeded(), "{}", outcome.stderr);
        let statistics = Statistics::of(&outcome).unwrap();
        assert_eq!(statistics.compiled() == 0.0, restored, "{}", outcome.stderr);
        let id = std::fs::read_to_string(sandbox.path().join("process")).unwrap().trim().parse().expect("the number of a process");
        look(&sandbox, id, restored);
    }
}

#[test]
fn a_map_names_functions_and_patterns() {
    runs("perf-map", &["--perf-map"], |_, id, restored| {
        let path = format!("/tmp/perf-{id}.map");
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::remove_file(path).unwrap();
        for line in text.lines() {
            let mut words = line.splitn(3, ' ');
            let [start, size] = [(); 2].map(|()| u64::from_str_radix(words.next().unwrap(), 16).unwrap());
            assert!(start > 0 && size > 0 && words.next().unwrap().contains(':'), "{line}");
        }
        // Patterns may be compiled for later runs alone.
        assert!(text.contains(" ion:hot\n") && (!restored || text.contains(" regexp:/a+b/\n")), "{text}");
    });
}

/// What a dump says of one piece of code.
#[derive(Debug, Default, PartialEq)]
struct Loaded {
    name: String,
    start: u64,
    code: Vec<u8>,
    /// Address, line and file.
    lines: Vec<(u64, u32, String)>,
}

/// Reads a dump as perf does: lines come before the code that they are of.
fn read_dump(path: &Path, id: u32) -> Vec<Loaded> {
    let bytes = std::fs::read(path).unwrap();
    let number = |at: usize| u32::from_ne_bytes(bytes[at..at + 4].try_into().unwrap());
    let long = |at: usize| u64::from_ne_bytes(bytes[at..at + 8].try_into().unwrap());
    let text = |at: usize| String::from_utf8(bytes[at..].split(|byte| *byte == 0).next().unwrap().to_vec()).unwrap();
    assert_eq!((number(0), number(4), number(8), number(20)), (0x4A69_5444, 1, 40, id));
    let (mut found, mut pending): (Vec<Loaded>, _) = (Vec::new(), Loaded::default());
    let (mut at, mut time) = (40, long(24));
    while at < bytes.len() {
        let size = number(at + 4) as usize;
        assert!(long(at + 8) >= time && size > 16 && at + size <= bytes.len());
        time = long(at + 8);
        match number(at) {
            2 => {
                let mut entry = at + 32;
                for _ in 0..long(at + 24) {
                    let file = text(entry + 16);
                    entry += 16 + file.len() + 1;
                    pending.lines.push((long(entry - 17 - file.len()), number(entry - 9 - file.len()), file));
                }
                assert_eq!(entry, at + size);
                pending.start = long(at + 16);
            }
            0 => {
                let name = text(at + 56);
                let length = long(at + 40) as usize;
                assert_eq!((number(at + 16), 56 + name.len() + 1 + length), (id, size));
                assert!(pending.lines.is_empty() || pending.start == long(at + 32));
                let code = bytes[at + size - length..at + size].to_vec();
                found.push(Loaded { name, start: long(at + 32), code, lines: std::mem::take(&mut pending.lines) });
            }
            other => panic!("a record of the kind {other}"),
        }
        at += size;
    }
    found
}

#[test]
fn a_dump_has_the_code_of_functions_and_their_lines() {
    runs("jitdump", &["--jitdump"], |sandbox, id, restored| {
        let found = read_dump(&sandbox.path().join(format!("jit-{id}.dump")), id);
        let of = |name: &str| found.iter().find(|code| code.name == name).unwrap_or_else(|| panic!("{name} is not there"));
        let hot = of("ion:hot");
        assert!(!restored || of("regexp:/a+b/").code.len() > 8);
        let lines: Vec<u32> = hot.lines.iter().filter(|(.., file)| file.ends_with("script.js")).map(|(_, line, _)| *line).collect();
        assert!(lines.contains(&12) && lines.iter().all(|line| (2..=13).contains(line)), "{hot:?}");
        for code in &found {
            let addresses: Vec<u64> = code.lines.iter().map(|(address, ..)| *address).collect();
            assert!(addresses.is_sorted(), "{code:?}");
            assert!(addresses.iter().all(|a| (code.start..code.start + code.code.len() as u64).contains(a)), "{code:?}");
        }
    });
}

/// The frames of compiled code have names and lines, and the frames behind them are found.
#[test]
fn a_debugger_sees_compiled_frames() {
    let version = Command::new("gdb").arg("--version").output();
    if let Err(error) = version {
        return skipped::skip(&skipped::lacks("gdb", "Debian: apt-get install gdb", &error));
    }
    skipped::runs();
    let sandbox = Sandbox::new("gdb");
    let script = sandbox.file("script.js", SCRIPT);
    let store = format!("--store=dir:{}", sandbox.store("store").display());
    let key = format!("--key-file={}", sandbox.key_file().display());
    for restored in [false, true] {
        let mut gdb = Command::new("gdb");
        gdb.args(["-nx", "-batch", "-ex", "set debuginfod enabled off", "-ex", "catch syscall kill", "-ex", "run"]);
        gdb.args(["-ex", "backtrace 100", "-ex", "delete", "-ex", "continue", "--args"]);
        gdb.arg(binary::hearth()).args([&store, &key, "--keep-all", "--gdb", "--finish=wait", "--stats=json"]).arg(&script);
        gdb.env("HOME", sandbox.path()).env("HEARTH_CONFIG", "");
        let outcome = process::run(&mut gdb, time_limit()).unwrap();
        let shown = format!("{}{}", outcome.stdout, outcome.stderr);
        if shown.contains("ptrace: Operation not permitted") {
            return skipped::skip("needs the right to trace processes");
        }
        let frame = shown.lines().find(|line| line.contains(" ion:hot ")).unwrap_or_else(|| panic!("no frame of the code: {shown}"));
        assert!(frame.contains("script.js:12"), "{frame}");
        // What called the code is in the same backtrace.
        let behind = shown.lines().skip_while(|line| *line != frame);
        assert!(behind.take_while(|line| line.starts_with('#')).any(|line| line.contains(" hearth::")), "{shown}");
        let counts = shown.lines().find_map(|line| line.strip_prefix("{\"tierups\":")?.split('}').next());
        assert_eq!(counts.map(|counts| counts.ends_with("\"compiled\":0")), Some(restored), "{shown}");
    }
}
