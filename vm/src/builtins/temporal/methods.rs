//! The methods that several classes have, each written once, and what they need to know
//! of a class.
//!
//! A class that has such a method has the trait above it. The identifiers in the
//! specification are those of the class: sec-temporal.plaindate.from, for one.

use super::convert::*;
use super::fields::{Field, Fields, Required, prepare_calendar_fields, require_partial_temporal_object};
use super::options::*;
use super::zone_provider::zones;
use super::{TemporalType, create, create_from, require_same_calendar, text, this_slot};
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use std::cmp::Ordering;
use temporal_rs::options::{DifferenceSettings, Overflow, RoundingOptions};
use temporal_rs::{
    Calendar, Duration, Instant, PlainDate, PlainDateTime, PlainMonthDay, PlainTime, PlainYearMonth, TemporalResult, ZonedDateTime,
};

/// From a value and to text.
pub trait Converted: TemporalType {
    /// ToTemporalDate ( item [ , options ] ) and the like.
    fn from_value(vm: &mut Vm, item: Value, options: Value) -> JsResult<Self>;
    /// The text, as the options say that are read here; without any it is that of `toJSON`.
    fn to_text(&self, vm: &mut Vm, options: Options) -> JsResult<String>;
}

macro_rules! converted {
    ($($type:ident |$vm:ident, $item:ident, $options:ident| $from:expr, $text:path;)*) => {$(
        impl Converted for $type {
            fn from_value($vm: &mut Vm, $item: Value, $options: Value) -> JsResult<$type> {
                $from
            }
            fn to_text(&self, vm: &mut Vm, options: Options) -> JsResult<String> {
                $text(self, vm, options)
            }
        }
    )*};
}
converted! {
    Duration |vm, item, _options| to_temporal_duration(vm, item), super::duration::to_text;
    Instant |vm, item, _options| to_temporal_instant(vm, item), super::instant::to_text;
    PlainDate |vm, item, options| to_temporal_date(vm, item, options), super::plain_date::to_text;
    PlainDateTime |vm, item, options| to_temporal_date_time(vm, item, options), super::plain_date_time::to_text;
    PlainMonthDay |vm, item, options| to_temporal_month_day(vm, item, options), super::plain_month_day::to_text;
    PlainTime |vm, item, options| to_temporal_time(vm, item, options), super::plain_time::to_text;
    PlainYearMonth |vm, item, options| to_temporal_year_month(vm, item, options), super::plain_year_month::to_text;
    ZonedDateTime |vm, item, options| to_temporal_zoned_date_time(vm, item, options), super::zoned_date_time::to_text;
}

/// from ( item [ , options ] ).
pub fn from<T: Converted>(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let value = T::from_value(vm, args.get(0), args.get(1))?;
    create(vm, value)
}
/// equals ( other ).
pub fn equals<T: Converted + PartialEq>(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let this = this_slot::<T>(vm, args)?.clone();
    let other = T::from_value(vm, args.get(0), Value::UNDEFINED)?;
    Ok(Value::bool(this == other))
}
/// `toString ( [ options ] )`.
pub fn to_string<T: Converted>(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let this = this_slot::<T>(vm, args)?.clone();
    let options = get_options_object(vm, args.get(0))?;
    let string = this.to_text(vm, options)?;
    text(vm, &string)
}
/// toJSON ( ).
pub fn to_json<T: Converted>(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let this = this_slot::<T>(vm, args)?.clone();
    let string = this.to_text(vm, None)?;
    text(vm, &string)
}

/// `toLocaleString ( [ locales [ , options ] ] )` (sup-temporal.plaindate.prototype.tolocalestring and so on).
#[cfg(feature = "intl")]
pub fn to_locale_string<T: Converted>(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    this_slot::<T>(vm, args)?;
    crate::builtins::intl::temporal_to_locale_string(vm, args, None)
}
#[cfg(not(feature = "intl"))]
pub use to_json as to_locale_string;

/// A duration can be added.
pub trait Sum: TemporalType {
    /// Whether `add` and `subtract` have options.
    const HAS_OPTIONS: bool;
    fn plus(&self, duration: &Duration, overflow: Overflow) -> TemporalResult<Self>;
}

macro_rules! sums {
    ($($type:ident $has_options:literal |$this:ident, $duration:ident, $overflow:ident| $sum:expr;)*) => {$(
        impl Sum for $type {
            const HAS_OPTIONS: bool = $has_options;
            fn plus(&self, $duration: &Duration, $overflow: Overflow) -> TemporalResult<$type> {
                let $this = self;
                $sum
            }
        }
    )*};
}
sums! {
    Duration false |this, duration, _overflow| this.add(duration);
    Instant false |this, duration, _overflow| this.add(duration);
    PlainDate true |this, duration, overflow| this.add(duration, Some(overflow));
    PlainDateTime true |this, duration, overflow| this.add(duration, Some(overflow));
    PlainTime false |this, duration, _overflow| this.add(duration);
    PlainYearMonth true |this, duration, overflow| this.add(duration, overflow);
    ZonedDateTime true |this, duration, overflow| this.add_with_provider(duration, Some(overflow), &zones());
}

