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

macro_rules! section_kinds {
    ($($variant:ident = $number:literal, $name:literal, $description:literal;)*) => {
        /// The sections of a blob. The numbers are stored.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        #[repr(u32)]
        pub enum SectionKind {
            $(#[doc = $description] $variant = $number,)*
        }

        impl SectionKind {
            /// All kinds, by ascending number.
            pub const ALL: &'static [SectionKind] = &[$(SectionKind::$variant,)*];

            /// Lower-case name, for listings.
            pub const fn name(self) -> &'static str {
                match self { $(SectionKind::$variant => $name,)* }
            }

            pub(crate) const fn from_number(number: u32) -> Option<SectionKind> {
                match number { $($number => Some(SectionKind::$variant),)* _ => None }
            }
        }
    };
}

section_kinds! {
    Meta    = 1, "meta",    "What the code is of, for people.";
    Exits   = 2, "exits",   "Exits to the interpreter, and how the values of their frames are rebuilt.";
    Links   = 3, "links",   "Descriptors of the link table's slots.";
    Calls   = 4, "calls",   "Return pc ↔ bytecode ↔ source.";
    Scripts = 5, "scripts", "The scripts that the code was compiled from.";
    Code    = 6, "code",    "Machine code.";
}

/// Largest section number, plus one.
pub(crate) const KIND_SLOTS: usize = 7;

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
        assert!(SectionKind::ALL.iter().all(|&k| (k as usize) < KIND_SLOTS));
        assert!(SectionKind::ALL.iter().all(|&k| SectionKind::from_number(k as u32) == Some(k)));
    }
}
