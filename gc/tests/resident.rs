//! Memory goes back to the system. In a program of its own, since it looks at
//! the size of the whole process.

#![cfg(target_os = "linux")]

mod toy;

use std::sync::Mutex;

use hearth_gc::Collection;
use toy::{Toy, config};

#[test]
fn resident_memory_falls_when_cells_die() {
    let _alone = ALONE.lock();
    let mut toy = Toy::new(config());
    let before = resident();
    for i in 0..8 {
        // Nodes clear their edges, so the pages are touched.
        let node = toy.node(i, 2 << 20);
        toy.root(node);
    }
    assert!(resident() > before + (100 << 20));
    toy.roots.precise.clear();
    toy.collect(Collection::Full);
    assert!(resident() < before + (24 << 20));

    // The same for small cells: a list of a million.
    let before = resident();
    toy.roots.precise = vec![None];
    for i in 0..1_000_000 {
        let node = toy.node(i, 8);
        let next = toy.roots.precise[0];
        toy.set_edge(node, 0, next);
        toy.roots.precise[0] = Some(node);
    }
    assert!(resident() > before + (75 << 20));
    toy.roots.precise.clear();
    toy.collect(Collection::Full);
    assert!(resident() < before + (24 << 20));
    toy.heap.release_free_memory();
    assert!(resident() < before + (6 << 20));
    toy.node(1, 1);
    toy.collect(Collection::Full);
    toy.heap.verify().unwrap();
}

/// Held while measuring, since the tests share the process.
static ALONE: Mutex<()> = Mutex::new(());

fn resident() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap();
    let pages: usize = statm.split(' ').nth(1).unwrap().parse().unwrap();
    pages * 4096
}

#[test]
fn an_empty_heap_costs_next_to_nothing() {
    let _alone = ALONE.lock();
    let heaps: Vec<Toy> = (0..100)
        .map(|i| {
            let mut toy = Toy::new(config());
            toy.node(i, 4);
            toy
        })
        .collect();
    let with = resident();
    drop(heaps);
    let each = with.saturating_sub(resident()) / 100;
    assert!(each < 32 << 10, "{each} bytes");
}
