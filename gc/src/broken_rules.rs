//! Each rule that safety rests on is taken out, and a test notices.
//!
//! `check` runs a scenario twice: with all rules it must pass, without the one
//! it must fail, by the verifier's word or by the scenario's own assertion.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::rules::Rule;
use crate::toy::{self, Cell, Toy, bits, strict};
use crate::{Collection, MAX_SMALL};

fn check(rule: Rule, expected: &str, scenario: fn(&mut Toy)) {
    let mut sound = Toy::new(strict());
    scenario(&mut sound);

    let mut broken = Toy::new(strict());
    broken.heap.rules.broken = Some(rule);
    let failure = catch_unwind(AssertUnwindSafe(|| scenario(&mut broken))).expect_err("the scenario does not notice that the rule is gone");
    let message =
        failure.downcast_ref::<String>().cloned().or_else(|| failure.downcast_ref::<&str>().map(|s| s.to_string())).unwrap_or_default();
    assert!(message.contains(expected), "noticed in another way than expected: {message}");
}

fn is_alive(toy: &mut Toy, cell: Cell) -> bool {
    let mut alive = false;
    toy.heap.for_each_cell(|other| alive |= other == cell);
    alive
}

#[test]
fn without_the_barrier_a_young_cell_in_an_old_one_is_noticed() {
    check(Rule::Barrier, "is not remembered", |toy| {
        let old = toy.node(1, 1);
        toy.root(old);
        toy.collect(Collection::Young);
        let young = toy.node(2, 0);
        toy.set_edge(old, 0, Some(young));
        toy.collect(Collection::Young);
        assert_eq!(toy::id(toy::edge(old, 0).unwrap()), 2);
    });
}

#[test]
fn without_the_barrier_and_its_verifier_the_edge_dangles() {
    check(Rule::Barrier, "survived, but", |toy| {
        toy.heap.config.verify_barriers = false;
        let old = toy.node(1, 1);
        toy.root(old);
        toy.collect(Collection::Young);
        let young = toy.node(2, 0);
        toy.set_edge(old, 0, Some(young));
        toy.collect(Collection::Young);
    });
}

#[test]
fn without_pinning_a_cell_on_a_stack_dies() {
    check(Rule::Pinning, "pinned", |toy| {
        let node = toy.node(7, 0);
        toy.roots.ambiguous.push(bits(Some(node)));
        toy.collect(Collection::Full);
        assert!(is_alive(toy, node), "pinned cell died");
        assert_eq!(toy::id(node), 7);
    });
}

#[test]
fn without_interior_pointers_a_cell_dies() {
    check(Rule::InteriorPointers, "interior", |toy| {
        let node = toy.node(7, 4);
        toy.roots.ambiguous.push(bits(Some(node)) + 24);
        toy.collect(Collection::Young);
        assert!(is_alive(toy, node), "cell with an interior pointer died");
    });
}

#[test]
fn without_one_past_end_a_young_cell_dies() {
    check(Rule::OnePastEnd, "past its end", |toy| {
        let node = toy.node(7, 4);
        let next = toy.node(8, 0);
        toy.roots.ambiguous.push(bits(Some(node)) + 48);
        toy.collect(Collection::Young);
        assert!(is_alive(toy, node), "cell with a pointer past its end died");
        assert!(is_alive(toy, next), "the cell that starts there died");
    });
}

fn past_the_end_of_an_old_cell(toy: &mut Toy, edges: usize) {
    let node = toy.node(7, edges);
    let root = toy.root(node);
    toy.collect(Collection::Young);
    toy.roots.precise[root] = None;
    let end = bits(Some(node)) + 16 + 8 * edges as u64;
    toy.roots.ambiguous.push(end);
    toy.collect(Collection::Full);
    assert!(is_alive(toy, node), "cell with a pointer past its end died");
}

#[test]
fn without_one_past_end_an_old_cell_dies() {
    check(Rule::OnePastEnd, "past its end", |toy| {
        past_the_end_of_an_old_cell(toy, 4);
    });
}

#[test]
fn without_one_past_end_a_large_cell_dies() {
    // The cell fills its span, so that the address lies in no span at all.
    check(Rule::OnePastEnd, "past its end", |toy| {
        past_the_end_of_an_old_cell(toy, 2 * MAX_SMALL / 8 - 2);
    });
}

#[test]
fn without_sticky_marks_old_cells_in_touched_blocks_die() {
    check(Rule::StickyMarks, "survived, but", |toy| {
        // The parent is a large object, so that its mark stays; the child's
        // block is allocated into again before the next young collection.
        let parent = toy.node(1, 2 * MAX_SMALL / 8);
        toy.root(parent);
        let child = toy.node(2, 0);
        toy.set_edge(parent, 0, Some(child));
        toy.collect(Collection::Young);
        let young = toy.node(3, 0);
        let distance = bits(Some(young)) ^ bits(Some(child));
        assert!(distance < crate::BLOCK_SIZE as u64, "not in the same block");
        toy.collect(Collection::Young);
        assert_eq!(toy::id(toy::edge(parent, 0).unwrap()), 2);
    });
}

#[test]
fn without_the_fixpoint_a_chain_of_ephemerons_breaks() {
    check(Rule::EphemeronFixpoint, "survived, but", |toy| {
        // Entry i maps key i to key i + 1. Two chains, one in the order in
        // which the tables are asked, one against it.
        for backwards in [false, true] {
            let mut tables: Vec<Cell> = (0..4).map(|_| toy.table(1)).collect();
            tables.iter().for_each(|&table| {
                toy.root(table);
            });
            if backwards {
                tables.reverse();
            }
            let keys: Vec<Cell> = (0..5).map(|i| toy.node(i, 0)).collect();
            for i in 0..4 {
                toy.set_entry(tables[i], 0, keys[i], keys[i + 1]);
            }
            toy.root(keys[0]);
            toy.collect(Collection::Full);
            for (i, table) in tables.iter().enumerate() {
                let (_, value) = toy::entry(*table, 0);
                assert_eq!(toy::id(value.unwrap()), i as u32 + 1);
            }
        }
    });
}

#[test]
fn without_the_weak_sweep_a_dead_target_stays() {
    check(Rule::WeakSweep, "dead target", |toy| {
        let weak = toy.weak();
        toy.root(weak);
        let target = toy.node(1, 0);
        toy.set_weak(weak, Some(target));
        toy.collect(Collection::Young);
        assert_eq!(toy::weak_target(weak), None, "a dead target stays");
    });
}
