//! Symbols, and private names, which are symbols that only private-name ops handle.

use crate::heap::{CellType, Kind};
use crate::object::layout::trace_value;
use crate::value::{Value, tag};
use core::cell::{Cell, UnsafeCell};
use core::ptr::NonNull;
use hearth_gc::{Header, Tracer};

/// Header flag of private names.
pub const PRIVATE: u8 = 1;
/// Header flag of symbols in the global symbol registry.
pub const REGISTERED: u8 = 2;

#[repr(C)]
pub struct Symbol {
    pub header: UnsafeCell<Header>,
    /// String or undefined.
    pub description: Cell<Value>,
}

// SAFETY: repr(C), header first, sole layout of its kind.
unsafe impl CellType for Symbol {
    const TAG: u16 = tag::SYMBOL;
    fn is_kind(kind: Kind) -> bool {
        kind == Kind::Symbol
    }
}

impl Symbol {
    pub fn is_private(&self) -> bool {
        // SAFETY: single mutator; no reference into the header outlives the expression.
        unsafe { (*self.header.get()).flags & PRIVATE != 0 }
    }
    pub(crate) fn set_flag(&self, flag: u8) {
        // SAFETY: as above.
        unsafe { (*self.header.get()).flags |= flag }
    }
    pub fn is_registered(&self) -> bool {
        // SAFETY: as above.
        unsafe { (*self.header.get()).flags & REGISTERED != 0 }
    }
}

/// # Safety
/// `cell` is a live symbol.
pub unsafe fn trace(cell: NonNull<Header>, tracer: &mut Tracer) {
    // SAFETY: by contract.
    trace_value(unsafe { cell.cast::<Symbol>().as_ref() }.description.get(), tracer);
}
