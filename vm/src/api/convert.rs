//! Conversions between values of scripts and of Rust.
//!
//! Nothing is coerced: a number does not become a string, nor the other way round. What does not fit is a
//! TypeError (another type) or a RangeError (a number out of range, or with a fraction).

use super::context::Context;
use super::failure::{Failure, JsResult};
use super::{Array, Function, JsString, Object, Promise, Symbol, Value};
use crate::value::Value as Raw;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};

/// A type that values of scripts can become.
pub trait FromJs<'js>: Sized {
    /// # Errors
    /// A TypeError or RangeError if the value is none of this type; what getters throw where properties are read.
    fn from_js(cx: &mut Context<'js>, value: Value<'js>) -> JsResult<'js, Self>;
}

/// A type that can become a value of a script.
pub trait IntoJs<'js> {
    /// # Errors
    /// RangeError if there is no memory for it.
    fn into_js(self, cx: &mut Context<'js>) -> JsResult<'js>;
}

#[cold]
pub(super) fn expected<'js>(what: &str, value: Value<'js>) -> Failure<'js> {
    let found = match () {
        () if value.is_null() => "null",
        () if value.as_array().is_some() => "an array",
        () => value.type_of(),
    };
    Failure::type_error(format!("expected {what}, found {found}"))
}

// ---- values of scripts

impl<'js> FromJs<'js> for Value<'js> {
    #[inline]
    fn from_js(_: &mut Context<'js>, value: Value<'js>) -> JsResult<'js, Self> {
        Ok(value)
    }
}
impl<'js> IntoJs<'js> for Value<'js> {
    #[inline]
    fn into_js(self, _: &mut Context<'js>) -> JsResult<'js> {
        Ok(self)
    }
}

macro_rules! kinds {
    ($($name:ident, $cast:ident, $what:literal;)*) => {$(
        impl<'js> FromJs<'js> for $name<'js> {
            fn from_js(_: &mut Context<'js>, value: Value<'js>) -> JsResult<'js, Self> {
                value.$cast().ok_or_else(|| expected($what, value))
            }
        }
        impl<'js> IntoJs<'js> for $name<'js> {
            #[inline]
            fn into_js(self, _: &mut Context<'js>) -> JsResult<'js> {
                Ok(self.into())
            }
        }
    )*};
}
kinds! {
    JsString, as_string, "a string";
    Symbol, as_symbol, "a symbol";
    Object, as_object, "an object";
    Function, as_function, "a function";
    Array, as_array, "an array";
    Promise, as_promise, "a promise";
}

// ---- primitives

