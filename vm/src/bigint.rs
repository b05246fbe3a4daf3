//! BigInts: a cell with the number where that fits into 128 bits, else around a boxed
//! `num_bigint::BigInt`.
//!
//! Invariant: a number that fits is small, so that a small one never equals another.

use crate::heap::payload::BLOCK_OVERHEAD;
use crate::heap::{CellType, Kind};
use crate::value::tag;
use core::cell::UnsafeCell;
use core::ptr::NonNull;
use hearth_gc::{Header, Tracer};
use num_bigint::BigInt;
use std::borrow::Cow;

/// Bits of a BigInt header's `flags`.
mod flags {
    /// The words are the number.
    pub const SMALL: u8 = 1;
}

#[repr(C)]
pub struct JsBigInt {
    pub header: UnsafeCell<Header>,
    /// Low and high half of a small number; the address of another, and 0.
    words: [u64; 2],
}

// SAFETY: repr(C), header first, sole layout of its kind.
unsafe impl CellType for JsBigInt {
    const TAG: u16 = tag::BIGINT;
    fn is_kind(kind: Kind) -> bool {
        kind == Kind::BigInt
    }
}

/// Bytes that a BigInt which is not small takes outside of the heap.
pub(crate) fn external_size(number: &BigInt) -> usize {
    // Two blocks: the number, and its digits.
    number.bits() as usize / 8 + size_of::<BigInt>() + 2 * BLOCK_OVERHEAD
}

impl JsBigInt {
    #[inline(always)]
    fn is_small(&self) -> bool {
        // SAFETY: single mutator; no reference into the header outlives the expression.
        unsafe { (*self.header.get()).flags & flags::SMALL != 0 }
    }
    /// The number, if it fits.
    #[inline(always)]
    pub fn small(&self) -> Option<i128> {
        let [low, high] = self.words;
        self.is_small().then_some((low as u128 | (high as u128) << 64) as i128)
    }
    fn large(&self) -> Option<&BigInt> {
        // SAFETY: set from a leaked box at allocation, dropped only by the finaliser.
        (!self.is_small()).then(|| unsafe { &*(self.words[0] as *const BigInt) })
    }
    pub fn number(&self) -> Cow<'_, BigInt> {
        match (self.small(), self.large()) {
            // From fewer bits it is made quicker.
            (Some(number), _) => Cow::Owned(i64::try_from(number).map_or_else(|_| BigInt::from(number), BigInt::from)),
            (_, Some(number)) => Cow::Borrowed(number),
            _ => unreachable!("it is the one or the other"),
        }
    }
    #[inline]
    pub fn is_zero(&self) -> bool {
        self.small() == Some(0)
    }
    /// The low 64 bits, in two's complement (sec-tobiguint64).
    #[inline]
    pub fn low_u64(&self) -> u64 {
        match self.large() {
            None => self.words[0],
            Some(number) => crate::runtime::bigint_ops::low_u64(number),
        }
    }
    /// # Safety
    /// `cell` was just allocated as a BigInt, its header written.
    #[inline(always)]
    pub(crate) unsafe fn init_small(cell: NonNull<Header>, number: i128) {
        // SAFETY: by contract.
        unsafe {
            let at = cell.cast::<JsBigInt>().as_ptr();
            (&raw mut (*at).words).write([number as u64, (number >> 64) as u64]);
            (*cell.as_ptr()).flags = flags::SMALL;
        }
    }
    /// # Safety
    /// `cell` was just allocated as a BigInt, its header written, and is to be finalised; the
    /// number does not fit.
    pub(crate) unsafe fn init(cell: NonNull<Header>, number: BigInt) {
        let address = Box::into_raw(Box::new(number)) as u64;
        // SAFETY: by contract.
        unsafe { (&raw mut (*cell.cast::<JsBigInt>().as_ptr()).words).write([address, 0]) }
    }
}

/// # Safety
/// `_cell` is a live BigInt, which has no edges.
pub unsafe fn trace(_cell: NonNull<Header>, _tracer: &mut Tracer) {}

/// # Safety
/// `cell` is a dead BigInt that is not small, finalised once.
pub unsafe fn finalize(cell: NonNull<Header>) {
    // SAFETY: the box was leaked at allocation and is taken back once.
    let number = unsafe { Box::from_raw(cell.cast::<JsBigInt>().as_ref().words[0] as *mut BigInt) };
    hearth_gc::release_external(external_size(&number));
}
