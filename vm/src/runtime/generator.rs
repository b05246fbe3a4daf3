//! Generators, async functions and async generators: suspended frames, and what
//! resumes them (sec-generator-objects, sec-asyncgenerator-objects).

use crate::builtins::promise;
use crate::bytecode::Op;
use crate::heap::{Gc, Kind, Payload};
use crate::interp::frame::{Frame, frame_flags};
use crate::interp::leave::{self, Completion, Left};
use crate::interp::{call, dispatch};
use crate::object::function::Args;
use crate::object::layout::{InternalCell, trace_value};
use crate::object::{Function, Object};
use crate::rules::{Rule, holds};
use crate::runtime::completion::{JsResult, Throw};
use crate::runtime::iteration::IteratorRecord;
use crate::runtime::realm::Intrinsic;
use crate::script::Script;
use crate::value::Value;
use crate::vm::Vm;
use hearth_gc::{Liveness, Tracer};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

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
enum State {
    Start,
    Yield,
    Executing,
    AwaitingReturn,
    Completed,
}

struct Request {
    how: Resumption,
    value: Value,
    promise: Value,
}

/// The internal slots of a generator, or the state of an async function.
pub struct GeneratorData {
    kind: GeneratorKind,
    state: Cell<State>,
    outcome: Cell<Outcome>,
    // unrooted: the payload's trace visits them.
    registers: RefCell<Vec<Value>>,
    /// The registers were saved since the last collection, which has not looked at them yet: those that
    /// are not live may be words of cells that have gone. See `SuspendedFrames`.
    is_fresh: Cell<bool>,
    script: Cell<Value>,
    offset: Cell<u32>,
    argc: Cell<u32>,
    /// Async functions: what the call returned.
    promise: Value,
    /// Async generators: requests not answered yet.
    queue: RefCell<VecDeque<Request>>,
}

impl Payload for GeneratorData {
    fn trace(&self, tracer: &mut Tracer) {
        let registers = self.registers.borrow();
        for value in registers.iter().filter(|_| !self.is_fresh.get() || !holds(Rule::SuspendedFrames)) {
            trace_value(*value, tracer);
        }
        trace_value(self.script.get(), tracer);
        trace_value(self.promise, tracer);
        for request in self.queue.borrow().iter() {
            trace_value(request.value, tracer);
            trace_value(request.promise, tracer);
        }
    }
    fn external_size(&self) -> usize {
        self.registers.borrow().capacity() * size_of::<Value>()
    }
}

impl GeneratorData {
    pub fn new(kind: GeneratorKind, promise: Value) -> GeneratorData {
        GeneratorData {
            kind,
            state: Cell::new(State::Start),
            outcome: Cell::new(Outcome::Awaiting),
            registers: RefCell::default(),
            is_fresh: Cell::new(false),
            script: Cell::new(Value::UNDEFINED),
            offset: Cell::new(0),
            argc: Cell::new(0),
            promise,
            queue: RefCell::default(),
        }
    }
    pub fn kind(&self) -> GeneratorKind {
        self.kind
    }
    pub fn is_sync(&self) -> bool {
        self.kind == GeneratorKind::Sync
    }
    /// Undefined but for async functions.
    pub fn promise(&self) -> Value {
        self.promise
    }
    pub fn set_outcome(&self, outcome: Outcome) {
        self.outcome.set(outcome);
    }
    /// Keeps a frame. The caller runs the write barrier on the owner, and notes it among the suspended
    /// frames unless it is there, which is the result.
    pub fn suspend(&self, vm: &mut Vm, registers: &[Value], offset: u32, script: Gc<Script>, argc: u32) -> bool {
        let before = self.external_size();
        let mut saved = self.registers.borrow_mut();
        saved.clear();
        saved.reserve_exact(registers.len());
        saved.extend_from_slice(registers);
        drop(saved);
        vm.heap.external(self.external_size() as isize - before as isize);
        self.offset.set(offset);
        self.script.set(script.value());
        self.argc.set(argc);
        self.is_fresh.replace(true)
    }
    fn complete(&self, vm: &mut Vm) {
        self.state.set(State::Completed);
        vm.heap.external(-(self.external_size() as isize));
        *self.registers.borrow_mut() = Vec::new();
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
            let range = data_of(*owner).registers.borrow().as_ptr_range();
            scan(range.start.cast(), range.end.cast());
        }
    }

    /// Marking is done, and has marked those that are cells.
    pub fn settle(&mut self, liveness: &Liveness) {
        let is_live = |value: Value| value.header().is_none_or(|cell| liveness.is_live(cell));
        for owner in self.owners.drain(..).filter(|owner| is_live(*owner)) {
            let data = data_of(owner);
            data.registers.borrow_mut().iter_mut().filter(|value| !is_live(**value)).for_each(|value| *value = Value::UNDEFINED);
            data.is_fresh.set(false);
        }
    }
}

