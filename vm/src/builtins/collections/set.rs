//! Set (sec-set-objects) and its iterators. The set operations are in `set_methods`.

use super::map::table_key;
use super::ordered_table::{OrderedTable, Position};
use super::set_methods;
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

/// [[SetData]]: the values are the keys of the table.
#[derive(Default)]
pub struct SetData {
    pub table: RefCell<OrderedTable>,
}

impl Payload for SetData {
    fn trace(&self, tracer: &mut Tracer) {
        for (key, _) in self.table.borrow().iter() {
            trace_value(key, tracer);
        }
    }
    fn external_size(&self) -> usize {
        self.table.borrow().external_size()
    }
}

/// RequireInternalSlot(S, [[SetData]]).
#[inline]
pub fn this_set<'a>(vm: &mut Vm, args: &Args, method: &str) -> JsResult<(Gc<Object>, &'a SetData)> {
    if let Some(object) = args.this.to_cell::<Object>()
        && let Some(data) = object.payload::<SetData>()
    {
        return Ok((object, data));
    }
    let shown = vm.to_display(args.this);
    Err(vm.type_error(format!("Method Set.prototype.{method} called on incompatible receiver {shown}")))
}

/// An empty Set of the current realm.
pub fn new_set(vm: &mut Vm) -> Gc<Object> {
    let proto = vm.intrinsic(Intrinsic::SetPrototype);
    vm.new_payload_object(Kind::Set, proto, Box::new(SetData::default()))
}

/// Adds to the set, which is `data`'s object.
pub fn insert(vm: &mut Vm, set: Gc<Object>, value: Value) -> JsResult<()> {
    let key = table_key(vm, value);
    super::put(vm, &set.payload::<SetData>().expect("a Set").table, key, Value::UNDEFINED)?;
    vm.write_barrier(set.header());
    Ok(())
}

/// `Set ( [ iterable ] )` (sec-set-iterable).
fn set_constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if !args.is_construct() {
        return Err(vm.type_error("Constructor Set requires 'new'"));
    }
    let proto = vm.get_prototype_from_constructor(args.new_target, Intrinsic::SetPrototype)?;
    let set = vm.new_payload_object(Kind::Set, proto, Box::new(SetData::default()));
    let iterable = args.get(0);
    if iterable.is_nullish() {
        return Ok(set.value());
    }
    let add_key = vm.key("add");
    let adder = vm.get(set, add_key)?;
    if !vm.is_callable(adder) {
        let shown = vm.to_display(adder);
        return Err(vm.type_error(format!("'{shown}' returned for property 'add' of object '#<Set>' is not a function")));
    }
    let pristine = is_native(adder, set_add);
    iterate(vm, iterable, |vm, item| {
        if pristine {
            insert(vm, set, item)?;
        } else {
            vm.call(adder, set.value(), &[item])?;
        }
        Ok(())
    })?;
    Ok(set.value())
}

/// Set.prototype.add (sec-set.prototype.add).
fn set_add(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (set, _) = this_set(vm, args, "add")?;
    insert(vm, set, args.get(0))?;
    Ok(args.this)
}
/// Set.prototype.has (sec-set.prototype.has).
fn set_has(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (_, data) = this_set(vm, args, "has")?;
    let key = table_key(vm, args.get(0));
    Ok(Value::bool(data.table.borrow().has(key)))
}
/// Set.prototype.delete (sec-set.prototype.delete).
fn set_delete(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (_, data) = this_set(vm, args, "delete")?;
    let key = table_key(vm, args.get(0));
    Ok(Value::bool(super::change(vm, &data.table, |table| table.delete(key))))
}
/// Set.prototype.clear (sec-set.prototype.clear).
fn set_clear(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (_, data) = this_set(vm, args, "clear")?;
    super::change(vm, &data.table, OrderedTable::clear);
    Ok(Value::UNDEFINED)
}
/// get Set.prototype.size (sec-get-set.prototype.size).
fn set_size(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (_, data) = this_set(vm, args, "size")?;
    Ok(Value::from(data.table.borrow().len()))
}
/// Set.prototype.forEach (sec-set.prototype.foreach).
fn set_for_each(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (set, data) = this_set(vm, args, "forEach")?;
    let callback = args.get(0);
    require_callable(vm, callback)?;
    let mut position = Position::default();
    loop {
        let entry = data.table.borrow().next(&mut position);
        let Some((value, _)) = entry else { return Ok(Value::UNDEFINED) };
        vm.call(callback, args.get(1), &[value, value, set.value()])?;
    }
}

