//! Tables.

use super::handle::Handle;
use super::integer;
use super::store::with_store;
use super::values::{is_function_type, leave_reference, store_value, to_script};
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use wasmtime::{AsContextMut, RefType, RootScope, Table, TableType, ValType};

fn limit(args: &Args<'_>, index: usize) -> u32 {
    integer(args, index, 0).clamp(0, i64::from(u32::MAX)) as u32
}

/// wasmTable ( isExternal, initial, maximum, init ): a handle, undefined if there is no room.
pub(super) fn make(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let element = if args.get(0) == Value::TRUE { RefType::EXTERNREF } else { RefType::FUNCREF };
    let maximum = args.get(2).is_number().then(|| limit(args, 2));
    let ty = TableType::new(element.clone(), limit(args, 1), maximum);
    let made = store_value(vm, args.get(3), &ValType::Ref(element), |context, val| {
        let init = val.ref_().expect("a reference");
        Ok(Table::new(context, ty, init).ok())
    })?;
    Ok(match made {
        Some(table) => Handle::Table(table).into_object(vm).value(),
        None => Value::UNDEFINED,
    })
}

fn element(vm: &mut Vm, table: Table) -> ValType {
    ValType::Ref(with_store(vm, |context| table.ty(&context).element().clone()))
}

/// wasmTableIsExternal ( table )
pub(super) fn is_external(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let ty = element(vm, Handle::table(args.get(0)));
    Ok(Value::bool(!ty.as_ref().is_some_and(|ty| is_function_type(ty.heap_type()))))
}

/// wasmTableDefault ( table ): what an element is that nobody has given.
pub(super) fn default_of(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    Ok(if is_external(vm, args)? == Value::TRUE { Value::UNDEFINED } else { Value::NULL })
}

/// wasmTableLength ( table )
pub(super) fn length(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let table = Handle::table(args.get(0));
    Ok(Value::number(with_store(vm, |context| table.size(&context)) as f64))
}

/// wasmTableGet ( table, index ): the index is within the table.
pub(super) fn get(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let table = Handle::table(args.get(0));
    let index = integer(args, 1, 0) as u64;
    let passed = with_store(vm, |context| {
        let mut scope = RootScope::new(context);
        let mut context = scope.as_context_mut();
        match table.get(&mut context, index) {
            Some(reference) => leave_reference(&mut context, reference),
            None => Ok(super::values::Passed::Opaque),
        }
    });
    match passed {
        Ok(passed) => to_script(vm, passed),
        Err(failure) => Err(super::errors::thrown(vm, &failure)),
    }
}

/// wasmTableSet ( table, index, value ): the index is within the table.
pub(super) fn set(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let table = Handle::table(args.get(0));
    let index = integer(args, 1, 0) as u64;
    let ty = element(vm, table);
    store_value(vm, args.get(2), &ty, |context, val| table.set(context, index, val.ref_().expect("a reference")))?;
    Ok(Value::UNDEFINED)
}

/// wasmTableGrow ( table, more, value ): how many elements there were, -1 if it cannot.
pub(super) fn grow(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let table = Handle::table(args.get(0));
    let more = integer(args, 1, 0) as u64;
    let ty = element(vm, table);
    let before = store_value(vm, args.get(2), &ty, |context, val| {
        Ok(table.grow(context, more, val.ref_().expect("a reference")).map_or(-1.0, |before| before as f64))
    })?;
    Ok(Value::number(before))
}
