//! String iterators (sec-string-iterator-objects): by code point.

use super::{code_point, this_string};
use crate::builtins::iterator::iter_result;
use crate::builtins::table::*;
use crate::heap::{Kind, Payload, Tracer};
use crate::object::function::Args;
use crate::object::layout::trace_value;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use std::cell::Cell;

pub struct StringIterator {
    /// The string, undefined once exhausted.
    pub string: Cell<Value>,
    pub next: Cell<usize>,
}

impl Payload for StringIterator {
    fn trace(&self, tracer: &mut Tracer) {
        trace_value(self.string.get(), tracer);
    }
}

/// String.prototype [ %Symbol.iterator% ] (sec-string.prototype-%symbol.iterator%).
pub fn string_iterator(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let string = this_string(vm, args, "[Symbol.iterator]")?;
    let proto = vm.intrinsic(Intrinsic::StringIteratorPrototype);
    let state = StringIterator { string: Cell::new(string.value()), next: Cell::new(0) };
    Ok(vm.new_payload_object(Kind::Host, proto, Box::new(state)).value())
}

/// The next value, None at the end.
pub fn string_iterator_step(vm: &mut Vm, state: &StringIterator) -> Option<Value> {
    let string = state.string.get().as_string()?;
    let at = state.next.get();
    if at >= string.len() {
        state.string.set(Value::UNDEFINED);
        return None;
    }
    let units = vm.units(string);
    let (_, len) = code_point(units, at);
    state.next.set(at + len);
    Some(if len == 1 { vm.single_char(units.get(at)).value() } else { vm.substring(string, at, at + len).value() })
}

/// %StringIteratorPrototype%.next (sec-%stringiteratorprototype%.next).
pub fn string_iterator_next(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let Some(state) = args.this.payload::<StringIterator>() else {
        let shown = vm.to_display(args.this);
        return Err(vm.type_error(format!("Method String Iterator.prototype.next called on incompatible receiver {shown}")));
    };
    let next = string_iterator_step(vm, state);
    Ok(iter_result(vm, next.unwrap_or(Value::UNDEFINED), next.is_none()))
}

pub static STRING_ITERATOR: ObjectSpec = ObjectSpec {
    methods: &[method("next", 0, string_iterator_next)],
    constants: &[tag("String Iterator")],
    ..ObjectSpec::new("", Intrinsic::StringIteratorPrototype, Intrinsic::IteratorPrototype)
};
