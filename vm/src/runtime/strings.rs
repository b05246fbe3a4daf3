//! Making and taking apart strings.
//!
//! Invariants on which the `unsafe` blocks rest: a fresh flat string's characters are
//! written before anything can enter the heap again; strings are at most `MAX_LENGTH`
//! long, so no size overflows.

use crate::bytecode::JsStr;
use crate::heap::{Gc, Kind};
use crate::runtime::completion::JsResult;
use crate::string::{JsString, MAX_LENGTH, MIN_SIZE, Units, flags};
use crate::value::Value;
use crate::vm::Vm;
use hearth_gc::Header;

/// Concatenations shorter than this are copied, longer ones are ropes.
pub(crate) const MIN_ROPE: usize = 24;
/// Substrings shorter than this are copied, longer ones are slices.
const MIN_SLICE: usize = 24;

impl Vm {
    /// A flat string of `len` units, whose characters are to be written at once.
    fn alloc_flat(&mut self, len: usize, wide: bool) -> JsResult<Gc<JsString>> {
        if len > MAX_LENGTH {
            return Err(self.range_error("Invalid string length"));
        }
        let size = JsString::flat_size(len, wide);
        let cell = self.alloc_large(size)?;
        // SAFETY: fresh memory of that size; the caller writes the characters.
        unsafe {
            let mut header = Header::new(0, Kind::String as u8, size);
            header.flags = if wide { flags::WIDE } else { 0 };
            cell.write(header);
            Ok(JsString::init(cell, len, None))
        }
    }

    /// As `alloc_flat` for functions without a `Result`: the empty string stands in for what
    /// cannot be had, and nobody sees it (`heap::limit`).
    fn alloc_flat_or_lose(&mut self, len: usize, wide: bool) -> Option<Gc<JsString>> {
        let string = self.alloc_flat(len, wide).ok();
        if string.is_none() {
            self.lose();
        }
        string
    }

    pub fn new_string(&mut self, text: &str) -> Gc<JsString> {
        if text.is_ascii() {
            return self.new_string_latin1(text.as_bytes());
        }
        let units: Vec<u16> = text.encode_utf16().collect();
        self.new_string_utf16(&units)
    }

    pub fn new_string_latin1(&mut self, text: &[u8]) -> Gc<JsString> {
        match text {
            [] => return self.empty_string(),
            [unit] => return self.single_char(*unit as u16),
            _ => {}
        }
        let Some(string) = self.alloc_flat_or_lose(text.len(), false) else { return self.empty_string() };
        // SAFETY: the string has room for the text.
        unsafe { core::ptr::copy_nonoverlapping(text.as_ptr(), string.data(), text.len()) };
        string
    }

    /// Latin-1 if all units are.
    pub fn new_string_utf16(&mut self, text: &[u16]) -> Gc<JsString> {
        match text {
            [] => return self.empty_string(),
            [unit] => return self.single_char(*unit),
            _ => {}
        }
        let wide = text.iter().any(|u| *u > 0xFF);
        let Some(string) = self.alloc_flat_or_lose(text.len(), wide) else { return self.empty_string() };
        // SAFETY: the string has room for the text in its width.
        unsafe {
            if wide {
                core::ptr::copy_nonoverlapping(text.as_ptr(), string.data() as *mut u16, text.len());
            } else {
                for (i, unit) in text.iter().enumerate() {
                    string.data().add(i).write(*unit as u8);
                }
            }
        }
        string
    }

    pub fn new_string_units(&mut self, units: Units<'_>) -> Gc<JsString> {
        match units {
            Units::Latin1(s) => self.new_string_latin1(s),
            Units::Utf16(s) => self.new_string_utf16(s),
        }
    }

    pub fn from_js_str(&mut self, text: &JsStr) -> Gc<JsString> {
        match text {
            JsStr::Latin1(s) => self.new_string_latin1(s),
            JsStr::Utf16(s) => self.new_string_utf16(s),
        }
    }

    /// The atom of no units, for `names`.
    pub(crate) fn make_empty_string(&mut self) -> Gc<JsString> {
        let Ok(string) = self.alloc_flat(0, false) else { unreachable!("a small cell") };
        self.intern_string(string)
    }

    #[inline]
    pub fn empty_string(&self) -> Gc<JsString> {
        self.names.empty.as_atom().expect("set at creation")
    }

