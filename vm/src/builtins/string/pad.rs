//! Padding, repeating and trimming.

use super::builder::StringBuilder;
use super::this_string;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::string::{MAX_LENGTH, Units};
use crate::value::Value;
use crate::vm::Vm;

/// StringPaddingBuiltinsImpl (sec-stringpaddingbuiltinsimpl).
fn pad(vm: &mut Vm, args: &Args, at_start: bool, method: &str) -> JsResult<Value> {
    let string = this_string(vm, args, method)?;
    let wanted = vm.to_length(args.get(0))? as usize;
    if wanted <= string.len() {
        return Ok(string.value());
    }
    let filler = if args.get(1).is_undefined() { vm.new_string(" ") } else { vm.to_string(args.get(1))? };
    if filler.is_empty() {
        return Ok(string.value());
    }
    if wanted > MAX_LENGTH {
        return Err(vm.range_error("Invalid string length"));
    }
    vm.room_for(2 * wanted)?;
    let mut out = StringBuilder::with_capacity(wanted);
    let (text, filler) = (vm.units(string), vm.units(filler));
    if !at_start {
        out.push_units(text);
    }
    let mut missing = wanted - text.len();
    while missing > 0 {
        let count = missing.min(filler.len());
        out.push_units(filler.slice(0, count));
        missing -= count;
    }
    if at_start {
        out.push_units(text);
    }
    out.finish(vm).map(Value::from)
}
/// String.prototype.padEnd (sec-string.prototype.padend).
pub fn pad_end(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    pad(vm, args, false, "padEnd")
}
/// String.prototype.padStart (sec-string.prototype.padstart).
pub fn pad_start(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    pad(vm, args, true, "padStart")
}

/// String.prototype.repeat (sec-string.prototype.repeat).
pub fn repeat(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let string = this_string(vm, args, "repeat")?;
    let count = vm.to_integer_or_infinity(args.get(0))?;
    if count < 0.0 || count.is_infinite() {
        let shown = crate::runtime::conversion::number_to_string(count);
        return Err(vm.range_error(format!("Invalid count value: {shown}")));
    }
    if string.is_empty() || count == 0.0 {
        return Ok(vm.new_string("").value());
    }
    if string.len() as f64 * count > MAX_LENGTH as f64 {
        return Err(vm.range_error("Invalid string length"));
    }
    let count = count as usize;
    // The text, and the string that is made of it.
    vm.room_for(2 * crate::string::JsString::flat_size(string.len() * count, string.is_wide()))?;
    let result = match vm.units(string) {
        Units::Latin1(s) => vm.new_string_units(Units::Latin1(&s.repeat(count))),
        Units::Utf16(s) => vm.new_string_units(Units::Utf16(&s.repeat(count))),
    };
    Ok(result.value())
}

/// WhiteSpace or LineTerminator (sec-white-space, sec-line-terminators).
pub fn is_space(unit: u16) -> bool {
    matches!(
        unit,
        9..=13 | 32 | 0xA0 | 0x1680 | 0x2000..=0x200A | 0x2028 | 0x2029 | 0x202F | 0x205F | 0x3000 | 0xFEFF
    )
}

/// TrimString (sec-trimstring).
fn trim_where(vm: &mut Vm, args: &Args, start: bool, end: bool, method: &str) -> JsResult<Value> {
    let string = this_string(vm, args, method)?;
    let units = vm.units(string);
    let (mut a, mut b) = (0, units.len());
    if start {
        while a < b && is_space(units.get(a)) {
            a += 1;
        }
    }
    if end {
        while a < b && is_space(units.get(b - 1)) {
            b -= 1;
        }
    }
    Ok(vm.substring(string, a, b).value())
}
/// String.prototype.trim (sec-string.prototype.trim).
pub fn trim(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    trim_where(vm, args, true, true, "trim")
}
/// String.prototype.trimStart (sec-string.prototype.trimstart).
pub fn trim_start(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    trim_where(vm, args, true, false, "trimStart")
}
/// String.prototype.trimEnd (sec-string.prototype.trimend).
pub fn trim_end(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    trim_where(vm, args, false, true, "trimEnd")
}
