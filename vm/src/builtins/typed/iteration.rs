//! %TypedArray%.prototype methods that call back for every element.

use super::{Access, construct, get_element, this_typed_array};
use crate::builtins::checks::require_callable;
use crate::heap::Gc;
use crate::object::function::Args;
use crate::object::typed_array::TypedArray;
use crate::runtime::completion::JsResult;
use crate::runtime::operations::to_boolean;
use crate::value::Value;
use crate::vm::Vm;

fn begin(vm: &mut Vm, args: &Args, method: &str) -> JsResult<(Gc<TypedArray>, usize, Value)> {
    let view = this_typed_array(vm, args, method)?;
    require_callable(vm, args.get(0))?;
    Ok((view, view.length.get(), args.get(0)))
}

/// The callback on element `k`; what shrank meanwhile reads as undefined.
fn call_on(vm: &mut Vm, args: &Args, view: Gc<TypedArray>, k: usize) -> JsResult<(Value, Value)> {
    let value = get_element(vm, view, k);
    let result = vm.call(args.get(0), args.get(1), &[value, Value::from(k), args.this])?;
    Ok((value, result))
}

/// sec-%typedarray%.prototype.foreach
pub fn for_each(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (view, len, _) = begin(vm, args, "forEach")?;
    for k in 0..len {
        call_on(vm, args, view, k)?;
    }
    Ok(Value::UNDEFINED)
}
/// sec-%typedarray%.prototype.map
pub fn map(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (view, len, _) = begin(vm, args, "map")?;
    let result = construct::species_create(vm, view, &[Value::from(len)], Access::Write)?;
    for k in 0..len {
        let (_, mapped) = call_on(vm, args, view, k)?;
        construct::store(vm, result, k, mapped)?;
    }
    Ok(result.as_object().value())
}
/// sec-%typedarray%.prototype.filter
pub fn filter(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (view, len, _) = begin(vm, args, "filter")?;
    let kept = vm.new_array(&[]);
    for k in 0..len {
        let (value, keep) = call_on(vm, args, view, k)?;
        if to_boolean(keep) {
            vm.array_push(kept, value)?;
        }
    }
    let count = kept.length.get();
    let result = construct::species_create(vm, view, &[Value::from(count)], Access::Write)?;
    for k in 0..count {
        let value = kept.elements().get(k);
        construct::store(vm, result, k as usize, value)?;
    }
    Ok(result.as_object().value())
}
/// sec-%typedarray%.prototype.some
pub fn some(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (view, len, _) = begin(vm, args, "some")?;
    for k in 0..len {
        if to_boolean(call_on(vm, args, view, k)?.1) {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}
/// sec-%typedarray%.prototype.every
pub fn every(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (view, len, _) = begin(vm, args, "every")?;
    for k in 0..len {
        if !to_boolean(call_on(vm, args, view, k)?.1) {
            return Ok(Value::FALSE);
        }
    }
    Ok(Value::TRUE)
}

fn find_where(vm: &mut Vm, args: &Args, backwards: bool, method: &str) -> JsResult<Option<(usize, Value)>> {
    let (view, len, _) = begin(vm, args, method)?;
    for i in 0..len {
        let k = if backwards { len - 1 - i } else { i };
        let (value, found) = call_on(vm, args, view, k)?;
        if to_boolean(found) {
            return Ok(Some((k, value)));
        }
    }
    Ok(None)
}
/// sec-%typedarray%.prototype.find
pub fn find(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(find_where(vm, args, false, "find")?.map_or(Value::UNDEFINED, |f| f.1))
}
/// sec-%typedarray%.prototype.findindex
pub fn find_index(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(find_where(vm, args, false, "findIndex")?.map_or(Value::int(-1), |f| Value::from(f.0)))
}
/// sec-%typedarray%.prototype.findlast
pub fn find_last(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(find_where(vm, args, true, "findLast")?.map_or(Value::UNDEFINED, |f| f.1))
}
/// sec-%typedarray%.prototype.findlastindex
pub fn find_last_index(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(find_where(vm, args, true, "findLastIndex")?.map_or(Value::int(-1), |f| Value::from(f.0)))
}

fn fold(vm: &mut Vm, args: &Args, backwards: bool, method: &str) -> JsResult<Value> {
    let (view, len, f) = begin(vm, args, method)?;
    let mut accumulator = if args.len() > 1 { Some(args.get(1)) } else { None };
    for i in 0..len {
        let k = if backwards { len - 1 - i } else { i };
        let value = get_element(vm, view, k);
        accumulator = Some(match accumulator {
            None => value,
            Some(so_far) => vm.call(f, Value::UNDEFINED, &[so_far, value, Value::from(k), args.this])?,
        });
    }
    accumulator.ok_or_else(|| vm.type_error("Reduce of empty array with no initial value"))
}
/// sec-%typedarray%.prototype.reduce
pub fn reduce(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    fold(vm, args, false, "reduce")
}
/// sec-%typedarray%.prototype.reduceright
pub fn reduce_right(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    fold(vm, args, true, "reduceRight")
}
