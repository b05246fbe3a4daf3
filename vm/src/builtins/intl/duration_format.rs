//! Intl.DurationFormat (sec-intl-durationformat-constructor), and Temporal.Duration's toLocaleString.

use super::decimal::{Decimal, Number};
use super::digits::DigitOptions;
use super::list_format::ListPatterns;
use super::negotiation::{RelevantKey, canonicalize_locale_list, read_locale_matcher, resolve_locale, supported_locales_of};
use super::number_format::{NumberFormat, NumberStyle, numbering_system_option};
use super::numbering::{default_system, supports};
use super::options::{Options, get_number_option, get_option, get_options_object};
use super::parts::{self, Part, part};
use super::resolved::ResolvedOptions;
use super::{IntlType, create, prototype_for, require_new, this_slot};
use crate::builtins::table::*;
use crate::builtins::temporal;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;

/// A unit: its option, the name of its display option, and as Intl.NumberFormat calls it
/// (sec-durationformat-table-1).
struct Unit {
    name: &'static str,
    display: &'static str,
    singular: &'static str,
}

macro_rules! units {
    ($($name:literal $singular:literal;)*) => {
        &[$(Unit { name: $name, display: concat!($name, "Display"), singular: $singular },)*]
    };
}
static UNITS: &[Unit; 10] = units! {
    "years" "year";
    "months" "month";
    "weeks" "week";
    "days" "day";
    "hours" "hour";
    "minutes" "minute";
    "seconds" "second";
    "milliseconds" "millisecond";
    "microseconds" "microsecond";
    "nanoseconds" "nanosecond";
};
const HOURS: usize = 4;
const MINUTES: usize = 5;
const SECONDS: usize = 6;
const MILLISECONDS: usize = 7;
const NANOSECONDS: usize = 9;

#[derive(Clone, Copy)]
struct UnitStyle {
    /// `fractional`: as decimals of the unit before.
    style: &'static str,
    always: bool,
}

pub struct DurationFormat {
    locale: String,
    data: String,
    numbering: String,
    style: &'static str,
    units: [UnitStyle; 10],
    fractional_digits: Option<u32>,
}

impl IntlType for DurationFormat {
    const NAME: &'static str = "Intl.DurationFormat";
    const PROTOTYPE: Intrinsic = Intrinsic::IntlDurationFormatPrototype;
}

/// GetDurationUnitOptions (sec-getdurationunitoptions).
fn get_duration_unit_options(vm: &mut Vm, index: usize, options: Options, base: &'static str, previous: &str) -> JsResult<UnitStyle> {
    let styles: &[&str] = match index {
        0..HOURS => &["long", "short", "narrow"],
        HOURS..=SECONDS => &["long", "short", "narrow", "numeric", "2-digit"],
        _ => &["long", "short", "narrow", "numeric"],
    };
    let unit = &UNITS[index];
    let after_numeric = matches!(previous, "fractional" | "numeric" | "2-digit");
    let mut always = true;
    let mut style = match get_option(vm, options, unit.name, styles)? {
        Some(style) => style,
        None if base == "digital" => {
            always = (HOURS..=SECONDS).contains(&index);
            if index < HOURS { "short" } else { "numeric" }
        }
        None if after_numeric => {
            always = matches!(index, MINUTES | SECONDS);
            "numeric"
        }
        None => {
            always = false;
            base
        }
    };
    if style == "numeric" && index >= MILLISECONDS {
        style = "fractional";
        always = false;
    }
    if let Some(display) = get_option(vm, options, unit.display, &["auto", "always"])? {
        always = display == "always";
    }
    // ValidateDurationUnitStyle (sec-validatedurationunitstyle).
    let wrong = style == "fractional" && always
        || previous == "fractional" && style != "fractional"
        || matches!(previous, "numeric" | "2-digit") && !matches!(style, "fractional" | "numeric" | "2-digit");
    if wrong {
        return Err(vm.range_error(format!("Style of {} does not go with the unit before it", unit.name)));
    }
    if matches!(index, MINUTES | SECONDS) && matches!(previous, "numeric" | "2-digit") {
        style = "2-digit";
    }
    Ok(UnitStyle { style, always })
}

