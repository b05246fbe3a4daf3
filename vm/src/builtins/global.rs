//! Value and function properties of the global object (sec-global-object).

use super::table::{Method, method};
use crate::builtins::string::builder::StringBuilder;
use crate::object::function::Args;
use crate::object::shape::Attributes;
use crate::runtime::completion::{ErrorKind, JsResult};
use crate::runtime::conversion::{string_to_number, trim};
use crate::runtime::realm::Intrinsic;
use crate::string::Units;
use crate::value::Value;
use crate::vm::Vm;
use smallvec::{SmallVec, smallvec};

static FUNCTIONS: &[Method] = &[
    method("eval", 1, eval).as_intrinsic(Intrinsic::Eval),
    method("isFinite", 1, is_finite).as_intrinsic(Intrinsic::IsFinite),
    method("isNaN", 1, is_nan).as_intrinsic(Intrinsic::IsNaN),
    method("parseFloat", 1, parse_float).as_intrinsic(Intrinsic::ParseFloat),
    method("parseInt", 2, parse_int).as_intrinsic(Intrinsic::ParseInt),
    method("decodeURI", 1, decode_uri),
    method("decodeURIComponent", 1, decode_uri_component),
    method("encodeURI", 1, encode_uri),
    method("encodeURIComponent", 1, encode_uri_component),
    method("escape", 1, escape),
    method("unescape", 1, unescape),
];

pub(super) fn install(vm: &mut Vm) {
    let global = vm.global();
    vm.define_methods(global, FUNCTIONS);
    for (key, value) in
        [(vm.names.Infinity, Value::double(f64::INFINITY)), (vm.names.NaN, Value::NAN), (vm.names.undefined, Value::UNDEFINED)]
    {
        vm.define_new(global, key, value, Attributes::NONE);
    }
}

/// eval ( x ) (sec-eval-x), called other than as `eval(…)`
fn eval(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    vm.indirect_eval(args.get(0))
}

/// isFinite ( number ) (sec-isfinite-number)
fn is_finite(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(Value::bool(vm.to_number(args.get(0))?.is_finite()))
}

/// isNaN ( number ) (sec-isnan-number)
fn is_nan(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(Value::bool(vm.to_number(args.get(0))?.is_nan()))
}

/// parseFloat ( string ) (sec-parsefloat-string)
fn parse_float(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if args.get(0).is_int() {
        return Ok(args.get(0));
    }
    let string = vm.to_string(args.get(0))?;
    Ok(Value::number(parse_float_prefix(trim(vm.units(string)))))
}

