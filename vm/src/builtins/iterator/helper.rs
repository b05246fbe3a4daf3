//! Iterator helpers (sec-iterator-helper-objects, sec-iterator.prototype): lazy ones are
//! objects with the state of the step machine, eager ones loops.

use super::{IteratorRecord, iter_result, zip};
use crate::builtins::table::*;
use crate::heap::{Gc, Kind, Payload, Tracer};
use crate::object::array::Array;
use crate::object::function::Args;
use crate::object::layout::{Object, trace_value};
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::string::JsString;
use crate::value::Value;
use crate::vm::Vm;
use std::cell::Cell;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Operation {
    Map,
    Filter,
    Take,
    Drop,
    FlatMap,
    Concat,
    /// Arrays of `remaining` elements.
    Chunks,
    /// Arrays of the last `remaining` elements; one of fewer at the end if `partial`.
    Windows {
        partial: bool,
    },
    Zip(zip::Mode),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Start,
    Suspended,
    Running,
    Done,
}

/// State of an Iterator Helper object.
struct Helper {
    operation: Operation,
    /// The underlying iterator; of `concat`, none.
    record: Option<IteratorRecord>,
    /// The callback; of `concat`, an array of iterables and their methods; of `zip`, of
    /// iterators and theirs; of `windows`, the window.
    function: Value,
    /// Padding and keys of `zip`.
    extra: [Value; 2],
    counter: Cell<f64>,
    /// Elements to take or drop yet.
    remaining: Cell<f64>,
    /// The inner iterator of flatMap and concat.
    inner: Cell<Option<IteratorRecord>>,
    progress: Cell<Progress>,
}

impl Payload for Helper {
    fn trace(&self, tracer: &mut Tracer) {
        trace_value(self.function, tracer);
        trace_value(self.extra[0], tracer);
        trace_value(self.extra[1], tracer);
        for record in self.record.iter().chain(self.inner.get().iter()) {
            trace_value(record.iterator.value(), tracer);
            trace_value(record.next, tracer);
        }
    }
}

/// The receiver, which must be an object.
fn this_object(vm: &mut Vm, args: &Args, method: &str) -> JsResult<Gc<Object>> {
    match args.this.to_cell::<Object>() {
        Some(object) => Ok(object),
        None => Err(vm.type_error(format!("Iterator.prototype.{method} called on non-object"))),
    }
}

/// GetIteratorFlattenable (sec-getiteratorflattenable).
pub fn get_iterator_flattenable(vm: &mut Vm, value: Value, allow_strings: bool) -> JsResult<IteratorRecord> {
    if !value.is_object() && (!allow_strings || value.to_cell::<JsString>().is_none()) {
        let shown = vm.to_display(value);
        return Err(vm.type_error(format!("{shown} is not an object")));
    }
    let method = vm.get_method(value, vm.symbols.iterator)?;
    let iterator = match method {
        None => value,
        Some(method) => vm.call(method, value, &[])?,
    };
    match iterator.to_cell::<Object>() {
        Some(iterator) => IteratorRecord::direct(vm, iterator),
        None => {
            let shown = vm.to_display(iterator);
            Err(vm.type_error(format!("{shown} is not an object")))
        }
    }
}

fn create(vm: &mut Vm, operation: Operation, record: Option<IteratorRecord>, function: Value, limit: f64) -> Value {
    let proto = vm.intrinsic(Intrinsic::IteratorHelperPrototype);
    let helper = Helper {
        operation,
        record,
        function,
        extra: [Value::UNDEFINED; 2],
        counter: Cell::new(0.0),
        remaining: Cell::new(limit),
        inner: Cell::new(None),
        progress: Cell::new(Progress::Start),
    };
    vm.new_payload_object(Kind::Host, proto, Box::new(helper)).value()
}