    /// The string of one code unit.
    #[inline]
    pub fn single_char(&mut self, unit: u16) -> Gc<JsString> {
        if unit < 256 {
            if let Some(string) = self.single_chars[unit as usize].as_string() {
                return string;
            }
            let string = self.intern_units_uncached(unit);
            self.single_chars[unit as usize] = string.value();
            return string;
        }
        self.intern_units_uncached(unit)
    }

    /// An unrooted string of one unit: interned if Latin-1, else fresh.
    #[cold]
    fn intern_units_uncached(&mut self, unit: u16) -> Gc<JsString> {
        let wide = unit > 0xFF;
        let string = self.alloc_flat(1, wide).unwrap_or_else(|_| self.empty_string());
        if string.len() == 1 {
            // SAFETY: room for one unit of that width.
            unsafe { if wide { (string.data() as *mut u16).write(unit) } else { string.data().write(unit as u8) } }
        }
        if wide { string } else { self.intern_string(string) }
    }

    /// `a + b` (RangeError "Invalid string length").
    #[inline]
    pub fn concat(&mut self, a: Gc<JsString>, b: Gc<JsString>) -> JsResult<Gc<JsString>> {
        if a.is_empty() {
            return Ok(b);
        }
        if b.is_empty() {
            return Ok(a);
        }
        let len = a.len() + b.len();
        if len < MIN_ROPE { self.concat_flat(a, b) } else { self.concat_rope(a, b, len) }
    }

    fn concat_rope(&mut self, a: Gc<JsString>, b: Gc<JsString>, len: usize) -> JsResult<Gc<JsString>> {
        if len > MAX_LENGTH {
            return Err(self.range_error("Invalid string length"));
        }
        let cell = self.alloc_cell(MIN_SIZE);
        // SAFETY: fresh memory of that size; both words are written.
        unsafe {
            let mut header = Header::new(0, Kind::String as u8, MIN_SIZE);
            header.flags = flags::ROPE | (a.flags() | b.flags()) & flags::WIDE;
            cell.write(header);
            Ok(JsString::init(cell, len, Some((a.address() as u64, b.address() as u64))))
        }
    }

    fn concat_flat(&mut self, a: Gc<JsString>, b: Gc<JsString>) -> JsResult<Gc<JsString>> {
        let wide = a.is_wide() || b.is_wide();
        let string = self.alloc_flat(a.len() + b.len(), wide)?;
        // SAFETY: the string has room for both; short strings are never deep ropes, and
        // `copy_*` handle ropes of any depth.
        unsafe {
            if wide {
                let out = core::slice::from_raw_parts_mut(string.data() as *mut u16, string.len());
                a.copy_to(&mut out[..a.len()]);
                b.copy_to(&mut out[a.len()..]);
            } else {
                let out = core::slice::from_raw_parts_mut(string.data(), string.len());
                match (a.flat_units(), b.flat_units()) {
                    (Some(Units::Latin1(x)), Some(Units::Latin1(y))) => {
                        out[..x.len()].copy_from_slice(x);
                        out[x.len()..].copy_from_slice(y);
                    }
                    _ => {
                        a.copy_to_latin1(&mut out[..a.len()]);
                        b.copy_to_latin1(&mut out[a.len()..]);
                    }
                }
            }
        }
        Ok(string)
    }

    /// The concatenation of flat Latin-1 strings that gives none that would be a rope, in one go.
    pub(crate) fn concat_short(&mut self, parts: &[Value]) -> Option<Gc<JsString>> {
        let mut text = [0u8; MIN_ROPE];
        let mut len = 0;
        for part in parts {
            let string = part.as_string();
            let Some(Units::Latin1(units)) = string.as_ref().and_then(|string| string.flat_units()) else { return None };
            if len + units.len() >= MIN_ROPE {
                return None;
            }
            text[len..len + units.len()].copy_from_slice(units);
            len += units.len();
        }
        Some(self.new_string_latin1(&text[..len]))
    }

