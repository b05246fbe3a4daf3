//! A store in the memory of this process: the nearest layer of a process that
//! runs many scripts, and the store for tests.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use parking_lot::Mutex;

use super::{Forgotten, LoadedPack, PackInfo, PruneBound, PruneReport, SaveReport, Store, StoreCounters, StoreError, unix_now};
use crate::fingerprint::TargetFingerprint;
use crate::key::SourceKey;
use crate::pack::{Entry, MergeReport, Pack, PackBuilder, PackLimits};
use crate::trust::TrustKey;

type Packs = HashMap<(SourceKey, TargetFingerprint), Held>;

struct Held {
    pack: Arc<Pack>,
    used: SystemTime,
}

/// Packs in memory, bounded in size; the least recently used go first.
pub struct MemoryStore {
    key: TrustKey,
    limits: PackLimits,
    max_bytes: u64,
    packs: Mutex<Packs>,
    name: Arc<str>,
    counters: Arc<StoreCounters>,
}

impl MemoryStore {
    /// An empty store of at most `max_bytes`. The key seals what is built here,
    /// so that packs can be handed on to other stores.
    pub fn new(key: TrustKey, max_bytes: u64) -> MemoryStore {
        MemoryStore {
            key,
            limits: PackLimits::default(),
            max_bytes,
            packs: Mutex::default(),
            name: "memory".into(),
            counters: Arc::default(),
        }
    }

    fn insert(&self, packs: &mut Packs, pack: Arc<Pack>) {
        packs.insert((pack.source(), pack.target()), Held { pack, used: SystemTime::now() });
        prune_packs(packs, PruneBound { max_bytes: self.max_bytes, max_age: None });
    }
}

fn prune_packs(packs: &mut Packs, bound: PruneBound) -> PruneReport {
    let mut kept: u64 = packs.values().map(|h| h.pack.stored_len() as u64).sum();
    let mut report = PruneReport { kept_bytes: kept, ..Default::default() };
    if kept <= bound.max_bytes && bound.max_age.is_none() {
        return report;
    }
    let now = SystemTime::now();
    let mut by_use: Vec<_> = packs.iter().map(|(&place, h)| (h.used, place)).collect();
    by_use.sort_unstable();
    for (used, place) in by_use {
        let age = now.duration_since(used).unwrap_or(Duration::ZERO);
        if kept <= bound.max_bytes && bound.max_age.is_none_or(|max| age <= max) {
            break;
        }
        let bytes = packs.remove(&place).map_or(0, |h| h.pack.stored_len() as u64);
        kept -= bytes;
        report.removed += 1;
        report.removed_bytes += bytes;
    }
    report.kept_bytes = kept;
    report
}

impl Store for MemoryStore {
    fn name(&self) -> String {
        self.name.to_string()
    }

    fn load(&self, source: SourceKey, target: TargetFingerprint) -> Result<Option<LoadedPack>, StoreError> {
        self.counters.count_load(source, target, || {
            let mut packs = self.packs.lock();
            Ok(packs.get_mut(&(source, target)).map(|held| {
                held.used = SystemTime::now();
                LoadedPack { pack: held.pack.clone(), from: self.name.clone() }
            }))
        })
    }

    fn save(&self, source: SourceKey, target: TargetFingerprint, entries: &[Entry]) -> Result<SaveReport, StoreError> {
        self.counters.count_save(|| {
            let mut packs = self.packs.lock();
            let old = packs.get(&(source, target)).map(|h| h.pack.clone());
            let mut builder = PackBuilder::new(source, target, unix_now(), self.limits);
            builder.plain();
            if let Some(old) = &old {
                builder.add_pack(old);
            }
            for entry in entries {
                builder.add(entry);
            }
            let (sealed, merge) = builder.build(&self.key);
            let bytes_written = sealed.as_bytes().len() as u64;
            let pack = Pack::parse(sealed).expect("what the builder makes parses");
            self.insert(&mut packs, Arc::new(pack));
            Ok(SaveReport { merge, bytes_written })
        })
    }

    fn forget(&self, source: SourceKey, target: TargetFingerprint, entries: &[Forgotten]) -> Result<SaveReport, StoreError> {
        self.counters.count_save(|| {
            let mut packs = self.packs.lock();
            let Some(old) = packs.get(&(source, target)).map(|held| held.pack.clone()) else { return Ok(SaveReport::default()) };
            let mut builder = PackBuilder::new(source, target, unix_now(), self.limits);
            builder.plain().add_pack_without(&old, |kind, key| entries.iter().any(|e| (e.kind, e.key) == (kind, key)));
            let pack = Pack::parse(builder.build(&self.key).0).expect("what the builder makes parses");
            self.insert(&mut packs, Arc::new(pack));
            Ok(SaveReport::default())
        })
    }

