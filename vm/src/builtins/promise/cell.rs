//! The cells of a promise: itself, and the reactions that wait for it.
//!
//! Most promises have one reaction, and none once they are settled: the word that is the
//! result then is the last of the reactions before.

use super::data::AwaitFn;
use crate::heap::{CellType, Gc, Kind, Record, Tracer};
use crate::object::layout::{Object, trace_object_fields, trace_value};
use crate::runtime::rejections::Told;
use crate::value::{Value, tag};
use crate::vm::Vm;
use core::cell::{Cell, UnsafeCell};
use core::ptr::NonNull;
use hearth_gc::Header;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PromiseState {
    Pending,
    Fulfilled,
    Rejected,
}

/// The internal slots of a promise (sec-properties-of-promise-instances).
#[repr(C)]
pub struct Promise {
    _object: Object,
    state: Cell<PromiseState>,
    handled: Cell<bool>,
    told: Cell<Told>,
    /// While it is pending the last of the reactions, or undefined; then the result.
    result: Cell<Value>,
}

// SAFETY: repr(C), starts with an Object, sole layout of its kind.
unsafe impl CellType for Promise {
    const TAG: u16 = tag::OBJECT;
    fn is_kind(kind: Kind) -> bool {
        kind == Kind::Promise
    }
}

const _: () = assert!(size_of::<Promise>() == 40);

impl Gc<Promise> {
    #[inline(always)]
    pub fn as_object(self) -> Gc<Object> {
        // SAFETY: the layout starts with an Object, and its kind is an object kind.
        unsafe { Gc::from_header(self.header()) }
    }
}

impl Promise {
    /// Writes the fields after the object part of a fresh cell.
    ///
    /// # Safety
    /// `promise` was just allocated, its object part written.
    pub(crate) unsafe fn init(promise: Gc<Promise>) {
        // SAFETY: by contract.
        unsafe {
            let at = promise.as_ptr();
            (&raw mut (*at).state).write(Cell::new(PromiseState::Pending));
            (&raw mut (*at).handled).write(Cell::new(false));
            (&raw mut (*at).told).write(Cell::new(Told::No));
            (&raw mut (*at).result).write(Cell::new(Value::UNDEFINED));
        }
    }
    #[inline(always)]
    pub fn state(&self) -> PromiseState {
        self.state.get()
    }
    /// Of a settled promise.
    #[inline(always)]
    pub fn result(&self) -> Value {
        debug_assert_ne!(self.state.get(), PromiseState::Pending);
        self.result.get()
    }
    /// Notes that somebody deals with a rejection: whether somebody did before.
    pub fn handle(&self) -> bool {
        self.handled.replace(true)
    }
    pub fn is_handled(&self) -> bool {
        self.handled.get()
    }
    pub fn tell(&self, told: Told) {
        self.told.set(told);
    }
    pub fn told(&self) -> Told {
        self.told.get()
    }
}

/// # Safety
/// `cell` is a live `Promise`.
pub unsafe fn trace(cell: NonNull<Header>, tracer: &mut Tracer) {
    // SAFETY: by contract.
    unsafe {
        trace_object_fields(cell, tracer);
        trace_value(cell.cast::<Promise>().as_ref().result.get(), tracer);
    }
}

/// PromiseReaction Records, both of one `then` (sec-promisereaction-records), or an await,
/// which needs neither functions nor a derived promise.
#[derive(Clone, Copy)]
pub struct Handlers {
    /// A function, or undefined to pass the result on. Of an await: what its function gets.
    on_fulfilled: Value,
    /// The same. Of an await: its function, see `Handlers::awaiting`.
    on_rejected: Value,
    /// The derived promise; an array of it, resolve and reject; or undefined, if nobody looks at
    /// it. EMPTY: an await.
    derived: Value,
}

/// What is to be done once a promise is settled.
pub enum Reaction {
    Then { handler: Value, derived: Value },
    Await { then: AwaitFn, state: Value },
}

