//! What node:util has of the console.

use super::native_table;
use crate::builtins::console::format;
use crate::builtins::console::inspect::Inspector;
use crate::builtins::console::options::Options;
use crate::heap::Kind;
use crate::object::Object;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

native_table! {
    "inspect" => inspect,
    "format" => format_,
    "kind" => kind,
}

/// inspect ( value, options ).
fn inspect(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let options = Options::read(vm, args.get(1))?;
    let shown = Inspector::new(vm, options).value(vm, args.get(0), 0)?;
    Ok(vm.new_string(&shown).value())
}

/// format ( options, ...args ): as console.log does it.
fn format_(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let options = Options::read(vm, args.get(0))?;
    let shown = format::format_with(vm, options, args.args.get(1..).unwrap_or(&[]))?;
    Ok(vm.new_string(&shown).value())
}

/// kind ( value ): the name of the kind of cell that an object is.
fn kind(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let name = match args.get(0).to_cell::<Object>().map(|o| o.kind()) {
        None => return Ok(Value::UNDEFINED),
        Some(Kind::Namespace) => "Module",
        Some(kind) => crate::heap::kinds::KINDS[kind as usize].name,
    };
    Ok(vm.intern(name).value())
}
