//! Ops of iteration: iterator records in two registers, and for-in.

use super::activation::Activation;
use crate::feedback::iteration;
use crate::heap::{Gc, Kind, Payload};
use crate::object::layout::{InternalCell, trace_value};
use crate::object::shape::ShapeId;
use crate::object::{Object, PropertyKey};
use crate::runtime::completion::JsResult;
use crate::runtime::iteration::IteratorRecord;
use crate::value::Value;
use crate::vm::Vm;
use hearth_gc::Tracer;
use rustc_hash::FxHashSet;
use std::cell::Cell;
use std::rc::Rc;

fn record_at(at: Activation, register: u16) -> IteratorRecord {
    IteratorRecord { iterator: at.reg(register), next: at.reg(register + 1), done: false }
}

/// What compiled code may expect here next time.
fn note_iteration(at: Activation, record: &IteratorRecord) {
    if record.array().is_none() {
        at.note_types(iteration::OTHER);
    }
}

pub(crate) fn get_iterator(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let value = at.reg(insn.b);
    let record = if insn.d & 1 != 0 { vm.get_async_iterator(value)? } else { vm.get_iterator(value)? };
    note_iteration(at, &record);
    at.set(insn.a, record.iterator);
    at.set(insn.a + 1, record.next);
    Ok(())
}

/// False: the iterator is at its end.
#[inline(never)]
pub(crate) fn iter_next(vm: &mut Vm, at: Activation) -> JsResult<bool> {
    let insn = at.insn();
    let mut record = record_at(at, insn.b);
    note_iteration(at, &record);
    let step = vm.iterator_step_value(&mut record)?;
    at.set(insn.b + 1, record.next);
    if let Some(value) = step {
        at.set(insn.a, value);
    }
    Ok(step.is_some())
}

pub(crate) fn iter_close(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    close_record(vm, record_at(at, insn.a), insn.d & 1 != 0)
}

/// IteratorClose; on a throw completion errors of the return method are dropped.
pub fn close_record(vm: &mut Vm, record: IteratorRecord, throwing: bool) -> JsResult<()> {
    let result = vm.iterator_close(&record, Ok(()));
    if throwing { Ok(()) } else { result }
}

pub(crate) fn iter_call_next(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let mut record = record_at(at, insn.b);
    let result = if record.array().is_some() {
        let step = vm.iterator_step_value(&mut record)?;
        at.set(insn.b + 1, record.next);
        vm.create_iter_result_object(step.unwrap_or(Value::UNDEFINED), step.is_none()).value()
    } else {
        let argument = at.reg(insn.c);
        let arguments = [argument];
        vm.call(record.next, record.iterator, if argument.is_empty() { &[] } else { &arguments })?
    };
    at.set(insn.a, result);
    Ok(())
}

pub(crate) fn iter_call_method(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let Some(iterator) = vm.visible_iterator(&record_at(at, insn.b)) else {
        at.set(insn.a, Value::EMPTY);
        return Ok(());
    };
    let name = at.constant(insn.c as usize);
    let key = vm.to_property_key(name)?;
    let argument = at.reg(insn.d as u16);
    let result = match vm.get_method(iterator, key)? {
        None => Value::EMPTY,
        Some(method) if argument.is_empty() => vm.call(method, iterator, &[])?,
        Some(method) => vm.call(method, iterator, &[argument])?,
    };
    at.set(insn.a, result);
    Ok(())
}

pub(crate) fn iter_result(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let result = at.reg(insn.b);
    let Some(object) = result.to_cell::<Object>() else {
        let text = super::describe::value_text(vm, result);
        return Err(vm.type_error(format!("Iterator result {text} is not an object")));
    };
    let done = vm.get(object, vm.names.done)?;
    let done = crate::runtime::operators::to_boolean(done);
    let value = vm.get(object, vm.names.value)?;
    at.set(insn.a, value);
    at.set(insn.a + 1, done);
    Ok(())
}

#[cold]
pub(crate) fn throw_not_a_result(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let text = super::describe::value_text(vm, at.reg(at.insn().a));
    Err(vm.type_error(format!("Iterator result {text} is not an object")))
}

