//! The internal methods of objects (`[[Get]]`, `[[Set]]`, …), ordinary and exotic
//! (sec-ordinary-object-internal-methods-and-internal-slots,
//! sec-built-in-exotic-object-internal-methods-and-slots).
//!
//! The functions here are the entry points; they dispatch on the object's kind.
//! `ordinary` has the validation of descriptors; each exotic kind has a file.
//!
//! Only proxies and accessors run script.

mod arguments;
mod array;
mod keys;
mod namespace;
mod ordinary;
mod proxy;
mod string;
pub mod typed_array;

pub use arguments::MappedArguments;
pub use proxy::ProxyData;

use super::array::Array;
use super::key::PropertyKey;
use super::layout::Object;
use super::property::{OwnProperty, Place};
use super::shape::{Attributes, Change};
use super::typed_array::TypedArray;
use crate::heap::{Gc, Kind};
use crate::runtime::completion::JsResult;
use crate::runtime::property_descriptor::PropertyDescriptor;
use crate::value::Value;
use crate::vm::Vm;
use typed_array::TypedKey;

/// Proxies in a prototype chain that are followed.
const MAX_PROXIES: u32 = 100_000;

impl Vm {
    /// The own property of any object but a proxy. Runs no script; may allocate.
    #[inline]
    pub fn own_property_no_proxy(&mut self, object: Gc<Object>, key: PropertyKey) -> Option<OwnProperty> {
        debug_assert!(object.kind() != Kind::Proxy);
        if let Some(index) = key.as_index() {
            match object.kind() {
                Kind::TypedArray => self.typed_own_property(object, TypedKey::Index(index as usize)),
                Kind::StringObject => self.string_own_element(object, index),
                Kind::Namespace => self.namespace_peek(object, key),
                Kind::Arguments => self.arguments_own_element(object, index),
                _ => self.own_element(object, index).map(element_property),
            }
        } else {
            match object.kind() {
                Kind::Object => self.own_named(object, key),
                Kind::Function | Kind::Native => {
                    if self.is_lazy_key(key) {
                        self.reify_if_lazy(object);
                    }
                    self.own_named(object, key)
                }
                Kind::Array if key == self.names.length => {
                    let array: Gc<Array> = object.cast().expect("the kind was checked");
                    let writable = array.length_writable.get() != 0;
                    Some(OwnProperty {
                        value: Value::from(array.length.get()),
                        attributes: if writable { Attributes::WRITABLE } else { Attributes::NONE },
                        place: Place::Exotic,
                    })
                }
                Kind::Namespace => self.namespace_peek(object, key),
                Kind::StringObject if key == self.names.length => self.string_own_length(object),
                Kind::TypedArray => match self.typed_key(key) {
                    TypedKey::NotNumeric => self.own_named(object, key),
                    typed => self.typed_own_property(object, typed),
                },
                _ => self.own_named(object, key),
            }
        }
    }

    /// `[[GetOwnProperty]]`, without making a descriptor.
    #[inline]
    pub fn own_property(&mut self, object: Gc<Object>, key: PropertyKey) -> JsResult<Option<OwnProperty>> {
        if object.kind() == Kind::Proxy {
            return self.proxy_own_property(object, key);
        }
        if object.kind() == Kind::Namespace {
            return self.namespace_own_property(object, key);
        }
        let property = self.own_property_no_proxy(object, key);
        if object.kind() == Kind::Global
            && let Some(found) = &property
            && found.attributes.is_accessor()
            && self.resolve_lazy_global(object, key, found)
        {
            return Ok(self.own_property_no_proxy(object, key));
        }
        Ok(property)
    }

    /// `[[GetOwnProperty]]`.
    pub fn get_own_property(&mut self, object: Gc<Object>, key: PropertyKey) -> JsResult<Option<PropertyDescriptor>> {
        Ok(self.own_property(object, key)?.map(|p| PropertyDescriptor::from_own(&p)))
    }

