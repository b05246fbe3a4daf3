//! Temporal.PlainDate (sec-temporal-plaindate-objects).

use super::convert::*;
use super::fields::{self, Required, byte_field, prepare_calendar_fields, require_partial_temporal_object};
use super::options::*;
use super::zone_provider::zones;
use super::{construct, create, create_from, date_getters, get, require_new, require_same_calendar, text, this_slot, value_of};
use crate::builtins::table::*;
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use temporal_rs::PlainDate;
use temporal_rs::options::DisplayCalendar;

/// Temporal.PlainDate ( isoYear, isoMonth, isoDay [ , calendar ] ) (sec-temporal.plaindate).
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    require_new::<PlainDate>(vm, args)?;
    let year = to_integer_with_truncation(vm, args.get(0))?;
    let month = to_integer_with_truncation(vm, args.get(1))?;
    let day = to_integer_with_truncation(vm, args.get(2))?;
    let calendar = calendar_argument(vm, args.get(3))?;
    construct(vm, args, PlainDate::try_new(year as i32, byte_field(month), byte_field(day), calendar))
}

/// Temporal.PlainDate.from ( item [ , options ] ) (sec-temporal.plaindate.from).
fn from(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date = to_temporal_date(vm, args.get(0), args.get(1))?;
    create(vm, date)
}
/// Temporal.PlainDate.compare ( one, two ) (sec-temporal.plaindate.compare).
fn compare(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let one = to_temporal_date(vm, args.get(0), Value::UNDEFINED)?;
    let two = to_temporal_date(vm, args.get(1), Value::UNDEFINED)?;
    Ok(Value::int(one.compare_iso(&two) as i32))
}

date_getters!(PlainDate);

/// Temporal.PlainDate.prototype.toPlainYearMonth ( ) (sec-temporal.plaindate.prototype.toplainyearmonth).
fn to_plain_year_month(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date = this_slot::<PlainDate>(vm, args)?.clone();
    create_from(vm, date.to_plain_year_month())
}
/// Temporal.PlainDate.prototype.toPlainMonthDay ( ) (sec-temporal.plaindate.prototype.toplainmonthday).
fn to_plain_month_day(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date = this_slot::<PlainDate>(vm, args)?.clone();
    create_from(vm, date.to_plain_month_day())
}
/// Temporal.PlainDate.prototype.add ( temporalDurationLike [ , options ] ) (sec-temporal.plaindate.prototype.add).
fn add(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date = this_slot::<PlainDate>(vm, args)?.clone();
    let duration = to_temporal_duration(vm, args.get(0))?;
    let overflow = overflow_of(vm, args.get(1))?;
    create_from(vm, date.add(&duration, Some(overflow)))
}
/// Temporal.PlainDate.prototype.subtract ( temporalDurationLike [ , options ] ) (sec-temporal.plaindate.prototype.subtract).
fn subtract(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date = this_slot::<PlainDate>(vm, args)?.clone();
    let duration = to_temporal_duration(vm, args.get(0))?;
    let overflow = overflow_of(vm, args.get(1))?;
    create_from(vm, date.subtract(&duration, Some(overflow)))
}
/// Temporal.PlainDate.prototype.with ( temporalDateLike [ , options ] ) (sec-temporal.plaindate.prototype.with).
fn with(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date = this_slot::<PlainDate>(vm, args)?.clone();
    let bag = require_partial_temporal_object(vm, args.get(0))?;
    let fields = prepare_calendar_fields(vm, date.calendar(), bag, fields::DATE, Required::Any)?;
    let overflow = overflow_of(vm, args.get(1))?;
    create_from(vm, date.with(fields.date, Some(overflow)))
}
/// Temporal.PlainDate.prototype.withCalendar ( calendarLike ) (sec-temporal.plaindate.prototype.withcalendar).
fn with_calendar(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date = this_slot::<PlainDate>(vm, args)?.clone();
    let calendar = to_temporal_calendar_identifier(vm, args.get(0))?;
    create(vm, date.with_calendar(calendar))
}
/// Temporal.PlainDate.prototype.until ( other [ , options ] ) (sec-temporal.plaindate.prototype.until).
fn until(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date = this_slot::<PlainDate>(vm, args)?.clone();
    let other = to_temporal_date(vm, args.get(0), Value::UNDEFINED)?;
    require_same_calendar(vm, date.calendar(), other.calendar())?;
    let settings = get_difference_settings(vm, args.get(1))?;
    create_from(vm, date.until(&other, settings))
}
/// Temporal.PlainDate.prototype.since ( other [ , options ] ) (sec-temporal.plaindate.prototype.since).
fn since(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date = this_slot::<PlainDate>(vm, args)?.clone();
    let other = to_temporal_date(vm, args.get(0), Value::UNDEFINED)?;
    require_same_calendar(vm, date.calendar(), other.calendar())?;
    let settings = get_difference_settings(vm, args.get(1))?;
    create_from(vm, date.since(&other, settings))
}
/// Temporal.PlainDate.prototype.equals ( other ) (sec-temporal.plaindate.prototype.equals).
fn equals(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date = this_slot::<PlainDate>(vm, args)?.clone();
    let other = to_temporal_date(vm, args.get(0), Value::UNDEFINED)?;
    Ok(Value::bool(date == other))
}
/// Temporal.PlainDate.prototype.toPlainDateTime ( [ temporalTime ] ) (sec-temporal.plaindate.prototype.toplaindatetime).
fn to_plain_date_time(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date = this_slot::<PlainDate>(vm, args)?.clone();
    let time = to_time_or_midnight(vm, args.get(0))?;
    create_from(vm, date.to_plain_date_time(time))
}
/// Temporal.PlainDate.prototype.toZonedDateTime ( item ) (sec-temporal.plaindate.prototype.tozoneddatetime).
fn to_zoned_date_time(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date = this_slot::<PlainDate>(vm, args)?.clone();
    let item = args.get(0);
    let (mut zone_like, mut time_like) = (item, Value::UNDEFINED);
    if let Some(bag) = item.to_cell::<Object>() {
        let zone = get(vm, bag, "timeZone")?;
        if !zone.is_undefined() {
            zone_like = zone;
        }
    }
    let time_zone = to_temporal_time_zone_identifier(vm, zone_like)?;
    if let Some(bag) = item.to_cell::<Object>()
        && zone_like != item
    {
        time_like = get(vm, bag, "plainTime")?;
    }
    let time = to_time_or_midnight(vm, time_like)?;
    create_from(vm, date.to_zoned_date_time_with_provider(time_zone, time, &zones()))
}

