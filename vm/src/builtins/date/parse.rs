//! Date.parse: the format of the specification (sec-date-time-string-format), then the
//! looser forms that V8 takes: `Tue Mar 01 2022 10:00:00 GMT+0100 (CET)`, `3/1/2022 5:00 PM`,
//! `1 March 2022`, …

use super::time::{make_date, make_day, make_time, time_clip};
use super::zone;

/// The time value of a text, NaN if it is none.
pub fn parse(text: &str) -> f64 {
    let text = text.trim();
    iso(text).or_else(|| loose(text)).map_or(f64::NAN, time_clip)
}

struct Scanner<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }
    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == byte;
        self.at += found as usize;
        found
    }
    fn done(&self) -> bool {
        self.at >= self.bytes.len()
    }
    /// Exactly `count` digits.
    fn digits(&mut self, count: usize) -> Option<f64> {
        let slice = self.bytes.get(self.at..self.at + count)?;
        if !slice.iter().all(u8::is_ascii_digit) {
            return None;
        }
        self.at += count;
        Some(slice.iter().fold(0.0, |n, d| n * 10.0 + (d - b'0') as f64))
    }
}

/// The specification's format.
fn iso(text: &str) -> Option<f64> {
    let mut s = Scanner { bytes: text.as_bytes(), at: 0 };
    let year = if s.peek() == b'+' || s.peek() == b'-' {
        let negative = s.peek() == b'-';
        s.at += 1;
        let year = s.digits(6)?;
        if negative && year == 0.0 {
            return None;
        }
        if negative { -year } else { year }
    } else {
        s.digits(4)?
    };
    let (mut month, mut day) = (1.0, 1.0);
    let mut date_only = true;
    if s.take(b'-') {
        month = s.digits(2)?;
        if s.take(b'-') {
            day = s.digits(2)?;
        }
    }
    if !(1.0..=12.0).contains(&month) || !(1.0..=31.0).contains(&day) {
        return None;
    }
    let (mut hour, mut minute, mut second, mut ms) = (0.0, 0.0, 0.0, 0.0);
    let mut offset = None;
    if s.peek() == b'T' || s.peek() == b't' || s.peek() == b' ' {
        s.at += 1;
        date_only = false;
        hour = s.digits(2)?;
        if !s.take(b':') {
            return None;
        }
        minute = s.digits(2)?;
        if s.take(b':') {
            second = s.digits(2)?;
            if s.take(b'.') || s.take(b',') {
                if !s.peek().is_ascii_digit() {
                    return None;
                }
                // What is less than a millisecond is cut off.
                let mut scales = [100.0, 10.0, 1.0].into_iter();
                while s.peek().is_ascii_digit() {
                    ms += (s.peek() - b'0') as f64 * scales.next().unwrap_or(0.0);
                    s.at += 1;
                }
            }
        }
        if s.take(b'Z') || s.take(b'z') {
            offset = Some(0.0);
        } else if s.peek() == b'+' || s.peek() == b'-' {
            let sign = if s.peek() == b'-' { -1.0 } else { 1.0 };
            s.at += 1;
            let hours = s.digits(2)?;
            s.take(b':');
            let minutes = s.digits(2)?;
            offset = Some(sign * (hours * 60.0 + minutes) * 60_000.0);
        }
    }
    if !s.done() || hour > 24.0 || minute > 59.0 || second > 59.0 || hour == 24.0 && (minute, second, ms) != (0.0, 0.0, 0.0) {
        return None;
    }
    // As V8 has it, a day that the month lacks is one of the next month.
    let t = make_date(make_day(year, month - 1.0, day), make_time(hour, minute, second, ms));
    Some(match offset {
        Some(offset) => t - offset,
        None if date_only => t,
        None => zone::to_utc(t),
    })
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// The forms that are known by usage only.
fn loose(text: &str) -> Option<f64> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut numbers: Vec<f64> = Vec::new();
    let mut month = None;
    let mut clock: Option<[f64; 4]> = None;
    let (mut pm, mut am) = (false, false);
    let mut offset: Option<f64> = None;
    while at < bytes.len() {
        let c = bytes[at];
        if c == b'(' {
            let mut depth = 0;
            while at < bytes.len() {
                depth += (bytes[at] == b'(') as i32 - (bytes[at] == b')') as i32;
                at += 1;
                if depth == 0 {
                    break;
                }
            }
        } else if c.is_ascii_alphabetic() {
            let start = at;
            while at < bytes.len() && bytes[at].is_ascii_alphabetic() {
                at += 1;
            }
            let word = text[start..at].to_ascii_lowercase();
            let short: String = word.chars().take(3).collect();
            match word.as_str() {
                "t" => return None,
                "am" | "pm" if clock.is_none() && !numbers.is_empty() => return None,
                "am" => am = true,
                "pm" => pm = true,
                "z" | "gmt" | "ut" | "utc" => offset = Some(offset.unwrap_or(0.0)),
                "est" => offset = Some(-300.0),
                "edt" => offset = Some(-240.0),
                "cst" => offset = Some(-360.0),
                "cdt" => offset = Some(-300.0),
                "mst" => offset = Some(-420.0),
                "mdt" => offset = Some(-360.0),
                "pst" => offset = Some(-480.0),
                "pdt" => offset = Some(-420.0),
                _ => {
                    if let Some(i) = MONTHS.iter().position(|m| *m == short) {
                        month = Some(i as f64);
                        at += (at < bytes.len() && bytes[at] == b'-') as usize;
                    } else if !DAYS.contains(&short.as_str()) && (!numbers.is_empty() || month.is_some()) {
                        return None;
                    }
                }
            }
        } else if c.is_ascii_digit() {
            let read = |at: &mut usize| {
                let from = *at;
                while *at < bytes.len() && bytes[*at].is_ascii_digit() {
                    *at += 1;
                }
                text[from..*at].parse::<f64>().ok()
            };
            let number = read(&mut at)?;
            if at < bytes.len() && bytes[at] == b':' && clock.is_none() {
                let mut parts = [number, 0.0, 0.0, 0.0];
                let mut n = 1;
                while n < 3 && at + 1 < bytes.len() && bytes[at] == b':' && bytes[at + 1].is_ascii_digit() {
                    at += 1;
                    parts[n] = read(&mut at)?;
                    n += 1;
                }
                if n == 1 {
                    return None;
                }
                if n == 3 && at + 1 < bytes.len() && bytes[at] == b'.' && bytes[at + 1].is_ascii_digit() {
                    at += 1;
                    let from = at;
                    read(&mut at)?;
                    parts[3] = (format!("0.{}", &text[from..at]).parse::<f64>().ok()? * 1000.0).floor();
                }
                if n == 3 && at + 1 < bytes.len() && bytes[at] == b':' && bytes[at + 1].is_ascii_digit() {
                    at += 1;
                    parts[3] = read(&mut at)?;
                }
                clock = Some(parts);
            } else {
                numbers.push(number);
                // Part of the date, not the sign of an offset.
                at += (at < bytes.len() && bytes[at] == b'-') as usize;
            }
        } else if (c == b'+' || c == b'-')
            && (clock.is_some() || offset.is_some())
            && at + 1 < bytes.len()
            && bytes[at + 1].is_ascii_digit()
        {
            let sign = if c == b'-' { -1.0 } else { 1.0 };
            let from = at + 1;
            at = from;
            while at < bytes.len() && bytes[at].is_ascii_digit() {
                at += 1;
            }
            let digits = &text[from..at];
            let number: f64 = digits.parse().ok()?;
            let mut minutes = if digits.len() <= 2 { number * 60.0 } else { (number / 100.0).floor() * 60.0 + number % 100.0 };
            if digits.len() <= 2 && at + 2 < bytes.len() && bytes[at] == b':' {
                minutes += text.get(at + 1..at + 3)?.parse::<f64>().ok()?;
                at += 3;
            }
            offset = Some(sign * minutes);
        } else if matches!(c, b' ' | b',' | b'/' | b'.' | b'\t') || matches!(c, b'+' | b'-') && numbers.is_empty() {
            at += 1;
        } else {
            return None;
        }
    }
    // As V8 has it: what is missing is 1, and of two numbers that can be either the day comes first.
    let given = numbers.len();
    if !(1..=3).contains(&given) {
        return None;
    }
    numbers.resize(3, 1.0);
    let is_day = (1.0..=31.0).contains(&numbers[0]);
    let (year, month, day) = match (month, [numbers[0], numbers[1], numbers[2]]) {
        (Some(m), [d, ..]) if given == 1 && is_day => (2001.0, m, d),
        (Some(m), [d, y, _]) if is_day => (y, m, d),
        (Some(m), [y, d, _]) => (y, m, d),
        (None, [m, d, y]) if is_day => (y, m - 1.0, d),
        (None, [y, m, d]) => (y, m - 1.0, d),
    };
    let year = match year {
        y if (0.0..50.0).contains(&y) => 2000.0 + y,
        y if (50.0..100.0).contains(&y) => 1900.0 + y,
        y => y,
    };
    if !(0.0..12.0).contains(&month) || !(1.0..=31.0).contains(&day) {
        return None;
    }
    let [mut hour, minute, second, ms] = clock.unwrap_or_default();
    if (am || pm) && hour > 12.0 {
        return None;
    }
    if pm && hour < 12.0 {
        hour += 12.0;
    } else if am && hour == 12.0 {
        hour = 0.0;
    }
    let midnight = hour == 24.0 && (minute, second, ms) == (0.0, 0.0, 0.0);
    if !(midnight || hour < 24.0 && minute < 60.0 && second < 60.0 && ms < 1000.0) {
        return None;
    }
    let t = make_date(make_day(year, month, day), make_time(hour, minute, second, ms));
    Some(match offset {
        Some(minutes) => t - minutes * 60_000.0,
        None => zone::to_utc(t),
    })
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn iso_forms() {
        assert_eq!(parse("1970-01-01"), 0.0);
        assert_eq!(parse("1970-01-01T00:00:00.123Z"), 123.0);
        assert_eq!(parse("2020-02-29T12:00:00+01:00"), 1582974000000.0);
        assert_eq!(parse("+275760-09-13T00:00:00.000Z"), 8.64e15);
        assert_eq!(parse("1969-12-31T24:00:00Z"), 0.0);
        assert!(parse("-000000-01-01T00:00:00Z").is_nan());
        // As V8 has it: a day that the month lacks, but some month has, rolls over.
        assert_eq!(parse("2021-02-29T00:00:00Z"), 1614556800000.0);
        assert!(parse("2021-02-32T00:00:00Z").is_nan());
        assert!(parse("2020-13-01").is_nan());
        assert!(parse("hello").is_nan());
    }

    #[test]
    fn usual_forms_with_a_zone() {
        assert_eq!(parse("Thu, 01 Jan 1970 00:00:00 GMT"), 0.0);
        assert_eq!(parse("Thu Jan 01 1970 01:00:00 GMT+0100 (CET)"), 0.0);
        assert_eq!(parse("Jan 1, 1970 12:00 AM UTC"), 0.0);
        assert_eq!(parse("1 January 1970 00:00:01 Z"), 1000.0);
        assert_eq!(parse("1/2/1970 UTC"), 86_400_000.0);
    }
}
