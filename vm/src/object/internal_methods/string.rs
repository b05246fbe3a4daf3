//! String exotic objects (sec-string-exotic-objects): characters and `length` are own
//! properties that cannot change.

use crate::heap::Gc;
use crate::object::layout::Object;
use crate::object::primitive::primitive_value;
use crate::object::property::{OwnProperty, Place};
use crate::object::shape::Attributes;
use crate::string::JsString;
use crate::value::Value;
use crate::vm::Vm;

impl Vm {
    /// `[[StringData]]`.
    pub(crate) fn string_data(&self, object: Gc<Object>) -> Option<Gc<JsString>> {
        primitive_value(object)?.as_string()
    }

    /// StringGetOwnProperty (sec-stringgetownproperty), or an ordinary element beyond the string.
    pub(super) fn string_own_element(&mut self, object: Gc<Object>, index: u32) -> Option<OwnProperty> {
        let string = self.string_data(object)?;
        if (index as usize) < string.len() {
            let unit = self.units(string).get(index as usize);
            let value = self.single_char(unit).value();
            return Some(OwnProperty { value, attributes: Attributes::ENUMERABLE, place: Place::Exotic });
        }
        self.own_element(object, index).map(super::element_property)
    }

    pub(super) fn string_own_length(&mut self, object: Gc<Object>) -> Option<OwnProperty> {
        let string = self.string_data(object)?;
        Some(OwnProperty { value: Value::from(string.len()), attributes: Attributes::NONE, place: Place::Exotic })
    }
}
