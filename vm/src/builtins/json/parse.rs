//! JSON.parse (sec-json.parse): a recursive-descent parser straight from the string's
//! code units to objects, which grow along shape transitions.
//!
//! Errors are worded as V8 words them.

use super::source::{Snapshot, Snapshots};
use crate::builtins::array;
use crate::heap::{Gc, RootedKeys};
use crate::object::function::Args;
use crate::object::key::PropertyKey;
use crate::object::layout::Object;
use crate::runtime::completion::{JsResult, Throw};
use crate::string::{JsString, Units};
use crate::value::Value;
use crate::vm::Vm;

/// A code unit type of the text.
trait Unit: Copy + Eq + Into<u32> + TryFrom<u32> {
    fn units(slice: &[Self]) -> Units<'_>;
}
impl Unit for u8 {
    fn units(slice: &[u8]) -> Units<'_> {
        Units::Latin1(slice)
    }
}
impl Unit for u16 {
    fn units(slice: &[u16]) -> Units<'_> {
        Units::Utf16(slice)
    }
}

struct Parser<'t, U> {
    /// Characters of `string`, which the caller keeps alive.
    text: &'t [U],
    at: usize,
    /// What the values are made of, for a reviver.
    record: Option<Snapshots>,
}

/// Parses a JSON text.
pub fn parse_text(vm: &mut Vm, string: Gc<JsString>) -> JsResult<Value> {
    vm.burn_for_steps(string.len())?;
    match vm.units(string) {
        Units::Latin1(text) => Parser { text, at: 0, record: None }.document(vm),
        Units::Utf16(text) => Parser { text, at: 0, record: None }.document(vm),
    }
}

/// Parses a JSON text and records what its values are made of.
fn parse_recording(vm: &mut Vm, string: Gc<JsString>) -> JsResult<(Value, Snapshots)> {
    fn run<U: Unit>(vm: &mut Vm, text: &[U]) -> JsResult<(Value, Snapshots)> {
        let mut parser = Parser { text, at: 0, record: Some(Snapshots::new(vm)) };
        let value = parser.document(vm)?;
        Ok((value, parser.record.take().expect("it records")))
    }
    vm.burn_for_steps(string.len())?;
    match vm.units(string) {
        Units::Latin1(text) => run(vm, text),
        Units::Utf16(text) => run(vm, text),
    }
}

