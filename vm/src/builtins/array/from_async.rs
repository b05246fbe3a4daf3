//! Array.fromAsync (sec-array.fromasync): the steps of its async closure as a state machine,
//! which goes on each time that what it awaits is settled.

use super::{get_at, index_key, length_of, set_length};
use crate::builtins::checks::require_callable;
use crate::builtins::promise::{await_value, new_promise, reject_promise, resolve_promise};
use crate::heap::{Gc, Payload, Tracer};
use crate::object::function::Args;
use crate::object::layout::{InternalCell, Object, trace_value};
use crate::runtime::completion::{JsResult, Throw};
use crate::runtime::iteration::IteratorRecord;
use crate::value::Value;
use crate::vm::Vm;
use std::cell::Cell;

/// What is being awaited.
#[derive(Clone, Copy, PartialEq)]
enum Awaiting {
    /// The result of the iterator's `next`.
    Step,
    /// An element of an array-like object.
    Element,
    /// The result of the mapping function.
    Mapped,
    /// The result of the iterator's `return`, after which `error` is thrown.
    Close,
}

struct State {
    promise: Value,
    result: Value,
    mapper: Value,
    this_arg: Value,
    /// The async iterator and its `next`, or undefined.
    iterator: Value,
    next: Value,
    /// The array-like object, or undefined.
    source: Value,
    length: u64,
    k: Cell<u64>,
    awaiting: Cell<Awaiting>,
    error: Cell<Value>,
}

impl Payload for State {
    fn trace(&self, tracer: &mut Tracer) {
        let values = [self.promise, self.result, self.mapper, self.this_arg, self.iterator, self.next, self.source, self.error.get()];
        for value in values {
            trace_value(value, tracer);
        }
    }
}

fn state_of<'a>(cell: Value) -> &'a State {
    let cell = cell.to_cell::<InternalCell>().expect("the state");
    // SAFETY: the payload lives as long as its cell, which the caller keeps alive.
    unsafe { &*(cell.payload::<State>().expect("the state") as *const State) }
}

/// Array.fromAsync ( asyncItems [ , mapper [ , thisArg ] ] ).
pub fn from_async(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let promise = new_promise(vm);
    if let Err(Throw(error)) = start(vm, args, promise) {
        reject_promise(vm, promise, error);
    }
    Ok(promise.value())
}

fn start(vm: &mut Vm, args: &Args, promise: Gc<Object>) -> JsResult<()> {
    let (items, mapper) = (args.get(0), args.get(1));
    if !mapper.is_undefined() {
        require_callable(vm, mapper)?;
    }
    let asynchronous = vm.get_method(items, vm.symbols.async_iterator)?;
    let synchronous = if asynchronous.is_none() { vm.get_method(items, vm.symbols.iterator)? } else { None };
    let construct = vm.is_constructor(args.this);
    let mut state = State {
        promise: promise.value(),
        result: Value::UNDEFINED,
        mapper,
        this_arg: args.get(2),
        iterator: Value::UNDEFINED,
        next: Value::UNDEFINED,
        source: Value::UNDEFINED,
        length: 0,
        k: Cell::new(0),
        awaiting: Cell::new(Awaiting::Step),
        error: Cell::new(Value::UNDEFINED),
    };
    if asynchronous.is_some() || synchronous.is_some() {
        state.result = if construct { vm.construct(args.this, &[], args.this)? } else { vm.new_array(&[]).value() };
        let IteratorRecord { iterator, next, .. } = match (asynchronous, synchronous) {
            (None, Some(method)) => {
                let record = vm.get_iterator_from_method(items, method)?;
                let iterator = crate::runtime::generator::create_async_from_sync_iterator(vm, record)?;
                vm.get_iterator_direct(iterator)?
            }
            (method, _) => vm.get_iterator_from_method(items, method.unwrap_or(Value::UNDEFINED))?,
        };
        (state.iterator, state.next) = (iterator, next);
    } else {
        let source = vm.to_object(items)?;
        state.source = source.value();
        state.length = length_of(vm, source)?;
        let length = Value::number(state.length as f64);
        state.result =
            if construct { vm.construct(args.this, &[length], args.this)? } else { super::array_create(vm, state.length)?.value() };
    }
    let cell = vm.new_internal(Box::new(state)).value();
    go_on(vm, cell)
}

