//! Values of all sizes and alignments.

use super::*;
use crate::MAX_SMALL;
use crate::typed::layout::Layout;

#[repr(align(16))]
#[derive(Clone, Copy)]
struct Aligned16(u64);
#[repr(align(64))]
struct Aligned64(u8);
#[repr(align(4096))]
struct Page(#[allow(dead_code, reason = "its layout is what counts")] u8);
#[repr(align(32))]
struct Nothing;

#[test]
fn what_a_value_costs() {
    assert_eq!(size_of::<Gc<u8>>(), 8);
    assert_eq!(size_of::<Option<Gc<u8>>>(), 8);
    assert_eq!(Layout::<()>::SIZE, 16);
    assert_eq!(Layout::<u8>::SIZE, 24);
    assert_eq!(Layout::<[u64; 2]>::SIZE, 32);
    assert_eq!(Layout::<Static<Aligned16>>::SIZE, 40);
}

/// The root is a list of values of one type, between which there are others of odd sizes.
fn check<T: 'static>(make: impl Fn(usize) -> T, number: impl Fn(&T) -> usize) {
    struct Values<T>(core::marker::PhantomData<T>);
    impl<T: 'static> Rootable for Values<T> {
        type Root<'gc> = Vec<Gc<'gc, Static<T>>>;
    }
    let mut arena = Arena::<Values<T>>::new(strict(), |_| Vec::new()).unwrap();
    for round in 0..10 {
        arena.mutate_root(|mutation, root| {
            for _ in 0..10 {
                Gc::new(mutation, [round as u8; 3]);
                root.push(Gc::new(mutation, Static(make(root.len()))));
                Gc::new(mutation, Static(make(0)));
            }
        });
        arena.collect(if round % 3 == 2 { Collection::Full } else { Collection::Young });
    }
    arena.mutate(|_, root| {
        let mut addresses: Vec<usize> = root.iter().map(|value| Gc::address(*value)).collect();
        for (index, value) in root.iter().enumerate() {
            assert_eq!(Gc::address(*value) % align_of::<T>(), 0);
            assert_eq!(Gc::address(*value), &raw const **value as usize);
            assert_eq!(number(value), if size_of::<T>() == 0 { 0 } else { index });
        }
        addresses.sort_unstable();
        addresses.dedup();
        assert_eq!(addresses.len(), 100);
    });
    assert_eq!(arena.stats().last.marked_cells, if arena.stats().last.collection == Some(Collection::Full) { 100 } else { 10 });
}

#[test]
fn sizes_and_alignments() {
    check(|_| (), |_| 0);
    check(|_| Nothing, |_| 0);
    check(|n| n as u8, |n| *n as usize);
    check(|n| Aligned16(n as u64), |n| n.0 as usize);
    check(|n| Aligned64(n as u8), |n| n.0 as usize);
    check(|n| Page(n as u8), |n| n.0 as usize);
    check(|n| vec![n; 50], |n| n[49]);
}

#[test]
fn large_values() {
    check(|n| [n; MAX_SMALL / 8 - 2], |n| n[MAX_SMALL / 8 - 3]);
    check(|n| [n; MAX_SMALL / 8 - 1], |n| n[MAX_SMALL / 8 - 2]);
    check(|n| [Aligned16(n as u64); 5000], |n| n[4999].0 as usize);
}

#[test]
fn references_in_large_values_are_followed_and_remembered() {
    type Number<'gc> = Lock<Option<Gc<'gc, u32>>>;
    struct Large;
    impl Rootable for Large {
        type Root<'gc> = Gc<'gc, [Number<'gc>; 2000]>;
    }
    let mut arena = Arena::<Large>::new(strict(), |mutation| Gc::new(mutation, [const { Lock::new(None) }; 2000])).unwrap();
    arena.collect(Collection::Young);
    for round in 0..3 {
        arena.mutate(|mutation, large| {
            for (index, slot) in large.iter().enumerate().skip(round).step_by(3) {
                slot.set_in(mutation, *large, Some(Gc::new(mutation, index as u32)));
            }
        });
        arena.collect(Collection::Young);
    }
    arena.mutate(|_, large| assert!(large.iter().enumerate().all(|(index, slot)| *slot.get().unwrap() == index as u32)));
}
