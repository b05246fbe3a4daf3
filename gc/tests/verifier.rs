//! The verifier and zombie mode notice what they are for.

mod toy;

use hearth_gc::{Collection, Config, GC_OLD, LINE_SIZE, POISON, Problem};
use toy::{Cell, Toy, bits, config, edge, strict};

fn header_at(cell: Cell) -> *mut hearth_gc::Header {
    cell.as_ptr()
}

#[test]
fn an_edge_into_a_cell_is_noticed() {
    for old in [false, true] {
        let mut toy = Toy::new(config());
        let owner = toy.node(1, 1);
        let target = toy.node(2, 4);
        toy.root(owner);
        toy.root(target);
        if old {
            toy.collect(Collection::Full);
        }
        toy.heap.verify().unwrap();
        toy.set_edge(owner, 0, toy::cell(bits(Some(target)) + 16));
        let violation = toy.heap.verify().unwrap_err();
        assert_eq!(violation.problem, Problem::DanglingEdge);
        assert_eq!(violation.owner, bits(Some(owner)) as usize);
        assert_eq!(violation.target, bits(Some(target)) as usize + 16);
        assert!(violation.to_string().starts_with("node 0x"));
    }
}

#[test]
fn an_edge_to_memory_that_was_never_allocated_is_noticed() {
    let mut toy = Toy::new(config());
    let owner = toy.node(1, 1);
    let range = toy.heap.address_range();
    for target in [range.end - 64, range.start + range.len() / 2 - 64] {
        toy.set_edge(owner, 0, toy::cell(target as u64));
        let violation = toy.heap.verify().unwrap_err();
        assert_eq!(violation.problem, Problem::DanglingEdge);
    }
}

#[test]
#[should_panic(expected = "an edge leaves the heap")]
fn an_edge_out_of_the_heap_is_refused() {
    let mut toy = Toy::new(config());
    let owner = toy.node(1, 1);
    toy.root(owner);
    let outside = toy.heap.address_range().end as u64;
    toy.set_edge(owner, 0, toy::cell(outside));
    toy.collect(Collection::Young);
}

#[test]
fn a_kind_that_does_not_exist_is_noticed() {
    let mut toy = Toy::new(config());
    let node = toy.node(1, 1);
    // SAFETY: a cell of this heap; it is spoilt on purpose.
    unsafe { (*header_at(node)).kind = 77 };
    let violation = toy.heap.verify().unwrap_err();
    assert_eq!(violation.problem, Problem::UnknownKind);
    assert_eq!(violation.target, 77);
}

#[test]
fn gc_bits_that_do_not_fit_are_noticed() {
    let mut toy = Toy::new(config());
    let node = toy.node(1, 1);
    // SAFETY: as above.
    unsafe { (*header_at(node)).gc = GC_OLD };
    let violation = toy.heap.verify().unwrap_err();
    assert_eq!(violation.problem, Problem::GcBits);
}

#[test]
fn a_missing_barrier_is_noticed_and_a_collection_says_so() {
    let mut toy = Toy::new(config());
    let old = toy.node(1, 1);
    toy.root(old);
    toy.collect(Collection::Young);
    let young = toy.node(2, 0);
    toy.set_edge_without_barrier(old, 0, Some(young));
    let violation = toy.heap.verify_barriers().unwrap_err();
    assert_eq!(violation.problem, Problem::MissingBarrier);
    toy.set_edge(old, 0, Some(young));
    toy.heap.verify_barriers().unwrap();
}

#[test]
fn a_missing_barrier_to_an_ephemeron_value_is_noticed() {
    let mut toy = Toy::new(config());
    let table = toy.table(1);
    let key = toy.node(1, 0);
    toy.root(table);
    toy.root(key);
    toy.set_entry(table, 0, key, key);
    toy.collect(Collection::Young);
    let young = toy.node(2, 0);
    toy.set_edge_without_barrier(table, 1, Some(young));
    assert_eq!(toy::entry(table, 0).1, Some(young));
    let violation = toy.heap.verify_barriers().unwrap_err();
    assert_eq!(violation.problem, Problem::MissingBarrier);
    assert_eq!(violation.owner_kind, "table");
}

#[test]
fn dead_cells_are_overwritten_also_between_live_ones() {
    for what in [Collection::Young, Collection::Full] {
        let mut toy = Toy::new(strict());
        let before = toy.node(1, 1);
        let dead = toy.node(2, 3);
        let after = toy.node(3, 1);
        let large = toy.node(4, 4000);
        assert!(bits(Some(after)) - bits(Some(before)) < LINE_SIZE as u64);
        toy.root(before);
        toy.root(after);
        toy.collect(what);
        let poison = u64::from_ne_bytes([POISON; 8]);
        for (cell, words) in [(dead, 5), (large, 4002)] {
            for index in 0..words {
                // SAFETY: the memory is still mapped, though nobody's.
                let word = unsafe { *cell.as_ptr().cast::<u64>().add(index) };
                // Pages of large objects may be gone, and then read as zero.
                assert!(word == poison || cell == large && word == 0, "{word:#x}");
            }
        }
        assert_eq!((toy::id(before), toy::id(after)), (1, 3));
    }
}

#[test]
fn a_use_after_free_reads_poison() {
    let mut toy = Toy::new(Config { stress: 1, ..strict() });
    let owner = toy.node(1, 1);
    toy.root(owner);
    let lost = toy.node(2, 1);
    // Neither rooted nor stored: gone at the next allocation.
    toy.node(3, 1);
    toy.node(4, 40);
    assert_ne!(toy::kind(lost), toy::NODE);
    assert_eq!(edge(owner, 0), None);
}
