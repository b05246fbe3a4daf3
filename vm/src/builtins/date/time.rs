//! Time values: days, years and their arithmetic (sec-overview-of-date-objects-and-definitions-of-abstract-operations).
//!
//! A time value is a count of milliseconds since 1970-01-01T00:00:00 UTC, a whole number
//! up to 8.64e15 in magnitude, or NaN. Days are counted by the civil-from-days algorithm
//! (Hinnant, 2013), which needs no loops.

pub const MS_PER_DAY: f64 = 86_400_000.0;

/// A calendar date and time of day.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Fields {
    pub year: f64,
    /// 0 ..= 11
    pub month: f64,
    /// 1 ..= 31
    pub day: f64,
    pub hour: f64,
    pub minute: f64,
    pub second: f64,
    pub millisecond: f64,
    /// 0: Sunday
    pub weekday: usize,
}

/// Days from the epoch to a day of a proleptic Gregorian year; month from 0, day from 1.
pub fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    // Years begin in March, so that the leap day is the last.
    let y = if month < 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let year_of_era = y.rem_euclid(400);
    let day_of_year = (153 * ((month + 10) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Year, month from 0 and day from 1 of a day counted from the epoch.
pub fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 2 } else { from_march - 10 };
    (year_of_era + era * 400 + (month < 2) as i64, month, day)
}

impl Fields {
    /// The fields of a finite time value, read as it stands (no time zone).
    pub fn of(t: f64) -> Fields {
        let days = (t / MS_PER_DAY).floor();
        let in_day = t - days * MS_PER_DAY;
        let (year, month, day) = civil_from_days(days as i64);
        Fields {
            year: year as f64,
            month: month as f64,
            day: day as f64,
            hour: (in_day / 3_600_000.0).floor(),
            minute: (in_day / 60_000.0).floor() % 60.0,
            second: (in_day / 1000.0).floor() % 60.0,
            millisecond: in_day % 1000.0,
            weekday: (days as i64 + 4).rem_euclid(7) as usize,
        }
    }
}

/// MakeTime (sec-maketime).
pub fn make_time(hour: f64, minute: f64, second: f64, ms: f64) -> f64 {
    if ![hour, minute, second, ms].iter().all(|x| x.is_finite()) {
        return f64::NAN;
    }
    hour.trunc() * 3_600_000.0 + minute.trunc() * 60_000.0 + second.trunc() * 1000.0 + ms.trunc()
}

/// MakeDay (sec-makeday).
pub fn make_day(year: f64, month: f64, date: f64) -> f64 {
    if ![year, month, date].iter().all(|x| x.is_finite()) {
        return f64::NAN;
    }
    let (year, month, date) = (year.trunc(), month.trunc(), date.trunc());
    let year = year + (month / 12.0).floor();
    if year.abs() > 400_000.0 {
        return f64::NAN;
    }
    let month = month.rem_euclid(12.0);
    days_from_civil(year as i64, month as i64, 1) as f64 + date - 1.0
}

/// MakeDate (sec-makedate).
pub fn make_date(day: f64, time: f64) -> f64 {
    let t = day * MS_PER_DAY + time;
    if t.is_finite() { t } else { f64::NAN }
}

/// MakeFullYear (sec-makefullyear).
pub fn make_full_year(year: f64) -> f64 {
    let truncated = year.trunc();
    if (0.0..=99.0).contains(&truncated) { 1900.0 + truncated } else { truncated }
}

/// TimeClip (sec-timeclip).
pub fn time_clip(t: f64) -> f64 {
    // Adding 0 makes -0 0.
    if t.is_finite() && t.abs() <= 8.64e15 { t.trunc() + 0.0 } else { f64::NAN }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_are_inverse() {
        for days in (-100_000_000..=100_000_000i64).step_by(9973) {
            let (y, m, d) = civil_from_days(days);
            assert_eq!(days_from_civil(y, m, d), days);
            assert!((0..12).contains(&m) && (1..=31).contains(&d));
        }
        assert_eq!(civil_from_days(0), (1970, 0, 1));
        assert_eq!(civil_from_days(-1), (1969, 11, 31));
        assert_eq!(days_from_civil(2000, 1, 29), 11016);
        assert_eq!(civil_from_days(-719_468), (0, 2, 1));
    }

    #[test]
    fn fields_of_negative_times() {
        let f = Fields::of(-1.0);
        assert_eq!((f.year, f.month, f.day, f.hour, f.millisecond, f.weekday), (1969.0, 11.0, 31.0, 23.0, 999.0, 3));
    }

    #[test]
    fn months_carry_into_years() {
        assert_eq!(make_day(2020.0, 13.0, 1.0), make_day(2021.0, 1.0, 1.0));
        assert_eq!(make_day(2020.0, -1.0, 1.0), make_day(2019.0, 11.0, 1.0));
        assert!(make_day(f64::INFINITY, 0.0, 1.0).is_nan());
        assert!(time_clip(8.64e15 + 1.0).is_nan());
    }
}
