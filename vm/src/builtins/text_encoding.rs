//! TextEncoder and TextDecoder (<https://encoding.spec.whatwg.org/>). What takes one call and is UTF-8 needs no decoder
//! of its own.

use crate::builtins::node::coded_error;
use crate::builtins::table::*;
use crate::builtins::typed;
use crate::heap::{Kind, Payload, Tracer};
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::object::typed_array::{ElementType, TypedArray};
use crate::runtime::completion::{ErrorKind, JsResult, Throw};
use crate::runtime::operations::to_boolean;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use encoding_rs::{DecoderResult, Encoding, UTF_8};
use std::cell::RefCell;

struct Encoder;
impl Payload for Encoder {
    fn trace(&self, _: &mut Tracer) {}
}

struct Decoder {
    encoding: &'static Encoding,
    fatal: bool,
    ignore_bom: bool,
    /// Between the parts of a stream.
    stream: RefCell<Option<encoding_rs::Decoder>>,
}
impl Payload for Decoder {
    fn trace(&self, _: &mut Tracer) {}
}

fn encoder_constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if !args.is_construct() {
        return Err(vm.type_error("Class constructor TextEncoder cannot be invoked without 'new'"));
    }
    let proto = vm.get_prototype_from_constructor(args.new_target, Intrinsic::TextEncoderPrototype)?;
    Ok(vm.new_payload_object(Kind::Host, proto, Box::new(Encoder)).value())
}
/// `TextEncoder.prototype.encode ( [ text ] )`.
fn encode(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let text = if args.get(0).is_undefined() {
        String::new()
    } else {
        let string = vm.to_string(args.get(0))?;
        vm.to_rust_string(string)
    };
    let view = typed::allocate_default(vm, ElementType::Uint8, text.len() as u64)?;
    typed::buffer_of(view).write(0, text.as_bytes());
    Ok(view.as_object().value())
}
/// TextEncoder.prototype.encodeInto ( text, target ).
fn encode_into(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let string = vm.to_string(args.get(0))?;
    let text = vm.to_rust_string(string);
    let Some(view) = args.get(1).to_cell::<TypedArray>().filter(|v| v.element_type == ElementType::Uint8) else {
        return Err(vm.type_error("The \"dest\" argument must be an instance of Uint8Array."));
    };
    if view.is_immutable() {
        return Err(typed::buffer::immutable_error(vm, "TextEncoder.encodeInto"));
    }
    let (mut read, mut bytes) = (0, Vec::new());
    for c in text.chars() {
        if bytes.len() + c.len_utf8() > view.length.get() {
            break;
        }
        bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        read += c.len_utf16();
    }
    if !bytes.is_empty() {
        typed::buffer_of(view).write(view.byte_offset.get(), &bytes);
    }
    let result = vm.new_object();
    for (name, value) in [("read", read), ("written", bytes.len())] {
        let key = vm.key(name);
        vm.create_data_property(result, key, Value::from(value))?;
    }
    Ok(result.value())
}
fn get_encoding(vm: &mut Vm, _: &Args) -> JsResult<Value> {
    Ok(vm.new_string("utf-8").value())
}

