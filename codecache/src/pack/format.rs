//! The fixed-layout parts of a segment of a pack, as plain data. `FORMAT.md` has the same in
//! words; the layout test below holds the two together.

use bytemuck::{Pod, Zeroable};

/// First eight bytes of a segment.
pub const PACK_MAGIC: [u8; 8] = *b"HRTHPACK";

/// Version of the framing.
pub const VERSION: u32 = 3;

/// Bytes of the header; the table of blocks follows.
pub const HEADER_SIZE: usize = size_of::<Header>();

/// Bytes of one row of the index.
pub const INDEX_ROW_SIZE: usize = size_of::<IndexRow>();

/// No pack is larger, in bytes, neither as it is stored nor decompressed.
pub const MAX_PACK: usize = 256 << 20;

/// No segment has more entries.
pub const MAX_ENTRIES: usize = 1 << 20;

#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Header {
    pub magic: [u8; 8],
    pub version: u32,
    /// The index is the first.
    pub block_count: u32,
    /// Bytes of the whole segment, the tag included.
    pub total_len: u64,
    pub entry_count: u32,
    pub reserved: u32,
    pub source: [u8; 16],
    pub target: [u8; 16],
    /// When this segment was put together, in seconds of Unix time.
    pub created: u64,
    pub reserved_tail: [u8; 8],
    /// The tag of the segment that this one goes on from; 0: of none.
    pub parent: [u8; 32],
}

#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct BlockRow {
    /// Bytes in the segment.
    pub stored: u32,
    /// Bytes that they stand for. If it is the same number, they are these bytes.
    pub raw: u32,
}

#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct IndexRow {
    pub key: u128,
    /// Number of the block.
    pub block: u32,
    /// From the start of the decompressed block, in bytes; a multiple of 16.
    pub offset: u32,
    /// In bytes, without the padding that follows.
    pub len: u32,
    pub kind: u32,
    /// When the entry was first saved, in seconds of Unix time.
    pub stamp: u64,
    pub generation: u32,
    /// See [`super::Entry::note`].
    pub note: u32,
}

crate::kind::kinds! {
    /// What an entry of a pack is: five that Hearth's own machine has, and those of other machines.
    /// Only [`EntryKind::Code`] means something to this crate: such an entry is a blob, which stores
    /// seal, and of two the larger generation counts. Of any other kind it is the newer one.
    EntryKind {
        Bytecode = 1, "bytecode", "Serialised scripts.";
        Profile  = 2, "profile",  "Feedback gathered by the interpreter.";
        Code     = 3, "code",     "A blob.";
        Module   = 4, "module",   "A compiled module of WebAssembly.";
        Pattern  = 5, "pattern",  "Machine code of a regular expression.";
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::mem::offset_of;

    #[test]
    fn the_layout_is_the_one_in_format_md() {
        assert_eq!(size_of::<Header>(), 112);
        assert_eq!(offset_of!(Header, version), 8);
        assert_eq!(offset_of!(Header, block_count), 12);
        assert_eq!(offset_of!(Header, total_len), 16);
        assert_eq!(offset_of!(Header, entry_count), 24);
        assert_eq!(offset_of!(Header, source), 32);
        assert_eq!(offset_of!(Header, target), 48);
        assert_eq!(offset_of!(Header, created), 64);
        assert_eq!(offset_of!(Header, parent), 80);
        assert_eq!((size_of::<BlockRow>(), offset_of!(BlockRow, raw)), (8, 4));
        assert_eq!(size_of::<IndexRow>(), 48);
        assert_eq!(offset_of!(IndexRow, block), 16);
        assert_eq!(offset_of!(IndexRow, offset), 20);
        assert_eq!(offset_of!(IndexRow, len), 24);
        assert_eq!(offset_of!(IndexRow, kind), 28);
        assert_eq!(offset_of!(IndexRow, stamp), 32);
        assert_eq!(offset_of!(IndexRow, generation), 40);
        assert_eq!(offset_of!(IndexRow, note), 44);
        assert!(EntryKind::ALL.iter().all(|&k| EntryKind::from_number(k.number()) == Some(k)));
        assert!(EntryKind::ALL.iter().map(|k| k.number()).eq(1..=5));
        assert_eq!(EntryKind::custom(3).number(), 19);
    }
}
