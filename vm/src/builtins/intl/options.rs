//! Option bags: how options are read (sec-ecma402 abstract operations).

use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

pub use crate::builtins::temporal::options::{Options, get_options_object};

/// CoerceOptionsToObject (sec-coerceoptionstoobject).
pub fn coerce_options_to_object(vm: &mut Vm, value: Value) -> JsResult<Options> {
    if value.is_undefined() { Ok(None) } else { vm.to_object(value).map(Some) }
}

/// A property of the bag, undefined without one.
pub fn get(vm: &mut Vm, options: Options, name: &str) -> JsResult<Value> {
    match options {
        Some(options) => vm.get_str(options, name),
        None => Ok(Value::UNDEFINED),
    }
}

pub fn out_of_range(vm: &mut Vm, value: &str, name: &str) -> crate::runtime::completion::Throw {
    vm.range_error(format!("Value {value} out of range for Intl options property {name}"))
}

/// GetOption (sec-getoption) of a string that can be any.
pub fn get_string(vm: &mut Vm, options: Options, name: &str) -> JsResult<Option<String>> {
    let value = get(vm, options, name)?;
    if value.is_undefined() {
        return Ok(None);
    }
    let string = vm.to_string(value)?;
    Ok(Some(vm.to_rust_string(string)))
}

/// GetOption (sec-getoption) of a string that must be one of some.
pub fn get_option(vm: &mut Vm, options: Options, name: &str, values: &[&'static str]) -> JsResult<Option<&'static str>> {
    let Some(text) = get_string(vm, options, name)? else { return Ok(None) };
    match values.iter().find(|value| **value == text) {
        Some(value) => Ok(Some(value)),
        None => Err(out_of_range(vm, &text, name)),
    }
}

/// GetOption (sec-getoption) of a Boolean.
pub fn get_boolean(vm: &mut Vm, options: Options, name: &str) -> JsResult<Option<bool>> {
    let value = get(vm, options, name)?;
    Ok(if value.is_undefined() { None } else { Some(crate::runtime::operations::to_boolean(value)) })
}

/// GetBooleanOrStringNumberFormatOption (sec-getbooleanorstringnumberformatoption) of useGrouping.
pub fn get_use_grouping(vm: &mut Vm, options: Options, fallback: &'static str) -> JsResult<&'static str> {
    let value = get(vm, options, "useGrouping")?;
    if value.is_undefined() {
        return Ok(fallback);
    }
    if value == Value::TRUE {
        return Ok("always");
    }
    if !crate::runtime::operations::to_boolean(value) {
        return Ok("false");
    }
    let string = vm.to_string(value)?;
    let text = vm.to_rust_string(string);
    match text.as_str() {
        "true" | "false" => Ok(fallback),
        "min2" => Ok("min2"),
        "auto" => Ok("auto"),
        "always" => Ok("always"),
        _ => Err(out_of_range(vm, &text, "useGrouping")),
    }
}

/// DefaultNumberOption (sec-defaultnumberoption).
pub fn default_number_option(vm: &mut Vm, value: Value, least: u32, most: u32, name: &str) -> JsResult<Option<u32>> {
    if value.is_undefined() {
        return Ok(None);
    }
    let number = vm.to_number(value)?;
    // NaN is in no range.
    if !(least as f64..=most as f64).contains(&number) {
        return Err(vm.range_error(format!("{name} value is out of range.")));
    }
    Ok(Some(number.floor() as u32))
}

/// GetNumberOption (sec-getnumberoption).
pub fn get_number_option(vm: &mut Vm, options: Options, name: &str, least: u32, most: u32) -> JsResult<Option<u32>> {
    let value = get(vm, options, name)?;
    default_number_option(vm, value, least, most, name)
}
