//! Map, Set and their weak relatives (sec-keyed-collections, sec-managing-memory).

pub(crate) mod finalization;
pub mod map;
pub mod ordered_table;
pub(crate) mod quick;
pub mod set;
pub mod set_methods;
pub mod weak;
pub(crate) mod weak_ref;

use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use ordered_table::OrderedTable;
use std::cell::RefCell;

pub use map::{MAP, MAP_ITERATOR, MapData};
pub use set::{SET, SET_ITERATOR, SetData};

/// Changes a table, and counts by how much that changes what it takes outside of the heap.
pub(crate) fn change<R>(vm: &mut Vm, table: &RefCell<OrderedTable>, change: impl FnOnce(&mut OrderedTable) -> R) -> R {
    let mut table = table.borrow_mut();
    let before = table.external_size();
    let result = change(&mut table);
    let after = table.external_size();
    if after != before {
        vm.heap.external(after as isize - before as isize);
    }
    result
}

/// Puts a key with its value into a table, if the memory limit allows that it grows.
pub(crate) fn put(vm: &mut Vm, table: &RefCell<OrderedTable>, key: Value, value: Value) -> JsResult<()> {
    let growth = table.borrow().growth();
    vm.room_for(growth)?;
    change(vm, table, |table| table.set(key, value));
    Ok(())
}