/// Temporal.PlainDate.prototype.toString ( [ options ] ) (sec-temporal.plaindate.prototype.tostring).
fn to_string(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date = this_slot::<PlainDate>(vm, args)?.clone();
    let options = get_options_object(vm, args.get(0))?;
    let show_calendar = get_temporal_show_calendar_name_option(vm, options)?;
    text(vm, &date.to_ixdtf_string(show_calendar))
}
/// Temporal.PlainDate.prototype.toJSON and toLocaleString (sec-temporal.plaindate.prototype.tojson).
fn to_json(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date = this_slot::<PlainDate>(vm, args)?.clone();
    text(vm, &date.to_ixdtf_string(DisplayCalendar::Auto))
}

pub static PLAIN_DATE: ClassSpec = ClassSpec {
    statics: &[method("from", 1, from), method("compare", 2, compare)],
    methods: &[
        method("toPlainYearMonth", 0, to_plain_year_month),
        method("toPlainMonthDay", 0, to_plain_month_day),
        method("add", 1, add),
        method("subtract", 1, subtract),
        method("with", 1, with),
        method("withCalendar", 1, with_calendar),
        method("until", 1, until),
        method("since", 1, since),
        method("equals", 1, equals),
        method("toPlainDateTime", 0, to_plain_date_time),
        method("toZonedDateTime", 1, to_zoned_date_time),
        method("toString", 0, to_string),
        method("toJSON", 0, to_json),
        method("toLocaleString", 0, to_json),
        method("valueOf", 0, value_of),
    ],
    getters: &[
        getter("calendarId", get_calendar_id),
        getter("era", get_era),
        getter("eraYear", get_era_year),
        getter("year", get_year),
        getter("month", get_month),
        getter("monthCode", get_month_code),
        getter("day", get_day),
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
    constants: &[tag("Temporal.PlainDate")],
    global: false,
    ..ClassSpec::new("PlainDate", 3, constructor, Intrinsic::TemporalPlainDate, Intrinsic::TemporalPlainDatePrototype)
};