/// The helper object of `zip` and `zipKeyed`.
pub fn start_zip(vm: &mut Vm, mode: zip::Mode, list: Gc<Array>, padding: Gc<Array>, keys: Value) -> JsResult<Value> {
    let proto = vm.intrinsic(Intrinsic::IteratorHelperPrototype);
    let helper = Helper {
        operation: Operation::Zip(mode),
        record: None,
        function: list.value(),
        extra: [padding.value(), keys],
        counter: Cell::new(0.0),
        remaining: Cell::new(0.0),
        inner: Cell::new(None),
        progress: Cell::new(Progress::Start),
    };
    Ok(vm.new_payload_object(Kind::Host, proto, Box::new(helper)).value())
}

/// The size argument of `chunks` and `windows`; a bad one closes the receiver.
fn size_argument(vm: &mut Vm, record: &IteratorRecord, size: Value) -> JsResult<f64> {
    let number = if size.is_number() { size.as_number() } else { f64::NAN };
    if number.fract() != 0.0 || !number.is_finite() {
        let shown = vm.to_display(size);
        let throw = vm.type_error(format!("{shown} is not an integral number"));
        return record.close(vm, Err(throw));
    }
    if !(1.0..=4294967295.0).contains(&number) {
        let throw = vm.range_error(format!("{number} is not a valid size"));
        return record.close(vm, Err(throw));
    }
    Ok(number)
}

/// Iterator.prototype.chunks (sec-iterator.prototype.chunks).
fn chunks(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = this_object(vm, args, "chunks")?;
    let record = IteratorRecord { iterator: object, next: Value::UNDEFINED };
    let size = size_argument(vm, &record, args.get(0))?;
    let record = IteratorRecord::direct(vm, object)?;
    Ok(create(vm, Operation::Chunks, Some(record), Value::UNDEFINED, size))
}

/// Iterator.prototype.windows (sec-iterator.prototype.windows).
fn windows(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = this_object(vm, args, "windows")?;
    let record = IteratorRecord { iterator: object, next: Value::UNDEFINED };
    let size = size_argument(vm, &record, args.get(0))?;
    let undersized = args.get(1);
    let partial = match undersized.as_string().map(|s| s.to_rust()).as_deref() {
        None if undersized.is_undefined() => false,
        Some("only-full") => false,
        Some("allow-partial") => true,
        _ => {
            let throw = vm.type_error("undersized must be \"only-full\" or \"allow-partial\"");
            return record.close(vm, Err(throw));
        }
    };
    let record = IteratorRecord::direct(vm, object)?;
    let window = vm.new_array(&[]).value();
    Ok(create(vm, Operation::Windows { partial }, Some(record), window, size))
}

/// The next array of `chunks`. The underlying iterator is finished when `counter` is 1.
fn step_chunks(vm: &mut Vm, helper: &Helper, record: &IteratorRecord) -> JsResult<Option<Value>> {
    if helper.counter.get() != 0.0 {
        return Ok(None);
    }
    let chunk = vm.new_array(&[]);
    while (chunk.elements().len.get() as f64) < helper.remaining.get() {
        match record.step(vm)? {
            Some(value) => vm.array_push(chunk, value)?,
            None => {
                helper.counter.set(1.0);
                break;
            }
        }
    }
    Ok((chunk.elements().len.get() > 0).then_some(chunk.value()))
}

/// The next array of `windows`, a copy of the window.
fn step_windows(vm: &mut Vm, helper: &Helper, record: &IteratorRecord, partial: bool) -> JsResult<Option<Value>> {
    if helper.counter.get() != 0.0 {
        return Ok(None);
    }
    let window: Gc<Array> = helper.function.to_cell().expect("the window");
    let size = helper.remaining.get();
    loop {
        let Some(value) = record.step(vm)? else {
            helper.counter.set(1.0);
            let len = window.elements().len.get();
            if partial && len > 0 && (len as f64) < size {
                let copy = vm.create_array_from_list(window.elements().as_slice())?;
                return Ok(Some(copy.value()));
            }
            return Ok(None);
        };
        let elements = window.elements();
        if elements.len.get() as f64 == size {
            for i in 1..elements.len.get() {
                let moved = elements.get(i);
                elements.set(&mut vm.heap, i - 1, moved);
            }
            elements.set(&mut vm.heap, elements.len.get() - 1, value);
        } else {
            vm.array_push(window, value)?;
        }
        if window.elements().len.get() as f64 == size {
            let copy = vm.create_array_from_list(window.elements().as_slice())?;
            return Ok(Some(copy.value()));
        }
    }
}

