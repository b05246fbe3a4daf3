//! Timers and microtasks of the host: setTimeout and its like, queueMicrotask. The queue
//! itself is the event loop's (`runtime::event_loop`).
//!
//! As in Node.js, what a timer calls, with which arguments and how often is told by properties of the object that
//! stands for it (`_onTimeout`, `_timerArgs`, `_idleTimeout`, `_repeat`), which programs read and change.

use crate::builtins::node::require_callback;
use crate::builtins::table::*;
use crate::heap::{Gc, Kind, Payload, Tracer};
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::object::shape::Attributes;
use crate::runtime::async_context::{AsyncIds, HookEvent};
use crate::runtime::completion::JsResult;
use crate::runtime::event_loop::Task;
use crate::runtime::operations::to_boolean;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use std::cell::Cell;
use std::time::{Duration, Instant};

/// The longest delay in milliseconds.
const LONGEST: f64 = 2147483647.0;

/// Which warnings were given that are given once.
#[derive(Default)]
pub struct TimerState {
    warned_of_negative: bool,
    warned_of_nan: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum TimerKind {
    Timeout,
    Immediate,
}

/// The internal slots of a Timeout or an Immediate.
struct TimerHandle {
    id: u32,
    kind: TimerKind,
    ids: Cell<AsyncIds>,
    referenced: Cell<bool>,
    /// It has run or was cleared.
    destroyed: Cell<bool>,
    /// A program has asked for the number, by which the timer can be cleared then.
    numbered: Cell<bool>,
}
impl Payload for TimerHandle {
    fn trace(&self, _: &mut Tracer) {}
}

fn handle_of<'a>(value: Value, kind: TimerKind) -> Option<(Gc<Object>, &'a TimerHandle)> {
    let object = value.to_cell::<Object>()?;
    let handle = object.payload::<TimerHandle>().filter(|handle| handle.kind == kind)?;
    Some((object, handle))
}

/// An object that stands for a timer, with these properties.
fn new_handle<'a>(vm: &mut Vm, kind: TimerKind, properties: &[(&str, Value)]) -> (Gc<Object>, &'a TimerHandle) {
    let proto = match kind {
        TimerKind::Timeout => Intrinsic::TimeoutPrototype,
        TimerKind::Immediate => Intrinsic::ImmediatePrototype,
    };
    let proto = vm.intrinsic(proto);
    let ids = vm.new_async_ids();
    let handle = TimerHandle {
        id: vm.new_timer_id(),
        kind,
        ids: Cell::new(ids),
        referenced: Cell::new(true),
        destroyed: Cell::new(false),
        numbered: Cell::new(false),
    };
    let object = vm.new_payload_object(Kind::Host, proto, Box::new(handle));
    for (name, value) in properties {
        let key = vm.key(name);
        vm.define_new(object, key, *value, Attributes::DEFAULT);
    }
    (object, object.payload::<TimerHandle>().expect("it was made with one"))
}

/// Sets a property of a timer; one that the program has frozen stays as it is.
fn note(vm: &mut Vm, object: Gc<Object>, name: &str, value: Value) -> JsResult<()> {
    let key = vm.key(name);
    vm.set(object, key, value, false)
}

fn tell_init(vm: &mut Vm, object: Gc<Object>, handle: &TimerHandle) {
    if vm.has_async_hooks() {
        let kind = if handle.kind == TimerKind::Timeout { "Timeout" } else { "Immediate" };
        vm.tell_async_init(kind, handle.ids.get(), object.value());
    }
}

/// It has run, or was cleared.
fn destroy(vm: &mut Vm, object: Gc<Object>, handle: &TimerHandle) -> JsResult<()> {
    handle.destroyed.set(true);
    if vm.has_async_hooks() {
        vm.tell_async_hooks(HookEvent::Destroy, Value::number(handle.ids.get().id));
    }
    note(vm, object, "_destroyed", Value::TRUE)
}

