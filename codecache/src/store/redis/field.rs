//! One field of a Redis hash: its name, and its value, an entry that is sealed
//! by itself.
//!
//! The value repeats source, target, kind, key and generation under the tag:
//! a value that was moved to another field, hash or server is refused.

use std::sync::Arc;

use bytemuck::{Pod, Zeroable, bytes_of};

use crate::blob::MAX_BLOB;
use crate::bytes::AlignedBytes;
use crate::compress::{self, Effort};
use crate::fingerprint::TargetFingerprint;
use crate::key::SourceKey;
use crate::miss::MissReason;
use crate::pack::{Entry, EntryKind};
use crate::trust::{Authentic, EntryTag, TAG_SIZE, TrustKey, Untrusted};

const MAGIC: [u8; 8] = *b"HRTHENTR";
const VERSION: u32 = 2;
const HEADER_SIZE: usize = size_of::<Header>();

/// How many older generations of an entry a save deletes.
const GENERATIONS_SWEPT: u32 = 8;

#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct Header {
    magic: [u8; 8],
    version: u32,
    kind: u32,
    key: u128,
    source: [u8; 16],
    target: [u8; 16],
    /// Of the contents, decompressed, in bytes. If so many follow, they are these.
    len: u32,
    generation: u32,
    /// When it was saved, in seconds of Unix time.
    stamp: u64,
    note: u32,
    reserved: [u8; 12],
}

/// An authentic entry.
pub(super) struct StoredEntry {
    pub kind: EntryKind,
    pub key: u128,
    pub generation: u32,
    pub note: u32,
    pub stamp: u64,
    contents: Contents,
}

enum Contents {
    /// Between header and tag.
    Plain(Authentic<EntryTag>),
    Decompressed(AlignedBytes),
}

impl StoredEntry {
    pub fn bytes(&self) -> &[u8] {
        match &self.contents {
            Contents::Plain(sealed) => {
                let all = sealed.as_bytes();
                &all[HEADER_SIZE..all.len() - TAG_SIZE]
            }
            Contents::Decompressed(bytes) => bytes,
        }
    }
}

/// The name of the field. Code has one field per generation, so that a slow
/// process cannot overwrite newer code with older: readers take the largest.
pub(super) fn name(kind: EntryKind, key: u128, generation: u32) -> String {
    match kind {
        EntryKind::Bytecode => format!("b:{key:032x}"),
        EntryKind::Profile => format!("p:{key:032x}"),
        EntryKind::Code => format!("c:{key:032x}:{generation}"),
        EntryKind::Module => format!("m:{key:032x}"),
        EntryKind::Pattern => format!("r:{key:032x}"),
        custom => format!("x{}:{key:032x}", custom.number()),
    }
}

/// The fields that an entry makes superfluous.
pub(super) fn older_generations(entry: &Entry) -> Vec<String> {
    if entry.kind != EntryKind::Code {
        return Vec::new();
    }
    (entry.generation.saturating_sub(GENERATIONS_SWEPT)..entry.generation)
        .map(|generation| name(entry.kind, entry.key, generation))
        .collect()
}

/// The value of the field.
pub(super) fn seal(entry: &Entry, source: SourceKey, target: TargetFingerprint, now: u64, key: &TrustKey) -> AlignedBytes {
    let header = Header {
        magic: MAGIC,
        version: VERSION,
        kind: entry.kind.number(),
        key: entry.key,
        source: source.0,
        target: target.0,
        len: entry.bytes.len() as u32,
        generation: entry.generation,
        stamp: now,
        note: entry.note,
        reserved: [0; 12],
    };
    let is_code = entry.kind == EntryKind::Code;
    let contents = AlignedBytes::build(entry.bytes.len(), |out| {
        out.copy_from_slice(&entry.bytes);
        if is_code {
            crate::trust::seal_blob_in_place(out, key);
        }
    });
    let compressed = compress::shorter(&contents, if is_code { Effort::Much } else { Effort::Little });
    let stored = compressed.as_deref().unwrap_or(&contents);
    let bytes = AlignedBytes::build(HEADER_SIZE + stored.len() + TAG_SIZE, |out| {
        out[..HEADER_SIZE].copy_from_slice(bytes_of(&header));
        out[HEADER_SIZE..][..stored.len()].copy_from_slice(stored);
    });
    Authentic::<EntryTag>::seal(bytes, key).into_bytes()
}

