//! The directory store against what a file system and other processes do.

mod support;

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant, SystemTime};

use hearth_codecache::blob::Blob;
use hearth_codecache::pack::{MAX_PACK, PackLimits};
use hearth_codecache::store::{DirectoryOptions, DirectoryStore, Forgotten, PruneBound, StoreStat, read_pack_file};
use hearth_codecache::{CodeKey, Entry, EntryKind, MissReason, Store, TrustKey};
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
    assert_eq!(pack.get(EntryKind::Profile, 1).unwrap().bytes(), [1; 10]);
    let blob = Blob::parse(pack.code(CodeKey(2)).unwrap().bytes()).unwrap();
    assert_eq!(blob.code().unwrap(), [0xc3; 3000]);
    hearth_codecache::trust::verify_blob(&blob, &key()).unwrap();
    assert!(other.load(OTHER_SOURCE, TARGET).unwrap().is_none());
    assert!(other.load(SOURCE, OTHER_TARGET).unwrap().is_none());
    let counters = &other.counters()[0].1;
    assert_eq!((counters.hits(), counters.bytes_read()), (1, pack.stored_len() as u64));
}

#[test]
fn files_are_private() {
    let dir = TempDir::new();
    let store = store(&dir);
    store.save(SOURCE, TARGET, &[profile(1, 10)]).unwrap();
    let pack = store.pack_path(SOURCE, TARGET);
    assert_eq!(fs::metadata(&pack).unwrap().mode() & 0o777, 0o600);
    for ancestor in pack.ancestors().skip(1).take(2) {
        assert_eq!(fs::metadata(ancestor).unwrap().mode() & 0o777, 0o700, "{}", ancestor.display());
    }
    assert_eq!(pack, dir.path().join(format!("cache/v3/{}-{}.pack", "ab".repeat(16), "12".repeat(16))));
    let names: Vec<_> = fs::read_dir(pack.parent().unwrap()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "the pack, and when the store was pruned: {names:?}");
}

#[test]
fn a_directory_open_to_others_is_refused() {
    let dir = TempDir::new();
    let store = store(&dir);
    store.save(SOURCE, TARGET, &[profile(1, 10)]).unwrap();
    let root = dir.path().join("cache");
    let versioned = root.join("v3");
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
    assert_eq!(fs::metadata(root.join("v3")).unwrap().mode() & 0o777, 0o700);
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

/// The key of a fleet is exchanged while it runs: it would have lost all that was stored.
#[test]
fn what_an_older_key_has_sealed_is_used_and_sealed_anew() {
    let dir = TempDir::new();
    let with = |key: TrustKey| store_with(&dir, key, DirectoryOptions::default());
    let both = || TrustKey::with_others(&[8; 32], &[[7; 32]]);
    with(key()).save(SOURCE, TARGET, &[profile(1, 10), code(2, 0, 3000)]).unwrap();
    with(key()).save(OTHER_SOURCE, TARGET, &[profile(1, 10)]).unwrap();
    // A pack of segments of both.
    with(both()).save(SOURCE, TARGET, &[profile(3, 10), code(2, 0, 3000)]).unwrap();
    let loaded = |key, source| with(key).load(source, TARGET).map(|pack| pack.map(|pack| (pack.segments().len(), pack.len())));
    assert_eq!(loaded(both(), SOURCE).unwrap(), Some((2, 3)), "code that differs by its tag only is not saved again");
    assert_eq!(with(other_key()).load(SOURCE, TARGET).unwrap_err().reason, MissReason::WrongKey);
    assert_eq!(loaded(key(), SOURCE).unwrap(), Some((1, 2)), "the old key's segment");

    let path = with(both()).pack_path(SOURCE, TARGET);
    let used = SystemTime::now() - Duration::from_secs(5000);
    fs::File::options().write(true).open(&path).unwrap().set_modified(used).unwrap();
    let created = with(both()).load(SOURCE, TARGET).unwrap().unwrap().created();
    let report = with(both()).rekey(SOURCE, TARGET).unwrap();
    assert!((report.packs, report.parts, report.refused) == (1, 1, 0) && report.bytes_written > 300, "{report:?}");
    assert_eq!(with(both()).rekey(SOURCE, TARGET).unwrap(), Default::default(), "once");
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), used, "nobody has used it");
    let pack = with(other_key()).load(SOURCE, TARGET).unwrap().expect("the old key may go");
    assert_eq!((pack.len(), pack.segments().len(), pack.created()), (3, 1, created));
    let blob = Blob::parse(pack.code(CodeKey(2)).unwrap().bytes()).unwrap();
    hearth_codecache::trust::verify_blob(&blob, &other_key()).unwrap();

    // What is not there, only read, or of another key stays so.
    assert_eq!(with(both()).rekey(SOURCE, OTHER_TARGET).unwrap(), Default::default());
    assert!(!with(both()).pack_path(SOURCE, OTHER_TARGET).exists());
    let before = fs::read(with(key()).pack_path(OTHER_SOURCE, TARGET)).unwrap();
    let read_only = store_with(&dir, both(), DirectoryOptions { read_only: true, ..Default::default() });
    let report = read_only.rekey(OTHER_SOURCE, TARGET).unwrap();
    assert_eq!((report.packs, report.only_read, report.bytes_written), (0, 1, 0));
    let foreign = with(other_key()).rekey(OTHER_SOURCE, TARGET).unwrap();
    assert_eq!((foreign.packs, foreign.refused), (0, 1));
    assert_eq!(fs::read(with(key()).pack_path(OTHER_SOURCE, TARGET)).unwrap(), before);
}

