//! Building strings piece by piece: Latin-1 as long as it goes, then UTF-16.
//!
//! The characters are in the Rust heap, so building needs no barrier and no rooting.

use crate::heap::Gc;
use crate::runtime::completion::JsResult;
use crate::string::{JsString, MAX_LENGTH, Units};
use crate::vm::Vm;

pub enum StringBuilder {
    Latin1(Vec<u8>),
    Utf16(Vec<u16>),
}

impl Default for StringBuilder {
    fn default() -> Self {
        StringBuilder::new()
    }
}

impl StringBuilder {
    pub fn new() -> StringBuilder {
        StringBuilder::Latin1(Vec::new())
    }
    pub fn with_capacity(units: usize) -> StringBuilder {
        StringBuilder::Latin1(Vec::with_capacity(units))
    }
    /// Length in code units.
    pub fn len(&self) -> usize {
        match self {
            StringBuilder::Latin1(s) => s.len(),
            StringBuilder::Utf16(s) => s.len(),
        }
    }
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    fn widen(&mut self) -> &mut Vec<u16> {
        if let StringBuilder::Latin1(narrow) = self {
            let mut wide = Vec::with_capacity(narrow.capacity());
            wide.extend(narrow.iter().map(|b| *b as u16));
            *self = StringBuilder::Utf16(wide);
        }
        match self {
            StringBuilder::Utf16(wide) => wide,
            StringBuilder::Latin1(_) => unreachable!("widened above"),
        }
    }
    #[inline]
    pub fn push_unit(&mut self, unit: u16) {
        match self {
            StringBuilder::Latin1(s) if unit < 256 => s.push(unit as u8),
            StringBuilder::Utf16(s) => s.push(unit),
            _ => self.widen().push(unit),
        }
    }
    pub fn push_code_point(&mut self, code: u32) {
        if code < 0x10000 {
            self.push_unit(code as u16);
        } else {
            let c = code - 0x10000;
            self.push_unit(0xD800 + (c >> 10) as u16);
            self.push_unit(0xDC00 + (c & 0x3FF) as u16);
        }
    }
    pub fn push_units(&mut self, units: Units<'_>) {
        match (&mut *self, units) {
            (StringBuilder::Latin1(s), Units::Latin1(u)) => s.extend_from_slice(u),
            (StringBuilder::Utf16(s), Units::Utf16(u)) => s.extend_from_slice(u),
            (StringBuilder::Utf16(s), Units::Latin1(u)) => s.extend(u.iter().map(|b| *b as u16)),
            // A slice of a wide string may be narrow.
            (StringBuilder::Latin1(s), Units::Utf16(u)) => {
                if u.iter().all(|c| *c < 256) {
                    s.extend(u.iter().map(|c| *c as u8));
                } else {
                    self.widen().extend_from_slice(u);
                }
            }
        }
    }
    /// ASCII only.
    pub fn push_ascii(&mut self, text: &str) {
        debug_assert!(text.is_ascii());
        self.push_units(Units::Latin1(text.as_bytes()));
    }
    pub fn push_str(&mut self, text: &str) {
        if text.is_ascii() {
            self.push_ascii(text);
        } else {
            text.chars().for_each(|c| self.push_code_point(c as u32));
        }
    }
    pub fn push_int(&mut self, i: i32) {
        let mut digits = [0u8; 11];
        let mut at = digits.len();
        let mut n = i.unsigned_abs();
        loop {
            at -= 1;
            digits[at] = b'0' + (n % 10) as u8;
            n /= 10;
            if n == 0 {
                break;
            }
        }
        if i < 0 {
            at -= 1;
            digits[at] = b'-';
        }
        self.push_units(Units::Latin1(&digits[at..]));
    }
    pub fn truncate(&mut self, len: usize) {
        match self {
            StringBuilder::Latin1(s) => s.truncate(len),
            StringBuilder::Utf16(s) => s.truncate(len),
        }
    }
    /// Appends a string; RangeError if the result would be too long.
    pub fn push_string(&mut self, vm: &mut Vm, string: Gc<JsString>) -> JsResult<()> {
        if self.len() + string.len() > MAX_LENGTH {
            return Err(vm.range_error("Invalid string length"));
        }
        let units = vm.units(string);
        self.push_units(units);
        Ok(())
    }
    pub fn finish(self, vm: &mut Vm) -> JsResult<Gc<JsString>> {
        if self.len() > MAX_LENGTH {
            return Err(vm.range_error("Invalid string length"));
        }
        Ok(match self {
            StringBuilder::Latin1(s) => vm.new_string_latin1(&s),
            StringBuilder::Utf16(s) => vm.new_string_utf16(&s),
        })
    }
}
