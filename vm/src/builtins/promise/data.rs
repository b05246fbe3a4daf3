//! What a promise is made of, and the operations that the interpreter's async functions
//! share with the library: creating, resolving, rejecting, reacting, awaiting.

use crate::builtins::checks::is_native;
use crate::heap::{Gc, Kind, Payload, Tracer};
use crate::object::function::Args;
use crate::object::layout::{Object, trace_value};
use crate::runtime::async_context::HookEvent;
use crate::runtime::completion::{JsResult, Throw};
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use std::cell::{Cell, RefCell};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PromiseState {
    Pending,
    Fulfilled,
    Rejected,
}

/// Goes on with what awaited: its state, whether the promise was fulfilled, the result.
pub type AwaitFn = fn(&mut Vm, Value, bool, Value) -> JsResult<()>;

/// PromiseCapability Record (sec-promisecapability-records); undefined functions stand for
/// the built-in ones of `promise`, which need no function objects.
#[derive(Clone, Copy)]
pub struct Capability {
    pub promise: Value,
    pub resolve: Value,
    pub reject: Value,
}

/// PromiseReaction Records, both of one `then` (sec-promisereaction-records).
#[derive(Clone, Copy)]
enum Reaction {
    Then {
        /// None: nobody looks at the derived promise.
        capability: Option<Capability>,
        /// Functions, or undefined to pass the result on.
        on_fulfilled: Value,
        on_rejected: Value,
    },
    /// An await, which needs neither functions nor a derived promise.
    Await { then: AwaitFn, state: Value },
}

/// The internal slots of a promise (sec-properties-of-promise-instances).
pub struct PromiseData {
    state: Cell<PromiseState>,
    result: Cell<Value>,
    /// With the asynchronous context of each.
    // unrooted: `trace` visits these.
    reactions: RefCell<Vec<(Reaction, Value)>>,
    handled: Cell<bool>,
}

impl Payload for PromiseData {
    fn trace(&self, tracer: &mut Tracer) {
        trace_value(self.result.get(), tracer);
        for (reaction, context) in self.reactions.borrow().iter() {
            trace_value(*context, tracer);
            match reaction {
                Reaction::Then { capability, on_fulfilled, on_rejected } => {
                    trace_value(*on_fulfilled, tracer);
                    trace_value(*on_rejected, tracer);
                    if let Some(c) = capability {
                        trace_value(c.promise, tracer);
                        trace_value(c.resolve, tracer);
                        trace_value(c.reject, tracer);
                    }
                }
                Reaction::Await { state, .. } => trace_value(*state, tracer),
            }
        }
    }
    fn external_size(&self) -> usize {
        self.reactions.borrow().capacity() * size_of::<(Reaction, Value)>()
    }
}

fn data_of<'a>(promise: Gc<Object>) -> &'a PromiseData {
    promise.payload::<PromiseData>().expect("a promise")
}

/// A settled promise's fate: whether it was fulfilled, and its result. None: pending.
pub fn state_of(promise: Gc<Object>) -> Option<(bool, Value)> {
    let data = data_of(promise);
    match data.state.get() {
        PromiseState::Pending => None,
        state => Some((state == PromiseState::Fulfilled, data.result.get())),
    }
}

/// IsPromise (sec-ispromise).
pub fn is_promise(value: Value) -> Option<Gc<Object>> {
    value.to_cell::<Object>().filter(|o| o.payload::<PromiseData>().is_some())
}

pub(super) fn new_promise_with_proto(vm: &mut Vm, proto: Gc<Object>) -> Gc<Object> {
    let data = PromiseData {
        state: Cell::new(PromiseState::Pending),
        result: Cell::new(Value::UNDEFINED),
        reactions: RefCell::default(),
        handled: Cell::new(false),
    };
    let promise = vm.new_payload_object(Kind::Promise, proto, Box::new(data));
    if vm.has_async_hooks() {
        vm.tell_async_hooks(HookEvent::PromiseInit, promise.value());
    }
    promise
}

/// A pending promise of the current realm.
pub fn new_promise(vm: &mut Vm) -> Gc<Object> {
    let proto = vm.intrinsic(Intrinsic::PromisePrototype);
    new_promise_with_proto(vm, proto)
}

