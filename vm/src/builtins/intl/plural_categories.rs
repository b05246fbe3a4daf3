//! The plural categories of numbers: CLDR's rules (UTS 35, part 3, "Language Plural Rules").

use super::cldr;
use super::decimal::Decimal;

/// All categories, in order.
static CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// What rules ask of a number.
struct Operands {
    /// The digits before the point, and those after it.
    integer: u64,
    fraction: u64,
    trimmed_fraction: u64,
    fraction_digits: u64,
    trimmed_digits: u64,
    /// The exponent of compact notation.
    exponent: u64,
}

impl Operands {
    /// Of a number as it is shown, in compact notation by 10^exponent.
    fn of(number: &Decimal, least_fraction: usize, exponent: usize) -> Operands {
        let whole = number.clone().scaled(exponent as i64);
        let (integer, fraction) = whole.to_digits(1, if exponent == 0 { least_fraction } else { 0 });
        // The rules look at the last digits only, and whether there are others.
        let last = |digits: &str| {
            const KEPT: usize = 18;
            let (high, low) = digits.split_at(digits.len().saturating_sub(KEPT));
            let more = if high.bytes().any(|b| b != b'0') { 10u64.pow(KEPT as u32) } else { 0 };
            low.parse::<u64>().unwrap_or(0) + more
        };
        let trimmed = fraction.trim_end_matches('0');
        Operands {
            integer: last(&integer),
            fraction: last(&fraction),
            trimmed_fraction: last(trimmed),
            fraction_digits: fraction.len() as u64,
            trimmed_digits: trimmed.len() as u64,
            exponent: exponent as u64,
        }
    }

    /// The value of an operand; none of `n` if it is no integer.
    fn get(&self, name: &str) -> Option<u64> {
        Some(match name {
            "n" if self.trimmed_fraction != 0 => return None,
            "n" | "i" => self.integer,
            "v" => self.fraction_digits,
            "w" => self.trimmed_digits,
            "f" => self.fraction,
            "t" => self.trimmed_fraction,
            _ => self.exponent,
        })
    }

    /// Whether a relation holds: `n % 100 = 2..4,6`.
    fn relation(&self, text: &str) -> bool {
        let (left, right, wanted) = match text.split_once("!=") {
            Some((left, right)) => (left, right, false),
            None => match text.split_once('=') {
                Some((left, right)) => (left, right, true),
                None => return false,
            },
        };
        let (operand, modulus) = match left.split_once('%') {
            Some((operand, modulus)) => (operand, modulus.trim().parse().ok()),
            None => (left, None),
        };
        let value = self.get(operand.trim()).map(|value| modulus.map_or(value, |modulus: u64| value % modulus));
        let within = right.split(',').any(|range| {
            let (low, high) = range.trim().split_once("..").unwrap_or((range.trim(), range.trim()));
            let (Ok(low), Ok(high)) = (low.parse::<u64>(), high.parse::<u64>()) else { return false };
            value.is_some_and(|value| (low..=high).contains(&value))
        });
        within == wanted
    }

    fn satisfies(&self, rule: &str) -> bool {
        rule.split(" or ").any(|condition| condition.split(" and ").all(|relation| self.relation(relation)))
    }
}

/// The rules of a language.
pub struct Rules {
    rules: Vec<(&'static str, &'static str)>,
    ranges: &'static str,
}

impl Rules {
    pub fn of(locale: &str, ordinal: bool) -> Rules {
        let kind = if ordinal { "ordinal" } else { "cardinal" };
        let language = locale.split('-').next().unwrap_or_default();
        // Locales whose rules are not those of their language are named themselves.
        let find = |what: &str| cldr::world(&format!("{what}/{locale}")).or_else(|| cldr::world(&format!("{what}/{language}")));
        let rules = find(kind).unwrap_or_default();
        Rules {
            rules: rules.split(';').filter_map(|rule| rule.split_once(':')).collect(),
            ranges: find("pluralRanges").unwrap_or_default(),
        }
    }

    pub fn category(&self, number: &Decimal, least_fraction: usize, exponent: usize) -> &'static str {
        let operands = Operands::of(number, least_fraction, exponent);
        self.rules.iter().find(|(_, rule)| operands.satisfies(rule)).map_or("other", |(category, _)| category)
    }

    /// The category of a range between numbers of two categories; that of its end if nothing is said.
    pub fn range(&self, start: &str, end: &str) -> &'static str {
        let said = self.ranges.split(' ').find_map(|range| {
            let mut words = range.split(',');
            (words.next() == Some(start) && words.next() == Some(end)).then(|| words.next()).flatten()
        });
        let category = said.unwrap_or(end);
        CATEGORIES.iter().find(|name| **name == category).copied().unwrap_or("other")
    }

    /// The categories that there are, in order.
    pub fn categories(&self) -> Vec<&'static str> {
        let has = |name: &str| name == "other" || self.rules.iter().any(|(category, _)| *category == name);
        CATEGORIES.iter().filter(|name| has(name)).copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_those_of_the_language() {
        let category = |locale, text| Rules::of(locale, false).category(&Decimal::parse(text).unwrap(), 0, 0);
        assert_eq!(category("en", "1"), "one");
        assert_eq!(category("en", "1.5"), "other");
        assert_eq!(category("ru", "22"), "few");
        assert_eq!(category("ar", "11"), "many");
        assert_eq!(category("pt-PT", "0"), "other");
        assert_eq!(Rules::of("fr", false).category(&Decimal::parse("1").unwrap(), 0, 6), "many");
        assert_eq!(Rules::of("en", true).category(&Decimal::parse("102").unwrap(), 0, 0), "two");
        assert_eq!(Rules::of("gv", false).categories(), ["one", "two", "few", "many", "other"]);
        assert_eq!(Rules::of("sl", false).range("two", "one"), "few");
    }
}
