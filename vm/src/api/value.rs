//! `Value`: a value of a script, within an entry.

use super::context::Brand;
use super::{Array, Function, JsString, Object, Promise};
use crate::heap::Kind;
use crate::value::Value as Raw;
use std::fmt;

/// Any value of ECMAScript. See the [module](super) on its lifetime.
#[derive(Clone, Copy)]
pub struct Value<'js> {
    pub(super) raw: Raw,
    _brand: Brand<'js>,
}

impl<'js> Value<'js> {
    pub const UNDEFINED: Value<'js> = Value::rooted(Raw::UNDEFINED);
    pub const NULL: Value<'js> = Value::rooted(Raw::NULL);

    /// A value that is no cell, or is a root for as long as the entry lasts.
    #[inline(always)]
    pub(super) const fn rooted(raw: Raw) -> Value<'js> {
        Value { raw, _brand: Brand::NEW }
    }
    /// A number.
    #[inline]
    pub fn number(number: f64) -> Value<'js> {
        Value::rooted(Raw::number(number))
    }
    /// A boolean.
    pub fn bool(bool: bool) -> Value<'js> {
        Value::rooted(Raw::bool(bool))
    }
    pub fn is_undefined(self) -> bool {
        self.raw.is_undefined()
    }
    pub fn is_null(self) -> bool {
        self.raw == Raw::NULL
    }
    /// Undefined or null.
    pub fn is_nullish(self) -> bool {
        self.is_undefined() || self.is_null()
    }
    pub fn is_number(self) -> bool {
        self.raw.is_number()
    }
    pub fn is_string(self) -> bool {
        self.raw.is_string()
    }
    pub fn is_object(self) -> bool {
        self.raw.is_object()
    }
    /// Whether it can be called.
    pub fn is_function(self) -> bool {
        crate::runtime::operations::is_callable(self.raw)
    }
    pub fn is_bigint(self) -> bool {
        self.raw.is_bigint()
    }
    /// The number, if it is one; nothing is converted.
    #[inline]
    pub fn as_number(self) -> Option<f64> {
        self.raw.is_number().then(|| self.raw.as_number())
    }
    /// The boolean, if it is one; nothing is converted.
    pub fn as_bool(self) -> Option<bool> {
        self.raw.is_bool().then(|| self.raw.as_bool())
    }
    pub fn as_string(self) -> Option<JsString<'js>> {
        self.raw.is_string().then_some(JsString(self))
    }
    pub fn as_symbol(self) -> Option<Symbol<'js>> {
        self.raw.is_symbol().then_some(Symbol(self))
    }
    /// The object, if it is one: functions and arrays are.
    pub fn as_object(self) -> Option<Object<'js>> {
        self.raw.is_object().then_some(Object(self))
    }
    pub fn as_function(self) -> Option<Function<'js>> {
        self.is_function().then_some(Function(Object(self)))
    }
    /// The Array exotic object, if it is one; a proxy for one is not.
    pub fn as_array(self) -> Option<Array<'js>> {
        let object = self.raw.to_cell::<crate::object::Object>()?;
        (object.kind() == Kind::Array).then_some(Array(Object(self)))
    }
    pub fn as_promise(self) -> Option<Promise<'js>> {
        crate::builtins::promise::is_promise(self.raw).map(|_| Promise(Object(self)))
    }
    /// What `typeof` says.
    pub fn type_of(self) -> &'static str {
        match () {
            () if self.is_undefined() => "undefined",
            () if self.is_number() => "number",
            () if self.is_string() => "string",
            () if self.is_function() => "function",
            () if self.is_object() || self.is_null() => "object",
            () if self.raw.is_bool() => "boolean",
            () if self.raw.is_symbol() => "symbol",
            () => "bigint",
        }
    }
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.as_number(), self.as_bool(), self.as_string()) {
            (Some(number), _, _) => write!(f, "{number}"),
            (_, Some(bool), _) => write!(f, "{bool}"),
            (_, _, Some(string)) => write!(f, "{:?}", string.to_rust()),
            _ if self.is_null() => f.write_str("null"),
            _ => f.write_str(self.type_of()),
        }
    }
}

/// A symbol.
#[derive(Clone, Copy, Debug)]
pub struct Symbol<'js>(pub(super) Value<'js>);

/// Types that are a value of one kind.
macro_rules! is_value {
    ($($name:ident),*) => {$(
        impl<'js> From<super::$name<'js>> for Value<'js> {
            fn from(value: super::$name<'js>) -> Value<'js> {
                value.0
            }
        }
        impl<'js> super::$name<'js> {
            /// As a value of any kind.
            pub fn value(self) -> Value<'js> {
                self.0
            }
        }
    )*};
}
is_value!(JsString, Object, Symbol);

/// Types that are an object of one kind.
macro_rules! is_object {
    ($($name:ident),*) => {$(
        impl<'js> From<super::$name<'js>> for Value<'js> {
            fn from(object: super::$name<'js>) -> Value<'js> {
                object.0.0
            }
        }
        impl<'js> From<super::$name<'js>> for Object<'js> {
            fn from(object: super::$name<'js>) -> Object<'js> {
                object.0
            }
        }
        impl<'js> std::ops::Deref for super::$name<'js> {
            type Target = Object<'js>;
            fn deref(&self) -> &Object<'js> {
                &self.0
            }
        }
    )*};
}
is_object!(Array, Function, Promise);
