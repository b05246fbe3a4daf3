//! The link table: everything that compiled code needs of this process.
//!
//! An array of 8-byte slots in traced memory, one table per installed code. Compiled
//! code holds no address and no id; it reads them here. Slot 0 is the `JitCode` cell
//! itself, so whoever holds the table keeps the code.
//!
//! Invariants:
//! 1. A slot holds a `Value`-tagged cell, or a raw word below 2^48 that is no heap
//!    address (a shape id, an inline-cache word). 0 is *unbound*.
//! 2. An unbound shape slot matches no object: 0 is never a shape id.

use crate::heap::{CellType, Kind};
use crate::object::layout::trace_value;
use crate::value::{Value, tag};
use core::cell::UnsafeCell;
use core::ptr::NonNull;
use hearth_gc::{Header, Tracer};

#[repr(C)]
pub struct LinkTable {
    pub header: UnsafeCell<Header>,
    pub len: u32,
    _pad: u32,
}

// SAFETY: repr(C), header first, sole layout of its kind.
unsafe impl CellType for LinkTable {
    const TAG: u16 = tag::CELL;
    fn is_kind(kind: Kind) -> bool {
        kind == Kind::LinkTable
    }
}

pub const LINKS_DATA: usize = size_of::<LinkTable>();
const _: () = assert!(LINKS_DATA == 16);

impl LinkTable {
    #[inline(always)]
    pub fn data(&self) -> *mut u64 {
        (self as *const LinkTable as usize + LINKS_DATA) as *mut u64
    }
}

/// # Safety
/// `cell` is a live link table.
pub unsafe fn trace_table(cell: NonNull<Header>, tracer: &mut Tracer) {
    // SAFETY: `len` slots are initialised; tagged ones are cells (invariant 1).
    unsafe {
        let table = cell.cast::<LinkTable>().as_ref();
        for i in 0..table.len as usize {
            trace_value(Value(*table.data().add(i)), tracer);
        }
    }
}

/// # Safety
/// `cell` is a link table with its length set.
pub unsafe fn table_size(cell: NonNull<Header>) -> usize {
    // SAFETY: by contract.
    LINKS_DATA + 8 * unsafe { cell.cast::<LinkTable>().as_ref().len } as usize
}
