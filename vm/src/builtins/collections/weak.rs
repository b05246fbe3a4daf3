//! WeakMap and WeakSet (sec-weakmap-objects, sec-weakset-objects).
//!
//! Keys are held by address. A young collection does not look at old tables; a full one
//! marks the values of live keys (`trace_ephemerons`) and drops what died
//! (`sweep_weak`). Cells do not move, so an address is a key as long as its cell lives.

use crate::builtins::checks::require_callable;
use crate::builtins::iterator::iterate;
use crate::builtins::table::*;
use crate::heap::{Gc, Header, Kind, Payload, Tracer};
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::symbol::Symbol;
use crate::value::Value;
use crate::vm::Vm;
use core::ptr::NonNull;
use hearth_gc::Liveness;
use rustc_hash::FxHashMap;
use std::cell::RefCell;

/// CanBeHeldWeakly (sec-canbeheldweakly).
pub(super) fn held_weakly(value: Value) -> Option<NonNull<Header>> {
    let ok = value.is_object() || value.to_cell::<Symbol>().is_some_and(|s| !s.is_registered());
    if ok { value.header() } else { None }
}

/// `[[WeakMapData]]` or `[[WeakSetData]]`: values by the address of their keys.
#[derive(Default)]
pub struct WeakTable {
    entries: RefCell<FxHashMap<NonNull<Header>, Value>>,
}

impl Payload for WeakTable {
    fn trace(&self, _: &mut Tracer) {}
    fn external_size(&self) -> usize {
        self.entries.borrow().capacity() * 24
    }
    fn is_weak(&self) -> bool {
        true
    }
    fn trace_ephemerons(&self, tracer: &mut Tracer) -> bool {
        let mut progress = false;
        let entries = self.entries.borrow();
        for (key, value) in entries.iter() {
            if !tracer.is_marked(*key) {
                continue;
            }
            // A value may be the next key: chains are followed at once, or each of their
            // links would take a pass over the table.
            let mut next = value.header();
            while let Some(cell) = next
                && !tracer.is_marked(cell)
            {
                tracer.mark(cell);
                progress = true;
                next = entries.get(&cell).and_then(|value| value.header());
            }
        }
        progress
    }
    fn sweep_weak(&self, liveness: &Liveness) {
        self.entries.borrow_mut().retain(|key, _| liveness.is_live(*key));
    }
}

fn this_table<'a>(vm: &mut Vm, args: &Args, kind: Kind, method: &str) -> JsResult<(Gc<Object>, &'a WeakTable)> {
    if let Some(object) = args.this.to_cell::<Object>()
        && object.kind() == kind
        && let Some(table) = object.payload::<WeakTable>()
    {
        return Ok((object, table));
    }
    let class = if kind == Kind::WeakMap { "WeakMap" } else { "WeakSet" };
    let shown = vm.to_display(args.this);
    Err(vm.type_error(format!("Method {class}.prototype.{method} called on incompatible receiver {shown}")))
}

fn insert(vm: &mut Vm, object: Gc<Object>, table: &WeakTable, key: NonNull<Header>, value: Value) {
    table.entries.borrow_mut().insert(key, value);
    // Remembered: a young collection must ask the table for its young values.
    vm.write_barrier(object.header());
}

fn construct(vm: &mut Vm, args: &Args, kind: Kind, class: &str, prototype: Intrinsic, adder_name: &str) -> JsResult<Value> {
    if !args.is_construct() {
        return Err(vm.type_error(format!("Constructor {class} requires 'new'")));
    }
    let proto = vm.get_prototype_from_constructor(args.new_target, prototype)?;
    let object = vm.new_payload_object(kind, proto, Box::new(WeakTable::default()));
    if args.get(0).is_nullish() {
        return Ok(object.value());
    }
    let adder = vm.get_str(object, adder_name)?;
    if !vm.is_callable(adder) {
        return Err(vm.type_error(format!("'{adder_name}' returned for property of object '#<{class}>' is not a function")));
    }
    iterate(vm, args.get(0), |vm, item| {
        if kind == Kind::WeakSet {
            vm.call(adder, object.value(), &[item])?;
            return Ok(());
        }
        let Some(entry) = item.to_cell::<Object>() else {
            let shown = vm.to_display(item);
            return Err(vm.type_error(format!("Iterator value {shown} is not an entry object")));
        };
        let key = crate::builtins::array::get_at(vm, entry, 0)?;
        let value = crate::builtins::array::get_at(vm, entry, 1)?;
        vm.call(adder, object.value(), &[key, value])?;
        Ok(())
    })?;
    Ok(object.value())
}

