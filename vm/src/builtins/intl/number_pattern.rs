//! Patterns of numbers, `#,##0.00 ¤;(#,##0.00 ¤)`, and numbers written by them.

use super::cldr::Table;
use super::digits::Rounded;
use super::numbering::Symbols;
use super::parts::{Part, part, push_literal};

/// What is shown of a number's sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    None,
    Minus,
    Plus,
}

/// A piece of what surrounds the digits.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Currency,
    Percent,
    Minus,
    Plus,
}

#[derive(Clone, Debug)]
struct Affixes {
    prefix: Vec<Piece>,
    suffix: Vec<Piece>,
}

/// A parsed pattern.
#[derive(Clone, Debug)]
pub struct Pattern {
    positive: Affixes,
    negative: Option<Affixes>,
    /// Digits of the last group, and of those before it; 0: no groups.
    pub groups: (usize, usize),
}

/// A pattern's parts: what is before the digits, the digits' placeholders, what is after.
fn parse_half(text: &str) -> (Affixes, String) {
    let mut affixes = Affixes { prefix: Vec::new(), suffix: Vec::new() };
    let mut body = String::new();
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\'' {
            if chars.peek() == Some(&'\'') {
                chars.next();
            } else {
                quoted = !quoted;
                continue;
            }
        } else if !quoted
            && (matches!(c, '#' | '0' | ',' | '.' | '@') && is_of_body(c, &body, chars.peek()) || c == 'E' && chars.peek() == Some(&'0'))
        {
            body.push(c);
            continue;
        }
        let side = if body.is_empty() { &mut affixes.prefix } else { &mut affixes.suffix };
        let piece = match c {
            '¤' if !quoted => Piece::Currency,
            '%' if !quoted => Piece::Percent,
            '-' if !quoted => Piece::Minus,
            '+' if !quoted => Piece::Plus,
            c => match side.last_mut() {
                Some(Piece::Text(text)) => {
                    text.push(c);
                    continue;
                }
                _ => Piece::Text(c.to_string()),
            },
        };
        side.push(piece);
    }
    (affixes, body)
}

/// A point or comma is a placeholder only where digits are around it.
fn is_of_body(c: char, body: &str, next: Option<&char>) -> bool {
    !matches!(c, '.' | ',') || !body.is_empty() && matches!(next, Some('0' | '#'))
}

impl Pattern {
    pub fn parse(text: &str) -> Pattern {
        let (first, second) = match text.split_once(';') {
            Some((first, second)) => (first, Some(second)),
            None => (text, None),
        };
        let (positive, body) = parse_half(first);
        let whole = body.split(['.', 'E']).next().unwrap_or_default();
        let sizes: Vec<usize> = whole.split(',').map(str::len).collect();
        let groups = match sizes[..] {
            [.., before, last] if sizes.len() > 2 => (last, before),
            [_, last] => (last, last),
            _ => (0, 0),
        };
        Pattern { positive, negative: second.map(|text| parse_half(text).0), groups }
    }

    /// Groups of another pattern, for one that has none of its own.
    pub fn with_groups(self, groups: (usize, usize)) -> Pattern {
        if self.groups.0 == 0 { Pattern { groups, ..self } } else { self }
    }
}

/// What surrounds the digits, as parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    pub prefix: Vec<Part>,
    pub suffix: Vec<Part>,
}

/// How affixes are filled.
pub struct AffixText<'a> {
    pub symbols: &'a Symbols,
    pub currency: Option<&'a str>,
    /// What is not currency or sign is the word of a compact number.
    pub compact: bool,
    pub approximately: bool,
}

impl Pattern {
    /// The affixes for a sign.
    pub fn surroundings(&self, sign: Sign, text: &AffixText) -> Surroundings {
        let has_minus = |affixes: &Affixes| affixes.prefix.iter().chain(&affixes.suffix).any(|piece| *piece == Piece::Minus);
        let signed = sign != Sign::None || text.approximately;
        // A plus takes the place of a minus, if the pattern has one.
        let own = self.negative.as_ref().filter(|own| signed && (sign == Sign::Minus && !text.approximately || has_minus(own)));
        let affixes = own.unwrap_or(&self.positive);
        let mut out = Surroundings::default();
        if own.is_none() && signed {
            push_sign(&mut out.prefix, sign, text);
        }
        push_pieces(&mut out.prefix, &affixes.prefix, sign, text);
        push_pieces(&mut out.suffix, &affixes.suffix, sign, text);
        space_currency(&mut out, text);
        out
    }
}

