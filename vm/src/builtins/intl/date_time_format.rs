//! Intl.DateTimeFormat (sec-datetimeformat-objects): options and the objects. How a date is
//! written is in `date_writer`.

use super::cldr::Table;
use super::date_interval;
use super::date_pattern::{FieldType, Item, has, parse, with_hour_letter};
use super::date_time_values::{Formattable, ValueKind, handle_date_time_value, to_date_time_formattable};
use super::date_writer::DateTexts;
use super::locale_info::{calendars_of, hour_cycle, preferred_hour};
use super::namespace::CALENDARS;
use super::negotiation::{RelevantKey, canonicalize_locale_list, read_locale_matcher, resolve_locale, supported_locales_of};
use super::number_format::numbering_system_option;
use super::numbering::{default_system, supports};
use super::options::{Options, coerce_options_to_object, get, get_boolean, get_number_option, get_option, get_string, out_of_range};
use super::parts::{self, Part};
use super::resolved::ResolvedOptions;
use super::skeleton::{Generator, Skeleton, glue};
use super::zone_names::ZoneId;
use super::{IntlType, bound_function, bound_instance, create, legacy, prototype_for, tag as tags};
use crate::builtins::table::*;
use crate::builtins::temporal;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use std::cell::OnceCell;

/// The options that say which fields there are, in the order in which they are read.
#[derive(Clone, Default)]
pub struct Components {
    weekday: Option<&'static str>,
    era: Option<&'static str>,
    year: Option<&'static str>,
    month: Option<&'static str>,
    day: Option<&'static str>,
    day_period: Option<&'static str>,
    hour: Option<&'static str>,
    minute: Option<&'static str>,
    second: Option<&'static str>,
    fraction: Option<u32>,
    zone_name: Option<&'static str>,
}

/// Which fields there must be, and which are there if none is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fields {
    Any,
    Date,
    Time,
    YearMonth,
    MonthDay,
    /// Date and time.
    All,
    /// Date, time and zone.
    Zoned,
}

pub struct DateTimeFormat {
    pub locale: String,
    pub calendar: String,
    numbering: String,
    pub zone: ZoneId,
    hour_cycle: &'static str,
    date_style: Option<&'static str>,
    time_style: Option<&'static str>,
    components: Components,
    required: Fields,
    defaults: Fields,
    pub tables: Tables,
    pub texts: DateTexts,
    patterns: [OnceCell<Option<Vec<Item>>>; 7],
}

/// What the locale says.
pub struct Tables {
    pub calendar: Table,
    pub gregorian: Table,
    fields: Table,
}

impl IntlType for DateTimeFormat {
    const NAME: &'static str = "Intl.DateTimeFormat";
    const PROTOTYPE: Intrinsic = Intrinsic::IntlDateTimeFormatPrototype;
}

/// The section of CLDR that has a calendar.
fn section(calendar: &str) -> &str {
    match calendar {
        "gregory" | "iso8601" => "gregorian",
        "ethioaa" => "ethiopic-amete-alem",
        "islamic-civil" | "islamic-tbla" | "islamic-umalqura" => "islamic",
        calendar => calendar,
    }
}

const TEXT: &[&str] = &["narrow", "short", "long"];
const NUMBER: &[&str] = &["2-digit", "numeric"];

fn read_components(vm: &mut Vm, options: Options) -> JsResult<Components> {
    Ok(Components {
        weekday: get_option(vm, options, "weekday", TEXT)?,
        era: get_option(vm, options, "era", TEXT)?,
        year: get_option(vm, options, "year", NUMBER)?,
        month: get_option(vm, options, "month", &["2-digit", "numeric", "narrow", "short", "long"])?,
        day: get_option(vm, options, "day", NUMBER)?,
        day_period: get_option(vm, options, "dayPeriod", TEXT)?,
        hour: get_option(vm, options, "hour", NUMBER)?,
        minute: get_option(vm, options, "minute", NUMBER)?,
        second: get_option(vm, options, "second", NUMBER)?,
        fraction: get_number_option(vm, options, "fractionalSecondDigits", 1, 3)?,
        zone_name: get_option(vm, options, "timeZoneName", &["short", "long", "shortOffset", "longOffset", "shortGeneric", "longGeneric"])?,
    })
}

