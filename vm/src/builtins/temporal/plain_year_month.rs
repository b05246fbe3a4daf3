//! Temporal.PlainYearMonth (sec-temporal-plainyearmonth-objects).

use super::convert::*;
use super::fields::{self, Field, Required, byte_field, prepare_calendar_fields};
use super::methods::*;
use super::options::*;
use super::{construct, create_from, require_new, this_slot, value_of, year_month_getters};
use crate::builtins::table::*;
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use temporal_rs::PlainYearMonth;

/// Temporal.PlainYearMonth ( isoYear, isoMonth [ , calendar [ , referenceISODay ] ] ) (sec-temporal.plainyearmonth).
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    require_new::<PlainYearMonth>(vm, args)?;
    let year = to_integer_with_truncation(vm, args.get(0))?;
    let month = to_integer_with_truncation(vm, args.get(1))?;
    let calendar = calendar_argument(vm, args.get(2))?;
    let day = if args.get(3).is_undefined() { 1.0 } else { to_integer_with_truncation(vm, args.get(3))? };
    construct(vm, args, PlainYearMonth::try_new(year as i32, byte_field(month), Some(byte_field(day)), calendar))
}

year_month_getters!(PlainYearMonth);

/// Temporal.PlainYearMonth.prototype.with ( temporalYearMonthLike [ , options ] ) (sec-temporal.plainyearmonth.prototype.with).
fn with(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    with_fields(vm, args, PlainYearMonth::calendar, fields::YEAR_MONTH, |year_month, fields, overflow| {
        year_month.with(fields.year_month(), Some(overflow))
    })
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

/// `Temporal.PlainYearMonth.prototype.toString ( [ options ] )` (sec-temporal.plainyearmonth.prototype.tostring), and toJSON.
pub fn to_text(year_month: &PlainYearMonth, vm: &mut Vm, options: Options) -> JsResult<String> {
    let show_calendar = get_temporal_show_calendar_name_option(vm, options)?;
    Ok(year_month.to_ixdtf_string(show_calendar))
}

pub static PLAIN_YEAR_MONTH: ClassSpec = ClassSpec {
    statics: &[method("from", 1, from::<PlainYearMonth>), method("compare", 2, compare::<PlainYearMonth>)],
    methods: &[
        method("with", 1, with),
        method("add", 1, add::<PlainYearMonth>),
        method("subtract", 1, subtract::<PlainYearMonth>),
        method("until", 1, until::<PlainYearMonth>),
        method("since", 1, since::<PlainYearMonth>),
        method("equals", 1, equals::<PlainYearMonth>),
        method("toString", 0, to_string::<PlainYearMonth>),
        method("toJSON", 0, to_json::<PlainYearMonth>),
        method("toLocaleString", 0, to_locale_string::<PlainYearMonth>),
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
