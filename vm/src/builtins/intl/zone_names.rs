//! Names of time zones: which there are, and what locales call them.

use super::calendar_fields::iso_date;
use super::cldr::{self, Table};
use super::parts::fill_text;
use crate::builtins::temporal;
use std::collections::HashMap;
use std::sync::LazyLock;

/// AvailableNamedTimeZoneIdentifiers (sec-availablenamedtimezoneidentifiers) that are primary, in order.
pub fn primary_zones() -> Vec<String> {
    temporal::primary_zone_names()
}

/// The primary zones of a region, in order.
pub fn zones_of_region(region: &str) -> Vec<String> {
    let prefix = region.to_lowercase();
    let mut zones: Vec<String> = cldr::world_below("zone")
        .into_iter()
        .filter(|id| id.len() >= 5 && id.starts_with(&prefix))
        .filter_map(|id| cldr::world(&format!("zone/{id}"))?.split(' ').next())
        .filter_map(temporal::primary_zone_name)
        .collect();
    zones.sort();
    zones.dedup();
    zones
}

/// A zone's name in CLDR and its short identifier, by any of its names.
static CLDR_ZONES: LazyLock<HashMap<&'static str, (&'static str, &'static str)>> = LazyLock::new(|| {
    let mut zones = HashMap::new();
    for id in cldr::world_below("zone") {
        let names = cldr::world(&format!("zone/{id}")).unwrap_or_default();
        if let Some(first) = names.split(' ').next() {
            zones.extend(names.split(' ').map(|name| (name, (first, id))));
        }
    }
    zones
});

/// The zone that a formatter shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ZoneId {
    Named(String),
    /// Seconds east of UTC.
    Offset(i64),
}

