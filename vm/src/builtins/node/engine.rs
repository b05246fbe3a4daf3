//! What node:v8 has of the engine.

use super::native_table;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

native_table! {
    "heapLimit" => heap_limit,
    "collectGarbage" => collect_garbage,
    "versionTag" => version_tag,
    "flushCodeCache" => flush_code_cache,
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
