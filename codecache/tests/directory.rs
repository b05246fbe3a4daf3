//! The directory store against what a file system and other processes do.

mod support;

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant, SystemTime};

use hearth_codecache::blob::Blob;
use hearth_codecache::pack::{MAX_PACK, PackLimits};
use hearth_codecache::store::{DirectoryOptions, DirectoryStore, PruneBound, StoreStat, read_pack_file};
use hearth_codecache::{CodeKey, EntryKind, MissReason, Store, TrustKey};
use support::*;

fn store(dir: &TempDir) -> DirectoryStore {
    store_with(dir, key(), DirectoryOptions::default())
}

fn store_with(dir: &TempDir, key: TrustKey, options: DirectoryOptions) -> DirectoryStore {
    DirectoryStore::new(dir.path().join("cache"), key, options)
}

fn reason(store: &DirectoryStore) -> MissReason {
    store.load(SOURCE, TARGET).expect_err("a named miss").reason
}

#[test]
fn an_empty_store_is_a_miss_and_touches_nothing() {
    let dir = TempDir::new();
    let store = store(&dir);
    assert!(store.load(SOURCE, TARGET).unwrap().is_none());
    assert!(store.list().unwrap().is_empty());
    assert!(!store.remove(SOURCE, TARGET).unwrap());
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    assert_eq!(store.counters()[0].1.misses().get(MissReason::NotFound), 1);
}

#[test]
fn what_is_saved_is_found_by_another_process() {
    let dir = TempDir::new();
    let report = store(&dir).save(SOURCE, TARGET, &[profile(1, 10), code(2, 0, 3000)]).unwrap();
    assert_eq!(report.merge.added, 2);
    store(&dir).save(SOURCE, TARGET, &[profile(3, 10)]).unwrap();

    let other = store(&dir);
    let pack = other.load(SOURCE, TARGET).unwrap().unwrap();
    assert_eq!(pack.len(), 3);
    assert_eq!(pack.get(EntryKind::Profile, 1).unwrap().bytes, [1; 10]);
    let blob = Blob::parse(pack.code(CodeKey(2)).unwrap().bytes).unwrap();
    assert_eq!(blob.code().unwrap(), [0xc3; 3000]);
    hearth_codecache::trust::verify_blob(&blob, &key()).unwrap();
    assert!(other.load(OTHER_SOURCE, TARGET).unwrap().is_none());
    assert!(other.load(SOURCE, OTHER_TARGET).unwrap().is_none());
    let counters = &other.counters()[0].1;
    assert_eq!((counters.hits(), counters.bytes_read()), (1, pack.as_bytes().len() as u64));
}

#[test]
fn files_are_private() {
    let dir = TempDir::new();
    let store = store(&dir);
    store.save(SOURCE, TARGET, &[profile(1, 10)]).unwrap();
    let pack = store.pack_path(SOURCE, TARGET);
    assert_eq!(fs::metadata(&pack).unwrap().mode() & 0o777, 0o600);
    for ancestor in pack.ancestors().skip(1).take(3) {
        assert_eq!(fs::metadata(ancestor).unwrap().mode() & 0o777, 0o700, "{}", ancestor.display());
    }
    assert_eq!(pack, dir.path().join(format!("cache/v1/ab/{}-{}.pack", "ab".repeat(16), "12".repeat(16))));
    let names: Vec<_> = fs::read_dir(pack.parent().unwrap()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "the pack and the lock: {names:?}");
}

#[test]
fn a_directory_open_to_others_is_refused() {
    let dir = TempDir::new();
    let store = store(&dir);
    store.save(SOURCE, TARGET, &[profile(1, 10)]).unwrap();
    let root = dir.path().join("cache");
    let versioned = root.join("v1");
    let refused = |path: &Path, modes: &[u32], remedy: &str| {
        for mode in modes {
            fs::set_permissions(path, fs::Permissions::from_mode(*mode)).unwrap();
            assert_eq!(reason(&store), MissReason::InsecureDirectory, "{mode:o}");
            let save = store.save(SOURCE, TARGET, &[profile(2, 10)]).unwrap_err();
            assert_eq!(save.reason, MissReason::InsecureDirectory);
            assert!(save.to_string().contains(remedy), "{save}");
        }
        fs::set_permissions(path, fs::Permissions::from_mode(0o700)).unwrap();
        assert!(store.load(SOURCE, TARGET).unwrap().is_some());
    };
    refused(&root, &[0o775, 0o722, 0o777, 0o1777], "chmod go-w");
    refused(&versioned, &[0o755, 0o750, 0o711, 0o777], "chmod 700");
    let told = store.counters()[0].1.take_failure().expect("people are told");
    assert_eq!(told.reason, MissReason::InsecureDirectory);
    assert!(store.counters()[0].1.take_failure().is_none(), "once");
}

