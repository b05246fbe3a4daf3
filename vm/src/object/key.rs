//! Property keys: interned strings, symbols, and array indices.

use crate::heap::Gc;
use crate::string::JsString;
use crate::symbol::Symbol;
use crate::value::Value;

/// A property key (sec-property-key). Strings are interned, so equal keys are equal
/// words; a string that is a canonical array index (0 ..= 2^32 - 2) is always an index.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[repr(transparent)]
pub struct PropertyKey(Value);

impl PropertyKey {
    /// Index key; `index` must be below 2^32 - 1.
    #[inline(always)]
    pub fn index(index: u32) -> PropertyKey {
        debug_assert!(index != u32::MAX);
        PropertyKey(Value::int(index as i32))
    }
    /// From an interned string that is not an array index.
    #[inline(always)]
    pub fn atom(atom: Gc<JsString>) -> PropertyKey {
        debug_assert!(atom.is_atom() && atom.array_index().is_none());
        PropertyKey(atom.value())
    }
    #[inline(always)]
    pub fn symbol(symbol: Gc<Symbol>) -> PropertyKey {
        PropertyKey(symbol.value())
    }
    #[inline(always)]
    pub fn as_index(self) -> Option<u32> {
        self.0.is_int().then(|| self.0.as_int() as u32)
    }
    #[inline(always)]
    pub fn as_atom(self) -> Option<Gc<JsString>> {
        self.0.to_cell()
    }
    #[inline(always)]
    pub fn as_symbol(self) -> Option<Gc<Symbol>> {
        self.0.to_cell()
    }
    pub fn is_symbol(self) -> bool {
        self.0.is_symbol()
    }
    /// Private names are symbols that only private-name ops can use.
    pub fn is_private(self) -> bool {
        self.as_symbol().is_some_and(|s| s.is_private())
    }
    /// From a word that `raw` gave.
    #[inline(always)]
    pub fn from_raw(word: Value) -> PropertyKey {
        PropertyKey(word)
    }
    /// The word, for tracing and hashing. An index is an int32 with the bits of the u32.
    pub fn raw(self) -> Value {
        self.0
    }
}
