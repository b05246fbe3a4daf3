//! Layers: what is found far away comes nearer, and a broken layer harms no
//! other.

mod support;

use std::sync::Arc;
use std::time::Duration;

use hearth_codecache::store::{DirectoryOptions, DirectoryStore, LayeredOptions, LayeredStore, LeaseOutcome, MemoryStore, OpenOptions};
use hearth_codecache::{EntryKind, MissReason, Store, StoreSpec};
use support::*;

fn memory() -> Arc<MemoryStore> {
    Arc::new(MemoryStore::new(key(), 1 << 20))
}

fn layered(layers: &[Arc<MemoryStore>], refresh_after: Duration) -> LayeredStore {
    let layers = layers.iter().map(|l| l.clone() as Arc<dyn Store>).collect();
    LayeredStore::new(layers, LayeredOptions { refresh_after })
}

const LATER: Duration = Duration::from_secs(3600);

#[test]
fn a_far_hit_fills_the_nearer_layers() {
    let layers = [memory(), memory(), memory()];
    layers[2].save(SOURCE, TARGET, &[profile(1, 5), code(2, 1, 40)]).unwrap();
    let store = layered(&layers, LATER);
    let loaded = store.load(SOURCE, TARGET).unwrap().unwrap();
    assert_eq!(loaded.len(), 2);
    assert!(store.wait_until_filled(Duration::from_secs(10)));
    for layer in &layers {
        let pack = layer.load(SOURCE, TARGET).unwrap().unwrap();
        assert_eq!(pack.get(EntryKind::Profile, 1).unwrap().bytes(), [1; 5]);
        assert_eq!(pack.get(EntryKind::Code, 2).unwrap().generation, 1);
    }
    store.load(SOURCE, TARGET).unwrap().unwrap();
    assert_eq!(layers[2].counters()[0].1.hits(), 2, "one by the layers, one by the test");
}

#[test]
fn a_save_reaches_all_layers() {
    let layers = [memory(), memory()];
    let store = layered(&layers, LATER);
    store.save(SOURCE, TARGET, &[profile(1, 5)]).unwrap();
    assert!(layers.iter().all(|l| l.load(SOURCE, TARGET).unwrap().is_some()));
    assert!(store.remove(SOURCE, TARGET).unwrap());
    assert!(layers.iter().all(|l| l.load(SOURCE, TARGET).unwrap().is_none()));
}

#[test]
fn an_old_near_pack_learns_what_the_fleet_has_learnt() {
    let layers = [memory(), memory()];
    layers[0].save(SOURCE, TARGET, &[code(1, 0, 10)]).unwrap();
    layers[1].save(SOURCE, TARGET, &[code(1, 3, 10), code(2, 0, 10)]).unwrap();
    let fresh = layered(&layers, LATER);
    assert_eq!(fresh.load(SOURCE, TARGET).unwrap().unwrap().len(), 1);
    assert!(fresh.wait_until_filled(Duration::from_secs(10)));
    assert_eq!(layers[0].load(SOURCE, TARGET).unwrap().unwrap().len(), 1, "not old enough to ask");

    std::thread::sleep(Duration::from_millis(1100));
    let stale = layered(&layers, Duration::ZERO);
    assert_eq!(stale.load(SOURCE, TARGET).unwrap().unwrap().len(), 1, "this run does not wait for it");
    assert!(stale.wait_until_filled(Duration::from_secs(10)));
    let pack = layers[0].load(SOURCE, TARGET).unwrap().unwrap();
    assert_eq!(pack.len(), 2);
    assert_eq!(pack.get(EntryKind::Code, 1).unwrap().generation, 3);
}

#[test]
fn a_broken_layer_harms_no_other() {
    let dir = TempDir::new();
    let file = dir.path().join("file");
    std::fs::write(&file, "").unwrap();
    let broken = Arc::new(DirectoryStore::new(&file, key(), DirectoryOptions::default()));
    let far = memory();
    let store = LayeredStore::new(vec![broken.clone(), far.clone()], LayeredOptions::default());
    // Nowhere: the error is told.
    assert_eq!(store.load(SOURCE, TARGET).unwrap_err().reason, MissReason::InsecureDirectory);
    // In one layer: that is what counts.
    store.save(SOURCE, TARGET, &[profile(1, 5)]).unwrap();
    assert!(store.load(SOURCE, TARGET).unwrap().is_some());
    assert!(store.wait_until_filled(Duration::from_secs(10)));
    let counters = store.counters();
    assert_eq!(counters[0].1.misses().get(MissReason::InsecureDirectory), 2);
    assert!(counters[0].1.save_failures().get(MissReason::InsecureDirectory) >= 2, "the save and the filling");
    assert_eq!(counters[1].1.hits(), 1);
}

#[test]
fn layers_without_leases_grant_them() {
    let store = layered(&[memory(), memory()], LATER);
    for _ in 0..2 {
        match store.lease(SOURCE, TARGET, 1, LATER) {
            LeaseOutcome::Granted(lease) => assert!(!lease.is_shared()),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn opened_by_name() {
    let dir = TempDir::new();
    let spec = StoreSpec::parse(&format!("memory: dir:{}/cache", dir.path().display())).unwrap();
    let store = spec.open(&key(), &OpenOptions::default()).unwrap();
    assert_eq!(store.name(), format!("memory → dir:{}/cache", dir.path().display()));
    store.save(SOURCE, TARGET, &[profile(1, 5)]).unwrap();
    assert_eq!(store.stat().unwrap().packs, 2);
}
