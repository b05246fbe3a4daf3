//! What a store did, in numbers.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use xxhash_rust::xxh3::Xxh3;

use super::{LoadedPack, SaveReport, StoreError};
use crate::fingerprint::TargetFingerprint;
use crate::key::SourceKey;
use crate::miss::{MissCounters, MissReason};

/// Statistics of one store (of one layer). Shared between threads.
#[derive(Default, Debug)]
pub struct StoreCounters {
    hits: AtomicU64,
    misses: MissCounters,
    /// Single entries that were refused although their pack was usable.
    entries_refused: MissCounters,
    saves: AtomicU64,
    save_failures: MissCounters,
    bytes_read: AtomicU64,
    bytes_written: AtomicU64,
    load_nanoseconds: AtomicU64,
    failure: Mutex<FirstFailure>,
    /// What was refused, and counted: it is looked up again and again.
    refused: Mutex<HashSet<u128>>,
}

/// So many refusals are remembered; one more is counted anew.
const MAX_REFUSED: usize = 1 << 16;

/// What is refused: a pack, or `part` of one.
pub(super) fn refusal(source: SourceKey, target: TargetFingerprint, part: &[u8]) -> u128 {
    let mut hasher = Xxh3::new();
    [&source.0[..], &target.0, part].into_iter().for_each(|bytes| hasher.update(bytes));
    hasher.digest128()
}

/// The first failure of the store as a whole: people are told once.
#[derive(Default, Debug)]
enum FirstFailure {
    #[default]
    None,
    Untold(StoreError),
    Told,
}

fn read(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}

impl StoreCounters {
    /// Packs found.
    pub fn hits(&self) -> u64 {
        read(&self.hits)
    }

    /// Packs not found or not usable, by reason.
    pub fn misses(&self) -> &MissCounters {
        &self.misses
    }

    /// Entries of usable packs that were refused, by reason.
    pub fn entries_refused(&self) -> &MissCounters {
        &self.entries_refused
    }

    /// Saves that succeeded.
    pub fn saves(&self) -> u64 {
        read(&self.saves)
    }

    /// Saves that failed, by reason.
    pub fn save_failures(&self) -> &MissCounters {
        &self.save_failures
    }

    /// Bytes of packs that were loaded.
    pub fn bytes_read(&self) -> u64 {
        read(&self.bytes_read)
    }

    /// Bytes that were saved.
    pub fn bytes_written(&self) -> u64 {
        read(&self.bytes_written)
    }

    /// Time spent in loading, hits and misses together.
    pub fn load_time(&self) -> Duration {
        Duration::from_nanos(read(&self.load_nanoseconds))
    }

    /// The first failure of the store as a whole (see [`MissReason::is_of_store`]), once.
    pub fn take_failure(&self) -> Option<StoreError> {
        let mut failure = self.failure.lock();
        if !matches!(*failure, FirstFailure::Untold(_)) {
            return None;
        }
        match std::mem::replace(&mut *failure, FirstFailure::Told) {
            FirstFailure::Untold(error) => Some(error),
            FirstFailure::None | FirstFailure::Told => None,
        }
    }

    /// Counts an entry of a usable pack that is refused, or a damaged pack that a save replaces: once.
    pub(super) fn refuse(&self, what: u128, reason: MissReason) {
        if self.is_new(what) {
            self.entries_refused.count(reason);
        }
    }

    /// Whether this is refused for the first time.
    fn is_new(&self, what: u128) -> bool {
        let mut refused = self.refused.lock();
        if refused.len() == MAX_REFUSED {
            refused.clear();
        }
        refused.insert(what)
    }

    fn note_failure(&self, error: &StoreError) {
        let mut failure = self.failure.lock();
        if error.reason.is_of_store() && matches!(*failure, FirstFailure::None) {
            *failure = FirstFailure::Untold(error.clone());
        }
    }

    /// Runs one load and counts it; a pack that is refused counts once.
    pub(super) fn count_load(
        &self,
        source: SourceKey,
        target: TargetFingerprint,
        load: impl FnOnce() -> Result<Option<LoadedPack>, StoreError>,
    ) -> Result<Option<LoadedPack>, StoreError> {
        let start = Instant::now();
        let result = load();
        self.load_nanoseconds.fetch_add(start.elapsed().as_nanos() as u64, Ordering::Relaxed);
        match &result {
            Ok(Some(loaded)) => {
                self.hits.fetch_add(1, Ordering::Relaxed);
                self.bytes_read.fetch_add(loaded.stored_len() as u64, Ordering::Relaxed);
                // If it is refused again, that is news.
                self.refused.lock().remove(&refusal(source, target, &[]));
            }
            Ok(None) => self.misses.count(MissReason::NotFound),
            Err(e) => {
                if !e.reason.is_of_pack() || self.is_new(refusal(source, target, &[])) {
                    self.misses.count(e.reason);
                }
                self.note_failure(e);
            }
        }
        result
    }

    /// Runs one save and counts it, and what of it was too large.
    pub(super) fn count_save(&self, save: impl FnOnce() -> Result<SaveReport, StoreError>) -> Result<SaveReport, StoreError> {
        let result = save();
        match &result {
            Ok(report) => {
                self.saves.fetch_add(1, Ordering::Relaxed);
                self.save_failures.add(MissReason::TooLarge, report.merge.too_large as u64);
                self.bytes_written.fetch_add(report.bytes_written, Ordering::Relaxed);
            }
            Err(e) => {
                self.save_failures.count(e.reason);
                self.note_failure(e);
            }
        }
        result
    }
}
