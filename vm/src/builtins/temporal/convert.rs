//! From any value to a Temporal one: ToTemporalDate and its like.
//!
//! A string is parsed first, then the options are read, then the value is made, which may
//! be out of range.

use super::fields::{self, Fields, Required, prepare_calendar_fields, to_temporal_time_record};
use super::options::{
    Options, get_options_object, get_temporal_disambiguation_option, get_temporal_offset_option, overflow_of, to_integer_if_integral,
};
use super::zone_provider::zones;
use super::{OrThrow, get, slot_of};
use crate::heap::Gc;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::runtime::conversion::Hint;
use crate::value::Value;
use crate::vm::Vm;
use num_traits::ToPrimitive;
use temporal_rs::fields::{DateTimeFields, ZonedDateTimeFields};
use temporal_rs::options::{Disambiguation, OffsetDisambiguation, Overflow, RelativeTo};
use temporal_rs::parsed_intermediates::{ParsedDate, ParsedDateTime, ParsedZonedDateTime};
use temporal_rs::parsers::parse_allowed_calendar_formats;
use temporal_rs::partial::{PartialDate, PartialDateTime, PartialDuration, PartialYearMonth, PartialZonedDateTime};
use temporal_rs::{
    Calendar, Duration, Instant, PlainDate, PlainDateTime, PlainMonthDay, PlainTime, PlainYearMonth, TimeZone, ZonedDateTime,
};

/// The text of a string value; a TypeError for all others.
fn require_string(vm: &mut Vm, value: Value, what: &str) -> JsResult<String> {
    match value.as_string() {
        Some(string) => Ok(vm.to_rust_string(string)),
        None => {
            let shown = vm.to_display(value);
            Err(vm.type_error(format!("{what} must be a string or an object, not {shown}")))
        }
    }
}

/// The [[Calendar]] of an object that has one.
fn calendar_slot(value: Value) -> Option<Calendar> {
    let date = slot_of::<PlainDate>(value).map(|v| v.calendar().clone());
    date.or_else(|| slot_of::<PlainDateTime>(value).map(|v| v.calendar().clone()))
        .or_else(|| slot_of::<PlainMonthDay>(value).map(|v| v.calendar().clone()))
        .or_else(|| slot_of::<PlainYearMonth>(value).map(|v| v.calendar().clone()))
        .or_else(|| slot_of::<ZonedDateTime>(value).map(|v| v.calendar().clone()))
}

/// ToTemporalCalendarIdentifier (sec-temporal-totemporalcalendaridentifier).
pub fn to_temporal_calendar_identifier(vm: &mut Vm, value: Value) -> JsResult<Calendar> {
    if let Some(calendar) = calendar_slot(value) {
        return Ok(calendar);
    }
    let text = require_string(vm, value, "Calendar")?;
    // ParseTemporalCalendarString (sec-temporal-parsetemporalcalendarstring).
    match parse_allowed_calendar_formats(text.as_bytes()) {
        Some([]) => Ok(Calendar::ISO),
        Some(annotation) => canonicalize_calendar(vm, annotation),
        None => canonicalize_calendar(vm, text.as_bytes()),
    }
}

/// CanonicalizeCalendar (sec-canonicalizecalendar). Which of its calendars `islamic` is
/// depends on the implementation, so Temporal does not have it; `temporal_rs` does.
fn canonicalize_calendar(vm: &mut Vm, identifier: &[u8]) -> JsResult<Calendar> {
    if identifier.eq_ignore_ascii_case(b"islamic") {
        return Err(vm.range_error("Calendar islamic is not one of Temporal's: islamic-civil and its like are"));
    }
    Calendar::try_from_utf8(identifier).or_throw(vm)
}

/// The text of a date, whose annotation must not name a calendar that Temporal does not have.
fn date_text(vm: &mut Vm, value: Value, what: &str) -> JsResult<String> {
    let text = require_string(vm, value, what)?;
    if text.contains('[')
        && let Some(annotation @ [_, ..]) = parse_allowed_calendar_formats(text.as_bytes())
    {
        canonicalize_calendar(vm, annotation)?;
    }
    Ok(text)
}

