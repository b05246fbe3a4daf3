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

#[cfg(not(feature = "intl"))]
pub(super) fn normalize_text(text: &str, form: Form) -> String {
    match form {
        Form::Nfc => ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned(),
        Form::Nfd => DecomposingNormalizerBorrowed::new_nfd().normalize(text).into_owned(),
        Form::Nfkc => ComposingNormalizerBorrowed::new_nfkc().normalize(text).into_owned(),
        Form::Nfkd => DecomposingNormalizerBorrowed::new_nfkd().normalize(text).into_owned(),
    }
}

/// Appends a text in a normal form.
fn push_normalized(vm: &mut Vm, out: &mut StringBuilder, text: impl Iterator<Item = char>, form: Form) -> JsResult<()> {
    let mut push = |normalized: &mut dyn Iterator<Item = char>| {
        for c in normalized {
            out.push_code_point(u32::from(c));
            vm.poll()?;
        }
        Ok(())
    };
    match form {
        Form::Nfc => push(&mut ComposingNormalizerBorrowed::new_nfc().normalize_iter(text)),
        Form::Nfd => push(&mut DecomposingNormalizerBorrowed::new_nfd().normalize_iter(text)),
        Form::Nfkc => push(&mut ComposingNormalizerBorrowed::new_nfkc().normalize_iter(text)),
        Form::Nfkd => push(&mut DecomposingNormalizerBorrowed::new_nfkd().normalize_iter(text)),
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
    let mut out = StringBuilder::with_capacity(units.len());
    let mut at = 0;
    while at < units.len() {
        // Lone surrogates stand for themselves: the text between them is normalised.
        let mut ends = at;
        let text = std::iter::from_fn(|| {
            let (code, len) = (ends < units.len()).then(|| code_point(units, ends))?;
            let c = char::from_u32(code)?;
            ends += len;
            Some(c)
        });
        push_normalized(vm, &mut out, text, form)?;
        at = ends;
        if at < units.len() {
            out.push_unit(units.get(at));
            at += 1;
        }
    }
    out.finish(vm).map(Value::from)
}
