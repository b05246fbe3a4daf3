//! Makes packs and segments of packs, and merges new entries into old packs.
//!
//! For each kind and key one entry survives: of code, the one of the larger
//! generation (at equal generation the newer one); of anything else the newer
//! one. What is there already is not added again. When the limits are exceeded
//! the entries that were saved longest ago go first.

use std::collections::BTreeMap;

use bytemuck::bytes_of;

use super::format::{BlockRow, EntryKind, HEADER_SIZE, Header, INDEX_ROW_SIZE, IndexRow, MAX_ENTRIES, MAX_PACK, PACK_MAGIC, VERSION};
use super::{Entry, Pack};
use crate::bytes::{ALIGNMENT, AlignedBytes};
use crate::compress::{self, Effort};
use crate::fingerprint::TargetFingerprint;
use crate::key::SourceKey;
use crate::trust::{Authentic, PackTag, TAG_SIZE, TrustKey, is_same_blob, seal_blob_in_place};

/// A block is full when it has so many bytes: what is asked for is decompressed with its
/// neighbours, at 1.3 GB a second, and larger blocks are hardly smaller (1 MiB: by 8 %).
const FULL_BLOCK: usize = 128 << 10;
/// A block that is smaller has entries of several kinds: they have hashes in common.
const MIXED_BLOCK: usize = 16 << 10;

/// How much one pack may hold.
#[derive(Clone, Copy, Debug)]
pub struct PackLimits {
    /// Of the whole pack, decompressed, in bytes; at most [`MAX_PACK`].
    pub max_bytes: usize,
    /// Number of entries.
    pub max_entries: usize,
}

impl Default for PackLimits {
    fn default() -> Self {
        PackLimits { max_bytes: 128 << 20, max_entries: 1 << 16 }
    }
}

/// What a merge did.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct MergeReport {
    /// New entries that were taken.
    pub added: usize,
    /// New entries that were there already, byte by byte.
    pub unchanged: usize,
    /// New entries that lost against what was there.
    pub superseded: usize,
    /// New entries that exceed the limits by themselves.
    pub too_large: usize,
    /// Entries, old or new, that were dropped to keep within the limits.
    pub dropped: usize,
}

#[derive(Clone, Copy)]
struct Candidate<'a> {
    generation: u32,
    note: u32,
    stamp: u64,
    bytes: &'a [u8],
    /// Saved just now: blobs still have to be sealed.
    fresh: bool,
}

impl Candidate<'_> {
    fn size(&self) -> usize {
        INDEX_ROW_SIZE + self.bytes.len().next_multiple_of(ALIGNMENT)
    }
}

/// Collects entries, then lays them out.
pub struct PackBuilder<'a> {
    source: SourceKey,
    target: TargetFingerprint,
    now: u64,
    limits: PackLimits,
    /// What the segment goes on from.
    before: Option<&'a Pack>,
    is_plain: bool,
    entries: BTreeMap<(EntryKind, u128), Candidate<'a>>,
    report: MergeReport,
}

