//! Promise.all, allSettled, any and race.

use super::data::then_unseen;
use super::{Capability, new_promise_capability, promise_resolve_with, this_constructor};
use crate::builtins::checks::is_native;
use crate::builtins::iterator::IteratorRecord;
use crate::builtins::table::{Method, method};
use crate::heap::{Gc, Payload, Tracer};
use crate::object::array::Array;
use crate::object::function::Args;
use crate::object::layout::{InternalCell, Object, trace_value};
use crate::runtime::completion::{JsResult, Throw};
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use std::cell::Cell;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Combinator {
    All,
    AllSettled,
    Any,
    Race,
}

/// What the element functions of one call share.
struct Shared {
    values: Value,
    /// Of the keyed ones: the array of keys.
    keys: Value,
    remaining: Cell<usize>,
    capability: Capability,
    combinator: Combinator,
}
impl Payload for Shared {
    fn trace(&self, tracer: &mut Tracer) {
        for value in [self.values, self.keys, self.capability.promise, self.capability.resolve, self.capability.reject] {
            trace_value(value, tracer);
        }
    }
}

fn shared<'a>(cell: Value) -> &'a Shared {
    let cell = cell.to_cell::<InternalCell>().expect("the shared state");
    // SAFETY: the payload lives as long as its cell, which callers keep alive.
    unsafe { &*(cell.payload::<Shared>().expect("the shared state") as *const Shared) }
}

/// Promise.all Resolve Element Functions and their siblings (sec-promise.all-resolve-element-functions).
fn settle_element(vm: &mut Vm, args: &Args, fulfilled: bool) -> JsResult<Value> {
    let shared = shared(args.callee.data[0].get());
    let index = args.callee.data[1].get().as_int() as u32;
    let values = shared.values.to_cell::<Array>().expect("the values");
    // Whoever got the values after the last of them may change them.
    if shared.remaining.get() == 0 || !values.elements().get(index).is_empty() {
        return Ok(Value::UNDEFINED);
    }
    let value = if shared.combinator == Combinator::AllSettled {
        let object = vm.new_object();
        let (text, key) = if fulfilled { ("fulfilled", vm.names.value) } else { ("rejected", vm.names.reason) };
        let status = vm.new_string(text).value();
        let status_key = vm.names.status;
        vm.create_data_property(object, status_key, status)?;
        vm.create_data_property(object, key, args.get(0))?;
        object.value()
    } else {
        args.get(0)
    };
    values.elements().set(&mut vm.heap, index, value);
    finish_one(vm, shared)
}

/// Counts down, and settles the result with the last.
fn finish_one(vm: &mut Vm, shared: &Shared) -> JsResult<Value> {
    shared.remaining.set(shared.remaining.get() - 1);
    if shared.remaining.get() > 0 {
        return Ok(Value::UNDEFINED);
    }
    if shared.combinator == Combinator::Any {
        let proto = vm.intrinsic(Intrinsic::AggregateErrorPrototype);
        let message = vm.new_string("All promises were rejected").value();
        let error = vm.new_error_object(proto, message);
        let key = vm.names.errors;
        vm.define_new(error, key, shared.values, crate::object::shape::Attributes::METHOD);
        shared.capability.reject(vm, error.value())?;
    } else {
        let result = keyed_result(vm, shared)?;
        shared.capability.resolve(vm, result)?;
    }
    Ok(Value::UNDEFINED)
}
/// CreateKeyedPromiseCombinatorResultObject (sec-createkeyedpromisecombinatorresultobject); without keys, the values.
fn keyed_result(vm: &mut Vm, shared: &Shared) -> JsResult<Value> {
    let Some(keys) = shared.keys.to_cell::<Array>() else { return Ok(shared.values) };
    let values = shared.values.to_cell::<Array>().expect("the values");
    let object = vm.new_object_with_proto(Value::NULL);
    for i in 0..keys.elements().len.get() {
        let key = keys.elements().get(i);
        let key = vm.to_property_key(key)?;
        let value = values.elements().get(i);
        vm.create_data_property_or_throw(object, key, value)?;
    }
    Ok(object.value())
}
fn fulfill_element(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    settle_element(vm, args, true)
}
fn reject_element(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    settle_element(vm, args, false)
}

static FULFILL_ELEMENT: Method = method("", 1, fulfill_element);
static REJECT_ELEMENT: Method = method("", 1, reject_element);

/// Makes room for an element: a hole, until it is settled.
fn add_unsettled(vm: &mut Vm, values: Gc<Array>, index: u32) -> JsResult<()> {
    vm.array_push(values, Value::UNDEFINED)?;
    values.elements().set(&mut vm.heap, index, Value::EMPTY);
    Ok(())
}

/// One more is to be settled.
fn count_one(state: Value) {
    let remaining = &shared(state).remaining;
    remaining.set(remaining.get() + 1);
}

