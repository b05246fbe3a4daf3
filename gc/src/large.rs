//! Large objects: cells above [`crate::MAX_SMALL`] bytes, one page span each.
//!
//! Spans are cut from the upper half of the heap's address range, best fit
//! first. Dead ones are merged with their free neighbours, and beyond a small
//! reserve their pages go back to the system at once, so that memory falls when
//! a large array dies.
//!
//! Invariants:
//!
//! 1. `objects` has every large cell that was allocated and not yet reclaimed,
//!    by start address; spans do not overlap each other or a free span.
//! 2. Two free spans never touch.
//! 3. `young` has the starts of those allocated since the last collection.

use core::ptr::NonNull;
use std::collections::{BTreeMap, BTreeSet};

use crate::Header;
use crate::map::Map;
use crate::rules::{Rule, holds};
use crate::space::Space;
use crate::stats::Budget;

/// Spans are multiples of this many bytes.
const SPAN_UNIT: usize = 4096;

#[derive(Clone, Copy)]
struct LargeObject {
    /// Bytes asked for.
    size: usize,
    /// Bytes taken from the address range.
    span: usize,
}

#[derive(Clone, Copy)]
struct FreeSpan {
    len: usize,
    /// This many bytes from the start may have pages in memory.
    dirty: usize,
}

impl FreeSpan {
    fn followed_by(self, right: FreeSpan) -> FreeSpan {
        FreeSpan {
            len: self.len + right.len,
            dirty: match right.dirty {
                0 => self.dirty,
                dirty => self.len + dirty,
            },
        }
    }
}

pub(crate) struct LargeSpace {
    map: Map,
    objects: BTreeMap<usize, LargeObject>,
    free: BTreeMap<usize, FreeSpan>,
    free_by_len: BTreeSet<(usize, usize)>,
    young: Vec<usize>,
    /// Bytes of the range that were ever used.
    frontier: usize,
    bytes: usize,
    /// Sum of `dirty` over all free spans.
    dirty_free: usize,
}

impl LargeSpace {
    pub fn new(map: Map) -> LargeSpace {
        LargeSpace {
            map,
            objects: BTreeMap::new(),
            free: BTreeMap::new(),
            free_by_len: BTreeSet::new(),
            young: Vec::new(),
            frontier: 0,
            bytes: 0,
            dirty_free: 0,
        }
    }