impl<'a> PackBuilder<'a> {
    /// An empty pack, put together at `now` (seconds of Unix time).
    pub fn new(source: SourceKey, target: TargetFingerprint, now: u64, limits: PackLimits) -> PackBuilder<'a> {
        let limits = PackLimits { max_bytes: limits.max_bytes.min(MAX_PACK), max_entries: limits.max_entries.min(MAX_ENTRIES) };
        PackBuilder { source, target, now, limits, before: None, is_plain: false, entries: BTreeMap::new(), report: MergeReport::default() }
    }

    /// The next segment of a pack: it has only what is added to it.
    pub fn after(before: &'a Pack, now: u64, limits: PackLimits) -> PackBuilder<'a> {
        PackBuilder { before: Some(before), ..PackBuilder::new(before.source(), before.target(), now, limits) }
    }

    /// Compresses nothing: for a pack that does not leave memory.
    pub fn plain(&mut self) -> &mut Self {
        self.is_plain = true;
        self
    }

    /// Takes over all entries of a pack. Comes before [`PackBuilder::add`].
    pub fn add_pack(&mut self, old: &'a Pack) -> &mut Self {
        self.add_pack_without(old, |_, _| false)
    }

    /// As [`PackBuilder::add_pack`], but for what is forgotten.
    pub(crate) fn add_pack_without(&mut self, old: &'a Pack, is_forgotten: impl Fn(EntryKind, u128) -> bool) -> &mut Self {
        for e in old.entries().filter(|e| !is_forgotten(e.kind, e.key)) {
            let bytes = e.bytes();
            // What cannot be decompressed is of no use to anybody.
            if bytes.len() == e.len() {
                self.add_stored((e.kind, e.key), e.generation, e.note, e.stamp, bytes);
            }
        }
        self
    }

    /// Takes over one authentic entry from elsewhere, with its age.
    pub(crate) fn add_stored(&mut self, place: (EntryKind, u128), generation: u32, note: u32, stamp: u64, bytes: &'a [u8]) {
        self.entries.insert(place, Candidate { generation, note, stamp, bytes, fresh: false });
    }

    /// Adds an entry, unless it or a better one is there.
    pub fn add(&mut self, entry: &'a Entry) -> &mut Self {
        let candidate = Candidate { generation: entry.generation, note: entry.note, stamp: self.now, bytes: &entry.bytes, fresh: true };
        if candidate.size() > self.limits.max_bytes.saturating_sub(HEADER_SIZE + TAG_SIZE) || self.limits.max_entries == 0 {
            self.report.too_large += 1;
            return self;
        }
        let place = (entry.kind, entry.key);
        let old = self.entries.get(&place).copied().or_else(|| {
            let old = self.before?.get(entry.kind, entry.key)?;
            Some(Candidate { generation: old.generation, note: old.note, stamp: old.stamp, bytes: old.bytes(), fresh: false })
        });
        if old.is_some_and(|old| entry.kind == EntryKind::Code && old.generation > entry.generation) {
            self.report.superseded += 1;
        } else if old.is_some_and(|old| is_same(entry, &old)) {
            self.report.unchanged += 1;
        } else {
            self.report.added += 1;
            self.entries.insert(place, candidate);
        }
        self
    }

    /// What became of the entries so far.
    pub fn report(&self) -> MergeReport {
        self.report
    }

    /// Bytes of the entries and their rows, decompressed.
    pub fn size(&self) -> usize {
        self.entries.values().map(Candidate::size).sum()
    }

    /// Drops what was saved longest ago until the rest is within the limits;
    /// what was saved just now goes last.
    fn enforce_limits(&mut self) {
        let budget = self.limits.max_bytes.saturating_sub(HEADER_SIZE + TAG_SIZE);
        let mut size = self.size();
        let mut count = self.entries.len();
        if size <= budget && count <= self.limits.max_entries {
            return;
        }
        let mut by_age: Vec<_> = self.entries.iter().map(|(&place, c)| ((c.fresh, c.stamp, place), c.size())).collect();
        by_age.sort_unstable();
        for ((_, _, place), entry_size) in by_age {
            if size <= budget && count <= self.limits.max_entries {
                break;
            }
            self.entries.remove(&place);
            self.report.dropped += 1;
            size -= entry_size;
            count -= 1;
        }
    }

    /// The pack, or the next segment of one, sealed. Blobs that were added are sealed too, each
    /// by itself.
    pub fn build(mut self, key: &TrustKey) -> (Authentic<PackTag>, MergeReport) {
        self.enforce_limits();
        let (index, blocks) = self.lay_out();
        let mut table = Vec::with_capacity(blocks.len() + 1);
        let mut data = Vec::new();
        self.put(bytemuck::cast_slice(&index).to_vec(), Effort::Much, &mut table, &mut data);
        let effort_for_code = if blocks.len() == 1 { Effort::Most } else { Effort::Much };
        for (number, size) in (1..).zip(blocks) {
            let mut raw = AlignedBytes::build(size, |_| ());
            let mut effort = Effort::Little;
            let first = index.partition_point(|row| row.block < number);
            for (row, c) in index[first..].iter().zip(self.entries.values().skip(first)).take_while(|(row, _)| row.block == number) {
                let place = &mut raw.as_mut()[row.offset as usize..][..c.bytes.len()];
                place.copy_from_slice(c.bytes);
                if row.kind == EntryKind::Code.number() {
                    effort = effort_for_code;
                    if c.fresh || key.has_others() {
                        // What was there may be sealed by a key that goes. Bytes that are no
                        // blob are stored as they are; the reader will count them as malformed.
                        seal_blob_in_place(place, key);
                    }
                }
            }
            self.put(raw.to_vec(), effort, &mut table, &mut data);
        }
        let data_at = HEADER_SIZE + size_of_val(&table[..]);
        let total = (data_at + data.len()).next_multiple_of(ALIGNMENT) + TAG_SIZE;
        let header = Header {
            magic: PACK_MAGIC,
            version: VERSION,
            block_count: table.len() as u32,
            total_len: total as u64,
            entry_count: index.len() as u32,
            reserved: 0,
            source: self.source.0,
            target: self.target.0,
            created: self.now,
            reserved_tail: [0; 8],
            parent: self.before.map_or([0; TAG_SIZE], Pack::last_tag),
        };
        let bytes = AlignedBytes::build(total, |out| {
            out[..HEADER_SIZE].copy_from_slice(bytes_of(&header));
            out[HEADER_SIZE..data_at].copy_from_slice(bytemuck::cast_slice(&table));
            out[data_at..][..data.len()].copy_from_slice(&data);
        });
        (Authentic::seal(bytes, key), self.report)
    }

    /// The rows, and the sizes of the blocks from the second on.
    fn lay_out(&self) -> (Vec<IndexRow>, Vec<usize>) {
        let mut blocks: Vec<usize> = Vec::new();
        let mut index: Vec<IndexRow> = Vec::with_capacity(self.entries.len());
        for (&(kind, key), c) in &self.entries {
            let is_next = |size: usize| {
                let is_other = index.last().is_some_and(|row: &IndexRow| row.kind != kind.number());
                size >= FULL_BLOCK || is_other && size >= MIXED_BLOCK
            };
            if blocks.last().is_none_or(|size| is_next(*size)) {
                blocks.push(0);
            }
            let (block, size) = (blocks.len() as u32, blocks.last_mut().expect("pushed above"));
            index.push(IndexRow {
                key,
                block,
                offset: *size as u32,
                len: c.bytes.len() as u32,
                kind: kind.number(),
                stamp: c.stamp,
                generation: c.generation,
                note: c.note,
            });
            *size += c.bytes.len().next_multiple_of(ALIGNMENT);
        }
        (index, blocks)
    }

    fn put(&self, raw: Vec<u8>, effort: Effort, table: &mut Vec<BlockRow>, data: &mut Vec<u8>) {
        let effort = if self.is_plain { Effort::None } else { effort };
        let len = raw.len() as u32;
        let stored = compress::shorter(&raw, effort).unwrap_or(raw);
        table.push(BlockRow { stored: stored.len() as u32, raw: len });
        data.extend_from_slice(&stored);
    }
}

