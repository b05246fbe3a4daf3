//! Calls from Rust into script: [[Call]] and [[Construct]] of any callable.
//!
//! The arguments are copied to the value stack first, where the collector finds
//! them; a slice that lies in the Rust heap need not be rooted beyond that.

use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

impl Vm {
    /// Call (sec-call). Throws a TypeError if `callee` is not callable.
    pub fn call(&mut self, callee: Value, this: Value, args: &[Value]) -> JsResult<Value> {
        let _ = (callee, this, args);
        unimplemented!("the dispatch loop")
    }

    /// Construct (sec-construct). `callee` and `new_target` must be constructors.
    pub fn construct(&mut self, callee: Value, args: &[Value], new_target: Value) -> JsResult<Value> {
        let _ = (callee, args, new_target);
        unimplemented!("the dispatch loop")
    }

    /// As `call` with an undefined receiver; runs `then` when callee and arguments are on the value
    /// stack, so that it may drop what kept them alive before.
    pub(crate) fn call_then(&mut self, callee: Value, args: &[Value], then: impl FnOnce(&mut Vm)) -> JsResult<Value> {
        then(self);
        self.call(callee, Value::UNDEFINED, args)
    }

    /// Calls `f` with each value of an iterable; closes the iterator if `f` throws.
    pub fn for_each_of(&mut self, iterable: Value, f: impl FnMut(&mut Vm, Value) -> JsResult<()>) -> JsResult<()> {
        let _ = (iterable, f);
        unimplemented!("iteration")
    }

    /// CreateDynamicFunction (sec-createdynamicfunction).
    pub fn create_dynamic_function(&mut self, prefix: &str, args: &[Value]) -> JsResult<Value> {
        let _ = (prefix, args);
        unimplemented!("eval")
    }
}
