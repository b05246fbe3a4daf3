//! A session and the next one: what one process leaves, another finds.

use super::blob::About;
use super::session::{CodeRequest, Session};
use super::unit::{self, FunctionKey, UnitId};
use super::{FINISH_WITHIN, blob, samples};
use crate::bytecode::{FunctionTemplate, Source, serialize};
use crate::ion::chaos::Provoked;
use crate::options::{CacheLevel, Options};
use crate::stats::Stats;
use crate::syntax::parse::Goal;
use crate::syntax::{self, CompileOptions};
use crate::trace::Categories;
use hearth_codecache::blob::BlobIdentity;
use hearth_codecache::store::{DirectoryOptions, DirectoryStore, Store};
use hearth_codecache::{Entry, EntryKind, EntryPoint, MissReason, ScriptHash, TargetFingerprint, TrustKey};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

const TEXT: &str = "function add(a, b) { return a + b; }\nfunction never() { return 1; }\nadd(1, 2);";

/// A folder that goes away with the value.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("hearth-cache-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        Folder(std::env::temp_dir().join(name))
    }
    fn path(&self) -> &Path {
        &self.0
    }
    fn store(&self) -> Arc<dyn Store> {
        Arc::new(DirectoryStore::new(&self.0, TrustKey::from_bytes(&[7; 32]), DirectoryOptions::default()))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// One process: a session with a loaded source file.
struct Process {
    session: Session,
    stats: Stats,
    source: Rc<Source>,
    unit: UnitId,
}

impl Process {
    fn start(store: Arc<dyn Store>, level: CacheLevel, text: &str) -> Process {
        let mut session = Session::with_store(level, Categories::NONE, Some(store));
        session.keep_all = true;
        let mut stats = Stats::default();
        let source = Source::new("/some/where/file.js", text);
        let unit = session.open_unit(&source, Goal::Script as u8, &mut stats);
        Process { session, stats, source, unit }
    }
    fn find_code(&mut self, request: &CodeRequest) -> Result<super::Restored, MissReason> {
        self.session.lookup_code(self.unit, request, &mut |_| true, &mut self.stats)
    }
    fn load(&mut self) -> Option<Rc<FunctionTemplate>> {
        let records = self.session.function_records(self.unit, &mut self.stats)?;
        syntax::from_records(self.source.clone(), Goal::Script, records)
    }
    fn compile(&mut self) -> Rc<FunctionTemplate> {
        let root = syntax::compile_script(self.source.clone(), CompileOptions::default()).expect("the text is well-formed");
        self.session.note_root(self.unit, &root);
        root
    }
    fn end(mut self) -> Stats {
        self.session.finish(&mut self.stats, FINISH_WITHIN);
        self.stats
    }
}

fn request() -> CodeRequest<'static> {
    CodeRequest {
        script: ScriptHash([1; 32]),
        name: "work",
        position: 17,
        entry: EntryPoint::Function,
        inlining: true,
        provoked: Provoked::default(),
        instructions: 13,
    }
}

/// Leaves the sample code in the store.
fn train(store: Arc<dyn Store>) {
    let mut first = Process::start(store, CacheLevel::Code, TEXT);
    assert_eq!(first.find_code(&request()).unwrap_err(), MissReason::NotFound);
    first.session.store_code(first.unit, &request(), &samples::compiled(), 0).unwrap();
    let stats = first.end();
    assert!(stats.store.bytes_written > 0 && stats.rejected.is_empty(), "{stats:?}");
}

#[test]
fn the_next_process_finds_the_code_of_the_one_before() {
    let folder = Folder::new();
    train(folder.store());
    let mut second = Process::start(folder.store(), CacheLevel::Code, TEXT);
    assert!(second.session.may_have(&second.source, 17) && !second.session.may_have(&second.source, 18));
    let found = second.find_code(&request()).unwrap();
    assert_eq!((found.compiled.code, found.compiled.metadata), (samples::compiled().code, samples::compiled().metadata));
    let stats = second.end();
    assert_eq!((stats.store.hits, stats.store.misses), (1, 0));
    assert!(stats.rejected.is_empty());
    assert_eq!(stats.store.bytes_written, 0, "nothing new, nothing written");
}

