//! `Instance`: an object of which it is known that it has a value of Rust.

use super::data::unfit;
use super::{Class, data::Unfit};
use crate::api::context::Context;
use crate::api::convert::expected;
use crate::api::failure::JsResult;
use crate::api::{FromJs, IntoJs, Object, Value};
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

/// An object of a class of Rust, or of one that extends it. It borrows nothing: that is done, for as long as it is
/// needed, by [`with`](Self::with) and [`with_mut`](Self::with_mut).
pub struct Instance<'js, T>(Object<'js>, PhantomData<fn() -> T>);

impl<T> Clone for Instance<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Instance<'_, T> {}

impl<'js, T> Deref for Instance<'js, T> {
    type Target = Object<'js>;
    fn deref(&self) -> &Object<'js> {
        &self.0
    }
}
impl<T: Class> fmt::Debug for Instance<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[object {}]", T::NAME)
    }
}

impl<'js, T: Class> Instance<'js, T> {
    /// The object is of the class.
    pub(super) fn known(object: Object<'js>) -> Self {
        Instance(object, PhantomData)
    }
    /// As an object of any class.
    pub fn object(self) -> Object<'js> {
        self.0
    }
    /// Reads the value of Rust.
    ///
    /// # Errors
    /// A TypeError if it was taken out, or is being written to.
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> JsResult<'js, R> {
        self.0.read(read).map_err(unfit::<T>)
    }
    /// Writes to the value of Rust.
    ///
    /// # Errors
    /// A TypeError if it was taken out, or is in use.
    pub fn with_mut<R>(self, write: impl FnOnce(&mut T) -> R) -> JsResult<'js, R> {
        self.0.write(write).map_err(unfit::<T>)
    }
    /// Takes the value of Rust out of the object, whose methods throw from then on.
    ///
    /// # Errors
    /// A TypeError if it was taken out before, is in use, or is a part of a value of a class that extends this one.
    pub fn take(self) -> JsResult<'js, T> {
        self.0.take_out().map_err(unfit::<T>)
    }
}

impl<'js> Object<'js> {
    /// The object as one of a class of Rust, if it is.
    pub fn as_instance<T: Class>(self) -> Option<Instance<'js, T>> {
        self.is_instance::<T>().then_some(Instance::known(self))
    }
}

/// The receiver of a member.
pub(super) fn receiver<'js, T: Class>(this: Value<'js>, member: super::MemberName) -> JsResult<'js, Instance<'js, T>> {
    let instance = this.as_object().and_then(Object::as_instance);
    instance.ok_or_else(|| super::data::unfit_receiver::<T>(Unfit::Other, member))
}

impl<'js, T: Class> FromJs<'js> for Instance<'js, T> {
    fn from_js(_: &mut Context<'js>, value: Value<'js>) -> JsResult<'js, Self> {
        let instance = value.as_object().and_then(Object::as_instance);
        instance.ok_or_else(|| expected(&format!("a value of the class {}", T::NAME), value))
    }
}
impl<'js, T> IntoJs<'js> for Instance<'js, T> {
    fn into_js(self, _: &mut Context<'js>) -> JsResult<'js> {
        Ok(self.into())
    }
}
impl<'js, T> From<Instance<'js, T>> for Object<'js> {
    fn from(instance: Instance<'js, T>) -> Object<'js> {
        instance.0
    }
}
impl<'js, T> From<Instance<'js, T>> for Value<'js> {
    fn from(instance: Instance<'js, T>) -> Value<'js> {
        instance.0.into()
    }
}
