//! Handles: values that live outside of the heap.

use crate::heap::roots::RootedVec;
use crate::value::Value;
use crate::vm::Vm;

/// A value that is kept alive until the handle is dropped.
pub struct Handle(RootedVec);

impl Handle {
    pub fn new(vm: &Vm, value: Value) -> Handle {
        Handle(RootedVec::from_slice(vm, &[value]))
    }
    pub fn value(&self) -> Value {
        self.0[0]
    }
    pub fn as_number(&self) -> Option<f64> {
        self.value().is_number().then(|| self.value().as_number())
    }
    pub fn as_bool(&self) -> Option<bool> {
        self.value().is_bool().then(|| self.value().as_bool())
    }
    /// The text of a string; lone surrogates become U+FFFD.
    pub fn as_text(&self) -> Option<String> {
        self.value().as_string().map(|s| s.to_rust())
    }
    pub fn is_undefined(&self) -> bool {
        self.value().is_undefined()
    }
}
