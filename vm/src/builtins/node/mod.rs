//! The built-in modules of Node.js that are written in JavaScript, on native functions.
//!
//! A module's text is compiled like a CommonJS file, so it takes part in the caches, when it is
//! first asked for. `require` in it knows the other modules, those that are `internal/…`,
//! and `native`: the functions of the tables below. Globals that few programs use are
//! accessors which load their module.

#![deny(unsafe_code)]

mod async_context;
pub(super) mod children;
mod clone;
mod compression;
mod cryptography;
mod datagrams;
mod descriptors;
mod encoding;
mod engine;
mod event_loop;
mod file_attributes;
mod file_system;
mod file_url_path;
mod file_watch;
mod hash;
mod inspect;
mod lazy;
mod modules;
mod os;
mod process_native;
mod script;
mod sockets;
mod sources;
mod system;
#[allow(unsafe_code, reason = "calls of the C library, as safe functions")]
mod system_calls;
mod text_globals;
mod threads;
#[allow(unsafe_code, reason = "another thread interrupts a machine that does not move")]
mod time_limit;
mod tls;
mod url;
#[cfg(feature = "webassembly")]
pub(crate) mod webassembly;

use crate::bytecode::Source;
use crate::bytecode::image::{Image, Span};
use crate::bytecode::serialize::Record;
use crate::heap::Gc;
use crate::object::function::{Args, Native};
use crate::object::{Attributes, Object};
use crate::runtime::completion::{ErrorKind, JsResult, Throw};
use crate::runtime::property_descriptor::PropertyDescriptor;
use crate::value::Value;
use crate::vm::Vm;
pub use file_system::failure as system_failure;
use sources::MODULES;
use std::rc::Rc;

/// The modules as bytecode, which the build script has made (`vm/build_modules.rs`); none in a build without it.
#[cfg(feature = "compiled-modules")]
static IMAGE: Image<'static> = Image(include_bytes!(concat!(env!("OUT_DIR"), "/node_modules.image")));
#[cfg(not(feature = "compiled-modules"))]
static IMAGE: Image<'static> = Image(&[]);

/// Modules that are a property of another one.
static PARTS: &[(&str, &str, &str)] = &[
    ("assert/strict", "assert", "strict"),
    ("fs/promises", "fs", "promises"),
    ("dns/promises", "dns", "promises"),
    ("inspector/promises", "inspector", "promises"),
    ("path/posix", "path", "posix"),
    ("readline/promises", "readline", "promises"),
    ("stream/promises", "stream", "promises"),
    ("util/types", "util", "types"),
];

/// The global object that no other host has, and which programs that list the globals do not meet.
const OWN: &str = "hearth";

