//! String (sec-string-objects).

pub mod builder;
pub mod case;
#[cfg(not(feature = "intl"))]
mod compare;
mod html;
pub mod iterator;
mod pad;
mod pattern;
pub(crate) mod quick;
pub mod search;
mod unicode;

pub use iterator::STRING_ITERATOR;
pub use pattern::get_substitution;

#[cfg(feature = "intl")]
use crate::builtins::intl::{locale_compare, to_locale_lower_case, to_locale_upper_case};
use crate::builtins::table::*;
use crate::heap::{Gc, Kind};
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::string::{JsString, Units};
use crate::value::Value;
use crate::vm::Vm;
use builder::StringBuilder;
#[cfg(not(feature = "intl"))]
use {case::to_lower_case as to_locale_lower_case, case::to_upper_case as to_locale_upper_case, compare::locale_compare};

/// RequireObjectCoercible(this), ToString.
#[inline]
pub fn this_string(vm: &mut Vm, args: &Args, method: &str) -> JsResult<Gc<JsString>> {
    if let Some(string) = args.this.as_string() {
        vm.room_to_flatten(string)?;
        return Ok(string);
    }
    if args.this.is_nullish() {
        return Err(vm.type_error(format!("String.prototype.{method} called on null or undefined")));
    }
    vm.to_string(args.this)
}

/// ToIntegerOrInfinity, clamped to 0 ..= len.
#[inline]
fn clamp(vm: &mut Vm, value: Value, len: usize) -> JsResult<usize> {
    if value.is_int() {
        return Ok((value.as_int().max(0) as usize).min(len));
    }
    Ok(vm.to_integer_or_infinity(value)?.clamp(0.0, len as f64) as usize)
}
/// A relative index (negative: from the end), clamped to 0 ..= len.
fn relative(vm: &mut Vm, value: Value, len: usize) -> JsResult<usize> {
    let n = vm.to_integer_or_infinity(value)?;
    Ok(if n < 0.0 { (len as f64 + n).max(0.0) as usize } else { n.min(len as f64) as usize })
}

/// String ( value ) (sec-string-constructor-string-value).
fn string_constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let string = if args.is_empty() {
        vm.new_string("")
    } else if !args.is_construct() && args.get(0).is_symbol() {
        let shown = vm.to_display(args.get(0));
        vm.new_string(&shown)
    } else {
        vm.to_string(args.get(0))?
    };
    if !args.is_construct() {
        return Ok(string.value());
    }
    let proto = vm.get_prototype_from_constructor(args.new_target, Intrinsic::StringPrototype)?;
    Ok(vm.new_primitive_object(Kind::StringObject, proto, string.value()).value())
}

/// String.fromCharCode (sec-string.fromcharcode).
fn from_char_code(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if args.len() == 1 {
        let unit = vm.to_uint32(args.get(0))? as u16;
        return Ok(vm.single_char(unit).value());
    }
    let mut out = StringBuilder::with_capacity(args.len());
    for value in args.args {
        let unit = vm.to_uint32(*value)? as u16;
        out.push_unit(unit);
    }
    out.finish(vm).map(Value::from)
}

/// String.fromCodePoint (sec-string.fromcodepoint).
fn from_code_point(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let mut out = StringBuilder::with_capacity(args.len());
    for value in args.args {
        let number = vm.to_number(*value)?;
        if number.fract() != 0.0 || !(0.0..=1114111.0).contains(&number) {
            let shown = vm.to_display(Value::number(number));
            return Err(vm.range_error(format!("Invalid code point {shown}")));
        }
        out.push_code_point(number as u32);
    }
    out.finish(vm).map(Value::from)
}

/// String.raw (sec-string.raw).
fn raw(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let template = vm.to_object(args.get(0))?;
    let literals = vm.get_str(template, "raw")?;
    let literals = vm.to_object(literals)?;
    let len = vm.length_of_array_like(literals)?;
    let mut out = StringBuilder::new();
    for i in 0..len {
        let part = crate::builtins::array::get_at(vm, literals, i)?;
        let part = vm.to_string(part)?;
        out.push_string(vm, part)?;
        if i + 1 < len && ((i + 1) as usize) < args.len() {
            let value = vm.to_string(args.get(i as usize + 1))?;
            out.push_string(vm, value)?;
        }
    }
    out.finish(vm).map(Value::from)
}

/// String.prototype.toString and valueOf (sec-string.prototype.tostring).
fn value_of(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if args.this.is_string() {
        return Ok(args.this);
    }
    if let Some(object) = args.this.to_cell::<Object>()
        && object.kind() == Kind::StringObject
        && let Some(value) = crate::object::primitive::primitive_value(object)
    {
        return Ok(value);
    }
    Err(vm.type_error("String.prototype.valueOf requires that 'this' be a String"))
}

/// String.prototype.at (sec-string.prototype.at).
fn at(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let string = this_string(vm, args, "at")?;
    let n = vm.to_integer_or_infinity(args.get(0))?;
    let k = if n < 0.0 { string.len() as f64 + n } else { n };
    if k < 0.0 || k >= string.len() as f64 {
        return Ok(Value::UNDEFINED);
    }
    let unit = vm.units(string).get(k as usize);
    Ok(vm.single_char(unit).value())
}

/// The code unit at a position argument, None if outside.
#[inline]
fn unit_at(vm: &mut Vm, string: Gc<JsString>, position: Value) -> JsResult<Option<u16>> {
    let k = if position.is_int() { position.as_int() as f64 } else { vm.to_integer_or_infinity(position)? };
    if k < 0.0 || k >= string.len() as f64 {
        return Ok(None);
    }
    Ok(Some(vm.units(string).get(k as usize)))
}

