//! Names of members: text, and the symbols that the language itself looks for.

use crate::api::context::Context;
use crate::api::failure::JsResult;
use crate::api::key::{IntoKey, Key};
use crate::api::{Symbol, Value};
use std::fmt;

macro_rules! well_known {
    ($($(#[$doc:meta])* $name:ident $field:ident $text:literal;)*) => {
        /// Symbols by which the language finds what an object can do (sec-well-known-symbols). They are keys.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum WellKnown {
            $($(#[$doc])* $name,)*
        }

        impl WellKnown {
            /// As scripts write it.
            fn text(self) -> &'static str {
                match self {
                    $(WellKnown::$name => concat!("[Symbol.", $text, "]"),)*
                }
            }
        }

        impl<'js> Context<'js> {
            /// One of the symbols that the language itself looks for.
            pub fn well_known(&mut self, symbol: WellKnown) -> Symbol<'js> {
                let symbols = &self.vm.symbols;
                let key = match symbol {
                    $(WellKnown::$name => symbols.$field,)*
                };
                // Roots of the machine.
                Symbol(Value::rooted(key.raw()))
            }
        }
    };
}
well_known! {
    /// What gives an iterator, for `for … of` and spreads.
    Iterator iterator "iterator";
    /// … for `for await`.
    AsyncIterator async_iterator "asyncIterator";
    /// What `using` calls in the end.
    Dispose dispose "dispose";
    /// … and `await using`.
    AsyncDispose async_dispose "asyncDispose";
    /// What makes a primitive value of an object; it is given `"string"`, `"number"` or `"default"`.
    ToPrimitive to_primitive "toPrimitive";
    /// The word in `[object …]`.
    ToStringTag to_string_tag "toStringTag";
    /// What `instanceof` asks, as a static function.
    HasInstance has_instance "hasInstance";
    IsConcatSpreadable is_concat_spreadable "isConcatSpreadable";
    Species species "species";
    Unscopables unscopables "unscopables";
    Match match_ "match";
    MatchAll match_all "matchAll";
    Replace replace "replace";
    Search search "search";
    Split split "split";
}

impl<'js> IntoKey<'js> for WellKnown {
    fn into_key(self, cx: &mut Context<'js>) -> JsResult<'js, Key<'js>> {
        cx.well_known(self).into_key(cx)
    }
}

/// What a member of a class is called: text or a [`WellKnown`] symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberName(Name);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Name {
    Text(&'static str),
    Symbol(WellKnown),
}

impl From<&'static str> for MemberName {
    fn from(text: &'static str) -> Self {
        MemberName(Name::Text(text))
    }
}
impl From<WellKnown> for MemberName {
    fn from(symbol: WellKnown) -> Self {
        MemberName(Name::Symbol(symbol))
    }
}

impl MemberName {
    /// The `name` of the function.
    pub(super) fn text(self) -> &'static str {
        match self.0 {
            Name::Text(text) => text,
            Name::Symbol(symbol) => symbol.text(),
        }
    }
}

impl<'js> IntoKey<'js> for MemberName {
    fn into_key(self, cx: &mut Context<'js>) -> JsResult<'js, Key<'js>> {
        match self.0 {
            Name::Text(text) => text.into_key(cx),
            Name::Symbol(symbol) => symbol.into_key(cx),
        }
    }
}

/// As it stands behind an object: `.name`, `[Symbol.iterator]`.
impl fmt::Display for MemberName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Name::Text(text) => write!(f, ".{text}"),
            Name::Symbol(symbol) => f.write_str(symbol.text()),
        }
    }
}
