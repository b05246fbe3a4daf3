//! Date.parse: the format of the specification (sec-date-time-string-format), then the
//! looser forms that V8 takes (`legacy`).

use super::legacy::{self, Beginning};
use super::time::{make_date, make_day, make_time, time_clip};
use super::zone;

/// The time value of a text, NaN if it is none.
pub fn parse(text: &str) -> f64 {
    iso(text).or_else(|| legacy::parse(text, beginning(text))).map_or(f64::NAN, time_clip)
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
    /// A number of exactly `count` digits.
    fn whole_number(&mut self, count: usize) -> Option<i64> {
        let start = self.at;
        let number = self.digits(count)?;
        if self.peek().is_ascii_digit() {
            self.at = start;
            return None;
        }
        Some(number as i64)
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
    if s.peek() == b'T' || s.peek() == b't' {
        s.at += 1;
        date_only = false;
        hour = s.digits(2)?;
        if !s.take(b':') {
            return None;
        }
        minute = s.digits(2)?;
        if s.take(b':') {
            second = s.digits(2)?;
            if s.take(b'.') {
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
            if hours > 23.0 || minutes > 59.0 {
                return None;
            }
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

/// What of a text can be read as the start of a date in the specification's format: the looser forms go on there.
fn beginning(text: &str) -> Beginning {
    let mut s = Scanner { bytes: text.as_bytes(), at: 0 };
    let mut found = Beginning::default();
    let sign = s.bytes.first().filter(|c| matches!(c, b'+' | b'-'));
    s.at += sign.is_some() as usize;
    let count = if sign.is_some() { 6 } else { 4 };
    let Some(year) = s.whole_number(count) else { return found };
    found.end = s.at;
    let is_negative = sign == Some(&b'-');
    // There is no year -0, but it has been read.
    if is_negative && year == 0 {
        return found;
    }
    found.numbers.push(if is_negative { -year } else { year });
    for most in [12, 31] {
        if !s.take(b'-') {
            break;
        }
        found.end = s.at;
        let Some(part) = s.whole_number(2).filter(|part| (1..=most).contains(part)) else { break };
        found.numbers.push(part);
        found.end = s.at;
    }
    found
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