fn new_duration_format(vm: &mut Vm, locales: Value, options: Value) -> JsResult<DurationFormat> {
    let requested = canonicalize_locale_list(vm, locales)?;
    let options = get_options_object(vm, options)?;
    read_locale_matcher(vm, options)?;
    let numbering = numbering_system_option(vm, options)?;
    let resolved = resolve_locale(&requested, &[RelevantKey { key: "nu", option: numbering, supported: &supports }]);
    let style = get_option(vm, options, "style", &["long", "short", "narrow", "digital"])?.unwrap_or("short");
    let mut units = [UnitStyle { style: "short", always: false }; 10];
    let mut previous = "";
    for (index, unit) in units.iter_mut().enumerate() {
        *unit = get_duration_unit_options(vm, index, options, style, previous)?;
        if index >= HOURS {
            previous = unit.style;
        }
    }
    let fractional_digits = get_number_option(vm, options, "fractionalDigits", 0, 9)?;
    let numbering = resolved.values[0].clone().unwrap_or_else(|| default_system(&resolved.data));
    Ok(DurationFormat { locale: resolved.locale, data: resolved.data, numbering, style, units, fractional_digits })
}

/// Intl.DurationFormat ( [ locales [ , options ] ] ) (sec-intl.durationformat).
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    require_new::<DurationFormat>(vm, args)?;
    let prototype = prototype_for::<DurationFormat>(vm, args)?;
    let format = new_duration_format(vm, args.get(0), args.get(1))?;
    Ok(create(vm, prototype, format))
}

/// A formatter's way through a duration.
struct Writer<'a> {
    format: &'a DurationFormat,
    values: [i128; 10],
    negative: bool,
    /// The sign is not shown yet.
    sign_pending: bool,
}

impl Writer<'_> {
    /// The value of a unit, with those after it as its decimals.
    fn with_fractions(&self, index: usize) -> Decimal {
        let total = (index..=NANOSECONDS).fold(0i128, |sum, i| sum * 1000 + self.values[i]);
        let decimal = Decimal::parse(&total.to_string()).unwrap_or_else(Decimal::zero);
        decimal.scaled(-3 * (NANOSECONDS - index) as i64)
    }

    fn whole(&self, index: usize) -> Decimal {
        Decimal::parse(&self.values[index].to_string()).unwrap_or_else(Decimal::zero)
    }

    /// Whether the unit after is shown as decimals (NextUnitFractional).
    fn next_is_fractional(&self, index: usize) -> bool {
        (SECONDS..NANOSECONDS).contains(&index) && self.format.units[index + 1].style == "fractional"
    }

    /// A number that is shown; the first one has the sign.
    fn number(&mut self, index: usize, mut value: Decimal, digits: DigitOptions, unit_display: Option<&'static str>) -> Vec<Part> {
        let unit = &UNITS[index];
        let mut style = NumberStyle::decimal(self.format.numbering.clone(), digits);
        if self.sign_pending {
            self.sign_pending = false;
            value.negative = self.negative;
        } else {
            style.sign_display = "never";
        }
        match unit_display {
            Some(display) => {
                style.unit.style = "unit";
                style.unit.unit = Some(unit.singular.to_owned());
                style.unit.unit_display = display;
            }
            None => style.use_grouping = "false",
        }
        let number = NumberFormat::of(String::new(), &self.format.data, style);
        let mut parts = number.parts(&Number::Finite(value));
        for part in &mut parts {
            part.unit = Some(unit.singular);
        }
        parts
    }

    fn fraction_digits(&self) -> DigitOptions {
        let fraction = self.format.fractional_digits.map_or((0, 9), |digits| (digits, digits));
        DigitOptions { fraction: Some(fraction), mode: "trunc", ..DigitOptions::integers(1) }
    }

    /// FormatNumericUnits (sec-formatnumericunits): hours, minutes and seconds with separators.
    fn numeric_units(&mut self, first: usize) -> Vec<Part> {
        let units = &self.format.units;
        let fractional = self.next_is_fractional(SECONDS);
        let seconds = if fractional { self.with_fractions(SECONDS) } else { self.whole(SECONDS) };
        let hours_shown = first == HOURS && (units[HOURS].always || self.values[HOURS] != 0);
        let seconds_shown = units[SECONDS].always || !seconds.is_zero();
        let minutes_shown = first <= MINUTES && (hours_shown && seconds_shown || units[MINUTES].always || self.values[MINUTES] != 0);
        let separator = {
            let style = NumberStyle::decimal(self.format.numbering.clone(), DigitOptions::integers(1));
            NumberFormat::of(String::new(), &self.format.data, style).symbols().time_separator
        };
        let mut parts = Vec::new();
        let least = |index: usize| if units[index].style == "2-digit" { 2 } else { 1 };
        if hours_shown {
            let value = self.whole(HOURS);
            parts.extend(self.number(HOURS, value, DigitOptions::integers(least(HOURS)), None));
        }
        if minutes_shown {
            if hours_shown {
                parts.push(part("literal", separator));
            }
            let value = self.whole(MINUTES);
            parts.extend(self.number(MINUTES, value, DigitOptions::integers(least(MINUTES)), None));
        }
        if seconds_shown {
            if minutes_shown {
                parts.push(part("literal", separator));
            }
            let digits = if fractional { self.fraction_digits() } else { DigitOptions::integers(1) };
            let digits = DigitOptions { minimum_integer: least(SECONDS), ..digits };
            parts.extend(self.number(SECONDS, seconds, digits, None));
        }
        parts
    }

    /// PartitionDurationFormatPattern (sec-partitiondurationformatpattern).
    fn parts(mut self) -> Vec<Part> {
        let format = self.format;
        let mut list: Vec<Vec<Part>> = Vec::new();
        for index in 0..UNITS.len() {
            let UnitStyle { style, always } = format.units[index];
            if matches!(style, "numeric" | "2-digit") {
                let parts = self.numeric_units(index);
                if !parts.is_empty() {
                    list.push(parts);
                }
                break;
            }
            let fractional = self.next_is_fractional(index);
            let value = if fractional { self.with_fractions(index) } else { self.whole(index) };
            if always || !value.is_zero() {
                let digits =
                    if fractional { self.fraction_digits() } else { DigitOptions { fraction: Some((0, 3)), ..DigitOptions::integers(1) } };
                let parts = self.number(index, value, digits, Some(style));
                list.push(parts);
            }
            if fractional {
                break;
            }
        }
        let style = if format.style == "digital" { "short" } else { format.style };
        ListPatterns::of(&format.data, "unit", style).format(&list)
    }
}

