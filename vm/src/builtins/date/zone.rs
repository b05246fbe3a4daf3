//! Local time: by the C library and the TZ variable that the process was started with, unless the script has
//! chosen another zone (`chosen_zone`).

#[cfg(all(feature = "node", feature = "temporal"))]
use super::chosen_zone;
use super::time::Fields;
use std::cell::Cell;

thread_local! {
    /// The last quarter of an hour asked about, its offset, and how many zones had been chosen: offsets change on
    /// such boundaries only, and dates are mostly asked about several times in a row.
    static LAST: Cell<(f64, f64, u32)> = const { Cell::new((f64::NAN, 0.0, 0)) };
}

/// How often the script has chosen a zone.
fn choices() -> u32 {
    #[cfg(all(feature = "node", feature = "temporal"))]
    return chosen_zone::choices();
    #[cfg(not(all(feature = "node", feature = "temporal")))]
    0
}

/// LocalTZA in milliseconds (sec-localtime) and the zone's abbreviation at a UTC time, by the C library.
fn of_library(t: f64) -> (f64, String) {
    let seconds = (t / 1000.0).floor() as libc::time_t;
    // SAFETY: all-zero is a valid `tm`; both pointers are to live values; the zone's name
    // is a static string of the C library, copied at once.
    unsafe {
        let mut tm: libc::tm = core::mem::zeroed();
        if libc::localtime_r(&seconds, &mut tm).is_null() {
            return (0.0, "UTC".into());
        }
        let name = if tm.tm_zone.is_null() { String::new() } else { core::ffi::CStr::from_ptr(tm.tm_zone).to_string_lossy().into_owned() };
        (tm.tm_gmtoff as f64 * 1000.0, name)
    }
}

/// LocalTZA in milliseconds (sec-localtime) at a UTC time.
pub fn offset_at(t: f64) -> f64 {
    #[cfg(all(feature = "node", feature = "temporal"))]
    if let Some(offset) = chosen_zone::offset_at(t) {
        return offset;
    }
    of_library(t).0
}

/// The same, remembered.
fn offset(t: f64) -> f64 {
    let quarter = (t / 900_000.0).floor();
    let choices = choices();
    let (last, known, choices_then) = LAST.get();
    if last == quarter && choices == choices_then {
        return known;
    }
    let offset = offset_at(t);
    LAST.set((quarter, offset, choices));
    offset
}

/// LocalTime (sec-localtime).
pub fn to_local(t: f64) -> f64 {
    t + offset(t)
}

/// UTC (sec-utc-t): in a gap, the offset before it; of two times, the earlier.
pub fn to_utc(local: f64) -> f64 {
    if !local.is_finite() || local.abs() > 8.64e15 + 86_400_000.0 {
        return f64::NAN;
    }
    const DAY: f64 = 86_400_000.0;
    let before = offset_at(local - DAY);
    let after = offset_at(local + DAY);
    for offset in [before, after] {
        if offset_at(local - offset) == offset {
            return local - offset;
        }
    }
    local - before
}

/// `(Central European Standard Time)`; by the C library in its shorter form.
pub fn name(t: f64) -> String {
    #[cfg(all(feature = "node", feature = "temporal"))]
    if let Some(name) = chosen_zone::name(t) {
        return name;
    }
    let (offset, name) = of_library(t);
    match name.as_str() {
        "UTC" if offset == 0.0 => "Coordinated Universal Time".into(),
        "GMT" => "Greenwich Mean Time".into(),
        "CET" => "Central European Standard Time".into(),
        "CEST" => "Central European Summer Time".into(),
        "EST" => "Eastern Standard Time".into(),
        "EDT" => "Eastern Daylight Time".into(),
        "CST" => "Central Standard Time".into(),
        "CDT" => "Central Daylight Time".into(),
        "MST" => "Mountain Standard Time".into(),
        "MDT" => "Mountain Daylight Time".into(),
        "PST" => "Pacific Standard Time".into(),
        "PDT" => "Pacific Daylight Time".into(),
        "BST" => "British Summer Time".into(),
        "JST" => "Japan Standard Time".into(),
        "IST" => "India Standard Time".into(),
        _ => name,
    }
}

/// Local fields of a time value.
pub fn local_fields(t: f64) -> Fields {
    Fields::of(to_local(t))
}
