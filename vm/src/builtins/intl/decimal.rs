//! Exact decimal numbers and their rounding: the Intl mathematical values
//! (sec-intl-mathematical-value) that are finite.

use num_bigint::BigUint;
use num_traits::Zero;
use std::cmp::Ordering;

/// Rounding modes (sec-table-rounding-modes), as the option has them.
pub static ROUNDING_MODES: &[&str] = &["ceil", "floor", "expand", "trunc", "halfCeil", "halfFloor", "halfExpand", "halfTrunc", "halfEven"];

/// 0.DIGITS × 10^exponent, negative or not. The digits neither start nor end with 0; zero has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal {
    pub negative: bool,
    pub digits: Vec<u8>,
    pub exponent: i64,
}

/// A number of any kind that can be formatted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Number {
    NaN,
    Infinity { negative: bool },
    Finite(Decimal),
}

impl Number {
    pub fn is_negative(&self) -> bool {
        match self {
            Number::NaN => false,
            Number::Infinity { negative } => *negative,
            Number::Finite(decimal) => decimal.negative,
        }
    }
    pub fn of_f64(number: f64) -> Number {
        if number.is_nan() {
            return Number::NaN;
        }
        if number.is_infinite() {
            return Number::Infinity { negative: number < 0.0 };
        }
        let text = format!("{:e}", number.abs());
        let mut decimal = Decimal::parse(&text).unwrap_or_else(Decimal::zero);
        decimal.negative = number.is_sign_negative();
        Number::Finite(decimal)
    }
}

impl Decimal {
    pub fn zero() -> Decimal {
        Decimal { negative: false, digits: Vec::new(), exponent: 0 }
    }
    pub fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// Digits with at most one point, and an exponent; a sign before.
    pub fn parse(text: &str) -> Option<Decimal> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => {
                let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
                if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
                    return None;
                }
                // What is beyond every exponent is told by the callers' limit.
                let limit = if exponent.starts_with('-') { -1_000_000_000_000 } else { 1_000_000_000_000 };
                (mantissa, exponent.parse::<i64>().unwrap_or(limit).clamp(-1_000_000_000_000, 1_000_000_000_000))
            }
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if whole.is_empty() && fraction.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
            return None;
        }
        let digits = whole.bytes().chain(fraction.bytes()).map(|b| b - b'0').collect();
        Some(Decimal { negative, digits, exponent: whole.len() as i64 + exponent }.trimmed())
    }

    fn trimmed(mut self) -> Decimal {
        let leading = self.digits.iter().take_while(|d| **d == 0).count();
        self.digits.drain(..leading);
        self.exponent -= leading as i64;
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            self.exponent = 0;
        }
        self
    }

    /// The power of ten of the first digit; 0 of zero.
    pub fn magnitude(&self) -> i64 {
        if self.is_zero() { 0 } else { self.exponent - 1 }
    }

    /// Times 10^power.
    pub fn scaled(mut self, power: i64) -> Decimal {
        if !self.is_zero() {
            self.exponent += power;
        }
        self
    }

    /// The digit of 10^power.
    fn digit(&self, power: i64) -> u8 {
        let index = self.exponent - 1 - power;
        usize::try_from(index).ok().and_then(|i| self.digits.get(i)).copied().unwrap_or(0)
    }

    /// Rounded to a multiple of increment × 10^power.
    pub fn rounded(&self, power: i64, increment: u32, mode: &str) -> Decimal {
        // All digits are above it.
        let exact = self.exponent - self.digits.len() as i64 >= power;
        if self.is_zero() || increment == 1 && exact {
            return self.clone();
        }
        let kept = (self.exponent - power).max(0) as usize;
        let whole: Vec<u8> = (0..kept).map(|i| self.digits.get(i).copied().unwrap_or(0)).collect();
        let rest: &[u8] = if self.exponent >= power { self.digits.get(kept..).unwrap_or(&[]) } else { &self.digits };
        // How what is cut off compares with a half of 10^power.
        let rest_to_half = if self.exponent < power {
            Ordering::Less
        } else {
            rest.first().copied().unwrap_or(0).cmp(&5).then(if rest.len() > 1 { Ordering::Greater } else { Ordering::Equal })
        };
        let (mut quotient, half, odd);
        if increment == 1 {
            quotient = whole;
            half = rest_to_half;
            odd = quotient.last().is_some_and(|d| d % 2 == 1);
        } else {
            let number = BigUint::from_radix_be(&whole, 10).unwrap_or_default();
            let step = BigUint::from(increment);
            let (q, r) = (&number / &step, number % &step);
            if r.is_zero() && rest.is_empty() {
                return self.clone();
            }
            let tail = if rest.is_empty() { Ordering::Equal } else { Ordering::Greater };
            let twice = r * 2u32;
            half = if &twice + 1u32 == step { rest_to_half } else { twice.cmp(&step).then(tail) };
            odd = q.bit(0);
            quotient = q.to_radix_be(10);
        }
        let away = match mode {
            "ceil" => !self.negative,
            "floor" => self.negative,
            "expand" => true,
            "trunc" => false,
            mode => match half {
                Ordering::Less => false,
                Ordering::Greater => true,
                Ordering::Equal => match mode {
                    "halfCeil" => !self.negative,
                    "halfFloor" => self.negative,
                    "halfTrunc" => false,
                    "halfEven" => odd,
                    _ => true,
                },
            },
        };
        if away {
            add_one(&mut quotient);
        }
        if increment != 1 {
            let product = BigUint::from_radix_be(&quotient, 10).unwrap_or_default() * increment;
            quotient = product.to_radix_be(10);
        }
        let exponent = quotient.len() as i64 + power;
        Decimal { negative: self.negative, digits: quotient, exponent }.trimmed()
    }

    /// The digits before the point, at least `least_integer` of them, and those after it, at least
    /// `least_fraction`.
    pub fn to_digits(&self, least_integer: usize, least_fraction: usize) -> (String, String) {
        let integer = (self.exponent.max(0) as usize).max(least_integer) as i64;
        let fraction = (self.digits.len() as i64 - self.exponent).max(least_fraction as i64);
        let fraction = if self.is_zero() { least_fraction as i64 } else { fraction };
        let character = |power| (b'0' + self.digit(power)) as char;
        ((0..integer).rev().map(character).collect(), (1..=fraction).map(|i| character(-i)).collect())
    }
}

