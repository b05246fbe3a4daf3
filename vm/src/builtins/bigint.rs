//! BigInt (sec-bigint-objects).

use crate::bigint::JsBigInt;
use crate::builtins::table::*;
use crate::heap::Gc;
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::object::primitive::primitive_value;
use crate::runtime::completion::JsResult;
use crate::runtime::conversion::Hint;
use crate::runtime::realm::Intrinsic;
use crate::runtime::small_bigint;
use crate::value::Value;
use crate::vm::Vm;
use num_bigint::{BigInt, Sign};
use num_traits::Signed;

/// BigInt ( value ) (sec-bigint-constructor-number-value).
fn bigint_constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if args.is_construct() {
        return Err(vm.type_error("BigInt is not a constructor"));
    }
    let primitive = vm.to_primitive(args.get(0), Hint::Number)?;
    if primitive.is_number() {
        return vm.number_to_bigint(primitive.as_number()).map(Value::from);
    }
    vm.to_bigint(primitive).map(Value::from)
}

/// ThisBigIntValue (sec-thisbigintvalue).
fn this_bigint(vm: &mut Vm, args: &Args, method: &str) -> JsResult<Gc<JsBigInt>> {
    let value = match args.this.to_cell::<Object>() {
        Some(object) => primitive_value(object).unwrap_or(Value::UNDEFINED),
        None => args.this,
    };
    match value.to_cell::<JsBigInt>() {
        Some(big) => Ok(big),
        None => Err(vm.type_error(format!("BigInt.prototype.{method} requires that 'this' be a BigInt"))),
    }
}

/// BigInt.asIntN and asUintN (sec-bigint.asintn, sec-bigint.asuintn).
fn wrap(vm: &mut Vm, args: &Args, signed: bool) -> JsResult<Value> {
    let bits = vm.to_index(args.get(0))?;
    let big = vm.to_bigint(args.get(1))?;
    if bits <= 64 {
        return Ok(vm.new_small_bigint(small_bigint::wrap(big.low_u64(), bits as u32, signed)).value());
    }
    let number = big.number();
    // Wider than the number: nothing to cut off.
    if bits > number.bits() + 1 && (signed || number.sign() != Sign::Minus) {
        return Ok(big.value());
    }
    if bits > 1 << 30 {
        return Err(vm.range_error("Maximum BigInt size exceeded"));
    }
    let modulus = BigInt::from(1) << bits;
    let mut wrapped: BigInt = &*number % &modulus;
    if wrapped.is_negative() {
        wrapped += &modulus;
    }
    if signed && bits > 0 && wrapped >= (BigInt::from(1) << (bits - 1)) {
        wrapped -= &modulus;
    }
    Ok(vm.new_bigint(wrapped).value())
}
/// `wrap` to at most 64 bits, without a conversion.
pub(crate) fn quick_wrap(vm: &mut Vm, bits: Value, value: Value, signed: bool) -> Option<Value> {
    let big = value.to_cell::<JsBigInt>()?;
    let bits = bits.is_int().then(|| bits.as_int()).filter(|bits| (0..=64).contains(bits))?;
    Some(vm.new_small_bigint(small_bigint::wrap(big.low_u64(), bits as u32, signed)).value())
}
fn as_int_n(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    wrap(vm, args, true)
}
fn as_uint_n(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    wrap(vm, args, false)
}

/// BigInt.prototype.toString (sec-bigint.prototype.tostring).
fn to_string(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let big = this_bigint(vm, args, "toString")?;
    let radix = if args.get(0).is_undefined() { 10.0 } else { vm.to_integer_or_infinity(args.get(0))? };
    if !(2.0..=36.0).contains(&radix) {
        return Err(vm.range_error("toString() radix argument must be between 2 and 36"));
    }
    let text = big.number().to_str_radix(radix as u32);
    Ok(vm.new_string(&text).value())
}
/// `BigInt.prototype.toLocaleString ( [ locales [ , options ] ] )` (sup-bigint.prototype.tolocalestring).
#[cfg(feature = "intl")]
fn to_locale_string(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let big = this_bigint(vm, args, "toLocaleString")?.value();
    crate::builtins::intl::number_to_locale_string(vm, big, args)
}
/// BigInt.prototype.toLocaleString: grouped in thousands.
#[cfg(not(feature = "intl"))]
fn to_locale_string(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let big = this_bigint(vm, args, "toLocaleString")?;
    let digits = big.number().magnitude().to_string();
    let mut out = String::from(if big.number().is_negative() { "-" } else { "" });
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    Ok(vm.new_string(&out).value())
}
/// BigInt.prototype.valueOf (sec-bigint.prototype.valueof).
fn value_of(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    this_bigint(vm, args, "valueOf").map(Value::from)
}

pub static BIGINT: ClassSpec = ClassSpec {
    statics: &[method("asUintN", 2, as_uint_n), method("asIntN", 2, as_int_n)],
    methods: &[method("toLocaleString", 0, to_locale_string), method("toString", 0, to_string), method("valueOf", 0, value_of)],
    constants: &[tag("BigInt")],
    ..ClassSpec::new("BigInt", 1, bigint_constructor, Intrinsic::BigInt, Intrinsic::BigIntPrototype)
};
