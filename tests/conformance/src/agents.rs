//! `$262.agent`: other agents are machines on threads of their own, which see the same
//! shared memory.

use crate::host;
use crate::mode::Mode;
use hearth::Vm;
use hearth::builtins::typed::shared::SharedBuffer;
use hearth::heap::Gc;
use hearth::object::function::{Args, NativeFn};
use hearth::object::{Attributes, Object};
use hearth::runtime::completion::JsResult;
use hearth::value::Value;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};

/// Native stack of an agent, in bytes.
const STACK: usize = 24 << 20;

struct Broadcast {
    buffer: SharedBuffer,
    number: f64,
    /// Of a BigInt, its text.
    bigint: Option<String>,
    received: Sender<()>,
}

/// What agents have reported, oldest first.
static REPORTS: Mutex<VecDeque<String>> = Mutex::new(VecDeque::new());
static START: LazyLock<Instant> = LazyLock::new(Instant::now);

thread_local! {
    /// Of the main agent: to those that it has started.
    static AGENTS: RefCell<Vec<Sender<Broadcast>>> = const { RefCell::new(Vec::new()) };
    /// Of an agent that was started.
    static INBOX: RefCell<Option<Receiver<Broadcast>>> = const { RefCell::new(None) };
    static MODE: Cell<Mode> = const { Cell::new(Mode::Interpreter) };
}

/// In which mode agents of this thread run.
pub fn set_mode(mode: Mode) {
    MODE.set(mode);
}

/// Forgets the agents of the test before; whether there were any. They may go on for ever.
pub fn take_started() -> bool {
    !AGENTS.take().is_empty()
}

fn functions(vm: &mut Vm, table: &[(&str, u32, NativeFn)]) -> Gc<Object> {
    let object = vm.new_object();
    for (name, length, function) in table {
        vm.define_method(object, name, *length, *function);
    }
    object
}

/// The `agent` of the main agent's `$262`.
pub fn main_agent(vm: &mut Vm) -> Gc<Object> {
    functions(
        vm,
        &[
            ("start", 1, start),
            ("broadcast", 2, broadcast),
            ("getReport", 0, get_report),
            ("sleep", 1, sleep),
            ("monotonicNow", 0, monotonic_now),
        ],
    )
}

fn start(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let text = vm.to_string(args.get(0))?.to_rust();
    let (to_agent, inbox) = channel();
    let (running, is_running) = channel();
    let mode = MODE.get();
    let spawned = std::thread::Builder::new().name("agent".to_owned()).stack_size(STACK).spawn(move || {
        INBOX.set(Some(inbox));
        let Ok(mut vm) = Vm::new(mode.agent_options()) else { return };
        install_in_agent(&mut vm);
        let _ = running.send(());
        if let Err(throw) = vm.run_script("agent", &text) {
            let error = hearth::runtime::report::error_text(&mut vm, throw.0);
            eprintln!("agent: {error}");
        }
        while vm.run_jobs().is_ok() && vm.run_next_event().unwrap_or(false) {}
    });
    if spawned.is_err() {
        return Err(vm.range_error("cannot start an agent"));
    }
    let _ = is_running.recv();
    AGENTS.with_borrow_mut(|agents| agents.push(to_agent));
    Ok(Value::UNDEFINED)
}

fn install_in_agent(vm: &mut Vm) {
    let dollar = host::install(vm);
    let agent = functions(
        vm,
        &[
            ("receiveBroadcast", 1, receive_broadcast),
            ("report", 1, report),
            ("sleep", 1, sleep),
            ("leaving", 0, leaving),
            ("monotonicNow", 0, monotonic_now),
        ],
    );
    let key = vm.key("agent");
    let _ = vm.set(dollar, key, agent.value(), false);
}

fn broadcast(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let Some(buffer) = vm.shared_buffer(args.get(0)) else {
        return Err(vm.type_error("broadcast needs a SharedArrayBuffer"));
    };
    let number = args.get(1);
    let bigint = if number.is_bigint() { Some(vm.to_string(number)?.to_rust()) } else { None };
    let number = if number.is_number() { number.as_number() } else { 0.0 };
    let (received, all) = channel();
    let mut count = 0;
    AGENTS.with_borrow(|agents| {
        for agent in agents {
            let message = Broadcast { buffer: buffer.clone(), number, bigint: bigint.clone(), received: received.clone() };
            count += usize::from(agent.send(message).is_ok());
        }
    });
    drop(received);
    for _ in 0..count {
        if all.recv().is_err() {
            break;
        }
    }
    Ok(Value::UNDEFINED)
}

fn receive_broadcast(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let message = INBOX.with_borrow(|inbox| inbox.as_ref().and_then(|inbox| inbox.recv().ok()));
    let Some(message) = message else { return Ok(Value::UNDEFINED) };
    let buffer = vm.new_shared_array_buffer(&message.buffer).value();
    let number = match &message.bigint {
        None => Value::number(message.number),
        Some(text) => {
            let text = vm.new_string(text).value();
            vm.to_bigint(text)?.value()
        }
    };
    let _ = message.received.send(());
    vm.call(args.get(0), Value::UNDEFINED, &[buffer, number])
}

fn report(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let text = vm.to_string(args.get(0))?.to_rust();
    REPORTS.lock().expect("no thread panics with it").push_back(text);
    Ok(Value::UNDEFINED)
}

fn get_report(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    let text = REPORTS.lock().expect("no thread panics with it").pop_front();
    Ok(match text {
        Some(text) => vm.new_string(&text).value(),
        None => Value::NULL,
    })
}

fn sleep(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let milliseconds = vm.to_number(args.get(0))?;
    std::thread::sleep(Duration::from_secs_f64((milliseconds / 1e3).clamp(0.0, 3600.0)));
    Ok(Value::UNDEFINED)
}

fn monotonic_now(_: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    Ok(Value::number(START.elapsed().as_secs_f64() * 1e3))
}

/// The agent's thread ends by itself when it has nothing left to do.
fn leaving(_: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    Ok(Value::UNDEFINED)
}

/// Defines `agent` of the main agent.
pub fn define(vm: &mut Vm, dollar: Gc<Object>) {
    let agent = main_agent(vm);
    let key = vm.key("agent");
    vm.define_new(dollar, key, agent.value(), Attributes::METHOD);
}
