//! Map (sec-map-objects) and its iterators.

use super::ordered_table::{OrderedTable, Position};
use crate::builtins::checks::{is_native, require_callable, return_this};
use crate::builtins::iterator::{IterationKind, iter_result, iterate};
use crate::builtins::table::*;
use crate::heap::{Gc, Kind, Payload, Tracer};
use crate::object::function::Args;
use crate::object::layout::{Object, trace_value};
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use std::cell::{Cell, RefCell};

/// [[MapData]].
#[derive(Default)]
pub struct MapData {
    pub table: RefCell<OrderedTable>,
}

impl Payload for MapData {
    fn trace(&self, tracer: &mut Tracer) {
        for (key, value) in self.table.borrow().iter() {
            trace_value(key, tracer);
            trace_value(value, tracer);
        }
    }
    fn external_size(&self) -> usize {
        self.table.borrow().external_size()
    }
}

/// A key as the table wants it: ropes flattened.
#[inline]
pub fn table_key(vm: &mut Vm, key: Value) -> Value {
    if let Some(string) = key.as_string()
        && string.is_rope()
    {
        vm.flatten(string);
    }
    key
}

/// RequireInternalSlot(M, [[MapData]]).
#[inline]
fn this_map<'a>(vm: &mut Vm, args: &Args, method: &str) -> JsResult<(Gc<Object>, &'a MapData)> {
    if let Some(object) = args.this.to_cell::<Object>()
        && let Some(data) = object.payload::<MapData>()
    {
        return Ok((object, data));
    }
    let shown = vm.to_display(args.this);
    Err(vm.type_error(format!("Method Map.prototype.{method} called on incompatible receiver {shown}")))
}

/// `Map ( [ iterable ] )` (sec-map-iterable).
fn map_constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if !args.is_construct() {
        return Err(vm.type_error("Constructor Map requires 'new'"));
    }
    let proto = vm.get_prototype_from_constructor(args.new_target, Intrinsic::MapPrototype)?;
    let map = vm.new_payload_object(Kind::Map, proto, Box::new(MapData::default()));
    let iterable = args.get(0);
    if iterable.is_nullish() {
        return Ok(map.value());
    }
    let set_key = vm.key("set");
    let adder = vm.get(map, set_key)?;
    if !vm.is_callable(adder) {
        let shown = vm.to_display(adder);
        return Err(vm.type_error(format!("'{shown}' returned for property 'set' of object '#<Map>' is not a function")));
    }
    let pristine = is_native(adder, map_set);
    iterate(vm, iterable, |vm, item| {
        let Some(item) = item.to_cell::<Object>() else {
            let shown = vm.to_display(item);
            return Err(vm.type_error(format!("Iterator value {shown} is not an entry object")));
        };
        let key = crate::builtins::array::get_at(vm, item, 0)?;
        let value = crate::builtins::array::get_at(vm, item, 1)?;
        if pristine {
            insert(vm, map, map.payload::<MapData>().expect("a Map"), key, value)?;
        } else {
            vm.call(adder, map.value(), &[key, value])?;
        }
        Ok(())
    })?;
    Ok(map.value())
}

fn insert(vm: &mut Vm, map: Gc<Object>, data: &MapData, key: Value, value: Value) -> JsResult<()> {
    let key = table_key(vm, key);
    super::put(vm, &data.table, key, value)?;
    vm.write_barrier(map.header());
    Ok(())
}

/// Map.groupBy ( items, callback ) (sec-map.groupby).
fn map_group_by(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (items, callback) = (args.get(0), args.get(1));
    if items.is_nullish() {
        let shown = vm.to_display(items);
        return Err(vm.type_error(format!("{shown} is not iterable")));
    }
    require_callable(vm, callback)?;
    let proto = vm.intrinsic(Intrinsic::MapPrototype);
    let map = vm.new_payload_object(Kind::Map, proto, Box::new(MapData::default()));
    let data = map.payload::<MapData>().expect("a Map");
    let mut k = 0usize;
    iterate(vm, items, |vm, item| {
        let key = vm.call(callback, Value::UNDEFINED, &[item, Value::from(k)])?;
        k += 1;
        let key = table_key(vm, key);
        let group = data.table.borrow().get(key);
        match group.and_then(|g| g.to_cell()) {
            Some(group) => vm.array_push(group, item)?,
            None => {
                let group = vm.new_array(&[item]);
                insert(vm, map, data, key, group.value())?;
            }
        }
        Ok(())
    })?;
    Ok(map.value())
}

