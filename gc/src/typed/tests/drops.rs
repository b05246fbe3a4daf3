//! What is dropped, when, and how often.

use super::*;
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};

#[test]
fn cycles_are_reclaimed() {
    let (mut arena, log) = nodes(strict());
    arena.mutate_root(|mutation, root| {
        let circle: Vec<_> = (0..10).map(|number| node(mutation, &log, number)).collect();
        for at in 0..10 {
            circle[at].next.set_in(mutation, circle[at], Some(circle[(at + 1) % 10]));
        }
        root.push(circle[3]);
    });
    arena.collect(Collection::Full);
    assert_eq!(dropped(&log), []);
    arena.mutate_root(|_, root| root.clear());
    arena.collect(Collection::Young);
    assert_eq!(dropped(&log), [], "a young collection takes the old for alive");
    arena.collect(Collection::Full);
    assert_eq!(dropped(&log), (0..10).collect::<Vec<_>>());
    assert_eq!(arena.stats().last.marked_cells, 0);
}

#[test]
fn values_are_dropped_once() {
    let (mut arena, log) = nodes(strict());
    arena.mutate_root(|mutation, root| {
        for number in 0..100 {
            let node = node(mutation, &log, number);
            if number % 10 == 0 {
                root.push(node);
            }
        }
    });
    let mut all = Vec::new();
    for what in [Collection::Young, Collection::Young, Collection::Full, Collection::Full] {
        arena.collect(what);
        all.append(&mut dropped(&log));
    }
    assert_eq!(all.len(), 90);
    assert_eq!(arena.stats().finalized_cells, 90);
    arena.mutate_root(|_, root| root.truncate(5));
    arena.collect(Collection::Full);
    all.append(&mut dropped(&log));
    assert_eq!(all.len(), 95);
    drop(arena);
    all.append(&mut dropped(&log));
    all.sort_unstable();
    assert_eq!(all, (0..100).collect::<Vec<_>>());
    assert_eq!(Rc::strong_count(&log), 1, "nothing leaks");
}

#[test]
fn what_a_lock_held_is_dropped_when_it_is_replaced() {
    struct Held;
    impl Rootable for Held {
        type Root<'gc> = Gc<'gc, RefLock<Option<Noted>>>;
    }
    let log = Log::default();
    let mut arena = Arena::<Held>::new(strict(), |mutation| Gc::new(mutation, RefLock::new(None))).unwrap();
    for number in 0..3 {
        arena.mutate(|mutation, held| *held.borrow_mut(mutation) = Some(Noted { number, log: log.clone() }));
        arena.collect(Collection::Full);
    }
    assert_eq!(dropped(&log), [0, 1]);
    drop(arena);
    assert_eq!(dropped(&log), [2]);
}

trace_fields! {
    struct Explosive {
        number: u32,
        log: Log,
    }
}

impl Drop for Explosive {
    fn drop(&mut self) {
        self.log.borrow_mut().push(self.number);
        panic_any(self.number);
    }
}

struct Unit;
impl Rootable for Unit {
    type Root<'gc> = ();
}

#[test]
fn a_destructor_that_panics_does_so_after_the_collection() {
    let log = Log::default();
    let mut arena = Arena::<Unit>::new(strict(), |_| ()).unwrap();
    let fill = |arena: &mut Arena<Unit>| {
        arena.mutate(|mutation, ()| {
            for number in 0..3 {
                Gc::new(mutation, Explosive { number, log: log.clone() });
            }
        });
    };
    fill(&mut arena);
    let panic = catch_unwind(AssertUnwindSafe(|| arena.collect(Collection::Full))).unwrap_err();
    assert_eq!(panic.downcast_ref::<u32>(), Some(&0), "the first panic goes on");
    assert_eq!(dropped(&log), [0, 1, 2], "all destructors have run");
    arena.collect(Collection::Full);
    fill(&mut arena);
    assert!(catch_unwind(AssertUnwindSafe(|| drop(arena))).is_err());
    assert_eq!(dropped(&log), [0, 1, 2]);
}

#[test]
fn a_destructor_that_panics_while_the_stack_unwinds_is_not_heard() {
    let log = Log::default();
    let panic = catch_unwind(AssertUnwindSafe(|| {
        Arena::<Unit>::new(strict(), |mutation| {
            Gc::new(mutation, Explosive { number: 1, log: log.clone() });
            panic!("while the root is made");
        })
    }))
    .unwrap_err();
    assert_eq!(panic.downcast_ref(), Some(&"while the root is made"));
    assert_eq!(dropped(&log), [1]);
    // Nor by the next arena.
    Arena::<Unit>::new(strict(), |_| ()).unwrap().collect(Collection::Full);
}

#[test]
fn a_destructor_may_have_an_arena_of_its_own() {
    struct Nested(Option<Arena<Nodes>>);
    impl Drop for Nested {
        fn drop(&mut self) {
            let mut arena = self.0.take().unwrap();
            arena.collect(Collection::Full);
        }
    }
    let (mut inner, log) = nodes(strict());
    inner.mutate_root(|mutation, root| {
        root.push(node(mutation, &log, 1));
        node(mutation, &log, 2);
    });
    let mut outer = Arena::<Unit>::new(strict(), |_| ()).unwrap();
    outer.mutate(|mutation, ()| {
        Gc::new(mutation, Static(Nested(Some(inner))));
    });
    outer.collect(Collection::Young);
    assert_eq!(dropped(&log), [1, 2]);
}