fn settle(vm: &mut Vm, promise: Gc<Object>, state: PromiseState, result: Value) {
    let data = data_of(promise);
    debug_assert_eq!(data.state.get(), PromiseState::Pending);
    vm.heap.external(-(data.external_size() as isize));
    let reactions = data.reactions.take();
    data.result.set(result);
    data.state.set(state);
    vm.write_barrier(promise.header());
    if vm.has_async_hooks() {
        vm.tell_async_hooks(HookEvent::PromiseSettled, promise.value());
    }
    if state == PromiseState::Rejected && !data.handled.get() {
        track_rejection(vm, promise);
    }
    // Enqueuing allocates in the Rust heap only, so the reactions need no root.
    for (reaction, context) in reactions {
        enqueue_reaction(vm, reaction, context, state == PromiseState::Fulfilled, result);
    }
}

/// FulfillPromise (sec-fulfillpromise).
pub fn fulfill_promise(vm: &mut Vm, promise: Gc<Object>, value: Value) {
    settle(vm, promise, PromiseState::Fulfilled, value);
}
/// RejectPromise (sec-rejectpromise).
pub fn reject_promise(vm: &mut Vm, promise: impl Into<Value>, reason: Value) {
    let promise = is_promise(promise.into()).expect("a promise");
    settle(vm, promise, PromiseState::Rejected, reason);
}

/// Promise Resolve Functions (sec-promise-resolve-functions), for a promise that is not
/// resolved yet.
pub fn resolve_promise(vm: &mut Vm, promise: impl Into<Value>, resolution: Value) {
    let promise = is_promise(promise.into()).expect("a promise");
    if resolution == promise.value() {
        let Throw(error) = vm.type_error("Chaining cycle detected for promise #<Promise>");
        return reject_promise(vm, promise, error);
    }
    let Some(object) = resolution.to_cell::<Object>() else {
        return fulfill_promise(vm, promise, resolution);
    };
    let then = match vm.get(object, vm.names.then) {
        Ok(then) => then,
        Err(Throw(error)) => return reject_promise(vm, promise, error),
    };
    if !vm.is_callable(then) {
        return fulfill_promise(vm, promise, resolution);
    }
    // NewPromiseResolveThenableJob (sec-newpromiseresolvethenablejob).
    vm.enqueue_job(
        |vm, captured| {
            let [promise, thenable, then, _] = *captured;
            let promise = promise.to_cell::<Object>().expect("a promise");
            if let Some(inner) = is_promise(thenable)
                && is_native(then, super::then)
                && species_is_default(vm, inner)
            {
                // What then() would do with the pair, without making the functions.
                let state = promise.value();
                perform_await(vm, inner, adopt, state);
                return Ok(Value::UNDEFINED);
            }
            let (resolve, reject) = create_resolving_functions(vm, promise);
            if let Err(Throw(error)) = vm.call(then, thenable, &[resolve, reject]) {
                vm.call(reject, Value::UNDEFINED, &[error])?;
            }
            Ok(Value::UNDEFINED)
        },
        [promise.value(), resolution, then, Value::UNDEFINED],
    );
}

/// The outcome of another promise becomes that of `state`.
fn adopt(vm: &mut Vm, state: Value, fulfilled: bool, result: Value) -> JsResult<()> {
    let promise = state.to_cell::<Object>().expect("a promise");
    if fulfilled {
        resolve_promise(vm, promise, result)
    } else {
        reject_promise(vm, promise, result)
    }
    Ok(())
}

/// Whether `then` on this promise would find nothing but built-ins.
fn species_is_default(vm: &mut Vm, promise: Gc<Object>) -> bool {
    let key = vm.names.constructor;
    vm.own_named(promise, key).is_none() && matches!(vm.get(promise, key), Ok(c) if c == vm.intrinsic(Intrinsic::Promise).value())
}

/// CreateResolvingFunctions (sec-createresolvingfunctions). Data 0 is the promise, data 1
/// the cell whose value says whether one of the two was called.
pub fn create_resolving_functions(vm: &mut Vm, promise: Gc<Object>) -> (Value, Value) {
    let called = vm.new_internal(Box::new(Called(Cell::new(false)))).value();
    let resolve = vm.new_native_with("", 1, resolve_function, promise.value(), called);
    let reject = vm.new_native_with("", 1, reject_function, promise.value(), called);
    (resolve.value(), reject.value())
}

