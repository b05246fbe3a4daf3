//! Temporal.ZonedDateTime (sec-temporal-zoneddatetime-objects).

use super::convert::*;
use super::fields::{self, Required, prepare_calendar_fields, require_partial_temporal_object};
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
use num_bigint::BigInt;
use temporal_rs::ZonedDateTime;
use temporal_rs::options::ToStringRoundingOptions;

/// Temporal.ZonedDateTime ( epochNanoseconds, timeZone [ , calendar ] ) (sec-temporal.zoneddatetime).
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    require_new::<ZonedDateTime>(vm, args)?;
    let nanoseconds = to_epoch_nanoseconds(vm, args.get(0))?;
    temporal_rs::Instant::try_new(nanoseconds).or_throw(vm)?;
    let time_zone = time_zone_argument(vm, args.get(1))?;
    let calendar = calendar_argument(vm, args.get(2))?;
    construct(vm, args, ZonedDateTime::try_new_with_provider(nanoseconds, time_zone, calendar, &zones()))
}

date_getters!(ZonedDateTime);
time_getters!(ZonedDateTime);
getters!(ZonedDateTime {
    get_time_zone_id |vm, v| {
        let identifier = v.time_zone().identifier_with_provider(&zones()).or_throw(vm)?;
        vm.new_string(&identifier).value()
    };
    get_epoch_milliseconds |_vm, v| Value::number(v.epoch_milliseconds() as f64);
    get_epoch_nanoseconds |vm, v| vm.new_bigint(BigInt::from(v.epoch_nanoseconds().as_i128())).value();
    get_hours_in_day |vm, v| Value::number(v.hours_in_day_with_provider(&zones()).or_throw(vm)?);
    get_offset_nanoseconds |_vm, v| Value::number(v.offset_nanoseconds() as f64);
    get_offset |vm, v| vm.new_string(&v.offset()).value();
});

/// Temporal.ZonedDateTime.prototype.with ( temporalZonedDateTimeLike [ , options ] ) (sec-temporal.zoneddatetime.prototype.with).
fn with(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let zoned = this_slot::<ZonedDateTime>(vm, args)?.clone();
    let bag = require_partial_temporal_object(vm, args.get(0))?;
    let fields = prepare_calendar_fields(vm, zoned.calendar(), bag, fields::DATE_TIME_OFFSET, Required::Any)?;
    let (disambiguation, offset, overflow) = with_options(vm, args.get(1))?;
    let fields = zoned_fields(fields, overflow);
    create_from(vm, zoned.with_with_provider(fields, Some(disambiguation), Some(offset), Some(overflow), &zones()))
}
/// `Temporal.ZonedDateTime.prototype.withPlainTime ( [ plainTimeLike ] )` (sec-temporal.zoneddatetime.prototype.withplaintime).
fn with_plain_time(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    at_time(vm, args, |zoned: &ZonedDateTime, time| zoned.with_plain_time_and_provider(time, &zones()))
}
/// Temporal.ZonedDateTime.prototype.withTimeZone ( timeZoneLike ) (sec-temporal.zoneddatetime.prototype.withtimezone).
fn with_time_zone(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let zoned = this_slot::<ZonedDateTime>(vm, args)?.clone();
    let time_zone = to_temporal_time_zone_identifier(vm, args.get(0))?;
    create_from(vm, zoned.with_time_zone_with_provider(time_zone, &zones()))
}
/// Temporal.ZonedDateTime.prototype.withCalendar ( calendarLike ) (sec-temporal.zoneddatetime.prototype.withcalendar).
fn with_calendar(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    in_calendar(vm, args, ZonedDateTime::with_calendar)
}
/// Temporal.ZonedDateTime.prototype.round ( roundTo ) (sec-temporal.zoneddatetime.prototype.round).
fn round(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    rounded(vm, args, |zoned: &ZonedDateTime, rounding| zoned.round_with_provider(rounding, &zones()))
}
/// Temporal.ZonedDateTime.prototype.equals ( other ) (sec-temporal.zoneddatetime.prototype.equals).
fn equals(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let zoned = this_slot::<ZonedDateTime>(vm, args)?.clone();
    let other = to_temporal_zoned_date_time(vm, args.get(0), Value::UNDEFINED)?;
    Ok(Value::bool(zoned.equals_with_provider(&other, &zones()).or_throw(vm)?))
}

/// `Temporal.ZonedDateTime.prototype.toString ( [ options ] )` (sec-temporal.zoneddatetime.prototype.tostring), and toJSON.
pub fn to_text(zoned: &ZonedDateTime, vm: &mut Vm, options: Options) -> JsResult<String> {
    let show_calendar = get_temporal_show_calendar_name_option(vm, options)?;
    let precision = get_temporal_fractional_second_digits_option(vm, options)?;
    let show_offset = get_temporal_show_offset_option(vm, options)?;
    let rounding_mode = get_rounding_mode_option(vm, options)?;
    let smallest_unit = get_temporal_unit_valued_option(vm, options, "smallestUnit")?;
    let show_time_zone = get_temporal_show_time_zone_name_option(vm, options)?;
    let precision = ToStringRoundingOptions { precision, smallest_unit, rounding_mode };
    zoned.to_ixdtf_string_with_provider(show_offset, show_time_zone, show_calendar, precision, &zones()).or_throw(vm)
}

