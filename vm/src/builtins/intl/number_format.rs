//! Intl.NumberFormat (sec-numberformat-objects), and toLocaleString of numbers.

use super::cldr::{self, Table};
use super::decimal::Number;
use super::digits::{DigitOptions, set_number_format_digit_options};
use super::negotiation::{RelevantKey, canonicalize_locale_list, read_locale_matcher, resolve_locale, supported_locales_of};
use super::notation::{CompactPatterns, Notation};
use super::number_pattern::{AffixText, DigitStyle, Pattern, Sign, Surroundings, digit_parts, locale_pattern};
use super::number_range::{self, Formatted, Wrapping};
use super::number_value::{to_intl_mathematical_value, to_range};
use super::numbering::{Symbols, default_system, supports};
use super::options::{Options, coerce_options_to_object, get_option, get_string, get_use_grouping, out_of_range};
use super::parts::{self, Part, fill, part};
use super::plural_categories::Rules;
use super::resolved::ResolvedOptions;
use super::units::{UnitPatterns, is_well_formed};
use super::{IntlType, bound_function, bound_instance, create, legacy, prototype_for};
use crate::builtins::table::*;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;

pub struct NumberFormat {
    locale: String,
    numbering: String,
    unit: UnitOptions,
    pub digits: DigitOptions,
    notation: &'static str,
    compact_display: &'static str,
    use_grouping: &'static str,
    sign_display: &'static str,
    texts: Texts,
}

/// `[[Style]]` and what belongs to it.
#[derive(Clone)]
pub struct UnitOptions {
    pub style: &'static str,
    pub currency: Option<String>,
    pub currency_display: &'static str,
    pub currency_sign: &'static str,
    pub unit: Option<String>,
    pub unit_display: &'static str,
}

/// What of the locale is used.
struct Texts {
    table: Table,
    symbols: Symbols,
    pattern: Pattern,
    compact: Option<CompactPatterns>,
    /// The currency's symbol.
    currency: Option<String>,
    /// The currency's name by plural category, if it is shown.
    currency_names: Option<Table>,
    units: Option<UnitPatterns>,
    rules: Rules,
}

impl IntlType for NumberFormat {
    const NAME: &'static str = "Intl.NumberFormat";
    const PROTOTYPE: Intrinsic = Intrinsic::IntlNumberFormatPrototype;
}

/// SetNumberFormatUnitOptions (sec-setnumberformatunitoptions).
fn set_number_format_unit_options(vm: &mut Vm, options: Options) -> JsResult<UnitOptions> {
    let style = get_option(vm, options, "style", &["decimal", "percent", "currency", "unit"])?.unwrap_or("decimal");
    let currency = get_string(vm, options, "currency")?;
    match &currency {
        None if style == "currency" => return Err(vm.type_error("Currency code is required with currency style.")),
        Some(code) if code.len() != 3 || !code.bytes().all(|b| b.is_ascii_alphabetic()) => {
            return Err(vm.range_error(format!("Invalid currency code : {code}")));
        }
        _ => {}
    }
    let currency_display = get_option(vm, options, "currencyDisplay", &["code", "symbol", "narrowSymbol", "name"])?.unwrap_or("symbol");
    let currency_sign = get_option(vm, options, "currencySign", &["standard", "accounting"])?.unwrap_or("standard");
    let unit = get_string(vm, options, "unit")?;
    match &unit {
        None if style == "unit" => return Err(vm.type_error("Unit is required with unit style.")),
        Some(unit) if !is_well_formed(unit) => {
            return Err(vm.range_error(format!("Invalid unit argument for Intl.NumberFormat() '{unit}'")));
        }
        _ => {}
    }
    let unit_display = get_option(vm, options, "unitDisplay", &["short", "narrow", "long"])?.unwrap_or("short");
    Ok(UnitOptions {
        style,
        currency: currency.filter(|_| style == "currency").map(|code| code.to_ascii_uppercase()),
        currency_display,
        currency_sign,
        unit: unit.filter(|_| style == "unit"),
        unit_display,
    })
}

/// CurrencyDigits (sec-currencydigits).
fn currency_digits(code: &str) -> u32 {
    let data = cldr::world(&format!("fraction/{code}")).or_else(|| cldr::world("fraction/DEFAULT"));
    data.and_then(|text| text.split(' ').next()?.parse().ok()).unwrap_or(2)
}

