//! Temporal.PlainTime (sec-temporal-plaintime-objects).

use super::convert::{time_argument, to_temporal_duration, to_temporal_time};
use super::fields::{byte_field, fraction_field, require_partial_temporal_object, to_temporal_time_record};
use super::options::*;
use super::{construct, create, create_from, require_new, text_from, this_slot, time_getters, value_of};
use crate::builtins::table::*;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use temporal_rs::PlainTime;
use temporal_rs::options::ToStringRoundingOptions;

/// Temporal.PlainTime ( [ hour [ , minute [ , … ] ] ] ) (sec-temporal.plaintime).
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    require_new::<PlainTime>(vm, args)?;
    let mut n = [0.0; 6];
    for (i, n) in n.iter_mut().enumerate() {
        *n = time_argument(vm, args.get(i))?;
    }
    let [hour, minute, second] = [n[0], n[1], n[2]].map(byte_field);
    let [milli, micro, nano] = [n[3], n[4], n[5]].map(fraction_field);
    construct(vm, args, PlainTime::try_new(hour, minute, second, milli, micro, nano))
}

/// Temporal.PlainTime.from ( item [ , options ] ) (sec-temporal.plaintime.from).
fn from(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let time = to_temporal_time(vm, args.get(0), args.get(1))?;
    create(vm, time)
}
/// Temporal.PlainTime.compare ( one, two ) (sec-temporal.plaintime.compare).
fn compare(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let one = to_temporal_time(vm, args.get(0), Value::UNDEFINED)?;
    let two = to_temporal_time(vm, args.get(1), Value::UNDEFINED)?;
    Ok(Value::int(one.cmp(&two) as i32))
}

time_getters!(PlainTime);

/// Temporal.PlainTime.prototype.add ( temporalDurationLike ) (sec-temporal.plaintime.prototype.add).
fn add(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let time = *this_slot::<PlainTime>(vm, args)?;
    let duration = to_temporal_duration(vm, args.get(0))?;
    create_from(vm, time.add(&duration))
}
/// Temporal.PlainTime.prototype.subtract ( temporalDurationLike ) (sec-temporal.plaintime.prototype.subtract).
fn subtract(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let time = *this_slot::<PlainTime>(vm, args)?;
    let duration = to_temporal_duration(vm, args.get(0))?;
    create_from(vm, time.subtract(&duration))
}
/// Temporal.PlainTime.prototype.with ( temporalTimeLike [ , options ] ) (sec-temporal.plaintime.prototype.with).
fn with(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let time = *this_slot::<PlainTime>(vm, args)?;
    let bag = require_partial_temporal_object(vm, args.get(0))?;
    let fields = to_temporal_time_record(vm, bag)?;
    let overflow = overflow_of(vm, args.get(1))?;
    create_from(vm, time.with(fields.regulate(overflow), Some(overflow)))
}
/// Temporal.PlainTime.prototype.until ( other [ , options ] ) (sec-temporal.plaintime.prototype.until).
fn until(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let time = *this_slot::<PlainTime>(vm, args)?;
    let other = to_temporal_time(vm, args.get(0), Value::UNDEFINED)?;
    let settings = get_difference_settings(vm, args.get(1))?;
    create_from(vm, time.until(&other, settings))
}
/// Temporal.PlainTime.prototype.since ( other [ , options ] ) (sec-temporal.plaintime.prototype.since).
fn since(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let time = *this_slot::<PlainTime>(vm, args)?;
    let other = to_temporal_time(vm, args.get(0), Value::UNDEFINED)?;
    let settings = get_difference_settings(vm, args.get(1))?;
    create_from(vm, time.since(&other, settings))
}
/// Temporal.PlainTime.prototype.round ( roundTo ) (sec-temporal.plaintime.prototype.round).
fn round(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let time = *this_slot::<PlainTime>(vm, args)?;
    let rounding = get_rounding_options(vm, args.get(0))?;
    create_from(vm, time.round(rounding))
}
/// Temporal.PlainTime.prototype.equals ( other ) (sec-temporal.plaintime.prototype.equals).
fn equals(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let time = *this_slot::<PlainTime>(vm, args)?;
    let other = to_temporal_time(vm, args.get(0), Value::UNDEFINED)?;
    Ok(Value::bool(time == other))
}

/// Temporal.PlainTime.prototype.toString ( [ options ] ) (sec-temporal.plaintime.prototype.tostring).
fn to_string(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let time = *this_slot::<PlainTime>(vm, args)?;
    let options = get_options_object(vm, args.get(0))?;
    let precision = get_precision_options(vm, options)?;
    text_from(vm, time.to_ixdtf_string(precision))
}
/// Temporal.PlainTime.prototype.toJSON and toLocaleString (sec-temporal.plaintime.prototype.tojson).
fn to_json(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let time = *this_slot::<PlainTime>(vm, args)?;
    text_from(vm, time.to_ixdtf_string(ToStringRoundingOptions::default()))
}

pub static PLAIN_TIME: ClassSpec = ClassSpec {
    statics: &[method("from", 1, from), method("compare", 2, compare)],
    methods: &[
        method("add", 1, add),
        method("subtract", 1, subtract),
        method("with", 1, with),
        method("until", 1, until),
        method("since", 1, since),
        method("round", 1, round),
        method("equals", 1, equals),
        method("toString", 0, to_string),
        method("toJSON", 0, to_json),
        method("toLocaleString", 0, to_json),
        method("valueOf", 0, value_of),
    ],
    getters: &[
        getter("hour", get_hour),
        getter("minute", get_minute),
        getter("second", get_second),
        getter("millisecond", get_millisecond),
        getter("microsecond", get_microsecond),
        getter("nanosecond", get_nanosecond),
    ],
    constants: &[tag("Temporal.PlainTime")],
    global: false,
    ..ClassSpec::new("PlainTime", 0, constructor, Intrinsic::TemporalPlainTime, Intrinsic::TemporalPlainTimePrototype)
};
