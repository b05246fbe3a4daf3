//! Explicit resource management (sec-disposablestack-objects and on): SuppressedError,
//! DisposableStack, AsyncDisposableStack, and the list of resources that they share with
//! `using` declarations.

use super::promise;
use super::table::*;
use crate::heap::{Gc, Kind, Payload, Tracer};
use crate::object::Attributes;
use crate::object::function::Args;
use crate::object::layout::{InternalCell, Object, trace_value};
use crate::runtime::completion::{JsResult, Throw};
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use std::cell::{Cell, RefCell};

/// DisposableResource Record (sec-disposableresource-records).
#[derive(Clone, Copy)]
struct Resource {
    value: Value,
    /// `[[DisposeMethod]]`, undefined for none.
    method: Value,
    is_async: bool,
    call: Call,
}

/// How the method of a resource is called.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Call {
    /// With the value as receiver.
    Method,
    /// With the value as argument.
    Argument,
    /// As `Method`, of @@dispose where an asynchronous one was asked for: its result is not awaited.
    Sync,
}

/// DisposeCapability Record (sec-disposecapability-records), and how far its disposal is.
pub struct Resources {
    // unrooted: traced by the payload
    list: RefCell<Vec<Resource>>,
    /// What the disposal will throw, empty if nothing.
    thrown: Cell<Value>,
    needs_await: Cell<bool>,
    has_awaited: Cell<bool>,
    disposed: Cell<bool>,
    is_async: bool,
}

impl Payload for Resources {
    fn trace(&self, tracer: &mut Tracer) {
        for resource in self.list.borrow().iter() {
            trace_value(resource.value, tracer);
            trace_value(resource.method, tracer);
        }
        trace_value(self.thrown.get(), tracer);
    }
}

impl Resources {
    pub fn new(is_async: bool) -> Resources {
        Resources {
            list: RefCell::default(),
            thrown: Cell::new(Value::EMPTY),
            needs_await: Cell::new(false),
            has_awaited: Cell::new(false),
            disposed: Cell::new(false),
            is_async,
        }
    }

    fn push(&self, vm: &mut Vm, owner: Value, resource: Resource) {
        self.list.borrow_mut().push(resource);
        if let Some(cell) = owner.header() {
            vm.write_barrier(cell);
        }
    }

    /// AddDisposableResource (sec-adddisposableresource) of a value; `owner` is the cell of the list.
    pub fn add(&self, vm: &mut Vm, owner: Value, value: Value, is_async: bool) -> JsResult<()> {
        if value.is_nullish() {
            if is_async {
                let resource = Resource { value: Value::UNDEFINED, method: Value::UNDEFINED, is_async, call: Call::Method };
                self.push(vm, owner, resource);
            }
            return Ok(());
        }
        if !value.is_object() {
            let shown = vm.to_display(value);
            return Err(vm.type_error(format!("{shown} is not an object, so it cannot be disposed of")));
        }
        // GetDisposeMethod (sec-getdisposemethod)
        let mut call = Call::Method;
        let mut method = None;
        if is_async {
            method = vm.get_method(value, vm.symbols.async_dispose)?;
            if method.is_none() {
                call = Call::Sync;
            }
        }
        if method.is_none() {
            method = vm.get_method(value, vm.symbols.dispose)?;
        }
        let Some(method) = method else {
            let shown = vm.to_display(value);
            return Err(vm.type_error(format!("{shown} has no method to dispose of it")));
        };
        self.push(vm, owner, Resource { value, method, is_async, call });
        Ok(())
    }

    /// Notes an exception: of the body, of a dispose method, or of what was awaited.
    pub fn note(&self, vm: &mut Vm, owner: Value, throw: Throw) {
        let before = self.thrown.get();
        let thrown = if before.is_empty() { throw.0 } else { suppressed_error(vm, throw.0, before).value() };
        self.thrown.set(thrown);
        if let Some(cell) = owner.header() {
            vm.write_barrier(cell);
        }
    }