impl<U: Unit> Parser<'_, U> {
    fn document(&mut self, vm: &mut Vm) -> JsResult<Value> {
        let value = self.value(vm)?;
        self.skip_space();
        if self.at < self.text.len() {
            return Err(self.unexpected(vm, true));
        }
        Ok(value)
    }

    #[inline(always)]
    fn peek(&self) -> u32 {
        // No code unit is u32::MAX: the end.
        self.text.get(self.at).map_or(u32::MAX, |u| (*u).into())
    }
    #[inline]
    fn skip_space(&mut self) {
        while matches!(self.peek(), 0x20 | 0x0A | 0x0D | 0x09) {
            self.at += 1;
        }
    }

    fn value(&mut self, vm: &mut Vm) -> JsResult<Value> {
        self.skip_space();
        let Some(record) = &self.record else { return self.value_here(vm) };
        let (start, mark) = (self.at, record.mark());
        let value = self.value_here(vm)?;
        let end = self.at;
        if let Some(record) = &mut self.record {
            record.push(mark, value, start, end);
        }
        Ok(value)
    }

    #[inline]
    fn value_here(&mut self, vm: &mut Vm) -> JsResult<Value> {
        match self.peek() {
            c if c == b'"' as u32 => {
                self.at += 1;
                Ok(self.string(vm)?.value())
            }
            c if c == b'{' as u32 => self.object(vm),
            c if c == b'[' as u32 => self.array(vm),
            c if c == b'-' as u32 || (b'0' as u32..=b'9' as u32).contains(&c) => self.number(vm),
            c if c == b't' as u32 => self.literal(vm, "true", Value::TRUE),
            c if c == b'f' as u32 => self.literal(vm, "false", Value::FALSE),
            c if c == b'n' as u32 => self.literal(vm, "null", Value::NULL),
            _ => Err(self.unexpected(vm, false)),
        }
    }

    fn literal(&mut self, vm: &mut Vm, word: &str, value: Value) -> JsResult<Value> {
        for byte in word.bytes() {
            if self.peek() != byte as u32 {
                return Err(self.unexpected(vm, false));
            }
            self.at += 1;
        }
        Ok(value)
    }

    fn array(&mut self, vm: &mut Vm) -> JsResult<Value> {
        vm.check_native_stack()?;
        self.at += 1;
        let array = vm.new_array(&[]);
        self.skip_space();
        if self.peek() == b']' as u32 {
            self.at += 1;
            return Ok(array.value());
        }
        loop {
            let element = self.value(vm)?;
            vm.array_push(array, element)?;
            self.skip_space();
            match self.peek() {
                c if c == b',' as u32 => self.at += 1,
                c if c == b']' as u32 => {
                    self.at += 1;
                    return Ok(array.value());
                }
                _ => return Err(self.unexpected_in(vm, "Expected ',' or ']' after array element in JSON")),
            }
        }
    }

    fn object(&mut self, vm: &mut Vm) -> JsResult<Value> {
        vm.check_native_stack()?;
        self.at += 1;
        let object = vm.new_object();
        self.skip_space();
        if self.peek() == b'}' as u32 {
            self.at += 1;
            return Ok(object.value());
        }
        if self.peek() != b'"' as u32 {
            return Err(self.unexpected_in(vm, "Expected property name or '}' in JSON"));
        }
        loop {
            self.at += 1;
            let key = self.key(vm)?;
            self.skip_space();
            if self.peek() != b':' as u32 {
                return Err(self.unexpected_in(vm, "Expected ':' after property name in JSON"));
            }
            self.at += 1;
            let value = self.value(vm)?;
            if let Some(record) = &mut self.record {
                record.name(key);
            }
            vm.create_data_property(object, key, value)?;
            self.skip_space();
            match self.peek() {
                c if c == b',' as u32 => {
                    self.at += 1;
                    self.skip_space();
                    if self.peek() != b'"' as u32 {
                        return Err(self.unexpected_in(vm, "Expected double-quoted property name in JSON"));
                    }
                }
                c if c == b'}' as u32 => {
                    self.at += 1;
                    return Ok(object.value());
                }
                _ => return Err(self.unexpected_in(vm, "Expected ',' or '}' after property value in JSON")),
            }
        }
    }

    /// A property name: interned without a string of its own if it has no escapes.
    fn key(&mut self, vm: &mut Vm) -> JsResult<PropertyKey> {
        let start = self.at;
        while let Some(unit) = self.text.get(self.at) {
            let c: u32 = (*unit).into();
            if c == b'"' as u32 {
                let units = U::units(&self.text[start..self.at]);
                self.at += 1;
                if let Some(index) = units.array_index() {
                    return Ok(PropertyKey::index(index));
                }
                return Ok(PropertyKey::atom(vm.intern_units(units)));
            }
            if c == b'\\' as u32 || c < 0x20 {
                break;
            }
            self.at += 1;
        }
        self.at = start;
        let string = self.string(vm)?;
        Ok(vm.key_from_string(string))
    }

    /// The rest of a string literal, after its opening quote.
    fn string(&mut self, vm: &mut Vm) -> JsResult<Gc<JsString>> {
        let start = self.at;
        let mut out: Option<Vec<u16>> = None;
        loop {
            let Some(unit) = self.text.get(self.at) else {
                return Err(self.unexpected_in(vm, "Unterminated string in JSON"));
            };
            let c: u32 = (*unit).into();
            match c {
                0x22 => {
                    let end = self.at;
                    self.at += 1;
                    return Ok(match out {
                        None => vm.new_string_units(U::units(&self.text[start..end])),
                        Some(units) => vm.new_string_utf16(&units),
                    });
                }
                0x5C => {
                    let text = self.text;
                    let buffer = out.get_or_insert_with(|| text[start..self.at].iter().map(|u| (*u).into() as u16).collect());
                    self.at += 1;
                    let escape = self.text.get(self.at).map_or(u32::MAX, |u| (*u).into());
                    let unit = match char::from_u32(escape) {
                        Some(c @ ('"' | '\\' | '/')) => c as u16,
                        Some('b') => 8,
                        Some('f') => 12,
                        Some('n') => 10,
                        Some('r') => 13,
                        Some('t') => 9,
                        Some('u') => {
                            let mut code = 0u32;
                            for _ in 0..4 {
                                self.at += 1;
                                let digit = char::from_u32(self.peek()).and_then(|c| c.to_digit(16));
                                let Some(digit) = digit else {
                                    return Err(self.unexpected_in(vm, "Bad Unicode escape in JSON"));
                                };
                                code = code * 16 + digit;
                            }
                            code as u16
                        }
                        _ if escape == u32::MAX => return Err(self.unexpected(vm, false)),
                        _ => return Err(self.unexpected_in(vm, "Bad escaped character in JSON")),
                    };
                    buffer.push(unit);
                    self.at += 1;
                }
                0..0x20 => return Err(self.unexpected_in(vm, "Bad control character in string literal in JSON")),
                _ => {
                    if let Some(buffer) = &mut out {
                        buffer.push(c as u16);
                    }
                    self.at += 1;
                }
            }
        }
    }

    fn number(&mut self, vm: &mut Vm) -> JsResult<Value> {
        let start = self.at;
        let negative = self.peek() == b'-' as u32;
        if negative {
            self.at += 1;
        }
        let is_digit = |c: u32| (b'0' as u32..=b'9' as u32).contains(&c);
        let mut integer: u64 = 0;
        let first = self.at;
        if self.peek() == b'0' as u32 {
            self.at += 1;
            if is_digit(self.peek()) {
                return Err(self.unexpected_number(vm));
            }
        } else {
            while is_digit(self.peek()) {
                integer = integer.wrapping_mul(10).wrapping_add((self.peek() - b'0' as u32) as u64);
                self.at += 1;
            }
        }
        if self.at == first {
            return Err(self.unexpected_in(vm, "No number after minus sign in JSON"));
        }
        let digits = self.at - first;
        let mut simple = true;
        if self.peek() == b'.' as u32 {
            simple = false;
            self.at += 1;
            if !is_digit(self.peek()) {
                return Err(self.unexpected_in(vm, "Unterminated fractional number in JSON"));
            }
            while is_digit(self.peek()) {
                self.at += 1;
            }
        }
        if self.peek() | 0x20 == b'e' as u32 {
            simple = false;
            self.at += 1;
            if self.peek() == b'+' as u32 || self.peek() == b'-' as u32 {
                self.at += 1;
            }
            if !is_digit(self.peek()) {
                return Err(self.unexpected_in(vm, "Exponent part is missing a number in JSON"));
            }
            while is_digit(self.peek()) {
                self.at += 1;
            }
        }
        if simple && digits <= 15 {
            let value = integer as f64;
            return Ok(Value::number(if negative { -value } else { value }));
        }
        let bytes: Vec<u8> = self.text[start..self.at].iter().map(|u| (*u).into() as u8).collect();
        Ok(Value::number(fast_float2::parse::<f64, _>(&bytes).unwrap_or(f64::NAN)))
    }

    // ---- errors

    /// Lines end as those of the usual systems do; those of ECMAScript end with U+2028 and U+2029, too.
    fn position(&self) -> String {
        let (mut line, mut start) = (1, 0);
        let unit = |i: usize| self.text.get(i).map_or(0, |unit| (*unit).into());
        for i in 0..self.at {
            if unit(i) == 0x0A || unit(i) == 0x0D && unit(i + 1) != 0x0A {
                (line, start) = (line + 1, i + 1);
            }
        }
        format!("at position {} (line {line} column {})", self.at, self.at - start + 1)
    }
    fn unexpected_in(&self, vm: &mut Vm, message: &str) -> Throw {
        vm.syntax_error(format!("{message} {}", self.position()))
    }
    fn unexpected_number(&self, vm: &mut Vm) -> Throw {
        vm.syntax_error(format!("Unexpected number in JSON {}", self.position()))
    }
    fn unexpected(&self, vm: &mut Vm, after_value: bool) -> Throw {
        let c = self.peek();
        if c == u32::MAX {
            return vm.syntax_error("Unexpected end of JSON input");
        }
        if after_value {
            return vm.syntax_error(format!("Unexpected non-whitespace character after JSON {}", self.position()));
        }
        if c == b'"' as u32 {
            return vm.syntax_error(format!("Unexpected string in JSON {}", self.position()));
        }
        // The text around the place, as V8 shows it.
        const AROUND: usize = 10;
        let shown = char::from_u32(c).unwrap_or('\u{FFFD}');
        let len = self.text.len();
        let (mut from, mut to) = (0, len);
        let (mut before, mut after) = ("", "");
        if len > 2 * AROUND {
            if self.at >= AROUND {
                (from, before) = (self.at - AROUND, "...");
            }
            if self.at + AROUND < len {
                (to, after) = (self.at + AROUND, "...");
            }
        }
        let text = U::units(&self.text[from..to]).to_rust();
        // What other values become, when they are taken for a text.
        if len <= 2 * AROUND && matches!(text.as_str(), "undefined" | "NaN" | "Infinity" | "[object Object]") {
            return vm.syntax_error(format!("\"{text}\" is not valid JSON"));
        }
        let text = format!("{before}\"{text}\"{after}");
        vm.syntax_error(format!("Unexpected token '{shown}', {text} is not valid JSON"))
    }
}

