//! Ambiguous words: which cells they keep alive, and which not.

mod toy;

use hearth_gc::{BLOCK_SIZE, Collection, Config, GRANULE, MAX_SMALL, native_stack_base};
use toy::{Cell, Toy, bits, config, strict};

const BOTH: [Collection; 2] = [Collection::Young, Collection::Full];

fn alive(toy: &mut Toy, cell: Cell) -> bool {
    let mut alive = false;
    toy.heap.for_each_cell(|other| alive |= other == cell);
    alive
}

#[test]
fn every_byte_of_a_cell_keeps_it_alive() {
    for edges in [0, 3, 14, 40, 300, 2000] {
        for what in BOTH {
            let mut toy = Toy::new(strict());
            toy.node(0, 2);
            let node = toy.node(1, edges);
            toy.node(2, 2);
            let size = 16 + 8 * edges;
            let step = if edges > 100 { 61 } else { 1 };
            for offset in (0..=size).step_by(step).chain([size - 1, size]) {
                toy.roots.ambiguous = vec![bits(Some(node)) + offset as u64];
                toy.collect(what);
                assert!(alive(&mut toy, node), "offset {offset} of {size}");
                assert_eq!(toy.heap.contains(bits(Some(node)) as usize), Some(node));
            }
            toy.roots.ambiguous = vec![bits(Some(node)) + size as u64 + 1];
            toy.collect(Collection::Full);
            assert!(!alive(&mut toy, node), "two past the end of {size}");
        }
    }
}

#[test]
fn a_word_between_two_cells_keeps_both() {
    let mut toy = Toy::new(strict());
    let nodes: Vec<Cell> = (0..100).map(|i| toy.node(i, 2)).collect();
    toy.roots.ambiguous.push(bits(Some(nodes[50])));
    toy.collect(Collection::Young);
    assert!(alive(&mut toy, nodes[49]) && alive(&mut toy, nodes[50]));
    assert_eq!(toy.cells(), 2);
    assert_eq!(toy.heap.stats().last.pinned_cells, 2);
}

#[test]
fn the_last_cell_of_a_block_is_found_from_its_end() {
    for what in BOTH {
        let mut toy = Toy::new(strict());
        // Four of these fill a block.
        let cells: Vec<Cell> = (0..8).map(|i| toy.node(i, MAX_SMALL / 8 - 2)).collect();
        let end = |cell: &Cell| bits(Some(*cell)) + MAX_SMALL as u64;
        let last = cells.iter().find(|cell| end(cell) % BLOCK_SIZE as u64 == 0).expect("some cell ends its block");
        toy.roots.ambiguous.push(end(last));
        toy.collect(what);
        assert!(alive(&mut toy, *last));
        toy.collect(Collection::Full);
        assert!(alive(&mut toy, *last));
    }
}

#[test]
fn lookup_between_collections_knows_what_is_not_yet_allocated() {
    let mut toy = Toy::new(config());
    let first = toy.node(1, 1);
    let end = bits(Some(first)) as usize + 24;
    assert_eq!(toy.heap.contains(end), Some(first));
    assert_eq!(toy.heap.contains(end + 1), None);
    assert_eq!(toy.heap.contains(end + GRANULE), None);
    let second = toy.node(2, 1);
    assert_eq!(toy.heap.contains(end), Some(second));
    assert_eq!(toy.heap.contains(end + GRANULE), Some(second));
    let range = toy.heap.address_range();
    for outside in [0, range.start - 1, range.end, range.end + 1, usize::MAX] {
        assert_eq!(toy.heap.contains(outside), None);
    }
    assert_eq!(toy.heap.contains(range.end - 1), None);
    assert_eq!(toy.heap.contains(range.start + 50 * BLOCK_SIZE), None);
}

#[test]
fn tags_are_stripped_and_the_filter_is_asked() {
    fn even_tag(word: u64) -> bool {
        (word >> 48) & 1 == 0
    }
    let config = Config { is_candidate: even_tag, ..strict() };
    let mut toy = Toy::new(config);
    let kept = toy.node(1, 1);
    toy.node(0, 1);
    let lost = toy.node(2, 1);
    toy.roots.ambiguous = vec![bits(Some(kept)) | 0xFFFA << 48, bits(Some(lost)) | 0xFFFB << 48];
    toy.collect(Collection::Full);
    assert!(alive(&mut toy, kept));
    assert!(!alive(&mut toy, lost));
}

#[test]
fn numbers_and_dead_memory_are_harmless() {
    let mut toy = Toy::new(strict());
    for i in 0..2000 {
        toy.node(i, (i % 40) as usize);
    }
    let large = toy.node(0, 5000);
    toy.collect(Collection::Young);
    let range = toy.heap.address_range();
    let (start, half) = (range.start as u64, (range.len() / 2) as u64);
    let mut words: Vec<u64> = (0..4000).map(|i| start + i * 37).collect();
    words.extend((0..100).map(|i| start + half + i * 999));
    words.extend([0, 1, u64::MAX, start - 1, start + 2 * half, 0x7ff8 << 48]);
    words.push(bits(Some(large)));
    toy.roots.ambiguous = words;
    for what in BOTH {
        toy.collect(what);
        assert_eq!(toy.cells(), 0);
    }
}

#[test]
fn foreign_words_are_offered() {
    let mut toy = Toy::new(strict());
    let owner = toy.node(9, 0);
    toy.roots.foreign = 0x1000..0x2000;
    toy.roots.foreign_owner = Some(owner);
    toy.roots.ambiguous = vec![0xfff, 0x2000, 0x1800];
    toy.collect(Collection::Full);
    assert_eq!(toy.roots.foreign_seen, 1);
    assert!(alive(&mut toy, owner));
    toy.roots.ambiguous = vec![0xfff, 0x2000];
    toy.collect(Collection::Full);
    assert!(!alive(&mut toy, owner));
}

/// Builds a list whose head is held by a local variable only.
#[inline(never)]
fn list_on_the_native_stack(toy: &mut Toy, length: u32) -> u64 {
    let mut head = toy.node(0, 1);
    for i in 1..length {
        let node = toy.node(i, 1);
        toy.set_edge(node, 0, Some(head));
        head = node;
    }
    let mut sum = 0;
    let mut at = Some(head);
    while let Some(node) = at {
        sum += u64::from(toy::id(node));
        at = toy::edge(node, 0);
    }
    sum
}

#[test]
fn locals_keep_their_cells_alive_under_stress() {
    for stress in [1, 3] {
        let mut toy = Toy::new(Config { stress, ..strict() });
        toy.roots.stack_base = native_stack_base();
        assert_eq!(list_on_the_native_stack(&mut toy, 500), 499 * 500 / 2);
        assert!(toy.heap.stats().young_collections > 100);
        assert!(toy.heap.stats().full_collections > 10);
    }
}

#[test]
fn deep_frames_keep_their_cells_alive() {
    fn recurse(toy: &mut Toy, depth: u32) -> u64 {
        let node = toy.node(depth, 2);
        let below = if depth == 0 { 0 } else { recurse(toy, depth - 1) };
        u64::from(toy::id(node)) + below
    }
    let mut toy = Toy::new(Config { stress: 5, ..strict() });
    toy.roots.stack_base = native_stack_base();
    assert_eq!(recurse(&mut toy, 300), 300 * 301 / 2);
}