/// Iterator.prototype.includes (sec-iterator.prototype.includes).
fn includes(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = this_object(vm, args, "includes")?;
    let record = IteratorRecord { iterator: object, next: Value::UNDEFINED };
    let skipped = args.get(1);
    let mut left = match skipped {
        _ if skipped.is_undefined() => 0.0,
        _ if skipped.is_number() => skipped.as_number(),
        _ => f64::NAN,
    };
    if left.is_nan() || left.is_finite() && left.fract() != 0.0 {
        let shown = vm.to_display(skipped);
        let throw = vm.type_error(format!("{shown} is not an integral number"));
        return record.close(vm, Err(throw));
    }
    if left < 0.0 || left.is_finite() && left > crate::builtins::array::MAX_SAFE {
        let throw = vm.range_error(format!("{left} must be positive"));
        return record.close(vm, Err(throw));
    }
    let record = IteratorRecord::direct(vm, object)?;
    while let Some(value) = record.step(vm)? {
        if left > 0.0 {
            left -= 1.0;
        } else if crate::runtime::equality::same_value_zero(vm, value, args.get(0)) {
            return record.close(vm, Ok(Value::TRUE));
        }
    }
    Ok(Value::FALSE)
}

/// Iterator.prototype.join (sec-iterator.prototype.join).
fn join(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = this_object(vm, args, "join")?;
    let record = IteratorRecord { iterator: object, next: Value::UNDEFINED };
    let separator = if args.get(0).is_undefined() {
        vm.new_string(",")
    } else {
        match vm.to_string(args.get(0)) {
            Ok(separator) => separator,
            Err(throw) => return record.close(vm, Err(throw)),
        }
    };
    let record = IteratorRecord::direct(vm, object)?;
    let mut text = vm.empty_string();
    let mut first = true;
    while let Some(value) = record.step(vm)? {
        if !std::mem::take(&mut first) {
            text = vm.concat(text, separator)?;
        }
        if !value.is_nullish() {
            match vm.to_string(value) {
                Ok(piece) => text = vm.concat(text, piece)?,
                Err(throw) => return record.close(vm, Err(throw)),
            }
        }
    }
    Ok(text.value())
}

pub static MORE_METHODS: &[Method] =
    &[method("chunks", 1, chunks), method("windows", 1, windows), method("includes", 1, includes), method("join", 1, join)];

/// A callback argument; a bad one closes the receiver.
fn callback(vm: &mut Vm, object: Gc<Object>, f: Value) -> JsResult<()> {
    if vm.is_callable(f) {
        return Ok(());
    }
    let shown = vm.to_display(f);
    let throw = vm.type_error(format!("{shown} is not a function"));
    let record = IteratorRecord { iterator: object, next: Value::UNDEFINED };
    record.close(vm, Err(throw))
}

