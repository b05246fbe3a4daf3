//! Exported functions: functions of WebAssembly that script calls.

use super::engine::STACK;
use super::errors;
use super::handle::Handle;
use super::memory;
use super::store::with_store;
use super::values::{PassedList, Vals, arrive, exported_function, leave, returned, to_wasm};
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use wasmtime::{AsContextMut, Func, RootScope, Val};

/// The exported function of a function; the same each time. `name` is its index, if that is known.
pub(super) fn object_of(vm: &mut Vm, function: Func, name: Option<u32>) -> Value {
    let (address, ty) = with_store(vm, |mut context| (function.to_raw(&mut context) as usize, function.ty(&context)));
    if let Some(place) = vm.builtins.webassembly.functions.get(&address).copied() {
        return vm.kept_for_wasm(place);
    }
    let arity = ty.params().len() as u32;
    let handle = Handle::Function(function, ty).into_object(vm).value();
    let name = name.map(|index| index.to_string()).unwrap_or_default();
    let object = vm.new_native_with(&name, arity, call, handle, Value::UNDEFINED).value();
    let place = vm.keep_for_wasm(object);
    vm.builtins.webassembly.functions.insert(address, place);
    object
}

/// wasmIsExported ( function )
pub(super) fn is_exported(_: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    Ok(Value::bool(exported_function(args.get(0)).is_some()))
}

/// Whether the native stack has room for WebAssembly.
pub(super) fn check_stack(vm: &mut Vm) -> JsResult<()> {
    let here = 0u8;
    let has_room = (&raw const here as usize).saturating_sub(STACK) > vm.cx.native_limit;
    if has_room { Ok(()) } else { Err(vm.stack_overflow_error()) }
}

/// What an exported function does.
pub(super) fn call(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let Some(Handle::Function(function, ty)) = Handle::of(args.callee.data[0].get()) else { unreachable!("see object_of") };
    check_stack(vm)?;
    let mut passed = PassedList::new();
    for (i, ty) in ty.params().enumerate() {
        passed.push(to_wasm(vm, args.get(i), &ty)?);
    }
    let called = with_store(vm, |context| -> wasmtime::Result<(PassedList, bool)> {
        let mut scope = RootScope::new(context);
        let mut context = scope.as_context_mut();
        let mut params = Vals::new();
        for (passed, ty) in passed.into_iter().zip(ty.params()) {
            params.push(arrive(&mut context, passed, &ty)?);
        }
        let mut results: Vals = smallvec::smallvec![Val::I32(0); ty.results().len()];
        let called = function.call(&mut context, &params, &mut results);
        let has_grown = core::mem::take(&mut context.data_mut().has_grown);
        called.inspect_err(|_| context.data_mut().has_grown = has_grown)?;
        let results: wasmtime::Result<PassedList> = results.iter().map(|val| leave(&mut context, val)).collect();
        Ok((results?, has_grown))
    });
    match called {
        Ok((results, has_grown)) => {
            if has_grown {
                memory::refresh(vm);
            }
            returned(vm, results)
        }
        Err(failure) => {
            let throw = errors::thrown(vm, &failure);
            if with_store(vm, |mut context| core::mem::take(&mut context.data_mut().has_grown)) {
                memory::refresh(vm);
            }
            Err(throw)
        }
    }
}
