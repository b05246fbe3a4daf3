//! A store that is damaged, forged, slow or not there costs time, never results.
//!
//! Each test trains a store, spoils it in one way, and expects the output of a run
//! without any cache, exit code 0, and the reason counted in the statistics.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use hearth_codecache::TrustKey;
#[cfg(target_arch = "x86_64")]
use hearth_codecache::{
    AlignedBytes, Blob, Entry, EntryKind,
    pack::{PackBuilder, PackLimits},
    store::read_pack_file,
};
use hearth_tests::invocation::{Hearth, Sandbox, Statistics, files_below};
use hearth_tests::process::{Exit, Outcome};
use hearth_tests::redis_server::{RedisServer, free_port};

const SCRIPT: &str = r#"
class Account {
  constructor(n) { this.n = n; }
  add(k) { this.n = (this.n * 31 + k) % 65521; return this; }
}
function work(rounds) {
  const a = new Account(7);
  let text = "";
  for (let i = 0; i < rounds; i++) {
    a.add(i);
    if (i % 5000 === 0) text += `${a.n};`;
  }
  return text + a.n;
}
for (let i = 0; i < 5; i++) console.log(work(20000));
"#;

/// Reasons that damaged bytes may be refused for.
const DAMAGE: &[&str] = &[
    "malformed",
    "truncated",
    "wrong_key",
    "wrong_version",
    "wrong_target",
    "wrong_source",
    "identity_mismatch",
    "too_large",
    "store_wrong_type",
];

/// Reasons that are counted for a store that does not work.
const STORE_FAULTS: &[&str] = &["store_unreachable", "store_timeout", "store_suspended", "store_refused", "store_failed", "store_full"];

struct Trained {
    sandbox: Sandbox,
    script: PathBuf,
    expected: String,
}

fn run(hearth: Hearth, script: &Path) -> Outcome {
    let arguments: [&str; 0] = [];
    hearth.flags(["--no-threads", "--stats=json"]).run(script, &arguments)
}

impl Trained {
    /// Without any store so far, but with the output of a run without cache.
    fn untrained(label: &str) -> Self {
        Self::untrained_of(label, SCRIPT)
    }

    fn untrained_of(label: &str, text: &str) -> Self {
        let sandbox = Sandbox::new(label);
        let script = sandbox.file("script.js", text);
        let outcome = run(sandbox.hearth().flag("--cache=off"), &script);
        assert!(outcome.succeeded(), "{}: {}", outcome.exit, outcome.stderr);
        assert_eq!(outcome.stdout.lines().count(), 5);
        Self { expected: outcome.stdout, sandbox, script }
    }

    /// With a directory store from which a run was served.
    fn new(label: &str) -> Self {
        Self::of(label, SCRIPT)
    }

    fn of(label: &str, text: &str) -> Self {
        let this = Self::untrained_of(label, text);
        this.expect_same(this.hearth());
        this.expect_same(this.hearth());
        this.expect_same(this.hearth()).served_from_store().expect("a trained store serves");
        this
    }

    fn directory(&self) -> PathBuf {
        self.sandbox.store("store")
    }

    fn hearth(&self) -> Hearth {
        self.sandbox.hearth().directory_store(&self.directory())
    }

    /// The files of the store, of which there must be some.
    fn files(&self) -> Vec<PathBuf> {
        let files: Vec<_> =
            files_below(&self.directory()).into_iter().filter(|path| fs::metadata(path).is_ok_and(|m| m.len() > 0)).collect();
        assert!(!files.is_empty(), "the store is empty");
        files
    }

    fn expect_same(&self, hearth: Hearth) -> Statistics {
        let outcome = run(hearth, &self.script);
        assert!(outcome.succeeded(), "{}: {}", outcome.exit, outcome.stderr);
        assert_eq!(outcome.stdout, self.expected);
        Statistics::of(&outcome).unwrap()
    }

