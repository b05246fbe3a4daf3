//! Temporal (sec-temporal-objects).
//!
//! Calendars, arithmetic and formats are those of `temporal_rs`. What is here
//! is what scripts can observe: the objects, their checks, and the order in which
//! arguments and options are read and converted.
//!
//! - `options`: option bags; `fields`: property bags of dates and times; `convert`: from
//!   any value to a Temporal one
//! - `methods`: what several classes have; one file per class, and `now`
//! - `zone_rules`: offsets of time zones; `zone_provider`: how `temporal_rs` asks for them
//!
//! The namespace and its classes are made when a script first asks for one of them
//! (`lazy_global`). `toLocaleString` is Intl's; without it, it gives the ISO 8601 text.

mod convert;
mod duration;
mod fields;
mod instant;
mod methods;
#[cfg(feature = "intl")]
mod moment;
mod now;
pub mod options;
mod plain_date;
mod plain_date_time;
mod plain_month_day;
mod plain_time;
mod plain_year_month;
mod zone_provider;
mod zone_rules;
mod zoned_date_time;

use crate::builtins::table::*;
use crate::heap::{Gc, Kind, Payload, Tracer};
use crate::object::function::Args;
use crate::object::key::PropertyKey;
use crate::object::layout::Object;
use crate::object::shape::Attributes;
use crate::runtime::completion::{JsResult, Throw};
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use temporal_rs::error::ErrorKind;
use temporal_rs::{
    Calendar, Duration, Instant, PlainDate, PlainDateTime, PlainMonthDay, PlainTime, PlainYearMonth, TemporalError, TemporalResult,
    ZonedDateTime,
};

pub use instant::DATE_METHOD;
#[cfg(feature = "intl")]
pub use moment::{Moment, duration_values, moment_of};
#[cfg(feature = "intl")]
pub use now::system_zone_name;
#[cfg(feature = "node")]
pub use zone_provider::rules_of_zone;
#[cfg(feature = "intl")]
pub use zone_provider::{primary_zone_name, primary_zone_names, zone_identifier, zone_state};
#[cfg(feature = "node")]
pub use zone_rules::Zone as ZoneRules;

static CLASSES: &[&ClassSpec] = &[
    &instant::INSTANT,
    &zoned_date_time::ZONED_DATE_TIME,
    &plain_date_time::PLAIN_DATE_TIME,
    &plain_date::PLAIN_DATE,
    &plain_time::PLAIN_TIME,
    &plain_year_month::PLAIN_YEAR_MONTH,
    &plain_month_day::PLAIN_MONTH_DAY,
    &duration::DURATION,
];

static TEMPORAL: ObjectSpec =
    ObjectSpec { constants: &[tag("Temporal")], ..ObjectSpec::new("", Intrinsic::Temporal, Intrinsic::ObjectPrototype) };

/// Makes %Temporal% and all below it in the current realm.
pub fn install(vm: &mut Vm) {
    vm.install_object(&TEMPORAL);
    vm.install_object(&now::NOW);
    let namespace = vm.intrinsic(Intrinsic::Temporal);
    for class in CLASSES {
        vm.install_class(class);
        let (key, constructor) = (vm.key(class.name), vm.intrinsic(class.intrinsic));
        vm.define_new(namespace, key, constructor.value(), Attributes::METHOD);
    }
    let (key, now) = (vm.key("Now"), vm.intrinsic(Intrinsic::TemporalNow));
    vm.define_new(namespace, key, now.value(), Attributes::METHOD);
}

/// The internal slots of an instance: `[[ISODate]]`, `[[Calendar]]` and so on, as one value.
struct TemporalData<T>(T);

impl<T: 'static> Payload for TemporalData<T> {
    fn trace(&self, _: &mut Tracer) {}
}

/// A value that an instance of a class of this folder has inside.
trait TemporalType: Clone + 'static {
    /// Of the class, with its namespace.
    const NAME: &'static str;
    const PROTOTYPE: Intrinsic;
}

macro_rules! temporal_types {
    ($($type:ident $prototype:ident;)*) => {$(
        impl TemporalType for $type {
            const NAME: &'static str = concat!("Temporal.", stringify!($type));
            const PROTOTYPE: Intrinsic = Intrinsic::$prototype;
        }
    )*};
}
temporal_types! {
    Duration TemporalDurationPrototype;
    Instant TemporalInstantPrototype;
    PlainDate TemporalPlainDatePrototype;
    PlainDateTime TemporalPlainDateTimePrototype;
    PlainMonthDay TemporalPlainMonthDayPrototype;
    PlainTime TemporalPlainTimePrototype;
    PlainYearMonth TemporalPlainYearMonthPrototype;
    ZonedDateTime TemporalZonedDateTimePrototype;
}

/// The inside of an instance of that class.
fn slot_of<'a, T: TemporalType>(value: Value) -> Option<&'a T> {
    value.payload::<TemporalData<T>>().map(|data| &data.0)
}

/// RequireInternalSlot ( this, … ) (sec-requireinternalslot).
fn this_slot<'a, T: TemporalType>(vm: &mut Vm, args: &Args) -> JsResult<&'a T> {
    match slot_of(args.this) {
        Some(value) => Ok(value),
        None => {
            let shown = vm.to_display(args.this);
            Err(vm.type_error(format!("Receiver {shown} is not a {}", T::NAME)))
        }
    }
}

/// A new instance of the current realm's class.
fn create<T: TemporalType>(vm: &mut Vm, value: T) -> JsResult<Value> {
    let prototype = vm.intrinsic_or_lazy(T::PROTOTYPE);
    Ok(vm.new_payload_object(Kind::Host, prototype, Box::new(TemporalData(value))).value())
}

