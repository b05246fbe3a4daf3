//! Dates in the looser forms that V8 takes, which are known by usage only: `Tue Mar 01 2022 10:00:00 GMT+0100 (CET)`,
//! `3/1/2022 5:00 PM`, `1 March 2022`, …
//!
//! A text is numbers, words and signs; all else stands between them. A number is a part of the time if a colon follows
//! or has come before, a part of the offset after a sign and a colon, and a part of the date otherwise.

use super::time::{make_date, make_day, make_time};
use super::zone;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Names of zones, with hours from UTC.
const ZONES: [(&str, i64); 12] = [
    ("z", 0),
    ("ut", 0),
    ("utc", 0),
    ("gmt", 0),
    ("est", -5),
    ("edt", -4),
    ("cst", -6),
    ("cdt", -5),
    ("mst", -7),
    ("mdt", -6),
    ("pst", -8),
    ("pdt", -7),
];

/// More digits of a number do not count.
const SIGNIFICANT: usize = 9;

#[derive(Clone, Copy)]
struct Number {
    value: i64,
    digits: usize,
}

/// The year, maybe month and day that a text in the format of the specification begins with.
#[derive(Default)]
pub struct Beginning {
    pub numbers: Vec<i64>,
    /// Where the rest begins.
    pub end: usize,
}

#[derive(Default)]
struct Date {
    numbers: Vec<i64>,
    month: Option<i64>,
}

#[derive(Default)]
struct Clock {
    parts: Vec<i64>,
    is_complete: bool,
    /// What AM or PM adds to the hour.
    half: Option<i64>,
}

/// The distance from UTC, as far as it is known.
#[derive(Default)]
struct Offset {
    sign: Option<i64>,
    hour: Option<i64>,
    minute: Option<i64>,
}

struct Reader {
    text: Vec<char>,
    at: usize,
    date: Date,
    clock: Clock,
    offset: Offset,
    has_number: bool,
}

/// The time value, not yet clipped, of a text that may begin in the format of the specification.
pub fn parse(text: &str, beginning: Beginning) -> Option<f64> {
    let Beginning { numbers, end } = beginning;
    let mut reader = Reader {
        text: text.chars().collect(),
        at: end,
        has_number: !numbers.is_empty(),
        date: Date { numbers, month: None },
        clock: Clock::default(),
        offset: Offset::default(),
    };
    while let Some(c) = reader.peek() {
        reader.part(c)?;
    }
    let day = reader.date.day()?;
    let time = reader.clock.time()?;
    let local = make_date(day, time);
    Some(match reader.offset.minutes() {
        Some(minutes) => local - (minutes * 60_000) as f64,
        None => zone::to_utc(local),
    })
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }
    fn take(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        self.at += found as usize;
        found
    }

    /// One number, word or sign; none if the text is no date.
    fn part(&mut self, first: char) -> Option<()> {
        if first.is_ascii_digit() {
            self.number()
        } else if first.is_whitespace() || first == '\u{FEFF}' {
            self.at += 1;
            Some(())
        } else if first >= 'A' {
            self.word()
        } else if first == '(' {
            self.skip_comment();
            Some(())
        } else {
            self.at += 1;
            self.sign(first)
        }
    }

    fn read_number(&mut self) -> Number {
        let start = self.at;
        while self.peek().is_some_and(|c| c.is_ascii_digit()) {
            self.at += 1;
        }
        let digits = &self.text[start..self.at];
        let significant = digits.iter().skip_while(|c| **c == '0').take(SIGNIFICANT);
        let value = significant.fold(0, |n, c| n * 10 + i64::from(c.to_digit(10).unwrap_or(0)));
        Number { value, digits: digits.len() }
    }

    fn number(&mut self) -> Option<()> {
        self.has_number = true;
        let number = self.read_number();
        let n = number.value;
        if self.take(':') {
            if self.take(':') {
                // An hour without minutes.
                return if self.clock.parts.is_empty() { self.clock.add(n).and_then(|()| self.clock.add(0)) } else { None };
            }
            self.clock.add(n)?;
            self.take('.');
            return Some(());
        }
        if self.take('.') && self.clock.expects(n) {
            self.clock.add(n)?;
            if !self.peek()?.is_ascii_digit() {
                return None;
            }
            let fraction = self.read_number();
            return self.clock.finish(milliseconds(fraction));
        }
        if self.offset.expects(n) {
            self.offset.minute = Some(n);
            return Some(());
        }
        if self.clock.expects(n) {
            self.clock.finish(n)?;
            return self.ends_time().then_some(());
        }
        self.date.numbers.push(n);
        self.take('-');
        (self.date.numbers.len() <= 3).then_some(())
    }

    /// Whether what comes may stand directly behind a time.
    fn ends_time(&self) -> bool {
        match self.peek() {
            None | Some('+' | '-') => true,
            Some('z' | 'Z') => self.text.get(self.at + 1).is_none_or(|c| *c < 'A' || c.is_whitespace()),
            Some(c) => c.is_whitespace(),
        }
    }

    fn word(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_some_and(|c| c >= 'A' && !c.is_whitespace()) {
            self.at += 1;
        }
        let word: String = self.text[start..self.at].iter().map(char::to_ascii_lowercase).collect();
        let zone = ZONES.iter().find(|(name, _)| *name == word);
        let month = MONTHS.iter().position(|month| word.starts_with(month));
        match (word.as_str(), zone, month) {
            ("am", ..) if !self.clock.parts.is_empty() => self.clock.half = Some(0),
            ("pm", ..) if !self.clock.parts.is_empty() => self.clock.half = Some(12),
            (.., Some(month)) => {
                self.date.month = Some(month as i64 + 1);
                self.take('-');
            }
            (_, Some((_, hours)), _) if self.has_number => {
                let sign = if *hours < 0 { -1 } else { 1 };
                self.offset = Offset { sign: Some(sign), hour: Some(hours.abs()), minute: Some(0) };
            }
            // Any other word may come before the numbers, but not directly.
            _ if self.has_number || self.peek().is_some_and(|c| c.is_ascii_digit()) => return None,
            _ => {}
        }
        Some(())
    }

    fn skip_comment(&mut self) {
        let mut depth = 0;
        while let Some(c) = self.peek() {
            depth += (c == '(') as i32 - (c == ')') as i32;
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }

    /// What is neither number nor word; it has been taken.
    fn sign(&mut self, c: char) -> Option<()> {
        let is_sign = c == '+' || c == '-';
        if is_sign && (self.offset.is_utc() || !self.clock.parts.is_empty()) {
            self.has_number = true;
            return self.offset_from(if c == '-' { -1 } else { 1 });
        }
        // Between words and before all numbers, it means nothing.
        if (is_sign || c == ')') && self.has_number { None } else { Some(()) }
    }

    fn offset_from(&mut self, sign: i64) -> Option<()> {
        let Number { value, digits } = self.read_number();
        let (hour, minute) = match digits {
            _ if self.peek() == Some(':') => (value, None),
            1 | 2 => (value, Some(0)),
            3 | 4 => (value / 100, Some(value % 100)),
            _ => return None,
        };
        self.offset = Offset { sign: Some(sign), hour: Some(hour), minute };
        Some(())
    }
}