    /// Expects the same output, and one of `reasons` among those counted.
    fn expect_counted(&self, hearth: Hearth, reasons: &[&str]) -> Statistics {
        let statistics = self.expect_same(hearth);
        let counted = statistics.rejected_for(reasons);
        assert!(counted > 0.0, "none of {reasons:?} in {:?}", statistics.rejected());
        statistics
    }

    /// Replaces every file of the store by what `spoil` makes of it.
    fn spoil(&self, spoil: impl Fn(&mut Vec<u8>)) {
        for path in self.files() {
            let mut bytes = fs::read(&path).unwrap();
            spoil(&mut bytes);
            replace(&path, &bytes);
        }
    }
}

/// Puts `bytes` into a new file of the same mode, as a store does: a file that somebody
/// has mapped is never written to.
fn replace(path: &Path, bytes: &[u8]) {
    let mode = fs::metadata(path).map_or_else(|_| fs::Permissions::from_mode(0o600), |m| m.permissions());
    let new = path.with_extension("spoiled");
    fs::write(&new, bytes).unwrap();
    fs::set_permissions(&new, mode).unwrap();
    fs::rename(&new, path).unwrap();
}

#[test]
fn a_truncated_pack() {
    for keep in [0.0, 0.01, 0.3, 0.5, 0.9, 0.999] {
        let trained = Trained::new("truncated");
        trained.spoil(|bytes| bytes.truncate((bytes.len() as f64 * keep) as usize));
        // An empty file might be about to be written.
        for path in files_below(&trained.directory()) {
            let file = fs::File::options().write(true).open(path).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(60)).unwrap();
        }
        trained.expect_counted(trained.hearth(), DAMAGE);
    }
}

#[test]
fn a_pack_of_noise() {
    let trained = Trained::new("noise");
    trained.spoil(|bytes| {
        let mut state = 0x9e37_79b9_u32;
        for byte in bytes {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *byte = (state >> 24) as u8;
        }
    });
    trained.expect_counted(trained.hearth(), DAMAGE);
}

#[test]
fn a_pack_with_a_flipped_byte_anywhere() {
    const PLACES: usize = 48;
    let trained = Trained::new("flipped");
    let originals: Vec<_> = trained.files().into_iter().map(|path| (fs::read(&path).unwrap(), path)).collect();
    let mut noticed = 0;
    for place in 0..PLACES {
        // The run before may have replaced the pack by a good one, under this or another name.
        for path in files_below(&trained.directory()) {
            fs::remove_file(path).unwrap();
        }
        for (bytes, path) in &originals {
            let mut bytes = bytes.clone();
            let at = (bytes.len() - 1) * place / (PLACES - 1);
            bytes[at] ^= 1 << (place % 8);
            replace(path, &bytes);
        }
        let statistics = trained.expect_same(trained.hearth());
        if statistics.rejected_for(DAMAGE) > 0.0 {
            noticed += 1;
        } else {
            // It was in bytes that this run did not read.
            statistics.served_from_store().unwrap_or_else(|why| panic!("flip {place}: {why}"));
        }
    }
    assert!(noticed >= PLACES / 2, "only {noticed} of {PLACES} flips were noticed");
}

