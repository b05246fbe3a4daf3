//! BigInt operations (sec-ecmascript-language-types-bigint-type).

use crate::bigint::JsBigInt;
use crate::heap::Gc;
use crate::runtime::completion::JsResult;
use crate::runtime::conversion::trim;
use crate::string::Units;
use crate::vm::Vm;
use core::cmp::Ordering;
use num_bigint::{BigInt, Sign};
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Most bits of a BigInt, as in V8.
pub const MAX_BITS: u64 = 1 << 30;

/// Digits that become a number in less than a millisecond.
const QUICK_DIGITS: usize = 10_000;

/// StringToBigInt (sec-stringtobigint).
pub fn string_to_bigint(units: Units<'_>) -> Option<BigInt> {
    let text = trim(units).to_rust();
    let (radix, digits) = match text.as_bytes() {
        [] => return Some(BigInt::zero()),
        [b'0', b'x' | b'X', ..] => (16, &text[2..]),
        [b'0', b'o' | b'O', ..] => (8, &text[2..]),
        [b'0', b'b' | b'B', ..] => (2, &text[2..]),
        _ => (10, text.as_str()),
    };
    let unsigned = if radix == 10 { digits.strip_prefix(['-', '+']).unwrap_or(digits) } else { digits };
    if unsigned.is_empty() || !unsigned.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    BigInt::parse_bytes(digits.as_bytes(), radix)
}

