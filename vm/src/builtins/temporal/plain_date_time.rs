//! Temporal.PlainDateTime (sec-temporal-plaindatetime-objects).

use super::convert::*;
use super::fields::{self, Required, byte_field, fraction_field, prepare_calendar_fields, require_partial_temporal_object};
use super::options::*;
use super::zone_provider::zones;
use super::{
    construct, create, create_from, date_getters, require_new, require_same_calendar, text_from, this_slot, time_getters, value_of,
};
use crate::builtins::table::*;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use temporal_rs::PlainDateTime;
use temporal_rs::fields::DateTimeFields;
use temporal_rs::options::{DisplayCalendar, ToStringRoundingOptions};

/// Temporal.PlainDateTime ( isoYear, isoMonth, isoDay [ , hour [ , … [ , calendar ] ] ] ) (sec-temporal.plaindatetime).
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    require_new::<PlainDateTime>(vm, args)?;
    let mut n = [0.0; 9];
    for (i, n) in n.iter_mut().enumerate() {
        *n = if i < 3 { to_integer_with_truncation(vm, args.get(i))? } else { time_argument(vm, args.get(i))? };
    }
    let calendar = calendar_argument(vm, args.get(9))?;
    let year = n[0] as i32;
    let [month, day, hour, minute, second] = [n[1], n[2], n[3], n[4], n[5]].map(byte_field);
    let [milli, micro, nano] = [n[6], n[7], n[8]].map(fraction_field);
    construct(vm, args, PlainDateTime::try_new(year, month, day, hour, minute, second, milli, micro, nano, calendar))
}

/// Temporal.PlainDateTime.from ( item [ , options ] ) (sec-temporal.plaindatetime.from).
fn from(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date_time = to_temporal_date_time(vm, args.get(0), args.get(1))?;
    create(vm, date_time)
}
/// Temporal.PlainDateTime.compare ( one, two ) (sec-temporal.plaindatetime.compare).
fn compare(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let one = to_temporal_date_time(vm, args.get(0), Value::UNDEFINED)?;
    let two = to_temporal_date_time(vm, args.get(1), Value::UNDEFINED)?;
    Ok(Value::int(one.compare_iso(&two) as i32))
}

date_getters!(PlainDateTime);
time_getters!(PlainDateTime);

/// Temporal.PlainDateTime.prototype.with ( temporalDateTimeLike [ , options ] ) (sec-temporal.plaindatetime.prototype.with).
fn with(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date_time = this_slot::<PlainDateTime>(vm, args)?.clone();
    let bag = require_partial_temporal_object(vm, args.get(0))?;
    let fields = prepare_calendar_fields(vm, date_time.calendar(), bag, fields::DATE_TIME, Required::Any)?;
    let overflow = overflow_of(vm, args.get(1))?;
    let fields = DateTimeFields { time: fields.time.regulate(overflow), calendar_fields: fields.date };
    create_from(vm, date_time.with(fields, Some(overflow)))
}
/// Temporal.PlainDateTime.prototype.withPlainTime ( [ plainTimeLike ] ) (sec-temporal.plaindatetime.prototype.withplaintime).
fn with_plain_time(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date_time = this_slot::<PlainDateTime>(vm, args)?.clone();
    let time = to_time_or_midnight(vm, args.get(0))?;
    create_from(vm, date_time.with_time(time))
}
/// Temporal.PlainDateTime.prototype.withCalendar ( calendarLike ) (sec-temporal.plaindatetime.prototype.withcalendar).
fn with_calendar(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date_time = this_slot::<PlainDateTime>(vm, args)?.clone();
    let calendar = to_temporal_calendar_identifier(vm, args.get(0))?;
    create(vm, date_time.with_calendar(calendar))
}
/// Temporal.PlainDateTime.prototype.add ( temporalDurationLike [ , options ] ) (sec-temporal.plaindatetime.prototype.add).
fn add(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date_time = this_slot::<PlainDateTime>(vm, args)?.clone();
    let duration = to_temporal_duration(vm, args.get(0))?;
    let overflow = overflow_of(vm, args.get(1))?;
    create_from(vm, date_time.add(&duration, Some(overflow)))
}
/// Temporal.PlainDateTime.prototype.subtract ( temporalDurationLike [ , options ] ) (sec-temporal.plaindatetime.prototype.subtract).
fn subtract(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date_time = this_slot::<PlainDateTime>(vm, args)?.clone();
    let duration = to_temporal_duration(vm, args.get(0))?;
    let overflow = overflow_of(vm, args.get(1))?;
    create_from(vm, date_time.subtract(&duration, Some(overflow)))
}
/// Temporal.PlainDateTime.prototype.until ( other [ , options ] ) (sec-temporal.plaindatetime.prototype.until).
fn until(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date_time = this_slot::<PlainDateTime>(vm, args)?.clone();
    let other = to_temporal_date_time(vm, args.get(0), Value::UNDEFINED)?;
    require_same_calendar(vm, date_time.calendar(), other.calendar())?;
    let settings = get_difference_settings(vm, args.get(1))?;
    create_from(vm, date_time.until(&other, settings))
}
/// Temporal.PlainDateTime.prototype.since ( other [ , options ] ) (sec-temporal.plaindatetime.prototype.since).
fn since(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date_time = this_slot::<PlainDateTime>(vm, args)?.clone();
    let other = to_temporal_date_time(vm, args.get(0), Value::UNDEFINED)?;
    require_same_calendar(vm, date_time.calendar(), other.calendar())?;
    let settings = get_difference_settings(vm, args.get(1))?;
    create_from(vm, date_time.since(&other, settings))
}
/// Temporal.PlainDateTime.prototype.round ( roundTo ) (sec-temporal.plaindatetime.prototype.round).
fn round(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date_time = this_slot::<PlainDateTime>(vm, args)?.clone();
    let rounding = get_rounding_options(vm, args.get(0))?;
    create_from(vm, date_time.round(rounding))
}
/// Temporal.PlainDateTime.prototype.equals ( other ) (sec-temporal.plaindatetime.prototype.equals).
fn equals(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date_time = this_slot::<PlainDateTime>(vm, args)?.clone();
    let other = to_temporal_date_time(vm, args.get(0), Value::UNDEFINED)?;
    Ok(Value::bool(date_time == other))
}
/// Temporal.PlainDateTime.prototype.toZonedDateTime ( temporalTimeZoneLike [ , options ] ) (sec-temporal.plaindatetime.prototype.tozoneddatetime).
fn to_zoned_date_time(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date_time = this_slot::<PlainDateTime>(vm, args)?.clone();
    let time_zone = to_temporal_time_zone_identifier(vm, args.get(0))?;
    let options = get_options_object(vm, args.get(1))?;
    let disambiguation = get_temporal_disambiguation_option(vm, options)?;
    create_from(vm, date_time.to_zoned_date_time_with_provider(time_zone, disambiguation, &zones()))
}
/// Temporal.PlainDateTime.prototype.toPlainDate ( ) (sec-temporal.plaindatetime.prototype.toplaindate).
fn to_plain_date(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date = this_slot::<PlainDateTime>(vm, args)?.to_plain_date();
    create(vm, date)
}
/// Temporal.PlainDateTime.prototype.toPlainTime ( ) (sec-temporal.plaindatetime.prototype.toplaintime).
fn to_plain_time(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let time = this_slot::<PlainDateTime>(vm, args)?.to_plain_time();
    create(vm, time)
}

