//! Bound function exotic objects (sec-bound-function-exotic-objects).

use super::layout::{Object, trace_value};
use crate::heap::{Gc, Kind, Payload};
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use hearth_gc::Tracer;

pub struct BoundData {
    /// `[[BoundTargetFunction]]`, callable.
    pub target: Gc<Object>,
    /// `[[BoundThis]]`
    pub this: Value,
    /// `[[BoundArguments]]`
    // unrooted: the payload traces it
    pub args: Box<[Value]>,
}

impl Payload for BoundData {
    fn trace(&self, tracer: &mut Tracer) {
        tracer.mark(self.target.header());
        trace_value(self.this, tracer);
        for value in &self.args {
            trace_value(*value, tracer);
        }
    }
    fn external_size(&self) -> usize {
        self.args.len() * size_of::<Value>()
    }
}

impl Vm {
    /// BoundFunctionCreate (sec-boundfunctioncreate).
    pub fn bound_function_create(&mut self, target: Gc<Object>, this: Value, args: &[Value]) -> JsResult<Gc<Object>> {
        let prototype = self.get_prototype_of(target)?;
        let data = Box::new(BoundData { target, this, args: args.into() });
        if let Some(prototype) = prototype.to_cell() {
            return Ok(self.new_payload_object(Kind::Bound, prototype, data));
        }
        let function_prototype = self.intrinsic(crate::runtime::realm::Intrinsic::FunctionPrototype);
        let bound = self.new_payload_object(Kind::Bound, function_prototype, data);
        self.replace_prototype(bound, Value::NULL);
        Ok(bound)
    }
}
