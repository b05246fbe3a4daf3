//! Property bags of calendar and time fields (sec-temporal-calendar-abstract-ops).

use super::convert::to_temporal_time_zone_identifier;
use super::options::{to_integer_with_truncation, to_positive_integer_with_truncation};
use super::{OrThrow, get, slot_of};
use crate::heap::Gc;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::runtime::conversion::Hint;
use crate::value::Value;
use crate::vm::Vm;
use temporal_rs::fields::{CalendarFields, YearMonthCalendarFields};
use temporal_rs::options::Overflow;
use temporal_rs::partial::PartialTime;
use temporal_rs::{Calendar, PlainDate, PlainDateTime, PlainMonthDay, PlainTime, PlainYearMonth, TinyAsciiStr, UtcOffset, ZonedDateTime};

/// A field of a bag. In the order in which they are read: that of their names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Day,
    Era,
    EraYear,
    Hour,
    Microsecond,
    Millisecond,
    Minute,
    Month,
    MonthCode,
    Nanosecond,
    Offset,
    Second,
    TimeZone,
    Year,
}
use Field::*;

static ALL: &[(Field, &str)] = &[
    (Day, "day"),
    (Era, "era"),
    (EraYear, "eraYear"),
    (Hour, "hour"),
    (Microsecond, "microsecond"),
    (Millisecond, "millisecond"),
    (Minute, "minute"),
    (Month, "month"),
    (MonthCode, "monthCode"),
    (Nanosecond, "nanosecond"),
    (Offset, "offset"),
    (Second, "second"),
    (TimeZone, "timeZone"),
    (Year, "year"),
];

pub const DATE: &[Field] = &[Year, Month, MonthCode, Day];
pub const YEAR_MONTH: &[Field] = &[Year, Month, MonthCode];
pub const DATE_TIME: &[Field] = &[Year, Month, MonthCode, Day, Hour, Minute, Second, Millisecond, Microsecond, Nanosecond];
pub const DATE_TIME_OFFSET: &[Field] = &[Year, Month, MonthCode, Day, Hour, Minute, Second, Millisecond, Microsecond, Nanosecond, Offset];
pub const ZONED: &[Field] = &[Year, Month, MonthCode, Day, Hour, Minute, Second, Millisecond, Microsecond, Nanosecond, Offset, TimeZone];

/// What must be in the bag.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Required {
    /// Nothing.
    None,
    /// At least one field.
    Any,
    TimeZone,
}

/// Hour, minute and the rest as they were read, not yet in their ranges.
#[derive(Clone, Copy, Default)]
pub struct TimeFields {
    pub hour: Option<f64>,
    pub minute: Option<f64>,
    pub second: Option<f64>,
    pub millisecond: Option<f64>,
    pub microsecond: Option<f64>,
    pub nanosecond: Option<f64>,
}

/// An integer as a small field; what does not fit becomes the greatest value, which no
/// field allows.
pub fn byte_field(integer: f64) -> u8 {
    if integer < 0.0 { u8::MAX } else { integer as u8 }
}
/// As `byte_field`, for fractions of a second.
pub fn fraction_field(integer: f64) -> u16 {
    if integer < 0.0 { u16::MAX } else { integer as u16 }
}

impl TimeFields {
    /// RegulateTime (sec-temporal-regulatetime), but for the upper bounds.
    pub fn regulate(&self, overflow: Overflow) -> PartialTime {
        let byte = |field: Option<f64>| field.map(|f| if overflow == Overflow::Constrain { f as u8 } else { byte_field(f) });
        let fraction = |field: Option<f64>| field.map(|f| if overflow == Overflow::Constrain { f as u16 } else { fraction_field(f) });
        PartialTime::new()
            .with_hour(byte(self.hour))
            .with_minute(byte(self.minute))
            .with_second(byte(self.second))
            .with_millisecond(fraction(self.millisecond))
            .with_microsecond(fraction(self.microsecond))
            .with_nanosecond(fraction(self.nanosecond))
    }
}

/// Calendar Fields Record (sec-temporal-calendar-fields-records).
#[derive(Default)]
pub struct Fields {
    pub date: CalendarFields,
    pub time: TimeFields,
    pub offset: Option<UtcOffset>,
    pub time_zone: Option<temporal_rs::TimeZone>,
}

impl Fields {
    pub fn year_month(&self) -> YearMonthCalendarFields {
        self.date.clone().into()
    }
}

/// Whether the calendar counts years in eras (CalendarSupportsEra, sec-temporal-calendarsupportsera).
fn calendar_supports_era(calendar: &Calendar) -> bool {
    !matches!(calendar.identifier(), "iso8601" | "chinese" | "dangi")
}

