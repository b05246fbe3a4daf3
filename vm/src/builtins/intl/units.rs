//! Units of measurement: which there are, and how locales write amounts of them.

use super::cldr::Table;
use super::parts::fill_text;

/// The sanctioned simple units (sec-issanctionedsimpleunitidentifier).
pub static SANCTIONED: &[&str] = &[
    "acre",
    "bit",
    "byte",
    "celsius",
    "centimeter",
    "day",
    "degree",
    "fahrenheit",
    "fluid-ounce",
    "foot",
    "gallon",
    "gigabit",
    "gigabyte",
    "gram",
    "hectare",
    "hour",
    "inch",
    "kilobit",
    "kilobyte",
    "kilogram",
    "kilometer",
    "liter",
    "megabit",
    "megabyte",
    "meter",
    "microsecond",
    "mile",
    "mile-scandinavian",
    "milliliter",
    "millimeter",
    "millisecond",
    "minute",
    "month",
    "nanosecond",
    "ounce",
    "percent",
    "petabyte",
    "pound",
    "second",
    "stone",
    "terabit",
    "terabyte",
    "week",
    "yard",
    "year",
];

/// IsWellFormedUnitIdentifier (sec-iswellformedunitidentifier).
pub fn is_well_formed(unit: &str) -> bool {
    SANCTIONED.contains(&unit)
        || unit.split_once("-per-").is_some_and(|(above, below)| SANCTIONED.contains(&above) && SANCTIONED.contains(&below))
}

/// How amounts of a unit are written, by plural category: `{0} meters`.
pub struct UnitPatterns {
    table: Table,
    unit: String,
    display: &'static str,
}

impl UnitPatterns {
    pub fn of(data: &str, unit: &str, display: &'static str) -> UnitPatterns {
        UnitPatterns { table: Table::of("units", data), unit: unit.to_owned(), display }
    }

    /// The first of some paths that there is. Narrow forms that are not there are short ones, and
    /// those long ones.
    fn get(&self, unit: &str, paths: &[&str]) -> Option<&'static str> {
        let displays: &[&str] = match self.display {
            "narrow" => &["narrow", "short", "long"],
            "short" => &["short", "long"],
            _ => &["long"],
        };
        displays.iter().find_map(|display| paths.iter().find_map(|path| self.table.get(&format!("{display}/{unit}/{path}"))))
    }

    fn simple(&self, unit: &str, category: &str) -> Option<&'static str> {
        self.get(unit, &[&format!("unitPattern-count-{category}"), "unitPattern-count-other"])
    }

    pub fn pattern(&self, category: &str) -> String {
        if let Some(pattern) = self.simple(&self.unit, category) {
            return pattern.to_owned();
        }
        let bare = |unit: &str| format!("{{0}} {unit}");
        let Some((above, below)) = self.unit.split_once("-per-") else { return bare(&self.unit) };
        let amount = self.simple(above, category).map_or_else(|| bare(above), str::to_owned);
        if let Some(per) = self.get(below, &["perUnitPattern"]) {
            return fill_text(per, &[&amount]);
        }
        let one = self.simple(below, "one").map_or_else(|| below.to_owned(), |pattern| pattern.replace("{0}", "").trim().to_owned());
        let per = self.table.get(&format!("{}/per/compoundUnitPattern", self.display)).unwrap_or("{0}/{1}");
        fill_text(per, &[&amount, &one])
    }
}