/// The Number nearest to a BigInt, ties to even (sec-numeric-types-number, 𝔽).
pub fn bigint_to_f64(number: &BigInt) -> f64 {
    let bits = number.bits();
    if bits <= 64 {
        // Conversion from u64 rounds to even.
        let magnitude = number.magnitude().to_u64().unwrap_or(u64::MAX) as f64;
        return if number.is_negative() { -magnitude } else { magnitude };
    }
    if bits > 1024 {
        return if number.is_negative() { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    // The top 64 bits; a sticky bit stands for the rest.
    let shift = bits - 64;
    let magnitude = number.magnitude();
    let top = (magnitude >> shift).to_u64().unwrap_or(u64::MAX);
    let sticky = magnitude.trailing_zeros().is_some_and(|zeros| zeros < shift);
    // The sticky bit is far below the 53 that are kept.
    let rounded = (top | sticky as u64) as f64 * 2f64.powi(shift as i32 / 2) * 2f64.powi(shift as i32 - shift as i32 / 2);
    if number.is_negative() { -rounded } else { rounded }
}

/// The order of a BigInt and a Number; none for NaN.
pub fn compare_bigint_number(bigint: &BigInt, number: f64) -> Option<Ordering> {
    if number.is_nan() {
        return None;
    }
    if number.is_infinite() {
        return Some(if number > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    let whole = number.trunc();
    let order = bigint.cmp(&f64_to_bigint(whole));
    Some(order.then_with(|| whole.partial_cmp(&number).unwrap_or(Ordering::Equal)))
}

/// As `compare_bigint_number`, without the library unless both are beyond 128 bits.
pub fn compare_with_number(bigint: &JsBigInt, number: f64) -> Option<Ordering> {
    /// Integers below it fit.
    const BEYOND: f64 = 1.7e38;
    if number.is_nan() || number.abs() >= BEYOND {
        return compare_bigint_number(&bigint.number(), number);
    }
    let whole = number.trunc();
    let order = match bigint.small() {
        Some(small) => small.cmp(&(whole as i128)),
        None if bigint.number().is_negative() => Ordering::Less,
        None => Ordering::Greater,
    };
    Some(order.then_with(|| whole.partial_cmp(&number).unwrap_or(Ordering::Equal)))
}

/// The BigInt equal to an integral, finite number.
pub fn f64_to_bigint(number: f64) -> BigInt {
    debug_assert!(number.is_finite() && number.fract() == 0.0);
    if number.abs() < 9.0e18 {
        return BigInt::from(number as i64);
    }
    let bits = number.to_bits();
    let exponent = ((bits >> 52) & 0x7FF) as usize - 1075;
    let magnitude = BigInt::from(bits & ((1 << 52) - 1) | 1 << 52) << exponent;
    if number < 0.0 { -magnitude } else { magnitude }
}

/// The low 64 bits, in two's complement (sec-tobiguint64).
pub fn low_u64(number: &BigInt) -> u64 {
    let low = number.magnitude().iter_u64_digits().next().unwrap_or(0);
    if number.sign() == Sign::Minus { low.wrapping_neg() } else { low }
}

/// A binary operation on BigInts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BigIntOp {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    Exp,
    And,
    Or,
    Xor,
    Shl,
    Shr,
}

/// Numbers below so many bits are made without looking at the memory limit.
const SMALL_BITS: u64 = 1 << 16;

impl Vm {
    /// Room for a number of so many bits.
    fn room_for_bits(&mut self, bits: u64) -> JsResult<()> {
        if (SMALL_BITS..=MAX_BITS).contains(&bits) { self.room_for(bits as usize / 8) } else { Ok(()) }
    }

    /// Room for a BigInt's digits, and for what finding them takes.
    pub(crate) fn room_for_digits(&mut self, number: Gc<JsBigInt>, radix: u32) -> JsResult<()> {
        let bits = number.number().bits();
        if bits < SMALL_BITS {
            return Ok(());
        }
        let digits = bits as f64 / (radix as f64).log2();
        if digits > crate::string::MAX_LENGTH as f64 {
            return Err(self.range_error("Invalid string length"));
        }
        self.room_for(2 * digits as usize + bits as usize / 8)
    }

    /// A BigInt of a size that the language allows.
    fn checked_bigint(&mut self, number: BigInt) -> JsResult<Gc<JsBigInt>> {
        if number.bits() > MAX_BITS {
            return Err(self.range_error("Maximum BigInt size exceeded"));
        }
        self.room_for_bits(number.bits())?;
        Ok(self.new_bigint(number))
    }

    /// sec-numeric-types-bigint-add and its siblings.
    pub fn bigint_binary(&mut self, op: BigIntOp, a: Gc<JsBigInt>, b: Gc<JsBigInt>) -> JsResult<Gc<JsBigInt>> {
        if let Some(result) = self.small_bigints(op, a.value(), b.value()) {
            return Ok(result.to_cell().expect("a BigInt"));
        }
        let (x, y) = (a.number(), b.number());
        let (x, y): (&BigInt, &BigInt) = (&x, &y);
        let result = match op {
            BigIntOp::Add => x + y,
            BigIntOp::Sub => x - y,
            BigIntOp::Mul => {
                if x.bits() + y.bits() > MAX_BITS + 1 {
                    return Err(self.range_error("Maximum BigInt size exceeded"));
                }
                self.room_for_bits(x.bits() + y.bits())?;
                self.bigint_multiply(x, y)?
            }
            BigIntOp::Div | BigIntOp::Rem if y.is_zero() => return Err(self.range_error("Division by zero")),
            BigIntOp::Div => x / y,
            BigIntOp::Rem => x % y,
            BigIntOp::Exp => return self.bigint_exponentiate(x, y),
            BigIntOp::And => x & y,
            BigIntOp::Or => x | y,
            BigIntOp::Xor => x ^ y,
            BigIntOp::Shl => return self.bigint_shift(x, y),
            BigIntOp::Shr => return self.bigint_shift(x, &-y),
        };
        self.checked_bigint(result)
    }

    /// StringToBigInt (sec-stringtobigint), with safepoints where it takes long.
    pub fn string_to_bigint(&mut self, string: Gc<crate::string::JsString>) -> JsResult<Option<BigInt>> {
        let units = self.units(string);
        if units.len() <= QUICK_DIGITS {
            return Ok(string_to_bigint(units));
        }
        self.room_for(2 * units.len())?;
        let text = trim(units).to_rust();
        let digits = text.strip_prefix(['-', '+']).unwrap_or(&text);
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Ok(string_to_bigint(units));
        }
        let mut powers = vec![BigInt::from(10).pow(QUICK_DIGITS as u32)];
        while QUICK_DIGITS << powers.len() < digits.len() {
            let last = powers.last().expect("there is one");
            powers.push(self.bigint_multiply(last, last)?);
        }
        let number = self.digits_to_bigint(digits, &powers)?;
        Ok(Some(if text.starts_with('-') { -number } else { number }))
    }

    /// The number that decimal digits are; power `i` is 10 to `QUICK_DIGITS << i`.
    fn digits_to_bigint(&mut self, digits: &str, powers: &[BigInt]) -> JsResult<BigInt> {
        self.poll()?;
        let Some((power, smaller)) = powers.split_last().filter(|_| digits.len() > QUICK_DIGITS) else {
            return Ok(BigInt::parse_bytes(digits.as_bytes(), 10).unwrap_or_default());
        };
        let below = QUICK_DIGITS << smaller.len();
        if digits.len() <= below {
            return self.digits_to_bigint(digits, smaller);
        }
        let (high, low) = digits.split_at(digits.len() - below);
        let high = self.digits_to_bigint(high, smaller)?;
        let low = self.digits_to_bigint(low, smaller)?;
        Ok(self.bigint_multiply(&high, power)? + low)
    }

    /// A product, with safepoints where it takes long: by Karatsuba's method above what is quick.
    fn bigint_multiply(&mut self, x: &BigInt, y: &BigInt) -> JsResult<BigInt> {
        /// Bits of the smaller factor: some milliseconds.
        const QUICK: u64 = 1 << 20;
        if x.bits().min(y.bits()) <= QUICK {
            return Ok(x * y);
        }
        self.poll()?;
        let half = x.bits().max(y.bits()) / 2;
        let [(x1, x0), (y1, y0)] = [x, y].map(|n| {
            let high = n.magnitude() >> half;
            let low = n.magnitude() - (&high << half);
            (BigInt::from(high), BigInt::from(low))
        });
        let high = self.bigint_multiply(&x1, &y1)?;
        let low = self.bigint_multiply(&x0, &y0)?;
        let middle = self.bigint_multiply(&(x1 + x0), &(y1 + y0))? - &high - &low;
        let magnitude = (high << (2 * half)) + (middle << half) + low;
        Ok(if x.is_negative() == y.is_negative() { magnitude } else { -magnitude })
    }

    /// sec-numeric-types-bigint-exponentiate
    fn bigint_exponentiate(&mut self, base: &BigInt, exponent: &BigInt) -> JsResult<Gc<JsBigInt>> {
        if exponent.is_negative() {
            return Err(self.range_error("Exponent must be non-negative"));
        }
        if base.magnitude().is_one() || base.is_zero() {
            let odd = exponent.bit(0);
            let result = if exponent.is_zero() || (base.is_negative() && !odd) { BigInt::one() } else { base.clone() };
            return Ok(self.new_bigint(result));
        }
        match exponent.to_u32() {
            Some(exponent) if (base.bits() - 1).saturating_mul(exponent as u64) < MAX_BITS => {
                self.room_for_bits(base.bits().saturating_mul(exponent as u64).min(MAX_BITS))?;
                let mut result = BigInt::one();
                for bit in (0..u32::BITS - exponent.leading_zeros()).rev() {
                    result = self.bigint_multiply(&result, &result)?;
                    if exponent >> bit & 1 == 1 {
                        result = self.bigint_multiply(&result, base)?;
                    }
                }
                self.checked_bigint(result)
            }
            _ => Err(self.range_error("Maximum BigInt size exceeded")),
        }
    }

    /// sec-numeric-types-bigint-leftShift; negative: right, rounding down.
    fn bigint_shift(&mut self, x: &BigInt, by: &BigInt) -> JsResult<Gc<JsBigInt>> {
        if by.is_negative() {
            let result = match by.magnitude().to_u64() {
                Some(by) if by <= x.bits() => x >> by,
                _ if x.is_negative() => -BigInt::one(),
                _ => BigInt::zero(),
            };
            return Ok(self.new_bigint(result));
        }
        match by.to_u64() {
            _ if x.is_zero() => Ok(self.new_bigint(BigInt::zero())),
            Some(by) if by.saturating_add(x.bits()) <= MAX_BITS => {
                self.room_for_bits(by + x.bits())?;
                Ok(self.new_bigint(x << by))
            }
            _ => Err(self.range_error("Maximum BigInt size exceeded")),
        }
    }

    /// sec-numeric-types-bigint-unaryMinus
    pub fn bigint_negate(&mut self, a: Gc<JsBigInt>) -> Gc<JsBigInt> {
        let result = -&*a.number();
        self.new_bigint(result)
    }

    /// sec-numeric-types-bigint-bitwiseNOT
    pub fn bigint_not(&mut self, a: Gc<JsBigInt>) -> Gc<JsBigInt> {
        let result = -&*a.number() - 1;
        self.new_bigint(result)
    }

    /// `a + by`, for increment and decrement.
    pub fn bigint_add_small(&mut self, a: Gc<JsBigInt>, by: i32) -> JsResult<Gc<JsBigInt>> {
        if let Some(result) = a.small().and_then(|number| number.checked_add(by as i128)) {
            return Ok(self.new_small_bigint(result));
        }
        let result = &*a.number() + by;
        self.checked_bigint(result)
    }

    /// NumberToBigInt (sec-numbertobigint).
    pub fn number_to_bigint(&mut self, number: f64) -> JsResult<Gc<JsBigInt>> {
        if !number.is_finite() || number.fract() != 0.0 {
            let text = crate::runtime::conversion::number_to_string(number);
            return Err(self.range_error(format!("The number {text} cannot be converted to a BigInt because it is not an integer")));
        }
        Ok(match number.abs() < 9.0e18 {
            true => self.new_small_bigint(number as i128),
            false => self.new_bigint(f64_to_bigint(number)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conversion_to_double_rounds_to_even() {
        for (text, expected) in [
            ("9007199254740993", 9007199254740992.0),
            ("9007199254740995", 9007199254740996.0),
            ("36893488147419107329", 36893488147419107329.0),
            ("340282366920938463463374607431768211456", 2f64.powi(128)),
        ] {
            let number: BigInt = text.parse().unwrap();
            assert_eq!(bigint_to_f64(&number), expected, "{text}");
            assert_eq!(bigint_to_f64(&-number), -expected, "-{text}");
        }
        assert_eq!(bigint_to_f64(&(BigInt::one() << 1024)), f64::INFINITY);
        // Half a unit and a little: the sticky bit decides.
        let tie: BigInt = (BigInt::one() << 117) + (BigInt::one() << 64);
        assert_eq!(bigint_to_f64(&tie), 2f64.powi(117));
        assert!(bigint_to_f64(&(tie + 1)) > 2f64.powi(117));
    }

    #[test]
    fn order_against_fractions() {
        let three = BigInt::from(3);
        assert_eq!(compare_bigint_number(&three, 3.5), Some(Ordering::Less));
        assert_eq!(compare_bigint_number(&three, 2.5), Some(Ordering::Greater));
        assert_eq!(compare_bigint_number(&-three, -3.5), Some(Ordering::Greater));
        assert_eq!(compare_bigint_number(&BigInt::zero(), -0.0), Some(Ordering::Equal));
    }
}