/// The data of a generator object or of an async function's cell.
pub fn data_of<'a>(cell: Value) -> &'a GeneratorData {
    if let Some(data) = cell.payload::<GeneratorData>() {
        return data;
    }
    let cell: Gc<InternalCell> = cell.to_cell().expect("the cell of a resumable frame");
    // SAFETY: the payload lives as long as its cell, which the running frame (or the
    // caller's stack) keeps alive.
    unsafe { (*cell.as_ptr()).payload::<GeneratorData>().map(|d| &*(d as *const GeneratorData)) }.expect("the state of a resumable frame")
}

/// OrdinaryCreateFromConstructor for a generator function's new generator.
pub fn create(vm: &mut Vm, function: Value, kind: GeneratorKind) -> JsResult<Value> {
    let function: Gc<Function> = function.to_cell().expect("the running function");
    let prototype = vm.get(function.as_object(), vm.names.prototype)?;
    let default = if kind == GeneratorKind::Sync { Intrinsic::GeneratorPrototype } else { Intrinsic::AsyncGeneratorPrototype };
    let realm = function.script().data().realm;
    let prototype = prototype.to_cell::<Object>().unwrap_or_else(|| vm.realms[realm as usize].intrinsic(default));
    let data = GeneratorData::new(kind, Value::UNDEFINED);
    Ok(vm.new_payload_object(Kind::Generator, prototype, Box::new(data)).value())
}

/// Puts a suspended frame on the stacks and runs it until it suspends or ends.
fn resume(vm: &mut Vm, cell: Value, how: Resumption, value: Value) -> JsResult<Value> {
    let script: Gc<Script> = data_of(cell).script.get().to_cell().expect("a suspended script");
    if !vm.has_native_stack() {
        return Err(call::stack_overflow(vm));
    }
    vm.in_realm(script.data().realm, |vm| resume_frame(vm, cell, script, how, value))
}

fn resume_frame(vm: &mut Vm, cell: Value, script: Gc<Script>, how: Resumption, value: Value) -> JsResult<Value> {
    let data = data_of(cell);
    let count = script.registers.get() as usize;
    let fp = vm.cx.sp;
    // SAFETY: room is checked; the registers were saved from a frame of the same
    // script, and the offset is that of an instruction of it.
    unsafe {
        let frame = vm.cx.frame_top;
        if fp.add(count) > vm.cx.value_limit || frame >= vm.cx.frame_limit {
            return Err(call::stack_overflow(vm));
        }
        core::ptr::copy_nonoverlapping(data.registers.borrow().as_ptr(), fp, count);
        let mut pc = script.insns.get().add(data.offset.get() as usize);
        let insn = *pc;
        let throws = insn.op() == Op::Await && how == Resumption::Throw;
        if !throws {
            *fp.add(insn.a as usize) = value;
            if insn.op() == Op::Yield {
                *fp.add(insn.c as usize) = Value::int(how as i32);
            }
            pc = pc.add(1);
        }
        *frame = Frame { fp, pc, script, argc: data.argc.get(), flags: frame_flags::ENTRY | frame_flags::RESUMED, new_target: cell };
        vm.cx.frame_top = frame.add(1);
        vm.cx.sp = fp.add(count);
        let result = if throws {
            match leave::leave(vm, Completion::Throw(Throw(value))) {
                Left::Resume => dispatch::run(vm),
                Left::Entry(result) => result,
            }
        } else {
            dispatch::run(vm)
        };
        vm.cx.sp = fp;
        result
    }
}

