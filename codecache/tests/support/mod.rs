//! What the tests of stores share: temporary directories, sample entries, and a
//! Redis server of their own.

#![allow(dead_code, reason = "each test program uses a part of it")]

pub mod proxy;
pub mod redis_cluster;
pub mod redis_server;
pub mod skipped;
#[path = "../../src/store/temporary.rs"]
mod temporary;

use std::time::{Duration, Instant};

use hearth_codecache::blob::BlobIdentity;
use hearth_codecache::{
    AlignedBytes, BlobBuilder, CodeKey, Entry, EntryKind, EntryPoint, ScriptHash, SectionKind, SourceKey, TargetFingerprint, TrustKey,
};

pub use temporary::TempDir;

pub const SOURCE: SourceKey = SourceKey([0xab; 16]);
pub const OTHER_SOURCE: SourceKey = SourceKey([0xcd; 16]);
pub const TARGET: TargetFingerprint = TargetFingerprint([0x12; 16]);
pub const OTHER_TARGET: TargetFingerprint = TargetFingerprint([0x34; 16]);

pub fn key() -> TrustKey {
    TrustKey::from_bytes(&[7; 32])
}

pub fn other_key() -> TrustKey {
    TrustKey::from_bytes(&[8; 32])
}

pub fn profile(key: u128, len: usize) -> Entry {
    Entry::new(EntryKind::Profile, key, AlignedBytes::copy_from(&vec![key as u8; len]))
}

/// Contents that cannot be compressed.
pub fn noise(key: u128, len: usize) -> Entry {
    let mut state = key as u64 + 1;
    let mut next = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) as u8
    };
    Entry::new(EntryKind::Profile, key, AlignedBytes::copy_from(&(0..len).map(|_| next()).collect::<Vec<_>>()))
}

/// A code entry with a blob whose code is `len` bytes.
pub fn code(key: u128, generation: u32, len: usize) -> Entry {
    let blob = BlobBuilder::new(BlobIdentity {
        key: CodeKey(key),
        target: TARGET,
        script: ScriptHash([key as u8; 32]),
        entry: EntryPoint::Function,
    })
    .generation(generation)
    .bytes(SectionKind::Code, &vec![0xc3; len])
    .records(SectionKind::Links, &[[1u32, 2, 3, 4]])
    .finish()
    .unwrap();
    Entry::new(EntryKind::Code, key, blob).with_generation(generation)
}

/// Runs `f` and fails if it took longer than `limit`. Limits leave room for a
/// busy machine.
pub fn within<R>(limit: Duration, f: impl FnOnce() -> R) -> R {
    let start = Instant::now();
    let result = f();
    let taken = start.elapsed();
    assert!(taken <= limit, "took {taken:?}, more than {limit:?}");
    result
}

/// Waits for something that another thread does.
pub fn eventually(what: &str, mut condition: impl FnMut() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < Duration::from_secs(20), "never happened: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