fn lazy(vm: &mut Vm, args: &Args, operation: Operation, method: &str) -> JsResult<Value> {
    let object = this_object(vm, args, method)?;
    callback(vm, object, args.get(0))?;
    let record = IteratorRecord::direct(vm, object)?;
    Ok(create(vm, operation, Some(record), args.get(0), 0.0))
}
/// Iterator.prototype.map (sec-iterator.prototype.map).
pub fn map(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    lazy(vm, args, Operation::Map, "map")
}
/// Iterator.prototype.filter (sec-iterator.prototype.filter).
pub fn filter(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    lazy(vm, args, Operation::Filter, "filter")
}
/// Iterator.prototype.flatMap (sec-iterator.prototype.flatmap).
pub fn flat_map(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    lazy(vm, args, Operation::FlatMap, "flatMap")
}
fn limited(vm: &mut Vm, args: &Args, operation: Operation, method: &str) -> JsResult<Value> {
    let object = this_object(vm, args, method)?;
    let record = IteratorRecord { iterator: object, next: Value::UNDEFINED };
    let limit = vm.to_number(args.get(0));
    let limit = match limit {
        Ok(limit) => limit,
        Err(throw) => return record.close(vm, Err(throw)),
    };
    // 2^53 - 1 is the largest length, but infinity is none.
    if limit.is_nan() || limit.trunc() < 0.0 || limit.is_finite() && limit.trunc() > crate::builtins::array::MAX_SAFE {
        let shown = vm.to_display(args.get(0));
        let throw = vm.range_error(format!("{shown} must be positive"));
        return record.close(vm, Err(throw));
    }
    let record = IteratorRecord::direct(vm, object)?;
    Ok(create(vm, operation, Some(record), Value::UNDEFINED, limit.trunc()))
}
/// Iterator.prototype.take (sec-iterator.prototype.take).
pub fn take(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    limited(vm, args, Operation::Take, "take")
}
/// Iterator.prototype.drop (sec-iterator.prototype.drop).
pub fn drop(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    limited(vm, args, Operation::Drop, "drop")
}
/// Iterator.concat (sec-iterator.concat).
pub fn concat(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let list = vm.new_array(&[]);
    for item in args.args {
        if !item.is_object() {
            let shown = vm.to_display(*item);
            return Err(vm.type_error(format!("{shown} is not an object")));
        }
        let Some(method) = vm.get_method(*item, vm.symbols.iterator)? else {
            let shown = vm.to_display(*item);
            return Err(vm.type_error(format!("{shown} is not iterable")));
        };
        vm.array_push(list, *item)?;
        vm.array_push(list, method)?;
    }
    Ok(create(vm, Operation::Concat, None, list.value(), 0.0))
}

/// One step; None at the end. Errors of callbacks close the underlying iterator.
fn step(vm: &mut Vm, owner: Value, helper: &Helper) -> JsResult<Option<Value>> {
    let count = |helper: &Helper| {
        let n = helper.counter.get();
        helper.counter.set(n + 1.0);
        Value::number(n)
    };
    if helper.operation == Operation::Concat {
        return step_concat(vm, owner, helper);
    }
    if let Operation::Zip(mode) = helper.operation {
        let list = helper.function.to_cell().expect("iterators");
        let padding = helper.extra[0].to_cell().expect("padding");
        return zip::step(vm, mode, list, padding, helper.extra[1]);
    }
    let record = helper.record.expect("an underlying iterator");
    match helper.operation {
        Operation::Map => {
            let Some(value) = record.step(vm)? else { return Ok(None) };
            match vm.call(helper.function, Value::UNDEFINED, &[value, count(helper)]) {
                Ok(mapped) => Ok(Some(mapped)),
                Err(throw) => record.close(vm, Err(throw)),
            }
        }
        Operation::Chunks => step_chunks(vm, helper, &record),
        Operation::Windows { partial } => step_windows(vm, helper, &record, partial),
        Operation::Filter => loop {
            let Some(value) = record.step(vm)? else { return Ok(None) };
            match vm.call(helper.function, Value::UNDEFINED, &[value, count(helper)]) {
                Ok(keep) if crate::runtime::operations::to_boolean(keep) => return Ok(Some(value)),
                Ok(_) => {}
                Err(throw) => return record.close(vm, Err(throw)),
            }
        },
        Operation::Take => {
            let left = helper.remaining.get();
            if left <= 0.0 {
                record.close(vm, Ok(()))?;
                return Ok(None);
            }
            helper.remaining.set(left - 1.0);
            record.step(vm)
        }
        Operation::Drop => {
            while helper.remaining.get() > 0.0 {
                helper.remaining.set(helper.remaining.get() - 1.0);
                if record.step(vm)?.is_none() {
                    return Ok(None);
                }
            }
            record.step(vm)
        }
        _ => loop {
            if let Some(inner) = helper.inner.get() {
                match inner.step(vm) {
                    Ok(Some(value)) => return Ok(Some(value)),
                    Ok(None) => helper.inner.set(None),
                    Err(throw) => return record.close(vm, Err(throw)),
                }
                continue;
            }
            let Some(value) = record.step(vm)? else { return Ok(None) };
            let inner = vm
                .call(helper.function, Value::UNDEFINED, &[value, count(helper)])
                .and_then(|mapped| get_iterator_flattenable(vm, mapped, false));
            match inner {
                Ok(inner) => {
                    helper.inner.set(Some(inner));
                    if let Some(cell) = owner.header() {
                        vm.write_barrier(cell);
                    }
                }
                Err(throw) => return record.close(vm, Err(throw)),
            }
        },
    }
}

