//! Property descriptors (sec-property-descriptor-specification-type).

use crate::heap::Gc;
use crate::object::layout::Object;
use crate::object::property::OwnProperty;
use crate::object::shape::Attributes;
use crate::runtime::completion::JsResult;
use crate::runtime::operations::to_boolean;
use crate::value::Value;
use crate::vm::Vm;

#[derive(Clone, Copy, Default, Debug)]
pub struct PropertyDescriptor {
    pub value: Option<Value>,
    pub writable: Option<bool>,
    /// Function or undefined.
    pub get: Option<Value>,
    /// Function or undefined.
    pub set: Option<Value>,
    pub enumerable: Option<bool>,
    pub configurable: Option<bool>,
}

impl PropertyDescriptor {
    /// `{ [[Value]]: value }`
    pub fn of_value(value: Value) -> PropertyDescriptor {
        PropertyDescriptor { value: Some(value), ..Default::default() }
    }
    /// A complete data descriptor.
    pub fn data(value: Value, attributes: Attributes) -> PropertyDescriptor {
        PropertyDescriptor {
            value: Some(value),
            writable: Some(attributes.writable()),
            enumerable: Some(attributes.enumerable()),
            configurable: Some(attributes.configurable()),
            ..Default::default()
        }
    }
    /// A complete accessor descriptor.
    pub fn accessor(get: Value, set: Value, attributes: Attributes) -> PropertyDescriptor {
        PropertyDescriptor {
            get: Some(get),
            set: Some(set),
            enumerable: Some(attributes.enumerable()),
            configurable: Some(attributes.configurable()),
            ..Default::default()
        }
    }
    pub fn from_own(property: &OwnProperty) -> PropertyDescriptor {
        match property.accessor() {
            Some(accessor) => PropertyDescriptor::accessor(accessor.get.get(), accessor.set.get(), property.attributes),
            None => PropertyDescriptor::data(property.value, property.attributes),
        }
    }
    /// IsAccessorDescriptor (sec-isaccessordescriptor).
    pub fn is_accessor(&self) -> bool {
        self.get.is_some() || self.set.is_some()
    }
    /// IsDataDescriptor (sec-isdatadescriptor).
    pub fn is_data(&self) -> bool {
        self.value.is_some() || self.writable.is_some()
    }
    /// IsGenericDescriptor (sec-isgenericdescriptor).
    pub fn is_generic(&self) -> bool {
        !self.is_accessor() && !self.is_data()
    }
    /// CompletePropertyDescriptor (sec-completepropertydescriptor).
    pub fn complete(mut self) -> PropertyDescriptor {
        if self.is_accessor() {
            self.get.get_or_insert(Value::UNDEFINED);
            self.set.get_or_insert(Value::UNDEFINED);
        } else {
            self.value.get_or_insert(Value::UNDEFINED);
            self.writable.get_or_insert(false);
        }
        self.enumerable.get_or_insert(false);
        self.configurable.get_or_insert(false);
        self
    }
}

impl Vm {
    /// FromPropertyDescriptor (sec-frompropertydescriptor).
    pub fn from_property_descriptor(&mut self, desc: &PropertyDescriptor) -> Gc<Object> {
        let object = self.new_object();
        let names = self.names;
        for (key, value) in [
            (names.value, desc.value),
            (names.writable, desc.writable.map(Value::bool)),
            (names.get, desc.get),
            (names.set, desc.set),
            (names.enumerable, desc.enumerable.map(Value::bool)),
            (names.configurable, desc.configurable.map(Value::bool)),
        ] {
            if let Some(value) = value {
                self.define_new(object, key, value, Attributes::DEFAULT);
            }
        }
        object
    }

    /// ToPropertyDescriptor (sec-topropertydescriptor).
    pub fn to_property_descriptor(&mut self, value: Value) -> JsResult<PropertyDescriptor> {
        let Some(object) = value.to_cell::<Object>() else {
            let shown = self.to_display(value);
            return Err(self.type_error(format!("Property description must be an object: {shown}")));
        };
        let names = self.names;
        let field = |vm: &mut Vm, key| -> JsResult<Option<Value>> {
            if vm.has_property(object, key)? { vm.get(object, key).map(Some) } else { Ok(None) }
        };
        let mut desc = PropertyDescriptor { enumerable: field(self, names.enumerable)?.map(to_boolean), ..PropertyDescriptor::default() };
        desc.configurable = field(self, names.configurable)?.map(to_boolean);
        desc.value = field(self, names.value)?;
        desc.writable = field(self, names.writable)?.map(to_boolean);
        desc.get = field(self, names.get)?;
        if let Some(get) = desc.get
            && !get.is_undefined()
            && !self.is_callable(get)
        {
            let shown = self.to_display(get);
            return Err(self.type_error(format!("Getter must be a function: {shown}")));
        }
        desc.set = field(self, names.set)?;
        if let Some(set) = desc.set
            && !set.is_undefined()
            && !self.is_callable(set)
        {
            let shown = self.to_display(set);
            return Err(self.type_error(format!("Setter must be a function: {shown}")));
        }
        if desc.is_accessor() && desc.is_data() {
            return Err(self.type_error("Invalid property descriptor. Cannot both specify accessors and a value or writable attribute"));
        }
        Ok(desc)
    }
}
