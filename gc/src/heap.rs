//! The heap as its host sees it: configuration, allocation, lookup.
//!
//! Invariants:
//!
//! 1. `cursor` is the first field: compiled code finds it at offset 0.
//! 2. While a test mode must see every allocation, `cursor` stays empty and
//!    `hidden` does the bumping. Otherwise `hidden` is where `cursor` was when
//!    external memory made a collection due, until the slow path puts it back.
//! 3. Between allocation and the next entry into the heap, the host has written
//!    header and fields of the new cell.

use core::fmt;
use core::ptr::NonNull;
use std::io;

use crate::finalize::Finalizers;
use crate::header::{FILLER_KIND, GRANULE, Header, KindInfo, Kinds};
use crate::large::LargeSpace;
use crate::line_alloc::{Cursor, LineAllocator};
use crate::rules::Rules;
use crate::space::Space;
use crate::stats::{Budget, Stats};
use crate::stress::Schedule;
use crate::trace::{Collection, Tracer};
use crate::walk::Walker;
use crate::{DEFAULT_YOUNG_BUDGET, MAX_SMALL};

/// How a heap is to behave.
#[derive(Clone, Debug)]
pub struct Config {
    /// What the kind byte of a cell indexes; at most 255 rows.
    pub kinds: &'static [KindInfo],
    /// The bits of an ambiguous word that hold an address.
    pub pointer_mask: u64,
    /// Asked for ambiguous words whose address is in the heap: whether the tag
    /// bits allow that it is a pointer.
    pub is_candidate: fn(u64) -> bool,
    /// Most bytes of blocks, large objects and external memory.
    pub memory_limit: usize,
    /// Bytes allocated between young collections; up to four times as many
    /// while much of them survives.
    pub young_budget: usize,
    /// Collect at every n-th allocation; 0 = off.
    pub stress: u32,
    /// Verify the heap before and after each collection.
    pub verify: bool,
    /// Verify, at young collections, that no barrier was left out.
    pub verify_barriers: bool,
    /// Overwrite dead memory.
    pub poison: bool,
    /// The allocation (counted from 1) that fails, with its retry.
    pub fail_at: Option<u64>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            kinds: &[],
            pointer_mask: 0x0000_FFFF_FFFF_FFFF,
            is_candidate: |_| true,
            memory_limit: usize::MAX,
            young_budget: DEFAULT_YOUNG_BUDGET,
            stress: 0,
            verify: false,
            verify_barriers: false,
            poison: false,
            fail_at: None,
        }
    }
}

impl fmt::Debug for KindInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Why a heap could not be made.
#[derive(Debug)]
#[non_exhaustive]
pub enum HeapError {
    /// The system does not give the address space.
    Reserve(io::Error),
    /// More kinds than the kind byte can tell apart.
    TooManyKinds(usize),
}

impl fmt::Display for HeapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HeapError::Reserve(error) => {
                write!(f, "cannot reserve address space for the heap: {error}")
            }
            HeapError::TooManyKinds(count) => {
                write!(f, "{count} kinds of cells, but at most {FILLER_KIND}")
            }
        }
    }
}

impl std::error::Error for HeapError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            HeapError::Reserve(error) => Some(error),
            HeapError::TooManyKinds(_) => None,
        }
    }
}

/// An allocation would exceed the limit or what the system gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfMemory {
    /// Bytes asked for.
    pub requested: usize,
}

impl fmt::Display for OutOfMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "out of memory: no room for {} bytes", self.requested)
    }
}

impl std::error::Error for OutOfMemory {}

/// A heap and its collector. Belongs to one thread at a time.
#[repr(C)]
pub struct Heap {
    /// Where small cells are allocated (invariants 1 and 2).
    pub cursor: Cursor,
    hidden: Cursor,
    pub(crate) config: Config,
    pub(crate) kinds: Kinds,
    pub(crate) rules: Rules,
    pub(crate) remembered: Vec<NonNull<Header>>,
    pub(crate) finalizers: Finalizers,
    pub(crate) schedule: Schedule,
    pub(crate) budget: Budget,
    pub(crate) stats: Stats,
    pub(crate) tracer: Tracer,
    pub(crate) lines: LineAllocator,
    pub(crate) large: LargeSpace,
    /// Last, since the others describe what it maps.
    pub(crate) space: Space,
}

