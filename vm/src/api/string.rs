//! `JsString`: a string of a script.

use super::Value;
use crate::string::JsString as Cell;

/// A string: a sequence of UTF-16 code units.
#[derive(Clone, Copy, Debug)]
pub struct JsString<'js>(pub(super) Value<'js>);

impl JsString<'_> {
    pub(super) fn cell(self) -> crate::heap::Gc<Cell> {
        self.0.raw.as_string().expect("a string")
    }
    /// Length in code units.
    pub fn len(self) -> usize {
        self.cell().len()
    }
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
    /// The text; lone surrogates become U+FFFD.
    pub fn to_rust(self) -> String {
        self.cell().to_rust()
    }
    /// The code units.
    pub fn to_utf16(self) -> Vec<u16> {
        self.cell().to_units()
    }
}