fn step_concat(vm: &mut Vm, owner: Value, helper: &Helper) -> JsResult<Option<Value>> {
    let list = helper.function.to_cell::<Array>().expect("iterables and methods");
    loop {
        if let Some(inner) = helper.inner.get() {
            if let Some(value) = inner.step(vm)? {
                return Ok(Some(value));
            }
            helper.inner.set(None);
        }
        let at = helper.counter.get() as u32;
        let elements = list.elements();
        if at >= elements.len.get() {
            return Ok(None);
        }
        helper.counter.set(at as f64 + 2.0);
        let inner = IteratorRecord::from_method(vm, elements.get(at), elements.get(at + 1))?;
        helper.inner.set(Some(inner));
        if let Some(cell) = owner.header() {
            vm.write_barrier(cell);
        }
    }
}

fn this_helper<'a>(vm: &mut Vm, args: &Args, method: &str) -> JsResult<&'a Helper> {
    let Some(helper) = args.this.payload::<Helper>() else {
        let shown = vm.to_display(args.this);
        return Err(vm.type_error(format!("Method Iterator Helper.prototype.{method} called on incompatible receiver {shown}")));
    };
    if helper.progress.get() == Progress::Running {
        return Err(vm.type_error("Generator is already running"));
    }
    Ok(helper)
}

/// %IteratorHelperPrototype%.next (sec-%iteratorhelperprototype%.next).
fn next(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let helper = this_helper(vm, args, "next")?;
    if helper.progress.get() == Progress::Done {
        return Ok(iter_result(vm, Value::UNDEFINED, true));
    }
    helper.progress.set(Progress::Running);
    let result = step(vm, args.this, helper);
    helper.progress.set(if matches!(result, Ok(Some(_))) { Progress::Suspended } else { Progress::Done });
    let value = result?;
    Ok(iter_result(vm, value.unwrap_or(Value::UNDEFINED), value.is_none()))
}

/// %IteratorHelperPrototype%.return (sec-%iteratorhelperprototype%.return).
fn return_(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let helper = this_helper(vm, args, "return")?;
    // One that has not started is completed first, so that it is not taken for running.
    let before = helper.progress.get();
    helper.progress.set(if before == Progress::Start { Progress::Done } else { Progress::Running });
    let result = if before == Progress::Done { Ok(()) } else { close(vm, helper, before == Progress::Start) };
    helper.progress.set(Progress::Done);
    result?;
    Ok(iter_result(vm, Value::UNDEFINED, true))
}

/// Closes what a helper that is not done iterates over.
fn close(vm: &mut Vm, helper: &Helper, at_start: bool) -> JsResult<()> {
    if let Operation::Zip(_) = helper.operation {
        let list = helper.function.to_cell().expect("iterators");
        return zip::close_all(vm, list, Ok(()));
    }
    let exhausted = matches!(helper.operation, Operation::Chunks | Operation::Windows { .. }) && helper.counter.get() != 0.0;
    if exhausted && !at_start {
        return Ok(());
    }
    let inner = match helper.inner.take() {
        Some(inner) => inner.close(vm, Ok(())),
        None => Ok(()),
    };
    match helper.record {
        Some(record) => record.close(vm, inner),
        None => inner,
    }
}

