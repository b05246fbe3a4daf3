//! Small-object allocation: bumping through holes, and the lists of blocks that
//! have some.
//!
//! The order is Immix's (Blackburn and McKinley, PLDI 2008): holes of partly
//! used blocks first, then free blocks. A cell larger than a line that does not
//! fit into the rest of a recycled hole goes to an *overflow* block, so that
//! small holes are not skipped on its account.
//!
//! Invariants:
//!
//! 1. Every used block is in at most one of: `recycle`, the current one, or
//!    neither (no hole worth having, or all handed out). Every free block below
//!    `frontier` is in `free`.
//! 2. A cursor is empty (`bump == limit == 0`) or bumps inside one handed-out
//!    hole. Before a cursor leaves a hole, a filler covers what is left.
//! 3. `touched` has each block that was handed out from since the last
//!    collection, once.

use core::ops::Range;
use core::ptr::NonNull;

use crate::block::{BlockState, LINES};
use crate::header::Header;
use crate::map::Map;
use crate::space::Space;
use crate::stats::Budget;
use crate::{BLOCK_SIZE, LINE_SIZE};

/// Blocks with fewer free lines than this are not worth a visit.
const MIN_FREE_LINES: usize = 4;

/// Where the next cell goes: `[bump, limit)` is free. Compiled code bumps it
/// inline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct Cursor {
    /// Address of the next cell.
    pub bump: usize,
    /// First address past the hole.
    pub limit: usize,
}

impl Cursor {
    /// Takes `size` bytes if they fit.
    #[inline(always)]
    pub(crate) fn take(&mut self, size: usize) -> Option<NonNull<u8>> {
        let at = self.bump;
        let end = at + size;
        if end > self.limit {
            return None;
        }
        self.bump = end;
        // SAFETY: `end <= limit` and `size > 0` exclude the empty cursor, whose
        // limit is 0, so `at` is an address inside a hole.
        Some(unsafe { NonNull::new_unchecked(at as *mut u8) })
    }

    fn remaining(&self) -> usize {
        self.limit - self.bump
    }
}

pub(crate) struct LineAllocator {
    map: Map,
    /// Used blocks with holes.
    recycle: Vec<u32>,
    free: Vec<u32>,
    /// Blocks below this have been used at some time.
    frontier: usize,
    live_lines: usize,
    current: Option<u32>,
    /// The main cursor bumps in what was a free block: nothing is lost by
    /// leaving it.
    main_is_fresh: bool,
    overflow: Cursor,
    touched: Vec<u32>,
}

impl LineAllocator {
    pub fn new(map: Map) -> LineAllocator {
        LineAllocator {
            map,
            recycle: Vec::new(),
            free: Vec::new(),
            frontier: 0,
            live_lines: 0,
            current: None,
            main_is_fresh: false,
            overflow: Cursor::default(),
            touched: Vec::new(),
        }
    }

    /// Blocks below this number are committed and may hold cells.
    pub fn frontier(&self) -> usize {
        self.frontier
    }

    /// Bytes in lines that held old cells at the last collection.
    pub fn live_bytes(&self) -> usize {
        self.live_lines * LINE_SIZE
    }

    pub fn overflow(&self) -> Cursor {
        self.overflow
    }

    /// Allocates `size` bytes (a multiple of the granule, at most
    /// [`crate::MAX_SMALL`]) from `main`, moving it or the overflow cursor on.
    pub fn alloc(&mut self, main: &mut Cursor, size: usize, space: &mut Space, budget: &mut Budget) -> Option<NonNull<u8>> {
        if let Some(cell) = main.take(size) {
            return Some(cell);
        }
        if size > LINE_SIZE {
            return self.alloc_medium(main, size, space, budget);
        }
        // A hole has at least one line, so it fits.
        self.next_hole(main, budget).or_else(|| self.fresh_main(main, space, budget))?;
        main.take(size)
    }

