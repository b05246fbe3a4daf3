//! Globals.

use super::handle::Handle;
use super::store::with_store;
use super::text;
use super::values::{Passed, leave, store_value, to_script};
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use wasmtime::{AsContextMut, Global, GlobalType, Mutability, RefType, RootScope, ValType};

pub(super) fn value_type(name: &str) -> Option<ValType> {
    Some(match name {
        "i32" => ValType::I32,
        "i64" => ValType::I64,
        "f32" => ValType::F32,
        "f64" => ValType::F64,
        "externref" => ValType::Ref(RefType::EXTERNREF),
        "anyfunc" | "funcref" => ValType::Ref(RefType::FUNCREF),
        _ => return None,
    })
}

/// wasmGlobal ( type, isMutable, value ): a handle, undefined if there is no such type.
pub(super) fn make(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let Some(ty) = value_type(&text(vm, args, 0)?) else { return Ok(Value::UNDEFINED) };
    let mutability = if args.get(1) == Value::TRUE { Mutability::Var } else { Mutability::Const };
    let global = new(vm, args.get(2), GlobalType::new(ty, mutability))?;
    Ok(Handle::Global(global).into_object(vm).value())
}

/// A global with a value of script.
pub(super) fn new(vm: &mut Vm, value: Value, ty: GlobalType) -> JsResult<Global> {
    let content = ty.content().clone();
    store_value(vm, value, &content, |context, val| Global::new(context, ty, val))
}

fn type_of(vm: &mut Vm, global: Global) -> GlobalType {
    with_store(vm, |context| global.ty(&context))
}

/// wasmIsMutable ( global )
pub(super) fn is_mutable(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let ty = type_of(vm, Handle::global(args.get(0)));
    Ok(Value::bool(ty.mutability() == Mutability::Var))
}

/// wasmGlobalGet ( global )
pub(super) fn get(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let global = Handle::global(args.get(0));
    let passed = with_store(vm, |context| {
        let mut scope = RootScope::new(context);
        let mut context = scope.as_context_mut();
        let val = global.get(&mut context);
        leave(&mut context, &val)
    });
    to_script(vm, passed.unwrap_or(Passed::Opaque))
}

/// wasmGlobalSet ( global, value ): it is mutable.
pub(super) fn set(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let global = Handle::global(args.get(0));
    let ty = type_of(vm, global).content().clone();
    store_value(vm, args.get(1), &ty, |context, val| global.set(context, val))?;
    Ok(Value::UNDEFINED)
}