/// Globals, the module that has them, and their name there.
static GLOBALS: &[(&str, &str, &str)] = &[
    #[cfg(feature = "webassembly")]
    ("WebAssembly", "internal/webassembly", "WebAssembly"),
    ("URL", "url", "URL"),
    ("URLSearchParams", "url", "URLSearchParams"),
    ("Event", "internal/event_target", "Event"),
    ("CustomEvent", "internal/event_target", "CustomEvent"),
    ("EventTarget", "internal/event_target", "EventTarget"),
    ("AbortController", "internal/event_target", "AbortController"),
    ("AbortSignal", "internal/event_target", "AbortSignal"),
    ("DOMException", "internal/event_target", "DOMException"),
    ("QuotaExceededError", "internal/event_target", "QuotaExceededError"),
    (OWN, "internal/hearth", OWN),
    ("Buffer", "buffer", "Buffer"),
    ("atob", "buffer", "atob"),
    ("btoa", "buffer", "btoa"),
    ("Crypto", "crypto", "Crypto"),
    ("crypto", "crypto", "webcrypto"),
    ("CryptoKey", "crypto", "CryptoKey"),
    ("SubtleCrypto", "crypto", "SubtleCrypto"),
    ("ReadableStream", "stream/web", "ReadableStream"),
    ("ReadableStreamDefaultReader", "stream/web", "ReadableStreamDefaultReader"),
    ("ReadableStreamBYOBReader", "stream/web", "ReadableStreamBYOBReader"),
    ("ReadableStreamBYOBRequest", "stream/web", "ReadableStreamBYOBRequest"),
    ("ReadableByteStreamController", "stream/web", "ReadableByteStreamController"),
    ("ReadableStreamDefaultController", "stream/web", "ReadableStreamDefaultController"),
    ("TransformStream", "stream/web", "TransformStream"),
    ("TransformStreamDefaultController", "stream/web", "TransformStreamDefaultController"),
    ("WritableStream", "stream/web", "WritableStream"),
    ("WritableStreamDefaultController", "stream/web", "WritableStreamDefaultController"),
    ("WritableStreamDefaultWriter", "stream/web", "WritableStreamDefaultWriter"),
    ("ByteLengthQueuingStrategy", "stream/web", "ByteLengthQueuingStrategy"),
    ("CountQueuingStrategy", "stream/web", "CountQueuingStrategy"),
    ("TextEncoderStream", "stream/web", "TextEncoderStream"),
    ("TextDecoderStream", "stream/web", "TextDecoderStream"),
    ("CompressionStream", "stream/web", "CompressionStream"),
    ("DecompressionStream", "stream/web", "DecompressionStream"),
    ("Blob", "internal/web_files/blob", "Blob"),
    ("File", "internal/web_files/blob", "File"),
    ("fetch", "internal/fetch/index", "fetch"),
    ("FormData", "internal/fetch/form_data", "FormData"),
    ("Headers", "internal/fetch/headers", "Headers"),
    ("Request", "internal/fetch/request", "Request"),
    ("Response", "internal/fetch/response", "Response"),
    ("Navigator", "internal/navigator", "Navigator"),
    ("navigator", "internal/navigator", "navigator"),
    ("URLPattern", "internal/url_pattern/index", "URLPattern"),
    ("CloseEvent", "internal/websocket/events", "CloseEvent"),
    ("ErrorEvent", "internal/websocket/events", "ErrorEvent"),
    ("WebSocket", "internal/websocket/index", "WebSocket"),
    ("BroadcastChannel", "internal/message_port", "BroadcastChannel"),
    ("MessageChannel", "internal/message_port", "MessageChannel"),
    ("MessageEvent", "internal/message_port", "MessageEvent"),
    ("MessagePort", "internal/message_port", "MessagePort"),
    ("Performance", "perf_hooks", "Performance"),
    ("PerformanceEntry", "perf_hooks", "PerformanceEntry"),
    ("PerformanceMark", "perf_hooks", "PerformanceMark"),
    ("PerformanceMeasure", "perf_hooks", "PerformanceMeasure"),
    ("PerformanceObserver", "perf_hooks", "PerformanceObserver"),
    ("PerformanceObserverEntryList", "perf_hooks", "PerformanceObserverEntryList"),
    ("PerformanceResourceTiming", "perf_hooks", "PerformanceResourceTiming"),
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

/// What process has besides if another has forked it.
static CHANNEL: &[&str] = &["send", "connected", "disconnect", "channel"];

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
    let (text, compiled): (Rc<str>, _) = match being_edited(name) {
        Some(text) => (text.into(), None),
        None => ((*text).into(), IMAGE.module(name)),
    };
    let source = Source::new(format!("node:{name}"), text);
    let template = vm.builtin_source(&source, compiled).map_err(|e| vm.compile_error(&source, &e))?;
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

/// The text of a module that somebody works on: unoptimised builds take it from the folder in HEARTH_NODE_SOURCES, so that
/// an edit needs no build.
fn being_edited(name: &str) -> Option<String> {
    if !cfg!(debug_assertions) {
        return None;
    }
    let folder = std::env::var_os("HEARTH_NODE_SOURCES")?;
    let file = name.strip_prefix("internal/").unwrap_or(name);
    std::fs::read_to_string(std::path::Path::new(&folder).join(file).with_added_extension("js")).ok()
}

fn require_internal(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let name = vm.to_string(args.get(0))?.to_rust();
    if name == "native" {
        return vm.require_builtin("native");
    }
    let known = MODULES.iter().map(|(n, _)| *n).find(|n| *n == name);
    match known {
        Some(name) => vm.require_builtin(name),
        None => vm.require(&name, std::path::Path::new("/"), None),
    }
}

/// All functions of the modules, as they were compiled when the engine was.
pub fn functions() -> impl Iterator<Item = (Span, Record<'static>)> {
    IMAGE.modules().flat_map(|(_, module)| module.functions())
}

/// The object of native functions.
pub fn natives(vm: &mut Vm) -> Value {
    let object = vm.new_object();
    let tables = [
        sockets::TABLE,
        datagrams::TABLE,
        async_context::TABLE,
        engine::TABLE,
        modules::TABLE,
        os::TABLE,
        process_native::TABLE,
        children::TABLE,
        clone::TABLE,
        compression::TABLE,
        descriptors::TABLE,
        event_loop::TABLE,
        file_attributes::TABLE,
        file_watch::TABLE,
    ];
    for table in tables.into_iter().chain([
        encoding::TABLE,
        file_system::TABLE,
        hash::TABLE,
        inspect::TABLE,
        script::TABLE,
        system::TABLE,
        threads::TABLE,
        tls::TABLE,
        cryptography::TABLE,
        url::TABLE,
        #[cfg(feature = "webassembly")]
        webassembly::TABLE,
    ]) {
        vm.define_methods(object, table);
    }
    object.value()
}

/// The bytes of a base64 text; none if that is not what it is.
pub fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let is_digit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '-' | '_' | '=') || c.is_ascii_whitespace();
    text.chars().all(is_digit).then(|| encoding::from_base64(&units))
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
    // Functions and objects are enumerable, classes are not.
    let attributes = if is_listed(name) { Attributes::DEFAULT } else { Attributes::METHOD };
    vm.define_own_property(global, key, &PropertyDescriptor::data(value, attributes))?;
    Ok(())
}