/// String.prototype.charAt (sec-string.prototype.charat).
fn char_at(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let string = this_string(vm, args, "charAt")?;
    Ok(match unit_at(vm, string, args.get(0))? {
        Some(unit) => vm.single_char(unit).value(),
        None => vm.new_string("").value(),
    })
}
/// String.prototype.charCodeAt (sec-string.prototype.charcodeat).
fn char_code_at(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let string = this_string(vm, args, "charCodeAt")?;
    Ok(unit_at(vm, string, args.get(0))?.map_or(Value::NAN, |unit| Value::int(unit as i32)))
}
/// String.prototype.codePointAt (sec-string.prototype.codepointat).
fn code_point_at(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let string = this_string(vm, args, "codePointAt")?;
    let k = vm.to_integer_or_infinity(args.get(0))?;
    if k < 0.0 || k >= string.len() as f64 {
        return Ok(Value::UNDEFINED);
    }
    let units = vm.units(string);
    Ok(Value::int(code_point(units, k as usize).0 as i32))
}

/// CodePointAt (sec-codepointat): the code point and its length in units.
pub fn code_point(units: Units<'_>, at: usize) -> (u32, usize) {
    let first = units.get(at);
    if first & 0xFC00 == 0xD800 && at + 1 < units.len() {
        let second = units.get(at + 1);
        if second & 0xFC00 == 0xDC00 {
            return (0x10000 + (((first & 0x3FF) as u32) << 10) + (second & 0x3FF) as u32, 2);
        }
    }
    (first as u32, 1)
}

/// String.prototype.concat (sec-string.prototype.concat).
fn concat(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let mut string = this_string(vm, args, "concat")?;
    for value in args.args {
        let next = vm.to_string(*value)?;
        string = vm.concat(string, next)?;
    }
    Ok(string.value())
}

/// String.prototype.slice (sec-string.prototype.slice).
fn slice(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let string = this_string(vm, args, "slice")?;
    let len = string.len();
    let start = relative(vm, args.get(0), len)?;
    let end = if args.get(1).is_undefined() { len } else { relative(vm, args.get(1), len)? };
    Ok(vm.substring(string, start, end.max(start)).value())
}
/// String.prototype.substring (sec-string.prototype.substring).
fn substring(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let string = this_string(vm, args, "substring")?;
    let len = string.len();
    let start = clamp(vm, args.get(0), len)?;
    let end = if args.get(1).is_undefined() { len } else { clamp(vm, args.get(1), len)? };
    Ok(vm.substring(string, start.min(end), start.max(end)).value())
}
/// String.prototype.substr (sec-string.prototype.substr).
fn substr(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let string = this_string(vm, args, "substr")?;
    let len = string.len();
    let start = relative(vm, args.get(0), len)?;
    let count = if args.get(1).is_undefined() { len } else { clamp(vm, args.get(1), len)? };
    Ok(vm.substring(string, start, (start + count).min(len).max(start)).value())
}

pub static STRING: ClassSpec = ClassSpec {
    statics: &[method("fromCharCode", 1, from_char_code), method("fromCodePoint", 1, from_code_point), method("raw", 1, raw)],
    methods: &[
        method("anchor", 1, html::anchor),
        method("at", 1, at),
        method("big", 0, html::big),
        method("blink", 0, html::blink),
        method("bold", 0, html::bold),
        method("charAt", 1, char_at),
        method("charCodeAt", 1, char_code_at),
        method("codePointAt", 1, code_point_at),
        method("concat", 1, concat),
        method("endsWith", 1, search::ends_with),
        method("fontcolor", 1, html::fontcolor),
        method("fontsize", 1, html::fontsize),
        method("fixed", 0, html::fixed),
        method("includes", 1, search::includes),
        method("indexOf", 1, search::index_of),
        method("italics", 0, html::italics),
        method("lastIndexOf", 1, search::last_index_of),
        method("link", 1, html::link),
        method("localeCompare", 1, locale_compare),
        method("match", 1, pattern::match_),
        method("matchAll", 1, pattern::match_all),
        method("normalize", 0, unicode::normalize),
        method("padEnd", 1, pad::pad_end),
        method("padStart", 1, pad::pad_start),
        method("repeat", 1, pad::repeat),
        method("replace", 2, pattern::replace),
        method("replaceAll", 2, pattern::replace_all),
        method("search", 1, pattern::search),
        method("slice", 2, slice),
        method("small", 0, html::small),
        method("split", 2, pattern::split),
        method("strike", 0, html::strike),
        method("sub", 0, html::sub),
        method("substr", 2, substr),
        method("substring", 2, substring),
        method("sup", 0, html::sup),
        method("startsWith", 1, search::starts_with),
        method("toString", 0, value_of),
        method("toWellFormed", 0, unicode::to_well_formed),
        method("trim", 0, pad::trim),
        method("trimStart", 0, pad::trim_start),
        method("trimEnd", 0, pad::trim_end),
        method("toLocaleLowerCase", 0, to_locale_lower_case),
        method("toLocaleUpperCase", 0, to_locale_upper_case),
        method("toLowerCase", 0, case::to_lower_case),
        method("toUpperCase", 0, case::to_upper_case),
        method("valueOf", 0, value_of),
        method("isWellFormed", 0, unicode::is_well_formed),
        method("@@iterator", 0, iterator::string_iterator),
    ],
    aliases: &[("trimLeft", "trimStart"), ("trimRight", "trimEnd")],
    make_prototype: Some(|vm, parent| {
        let parent = parent.to_cell().expect("%Object.prototype%");
        let empty = vm.new_string("").value();
        vm.new_primitive_object(Kind::StringObject, parent, empty)
    }),
    ..ClassSpec::new("String", 1, string_constructor, Intrinsic::String, Intrinsic::StringPrototype)
};