#[test]
fn other_code_is_a_miss_and_never_this_one() {
    let folder = Folder::new();
    train(folder.store());
    let mut second = Process::start(folder.store(), CacheLevel::Code, TEXT);
    for other in [
        CodeRequest { script: ScriptHash([2; 32]), ..request() },
        CodeRequest { name: "other", ..request() },
        CodeRequest { position: 18, ..request() },
        CodeRequest { entry: EntryPoint::Osr(4), ..request() },
        CodeRequest { inlining: false, ..request() },
    ] {
        assert_eq!(second.find_code(&other).unwrap_err(), MissReason::NotFound);
    }
    let shorter = CodeRequest { instructions: 12, ..request() };
    assert_eq!(second.find_code(&shorter).unwrap_err(), MissReason::Malformed, "an offset beyond the bytecode");
    let mut elsewhere = Process::start(folder.store(), CacheLevel::Code, "another text");
    assert_eq!(elsewhere.find_code(&request()).unwrap_err(), MissReason::NotFound);
}

/// A holder of the key can put any blob under any key: what it says of itself is compared.
#[test]
fn code_that_says_that_it_is_other_code_is_refused() {
    let asked = request().identity();
    let other = ScriptHash([2; 32]);
    for (wrong, reason) in [
        (BlobIdentity { script: other, ..asked }, MissReason::IdentityMismatch),
        (BlobIdentity { entry: EntryPoint::Osr(0), ..asked }, MissReason::IdentityMismatch),
        (BlobIdentity { target: TargetFingerprint([9; 16]), ..asked }, MissReason::WrongTarget),
    ] {
        let folder = Folder::new();
        let probe = Process::start(folder.store(), CacheLevel::Code, TEXT);
        let mut compiled = samples::compiled();
        compiled.metadata.scripts.to_mut()[0].hash = wrong.script.0;
        let bytes = blob::encode(&compiled, wrong, About::default(), 0).expect("it can be written");
        let entry = Entry::new(EntryKind::Code, asked.key.0, bytes);
        folder.store().save(probe.session.units[0].key, super::target(), &[entry]).unwrap();
        let mut second = Process::start(folder.store(), CacheLevel::Code, TEXT);
        assert_eq!(second.find_code(&request()).unwrap_err(), reason);
    }
}

/// A holder of the key can seal any bytes: what no compiler emits does not run.
#[cfg(target_arch = "x86_64")]
#[test]
fn code_with_what_the_compiler_never_emits_is_refused_though_it_is_sealed() {
    let forbidden: &[(&str, &[u8])] = &[
        ("syscall", &[0x0F, 0x05]),
        ("int 0x80", &[0xCD, 0x80]),
        ("hlt", &[0xF4, 0x90]),
        ("mov ss, ax", &[0x8E, 0xD0]),
        ("jmp rdx", &[0xFF, 0xE2]),
        ("call rdx", &[0xFF, 0xD2]),
        ("jmp out of it", &[0xEB, 0x70]),
        ("a branch into an instruction", &[0x75, 0x01]),
        ("no instruction", &[0x06, 0x06]),
    ];
    for (what, bytes) in forbidden {
        let folder = Folder::new();
        let mut first = Process::start(folder.store(), CacheLevel::Code, TEXT);
        let mut compiled = samples::compiled();
        // In the place of its nops.
        compiled.code.to_mut()[14..16].copy_from_slice(bytes);
        first.session.store_code(first.unit, &request(), &compiled, 0).unwrap();
        drop(first.end());
        let mut second = Process::start(folder.store(), CacheLevel::Code, TEXT);
        assert_eq!(second.find_code(&request()).unwrap_err(), MissReason::ForbiddenCode, "{what}");
        let stats = second.end();
        assert_eq!(stats.rejected.get("forbidden_code"), Some(&1), "{what}: {stats:?}");
    }
}

#[test]
fn code_whose_inlined_script_is_not_known_is_a_miss() {
    let folder = Folder::new();
    train(folder.store());
    let mut second = Process::start(folder.store(), CacheLevel::Code, TEXT);
    let mut asked = Vec::new();
    let result = second.session.lookup_code(
        second.unit,
        &request(),
        &mut |hash| {
            asked.push(*hash);
            false
        },
        &mut second.stats,
    );
    assert_eq!(result.unwrap_err(), MissReason::DependencyChanged);
    assert_eq!(asked, [[7; 32]]);
    assert_eq!(second.stats.rejected.get("dependency_changed"), Some(&1));
}

