//! Intl.PluralRules (sec-intl-pluralrules-objects).

use super::cldr::Table;
use super::decimal::Number;
use super::digits::{DigitOptions, set_number_format_digit_options};
use super::negotiation::{canonicalize_locale_list, read_locale_matcher, resolve_locale, supported_locales_of};
use super::notation::{CompactPatterns, Notation};
use super::number_value::{to_intl_mathematical_value, to_range};
use super::options::{coerce_options_to_object, get_option};
use super::plural_categories::Rules;
use super::resolved::ResolvedOptions;
use super::{IntlType, create, prototype_for, require_new, this_slot};
use crate::builtins::table::*;
use crate::heap::RootedVec;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;

pub struct PluralRules {
    locale: String,
    kind: &'static str,
    notation: &'static str,
    digits: DigitOptions,
    rules: Rules,
    compact: Option<CompactPatterns>,
    compact_display: &'static str,
}

impl IntlType for PluralRules {
    const NAME: &'static str = "Intl.PluralRules";
    const PROTOTYPE: Intrinsic = Intrinsic::IntlPluralRulesPrototype;
}

/// Intl.PluralRules ( [ locales [ , options ] ] ) (sec-intl.pluralrules).
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    require_new::<PluralRules>(vm, args)?;
    let prototype = prototype_for::<PluralRules>(vm, args)?;
    let requested = canonicalize_locale_list(vm, args.get(0))?;
    let options = coerce_options_to_object(vm, args.get(1))?;
    read_locale_matcher(vm, options)?;
    let kind = get_option(vm, options, "type", &["cardinal", "ordinal"])?.unwrap_or("cardinal");
    let notation = get_option(vm, options, "notation", &["standard", "scientific", "engineering", "compact"])?.unwrap_or("standard");
    let compact_display = get_option(vm, options, "compactDisplay", &["short", "long"])?.unwrap_or("short");
    let digits = set_number_format_digit_options(vm, options, 0, 3, notation == "compact")?;
    let resolved = resolve_locale(&requested, &[]);
    let rules = Rules::of(&resolved.data, kind == "ordinal");
    let compact =
        (notation == "compact").then(|| CompactPatterns::of(&Table::of("numbers", &resolved.data), "latn", compact_display, false));
    Ok(create(vm, prototype, PluralRules { locale: resolved.locale, kind, notation, digits, rules, compact, compact_display }))
}

impl PluralRules {
    /// ResolvePlural (sec-resolveplural).
    fn resolve(&self, number: &Number) -> &'static str {
        let Number::Finite(decimal) = number else { return "other" };
        let notation = match (self.notation, &self.compact) {
            ("scientific", _) => Notation::Scientific,
            ("engineering", _) => Notation::Engineering,
            ("compact", Some(patterns)) => Notation::Compact(patterns),
            _ => Notation::Standard,
        };
        let exponent = notation.exponent(decimal, &self.digits);
        let rounded = self.digits.round(&decimal.clone().scaled(-exponent));
        self.rules.category(&rounded.number, rounded.least_fraction as usize, exponent.max(0) as usize)
    }
}

/// Intl.PluralRules.prototype.select ( value ) (sec-intl.pluralrules.prototype.select).
fn select(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let this = this_slot::<PluralRules>(vm, args, "select")?;
    let number = to_intl_mathematical_value(vm, args.get(0))?;
    let category = this.resolve(&number);
    Ok(vm.new_string(category).value())
}

/// Intl.PluralRules.prototype.selectRange ( start, end ) (sec-intl.pluralrules.prototype.selectrange).
fn select_range(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let this = this_slot::<PluralRules>(vm, args, "selectRange")?;
    let (start, end) = to_range(vm, args)?;
    let category = match (&start, &end) {
        (Number::NaN, _) | (_, Number::NaN) => return Err(vm.range_error("Invalid range: NaN")),
        _ if start == end => this.resolve(&start),
        _ => this.rules.range(this.resolve(&start), this.resolve(&end)),
    };
    Ok(vm.new_string(category).value())
}

/// Intl.PluralRules.prototype.resolvedOptions ( ) (sec-intl.pluralrules.prototype.resolvedoptions).
fn resolved_options(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let this = this_slot::<PluralRules>(vm, args, "resolvedOptions")?;
    let mut list = RootedVec::new(vm);
    for category in this.rules.categories() {
        let text = vm.new_string(category).value();
        list.push(text);
    }
    let categories = vm.create_array_from_list(&list)?.value();
    let mut out = ResolvedOptions::new(vm);
    out.text("locale", &this.locale)?;
    out.text("type", this.kind)?;
    out.text("notation", this.notation)?;
    if this.notation == "compact" {
        out.text("compactDisplay", this.compact_display)?;
    }
    out.digits_before(&this.digits)?;
    out.value("pluralCategories", categories)?;
    out.digits_after(&this.digits)?;
    Ok(out.finish())
}

pub static PLURAL_RULES: ClassSpec = ClassSpec {
    statics: &[method("supportedLocalesOf", 1, supported_locales_of)],
    methods: &[method("resolvedOptions", 0, resolved_options), method("select", 1, select), method("selectRange", 2, select_range)],
    constants: &[tag("Intl.PluralRules")],
    global: false,
    ..ClassSpec::new("PluralRules", 0, constructor, Intrinsic::IntlPluralRules, Intrinsic::IntlPluralRulesPrototype)
};
