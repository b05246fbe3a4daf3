//! Finalisers: what is to be done when a cell has died.
//!
//! Cells with something to release outside of the heap are registered when
//! they are allocated. Young and old ones are kept apart, so that a young
//! collection looks at young ones only. A cell cannot be resurrected: its
//! finaliser gets the bytes for the last time and must not follow edges, since
//! its neighbours may have been finalised before it.
//!
//! Invariant: a registered cell is in exactly one list until its finaliser has
//! been called, and in none afterwards.

use core::cell::Cell;
use core::ptr::NonNull;

use crate::header::{Header, Kinds};
use crate::rules::{Rule, holds};
use crate::trace::Liveness;

thread_local! {
    static RELEASED: Cell<usize> = const { Cell::new(0) };
}

/// For finalisers, which have no [`crate::Heap`] at hand: takes back `bytes`
/// that were reported with [`crate::Heap::external`]. Counted once the
/// finalisers of the running collection are done.
pub fn release_external(bytes: usize) {
    RELEASED.with(|released| released.set(released.get().saturating_add(bytes)));
}

#[derive(Default)]
pub(crate) struct Finalizers {
    young: Vec<NonNull<Header>>,
    old: Vec<NonNull<Header>>,
}

/// What a round of finalisers did.
pub(crate) struct Finalized {
    pub cells: u64,
    /// Bytes taken back with [`release_external`].
    pub released: usize,
}

impl Finalizers {
    pub fn register(&mut self, cell: NonNull<Header>) {
        self.young.push(cell);
    }

    /// Finalises the dead, among the young or among all; survivors are old.
    ///
    /// # Safety
    /// Marking is done and nothing has been swept.
    pub unsafe fn run(&mut self, full: bool, kinds: &Kinds, liveness: &Liveness) -> Finalized {
        RELEASED.set(0);
        let mut cells = 0;
        let mut survives = |cell: &mut NonNull<Header>| {
            let live = liveness.is_live(*cell) && holds(Rule::FinalizeDeadOnly);
            if !live {
                // SAFETY: dead, but not yet swept; called once, since it
                // leaves the list.
                unsafe { finalize(*cell, kinds) };
                cells += 1;
            }
            live || !holds(Rule::FinalizeOnce)
        };
        if full {
            self.old.retain_mut(&mut survives);
        }
        self.young.retain_mut(&mut survives);
        self.old.append(&mut self.young);
        Finalized { cells, released: RELEASED.take() }
    }

    /// Finalises everything: the heap goes away.
    ///
    /// # Safety
    /// The cells are still there, and nobody uses them any more.
    pub unsafe fn run_all(&mut self, kinds: &Kinds) {
        for cell in self.young.drain(..).chain(self.old.drain(..)) {
            // SAFETY: the caller's promise; it leaves the list.
            unsafe { finalize(cell, kinds) };
        }
        RELEASED.set(0);
    }
}

/// # Safety
/// `cell` is an initialised cell whose finaliser has not run.
unsafe fn finalize(cell: NonNull<Header>, kinds: &Kinds) {
    // SAFETY: the caller's promise.
    unsafe {
        if let Some(finalize) = kinds.info((*cell.as_ptr()).kind).finalize {
            finalize(cell);
        }
    }
}
