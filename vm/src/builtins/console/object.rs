//! The object console (<https://console.spec.whatwg.org/>), with the output of Node.js.

use super::{format, output};
use crate::builtins::table::*;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use std::collections::HashMap;
use std::time::Instant;

/// Groups, counters and timers of a console.
#[derive(Default)]
pub struct ConsoleState {
    /// Columns by which groups indent.
    indentation: usize,
    counters: HashMap<String, u64>,
    timers: HashMap<String, Instant>,
}

fn indented(vm: &Vm, text: String) -> String {
    let indentation = " ".repeat(vm.builtins.console.indentation);
    if indentation.is_empty() {
        return text;
    }
    let lines: Vec<String> = text.split('\n').map(|line| format!("{indentation}{line}")).collect();
    lines.join("\n")
}
/// Writes a line. Once the program has asked for the stream, it goes through its `write`, which may be the program's.
fn print_to(vm: &mut Vm, fd: i32, text: String) -> JsResult<()> {
    let text = indented(vm, text);
    if !vm.builtins.process.has_stream(fd) {
        vm.builtins.output.write_line(fd, text.as_bytes());
        return Ok(());
    }
    let stdio = vm.require_builtin("internal/stdio")?;
    let print = vm.key("print");
    let text = vm.new_string(&(text + "\n")).value();
    vm.invoke(stdio, print, &[Value::int(fd), text]).map(|_| ())
}
fn print(vm: &mut Vm, text: String) -> JsResult<()> {
    print_to(vm, libc::STDOUT_FILENO, text)
}
fn print_error(vm: &mut Vm, text: String) -> JsResult<()> {
    print_to(vm, libc::STDERR_FILENO, text)
}

/// console.log, info and debug.
fn log(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    // One plain string is what is printed most.
    if let [only] = args.args
        && let Some(string) = only.as_string()
        && vm.builtins.console.indentation == 0
        && let crate::string::Units::Latin1(bytes) = vm.units(string)
        && bytes.is_ascii()
        && !vm.builtins.process.has_stream(libc::STDOUT_FILENO)
    {
        vm.builtins.output.write_line(libc::STDOUT_FILENO, bytes);
        return Ok(Value::UNDEFINED);
    }
    let text = format::format(vm, args.args)?;
    vm.settled(Ok(()))?;
    print(vm, text)?;
    Ok(Value::UNDEFINED)
}
/// console.error and warn.
fn error(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let text = format::format(vm, args.args)?;
    print_error(vm, text)?;
    Ok(Value::UNDEFINED)
}
/// console.trace.
fn trace(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let text = format::format(vm, args.args)?;
    let text = if text.is_empty() { "Trace".to_owned() } else { format!("Trace: {text}") };
    let made = vm.new_error(crate::runtime::completion::ErrorKind::Error, "");
    let stack = vm.get_str(made, "stack")?;
    let stack = vm.to_string(stack)?.to_rust();
    let frames = stack.split_once('\n').map_or(String::new(), |(_, frames)| format!("\n{frames}"));
    print_error(vm, text + &frames)?;
    Ok(Value::UNDEFINED)
}
fn assert(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if crate::runtime::operations::to_boolean(args.get(0)) {
        return Ok(Value::UNDEFINED);
    }
    let rest = args.args.get(1..).unwrap_or(&[]);
    let text = match rest.first() {
        None => "Assertion failed".to_owned(),
        Some(first) if first.is_string() => format!("Assertion failed: {}", format::format(vm, rest)?),
        Some(_) => format!("Assertion failed {}", format::format(vm, rest)?),
    };
    print_error(vm, text)?;
    Ok(Value::UNDEFINED)
}
/// console.dir ( object [ , options ] ): what objects say of themselves is not asked for.
fn dir(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let util = vm.require_builtin("util")?;
    let options = vm.new_object();
    let key = vm.key("customInspect");
    vm.create_data_property_or_throw(options, key, Value::FALSE)?;
    vm.copy_data_properties(options, args.get(1), &[])?;
    let key = vm.key("inspect");
    let text = vm.invoke(util, key, &[args.get(0), options.value()])?;
    let text = vm.to_string(text)?.to_rust();
    print(vm, text)?;
    Ok(Value::UNDEFINED)
}
fn group(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if !args.is_empty() {
        log(vm, args)?;
    }
    vm.builtins.console.indentation += 2;
    Ok(Value::UNDEFINED)
}
fn group_end(vm: &mut Vm, _: &Args) -> JsResult<Value> {
    let console = &mut vm.builtins.console;
    console.indentation = console.indentation.saturating_sub(2);
    Ok(Value::UNDEFINED)
}
fn label(vm: &mut Vm, args: &Args) -> JsResult<String> {
    if args.get(0).is_undefined() { Ok("default".into()) } else { Ok(vm.to_string(args.get(0))?.to_rust()) }
}
/// A mistake in the use of the console, as a warning of the process.
fn warn(vm: &mut Vm, text: &str) -> JsResult<()> {
    let process = vm.intrinsic(Intrinsic::Process).value();
    let text = vm.new_string(text).value();
    let key = vm.key("emitWarning");
    vm.invoke(process, key, &[text]).map(|_| ())
}
fn count(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let label = label(vm, args)?;
    let counter = vm.builtins.console.counters.entry(label.clone()).or_default();
    *counter += 1;
    let text = format!("{label}: {counter}");
    print(vm, text)?;
    Ok(Value::UNDEFINED)
}
fn count_reset(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let label = label(vm, args)?;
    if vm.builtins.console.counters.remove(&label).is_none() {
        warn(vm, &format!("Count for '{label}' does not exist"))?;
    }
    Ok(Value::UNDEFINED)
}
fn time(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let label = label(vm, args)?;
    let is_running = vm.builtins.console.timers.contains_key(&label);
    if is_running {
        warn(vm, &format!("Label '{label}' already exists for console.time()"))?;
    } else {
        vm.builtins.console.timers.insert(label, Instant::now());
    }
    Ok(Value::UNDEFINED)
}
/// A duration in the unit that suits it.
fn elapsed(since: Instant) -> String {
    let ms = since.elapsed().as_secs_f64() * 1000.0;
    if ms >= 1000.0 { format!("{:.3}s", ms / 1000.0) } else { format!("{}ms", (ms * 1000.0).round() / 1000.0) }
}
fn time_end(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let label = label(vm, args)?;
    if let Some(start) = vm.builtins.console.timers.remove(&label) {
        print(vm, format!("{label}: {}", elapsed(start)))?;
    } else {
        warn(vm, &format!("No such label '{label}' for console.timeEnd()"))?;
    }
    Ok(Value::UNDEFINED)
}
fn time_log(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let label = label(vm, args)?;
    if let Some(start) = vm.builtins.console.timers.get(&label).copied() {
        let rest = format::format(vm, args.args.get(1..).unwrap_or(&[]))?;
        let space = if rest.is_empty() { "" } else { " " };
        print(vm, format!("{label}: {}{space}{rest}", elapsed(start)))?;
    } else {
        warn(vm, &format!("No such label '{label}' for console.timeLog()"))?;
    }
    Ok(Value::UNDEFINED)
}
fn table(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let tables = vm.require_builtin("internal/console_table")?;
    let key = vm.key("table");
    let shown = vm.invoke(tables, key, &[args.get(0), args.get(1)])?;
    let text = match shown.as_string() {
        Some(text) => text.to_rust(),
        None => format::format(vm, &[args.get(0)])?,
    };
    print(vm, text)?;
    Ok(Value::UNDEFINED)
}

