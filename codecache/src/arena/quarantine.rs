//! Retired blocks that may still be referred to by a frame.
//!
//! Time is counted in scans. A block is stamped with the number of scans that
//! had begun when it was quarantined; a scan proves something only about blocks
//! that were quarantined before it began, because a frame that was seen to be
//! elsewhere could have entered a younger block since.

use super::free_list::Block;
use crate::rules::{Rule, holds};

/// Stands for one full collection that began at a certain point. Not `Clone`,
/// and used up by the release that it justifies.
#[must_use = "a scan without a release frees nothing"]
#[derive(Debug)]
pub struct ScanToken {
    number: u64,
    arena: u32,
}

impl ScanToken {
    pub(super) fn arena(&self) -> u32 {
        self.arena
    }
}

#[derive(Default)]
pub(super) struct Quarantine {
    scans_begun: u64,
    blocks: Vec<(u64, Block)>,
    bytes: usize,
}

impl Quarantine {
    pub fn add(&mut self, block: Block) {
        self.bytes += block.len as usize;
        self.blocks.push((self.scans_begun, block));
    }

    pub fn bytes(&self) -> usize {
        self.bytes
    }

    pub fn begin_scan(&mut self, arena: u32) -> ScanToken {
        self.scans_begun += 1;
        ScanToken { number: self.scans_begun, arena }
    }

    /// Takes out what the scan proved to be unreferenced.
    pub fn release(&mut self, scan: ScanToken, mut still_referenced: impl FnMut(Block) -> bool) -> Vec<Block> {
        let released: Vec<Block> = self
            .blocks
            .extract_if(.., |(stamp, block)| {
                let before = *stamp < scan.number || !holds(Rule::Quarantine);
                before && !(still_referenced(*block) && holds(Rule::StillReferenced))
            })
            .map(|(_, block)| block)
            .collect();
        self.bytes -= released.iter().map(|b| b.len as usize).sum::<usize>();
        released
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(n: u32) -> Block {
        Block { offset: n * 64, len: 64 }
    }

    #[test]
    fn only_what_was_there_before_the_scan_and_is_not_referenced_goes() {
        let mut q = Quarantine::default();
        q.add(block(1));
        q.add(block(2));
        let scan = q.begin_scan(0);
        q.add(block(3));
        assert_eq!(q.release(scan, |b| b == block(2)), [block(1)]);
        assert_eq!(q.bytes(), 128);
        let scan = q.begin_scan(0);
        assert_eq!(q.release(scan, |_| false), [block(2), block(3)]);
        assert_eq!(q.bytes(), 0);
    }

    #[test]
    fn an_older_scan_proves_nothing_about_what_came_after_it() {
        let mut q = Quarantine::default();
        let first = q.begin_scan(0);
        q.add(block(1));
        let second = q.begin_scan(0);
        assert_eq!(q.release(first, |_| false), []);
        assert_eq!(q.release(second, |_| false), [block(1)]);
    }
}
