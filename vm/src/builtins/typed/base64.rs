//! Base64 and hexadecimal text of Uint8Array (sec-uint8array-objects).

use super::buffer::immutable_error;
use super::{buffer_of, construct, is_out_of_bounds};
use crate::builtins::string::builder::StringBuilder;
use crate::builtins::table::*;
use crate::heap::Gc;
use crate::object::Attributes;
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::object::typed_array::{ElementType, TypedArray};
use crate::runtime::completion::JsResult;
use crate::runtime::operations::to_boolean;
use crate::runtime::realm::Intrinsic;
use crate::string::JsString;
use crate::value::Value;
use crate::vm::Vm;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

#[derive(Clone, Copy, PartialEq, Eq)]
enum LastChunk {
    Loose,
    Strict,
    StopBeforePartial,
}

/// What was decoded up to the end, the limit, or an error.
struct Decoded {
    /// Code units that the bytes were made of.
    read: usize,
    bytes: Vec<u8>,
    error: Option<&'static str>,
}

/// ValidateUint8Array (sec-validateuint8array).
fn this_uint8_array(vm: &mut Vm, args: &Args, method: &str) -> JsResult<Gc<TypedArray>> {
    match args.this.to_cell::<TypedArray>() {
        Some(view) if view.element_type == ElementType::Uint8 => Ok(view),
        _ => Err(vm.type_error(format!("Method Uint8Array.prototype.{method} called on incompatible receiver"))),
    }
}

/// ValidateUint8Array of the receiver, to be written to.
fn this_writable_uint8_array(vm: &mut Vm, args: &Args, method: &str) -> JsResult<Gc<TypedArray>> {
    let view = this_uint8_array(vm, args, method)?;
    if view.is_immutable() {
        return Err(immutable_error(vm, &format!("Uint8Array.prototype.{method}")));
    }
    Ok(view)
}

/// GetUint8ArrayBytes (sec-getuint8arraybytes).
fn bytes_of(vm: &mut Vm, view: Gc<TypedArray>) -> JsResult<Vec<u8>> {
    require_attached(vm, view)?;
    let start = view.byte_offset.get();
    vm.room_for(view.length.get())?;
    Ok(buffer_of(view).copy(start, start + view.length.get()))
}

fn require_attached(vm: &mut Vm, view: Gc<TypedArray>) -> JsResult<()> {
    if is_out_of_bounds(view) {
        return Err(vm.type_error("Cannot use a Uint8Array on a detached ArrayBuffer"));
    }
    Ok(())
}

/// GetOptionsObject (sec-getoptionsobject); none for undefined.
fn options_object(vm: &mut Vm, options: Value) -> JsResult<Option<Gc<Object>>> {
    if options.is_undefined() {
        return Ok(None);
    }
    match options.to_cell::<Object>() {
        Some(options) => Ok(Some(options)),
        None => Err(vm.type_error("options is not an object")),
    }
}

/// An option that is one of some strings, or undefined; its index.
fn choice(vm: &mut Vm, options: Option<Gc<Object>>, name: &str, values: &[&str]) -> JsResult<usize> {
    let Some(options) = options else { return Ok(0) };
    let value = vm.get_str(options, name)?;
    if value.is_undefined() {
        return Ok(0);
    }
    let text = value.as_string().map(|s| s.to_rust());
    match text.and_then(|text| values.iter().position(|v| *v == text)) {
        Some(index) => Ok(index),
        None => Err(vm.type_error(format!("{name} must be one of {}", values.join(", ")))),
    }
}

fn is_url(vm: &mut Vm, options: Option<Gc<Object>>) -> JsResult<bool> {
    Ok(choice(vm, options, "alphabet", &["base64", "base64url"])? == 1)
}

fn last_chunk(vm: &mut Vm, options: Option<Gc<Object>>) -> JsResult<LastChunk> {
    let index = choice(vm, options, "lastChunkHandling", &["loose", "strict", "stop-before-partial"])?;
    Ok([LastChunk::Loose, LastChunk::Strict, LastChunk::StopBeforePartial][index])
}

fn text_argument(vm: &mut Vm, args: &Args) -> JsResult<Gc<JsString>> {
    match args.get(0).as_string() {
        Some(string) => Ok(string),
        None => Err(vm.type_error("expected a string")),
    }
}

