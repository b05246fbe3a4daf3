//! What the code calls that the attribute `class` writes. Not for anybody else: it changes with the attribute.

use super::data::{read_receiver, unfit, write_receiver};
use super::{Class, Instance, MemberName};
use crate::api::context::Context;
use crate::api::failure::JsResult;
use crate::api::{Arguments, FromJs, Value};

pub use super::receivers::Made;

/// The value of Rust that a member was called on, to be read.
///
/// # Errors
/// A TypeError if there is none, or not now.
pub fn read<'js, T: Class, R>(
    arguments: Arguments<'js>,
    member: impl Into<MemberName>,
    read: impl FnOnce(&T) -> JsResult<'js, R>,
) -> JsResult<'js, R> {
    read_receiver(arguments.this(), member.into(), read)?
}

/// The value of Rust that a member was called on, to be written to.
///
/// # Errors
/// A TypeError if there is none, or not now.
pub fn write<'js, T: Class, R>(
    arguments: Arguments<'js>,
    member: impl Into<MemberName>,
    write: impl FnOnce(&mut T) -> JsResult<'js, R>,
) -> JsResult<'js, R> {
    write_receiver(arguments.this(), member.into(), write)?
}

/// The object that a member was called on.
///
/// # Errors
/// A TypeError if it is of another class.
pub fn receiver<'js, T: Class>(arguments: Arguments<'js>, member: impl Into<MemberName>) -> JsResult<'js, Instance<'js, T>> {
    super::instance::receiver(arguments.this(), member.into())
}

/// A parameter that is a reference to a value of a class.
///
/// # Errors
/// A TypeError if the argument has none, or not now.
pub fn read_argument<'js, T: Class, R>(
    cx: &mut Context<'js>,
    argument: Value<'js>,
    read: impl FnOnce(&mut Context<'js>, &T) -> JsResult<'js, R>,
) -> JsResult<'js, R> {
    let argument = Instance::<T>::from_js(cx, argument)?;
    argument.read(|value| read(cx, value)).map_err(unfit::<T>)?
}

/// A parameter that is a reference to a value of a class, to be written to.
///
/// # Errors
/// A TypeError if the argument has none, or not now.
pub fn write_argument<'js, T: Class, R>(
    cx: &mut Context<'js>,
    argument: Value<'js>,
    write: impl FnOnce(&mut Context<'js>, &mut T) -> JsResult<'js, R>,
) -> JsResult<'js, R> {
    let argument = Instance::<T>::from_js(cx, argument)?;
    argument.write(|value| write(cx, value)).map_err(unfit::<T>)?
}
