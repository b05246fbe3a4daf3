//! Ranges of dates (sec-partitiondatetimerangepattern): what the two ends share is shown once, by
//! the interval formats of the locale.

use super::date_pattern::{FieldType, Item, has, parse};
use super::date_time_format::DateTimeFormat;
use super::date_time_values::Shown;
use super::parts::{Part, fill};
use super::skeleton::{Skeleton, TYPES, merged};

fn from(source: &'static str, mut parts: Vec<Part>) -> Vec<Part> {
    for part in &mut parts {
        part.source.get_or_insert(source);
    }
    parts
}

/// The parts of a range.
pub fn parts(format: &DateTimeFormat, start: &Shown, end: &Shown) -> Vec<Part> {
    let pattern = format.pattern(start.kind).unwrap_or_default();
    let write = |items: &[Item], shown: &Shown| format.texts.write(items, shown, &format.zone);
    let (one, two) = (format.texts.compared(start), format.texts.compared(end));
    let difference = one.iter().zip(&two).find(|(one, two)| one != two).map(|(one, _)| one.0);
    let smallest = smallest_field(pattern);
    // What differs below the least field that is shown is not seen.
    let Some(difference) = difference.filter(|letter| rank(*letter) <= rank(smallest)) else {
        return from("shared", write(pattern, start));
    };
    if difference == 'S' && write(pattern, start) == write(pattern, end) {
        return from("shared", write(pattern, start));
    }
    let is_of_date = rank(difference) <= rank('d');
    let (has_date, has_time) =
        (TYPES.iter().any(|kind| kind.is_date() && has(pattern, *kind)), TYPES.iter().any(|kind| !kind.is_date() && has(pattern, *kind)));
    if !has_date && is_of_date {
        // Times of different days have their days.
        let mut skeleton = Skeleton::of_items(pattern);
        for letter in ['y', 'M', 'd'] {
            skeleton.add(letter, 1);
        }
        let whole = format.pattern_of(&skeleton);
        return fallback(format, write(&whole, start), write(&whole, end));
    }
    if has_date && has_time {
        if is_of_date {
            return fallback(format, write(pattern, start), write(pattern, end));
        }
        let split = |keep: fn(FieldType) -> bool| {
            let mut skeleton = Skeleton::of_items(pattern);
            TYPES.iter().filter(|kind| !keep(**kind)).for_each(|kind| skeleton.remove(*kind));
            skeleton
        };
        let (date, time) = (split(FieldType::is_date), split(|kind| !kind.is_date()));
        let date = from("shared", write(&format.pattern_of(&date), start));
        let time = match interval(format, &time, difference) {
            Some(interval) => interval_parts(&interval, start, end, &write),
            None => {
                let pattern = format.pattern_of(&time);
                fallback(format, write(&pattern, start), write(&pattern, end))
            }
        };
        let glue = format.tables.gregorian.get("glue/medium").unwrap_or("{1} {0}").replace('\'', "");
        return joined(from("shared", fill(&glue, &[&time, &date])));
    }
    match interval(format, &Skeleton::of_items(pattern), difference) {
        Some(interval) => interval_parts(&interval, start, end, &write),
        None => fallback(format, write(pattern, start), write(pattern, end)),
    }
}

/// Greater fields have lower ranks.
fn rank(letter: char) -> usize {
    "GyMdahmsS".find(letter).unwrap_or(0)
}

fn smallest_field(pattern: &[Item]) -> char {
    let of = |kind| match kind {
        FieldType::Era => 'G',
        FieldType::Year => 'y',
        FieldType::Month | FieldType::Quarter => 'M',
        FieldType::Day | FieldType::Weekday | FieldType::Week => 'd',
        FieldType::DayPeriod => 'a',
        FieldType::Hour => 'h',
        FieldType::Minute => 'm',
        FieldType::Second => 's',
        FieldType::Fraction => 'S',
        FieldType::Zone => 'G',
    };
    TYPES.iter().filter(|kind| has(pattern, **kind)).map(|kind| of(*kind)).max_by_key(|letter| rank(*letter)).unwrap_or('G')
}

fn fallback(format: &DateTimeFormat, start: Vec<Part>, end: Vec<Part>) -> Vec<Part> {
    let pattern = format.tables.calendar.get("interval/intervalFormatFallback");
    let pattern = pattern.or_else(|| format.tables.gregorian.get("interval/intervalFormatFallback")).unwrap_or("{0} – {1}");
    joined(from("shared", fill(pattern, &[&from("startRange", start), &from("endRange", end)])))
}

/// Literals that meet are one.
fn joined(mut parts: Vec<Part>) -> Vec<Part> {
    parts.dedup_by(|next, last| {
        let same = last.kind == "literal" && next.kind == "literal" && last.source == next.source;
        if same {
            last.text.push_str(&next.text);
        }
        same
    });
    parts
}