/// An option numberingSystem.
pub fn numbering_system_option(vm: &mut Vm, options: Options) -> JsResult<Option<String>> {
    match get_string(vm, options, "numberingSystem")? {
        Some(text) if !super::tag::is_type(&text) => Err(out_of_range(vm, &text, "numberingSystem")),
        text => Ok(text),
    }
}

pub fn new_number_format(vm: &mut Vm, locales: Value, options: Value) -> JsResult<NumberFormat> {
    let requested = canonicalize_locale_list(vm, locales)?;
    let options = coerce_options_to_object(vm, options)?;
    read_locale_matcher(vm, options)?;
    let numbering = numbering_system_option(vm, options)?;
    let resolved = resolve_locale(&requested, &[RelevantKey { key: "nu", option: numbering, supported: &supports }]);
    let unit = set_number_format_unit_options(vm, options)?;
    let notation = get_option(vm, options, "notation", &["standard", "scientific", "engineering", "compact"])?.unwrap_or("standard");
    let (mnfd, mxfd) = match (unit.style, notation) {
        ("currency", "standard") => {
            let digits = currency_digits(unit.currency.as_deref().unwrap_or_default());
            (digits, digits)
        }
        ("percent", _) => (0, 0),
        _ => (0, 3),
    };
    let digits = set_number_format_digit_options(vm, options, mnfd, mxfd, notation == "compact")?;
    let compact_display = get_option(vm, options, "compactDisplay", &["short", "long"])?.unwrap_or("short");
    let fallback = if notation == "compact" { "min2" } else { "auto" };
    let use_grouping = get_use_grouping(vm, options, fallback)?;
    let sign_display = get_option(vm, options, "signDisplay", &["auto", "never", "always", "exceptZero", "negative"])?.unwrap_or("auto");
    let numbering = resolved.values[0].clone().unwrap_or_else(|| default_system(&resolved.data));
    let style = NumberStyle { numbering, unit, digits, notation, compact_display, use_grouping, sign_display };
    Ok(NumberFormat::of(resolved.locale, &resolved.data, style))
}

/// What a number format is made of, apart from its locale.
pub struct NumberStyle {
    pub numbering: String,
    pub unit: UnitOptions,
    pub digits: DigitOptions,
    pub notation: &'static str,
    pub compact_display: &'static str,
    pub use_grouping: &'static str,
    pub sign_display: &'static str,
}

impl NumberStyle {
    /// Decimal numbers.
    pub fn decimal(numbering: String, digits: DigitOptions) -> NumberStyle {
        let unit = UnitOptions {
            style: "decimal",
            currency: None,
            currency_display: "symbol",
            currency_sign: "standard",
            unit: None,
            unit_display: "short",
        };
        NumberStyle { numbering, unit, digits, notation: "standard", compact_display: "short", use_grouping: "auto", sign_display: "auto" }
    }
}

impl NumberFormat {
    pub fn of(locale: String, data: &str, style: NumberStyle) -> NumberFormat {
        let table = Table::of("numbers", data);
        let NumberStyle { numbering, unit, digits, notation, compact_display, use_grouping, sign_display } = style;
        let symbols = Symbols::of(&table, &numbering);
        let is_money = unit.style == "currency";
        let by_name = is_money && unit.currency_display == "name";
        let decimal = Pattern::parse(locale_pattern(&table, "decimal", &numbering, "standard"));
        let pattern = match unit.style {
            "percent" => Pattern::parse(locale_pattern(&table, "percent", &numbering, "standard")),
            "currency" if !by_name => Pattern::parse(locale_pattern(&table, "currency", &numbering, unit.currency_sign)),
            _ => decimal.clone(),
        };
        let compact = (notation == "compact").then(|| CompactPatterns::of(&table, &numbering, compact_display, is_money && !by_name));
        let currencies = is_money.then(|| Table::of("currencies", data));
        let currency = currencies.as_ref().map(|names| {
            let code = unit.currency.clone().unwrap_or_default();
            let get = |what: &str| names.get(&format!("{code}/{what}"));
            match unit.currency_display {
                "code" => code.clone(),
                "narrowSymbol" => get("symbol-alt-narrow").or_else(|| get("symbol")).map_or(code.clone(), str::to_owned),
                _ => get("symbol").map_or(code.clone(), str::to_owned),
            }
        });
        let units = unit.unit.as_ref().map(|name| UnitPatterns::of(data, name, unit.unit_display));
        let groups = decimal.groups;
        let texts = Texts {
            symbols,
            pattern: pattern.with_groups(groups),
            compact,
            currency,
            currency_names: currencies.filter(|_| by_name),
            units,
            rules: Rules::of(data, false),
            table,
        };
        NumberFormat { locale, numbering, unit, digits, notation, compact_display, use_grouping, sign_display, texts }
    }