/// As `mkdir` makes one.
#[test]
fn a_directory_that_others_may_look_at_is_used() {
    let dir = TempDir::new();
    let root = dir.path().join("cache");
    fs::create_dir(&root).unwrap();
    fs::set_permissions(&root, fs::Permissions::from_mode(0o755)).unwrap();
    let store = store(&dir);
    store.save(SOURCE, TARGET, &[profile(1, 10)]).unwrap();
    assert!(store.load(SOURCE, TARGET).unwrap().is_some());
    assert_eq!(fs::metadata(root.join("v1")).unwrap().mode() & 0o777, 0o700);
}

#[test]
fn a_root_that_is_a_link_or_a_file_is_refused() {
    let dir = TempDir::new();
    store(&dir).save(SOURCE, TARGET, &[profile(1, 10)]).unwrap();
    symlink(dir.path().join("cache"), dir.path().join("link")).unwrap();
    fs::write(dir.path().join("file"), "").unwrap();
    for name in ["link", "file"] {
        let store = DirectoryStore::new(dir.path().join(name), key(), DirectoryOptions::default());
        assert_eq!(reason(&store), MissReason::InsecureDirectory, "{name}");
    }
}

/// Only root can give a file away, so only root can test this.
#[test]
fn a_root_or_pack_of_another_user_is_refused() {
    let dir = TempDir::new();
    let store = store(&dir);
    store.save(SOURCE, TARGET, &[profile(1, 10)]).unwrap();
    for path in [dir.path().join("cache"), store.pack_path(SOURCE, TARGET)] {
        let owner = fs::metadata(&path).unwrap().uid();
        if chown(&path, Some(54321), None).is_ok() {
            assert_eq!(reason(&store), MissReason::InsecureDirectory, "{}", path.display());
            chown(&path, Some(owner), None).unwrap();
        }
        assert!(store.load(SOURCE, TARGET).unwrap().is_some());
    }
}

#[test]
fn links_and_fifos_in_a_packs_place_lead_nowhere() {
    let dir = TempDir::new();
    let store = store(&dir);
    store.save(SOURCE, TARGET, &[profile(1, 10)]).unwrap();
    let path = store.pack_path(SOURCE, TARGET);
    let aside = dir.path().join("aside");
    fs::rename(&path, &aside).unwrap();
    symlink(&aside, &path).unwrap();
    assert_eq!(reason(&store), MissReason::InsecureDirectory);
    fs::remove_file(&path).unwrap();
    assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
    within(Duration::from_secs(5), || assert_eq!(reason(&store), MissReason::InsecureDirectory));
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert_eq!(reason(&store), MissReason::InsecureDirectory);
}

#[test]
fn a_damaged_pack_is_a_named_miss_and_the_next_save_replaces_it() {
    let dir = TempDir::new();
    let store = store(&dir);
    store.save(SOURCE, TARGET, &[code(1, 0, 100)]).unwrap();
    let path = store.pack_path(SOURCE, TARGET);
    let good = fs::read(&path).unwrap();
    let mut flipped = good.clone();
    flipped[200] ^= 1;
    let mut newer = good.clone();
    newer[8] = 2;
    let mut longer = good.clone();
    longer.push(0);
    for (bytes, expected) in [
        (Vec::new(), MissReason::Truncated),
        (good[..50].to_vec(), MissReason::Truncated),
        (good[..good.len() - 1].to_vec(), MissReason::Truncated),
        (vec![0; good.len()], MissReason::Malformed),
        (newer, MissReason::WrongVersion),
        (longer, MissReason::WrongKey),
        (flipped, MissReason::WrongKey),
    ] {
        fs::write(&path, bytes).unwrap();
        assert_eq!(reason(&store), expected);
        store.save(SOURCE, TARGET, &[code(2, 0, 100)]).unwrap();
        let pack = store.load(SOURCE, TARGET).unwrap().unwrap();
        assert_eq!(pack.len(), 1, "nothing of the damaged pack is taken over");
    }
}

