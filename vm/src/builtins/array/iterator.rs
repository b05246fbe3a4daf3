//! Array iterators (sec-array-iterator-objects), over arrays, array-likes and typed arrays.

use super::{get_at, length_of};
use crate::builtins::iterator::{IterationKind, iter_result};
use crate::builtins::table::*;
use crate::heap::{Gc, Kind, Payload, Tracer};
use crate::object::function::Args;
use crate::object::layout::{Object, trace_value};
use crate::object::typed_array::TypedArray;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use std::cell::Cell;

pub struct ArrayIterator {
    /// The array, undefined once exhausted.
    pub array: Cell<Value>,
    pub next: Cell<u64>,
    pub kind: IterationKind,
}

impl Payload for ArrayIterator {
    fn trace(&self, tracer: &mut Tracer) {
        trace_value(self.array.get(), tracer);
    }
}

/// CreateArrayIterator (sec-createarrayiterator).
pub fn create_array_iterator(vm: &mut Vm, array: Gc<Object>, kind: IterationKind) -> Value {
    iterator_at(vm, array, 0, kind)
}

/// The iterator over the values of an array that has given the first `next` of them.
pub fn array_iterator_at(vm: &mut Vm, array: Gc<Object>, next: u64) -> Value {
    iterator_at(vm, array, next, IterationKind::Value)
}

fn iterator_at(vm: &mut Vm, array: Gc<Object>, next: u64, kind: IterationKind) -> Value {
    let proto = vm.intrinsic(Intrinsic::ArrayIteratorPrototype);
    let state = ArrayIterator { array: Cell::new(array.value()), next: Cell::new(next), kind };
    vm.new_payload_object(Kind::Host, proto, Box::new(state)).value()
}

/// Array.prototype.values (sec-array.prototype.values).
pub fn values(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.this)?;
    Ok(create_array_iterator(vm, object, IterationKind::Value))
}
/// Array.prototype.keys (sec-array.prototype.keys).
pub fn keys(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.this)?;
    Ok(create_array_iterator(vm, object, IterationKind::Key))
}
/// Array.prototype.entries (sec-array.prototype.entries).
pub fn entries(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.this)?;
    Ok(create_array_iterator(vm, object, IterationKind::Entry))
}

/// The next value, None at the end.
pub fn array_iterator_step(vm: &mut Vm, state: &ArrayIterator) -> JsResult<Option<Value>> {
    let Some(array) = state.array.get().to_cell::<Object>() else { return Ok(None) };
    let index = state.next.get();
    let len = match array.cast::<TypedArray>() {
        Some(view) => {
            if crate::builtins::typed::is_out_of_bounds(view) {
                return Err(vm.type_error("Cannot perform %ArrayIteratorPrototype%.next on a detached ArrayBuffer"));
            }
            view.length.get() as u64
        }
        None => length_of(vm, array)?,
    };
    if index >= len {
        state.array.set(Value::UNDEFINED);
        return Ok(None);
    }
    state.next.set(index + 1);
    let key = Value::number(index as f64);
    Ok(Some(match state.kind {
        IterationKind::Key => key,
        IterationKind::Value => get_at(vm, array, index)?,
        IterationKind::Entry => {
            let value = get_at(vm, array, index)?;
            vm.new_array(&[key, value]).value()
        }
    }))
}

/// %ArrayIteratorPrototype%.next (sec-%arrayiteratorprototype%.next).
pub fn array_iterator_next(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let Some(state) = args.this.payload::<ArrayIterator>() else {
        let shown = vm.to_display(args.this);
        return Err(vm.type_error(format!("Method Array Iterator.prototype.next called on incompatible receiver {shown}")));
    };
    let next = array_iterator_step(vm, state)?;
    Ok(iter_result(vm, next.unwrap_or(Value::UNDEFINED), next.is_none()))
}

pub static ARRAY_ITERATOR: ObjectSpec = ObjectSpec {
    methods: &[method("next", 0, array_iterator_next).as_intrinsic(Intrinsic::ArrayIteratorPrototypeNext)],
    constants: &[tag("Array Iterator")],
    ..ObjectSpec::new("", Intrinsic::ArrayIteratorPrototype, Intrinsic::IteratorPrototype)
};