impl Heap {
    pub fn new(config: Config) -> Result<Heap, HeapError> {
        if config.kinds.len() > FILLER_KIND as usize {
            return Err(HeapError::TooManyKinds(config.kinds.len()));
        }
        let space = Space::new(config.memory_limit).map_err(HeapError::Reserve)?;
        let map = space.map();
        let kinds = Kinds::new(config.kinds);
        Ok(Heap {
            cursor: Cursor::default(),
            hidden: Cursor::default(),
            kinds,
            rules: Rules::default(),
            remembered: Vec::new(),
            finalizers: Finalizers::default(),
            schedule: Schedule::new(config.stress, config.fail_at),
            budget: Budget::new(config.memory_limit, config.young_budget),
            stats: Stats::default(),
            tracer: Tracer::new(map, kinds),
            lines: LineAllocator::new(map),
            large: LargeSpace::new(map),
            space,
            config,
        })
    }

    /// The inline path: `size` bytes (a multiple of [`GRANULE`], at most
    /// [`MAX_SMALL`]) if the current hole has them. The memory is not
    /// initialised; the caller writes the header at once, and all fields before
    /// it enters the heap again.
    #[inline(always)]
    pub fn bump(&mut self, size: usize) -> Option<NonNull<u8>> {
        debug_assert!(size > 0 && size <= MAX_SMALL && size.is_multiple_of(GRANULE));
        self.cursor.take(size)
    }

    /// The slow path: any size, from the next hole, a new block or as a large
    /// object. Never collects; ask [`Heap::wants_collection`] before. The caller
    /// writes the header, as for [`Heap::bump`].
    #[inline(never)]
    pub fn alloc_slow(&mut self, size: usize) -> Result<NonNull<u8>, OutOfMemory> {
        let refused = OutOfMemory { requested: size };
        let size = size.max(GRANULE).checked_next_multiple_of(GRANULE).ok_or(refused)?;
        if self.schedule.refuses(self.stats.full_collections) {
            return Err(refused);
        }
        let cell = if size > MAX_SMALL {
            self.large.alloc(size, &mut self.space, &mut self.budget)
        } else {
            let cursor = if self.schedule.sees_all() {
                &mut self.hidden
            } else {
                if self.hidden != Cursor::default() {
                    self.cursor = core::mem::take(&mut self.hidden);
                }
                &mut self.cursor
            };
            self.lines.alloc(cursor, size, &mut self.space, &mut self.budget)
        };
        let cell = cell.ok_or(refused)?;
        self.schedule.allocated();
        self.budget.note_peak();
        self.stats.bytes_allocated = self.budget.bytes_handed_out;
        self.stats.heap_bytes = self.budget.total();
        self.stats.peak_heap_bytes = self.budget.peak;
        Ok(cell)
    }

    /// Whether it is time to collect. Cheap; to be asked on the slow path, when
    /// all cells are initialised, before [`Heap::alloc_slow`].
    #[inline]
    pub fn wants_collection(&self) -> Option<Collection> {
        self.schedule.due().or_else(|| self.budget.due())
    }

    /// Reports that `delta` bytes outside of the heap were allocated or freed on
    /// behalf of cells. They count towards the limit and the pacing: if they
    /// make a collection due, the next allocation takes the slow path.
    pub fn external(&mut self, delta: isize) {
        self.budget.adjust_external(delta);
        if self.budget.due().is_some() && self.hidden == Cursor::default() {
            self.hidden = core::mem::take(&mut self.cursor);
        }
        self.stats.external_bytes = self.budget.external;
        self.stats.heap_bytes = self.budget.total();
        self.stats.peak_heap_bytes = self.budget.peak;
    }

    /// Whether `bytes` more outside of the heap are within the limit. To be asked
    /// before they are allocated.
    pub fn allows_external(&self, bytes: usize) -> bool {
        self.budget.allows(bytes)
    }

