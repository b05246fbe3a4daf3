//! The texts of a date. All take a finite time value.

use super::time::Fields;
use super::zone;

const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn year(year: f64) -> String {
    if year < 0.0 { format!("-{:04}", -year as i64) } else { format!("{:04}", year as i64) }
}

/// Date.prototype.toISOString (sec-date.prototype.toisostring).
pub fn iso(t: f64) -> String {
    let f = Fields::of(t);
    let year = if (0.0..=9999.0).contains(&f.year) {
        format!("{:04}", f.year as i64)
    } else {
        format!("{}{:06}", if f.year < 0.0 { '-' } else { '+' }, f.year.abs() as i64)
    };
    format!(
        "{year}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
        f.month as i64 + 1,
        f.day as i64,
        f.hour as i64,
        f.minute as i64,
        f.second as i64,
        f.millisecond as i64
    )
}

/// DateString (sec-datestring) of local time.
pub fn date(t: f64) -> String {
    let f = zone::local_fields(t);
    format!("{} {} {:02} {}", DAYS[f.weekday], MONTHS[f.month as usize], f.day as i64, year(f.year))
}

/// TimeString and TimeZoneString (sec-timestring, sec-timezoneestring).
pub fn time_and_zone(t: f64) -> String {
    let f = zone::local_fields(t);
    let offset = zone::offset_at(t) / 60_000.0;
    let magnitude = offset.abs() as i64;
    format!(
        "{:02}:{:02}:{:02} GMT{}{:02}{:02} ({})",
        f.hour as i64,
        f.minute as i64,
        f.second as i64,
        if offset < 0.0 { '-' } else { '+' },
        magnitude / 60,
        magnitude % 60,
        zone::name(t)
    )
}

/// ToDateString (sec-todatestring).
pub fn full(t: f64) -> String {
    format!("{} {}", date(t), time_and_zone(t))
}

/// Date.prototype.toUTCString (sec-date.prototype.toutcstring).
pub fn utc(t: f64) -> String {
    let f = Fields::of(t);
    format!(
        "{}, {:02} {} {} {:02}:{:02}:{:02} GMT",
        DAYS[f.weekday],
        f.day as i64,
        MONTHS[f.month as usize],
        year(f.year),
        f.hour as i64,
        f.minute as i64,
        f.second as i64
    )
}

/// As the en-US locale writes it.
#[cfg(not(feature = "intl"))]
pub fn locale_date(t: f64) -> String {
    let f = zone::local_fields(t);
    format!("{}/{}/{}", f.month as i64 + 1, f.day as i64, f.year as i64)
}
#[cfg(not(feature = "intl"))]
pub fn locale_time(t: f64) -> String {
    let f = zone::local_fields(t);
    let hour = f.hour as i64;
    let (half, shown) = (if hour < 12 { "AM" } else { "PM" }, if hour % 12 == 0 { 12 } else { hour % 12 });
    format!("{shown}:{:02}:{:02} {half}", f.minute as i64, f.second as i64)
}
#[cfg(not(feature = "intl"))]
pub fn locale(t: f64) -> String {
    format!("{}, {}", locale_date(t), locale_time(t))
}