/// Uint8Array.prototype.toBase64 (sec-uint8array.prototype.tobase64).
fn to_base64(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let view = this_uint8_array(vm, args, "toBase64")?;
    let options = options_object(vm, args.get(0))?;
    let alphabet = if is_url(vm, options)? { URL_ALPHABET } else { ALPHABET };
    let omit_padding = match options {
        Some(options) => to_boolean(vm.get_str(options, "omitPadding")?),
        None => false,
    };
    let bytes = bytes_of(vm, view)?;
    vm.room_for(bytes.len() * 4)?;
    let mut text = StringBuilder::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        vm.poll()?;
        let word = chunk.iter().fold(0u32, |word, byte| word << 8 | *byte as u32) << (8 * (3 - chunk.len()));
        for i in 0..=chunk.len() {
            text.push_unit(u16::from(alphabet[(word >> (18 - 6 * i)) as usize & 63]));
        }
        if !omit_padding {
            text.push_ascii(&"=="[..3 - chunk.len()]);
        }
    }
    text.finish(vm).map(Value::from)
}

/// Uint8Array.prototype.toHex (sec-uint8array.prototype.tohex).
fn to_hex(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let view = this_uint8_array(vm, args, "toHex")?;
    let bytes = bytes_of(vm, view)?;
    vm.room_for(bytes.len() * 5)?;
    let mut text = StringBuilder::with_capacity(2 * bytes.len());
    for byte in bytes.iter() {
        vm.poll()?;
        for digit in [byte >> 4, byte & 15] {
            text.push_unit(u16::from(b"0123456789abcdef"[usize::from(digit)]));
        }
    }
    text.finish(vm).map(Value::from)
}

fn is_ascii_white_space(unit: u16) -> bool {
    matches!(unit, 9 | 10 | 12 | 13 | 32)
}

/// FromBase64 (sec-frombase64).
fn decode_base64(text: &[u16], url: bool, last: LastChunk, limit: usize) -> Decoded {
    let mut out = Decoded { read: 0, bytes: Vec::new(), error: None };
    if limit == 0 {
        return out;
    }
    let skip = |mut at: usize| {
        while at < text.len() && is_ascii_white_space(text[at]) {
            at += 1;
        }
        at
    };
    let (mut chunk, mut count) = (0u32, 0);
    let mut at = 0;
    loop {
        at = skip(at);
        if at == text.len() {
            if count > 0 {
                match last {
                    LastChunk::StopBeforePartial => return out,
                    LastChunk::Loose if count > 1 => {
                        decode_final(&mut out, chunk, count, false);
                    }
                    _ => {
                        out.error = Some("the last chunk is incomplete");
                        return out;
                    }
                }
            }
            out.read = text.len();
            return out;
        }
        let unit = text[at];
        at += 1;
        if unit == b'=' as u16 {
            if count < 2 {
                out.error = Some("unexpected padding");
                return out;
            }
            at = skip(at);
            if count == 2 {
                if at == text.len() {
                    if last != LastChunk::StopBeforePartial {
                        out.error = Some("padding is incomplete");
                    }
                    return out;
                }
                if text[at] == b'=' as u16 {
                    at = skip(at + 1);
                }
            }
            if at < text.len() {
                out.error = Some("text after padding");
                return out;
            }
            if decode_final(&mut out, chunk, count, last == LastChunk::Strict) {
                out.read = text.len();
            }
            return out;
        }
        let alphabet = if url { URL_ALPHABET } else { ALPHABET };
        let Some(bits) = alphabet.iter().position(|c| *c as u16 == unit) else {
            out.error = Some("a character that is not of the alphabet");
            return out;
        };
        let remaining = limit - out.bytes.len();
        if remaining == 1 && count == 2 || remaining == 2 && count == 3 {
            return out;
        }
        chunk = chunk << 6 | bits as u32;
        count += 1;
        if count == 4 {
            out.bytes.extend_from_slice(&chunk.to_be_bytes()[1..]);
            (chunk, count) = (0, 0);
            out.read = at;
            if out.bytes.len() == limit {
                return out;
            }
        }
    }
}

/// DecodeFinalBase64Chunk (sec-decodefinalbase64chunk) of two or three characters.
fn decode_final(out: &mut Decoded, chunk: u32, count: u32, strict: bool) -> bool {
    let (bytes, extra) = if count == 2 { (1, 4) } else { (2, 2) };
    if strict && chunk & ((1 << extra) - 1) != 0 {
        out.error = Some("extra bits in the last chunk");
        return false;
    }
    let word = chunk >> extra;
    out.bytes.extend_from_slice(&word.to_be_bytes()[4 - bytes..]);
    true
}

