//! %TypedArray%.prototype: accessors, and the methods that do not call back.

use super::buffer::immutable_error;
use super::{
    Access, construct, copy_bytes_upwards, copy_elements, get_element, is_out_of_bounds, this_typed_array, this_writable_typed_array,
};
use crate::builtins::array::iterator::create_array_iterator;
use crate::builtins::array::{get_at, length_of, relative_end, relative_index, sort};
use crate::builtins::iterator::IterationKind;
use crate::heap::Gc;
use crate::object::array::Array;
use crate::object::function::Args;
use crate::object::internal_methods::typed_array::TypedValue;
use crate::object::typed_array::TypedArray;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

/// RequireInternalSlot(O, `[[TypedArrayName]]`).
fn this_view(vm: &mut Vm, args: &Args) -> JsResult<Gc<TypedArray>> {
    match args.this.to_cell::<TypedArray>() {
        Some(view) => Ok(view),
        None => Err(vm.type_error("this is not a typed array.")),
    }
}
/// sec-get-%typedarray%.prototype.buffer
pub fn get_buffer(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(this_view(vm, args)?.buffer.get())
}
/// sec-get-%typedarray%.prototype.bytelength
pub fn get_byte_length(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let view = this_view(vm, args)?;
    Ok(Value::from(view.length.get() * view.element_type.size()))
}
/// sec-get-%typedarray%.prototype.byteoffset
pub fn get_byte_offset(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let view = this_view(vm, args)?;
    Ok(Value::from(if is_out_of_bounds(view) { 0 } else { view.byte_offset.get() }))
}
/// sec-get-%typedarray%.prototype.length. There is one of it, as `is_native` compares addresses.
#[inline(never)]
pub fn get_length(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(Value::from(this_view(vm, args)?.length.get()))
}
pub(crate) fn quick_buffer(view: Value) -> Option<Value> {
    Some(view.to_cell::<TypedArray>()?.buffer.get())
}
pub(crate) fn quick_byte_length(view: Value) -> Option<Value> {
    let view = view.to_cell::<TypedArray>()?;
    Some(Value::from(view.length.get() * view.element_type.size()))
}
pub(crate) fn quick_byte_offset(view: Value) -> Option<Value> {
    let view = view.to_cell::<TypedArray>()?;
    Some(Value::from(if is_out_of_bounds(view) { 0 } else { view.byte_offset.get() }))
}
/// sec-get-%typedarray%.prototype-%symbol.tostringtag%
pub fn get_tag(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(match args.this.to_cell::<TypedArray>() {
        Some(view) => vm.intern(view.element_type.name()).value(),
        None => Value::UNDEFINED,
    })
}

fn iterator(vm: &mut Vm, args: &Args, kind: IterationKind, method: &str) -> JsResult<Value> {
    let view = this_typed_array(vm, args, method)?;
    Ok(create_array_iterator(vm, view.as_object(), kind))
}
/// sec-%typedarray%.prototype.values
pub fn values(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    iterator(vm, args, IterationKind::Value, "values")
}
/// sec-%typedarray%.prototype.keys
pub fn keys(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    iterator(vm, args, IterationKind::Key, "keys")
}
/// sec-%typedarray%.prototype.entries
pub fn entries(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    iterator(vm, args, IterationKind::Entry, "entries")
}

/// sec-%typedarray%.prototype.at
pub fn at(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let view = this_typed_array(vm, args, "at")?;
    let len = view.length.get() as f64;
    let relative = vm.to_integer_or_infinity(args.get(0))?;
    let k = if relative < 0.0 { len + relative } else { relative };
    Ok(if k < 0.0 || k >= len { Value::UNDEFINED } else { get_element(vm, view, k as usize) })
}