/// The loop of PerformPromiseAll and its siblings (sec-performpromiseall).
fn perform(
    vm: &mut Vm,
    record: &IteratorRecord,
    constructor: Gc<Object>,
    capability: Capability,
    combinator: Combinator,
    resolve: Value,
    exhausted: &mut bool,
) -> JsResult<()> {
    let values = vm.new_array(&[]);
    let state = vm
        .new_internal(Box::new(Shared { values: values.value(), keys: Value::UNDEFINED, remaining: Cell::new(1), capability, combinator }))
        .value();
    let direct = is_native(resolve, super::resolve);
    let is_default = constructor == vm.intrinsic(Intrinsic::Promise);
    let mut index = 0;
    loop {
        *exhausted = true;
        let Some(next) = record.step(vm)? else { break };
        *exhausted = false;
        if combinator != Combinator::Race {
            add_unsettled(vm, values, index)?;
        }
        let promise = if direct { promise_resolve_with(vm, constructor, next)? } else { vm.call(resolve, constructor.value(), &[next])? };
        let (on_fulfilled, on_rejected) = if combinator == Combinator::Race {
            (capability.resolve, capability.reject)
        } else {
            count_one(state);
            let mut make = |row| vm.new_capturing(row, state, Value::int(index as i32)).value();
            match combinator {
                Combinator::All => (make(&FULFILL_ELEMENT), capability.reject),
                Combinator::AllSettled => (make(&FULFILL_ELEMENT), make(&REJECT_ELEMENT)),
                _ => (capability.resolve, make(&REJECT_ELEMENT)),
            }
        };
        // Functions of the class itself throw nothing into the derived promise.
        if !(is_default && then_unseen(vm, promise, on_fulfilled, on_rejected)) {
            let then = vm.names.then;
            vm.invoke(promise, then, &[on_fulfilled, on_rejected])?;
        }
        index += 1;
    }
    if combinator != Combinator::Race {
        finish_one(vm, shared(state))?;
    }
    Ok(())
}

/// GetPromiseResolve (sec-getpromiseresolve).
fn promise_resolve_function(vm: &mut Vm, constructor: Gc<Object>) -> JsResult<Value> {
    let key = vm.names.resolve;
    let resolve = vm.get(constructor, key)?;
    if vm.is_callable(resolve) {
        return Ok(resolve);
    }
    Err(vm.type_error("Promise resolve or reject function is not callable"))
}

fn combine(vm: &mut Vm, args: &Args, combinator: Combinator, name: &str) -> JsResult<Value> {
    let constructor = this_constructor(vm, args, name)?;
    let capability = new_promise_capability(vm, constructor.value())?;
    let mut exhausted = true;
    let result = promise_resolve_function(vm, constructor).and_then(|resolve| {
        let record = IteratorRecord::of(vm, args.get(0))?;
        let result = perform(vm, &record, constructor, capability, combinator, resolve, &mut exhausted);
        if result.is_err() && !exhausted { record.close(vm, result) } else { result }
    });
    if let Err(Throw(error)) = result {
        capability.reject(vm, error)?;
    }
    Ok(capability.promise)
}
/// Promise.all (sec-promise.all).
pub fn all(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    combine(vm, args, Combinator::All, "Promise.all")
}
/// Promise.allSettled (sec-promise.allsettled).
pub fn all_settled(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    combine(vm, args, Combinator::AllSettled, "Promise.allSettled")
}
/// Promise.any (sec-promise.any).
pub fn any(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    combine(vm, args, Combinator::Any, "Promise.any")
}
/// Promise.race (sec-promise.race).
pub fn race(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    combine(vm, args, Combinator::Race, "Promise.race")
}

/// PerformPromiseAllKeyed (sec-performpromiseallkeyed).
fn perform_keyed(
    vm: &mut Vm,
    promises: Gc<Object>,
    constructor: Gc<Object>,
    capability: Capability,
    combinator: Combinator,
    resolve: Value,
) -> JsResult<()> {
    let values = vm.new_array(&[]);
    let keys = vm.new_array(&[]);
    let state = Shared { values: values.value(), keys: keys.value(), remaining: Cell::new(1), capability, combinator };
    let state = vm.new_internal(Box::new(state)).value();
    let all = vm.own_property_keys(promises)?;
    let mut index = 0;
    for i in 0..all.len() {
        let key = all[i];
        let enumerable = vm.get_own_property(promises, key)?.is_some_and(|d| d.enumerable == Some(true));
        if !enumerable {
            continue;
        }
        let value = vm.get(promises, key)?;
        let key = vm.key_to_value(key);
        vm.array_push(keys, key)?;
        add_unsettled(vm, values, index)?;
        let promise = vm.call(resolve, constructor.value(), &[value])?;
        count_one(state);
        let on_fulfilled = vm.new_capturing(&FULFILL_ELEMENT, state, Value::int(index as i32)).value();
        let on_rejected = match combinator {
            Combinator::AllSettled => vm.new_capturing(&REJECT_ELEMENT, state, Value::int(index as i32)).value(),
            _ => capability.reject,
        };
        let then = vm.names.then;
        vm.invoke(promise, then, &[on_fulfilled, on_rejected])?;
        index += 1;
    }
    finish_one(vm, shared(state))?;
    Ok(())
}

fn combine_keyed(vm: &mut Vm, args: &Args, combinator: Combinator, name: &str) -> JsResult<Value> {
    let constructor = this_constructor(vm, args, name)?;
    let capability = new_promise_capability(vm, constructor.value())?;
    let result = promise_resolve_function(vm, constructor).and_then(|resolve| {
        let Some(promises) = args.get(0).to_cell::<Object>() else {
            return Err(vm.type_error(format!("{name} needs an object of promises")));
        };
        perform_keyed(vm, promises, constructor, capability, combinator, resolve)
    });
    if let Err(Throw(error)) = result {
        capability.reject(vm, error)?;
    }
    Ok(capability.promise)
}
/// Promise.allKeyed (sec-promise.allkeyed).
pub fn all_keyed(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    combine_keyed(vm, args, Combinator::All, "Promise.allKeyed")
}
/// Promise.allSettledKeyed (sec-promise.allsettledkeyed).
pub fn all_settled_keyed(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    combine_keyed(vm, args, Combinator::AllSettled, "Promise.allSettledKeyed")
}
