//! What keeps what alive.

use super::*;
use crate::rules::Rule;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// An old node gets a young one, which must survive the next young collection.
fn young_in_old(arena: &mut Arena<Nodes>, log: &Log) {
    arena.mutate_root(|mutation, root| root.push(node(mutation, log, 1)));
    arena.collect(Collection::Young);
    arena.mutate(|mutation, root| root[0].next.set_in(mutation, root[0], Some(node(mutation, log, 2))));
    arena.collect(Collection::Young);
    let number = arena.mutate(|_, root| root[0].next.get().expect("an edge that was stored").note.number);
    assert_eq!((number, dropped(log)), (2, vec![]));
}

#[test]
fn young_values_in_old_ones_survive_young_collections() {
    for verify_barriers in [true, false] {
        let (mut arena, log) = nodes(Config { verify_barriers, ..strict() });
        for _ in 0..3 {
            young_in_old(&mut arena, &log);
            arena.mutate_root(|_, root| root.clear());
            arena.collect(Collection::Full);
            assert_eq!(dropped(&log), [1, 2]);
        }
    }
}

#[test]
fn without_the_barrier_they_would_not() {
    for (verify_barriers, expected) in [(true, "is not remembered"), (false, "survived, but")] {
        let (mut arena, log) = nodes(Config { verify_barriers, ..strict() });
        arena.heap_mut().rules.broken = Some(Rule::Barrier);
        let failure = catch_unwind(AssertUnwindSafe(|| young_in_old(&mut arena, &log))).expect_err("nobody notices");
        let message = failure.downcast_ref::<String>().expect("a verifier's words");
        assert!(message.contains(expected), "{message}");
        // What the failed collection has left is not to be looked at again.
        core::mem::forget(arena);
    }
}

/// Each way to write calls the barrier: an old value is written to, a young collection follows.
#[test]
fn every_way_to_write_is_noticed() {
    trace_fields! {
        struct Ways<'gc> {
            lock: Lock<Option<Gc<'gc, u32>>>,
            cell: RefLock<Vec<Gc<'gc, u32>>>,
            own_lock: Gc<'gc, Lock<Option<Gc<'gc, u32>>>>,
            own_cell: Gc<'gc, RefLock<Vec<Gc<'gc, u32>>>>,
        }
    }
    struct Root;
    impl Rootable for Root {
        type Root<'gc> = Gc<'gc, Ways<'gc>>;
    }
    let mut arena = Arena::<Root>::new(strict(), |mutation| {
        let own_lock = Gc::new(mutation, Lock::default());
        let own_cell = Gc::new(mutation, RefLock::default());
        Gc::new(mutation, Ways { lock: Lock::default(), cell: RefLock::default(), own_lock, own_cell })
    })
    .unwrap();
    for round in 0..4 {
        arena.collect(if round == 2 { Collection::Full } else { Collection::Young });
        arena.mutate(|mutation, ways| {
            ways.lock.set_in(mutation, *ways, Some(Gc::new(mutation, 10 + round)));
            ways.cell.borrow_mut_in(mutation, *ways).push(Gc::new(mutation, 20 + round));
            ways.own_lock.set(mutation, Some(Gc::new(mutation, 30 + round)));
            ways.own_cell.borrow_mut(mutation).push(Gc::new(mutation, 40 + round));
        });
        arena.verify().unwrap();
        arena.collect(Collection::Young);
        arena.mutate(|_, ways| {
            assert_eq!(*ways.lock.get().unwrap(), 10 + round);
            assert_eq!(**ways.cell.borrow().last().unwrap(), 20 + round);
            assert_eq!(*ways.own_lock.get().unwrap(), 30 + round);
            assert_eq!(**ways.own_cell.borrow().last().unwrap(), 40 + round);
        });
    }
    arena.mutate(|_, ways| assert_eq!(*ways.cell.borrow()[0], 20));
}

