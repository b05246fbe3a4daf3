//! Script functions that WebAssembly calls.

use super::store::{Host, with_script};
use super::values::{PassedList, arrive, leave, results_of, to_script};
use crate::heap::roots::RootedVec;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use wasmtime::{AsContextMut, Caller, Func, FuncType, StoreContextMut, Val, ValType};

/// A function of the store that calls the script function which is kept in a place.
pub(super) fn function(context: &mut StoreContextMut<'_, Host>, place: usize, ty: FuncType) -> Func {
    let results: Box<[ValType]> = ty.results().collect();
    Func::new(context, ty, move |caller, params, into| call(caller, place, params, &results, into))
}

fn call(mut caller: Caller<'_, Host>, place: usize, params: &[Val], types: &[ValType], into: &mut [Val]) -> wasmtime::Result<()> {
    let mut passed = PassedList::new();
    for val in params {
        passed.push(leave(&mut caller.as_context_mut(), val)?);
    }
    let results = with_script(&mut caller, |vm| call_script(vm, place, passed, types));
    match results {
        Ok(results) => {
            for ((passed, ty), into) in results.into_iter().zip(types).zip(into) {
                *into = arrive(&mut caller.as_context_mut(), passed, ty)?;
            }
            Ok(())
        }
        Err(throw) => {
            caller.data_mut().thrown = Some(throw);
            Err(wasmtime::Error::msg("script has thrown"))
        }
    }
}

fn call_script(vm: &mut Vm, place: usize, params: PassedList, types: &[ValType]) -> JsResult<PassedList> {
    vm.check_native_stack()?;
    let mut values = RootedVec::with_capacity(vm, params.len());
    for passed in params {
        let value = to_script(vm, passed)?;
        values.push(value);
    }
    let callee = vm.kept_for_wasm(place);
    let result = vm.call(callee, Value::UNDEFINED, &values)?;
    results_of(vm, result, types)
}
