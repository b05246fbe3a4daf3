//! Temporal.PlainDate (sec-temporal-plaindate-objects).

use super::convert::*;
use super::fields::{self, byte_field};
use super::methods::*;
use super::options::*;
use super::zone_provider::zones;
use super::{construct, create_from, date_getters, get, getters, require_new, this_slot, value_of};
use crate::builtins::table::*;
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use temporal_rs::PlainDate;

/// Temporal.PlainDate ( isoYear, isoMonth, isoDay [ , calendar ] ) (sec-temporal.plaindate).
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    require_new::<PlainDate>(vm, args)?;
    let year = to_integer_with_truncation(vm, args.get(0))?;
    let month = to_integer_with_truncation(vm, args.get(1))?;
    let day = to_integer_with_truncation(vm, args.get(2))?;
    let calendar = calendar_argument(vm, args.get(3))?;
    construct(vm, args, PlainDate::try_new(year as i32, byte_field(month), byte_field(day), calendar))
}

date_getters!(PlainDate);

getters!(PlainDate {
    /// Temporal.PlainDate.prototype.toPlainYearMonth ( ) (sec-temporal.plaindate.prototype.toplainyearmonth).
    to_plain_year_month |vm, v| create_from(vm, v.to_plain_year_month())?;
    /// Temporal.PlainDate.prototype.toPlainMonthDay ( ) (sec-temporal.plaindate.prototype.toplainmonthday).
    to_plain_month_day |vm, v| create_from(vm, v.to_plain_month_day())?;
});

/// Temporal.PlainDate.prototype.with ( temporalDateLike [ , options ] ) (sec-temporal.plaindate.prototype.with).
fn with(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    with_fields(vm, args, PlainDate::calendar, fields::DATE, |date, fields, overflow| date.with(fields.date, Some(overflow)))
}
/// Temporal.PlainDate.prototype.withCalendar ( calendarLike ) (sec-temporal.plaindate.prototype.withcalendar).
fn with_calendar(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    in_calendar(vm, args, PlainDate::with_calendar)
}
/// `Temporal.PlainDate.prototype.toPlainDateTime ( [ temporalTime ] )` (sec-temporal.plaindate.prototype.toplaindatetime).
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

/// `Temporal.PlainDate.prototype.toString ( [ options ] )` (sec-temporal.plaindate.prototype.tostring), and toJSON.
pub fn to_text(date: &PlainDate, vm: &mut Vm, options: Options) -> JsResult<String> {
    let show_calendar = get_temporal_show_calendar_name_option(vm, options)?;
    Ok(date.to_ixdtf_string(show_calendar))
}

pub static PLAIN_DATE: ClassSpec = ClassSpec {
    statics: &[method("from", 1, from::<PlainDate>), method("compare", 2, compare::<PlainDate>)],
    methods: &[
        method("toPlainYearMonth", 0, to_plain_year_month),
        method("toPlainMonthDay", 0, to_plain_month_day),
        method("add", 1, add::<PlainDate>),
        method("subtract", 1, subtract::<PlainDate>),
        method("with", 1, with),
        method("withCalendar", 1, with_calendar),
        method("until", 1, until::<PlainDate>),
        method("since", 1, since::<PlainDate>),
        method("equals", 1, equals::<PlainDate>),
        method("toPlainDateTime", 0, to_plain_date_time),
        method("toZonedDateTime", 1, to_zoned_date_time),
        method("toString", 0, to_string::<PlainDate>),
        method("toJSON", 0, to_json::<PlainDate>),
        method("toLocaleString", 0, to_locale_string::<PlainDate>),
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
