//! Built-in modules as globals of a program that is a text rather than a file, as of `-e`: accessors which load a
//! module when its name is first used, and become what it exports.

use super::{Args, Attributes, JsResult, PropertyDescriptor, Value, Vm};

static NAMES: &[&str] = &[
    "assert",
    "async_hooks",
    "buffer",
    "child_process",
    "cluster",
    "constants",
    "dgram",
    "diagnostics_channel",
    "dns",
    "domain",
    "events",
    "fs",
    "http",
    "http2",
    "https",
    "inspector",
    "net",
    "os",
    "path",
    "perf_hooks",
    "punycode",
    "querystring",
    "readline",
    "repl",
    "stream",
    "string_decoder",
    "sys",
    "timers",
    "tls",
    "trace_events",
    "tty",
    "url",
    "util",
    "v8",
    "vm",
    "worker_threads",
    "zlib",
];

fn name_of(args: &Args<'_>) -> String {
    args.callee.data[0].get().as_string().map(|name| name.to_rust()).unwrap_or_default()
}

fn replace(vm: &mut Vm, name: &str, value: Value, attributes: Attributes) -> JsResult<()> {
    let (global, key) = (vm.global(), vm.key(name));
    vm.define_own_property(global, key, &PropertyDescriptor::data(value, attributes))?;
    Ok(())
}

fn get(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let name = name_of(args);
    let Some(module) = super::find(&name) else { return Ok(Value::UNDEFINED) };
    let exports = vm.require_builtin(module)?;
    replace(vm, &name, exports, Attributes::METHOD)?;
    Ok(exports)
}

fn set(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    replace(vm, &name_of(args), args.get(0), Attributes::DEFAULT)?;
    Ok(Value::UNDEFINED)
}

impl Vm {
    /// Defines them on the global object.
    pub(crate) fn define_module_globals(&mut self) {
        let global = self.global();
        for name in NAMES {
            let text = self.new_string(name).value();
            let getter = self.new_native_with(name, 0, get, text, Value::UNDEFINED).value();
            let setter = self.new_native_with(name, 1, set, text, Value::UNDEFINED).value();
            let accessor = self.new_accessor(getter, setter);
            let key = self.key(name);
            self.define_new(global, key, accessor.value(), Attributes::ACCESSOR.with(Attributes::CONFIGURABLE));
        }
    }
}
