//! The cells of generators and async functions, which hold the frame while it is suspended.
//!
//! ```text
//!  0  Object: a generator object's; of an async function, its header and two null words
//! 24  what it is, how far it has come, where it goes on
//! 64  room for the registers of the frame, of which the first `saved` are values
//! ```
//! Invariants on which the `unsafe` blocks rest:
//! 1. Cells of kinds `Generator` and `AsyncFrame`, and no others, have this layout.
//! 2. There is room for `capacity` registers, which never changes; the first `saved` were written.

use crate::heap::cell::GcField;
use crate::heap::{CellType, Gc, Kind, Record, Tracer};
use crate::object::layout::{Object, trace_object_fields, trace_value};
use crate::rules::{Rule, holds};
use crate::script::Script;
use crate::value::{Value, tag};
use crate::vm::Vm;
use core::cell::{Cell, UnsafeCell};
use core::ptr::NonNull;
use hearth_gc::{Header, Liveness};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GeneratorKind {
    Sync,
    Async,
    AsyncFunction,
}

/// How a suspended function goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resumption {
    Next = 0,
    Throw = 1,
    Return = 2,
}

/// Why a run of a resumable function ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    Yielded,
    /// With a result object that is passed on as it is (`yield*`).
    YieldedResult,
    Awaiting,
    Returned,
    Threw,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum State {
    Start,
    Yield,
    Executing,
    AwaitingReturn,
    Completed,
}

/// The internal slots of a generator, or the state of a call of an async function.
#[repr(C)]
pub struct Suspended {
    _object: Object,
    kind: GeneratorKind,
    pub(super) state: Cell<State>,
    pub(super) outcome: Cell<Outcome>,
    /// The registers were saved since the last collection, which has not looked at them yet: those that
    /// are not live may be words of cells that have gone. See `SuspendedFrames`.
    is_fresh: Cell<bool>,
    saved: Cell<u32>,
    capacity: u32,
    pub(super) offset: Cell<u32>,
    pub(super) argc: Cell<u32>,
    pub(super) script: GcField<Script>,
    /// Async functions: what the call returned. Async generators: the last of the requests that are
    /// not answered yet, whose next is the first of them; undefined without any.
    promise_or_last: Cell<Value>,
}

const REGISTERS: usize = size_of::<Suspended>();
const _: () = assert!(REGISTERS == 64);

/// A request to an async generator.
#[repr(C)]
pub(super) struct Request {
    _header: UnsafeCell<Header>,
    next: Cell<Value>,
    how: Value,
    pub value: Value,
    pub promise: Value,
}

// SAFETY: repr(C), header first, sole layout of its kind.
unsafe impl CellType for Request {
    const TAG: u16 = tag::CELL;
    fn is_kind(kind: Kind) -> bool {
        kind == Kind::Request
    }
}
// SAFETY: all fields but the header are values.
unsafe impl Record for Request {
    const KIND: Kind = Kind::Request;
}

impl Request {
    pub fn how(&self) -> Resumption {
        match self.how.as_int() {
            0 => Resumption::Next,
            1 => Resumption::Throw,
            _ => Resumption::Return,
        }
    }
}

impl Suspended {
    /// Bytes of a cell with room for so many registers.
    pub(crate) const fn size_for(registers: u32) -> usize {
        REGISTERS + registers as usize * size_of::<Value>()
    }

    /// Writes the fields after the object part of a fresh cell.
    ///
    /// # Safety
    /// `cell` was just allocated with `size_for(registers)` bytes.
    pub(crate) unsafe fn init(cell: NonNull<Header>, kind: GeneratorKind, promise: Value, registers: u32) {
        // SAFETY: by contract.
        unsafe {
            let at = cell.cast::<Suspended>().as_ptr();
            (&raw mut (*at).kind).write(kind);
            (&raw mut (*at).state).write(Cell::new(State::Start));
            (&raw mut (*at).outcome).write(Cell::new(Outcome::Awaiting));
            (&raw mut (*at).is_fresh).write(Cell::new(false));
            (&raw mut (*at).saved).write(Cell::new(0));
            (&raw mut (*at).capacity).write(registers);
            (&raw mut (*at).offset).write(Cell::new(0));
            (&raw mut (*at).argc).write(Cell::new(0));
            (&raw mut (*at).script).write(GcField::null());
            (&raw mut (*at).promise_or_last).write(Cell::new(promise));
        }
    }

    pub fn kind(&self) -> GeneratorKind {
        self.kind
    }
    /// Undefined but for async functions.
    pub fn promise(&self) -> Value {
        if self.kind == GeneratorKind::AsyncFunction { self.promise_or_last.get() } else { Value::UNDEFINED }
    }
    pub fn set_outcome(&self, outcome: Outcome) {
        self.outcome.set(outcome);
    }

