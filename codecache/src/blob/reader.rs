//! Reads a blob in place.
//!
//! [`Blob::parse`] checks the header and the whole section table once, without
//! allocating; after that every accessor is a slice of checked bounds. The form
//! is canonical: sections in ascending order without gaps other than zero
//! padding, reserved bytes zero. So two blobs with the same meaning have the
//! same bytes, and a changed byte outside of a section's contents is an error.
//!
//! Not checked here: what the records mean, and who wrote them.

use std::fmt;

use bytemuck::AnyBitPattern;

use super::format::{BLOB_MAGIC, HEADER_SIZE, Header, MAX_BLOB, MAX_SECTIONS, SEALED, SectionEntry, SectionKind, TAG_SIZE, VERSION};
use crate::bytes::{ALIGNMENT, align_up};
use crate::fingerprint::TargetFingerprint;
use crate::key::{CodeKey, EntryPoint, ScriptHash};
use crate::miss::MissReason;
use crate::rules::{Rule, holds};

/// Why bytes are not a blob or a pack.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Malformed {
    /// Fewer bytes than the format needs or the header announces.
    Truncated { need: u64, have: u64 },
    /// More bytes than the header announces.
    TrailingBytes { expected: u64, have: u64 },
    /// The first eight bytes are not this format's.
    Magic,
    /// Another version of the format.
    Version(u32),
    /// The buffer does not start at a multiple of 16 bytes.
    Misaligned,
    /// A field of the header has a value that the format does not allow.
    Header(&'static str),
    /// A row of the section table or index is not allowed.
    Row { index: u32, what: &'static str },
    /// A section asked for as records of one size has records of another.
    RecordSize { section: SectionKind, expected: u32, found: u32 },
    /// A section that must be there is not.
    Missing(SectionKind),
    /// Larger than the format's limit.
    TooLarge { len: u64, limit: u64 },
}

impl Malformed {
    /// The row of the table of misses that this belongs to.
    pub fn reason(self) -> MissReason {
        match self {
            Malformed::Truncated { .. } => MissReason::Truncated,
            Malformed::Version(_) => MissReason::WrongVersion,
            Malformed::TooLarge { .. } => MissReason::TooLarge,
            _ => MissReason::Malformed,
        }
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Malformed::Truncated { need, have } => {
                write!(f, "{have} bytes where {need} are needed")
            }
            Malformed::TrailingBytes { expected, have } => {
                write!(f, "{have} bytes where the header says {expected}")
            }
            Malformed::Magic => f.write_str("not this format: wrong magic bytes"),
            Malformed::Version(v) => write!(f, "version {v} of the format"),
            Malformed::Misaligned => write!(f, "the buffer is not aligned to {ALIGNMENT} bytes"),
            Malformed::Header(what) => write!(f, "header: {what}"),
            Malformed::Row { index, what } => write!(f, "row {index}: {what}"),
            Malformed::RecordSize { section, expected, found } => {
                write!(f, "section {section}: records of {found} bytes, expected {expected}")
            }
            Malformed::Missing(section) => write!(f, "no section {section}"),
            Malformed::TooLarge { len, limit } => {
                write!(f, "{len} bytes exceed the limit of {limit}")
            }
        }
    }
}

impl std::error::Error for Malformed {}

/// What a blob says it is. Compared, not believed: [`Blob::check_identity`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BlobIdentity {
    /// Under which it is found.
    pub key: CodeKey,
    /// For which engine and processor.
    pub target: TargetFingerprint,
    /// The full hash of the bytecode that it was compiled from.
    pub script: ScriptHash,
    /// Where it is entered.
    pub entry: EntryPoint,
}

/// A blob whose framing has been checked.
#[derive(Clone)]
pub struct Blob<'a> {
    bytes: &'a [u8],
    identity: BlobIdentity,
    flags: u32,
    generation: u32,
    /// Checked; by ascending kind. They are few.
    table: &'a [SectionEntry],
}