impl Components {
    fn is_empty(&self) -> bool {
        self.era.is_none() && self.zone_name.is_none() && !self.has_any()
    }
    /// Any but an era or the name of a zone.
    fn has_any(&self) -> bool {
        self.has_date() || self.has_time()
    }
    fn has_date(&self) -> bool {
        [self.weekday, self.year, self.month, self.day].iter().any(Option::is_some)
    }
    fn has_time(&self) -> bool {
        [self.day_period, self.hour, self.minute, self.second].iter().any(Option::is_some) || self.fraction.is_some()
    }

    /// GetDateTimeFormat (sec-getdatetimeformat): the fields that are shown; `relevant` leaves out
    /// those that are not of the value.
    fn shown(&self, required: Fields, defaults: Fields, relevant: bool) -> Option<Components> {
        let mut shown = if relevant { Components::default() } else { self.clone() };
        let (date, time) = match required {
            Fields::Date => (true, false),
            Fields::Time => (false, true),
            Fields::YearMonth | Fields::MonthDay => (false, false),
            _ => (true, true),
        };
        if relevant && !matches!(required, Fields::Time | Fields::MonthDay) {
            shown.era = self.era;
        }
        let mut given = false;
        if date {
            (shown.weekday, shown.year, shown.month, shown.day) = (self.weekday, self.year, self.month, self.day);
            given |= self.has_date();
        }
        if time {
            (shown.day_period, shown.hour, shown.minute) = (self.day_period, self.hour, self.minute);
            (shown.second, shown.fraction) = (self.second, self.fraction);
            given |= self.has_time();
        }
        if required == Fields::YearMonth {
            (shown.year, shown.month) = (self.year, self.month);
            given = self.year.is_some() || self.month.is_some();
        }
        if required == Fields::MonthDay {
            (shown.month, shown.day) = (self.month, self.day);
            given = self.month.is_some() || self.day.is_some();
        }
        if given {
            return Some(shown);
        }
        if relevant && self.has_any() {
            return None;
        }
        let numeric = Some("numeric");
        if matches!(defaults, Fields::Date | Fields::YearMonth | Fields::All | Fields::Zoned) {
            shown.year = numeric;
        }
        if !matches!(defaults, Fields::Time) {
            shown.month = numeric;
        }
        if matches!(defaults, Fields::Date | Fields::MonthDay | Fields::All | Fields::Zoned) {
            shown.day = numeric;
        }
        if matches!(defaults, Fields::Time | Fields::All | Fields::Zoned) {
            (shown.hour, shown.minute, shown.second) = (numeric, numeric, numeric);
        }
        if defaults == Fields::Zoned && shown.zone_name.is_none() {
            shown.zone_name = Some("short");
        }
        Some(shown)
    }

    fn skeleton(&self, hour: char) -> Skeleton {
        let mut skeleton = Skeleton::default();
        let mut add = |letter, width: Option<&str>| {
            let count = match width {
                None => return,
                Some("numeric") => 1,
                Some("2-digit") => 2,
                Some("short") => {
                    if letter == 'B' {
                        1
                    } else {
                        3
                    }
                }
                Some("long") => 4,
                Some(_) => 5,
            };
            skeleton.add(letter, count);
        };
        add('E', self.weekday);
        add('G', self.era);
        add('y', self.year);
        add('M', self.month);
        add('d', self.day);
        add('B', self.day_period);
        add(hour, self.hour);
        add('m', self.minute);
        add('s', self.second);
        if let Some(digits) = self.fraction {
            skeleton.add('S', digits as usize);
        }
        match self.zone_name {
            None => {}
            Some("short") => skeleton.add('z', 1),
            Some("long") => skeleton.add('z', 4),
            Some("shortOffset") => skeleton.add('O', 1),
            Some("longOffset") => skeleton.add('O', 4),
            Some("shortGeneric") => skeleton.add('v', 1),
            Some(_) => skeleton.add('v', 4),
        }
        skeleton
    }
}

