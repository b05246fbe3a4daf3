//! Writes moments by patterns (sec-formatdatetimepattern).

use super::calendar_fields::{DateFields, WallTime};
use super::cldr::{self, Table};
use super::date_pattern::{FieldType, Item, has};
use super::date_time_values::Shown;
use super::numbering::Symbols;
use super::parts::{Part, fill_text, part, push_literal};
use super::zone_names::{ZoneId, ZoneNames};

/// What a locale and a calendar call the parts of dates.
pub struct DateTexts {
    calendar: String,
    names: Table,
    gregorian: Table,
    symbols: Symbols,
    zones: ZoneNames,
    day_periods: &'static str,
}

/// The widths of names by how often a letter is there, the one to look for first.
fn widths(count: usize) -> [&'static str; 3] {
    match count {
        0..=3 => ["abbreviated", "wide", "narrow"],
        4 => ["wide", "abbreviated", "narrow"],
        5 => ["narrow", "abbreviated", "wide"],
        _ => ["short", "abbreviated", "wide"],
    }
}

impl DateTexts {
    pub fn of(data: &str, calendar: &str, names: &Table, gregorian: &Table, numbering: &str) -> DateTexts {
        let symbols = Symbols::of(&Table::of("numbers", data), numbering);
        let language = data.split('-').next().unwrap_or_default();
        let names = if calendar == "iso8601" { gregorian } else { names };
        DateTexts {
            calendar: calendar.to_owned(),
            names: names.clone(),
            gregorian: gregorian.clone(),
            zones: ZoneNames::of(data, symbols.digits.clone()),
            symbols,
            day_periods: cldr::world(&format!("dayPeriods/{language}")).unwrap_or_default(),
        }
    }

    fn number(&self, number: i64, least: usize) -> String {
        super::number_format::plain_integer(&self.symbols, number, least)
    }

