//! What a machine keeps for its embedder: handles, persistent values, how calls end.

use super::error::Reason;
use crate::heap::roots::RootSource;
use crate::object::layout::trace_value;
use crate::value::Value as Raw;
use hearth_gc::Tracer;
use parking_lot::Mutex;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The values that are in use in the entries of a machine, innermost last.
#[derive(Default)]
pub(crate) struct Handles {
    // unrooted: this is a root source.
    values: RefCell<Vec<Raw>>,
}

impl Handles {
    #[inline]
    pub(crate) fn push(&self, value: Raw) {
        self.values.borrow_mut().push(value);
    }
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.values.borrow().len()
    }
    #[inline]
    pub(crate) fn truncate(&self, len: usize) {
        self.values.borrow_mut().truncate(len);
    }
}

impl RootSource for Handles {
    fn trace(&self, tracer: &mut Tracer) {
        for value in self.values.borrow().iter() {
            trace_value(*value, tracer);
        }
    }
}

/// The values that embedders keep, by slot.
#[derive(Default)]
pub(crate) struct Kept {
    // unrooted: this is a root source.
    slots: RefCell<Vec<Raw>>,
    free: RefCell<Vec<u32>>,
}

impl Kept {
    fn insert(&self, value: Raw) -> u32 {
        let mut slots = self.slots.borrow_mut();
        if let Some(slot) = self.free.borrow_mut().pop() {
            slots[slot as usize] = value;
            return slot;
        }
        slots.push(value);
        slots.len() as u32 - 1
    }
    pub(crate) fn get(&self, slot: u32) -> Raw {
        self.slots.borrow()[slot as usize]
    }
    fn remove(&self, slot: u32) {
        self.slots.borrow_mut()[slot as usize] = Raw::UNDEFINED;
        self.free.borrow_mut().push(slot);
    }
}

impl RootSource for Kept {
    fn trace(&self, tracer: &mut Tracer) {
        for value in self.slots.borrow().iter() {
            trace_value(*value, tracer);
        }
    }
}

/// What persistent values know of their machine, from any thread and after its end.
pub(crate) struct Home {
    /// Which machine: no other of the process has, or had, this number.
    pub number: u64,
    /// Slots that nobody holds any more.
    pub released: Mutex<Vec<u32>>,
}

static MACHINES: AtomicU64 = AtomicU64::new(1);

impl Default for Home {
    fn default() -> Home {
        Home { number: MACHINES.fetch_add(1, Ordering::Relaxed), released: Mutex::default() }
    }
}

/// See the module's description.
#[derive(Default)]
pub(crate) struct Embedding {
    pub handles: Rc<Handles>,
    pub kept: Rc<Kept>,
    pub home: Arc<Home>,
    /// Calls of scripts by the embedder that have not returned.
    pub depth: u32,
    /// Why the running call is being ended.
    pub ending: Option<Reason>,
    /// The way to the machine from other threads.
    pub line: Option<Arc<super::limits::Line>>,
    /// How long an outermost call may take.
    pub time_limit: Option<Duration>,
    /// Objects of the classes that were defined, by the type of Rust.
    pub classes: Rc<super::class::Classes>,
    /// Names of the slots that no script sees.
    pub hidden_names: Rc<super::hidden_slot::HiddenNames>,
    /// Futures of host functions.
    #[cfg(feature = "async")]
    pub pending: super::futures::Pending,
}

impl Embedding {
    /// Keeps a value until the slot is released.
    pub(crate) fn keep(&self, value: Raw) -> u32 {
        for slot in self.home.released.lock().drain(..) {
            self.kept.remove(slot);
        }
        self.kept.insert(value)
    }
    /// The states that hold values.
    pub(crate) fn root_sources(&self) -> [Rc<dyn RootSource>; 4] {
        [self.handles.clone(), self.kept.clone(), self.classes.clone(), self.hidden_names.clone()]
    }
}
