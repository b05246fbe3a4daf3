//! Array.prototype methods that change their receiver.

use super::{
    MAX_SAFE, Species, append_one, array_species_create, create_at, delete_at, element_present, get_at, is_dense, length_of, relative_end,
    relative_index, set_at, set_length, sparse,
};
use crate::heap::Gc;
use crate::object::array::Array;
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

/// A dense Array that may be changed freely in place: extensible (others are sparse),
/// length writable.
fn editable(object: Gc<Object>) -> Option<Gc<Array>> {
    // An empty array may have a sparse map, which it had before it was emptied.
    object.cast::<Array>().filter(|array| is_dense(object) && !array.elements().is_sparse() && array.length_writable.get() != 0)
}
/// As `editable`, without holes, so that no element is inherited.
fn packed(object: Gc<Object>) -> Option<Gc<Array>> {
    packed_from(object, 0)
}
/// As `packed`, but only the elements from `start` on are looked at: the ones that move.
fn packed_from(object: Gc<Object>, start: usize) -> Option<Gc<Array>> {
    editable(object).filter(|array| !array.elements().as_slice().iter().skip(start).any(|v| v.is_empty()))
}

/// Moves `count` elements inside a dense array from index `from` to `to`.
fn move_within(vm: &mut Vm, array: Gc<Array>, from: usize, to: usize, count: usize) {
    let elements = array.elements();
    let len = elements.len.get() as usize;
    assert!(from + count <= len && to + count <= len);
    // SAFETY: both ranges lie within the initialised elements; the barrier follows.
    unsafe { core::ptr::copy(elements.data().add(from), elements.data().add(to), count) };
    vm.write_barrier(elements.header());
}
/// Shortens a dense array.
fn truncate(array: Gc<Array>, len: usize) {
    array.elements().len.set(len as u32);
    array.length.set(len as u32);
}

/// Array.prototype.push (sec-array.prototype.push).
pub fn push(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.this)?;
    if let Some(array) = editable(object)
        && vm.cx.indexed_prototypes == 0
        && (array.length.get() as u64 + args.len() as u64) < u32::MAX as u64
    {
        for value in args.args {
            vm.array_push(array, *value)?;
        }
        return Ok(Value::from(array.length.get()));
    }
    let len = length_of(vm, object)?;
    if len as f64 + args.len() as f64 > MAX_SAFE {
        return Err(vm.type_error("Pushing elements past the maximum array-like length"));
    }
    for (i, value) in args.args.iter().enumerate() {
        append_one(vm, object, len + i as u64, *value)?;
    }
    set_length(vm, object, len + args.len() as u64)?;
    Ok(Value::number(len as f64 + args.len() as f64))
}

/// Array.prototype.pop (sec-array.prototype.pop).
pub fn pop(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.this)?;
    if let Some(array) = editable(object) {
        let len = array.length.get();
        if len == 0 {
            return Ok(Value::UNDEFINED);
        }
        let last = array.elements().get(len - 1);
        if !last.is_empty() {
            truncate(array, len as usize - 1);
            return Ok(last);
        }
    }
    let len = length_of(vm, object)?;
    if len == 0 {
        set_length(vm, object, 0)?;
        return Ok(Value::UNDEFINED);
    }
    let last = get_at(vm, object, len - 1)?;
    delete_at(vm, object, len - 1)?;
    set_length(vm, object, len - 1)?;
    Ok(last)
}

/// Array.prototype.shift (sec-array.prototype.shift).
pub fn shift(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.this)?;
    if let Some(array) = packed_prefix(vm, object) {
        let len = array.length.get() as usize;
        if len > 0 {
            let first = array.elements().get(0);
            move_within(vm, array, 1, 0, len - 1);
            truncate(array, len - 1);
            return Ok(first);
        }
    }
    let len = length_of(vm, object)?;
    if len == 0 {
        set_length(vm, object, 0)?;
        return Ok(Value::UNDEFINED);
    }
    let first = get_at(vm, object, 0)?;
    if sparse::is_plain_sparse(vm, object) {
        sparse::splice(vm, object, None, (0, 1), &[], len - 1)?;
        return Ok(first);
    }
    for k in 1..len {
        match element_present(vm, object, k)? {
            Some(value) => set_at(vm, object, k - 1, value)?,
            None => delete_at(vm, object, k - 1)?,
        }
    }
    delete_at(vm, object, len - 1)?;
    set_length(vm, object, len - 1)?;
    Ok(first)
}