/// ToPrimitive with hint string; a TypeError unless the outcome is a string.
fn to_primitive_string(vm: &mut Vm, value: Value, name: &str) -> JsResult<String> {
    let primitive = vm.to_primitive(value, Hint::String)?;
    match primitive.as_string() {
        Some(string) => Ok(vm.to_rust_string(string)),
        None => {
            let shown = vm.to_display(primitive);
            Err(vm.type_error(format!("{name} must be a string, not {shown}")))
        }
    }
}

/// PrepareCalendarFields (sec-temporal-preparecalendarfields).
pub fn prepare_calendar_fields(vm: &mut Vm, calendar: &Calendar, bag: Gc<Object>, names: &[Field], required: Required) -> JsResult<Fields> {
    let mut fields = Fields::default();
    let mut any = false;
    // CalendarExtraFields: eras come along with years.
    let eras = names.contains(&Year) && calendar_supports_era(calendar);
    for (field, name) in ALL {
        let wanted = names.contains(field) || eras && matches!(field, Era | EraYear);
        if !wanted {
            continue;
        }
        let value = get(vm, bag, name)?;
        if value.is_undefined() {
            if *field == TimeZone && required == Required::TimeZone {
                return Err(vm.type_error("Property timeZone is required"));
            }
            continue;
        }
        any = true;
        match field {
            Day => fields.date.day = Some(to_positive_integer_with_truncation(vm, value)? as u8),
            Era => {
                let era = vm.to_string(value)?;
                let era = vm.to_rust_string(era);
                match TinyAsciiStr::try_from_str(&era) {
                    Ok(era) => fields.date.era = Some(era),
                    Err(_) => return Err(vm.range_error(format!("Unknown era {era}"))),
                }
            }
            EraYear => fields.date.era_year = Some(to_integer_with_truncation(vm, value)? as i32),
            Hour => fields.time.hour = Some(to_integer_with_truncation(vm, value)?),
            Microsecond => fields.time.microsecond = Some(to_integer_with_truncation(vm, value)?),
            Millisecond => fields.time.millisecond = Some(to_integer_with_truncation(vm, value)?),
            Minute => fields.time.minute = Some(to_integer_with_truncation(vm, value)?),
            Month => fields.date.month = Some(to_positive_integer_with_truncation(vm, value)? as u8),
            // ToMonthCode (sec-temporal-tomonthcode).
            MonthCode => {
                let code = to_primitive_string(vm, value, name)?;
                fields.date.month_code = Some(temporal_rs::MonthCode::try_from_utf8(code.as_bytes()).or_throw(vm)?);
            }
            Nanosecond => fields.time.nanosecond = Some(to_integer_with_truncation(vm, value)?),
            // ToOffsetString (sec-temporal-tooffsetstring).
            Offset => {
                let offset = to_primitive_string(vm, value, name)?;
                fields.offset = Some(UtcOffset::from_utf8(offset.as_bytes()).or_throw(vm)?);
            }
            Second => fields.time.second = Some(to_integer_with_truncation(vm, value)?),
            TimeZone => fields.time_zone = Some(to_temporal_time_zone_identifier(vm, value)?),
            Year => fields.date.year = Some(to_integer_with_truncation(vm, value)? as i32),
        }
    }
    if required == Required::Any && !any {
        return Err(vm.type_error("The object has none of the fields"));
    }
    Ok(fields)
}

/// ToTemporalTimeRecord (sec-temporal-totemporaltimerecord): a TypeError without any field.
pub fn to_temporal_time_record(vm: &mut Vm, bag: Gc<Object>) -> JsResult<TimeFields> {
    const TIME: &[Field] = &[Hour, Minute, Second, Millisecond, Microsecond, Nanosecond];
    Ok(prepare_calendar_fields(vm, &Calendar::ISO, bag, TIME, Required::Any)?.time)
}

/// IsPartialTemporalObject (sec-temporal-ispartialtemporalobject), and the TypeError
/// that all callers throw otherwise.
pub fn require_partial_temporal_object(vm: &mut Vm, value: Value) -> JsResult<Gc<Object>> {
    let Some(bag) = value.to_cell::<Object>() else {
        let shown = vm.to_display(value);
        return Err(vm.type_error(format!("Fields must be an object, not {shown}")));
    };
    let whole = slot_of::<PlainDate>(value).is_some()
        || slot_of::<PlainDateTime>(value).is_some()
        || slot_of::<PlainMonthDay>(value).is_some()
        || slot_of::<PlainTime>(value).is_some()
        || slot_of::<PlainYearMonth>(value).is_some()
        || slot_of::<ZonedDateTime>(value).is_some();
    if whole {
        return Err(vm.type_error("Fields must not be a Temporal object"));
    }
    for name in ["calendar", "timeZone"] {
        if !get(vm, bag, name)?.is_undefined() {
            return Err(vm.type_error(format!("Property {name} is not allowed here")));
        }
    }
    Ok(bag)
}