#[test]
fn a_pack_under_another_packs_name_or_of_another_key_is_refused() {
    let dir = TempDir::new();
    let store = store(&dir);
    store.save(SOURCE, TARGET, &[code(1, 0, 100)]).unwrap();
    let other_shard = store.pack_path(OTHER_SOURCE, TARGET);
    fs::create_dir_all(other_shard.parent().unwrap()).unwrap();
    fs::copy(store.pack_path(SOURCE, TARGET), &other_shard).unwrap();
    fs::copy(store.pack_path(SOURCE, TARGET), store.pack_path(SOURCE, OTHER_TARGET)).unwrap();
    assert_eq!(store.load(OTHER_SOURCE, TARGET).unwrap_err().reason, MissReason::WrongSource);
    assert_eq!(store.load(SOURCE, OTHER_TARGET).unwrap_err().reason, MissReason::WrongTarget);
    let foreign = store_with(&dir, other_key(), DirectoryOptions::default());
    assert_eq!(reason(&foreign), MissReason::WrongKey);
    assert_eq!(foreign.counters()[0].1.misses().get(MissReason::WrongKey), 1);
}

#[test]
fn a_file_beyond_the_limit_is_not_read() {
    let dir = TempDir::new();
    let store = store(&dir);
    store.save(SOURCE, TARGET, &[profile(1, 10)]).unwrap();
    let file = fs::File::options().write(true).open(store.pack_path(SOURCE, TARGET)).unwrap();
    file.set_len(MAX_PACK as u64 + 1).unwrap();
    within(Duration::from_secs(1), || assert_eq!(reason(&store), MissReason::TooLarge));
}

#[test]
fn saves_of_many_processes_at_once_are_all_kept() {
    let dir = TempDir::new();
    std::thread::scope(|s| {
        for thread in 0..6u128 {
            let store = store(&dir);
            s.spawn(move || {
                for n in 0..10 {
                    store.save(SOURCE, TARGET, &[profile(thread * 100 + n, 50)]).unwrap();
                    assert!(store.load(SOURCE, TARGET).unwrap().is_some());
                }
            });
        }
    });
    assert_eq!(store(&dir).load(SOURCE, TARGET).unwrap().unwrap().len(), 60);
}

#[test]
fn a_lock_that_stays_held_fails_the_save_in_time() {
    let dir = TempDir::new();
    let options = DirectoryOptions { lock_timeout: Duration::from_millis(50), ..Default::default() };
    let store = store_with(&dir, key(), options);
    store.save(SOURCE, TARGET, &[profile(1, 10)]).unwrap();
    let lock = store.pack_path(SOURCE, TARGET).with_file_name("lock");
    let held = fs::File::open(lock).unwrap();
    held.lock().unwrap();
    let error = within(Duration::from_secs(5), || store.save(SOURCE, TARGET, &[profile(2, 10)]).unwrap_err());
    assert_eq!(error.reason, MissReason::StoreTimeout);
    assert!(store.load(SOURCE, TARGET).unwrap().is_some(), "loading needs no lock");
    drop(held);
    store.save(SOURCE, TARGET, &[profile(2, 10)]).unwrap();
}

