//! Compressed formats: deflate with or without the headers of zlib and gzip, Brotli, Zstandard. A codec takes
//! input and gives output step by step, so that streams need no more memory than they are allowed.

use super::encoding::bytes_value;
use super::{integer, native_table, text};
use crate::builtins::typed;
use crate::heap::{Kind, Payload, Tracer};
use crate::object::Object;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use brotli::enc::StandardAlloc;
use brotli::enc::backward_references::BrotliEncoderMode;
use brotli::enc::encode::{BrotliEncoderOperation, BrotliEncoderStateStruct};
use brotli::{BrotliDecompressStream, BrotliResult, BrotliState};
use std::cell::RefCell;
use zlib_rs::{Deflate, DeflateConfig, DeflateFlush, Inflate, InflateError, InflateFlush, Method, Status, Strategy};
use zstd::zstd_safe::{self, CCtx, CParameter, DCtx, DParameter, InBuffer, OutBuffer, ResetDirective};

native_table! {
    "checksum" => checksum,
    "makeCodec" => make_codec,
    "runCodec" => run_codec,
    "resetCodec" => reset_codec,
    "setCodecLevel" => set_codec_level,
}

type BrotliDecoder = BrotliState<StandardAlloc, StandardAlloc, StandardAlloc>;

enum State {
    Deflate(Deflate),
    Inflate(Inflate),
    BrotliEncode(Box<BrotliEncoderStateStruct<StandardAlloc>>),
    BrotliDecode(Box<BrotliDecoder>),
    ZstdEncode(CCtx<'static>),
    ZstdDecode(DCtx<'static>),
}

/// How a codec was asked for.
struct Settings {
    kind: String,
    level: i32,
    window_bits: i32,
    mem_level: i32,
    strategy: i32,
    dictionary: Vec<u8>,
    /// Numbers and values of the parameters of Brotli and Zstandard.
    parameters: Vec<(u32, i64)>,
}

struct Codec {
    state: State,
    settings: Settings,
    /// There was an error: what comes next is none of the stream.
    failed: bool,
}

struct CodecPayload(RefCell<Codec>);
impl Payload for CodecPayload {
    fn trace(&self, _: &mut Tracer) {}
}

/// What went wrong, as zlib, Brotli or Zstandard name it.
struct Failure {
    message: String,
    code: String,
    number: i32,
}

impl Failure {
    fn new(message: &str, code: &str, number: i32) -> Failure {
        Failure { message: message.to_owned(), code: code.to_owned(), number }
    }
    fn zstd(code: usize) -> Failure {
        let number = code.wrapping_neg() as i32;
        Failure { message: zstd_safe::get_error_name(code).to_owned(), code: "ZSTD".to_owned(), number }
    }
}

/// Bytes taken and given, and whether the stream has come to its end.
struct Step {
    taken: usize,
    given: usize,
    ended: bool,
}

impl Settings {
    fn state(&self) -> Result<State, Failure> {
        Ok(match self.kind.as_str() {
            "deflate" | "gzip" | "deflateRaw" => State::Deflate(self.deflate()?),
            "inflate" | "gunzip" | "inflateRaw" | "unzip" => State::Inflate(self.inflate()?),
            "brotliCompress" => State::BrotliEncode(Box::new(self.brotli_encoder())),
            "brotliDecompress" => {
                let mut state = BrotliDecoder::new_strict(StandardAlloc::default(), StandardAlloc::default(), StandardAlloc::default());
                const LARGE_WINDOW: u32 = 1;
                state.large_window = self.parameters.iter().any(|(number, value)| *number == LARGE_WINDOW && *value != 0);
                State::BrotliDecode(Box::new(state))
            }
            "zstdCompress" => State::ZstdEncode(self.zstd_encoder()?),
            _ => State::ZstdDecode(self.zstd_decoder()?),
        })
    }

    fn deflate(&self) -> Result<Deflate, Failure> {
        let strategies = [Strategy::Default, Strategy::Filtered, Strategy::HuffmanOnly, Strategy::Rle, Strategy::Fixed];
        // A window of 256 bytes is not supported by deflate, as in zlib.
        let bits = if self.window_bits == 8 { 9 } else { self.window_bits };
        let mut deflate = Deflate::new_with_config(DeflateConfig {
            level: self.level,
            method: Method::Deflated,
            window_bits: match self.kind.as_str() {
                "gzip" => bits + 16,
                "deflateRaw" => -bits,
                _ => bits,
            },
            mem_level: self.mem_level,
            strategy: strategies[self.strategy.clamp(0, 4) as usize],
        });
        // The header of gzip has no place for one.
        if !self.dictionary.is_empty() && self.kind != "gzip" {
            deflate.set_dictionary(&self.dictionary).map_err(|_| Failure::new("Failed to set dictionary", "Z_STREAM_ERROR", -2))?;
        }
        Ok(deflate)
    }

    fn inflate(&self) -> Result<Inflate, Failure> {
        let bits = self.window_bits as u8;
        let mut inflate = match self.kind.as_str() {
            "inflateRaw" => Inflate::new(false, bits),
            "gunzip" => Inflate::new(true, bits + 16),
            "unzip" => Inflate::new(true, bits + 32),
            _ => Inflate::new(true, bits),
        };
        if self.kind == "inflateRaw" && !self.dictionary.is_empty() {
            inflate.set_dictionary(&self.dictionary).map_err(|_| Failure::new("Failed to set dictionary", "Z_DATA_ERROR", -3))?;
        }
        Ok(inflate)
    }

    fn brotli_encoder(&self) -> BrotliEncoderStateStruct<StandardAlloc> {
        let mut state = BrotliEncoderStateStruct::new(StandardAlloc::default());
        let params = &mut state.params;
        for (number, value) in &self.parameters {
            let value = *value;
            match *number {
                0 => {
                    params.mode = match value {
                        1 => BrotliEncoderMode::BROTLI_MODE_TEXT,
                        2 => BrotliEncoderMode::BROTLI_MODE_FONT,
                        _ => BrotliEncoderMode::BROTLI_MODE_GENERIC,
                    }
                }
                1 => params.quality = value as i32,
                2 => params.lgwin = value as i32,
                3 => params.lgblock = value as i32,
                4 => params.disable_literal_context_modeling = (value != 0) as i32,
                5 => params.size_hint = value as usize,
                6 => params.large_window = value != 0,
                // Distances are coded as suits the text.
                _ => {}
            }
        }
        state
    }

    fn zstd_encoder(&self) -> Result<CCtx<'static>, Failure> {
        let mut context = CCtx::create();
        for (number, value) in &self.parameters {
            let value = *value;
            let parameter = match *number {
                100 => CParameter::CompressionLevel(value as i32),
                101 => CParameter::WindowLog(value as u32),
                102 => CParameter::HashLog(value as u32),
                103 => CParameter::ChainLog(value as u32),
                104 => CParameter::SearchLog(value as u32),
                105 => CParameter::MinMatch(value as u32),
                106 => CParameter::TargetLength(value as u32),
                160 => CParameter::EnableLongDistanceMatching(value != 0),
                161 => CParameter::LdmHashLog(value as u32),
                162 => CParameter::LdmMinMatch(value as u32),
                163 => CParameter::LdmBucketSizeLog(value as u32),
                164 => CParameter::LdmHashRateLog(value as u32),
                200 => CParameter::ContentSizeFlag(value != 0),
                201 => CParameter::ChecksumFlag(value != 0),
                202 => CParameter::DictIdFlag(value != 0),
                // How many threads work on it changes nothing of the format; the strategy follows from the level.
                _ => continue,
            };
            context.set_parameter(parameter).map_err(Failure::zstd)?;
        }
        if !self.dictionary.is_empty() {
            context.load_dictionary(&self.dictionary).map_err(Failure::zstd)?;
        }
        Ok(context)
    }

    fn zstd_decoder(&self) -> Result<DCtx<'static>, Failure> {
        let mut context = DCtx::create();
        for (number, value) in &self.parameters {
            if *number == 100 {
                context.set_parameter(DParameter::WindowLogMax(*value as u32)).map_err(Failure::zstd)?;
            }
        }
        if !self.dictionary.is_empty() {
            context.load_dictionary(&self.dictionary).map_err(Failure::zstd)?;
        }
        Ok(context)
    }
}

