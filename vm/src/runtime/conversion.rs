//! Type conversion (sec-type-conversion).

use crate::bigint::JsBigInt;
use crate::heap::{Gc, Kind};
use crate::object::key::PropertyKey;
use crate::object::layout::Object;
use crate::object::primitive::PrimitiveData;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::string::{JsString, Units};
use crate::value::{Value, tag};
use crate::vm::Vm;
use num_bigint::BigInt;

/// What ToPrimitive prefers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hint {
    Default,
    Number,
    String,
}

/// WhiteSpace or LineTerminator (sec-white-space), as `trim` and StringToNumber strip.
pub fn is_white_space(unit: u16) -> bool {
    matches!(
        unit,
        9..=13 | 0x20 | 0xA0 | 0x1680 | 0x2000..=0x200A | 0x2028 | 0x2029 | 0x202F | 0x205F | 0x3000 | 0xFEFF
    )
}

/// The text without white space at its ends.
pub fn trim(units: Units<'_>) -> Units<'_> {
    let start = units.iter().position(|u| !is_white_space(u)).unwrap_or(units.len());
    let end = units.iter().rposition(|u| !is_white_space(u)).map_or(start, |i| i + 1);
    units.slice(start, end)
}

/// StringToNumber (sec-stringtonumber).
pub fn string_to_number(units: Units<'_>) -> f64 {
    let units = trim(units);
    let len = units.len();
    // Small integers, by far the most frequent.
    if (1..=9).contains(&len)
        && let Some(n) = units.iter().try_fold(0i32, |n, u| {
            let digit = u.wrapping_sub(b'0' as u16);
            (digit <= 9).then(|| n * 10 + digit as i32)
        })
    {
        return n as f64;
    }
    if len == 0 {
        return 0.0;
    }
    if len > 2 && units.get(0) == b'0' as u16 {
        let radix = match units.get(1) as u8 | 0x20 {
            _ if units.get(1) > 0xFF => 0,
            b'x' => 16,
            b'o' => 8,
            b'b' => 2,
            _ => 0,
        };
        if radix != 0 {
            return parse_digits(units.slice(2, len), radix).unwrap_or(f64::NAN);
        }
    }
    let mut text = Vec::with_capacity(len);
    for unit in units.iter() {
        if unit > 0x7F {
            return f64::NAN;
        }
        text.push(unit as u8);
    }
    let unsigned = text.strip_prefix(b"-").or(text.strip_prefix(b"+")).unwrap_or(&text);
    if unsigned == b"Infinity" {
        return if text[0] == b'-' { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    if !is_decimal_literal(unsigned) {
        return f64::NAN;
    }
    let text = text.strip_prefix(b"+").unwrap_or(&text);
    fast_float2::parse(text).unwrap_or(f64::NAN)
}

/// Whether the text is StrUnsignedDecimalLiteral (sec-stringnumericliteral-grammar), `Infinity` apart.
fn is_decimal_literal(text: &[u8]) -> bool {
    let digits = |text: &[u8]| text.iter().take_while(|b| b.is_ascii_digit()).count();
    let whole = digits(text);
    let mut rest = &text[whole..];
    let mut fraction = 0;
    if let [b'.', after @ ..] = rest {
        fraction = digits(after);
        rest = &after[fraction..];
    }
    if whole + fraction == 0 {
        return false;
    }
    if let [b'e' | b'E', after @ ..] = rest {
        let after = after.strip_prefix(b"-").or(after.strip_prefix(b"+")).unwrap_or(after);
        let exponent = digits(after);
        return exponent > 0 && exponent == after.len();
    }
    rest.is_empty()
}

/// Digits of a radix up to 36 as a number, rounded correctly for powers of two; none
/// if there is another character, or nothing.
pub fn parse_digits(units: Units<'_>, radix: u32) -> Option<f64> {
    if units.is_empty() {
        return None;
    }
    let mut exact = 0u64;
    let mut text = Vec::new();
    for unit in units.iter() {
        let digit = char::from_u32(unit as u32)?.to_digit(radix)?;
        text.push(digit as u8);
        exact = exact.saturating_mul(radix as u64).saturating_add(digit as u64);
    }
    if exact < 1 << 53 {
        return Some(exact as f64);
    }
    let number = BigInt::from_radix_be(num_bigint::Sign::Plus, &text, radix)?;
    Some(crate::runtime::bigint_ops::bigint_to_f64(&number))
}

/// Number::toString (sec-numeric-types-number-tostring), radix 10.
pub fn number_to_string(number: f64) -> String {
    ryu_js::Buffer::new().format(number).to_string()
}

/// ToInt32 (sec-toint32) of a number.
#[inline]
pub fn double_to_int32(number: f64) -> i32 {
    let fast = number as i32;
    if fast as f64 == number {
        return fast;
    }
    double_to_int32_slow(number)
}

fn double_to_int32_slow(number: f64) -> i32 {
    let bits = number.to_bits();
    let exponent = ((bits >> 52) & 0x7FF) as i32 - 1075;
    let mantissa = bits & ((1 << 52) - 1) | 1 << 52;
    let magnitude = match exponent {
        // Below 1, or infinite or NaN, or a multiple of 2^32.
        e if !(-52..32).contains(&e) => 0,
        e if e < 0 => (mantissa >> -e) as u32,
        e => (mantissa << e) as u32,
    };
    (if number < 0.0 { magnitude.wrapping_neg() } else { magnitude }) as i32
}

/// The binary16 nearest to a number, ties to even.
pub fn f64_to_f16(number: f64) -> u16 {
    let bits = number.to_bits();
    let sign = (bits >> 48) as u16 & 0x8000;
    if number.is_nan() {
        return 0x7E00;
    }
    let magnitude = number.abs();
    if magnitude >= 65520.0 {
        return sign | 0x7C00;
    }
    // Subnormal results are multiples of 2^-24; otherwise the unit is 2^(exponent - 10).
    let exponent = (((magnitude.to_bits() >> 52) & 0x7FF) as i32 - 1023).max(-14);
    let unit = 2f64.powi(exponent - 10);
    let mantissa = (magnitude / unit).round_ties_even() as u32;
    // A carry out of the mantissa runs into the exponent, which is what it should do.
    sign | (((exponent + 14) as u32 * 1024) + mantissa) as u16
}

/// A binary16 as a number.
pub fn f16_to_f64(bits: u16) -> f64 {
    let sign = if bits & 0x8000 != 0 { -1.0 } else { 1.0 };
    let exponent = (bits >> 10 & 31) as i32;
    let mantissa = (bits & 1023) as f64;
    sign * match exponent {
        0 => mantissa * 2f64.powi(-24),
        31 if mantissa == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1.0 + mantissa / 1024.0) * 2f64.powi(exponent - 15),
    }
}

/// ToIntegerOrInfinity (sec-tointegerorinfinity) of a number.
#[inline]
pub fn integer_or_infinity(number: f64) -> f64 {
    // Adding 0 turns -0 into 0.
    if number.is_nan() { 0.0 } else { number.trunc() + 0.0 }
}

impl Vm {
    /// ToPrimitive (sec-toprimitive).
    #[inline]
    pub fn to_primitive(&mut self, value: Value, hint: Hint) -> JsResult<Value> {
        match value.to_cell::<Object>() {
            None => Ok(value),
            Some(object) => self.object_to_primitive(object, hint),
        }
    }

    fn object_to_primitive(&mut self, object: Gc<Object>, hint: Hint) -> JsResult<Value> {
        // 1.a-b
        let exotic = self.get_method(object.value(), self.symbols.to_primitive)?;
        let Some(exotic) = exotic else {
            return self.ordinary_to_primitive(object, if hint == Hint::Default { Hint::Number } else { hint });
        };
        let hint = match hint {
            Hint::Default => self.names.default,
            Hint::Number => self.names.number,
            Hint::String => self.names.string,
        };
        let result = self.call(exotic, object.value(), &[hint.raw()])?;
        if result.is_object() {
            return Err(self.type_error("Cannot convert object to primitive value"));
        }
        Ok(result)
    }

    /// OrdinaryToPrimitive (sec-ordinarytoprimitive).
    pub fn ordinary_to_primitive(&mut self, object: Gc<Object>, hint: Hint) -> JsResult<Value> {
        let (to_string, value_of) = (self.names.toString, self.names.valueOf);
        for key in if hint == Hint::String { [to_string, value_of] } else { [value_of, to_string] } {
            let method = self.get(object, key)?;
            if self.is_callable(method) {
                let result = self.call(method, object.value(), &[])?;
                if !result.is_object() {
                    return Ok(result);
                }
            }
        }
        Err(self.type_error("Cannot convert object to primitive value"))
    }

    /// ToNumber (sec-tonumber).
    #[inline]
    pub fn to_number(&mut self, value: Value) -> JsResult<f64> {
        if value.is_int() {
            return Ok(value.as_int() as f64);
        }
        if value.is_double() {
            return Ok(value.as_double());
        }
        self.to_number_slow(value)
    }

    #[inline(never)]
    fn to_number_slow(&mut self, value: Value) -> JsResult<f64> {
        match value.tag() {
            tag::SPECIAL => Ok(match value {
                Value::UNDEFINED => f64::NAN,
                Value::TRUE => 1.0,
                _ => 0.0,
            }),
            tag::STRING => {
                let string = value.as_string().expect("tag");
                Ok(string_to_number(self.units(string)))
            }
            tag::SYMBOL => Err(self.type_error("Cannot convert a Symbol value to a number")),
            tag::BIGINT => Err(self.type_error("Cannot convert a BigInt value to a number")),
            tag::OBJECT => {
                let primitive = self.to_primitive(value, Hint::Number)?;
                self.to_number(primitive)
            }
            _ => Ok(value.as_number()),
        }
    }

    /// ToNumeric (sec-tonumeric): a Number or BigInt value.
    #[inline]
    pub fn to_numeric(&mut self, value: Value) -> JsResult<Value> {
        if value.is_number() {
            return Ok(value);
        }
        let primitive = self.to_primitive(value, Hint::Number)?;
        if primitive.is_bigint() {
            return Ok(primitive);
        }
        Ok(Value::number(self.to_number(primitive)?))
    }

    /// ToInt32 (sec-toint32).
    #[inline]
    pub fn to_int32(&mut self, value: Value) -> JsResult<i32> {
        if value.is_int() {
            return Ok(value.as_int());
        }
        Ok(double_to_int32(self.to_number(value)?))
    }

    /// ToUint32 (sec-touint32).
    #[inline]
    pub fn to_uint32(&mut self, value: Value) -> JsResult<u32> {
        Ok(self.to_int32(value)? as u32)
    }

    /// ToIntegerOrInfinity (sec-tointegerorinfinity).
    #[inline]
    pub fn to_integer_or_infinity(&mut self, value: Value) -> JsResult<f64> {
        if value.is_int() {
            return Ok(value.as_int() as f64);
        }
        Ok(integer_or_infinity(self.to_number(value)?))
    }

    /// ToLength (sec-tolength): an integer in 0 ..= 2^53 - 1.
    #[inline]
    pub fn to_length(&mut self, value: Value) -> JsResult<u64> {
        if value.is_int() {
            return Ok(value.as_int().max(0) as u64);
        }
        let length = self.to_integer_or_infinity(value)?;
        Ok(length.clamp(0.0, 9007199254740991.0) as u64)
    }

    /// ToIndex (sec-toindex): an integer in 0 ..= 2^53 - 1, RangeError otherwise.
    pub fn to_index(&mut self, value: Value) -> JsResult<u64> {
        if value.is_undefined() {
            return Ok(0);
        }
        let index = self.to_integer_or_infinity(value)?;
        if !(0.0..=9007199254740991.0).contains(&index) {
            return Err(self.range_error("Invalid index"));
        }
        Ok(index as u64)
    }

    /// ToString (sec-tostring).
    #[inline]
    pub fn to_string(&mut self, value: Value) -> JsResult<Gc<JsString>> {
        match value.as_string() {
            Some(string) => {
                self.room_to_flatten(string)?;
                Ok(string)
            }
            None => self.to_string_slow(value),
        }
    }

    #[inline(never)]
    fn to_string_slow(&mut self, value: Value) -> JsResult<Gc<JsString>> {
        match value.tag() {
            tag::INT32 => Ok(self.int_to_string(value.as_int())),
            tag::SPECIAL => {
                let key = match value {
                    Value::UNDEFINED | Value::EMPTY => self.names.undefined,
                    Value::NULL => self.names.null,
                    Value::TRUE => self.names.true_,
                    _ => self.names.false_,
                };
                Ok(key.as_atom().expect("a name"))
            }
            tag::STRING => Ok(value.as_string().expect("tag")),
            tag::SYMBOL => Err(self.type_error("Cannot convert a Symbol value to a string")),
            tag::BIGINT => {
                let bigint: Gc<JsBigInt> = value.to_cell().expect("tag");
                if let Some(number) = bigint.small() {
                    return Ok(self.new_string_latin1(number.to_string().as_bytes()));
                }
                self.room_for_digits(bigint, 10)?;
                Ok(self.new_string_latin1(bigint.number().to_string().as_bytes()))
            }
            tag::OBJECT => {
                let primitive = self.to_primitive(value, Hint::String)?;
                self.to_string(primitive)
            }
            _ => {
                let mut buffer = ryu_js::Buffer::new();
                let text = buffer.format(value.as_number());
                Ok(self.new_string_latin1(text.as_bytes()))
            }
        }
    }

    /// ToString of an int32.
    pub fn int_to_string(&mut self, number: i32) -> Gc<JsString> {
        if number >= 0 {
            return self.index_to_string(number as u32);
        }
        let text = number.to_string();
        self.new_string_latin1(text.as_bytes())
    }

    /// ToPropertyKey (sec-topropertykey).
    #[inline]
    pub fn to_property_key(&mut self, value: Value) -> JsResult<PropertyKey> {
        if value.is_int() && value.as_int() >= 0 {
            return Ok(PropertyKey::index(value.as_int() as u32));
        }
        if let Some(string) = value.as_string() {
            self.room_to_flatten(string)?;
            return Ok(self.key_from_string(string));
        }
        self.to_property_key_slow(value)
    }

    #[inline(never)]
    fn to_property_key_slow(&mut self, value: Value) -> JsResult<PropertyKey> {
        if value.is_double() {
            let number = value.as_double();
            if number >= 0.0 && number < u32::MAX as f64 && number.fract() == 0.0 {
                return Ok(PropertyKey::index(number as u32));
            }
        }
        let key = self.to_primitive(value, Hint::String)?;
        if let Some(symbol) = key.to_cell() {
            return Ok(PropertyKey::symbol(symbol));
        }
        let string = self.to_string(key)?;
        Ok(self.key_from_string(string))
    }

    /// The string or symbol that a key stands for.
    pub fn key_to_value(&mut self, key: PropertyKey) -> Value {
        match key.as_index() {
            Some(index) => self.index_to_string(index).value(),
            None => key.raw(),
        }
    }

    /// The key of an index of any size (array-likes may be longer than 2^32 - 2).
    pub fn key_from_u64(&mut self, index: u64) -> PropertyKey {
        if index < u32::MAX as u64 {
            return PropertyKey::index(index as u32);
        }
        let text = number_to_string(index as f64);
        self.key(&text)
    }

    /// ToObject (sec-toobject).
    #[inline]
    pub fn to_object(&mut self, value: Value) -> JsResult<Gc<Object>> {
        match value.to_cell() {
            Some(object) => Ok(object),
            None => self.to_object_slow(value),
        }
    }

    #[inline(never)]
    fn to_object_slow(&mut self, value: Value) -> JsResult<Gc<Object>> {
        let Some(proto) = self.prototype_for_primitive(value) else {
            return Err(self.type_error("Cannot convert undefined or null to object"));
        };
        let kind = if value.is_string() { Kind::StringObject } else { Kind::Primitive };
        Ok(self.new_payload_object(kind, proto, Box::new(PrimitiveData(value))))
    }

    /// The prototype on which properties of a primitive are looked up; none for
    /// undefined and null.
    #[inline]
    pub fn prototype_for_primitive(&self, value: Value) -> Option<Gc<Object>> {
        Some(self.intrinsic(match value.tag() {
            tag::STRING => Intrinsic::StringPrototype,
            tag::SYMBOL => Intrinsic::SymbolPrototype,
            tag::BIGINT => Intrinsic::BigIntPrototype,
            tag::SPECIAL if value.is_bool() => Intrinsic::BooleanPrototype,
            tag::SPECIAL | tag::CELL | tag::OBJECT => return None,
            _ => Intrinsic::NumberPrototype,
        }))
    }

    /// RequireObjectCoercible (sec-requireobjectcoercible). `what` names the caller, as
    /// in "String.prototype.trim called on null or undefined".
    pub fn require_object_coercible(&mut self, value: Value, what: &str) -> JsResult<Value> {
        if value.is_nullish() {
            return Err(self.type_error(format!("{what} called on null or undefined")));
        }
        Ok(value)
    }

    /// ToBigInt (sec-tobigint).
    pub fn to_bigint(&mut self, value: Value) -> JsResult<Gc<JsBigInt>> {
        let primitive = self.to_primitive(value, Hint::Number)?;
        match primitive.tag() {
            tag::BIGINT => Ok(primitive.to_cell().expect("tag")),
            tag::SPECIAL if primitive.is_bool() => Ok(self.new_bigint(BigInt::from(primitive.as_bool() as u8))),
            tag::STRING => {
                let string = primitive.as_string().expect("tag");
                match self.string_to_bigint(string)? {
                    Some(number) => Ok(self.new_bigint(number)),
                    None => {
                        let text = string.to_rust();
                        Err(self.syntax_error(format!("Cannot convert {text} to a BigInt")))
                    }
                }
            }
            _ => {
                let shown = self.to_display(primitive);
                Err(self.type_error(format!("Cannot convert {shown} to a BigInt")))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> f64 {
        string_to_number(Units::Latin1(text.as_bytes()))
    }

    #[test]
    fn strings_are_numbers_as_the_grammar_says() {
        for (text, expected) in [
            ("", 0.0),
            (" \n12 ", 12.0),
            ("1.", 1.0),
            (".5", 0.5),
            ("5.e3", 5000.0),
            ("-1e-2", -0.01),
            ("+7", 7.0),
            ("0x1F", 31.0),
            ("0b101", 5.0),
            ("0o17", 15.0),
            ("-Infinity", f64::NEG_INFINITY),
            ("1e400", f64::INFINITY),
            ("0x20000000000001", 9007199254740992.0),
            ("123456789012", 123456789012.0),
            ("00012", 12.0),
        ] {
            assert_eq!(number(text), expected, "{text:?}");
        }
        for text in ["x", "1x", "1e", ".", "-", "0x", "-0x1", "inf", "nan", "infinity", "1_000", "1 2", "0b2", "e5"] {
            assert!(number(text).is_nan(), "{text:?}");
        }
        assert!(number("-0").is_sign_negative());
    }

    #[test]
    fn to_int32_wraps() {
        for (number, expected) in [
            (4294967296.0, 0),
            (4294967295.0, -1),
            (-4294967295.0, 1),
            (2147483648.0, i32::MIN),
            (-2147483649.0, i32::MAX),
            (1e20, 1661992960),
            (-1.9, -1),
            (0.9, 0),
            (f64::NAN, 0),
            (f64::INFINITY, 0),
            (9007199254740993.0, 0),
            (1e300, 0),
        ] {
            assert_eq!(double_to_int32(number), expected, "{number}");
        }
    }

    #[test]
    fn half_floats_round_trip_and_round_to_even() {
        for bits in 0..=0xFFFFu16 {
            let number = f16_to_f64(bits);
            assert!(number.is_nan() || f64_to_f16(number) == bits, "{bits:x}");
        }
        assert_eq!(f64_to_f16(65519.999), 0x7BFF);
        assert_eq!(f64_to_f16(65520.0), 0x7C00);
        assert_eq!(f64_to_f16(1.0 + 1.0 / 2048.0), 0x3C00);
        assert_eq!(f64_to_f16(2f64.powi(-25)), 0);
        assert_eq!(f64_to_f16(2f64.powi(-25) * 1.0001), 1);
    }
}
