//! Test modes that need to see every allocation: a collection at every n-th,
//! and a simulated failure of the n-th.
//!
//! While one of them is on, the public cursor stays empty, so that neither the
//! inline path in Rust nor the one in compiled code ever succeeds.

use crate::trace::Collection;

/// Under stress, one collection in this many is a full one.
const FULL_EVERY: u64 = 8;

#[derive(Debug)]
pub(crate) struct Schedule {
    /// 0 = off.
    stress: u32,
    fail_at: Option<u64>,
    /// All that follow fail as well.
    and_all_later: bool,
    allocations: u64,
    since_collection: u32,
    collections: u64,
    refusal: Refusal,
}

/// The n-th allocation fails. If a full collection follows, its retry fails
/// too; then allocation works again, so that the error can be reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    None,
    First { full_collections: u64 },
    Done,
}

impl Schedule {
    pub fn new(stress: u32, fail_at: Option<u64>) -> Schedule {
        Schedule { stress, fail_at, and_all_later: false, allocations: 0, since_collection: 0, collections: 0, refusal: Refusal::None }
    }

    /// Counts from here on; the `n`-th fails.
    pub fn fail_from_here(&mut self, n: u64, and_all_later: bool) {
        self.fail_at = Some(n);
        self.and_all_later = and_all_later;
        self.allocations = 0;
        self.refusal = Refusal::None;
    }

    /// Whether an allocation was made to fail.
    pub fn has_refused(&self) -> bool {
        self.refusal != Refusal::None
    }

    /// Whether every allocation must take the slow path.
    #[inline]
    pub fn sees_all(&self) -> bool {
        self.stress != 0 || self.fail_at.is_some()
    }

    #[inline]
    pub fn due(&self) -> Option<Collection> {
        if self.stress == 0 || self.since_collection < self.stress {
            None
        } else if (self.collections + 1).is_multiple_of(FULL_EVERY) {
            Some(Collection::Full)
        } else {
            Some(Collection::Young)
        }
    }

    /// Whether the allocation that is about to happen is to fail.
    pub fn refuses(&mut self, full_collections: u64) -> bool {
        let Some(n) = self.fail_at else {
            return false;
        };
        if self.and_all_later && self.refusal != Refusal::None {
            return true;
        }
        match self.refusal {
            Refusal::None if self.allocations + 1 == n => {
                self.refusal = Refusal::First { full_collections };
                true
            }
            Refusal::First { full_collections: before } => {
                self.refusal = Refusal::Done;
                full_collections > before
            }
            _ => false,
        }
    }

    pub fn allocated(&mut self) {
        self.allocations += 1;
        self.since_collection = self.since_collection.saturating_add(1);
    }

    pub fn collected(&mut self) {
        self.collections += 1;
        self.since_collection = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stress_is_due_once_per_n_allocations() {
        let mut schedule = Schedule::new(2, None);
        let mut due = 0;
        for _ in 0..32 {
            if schedule.due().is_some() {
                due += 1;
                schedule.collected();
                assert_eq!(schedule.due(), None);
            }
            schedule.allocated();
        }
        assert_eq!(due, 15);
    }

    #[test]
    fn some_collections_under_stress_are_full() {
        let mut schedule = Schedule::new(1, None);
        let mut full = 0;
        for _ in 0..80 {
            schedule.allocated();
            full += u32::from(schedule.due() == Some(Collection::Full));
            schedule.collected();
        }
        assert_eq!(full, 10);
    }

    #[test]
    fn the_nth_allocation_and_its_retry_fail() {
        let mut schedule = Schedule::new(0, Some(2));
        assert!(!schedule.refuses(0));
        schedule.allocated();
        assert!(schedule.refuses(0));
        assert!(schedule.refuses(1));
        assert!(!schedule.refuses(1));
    }

    #[test]
    fn counted_from_here_all_that_follow_fail_too() {
        let mut schedule = Schedule::new(0, None);
        assert!(!schedule.sees_all());
        schedule.allocated();
        schedule.fail_from_here(2, true);
        assert!(schedule.sees_all() && !schedule.refuses(0));
        schedule.allocated();
        assert!(!schedule.has_refused());
        assert!(schedule.refuses(0) && schedule.refuses(0) && schedule.refuses(1) && schedule.has_refused());
    }

    #[test]
    fn without_a_collection_only_the_nth_fails() {
        let mut schedule = Schedule::new(0, Some(1));
        assert!(schedule.refuses(0));
        assert!(!schedule.refuses(0));
    }
}
