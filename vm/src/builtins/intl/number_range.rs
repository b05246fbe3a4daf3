//! Ranges of numbers (sec-partitionnumberrangepattern): what the two ends share is shown once.

use super::decimal::Number;
use super::number_format::{NumberFormat, fill_as};
use super::number_pattern::Surroundings;
use super::parts::{Part, push_literal};

/// A formatted number before it is put together, from the inside out.
pub struct Formatted {
    pub digits: Vec<Part>,
    /// The exponent of scientific notation.
    pub inner: Vec<Part>,
    /// Signs, currency, percent sign, the word of a compact number.
    pub affixes: Surroundings,
    /// Its plural category.
    pub category: &'static str,
}

/// A pattern around all that.
#[derive(PartialEq, Eq)]
pub struct Wrapping {
    pub pattern: String,
    pub kind: &'static str,
}

impl Formatted {
    pub fn into_parts(self) -> Vec<Part> {
        let mut parts = self.affixes.prefix;
        for part in self.digits.into_iter().chain(self.inner).chain(self.affixes.suffix) {
            parts.push(part);
        }
        parts
    }
}

/// The parts within their wrapping.
pub fn wrap(wrapping: Option<&Wrapping>, inside: Vec<Part>) -> Vec<Part> {
    match wrapping {
        Some(wrapping) => fill_as(&wrapping.pattern, &inside, wrapping.kind),
        None => inside,
    }
}

fn from(source: &'static str, mut parts: Vec<Part>) -> Vec<Part> {
    for part in &mut parts {
        part.source.get_or_insert(source);
    }
    parts
}

fn count(parts: &[Part]) -> usize {
    parts.iter().map(|part| part.text.chars().count()).sum()
}

/// The parts of a range, by ICU's rules for what is collapsed: names and units around the number
/// always, affixes that are more than one character.
pub fn parts(format: &NumberFormat, start: &Number, end: &Number) -> Vec<Part> {
    let (one, two) = (format.formatted(start, false), format.formatted(end, false));
    let same = one.digits == two.digits && one.inner == two.inner && one.affixes == two.affixes;
    if same {
        let one = format.formatted(start, true);
        let wrapping = format.wrapping(one.category);
        return from("shared", wrap(wrapping.as_ref(), one.into_parts()));
    }
    let wrapping = format.wrapping(format.range_category(one.category, two.category));
    let size = count(&one.affixes.prefix) + count(&one.affixes.suffix);
    let collapsed = one.affixes == two.affixes && size > 1;
    let repeated = !collapsed && size > 0 || count(&one.inner) > 0;
    let around = if collapsed { one.affixes.clone() } else { Surroundings::default() };
    let side = |formatted: Formatted, source| {
        let formatted = if collapsed { Formatted { affixes: Surroundings::default(), ..formatted } } else { formatted };
        from(source, formatted.into_parts())
    };
    let mut inside = from("shared", around.prefix);
    let (before, rest) = format.symbols().range.split_once("{0}").unwrap_or(("", "–"));
    let (between, after) = rest.split_once("{1}").unwrap_or((rest, ""));
    let between = if repeated && !between.starts_with(char::is_whitespace) { format!(" {} ", between.trim()) } else { between.to_owned() };
    push_literal(&mut inside, before);
    inside.extend(side(one, "startRange"));
    push_literal(&mut inside, &between);
    inside.extend(side(two, "endRange"));
    push_literal(&mut inside, after);
    inside.extend(from("shared", around.suffix));
    let mut all = from("shared", wrap(wrapping.as_ref(), inside));
    // Literals that meet are one.
    all.dedup_by(|next, last| {
        let joined = last.kind == "literal" && next.kind == "literal" && last.source == next.source;
        if joined {
            last.text.push_str(&next.text);
        }
        joined
    });
    all
}
