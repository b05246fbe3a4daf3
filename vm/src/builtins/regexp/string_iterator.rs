//! RegExp String Iterator objects (sec-regexp-string-iterator-objects): what matchAll returns.

use super::exec::set_last_index;
use super::regexp_exec;
use crate::builtins::array::get_at;
use crate::builtins::iterator::iter_result;
use crate::builtins::table::*;
use crate::heap::{Gc, Kind, Payload, Tracer};
use crate::object::function::Args;
use crate::object::layout::{Object, trace_value};
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::string::JsString;
use crate::value::Value;
use crate::vm::Vm;
use std::cell::Cell;

struct RegExpStringIterator {
    matcher: Value,
    string: Value,
    global: bool,
    unicode: bool,
    done: Cell<bool>,
}

impl Payload for RegExpStringIterator {
    fn trace(&self, tracer: &mut Tracer) {
        trace_value(self.matcher, tracer);
        trace_value(self.string, tracer);
    }
}

/// CreateRegExpStringIterator (sec-createregexpstringiterator).
pub fn create(vm: &mut Vm, matcher: Gc<Object>, string: Gc<JsString>, global: bool, unicode: bool) -> Value {
    let proto = vm.intrinsic(Intrinsic::RegExpStringIteratorPrototype);
    let state = RegExpStringIterator { matcher: matcher.value(), string: string.value(), global, unicode, done: Cell::new(false) };
    vm.new_payload_object(Kind::Host, proto, Box::new(state)).value()
}

/// %RegExpStringIteratorPrototype%.next (sec-%regexpstringiteratorprototype%.next).
fn next(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let Some(state) = args.this.payload::<RegExpStringIterator>() else {
        let shown = vm.to_display(args.this);
        return Err(vm.type_error(format!("Method RegExp String Iterator.prototype.next called on incompatible receiver {shown}")));
    };
    if state.done.get() {
        return Ok(iter_result(vm, Value::UNDEFINED, true));
    }
    let matcher = state.matcher.to_cell::<Object>().expect("an object");
    let string = state.string.as_string().expect("a string");
    // Whatever throws ends the iteration.
    state.done.set(true);
    let found = regexp_exec(vm, matcher, string)?;
    let Some(object) = found.to_cell::<Object>() else {
        return Ok(iter_result(vm, Value::UNDEFINED, true));
    };
    if state.global {
        let text = get_at(vm, object, 0)?;
        if vm.to_string(text)?.is_empty() {
            let index = vm.get(matcher, vm.names.lastIndex)?;
            let index = vm.to_length(index)? as usize;
            let next = super::exec::advance(vm, string, index, state.unicode);
            set_last_index(vm, matcher, next as f64)?;
        }
        state.done.set(false);
    }
    Ok(iter_result(vm, found, false))
}

pub static REGEXP_STRING_ITERATOR: ObjectSpec = ObjectSpec {
    methods: &[method("next", 0, next)],
    constants: &[tag("RegExp String Iterator")],
    ..ObjectSpec::new("", Intrinsic::RegExpStringIteratorPrototype, Intrinsic::IteratorPrototype)
};
