//! One compiled code: the unit that is compiled, stored, restored and installed.
//!
//! A blob is immutable, position-independent and self-describing: header,
//! section table, sections, authentication tag. [`BlobBuilder`] makes the
//! bytes, [`Blob::parse`] reads them in place. Which sections there are besides the
//! code, and what the records in them mean, is the virtual machine's business
//! ([`SectionKind::custom`]); this module checks that they are where the table says,
//! whole, aligned and of the expected size.
//!
//! Restored and fresh code are read from the same bytes through the same
//! reader. Byte by byte: `FORMAT.md`.

#![forbid(unsafe_code)]

mod builder;
mod format;
mod reader;

pub use builder::{BlobBuilder, TooLarge};
pub use format::{BLOB_MAGIC, HEADER_SIZE, MAX_BLOB, MAX_SECTIONS, SectionKind, TAG_SIZE, VERSION};
pub use reader::{Blob, BlobIdentity, Malformed};

pub(crate) use format::SEALED;
