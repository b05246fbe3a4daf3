//! Language tags (sec-language-tags): which are well-formed, and their canonical form.

use super::cldr;
use crate::runtime::completion::JsResult;
use crate::vm::Vm;
use icu_locale::extensions::transform::{Key as TransformKey, Value as TransformValue};
use icu_locale::extensions::unicode::{Key, Value as KeywordValue};
use icu_locale::{Locale, LocaleCanonicalizer, LocaleExpander};

/// Unicode extension values that have another name in canonical form (CLDR's bcp47 data).
static VALUE_ALIASES: &[(&str, &str, &str)] = &[
    ("ca", "ethiopic-amete-alem", "ethioaa"),
    ("ca", "islamicc", "islamic-civil"),
    ("ca", "gregorian", "gregory"),
    ("co", "dictionary", "dict"),
    ("co", "gb2312han", "gb2312"),
    ("co", "phonebook", "phonebk"),
    ("co", "traditional", "trad"),
    ("kb", "yes", "true"),
    ("kc", "yes", "true"),
    ("kh", "yes", "true"),
    ("kk", "yes", "true"),
    ("kn", "yes", "true"),
    ("ks", "primary", "level1"),
    ("ks", "tertiary", "level3"),
    ("ms", "imperial", "uksystem"),
    ("tz", "aqams", "nzakl"),
    ("tz", "cnckg", "cnsha"),
    ("tz", "cnhrb", "cnsha"),
    ("tz", "cnkhg", "cnurc"),
    ("tz", "cuba", "cuhav"),
    ("tz", "egypt", "egcai"),
    ("tz", "eire", "iedub"),
    ("tz", "est", "papty"),
    ("tz", "gmt0", "gmt"),
    ("tz", "hongkong", "hkhkg"),
    ("tz", "hst", "ushnl"),
    ("tz", "iceland", "isrey"),
    ("tz", "iran", "irthr"),
    ("tz", "israel", "jeruslm"),
    ("tz", "jamaica", "jmkin"),
    ("tz", "japan", "jptyo"),
    ("tz", "libya", "lytip"),
    ("tz", "mst", "usphx"),
    ("tz", "navajo", "usden"),
    ("tz", "poland", "plwaw"),
    ("tz", "portugal", "ptlis"),
    ("tz", "prc", "cnsha"),
    ("tz", "roc", "twtpe"),
    ("tz", "rok", "krsel"),
    ("tz", "singapore", "sgsin"),
    ("tz", "turkey", "trist"),
    ("tz", "uct", "utc"),
    ("tz", "usnavajo", "usden"),
    ("tz", "zulu", "utc"),
    ("tz", "caffs", "cawnp"),
    ("tz", "camtr", "cator"),
    ("tz", "canpg", "cator"),
    ("tz", "capnt", "caiql"),
    ("tz", "cathu", "cator"),
    ("tz", "cayzf", "caedm"),
    ("tz", "umjon", "ushnl"),
    ("tz", "usnavajo", "usden"),
    ("tz", "mxstis", "mxtij"),
    ("tz", "uaozh", "uaiev"),
    ("tz", "uauzh", "uaiev"),
];

/// Language subtags that two of four or five to eight letters would be are none
/// (sec-isstructurallyvalidlanguagetag); duplicates of variants and singletons are errors.
fn parse(text: &str) -> Option<Locale> {
    // Underscores are no separators here; the parser takes them.
    if !text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let subtags: Vec<&str> = lower.split('-').collect();
    let mut singletons = Vec::new();
    let (mut variants, mut transformed): (Vec<&str>, bool) = (Vec::new(), false);
    for subtag in subtags.iter().skip(1) {
        match subtag.len() {
            1 => {
                if singletons.contains(subtag) {
                    return None;
                }
                singletons.push(subtag);
                if *subtag == "x" {
                    break;
                }
                transformed = *subtag == "t";
                variants.clear();
            }
            _ if singletons.is_empty() || transformed => {
                let variant = subtag.len() >= 5 || subtag.len() == 4 && subtag.as_bytes()[0].is_ascii_digit();
                // The fields of a transformation end its language.
                if transformed && subtag.len() == 2 && subtag.as_bytes()[1].is_ascii_digit() {
                    transformed = false;
                } else if variant {
                    if variants.contains(subtag) {
                        return None;
                    }
                    variants.push(subtag);
                }
            }
            _ => {}
        }
    }
    Locale::try_from_str(text).ok()
}

