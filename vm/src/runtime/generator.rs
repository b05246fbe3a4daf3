//! Generators, async functions and async generators: what resumes their frames
//! (sec-generator-objects, sec-asyncgenerator-objects).

use super::suspended::State;
pub use super::suspended::{GeneratorKind, Outcome, Resumption, Suspended, data_of, generator_of};
use crate::builtins::promise;
use crate::builtins::table::{Method, method};
use crate::bytecode::Op;
use crate::heap::{Gc, Kind, Payload};
use crate::interp::activation::Activation;
use crate::interp::frame::{Frame, frame_flags};
use crate::interp::leave::{self, Completion, Left};
use crate::interp::{call, dispatch, tier};
use crate::object::function::Args;
use crate::object::layout::trace_value;
use crate::object::{Function, Object, ShapeId};
use crate::runtime::completion::{JsResult, Throw};
use crate::runtime::iteration::IteratorRecord;
use crate::runtime::realm::Intrinsic;
use crate::script::Script;
use crate::value::Value;
use crate::vm::Vm;
use hearth_gc::Tracer;
use std::cell::Cell;

/// OrdinaryCreateFromConstructor for a generator function's new generator.
pub fn create(vm: &mut Vm, function: Value, kind: GeneratorKind, registers: u32) -> JsResult<Value> {
    let function: Gc<Function> = function.to_cell().expect("the running function");
    let shape = match function.instance_shape.get() {
        ShapeId::NONE => shape_of_generators(vm, function, kind)?,
        shape => shape,
    };
    vm.alloc_generator(shape, kind, registers)
}

/// The shape of what a generator function makes, which it remembers: it is no constructor.
#[cold]
fn shape_of_generators(vm: &mut Vm, function: Gc<Function>, kind: GeneratorKind) -> JsResult<ShapeId> {
    let prototype = vm.get(function.as_object(), vm.names.prototype)?;
    if let Some(prototype) = prototype.to_cell::<Object>() {
        let shape = vm.root_shape(Kind::Generator, 0, 0, prototype.value());
        function.instance_shape.set(shape);
        return Ok(shape);
    }
    let default = if kind == GeneratorKind::Sync { Intrinsic::GeneratorPrototype } else { Intrinsic::AsyncGeneratorPrototype };
    let realm = function.script().data().realm;
    let prototype = vm.realms[realm as usize].intrinsic(default);
    Ok(vm.root_shape(Kind::Generator, 0, 0, prototype.value()))
}

/// Puts a suspended frame on the stacks and runs it until it suspends or ends.
fn resume(vm: &mut Vm, cell: Value, how: Resumption, value: Value) -> JsResult<Value> {
    let script = data_of(cell).script.get().expect("a suspended script");
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
        debug_assert_eq!(data.registers().len(), count);
        core::ptr::copy_nonoverlapping(data.registers().as_ptr(), fp, count);
        data.forget_registers();
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
            tier::run_resumed(vm, Activation(frame))
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
        State::Start if how != Resumption::Next => complete(data),
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
                complete(data);
                Ok((value, true))
            }
        },
        Err(throw) => {
            complete(data);
            Err(throw)
        }
    }
}

fn complete(data: &Suspended) {
    data.state.set(State::Completed);
    data.forget_registers();
}

fn this_generator(vm: &mut Vm, args: &Args<'_>, kind: GeneratorKind, method: &str) -> JsResult<Value> {
    match generator_of(args.this) {
        Some(data) if data.kind() == kind => Ok(args.this),
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
                    complete(data);
                } else {
                    data.state.set(State::Yield);
                }
                Ok((value, done))
            }
            Err(throw) => {
                complete(data);
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
    if data_of(cell).kind() == GeneratorKind::Async {
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
                complete(data);
                answer(vm, generator, Ok((value, true)));
            }
        },
        Err(throw) => {
            complete(data);
            answer(vm, generator, Err(throw));
        }
    }
    true
}

/// AsyncGeneratorCompleteStep (sec-asyncgeneratorcompletestep).
fn answer(vm: &mut Vm, generator: Value, result: JsResult<(Value, bool)>) {
    let Some(request) = vm.take_request(generator) else { return };
    let promise = request.promise;
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
        let Some((how, value)) = data.first_request().map(|r| (r.how(), r.value)) else { return };
        match data.state.get() {
            State::Executing | State::AwaitingReturn => return,
            State::Start if how != Resumption::Next => complete(data),
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
            vm.add_request(generator, how, args.get(0), promise);
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
    static UNWRAP_VALUE: Method = method("", 1, unwrap_value);
    static CLOSE_AND_REJECT: Method = method("", 1, close_and_reject);
    let fulfilled = vm.new_capturing(&UNWRAP_VALUE, Value::bool(done), promise).value();
    let iterator = match close {
        Some(record) if !done => vm.visible_iterator(&record).unwrap_or(Value::UNDEFINED),
        _ => Value::UNDEFINED,
    };
    let rejected = vm.new_capturing(&CLOSE_AND_REJECT, iterator, promise).value();
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
