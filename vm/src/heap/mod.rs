//! The VM's side of the heap: typed cell references, the table of cell kinds, and
//! what the collector must know of the VM (`roots`).
//!
//! `gc` (the crate) moves bytes; this folder gives them types.

pub mod alloc;
pub mod cell;
pub mod kinds;
pub mod limit;
pub mod payload;
pub mod record;
pub mod roots;
pub mod shape_gc;
#[cfg(test)]
mod tests;
pub mod trees;

pub use cell::{CellType, Gc};
pub use hearth_gc::{Collection, Header, Heap, Tracer};
pub use kinds::Kind;
pub use payload::Payload;
pub use record::Record;
pub use roots::{RootedKeys, RootedList, RootedVec};
