//! Makes packs, and merges new entries into old packs.
//!
//! For each kind and key one entry survives: of code, the one of the larger
//! generation (at equal generation the newer one); of anything else the newer
//! one. When the limits are exceeded the entries that were saved longest ago
//! go first.

use std::collections::BTreeMap;

use bytemuck::bytes_of;

use super::format::{EntryKind, HEADER_SIZE, Header, INDEX_ROW_SIZE, IndexRow, MAX_PACK, PACK_MAGIC, VERSION};
use super::{Entry, Pack};
use crate::bytes::{ALIGNMENT, AlignedBytes};
use crate::fingerprint::TargetFingerprint;
use crate::key::SourceKey;
use crate::trust::{Authentic, PackTag, TAG_SIZE, TrustKey, seal_blob_in_place};

/// How much one pack may hold.
#[derive(Clone, Copy, Debug)]
pub struct PackLimits {
    /// Of the whole pack, in bytes; at most [`MAX_PACK`].
    pub max_bytes: usize,
    /// Number of entries.
    pub max_entries: usize,
}

impl Default for PackLimits {
    fn default() -> Self {
        PackLimits { max_bytes: 64 << 20, max_entries: 1 << 16 }
    }
}

/// What a merge did.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct MergeReport {
    /// New entries that were taken.
    pub added: usize,
    /// New entries that lost against what was there.
    pub superseded: usize,
    /// New entries that exceed the limits by themselves.
    pub too_large: usize,
    /// Entries, old or new, that were dropped to keep within the limits.
    pub dropped: usize,
}

struct Candidate<'a> {
    generation: u32,
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
    entries: BTreeMap<(EntryKind, u128), Candidate<'a>>,
    report: MergeReport,
}

impl<'a> PackBuilder<'a> {
    /// An empty pack, put together at `now` (seconds of Unix time).
    pub fn new(source: SourceKey, target: TargetFingerprint, now: u64, limits: PackLimits) -> PackBuilder<'a> {
        let limits = PackLimits { max_bytes: limits.max_bytes.min(MAX_PACK), ..limits };
        PackBuilder { source, target, now, limits, entries: BTreeMap::new(), report: MergeReport::default() }
    }

    /// Takes over all entries of a pack. Comes before [`PackBuilder::add`].
    pub fn add_pack(&mut self, old: &'a Pack) -> &mut Self {
        for e in old.entries() {
            self.add_stored(e.kind, e.key, e.generation, e.stamp, e.bytes);
        }
        self
    }

    /// Takes over one authentic entry from elsewhere, with its age.
    pub(crate) fn add_stored(&mut self, kind: EntryKind, key: u128, generation: u32, stamp: u64, bytes: &'a [u8]) {
        self.entries.insert((kind, key), Candidate { generation, stamp, bytes, fresh: false });
    }

    /// Adds an entry, unless a better one is there.
    pub fn add(&mut self, entry: &'a Entry) -> &mut Self {
        let candidate = Candidate { generation: entry.generation, stamp: self.now, bytes: &entry.bytes, fresh: true };
        if candidate.size() > self.limits.max_bytes.saturating_sub(HEADER_SIZE + TAG_SIZE) || self.limits.max_entries == 0 {
            self.report.too_large += 1;
            return self;
        }
        let place = (entry.kind, entry.key);
        let beaten = entry.kind == EntryKind::Code && self.entries.get(&place).is_some_and(|old| old.generation > entry.generation);
        if beaten {
            self.report.superseded += 1;
        } else {
            self.report.added += 1;
            self.entries.insert(place, candidate);
        }
        self
    }

    /// Drops what was saved longest ago until the rest is within the limits;
    /// what was saved just now goes last.
    fn enforce_limits(&mut self) {
        let budget = self.limits.max_bytes.saturating_sub(HEADER_SIZE + TAG_SIZE);
        let mut size: usize = self.entries.values().map(Candidate::size).sum();
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

    /// The pack, sealed. Blobs that were added are sealed too, each by itself.
    pub fn build(mut self, key: &TrustKey) -> (Authentic<PackTag>, MergeReport) {
        self.enforce_limits();
        let data_at = HEADER_SIZE + self.entries.len() * INDEX_ROW_SIZE;
        let mut end = data_at;
        let index: Vec<IndexRow> = self
            .entries
            .iter()
            .map(|(&(kind, key), c)| {
                let row = IndexRow {
                    key,
                    offset: end as u64,
                    len: c.bytes.len() as u32,
                    kind: kind as u32,
                    stamp: c.stamp,
                    generation: c.generation,
                    reserved: 0,
                };
                end += c.bytes.len().next_multiple_of(ALIGNMENT);
                row
            })
            .collect();
        let total = end + TAG_SIZE;
        let header = Header {
            magic: PACK_MAGIC,
            version: VERSION,
            flags: 0,
            total_len: total as u64,
            entry_count: index.len() as u32,
            reserved: 0,
            source: self.source.0,
            target: self.target.0,
            created: self.now,
            reserved_tail: [0; 8],
        };
        let bytes = AlignedBytes::build(total, |out| {
            out[..HEADER_SIZE].copy_from_slice(bytes_of(&header));
            out[HEADER_SIZE..data_at].copy_from_slice(bytemuck::cast_slice(&index));
            for (row, (&(kind, _), c)) in index.iter().zip(&self.entries) {
                let place = &mut out[row.offset as usize..][..c.bytes.len()];
                place.copy_from_slice(c.bytes);
                if c.fresh && kind == EntryKind::Code {
                    // Bytes that are no blob are stored as they are; the reader
                    // will count them as malformed.
                    seal_blob_in_place(place, key);
                }
            }
        });
        (Authentic::seal(bytes, key), self.report)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blob::{Blob, BlobBuilder, BlobIdentity, SectionKind};
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
            assert_eq!(found.bytes, &**e.bytes);
            assert_eq!(found.bytes.as_ptr() as usize % 16, 0);
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
        let bytes = |kind, key| pack.get(kind, key).unwrap().bytes;
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
        assert!(c.as_bytes().len() <= 700);
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
        let stored = Blob::parse(pack.code(CodeKey(5)).unwrap().bytes).unwrap();
        assert_eq!(verify_blob(&stored, &key()), Ok(()));
        let (again, _) = merge(Some(&pack), &[], 2, PackLimits::default());
        assert_eq!(again.code(CodeKey(5)).unwrap().bytes, pack.code(CodeKey(5)).unwrap().bytes);
    }

    #[test]
    fn a_pack_that_is_cut_foreign_or_altered_is_a_named_miss() {
        let (pack, _) = merge(None, &[entry(EntryKind::Code, 1, &[1; 40])], 10, PackLimits::default());
        let good = pack.as_bytes().to_vec();
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
        let entries = [entry(EntryKind::Code, 1, &[1; 40]), entry(EntryKind::Profile, 1, &[2; 3])];
        let (pack, _) = merge(None, &entries, 10, PackLimits::default());
        let good = pack.as_bytes().to_vec();
        let mut errors = 0;
        for at in 0..good.len() - TAG_SIZE {
            for bit in 0..8 {
                let mut changed = good.clone();
                changed[at] ^= 1 << bit;
                match Pack::parse(Authentic::seal(changed.into(), &key())) {
                    Ok(p) => {
                        assert_ne!(p.as_bytes(), &good[..]);
                        p.entries().for_each(|e| assert!(e.bytes.len() < good.len()));
                    }
                    Err(_) => errors += 1,
                }
            }
        }
        assert!(errors > 500, "{errors}");
    }
}