/// The zone that an option names, or else the system's.
fn time_zone(vm: &mut Vm, value: Value) -> JsResult<ZoneId> {
    if value.is_undefined() {
        return Ok(zone_of(&temporal::system_zone_name()).unwrap_or_else(|| ZoneId::Named("UTC".into())));
    }
    let string = vm.to_string(value)?;
    let text = vm.to_rust_string(string);
    match zone_of(&text) {
        Some(zone) => Ok(zone),
        None => Err(vm.range_error(format!("Invalid time zone specified: {text}"))),
    }
}

/// A named zone, or an offset: `+hh`, `+hhmm`, `+hh:mm`.
pub fn zone_of(text: &str) -> Option<ZoneId> {
    let Some(sign) = text.bytes().next().filter(|b| matches!(b, b'+' | b'-')) else {
        return temporal::zone_identifier(text).map(ZoneId::Named);
    };
    let digits: String = match text.as_bytes() {
        [_, _, _] | [_, _, _, _, _] => text[1..].into(),
        [_, _, _, b':', _, _] => text[1..].replace(':', ""),
        _ => return None,
    };
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let hours: i64 = digits[..2].parse().ok()?;
    let minutes: i64 = digits.get(2..4).map_or(Ok(0), str::parse).ok()?;
    if hours > 23 || minutes > 59 {
        return None;
    }
    let offset = hours * 3600 + minutes * 60;
    Some(ZoneId::Offset(if sign == b'-' { -offset } else { offset }))
}

/// CreateDateTimeFormat (sec-createdatetimeformat). The zone is that of a Temporal.ZonedDateTime, if
/// it is one that is formatted.
pub fn new_date_time_format(
    vm: &mut Vm,
    locales: Value,
    options: Value,
    required: Fields,
    defaults: Fields,
    zone: Option<ZoneId>,
) -> JsResult<DateTimeFormat> {
    let requested = canonicalize_locale_list(vm, locales)?;
    let options = coerce_options_to_object(vm, options)?;
    read_locale_matcher(vm, options)?;
    let calendar = get_string(vm, options, "calendar")?;
    if let Some(text) = &calendar
        && !tags::is_type(text)
    {
        return Err(out_of_range(vm, text, "calendar"));
    }
    let numbering = numbering_system_option(vm, options)?;
    let hour12 = get_boolean(vm, options, "hour12")?;
    let cycle = get_option(vm, options, "hourCycle", &["h11", "h12", "h23", "h24"])?.filter(|_| hour12.is_none());
    let has_calendar = |_: &str, value: &str| CALENDARS.contains(&value) || matches!(value, "islamic" | "islamic-rgsa");
    let has_cycle = |_: &str, value: &str| hour12.is_none() && matches!(value, "h11" | "h12" | "h23" | "h24");
    let resolved = resolve_locale(
        &requested,
        &[
            RelevantKey { key: "ca", option: calendar, supported: &has_calendar },
            RelevantKey { key: "nu", option: numbering, supported: &supports },
            RelevantKey { key: "hc", option: cycle.map(str::to_owned), supported: &has_cycle },
        ],
    );
    let base = resolved.base();
    let calendar = match resolved.values[0].as_deref() {
        Some("islamic" | "islamic-rgsa") => "islamic-civil".to_owned(),
        Some(calendar) => calendar.to_owned(),
        None => calendars_of(&base).into_iter().next().unwrap_or_else(|| "gregory".into()),
    };
    let preferred = hour_cycle(preferred_hour(&base));
    let japan = tags::region(&base) == "JP";
    let hour_cycle = match (hour12, resolved.values[2].as_deref()) {
        (Some(true), _) if japan => "h11",
        (Some(true), _) => {
            if preferred == "h11" {
                "h11"
            } else {
                "h12"
            }
        }
        (Some(false), _) => "h23",
        (None, Some("h11")) => "h11",
        (None, Some("h12")) => "h12",
        (None, Some("h23")) => "h23",
        (None, Some(_)) => "h24",
        (None, None) => preferred,
    };
    let zone_option = get(vm, options, "timeZone")?;
    let zone = match zone {
        Some(_) if !zone_option.is_undefined() => {
            return Err(vm.type_error("Option timeZone is not allowed: the value has a time zone"));
        }
        Some(zone) => zone,
        None => time_zone(vm, zone_option)?,
    };
    let components = read_components(vm, options)?;
    get_option(vm, options, "formatMatcher", &["basic", "best fit"])?;
    let styles = &["full", "long", "medium", "short"];
    let date_style = get_option(vm, options, "dateStyle", styles)?;
    let time_style = get_option(vm, options, "timeStyle", styles)?;
    if date_style.is_some() || time_style.is_some() {
        let forbidden =
            !components.is_empty() || required == Fields::Date && time_style.is_some() || required == Fields::Time && date_style.is_some();
        if forbidden {
            let name = if time_style.is_some() { "timeStyle" } else { "dateStyle" };
            return Err(vm.type_error(format!("Invalid option : {name}")));
        }
    }
    let numbering = resolved.values[1].clone().unwrap_or_else(|| default_system(&resolved.data));
    let gregorian = Table::of("gregorian", &resolved.data);
    let calendar_table = match calendar.as_str() {
        "gregory" => gregorian.clone(),
        "iso8601" => Table::of("gregorian", "und"),
        calendar => Table::of(section(calendar), &resolved.data),
    };
    let texts = DateTexts::of(&resolved.data, &calendar, &calendar_table, &gregorian, &numbering);
    let tables = Tables { calendar: calendar_table, gregorian, fields: Table::of("fields", &resolved.data) };
    Ok(DateTimeFormat {
        locale: resolved.locale,
        calendar,
        numbering,
        zone,
        hour_cycle,
        date_style,
        time_style,
        components,
        required,
        defaults,
        tables,
        texts,
        patterns: Default::default(),
    })
}

