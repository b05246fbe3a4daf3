//! Makes the bytes of a blob.
//!
//! Deterministic: the same identity and sections give the same bytes, whatever
//! the order of the calls. Sections that were not given do not appear.

use std::collections::BTreeMap;
use std::fmt;

use bytemuck::{NoUninit, bytes_of};

use super::format::{BLOB_MAGIC, HEADER_SIZE, Header, MAX_BLOB, MAX_SECTIONS, SectionEntry, SectionKind, TAG_SIZE, VERSION};
use super::reader::BlobIdentity;
use crate::bytes::{AlignedBytes, align_up};

/// Collects sections, then lays them out.
pub struct BlobBuilder {
    identity: BlobIdentity,
    generation: u32,
    sections: BTreeMap<SectionKind, (u32, Vec<u8>)>,
}

/// The sections together exceed [`MAX_BLOB`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooLarge {
    /// What the blob would have had, in bytes.
    pub len: usize,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a blob of {} bytes exceeds the limit of {MAX_BLOB}", self.len)
    }
}

impl std::error::Error for TooLarge {}

impl BlobBuilder {
    /// A blob without sections, of generation 0.
    pub fn new(identity: BlobIdentity) -> BlobBuilder {
        BlobBuilder { identity, generation: 0, sections: BTreeMap::new() }
    }

    /// How often this code was compiled before; the larger generation wins when
    /// packs are merged.
    pub fn generation(&mut self, generation: u32) -> &mut Self {
        self.generation = generation;
        self
    }

    /// Sets a section of fixed-layout records, replacing an earlier one.
    ///
    /// # Panics
    /// If they are of no size, or if it is one section more than [`MAX_SECTIONS`].
    pub fn records<T: NoUninit>(&mut self, kind: SectionKind, records: &[T]) -> &mut Self {
        self.section(kind, size_of::<T>() as u32, bytemuck::cast_slice(records))
    }

    /// Sets a section of plain bytes (code, encoded tables).
    ///
    /// # Panics
    /// If it is one section more than [`MAX_SECTIONS`].
    pub fn bytes(&mut self, kind: SectionKind, bytes: &[u8]) -> &mut Self {
        self.section(kind, 1, bytes)
    }

    fn section(&mut self, kind: SectionKind, record_size: u32, bytes: &[u8]) -> &mut Self {
        assert!(record_size != 0, "records of no size cannot be counted");
        self.sections.insert(kind, (record_size, bytes.to_vec()));
        assert!(self.sections.len() <= MAX_SECTIONS, "a blob has at most {MAX_SECTIONS} sections");
        self
    }

    /// The blob, with an empty tag: whoever stores it seals it
    /// ([`crate::trust::seal_blob`]), off the thread that runs the script.
    pub fn finish(&self) -> Result<AlignedBytes, TooLarge> {
        let table_end = HEADER_SIZE + self.sections.len() * size_of::<SectionEntry>();
        let mut table = Vec::with_capacity(self.sections.len());
        let mut end = table_end;
        for (&kind, (record_size, bytes)) in &self.sections {
            let too_large = TooLarge { len: end.saturating_add(bytes.len()) };
            let next = end.checked_add(bytes.len()).and_then(align_up).ok_or(too_large)?;
            if next > MAX_BLOB - TAG_SIZE {
                return Err(too_large);
            }
            table.push(SectionEntry { kind: kind.number(), offset: end as u32, len: bytes.len() as u32, record_size: *record_size });
            end = next;
        }
        let total = end + TAG_SIZE;
        let (entry_tag, osr_offset) = self.identity.entry.to_parts();
        let header = Header {
            magic: BLOB_MAGIC,
            version: VERSION,
            flags: 0,
            total_len: total as u64,
            section_count: table.len() as u32,
            entry_tag,
            code_key: self.identity.key.0,
            target: self.identity.target.0,
            script: self.identity.script.0,
            osr_offset,
            generation: self.generation,
            reserved: [0; 8],
        };
        Ok(AlignedBytes::build(total, |out| {
            out[..HEADER_SIZE].copy_from_slice(bytes_of(&header));
            out[HEADER_SIZE..table_end].copy_from_slice(bytemuck::cast_slice(&table));
            for (entry, (_, bytes)) in table.iter().zip(self.sections.values()) {
                out[entry.offset as usize..][..bytes.len()].copy_from_slice(bytes);
            }
        }))
    }
}