#[test]
fn what_replaces_stored_code_is_of_a_newer_generation() {
    let folder = Folder::new();
    train(folder.store());
    let mut second = Process::start(folder.store(), CacheLevel::Code, TEXT);
    assert_eq!(second.find_code(&request()).unwrap().generation, 0);
    let mut better = samples::compiled();
    // Another condition, or another place in memory.
    let (at, byte) = if cfg!(target_arch = "aarch64") { (1, 0x1E) } else { (12, 0x74) };
    better.code.to_mut()[at] = byte;
    second.session.store_code(second.unit, &request(), &better, 0).unwrap();
    second.end();
    let mut third = Process::start(folder.store(), CacheLevel::Code, TEXT);
    let found = third.find_code(&request()).unwrap();
    assert_eq!((found.generation, found.compiled.code[at]), (1, byte));
}

#[test]
fn code_is_kept_and_used_at_its_level_only() {
    let folder = Folder::new();
    let mut first = Process::start(folder.store(), CacheLevel::Profile, TEXT);
    assert_eq!(first.session.store_code(first.unit, &request(), &samples::compiled(), 0), Err(MissReason::Disabled));
    first.end();
    train(folder.store());
    let mut second = Process::start(folder.store(), CacheLevel::Profile, TEXT);
    assert_eq!(second.find_code(&request()).unwrap_err(), MissReason::Disabled);
}

#[test]
fn bytecode_comes_back_for_the_functions_that_were_called() {
    let folder = Folder::new();
    let mut first = Process::start(folder.store(), CacheLevel::Bytecode, TEXT);
    assert!(first.load().is_none());
    let root = first.compile();
    let add = root.compiled().unwrap().children[0].clone();
    let record = serialize::canonical_bytes(add.code().unwrap(), &add.info);
    first.end();

    let mut second = Process::start(folder.store(), CacheLevel::Bytecode, TEXT);
    let root = second.load().expect("the outermost function is stored");
    second.session.note_root(second.unit, &root);
    let children = &root.compiled().unwrap().children;
    assert_eq!(serialize::canonical_bytes(children[0].code().unwrap(), &children[0].info), record);
    // A callee that this process has not called yet is found by its hash.
    let hash = ScriptHash::of(&record).0;
    assert!(second.session.has_script(&hash) && !second.session.has_script(&[9; 32]));
    // A function that was never called is compiled from the text, and stored now.
    children[1].code().unwrap();
    let stats = second.end();
    assert!(stats.store.bytes_written > 0 && stats.rejected.is_empty());

    let mut third = Process::start(folder.store(), CacheLevel::Bytecode, TEXT);
    let root = third.load().unwrap();
    third.session.note_root(third.unit, &root);
    for child in &root.compiled().unwrap().children {
        child.code().unwrap();
    }
    let stats = third.end();
    assert_eq!(stats.store.bytes_written, 0, "all of it is stored");
    assert!(stats.store.hits >= 4, "the unit and three functions: {}", stats.store.hits);
}

#[test]
fn a_wrong_record_is_refused_and_the_function_compiled_from_its_text() {
    let folder = Folder::new();
    let mut first = Process::start(folder.store(), CacheLevel::Bytecode, TEXT);
    let root = first.compile();
    let add = root.compiled().unwrap().children[0].clone();
    let good = serialize::canonical_bytes(add.code().unwrap(), &add.info);
    first.end();
    // A holder of the key writes nonsense: authentic, but wrong.
    let key = unit::FunctionKey { start: add.info.start, end: add.info.end };
    let mut bad = good.clone();
    *bad.last_mut().unwrap() ^= 0xFF;
    bad.truncate(bad.len() - 1);
    let probe = Process::start(folder.store(), CacheLevel::Bytecode, TEXT);
    let entry = unit::function_entry(probe.session.units[0].hash(), key, &bad);
    folder.store().save(probe.session.units[0].key, super::target(), &[entry]).unwrap();

    let mut second = Process::start(folder.store(), CacheLevel::Bytecode, TEXT);
    let root = second.load().unwrap();
    let again = root.compiled().unwrap().children[0].clone();
    assert_eq!(serialize::canonical_bytes(again.code().unwrap(), &again.info), good);
    let stats = second.end();
    assert_eq!(stats.rejected.values().sum::<u64>(), 1, "{:?}", stats.rejected);
}

