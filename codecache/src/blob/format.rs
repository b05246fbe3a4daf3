//! The fixed-layout parts of a blob, as plain data. `FORMAT.md` has the same
//! in words; the layout tests below hold the two together.

use bytemuck::{Pod, Zeroable};

/// First eight bytes of a blob.
pub const BLOB_MAGIC: [u8; 8] = *b"HRTHBLOB";

/// Version of the framing. The contents of the sections are versioned by the
/// schema hashes in the target fingerprint.
pub const VERSION: u32 = 2;

/// Bytes of the header; the section table follows.
pub const HEADER_SIZE: usize = size_of::<Header>();

pub use crate::trust::TAG_SIZE;

/// No blob is larger, in bytes.
pub const MAX_BLOB: usize = 64 << 20;

/// Header flag: the tag has been filled in.
pub(crate) const SEALED: u32 = 1;

#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Header {
    pub magic: [u8; 8],
    pub version: u32,
    pub flags: u32,
    /// Bytes of the whole blob, the tag included.
    pub total_len: u64,
    pub section_count: u32,
    /// 0: function entry; 1: OSR.
    pub entry_tag: u32,
    pub code_key: u128,
    pub target: [u8; 16],
    pub script: [u8; 32],
    /// Bytecode offset of the loop head; 0 for a function entry.
    pub osr_offset: u32,
    pub generation: u32,
    pub reserved: [u8; 8],
}

#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct SectionEntry {
    pub kind: u32,
    /// From the start of the blob, in bytes; a multiple of 16.
    pub offset: u32,
    /// In bytes, without the padding that follows.
    pub len: u32,
    /// Size of one record in bytes; 1 for plain bytes.
    pub record_size: u32,
}

crate::kind::kinds! {
    /// The sections of a blob: six that Hearth's own machine has, and those of other machines. Only
    /// [`SectionKind::Code`] means something to this crate ([`crate::Blob::code`]).
    SectionKind {
        Meta    = 1, "meta",    "What the code is of, for people.";
        Exits   = 2, "exits",   "Exits to the interpreter, and how the values of their frames are rebuilt.";
        Links   = 3, "links",   "Descriptors of the link table's slots.";
        Calls   = 4, "calls",   "Return pc ↔ bytecode ↔ source.";
        Scripts = 5, "scripts", "The scripts that the code was compiled from.";
        Code    = 6, "code",    "Machine code.";
    }
}

/// No blob has more sections.
pub const MAX_SECTIONS: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;
    use std::mem::offset_of;

    #[test]
    fn the_layout_is_the_one_in_format_md() {
        assert_eq!(size_of::<Header>(), 112);
        assert_eq!(size_of::<Header>() % 16, 0);
        assert_eq!(offset_of!(Header, version), 8);
        assert_eq!(offset_of!(Header, flags), 12);
        assert_eq!(offset_of!(Header, total_len), 16);
        assert_eq!(offset_of!(Header, section_count), 24);
        assert_eq!(offset_of!(Header, entry_tag), 28);
        assert_eq!(offset_of!(Header, code_key), 32);
        assert_eq!(offset_of!(Header, target), 48);
        assert_eq!(offset_of!(Header, script), 64);
        assert_eq!(offset_of!(Header, osr_offset), 96);
        assert_eq!(offset_of!(Header, generation), 100);
        assert_eq!(offset_of!(Header, reserved), 104);
        assert_eq!(size_of::<SectionEntry>(), 16);
        assert!(SectionKind::ALL.iter().all(|&k| SectionKind::from_number(k.number()) == Some(k)));
    }

    #[test]
    fn numbers_of_kinds_are_those_in_format_md() {
        assert!(SectionKind::ALL.iter().map(|k| k.number()).eq(1..=6));
        let all = [SectionKind::custom(0), SectionKind::custom(u16::MAX)];
        assert_eq!(all.map(SectionKind::number), [16, 65_551]);
        assert_eq!(all.map(|k| SectionKind::from_number(k.number())), all.map(Some));
        assert_eq!([0, 7, 15, 65_552, u32::MAX].map(SectionKind::from_number), [None; 5]);
        assert_eq!(format!("{} {:?} {}", all[0], all[0], all[0].name()), "custom-0 Custom(0) custom");
        assert_eq!(format!("{} {:?}", SectionKind::Code, SectionKind::Code), "code Code");
    }
}
