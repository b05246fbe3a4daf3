//! Large objects, the memory limit, and allocation that fails.

mod toy;

use hearth_gc::{Collection, Config, Heap, HeapError, KindInfo, MAX_SMALL, OutOfMemory, trace_nothing};
use toy::{NODE, Toy, config, edge, id, strict, weak_target};

#[test]
fn sizes_that_no_memory_has_are_refused() {
    let mut toy = Toy::new(config());
    for size in [usize::MAX, usize::MAX - 7, usize::MAX / 2, isize::MAX as usize, 1 << 46] {
        assert_eq!(toy.heap.alloc_slow(size), Err(OutOfMemory { requested: size }));
    }
    assert_eq!(toy.cells(), 0);
    toy.node(1, 1);
    toy.collect(Collection::Full);
}

#[test]
fn odd_sizes_are_rounded_up() {
    let mut toy = Toy::new(config());
    let first = toy.heap.alloc_slow(1).unwrap().as_ptr() as usize;
    assert_eq!(first % 8, 0);
    // SAFETY: fresh memory of at least eight bytes.
    unsafe { *(first as *mut u64) = 0 };
    let header = hearth_gc::Header::new(0, toy::RESOURCE, 8);
    // SAFETY: as above.
    unsafe { *(first as *mut hearth_gc::Header) = header };
    let second = toy.heap.alloc_slow(9).unwrap().as_ptr() as usize;
    assert_eq!(second, first + 8);
}

#[test]
fn the_edges_of_a_large_cell_are_not_on_the_mark_stack_all_at_once() {
    const EDGES: usize = 1 << 17;
    for collection in [Collection::Full, Collection::Young] {
        let mut toy = Toy::new(strict());
        let large = toy.node(0, EDGES);
        toy.root(large);
        if collection == Collection::Young {
            // It is found among the remembered cells then.
            toy.collect(Collection::Full);
        }
        for index in 0..EDGES {
            let node = toy.node(index as u32, 1);
            toy.set_edge(toy.rooted(0), index, Some(node));
        }
        toy.collect(collection);
        let report = toy.heap.stats().last;
        assert!(report.marked_cells >= EDGES as u64, "{report:?}");
        assert!(report.mark_stack_bytes <= 1 << 17, "{report:?}");
        let large = toy.rooted(0);
        assert!((0..EDGES).all(|index| edge(large, index).is_some_and(|node| id(node) == index as u32)));
    }
}

#[test]
fn the_limit_holds_and_memory_comes_back() {
    let limit = 2 << 20;
    let mut toy = Toy::new(Config { memory_limit: limit, ..strict() });
    for round in 0..3 {
        let mut count = 0u32;
        toy.roots.precise.push(None);
        let head = 0;
        loop {
            match toy.try_node(count, 6) {
                Ok(node) => {
                    let before = toy.roots.precise[head];
                    toy.set_edge(node, 0, before);
                    toy.roots.precise[head] = Some(node);
                    count += 1;
                }
                Err(OutOfMemory { requested }) => {
                    assert_eq!(requested, 64);
                    break;
                }
            }
        }
        let bytes = count as usize * 64;
        assert!(bytes <= limit && bytes > limit * 95 / 100, "round {round}: {bytes}");
        assert!(toy.heap.stats().heap_bytes <= limit);
        assert_eq!(toy.heap.alloc_slow(9000), Err(OutOfMemory { requested: 9000 }));
        toy.roots.precise.clear();
        toy.collect(Collection::Full);
        assert_eq!(toy.heap.stats().heap_bytes, 0);
    }
    assert!(toy.heap.stats().peak_heap_bytes <= limit);
}

#[test]
fn at_the_limit_medium_cells_take_any_hole() {
    let mut toy = Toy::new(Config { memory_limit: 1 << 20, ..strict() });
    // Runs of sixteen cells that die between runs of sixteen that stay.
    let mut count = 0;
    while let Ok(node) = toy.try_node(count, 14) {
        toy.root(node);
        count += 1;
    }
    for (index, root) in toy.roots.precise.iter_mut().enumerate() {
        if index / 16 % 2 == 0 {
            *root = None;
        }
    }
    toy.collect(Collection::Full);
    assert_eq!(toy.heap.stats().heap_bytes, 1 << 20);
    let mut medium = 0;
    while let Ok(node) = toy.try_node(medium, 126) {
        toy.root(node);
        medium += 1;
    }
    // Each hole of 2 KiB takes two.
    assert!(medium >= count / 16 - 4, "{medium} of {}", count / 16);
}

#[test]
fn external_bytes_count_towards_the_limit() {
    let mut toy = Toy::new(Config { memory_limit: 1 << 20, ..strict() });
    toy.heap.external(1 << 20);
    assert!(toy.try_node(1, 0).is_err());
    toy.heap.external(-(1 << 19));
    assert!(toy.try_node(1, 0).is_ok());
    assert!(toy.try_node(1, 1 << 16).is_err());
}

#[test]
fn external_bytes_hasten_collections() {
    let mut toy = Toy::new(config());
    assert_eq!(toy.heap.wants_collection(), None);
    toy.heap.external(10 << 20);
    assert_eq!(toy.heap.wants_collection(), Some(Collection::Young));
    toy.collect(Collection::Young);
    assert_eq!(toy.heap.wants_collection(), None);
    toy.heap.external(60 << 20);
    assert_eq!(toy.heap.wants_collection(), Some(Collection::Full));
}

