//! Arrays and the elements of any object.
//!
//! Elements are dense: indices `0..len` are in the buffer, a hole is `Value::EMPTY`,
//! indices beyond are absent. What does not fit this (sparse indices, attributes,
//! accessors, frozen or non-extensible objects with elements) moves to a *sparse
//! map*, and the dense part becomes empty, so that every fast path misses by itself.

use super::layout::{Object, trace_object_fields, trace_value};
use crate::heap::{CellType, Gc, Kind};
use crate::value::{Value, tag};
use core::cell::{Cell, UnsafeCell};
use core::ops::Range;
use core::ptr::NonNull;
use hearth_gc::{Header, Heap, Tracer};

#[repr(C)]
pub struct Elements {
    pub header: UnsafeCell<Header>,
    /// Dense elements in use.
    pub len: Cell<u32>,
    pub capacity: u32,
}

// SAFETY: repr(C), header first, sole layout of its kind.
unsafe impl CellType for Elements {
    const TAG: u16 = tag::CELL;
    fn is_kind(kind: Kind) -> bool {
        kind == Kind::Elements
    }
}

pub const ELEMENTS_LEN: usize = core::mem::offset_of!(Elements, len);
pub const ELEMENTS_CAPACITY: usize = core::mem::offset_of!(Elements, capacity);
pub const ELEMENTS_DATA: usize = size_of::<Elements>();
const _: () = assert!(ELEMENTS_DATA == 16);

/// Header flag of elements whose one value is the `Internal` cell with the sparse map
/// (`len` and `capacity` are 0).
pub const SPARSE: u8 = 1;

/// Dense elements are not grown beyond this many, nor by more than this much at once
/// over what is in use.
pub const MAX_DENSE: u32 = 1 << 26;

impl Elements {
    #[inline(always)]
    pub fn data(&self) -> *mut Value {
        (self as *const Elements as usize + ELEMENTS_DATA) as *mut Value
    }
    #[inline(always)]
    pub fn is_sparse(&self) -> bool {
        // SAFETY: single mutator; no reference into the header outlives the expression.
        unsafe { (*self.header.get()).flags & SPARSE != 0 }
    }
    /// The value at `index`, EMPTY if it is a hole or beyond the end.
    #[inline(always)]
    pub fn get(&self, index: u32) -> Value {
        if index < self.len.get() {
            // SAFETY: len <= capacity, and elements below len are initialised.
            unsafe { *self.data().add(index as usize) }
        } else {
            Value::EMPTY
        }
    }
    /// Overwrites a dense element in bounds, with the barrier.
    #[inline(always)]
    pub fn set(&self, heap: &mut Heap, index: u32, value: Value) {
        assert!(index < self.len.get());
        // SAFETY: in bounds; the barrier's owner is this live cell.
        unsafe {
            *self.data().add(index as usize) = value;
            heap.write_barrier(NonNull::new_unchecked(self.header.get()));
        }
    }
    /// Appends within the capacity; false if there is no room.
    #[inline(always)]
    pub fn push(&self, heap: &mut Heap, value: Value) -> bool {
        let len = self.len.get();
        if len == self.capacity {
            return false;
        }
        self.len.set(len + 1);
        self.set(heap, len, value);
        true
    }
    /// The dense elements. Valid until the next operation that may run script or resize.
    pub fn as_slice(&self) -> &[Value] {
        // SAFETY: elements below len are initialised; values are plain words.
        unsafe { core::slice::from_raw_parts(self.data(), self.len.get() as usize) }
    }
}

/// An Array exotic object (sec-array-exotic-objects).
#[repr(C)]
pub struct Array {
    pub object: Object,
    pub length: Cell<u32>,
    /// 1 if `length` is writable.
    pub length_writable: Cell<u32>,
}

// SAFETY: repr(C), starts with an Object, sole layout of its kind.
unsafe impl CellType for Array {
    const TAG: u16 = tag::OBJECT;
    fn is_kind(kind: Kind) -> bool {
        kind == Kind::Array
    }
}

pub const ARRAY_LENGTH: usize = core::mem::offset_of!(Array, length);
pub const ARRAY_LENGTH_WRITABLE: usize = core::mem::offset_of!(Array, length_writable);
const _: () = assert!(ARRAY_LENGTH.is_multiple_of(8) && ARRAY_LENGTH_WRITABLE == ARRAY_LENGTH + 4);

impl core::ops::Deref for Array {
    type Target = Object;
    #[inline(always)]
    fn deref(&self) -> &Object {
        &self.object
    }
}

impl Gc<Array> {
    #[inline(always)]
    pub fn as_object(self) -> Gc<Object> {
        // SAFETY: an Array starts with an Object, and its kind is an object kind.
        unsafe { Gc::from_header(self.header()) }
    }
}

/// # Safety
/// `cell` is a live Array.
pub unsafe fn trace(cell: NonNull<Header>, tracer: &mut Tracer) {
    // SAFETY: by contract.
    unsafe { trace_object_fields(cell, tracer) }
}

/// # Safety
/// `cell` is a live `Elements`.
pub unsafe fn trace_elements(cell: NonNull<Header>, tracer: &mut Tracer) {
    // SAFETY: by contract.
    unsafe { trace_range(cell, tracer, 0..usize::MAX) };
}

/// # Safety
/// `cell` is a live `Elements`.
pub unsafe fn trace_elements_part(cell: NonNull<Header>, tracer: &mut Tracer, from: usize) -> Option<usize> {
    /// Values of a part.
    const PART: usize = 1 << 11;
    let end = from + PART;
    // SAFETY: by contract.
    unsafe { trace_range(cell, tracer, from..end).then_some(end) }
}

/// Traces values by index; says whether there are more behind them.
///
/// # Safety
/// `cell` is a live `Elements`.
unsafe fn trace_range(cell: NonNull<Header>, tracer: &mut Tracer, range: Range<usize>) -> bool {
    // SAFETY: by contract; a sparse buffer has one value, a dense one `len`.
    unsafe {
        let elements = cell.cast::<Elements>().as_ref();
        let count = if elements.is_sparse() { 1 } else { elements.len.get() as usize };
        for i in range.start..range.end.min(count) {
            trace_value(*elements.data().add(i), tracer);
        }
        range.end < count
    }
}

/// # Safety
/// `cell` is an `Elements` with its capacity set.
pub unsafe fn elements_size(cell: NonNull<Header>) -> usize {
    // SAFETY: by contract.
    ELEMENTS_DATA + 8 * unsafe { cell.cast::<Elements>().as_ref().capacity } as usize
}
