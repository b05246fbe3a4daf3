//! Reads a pack in place.
//!
//! Opening checks the header and every row of the index (bounds, order, no
//! overlap) and touches no entry. Looking up is a binary search.

use std::fmt;
use std::sync::Arc;

use super::Entry;
use super::format::{EntryKind, HEADER_SIZE, Header, INDEX_ROW_SIZE, IndexRow, MAX_PACK, PACK_MAGIC, VERSION};
use crate::blob::Malformed;
use crate::bytes::{AlignedBytes, align_up};
use crate::fingerprint::TargetFingerprint;
use crate::key::{CodeKey, SourceKey};
use crate::miss::MissReason;
use crate::trust::{Authentic, PackTag, TAG_SIZE, TrustKey, Untrusted};

/// An authenticated pack in private memory.
pub struct Pack {
    bytes: AlignedBytes,
    source: SourceKey,
    target: TargetFingerprint,
    created: u64,
    entry_count: usize,
}

/// One entry of a pack, in place. The bytes start at a 16-byte boundary.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PackEntry<'a> {
    /// What it is.
    pub kind: EntryKind,
    /// Under which it was found.
    pub key: u128,
    /// See [`super::Entry::generation`].
    pub generation: u32,
    /// When it was first saved, in seconds of Unix time.
    pub stamp: u64,
    /// The contents.
    pub bytes: &'a [u8],
}

impl PackEntry<'_> {
    /// A copy that can be saved elsewhere.
    pub fn to_entry(&self) -> Entry {
        let bytes = Arc::new(AlignedBytes::copy_from(self.bytes));
        Entry { kind: self.kind, key: self.key, generation: self.generation, bytes }
    }
}

impl Pack {
    /// Authenticates, then parses.
    pub fn open(bytes: Untrusted, key: &TrustKey) -> Result<Pack, MissReason> {
        match bytes.authenticate::<PackTag>(key) {
            Ok(authentic) => Pack::parse(authentic).map_err(Malformed::reason),
            Err(rejected) => Err(name_of_failure(&rejected)),
        }
    }

    /// Parses bytes that have been authenticated.
    pub fn parse(authentic: Authentic<PackTag>) -> Result<Pack, Malformed> {
        let bytes = authentic.into_bytes();
        let header = check_header(&bytes)?;
        let entry_count = header.entry_count as usize;
        // The count is compared with the bytes that are there before anything
        // depends on it.
        let room = bytes.len() - HEADER_SIZE - TAG_SIZE;
        if entry_count > room / INDEX_ROW_SIZE {
            return Err(Malformed::Truncated {
                need: (HEADER_SIZE + TAG_SIZE) as u64 + entry_count as u64 * INDEX_ROW_SIZE as u64,
                have: bytes.len() as u64,
            });
        }
        let pack = Pack {
            source: SourceKey(header.source),
            target: TargetFingerprint(header.target),
            created: header.created,
            entry_count,
            bytes,
        };
        pack.check_index()?;
        Ok(pack)
    }

    fn check_index(&self) -> Result<(), Malformed> {
        let body_end = self.bytes.len() - TAG_SIZE;
        let mut end = HEADER_SIZE + self.entry_count * INDEX_ROW_SIZE;
        let mut last = None;
        for (index, row) in self.index().iter().enumerate() {
            let bad = |what| Malformed::Row { index: index as u32, what };
            if EntryKind::from_number(row.kind).is_none() {
                return Err(bad("unknown kind of entry"));
            }
            if last.is_some_and(|last| last >= (row.kind, row.key)) {
                return Err(bad("index out of order"));
            }
            last = Some((row.kind, row.key));
            if row.reserved != 0 {
                return Err(bad("reserved bytes in use"));
            }
            if row.offset != end as u64 {
                return Err(bad("entry not at the end of the one before"));
            }
            end = end.checked_add(row.len as usize).and_then(align_up).ok_or(bad("entry too long"))?;
            if end > body_end {
                return Err(bad("entry beyond the end"));
            }
        }
        if end == body_end { Ok(()) } else { Err(Malformed::Header("bytes between the last entry and the tag")) }
    }