/// The calendar argument of a constructor: undefined, or the identifier of a calendar.
pub fn calendar_argument(vm: &mut Vm, value: Value) -> JsResult<Calendar> {
    if value.is_undefined() {
        return Ok(Calendar::ISO);
    }
    let text = require_string(vm, value, "Calendar")?;
    canonicalize_calendar(vm, text.as_bytes())
}

/// GetTemporalCalendarIdentifierWithISODefault
/// (sec-temporal-gettemporalcalendarslotvaluewithisodefault).
fn get_temporal_calendar_identifier_with_iso_default(vm: &mut Vm, item: Gc<Object>) -> JsResult<Calendar> {
    if let Some(calendar) = calendar_slot(item.value()) {
        return Ok(calendar);
    }
    let calendar = get(vm, item, "calendar")?;
    if calendar.is_undefined() { Ok(Calendar::ISO) } else { to_temporal_calendar_identifier(vm, calendar) }
}

/// ToTemporalTimeZoneIdentifier (sec-temporal-totemporaltimezoneidentifier).
pub fn to_temporal_time_zone_identifier(vm: &mut Vm, value: Value) -> JsResult<TimeZone> {
    if let Some(zoned) = slot_of::<ZonedDateTime>(value) {
        return Ok(*zoned.time_zone());
    }
    let text = require_string(vm, value, "Time zone")?;
    TimeZone::try_from_str_with_provider(&text, &zones()).or_throw(vm)
}

/// The time zone argument of a constructor (ParseTimeZoneIdentifier, sec-parsetimezoneidentifier).
pub fn time_zone_argument(vm: &mut Vm, value: Value) -> JsResult<TimeZone> {
    let text = match value.as_string() {
        Some(string) => vm.to_rust_string(string),
        None => {
            let shown = vm.to_display(value);
            return Err(vm.type_error(format!("Time zone must be a string, not {shown}")));
        }
    };
    TimeZone::try_from_identifier_str_with_provider(&text, &zones()).or_throw(vm)
}

/// Epoch nanoseconds from a BigInt or what converts to one; what is too great for an
/// `i128` is out of range for every use.
pub fn to_epoch_nanoseconds(vm: &mut Vm, value: Value) -> JsResult<i128> {
    let number = vm.to_bigint(value)?;
    Ok(number.number().to_i128().unwrap_or(i128::MAX))
}

/// A property bag with its calendar and fields.
fn calendar_and_fields(vm: &mut Vm, bag: Gc<Object>, names: &[fields::Field], required: Required) -> JsResult<(Calendar, Fields)> {
    let calendar = get_temporal_calendar_identifier_with_iso_default(vm, bag)?;
    let fields = prepare_calendar_fields(vm, &calendar, bag, names, required)?;
    Ok((calendar, fields))
}

/// ToTemporalDate (sec-temporal-totemporaldate).
pub fn to_temporal_date(vm: &mut Vm, item: Value, options: Value) -> JsResult<PlainDate> {
    if let Some(bag) = item.to_cell::<Object>() {
        let known = slot_of::<PlainDate>(item).cloned();
        let known = known.or_else(|| slot_of::<ZonedDateTime>(item).map(|v| v.to_plain_date()));
        let known = known.or_else(|| slot_of::<PlainDateTime>(item).map(|v| v.to_plain_date()));
        if let Some(date) = known {
            overflow_of(vm, options)?;
            return Ok(date);
        }
        let (calendar, fields) = calendar_and_fields(vm, bag, fields::DATE, Required::None)?;
        let overflow = overflow_of(vm, options)?;
        return PlainDate::from_partial(PartialDate { calendar_fields: fields.date, calendar }, Some(overflow)).or_throw(vm);
    }
    let text = date_text(vm, item, "Date")?;
    let parsed = ParsedDate::from_utf8(text.as_bytes()).or_throw(vm)?;
    overflow_of(vm, options)?;
    PlainDate::from_parsed(parsed).or_throw(vm)
}

