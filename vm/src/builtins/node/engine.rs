//! What node's modules have of the engine.

use super::{integer, native_table};
use crate::object::function::Args;

use crate::object::{Attributes, Object};
use crate::runtime::completion::JsResult;
use crate::runtime::property_descriptor::PropertyDescriptor;
use crate::value::Value;
use crate::vm::Vm;

native_table! {
    "heapLimit" => heap_limit,
    "collectGarbage" => collect_garbage,
    "versionTag" => version_tag,
    "flushCodeCache" => flush_code_cache,
    "describeFunction" => describe_function,
    "programFile" => program_file,
}

/// describeFunction ( function, name, length ): the function, with these.
fn describe_function(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    if let Some(function) = args.get(0).to_cell::<Object>() {
        let name = PropertyDescriptor::data(args.get(1), Attributes::CONFIGURABLE);
        vm.define_property_or_throw(function, vm.names.name, &name)?;
        vm.set_function_length(function, integer(args, 2, 0) as f64)?;
    }
    Ok(args.get(0))
}

/// programFile ( ): of the innermost function that is none of node's modules; "" if there is none near. Formats no trace, so
/// that no script sees that it was asked for.
fn program_file(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    /// Functions of a module within each other.
    const NEAR: usize = 16;
    let frames = vm.innermost_frames(NEAR);
    let file = frames.iter().map(|frame| &*frame.template.source.name).find(|name| !name.starts_with("node:"));
    Ok(vm.new_string(file.unwrap_or_default()).value())
}

/// flushCodeCache ( ): whether what the program has learnt so far is in the stores.
fn flush_code_cache(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    Ok(Value::bool(vm.save_cache(crate::cache::FINISH_WITHIN)))
}

/// heapLimit ( ): bytes that the heap may have.
fn heap_limit(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    Ok(Value::number(vm.options.memory_limit as f64))
}

fn collect_garbage(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    vm.collect_garbage(hearth_gc::Collection::Full);
    Ok(Value::UNDEFINED)
}

/// versionTag ( ): a number that another version of Hearth does not have.
fn version_tag(_: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    let hash = xxhash_rust::xxh3::xxh3_64(concat!("hearth ", env!("CARGO_PKG_VERSION")).as_bytes());
    Ok(Value::number(f64::from(hash as u32)))
}