fn is_listed(name: &str) -> bool {
    name.starts_with(char::is_lowercase) && name != OWN
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

/// Makes process an EventEmitter, with a channel to the process that has forked it if there is one; once. What the program
/// has put in the place of its methods stays.
fn set_up_emitter(vm: &mut Vm) -> JsResult<Gc<Object>> {
    let process = vm.intrinsic(crate::runtime::realm::Intrinsic::Process);
    let mark = vm.key("_events");
    if vm.own_property(process, mark)?.is_some() {
        return Ok(process);
    }
    for method in EMITTER {
        let key = vm.key(method);
        let value = vm.own_data_value(process, key);
        if value.and_then(Value::to_cell).is_some_and(|native: Gc<Native>| native.data[1].get() == process.value()) {
            vm.delete(process, key)?;
        }
    }
    for name in CHANNEL {
        let key = vm.key(name);
        vm.delete(process, key)?;
    }
    let set_up = vm.require_builtin("internal/process")?;
    vm.call(set_up, Value::UNDEFINED, &[process.value()])?;
    Ok(process)
}

/// `process.on` and the like: makes process an EventEmitter, and calls its method. A program may have kept it
/// since before.
fn become_emitter(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let name = global_name(args);
    let process = set_up_emitter(vm)?;
    let methods = vm.prototype_of(process);
    let key = vm.key(&name);
    let method = vm.get_v(methods, key)?;
    vm.call(method, args.this, args.args)
}

/// `process.send` and the like of a process that was forked.
fn get_of_channel(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let name = global_name(args);
    let process = set_up_emitter(vm)?;
    vm.get_str(process, &name)
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
        let attributes = Attributes::ACCESSOR.with(Attributes::CONFIGURABLE);
        let attributes = if is_listed(name) { attributes.with(Attributes::ENUMERABLE) } else { attributes };
        vm.define_new(global, key, accessor.value(), attributes);
    }
    let process: Gc<Object> = vm.intrinsic(crate::runtime::realm::Intrinsic::Process);
    for name in EMITTER {
        let text = vm.new_string(name).value();
        // What it is known by is what nothing else has.
        let function = vm.new_native_with(name, 2, become_emitter, text, process.value()).value();
        let key = vm.key(name);
        vm.define_new(process, key, function, Attributes::METHOD);
    }
    lazy::install(vm);
    if children::channel_to_parent().is_some() {
        for name in CHANNEL {
            let text = vm.new_string(name).value();
            let get = vm.new_native_with(name, 0, get_of_channel, text, Value::UNDEFINED).value();
            let accessor = vm.new_accessor(get, Value::UNDEFINED);
            let key = vm.key(name);
            vm.define_new(process, key, accessor.value(), Attributes::ACCESSOR.with(Attributes::CONFIGURABLE));
        }
    }
}

/// Rows whose names are those of the functions.
macro_rules! native_table {
    ($($name:literal => $function:path),* $(,)?) => {
        pub(super) static TABLE: &[crate::builtins::table::Method] = &[$(crate::builtins::table::method($name, 0, $function)),*];
    };
}
use native_table;

/// An error with a code, as Node.js has it (`errors.js`).
#[cold]
pub fn coded_error(vm: &mut Vm, kind: ErrorKind, code: &str, message: &str) -> Throw {
    let class = vm.intrinsic(kind.prototype());
    let made = (|| {
        let exports = vm.require_builtin("internal/errors")?.to_cell::<Object>().expect("it exports an object");
        let coded = vm.get_str(exports, "coded")?;
        let class = vm.get(class, vm.names.constructor)?;
        let (code, message) = (vm.new_string(code).value(), vm.new_string(message).value());
        vm.call(coded, Value::UNDEFINED, &[class, code, message])
    })();
    Throw(made.unwrap_or_else(|throw| throw.0))
}

/// `ERR_INVALID_ARG_TYPE` unless `value` is a function.
pub fn require_callback(vm: &mut Vm, value: Value) -> JsResult<()> {
    if vm.is_callable(value) {
        return Ok(());
    }
    let exports = vm.require_builtin("internal/errors")?.to_cell::<Object>().expect("it exports an object");
    let make = vm.get_str(exports, "invalidArgument")?;
    let (name, expected) = (vm.new_string("callback").value(), vm.new_string("of type function").value());
    Err(Throw(vm.call(make, Value::UNDEFINED, &[name, expected, value])?))
}

/// A string argument.
fn text(vm: &mut Vm, args: &Args<'_>, index: usize) -> JsResult<String> {
    Ok(vm.to_string(args.get(index))?.to_rust())
}

/// A number argument as an integer; what is none is `fallback`.
fn integer(args: &Args<'_>, index: usize, fallback: i64) -> i64 {
    let value = args.get(index);
    if value.is_number() && value.as_number().is_finite() { value.as_number() as i64 } else { fallback }
}