    /// DisposeResources (sec-disposeresources) up to the next await: the value to be awaited,
    /// or none at the end.
    pub fn step(&self, vm: &mut Vm, owner: Value) -> Option<Value> {
        self.disposed.set(true);
        loop {
            let resource = self.list.borrow_mut().pop();
            let waits = self.needs_await.get() && !self.has_awaited.get();
            let Some(resource) = resource else {
                self.needs_await.set(false);
                return waits.then_some(Value::UNDEFINED);
            };
            if !resource.is_async && waits {
                self.needs_await.set(false);
                self.list.borrow_mut().push(resource);
                return Some(Value::UNDEFINED);
            }
            if resource.method.is_undefined() {
                self.needs_await.set(true);
                continue;
            }
            let result = match resource.call {
                Call::Method | Call::Sync => vm.call(resource.method, resource.value, &[]),
                Call::Argument => vm.call(resource.method, Value::UNDEFINED, &[resource.value]),
            };
            match result {
                Ok(value) if resource.is_async => {
                    self.has_awaited.set(true);
                    return Some(if resource.call == Call::Sync { Value::UNDEFINED } else { value });
                }
                Ok(_) => {}
                // The promise that wraps a call of @@dispose is rejected: a turn passes.
                Err(throw) if resource.call == Call::Sync => {
                    self.has_awaited.set(true);
                    self.note(vm, owner, throw);
                    return Some(Value::UNDEFINED);
                }
                Err(throw) => self.note(vm, owner, throw),
            }
        }
    }

    /// What the disposal throws, after the last step.
    pub fn outcome(&self) -> JsResult<()> {
        let thrown = self.thrown.replace(Value::EMPTY);
        if thrown.is_empty() { Ok(()) } else { Err(Throw(thrown)) }
    }

    /// DisposeResources of a list without asynchronous resources.
    fn dispose_sync(&self, vm: &mut Vm, owner: Value) -> JsResult<()> {
        let awaited = self.step(vm, owner);
        debug_assert!(awaited.is_none());
        self.outcome()
    }
}

/// A new SuppressedError with its two properties.
fn suppressed_error(vm: &mut Vm, error: Value, suppressed: Value) -> Gc<Object> {
    let proto = vm.intrinsic(Intrinsic::SuppressedErrorPrototype);
    let object = vm.new_error_object(proto, Value::UNDEFINED);
    vm.reify_if_lazy(object);
    let (error_key, suppressed_key) = (vm.names.error, vm.names.suppressed);
    vm.define_new(object, error_key, error, Attributes::METHOD);
    vm.define_new(object, suppressed_key, suppressed, Attributes::METHOD);
    object
}

/// SuppressedError ( error, suppressed, message ) (sec-suppressederror).
fn suppressed_error_constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let new_target = if args.is_construct() { args.new_target } else { args.callee.value() };
    let proto = vm.get_prototype_from_constructor(new_target, Intrinsic::SuppressedErrorPrototype)?;
    let message = args.get(2);
    let message = if message.is_undefined() { message } else { vm.to_string(message)?.value() };
    let object = vm.new_error_object(proto, message);
    vm.reify_if_lazy(object);
    let (error_key, suppressed_key) = (vm.names.error, vm.names.suppressed);
    vm.define_new(object, error_key, args.get(0), Attributes::METHOD);
    vm.define_new(object, suppressed_key, args.get(1), Attributes::METHOD);
    Ok(object.value())
}

const fn text(name: &'static str, value: &'static str) -> Constant {
    Constant { name, value: ConstantValue::String(value), attributes: Attributes::METHOD }
}

pub static SUPPRESSED_ERROR: ClassSpec = ClassSpec {
    parent: Intrinsic::Error,
    prototype_parent: Some(Intrinsic::ErrorPrototype),
    constants: &[text("name", "SuppressedError"), text("message", "")],
    ..ClassSpec::new("SuppressedError", 3, suppressed_error_constructor, Intrinsic::SuppressedError, Intrinsic::SuppressedErrorPrototype)
};

// ---- the two stacks

fn construct(vm: &mut Vm, args: &Args, is_async: bool) -> JsResult<Value> {
    let name = class_name(is_async);
    if !args.is_construct() {
        return Err(vm.type_error(format!("Constructor {name} requires 'new'")));
    }
    let proto = vm.get_prototype_from_constructor(args.new_target, prototype(is_async))?;
    Ok(vm.new_payload_object(Kind::Host, proto, Box::new(Resources::new(is_async))).value())
}
/// DisposableStack ( ) (sec-disposablestack).
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    construct(vm, args, false)
}
/// AsyncDisposableStack ( ) (sec-asyncdisposablestack).
fn async_constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    construct(vm, args, true)
}