    fn index(&self) -> &[IndexRow] {
        bytemuck::cast_slice(&self.bytes[HEADER_SIZE..][..self.entry_count * INDEX_ROW_SIZE])
    }

    fn entry(&self, row: &IndexRow) -> PackEntry<'_> {
        PackEntry {
            kind: EntryKind::from_number(row.kind).expect("checked when the pack was parsed"),
            key: row.key,
            generation: row.generation,
            stamp: row.stamp,
            bytes: &self.bytes[row.offset as usize..][..row.len as usize],
        }
    }

    /// Finds an entry.
    pub fn get(&self, kind: EntryKind, key: u128) -> Option<PackEntry<'_>> {
        let index = self.index();
        let at = index.binary_search_by_key(&(kind as u32, key), |row| (row.kind, row.key)).ok()?;
        Some(self.entry(&index[at]))
    }

    /// Finds compiled code. The bytes are to be given to [`crate::Blob::parse`].
    pub fn code(&self, key: CodeKey) -> Option<PackEntry<'_>> {
        self.get(EntryKind::Code, key.0)
    }

    /// All entries, by ascending kind and key.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = PackEntry<'_>> {
        self.index().iter().map(|row| self.entry(row))
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entry_count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entry_count == 0
    }

    /// Of which source text.
    pub fn source(&self) -> SourceKey {
        self.source
    }

    /// For which engine and processor.
    pub fn target(&self) -> TargetFingerprint {
        self.target
    }

    /// When it was put together, in seconds of Unix time.
    pub fn created(&self) -> u64 {
        self.created
    }

    /// The whole pack, the tag included.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// A pack may be found under a name that is not its own.
    pub fn check_identity(&self, source: SourceKey, target: TargetFingerprint) -> Result<(), MissReason> {
        if self.source != source {
            Err(MissReason::WrongSource)
        } else if self.target != target {
            Err(MissReason::WrongTarget)
        } else {
            Ok(())
        }
    }
}

impl fmt::Debug for Pack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pack")
            .field("source", &self.source)
            .field("target", &self.target)
            .field("entries", &self.entry_count)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

impl fmt::Debug for PackEntry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:032x} gen {} ({} bytes)", self.kind, self.key, self.generation, self.bytes.len())
    }
}

fn check_header(bytes: &[u8]) -> Result<&Header, Malformed> {
    let have = bytes.len() as u64;
    if bytes.len() < HEADER_SIZE + TAG_SIZE {
        return Err(Malformed::Truncated { need: (HEADER_SIZE + TAG_SIZE) as u64, have });
    }
    let header: &Header = bytemuck::from_bytes(&bytes[..HEADER_SIZE]);
    if header.magic != PACK_MAGIC {
        return Err(Malformed::Magic);
    }
    if header.version != VERSION {
        return Err(Malformed::Version(header.version));
    }
    if header.total_len > MAX_PACK as u64 {
        return Err(Malformed::TooLarge { len: header.total_len, limit: MAX_PACK as u64 });
    }
    if header.total_len > have {
        return Err(Malformed::Truncated { need: header.total_len, have });
    }
    if header.total_len < have {
        return Err(Malformed::TrailingBytes { expected: header.total_len, have });
    }
    if header.flags != 0 || header.reserved != 0 || header.reserved_tail != [0; 8] {
        return Err(Malformed::Header("reserved bytes in use"));
    }
    Ok(header)
}

/// A tag that does not match has a more telling name if the bytes are cut off,
/// of another version, or no pack at all.
fn name_of_failure(rejected: &Untrusted) -> MissReason {
    let Some(head) = rejected.head_for_diagnosis(HEADER_SIZE) else {
        return MissReason::Truncated;
    };
    let header: &Header = bytemuck::from_bytes(head);
    if header.magic != PACK_MAGIC {
        MissReason::Malformed
    } else if header.version != VERSION {
        MissReason::WrongVersion
    } else if header.total_len > rejected.len() as u64 {
        MissReason::Truncated
    } else {
        MissReason::WrongKey
    }
}
