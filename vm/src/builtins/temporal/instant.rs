//! Temporal.Instant (sec-temporal-instant-objects), and Date.prototype.toTemporalInstant.

use super::convert::{to_epoch_nanoseconds, to_temporal_duration, to_temporal_instant, to_temporal_time_zone_identifier};
use super::options::*;
use super::zone_provider::zones;
use super::{construct, create, create_from, get, getters, require_new, text_from, this_slot, value_of};
use crate::builtins::date::DateData;
use crate::builtins::table::*;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use num_bigint::BigInt;
use temporal_rs::Instant;
use temporal_rs::options::ToStringRoundingOptions;

/// Temporal.Instant ( epochNanoseconds ) (sec-temporal.instant).
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    require_new::<Instant>(vm, args)?;
    let nanoseconds = to_epoch_nanoseconds(vm, args.get(0))?;
    construct(vm, args, Instant::try_new(nanoseconds))
}

/// Temporal.Instant.from ( item ) (sec-temporal.instant.from).
fn from(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let instant = to_temporal_instant(vm, args.get(0))?;
    create(vm, instant)
}
/// An instant from milliseconds as a Number, which must be integral (NumberToBigInt, sec-numbertobigint).
fn of_milliseconds(vm: &mut Vm, milliseconds: f64) -> JsResult<Value> {
    if milliseconds.trunc() != milliseconds || !milliseconds.is_finite() {
        return Err(vm.range_error(format!("{milliseconds} is not an integer")));
    }
    create_from(vm, Instant::from_epoch_milliseconds(milliseconds as i64))
}
/// Temporal.Instant.fromEpochMilliseconds ( epochMilliseconds ) (sec-temporal.instant.fromepochmilliseconds).
fn from_epoch_milliseconds(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let milliseconds = vm.to_number(args.get(0))?;
    of_milliseconds(vm, milliseconds)
}
/// Temporal.Instant.fromEpochNanoseconds ( epochNanoseconds ) (sec-temporal.instant.fromepochnanoseconds).
fn from_epoch_nanoseconds(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let nanoseconds = to_epoch_nanoseconds(vm, args.get(0))?;
    create_from(vm, Instant::try_new(nanoseconds))
}
/// Temporal.Instant.compare ( one, two ) (sec-temporal.instant.compare).
fn compare(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let one = to_temporal_instant(vm, args.get(0))?;
    let two = to_temporal_instant(vm, args.get(1))?;
    Ok(Value::int(one.cmp(&two) as i32))
}

getters!(Instant {
    get_epoch_milliseconds |_vm, v| Value::number(v.epoch_milliseconds() as f64);
    get_epoch_nanoseconds |vm, v| vm.new_bigint(BigInt::from(v.as_i128())).value();
});

/// Temporal.Instant.prototype.add ( temporalDurationLike ) (sec-temporal.instant.prototype.add).
fn add(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let instant = *this_slot::<Instant>(vm, args)?;
    let duration = to_temporal_duration(vm, args.get(0))?;
    create_from(vm, instant.add(&duration))
}
/// Temporal.Instant.prototype.subtract ( temporalDurationLike ) (sec-temporal.instant.prototype.subtract).
fn subtract(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let instant = *this_slot::<Instant>(vm, args)?;
    let duration = to_temporal_duration(vm, args.get(0))?;
    create_from(vm, instant.subtract(&duration))
}
/// Temporal.Instant.prototype.until ( other [ , options ] ) (sec-temporal.instant.prototype.until).
fn until(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let instant = *this_slot::<Instant>(vm, args)?;
    let other = to_temporal_instant(vm, args.get(0))?;
    let settings = get_difference_settings(vm, args.get(1))?;
    create_from(vm, instant.until(&other, settings))
}
/// Temporal.Instant.prototype.since ( other [ , options ] ) (sec-temporal.instant.prototype.since).
fn since(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let instant = *this_slot::<Instant>(vm, args)?;
    let other = to_temporal_instant(vm, args.get(0))?;
    let settings = get_difference_settings(vm, args.get(1))?;
    create_from(vm, instant.since(&other, settings))
}
/// Temporal.Instant.prototype.round ( roundTo ) (sec-temporal.instant.prototype.round).
fn round(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let instant = *this_slot::<Instant>(vm, args)?;
    let rounding = get_rounding_options(vm, args.get(0))?;
    create_from(vm, instant.round(rounding))
}
/// Temporal.Instant.prototype.equals ( other ) (sec-temporal.instant.prototype.equals).
fn equals(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let instant = *this_slot::<Instant>(vm, args)?;
    let other = to_temporal_instant(vm, args.get(0))?;
    Ok(Value::bool(instant == other))
}

