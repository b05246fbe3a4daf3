//! Marking: from cell to cell with an explicit stack, never by recursion.
//!
//! A cell is marked (its bit set) when it is first reached and *visited* later:
//! then its header becomes [`GC_OLD`], its lines are marked, and its edges are
//! followed. Between marking and visiting it lies on the mark stack or in a
//! short queue that gives the prefetch of its header time to arrive.
//!
//! Invariants:
//!
//! 1. Every cell whose bit was set by this collection is on the stack, in the
//!    queue, or has been visited; of what was visited, all edges were followed
//!    or it is among the `unfinished`.
//! 2. What is passed to [`Tracer::mark`] is the start of an initialised cell.
//!    Addresses outside the heap are refused; inside it, the verifier checks.

use core::ptr::NonNull;

use crate::MAX_SMALL;
use crate::header::{GC_OLD, Header, Kinds};
use crate::map::Map;
use crate::rules::{Rule, holds};

/// Which cells a collection may reclaim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Collection {
    /// Those allocated since the last collection.
    Young,
    /// All.
    Full,
}

/// Cells between the stack and their visit.
const QUEUE: usize = 8;

/// Entries from which on leaves are visited when they are reached: a long array of strings
/// must not cost as much again for the stack.
const DEEP: usize = 1 << 14;

/// Handed to [`crate::KindInfo::trace`] and to the host's root tracing.
pub struct Tracer {
    map: Map,
    kinds: Kinds,
    collection: Collection,
    /// The verifier's: put edges on the stack instead of marking.
    edges_only: bool,
    stack: Vec<NonNull<Header>>,
    /// Cells that are traced by parts, with the start of the next.
    unfinished: Vec<(NonNull<Header>, usize)>,
    pub(crate) ephemeron_tables: Vec<NonNull<Header>>,
    pub(crate) weak_cells: Vec<NonNull<Header>>,
    pub(crate) marked_cells: u64,
    pub(crate) marked_bytes: u64,
}

impl Tracer {
    pub(crate) fn new(map: Map, kinds: Kinds) -> Tracer {
        Tracer {
            map,
            kinds,
            collection: Collection::Full,
            edges_only: false,
            stack: Vec::new(),
            unfinished: Vec::new(),
            ephemeron_tables: Vec::new(),
            weak_cells: Vec::new(),
            marked_cells: 0,
            marked_bytes: 0,
        }
    }

    /// Prepares for a collection; the buffers keep their capacity, unless it is large.
    pub(crate) fn begin(&mut self, collection: Collection) {
        debug_assert!(self.stack.is_empty() && self.unfinished.is_empty());
        self.stack.shrink_to(DEEP);
        self.collection = collection;
        self.ephemeron_tables.clear();
        self.weak_cells.clear();
        self.marked_cells = 0;
        self.marked_bytes = 0;
    }

    /// What the stack has room for, in bytes.
    pub(crate) fn stack_bytes(&self) -> usize {
        self.stack.capacity() * size_of::<NonNull<Header>>()
    }

    /// What is being collected.
    pub fn collection(&self) -> Collection {
        self.collection
    }

    /// Keeps a cell alive.
    ///
    /// # Panics
    /// If the address is not in the heap.
    #[inline]
    pub fn mark(&mut self, cell: NonNull<Header>) {
        self.mark_new(cell);
    }

    /// As [`Tracer::mark`]; says whether the cell was not marked before, which
    /// is what [`crate::KindInfo::ephemerons`] reports.
    #[inline]
    pub fn mark_new(&mut self, cell: NonNull<Header>) -> bool {
        let address = cell.as_ptr() as usize;
        assert!(self.map.contains(address), "an edge leaves the heap");
        if self.edges_only {
            self.stack.push(cell);
            return false;
        }
        // SAFETY: the start of a cell (invariant 2).
        let new = unsafe { self.map.set_marked(address) };
        if new {
            self.reach(cell);
        }
        new
    }

    /// Takes note of a cell that has just been marked.
    #[inline(always)]
    fn reach(&mut self, cell: NonNull<Header>) {
        if self.stack.len() >= DEEP {
            // SAFETY: the start of an initialised cell (invariant 2), whose bit is set.
            unsafe {
                if self.kinds.is_leaf((*cell.as_ptr()).kind) {
                    return self.visit(cell);
                }
            }
        }
        self.stack.push(cell);
    }

    /// Keeps a cell alive, if there is one.
    #[inline]
    pub fn mark_opt(&mut self, cell: Option<NonNull<Header>>) {
        if let Some(cell) = cell {
            self.mark(cell);
        }
    }

    /// Has the cell's `ephemerons` called until nothing more is marked by it,
    /// and its `sweep_weak`, if any, once after that.
    pub fn add_ephemeron_table(&mut self, cell: NonNull<Header>) {
        self.ephemeron_tables.push(cell);
    }

    /// Has the cell's `sweep_weak` called after marking.
    pub fn add_weak(&mut self, cell: NonNull<Header>) {
        self.weak_cells.push(cell);
    }

    /// Whether the cell is known to be live so far.
    #[inline]
    pub fn is_marked(&self, cell: NonNull<Header>) -> bool {
        self.liveness().is_live(cell)
    }