impl DateTimeFormat {
    fn hour_letter(&self) -> char {
        match self.hour_cycle {
            "h11" => 'K',
            "h12" => 'h',
            "h24" => 'k',
            _ => 'H',
        }
    }
    /// The letter of hours in this format's patterns.
    pub fn hour_letter_of_pattern(&self) -> char {
        self.hour_letter()
    }
    /// The letter that skeletons have.
    fn skeleton_hour(&self) -> char {
        if matches!(self.hour_cycle, "h11" | "h12") { 'h' } else { 'H' }
    }

    pub fn generator(&self) -> Generator {
        Generator::of(&self.tables.calendar, &self.tables.gregorian, self.tables.fields.clone())
    }

    /// The pattern for a skeleton, with this format's hours.
    pub fn pattern_of(&self, skeleton: &Skeleton) -> Vec<Item> {
        let mut items = self.generator().pattern(skeleton);
        with_hour_letter(&mut items, self.hour_letter());
        items
    }

    /// DateTimeStyleFormat (sec-date-time-style-format).
    fn style_pattern(&self, with_date: bool, with_time: bool) -> Option<Vec<Item>> {
        let date = self.date_style.filter(|_| with_date).map(|length| {
            let path = format!("dateFormats/{length}");
            parse(self.tables.calendar.get(&path).or_else(|| self.tables.gregorian.get(&path)).unwrap_or("y-MM-dd"))
        });
        let time = self.time_style.filter(|_| with_time).map(|length| {
            let mut items = parse(self.tables.gregorian.get(&format!("timeFormats/{length}")).unwrap_or("HH:mm:ss"));
            let twelve = items.iter().any(|item| matches!(item, Item::Field('h' | 'K', _)));
            if twelve != (self.skeleton_hour() == 'h') {
                // The hours of the other kind: as their skeleton is written.
                let mut skeleton = Skeleton::of_items(&items);
                let count = skeleton.get(FieldType::Hour).map_or(1, |(_, count)| count);
                skeleton.remove(FieldType::DayPeriod);
                skeleton.add(self.skeleton_hour(), count);
                items = self.generator().pattern(&skeleton);
            }
            with_hour_letter(&mut items, self.hour_letter());
            items
        });
        match (date, time) {
            (Some(date), Some(time)) => Some(glue(&self.generator().glue_pattern(self.date_style.unwrap_or("medium")), &date, &time)),
            (date, time) => date.or(time),
        }
    }