impl<'js> FromJs<'js> for f64 {
    #[inline]
    fn from_js(_: &mut Context<'js>, value: Value<'js>) -> JsResult<'js, Self> {
        value.as_number().ok_or_else(|| expected("a number", value))
    }
}
impl<'js> IntoJs<'js> for f64 {
    #[inline]
    fn into_js(self, _: &mut Context<'js>) -> JsResult<'js> {
        Ok(Value::rooted(Raw::number(self)))
    }
}
impl<'js> FromJs<'js> for f32 {
    fn from_js(cx: &mut Context<'js>, value: Value<'js>) -> JsResult<'js, Self> {
        Ok(f64::from_js(cx, value)? as f32)
    }
}
impl<'js> IntoJs<'js> for f32 {
    fn into_js(self, cx: &mut Context<'js>) -> JsResult<'js> {
        f64::from(self).into_js(cx)
    }
}
impl<'js> FromJs<'js> for bool {
    fn from_js(_: &mut Context<'js>, value: Value<'js>) -> JsResult<'js, Self> {
        value.as_bool().ok_or_else(|| expected("a boolean", value))
    }
}
impl<'js> IntoJs<'js> for bool {
    fn into_js(self, _: &mut Context<'js>) -> JsResult<'js> {
        Ok(Value::rooted(Raw::bool(self)))
    }
}
impl<'js> FromJs<'js> for () {
    fn from_js(_: &mut Context<'js>, _: Value<'js>) -> JsResult<'js, Self> {
        Ok(())
    }
}
impl<'js> IntoJs<'js> for () {
    fn into_js(self, _: &mut Context<'js>) -> JsResult<'js> {
        Ok(Value::UNDEFINED)
    }
}

/// 2^53 - 1: beyond, numbers of scripts do not tell integers apart.
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

macro_rules! integers {
    ($($name:ident)*) => {$(
        impl<'js> FromJs<'js> for $name {
            #[inline]
            fn from_js(_: &mut Context<'js>, value: Value<'js>) -> JsResult<'js, Self> {
                let number = value.as_number().ok_or_else(|| expected("a number", value))?;
                let integer = number as $name;
                // The cast saturates: at the ends of 64 bits the way back would not tell.
                if integer as f64 != number || number.abs() > MAX_SAFE {
                    return Err(Failure::range_error(format!("{number} is no {}", stringify!($name))));
                }
                Ok(integer)
            }
        }
        impl<'js> IntoJs<'js> for $name {
            #[inline]
            fn into_js(self, _: &mut Context<'js>) -> JsResult<'js> {
                let number = self as f64;
                if number.abs() > MAX_SAFE {
                    return Err(Failure::range_error(format!("{self} is no safe integer")));
                }
                Ok(Value::rooted(Raw::number(number)))
            }
        }
    )*};
}
integers!(i8 u8 i16 u16 i32 u32 i64 u64 isize usize);

// ---- text

impl<'js> FromJs<'js> for String {
    fn from_js(_: &mut Context<'js>, value: Value<'js>) -> JsResult<'js, Self> {
        value.as_string().map(JsString::to_rust).ok_or_else(|| expected("a string", value))
    }
}
impl<'js> IntoJs<'js> for &str {
    fn into_js(self, cx: &mut Context<'js>) -> JsResult<'js> {
        cx.string(self).map(Value::from)
    }
}
impl<'js> IntoJs<'js> for String {
    fn into_js(self, cx: &mut Context<'js>) -> JsResult<'js> {
        self.as_str().into_js(cx)
    }
}
impl<'js> IntoJs<'js> for &String {
    fn into_js(self, cx: &mut Context<'js>) -> JsResult<'js> {
        self.as_str().into_js(cx)
    }
}
impl<'js> IntoJs<'js> for char {
    fn into_js(self, cx: &mut Context<'js>) -> JsResult<'js> {
        self.encode_utf8(&mut [0; 4]).into_js(cx)
    }
}

// ---- compounds

/// Undefined and null are none.
impl<'js, T: FromJs<'js>> FromJs<'js> for Option<T> {
    fn from_js(cx: &mut Context<'js>, value: Value<'js>) -> JsResult<'js, Self> {
        if value.is_nullish() { Ok(None) } else { T::from_js(cx, value).map(Some) }
    }
}
/// None is undefined.
impl<'js, T: IntoJs<'js>> IntoJs<'js> for Option<T> {
    fn into_js(self, cx: &mut Context<'js>) -> JsResult<'js> {
        self.map_or(Ok(Value::UNDEFINED), |value| value.into_js(cx))
    }
}
/// Of functions that may fail.
impl<'js, T: IntoJs<'js>, E: Into<Failure<'js>>> IntoJs<'js> for Result<T, E> {
    #[inline]
    fn into_js(self, cx: &mut Context<'js>) -> JsResult<'js> {
        self.map_err(Into::into)?.into_js(cx)
    }
}
impl<'js, T: FromJs<'js>> FromJs<'js> for Vec<T> {
    fn from_js(cx: &mut Context<'js>, value: Value<'js>) -> JsResult<'js, Self> {
        value.as_array().ok_or_else(|| expected("an array", value))?.to_vec(cx)
    }
}
impl<'js, T: IntoJs<'js>> IntoJs<'js> for Vec<T> {
    fn into_js(self, cx: &mut Context<'js>) -> JsResult<'js> {
        cx.array(self).map(Value::from)
    }
}
impl<'js, T: IntoJs<'js>, const N: usize> IntoJs<'js> for [T; N] {
    fn into_js(self, cx: &mut Context<'js>) -> JsResult<'js> {
        cx.array(self).map(Value::from)
    }
}

fn entries<'js, T: FromJs<'js>>(cx: &mut Context<'js>, value: Value<'js>) -> JsResult<'js, Vec<(String, T)>> {
    let object = Object::from_js(cx, value)?;
    let keys = object.keys(cx)?;
    keys.into_iter().map(|key| object.get(cx, &key).map(|value| (key, value))).collect()
}
/// The own enumerable properties of an object.
impl<'js, T: FromJs<'js>, S: BuildHasher + Default> FromJs<'js> for HashMap<String, T, S> {
    fn from_js(cx: &mut Context<'js>, value: Value<'js>) -> JsResult<'js, Self> {
        Ok(entries(cx, value)?.into_iter().collect())
    }
}
/// The own enumerable properties of an object.
impl<'js, T: FromJs<'js>> FromJs<'js> for BTreeMap<String, T> {
    fn from_js(cx: &mut Context<'js>, value: Value<'js>) -> JsResult<'js, Self> {
        Ok(entries(cx, value)?.into_iter().collect())
    }
}
fn object_of<'js, K: AsRef<str>, T: IntoJs<'js>>(cx: &mut Context<'js>, entries: impl IntoIterator<Item = (K, T)>) -> JsResult<'js> {
    let object = cx.object();
    for (key, value) in entries {
        object.define(cx, key.as_ref(), value)?;
    }
    Ok(object.into())
}
/// An object with these properties.
impl<'js, K: AsRef<str> + Hash + Eq, T: IntoJs<'js>, S: BuildHasher> IntoJs<'js> for HashMap<K, T, S> {
    fn into_js(self, cx: &mut Context<'js>) -> JsResult<'js> {
        object_of(cx, self)
    }
}
/// An object with these properties.
impl<'js, K: AsRef<str> + Ord, T: IntoJs<'js>> IntoJs<'js> for BTreeMap<K, T> {
    fn into_js(self, cx: &mut Context<'js>) -> JsResult<'js> {
        object_of(cx, self)
    }
}

macro_rules! tuples {
    ($(($($name:ident $field:tt),*))*) => {$(
        /// An array of exactly so many elements.
        impl<'js, $($name: FromJs<'js>),*> FromJs<'js> for ($($name,)*) {
            fn from_js(cx: &mut Context<'js>, value: Value<'js>) -> JsResult<'js, Self> {
                let array = value.as_array().ok_or_else(|| expected("an array", value))?;
                const LENGTH: u32 = [$($field),*].len() as u32;
                if array.len() != LENGTH {
                    return Err(Failure::range_error(format!("expected {LENGTH} elements, found {}", array.len())));
                }
                Ok(($(array.get::<$name>(cx, $field as u32)?,)*))
            }
        }
        /// An array.
        impl<'js, $($name: IntoJs<'js>),*> IntoJs<'js> for ($($name,)*) {
            fn into_js(self, cx: &mut Context<'js>) -> JsResult<'js> {
                let array = cx.array::<Value<'js>>([])?;
                $(array.push(cx, self.$field)?;)*
                Ok(array.into())
            }
        }
    )*};
}
tuples! {
    (A 0, B 1)
    (A 0, B 1, C 2)
    (A 0, B 1, C 2, D 3)
}
