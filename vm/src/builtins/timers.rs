//! Timers and microtasks of the host: setTimeout and its like, queueMicrotask. The queue
//! itself is the event loop's (`runtime::jobs`).

use crate::builtins::node::require_callback;
use crate::builtins::table::*;
use crate::heap::{Kind, Payload, Tracer};
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use std::time::Duration;

/// The handle that setTimeout returns.
struct TimerHandle {
    id: u32,
}
impl Payload for TimerHandle {
    fn trace(&self, _: &mut Tracer) {}
}

fn add(vm: &mut Vm, args: &Args, repeat: bool) -> JsResult<Value> {
    require_callback(vm, args.get(0))?;
    let delay = vm.to_number(args.get(1))?;
    // Out of range means at once, as in Node.js.
    let delay = if (1.0..=2147483647.0).contains(&delay) { delay } else { 1.0 };
    let rest = args.args.get(2..).unwrap_or(&[]);
    let id = vm.add_timer(args.get(0), rest, Duration::from_millis(delay as u64), repeat);
    Ok(handle(vm, id, "Timeout"))
}
/// The handle of a timer, which is a resource of that kind.
fn handle(vm: &mut Vm, id: u32, kind: &str) -> Value {
    let proto = vm.intrinsic(Intrinsic::TimeoutPrototype);
    let handle = vm.new_payload_object(Kind::Host, proto, Box::new(TimerHandle { id })).value();
    if vm.has_async_hooks()
        && let Some(ids) = vm.timer_async_ids(id)
    {
        vm.tell_async_init(kind, ids, handle);
    }
    handle
}
fn set_timeout(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    add(vm, args, false)
}
fn set_interval(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    add(vm, args, true)
}
fn set_immediate(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    require_callback(vm, args.get(0))?;
    let id = vm.add_immediate(args.get(0), args.args.get(1..).unwrap_or(&[]));
    Ok(handle(vm, id, "Immediate"))
}
fn clear(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if let Some(handle) = args.get(0).payload::<TimerHandle>() {
        vm.clear_timer(handle.id);
    } else if args.get(0).is_number() {
        vm.clear_timer(args.get(0).as_number() as u32);
    }
    Ok(Value::UNDEFINED)
}

fn close(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if let Some(handle) = args.this.payload::<TimerHandle>() {
        vm.clear_timer(handle.id);
    }
    Ok(args.this)
}

/// queueMicrotask ( callback ).
fn queue_microtask(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    require_callback(vm, args.get(0))?;
    let captured = [args.get(0), Value::UNDEFINED, Value::UNDEFINED, Value::UNDEFINED];
    vm.enqueue_microtask(|vm, captured| vm.call(captured[0], Value::UNDEFINED, &[]), captured);
    Ok(Value::UNDEFINED)
}

fn refresh(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if let Some(handle) = args.this.payload::<TimerHandle>() {
        vm.refresh_timer(handle.id);
    }
    Ok(args.this)
}
fn reference(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if let Some(handle) = args.this.payload::<TimerHandle>() {
        vm.set_timer_referenced(handle.id, true);
    }
    Ok(args.this)
}
fn unreference(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if let Some(handle) = args.this.payload::<TimerHandle>() {
        vm.set_timer_referenced(handle.id, false);
    }
    Ok(args.this)
}
fn has_ref(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(Value::bool(args.this.payload::<TimerHandle>().is_some_and(|handle| vm.timer_is_referenced(handle.id))))
}
/// The number of a handle, which the clear functions take too.
fn to_primitive(_: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(args.this.payload::<TimerHandle>().map_or(Value::NAN, |h| Value::from(h.id)))
}

pub static TIMEOUT: ObjectSpec = ObjectSpec {
    methods: &[
        method("ref", 0, reference),
        method("unref", 0, unreference),
        method("refresh", 0, refresh),
        method("close", 0, close),
        method("hasRef", 0, has_ref),
        method("@@toPrimitive", 0, to_primitive),
    ],
    ..ObjectSpec::new("", Intrinsic::TimeoutPrototype, Intrinsic::ObjectPrototype)
};

static FUNCTIONS: &[Method] = &[
    visible("setTimeout", 2, set_timeout),
    visible("setInterval", 2, set_interval),
    visible("setImmediate", 1, set_immediate),
    visible("clearTimeout", 1, clear),
    visible("clearInterval", 1, clear),
    visible("clearImmediate", 1, clear),
    visible("queueMicrotask", 1, queue_microtask),
];

/// Defines the functions of the global object.
pub fn install(vm: &mut Vm) {
    let global = vm.global();
    vm.define_methods(global, FUNCTIONS);
}
