//! What iterators share: result objects, the loop over an iterable, %IteratorPrototype%.
//! Iterator helpers are in `helpers`.

pub mod helper;
mod prototype;
pub mod zip;

pub use prototype::{ASYNC_ITERATOR, ITERATOR, WRAP_FOR_VALID_ITERATOR};

use crate::heap::Gc;
use crate::object::layout::Object;
use crate::runtime::builtin_iterators;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

/// What an iterator of a collection yields.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IterationKind {
    Key,
    Value,
    Entry,
}

/// CreateIterResultObject (sec-createiterresultobject).
#[inline]
pub fn iter_result(vm: &mut Vm, value: Value, done: bool) -> Value {
    vm.create_iter_result_object(value, done).value()
}

/// Iterator Record (sec-iterator-records).
#[derive(Clone, Copy)]
pub struct IteratorRecord {
    pub iterator: Gc<Object>,
    pub next: Value,
}

impl IteratorRecord {
    /// GetIterator(value, sync) (sec-getiterator).
    pub fn of(vm: &mut Vm, value: Value) -> JsResult<IteratorRecord> {
        let method = vm.get_method(value, vm.symbols.iterator)?;
        let Some(method) = method else {
            let shown = vm.to_display(value);
            return Err(vm.type_error(format!("{shown} is not iterable")));
        };
        IteratorRecord::from_method(vm, value, method)
    }
    /// GetIteratorFromMethod (sec-getiteratorfrommethod).
    pub fn from_method(vm: &mut Vm, value: Value, method: Value) -> JsResult<IteratorRecord> {
        let iterator = vm.call(method, value, &[])?;
        let Some(iterator) = iterator.to_cell::<Object>() else {
            return Err(vm.type_error("Result of the Symbol.iterator method is not an object"));
        };
        IteratorRecord::direct(vm, iterator)
    }
    /// GetIteratorDirect (sec-getiteratordirect).
    pub fn direct(vm: &mut Vm, iterator: Gc<Object>) -> JsResult<IteratorRecord> {
        let next = vm.get(iterator, vm.names.next)?;
        Ok(IteratorRecord { iterator, next })
    }
    /// IteratorStepValue (sec-iteratorstepvalue). The built-in iterators are stepped
    /// without a result object, which nothing could see.
    pub fn step(&self, vm: &mut Vm) -> JsResult<Option<Value>> {
        if let Some(step) = builtin_iterators::step(vm, self.iterator.value(), self.next) {
            return step;
        }
        let result = vm.call(self.next, self.iterator.value(), &[])?;
        let Some(result) = result.to_cell::<Object>() else {
            let shown = vm.to_display(result);
            return Err(vm.type_error(format!("Iterator result {shown} is not an object")));
        };
        let done = vm.get(result, vm.names.done)?;
        if crate::runtime::operations::to_boolean(done) {
            return Ok(None);
        }
        vm.get(result, vm.names.value).map(Some)
    }
    /// IteratorClose (sec-iteratorclose): `completion` wins if it is a throw.
    pub fn close<T>(&self, vm: &mut Vm, completion: JsResult<T>) -> JsResult<T> {
        let method = vm.get_method(self.iterator.value(), vm.names.return_);
        let inner = match method {
            Ok(None) => return completion,
            Ok(Some(method)) => vm.call(method, self.iterator.value(), &[]),
            Err(throw) => Err(throw),
        };
        let completion = completion?;
        if inner?.to_cell::<Object>().is_none() {
            return Err(vm.type_error("Iterator return result is not an object"));
        }
        Ok(completion)
    }
}

/// IteratorStep (sec-iteratorstep): whether the iterator is done; the value is not read.
pub fn iter_step_done(vm: &mut Vm, record: &IteratorRecord) -> JsResult<bool> {
    let result = vm.call(record.next, record.iterator.value(), &[])?;
    let Some(result) = result.to_cell::<Object>() else {
        let shown = vm.to_display(result);
        return Err(vm.type_error(format!("Iterator result {shown} is not an object")));
    };
    let done = vm.get(result, vm.names.done)?;
    Ok(crate::runtime::operations::to_boolean(done))
}

/// Calls `f` with every value of an iterable, and closes the iterator if `f` throws.
pub fn iterate(vm: &mut Vm, iterable: Value, f: impl FnMut(&mut Vm, Value) -> JsResult<()>) -> JsResult<()> {
    let record = IteratorRecord::of(vm, iterable)?;
    iterate_record(vm, record, f)
}

/// As `iterate`, for an iterable whose iterator method the caller has already got.
pub fn iterate_from_method(vm: &mut Vm, iterable: Value, method: Value, f: impl FnMut(&mut Vm, Value) -> JsResult<()>) -> JsResult<()> {
    let record = IteratorRecord::from_method(vm, iterable, method)?;
    iterate_record(vm, record, f)
}

fn iterate_record(vm: &mut Vm, record: IteratorRecord, mut f: impl FnMut(&mut Vm, Value) -> JsResult<()>) -> JsResult<()> {
    while let Some(value) = record.step(vm)? {
        if let Err(throw) = f(vm, value).and_then(|()| vm.poll()) {
            return record.close(vm, Err(throw));
        }
    }
    Ok(())
}
