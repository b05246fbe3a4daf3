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

/// Modules that are asked for with `node:` only.
const SCHEME_ONLY: [&str; 2] = ["test", "test/reporters"];

/// The built-in module that a request names, with `node:` or without.
pub fn requested(request: &str) -> Option<&'static str> {
    match request.strip_prefix("node:") {
        Some(name) => find(name),
        None => find(request).filter(|name| !SCHEME_ONLY.contains(name)),
    }
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

/// What all public modules are asked for by.
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMES.into_iter().chain(node::names()).map(|name| match name {
        "test" => "node:test",
        "test/reporters" => "node:test/reporters",
        _ => name,
    })
}
