//! Where packs live.
//!
//! One trait, four kinds: memory, a directory of pack files, Redis, and layers
//! of these. Every kind keeps three promises: what [`Store::load`] gives back
//! was written by a holder of the trust key; a failure is an error value with a
//! [`MissReason`], counted, within a bounded time; and a save merges, it never
//! loses what somebody else saved.
//!
//! Loading happens on the thread that is about to run the script. Saving is
//! for the background: see [`crate::writer::Writer`].

#![forbid(unsafe_code)]

mod counters;
mod crashes;
mod directory;
mod layered;
mod memory;
mod notes;
#[cfg(feature = "redis")]
mod redis;
mod spec;
#[cfg(test)]
pub(crate) mod temporary;
mod work;

use std::fmt;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::fingerprint::TargetFingerprint;
use crate::key::SourceKey;
use crate::miss::MissReason;
use crate::pack::{Entry, EntryKind, MergeReport, Pack};
use crate::statistics::{ProgramStatistics, Statistics};

pub use counters::StoreCounters;
pub use crashes::Crashes;
pub use directory::{DirectoryOptions, DirectoryStore, read_pack_file};
pub use layered::{LayeredOptions, LayeredStore};
pub use memory::MemoryStore;
pub use notes::Notes;
#[cfg(feature = "redis")]
pub use redis::{RedisAccess, RedisAddress, RedisOptions, RedisStore, Secret};
pub use spec::{OpenOptions, READ_ONLY, StoreSpec, StoreSpecError};
pub use work::{ABANDONED_AFTER, Queue, Work, WorkQueue};

/// A place where packs are kept.
pub trait Store: Send + Sync {
    /// What and where, for people: `dir:/home/…`, `redis://host:6379`. Without
    /// passwords.
    fn name(&self) -> String;

    /// Finds the pack of a source text for a target. `Ok(None)`: there is none.
    fn load(&self, source: SourceKey, target: TargetFingerprint) -> Result<Option<LoadedPack>, StoreError>;

    /// Whether nothing is ever saved here.
    fn is_read_only(&self) -> bool {
        false
    }

    /// Merges entries into the pack of a source text.
    fn save(&self, source: SourceKey, target: TargetFingerprint, entries: &[Entry]) -> Result<SaveReport, StoreError>;

