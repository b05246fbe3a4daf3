//! The reference.

use core::fmt;
use core::marker::PhantomData;
use core::ops::Deref;
use core::ptr::NonNull;

use super::layout::{TypedCell, value_of};
use super::mutation::{Brand, Mutation};
use super::trace::Trace;
use crate::heap::OutOfMemory;
use crate::trace::Tracer;

/// A reference to a value in an arena, of the size of a pointer.
///
/// It is valid for `'gc`, which no other arena and no other call of
/// [`Arena::mutate`](super::Arena::mutate) has.
pub struct Gc<'gc, T> {
    cell: NonNull<TypedCell>,
    brand: PhantomData<(Brand<'gc>, *const T)>,
}

impl<T> Clone for Gc<'_, T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Gc<'_, T> {}

impl<'gc, T: Trace<'gc>> Gc<'gc, T> {
    /// Moves a value into the arena.
    ///
    /// # Panics
    /// If there is no memory for it: see [`Gc::try_new`].
    #[inline]
    pub fn new(mutation: &Mutation<'gc>, value: T) -> Gc<'gc, T> {
        Gc::try_new(mutation, value).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Moves a value into the arena, if there is memory for it.
    ///
    /// # Errors
    /// If the value, with all that has not been collected yet, would exceed
    /// [`Config::memory_limit`](crate::Config::memory_limit) or what the system gives. The call of
    /// `mutate` is then followed by a full collection.
    #[inline]
    pub fn try_new(mutation: &Mutation<'gc>, value: T) -> Result<Gc<'gc, T>, OutOfMemory> {
        Ok(Gc { cell: mutation.allocate(value)?, brand: PhantomData })
    }
}

/// Functions, not methods: those are the value's.
impl<'gc, T> Gc<'gc, T> {
    /// The value, for as long as the call of `mutate` lasts.
    #[inline(always)]
    pub fn value(this: Gc<'gc, T>) -> &'gc T
    where
        T: 'gc,
    {
        // SAFETY: the cell has such a value (invariant 1), which is there and does not move until
        // something is collected, which is not in `'gc` (invariants 2 and 3).
        unsafe { value_of::<T>(this.cell).as_ref() }
    }

    /// Whether both refer to one value.
    #[inline]
    pub fn ptr_eq(one: Gc<'gc, T>, other: Gc<'gc, T>) -> bool {
        one.cell == other.cell
    }

    /// The address of the value, which is its own for as long as it lives.
    #[inline]
    pub fn address(this: Gc<'gc, T>) -> usize {
        // SAFETY: the cell has such a value (invariant 1).
        unsafe { value_of::<T>(this.cell) }.addr().get()
    }

    pub(super) fn cell(this: Gc<'gc, T>) -> NonNull<TypedCell> {
        this.cell
    }
}

impl<T> Deref for Gc<'_, T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: as in `Gc::value`.
        unsafe { value_of::<T>(self.cell).as_ref() }
    }
}

/// Shows the address, not the value: what refers to each other in a circle has no end.
impl<T> fmt::Debug for Gc<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Gc({:#x})", Gc::address(*self))
    }
}

// SAFETY: 1. It marks the one cell. 2. As it says. 3. No value of `Gc` changes. 4. It has no destructor.
// 5. `'gc` is the brand, and `T` is behind it. 6. Marking a cell of the heap does not panic.
unsafe impl<'gc, T> Trace<'gc> for Gc<'gc, T> {
    const NEEDS_TRACE: bool = true;
    #[inline(always)]
    fn trace(&self, tracer: &mut Tracer) {
        tracer.mark(self.cell.cast());
    }
}
