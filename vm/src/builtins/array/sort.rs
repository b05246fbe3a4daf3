//! Sorting: a stable natural merge sort whose buffers are elements cells.
//!
//! The comparator may run anything, so nothing is sorted in place in the user's array:
//! SortIndexedProperties collects the values into a buffer of our own, which is sorted
//! and written back. Buffers are cells held on the native stack, so the collector sees
//! what they hold. An inconsistent comparator gives some permutation, never a fault.
//!
//! Runs are found as in TimSort (ascending, or strictly descending and reversed), short
//! ones are extended by binary insertion, and they are merged in the order of Powersort
//! (Munro and Wild, 2018), which keeps the merges balanced without TimSort's invariants.

use super::{delete_at, element_present, get_at, is_dense, length_of, set_at};
use crate::heap::Gc;
use crate::object::array::{Array, Elements};
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

/// Runs shorter than this are extended by insertion.
const MIN_RUN: usize = 16;

/// A fallible strict "less than".
pub trait Less {
    fn less(&mut self, vm: &mut Vm, a: Value, b: Value) -> JsResult<bool>;
}
impl<F: FnMut(&mut Vm, Value, Value) -> JsResult<bool>> Less for F {
    #[inline]
    fn less(&mut self, vm: &mut Vm, a: Value, b: Value) -> JsResult<bool> {
        self(vm, a, b)
    }
}

struct Run {
    start: usize,
    len: usize,
    /// Depth of the merge with the next run in the nearly optimal merge tree.
    power: u32,
}

/// Comparisons are nearly as many in any order, and their number is not to depend on it.
fn burn_for_sorting(vm: &mut Vm, n: usize) -> JsResult<()> {
    vm.burn_for_steps(n * (1 + n.checked_ilog2().unwrap_or(0) as usize))
}

/// Sorts the first `n` values of `buffer`, which nobody else refers to.
pub fn merge_sort(vm: &mut Vm, buffer: Gc<Elements>, n: usize, less: &mut impl Less) -> JsResult<()> {
    if n < 2 {
        return Ok(());
    }
    burn_for_sorting(vm, n)?;
    let scratch = if n > MIN_RUN { Some(vm.new_array_with_capacity(n as u32)?) } else { None };
    if let Some(scratch) = scratch {
        for _ in 0..n {
            vm.array_push(scratch, Value::UNDEFINED)?;
        }
    }
    let mut runs: Vec<Run> = Vec::new();
    let mut at = 0;
    while at < n {
        let len = make_run(vm, buffer, at, n, less)?;
        if let Some(last) = runs.last() {
            let power = node_power(last.start, last.len, len, n);
            while runs.len() > 1 && runs[runs.len() - 2].power > power {
                merge_last(vm, buffer, scratch, &mut runs, less)?;
            }
            runs.last_mut().expect("a run").power = power;
        }
        runs.push(Run { start: at, len, power: 0 });
        at += len;
    }
    while runs.len() > 1 {
        merge_last(vm, buffer, scratch, &mut runs, less)?;
    }
    Ok(())
}

/// Power of the boundary between two adjacent runs of an array of `n`.
fn node_power(start: usize, first: usize, second: usize, n: usize) -> u32 {
    let a = (2 * start + first) as u64;
    let b = a + (first + second) as u64;
    // The first bit in which the midpoints, as fractions of 2n, differ.
    let (n2, mut l, mut r, mut power) = (2 * n as u64, a, b, 0);
    loop {
        power += 1;
        l *= 2;
        r *= 2;
        if l >= n2 {
            l -= n2;
            r -= n2;
        } else if r >= n2 {
            return power;
        }
    }
}

/// Merges the two last runs.
fn merge_last(vm: &mut Vm, buffer: Gc<Elements>, scratch: Option<Gc<Array>>, runs: &mut Vec<Run>, less: &mut impl Less) -> JsResult<()> {
    let second = runs.pop().expect("two runs");
    let first = runs.last_mut().expect("two runs");
    let (start, middle, end) = (first.start, second.start, second.start + second.len);
    first.len += second.len;
    first.power = second.power;
    let scratch = scratch.expect("more than one run").elements();
    merge(vm, buffer, scratch, start, middle, end, less)
}

