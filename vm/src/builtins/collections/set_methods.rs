//! The set operations of ES2025 (sec-set.prototype.union and its siblings).
//!
//! The receiver is walked by `Position`, because calls of the other set's methods may
//! change it under the walk.

use super::map::table_key;
use super::ordered_table::Position;
use super::set::{SetData, insert, new_set, this_set};
use crate::heap::Gc;
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

/// Set Record (sec-set-records).
struct SetRecord {
    object: Gc<Object>,
    size: f64,
    has: Value,
    keys: Value,
}

/// GetSetRecord (sec-getsetrecord).
fn get_set_record(vm: &mut Vm, value: Value) -> JsResult<SetRecord> {
    let Some(object) = value.to_cell::<Object>() else {
        let shown = vm.to_display(value);
        return Err(vm.type_error(format!("{shown} is not an object")));
    };
    let size = vm.get_str(object, "size")?;
    let number = vm.to_number(size)?;
    if number.is_nan() {
        return Err(vm.type_error("The 'size' property must be a number"));
    }
    let size = vm.to_integer_or_infinity(Value::number(number))?;
    if size < 0.0 {
        return Err(vm.range_error(format!("'{size}' is an invalid size")));
    }
    let has = vm.get_str(object, "has")?;
    if !vm.is_callable(has) {
        return Err(vm.type_error("The 'has' property must be a function"));
    }
    let keys = vm.get_str(object, "keys")?;
    if !vm.is_callable(keys) {
        return Err(vm.type_error("The 'keys' property must be a function"));
    }
    Ok(SetRecord { object, size, has, keys })
}

impl SetRecord {
    fn has(&self, vm: &mut Vm, value: Value) -> JsResult<bool> {
        let result = vm.call(self.has, self.object.value(), &[value])?;
        Ok(crate::runtime::operations::to_boolean(result))
    }
    /// GetIteratorFromMethod over keys().
    fn keys(&self, vm: &mut Vm) -> JsResult<Keys> {
        let iterator = vm.call(self.keys, self.object.value(), &[])?;
        let Some(iterator) = iterator.to_cell::<Object>() else {
            return Err(vm.type_error("The 'keys' method must return an object"));
        };
        let next = vm.get(iterator, vm.names.next)?;
        Ok(Keys { iterator, next })
    }
}

/// Iterator Record of the keys of the other set.
struct Keys {
    iterator: Gc<Object>,
    next: Value,
}

impl Keys {
    /// Calls `f` for each value until it says false, upon which the iterator is closed.
    fn each(self, vm: &mut Vm, mut f: impl FnMut(&mut Vm, Value) -> JsResult<bool>) -> JsResult<()> {
        let Keys { iterator, next } = self;
        loop {
            let result = vm.call(next, iterator.value(), &[])?;
            let Some(result) = result.to_cell::<Object>() else {
                let shown = vm.to_display(result);
                return Err(vm.type_error(format!("Iterator result {shown} is not an object")));
            };
            let done = vm.get(result, vm.names.done)?;
            if crate::runtime::operations::to_boolean(done) {
                return Ok(());
            }
            let value = vm.get(result, vm.names.value)?;
            if !f(vm, value)? {
                if let Some(method) = vm.get_method(iterator.value(), vm.names.return_)? {
                    vm.call(method, iterator.value(), &[])?;
                }
                return Ok(());
            }
        }
    }
}

fn contains(vm: &mut Vm, set: Gc<Object>, value: Value) -> bool {
    let key = table_key(vm, value);
    set.payload::<SetData>().expect("a Set").table.borrow().has(key)
}
fn remove(vm: &mut Vm, set: Gc<Object>, value: Value) {
    let key = table_key(vm, value);
    super::change(vm, &set.payload::<SetData>().expect("a Set").table, |table| table.delete(key));
}
/// The next value of the receiver.
fn step(data: &SetData, position: &mut Position) -> Option<Value> {
    data.table.borrow().next(position).map(|(value, _)| value)
}
fn copy(vm: &mut Vm, data: &SetData) -> JsResult<Gc<Object>> {
    let result = new_set(vm);
    let mut position = Position::default();
    while let Some(value) = step(data, &mut position) {
        insert(vm, result, value)?;
    }
    Ok(result)
}

