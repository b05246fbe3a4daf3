//! Values that cross between script and WebAssembly.

use super::function;
use super::handle::Handle;
use super::store::{Held, Host, with_store};
use crate::builtins::iterator;
use crate::heap::Gc;
use crate::heap::roots::RootedVec;
use crate::object::function::{Native, NativeFn};
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use smallvec::SmallVec;
use wasmtime::{ExternRef, Func, HeapType, Ref, StoreContextMut, Val, ValType};

/// A value on its way. What refers to a cell is kept by the machine until it has arrived.
pub(super) enum Passed {
    Plain(Val),
    Function(Option<Func>),
    /// Into WebAssembly.
    Held(Option<Held>),
    /// Out of WebAssembly: the place of the value.
    Kept(Option<usize>),
    /// Of a type that script cannot have.
    Opaque,
}

pub(super) type PassedList = SmallVec<[Passed; 8]>;
pub(super) type Vals = SmallVec<[Val; 8]>;

pub(super) fn is_function_type(ty: &HeapType) -> bool {
    matches!(ty, HeapType::Func | HeapType::ConcreteFunc(_) | HeapType::NoFunc)
}
fn is_external_type(ty: &HeapType) -> bool {
    matches!(ty, HeapType::Extern | HeapType::NoExtern)
}

/// The exported function that a value is.
pub(super) fn exported_function<'a>(value: Value) -> Option<&'a Handle> {
    let native: Gc<Native> = value.to_cell()?;
    if !std::ptr::fn_addr_eq(native.function, function::call as NativeFn) {
        return None;
    }
    Handle::of(native.data[0].get())
}

/// ToWebAssemblyValue
pub(super) fn to_wasm(vm: &mut Vm, value: Value, ty: &ValType) -> JsResult<Passed> {
    Ok(match ty {
        ValType::I32 => Passed::Plain(Val::I32(vm.to_int32(value)?)),
        ValType::I64 => Passed::Plain(Val::I64(vm.to_bigint(value)?.low_u64() as i64)),
        ValType::F32 => Passed::Plain(Val::F32((vm.to_number(value)? as f32).to_bits())),
        ValType::F64 => Passed::Plain(Val::F64(vm.to_number(value)?.to_bits())),
        ValType::V128 => return Err(vm.type_error("type incompatibility when transforming from/to JS")),
        ValType::Ref(ty) => {
            if value.is_null() {
                if !ty.is_nullable() {
                    return Err(vm.type_error("type incompatibility when transforming from/to JS"));
                }
                return Ok(if is_function_type(ty.heap_type()) { Passed::Function(None) } else { Passed::Held(None) });
            }
            if is_external_type(ty.heap_type()) {
                return Ok(Passed::Held(Some(vm.hold_for_wasm(value))));
            }
            match exported_function(value) {
                Some(Handle::Function(function, _)) if is_function_type(ty.heap_type()) => Passed::Function(Some(*function)),
                _ => return Err(vm.type_error("type incompatibility when transforming from/to JS")),
            }
        }
    })
}

/// ToJSValue
pub(super) fn to_script(vm: &mut Vm, passed: Passed) -> JsResult<Value> {
    Ok(match passed {
        Passed::Plain(Val::I32(number)) => Value::int(number),
        Passed::Plain(Val::I64(number)) => vm.new_small_bigint(number as i128).value(),
        Passed::Plain(Val::F32(bits)) => Value::number(f64::from(f32::from_bits(bits))),
        Passed::Plain(Val::F64(bits)) => Value::number(f64::from_bits(bits)),
        Passed::Function(None) | Passed::Kept(None) | Passed::Held(None) => Value::NULL,
        Passed::Function(Some(function)) => function::object_of(vm, function, None),
        Passed::Kept(Some(place)) => vm.kept_for_wasm(place),
        Passed::Held(Some(held)) => vm.kept_for_wasm(held.place),
        Passed::Plain(_) | Passed::Opaque => return Err(vm.type_error("type incompatibility when transforming from/to JS")),
    })
}

/// In the store: what is passed in.
pub(super) fn arrive(context: &mut StoreContextMut<'_, Host>, passed: Passed, ty: &ValType) -> wasmtime::Result<Val> {
    Ok(match passed {
        Passed::Plain(val) => val,
        Passed::Function(function) => Val::FuncRef(function),
        Passed::Held(None) | Passed::Kept(_) | Passed::Opaque => Val::default_for_ty(ty).unwrap_or(Val::ExternRef(None)),
        Passed::Held(Some(held)) => Val::ExternRef(Some(ExternRef::new(context, held)?)),
    })
}

/// In the store: what is passed out.
pub(super) fn leave(context: &mut StoreContextMut<'_, Host>, val: &Val) -> wasmtime::Result<Passed> {
    Ok(match val {
        Val::FuncRef(function) => Passed::Function(*function),
        Val::ExternRef(None) => Passed::Kept(None),
        Val::ExternRef(Some(reference)) => match reference.data(&*context)?.and_then(|data| data.downcast_ref::<Held>()) {
            Some(held) => Passed::Kept(Some(held.place)),
            None => Passed::Opaque,
        },
        Val::I32(_) | Val::I64(_) | Val::F32(_) | Val::F64(_) => Passed::Plain(*val),
        _ => Passed::Opaque,
    })
}

/// As `leave`, of a reference.
pub(super) fn leave_reference(context: &mut StoreContextMut<'_, Host>, reference: Ref) -> wasmtime::Result<Passed> {
    leave(context, &Val::from(reference))
}

/// What a script function returns, as so many results.
pub(super) fn results_of(vm: &mut Vm, returned: Value, types: &[ValType]) -> JsResult<PassedList> {
    match types {
        [] => Ok(PassedList::new()),
        [ty] => Ok(smallvec::smallvec![to_wasm(vm, returned, ty)?]),
        _ => {
            let mut values = RootedVec::new(vm);
            iterator::iterate(vm, returned, |_, value| {
                values.push(value);
                Ok(())
            })?;
            if values.len() != types.len() {
                return Err(vm.type_error("multi-return length mismatch"));
            }
            let mut passed = PassedList::new();
            for (i, ty) in types.iter().enumerate() {
                let value = values[i];
                passed.push(to_wasm(vm, value, ty)?);
            }
            Ok(passed)
        }
    }
}

/// What script gets of so many results.
pub(super) fn returned(vm: &mut Vm, results: PassedList) -> JsResult<Value> {
    let count = results.len();
    let mut values = RootedVec::with_capacity(vm, count);
    for passed in results {
        let value = to_script(vm, passed)?;
        values.push(value);
    }
    Ok(match count {
        0 => Value::UNDEFINED,
        1 => values[0],
        _ => vm.new_array_from_list(&values)?.value(),
    })
}

/// A value that script gives for a type, in the store.
pub(super) fn store_value<R>(
    vm: &mut Vm,
    value: Value,
    ty: &ValType,
    f: impl FnOnce(&mut StoreContextMut<'_, Host>, Val) -> wasmtime::Result<R>,
) -> JsResult<R> {
    let passed = to_wasm(vm, value, ty)?;
    let done = with_store(vm, |context| {
        let mut scope = wasmtime::RootScope::new(context);
        let mut context = wasmtime::AsContextMut::as_context_mut(&mut scope);
        let val = arrive(&mut context, passed, ty)?;
        f(&mut context, val)
    });
    done.map_err(|failure| super::errors::thrown(vm, &failure))
}
