//! A typed cell: header, what is known of the type, then the value at the next address that it is
//! aligned to.
//!
//! The kind byte could tell 255 types apart, and there may be more; so a cell has the address of its
//! [`TypeInfo`], and kinds say no more than whether it has edges.

use core::marker::PhantomData;
use core::ptr::NonNull;

use super::panics;
use super::trace::Trace;
use crate::header::{GRANULE, Header, KindInfo, trace_nothing};
use crate::trace::Tracer;

/// Cells whose values hold no reference.
const LEAF: u8 = 0;
/// All others.
const NODE: u8 = 1;

/// What the heap of an arena has as [`crate::Config::kinds`].
pub(super) static KINDS: [KindInfo; 2] = [kind("value", trace_nothing), kind("value with references", trace_cell)];

const fn kind(name: &'static str, trace: unsafe fn(NonNull<Header>, &mut Tracer)) -> KindInfo {
    KindInfo { name, trace, trace_part: None, size: cell_size, finalize: Some(drop_cell), ephemerons: None, sweep_weak: None }
}

/// What comes before a value.
#[repr(C)]
pub(super) struct TypedCell {
    header: Header,
    info: &'static TypeInfo,
}

/// What the collector may ask about the value of a cell.
pub(super) struct TypeInfo {
    /// Bytes of the cell.
    size: usize,
    trace: unsafe fn(NonNull<TypedCell>, &mut Tracer),
    drop: unsafe fn(NonNull<TypedCell>),
}

/// The layout of cells with values of type `T`.
pub(super) struct Layout<'gc, T>(PhantomData<(&'gc (), T)>);

impl<'gc, T: Trace<'gc>> Layout<'gc, T> {
    /// Bytes of a cell: room for the value wherever the cell lies.
    pub const SIZE: usize = {
        let slack = align_of::<T>().saturating_sub(GRANULE);
        (size_of::<TypedCell>() + slack + size_of::<T>()).next_multiple_of(GRANULE)
    };
    const KIND: u8 = if T::NEEDS_TRACE { NODE } else { LEAF };
    const INFO: &'static TypeInfo = &TypeInfo { size: Self::SIZE, trace: trace_value::<T>, drop: drop_value::<T> };

    /// Makes a cell of fresh memory.
    ///
    /// # Safety
    /// `memory` is [`Self::SIZE`] bytes, at a multiple of [`GRANULE`], which nobody else uses.
    pub unsafe fn write(memory: NonNull<u8>, value: T) -> NonNull<TypedCell> {
        let cell = memory.cast::<TypedCell>();
        // SAFETY: the caller's promise; `SIZE` has room for both.
        unsafe {
            cell.write(TypedCell { header: Header::new(0, Self::KIND, Self::SIZE), info: Self::INFO });
            value_of::<T>(cell).write(value);
        }
        cell
    }
}

/// Where the value is. Cells do not move, so it is always there.
///
/// # Safety
/// `cell` is one, or memory for one, with a value of type `T`.
#[inline(always)]
pub(super) unsafe fn value_of<T>(cell: NonNull<TypedCell>) -> NonNull<T> {
    let first = cell.addr().get() + size_of::<TypedCell>();
    // Known without asking for most types, since cells are aligned to granules.
    let padding = if align_of::<T>() <= GRANULE { 0 } else { first.next_multiple_of(align_of::<T>()) - first };
    // SAFETY: within the cell, by `Layout::SIZE`.
    unsafe { cell.byte_add(size_of::<TypedCell>() + padding).cast() }
}

/// # Safety
/// A cell of the heap (invariant 1).
unsafe fn info(cell: NonNull<Header>) -> &'static TypeInfo {
    // SAFETY: invariant 1.
    unsafe { (*cell.cast::<TypedCell>().as_ptr()).info }
}

unsafe fn cell_size(cell: NonNull<Header>) -> usize {
    // SAFETY: the collector asks about cells.
    unsafe { info(cell).size }
}

unsafe fn trace_cell(cell: NonNull<Header>, tracer: &mut Tracer) {
    // SAFETY: the collector traces cells whose values have not been dropped.
    unsafe { (info(cell).trace)(cell.cast(), tracer) }
}

unsafe fn drop_cell(cell: NonNull<Header>) {
    // SAFETY: the collector finalises a cell once (invariant 5).
    panics::keep(|| unsafe { (info(cell).drop)(cell.cast()) });
}

/// # Safety
/// A cell with a value of type `T`, which has not been dropped.
unsafe fn trace_value<'gc, T: Trace<'gc>>(cell: NonNull<TypedCell>, tracer: &mut Tracer) {
    // SAFETY: the caller's promise. No unique reference to it exists outside of `mutate`.
    unsafe { value_of::<T>(cell).as_ref().trace(tracer) }
}

/// # Safety
/// A cell with a value of type `T`, which is not used again.
unsafe fn drop_value<T>(cell: NonNull<TypedCell>) {
    // SAFETY: the caller's promise.
    unsafe { value_of::<T>(cell).drop_in_place() }
}