    /// AdjustDateTimeStyleFormat (sec-adjustdatetimestyleformat).
    fn adjusted_style(&self, pattern: Vec<Item>, allowed: impl Fn(FieldType) -> bool) -> Vec<Item> {
        let is_allowed = |item: &Item| match item {
            Item::Field(letter, _) => FieldType::of(*letter).is_some_and(&allowed),
            Item::Text(_) => true,
        };
        if pattern.iter().all(is_allowed) {
            return pattern;
        }
        let kept: Vec<Item> = pattern.into_iter().filter(|item| matches!(item, Item::Field(..)) && is_allowed(item)).collect();
        let mut skeleton = Skeleton::of_items(&kept);
        if let Some((hour, count)) = skeleton.get(FieldType::Hour)
            && !matches!(hour, 'h' | 'H')
        {
            skeleton.add(self.skeleton_hour(), count);
        }
        self.pattern_of(&skeleton)
    }

    fn make_pattern(&self, kind: ValueKind) -> Option<Vec<Item>> {
        use FieldType::*;
        if self.date_style.is_some() || self.time_style.is_some() {
            let (date, time) = match kind {
                ValueKind::PlainTime => (false, true),
                ValueKind::PlainDate | ValueKind::PlainYearMonth | ValueKind::PlainMonthDay => (true, false),
                _ => (true, true),
            };
            let pattern = self.style_pattern(date, time)?;
            return Some(match kind {
                ValueKind::PlainYearMonth => self.adjusted_style(pattern, |kind| matches!(kind, Era | Year | Month)),
                ValueKind::PlainMonthDay => self.adjusted_style(pattern, |kind| matches!(kind, Month | Day)),
                ValueKind::PlainDate => self.adjusted_style(pattern, FieldType::is_date),
                ValueKind::PlainTime => self.adjusted_style(pattern, |kind| !kind.is_date() && kind != Zone),
                ValueKind::PlainDateTime => self.adjusted_style(pattern, |kind| kind != Zone),
                _ => pattern,
            });
        }
        let shown = match kind {
            ValueKind::Number => self.components.shown(self.required, self.defaults, false),
            ValueKind::Instant if self.defaults == Fields::Zoned => self.components.shown(self.required, self.defaults, false),
            ValueKind::Instant => self.components.shown(Fields::Any, Fields::All, false),
            ValueKind::PlainDate => self.components.shown(Fields::Date, Fields::Date, true),
            ValueKind::PlainDateTime => self.components.shown(Fields::Any, Fields::All, true),
            ValueKind::PlainTime => self.components.shown(Fields::Time, Fields::Time, true),
            ValueKind::PlainYearMonth => self.components.shown(Fields::YearMonth, Fields::YearMonth, true),
            ValueKind::PlainMonthDay => self.components.shown(Fields::MonthDay, Fields::MonthDay, true),
        }?;
        Some(self.pattern_of(&shown.skeleton(self.skeleton_hour())))
    }

    /// The pattern for values of a kind; none: they have nothing that is shown.
    pub fn pattern(&self, kind: ValueKind) -> Option<&[Item]> {
        self.patterns[kind as usize].get_or_init(|| self.make_pattern(kind)).as_deref()
    }

    pub fn shows(&self, kind: ValueKind) -> bool {
        self.pattern(kind).is_some()
    }

    /// FormatDateTimePattern (sec-formatdatetimepattern) of a value.
    fn parts(&self, vm: &mut Vm, value: &Formattable) -> JsResult<Vec<Part>> {
        let shown = handle_date_time_value(vm, self, value)?;
        let pattern = self.pattern(shown.kind).unwrap_or_default();
        Ok(self.texts.write(pattern, &shown, &self.zone))
    }

    fn range(&self, vm: &mut Vm, start: &Formattable, end: &Formattable) -> JsResult<Vec<Part>> {
        if start.kind() != end.kind() {
            return Err(vm.type_error("Both ends of a range must be of one type"));
        }
        let start = handle_date_time_value(vm, self, start)?;
        let end = handle_date_time_value(vm, self, end)?;
        Ok(date_interval::parts(self, &start, &end))
    }
}

/// Intl.DateTimeFormat ( [ locales [ , options ] ] ) (sec-intl.datetimeformat).
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let prototype = prototype_for::<DateTimeFormat>(vm, args)?;
    let format = new_date_time_format(vm, args.get(0), args.get(1), Fields::Any, Fields::Date, None)?;
    let instance = create(vm, prototype, format);
    legacy::chain(vm, args, instance, Intrinsic::IntlDateTimeFormat)
}

