//! Date (sec-date-objects).

#[cfg(all(feature = "node", feature = "temporal"))]
mod chosen_zone;
mod format;
mod legacy;
mod parse;
mod time;
mod zone;

#[cfg(all(feature = "node", feature = "temporal"))]
pub use chosen_zone::{chosen_identifier, variable_changed};

#[cfg(feature = "intl")]
use crate::builtins::intl;
use crate::builtins::table::*;
use crate::heap::{Gc, Kind, Payload, Tracer};
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::object::shape::Attributes;
use crate::runtime::completion::JsResult;
use crate::runtime::conversion::Hint;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use std::cell::Cell;
use std::time::{SystemTime, UNIX_EPOCH};
use time::{Fields, make_date, make_day, make_full_year, make_time, time_clip};

/// `[[DateValue]]`: a time value, in milliseconds since the epoch, or NaN.
pub struct DateData(pub Cell<f64>);

impl Payload for DateData {
    fn trace(&self, _: &mut Tracer) {}
}

/// The text of a date when it is shown.
pub fn inspect_text(object: Gc<Object>) -> String {
    let t = object.payload::<DateData>().map_or(f64::NAN, |d| d.0.get());
    if t.is_nan() { "Invalid Date".into() } else { format::iso(t) }
}

/// The current time value.
pub(super) fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |d| d.as_millis() as f64)
}

/// A Date of the current realm.
pub fn new_date(vm: &mut Vm, t: f64) -> Gc<Object> {
    let proto = vm.intrinsic(Intrinsic::DatePrototype);
    vm.new_payload_object(Kind::Date, proto, Box::new(DateData(Cell::new(time_clip(t)))))
}

/// Year, month and the rest from arguments, as a time without zone.
fn time_of_arguments(vm: &mut Vm, args: &Args) -> JsResult<f64> {
    let mut numbers = [f64::NAN, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0];
    for (i, number) in numbers.iter_mut().enumerate() {
        if i < args.len() {
            *number = vm.to_number(args.get(i))?;
        }
    }
    let [year, month, day, hour, minute, second, ms] = numbers;
    let year = if year.is_nan() { year } else { make_full_year(year) };
    Ok(make_date(make_day(year, month, day), make_time(hour, minute, second, ms)))
}

/// Date ( ...values ) (sec-date).
fn date_constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if !args.is_construct() {
        return Ok(vm.new_string(&format::full(now())).value());
    }
    let t = match args.len() {
        0 => now(),
        1 => {
            let value = args.get(0);
            match value.payload::<DateData>() {
                Some(date) => date.0.get(),
                None => {
                    let primitive = vm.to_primitive(value, Hint::Default)?;
                    match primitive.as_string() {
                        Some(text) => parse::parse(&vm.to_rust_string(text)),
                        None => vm.to_number(primitive)?,
                    }
                }
            }
        }
        _ => zone::to_utc(time_of_arguments(vm, args)?),
    };
    let proto = vm.get_prototype_from_constructor(args.new_target, Intrinsic::DatePrototype)?;
    Ok(vm.new_payload_object(Kind::Date, proto, Box::new(DateData(Cell::new(time_clip(t))))).value())
}

/// Date.now (sec-date.now).
fn date_now(_: &mut Vm, _: &Args) -> JsResult<Value> {
    Ok(Value::number(now()))
}
/// Date.parse (sec-date.parse).
fn date_parse(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let text = vm.to_string(args.get(0))?;
    Ok(Value::number(parse::parse(&vm.to_rust_string(text))))
}
/// Date.UTC (sec-date.utc).
fn date_utc(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let t = time_of_arguments(vm, args)?;
    Ok(Value::number(time_clip(t)))
}

/// RequireInternalSlot(dateObject, `[[DateValue]]`).
fn this_date<'a>(vm: &mut Vm, args: &Args) -> JsResult<&'a DateData> {
    match args.this.payload::<DateData>() {
        Some(date) => Ok(date),
        None => Err(vm.type_error("this is not a Date object.")),
    }
}

macro_rules! field_getters {
    ($($local:ident $utc:ident |$f:ident| $value:expr;)*) => {$(
        fn $local(vm: &mut Vm, args: &Args) -> JsResult<Value> {
            let t = this_date(vm, args)?.0.get();
            if t.is_nan() {
                return Ok(Value::NAN);
            }
            let $f = zone::local_fields(t);
            Ok(Value::number($value))
        }
        fn $utc(vm: &mut Vm, args: &Args) -> JsResult<Value> {
            let t = this_date(vm, args)?.0.get();
            if t.is_nan() {
                return Ok(Value::NAN);
            }
            let $f = Fields::of(t);
            Ok(Value::number($value))
        }
    )*};
}
field_getters! {
    get_date get_utc_date |f| f.day;
    get_day get_utc_day |f| f.weekday as f64;
    get_full_year get_utc_full_year |f| f.year;
    get_hours get_utc_hours |f| f.hour;
    get_milliseconds get_utc_milliseconds |f| f.millisecond;
    get_minutes get_utc_minutes |f| f.minute;
    get_month get_utc_month |f| f.month;
    get_seconds get_utc_seconds |f| f.second;
}

