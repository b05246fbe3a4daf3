//! `Object`: an object of a script.

use super::context::Context;
use super::failure::JsResult;
use super::key::Once;
use super::{FromJs, Function, IntoArguments, IntoJs, IntoKey, Value};
use crate::builtins::object::{Listed, enumerable_own_properties};
use crate::heap::Gc;
use crate::object::Object as Cell;
use crate::runtime::property_descriptor::PropertyDescriptor;
use crate::value::Value as Raw;

/// An object; functions and arrays are some.
#[derive(Clone, Copy, Debug)]
pub struct Object<'js>(pub(super) Value<'js>);

impl<'js> Object<'js> {
    #[inline]
    pub(super) fn cell(self) -> Gc<Cell> {
        self.0.raw.to_cell().expect("an object")
    }

    /// Reads a property (Get, sec-get-o-p), undefined if there is none.
    ///
    /// # Errors
    /// What a getter or a conversion throws.
    pub fn get<T: FromJs<'js>>(self, cx: &mut Context<'js>, key: impl IntoKey<'js>) -> JsResult<'js, T> {
        let Once(key) = key.once(cx)?;
        let value = cx.script(|vm| vm.get(self.cell(), key))?;
        T::from_js(cx, value)
    }
    /// Writes a property, as strict code does (Set, sec-set-o-p-v-throw).
    ///
    /// # Errors
    /// What a setter or a conversion throws; a TypeError if the property cannot be written.
    pub fn set(self, cx: &mut Context<'js>, key: impl IntoKey<'js>, value: impl IntoJs<'js>) -> JsResult<'js, ()> {
        let Once(key) = key.once(cx)?;
        let value = value.into_js(cx)?;
        cx.script(|vm| vm.set(self.cell(), key, value.raw, true).map(|()| Raw::UNDEFINED)).map(|_| ())
    }
    /// Makes or replaces an own data property (CreateDataPropertyOrThrow, sec-createdatapropertyorthrow).
    ///
    /// # Errors
    /// A TypeError if the object does not allow it.
    pub fn define(self, cx: &mut Context<'js>, key: impl IntoKey<'js>, value: impl IntoJs<'js>) -> JsResult<'js, ()> {
        let Once(key) = key.once(cx)?;
        let value = value.into_js(cx)?;
        let define = |vm: &mut crate::vm::Vm| vm.create_data_property_or_throw(self.cell(), key, value.raw);
        cx.script(|vm| define(vm).map(|()| Raw::UNDEFINED)).map(|_| ())
    }
    /// Makes or replaces an accessor property, that is not enumerable, as those of classes.
    ///
    /// # Errors
    /// A TypeError if the object does not allow it.
    pub fn define_accessor(
        self,
        cx: &mut Context<'js>,
        key: impl IntoKey<'js>,
        getter: Option<Function<'js>>,
        setter: Option<Function<'js>>,
    ) -> JsResult<'js, ()> {
        let Once(key) = key.once(cx)?;
        let accessor = |f: Option<Function<'js>>| Some(f.map_or(Raw::UNDEFINED, |f| f.0.0.raw));
        let descriptor = PropertyDescriptor {
            get: accessor(getter),
            set: accessor(setter),
            enumerable: Some(false),
            configurable: Some(true),
            ..Default::default()
        };
        cx.script(|vm| vm.define_property_or_throw(self.cell(), key, &descriptor).map(|()| Raw::UNDEFINED)).map(|_| ())
    }
    /// Makes or replaces an own data property that is not enumerable, as methods of classes are.
    ///
    /// # Errors
    /// A TypeError if the object does not allow it.
    pub fn define_hidden(self, cx: &mut Context<'js>, key: impl IntoKey<'js>, value: impl IntoJs<'js>) -> JsResult<'js, ()> {
        let Once(key) = key.once(cx)?;
        let value = value.into_js(cx)?.raw;
        let descriptor = PropertyDescriptor {
            value: Some(value),
            writable: Some(true),
            enumerable: Some(false),
            configurable: Some(true),
            ..Default::default()
        };
        cx.script(|vm| vm.define_property_or_throw(self.cell(), key, &descriptor).map(|()| Raw::UNDEFINED)).map(|_| ())
    }
    /// Makes an own data property that nothing changes, as `prototype` of classes is.
    pub(super) fn define_constant(self, cx: &mut Context<'js>, key: impl IntoKey<'js>, value: impl IntoJs<'js>) -> JsResult<'js, ()> {
        let Once(key) = key.once(cx)?;
        let value = value.into_js(cx)?.raw;
        let descriptor = PropertyDescriptor {
            value: Some(value),
            writable: Some(false),
            enumerable: Some(false),
            configurable: Some(false),
            ..Default::default()
        };
        cx.script(|vm| vm.define_property_or_throw(self.cell(), key, &descriptor).map(|()| Raw::UNDEFINED)).map(|_| ())
    }
    /// HasProperty (sec-hasproperty): as `in`.
    ///
    /// # Errors
    /// What a proxy throws.
    pub fn has(self, cx: &mut Context<'js>, key: impl IntoKey<'js>) -> JsResult<'js, bool> {
        let Once(key) = key.once(cx)?;
        let has = cx.script(|vm| vm.has_property(self.cell(), key).map(Raw::bool))?;
        Ok(has.raw.as_bool())
    }
    /// Deletes a property (sec-deletepropertyorthrow).
    ///
    /// # Errors
    /// A TypeError if it cannot be deleted.
    pub fn delete(self, cx: &mut Context<'js>, key: impl IntoKey<'js>) -> JsResult<'js, ()> {
        let Once(key) = key.once(cx)?;
        cx.script(|vm| vm.delete_property_or_throw(self.cell(), key).map(|()| Raw::UNDEFINED)).map(|_| ())
    }
    /// The own enumerable string keys, in order, as `Object.keys` gives them.
    ///
    /// # Errors
    /// What a proxy throws.
    pub fn keys(self, cx: &mut Context<'js>) -> JsResult<'js, Vec<String>> {
        let names = cx.script(|vm| enumerable_own_properties(vm, self.0.raw, Listed::Keys))?;
        Vec::<String>::from_js(cx, names)
    }
    /// Calls a method.
    ///
    /// # Errors
    /// What it throws; a TypeError if it is no function.
    pub fn call_method<T: FromJs<'js>>(
        self,
        cx: &mut Context<'js>,
        key: impl IntoKey<'js>,
        arguments: impl IntoArguments<'js>,
    ) -> JsResult<'js, T> {
        let method: Function<'js> = self.get(cx, key)?;
        method.call_with(cx, self, arguments)
    }
    /// Its prototype; none for null.
    ///
    /// # Errors
    /// What a proxy throws.
    pub fn prototype(self, cx: &mut Context<'js>) -> JsResult<'js, Option<Object<'js>>> {
        let prototype = cx.script(|vm| vm.get_prototype_of(self.cell()))?;
        Ok(prototype.as_object())
    }
    /// InstanceofOperator (sec-instanceofoperator).
    ///
    /// # Errors
    /// What `Symbol.hasInstance` throws; a TypeError if the other is no class.
    pub fn is_instance_of(self, cx: &mut Context<'js>, class: Object<'js>) -> JsResult<'js, bool> {
        let is = cx.script(|vm| vm.instance_of(self.0.raw, class.0.raw).map(Raw::bool))?;
        Ok(is.raw.as_bool())
    }
}
