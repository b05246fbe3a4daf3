//! Temporal.PlainMonthDay (sec-temporal-plainmonthday-objects).

use super::convert::*;
use super::fields::{self, Field, Required, byte_field, prepare_calendar_fields};
use super::methods::*;
use super::options::*;
use super::{construct, create_from, getters, require_new, this_slot, value_of};
use crate::builtins::table::*;
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use temporal_rs::PlainMonthDay;
use temporal_rs::options::Overflow;

/// Temporal.PlainMonthDay ( isoMonth, isoDay [ , calendar [ , referenceISOYear ] ] ) (sec-temporal.plainmonthday).
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    require_new::<PlainMonthDay>(vm, args)?;
    let month = to_integer_with_truncation(vm, args.get(0))?;
    let day = to_integer_with_truncation(vm, args.get(1))?;
    let calendar = calendar_argument(vm, args.get(2))?;
    let year = if args.get(3).is_undefined() { 1972.0 } else { to_integer_with_truncation(vm, args.get(3))? };
    let month_day = PlainMonthDay::new_with_overflow(byte_field(month), byte_field(day), calendar, Overflow::Reject, Some(year as i32));
    construct(vm, args, month_day)
}

getters!(PlainMonthDay {
    get_calendar_id |vm, v| vm.new_string(v.calendar().identifier()).value();
    get_month_code |vm, v| vm.new_string(v.month_code().as_str()).value();
    get_day |_vm, v| Value::int(v.day() as i32);
});

/// Temporal.PlainMonthDay.prototype.with ( temporalMonthDayLike [ , options ] ) (sec-temporal.plainmonthday.prototype.with).
fn with(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    with_fields(vm, args, PlainMonthDay::calendar, fields::DATE, |month_day, fields, overflow| month_day.with(fields.date, Some(overflow)))
}
/// Temporal.PlainMonthDay.prototype.toPlainDate ( item ) (sec-temporal.plainmonthday.prototype.toplaindate).
fn to_plain_date(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let month_day = this_slot::<PlainMonthDay>(vm, args)?.clone();
    let Some(bag) = args.get(0).to_cell::<Object>() else {
        return Err(vm.type_error("An object with property year is required"));
    };
    let fields = prepare_calendar_fields(vm, month_day.calendar(), bag, &[Field::Year], Required::None)?;
    create_from(vm, month_day.to_plain_date(Some(fields.date)))
}

/// `Temporal.PlainMonthDay.prototype.toString ( [ options ] )` (sec-temporal.plainmonthday.prototype.tostring), and toJSON.
pub fn to_text(month_day: &PlainMonthDay, vm: &mut Vm, options: Options) -> JsResult<String> {
    let show_calendar = get_temporal_show_calendar_name_option(vm, options)?;
    Ok(month_day.to_ixdtf_string(show_calendar))
}

pub static PLAIN_MONTH_DAY: ClassSpec = ClassSpec {
    statics: &[method("from", 1, from::<PlainMonthDay>)],
    methods: &[
        method("with", 1, with),
        method("equals", 1, equals::<PlainMonthDay>),
        method("toString", 0, to_string::<PlainMonthDay>),
        method("toJSON", 0, to_json::<PlainMonthDay>),
        method("toLocaleString", 0, to_locale_string::<PlainMonthDay>),
        method("valueOf", 0, value_of),
        method("toPlainDate", 1, to_plain_date),
    ],
    getters: &[getter("calendarId", get_calendar_id), getter("monthCode", get_month_code), getter("day", get_day)],
    constants: &[tag("Temporal.PlainMonthDay")],
    global: false,
    ..ClassSpec::new("PlainMonthDay", 2, constructor, Intrinsic::TemporalPlainMonthDay, Intrinsic::TemporalPlainMonthDayPrototype)
};
