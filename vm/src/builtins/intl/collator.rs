//! Intl.Collator (sec-collator-objects), and String.prototype.localeCompare.

use super::ascii_order;
use super::negotiation::{RelevantKey, canonicalize_locale_list, read_locale_matcher, resolve_locale, supported_locales_of};
use super::options::{coerce_options_to_object, get_boolean, get_option, get_string};
use super::resolved::ResolvedOptions;
use super::{IntlType, bound_function, bound_instance, create, prototype_for, this_slot};
use crate::builtins::table::*;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::string::Units;
use crate::value::Value;
use crate::vm::Vm;
use icu_collator::options::{AlternateHandling, CaseLevel, CollatorOptions, Strength};
use icu_collator::preferences::{CollationCaseFirst, CollationNumericOrdering, CollationType};
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use std::cmp::Ordering;
use std::sync::LazyLock;

pub struct Collator {
    locale: String,
    usage: &'static str,
    sensitivity: &'static str,
    ignore_punctuation: bool,
    collation: String,
    numeric: bool,
    case_first: &'static str,
    order: Order,
}

impl IntlType for Collator {
    const NAME: &'static str = "Intl.Collator";
    const PROTOTYPE: Intrinsic = Intrinsic::IntlCollatorPrototype;
}

/// The collations that languages have besides those that all have.
static OWN_COLLATIONS: &[(&str, &[&str])] = &[
    ("ar", &["compat"]),
    ("bn", &["trad"]),
    ("de", &["phonebk"]),
    ("es", &["trad"]),
    ("fi", &["trad"]),
    ("ja", &["unihan"]),
    ("kn", &["trad"]),
    ("ko", &["searchjl", "unihan"]),
    ("ln", &["phonetic"]),
    ("si", &["dict"]),
    ("sv", &["trad"]),
    ("vi", &["trad"]),
    ("zh", &["pinyin", "stroke", "unihan", "zhuyin"]),
];

/// The collations of a language.
pub fn collations_of(language: &str) -> Vec<&'static str> {
    let own = OWN_COLLATIONS.iter().find(|(name, _)| *name == language).map_or(&[][..], |(_, list)| list);
    own.iter().chain(&["emoji", "eor"]).copied().collect()
}

struct Request<'a> {
    collation: Option<&'a str>,
    sensitivity: &'static str,
    ignore_punctuation: Option<bool>,
    numeric: bool,
    case_first: &'static str,
}

/// An order of texts.
struct Order {
    collator: Option<CollatorBorrowed<'static>>,
    /// That of `ascii_order`, for texts that it knows.
    is_root: bool,
}

fn compare_units(order: &Order, a: Units<'_>, b: Units<'_>) -> Ordering {
    if order.is_root
        && let (Units::Latin1(a), Units::Latin1(b)) = (a, b)
        && let Some(order) = ascii_order::compare(a, b)
    {
        return order;
    }
    let Some(order) = &order.collator else { return a.iter().cmp(b.iter()) };
    match (a, b) {
        (Units::Latin1(a), Units::Latin1(b)) => order.compare_latin1(a, b),
        (Units::Utf16(a), Units::Utf16(b)) => order.compare_utf16(a, b),
        (a, b) => order.compare_utf16(&a.to_vec16(), &b.to_vec16()),
    }
}

impl Order {
    fn of(locale: &str, request: &Request) -> Order {
        let is_plain = request.collation.is_none()
            && request.sensitivity == "variant"
            && request.ignore_punctuation != Some(true)
            && !request.numeric
            && request.case_first == "false";
        Order { collator: collator_of(locale, request), is_root: is_plain && ascii_order::is_root_order(locale) }
    }
}

fn collator_of(locale: &str, request: &Request) -> Option<CollatorBorrowed<'static>> {
    let locale = super::tag::canonical(locale)?;
    let mut preferences = CollatorPreferences::from(&locale);
    let collation = request.collation.and_then(|name| icu_locale::extensions::unicode::Value::try_from_str(name).ok());
    preferences.collation_type = collation.and_then(|value| CollationType::try_from(&value).ok());
    preferences.numeric_ordering = Some(if request.numeric { CollationNumericOrdering::True } else { CollationNumericOrdering::False });
    preferences.case_first = Some(match request.case_first {
        "upper" => CollationCaseFirst::Upper,
        "lower" => CollationCaseFirst::Lower,
        _ => CollationCaseFirst::False,
    });
    let mut options = CollatorOptions::default();
    let (strength, case_level) = match request.sensitivity {
        "base" => (Strength::Primary, CaseLevel::Off),
        "accent" => (Strength::Secondary, CaseLevel::Off),
        "case" => (Strength::Primary, CaseLevel::On),
        _ => (Strength::Tertiary, CaseLevel::Off),
    };
    options.strength = Some(strength);
    options.case_level = Some(case_level);
    options.alternate_handling =
        request.ignore_punctuation.map(|on| if on { AlternateHandling::Shifted } else { AlternateHandling::NonIgnorable });
    CollatorBorrowed::try_new(preferences, options).ok()
}

/// Intl.Collator ( [ locales [ , options ] ] ) (sec-intl.collator).
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let prototype = prototype_for::<Collator>(vm, args)?;
    let collator = new_collator(vm, args.get(0), args.get(1))?;
    Ok(create(vm, prototype, collator))
}

