//! Option bags (sec-temporal-abstract-ops): how options are read, in which order, and
//! with which defaults. Whether an option fits the operation is checked by `temporal_rs`.

use super::{OrThrow, get};
use crate::heap::Gc;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use std::str::FromStr;
use temporal_rs::options::{
    DifferenceSettings, Disambiguation, DisplayCalendar, DisplayOffset, DisplayTimeZone, OffsetDisambiguation, Overflow, RoundingIncrement,
    RoundingMode, RoundingOptions, ToStringRoundingOptions, Unit,
};
use temporal_rs::parsers::Precision;
use temporal_rs::provider::TransitionDirection;

/// An option bag; none: all options have their defaults.
pub type Options = Option<Gc<Object>>;

/// GetOptionsObject (sec-getoptionsobject).
pub fn get_options_object(vm: &mut Vm, value: Value) -> JsResult<Options> {
    if value.is_undefined() {
        return Ok(None);
    }
    match value.to_cell::<Object>() {
        Some(object) => Ok(Some(object)),
        None => {
            let shown = vm.to_display(value);
            Err(vm.type_error(format!("Options must be an object or undefined, not {shown}")))
        }
    }
}

/// The options of `round` and its like, whose one required option may also be given
/// itself: a bag, or that option.
pub fn get_round_to<T: FromStr>(vm: &mut Vm, value: Value, name: &str) -> JsResult<Result<Gc<Object>, T>> {
    if value.is_undefined() {
        return Err(vm.type_error(format!("Option {name} is required")));
    }
    if let Some(string) = value.as_string() {
        let text = vm.to_rust_string(string);
        return parse_option(vm, &text, name).map(Err);
    }
    match get_options_object(vm, value)? {
        Some(options) => Ok(Ok(options)),
        None => unreachable!("undefined was refused"),
    }
}

fn parse_option<T: FromStr>(vm: &mut Vm, text: &str, name: &str) -> JsResult<T> {
    match text.parse() {
        Ok(value) => Ok(value),
        Err(_) => Err(vm.range_error(format!("Value {text} out of range for option {name}"))),
    }
}

/// GetOption (sec-getoption) of a string that must be one of those `T` knows.
fn get_option<T: FromStr>(vm: &mut Vm, options: Options, name: &str) -> JsResult<Option<T>> {
    let Some(options) = options else { return Ok(None) };
    let value = get(vm, options, name)?;
    if value.is_undefined() {
        return Ok(None);
    }
    let string = vm.to_string(value)?;
    let text = vm.to_rust_string(string);
    parse_option(vm, &text, name).map(Some)
}

/// GetTemporalOverflowOption (sec-temporal-gettemporaloverflowoption).
pub fn get_temporal_overflow_option(vm: &mut Vm, options: Options) -> JsResult<Overflow> {
    Ok(get_option(vm, options, "overflow")?.unwrap_or(Overflow::Constrain))
}

/// GetOptionsObject, then GetTemporalOverflowOption.
pub fn overflow_of(vm: &mut Vm, options: Value) -> JsResult<Overflow> {
    let options = get_options_object(vm, options)?;
    get_temporal_overflow_option(vm, options)
}

/// GetTemporalDisambiguationOption (sec-temporal-gettemporaldisambiguationoption).
pub fn get_temporal_disambiguation_option(vm: &mut Vm, options: Options) -> JsResult<Disambiguation> {
    Ok(get_option(vm, options, "disambiguation")?.unwrap_or(Disambiguation::Compatible))
}

/// GetTemporalOffsetOption (sec-temporal-gettemporaloffsetoption).
pub fn get_temporal_offset_option(vm: &mut Vm, options: Options, fallback: OffsetDisambiguation) -> JsResult<OffsetDisambiguation> {
    Ok(get_option(vm, options, "offset")?.unwrap_or(fallback))
}

/// GetTemporalShowCalendarNameOption (sec-temporal-gettemporalshowcalendarnameoption).
pub fn get_temporal_show_calendar_name_option(vm: &mut Vm, options: Options) -> JsResult<DisplayCalendar> {
    Ok(get_option(vm, options, "calendarName")?.unwrap_or(DisplayCalendar::Auto))
}

/// GetTemporalShowTimeZoneNameOption (sec-temporal-gettemporalshowtimezonenameoption).
pub fn get_temporal_show_time_zone_name_option(vm: &mut Vm, options: Options) -> JsResult<DisplayTimeZone> {
    Ok(get_option(vm, options, "timeZoneName")?.unwrap_or(DisplayTimeZone::Auto))
}

/// GetTemporalShowOffsetOption (sec-temporal-gettemporalshowoffsetoption).
pub fn get_temporal_show_offset_option(vm: &mut Vm, options: Options) -> JsResult<DisplayOffset> {
    Ok(get_option(vm, options, "offset")?.unwrap_or(DisplayOffset::Auto))
}

/// The direction of `getTimeZoneTransition`, or the bag with it
/// (GetDirectionOption, sec-temporal-getdirectionoption).
pub fn get_direction(vm: &mut Vm, value: Value) -> JsResult<TransitionDirection> {
    let direction = match get_round_to(vm, value, "direction")? {
        Err(direction) => Some(direction),
        Ok(options) => get_option(vm, Some(options), "direction")?,
    };
    match direction {
        Some(direction) => Ok(direction),
        None => Err(vm.range_error("Option direction is required")),
    }
}

/// GetRoundingModeOption (sec-temporal-getroundingmodeoption).
pub fn get_rounding_mode_option(vm: &mut Vm, options: Options) -> JsResult<Option<RoundingMode>> {
    get_option(vm, options, "roundingMode")
}

