//! What a promise is made of, and the operations that the interpreter's async functions
//! share with the library: creating, resolving, rejecting, reacting, awaiting.

use super::cell::{Handlers, Promise, PromiseState, Reaction, function_of, function_word};
use crate::builtins::checks::{is_native, return_this};
use crate::builtins::table::{Method, method};
use crate::feedback::ic;
use crate::heap::{Gc, Kind};
use crate::object::ShapeId;
use crate::object::array::Array;
use crate::object::function::{Args, Native};
use crate::object::layout::{Accessor, Object};
use crate::runtime::async_context::HookEvent;
use crate::runtime::completion::{JsResult, Throw};
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;

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

fn data_of(promise: Gc<Object>) -> Gc<Promise> {
    promise.cast().expect("a promise")
}

/// A settled promise's fate: whether it was fulfilled, and its result. None: pending.
pub fn state_of(promise: Gc<Object>) -> Option<(bool, Value)> {
    let data = data_of(promise);
    match data.state() {
        PromiseState::Pending => None,
        state => Some((state == PromiseState::Fulfilled, data.result())),
    }
}

/// IsPromise (sec-ispromise).
pub fn is_promise(value: Value) -> Option<Gc<Object>> {
    value.to_cell::<Promise>().map(Gc::<Promise>::as_object)
}

pub(super) fn new_promise_with_proto(vm: &mut Vm, proto: Gc<Object>) -> Gc<Object> {
    let shape = vm.root_shape(Kind::Promise, 0, 0, proto.value());
    new_promise_of(vm, shape)
}

fn new_promise_of(vm: &mut Vm, shape: ShapeId) -> Gc<Object> {
    let promise = vm.alloc_promise(shape).as_object();
    if vm.has_async_hooks() {
        vm.tell_async_hooks(HookEvent::PromiseInit, promise.value());
    }
    promise
}

/// A pending promise of the current realm.
pub fn new_promise(vm: &mut Vm) -> Gc<Object> {
    let mut shape = vm.realm().shapes.promise;
    if shape == ShapeId::NONE {
        let proto = vm.intrinsic(Intrinsic::PromisePrototype);
        shape = vm.root_shape(Kind::Promise, 0, 0, proto.value());
        vm.realm_mut().shapes.promise = shape;
    }
    new_promise_of(vm, shape)
}

// ---- what nobody can see

/// Whether `then` and `constructor` of the promise, and the species of the latter, are those
/// that are built in: using them has no effect, and they need not be looked up.
fn is_pristine(vm: &mut Vm, promise: Gc<Object>) -> bool {
    let is_initial = promise.shape() == vm.realm().shapes.promise || inherits_all(vm, promise);
    // The epoch changes with every prototype, so a change elsewhere costs one look.
    is_initial && (vm.realm().pristine_promises == vm.cx.proto_epoch || are_pristine(vm))
}

/// Whether a promise has other properties of its own only.
fn inherits_all(vm: &Vm, promise: Gc<Object>) -> bool {
    vm.prototype_of(promise) == vm.intrinsic(Intrinsic::PromisePrototype).value()
        && vm.own_named(promise, vm.names.then).is_none()
        && vm.own_named(promise, vm.names.constructor).is_none()
}

/// Whether %Promise% and %Promise.prototype% are as they were at start, for promises that inherit from the latter.
#[cold]
fn are_pristine(vm: &mut Vm) -> bool {
    let (constructor, proto) = (vm.intrinsic(Intrinsic::Promise), vm.intrinsic(Intrinsic::PromisePrototype));
    let then = vm.intrinsic(Intrinsic::PromisePrototypeThen);
    let is = |vm: &Vm, key, value: Gc<Object>| vm.own_named(proto, key).is_some_and(|p| p.value == value.value());
    let species = vm.own_named(constructor, vm.symbols.species).and_then(|p| p.value.to_cell::<Accessor>());
    let as_at_start = is(vm, vm.names.then, then)
        && is(vm, vm.names.constructor, constructor)
        && species.is_some_and(|species| is_native(species.get.get(), return_this));
    if as_at_start {
        vm.observe_prototype(constructor);
        vm.observe_prototype(proto);
        let epoch = vm.cx.proto_epoch;
        vm.realm_mut().pristine_promises = epoch;
    }
    as_at_start
}

