//! Reads a pack: segments, each of which goes on from the one before, and one index over all.
//!
//! Looking up is a binary search; the block that an entry is in is decompressed when its bytes
//! are first asked for, and stays as long as the pack does.

use std::fmt;
use std::sync::Arc;

use super::Entry;
use super::format::{EntryKind, INDEX_ROW_SIZE, IndexRow, MAX_PACK};
use super::segment::{Segment, name_of_failure};
use crate::blob::Malformed;
use crate::bytes::{ALIGNMENT, AlignedBytes};
use crate::fingerprint::TargetFingerprint;
use crate::key::{CodeKey, SourceKey};
use crate::miss::MissReason;
use crate::rules::{Rule, holds};
use crate::trust::{Authentic, Checked, PackTag, TAG_SIZE, TrustKey, Untrusted};

/// An authenticated pack in private memory.
pub struct Pack {
    segments: Vec<Segment>,
    /// Of each kind and key the entry that counts, by ascending kind and key.
    index: Vec<Place>,
    source: SourceKey,
    target: TargetFingerprint,
}

#[derive(Clone, Copy)]
struct Place {
    segment: u32,
    row: u32,
}

/// One entry of a pack.
#[derive(Clone, Copy)]
pub struct PackEntry<'a> {
    /// What it is.
    pub kind: EntryKind,
    /// Under which it was found.
    pub key: u128,
    /// See [`super::Entry::generation`].
    pub generation: u32,
    /// See [`super::Entry::note`].
    pub note: u32,
    /// When it was first saved, in seconds of Unix time.
    pub stamp: u64,
    segment: &'a Segment,
    row: &'a IndexRow,
}

impl<'a> PackEntry<'a> {
    /// The contents, from a 16-byte boundary on. Without any, which no reader takes for
    /// contents, if they cannot be decompressed.
    pub fn bytes(&self) -> &'a [u8] {
        self.block().map_or(&[], |block| &block[self.row.offset as usize..][..self.row.len as usize])
    }

    /// The block that the contents are in: what keeps them where they are.
    pub fn block(&self) -> Option<&'a Arc<AlignedBytes>> {
        self.segment.block(self.row.block)
    }

    /// How many bytes of contents there are.
    pub fn len(&self) -> usize {
        self.row.len as usize
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.row.len == 0
    }

    /// A copy that can be saved elsewhere.
    pub fn to_entry(&self) -> Entry {
        let bytes = Arc::new(AlignedBytes::copy_from(self.bytes()));
        Entry { kind: self.kind, key: self.key, generation: self.generation, note: self.note, bytes }
    }
}

impl Pack {
    /// Authenticates, then parses, a pack of one segment.
    pub fn open(bytes: Untrusted, key: &TrustKey) -> Result<Pack, MissReason> {
        Pack::begin(bytes.authenticate::<PackTag>(key))
    }

    /// Parses a pack of one segment, or names why it was not authentic.
    pub(crate) fn begin(checked: Checked<PackTag>) -> Result<Pack, MissReason> {
        match checked {
            Ok(authentic) => Pack::parse(authentic).map_err(Malformed::reason),
            Err(rejected) => Err(name_of_failure(&rejected)),
        }
    }

    /// Parses bytes that have been authenticated.
    pub fn parse(authentic: Authentic<PackTag>) -> Result<Pack, Malformed> {
        let segment = Segment::parse(authentic)?;
        if segment.header().parent != [0; TAG_SIZE] {
            return Err(Malformed::Header("it goes on from another segment"));
        }
        let (source, target) = (SourceKey(segment.header().source), TargetFingerprint(segment.header().target));
        let index = (0..segment.rows().len() as u32).map(|row| Place { segment: 0, row }).collect();
        Ok(Pack { segments: vec![segment], index, source, target })
    }

    /// Authenticates, then adds, a segment that goes on from the last one.
    ///
    /// # Errors
    /// If it was not written with this key, or for another place; the pack is as it was.
    pub fn extend(&mut self, bytes: Untrusted, key: &TrustKey) -> Result<(), MissReason> {
        self.go_on(bytes.authenticate::<PackTag>(key))
    }

    /// As [`Pack::extend`].
    pub(crate) fn go_on(&mut self, checked: Checked<PackTag>) -> Result<(), MissReason> {
        let authentic = checked.map_err(|rejected| name_of_failure(&rejected))?;
        let segment = Segment::parse(authentic).map_err(Malformed::reason)?;
        // A tag is of all that it goes on from: none of it can be exchanged.
        if segment.header().parent != self.last_tag() && holds(Rule::PackChain) {
            return Err(MissReason::IdentityMismatch);
        }
        if self.stored_len() + segment.as_bytes().len() > MAX_PACK {
            return Err(MissReason::TooLarge);
        }
        self.segments.push(segment);
        self.merge_last();
        Ok(())
    }

