//! A heap under a limit on address space. In a program of its own, since the
//! limit is the process's.

#![cfg(target_os = "linux")]

mod toy;

use hearth_gc::Collection;
use toy::{Toy, config};

#[test]
fn the_heap_takes_at_most_half_of_scarce_address_space() {
    let limit = 600 << 20;
    let rlimit = libc::rlimit { rlim_cur: limit, rlim_max: libc::RLIM_INFINITY };
    // SAFETY: a valid structure; no other test shares the process.
    assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_AS, &rlimit) }, 0);
    let mut toy = Toy::new(config());
    let reserved = toy.heap.address_range().len() as u64;
    assert!((limit / 8..=limit / 2).contains(&reserved), "{reserved}");

    // Exhausting it is an error, not the end.
    let mut count = 0;
    while let Ok(node) = toy.try_node(count, 1000) {
        toy.root(node);
        count += 1;
    }
    // Half is for blocks, and four of these fill one but for two per cent.
    assert!(u64::from(count) * 8016 > reserved / 2 * 97 / 100);
    toy.roots.precise.clear();
    toy.collect(Collection::Full);
    toy.node(0, 1);
}
