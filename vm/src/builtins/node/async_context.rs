//! What node:async_hooks has of the engine: the asynchronous context and its numbers.

use super::native_table;
use crate::object::function::Args;
use crate::runtime::async_context::AsyncIds;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

native_table! {
    "asyncContext" => context,
    "setAsyncContext" => set_context,
    "newAsyncId" => new_id,
    "executionAsyncId" => execution_id,
    "triggerAsyncId" => trigger_id,
    "setAsyncIds" => set_ids,
    "setAsyncHooks" => set_hooks,
}

fn context(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    Ok(vm.async_context())
}

/// setAsyncContext ( value ): what it was.
fn set_context(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    Ok(vm.set_async_context(args.get(0)))
}

fn new_id(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    Ok(Value::number(vm.new_async_ids().id))
}

fn execution_id(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    Ok(Value::number(vm.async_ids().id))
}

fn trigger_id(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    Ok(Value::number(vm.async_ids().trigger))
}

/// setAsyncIds ( id, trigger ): of what is executed from now on.
fn set_ids(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let (id, trigger) = (vm.to_number(args.get(0))?, vm.to_number(args.get(1))?);
    vm.set_async_ids(AsyncIds { id, trigger });
    Ok(Value::UNDEFINED)
}

/// setAsyncHooks ( function ): undefined for none.
fn set_hooks(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    vm.set_async_hooks(args.get(0));
    Ok(Value::UNDEFINED)
}
