//! What is formatted as a date: numbers, Dates and Temporal's values
//! (HandleDateTimeValue, sec-temporal-handledatetimevalue).

use super::calendar_fields::WallTime;
use super::date_time_format::DateTimeFormat;
use crate::builtins::temporal::{self, Moment};
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;

/// What kind of value it is: each has formats of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// A number or a Date.
    Number,
    Instant,
    PlainDate,
    PlainDateTime,
    PlainTime,
    PlainYearMonth,
    PlainMonthDay,
}

impl ValueKind {
    /// Without a zone: what it shows is what it says.
    pub fn is_plain(self) -> bool {
        !matches!(self, ValueKind::Number | ValueKind::Instant)
    }
}

/// A value in the zone of a formatter.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    pub kind: ValueKind,
    pub wall: WallTime,
    /// Seconds since the epoch, for the names of zones.
    pub epoch: i64,
}

/// ToDateTimeFormattable (sec-todatetimeformattable): what is no Temporal value is a number.
pub enum Formattable {
    Number(f64),
    Temporal(Moment),
}

pub fn to_date_time_formattable(vm: &mut Vm, value: Value) -> JsResult<Formattable> {
    match temporal::moment_of(value) {
        Some(moment) => Ok(Formattable::Temporal(moment)),
        None => Ok(Formattable::Number(vm.to_number(value)?)),
    }
}

impl Formattable {
    /// SameTemporalType (sec-temporal-sametemporaltype).
    pub fn kind(&self) -> ValueKind {
        match self {
            Formattable::Number(_) => ValueKind::Number,
            Formattable::Temporal(moment) => moment.kind(),
        }
    }
}

/// The value as a formatter shows it.
pub fn handle_date_time_value(vm: &mut Vm, format: &DateTimeFormat, value: &Formattable) -> JsResult<Shown> {
    let kind = value.kind();
    let time = match value {
        Formattable::Number(number) => {
            // TimeClip.
            if !number.is_finite() || number.abs() > 8.64e15 {
                return Err(vm.range_error("Invalid time value"));
            }
            number.trunc() as i128 * 1_000_000
        }
        Formattable::Temporal(Moment::Zoned) => {
            return Err(vm.type_error("Temporal.ZonedDateTime cannot be formatted: use its toLocaleString"));
        }
        Formattable::Temporal(moment) => {
            if let Some(calendar) = moment.calendar()
                && calendar != format.calendar
                && (calendar != "iso8601" || matches!(kind, ValueKind::PlainYearMonth | ValueKind::PlainMonthDay))
            {
                return Err(vm.range_error(format!("The value's calendar {calendar} is not the formatter's, {}", format.calendar)));
            }
            moment.nanoseconds()
        }
    };
    if !format.shows(kind) {
        return Err(vm.type_error("The formatter shows nothing that the value has"));
    }
    if kind.is_plain() {
        return Ok(Shown { kind, wall: WallTime::of_nanoseconds(time), epoch: 0 });
    }
    let epoch = time.div_euclid(1_000_000_000) as i64;
    let (offset, _) = format.zone.state(epoch);
    Ok(Shown { kind, wall: WallTime::of_nanoseconds(time + offset as i128 * 1_000_000_000), epoch })
}