/// `WeakMap ( [ iterable ] )` (sec-weakmap-iterable).
fn weak_map_constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    construct(vm, args, Kind::WeakMap, "WeakMap", Intrinsic::WeakMapPrototype, "set")
}
/// WeakMap.prototype.get (sec-weakmap.prototype.get).
fn weak_map_get(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (_, table) = this_table(vm, args, Kind::WeakMap, "get")?;
    let found = held_weakly(args.get(0)).and_then(|key| table.entries.borrow().get(&key).copied());
    Ok(found.unwrap_or(Value::UNDEFINED))
}
/// WeakMap.prototype.set (sec-weakmap.prototype.set).
fn weak_map_set(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (object, table) = this_table(vm, args, Kind::WeakMap, "set")?;
    let Some(key) = held_weakly(args.get(0)) else {
        return Err(vm.type_error("Invalid value used as weak map key"));
    };
    insert(vm, object, table, key, args.get(1));
    Ok(args.this)
}
/// WeakMap.prototype.getOrInsert (sec-weakmap.prototype.getorinsert).
fn weak_map_get_or_insert(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (object, table) = this_table(vm, args, Kind::WeakMap, "getOrInsert")?;
    let Some(key) = held_weakly(args.get(0)) else {
        return Err(vm.type_error("Invalid value used as weak map key"));
    };
    let found = table.entries.borrow().get(&key).copied();
    if let Some(value) = found {
        return Ok(value);
    }
    insert(vm, object, table, key, args.get(1));
    Ok(args.get(1))
}
/// WeakMap.prototype.getOrInsertComputed (sec-weakmap.prototype.getorinsertcomputed).
fn weak_map_get_or_insert_computed(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (object, table) = this_table(vm, args, Kind::WeakMap, "getOrInsertComputed")?;
    let Some(key) = held_weakly(args.get(0)) else {
        return Err(vm.type_error("Invalid value used as weak map key"));
    };
    require_callable(vm, args.get(1))?;
    let found = table.entries.borrow().get(&key).copied();
    if let Some(value) = found {
        return Ok(value);
    }
    let value = vm.call(args.get(1), Value::UNDEFINED, &[args.get(0)])?;
    insert(vm, object, table, key, value);
    Ok(value)
}
fn has(vm: &mut Vm, args: &Args, kind: Kind) -> JsResult<Value> {
    let (_, table) = this_table(vm, args, kind, "has")?;
    Ok(Value::bool(held_weakly(args.get(0)).is_some_and(|key| table.entries.borrow().contains_key(&key))))
}
fn delete(vm: &mut Vm, args: &Args, kind: Kind) -> JsResult<Value> {
    let (_, table) = this_table(vm, args, kind, "delete")?;
    Ok(Value::bool(held_weakly(args.get(0)).is_some_and(|key| table.entries.borrow_mut().remove(&key).is_some())))
}
fn weak_map_has(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    has(vm, args, Kind::WeakMap)
}
fn weak_map_delete(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    delete(vm, args, Kind::WeakMap)
}

/// `WeakSet ( [ iterable ] )` (sec-weakset-iterable).
fn weak_set_constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    construct(vm, args, Kind::WeakSet, "WeakSet", Intrinsic::WeakSetPrototype, "add")
}
/// WeakSet.prototype.add (sec-weakset.prototype.add).
fn weak_set_add(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (object, table) = this_table(vm, args, Kind::WeakSet, "add")?;
    let Some(key) = held_weakly(args.get(0)) else {
        return Err(vm.type_error("Invalid value used in weak set"));
    };
    insert(vm, object, table, key, Value::TRUE);
    Ok(args.this)
}
fn weak_set_has(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    has(vm, args, Kind::WeakSet)
}
fn weak_set_delete(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    delete(vm, args, Kind::WeakSet)
}

pub static WEAK_MAP: ClassSpec = ClassSpec {
    methods: &[
        method("delete", 1, weak_map_delete),
        method("getOrInsert", 2, weak_map_get_or_insert),
        method("getOrInsertComputed", 2, weak_map_get_or_insert_computed),
        method("get", 1, weak_map_get),
        method("set", 2, weak_map_set),
        method("has", 1, weak_map_has),
    ],
    constants: &[tag("WeakMap")],
    ..ClassSpec::new("WeakMap", 0, weak_map_constructor, Intrinsic::WeakMap, Intrinsic::WeakMapPrototype)
};
pub static WEAK_SET: ClassSpec = ClassSpec {
    methods: &[method("delete", 1, weak_set_delete), method("has", 1, weak_set_has), method("add", 1, weak_set_add)],
    constants: &[tag("WeakSet")],
    ..ClassSpec::new("WeakSet", 0, weak_set_constructor, Intrinsic::WeakSet, Intrinsic::WeakSetPrototype)
};