impl Codec {
    fn step(&mut self, input: &[u8], output: &mut [u8], flush: i64) -> Result<Step, Failure> {
        match &mut self.state {
            State::Deflate(deflate) => step_deflate(deflate, input, output, flush),
            State::Inflate(inflate) => step_inflate(inflate, input, output, flush, &self.settings.dictionary),
            State::BrotliEncode(state) => step_brotli_encode(state, input, output, flush),
            State::BrotliDecode(state) => step_brotli_decode(state, input, output),
            State::ZstdEncode(context) => step_zstd_encode(context, input, output, flush),
            State::ZstdDecode(context) => {
                let mut from = InBuffer::around(input);
                let mut to = OutBuffer::around(output);
                let left = context.decompress_stream(&mut to, &mut from).map_err(Failure::zstd)?;
                // Another frame may follow.
                Ok(Step { taken: from.pos(), given: to.pos(), ended: left == 0 })
            }
        }
    }
}

fn step_deflate(deflate: &mut Deflate, input: &[u8], output: &mut [u8], flush: i64) -> Result<Step, Failure> {
    let flush = match flush {
        1 => DeflateFlush::PartialFlush,
        2 => DeflateFlush::SyncFlush,
        3 => DeflateFlush::FullFlush,
        4 => DeflateFlush::Finish,
        5 => DeflateFlush::Block,
        _ => DeflateFlush::NoFlush,
    };
    let (before_in, before_out) = (deflate.total_in(), deflate.total_out());
    let status = deflate.compress(input, output, flush).map_err(|e| Failure::new(e.as_str(), "Z_STREAM_ERROR", -2))?;
    let taken = (deflate.total_in() - before_in) as usize;
    Ok(Step { taken, given: (deflate.total_out() - before_out) as usize, ended: status == Status::StreamEnd })
}

