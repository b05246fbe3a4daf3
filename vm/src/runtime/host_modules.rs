//! The built-in modules that `require` and `import` know by name: those of
//! `builtins::node`, and a few that are objects which are there anyway.

use crate::builtins::node;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

const NAMES: [&str; 2] = ["console", "process"];

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
        _ => node::load(vm, name),
    }
}

/// The names of all public modules.
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMES.into_iter().chain(node::names())
}