/// `[[AlreadyResolved]]`, which a pair of resolving functions shares.
struct Called(Cell<bool>);
impl Payload for Called {
    fn trace(&self, _: &mut Tracer) {}
}

/// The promise of a resolving function, at its first call.
fn first_call(args: &Args) -> Option<Gc<Object>> {
    let called = args.callee.data[1].get().to_cell::<crate::object::layout::InternalCell>()?;
    let called = called.payload::<Called>()?;
    if called.0.replace(true) {
        return None;
    }
    args.callee.data[0].get().to_cell()
}
fn resolve_function(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if let Some(promise) = first_call(args) {
        resolve_promise(vm, promise, args.get(0));
    }
    Ok(Value::UNDEFINED)
}
fn reject_function(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if let Some(promise) = first_call(args) {
        reject_promise(vm, promise, args.get(0));
    }
    Ok(Value::UNDEFINED)
}

/// NewPromiseReactionJob (sec-newpromisereactionjob).
fn enqueue_reaction(vm: &mut Vm, reaction: Reaction, context: Value, fulfilled: bool, result: Value) {
    match reaction {
        Reaction::Await { then, state } => {
            // The function travels as a number: jobs capture values.
            let address = Value::double(f64::from_bits(then as usize as u64));
            vm.enqueue_job_in(context, await_job, [state, Value::bool(fulfilled), result, address]);
        }
        Reaction::Then { capability, on_fulfilled, on_rejected } => {
            let handler = if fulfilled { on_fulfilled } else { on_rejected };
            let capability = match capability {
                None => Value::UNDEFINED,
                Some(c) if c.resolve.is_undefined() => c.promise,
                Some(c) => vm.new_array(&[c.promise, c.resolve, c.reject]).value(),
            };
            vm.enqueue_job_in(context, reaction_job, [capability, handler, result, Value::bool(fulfilled)]);
        }
    }
}

fn await_job(vm: &mut Vm, captured: &[Value; 4]) -> JsResult<Value> {
    let [state, fulfilled, result, address] = *captured;
    let address = address.0 as usize;
    // SAFETY: `enqueue_reaction` wrote the bits of an `AwaitFn`, which are an address
    // below 2^48 and so a (subnormal) double that a value carries unchanged.
    let then = unsafe { core::mem::transmute::<usize, AwaitFn>(address) };
    then(vm, state, fulfilled.as_bool(), result)?;
    Ok(Value::UNDEFINED)
}

fn reaction_job(vm: &mut Vm, captured: &[Value; 4]) -> JsResult<Value> {
    let [capability, handler, result, fulfilled] = *captured;
    let derived = match capability.to_cell::<crate::object::array::Array>() {
        Some(list) => list.elements().get(0),
        None => capability,
    };
    let hooked = vm.has_async_hooks() && is_promise(derived).is_some();
    if hooked {
        vm.tell_async_hooks(HookEvent::PromiseBefore, derived);
    }
    let outcome = if handler.is_undefined() {
        if fulfilled.as_bool() { Ok(result) } else { Err(Throw(result)) }
    } else {
        vm.call(handler, Value::UNDEFINED, &[result])
    };
    if hooked {
        vm.tell_async_hooks(HookEvent::PromiseAfter, derived);
    }
    if let Some(promise) = is_promise(capability) {
        match outcome {
            Ok(value) => resolve_promise(vm, promise, value),
            Err(Throw(error)) => reject_promise(vm, promise, error),
        }
    } else if let Some(list) = capability.to_cell::<crate::object::array::Array>() {
        let elements = list.elements();
        match outcome {
            Ok(value) => vm.call(elements.get(1), Value::UNDEFINED, &[value])?,
            Err(Throw(error)) => vm.call(elements.get(2), Value::UNDEFINED, &[error])?,
        };
    }
    Ok(Value::UNDEFINED)
}

fn add_reaction(vm: &mut Vm, promise: Gc<Object>, reaction: Reaction) {
    let data = data_of(promise);
    let was_handled = data.handled.replace(true);
    match data.state.get() {
        PromiseState::Pending => {
            let before = data.external_size();
            let mut reactions = data.reactions.borrow_mut();
            if reactions.is_empty() {
                // Hardly any promise has a second one.
                reactions.reserve_exact(1);
            }
            reactions.push((reaction, vm.async_context()));
            drop(reactions);
            vm.heap.external((data.external_size() - before) as isize);
            vm.write_barrier(promise.header());
        }
        state => {
            if state == PromiseState::Rejected && !was_handled {
                untrack_rejection(vm, promise);
            }
            let context = vm.async_context();
            enqueue_reaction(vm, reaction, context, state == PromiseState::Fulfilled, data.result.get());
        }
    }
}