fn prototype(is_async: bool) -> Intrinsic {
    if is_async { Intrinsic::AsyncDisposableStackPrototype } else { Intrinsic::DisposableStackPrototype }
}
fn class_name(is_async: bool) -> &'static str {
    if is_async { "AsyncDisposableStack" } else { "DisposableStack" }
}

fn this_stack<'a>(vm: &mut Vm, args: &Args, is_async: bool, method: &str) -> JsResult<&'a Resources> {
    match args.this.to_cell::<Object>().and_then(|object| object.payload::<Resources>()) {
        Some(stack) if stack.is_async == is_async => Ok(stack),
        _ => {
            let shown = vm.to_display(args.this);
            let class = class_name(is_async);
            Err(vm.type_error(format!("Method {class}.prototype.{method} called on incompatible receiver {shown}")))
        }
    }
}
fn pending<'a>(vm: &mut Vm, args: &Args, is_async: bool, method: &str) -> JsResult<&'a Resources> {
    let stack = this_stack(vm, args, is_async, method)?;
    if stack.disposed.get() {
        return Err(vm.reference_error(format!("Cannot call {}.prototype.{method} on a disposed stack", class_name(is_async))));
    }
    Ok(stack)
}

fn add(vm: &mut Vm, args: &Args, is_async: bool) -> JsResult<Value> {
    let stack = pending(vm, args, is_async, "use")?;
    stack.add(vm, args.this, args.get(0), is_async)?;
    Ok(args.get(0))
}
fn adopt_in(vm: &mut Vm, args: &Args, is_async: bool) -> JsResult<Value> {
    let stack = pending(vm, args, is_async, "adopt")?;
    super::checks::require_callable(vm, args.get(1))?;
    stack.push(vm, args.this, Resource { value: args.get(0), method: args.get(1), is_async, call: Call::Argument });
    Ok(args.get(0))
}
fn defer_in(vm: &mut Vm, args: &Args, is_async: bool) -> JsResult<Value> {
    let stack = pending(vm, args, is_async, "defer")?;
    super::checks::require_callable(vm, args.get(0))?;
    stack.push(vm, args.this, Resource { value: Value::UNDEFINED, method: args.get(0), is_async, call: Call::Method });
    Ok(Value::UNDEFINED)
}
fn move_in(vm: &mut Vm, args: &Args, is_async: bool) -> JsResult<Value> {
    let stack = pending(vm, args, is_async, "move")?;
    let proto = vm.intrinsic(prototype(is_async));
    let moved = vm.new_payload_object(Kind::Host, proto, Box::new(Resources::new(is_async)));
    let new = moved.payload::<Resources>().expect("just made");
    stack.disposed.set(true);
    for resource in stack.list.take() {
        new.push(vm, moved.value(), resource);
    }
    Ok(moved.value())
}

/// DisposableStack.prototype.use (sec-disposablestack.prototype.use).
fn use_(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    add(vm, args, false)
}
/// DisposableStack.prototype.adopt (sec-disposablestack.prototype.adopt).
fn adopt(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    adopt_in(vm, args, false)
}
/// DisposableStack.prototype.defer (sec-disposablestack.prototype.defer).
fn defer(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    defer_in(vm, args, false)
}
/// DisposableStack.prototype.move (sec-disposablestack.prototype.move).
fn move_(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    move_in(vm, args, false)
}
/// get DisposableStack.prototype.disposed (sec-get-disposablestack.prototype.disposed).
fn disposed(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    this_stack(vm, args, false, "disposed").map(|stack| Value::bool(stack.disposed.get()))
}
/// DisposableStack.prototype.dispose (sec-disposablestack.prototype.dispose).
fn dispose(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let stack = this_stack(vm, args, false, "dispose")?;
    if !stack.disposed.get() {
        stack.dispose_sync(vm, args.this)?;
    }
    Ok(Value::UNDEFINED)
}