/// The same value sealed by the first key; none if it is that already.
pub(super) fn seal_anew(
    field: &[u8],
    value: &[u8],
    source: SourceKey,
    target: TargetFingerprint,
    key: &TrustKey,
) -> Result<Option<AlignedBytes>, MissReason> {
    let old = open(field, value, source, target, key)?;
    if key.has_sealed::<EntryTag>(value) {
        return Ok(None);
    }
    let bytes = Arc::new(AlignedBytes::copy_from(old.bytes()));
    let entry = Entry { kind: old.kind, key: old.key, generation: old.generation, note: old.note, bytes };
    Ok(Some(seal(&entry, source, target, old.stamp, key)))
}

/// Authenticates a value, then reads it, then compares it with where it was
/// found.
pub(super) fn open(
    field: &[u8],
    value: &[u8],
    source: SourceKey,
    target: TargetFingerprint,
    key: &TrustKey,
) -> Result<StoredEntry, MissReason> {
    if value.len() < HEADER_SIZE + TAG_SIZE {
        return Err(MissReason::Truncated);
    }
    let sealed = Untrusted::new(AlignedBytes::copy_from(value)).authenticate::<EntryTag>(key).map_err(name_of_failure)?;
    let header: &Header = bytemuck::from_bytes(&sealed.as_bytes()[..HEADER_SIZE]);
    if header.magic != MAGIC {
        return Err(MissReason::Malformed);
    }
    if header.version != VERSION {
        return Err(MissReason::WrongVersion);
    }
    if header.source != source.0 {
        return Err(MissReason::WrongSource);
    }
    if header.target != target.0 {
        return Err(MissReason::WrongTarget);
    }
    let kind = EntryKind::from_number(header.kind).ok_or(MissReason::Malformed)?;
    let stored = &sealed.as_bytes()[HEADER_SIZE..value.len() - TAG_SIZE];
    let len = header.len as usize;
    if stored.len() > len || header.reserved != [0; 12] {
        return Err(MissReason::Malformed);
    }
    if len > MAX_BLOB {
        return Err(MissReason::TooLarge);
    }
    if name(kind, header.key, header.generation).as_bytes() != field {
        return Err(MissReason::IdentityMismatch);
    }
    let (key, generation, note, stamp) = (header.key, header.generation, header.note, header.stamp);
    let contents = if stored.len() == len {
        Contents::Plain(sealed)
    } else {
        Contents::Decompressed(compress::restored(stored, len).ok_or(MissReason::Malformed)?)
    };
    Ok(StoredEntry { kind, key, generation, note, stamp, contents })
}

