//! `Failure`: why an operation within an entry did not give a value.

use super::Value;
use super::context::Context;
use crate::runtime::completion::{ErrorKind, Throw};
use crate::value::Value as Raw;
use std::fmt;

/// What operations within an entry give.
pub type JsResult<'js, T = Value<'js>> = Result<T, Failure<'js>>;

/// Why an operation did not give a value: a script has thrown, or its call is being ended.
///
/// Any error of Rust becomes one by `?`: an Error with its message. For other classes there are
/// [`Failure::type_error`] and [`Failure::range_error`], for any value [`Failure::throw`].
pub struct Failure<'js>(pub(super) Why<'js>);

pub(super) enum Why<'js> {
    Thrown(Value<'js>),
    /// An error of which no script knows yet.
    Error(ErrorKind, String),
    /// The call is being ended, for the reason that the machine has noted.
    Ended,
}

impl<'js> Failure<'js> {
    /// What `throw` would do with the value.
    pub fn throw(value: impl Into<Value<'js>>) -> Failure<'js> {
        Failure(Why::Thrown(value.into()))
    }
    /// An Error.
    pub fn error(message: impl Into<String>) -> Failure<'js> {
        Failure(Why::Error(ErrorKind::Error, message.into()))
    }
    /// A TypeError.
    pub fn type_error(message: impl Into<String>) -> Failure<'js> {
        Failure(Why::Error(ErrorKind::TypeError, message.into()))
    }
    /// A RangeError.
    pub fn range_error(message: impl Into<String>) -> Failure<'js> {
        Failure(Why::Error(ErrorKind::RangeError, message.into()))
    }
    /// Whether the call is being ended: by a limit, from another thread, or by a panic. Who goes on does so in vain.
    pub fn is_end(&self) -> bool {
        matches!(self.0, Why::Ended)
    }
    /// What was thrown, if the call is not being ended.
    pub fn thrown(self, cx: &mut Context<'js>) -> Option<Value<'js>> {
        match self.0 {
            Why::Thrown(value) => Some(value),
            Why::Error(kind, message) => {
                let error = cx.vm.new_error(kind, &message).value();
                Some(cx.root(error))
            }
            Why::Ended => None,
        }
    }
    /// As a throw completion of the machine.
    #[cold]
    pub(super) fn into_throw(self, cx: &mut Context<'js>) -> Throw {
        Throw(self.thrown(cx).map_or(Raw::UNDEFINED, |value| value.raw))
    }
}

impl<'js> Context<'js> {
    /// The failure that a throw completion is.
    #[cold]
    pub(super) fn failure(&mut self, Throw(raw): Throw) -> Failure<'js> {
        Failure(if self.vm.is_ending() { Why::Ended } else { Why::Thrown(self.root(raw)) })
    }
}

impl<E: std::error::Error> From<E> for Failure<'_> {
    fn from(error: E) -> Self {
        Failure::error(error.to_string())
    }
}

impl fmt::Debug for Failure<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Why::Thrown(value) => write!(f, "thrown: {value:?}"),
            Why::Error(kind, message) => write!(f, "{}: {message}", kind.name()),
            Why::Ended => f.write_str("the call is being ended"),
        }
    }
}
