//! What the heap counts, and the budget that decides when to collect.
//!
//! Times are wall-clock. Sizes are bytes.

use core::fmt;
use std::time::Duration;

use crate::trace::Collection;

/// Totals since the heap was made.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Stats {
    pub young_collections: u64,
    pub full_collections: u64,
    pub max_pause: Duration,
    pub total_pause: Duration,
    /// Bytes given to cells, up to the last visit to the slow path; the hole
    /// that is being bumped through counts as used up.
    pub bytes_allocated: u64,
    /// Blocks and spans in use, and external bytes, now and at most.
    pub heap_bytes: usize,
    pub peak_heap_bytes: usize,
    /// Bytes of malloc'ed memory that cells have reported.
    pub external_bytes: usize,
    /// Bytes in lines and spans that held a live cell at the last collection.
    pub live_bytes: usize,
    /// Cells that a finaliser was run for.
    pub finalized_cells: u64,
    pub last: CollectionReport,
}

/// What one collection did.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct CollectionReport {
    /// `None` before the first one.
    pub collection: Option<Collection>,
    pub pause: Duration,
    pub heap_bytes_before: usize,
    pub heap_bytes_after: usize,
    /// Cells marked (young collections do not visit old cells again).
    pub marked_cells: u64,
    pub marked_bytes: u64,
    /// What the mark stack had room for in the end, in bytes; the limit does not count it.
    pub mark_stack_bytes: usize,
    /// Old cells that were retraced because they had been written to.
    pub remembered_cells: usize,
    /// Cells that an ambiguous word kept alive.
    pub pinned_cells: usize,
    /// Words scanned conservatively.
    pub ambiguous_words: usize,
}

/// One line for people, as for a trace of collections.
impl fmt::Display for CollectionReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.collection {
            Some(Collection::Young) => "young",
            Some(Collection::Full) => "full",
            None => return f.write_str("no collection yet"),
        };
        write!(
            f,
            "{name} {:.3} ms, {} KiB -> {} KiB, marked {} cells ({} KiB), remembered {}, pinned {} by {} words",
            self.pause.as_secs_f64() * 1e3,
            self.heap_bytes_before >> 10,
            self.heap_bytes_after >> 10,
            self.marked_cells,
            self.marked_bytes >> 10,
            self.remembered_cells,
            self.pinned_cells,
            self.ambiguous_words,
        )
    }
}

/// Bytes in use against the limit, and since the last collection.
#[derive(Debug)]
pub(crate) struct Budget {
    /// Bytes in blocks and spans in use.
    pub used: usize,
    /// Bytes outside of the heap that hang off cells.
    pub external: usize,
    pub limit: usize,
    /// Bytes handed out, or reported as external, since the last collection.
    pub since_collection: usize,
    pub bytes_handed_out: u64,
    /// `used + external` beyond which the next collection is a full one.
    pub full_threshold: usize,
    /// Bytes of cells that were live after the last collection.
    pub live: usize,
    /// Bytes between young collections, at least.
    young_base: usize,
    /// ... and at present.
    young: usize,
    pub peak: usize,
}

/// While much of the young generation survives, it may grow to this many times
/// its configured size: cells get more time to die. Where nearly all die, a
/// small one that stays in the processor's cache is faster. (`examples/alloc`:
/// at four times the size,
/// binary trees take 7.3 instead of 10.8 ns per cell, garbage 2.0 instead of 1.6.)
const YOUNG_GROWTH: usize = 4;

/// The heap may grow by this much beyond what a full collection left, however
/// little that was.
const MIN_GROWTH: usize = 16 << 20;

impl Budget {
    pub fn new(limit: usize, young: usize) -> Budget {
        Budget {
            used: 0,
            external: 0,
            limit,
            since_collection: 0,
            bytes_handed_out: 0,
            full_threshold: MIN_GROWTH,
            live: 0,
            young_base: young,
            young,
            peak: 0,
        }
    }

    /// Which collection is due, by what was allocated.
    #[inline]
    pub fn due(&self) -> Option<Collection> {
        if self.since_collection < self.young {
            None
        } else if self.live.saturating_add(self.external) > self.full_threshold {
            Some(Collection::Full)
        } else {
            Some(Collection::Young)
        }
    }

    pub fn total(&self) -> usize {
        self.used.saturating_add(self.external)
    }

    /// Whether `bytes` more are within the limit.
    pub fn allows(&self, bytes: usize) -> bool {
        self.total().checked_add(bytes).is_some_and(|total| total <= self.limit)
    }

    pub fn adjust_external(&mut self, delta: isize) {
        if delta >= 0 {
            self.external = self.external.saturating_add(delta as usize);
            self.since_collection = self.since_collection.saturating_add(delta as usize);
        } else {
            self.external = self.external.saturating_sub(delta.unsigned_abs());
        }
        self.note_peak();
    }

    pub fn note_peak(&mut self) {
        self.peak = self.peak.max(self.total());
    }

    /// After a collection that marked `marked` bytes and left `live`.
    pub fn pace(&mut self, full: bool, marked: u64, live: usize) {
        self.live = live;
        if full {
            let total = live.saturating_add(self.external);
            self.full_threshold = total.saturating_add(total.max(MIN_GROWTH));
        } else if marked > self.since_collection as u64 / 8 {
            let most = self.young_base.saturating_mul(YOUNG_GROWTH);
            self.young = self.young.saturating_mul(2).min(most);
        } else if marked < self.since_collection as u64 / 64 {
            self.young = (self.young / 2).max(self.young_base);
        }
        self.since_collection = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_counts_external_bytes() {
        let mut budget = Budget::new(100, 10);
        budget.used = 40;
        budget.adjust_external(50);
        assert!(budget.allows(10));
        assert!(!budget.allows(11));
        assert!(!budget.allows(usize::MAX));
        budget.adjust_external(-20);
        assert!(budget.allows(30));
        budget.adjust_external(-1000);
        assert_eq!(budget.external, 0);
    }

    #[test]
    fn small_heaps_may_grow_before_a_full_collection() {
        let mut budget = Budget::new(usize::MAX, 1 << 20);
        budget.pace(true, 0, 1 << 20);
        assert_eq!(budget.full_threshold, (1 << 20) + MIN_GROWTH);
        budget.pace(true, 0, 100 << 20);
        assert_eq!(budget.full_threshold, 200 << 20);
    }

    #[test]
    fn the_young_generation_grows_while_much_survives() {
        let mut budget = Budget::new(usize::MAX, 1000);
        for expected in [2000, 4000, 4000] {
            budget.since_collection = 1000;
            budget.pace(false, 500, 0);
            assert_eq!(budget.young, expected);
        }
        for (marked, expected) in [(100, 4000), (1, 2000), (1, 1000), (1, 1000)] {
            budget.since_collection = 1000;
            budget.pace(false, marked, 0);
            assert_eq!(budget.young, expected);
        }
    }

    #[test]
    fn collections_are_due_by_what_survived_before() {
        let mut budget = Budget::new(usize::MAX, 1000);
        assert_eq!(budget.due(), None);
        budget.since_collection = 1 << 30;
        assert_eq!(budget.due(), Some(Collection::Young));
        budget.pace(false, 1 << 29, 1 << 29);
        assert_eq!(budget.due(), None);
        budget.since_collection = 1 << 20;
        assert_eq!(budget.due(), Some(Collection::Full));
    }
}