/// Calls the function of the property `function` on the timer itself with what `list` lists.
fn call_back(vm: &mut Vm, object: Gc<Object>, function: &str, list: &str) -> JsResult<()> {
    let function = vm.get_str(object, function)?;
    // That of a timer that was cleared is gone.
    if !to_boolean(function) {
        return Ok(());
    }
    let list = vm.get_str(object, list)?;
    if list.is_undefined() {
        return vm.call(function, object.value(), &[]).map(|_| ());
    }
    let list = vm.create_list_from_array_like(list)?;
    vm.call(function, object.value(), &list).map(|_| ())
}

// ---- Timeout

/// Milliseconds to wait. Out of range means at once, and a warning.
fn delay_of(vm: &mut Vm, value: Value) -> JsResult<f64> {
    if value.is_undefined() {
        return Ok(1.0);
    }
    let delay = vm.to_number(value)?;
    if (1.0..=LONGEST).contains(&delay) {
        return Ok(delay);
    }
    let state = &mut vm.builtins.timers;
    let (name, why) = if delay > LONGEST {
        ("TimeoutOverflowWarning", "does not fit into a 32-bit signed integer")
    } else if delay < 0.0 && !core::mem::replace(&mut state.warned_of_negative, true) {
        ("TimeoutNegativeWarning", "is a negative number")
    } else if delay.is_nan() && !core::mem::replace(&mut state.warned_of_nan, true) {
        ("TimeoutNaNWarning", "is not a number")
    } else {
        return Ok(1.0);
    };
    let shown = vm.to_string(Value::number(delay))?.to_rust();
    let text = vm.new_string(&format!("{shown} {why}.\nTimeout duration was set to 1.")).value();
    let name = vm.new_string(name).value();
    let process = vm.intrinsic(Intrinsic::Process).value();
    let key = vm.key("emitWarning");
    vm.invoke(process, key, &[text, name])?;
    Ok(1.0)
}

/// Has a timer wait for `delay` milliseconds from `start`.
fn wait(vm: &mut Vm, object: Gc<Object>, handle: &TimerHandle, start: Instant, delay: f64) {
    let ids = handle.ids.get();
    let task = |vm: &mut Vm| Task::new(vm, object.value(), run_timeout, ids);
    // A program may have set any.
    let delay = Duration::from_millis(delay.clamp(0.0, LONGEST) as u64);
    vm.start_timer(handle.id, start, delay, handle.referenced.get(), task);
}

fn add(vm: &mut Vm, args: &Args, repeats: bool) -> JsResult<Value> {
    require_callback(vm, args.get(0))?;
    let delay = delay_of(vm, args.get(1))?;
    let rest = match args.args.get(2..) {
        Some(rest) if !rest.is_empty() => vm.new_array(rest).value(),
        _ => Value::UNDEFINED,
    };
    let started = vm.builtins.process.now().floor();
    let (object, handle) = new_handle(
        vm,
        TimerKind::Timeout,
        &[
            ("_idleTimeout", Value::number(delay)),
            ("_idleStart", Value::number(started)),
            ("_onTimeout", args.get(0)),
            ("_timerArgs", rest),
            ("_repeat", if repeats { Value::number(delay) } else { Value::NULL }),
            ("_destroyed", Value::FALSE),
        ],
    );
    wait(vm, object, handle, Instant::now(), delay);
    tell_init(vm, object, handle);
    Ok(object.value())
}
fn set_timeout(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    add(vm, args, false)
}
fn set_interval(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    add(vm, args, true)
}

fn run_timeout(vm: &mut Vm, timer: Value) -> JsResult<()> {
    let (object, handle) = handle_of(timer, TimerKind::Timeout).expect("only timers are started with this function");
    let start = Instant::now();
    let result = call_back(vm, object, "_onTimeout", "_timerArgs");
    let after = after_run(vm, object, handle, start);
    result.and(after)
}

