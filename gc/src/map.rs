//! The heap's geometry: from an address to its mark bit, block and lines.
//!
//! A [`Map`] is a plain copy of addresses that the allocator, the tracer and
//! [`crate::Liveness`] compute with. It owns nothing and is valid for as long
//! as the [`crate::space::Space`] that it was made from.
//!
//! Invariants:
//!
//! 1. Mark bits are set only at starts of cells; outside of marking, exactly at
//!    the starts of old cells.
//! 2. Each line that a marked small cell overlaps is marked in its block entry
//!    before the mark phase ends.
//! 3. Mark words and block entries are reached through these raw pointers only,
//!    by the one thread that has the heap.

use core::ptr::NonNull;

use crate::block::BlockEntry;
use crate::{BLOCK_SIZE, GRANULE, Header, LINE_SIZE};

#[derive(Clone, Copy)]
pub(crate) struct Map {
    pub base: usize,
    /// Bytes of address space, blocks and large objects together.
    pub len: usize,
    /// Bytes of address space for blocks; large objects lie above.
    pub small_len: usize,
    pub marks: *mut u64,
    pub table: *mut BlockEntry,
}

impl Map {
    #[inline(always)]
    pub fn contains(&self, address: usize) -> bool {
        address.wrapping_sub(self.base) < self.len
    }

    /// Whether the address lies among the blocks.
    #[inline(always)]
    pub fn is_small(&self, address: usize) -> bool {
        address.wrapping_sub(self.base) < self.small_len
    }

    #[inline(always)]
    pub fn block_of(&self, address: usize) -> usize {
        (address - self.base) / BLOCK_SIZE
    }

    #[inline(always)]
    pub fn block_start(&self, block: usize) -> usize {
        self.base + block * BLOCK_SIZE
    }

    #[inline(always)]
    fn mark_bit(&self, address: usize) -> (*mut u64, u64) {
        let granule = (address - self.base) / GRANULE;
        // In bounds: the bitmap has a bit for each granule of the heap.
        (self.marks.wrapping_add(granule / 64), 1u64 << (granule % 64))
    }

    /// # Safety
    /// `address` lies in committed memory of the heap.
    #[inline(always)]
    pub unsafe fn is_marked(&self, address: usize) -> bool {
        let (word, bit) = self.mark_bit(address);
        // SAFETY: the mark word of committed memory is committed.
        unsafe { *word & bit != 0 }
    }

    /// Sets the mark bit and says whether it was clear before.
    ///
    /// # Safety
    /// `address` is the start of a cell.
    #[inline(always)]
    pub unsafe fn set_marked(&self, address: usize) -> bool {
        let (word, bit) = self.mark_bit(address);
        // SAFETY: the mark word of committed memory is committed (invariant 3).
        unsafe {
            let old = *word;
            *word = old | bit;
            old & bit == 0
        }
    }

    /// # Safety
    /// `address` lies in committed memory of the heap.
    pub unsafe fn clear_marked(&self, address: usize) {
        let (word, bit) = self.mark_bit(address);
        // SAFETY: the mark word of committed memory is committed (invariant 3).
        unsafe { *word &= !bit }
    }

    /// Marks the lines under a small cell (invariant 2).
    ///
    /// # Safety
    /// `[address, address + size)` is a cell in a committed block.
    #[inline(always)]
    pub unsafe fn mark_lines(&self, address: usize, size: usize) {
        let offset = address - self.base;
        let in_block = offset % BLOCK_SIZE;
        let first = in_block / LINE_SIZE;
        let last = (in_block + size - 1) / LINE_SIZE;
        // SAFETY: the entry of a committed block is committed; no reference to
        // it exists during marking (invariant 3).
        unsafe { (*self.table.add(offset / BLOCK_SIZE)).lines.set(first, last) }
    }

    /// The 64 words of mark bits that belong to a block.
    ///
    /// # Safety
    /// The block is committed; nobody else looks at its mark words while the
    /// slice lives.
    #[inline]
    pub unsafe fn block_marks<'a>(&self, block: usize) -> &'a mut [u64; BLOCK_MARK_WORDS] {
        // SAFETY: the caller's promise; the words are in bounds because the
        // bitmap covers every block.
        unsafe { &mut *self.marks.add(block * BLOCK_MARK_WORDS).cast() }
    }

    /// # Safety
    /// The block is committed; nobody else looks at the entry while the
    /// reference lives.
    #[inline(always)]
    pub unsafe fn entry<'a>(&self, block: usize) -> &'a mut BlockEntry {
        // SAFETY: the caller's promise.
        unsafe { &mut *self.table.add(block) }
    }

    /// Start of the nearest marked cell at or below `address` in its block.
    ///
    /// # Safety
    /// `address` lies in a committed block.
    pub unsafe fn marked_at_or_below(&self, address: usize) -> Option<NonNull<Header>> {
        let block = self.block_of(address);
        let granule = (address - self.block_start(block)) / GRANULE;
        // SAFETY: committed (the caller's promise), and read only here.
        let words = unsafe { self.block_marks(block) };
        let mut index = granule / 64;
        // Bits above `granule` do not count.
        let mut word = words[index] & (u64::MAX >> (63 - granule % 64));
        loop {
            if word != 0 {
                let bit = 63 - word.leading_zeros() as usize;
                let start = self.block_start(block) + (index * 64 + bit) * GRANULE;
                return NonNull::new(start as *mut Header);
            }
            index = index.checked_sub(1)?;
            word = words[index];
        }
    }
}

/// Words of mark bits per block.
pub(crate) const BLOCK_MARK_WORDS: usize = BLOCK_SIZE / GRANULE / 64;
