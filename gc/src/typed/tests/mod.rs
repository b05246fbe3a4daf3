//! Tests of the typed layer, in safe code but for what looks into the heap.
//!
//! All run with every verifier on and with dead memory overwritten.

mod drops;
mod edges;
mod failures;
mod layouts;

use std::cell::RefCell;
use std::rc::Rc;

use super::*;
use crate::{Collection, Config, trace_fields};

/// Every check that a heap has.
fn strict() -> Config {
    Config { verify: true, verify_barriers: true, poison: true, ..Config::default() }
}

/// Numbers of the values that were dropped, in order.
type Log = Rc<RefCell<Vec<u32>>>;

trace_fields! {
    /// Writes its number to the log when it is dropped.
    struct Noted {
        number: u32,
        log: Log,
    }

    struct Node<'gc> {
        note: Noted,
        next: Lock<Option<Gc<'gc, Node<'gc>>>>,
    }
}

impl Drop for Noted {
    fn drop(&mut self) {
        self.log.borrow_mut().push(self.number);
    }
}

/// Arenas whose root is a list of nodes.
struct Nodes;
impl Rootable for Nodes {
    type Root<'gc> = Vec<Gc<'gc, Node<'gc>>>;
}

fn nodes(config: Config) -> (Arena<Nodes>, Log) {
    (Arena::new(config, |_| Vec::new()).expect("address space for a test heap"), Log::default())
}

fn node<'gc>(mutation: &Mutation<'gc>, log: &Log, number: u32) -> Gc<'gc, Node<'gc>> {
    Gc::new(mutation, Node { note: Noted { number, log: log.clone() }, next: Lock::new(None) })
}

/// The numbers since the last call, in ascending order.
fn dropped(log: &Log) -> Vec<u32> {
    let mut numbers = log.take();
    numbers.sort_unstable();
    numbers
}