fn step_inflate(inflate: &mut Inflate, input: &[u8], output: &mut [u8], flush: i64, dictionary: &[u8]) -> Result<Step, Failure> {
    let flush = match flush {
        2 | 3 => InflateFlush::SyncFlush,
        4 => InflateFlush::Finish,
        5 => InflateFlush::Block,
        _ => InflateFlush::NoFlush,
    };
    let (before_in, before_out) = (inflate.total_in(), inflate.total_out());
    let mut result = inflate.decompress(input, output, flush);
    if matches!(result, Err(InflateError::NeedDict { .. })) {
        if dictionary.is_empty() {
            return Err(Failure::new("Missing dictionary", "Z_NEED_DICT", 2));
        }
        if inflate.set_dictionary(dictionary).is_err() {
            return Err(Failure::new("Bad dictionary", "Z_NEED_DICT", 2));
        }
        let taken = (inflate.total_in() - before_in) as usize;
        result = inflate.decompress(&input[taken..], output, flush);
    }
    let taken = (inflate.total_in() - before_in) as usize;
    let given = (inflate.total_out() - before_out) as usize;
    match result {
        Ok(status) => Ok(Step { taken, given, ended: status == Status::StreamEnd }),
        Err(error) => {
            let (code, number) = match error {
                InflateError::StreamError => ("Z_STREAM_ERROR", -2),
                InflateError::MemError => ("Z_MEM_ERROR", -4),
                _ => ("Z_DATA_ERROR", -3),
            };
            Err(Failure::new(inflate.error_message().unwrap_or(error.as_str()), code, number))
        }
    }
}

fn step_brotli_encode(
    state: &mut BrotliEncoderStateStruct<StandardAlloc>,
    input: &[u8],
    output: &mut [u8],
    flush: i64,
) -> Result<Step, Failure> {
    let operation = match flush {
        1 => BrotliEncoderOperation::BROTLI_OPERATION_FLUSH,
        2 => BrotliEncoderOperation::BROTLI_OPERATION_FINISH,
        3 => BrotliEncoderOperation::BROTLI_OPERATION_EMIT_METADATA,
        _ => BrotliEncoderOperation::BROTLI_OPERATION_PROCESS,
    };
    let (mut left, mut taken, mut room, mut given) = (input.len(), 0, output.len(), 0);
    let done =
        state.compress_stream(operation, &mut left, input, &mut taken, &mut room, output, &mut given, &mut None, &mut |_, _, _, _| ());
    match done {
        true => Ok(Step { taken, given, ended: state.is_finished() }),
        false => Err(Failure::new("Compression failed", "ERR_BROTLI_COMPRESSION_FAILED", -1)),
    }
}

fn step_brotli_decode(state: &mut BrotliDecoder, input: &[u8], output: &mut [u8]) -> Result<Step, Failure> {
    let (mut left, mut taken, mut room, mut given, mut total) = (input.len(), 0, output.len(), 0, 0);
    match BrotliDecompressStream(&mut left, &mut taken, input, &mut room, &mut given, output, &mut total, state) {
        BrotliResult::ResultFailure => {
            let name = format!("{:?}", state.error_code);
            let code = format!("ERR_{}", name.strip_prefix("BROTLI_DECODER").unwrap_or(&name));
            Err(Failure::new("Decompression failed", &code, state.error_code as i32))
        }
        result => Ok(Step { taken, given, ended: matches!(result, BrotliResult::ResultSuccess) }),
    }
}

fn step_zstd_encode(context: &mut CCtx<'static>, input: &[u8], output: &mut [u8], flush: i64) -> Result<Step, Failure> {
    use zstd_safe::zstd_sys::ZSTD_EndDirective;
    let directive = match flush {
        1 => ZSTD_EndDirective::ZSTD_e_flush,
        2 => ZSTD_EndDirective::ZSTD_e_end,
        _ => ZSTD_EndDirective::ZSTD_e_continue,
    };
    let mut from = InBuffer::around(input);
    let mut to = OutBuffer::around(output);
    let left = context.compress_stream2(&mut to, &mut from, directive).map_err(Failure::zstd)?;
    Ok(Step { taken: from.pos(), given: to.pos(), ended: flush == 2 && left == 0 })
}

