//! What node:util has of the console.

use super::{integer, native_table};
use crate::builtins::console::format;
use crate::builtins::console::inspect::{Getters, Inspector};
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
    "table" => table,
}

/// inspect ( value, depth, breakLength, compact, sorted, custom, maxArrayLength, maxStringLength, getters,
/// numericSeparator, showProxy, showHidden ): depth null has no limit, and compact true is a mode of its own.
fn inspect(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let depth = args.get(1);
    let mut inspector = Inspector::new(vm, if depth.is_null() { None } else { Some(integer(args, 1, 2).max(0) as usize) });
    inspector.break_length = limit(args, 2, 80);
    inspector.compact = integer(args, 3, 3).max(0) as usize;
    inspector.one_by_one = args.get(3) == Value::TRUE;
    inspector.sorted = args.get(4) == Value::TRUE;
    inspector.custom = args.get(5) != Value::FALSE;
    inspector.max_list = limit(args, 6, 100);
    inspector.max_string = limit(args, 7, 10_000);
    inspector.getters = match args.get(8).as_string().map(|word| word.to_rust()).as_deref() {
        Some("get") => Getters::WithoutSetters,
        Some("set") => Getters::WithSetters,
        _ if args.get(8) == Value::TRUE => Getters::All,
        _ => Getters::None,
    };
    inspector.numeric_separator = args.get(9) == Value::TRUE;
    inspector.show_proxy = args.get(10) == Value::TRUE;
    inspector.show_hidden = args.get(11) == Value::TRUE;
    if depth.is_number() && depth.as_number() < 0.0 && args.get(0).is_object() {
        let shown = inspector.abbreviated(vm, args.get(0))?;
        return Ok(vm.new_string(&shown).value());
    }
    let shown = inspector.value(vm, args.get(0), 0)?;
    Ok(vm.new_string(&shown).value())
}

/// An argument that may be Infinity.
fn limit(args: &Args<'_>, index: usize, fallback: i64) -> usize {
    let value = args.get(index);
    if value.is_number() && !value.as_number().is_finite() { usize::MAX / 4 } else { integer(args, index, fallback).max(0) as usize }
}

/// format ( ...args ): as console.log does it.
fn format_(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let shown = format::format(vm, args.args)?;
    Ok(vm.new_string(&shown).value())
}

/// table ( data, columns ): what console.table prints, or undefined.
fn table(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let shown = crate::builtins::console::table::table(vm, args.get(0), args.get(1))?;
    Ok(shown.map_or(Value::UNDEFINED, |shown| vm.new_string(&shown).value()))
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
