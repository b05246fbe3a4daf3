//! Intl.RelativeTimeFormat (sec-relativetimeformat-objects).

use super::cldr::Table;
use super::decimal::Number;
use super::digits::DigitOptions;
use super::negotiation::{RelevantKey, canonicalize_locale_list, read_locale_matcher, resolve_locale, supported_locales_of};
use super::number_format::{NumberFormat, NumberStyle, numbering_system_option};
use super::numbering::{default_system, supports};
use super::options::{coerce_options_to_object, get_option};
use super::parts::{self, Part, fill, part};
use super::resolved::ResolvedOptions;
use super::{IntlType, create, prototype_for, require_new, this_slot};
use crate::builtins::table::*;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;

pub struct RelativeTimeFormat {
    locale: String,
    style: &'static str,
    numeric: &'static str,
    numbering: String,
    fields: Table,
    number: NumberFormat,
}

impl IntlType for RelativeTimeFormat {
    const NAME: &'static str = "Intl.RelativeTimeFormat";
    const PROTOTYPE: Intrinsic = Intrinsic::IntlRelativeTimeFormatPrototype;
}

/// Intl.RelativeTimeFormat ( [ locales [ , options ] ] ) (sec-intl.relativetimeformat).
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    require_new::<RelativeTimeFormat>(vm, args)?;
    let prototype = prototype_for::<RelativeTimeFormat>(vm, args)?;
    let requested = canonicalize_locale_list(vm, args.get(0))?;
    let options = coerce_options_to_object(vm, args.get(1))?;
    read_locale_matcher(vm, options)?;
    let numbering = numbering_system_option(vm, options)?;
    let resolved = resolve_locale(&requested, &[RelevantKey { key: "nu", option: numbering, supported: &supports }]);
    let style = get_option(vm, options, "style", &["long", "short", "narrow"])?.unwrap_or("long");
    let numeric = get_option(vm, options, "numeric", &["always", "auto"])?.unwrap_or("always");
    let numbering = resolved.values[0].clone().unwrap_or_else(|| default_system(&resolved.data));
    let digits = DigitOptions { fraction: Some((0, 3)), ..DigitOptions::integers(1) };
    let number = NumberFormat::of(resolved.locale.clone(), &resolved.data, NumberStyle::decimal(numbering.clone(), digits));
    let fields = Table::of("fields", &resolved.data);
    Ok(create(vm, prototype, RelativeTimeFormat { locale: resolved.locale, style, numeric, numbering, fields, number }))
}

/// SingularRelativeTimeUnit (sec-singularrelativetimeunit).
fn singular_unit(vm: &mut Vm, unit: Value) -> JsResult<&'static str> {
    const UNITS: [&str; 8] = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"];
    let string = vm.to_string(unit)?;
    let text = vm.to_rust_string(string);
    match UNITS.iter().find(|unit| **unit == text || text.strip_suffix('s') == Some(unit)) {
        Some(unit) => Ok(unit),
        None => Err(vm.range_error(format!("Invalid unit argument for Intl.RelativeTimeFormat.prototype.format() '{text}'"))),
    }
}

impl RelativeTimeFormat {
    /// What the fields of the style say; narrow ones that are not there are short, and those long.
    fn text(&self, unit: &str, path: &str) -> Option<&'static str> {
        let suffixes: &[&str] = match self.style {
            "narrow" => &["-narrow", "-short", ""],
            "short" => &["-short", ""],
            _ => &[""],
        };
        suffixes.iter().find_map(|suffix| self.fields.get(&format!("{unit}{suffix}/{path}")))
    }
}

/// PartitionRelativeTimePattern (sec-partitionrelativetimepattern).
fn partition(vm: &mut Vm, args: &Args, method: &str) -> JsResult<Vec<Part>> {
    let this = this_slot::<RelativeTimeFormat>(vm, args, method)?;
    let value = vm.to_number(args.get(0))?;
    let unit = singular_unit(vm, args.get(1))?;
    if !value.is_finite() {
        return Err(vm.range_error(format!("Invalid value for Intl.RelativeTimeFormat.prototype.{method}: {value}")));
    }
    if this.numeric == "auto"
        && value.fract() == 0.0
        && let Some(text) = this.text(unit, &format!("relative-type-{}", value + 0.0))
    {
        return Ok(vec![part("literal", text)]);
    }
    let past = value.is_sign_negative();
    let number = Number::of_f64(value.abs());
    let mut digits = this.number.parts(&number);
    for part in &mut digits {
        part.unit = Some(unit);
    }
    let direction = if past { "past" } else { "future" };
    let path = |category: &str| format!("relativeTime-type-{direction}/relativeTimePattern-count-{category}");
    let category = this.number.category(&number);
    let pattern = this.text(unit, &path(category)).or_else(|| this.text(unit, &path("other"))).unwrap_or("{0}");
    Ok(fill(pattern, &[&digits]))
}

/// Intl.RelativeTimeFormat.prototype.format ( value, unit ) (sec-intl.relativetimeformat.prototype.format).
fn format(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let parts = partition(vm, args, "format")?;
    parts::to_value(vm, &parts)
}

/// Intl.RelativeTimeFormat.prototype.formatToParts ( value, unit ) (sec-intl.relativetimeformat.prototype.formattoparts).
fn format_to_parts(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let parts = partition(vm, args, "formatToParts")?;
    parts::to_array(vm, &parts)
}

/// Intl.RelativeTimeFormat.prototype.resolvedOptions ( ) (sec-intl.relativetimeformat.prototype.resolvedoptions).
fn resolved_options(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let this = this_slot::<RelativeTimeFormat>(vm, args, "resolvedOptions")?;
    let mut out = ResolvedOptions::new(vm);
    out.text("locale", &this.locale)?;
    out.text("style", this.style)?;
    out.text("numeric", this.numeric)?;
    out.text("numberingSystem", &this.numbering)?;
    Ok(out.finish())
}

pub static RELATIVE_TIME_FORMAT: ClassSpec = ClassSpec {
    statics: &[method("supportedLocalesOf", 1, supported_locales_of)],
    methods: &[method("resolvedOptions", 0, resolved_options), method("format", 2, format), method("formatToParts", 2, format_to_parts)],
    constants: &[tag("Intl.RelativeTimeFormat")],
    global: false,
    ..ClassSpec::new("RelativeTimeFormat", 0, constructor, Intrinsic::IntlRelativeTimeFormat, Intrinsic::IntlRelativeTimeFormatPrototype)
};