/// Takes note that a rejection of the promise is dealt with.
pub fn mark_handled(vm: &mut Vm, promise: Gc<Object>) {
    let data = data_of(promise);
    if !data.handled.replace(true) && data.state.get() == PromiseState::Rejected {
        untrack_rejection(vm, promise);
    }
}

/// PerformPromiseThen (sec-performpromisethen).
pub fn perform_promise_then(vm: &mut Vm, promise: Gc<Object>, on_fulfilled: Value, on_rejected: Value, capability: Option<Capability>) {
    let callable = |v: Value| if crate::runtime::operations::is_callable(v) { v } else { Value::UNDEFINED };
    let (on_fulfilled, on_rejected) = (callable(on_fulfilled), callable(on_rejected));
    add_reaction(vm, promise, Reaction::Then { capability, on_fulfilled, on_rejected });
}

/// Await (sec-await) of a promise: `then` is called with `state` in a job once it is settled.
pub fn perform_await(vm: &mut Vm, promise: Gc<Object>, then: AwaitFn, state: Value) {
    if vm.has_async_hooks() {
        return perform_hooked_await(vm, promise, then, state);
    }
    add_reaction(vm, promise, Reaction::Await { then, state });
}

/// As `perform_await`, with a promise of its own for each await, by which async hooks know it.
#[cold]
fn perform_hooked_await(vm: &mut Vm, promise: Gc<Object>, then: AwaitFn, state: Value) {
    vm.set_hooked_parent(promise.value());
    let own = new_promise(vm).value();
    vm.set_hooked_parent(Value::UNDEFINED);
    // The function travels as in `enqueue_reaction`.
    let address = Value::double(f64::from_bits(then as usize as u64));
    let state = vm.new_array(&[state, own, address]).value();
    add_reaction(vm, promise, Reaction::Await { then: hooked_await, state });
}

fn hooked_await(vm: &mut Vm, state: Value, fulfilled: bool, result: Value) -> JsResult<()> {
    let list = state.to_cell::<crate::object::array::Array>().expect("made by perform_hooked_await");
    let (state, own, address) = (list.elements().get(0), list.elements().get(1), list.elements().get(2).0 as usize);
    // SAFETY: as in `await_job`; `perform_hooked_await` wrote the bits.
    let then = unsafe { core::mem::transmute::<usize, AwaitFn>(address) };
    vm.tell_async_hooks(HookEvent::PromiseBefore, own);
    let outcome = then(vm, state, fulfilled, result);
    vm.tell_async_hooks(HookEvent::PromiseAfter, own);
    outcome
}

/// Await (sec-await) of any value.
pub fn await_value(vm: &mut Vm, value: Value, then: AwaitFn, state: Value) -> JsResult<()> {
    let promise = promise_resolve(vm, value)?;
    perform_await(vm, promise, then, state);
    Ok(())
}

/// PromiseResolve(%Promise%, value) (sec-promise-resolve).
pub fn promise_resolve(vm: &mut Vm, value: Value) -> JsResult<Gc<Object>> {
    let constructor = vm.intrinsic(Intrinsic::Promise);
    let promise = promise_resolve_with(vm, constructor, value)?;
    Ok(is_promise(promise).expect("made by %Promise%"))
}

/// PromiseResolve (sec-promise-resolve).
pub fn promise_resolve_with(vm: &mut Vm, constructor: Gc<Object>, value: Value) -> JsResult<Value> {
    if let Some(promise) = is_promise(value)
        && vm.get(promise, vm.names.constructor)? == constructor.value()
    {
        return Ok(value);
    }
    if constructor == vm.intrinsic(Intrinsic::Promise) {
        let promise = new_promise(vm);
        resolve_promise(vm, promise, value);
        return Ok(promise.value());
    }
    let capability = new_promise_capability(vm, constructor.value())?;
    capability.resolve(vm, value)?;
    Ok(capability.promise)
}

