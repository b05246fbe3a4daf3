//! A collection, step by step.
//!
//! The order matters: ambiguous words are resolved while mark bits still tell
//! where old cells start; weak tables are pruned when marking is complete;
//! finalisers run before the memory that they look at is reclaimed.

use std::time::Instant;

use crate::Heap;
use crate::header::GC_OLD;
use crate::poison;
use crate::roots::{Candidates, Host};
use crate::rules::{Rule, holds};
use crate::stack;
use crate::stats::CollectionReport;
use crate::trace::Collection;
use crate::verify::Violation;
use crate::weak;

impl Heap {
    /// Reclaims cells that nothing keeps alive: those allocated since the last
    /// collection, or all.
    ///
    /// # Panics
    /// If a verifier is on and finds a violation.
    #[inline(never)]
    pub fn collect(&mut self, what: Collection, host: &mut dyn Host) {
        let started = Instant::now();
        let full = what == Collection::Full;
        let mut report = CollectionReport { collection: Some(what), heap_bytes_before: self.budget.total(), ..CollectionReport::default() };

        self.retire_cursors();
        let mut candidates = self.gather_ambiguous(host);
        let pinned = candidates.resolve(&mut self.walker(), self.rules);
        report.ambiguous_words = candidates.scanned;
        let barriers = self.config.verify_barriers && !full;
        if self.config.verify {
            demand(self.verify_cells(barriers), "before", what);
        } else if barriers {
            demand(self.verify_barriers(), "before", what);
        }

        if full && holds(Rule::FullClearsMarks) {
            self.lines.clear_marks();
            self.large.clear_marks();
            // Survivors become plainly old when they are visited.
            self.remembered.clear();
        }
        if !full && !self.rules.hold(Rule::StickyMarks) {
            self.forget_touched_marks();
        }

        let tracer = &mut self.tracer;
        tracer.begin(what);
        for &cell in &pinned {
            report.pinned_cells += usize::from(tracer.mark_new(cell));
        }
        for &word in candidates.foreign_words.iter().filter(|_| holds(Rule::ForeignWords)) {
            host.foreign_word(word, tracer);
        }
        if holds(Rule::PreciseRoots) {
            host.trace_roots(tracer);
        }
        report.remembered_cells = self.remembered.len();
        for cell in self.remembered.drain(..) {
            // SAFETY: a remembered cell is old, and old cells are reclaimed by
            // full collections only, which empty the set.
            unsafe {
                if holds(Rule::RememberedOnce) {
                    (*cell.as_ptr()).gc = GC_OLD;
                }
                tracer.retrace(cell);
            }
        }
        weak::mark_ephemerons(tracer, &self.kinds, self.rules);
        report.marked_cells = tracer.marked_cells;
        report.marked_bytes = tracer.marked_bytes;
        report.mark_stack_bytes = tracer.stack_bytes();

        weak::sweep_weak(tracer, &self.kinds, self.rules);
        let liveness = tracer.liveness();
        if holds(Rule::HostTables) {
            host.after_marking(&liveness, what);
        }
        if !holds(Rule::FinalizeBeforeSweep) {
            self.sweep(full);
        }
        // SAFETY: marking is done, the sweep is still to come.
        let finalized = unsafe { self.finalizers.run(full, &self.kinds, &liveness) };
        self.stats.finalized_cells += finalized.cells;
        self.budget.adjust_external(-isize::try_from(finalized.released).unwrap_or(isize::MAX));

        if holds(Rule::FinalizeBeforeSweep) {
            self.sweep(full);
        }
        let live = self.live_bytes();
        self.budget.pace(full, report.marked_bytes, live);
        if full {
            // Enough free blocks are kept for the next young generations, or
            // for the growth that the pacing allows.
            let keep = self.config.young_budget.saturating_mul(2).max(live / 4);
            self.lines.release_free(keep, &self.space);
        }
        self.schedule.collected();
        if self.config.verify {
            demand(self.verify_survivors(), "after", what);
        }

        report.heap_bytes_after = self.budget.total();
        report.pause = started.elapsed();
        self.record(report);
        if holds(Rule::HostCaches) {
            host.after_collection(what);
        }
    }

    /// Collects the ambiguous words of the native stack, the registers and the
    /// host's ranges.
    #[inline(never)]
    fn gather_ambiguous(&self, host: &mut dyn Host) -> Candidates {
        let mut candidates = Candidates::new(self.space.map(), self.config.pointer_mask, self.config.is_candidate, host.foreign_range());
        let base = host.stack_base();
        // SAFETY: the host names the base of this thread's stack, and ranges
        // that are readable.
        let mut scan = |from, to| unsafe { candidates.scan(from, to) };
        if base != 0 && holds(Rule::NativeStack) {
            // SAFETY: as above.
            unsafe { stack::with_stack(base, &mut scan) };
        }
        if holds(Rule::HostRanges) {
            host.ambiguous_ranges(&mut scan);
        }
        candidates
    }

    fn sweep(&mut self, full: bool) {
        let poisoning = self.config.poison;
        if poisoning {
            let walker = self.walker();
            self.lines.for_each_swept(full, |block| {
                // SAFETY: marking and finalisers are done and cursors closed;
                // what is not marked is dead.
                unsafe { poison::poison_block(&walker, block) }
            });
        }
        self.lines.sweep(full, &mut self.budget);
        self.large.sweep(full, &mut self.budget, |start, size| {
            if poisoning {
                // SAFETY: a dead cell that is about to be freed.
                unsafe { poison::fill(start, start + size) }
            }
        });
        // Dead large objects leave memory at once, but for what the next young
        // generation will want again.
        self.large.release_free(self.config.young_budget, &self.space);
    }

    fn record(&mut self, report: CollectionReport) {
        let stats = &mut self.stats;
        match report.collection {
            Some(Collection::Full) => stats.full_collections += 1,
            _ => stats.young_collections += 1,
        }
        stats.max_pause = stats.max_pause.max(report.pause);
        stats.total_pause += report.pause;
        stats.bytes_allocated = self.budget.bytes_handed_out;
        stats.heap_bytes = self.budget.total();
        stats.peak_heap_bytes = self.budget.peak;
        stats.external_bytes = self.budget.external;
        stats.live_bytes = self.budget.live;
        stats.last = report;
    }

    /// What a collector without [`Rule::StickyMarks`] would do.
    fn forget_touched_marks(&mut self) {
        let map = self.space.map();
        self.lines.for_each_swept(false, |block| {
            // SAFETY: below the frontier; the references end here.
            unsafe {
                map.entry(block).lines.clear();
                map.block_marks(block).fill(0);
            }
        });
    }
}

fn demand(result: Result<(), Violation>, when: &str, what: Collection) {
    if let Err(violation) = result {
        panic!("heap verification failed {when} a {what:?} collection: {violation}");
    }
}
