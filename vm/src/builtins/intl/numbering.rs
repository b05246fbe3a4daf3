//! Numbering systems: their digits, and the symbols of a locale with one.

use super::cldr::{self, Table};

/// The numbering systems with digits of their own, in order.
pub fn systems() -> Vec<&'static str> {
    cldr::world_below("digits")
}

/// Whether it is a numbering system with digits.
pub fn is_system(name: &str) -> bool {
    cldr::world(&format!("digits/{name}")).is_some()
}

/// The numbering system of a locale.
pub fn default_system(data: &str) -> String {
    Table::of("numbers", data).get("defaultNumberingSystem").unwrap_or("latn").to_owned()
}

/// A numbering system that a locale may be asked to use; `native` and its like are names of others.
pub fn supports(_: &str, value: &str) -> bool {
    is_system(value)
}

/// The digits of a numbering system.
#[derive(Clone)]
pub struct Digits([char; 10]);

impl Digits {
    pub fn of(system: &str) -> Digits {
        let text = cldr::world(&format!("digits/{system}")).unwrap_or("0123456789");
        let mut digits = ['0'; 10];
        for (digit, c) in digits.iter_mut().zip(text.chars()) {
            *digit = c;
        }
        Digits(digits)
    }
    /// A text of ASCII digits in these.
    pub fn write(&self, ascii: &str) -> String {
        if self.0[0] == '0' {
            return ascii.to_owned();
        }
        ascii.chars().map(|c| c.to_digit(10).map_or(c, |d| self.0[d as usize])).collect()
    }
}

/// The symbols of numbers.
#[derive(Clone)]
pub struct Symbols {
    pub digits: Digits,
    pub decimal: &'static str,
    pub group: &'static str,
    pub currency_decimal: &'static str,
    pub currency_group: &'static str,
    pub plus: &'static str,
    pub minus: &'static str,
    pub percent: &'static str,
    pub exponential: &'static str,
    pub infinity: &'static str,
    pub nan: &'static str,
    pub approximately: &'static str,
    pub range: &'static str,
    pub time_separator: &'static str,
    pub minimum_grouping: usize,
}

impl Symbols {
    pub fn of(table: &Table, system: &str) -> Symbols {
        // Locales that say nothing of Arabic digits have the symbols of a language that is written with them.
        let native = match system {
            "arab" => Some(Table::of("numbers", "ar")),
            "arabext" => Some(Table::of("numbers", "fa")),
            _ => None,
        };
        let find = |name: &str| {
            let path = |system: &str| format!("symbols-numberSystem-{system}/{name}");
            let own = table.get(&path(system)).or_else(|| native.as_ref()?.get(&path(system)));
            own.or_else(|| table.get(&path("latn")))
        };
        let get = |name: &str, fallback: &'static str| find(name).unwrap_or(fallback);
        let (decimal, group) = (get("decimal", "."), get("group", ","));
        let range = [system, "latn"].iter().find_map(|system| table.get(&format!("miscPatterns-numberSystem-{system}/range")));
        Symbols {
            digits: Digits::of(system),
            decimal,
            group,
            currency_decimal: get("currencyDecimal", decimal),
            currency_group: get("currencyGroup", group),
            plus: get("plusSign", "+"),
            minus: get("minusSign", "-"),
            percent: get("percentSign", "%"),
            exponential: get("exponential", "E"),
            infinity: get("infinity", "∞"),
            nan: get("nan", "NaN"),
            approximately: get("approximatelySign", "~"),
            range: range.unwrap_or("{0}–{1}"),
            time_separator: get("timeSeparator", ":"),
            minimum_grouping: table.get("minimumGroupingDigits").and_then(|text| text.parse().ok()).unwrap_or(1),
        }
    }
}