/// The counts of a skeleton's letters, as interval formats name them: they have no month that stands alone.
fn letters(skeleton: &Skeleton) -> Vec<(char, usize)> {
    TYPES
        .iter()
        .filter_map(|kind| skeleton.get(*kind))
        .filter(|(letter, _)| *letter != 'a')
        .map(|(letter, count)| match letter {
            'E' if count <= 3 => ('E', 1),
            'z' | 'O' => ('v', count),
            'K' => ('h', count),
            'k' => ('H', count),
            letter => (letter, count),
        })
        .collect()
}

/// The interval format whose fields are those of a skeleton, in the widths of that.
fn interval(format: &DateTimeFormat, skeleton: &Skeleton, difference: char) -> Option<Vec<Item>> {
    let asked = letters(skeleton);
    let hour = skeleton.get(FieldType::Hour).map_or('h', |(letter, _)| if matches!(letter, 'h' | 'K') { 'h' } else { 'H' });
    let flexible = matches!(skeleton.get(FieldType::DayPeriod), Some(('B', _)));
    let keys: &[char] = match difference {
        'a' if hour == 'H' => &['H'],
        'a' if flexible => &['B', 'h'],
        'a' => &['a', 'h'],
        'h' if hour == 'H' => &['H'],
        'h' => &['h'],
        letter => &[letter],
    };
    let mut best: Option<(usize, Vec<(char, usize)>, &'static str)> = None;
    for table in [&format.tables.calendar, &format.tables.gregorian] {
        for (path, pattern) in table.below("interval") {
            let Some((name, key)) = path.split_once('/') else { continue };
            if key.chars().next().is_none_or(|key| key != keys[0]) {
                continue;
            }
            let has: Vec<(char, usize)> = letters(&Skeleton::of_items(&parse(name)));
            let same = has.len() == asked.len() && asked.iter().all(|(letter, _)| has.iter().any(|(other, _)| other == letter));
            if !same {
                continue;
            }
            let distance = asked.iter().map(|(letter, count)| {
                let other = has.iter().find(|(other, _)| other == letter).map_or(0, |(_, count)| *count);
                count.abs_diff(other) + if matches!(letter, 'M' | 'E') && (*count <= 2) != (other <= 2) { 0x100 } else { 0 }
            });
            let distance = distance.sum();
            if best.as_ref().is_none_or(|(least, ..)| distance < *least) {
                best = Some((distance, has, pattern));
            }
        }
        if best.is_some() {
            break;
        }
    }
    let (_, has, pattern) = best?;
    let mut items = parse(pattern);
    for item in &mut items {
        let Item::Field(letter, count) = item else { continue };
        // The zone is shown as it was asked for.
        if FieldType::of(*letter) == Some(FieldType::Zone)
            && let Some((asked, width)) = skeleton.get(FieldType::Zone)
        {
            (*letter, *count) = (asked, width);
            continue;
        }
        // Names and years get the width that was asked for; other numbers stay as they are.
        let plain = if *letter == 'L' { 'M' } else { *letter };
        let find = |list: &[(char, usize)]| list.iter().find(|(other, _)| *other == plain).map(|(_, count)| *count);
        if let (Some(wanted), Some(own)) = (find(&asked), find(&has))
            && wanted > own
            && (plain == 'y' || wanted > 2 && matches!(plain, 'G' | 'M' | 'E'))
        {
            *count = wanted;
        }
    }
    let letter = format.hour_letter_of_pattern();
    super::date_pattern::with_hour_letter(&mut items, letter);
    Some(merged(items))
}

/// The parts of an interval format: its second half begins where a field comes again.
fn interval_parts(items: &[Item], start: &Shown, end: &Shown, write: &dyn Fn(&[Item], &Shown) -> Vec<Part>) -> Vec<Part> {
    let kind = |item: &Item| match item {
        Item::Field(letter, _) => FieldType::of(*letter),
        Item::Text(_) => None,
    };
    let mut seen = Vec::new();
    let mut split = items.len();
    for (i, item) in items.iter().enumerate() {
        let Some(kind) = kind(item) else { continue };
        if seen.contains(&kind) {
            split = i;
            break;
        }
        seen.push(kind);
    }
    let (first, second) = items.split_at(split);
    let repeated = |half: &[Item], other: &[Item]| {
        let at = |item: &Item| kind(item).is_some_and(|of| other.iter().any(|item| kind(item) == Some(of)));
        Some((half.iter().position(at)?, half.iter().rposition(at)?))
    };
    let mut out = Vec::new();
    for (half, other, shown, source) in [(first, second, start, "startRange"), (second, first, end, "endRange")] {
        let (from_index, to_index) = repeated(half, other).unwrap_or((half.len(), half.len()));
        for (i, item) in half.iter().enumerate() {
            let source = if (from_index..=to_index).contains(&i) { source } else { "shared" };
            out.extend(from(source, write(std::slice::from_ref(item), shown)));
        }
    }
    joined(out)
}
