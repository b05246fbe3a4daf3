//! Temporal.PlainDateTime (sec-temporal-plaindatetime-objects).

use super::convert::*;
use super::fields::{self, byte_field, fraction_field};
use super::methods::*;
use super::options::*;
use super::zone_provider::zones;
use super::{OrThrow, construct, create, create_from, date_getters, getters, require_new, this_slot, time_getters, value_of};
use crate::builtins::table::*;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use temporal_rs::PlainDateTime;
use temporal_rs::fields::DateTimeFields;

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

date_getters!(PlainDateTime);
time_getters!(PlainDateTime);

/// Temporal.PlainDateTime.prototype.with ( temporalDateTimeLike [ , options ] ) (sec-temporal.plaindatetime.prototype.with).
fn with(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    with_fields(vm, args, PlainDateTime::calendar, fields::DATE_TIME, |date_time, fields, overflow| {
        let fields = DateTimeFields { time: fields.time.regulate(overflow), calendar_fields: fields.date };
        date_time.with(fields, Some(overflow))
    })
}
/// `Temporal.PlainDateTime.prototype.withPlainTime ( [ plainTimeLike ] )` (sec-temporal.plaindatetime.prototype.withplaintime).
fn with_plain_time(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    at_time(vm, args, PlainDateTime::with_time)
}
/// Temporal.PlainDateTime.prototype.withCalendar ( calendarLike ) (sec-temporal.plaindatetime.prototype.withcalendar).
fn with_calendar(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    in_calendar(vm, args, PlainDateTime::with_calendar)
}
/// Temporal.PlainDateTime.prototype.round ( roundTo ) (sec-temporal.plaindatetime.prototype.round).
fn round(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    rounded(vm, args, PlainDateTime::round)
}
/// Temporal.PlainDateTime.prototype.toZonedDateTime ( temporalTimeZoneLike [ , options ] ) (sec-temporal.plaindatetime.prototype.tozoneddatetime).
fn to_zoned_date_time(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date_time = this_slot::<PlainDateTime>(vm, args)?.clone();
    let time_zone = to_temporal_time_zone_identifier(vm, args.get(0))?;
    let options = get_options_object(vm, args.get(1))?;
    let disambiguation = get_temporal_disambiguation_option(vm, options)?;
    create_from(vm, date_time.to_zoned_date_time_with_provider(time_zone, disambiguation, &zones()))
}
getters!(PlainDateTime {
    /// Temporal.PlainDateTime.prototype.toPlainDate ( ) (sec-temporal.plaindatetime.prototype.toplaindate).
    to_plain_date |vm, v| create(vm, v.to_plain_date())?;
    /// Temporal.PlainDateTime.prototype.toPlainTime ( ) (sec-temporal.plaindatetime.prototype.toplaintime).
    to_plain_time |vm, v| create(vm, v.to_plain_time())?;
});

/// `Temporal.PlainDateTime.prototype.toString ( [ options ] )` (sec-temporal.plaindatetime.prototype.tostring), and toJSON.
pub fn to_text(date_time: &PlainDateTime, vm: &mut Vm, options: Options) -> JsResult<String> {
    let show_calendar = get_temporal_show_calendar_name_option(vm, options)?;
    let precision = get_precision_options(vm, options)?;
    date_time.to_ixdtf_string(precision, show_calendar).or_throw(vm)
}

pub static PLAIN_DATE_TIME: ClassSpec = ClassSpec {
    statics: &[method("from", 1, from::<PlainDateTime>), method("compare", 2, compare::<PlainDateTime>)],
    methods: &[
        method("with", 1, with),
        method("withPlainTime", 0, with_plain_time),
        method("withCalendar", 1, with_calendar),
        method("add", 1, add::<PlainDateTime>),
        method("subtract", 1, subtract::<PlainDateTime>),
        method("until", 1, until::<PlainDateTime>),
        method("since", 1, since::<PlainDateTime>),
        method("round", 1, round),
        method("equals", 1, equals::<PlainDateTime>),
        method("toString", 0, to_string::<PlainDateTime>),
        method("toJSON", 0, to_json::<PlainDateTime>),
        method("toLocaleString", 0, to_locale_string::<PlainDateTime>),
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
