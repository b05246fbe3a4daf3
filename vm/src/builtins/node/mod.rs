//! The built-in modules of Node.js that are written in JavaScript, on native functions.
//!
//! A module's text is compiled like a CommonJS file, so it takes part in the caches, when it is
//! first asked for. `require` in it knows the other modules, those that are `internal/…`,
//! and `native`: the functions of the tables below. Globals that few programs use are
//! accessors which load their module.

mod async_context;
pub(super) mod children;
mod compression;
mod cryptography;
mod descriptors;
mod encoding;
mod engine;
mod event_loop;
mod file_attributes;
mod file_system;
mod file_watch;
mod hash;
mod inspect;
mod lazy;
mod modules;
mod os;
mod process_native;
mod script;
mod sockets;
mod system;
mod threads;
mod tls;
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
    ("async_hooks", include_str!("async_hooks.js")),
    ("buffer", include_str!("buffer.js")),
    ("child_process", include_str!("child_process.js")),
    ("constants", include_str!("constants.js")),
    ("crypto", include_str!("crypto.js")),
    ("diagnostics_channel", include_str!("diagnostics_channel.js")),
    ("cluster", include_str!("cluster.js")),
    ("dgram", include_str!("dgram.js")),
    ("dns", include_str!("dns.js")),
    ("domain", include_str!("domain.js")),
    ("http", include_str!("http.js")),
    ("http2", include_str!("http2.js")),
    ("https", include_str!("https.js")),
    ("inspector", include_str!("inspector.js")),
    ("net", include_str!("net.js")),
    ("repl", include_str!("repl.js")),
    ("tls", include_str!("tls.js")),
    ("trace_events", include_str!("trace_events.js")),
    ("events", include_str!("events.js")),
    ("fs", include_str!("fs.js")),
    ("module", include_str!("module.js")),
    ("os", include_str!("os.js")),
    ("path", include_str!("path.js")),
    ("path/win32", include_str!("path_win32.js")),
    ("perf_hooks", include_str!("perf_hooks.js")),
    ("punycode", include_str!("punycode.js")),
    ("querystring", include_str!("querystring.js")),
    ("readline", include_str!("readline.js")),
    ("stream", include_str!("stream.js")),
    ("stream/consumers", include_str!("streams/consumers.js")),
    ("stream/web", include_str!("web_streams/index.js")),
    ("string_decoder", include_str!("string_decoder.js")),
    ("sys", include_str!("sys.js")),
    ("test", include_str!("test/node_test.js")),
    ("test/reporters", include_str!("test/reporters.js")),
    ("timers", include_str!("timers.js")),
    ("timers/promises", include_str!("timers_promises.js")),
    ("tty", include_str!("tty.js")),
    ("url", include_str!("url.js")),
    ("util", include_str!("util.js")),
    ("v8", include_str!("v8.js")),
    ("vm", include_str!("vm.js")),
    ("zlib", include_str!("zlib.js")),
    ("worker_threads", include_str!("worker_threads.js")),
    ("internal/async_context", include_str!("async_context.js")),
    ("internal/call_site", include_str!("call_site.js")),
    ("internal/clone", include_str!("clone.js")),
    ("internal/contextify", include_str!("contextify.js")),
    ("internal/emitter_resource", include_str!("emitter_resource.js")),
    ("internal/mime_type", include_str!("mime_type.js")),
    ("internal/tls/connection", include_str!("tls/connection.js")),
    ("internal/tls/context", include_str!("tls/context.js")),
    ("internal/tls/server", include_str!("tls/server.js")),
    ("internal/crypto/certificate", include_str!("crypto/certificate.js")),
    ("internal/crypto/curves", include_str!("crypto/curves.js")),
    ("internal/crypto/rsa", include_str!("crypto/rsa.js")),
    ("internal/crypto/edwards", include_str!("crypto/edwards.js")),
    ("internal/crypto/hash", include_str!("crypto/hash.js")),
    ("internal/crypto/der", include_str!("crypto/der.js")),
    ("internal/crypto/ciphers", include_str!("crypto/ciphers.js")),
    ("internal/crypto/derive", include_str!("crypto/derive.js")),
    ("internal/crypto/keys", include_str!("crypto/keys.js")),
    ("internal/crypto/sign", include_str!("crypto/sign.js")),
    ("internal/crypto/subtle", include_str!("crypto/subtle.js")),
    ("internal/errors", include_str!("errors.js")),
    ("internal/event_target", include_str!("event_target.js")),
    ("internal/buffer/encodings", include_str!("buffer/encodings.js")),
    ("internal/buffer/methods", include_str!("buffer/methods.js")),
    ("internal/buffer/numbers", include_str!("buffer/numbers.js")),
    ("internal/child/channel", include_str!("child/channel.js")),
    ("internal/child/options", include_str!("child/options.js")),
    ("internal/child/process", include_str!("child/process.js")),
    ("internal/child/sync", include_str!("child/sync.js")),
    ("internal/console", include_str!("console.js")),
    ("internal/fs_folder", include_str!("fs_folder.js")),
    ("internal/fs_streams", include_str!("fs_streams.js")),
    ("internal/message_port", include_str!("message_port.js")),
    ("internal/fs_watch", include_str!("fs_watch.js")),
    ("internal/messages", include_str!("messages.js")),
    ("internal/worker_main", include_str!("worker_main.js")),
    ("internal/http/agent", include_str!("http/agent.js")),
    ("internal/http/client", include_str!("http/client.js")),
    ("internal/http/common", include_str!("http/common.js")),
    ("internal/http/incoming", include_str!("http/incoming.js")),
    ("internal/http/outgoing", include_str!("http/outgoing.js")),
    ("internal/http/parser", include_str!("http/parser.js")),
    ("internal/http/server", include_str!("http/server.js")),
    ("internal/startup", include_str!("startup.js")),
    ("internal/unavailable", include_str!("unavailable.js")),
    ("internal/process", include_str!("process.js")),
    ("internal/process_more", include_str!("process_more.js")),
    ("internal/serializer", include_str!("serializer.js")),
    ("internal/streams/abort", include_str!("streams/abort.js")),
    ("internal/streams/compose", include_str!("streams/compose.js")),
    ("internal/streams/descriptor", include_str!("streams/descriptor.js")),
    ("internal/streams/destroy", include_str!("streams/destroy.js")),
    ("internal/streams/duplex", include_str!("streams/duplex.js")),
    ("internal/streams/duplexify", include_str!("streams/duplexify.js")),
    ("internal/streams/end_of_stream", include_str!("streams/end_of_stream.js")),
    ("internal/streams/errors", include_str!("streams/errors.js")),
    ("internal/streams/from", include_str!("streams/from.js")),
    ("internal/streams/high_water_mark", include_str!("streams/high_water_mark.js")),
    ("internal/streams/legacy", include_str!("streams/legacy.js")),
    ("internal/streams/operators", include_str!("streams/operators.js")),
    ("internal/streams/pipeline", include_str!("streams/pipeline.js")),
    ("internal/streams/predicates", include_str!("streams/predicates.js")),
    ("internal/streams/readable", include_str!("streams/readable.js")),
    ("internal/streams/terminal", include_str!("streams/terminal.js")),
    ("internal/streams/transform", include_str!("streams/transform.js")),
    ("internal/streams/writable", include_str!("streams/writable.js")),
    ("internal/web_streams/adapters", include_str!("web_streams/adapters.js")),
    ("internal/web_streams/byte_controller", include_str!("web_streams/byte_controller.js")),
    ("internal/web_streams/common", include_str!("web_streams/common.js")),
    ("internal/web_streams/compression", include_str!("web_streams/compression.js")),
    ("internal/web_streams/default_controller", include_str!("web_streams/default_controller.js")),
    ("internal/web_streams/iteration", include_str!("web_streams/iteration.js")),
    ("internal/web_streams/pipe", include_str!("web_streams/pipe.js")),
    ("internal/web_streams/readable", include_str!("web_streams/readable.js")),
    ("internal/web_streams/readable_state", include_str!("web_streams/readable_state.js")),
    ("internal/web_streams/readers", include_str!("web_streams/readers.js")),
    ("internal/web_streams/strategies", include_str!("web_streams/strategies.js")),
    ("internal/web_streams/tee", include_str!("web_streams/tee.js")),
    ("internal/web_streams/text", include_str!("web_streams/text.js")),
    ("internal/web_streams/transform", include_str!("web_streams/transform.js")),
    ("internal/web_streams/writable", include_str!("web_streams/writable.js")),
    ("internal/web_streams/writable_state", include_str!("web_streams/writable_state.js")),
    ("internal/fetch/body", include_str!("fetch/body.js")),
    ("internal/fetch/convert", include_str!("fetch/convert.js")),
    ("internal/fetch/data_url", include_str!("fetch/data_url.js")),
    ("internal/fetch/form_data", include_str!("fetch/form_data.js")),
    ("internal/fetch/headers", include_str!("fetch/headers.js")),
    ("internal/fetch/http", include_str!("fetch/http.js")),
    ("internal/fetch/index", include_str!("fetch/index.js")),
    ("internal/fetch/mime", include_str!("fetch/mime.js")),
    ("internal/fetch/multipart", include_str!("fetch/multipart.js")),
    ("internal/fetch/request", include_str!("fetch/request.js")),
    ("internal/fetch/response", include_str!("fetch/response.js")),
    ("internal/navigator", include_str!("navigator.js")),
    ("internal/url_pattern/canonical", include_str!("url_pattern/canonical.js")),
    ("internal/url_pattern/component", include_str!("url_pattern/component.js")),
    ("internal/url_pattern/constructor_string", include_str!("url_pattern/constructor_string.js")),
    ("internal/url_pattern/index", include_str!("url_pattern/index.js")),
    ("internal/url_pattern/tokens", include_str!("url_pattern/tokens.js")),
    ("internal/web_files/blob", include_str!("web_files/blob.js")),
    ("internal/web_files/object_urls", include_str!("web_files/object_urls.js")),
    ("internal/readline/editor", include_str!("readline/editor.js")),
    ("internal/readline/keys", include_str!("readline/keys.js")),
    ("internal/readline/line_reader", include_str!("readline/line_reader.js")),
    ("internal/readline/width", include_str!("readline/width.js")),
    ("internal/readline/terminal", include_str!("readline/terminal.js")),
    ("internal/signals", include_str!("signals.js")),
    ("internal/test/assertions", include_str!("test/assertions.js")),
    ("internal/test/context", include_str!("test/context.js")),
    ("internal/test/failure", include_str!("test/failure.js")),
    ("internal/test/files", include_str!("test/files.js")),
    ("internal/test/harness", include_str!("test/harness.js")),
    ("internal/test/mock", include_str!("test/mock.js")),
    ("internal/test/mock_timers", include_str!("test/mock_timers.js")),
    ("internal/test/options", include_str!("test/options.js")),
    ("internal/test/report", include_str!("test/report.js")),
    ("internal/test/runner", include_str!("test/runner.js")),
    ("internal/test/snapshot", include_str!("test/snapshot.js")),
    ("internal/test/stream", include_str!("test/stream.js")),
    ("internal/test/tree", include_str!("test/tree.js")),
    ("internal/test/wire", include_str!("test/wire.js")),
    ("internal/test/writers", include_str!("test/writers.js")),
    ("internal/zlib_constants", include_str!("zlib_constants.js")),
    ("internal/stdio", include_str!("stdio.js")),
];

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
        None => vm.require(&name, std::path::Path::new("/"), None),
    }
}