    fn notation(&self) -> Notation<'_> {
        match (self.notation, &self.texts.compact) {
            ("scientific", _) => Notation::Scientific,
            ("engineering", _) => Notation::Engineering,
            ("compact", Some(patterns)) => Notation::Compact(patterns),
            _ => Notation::Standard,
        }
    }

    /// The sign that is shown of a rounded number (sec-getnumberformatpattern).
    fn sign(&self, negative: bool, zero: bool) -> Sign {
        match self.sign_display {
            "never" => Sign::None,
            "auto" if negative => Sign::Minus,
            "always" => {
                if negative {
                    Sign::Minus
                } else {
                    Sign::Plus
                }
            }
            "exceptZero" if !zero => {
                if negative {
                    Sign::Minus
                } else {
                    Sign::Plus
                }
            }
            "negative" if negative && !zero => Sign::Minus,
            _ => Sign::None,
        }
    }

    /// A number in its pieces.
    pub fn formatted(&self, number: &Number, approximately: bool) -> Formatted {
        let texts = &self.texts;
        let scaled = match number {
            Number::Finite(decimal) if self.unit.style == "percent" => Number::Finite(decimal.clone().scaled(2)),
            number => number.clone(),
        };
        let mut exponent = 0;
        let (mut category, mut short_category) = ("other", "other");
        let (digits, zero) = match &scaled {
            Number::NaN => (vec![part("nan", texts.symbols.nan)], true),
            Number::Infinity { .. } => (vec![part("infinity", texts.symbols.infinity)], false),
            Number::Finite(decimal) => {
                exponent = self.notation().exponent(decimal, &self.digits);
                let rounded = self.digits.round(&decimal.clone().scaled(-exponent));
                let shown_exponent = if self.notation == "compact" { exponent } else { 0 };
                let category_of = |exponent| texts.rules.category(&rounded.number, rounded.least_fraction as usize, exponent);
                category = category_of(shown_exponent.max(0) as usize);
                short_category = category_of(0);
                (self.digit_parts(&rounded), rounded.number.is_zero())
            }
        };
        let sign = self.sign(scaled.is_negative(), zero);
        let text = |compact| AffixText { symbols: &texts.symbols, currency: texts.currency.as_deref(), compact, approximately };
        let compact = texts.compact.as_ref().filter(|_| exponent != 0);
        let compact = compact.and_then(|patterns| match &scaled {
            // The pattern is that of the exponent, which a number has that was rounded up to it.
            Number::Finite(decimal) => {
                let magnitude =
                    decimal.magnitude().max(self.digits.round(&decimal.clone().scaled(-exponent)).number.magnitude() + exponent);
                patterns.pattern(magnitude, short_category)
            }
            _ => None,
        });
        let affixes: Surroundings = match compact {
            Some(pattern) => Pattern::parse(pattern).surroundings(sign, &text(true)),
            None => texts.pattern.surroundings(sign, &text(false)),
        };
        let mut inner = Vec::new();
        if matches!(self.notation, "scientific" | "engineering") && matches!(scaled, Number::Finite(_)) {
            inner.push(part("exponentSeparator", texts.symbols.exponential));
            if exponent < 0 {
                inner.push(part("exponentMinusSign", texts.symbols.minus));
            }
            inner.push(part("exponentInteger", texts.symbols.digits.write(&exponent.unsigned_abs().to_string())));
        }
        Formatted { digits, inner, affixes, category }
    }

    fn digit_parts(&self, rounded: &super::digits::Rounded) -> Vec<Part> {
        let symbols = &self.texts.symbols;
        let least_before_group = match self.use_grouping {
            "always" => 1,
            "min2" => 2.max(symbols.minimum_grouping),
            _ => symbols.minimum_grouping,
        };
        let style = DigitStyle {
            symbols,
            groups: if self.use_grouping == "false" { (0, 0) } else { self.texts.pattern.groups },
            least_before_group,
            minimum_integer: self.digits.minimum_integer as usize,
            money: self.unit.style == "currency",
        };
        digit_parts(rounded, &style)
    }

    /// What goes around the number and its affixes: a unit, or a currency's name.
    pub fn wrapping(&self, category: &str) -> Option<Wrapping> {
        if let Some(units) = &self.texts.units {
            return Some(Wrapping { pattern: units.pattern(category), kind: "unit" });
        }
        let names = self.texts.currency_names.as_ref()?;
        let code = self.unit.currency.as_deref().unwrap_or_default();
        let name = names.get(&format!("{code}/displayName-count-{category}"));
        let name =
            name.or_else(|| names.get(&format!("{code}/displayName-count-other"))).or_else(|| names.get(&format!("{code}/displayName")));
        let path = |category: &str| format!("currencyFormats-numberSystem-{}/unitPattern-count-{category}", self.numbering);
        let latin = |category: &str| format!("currencyFormats-numberSystem-latn/unitPattern-count-{category}");
        let paths = [path(category), path("other"), latin(category), latin("other")];
        let pattern = paths.iter().find_map(|path| self.texts.table.get(path)).unwrap_or("{0} {1}");
        Some(Wrapping { pattern: pattern.replace("{1}", name.unwrap_or(code)), kind: "currency" })
    }

    /// PartitionNumberPattern (sec-partitionnumberpattern).
    pub fn parts(&self, number: &Number) -> Vec<Part> {
        let formatted = self.formatted(number, false);
        let wrapping = self.wrapping(formatted.category);
        number_range::wrap(wrapping.as_ref(), formatted.into_parts())
    }

    /// The category of a number as it is shown.
    pub fn category(&self, number: &Number) -> &'static str {
        self.formatted(number, false).category
    }

    pub fn range_category(&self, start: &str, end: &str) -> &'static str {
        self.texts.rules.range(start, end)
    }
    pub fn symbols(&self) -> &Symbols {
        &self.texts.symbols
    }
}

