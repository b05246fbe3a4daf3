//! All that one source file needs, in one piece: the bytecode of its
//! functions, profiles, compiled code, and an index.
//!
//! A pack is immutable. New content is *merged* into a new pack that takes the
//! old one's place. It is authenticated as a whole, once; opening it checks the
//! index and parses no entry.
//!
//! Byte by byte: `FORMAT.md`.

#![forbid(unsafe_code)]

mod builder;
mod format;
mod reader;

use std::fmt;
use std::sync::Arc;

use crate::bytes::AlignedBytes;

pub use builder::{MergeReport, PackBuilder, PackLimits};
pub use format::{EntryKind, HEADER_SIZE, INDEX_ROW_SIZE, MAX_PACK, PACK_MAGIC, VERSION};
pub use reader::{Pack, PackEntry};

/// Something to be saved.
#[derive(Clone)]
pub struct Entry {
    /// What it is.
    pub kind: EntryKind,
    /// Under which it is found, together with the kind.
    pub key: u128,
    /// Of two entries with one kind and key, the one of the larger generation
    /// wins if both are [`EntryKind::Code`]; otherwise the newer one does.
    pub generation: u32,
    /// The contents.
    pub bytes: Arc<AlignedBytes>,
}

impl Entry {
    /// An entry of generation 0.
    pub fn new(kind: EntryKind, key: u128, bytes: AlignedBytes) -> Entry {
        Entry { kind, key, generation: 0, bytes: Arc::new(bytes) }
    }

    /// The same with another generation.
    pub fn with_generation(self, generation: u32) -> Entry {
        Entry { generation, ..self }
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:032x} gen {} ({} bytes)", self.kind, self.key, self.generation, self.bytes.len())
    }
}
