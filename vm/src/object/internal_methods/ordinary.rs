//! `[[DefineOwnProperty]]` of ordinary objects (sec-ordinarydefineownproperty).

use crate::heap::Gc;
use crate::object::key::PropertyKey;
use crate::object::layout::Object;
use crate::object::property::{OwnProperty, Place};
use crate::object::shape::Attributes;
use crate::runtime::completion::JsResult;
use crate::runtime::equality::same_value;
use crate::runtime::property_descriptor::PropertyDescriptor;
use crate::value::Value;
use crate::vm::Vm;

impl Vm {
    /// OrdinaryDefineOwnProperty (sec-ordinarydefineownproperty).
    pub(crate) fn ordinary_define_own_property(
        &mut self,
        object: Gc<Object>,
        key: PropertyKey,
        desc: &PropertyDescriptor,
    ) -> JsResult<bool> {
        self.reify_if_lazy(object);
        let current = self.own_property(object, key)?;
        let extensible = self.shapes.get(object.shape()).extensible;
        if !self.is_compatible_property_descriptor(extensible, desc, current.as_ref()) {
            return Ok(false);
        }
        self.apply_property_descriptor(object, key, desc, current)?;
        Ok(true)
    }

    /// IsCompatiblePropertyDescriptor (sec-iscompatiblepropertydescriptor): the checks
    /// of ValidateAndApplyPropertyDescriptor.
    pub(crate) fn is_compatible_property_descriptor(
        &mut self,
        extensible: bool,
        desc: &PropertyDescriptor,
        current: Option<&OwnProperty>,
    ) -> bool {
        // 2.
        let Some(current) = current else { return extensible };
        let attributes = current.attributes;
        // 5.
        if attributes.configurable() {
            return true;
        }
        if desc.configurable == Some(true) || desc.enumerable.is_some_and(|e| e != attributes.enumerable()) {
            return false;
        }
        if !desc.is_generic() && desc.is_accessor() != attributes.is_accessor() {
            return false;
        }
        if let Some(accessor) = current.accessor() {
            return desc.get.is_none_or(|get| get == accessor.get.get()) && desc.set.is_none_or(|set| set == accessor.set.get());
        }
        if !attributes.writable() {
            return desc.writable != Some(true) && desc.value.is_none_or(|value| same_value(self, value, current.value));
        }
        true
    }

    /// The second part of ValidateAndApplyPropertyDescriptor
    /// (sec-validateandapplypropertydescriptor), after the checks.
    pub(crate) fn apply_property_descriptor(
        &mut self,
        object: Gc<Object>,
        key: PropertyKey,
        desc: &PropertyDescriptor,
        current: Option<OwnProperty>,
    ) -> JsResult<()> {
        let (value, attributes) = self.merge_descriptor(desc, current.as_ref());
        let Some(current) = current else {
            return match key.as_index() {
                Some(index) => self.add_element(object, index, value, attributes),
                None => self.add_named(object, key, value, attributes),
            };
        };
        match current.place {
            Place::Slot(slot) => {
                if attributes != current.attributes {
                    self.reconfigure_named(object, key, attributes);
                }
                if value != current.value {
                    self.write_named(object, key, slot, value);
                }
                Ok(())
            }
            Place::Element => {
                let index = key.as_index().expect("elements have indices");
                if attributes == current.attributes {
                    self.write_element(object, index, value);
                    return Ok(());
                }
                self.reconfigure_element(object, index, value, attributes)
            }
            // Characters and lengths of strings, which the checks found unchanged.
            Place::Exotic => Ok(()),
        }
    }

    /// Value and attributes of a property after `desc` is applied to it.
    pub(crate) fn merge_descriptor(&mut self, desc: &PropertyDescriptor, current: Option<&OwnProperty>) -> (Value, Attributes) {
        let old = current.map_or(Attributes::NONE, |c| c.attributes);
        let mut attributes = Attributes::NONE;
        if desc.enumerable.unwrap_or(old.enumerable()) {
            attributes = attributes.with(Attributes::ENUMERABLE);
        }
        if desc.configurable.unwrap_or(old.configurable()) {
            attributes = attributes.with(Attributes::CONFIGURABLE);
        }
        let was_accessor = old.is_accessor();
        if desc.is_accessor() || (was_accessor && desc.is_generic()) {
            let (get, set) = match current.and_then(OwnProperty::accessor) {
                Some(accessor) => (accessor.get.get(), accessor.set.get()),
                None => (Value::UNDEFINED, Value::UNDEFINED),
            };
            let unchanged = was_accessor && desc.get.is_none_or(|g| g == get) && desc.set.is_none_or(|s| s == set);
            let value = match current {
                Some(current) if unchanged => current.value,
                _ => self.new_accessor(desc.get.unwrap_or(get), desc.set.unwrap_or(set)).value(),
            };
            return (value, attributes.with(Attributes::ACCESSOR));
        }
        if desc.writable.unwrap_or(!was_accessor && old.writable()) {
            attributes = attributes.with(Attributes::WRITABLE);
        }
        let old_value = current.filter(|_| !was_accessor).map_or(Value::UNDEFINED, |c| c.value);
        (desc.value.unwrap_or(old_value), attributes)
    }
}