    fn name(&self, table: &Table, what: &str, contexts: &[&str], count: usize, key: &str) -> Option<&'static str> {
        widths(count).iter().find_map(|width| contexts.iter().find_map(|context| table.get(&format!("{what}/{context}/{width}/{key}"))))
    }

    fn month(&self, date: &DateFields, letter: char, count: usize) -> String {
        let contexts: &[&str] = if letter == 'L' { &["stand-alone", "format"] } else { &["format", "stand-alone"] };
        let leap_pattern = || {
            let numeric = self.names.get("monthPatterns/numeric/all/leap");
            let named = self.name(&self.names, "monthPatterns", contexts, count, "leap");
            if count <= 2 { numeric.or(named) } else { named }.unwrap_or("{0}bis")
        };
        let text = if count <= 2 {
            self.number(date.month as i64, count)
        } else {
            let leap_key = format!("{}-yeartype-leap", date.month_name);
            let leap = (self.calendar == "hebrew" && date.month_name == 7 && date.is_leap_year)
                .then(|| self.name(&self.names, "months", contexts, count, &leap_key))
                .flatten();
            let key = date.month_name.to_string();
            leap.or_else(|| self.name(&self.names, "months", contexts, count, &key)).map_or_else(|| key.clone(), str::to_owned)
        };
        if date.is_leap_month && matches!(self.calendar.as_str(), "chinese" | "dangi") { fill_text(leap_pattern(), &[&text]) } else { text }
    }

    fn weekday(&self, wall: WallTime, letter: char, count: usize) -> String {
        const KEYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
        let contexts: &[&str] = if letter == 'c' { &["stand-alone", "format"] } else { &["format", "stand-alone"] };
        let key = KEYS[wall.weekday()];
        self.name(&self.gregorian, "days", contexts, count, key).unwrap_or(key).to_owned()
    }

    fn era(&self, date: &DateFields, count: usize) -> String {
        let width = match count {
            0..=3 => "eraAbbr",
            4 => "eraNames",
            _ => "eraNarrow",
        };
        let find =
            |table: &Table, key: &str| [width, "eraAbbr", "eraNames"].iter().find_map(|width| table.get(&format!("eras/{width}/{key}")));
        // Before the eras of Japan that there are dates for, years are as in the West.
        let found = if matches!(date.era.as_str(), "ce" | "bce") {
            find(&self.gregorian, if date.era == "ce" { "1" } else { "0" })
        } else {
            find(&self.names, &date.era)
        };
        found.unwrap_or_default().to_owned()
    }

    /// Morning or afternoon; a flexible part of the day for `B`.
    fn day_period(&self, wall: WallTime, pattern: &[Item], letter: char, count: usize) -> String {
        let get = |key: &str| self.name(&self.gregorian, "dayPeriods", &["format", "stand-alone"], count, key);
        let half = if wall.hour() < 12 { "am" } else { "pm" };
        if letter == 'B' || letter == 'b' {
            let minute = wall.hour() * 60 + wall.minute();
            let on_the_hour = wall.second() == 0 || !has(pattern, FieldType::Second);
            let whole = if has(pattern, FieldType::Minute) { minute } else { wall.hour() * 60 };
            let time = |text: &str| {
                let (hour, minutes) = text.split_once(':')?;
                Some(hour.parse::<u32>().ok()? * 60 + minutes.parse::<u32>().ok()?)
            };
            let mut found = None;
            for rule in self.day_periods.split(' ') {
                let words: Vec<&str> = rule.split(',').collect();
                match words[..] {
                    // Midnight is a part of the night.
                    [name, at] if on_the_hour && time(at) == Some(whole) && (letter == 'b' || name != "midnight") => {
                        found = Some(name);
                        break;
                    }
                    [name, from, before] if letter == 'B' => {
                        let (Some(from), Some(before)) = (time(from), time(before)) else { continue };
                        if if from < before { (from..before).contains(&minute) } else { minute >= from || minute < before } {
                            found = Some(name);
                        }
                    }
                    _ => {}
                }
            }
            if let Some(text) = found.and_then(get) {
                return text.to_owned();
            }
        }
        get(half).unwrap_or(half).to_owned()
    }

    /// The parts of a moment.
    pub fn write(&self, pattern: &[Item], shown: &Shown, zone: &ZoneId) -> Vec<Part> {
        let wall = shown.wall;
        let date = DateFields::of(wall.day, &self.calendar);
        let mut parts = Vec::new();
        for item in pattern {
            let (letter, count) = match item {
                Item::Text(text) if text == "\u{FFFC}" => {
                    push_literal(&mut parts, self.symbols.decimal);
                    continue;
                }
                Item::Text(text) => {
                    push_literal(&mut parts, text);
                    continue;
                }
                Item::Field(letter, count) => (*letter, *count),
            };
            let hour = wall.hour() as i64;
            let (kind, text) = match letter {
                'G' => ("era", self.era(&date, count)),
                'y' if count == 2 => ("year", self.number(date.year.rem_euclid(100), 2)),
                'y' | 'Y' => ("year", self.number(date.year, count)),
                'u' => ("year", self.number(date.related_year, count)),
                'r' => ("relatedYear", self.number(date.related_year, count)),
                'U' => {
                    let key = ((date.related_year - 4).rem_euclid(60) + 1).to_string();
                    let name = self.name(&self.names, "cyclicNameSets/years", &["format"], count, &key);
                    ("yearName", name.map_or_else(|| self.number(date.related_year, 1), str::to_owned))
                }
                'M' | 'L' => ("month", self.month(&date, letter, count)),
                'E' | 'c' | 'e' => ("weekday", self.weekday(wall, letter, count)),
                'd' => ("day", self.number(date.day as i64, count)),
                'a' | 'b' | 'B' => ("dayPeriod", self.day_period(wall, pattern, letter, count)),
                'h' => ("hour", self.number((hour + 11) % 12 + 1, count)),
                'H' => ("hour", self.number(hour, count)),
                'K' => ("hour", self.number(hour % 12, count)),
                'k' => ("hour", self.number(if hour == 0 { 24 } else { hour }, count)),
                'm' => ("minute", self.number(wall.minute() as i64, count)),
                's' => ("second", self.number(wall.second() as i64, count)),
                'S' => {
                    let digits = format!("{:09}", wall.nanosecond % 1_000_000_000);
                    ("fractionalSecond", self.symbols.digits.write(&digits[..count.min(9)]))
                }
                'z' | 'O' | 'v' => ("timeZoneName", self.zones.name(zone, letter, count, shown.epoch)),
                _ => continue,
            };
            // Narrow spaces are written as spaces, as in patterns.
            parts.push(part(kind, text.replace('\u{202F}', " ")));
        }
        parts
    }

    /// The fields of a moment that patterns can tell apart, the greatest first.
    pub fn compared(&self, shown: &Shown) -> [(char, String); 9] {
        let wall = shown.wall;
        let date = DateFields::of(wall.day, &self.calendar);
        [
            ('G', date.era.clone()),
            ('y', format!("{} {}", date.year, date.related_year)),
            ('M', format!("{} {}", date.month_name, date.is_leap_month)),
            ('d', date.day.to_string()),
            ('a', (wall.hour() / 12).to_string()),
            ('h', wall.hour().to_string()),
            ('m', wall.minute().to_string()),
            ('s', wall.second().to_string()),
            ('S', (wall.nanosecond % 1_000_000_000).to_string()),
        ]
    }
}