fn unwrap(vm: &mut Vm, args: &Args, method: &str) -> JsResult<Value> {
    legacy::unwrap::<DateTimeFormat>(vm, args.this, Intrinsic::IntlDateTimeFormat, method)
}

/// get Intl.DateTimeFormat.prototype.format (sec-intl.datetimeformat.prototype.format).
fn get_format(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let instance = unwrap(vm, args, "format")?;
    bound_function::<DateTimeFormat>(vm, instance, 1, format)
}

/// What an argument says, which is now if it says nothing.
fn date_argument(vm: &mut Vm, value: Value) -> JsResult<Formattable> {
    if value.is_undefined() {
        return Ok(Formattable::Number(crate::builtins::date::now()));
    }
    to_date_time_formattable(vm, value)
}

/// DateTime Format Functions (sec-datetime-format-functions).
fn format(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let this = bound_instance::<DateTimeFormat>(vm, args)?;
    let value = date_argument(vm, args.get(0))?;
    let parts = this.parts(vm, &value)?;
    parts::to_value(vm, &parts)
}

/// Intl.DateTimeFormat.prototype.formatToParts ( date ) (sec-intl.datetimeformat.prototype.formattoparts).
fn format_to_parts(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let this = super::this_slot::<DateTimeFormat>(vm, args, "formatToParts")?;
    let value = date_argument(vm, args.get(0))?;
    let parts = this.parts(vm, &value)?;
    parts::to_array(vm, &parts)
}

fn range_parts(vm: &mut Vm, args: &Args, method: &str) -> JsResult<Vec<Part>> {
    let this = super::this_slot::<DateTimeFormat>(vm, args, method)?;
    if args.get(0).is_undefined() || args.get(1).is_undefined() {
        return Err(vm.type_error("startDate or endDate cannot be undefined"));
    }
    let start = to_date_time_formattable(vm, args.get(0))?;
    let end = to_date_time_formattable(vm, args.get(1))?;
    this.range(vm, &start, &end)
}

/// Intl.DateTimeFormat.prototype.formatRange ( startDate, endDate ) (sec-intl.datetimeformat.prototype.formatrange).
fn format_range(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let parts = range_parts(vm, args, "formatRange")?;
    parts::to_value(vm, &parts)
}

/// Intl.DateTimeFormat.prototype.formatRangeToParts ( startDate, endDate )
/// (sec-intl.datetimeformat.prototype.formatrangetoparts).
fn format_range_to_parts(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let parts = range_parts(vm, args, "formatRangeToParts")?;
    parts::to_array(vm, &parts)
}

/// How the option of a field is called, and its value for a field of a pattern.
fn resolved_field(letter: char, count: usize) -> Option<(&'static str, &'static str)> {
    let text = match count {
        0..=3 => "short",
        4 => "long",
        _ => "narrow",
    };
    let number = if count == 2 { "2-digit" } else { "numeric" };
    Some(match letter {
        'E' | 'c' => ("weekday", text),
        'G' => ("era", text),
        'y' | 'u' | 'r' => ("year", number),
        'M' | 'L' => ("month", if count <= 2 { number } else { text }),
        'd' => ("day", number),
        'B' => ("dayPeriod", text),
        'h' | 'H' | 'k' | 'K' => ("hour", number),
        'm' => ("minute", number),
        's' => ("second", number),
        'z' => ("timeZoneName", if count < 4 { "short" } else { "long" }),
        'O' => ("timeZoneName", if count < 4 { "shortOffset" } else { "longOffset" }),
        'v' => ("timeZoneName", if count < 4 { "shortGeneric" } else { "longGeneric" }),
        _ => return None,
    })
}

