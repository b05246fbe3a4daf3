//! Array.prototype methods that call back for every element.

use super::{Species, array_species_create, element_present, get_at, index_key};
use crate::builtins::checks::require_callable;
use crate::heap::Gc;
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

/// ToObject(this), LengthOfArrayLike, and the callback, which is checked.
#[inline]
fn begin(vm: &mut Vm, args: &Args) -> JsResult<(Gc<Object>, u64, Value)> {
    let object = vm.to_object(args.this)?;
    let len = super::length_of(vm, object)?;
    require_callable(vm, args.get(0))?;
    Ok((object, len, args.get(0)))
}

/// Array.prototype.forEach (sec-array.prototype.foreach).
pub fn for_each(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (object, len, f) = begin(vm, args)?;
    for k in 0..len {
        if let Some(value) = element_present(vm, object, k)? {
            vm.call(f, args.get(1), &[value, Value::number(k as f64), object.value()])?;
        }
    }
    Ok(Value::UNDEFINED)
}

/// Array.prototype.map (sec-array.prototype.map).
pub fn map(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (object, len, f) = begin(vm, args)?;
    match array_species_create(vm, object, len)? {
        // Nobody else has the result yet: it is filled by pushing.
        Species::Array if super::is_dense(object) => {
            let result = vm.new_array_with_capacity(len as u32)?;
            for k in 0..len {
                let mapped = match element_present(vm, object, k)? {
                    Some(value) => vm.call(f, args.get(1), &[value, Value::number(k as f64), object.value()])?,
                    None => Value::EMPTY,
                };
                vm.array_push(result, mapped)?;
            }
            Ok(result.value())
        }
        species => {
            let result = species.into_object(vm, len)?;
            for k in 0..len {
                if let Some(value) = element_present(vm, object, k)? {
                    let mapped = vm.call(f, args.get(1), &[value, Value::number(k as f64), object.value()])?;
                    let key = index_key(vm, k);
                    vm.create_data_property_or_throw(result, key, mapped)?;
                }
            }
            Ok(result.value())
        }
    }
}

/// Array.prototype.filter (sec-array.prototype.filter).
pub fn filter(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (object, len, f) = begin(vm, args)?;
    let species = array_species_create(vm, object, 0)?;
    let plain = if matches!(species, Species::Array) { Some(vm.new_array(&[])) } else { None };
    let result = match plain {
        Some(array) => array.as_object(),
        None => species.into_object(vm, 0)?,
    };
    let mut to = 0;
    for k in 0..len {
        let Some(value) = element_present(vm, object, k)? else { continue };
        let keep = vm.call(f, args.get(1), &[value, Value::number(k as f64), object.value()])?;
        if crate::runtime::operations::to_boolean(keep) {
            match plain {
                Some(array) => vm.array_push(array, value)?,
                None => {
                    let key = index_key(vm, to);
                    vm.create_data_property_or_throw(result, key, value)?;
                }
            }
            to += 1;
        }
    }
    Ok(result.value())
}

/// Array.prototype.some (sec-array.prototype.some).
pub fn some(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (object, len, f) = begin(vm, args)?;
    for k in 0..len {
        if let Some(value) = element_present(vm, object, k)? {
            let found = vm.call(f, args.get(1), &[value, Value::number(k as f64), object.value()])?;
            if crate::runtime::operations::to_boolean(found) {
                return Ok(Value::TRUE);
            }
        }
    }
    Ok(Value::FALSE)
}

/// Array.prototype.every (sec-array.prototype.every).
pub fn every(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (object, len, f) = begin(vm, args)?;
    for k in 0..len {
        if let Some(value) = element_present(vm, object, k)? {
            let holds = vm.call(f, args.get(1), &[value, Value::number(k as f64), object.value()])?;
            if !crate::runtime::operations::to_boolean(holds) {
                return Ok(Value::FALSE);
            }
        }
    }
    Ok(Value::TRUE)
}