/// The number that the longest prefix in the form of StrDecimalLiteral denotes.
fn parse_float_prefix(units: Units<'_>) -> f64 {
    let text: Vec<u8> = units.iter().map_while(|u| u8::try_from(u).ok()).collect();
    let sign = matches!(text.first(), Some(b'+' | b'-')) as usize;
    if text[sign..].starts_with(b"Infinity") {
        return if text[0] == b'-' { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    let digits = |from: usize| text[from.min(text.len())..].iter().take_while(|b| b.is_ascii_digit()).count();
    let whole = digits(sign);
    let mut end = sign + whole;
    if text.get(end) == Some(&b'.') {
        let fraction = digits(end + 1);
        if whole + fraction == 0 {
            return f64::NAN;
        }
        end += 1 + fraction;
    } else if whole == 0 {
        return f64::NAN;
    }
    if matches!(text.get(end), Some(b'e' | b'E')) {
        let exponent_sign = matches!(text.get(end + 1), Some(b'+' | b'-')) as usize;
        let exponent = digits(end + 1 + exponent_sign);
        if exponent > 0 {
            end += 1 + exponent_sign + exponent;
        }
    }
    string_to_number(Units::Latin1(&text[..end]))
}

/// parseInt ( string, radix ) (sec-parseint-string-radix)
fn parse_int(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    // parseInt of an int32 in radix 10 is that number.
    if args.get(0).is_int() && args.get(1).is_undefined() {
        return Ok(args.get(0));
    }
    // 1.-5.
    let string = vm.to_string(args.get(0))?;
    let mut units = trim(vm.units(string));
    let negative = !units.is_empty() && units.get(0) == b'-' as u16;
    if !units.is_empty() && matches!(units.get(0) as u8, b'-' | b'+') && units.get(0) < 128 {
        units = units.slice(1, units.len());
    }
    // 6.-10.
    let mut radix = vm.to_int32(args.get(1))?;
    if radix != 0 && !(2..=36).contains(&radix) {
        return Ok(Value::NAN);
    }
    if (radix == 0 || radix == 16) && units.len() >= 2 && units.get(0) == b'0' as u16 && units.get(1) | 0x20 == b'x' as u16 {
        units = units.slice(2, units.len());
        radix = 16;
    }
    if radix == 0 {
        radix = 10;
    }
    // 11.-16.
    let is_digit = |u: u16| char::from_u32(u as u32).is_some_and(|c| c.is_digit(radix as u32));
    let end = units.iter().position(|u| !is_digit(u)).unwrap_or(units.len());
    let units = units.slice(0, end);
    let number = match radix {
        _ if end == 0 => return Ok(Value::NAN),
        10 => string_to_number(units),
        _ => crate::runtime::conversion::parse_digits(units, radix as u32).unwrap_or(f64::NAN),
    };
    Ok(Value::number(if negative { -number } else { number }))
}

/// parseInt of a short decimal number without sign, or of an int32, in radix 10.
pub(crate) fn quick_parse_int(text: Value, radix: Value) -> Option<Value> {
    /// All numbers of so many digits are int32.
    const DIGITS: usize = 9;
    if !radix.is_undefined() && radix != Value::int(10) {
        return None;
    }
    if text.is_int() {
        return Some(text);
    }
    let string = text.as_string()?;
    let Units::Latin1(digits) = string.flat_units()? else { return None };
    if !(1..=DIGITS).contains(&digits.len()) {
        return None;
    }
    let mut number = 0;
    for digit in digits {
        let digit = digit.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + digit as i32;
    }
    Some(Value::int(number))
}

// ---- URI handling (sec-uri-handling-functions)

const RESERVED: &[u8] = b";/?:@&=+$,#";
const MARKS: &[u8] = b"-_.!~*'()";

fn is_unreserved(unit: u16) -> bool {
    u8::try_from(unit).is_ok_and(|b| b.is_ascii_alphanumeric() || MARKS.contains(&b))
}

/// Encode (sec-encode)
fn encode(vm: &mut Vm, value: Value, extra: &[u8]) -> JsResult<Value> {
    let string = vm.to_string(value)?;
    let units = vm.units(string);
    let mut out = StringBuilder::with_capacity(units.len());
    let mut at = 0;
    while at < units.len() {
        vm.poll()?;
        let unit = units.get(at);
        at += 1;
        if is_unreserved(unit) || u8::try_from(unit).is_ok_and(|b| extra.contains(&b)) {
            out.push_unit(unit);
            continue;
        }
        let next = (at < units.len()).then(|| units.get(at));
        let code_point = match (unit, next) {
            (0xD800..=0xDBFF, Some(low @ 0xDC00..=0xDFFF)) => {
                at += 1;
                0x10000 + ((unit as u32 - 0xD800) << 10) + (low as u32 - 0xDC00)
            }
            _ => unit as u32,
        };
        let Some(c) = char::from_u32(code_point) else { return Err(vm.throw_error(ErrorKind::UriError, "URI malformed")) };
        let mut buffer = [0; 4];
        for byte in c.encode_utf8(&mut buffer).bytes() {
            out.push_unit(u16::from(b'%'));
            push_hex(&mut out, u16::from(byte), 2);
        }
    }
    out.finish(vm).map(Value::from)
}

/// The last `digits` hexadecimal digits of a number.
fn push_hex(out: &mut StringBuilder, number: u16, digits: u32) {
    for digit in (0..digits).rev() {
        out.push_unit(u16::from(b"0123456789ABCDEF"[usize::from(number >> (4 * digit) & 15)]));
    }
}

fn hex_byte(units: Units<'_>, at: usize) -> Option<u8> {
    if at + 3 > units.len() || units.get(at) != b'%' as u16 {
        return None;
    }
    let digit = |u: u16| char::from_u32(u as u32)?.to_digit(16);
    Some((digit(units.get(at + 1))? * 16 + digit(units.get(at + 2))?) as u8)
}

/// Decode (sec-decode): the escapes of characters in `preserved` stay.
fn decode(vm: &mut Vm, value: Value, preserved: &[u8]) -> JsResult<Value> {
    let string = vm.to_string(value)?;
    let units = vm.units(string);
    let mut out = StringBuilder::with_capacity(units.len());
    let mut at = 0;
    while at < units.len() {
        vm.poll()?;
        if units.get(at) != b'%' as u16 {
            out.push_unit(units.get(at));
            at += 1;
            continue;
        }
        let start = at;
        let Some(first) = hex_byte(units, at) else { return Err(vm.throw_error(ErrorKind::UriError, "URI malformed")) };
        at += 3;
        let count = match first {
            0..=0x7F => 1,
            0xC2..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF4 => 4,
            _ => return Err(vm.throw_error(ErrorKind::UriError, "URI malformed")),
        };
        let mut bytes: SmallVec<[u8; 4]> = smallvec![first];
        while bytes.len() < count {
            let Some(byte) = hex_byte(units, at) else { return Err(vm.throw_error(ErrorKind::UriError, "URI malformed")) };
            bytes.push(byte);
            at += 3;
        }
        if count == 1 && preserved.contains(&first) {
            out.push_units(units.slice(start, at));
            continue;
        }
        // Rejects overlong forms and surrogates.
        let Ok(text) = core::str::from_utf8(&bytes) else { return Err(vm.throw_error(ErrorKind::UriError, "URI malformed")) };
        text.chars().for_each(|c| out.push_code_point(c as u32));
    }
    out.finish(vm).map(Value::from)
}

/// decodeURI ( encodedURI ) (sec-decodeuri-encodeduri)
fn decode_uri(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    decode(vm, args.get(0), RESERVED)
}

/// decodeURIComponent ( encodedURIComponent ) (sec-decodeuricomponent-encodeduricomponent)
fn decode_uri_component(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    decode(vm, args.get(0), b"")
}

/// encodeURI ( uri ) (sec-encodeuri-uri)
fn encode_uri(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    encode(vm, args.get(0), RESERVED)
}

/// encodeURIComponent ( uriComponent ) (sec-encodeuricomponent-uricomponent)
fn encode_uri_component(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    encode(vm, args.get(0), b"")
}

/// escape ( string ) (sec-escape-string)
fn escape(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let string = vm.to_string(args.get(0))?;
    let units = vm.units(string);
    let mut out = StringBuilder::with_capacity(units.len());
    for unit in units.iter() {
        vm.poll()?;
        match u8::try_from(unit) {
            Ok(b) if b.is_ascii_alphanumeric() || b"@*_+-./".contains(&b) => out.push_unit(unit),
            Ok(_) => {
                out.push_ascii("%");
                push_hex(&mut out, unit, 2);
            }
            Err(_) => {
                out.push_ascii("%u");
                push_hex(&mut out, unit, 4);
            }
        }
    }
    out.finish(vm).map(Value::from)
}

/// unescape ( string ) (sec-unescape-string)
fn unescape(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let string = vm.to_string(args.get(0))?;
    let units = vm.units(string);
    let mut out = StringBuilder::with_capacity(units.len());
    let mut at = 0;
    while at < units.len() {
        vm.poll()?;
        let wide = |units: Units<'_>| -> Option<u16> {
            if at + 6 > units.len() || units.get(at) != b'%' as u16 || units.get(at + 1) != b'u' as u16 {
                return None;
            }
            (at + 2..at + 6).try_fold(0u16, |n, i| Some(n << 4 | char::from_u32(units.get(i) as u32)?.to_digit(16)? as u16))
        };
        let (unit, used) = match (wide(units), hex_byte(units, at)) {
            (Some(unit), _) => (unit, 6),
            (None, Some(byte)) => (byte as u16, 3),
            (None, None) => (units.get(at), 1),
        };
        out.push_unit(unit);
        at += used;
    }
    out.finish(vm).map(Value::from)
}