/// Runs through the receiver; `f` says whether to go on, else the receiver is closed.
fn consume(vm: &mut Vm, args: &Args, method: &str, mut f: impl FnMut(&mut Vm, Value, Value) -> JsResult<bool>) -> JsResult<()> {
    let object = this_object(vm, args, method)?;
    callback(vm, object, args.get(0))?;
    let record = IteratorRecord::direct(vm, object)?;
    let mut counter = 0.0;
    while let Some(value) = record.step(vm)? {
        match f(vm, value, Value::number(counter)) {
            Ok(true) => {}
            Ok(false) => return record.close(vm, Ok(())),
            Err(throw) => return record.close(vm, Err(throw)),
        }
        counter += 1.0;
    }
    Ok(())
}
/// Iterator.prototype.forEach (sec-iterator.prototype.foreach).
pub fn for_each(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    consume(vm, args, "forEach", |vm, value, k| {
        vm.call(args.get(0), Value::UNDEFINED, &[value, k])?;
        Ok(true)
    })?;
    Ok(Value::UNDEFINED)
}
/// Iterator.prototype.some (sec-iterator.prototype.some).
pub fn some(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let mut found = false;
    consume(vm, args, "some", |vm, value, k| {
        let result = vm.call(args.get(0), Value::UNDEFINED, &[value, k])?;
        found = crate::runtime::operations::to_boolean(result);
        Ok(!found)
    })?;
    Ok(Value::bool(found))
}
/// Iterator.prototype.every (sec-iterator.prototype.every).
pub fn every(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let mut all = true;
    consume(vm, args, "every", |vm, value, k| {
        let result = vm.call(args.get(0), Value::UNDEFINED, &[value, k])?;
        all = crate::runtime::operations::to_boolean(result);
        Ok(all)
    })?;
    Ok(Value::bool(all))
}
/// Iterator.prototype.find (sec-iterator.prototype.find).
pub fn find(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let mut found = Value::UNDEFINED;
    consume(vm, args, "find", |vm, value, k| {
        let result = vm.call(args.get(0), Value::UNDEFINED, &[value, k])?;
        if crate::runtime::operations::to_boolean(result) {
            found = value;
            return Ok(false);
        }
        Ok(true)
    })?;
    Ok(found)
}
/// Iterator.prototype.reduce (sec-iterator.prototype.reduce).
pub fn reduce(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = this_object(vm, args, "reduce")?;
    callback(vm, object, args.get(0))?;
    let record = IteratorRecord::direct(vm, object)?;
    let mut counter = 0.0;
    let mut accumulator = if args.len() > 1 {
        args.get(1)
    } else {
        counter = 1.0;
        match record.step(vm)? {
            Some(first) => first,
            None => return Err(vm.type_error("Reduce of a done iterator with no initial value")),
        }
    };
    while let Some(value) = record.step(vm)? {
        accumulator = match vm.call(args.get(0), Value::UNDEFINED, &[accumulator, value, Value::number(counter)]) {
            Ok(result) => result,
            Err(throw) => return record.close(vm, Err(throw)),
        };
        counter += 1.0;
    }
    Ok(accumulator)
}
/// Iterator.prototype.toArray (sec-iterator.prototype.toarray).
pub fn to_array(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = this_object(vm, args, "toArray")?;
    let record = IteratorRecord::direct(vm, object)?;
    let list = vm.new_array(&[]);
    while let Some(value) = record.step(vm)? {
        vm.array_push(list, value)?;
    }
    Ok(list.value())
}

pub static ITERATOR_HELPER: ObjectSpec = ObjectSpec {
    methods: &[method("next", 0, next), method("return", 0, return_)],
    constants: &[tag("Iterator Helper")],
    ..ObjectSpec::new("", Intrinsic::IteratorHelperPrototype, Intrinsic::IteratorPrototype)
};
