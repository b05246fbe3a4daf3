//! Blocks and lines: 32 KiB of memory, in which whole lines of 128 bytes are
//! given out and reclaimed.
//!
//! Nothing about a block is stored in the block; its [`BlockEntry`] lies in a
//! table beside the heap, one cache line each.
//!
//! Invariants:
//!
//! 1. Outside of marking, `lines` has exactly the lines that old cells overlap,
//!    so a maximal run of clear bits is a *hole*. Young cells lie in holes only.
//! 2. Holes are handed out in ascending order, whole. All holes below `handed`
//!    have been handed out since the last collection, and none above.
//! 3. A handed-out hole is, from its start, a gapless sequence of cells and
//!    fillers up to its end, or up to the cursor that is still bumping in it.
//! 4. The zero bytes of a fresh page are a valid entry: a free block.

use crate::{BLOCK_SIZE, LINE_SIZE};

/// Lines per block.
pub(crate) const LINES: usize = BLOCK_SIZE / LINE_SIZE;

/// One bit per line of a block.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
#[repr(C)]
pub(crate) struct Lines([u64; LINES / 64]);

impl Lines {
    /// Sets the bits `first..=last`.
    #[inline(always)]
    pub fn set(&mut self, first: usize, last: usize) {
        if first / 64 == last / 64 {
            self.0[first / 64] |= (u64::MAX >> (63 - (last - first))) << (first % 64);
        } else {
            self.set_across(first, last);
        }
    }

    #[inline(never)]
    fn set_across(&mut self, first: usize, last: usize) {
        for word in first / 64..=last / 64 {
            let low = first.max(word * 64) - word * 64;
            let high = last.min(word * 64 + 63) - word * 64;
            self.0[word] |= (u64::MAX >> (63 - (high - low))) << low;
        }
    }

    #[inline]
    pub fn get(&self, line: usize) -> bool {
        self.0[line / 64] & (1 << (line % 64)) != 0
    }

    pub fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub fn clear(&mut self) {
        self.0 = [0; LINES / 64];
    }

    /// First line at or after `from` whose bit, after xor with `flip`, is set;
    /// [`LINES`] if there is none.
    fn find(&self, from: usize, flip: u64) -> usize {
        if from >= LINES {
            return LINES;
        }
        let mut index = from / 64;
        let mut word = (self.0[index] ^ flip) & (u64::MAX << (from % 64));
        while word == 0 {
            index += 1;
            if index == self.0.len() {
                return LINES;
            }
            word = self.0[index] ^ flip;
        }
        index * 64 + word.trailing_zeros() as usize
    }

    /// The first hole at or after line `from`, as `start..end` lines.
    pub fn next_hole(&self, from: usize) -> Option<(usize, usize)> {
        let start = self.find(from, u64::MAX);
        (start < LINES).then(|| (start, self.find(start, 0)))
    }

    /// First line of the hole that `line` (a clear bit) belongs to.
    pub fn hole_start(&self, line: usize) -> usize {
        let mut index = line / 64;
        let mut word = self.0[index] & (u64::MAX >> (63 - line % 64));
        while word == 0 {
            if index == 0 {
                return 0;
            }
            index -= 1;
            word = self.0[index];
        }
        index * 64 + 64 - word.leading_zeros() as usize
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum BlockState {
    /// Holds no cell; in the free list, or never used (invariant 4).
    Free = 0,
    /// Holds cells, or is being allocated into.
    Used = 1,
}

/// What the heap knows about one block.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub(crate) struct BlockEntry {
    /// Lines under marked cells.
    pub lines: Lines,
    /// Line below which all holes have been handed out (invariant 2).
    pub handed: u16,
    /// `lines.count()` as of the last sweep of this block.
    pub live_lines: u16,
    pub state: BlockState,
    /// Handed out from since the last collection.
    pub touched: bool,
    /// Has pages that were written to since they were last given back.
    pub dirty: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entry_is_one_cache_line() {
        assert_eq!(size_of::<BlockEntry>(), 64);
    }

    #[test]
    fn set_and_holes_agree_with_a_plain_model() {
        let mut seed = 1u64;
        for _ in 0..2000 {
            let mut lines = Lines::default();
            let mut model = [false; LINES];
            for _ in 0..6 {
                seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                let first = (seed >> 33) as usize % LINES;
                let last = (first + (seed >> 50) as usize % 80).min(LINES - 1);
                lines.set(first, last);
                model[first..=last].fill(true);
            }
            assert_eq!(lines.count(), model.iter().filter(|&&m| m).count());
            let mut from = 0;
            let mut holes = [true; LINES];
            while let Some((start, end)) = lines.next_hole(from) {
                holes[start..end].fill(false);
                for line in start..end {
                    assert_eq!(lines.hole_start(line), start);
                }
                from = end;
            }
            assert_eq!(holes, model);
            for (line, &set) in model.iter().enumerate() {
                assert_eq!(lines.get(line), set);
            }
        }
    }
}
