//! Roots: what the host hands over precisely, and what words on stacks may mean.
//!
//! A word is ambiguous: it may be a pointer, a tagged one, an interior one, one
//! that points just past a cell, or a number that looks like one. Every cell
//! that it could mean is kept alive; nothing moves, so keeping alive is all.
//! A word that equals the start of one cell and the end of another means both.
//!
//! The words are gathered and resolved before marking begins, while the mark
//! bits still tell where old cells start.

use core::ops::Range;
use core::ptr::NonNull;

use crate::header::Header;
use crate::map::Map;
use crate::rules::{Rule, Rules};
use crate::trace::{Collection, Liveness, Tracer};
use crate::walk::Walker;

/// What the heap needs from the virtual machine during a collection. None of
/// these may allocate cells.
pub trait Host {
    /// Marks the precise roots.
    fn trace_roots(&mut self, tracer: &mut Tracer);

    /// Calls `scan` with ranges of words, besides the native stack, that are to
    /// be scanned conservatively. The ranges must be readable.
    fn ambiguous_ranges(&mut self, scan: &mut dyn FnMut(*const u64, *const u64));

    /// Highest address of the calling thread's stack that can hold cells, or 0
    /// if the native stack is not to be scanned. See
    /// [`crate::native_stack_base`].
    fn stack_base(&self) -> usize;

    /// Is offered each conservative word that lies in [`Host::foreign_range`]:
    /// an address in code, say, whose owner it marks.
    fn foreign_word(&mut self, word: u64, tracer: &mut Tracer);

    /// The addresses that [`Host::foreign_word`] wants to see.
    fn foreign_range(&self) -> Range<usize>;

    /// After marking, before finalisers and sweep: prunes the host's own weak
    /// tables.
    fn after_marking(&mut self, liveness: &Liveness, what: Collection);

    /// After everything else; the heap is consistent again.
    fn after_collection(&mut self, what: Collection);
}

/// Words that may be roots, as they are gathered.
pub(crate) struct Candidates {
    map: Map,
    mask: u64,
    is_candidate: fn(u64) -> bool,
    foreign: Range<usize>,
    /// Addresses in the heap.
    addresses: Vec<usize>,
    pub foreign_words: Vec<u64>,
    pub scanned: usize,
}

impl Candidates {
    pub fn new(map: Map, mask: u64, is_candidate: fn(u64) -> bool, foreign: Range<usize>) -> Candidates {
        Candidates { map, mask, is_candidate, foreign, addresses: Vec::new(), foreign_words: Vec::new(), scanned: 0 }
    }

    /// Gathers the words of `[from, to)`.
    ///
    /// # Safety
    /// The range is readable.
    pub unsafe fn scan(&mut self, from: *const u64, to: *const u64) {
        let (base, len) = (self.map.base, self.map.len);
        let foreign_len = self.foreign.end.saturating_sub(self.foreign.start);
        let mut at = from;
        // Stacks repeat themselves; what was seen a moment ago is not kept again.
        let mut recent = [0; 64];
        while at < to {
            // SAFETY: in the range. Volatile, since the words may be anybody's
            // locals, padding included.
            let word = unsafe {
                let word = at.read_volatile();
                at = at.add(1);
                word
            };
            let address = (word & self.mask) as usize;
            // The end of the heap itself may be one past the end of a cell.
            if address.wrapping_sub(base) <= len {
                let slot = &mut recent[address / crate::GRANULE % 64];
                if *slot != address && (self.is_candidate)(word) {
                    *slot = address;
                    self.addresses.push(address);
                }
            } else if (word as usize).wrapping_sub(self.foreign.start) < foreign_len {
                self.foreign_words.push(word);
            }
        }
        self.scanned += (to as usize).saturating_sub(from as usize) / size_of::<u64>();
    }

    /// The cells that the gathered words could mean, each at least once.
    pub fn resolve(&mut self, walker: &mut Walker, rules: Rules) -> Vec<NonNull<Header>> {
        let mut cells = Vec::new();
        if !rules.hold(Rule::Pinning) {
            return cells;
        }
        self.addresses.sort_unstable();
        self.addresses.dedup();
        for &address in &self.addresses {
            // In this order, since the walker goes upwards.
            let before = walker.cell_at(address - 1);
            let at = walker.cell_at(address);
            if let Some(cell) = at
                && (rules.hold(Rule::InteriorPointers) || cell.as_ptr() as usize == address)
            {
                cells.push(cell);
            }
            if before != at
                && rules.hold(Rule::OnePastEnd)
                && let Some(cell) = before
            {
                cells.push(cell);
            }
        }
        cells
    }
}
