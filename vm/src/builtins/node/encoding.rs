//! Strings to bytes and back, in the encodings that Buffer knows.

use super::{native_table, text};
use crate::builtins::typed;
use crate::object::function::Args;
use crate::object::typed_array::ElementType;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

native_table! {
    "encode" => encode,
    "decode" => decode,
    "compareBytes" => compare_bytes,
    "utf8Length" => utf8_length,
}

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_SAFE: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A Uint8Array of these bytes.
pub(super) fn bytes_value(vm: &mut Vm, bytes: &[u8]) -> JsResult<Value> {
    let view = typed::allocate_default(vm, ElementType::Uint8, bytes.len() as u64)?;
    typed::buffer_of(view).write(0, bytes);
    Ok(view.as_object().value())
}

fn digit(c: u8) -> Option<u32> {
    Some(match c {
        b'A'..=b'Z' => c - b'A',
        b'a'..=b'z' => c - b'a' + 26,
        b'0'..=b'9' => c - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    } as u32)
}

/// Either alphabet; what belongs to none is skipped, `=` ends the text.
pub(super) fn from_base64(text: &[u16]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut count) = (0u32, 0);
    for unit in text {
        if *unit == b'=' as u16 {
            break;
        }
        let Some(value) = u8::try_from(*unit).ok().and_then(digit) else { continue };
        bits = bits << 6 | value;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    out
}

fn to_base64(bytes: &[u8], alphabet: &[u8; 64], pad: bool) -> String {
    let mut out = String::with_capacity(bytes.len() * 4 / 3 + 3);
    for chunk in bytes.chunks(3) {
        let word = (chunk[0] as u32) << 16 | (*chunk.get(1).unwrap_or(&0) as u32) << 8 | *chunk.get(2).unwrap_or(&0) as u32;
        for i in 0..4 {
            if i <= chunk.len() {
                out.push(alphabet[(word >> (18 - 6 * i) & 63) as usize] as char);
            } else if pad {
                out.push('=');
            }
        }
    }
    out
}

/// encode ( string, encoding ): a Uint8Array.
fn encode(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let string = vm.to_string(args.get(0))?;
    let encoding = text(vm, args, 1)?;
    let units: Vec<u16> = match encoding.as_str() {
        "utf8" => Vec::new(),
        _ => (0..string.len()).map(|i| vm.units(string).get(i)).collect(),
    };
    let bytes = match encoding.as_str() {
        "utf8" => vm.to_rust_string(string).into_bytes(),
        "hex" => {
            let digit = |u: u16| char::from_u32(u as u32).and_then(|c| c.to_digit(16));
            let pairs = units.chunks_exact(2).map(|pair| Some((digit(pair[0])? << 4 | digit(pair[1])?) as u8));
            pairs.map_while(|byte| byte).collect()
        }
        "base64" | "base64url" => from_base64(&units),
        "utf16le" => units.iter().flat_map(|u| u.to_le_bytes()).collect(),
        _ => units.iter().map(|u| *u as u8).collect(),
    };
    bytes_value(vm, &bytes)
}

/// decode ( bytes, encoding ): a string.
fn decode(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let bytes = typed::bytes_of(args.get(0)).unwrap_or_default();
    let encoding = text(vm, args, 1)?;
    Ok(match encoding.as_str() {
        "utf8" => vm.new_string(&String::from_utf8_lossy(&bytes)).value(),
        "hex" => vm.new_string(&bytes.iter().map(|b| format!("{b:02x}")).collect::<String>()).value(),
        "base64" => vm.new_string(&to_base64(&bytes, STANDARD, true)).value(),
        "base64url" => vm.new_string(&to_base64(&bytes, URL_SAFE, false)).value(),
        "utf16le" => {
            let units: Vec<u16> = bytes.chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]])).collect();
            vm.new_string_utf16(&units).value()
        }
        "ascii" => vm.new_string_latin1(&bytes.iter().map(|b| b & 127).collect::<Vec<u8>>()).value(),
        _ => vm.new_string_latin1(&bytes).value(),
    })
}

/// compareBytes ( a, b ): -1, 0 or 1, as memcmp orders them.
fn compare_bytes(_: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let a = typed::bytes_of(args.get(0)).unwrap_or_default();
    let b = typed::bytes_of(args.get(1)).unwrap_or_default();
    Ok(Value::int(a.cmp(&b) as i32))
}

/// utf8Length ( string ): the bytes that encoding it would give.
fn utf8_length(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let string = vm.to_string(args.get(0))?;
    let mut length = 0usize;
    let mut is_second = false;
    for i in 0..string.len() {
        let unit = vm.units(string).get(i);
        length += match unit {
            _ if std::mem::take(&mut is_second) => 1,
            0..0x80 => 1,
            0x80..0x800 => 2,
            0xd800..0xdc00 if i + 1 < string.len() && matches!(vm.units(string).get(i + 1), 0xdc00..0xe000) => {
                is_second = true;
                3
            }
            // A lone surrogate becomes U+FFFD.
            _ => 3,
        };
    }
    Ok(Value::number(length as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_goes_both_ways() {
        for text in ["", "a", "ab", "abc", "abcd\u{ff}"] {
            let encoded = to_base64(text.as_bytes(), STANDARD, true);
            let units: Vec<u16> = encoded.encode_utf16().collect();
            assert_eq!(from_base64(&units), text.as_bytes());
        }
        assert_eq!(to_base64(b"\xfb\xff", URL_SAFE, false), "-_8");
    }
}
