//! BigInts: a cell around a boxed `num_bigint::BigInt`.

use crate::heap::payload::BLOCK_OVERHEAD;
use crate::heap::{CellType, Kind};
use crate::value::tag;
use core::cell::UnsafeCell;
use core::ptr::NonNull;
use hearth_gc::{Header, Tracer};
use num_bigint::BigInt;

#[repr(C)]
pub struct JsBigInt {
    pub header: UnsafeCell<Header>,
    number: *mut BigInt,
}

// SAFETY: repr(C), header first, sole layout of its kind.
unsafe impl CellType for JsBigInt {
    const TAG: u16 = tag::BIGINT;
    fn is_kind(kind: Kind) -> bool {
        kind == Kind::BigInt
    }
}

/// Bytes that a BigInt takes outside of the heap.
pub(crate) fn external_size(number: &BigInt) -> usize {
    // Two blocks: the number, and its digits.
    number.bits() as usize / 8 + size_of::<BigInt>() + 2 * BLOCK_OVERHEAD
}

impl JsBigInt {
    pub fn number(&self) -> &BigInt {
        // SAFETY: set from a leaked box at allocation, dropped only by the finaliser.
        unsafe { &*self.number }
    }
    /// # Safety
    /// `cell` was just allocated as a BigInt, its header written.
    pub(crate) unsafe fn init(cell: NonNull<Header>, number: BigInt) {
        // SAFETY: by contract.
        unsafe { (&raw mut (*cell.cast::<JsBigInt>().as_ptr()).number).write(Box::into_raw(Box::new(number))) }
    }
}

/// # Safety
/// `_cell` is a live BigInt, which has no edges.
pub unsafe fn trace(_cell: NonNull<Header>, _tracer: &mut Tracer) {}

/// # Safety
/// `cell` is a dead BigInt, finalised once.
pub unsafe fn finalize(cell: NonNull<Header>) {
    // SAFETY: the box was leaked at allocation and is taken back once.
    let number = unsafe { Box::from_raw(cell.cast::<JsBigInt>().as_ref().number) };
    hearth_gc::release_external(external_size(&number));
}