/// Set.prototype.union (sec-set.prototype.union).
pub fn union(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (_, data) = this_set(vm, args, "union")?;
    let other = get_set_record(vm, args.get(0))?;
    let keys = other.keys(vm)?;
    let result = copy(vm, data)?;
    keys.each(vm, |vm, value| {
        insert(vm, result, value)?;
        Ok(true)
    })?;
    Ok(result.value())
}

/// Set.prototype.intersection (sec-set.prototype.intersection).
pub fn intersection(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (this, data) = this_set(vm, args, "intersection")?;
    let other = get_set_record(vm, args.get(0))?;
    let result = new_set(vm);
    let size = data.table.borrow().len() as f64;
    if size <= other.size {
        let mut position = Position::default();
        while let Some(value) = step(data, &mut position) {
            if other.has(vm, value)? {
                insert(vm, result, value)?;
            }
        }
    } else {
        other.keys(vm)?.each(vm, |vm, value| {
            if contains(vm, this, value) {
                insert(vm, result, value)?;
            }
            Ok(true)
        })?;
    }
    Ok(result.value())
}

/// Set.prototype.difference (sec-set.prototype.difference).
pub fn difference(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (_, data) = this_set(vm, args, "difference")?;
    let other = get_set_record(vm, args.get(0))?;
    let result = copy(vm, data)?;
    let size = data.table.borrow().len() as f64;
    if size <= other.size {
        let copied = result.payload::<SetData>().expect("a Set");
        let mut position = Position::default();
        while let Some(value) = step(copied, &mut position) {
            if other.has(vm, value)? {
                remove(vm, result, value);
            }
        }
    } else {
        other.keys(vm)?.each(vm, |vm, value| {
            remove(vm, result, value);
            Ok(true)
        })?;
    }
    Ok(result.value())
}

/// Set.prototype.symmetricDifference (sec-set.prototype.symmetricdifference).
pub fn symmetric_difference(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (this, data) = this_set(vm, args, "symmetricDifference")?;
    let other = get_set_record(vm, args.get(0))?;
    let keys = other.keys(vm)?;
    let result = copy(vm, data)?;
    keys.each(vm, |vm, value| {
        if contains(vm, this, value) {
            remove(vm, result, value);
        } else {
            insert(vm, result, value)?;
        }
        Ok(true)
    })?;
    Ok(result.value())
}

/// Set.prototype.isSubsetOf (sec-set.prototype.issubsetof).
pub fn is_subset_of(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (_, data) = this_set(vm, args, "isSubsetOf")?;
    let other = get_set_record(vm, args.get(0))?;
    if data.table.borrow().len() as f64 > other.size {
        return Ok(Value::FALSE);
    }
    let mut position = Position::default();
    while let Some(value) = step(data, &mut position) {
        if !other.has(vm, value)? {
            return Ok(Value::FALSE);
        }
    }
    Ok(Value::TRUE)
}

/// Set.prototype.isSupersetOf (sec-set.prototype.issupersetof).
pub fn is_superset_of(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (this, data) = this_set(vm, args, "isSupersetOf")?;
    let other = get_set_record(vm, args.get(0))?;
    if (data.table.borrow().len() as f64) < other.size {
        return Ok(Value::FALSE);
    }
    let mut all = true;
    other.keys(vm)?.each(vm, |vm, value| {
        all = contains(vm, this, value);
        Ok(all)
    })?;
    Ok(Value::bool(all))
}

/// Set.prototype.isDisjointFrom (sec-set.prototype.isdisjointfrom).
pub fn is_disjoint_from(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (this, data) = this_set(vm, args, "isDisjointFrom")?;
    let other = get_set_record(vm, args.get(0))?;
    if data.table.borrow().len() as f64 <= other.size {
        let mut position = Position::default();
        while let Some(value) = step(data, &mut position) {
            if other.has(vm, value)? {
                return Ok(Value::FALSE);
            }
        }
        return Ok(Value::TRUE);
    }
    let mut disjoint = true;
    other.keys(vm)?.each(vm, |vm, value| {
        disjoint = !contains(vm, this, value);
        Ok(disjoint)
    })?;
    Ok(Value::bool(disjoint))
}
