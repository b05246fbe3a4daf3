//! Script functions that WebAssembly calls.

use super::store::{Host, with_script};
use super::values::{PassedList, arrive, leave, results_of, to_script};
use super::{errors, exception};
use crate::heap::roots::RootedVec;
use crate::runtime::completion::{JsResult, Throw};
use crate::value::Value;
use crate::vm::{Vm, interrupt};
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
        Err(throw) => Err(fail(&mut caller, throw)),
    }
}

/// Throws on what script has thrown; what ends the script, and what a trap was, is for nobody to catch.
fn fail(caller: &mut Caller<'_, Host>, throw: Throw) -> wasmtime::Error {
    let prepared = with_script(caller, |vm| {
        let is_end = vm.is_ending() || vm.cx.interrupt.has(interrupt::TIMEOUT);
        if is_end || errors::is_trap(vm, throw.0) { Err(throw) } else { exception::prepare(vm, throw.0) }
    });
    match prepared {
        Ok((tag, values, types, object)) => match exception::throw(&mut caller.as_context_mut(), tag, values, &types, object) {
            Ok(()) => unreachable!("throwing is an error"),
            Err(failure) => failure,
        },
        Err(throw) => {
            caller.data_mut().thrown = Some(throw);
            wasmtime::Error::msg("script has thrown")
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
