//! Testing and comparison (sec-testing-and-comparison-operations).

use crate::bigint::JsBigInt;
use crate::heap::Gc;
use crate::runtime::bigint_ops::{compare_with_number, string_to_bigint};
use crate::runtime::completion::JsResult;
use crate::runtime::conversion::{Hint, string_to_number};
use crate::runtime::small_bigint;
use crate::string::Units;
use crate::value::Value;
use crate::vm::Vm;
use core::cmp::Ordering;

/// SameValue (sec-samevalue).
pub fn same_value(vm: &mut Vm, a: Value, b: Value) -> bool {
    if a.is_number() && b.is_number() {
        let (x, y) = (a.as_number(), b.as_number());
        return x.to_bits() == y.to_bits() || (x.is_nan() && y.is_nan());
    }
    is_strictly_equal(vm, a, b)
}

/// SameValueZero (sec-samevaluezero).
pub fn same_value_zero(vm: &mut Vm, a: Value, b: Value) -> bool {
    if a.is_number() && b.is_number() {
        let (x, y) = (a.as_number(), b.as_number());
        return x == y || (x.is_nan() && y.is_nan());
    }
    is_strictly_equal(vm, a, b)
}

/// IsStrictlyEqual (sec-isstrictlyequal). May flatten strings.
#[inline]
pub fn is_strictly_equal(vm: &mut Vm, a: Value, b: Value) -> bool {
    if a.is_number() || b.is_number() {
        return a.is_number() && b.is_number() && a.as_number() == b.as_number();
    }
    if a == b {
        return true;
    }
    if let (Some(a), Some(b)) = (a.as_string(), b.as_string()) {
        return vm.strings_equal(a, b);
    }
    if let (Some(a), Some(b)) = (a.to_cell::<JsBigInt>(), b.to_cell::<JsBigInt>()) {
        return match (a.small(), b.small()) {
            (None, None) => a.number() == b.number(),
            (a, b) => a == b,
        };
    }
    false
}

/// Order of code units.
pub fn compare_units(a: Units<'_>, b: Units<'_>) -> Ordering {
    match (a, b) {
        (Units::Latin1(a), Units::Latin1(b)) => a.cmp(b),
        (Units::Utf16(a), Units::Utf16(b)) => a.cmp(b),
        _ => a.iter().cmp(b.iter()),
    }
}

impl Vm {
    pub fn same_value(&mut self, a: Value, b: Value) -> bool {
        same_value(self, a, b)
    }
    pub fn same_value_zero(&mut self, a: Value, b: Value) -> bool {
        same_value_zero(self, a, b)
    }
    #[inline]
    pub fn is_strictly_equal(&mut self, a: Value, b: Value) -> bool {
        is_strictly_equal(self, a, b)
    }

    /// IsLooselyEqual (sec-islooselyequal).
    pub fn is_loosely_equal(&mut self, a: Value, b: Value) -> JsResult<bool> {
        // Booleans become numbers, objects primitives; then there are at most two rounds.
        let (mut a, mut b) = (a, b);
        loop {
            if a.is_number() && b.is_number() {
                return Ok(a.as_number() == b.as_number());
            }
            if a.is_nullish() || b.is_nullish() {
                return Ok((a.is_nullish() || is_html_dda(a)) && (b.is_nullish() || is_html_dda(b)));
            }
            if a.tag() == b.tag() {
                return Ok(is_strictly_equal(self, a, b));
            }
            if a.is_bool() {
                a = Value::int(a.as_bool() as i32);
            } else if b.is_bool() {
                b = Value::int(b.as_bool() as i32);
            } else if a.is_object() {
                a = self.to_primitive(a, Hint::Default)?;
            } else if b.is_object() {
                b = self.to_primitive(b, Hint::Default)?;
            } else {
                return Ok(self.primitives_loosely_equal(a, b));
            }
        }
    }

    /// Number, string, symbol and BigInt of different types.
    fn primitives_loosely_equal(&mut self, a: Value, b: Value) -> bool {
        let (a, b) = if a.is_string() { (b, a) } else { (a, b) };
        if let Some(string) = b.as_string() {
            let units = self.units(string);
            if a.is_number() {
                return a.as_number() == string_to_number(units);
            }
            if let Some(a) = a.to_cell::<JsBigInt>() {
                return string_to_bigint(units).is_some_and(|b| *a.number() == b);
            }
            return false;
        }
        let (bigint, number) = if a.is_bigint() { (a, b) } else { (b, a) };
        match bigint.to_cell::<JsBigInt>() {
            Some(bigint) if number.is_number() => compare_with_number(&bigint, number.as_number()) == Some(Ordering::Equal),
            _ => false,
        }
    }

    /// IsLessThan (sec-islessthan); none: undefined. `left_first`: the order of conversion.
    pub fn is_less_than(&mut self, a: Value, b: Value, left_first: bool) -> JsResult<Option<bool>> {
        if a.is_number() && b.is_number() {
            return Ok(a.as_number().partial_cmp(&b.as_number()).map(Ordering::is_lt));
        }
        let (a, b) = if left_first {
            let a = self.to_primitive(a, Hint::Number)?;
            (a, self.to_primitive(b, Hint::Number)?)
        } else {
            let b = self.to_primitive(b, Hint::Number)?;
            (self.to_primitive(a, Hint::Number)?, b)
        };
        Ok(self.compare_primitives(a, b)?.map(Ordering::is_lt))
    }

    /// The order of two primitives; none if there is a NaN.
    fn compare_primitives(&mut self, a: Value, b: Value) -> JsResult<Option<Ordering>> {
        if let (Some(a), Some(b)) = (a.as_string(), b.as_string()) {
            let (a, b): (Units<'_>, Units<'_>) = (self.units(a), self.units(b));
            return Ok(Some(compare_units(a, b)));
        }
        if let Some(order) = small_bigint::order(a, b) {
            return Ok(Some(order));
        }
        if let (Some(bigint), Some(string)) = (a.to_cell::<JsBigInt>(), b.as_string()) {
            return Ok(string_to_bigint(self.units(string)).map(|b| (*bigint.number()).cmp(&b)));
        }
        if let (Some(string), Some(bigint)) = (a.as_string(), b.to_cell::<JsBigInt>()) {
            return Ok(string_to_bigint(self.units(string)).map(|a| a.cmp(&bigint.number())));
        }
        let (a, b) = (self.to_numeric(a)?, self.to_numeric(b)?);
        let bigint = |v: Value| -> Option<Gc<JsBigInt>> { v.to_cell() };
        Ok(match (bigint(a), bigint(b)) {
            (None, None) => a.as_number().partial_cmp(&b.as_number()),
            (Some(a), None) => compare_with_number(&a, b.as_number()),
            (None, Some(b)) => compare_with_number(&b, a.as_number()).map(Ordering::reverse),
            (Some(a), Some(b)) => Some(a.number().cmp(&b.number())),
        })
    }
}

/// `[[IsHTMLDDA]]` (sec-IsHTMLDDA-internal-slot).
#[inline]
pub fn is_html_dda(value: Value) -> bool {
    value.to_cell::<crate::object::Object>().is_some_and(|o| o.has_flag(crate::object::layout::flags::HTMLDDA))
}