/// Date.prototype.getYear (sec-date.prototype.getyear).
fn get_year(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let t = this_date(vm, args)?.0.get();
    Ok(if t.is_nan() { Value::NAN } else { Value::number(zone::local_fields(t).year - 1900.0) })
}
/// Date.prototype.getTime and valueOf (sec-date.prototype.gettime).
fn get_time(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(Value::number(this_date(vm, args)?.0.get()))
}
/// Date.prototype.getTimezoneOffset (sec-date.prototype.gettimezoneoffset).
fn get_timezone_offset(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let t = this_date(vm, args)?.0.get();
    Ok(if t.is_nan() { Value::NAN } else { Value::number((-zone::offset_at(t) / 60_000.0).trunc() + 0.0) })
}

fn store(date: &DateData, t: f64) -> Value {
    date.0.set(time_clip(t));
    Value::number(date.0.get())
}
/// Date.prototype.setTime (sec-date.prototype.settime).
fn set_time(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date = this_date(vm, args)?;
    let t = vm.to_number(args.get(0))?;
    Ok(store(date, t))
}

/// The setters: sets consecutive fields from the arguments that there are.
fn set_fields(vm: &mut Vm, args: &Args, utc: bool, first: usize, most: usize) -> JsResult<Value> {
    let date = this_date(vm, args)?;
    let t = date.0.get();
    let mut numbers = [None; 7];
    for i in 0..most.min(args.len().max(1)) {
        numbers[first + i] = Some(vm.to_number(args.get(i))?);
    }
    let t = if t.is_nan() {
        // Only setting the year brings an invalid date back.
        if first != 0 {
            return Ok(Value::NAN);
        }
        0.0
    } else if utc {
        t
    } else {
        zone::to_local(t)
    };
    let f = Fields::of(t);
    let old = [f.year, f.month, f.day, f.hour, f.minute, f.second, f.millisecond];
    let value = |i: usize| numbers[i].unwrap_or(old[i]);
    let new = make_date(make_day(value(0), value(1), value(2)), make_time(value(3), value(4), value(5), value(6)));
    Ok(store(date, if utc { new } else { zone::to_utc(new) }))
}
macro_rules! setters {
    ($($local:ident $utc:ident $first:literal $most:literal;)*) => {$(
        fn $local(vm: &mut Vm, args: &Args) -> JsResult<Value> {
            set_fields(vm, args, false, $first, $most)
        }
        fn $utc(vm: &mut Vm, args: &Args) -> JsResult<Value> {
            set_fields(vm, args, true, $first, $most)
        }
    )*};
}
setters! {
    set_full_year set_utc_full_year 0 3;
    set_month set_utc_month 1 2;
    set_date set_utc_date 2 1;
    set_hours set_utc_hours 3 4;
    set_minutes set_utc_minutes 4 3;
    set_seconds set_utc_seconds 5 2;
    set_milliseconds set_utc_milliseconds 6 1;
}
/// Date.prototype.setYear (sec-date.prototype.setyear).
fn set_year(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let date = this_date(vm, args)?;
    let year = vm.to_number(args.get(0))?;
    if year.is_nan() {
        return Ok(store(date, f64::NAN));
    }
    let t = date.0.get();
    let f = Fields::of(if t.is_nan() { 0.0 } else { zone::to_local(t) });
    let day = make_day(make_full_year(year), f.month, f.day);
    let new = make_date(day, make_time(f.hour, f.minute, f.second, f.millisecond));
    Ok(store(date, zone::to_utc(new)))
}