/// An array whose elements `shift` may move as they are. Holes move as holes, which is
/// right unless something is inherited through them.
fn packed_prefix(vm: &Vm, object: Gc<Object>) -> Option<Gc<Array>> {
    // Only where elements may be inherited, and in short queues, is looked for holes: in
    // long ones the look would make shift quadratic twice over.
    let unseen = |array: &Gc<Array>| array.length.get() > 64 && vm.cx.indexed_prototypes == 0;
    editable(object).filter(|array| !array.elements().get(0).is_empty() && (unseen(array) || packed(object).is_some()))
}

/// Array.prototype.unshift (sec-array.prototype.unshift).
pub fn unshift(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.this)?;
    let count = args.len();
    if let Some(array) = packed(object)
        && vm.cx.indexed_prototypes == 0
        && (array.length.get() as usize + count) < u32::MAX as usize
    {
        let len = array.length.get() as usize;
        for value in args.args {
            vm.array_push(array, *value)?;
        }
        move_within(vm, array, 0, count, len);
        for (i, value) in args.args.iter().enumerate() {
            array.elements().set(&mut vm.heap, i as u32, *value);
        }
        return Ok(Value::from(array.length.get()));
    }
    let len = length_of(vm, object)?;
    if count > 0 {
        if len as f64 + count as f64 > MAX_SAFE {
            return Err(vm.type_error("Invalid array length"));
        }
        let new_len = len + count as u64;
        if new_len <= u64::from(u32::MAX) && sparse::is_plain_sparse(vm, object) {
            sparse::splice(vm, object, None, (0, 0), args.args, new_len)?;
            return Ok(Value::number(new_len as f64));
        }
        for k in (0..len).rev() {
            match element_present(vm, object, k)? {
                Some(value) => set_at(vm, object, k + count as u64, value)?,
                None => delete_at(vm, object, k + count as u64)?,
            }
        }
        for (i, value) in args.args.iter().enumerate() {
            set_at(vm, object, i as u64, *value)?;
        }
    }
    set_length(vm, object, len + count as u64)?;
    Ok(Value::number(len as f64 + count as f64))
}

/// Array.prototype.reverse (sec-array.prototype.reverse).
pub fn reverse(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.this)?;
    if let Some(array) = packed(object) {
        let elements = array.elements();
        let len = elements.len.get();
        for i in 0..len / 2 {
            let (a, b) = (elements.get(i), elements.get(len - 1 - i));
            elements.set(&mut vm.heap, i, b);
            elements.set(&mut vm.heap, len - 1 - i, a);
        }
        return Ok(object.value());
    }
    let len = length_of(vm, object)?;
    for lower in 0..len / 2 {
        let upper = len - 1 - lower;
        let low = element_present(vm, object, lower)?;
        let high = element_present(vm, object, upper)?;
        match high {
            Some(value) => set_at(vm, object, lower, value)?,
            None if low.is_some() => delete_at(vm, object, lower)?,
            None => {}
        }
        match low {
            Some(value) => set_at(vm, object, upper, value)?,
            None if high.is_some() => delete_at(vm, object, upper)?,
            None => {}
        }
    }
    Ok(object.value())
}

/// The count of elements that splice removes.
pub fn splice_count(vm: &mut Vm, args: &Args, len: u64, start: u64) -> JsResult<u64> {
    Ok(match args.len() {
        0 => 0,
        1 => len - start,
        _ => vm.to_integer_or_infinity(args.get(1))?.clamp(0.0, (len - start) as f64) as u64,
    })
}