    /// For tests: counts an allocation outside of the heap like those in it, and says whether it
    /// is to fail.
    pub fn refuses_external(&mut self) -> bool {
        if self.schedule.refuses(self.stats.full_collections) {
            return true;
        }
        self.schedule.allocated();
        false
    }

    /// For tests: counting from here, the `n`-th allocation fails, with its retry; or all
    /// that follow fail as well.
    pub fn fail_allocation(&mut self, n: u64, and_all_later: bool) {
        self.schedule.fail_from_here(n, and_all_later);
        // Invariant 2.
        if self.hidden == Cursor::default() {
            self.hidden = core::mem::take(&mut self.cursor);
        }
    }

    /// For tests: whether an allocation was made to fail.
    pub fn has_refused(&self) -> bool {
        self.schedule.has_refused()
    }

    /// Has the kind's `finalize` called when the cell has died. Once per cell,
    /// right after its allocation.
    pub fn register_finalizable(&mut self, cell: NonNull<Header>) {
        self.finalizers.register(cell);
    }

    /// The cell that `address` points to, into, or just past; `None` if there is
    /// none. Dead cells that have not been reclaimed are found too. If one cell
    /// ends where the next starts, the latter.
    pub fn contains(&self, address: usize) -> Option<NonNull<Header>> {
        if address.wrapping_sub(self.space.map().base) > self.space.map().len {
            return None;
        }
        self.walker().resolve(address)
    }

    /// The addresses that cells can have.
    pub fn address_range(&self) -> core::ops::Range<usize> {
        let map = self.space.map();
        map.base..map.base + map.len
    }

    /// Calls `f` for each cell, the dead that have not been reclaimed included.
    pub fn for_each_cell(&mut self, f: impl FnMut(NonNull<Header>)) {
        self.walker().for_each(f);
    }

    /// Size in bytes of a cell.
    ///
    /// # Safety
    /// `cell` is an initialised cell of this heap.
    #[inline]
    pub unsafe fn size_of(&self, cell: NonNull<Header>) -> usize {
        // SAFETY: the caller's promise.
        unsafe { self.kinds.size(cell) }
    }

    pub fn stats(&self) -> &Stats {
        &self.stats
    }

    /// Changes the limit, in bytes. Does not collect. Address space was reserved
    /// for the limit that the heap was made with, so a much higher one may not be
    /// reached.
    pub fn set_memory_limit(&mut self, limit: usize) {
        self.config.memory_limit = limit;
        self.budget.limit = limit;
    }

    /// Gives all free memory back to the system, what is kept for the next
    /// allocations included. For a host that has nothing to do for a while, after
    /// a full collection.
    pub fn release_free_memory(&mut self) {
        self.lines.release_free(0, &self.space);
        self.large.release_free(0, &self.space);
    }

    /// Right after a collection: bytes in lines and spans with a live cell.
    pub(crate) fn live_bytes(&self) -> usize {
        self.lines.live_bytes() + self.large.bytes()
    }

    pub(crate) fn walker(&self) -> Walker<'_> {
        Walker::new(self.space.map(), self.kinds, &self.large, self.lines.frontier(), [self.cursor, self.hidden, self.lines.overflow()])
    }

    /// Closes the holes that are being bumped through.
    pub(crate) fn retire_cursors(&mut self) {
        self.lines.retire(&mut self.hidden, &mut self.budget);
        self.lines.retire(&mut self.cursor, &mut self.budget);
    }
}

impl Drop for Heap {
    fn drop(&mut self) {
        // SAFETY: the cells are there until `space` is dropped, and with the
        // heap gone nobody has a right to use them.
        unsafe { self.finalizers.run_all(&self.kinds) }
    }
}

#[cfg(test)]
mod layout {
    #[test]
    fn the_cursor_is_where_compiled_code_looks() {
        use super::{Cursor, Heap};
        assert_eq!(core::mem::offset_of!(Heap, cursor), 0);
        assert_eq!(core::mem::offset_of!(Cursor, bump), 0);
        assert_eq!(core::mem::offset_of!(Cursor, limit), 8);
    }
}