/// AsyncDisposableStack.prototype.use (sec-asyncdisposablestack.prototype.use).
fn async_use(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    add(vm, args, true)
}
/// AsyncDisposableStack.prototype.adopt (sec-asyncdisposablestack.prototype.adopt).
fn async_adopt(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    adopt_in(vm, args, true)
}
/// AsyncDisposableStack.prototype.defer (sec-asyncdisposablestack.prototype.defer).
fn async_defer(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    defer_in(vm, args, true)
}
/// AsyncDisposableStack.prototype.move (sec-asyncdisposablestack.prototype.move).
fn async_move(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    move_in(vm, args, true)
}
/// get AsyncDisposableStack.prototype.disposed (sec-get-asyncdisposablestack.prototype.disposed).
fn async_disposed(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    this_stack(vm, args, true, "disposed").map(|stack| Value::bool(stack.disposed.get()))
}

/// What a disposal under way settles.
struct Disposal {
    stack: Value,
    promise: Value,
}
impl Payload for Disposal {
    fn trace(&self, tracer: &mut Tracer) {
        trace_value(self.stack, tracer);
        trace_value(self.promise, tracer);
    }
}

/// AsyncDisposableStack.prototype.disposeAsync (sec-asyncdisposablestack.prototype.disposeAsync).
fn dispose_async(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let promise = promise::new_promise(vm);
    match this_stack(vm, args, true, "disposeAsync") {
        Err(throw) => promise::reject_promise(vm, promise, throw.0),
        Ok(stack) if stack.disposed.get() => promise::resolve_promise(vm, promise, Value::UNDEFINED),
        Ok(_) => {
            let state = vm.new_internal(Box::new(Disposal { stack: args.this, promise: promise.value() })).value();
            go_on(vm, state);
        }
    }
    Ok(promise.value())
}

/// Disposes up to the next await, or settles the promise.
fn go_on(vm: &mut Vm, state: Value) {
    let cell: Gc<InternalCell> = state.to_cell().expect("a disposal");
    let disposal = cell.payload::<Disposal>().expect("a disposal");
    let (owner, promise) = (disposal.stack, disposal.promise);
    let stack = owner.payload::<Resources>().expect("a stack");
    while let Some(value) = stack.step(vm, owner) {
        match promise::await_value(vm, value, awaited, state) {
            Ok(()) => return,
            Err(throw) => stack.note(vm, owner, throw),
        }
    }
    match stack.outcome() {
        Ok(()) => promise::resolve_promise(vm, promise, Value::UNDEFINED),
        Err(throw) => promise::reject_promise(vm, promise, throw.0),
    }
}

fn awaited(vm: &mut Vm, state: Value, fulfilled: bool, value: Value) -> JsResult<()> {
    let cell: Gc<InternalCell> = state.to_cell().expect("a disposal");
    let owner = cell.payload::<Disposal>().expect("a disposal").stack;
    if !fulfilled {
        let stack = owner.payload::<Resources>().expect("a stack");
        stack.note(vm, owner, Throw(value));
    }
    go_on(vm, state);
    Ok(())
}

pub static DISPOSABLE_STACK: ClassSpec = ClassSpec {
    methods: &[
        method("adopt", 2, adopt),
        method("defer", 1, defer),
        method("dispose", 0, dispose),
        method("move", 0, move_),
        method("use", 1, use_),
    ],
    getters: &[getter("disposed", disposed)],
    aliases: &[("@@dispose", "dispose")],
    constants: &[tag("DisposableStack")],
    ..ClassSpec::new("DisposableStack", 0, constructor, Intrinsic::DisposableStack, Intrinsic::DisposableStackPrototype)
};

pub static ASYNC_DISPOSABLE_STACK: ClassSpec = ClassSpec {
    methods: &[
        method("adopt", 2, async_adopt),
        method("defer", 1, async_defer),
        method("disposeAsync", 0, dispose_async),
        method("move", 0, async_move),
        method("use", 1, async_use),
    ],
    getters: &[getter("disposed", async_disposed)],
    aliases: &[("@@asyncDispose", "disposeAsync")],
    constants: &[tag("AsyncDisposableStack")],
    ..ClassSpec::new(
        "AsyncDisposableStack",
        0,
        async_constructor,
        Intrinsic::AsyncDisposableStack,
        Intrinsic::AsyncDisposableStackPrototype,
    )
};