fn partition(vm: &mut Vm, format: &DurationFormat, duration: Value) -> JsResult<Vec<Part>> {
    let values = temporal::duration_values(vm, duration)?;
    let negative = values.iter().any(|value| *value < 0);
    Ok(Writer { format, values, negative, sign_pending: true }.parts())
}

/// Intl.DurationFormat.prototype.format ( duration ) (sec-intl.durationformat.prototype.format).
fn format(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let this = this_slot::<DurationFormat>(vm, args, "format")?;
    let parts = partition(vm, this, args.get(0))?;
    parts::to_value(vm, &parts)
}

/// Intl.DurationFormat.prototype.formatToParts ( duration ) (sec-intl.durationformat.prototype.formattoparts).
fn format_to_parts(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let this = this_slot::<DurationFormat>(vm, args, "formatToParts")?;
    let parts = partition(vm, this, args.get(0))?;
    parts::to_array(vm, &parts)
}

/// Intl.DurationFormat.prototype.resolvedOptions ( ) (sec-intl.durationformat.prototype.resolvedoptions).
fn resolved_options(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let this = this_slot::<DurationFormat>(vm, args, "resolvedOptions")?;
    let mut out = ResolvedOptions::new(vm);
    out.text("locale", &this.locale)?;
    out.text("numberingSystem", &this.numbering)?;
    out.text("style", this.style)?;
    for (unit, style) in UNITS.iter().zip(&this.units) {
        out.text(unit.name, if style.style == "fractional" { "numeric" } else { style.style })?;
        out.text(unit.display, if style.always { "always" } else { "auto" })?;
    }
    if let Some(digits) = this.fractional_digits {
        out.value("fractionalDigits", Value::int(digits as i32))?;
    }
    Ok(out.finish())
}

/// `Temporal.Duration.prototype.toLocaleString ( [ locales [ , options ] ] )`
/// (sup-temporal.duration.prototype.tolocalestring).
pub fn duration_to_locale_string(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let format = new_duration_format(vm, args.get(0), args.get(1))?;
    let parts = partition(vm, &format, args.this)?;
    parts::to_value(vm, &parts)
}

pub static DURATION_FORMAT: ClassSpec = ClassSpec {
    statics: &[method("supportedLocalesOf", 1, supported_locales_of)],
    methods: &[method("resolvedOptions", 0, resolved_options), method("format", 1, format), method("formatToParts", 1, format_to_parts)],
    constants: &[tag("Intl.DurationFormat")],
    global: false,
    ..ClassSpec::new("DurationFormat", 0, constructor, Intrinsic::IntlDurationFormat, Intrinsic::IntlDurationFormatPrototype)
};
