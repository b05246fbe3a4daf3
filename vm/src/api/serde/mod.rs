//! Values of Rust that serde knows, to and from values of scripts, without text in between.
//!
//! ```
//! use hearth::api::{Engine, Serde};
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Deserialize)]
//! struct Order { item: String, count: u32, #[serde(default)] gift: bool }
//! #[derive(Serialize)]
//! struct Receipt { total: f64, lines: Vec<String> }
//!
//! let mut engine = Engine::new()?;
//! let receipt = engine.run(|cx| {
//!     let price = cx.function("price", |Serde(order): Serde<Order>| {
//!         let line = format!("{} × {}{}", order.count, order.item, if order.gift { ", wrapped" } else { "" });
//!         Serde(Receipt { total: 9.5 * f64::from(order.count), lines: vec![line] })
//!     });
//!     cx.globals().set(cx, "price", price)?;
//!     cx.eval::<String>("order.js", "let { total, lines } = price({ item: 'cup', count: 2 }); `${lines}: ${total}`")
//! })?;
//! assert_eq!(receipt, "2 × cup: 19");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | Rust | script |
//! |---|---|
//! | `bool`, `f32`, `f64`, integers up to 64 bits | boolean, number; an integer beyond ±2^53 is a RangeError |
//! | `i128`, `u128` | BigInt; what is read may be a BigInt for any integer |
//! | `char`, `&str`, `String` | string; lone surrogates are read as U+FFFD |
//! | `None` | undefined; null is read, too |
//! | `()`, unit structs | null; undefined is read, too |
//! | sequences, tuples | Array; typed arrays and Sets are read, too |
//! | bytes (`serde_bytes`) | Uint8Array; any view or ArrayBuffer is read |
//! | maps | object; keys are strings, integers, characters or booleans. Maps are read, too |
//! | structs | object: own enumerable properties, those that are undefined being absent |
//! | enums | as in JSON: `"Unit"`, `{ Newtype: … }`, `{ Tuple: […] }`, `{ Struct: {…} }` |
//!
//! What does not fit is a TypeError whose message ends with the path to it: `… at .items[2].count`.

mod de;
mod ser;

use super::context::Context;
use super::failure::{Failure, JsResult, Why};
use super::{FromJs, IntoJs, Value};
use ::serde::{Serialize, de::DeserializeOwned};
use std::fmt::{self, Display};

/// A parameter or result of host functions that serde converts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serde<T>(pub T);

impl<'js, T: DeserializeOwned> FromJs<'js> for Serde<T> {
    fn from_js(cx: &mut Context<'js>, value: Value<'js>) -> JsResult<'js, Self> {
        cx.deserialize(value).map(Serde)
    }
}
impl<'js, T: Serialize> IntoJs<'js> for Serde<T> {
    fn into_js(self, cx: &mut Context<'js>) -> JsResult<'js> {
        cx.serialize(&self.0)
    }
}

impl<'js> Context<'js> {
    /// A value of Rust as a value of scripts. See [`Serde`] for what becomes of what.
    ///
    /// # Errors
    /// What `Serialize` says; RangeError for integers beyond ±2^53, and if there is no memory or the value is nested
    /// too deeply; a TypeError for keys of maps that are compound.
    pub fn serialize<T: Serialize + ?Sized>(&mut self, value: &T) -> JsResult<'js> {
        value.serialize(ser::Serializer { cx: self }).map_err(Error::into_failure)
    }
    /// A value of scripts as a value of Rust. See [`Serde`] for what becomes of what.
    ///
    /// # Errors
    /// A TypeError if the value does not fit; what getters and proxies throw; a RangeError if it is nested too deeply.
    pub fn deserialize<T: DeserializeOwned>(&mut self, value: impl Into<Value<'js>>) -> JsResult<'js, T> {
        T::deserialize(de::Deserializer { cx: self, value: value.into() }).map_err(Error::into_failure)
    }
}

/// Why a value could not be converted.
#[derive(Debug)]
struct Error<'js> {
    failure: Failure<'js>,
    /// Where in the value, innermost first.
    path: Vec<String>,
}

impl<'js> Error<'js> {
    #[cold]
    fn new(failure: Failure<'js>) -> Self {
        Error { failure, path: Vec::new() }
    }
    /// Of what is in a property or element.
    #[cold]
    fn within(mut self, step: impl Display) -> Self {
        self.path.push(step.to_string());
        self
    }
    #[cold]
    fn into_failure(self) -> Failure<'js> {
        match self.failure.0 {
            Why::Error(kind, message) if !self.path.is_empty() => {
                let path: String = self.path.into_iter().rev().collect();
                Failure(Why::Error(kind, format!("{message} at {path}")))
            }
            why => Failure(why),
        }
    }
}

impl<'js> From<Failure<'js>> for Error<'js> {
    fn from(failure: Failure<'js>) -> Self {
        Error::new(failure)
    }
}
impl Display for Error<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.failure)
    }
}
impl std::error::Error for Error<'_> {}
impl ::serde::ser::Error for Error<'_> {
    fn custom<T: Display>(message: T) -> Self {
        Error::new(Failure::type_error(message.to_string()))
    }
}
impl ::serde::de::Error for Error<'_> {
    fn custom<T: Display>(message: T) -> Self {
        Error::new(Failure::type_error(message.to_string()))
    }
}

/// Refuses what is nested deeper than the native stack allows: circles, too.
fn check_depth<'js>(cx: &mut Context<'js>) -> Result<(), Error<'js>> {
    let room = cx.vm.check_native_stack().map(|()| crate::value::Value::UNDEFINED);
    cx.settle(room)?;
    Ok(())
}
