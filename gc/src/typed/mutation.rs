//! The right to change an arena, which the closure of `mutate` is lent.

use core::cell::Cell;
use core::marker::PhantomData;
use core::ptr::NonNull;

use super::gc::Gc;
use super::layout::{Layout, TypedCell};
use super::trace::Trace;
use crate::MAX_SMALL;
use crate::heap::{Heap, OutOfMemory};
use crate::stats::Stats;
use crate::trace::Collection;

/// Makes a lifetime invariant.
pub(super) type Brand<'gc> = PhantomData<Cell<&'gc ()>>;

/// What an arena has but its root.
pub(super) struct Store {
    pub heap: Heap,
    /// An allocation was refused since the last collection.
    pub out_of_memory: bool,
}

impl Store {
    /// Which collection it is time for.
    pub fn due(&self) -> Option<Collection> {
        if self.out_of_memory { Some(Collection::Full) } else { self.heap.wants_collection() }
    }
}

/// Lent by [`Arena::mutate`](super::Arena::mutate): what makes and changes values.
pub struct Mutation<'gc> {
    /// The arena's, to which nobody else has a reference (invariant 3).
    store: NonNull<Store>,
    brand: Brand<'gc>,
}

impl<'gc> Mutation<'gc> {
    /// # Safety
    /// Until the last use of what is made here, `store` is used through it only, and is an
    /// arena's; `'gc` is of one call of `mutate` on that arena.
    pub(super) unsafe fn new(store: NonNull<Store>) -> Mutation<'gc> {
        Mutation { store, brand: PhantomData }
    }

    /// Runs `f`, which calls no code of the user.
    #[inline(always)]
    fn with_store<R>(&self, f: impl FnOnce(&mut Store) -> R) -> R {
        // SAFETY: invariant 3: no other reference to the store is in use, and a heap calls back in
        // collections only.
        f(unsafe { &mut *self.store.as_ptr() })
    }

    #[inline(always)]
    pub(super) fn allocate<T: Trace<'gc>>(&self, value: T) -> Result<NonNull<TypedCell>, OutOfMemory> {
        let size = Layout::<'gc, T>::SIZE;
        let inline = if size <= MAX_SMALL { self.with_store(|store| store.heap.bump(size)) } else { None };
        let memory = match inline {
            Some(memory) => memory,
            None => self.allocate_slow(size)?,
        };
        // SAFETY: fresh memory of that size.
        let cell = unsafe { Layout::<'gc, T>::write(memory, value) };
        if core::mem::needs_drop::<T>() {
            self.with_store(|store| store.heap.register_finalizable(cell.cast()));
        }
        Ok(cell)
    }

    #[cold]
    #[inline(never)]
    fn allocate_slow(&self, size: usize) -> Result<NonNull<u8>, OutOfMemory> {
        self.with_store(|store| {
            let memory = store.heap.alloc_slow(size);
            store.out_of_memory |= memory.is_err();
            memory
        })
    }

    /// Says that `owner` is about to get references that it did not have.
    #[inline(always)]
    pub(super) fn write_barrier<T>(&self, owner: Gc<'gc, T>) {
        // SAFETY: a cell of this heap, since both have the brand (invariant 2). Before the store
        // is as good as after it: nothing is collected in between (invariant 3).
        self.with_store(|store| unsafe { store.heap.write_barrier(Gc::cell(owner).cast()) });
    }

    /// Whether it is time to leave `mutate`, which then collects.
    #[inline]
    pub fn wants_collection(&self) -> bool {
        self.with_store(|store| store.due().is_some())
    }

    /// Reports that `delta` bytes outside of the heap, such as the buffer of a long `Vec`, were
    /// allocated or freed on behalf of values. They count towards limit and pacing. Destructors
    /// take them back with [`release_external`](crate::release_external).
    pub fn external(&self, delta: isize) {
        self.with_store(|store| store.heap.external(delta));
    }

    /// Figures of the heap.
    pub fn stats(&self) -> Stats {
        self.with_store(|store| *store.heap.stats())
    }
}
