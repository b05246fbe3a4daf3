//! The functions of Intl itself (sec-function-properties-of-the-intl-object).

use super::cldr;
use super::negotiation::canonicalize_locale_list;
use crate::builtins::table::*;
use crate::heap::RootedVec;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;

/// The array of some texts.
pub fn array_of_texts<'a>(vm: &mut Vm, texts: impl IntoIterator<Item = &'a str>) -> JsResult<Value> {
    let mut list = RootedVec::new(vm);
    for text in texts {
        let text = vm.new_string(text).value();
        list.push(text);
    }
    Ok(vm.create_array_from_list(&list)?.value())
}

/// Intl.getCanonicalLocales ( locales ) (sec-intl.getcanonicallocales).
fn get_canonical_locales(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let locales = canonicalize_locale_list(vm, args.get(0))?;
    let texts: Vec<String> = locales.iter().map(|locale| locale.to_string()).collect();
    array_of_texts(vm, texts.iter().map(String::as_str))
}

/// AvailableCalendars (sec-availablecalendars).
pub static CALENDARS: &[&str] = &[
    "buddhist",
    "chinese",
    "coptic",
    "dangi",
    "ethioaa",
    "ethiopic",
    "gregory",
    "hebrew",
    "indian",
    "islamic-civil",
    "islamic-tbla",
    "islamic-umalqura",
    "iso8601",
    "japanese",
    "persian",
    "roc",
];

/// Collations that some locale has.
pub static COLLATIONS: &[&str] =
    &["compat", "dict", "emoji", "eor", "phonebk", "phonetic", "pinyin", "searchjl", "stroke", "trad", "unihan", "zhuyin"];

/// Intl.supportedValuesOf ( key ) (sec-intl.supportedvaluesof).
fn supported_values_of(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let key = vm.to_string(args.get(0))?;
    let key = vm.to_rust_string(key);
    let zones;
    let list: Vec<&str> = match key.as_str() {
        "calendar" => CALENDARS.to_vec(),
        "collation" => COLLATIONS.to_vec(),
        "currency" => cldr::Table::of("currencies", "en")
            .entries()
            .filter_map(|(path, _)| path.strip_suffix("/displayName"))
            .filter(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()))
            .collect(),
        "numberingSystem" => super::numbering::systems(),
        "timeZone" => {
            zones = super::zone_names::primary_zones();
            zones.iter().map(String::as_str).collect()
        }
        "unit" => super::units::SANCTIONED.to_vec(),
        _ => return Err(vm.range_error(format!("Invalid key : {key}"))),
    };
    array_of_texts(vm, list)
}

pub static INTL: ObjectSpec = ObjectSpec {
    methods: &[method("getCanonicalLocales", 1, get_canonical_locales), method("supportedValuesOf", 1, supported_values_of)],
    constants: &[tag("Intl")],
    ..ObjectSpec::new("", Intrinsic::Intl, Intrinsic::ObjectPrototype)
};
