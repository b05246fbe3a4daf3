//! Temporal's values as Intl.DateTimeFormat sees them.

use super::slot_of;
use crate::builtins::intl::ValueKind;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use temporal_rs::{Instant, PlainDate, PlainDateTime, PlainMonthDay, PlainTime, PlainYearMonth, ZonedDateTime};

/// A value of Temporal that has a place in time.
pub enum Moment {
    Instant(i128),
    /// Kind, calendar, and nanoseconds since the epoch as if it were UTC.
    Plain(ValueKind, Option<String>, i128),
    /// Which is not formatted but by its own method.
    Zoned,
}

impl Moment {
    pub fn kind(&self) -> ValueKind {
        match self {
            Moment::Instant(_) | Moment::Zoned => ValueKind::Instant,
            Moment::Plain(kind, ..) => *kind,
        }
    }
    pub fn calendar(&self) -> Option<&str> {
        match self {
            Moment::Plain(_, calendar, _) => calendar.as_deref(),
            _ => None,
        }
    }
    pub fn nanoseconds(&self) -> i128 {
        match self {
            Moment::Instant(time) | Moment::Plain(_, _, time) => *time,
            Moment::Zoned => 0,
        }
    }
}

const NOON: i128 = 12 * 3_600_000_000_000;

fn days(date: &PlainDate) -> i128 {
    let iso = date.with_calendar(temporal_rs::Calendar::ISO);
    days_of(iso.year() as i128, iso.month() as i128, iso.day() as i128)
}

fn days_of(year: i128, month: i128, day: i128) -> i128 {
    // Years that begin in March have the leap day at their end.
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let of_year = (153 * m + 2) / 5 + day - 1;
    365 * y + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) + of_year - 719_468
}

fn time_of(time: &PlainTime) -> i128 {
    let seconds = time.hour() as i128 * 3600 + time.minute() as i128 * 60 + time.second() as i128;
    seconds * 1_000_000_000 + time.millisecond() as i128 * 1_000_000 + time.microsecond() as i128 * 1000 + time.nanosecond() as i128
}

const DAY: i128 = 86_400_000_000_000;

/// The value's moment, if it is of Temporal.
pub fn moment_of(value: Value) -> Option<Moment> {
    if let Some(instant) = slot_of::<Instant>(value) {
        return Some(Moment::Instant(instant.epoch_nanoseconds().as_i128()));
    }
    let plain = |kind, calendar: &temporal_rs::Calendar, time| Some(Moment::Plain(kind, Some(calendar.identifier().to_owned()), time));
    if let Some(date) = slot_of::<PlainDate>(value) {
        return plain(ValueKind::PlainDate, date.calendar(), days(date) * DAY + NOON);
    }
    if let Some(date_time) = slot_of::<PlainDateTime>(value) {
        let time = days(&date_time.to_plain_date()) * DAY + time_of(&date_time.to_plain_time());
        return plain(ValueKind::PlainDateTime, date_time.calendar(), time);
    }
    if let Some(time) = slot_of::<PlainTime>(value) {
        return Some(Moment::Plain(ValueKind::PlainTime, None, time_of(time)));
    }
    if let Some(month) = slot_of::<PlainYearMonth>(value) {
        return plain(
            ValueKind::PlainYearMonth,
            month.calendar(),
            iso_days(&month.to_ixdtf_string(temporal_rs::options::DisplayCalendar::Always)) * DAY + NOON,
        );
    }
    if let Some(month_day) = slot_of::<PlainMonthDay>(value) {
        let text = month_day.to_ixdtf_string(temporal_rs::options::DisplayCalendar::Always);
        return plain(ValueKind::PlainMonthDay, month_day.calendar(), iso_days(&text) * DAY + NOON);
    }
    slot_of::<ZonedDateTime>(value).map(|_| Moment::Zoned)
}

/// ToDurationRecord (sec-todurationrecord): the values of the units, from years to nanoseconds.
pub fn duration_values(vm: &mut Vm, value: Value) -> JsResult<[i128; 10]> {
    let d = super::convert::to_temporal_duration(vm, value)?;
    let large = [d.years(), d.months(), d.weeks(), d.days(), d.hours(), d.minutes(), d.seconds(), d.milliseconds()];
    let mut values = [0; 10];
    for (value, large) in values.iter_mut().zip(large) {
        *value = large as i128;
    }
    (values[8], values[9]) = (d.microseconds(), d.nanoseconds());
    Ok(values)
}

/// Days since the epoch of the reference date, which the full text of a value has. It may be out of
/// the range of dates.
fn iso_days(text: &str) -> i128 {
    let date = text.split('[').next().unwrap_or_default();
    let mut numbers = date.rsplitn(3, '-').map(|number| number.parse::<i128>().unwrap_or(1));
    let (day, month, year) = (numbers.next(), numbers.next(), numbers.next());
    days_of(year.unwrap_or(1972), month.unwrap_or(1), day.unwrap_or(1))
}