#[test]
fn a_wrong_owner_is_refused() {
    let (mut arena, log) = nodes(strict());
    arena.mutate_root(|mutation, root| {
        root.extend([node(mutation, &log, 1), node(mutation, &log, 2)]);
        let wrong = |owner| catch_unwind(AssertUnwindSafe(|| root[0].next.set_in(mutation, owner, None))).is_err();
        assert!(wrong(root[1]) && !wrong(root[0]));
        let outside = Lock::new(None);
        assert!(catch_unwind(AssertUnwindSafe(|| outside.set_in(mutation, root[0], Some(root[1])))).is_err());
        // In the owner's buffer, but not in the owner.
        let list = Gc::new(mutation, vec![Lock::new(None)]);
        assert!(catch_unwind(AssertUnwindSafe(|| list[0].set_in(mutation, list, Some(root[0])))).is_err());
        let small = Gc::new(mutation, 1u8);
        assert!(catch_unwind(AssertUnwindSafe(|| root[0].next.set_in(mutation, small, None))).is_err());
    });
    arena.collect(Collection::Full);
}

/// Deep enough to overflow any stack, were there recursion.
#[test]
fn deep_lists_are_marked_without_recursion() {
    trace_fields! {
        struct Link<'gc>(Option<Gc<'gc, Link<'gc>>>);
    }
    struct Chain;
    impl Rootable for Chain {
        type Root<'gc> = Option<Gc<'gc, Link<'gc>>>;
    }
    let test = || {
        let mut arena = Arena::<Chain>::new(Config::default(), |_| None).unwrap();
        arena.mutate_root(|mutation, root| {
            for _ in 0..1_000_000 {
                *root = Some(Gc::new(mutation, Link(*root)));
            }
        });
        arena.collect(Collection::Full);
        assert_eq!(arena.stats().last.marked_cells, 1_000_000);
        arena.mutate_root(|_, root| *root = None);
        arena.collect(Collection::Full);
        assert_eq!(arena.stats().last.marked_cells, 0);
    };
    std::thread::Builder::new().stack_size(128 << 10).spawn(test).unwrap().join().unwrap();
}

#[test]
fn all_fields_of_all_sorts_of_types_are_traced() {
    type Number<'gc> = Gc<'gc, u32>;
    trace_fields! {
        struct Named<'gc> {
            first: Number<'gc>,
            #[allow(dead_code, reason = "it only takes room beside what is traced")]
            plain: &'static str,
            last: Option<Box<Number<'gc>>>,
        }
        struct Positional<'gc, T>(Number<'gc>, T, Result<Number<'gc>, ()>);
        enum Any<'gc> {
            Nothing,
            Items(Number<'gc>, [Number<'gc>; 2]),
            Fields { list: Vec<Number<'gc>>, queue: VecDeque<(u8, Number<'gc>)> },
            Maps(HashMap<u8, Number<'gc>>, BTreeMap<u8, Number<'gc>>),
            Structures(Gc<'gc, Named<'gc>>, Positional<'gc, Number<'gc>>),
            Text(Box<str>, HashSet<u8>),
        }
    }
    impl Any<'_> {
        fn numbers(&self) -> Vec<u32> {
            match self {
                Any::Nothing => vec![],
                Any::Items(one, two) => vec![**one, *two[0], *two[1]],
                Any::Fields { list, queue } => list.iter().map(|n| **n).chain(queue.iter().map(|n| *n.1)).collect(),
                Any::Maps(hash, tree) => hash.values().chain(tree.values()).map(|n| **n).collect(),
                Any::Structures(named, tuple) => {
                    vec![*named.first, ***named.last.as_ref().unwrap(), *tuple.0, *tuple.1, *tuple.2.unwrap()]
                }
                Any::Text(text, bytes) => vec![text.len() as u32, bytes.len() as u32],
            }
        }
    }
    struct Root;
    impl Rootable for Root {
        type Root<'gc> = Vec<Gc<'gc, Any<'gc>>>;
    }
    let mut arena = Arena::<Root>::new(strict(), |mutation| {
        let n = |number: u32| Gc::new(mutation, number);
        let named = Gc::new(mutation, Named { first: n(40), plain: "", last: Some(Box::new(n(41))) });
        [
            Any::Nothing,
            Any::Items(n(10), [n(11), n(12)]),
            Any::Fields { list: vec![n(20), n(21)], queue: VecDeque::from([(0, n(22))]) },
            Any::Maps(HashMap::from([(0, n(30))]), BTreeMap::from([(1, n(31))])),
            Any::Structures(named, Positional(n(42), n(43), Ok(n(44)))),
            Any::Text("abc".into(), HashSet::from([1, 2])),
        ]
        .into_iter()
        .map(|any| Gc::new(mutation, any))
        .collect()
    })
    .unwrap();
    for what in [Collection::Young, Collection::Full] {
        arena.collect(what);
        let numbers = arena.mutate(|_, root| root.iter().flat_map(|any| any.numbers()).collect::<Vec<_>>());
        assert_eq!(numbers, [10, 11, 12, 20, 21, 22, 30, 31, 40, 41, 42, 43, 44, 3, 2]);
    }
    assert_eq!(arena.stats().last.marked_cells, 6 + 1 + 13);
}