/// Temporal.PlainDateTime.prototype.toString ( [ options ] ) (sec-temporal.plaindatetime.prototype.tostring).
fn to_string(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date_time = this_slot::<PlainDateTime>(vm, args)?.clone();
    let options = get_options_object(vm, args.get(0))?;
    let show_calendar = get_temporal_show_calendar_name_option(vm, options)?;
    let precision = get_precision_options(vm, options)?;
    text_from(vm, date_time.to_ixdtf_string(precision, show_calendar))
}
/// Temporal.PlainDateTime.prototype.toJSON and toLocaleString (sec-temporal.plaindatetime.prototype.tojson).
fn to_json(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date_time = this_slot::<PlainDateTime>(vm, args)?.clone();
    text_from(vm, date_time.to_ixdtf_string(ToStringRoundingOptions::default(), DisplayCalendar::Auto))
}

pub static PLAIN_DATE_TIME: ClassSpec = ClassSpec {
    statics: &[method("from", 1, from), method("compare", 2, compare)],
    methods: &[
        method("with", 1, with),
        method("withPlainTime", 0, with_plain_time),
        method("withCalendar", 1, with_calendar),
        method("add", 1, add),
        method("subtract", 1, subtract),
        method("until", 1, until),
        method("since", 1, since),
        method("round", 1, round),
        method("equals", 1, equals),
        method("toString", 0, to_string),
        method("toJSON", 0, to_json),
        method("toLocaleString", 0, to_json),
        method("valueOf", 0, value_of),
        method("toZonedDateTime", 1, to_zoned_date_time),
        method("toPlainDate", 0, to_plain_date),
        method("toPlainTime", 0, to_plain_time),
    ],
    getters: &[
        getter("calendarId", get_calendar_id),
        getter("era", get_era),
        getter("eraYear", get_era_year),
        getter("year", get_year),
        getter("month", get_month),
        getter("monthCode", get_month_code),
        getter("day", get_day),
        getter("hour", get_hour),
        getter("minute", get_minute),
        getter("second", get_second),
        getter("millisecond", get_millisecond),
        getter("microsecond", get_microsecond),
        getter("nanosecond", get_nanosecond),
        getter("dayOfWeek", get_day_of_week),
        getter("dayOfYear", get_day_of_year),
        getter("weekOfYear", get_week_of_year),
        getter("yearOfWeek", get_year_of_week),
        getter("daysInWeek", get_days_in_week),
        getter("daysInMonth", get_days_in_month),
        getter("daysInYear", get_days_in_year),
        getter("monthsInYear", get_months_in_year),
        getter("inLeapYear", get_in_leap_year),
    ],
    constants: &[tag("Temporal.PlainDateTime")],
    global: false,
    ..ClassSpec::new("PlainDateTime", 3, constructor, Intrinsic::TemporalPlainDateTime, Intrinsic::TemporalPlainDateTimePrototype)
};