/// FromHex (sec-fromhex).
fn decode_hex(text: &[u16], limit: usize) -> Decoded {
    let mut out = Decoded { read: 0, bytes: Vec::new(), error: None };
    if !text.len().is_multiple_of(2) {
        out.error = Some("an odd number of hexadecimal digits");
        return out;
    }
    let digit = |unit: u16| char::from_u32(unit as u32).and_then(|c| c.to_digit(16));
    while out.read < text.len() && out.bytes.len() < limit {
        let (Some(high), Some(low)) = (digit(text[out.read]), digit(text[out.read + 1])) else {
            out.error = Some("a character that is no hexadecimal digit");
            return out;
        };
        out.bytes.push((high * 16 + low) as u8);
        out.read += 2;
    }
    out
}

fn units_of(vm: &mut Vm, string: Gc<JsString>) -> Vec<u16> {
    let units = vm.units(string);
    (0..units.len()).map(|i| units.get(i)).collect()
}

/// A new Uint8Array of what was decoded.
fn new_array(vm: &mut Vm, decoded: Decoded) -> JsResult<Value> {
    if let Some(error) = decoded.error {
        return Err(vm.syntax_error(error));
    }
    let view = construct::allocate_default(vm, ElementType::Uint8, decoded.bytes.len() as u64)?;
    buffer_of(view).write(0, &decoded.bytes);
    Ok(view.as_object().value())
}

/// Stores what was decoded, an error notwithstanding.
fn store(vm: &mut Vm, view: Gc<TypedArray>, decoded: Decoded) -> JsResult<Value> {
    buffer_of(view).write(view.byte_offset.get(), &decoded.bytes);
    if let Some(error) = decoded.error {
        return Err(vm.syntax_error(error));
    }
    let result = vm.new_object();
    for (name, value) in [("read", decoded.read), ("written", decoded.bytes.len())] {
        let key = vm.key(name);
        vm.define_new(result, key, Value::from(value), Attributes::DEFAULT);
    }
    Ok(result.value())
}

/// Uint8Array.fromBase64 (sec-uint8array.frombase64).
fn from_base64(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let string = text_argument(vm, args)?;
    let options = options_object(vm, args.get(1))?;
    let url = is_url(vm, options)?;
    let last = last_chunk(vm, options)?;
    let text = units_of(vm, string);
    new_array(vm, decode_base64(&text, url, last, usize::MAX))
}

/// Uint8Array.fromHex (sec-uint8array.fromhex).
fn from_hex(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let string = text_argument(vm, args)?;
    let text = units_of(vm, string);
    new_array(vm, decode_hex(&text, usize::MAX))
}

/// Uint8Array.prototype.setFromBase64 (sec-uint8array.prototype.setfrombase64).
fn set_from_base64(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let view = this_writable_uint8_array(vm, args, "setFromBase64")?;
    let string = text_argument(vm, args)?;
    let options = options_object(vm, args.get(1))?;
    let url = is_url(vm, options)?;
    let last = last_chunk(vm, options)?;
    require_attached(vm, view)?;
    let text = units_of(vm, string);
    store(vm, view, decode_base64(&text, url, last, view.length.get()))
}

/// Uint8Array.prototype.setFromHex (sec-uint8array.prototype.setfromhex).
fn set_from_hex(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let view = this_writable_uint8_array(vm, args, "setFromHex")?;
    let string = text_argument(vm, args)?;
    require_attached(vm, view)?;
    let text = units_of(vm, string);
    store(vm, view, decode_hex(&text, view.length.get()))
}

static STATICS: &[Method] = &[method("fromBase64", 1, from_base64), method("fromHex", 1, from_hex)];
static METHODS: &[Method] = &[
    method("setFromBase64", 1, set_from_base64),
    method("setFromHex", 1, set_from_hex),
    method("toBase64", 0, to_base64),
    method("toHex", 0, to_hex),
];

/// Defines the methods that only Uint8Array has.
pub fn install(vm: &mut Vm) {
    let constructor = vm.intrinsic(Intrinsic::Uint8Array);
    vm.define_methods(constructor, STATICS);
    let prototype = vm.intrinsic(Intrinsic::Uint8ArrayPrototype);
    vm.define_methods(prototype, METHODS);
}