/// sec-%typedarray%.prototype.copywithin
pub fn copy_within(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let view = this_writable_typed_array(vm, args, "copyWithin")?;
    let len = view.length.get() as u64;
    let to = relative_index(vm, args.get(0), len)?;
    let from = relative_index(vm, args.get(1), len)?;
    let end = relative_end(vm, args.get(2), len)?;
    let count = end.saturating_sub(from).min(len - to);
    if count > 0 {
        this_typed_array(vm, args, "copyWithin")?;
        copy_elements(vm, view, from as usize, view, to as usize, count as usize)?;
    }
    Ok(args.this)
}

/// Elements that `fill` copies at once.
const FILL_PIECE: usize = 4096;

/// sec-%typedarray%.prototype.fill
pub fn fill(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let view = this_writable_typed_array(vm, args, "fill")?;
    let len = view.length.get() as u64;
    let value = vm.to_typed_value(args.get(0), view.element_type)?;
    let start = relative_index(vm, args.get(1), len)?;
    let end = relative_end(vm, args.get(2), len)?;
    this_typed_array(vm, args, "fill")?;
    let count = end.min(view.length.get() as u64).saturating_sub(start) as usize;
    if count > 0 {
        // One element is stored, and what is filled is copied on, in pieces that stay in the caches.
        let start = start as usize;
        vm.typed_store(view, start, value);
        let mut filled = 1;
        while filled < count {
            let piece = filled.min(count - filled).min(FILL_PIECE);
            copy_elements(vm, view, start, view, start + filled, piece)?;
            filled += piece;
        }
    }
    Ok(args.this)
}

/// Position of a value from `start` on.
fn position(vm: &mut Vm, view: Gc<TypedArray>, range: impl Iterator<Item = usize>, wanted: Value, same_zero: bool) -> Option<usize> {
    for k in range {
        let Some(value) = vm.typed_get(view, k) else {
            if same_zero && wanted.is_undefined() {
                return Some(k);
            }
            continue;
        };
        let equal = if same_zero { vm.same_value_zero(value, wanted) } else { vm.is_strictly_equal(value, wanted) };
        if equal {
            return Some(k);
        }
    }
    None
}
/// sec-%typedarray%.prototype.includes
pub fn includes(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let view = this_typed_array(vm, args, "includes")?;
    let len = view.length.get();
    if len == 0 {
        return Ok(Value::FALSE);
    }
    let start = relative_index(vm, args.get(1), len as u64)? as usize;
    Ok(Value::bool(position(vm, view, start..len, args.get(0), true).is_some()))
}
/// sec-%typedarray%.prototype.indexof
pub fn index_of(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let view = this_typed_array(vm, args, "indexOf")?;
    let len = view.length.get();
    if len == 0 {
        return Ok(Value::int(-1));
    }
    let start = relative_index(vm, args.get(1), len as u64)? as usize;
    Ok(position(vm, view, start..len, args.get(0), false).map_or(Value::int(-1), Value::from))
}
/// sec-%typedarray%.prototype.lastindexof
pub fn last_index_of(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let view = this_typed_array(vm, args, "lastIndexOf")?;
    let len = view.length.get() as f64;
    if len == 0.0 {
        return Ok(Value::int(-1));
    }
    let from = if args.len() > 1 { vm.to_integer_or_infinity(args.get(1))? } else { len - 1.0 };
    let from = if from < 0.0 { len + from } else { from.min(len - 1.0) };
    if from < 0.0 {
        return Ok(Value::int(-1));
    }
    Ok(position(vm, view, (0..=from as usize).rev(), args.get(0), false).map_or(Value::int(-1), Value::from))
}

/// sec-%typedarray%.prototype.join
pub fn join(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let view = this_typed_array(vm, args, "join")?;
    let len = view.length.get() as u64;
    let separator = if args.get(0).is_undefined() { vm.new_string(",") } else { vm.to_string(args.get(0))? };
    crate::builtins::array::join_values(vm, view.as_object(), len, separator, None)
}
/// sec-%typedarray%.prototype.tolocalestring
pub fn to_locale_string(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let view = this_typed_array(vm, args, "toLocaleString")?;
    let len = view.length.get() as u64;
    let separator = vm.new_string(",");
    crate::builtins::array::join_values(vm, view.as_object(), len, separator, Some(args))
}

