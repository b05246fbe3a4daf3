//! Completions: a JavaScript exception is `Err(Throw)`.

use crate::numbered::numbered;
use crate::value::Value;

/// A throw completion, with the thrown value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[must_use]
pub struct Throw(pub Value);

pub type JsResult<T = Value> = Result<T, Throw>;

numbered! {
    /// The native error constructors, in the order that `ThrowError`'s operand has.
    pub enum ErrorKind {
        Error,
        TypeError,
        RangeError,
        ReferenceError,
        SyntaxError,
        EvalError,
        UriError,
    }
}

impl ErrorKind {
    pub const fn name(self) -> &'static str {
        ["Error", "TypeError", "RangeError", "ReferenceError", "SyntaxError", "EvalError", "URIError"][self as usize]
    }
}
