//! Intl.DisplayNames (sec-intl-displaynames-constructor).

use super::cldr::Table;
use super::negotiation::{canonicalize_locale_list, read_locale_matcher, resolve_locale, supported_locales_of};
use super::options::{get_option, get_options_object};
use super::parts::fill_text;
use super::resolved::ResolvedOptions;
use super::{IntlType, create, prototype_for, require_new, tag as tags, this_slot};
use crate::builtins::table::*;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use icu_locale::LanguageIdentifier;

pub struct DisplayNames {
    locale: String,
    data: String,
    style: &'static str,
    kind: &'static str,
    fallback: &'static str,
    language_display: &'static str,
}

impl IntlType for DisplayNames {
    const NAME: &'static str = "Intl.DisplayNames";
    const PROTOTYPE: Intrinsic = Intrinsic::IntlDisplayNamesPrototype;
}

const KINDS: &[&str] = &["language", "region", "script", "currency", "calendar", "dateTimeField"];

/// Intl.DisplayNames ( locales, options ) (sec-intl.displaynames).
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    require_new::<DisplayNames>(vm, args)?;
    let prototype = prototype_for::<DisplayNames>(vm, args)?;
    let requested = canonicalize_locale_list(vm, args.get(0))?;
    if args.get(1).is_undefined() {
        return Err(vm.type_error("Options of Intl.DisplayNames are required: they say the type"));
    }
    let options = get_options_object(vm, args.get(1))?;
    read_locale_matcher(vm, options)?;
    let style = get_option(vm, options, "style", &["narrow", "short", "long"])?.unwrap_or("long");
    let Some(kind) = get_option(vm, options, "type", KINDS)? else { return Err(vm.type_error("Option type is required")) };
    let fallback = get_option(vm, options, "fallback", &["code", "none"])?.unwrap_or("code");
    let language_display = get_option(vm, options, "languageDisplay", &["dialect", "standard"])?.unwrap_or("dialect");
    let resolved = resolve_locale(&requested, &[]);
    let names = DisplayNames { locale: resolved.locale, data: resolved.data, style, kind, fallback, language_display };
    Ok(create(vm, prototype, names))
}

/// The parts of dates that have names, and their names in CLDR.
static DATE_TIME_FIELDS: &[(&str, &str)] = &[
    ("era", "era"),
    ("year", "year"),
    ("quarter", "quarter"),
    ("month", "month"),
    ("weekOfYear", "week"),
    ("weekday", "weekday"),
    ("day", "day"),
    ("dayPeriod", "dayperiod"),
    ("hour", "hour"),
    ("minute", "minute"),
    ("second", "second"),
    ("timeZoneName", "zone"),
];

impl DisplayNames {
    fn table(&self) -> Table {
        Table::of("names", &self.data)
    }

    /// A name in the style: short ones have paths of their own.
    fn styled(&self, table: &Table, path: &str) -> Option<&'static str> {
        let short = (self.style != "long").then(|| table.get(&format!("{path}-alt-short"))).flatten();
        short.or_else(|| table.get(path))
    }

    /// `American English`; `English (United States)` of those that have no name of their own.
    fn language(&self, id: &LanguageIdentifier) -> Option<String> {
        let table = self.table();
        let whole = |tag: String| self.styled(&table, &format!("languages/{tag}")).map(str::to_owned);
        let mut bare = id.clone();
        bare.variants = Default::default();
        let mut extra: Vec<String> = Vec::new();
        let dialect = (self.language_display == "dialect").then(|| whole(bare.to_string())).flatten();
        let (base, rest) = match dialect {
            Some(name) => (name, false),
            None => (whole(id.language.to_string())?, true),
        };
        if rest {
            if let Some(script) = id.script {
                extra.push(self.styled(&table, &format!("scripts/{script}")).map_or_else(|| script.to_string(), str::to_owned));
            }
            if let Some(region) = id.region {
                let name = self.styled(&table, &format!("territories/{region}"));
                extra.push(name.map_or_else(|| region.to_string(), str::to_owned));
            }
        }
        for variant in id.variants.iter() {
            let name = table.get(&format!("variants/{}", variant.as_str().to_uppercase()));
            extra.push(name.map_or_else(|| variant.as_str().to_uppercase(), str::to_owned));
        }
        if extra.is_empty() {
            return Some(base);
        }
        let separator = table.get("pattern/localeSeparator").unwrap_or("{0}, {1}");
        let qualifiers = extra.iter().skip(1).fold(extra[0].clone(), |so_far, next| fill_text(separator, &[&so_far, next]));
        Some(fill_text(table.get("pattern/localePattern").unwrap_or("{0} ({1})"), &[&base, &qualifiers]))
    }

    /// The name in all styles, as other engines have it.
    fn currency(&self, code: &str) -> Option<String> {
        Table::of("currencies", &self.data).get(&format!("{code}/displayName")).map(str::to_owned)
    }

    fn date_time_field(&self, field: &str) -> Option<String> {
        let (_, name) = DATE_TIME_FIELDS.iter().find(|(code, _)| *code == field)?;
        let table = Table::of("fields", &self.data);
        let suffixes: &[&str] = match self.style {
            "narrow" => &["-narrow", "-short", ""],
            "short" => &["-short", ""],
            _ => &[""],
        };
        suffixes.iter().find_map(|suffix| table.get(&format!("{name}{suffix}/displayName"))).map(str::to_owned)
    }

    fn calendar(&self, code: &str) -> Option<String> {
        let name = match code {
            "gregory" => "gregorian",
            "ethioaa" => "ethiopic-amete-alem",
            code => code,
        };
        self.table().get(&format!("calendar/{name}")).map(str::to_owned)
    }
}