/// Changes what all code of the store consists of, and seals that with the right key; how much was changed.
#[cfg(target_arch = "x86_64")]
fn seal_changed(trained: &Trained, change: impl Fn(EntryKind, &mut [u8])) -> usize {
    let key = TrustKey::load(&trained.sandbox.key_file()).unwrap();
    let mut changed = 0;
    for path in trained.files() {
        let Ok(pack) = read_pack_file(&path, &key) else { continue };
        let entries: Vec<Entry> = pack
            .entries()
            .map(|entry| {
                let mut contents = entry.bytes().to_vec();
                let code = match entry.kind {
                    EntryKind::Code => {
                        let blob = Blob::parse(entry.bytes()).unwrap();
                        let code = blob.code().unwrap().as_ptr_range();
                        let start = entry.bytes().as_ptr();
                        code.start as usize - start as usize..code.end as usize - start as usize
                    }
                    // The text's hash is before it.
                    EntryKind::Pattern => 32..contents.len(),
                    _ => return entry.to_entry(),
                };
                change(entry.kind, &mut contents[code]);
                changed += 1;
                let new = Entry::new(entry.kind, entry.key, AlignedBytes::copy_from(&contents));
                new.with_generation(entry.generation).with_note(entry.note)
            })
            .collect();
        let mut builder = PackBuilder::new(pack.source(), pack.target(), pack.created() + 1, PackLimits::default());
        entries.iter().for_each(|entry| _ = builder.add(entry));
        let (sealed, _) = builder.build(&key);
        replace(&path, sealed.as_bytes());
    }
    changed
}

/// Puts `bytes` over the beginning of all code of the store, behind the frame.
#[cfg(target_arch = "x86_64")]
fn seal_over_code(trained: &Trained, bytes: &[u8]) -> usize {
    seal_changed(trained, |_, code| code[4..][..bytes.len()].copy_from_slice(bytes))
}

#[cfg(target_arch = "x86_64")]
#[test]
fn code_in_which_a_process_dies_is_left_alone_by_the_next_and_taken_out_for_all() {
    // Traps of WebAssembly are signals as well, and not the machine's.
    const TRAPS: &str = "
        const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11];
        const { f } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes))).exports;
        for (let i = 0; i < 3; i++) try { f(); console.log('no trap'); } catch {}";
    let trained = Trained::of("deadly", &[TRAPS, SCRIPT, "try { f(); console.log('no trap'); } catch {}"].concat());
    let far = trained.sandbox.store("far");
    let layers = |near: &Path| trained.sandbox.hearth().directory_store(near).directory_store(&far);
    trained.expect_same(layers(&trained.directory()));
    // All code traps as soon as it has a frame, and consists of nothing but what code consists of.
    let traps = |_: EntryKind, code: &mut [u8]| {
        let whole = code.to_vec();
        let traps = (1..16).any(|pairs| {
            code.copy_from_slice(&whole);
            code[4..][..2 * pairs].copy_from_slice(&[0x0F, 0x0B].repeat(pairs));
            hearth_codecache::inspect::code(code).is_ok()
        });
        assert!(traps, "{whole:02x?}");
    };
    let deadly = seal_changed(&trained, traps);
    assert!(deadly > 0, "nothing was compiled");
    copy_folder(&trained.directory(), &far);
    let near = trained.directory();
    let names = || files_below(&near).into_iter().filter(|path| path.to_string_lossy().contains(".crashed")).count();
    // Each death tells of one.
    let mut deaths = 0;
    let statistics = loop {
        let outcome = run(layers(&near), &trained.script);
        if outcome.succeeded() {
            assert_eq!(outcome.stdout, trained.expected);
            break Statistics::of(&outcome).unwrap();
        }
        assert_eq!((outcome.exit, names()), (Exit::Signal(libc::SIGILL), 1), "{}", outcome.stderr);
        deaths += 1;
        assert!(deaths <= deadly, "it dies again and again");
    };
    assert!(deaths > 0 && statistics.rejected_for(&["code_crashed"]) > 0.0, "{:?}", statistics.rejected());
    assert_eq!(names(), 0, "it was handed over to the finisher");
    // A machine that knows of nothing.
    for _ in 0..3 {
        let statistics = trained.expect_same(layers(&trained.sandbox.store("near of another")));
        assert_eq!(statistics.rejected_for(&["code_crashed"]), 0.0);
    }
    trained.expect_same(layers(&near));
}

