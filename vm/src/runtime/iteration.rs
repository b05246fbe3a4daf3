//! Operations on iterator objects (sec-operations-on-iterator-objects).
//!
//! A record of a *pristine array* is (array under the tag of cells, int32 index): iterating
//! such an array makes no iterator and no result objects. Iterators of scripts are objects,
//! and their `next` may be anything, so the first word tells. `cx.pristine_array_iteration`
//! says that nobody has changed what array iteration looks up, at its end included; only
//! arrays with the initial shape qualify, so no own property or other prototype can interfere.

use crate::builtins::array::iterator::array_iterator_at;
use crate::builtins::checks::{is_native, return_this};
use crate::feedback::ic;
use crate::heap::Gc;
use crate::object::{Array, Object, PropertyKey};
use crate::runtime::builtin_iterators;
use crate::runtime::completion::JsResult;
use crate::runtime::generator::{self, GeneratorKind, Resumption};
use crate::runtime::operators::to_boolean;
use crate::runtime::realm::Intrinsic;
use crate::value::{Value, tag};
use crate::vm::Vm;

/// An Iterator Record (sec-iterator-records). Lives on the native stack, where the collector sees it.
#[derive(Clone, Copy, Debug)]
pub struct IteratorRecord {
    /// The iterator, an object; or a pristine array, as a cell.
    pub iterator: Value,
    /// The next method, or the index in a pristine array as an int32 (-1: at the end).
    pub next: Value,
    pub done: bool,
}

impl IteratorRecord {
    /// The record of a pristine array, at its first element.
    pub fn of_array(array: Gc<Array>) -> IteratorRecord {
        IteratorRecord { iterator: Value::cell(tag::CELL, array.address()), next: Value::int(0), done: false }
    }
    /// The array whose record this is, if it is one.
    #[inline(always)]
    pub fn array(&self) -> Option<Gc<Array>> {
        // SAFETY: a cell in the place of an iterator is an array.
        (self.iterator.tag() == tag::CELL).then(|| unsafe { Gc::from_address(self.iterator.address()) })
    }
}

impl Vm {
    /// GetIterator(value, sync) (sec-getiterator).
    pub fn get_iterator(&mut self, value: Value) -> JsResult<IteratorRecord> {
        if let Some(array) = self.pristine_array(value) {
            return Ok(IteratorRecord::of_array(array));
        }
        let method = if value.is_nullish() { None } else { self.get_method(value, self.symbols.iterator)? };
        match method {
            Some(method) => self.get_iterator_from_method(value, method),
            None => Err(self.not_iterable(value)),
        }
    }

    #[cold]
    fn not_iterable(&mut self, value: Value) -> crate::runtime::completion::Throw {
        let text = crate::interp::describe::value_text(self, value);
        self.type_error(format!("{text} is not iterable"))
    }

    /// Whether iterating `value` takes its elements in order, and nothing can be seen of it.
    #[inline]
    pub fn is_pristine_array(&self, value: Value) -> bool {
        self.pristine_array(value).is_some()
    }

    #[inline]
    fn pristine_array(&self, value: Value) -> Option<Gc<Array>> {
        let array = value.to_cell::<Array>().filter(|_| self.cx.pristine_array_iteration != 0)?;
        (array.shape() == self.realm().shapes.array).then_some(array)
    }

    /// GetIteratorFromMethod (sec-getiteratorfrommethod).
    pub fn get_iterator_from_method(&mut self, value: Value, method: Value) -> JsResult<IteratorRecord> {
        let iterator = self.call_for_iterator(method, value)?;
        let Some(object) = iterator.to_cell::<Object>() else {
            return Err(self.type_error("Result of the Symbol.iterator method is not an object"));
        };
        self.get_iterator_direct(object)
    }

    /// What a method that makes iterators gives; of built-in iterators, generators among them, it is the receiver.
    fn call_for_iterator(&mut self, method: Value, value: Value) -> JsResult<Value> {
        if is_native(method, return_this) { Ok(value) } else { self.call(method, value, &[]) }
    }

    /// GetIteratorDirect (sec-getiteratordirect).
    pub fn get_iterator_direct(&mut self, iterator: Gc<Object>) -> JsResult<IteratorRecord> {
        let next = ic::get_named(self, iterator.value(), self.names.next)?;
        Ok(IteratorRecord { iterator: iterator.value(), next, done: false })
    }

    /// GetIterator(value, async) (sec-getiterator).
    pub fn get_async_iterator(&mut self, value: Value) -> JsResult<IteratorRecord> {
        let method = if value.is_nullish() { None } else { self.get_method(value, self.symbols.async_iterator)? };
        if let Some(method) = method {
            let iterator = self.call_for_iterator(method, value)?;
            let Some(object) = iterator.to_cell::<Object>() else {
                return Err(self.type_error("Result of the Symbol.asyncIterator method is not an object"));
            };
            return self.get_iterator_direct(object);
        }
        let record = self.get_iterator(value)?;
        let iterator = generator::create_async_from_sync_iterator(self, record)?;
        self.get_iterator_direct(iterator)
    }