/// Array.prototype.splice (sec-array.prototype.splice).
pub fn splice(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.this)?;
    let len = length_of(vm, object)?;
    let start = relative_index(vm, args.get(0), len)?;
    let removed_count = splice_count(vm, args, len, start)?;
    let items = args.args.get(2..).unwrap_or(&[]);
    let inserted = items.len() as u64;
    if (len - removed_count) as f64 + inserted as f64 > MAX_SAFE {
        return Err(vm.type_error("Invalid array length"));
    }
    let species = array_species_create(vm, object, removed_count)?;
    if let (Species::Array, Some(array)) = (&species, packed_from(object, start as usize))
        && array.length.get() as u64 == len
        && len + inserted < u32::MAX as u64
        && vm.cx.indexed_prototypes == 0
    {
        let (len, start, gone, put) = (len as usize, start as usize, removed_count as usize, items.len());
        let elements = array.elements();
        let removed = vm.new_array(&elements.as_slice()[start..start + gone]);
        for _ in gone..put {
            vm.array_push(array, Value::UNDEFINED)?;
        }
        move_within(vm, array, start + gone, start + put, len - start - gone);
        for (i, value) in items.iter().enumerate() {
            array.elements().set(&mut vm.heap, (start + i) as u32, *value);
        }
        if put < gone {
            truncate(array, len - gone + put);
        }
        return Ok(removed.value());
    }
    let new_len = len - removed_count + inserted;
    let is_plain = matches!(species, Species::Array);
    let removed = species.into_object(vm, removed_count)?;
    if is_plain
        && new_len <= u64::from(u32::MAX)
        && object.cast::<Array>().is_some_and(|array| u64::from(array.length.get()) == len)
        && sparse::is_plain_sparse(vm, object)
    {
        sparse::splice(vm, object, Some(removed), (start, removed_count), items, new_len)?;
        return Ok(removed.value());
    }
    for k in 0..removed_count {
        if let Some(value) = element_present(vm, object, start + k)? {
            create_at(vm, removed, k, value)?;
        }
    }
    set_length(vm, removed, removed_count)?;
    if inserted < removed_count {
        for k in start..len - removed_count {
            match element_present(vm, object, k + removed_count)? {
                Some(value) => set_at(vm, object, k + inserted, value)?,
                None => delete_at(vm, object, k + inserted)?,
            }
        }
        for k in (len - removed_count + inserted..len).rev() {
            delete_at(vm, object, k)?;
        }
    } else if inserted > removed_count {
        for k in (start..len - removed_count).rev() {
            match element_present(vm, object, k + removed_count)? {
                Some(value) => set_at(vm, object, k + inserted, value)?,
                None => delete_at(vm, object, k + inserted)?,
            }
        }
    }
    for (i, value) in items.iter().enumerate() {
        set_at(vm, object, start + i as u64, *value)?;
    }
    set_length(vm, object, new_len)?;
    Ok(removed.value())
}

/// Array.prototype.fill (sec-array.prototype.fill).
pub fn fill(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.this)?;
    let len = length_of(vm, object)?;
    let start = relative_index(vm, args.get(1), len)?;
    let end = relative_end(vm, args.get(2), len)?;
    let value = args.get(0);
    if let Some(array) = object.cast::<Array>() {
        super::make_dense(vm, array)?;
    }
    if let Some(array) = editable(object)
        && end <= array.length.get() as u64
        && vm.cx.indexed_prototypes == 0
    {
        if start < end {
            let elements = array.elements();
            assert!(end <= elements.len.get() as u64);
            for k in start..end {
                // SAFETY: within the initialised elements; the barrier follows.
                unsafe { elements.data().add(k as usize).write(value) };
            }
            vm.write_barrier(elements.header());
        }
        return Ok(object.value());
    }
    for k in start..end {
        set_at(vm, object, k, value)?;
    }
    Ok(object.value())
}

/// Array.prototype.copyWithin (sec-array.prototype.copywithin).
pub fn copy_within(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.this)?;
    let len = length_of(vm, object)?;
    let to = relative_index(vm, args.get(0), len)?;
    let from = relative_index(vm, args.get(1), len)?;
    let end = relative_end(vm, args.get(2), len)?;
    let count = end.saturating_sub(from).min(len - to);
    let backwards = from < to && to < from + count;
    for i in 0..count {
        let i = if backwards { count - 1 - i } else { i };
        match element_present(vm, object, from + i)? {
            Some(value) => set_at(vm, object, to + i, value)?,
            None => delete_at(vm, object, to + i)?,
        }
    }
    Ok(object.value())
}