/// FindViaPredicate (sec-findviapredicate).
fn find_via_predicate(vm: &mut Vm, args: &Args, backwards: bool) -> JsResult<Option<(u64, Value)>> {
    let (object, len, f) = begin(vm, args)?;
    for i in 0..len {
        let k = if backwards { len - 1 - i } else { i };
        let value = get_at(vm, object, k)?;
        let found = vm.call(f, args.get(1), &[value, Value::number(k as f64), object.value()])?;
        if crate::runtime::operations::to_boolean(found) {
            return Ok(Some((k, value)));
        }
    }
    Ok(None)
}
fn value_of(found: Option<(u64, Value)>) -> Value {
    found.map_or(Value::UNDEFINED, |(_, value)| value)
}
fn index_of(found: Option<(u64, Value)>) -> Value {
    found.map_or(Value::int(-1), |(k, _)| Value::number(k as f64))
}
/// Array.prototype.find (sec-array.prototype.find).
pub fn find(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    find_via_predicate(vm, args, false).map(value_of)
}
/// Array.prototype.findIndex (sec-array.prototype.findindex).
pub fn find_index(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    find_via_predicate(vm, args, false).map(index_of)
}
/// Array.prototype.findLast (sec-array.prototype.findlast).
pub fn find_last(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    find_via_predicate(vm, args, true).map(value_of)
}
/// Array.prototype.findLastIndex (sec-array.prototype.findlastindex).
pub fn find_last_index(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    find_via_predicate(vm, args, true).map(index_of)
}

/// Array.prototype.reduce and reduceRight (sec-array.prototype.reduce, sec-array.prototype.reduceright).
fn fold(vm: &mut Vm, args: &Args, backwards: bool) -> JsResult<Value> {
    let (object, len, f) = begin(vm, args)?;
    let mut i = 0;
    let mut accumulator = if args.len() >= 2 { Some(args.get(1)) } else { None };
    while i < len {
        let k = if backwards { len - 1 - i } else { i };
        i += 1;
        let Some(value) = element_present(vm, object, k)? else { continue };
        accumulator = Some(match accumulator {
            None => value,
            Some(so_far) => vm.call(f, Value::UNDEFINED, &[so_far, value, Value::number(k as f64), object.value()])?,
        });
    }
    accumulator.ok_or_else(|| vm.type_error("Reduce of empty array with no initial value"))
}
pub fn reduce(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    fold(vm, args, false)
}
pub fn reduce_right(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    fold(vm, args, true)
}

/// FlattenIntoArray (sec-flattenintoarray), onto the end of `target` at `*to`.
fn flatten_into(
    vm: &mut Vm,
    target: Gc<Object>,
    (source, len): (Gc<Object>, u64),
    to: &mut u64,
    depth: f64,
    mapper: Option<(Value, Value)>,
) -> JsResult<()> {
    vm.check_native_stack()?;
    for k in 0..len {
        let Some(mut element) = element_present(vm, source, k)? else { continue };
        if let Some((f, this)) = mapper {
            element = vm.call(f, this, &[element, Value::number(k as f64), source.value()])?;
        }
        if depth > 0.0 && vm.is_array(element)? {
            let inner = element.to_cell::<Object>().expect("arrays are objects");
            let len = super::length_of(vm, inner)?;
            flatten_into(vm, target, (inner, len), to, depth - 1.0, None)?;
        } else {
            let key = index_key(vm, *to);
            vm.create_data_property_or_throw(target, key, element)?;
            *to += 1;
        }
    }
    Ok(())
}

/// Array.prototype.flat (sec-array.prototype.flat).
pub fn flat(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.this)?;
    let len = super::length_of(vm, object)?;
    let depth = if args.get(0).is_undefined() { 1.0 } else { vm.to_integer_or_infinity(args.get(0))? };
    let result = array_species_create(vm, object, 0)?.into_object(vm, 0)?;
    flatten_into(vm, result, (object, len), &mut 0, depth, None)?;
    Ok(result.value())
}

/// Array.prototype.flatMap (sec-array.prototype.flatmap).
pub fn flat_map(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (object, len, f) = begin(vm, args)?;
    let result = array_species_create(vm, object, 0)?.into_object(vm, 0)?;
    flatten_into(vm, result, (object, len), &mut 0, 1.0, Some((f, args.get(1))))?;
    Ok(result.value())
}
