//! process and performance: what programs for Node.js ask of their host.
//!
//! `process.exit` ends the process at once, after the exit handlers and with all output
//! written. Listeners make it an EventEmitter (`node/process.js`), and its streams are made when they are
//! first asked for (`node/stdio.js`).

use crate::builtins::node::require_callback;
use crate::builtins::table::*;
use crate::heap::Gc;
use crate::heap::roots::RootedVec;
use crate::object::NativeFn;
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::object::shape::Attributes;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// The version of Node.js whose behaviour is followed.
const NODE_VERSION: &str = "24.15.0";

/// What programs ask of the parts of that version, to know what they can rely on.
const LIKENESS: &[(&str, &str)] =
    &[("modules", "137"), ("napi", "10"), ("unicode", "17.0"), ("uv", "1.51.0"), ("v8", "13.6.233.10-node.28")];

pub struct ProcessState {
    start: Instant,
    /// Milliseconds since the Unix epoch at `start`.
    origin: f64,
    /// Set while exit handlers run.
    exiting: bool,
    /// The exit code that the program has asked for.
    exit_code: Option<i32>,
    /// Which of the standard streams the program has asked for, by descriptor.
    streams: [bool; 3],
    /// What the program of a worker has given to process.exit.
    asked: Option<i32>,
}

impl Default for ProcessState {
    fn default() -> Self {
        let origin = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |d| d.as_secs_f64() * 1000.0);
        ProcessState { start: Instant::now(), origin, exiting: false, exit_code: None, streams: [false; 3], asked: None }
    }
}

impl ProcessState {
    /// Whether the program has asked for standard output or standard error as a stream.
    pub fn has_stream(&self, fd: i32) -> bool {
        self.streams[fd as usize]
    }
    /// Has the console write through the streams of process from the start.
    pub fn write_through_streams(&mut self) {
        self.streams = [false, true, true];
    }
    pub fn ask_exit(&mut self, code: i32) {
        self.asked = Some(code);
    }
    pub fn asked_exit_code(&self) -> Option<i32> {
        self.asked
    }
    /// Milliseconds since the VM started.
    pub fn now(&self) -> f64 {
        self.start.elapsed().as_secs_f64() * 1000.0
    }
}

fn process_object(vm: &mut Vm) -> Gc<Object> {
    vm.intrinsic(Intrinsic::Process)
}

/// Emits an event, if somebody listens: whether somebody did.
pub fn emit(vm: &mut Vm, event: &str, args: &[Value]) -> JsResult<bool> {
    let process = process_object(vm);
    // Without listeners, it is no EventEmitter yet.
    let key = vm.key("_events");
    if vm.own_property(process, key)?.is_none() {
        return Ok(false);
    }
    let mut list = RootedVec::with_capacity(vm, args.len() + 1);
    let event = vm.new_string(event).value();
    list.push(event);
    list.extend_from_slice(args);
    let emit = vm.key("emit");
    let heard = vm.invoke(process.value(), emit, &list)?;
    Ok(heard == Value::TRUE)
}

/// The exit code that a program has asked for: `process.exitCode`, or 0.
pub fn exit_code(vm: &Vm) -> i32 {
    vm.builtins.process.exit_code.unwrap_or(0)
}

/// Has the program asked for an exit code?
pub fn has_exit_code(vm: &Vm) -> bool {
    vm.builtins.process.exit_code.is_some()
}

/// get process.exitCode.
fn get_exit_code(vm: &mut Vm, _args: &Args) -> JsResult<Value> {
    Ok(vm.builtins.process.exit_code.map_or(Value::UNDEFINED, Value::int))
}

/// The largest of which it can be said that it is an integer.
const MOST: f64 = 9_007_199_254_740_991.0;