macro_rules! texts {
    ($($function:ident $format:path;)*) => {$(
        fn $function(vm: &mut Vm, args: &Args) -> JsResult<Value> {
            let t = this_date(vm, args)?.0.get();
            let text = if t.is_nan() { "Invalid Date".to_owned() } else { $format(t) };
            Ok(vm.new_string(&text).value())
        }
    )*};
}
texts! {
    to_string format::full;
    to_date_string format::date;
    to_time_string format::time_and_zone;
    to_utc_string format::utc;
}
#[cfg(not(feature = "intl"))]
texts! {
    to_locale_string format::locale;
    to_locale_date_string format::locale_date;
    to_locale_time_string format::locale_time;
}
#[cfg(feature = "intl")]
macro_rules! locale_texts {
    ($($(#[$doc:meta])* $function:ident $required:ident $defaults:ident;)*) => {$(
        $(#[$doc])*
        fn $function(vm: &mut Vm, args: &Args) -> JsResult<Value> {
            let t = this_date(vm, args)?.0.get();
            intl::date_to_locale_string(vm, t, args, intl::Fields::$required, intl::Fields::$defaults)
        }
    )*};
}
#[cfg(feature = "intl")]
locale_texts! {
    /// `Date.prototype.toLocaleString ( [ locales [ , options ] ] )` (sup-date.prototype.tolocalestring).
    to_locale_string Any All;
    /// `Date.prototype.toLocaleDateString ( [ locales [ , options ] ] )` (sup-date.prototype.tolocaledatestring).
    to_locale_date_string Date Date;
    /// `Date.prototype.toLocaleTimeString ( [ locales [ , options ] ] )` (sup-date.prototype.tolocaletimestring).
    to_locale_time_string Time Time;
}
/// Date.prototype.toISOString (sec-date.prototype.toisostring).
fn to_iso_string(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let t = this_date(vm, args)?.0.get();
    if t.is_nan() {
        return Err(vm.range_error("Invalid time value"));
    }
    Ok(vm.new_string(&format::iso(t)).value())
}
/// Date.prototype.toJSON (sec-date.prototype.tojson).
fn to_json(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let object = vm.to_object(args.this)?;
    let primitive = vm.to_primitive(object.value(), Hint::Number)?;
    if primitive.is_number() && !primitive.as_number().is_finite() {
        return Ok(Value::NULL);
    }
    let key = vm.names.toISOString;
    vm.invoke(object.value(), key, &[])
}
/// Date.prototype [ %Symbol.toPrimitive% ] (sec-date.prototype-%symbol.toprimitive%).
fn to_primitive(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let Some(object) = args.this.to_cell::<Object>() else {
        return Err(vm.type_error("Date.prototype[Symbol.toPrimitive] called on non-object"));
    };
    let hint = args.get(0).as_string().map(|s| vm.to_rust_string(s));
    match hint.as_deref() {
        Some("string" | "default") => vm.ordinary_to_primitive(object, Hint::String),
        Some("number") => vm.ordinary_to_primitive(object, Hint::Number),
        _ => {
            let shown = vm.to_display(args.get(0));
            Err(vm.type_error(format!("Invalid hint: {shown}")))
        }
    }
}

pub static DATE: ClassSpec = ClassSpec {
    statics: &[method("now", 0, date_now), method("parse", 1, date_parse), method("UTC", 7, date_utc)],
    methods: &[
        method("toString", 0, to_string),
        method("toDateString", 0, to_date_string),
        method("toTimeString", 0, to_time_string),
        method("toISOString", 0, to_iso_string),
        method("toUTCString", 0, to_utc_string),
        method("getDate", 0, get_date),
        method("setDate", 1, set_date),
        method("getDay", 0, get_day),
        method("getFullYear", 0, get_full_year),
        method("setFullYear", 3, set_full_year),
        method("getHours", 0, get_hours),
        method("setHours", 4, set_hours),
        method("getMilliseconds", 0, get_milliseconds),
        method("setMilliseconds", 1, set_milliseconds),
        method("getMinutes", 0, get_minutes),
        method("setMinutes", 3, set_minutes),
        method("getMonth", 0, get_month),
        method("setMonth", 2, set_month),
        method("getSeconds", 0, get_seconds),
        method("setSeconds", 2, set_seconds),
        method("getTime", 0, get_time),
        method("setTime", 1, set_time),
        method("getTimezoneOffset", 0, get_timezone_offset),
        method("getYear", 0, get_year),
        method("setYear", 1, set_year),
        method("getUTCDate", 0, get_utc_date),
        method("setUTCDate", 1, set_utc_date),
        method("getUTCDay", 0, get_utc_day),
        method("getUTCFullYear", 0, get_utc_full_year),
        method("setUTCFullYear", 3, set_utc_full_year),
        method("getUTCHours", 0, get_utc_hours),
        method("setUTCHours", 4, set_utc_hours),
        method("getUTCMilliseconds", 0, get_utc_milliseconds),
        method("setUTCMilliseconds", 1, set_utc_milliseconds),
        method("getUTCMinutes", 0, get_utc_minutes),
        method("setUTCMinutes", 3, set_utc_minutes),
        method("getUTCMonth", 0, get_utc_month),
        method("setUTCMonth", 2, set_utc_month),
        method("getUTCSeconds", 0, get_utc_seconds),
        method("setUTCSeconds", 2, set_utc_seconds),
        method("valueOf", 0, get_time),
        method("toJSON", 1, to_json),
        #[cfg(feature = "temporal")]
        crate::builtins::temporal::DATE_METHOD,
        method("toLocaleString", 0, to_locale_string),
        method("toLocaleDateString", 0, to_locale_date_string),
        method("toLocaleTimeString", 0, to_locale_time_string),
        method("@@toPrimitive", 1, to_primitive).displayed("[Symbol.toPrimitive]").with_attributes(Attributes::CONFIGURABLE),
    ],
    aliases: &[("toGMTString", "toUTCString")],
    ..ClassSpec::new("Date", 7, date_constructor, Intrinsic::Date, Intrinsic::DatePrototype)
};