fn push_sign(parts: &mut Vec<Part>, sign: Sign, text: &AffixText) {
    if text.approximately {
        parts.push(part("approximatelySign", text.symbols.approximately));
    }
    match sign {
        Sign::Minus => parts.push(part("minusSign", text.symbols.minus)),
        Sign::Plus => parts.push(part("plusSign", text.symbols.plus)),
        Sign::None => {}
    }
}

fn push_pieces(parts: &mut Vec<Part>, pieces: &[Piece], sign: Sign, text: &AffixText) {
    for piece in pieces {
        match piece {
            Piece::Text(word) if text.compact => {
                let trimmed = word.trim_matches(|c: char| c.is_whitespace() || c == '\u{A0}' || c == '\u{202F}');
                let (ahead, behind) = word.split_once(trimmed).unwrap_or((word, ""));
                push_literal(parts, ahead);
                if !trimmed.is_empty() {
                    parts.push(part("compact", trimmed));
                }
                push_literal(parts, behind);
            }
            Piece::Text(word) => push_literal(parts, word),
            Piece::Currency => parts.push(part("currency", text.currency.unwrap_or("¤"))),
            Piece::Percent => parts.push(part("percentSign", text.symbols.percent)),
            Piece::Minus => push_sign(parts, sign, text),
            Piece::Plus => parts.push(part("plusSign", text.symbols.plus)),
        }
    }
}

/// CLDR's currencySpacing: a currency that ends in a letter keeps a distance from the digits.
fn space_currency(out: &mut Surroundings, text: &AffixText) {
    let Some(currency) = text.currency else { return };
    // Neither symbols nor spaces: their categories S and Z.
    let needs = |c: Option<char>| c.is_some_and(|c| !is_symbol_or_space(c));
    if out.prefix.last().is_some_and(|last| last.kind == "currency") && needs(currency.chars().next_back()) {
        push_literal(&mut out.prefix, "\u{A0}");
    }
    if out.suffix.first().is_some_and(|first| first.kind == "currency") && needs(currency.chars().next()) {
        out.suffix.insert(0, part("literal", "\u{A0}"));
    }
}

fn is_symbol_or_space(c: char) -> bool {
    use icu_properties::props::{EnumeratedProperty, GeneralCategory, GeneralCategoryGroup};
    let _ = <GeneralCategory as EnumeratedProperty>::NAME;
    let category = icu_properties::CodePointMapData::<GeneralCategory>::new().get(c);
    GeneralCategoryGroup::Symbol.contains(category) || GeneralCategoryGroup::Separator.contains(category)
}

/// How the digits of numbers are written.
pub struct DigitStyle<'a> {
    pub symbols: &'a Symbols,
    /// Sizes of groups; 0: none.
    pub groups: (usize, usize),
    /// Digits that must be there before the last group.
    pub least_before_group: usize,
    pub minimum_integer: usize,
    pub money: bool,
}

/// The parts of a number's digits.
pub fn digit_parts(rounded: &Rounded, style: &DigitStyle) -> Vec<Part> {
    let symbols = style.symbols;
    let (integer, fraction) = rounded.number.to_digits(style.minimum_integer, rounded.least_fraction as usize);
    let (decimal, group) = if style.money { (symbols.currency_decimal, symbols.currency_group) } else { (symbols.decimal, symbols.group) };
    let mut parts = Vec::new();
    let (last, before) = style.groups;
    if last > 0 && integer.len() >= last + style.least_before_group {
        let (mut head, tail) = integer.split_at(integer.len() - last);
        let mut groups = vec![tail];
        while head.len() > before {
            let (rest, group) = head.split_at(head.len() - before);
            groups.push(group);
            head = rest;
        }
        if !head.is_empty() {
            groups.push(head);
        }
        for (i, digits) in groups.iter().rev().enumerate() {
            if i > 0 {
                parts.push(part("group", group));
            }
            parts.push(part("integer", symbols.digits.write(digits)));
        }
    } else {
        parts.push(part("integer", symbols.digits.write(&integer)));
    }
    if !fraction.is_empty() {
        parts.push(part("decimal", decimal));
        parts.push(part("fraction", symbols.digits.write(&fraction)));
    }
    parts
}

/// A pattern of a locale: `currency`, `percent` or `decimal` formats of a numbering system, or else
/// those of Latin digits.
pub fn locale_pattern(table: &Table, kind: &str, system: &str, name: &str) -> &'static str {
    let path = |system: &str| format!("{kind}Formats-numberSystem-{system}/{name}");
    table.get(&path(system)).or_else(|| table.get(&path("latn"))).unwrap_or("#,##0.###")
}
