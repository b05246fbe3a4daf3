//! Which parts of the arena are free.
//!
//! Best fit, with neighbours coalesced when a block is given back. Two ordered
//! sets, by place and by size: both operations are logarithmic in the number of
//! free pieces, which is one until something is freed.

use crate::rules::{Rule, holds};
use std::collections::{BTreeMap, BTreeSet};

/// A piece of the arena: offset from its start and length, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Block {
    pub offset: u32,
    pub len: u32,
}

impl Block {
    pub fn end(self) -> u32 {
        self.offset + self.len
    }
}

pub(super) struct FreeList {
    /// Offset → length.
    by_offset: BTreeMap<u32, u32>,
    /// (length, offset).
    by_len: BTreeSet<(u32, u32)>,
    free: usize,
}

impl FreeList {
    pub fn new(len: u32) -> FreeList {
        let mut list = FreeList { by_offset: BTreeMap::new(), by_len: BTreeSet::new(), free: len as usize };
        list.insert(Block { offset: 0, len });
        list
    }

    pub fn free_bytes(&self) -> usize {
        self.free
    }

    /// The start of the smallest free piece that is large enough.
    pub fn take(&mut self, len: u32) -> Option<Block> {
        let &(found_len, offset) = self.by_len.range((len, 0)..).next()?;
        self.remove(Block { offset, len: found_len });
        if found_len > len {
            // Without the rule the next block starts in this one.
            let taken = if holds(Rule::BlocksApart) { len } else { len / 2 };
            self.insert(Block { offset: offset + taken, len: found_len - len });
        }
        self.free -= len as usize;
        Some(Block { offset, len })
    }

    /// Takes a block back. Giving one back twice, or one that overlaps a free
    /// piece, would let two codes share memory: it ends the process.
    pub fn give(&mut self, block: Block) {
        self.free += block.len as usize;
        let mut merged = block;
        if let Some((&offset, &len)) = self.by_offset.range(..=block.offset).next_back() {
            let before = Block { offset, len };
            assert!(before.end() <= block.offset, "a block of code was freed twice");
            if before.end() == block.offset {
                self.remove(before);
                merged = Block { offset, len: len + block.len };
            }
        }
        if let Some((&offset, &len)) = self.by_offset.range(block.offset..).next() {
            assert!(offset >= block.end(), "a block of code was freed twice");
            if offset == block.end() {
                self.remove(Block { offset, len });
                merged.len += len;
            }
        }
        self.insert(merged);
    }

    fn insert(&mut self, block: Block) {
        self.by_offset.insert(block.offset, block.len);
        self.by_len.insert((block.len, block.offset));
    }

    fn remove(&mut self, block: Block) {
        self.by_offset.remove(&block.offset);
        self.by_len.remove(&(block.len, block.offset));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn best_fit_and_coalescing() {
        let mut list = FreeList::new(1024);
        let blocks: Vec<_> = (0..4).map(|_| list.take(256).unwrap()).collect();
        assert_eq!(list.take(64), None);
        list.give(blocks[0]);
        list.give(blocks[2]);
        assert_eq!(list.take(300), None, "the two pieces are apart");
        assert_eq!(list.take(64).unwrap().offset, 0);
        list.give(Block { offset: 0, len: 64 });
        list.give(blocks[1]);
        assert_eq!(list.take(768), Some(Block { offset: 0, len: 768 }));
        assert_eq!(list.free_bytes(), 0);
    }

    #[test]
    #[should_panic(expected = "freed twice")]
    fn freeing_twice_is_caught() {
        let mut list = FreeList::new(256);
        let block = list.take(64).unwrap();
        list.give(block);
        list.give(block);
    }

    #[test]
    #[should_panic(expected = "freed twice")]
    fn freeing_an_overlapping_block_is_caught() {
        let mut list = FreeList::new(256);
        let all = list.take(256).unwrap();
        list.give(Block { offset: 64, len: 64 });
        list.give(all);
    }

    #[test]
    #[should_panic(expected = "freed twice")]
    fn freeing_a_part_of_a_free_piece_is_caught() {
        let mut list = FreeList::new(256);
        list.give(Block { offset: 64, len: 64 });
    }

    /// Random takes and gives against a map of bytes.
    #[test]
    fn blocks_never_overlap_and_nothing_is_lost() {
        let mut list = FreeList::new(64 * 100);
        let mut owner = [false; 100];
        let mut live: Vec<Block> = Vec::new();
        let mut random = 0x2545_f491_4f6c_dd1d_u64;
        for _ in 0..20_000 {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let units = (random >> 8) % 9 + 1;
            if random.is_multiple_of(2) {
                if let Some(block) = list.take(units as u32 * 64) {
                    for unit in block.offset / 64..block.end() / 64 {
                        assert!(!std::mem::replace(&mut owner[unit as usize], true));
                    }
                    live.push(block);
                }
            } else if !live.is_empty() {
                let block = live.swap_remove((random >> 20) as usize % live.len());
                (block.offset / 64..block.end() / 64).for_each(|u| owner[u as usize] = false);
                list.give(block);
            }
            let used = owner.iter().filter(|&&o| o).count();
            assert_eq!(list.free_bytes(), (100 - used) * 64);
        }
        live.into_iter().for_each(|b| list.give(b));
        assert_eq!(list.take(6400), Some(Block { offset: 0, len: 6400 }));
    }
}
