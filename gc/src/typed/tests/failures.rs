//! What is left when something goes wrong.

use super::*;
use std::panic::{AssertUnwindSafe, catch_unwind};

#[test]
fn a_panic_in_mutate_leaves_the_arena_usable() {
    let (mut arena, log) = nodes(Config { stress: 1, ..strict() });
    arena.mutate_root(|mutation, root| root.push(node(mutation, &log, 1)));
    let panic = catch_unwind(AssertUnwindSafe(|| {
        arena.mutate_root(|mutation, root| {
            root[0].next.set_in(mutation, root[0], Some(node(mutation, &log, 2)));
            node(mutation, &log, 3);
            panic!("in the middle");
        })
    }));
    assert!(panic.is_err());
    assert_eq!(dropped(&log), []);
    assert_eq!(arena.mutate(|_, root| root[0].next.get().unwrap().note.number), 2);
    assert_eq!(dropped(&log), [3], "the next call does what was left undone");
    arena.verify().unwrap();
}

#[test]
fn a_borrow_that_was_forgotten_is_traced_through() {
    struct Root;
    impl Rootable for Root {
        type Root<'gc> = Gc<'gc, RefLock<Vec<Gc<'gc, u32>>>>;
    }
    let mut arena = Arena::<Root>::new(strict(), |mutation| Gc::new(mutation, RefLock::default())).unwrap();
    arena.mutate(|mutation, list| {
        let mut borrowed = list.borrow_mut(mutation);
        borrowed.push(Gc::new(mutation, 7));
        core::mem::forget(borrowed);
    });
    arena.collect(Collection::Young);
    arena.collect(Collection::Full);
    assert_eq!(arena.stats().last.marked_cells, 2);
    arena.mutate_root(|mutation, list| {
        assert!(catch_unwind(AssertUnwindSafe(|| list.borrow().len())).is_err());
        *list = Gc::new(mutation, RefLock::default());
    });
}

struct Blocks;
impl Rootable for Blocks {
    type Root<'gc> = Vec<Gc<'gc, [u64; 4096]>>;
}

#[test]
fn the_memory_limit_is_an_error_and_what_is_dead_makes_room() {
    let config = Config { memory_limit: 1 << 20, young_budget: 1 << 30, ..strict() };
    let mut arena = Arena::<Blocks>::new(config, |_| Vec::new()).unwrap();
    for round in 0..3 {
        let made = arena.mutate(|mutation, _| (0..100).take_while(|_| Gc::try_new(mutation, [1u64; 4096]).is_ok()).count());
        assert!((20..32).contains(&made), "{made} blocks in round {round}");
        assert!(arena.stats().heap_bytes < 1 << 17, "a full collection followed");
    }
    // As a panic, it is made up for by the next call.
    let panic = catch_unwind(AssertUnwindSafe(|| arena.mutate(|mutation, _| while Gc::new(mutation, [1u64; 4096])[0] == 1 {})));
    let message = panic.unwrap_err();
    assert!(message.downcast_ref::<String>().unwrap().contains("out of memory"));
    arena.mutate_root(|mutation, root| root.push(Gc::new(mutation, [2; 4096])));
    assert_eq!(arena.mutate(|_, root| root[0][4095]), 2);
}

#[test]
fn every_allocation_can_fail() {
    for n in 1..20 {
        let (mut arena, log) = nodes(Config { fail_at: Some(n), ..strict() });
        let result = catch_unwind(AssertUnwindSafe(|| {
            arena.mutate_root(|mutation, root| root.extend((0..10).map(|number| node(mutation, &log, number))))
        }));
        assert_eq!(result.is_err(), n <= 10);
        arena.mutate_root(|mutation, root| {
            let new = Gc::try_new(mutation, Node { note: Noted { number: 99, log: log.clone() }, next: Lock::new(None) });
            root.extend(new.ok());
        });
        arena.collect(Collection::Full);
        arena.verify().unwrap();
        drop(arena);
        assert_eq!(Rc::strong_count(&log), 1);
    }
}

#[test]
fn memory_outside_counts() {
    let mut arena = Arena::<Blocks>::new(Config { young_budget: 1 << 16, ..strict() }, |_| Vec::new()).unwrap();
    arena.mutate(|mutation, _| {
        assert!(!mutation.wants_collection());
        mutation.external(1 << 17);
        assert!(mutation.wants_collection() && mutation.stats().external_bytes == 1 << 17);
    });
    assert_eq!(arena.stats().young_collections, 1);
}