    /// Takes the last segment into the index.
    fn merge_last(&mut self) {
        let last = self.segments.len() as u32 - 1;
        let new = (0..self.segments[last as usize].rows().len() as u32).map(|row| Place { segment: last, row });
        let old = std::mem::take(&mut self.index);
        let mut merged = Vec::with_capacity(old.len() + new.len());
        let mut old = old.into_iter().peekable();
        for place in new {
            let row = self.row(place);
            let id = (row.kind, row.key);
            while let Some(before) = old.next_if(|other| (self.row(*other).kind, self.row(*other).key) < id) {
                merged.push(before);
            }
            let same = old.next_if(|other| (self.row(*other).kind, self.row(*other).key) == id);
            let is_beaten = same.is_some_and(|same| row.kind == EntryKind::Code.number() && self.row(same).generation > row.generation);
            merged.push(if is_beaten { same.unwrap_or(place) } else { place });
        }
        merged.extend(old);
        self.index = merged;
    }

    fn row(&self, place: Place) -> &IndexRow {
        &self.segments[place.segment as usize].rows()[place.row as usize]
    }

    fn entry(&self, place: Place) -> PackEntry<'_> {
        let row = self.row(place);
        PackEntry {
            kind: EntryKind::from_number(row.kind).expect("checked when the segment was parsed"),
            key: row.key,
            generation: row.generation,
            note: row.note,
            stamp: row.stamp,
            segment: &self.segments[place.segment as usize],
            row,
        }
    }

    /// Finds an entry.
    pub fn get(&self, kind: EntryKind, key: u128) -> Option<PackEntry<'_>> {
        let id = |place: &Place| (self.row(*place).kind, self.row(*place).key);
        let at = self.index.binary_search_by_key(&(kind.number(), key), id).ok()?;
        Some(self.entry(self.index[at]))
    }

    /// Finds compiled code. The bytes are to be given to [`crate::Blob::parse`].
    pub fn code(&self, key: CodeKey) -> Option<PackEntry<'_>> {
        self.get(EntryKind::Code, key.0)
    }

    /// Whether there is an entry of this kind.
    pub fn has_any(&self, kind: EntryKind) -> bool {
        let at = self.index.partition_point(|place| self.row(*place).kind < kind.number());
        self.index.get(at).is_some_and(|place| self.row(*place).kind == kind.number())
    }

    /// All entries, by ascending kind and key.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = PackEntry<'_>> {
        self.index.iter().map(|place| self.entry(*place))
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }

    /// Of which source text.
    pub fn source(&self) -> SourceKey {
        self.source
    }

    /// For which engine and processor.
    pub fn target(&self) -> TargetFingerprint {
        self.target
    }

    /// When something was last added, in seconds of Unix time.
    pub fn created(&self) -> u64 {
        self.last().header().created
    }

    fn last(&self) -> &Segment {
        self.segments.last().expect("a pack has a first segment")
    }

    /// What the next segment names as the one that it goes on from.
    pub(super) fn last_tag(&self) -> [u8; TAG_SIZE] {
        self.last().tag()
    }

    /// Its segments as they are stored, the tags included, in order.
    pub fn segments(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.segments.iter().map(Segment::as_bytes)
    }

    /// Bytes of all segments as they are stored.
    pub fn stored_len(&self) -> usize {
        self.segments().map(<[u8]>::len).sum()
    }

    /// Bytes of all blocks as they are stored, and decompressed.
    pub fn block_sizes(&self) -> (usize, usize) {
        self.segments.iter().flat_map(Segment::block_sizes).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    }

    /// What entries that count have in memory, index included, and what those have that do not
    /// count any more; in bytes, decompressed.
    pub fn live_and_dead(&self) -> (usize, usize) {
        let size = |row: &IndexRow| INDEX_ROW_SIZE + (row.len as usize).next_multiple_of(ALIGNMENT);
        let live = self.index.iter().map(|place| size(self.row(*place))).sum();
        let all: usize = self.segments.iter().flat_map(Segment::rows).map(size).sum();
        (live, all - live)
    }

    /// A pack may be found under a name that is not its own.
    pub fn check_identity(&self, source: SourceKey, target: TargetFingerprint) -> Result<(), MissReason> {
        if !holds(Rule::PackIdentity) {
            Ok(())
        } else if self.source != source {
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
            .field("segments", &self.segments.len())
            .field("entries", &self.len())
            .field("bytes", &self.stored_len())
            .finish()
    }
}

impl fmt::Debug for PackEntry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:032x} gen {} ({} bytes)", self.kind, self.key, self.generation, self.len())
    }
}
