//! The built-in modules that `require` and `import` know by name: those of
//! `builtins::node`, and a few that are objects which are there anyway.

use crate::builtins::node;
use crate::heap::Gc;
use crate::object::function::{Args, NativeFn};
use crate::object::{Attributes, Object};
use crate::runtime::completion::JsResult;
use crate::runtime::modules::create_require;
use crate::value::Value;
use crate::vm::Vm;

const NAMES: [&str; 4] = ["console", "process", "perf_hooks", "module"];

/// The built-in module of that name.
pub fn find(name: &str) -> Option<&'static str> {
    NAMES.into_iter().find(|known| *known == name).or_else(|| node::find(name))
}

/// Makes the exports of a built-in module, internal ones included.
pub fn make(vm: &mut Vm, name: &'static str) -> JsResult<Value> {
    let global = vm.global();
    match name {
        "native" => Ok(node::natives(vm)),
        "console" | "process" => vm.get_str(global, name),
        "perf_hooks" => {
            let exports = vm.new_object();
            let performance = vm.get_str(global, "performance")?;
            put(vm, exports, "performance", performance);
            Ok(exports.value())
        }
        "module" => {
            let exports = vm.new_object();
            for (name, function) in [("createRequire", create_require as NativeFn), ("isBuiltin", is_builtin)] {
                let function = vm.new_native(name, 1, function).value();
                put(vm, exports, name, function);
            }
            let list = vm.new_array(&[]);
            for name in NAMES.into_iter().chain(node::names()) {
                let name = vm.new_string(name).value();
                vm.array_push(list, name)?;
            }
            put(vm, exports, "builtinModules", list.value());
            Ok(exports.value())
        }
        _ => node::load(vm, name),
    }
}

fn put(vm: &mut Vm, object: Gc<Object>, name: &str, value: Value) {
    let key = vm.key(name);
    vm.define_new(object, key, value, Attributes::DEFAULT);
}

/// module.isBuiltin ( name ).
fn is_builtin(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let name = vm.to_string(args.get(0))?.to_rust();
    Ok(Value::bool(find(name.strip_prefix("node:").unwrap_or(&name)).is_some()))
}