fn merge(
    vm: &mut Vm,
    buffer: Gc<Elements>,
    scratch: Gc<Elements>,
    start: usize,
    middle: usize,
    end: usize,
    less: &mut impl Less,
) -> JsResult<()> {
    // Already in order: common for nearly sorted input.
    if !less.less(vm, buffer.get(middle as u32), buffer.get(middle as u32 - 1))? {
        return Ok(());
    }
    for i in start..middle {
        let value = buffer.get(i as u32);
        scratch.set(&mut vm.heap, (i - start) as u32, value);
    }
    let (mut left, left_end, mut right, mut to) = (0, middle - start, middle, start);
    while left < left_end && right < end {
        let (a, b) = (scratch.get(left as u32), buffer.get(right as u32));
        // The right one goes first only if strictly less: stability.
        let value = if less.less(vm, b, a)? {
            right += 1;
            b
        } else {
            left += 1;
            a
        };
        buffer.set(&mut vm.heap, to as u32, value);
        to += 1;
    }
    while left < left_end {
        let value = scratch.get(left as u32);
        buffer.set(&mut vm.heap, to as u32, value);
        left += 1;
        to += 1;
    }
    Ok(())
}

/// Finds or makes a sorted run at `start`; its length.
fn make_run(vm: &mut Vm, buffer: Gc<Elements>, start: usize, n: usize, less: &mut impl Less) -> JsResult<usize> {
    let get = |i: usize| buffer.get(i as u32);
    let mut end = start + 1;
    if end < n {
        if less.less(vm, get(end), get(start))? {
            end += 1;
            while end < n && less.less(vm, get(end), get(end - 1))? {
                end += 1;
            }
            let (mut a, mut b) = (start, end - 1);
            while a < b {
                let (x, y) = (get(a), get(b));
                buffer.set(&mut vm.heap, a as u32, y);
                buffer.set(&mut vm.heap, b as u32, x);
                a += 1;
                b -= 1;
            }
        } else {
            end += 1;
            while end < n && !less.less(vm, get(end), get(end - 1))? {
                end += 1;
            }
        }
    }
    let wanted = (start + MIN_RUN).min(n);
    while end < wanted {
        let value = get(end);
        let (mut low, mut high) = (start, end);
        while low < high {
            let middle = (low + high) / 2;
            if less.less(vm, value, get(middle))? {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        for i in (low..end).rev() {
            let moved = get(i);
            buffer.set(&mut vm.heap, i as u32 + 1, moved);
        }
        buffer.set(&mut vm.heap, low as u32, value);
        end += 1;
    }
    Ok(end - start)
}

/// SortIndexedProperties (sec-sortindexedproperties) for values without undefined:
/// sorts the elements of `values`, our own array, with CompareArrayElements.
pub fn sort_values(vm: &mut Vm, values: Gc<Array>, comparator: Value) -> JsResult<()> {
    let buffer = values.elements();
    let n = buffer.len.get() as usize;
    if comparator.is_undefined() {
        return sort_by_string(vm, values, buffer, n);
    }
    let mut less = |vm: &mut Vm, a: Value, b: Value| -> JsResult<bool> {
        // Not all comparators are scripts.
        vm.poll()?;
        let order = vm.call(comparator, Value::UNDEFINED, &[a, b])?;
        if order.is_int() {
            return Ok(order.as_int() < 0);
        }
        Ok(vm.to_number(order)? < 0.0)
    };
    merge_sort(vm, buffer, n, &mut less)
}

/// The default order: by code units of ToString, which nothing can observe once the
/// strings are made.
fn sort_by_string(vm: &mut Vm, values: Gc<Array>, buffer: Gc<Elements>, n: usize) -> JsResult<()> {
    burn_for_sorting(vm, n)?;
    let strings = vm.new_array_with_capacity(n as u32)?;
    for i in 0..n {
        let string = vm.to_string(buffer.get(i as u32))?;
        vm.flatten(string);
        vm.array_push(strings, string.value())?;
    }
    let keys = strings.elements();
    let mut order: Vec<u32> = (0..n as u32).collect();
    order.sort_by(|a, b| {
        let (x, y) = (keys.get(*a).as_string(), keys.get(*b).as_string());
        match (x, y) {
            (Some(x), Some(y)) => compare_units(x.flat_units().expect("flat"), y.flat_units().expect("flat")),
            _ => core::cmp::Ordering::Equal,
        }
    });
    let sorted = vm.new_array_with_capacity(n as u32)?;
    for i in order {
        vm.array_push(sorted, buffer.get(i))?;
    }
    for i in 0..n as u32 {
        let value = sorted.elements().get(i);
        values.elements().set(&mut vm.heap, i, value);
    }
    Ok(())
}

/// Order by code units.
pub fn compare_units(a: crate::string::Units<'_>, b: crate::string::Units<'_>) -> core::cmp::Ordering {
    use crate::string::Units::*;
    match (a, b) {
        (Latin1(a), Latin1(b)) => a.cmp(b),
        (Utf16(a), Utf16(b)) => a.cmp(b),
        _ => a.iter().cmp(b.iter()),
    }
}

fn check_comparator(vm: &mut Vm, comparator: Value) -> JsResult<()> {
    if comparator.is_undefined() || vm.is_callable(comparator) {
        return Ok(());
    }
    let shown = vm.to_display(comparator);
    Err(vm.type_error(format!("The comparison function must be either a function or undefined [{shown}]")))
}

/// The values to sort, without holes (if `skip_holes`), and the count of undefineds, which sort last.
fn collect(vm: &mut Vm, object: Gc<Object>, len: u64, skip_holes: bool) -> JsResult<(Gc<Array>, u64)> {
    let values = vm.new_array(&[]);
    let mut undefineds = 0;
    for k in 0..len {
        let value = if skip_holes { element_present(vm, object, k)? } else { Some(get_at(vm, object, k)?) };
        match value {
            Some(value) if value.is_undefined() => undefineds += 1,
            Some(value) => vm.array_push(values, value)?,
            None => {}
        }
    }
    Ok((values, undefineds))
}

/// Array.prototype.sort (sec-array.prototype.sort).
pub fn sort(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let comparator = args.get(0);
    check_comparator(vm, comparator)?;
    let object = vm.to_object(args.this)?;
    let len = length_of(vm, object)?;
    let (values, undefineds) = collect(vm, object, len, true)?;
    sort_values(vm, values, comparator)?;
    let sorted = values.elements();
    let count = sorted.len.get() as u64;
    if is_dense(object) && object.elements().len.get() as u64 == len && vm.cx.indexed_prototypes == 0 {
        // Written back at once: stores into dense elements, holes included, run nothing.
        let elements = object.elements();
        for k in 0..count as u32 {
            let value = sorted.get(k);
            elements.set(&mut vm.heap, k, value);
        }
        for k in count as u32..(count + undefineds) as u32 {
            elements.set(&mut vm.heap, k, Value::UNDEFINED);
        }
    } else {
        for k in 0..count {
            set_at(vm, object, k, sorted.get(k as u32))?;
        }
        for k in count..count + undefineds {
            set_at(vm, object, k, Value::UNDEFINED)?;
        }
    }
    // As many holes as there were.
    for k in count + undefineds..len {
        delete_at(vm, object, k)?;
    }
    Ok(object.value())
}

/// Array.prototype.toSorted (sec-array.prototype.tosorted).
pub fn to_sorted(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let comparator = args.get(0);
    check_comparator(vm, comparator)?;
    let object = vm.to_object(args.this)?;
    let len = length_of(vm, object)?;
    if len > u32::MAX as u64 {
        return Err(vm.range_error("Invalid array length"));
    }
    let (values, undefineds) = collect(vm, object, len, false)?;
    sort_values(vm, values, comparator)?;
    for _ in 0..undefineds {
        vm.array_push(values, Value::UNDEFINED)?;
    }
    Ok(values.value())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_powers_are_those_of_the_merge_tree() {
        // Four runs of 4 in 16: the middle boundary merges last.
        assert_eq!([node_power(0, 4, 4, 16), node_power(4, 4, 4, 16), node_power(8, 4, 4, 16)], [2, 1, 2]);
    }
}