/// GetTemporalUnitValuedOption (sec-temporal-gettemporalunitvaluedoption).
pub fn get_temporal_unit_valued_option(vm: &mut Vm, options: Options, name: &str) -> JsResult<Option<Unit>> {
    get_option(vm, options, name)
}

/// ValidateTemporalUnitValue (sec-temporal-validatetemporalunitvalue) of the unit that a
/// value is rounded to or counted in: `auto` is none. The groups are `temporal_rs`'s to check.
pub fn validate_temporal_unit_value(vm: &mut Vm, unit: Option<Unit>) -> JsResult<Option<Unit>> {
    if unit == Some(Unit::Auto) {
        return Err(vm.range_error("Value auto out of range for this unit"));
    }
    Ok(unit)
}

/// ToIntegerWithTruncation (sec-tointegerwithtruncation).
pub fn to_integer_with_truncation(vm: &mut Vm, value: Value) -> JsResult<f64> {
    let number = vm.to_number(value)?;
    if !number.is_finite() {
        return Err(vm.range_error(format!("Invalid number value: {number}")));
    }
    // Adding 0 turns -0 into 0.
    Ok(number.trunc() + 0.0)
}

/// ToPositiveIntegerWithTruncation (sec-topositiveintegerwithtruncation).
pub fn to_positive_integer_with_truncation(vm: &mut Vm, value: Value) -> JsResult<f64> {
    let integer = to_integer_with_truncation(vm, value)?;
    if integer <= 0.0 {
        return Err(vm.range_error(format!("{integer} is not a positive integer")));
    }
    Ok(integer)
}

/// ToIntegerIfIntegral (sec-tointegerifintegral).
pub fn to_integer_if_integral(vm: &mut Vm, value: Value) -> JsResult<f64> {
    let number = vm.to_number(value)?;
    if number.trunc() != number || !number.is_finite() {
        return Err(vm.range_error(format!("{number} is not an integer")));
    }
    Ok(number + 0.0)
}

/// GetRoundingIncrementOption (sec-temporal-getroundingincrementoption).
pub fn get_rounding_increment_option(vm: &mut Vm, options: Options) -> JsResult<Option<RoundingIncrement>> {
    let Some(options) = options else { return Ok(None) };
    let value = get(vm, options, "roundingIncrement")?;
    if value.is_undefined() {
        return Ok(None);
    }
    let increment = to_integer_with_truncation(vm, value)?;
    if !(1.0..=1e9).contains(&increment) {
        return Err(vm.range_error("Value out of range for option roundingIncrement"));
    }
    RoundingIncrement::try_new(increment as u32).or_throw(vm).map(Some)
}

/// GetTemporalFractionalSecondDigitsOption (sec-temporal-gettemporalfractionalseconddigitsoption).
pub fn get_temporal_fractional_second_digits_option(vm: &mut Vm, options: Options) -> JsResult<Precision> {
    let Some(options) = options else { return Ok(Precision::Auto) };
    let value = get(vm, options, "fractionalSecondDigits")?;
    if value.is_undefined() {
        return Ok(Precision::Auto);
    }
    if !value.is_number() {
        let string = vm.to_string(value)?;
        if vm.to_rust_string(string) == "auto" {
            return Ok(Precision::Auto);
        }
    } else {
        let digits = value.as_number().floor();
        if (0.0..=9.0).contains(&digits) {
            return Ok(Precision::Digit(digits as u8));
        }
    }
    Err(vm.range_error("Value out of range for option fractionalSecondDigits"))
}

/// GetDifferenceSettings (sec-temporal-getdifferencesettings): reading the options.
pub fn get_difference_settings(vm: &mut Vm, options: Value) -> JsResult<DifferenceSettings> {
    let options = get_options_object(vm, options)?;
    let mut settings = DifferenceSettings::default();
    settings.largest_unit = get_temporal_unit_valued_option(vm, options, "largestUnit")?;
    settings.increment = get_rounding_increment_option(vm, options)?;
    settings.rounding_mode = get_rounding_mode_option(vm, options)?;
    let smallest_unit = get_temporal_unit_valued_option(vm, options, "smallestUnit")?;
    settings.smallest_unit = validate_temporal_unit_value(vm, smallest_unit)?;
    Ok(settings)
}

/// The options of the `round` methods of all but Duration.
pub fn get_rounding_options(vm: &mut Vm, round_to: Value) -> JsResult<RoundingOptions> {
    let mut rounding = RoundingOptions::default();
    match get_round_to(vm, round_to, "smallestUnit")? {
        Err(unit) => rounding.smallest_unit = Some(unit),
        Ok(options) => {
            rounding.increment = get_rounding_increment_option(vm, Some(options))?;
            rounding.rounding_mode = get_rounding_mode_option(vm, Some(options))?;
            rounding.smallest_unit = get_temporal_unit_valued_option(vm, Some(options), "smallestUnit")?;
        }
    }
    if validate_temporal_unit_value(vm, rounding.smallest_unit)?.is_none() {
        return Err(vm.range_error("Option smallestUnit is required"));
    }
    Ok(rounding)
}

/// The options of `toString` that say how exact the time is.
pub fn get_precision_options(vm: &mut Vm, options: Options) -> JsResult<ToStringRoundingOptions> {
    let precision = get_temporal_fractional_second_digits_option(vm, options)?;
    let rounding_mode = get_rounding_mode_option(vm, options)?;
    let smallest_unit = get_temporal_unit_valued_option(vm, options, "smallestUnit")?;
    Ok(ToStringRoundingOptions { precision, smallest_unit, rounding_mode })
}