impl Capability {
    /// A promise of the current realm, resolved without functions.
    pub fn internal(promise: Gc<Object>) -> Capability {
        Capability { promise: promise.value(), resolve: Value::UNDEFINED, reject: Value::UNDEFINED }
    }
    pub fn resolve(&self, vm: &mut Vm, value: Value) -> JsResult<()> {
        match is_promise(self.promise).filter(|_| self.resolve.is_undefined()) {
            Some(promise) => resolve_promise(vm, promise, value),
            None => {
                vm.call(self.resolve, Value::UNDEFINED, &[value])?;
            }
        }
        Ok(())
    }
    pub fn reject(&self, vm: &mut Vm, reason: Value) -> JsResult<()> {
        match is_promise(self.promise).filter(|_| self.resolve.is_undefined()) {
            Some(promise) => reject_promise(vm, promise, reason),
            None => {
                vm.call(self.reject, Value::UNDEFINED, &[reason])?;
            }
        }
        Ok(())
    }
}

/// NewPromiseCapability (sec-newpromisecapability).
pub fn new_promise_capability(vm: &mut Vm, constructor: Value) -> JsResult<Capability> {
    if constructor == vm.intrinsic(Intrinsic::Promise).value() {
        let promise = new_promise(vm);
        let (resolve, reject) = create_resolving_functions(vm, promise);
        return Ok(Capability { promise: promise.value(), resolve, reject });
    }
    if !vm.is_constructor(constructor) {
        let shown = vm.to_display(constructor);
        return Err(vm.type_error(format!("{shown} is not a constructor")));
    }
    let executor = vm.new_native_with("", 2, executor_function, Value::UNDEFINED, Value::UNDEFINED);
    let promise = vm.construct(constructor, &[executor.value()], constructor)?;
    let (resolve, reject) = (executor.data[0].get(), executor.data[1].get());
    if !vm.is_callable(resolve) || !vm.is_callable(reject) {
        return Err(vm.type_error("Promise resolve or reject function is not callable"));
    }
    Ok(Capability { promise, resolve, reject })
}

/// GetCapabilitiesExecutor Functions (sec-getcapabilitiesexecutor-functions).
fn executor_function(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if !args.callee.data[0].get().is_undefined() || !args.callee.data[1].get().is_undefined() {
        return Err(vm.type_error("Promise executor has already been invoked with non-undefined arguments"));
    }
    args.callee.data[0].set(args.get(0));
    args.callee.data[1].set(args.get(1));
    vm.write_barrier(args.callee.header());
    Ok(Value::UNDEFINED)
}

/// HostPromiseRejectionTracker (sec-host-promise-rejection-tracker): rejections that
/// nobody handles by the end of the jobs end the program.
fn track_rejection(vm: &mut Vm, promise: Gc<Object>) {
    let list = match vm.realm().try_intrinsic(Intrinsic::UnhandledRejections).and_then(|o| o.cast()) {
        Some(list) => list,
        None => {
            let list = vm.new_array(&[]);
            vm.realm_mut().set_intrinsic(Intrinsic::UnhandledRejections, list.as_object());
            list
        }
    };
    // Out of memory is reported by the allocation that follows.
    let _ = vm.array_push(list, promise.value());
}
fn untrack_rejection(vm: &mut Vm, promise: Gc<Object>) {
    if let Some(list) = unhandled(vm) {
        let elements = list.elements();
        for i in 0..elements.len.get() {
            if elements.get(i) == promise.value() {
                elements.set(&mut vm.heap, i, Value::UNDEFINED);
            }
        }
    }
}
fn unhandled(vm: &Vm) -> Option<Gc<crate::object::array::Array>> {
    vm.realm().try_intrinsic(Intrinsic::UnhandledRejections)?.cast()
}
/// The first promise whose rejection nobody has handled, with the reason, once.
pub fn take_unhandled_rejection(vm: &mut Vm) -> Option<(Value, Value)> {
    let list = unhandled(vm)?;
    let elements = list.elements();
    let count = elements.len.get();
    let first = (0..count).find_map(|i| Some((i, is_promise(elements.get(i))?)));
    match first {
        Some((i, promise)) => {
            elements.set(&mut vm.heap, i, Value::UNDEFINED);
            Some((promise.value(), data_of(promise).result.get()))
        }
        None => {
            elements.len.set(0);
            list.length.set(0);
            None
        }
    }
}
