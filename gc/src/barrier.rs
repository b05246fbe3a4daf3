//! The write barrier and the remembered set.
//!
//! A young collection does not visit old cells, except for those in the
//! remembered set. So an old cell that may have got an edge to a young one must
//! be in it. The barrier does not look at the value: one test of the owner's
//! `gc` byte after the store, and the first store into an old cell since the
//! last collection puts it into the set.
//!
//! Invariants:
//!
//! 1. A cell has [`GC_REMEMBERED`] if and only if it is in the set, once.
//! 2. Each old cell without it has edges to old cells only — strong, weak and
//!    ephemeron edges alike, so the barrier belongs after stores of each sort.

use core::ptr::NonNull;

use crate::Heap;
use crate::header::{GC_OLD, GC_REMEMBERED, Header};
use crate::rules::Rule;

impl Heap {
    /// To be called after a cell has been stored into `owner`, weakly or not.
    ///
    /// # Safety
    /// `owner` is a cell of this heap.
    #[inline(always)]
    pub unsafe fn write_barrier(&mut self, owner: NonNull<Header>) {
        // SAFETY: the caller's promise.
        if unsafe { (*owner.as_ptr()).gc } & GC_OLD != 0 {
            self.remember_slow(owner);
        }
    }

    /// The barrier's slow path: puts a cell with [`GC_OLD`] into the remembered
    /// set. Does nothing for any other.
    ///
    /// `owner` must be a cell of this heap; compiled code calls this after it
    /// has tested the bit.
    #[cold]
    #[inline(never)]
    pub fn remember_slow(&mut self, owner: NonNull<Header>) {
        if !self.rules.hold(Rule::Barrier) {
            return;
        }
        assert!(self.space.map().contains(owner.as_ptr() as usize), "not a cell of this heap");
        // SAFETY: a cell of this heap, as documented.
        unsafe {
            let gc = &mut (*owner.as_ptr()).gc;
            if *gc & GC_OLD != 0 {
                *gc = *gc & !GC_OLD | GC_REMEMBERED;
                self.remembered.push(owner);
            }
        }
    }
}