    /// `[[DefineOwnProperty]]`.
    pub fn define_own_property(&mut self, object: Gc<Object>, key: PropertyKey, desc: &PropertyDescriptor) -> JsResult<bool> {
        match object.kind() {
            Kind::Array => self.array_define_own_property(object, key, desc),
            Kind::Proxy => self.proxy_define_own_property(object, key, desc),
            Kind::Arguments => self.arguments_define_own_property(object, key, desc),
            Kind::Namespace => self.namespace_define_own_property(object, key, desc),
            Kind::TypedArray => match self.typed_key(key) {
                TypedKey::NotNumeric => self.ordinary_define_own_property(object, key, desc),
                typed => self.typed_define_own_property(object, typed, desc),
            },
            _ => self.ordinary_define_own_property(object, key, desc),
        }
    }

    /// `[[HasProperty]]`.
    pub fn has_property(&mut self, object: Gc<Object>, key: PropertyKey) -> JsResult<bool> {
        let mut holder = object;
        loop {
            match holder.kind() {
                Kind::Proxy => return self.proxy_has(holder, key),
                Kind::Namespace => return self.namespace_has(holder, key),
                Kind::TypedArray => match self.typed_key(key) {
                    TypedKey::NotNumeric => {}
                    typed => return Ok(self.typed_own_property(holder, typed).is_some()),
                },
                _ => {}
            }
            if self.own_property_no_proxy(holder, key).is_some() {
                return Ok(true);
            }
            match self.prototype_of(holder).to_cell() {
                Some(prototype) => holder = prototype,
                None => return Ok(false),
            }
        }
    }

    /// Get (sec-get-o-p).
    #[inline]
    pub fn get(&mut self, object: Gc<Object>, key: PropertyKey) -> JsResult<Value> {
        self.get_with_receiver(object, key, object.value())
    }

    /// `[[Get]]` with a receiver of its own.
    pub fn get_with_receiver(&mut self, object: Gc<Object>, key: PropertyKey, receiver: Value) -> JsResult<Value> {
        let mut holder = object;
        loop {
            match holder.kind() {
                Kind::Proxy => return self.proxy_get(holder, key, receiver),
                Kind::Namespace => return Ok(self.namespace_own_property(holder, key)?.map_or(Value::UNDEFINED, |p| p.value)),
                Kind::TypedArray => match self.typed_key(key) {
                    TypedKey::NotNumeric => {}
                    typed => return Ok(self.typed_own_property(holder, typed).map_or(Value::UNDEFINED, |p| p.value)),
                },
                _ => {}
            }
            if let Some(property) = self.own_property_no_proxy(holder, key) {
                return self.property_value(&property, receiver);
            }
            match self.prototype_of(holder).to_cell() {
                Some(prototype) => holder = prototype,
                None => return Ok(Value::UNDEFINED),
            }
        }
    }

    /// The value of a property that was found, its getter called.
    #[inline]
    pub fn property_value(&mut self, property: &OwnProperty, receiver: Value) -> JsResult<Value> {
        match property.accessor() {
            None => Ok(property.value),
            Some(accessor) => match accessor.get.get() {
                Value::UNDEFINED => Ok(Value::UNDEFINED),
                getter => self.call(getter, receiver, &[]),
            },
        }
    }

    /// Set (sec-set-o-p-v-throw).
    #[inline]
    pub fn set(&mut self, object: Gc<Object>, key: PropertyKey, value: Value, throw: bool) -> JsResult<()> {
        let done = self.set_with_receiver(object, key, value, object.value())?;
        if done || !throw { Ok(()) } else { Err(self.cannot_assign_error(object.value(), key)) }
    }