#[test]
fn bytecode_of_another_text_under_the_same_key_is_refused() {
    let folder = Folder::new();
    let probe = Process::start(folder.store(), CacheLevel::Bytecode, TEXT);
    let mut other = probe.session.units[0].hash();
    other.0[0] ^= 1;
    let entry = unit::bytecode_entry(other, unit::INFO_KEY, &[1, 0]);
    let record = unit::bytecode_entry(other, FunctionKey { start: 0, end: 0 }.entry_key(), b"whatever");
    folder.store().save(probe.session.units[0].key, super::target(), &[entry, record]).unwrap();
    let mut second = Process::start(folder.store(), CacheLevel::Bytecode, TEXT);
    assert!(second.load().is_none());
    assert_eq!(second.stats.rejected.get("wrong_source"), Some(&1));
}

fn pack_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.flatten().map(|e| e.path());
    paths.flat_map(|p| if p.is_dir() { pack_files(&p) } else { vec![p] }).filter(|p| p.extension().is_some_and(|e| e == "pack")).collect()
}

#[test]
fn a_damaged_pack_is_a_counted_miss() {
    let folder = Folder::new();
    train(folder.store());
    let files = pack_files(folder.path());
    assert_eq!(files.len(), 1);
    let mut bytes = std::fs::read(&files[0]).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&files[0], bytes).unwrap();
    let mut second = Process::start(folder.store(), CacheLevel::Code, TEXT);
    assert_eq!(second.find_code(&request()).unwrap_err(), MissReason::NotFound);
    assert_eq!(second.end().rejected.get("wrong_key"), Some(&1));
}

#[test]
fn a_store_that_cannot_be_opened_is_a_warning() {
    let mut session = Session::open(&warned("ftp://nowhere")).unwrap();
    assert_eq!(take_warnings().len(), 1);
    let mut stats = Stats::default();
    let source = Source::new("x.js", TEXT);
    let unit = session.open_unit(&source, 0, &mut stats);
    assert!(session.store_code(unit, &request(), &samples::compiled(), 0).is_err());
    session.finish(&mut stats, FINISH_WITHIN);
    assert_eq!(stats.rejected.get("store_failed"), Some(&1));
    assert!(take_warnings().is_empty(), "said once");
    assert!(Session::open(&Options::default()).is_none(), "off is off");
}

#[test]
fn a_store_that_cannot_be_used_is_a_warning() {
    let key_file = Folder::new();
    std::fs::create_dir_all(key_file.path()).unwrap();
    let options = Options { key_file: Some(key_file.path().join("key")), ..warned("redis://127.0.0.1:1") };
    let mut session = Session::open(&options).unwrap();
    let mut stats = Stats::default();
    for name in ["x.js", "y.js"] {
        session.open_unit(&Source::new(name, TEXT), 0, &mut stats);
    }
    session.finish(&mut stats, FINISH_WITHIN);
    let warnings = take_warnings();
    assert_eq!(warnings.len(), 1, "said once: {warnings:?}");
    assert!(warnings[0].contains("redis://127.0.0.1:1") && !warnings[0].contains('\n'), "{warnings:?}");
}

thread_local! {
    static WARNINGS: std::cell::RefCell<Vec<String>> = const { std::cell::RefCell::new(Vec::new()) };
}

fn warned(store: &str) -> Options {
    let on_warning = |text: &str| WARNINGS.with_borrow_mut(|warnings| warnings.push(text.to_owned()));
    Options { cache: CacheLevel::Code, stores: vec![store.into()], on_warning, ..Options::default() }
}

fn take_warnings() -> Vec<String> {
    WARNINGS.take()
}

#[test]
fn a_session_without_anything_to_save_starts_no_writer() {
    let folder = Folder::new();
    let process = Process::start(folder.store(), CacheLevel::Code, TEXT);
    assert!(process.session.writer.is_none());
    process.end();
    assert!(!folder.path().exists(), "nothing was written");
}