#[cfg(target_arch = "x86_64")]
fn copy_folder(from: &Path, to: &Path) {
    for file in files_below(from) {
        let target = to.join(file.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(file, target).unwrap();
    }
}

#[cfg(target_arch = "x86_64")]
#[test]
fn functions_and_patterns_that_are_sealed_and_call_the_system_do_not_run() {
    const PATTERNS: &str = "
        let found = 0;
        const search = /a+(b|c)*d[e-h]{2,3}$/;
        for (let i = 0; i < 30000; i++) if (search.test('xxaab' + i % 7 + 'aabcdef')) found++;
        for (let i = 0; i < 5; i++) console.log(found);";
    // exit_group, as the first thing that is done.
    let ends_the_process = [0xB8, 0xE7, 0, 0, 0, 0x0F, 0x05];
    for script in [SCRIPT, PATTERNS] {
        let trained = Trained::of("sealed", script);
        assert!(seal_over_code(&trained, &ends_the_process) > 0, "nothing was compiled");
        let statistics = trained.expect_counted(trained.hearth().flag("--finish=off"), &["forbidden_code"]);
        assert_eq!(statistics.retrieved(), 0.0);
        let instruction_of_none = [0x06; 7];
        seal_over_code(&trained, &instruction_of_none);
        trained.expect_counted(trained.hearth().flag("--finish=off"), &["forbidden_code"]);
        // Who finishes compiles it anew.
        trained.expect_same(trained.hearth());
        trained.expect_same(trained.hearth()).served_from_store().unwrap_or_else(|why| panic!("it was not mended: {why}"));
    }
}

#[test]
fn another_key() {
    let trained = Trained::new("another-key");
    let key = trained.sandbox.key_file();
    fs::remove_file(&key).unwrap();
    TrustKey::load_or_create(&key).unwrap();
    let statistics = trained.expect_counted(trained.hearth(), &["wrong_key"]);
    assert_eq!(statistics.retrieved(), 0.0, "code of another key's holder was run");
}

#[test]
fn a_key_file_that_everybody_can_read_is_not_trusted() {
    let trained = Trained::new("open-key");
    fs::set_permissions(trained.sandbox.key_file(), fs::Permissions::from_mode(0o644)).unwrap();
    let statistics = trained.expect_counted(trained.hearth(), &["insecure_key"]);
    assert_eq!(statistics.retrieved(), 0.0);
}

#[test]
fn a_pack_of_another_script_under_this_name() {
    let trained = Trained::new("swapped");
    let original = trained.files();
    let other = trained.sandbox.file("other.js", SCRIPT.replace("31", "33"));
    let elsewhere = trained.sandbox.store("elsewhere");
    for _ in 0..2 {
        assert!(run(trained.sandbox.hearth().directory_store(&elsewhere), &other).succeeded());
    }
    let foreign: Vec<_> = files_below(&elsewhere).into_iter().filter(|path| fs::metadata(path).is_ok_and(|m| m.len() > 0)).collect();
    assert!(!foreign.is_empty());
    for (path, foreign) in original.iter().zip(foreign.iter().cycle()) {
        replace(path, &fs::read(foreign).unwrap());
    }
    let reasons = ["wrong_source", "identity_mismatch", "wrong_key"];
    trained.expect_counted(trained.hearth(), &reasons);
}

#[test]
fn a_script_that_changed_since_it_was_stored() {
    let trained = Trained::new("changed");
    fs::write(&trained.script, SCRIPT.replace("65521", "65519")).unwrap();
    let cold = run(trained.sandbox.hearth().flag("--cache=off"), &trained.script);
    let warm = run(trained.hearth(), &trained.script);
    assert!(warm.succeeded(), "{}: {}", warm.exit, warm.stderr);
    assert_eq!(warm.stdout, cold.stdout);
    assert_ne!(warm.stdout, trained.expected);
}

/// Caches have been keyed by a text's length, or by samples of it: here one digit in the middle
/// of a large text is another.
#[test]
fn a_large_script_that_changed_in_one_byte() {
    let sandbox = Sandbox::new("changed-byte");
    let filler = "// nothing to see here, move along\n".repeat(8000);
    let text = |factor: u32| {
        format!(
            "{filler}function hot(n) {{ let s = 0; for (let i = 0; i < n; i++) s = (s + i * {factor}) % 65521; return s; }}\n\
             {filler}for (let i = 0; i < 3; i++) console.log(hot(20000));\n"
        )
    };
    let script = sandbox.file("large.js", text(3));
    let hearth = || sandbox.hearth().directory_store(&sandbox.store("store"));
    for factor in [3, 3, 5, 7, 3] {
        fs::write(&script, text(factor)).unwrap();
        let cold = run(sandbox.hearth().flag("--cache=off"), &script);
        let warm = run(hearth(), &script);
        assert!(warm.succeeded(), "{}: {}", warm.exit, warm.stderr);
        assert_eq!(warm.stdout, cold.stdout, "factor {factor}");
    }
}

/// Caches have handed code to processes with other settings than those it was compiled with.
#[test]
fn code_that_was_compiled_with_other_options() {
    let trained = Trained::new("options");
    let statistics = trained.expect_same(trained.hearth().flag("--ion-inlining=off"));
    assert_eq!(statistics.retrieved(), 0.0, "code with inlined functions is not for a process that inlines none");
    trained.expect_same(trained.hearth()).served_from_store().expect("what was there before is still there");
}

/// The caller's code has the callee's inlined; the callee is in a file that changes.
#[test]
fn an_inlined_callee_in_another_file_that_changed() {
    let sandbox = Sandbox::new("changed-callee");
    let library = |factor: u32| format!("exports.times = (x) => (x * {factor}) % 1009;\n");
    let caller = "const { times } = require('./library');\n\
        function hot(n) { let s = 0; for (let i = 0; i < n; i++) s += times(i); return s; }\n\
        for (let i = 0; i < 5; i++) console.log(hot(20000));\n";
    sandbox.file("library.js", library(3));
    let script = sandbox.file("caller.js", caller);
    let hearth = || sandbox.hearth().directory_store(&sandbox.store("store"));
    let first = run(hearth(), &script);
    run(hearth(), &script);
    for factor in [5, 3, 7] {
        sandbox.file("library.js", library(factor));
        let cold = run(sandbox.hearth().flag("--cache=off"), &script);
        let warm = run(hearth(), &script);
        assert!(warm.succeeded(), "{}: {}", warm.exit, warm.stderr);
        assert_eq!(warm.stdout, cold.stdout, "factor {factor}");
        assert_eq!(warm.stdout == first.stdout, factor == 3);
    }
}

#[test]
fn a_store_directory_that_cannot_be_made() {
    let trained = Trained::untrained("not-a-directory");
    let file = trained.sandbox.file("file", "not a directory");
    let hearth = trained.sandbox.hearth().directory_store(&file.join("store"));
    let reasons = ["insecure_directory", "io_error", "store_failed"];
    let statistics = trained.expect_counted(hearth, &reasons);
    assert_eq!(statistics.retrieved(), 0.0);
    assert_eq!(fs::read(&file).unwrap(), b"not a directory");
}

#[test]
fn a_store_directory_that_others_can_write() {
    let trained = Trained::new("open-directory");
    fs::set_permissions(trained.directory(), fs::Permissions::from_mode(0o777)).unwrap();
    let statistics = trained.expect_counted(trained.hearth(), &["insecure_directory"]);
    assert_eq!(statistics.retrieved(), 0.0, "what others may have written was run");
}

#[test]
fn an_unreachable_redis() {
    let trained = Trained::untrained("unreachable");
    let start = Instant::now();
    let address = format!("--store=redis://127.0.0.1:{}", free_port());
    let hearth = || trained.sandbox.hearth().flag(&address);
    trained.expect_counted(hearth(), &["store_unreachable"]);
    let said = run(hearth(), &trained.script).stderr;
    let warnings: Vec<&str> = said.lines().filter(|line| line.starts_with("hearth: warning: ")).collect();
    assert_eq!(warnings.len(), 1, "{said}");
    assert!(warnings[0].contains("redis://127.0.0.1") && warnings[0].contains("store_unreachable"), "{said}");
    assert!(start.elapsed() < Duration::from_secs(30), "took {:?}", start.elapsed());
}

#[test]
fn an_unreachable_redis_behind_a_directory() {
    let trained = Trained::new("unreachable-behind");
    let address = format!("--store=redis://127.0.0.1:{}", free_port());
    trained.expect_same(trained.hearth().flag(address)).served_from_store().expect("the directory serves");
}

/// A server that answers every connection with `reply`, and keeps it open.
fn false_redis(reply: &'static [u8]) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = format!("redis://127.0.0.1:{}", listener.local_addr().unwrap().port());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { break };
            thread::spawn(move || {
                let mut buffer = [0; 4096];
                while matches!(stream.read(&mut buffer), Ok(n) if n > 0) {
                    if stream.write_all(reply).is_err() {
                        break;
                    }
                }
            });
        }
    });
    address
}