    fn alloc_medium(&mut self, main: &mut Cursor, size: usize, space: &mut Space, budget: &mut Budget) -> Option<NonNull<u8>> {
        let may_leave_main = self.main_is_fresh || main.remaining() == 0;
        if let Some(cell) = self.overflow.take(size) {
            if may_leave_main && self.overflow.remaining() > main.remaining() {
                // So that the next ones are served by the inline path again.
                core::mem::swap(main, &mut self.overflow);
                self.main_is_fresh = true;
            }
            return Some(cell);
        }
        if may_leave_main && self.recycle.is_empty() && self.current_hole().is_none() {
            if self.fresh_main(main, space, budget).is_some() {
                return main.take(size);
            }
        } else if let Some(fresh) = self.fresh_block(space, budget) {
            let left = core::mem::replace(&mut self.overflow, fresh);
            self.close(left, budget);
            return self.overflow.take(size);
        }
        // No block is left: any hole that is large enough will do.
        loop {
            self.next_hole(main, budget)?;
            if let Some(cell) = main.take(size) {
                return Some(cell);
            }
        }
    }

    fn current_hole(&self) -> Option<(usize, usize)> {
        let block = self.current? as usize;
        // SAFETY: `current` is committed; the reference ends here.
        let entry = unsafe { self.map.entry(block) };
        entry.lines.next_hole(entry.handed as usize)
    }

    /// Moves `main` to the next hole of a partly used block.
    fn next_hole(&mut self, main: &mut Cursor, budget: &mut Budget) -> Option<()> {
        loop {
            if let Some((start, end)) = self.current_hole() {
                let block = self.current? as usize;
                let hole = self.hand_out(block, start, end, budget);
                let left = core::mem::replace(main, hole);
                self.close(left, budget);
                self.main_is_fresh = false;
                return Some(());
            }
            self.current = Some(self.recycle.pop()?);
        }
    }

    /// Moves `main` to a free block.
    fn fresh_main(&mut self, main: &mut Cursor, space: &mut Space, budget: &mut Budget) -> Option<()> {
        let fresh = self.fresh_block(space, budget)?;
        let left = core::mem::replace(main, fresh);
        self.close(left, budget);
        self.main_is_fresh = true;
        Some(())
    }

    fn fresh_block(&mut self, space: &mut Space, budget: &mut Budget) -> Option<Cursor> {
        if !budget.allows(BLOCK_SIZE) {
            return None;
        }
        let block = match self.free.pop() {
            Some(block) => block as usize,
            None => {
                let block = self.frontier;
                if block == space.block_capacity() {
                    return None;
                }
                space.commit_blocks(block + 1).ok()?;
                self.frontier += 1;
                block
            }
        };
        budget.used += BLOCK_SIZE;
        // SAFETY: committed, and the reference ends here.
        let entry = unsafe { self.map.entry(block) };
        debug_assert_eq!(entry.state, BlockState::Free);
        debug_assert_eq!(entry.lines.count(), 0);
        entry.state = BlockState::Used;
        entry.dirty = true;
        Some(self.hand_out(block, 0, LINES, budget))
    }

    fn hand_out(&mut self, block: usize, start: usize, end: usize, budget: &mut Budget) -> Cursor {
        // SAFETY: committed, and the reference ends here.
        let entry = unsafe { self.map.entry(block) };
        entry.handed = end as u16;
        if !entry.touched {
            entry.touched = true;
            self.touched.push(block as u32);
        }
        let address = self.map.block_start(block);
        budget.since_collection += (end - start) * LINE_SIZE;
        budget.bytes_handed_out += ((end - start) * LINE_SIZE) as u64;
        Cursor { bump: address + start * LINE_SIZE, limit: address + end * LINE_SIZE }
    }