/// set process.exitCode: an integer, a text with one, or nothing.
fn set_exit_code(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let code = args.get(0);
    let is_text = code.as_string().is_some_and(|text| !vm.to_rust_string(text).is_empty());
    let number = if is_text { Value::number(vm.to_number(code)?) } else { code };
    let is_integer = number.is_number() && number.as_number().fract() == 0.0 && number.as_number().abs() <= MOST;
    vm.builtins.process.exit_code = if code.is_undefined() || code.is_null() {
        None
    } else if is_integer {
        Some(vm.to_int32(number)?)
    } else {
        // It throws.
        let validators = vm.require_builtin("internal/validators")?;
        let check = vm.key("checkInteger");
        let validators = vm.to_object(validators)?;
        let check = vm.get(validators, check)?;
        // A text that is a number is no integer as a number.
        let told = if is_text && !vm.to_number(code)?.is_nan() { number } else { code };
        let name = vm.new_string("code").value();
        vm.call(check, Value::UNDEFINED, &[told, name])?;
        None
    };
    Ok(Value::UNDEFINED)
}

/// get process._exiting: do exit handlers run?
fn is_exiting(vm: &mut Vm, _args: &Args) -> JsResult<Value> {
    Ok(Value::bool(vm.builtins.process.exiting))
}

/// Runs the exit handlers once; the code that they leave.
pub fn run_exit_handlers(vm: &mut Vm, code: i32) -> JsResult<i32> {
    if vm.builtins.process.exiting {
        return Ok(code);
    }
    vm.builtins.process.exiting = true;
    if code != exit_code(vm) {
        vm.builtins.process.exit_code = Some(code);
    }
    emit(vm, "exit", &[Value::int(code)])?;
    Ok(exit_code(vm))
}

/// `process.exit ( [ code ] )`.
fn exit(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if !args.args.is_empty() {
        set_exit_code(vm, args)?;
    }
    let code = run_exit_handlers(vm, exit_code(vm))?;
    vm.end_program(code)
}

/// process.nextTick ( callback, ...args ).
fn next_tick(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    require_callback(vm, args.get(0))?;
    let rest = vm.new_array(args.args.get(1..).unwrap_or(&[]));
    let captured = [args.get(0), rest.value(), Value::UNDEFINED, Value::UNDEFINED];
    vm.enqueue_tick(
        |vm, captured| {
            let list = captured[1].to_cell::<crate::object::array::Array>().expect("the arguments");
            let args = crate::heap::roots::RootedVec::from_slice(vm, list.elements().as_slice());
            vm.call(captured[0], Value::UNDEFINED, &args)
        },
        captured,
    );
    Ok(Value::UNDEFINED)
}

