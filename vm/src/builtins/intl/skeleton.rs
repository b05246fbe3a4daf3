//! From the fields that are asked for to a pattern: the available format that is nearest, its
//! widths adjusted, and the fields that it lacks appended (UTS 35, "Matching Skeletons", with the
//! distances of ICU's DateTimePatternGenerator).

use super::cldr::Table;
use super::date_pattern::{FIELD_TYPES, FieldType, Item, parse};

/// The fields of a request or of a format: letter and count of each type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Skeleton([Option<(char, usize)>; FIELD_TYPES]);

const NARROW: i32 = -0x101;
const SHORT: i32 = -0x103;
const LONG: i32 = -0x104;
const NUMERIC: i32 = 0x100;
const DELTA: i32 = 0x10;

/// How a field is written, as a number whose differences are distances; numeric ones are positive.
fn form(letter: char, count: usize) -> i32 {
    let text = |delta: i32| match count {
        0..=3 => SHORT - delta,
        4 => LONG - delta,
        _ => NARROW - delta,
    };
    let numeric = |delta: i32| NUMERIC + delta + count as i32;
    match letter {
        'G' | 'E' | 'a' | 'z' => text(0),
        'c' | 'e' => text(2 * DELTA),
        'b' => text(DELTA),
        'B' => text(3 * DELTA),
        'M' | 'Q' if count <= 2 => numeric(0),
        'L' | 'q' if count <= 2 => numeric(DELTA),
        'M' | 'Q' => text(0),
        'L' | 'q' => text(DELTA),
        'U' => text(0),
        'r' => numeric(3 * DELTA),
        'H' => numeric(10 * DELTA),
        'k' => numeric(11 * DELTA),
        'K' => numeric(DELTA),
        'v' => text(DELTA),
        'V' => text(2 * DELTA),
        'Z' | 'O' => text(3 * DELTA),
        _ => numeric(0),
    }
}

impl Skeleton {
    pub fn add(&mut self, letter: char, count: usize) {
        if let Some(kind) = FieldType::of(letter) {
            self.0[kind as usize] = Some((letter, count));
        }
    }
    pub fn get(&self, kind: FieldType) -> Option<(char, usize)> {
        self.0[kind as usize]
    }
    pub fn remove(&mut self, kind: FieldType) {
        self.0[kind as usize] = None;
    }
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }
    fn of(text: &str) -> Skeleton {
        Skeleton::of_items(&parse(text))
    }
    pub fn of_items(items: &[Item]) -> Skeleton {
        let mut skeleton = Skeleton::default();
        for item in items {
            if let Item::Field(letter, count) = item
                && *letter != 'a'
            {
                skeleton.add(*letter, *count);
            }
        }
        skeleton.completed()
    }
    /// Seconds between minutes and their fractions; halves of the day with hours of twelve only.
    pub fn completed(mut self) -> Skeleton {
        if self.get(FieldType::Fraction).is_some() && self.get(FieldType::Minute).is_some() && self.get(FieldType::Second).is_none() {
            self.add('s', 1);
        }
        match self.get(FieldType::Hour) {
            Some(('h' | 'K', _)) if self.get(FieldType::DayPeriod).is_none() => self.add('a', 1),
            Some(('H' | 'k', _)) => self.remove(FieldType::DayPeriod),
            _ => {}
        }
        self
    }
    fn only(&self, keep: impl Fn(FieldType) -> bool) -> Skeleton {
        let mut kept = self.clone();
        for kind in TYPES {
            if !keep(kind) {
                kept.remove(kind);
            }
        }
        kept
    }
}

pub const TYPES: [FieldType; FIELD_TYPES] = [
    FieldType::Era,
    FieldType::Year,
    FieldType::Quarter,
    FieldType::Month,
    FieldType::Week,
    FieldType::Weekday,
    FieldType::Day,
    FieldType::DayPeriod,
    FieldType::Hour,
    FieldType::Minute,
    FieldType::Second,
    FieldType::Fraction,
    FieldType::Zone,
];

/// A format that a locale has.
struct Format {
    skeleton: Skeleton,
    pattern: String,
}

/// All formats of a locale and calendar.
pub struct Generator {
    formats: Vec<Format>,
    gregorian: Table,
    calendar: Table,
    fields: Table,
}

/// How far a format is from a request.
struct Distance {
    total: i32,
    missing: Vec<FieldType>,
    extra: bool,
}

