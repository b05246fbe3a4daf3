//! Property keys.

use super::context::{Brand, Context};
use super::failure::JsResult;
use super::{JsString, Symbol, Value};
use crate::object::key::PropertyKey;
use crate::value::Value as Raw;

/// A property key: a string, a symbol or an index. Made once, it is quicker than a name.
#[derive(Clone, Copy)]
pub struct Key<'js> {
    pub(super) raw: PropertyKey,
    _brand: Brand<'js>,
}

impl<'js> Key<'js> {
    fn rooted(cx: &mut Context<'js>, raw: PropertyKey) -> Key<'js> {
        if raw.as_index().is_none() {
            cx.root(raw.raw());
        }
        Key { raw, _brand: Brand::NEW }
    }
}

/// What names a property.
pub trait IntoKey<'js> {
    /// The key.
    ///
    /// # Errors
    /// RangeError if there is no memory for it; what the conversion of an object throws.
    fn into_key(self, cx: &mut Context<'js>) -> JsResult<'js, Key<'js>>;

    /// The key for one operation, on whose stack it stays alive: without a handle.
    #[doc(hidden)]
    #[inline]
    fn once(self, cx: &mut Context<'js>) -> JsResult<'js, Once>
    where
        Self: Sized,
    {
        self.into_key(cx).map(|key| Once(key.raw))
    }
}

/// See [`IntoKey::once`].
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Once(pub(super) PropertyKey);

impl<'js> IntoKey<'js> for Key<'js> {
    fn into_key(self, _: &mut Context<'js>) -> JsResult<'js, Key<'js>> {
        Ok(self)
    }
}
impl<'js> IntoKey<'js> for &str {
    fn into_key(self, cx: &mut Context<'js>) -> JsResult<'js, Key<'js>> {
        let Once(raw) = self.once(cx)?;
        Ok(Key::rooted(cx, raw))
    }
    #[inline]
    fn once(self, cx: &mut Context<'js>) -> JsResult<'js, Once> {
        let raw = cx.vm.key(self);
        match cx.vm.settled(Ok(())) {
            Ok(()) => Ok(Once(raw)),
            Err(throw) => Err(cx.failure(throw)),
        }
    }
}
impl<'js> IntoKey<'js> for &String {
    fn into_key(self, cx: &mut Context<'js>) -> JsResult<'js, Key<'js>> {
        self.as_str().into_key(cx)
    }
    fn once(self, cx: &mut Context<'js>) -> JsResult<'js, Once> {
        self.as_str().once(cx)
    }
}
impl<'js> IntoKey<'js> for u32 {
    fn into_key(self, cx: &mut Context<'js>) -> JsResult<'js, Key<'js>> {
        let raw = crate::builtins::array::index_key(cx.vm, u64::from(self));
        Ok(Key::rooted(cx, raw))
    }
}
impl<'js> IntoKey<'js> for Symbol<'js> {
    fn into_key(self, cx: &mut Context<'js>) -> JsResult<'js, Key<'js>> {
        self.0.into_key(cx)
    }
}
impl<'js> IntoKey<'js> for JsString<'js> {
    fn into_key(self, cx: &mut Context<'js>) -> JsResult<'js, Key<'js>> {
        self.0.into_key(cx)
    }
}
/// ToPropertyKey (sec-topropertykey).
impl<'js> IntoKey<'js> for Value<'js> {
    fn into_key(self, cx: &mut Context<'js>) -> JsResult<'js, Key<'js>> {
        let mut key = None;
        cx.script(|vm| {
            key = Some(vm.to_property_key(self.raw)?);
            Ok(Raw::UNDEFINED)
        })?;
        Ok(Key::rooted(cx, key.expect("it was made")))
    }
}