/// Sealing anew and saving do not lose what the other does.
#[test]
fn packs_are_sealed_anew_while_others_write_to_them() {
    const ROUNDS: u128 = 20;
    let dir = TempDir::new();
    let both = || TrustKey::with_others(&[8; 32], &[[7; 32]]);
    let with = |key: TrustKey| store_with(&dir, key, DirectoryOptions { lock_timeout: Duration::from_secs(60), ..Default::default() });
    with(key()).save(SOURCE, TARGET, &[profile(1000, 10)]).unwrap();
    std::thread::scope(|s| {
        for first in [0, ROUNDS] {
            // They seal by the old key, and accept the new one.
            let writer = with(TrustKey::with_others(&[7; 32], &[[8; 32]]));
            s.spawn(move || {
                (first..first + ROUNDS).for_each(|n| assert_eq!(writer.save(SOURCE, TARGET, &[profile(n, 50)]).unwrap().merge.added, 1))
            });
            let rekeys = with(both());
            s.spawn(move || (0..ROUNDS).for_each(|_| assert_eq!(rekeys.rekey(SOURCE, TARGET).unwrap().refused, 0)));
        }
    });
    with(both()).rekey(SOURCE, TARGET).unwrap();
    let pack = with(other_key()).load(SOURCE, TARGET).unwrap().expect("all is sealed by the new key");
    assert_eq!(pack.len() as u128, 2 * ROUNDS + 1);
    let names = fs::read_dir(with(both()).pack_path(SOURCE, TARGET).parent().unwrap()).unwrap().count();
    assert_eq!(names, 2, "no temporary file is left");
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
    newer[8] = 9;
    for (bytes, expected) in [
        (good[..50].to_vec(), MissReason::Truncated),
        (good[..good.len() - 1].to_vec(), MissReason::Truncated),
        (vec![0; good.len()], MissReason::Malformed),
        (newer, MissReason::WrongVersion),
        (flipped, MissReason::WrongKey),
    ] {
        fs::write(&path, bytes).unwrap();
        assert_eq!(reason(&store), expected);
        store.save(SOURCE, TARGET, &[code(2, 0, 100)]).unwrap();
        let pack = store.load(SOURCE, TARGET).unwrap().unwrap();
        assert_eq!(pack.len(), 1, "nothing of the damaged pack is taken over");
    }
}

/// The file of the pack, and what is in it.
fn file_of(store: &DirectoryStore) -> (PathBuf, Vec<u8>) {
    let path = store.pack_path(SOURCE, TARGET);
    let bytes = fs::read(&path).unwrap();
    (path, bytes)
}

fn keys(store: &DirectoryStore) -> Vec<u128> {
    store.load(SOURCE, TARGET).unwrap().unwrap().entries().map(|e| e.key).collect()
}

