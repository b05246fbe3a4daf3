//! Notations of numbers: which power of ten is left out of the digits (sec-computeexponent).

use super::cldr::Table;
use super::decimal::Decimal;
use super::digits::DigitOptions;

/// The patterns of compact notation of a locale: under 1 followed by zeros and a plural category.
#[derive(Clone)]
pub struct CompactPatterns {
    table: Table,
    path: String,
}

impl CompactPatterns {
    /// `display` is short or long, `currency` whether it is of amounts of money.
    pub fn of(table: &Table, system: &str, display: &str, currency: bool) -> CompactPatterns {
        let path = |system: &str| match currency {
            true => format!("currencyFormats-numberSystem-{system}/short/standard"),
            false => format!("decimalFormats-numberSystem-{system}/{display}/decimalFormat"),
        };
        let of_system = path(system);
        let path = if table.below(&of_system).next().is_some() { of_system } else { path("latn") };
        CompactPatterns { table: table.clone(), path }
    }

    fn at(&self, magnitude: i64, category: &str) -> Option<&'static str> {
        let power = "0".repeat(magnitude.clamp(0, 14) as usize);
        let get = |category: &str| self.table.get(&format!("{}/1{power}-count-{category}", self.path));
        get(category).or_else(|| get("other"))
    }

    /// The pattern for a magnitude, if it is not just the number.
    pub fn pattern(&self, magnitude: i64, category: &str) -> Option<&'static str> {
        self.at(magnitude, category).filter(|pattern| *pattern != "0")
    }

    fn exponent(&self, magnitude: i64) -> i64 {
        match self.pattern(magnitude, "other") {
            Some(pattern) => magnitude.min(14) - (pattern.chars().take_while(|c| *c != ';').filter(|c| *c == '0').count() as i64 - 1),
            None => 0,
        }
    }
}

/// What is needed to know exponents.
pub enum Notation<'a> {
    Standard,
    Scientific,
    Engineering,
    Compact(&'a CompactPatterns),
}

impl Notation<'_> {
    /// ComputeExponentForMagnitude (sec-computeexponentformagnitude).
    fn exponent_for_magnitude(&self, magnitude: i64) -> i64 {
        match self {
            Notation::Standard => 0,
            Notation::Scientific => magnitude,
            Notation::Engineering => magnitude.div_euclid(3) * 3,
            Notation::Compact(patterns) => {
                if magnitude < 0 {
                    0
                } else {
                    patterns.exponent(magnitude)
                }
            }
        }
    }

    /// ComputeExponent (sec-computeexponent).
    pub fn exponent(&self, number: &Decimal, digits: &DigitOptions) -> i64 {
        if number.is_zero() {
            return 0;
        }
        let magnitude = number.magnitude();
        let exponent = self.exponent_for_magnitude(magnitude);
        let rounded = digits.round(&number.clone().scaled(-exponent)).number;
        if rounded.is_zero() || rounded.magnitude() == magnitude - exponent {
            return exponent;
        }
        self.exponent_for_magnitude(magnitude + 1)
    }
}