/// A new instance, or the error that its making ended with.
fn create_from<T: TemporalType>(vm: &mut Vm, result: TemporalResult<T>) -> JsResult<Value> {
    let value = result.or_throw(vm)?;
    create(vm, value)
}

/// CreateTemporalDate and the like, called by a constructor.
fn construct<T: TemporalType>(vm: &mut Vm, args: &Args, result: TemporalResult<T>) -> JsResult<Value> {
    let value = result.or_throw(vm)?;
    let prototype = vm.get_prototype_from_constructor(args.new_target, T::PROTOTYPE)?;
    Ok(vm.new_payload_object(Kind::Host, prototype, Box::new(TemporalData(value))).value())
}

/// A TypeError if a constructor is called without `new`.
fn require_new<T: TemporalType>(vm: &mut Vm, args: &Args) -> JsResult<()> {
    if args.is_construct() { Ok(()) } else { Err(vm.type_error(format!("Constructor {} requires 'new'", T::NAME))) }
}

/// The JavaScript exception for an error of `temporal_rs`.
fn throw(vm: &mut Vm, error: TemporalError) -> Throw {
    let message = match error.into_message() {
        "" => "Invalid Temporal operation",
        message => message.trim_end_matches('.'),
    };
    match error.kind() {
        ErrorKind::Type => vm.type_error(message),
        _ => vm.range_error(message),
    }
}

trait OrThrow<T> {
    /// The value, or its error thrown as a JavaScript exception.
    fn or_throw(self, vm: &mut Vm) -> JsResult<T>;
}
impl<T> OrThrow<T> for TemporalResult<T> {
    fn or_throw(self, vm: &mut Vm) -> JsResult<T> {
        self.map_err(|error| throw(vm, error))
    }
}

/// A string as a method's result.
fn text(vm: &mut Vm, text: &str) -> JsResult<Value> {
    Ok(vm.new_string(text).value())
}

/// Property of an object that is a bag of fields or options.
fn get(vm: &mut Vm, bag: Gc<Object>, name: &str) -> JsResult<Value> {
    let key: PropertyKey = vm.key(name);
    vm.get(bag, key)
}

/// An operation on two calendared values whose calendars differ is a RangeError.
fn require_same_calendar(vm: &mut Vm, one: &Calendar, two: &Calendar) -> JsResult<()> {
    if one == two { Ok(()) } else { Err(vm.range_error("Calendars of the two values differ")) }
}

/// `valueOf` of all classes: instances cannot be compared with `<` and the like.
fn value_of(vm: &mut Vm, _: &Args) -> JsResult<Value> {
    Err(vm.type_error("Temporal objects have no primitive value: use compare() or equals()"))
}

/// Accessors, and methods without arguments, that take a value's own method of the same meaning:
/// a row is the function's name and its result from `v`, the inside, given `vm`.
macro_rules! getters {
    ($type:ty { $($(#[$doc:meta])* $function:ident |$vm:ident, $v:ident| $value:expr;)* }) => {$(
        $(#[$doc])*
        fn $function(vm: &mut Vm, args: &Args) -> JsResult<Value> {
            let $v = super::this_slot::<$type>(vm, args)?;
            let $vm = vm;
            Ok($value)
        }
    )*};
}
use getters;

/// The accessors of a year and a month in a calendar.
macro_rules! year_month_getters {
    ($type:ty) => {
        super::getters!($type {
            get_calendar_id |vm, v| vm.new_string(v.calendar().identifier()).value();
            get_era |vm, v| match v.era() {
                Some(era) => vm.new_string(&era).value(),
                None => Value::UNDEFINED,
            };
            get_era_year |_vm, v| v.era_year().map_or(Value::UNDEFINED, Value::int);
            get_year |_vm, v| Value::int(v.year());
            get_month |_vm, v| Value::int(v.month() as i32);
            get_month_code |vm, v| vm.new_string(v.month_code().as_str()).value();
            get_days_in_month |_vm, v| Value::int(v.days_in_month() as i32);
            get_days_in_year |_vm, v| Value::int(v.days_in_year() as i32);
            get_months_in_year |_vm, v| Value::int(v.months_in_year() as i32);
            get_in_leap_year |_vm, v| Value::bool(v.in_leap_year());
        });
    };
}
use year_month_getters;

/// The accessors of a date in a calendar.
macro_rules! date_getters {
    ($type:ty) => {
        super::year_month_getters!($type);
        super::getters!($type {
            get_day |_vm, v| Value::int(v.day() as i32);
            get_day_of_week |_vm, v| Value::int(v.day_of_week() as i32);
            get_day_of_year |_vm, v| Value::int(v.day_of_year() as i32);
            get_week_of_year |_vm, v| v.week_of_year().map_or(Value::UNDEFINED, |w| Value::int(w as i32));
            get_year_of_week |_vm, v| v.year_of_week().map_or(Value::UNDEFINED, Value::int);
            get_days_in_week |_vm, v| Value::int(v.days_in_week() as i32);
        });
    };
}
use date_getters;

/// The accessors of a wall-clock time.
macro_rules! time_getters {
    ($type:ty) => {
        super::getters!($type {
            get_hour |_vm, v| Value::int(v.hour() as i32);
            get_minute |_vm, v| Value::int(v.minute() as i32);
            get_second |_vm, v| Value::int(v.second() as i32);
            get_millisecond |_vm, v| Value::int(v.millisecond() as i32);
            get_microsecond |_vm, v| Value::int(v.microsecond() as i32);
            get_nanosecond |_vm, v| Value::int(v.nanosecond() as i32);
        });
    };
}
use time_getters;