/// The digits behind the point of the seconds; what is less than a millisecond is cut off.
fn milliseconds(Number { value, digits }: Number) -> i64 {
    match digits {
        1 => value * 100,
        2 => value * 10,
        3 => value,
        _ => value / 10i64.pow(digits.min(SIGNIFICANT) as u32 - 3),
    }
}

impl Date {
    /// The day of a date; what is missing is 1.
    fn day(mut self) -> Option<f64> {
        let given = self.numbers.len();
        if given == 0 {
            return None;
        }
        self.numbers.resize(3, 1);
        let is_day = |n: i64| (1..=31).contains(&n);
        let (year, month, day) = match (self.month, self.numbers[0], self.numbers[1], self.numbers[2]) {
            (Some(month), day, ..) if given == 1 && is_day(day) => (1, month, day),
            (Some(month), day, year, _) if is_day(day) => (year, month, day),
            (Some(month), year, day, _) => (year, month, day),
            (None, month, day, year) if is_day(month) => (year, month, day),
            (None, year, month, day) => (year, month, day),
        };
        let year = match year {
            0..50 => year + 2000,
            50..100 => year + 1900,
            _ => year,
        };
        let is_date = (1..=12).contains(&month) && is_day(day);
        is_date.then(|| make_day(year as f64, (month - 1) as f64, day as f64))
    }
}

impl Clock {
    /// Appends a part that a colon follows.
    fn add(&mut self, n: i64) -> Option<()> {
        if self.is_complete || self.parts.len() == 4 {
            return None;
        }
        self.parts.push(n);
        Some(())
    }
    /// Appends the last part.
    fn finish(&mut self, n: i64) -> Option<()> {
        self.add(n)?;
        self.is_complete = true;
        Some(())
    }
    /// Whether a number can be the next part of a time that has begun.
    fn expects(&self, n: i64) -> bool {
        !self.is_complete
            && match self.parts.len() {
                1 | 2 => n < 60,
                3 => n < 1000,
                _ => false,
            }
    }
    fn time(&self) -> Option<f64> {
        let part = |i: usize| self.parts.get(i).copied().unwrap_or(0);
        let (mut hour, rest) = (part(0), [part(1), part(2), part(3)]);
        if let Some(half) = self.half {
            if hour > 12 {
                return None;
            }
            hour = hour % 12 + half;
        }
        let is_time = hour < 24 && rest[0] < 60 && rest[1] < 60 && rest[2] < 1000 || hour == 24 && rest == [0; 3];
        is_time.then(|| make_time(hour as f64, rest[0] as f64, rest[1] as f64, rest[2] as f64))
    }
}

impl Offset {
    fn is_utc(&self) -> bool {
        self.hour == Some(0) && self.minute == Some(0)
    }
    /// Whether a number can be the minutes, behind hours and a colon.
    fn expects(&self, n: i64) -> bool {
        self.hour.is_some() && self.minute.is_none() && n < 60
    }
    fn minutes(&self) -> Option<i64> {
        self.sign.map(|sign| sign * (self.hour.unwrap_or(0) * 60 + self.minute.unwrap_or(0)))
    }
}