fn distance(asked: &Skeleton, format: &Skeleton) -> Distance {
    let mut distance = Distance { total: 0, missing: Vec::new(), extra: false };
    for kind in TYPES {
        match (asked.get(kind), format.get(kind)) {
            (None, None) => {}
            (None, Some(_)) => {
                distance.total += 0x10000;
                distance.extra = true;
            }
            (Some(_), None) => {
                distance.total += 0x1000;
                distance.missing.push(kind);
            }
            (Some((a, n)), Some((b, m))) => distance.total += (form(a, n) - form(b, m)).abs(),
        }
    }
    distance
}

impl Generator {
    pub fn of(calendar: &Table, gregorian: &Table, fields: Table) -> Generator {
        let mut formats = Vec::new();
        // Each field can stand alone.
        for letter in ["G", "y", "Q", "M", "w", "W", "E", "d", "D", "F", "a", "H", "m", "s", "S", "v"] {
            formats.push(Format { skeleton: Skeleton::of(letter), pattern: letter.into() });
        }
        if let Some(day_period) = formats.iter_mut().find(|format| format.pattern == "a") {
            day_period.skeleton.add('a', 1);
        }
        let mut add = |skeleton: Skeleton, pattern: &str| match formats.iter_mut().find(|format| format.skeleton == skeleton) {
            Some(format) => format.pattern = pattern.to_owned(),
            None => formats.push(Format { skeleton, pattern: pattern.to_owned() }),
        };
        for length in ["full", "long", "medium", "short"] {
            for (table, path) in [(calendar, "dateFormats"), (gregorian, "timeFormats")] {
                if let Some(pattern) = table.get(&format!("{path}/{length}")) {
                    add(Skeleton::of_items(&parse(pattern)), pattern);
                }
            }
        }
        for (skeleton, pattern) in calendar.below("available").chain(gregorian.below("available").filter(|(skeleton, _)| {
            // Times are the same in all calendars.
            parse(skeleton)
                .iter()
                .all(|item| matches!(item, Item::Field(letter, _) if FieldType::of(*letter).is_some_and(|kind| !kind.is_date())))
        })) {
            if !skeleton.contains('-') {
                add(Skeleton::of(skeleton), pattern);
            }
        }
        Generator { formats, gregorian: gregorian.clone(), calendar: calendar.clone(), fields }
    }

    fn best(&self, asked: &Skeleton) -> Option<(&Format, Distance)> {
        let mut best: Option<(&Format, Distance)> = None;
        for format in &self.formats {
            let distance = distance(asked, &format.skeleton);
            if best.as_ref().is_none_or(|(_, least)| distance.total < least.total) {
                best = Some((format, distance));
            }
        }
        best
    }

    /// The pattern for some fields.
    pub fn pattern(&self, asked: &Skeleton) -> Vec<Item> {
        let asked = asked.clone().completed();
        if let Some((format, distance)) = self.best(&asked)
            && distance.missing.is_empty()
            && !distance.extra
        {
            return adjust(&parse(&format.pattern), Some(&format.skeleton), &asked, false);
        }
        let date = asked.only(FieldType::is_date);
        let time = asked.only(|kind| !kind.is_date());
        let parts = [date, time].map(|part| if part.is_empty() { Vec::new() } else { self.appended(&part) });
        match parts {
            [date, time] if time.is_empty() => date,
            [date, time] if date.is_empty() => time,
            [date, time] => {
                let length = match (asked.get(FieldType::Month), asked.get(FieldType::Weekday)) {
                    (Some((_, 4)), Some(_)) => "full",
                    (Some((_, 4)), None) => "long",
                    (Some((_, 3)), _) => "medium",
                    _ => "short",
                };
                glue(&self.glue_pattern(length), &date, &time)
            }
        }
    }

    /// How a date and a time go together in formats of a length.
    pub fn glue_pattern(&self, length: &str) -> String {
        let tables = [&self.calendar, &self.gregorian];
        let find = |path: String| tables.iter().find_map(|table| table.get(&path));
        find(format!("atTime/{length}")).or_else(|| find(format!("glue/{length}"))).unwrap_or("{1} {0}").to_owned()
    }

    /// A pattern of the nearest format, and of others for what that lacks.
    fn appended(&self, asked: &Skeleton) -> Vec<Item> {
        let Some((format, mut distance)) = self.best(asked) else { return Vec::new() };
        let mut pattern = adjust(&parse(&format.pattern), Some(&format.skeleton), asked, false);
        loop {
            if distance.missing == [FieldType::Fraction] && asked.get(FieldType::Second).is_some() {
                return adjust(&pattern, None, asked, true);
            }
            if distance.missing.is_empty() {
                return pattern;
            }
            let missing = distance.missing.clone();
            let rest = asked.only(|kind| missing.contains(&kind));
            let Some((format, next)) = self.best(&rest) else { return pattern };
            if next.missing.len() >= missing.len() {
                return pattern;
            }
            let more = adjust(&parse(&format.pattern), Some(&format.skeleton), &rest, false);
            let found = missing.iter().find(|kind| !next.missing.contains(kind)).copied().unwrap_or(FieldType::Era);
            let (name, field) = append_names(found);
            let append = self.gregorian.get(&format!("append/{name}")).unwrap_or("{0} ├{2}: {1}┤");
            let field_name = self.fields.get(&format!("{field}/displayName")).unwrap_or(field);
            let append = append.replace("{2}", field_name);
            pattern = fill_items(&append, &[&pattern, &more]);
            distance = next;
        }
    }
}