impl Handlers {
    pub fn then(on_fulfilled: Value, on_rejected: Value, derived: Value) -> Handlers {
        Handlers { on_fulfilled, on_rejected, derived }
    }
    pub fn awaiting(then: AwaitFn, state: Value) -> Handlers {
        Handlers { on_fulfilled: state, on_rejected: function_word(then), derived: Value::EMPTY }
    }
    pub fn reaction(self, fulfilled: bool) -> Reaction {
        if self.derived.is_empty() {
            return Reaction::Await { then: function_of(self.on_rejected), state: self.on_fulfilled };
        }
        Reaction::Then { handler: if fulfilled { self.on_fulfilled } else { self.on_rejected }, derived: self.derived }
    }
}

/// A function as a word that no collection mistakes for a cell: its address is below 2^48,
/// and so a (subnormal) double.
pub fn function_word(then: AwaitFn) -> Value {
    Value::double(f64::from_bits(then as usize as u64))
}

/// The function of a word that `function_word` made.
pub fn function_of(word: Value) -> AwaitFn {
    let address = word.0 as usize;
    // SAFETY: all such words are those of `function_word`, which a value carries unchanged.
    unsafe { core::mem::transmute::<usize, AwaitFn>(address) }
}

/// Handlers that wait for a promise, and the asynchronous context of who waits.
#[repr(C)]
pub struct Waiting {
    _header: UnsafeCell<Header>,
    /// The one before it, or undefined.
    previous: Cell<Value>,
    context: Value,
    on_fulfilled: Value,
    on_rejected: Value,
    derived: Value,
}

// SAFETY: repr(C), header first, sole layout of its kind.
unsafe impl CellType for Waiting {
    const TAG: u16 = tag::CELL;
    fn is_kind(kind: Kind) -> bool {
        kind == Kind::Reaction
    }
}
// SAFETY: all fields but the header are values.
unsafe impl Record for Waiting {
    const KIND: Kind = Kind::Reaction;
}

impl Waiting {
    pub fn handlers(&self) -> Handlers {
        Handlers { on_fulfilled: self.on_fulfilled, on_rejected: self.on_rejected, derived: self.derived }
    }
    pub fn context(&self) -> Value {
        self.context
    }
    /// The one after it, in a list that `settle` has given.
    pub fn next(&self) -> Option<Gc<Waiting>> {
        self.previous.get().to_cell()
    }
}

impl Vm {
    /// Has the handlers wait for a promise that is pending.
    pub(super) fn add_waiting(&mut self, promise: Gc<Promise>, handlers: Handlers) {
        debug_assert_eq!(promise.state.get(), PromiseState::Pending);
        let Handlers { on_fulfilled, on_rejected, derived } = handlers;
        let context = self.async_context();
        let waiting: Gc<Waiting> = self.new_record([promise.result.get(), context, on_fulfilled, on_rejected, derived]);
        promise.result.set(waiting.value());
        self.write_barrier(promise.as_object().header());
    }

    /// Settles a pending promise: the first of those that wait for it.
    pub(super) fn settle_promise(&mut self, promise: Gc<Promise>, state: PromiseState, result: Value) -> Option<Gc<Waiting>> {
        debug_assert_eq!(promise.state.get(), PromiseState::Pending);
        let last: Option<Gc<Waiting>> = promise.result.replace(result).to_cell();
        promise.state.set(state);
        self.write_barrier(promise.as_object().header());
        self.in_order(last?)
    }

    /// The first of a list that ends with `last`, in the order in which they came.
    fn in_order(&mut self, last: Gc<Waiting>) -> Option<Gc<Waiting>> {
        let mut next = Value::UNDEFINED;
        let mut at = last;
        loop {
            let previous = at.previous.replace(next);
            if !next.is_undefined() {
                self.write_barrier(at.header());
            }
            next = at.value();
            match previous.to_cell() {
                Some(previous) => at = previous,
                None => return Some(at),
            }
        }
    }
}