    /// Units `start..end` of `string`.
    pub fn substring(&mut self, string: Gc<JsString>, start: usize, end: usize) -> Gc<JsString> {
        assert!(start <= end && end <= string.len());
        let len = end - start;
        if len == string.len() {
            return string;
        }
        match len {
            0 => return self.empty_string(),
            1 => {
                let unit = self.units(string).get(start);
                return self.single_char(unit);
            }
            _ => {}
        }
        let units = self.units(string);
        if len < MIN_SLICE {
            return self.new_string_units(units.slice(start, end));
        }
        // A slice of a slice has the same base.
        let (base, offset) = string.slice_base().unwrap_or((string, 0));
        let cell = self.alloc_cell(MIN_SIZE);
        // SAFETY: fresh memory of that size; both words are written; the base is flat.
        unsafe {
            let mut header = Header::new(0, Kind::String as u8, MIN_SIZE);
            header.flags = flags::SLICE | base.flags() & flags::WIDE;
            cell.write(header);
            JsString::init(cell, len, Some((base.address() as u64, (offset + start) as u64)))
        }
    }

    /// Whether a string can be made flat, if it is long.
    ///
    /// # Errors
    /// RangeError if there is no room.
    #[inline]
    pub fn room_to_flatten(&mut self, string: Gc<JsString>) -> JsResult<()> {
        const LONG: usize = 64 << 10;
        if !string.is_rope() || string.len() < LONG {
            return Ok(());
        }
        self.room_for(JsString::flat_size(string.len(), string.is_wide()))
    }

    /// Makes a rope flat. The string keeps its identity.
    pub fn flatten(&mut self, string: Gc<JsString>) -> Gc<JsString> {
        if string.is_rope() {
            self.flatten_rope(string);
        }
        string
    }

    #[cold]
    fn flatten_rope(&mut self, rope: Gc<JsString>) {
        let wide = rope.is_wide();
        let flat = match self.alloc_flat(rope.len(), wide) {
            Ok(flat) => flat,
            Err(_) => {
                // It must become flat for the VM to go on at all (`room_to_flatten` has not been asked).
                self.enter_memory_reserve();
                match self.without_memory_limit(|vm| vm.alloc_flat(rope.len(), wide)) {
                    Ok(flat) => flat,
                    Err(_) => self.end_for_lack_of_memory(&format_args!("no memory for a string of {} units", rope.len())),
                }
            }
        };
        // SAFETY: the flat string has room for the rope's units.
        unsafe {
            if wide {
                rope.copy_to(core::slice::from_raw_parts_mut(flat.data() as *mut u16, flat.len()));
            } else {
                rope.copy_to_latin1(core::slice::from_raw_parts_mut(flat.data(), flat.len()));
            }
        }
        rope.become_slice(flat);
        self.write_barrier(rope.header());
    }

    /// The code units of a string, made flat if need be. They stay valid as long as
    /// the string is referred to from the stack: characters never change or move.
    #[inline]
    pub fn units<'s>(&mut self, string: Gc<JsString>) -> Units<'s> {
        self.flatten(string);
        let units = string.flat_units().expect("flat now");
        // SAFETY: as documented: characters of a flat string neither move nor change,
        // and the caller keeps the string.
        unsafe { core::mem::transmute::<Units<'_>, Units<'s>>(units) }
    }

    /// A `String` of the text, lone surrogates replaced.
    pub fn to_rust_string(&mut self, string: Gc<JsString>) -> String {
        self.units(string).to_rust()
    }

    /// Equal code units.
    pub fn strings_equal(&mut self, a: Gc<JsString>, b: Gc<JsString>) -> bool {
        if a == b {
            return true;
        }
        if a.len() != b.len() || (a.is_atom() && b.is_atom()) {
            return false;
        }
        self.units(a).same(self.units(b))
    }

    /// ToString of an index.
    pub fn index_to_string(&mut self, index: u32) -> Gc<JsString> {
        if let Some(slot) = self.small_int_strings.get(index as usize)
            && let Some(string) = slot.as_string()
        {
            return string;
        }
        let mut buffer = [0u8; 10];
        let mut at = buffer.len();
        let mut rest = index;
        loop {
            at -= 1;
            buffer[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        let string = self.new_string_latin1(&buffer[at..]);
        if let Some(slot) = self.small_int_strings.get_mut(index as usize) {
            *slot = string.value();
        }
        string
    }

    /// A string value.
    pub fn str_value(&mut self, text: &str) -> Value {
        self.new_string(text).value()
    }
}