/// sec-%typedarray%.prototype.reverse
pub fn reverse(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let view = this_writable_typed_array(vm, args, "reverse")?;
    reverse_elements(vm, view)?;
    Ok(args.this)
}
fn reverse_elements(vm: &mut Vm, view: Gc<TypedArray>) -> JsResult<()> {
    let len = view.length.get();
    for i in 0..len / 2 {
        let (a, b) = (get_element(vm, view, i), get_element(vm, view, len - 1 - i));
        construct::store(vm, view, i, b)?;
        construct::store(vm, view, len - 1 - i, a)?;
    }
    Ok(())
}

/// sec-%typedarray%.prototype.set
pub fn set(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let view = this_view(vm, args)?;
    if view.is_immutable() {
        return Err(immutable_error(vm, "%TypedArray%.prototype.set"));
    }
    let offset = vm.to_integer_or_infinity(args.get(1))?;
    if offset < 0.0 {
        return Err(vm.range_error("offset is out of bounds"));
    }
    if is_out_of_bounds(view) {
        return Err(vm.type_error("Cannot perform %TypedArray%.prototype.set on a detached ArrayBuffer"));
    }
    let room = view.length.get() as f64 - offset;
    if let Some(source) = args.get(0).to_cell::<TypedArray>() {
        if is_out_of_bounds(source) {
            return Err(vm.type_error("Cannot perform %TypedArray%.prototype.set on a detached ArrayBuffer"));
        }
        if source.element_type.is_bigint() != view.element_type.is_bigint() {
            return Err(vm.type_error("Cannot mix BigInt and other types, use explicit conversions"));
        }
        if source.length.get() as f64 > room {
            return Err(vm.range_error("offset is out of bounds"));
        }
        copy_elements(vm, source, 0, view, offset as usize, source.length.get())?;
        return Ok(Value::UNDEFINED);
    }
    let source = vm.to_object(args.get(0))?;
    let len = length_of(vm, source)?;
    if len as f64 > room {
        return Err(vm.range_error("offset is out of bounds"));
    }
    for k in 0..len {
        let value = get_at(vm, source, k)?;
        construct::store(vm, view, offset as usize + k as usize, value)?;
    }
    Ok(Value::UNDEFINED)
}

/// sec-%typedarray%.prototype.slice
pub fn slice(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let view = this_typed_array(vm, args, "slice")?;
    let len = view.length.get() as u64;
    let start = relative_index(vm, args.get(0), len)?;
    let end = relative_end(vm, args.get(1), len)?;
    let count = end.saturating_sub(start);
    let result = construct::species_create(vm, view, &[Value::number(count as f64)], Access::Write)?;
    if count > 0 {
        this_typed_array(vm, args, "slice")?;
        if result.element_type == view.element_type && result.buffer.get() == view.buffer.get() {
            copy_bytes_upwards(view, start as usize, result, count as usize);
        } else {
            copy_elements(vm, view, start as usize, result, 0, count as usize)?;
        }
    }
    Ok(result.as_object().value())
}

/// sec-%typedarray%.prototype.subarray
pub fn subarray(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let view = this_view(vm, args)?;
    let len = view.length.get() as u64;
    let start = relative_index(vm, args.get(0), len)?;
    let tracking = view.array_length.get() == usize::MAX;
    let offset = view.byte_offset.get() + start as usize * view.element_type.size();
    let (buffer, offset) = (view.buffer.get(), Value::from(offset));
    let result = if tracking && args.get(1).is_undefined() {
        construct::species_create(vm, view, &[buffer, offset], Access::Read)?
    } else {
        let end = relative_end(vm, args.get(1), len)?;
        let count = Value::number(end.saturating_sub(start) as f64);
        construct::species_create(vm, view, &[buffer, offset, count], Access::Read)?
    };
    Ok(result.as_object().value())
}

