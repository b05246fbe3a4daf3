//! JSON (sec-json-object).

mod parse;
mod source;
mod stringify;

pub use parse::parse_text;
#[cfg(feature = "serde")]
pub(crate) use stringify::{enumerable_keys, is_plain};
pub use stringify::{quote_units, stringify_value};

use crate::builtins::table::*;
use crate::runtime::realm::Intrinsic;

pub static JSON: ObjectSpec = ObjectSpec {
    methods: &[
        method("isRawJSON", 1, source::is_raw_json),
        method("parse", 2, parse::parse),
        method("rawJSON", 1, source::raw_json),
        method("stringify", 3, stringify::stringify),
    ],
    constants: &[tag("JSON")],
    ..ObjectSpec::new("JSON", Intrinsic::Json, Intrinsic::ObjectPrototype)
};
