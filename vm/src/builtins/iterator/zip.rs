//! Joint iteration: Iterator.zip and Iterator.zipKeyed (sec-iterator.zip).
//!
//! The iterators are a list of pairs (iterator, next method) in an array; one that is
//! finished is null there. Keys and padding are arrays beside it.

use super::helper::{get_iterator_flattenable, start_zip};
use super::{IteratorRecord, iter_step_done};
use crate::builtins::table::*;
use crate::heap::Gc;
use crate::object::array::Array;
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::runtime::completion::{JsResult, Throw};
use crate::value::Value;
use crate::vm::Vm;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    Shortest,
    Longest,
    Strict,
}

pub static METHODS: &[Method] = &[method("zip", 1, zip), method("zipKeyed", 1, zip_keyed)];

fn record_at(list: Gc<Array>, n: u32) -> Option<IteratorRecord> {
    let elements = list.elements();
    let iterator = elements.get(2 * n).to_cell()?;
    Some(IteratorRecord { iterator, next: elements.get(2 * n + 1) })
}

fn count(list: Gc<Array>) -> u32 {
    list.elements().len.get() / 2
}

fn finish(vm: &mut Vm, list: Gc<Array>, n: u32) {
    let elements = list.elements();
    elements.set(&mut vm.heap, 2 * n, Value::NULL);
}

/// IteratorCloseAll (sec-iteratorcloseall): the last first.
pub fn close_all<T>(vm: &mut Vm, list: Gc<Array>, mut completion: JsResult<T>) -> JsResult<T> {
    for n in (0..count(list)).rev() {
        if let Some(record) = record_at(list, n) {
            completion = record.close(vm, completion);
        }
    }
    completion
}

/// What both read of their options.
fn options(vm: &mut Vm, args: &Args, name: &str) -> JsResult<(Gc<Object>, Mode, Value)> {
    let Some(iterables) = args.get(0).to_cell::<Object>() else {
        return Err(vm.type_error(format!("Iterator.{name} needs an object of iterables")));
    };
    let options = match args.get(1) {
        Value::UNDEFINED => None,
        options => match options.to_cell::<Object>() {
            Some(options) => Some(options),
            None => return Err(vm.type_error("options is not an object")),
        },
    };
    let Some(options) = options else { return Ok((iterables, Mode::Shortest, Value::UNDEFINED)) };
    let mode = vm.get_str(options, "mode")?;
    let mode = match mode.as_string().map(|s| s.to_rust()).as_deref() {
        None if mode.is_undefined() => Mode::Shortest,
        Some("shortest") => Mode::Shortest,
        Some("longest") => Mode::Longest,
        Some("strict") => Mode::Strict,
        _ => return Err(vm.type_error("mode must be \"shortest\", \"longest\" or \"strict\"")),
    };
    let mut padding = Value::UNDEFINED;
    if mode == Mode::Longest {
        padding = vm.get_str(options, "padding")?;
        if !padding.is_undefined() && !padding.is_object() {
            return Err(vm.type_error("padding is not an object"));
        }
    }
    Ok((iterables, mode, padding))
}

fn push_record(vm: &mut Vm, list: Gc<Array>, record: IteratorRecord) -> JsResult<()> {
    vm.array_push(list, record.iterator.value())?;
    vm.array_push(list, record.next)
}

/// Iterator.zip ( iterables [ , options ] ) (sec-iterator.zip).
fn zip(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (iterables, mode, padding_option) = options(vm, args, "zip")?;
    let list = vm.new_array(&[]);
    let padding = vm.new_array(&[]);
    let input = IteratorRecord::of(vm, iterables.value())?;
    loop {
        let next = match input.step(vm) {
            Ok(Some(next)) => next,
            Ok(None) => break,
            Err(throw) => return close_all(vm, list, Err(throw)),
        };
        match get_iterator_flattenable(vm, next, false) {
            Ok(record) => push_record(vm, list, record)?,
            Err(throw) => {
                let completion = close_all(vm, list, Err(throw));
                return input.close(vm, completion);
            }
        }
    }
    if mode == Mode::Longest {
        fill_padding(vm, list, padding, padding_option)?;
    }
    start_zip(vm, mode, list, padding, Value::UNDEFINED)
}

/// Padding of `zip`: one value per iterator.
fn fill_padding(vm: &mut Vm, list: Gc<Array>, padding: Gc<Array>, option: Value) -> JsResult<()> {
    let mut source = None;
    if !option.is_undefined() {
        source = match IteratorRecord::of(vm, option) {
            Ok(record) => Some(record),
            Err(throw) => return close_all(vm, list, Err(throw)),
        };
    }
    for _ in 0..count(list) {
        let mut value = Value::UNDEFINED;
        if let Some(record) = source {
            match record.step(vm) {
                Ok(Some(next)) => value = next,
                Ok(None) => source = None,
                Err(throw) => return close_all(vm, list, Err(throw)),
            }
        }
        vm.array_push(padding, value)?;
    }
    if let Some(record) = source
        && let Err(throw) = record.close(vm, Ok(()))
    {
        return close_all(vm, list, Err(throw));
    }
    Ok(())
}

