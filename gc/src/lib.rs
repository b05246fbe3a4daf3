//! A garbage-collected heap for virtual machines.
//!
//! PLACEHOLDER
#![deny(unsafe_op_in_unsafe_fn, clippy::undocumented_unsafe_blocks)]

// The toy host is shared with the integration tests, which see the crate by
// its name.
#[cfg(test)]
extern crate self as hearth_gc;
#[cfg(test)]
#[path = "../tests/toy/mod.rs"]
mod toy;

mod barrier;
mod block;
#[cfg(test)]
mod broken_rules;
mod collect;
mod finalize;
mod header;
mod heap;
mod large;
mod line_alloc;
mod map;
mod poison;
mod roots;
mod rules;
mod space;
mod stack;
mod stats;
mod stress;
mod trace;
mod verify;
mod walk;
mod weak;

pub use finalize::release_external;
pub use header::{
    FILLER_KIND, GC_OLD, GC_REMEMBERED, GRANULE, Header, KindInfo, MAX_UNITS_SIZE, size_in_units,
    trace_nothing,
};
pub use heap::{Config, Heap, HeapError, OutOfMemory};
pub use line_alloc::Cursor;
pub use poison::POISON;
pub use roots::Host;
pub use stack::native_stack_base;
pub use stats::{CollectionReport, Stats};
pub use trace::{Collection, Liveness, Tracer};
pub use verify::{Problem, Violation};

/// Bytes in a block.
pub const BLOCK_SIZE: usize = 32 << 10;

/// Bytes in a line, the unit in which memory in a block is reclaimed.
pub const LINE_SIZE: usize = 128;

/// Largest cell in bytes that is allocated in a block; larger ones get a span
/// of pages of their own.
pub const MAX_SMALL: usize = 8 << 10;

/// [`Config::young_budget`] by default.
pub const DEFAULT_YOUNG_BUDGET: usize = 4 << 20;