    /// Without a copy, if there is nothing to merge with.
    fn adopt(&self, pack: &Arc<Pack>) -> Result<SaveReport, StoreError> {
        {
            let mut packs = self.packs.lock();
            if !packs.contains_key(&(pack.source(), pack.target())) {
                self.insert(&mut packs, pack.clone());
                let merge = MergeReport { added: pack.len(), ..Default::default() };
                return Ok(SaveReport { merge, bytes_written: pack.stored_len() as u64 });
            }
        }
        let entries: Vec<Entry> = pack.entries().map(|e| e.to_entry()).collect();
        self.save(pack.source(), pack.target(), &entries)
    }

    fn list(&self) -> Result<Vec<PackInfo>, StoreError> {
        Ok(self
            .packs
            .lock()
            .values()
            .map(|held| PackInfo {
                source: held.pack.source(),
                target: held.pack.target(),
                bytes: held.pack.stored_len() as u64,
                used: Some(held.used),
                location: "memory".into(),
                store: self.name.clone(),
            })
            .collect())
    }

    fn remove(&self, source: SourceKey, target: TargetFingerprint) -> Result<bool, StoreError> {
        Ok(self.packs.lock().remove(&(source, target)).is_some())
    }

    fn prune(&self, bound: PruneBound) -> Result<PruneReport, StoreError> {
        Ok(prune_packs(&mut self.packs.lock(), bound))
    }

    fn counters(&self) -> Vec<(String, Arc<StoreCounters>)> {
        vec![(self.name(), self.counters.clone())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::AlignedBytes;
    use crate::miss::MissReason;
    use crate::pack::EntryKind;

    const TARGET: TargetFingerprint = TargetFingerprint([2; 16]);

    fn source(n: u8) -> SourceKey {
        SourceKey([n; 16])
    }

    fn entry(key: u128, len: usize) -> Entry {
        Entry::new(EntryKind::Profile, key, AlignedBytes::copy_from(&vec![7; len]))
    }

    #[test]
    fn saves_merge_and_loads_are_counted() {
        let store = MemoryStore::new(TrustKey::from_bytes(&[1; 32]), 1 << 20);
        assert!(store.load(source(1), TARGET).unwrap().is_none());
        store.save(source(1), TARGET, &[entry(1, 3)]).unwrap();
        store.save(source(1), TARGET, &[entry(2, 4)]).unwrap();
        let loaded = store.load(source(1), TARGET).unwrap().unwrap();
        assert_eq!(loaded.len(), 2);
        assert!(store.load(source(1), TargetFingerprint([3; 16])).unwrap().is_none());
        let counters = &store.counters()[0].1;
        assert_eq!((counters.hits(), counters.saves()), (1, 2));
        assert_eq!(counters.misses().get(MissReason::NotFound), 2);
        assert_eq!(counters.bytes_read(), loaded.stored_len() as u64);
        assert!(store.remove(source(1), TARGET).unwrap());
        assert!(!store.remove(source(1), TARGET).unwrap());
        assert_eq!(store.stat().unwrap(), super::super::StoreStat::default());
    }

    #[test]
    fn the_least_recently_used_pack_goes_first() {
        let store = MemoryStore::new(TrustKey::from_bytes(&[1; 32]), 3000);
        store.save(source(1), TARGET, &[entry(1, 1000)]).unwrap();
        store.save(source(2), TARGET, &[entry(1, 1000)]).unwrap();
        std::thread::sleep(Duration::from_millis(2));
        store.load(source(1), TARGET).unwrap().unwrap();
        std::thread::sleep(Duration::from_millis(2));
        store.save(source(3), TARGET, &[entry(1, 1000)]).unwrap();
        assert!(store.load(source(2), TARGET).unwrap().is_none());
        assert!(store.load(source(1), TARGET).unwrap().is_some());
        assert!(store.load(source(3), TARGET).unwrap().is_some());
        let report = store.prune(PruneBound { max_bytes: 0, max_age: None }).unwrap();
        assert_eq!((report.removed, report.kept_bytes), (2, 0));
    }
}