    /// [`Store::save`] of several packs: what became of each.
    fn save_all(&self, saves: &[Save<'_>]) -> Vec<Result<SaveReport, StoreError>> {
        saves.iter().map(|save| self.save(save.source, save.target, save.entries)).collect()
    }

    /// A program starts whose first source text is `program`, and of which what is in `loaded` is here: what it
    /// loaded the last time may be fetched now. Waits for nothing.
    fn begin_program(&self, _program: SourceKey, _target: TargetFingerprint, _loaded: &[SourceKey]) {}

    /// Whether [`Store::begin_program`] would fetch less the next time than all of `loaded`.
    fn lacks_program(&self, _program: SourceKey, _target: TargetFingerprint, _loaded: &[SourceKey]) -> bool {
        false
    }

    /// Remembers what a program loads, with the next [`Store::save_all`] at the latest.
    fn save_program(&self, _program: SourceKey, _target: TargetFingerprint, _loaded: &[SourceKey]) -> Result<SaveReport, StoreError> {
        Ok(SaveReport::default())
    }

    /// The process of the program ends: what is far is waited for only a little from now on.
    fn end(&self) {}

    /// From now on nobody waits for the program: the bounds of [`Store::begin_program`] and [`Store::end`] hold no more.
    fn take_time(&self) {}

    /// Merges what was saved piece by piece if there are many pieces, or much in them that does
    /// not count any more. For whoever has time.
    fn tidy(&self, _source: SourceKey, _target: TargetFingerprint) -> Result<SaveReport, StoreError> {
        Ok(SaveReport::default())
    }

    /// Drops entries of a pack that nobody has a use for any more.
    fn forget(&self, _source: SourceKey, _target: TargetFingerprint, _entries: &[Forgotten]) -> Result<SaveReport, StoreError> {
        Ok(SaveReport::default())
    }

    /// Seals anew, by the first key, what of a pack is sealed by another that is accepted.
    fn rekey(&self, _source: SourceKey, _target: TargetFingerprint) -> Result<RekeyReport, StoreError> {
        Ok(RekeyReport::default())
    }

    /// Where work is left to others; `None`: nobody would come for it.
    fn work_queue(&self) -> Option<&dyn WorkQueue> {
        None
    }

    /// Whether [`Store::add_statistics`] keeps anything.
    fn keeps_statistics(&self) -> bool {
        false
    }

    /// Adds what a process has done to what is known of its program. Waits for nobody; where there is nothing yet, nothing is made.
    fn add_statistics(&self, _of_process: &ProgramStatistics) -> Result<(), StoreError> {
        Ok(())
    }

    /// Sums up what many processes have added. For whoever has time.
    fn tidy_statistics(&self) {}

    /// What is known of the programs whose processes use this store: of those that a server knows, what they load.
    fn statistics(&self) -> Result<Statistics, StoreError> {
        Ok(Statistics::default())
    }

    /// Merges a whole pack that another store had.
    fn adopt(&self, pack: &Arc<Pack>) -> Result<SaveReport, StoreError> {
        let entries: Vec<Entry> = pack.entries().map(|e| e.to_entry()).collect();
        self.save(pack.source(), pack.target(), &entries)
    }

    /// Asks to be the only one, among all users of this store, to make what
    /// belongs under `key`, for at most `ttl`. Stores that are not shared
    /// between machines grant it always.
    fn lease(&self, _source: SourceKey, _target: TargetFingerprint, _key: u128, _ttl: Duration) -> LeaseOutcome {
        LeaseOutcome::Granted(Lease::unshared())
    }

    /// Gives a lease back early. Otherwise it ends by itself. Waits for nothing; [`Store::settle`] does.
    fn release(&self, _lease: Lease) {}

    /// Waits until what this store does in the background because of earlier loads, and of leases that were given back, is
    /// done, at most so long; says whether it is. For the end of the process.
    fn settle(&self, _timeout: Duration) -> bool {
        true
    }

    /// Every pack, in no particular order.
    fn list(&self) -> Result<Vec<PackInfo>, StoreError>;

    /// How many packs and bytes there are.
    fn stat(&self) -> Result<StoreStat, StoreError> {
        let packs = self.list()?;
        Ok(StoreStat { packs: packs.len() as u64, bytes: packs.iter().map(|p| p.bytes).sum() })
    }

    /// Removes a pack; says whether there was one.
    fn remove(&self, source: SourceKey, target: TargetFingerprint) -> Result<bool, StoreError>;

    /// Removes what was not used for long, and what exceeds the size, least
    /// recently used first.
    fn prune(&self, bound: PruneBound) -> Result<PruneReport, StoreError>;

    /// The counters of this store, or of each layer, by name.
    fn counters(&self) -> Vec<(String, Arc<StoreCounters>)>;
}

/// Entries that are to be merged into the pack of a source text.
#[derive(Clone, Copy, Debug)]
pub struct Save<'a> {
    /// Of which source text.
    pub source: SourceKey,
    /// For which target.
    pub target: TargetFingerprint,
    /// What is saved.
    pub entries: &'a [Entry],
}

/// A pack that was found.
#[derive(Clone, Debug)]
pub struct LoadedPack {
    /// The pack.
    pub pack: Arc<Pack>,
    /// The name of the store that had it.
    pub from: Arc<str>,
}

impl Deref for LoadedPack {
    type Target = Pack;
    fn deref(&self) -> &Pack {
        &self.pack
    }
}

/// An entry that is to be dropped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Forgotten {
    /// Of the entry.
    pub kind: EntryKind,
    /// Within its kind.
    pub key: u128,
    /// Of the entry.
    pub generation: u32,
}