    /// `[[Set]]` (sec-ordinaryset), with fast paths for plain data properties.
    pub fn set_with_receiver(&mut self, object: Gc<Object>, key: PropertyKey, value: Value, receiver: Value) -> JsResult<bool> {
        let mut holder = object;
        loop {
            match holder.kind() {
                Kind::Proxy => return self.proxy_set(holder, key, value, receiver),
                Kind::Namespace => return Ok(false),
                Kind::TypedArray => match self.typed_key(key) {
                    TypedKey::NotNumeric => {}
                    _ if holder.cast::<TypedArray>().is_some_and(|view| view.is_immutable()) => return Ok(false),
                    typed if holder.value() == receiver => {
                        self.typed_set(holder, typed, value)?;
                        return Ok(true);
                    }
                    typed => {
                        if self.typed_own_property(holder, typed).is_none() {
                            return Ok(true);
                        }
                    }
                },
                _ => {}
            }
            if let Some(property) = self.own_property_no_proxy(holder, key) {
                if let Some(accessor) = property.accessor() {
                    return match accessor.set.get() {
                        Value::UNDEFINED => Ok(false),
                        setter => self.call(setter, receiver, &[value]).map(|_| true),
                    };
                }
                if !property.attributes.writable() {
                    return Ok(false);
                }
                if holder.value() == receiver {
                    match property.place {
                        Place::Slot(slot) => self.write_named(holder, key, slot, value),
                        Place::Element => self.write_element(holder, key.as_index().expect("elements have indices"), value),
                        Place::Exotic => return self.define_own_property(holder, key, &PropertyDescriptor::of_value(value)),
                    }
                    return Ok(true);
                }
                return self.set_on_receiver(key, value, receiver, false);
            }
            match self.prototype_of(holder).to_cell() {
                Some(prototype) => holder = prototype,
                None => return self.set_on_receiver(key, value, receiver, object.value() == receiver),
            }
        }
    }

    /// OrdinarySetWithOwnDescriptor's last part (sec-ordinarysetwithowndescriptor): no
    /// setter and no read-only property stands in the way. `absent`: the receiver is
    /// known not to have the property.
    fn set_on_receiver(&mut self, key: PropertyKey, value: Value, receiver: Value, absent: bool) -> JsResult<bool> {
        let Some(receiver) = receiver.to_cell::<Object>() else { return Ok(false) };
        let plain = !matches!(receiver.kind(), Kind::Proxy | Kind::TypedArray | Kind::Namespace);
        if absent && plain {
            return self.add_own_property(receiver, key, value, Attributes::DEFAULT);
        }
        match self.own_property(receiver, key)? {
            Some(existing) if existing.attributes.is_accessor() || !existing.attributes.writable() => Ok(false),
            Some(_) => self.define_own_property(receiver, key, &PropertyDescriptor::of_value(value)),
            None if plain => self.add_own_property(receiver, key, value, Attributes::DEFAULT),
            None => self.create_data_property(receiver, key, value),
        }
    }

    /// Adds a property that is not there to an object that is no proxy or typed array.
    /// False if the object is not extensible (or an array's length is read-only).
    #[inline]
    pub(crate) fn add_own_property(
        &mut self,
        object: Gc<Object>,
        key: PropertyKey,
        value: Value,
        attributes: Attributes,
    ) -> JsResult<bool> {
        self.reify_if_lazy(object);
        if !self.shapes.get(object.shape()).extensible {
            return Ok(false);
        }
        let Some(index) = key.as_index() else {
            self.add_named(object, key, value, attributes)?;
            return Ok(true);
        };
        if object.kind() == Kind::Array {
            let array: Gc<Array> = object.cast().expect("the kind was checked");
            if index >= array.length.get() {
                if array.length_writable.get() == 0 {
                    return Ok(false);
                }
                self.add_element(object, index, value, attributes)?;
                array.length.set(index + 1);
                return Ok(true);
            }
        }
        self.add_element(object, index, value, attributes)?;
        Ok(true)
    }