/// AddDurationToDate (sec-temporal-adddurationtodate) and the like.
fn add_or_subtract<T: Sum>(vm: &mut Vm, args: &Args, subtract: bool) -> JsResult<Value> {
    let this = this_slot::<T>(vm, args)?.clone();
    let duration = to_temporal_duration(vm, args.get(0))?;
    let duration = if subtract { duration.negated() } else { duration };
    let overflow = if T::HAS_OPTIONS { overflow_of(vm, args.get(1))? } else { Overflow::Constrain };
    create_from(vm, this.plus(&duration, overflow))
}
/// add ( temporalDurationLike [ , options ] ).
pub fn add<T: Sum>(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    add_or_subtract::<T>(vm, args, false)
}
/// subtract ( temporalDurationLike [ , options ] ).
pub fn subtract<T: Sum>(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    add_or_subtract::<T>(vm, args, true)
}

/// There is an order, and a time between two.
pub trait Ordered: Converted {
    fn order(&self, other: &Self) -> Ordering;
    /// The calendar, which must be that of the other.
    fn calendar(&self) -> Option<&Calendar>;
    fn until(&self, other: &Self, settings: DifferenceSettings) -> TemporalResult<Duration>;
    fn since(&self, other: &Self, settings: DifferenceSettings) -> TemporalResult<Duration>;
}

macro_rules! ordered {
    ($($type:ident $order:ident |$this:ident| $calendar:expr, $until:ident $since:ident ($($zones:expr)?);)*) => {$(
        impl Ordered for $type {
            fn order(&self, other: &$type) -> Ordering {
                self.$order(other)
            }
            fn calendar(&self) -> Option<&Calendar> {
                let $this = self;
                $calendar
            }
            fn until(&self, other: &$type, settings: DifferenceSettings) -> TemporalResult<Duration> {
                self.$until(other, settings $(, $zones)?)
            }
            fn since(&self, other: &$type, settings: DifferenceSettings) -> TemporalResult<Duration> {
                self.$since(other, settings $(, $zones)?)
            }
        }
    )*};
}
ordered! {
    Instant cmp |_this| None, until since ();
    PlainDate compare_iso |this| Some(this.calendar()), until since ();
    PlainDateTime compare_iso |this| Some(this.calendar()), until since ();
    PlainTime cmp |_this| None, until since ();
    PlainYearMonth compare_iso |this| Some(this.calendar()), until since ();
    ZonedDateTime compare_instant |this| Some(this.calendar()), until_with_provider since_with_provider (&zones());
}

/// compare ( one, two ).
pub fn compare<T: Ordered>(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let one = T::from_value(vm, args.get(0), Value::UNDEFINED)?;
    let two = T::from_value(vm, args.get(1), Value::UNDEFINED)?;
    Ok(Value::int(one.order(&two) as i32))
}
/// The operands and the settings of a difference, as DifferenceTemporalPlainDate
/// (sec-temporal-differencetemporalplaindate) and the like read them.
fn difference<T: Ordered>(vm: &mut Vm, args: &Args) -> JsResult<(T, T, DifferenceSettings)> {
    let this = this_slot::<T>(vm, args)?.clone();
    let other = T::from_value(vm, args.get(0), Value::UNDEFINED)?;
    if let (Some(one), Some(two)) = (Ordered::calendar(&this), Ordered::calendar(&other)) {
        require_same_calendar(vm, one, two)?;
    }
    let settings = get_difference_settings(vm, args.get(1))?;
    Ok((this, other, settings))
}
/// until ( other [ , options ] ).
pub fn until<T: Ordered>(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (this, other, settings) = difference::<T>(vm, args)?;
    create_from(vm, this.until(&other, settings))
}
/// since ( other [ , options ] ).
pub fn since<T: Ordered>(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let (this, other, settings) = difference::<T>(vm, args)?;
    create_from(vm, this.since(&other, settings))
}

/// round ( roundTo ), given how a value is rounded.
pub fn rounded<T: TemporalType>(vm: &mut Vm, args: &Args, round: impl FnOnce(&T, RoundingOptions) -> TemporalResult<T>) -> JsResult<Value> {
    let this = this_slot::<T>(vm, args)?.clone();
    let rounding = get_rounding_options(vm, args.get(0))?;
    create_from(vm, round(&this, rounding))
}

/// withCalendar ( calendarLike ), given how a value gets another calendar.
pub fn in_calendar<T: TemporalType>(vm: &mut Vm, args: &Args, with: impl FnOnce(&T, Calendar) -> T) -> JsResult<Value> {
    let this = this_slot::<T>(vm, args)?.clone();
    let calendar = to_temporal_calendar_identifier(vm, args.get(0))?;
    create(vm, with(&this, calendar))
}

/// `withPlainTime ( [ plainTimeLike ] )`, given how a value gets another time.
pub fn at_time<T: TemporalType>(
    vm: &mut Vm,
    args: &Args,
    with: impl FnOnce(&T, Option<PlainTime>) -> TemporalResult<T>,
) -> JsResult<Value> {
    let this = this_slot::<T>(vm, args)?.clone();
    let time = to_time_or_midnight(vm, args.get(0))?;
    create_from(vm, with(&this, time))
}

/// with ( temporalDateLike [ , options ] ), given a value's calendar, the names of the fields,
/// and how it gets other fields.
pub fn with_fields<T: TemporalType>(
    vm: &mut Vm,
    args: &Args,
    calendar: impl FnOnce(&T) -> &Calendar,
    names: &[Field],
    with: impl FnOnce(&T, Fields, Overflow) -> TemporalResult<T>,
) -> JsResult<Value> {
    let this = this_slot::<T>(vm, args)?.clone();
    let bag = require_partial_temporal_object(vm, args.get(0))?;
    let fields = prepare_calendar_fields(vm, calendar(&this), bag, names, Required::Any)?;
    let overflow = overflow_of(vm, args.get(1))?;
    create_from(vm, with(&this, fields, overflow))
}