/// Has an interval wait again from the time when its callback was called; another timer is over, unless the callback
/// has had it wait again.
fn after_run(vm: &mut Vm, object: Gc<Object>, handle: &TimerHandle, start: Instant) -> JsResult<()> {
    if handle.destroyed.get() {
        vm.stop_timer(handle.id);
        return Ok(());
    }
    let repeat = vm.get_str(object, "_repeat")?;
    if to_boolean(repeat) {
        let delay = vm.to_number(repeat)?;
        note(vm, object, "_idleTimeout", repeat)?;
        // Time is counted in milliseconds: what its callback has started within one comes first.
        let now = Instant::now();
        let start = if now - start < Duration::from_millis(1) { now } else { start };
        note_start(vm, object)?;
        wait(vm, object, handle, start, delay);
    } else if !vm.timer_is_waiting(handle.id) {
        vm.stop_timer(handle.id);
        destroy(vm, object, handle)?;
    }
    Ok(())
}

fn note_start(vm: &mut Vm, object: Gc<Object>) -> JsResult<()> {
    let started = vm.builtins.process.now().floor();
    note(vm, object, "_idleStart", Value::number(started))
}

/// The timer of a number that a program has asked for.
fn timer_by_number(vm: &mut Vm, number: Value) -> JsResult<Option<Value>> {
    let text = vm.to_string(number)?.to_rust();
    let id = text.parse::<u32>().ok().filter(|id| id.to_string() == text);
    let timer = id.and_then(|id| vm.timer_subject(id));
    Ok(timer.filter(|timer| handle_of(*timer, TimerKind::Timeout).is_some_and(|(_, handle)| handle.numbered.get())))
}

fn clear(vm: &mut Vm, timer: Value) -> JsResult<()> {
    let Some((object, handle)) = handle_of(timer, TimerKind::Timeout) else { return Ok(()) };
    note(vm, object, "_onTimeout", Value::UNDEFINED)?;
    if !handle.destroyed.get() {
        note(vm, object, "_timerArgs", Value::UNDEFINED)?;
        note(vm, object, "_idleTimeout", Value::int(-1))?;
        vm.stop_timer(handle.id);
        destroy(vm, object, handle)?;
    }
    Ok(())
}
fn clear_timeout(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let given = args.get(0);
    let timer = if given.is_number() || given.is_string() { timer_by_number(vm, given)? } else { Some(given) };
    if let Some(timer) = timer {
        clear(vm, timer)?;
    }
    Ok(Value::UNDEFINED)
}
fn close(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    clear(vm, args.this)?;
    Ok(args.this)
}
fn dispose_timeout(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    clear(vm, args.this)?;
    Ok(Value::UNDEFINED)
}

/// Has a timer wait its whole delay again, even if it has run; one that was cleared stays so.
fn refresh(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let Some((object, handle)) = handle_of(args.this, TimerKind::Timeout) else { return Ok(args.this) };
    let delay = vm.get_str(object, "_idleTimeout")?;
    let delay = vm.to_number(delay)?;
    if delay >= 0.0 {
        note_start(vm, object)?;
        let is_new = handle.destroyed.get();
        if is_new {
            handle.destroyed.set(false);
            handle.ids.set(vm.new_async_ids());
            note(vm, object, "_destroyed", Value::FALSE)?;
        }
        wait(vm, object, handle, Instant::now(), delay);
        if is_new {
            tell_init(vm, object, handle);
        }
    }
    Ok(args.this)
}

/// The number of a timer, which the clear functions take too.
fn to_primitive(_: &mut Vm, args: &Args) -> JsResult<Value> {
    let Some((_, handle)) = handle_of(args.this, TimerKind::Timeout) else { return Ok(Value::UNDEFINED) };
    handle.numbered.set(true);
    Ok(Value::from(handle.id))
}

// ---- Immediate

fn set_immediate(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    require_callback(vm, args.get(0))?;
    let rest = match args.args.get(1..) {
        Some(rest) if !rest.is_empty() => vm.new_array(rest).value(),
        _ => Value::UNDEFINED,
    };
    let properties = [("_onImmediate", args.get(0)), ("_argv", rest), ("_destroyed", Value::FALSE)];
    let (object, handle) = new_handle(vm, TimerKind::Immediate, &properties);
    let task = Task::new(vm, object.value(), run_immediate, handle.ids.get());
    vm.start_immediate(handle.id, task);
    tell_init(vm, object, handle);
    Ok(object.value())
}