/// ToTemporalDateTime (sec-temporal-totemporaldatetime).
pub fn to_temporal_date_time(vm: &mut Vm, item: Value, options: Value) -> JsResult<PlainDateTime> {
    if let Some(bag) = item.to_cell::<Object>() {
        if let Some(date_time) = slot_of::<PlainDateTime>(item).cloned() {
            overflow_of(vm, options)?;
            return Ok(date_time);
        }
        if let Some(zoned) = slot_of::<ZonedDateTime>(item) {
            let date_time = zoned.to_plain_date_time();
            overflow_of(vm, options)?;
            return Ok(date_time);
        }
        if let Some(date) = slot_of::<PlainDate>(item).cloned() {
            overflow_of(vm, options)?;
            return date.to_plain_date_time(None).or_throw(vm);
        }
        let (calendar, fields) = calendar_and_fields(vm, bag, fields::DATE_TIME, Required::None)?;
        let overflow = overflow_of(vm, options)?;
        let fields = DateTimeFields { time: fields.time.regulate(overflow), calendar_fields: fields.date };
        return PlainDateTime::from_partial(PartialDateTime { fields, calendar }, Some(overflow)).or_throw(vm);
    }
    let text = date_text(vm, item, "Date and time")?;
    let parsed = ParsedDateTime::from_utf8(text.as_bytes()).or_throw(vm)?;
    overflow_of(vm, options)?;
    PlainDateTime::from_parsed(parsed).or_throw(vm)
}

/// ToTemporalTime (sec-temporal-totemporaltime).
pub fn to_temporal_time(vm: &mut Vm, item: Value, options: Value) -> JsResult<PlainTime> {
    if let Some(bag) = item.to_cell::<Object>() {
        let known = slot_of::<PlainTime>(item).copied();
        let known = known.or_else(|| slot_of::<PlainDateTime>(item).map(|v| v.to_plain_time()));
        let known = known.or_else(|| slot_of::<ZonedDateTime>(item).map(|v| v.to_plain_time()));
        if let Some(time) = known {
            overflow_of(vm, options)?;
            return Ok(time);
        }
        let fields = to_temporal_time_record(vm, bag)?;
        let overflow = overflow_of(vm, options)?;
        return PlainTime::from_partial(fields.regulate(overflow), Some(overflow)).or_throw(vm);
    }
    let text = require_string(vm, item, "Time")?;
    let time = PlainTime::from_utf8(text.as_bytes()).or_throw(vm)?;
    overflow_of(vm, options)?;
    Ok(time)
}

/// ToTimeRecordOrMidnight (sec-temporal-totimerecordormidnight): none for midnight.
pub fn to_time_or_midnight(vm: &mut Vm, item: Value) -> JsResult<Option<PlainTime>> {
    if item.is_undefined() { Ok(None) } else { to_temporal_time(vm, item, Value::UNDEFINED).map(Some) }
}

/// ToTemporalYearMonth (sec-temporal-totemporalyearmonth).
pub fn to_temporal_year_month(vm: &mut Vm, item: Value, options: Value) -> JsResult<PlainYearMonth> {
    if let Some(bag) = item.to_cell::<Object>() {
        if let Some(year_month) = slot_of::<PlainYearMonth>(item).cloned() {
            overflow_of(vm, options)?;
            return Ok(year_month);
        }
        let (calendar, fields) = calendar_and_fields(vm, bag, fields::YEAR_MONTH, Required::None)?;
        let overflow = overflow_of(vm, options)?;
        let partial = PartialYearMonth { calendar_fields: fields.year_month(), calendar };
        return PlainYearMonth::from_partial(partial, Some(overflow)).or_throw(vm);
    }
    let text = date_text(vm, item, "Year and month")?;
    let parsed = ParsedDate::year_month_from_utf8(text.as_bytes()).or_throw(vm)?;
    overflow_of(vm, options)?;
    PlainYearMonth::from_parsed(parsed).or_throw(vm)
}

