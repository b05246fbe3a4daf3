//! What Intl.Locale tells of a locale: calendars, hour cycles, weeks (sec-locale-record).

use super::cldr;
use super::collator::collations_of;
use super::locale::this_locale;
use super::namespace::array_of_texts;
use super::resolved::ResolvedOptions;
use super::tag::{keyword, region};
use crate::heap::RootedVec;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use icu_locale::{Direction, Locale, LocaleDirectionality};

/// The keyword's value alone if the locale has one, else what it prefers.
fn preferred(vm: &mut Vm, locale: &Locale, key: &str, list: Vec<String>) -> JsResult<Value> {
    match keyword(locale, key).filter(|value| !value.is_empty()) {
        Some(value) => array_of_texts(vm, [value.as_str()]),
        None => array_of_texts(vm, list.iter().map(String::as_str)),
    }
}

/// A calendar of CLDR under its name in BCP 47.
pub fn calendar_identifier(name: &str) -> &str {
    match name {
        "gregorian" => "gregory",
        "ethiopic-amete-alem" => "ethioaa",
        "islamic" | "islamic-rgsa" => "islamic-civil",
        name => name,
    }
}

/// The calendars of a locale, the preferred first (CalendarsOfLocale).
pub fn calendars_of(locale: &Locale) -> Vec<String> {
    let region = region(locale);
    let list = cldr::world(&format!("calendars/{region}")).unwrap_or("gregorian");
    let mut calendars: Vec<String> = Vec::new();
    for name in list.split(' ') {
        let name = calendar_identifier(name).to_owned();
        if !calendars.contains(&name) {
            calendars.push(name);
        }
    }
    calendars
}

/// Intl.Locale.prototype.getCalendars ( ) (sec-intl.locale.prototype.getcalendars).
pub fn get_calendars(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let locale = this_locale(vm, args, "getCalendars")?;
    preferred(vm, locale, "ca", calendars_of(locale))
}

/// Intl.Locale.prototype.getCollations ( ) (sec-intl.locale.prototype.getcollations).
pub fn get_collations(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let locale = this_locale(vm, args, "getCollations")?;
    let mut list: Vec<String> = collations_of(locale.id.language.as_str()).iter().map(|name| (*name).to_owned()).collect();
    list.sort();
    preferred(vm, locale, "co", list)
}

/// The hour cycle that a region prefers, as in patterns: h, H, K or k.
pub fn preferred_hour(locale: &Locale) -> char {
    let region = region(locale);
    let with_language = format!("hours/{}-{region}", locale.id.language);
    let found = cldr::world(&with_language).or_else(|| cldr::world(&format!("hours/{region}"))).or_else(|| cldr::world("hours/001"));
    found.and_then(|text| text.chars().next()).unwrap_or('H')
}

/// The hour cycle of a pattern letter.
pub fn hour_cycle(letter: char) -> &'static str {
    match letter {
        'K' => "h11",
        'h' => "h12",
        'k' => "h24",
        _ => "h23",
    }
}

/// Intl.Locale.prototype.getHourCycles ( ) (sec-intl.locale.prototype.gethourcycles).
pub fn get_hour_cycles(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let locale = this_locale(vm, args, "getHourCycles")?;
    preferred(vm, locale, "hc", vec![hour_cycle(preferred_hour(locale)).to_owned()])
}

/// Intl.Locale.prototype.getNumberingSystems ( ) (sec-intl.locale.prototype.getnumberingsystems).
pub fn get_numbering_systems(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let locale = this_locale(vm, args, "getNumberingSystems")?;
    let data = super::tag::data_locale(&locale.id.to_string());
    preferred(vm, locale, "nu", vec![super::numbering::default_system(&data)])
}

/// Intl.Locale.prototype.getTimeZones ( ) (sec-intl.locale.prototype.gettimezones).
pub fn get_time_zones(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let locale = this_locale(vm, args, "getTimeZones")?;
    let Some(region) = locale.id.region else { return Ok(Value::UNDEFINED) };
    let zones = super::zone_names::zones_of_region(region.as_str());
    array_of_texts(vm, zones.iter().map(String::as_str))
}

/// Intl.Locale.prototype.getTextInfo ( ) (sec-intl.locale.prototype.gettextinfo).
pub fn get_text_info(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let locale = this_locale(vm, args, "getTextInfo")?;
    let direction = match LocaleDirectionality::new_extended().get(&locale.id) {
        Some(Direction::RightToLeft) => "rtl",
        _ => "ltr",
    };
    let mut info = ResolvedOptions::new(vm);
    info.text("direction", direction)?;
    Ok(info.finish())
}

static DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The number of a day's name: Monday is 1.
pub fn day_number(name: &str) -> Option<i32> {
    DAYS.iter().position(|day| *day == name).map(|i| i as i32 + 1)
}

/// What a region says of weeks.
fn week_data(what: &str, region: &str) -> &'static str {
    cldr::world(&format!("{what}/{region}")).or_else(|| cldr::world(&format!("{what}/001"))).unwrap_or("mon")
}

/// Intl.Locale.prototype.getWeekInfo ( ) (sec-intl.locale.prototype.getweekinfo).
pub fn get_week_info(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let locale = this_locale(vm, args, "getWeekInfo")?;
    let region = region(locale);
    let first = keyword(locale, "fw").and_then(|day| day_number(&day)).or_else(|| day_number(week_data("firstDay", &region)));
    let (start, end) = (day_number(week_data("weekendStart", &region)), day_number(week_data("weekendEnd", &region)));
    let (start, end) = (start.unwrap_or(6), end.unwrap_or(7));
    let mut weekend = RootedVec::new(vm);
    for day in 1..=7 {
        if if start <= end { (start..=end).contains(&day) } else { day >= start || day <= end } {
            weekend.push(Value::int(day));
        }
    }
    let weekend = vm.create_array_from_list(&weekend)?.value();
    let mut info = ResolvedOptions::new(vm);
    info.value("firstDay", Value::int(first.unwrap_or(1)))?;
    info.value("weekend", weekend)?;
    Ok(info.finish())
}