impl<'a> Blob<'a> {
    /// Checks the framing of `bytes`, which must start at a 16-byte boundary
    /// and hold nothing else. Allocates nothing.
    pub fn parse(bytes: &'a [u8]) -> Result<Blob<'a>, Malformed> {
        let have = bytes.len() as u64;
        if !(bytes.as_ptr() as usize).is_multiple_of(ALIGNMENT) {
            return Err(Malformed::Misaligned);
        }
        let head = bytes.get(..HEADER_SIZE).ok_or(Malformed::Truncated { need: (HEADER_SIZE + TAG_SIZE) as u64, have })?;
        let header: &Header = bytemuck::from_bytes(head);
        if header.magic != BLOB_MAGIC {
            return Err(Malformed::Magic);
        }
        if header.version != VERSION {
            return Err(Malformed::Version(header.version));
        }
        if header.total_len > MAX_BLOB as u64 {
            return Err(Malformed::TooLarge { len: header.total_len, limit: MAX_BLOB as u64 });
        }
        if header.total_len > have {
            return Err(Malformed::Truncated { need: header.total_len, have });
        }
        if header.total_len < have {
            return Err(Malformed::TrailingBytes { expected: header.total_len, have });
        }
        if header.flags & !SEALED != 0 {
            return Err(Malformed::Header("unknown flags"));
        }
        if header.reserved != [0; 8] {
            return Err(Malformed::Header("reserved bytes in use"));
        }
        let entry = EntryPoint::from_parts(header.entry_tag, header.osr_offset).ok_or(Malformed::Header("unknown entry point"))?;
        if header.section_count as usize > MAX_SECTIONS {
            return Err(Malformed::Header("too many sections"));
        }
        let table_end = HEADER_SIZE + header.section_count as usize * size_of::<SectionEntry>();
        let body_end = bytes
            .len()
            .checked_sub(TAG_SIZE)
            .filter(|&end| end >= table_end)
            .ok_or(Malformed::Truncated { need: (table_end + TAG_SIZE) as u64, have })?;
        let table: &[SectionEntry] = bytemuck::cast_slice(&bytes[HEADER_SIZE..table_end]);

        let mut end = table_end;
        let mut last_kind = 0;
        for (index, row) in table.iter().enumerate() {
            let bad = |what| Malformed::Row { index: index as u32, what };
            if SectionKind::from_number(row.kind).is_none() {
                return Err(bad("unknown section"));
            }
            if row.kind <= last_kind {
                return Err(bad("sections out of order"));
            }
            last_kind = row.kind;
            if row.offset as usize != end && holds(Rule::BlobOrder) {
                return Err(bad("section not at the end of the one before"));
            }
            let section_end = end.checked_add(row.len as usize).ok_or(bad("section too long"))?;
            let padded_end = align_up(section_end).ok_or(bad("section too long"))?;
            if padded_end > body_end && holds(Rule::BlobBounds) {
                return Err(bad("section beyond the end"));
            }
            if row.record_size == 0 || row.len % row.record_size != 0 {
                return Err(bad("length is not a multiple of the record size"));
            }
            if bytes[section_end..padded_end].iter().any(|&b| b != 0) {
                return Err(bad("padding is not zero"));
            }
            end = padded_end;
        }
        if end != body_end {
            return Err(Malformed::Header("bytes between the last section and the tag"));
        }
        let identity = BlobIdentity {
            key: CodeKey(header.code_key),
            target: TargetFingerprint(header.target),
            script: ScriptHash(header.script),
            entry,
        };
        let blob = Blob { bytes, identity, flags: header.flags, generation: header.generation, table };
        if !blob.is_sealed() && blob.tag() != [0; TAG_SIZE] {
            return Err(Malformed::Header("a tag in an unsealed blob"));
        }
        Ok(blob)
    }

    /// What the blob says it is.
    pub fn identity(&self) -> &BlobIdentity {
        &self.identity
    }

    /// How often the code had been compiled before.
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// Whether the tag has been filled in.
    pub fn is_sealed(&self) -> bool {
        self.flags & SEALED != 0
    }

    /// Compares with what is about to run. The full script hash counts, not
    /// only the look-up key.
    pub fn check_identity(&self, expected: &BlobIdentity) -> Result<(), MissReason> {
        if self.identity.target != expected.target {
            Err(MissReason::WrongTarget)
        } else if self.identity != *expected {
            Err(MissReason::IdentityMismatch)
        } else {
            Ok(())
        }
    }

    fn row(&self, kind: SectionKind) -> Option<&'a SectionEntry> {
        self.table.iter().find(|row| row.kind == kind.number())
    }