fn decoder_constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if !args.is_construct() {
        return Err(vm.type_error("Class constructor TextDecoder cannot be invoked without 'new'"));
    }
    let mut encoding = UTF_8;
    if !args.get(0).is_undefined() {
        let label = vm.to_string(args.get(0))?.to_rust();
        encoding = match Encoding::for_label_no_replacement(label.as_bytes()) {
            Some(encoding) => encoding,
            None => {
                let message = format!("The \"{label}\" encoding is not supported");
                return Err(coded_error(vm, ErrorKind::RangeError, "ERR_ENCODING_NOT_SUPPORTED", &message));
            }
        };
    }
    let (mut fatal, mut ignore_bom) = (false, false);
    if let Some(options) = args.get(1).to_cell::<Object>() {
        fatal = to_boolean(vm.get_str(options, "fatal")?);
        ignore_bom = to_boolean(vm.get_str(options, "ignoreBOM")?);
    }
    let proto = vm.get_prototype_from_constructor(args.new_target, Intrinsic::TextDecoderPrototype)?;
    Ok(vm.new_payload_object(Kind::Host, proto, Box::new(Decoder { encoding, fatal, ignore_bom, stream: RefCell::new(None) })).value())
}
fn this_decoder<'a>(vm: &mut Vm, args: &Args) -> JsResult<&'a Decoder> {
    match args.this.payload::<Decoder>() {
        Some(decoder) => Ok(decoder),
        None => Err(vm.type_error("Value of \"this\" must be of type TextDecoder")),
    }
}
fn invalid_data(vm: &mut Vm, encoding: &'static Encoding) -> Throw {
    let message = format!("The encoded data was not valid for encoding {}", encoding.name().to_ascii_lowercase());
    coded_error(vm, ErrorKind::TypeError, "ERR_ENCODING_INVALID_ENCODED_DATA", &message)
}
/// `TextDecoder.prototype.decode ( [ bytes [ , options ] ] )`.
fn decode(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let decoder = this_decoder(vm, args)?;
    let bytes = match typed::bytes_of(args.get(0)) {
        Some(bytes) => bytes,
        None if args.get(0).is_undefined() => Vec::new(),
        None => {
            let message = "The \"list\" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.";
            return Err(coded_error(vm, ErrorKind::TypeError, "ERR_INVALID_ARG_TYPE", message));
        }
    };
    let mut goes_on = false;
    if let Some(options) = args.get(1).to_cell::<Object>() {
        goes_on = to_boolean(vm.get_str(options, "stream")?);
    }
    let mut stream = decoder.stream.borrow_mut();
    if !goes_on && stream.is_none() && decoder.encoding == UTF_8 {
        let bytes = if decoder.ignore_bom { &bytes[..] } else { bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes) };
        if decoder.fatal && core::str::from_utf8(bytes).is_err() {
            return Err(invalid_data(vm, UTF_8));
        }
        let text = String::from_utf8_lossy(bytes);
        return Ok(vm.new_string(&text).value());
    }
    let state = stream.get_or_insert_with(|| match decoder.ignore_bom {
        true => decoder.encoding.new_decoder_without_bom_handling(),
        false => decoder.encoding.new_decoder_with_bom_removal(),
    });
    let room = state.max_utf8_buffer_length(bytes.len()).unwrap_or(0);
    let mut text = String::with_capacity(room);
    let is_valid = match decoder.fatal {
        true => matches!(state.decode_to_string_without_replacement(&bytes, &mut text, !goes_on).0, DecoderResult::InputEmpty),
        false => {
            let _ = state.decode_to_string(&bytes, &mut text, !goes_on);
            true
        }
    };
    if !goes_on || !is_valid {
        *stream = None;
    }
    if !is_valid {
        return Err(invalid_data(vm, decoder.encoding));
    }
    Ok(vm.new_string(&text).value())
}
fn get_decoder_encoding(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let decoder = this_decoder(vm, args)?;
    Ok(vm.new_string(&decoder.encoding.name().to_ascii_lowercase()).value())
}
fn get_fatal(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    this_decoder(vm, args).map(|d| Value::bool(d.fatal))
}
fn get_ignore_bom(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    this_decoder(vm, args).map(|d| Value::bool(d.ignore_bom))
}

pub static TEXT_ENCODER: ClassSpec = ClassSpec {
    methods: &[method("encode", 0, encode), method("encodeInto", 2, encode_into)],
    getters: &[getter("encoding", get_encoding)],
    constants: &[tag("TextEncoder")],
    ..ClassSpec::new("TextEncoder", 0, encoder_constructor, Intrinsic::TextEncoder, Intrinsic::TextEncoderPrototype)
};
pub static TEXT_DECODER: ClassSpec = ClassSpec {
    methods: &[method("decode", 0, decode)],
    getters: &[getter("encoding", get_decoder_encoding), getter("fatal", get_fatal), getter("ignoreBOM", get_ignore_bom)],
    constants: &[tag("TextDecoder")],
    ..ClassSpec::new("TextDecoder", 0, decoder_constructor, Intrinsic::TextDecoder, Intrinsic::TextDecoderPrototype)
};