/// State of a Set Iterator (sec-set-iterator-objects).
pub struct SetIterator {
    /// The set, undefined once exhausted.
    pub set: Cell<Value>,
    pub position: Cell<Position>,
    pub kind: IterationKind,
}

impl Payload for SetIterator {
    fn trace(&self, tracer: &mut Tracer) {
        trace_value(self.set.get(), tracer);
    }
}

fn create_set_iterator(vm: &mut Vm, args: &Args, kind: IterationKind, method: &str) -> JsResult<Value> {
    let (set, _) = this_set(vm, args, method)?;
    let proto = vm.intrinsic(Intrinsic::SetIteratorPrototype);
    let state = SetIterator { set: Cell::new(set.value()), position: Cell::default(), kind };
    Ok(vm.new_payload_object(Kind::Host, proto, Box::new(state)).value())
}
fn set_entries(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    create_set_iterator(vm, args, IterationKind::Entry, "entries")
}
fn set_values(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    create_set_iterator(vm, args, IterationKind::Value, "values")
}

/// The next value of a Set iterator, None at the end.
pub fn set_iterator_step(vm: &mut Vm, state: &SetIterator) -> Option<Value> {
    let set = state.set.get();
    let data = set.payload::<SetData>()?;
    let mut position = state.position.get();
    let entry = data.table.borrow().next(&mut position);
    state.position.set(position);
    match entry {
        None => {
            state.set.set(Value::UNDEFINED);
            None
        }
        Some((value, _)) => Some(match state.kind {
            IterationKind::Entry => vm.new_array(&[value, value]).value(),
            _ => value,
        }),
    }
}

/// %SetIteratorPrototype%.next (sec-%setiteratorprototype%.next).
pub fn set_iterator_next(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let Some(state) = args.this.payload::<SetIterator>() else {
        let shown = vm.to_display(args.this);
        return Err(vm.type_error(format!("Method Set Iterator.prototype.next called on incompatible receiver {shown}")));
    };
    let next = set_iterator_step(vm, state);
    Ok(iter_result(vm, next.unwrap_or(Value::UNDEFINED), next.is_none()))
}

pub static SET: ClassSpec = ClassSpec {
    static_getters: &[getter("@@species", return_this)],
    methods: &[
        method("has", 1, set_has),
        method("add", 1, set_add),
        method("delete", 1, set_delete),
        method("clear", 0, set_clear),
        method("entries", 0, set_entries),
        method("forEach", 1, set_for_each),
        method("values", 0, set_values),
        method("union", 1, set_methods::union),
        method("intersection", 1, set_methods::intersection),
        method("difference", 1, set_methods::difference),
        method("symmetricDifference", 1, set_methods::symmetric_difference),
        method("isSubsetOf", 1, set_methods::is_subset_of),
        method("isSupersetOf", 1, set_methods::is_superset_of),
        method("isDisjointFrom", 1, set_methods::is_disjoint_from),
    ],
    getters: &[getter("size", set_size)],
    constants: &[tag("Set")],
    aliases: &[("keys", "values"), ("@@iterator", "values")],
    ..ClassSpec::new("Set", 0, set_constructor, Intrinsic::Set, Intrinsic::SetPrototype)
};

pub static SET_ITERATOR: ObjectSpec = ObjectSpec {
    methods: &[method("next", 0, set_iterator_next)],
    constants: &[tag("Set Iterator")],
    ..ObjectSpec::new("", Intrinsic::SetIteratorPrototype, Intrinsic::IteratorPrototype)
};