/// CanonicalCodeForDisplayNames (sec-canonicalcodefordisplaynames), and the name.
fn name_of(names: &DisplayNames, code: &str) -> Option<(String, Option<String>)> {
    let letters = |range: std::ops::RangeInclusive<usize>| range.contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphabetic());
    Some(match names.kind {
        "language" => {
            if code.eq_ignore_ascii_case("root") || !code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
                return None;
            }
            let locale = tags::canonical(code)?;
            // Language identifiers only: no extensions.
            if locale.to_string() != locale.id.to_string() {
                return None;
            }
            (locale.id.to_string(), names.language(&locale.id))
        }
        "region" => {
            let digits = code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit());
            if !digits && !letters(2..=2) {
                return None;
            }
            let code = code.to_ascii_uppercase();
            let name = names.styled(&names.table(), &format!("territories/{code}")).map(str::to_owned);
            (code, name)
        }
        "script" => {
            if !letters(4..=4) {
                return None;
            }
            let code = format!("{}{}", code[..1].to_ascii_uppercase(), code[1..].to_ascii_lowercase());
            let name = names.styled(&names.table(), &format!("scripts/{code}")).map(str::to_owned);
            (code, name)
        }
        "calendar" => {
            if !tags::is_type(code) {
                return None;
            }
            let code = code.to_ascii_lowercase();
            let name = names.calendar(&code);
            (code, name)
        }
        "dateTimeField" => {
            DATE_TIME_FIELDS.iter().find(|(field, _)| *field == code)?;
            (code.to_owned(), names.date_time_field(code))
        }
        _ => {
            if !letters(3..=3) {
                return None;
            }
            let code = code.to_ascii_uppercase();
            let name = names.currency(&code);
            (code, name)
        }
    })
}

/// Intl.DisplayNames.prototype.of ( code ) (sec-intl.displaynames.prototype.of).
fn of(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let this = this_slot::<DisplayNames>(vm, args, "of")?;
    let code = vm.to_string(args.get(0))?;
    let code = vm.to_rust_string(code);
    let Some((code, name)) = name_of(this, &code) else {
        return Err(vm.range_error(format!("Invalid {} code for Intl.DisplayNames: {code}", this.kind)));
    };
    Ok(match name {
        Some(name) => vm.new_string(&name).value(),
        None if this.fallback == "code" => vm.new_string(&code).value(),
        None => Value::UNDEFINED,
    })
}

/// Intl.DisplayNames.prototype.resolvedOptions ( ) (sec-intl.displaynames.prototype.resolvedoptions).
fn resolved_options(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let this = this_slot::<DisplayNames>(vm, args, "resolvedOptions")?;
    let mut out = ResolvedOptions::new(vm);
    out.text("locale", &this.locale)?;
    out.text("style", this.style)?;
    out.text("type", this.kind)?;
    out.text("fallback", this.fallback)?;
    if this.kind == "language" {
        out.text("languageDisplay", this.language_display)?;
    }
    Ok(out.finish())
}

pub static DISPLAY_NAMES: ClassSpec = ClassSpec {
    statics: &[method("supportedLocalesOf", 1, supported_locales_of)],
    methods: &[method("resolvedOptions", 0, resolved_options), method("of", 1, of)],
    constants: &[tag("Intl.DisplayNames")],
    global: false,
    ..ClassSpec::new("DisplayNames", 2, constructor, Intrinsic::IntlDisplayNames, Intrinsic::IntlDisplayNamesPrototype)
};