fn name_of_failure(rejected: Untrusted) -> MissReason {
    match rejected.head_for_diagnosis(12) {
        Some(head) if head[..8] != MAGIC => MissReason::Malformed,
        Some(head) if head[8..12] != VERSION.to_le_bytes() => MissReason::WrongVersion,
        _ => MissReason::WrongKey,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: SourceKey = SourceKey([1; 16]);
    const TARGET: TargetFingerprint = TargetFingerprint([2; 16]);

    fn key() -> TrustKey {
        TrustKey::from_bytes(&[3; 32])
    }

    fn entry() -> Entry {
        Entry::new(EntryKind::Code, 0xabc, AlignedBytes::copy_from(&[9; 77])).with_generation(12).with_note(5)
    }

    #[test]
    fn the_layout_is_the_one_in_format_md() {
        use std::mem::offset_of;
        assert_eq!(HEADER_SIZE, 96);
        assert_eq!(offset_of!(Header, key), 16);
        assert_eq!(offset_of!(Header, source), 32);
        assert_eq!(offset_of!(Header, target), 48);
        assert_eq!(offset_of!(Header, len), 64);
        assert_eq!(offset_of!(Header, generation), 68);
        assert_eq!(offset_of!(Header, stamp), 72);
        assert_eq!(offset_of!(Header, note), 80);
    }

    #[test]
    fn round_trip() {
        let field = name(EntryKind::Code, 0xabc, 12);
        assert_eq!(field, "c:00000000000000000000000000000abc:12");
        let value = seal(&entry(), SOURCE, TARGET, 99, &key());
        let read = open(field.as_bytes(), &value, SOURCE, TARGET, &key()).unwrap_or_else(|r| panic!("{r}"));
        assert_eq!((read.kind, read.key, read.generation, read.note, read.stamp), (EntryKind::Code, 0xabc, 12, 5, 99));
        assert_eq!(read.bytes(), [9; 77]);
        assert_eq!(older_generations(&entry()).len(), 8);
        assert_eq!(
            older_generations(&entry().with_generation(2)),
            ["c:00000000000000000000000000000abc:0", "c:00000000000000000000000000000abc:1"]
        );
        assert_eq!(name(EntryKind::Profile, 1, 7), name(EntryKind::Profile, 1, 8));
        assert_eq!(name(EntryKind::custom(2), 1, 7), format!("x18:{:032x}", 1));
    }

    #[test]
    fn a_value_is_sealed_anew_as_it_is() {
        let field = name(EntryKind::Code, 0xabc, 12);
        let both = TrustKey::with_others(&[4; 32], &[[3; 32]]);
        let old = seal(&entry(), SOURCE, TARGET, 99, &key());
        let again = |value: &[u8], key: &TrustKey| seal_anew(field.as_bytes(), value, SOURCE, TARGET, key);
        let new = again(&old, &both).unwrap().expect("it was sealed by the other key");
        assert_eq!(new[..new.len() - TAG_SIZE], old[..old.len() - TAG_SIZE], "all but the tag");
        assert!(open(field.as_bytes(), &new, SOURCE, TARGET, &TrustKey::from_bytes(&[4; 32])).is_ok());
        assert!(again(&new, &both).unwrap().is_none() && again(&old, &key()).unwrap().is_none());
        assert_eq!(again(&new, &key()).err(), Some(MissReason::WrongKey));
    }

    #[test]
    fn a_value_in_another_place_or_changed_anywhere_is_refused() {
        let field = name(EntryKind::Code, 0xabc, 12);
        let value = seal(&entry(), SOURCE, TARGET, 99, &key());
        let open = |f: &str, v: &[u8], s, t, k: &TrustKey| open(f.as_bytes(), v, s, t, k).err();
        let (other_source, other_target) = (SourceKey([0; 16]), TargetFingerprint([0; 16]));
        assert_eq!(open(&field, &value, other_source, TARGET, &key()), Some(MissReason::WrongSource));
        assert_eq!(open(&field, &value, SOURCE, other_target, &key()), Some(MissReason::WrongTarget));
        let other_key = TrustKey::from_bytes(&[4; 32]);
        assert_eq!(open(&field, &value, SOURCE, TARGET, &other_key), Some(MissReason::WrongKey));
        for other in [name(EntryKind::Code, 0xabc, 13), name(EntryKind::Profile, 0xabc, 12), "x".into()] {
            assert_eq!(open(&other, &value, SOURCE, TARGET, &key()), Some(MissReason::IdentityMismatch));
        }
        for at in 0..value.len() {
            let mut changed = value.to_vec();
            changed[at] ^= 4;
            let expected = match at {
                0..8 => MissReason::Malformed,
                8..12 => MissReason::WrongVersion,
                _ => MissReason::WrongKey,
            };
            assert_eq!(open(&field, &changed, SOURCE, TARGET, &key()), Some(expected), "{at}");
        }
        for len in 0..value.len() {
            assert!(open(&field, &value[..len], SOURCE, TARGET, &key()).is_some(), "{len}");
        }
    }
}