fn cwd(vm: &mut Vm, _: &Args) -> JsResult<Value> {
    let path = std::env::current_dir().map_or(String::new(), |p| p.to_string_lossy().into_owned());
    Ok(vm.new_string(&path).value())
}
fn uptime(vm: &mut Vm, _: &Args) -> JsResult<Value> {
    Ok(Value::double(vm.builtins.process.now() / 1000.0))
}
/// `process.hrtime ( [ time ] )`: seconds and nanoseconds.
fn hrtime(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let elapsed = vm.builtins.process.start.elapsed();
    let (mut seconds, mut nanoseconds) = (elapsed.as_secs() as f64, elapsed.subsec_nanos() as f64);
    if let Some(before) = args.get(0).to_cell::<Object>() {
        let s = crate::builtins::array::get_at(vm, before, 0)?;
        let n = crate::builtins::array::get_at(vm, before, 1)?;
        seconds -= vm.to_number(s)?;
        nanoseconds -= vm.to_number(n)?;
        if nanoseconds < 0.0 {
            seconds -= 1.0;
            nanoseconds += 1e9;
        }
    }
    Ok(vm.new_array(&[Value::number(seconds), Value::number(nanoseconds)]).value())
}
fn hrtime_bigint(vm: &mut Vm, _: &Args) -> JsResult<Value> {
    let elapsed = vm.builtins.process.start.elapsed().as_nanos();
    Ok(vm.new_bigint(elapsed.into()).value())
}
/// `process.cpuUsage ( [ previous ] )`, in microseconds.
fn cpu_usage(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    // SAFETY: an all-zero rusage is one.
    let mut usage: libc::rusage = unsafe { core::mem::zeroed() };
    // SAFETY: `usage` is valid for writing.
    unsafe { libc::getrusage(libc::RUSAGE_SELF, &mut usage) };
    let microseconds = |t: libc::timeval| t.tv_sec as f64 * 1e6 + t.tv_usec as f64;
    let object = vm.new_object();
    for (name, mut value) in [("user", microseconds(usage.ru_utime)), ("system", microseconds(usage.ru_stime))] {
        if let Some(previous) = args.get(0).to_cell::<Object>() {
            let before = vm.get_str(previous, name)?;
            value -= vm.to_number(before)?;
        }
        let key = vm.key(name);
        vm.create_data_property(object, key, Value::number(value))?;
    }
    Ok(object.value())
}
/// process.chdir ( folder ).
fn chdir(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let folder = vm.to_string(args.get(0))?.to_rust();
    match std::env::set_current_dir(&folder) {
        Ok(()) => Ok(Value::UNDEFINED),
        Err(error) => {
            let here = std::env::current_dir().unwrap_or_default();
            Err(crate::builtins::node::system_failure(vm, &error, "chdir", &here.to_string_lossy(), Some(&folder)))
        }
    }
}
/// `process.umask ( [ mask ] )`.
fn umask(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let wanted = if args.get(0).is_undefined() { None } else { Some(vm.to_int32(args.get(0))?) };
    // SAFETY: no preconditions; the mask is put back where it is only asked for.
    let old = unsafe {
        let old = libc::umask(wanted.unwrap_or(0) as libc::mode_t);
        if wanted.is_none() {
            libc::umask(old);
        }
        old
    };
    Ok(Value::number(old as f64))
}
fn abort(_: &mut Vm, _: &Args) -> JsResult<Value> {
    std::process::abort()
}
/// process.kill ( pid [ , signal ] ): what it takes and throws is told by `node/signals.js`.
fn kill(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let signals = vm.require_builtin("internal/signals")?;
    let key = vm.key("kill");
    vm.invoke(signals, key, args.args)
}
fn user_id(of: unsafe extern "C" fn() -> libc::uid_t) -> Value {
    // SAFETY: the functions that are passed have no preconditions.
    Value::number(unsafe { of() } as f64)
}
/// A standard stream, made when it is first asked for.
fn standard_stream(vm: &mut Vm, fd: usize) -> JsResult<Value> {
    let name = ["stdin", "stdout", "stderr"][fd];
    let stdio = vm.require_builtin("internal/stdio")?;
    let key = vm.key(name);
    let stream = vm.get_v(stdio, key)?;
    vm.builtins.process.streams[fd] = true;
    Ok(stream)
}
fn stdin(vm: &mut Vm, _: &Args) -> JsResult<Value> {
    standard_stream(vm, 0)
}
fn stdout(vm: &mut Vm, _: &Args) -> JsResult<Value> {
    standard_stream(vm, 1)
}
fn stderr(vm: &mut Vm, _: &Args) -> JsResult<Value> {
    standard_stream(vm, 2)
}
/// process.memoryUsage ( ), in bytes.
fn memory_usage(vm: &mut Vm, _: &Args) -> JsResult<Value> {
    let heap = vm.heap.stats();
    let used = Value::number(heap.live_bytes as f64);
    let total = Value::number(heap.heap_bytes as f64);
    let resident = Value::number(resident_bytes() as f64);
    let object = vm.new_object();
    for (name, value) in
        [("rss", resident), ("heapTotal", total), ("heapUsed", used), ("external", Value::int(0)), ("arrayBuffers", Value::int(0))]
    {
        let key = vm.key(name);
        vm.create_data_property(object, key, value)?;
    }
    Ok(object.value())
}
/// process.memoryUsage.rss ( ).
fn resident_memory(_: &mut Vm, _: &Args) -> JsResult<Value> {
    Ok(Value::number(resident_bytes() as f64))
}
/// Bytes of physical memory in use, 0 where it cannot be told.
fn resident_bytes() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").ok().and_then(|t| t.split(' ').nth(1)?.parse::<usize>().ok());
    // SAFETY: no preconditions.
    let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    pages.unwrap_or(0) * page.max(0) as usize
}