fn run_immediate(vm: &mut Vm, immediate: Value) -> JsResult<()> {
    let (object, handle) = handle_of(immediate, TimerKind::Immediate).expect("only immediates are started with this function");
    handle.destroyed.set(true);
    note(vm, object, "_destroyed", Value::TRUE)?;
    let result = call_back(vm, object, "_onImmediate", "_argv");
    let after = forget_immediate(vm, object, handle);
    result.and(after)
}

/// An immediate calls at most once.
fn forget_immediate(vm: &mut Vm, object: Gc<Object>, handle: &TimerHandle) -> JsResult<()> {
    note(vm, object, "_onImmediate", Value::UNDEFINED)?;
    note(vm, object, "_argv", Value::UNDEFINED)?;
    destroy(vm, object, handle)
}

fn clear_if_immediate(vm: &mut Vm, immediate: Value) -> JsResult<Value> {
    if let Some((object, handle)) = handle_of(immediate, TimerKind::Immediate)
        && !handle.destroyed.get()
    {
        vm.stop_immediate(handle.id);
        forget_immediate(vm, object, handle)?;
    }
    Ok(Value::UNDEFINED)
}
fn clear_immediate(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    clear_if_immediate(vm, args.get(0))
}
fn dispose_immediate(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    clear_if_immediate(vm, args.this)
}

// ---- both

fn set_referenced(vm: &mut Vm, this: Value, referenced: bool) -> Value {
    if let Some(handle) = this.payload::<TimerHandle>() {
        handle.referenced.set(referenced);
        vm.set_timer_referenced(handle.id, referenced);
    }
    this
}
fn reference(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(set_referenced(vm, args.this, true))
}
fn unreference(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(set_referenced(vm, args.this, false))
}
/// A Timeout can be started again, so that it remembers; an Immediate that has run cannot.
fn has_ref(_: &mut Vm, args: &Args) -> JsResult<Value> {
    let Some(handle) = args.this.payload::<TimerHandle>() else { return Ok(Value::UNDEFINED) };
    Ok(Value::bool(handle.referenced.get() && !(handle.kind == TimerKind::Immediate && handle.destroyed.get())))
}

fn illegal_constructor(vm: &mut Vm, _: &Args) -> JsResult<Value> {
    Err(vm.type_error("Illegal constructor"))
}

/// queueMicrotask ( callback ).
fn queue_microtask(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    require_callback(vm, args.get(0))?;
    let captured = [args.get(0), Value::UNDEFINED, Value::UNDEFINED, Value::UNDEFINED];
    vm.enqueue_microtask(|vm, captured| vm.call(captured[0], Value::UNDEFINED, &[]), captured);
    Ok(Value::UNDEFINED)
}

pub static TIMEOUT: ClassSpec = ClassSpec {
    methods: &[
        method("refresh", 0, refresh),
        method("unref", 0, unreference),
        method("ref", 0, reference),
        method("hasRef", 0, has_ref),
        visible("close", 0, close),
        method("@@dispose", 0, dispose_timeout),
        method("@@toPrimitive", 0, to_primitive),
    ],
    global: false,
    ..ClassSpec::new("Timeout", 5, illegal_constructor, Intrinsic::Timeout, Intrinsic::TimeoutPrototype)
};

pub static IMMEDIATE: ClassSpec = ClassSpec {
    methods: &[
        method("ref", 0, reference),
        method("unref", 0, unreference),
        method("hasRef", 0, has_ref),
        method("@@dispose", 0, dispose_immediate),
    ],
    global: false,
    ..ClassSpec::new("Immediate", 2, illegal_constructor, Intrinsic::Immediate, Intrinsic::ImmediatePrototype)
};

static FUNCTIONS: &[Method] = &[
    visible("setTimeout", 2, set_timeout),
    visible("setInterval", 2, set_interval),
    visible("setImmediate", 1, set_immediate),
    visible("clearTimeout", 1, clear_timeout),
    visible("clearInterval", 1, clear_timeout),
    visible("clearImmediate", 1, clear_immediate),
    visible("queueMicrotask", 1, queue_microtask),
];

/// Defines the functions of the global object.
pub fn install(vm: &mut Vm) {
    let global = vm.global();
    vm.define_methods(global, FUNCTIONS);
}