#[test]
fn a_save_writes_what_is_new_and_nothing_if_nothing_is() {
    let dir = TempDir::new();
    let store = store(&dir);
    let many: Vec<Entry> = (0..50).map(|n| noise(n, 4000)).chain([code(7, 2, 5000)]).collect();
    assert!(store.save(SOURCE, TARGET, &many).unwrap().bytes_written > 200_000);
    let one = store.save(SOURCE, TARGET, &[noise(50, 1000), code(8, 0, 3000)]).unwrap();
    assert!((1000..2500).contains(&one.bytes_written), "{one:?}");
    let (_, before) = file_of(&store);
    let again = store.save(SOURCE, TARGET, &many).unwrap();
    assert_eq!((again.bytes_written, again.merge.unchanged, again.merge.added), (0, 51, 0));
    assert_eq!(store.save(SOURCE, TARGET, &[code(7, 1, 10)]).unwrap().merge.superseded, 1);
    assert_eq!(file_of(&store).1, before);
    let (counters, files) = (&store.counters()[0].1, before.len() as u64);
    assert_eq!(counters.bytes_written(), files, "each byte of the store was written once");
    assert_eq!(store.load(SOURCE, TARGET).unwrap().unwrap().len(), 53);
}

/// A process may die, or the disk be full, after any byte of a save.
#[test]
fn a_save_that_did_not_end_leaves_what_was_there_before() {
    let dir = TempDir::new();
    let store = store(&dir);
    store.save(SOURCE, TARGET, &[profile(1, 10)]).unwrap();
    store.save(SOURCE, TARGET, &[profile(2, 10)]).unwrap();
    let (path, two) = file_of(&store);
    store.save(SOURCE, TARGET, &[noise(3, 100)]).unwrap();
    let (_, three) = file_of(&store);
    assert_eq!(three[..two.len()], two, "what was there is as it was");
    let refused = || store.counters()[0].1.entries_refused().total();
    for len in two.len()..three.len() {
        fs::write(&path, &three[..len]).unwrap();
        let before = refused();
        let lock = fs::File::open(&path).unwrap();
        lock.lock().unwrap();
        assert_eq!(keys(&store), [1, 2], "{len}");
        assert_eq!(refused(), before, "somebody is writing it");
        drop(lock);
        let is_left = len > two.len();
        // A process that another test has just started has its files, and so the lock, for a moment.
        for _ in 0..if is_left { 1000 } else { 1 } {
            assert_eq!(keys(&store), [1, 2], "{len}");
            if refused() > before {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        assert_eq!((refused(), is_left), (before + u64::from(is_left), is_left), "nobody is");
        store.save(SOURCE, TARGET, &[profile(4, 10)]).unwrap();
        assert_eq!(keys(&store), [1, 2, 4], "{len}");
    }
}

#[test]
fn a_damaged_segment_is_counted_and_what_is_before_it_is_used() {
    let dir = TempDir::new();
    let store = store(&dir);
    for n in 1..4 {
        store.save(SOURCE, TARGET, &[profile(n, 10)]).unwrap();
    }
    let (path, good) = file_of(&store);
    let ends: Vec<usize> = store.load(SOURCE, TARGET).unwrap().unwrap().segments().map(<[u8]>::len).collect();
    let second = ends[0];
    let mut zeros = good.clone();
    zeros[second..].fill(0);
    let mut longer = good.clone();
    longer.extend([1; 200]);
    let mut flipped = good.clone();
    flipped[second + 130] ^= 1;
    let left_out = [&good[..second], &good[second + ends[1]..]].concat();
    let twice = [&good[..], &good[second..]].concat();
    for (bytes, expected, reason) in [
        (zeros, &[1][..], MissReason::Malformed),
        (longer, &[1, 2, 3], MissReason::Malformed),
        (flipped, &[1], MissReason::WrongKey),
        (left_out, &[1], MissReason::IdentityMismatch),
        (twice, &[1, 2, 3], MissReason::IdentityMismatch),
    ] {
        fs::write(&path, bytes).unwrap();
        let count = || store.counters()[0].1.entries_refused().get(reason);
        let before = count();
        assert_eq!(keys(&store), expected, "{reason}");
        assert_eq!(count(), before + 1, "{reason}");
        store.save(SOURCE, TARGET, &[profile(9, 10)]).unwrap();
        assert_eq!(keys(&store), [expected, &[9]].concat(), "{reason}");
        let damaged = count();
        assert_eq!((store.load(SOURCE, TARGET).is_ok(), count()), (true, damaged), "the save has mended it");
    }
}

/// Segments of an older state under a newer base, or the other way round.
#[test]
fn old_and_new_cannot_be_mixed() {
    let dir = TempDir::new();
    let store = store(&dir);
    store.save(SOURCE, TARGET, &[profile(1, 10)]).unwrap();
    let (path, base) = file_of(&store);
    store.save(SOURCE, TARGET, &[profile(2, 10)]).unwrap();
    let (_, older) = file_of(&store);
    store.remove(SOURCE, TARGET).unwrap();
    store.save(SOURCE, TARGET, &[profile(1, 10), profile(3, 10)]).unwrap();
    let (_, other) = file_of(&store);
    fs::write(&path, [&other[..], &older[base.len()..]].concat()).unwrap();
    assert_eq!(keys(&store), [1, 3]);
    fs::write(&path, &older[base.len()..]).unwrap();
    assert_eq!(reason(&store), MissReason::Malformed, "a pack does not begin in the middle");
}

#[test]
fn many_segments_and_dead_entries_are_merged_when_there_is_time() {
    let dir = TempDir::new();
    let options = DirectoryOptions { max_segments: 4, ..Default::default() };
    let store = store_with(&dir, key(), options);
    let segments = || store.load(SOURCE, TARGET).unwrap().unwrap().segments().len();
    store.save(SOURCE, TARGET, &[noise(0, 5000)]).unwrap();
    for n in 1..7 {
        store.save(SOURCE, TARGET, &[noise(n, 100)]).unwrap();
    }
    assert_eq!(segments(), 7, "a save merges later");
    assert!(store.tidy(SOURCE, TARGET).unwrap().bytes_written > 5000);
    assert_eq!((segments(), keys(&store).len()), (1, 7));
    assert_eq!(store.tidy(SOURCE, TARGET).unwrap().bytes_written, 0);
    store.save(SOURCE, TARGET, &[profile(0, 5001)]).unwrap();
    assert!(store.tidy(SOURCE, TARGET).unwrap().bytes_written > 0, "most of it was dead");
    assert_eq!((segments(), keys(&store).len()), (1, 7));
    for n in 10..50 {
        store.save(SOURCE, TARGET, &[noise(n, 100)]).unwrap();
    }
    assert!(segments() <= 20, "nobody tidies, and there are bounds all the same: {}", segments());
    assert_eq!(keys(&store).len(), 47);
    assert_eq!(store.tidy(OTHER_SOURCE, TARGET).unwrap().bytes_written, 0, "none there");
}

#[test]
fn a_pack_under_another_packs_name_or_of_another_key_is_refused() {
    let dir = TempDir::new();
    let store = store(&dir);
    store.save(SOURCE, TARGET, &[code(1, 0, 100)]).unwrap();
    fs::copy(store.pack_path(SOURCE, TARGET), store.pack_path(OTHER_SOURCE, TARGET)).unwrap();
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

/// The first save of a pack is written in its place.
#[test]
fn a_first_save_that_is_being_written_is_no_pack_yet() {
    let dir = TempDir::new();
    let store = store(&dir);
    store.save(SOURCE, TARGET, &[profile(1, 10)]).unwrap();
    let (path, whole) = file_of(&store);
    for len in [0, 1, 60, whole.len() - 1] {
        fs::write(&path, &whole[..len]).unwrap();
        let lock = fs::File::open(&path).unwrap();
        lock.lock().unwrap();
        assert!(store.load(SOURCE, TARGET).unwrap().is_none(), "{len}");
        drop(lock);
        if len == 0 {
            assert!(store.load(SOURCE, TARGET).unwrap().is_none(), "somebody may be about to write it");
            let file = fs::File::options().write(true).open(&path).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(60)).unwrap();
        }
        eventually("nobody writes it", || store.load(SOURCE, TARGET).is_err());
        assert_eq!(reason(&store), MissReason::Truncated, "{len}");
        store.save(SOURCE, TARGET, &[profile(2, 10)]).unwrap();
        assert_eq!(keys(&store), [2], "{len}");
    }
}

/// Who waits for a lock gets that of a file which has been replaced meanwhile.
#[test]
fn a_save_that_waited_while_the_pack_was_replaced_is_kept() {
    let dir = TempDir::new();
    let store = store(&dir);
    store.save(SOURCE, TARGET, &[profile(1, 10)]).unwrap();
    let (path, bytes) = file_of(&store);
    let held = fs::File::open(&path).unwrap();
    held.lock().unwrap();
    std::thread::scope(|s| {
        let waiting = s.spawn(|| store.save(SOURCE, TARGET, &[profile(2, 10)]).unwrap());
        std::thread::sleep(Duration::from_millis(30));
        let aside = path.with_extension("new");
        fs::write(&aside, &bytes).unwrap();
        fs::rename(&aside, &path).unwrap();
        drop(held);
        waiting.join().unwrap();
    });
    assert_eq!(keys(&store), [1, 2]);
}

#[test]
fn a_lock_that_stays_held_fails_the_save_in_time() {
    let dir = TempDir::new();
    let options = DirectoryOptions { lock_timeout: Duration::from_millis(50), ..Default::default() };
    let store = store_with(&dir, key(), options);
    store.save(SOURCE, TARGET, &[profile(1, 10)]).unwrap();
    let held = fs::File::open(store.pack_path(SOURCE, TARGET)).unwrap();
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
            Blob::parse(entry.bytes()).unwrap();
        }
        reader.save(SOURCE, TARGET, &[profile(round as u128, 10)]).unwrap();
    }
    let left_behind = PruneBound { max_bytes: u64::MAX, max_age: None };
    let folder = reader.pack_path(SOURCE, TARGET).parent().unwrap().to_owned();
    let temporaries = || {
        let files = fs::read_dir(&folder).unwrap().flatten();
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
    assert!(pack.live_and_dead().0 <= 10_000 && pack.len() == 9, "{pack:?}");
    assert!(pack.get(EntryKind::Profile, 19).is_some());
}

#[test]
fn an_exported_file_is_read_with_its_key_only() {
    let dir = TempDir::new();
    let store = store(&dir);
    store.save(SOURCE, TARGET, &[code(1, 0, 10)]).unwrap();
    let file = dir.path().join("exported.pack");
    fs::write(&file, store.load(SOURCE, TARGET).unwrap().unwrap().segments().next().unwrap()).unwrap();
    assert_eq!(read_pack_file(&file, &key()).unwrap().len(), 1);
    assert_eq!(read_pack_file(&file, &other_key()).unwrap_err().reason, MissReason::WrongKey);
    assert_eq!(read_pack_file(&dir.path().join("none"), &key()).unwrap_err().reason, MissReason::IoError);
}

fn set_time(path: &Path, time: SystemTime) {
    fs::File::options().write(true).create(true).truncate(false).open(path).unwrap().set_modified(time).unwrap();
}

/// A clock that was ahead once had left a mark: nothing was pruned until that time came.
#[test]
fn a_mark_of_the_future_does_not_stop_pruning() {
    let dir = TempDir::new();
    let store = store_with(&dir, key(), DirectoryOptions { max_bytes: 1000, ..Default::default() });
    store.save(SOURCE, TARGET, &[noise(1, 600)]).unwrap();
    let (file, _) = file_of(&store);
    let ahead = SystemTime::now() + Duration::from_secs(1 << 25);
    let (mark, left_over) = (file.with_file_name("pruned"), file.with_file_name(".left.1.0"));
    set_time(&mark, ahead);
    set_time(&left_over, ahead);
    store.save(OTHER_SOURCE, TARGET, &[noise(2, 600)]).unwrap();
    assert_eq!(store.stat().unwrap().packs, 1);
    assert!(!left_over.exists(), "what a writer has left that was killed");
    assert!(fs::metadata(&mark).unwrap().modified().unwrap() < ahead);
}

#[test]
fn a_save_prunes_by_age_and_what_is_used_stays() {
    let dir = TempDir::new();
    let age = Duration::from_secs(3600);
    let store = store_with(&dir, key(), DirectoryOptions { max_age: Some(age), prune_interval: Duration::ZERO, ..Default::default() });
    for source in [SOURCE, OTHER_SOURCE] {
        store.save(source, TARGET, &[profile(1, 10)]).unwrap();
        set_time(&store.pack_path(source, TARGET), SystemTime::now() - age.mul_f64(0.9));
    }
    assert!(store.load(SOURCE, TARGET).unwrap().is_some());
    set_time(&store.pack_path(OTHER_SOURCE, TARGET), SystemTime::now() - age.mul_f64(1.1));
    store.save(hearth_codecache::SourceKey([9; 16]), TARGET, &[profile(1, 10)]).unwrap();
    assert!(store.load(SOURCE, TARGET).unwrap().is_some());
    assert!(store.load(OTHER_SOURCE, TARGET).unwrap().is_none());
}

#[test]
fn a_refused_pack_is_counted_once() {
    let dir = TempDir::new();
    let writer = store(&dir);
    writer.save(SOURCE, TARGET, &[profile(1, 100)]).unwrap();
    let (path, mut bytes) = file_of(&writer);
    bytes[60] ^= 1;
    fs::write(&path, bytes).unwrap();
    let reader = store(&dir);
    for _ in 0..5 {
        assert!(reader.load(SOURCE, TARGET).is_err());
    }
    reader.save(SOURCE, TARGET, &[profile(2, 100)]).unwrap();
    let counters = &reader.counters()[0].1;
    assert_eq!((counters.misses().total(), counters.entries_refused().total()), (1, 0));
    assert!(reader.load(SOURCE, TARGET).unwrap().is_some());
}

#[test]
fn what_is_too_large_is_counted() {
    let dir = TempDir::new();
    let limits = PackLimits { max_bytes: 10_000, max_entries: 100 };
    let store = store_with(&dir, key(), DirectoryOptions { limits, ..Default::default() });
    store.save(SOURCE, TARGET, &[profile(1, 20_000), profile(2, 10)]).unwrap();
    assert_eq!(store.counters()[0].1.save_failures().get(MissReason::TooLarge), 1);
}

#[test]
fn what_is_forgotten_is_gone_and_the_rest_stays() {
    let dir = TempDir::new();
    let store = store(&dir);
    store.save(SOURCE, TARGET, &[profile(1, 500), profile(2, 500), code(3, 4, 90)]).unwrap();
    let gone = [(EntryKind::Profile, 1, 0), (EntryKind::Code, 3, 4)].map(|(kind, key, generation)| Forgotten { kind, key, generation });
    store.forget(SOURCE, TARGET, &gone).unwrap();
    assert_eq!(keys(&store), [2]);
    store.forget(OTHER_SOURCE, TARGET, &gone).unwrap();
    assert!(!store.pack_path(OTHER_SOURCE, TARGET).exists());
}

/// A store in the image of a container: root's, open to be read, and never written to.
#[test]
fn a_read_only_store_is_read_and_nothing_else() {
    let dir = TempDir::new();
    let writer = store(&dir);
    writer.save(SOURCE, TARGET, &[profile(1, 100)]).unwrap();
    let (path, bytes) = file_of(&writer);
    let folder = path.parent().unwrap();
    let then = SystemTime::now() - Duration::from_secs(1 << 22);
    set_time(&path, then);
    for (place, mode) in [(&*path, 0o444), (folder, 0o555), (&dir.path().join("cache"), 0o555)] {
        fs::set_permissions(place, fs::Permissions::from_mode(mode)).unwrap();
    }
    let options = DirectoryOptions { read_only: true, prune_interval: Duration::ZERO, max_bytes: 1, ..Default::default() };
    let baked = store_with(&dir, key(), options);
    assert!(baked.is_read_only() && baked.load(SOURCE, TARGET).unwrap().is_some());
    for source in [SOURCE, OTHER_SOURCE] {
        assert_eq!(baked.save(source, TARGET, &[profile(2, 100)]).unwrap().bytes_written, 0);
        baked.tidy(source, TARGET).unwrap();
    }
    assert!(!baked.remove(SOURCE, TARGET).unwrap());
    baked.prune(PruneBound { max_bytes: 0, max_age: None }).unwrap();
    assert_eq!(fs::read(&path).unwrap(), bytes);
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), then);
    assert_eq!(fs::read_dir(folder).unwrap().count(), 2, "the pack, and when the writer pruned");
    fs::set_permissions(folder, fs::Permissions::from_mode(0o777)).unwrap();
    assert_eq!(reason(&baked), MissReason::InsecureDirectory);
    fs::set_permissions(dir.path().join("cache"), fs::Permissions::from_mode(0o755)).unwrap();
}