    /// IteratorStepValue (sec-iteratorstepvalue): the next value, or none at the end.
    #[inline]
    pub fn iterator_step_value(&mut self, record: &mut IteratorRecord) -> JsResult<Option<Value>> {
        if let Some(array) = record.array() {
            return self.array_step(array, record);
        }
        self.iterator_step_object(record)
    }

    fn array_step(&mut self, array: Gc<Array>, record: &mut IteratorRecord) -> JsResult<Option<Value>> {
        let index = record.next.as_int() as u32;
        if index >= array.length.get() {
            record.next = Value::int(-1);
            record.done = true;
            return Ok(None);
        }
        record.next = Value::int(index as i32 + 1);
        let value = array.elements().get(index);
        if !value.is_empty() {
            return Ok(Some(value));
        }
        self.get(array.as_object(), PropertyKey::index(index)).map(Some)
    }

    fn iterator_step_object(&mut self, record: &mut IteratorRecord) -> JsResult<Option<Value>> {
        if let Some(data) = generator::generator_of(record.iterator)
            && self.realm().try_intrinsic(Intrinsic::GeneratorPrototypeNext).is_some_and(|n| n.value() == record.next)
            && data.kind() == GeneratorKind::Sync
        {
            let step = generator::resume_sync(self, record.iterator, Resumption::Next, Value::UNDEFINED);
            return match step {
                Ok((value, false)) => Ok(Some(value)),
                Ok((_, true)) => {
                    record.done = true;
                    Ok(None)
                }
                Err(throw) => {
                    record.done = true;
                    Err(throw)
                }
            };
        }
        // An iterator that throws is not to be closed.
        record.done = true;
        if let Some(step) = builtin_iterators::step(self, record.iterator, record.next) {
            let step = step?;
            record.done = step.is_none();
            return Ok(step);
        }
        let result = self.call(record.next, record.iterator, &[])?;
        let (value, done) = self.iterator_result(result)?;
        record.done = done;
        Ok((!done).then_some(value))
    }

    /// Value and done of a result object (IteratorComplete and IteratorValue); the value is read unless done.
    #[inline]
    pub fn iterator_result(&mut self, result: Value) -> JsResult<(Value, bool)> {
        let Some(object) = result.to_cell::<Object>() else {
            let text = crate::interp::describe::value_text(self, result);
            return Err(self.type_error(format!("Iterator result {text} is not an object")));
        };
        if object.shape() == self.realm().shapes.iter_result {
            let done = to_boolean(self.slot(object, 1));
            return Ok((self.slot(object, 0), done));
        }
        let done = ic::get_named(self, result, self.names.done)?;
        if to_boolean(done) {
            return Ok((Value::UNDEFINED, true));
        }
        let value = ic::get_named(self, result, self.names.value)?;
        Ok((value, false))
    }

    /// The iterator of the record of a pristine array, where that can be seen: somebody has
    /// changed what array iterators inherit since.
    pub fn visible_iterator(&mut self, record: &IteratorRecord) -> Option<Value> {
        let Some(array) = record.array() else { return Some(record.iterator) };
        if self.cx.pristine_array_iteration != 0 || record.next.as_int() < 0 {
            return None;
        }
        Some(array_iterator_at(self, array.as_object(), record.next.as_int() as u64))
    }

    /// IteratorClose (sec-iteratorclose).
    pub fn iterator_close<T>(&mut self, record: &IteratorRecord, completion: JsResult<T>) -> JsResult<T> {
        let Some(iterator) = self.visible_iterator(record) else { return completion };
        let result = match self.get_method(iterator, self.names.return_) {
            Ok(None) => return completion,
            Ok(Some(method)) => self.call(method, iterator, &[]),
            Err(throw) => Err(throw),
        };
        let value = completion?;
        let result = result?;
        if !result.is_object() {
            let text = crate::interp::describe::value_text(self, result);
            return Err(self.type_error(format!("Iterator result {text} is not an object")));
        }
        Ok(value)
    }

    /// Calls `f` with each value of an iterable; closes the iterator if `f` throws.
    pub fn for_each_of(&mut self, iterable: Value, mut f: impl FnMut(&mut Vm, Value) -> JsResult<()>) -> JsResult<()> {
        let mut record = self.get_iterator(iterable)?;
        while let Some(value) = self.iterator_step_value(&mut record)? {
            if let Err(throw) = f(self, value).and_then(|()| self.poll()) {
                return self.iterator_close(&record, Err(throw));
            }
        }
        Ok(())
    }
}