/// Intl.NumberFormat ( [ locales [ , options ] ] ) (sec-intl.numberformat).
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let prototype = prototype_for::<NumberFormat>(vm, args)?;
    let format = new_number_format(vm, args.get(0), args.get(1))?;
    let instance = create(vm, prototype, format);
    legacy::chain(vm, args, instance, Intrinsic::IntlNumberFormat)
}

/// UnwrapNumberFormat (sec-unwrapnumberformat).
fn unwrap(vm: &mut Vm, args: &Args, method: &str) -> JsResult<Value> {
    legacy::unwrap::<NumberFormat>(vm, args.this, Intrinsic::IntlNumberFormat, method)
}

/// get Intl.NumberFormat.prototype.format (sec-intl.numberformat.prototype.format).
fn get_format(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let instance = unwrap(vm, args, "format")?;
    bound_function::<NumberFormat>(vm, instance, 1, format)
}

/// Number Format Functions (sec-number-format-functions).
fn format(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let this = bound_instance::<NumberFormat>(vm, args)?;
    let number = to_intl_mathematical_value(vm, args.get(0))?;
    parts::to_value(vm, &this.parts(&number))
}

/// Intl.NumberFormat.prototype.formatToParts ( value ) (sec-intl.numberformat.prototype.formattoparts).
fn format_to_parts(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let this = super::this_slot::<NumberFormat>(vm, args, "formatToParts")?;
    let number = to_intl_mathematical_value(vm, args.get(0))?;
    parts::to_array(vm, &this.parts(&number))
}

fn range_parts(vm: &mut Vm, args: &Args, method: &str) -> JsResult<Vec<Part>> {
    let this = super::this_slot::<NumberFormat>(vm, args, method)?;
    let (start, end) = to_range(vm, args)?;
    if start == Number::NaN || end == Number::NaN {
        return Err(vm.range_error("Invalid range: NaN"));
    }
    Ok(number_range::parts(this, &start, &end))
}

