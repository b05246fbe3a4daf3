//! Temporal.PlainTime (sec-temporal-plaintime-objects).

use super::convert::time_argument;
use super::fields::{byte_field, fraction_field, require_partial_temporal_object, to_temporal_time_record};
use super::methods::*;
use super::options::*;
use super::{OrThrow, construct, create_from, require_new, this_slot, time_getters, value_of};
use crate::builtins::table::*;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use temporal_rs::PlainTime;

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

time_getters!(PlainTime);

/// Temporal.PlainTime.prototype.with ( temporalTimeLike [ , options ] ) (sec-temporal.plaintime.prototype.with).
fn with(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let time = *this_slot::<PlainTime>(vm, args)?;
    let bag = require_partial_temporal_object(vm, args.get(0))?;
    let fields = to_temporal_time_record(vm, bag)?;
    let overflow = overflow_of(vm, args.get(1))?;
    create_from(vm, time.with(fields.regulate(overflow), Some(overflow)))
}
/// Temporal.PlainTime.prototype.round ( roundTo ) (sec-temporal.plaintime.prototype.round).
fn round(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    rounded(vm, args, PlainTime::round)
}

/// `Temporal.PlainTime.prototype.toString ( [ options ] )` (sec-temporal.plaintime.prototype.tostring), and toJSON.
pub fn to_text(time: &PlainTime, vm: &mut Vm, options: Options) -> JsResult<String> {
    let precision = get_precision_options(vm, options)?;
    time.to_ixdtf_string(precision).or_throw(vm)
}

pub static PLAIN_TIME: ClassSpec = ClassSpec {
    statics: &[method("from", 1, from::<PlainTime>), method("compare", 2, compare::<PlainTime>)],
    methods: &[
        method("add", 1, add::<PlainTime>),
        method("subtract", 1, subtract::<PlainTime>),
        method("with", 1, with),
        method("until", 1, until::<PlainTime>),
        method("since", 1, since::<PlainTime>),
        method("round", 1, round),
        method("equals", 1, equals::<PlainTime>),
        method("toString", 0, to_string::<PlainTime>),
        method("toJSON", 0, to_json::<PlainTime>),
        method("toLocaleString", 0, to_locale_string::<PlainTime>),
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
