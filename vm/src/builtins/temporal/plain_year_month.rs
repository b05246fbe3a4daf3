//! Temporal.PlainYearMonth (sec-temporal-plainyearmonth-objects).

use super::convert::*;
use super::fields::{self, Field, Required, byte_field, prepare_calendar_fields, require_partial_temporal_object};
use super::options::*;
use super::{construct, create, create_from, require_new, require_same_calendar, text, this_slot, value_of, year_month_getters};
use crate::builtins::table::*;
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use temporal_rs::PlainYearMonth;
use temporal_rs::options::DisplayCalendar;

/// Temporal.PlainYearMonth ( isoYear, isoMonth [ , calendar [ , referenceISODay ] ] ) (sec-temporal.plainyearmonth).
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    require_new::<PlainYearMonth>(vm, args)?;
    let year = to_integer_with_truncation(vm, args.get(0))?;
    let month = to_integer_with_truncation(vm, args.get(1))?;
    let calendar = calendar_argument(vm, args.get(2))?;
    let day = if args.get(3).is_undefined() { 1.0 } else { to_integer_with_truncation(vm, args.get(3))? };
    construct(vm, args, PlainYearMonth::try_new(year as i32, byte_field(month), Some(byte_field(day)), calendar))
}

/// Temporal.PlainYearMonth.from ( item [ , options ] ) (sec-temporal.plainyearmonth.from).
fn from(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let year_month = to_temporal_year_month(vm, args.get(0), args.get(1))?;
    create(vm, year_month)
}
/// Temporal.PlainYearMonth.compare ( one, two ) (sec-temporal.plainyearmonth.compare).
fn compare(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let one = to_temporal_year_month(vm, args.get(0), Value::UNDEFINED)?;
    let two = to_temporal_year_month(vm, args.get(1), Value::UNDEFINED)?;
    Ok(Value::int(one.compare_iso(&two) as i32))
}

year_month_getters!(PlainYearMonth);

/// Temporal.PlainYearMonth.prototype.with ( temporalYearMonthLike [ , options ] ) (sec-temporal.plainyearmonth.prototype.with).
fn with(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let year_month = this_slot::<PlainYearMonth>(vm, args)?.clone();
    let bag = require_partial_temporal_object(vm, args.get(0))?;
    let fields = prepare_calendar_fields(vm, year_month.calendar(), bag, fields::YEAR_MONTH, Required::Any)?;
    let overflow = overflow_of(vm, args.get(1))?;
    create_from(vm, year_month.with(fields.year_month(), Some(overflow)))
}
/// Temporal.PlainYearMonth.prototype.add ( temporalDurationLike [ , options ] ) (sec-temporal.plainyearmonth.prototype.add).
fn add(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let year_month = this_slot::<PlainYearMonth>(vm, args)?.clone();
    let duration = to_temporal_duration(vm, args.get(0))?;
    let overflow = overflow_of(vm, args.get(1))?;
    create_from(vm, year_month.add(&duration, overflow))
}
/// Temporal.PlainYearMonth.prototype.subtract ( temporalDurationLike [ , options ] ) (sec-temporal.plainyearmonth.prototype.subtract).
fn subtract(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let year_month = this_slot::<PlainYearMonth>(vm, args)?.clone();
    let duration = to_temporal_duration(vm, args.get(0))?;
    let overflow = overflow_of(vm, args.get(1))?;
    create_from(vm, year_month.subtract(&duration, overflow))
}
/// Temporal.PlainYearMonth.prototype.until ( other [ , options ] ) (sec-temporal.plainyearmonth.prototype.until).
fn until(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let year_month = this_slot::<PlainYearMonth>(vm, args)?.clone();
    let other = to_temporal_year_month(vm, args.get(0), Value::UNDEFINED)?;
    require_same_calendar(vm, year_month.calendar(), other.calendar())?;
    let settings = get_difference_settings(vm, args.get(1))?;
    create_from(vm, year_month.until(&other, settings))
}
/// Temporal.PlainYearMonth.prototype.since ( other [ , options ] ) (sec-temporal.plainyearmonth.prototype.since).
fn since(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let year_month = this_slot::<PlainYearMonth>(vm, args)?.clone();
    let other = to_temporal_year_month(vm, args.get(0), Value::UNDEFINED)?;
    require_same_calendar(vm, year_month.calendar(), other.calendar())?;
    let settings = get_difference_settings(vm, args.get(1))?;
    create_from(vm, year_month.since(&other, settings))
}
/// Temporal.PlainYearMonth.prototype.equals ( other ) (sec-temporal.plainyearmonth.prototype.equals).
fn equals(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let year_month = this_slot::<PlainYearMonth>(vm, args)?.clone();
    let other = to_temporal_year_month(vm, args.get(0), Value::UNDEFINED)?;
    Ok(Value::bool(year_month == other))
}
/// Temporal.PlainYearMonth.prototype.toPlainDate ( item ) (sec-temporal.plainyearmonth.prototype.toplaindate).
fn to_plain_date(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let year_month = this_slot::<PlainYearMonth>(vm, args)?.clone();
    let Some(bag) = args.get(0).to_cell::<Object>() else {
        return Err(vm.type_error("An object with property day is required"));
    };
    let fields = prepare_calendar_fields(vm, year_month.calendar(), bag, &[Field::Day], Required::None)?;
    if fields.date.day.is_none() {
        return Err(vm.type_error("Property day is required"));
    }
    create_from(vm, year_month.to_plain_date(Some(fields.date)))
}

/// Temporal.PlainYearMonth.prototype.toString ( [ options ] ) (sec-temporal.plainyearmonth.prototype.tostring).
fn to_string(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let year_month = this_slot::<PlainYearMonth>(vm, args)?.clone();
    let options = get_options_object(vm, args.get(0))?;
    let show_calendar = get_temporal_show_calendar_name_option(vm, options)?;
    text(vm, &year_month.to_ixdtf_string(show_calendar))
}
/// Temporal.PlainYearMonth.prototype.toJSON and toLocaleString (sec-temporal.plainyearmonth.prototype.tojson).
fn to_json(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let year_month = this_slot::<PlainYearMonth>(vm, args)?.clone();
    text(vm, &year_month.to_ixdtf_string(DisplayCalendar::Auto))
}

pub static PLAIN_YEAR_MONTH: ClassSpec = ClassSpec {
    statics: &[method("from", 1, from), method("compare", 2, compare)],
    methods: &[
        method("with", 1, with),
        method("add", 1, add),
        method("subtract", 1, subtract),
        method("until", 1, until),
        method("since", 1, since),
        method("equals", 1, equals),
        method("toString", 0, to_string),
        method("toJSON", 0, to_json),
        method("toLocaleString", 0, to_json),
        method("valueOf", 0, value_of),
        method("toPlainDate", 1, to_plain_date),
    ],
    getters: &[
        getter("calendarId", get_calendar_id),
        getter("era", get_era),
        getter("eraYear", get_era_year),
        getter("year", get_year),
        getter("month", get_month),
        getter("monthCode", get_month_code),
        getter("daysInYear", get_days_in_year),
        getter("daysInMonth", get_days_in_month),
        getter("monthsInYear", get_months_in_year),
        getter("inLeapYear", get_in_leap_year),
    ],
    constants: &[tag("Temporal.PlainYearMonth")],
    global: false,
    ..ClassSpec::new("PlainYearMonth", 2, constructor, Intrinsic::TemporalPlainYearMonth, Intrinsic::TemporalPlainYearMonthPrototype)
};
