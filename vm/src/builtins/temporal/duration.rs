//! Temporal.Duration (sec-temporal-duration-objects).

use super::convert::{get_temporal_relative_to_option, to_temporal_duration, to_temporal_partial_duration_record};
use super::methods::*;
use super::options::*;
use super::zone_provider::zones;
use super::{OrThrow, construct, create, create_from, getters, require_new, this_slot, value_of};
use crate::builtins::table::*;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use temporal_rs::options::RoundingOptions;
use temporal_rs::partial::PartialDuration;
use temporal_rs::{Duration, Sign};

/// Temporal.Duration ( [ years [ , months [ , … ] ] ] ) (sec-temporal.duration).
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    require_new::<Duration>(vm, args)?;
    let mut n = [0.0; 10];
    for (i, n) in n.iter_mut().enumerate() {
        if !args.get(i).is_undefined() {
            *n = to_integer_if_integral(vm, args.get(i))?;
        }
    }
    // Integers that fit no `i64` fit no duration either.
    let small = n.map(|n| n as i64);
    let [years, months, weeks, days, hours, minutes, seconds, milliseconds, ..] = small;
    let duration = Duration::new(years, months, weeks, days, hours, minutes, seconds, milliseconds, n[8] as i128, n[9] as i128);
    construct(vm, args, duration)
}

/// Temporal.Duration.compare ( one, two [ , options ] ) (sec-temporal.duration.compare).
fn compare(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let one = to_temporal_duration(vm, args.get(0))?;
    let two = to_temporal_duration(vm, args.get(1))?;
    let options = get_options_object(vm, args.get(2))?;
    let relative_to = get_temporal_relative_to_option(vm, options)?;
    Ok(Value::int(one.compare_with_provider(&two, relative_to, &zones()).or_throw(vm)? as i32))
}

getters!(Duration {
    get_years |_vm, v| Value::number(v.years() as f64);
    get_months |_vm, v| Value::number(v.months() as f64);
    get_weeks |_vm, v| Value::number(v.weeks() as f64);
    get_days |_vm, v| Value::number(v.days() as f64);
    get_hours |_vm, v| Value::number(v.hours() as f64);
    get_minutes |_vm, v| Value::number(v.minutes() as f64);
    get_seconds |_vm, v| Value::number(v.seconds() as f64);
    get_milliseconds |_vm, v| Value::number(v.milliseconds() as f64);
    get_microseconds |_vm, v| Value::number(v.microseconds() as f64);
    get_nanoseconds |_vm, v| Value::number(v.nanoseconds() as f64);
    get_sign |_vm, v| Value::int(match v.sign() {
        Sign::Positive => 1,
        Sign::Zero => 0,
        Sign::Negative => -1,
    });
    get_blank |_vm, v| Value::bool(v.is_zero());
});

/// Temporal.Duration.prototype.with ( temporalDurationLike ) (sec-temporal.duration.prototype.with).
fn with(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let duration = *this_slot::<Duration>(vm, args)?;
    let new = to_temporal_partial_duration_record(vm, args.get(0))?;
    let partial = PartialDuration {
        years: new.years.or(Some(duration.years())),
        months: new.months.or(Some(duration.months())),
        weeks: new.weeks.or(Some(duration.weeks())),
        days: new.days.or(Some(duration.days())),
        hours: new.hours.or(Some(duration.hours())),
        minutes: new.minutes.or(Some(duration.minutes())),
        seconds: new.seconds.or(Some(duration.seconds())),
        milliseconds: new.milliseconds.or(Some(duration.milliseconds())),
        microseconds: new.microseconds.or(Some(duration.microseconds())),
        nanoseconds: new.nanoseconds.or(Some(duration.nanoseconds())),
    };
    create_from(vm, Duration::from_partial_duration(partial))
}
getters!(Duration {
    /// Temporal.Duration.prototype.negated ( ) (sec-temporal.duration.prototype.negated).
    negated |vm, v| create(vm, v.negated())?;
    /// Temporal.Duration.prototype.abs ( ) (sec-temporal.duration.prototype.abs).
    abs |vm, v| create(vm, v.abs())?;
});

