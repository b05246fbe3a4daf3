//! The fields of a moment in a calendar, as patterns of dates show them.

use temporal_rs::{Calendar, PlainDate};

/// A wall-clock date and time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WallTime {
    /// Days and nanoseconds since the epoch.
    pub day: i64,
    pub nanosecond: i64,
}

impl WallTime {
    pub fn of_nanoseconds(time: i128) -> WallTime {
        const DAY: i128 = 86_400_000_000_000;
        WallTime { day: time.div_euclid(DAY) as i64, nanosecond: time.rem_euclid(DAY) as i64 }
    }
    pub fn hour(self) -> u32 {
        (self.nanosecond / 3_600_000_000_000) as u32
    }
    pub fn minute(self) -> u32 {
        (self.nanosecond / 60_000_000_000 % 60) as u32
    }
    pub fn second(self) -> u32 {
        (self.nanosecond / 1_000_000_000 % 60) as u32
    }
    /// 0 is Sunday.
    pub fn weekday(self) -> usize {
        (self.day + 4).rem_euclid(7) as usize
    }
}

/// A date in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateFields {
    /// Key of the era's names.
    pub era: String,
    /// Of the era.
    pub year: i64,
    /// The Gregorian year in which a year of a calendar without eras begins.
    pub related_year: i64,
    /// Key of the month's name.
    pub month_name: usize,
    /// The number that is shown.
    pub month: usize,
    pub is_leap_month: bool,
    pub is_leap_year: bool,
    pub day: usize,
}

/// Year, month and day of a day since the epoch in the ISO calendar.
pub fn iso_date(day: i64) -> (i64, usize, usize) {
    // Years that begin in March have the leap day at their end.
    let z = day + 719_468;
    let cycle = z.div_euclid(146_097);
    let of_cycle = z.rem_euclid(146_097);
    let year = (of_cycle - of_cycle / 1_460 + of_cycle / 36_524 - of_cycle / 146_096) / 365;
    let of_year = of_cycle - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = (of_year - (153 * month + 2) / 5 + 1) as usize;
    let month = if month < 10 { month + 3 } else { month - 9 } as usize;
    (year + cycle * 400 + (month <= 2) as i64, month, day)
}

impl DateFields {
    pub fn of(day: i64, calendar: &str) -> DateFields {
        let (year, month, day) = iso_date(day);
        let gregorian = || DateFields {
            era: if year > 0 { "1" } else { "0" }.into(),
            year: if year > 0 { year } else { 1 - year },
            related_year: year,
            month_name: month,
            month,
            is_leap_month: false,
            is_leap_year: false,
            day,
        };
        if matches!(calendar, "gregory" | "iso8601") {
            return gregorian();
        }
        let Ok(calendar_of) = Calendar::try_from_utf8(calendar.as_bytes()) else { return gregorian() };
        let Ok(date) = PlainDate::try_new(year as i32, month as u8, day as u8, calendar_of) else { return gregorian() };
        let code = date.month_code();
        let code = code.as_str();
        let number: usize = code[1..3].parse().unwrap_or(1);
        let is_leap = code.ends_with('L');
        let era = date.era().map(|era| era.to_string()).unwrap_or_default();
        let era_key = match (calendar, era.as_str()) {
            ("japanese", "meiji") => "232",
            ("japanese", "taisho") => "233",
            ("japanese", "showa") => "234",
            ("japanese", "heisei") => "235",
            ("japanese", "reiwa") => "236",
            ("japanese", "bce") => "bce",
            ("japanese", _) => "ce",
            ("roc", "roc" | "minguo") => "1",
            ("coptic", "am") | ("ethiopic", "am") => "1",
            (_, "bh") => "1",
            _ => "0",
        };
        // Shown in the Hebrew calendar: Adar I is 6, and the months after it are one further.
        let (month_name, shown) = match calendar {
            "hebrew" if is_leap => (6, 6),
            "hebrew" if number >= 6 => (number + 1, date.month() as usize),
            _ => (number, number),
        };
        DateFields {
            era: era_key.into(),
            year: date.era_year().unwrap_or(date.year()) as i64,
            related_year: date.year() as i64,
            month_name,
            month: shown,
            is_leap_month: is_leap,
            is_leap_year: date.months_in_year() > 12,
            day: date.day() as usize,
        }
    }
}