/// GeneratorResume and GeneratorResumeAbrupt (sec-generatorresume): value and done.
pub fn resume_sync(vm: &mut Vm, generator: Value, how: Resumption, value: Value) -> JsResult<(Value, bool)> {
    let data = data_of(generator);
    match data.state.get() {
        State::Executing => return Err(vm.type_error("Generator is already running")),
        State::Start if how != Resumption::Next => data.complete(vm),
        _ => {}
    }
    if data.state.get() == State::Completed {
        return match how {
            Resumption::Next => Ok((Value::UNDEFINED, true)),
            Resumption::Return => Ok((value, true)),
            Resumption::Throw => Err(Throw(value)),
        };
    }
    data.state.set(State::Executing);
    let result = resume(vm, generator, how, value);
    match result {
        Ok(value) => match data.outcome.get() {
            Outcome::Yielded => {
                data.state.set(State::Yield);
                Ok((value, false))
            }
            Outcome::YieldedResult => {
                data.state.set(State::Yield);
                vm.iterator_result(value)
            }
            _ => {
                data.complete(vm);
                Ok((value, true))
            }
        },
        Err(throw) => {
            data.complete(vm);
            Err(throw)
        }
    }
}

fn this_generator(vm: &mut Vm, args: &Args<'_>, kind: GeneratorKind, method: &str) -> JsResult<Value> {
    match args.this.payload::<GeneratorData>() {
        Some(data) if data.kind == kind => Ok(args.this),
        _ => {
            let text = crate::interp::describe::value_text(vm, args.this);
            Err(vm.type_error(format!("{method} method called on incompatible receiver {text}")))
        }
    }
}

fn step(vm: &mut Vm, args: &Args<'_>, how: Resumption, method: &str) -> JsResult<Value> {
    let generator = this_generator(vm, args, GeneratorKind::Sync, method)?;
    let data = data_of(generator);
    // A result object of `yield*` goes to the caller as it is.
    let (value, done) = resume_sync_raw(vm, generator, how, args.get(0))?;
    if data.outcome.get() == Outcome::YieldedResult && !done && data.state.get() == State::Yield {
        return Ok(value);
    }
    Ok(vm.create_iter_result_object(value, done).value())
}

/// As `resume_sync`, but the value of a `yield*` is the result object.
fn resume_sync_raw(vm: &mut Vm, generator: Value, how: Resumption, value: Value) -> JsResult<(Value, bool)> {
    let data = data_of(generator);
    if data.state.get() == State::Yield {
        data.state.set(State::Executing);
        return match resume(vm, generator, how, value) {
            Ok(value) => {
                let done = data.outcome.get() == Outcome::Returned;
                if done {
                    data.complete(vm);
                } else {
                    data.state.set(State::Yield);
                }
                Ok((value, done))
            }
            Err(throw) => {
                data.complete(vm);
                Err(throw)
            }
        };
    }
    if data.state.get() == State::Start && how == Resumption::Next {
        data.state.set(State::Yield);
        return resume_sync_raw(vm, generator, how, value);
    }
    resume_sync(vm, generator, how, value)
}

/// %GeneratorPrototype%.next (sec-generator.prototype.next).
pub fn generator_next(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    step(vm, args, Resumption::Next, "next")
}
/// %GeneratorPrototype%.return (sec-generator.prototype.return).
pub fn generator_return(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    step(vm, args, Resumption::Return, "return")
}
/// %GeneratorPrototype%.throw (sec-generator.prototype.throw).
pub fn generator_throw(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    step(vm, args, Resumption::Throw, "throw")
}

// ---- await

/// Goes on with the function of `cell` when what it awaits is settled.
pub fn resume_awaiting(vm: &mut Vm, cell: Value, fulfilled: bool, value: Value) -> JsResult<()> {
    let how = if fulfilled { Resumption::Next } else { Resumption::Throw };
    let result = resume(vm, cell, how, value);
    if data_of(cell).kind == GeneratorKind::Async {
        if settle(vm, cell, result) {
            pump(vm, cell);
        }
        return Ok(());
    }
    // An async function that throws has rejected its promise; only an overflow gets here.
    result.map(|_| ())
}