/// A graph that changes at random, with a collection at nearly every step, against a model in
/// which edges are numbers.
#[test]
fn random_changes_agree_with_a_model() {
    const ROOTS: usize = 8;
    for seed in 1..20u64 {
        let mut state = seed;
        let mut random = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        };
        let (mut arena, log) = nodes(Config { stress: 3, ..strict() });
        arena.mutate_root(|mutation, root| root.extend((0..ROOTS as u32).map(|number| node(mutation, &log, number))));
        // `next` by number, and what the roots are.
        let mut model: Vec<Option<u32>> = vec![None; ROOTS];
        let mut roots: Vec<u32> = (0..ROOTS as u32).collect();
        let mut gone = HashSet::new();
        for _ in 0..300 {
            let (at, from) = (random(ROOTS), random(ROOTS));
            match random(4) {
                0 => {
                    // A new node before the one of the root.
                    let number = model.len() as u32;
                    model.push(Some(roots[from]));
                    roots[at] = number;
                    arena.mutate_root(|mutation, root| {
                        let new = node(mutation, &log, number);
                        new.next.set_in(mutation, new, Some(root[from]));
                        root[at] = new;
                    });
                }
                1 => {
                    model[roots[at] as usize] = Some(roots[from]);
                    arena.mutate(|mutation, root| root[at].next.set_in(mutation, root[at], Some(root[from])));
                }
                2 => {
                    let number = model.len() as u32;
                    model.push(None);
                    model[roots[at] as usize] = Some(number);
                    arena.mutate(|mutation, root| root[at].next.set_in(mutation, root[at], Some(node(mutation, &log, number))));
                }
                _ => {
                    if let Some(next) = model[roots[at] as usize] {
                        roots[at] = next;
                        arena.mutate_root(|_, root| root[at] = root[at].next.get().expect("as in the model"));
                    }
                }
            }
            gone.extend(dropped(&log));
        }
        arena.collect(Collection::Full);
        gone.extend(dropped(&log));
        let mut live = HashSet::new();
        for &root in &roots {
            let mut at = Some(root);
            while let Some(number) = at.filter(|number| live.insert(*number)) {
                at = model[number as usize];
            }
        }
        assert!(live.is_disjoint(&gone) && live.len() + gone.len() == model.len(), "seed {seed}");
        arena.mutate(|_, root| {
            for (node, number) in root.iter().zip(&roots) {
                assert_eq!((node.note.number, node.next.get().map(|next| next.note.number)), (*number, model[*number as usize]));
            }
        });
    }
}