    pub(crate) fn liveness(&self) -> Liveness {
        Liveness { map: self.map }
    }

    /// Marks everything reachable from what is marked.
    pub(crate) fn drain(&mut self) {
        let mut queue = [None; QUEUE];
        let mut at = 0;
        let mut queued = 0;
        loop {
            let incoming = self.stack.pop();
            match incoming {
                Some(cell) => {
                    prefetch(cell);
                    queued += 1;
                }
                None if queued == 0 => match self.unfinished.pop() {
                    // SAFETY: a marked cell of a kind that has parts.
                    Some((cell, from)) => unsafe { self.trace_part(cell, from) },
                    None => return,
                },
                None => {}
            }
            let outgoing = core::mem::replace(&mut queue[at], incoming);
            at = (at + 1) % QUEUE;
            if let Some(cell) = outgoing {
                queued -= 1;
                // SAFETY: it came off the stack, so it is a marked cell
                // (invariants 1 and 2).
                unsafe { self.visit(cell) }
            }
        }
    }

    /// # Safety
    /// `cell` is a marked cell.
    #[inline(always)]
    unsafe fn visit(&mut self, cell: NonNull<Header>) {
        // SAFETY: a marked cell is initialised, and small ones lie in a
        // committed block.
        unsafe {
            let size = self.kinds.size(cell);
            let header = cell.as_ptr();
            let kind = (*header).kind;
            if holds(Rule::OldFlag) {
                (*header).gc = GC_OLD;
            }
            let address = header as usize;
            if self.map.is_small(address) && holds(Rule::LineMarks) {
                self.map.mark_lines(address, size);
            }
            self.marked_cells += 1;
            self.marked_bytes += size as u64;
            if !self.kinds.is_leaf(kind) {
                self.follow(cell, size > MAX_SMALL);
            }
        }
    }

    /// # Safety
    /// `cell` is a marked cell.
    #[inline(always)]
    unsafe fn follow(&mut self, cell: NonNull<Header>, large: bool) {
        // SAFETY: the caller's promise.
        unsafe {
            let info = self.kinds.info((*cell.as_ptr()).kind);
            if large && info.trace_part.is_some() {
                self.unfinished.push((cell, 0));
            } else {
                (info.trace)(cell, self);
            }
        }
    }

    /// # Safety
    /// `cell` is a marked cell of a kind that has parts, and `from` the start of one.
    unsafe fn trace_part(&mut self, cell: NonNull<Header>, from: usize) {
        // SAFETY: the caller's promise.
        unsafe {
            let kind = (*cell.as_ptr()).kind;
            if let Some(part) = self.kinds.info(kind).trace_part
                && let Some(next) = part(cell, self, from)
            {
                self.unfinished.push((cell, next));
            }
        }
    }

    /// Follows the edges of a cell that is marked already, or notes that they are to be followed.
    ///
    /// # Safety
    /// `cell` is an initialised cell.
    pub(crate) unsafe fn retrace(&mut self, cell: NonNull<Header>) {
        // SAFETY: the caller's promise.
        unsafe { self.follow(cell, !self.map.is_small(cell.as_ptr() as usize)) }
    }

    /// The cells that `cell` refers to strongly, for the verifier. With
    /// `ephemerons`, also the values of those entries whose keys are marked,
    /// unless the host leaves out marked ones.
    ///
    /// # Safety
    /// `cell` is an initialised cell, and no collection is going on.
    pub(crate) unsafe fn edges_of(&mut self, cell: NonNull<Header>, ephemerons: bool) -> &[NonNull<Header>] {
        self.stack.clear();
        self.edges_only = true;
        // SAFETY: the caller's promise.
        unsafe {
            let info = self.kinds.info((*cell.as_ptr()).kind);
            (info.trace)(cell, self);
            if ephemerons && let Some(step) = info.ephemerons {
                step(cell, self);
            }
        }
        self.edges_only = false;
        self.ephemeron_tables.clear();
        self.weak_cells.clear();
        &self.stack
    }
}

#[inline(always)]
fn prefetch(cell: NonNull<Header>) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: a prefetch has no effect that a program can see.
    unsafe {
        core::arch::x86_64::_mm_prefetch::<{ core::arch::x86_64::_MM_HINT_T0 }>(cell.as_ptr().cast());
    }
    #[cfg(target_arch = "aarch64")]
    // SAFETY: as above.
    unsafe {
        core::arch::asm!(
            "prfm pldl1keep, [{0}]",
            in(reg) cell.as_ptr(),
            options(nostack, preserves_flags, readonly)
        );
    }
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    let _ = cell;
}

/// Answers, once marking is done, which cells survive.
pub struct Liveness {
    map: Map,
}

impl Liveness {
    /// Whether the cell survives this collection.
    ///
    /// # Panics
    /// If the address is not in the heap.
    #[inline]
    pub fn is_live(&self, cell: NonNull<Header>) -> bool {
        let address = cell.as_ptr() as usize;
        assert!(self.map.contains(address), "not a cell of this heap");
        // SAFETY: cells lie in committed memory; the map is valid while a
        // collection runs, and this type is only lent out during one.
        unsafe { self.map.is_marked(address) }
    }
}