/// Intl.DateTimeFormat.prototype.resolvedOptions ( ) (sec-intl.datetimeformat.prototype.resolvedoptions).
fn resolved_options(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let instance = unwrap(vm, args, "resolvedOptions")?;
    let Some(this) = super::slot_of::<DateTimeFormat>(instance) else {
        return Err(super::incompatible::<DateTimeFormat>(vm, instance, "resolvedOptions"));
    };
    let pattern = this.pattern(ValueKind::Number).unwrap_or_default();
    let mut out = ResolvedOptions::new(vm);
    out.text("locale", &this.locale)?;
    out.text("calendar", &this.calendar)?;
    out.text("numberingSystem", &this.numbering)?;
    out.text("timeZone", &this.zone.identifier())?;
    if has(pattern, FieldType::Hour) {
        out.text("hourCycle", this.hour_cycle)?;
        out.value("hour12", Value::bool(matches!(this.hour_cycle, "h11" | "h12")))?;
    }
    if this.date_style.is_none() && this.time_style.is_none() {
        for option in ["weekday", "era", "year", "month", "day", "dayPeriod", "hour", "minute", "second"] {
            let value = pattern.iter().find_map(|item| match item {
                Item::Field(letter, count) => resolved_field(*letter, *count).filter(|(name, _)| *name == option),
                Item::Text(_) => None,
            });
            out.some(option, value.map(|(_, value)| value))?;
        }
        let digits = pattern.iter().find_map(|item| match item {
            Item::Field('S', count) => Some(*count as i32),
            _ => None,
        });
        if let Some(digits) = digits {
            out.value("fractionalSecondDigits", Value::int(digits))?;
        }
        out.some("timeZoneName", this.components.zone_name)?;
    }
    out.some("dateStyle", this.date_style)?;
    out.some("timeStyle", this.time_style)?;
    Ok(out.finish())
}

/// `Date.prototype.toLocaleString ( [ locales [ , options ] ] )` and its like
/// (sup-date.prototype.tolocalestring), of a time value.
pub fn date_to_locale_string(vm: &mut Vm, time: f64, args: &Args, required: Fields, defaults: Fields) -> JsResult<Value> {
    if time.is_nan() {
        return Ok(vm.new_string("Invalid Date").value());
    }
    let format = new_date_time_format(vm, args.get(0), args.get(1), required, defaults, None)?;
    let parts = format.parts(vm, &Formattable::Number(time))?;
    parts::to_value(vm, &parts)
}

/// toLocaleString of Temporal's values, but for durations. Zoned ones bring their zone, and
/// their calendar.
pub fn temporal_to_locale_string(vm: &mut Vm, args: &Args, zoned: Option<(String, String, i128)>) -> JsResult<Value> {
    let kind = temporal::moment_of(args.this).map(|moment| moment.kind());
    let (required, defaults) = match kind {
        _ if zoned.is_some() => (Fields::Any, Fields::Zoned),
        Some(ValueKind::PlainDate | ValueKind::PlainYearMonth | ValueKind::PlainMonthDay) => (Fields::Date, Fields::Date),
        Some(ValueKind::PlainTime) => (Fields::Time, Fields::Time),
        _ => (Fields::Any, Fields::All),
    };
    let zone = match &zoned {
        Some((name, ..)) => zone_of(name),
        None => None,
    };
    let format = new_date_time_format(vm, args.get(0), args.get(1), required, defaults, zone)?;
    let value = match zoned {
        Some((_, calendar, time)) => {
            if calendar != "iso8601" && calendar != format.calendar {
                return Err(vm.range_error(format!("The value's calendar {calendar} is not the formatter's, {}", format.calendar)));
            }
            Formattable::Temporal(temporal::Moment::Instant(time))
        }
        None => to_date_time_formattable(vm, args.this)?,
    };
    let parts = format.parts(vm, &value)?;
    parts::to_value(vm, &parts)
}

pub static DATE_TIME_FORMAT: ClassSpec = ClassSpec {
    statics: &[method("supportedLocalesOf", 1, supported_locales_of)],
    methods: &[
        method("resolvedOptions", 0, resolved_options),
        method("formatToParts", 1, format_to_parts),
        method("formatRange", 2, format_range),
        method("formatRangeToParts", 2, format_range_to_parts),
    ],
    getters: &[getter("format", get_format)],
    constants: &[tag("Intl.DateTimeFormat")],
    global: false,
    ..ClassSpec::new("DateTimeFormat", 0, constructor, Intrinsic::IntlDateTimeFormat, Intrinsic::IntlDateTimeFormatPrototype)
};
