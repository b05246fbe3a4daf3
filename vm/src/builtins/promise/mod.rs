//! Promise (sec-promise-objects). Its cells are in `cell`, the operations behind it in `data`,
//! the combinators in `combinators`.

mod cell;
mod combinators;
mod data;

pub use cell::{Promise, trace};
pub use data::{
    AwaitFn, Capability, await_value, create_resolving_functions, fulfill_promise, is_promise, mark_handled, new_promise,
    new_promise_capability, perform_await, perform_promise_then, promise_resolve, promise_resolve_with, reject_promise, resolve_promise,
    state_of,
};

use crate::builtins::checks::return_this;
use crate::builtins::table::*;
use crate::heap::Gc;
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::runtime::completion::{JsResult, Throw};
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;

/// Promise ( executor ) (sec-promise-executor).
fn promise_constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if !args.is_construct() {
        return Err(vm.type_error("Promise constructor cannot be invoked without 'new'"));
    }
    let executor = args.get(0);
    if !vm.is_callable(executor) {
        let shown = vm.to_display(executor);
        return Err(vm.type_error(format!("Promise resolver {shown} is not a function")));
    }
    // The constructor's own `prototype` cannot change.
    let promise = if args.new_target == vm.intrinsic(Intrinsic::Promise).value() {
        new_promise(vm)
    } else {
        let proto = vm.get_prototype_from_constructor(args.new_target, Intrinsic::PromisePrototype)?;
        data::new_promise_with_proto(vm, proto)
    };
    let (resolve, reject) = create_resolving_functions(vm, promise);
    if let Err(Throw(error)) = vm.call(executor, Value::UNDEFINED, &[resolve, reject]) {
        vm.call(reject, Value::UNDEFINED, &[error])?;
    }
    Ok(promise.value())
}

/// The receiver of a static method, which is a constructor.
fn this_constructor(vm: &mut Vm, args: &Args, method: &str) -> JsResult<Gc<Object>> {
    match args.this.to_cell::<Object>() {
        Some(object) => Ok(object),
        None => Err(vm.type_error(format!("{method} called on non-object"))),
    }
}

/// Promise.resolve (sec-promise.resolve).
fn resolve(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let constructor = this_constructor(vm, args, "PromiseResolve")?;
    promise_resolve_with(vm, constructor, args.get(0))
}
/// Promise.reject (sec-promise.reject).
fn reject(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let constructor = this_constructor(vm, args, "PromiseReject")?;
    let capability = new_promise_capability(vm, constructor.value())?;
    capability.reject(vm, args.get(0))?;
    Ok(capability.promise)
}
/// Promise.withResolvers (sec-promise.withResolvers).
fn with_resolvers(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let capability = new_promise_capability(vm, args.this)?;
    let object = vm.new_object();
    for (key, value) in
        [(vm.names.promise, capability.promise), (vm.names.resolve, capability.resolve), (vm.names.reject, capability.reject)]
    {
        vm.create_data_property(object, key, value)?;
    }
    Ok(object.value())
}
/// Promise.try (sec-promise.try).
fn try_(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let constructor = this_constructor(vm, args, "Promise.try")?;
    let capability = new_promise_capability(vm, constructor.value())?;
    match vm.call(args.get(0), Value::UNDEFINED, args.args.get(1..).unwrap_or(&[])) {
        Ok(value) => capability.resolve(vm, value)?,
        Err(Throw(error)) => capability.reject(vm, error)?,
    }
    Ok(capability.promise)
}

