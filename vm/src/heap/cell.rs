//! `Gc<T>`: a typed reference to a live cell.
//!
//! Invariants on which every `unsafe` block of this module rests:
//! 1. A `Gc<T>` is made only from a cell whose kind belongs to `T` (`CellType::is_kind`).
//! 2. A `Gc<T>` lives on the native stack, in registers, or in a cell field that the
//!    kind's trace function visits. The conservative scan finds the first two, so the
//!    cell it points to is alive as long as the reference is.
//! 3. Cells never move.
//! 4. All mutable fields of a cell type are `Cell`s (or are touched by one owner only),
//!    so shared references to a cell do not alias mutable ones.

use super::kinds::Kind;
use crate::value::{PAYLOAD_MASK, TAG_SHIFT, Value, tag};
use core::marker::PhantomData;
use core::ops::Deref;
use core::ptr::NonNull;
use hearth_gc::Header;

/// A cell layout: `repr(C)` with the `Header` first.
///
/// # Safety
/// `Self` is `repr(C)`, starts with a `Header`, and every cell whose kind satisfies
/// `is_kind` has at least `Self`'s layout.
pub unsafe trait CellType {
    /// The tag under which a `Value` carries such a cell.
    const TAG: u16;
    fn is_kind(kind: Kind) -> bool;
}

#[repr(transparent)]
pub struct Gc<T: ?Sized>(NonNull<T>, PhantomData<*const T>);

impl<T> Clone for Gc<T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Gc<T> {}
impl<T> PartialEq for Gc<T> {
    #[inline(always)]
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Gc<T> {}
impl<T> core::hash::Hash for Gc<T> {
    fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state)
    }
}
impl<T> core::fmt::Debug for Gc<T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Gc@{:p}", self.0)
    }
}

impl<T: CellType> Deref for Gc<T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: invariants 1 and 2: a live cell of T's layout; invariant 4: no `&mut` to it exists.
        unsafe { self.0.as_ref() }
    }
}

impl<T: CellType> Gc<T> {
    /// # Safety
    /// `cell` is a live cell of a kind that belongs to `T` (invariant 1).
    #[inline(always)]
    pub unsafe fn from_header(cell: NonNull<Header>) -> Gc<T> {
        Gc(cell.cast(), PhantomData)
    }
    /// # Safety
    /// As `from_header`; `address` is the cell's.
    #[inline(always)]
    pub unsafe fn from_address(address: usize) -> Gc<T> {
        debug_assert!(address != 0);
        // SAFETY: the caller vouches for a live cell, whose address is not null.
        Gc(unsafe { NonNull::new_unchecked(address as *mut T) }, PhantomData)
    }
    #[inline(always)]
    pub fn address(self) -> usize {
        self.0.as_ptr() as usize
    }
    #[inline(always)]
    pub fn as_ptr(self) -> *mut T {
        self.0.as_ptr()
    }
    #[inline(always)]
    pub fn header(self) -> NonNull<Header> {
        self.0.cast()
    }
    #[inline(always)]
    pub fn value(self) -> Value {
        Value::cell(T::TAG, self.address())
    }
    #[inline(always)]
    pub fn kind(self) -> Kind {
        Kind::of(self.header())
    }
    /// The same cell as another layout, if its kind belongs to that one.
    #[inline(always)]
    pub fn cast<U: CellType>(self) -> Option<Gc<U>> {
        // SAFETY: the kind was checked, which is invariant 1.
        U::is_kind(self.kind()).then(|| unsafe { Gc::from_header(self.header()) })
    }
}

impl<T: CellType> From<Gc<T>> for Value {
    #[inline(always)]
    fn from(cell: Gc<T>) -> Value {
        cell.value()
    }
}

impl Value {
    /// The cell, if the value carries one whose kind belongs to `T`.
    #[inline(always)]
    pub fn to_cell<T: CellType>(self) -> Option<Gc<T>> {
        if self.0 >> TAG_SHIFT != T::TAG as u64 {
            return None;
        }
        let header = NonNull::new((self.0 & PAYLOAD_MASK) as *mut Header)?;
        // SAFETY: the tag says that the payload is the address of a cell, live by
        // invariant 2; the kind is checked, which is invariant 1.
        T::is_kind(Kind::of(header)).then(|| unsafe { Gc::from_header(header) })
    }
    /// The header of the cell that the value carries.
    #[inline(always)]
    pub fn header(self) -> Option<NonNull<Header>> {
        if self.tag() >= tag::FIRST_CELL { NonNull::new(self.address() as *mut Header) } else { None }
    }
}

/// A field of a cell that refers to another cell, or to none.
#[repr(transparent)]
pub struct GcField<T: CellType>(core::cell::Cell<*mut T>);

impl<T: CellType> GcField<T> {
    pub const fn null() -> Self {
        GcField(core::cell::Cell::new(core::ptr::null_mut()))
    }
    pub fn new(cell: Option<Gc<T>>) -> Self {
        GcField(core::cell::Cell::new(cell.map_or(core::ptr::null_mut(), Gc::as_ptr)))
    }
    #[inline(always)]
    pub fn get(&self) -> Option<Gc<T>> {
        // SAFETY: only `set` and `new` write the field, from live references of T.
        NonNull::new(self.0.get()).map(|p| unsafe { Gc::from_header(p.cast()) })
    }
    /// Stores without a write barrier: the owner was allocated after the last
    /// possible collection, or the caller runs the barrier.
    #[inline(always)]
    pub fn set_no_barrier(&self, cell: Option<Gc<T>>) {
        self.0.set(cell.map_or(core::ptr::null_mut(), Gc::as_ptr));
    }
    #[inline(always)]
    pub fn header(&self) -> Option<NonNull<Header>> {
        NonNull::new(self.0.get().cast())
    }
}