pub(crate) fn new_iter_result(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let result = vm.create_iter_result_object(at.reg(insn.b), insn.c != 0);
    at.set(insn.a, result);
    Ok(())
}

// ---- for-in

/// The state of a for-in loop: the keys there were at its start.
struct ForIn {
    object: Value,
    /// Shape of the object then: while it has it, its named keys need no check.
    shape: Cell<ShapeId>,
    keys: Rc<[PropertyKey]>,
    /// How many of the keys are the object's own.
    own: usize,
    next: Cell<usize>,
}

impl Payload for ForIn {
    fn trace(&self, tracer: &mut Tracer) {
        trace_value(self.object, tracer);
        for key in self.keys.iter() {
            trace_value(key.raw(), tracer);
        }
    }
}

pub(crate) fn for_in_start(vm: &mut Vm, at: Activation) -> JsResult<()> {
    let insn = at.insn();
    let iterator = new_for_in(vm, at.reg(insn.b))?;
    at.set(insn.a, iterator);
    Ok(())
}

/// A key iterator over the enumerable string keys of `value` and its prototypes
/// (sec-enumerate-object-properties).
pub fn new_for_in(vm: &mut Vm, value: Value) -> JsResult<Value> {
    if value.is_nullish() {
        return Ok(Value::UNDEFINED);
    }
    let object = vm.to_object(value)?;
    if let Some(keys) = shape_keys(vm, object) {
        return Ok(new_key_iterator(vm, object, keys));
    }
    let mut keys = crate::heap::roots::RootedKeys::new(vm);
    let mut visited: FxHashSet<PropertyKey> = FxHashSet::default();
    // Prototypes whose keys were not visited. They hide what is inherited through them.
    let mut passed = crate::heap::roots::RootedVec::new(vm);
    let (mut own, mut proxies) = (0, 0);
    let mut at = Some(object);
    while let Some(holder) = at {
        let is_receiver = holder == object;
        if is_receiver || may_have_enumerable(vm, holder) {
            let names = vm.own_property_keys(holder)?;
            for i in 0..names.len() {
                let key = names[i];
                // The names of the receiver are distinct.
                if key.is_symbol() || (!is_receiver && visited.contains(&key)) {
                    continue;
                }
                visited.insert(key);
                let enumerable = match vm.plain_enumerable(holder, key) {
                    Some(known) => known,
                    None => vm.get_own_property(holder, key)?.is_some_and(|d| d.enumerable == Some(true)),
                };
                if enumerable && !is_hidden(vm, passed.as_slice(), key)? {
                    keys.push(key);
                }
            }
        } else {
            passed.push(holder.value());
        }
        if is_receiver {
            own = keys.len();
        }
        at = vm.next_prototype(holder, &mut proxies)?;
    }
    let payload = ForIn { object: object.value(), shape: Cell::new(object.shape()), keys: keys.to_vec().into(), own, next: Cell::new(0) };
    Ok(vm.new_internal(Box::new(payload)).value())
}