/// Array methods that are bytecode were compiled again in each process: their text is in no file.
#[test]
fn code_of_builtin_functions_goes_with_the_programs_first_file() {
    let folder = Folder::new();
    let mut first = Process::start(folder.store(), CacheLevel::Code, TEXT);
    let builtin = crate::bytecode::Source::of_builtins("Array.prototype", "function map() { }");
    assert_eq!(first.session.unit_of(&builtin), Some(first.unit));
    first.session.store_code(first.unit, &request(), &samples::compiled(), 0).unwrap();
    first.end();
    let mut second = Process::start(folder.store(), CacheLevel::Code, TEXT);
    let unit = second.session.unit_of(&builtin).expect("a file is loaded");
    assert_eq!(unit, second.unit);
    second.find_code(&request()).unwrap();
}

#[test]
fn code_of_patterns_is_found_by_the_pattern_whichever_file_uses_it() {
    use super::PatternRequest;
    use hearth_codecache::{AlignedBytes, Entry, EntryKind};

    let of = |source: &str, flags, wide| PatternRequest { source: source.encode_utf16().collect(), flags, wide };
    let folder = Folder::new();
    let mut first = Process::start(folder.store(), CacheLevel::Code, TEXT);
    assert!(!first.session.has_patterns());
    first.session.store_pattern(first.unit, &of("a+b", 0, false), &samples::CODE);
    // Known not to be compiled.
    first.session.store_pattern(first.unit, &of("(?:)", 0, false), b"");
    // Under the key of another pattern.
    let contents = of("a+b", 0, false).identity().to_entry(&samples::CODE).bytes;
    let entry = Entry::new(EntryKind::Pattern, of("c", 0, false).identity().key, AlignedBytes::copy_from(&contents));
    first.session.submit(first.unit, entry, "").unwrap();
    first.session.finish(&mut Stats::default(), FINISH_WITHIN);

    let mut stats = Stats::default();
    let second = Process::start(folder.store(), CacheLevel::Code, TEXT);
    let mut look_up = |pattern: &PatternRequest| second.session.lookup_pattern(pattern, &mut stats);
    assert!(second.session.has_patterns());
    assert_eq!(look_up(&of("a+b", 0, false)).as_deref(), Ok(&samples::CODE[..]));
    assert_eq!(look_up(&of("(?:)", 0, false)).as_deref(), Ok(&b""[..]));
    assert_eq!(look_up(&of("c", 0, false)), Err(MissReason::IdentityMismatch));
    for other in [of("a+b", 1, false), of("a+b", 0, true), of("a+", 0, false)] {
        assert_eq!(look_up(&other), Err(MissReason::NotFound));
    }
    assert_eq!((stats.store.hits, stats.store.misses), (2, 4));
    assert!(!Process::start(folder.store(), CacheLevel::Profile, TEXT).session.has_patterns());
}

#[cfg(feature = "webassembly")]
#[test]
fn modules_of_webassembly_are_found_by_their_bytes() {
    use super::wasm_module::{KEY, OPTIONS};
    use hearth_codecache::{AlignedBytes, SourceHash, SourceKey};

    let folder = Folder::new();
    let open = |level| Session::with_store(level, Categories::NONE, Some(folder.store()));
    let mut stats = Stats::default();
    let mut look_up = |session: &mut Session, bytes: &[u8]| session.lookup_module(bytes, |found| Some(found.to_vec()), &mut stats);

    let mut first = open(CacheLevel::Code);
    assert_eq!(look_up(&mut first, b"one"), Err(MissReason::NotFound));
    first.store_module(b"one", b"compiled");
    // Its hash is that of other bytes.
    let mut wrong = SourceHash::of(b"one", OPTIONS).0.to_vec();
    wrong.extend_from_slice(b"compiled");
    let entry = Entry::new(EntryKind::Module, KEY, AlignedBytes::copy_from(&wrong));
    first.submit_to(SourceKey::of(b"two", OPTIONS), entry, "").unwrap();
    first.finish(&mut Stats::default(), FINISH_WITHIN);

    let mut second = open(CacheLevel::Code);
    assert_eq!(look_up(&mut second, b"one").as_deref(), Ok(&b"compiled"[..]));
    assert_eq!(look_up(&mut second, b"two"), Err(MissReason::IdentityMismatch));
    assert_eq!(look_up(&mut second, b"three"), Err(MissReason::NotFound));
    assert_eq!(look_up(&mut open(CacheLevel::Profile), b"one"), Err(MissReason::Disabled));
    let restored = second.lookup_module(b"one", |_| None::<()>, &mut stats);
    assert_eq!(restored, Err(MissReason::Malformed));
    assert_eq!((stats.store.hits, stats.store.misses), (1, 4));
}
