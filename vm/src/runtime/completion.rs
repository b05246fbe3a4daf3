//! Completions: a JavaScript exception is `Err(Throw)`.

use crate::value::Value;

/// A throw completion, with the thrown value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[must_use]
pub struct Throw(pub Value);

pub type JsResult<T = Value> = Result<T, Throw>;

/// The native error constructors, in the order that `ThrowError`'s operand has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum ErrorKind {
    Error,
    TypeError,
    RangeError,
    ReferenceError,
    SyntaxError,
    EvalError,
    UriError,
}

impl ErrorKind {
    pub const ALL: [ErrorKind; 7] = [
        ErrorKind::Error,
        ErrorKind::TypeError,
        ErrorKind::RangeError,
        ErrorKind::ReferenceError,
        ErrorKind::SyntaxError,
        ErrorKind::EvalError,
        ErrorKind::UriError,
    ];
    pub const fn name(self) -> &'static str {
        ["Error", "TypeError", "RangeError", "ReferenceError", "SyntaxError", "EvalError", "URIError"][self as usize]
    }
}
