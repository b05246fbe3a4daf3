//! Array.prototype methods that look without changing or copying.

use super::{element_present, get_at, get_one, is_dense, length_of};
use crate::heap::Gc;
use crate::object::Object;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

/// Array.prototype.at (sec-array.prototype.at).
pub fn at(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.this)?;
    let len = length_of(vm, object)?;
    let relative = vm.to_integer_or_infinity(args.get(0))?;
    let k = if relative < 0.0 { len as f64 + relative } else { relative };
    if k < 0.0 || k >= len as f64 {
        return Ok(Value::UNDEFINED);
    }
    get_one(vm, object, k as u64)
}

/// The first index from a `fromIndex` argument.
fn start_index(vm: &mut Vm, value: Value, len: u64) -> JsResult<u64> {
    super::relative_index(vm, value, len)
}

/// Whether strict equality to `value` is equality of words, numbers aside.
fn is_identity(value: Value) -> bool {
    !value.is_number() && !value.is_string() && !value.is_bigint()
}

/// Array.prototype.indexOf (sec-array.prototype.indexof).
pub fn index_of(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.this)?;
    let len = length_of(vm, object)?;
    if len == 0 {
        return Ok(Value::int(-1));
    }
    let start = start_index(vm, args.get(1), len)?;
    let wanted = args.get(0);
    if is_dense(object) && vm.cx.indexed_prototypes == 0 {
        // No element is a getter and none is inherited: nothing can run, so the slice stays.
        let elements = object.elements();
        let slice = &elements.as_slice()[(start as usize).min(elements.len.get() as usize)..];
        let found = if is_identity(wanted) {
            slice.iter().position(|v| *v == wanted)
        } else if wanted.is_number() {
            let number = wanted.as_number();
            slice.iter().position(|v| v.is_number() && v.as_number() == number)
        } else {
            slice.iter().position(|v| v.tag() == wanted.tag() && vm.is_strictly_equal(*v, wanted))
        };
        return Ok(found.map_or(Value::int(-1), |i| Value::from(i + start as usize)));
    }
    for k in start..len {
        if let Some(value) = element_present(vm, object, k)?
            && vm.is_strictly_equal(value, wanted)
        {
            return Ok(Value::number(k as f64));
        }
    }
    Ok(Value::int(-1))
}

/// The elements of a dense array, from a `fromIndex` argument on.
#[inline(always)]
fn dense_from<'a>(this: Value, from: Value) -> Option<(&'a [Value], usize)> {
    let object: Gc<Object> = this.to_cell::<Object>().filter(|object| is_dense(*object))?;
    let length = object.elements().len.get() as usize;
    let start = match from {
        Value::UNDEFINED => 0,
        _ if from.is_int() && from.as_int() >= 0 => (from.as_int() as usize).min(length),
        _ => return None,
    };
    // SAFETY: `this` keeps the array, and nothing runs that could change its elements while they are looked at.
    let elements = unsafe { core::slice::from_raw_parts(object.elements().as_slice().as_ptr(), length) };
    Some((&elements[start..], start))
}

/// Whether an element is `wanted`, both no numbers; none where strings are to be flattened.
#[inline(always)]
fn equal_elements(element: Value, wanted: Value) -> Option<bool> {
    if element == wanted {
        return Some(true);
    }
    let (Some(x), Some(y)) = (element.as_string(), wanted.as_string()) else { return Some(false) };
    if x.len() != y.len() || (x.is_atom() && y.is_atom()) {
        return Some(false);
    }
    Some(x.flat_units()?.same(y.flat_units()?))
}

/// `at` of a dense array; none for a hole.
pub(crate) fn quick_at(this: Value, at: Value) -> Option<Value> {
    let (elements, _) = dense_from(this, Value::UNDEFINED)?;
    let at = at.is_int().then(|| at.as_int() as i64)?;
    let at = if at < 0 { at + elements.len() as i64 } else { at };
    let value = usize::try_from(at).ok().and_then(|at| elements.get(at)).copied().unwrap_or(Value::UNDEFINED);
    (!value.is_empty()).then_some(value)
}

/// Where `wanted` is in a dense array, or -1, by strict equality. A hole is nothing, for nothing is inherited.
#[inline(always)]
fn quick_position(vm: &Vm, this: Value, wanted: Value, from: Value) -> Option<i32> {
    let (elements, start) = dense_from(this, from)?;
    if wanted.is_bigint() || vm.cx.indexed_prototypes != 0 {
        return None;
    }
    let mut found = None;
    if wanted.is_number() {
        let number = wanted.as_number();
        found = elements.iter().position(|v| v.is_number() && v.as_number() == number);
    } else if is_identity(wanted) {
        found = elements.iter().position(|v| *v == wanted);
    } else {
        for (i, element) in elements.iter().enumerate() {
            if equal_elements(*element, wanted)? {
                found = Some(i);
                break;
            }
        }
    }
    found.map_or(Some(-1), |at| i32::try_from(at + start).ok())
}

/// `indexOf` of a dense array.
pub(crate) fn quick_index_of(vm: &Vm, this: Value, wanted: Value, from: Value) -> Option<Value> {
    quick_position(vm, this, wanted, from).map(Value::int)
}

/// `includes` of a dense array. It finds NaN, and holes are undefined.
pub(crate) fn quick_includes(vm: &Vm, this: Value, wanted: Value, from: Value) -> Option<Value> {
    let is_odd = wanted.is_undefined() || (wanted.is_double() && wanted.as_double().is_nan());
    if is_odd {
        return None;
    }
    quick_position(vm, this, wanted, from).map(|at| Value::bool(at >= 0))
}

/// Array.prototype.lastIndexOf (sec-array.prototype.lastindexof).
pub fn last_index_of(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.this)?;
    let len = length_of(vm, object)?;
    if len == 0 {
        return Ok(Value::int(-1));
    }
    let from = if args.len() > 1 { vm.to_integer_or_infinity(args.get(1))? } else { len as f64 - 1.0 };
    let from = if from < 0.0 { len as f64 + from } else { from.min(len as f64 - 1.0) };
    if from < 0.0 {
        return Ok(Value::int(-1));
    }
    for k in (0..=from as u64).rev() {
        if let Some(value) = element_present(vm, object, k)?
            && vm.is_strictly_equal(value, args.get(0))
        {
            return Ok(Value::number(k as f64));
        }
    }
    Ok(Value::int(-1))
}

/// Array.prototype.includes (sec-array.prototype.includes).
pub fn includes(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.this)?;
    let len = length_of(vm, object)?;
    if len == 0 {
        return Ok(Value::FALSE);
    }
    let start = start_index(vm, args.get(1), len)?;
    let wanted = args.get(0);
    if is_dense(object) && is_identity(wanted) && !wanted.is_undefined() {
        let elements = object.elements();
        let slice = elements.as_slice();
        if !slice.iter().any(|v| v.is_empty()) {
            return Ok(Value::bool(slice[(start as usize).min(slice.len())..].contains(&wanted)));
        }
    }
    for k in start..len {
        let value = get_at(vm, object, k)?;
        if vm.same_value_zero(value, wanted) {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}
