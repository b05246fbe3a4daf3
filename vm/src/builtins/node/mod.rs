//! The built-in modules of Node.js that are written in JavaScript, on native functions.
//!
//! A module's text is compiled like a CommonJS file, so it takes part in the caches, when it is
//! first asked for. `require` in it knows the other modules, those that are `internal/…`,
//! and `native`: the functions of the tables below. Globals that few programs use are
//! accessors which load their module.

mod encoding;
mod file_system;
mod hash;
mod inspect;
mod system;
mod url;

use crate::bytecode::Source;
use crate::heap::Gc;
use crate::object::function::Args;
use crate::object::{Attributes, Object};
use crate::runtime::completion::JsResult;
use crate::runtime::property_descriptor::PropertyDescriptor;
use crate::syntax::parse::Goal;
use crate::value::Value;
use crate::vm::Vm;

/// Names and texts.
static MODULES: &[(&str, &str)] = &[
    ("assert", include_str!("assert.js")),
    ("buffer", include_str!("buffer.js")),
    ("child_process", include_str!("child_process.js")),
    ("crypto", include_str!("crypto.js")),
    ("diagnostics_channel", include_str!("diagnostics_channel.js")),
    ("events", include_str!("events.js")),
    ("fs", include_str!("fs.js")),
    ("os", include_str!("os.js")),
    ("path", include_str!("path.js")),
    ("querystring", include_str!("querystring.js")),
    ("string_decoder", include_str!("string_decoder.js")),
    ("timers", include_str!("timers.js")),
    ("tty", include_str!("tty.js")),
    ("url", include_str!("url.js")),
    ("util", include_str!("util.js")),
    ("vm", include_str!("vm.js")),
    ("internal/errors", include_str!("errors.js")),
    ("internal/event_target", include_str!("event_target.js")),
    ("internal/process", include_str!("process.js")),
    ("internal/stdin", include_str!("stdin.js")),
];

/// Modules that are a property of another one.
static PARTS: &[(&str, &str, &str)] = &[
    ("assert/strict", "assert", "strict"),
    ("fs/promises", "fs", "promises"),
    ("path/posix", "path", "posix"),
    ("timers/promises", "timers", "promises"),
    ("util/types", "util", "types"),
];

/// Globals, the module that has them, and their name there.
static GLOBALS: &[(&str, &str, &str)] = &[
    ("URL", "url", "URL"),
    ("URLSearchParams", "url", "URLSearchParams"),
    ("Event", "internal/event_target", "Event"),
    ("CustomEvent", "internal/event_target", "CustomEvent"),
    ("EventTarget", "internal/event_target", "EventTarget"),
    ("AbortController", "internal/event_target", "AbortController"),
    ("AbortSignal", "internal/event_target", "AbortSignal"),
    ("DOMException", "internal/event_target", "DOMException"),
    ("Buffer", "buffer", "Buffer"),
    ("atob", "buffer", "atob"),
    ("btoa", "buffer", "btoa"),
    ("Crypto", "crypto", "Crypto"),
    ("crypto", "crypto", "webcrypto"),
];

/// Methods that process has as an EventEmitter.
static EMITTER: &[&str] = &[
    "on",
    "once",
    "addListener",
    "off",
    "removeListener",
    "removeAllListeners",
    "prependListener",
    "prependOnceListener",
    "emit",
    "listeners",
    "rawListeners",
    "listenerCount",
    "eventNames",
    "setMaxListeners",
    "getMaxListeners",
    "emitWarning",
];

/// The public module of that name.
pub fn find(name: &str) -> Option<&'static str> {
    let modules = MODULES.iter().map(|(n, _)| *n).filter(|n| !n.starts_with("internal/"));
    modules.chain(PARTS.iter().map(|(n, ..)| *n)).find(|n| *n == name)
}

/// The names of all public modules.
pub fn names() -> impl Iterator<Item = &'static str> {
    let modules = MODULES.iter().map(|(n, _)| *n).filter(|n| !n.starts_with("internal/"));
    modules.chain(PARTS.iter().map(|(n, ..)| *n))
}

/// Runs a module of the tables; its exports.
pub fn load(vm: &mut Vm, name: &'static str) -> JsResult<Value> {
    if let Some((_, whole, part)) = PARTS.iter().find(|(n, ..)| *n == name) {
        let exports = vm.require_builtin(whole)?;
        let object = exports.to_cell::<Object>().expect("these modules export objects");
        return vm.get_str(object, part);
    }
    let (_, text) = MODULES.iter().find(|(n, _)| *n == name).expect("the caller has found it");
    let source = Source::new(format!("node:{name}"), *text);
    let template = vm.compile_source(&source, Goal::CommonJs).map_err(|e| vm.compile_error(&source, &e))?;
    let script = vm.new_script(template, vm.current_realm, 0);
    let function = vm.new_function(script, None).value();
    let module = vm.new_object();
    let exports = vm.new_object().value();
    let key = vm.names.exports;
    vm.define_new(module, key, exports, Attributes::DEFAULT);
    let require = vm.new_native("require", 1, require_internal).value();
    vm.call(function, exports, &[exports, require, module.value()])?;
    vm.get(module, key)
}

