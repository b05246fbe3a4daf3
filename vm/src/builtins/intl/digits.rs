//! How many digits are shown: the options (SetNumberFormatDigitOptions) and the rounding by them
//! (FormatNumericToString).

use super::decimal::{Decimal, ROUNDING_MODES};
use super::options::{Options, default_number_option, get, get_number_option, get_option, out_of_range};
use crate::runtime::completion::JsResult;
use crate::vm::Vm;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundingType {
    FractionDigits,
    SignificantDigits,
    MorePrecision,
    LessPrecision,
}

/// `[[MinimumIntegerDigits]]` and its like.
#[derive(Clone, Debug)]
pub struct DigitOptions {
    pub minimum_integer: u32,
    pub fraction: Option<(u32, u32)>,
    pub significant: Option<(u32, u32)>,
    pub rounding_type: RoundingType,
    /// As the option has it, but as it was resolved: `auto` of compact notation is `morePrecision`.
    pub rounding_priority: &'static str,
    pub increment: u32,
    pub mode: &'static str,
    pub trailing_zeros: &'static str,
}

impl DigitOptions {
    /// Integers without more.
    pub fn integers(minimum_integer: u32) -> DigitOptions {
        DigitOptions {
            minimum_integer,
            fraction: Some((0, 0)),
            significant: None,
            rounding_type: RoundingType::FractionDigits,
            rounding_priority: "auto",
            increment: 1,
            mode: "halfExpand",
            trailing_zeros: "auto",
        }
    }
}

static INCREMENTS: &[u32] = &[1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000];

/// SetNumberFormatDigitOptions (sec-setnfdigitoptions).
pub fn set_number_format_digit_options(vm: &mut Vm, options: Options, mnfd: u32, mxfd: u32, compact: bool) -> JsResult<DigitOptions> {
    let minimum_integer = get_number_option(vm, options, "minimumIntegerDigits", 1, 21)?.unwrap_or(1);
    let least_fraction = get(vm, options, "minimumFractionDigits")?;
    let most_fraction = get(vm, options, "maximumFractionDigits")?;
    let least_significant = get(vm, options, "minimumSignificantDigits")?;
    let most_significant = get(vm, options, "maximumSignificantDigits")?;
    let increment = get_number_option(vm, options, "roundingIncrement", 1, 5000)?.unwrap_or(1);
    if !INCREMENTS.contains(&increment) {
        return Err(vm.range_error("roundingIncrement value is out of range."));
    }
    let mode = get_option(vm, options, "roundingMode", ROUNDING_MODES)?.unwrap_or("halfExpand");
    let priority = get_option(vm, options, "roundingPriority", &["auto", "morePrecision", "lessPrecision"])?.unwrap_or("auto");
    let trailing_zeros = get_option(vm, options, "trailingZeroDisplay", &["auto", "stripIfInteger"])?.unwrap_or("auto");

    let mxfd = if increment == 1 { mxfd } else { mnfd };
    let has_significant = !least_significant.is_undefined() || !most_significant.is_undefined();
    let has_fraction = !least_fraction.is_undefined() || !most_fraction.is_undefined();
    let (mut need_significant, mut need_fraction) = (true, true);
    if priority == "auto" {
        need_significant = has_significant;
        if need_significant || !has_fraction && compact {
            need_fraction = false;
        }
    }
    let (mut significant, mut fraction) = (None, None);
    if need_significant {
        significant = Some(if has_significant {
            let least = default_number_option(vm, least_significant, 1, 21, "minimumSignificantDigits")?.unwrap_or(1);
            let most = default_number_option(vm, most_significant, least, 21, "maximumSignificantDigits")?.unwrap_or(21);
            (least, most)
        } else {
            (1, 21)
        });
    }
    if need_fraction {
        fraction = Some(if has_fraction {
            let least = default_number_option(vm, least_fraction, 0, 100, "minimumFractionDigits")?;
            let most = default_number_option(vm, most_fraction, 0, 100, "maximumFractionDigits")?;
            match (least, most) {
                (None, Some(most)) => (mnfd.min(most), most),
                (Some(least), None) => (least, mxfd.max(least)),
                (Some(least), Some(most)) if least > most => {
                    return Err(out_of_range(vm, &most.to_string(), "maximumFractionDigits"));
                }
                (least, most) => (least.unwrap_or(mnfd), most.unwrap_or(mxfd)),
            }
        } else {
            (mnfd, mxfd)
        });
    }
    let mut resolved = DigitOptions {
        minimum_integer,
        fraction,
        significant,
        rounding_type: RoundingType::FractionDigits,
        rounding_priority: priority,
        increment,
        mode,
        trailing_zeros,
    };
    if !need_significant && !need_fraction {
        resolved.fraction = Some((0, 0));
        resolved.significant = Some((1, 2));
        resolved.rounding_type = RoundingType::MorePrecision;
        resolved.rounding_priority = "morePrecision";
    } else if priority == "morePrecision" {
        resolved.rounding_type = RoundingType::MorePrecision;
    } else if priority == "lessPrecision" {
        resolved.rounding_type = RoundingType::LessPrecision;
    } else if has_significant {
        resolved.rounding_type = RoundingType::SignificantDigits;
    }
    if increment != 1 {
        if resolved.rounding_type != RoundingType::FractionDigits {
            return Err(vm.type_error("roundingIncrement can only be used with fraction digits"));
        }
        if resolved.fraction.is_some_and(|(least, most)| least != most) {
            return Err(vm.range_error("With roundingIncrement, minimumFractionDigits and maximumFractionDigits must be equal"));
        }
    }
    Ok(resolved)
}

/// A rounded number and the decimals that are shown at least.
pub struct Rounded {
    pub number: Decimal,
    pub least_fraction: u32,
}

impl DigitOptions {
    /// FormatNumericToString (sec-formatnumberstring): the rounding.
    pub fn round(&self, number: &Decimal) -> Rounded {
        let by_fraction = |(least, most): (u32, u32)| {
            let rounded = number.rounded(-(most as i64), self.increment, self.mode);
            (Rounded { number: rounded, least_fraction: least }, -(most as i64))
        };
        let by_significant = |(least, most): (u32, u32)| {
            let power = number.magnitude() + 1 - most as i64;
            let rounded = number.rounded(power, 1, self.mode);
            let fraction = least as i64 - 1 - rounded.magnitude();
            (Rounded { number: rounded, least_fraction: fraction.max(0) as u32 }, if number.is_zero() { 1 - most as i64 } else { power })
        };
        let mut rounded = match (self.rounding_type, self.significant, self.fraction) {
            (RoundingType::SignificantDigits, Some(significant), _) => by_significant(significant).0,
            (RoundingType::FractionDigits, _, Some(fraction)) => by_fraction(fraction).0,
            (kind, Some(significant), Some(fraction)) => {
                let (s, s_power) = by_significant(significant);
                let (f, f_power) = by_fraction(fraction);
                let significant_is_finer = s_power <= f_power;
                if significant_is_finer == (kind == RoundingType::MorePrecision) { s } else { f }
            }
            _ => Rounded { number: number.clone(), least_fraction: 0 },
        };
        let is_integer = rounded.number.digits.len() as i64 <= rounded.number.exponent || rounded.number.is_zero();
        if self.trailing_zeros == "stripIfInteger" && is_integer {
            rounded.least_fraction = 0;
        }
        rounded
    }
}