/// Awaits the next element, or finishes.
fn go_on(vm: &mut Vm, cell: Value) -> JsResult<()> {
    let state = state_of(cell);
    let k = state.k.get();
    if state.source.is_undefined() {
        let step = vm.call(state.next, state.iterator, &[])?;
        return wait(vm, cell, Awaiting::Step, step);
    }
    if k >= state.length {
        return finish(vm, state);
    }
    let source = state.source.to_cell::<Object>().expect("an object");
    let value = get_at(vm, source, k)?;
    wait(vm, cell, Awaiting::Element, value)
}

fn finish(vm: &mut Vm, state: &State) -> JsResult<()> {
    let result = state.result.to_cell::<Object>().expect("an object");
    set_length(vm, result, state.k.get())?;
    resolve_promise(vm, state.promise, state.result);
    Ok(())
}

fn wait(vm: &mut Vm, cell: Value, what: Awaiting, value: Value) -> JsResult<()> {
    state_of(cell).awaiting.set(what);
    await_value(vm, value, resumed, cell)
}

/// What was awaited is settled.
fn resumed(vm: &mut Vm, cell: Value, fulfilled: bool, value: Value) -> JsResult<()> {
    let state = state_of(cell);
    let what = state.awaiting.get();
    let outcome = match what {
        Awaiting::Close => Err(Throw(state.error.get())),
        _ if !fulfilled => {
            let throw = Throw(value);
            if what == Awaiting::Mapped { close(vm, cell, throw) } else { Err(throw) }
        }
        Awaiting::Step => stepped(vm, cell, value),
        Awaiting::Element => element(vm, cell, value),
        Awaiting::Mapped => define(vm, cell, value).or_else(|throw| close(vm, cell, throw)),
    };
    if let Err(Throw(error)) = outcome {
        reject_promise(vm, state.promise, error);
    }
    Ok(())
}

fn stepped(vm: &mut Vm, cell: Value, step: Value) -> JsResult<()> {
    let (value, done) = vm.iterator_result(step)?;
    if done { finish(vm, state_of(cell)) } else { element(vm, cell, value).or_else(|throw| close(vm, cell, throw)) }
}

fn element(vm: &mut Vm, cell: Value, value: Value) -> JsResult<()> {
    let state = state_of(cell);
    if state.mapper.is_undefined() {
        return define(vm, cell, value);
    }
    let mapped = vm.call(state.mapper, state.this_arg, &[value, Value::number(state.k.get() as f64)])?;
    wait(vm, cell, Awaiting::Mapped, mapped)
}

fn define(vm: &mut Vm, cell: Value, value: Value) -> JsResult<()> {
    let state = state_of(cell);
    let result = state.result.to_cell::<Object>().expect("an object");
    let key = index_key(vm, state.k.get());
    vm.create_data_property_or_throw(result, key, value)?;
    state.k.set(state.k.get() + 1);
    // An error of `next` does not close the iterator: it goes to the promise at once.
    if let Err(Throw(error)) = go_on(vm, cell) {
        reject_promise(vm, state.promise, error);
    }
    Ok(())
}

/// AsyncIteratorClose with a throw completion (sec-asynciteratorclose).
fn close(vm: &mut Vm, cell: Value, throw: Throw) -> JsResult<()> {
    let state = state_of(cell);
    if state.iterator.is_undefined() {
        return Err(throw);
    }
    state.error.set(throw.0);
    if let Some(owner) = cell.header() {
        vm.write_barrier(owner);
    }
    let returned = match vm.get_method(state.iterator, vm.names.return_) {
        Ok(Some(method)) => vm.call(method, state.iterator, &[]),
        _ => return Err(throw),
    };
    match returned {
        Ok(result) => wait(vm, cell, Awaiting::Close, result),
        Err(_) => Err(throw),
    }
}
