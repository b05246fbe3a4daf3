//! The one table of reasons why a cached thing could not be used.
//!
//! Every consumer derives from a row: the stable name that traces, `--json`
//! output and tests match, the sentence that a person reads, the counters.
//! Reasons are never renumbered within a process but carry no stored number:
//! they are not part of any format.

#![forbid(unsafe_code)]

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

macro_rules! miss_reasons {
    ($($variant:ident, $name:literal, $description:literal;)*) => {
        /// Why a look-up, a restore or a save came to nothing.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        #[non_exhaustive]
        pub enum MissReason {
            $(#[doc = $description] $variant,)*
        }

        impl MissReason {
            /// All reasons, in the order of the table.
            pub const ALL: &'static [MissReason] = &[$(MissReason::$variant,)*];

            /// The stable `snake_case` name.
            pub const fn name(self) -> &'static str {
                match self { $(MissReason::$variant => $name,)* }
            }

            /// One sentence for a person.
            pub const fn description(self) -> &'static str {
                match self { $(MissReason::$variant => $description,)* }
            }
        }
    };
}

miss_reasons! {
    NotFound,           "not_found",           "The store has nothing under this key.";
    Disabled,           "disabled",            "This level of caching is switched off.";
    WrongKey,           "wrong_key",           "The authentication tag does not match: written with another trust key, or altered.";
    WrongVersion,       "wrong_version",       "Written by an incompatible version of the format.";
    WrongTarget,        "wrong_target",        "Made for another engine build, layout or processor.";
    WrongSource,        "wrong_source",        "Made for another source text.";
    Malformed,          "malformed",           "The bytes do not follow the format.";
    Truncated,          "truncated",           "The bytes end too early.";
    IdentityMismatch,   "identity_mismatch",   "Found under this key, but it belongs to another bytecode.";
    DependencyChanged,  "dependency_changed",  "A script that was inlined into it has changed or is not loaded.";
    VerifierRejected,   "verifier_rejected",   "The stored bytecode does not verify.";
    ForbiddenCode,      "forbidden_code",      "The machine code has something in it that the compiler never emits, or that does not decode.";
    LinkFailed,         "link_failed",         "A link descriptor names something this engine does not have.";
    Superseded,         "superseded",          "A newer generation of the same code exists.";
    NoBuildId,          "no_build_id",         "This build could not be told from others when it was made, so its code is not stored.";
    StoreUnreachable,   "store_unreachable",   "The store cannot be reached.";
    StoreTimeout,       "store_timeout",       "The store did not answer in time.";
    StoreLate,          "store_late",          "The store is far away: its answer would come too late.";
    StoreSuspended,     "store_suspended",     "The store failed a moment ago and is left alone for a while.";
    StoreRefused,       "store_refused",       "The store refused: wrong password, missing permission, or read-only.";
    StoreWrongType,     "store_wrong_type",    "Something that is not a pack lies under this key in the store.";
    StoreFull,          "store_full",          "The store has no room left.";
    StoreFailed,        "store_failed",        "The store failed in another way.";
    TooLarge,           "too_large",           "Larger than the limit.";
    InsecureDirectory,  "insecure_directory",  "The cache directory is not owned by this user or is open to others.";
    InsecureKey,        "insecure_key",        "The trust key file is not owned by this user or is open to others.";
    IoError,            "io_error",            "Reading or writing a file failed.";
    LeaseHeld,          "lease_held",          "Another process is compiling it.";
    ArenaFull,          "arena_full",          "No room left in the executable arena.";
    ArenaFailed,        "arena_failed",        "The operating system refused to map or protect executable memory.";
    CodeCrashed,        "code_crashed",        "A process has died in this code: it is left alone.";
    KilledItsWorkers,   "killed_its_workers",  "Workers that took it have died of it: it is given up.";
    QueueFull,          "queue_full",          "The background writer has too much waiting already.";
    WriterGone,         "writer_gone",         "The background writer has ended.";
}

impl MissReason {
    /// Whether the store as a whole failed, which its user can mend, and not one thing in it.
    pub const fn is_of_store(self) -> bool {
        use MissReason::*;
        matches!(self, StoreUnreachable | StoreTimeout | StoreRefused | StoreFull | StoreFailed | InsecureDirectory | InsecureKey | IoError)
    }
}

impl MissReason {
    /// Whether one pack is refused, by whoever looks at it, until it is replaced.
    pub const fn is_of_pack(self) -> bool {
        use MissReason::*;
        matches!(self, WrongKey | WrongVersion | WrongTarget | WrongSource | Malformed | Truncated | TooLarge | StoreWrongType)
    }
}

impl fmt::Display for MissReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One counter per [`MissReason`]. Shared between threads; the counts are
/// statistics, so relaxed ordering is enough.
pub struct MissCounters {
    counts: [AtomicU64; MissReason::ALL.len()],
}

impl Default for MissCounters {
    fn default() -> Self {
        MissCounters { counts: [const { AtomicU64::new(0) }; MissReason::ALL.len()] }
    }
}

impl MissCounters {
    /// Counts one occurrence.
    pub fn count(&self, reason: MissReason) {
        self.add(reason, 1);
    }

    /// Counts `n` occurrences.
    pub fn add(&self, reason: MissReason, n: u64) {
        self.counts[reason as usize].fetch_add(n, Ordering::Relaxed);
    }

    /// Occurrences of one reason so far.
    pub fn get(&self, reason: MissReason) -> u64 {
        self.counts[reason as usize].load(Ordering::Relaxed)
    }

    /// Occurrences of all reasons together.
    pub fn total(&self) -> u64 {
        self.counts.iter().map(|c| c.load(Ordering::Relaxed)).sum()
    }

    /// The reasons that occurred, with their counts, in the order of the table.
    pub fn nonzero(&self) -> impl Iterator<Item = (MissReason, u64)> + '_ {
        MissReason::ALL.iter().map(|&r| (r, self.get(r))).filter(|&(_, n)| n != 0)
    }
}

impl fmt::Debug for MissCounters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.nonzero().map(|(r, n)| (r.name(), n))).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_snake_case_and_in_order() {
        let mut names: Vec<_> = MissReason::ALL.iter().map(|r| r.name()).collect();
        for (i, r) in MissReason::ALL.iter().enumerate() {
            assert_eq!(*r as usize, i);
            assert!(r.name().bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
            assert!(r.description().ends_with('.'));
        }
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), MissReason::ALL.len());
    }

    #[test]
    fn counters_count_per_reason() {
        let c = MissCounters::default();
        c.count(MissReason::WrongKey);
        c.add(MissReason::Truncated, 2);
        assert_eq!(c.get(MissReason::WrongKey), 1);
        assert_eq!(c.total(), 3);
        assert_eq!(c.nonzero().collect::<Vec<_>>(), [(MissReason::WrongKey, 1), (MissReason::Truncated, 2)]);
        assert_eq!(format!("{c:?}"), "{\"wrong_key\": 1, \"truncated\": 2}");
    }
}
