//! Environments: cells that hold the captured bindings of one scope.
//!
//! Which slot a binding has is settled by the scope pass; an environment knows no names.

use super::layout::trace_value;
use crate::heap::cell::GcField;
use crate::heap::{CellType, Gc, Kind};
use crate::value::{Value, tag};
use core::cell::UnsafeCell;
use core::ptr::NonNull;
use hearth_gc::{Header, Heap, Tracer};

#[repr(C)]
pub struct Env {
    pub header: UnsafeCell<Header>,
    pub parent: GcField<Env>,
    pub len: u32,
    _pad: u32,
}

// SAFETY: repr(C), header first, sole layout of its kind.
unsafe impl CellType for Env {
    const TAG: u16 = tag::CELL;
    fn is_kind(kind: Kind) -> bool {
        kind == Kind::Env
    }
}

pub const ENV_PARENT: usize = core::mem::offset_of!(Env, parent);
pub const ENV_SLOTS: usize = size_of::<Env>();
const _: () = assert!(ENV_SLOTS == 24);

impl Env {
    #[inline(always)]
    pub fn data(&self) -> *mut Value {
        (self as *const Env as usize + ENV_SLOTS) as *mut Value
    }
    #[inline(always)]
    pub fn get(&self, slot: usize) -> Value {
        assert!(slot < self.len as usize);
        // SAFETY: in bounds; all slots are initialised at allocation.
        unsafe { *self.data().add(slot) }
    }
    #[inline(always)]
    pub fn set(&self, heap: &mut Heap, slot: usize, value: Value) {
        assert!(slot < self.len as usize);
        // SAFETY: in bounds; the barrier's owner is this live cell.
        unsafe {
            *self.data().add(slot) = value;
            heap.write_barrier(NonNull::new_unchecked(self.header.get()));
        }
    }
}

impl Gc<Env> {
    /// The environment `depth` levels up. The verifier and the scope pass agree that it exists.
    #[inline(always)]
    pub fn ancestor(self, depth: usize) -> Gc<Env> {
        let mut env = self;
        for _ in 0..depth {
            env = env.parent.get().expect("scope depth within the environment chain");
        }
        env
    }
}

/// # Safety
/// `cell` is a live `Env`.
pub unsafe fn trace(cell: NonNull<Header>, tracer: &mut Tracer) {
    // SAFETY: by contract.
    unsafe {
        let env = cell.cast::<Env>().as_ref();
        if let Some(parent) = env.parent.header() {
            tracer.mark(parent);
        }
        for i in 0..env.len as usize {
            trace_value(*env.data().add(i), tracer);
        }
    }
}

/// # Safety
/// `cell` is an `Env` with its length set.
pub unsafe fn size(cell: NonNull<Header>) -> usize {
    // SAFETY: by contract.
    ENV_SLOTS + 8 * unsafe { cell.cast::<Env>().as_ref().len } as usize
}
