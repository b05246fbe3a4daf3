//! Case conversion, by the Unicode tables of the standard library.

use super::builder::StringBuilder;
use super::{code_point, this_string};
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::string::Units;
use crate::value::Value;
use crate::vm::Vm;

const CAPITAL_SIGMA: u32 = 0x3A3;

/// Final_Sigma of the Unicode standard: after a cased letter, not before one,
/// case-ignorable characters aside.
fn is_final_sigma(units: Units<'_>, at: usize) -> bool {
    // The standard library knows the rule: ask it with the neighbourhood as a word.
    let text = units.to_rust();
    let before = String::from_utf16_lossy(&units.slice(0, at).to_vec16()).chars().count();
    text.to_lowercase().chars().nth(before).is_some_and(|c| c == 'ς') && before < text.chars().count()
}

/// String.prototype.toLowerCase (sec-string.prototype.tolowercase).
pub fn to_lower_case(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let string = this_string(vm, args, "toLowerCase")?;
    vm.room_for(2 * string.len())?;
    let units = vm.units(string);
    if let Units::Latin1(bytes) = units {
        let lower = |b: &u8| b.is_ascii_uppercase() || (0xC0..=0xDE).contains(b) && *b != 0xD7;
        if !bytes.iter().any(lower) {
            return Ok(string.value());
        }
        let out: Vec<u8> = bytes.iter().map(|b| if lower(b) { b + 32 } else { *b }).collect();
        return Ok(vm.new_string_units(Units::Latin1(&out)).value());
    }
    let mut out = StringBuilder::with_capacity(units.len());
    let mut at = 0;
    while at < units.len() {
        let (code, len) = code_point(units, at);
        match char::from_u32(code) {
            Some(_) if code == CAPITAL_SIGMA => {
                out.push_code_point(if is_final_sigma(units, at) { 0x3C2 } else { 0x3C3 });
            }
            Some(c) => c.to_lowercase().for_each(|c| out.push_code_point(c as u32)),
            None => out.push_code_point(code),
        }
        at += len;
    }
    out.finish(vm).map(Value::from)
}

/// String.prototype.toUpperCase (sec-string.prototype.touppercase).
pub fn to_upper_case(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let string = this_string(vm, args, "toUpperCase")?;
    vm.room_for(2 * string.len())?;
    let units = vm.units(string);
    if let Units::Latin1(bytes) = units
        && bytes.is_ascii()
    {
        if !bytes.iter().any(u8::is_ascii_lowercase) {
            return Ok(string.value());
        }
        return Ok(vm.new_string_units(Units::Latin1(&bytes.to_ascii_uppercase())).value());
    }
    let mut out = StringBuilder::with_capacity(units.len());
    let mut at = 0;
    while at < units.len() {
        vm.poll()?;
        let (code, len) = code_point(units, at);
        match char::from_u32(code) {
            Some(c) => c.to_uppercase().for_each(|c| out.push_code_point(c as u32)),
            None => out.push_code_point(code),
        }
        at += len;
    }
    out.finish(vm).map(Value::from)
}