    fn contents(&self, row: &SectionEntry) -> &'a [u8] {
        &self.bytes[row.offset as usize..][..row.len as usize]
    }

    /// Whether the section is there (it may be empty).
    pub fn has(&self, kind: SectionKind) -> bool {
        self.row(kind).is_some()
    }

    /// The bytes of a section, without padding; empty if it is not there.
    pub fn bytes(&self, kind: SectionKind) -> &'a [u8] {
        self.row(kind).map_or(&[], |row| self.contents(row))
    }

    /// A section as an array of fixed-layout records; empty if it is not there.
    /// Fails if it was written with records of another size.
    pub fn records<T: AnyBitPattern>(&self, kind: SectionKind) -> Result<&'a [T], Malformed> {
        let Some(row) = self.row(kind) else { return Ok(&[]) };
        let (expected, found) = (size_of::<T>() as u32, row.record_size);
        if found != expected && holds(Rule::RecordSize) {
            return Err(Malformed::RecordSize { section: kind, expected, found });
        }
        bytemuck::try_cast_slice(self.contents(row)).map_err(|_| Malformed::Misaligned)
    }

    /// The machine code; an error if there is none.
    pub fn code(&self) -> Result<&'a [u8], Malformed> {
        Some(self.bytes(SectionKind::Code)).filter(|code| !code.is_empty()).ok_or(Malformed::Missing(SectionKind::Code))
    }

    /// The sections that are there, by ascending number, with the size of
    /// their records in bytes.
    pub fn sections(&self) -> impl Iterator<Item = (SectionKind, u32, &'a [u8])> + '_ {
        // All are known: they were checked.
        let kind = |row: &SectionEntry| SectionKind::from_number(row.kind);
        self.table.iter().filter_map(move |row| Some((kind(row)?, row.record_size, self.contents(row))))
    }

    /// The whole blob.
    pub fn as_bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The authentication tag; zeros if the blob is not sealed.
    pub fn tag(&self) -> [u8; TAG_SIZE] {
        let mut tag = [0; TAG_SIZE];
        tag.copy_from_slice(&self.bytes[self.bytes.len() - TAG_SIZE..]);
        tag
    }
}

