//! process and performance: what programs for Node.js ask of their host.
//!
//! `process.exit` ends the process at once, after the exit handlers and with all output
//! written. Listeners make it an EventEmitter (`node/process.js`); signals are not among
//! its events, and its streams write at once.

use crate::builtins::checks::require_callable;
use crate::builtins::table::*;
use crate::heap::Gc;
use crate::heap::roots::RootedVec;
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::object::shape::Attributes;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// The version of Node.js whose behaviour is followed.
const NODE_VERSION: &str = "20.20.2";

pub struct ProcessState {
    start: Instant,
    /// Milliseconds since the Unix epoch at `start`.
    origin: f64,
    /// Set while exit handlers run.
    exiting: bool,
}

impl Default for ProcessState {
    fn default() -> Self {
        let origin = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |d| d.as_secs_f64() * 1000.0);
        ProcessState { start: Instant::now(), origin, exiting: false }
    }
}

impl ProcessState {
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
pub fn exit_code(vm: &mut Vm) -> i32 {
    let process = process_object(vm);
    let code = vm.get_str(process, "exitCode").unwrap_or(Value::UNDEFINED);
    if code.is_undefined() { 0 } else { vm.to_int32(code).unwrap_or(0) }
}

/// Runs the exit handlers once; the code that they leave.
pub fn run_exit_handlers(vm: &mut Vm, code: i32) -> JsResult<i32> {
    if vm.builtins.process.exiting {
        return Ok(code);
    }
    vm.builtins.process.exiting = true;
    let process = process_object(vm);
    let key = vm.key("exitCode");
    vm.set(process, key, Value::int(code), false)?;
    emit(vm, "exit", &[Value::int(code)])?;
    Ok(exit_code(vm))
}

/// `process.exit ( [ code ] )`.
fn exit(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let code = if args.get(0).is_undefined() { exit_code(vm) } else { vm.to_int32(args.get(0))? };
    let code = run_exit_handlers(vm, code)?;
    vm.exit_process(code)
}

/// process.nextTick ( callback, ...args ).
fn next_tick(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    require_callable(vm, args.get(0))?;
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
            let message = format!("ENOENT: {error}, chdir '{folder}'");
            Err(crate::runtime::completion::Throw(vm.new_error(crate::runtime::completion::ErrorKind::Error, &message).value()))
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
fn abort(vm: &mut Vm, _: &Args) -> JsResult<Value> {
    vm.flush_output();
    std::process::abort()
}
/// process.kill ( pid [ , signal ] ): the signal as a number, or by one of the usual names.
fn kill(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let pid = vm.to_int32(args.get(0))?;
    let signal = match args.get(1) {
        Value::UNDEFINED => libc::SIGTERM,
        name if name.is_string() => match vm.to_string(name)?.to_rust().as_str() {
            "SIGHUP" => libc::SIGHUP,
            "SIGINT" => libc::SIGINT,
            "SIGQUIT" => libc::SIGQUIT,
            "SIGKILL" => libc::SIGKILL,
            "SIGUSR1" => libc::SIGUSR1,
            "SIGUSR2" => libc::SIGUSR2,
            "SIGTERM" => libc::SIGTERM,
            other => return Err(vm.type_error(format!("Unknown signal: {other}"))),
        },
        number => vm.to_int32(number)?,
    };
    vm.flush_output();
    // SAFETY: no preconditions.
    if unsafe { libc::kill(pid, signal) } == 0 {
        return Ok(Value::TRUE);
    }
    let message = format!("kill {}", std::io::Error::last_os_error());
    Err(crate::runtime::completion::Throw(vm.new_error(crate::runtime::completion::ErrorKind::Error, &message).value()))
}
fn user_id(of: unsafe extern "C" fn() -> libc::uid_t) -> Value {
    // SAFETY: the functions that are passed have no preconditions.
    Value::number(unsafe { of() } as f64)
}
/// process.stdin, made when it is first asked for.
fn stdin(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let stream = vm.require_builtin("internal/stdin")?;
    replace_getter(vm, args, "stdin", stream)
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
/// Bytes of physical memory in use, 0 where it cannot be told.
fn resident_bytes() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").ok().and_then(|t| t.split(' ').nth(1)?.parse::<usize>().ok());
    // SAFETY: no preconditions.
    let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    pages.unwrap_or(0) * page.max(0) as usize
}

fn write_stdout(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let text = chunk(vm, args.get(0))?;
    vm.builtins.output.write_stdout(&text);
    Ok(Value::TRUE)
}
fn write_stderr(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let text = chunk(vm, args.get(0))?;
    vm.builtins.output.write_stderr(&text);
    Ok(Value::TRUE)
}
/// The bytes of a string or typed array.
fn chunk(vm: &mut Vm, value: Value) -> JsResult<Vec<u8>> {
    if let Some(bytes) = crate::builtins::typed::bytes_of(value) {
        return Ok(bytes);
    }
    if !value.is_string() {
        return Err(vm.type_error("The \"chunk\" argument must be of type string or an instance of Buffer or Uint8Array."));
    }
    let string = vm.to_string(value)?;
    Ok(vm.to_rust_string(string).into_bytes())
}

fn performance_now(vm: &mut Vm, _: &Args) -> JsResult<Value> {
    Ok(Value::double(vm.builtins.process.now()))
}

/// A plain object with a `write` method.
fn stream(vm: &mut Vm, rows: &'static [Method], descriptor: i32) -> Gc<Object> {
    let object = vm.new_object();
    vm.define_methods(object, rows);
    let mut put = |name: &str, value: Value| {
        let key = vm.key(name);
        vm.define_new(object, key, value, Attributes::DEFAULT);
    };
    put("fd", Value::int(descriptor));
    put("writable", Value::TRUE);
    // SAFETY: no preconditions.
    if unsafe { libc::isatty(descriptor) } == 1 {
        // SAFETY: an all-zero winsize is one.
        let mut size: libc::winsize = unsafe { core::mem::zeroed() };
        // SAFETY: `size` is valid for writing.
        unsafe { libc::ioctl(descriptor, libc::TIOCGWINSZ, &mut size) };
        put("isTTY", Value::TRUE);
        put("columns", Value::int(if size.ws_col == 0 { 80 } else { size.ws_col as i32 }));
        put("rows", Value::int(if size.ws_row == 0 { 24 } else { size.ws_row as i32 }));
    }
    object
}

static STDOUT: &[Method] = &[method("write", 1, write_stdout)];
static STDERR: &[Method] = &[method("write", 1, write_stderr)];
static HRTIME: &[Method] = &[method("bigint", 0, hrtime_bigint)];

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
    for (name, text) in [("node", NODE_VERSION), ("hearth", env!("CARGO_PKG_VERSION"))] {
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
    put(vm, process, "exitCode", Value::UNDEFINED);
    let empty = vm.new_array(&[]).value();
    put(vm, process, "execArgv", empty);
    let stdout = stream(vm, STDOUT, 1).value();
    put(vm, process, "stdout", stdout);
    let stderr = stream(vm, STDERR, 2).value();
    put(vm, process, "stderr", stderr);
    if let Ok(Some(hrtime)) = vm.get_str(process, "hrtime").map(|v| v.to_cell::<Object>()) {
        vm.define_methods(hrtime, HRTIME);
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
    for (name, value) in std::env::vars_os() {
        let key = vm.key(&name.to_string_lossy());
        let value = vm.new_string(&value.to_string_lossy());
        vm.create_data_property(object, key, value.value())?;
    }
    replace_getter(vm, args, "env", object.value())
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
        method("exit", 1, exit),
        method("nextTick", 1, next_tick),
        method("cwd", 0, cwd),
        method("uptime", 0, uptime),
        method("hrtime", 1, hrtime),
        method("memoryUsage", 0, memory_usage),
        method("cpuUsage", 1, cpu_usage),
        method("chdir", 1, chdir),
        method("umask", 1, umask),
        method("abort", 0, abort),
        method("kill", 2, kill),
        method("getuid", 0, |_, _| Ok(user_id(libc::getuid))),
        method("geteuid", 0, |_, _| Ok(user_id(libc::geteuid))),
        method("getgid", 0, |_, _| Ok(user_id(libc::getgid))),
        method("getegid", 0, |_, _| Ok(user_id(libc::getegid))),
    ],
    getters: &[getter("argv", argv), getter("env", env), getter("stdin", stdin)],
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