/// The object of native functions.
pub fn natives(vm: &mut Vm) -> Value {
    let object = vm.new_object();
    let tables = [
        sockets::TABLE,
        async_context::TABLE,
        engine::TABLE,
        modules::TABLE,
        os::TABLE,
        process_native::TABLE,
        children::TABLE,
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
    let attributes = if name.starts_with(char::is_lowercase) { Attributes::DEFAULT } else { Attributes::METHOD };
    vm.define_own_property(global, key, &PropertyDescriptor::data(value, attributes))?;
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

/// Makes process an EventEmitter, with a channel to the process that has forked it if there is one.
fn set_up_emitter(vm: &mut Vm) -> JsResult<Gc<Object>> {
    let process = vm.intrinsic(crate::runtime::realm::Intrinsic::Process);
    for method in EMITTER.iter().chain(CHANNEL) {
        let key = vm.key(method);
        vm.delete(process, key)?;
    }
    let set_up = vm.require_builtin("internal/process")?;
    vm.call(set_up, Value::UNDEFINED, &[process.value()])?;
    Ok(process)
}

/// `process.on` and the like: makes process an EventEmitter, and calls its method.
fn become_emitter(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let name = global_name(args);
    let process = set_up_emitter(vm)?;
    let key = vm.key(&name);
    vm.invoke(process.value(), key, args.args)
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
        let attributes = if name.starts_with(char::is_lowercase) { attributes.with(Attributes::ENUMERABLE) } else { attributes };
        vm.define_new(global, key, accessor.value(), attributes);
    }
    let process: Gc<Object> = vm.intrinsic(crate::runtime::realm::Intrinsic::Process);
    for name in EMITTER {
        let text = vm.new_string(name).value();
        let function = vm.new_native_with(name, 2, become_emitter, text, Value::UNDEFINED).value();
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

/// A string argument.
fn text(vm: &mut Vm, args: &Args<'_>, index: usize) -> JsResult<String> {
    Ok(vm.to_string(args.get(index))?.to_rust())
}

/// A number argument as an integer; what is none is `fallback`.
fn integer(args: &Args<'_>, index: usize, fallback: i64) -> i64 {
    let value = args.get(index);
    if value.is_number() && value.as_number().is_finite() { value.as_number() as i64 } else { fallback }
}