/// ToTemporalMonthDay (sec-temporal-totemporalmonthday).
pub fn to_temporal_month_day(vm: &mut Vm, item: Value, options: Value) -> JsResult<PlainMonthDay> {
    if let Some(bag) = item.to_cell::<Object>() {
        if let Some(month_day) = slot_of::<PlainMonthDay>(item).cloned() {
            overflow_of(vm, options)?;
            return Ok(month_day);
        }
        let (calendar, fields) = calendar_and_fields(vm, bag, fields::DATE, Required::None)?;
        let overflow = overflow_of(vm, options)?;
        return PlainMonthDay::from_partial(PartialDate { calendar_fields: fields.date, calendar }, Some(overflow)).or_throw(vm);
    }
    let text = date_text(vm, item, "Month and day")?;
    let parsed = ParsedDate::month_day_from_utf8(text.as_bytes()).or_throw(vm)?;
    overflow_of(vm, options)?;
    PlainMonthDay::from_parsed(parsed).or_throw(vm)
}

/// The options that say how a wall-clock time is found in a time zone, in their order.
fn zoned_options(
    vm: &mut Vm,
    options: Options,
    offset: OffsetDisambiguation,
) -> JsResult<(Disambiguation, OffsetDisambiguation, Overflow)> {
    let disambiguation = get_temporal_disambiguation_option(vm, options)?;
    let offset = get_temporal_offset_option(vm, options, offset)?;
    let overflow = super::options::get_temporal_overflow_option(vm, options)?;
    Ok((disambiguation, offset, overflow))
}

/// The options of `ZonedDateTime.prototype.with`, which prefers the offset of the receiver.
pub fn with_options(vm: &mut Vm, options: Value) -> JsResult<(Disambiguation, OffsetDisambiguation, Overflow)> {
    let options = get_options_object(vm, options)?;
    zoned_options(vm, options, OffsetDisambiguation::Prefer)
}

/// ToTemporalZonedDateTime (sec-temporal-totemporalzoneddatetime).
pub fn to_temporal_zoned_date_time(vm: &mut Vm, item: Value, options: Value) -> JsResult<ZonedDateTime> {
    let read = |vm: &mut Vm| {
        let options = get_options_object(vm, options)?;
        zoned_options(vm, options, OffsetDisambiguation::Reject)
    };
    if let Some(bag) = item.to_cell::<Object>() {
        if let Some(zoned) = slot_of::<ZonedDateTime>(item).cloned() {
            read(vm)?;
            return Ok(zoned);
        }
        let (calendar, fields) = calendar_and_fields(vm, bag, fields::ZONED, Required::TimeZone)?;
        let (disambiguation, offset, overflow) = read(vm)?;
        let partial = zoned_partial(calendar, fields, overflow);
        return ZonedDateTime::from_partial_with_provider(partial, Some(overflow), Some(disambiguation), Some(offset), &zones())
            .or_throw(vm);
    }
    let text = date_text(vm, item, "Date and time with time zone")?;
    let parsed = ParsedZonedDateTime::from_utf8_with_provider(text.as_bytes(), &zones()).or_throw(vm)?;
    let (disambiguation, offset, _) = read(vm)?;
    ZonedDateTime::from_parsed_with_provider(parsed, disambiguation, offset, &zones()).or_throw(vm)
}

fn zoned_partial(calendar: Calendar, fields: Fields, overflow: Overflow) -> PartialZonedDateTime {
    let timezone = fields.time_zone;
    PartialZonedDateTime { fields: zoned_fields(fields, overflow), timezone, calendar }
}

pub fn zoned_fields(fields: Fields, overflow: Overflow) -> ZonedDateTimeFields {
    let mut zoned = ZonedDateTimeFields::new();
    zoned.time = fields.time.regulate(overflow);
    zoned.calendar_fields = fields.date;
    zoned.offset = fields.offset;
    zoned
}

/// ToTemporalInstant (sec-temporal-totemporalinstant).
pub fn to_temporal_instant(vm: &mut Vm, item: Value) -> JsResult<Instant> {
    if let Some(instant) = slot_of::<Instant>(item) {
        return Ok(*instant);
    }
    if let Some(zoned) = slot_of::<ZonedDateTime>(item) {
        return Ok(zoned.to_instant());
    }
    let primitive = vm.to_primitive(item, Hint::String)?;
    let text = require_string(vm, primitive, "Instant")?;
    Instant::from_utf8(text.as_bytes()).or_throw(vm)
}

