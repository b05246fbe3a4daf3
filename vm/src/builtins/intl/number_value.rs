//! Arguments that are numbers of any kind: ToIntlMathematicalValue.

use super::decimal::{Decimal, Number};
use crate::bigint::JsBigInt;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::runtime::conversion::{Hint, string_to_number, trim};
use crate::value::Value;
use crate::vm::Vm;

/// The power of ten that bounds what is small: its fraction is written out.
const GREATEST_EXPONENT: i64 = 1 << 24;

/// What the parts of a number take while it is formatted: three digits are one.
const BYTES_PER_DIGIT: usize = 40;

/// ToIntlMathematicalValue (sec-tointlmathematicalvalue).
pub fn to_intl_mathematical_value(vm: &mut Vm, value: Value) -> JsResult<Number> {
    let primitive = vm.to_primitive(value, Hint::Number)?;
    if let Some(big) = primitive.to_cell::<JsBigInt>() {
        vm.room_for(big.number().bits() as usize / 3 * BYTES_PER_DIGIT)?;
        let text = big.number().to_string();
        return Ok(Number::Finite(Decimal::parse(&text).unwrap_or_else(Decimal::zero)));
    }
    if let Some(string) = primitive.as_string() {
        let units = vm.units(string);
        let text = trim(units).to_rust();
        // Decimal literals keep all their digits; the others are numbers that are exact or none.
        if let Some(decimal) = Decimal::parse(&text) {
            let decimal = if decimal.is_zero() { Decimal { negative: text.starts_with('-'), ..decimal } } else { decimal };
            vm.room_for(decimal.digits.len() * BYTES_PER_DIGIT)?;
            return Ok(if string_to_number(vm.units(string)).is_infinite() {
                Number::Infinity { negative: decimal.negative }
            } else if decimal.exponent < -GREATEST_EXPONENT {
                Number::Finite(Decimal { negative: decimal.negative, ..Decimal::zero() })
            } else {
                vm.room_for(decimal.exponent.unsigned_abs() as usize * BYTES_PER_DIGIT)?;
                Number::Finite(decimal)
            });
        }
        return Ok(Number::of_f64(string_to_number(vm.units(string))));
    }
    Ok(Number::of_f64(vm.to_number(primitive)?))
}

/// The two ends of a range, which must be there.
pub fn to_range(vm: &mut Vm, args: &Args) -> JsResult<(Number, Number)> {
    for (i, name) in ["startRange", "endRange"].into_iter().enumerate() {
        if args.get(i).is_undefined() {
            return Err(vm.type_error(format!("Invalid {name} : undefined")));
        }
    }
    let start = to_intl_mathematical_value(vm, args.get(0))?;
    let end = to_intl_mathematical_value(vm, args.get(1))?;
    Ok((start, end))
}