fn performance_now(vm: &mut Vm, _: &Args) -> JsResult<Value> {
    Ok(Value::double(vm.builtins.process.now()))
}

static HRTIME: &[Method] = &[visible("bigint", 0, hrtime_bigint)];
static MEMORY_USAGE: &[Method] = &[visible("rss", 0, resident_memory)];

fn set_up(vm: &mut Vm, process: Gc<Object>) {
    let put = |vm: &mut Vm, object: Gc<Object>, name: &str, value: Value| {
        let key = vm.key(name);
        vm.define_new(object, key, value, Attributes::DEFAULT);
    };
    let platform = match std::env::consts::OS {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    };
    let arch = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    };
    let version = format!("v{NODE_VERSION}");
    for (name, text) in [("platform", platform), ("arch", arch), ("version", version.as_str()), ("title", "hearth"), ("argv0", "hearth")] {
        let value = vm.new_string(text).value();
        put(vm, process, name, value);
    }
    let versions = vm.new_object();
    for (name, text) in [("node", NODE_VERSION), ("hearth", env!("CARGO_PKG_VERSION"))].iter().chain(LIKENESS) {
        let value = vm.new_string(text).value();
        put(vm, versions, name, value);
    }
    put(vm, process, "versions", versions.value());
    put(vm, process, "pid", Value::number(std::process::id() as f64));
    put(vm, process, "ppid", Value::number(std::os::unix::process::parent_id() as f64));
    let executable = std::env::current_exe().map_or(String::new(), |p| p.to_string_lossy().into_owned());
    let executable = vm.new_string(&executable).value();
    put(vm, process, "execPath", executable);
    let release = vm.new_object();
    let name = vm.new_string("node").value();
    put(vm, release, "name", name);
    put(vm, process, "release", release.value());
    let empty = vm.new_array(&[]).value();
    put(vm, process, "execArgv", empty);
    for (name, methods) in [("hrtime", HRTIME), ("memoryUsage", MEMORY_USAGE)] {
        if let Ok(Some(function)) = vm.get_str(process, name).map(|v| v.to_cell::<Object>()) {
            vm.define_methods(function, methods);
        }
    }
}