    /// Bytes in spans of cells, dead or alive.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    pub fn alloc(&mut self, size: usize, space: &mut Space, budget: &mut Budget) -> Option<NonNull<u8>> {
        let span = size.checked_next_multiple_of(SPAN_UNIT)?;
        if !budget.allows(span) {
            return None;
        }
        let best = self.free_by_len.range((span, 0)..).next().copied();
        let start = match best {
            Some((len, start)) => {
                let dirty = self.remove_free(start).dirty;
                if len > span {
                    self.insert_free(start + span, FreeSpan { len: len - span, dirty: dirty.saturating_sub(span) });
                }
                start
            }
            None => {
                let end = self.frontier.checked_add(span)?;
                if end > space.large_capacity() {
                    return None;
                }
                space.commit_large(end).ok()?;
                let start = self.map.base + self.map.small_len + self.frontier;
                self.frontier = end;
                start
            }
        };
        self.objects.insert(start, LargeObject { size, span });
        self.young.push(start);
        self.bytes += span;
        budget.used += span;
        budget.since_collection += span;
        budget.bytes_handed_out += size as u64;
        NonNull::new(start as *mut u8)
    }

    /// The cell that `address` lies in.
    pub fn cell_at(&self, address: usize) -> Option<NonNull<Header>> {
        let (&start, object) = self.objects.range(..=address).next_back()?;
        if address - start < object.size { NonNull::new(start as *mut Header) } else { None }
    }

    /// Whether `address` is the start of a large cell.
    pub fn is_start(&self, address: usize) -> bool {
        self.objects.contains_key(&address)
    }

    pub fn for_each(&self, mut f: impl FnMut(NonNull<Header>)) {
        for &start in self.objects.keys() {
            f(NonNull::new(start as *mut Header).expect("heap addresses are not null"));
        }
    }

    /// Before the mark phase of a full collection.
    pub fn clear_marks(&mut self) {
        for &start in self.objects.keys() {
            // SAFETY: a span in use is committed.
            unsafe { self.map.clear_marked(start) }
        }
    }

    /// After marking: frees what is not marked, among the young or among all.
    /// `before_free` sees each dead cell's address and size.
    pub fn sweep(&mut self, full: bool, budget: &mut Budget, mut before_free: impl FnMut(usize, usize)) {
        let mut dead = core::mem::take(&mut self.young);
        if full {
            dead.clear();
            dead.extend(self.objects.keys());
        }
        // SAFETY: spans in use are committed.
        dead.retain(|&start| unsafe { !self.map.is_marked(start) } || !holds(Rule::LargeObjects));
        for &start in &dead {
            let Some(object) = self.objects.remove(&start) else {
                continue;
            };
            before_free(start, object.size);
            self.bytes -= object.span;
            budget.used -= object.span;
            self.free_span(start, object.span);
        }
        dead.clear();
        self.young = dead;
    }

    fn free_span(&mut self, start: usize, len: usize) {
        let mut start = start;
        let mut span = FreeSpan { len, dirty: len };
        if let Some((&before, left)) = self.free.range(..start).next_back()
            && before + left.len == start
        {
            span = self.remove_free(before).followed_by(span);
            start = before;
        }
        if self.free.contains_key(&(start + span.len)) {
            span = span.followed_by(self.remove_free(start + span.len));
        }
        self.insert_free(start, span);
    }

    fn insert_free(&mut self, start: usize, span: FreeSpan) {
        self.dirty_free += span.dirty;
        self.free.insert(start, span);
        self.free_by_len.insert((span.len, start));
    }

    fn remove_free(&mut self, start: usize) -> FreeSpan {
        let span = self.free.remove(&start).expect("the two indexes of free spans agree");
        self.free_by_len.remove(&(span.len, start));
        self.dirty_free -= span.dirty;
        span
    }

    /// Gives free pages back to the system, but for about `keep` bytes.
    pub fn release_free(&mut self, keep: usize, space: &Space) {
        if self.dirty_free <= keep {
            return;
        }
        let mut left = keep;
        for (&start, span) in &mut self.free {
            let kept = span.dirty.min(left) / SPAN_UNIT * SPAN_UNIT;
            left -= kept;
            if kept < span.dirty {
                // SAFETY: a free span holds no cell.
                unsafe { space.release(start + kept, span.dirty - kept) };
                self.dirty_free -= span.dirty - kept;
                span.dirty = kept;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setup() -> (Space, LargeSpace, Budget) {
        let space = Space::new(1 << 20).unwrap();
        let large = LargeSpace::new(space.map());
        (space, large, Budget::new(1 << 20, 1 << 20))
    }

    #[test]
    fn neighbours_merge_and_are_used_again() {
        let (mut space, mut large, mut budget) = setup();
        let cells: Vec<usize> = (0..3).map(|_| large.alloc(10_000, &mut space, &mut budget).unwrap().as_ptr() as usize).collect();
        let mut freed = Vec::new();
        large.sweep(false, &mut budget, |start, size| freed.push((start, size)));
        assert_eq!(freed.len(), 3);
        assert_eq!((large.bytes(), budget.used), (0, 0));
        assert_eq!(large.free.len(), 1);
        let all = large.alloc(36_000, &mut space, &mut budget).unwrap();
        assert_eq!(all.as_ptr() as usize, cells[0]);
        assert!(large.free.is_empty());
    }

    #[test]
    fn pages_beyond_the_reserve_go_back() {
        let (mut space, mut large, mut budget) = setup();
        let start = large.alloc(50_000, &mut space, &mut budget).unwrap();
        let word = |offset: usize| start.as_ptr().wrapping_add(offset).cast::<u64>();
        // SAFETY: in the span that was just allocated, which stays committed.
        unsafe {
            *word(0) = 1;
            *word(20_000) = 2;
            large.sweep(false, &mut budget, |_, _| ());
            assert_eq!(large.dirty_free, 53_248);
            large.release_free(10_000, &space);
            assert_eq!(large.dirty_free, 8192);
            assert_eq!((*word(0), *word(20_000)), (1, 0));
        }
        // What is left of a span that was cut knows what of it is dirty.
        large.alloc(9000, &mut space, &mut budget).unwrap();
        assert_eq!(large.dirty_free, 0);
        large.sweep(false, &mut budget, |_, _| ());
        assert_eq!(large.dirty_free, 12_288);
        assert_eq!(large.free.len(), 1);
    }

    #[test]
    fn limits_and_overflowing_sizes_are_refused() {
        let (mut space, mut large, mut budget) = setup();
        assert!(large.alloc(usize::MAX, &mut space, &mut budget).is_none());
        assert!(large.alloc(usize::MAX - 8191, &mut space, &mut budget).is_none());
        assert!(large.alloc((1 << 20) + 1, &mut space, &mut budget).is_none());
        assert!(large.alloc(1 << 20, &mut space, &mut budget).is_some());
        assert!(large.alloc(9000, &mut space, &mut budget).is_none());
    }

    #[test]
    fn lookup_is_by_size_asked_for() {
        let (mut space, mut large, mut budget) = setup();
        let start = large.alloc(9000, &mut space, &mut budget).unwrap().as_ptr() as usize;
        assert!(large.cell_at(start).is_some());
        assert!(large.cell_at(start + 8999).is_some());
        assert!(large.cell_at(start + 9000).is_none());
        assert!(large.cell_at(start - 1).is_none());
    }
}
