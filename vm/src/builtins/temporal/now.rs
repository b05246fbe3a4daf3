//! Temporal.Now (sec-temporal-now-object): the clock, and the time zone of the system.

use super::convert::to_temporal_time_zone_identifier;
use super::zone_provider::zones;
use super::{OrThrow, create, text};
use crate::builtins::table::*;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use std::time::{SystemTime, UNIX_EPOCH};
use temporal_rs::{Instant, TimeZone, ZonedDateTime};

/// SystemTimeZoneIdentifier (sec-systemtimezoneidentifier): of the TZ variable as the script or else the process has it, or of
/// the system's configuration; UTC if neither names a known zone.
fn system_time_zone() -> TimeZone {
    let of_variable = std::env::var("TZ").ok();
    #[cfg(feature = "node")]
    let of_variable = crate::builtins::date::chosen_identifier().or(of_variable);
    let of_link = || std::fs::read_link("/etc/localtime").ok().map(|path| path.to_string_lossy().into_owned());
    let named = of_variable.or_else(of_link).unwrap_or_default();
    // A path names a zone by what follows the folder of the database.
    let identifier = named.rsplit_once("zoneinfo/").map_or(named.trim_start_matches(':'), |(_, zone)| zone);
    let zone = TimeZone::try_from_identifier_str_with_provider(identifier, &zones());
    let primary = zone.and_then(|zone| zone.primary_identifier_with_provider(&zones()));
    primary.unwrap_or_else(|_| TimeZone::utc_with_provider(&zones()))
}

/// SystemUTCEpochNanoseconds (sec-temporal-systemutcepochnanoseconds).
/// The system's time zone, for Intl.
#[cfg(feature = "intl")]
pub fn system_zone_name() -> String {
    system_time_zone().identifier_with_provider(&zones()).unwrap_or_else(|_| "UTC".into())
}

fn now(vm: &mut Vm) -> JsResult<Instant> {
    let nanoseconds = match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => since.as_nanos() as i128,
        Err(before) => -(before.duration().as_nanos() as i128),
    };
    Instant::try_new(nanoseconds).or_throw(vm)
}

/// SystemDateTime (sec-temporal-systemdatetime): now, in a zone or else the system's.
fn system_date_time(vm: &mut Vm, zone: Value) -> JsResult<ZonedDateTime> {
    let zone = if zone.is_undefined() { system_time_zone() } else { to_temporal_time_zone_identifier(vm, zone)? };
    now(vm)?.to_zoned_date_time_iso_with_provider(zone, &zones()).or_throw(vm)
}

/// Temporal.Now.timeZoneId ( ) (sec-temporal.now.timezoneid).
fn time_zone_id(vm: &mut Vm, _: &Args) -> JsResult<Value> {
    let identifier = system_time_zone().identifier_with_provider(&zones()).or_throw(vm)?;
    text(vm, &identifier)
}
/// Temporal.Now.instant ( ) (sec-temporal.now.instant).
fn instant(vm: &mut Vm, _: &Args) -> JsResult<Value> {
    let instant = now(vm)?;
    create(vm, instant)
}
/// `Temporal.Now.plainDateTimeISO ( [ temporalTimeZoneLike ] )` (sec-temporal.now.plaindatetimeiso).
fn plain_date_time_iso(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let zoned = system_date_time(vm, args.get(0))?;
    create(vm, zoned.to_plain_date_time())
}
/// `Temporal.Now.zonedDateTimeISO ( [ temporalTimeZoneLike ] )` (sec-temporal.now.zoneddatetimeiso).
fn zoned_date_time_iso(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let zoned = system_date_time(vm, args.get(0))?;
    create(vm, zoned)
}
/// `Temporal.Now.plainDateISO ( [ temporalTimeZoneLike ] )` (sec-temporal.now.plaindateiso).
fn plain_date_iso(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let zoned = system_date_time(vm, args.get(0))?;
    create(vm, zoned.to_plain_date())
}
/// `Temporal.Now.plainTimeISO ( [ temporalTimeZoneLike ] )` (sec-temporal.now.plaintimeiso).
fn plain_time_iso(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let zoned = system_date_time(vm, args.get(0))?;
    create(vm, zoned.to_plain_time())
}

pub static NOW: ObjectSpec = ObjectSpec {
    methods: &[
        method("timeZoneId", 0, time_zone_id),
        method("instant", 0, instant),
        method("plainDateTimeISO", 0, plain_date_time_iso),
        method("zonedDateTimeISO", 0, zoned_date_time_iso),
        method("plainDateISO", 0, plain_date_iso),
        method("plainTimeISO", 0, plain_time_iso),
    ],
    constants: &[tag("Temporal.Now")],
    ..ObjectSpec::new("", Intrinsic::TemporalNow, Intrinsic::ObjectPrototype)
};