/// process.argv: the executable, the script, its arguments.
fn argv(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let list = vm.new_array(&[]);
    let executable = std::env::current_exe().map_or(String::new(), |p| p.to_string_lossy().into_owned());
    let arguments = vm.interp.modules.arguments.clone();
    for text in std::iter::once(executable).chain(arguments) {
        let value = vm.new_string(&text);
        vm.array_push(list, value.value())?;
    }
    replace_getter(vm, args, "argv", list.value())
}
/// process.env, read when it is first asked for: programs rarely look.
fn env(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.new_object();
    let is_own = |name: &std::ffi::OsStr| crate::builtins::node::children::CHANNEL_VARIABLES.iter().any(|v| name == *v);
    for (name, value) in std::env::vars_os().filter(|(name, _)| !is_own(name)) {
        let key = vm.key(&name.to_string_lossy());
        let value = vm.new_string(&value.to_string_lossy());
        vm.create_data_property(object, key, value.value())?;
    }
    // Traps of its own alone: what scripts put on Object.prototype is none.
    let handler = vm.new_object_with_proto(Value::NULL);
    for (name, length, trap) in [("defineProperty", 3, define_variable as NativeFn), ("deleteProperty", 2, delete_variable)] {
        let trap = vm.new_native(name, length, trap).value();
        let key = vm.key(name);
        vm.define_new(handler, key, trap, Attributes::DEFAULT);
    }
    let variables = vm.proxy_create(object.value(), handler.value())?;
    replace_getter(vm, args, "env", variables.value())
}
/// Tells the local time of a variable that it hangs on; only the zones that Temporal has can be chosen.
#[cfg_attr(not(feature = "temporal"), expect(unused_variables))]
fn note_variable(vm: &mut Vm, name: Value, value: Option<Value>) {
    #[cfg(feature = "temporal")]
    if let Some(name) = name.as_string()
        && vm.to_rust_string(name) == "TZ"
    {
        let value = value.and_then(|value| value.as_string()).map(|value| vm.to_rust_string(value));
        super::date::variable_changed(value.as_deref());
    }
}
/// Variables are strings, whatever is assigned; their names, too.
fn define_variable(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let Some(variables) = args.get(0).to_cell::<Object>() else { return Ok(Value::FALSE) };
    vm.to_string(args.get(1))?;
    let mut descriptor = vm.to_property_descriptor(args.get(2))?;
    if let Some(value) = descriptor.value {
        descriptor.value = Some(vm.to_string(value)?.value());
    }
    let key = vm.to_property_key(args.get(1))?;
    let done = vm.define_own_property(variables, key, &descriptor)?;
    if done {
        note_variable(vm, args.get(1), descriptor.value);
    }
    Ok(Value::bool(done))
}
fn delete_variable(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let Some(variables) = args.get(0).to_cell::<Object>() else { return Ok(Value::FALSE) };
    let key = vm.to_property_key(args.get(1))?;
    vm.delete_property_or_throw(variables, key)?;
    note_variable(vm, args.get(1), None);
    Ok(Value::TRUE)
}
/// Turns a getter into the data property that it stands for.
fn replace_getter(vm: &mut Vm, args: &Args, name: &str, value: Value) -> JsResult<Value> {
    if let Some(process) = args.this.to_cell::<Object>() {
        let key = vm.key(name);
        let descriptor = crate::runtime::property_descriptor::PropertyDescriptor::data(value, Attributes::DEFAULT);
        vm.define_own_property(process, key, &descriptor)?;
    }
    Ok(value)
}

pub static PROCESS: ObjectSpec = ObjectSpec {
    methods: &[
        visible("exit", 1, exit),
        visible("nextTick", 1, next_tick),
        visible("cwd", 0, cwd),
        visible("uptime", 0, uptime),
        visible("hrtime", 1, hrtime),
        visible("memoryUsage", 0, memory_usage),
        visible("cpuUsage", 1, cpu_usage),
        visible("chdir", 1, chdir),
        visible("umask", 1, umask),
        visible("abort", 0, abort),
        visible("kill", 2, kill),
        visible("getuid", 0, |_, _| Ok(user_id(libc::getuid))),
        visible("geteuid", 0, |_, _| Ok(user_id(libc::geteuid))),
        visible("getgid", 0, |_, _| Ok(user_id(libc::getgid))),
        visible("getegid", 0, |_, _| Ok(user_id(libc::getegid))),
    ],
    // Programs copy process.
    getters: &[
        visible_getter("argv", argv),
        visible_getter("env", env),
        visible_getter("stdin", stdin),
        visible_getter("stdout", stdout),
        visible_getter("stderr", stderr),
        Getter { enumerable: true, ..accessor("exitCode", get_exit_code, set_exit_code) },
        getter("_exiting", is_exiting),
    ],
    constants: &[tag("process")],
    finish: Some(set_up),
    ..ObjectSpec::new("process", Intrinsic::Process, Intrinsic::ObjectPrototype)
};

fn set_up_performance(vm: &mut Vm, performance: Gc<Object>) {
    let key = vm.key("timeOrigin");
    let origin = Value::double(vm.builtins.process.origin);
    vm.define_new(performance, key, origin, Attributes::DEFAULT);
}

pub static PERFORMANCE: ObjectSpec = ObjectSpec {
    methods: &[method("now", 0, performance_now)],
    constants: &[tag("Performance")],
    finish: Some(set_up_performance),
    ..ObjectSpec::new("performance", Intrinsic::Performance, Intrinsic::ObjectPrototype)
};