// ---- settling

fn settle(vm: &mut Vm, promise: Gc<Object>, state: PromiseState, result: Value) {
    let data = data_of(promise);
    let mut waiting = vm.settle_promise(data, state, result);
    if vm.has_async_hooks() {
        vm.tell_async_hooks(HookEvent::PromiseSettled, promise.value());
    }
    if state == PromiseState::Rejected && !data.is_handled() {
        track_rejection(vm, data, false);
    }
    while let Some(reaction) = waiting {
        enqueue_reaction(vm, reaction.handlers(), reaction.context(), state == PromiseState::Fulfilled, result);
        waiting = reaction.next();
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
    match then_of(vm, object) {
        Ok(then) => resolve_with_then(vm, promise, resolution, then),
        Err(Throw(error)) => reject_promise(vm, promise, error),
    }
}

/// Property `then` of what a promise is resolved with.
fn then_of(vm: &mut Vm, resolution: Gc<Object>) -> JsResult<Value> {
    if resolution.kind() == Kind::Promise && is_pristine(vm, resolution) {
        return Ok(vm.intrinsic(Intrinsic::PromisePrototypeThen).value());
    }
    ic::get_named(vm, resolution.value(), vm.names.then)
}

/// The last steps of Promise Resolve Functions: `then` is what the object has.
fn resolve_with_then(vm: &mut Vm, promise: Gc<Object>, resolution: Value, then: Value) {
    if !vm.is_callable(then) {
        return fulfill_promise(vm, promise, resolution);
    }
    vm.enqueue_job(resolve_thenable, [promise.value(), resolution, then, Value::UNDEFINED]);
}

/// NewPromiseResolveThenableJob (sec-newpromiseresolvethenablejob).
fn resolve_thenable(vm: &mut Vm, captured: &[Value; 4]) -> JsResult<Value> {
    let [promise, thenable, then, _] = *captured;
    let promise = promise.to_cell::<Object>().expect("a promise");
    if let Some(inner) = is_promise(thenable)
        && is_native(then, super::then)
        && is_pristine(vm, inner)
    {
        // What then() would do with the pair, without making the functions.
        perform_await(vm, inner, adopt, promise.value());
        return Ok(Value::UNDEFINED);
    }
    let (resolve, reject) = create_resolving_functions(vm, promise);
    if let Err(Throw(error)) = vm.call(then, thenable, &[resolve, reject]) {
        vm.call(reject, Value::UNDEFINED, &[error])?;
    }
    Ok(Value::UNDEFINED)
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

/// CreateResolvingFunctions (sec-createresolvingfunctions). Data 0 is the promise, undefined once
/// one of the two was called; data 1 is the other one.
pub fn create_resolving_functions(vm: &mut Vm, promise: Gc<Object>) -> (Value, Value) {
    let resolve = vm.new_capturing(&RESOLVE, promise.value(), Value::UNDEFINED);
    let reject = vm.new_capturing(&REJECT, promise.value(), resolve.value());
    resolve.data[1].set(reject.value());
    vm.write_barrier(resolve.header());
    (resolve.value(), reject.value())
}

static RESOLVE: Method = method("", 1, resolve_function);
static REJECT: Method = method("", 1, reject_function);

/// The promise of a resolving function, at the first call of one of the pair.
fn first_call(args: &Args) -> Option<Gc<Object>> {
    let promise = args.callee.data[0].replace(Value::UNDEFINED).to_cell()?;
    let other: Gc<Native> = args.callee.data[1].replace(Value::UNDEFINED).to_cell()?;
    other.data[0].set(Value::UNDEFINED);
    other.data[1].set(Value::UNDEFINED);
    Some(promise)
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

/// NewPromiseReactionJob (sec-newpromisereactionjob). Allocates in the Rust heap only.
fn enqueue_reaction(vm: &mut Vm, handlers: Handlers, context: Value, fulfilled: bool, result: Value) {
    match handlers.reaction(fulfilled) {
        Reaction::Await { then, state } => {
            vm.enqueue_job_in(context, await_job, [state, Value::bool(fulfilled), result, function_word(then)]);
        }
        Reaction::Then { handler, derived } => {
            vm.enqueue_job_in(context, reaction_job, [derived, handler, result, Value::bool(fulfilled)]);
        }
    }
}

fn await_job(vm: &mut Vm, captured: &[Value; 4]) -> JsResult<Value> {
    let [state, fulfilled, result, then] = *captured;
    function_of(then)(vm, state, fulfilled.as_bool(), result)?;
    Ok(Value::UNDEFINED)
}

fn reaction_job(vm: &mut Vm, captured: &[Value; 4]) -> JsResult<Value> {
    let [capability, handler, result, fulfilled] = *captured;
    let derived = match capability.to_cell::<Array>() {
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
    } else if let Some(list) = capability.to_cell::<Array>() {
        let elements = list.elements();
        match outcome {
            Ok(value) => vm.call(elements.get(1), Value::UNDEFINED, &[value])?,
            Err(Throw(error)) => vm.call(elements.get(2), Value::UNDEFINED, &[error])?,
        };
    }
    Ok(Value::UNDEFINED)
}

fn add_reaction(vm: &mut Vm, promise: Gc<Object>, handlers: Handlers) {
    let data = data_of(promise);
    let was_handled = data.handle();
    match data.state() {
        PromiseState::Pending => vm.add_waiting(data, handlers),
        state => {
            if state == PromiseState::Rejected && !was_handled {
                track_rejection(vm, data, true);
            }
            let context = vm.async_context();
            enqueue_reaction(vm, handlers, context, state == PromiseState::Fulfilled, data.result());
        }
    }
}

/// Takes note that a rejection of the promise is dealt with.
pub fn mark_handled(vm: &mut Vm, promise: Gc<Object>) {
    let data = data_of(promise);
    if !data.handle() && data.state() == PromiseState::Rejected {
        track_rejection(vm, data, true);
    }
}

/// PerformPromiseThen (sec-performpromisethen).
pub fn perform_promise_then(vm: &mut Vm, promise: Gc<Object>, on_fulfilled: Value, on_rejected: Value, capability: Option<Capability>) {
    let callable = |v: Value| if crate::runtime::operations::is_callable(v) { v } else { Value::UNDEFINED };
    let (on_fulfilled, on_rejected) = (callable(on_fulfilled), callable(on_rejected));
    let derived = match capability {
        None => Value::UNDEFINED,
        Some(c) if c.resolve.is_undefined() => c.promise,
        Some(c) => vm.new_array(&[c.promise, c.resolve, c.reject]).value(),
    };
    add_reaction(vm, promise, Handlers::then(on_fulfilled, on_rejected, derived));
}

/// `then` of a promise whose derived promise nobody gets, if that is all that calling it would do.
pub(super) fn then_unseen(vm: &mut Vm, promise: Value, on_fulfilled: Value, on_rejected: Value) -> bool {
    let Some(promise) = is_promise(promise).filter(|_| !vm.has_async_hooks()) else { return false };
    let is_unseen = is_pristine(vm, promise);
    if is_unseen {
        perform_promise_then(vm, promise, on_fulfilled, on_rejected, None);
    }
    is_unseen
}

/// The constructor of what `then` derives from a promise.
pub(super) fn derived_constructor(vm: &mut Vm, promise: Gc<Object>) -> JsResult<Value> {
    if is_pristine(vm, promise) {
        return Ok(vm.intrinsic(Intrinsic::Promise).value());
    }
    vm.species_constructor(promise, Intrinsic::Promise)
}

/// Await (sec-await) of a promise: `then` is called with `state` in a job once it is settled.
pub fn perform_await(vm: &mut Vm, promise: Gc<Object>, then: AwaitFn, state: Value) {
    if vm.has_async_hooks() {
        return perform_hooked_await(vm, promise, then, state);
    }
    add_reaction(vm, promise, Handlers::awaiting(then, state));
}

/// As `perform_await`, with a promise of its own for each await, by which async hooks know it.
#[cold]
fn perform_hooked_await(vm: &mut Vm, promise: Gc<Object>, then: AwaitFn, state: Value) {
    vm.set_hooked_parent(promise.value());
    let own = new_promise(vm).value();
    vm.set_hooked_parent(Value::UNDEFINED);
    let state = vm.new_array(&[state, own, function_word(then)]).value();
    add_reaction(vm, promise, Handlers::awaiting(hooked_await, state));
}

fn hooked_await(vm: &mut Vm, state: Value, fulfilled: bool, result: Value) -> JsResult<()> {
    let list = state.to_cell::<Array>().expect("made by perform_hooked_await");
    let (state, own, then) = (list.elements().get(0), list.elements().get(1), function_of(list.elements().get(2)));
    vm.tell_async_hooks(HookEvent::PromiseBefore, own);
    let outcome = then(vm, state, fulfilled, result);
    vm.tell_async_hooks(HookEvent::PromiseAfter, own);
    outcome
}

/// Await (sec-await) of any value.
pub fn await_value(vm: &mut Vm, value: Value, then: AwaitFn, state: Value) -> JsResult<()> {
    if vm.has_async_hooks() || is_promise(value).is_some() {
        let promise = promise_resolve(vm, value)?;
        perform_await(vm, promise, then, state);
        return Ok(());
    }
    // Nobody gets to see the promise of another value, which is settled at once unless there is a `then` to call.
    let outcome = match value.to_cell::<Object>() {
        None => Ok(value),
        Some(object) => match then_of(vm, object) {
            Ok(method) if vm.is_callable(method) => {
                let promise = new_promise(vm);
                resolve_with_then(vm, promise, value, method);
                perform_await(vm, promise, then, state);
                return Ok(());
            }
            Ok(_) => Ok(value),
            Err(Throw(error)) => Err(error),
        },
    };
    let context = vm.async_context();
    let (fulfilled, result) = (outcome.is_ok(), outcome.unwrap_or_else(|error| error));
    enqueue_reaction(vm, Handlers::awaiting(then, state), context, fulfilled, result);
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
    let is_default = constructor == vm.intrinsic(Intrinsic::Promise);
    if let Some(promise) = is_promise(value)
        && ((is_default && is_pristine(vm, promise)) || vm.get(promise, vm.names.constructor)? == constructor.value())
    {
        return Ok(value);
    }
    if is_default {
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
    static EXECUTOR: Method = method("", 2, executor_function);
    let executor = vm.new_capturing(&EXECUTOR, Value::UNDEFINED, Value::UNDEFINED);
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

/// HostPromiseRejectionTracker (sec-host-promise-rejection-tracker).
fn track_rejection(vm: &mut Vm, promise: Gc<Promise>, is_handled: bool) {
    let rejections = &mut vm.interp.jobs.rejections;
    if is_handled {
        rejections.handle(promise);
    } else if rejections.reject(promise) {
        vm.count_side_tables();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::object::Attributes;
    use crate::options::Options;

    #[test]
    fn a_plain_promise_is_pristine_until_what_it_uses_changes() {
        let mut vm = Vm::new(Options::default()).expect("a machine can be made");
        let promise = new_promise(&mut vm);
        assert!(is_pristine(&mut vm, promise));
        let proto = vm.intrinsic(Intrinsic::PromisePrototype);
        for key in [vm.names.then, vm.names.constructor] {
            let before = vm.get(proto, key).expect("a plain property");
            vm.set(proto, key, Value::int(1), true).expect("a plain property");
            assert!(!is_pristine(&mut vm, promise));
            vm.set(proto, key, before, true).expect("a plain property");
            assert!(is_pristine(&mut vm, promise));
            vm.define_new(promise, key, Value::int(1), Attributes::DEFAULT);
            assert!(!is_pristine(&mut vm, promise), "an own property is found first");
            let other = new_promise(&mut vm);
            assert!(is_pristine(&mut vm, other));
            vm.delete(promise, key).expect("a plain property");
            assert!(is_pristine(&mut vm, promise));
        }
        let (constructor, species) = (vm.intrinsic(Intrinsic::Promise), vm.symbols.species);
        vm.define_new(constructor, species, Value::UNDEFINED, Attributes::CONFIGURABLE);
        assert!(!is_pristine(&mut vm, promise));
    }
}