/// The promise that a value is known to be.
pub fn promise_object(value: Value) -> Gc<Object> {
    value.to_cell().expect("a promise")
}

// ---- async generators

/// Answers the request that a run was for. False: the run awaits something, there is no answer yet.
fn settle(vm: &mut Vm, generator: Value, result: JsResult<Value>) -> bool {
    let data = data_of(generator);
    match result {
        Ok(value) => match data.outcome.get() {
            Outcome::Awaiting => return false,
            Outcome::Yielded | Outcome::YieldedResult => {
                data.state.set(State::Yield);
                answer(vm, generator, Ok((value, false)));
            }
            _ => {
                data.complete(vm);
                answer(vm, generator, Ok((value, true)));
            }
        },
        Err(throw) => {
            data.complete(vm);
            answer(vm, generator, Err(throw));
        }
    }
    true
}

/// AsyncGeneratorCompleteStep (sec-asyncgeneratorcompletestep).
fn answer(vm: &mut Vm, generator: Value, result: JsResult<(Value, bool)>) {
    let request = data_of(generator).queue.borrow_mut().pop_front();
    let Some(Request { promise, .. }) = request else { return };
    match result {
        Ok((value, done)) => {
            let result = vm.create_iter_result_object(value, done).value();
            promise::resolve_promise(vm, promise_object(promise), result);
        }
        Err(throw) => promise::reject_promise(vm, promise_object(promise), throw.0),
    }
}

/// Serves the queue of a generator that is not executing (AsyncGeneratorDrainQueue, sec-asyncgeneratordrainqueue).
fn pump(vm: &mut Vm, generator: Value) {
    let data = data_of(generator);
    loop {
        let Some((how, value)) = data.queue.borrow().front().map(|r| (r.how, r.value)) else { return };
        match data.state.get() {
            State::Executing | State::AwaitingReturn => return,
            State::Start if how != Resumption::Next => data.complete(vm),
            _ => {}
        }
        if data.state.get() == State::Completed {
            match how {
                Resumption::Next => answer(vm, generator, Ok((Value::UNDEFINED, true))),
                Resumption::Throw => answer(vm, generator, Err(Throw(value))),
                Resumption::Return => {
                    data.state.set(State::AwaitingReturn);
                    match await_return(vm, generator, value) {
                        Ok(()) => return,
                        Err(throw) => {
                            data.state.set(State::Completed);
                            answer(vm, generator, Err(throw));
                        }
                    }
                }
            }
            continue;
        }
        data.state.set(State::Executing);
        let result = resume(vm, generator, how, value);
        if !settle(vm, generator, result) {
            return;
        }
    }
}

/// AsyncGeneratorAwaitReturn (sec-asyncgeneratorawaitreturn).
fn await_return(vm: &mut Vm, generator: Value, value: Value) -> JsResult<()> {
    promise::await_value(vm, value, returned, generator)
}

fn returned(vm: &mut Vm, generator: Value, fulfilled: bool, value: Value) -> JsResult<()> {
    data_of(generator).state.set(State::Completed);
    answer(vm, generator, if fulfilled { Ok((value, true)) } else { Err(Throw(value)) });
    pump(vm, generator);
    Ok(())
}

/// AsyncGeneratorEnqueue and what follows it in `next`, `return` and `throw`.
fn request(vm: &mut Vm, args: &Args<'_>, how: Resumption, method: &str) -> JsResult<Value> {
    let promise = promise::new_promise(vm).value();
    match this_generator(vm, args, GeneratorKind::Async, method) {
        Ok(generator) => {
            let data = data_of(generator);
            data.queue.borrow_mut().push_back(Request { how, value: args.get(0), promise });
            if let Some(header) = generator.header() {
                vm.write_barrier(header);
            }
            pump(vm, generator);
        }
        Err(throw) => promise::reject_promise(vm, promise_object(promise), throw.0),
    }
    Ok(promise)
}

