//! Steps of the iterators of Map, Set, arrays and strings, without the call of `next` and without
//! its result object: nothing could see either of them.

use crate::builtins::array::iterator::{ArrayIterator, array_iterator_next, array_iterator_step};
use crate::builtins::collections::map::{MapIterator, map_iterator_next, map_iterator_step};
use crate::builtins::collections::set::{SetIterator, set_iterator_next, set_iterator_step};
use crate::builtins::string::iterator::{StringIterator, string_iterator_next, string_iterator_step};
use crate::object::{Native, NativeFn};
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

/// Which built-in `next` a method is, if it is one of this realm: it makes what is of its realm.
enum Next {
    Map,
    Set,
    Array,
    String,
}

#[inline(always)]
fn builtin_next(vm: &Vm, next: Value) -> Option<Next> {
    let native = next.to_cell::<Native>().filter(|native| native.realm == vm.current_realm)?;
    let is = |function: NativeFn| core::ptr::fn_addr_eq(native.function, function);
    if is(map_iterator_next) {
        Some(Next::Map)
    } else if is(set_iterator_next) {
        Some(Next::Set)
    } else if is(array_iterator_next) {
        Some(Next::Array)
    } else {
        is(string_iterator_next).then_some(Next::String)
    }
}

/// The next value of a built-in iterator, none at its end; nothing if it is another, or `next`
/// another method than its own.
#[inline]
pub fn step(vm: &mut Vm, iterator: Value, next: Value) -> Option<JsResult<Option<Value>>> {
    Some(match builtin_next(vm, next)? {
        Next::Map => Ok(map_iterator_step(vm, iterator.payload::<MapIterator>()?)),
        Next::Set => Ok(set_iterator_step(vm, iterator.payload::<SetIterator>()?)),
        Next::Array => array_iterator_step(vm, iterator.payload::<ArrayIterator>()?),
        Next::String => Ok(string_iterator_step(vm, iterator.payload::<StringIterator>()?)),
    })
}

/// As `step`, where that runs no script and does not throw; it may collect.
#[inline(always)]
pub fn step_at_hand(vm: &mut Vm, iterator: Value, next: Value) -> Option<Option<Value>> {
    match builtin_next(vm, next)? {
        Next::Map => Some(map_iterator_step(vm, iterator.payload::<MapIterator>()?)),
        Next::Set => Some(set_iterator_step(vm, iterator.payload::<SetIterator>()?)),
        Next::String => {
            let state = iterator.payload::<StringIterator>()?;
            let is_rope = state.string.get().as_string().is_some_and(|string| string.is_rope());
            (!is_rope).then(|| string_iterator_step(vm, state))
        }
        Next::Array => None,
    }
}
