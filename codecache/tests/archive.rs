//! Packs that go from one store through an archive into another.

mod support;

use std::io::Cursor;

use hearth_codecache::archive::{Archive, ArchiveWriter};
use hearth_codecache::blob::Blob;
use hearth_codecache::store::{DirectoryOptions, DirectoryStore, MemoryStore, RedisAddress, RedisOptions, RedisStore};
use hearth_codecache::{CodeKey, EntryKind, MissReason, Store, TrustKey};
use support::redis_server::start;
use support::*;

fn directory(dir: &TempDir) -> DirectoryStore {
    DirectoryStore::new(dir.path().join("store"), key(), DirectoryOptions::default())
}

fn export(from: &dyn Store) -> Vec<u8> {
    let mut writer = ArchiveWriter::new(Vec::new()).unwrap();
    for info in from.list().unwrap() {
        writer.add(&from.load(info.source, info.target).unwrap().unwrap(), &key()).unwrap();
    }
    writer.finish(&key(), 0).unwrap().0
}

fn import(bytes: &[u8], to: &dyn Store) -> usize {
    let mut archive = Archive::open(Cursor::new(bytes), &key()).unwrap();
    for index in 0..archive.len() {
        let pack = archive.pack(index, &key()).unwrap();
        to.adopt(&pack).unwrap();
    }
    archive.len()
}

fn fill(store: &dyn Store) {
    store.save(SOURCE, TARGET, &[profile(1, 10), code(2, 3, 3000)]).unwrap();
    store.save(OTHER_SOURCE, OTHER_TARGET, &[profile(4, 0)]).unwrap();
}

/// What is there must be what `fill` saved.
fn check(store: &dyn Store) {
    let pack = store.load(SOURCE, TARGET).unwrap().unwrap();
    assert_eq!(pack.len(), 2);
    assert_eq!(pack.get(EntryKind::Profile, 1).unwrap().bytes(), [1; 10]);
    let entry = pack.code(CodeKey(2)).unwrap();
    assert_eq!(entry.generation, 3);
    let blob = Blob::parse(entry.bytes()).unwrap();
    assert_eq!(blob.code().unwrap(), [0xc3; 3000]);
    hearth_codecache::trust::verify_blob(&blob, &key()).unwrap();
    let other = store.load(OTHER_SOURCE, OTHER_TARGET).unwrap().unwrap();
    assert_eq!(other.get(EntryKind::Profile, 4).unwrap().bytes(), []);
}

#[test]
fn from_a_directory_to_memory_and_to_another_directory() {
    let (near, far) = (TempDir::new(), TempDir::new());
    let from = directory(&near);
    fill(&from);
    let bytes = export(&from);
    let memory = MemoryStore::new(key(), 1 << 30);
    assert_eq!(import(&bytes, &memory), 2);
    check(&memory);
    let to = directory(&far);
    assert_eq!(import(&export(&memory), &to), 2);
    check(&to);
    // What was there already stays, and nothing comes twice.
    to.save(SOURCE, TARGET, &[profile(9, 5)]).unwrap();
    assert_eq!(import(&bytes, &to), 2);
    assert_eq!(to.load(SOURCE, TARGET).unwrap().unwrap().len(), 3);
}

#[test]
fn from_memory_to_redis_and_back() {
    let Some(server) = start(&[]) else { return };
    let redis = RedisStore::open(&RedisAddress::parse(&server.url()).unwrap(), key(), RedisOptions::default()).unwrap();
    let memory = MemoryStore::new(key(), 1 << 30);
    fill(&memory);
    assert_eq!(import(&export(&memory), &redis), 2);
    check(&redis);
    let back = MemoryStore::new(key(), 1 << 30);
    assert_eq!(import(&export(&redis), &back), 2);
    check(&back);
}

/// Who has only the new key gets an archive that only it has sealed, blobs included.
#[test]
fn under_two_keys_an_archive_is_sealed_by_the_first_and_read_by_both() {
    let (near, far) = (TempDir::new(), TempDir::new());
    let both = TrustKey::with_others(&[8; 32], &[[7; 32]]);
    let from = directory(&near);
    fill(&from);
    let old = export(&from);
    let open = |bytes: &[u8], key: &TrustKey| Archive::open(Cursor::new(bytes.to_vec()), key).map_err(|e| e.reason());
    assert!(open(&old, &both).is_ok());
    let to = DirectoryStore::new(far.path().join("store"), both.clone(), DirectoryOptions::default());
    let mut archive = open(&old, &both).unwrap();
    for index in 0..archive.len() {
        to.adopt(&archive.pack(index, &both).unwrap()).unwrap();
    }
    // What is adopted is sealed by the first; what is exported from a store that the old key has sealed, too.
    let sealed_before = DirectoryStore::new(near.path().join("store"), both.clone(), DirectoryOptions::default());
    for store in [&to, &sealed_before] {
        let mut writer = ArchiveWriter::new(Vec::new()).unwrap();
        for info in store.list().unwrap() {
            writer.add(&store.load(info.source, info.target).unwrap().unwrap(), &both).unwrap();
        }
        let new = writer.finish(&both, 0).unwrap().0;
        assert_eq!(open(&new, &key()).err(), Some(MissReason::WrongKey));
        let mut archive = open(&new, &other_key()).unwrap();
        let packs: Vec<_> = (0..archive.len()).map(|index| archive.pack(index, &other_key()).unwrap()).collect();
        let code = packs.iter().find_map(|pack| pack.code(CodeKey(2))).unwrap();
        hearth_codecache::trust::verify_blob(&Blob::parse(code.bytes()).unwrap(), &other_key()).unwrap();
    }
}