    /// Covers what is left of a hole with a filler (invariant 2).
    fn close(&mut self, cursor: Cursor, budget: &mut Budget) {
        let size = cursor.remaining();
        if size > 0 {
            // SAFETY: `[bump, limit)` is inside a hole that this allocator has
            // handed out and nobody else uses; both ends are granule-aligned.
            unsafe { (cursor.bump as *mut Header).write(Header::filler(size)) };
            budget.bytes_handed_out -= size as u64;
        }
    }

    /// Before a collection: closes all cursors.
    pub fn retire(&mut self, main: &mut Cursor, budget: &mut Budget) {
        let left = core::mem::take(main);
        self.close(left, budget);
        let left = core::mem::take(&mut self.overflow);
        self.close(left, budget);
        self.main_is_fresh = false;
    }

    /// Before the mark phase of a full collection: forgets all marks.
    pub fn clear_marks(&mut self) {
        for block in 0..self.frontier {
            // SAFETY: below the frontier, hence committed; the references end
            // with the iteration.
            unsafe {
                let entry = self.map.entry(block);
                if entry.state == BlockState::Used {
                    entry.lines.clear();
                    self.map.block_marks(block).fill(0);
                }
            }
        }
    }

    /// Blocks that a sweep will look at.
    pub fn for_each_swept(&self, full: bool, mut f: impl FnMut(usize)) {
        if full {
            (0..self.frontier).for_each(f);
        } else {
            self.touched.iter().for_each(|&block| f(block as usize));
        }
    }

    /// After marking: reclaims the lines without a marked cell, in the blocks
    /// touched since the last collection, or in all.
    pub fn sweep(&mut self, full: bool, budget: &mut Budget) {
        self.current = None;
        let touched = core::mem::take(&mut self.touched);
        if full {
            self.recycle.clear();
            // Downwards, so that the lowest addresses are used first.
            for block in (0..self.frontier).rev() {
                self.sweep_block(block, budget);
            }
        } else {
            for &block in touched.iter().rev() {
                self.sweep_block(block as usize, budget);
            }
        }
        self.touched = touched;
        self.touched.clear();
    }

    fn sweep_block(&mut self, block: usize, budget: &mut Budget) {
        // SAFETY: below the frontier, hence committed; the reference ends with
        // this function and the lists are not reached through it.
        let entry = unsafe { self.map.entry(block) };
        if entry.state == BlockState::Free {
            return;
        }
        entry.touched = false;
        entry.handed = 0;
        let live = entry.lines.count();
        self.live_lines = self.live_lines + live - entry.live_lines as usize;
        entry.live_lines = live as u16;
        if live == 0 {
            entry.state = BlockState::Free;
            budget.used -= BLOCK_SIZE;
            self.free.push(block as u32);
        } else if LINES - live >= MIN_FREE_LINES {
            self.recycle.push(block as u32);
        }
    }

    /// Gives the memory of free blocks back to the system, but for about
    /// `keep` bytes of them.
    pub fn release_free(&mut self, keep: usize, space: &Space) {
        // The end of the list is used next: keep the lowest addresses.
        self.free.sort_unstable_by(|a, b| b.cmp(a));
        let mut kept = 0;
        // Neighbours are given back in one go.
        let mut run = 0..0;
        for &block in self.free.iter().rev() {
            let block = block as usize;
            // SAFETY: below the frontier, hence committed; the reference ends
            // with the iteration.
            let entry = unsafe { self.map.entry(block) };
            if !entry.dirty {
                continue;
            }
            if kept < keep {
                kept += BLOCK_SIZE;
                continue;
            }
            entry.dirty = false;
            if run.end == block {
                run.end += 1;
            } else {
                self.release_blocks(run, space);
                run = block..block + 1;
            }
        }
        self.release_blocks(run, space);
    }

    fn release_blocks(&self, blocks: Range<usize>, space: &Space) {
        if !blocks.is_empty() {
            let start = self.map.block_start(blocks.start);
            // SAFETY: the caller names free blocks, which hold no cell.
            unsafe { space.release(start, blocks.len() * BLOCK_SIZE) };
        }
    }
}