fn add_one(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit < 9 {
            *digit += 1;
            return;
        }
        *digit = 0;
    }
    digits.insert(0, 1);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rounded(text: &str, power: i64, increment: u32, mode: &str) -> String {
        let decimal = Decimal::parse(text).unwrap().rounded(power, increment, mode);
        let (whole, fraction) = decimal.to_digits(1, 0);
        format!("{}{whole}.{fraction}", if decimal.negative { "-" } else { "" })
    }

    #[test]
    fn rounds_in_all_modes() {
        assert_eq!(rounded("1.5", 0, 1, "halfEven"), "2.");
        assert_eq!(rounded("2.5", 0, 1, "halfEven"), "2.");
        assert_eq!(rounded("2.5", 0, 1, "halfExpand"), "3.");
        assert_eq!(rounded("-2.5", 0, 1, "ceil"), "-2.");
        assert_eq!(rounded("0.004", -2, 1, "expand"), "0.01");
        assert_eq!(rounded("0.0004", -2, 1, "halfExpand"), "0.");
        assert_eq!(rounded("999.995", -2, 1, "halfExpand"), "1000.");
        assert_eq!(rounded("1.13", -2, 5, "halfExpand"), "1.15");
        assert_eq!(rounded("1.125", -2, 25, "halfExpand"), "1.25");
        assert_eq!(rounded("1.375", -2, 25, "halfExpand"), "1.5");
        assert_eq!(rounded("1.374", -2, 25, "halfExpand"), "1.25");
        assert_eq!(rounded("12345", 2, 1, "halfExpand"), "12300.");
    }
}