/// Why a store could not do something.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{store}: {reason}: {detail}")]
pub struct StoreError {
    /// The row of the table of misses.
    pub reason: MissReason,
    /// The name of the store.
    pub store: Arc<str>,
    /// For people: what happened, and what to do about it.
    pub detail: String,
}

/// What a save did.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct SaveReport {
    /// What became of the entries.
    pub merge: MergeReport,
    /// Bytes that were sent to the store, all framing included.
    pub bytes_written: u64,
}

/// What [`Store::rekey`] did.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct RekeyReport {
    /// Packs of which something was sealed anew; in layers, of each.
    pub packs: u64,
    /// What was sealed anew: segments of a file, or fields of a hash.
    pub parts: u64,
    /// What no key opens that is accepted, and is left as it is, or was behind what is used of a file.
    pub refused: u64,
    /// What would have been sealed anew, where nothing is written.
    pub only_read: u64,
    /// Bytes that were sent to the store.
    pub bytes_written: u64,
}

/// A right to make something; see [`Store::lease`].
#[derive(Clone, Debug)]
pub struct Lease {
    /// Where it is kept and who holds it; `None`: nowhere, it is free.
    shared: Option<(String, String)>,
    /// Which layer granted it.
    layer: usize,
}

impl Lease {
    /// A lease that nobody else can see.
    pub fn unshared() -> Lease {
        Lease { shared: None, layer: 0 }
    }

    #[cfg(feature = "redis")]
    fn shared(name: String, holder: String) -> Lease {
        Lease { shared: Some((name, holder)), layer: 0 }
    }

    /// Whether other processes see it.
    pub fn is_shared(&self) -> bool {
        self.shared.is_some()
    }
}

/// The answer to [`Store::lease`].
#[derive(Clone, Debug)]
pub enum LeaseOutcome {
    /// Go on and make it.
    Granted(Lease),
    /// Somebody else is at it; look again later.
    Held,
    /// The store could not say. Go on without a lease: work done twice costs
    /// less than work not done.
    Unknown(StoreError),
}

/// One pack in a store, as `hearth cache list` shows it.
#[derive(Clone, Debug)]
pub struct PackInfo {
    /// Of which source text.
    pub source: SourceKey,
    /// For which target.
    pub target: TargetFingerprint,
    /// Size in the store.
    pub bytes: u64,
    /// When it was last used or written (within a day).
    pub used: Option<SystemTime>,
    /// File or key.
    pub location: String,
    /// The name of the store.
    pub store: Arc<str>,
}

/// The size of a store.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct StoreStat {
    /// Number of packs.
    pub packs: u64,
    /// Their size together, in bytes.
    pub bytes: u64,
}

/// What may stay when a store is pruned.
#[derive(Clone, Copy, Debug)]
pub struct PruneBound {
    /// At most so many bytes of packs.
    pub max_bytes: u64,
    /// Only what was used within this time.
    pub max_age: Option<Duration>,
}

/// What pruning removed.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct PruneReport {
    /// Packs removed.
    pub removed: u64,
    /// Their size together, in bytes.
    pub removed_bytes: u64,
    /// Bytes of packs that are left.
    pub kept_bytes: u64,
}

/// `application` under the directory in `variable`, or under `fallback` in the
/// user's home. Relative values are ignored, as the XDG specification says.
pub(crate) fn user_directory(variable: &str, fallback: &str, application: &str) -> Option<PathBuf> {
    let absolute = |v: &str| std::env::var_os(v).map(PathBuf::from).filter(|p| p.is_absolute());
    absolute(variable).or_else(|| absolute("HOME").map(|home| home.join(fallback))).map(|d| d.join(application))
}

/// Seconds of Unix time.
pub(crate) fn unix_now() -> u64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |d| d.as_secs())
}

impl fmt::Debug for dyn Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Store({})", self.name())
    }
}
