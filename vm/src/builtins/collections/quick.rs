//! Methods of Map and Set that look or change without more ado: no answer where a key is to be
//! flattened, the table has to grow, or the receiver is of another kind.

use super::ordered_table::OrderedTable;
use super::{MapData, SetData, change};
use crate::heap::Gc;
use crate::object::layout::Object;
use crate::value::Value;
use crate::vm::Vm;
use std::cell::RefCell;

type Table<'a> = &'a RefCell<OrderedTable>;

#[inline(always)]
fn map<'a>(this: Value) -> Option<(Gc<Object>, Table<'a>)> {
    let object = this.to_cell::<Object>()?;
    Some((object, &object.payload::<MapData>()?.table))
}

#[inline(always)]
fn set<'a>(this: Value) -> Option<(Gc<Object>, Table<'a>)> {
    let object = this.to_cell::<Object>()?;
    Some((object, &object.payload::<SetData>()?.table))
}

/// A key as the table wants it, if it is that.
#[inline(always)]
fn flat(key: Value) -> Option<Value> {
    let is_flat = key.as_string().is_none_or(|string| !string.is_rope());
    is_flat.then_some(key)
}

#[inline(always)]
fn put(vm: &mut Vm, (object, table): (Gc<Object>, Table<'_>), key: Value, value: Value) -> Option<Value> {
    let key = flat(key)?;
    change(vm, table, |table| table.set_within_capacity(key, value)).then(|| {
        vm.write_barrier(object.header());
        object.value()
    })
}

#[inline(always)]
fn delete(vm: &mut Vm, table: Table<'_>, key: Value) -> Option<Value> {
    let key = flat(key)?;
    Some(Value::bool(change(vm, table, |table| table.delete(key))))
}

pub(crate) fn map_size(this: Value) -> Option<Value> {
    Some(Value::from(map(this)?.1.borrow().len()))
}
pub(crate) fn set_size(this: Value) -> Option<Value> {
    Some(Value::from(set(this)?.1.borrow().len()))
}
pub(crate) fn map_get(this: Value, key: Value) -> Option<Value> {
    let (_, table) = map(this)?;
    Some(table.borrow().get(flat(key)?).unwrap_or(Value::UNDEFINED))
}
pub(crate) fn map_has(this: Value, key: Value) -> Option<Value> {
    let (_, table) = map(this)?;
    Some(Value::bool(table.borrow().has(flat(key)?)))
}
pub(crate) fn map_set(vm: &mut Vm, this: Value, key: Value, value: Value) -> Option<Value> {
    put(vm, map(this)?, key, value)
}
pub(crate) fn map_delete(vm: &mut Vm, this: Value, key: Value) -> Option<Value> {
    delete(vm, map(this)?.1, key)
}
pub(crate) fn set_has(this: Value, key: Value) -> Option<Value> {
    let (_, table) = set(this)?;
    Some(Value::bool(table.borrow().has(flat(key)?)))
}
pub(crate) fn set_add(vm: &mut Vm, this: Value, key: Value) -> Option<Value> {
    put(vm, set(this)?, key, Value::UNDEFINED)
}
pub(crate) fn set_delete(vm: &mut Vm, this: Value, key: Value) -> Option<Value> {
    delete(vm, set(this)?.1, key)
}