/// Temporal.Duration.prototype.round ( roundTo ) (sec-temporal.duration.prototype.round).
fn round(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let duration = *this_slot::<Duration>(vm, args)?;
    let mut rounding = RoundingOptions::default();
    rounding.largest_unit = None;
    let mut relative_to = None;
    match get_round_to(vm, args.get(0), "smallestUnit or largestUnit")? {
        Err(unit) => rounding.smallest_unit = Some(unit),
        Ok(options) => {
            let options = Some(options);
            rounding.largest_unit = get_temporal_unit_valued_option(vm, options, "largestUnit")?;
            relative_to = get_temporal_relative_to_option(vm, options)?;
            rounding.increment = get_rounding_increment_option(vm, options)?;
            rounding.rounding_mode = get_rounding_mode_option(vm, options)?;
            rounding.smallest_unit = get_temporal_unit_valued_option(vm, options, "smallestUnit")?;
        }
    }
    validate_temporal_unit_value(vm, rounding.smallest_unit)?;
    create_from(vm, duration.round_with_provider(rounding, relative_to, &zones()))
}
/// Temporal.Duration.prototype.total ( totalOf ) (sec-temporal.duration.prototype.total).
fn total(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let duration = *this_slot::<Duration>(vm, args)?;
    let (unit, relative_to) = match get_round_to(vm, args.get(0), "unit")? {
        Err(unit) => (Some(unit), None),
        Ok(options) => {
            let relative_to = get_temporal_relative_to_option(vm, Some(options))?;
            (get_temporal_unit_valued_option(vm, Some(options), "unit")?, relative_to)
        }
    };
    let Some(unit) = validate_temporal_unit_value(vm, unit)? else { return Err(vm.range_error("Option unit is required")) };
    Ok(Value::number(duration.total_with_provider(unit, relative_to, &zones()).or_throw(vm)?.as_inner()))
}

/// `Temporal.Duration.prototype.toString ( [ options ] )` (sec-temporal.duration.prototype.tostring), and toJSON.
pub fn to_text(duration: &Duration, vm: &mut Vm, options: Options) -> JsResult<String> {
    let precision = get_precision_options(vm, options)?;
    duration.as_temporal_string(precision).or_throw(vm)
}

/// `Temporal.Duration.prototype.toLocaleString ( [ locales [ , options ] ] )`
/// (sup-temporal.duration.prototype.tolocalestring).
fn to_locale_string(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    this_slot::<Duration>(vm, args)?;
    #[cfg(feature = "intl")]
    return crate::builtins::intl::duration_to_locale_string(vm, args);
    #[cfg(not(feature = "intl"))]
    to_json::<Duration>(vm, args)
}

pub static DURATION: ClassSpec = ClassSpec {
    statics: &[method("from", 1, from::<Duration>), method("compare", 2, compare)],
    methods: &[
        method("with", 1, with),
        method("negated", 0, negated),
        method("abs", 0, abs),
        method("add", 1, add::<Duration>),
        method("subtract", 1, subtract::<Duration>),
        method("round", 1, round),
        method("total", 1, total),
        method("toString", 0, to_string::<Duration>),
        method("toJSON", 0, to_json::<Duration>),
        method("toLocaleString", 0, to_locale_string),
        method("valueOf", 0, value_of),
    ],
    getters: &[
        getter("years", get_years),
        getter("months", get_months),
        getter("weeks", get_weeks),
        getter("days", get_days),
        getter("hours", get_hours),
        getter("minutes", get_minutes),
        getter("seconds", get_seconds),
        getter("milliseconds", get_milliseconds),
        getter("microseconds", get_microseconds),
        getter("nanoseconds", get_nanoseconds),
        getter("sign", get_sign),
        getter("blank", get_blank),
    ],
    constants: &[tag("Temporal.Duration")],
    global: false,
    ..ClassSpec::new("Duration", 0, constructor, Intrinsic::TemporalDuration, Intrinsic::TemporalDurationPrototype)
};