getters!(ZonedDateTime {
    /// Temporal.ZonedDateTime.prototype.startOfDay ( ) (sec-temporal.zoneddatetime.prototype.startofday).
    start_of_day |vm, v| create_from(vm, v.start_of_day_with_provider(&zones()))?;
    /// Temporal.ZonedDateTime.prototype.toInstant ( ) (sec-temporal.zoneddatetime.prototype.toinstant).
    to_instant |vm, v| create(vm, v.to_instant())?;
    /// Temporal.ZonedDateTime.prototype.toPlainDate ( ) (sec-temporal.zoneddatetime.prototype.toplaindate).
    to_plain_date |vm, v| create(vm, v.to_plain_date())?;
    /// Temporal.ZonedDateTime.prototype.toPlainTime ( ) (sec-temporal.zoneddatetime.prototype.toplaintime).
    to_plain_time |vm, v| create(vm, v.to_plain_time())?;
    /// Temporal.ZonedDateTime.prototype.toPlainDateTime ( ) (sec-temporal.zoneddatetime.prototype.toplaindatetime).
    to_plain_date_time |vm, v| create(vm, v.to_plain_date_time())?;
});

/// Temporal.ZonedDateTime.prototype.getTimeZoneTransition ( directionParam ) (sec-temporal.zoneddatetime.prototype.gettimezonetransition).
fn get_time_zone_transition(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let zoned = this_slot::<ZonedDateTime>(vm, args)?.clone();
    let direction = get_direction(vm, args.get(0))?;
    match zoned.get_time_zone_transition_with_provider(direction, &zones()).or_throw(vm)? {
        Some(transition) => create(vm, transition),
        None => Ok(Value::NULL),
    }
}

/// `Temporal.ZonedDateTime.prototype.toLocaleString ( [ locales [ , options ] ] )`
/// (sup-temporal.zoneddatetime.prototype.tolocalestring).
#[cfg(feature = "intl")]
fn to_locale_string(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let zoned = this_slot::<ZonedDateTime>(vm, args)?;
    let zone = zoned.time_zone().identifier_with_provider(&zones()).or_throw(vm)?;
    let (calendar, time) = (zoned.calendar().identifier().to_owned(), zoned.epoch_nanoseconds().as_i128());
    crate::builtins::intl::temporal_to_locale_string(vm, args, Some((zone, calendar, time)))
}
#[cfg(not(feature = "intl"))]
fn to_locale_string(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    to_json::<ZonedDateTime>(vm, args)
}

pub static ZONED_DATE_TIME: ClassSpec = ClassSpec {
    statics: &[method("from", 1, from::<ZonedDateTime>), method("compare", 2, compare::<ZonedDateTime>)],
    methods: &[
        method("with", 1, with),
        method("withPlainTime", 0, with_plain_time),
        method("withTimeZone", 1, with_time_zone),
        method("withCalendar", 1, with_calendar),
        method("add", 1, add::<ZonedDateTime>),
        method("subtract", 1, subtract::<ZonedDateTime>),
        method("until", 1, until::<ZonedDateTime>),
        method("since", 1, since::<ZonedDateTime>),
        method("round", 1, round),
        method("equals", 1, equals),
        method("toString", 0, to_string::<ZonedDateTime>),
        method("toJSON", 0, to_json::<ZonedDateTime>),
        method("toLocaleString", 0, to_locale_string),
        method("valueOf", 0, value_of),
        method("startOfDay", 0, start_of_day),
        method("getTimeZoneTransition", 1, get_time_zone_transition),
        method("toInstant", 0, to_instant),
        method("toPlainDate", 0, to_plain_date),
        method("toPlainTime", 0, to_plain_time),
        method("toPlainDateTime", 0, to_plain_date_time),
    ],
    getters: &[
        getter("calendarId", get_calendar_id),
        getter("timeZoneId", get_time_zone_id),
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
        getter("epochMilliseconds", get_epoch_milliseconds),
        getter("epochNanoseconds", get_epoch_nanoseconds),
        getter("dayOfWeek", get_day_of_week),
        getter("dayOfYear", get_day_of_year),
        getter("weekOfYear", get_week_of_year),
        getter("yearOfWeek", get_year_of_week),
        getter("hoursInDay", get_hours_in_day),
        getter("daysInWeek", get_days_in_week),
        getter("daysInMonth", get_days_in_month),
        getter("daysInYear", get_days_in_year),
        getter("monthsInYear", get_months_in_year),
        getter("inLeapYear", get_in_leap_year),
        getter("offsetNanoseconds", get_offset_nanoseconds),
        getter("offset", get_offset),
    ],
    constants: &[tag("Temporal.ZonedDateTime")],
    global: false,
    ..ClassSpec::new("ZonedDateTime", 2, constructor, Intrinsic::TemporalZonedDateTime, Intrinsic::TemporalZonedDateTimePrototype)
};
