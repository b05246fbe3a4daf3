//! Payload objects: objects whose internal slots are a boxed Rust value.
//!
//! Most built-in classes (Map, Date, RegExp, iterators, promises, …) need internal
//! slots but no layout that compiled code reads. They share one cell layout; the
//! Rust type of the payload says which class an object is.

use hearth_gc::Tracer;
use std::any::Any;

/// The internal slots of a built-in class.
///
/// Values inside are traced through `trace`; whoever stores a cell into a payload
/// runs the write barrier on the owning object afterwards
/// (`Vm::write_barrier`; `Object::with_payload` does both).
///
/// What a payload takes, box included, is `bytes_of`.
pub trait Payload: Any {
    fn trace(&self, tracer: &mut Tracer);
    /// Bytes held outside the heap, for pacing and the memory limit.
    fn external_size(&self) -> usize {
        0
    }
    /// Weak tables only: marks values whose keys are live; true if any was.
    fn trace_ephemerons(&self, _tracer: &mut Tracer) -> bool {
        false
    }
    /// After marking: drops weak edges to dead cells.
    fn sweep_weak(&self, _liveness: &hearth_gc::Liveness) {}
    /// What it has for the embedding interface, if it is a value of a class of Rust.
    fn parts(&self) -> Option<&dyn crate::api::class::Parts> {
        None
    }
    /// Whether `trace_ephemerons` and `sweep_weak` do anything.
    fn is_weak(&self) -> bool {
        false
    }
}

/// What the system's allocator takes for a block, about.
pub(crate) const BLOCK_OVERHEAD: usize = 16;

/// Bytes that a payload takes outside of the heap.
pub(crate) fn bytes_of(payload: &dyn Payload) -> usize {
    size_of_val(payload) + BLOCK_OVERHEAD + payload.external_size()
}
