//! Checks that built-ins of all files begin with.

use crate::heap::Gc;
use crate::heap::Kind;
use crate::object::function::{Args, Native, NativeFn};
use crate::object::layout::Object;
use crate::object::primitive::PrimitiveData;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

/// A TypeError unless `value` is callable.
#[inline]
pub fn require_callable(vm: &mut Vm, value: Value) -> JsResult<()> {
    if vm.is_callable(value) {
        return Ok(());
    }
    let shown = vm.to_display(value);
    Err(vm.type_error(format!("{shown} is not a function")))
}

/// Whether `value` is the built-in function made of `function`.
#[inline]
pub fn is_native(value: Value, function: NativeFn) -> bool {
    value.to_cell::<Native>().is_some_and(|native| native.function as usize == function as usize)
}

/// `get [Symbol.species]` and the `[Symbol.iterator]` of iterators: the receiver. There is one of it, as
/// `is_native` compares addresses.
#[inline(never)]
pub fn return_this(_: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(args.this)
}

impl Vm {
    /// A RangeError if native recursion has come too deep.
    #[inline]
    pub fn check_native_stack(&mut self) -> JsResult<()> {
        if self.has_native_stack() { Ok(()) } else { Err(self.stack_overflow_error()) }
    }

    /// A wrapper object around a primitive.
    pub fn new_primitive_object(&mut self, kind: Kind, proto: Gc<Object>, value: Value) -> Gc<Object> {
        self.new_payload_object(kind, proto, Box::new(PrimitiveData(value)))
    }
}
