//! Wrapper objects: the primitive in a Boolean, Number, String, Symbol or BigInt object.

use super::layout::{Object, trace_value};
use crate::heap::{Gc, Kind, Payload};
use crate::value::Value;
use hearth_gc::Tracer;

/// `[[BooleanData]]`, `[[NumberData]]`, `[[StringData]]`, `[[SymbolData]]` or `[[BigIntData]]`.
pub struct PrimitiveData(pub Value);

impl Payload for PrimitiveData {
    fn trace(&self, tracer: &mut Tracer) {
        trace_value(self.0, tracer);
    }
}

/// The primitive in a wrapper object.
#[inline]
pub fn primitive_value(object: Gc<Object>) -> Option<Value> {
    if !matches!(object.kind(), Kind::Primitive | Kind::StringObject) {
        return None;
    }
    object.payload::<PrimitiveData>().map(|data| data.0)
}
