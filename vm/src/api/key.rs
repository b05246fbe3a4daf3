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
}

impl<'js> IntoKey<'js> for Key<'js> {
    fn into_key(self, _: &mut Context<'js>) -> JsResult<'js, Key<'js>> {
        Ok(self)
    }
}
impl<'js> IntoKey<'js> for &str {
    fn into_key(self, cx: &mut Context<'js>) -> JsResult<'js, Key<'js>> {
        let raw = cx.vm.key(self);
        cx.settle(Ok(Raw::UNDEFINED))?;
        Ok(Key::rooted(cx, raw))
    }
}
impl<'js> IntoKey<'js> for &String {
    fn into_key(self, cx: &mut Context<'js>) -> JsResult<'js, Key<'js>> {
        self.as_str().into_key(cx)
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