/// A process that is killed at any moment leaves the old pack or the new one,
/// and no lock. The test program runs itself as the process that is killed.
#[test]
fn crash_consistency() {
    const ROLE: &str = "HEARTH_TEST_SAVE_IN";
    if let Some(root) = std::env::var_os(ROLE) {
        let store = DirectoryStore::new(PathBuf::from(root), key(), DirectoryOptions::default());
        // It ends by itself soon, should nobody be left to kill it.
        let end = Instant::now() + Duration::from_secs(5);
        for n in (0..500u128).take_while(|_| Instant::now() < end) {
            store.save(SOURCE, TARGET, &[code(n % 50, n as u32, 20_000)]).unwrap();
        }
        return;
    }
    let dir = TempDir::new();
    let root = dir.path().join("cache");
    let reader = store(&dir);
    for round in 0..12 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crash_consistency"])
            .env(ROLE, &root)
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        eventually("a first save", || reader.load(SOURCE, TARGET).unwrap().is_some());
        std::thread::sleep(Duration::from_millis(7 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        let pack = reader.load(SOURCE, TARGET).unwrap().expect("a pack is there");
        for entry in pack.entries().filter(|e| e.kind == EntryKind::Code) {
            Blob::parse(entry.bytes).unwrap();
        }
        reader.save(SOURCE, TARGET, &[profile(round as u128, 10)]).unwrap();
    }
    let left_behind = PruneBound { max_bytes: u64::MAX, max_age: None };
    let shard = reader.pack_path(SOURCE, TARGET).parent().unwrap().to_owned();
    let temporaries = || {
        let files = fs::read_dir(&shard).unwrap().flatten();
        files.filter(|f| f.file_name().as_encoded_bytes()[0] == b'.').collect::<Vec<_>>()
    };
    for file in temporaries() {
        let long_ago = SystemTime::now() - Duration::from_secs(7200);
        fs::File::options().write(true).open(file.path()).unwrap().set_modified(long_ago).unwrap();
    }
    reader.prune(left_behind).unwrap();
    assert!(temporaries().is_empty());
    assert!(reader.load(SOURCE, TARGET).unwrap().is_some());
}

#[test]
fn pruning_removes_what_was_not_used_for_longest() {
    let dir = TempDir::new();
    let store = store(&dir);
    let now = SystemTime::now();
    let source = |n: u8| hearth_codecache::SourceKey([n; 16]);
    for n in 0..5 {
        store.save(source(n), TARGET, &[profile(1, 10_000)]).unwrap();
        let file = fs::File::options().write(true).open(store.pack_path(source(n), TARGET)).unwrap();
        file.set_modified(now - Duration::from_secs(100 * 3600 * u64::from(5 - n))).unwrap();
    }
    let StoreStat { packs, bytes } = store.stat().unwrap();
    assert_eq!(packs, 5);
    // Using the oldest one saves it.
    assert!(store.load(source(0), TARGET).unwrap().is_some());
    let report = store.prune(PruneBound { max_bytes: bytes / 5 * 3, max_age: None }).unwrap();
    assert_eq!((report.removed, report.kept_bytes), (2, bytes / 5 * 3));
    let mut left: Vec<u8> = store.list().unwrap().iter().map(|p| p.source.0[0]).collect();
    left.sort();
    assert_eq!(left, [0, 3, 4]);
    let report = store.prune(PruneBound { max_bytes: u64::MAX, max_age: Some(Duration::from_secs(150 * 3600)) }).unwrap();
    assert_eq!(report.removed, 1, "by age");
    assert!(store.remove(source(4), TARGET).unwrap());
    assert_eq!(store.stat().unwrap().packs, 1);
}

#[test]
fn a_save_prunes_the_store_now_and_then() {
    let dir = TempDir::new();
    let options = DirectoryOptions { max_bytes: 30_000, prune_interval: Duration::ZERO, ..Default::default() };
    let store = store_with(&dir, key(), options);
    for n in 0..10 {
        store.save(hearth_codecache::SourceKey([n; 16]), TARGET, &[profile(1, 10_000)]).unwrap();
        std::thread::sleep(Duration::from_millis(3));
    }
    let stat = store.stat().unwrap();
    assert!(stat.bytes <= 30_000 && stat.packs >= 1, "{stat:?}");
    assert!(store.load(hearth_codecache::SourceKey([9; 16]), TARGET).unwrap().is_some(), "the newest stays");
}

#[test]
fn one_pack_is_bounded() {
    let dir = TempDir::new();
    let limits = PackLimits { max_bytes: 10_000, max_entries: 100 };
    let store = store_with(&dir, key(), DirectoryOptions { limits, ..Default::default() });
    for n in 0..20 {
        store.save(SOURCE, TARGET, &[profile(n, 1000)]).unwrap();
    }
    let pack = store.load(SOURCE, TARGET).unwrap().unwrap();
    assert!(pack.as_bytes().len() <= 10_000 && pack.len() == 9, "{pack:?}");
    assert!(pack.get(EntryKind::Profile, 19).is_some());
}

#[test]
fn an_exported_file_is_read_with_its_key_only() {
    let dir = TempDir::new();
    let store = store(&dir);
    store.save(SOURCE, TARGET, &[code(1, 0, 10)]).unwrap();
    let file = dir.path().join("exported.pack");
    fs::write(&file, store.load(SOURCE, TARGET).unwrap().unwrap().as_bytes()).unwrap();
    assert_eq!(read_pack_file(&file, &key()).unwrap().len(), 1);
    assert_eq!(read_pack_file(&file, &other_key()).unwrap_err().reason, MissReason::WrongKey);
    assert_eq!(read_pack_file(&dir.path().join("none"), &key()).unwrap_err().reason, MissReason::IoError);
}
