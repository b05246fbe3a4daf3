//! A garbage-collected heap for virtual machines: sticky-mark-bit Immix with
//! conservative roots.
//!
//! A virtual machine brings *cells* (an 8-byte [`Header`], then whatever it
//! likes), a table of [`KindInfo`] that says how to trace each kind, and a
//! [`Host`] that knows the roots. It gets a bump allocator whose cursor compiled
//! code can use inline, young and full collections, weak references, ephemerons
//! and finalisers. This crate knows no language and no values: a word on a stack
//! is made into an address by a mask and a filter that the host configures.
//!
//! # Where to begin
//!
//! There are two ways to use it.
//!
//! - [`typed`], for safe code: an arena with a root, references that cannot leave it, cells that call
//!   the barrier by themselves. `examples/lisp.rs` is a whole language on it, in safe code. Begin here.
//! - The heap itself, for machines that lay out cells themselves, and whose compiled code allocates and
//!   stores inline: an unsafe [`Host`]. The example below is the least there is; `examples/alloc.rs`
//!   measures allocation.
//!
//! Nothing of the first is in the way of the second: it is built on what is public here.
//!
//! # The heap
//!
//! One contiguous range of address space is reserved (64 GiB if the system
//! agrees) and committed as it is needed. Its lower half is cut into *blocks* of
//! 32 KiB, these into *lines* of 128 bytes. Its upper half holds *large objects*
//! (above [`MAX_SMALL`]), each in pages of its own. Beside it lie a mark bitmap,
//! one bit per 8 bytes, and a table of block entries; nothing is stored in the
//! blocks but cells.
//!
//! Allocation bumps [`Heap::cursor`] through a *hole*, a run of lines without a
//! live cell. When the hole is used up, [`Heap::alloc_slow`] finds the next one:
//! in partly used blocks first, then in free ones. Nothing is recorded per
//! allocation. Cells never move.
//!
//! # Collections
//!
//! Marks are *sticky*: a young collection leaves the marks of the last one, so
//! that what was live then counts as live now. It traces from the roots and from
//! the old cells that were written to since (the remembered set, kept by
//! [`Heap::write_barrier`]), and reclaims the unmarked lines of the blocks that
//! were allocated into. So it costs what survives, not what exists. A full
//! collection clears all marks first. [`Heap::wants_collection`] says when which
//! one is due: a young one every [`Config::young_budget`] bytes, a full one when
//! live memory has doubled since the last.
//!
//! In this order: ambiguous words are resolved to cells · roots are marked and
//! traced · ephemerons to a fixpoint · weak edges are cleared
//! ([`KindInfo::sweep_weak`]) · the host prunes its own tables
//! ([`Host::after_marking`]) · finalisers · sweep · [`Host::after_collection`].
//!
//! # Roots
//!
//! The native stack, the registers, and ranges that the host names are scanned
//! conservatively. A word keeps a cell alive if it points to its start, into it,
//! or just past its end. So code, compiled or not, may hold cells in locals
//! across anything that collects, without telling anybody. What lies in memory
//! from `malloc` (a `Vec`, a `Box`) is *not* scanned: the host traces it in
//! [`Host::trace_roots`] or the cell dies.
//!
//! # What the host promises
//!
//! [`Host`] is an unsafe trait: its seven numbered promises are all that memory safety needs of a
//! virtual machine. Whole cells, barriers, kinds that tell the truth, complete roots. Safe code
//! has them for nothing from [`typed`].
//!
//! Where compiled code meets the heap: `cursor` is at offset 0 of [`Heap`],
//! `bump` and `limit` at 0 and 8 of it, and the barrier is
//! `test byte [owner + 6], 1; jnz slow` with [`Heap::remember_slow`] behind it.
//!
//! # Finding mistakes
//!
//! [`Config::stress`] collects at every n-th allocation, [`Config::verify`] walks
//! the heap before and after each collection, [`Config::verify_barriers`] finds
//! the store that forgot its barrier, [`Config::poison`] overwrites dead memory,
//! [`Config::fail_at`] lets the n-th allocation fail. With the first or the last,
//! the cursor stays empty, so that compiled code takes the slow path each time.
//!
//! # Example
//!
//! A list of pairs:
//!
//! ```
//! use std::ptr::NonNull;
//! use hearth_gc::*;
//!
//! #[repr(C)]
//! struct Pair {
//!     header: Header,
//!     next: Option<NonNull<Pair>>,
//!     value: u64,
//! }
//!
//! unsafe fn trace_pair(cell: NonNull<Header>, tracer: &mut Tracer) {
//!     // SAFETY: kind 0 is the pair.
//!     let pair = unsafe { cell.cast::<Pair>().as_ref() };
//!     tracer.mark_opt(pair.next.map(NonNull::cast));
//! }
//!
//! static KINDS: [KindInfo; 1] = [KindInfo {
//!     name: "pair",
//!     trace: trace_pair,
//!     trace_part: None,
//!     size: size_in_units,
//!     finalize: None,
//!     ephemerons: None,
//!     sweep_weak: None,
//! }];
//!
//! /// The roots of this little machine: its native stack and one global.
//! struct Globals {
//!     list: Option<NonNull<Pair>>,
//!     stack_base: usize,
//! }
//!
//! // SAFETY: 1. `pair` writes header and fields at once. 2. No pair is stored into once it is made.
//! // 3. and 4. `next` is the one edge, and leads to a pair. 5. Pairs are on the native stack, or
//! // in `list`, or reachable from there. 6. No ranges; the base is that of this thread. 7. One
//! // thread; nothing here allocates or panics.
//! unsafe impl Host for Globals {
//!     fn trace_roots(&mut self, tracer: &mut Tracer) {
//!         tracer.mark_opt(self.list.map(NonNull::cast));
//!     }
//!     fn stack_base(&self) -> usize {
//!         self.stack_base
//!     }
//!     fn ambiguous_ranges(&mut self, _: &mut dyn FnMut(*const u64, *const u64)) {}
//!     fn foreign_word(&mut self, _: u64, _: &mut Tracer) {}
//!     fn foreign_range(&self) -> std::ops::Range<usize> {
//!         0..0
//!     }
//!     fn after_marking(&mut self, _: &Liveness, _: Collection) {}
//!     fn after_collection(&mut self, _: Collection) {}
//! }
//!
//! fn pair(
//!     heap: &mut Heap,
//!     globals: &mut Globals,
//!     value: u64,
//!     next: Option<NonNull<Pair>>,
//! ) -> Result<NonNull<Pair>, OutOfMemory> {
//!     let size = size_of::<Pair>();
//!     let memory = match heap.bump(size) {
//!         Some(memory) => memory,
//!         None => {
//!             if let Some(what) = heap.wants_collection() {
//!                 heap.collect(what, globals);
//!             }
//!             heap.alloc_slow(size).or_else(|_| {
//!                 heap.collect(Collection::Full, globals);
//!                 heap.alloc_slow(size)
//!             })?
//!         }
//!     };
//!     let pair = memory.cast::<Pair>();
//!     // SAFETY: fresh memory of that size. No barrier: the cell is young.
//!     unsafe { pair.write(Pair { header: Header::new(0, 0, size), next, value }) };
//!     Ok(pair)
//! }
//!
//! let mut heap = Heap::new(Config { kinds: &KINDS, ..Config::default() })?;
//! let mut globals = Globals { list: None, stack_base: native_stack_base() };
//! for value in 0..1_000_000 {
//!     // Every tenth pair stays.
//!     let next = globals.list;
//!     let new = pair(&mut heap, &mut globals, value, next)?;
//!     if value % 10 == 0 {
//!         globals.list = Some(new);
//!     }
//! }
//! heap.collect(Collection::Full, &mut globals);
//! let live = heap.stats().last.marked_cells;
//! assert!((100_000..100_100).contains(&live));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Code map
//!
//! `header` cells and kinds · `space` address space · `map` from addresses to
//! marks and lines · `block` lines and holes · `line_alloc` small objects ·
//! `large` large ones · `heap` the host's view · `walk` from address to cell ·
//! `roots`, `stack` ambiguous words · `trace` marking · `barrier` the remembered
//! set · `weak`, `finalize` · `collect` a collection, step by step · `stress`,
//! `poison`, `verify`, `rules` for tests · `stats` figures and pacing · `typed/` the
//! layer for safe code.
//!
//! # Absences
//!
//! No moving or defragmentation, no concurrent or parallel marking, no handles
//! or rooting types but those of [`typed`] (a host builds those it wants), no allocation
//! during a collection, no resurrection. The mark stack is a `Vec`: if the system has no
//! memory for it, the process ends.
//!
//! Sources: S. M. Blackburn and K. S. McKinley, *Immix* (PLDI 2008); A. Demers
//! et al., *Combining generational and conservative garbage collection* (POPL
//! 1990) for sticky marks; R. Shahriyar, S. M. Blackburn and K. S. McKinley,
//! *Fast conservative garbage collection* (OOPSLA 2014).
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
pub mod rules;
mod space;
mod stack;
mod stats;
mod stress;
mod trace;
pub mod typed;
mod verify;
mod walk;
mod weak;

pub use finalize::release_external;
pub use header::{FILLER_KIND, GC_OLD, GC_REMEMBERED, GRANULE, Header, KindInfo, MAX_UNITS_SIZE, size_in_units, trace_nothing};
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