fn new_collator(vm: &mut Vm, locales: Value, options: Value) -> JsResult<Collator> {
    let requested = canonicalize_locale_list(vm, locales)?;
    let options = coerce_options_to_object(vm, options)?;
    let usage = get_option(vm, options, "usage", &["sort", "search"])?.unwrap_or("sort");
    read_locale_matcher(vm, options)?;
    let collation = get_string(vm, options, "collation")?;
    if let Some(text) = &collation
        && !super::tag::is_type(text)
    {
        return Err(super::options::out_of_range(vm, text, "collation"));
    }
    let numeric = get_boolean(vm, options, "numeric")?;
    let case_first = get_option(vm, options, "caseFirst", &["upper", "lower", "false"])?;
    let has_collation = |locale: &str, value: &str| collations_of(locale.split('-').next().unwrap_or_default()).contains(&value);
    let is_boolean = |_: &str, value: &str| matches!(value, "true" | "false");
    let is_case = |_: &str, value: &str| matches!(value, "upper" | "lower" | "false");
    let resolved = resolve_locale(
        &requested,
        &[
            RelevantKey { key: "co", option: collation, supported: &has_collation },
            RelevantKey { key: "kn", option: numeric.map(|on| on.to_string()), supported: &is_boolean },
            RelevantKey { key: "kf", option: case_first.map(str::to_owned), supported: &is_case },
        ],
    );
    let sensitivity = get_option(vm, options, "sensitivity", &["base", "accent", "case", "variant"])?.unwrap_or("variant");
    let ignore_punctuation = get_boolean(vm, options, "ignorePunctuation")?;
    let collation = resolved.values[0].clone();
    let numeric = resolved.values[1].as_deref() == Some("true");
    let language = resolved.data.split('-').next().unwrap_or_default();
    // Danish and Maltese have capitals first.
    let case_first = match resolved.values[2].as_deref() {
        Some("upper") => "upper",
        Some("lower") => "lower",
        Some(_) => "false",
        None => {
            if matches!(language, "da" | "mt") {
                "upper"
            } else {
                "false"
            }
        }
    };
    // Searching in German takes ä to be ae, as phone books do; others have no order of their own for it.
    let for_search = (usage == "search").then_some(if language == "de" { Some("phonebk") } else { None });
    let request = Request { collation: for_search.unwrap_or(collation.as_deref()), sensitivity, ignore_punctuation, numeric, case_first };
    let order = Order::of(&resolved.data, &request);
    Ok(Collator {
        ignore_punctuation: ignore_punctuation.unwrap_or(language == "th"),
        locale: resolved.locale,
        usage,
        sensitivity,
        collation: if usage == "search" { "default".into() } else { collation.unwrap_or_else(|| "default".into()) },
        numeric,
        case_first,
        order,
    })
}

impl Collator {
    /// CompareStrings (sec-collator-comparestrings).
    fn compare(&self, a: Units<'_>, b: Units<'_>) -> Value {
        Value::int(compare_units(&self.order, a, b) as i32)
    }
}

/// get Intl.Collator.prototype.compare (sec-intl.collator.prototype.compare).
fn get_compare(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    this_slot::<Collator>(vm, args, "compare")?;
    bound_function::<Collator>(vm, args.this, 2, compare)
}

/// Collator Compare Functions (sec-collator-compare-functions).
fn compare(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let collator = bound_instance::<Collator>(vm, args)?;
    let a = vm.to_string(args.get(0))?;
    let b = vm.to_string(args.get(1))?;
    let (a, b) = (vm.units(a), vm.units(b));
    Ok(collator.compare(a, b))
}

/// Intl.Collator.prototype.resolvedOptions ( ) (sec-intl.collator.prototype.resolvedoptions).
fn resolved_options(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let this = this_slot::<Collator>(vm, args, "resolvedOptions")?;
    let mut out = ResolvedOptions::new(vm);
    out.text("locale", &this.locale)?;
    out.text("usage", this.usage)?;
    out.text("sensitivity", this.sensitivity)?;
    out.value("ignorePunctuation", Value::bool(this.ignore_punctuation))?;
    out.text("collation", &this.collation)?;
    out.value("numeric", Value::bool(this.numeric))?;
    out.text("caseFirst", this.case_first)?;
    Ok(out.finish())
}

/// The order of the default locale without options.
static DEFAULT_ORDER: LazyLock<Order> = LazyLock::new(|| {
    let locale = super::tag::data_locale(&super::negotiation::DEFAULT_LOCALE);
    Order::of(&locale, &Request { collation: None, sensitivity: "variant", ignore_punctuation: None, numeric: false, case_first: "false" })
});

/// `String.prototype.localeCompare ( that [ , locales [ , options ] ] )` (sup-string.prototype.localecompare).
pub fn locale_compare(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let string = crate::builtins::string::this_string(vm, args, "localeCompare")?;
    let other = vm.to_string(args.get(0))?;
    if args.get(1).is_undefined() && args.get(2).is_undefined() {
        let (a, b) = (vm.units(string), vm.units(other));
        return Ok(Value::int(compare_units(&DEFAULT_ORDER, a, b) as i32));
    }
    let collator = new_collator(vm, args.get(1), args.get(2))?;
    let (a, b) = (vm.units(string), vm.units(other));
    Ok(collator.compare(a, b))
}

pub static COLLATOR: ClassSpec = ClassSpec {
    statics: &[method("supportedLocalesOf", 1, supported_locales_of)],
    methods: &[method("resolvedOptions", 0, resolved_options)],
    getters: &[getter("compare", get_compare)],
    constants: &[tag("Intl.Collator")],
    global: false,
    ..ClassSpec::new("Collator", 0, constructor, Intrinsic::IntlCollator, Intrinsic::IntlCollatorPrototype)
};
