//! Cells whose contents can change, and whose owner is reported to the heap when they do.
//!
//! A young collection looks at old values only if they were written to. So a store names the value
//! that the lock lies in, its *owner*, and calls the barrier on that first. That the lock lies in it
//! is checked by its address: two compares.

use core::cell::{Cell, Ref, RefCell, RefMut};
use core::fmt;

use super::gc::Gc;
use super::mutation::Mutation;
use super::trace::Trace;
use crate::trace::Tracer;

/// Calls the barrier on `owner`, in which the lock at `lock` lies.
#[inline(always)]
fn report<'gc, L, O>(mutation: &Mutation<'gc>, owner: Gc<'gc, O>, lock: &L) {
    let offset = (&raw const *lock).addr().wrapping_sub(Gc::address(owner));
    assert!(
        size_of::<L>() <= size_of::<O>() && offset <= size_of::<O>() - size_of::<L>(),
        "the lock does not lie in the value that is named as its owner"
    );
    mutation.write_barrier(owner);
}

/// A cell that is read and written as a whole, like [`Cell`].
///
/// ```
/// use hearth_gc::{Config, trace_fields, typed::{Arena, Gc, Lock, Rootable}};
///
/// trace_fields! {
///     struct Node<'gc> {
///         number: i32,
///         next: Lock<Option<Gc<'gc, Node<'gc>>>>,
///     }
/// }
///
/// struct First;
/// impl Rootable for First {
///     type Root<'gc> = Gc<'gc, Node<'gc>>;
/// }
///
/// let mut arena = Arena::<First>::new(Config::default(), |mutation| {
///     Gc::new(mutation, Node { number: 1, next: Lock::new(None) })
/// })?;
/// arena.mutate(|mutation, first| {
///     let second = Gc::new(mutation, Node { number: 2, next: Lock::new(Some(*first)) });
///     first.next.set_in(mutation, *first, Some(second));
///     assert_eq!(second.next.get().unwrap().number, 1);
/// });
/// # Ok::<(), hearth_gc::HeapError>(())
/// ```
#[derive(Default)]
#[repr(transparent)]
pub struct Lock<T>(Cell<T>);

impl<T> Lock<T> {
    /// A lock on `value`.
    pub const fn new(value: T) -> Lock<T> {
        Lock(Cell::new(value))
    }

    /// What is in it.
    #[inline(always)]
    pub fn get(&self) -> T
    where
        T: Copy,
    {
        self.0.get()
    }

    /// Access for who has the lock to itself: it is in no arena yet, in the root, or lent by
    /// [`RefLock::borrow_mut_in`].
    pub fn get_mut(&mut self) -> &mut T {
        self.0.get_mut()
    }

    /// Takes it apart.
    pub fn into_inner(self) -> T {
        self.0.into_inner()
    }

    /// Stores into a lock that is a field of `owner`.
    ///
    /// # Panics
    /// If it is not: what lies in a `Vec` or `Box` of the owner is not in the owner.
    #[inline]
    pub fn set_in<'gc, O>(&self, mutation: &Mutation<'gc>, owner: Gc<'gc, O>, value: T) {
        self.replace_in(mutation, owner, value);
    }

    /// As [`Lock::set_in`]; gives what was there.
    ///
    /// # Panics
    /// As [`Lock::set_in`].
    #[inline]
    pub fn replace_in<'gc, O>(&self, mutation: &Mutation<'gc>, owner: Gc<'gc, O>, value: T) -> T {
        report(mutation, owner, self);
        self.0.replace(value)
    }
}

impl<'gc, T> Gc<'gc, Lock<T>> {
    /// Stores into a lock that is a value of its own.
    #[inline]
    pub fn set(self, mutation: &Mutation<'gc>, value: T) {
        self.replace(mutation, value);
    }

    /// As [`Gc::set`]; gives what was there.
    #[inline]
    pub fn replace(self, mutation: &Mutation<'gc>, value: T) -> T {
        mutation.write_barrier(self);
        self.0.replace(value)
    }
}