fn append_names(kind: FieldType) -> (&'static str, &'static str) {
    match kind {
        FieldType::Era => ("Era", "era"),
        FieldType::Year => ("Year", "year"),
        FieldType::Quarter => ("Quarter", "quarter"),
        FieldType::Month => ("Month", "month"),
        FieldType::Week => ("Week", "week"),
        FieldType::Weekday => ("Day-Of-Week", "weekday"),
        FieldType::Day => ("Day", "day"),
        FieldType::Hour => ("Hour", "hour"),
        FieldType::Minute => ("Minute", "minute"),
        FieldType::Second | FieldType::Fraction => ("Second", "second"),
        FieldType::DayPeriod => ("Day-Of-Week", "dayperiod"),
        FieldType::Zone => ("Timezone", "zone"),
    }
}

/// A date and a time by a pattern whose texts are as in dates: `{1} 'at' {0}`.
pub fn glue(pattern: &str, date: &[Item], time: &[Item]) -> Vec<Item> {
    let mut out = Vec::new();
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        out.extend(parse(&rest[..open]));
        out.extend_from_slice(if rest[open..].starts_with("{1}") { date } else { time });
        rest = rest.get(open + 3..).unwrap_or_default();
    }
    out.extend(parse(rest));
    merged(out)
}

/// A pattern whose texts are texts.
fn fill_items(pattern: &str, arguments: &[&[Item]]) -> Vec<Item> {
    let mut out = Vec::new();
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        out.push(Item::Text(rest[..open].to_owned()));
        let index = rest[open + 1..].chars().next().and_then(|c| c.to_digit(10)).unwrap_or(0) as usize;
        out.extend_from_slice(arguments.get(index).copied().unwrap_or_default());
        rest = rest.get(open + 3..).unwrap_or_default();
    }
    out.push(Item::Text(rest.to_owned()));
    merged(out)
}

/// Texts that meet are one; empty ones are none.
pub fn merged(items: Vec<Item>) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::new();
    for item in items {
        match (out.last_mut(), item) {
            (_, Item::Text(text)) if text.is_empty() => {}
            (Some(Item::Text(last)), Item::Text(text)) => last.push_str(&text),
            (_, item) => out.push(item),
        }
    }
    out
}

/// The pattern with the widths that were asked for.
pub fn adjust(pattern: &[Item], of: Option<&Skeleton>, asked: &Skeleton, with_fraction: bool) -> Vec<Item> {
    let mut out = Vec::new();
    for item in pattern {
        let Item::Field(letter, count) = item else {
            out.push(item.clone());
            continue;
        };
        let Some(kind) = FieldType::of(*letter) else { continue };
        let Some((asked_letter, asked_count)) = asked.get(kind) else {
            out.push(item.clone());
            continue;
        };
        let asked_count = if asked_letter == 'E' && asked_count < 3 { 3 } else { asked_count };
        let mut new_count = asked_count;
        if matches!(kind, FieldType::Minute | FieldType::Second) {
            new_count = *count;
        } else if let Some(of) = of
            && let Some((of_letter, of_count)) = of.get(kind)
        {
            let numeric = form(*letter, *count) > 0;
            let of_numeric = form(of_letter, of_count) > 0;
            let of_count = if of_letter == 'E' && of_count < 3 { 3 } else { of_count };
            if of_count == asked_count || numeric != of_numeric {
                new_count = *count;
            }
        }
        let kept =
            matches!(kind, FieldType::Hour | FieldType::Month | FieldType::Weekday) || kind == FieldType::Year && asked_letter != 'Y';
        out.push(Item::Field(if kept { *letter } else { asked_letter }, new_count));
        if with_fraction
            && kind == FieldType::Second
            && let Some((_, digits)) = asked.get(FieldType::Fraction)
        {
            // The locale's decimal sign, which the writer knows.
            out.push(Item::Text("\u{FFFC}".into()));
            out.push(Item::Field('S', digits));
        }
    }
    out
}