#[test]
fn a_redis_that_never_answers() {
    let trained = Trained::untrained("silent");
    let start = Instant::now();
    let address = format!("--store={}", false_redis(b""));
    let hearth = trained.sandbox.hearth().flag(address);
    trained.expect_counted(hearth, &["store_timeout"]);
    assert!(start.elapsed() < Duration::from_secs(30), "took {:?}", start.elapsed());
}

#[test]
fn a_redis_that_talks_nonsense() {
    for reply in [b"HTTP/1.1 400 Bad Request\r\n\r\n" as &[u8], b"-ERR full\r\n", b"$99999999999\r\n", b"*-5\r\n:::\r\n"] {
        let trained = Trained::untrained("nonsense");
        let address = format!("--store={}", false_redis(reply));
        let hearth = trained.sandbox.hearth().flag(address);
        trained.expect_counted(hearth, STORE_FAULTS);
    }
}

#[test]
fn a_redis_whose_values_are_damaged() {
    let damages: [fn(&str) -> Vec<u8>; 3] = [|_| Vec::new(), |_| b"not a pack".to_vec(), |old| old.as_bytes()[..old.len() / 2].to_vec()];
    for damage in damages {
        let Some(server) = RedisServer::start() else { return };
        let trained = Trained::untrained("damaged-redis");
        let hearth = || trained.sandbox.hearth().flag(format!("--store={}", server.address()));
        trained.expect_same(hearth());
        trained.expect_same(hearth());
        trained.expect_same(hearth()).served_from_store().expect("a trained Redis serves");
        assert!(server.damage_everything(damage).unwrap() > 0, "nothing was stored");
        trained.expect_counted(hearth(), DAMAGE);
    }
}

#[test]
fn many_processes_share_one_store() {
    let trained = Trained::untrained("shared");
    let statistics: Vec<_> = thread::scope(|scope| {
        let runs: Vec<_> = (0..6).map(|_| scope.spawn(|| trained.expect_same(trained.hearth()))).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    assert_eq!(statistics.len(), 6);
    trained.expect_same(trained.hearth());
    trained.expect_same(trained.hearth()).served_from_store().expect("what they wrote together serves");
}

#[test]
fn a_process_killed_while_it_writes_leaves_a_usable_store() {
    let trained = Trained::untrained("killed");
    for milliseconds in [5, 20, 40, 80, 120, 200, 300, 500] {
        let hearth = trained.hearth().limit(Duration::from_millis(milliseconds));
        let arguments: [&str; 0] = [];
        hearth.run(&trained.script, &arguments);
        trained.expect_same(trained.hearth());
    }
    trained.expect_same(trained.hearth());
    trained.expect_same(trained.hearth()).served_from_store().expect("the store serves");
}