// ---- for debuggers

fn nothing(_: &mut Vm, _: &Args) -> JsResult<Value> {
    Ok(Value::UNDEFINED)
}
fn create_task(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let tasks = vm.require_builtin("internal/console_task")?;
    let key = vm.key("createTask");
    vm.invoke(tasks, key, &[args.get(0)])
}
fn context(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let tasks = vm.require_builtin("internal/console_task")?;
    let key = vm.key("context");
    vm.invoke(tasks, key, &[args.get(0)])
}

/// console.clear ( ): of a terminal only.
fn clear(_: &mut Vm, _: &Args) -> JsResult<Value> {
    // SAFETY: no preconditions.
    if unsafe { libc::isatty(libc::STDOUT_FILENO) } == 1 && std::env::var_os("TERM").is_none_or(|term| term != "dumb") {
        let _ = output::write_all(libc::STDOUT_FILENO, b"\x1b[1;1H\x1b[0J");
    }
    Ok(Value::UNDEFINED)
}

/// console.Console: consoles of the program's own.
fn console_class(vm: &mut Vm, _: &Args) -> JsResult<Value> {
    vm.require_builtin("internal/console")
}

pub static CONSOLE: ObjectSpec = ObjectSpec {
    methods: &[
        visible("log", 0, log),
        visible("warn", 0, error),
        visible("dir", 0, dir),
        visible("time", 0, time),
        visible("timeEnd", 0, time_end),
        visible("timeLog", 0, time_log),
        visible("trace", 0, trace),
        visible("assert", 0, assert),
        visible("count", 0, count),
        visible("countReset", 0, count_reset),
        visible("group", 0, group),
        visible("groupCollapsed", 0, group),
        visible("groupEnd", 0, group_end),
        visible("table", 0, table),
        visible("debug", 0, log),
        visible("info", 0, log),
        visible("dirxml", 0, log),
        visible("error", 0, error),
        visible("clear", 0, clear),
        visible("profile", 0, nothing),
        visible("profileEnd", 0, nothing),
        visible("timeStamp", 0, nothing),
        visible("context", 1, context),
        visible("createTask", 0, create_task),
    ],
    getters: &[getter("Console", console_class)],
    constants: &[tag("console")],
    ..ObjectSpec::new("console", Intrinsic::Console, Intrinsic::ObjectPrototype)
};
