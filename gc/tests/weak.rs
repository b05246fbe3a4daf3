//! Weak cells, ephemerons and finalisers.

mod toy;

use hearth_gc::{Collection, Config};
use toy::{Cell, Toy, bits, config, entry, id, strict, take_finalized, weak_target};

const BOTH: [Collection; 2] = [Collection::Young, Collection::Full];

#[test]
fn weak_targets_are_cleared_when_they_die() {
    for what in BOTH {
        let mut toy = Toy::new(strict());
        let weak = toy.weak();
        toy.root(weak);
        let target = toy.node(1, 0);
        let root = toy.root(target);
        toy.set_weak(weak, Some(target));
        toy.collect(what);
        assert_eq!(weak_target(weak), Some(target));
        toy.roots.precise[root] = None;
        // Old by now: a young collection takes it to be live.
        toy.collect(Collection::Young);
        assert_eq!(weak_target(weak), Some(target));
        toy.collect(Collection::Full);
        assert_eq!(weak_target(weak), None);
    }
}

#[test]
fn an_old_weak_cell_with_a_young_target_is_cleared_by_a_young_collection() {
    let mut toy = Toy::new(strict());
    let weak = toy.weak();
    toy.root(weak);
    toy.collect(Collection::Full);
    let target = toy.node(1, 0);
    toy.set_weak(weak, Some(target));
    toy.collect(Collection::Young);
    assert_eq!(weak_target(weak), None);
}

#[test]
fn ephemeron_chains_live_and_die_with_their_first_key() {
    for what in BOTH {
        for old in [false, true] {
            let mut toy = Toy::new(strict());
            let tables: Vec<Cell> = (0..3).map(|_| toy.table(40)).collect();
            for &table in &tables {
                toy.root(table);
            }
            if old {
                toy.collect(Collection::Full);
            }
            let keys: Vec<Cell> = (0..101).map(|i| toy.node(i, 0)).collect();
            for i in 0..100 {
                // Backwards in each table, and from table to table.
                toy.set_entry(tables[i % 3], 39 - i / 3, keys[i], keys[i + 1]);
            }
            let root = toy.root(keys[0]);
            toy.collect(what);
            for i in 0..100 {
                let (key, value) = entry(tables[i % 3], 39 - i / 3);
                assert_eq!(id(key.unwrap()), i as u32);
                assert_eq!(id(value.unwrap()), i as u32 + 1);
            }
            assert_eq!(toy.cells(), 104);
            toy.roots.precise[root] = None;
            toy.collect(Collection::Full);
            assert_eq!(toy.cells(), 3);
            assert_eq!(entry(tables[0], 39), (None, None));
        }
    }
}

#[test]
fn a_value_that_refers_to_its_key_does_not_keep_it() {
    for what in BOTH {
        let mut toy = Toy::new(strict());
        let table = toy.table(1);
        toy.root(table);
        let key = toy.node(1, 0);
        let value = toy.node(2, 1);
        toy.set_edge(value, 0, Some(key));
        toy.set_entry(table, 0, key, value);
        toy.collect(what);
        assert_eq!(toy.cells(), 1);
        assert_eq!(entry(table, 0), (None, None));
    }
}

#[test]
fn a_table_reached_through_an_ephemeron_counts() {
    let mut toy = Toy::new(strict());
    let outer = toy.table(1);
    let inner = toy.table(1);
    let key = toy.node(1, 0);
    let value = toy.node(2, 0);
    toy.set_entry(outer, 0, key, inner);
    toy.set_entry(inner, 0, key, value);
    toy.root(outer);
    toy.root(key);
    toy.collect(Collection::Full);
    assert_eq!(toy.cells(), 4);
    assert_eq!(entry(inner, 0).1, Some(value));
}

#[test]
fn each_finaliser_runs_exactly_once() {
    take_finalized();
    let mut toy = Toy::new(Config { young_budget: 32 << 10, ..strict() });
    toy.roots.precise = vec![None; 64];
    let total = 20_000u64;
    let mut finalized = Vec::new();
    for number in 0..total {
        let resource = toy.resource(number);
        if number % 5 == 0 {
            toy.roots.precise[(number / 5 % 64) as usize] = Some(resource);
        }
        toy.bytes((number % 100) as usize);
        if number % 4000 == 0 {
            toy.collect(Collection::Full);
        }
        finalized.extend(take_finalized());
    }
    toy.collect(Collection::Full);
    finalized.extend(take_finalized());
    finalized.sort_unstable();
    let survivors: Vec<u64> = (total / 5 - 64..total / 5).map(|n| n * 5).collect();
    let expected: Vec<u64> = (0..total).filter(|n| !survivors.contains(n)).collect();
    assert_eq!(finalized, expected);
    assert_eq!(toy.heap.stats().finalized_cells, expected.len() as u64);
    drop(toy);
    assert_eq!(take_finalized(), survivors);
}

#[test]
fn a_pinned_resource_is_not_finalised() {
    take_finalized();
    let mut toy = Toy::new(strict());
    let resource = toy.resource(77);
    toy.roots.ambiguous.push(bits(Some(resource)) + 8);
    for what in BOTH {
        toy.collect(what);
        assert_eq!(take_finalized(), []);
    }
    toy.roots.ambiguous.clear();
    toy.collect(Collection::Full);
    assert_eq!(take_finalized(), [77]);
}

#[test]
fn weak_cells_and_tables_survive_stress() {
    let mut toy = Toy::new(Config { stress: 1, ..strict() });
    let table = toy.table(16);
    toy.root(table);
    let weak = toy.weak();
    toy.root(weak);
    let slot = toy.root(table);
    for i in 0..400u32 {
        let key = toy.node(i, 0);
        toy.roots.precise[slot] = Some(key);
        toy.set_weak(weak, Some(key));
        let value = toy.node(i + 1000, 0);
        toy.set_entry(table, (i % 16) as usize, key, value);
        toy.node(0, 3);
        assert_eq!(weak_target(weak), Some(key));
        assert_eq!(id(entry(table, (i % 16) as usize).1.unwrap()), i + 1000);
    }
}

#[test]
fn external_bytes_come_back_from_finalisers() {
    let mut toy = Toy::new(strict());
    let kept = toy.resource_with(1, 1000);
    toy.root(kept);
    for number in 0..10 {
        toy.resource_with(number, 500);
    }
    assert_eq!(toy.heap.stats().external_bytes, 6000);
    toy.collect(Collection::Young);
    assert_eq!(toy.heap.stats().external_bytes, 1000);
    toy.roots.precise.clear();
    toy.collect(Collection::Full);
    assert_eq!(toy.heap.stats().external_bytes, 0);
}

#[test]
fn external_memory_alone_does_not_exhaust_the_limit() {
    // Each resource is small, but what hangs off it is not: collections must
    // come often enough to give it back.
    let mut toy = Toy::new(Config { memory_limit: 64 << 20, ..config() });
    for number in 0..2000 {
        toy.resource_with(number, 1 << 20);
    }
    assert!(toy.heap.stats().peak_heap_bytes < 64 << 20);
}