impl fmt::Debug for Blob<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Blob")
            .field("identity", &self.identity)
            .field("generation", &self.generation)
            .field("sealed", &self.is_sealed())
            .field("sections", &self.sections().map(|(k, _, b)| (k, b.len())).collect::<Vec<_>>())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::super::BlobBuilder;
    use super::*;
    use crate::bytes::AlignedBytes;

    fn identity() -> BlobIdentity {
        BlobIdentity { key: CodeKey(0x1122), target: TargetFingerprint([7; 16]), script: ScriptHash([9; 32]), entry: EntryPoint::Osr(12) }
    }

    fn sample() -> AlignedBytes {
        BlobBuilder::new(identity())
            .generation(3)
            .bytes(SectionKind::Code, &[0xc3; 21])
            .records(SectionKind::Links, &[[1u64, 2], [3, 4]])
            .records::<u32>(SectionKind::Exits, &[])
            .records(SectionKind::Scripts, &[ScriptHash([5; 32])])
            .finish()
            .unwrap()
    }

    #[test]
    fn round_trip() {
        let bytes = sample();
        let blob = Blob::parse(&bytes).unwrap();
        assert_eq!(*blob.identity(), identity());
        assert_eq!(blob.generation(), 3);
        assert!(!blob.is_sealed());
        assert_eq!(blob.code().unwrap(), [0xc3; 21]);
        assert_eq!(blob.code().unwrap().as_ptr() as usize % 16, 0);
        assert_eq!(blob.records::<[u64; 2]>(SectionKind::Links).unwrap(), [[1, 2], [3, 4]]);
        assert_eq!(blob.records::<ScriptHash>(SectionKind::Scripts).unwrap(), [ScriptHash([5; 32])]);
        assert!(blob.has(SectionKind::Exits) && blob.bytes(SectionKind::Exits).is_empty());
        assert!(!blob.has(SectionKind::Calls));
        assert!(blob.records::<u64>(SectionKind::Calls).unwrap().is_empty());
        let kinds: Vec<_> = blob.sections().map(|s| s.0).collect();
        assert_eq!(kinds, [SectionKind::Exits, SectionKind::Links, SectionKind::Scripts, SectionKind::Code]);
    }

    #[test]
    fn records_of_another_size_are_an_error() {
        let bytes = sample();
        let blob = Blob::parse(&bytes).unwrap();
        assert_eq!(
            blob.records::<u64>(SectionKind::Links),
            Err(Malformed::RecordSize { section: SectionKind::Links, expected: 8, found: 16 })
        );
        assert_eq!(
            Blob::parse(&BlobBuilder::new(identity()).finish().unwrap()).unwrap().code(),
            Err(Malformed::Missing(SectionKind::Code))
        );
    }

    #[test]
    fn sections_of_another_machine() {
        const STACK_MAPS: SectionKind = SectionKind::custom(0);
        const NAMES: SectionKind = SectionKind::custom(700);
        let bytes = BlobBuilder::new(identity())
            .bytes(NAMES, b"f g")
            .bytes(SectionKind::Code, &[0xc3])
            .records(STACK_MAPS, &[[1u16, 2], [3, 4]])
            .finish()
            .unwrap();
        let blob = Blob::parse(&bytes).unwrap();
        assert_eq!(blob.records::<[u16; 2]>(STACK_MAPS).unwrap(), [[1, 2], [3, 4]]);
        assert_eq!(blob.bytes(NAMES), b"f g");
        assert!(!blob.has(SectionKind::custom(1)) && blob.bytes(SectionKind::custom(1)).is_empty());
        assert!(blob.sections().map(|section| section.0).eq([SectionKind::Code, STACK_MAPS, NAMES]));
        // Numbers without a meaning are for later.
        let mut unknown = bytes.to_vec();
        unknown[HEADER_SIZE + 16] = 15;
        let unknown = AlignedBytes::from(unknown);
        assert_eq!(Blob::parse(&unknown).unwrap_err(), Malformed::Row { index: 1, what: "unknown section" });
    }

    #[test]
    fn sections_are_limited_in_number() {
        let mut builder = BlobBuilder::new(identity());
        for number in 0..MAX_SECTIONS as u16 {
            builder.bytes(SectionKind::custom(number), b"");
        }
        let bytes = builder.finish().unwrap();
        assert_eq!(Blob::parse(&bytes).unwrap().sections().count(), MAX_SECTIONS);
        let mut more = bytes.to_vec();
        more[24] += 1;
        assert_eq!(Blob::parse(&AlignedBytes::from(more)).unwrap_err(), Malformed::Header("too many sections"));
        assert!(std::panic::catch_unwind(move || builder.bytes(SectionKind::Code, b"").finish()).is_err());
    }

    #[test]
    fn the_order_of_calls_does_not_matter() {
        let a = BlobBuilder::new(identity()).bytes(SectionKind::Code, b"x").bytes(SectionKind::Meta, b"y").finish();
        let b = BlobBuilder::new(identity()).bytes(SectionKind::Meta, b"y").bytes(SectionKind::Code, b"x").finish();
        assert_eq!(a, b);
    }

    #[test]
    fn another_identity_is_a_counted_miss() {
        let bytes = sample();
        let blob = Blob::parse(&bytes).unwrap();
        assert_eq!(blob.check_identity(&identity()), Ok(()));
        let other = |f: fn(&mut BlobIdentity)| {
            let mut id = identity();
            f(&mut id);
            blob.check_identity(&id)
        };
        assert_eq!(other(|i| i.target.0[0] = 0), Err(MissReason::WrongTarget));
        assert_eq!(other(|i| i.script.0[31] = 0), Err(MissReason::IdentityMismatch));
        assert_eq!(other(|i| i.key.0 = 0), Err(MissReason::IdentityMismatch));
        assert_eq!(other(|i| i.entry = EntryPoint::Function), Err(MissReason::IdentityMismatch));
    }

    #[test]
    fn misaligned_and_short_buffers_are_errors() {
        let bytes = sample();
        let mut shifted = vec![0; bytes.len() + 32];
        let at = (16 - shifted.as_ptr() as usize % 16) + 1;
        shifted[at..at + bytes.len()].copy_from_slice(&bytes);
        assert_eq!(Blob::parse(&shifted[at..at + bytes.len()]).unwrap_err(), Malformed::Misaligned);
        for len in 0..bytes.len() {
            let cut = AlignedBytes::copy_from(&bytes[..len]);
            assert_eq!(Blob::parse(&cut).unwrap_err().reason(), MissReason::Truncated, "{len}");
        }
        let mut long = bytes.to_vec();
        long.push(0);
        assert!(matches!(Blob::parse(&AlignedBytes::from(long)).unwrap_err(), Malformed::TrailingBytes { .. }));
    }

    /// Without the tag, a change is either found or confined to what the
    /// framing does not interpret: identity, generation, section contents.
    #[test]
    fn any_flipped_bit_is_an_error_or_a_visible_difference() {
        let bytes = sample();
        let original = Blob::parse(&bytes).unwrap();
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut changed = bytes.to_vec();
                changed[at] ^= 1 << bit;
                let changed = AlignedBytes::from(changed);
                let Ok(blob) = Blob::parse(&changed) else {
                    continue;
                };
                let same = blob.identity() == original.identity()
                    && blob.generation() == original.generation()
                    && blob.is_sealed() == original.is_sealed()
                    && blob.sections().eq(original.sections());
                assert!(!same, "byte {at} bit {bit} went unnoticed");
                let _ = blob.records::<[u64; 2]>(SectionKind::Links);
                let _ = blob.code();
            }
        }
    }
}