/// Allocates some of everything; says how far it came.
fn scenario(toy: &mut Toy) -> Result<(), OutOfMemory> {
    toy.roots.precise = vec![None; 8];
    for round in 0..12u32 {
        let parent = toy.try_node(round, 20)?;
        toy.roots.precise[0] = Some(parent);
        for i in 0..6 {
            let child = toy.try_node(100 + i, i as usize * 30)?;
            toy.set_edge(parent, i as usize, Some(child));
        }
        let large = toy.try_node(round + 50, 3000)?;
        toy.roots.precise[1 + round as usize % 3] = Some(large);
        toy.set_edge(large, 2999, Some(parent));
    }
    Ok(())
}

#[test]
fn every_allocation_may_fail() {
    let mut n = 0;
    loop {
        n += 1;
        let mut toy = Toy::new(Config { fail_at: Some(n), stress: if n % 2 == 0 { 3 } else { 0 }, ..strict() });
        let result = scenario(&mut toy);
        toy.collect(Collection::Full);
        toy.heap.verify().unwrap();
        if result.is_ok() {
            break;
        }
        // There is memory again for reporting it.
        toy.node(0, 3);
    }
    assert_eq!(n, 12 * 8 + 1);
}

#[test]
fn large_objects_live_and_die() {
    for what in [Collection::Young, Collection::Full] {
        let mut toy = Toy::new(strict());
        let sizes = [MAX_SMALL / 8 - 2, MAX_SMALL / 8 - 1, 5000, 100_000];
        let weak = toy.weak();
        toy.root(weak);
        for &edges in &sizes {
            let node = toy.node(edges as u32, edges);
            let leaf = toy.node(1, 0);
            toy.set_edge(node, edges - 1, Some(leaf));
            toy.root(node);
            toy.node(2, edges);
        }
        let lost = toy.node(3, 50_000);
        toy.set_weak(weak, Some(lost));
        toy.collect(what);
        assert_eq!(weak_target(weak), None);
        assert_eq!(toy.cells(), 1 + 2 * sizes.len());
        for (index, &edges) in sizes.iter().enumerate() {
            let node = toy.rooted(index + 1);
            assert_eq!(id(node), edges as u32);
            assert_eq!(id(edge(node, edges - 1).unwrap()), 1);
        }
        // Now old; a young cell hung into one of them survives by the barrier.
        let young = toy.node(4, 0);
        let large = toy.rooted(4);
        toy.set_edge(large, 17, Some(young));
        toy.collect(Collection::Young);
        assert_eq!(id(edge(large, 17).unwrap()), 4);
        assert_eq!(toy.heap.stats().last.remembered_cells, 1);

        toy.roots.precise.clear();
        toy.collect(Collection::Full);
        assert_eq!(toy.heap.stats().heap_bytes, 0);
    }
}

#[test]
fn old_cells_are_not_visited_by_young_collections() {
    let mut toy = Toy::new(config());
    for i in 0..10_000 {
        let node = toy.node(i, 2);
        toy.root(node);
    }
    toy.collect(Collection::Young);
    assert_eq!(toy.heap.stats().last.marked_cells, 10_000);
    toy.collect(Collection::Young);
    assert_eq!(toy.heap.stats().last.marked_cells, 0);
    let old = toy.rooted(5000);
    let young = toy.node(1, 0);
    toy.set_edge(old, 0, Some(young));
    toy.set_edge(old, 1, Some(young));
    toy.collect(Collection::Young);
    assert_eq!(toy.heap.stats().last.marked_cells, 1);
    assert_eq!(toy.heap.stats().last.remembered_cells, 1);
    toy.collect(Collection::Full);
    assert_eq!(toy.heap.stats().last.marked_cells, 10_001);
}

#[test]
fn holes_between_survivors_are_used_again() {
    let mut toy = Toy::new(strict());
    toy.roots.precise = vec![None; 1000];
    for i in 0..32_000u32 {
        let node = toy.node(i, 14);
        if i % 32 == 0 {
            toy.roots.precise[(i / 32) as usize] = Some(node);
        }
    }
    toy.collect(Collection::Full);
    let before = toy.heap.stats().heap_bytes;
    // As much again as died fits into the holes.
    for i in 0..20_000 {
        toy.node(i, 6);
    }
    for i in 0..100 {
        // Medium cells do not skip holes but use a block of their own.
        toy.node(i, 60);
    }
    let grown = toy.heap.stats().heap_bytes - before;
    assert!(grown <= 2 * hearth_gc::BLOCK_SIZE + 100 * 512, "grew by {grown}");
}

#[test]
fn too_many_kinds_are_an_error() {
    static TOO_MANY: [KindInfo; 256] = [KindInfo {
        name: "one of many",
        trace: trace_nothing,
        trace_part: None,
        size: hearth_gc::size_in_units,
        finalize: None,
        ephemerons: None,
        sweep_weak: None,
    }; 256];
    let result = Heap::new(Config { kinds: &TOO_MANY, ..config() });
    assert!(matches!(result, Err(HeapError::TooManyKinds(256))));
}

#[test]
fn many_heaps_coexist() {
    let mut toys: Vec<Toy> = (0..40).map(|_| Toy::new(config())).collect();
    for (i, toy) in toys.iter_mut().enumerate() {
        let node = toy.node(i as u32, 1);
        toy.root(node);
    }
    for (i, toy) in toys.iter_mut().enumerate() {
        toy.collect(Collection::Full);
        let node = toy.rooted(0);
        assert_eq!((toy::kind(node), id(node)), (NODE, i as u32));
    }
}