/// Intl.NumberFormat.prototype.formatRange ( start, end ) (sec-intl.numberformat.prototype.formatrange).
fn format_range(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let parts = range_parts(vm, args, "formatRange")?;
    parts::to_value(vm, &parts)
}

/// Intl.NumberFormat.prototype.formatRangeToParts ( start, end ) (sec-intl.numberformat.prototype.formatrangetoparts).
fn format_range_to_parts(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let parts = range_parts(vm, args, "formatRangeToParts")?;
    parts::to_array(vm, &parts)
}

/// Intl.NumberFormat.prototype.resolvedOptions ( ) (sec-intl.numberformat.prototype.resolvedoptions).
fn resolved_options(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let instance = unwrap(vm, args, "resolvedOptions")?;
    let Some(this) = super::slot_of::<NumberFormat>(instance) else {
        return Err(super::incompatible::<NumberFormat>(vm, instance, "resolvedOptions"));
    };
    let mut out = ResolvedOptions::new(vm);
    out.text("locale", &this.locale)?;
    out.text("numberingSystem", &this.numbering)?;
    out.text("style", this.unit.style)?;
    out.some("currency", this.unit.currency.as_deref())?;
    if this.unit.style == "currency" {
        out.text("currencyDisplay", this.unit.currency_display)?;
        out.text("currencySign", this.unit.currency_sign)?;
    }
    out.some("unit", this.unit.unit.as_deref())?;
    if this.unit.style == "unit" {
        out.text("unitDisplay", this.unit.unit_display)?;
    }
    out.digits_before(&this.digits)?;
    match this.use_grouping {
        "false" => out.value("useGrouping", Value::FALSE)?,
        grouping => out.text("useGrouping", grouping)?,
    }
    out.text("notation", this.notation)?;
    if this.notation == "compact" {
        out.text("compactDisplay", this.compact_display)?;
    }
    out.text("signDisplay", this.sign_display)?;
    out.digits_after(&this.digits)?;
    Ok(out.finish())
}

/// Number.prototype.toLocaleString and BigInt.prototype.toLocaleString
/// (sup-number.prototype.tolocalestring, sup-bigint.prototype.tolocalestring), of a number that is one.
pub fn to_locale_string(vm: &mut Vm, number: Value, args: &Args) -> JsResult<Value> {
    let format = new_number_format(vm, args.get(0), args.get(1))?;
    let number = to_intl_mathematical_value(vm, number)?;
    parts::to_value(vm, &format.parts(&number))
}

/// A whole number in the digits of a numbering system, without groups.
pub fn plain_integer(symbols: &Symbols, number: i64, least: usize) -> String {
    let digits = symbols.digits.write(&format!("{:0least$}", number.unsigned_abs()));
    if number < 0 { format!("{}{digits}", symbols.minus) } else { digits }
}

pub static NUMBER_FORMAT: ClassSpec = ClassSpec {
    statics: &[method("supportedLocalesOf", 1, supported_locales_of)],
    methods: &[
        method("resolvedOptions", 0, resolved_options),
        method("formatToParts", 1, format_to_parts),
        method("formatRange", 2, format_range),
        method("formatRangeToParts", 2, format_range_to_parts),
    ],
    getters: &[getter("format", get_format)],
    constants: &[tag("Intl.NumberFormat")],
    global: false,
    ..ClassSpec::new("NumberFormat", 0, constructor, Intrinsic::IntlNumberFormat, Intrinsic::IntlNumberFormatPrototype)
};

/// Fills a pattern of one place with parts, what is around being of a kind.
pub fn fill_as(pattern: &str, inside: &[Part], kind: &'static str) -> Vec<Part> {
    let mut out = Vec::new();
    for piece in fill(pattern, &[&[part("inside", "")]]) {
        if piece.kind == "inside" {
            out.extend_from_slice(inside);
            continue;
        }
        let trimmed = piece.text.trim_matches(|c: char| c.is_whitespace());
        if trimmed.is_empty() {
            parts::push_literal(&mut out, &piece.text);
            continue;
        }
        let (ahead, behind) = piece.text.split_once(trimmed).unwrap_or((piece.text.as_str(), ""));
        parts::push_literal(&mut out, ahead);
        out.push(part(kind, trimmed));
        parts::push_literal(&mut out, behind);
    }
    out
}