/// Promise.prototype.then (sec-promise.prototype.then).
pub fn then(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let Some(promise) = is_promise(args.this) else {
        let shown = vm.to_display(args.this);
        return Err(vm.type_error(format!("Method Promise.prototype.then called on incompatible receiver {shown}")));
    };
    let constructor = data::derived_constructor(vm, promise)?;
    // A derived promise of the class itself needs no resolving functions.
    let hooked = vm.has_async_hooks();
    if hooked {
        vm.set_hooked_parent(promise.value());
    }
    let capability = if constructor == vm.intrinsic(Intrinsic::Promise).value() {
        Ok(Capability::internal(new_promise(vm)))
    } else {
        new_promise_capability(vm, constructor)
    };
    if hooked {
        vm.set_hooked_parent(Value::UNDEFINED);
    }
    let capability = capability?;
    perform_promise_then(vm, promise, args.get(0), args.get(1), Some(capability));
    Ok(capability.promise)
}
/// Promise.prototype.catch (sec-promise.prototype.catch).
fn catch(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let key = vm.names.then;
    vm.invoke(args.this, key, &[Value::UNDEFINED, args.get(0)])
}

/// Promise.prototype.finally (sec-promise.prototype.finally).
fn finally(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let Some(promise) = args.this.to_cell::<Object>() else {
        return Err(vm.type_error("Promise.prototype.finally called on a non-object"));
    };
    let constructor = vm.species_constructor(promise, Intrinsic::Promise)?;
    let on_finally = args.get(0);
    let key = vm.names.then;
    if !vm.is_callable(on_finally) {
        return vm.invoke(args.this, key, &[on_finally, on_finally]);
    }
    static THEN_FINALLY: Method = method("", 1, then_finally);
    static CATCH_FINALLY: Method = method("", 1, catch_finally);
    let then = vm.new_capturing(&THEN_FINALLY, on_finally, constructor).value();
    let catch = vm.new_capturing(&CATCH_FINALLY, on_finally, constructor).value();
    vm.invoke(args.this, key, &[then, catch])
}
fn after_finally(vm: &mut Vm, args: &Args, next: &'static Method) -> JsResult<Value> {
    let (on_finally, constructor) = (args.callee.data[0].get(), args.callee.data[1].get());
    let result = vm.call(on_finally, Value::UNDEFINED, &[])?;
    let constructor = constructor.to_cell::<Object>().expect("a constructor");
    let promise = promise_resolve_with(vm, constructor, result)?;
    let thunk = vm.new_capturing(next, args.get(0), Value::UNDEFINED).value();
    let key = vm.names.then;
    vm.invoke(promise, key, &[thunk])
}
/// Then Finally Functions (sec-thenfinallyfunctions).
fn then_finally(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    static VALUE_THUNK: Method = method("", 0, |_, args| Ok(args.callee.data[0].get()));
    after_finally(vm, args, &VALUE_THUNK)
}
/// Catch Finally Functions (sec-catchfinallyfunctions).
fn catch_finally(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    static THROWER: Method = method("", 0, |_, args| Err(Throw(args.callee.data[0].get())));
    after_finally(vm, args, &THROWER)
}

pub static PROMISE: ClassSpec = ClassSpec {
    statics: &[
        method("all", 1, combinators::all),
        method("allSettled", 1, combinators::all_settled),
        method("allKeyed", 1, combinators::all_keyed),
        method("allSettledKeyed", 1, combinators::all_settled_keyed),
        method("any", 1, combinators::any),
        method("race", 1, combinators::race),
        method("resolve", 1, resolve).as_intrinsic(Intrinsic::PromiseResolve),
        method("reject", 1, reject),
        method("withResolvers", 0, with_resolvers),
        method("try", 1, try_),
    ],
    static_getters: &[getter("@@species", return_this)],
    methods: &[
        method("then", 2, then).as_intrinsic(Intrinsic::PromisePrototypeThen),
        method("catch", 1, catch),
        method("finally", 1, finally),
    ],
    constants: &[tag("Promise")],
    // Changes of what promises use without looking it up are announced (`data::is_pristine`).
    finish: Some(|vm, constructor, _| vm.become_prototype(constructor)),
    ..ClassSpec::new("Promise", 1, promise_constructor, Intrinsic::Promise, Intrinsic::PromisePrototype)
};