/// %AsyncGeneratorPrototype%.next (sec-asyncgenerator-prototype-next).
pub fn async_generator_next(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    request(vm, args, Resumption::Next, "next")
}
/// %AsyncGeneratorPrototype%.return (sec-asyncgenerator-prototype-return).
pub fn async_generator_return(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    request(vm, args, Resumption::Return, "return")
}
/// %AsyncGeneratorPrototype%.throw (sec-asyncgenerator-prototype-throw).
pub fn async_generator_throw(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    request(vm, args, Resumption::Throw, "throw")
}

// ---- async-from-sync iterators

/// The internal slots of an async-from-sync iterator.
struct AsyncFromSync {
    iterator: Value,
    next: Cell<Value>,
}

impl Payload for AsyncFromSync {
    fn trace(&self, tracer: &mut Tracer) {
        trace_value(self.iterator, tracer);
        trace_value(self.next.get(), tracer);
    }
}

/// CreateAsyncFromSyncIterator (sec-createasyncfromsynciterator).
pub fn create_async_from_sync_iterator(vm: &mut Vm, record: IteratorRecord) -> JsResult<Gc<Object>> {
    let prototype = vm.intrinsic(Intrinsic::AsyncFromSyncIteratorPrototype);
    let payload = AsyncFromSync { iterator: record.iterator, next: Cell::new(record.next) };
    Ok(vm.new_payload_object(Kind::Host, prototype, Box::new(payload)))
}

fn sync_record(args: &Args<'_>) -> IteratorRecord {
    let data = args.this.payload::<AsyncFromSync>().expect("only async iteration sees these objects");
    IteratorRecord { iterator: data.iterator, next: data.next.get(), done: false }
}

/// %AsyncFromSyncIteratorPrototype%.next (sec-%asyncfromsynciteratorprototype%.next).
pub fn async_from_sync_next(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let mut record = sync_record(args);
    let promise = promise::new_promise(vm).value();
    let step = if record.array().is_some() {
        let step = vm.iterator_step_value(&mut record);
        if let Some(data) = args.this.payload::<AsyncFromSync>() {
            data.next.set(record.next);
        }
        step.map(|value| (value.unwrap_or(Value::UNDEFINED), value.is_none()))
    } else {
        vm.call(record.next, record.iterator, args.args).and_then(|result| sync_result(vm, result))
    };
    continue_async(vm, step, promise, Some(record));
    Ok(promise)
}

/// Value and done of a result object, the value being read in any case.
fn sync_result(vm: &mut Vm, result: Value) -> JsResult<(Value, bool)> {
    let Some(object) = result.to_cell::<Object>() else {
        let text = crate::interp::describe::value_text(vm, result);
        return Err(vm.type_error(format!("Iterator result {text} is not an object")));
    };
    let done = vm.get(object, vm.names.done)?;
    let value = vm.get(object, vm.names.value)?;
    Ok((value, crate::runtime::operators::to_boolean(done)))
}

/// AsyncFromSyncIteratorContinuation (sec-asyncfromsynciteratorcontinuation).
fn continue_async(vm: &mut Vm, step: JsResult<(Value, bool)>, promise: Value, close: Option<IteratorRecord>) {
    let (value, done) = match step {
        Ok(step) => step,
        Err(throw) => return promise::reject_promise(vm, promise_object(promise), throw.0),
    };
    let wrapper = match promise::promise_resolve(vm, value) {
        Ok(wrapper) => wrapper,
        Err(throw) => {
            let result = match close {
                Some(record) if !done => vm.iterator_close(&record, Err::<(), _>(throw)),
                _ => Err(throw),
            };
            if let Err(throw) = result {
                promise::reject_promise(vm, promise_object(promise), throw.0);
            }
            return;
        }
    };
    let fulfilled = vm.new_native_with("", 1, unwrap_value, Value::bool(done), promise).value();
    let iterator = match close {
        Some(record) if !done => vm.visible_iterator(&record).unwrap_or(Value::UNDEFINED),
        _ => Value::UNDEFINED,
    };
    let rejected = vm.new_native_with("", 1, close_and_reject, iterator, promise).value();
    promise::perform_promise_then(vm, wrapper, fulfilled, rejected, None);
}