impl ZoneId {
    /// Offset in seconds at a time in seconds, and whether it is summer time.
    pub fn state(&self, epoch: i64) -> (i64, bool) {
        match self {
            ZoneId::Named(name) => temporal::zone_state(name, epoch).unwrap_or((0, false)),
            ZoneId::Offset(offset) => (*offset, false),
        }
    }
    /// `[[TimeZone]]` as it is shown.
    pub fn identifier(&self) -> String {
        match self {
            ZoneId::Named(name) => name.clone(),
            ZoneId::Offset(offset) => {
                let sign = if *offset < 0 { '-' } else { '+' };
                let minutes = offset.abs() / 60;
                format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

/// What a locale says of zones.
#[derive(Clone)]
pub struct ZoneNames {
    table: Table,
    territories: Table,
    digits: super::numbering::Digits,
}

impl ZoneNames {
    pub fn of(data: &str, digits: super::numbering::Digits) -> ZoneNames {
        ZoneNames { table: Table::of("zones", data), territories: Table::of("names", data), digits }
    }

    /// The name that a pattern's field asks for, at a time in seconds.
    pub fn name(&self, zone: &ZoneId, letter: char, count: usize, epoch: i64) -> String {
        let (offset, summer) = zone.state(epoch);
        let long = count >= 4;
        let name = match (letter, zone) {
            ('z', ZoneId::Named(name)) => self.specific(name, long, summer, epoch),
            ('v', ZoneId::Named(name)) => self.generic(name, long, epoch),
            _ => None,
        };
        name.unwrap_or_else(|| self.offset(offset, long, letter == 'z'))
    }

    /// `GMT+5:30`, `GMT+05:30`.
    fn offset(&self, offset: i64, long: bool, bare_zero: bool) -> String {
        if offset == 0 && bare_zero {
            return self.table.get("gmtZeroFormat").unwrap_or("GMT").to_owned();
        }
        let formats = self.table.get("hourFormat").unwrap_or("+HH:mm;-HH:mm");
        let (positive, negative) = formats.split_once(';').unwrap_or((formats, formats));
        let format = if offset < 0 { negative } else { positive };
        let (hours, minutes, seconds) = (offset.abs() / 3600, offset.abs() / 60 % 60, offset.abs() % 60);
        let hours = if long { format!("{hours:02}") } else { hours.to_string() };
        let separator: String = format.chars().filter(|c| !matches!(c, 'H' | 'm' | '+' | '-' | '\u{2212}')).collect();
        let sign: String = format.chars().take_while(|c| !matches!(c, 'H' | 'm')).collect();
        let mut text = format!("{sign}{}", self.digits.write(&hours));
        if long || minutes > 0 || seconds > 0 {
            text.push_str(&separator);
            text.push_str(&self.digits.write(&format!("{minutes:02}")));
        }
        if seconds > 0 {
            text.push_str(&separator);
            text.push_str(&self.digits.write(&format!("{seconds:02}")));
        }
        fill_text(self.table.get("gmtFormat").unwrap_or("GMT{0}"), &[&text])
    }

    /// A name of the zone itself, or of the group that it belongs to at a time.
    fn named(&self, zone: &str, width: &str, form: &str, epoch: i64) -> Option<&'static str> {
        let (cldr_name, _) = CLDR_ZONES.get(zone)?;
        let own = self.table.get(&format!("zone/{cldr_name}/{width}/{form}"));
        own.or_else(|| self.table.get(&format!("metazone/{}/{width}/{form}", metazone(cldr_name, epoch)?)))
    }

    fn specific(&self, zone: &str, long: bool, summer: bool, epoch: i64) -> Option<String> {
        let width = if long { "long" } else { "short" };
        let form = if summer { "daylight" } else { "standard" };
        self.named(zone, width, form, epoch).filter(|name| *name != "∅∅∅").map(str::to_owned)
    }

    fn generic(&self, zone: &str, long: bool, epoch: i64) -> Option<String> {
        if matches!(zone, "UTC" | "Etc/UTC" | "GMT" | "Etc/GMT") {
            return None;
        }
        let width = if long { "long" } else { "short" };
        let generic = self.named(zone, width, "generic", epoch);
        // Where there is no other time near, the standard one is the name.
        const HALF_YEAR: i64 = 184 * 86_400;
        let summer = |epoch| temporal::zone_state(zone, epoch).is_some_and(|(_, summer)| summer);
        if ![epoch - HALF_YEAR, epoch, epoch + HALF_YEAR].into_iter().any(summer)
            && let Some(name) = self.named(zone, width, "standard", epoch)
        {
            return Some(name.to_owned());
        }
        if let Some(name) = generic {
            return Some(name.to_owned());
        }
        self.location(zone)
    }

    /// `Ireland Time`, `São Paulo Time`.
    fn location(&self, zone: &str) -> Option<String> {
        let (cldr_name, id) = CLDR_ZONES.get(zone)?;
        if cldr_name.starts_with("Etc/") {
            return None;
        }
        let region = id.get(..2)?.to_uppercase();
        let alone = cldr::world_below("zone").iter().filter(|other| other.len() >= 5 && other.starts_with(&id[..2])).count() == 1;
        let primary = cldr::world(&format!("primary/{region}")) == Some(*cldr_name);
        let country = (alone || primary).then(|| self.territories.get(&format!("territories/{region}"))).flatten();
        let city = self.table.get(&format!("zone/{cldr_name}/exemplarCity"));
        let place = match country.or(city) {
            Some(place) => place.to_owned(),
            None => cldr_name.rsplit('/').next().unwrap_or_default().replace('_', " "),
        };
        Some(fill_text(self.table.get("regionFormat").unwrap_or("{0}"), &[&place]))
    }
}

/// What dates as text call a zone, by its identifier, at a time in seconds.
#[cfg(feature = "node")]
pub fn english_zone_name(identifier: &str, epoch: i64) -> Option<String> {
    let symbols = super::numbering::Symbols::of(&Table::of("numbers", "en"), "latn");
    let zone = super::date_time_format::zone_of(identifier)?;
    let name = ZoneNames::of("en", symbols.digits).name(&zone, 'z', 4, epoch);
    Some(if name == "GMT" { "GMT+00:00".into() } else { name })
}

/// The group of zones that a zone belongs to at a time.
fn metazone(zone: &str, epoch: i64) -> Option<&'static str> {
    let (year, month, day) = iso_date(epoch.div_euclid(86_400));
    let seconds = epoch.rem_euclid(86_400);
    let now = format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
    cldr::world(&format!("metazone/{zone}"))?.split(' ').find_map(|period| {
        let mut words = period.split(',');
        let (name, from, to) = (words.next()?, words.next()?, words.next()?);
        (from <= now.as_str() && (to.is_empty() || now.as_str() < to)).then_some(name)
    })
}
