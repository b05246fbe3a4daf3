//! Number (sec-number-objects).

pub mod format;

use crate::bigint::JsBigInt;
use crate::builtins::table::*;
use crate::heap::Kind;
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::object::shape::Attributes;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;

/// Number ( value ) (sec-number-constructor-number-value).
fn number_constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let value = if args.is_empty() {
        Value::int(0)
    } else {
        let numeric = vm.to_numeric(args.get(0))?;
        match numeric.to_cell::<JsBigInt>() {
            Some(big) => Value::number(crate::runtime::bigint_ops::bigint_to_f64(&big.number())),
            None => numeric,
        }
    };
    if !args.is_construct() {
        return Ok(value);
    }
    let proto = vm.get_prototype_from_constructor(args.new_target, Intrinsic::NumberPrototype)?;
    Ok(vm.new_primitive_object(Kind::Primitive, proto, value).value())
}

/// ThisNumberValue (sec-thisnumbervalue).
fn this_number(vm: &mut Vm, args: &Args, method: &str) -> JsResult<f64> {
    if args.this.is_number() {
        return Ok(args.this.as_number());
    }
    if let Some(object) = args.this.to_cell::<Object>()
        && let Some(value) = crate::object::primitive::primitive_value(object)
        && value.is_number()
    {
        return Ok(value.as_number());
    }
    Err(vm.type_error(format!("Number.prototype.{method} requires that 'this' be a Number")))
}

fn is_integral(value: Value) -> bool {
    value.is_int() || value.is_double() && value.as_double().is_finite() && value.as_double().fract() == 0.0
}
/// Number.isFinite (sec-number.isfinite).
fn is_finite(_: &mut Vm, args: &Args) -> JsResult<Value> {
    let value = args.get(0);
    Ok(Value::bool(value.is_int() || value.is_double() && value.as_double().is_finite()))
}
/// Number.isInteger (sec-number.isinteger).
fn is_integer(_: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(Value::bool(is_integral(args.get(0))))
}
/// Number.isNaN (sec-number.isnan).
fn is_nan(_: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(Value::bool(args.get(0).is_double() && args.get(0).as_double().is_nan()))
}
/// Number.isSafeInteger (sec-number.issafeinteger).
fn is_safe_integer(_: &mut Vm, args: &Args) -> JsResult<Value> {
    let value = args.get(0);
    Ok(Value::bool(is_integral(value) && value.as_number().abs() <= 9007199254740991.0))
}

/// A digit count argument in `least ..= 100`.
fn digits(vm: &mut Vm, value: Value, least: f64, method: &str, what: &str) -> JsResult<usize> {
    let n = vm.to_integer_or_infinity(value)?;
    if !(least..=100.0).contains(&n) {
        return Err(vm.range_error(format!("{method}() {what} must be between {least} and 100")));
    }
    Ok(n as usize)
}

/// Number.prototype.toExponential (sec-number.prototype.toexponential).
fn to_exponential(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let x = this_number(vm, args, "toExponential")?;
    let f = vm.to_integer_or_infinity(args.get(0))?;
    if !x.is_finite() {
        let text = crate::runtime::conversion::number_to_string(x);
        return Ok(vm.new_string(&text).value());
    }
    let digits = if args.get(0).is_undefined() { None } else { Some(digits(vm, Value::number(f), 0.0, "toExponential", "argument")?) };
    Ok(vm.new_string(&format::to_exponential(x, digits)).value())
}

/// Number.prototype.toFixed (sec-number.prototype.tofixed).
fn to_fixed(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let x = this_number(vm, args, "toFixed")?;
    let digits = digits(vm, args.get(0), 0.0, "toFixed", "digits argument")?;
    let text = if x.is_finite() && x.abs() < 1e21 { format::to_fixed(x, digits) } else { crate::runtime::conversion::number_to_string(x) };
    Ok(vm.new_string(&text).value())
}

/// Number.prototype.toPrecision (sec-number.prototype.toprecision).
fn to_precision(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let x = this_number(vm, args, "toPrecision")?;
    if args.get(0).is_undefined() {
        let text = crate::runtime::conversion::number_to_string(x);
        return Ok(vm.new_string(&text).value());
    }
    let p = vm.to_integer_or_infinity(args.get(0))?;
    if !x.is_finite() {
        let text = crate::runtime::conversion::number_to_string(x);
        return Ok(vm.new_string(&text).value());
    }
    let precision = digits(vm, Value::number(p), 1.0, "toPrecision", "argument")?;
    Ok(vm.new_string(&format::to_precision(x, precision)).value())
}

/// Number.prototype.toString (sec-number.prototype.tostring).
fn to_string(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let x = this_number(vm, args, "toString")?;
    let radix = if args.get(0).is_undefined() { 10.0 } else { vm.to_integer_or_infinity(args.get(0))? };
    if !(2.0..=36.0).contains(&radix) {
        return Err(vm.range_error("toString() radix argument must be between 2 and 36"));
    }
    if radix == 10.0 {
        return vm.to_string(Value::number(x)).map(Value::from);
    }
    Ok(vm.new_string(&format::to_radix(x, radix as u32)).value())
}