fn require_internal(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let name = vm.to_string(args.get(0))?.to_rust();
    if name == "native" {
        return vm.require_builtin("native");
    }
    let known = MODULES.iter().map(|(n, _)| *n).find(|n| *n == name);
    match known {
        Some(name) => vm.require_builtin(name),
        None => vm.require(&name, std::path::Path::new("/")),
    }
}

/// The object of native functions.
pub fn natives(vm: &mut Vm) -> Value {
    let object = vm.new_object();
    for table in [encoding::TABLE, file_system::TABLE, hash::TABLE, inspect::TABLE, system::TABLE, url::TABLE] {
        vm.define_methods(object, table);
    }
    object.value()
}

/// Is it one of the modules of this folder?
pub fn is_ours(name: &str) -> bool {
    MODULES.iter().any(|(n, _)| *n == name) || PARTS.iter().any(|(n, ..)| *n == name)
}

fn export_of(vm: &mut Vm, name: &str) -> JsResult<Value> {
    let (_, module, export) = GLOBALS.iter().find(|(n, ..)| *n == name).expect("a name of the table");
    let exports = vm.require_builtin(module)?;
    let object = exports.to_cell::<Object>().expect("these modules export objects");
    vm.get_str(object, export)
}

fn set_global(vm: &mut Vm, name: &str, value: Value) -> JsResult<()> {
    let global = vm.global();
    let key = vm.key(name);
    vm.define_own_property(global, key, &PropertyDescriptor::data(value, Attributes::METHOD))?;
    Ok(())
}

fn global_name(args: &Args<'_>) -> String {
    args.callee.data[0].get().as_string().map(|s| s.to_rust()).unwrap_or_default()
}

fn get_global(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let name = global_name(args);
    let value = export_of(vm, &name)?;
    set_global(vm, &name, value)?;
    Ok(value)
}

fn replace_global(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    set_global(vm, &global_name(args), args.get(0))?;
    Ok(Value::UNDEFINED)
}

/// `process.on` and the like: makes process an EventEmitter, and calls its method.
fn become_emitter(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let process = vm.intrinsic(crate::runtime::realm::Intrinsic::Process);
    let name = global_name(args);
    for method in EMITTER {
        let key = vm.key(method);
        vm.delete(process, key)?;
    }
    let set_up = vm.require_builtin("internal/process")?;
    vm.call(set_up, Value::UNDEFINED, &[process.value()])?;
    let key = vm.key(&name);
    vm.invoke(process.value(), key, args.args)
}

/// Defines the lazy globals and the methods of process.
pub fn install(vm: &mut Vm) {
    let global = vm.global();
    for (name, ..) in GLOBALS {
        let text = vm.new_string(name).value();
        let get = vm.new_native_with(name, 0, get_global, text, Value::UNDEFINED).value();
        let set = vm.new_native_with(name, 1, replace_global, text, Value::UNDEFINED).value();
        let accessor = vm.new_accessor(get, set);
        let key = vm.key(name);
        vm.define_new(global, key, accessor.value(), Attributes::ACCESSOR.with(Attributes::CONFIGURABLE));
    }
    let process: Gc<Object> = vm.intrinsic(crate::runtime::realm::Intrinsic::Process);
    for name in EMITTER {
        let text = vm.new_string(name).value();
        let function = vm.new_native_with(name, 2, become_emitter, text, Value::UNDEFINED).value();
        let key = vm.key(name);
        vm.define_new(process, key, function, Attributes::METHOD);
    }
}

/// Rows whose names are those of the functions.
macro_rules! native_table {
    ($($name:literal => $function:path),* $(,)?) => {
        pub(super) static TABLE: &[crate::builtins::table::Method] = &[$(crate::builtins::table::method($name, 0, $function)),*];
    };
}
use native_table;

/// A string argument.
fn text(vm: &mut Vm, args: &Args<'_>, index: usize) -> JsResult<String> {
    Ok(vm.to_string(args.get(index))?.to_rust())
}

/// A number argument as an integer; what is none is `fallback`.
fn integer(args: &Args<'_>, index: usize, fallback: i64) -> i64 {
    let value = args.get(index);
    if value.is_number() && value.as_number().is_finite() { value.as_number() as i64 } else { fallback }
}
