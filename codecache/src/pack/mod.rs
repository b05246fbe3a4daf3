//! All that one source file needs: the bytecode of its functions, profiles, compiled code,
//! and an index.
//!
//! A pack is a row of *segments*: the base, and what was saved later. Each is immutable,
//! authenticated as a whole, and names the tag of the one that it goes on from; so one can
//! neither be exchanged nor left out, and only the last ones can be missing. New content is a
//! further segment, or is *merged* with the old into a new base that takes the pack's place.
//! Opening a pack checks the index and decompresses no entry.
//!
//! Byte by byte: `FORMAT.md`.

#![forbid(unsafe_code)]

mod builder;
mod format;
mod reader;
mod segment;

use std::fmt;
use std::sync::Arc;

use crate::bytes::AlignedBytes;
use crate::trust::{PackTag, TrustKey};

pub use builder::{MergeReport, PackBuilder, PackLimits};
pub use format::{EntryKind, HEADER_SIZE, INDEX_ROW_SIZE, MAX_ENTRIES, MAX_PACK, PACK_MAGIC, VERSION};
pub use reader::{Pack, PackEntry};

impl Pack {
    /// The pack as one segment that the first key has sealed, which is the pack itself if it is that already.
    pub fn in_one_segment(&self, key: &TrustKey) -> Whole<'_> {
        if self.segments().len() == 1 && (!key.has_others() || self.sealed_by_others(key) == 0) {
            return Whole::Itself(self);
        }
        Whole::Merged(Box::new(self.sealed_anew(key)))
    }

    /// How many segments are sealed by other keys than the first.
    pub fn sealed_by_others(&self, key: &TrustKey) -> usize {
        self.segments().filter(|segment| !key.has_sealed::<PackTag>(segment)).count()
    }

    /// The same in one segment, all of it sealed by the first key. Its entries are as old as they were.
    pub fn sealed_anew(&self, key: &TrustKey) -> Pack {
        let all = PackLimits { max_bytes: MAX_PACK, max_entries: MAX_ENTRIES };
        let mut builder = PackBuilder::new(self.source(), self.target(), self.created(), all);
        builder.add_pack(self);
        Pack::parse(builder.build(key).0).expect("what the builder makes parses")
    }
}

/// See [`Pack::in_one_segment`].
pub enum Whole<'a> {
    /// It had one segment.
    Itself(&'a Pack),
    /// It had several.
    Merged(Box<Pack>),
}

impl AsRef<Pack> for Whole<'_> {
    fn as_ref(&self) -> &Pack {
        match self {
            Whole::Itself(pack) => pack,
            Whole::Merged(pack) => pack,
        }
    }
}

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
    /// A number of the virtual machine's, by which it knows an entry without reading it.
    pub note: u32,
    /// The contents.
    pub bytes: Arc<AlignedBytes>,
}

impl Entry {
    /// An entry of generation 0.
    pub fn new(kind: EntryKind, key: u128, bytes: AlignedBytes) -> Entry {
        Entry { kind, key, generation: 0, note: 0, bytes: Arc::new(bytes) }
    }

    /// The same with another generation.
    pub fn with_generation(self, generation: u32) -> Entry {
        Entry { generation, ..self }
    }

    /// The same with another note.
    pub fn with_note(self, note: u32) -> Entry {
        Entry { note, ..self }
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:032x} gen {} ({} bytes)", self.kind, self.key, self.generation, self.bytes.len())
    }
}
