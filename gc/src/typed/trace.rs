//! What the collector must know of a type: where the references in its values are.

use core::ops::{Deref, DerefMut};

use crate::trace::Tracer;

/// A type whose values can be in an arena, or be its root, for references of the lifetime `'gc`.
///
/// Implemented for what the standard library has, and by [`trace_fields!`](crate::trace_fields) for
/// structures and enums. To do it by hand takes `unsafe`:
///
/// # Safety
///
/// 1. `trace` calls `trace` of everything in the value that is a [`Gc`](super::Gc) or may hold one, and
///    does nothing else with the tracer.
/// 2. [`Trace::NEEDS_TRACE`] is false only if no value of the type holds a [`Gc`](super::Gc).
/// 3. No `Gc` can be put into a value, of which others have a shared reference, but by way of a
///    [`Lock`](super::Lock) or [`RefLock`](super::RefLock) in it.
/// 4. When a value is dropped, nothing looks at what its `Gc`s refer to.
/// 5. The type mentions no lifetime but `'gc` and `'static`.
/// 6. `trace` does not panic, and uses no arena.
pub unsafe trait Trace<'gc> {
    /// Whether values can hold references.
    const NEEDS_TRACE: bool;

    /// Reports the references in the value to the collector.
    fn trace(&self, tracer: &mut Tracer);
}

/// A value without references: of any type that is no [`Trace`] by itself.
///
/// ```
/// # use hearth_gc::{trace_fields, typed::Static};
/// trace_fields! {
///     struct Image<'gc> {
///         file: Static<std::fs::File>,
///         name: hearth_gc::typed::Gc<'gc, String>,
///     }
/// }
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Static<T: ?Sized>(pub T);

impl<T: ?Sized> Deref for Static<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: ?Sized> DerefMut for Static<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

// SAFETY: a `Gc` has the lifetime of a call of `mutate`, so that a type that outlives all of them
// has none in it. So there is nothing to trace, to store, or to look at (1 to 6).
unsafe impl<'gc, T: ?Sized + 'static> Trace<'gc> for Static<T> {
    const NEEDS_TRACE: bool = false;
    fn trace(&self, _tracer: &mut Tracer) {}
}