/// Map.prototype.get (sec-map.prototype.get).
fn map_get(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (_, data) = this_map(vm, args, "get")?;
    let key = table_key(vm, args.get(0));
    Ok(data.table.borrow().get(key).unwrap_or(Value::UNDEFINED))
}
/// Map.prototype.set (sec-map.prototype.set).
fn map_set(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (map, data) = this_map(vm, args, "set")?;
    insert(vm, map, data, args.get(0), args.get(1))?;
    Ok(args.this)
}
/// Map.prototype.has (sec-map.prototype.has).
fn map_has(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (_, data) = this_map(vm, args, "has")?;
    let key = table_key(vm, args.get(0));
    Ok(Value::bool(data.table.borrow().has(key)))
}
/// Map.prototype.delete (sec-map.prototype.delete).
fn map_delete(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (_, data) = this_map(vm, args, "delete")?;
    let key = table_key(vm, args.get(0));
    Ok(Value::bool(super::change(vm, &data.table, |table| table.delete(key))))
}
/// Map.prototype.clear (sec-map.prototype.clear).
fn map_clear(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (_, data) = this_map(vm, args, "clear")?;
    super::change(vm, &data.table, OrderedTable::clear);
    Ok(Value::UNDEFINED)
}
/// get Map.prototype.size (sec-get-map.prototype.size).
fn map_size(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (_, data) = this_map(vm, args, "size")?;
    Ok(Value::from(data.table.borrow().len()))
}
/// Map.prototype.forEach (sec-map.prototype.foreach).
fn map_for_each(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (map, data) = this_map(vm, args, "forEach")?;
    let callback = args.get(0);
    require_callable(vm, callback)?;
    let mut position = Position::default();
    loop {
        let entry = data.table.borrow().next(&mut position);
        let Some((key, value)) = entry else { return Ok(Value::UNDEFINED) };
        vm.call(callback, args.get(1), &[value, key, map.value()])?;
    }
}
/// Map.prototype.getOrInsert.
fn map_get_or_insert(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (map, data) = this_map(vm, args, "getOrInsert")?;
    let key = table_key(vm, args.get(0));
    if let Some(value) = { data.table.borrow().get(key) } {
        return Ok(value);
    }
    insert(vm, map, data, key, args.get(1))?;
    Ok(args.get(1))
}
/// Map.prototype.getOrInsertComputed.
fn map_get_or_insert_computed(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (map, data) = this_map(vm, args, "getOrInsertComputed")?;
    require_callable(vm, args.get(1))?;
    let key = super::ordered_table::normalize(table_key(vm, args.get(0)));
    if let Some(value) = { data.table.borrow().get(key) } {
        return Ok(value);
    }
    let value = vm.call(args.get(1), Value::UNDEFINED, &[key])?;
    insert(vm, map, data, key, value)?;
    Ok(value)
}

/// State of a Map Iterator (sec-map-iterator-objects).
pub struct MapIterator {
    /// The map, undefined once exhausted.
    pub map: Cell<Value>,
    pub position: Cell<Position>,
    pub kind: IterationKind,
}

impl Payload for MapIterator {
    fn trace(&self, tracer: &mut Tracer) {
        trace_value(self.map.get(), tracer);
    }
}

fn create_map_iterator(vm: &mut Vm, args: &Args, kind: IterationKind, method: &str) -> JsResult<Value> {
    let (map, _) = this_map(vm, args, method)?;
    let proto = vm.intrinsic(Intrinsic::MapIteratorPrototype);
    let state = MapIterator { map: Cell::new(map.value()), position: Cell::default(), kind };
    Ok(vm.new_payload_object(Kind::Host, proto, Box::new(state)).value())
}
fn map_entries(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    create_map_iterator(vm, args, IterationKind::Entry, "entries")
}
fn map_keys(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    create_map_iterator(vm, args, IterationKind::Key, "keys")
}
fn map_values(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    create_map_iterator(vm, args, IterationKind::Value, "values")
}

/// The next value of a Map iterator, None at the end.
pub fn map_iterator_step(vm: &mut Vm, state: &MapIterator) -> Option<Value> {
    let map = state.map.get();
    let data = map.payload::<MapData>()?;
    let mut position = state.position.get();
    let entry = data.table.borrow().next(&mut position);
    state.position.set(position);
    match entry {
        None => {
            state.map.set(Value::UNDEFINED);
            None
        }
        Some((key, value)) => Some(match state.kind {
            IterationKind::Key => key,
            IterationKind::Value => value,
            IterationKind::Entry => vm.new_array(&[key, value]).value(),
        }),
    }
}

/// %MapIteratorPrototype%.next (sec-%mapiteratorprototype%.next).
pub fn map_iterator_next(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let Some(state) = args.this.payload::<MapIterator>() else {
        let shown = vm.to_display(args.this);
        return Err(vm.type_error(format!("Method Map Iterator.prototype.next called on incompatible receiver {shown}")));
    };
    let next = map_iterator_step(vm, state);
    Ok(iter_result(vm, next.unwrap_or(Value::UNDEFINED), next.is_none()))
}

pub static MAP: ClassSpec = ClassSpec {
    statics: &[method("groupBy", 2, map_group_by)],
    static_getters: &[getter("@@species", return_this)],
    methods: &[
        method("get", 1, map_get),
        method("set", 2, map_set),
        method("has", 1, map_has),
        method("delete", 1, map_delete),
        method("clear", 0, map_clear),
        method("entries", 0, map_entries),
        method("forEach", 1, map_for_each),
        method("keys", 0, map_keys),
        method("values", 0, map_values),
        method("getOrInsert", 2, map_get_or_insert),
        method("getOrInsertComputed", 2, map_get_or_insert_computed),
    ],
    getters: &[getter("size", map_size)],
    constants: &[tag("Map")],
    aliases: &[("@@iterator", "entries")],
    ..ClassSpec::new("Map", 0, map_constructor, Intrinsic::Map, Intrinsic::MapPrototype)
};

pub static MAP_ITERATOR: ObjectSpec = ObjectSpec {
    methods: &[method("next", 0, map_iterator_next)],
    constants: &[tag("Map Iterator")],
    ..ObjectSpec::new("", Intrinsic::MapIteratorPrototype, Intrinsic::IteratorPrototype)
};