/// `toString` of an int32 in radix 10.
pub(crate) fn quick_to_string(vm: &mut Vm, this: Value, radix: Value) -> Option<Value> {
    let is_plain = this.is_int() && (radix.is_undefined() || radix == Value::int(10));
    is_plain.then(|| vm.int_to_string(this.as_int()).value())
}

/// `Number.prototype.toLocaleString ( [ locales [ , options ] ] )` (sup-number.prototype.tolocalestring).
#[cfg(feature = "intl")]
fn to_locale_string(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let x = this_number(vm, args, "toLocaleString")?;
    crate::builtins::intl::number_to_locale_string(vm, Value::number(x), args)
}

/// Number.prototype.toLocaleString: grouped in thousands, at most three decimals, as in
/// the en-US locale.
#[cfg(not(feature = "intl"))]
fn to_locale_string(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let x = this_number(vm, args, "toLocaleString")?;
    let (mut least, mut most) = (0, 3);
    if let Some(options) = args.get(1).to_cell::<Object>() {
        let minimum = vm.get_str(options, "minimumFractionDigits")?;
        if !minimum.is_undefined() {
            least = digits(vm, minimum, 0.0, "toLocaleString", "minimumFractionDigits")?;
            most = most.max(least);
        }
        let maximum = vm.get_str(options, "maximumFractionDigits")?;
        if !maximum.is_undefined() {
            most = digits(vm, maximum, 0.0, "toLocaleString", "maximumFractionDigits")?;
        }
    }
    let text = localized(x, least, most);
    Ok(vm.new_string(&text).value())
}

#[cfg(any(test, not(feature = "intl")))]
/// `x` with separators between thousands and `least ..= most` decimals.
fn localized(x: f64, least: usize, most: usize) -> String {
    if x.is_nan() {
        return "NaN".into();
    }
    let sign = if x.is_sign_negative() { "-" } else { "" };
    if x.is_infinite() {
        return format!("{sign}∞");
    }
    let text = format::to_fixed(x.abs(), most);
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut fraction = fraction.to_owned();
    while fraction.len() > least && fraction.ends_with('0') {
        fraction.pop();
    }
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let dot = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{grouped}{dot}{fraction}")
}

/// Number.prototype.valueOf (sec-number.prototype.valueof).
fn value_of(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    this_number(vm, args, "valueOf").map(Value::number)
}

/// Number.parseFloat and Number.parseInt are the functions of the global object
/// (sec-number.parsefloat, sec-number.parseint).
pub fn install(vm: &mut Vm) {
    let (global, number) = (vm.global(), vm.intrinsic(Intrinsic::Number));
    for name in ["parseFloat", "parseInt"] {
        let key = vm.key(name);
        if let Some(function) = vm.own_data_value(global, key) {
            vm.define_new(number, key, function, Attributes::METHOD);
        }
    }
}

pub static NUMBER: ClassSpec = ClassSpec {
    statics: &[
        method("isFinite", 1, is_finite),
        method("isInteger", 1, is_integer),
        method("isNaN", 1, is_nan),
        method("isSafeInteger", 1, is_safe_integer),
    ],
    static_constants: &[
        constant("EPSILON", ConstantValue::Number(f64::EPSILON)),
        constant("MAX_SAFE_INTEGER", ConstantValue::Number(9007199254740991.0)),
        constant("MAX_VALUE", ConstantValue::Number(f64::MAX)),
        constant("MIN_SAFE_INTEGER", ConstantValue::Number(-9007199254740991.0)),
        constant("MIN_VALUE", ConstantValue::Number(5e-324)),
        constant("NaN", ConstantValue::Number(f64::NAN)),
        constant("NEGATIVE_INFINITY", ConstantValue::Number(f64::NEG_INFINITY)),
        constant("POSITIVE_INFINITY", ConstantValue::Number(f64::INFINITY)),
    ],
    methods: &[
        method("toExponential", 1, to_exponential),
        method("toFixed", 1, to_fixed),
        method("toPrecision", 1, to_precision),
        method("toString", 1, to_string),
        method("valueOf", 0, value_of),
        method("toLocaleString", 0, to_locale_string),
    ],
    make_prototype: Some(|vm, parent| {
        let parent = parent.to_cell().expect("%Object.prototype%");
        vm.new_primitive_object(Kind::Primitive, parent, Value::int(0))
    }),
    ..ClassSpec::new("Number", 1, number_constructor, Intrinsic::Number, Intrinsic::NumberPrototype)
};

#[cfg(test)]
mod tests {
    use super::localized;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(localized(1234567.891, 0, 3), "1,234,567.891");
        assert_eq!(localized(-1000.0, 2, 3), "-1,000.00");
        assert_eq!(localized(999.9999, 0, 3), "1,000");
    }
}
