//! From an arbitrary address to the cell it lies in, and from cell to cell.
//!
//! Old cells are found through the mark bitmap. Young ones have left no trace
//! but their headers, so the hole that an address lies in is walked from its
//! start; a [`Walker`] remembers where it got to, so that ascending queries
//! walk each hole once. Allocation pays nothing for this.
//!
//! Valid only outside of marking, when mark and line bits tell exactly what is
//! old (invariant 1 of `map` and of `block`).

use core::ptr::NonNull;

use crate::block::{BlockState, LINES};
use crate::header::{FILLER_KIND, Header, Kinds};
use crate::large::LargeSpace;
use crate::line_alloc::Cursor;
use crate::map::Map;
use crate::{GRANULE, LINE_SIZE};

pub(crate) struct Walker<'h> {
    pub map: Map,
    pub kinds: Kinds,
    pub large: &'h LargeSpace,
    /// Blocks in use lie below.
    pub frontier: usize,
    /// Cursors that are still bumping: what they hold is not initialised.
    pub open: [Cursor; 3],
    /// Start of the hole that was walked last, and a cell start in it.
    resume: (usize, usize),
}

impl<'h> Walker<'h> {
    pub fn new(map: Map, kinds: Kinds, large: &'h LargeSpace, frontier: usize, open: [Cursor; 3]) -> Walker<'h> {
        Walker { map, kinds, large, frontier, open, resume: (0, 0) }
    }

    /// The cell that has a byte at `address`.
    pub fn cell_at(&mut self, address: usize) -> Option<NonNull<Header>> {
        if !self.map.contains(address) {
            return None;
        }
        if !self.map.is_small(address) {
            return self.large.cell_at(address);
        }
        let block = self.map.block_of(address);
        if block >= self.frontier {
            return None;
        }
        // SAFETY: below the frontier, hence committed; copied out.
        let entry = unsafe { *self.map.entry(block) };
        if entry.state == BlockState::Free {
            return None;
        }
        let block_start = self.map.block_start(block);
        let line = (address - block_start) / LINE_SIZE;
        if entry.lines.get(line) {
            // SAFETY: committed, as above; what is marked is an initialised cell.
            unsafe {
                let cell = self.map.marked_at_or_below(address)?;
                let size = self.kinds.size(cell);
                return (address - (cell.as_ptr() as usize) < size).then_some(cell);
            }
        }
        if line >= entry.handed as usize {
            return None;
        }
        let hole = block_start + entry.lines.hole_start(line) * LINE_SIZE;
        let mut at = if self.resume.0 == hole && self.resume.1 <= address { self.resume.1 } else { hole };
        while at <= address {
            if self.is_open(at) {
                return None;
            }
            self.resume = (hole, at);
            // SAFETY: a handed-out hole is a gapless sequence of cells and
            // fillers up to an open cursor (invariant 3 of `block`).
            let (cell, size, kind) = unsafe { self.step(at) };
            if address - at < size {
                return (kind != FILLER_KIND).then_some(cell);
            }
            at += size;
        }
        None
    }

    fn is_open(&self, at: usize) -> bool {
        self.open.iter().any(|cursor| cursor.bump == at && cursor.bump < cursor.limit)
    }

    /// # Safety
    /// `at` is the start of a cell or filler.
    unsafe fn step(&self, at: usize) -> (NonNull<Header>, usize, u8) {
        let cell = NonNull::new(at as *mut Header).expect("heap addresses are not null");
        // SAFETY: the caller's promise.
        let (size, kind) = unsafe { (self.kinds.extent(cell), (*cell.as_ptr()).kind) };
        assert!(size >= GRANULE && size % GRANULE == 0, "heap corruption: {} at {at:#x} has a size of {size} bytes", self.kinds.name(kind));
        (cell, size, kind)
    }

    /// The cell that `address` points into or just past: a pointer to the end of
    /// an array keeps the array alive.
    pub fn resolve(&mut self, address: usize) -> Option<NonNull<Header>> {
        self.cell_at(address).or_else(|| self.cell_at(address.wrapping_sub(1)))
    }

    /// All cells, old and young, the dead that have not been reclaimed included.
    pub fn for_each(&self, mut f: impl FnMut(NonNull<Header>)) {
        for block in 0..self.frontier {
            self.for_each_marked(block, &mut f);
            self.for_each_young(block, &mut f);
        }
        self.large.for_each(f);
    }

    /// The marked cells of a block, ascending.
    pub fn for_each_marked(&self, block: usize, mut f: impl FnMut(NonNull<Header>)) {
        let start = self.map.block_start(block);
        // SAFETY: below the frontier, hence committed; copied out.
        let words = unsafe { *self.map.block_marks(block) };
        for (index, mut word) in words.into_iter().enumerate() {
            while word != 0 {
                let granule = index * 64 + word.trailing_zeros() as usize;
                word &= word - 1;
                let cell = (start + granule * GRANULE) as *mut Header;
                f(NonNull::new(cell).expect("heap addresses are not null"));
            }
        }
    }

    pub fn for_each_young(&self, block: usize, f: &mut impl FnMut(NonNull<Header>)) {
        // SAFETY: below the frontier, hence committed; copied out.
        let entry = unsafe { *self.map.entry(block) };
        let block_start = self.map.block_start(block);
        let mut line = 0;
        while let Some((start, end)) = entry.lines.next_hole(line) {
            if start >= (entry.handed as usize).min(LINES) {
                return;
            }
            let mut at = block_start + start * LINE_SIZE;
            let limit = block_start + end * LINE_SIZE;
            while at < limit && !self.is_open(at) {
                // SAFETY: as in `cell_at`.
                let (cell, size, kind) = unsafe { self.step(at) };
                if kind != FILLER_KIND {
                    f(cell);
                }
                at += size;
            }
            line = end;
        }
    }
}
