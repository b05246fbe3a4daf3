//! `JitCode`: the cell that owns a range of the code arena, and what a script knows of
//! its compiled code.

use crate::heap::{CellType, Kind};
use crate::value::tag;
use core::cell::UnsafeCell;
use core::ptr::NonNull;
use hearth_gc::{Header, Tracer};

#[repr(C)]
pub struct JitCode {
    pub header: UnsafeCell<Header>,
}

// SAFETY: repr(C), header first, sole layout of its kind.
unsafe impl CellType for JitCode {
    const TAG: u16 = tag::CELL;
    fn is_kind(kind: Kind) -> bool {
        kind == Kind::JitCode
    }
}

/// A script's state in the optimising tier.
#[derive(Default)]
pub struct IonState {}

impl IonState {
    pub fn trace(&self, _tracer: &mut Tracer) {}
}

/// # Safety
/// `_cell` is a live `JitCode`.
pub unsafe fn trace(_cell: NonNull<Header>, _tracer: &mut Tracer) {}

/// # Safety
/// `_cell` is a dead `JitCode`, finalised once.
pub unsafe fn finalize(_cell: NonNull<Header>) {}