/// Whether one of `holders` has a property of this key.
fn is_hidden(vm: &mut Vm, holders: &[Value], key: PropertyKey) -> JsResult<bool> {
    for holder in holders {
        if let Some(holder) = holder.to_cell::<Object>()
            && vm.has_own_property(holder, key)?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

fn new_key_iterator(vm: &mut Vm, object: Gc<Object>, keys: Rc<[PropertyKey]>) -> Value {
    let own = keys.len();
    // The keys are those of the shape of `object`, which is on the stack.
    let payload = ForIn { object: object.value(), shape: Cell::new(object.shape()), keys, own, next: Cell::new(0) };
    vm.new_internal(Box::new(payload)).value()
}

/// The keys of a plain object whose shape has all that a loop visits.
fn shape_keys(vm: &mut Vm, object: Gc<Object>) -> Option<Rc<[PropertyKey]>> {
    if object.kind() != crate::heap::Kind::Object || object.elements().len.get() > 0 || object.elements().is_sparse() {
        return None;
    }
    vm.reify_if_lazy(object);
    let prototype = vm.shapes.get(object.shape()).prototype;
    if !prototype.is_null() && vm.interp.nothing_inherited != (prototype, vm.cx.proto_epoch) {
        let mut at = prototype;
        while let Some(holder) = at.to_cell::<Object>() {
            vm.reify_if_lazy(holder);
            vm.observe_prototype(holder);
            if may_have_enumerable(vm, holder) || !holder.has_flag(crate::object::layout::flags::PROTOTYPE) {
                return None;
            }
            at = vm.shapes.get(holder.shape()).prototype;
        }
        vm.interp.nothing_inherited = (prototype, vm.cx.proto_epoch);
    }
    Some(vm.shapes.get(object.shape()).enumerable_strings())
}

/// False if it is certain that no own string key of a prototype is enumerable.
fn may_have_enumerable(vm: &Vm, holder: Gc<Object>) -> bool {
    use crate::heap::Kind;
    let plain = matches!(holder.kind(), Kind::Object | Kind::Array | Kind::Function | Kind::Native);
    if !plain || holder.elements().len.get() > 0 || holder.elements().is_sparse() {
        return true;
    }
    vm.shapes.get(holder.shape()).properties().iter().any(|(key, p)| !key.is_symbol() && p.attributes.enumerable())
}

impl Vm {
    /// Whether an own named property of an ordinary object is enumerable, without a descriptor being made.
    fn plain_enumerable(&self, holder: Gc<Object>, key: PropertyKey) -> Option<bool> {
        if holder.kind() != crate::heap::Kind::Object || key.as_index().is_some() {
            return None;
        }
        self.shapes.get(holder.shape()).lookup(key).map(|p| p.attributes.enumerable())
    }
}

/// False: there are no more keys.
#[inline(never)]
pub(crate) fn for_in_next(vm: &mut Vm, at: Activation) -> JsResult<bool> {
    let insn = at.insn();
    match next_key(vm, at.reg(insn.b))? {
        Some(key) => {
            at.set(insn.a, key);
            Ok(true)
        }
        None => Ok(false),
    }
}

/// The next key of a key iterator that is still there.
pub fn next_key(vm: &mut Vm, iterator: Value) -> JsResult<Option<Value>> {
    let Some(cell) = iterator.to_cell::<InternalCell>() else { return Ok(None) };
    let state = cell.payload::<ForIn>().expect("a key iterator");
    let object: Gc<Object> = state.object.to_cell().expect("keys of an object");
    loop {
        match state.next_at_hand(object) {
            Some(key) if key.is_empty() => return Ok(None),
            Some(key) => return Ok(Some(key)),
            None => {}
        }
        let at = state.next.get();
        state.next.set(at + 1);
        let key = state.keys[at];
        if is_still_there(vm, object, key)? {
            return Ok(Some(vm.key_to_value(key)));
        }
    }
}

impl ForIn {
    /// The next key if it is certain that it is still there; empty if there is none.
    #[inline(always)]
    fn next_at_hand(&self, object: Gc<Object>) -> Option<Value> {
        let at = self.next.get();
        let Some(key) = self.keys.get(at) else { return Some(Value::EMPTY) };
        let is_named = at < self.own && key.as_index().is_none();
        if !is_named || object.shape() != self.shape.get() || object.kind() == Kind::Proxy {
            return None;
        }
        self.next.set(at + 1);
        Some(key.raw())
    }
}

/// As `next_key`, empty at the end, where nothing is to be asked about the key.
#[inline(always)]
pub fn next_key_at_hand(iterator: Value) -> Option<Value> {
    let Some(cell) = iterator.to_cell::<InternalCell>() else { return Some(Value::EMPTY) };
    let state = cell.payload::<ForIn>()?;
    state.next_at_hand(state.object.to_cell()?)
}

/// As HasProperty, but that no proxy is asked with its trap `has` (sec-enumerate-object-properties).
fn is_still_there(vm: &mut Vm, object: Gc<Object>, key: PropertyKey) -> JsResult<bool> {
    let mut holder = object;
    loop {
        if vm.own_property(holder, key)?.is_some() {
            return Ok(true);
        }
        match vm.get_prototype_of(holder)?.to_cell() {
            Some(next) => holder = next,
            None => return Ok(false),
        }
    }
}