/// CanonicalizeUnicodeLocaleId (sec-canonicalizeunicodelocaleid).
fn canonicalize(locale: &mut Locale) {
    LocaleCanonicalizer::new_extended().canonicalize(locale);
    // Which of the values of transformations has an alias.
    let fields = &mut locale.extensions.transform.fields;
    if let (Ok(key), Ok(new)) = (TransformKey::try_from_str("m0"), TransformValue::try_from_str("prprname"))
        && fields.get(&key).is_some_and(|value| value.to_string() == "names")
    {
        fields.set(key, new);
    }
    let keywords = &mut locale.extensions.unicode.keywords;
    for (key, old, new) in VALUE_ALIASES {
        let Ok(key) = Key::try_from_str(key) else { continue };
        if let Some(value) = keywords.get_mut(&key)
            && let (Ok(old), Ok(new)) = (KeywordValue::try_from_str(old), KeywordValue::try_from_str(new))
            && *value == old
        {
            *value = new;
        }
    }
}

/// The locale of a tag in canonical form; none if the tag is not well-formed.
pub fn canonical(text: &str) -> Option<Locale> {
    let mut locale = parse(text)?;
    canonicalize(&mut locale);
    Some(locale)
}

/// A locale that is asked for.
#[derive(PartialEq, Eq)]
pub enum Requested {
    Locale(Locale),
    /// The canonical tag of a language of five to eight letters. None is registered, and the library has none.
    Unheard(String),
}

impl Requested {
    /// The locale, if there may be data for it.
    pub fn locale(&self) -> Option<&Locale> {
        match self {
            Requested::Locale(locale) => Some(locale),
            Requested::Unheard(_) => None,
        }
    }
}

impl std::fmt::Display for Requested {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Requested::Locale(locale) => locale.fmt(f),
            Requested::Unheard(tag) => f.write_str(tag),
        }
    }
}

/// What a tag asks for, or a RangeError.
pub fn requested_or_throw(vm: &mut Vm, text: &str) -> JsResult<Requested> {
    match unheard(text) {
        Some(tag) => Ok(Requested::Unheard(tag)),
        None => canonical_or_throw(vm, text).map(Requested::Locale),
    }
}

fn unheard(text: &str) -> Option<String> {
    let end = text.find('-').unwrap_or(text.len());
    let (language, rest) = text.split_at(end);
    if !(5..=8).contains(&language.len()) || !language.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let rest = canonical(&format!("und{rest}"))?.to_string();
    Some(language.to_ascii_lowercase() + rest.strip_prefix("und")?)
}

/// The canonical locale, or a RangeError.
pub fn canonical_or_throw(vm: &mut Vm, text: &str) -> JsResult<Locale> {
    match canonical(text) {
        Some(locale) => Ok(locale),
        None => Err(vm.range_error(format!("Incorrect locale information provided: {text}"))),
    }
}

/// The value of a keyword of the Unicode extension; empty for `true`.
pub fn keyword(locale: &Locale, key: &str) -> Option<String> {
    let key = Key::try_from_str(key).ok()?;
    locale.extensions.unicode.keywords.get(&key).map(|value| value.to_string())
}

/// Sets a keyword of the Unicode extension.
pub fn set_keyword(locale: &mut Locale, key: &str, value: &str) {
    if let (Ok(key), Ok(value)) = (Key::try_from_str(key), KeywordValue::try_from_str(value)) {
        locale.extensions.unicode.keywords.set(key, value);
        canonicalize(locale);
    }
}

/// The locale with likely subtags added.
pub fn maximal(locale: &Locale) -> Locale {
    let mut locale = locale.clone();
    LocaleExpander::new_extended().maximize(&mut locale.id);
    locale
}

/// The region whose conventions a locale asks for (UTS 35, "Region and subdivision"): that of `rg`,
/// its own, that of `sd`, or the likely one.
pub fn region(locale: &Locale) -> String {
    let of_keyword = |key| {
        let value = keyword(locale, key)?;
        let letters = value.bytes().take_while(|b| b.is_ascii_alphabetic()).count();
        let region = if letters >= 2 { value.get(..2) } else { value.get(..3) }?;
        Some(region.to_uppercase())
    };
    if let Some(region) = of_keyword("rg").or_else(|| locale.id.region.map(|region| region.to_string())).or_else(|| of_keyword("sd")) {
        return region;
    }
    maximal(locale).id.region.map_or_else(|| "001".into(), |region| region.to_string())
}

/// `type` of Unicode extensions: words of three to eight letters and digits.
pub fn is_type(text: &str) -> bool {
    !text.is_empty() && text.split('-').all(|word| (3..=8).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// The locale whose data an available locale has.
pub fn data_locale(tag: &str) -> String {
    if cldr::LOCALES.contains(tag) {
        return tag.to_owned();
    }
    // Regions whose script is implied: zh-TW is zh-Hant-TW.
    if let Some(locale) = canonical(tag) {
        let id = maximal(&locale).id;
        if let (Some(script), Some(region)) = (id.script, id.region) {
            for candidate in [format!("{}-{script}-{region}", id.language), format!("{}-{script}", id.language)] {
                if cldr::LOCALES.contains(candidate.as_str()) {
                    return candidate;
                }
            }
        }
    }
    match tag.rsplit_once('-') {
        Some((rest, _)) => data_locale(rest),
        None => "und".to_owned(),
    }
}