    /// `[[Delete]]`.
    pub fn delete(&mut self, object: Gc<Object>, key: PropertyKey) -> JsResult<bool> {
        match object.kind() {
            Kind::Proxy => return self.proxy_delete(object, key),
            Kind::Namespace => return self.namespace_delete(object, key),
            Kind::TypedArray => match self.typed_key(key) {
                TypedKey::NotNumeric => {}
                typed => return Ok(self.typed_own_property(object, typed).is_none()),
            },
            _ => {}
        }
        self.reify_if_lazy(object);
        // OrdinaryDelete (sec-ordinarydelete).
        let Some(property) = self.own_property_no_proxy(object, key) else { return Ok(true) };
        if !property.attributes.configurable() {
            return Ok(false);
        }
        match property.place {
            Place::Slot(slot) => self.remove_named(object, key, slot),
            Place::Element => self.remove_element(object, key.as_index().expect("elements have indices")),
            Place::Exotic => self.arguments_unmap(object, key),
        }
        Ok(true)
    }

    /// `[[GetPrototypeOf]]`.
    pub fn get_prototype_of(&mut self, object: Gc<Object>) -> JsResult<Value> {
        if object.kind() == Kind::Proxy {
            return self.proxy_get_prototype_of(object);
        }
        Ok(self.prototype_of(object))
    }

    /// As `get_prototype_of`, for those who go along a whole chain. `proxies` counts those that
    /// were passed, from 0: a chain with proxies may be a circle.
    ///
    /// # Errors
    /// RangeError if there are too many, and what `poll_interrupt` throws.
    pub fn next_prototype(&mut self, object: Gc<Object>, proxies: &mut u32) -> JsResult<Option<Gc<Object>>> {
        if object.kind() == Kind::Proxy {
            *proxies += 1;
            if *proxies > MAX_PROXIES {
                return Err(self.stack_overflow_error());
            }
            if self.cx.interrupt.is_pending() {
                self.poll_interrupt()?;
            }
        }
        Ok(self.get_prototype_of(object)?.to_cell())
    }

    /// `[[SetPrototypeOf]]` (sec-ordinarysetprototypeof). `prototype` is an object or null.
    pub fn set_prototype_of(&mut self, object: Gc<Object>, prototype: Value) -> JsResult<bool> {
        if object.kind() == Kind::Proxy {
            return self.proxy_set_prototype_of(object, prototype);
        }
        // 1.-3.
        if self.prototype_of(object) == prototype {
            return Ok(true);
        }
        // 4. %Object.prototype% is an immutable prototype exotic object.
        let immutable = self.realms.iter().any(|realm| realm.object_prototype() == object);
        if immutable || !self.shapes.get(object.shape()).extensible {
            return Ok(false);
        }
        // 5.-7. No cycles, as far as can be seen without running script. What has never
        // been a prototype is in no chain but its own: a long chain of classes is not
        // walked for each.
        let mut at = if object.has_flag(super::layout::flags::PROTOTYPE) || prototype == object.value() { prototype } else { Value::NULL };
        while let Some(p) = at.to_cell::<Object>() {
            if p == object {
                return Ok(false);
            }
            if p.kind() == Kind::Proxy {
                break;
            }
            at = self.prototype_of(p);
        }
        self.replace_prototype(object, prototype);
        Ok(true)
    }

    /// `[[IsExtensible]]`.
    pub fn is_extensible(&mut self, object: Gc<Object>) -> JsResult<bool> {
        if object.kind() == Kind::Proxy {
            return self.proxy_is_extensible(object);
        }
        Ok(self.shapes.get(object.shape()).extensible)
    }

    /// `[[PreventExtensions]]`.
    pub fn prevent_extensions(&mut self, object: Gc<Object>) -> JsResult<bool> {
        match object.kind() {
            Kind::Proxy => return self.proxy_prevent_extensions(object),
            // sec-typedarray-preventextensions
            Kind::TypedArray if !self.typed_is_fixed_length(object) => return Ok(false),
            _ => {}
        }
        self.reify_if_lazy(object);
        if self.shapes.get(object.shape()).extensible {
            self.seal_elements(object)?;
            let next = self.shapes.changed(object.shape(), Change::PreventExtensions);
            object.set_shape(next);
        }
        Ok(true)
    }
}

/// An element as a property.
fn element_property((value, attributes): (Value, Attributes)) -> OwnProperty {
    OwnProperty { value, attributes, place: Place::Element }
}
