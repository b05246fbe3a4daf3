//! Temporal.Instant (sec-temporal-instant-objects), and Date.prototype.toTemporalInstant.

use super::convert::{to_epoch_nanoseconds, to_temporal_time_zone_identifier};
use super::methods::*;
use super::options::*;
use super::zone_provider::zones;
use super::{OrThrow, construct, create_from, get, getters, require_new, this_slot, value_of};
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

getters!(Instant {
    get_epoch_milliseconds |_vm, v| Value::number(v.epoch_milliseconds() as f64);
    get_epoch_nanoseconds |vm, v| vm.new_bigint(BigInt::from(v.as_i128())).value();
});

/// Temporal.Instant.prototype.round ( roundTo ) (sec-temporal.instant.prototype.round).
fn round(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    rounded(vm, args, Instant::round)
}

/// `Temporal.Instant.prototype.toString ( [ options ] )` (sec-temporal.instant.prototype.tostring), and toJSON.
pub fn to_text(instant: &Instant, vm: &mut Vm, options: Options) -> JsResult<String> {
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
    instant.to_ixdtf_string_with_provider(time_zone, precision, &zones()).or_throw(vm)
}
/// The unit of `toString` is checked before the time zone is looked at.
fn require_string_unit(vm: &mut Vm, precision: &ToStringRoundingOptions) -> JsResult<()> {
    use temporal_rs::options::Unit::*;
    match precision.smallest_unit {
        None | Some(Minute | Second | Millisecond | Microsecond | Nanosecond) => Ok(()),
        Some(_) => Err(vm.range_error("Value out of range for option smallestUnit")),
    }
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
        method("from", 1, from::<Instant>),
        method("fromEpochMilliseconds", 1, from_epoch_milliseconds),
        method("fromEpochNanoseconds", 1, from_epoch_nanoseconds),
        method("compare", 2, compare::<Instant>),
    ],
    methods: &[
        method("add", 1, add::<Instant>),
        method("subtract", 1, subtract::<Instant>),
        method("until", 1, until::<Instant>),
        method("since", 1, since::<Instant>),
        method("round", 1, round),
        method("equals", 1, equals::<Instant>),
        method("toString", 0, to_string::<Instant>),
        method("toJSON", 0, to_json::<Instant>),
        method("toLocaleString", 0, to_locale_string::<Instant>),
        method("valueOf", 0, value_of),
        method("toZonedDateTimeISO", 1, to_zoned_date_time_iso),
    ],
    getters: &[getter("epochMilliseconds", get_epoch_milliseconds), getter("epochNanoseconds", get_epoch_nanoseconds)],
    constants: &[tag("Temporal.Instant")],
    global: false,
    ..ClassSpec::new("Instant", 1, constructor, Intrinsic::TemporalInstant, Intrinsic::TemporalInstantPrototype)
};