fn unwrap_value(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let done = args.callee.data[0].get().as_bool();
    let result = vm.create_iter_result_object(args.get(0), done).value();
    promise::resolve_promise(vm, promise_object(args.callee.data[1].get()), result);
    Ok(Value::UNDEFINED)
}

fn close_and_reject(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let iterator = args.callee.data[0].get();
    let throw = Throw(args.get(0));
    if iterator.is_object() {
        let record = IteratorRecord { iterator, next: Value::UNDEFINED, done: false };
        let _ = vm.iterator_close(&record, Err::<(), _>(throw));
    }
    promise::reject_promise(vm, promise_object(args.callee.data[1].get()), throw.0);
    Ok(Value::UNDEFINED)
}

/// %AsyncFromSyncIteratorPrototype%.return (sec-%asyncfromsynciteratorprototype%.return).
pub fn async_from_sync_return(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let record = sync_record(args);
    let promise = promise::new_promise(vm).value();
    let iterator = vm.visible_iterator(&record).unwrap_or(Value::UNDEFINED);
    let method = if iterator.is_undefined() { Ok(None) } else { vm.get_method(iterator, vm.names.return_) };
    match method {
        Ok(None) => {
            let result = vm.create_iter_result_object(args.get(0), true).value();
            promise::resolve_promise(vm, promise_object(promise), result);
        }
        Ok(Some(method)) => {
            let step = vm.call(method, iterator, args.args).and_then(|result| sync_result(vm, result));
            continue_async(vm, step, promise, None);
        }
        Err(throw) => promise::reject_promise(vm, promise_object(promise), throw.0),
    }
    Ok(promise)
}

/// %AsyncFromSyncIteratorPrototype%.throw (sec-%asyncfromsynciteratorprototype%.throw).
pub fn async_from_sync_throw(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let record = sync_record(args);
    let promise = promise::new_promise(vm).value();
    let key = vm.key("throw");
    let iterator = vm.visible_iterator(&record).unwrap_or(Value::UNDEFINED);
    let method = if iterator.is_undefined() { Ok(None) } else { vm.get_method(iterator, key) };
    let step = match method {
        Ok(None) => {
            let error = vm.type_error("The iterator does not provide a 'throw' method.");
            vm.iterator_close(&record, Ok(())).and(Err(error))
        }
        Ok(Some(method)) => vm.call(method, iterator, args.args).and_then(|result| sync_result(vm, result)),
        Err(throw) => Err(throw),
    };
    continue_async(vm, step, promise, Some(record));
    Ok(promise)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Options;
    use crate::value::tag;
    use hearth_gc::Collection;

    /// The addresses of objects that nothing refers to, inverted.
    #[inline(never)]
    fn hidden_objects(vm: &mut Vm) -> Vec<u64> {
        (0..64).map(|_| !(vm.new_object().address() as u64)).collect()
    }

    #[test]
    fn saved_words_of_cells_that_have_gone_are_forgotten() {
        let mut vm = Vm::new(Options::default()).expect("a machine can be made");
        let hidden = hidden_objects(&mut vm);
        vm.collect_garbage(Collection::Full);
        let gone: Vec<u64> = hidden.into_iter().filter(|word| vm.heap.contains(!*word as usize).is_none()).collect();
        assert!(!gone.is_empty(), "nothing keeps them alive");
        let prototype = vm.intrinsic(Intrinsic::GeneratorPrototype);
        let data = GeneratorData::new(GeneratorKind::Sync, Value::UNDEFINED);
        let cell = vm.new_payload_object(Kind::Generator, prototype, Box::new(data)).value();
        data_of(cell).registers.borrow_mut().extend(gone.iter().map(|word| Value::cell(tag::OBJECT, !*word as usize)));
        data_of(cell).is_fresh.set(true);
        vm.interp.suspended.note(cell);
        vm.collect_garbage(Collection::Full);
        assert_eq!(data_of(cell).registers.borrow().len(), gone.len());
        assert!(data_of(cell).registers.borrow().iter().all(|value| *value == Value::UNDEFINED));
    }
}