/// ToTemporalDuration (sec-temporal-totemporalduration).
pub fn to_temporal_duration(vm: &mut Vm, item: Value) -> JsResult<Duration> {
    if let Some(duration) = slot_of::<Duration>(item) {
        return Ok(*duration);
    }
    if item.to_cell::<Object>().is_some() {
        let partial = to_temporal_partial_duration_record(vm, item)?;
        return Duration::from_partial_duration(partial).or_throw(vm);
    }
    let text = require_string(vm, item, "Duration")?;
    Duration::from_utf8(text.as_bytes()).or_throw(vm)
}

/// ToTemporalPartialDurationRecord (sec-temporal-totemporalpartialdurationrecord).
/// Integers that fit no `i64` fit no duration either.
pub fn to_temporal_partial_duration_record(vm: &mut Vm, value: Value) -> JsResult<PartialDuration> {
    let Some(bag) = value.to_cell::<Object>() else {
        let shown = vm.to_display(value);
        return Err(vm.type_error(format!("Duration must be an object, not {shown}")));
    };
    let mut read = |name| {
        let value = get(vm, bag, name)?;
        if value.is_undefined() { Ok(None) } else { to_integer_if_integral(vm, value).map(Some) }
    };
    let small = |number: Option<f64>| number.map(|n| n as i64);
    let partial = PartialDuration {
        days: small(read("days")?),
        hours: small(read("hours")?),
        microseconds: read("microseconds")?.map(|n| n as i128),
        milliseconds: small(read("milliseconds")?),
        minutes: small(read("minutes")?),
        months: small(read("months")?),
        nanoseconds: read("nanoseconds")?.map(|n| n as i128),
        seconds: small(read("seconds")?),
        weeks: small(read("weeks")?),
        years: small(read("years")?),
    };
    if partial.is_empty() {
        return Err(vm.type_error("The object has none of the fields of a duration"));
    }
    Ok(partial)
}

/// GetTemporalRelativeToOption (sec-temporal-gettemporalrelativetooption).
pub fn get_temporal_relative_to_option(vm: &mut Vm, options: Options) -> JsResult<Option<RelativeTo>> {
    let Some(options) = options else { return Ok(None) };
    let value = get(vm, options, "relativeTo")?;
    if value.is_undefined() {
        return Ok(None);
    }
    if let Some(bag) = value.to_cell::<Object>() {
        if let Some(zoned) = slot_of::<ZonedDateTime>(value) {
            return Ok(Some(zoned.clone().into()));
        }
        if let Some(date) = slot_of::<PlainDate>(value) {
            return Ok(Some(date.clone().into()));
        }
        if let Some(date_time) = slot_of::<PlainDateTime>(value) {
            return Ok(Some(date_time.to_plain_date().into()));
        }
        let (calendar, fields) = calendar_and_fields(vm, bag, fields::ZONED, Required::None)?;
        let overflow = Overflow::Constrain;
        if fields.time_zone.is_none() {
            let partial = PartialDate { calendar_fields: fields.date, calendar };
            return Ok(Some(PlainDate::from_partial(partial, Some(overflow)).or_throw(vm)?.into()));
        }
        let partial = zoned_partial(calendar, fields, overflow);
        let offset = Some(OffsetDisambiguation::Reject);
        let zoned = ZonedDateTime::from_partial_with_provider(partial, Some(overflow), None, offset, &zones());
        return Ok(Some(zoned.or_throw(vm)?.into()));
    }
    let text = date_text(vm, value, "relativeTo")?;
    RelativeTo::try_from_str_with_provider(&text, &zones()).or_throw(vm).map(Some)
}

/// An integer argument of a constructor of times, which is 0 if absent.
pub fn time_argument(vm: &mut Vm, value: Value) -> JsResult<f64> {
    if value.is_undefined() { Ok(0.0) } else { super::options::to_integer_with_truncation(vm, value) }
}
