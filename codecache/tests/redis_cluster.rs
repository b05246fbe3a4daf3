//! A cluster of several real servers whose slots move, and of which one dies.

mod support;

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use hearth_codecache::store::{RedisAddress, RedisOptions, RedisStore};
use hearth_codecache::{SourceKey, Store};
use support::redis_cluster::{RedisCluster, start_cluster};
use support::*;

/// Far more than any operation may take, far less than a hang.
const BOUND: Duration = Duration::from_secs(2);

fn open(cluster: &RedisCluster) -> RedisStore {
    let options = RedisOptions { suspension: Duration::from_millis(200), ..Default::default() };
    RedisStore::open(&RedisAddress::parse(&cluster.address()).unwrap(), key(), options).unwrap()
}

/// Sources for all the primaries: of thirty, each has some.
fn sources() -> impl Iterator<Item = SourceKey> {
    (0..30).map(|n| SourceKey([n; 16]))
}

fn entries_of(store: &RedisStore, source: SourceKey) -> usize {
    within(BOUND, || store.load(source, TARGET)).unwrap().map_or(0, |pack| pack.len())
}

fn save(store: &RedisStore, source: SourceKey, entry: u8) {
    within(BOUND, || store.save(source, TARGET, &[profile(u128::from(entry), 100)])).unwrap();
}

#[test]
fn a_slot_that_moves_is_followed_with_what_is_in_it() {
    let Some(cluster) = start_cluster() else { return };
    // It knows where everything was.
    let store = open(&cluster);
    for source in sources() {
        save(&store, source, 1);
    }
    assert!((0..3).all(|n| !cluster.keys(n).is_empty()), "each primary has some");
    let key = cluster.keys(1).remove(0);
    let (home, slot) = cluster.home_of(&key);
    assert_eq!(home, 1);
    let source = sources().find(|source| key.contains(&source.to_string())).expect("it is one of them");

    cluster.begin_to_move(&slot, 1, 2);
    // It is still there, and so are those who ask.
    assert_eq!(entries_of(&store, source), 1);
    save(&store, source, 2);
    cluster.move_key(&key, 1, 2);
    // It is over there already, though the slot is not: whoever asks is told so each time.
    assert_eq!(entries_of(&store, source), 2);
    save(&store, source, 3);
    assert_eq!(entries_of(&open(&cluster), source), 3);
    cluster.end_move(&slot, 2);
    assert_eq!(entries_of(&store, source), 3);
    save(&store, source, 4);
    for store in [&store, &open(&cluster)] {
        assert_eq!(entries_of(store, source), 4);
        assert!(sources().filter(|other| *other != source).all(|other| entries_of(store, other) == 1));
        assert_eq!(store.list().unwrap().len(), 30);
    }
    assert!(store.remove(source, TARGET).unwrap());
    assert_eq!(entries_of(&store, source), 0);
}

/// Slots move all the time while processes of a fleet load and save: nothing of it is lost.
#[test]
fn nothing_is_lost_while_slots_move() {
    let Some(cluster) = start_cluster() else { return };
    let is_over = AtomicBool::new(false);
    let rounds = AtomicU32::new(0);
    std::thread::scope(|scope| {
        let (cluster, is_over, rounds) = (&cluster, &is_over, &rounds);
        for n in 0..3 {
            scope.spawn(move || {
                let store = open(cluster);
                let source = SourceKey([100 + n; 16]);
                for entry in 0..=u8::MAX {
                    save(&store, source, entry);
                    assert_eq!(entries_of(&store, source), usize::from(entry) + 1);
                    rounds.fetch_add(1, Ordering::Relaxed);
                    if is_over.load(Ordering::Relaxed) {
                        break;
                    }
                }
            });
        }
        let mut moved = 0;
        while moved < 12 {
            for from in 0..3 {
                let to = (from + 1) % 3;
                for key in cluster.keys(from) {
                    let slot = cluster.nodes[0].command(&["CLUSTER", "KEYSLOT", &key]).remove(0);
                    cluster.begin_to_move(&slot, from, to);
                    cluster.move_key(&key, from, to);
                    cluster.end_move(&slot, to);
                    moved += 1;
                }
            }
        }
        is_over.store(true, Ordering::Relaxed);
    });
    assert!(rounds.into_inner() >= 12);
}

#[test]
fn a_primary_that_dies_is_replaced_by_its_replica() {
    let Some(mut cluster) = start_cluster() else { return };
    let store = open(&cluster);
    for source in sources() {
        save(&store, source, 1);
    }
    let lost = cluster.keys(0);
    assert!(!lost.is_empty());
    eventually("the replica has it all", || cluster.nodes[3].command(&["DBSIZE"]) == [lost.len().to_string()]);
    let of_first = sources().find(|source| lost[0].contains(&source.to_string())).expect("it is one of them");
    drop(cluster.nodes.remove(0));
    // Whoever knew the old one has a named miss, in time, and goes over to the new one by itself.
    let start = Instant::now();
    loop {
        let loaded = within(BOUND, || store.load(of_first, TARGET));
        let saved = within(BOUND, || store.save(of_first, TARGET, &[profile(2, 100)]));
        if loaded.is_ok_and(|found| found.is_some_and(|pack| !pack.is_empty())) && saved.is_ok() {
            break;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "{:?}", store.load(of_first, TARGET).map(drop));
        std::thread::sleep(Duration::from_millis(50));
    }
    for store in [&store, &open(&cluster)] {
        // Some nodes learn it later than others.
        eventually("all is known to be there", || sources().all(|source| within(BOUND, || store.load(source, TARGET)).is_ok()));
        assert!(sources().all(|source| entries_of(store, source) == if source == of_first { 2 } else { 1 }));
    }
}