impl<T: Copy + fmt::Debug> fmt::Debug for Lock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Lock").field(&self.get()).finish()
    }
}

// SAFETY: 1. The contents are traced. 2. They are all that it holds. 3. This is a `Lock`. 4. Dropping it
// drops the contents. 5. and 6. As the contents.
unsafe impl<'gc, T: Trace<'gc>> Trace<'gc> for Lock<T> {
    const NEEDS_TRACE: bool = T::NEEDS_TRACE;
    fn trace(&self, tracer: &mut Tracer) {
        // SAFETY: nobody has a reference to the contents: that of `get_mut` would be a unique one to
        // the lock.
        unsafe { &*self.0.as_ptr() }.trace(tracer);
    }
}

/// A cell whose contents are borrowed, like [`RefCell`].
///
/// ```
/// use hearth_gc::{Config, typed::{Arena, Gc, RefLock, Rootable}};
///
/// struct Names;
/// impl Rootable for Names {
///     type Root<'gc> = Gc<'gc, RefLock<Vec<Gc<'gc, String>>>>;
/// }
///
/// let mut arena = Arena::<Names>::new(Config::default(), |mutation| Gc::new(mutation, RefLock::default()))?;
/// arena.mutate(|mutation, names| {
///     names.borrow_mut(mutation).push(Gc::new(mutation, "x".to_owned()));
///     assert_eq!(**names.borrow().last().unwrap(), "x");
/// });
/// # Ok::<(), hearth_gc::HeapError>(())
/// ```
#[derive(Default)]
pub struct RefLock<T>(RefCell<T>);

impl<T> RefLock<T> {
    /// A lock on `value`.
    pub const fn new(value: T) -> RefLock<T> {
        RefLock(RefCell::new(value))
    }

    /// Borrows the contents for reading.
    ///
    /// # Panics
    /// If they are borrowed for writing.
    #[inline]
    #[track_caller]
    pub fn borrow(&self) -> Ref<'_, T> {
        self.0.borrow()
    }

    /// Access for who has the lock to itself: see [`Lock::get_mut`].
    pub fn get_mut(&mut self) -> &mut T {
        self.0.get_mut()
    }

    /// Takes it apart.
    pub fn into_inner(self) -> T {
        self.0.into_inner()
    }

    /// Borrows the contents of a lock that is a field of `owner` for writing.
    ///
    /// # Panics
    /// If it is not (see [`Lock::set_in`]), or if they are borrowed.
    #[inline]
    #[track_caller]
    pub fn borrow_mut_in<'a, 'gc, O>(&'a self, mutation: &Mutation<'gc>, owner: Gc<'gc, O>) -> RefMut<'a, T> {
        report(mutation, owner, self);
        self.0.borrow_mut()
    }
}

impl<'gc, T> Gc<'gc, RefLock<T>> {
    /// Borrows the contents of a lock that is a value of its own for writing.
    ///
    /// # Panics
    /// If they are borrowed.
    #[inline]
    #[track_caller]
    pub fn borrow_mut(self, mutation: &Mutation<'gc>) -> RefMut<'gc, T> {
        mutation.write_barrier(self);
        Gc::value(self).0.borrow_mut()
    }
}

impl<T: fmt::Debug> fmt::Debug for RefLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut tuple = f.debug_tuple("RefLock");
        match self.0.try_borrow() {
            Ok(contents) => tuple.field(&contents),
            Err(_) => tuple.field(&format_args!("(borrowed)")),
        };
        tuple.finish()
    }
}

// SAFETY: as of `Lock`.
unsafe impl<'gc, T: Trace<'gc>> Trace<'gc> for RefLock<T> {
    const NEEDS_TRACE: bool = T::NEEDS_TRACE;
    fn trace(&self, tracer: &mut Tracer) {
        // SAFETY: a borrow ends with the call of `mutate` that it was made in; where it was forgotten,
        // the cell says that there is one, and there is none.
        unsafe { &*self.0.as_ptr() }.trace(tracer);
    }
}