    #[inline(always)]
    fn data(&self) -> *mut Value {
        (self as *const Suspended as usize + REGISTERS) as *mut Value
    }
    /// The registers that are saved.
    pub(super) fn registers(&self) -> &[Value] {
        // SAFETY: invariant 2.
        unsafe { core::slice::from_raw_parts(self.data(), self.saved.get() as usize) }
    }
    /// Nothing is saved any more.
    pub(super) fn forget_registers(&self) {
        self.saved.set(0);
    }
    /// Keeps a frame. The caller runs the write barrier on the cell, and notes it among the suspended
    /// frames unless it is there, which is the result.
    pub fn suspend(&self, registers: &[Value], offset: u32, script: Gc<Script>, argc: u32) -> bool {
        assert!(registers.len() <= self.capacity as usize);
        // SAFETY: invariant 2; the registers of a running frame are on the value stack.
        unsafe { core::ptr::copy_nonoverlapping(registers.as_ptr(), self.data(), registers.len()) };
        self.saved.set(registers.len() as u32);
        self.offset.set(offset);
        self.script.set_no_barrier(Some(script));
        self.argc.set(argc);
        self.is_fresh.replace(true)
    }

    /// The request that is to be answered next.
    pub(super) fn first_request(&self) -> Option<Gc<Request>> {
        let last: Gc<Request> = self.promise_or_last.get().to_cell()?;
        last.next.get().to_cell()
    }
}

/// The state of a generator object or of an async function.
#[inline(always)]
pub fn data_of<'a>(cell: Value) -> &'a Suspended {
    let header = cell.header().filter(|cell| matches!(Kind::of(*cell), Kind::Generator | Kind::AsyncFrame));
    // SAFETY: invariant 1; the running frame, or the caller's stack, keeps the cell alive.
    unsafe { header.expect("the cell of a resumable frame").cast::<Suspended>().as_ref() }
}

/// The state of a generator object, if the value is one.
#[inline]
pub fn generator_of<'a>(value: Value) -> Option<&'a Suspended> {
    let object = value.to_cell::<Object>().filter(|object| object.kind() == Kind::Generator)?;
    Some(data_of(object.value()))
}

/// # Safety
/// `cell` is a live `Suspended`.
pub unsafe fn trace(cell: NonNull<Header>, tracer: &mut Tracer) {
    // SAFETY: by contract.
    let suspended = unsafe {
        trace_object_fields(cell, tracer);
        cell.cast::<Suspended>().as_ref()
    };
    tracer.mark_opt(suspended.script.header());
    trace_value(suspended.promise_or_last.get(), tracer);
    if !suspended.is_fresh.get() || !holds(Rule::SuspendedFrames) {
        for value in suspended.registers() {
            trace_value(*value, tracer);
        }
    }
}

/// # Safety
/// `cell` is a `Suspended` with its capacity set.
pub unsafe fn size(cell: NonNull<Header>) -> usize {
    // SAFETY: by contract.
    Suspended::size_for(unsafe { cell.cast::<Suspended>().as_ref() }.capacity)
}

impl Vm {
    /// Adds a request to the queue of an async generator.
    pub(super) fn add_request(&mut self, generator: Value, how: Resumption, value: Value, promise: Value) {
        let data = data_of(generator);
        let request: Gc<Request> = self.new_record([Value::UNDEFINED, Value::int(how as i32), value, promise]);
        match data.promise_or_last.replace(request.value()).to_cell::<Request>() {
            Some(last) => {
                request.next.set(last.next.replace(request.value()));
                self.write_barrier(last.header());
            }
            None => request.next.set(request.value()),
        }
        if let Some(header) = generator.header() {
            self.write_barrier(header);
        }
    }

    /// Takes the first request out of the queue of an async generator.
    pub(super) fn take_request(&mut self, generator: Value) -> Option<Gc<Request>> {
        let data = data_of(generator);
        let last: Gc<Request> = data.promise_or_last.get().to_cell()?;
        let first: Gc<Request> = last.next.get().to_cell()?;
        if first == last {
            data.promise_or_last.set(Value::UNDEFINED);
        } else {
            last.next.set(first.next.get());
            self.write_barrier(last.header());
        }
        Some(first)
    }
}

/// The resumable frames that were saved since the last collection.
///
/// A register that is not live may hold what a callee has left there, or what was there before: a word
/// of a cell that nobody keeps alive. On the value stack such words are ambiguous, so they are so here
/// until a collection has found out which of them are cells; the others are forgotten. The saved copy
/// is precise from then on, and keeps no garbage alive for longer than that.
#[derive(Default)]
pub struct SuspendedFrames {
    // unrooted: only what survives the next collection is looked at after it.
    owners: Vec<Value>,
}

