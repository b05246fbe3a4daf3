//! Arrays that are much longer than what is in them.
//!
//! The methods are specified to look at each index below the length. Where nothing can run
//! and nothing is inherited, only the elements that are there need to be looked at: nobody
//! can tell, but for the time that 2^32 indices would take.

use super::{create_at, delete_at, is_dense, set_length};
use crate::heap::{Gc, RootedVec};
use crate::object::array::Array;
use crate::object::layout::Object;
use crate::object::shape::Attributes;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

/// Whether an array has holes at its end or a sparse map, and its elements are plain data
/// that may be changed freely.
pub(super) fn is_plain_sparse(vm: &Vm, object: Gc<Object>) -> bool {
    let Some(array) = object.cast::<Array>().filter(|_| !is_dense(object)) else { return false };
    let plain = object.elements().sparse().is_none_or(|sparse| {
        let map = sparse.map.borrow();
        map.values().all(|(value, attributes)| *attributes == Attributes::DEFAULT && value.to_cell::<crate::object::Accessor>().is_none())
    });
    plain && vm.cx.indexed_prototypes == 0 && array.length_writable.get() != 0 && vm.shapes.get(object.shape()).extensible
}

/// Indices and values of the own elements from `start` on.
fn elements_from(vm: &mut Vm, object: Gc<Object>, start: u64) -> (Vec<u32>, RootedVec) {
    let mut indices = vm.element_indices(object);
    indices.drain(..indices.partition_point(|index| u64::from(*index) < start));
    let mut values = RootedVec::new(vm);
    for index in &indices {
        values.push(vm.own_element(object, *index).map_or(Value::UNDEFINED, |(value, _)| value));
    }
    (indices, values)
}

/// Adds the elements of `source` to `target`, which has none at their places, from index `at` on.
pub(super) fn append_elements(vm: &mut Vm, source: Gc<Object>, target: Gc<Object>, at: u64) -> JsResult<()> {
    let (indices, values) = elements_from(vm, source, 0);
    for (index, value) in indices.iter().zip(values.as_slice()) {
        create_at(vm, target, at + u64::from(*index), *value)?;
    }
    Ok(())
}

/// Takes `gone` elements at `start` out of a plain sparse array of length `len`, moves what
/// follows, and puts `items` there. The elements that were taken out go to `removed`. The
/// new length is an array's.
pub(super) fn splice(
    vm: &mut Vm,
    object: Gc<Object>,
    removed: Option<Gc<Object>>,
    (start, gone): (u64, u64),
    items: &[Value],
    new_len: u64,
) -> JsResult<()> {
    let (indices, values) = elements_from(vm, object, start);
    // Those that move away first: none is overwritten before it is read.
    for index in &indices {
        delete_at(vm, object, u64::from(*index))?;
    }
    for (index, value) in indices.iter().zip(values.as_slice()) {
        let index = u64::from(*index);
        if index >= start + gone {
            create_at(vm, object, index - gone + items.len() as u64, *value)?;
        } else if let Some(removed) = removed {
            create_at(vm, removed, index - start, *value)?;
        }
    }
    for (i, item) in items.iter().enumerate() {
        create_at(vm, object, start + i as u64, *item)?;
    }
    set_length(vm, object, new_len)
}

#[cfg(test)]
mod tests {
    use crate::options::Options;
    use crate::runtime::completion::JsResult;
    use crate::value::Value;
    use crate::vm::{Vm, interrupt};

    fn vm() -> Box<Vm> {
        Vm::new(Options { jit: false, ..Options::default() }).expect("a VM")
    }
    fn run(vm: &mut Vm, text: &str) -> JsResult<String> {
        let value = vm.run_script("test.js", text)?;
        Ok(vm.to_string(value)?.to_rust())
    }

    /// Each of these would look at 2^32 indices.
    #[test]
    fn only_elements_that_are_there_are_looked_at() {
        let mut vm = vm();
        let mut check = |text: &str, expect: &str| assert_eq!(run(&mut vm, text).ok().as_deref(), Some(expect), "{text}");
        let far = "var a = [1, , 3]; a[4294967290] = 'far'; a.length = 4294967292; var show = (a) => Object.entries(a).join(' ') + ' ' + a.length;";
        check(&format!("{far} [show(a.splice(1, 3, 'x')), show(a)].join('; ')"), "1,3 3; 0,1 1,x 4294967288,far 4294967290");
        check(&format!("{far} a.unshift('x', 'y', 'z') + ' ' + show(a)"), "4294967295 0,x 1,y 2,z 3,1 5,3 4294967293,far 4294967295");
        check(&format!("{far} a.shift() + ' ' + show(a)"), "1 1,3 4294967289,far 4294967291");
        check(&format!("{far} show([0].concat(a, ['end']))"), "0,0 1,1 3,3 4294967291,far 4294967293,end 4294967294");
        check("var b = [1]; b.length = 4294967295; b.splice(0, 1).length + ' ' + show(b)", "1  4294967294");
        check("var c = [1]; c.length = 4294967295; try { [2].concat(c, [3]) } catch (e) { e.name }", "RangeError");
    }

    /// What has to look at each index, or follows a chain without an end, can be stopped.
    #[test]
    fn long_walks_are_interrupted() {
        let mut vm = vm();
        let setup = "var long = {length: 2 ** 53 - 2}; var accessor = [1]; accessor.length = 2 ** 32 - 1;
            Object.defineProperty(accessor, 5, {get() { return 1 }, configurable: true});
            var F = function () {}, target = {}, circle = new Proxy(target, {}); Object.setPrototypeOf(target, circle);
            var methods = [
                Array.prototype.splice.bind(long, 0, 1), Array.prototype.unshift.bind(long, 1), Array.prototype.reverse.bind(long),
                Array.prototype.fill.bind(long, 1), Array.prototype.splice.bind(accessor, 0, 1), Array.prototype.shift.bind(accessor),
                Array.prototype.concat.bind([], accessor), Array.prototype.indexOf.bind(long, 1),
                Function.prototype[Symbol.hasInstance].bind(F, circle), Object.prototype.isPrototypeOf.bind(F, circle),
            ]; methods.length";
        let count: usize = run(&mut vm, setup).ok().and_then(|count| count.parse().ok()).expect("a count");
        for i in 0..count {
            let method = vm.run_script("test.js", &format!("methods[{i}]")).expect("a method");
            vm.cx.interrupt.set(interrupt::TIMEOUT);
            let thrown = vm.call(method, Value::UNDEFINED, &[]).expect_err("it was interrupted");
            let message = vm.to_display(thrown.0);
            vm.cx.interrupt.clear(interrupt::TIMEOUT);
            assert!(message.contains("timed out"), "{i}: {message}");
        }
    }
}