/// checksum ( bytes or text, start ): CRC-32.
fn checksum(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let bytes = match typed::bytes_of(args.get(0)) {
        Some(bytes) => bytes,
        None => text(vm, args, 0)?.into_bytes(),
    };
    Ok(Value::number(zlib_rs::crc32::crc32(integer(args, 1, 0) as u32, &bytes) as f64))
}

/// Message, code and number of an error.
fn failure_value(vm: &mut Vm, failure: &Failure) -> Value {
    let message = vm.new_string(&failure.message).value();
    let code = vm.new_string(&failure.code).value();
    vm.new_array(&[message, code, Value::int(failure.number)]).value()
}

/// makeCodec ( kind, level, windowBits, memLevel, strategy, dictionary, parameters ): a codec, or the parts of an error. Parameters are
/// numbers and values in turn.
fn make_codec(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let mut parameters = Vec::new();
    if let Some(list) = args.get(6).to_cell::<Object>() {
        let length = vm.get_str(list, "length")?;
        for i in 0..vm.to_number(length)? as u64 / 2 {
            let number = crate::builtins::array::get_at(vm, list, 2 * i)?;
            let value = crate::builtins::array::get_at(vm, list, 2 * i + 1)?;
            parameters.push((vm.to_number(number)? as u32, vm.to_number(value)? as i64));
        }
    }
    let settings = Settings {
        kind: text(vm, args, 0)?,
        level: integer(args, 1, -1) as i32,
        window_bits: integer(args, 2, 15) as i32,
        mem_level: integer(args, 3, 8) as i32,
        strategy: integer(args, 4, 0) as i32,
        dictionary: typed::bytes_of(args.get(5)).unwrap_or_default(),
        parameters,
    };
    match settings.state() {
        Ok(state) => {
            let codec = CodecPayload(RefCell::new(Codec { state, settings, failed: false }));
            let proto = vm.intrinsic(Intrinsic::ObjectPrototype);
            Ok(vm.new_payload_object(Kind::Host, proto, Box::new(codec)).value())
        }
        Err(failure) => Ok(failure_value(vm, &failure)),
    }
}

/// runCodec ( codec, bytes, start, flush, room ): output, how much input was taken, and whether the stream has ended; or the
/// parts of an error.
fn run_codec(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let Some(CodecPayload(codec)) = args.get(0).payload::<CodecPayload>() else { return Err(vm.type_error("no codec")) };
    let input = typed::bytes_of(args.get(1)).unwrap_or_default();
    let start = (integer(args, 2, 0).max(0) as usize).min(input.len());
    let mut output = vec![0; integer(args, 4, 16384).clamp(1, 1 << 30) as usize];
    let mut codec = codec.borrow_mut();
    let result = match codec.failed {
        true => Err(Failure::new("stream error", "Z_STREAM_ERROR", -2)),
        false => codec.step(&input[start..], &mut output, integer(args, 3, 0)),
    };
    match result {
        Ok(Step { taken, given, ended }) => {
            let bytes = bytes_value(vm, &output[..given])?;
            Ok(vm.new_array(&[bytes, Value::number(taken as f64), Value::bool(ended)]).value())
        }
        Err(failure) => {
            codec.failed = true;
            Ok(failure_value(vm, &failure))
        }
    }
}

/// resetCodec ( codec ): ready for a new stream.
fn reset_codec(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let Some(CodecPayload(codec)) = args.get(0).payload::<CodecPayload>() else { return Err(vm.type_error("no codec")) };
    let codec = &mut *codec.borrow_mut();
    codec.failed = false;
    match &mut codec.state {
        State::ZstdEncode(context) => {
            let _ = context.reset(ResetDirective::SessionOnly);
        }
        State::ZstdDecode(context) => {
            let _ = context.reset(ResetDirective::SessionOnly);
        }
        state => {
            if let Ok(new) = codec.settings.state() {
                *state = new;
            }
        }
    }
    Ok(Value::UNDEFINED)
}

/// setCodecLevel ( codec, level ): of deflate, for what comes.
fn set_codec_level(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let Some(CodecPayload(codec)) = args.get(0).payload::<CodecPayload>() else { return Err(vm.type_error("no codec")) };
    if let State::Deflate(deflate) = &mut codec.borrow_mut().state {
        // What was written before has been flushed. The library may keep the way in which it looks for matches: a level is
        // advice.
        let _ = deflate.set_level(integer(args, 1, -1) as i32);
    }
    Ok(Value::UNDEFINED)
}