impl SuspendedFrames {
    pub fn note(&mut self, owner: Value) {
        self.owners.push(owner);
    }

    /// The saved registers, as words that may be cells.
    pub fn ambiguous_ranges(&self, scan: &mut dyn FnMut(*const u64, *const u64)) {
        for owner in &self.owners {
            let range = data_of(*owner).registers().as_ptr_range();
            scan(range.start.cast(), range.end.cast());
        }
    }

    /// Marking is done, and has marked those that are cells.
    pub fn settle(&mut self, liveness: &Liveness) {
        let is_live = |value: Value| value.header().is_none_or(|cell| liveness.is_live(cell));
        for owner in self.owners.drain(..).filter(|owner| is_live(*owner)) {
            let data = data_of(owner);
            for i in 0..data.registers().len() {
                // SAFETY: invariant 2; no reference to the registers is held.
                unsafe {
                    let register = data.data().add(i);
                    if !is_live(*register) {
                        *register = Value::UNDEFINED;
                    }
                }
            }
            data.is_fresh.set(false);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Options;
    use crate::runtime::realm::Intrinsic;
    use hearth_gc::Collection;

    /// The addresses of objects that nothing refers to, inverted.
    #[inline(never)]
    fn hidden_objects(vm: &mut Vm) -> Vec<u64> {
        (0..64).map(|_| !(vm.new_object().address() as u64)).collect()
    }

    fn new_generator(vm: &mut Vm, registers: u32) -> Value {
        let prototype = vm.intrinsic(Intrinsic::GeneratorPrototype);
        let shape = vm.root_shape(Kind::Generator, 0, 0, prototype.value());
        vm.alloc_generator(shape, GeneratorKind::Sync, registers).expect("there is room")
    }

    #[test]
    fn saved_words_of_cells_that_have_gone_are_forgotten() {
        let mut vm = Vm::new(Options::default()).expect("a machine can be made");
        let hidden = hidden_objects(&mut vm);
        vm.collect_garbage(Collection::Full);
        let cell = new_generator(&mut vm, hidden.len() as u32);
        let data = data_of(cell);
        // The generator may be where one of them was.
        let gone: Vec<u64> = hidden.into_iter().filter(|word| vm.heap.contains(!*word as usize).is_none()).collect();
        assert!(!gone.is_empty(), "nothing keeps them alive");
        for (i, word) in gone.iter().enumerate() {
            // SAFETY: there is room for as many.
            unsafe { data.data().add(i).write(Value::cell(tag::OBJECT, !*word as usize)) };
        }
        data.saved.set(gone.len() as u32);
        data.is_fresh.set(true);
        vm.interp.suspended.note(cell);
        vm.collect_garbage(Collection::Full);
        assert_eq!(data.registers().len(), gone.len());
        assert!(data.registers().iter().all(|value| *value == Value::UNDEFINED));
    }

    #[test]
    fn frames_of_any_size_survive_with_what_they_have_saved() {
        let mut vm = Vm::new(Options::default()).expect("a machine can be made");
        for count in [0, 1, 20, 246, 248, 300, 5000] {
            let cell = new_generator(&mut vm, count);
            let data = data_of(cell);
            for i in 0..count {
                let object = vm.new_object();
                object.set_slot(&mut vm.heap, 0, 4, Value::int(i as i32));
                // SAFETY: there is room for as many.
                unsafe { data.data().add(i as usize).write(object.value()) };
                data.saved.set(i + 1);
                vm.write_barrier(cell.header().expect("a cell"));
                if i % 64 == 0 {
                    vm.collect_garbage(Collection::Young);
                }
            }
            vm.collect_garbage(Collection::Full);
            for (i, value) in data.registers().iter().enumerate() {
                let object = value.to_cell::<Object>().expect("an object");
                assert_eq!(object.slot(0, 4), Value::int(i as i32));
            }
        }
    }

    #[test]
    fn requests_are_answered_in_their_order() {
        let mut vm = Vm::new(Options { gc_stress: 1, ..Options::default() }).expect("a machine can be made");
        let generator = new_generator(&mut vm, 0);
        for round in 0..3 {
            for i in 0..4 {
                vm.add_request(generator, Resumption::Throw, Value::int(round * 10 + i), Value::UNDEFINED);
            }
            assert_eq!(data_of(generator).first_request().map(|r| r.value), Some(Value::int(round * 10)));
            for i in 0..4 {
                let request = vm.take_request(generator).expect("there is one");
                assert_eq!((request.value, request.how()), (Value::int(round * 10 + i), Resumption::Throw));
            }
            assert!(vm.take_request(generator).is_none());
        }
    }
}
