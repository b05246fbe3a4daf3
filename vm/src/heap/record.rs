//! Records: cells that are nothing but values, as many as their type says.

use super::alloc::start_cell;
use super::cell::{CellType, Gc};
use super::kinds::Kind;
use crate::object::layout::trace_value;
use crate::object::shape::ShapeId;
use crate::value::Value;
use crate::vm::Vm;
use core::ptr::NonNull;
use hearth_gc::{GRANULE, Header, Tracer};

/// A cell type without any field but values.
///
/// # Safety
/// `Self` is a header that only values, or cells of values, follow, and the sole layout of `KIND`.
pub unsafe trait Record: CellType {
    const KIND: Kind;
}

impl Vm {
    /// A record of these values, in the order of its fields.
    #[inline]
    pub fn new_record<T: Record, const N: usize>(&mut self, values: [Value; N]) -> Gc<T> {
        const { assert!(size_of::<T>() == size_of::<Header>() + N * size_of::<Value>()) };
        let cell = self.alloc_cell(size_of::<T>());
        // SAFETY: fresh memory of the size of T, whose header and values are all written.
        unsafe {
            let record: Gc<T> = start_cell(cell, ShapeId::NONE, T::KIND, size_of::<T>());
            cell.add(1).cast::<[Value; N]>().write(values);
            record
        }
    }
}

/// # Safety
/// `cell` is a live record.
pub unsafe fn trace(cell: NonNull<Header>, tracer: &mut Tracer) {
    // SAFETY: values fill the cell from the header to the end; records are small, so their size is in the header.
    unsafe {
        let count = (cell.as_ref().units as usize * GRANULE - size_of::<Header>()) / size_of::<Value>();
        let values = core::slice::from_raw_parts(cell.add(1).cast::<Value>().as_ptr(), count);
        for value in values {
            trace_value(*value, tracer);
        }
    }
}
