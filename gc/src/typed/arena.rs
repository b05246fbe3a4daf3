//! A heap with a root, and when it is collected.

use core::fmt;
use core::mem::ManuallyDrop;
use core::ops::Range;
use core::ptr::NonNull;

use super::layout::KINDS;
use super::mutation::{Mutation, Store};
use super::panics::{self, AtTheEnd};
use super::trace::Trace;
use crate::heap::{Config, Heap, HeapError};
use crate::roots::Host;
use crate::stats::Stats;
use crate::trace::{Collection, Liveness, Tracer};
use crate::verify::Violation;

/// Names the type of an arena's root for every lifetime of its references.
///
/// ```
/// use hearth_gc::typed::{Gc, Lock, Rootable};
///
/// /// The globals of a little machine.
/// struct Globals;
/// impl Rootable for Globals {
///     type Root<'gc> = (Gc<'gc, Lock<i64>>, Vec<Gc<'gc, String>>);
/// }
/// ```
pub trait Rootable {
    /// What all else is reached from.
    type Root<'gc>: Trace<'gc> + 'gc;
}

/// A heap of typed values, and the root from which they are reached.
///
/// The root itself is no value of the heap: all of it is traced in each collection, and changed
/// in [`Arena::mutate_root`] like any Rust value.
pub struct Arena<R: Rootable> {
    /// Of whatever call: `'static` stands for the lifetimes that it is lent with.
    root: R::Root<'static>,
    store: Store,
    /// What the destructors of the heap's values left.
    _panics: AtTheEnd,
}

impl<R: Rootable> Arena<R> {
    /// An arena whose root is what `build` makes. Of `config`, the kinds and what concerns
    /// ambiguous words are the arena's own.
    ///
    /// # Errors
    /// If the system does not give the address space for the heap.
    pub fn new(config: Config, build: impl for<'gc> FnOnce(&'gc Mutation<'gc>) -> R::Root<'gc>) -> Result<Arena<R>, HeapError> {
        // Dropped after the store, if `build` panics.
        let panics = AtTheEnd;
        let heap = Heap::new(Config { kinds: &KINDS, ..config })?;
        let mut store = Store { heap, out_of_memory: false };
        // SAFETY: the heap is an arena's from its first cell on, and not used until `build` is done.
        let mutation = unsafe { Mutation::new(NonNull::from(&mut store)) };
        let root = ManuallyDrop::new(build(&mutation));
        // SAFETY: lifetimes have no layout. It is lent with other lifetimes only, each of one call
        // (invariant 2), and moved out of `root`, which is forgotten.
        let root = unsafe { (&raw const root).cast::<R::Root<'static>>().read() };
        Ok(Arena { root, store, _panics: panics })
    }

    /// Lends the arena to `f`; collects afterwards, if it is time.
    ///
    /// If `f` panics, the arena is as the panic left it, and can be used on.
    ///
    /// # Panics
    /// As `f` does, and as [`Arena::collect`].
    pub fn mutate<T>(&mut self, f: impl for<'gc> FnOnce(&'gc Mutation<'gc>, &'gc R::Root<'gc>) -> T) -> T {
        self.mutate_root(|mutation, root| f(mutation, root))
    }

    /// As [`Arena::mutate`], and the root may be changed.
    ///
    /// # Panics
    /// As [`Arena::mutate`].
    pub fn mutate_root<T>(&mut self, f: impl for<'gc> FnOnce(&'gc Mutation<'gc>, &'gc mut R::Root<'gc>) -> T) -> T {
        // After a panic, the call before has left this undone.
        self.collect_if_due();
        // SAFETY: `self` is borrowed uniquely, and the store is not used until `f` is done.
        let mutation = unsafe { Mutation::new(NonNull::from(&mut self.store)) };
        // SAFETY: as above. What is `'static` in its type was stored in such calls, on this arena
        // (invariant 2).
        let root = unsafe { NonNull::from(&mut self.root).cast().as_mut() };
        let result = f(&mutation, root);
        self.collect_if_due();
        result
    }

    fn collect_if_due(&mut self) {
        if let Some(what) = self.store.due() {
            self.collect(what);
        }
    }

    /// Drops values that cannot be reached from the root, and reuses their memory: of those made
    /// since the last collection, or of all.
    ///
    /// # Panics
    /// With the first panic of a destructor, when the collection is done; and if a verifier is on
    /// and finds a violation.
    pub fn collect(&mut self, what: Collection) {
        self.store.out_of_memory = false;
        self.store.heap.collect(what, &mut RootOf::<R>(&self.root));
        panics::go_on();
    }

    /// Figures of the heap.
    pub fn stats(&self) -> &Stats {
        self.store.heap.stats()
    }

    /// Changes the limit, in bytes. Does not collect.
    pub fn set_memory_limit(&mut self, limit: usize) {
        self.store.heap.set_memory_limit(limit);
    }

    /// Gives free memory back to the system.
    pub fn release_free_memory(&mut self) {
        self.store.heap.release_free_memory();
    }

    /// For tests: walks the heap.
    ///
    /// # Errors
    /// The first reference that leads nowhere, or that is not known to the next young collection.
    pub fn verify(&self) -> Result<(), Violation> {
        self.store.heap.verify().and_then(|()| self.store.heap.verify_barriers())
    }

    #[cfg(test)]
    pub(super) fn heap_mut(&mut self) -> &mut Heap {
        &mut self.store.heap
    }
}

impl<R: Rootable> fmt::Debug for Arena<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arena").field("stats", self.stats()).finish_non_exhaustive()
    }
}

/// The host of an arena's heap.
struct RootOf<'a, R: Rootable>(&'a R::Root<'static>);

// SAFETY: by the numbers of `Host`:
// 1. `Layout::write` writes header and value at once.
// 2. What holds references changes behind locks, which call the barrier (invariant 4).
// 3. Both kinds ask the type (invariant 1), whose `Trace` is complete. There are no weak edges.
// 4. What is marked are `Gc`s, each made with a cell of this heap and of no other (invariant 2).
// 5. Between collections nothing is left of references but the root (invariant 2).
// 6. There are no ranges, and no stack is scanned.
// 7. An arena cannot be sent to another thread. Neither `Trace` nor a destructor can reach it, since
//    it is borrowed uniquely; the former does not panic, panics of the latter are kept.
unsafe impl<R: Rootable> Host for RootOf<'_, R> {
    fn trace_roots(&mut self, tracer: &mut Tracer) {
        self.0.trace(tracer);
    }
    fn ambiguous_ranges(&mut self, _scan: &mut dyn FnMut(*const u64, *const u64)) {}
    fn stack_base(&self) -> usize {
        0
    }
    fn foreign_word(&mut self, _word: u64, _tracer: &mut Tracer) {}
    fn foreign_range(&self) -> Range<usize> {
        0..0
    }
    fn after_marking(&mut self, _liveness: &Liveness, _what: Collection) {}
    fn after_collection(&mut self, _what: Collection) {}
}
