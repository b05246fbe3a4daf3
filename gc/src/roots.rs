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

/// What the heap needs from the virtual machine during a collection.
///
/// # Safety
///
/// A collection believes its host, and the cells that the host has made. Who implements this
/// trait promises, of each heap that is collected with it:
///
/// 1. *Cells are whole.* Between [`Heap::bump`] or [`Heap::alloc_slow`] and the next use of the
///    heap, the header and all fields of the new cell are written: `kind` is a row of
///    [`Config::kinds`], `gc` is 0, `units` is what [`Header::units_for`] says.
/// 2. *Stores are reported.* After every store of an edge into a cell, weak and ephemeron edges
///    included, [`Heap::write_barrier`] is called, or what it does is done inline; unless the
///    owner was allocated since the last point at which a collection could happen.
/// 3. *Kinds tell the truth.* [`KindInfo::trace`] reports every strong edge, and registers cells
///    with other edges; `sweep_weak` clears every edge whose target is dead. [`KindInfo::size`]
///    is the size that was allocated, which never changes.
/// 4. *Edges and roots are cells.* What is given to [`Tracer::mark`], [`Liveness::is_live`],
///    [`Heap::remember_slow`] and [`Heap::register_finalizable`] is the start of a cell of this
///    heap that has not been reclaimed.
/// 5. *Roots are complete.* A cell that is used after a collection was reachable in it, by edges,
///    from a cell that [`Host::trace_roots`] or [`Host::foreign_word`] marked, or to which a word
///    of the scanned ranges pointed.
/// 6. *Ranges can be read.* The ranges of [`Host::ambiguous_ranges`] are mapped and aligned to
///    words. [`Host::stack_base`] is 0, or the base of the stack of the thread that collects.
/// 7. *The collector is alone.* While it runs, no other thread uses the heap, and what it calls
///    (these methods and those of [`KindInfo`]) neither allocates cells, nor stores into them but
///    to clear weak edges, nor unwinds, unless the heap is never used again.
///
/// [`Heap::bump`]: crate::Heap::bump
/// [`Heap::alloc_slow`]: crate::Heap::alloc_slow
/// [`Heap::write_barrier`]: crate::Heap::write_barrier
/// [`Heap::remember_slow`]: crate::Heap::remember_slow
/// [`Heap::register_finalizable`]: crate::Heap::register_finalizable
/// [`Config::kinds`]: crate::Config::kinds
/// [`KindInfo`]: crate::KindInfo
/// [`KindInfo::trace`]: crate::KindInfo::trace
/// [`KindInfo::size`]: crate::KindInfo::size
pub unsafe trait Host {
    /// Marks the precise roots.
    fn trace_roots(&mut self, tracer: &mut Tracer);

    /// Calls `scan` with ranges of words, besides the native stack, that are to
    /// be scanned conservatively (promise 6).
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