/// JSON.parse ( text [ , reviver ] ) (sec-json.parse).
pub fn parse(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let text = vm.to_string(args.get(0))?;
    if !vm.is_callable(args.get(1)) {
        return parse_text(vm, text);
    }
    let (value, mut snapshots) = parse_recording(vm, text)?;
    let snapshot = snapshots.take_root();
    let root = vm.new_object();
    let key = vm.names.empty;
    vm.create_data_property(root, key, value)?;
    Reviver { text, function: args.get(1), snapshots }.internalize(vm, root, key, snapshot.as_ref())
}

/// A reviver at work; it is on the native stack, where the collector sees it.
struct Reviver {
    text: Gc<JsString>,
    function: Value,
    snapshots: Snapshots,
}

impl Reviver {
    /// InternalizeJSONProperty (sec-internalizejsonproperty). `snapshot`: what was parsed there.
    fn internalize(&self, vm: &mut Vm, holder: Gc<Object>, name: PropertyKey, snapshot: Option<&Snapshot>) -> JsResult<Value> {
        vm.check_native_stack()?;
        let value = vm.get(holder, name)?;
        let snapshot = snapshot.filter(|snapshot| self.snapshots.is_value(vm, snapshot, value));
        let context = vm.new_object();
        if let Some(object) = value.to_cell::<Object>() {
            if vm.is_array(value)? {
                let len = array::length_of(vm, object)?;
                for i in 0..len {
                    let key = array::index_key(vm, i);
                    let part = snapshot.and_then(|snapshot| self.snapshots.element(snapshot, i));
                    self.internalize_element(vm, object, key, part)?;
                }
            } else {
                // EnumerableOwnProperties: what the reviver deletes on the way is visited too.
                let all = vm.own_property_keys(object)?;
                let mut keys = RootedKeys::new(vm);
                for i in 0..all.len() {
                    let key = all[i];
                    if !key.is_symbol() && vm.get_own_property(object, key)?.is_some_and(|d| d.enumerable == Some(true)) {
                        keys.push(key);
                    }
                }
                for i in 0..keys.len() {
                    let key = keys[i];
                    let part = snapshot.and_then(|snapshot| self.snapshots.property(snapshot, key));
                    self.internalize_element(vm, object, key, part)?;
                }
            }
        } else if let Some(snapshot) = snapshot {
            let (start, end) = snapshot.range();
            let source = vm.substring(self.text, start, end).value();
            let key = vm.names.source;
            vm.create_data_property(context, key, source)?;
        }
        let name = vm.key_to_value(name);
        vm.call(self.function, holder.value(), &[name, value, context.value()])
    }

    fn internalize_element(&self, vm: &mut Vm, object: Gc<Object>, key: PropertyKey, snapshot: Option<&Snapshot>) -> JsResult<()> {
        let new = self.internalize(vm, object, key, snapshot)?;
        if new.is_undefined() {
            vm.delete(object, key)?;
        } else {
            vm.create_data_property(object, key, new)?;
        }
        Ok(())
    }
}