/// Iterator.zipKeyed ( iterables [ , options ] ) (sec-iterator.zipkeyed).
fn zip_keyed(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (iterables, mode, padding_option) = options(vm, args, "zipKeyed")?;
    let list = vm.new_array(&[]);
    let padding = vm.new_array(&[]);
    let keys = vm.new_array(&[]);
    let all = vm.own_property_keys(iterables)?;
    for i in 0..all.len() {
        let key = all[i];
        let record = keyed_iterator(vm, iterables, key);
        match record {
            Ok(Some(record)) => {
                let key = vm.key_to_value(key);
                vm.array_push(keys, key)?;
                push_record(vm, list, record)?;
            }
            Ok(None) => {}
            Err(throw) => return close_all(vm, list, Err(throw)),
        }
    }
    if mode == Mode::Longest {
        for n in 0..count(list) {
            let mut value = Value::UNDEFINED;
            if let Some(option) = padding_option.to_cell::<Object>() {
                let key = keys.elements().get(n);
                value = match vm.to_property_key(key).and_then(|key| vm.get(option, key)) {
                    Ok(value) => value,
                    Err(throw) => return close_all(vm, list, Err(throw)),
                };
            }
            vm.array_push(padding, value)?;
        }
    }
    start_zip(vm, mode, list, padding, keys.value())
}

/// The iterator of a property of `zipKeyed`'s argument; none if it is to be left out.
fn keyed_iterator(vm: &mut Vm, iterables: Gc<Object>, key: crate::object::PropertyKey) -> JsResult<Option<IteratorRecord>> {
    let Some(descriptor) = vm.get_own_property(iterables, key)? else { return Ok(None) };
    if descriptor.enumerable != Some(true) {
        return Ok(None);
    }
    let value = vm.get(iterables, key)?;
    if value.is_undefined() {
        return Ok(None);
    }
    get_iterator_flattenable(vm, value, false).map(Some)
}

/// One step of IteratorZip (sec-iteratorzip): the results, or none at the end.
pub fn step(vm: &mut Vm, mode: Mode, list: Gc<Array>, padding: Gc<Array>, keys: Value) -> JsResult<Option<Value>> {
    let iterators = count(list);
    if iterators == 0 {
        return Ok(None);
    }
    let results = vm.new_array(&[]);
    for n in 0..iterators {
        let Some(record) = record_at(list, n) else {
            let value = padding.elements().get(n);
            vm.array_push(results, value)?;
            continue;
        };
        let value = match record.step(vm) {
            Ok(Some(value)) => value,
            Err(throw) => {
                finish(vm, list, n);
                return close_all(vm, list, Err(throw));
            }
            Ok(None) => {
                finish(vm, list, n);
                match mode {
                    Mode::Shortest => return close_all(vm, list, Ok(None)),
                    Mode::Strict => return end_strict(vm, list, n),
                    Mode::Longest => {
                        if (0..iterators).all(|n| record_at(list, n).is_none()) {
                            return Ok(None);
                        }
                        padding.elements().get(n)
                    }
                }
            }
        };
        vm.array_push(results, value)?;
    }
    let Some(keys) = keys.to_cell::<Array>() else { return Ok(Some(results.value())) };
    let object = vm.new_object_with_proto(Value::NULL);
    for n in 0..iterators {
        let key = keys.elements().get(n);
        let key = vm.to_property_key(key)?;
        let value = results.elements().get(n);
        vm.create_data_property_or_throw(object, key, value)?;
    }
    Ok(Some(object.value()))
}

/// In mode strict, all must end when the first does.
fn end_strict(vm: &mut Vm, list: Gc<Array>, ended: u32) -> JsResult<Option<Value>> {
    if ended != 0 {
        let throw: Throw = vm.type_error("Iterators passed to Iterator.zip with mode \"strict\" have different lengths");
        return close_all(vm, list, Err(throw));
    }
    for n in 1..count(list) {
        let record = record_at(list, n).expect("only the first has ended");
        match iter_step_done(vm, &record) {
            Ok(true) => finish(vm, list, n),
            Ok(false) => {
                let throw: Throw = vm.type_error("Iterators passed to Iterator.zip with mode \"strict\" have different lengths");
                return close_all(vm, list, Err(throw));
            }
            Err(throw) => {
                finish(vm, list, n);
                return close_all(vm, list, Err(throw));
            }
        }
    }
    Ok(None)
}