/// The elements as a list of values.
fn elements(vm: &mut Vm, view: Gc<TypedArray>) -> JsResult<Gc<Array>> {
    let len = view.length.get();
    let list = vm.new_array_with_capacity(len as u32)?;
    for k in 0..len {
        let value = get_element(vm, view, k);
        vm.array_push(list, value)?;
    }
    Ok(list)
}

/// Sorts a list of numbers, or of BigInts, with a comparator or by value.
fn sort_list(vm: &mut Vm, list: Gc<Array>, comparator: Value) -> JsResult<()> {
    if !comparator.is_undefined() {
        return sort::sort_values(vm, list, comparator);
    }
    let slice = list.elements();
    // unrooted: nothing is allocated while it lives, and the list keeps BigInts alive
    let mut values: Vec<Value> = slice.as_slice().to_vec();
    values.sort_by(|a, b| match (a.to_cell::<crate::bigint::JsBigInt>(), b.to_cell::<crate::bigint::JsBigInt>()) {
        (Some(a), Some(b)) => a.number().cmp(&b.number()),
        // -0 before 0, NaN last.
        _ => a.as_number().total_cmp(&b.as_number()),
    });
    for (k, value) in values.into_iter().enumerate() {
        slice.set(&mut vm.heap, k as u32, value);
    }
    Ok(())
}
fn check_comparator(vm: &mut Vm, comparator: Value) -> JsResult<()> {
    if comparator.is_undefined() || vm.is_callable(comparator) {
        return Ok(());
    }
    Err(vm.type_error("The comparison function must be either a function or undefined"))
}
/// sec-%typedarray%.prototype.sort
pub fn sort(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    check_comparator(vm, args.get(0))?;
    let view = this_writable_typed_array(vm, args, "sort")?;
    let list = elements(vm, view)?;
    sort_list(vm, list, args.get(0))?;
    for k in 0..list.length.get() {
        let value = list.elements().get(k);
        construct::store(vm, view, k as usize, value)?;
    }
    Ok(args.this)
}
/// sec-%typedarray%.prototype.tosorted
pub fn to_sorted(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    check_comparator(vm, args.get(0))?;
    let view = this_typed_array(vm, args, "toSorted")?;
    let result = construct::allocate_default(vm, view.element_type, view.length.get() as u64)?;
    let list = elements(vm, view)?;
    sort_list(vm, list, args.get(0))?;
    for k in 0..list.length.get() {
        let value = list.elements().get(k);
        construct::store(vm, result, k as usize, value)?;
    }
    Ok(result.as_object().value())
}
/// sec-%typedarray%.prototype.toreversed
pub fn to_reversed(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let view = this_typed_array(vm, args, "toReversed")?;
    let result = construct::allocate_default(vm, view.element_type, view.length.get() as u64)?;
    copy_elements(vm, view, 0, result, 0, view.length.get())?;
    reverse_elements(vm, result)?;
    Ok(result.as_object().value())
}
/// sec-%typedarray%.prototype.with
pub fn with(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let view = this_typed_array(vm, args, "with")?;
    let len = view.length.get();
    let relative = vm.to_integer_or_infinity(args.get(0))?;
    let k = if relative < 0.0 { len as f64 + relative } else { relative };
    let value = vm.to_typed_value(args.get(1), view.element_type)?;
    if k < 0.0 || k >= view.length.get() as f64 {
        return Err(vm.range_error("Invalid typed array index"));
    }
    let result = construct::allocate_default(vm, view.element_type, len as u64)?;
    copy_elements(vm, view, 0, result, 0, len)?;
    // What the conversions above have taken away reads as undefined.
    if !result.element_type.is_bigint() {
        for k in view.length.get()..len {
            vm.typed_store(result, k, TypedValue::Number(f64::NAN));
        }
    }
    vm.typed_store(result, k as usize, value);
    Ok(result.as_object().value())
}
