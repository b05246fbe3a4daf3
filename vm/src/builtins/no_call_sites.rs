//! In the place of `call_sites.rs` in a build without the feature `node`: stacks are text, and nobody has a say in it.

use crate::heap::Gc;
use crate::interp::backtrace::StackFrame;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use core::convert::Infallible;

impl Vm {
    /// V8's Error.prepareStackTrace: there is none.
    pub fn stack_preparer(&mut self) -> Option<Infallible> {
        None
    }

    /// What it makes of the stack of an object.
    ///
    /// # Errors
    /// None.
    pub fn prepare_stack(&mut self, prepare: Infallible, _: Gc<Object>, _: &[StackFrame]) -> JsResult<Value> {
        match prepare {}
    }
}
