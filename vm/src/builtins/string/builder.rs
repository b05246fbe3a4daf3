//! Building strings piece by piece: Latin-1 as long as it goes, then UTF-16.
//!
//! The characters are in the Rust heap, so building needs no barrier and no rooting. What
//! neither a string nor the memory limit can hold is not built: from there on pieces are
//! dropped, and `finish` throws.

use crate::heap::{Gc, limit};
use crate::runtime::completion::JsResult;
use crate::string::{JsString, MAX_LENGTH, Units};
use crate::vm::Vm;

enum Text {
    Latin1(Vec<u8>),
    Utf16(Vec<u16>),
}

pub struct StringBuilder {
    text: Text,
    /// Most bytes: half of what was free at the beginning, for the string takes as many.
    most: usize,
    /// Why something was dropped.
    full: Option<Full>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Full {
    TooLong,
    NoRoom,
}

/// Builders below so many bytes are always had.
const LITTLE: usize = 64 << 10;

impl Default for StringBuilder {
    fn default() -> Self {
        StringBuilder::new()
    }
}

impl StringBuilder {
    pub fn new() -> StringBuilder {
        StringBuilder::with_capacity(0)
    }
    pub fn with_capacity(units: usize) -> StringBuilder {
        let most = (limit::room() / 2).max(LITTLE);
        StringBuilder { text: Text::Latin1(Vec::with_capacity(units.min(most))), most, full: None }
    }
    /// Length in code units.
    pub fn len(&self) -> usize {
        match &self.text {
            Text::Latin1(s) => s.len(),
            Text::Utf16(s) => s.len(),
        }
    }
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Whether there is room for so many units more; if not, nothing is added any more.
    #[inline]
    fn has_room(&mut self, units: usize, wide: bool) -> bool {
        let wide = wide || matches!(self.text, Text::Utf16(_));
        let len = self.len() + units;
        if len > MAX_LENGTH {
            self.full = self.full.or(Some(Full::TooLong));
        } else if len << u32::from(wide) > self.most {
            self.full = self.full.or(Some(Full::NoRoom));
        }
        self.full.is_none()
    }
    fn widen(&mut self) -> &mut Vec<u16> {
        if let Text::Latin1(narrow) = &self.text {
            let mut wide = Vec::with_capacity(narrow.len() + 16);
            wide.extend(narrow.iter().map(|b| *b as u16));
            self.text = Text::Utf16(wide);
        }
        match &mut self.text {
            Text::Utf16(wide) => wide,
            Text::Latin1(_) => unreachable!("widened above"),
        }
    }
    #[inline]
    pub fn push_unit(&mut self, unit: u16) {
        if !self.has_room(1, unit > 255) {
            return;
        }
        match &mut self.text {
            Text::Latin1(s) if unit < 256 => s.push(unit as u8),
            Text::Utf16(s) => s.push(unit),
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
        // A slice of a wide string may be narrow.
        let narrow = match units {
            Units::Latin1(_) => true,
            Units::Utf16(u) => matches!(self.text, Text::Latin1(_)) && u.iter().all(|c| *c < 256),
        };
        if !self.has_room(units.len(), !narrow) {
            return;
        }
        match (&mut self.text, units) {
            (Text::Latin1(s), Units::Latin1(u)) => s.extend_from_slice(u),
            (Text::Utf16(s), Units::Utf16(u)) => s.extend_from_slice(u),
            (Text::Utf16(s), Units::Latin1(u)) => s.extend(u.iter().map(|b| *b as u16)),
            (Text::Latin1(s), Units::Utf16(u)) if narrow => s.extend(u.iter().map(|c| *c as u8)),
            (Text::Latin1(_), Units::Utf16(u)) => self.widen().extend_from_slice(u),
        }
    }
    #[inline]
    fn push_latin1(&mut self, units: &[u8]) {
        match &mut self.text {
            // What has room in the vector has some in the string.
            Text::Latin1(s)
                if self.full.is_none() && s.capacity() - s.len() >= units.len() && s.capacity() <= self.most.min(MAX_LENGTH) =>
            {
                s.extend_from_slice(units);
            }
            _ => self.push_units(Units::Latin1(units)),
        }
    }
    /// ASCII only.
    pub fn push_ascii(&mut self, text: &str) {
        debug_assert!(text.is_ascii());
        self.push_latin1(text.as_bytes());
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
        self.push_latin1(&digits[at..]);
    }
    pub fn truncate(&mut self, len: usize) {
        match &mut self.text {
            Text::Latin1(s) => s.truncate(len),
            Text::Utf16(s) => s.truncate(len),
        }
    }
    /// Appends a string; RangeError if the result would be too long.
    pub fn push_string(&mut self, vm: &mut Vm, string: Gc<JsString>) -> JsResult<()> {
        vm.room_to_flatten(string)?;
        let units = vm.units(string);
        self.push_units(units);
        self.check(vm)
    }
    /// RangeError if something was dropped.
    pub fn check(&self, vm: &mut Vm) -> JsResult<()> {
        match self.full {
            None => Ok(()),
            Some(Full::TooLong) => Err(vm.range_error("Invalid string length")),
            Some(Full::NoRoom) => Err(vm.out_of_memory()),
        }
    }
    pub fn finish(self, vm: &mut Vm) -> JsResult<Gc<JsString>> {
        self.check(vm)?;
        Ok(match self.text {
            Text::Latin1(s) => vm.new_string_latin1(&s),
            Text::Utf16(s) => vm.new_string_utf16(&s),
        })
    }
    /// The text, lone surrogates replaced.
    pub fn to_rust(&self) -> String {
        match &self.text {
            Text::Latin1(s) => Units::Latin1(s).to_rust(),
            Text::Utf16(s) => Units::Utf16(s).to_rust(),
        }
    }
}
