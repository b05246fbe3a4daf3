//! Which locale is served for those that are asked for (sec-abstract-operations).

use super::options::{Options, coerce_options_to_object, get_option};
use super::tag::Requested;
use super::{LocaleData, cldr, tag};
use crate::heap::RootedVec;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use icu_locale::Locale;
use std::sync::LazyLock;

/// DefaultLocale (sec-defaultlocale): that of the environment if there is data for it, else en-US.
pub static DEFAULT_LOCALE: LazyLock<String> = LazyLock::new(|| {
    let said = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    let said = said.unwrap_or_default();
    let name = said.split(['.', '@']).next().unwrap_or_default().replace('_', "-");
    let known = tag::canonical(&name).map(|locale| locale.id.to_string());
    known.filter(|name| best_available(name).is_some_and(|best| best == *name)).unwrap_or_else(|| "en-US".into())
});

/// CanonicalizeLocaleList (sec-canonicalizelocalelist).
pub fn canonicalize_locale_list(vm: &mut Vm, locales: Value) -> JsResult<Vec<Requested>> {
    if locales.is_undefined() {
        return Ok(Vec::new());
    }
    if locales.is_string() || locales.payload::<LocaleData>().is_some() {
        return Ok(vec![locale_of(vm, locales)?]);
    }
    let object = vm.to_object(locales)?;
    let length = vm.length_of_array_like(object)?;
    let mut seen: Vec<Requested> = Vec::new();
    for i in 0..length {
        let key = vm.key_from_u64(i);
        if !vm.has_property(object, key)? {
            continue;
        }
        let value = vm.get(object, key)?;
        if !value.is_string() && value.to_cell::<Object>().is_none() {
            return Err(vm.type_error("Incorrect locale information provided"));
        }
        let locale = locale_of(vm, value)?;
        if !seen.contains(&locale) {
            vm.room_for((seen.len() + 1) * size_of::<Requested>())?;
            seen.push(locale);
        }
    }
    Ok(seen)
}

/// The locale that a string, or an object, names.
fn locale_of(vm: &mut Vm, value: Value) -> JsResult<Requested> {
    if let Some(data) = value.payload::<LocaleData>() {
        return Ok(Requested::Locale(data.0.clone()));
    }
    let string = vm.to_string(value)?;
    let text = vm.to_rust_string(string);
    tag::requested_or_throw(vm, &text)
}

/// The longest prefix of a tag without extensions that is available
/// (LookupMatchingLocaleByPrefix, sec-lookupmatchinglocalebyprefix).
fn best_available(name: &str) -> Option<String> {
    let mut candidate = name;
    loop {
        if is_available(candidate) {
            return Some(candidate.to_owned());
        }
        let cut = candidate.rfind('-')?;
        // A lone singleton goes with what follows it.
        candidate = &candidate[..if cut >= 2 && candidate.as_bytes()[cut - 2] == b'-' { cut - 2 } else { cut }];
    }
}

fn is_available(name: &str) -> bool {
    if cldr::LOCALES.contains(name) {
        return true;
    }
    // A region without its script, as in zh-TW.
    let Some(locale) = tag::canonical(name) else { return false };
    if locale.id.region.is_none() || locale.id.script.is_some() || locale.id.variants.iter().next().is_some() {
        return false;
    }
    let id = tag::maximal(&locale).id;
    let (Some(script), Some(region)) = (id.script, id.region) else { return false };
    cldr::LOCALES.contains(format!("{}-{script}-{region}", id.language).as_str())
}

/// The locale that is served, and what it was asked for with.
pub struct Resolved {
    /// `[[Locale]]`.
    pub locale: String,
    /// `[[LocaleData]]`: whose data it has.
    pub data: String,
    /// The values of the keys, in their order; empty: `true`.
    pub values: Vec<Option<String>>,
}

impl Resolved {
    /// The locale without extensions.
    pub fn base(&self) -> Locale {
        tag::canonical(self.locale.split("-u-").next().unwrap_or_default()).unwrap_or(Locale::UNKNOWN)
    }
}

/// A key of the Unicode extension that a constructor knows.
pub struct RelevantKey<'a> {
    pub key: &'static str,
    /// What the option of that meaning says.
    pub option: Option<String>,
    /// Whether a locale (given as its data's) has a value.
    pub supported: &'a dyn Fn(&str, &str) -> bool,
}

/// ResolveLocale (sec-resolvelocale). A value of none is the locale's default.
pub fn resolve_locale(requested: &[Requested], keys: &[RelevantKey]) -> Resolved {
    let found = requested.iter().filter_map(Requested::locale).find_map(|locale| Some((best_available(&locale.id.to_string())?, locale)));
    let (locale, asked) = match found {
        Some((locale, asked)) => (locale, Some(asked)),
        None => (DEFAULT_LOCALE.clone(), None),
    };
    let data = tag::data_locale(&locale);
    let mut values = Vec::new();
    let mut extension: Vec<(&str, String)> = Vec::new();
    for key in keys {
        let supported = |value: &str| (key.supported)(&data, value);
        let mut value = None;
        let mut shown = false;
        if let Some(asked) = asked.and_then(|asked| tag::keyword(asked, key.key)) {
            let asked = if asked.is_empty() { "true".to_owned() } else { asked };
            if supported(&asked) {
                value = Some(asked);
                shown = true;
            }
        }
        if let Some(option) = &key.option {
            let option = canonical_value(key.key, option);
            if supported(&option) && value.as_ref() != Some(&option) {
                value = Some(option);
                shown = false;
            }
        }
        if shown && let Some(value) = &value {
            extension.push((key.key, value.clone()));
        }
        values.push(value);
    }
    let mut text = locale;
    if !extension.is_empty() {
        extension.sort();
        text.push_str("-u");
        for (key, value) in extension {
            text.push('-');
            text.push_str(key);
            if value != "true" {
                text.push('-');
                text.push_str(&value);
            }
        }
    }
    Resolved { locale: text, data, values }
}

/// CanonicalizeUValue (sec-canonicalizeuvalue).
pub fn canonical_value(key: &str, value: &str) -> String {
    let mut locale = Locale::UNKNOWN;
    tag::set_keyword(&mut locale, key, &value.to_ascii_lowercase());
    match tag::keyword(&locale, key) {
        Some(value) if value.is_empty() => "true".into(),
        Some(value) => value,
        None => value.to_ascii_lowercase(),
    }
}

/// The option localeMatcher, which is read for its errors: both kinds are a look-up here.
pub fn read_locale_matcher(vm: &mut Vm, options: Options) -> JsResult<()> {
    get_option(vm, options, "localeMatcher", &["lookup", "best fit"]).map(drop)
}

/// `supportedLocalesOf ( locales [ , options ] )` of all constructors, with SupportedLocales
/// (sec-supportedlocales).
pub fn supported_locales_of(vm: &mut Vm, args: &crate::object::function::Args) -> JsResult<Value> {
    let requested = canonicalize_locale_list(vm, args.get(0))?;
    let options = coerce_options_to_object(vm, args.get(1))?;
    read_locale_matcher(vm, options)?;
    let mut list = RootedVec::new(vm);
    for locale in requested.iter().filter_map(Requested::locale) {
        if best_available(&locale.id.to_string()).is_some() {
            let text = vm.new_string(&locale.to_string()).value();
            list.push(text);
        }
    }
    Ok(vm.create_array_from_list(&list)?.value())
}
