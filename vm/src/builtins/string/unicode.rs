//! Well-formedness and normalisation.

use super::builder::StringBuilder;
use super::{code_point, this_string};
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::string::Units;
use crate::value::Value;
use crate::vm::Vm;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

/// String.prototype.isWellFormed (sec-string.prototype.iswellformed).
pub fn is_well_formed(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let string = this_string(vm, args, "isWellFormed")?;
    Ok(Value::bool(match vm.units(string) {
        Units::Latin1(_) => true,
        Units::Utf16(units) => char::decode_utf16(units.iter().copied()).all(|c| c.is_ok()),
    }))
}

/// String.prototype.toWellFormed (sec-string.prototype.towellformed).
pub fn to_well_formed(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let string = this_string(vm, args, "toWellFormed")?;
    match vm.units(string) {
        Units::Latin1(_) => Ok(string.value()),
        Units::Utf16(units) => {
            let text = String::from_utf16_lossy(units);
            Ok(vm.new_string(&text).value())
        }
    }
}

#[derive(Clone, Copy)]
pub(super) enum Form {
    Nfc,
    Nfd,
    Nfkc,
    Nfkd,
}

pub(super) fn normalize_text(text: &str, form: Form) -> String {
    match form {
        Form::Nfc => ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned(),
        Form::Nfd => DecomposingNormalizerBorrowed::new_nfd().normalize(text).into_owned(),
        Form::Nfkc => ComposingNormalizerBorrowed::new_nfkc().normalize(text).into_owned(),
        Form::Nfkd => DecomposingNormalizerBorrowed::new_nfkd().normalize(text).into_owned(),
    }
}

/// String.prototype.normalize (sec-string.prototype.normalize).
pub fn normalize(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let string = this_string(vm, args, "normalize")?;
    let form = if args.get(0).is_undefined() { "NFC".to_owned() } else { vm.to_string(args.get(0))?.to_rust() };
    let form = match form.as_str() {
        "NFC" => Form::Nfc,
        "NFD" => Form::Nfd,
        "NFKC" => Form::Nfkc,
        "NFKD" => Form::Nfkd,
        _ => return Err(vm.range_error("The normalization form should be one of NFC, NFD, NFKC, NFKD.")),
    };
    let units = vm.units(string);
    if let Units::Latin1(bytes) = units
        && bytes.is_ascii()
    {
        return Ok(string.value());
    }
    // Lone surrogates stand for themselves: the text between them is normalised.
    let mut out = StringBuilder::new();
    let mut text = String::new();
    let mut at = 0;
    while at < units.len() {
        let (code, len) = code_point(units, at);
        match char::from_u32(code) {
            Some(c) => text.push(c),
            None => {
                out.push_str(&normalize_text(&text, form));
                text.clear();
                out.push_unit(code as u16);
            }
        }
        at += len;
    }
    out.push_str(&normalize_text(&text, form));
    out.finish(vm).map(Value::from)
}
