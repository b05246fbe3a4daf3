//! Work that processes leave to others: a queue that many put to and many take from.
//!
//! A piece is given to one taker. Who takes one says from time to time that it is still at it
//! ([`WorkQueue::keep`]); a piece whose taker has died is given to another, and is told how often
//! that has happened, so that what kills its takers does not go around for ever.

use std::time::Duration;

use super::StoreError;
use crate::fingerprint::TargetFingerprint;
use crate::key::SourceKey;
use crate::pack::Entry;

/// A taker that was not heard of for so long has died.
pub const ABANDONED_AFTER: Duration = Duration::from_secs(60);

/// Pieces of work of one kind, for one target.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Queue {
    /// What kind of work it is: the key of no source text.
    pub kind: SourceKey,
    /// For whom results are.
    pub target: TargetFingerprint,
}

/// A piece of work that was taken.
#[derive(Clone, Debug)]
pub struct Work {
    /// The name that the store has for it.
    #[cfg_attr(not(feature = "redis"), expect(dead_code, reason = "the stores that have queues come with that feature"))]
    pub(super) id: String,
    /// What was left, by a holder of the key.
    pub entry: Entry,
    /// How often it was taken, this time included.
    pub taken: u32,
}

/// Queues of work in a store. Each store that was opened is one taker.
pub trait WorkQueue: Sync {
    /// Leaves a piece of work, with the next [`super::Store::save_all`] and behind what that saves. Of more pieces than
    /// the queue has places for, the oldest are dropped.
    fn offer(&self, queue: Queue, work: &Entry);

    /// Takes a piece, waiting for it at most so long (and at most a second).
    ///
    /// # Errors
    /// If the store cannot be asked. What is there and is not authentic is dropped, and counted.
    fn take(&self, queue: Queue, wait: Duration) -> Result<Option<Work>, StoreError>;

    /// Says that the taker is still at it: to be called more often than each [`ABANDONED_AFTER`].
    ///
    /// # Errors
    /// If the store cannot be asked.
    fn keep(&self, queue: Queue, work: &Work) -> Result<(), StoreError>;

    /// The piece is done with.
    ///
    /// # Errors
    /// If the store cannot be asked: the piece will be given to another.
    fn done(&self, queue: Queue, work: Work) -> Result<(), StoreError>;

    /// This store is not asked for more: what it has taken and not done goes to others at once.
    fn leave(&self, queue: Queue);
}
