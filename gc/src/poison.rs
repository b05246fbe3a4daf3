//! Zombie mode: dead memory is overwritten, so that a use after free reads
//! [`POISON`] instead of what happens to be left.
//!
//! Runs between finalisers and sweep, on the blocks that the sweep will visit.
//! Not only whole lines are filled but every gap between live cells.

use crate::BLOCK_SIZE;
use crate::walk::Walker;

/// What each byte of dead memory holds. As a kind, it does not exist in any
/// host with fewer than 219 kinds.
pub const POISON: u8 = 0xDB;

/// Fills everything in the block but its marked cells.
///
/// # Safety
/// Marking is done, no cursor is open, and no unmarked cell of the block will be
/// used again.
pub(crate) unsafe fn poison_block(walker: &Walker, block: usize) {
    let start = walker.map.block_start(block);
    let mut gap = start;
    // SAFETY: gaps lie between marked cells of a committed block, and nothing
    // in them is in use (the caller's promise).
    unsafe {
        walker.for_each_marked(block, |cell| {
            let at = cell.as_ptr() as usize;
            fill(gap, at);
            gap = at + walker.kinds.size(cell);
        });
        fill(gap, start + BLOCK_SIZE);
    }
}

/// # Safety
/// `[from, to)` is committed memory that nobody uses.
pub(crate) unsafe fn fill(from: usize, to: usize) {
    // SAFETY: the caller's promise.
    unsafe { core::ptr::write_bytes(from as *mut u8, POISON, to.saturating_sub(from)) }
}