/// Temporal.Instant.prototype.toString ( [ options ] ) (sec-temporal.instant.prototype.tostring).
fn to_string(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let instant = *this_slot::<Instant>(vm, args)?;
    let options = get_options_object(vm, args.get(0))?;
    let precision = get_precision_options(vm, options)?;
    let mut time_zone = Value::UNDEFINED;
    if let Some(options) = options {
        time_zone = get(vm, options, "timeZone")?;
    }
    let time_zone = match time_zone {
        zone if zone.is_undefined() => None,
        zone => {
            require_string_unit(vm, &precision)?;
            Some(to_temporal_time_zone_identifier(vm, zone)?)
        }
    };
    text_from(vm, instant.to_ixdtf_string_with_provider(time_zone, precision, &zones()))
}
/// The unit of `toString` is checked before the time zone is looked at.
fn require_string_unit(vm: &mut Vm, precision: &ToStringRoundingOptions) -> JsResult<()> {
    use temporal_rs::options::Unit::*;
    match precision.smallest_unit {
        None | Some(Minute | Second | Millisecond | Microsecond | Nanosecond) => Ok(()),
        Some(_) => Err(vm.range_error("Value out of range for option smallestUnit")),
    }
}
/// Temporal.Instant.prototype.toJSON and toLocaleString (sec-temporal.instant.prototype.tojson).
fn to_json(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let instant = *this_slot::<Instant>(vm, args)?;
    text_from(vm, instant.to_ixdtf_string_with_provider(None, ToStringRoundingOptions::default(), &zones()))
}
/// Temporal.Instant.prototype.toZonedDateTimeISO ( timeZone ) (sec-temporal.instant.prototype.tozoneddatetimeiso).
fn to_zoned_date_time_iso(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let instant = *this_slot::<Instant>(vm, args)?;
    let time_zone = to_temporal_time_zone_identifier(vm, args.get(0))?;
    create_from(vm, instant.to_zoned_date_time_iso_with_provider(time_zone, &zones()))
}

/// Date.prototype.toTemporalInstant ( ) (sec-date.prototype.totemporalinstant).
fn to_temporal_instant_of_date(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let Some(date) = args.this.payload::<DateData>() else {
        return Err(vm.type_error("this is not a Date object."));
    };
    of_milliseconds(vm, date.0.get())
}

/// The row for the table of Date.
pub const DATE_METHOD: Method = method("toTemporalInstant", 0, to_temporal_instant_of_date);

pub static INSTANT: ClassSpec = ClassSpec {
    statics: &[
        method("from", 1, from),
        method("fromEpochMilliseconds", 1, from_epoch_milliseconds),
        method("fromEpochNanoseconds", 1, from_epoch_nanoseconds),
        method("compare", 2, compare),
    ],
    methods: &[
        method("add", 1, add),
        method("subtract", 1, subtract),
        method("until", 1, until),
        method("since", 1, since),
        method("round", 1, round),
        method("equals", 1, equals),
        method("toString", 0, to_string),
        method("toJSON", 0, to_json),
        method("toLocaleString", 0, to_json),
        method("valueOf", 0, value_of),
        method("toZonedDateTimeISO", 1, to_zoned_date_time_iso),
    ],
    getters: &[getter("epochMilliseconds", get_epoch_milliseconds), getter("epochNanoseconds", get_epoch_nanoseconds)],
    constants: &[tag("Temporal.Instant")],
    global: false,
    ..ClassSpec::new("Instant", 1, constructor, Intrinsic::TemporalInstant, Intrinsic::TemporalInstantPrototype)
};