/// Whether what is there is what is to be added, which has not been sealed yet.
fn is_same(entry: &Entry, old: &Candidate) -> bool {
    let is_alike = (old.generation, old.note, old.bytes.len()) == (entry.generation, entry.note, entry.bytes.len());
    is_alike
        && match entry.kind {
            EntryKind::Code => is_same_blob(&entry.bytes, old.bytes),
            _ => *old.bytes == **entry.bytes,
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blob::{Blob, BlobBuilder, BlobIdentity, Malformed, SectionKind};
    use crate::key::{CodeKey, EntryPoint, ScriptHash};
    use crate::miss::MissReason;
    use crate::trust::{Untrusted, verify_blob};

    const SOURCE: SourceKey = SourceKey([1; 16]);
    const TARGET: TargetFingerprint = TargetFingerprint([2; 16]);

    fn key() -> TrustKey {
        TrustKey::from_bytes(&[3; 32])
    }

    fn entry(kind: EntryKind, key: u128, bytes: &[u8]) -> Entry {
        Entry::new(kind, key, AlignedBytes::copy_from(bytes))
    }

    fn merge(old: Option<&Pack>, new: &[Entry], now: u64, limits: PackLimits) -> (Pack, MergeReport) {
        let mut b = PackBuilder::new(SOURCE, TARGET, now, limits);
        if let Some(old) = old {
            b.add_pack(old);
        }
        for e in new {
            b.add(e);
        }
        let (sealed, report) = b.build(&key());
        (Pack::open(Untrusted::new(sealed.into_bytes()), &key()).unwrap(), report)
    }

    /// The bytes of a pack of one segment.
    fn one(pack: &Pack) -> &[u8] {
        pack.segments().next().unwrap()
    }

    /// Two entries, not compressed: the index is where it can be changed.
    fn plain() -> Pack {
        let entries = [entry(EntryKind::Code, 1, &[1; 40]), entry(EntryKind::Profile, 1, &[2; 3])];
        let mut b = PackBuilder::new(SOURCE, TARGET, 10, PackLimits::default());
        b.plain().add(&entries[0]).add(&entries[1]);
        Pack::parse(b.build(&key()).0).unwrap()
    }

    #[test]
    fn round_trip_and_lookup() {
        let entries = [
            entry(EntryKind::Code, 9, b"nine"),
            entry(EntryKind::Bytecode, u128::MAX, b""),
            entry(EntryKind::Code, 2, &[7; 100]),
            entry(EntryKind::Profile, 2, b"p"),
        ];
        let (pack, report) = merge(None, &entries, 50, PackLimits::default());
        assert_eq!(report, MergeReport { added: 4, ..Default::default() });
        assert_eq!(pack.len(), 4);
        assert_eq!(pack.created(), 50);
        for e in &entries {
            let found = pack.get(e.kind, e.key).unwrap();
            assert_eq!(found.bytes(), &**e.bytes);
            assert_eq!(found.bytes().as_ptr() as usize % 16, 0);
            assert_eq!(found.stamp, 50);
        }
        assert!(pack.get(EntryKind::Profile, 9).is_none());
        assert_eq!(pack.check_identity(SOURCE, TARGET), Ok(()));
        assert_eq!(pack.check_identity(SourceKey([0; 16]), TARGET), Err(MissReason::WrongSource));
        assert_eq!(pack.check_identity(SOURCE, TargetFingerprint([0; 16])), Err(MissReason::WrongTarget));
        let (empty, _) = merge(None, &[], 1, PackLimits::default());
        assert!(empty.is_empty() && empty.get(EntryKind::Code, 0).is_none());
    }

    #[test]
    fn kinds_of_another_machine() {
        const SNAPSHOT: EntryKind = EntryKind::custom(0);
        const TRACE: EntryKind = EntryKind::custom(9);
        let old = [entry(TRACE, 1, b"old").with_generation(2), entry(SNAPSHOT, 1, b"snapshot"), entry(EntryKind::Code, 1, b"code")];
        let (old, _) = merge(None, &old, 10, PackLimits::default());
        let new = [entry(TRACE, 1, b"new").with_generation(1), entry(SNAPSHOT, 1, b"snapshot")];
        let (pack, report) = merge(Some(&old), &new, 20, PackLimits::default());
        assert_eq!(report, MergeReport { added: 1, unchanged: 1, ..Default::default() });
        assert_eq!(pack.get(TRACE, 1).unwrap().bytes(), b"new", "the newer one counts, whatever its generation");
        assert!(pack.entries().map(|e| e.kind).eq([EntryKind::Code, SNAPSHOT, TRACE]));
    }

    #[test]
    fn merging_keeps_the_larger_generation_of_code_and_the_newer_of_the_rest() {
        let old = [
            entry(EntryKind::Code, 1, b"g2").with_generation(2),
            entry(EntryKind::Code, 2, b"g2").with_generation(2),
            entry(EntryKind::Code, 3, b"g2").with_generation(2),
            entry(EntryKind::Profile, 1, b"old").with_generation(2),
            entry(EntryKind::Bytecode, 1, b"kept"),
        ];
        let new = [
            entry(EntryKind::Code, 1, b"g1").with_generation(1),
            entry(EntryKind::Code, 2, b"g2 newer").with_generation(2),
            entry(EntryKind::Code, 3, b"g3").with_generation(3),
            entry(EntryKind::Profile, 1, b"new").with_generation(1),
        ];
        let (old, _) = merge(None, &old, 10, PackLimits::default());
        let (pack, report) = merge(Some(&old), &new, 20, PackLimits::default());
        let bytes = |kind, key| pack.get(kind, key).unwrap().bytes();
        assert_eq!(bytes(EntryKind::Code, 1), b"g2");
        assert_eq!(bytes(EntryKind::Code, 2), b"g2 newer");
        assert_eq!(bytes(EntryKind::Code, 3), b"g3");
        assert_eq!(bytes(EntryKind::Profile, 1), b"new");
        assert_eq!(bytes(EntryKind::Bytecode, 1), b"kept");
        assert_eq!(pack.get(EntryKind::Bytecode, 1).unwrap().stamp, 10);
        assert_eq!(report, MergeReport { added: 3, superseded: 1, ..Default::default() });
    }

    #[test]
    fn the_oldest_entries_go_first() {
        let limits = PackLimits { max_bytes: 700, max_entries: 10 };
        let (a, _) = merge(None, &[entry(EntryKind::Code, 1, &[1; 100])], 10, limits);
        let (b, _) = merge(Some(&a), &[entry(EntryKind::Code, 2, &[2; 100])], 20, limits);
        let (c, report) = merge(Some(&b), &[entry(EntryKind::Code, 3, &[3; 100]), entry(EntryKind::Code, 0, &[4; 100])], 20, limits);
        assert_eq!(report.dropped, 1);
        assert_eq!(c.entries().map(|e| e.key).collect::<Vec<_>>(), [0, 2, 3]);
        assert!(c.live_and_dead().0 <= 700);
        let few = PackLimits { max_entries: 1, ..limits };
        let (d, report) = merge(Some(&c), &[entry(EntryKind::Code, 7, b"")], 5, few);
        assert_eq!(d.entries().map(|e| e.key).collect::<Vec<_>>(), [7], "what is saved now goes last");
        assert_eq!(report.dropped, 3);
        let (e, report) = merge(Some(&d), &[entry(EntryKind::Code, 8, &[0; 701])], 6, limits);
        assert_eq!((e.len(), report.too_large), (1, 1));
    }

    #[test]
    fn blobs_are_sealed_one_by_one() {
        let blob =
            BlobBuilder::new(BlobIdentity { key: CodeKey(5), target: TARGET, script: ScriptHash([0; 32]), entry: EntryPoint::Function })
                .bytes(SectionKind::Code, &[0xc3])
                .finish()
                .unwrap();
        let (pack, _) = merge(None, &[Entry::new(EntryKind::Code, 5, blob)], 1, PackLimits::default());
        let stored = Blob::parse(pack.code(CodeKey(5)).unwrap().bytes()).unwrap();
        assert_eq!(verify_blob(&stored, &key()), Ok(()));
        let (again, _) = merge(Some(&pack), &[], 2, PackLimits::default());
        assert_eq!(again.code(CodeKey(5)).unwrap().bytes(), pack.code(CodeKey(5)).unwrap().bytes());
    }

    /// A blob would have kept the tag of a key that has gone since.
    #[test]
    fn what_is_merged_is_sealed_by_the_first_key_blobs_included() {
        let blob = |n| {
            BlobBuilder::new(BlobIdentity { key: CodeKey(n), target: TARGET, script: ScriptHash([0; 32]), entry: EntryPoint::Function })
                .bytes(SectionKind::Code, &[0xc3; 20])
                .finish()
                .unwrap()
        };
        let old = key();
        let (new, both) = (TrustKey::from_bytes(&[4; 32]), TrustKey::with_others(&[4; 32], &[[3; 32]]));
        let entries =
            [Entry::new(EntryKind::Code, 5, blob(5)), entry(EntryKind::Code, 6, b"no blob"), entry(EntryKind::Profile, 1, b"one")];
        let (mut pack, _) = merge(None, &entries, 10, PackLimits::default());
        let open = |pack: &Pack, k: &TrustKey| Pack::open(Untrusted::new(AlignedBytes::copy_from(one(pack))), k).map(|_| ());
        // The next segment is sealed by the new key.
        let more = Entry::new(EntryKind::Code, 7, blob(7));
        let mut next = PackBuilder::after(&pack, 20, PackLimits::default());
        next.add(&more);
        let segment = next.build(&both).0.into_bytes();
        assert_eq!(pack.extend(Untrusted::new(segment.clone()), &old), Err(MissReason::WrongKey));
        pack.extend(Untrusted::new(segment), &both).unwrap();
        assert_eq!((pack.sealed_by_others(&both), pack.sealed_by_others(&old)), (1, 1));

        let merged = pack.in_one_segment(&both);
        let merged = merged.as_ref();
        assert_eq!((open(merged, &new), open(merged, &old)), (Ok(()), Err(MissReason::WrongKey)));
        let contents = |pack: &Pack| pack.entries().map(|e| (e.kind, e.key, e.stamp, e.len())).collect::<Vec<_>>();
        assert_eq!((contents(merged), merged.created()), (contents(&pack), pack.created()));
        for n in [5, 7] {
            let blob = Blob::parse(merged.code(CodeKey(n)).unwrap().bytes()).unwrap();
            assert_eq!((verify_blob(&blob, &new), verify_blob(&blob, &old)), (Ok(()), Err(MissReason::WrongKey)));
        }
        assert_eq!(merged.get(EntryKind::Code, 6).unwrap().bytes(), b"no blob");
        // What differs by the key of its tag only is the same.
        let again: Vec<Entry> = merged.entries().map(|e| e.to_entry()).collect();
        let mut builder = PackBuilder::after(&pack, 30, PackLimits::default());
        for entry in &again {
            builder.add(entry);
        }
        assert_eq!(builder.report(), MergeReport { unchanged: 4, ..Default::default() });
        // One that is whole is left as it is, or by its key alone not.
        assert!(matches!(merged.in_one_segment(&both), super::super::Whole::Itself(_)));
        let (single, _) = merge(None, &entries, 10, PackLimits::default());
        assert!(matches!(single.in_one_segment(&old), super::super::Whole::Itself(_)));
        assert_eq!(open(single.in_one_segment(&both).as_ref(), &new), Ok(()));
    }

    #[test]
    fn a_pack_that_is_cut_foreign_or_altered_is_a_named_miss() {
        let (pack, _) = merge(None, &[entry(EntryKind::Code, 1, &[1; 40])], 10, PackLimits::default());
        let good = one(&pack).to_vec();
        let open = |bytes: Vec<u8>, k: &TrustKey| Pack::open(Untrusted::new(bytes.into()), k).map(|_| ());
        assert_eq!(open(good.clone(), &key()), Ok(()));
        assert_eq!(open(good.clone(), &TrustKey::from_bytes(&[4; 32])), Err(MissReason::WrongKey));
        for len in 0..good.len() {
            assert_eq!(open(good[..len].to_vec(), &key()), Err(MissReason::Truncated), "{len}");
        }
        for at in 0..good.len() {
            let mut changed = good.clone();
            changed[at] ^= 1;
            let reason = open(changed, &key()).unwrap_err();
            let expected = match at {
                0..8 => MissReason::Malformed,
                8..12 => MissReason::WrongVersion,
                // A length that is now larger looks like a cut.
                16..24 if reason == MissReason::Truncated => MissReason::Truncated,
                _ => MissReason::WrongKey,
            };
            assert_eq!(reason, expected, "{at}");
        }
    }

    /// Behind authentication the parser still believes nothing: a writer with
    /// the key may have a bug.
    #[test]
    fn an_authentic_but_damaged_pack_is_an_error_or_readable() {
        let good = one(&plain()).to_vec();
        let mut errors = 0;
        for at in 0..good.len() - TAG_SIZE {
            for bit in 0..8 {
                let mut changed = good.clone();
                changed[at] ^= 1 << bit;
                match Pack::parse(Authentic::seal(changed.into(), &key())) {
                    Ok(p) => {
                        assert_ne!(one(&p), &good[..]);
                        p.entries().for_each(|e| assert!(e.bytes().len() < good.len()));
                    }
                    Err(_) => errors += 1,
                }
            }
        }
        assert!(errors > 500, "{errors}");
    }

    #[test]
    fn a_pack_grows_by_segments_of_which_none_can_be_exchanged_or_left_out() {
        let limits = PackLimits::default();
        let next = |pack: &Pack, entries: &[Entry]| {
            let mut b = PackBuilder::after(pack, 20, limits);
            for e in entries {
                b.add(e);
            }
            b.build(&key())
        };
        let extended = |pack: &mut Pack, segment: &[u8]| pack.extend(Untrusted::new(AlignedBytes::copy_from(segment)), &key());
        let base = [entry(EntryKind::Profile, 1, b"one"), entry(EntryKind::Code, 5, b"five").with_generation(1)];
        let make = || merge(None, &base, 10, limits).0;
        let (mut pack, mut other) = (make(), merge(None, &base[..1], 10, limits).0);
        let changes = [entry(EntryKind::Profile, 1, b"new"), entry(EntryKind::Profile, 0, b"zero"), entry(EntryKind::Code, 5, b"older")];
        let (first, report) = next(&pack, &changes);
        assert_eq!(report, MergeReport { added: 2, superseded: 1, ..Default::default() });
        extended(&mut pack, first.as_bytes()).unwrap();
        let (second, report) = next(&pack, &[entry(EntryKind::Code, 5, b"newer").with_generation(1), base[0].clone(), changes[1].clone()]);
        assert_eq!(report, MergeReport { added: 2, unchanged: 1, ..Default::default() });
        extended(&mut pack, second.as_bytes()).unwrap();
        let contents = |pack: &Pack| pack.entries().map(|e| (e.key, e.bytes().to_vec(), e.stamp)).collect::<Vec<_>>();
        let expected = [(0, b"zero".to_vec(), 20), (1, b"one".to_vec(), 20), (5, b"newer".to_vec(), 20)];
        assert_eq!(contents(&pack), expected);
        assert_eq!(pack.live_and_dead(), (3 * 64, 3 * 64));
        assert_eq!(contents(pack.in_one_segment(&key()).as_ref()), expected);
        assert_eq!(pack.in_one_segment(&key()).as_ref().live_and_dead().1, 0);

        assert_eq!(extended(&mut other, first.as_bytes()), Err(MissReason::IdentityMismatch), "of another base");
        assert_eq!(extended(&mut make(), second.as_bytes()), Err(MissReason::IdentityMismatch), "one is left out");
        assert_eq!(extended(&mut pack, first.as_bytes()), Err(MissReason::IdentityMismatch), "an older one");
        let mut flipped = first.as_bytes().to_vec();
        flipped[150] ^= 1;
        let mut whole = make();
        assert_eq!(extended(&mut whole, &flipped), Err(MissReason::WrongKey));
        assert_eq!(contents(&whole), contents(&make()), "it is as it was");
        assert!(Pack::parse(first).is_err(), "no pack begins with it");
    }

    #[test]
    fn what_is_alike_is_stored_once_and_decompressed_when_it_is_asked_for() {
        let bytes = |n: u128| -> Vec<u8> { (0..5000u32).flat_map(|i| (i * i + n as u32 / 50).to_le_bytes()).collect() };
        let entries: Vec<Entry> = (0..100).map(|n| entry(EntryKind::Profile, n, &bytes(n))).collect();
        let (pack, _) = merge(None, &entries, 10, PackLimits::default());
        let (stored, raw) = pack.block_sizes();
        assert!(stored < raw / 4 && raw > 100 * 20_000, "{stored} {raw}");
        for n in [99, 0, 50] {
            assert_eq!(pack.get(EntryKind::Profile, n).unwrap().bytes(), bytes(n));
        }
    }

    /// Changes the rows of an authentic pack.
    fn with_rows(change: impl FnOnce(&mut [IndexRow])) -> Result<Pack, Malformed> {
        let mut bytes = AlignedBytes::copy_from(one(&plain()));
        let index_at = HEADER_SIZE + 2 * size_of::<BlockRow>();
        change(bytemuck::cast_slice_mut(&mut bytes.as_mut()[index_at..][..2 * INDEX_ROW_SIZE]));
        Pack::parse(Authentic::seal(bytes, &key()))
    }

    #[test]
    fn an_entry_that_goes_on_beyond_the_end_is_an_error() {
        assert!(with_rows(|_| ()).is_ok());
        assert!(with_rows(|rows| rows[1].len += 1 << 20).is_err());
        assert!(with_rows(|rows| rows[1].len = u32::MAX).is_err());
    }

    #[test]
    fn rows_out_of_order_are_an_error() {
        assert!(with_rows(|rows| rows[0].key = u128::MAX).is_ok());
        assert!(with_rows(|rows| rows[0].kind = EntryKind::Code.number()).is_err(), "a row twice");
        let swapped = with_rows(|rows| (rows[0].kind, rows[1].kind) = (rows[1].kind, rows[0].kind));
        assert!(matches!(swapped, Err(Malformed::Row { index: 1, .. })));
    }
}
