//! Intl.Locale (sec-intl-locale-constructor).

use super::locale_info;
use super::negotiation::canonical_value;
use super::options::{Options, coerce_options_to_object, get_boolean, get_option, get_string, out_of_range};
use super::tag::{self, canonical_or_throw, is_type, keyword, set_keyword};
use super::{IntlType, LocaleData, prototype_for, require_new};
use crate::builtins::table::*;
use crate::heap::{Gc, Kind};
use crate::object::function::Args;
use crate::object::layout::Object;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use icu_locale::subtags::{Language, Region, Script, Variant};
use icu_locale::{LanguageIdentifier, Locale, LocaleExpander};

impl IntlType for LocaleData {
    const NAME: &'static str = "Intl.Locale";
    const PROTOTYPE: Intrinsic = Intrinsic::IntlLocalePrototype;
}

/// RequireInternalSlot ( this, `[[InitializedLocale]]` ).
pub fn this_locale<'a>(vm: &mut Vm, args: &Args, method: &str) -> JsResult<&'a Locale> {
    match args.this.payload::<LocaleData>() {
        Some(data) => Ok(&data.0),
        None => Err(super::incompatible::<LocaleData>(vm, args.this, method)),
    }
}

fn create(vm: &mut Vm, prototype: Gc<Object>, locale: Locale) -> Value {
    vm.new_payload_object(Kind::Host, prototype, Box::new(LocaleData(locale))).value()
}

/// UpdateLanguageId (sec-updatelanguageid): the options that replace subtags.
fn update_language_id(vm: &mut Vm, id: &mut LanguageIdentifier, options: Options) -> JsResult<()> {
    // Subtags are letters and digits: the parser takes no others.
    if let Some(text) = get_string(vm, options, "language")? {
        match Language::try_from_str(&text) {
            Ok(language) if text.len() != 4 => id.language = language,
            _ => return Err(out_of_range(vm, &text, "language")),
        }
    }
    if let Some(text) = get_string(vm, options, "script")? {
        id.script = Some(Script::try_from_str(&text).map_err(|_| out_of_range(vm, &text, "script"))?);
    }
    if let Some(text) = get_string(vm, options, "region")? {
        id.region = Some(Region::try_from_str(&text).map_err(|_| out_of_range(vm, &text, "region"))?);
    }
    if let Some(text) = get_string(vm, options, "variants")? {
        let mut variants = Vec::new();
        for word in text.split('-') {
            match Variant::try_from_str(word) {
                Ok(variant) if !variants.contains(&variant) => variants.push(variant),
                _ => return Err(out_of_range(vm, &text, "variants")),
            }
        }
        variants.sort_unstable();
        id.variants = icu_locale::subtags::Variants::from_vec_unchecked(variants);
    }
    Ok(())
}

/// An option whose value is a `type` of Unicode extensions.
fn type_option(vm: &mut Vm, options: Options, name: &str) -> JsResult<Option<String>> {
    match get_string(vm, options, name)? {
        Some(text) if !is_type(&text) => Err(out_of_range(vm, &text, name)),
        text => Ok(text),
    }
}

static WEEKDAYS: [&str; 8] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Intl.Locale ( tag [ , options ] ) (sec-intl.locale).
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    require_new::<LocaleData>(vm, args)?;
    let prototype = prototype_for::<LocaleData>(vm, args)?;
    let tag = args.get(0);
    if !tag.is_string() && tag.to_cell::<Object>().is_none() {
        return Err(vm.type_error("First argument to Intl.Locale constructor can't be empty or missing"));
    }
    let text = match tag.payload::<LocaleData>() {
        Some(data) => data.0.to_string(),
        None => {
            let string = vm.to_string(tag)?;
            vm.to_rust_string(string)
        }
    };
    let options = coerce_options_to_object(vm, args.get(1))?;
    let mut locale = canonical_or_throw(vm, &text)?;
    update_language_id(vm, &mut locale.id, options)?;
    let mut locale = canonical_or_throw(vm, &locale.to_string())?;
    let mut set = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            set_keyword(&mut locale, key, &canonical_value(key, &value));
        }
    };
    let calendar = type_option(vm, options, "calendar")?;
    set("ca", calendar);
    let collation = type_option(vm, options, "collation")?;
    set("co", collation);
    let first_day = get_string(vm, options, "firstDayOfWeek")?;
    if let Some(text) = first_day {
        let day = match text.as_bytes() {
            [digit @ b'0'..=b'7'] => WEEKDAYS[(digit - b'0') as usize].to_owned(),
            _ if is_type(&text) => text,
            _ => return Err(out_of_range(vm, &text, "firstDayOfWeek")),
        };
        set("fw", Some(day));
    }
    set("hc", get_option(vm, options, "hourCycle", &["h11", "h12", "h23", "h24"])?.map(str::to_owned));
    set("kf", get_option(vm, options, "caseFirst", &["upper", "lower", "false"])?.map(str::to_owned));
    set("kn", get_boolean(vm, options, "numeric")?.map(|on| on.to_string()));
    let numbering = type_option(vm, options, "numberingSystem")?;
    set("nu", numbering);
    Ok(create(vm, prototype, locale))
}

/// The value of a keyword, or undefined.
fn keyword_value(vm: &mut Vm, args: &Args, name: &str, key: &str) -> JsResult<Value> {
    let value = keyword(this_locale(vm, args, name)?, key);
    Ok(value.map_or(Value::UNDEFINED, |text| vm.new_string(&text).value()))
}

macro_rules! keyword_getters {
    ($($function:ident $name:literal $key:literal;)*) => {$(
        fn $function(vm: &mut Vm, args: &Args) -> JsResult<Value> {
            keyword_value(vm, args, $name, $key)
        }
    )*};
}
keyword_getters! {
    get_calendar "calendar" "ca";
    get_case_first "caseFirst" "kf";
    get_collation "collation" "co";
    get_first_day_of_week "firstDayOfWeek" "fw";
    get_hour_cycle "hourCycle" "hc";
    get_numbering_system "numberingSystem" "nu";
}

fn get_numeric(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let value = keyword(this_locale(vm, args, "numeric")?, "kn");
    Ok(Value::bool(value.is_some_and(|value| value.is_empty())))
}

macro_rules! subtag_getters {
    ($($function:ident $name:literal |$id:ident| $text:expr;)*) => {$(
        fn $function(vm: &mut Vm, args: &Args) -> JsResult<Value> {
            let $id = &this_locale(vm, args, $name)?.id;
            let text: Option<String> = $text;
            Ok(text.map_or(Value::UNDEFINED, |text| vm.new_string(&text).value()))
        }
    )*};
}
subtag_getters! {
    get_base_name "baseName" |id| Some(id.to_string());
    get_language "language" |id| Some(id.language.to_string());
    get_script "script" |id| id.script.map(|script| script.to_string());
    get_region "region" |id| id.region.map(|region| region.to_string());
    get_variants "variants" |id| Some(id.variants.to_string()).filter(|text| !text.is_empty());
}

/// Intl.Locale.prototype.maximize ( ) (sec-intl.locale.prototype.maximize).
fn maximize(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let locale = tag::maximal(this_locale(vm, args, "maximize")?);
    let prototype = vm.intrinsic(Intrinsic::IntlLocalePrototype);
    Ok(create(vm, prototype, locale))
}
/// Intl.Locale.prototype.minimize ( ) (sec-intl.locale.prototype.minimize).
fn minimize(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let mut locale = this_locale(vm, args, "minimize")?.clone();
    LocaleExpander::new_extended().minimize(&mut locale.id);
    let prototype = vm.intrinsic(Intrinsic::IntlLocalePrototype);
    Ok(create(vm, prototype, locale))
}
/// Intl.Locale.prototype.toString ( ) (sec-intl.locale.prototype.tostring).
fn to_string(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let text = this_locale(vm, args, "toString")?.to_string();
    Ok(vm.new_string(&text).value())
}

pub static LOCALE: ClassSpec = ClassSpec {
    methods: &[
        method("toString", 0, to_string),
        method("maximize", 0, maximize),
        method("minimize", 0, minimize),
        method("getCalendars", 0, locale_info::get_calendars),
        method("getCollations", 0, locale_info::get_collations),
        method("getHourCycles", 0, locale_info::get_hour_cycles),
        method("getNumberingSystems", 0, locale_info::get_numbering_systems),
        method("getTimeZones", 0, locale_info::get_time_zones),
        method("getTextInfo", 0, locale_info::get_text_info),
        method("getWeekInfo", 0, locale_info::get_week_info),
    ],
    getters: &[
        getter("language", get_language),
        getter("script", get_script),
        getter("region", get_region),
        getter("variants", get_variants),
        getter("baseName", get_base_name),
        getter("calendar", get_calendar),
        getter("caseFirst", get_case_first),
        getter("collation", get_collation),
        getter("firstDayOfWeek", get_first_day_of_week),
        getter("hourCycle", get_hour_cycle),
        getter("numeric", get_numeric),
        getter("numberingSystem", get_numbering_system),
    ],
    constants: &[tag_of_class()],
    global: false,
    ..ClassSpec::new("Locale", 1, constructor, Intrinsic::IntlLocale, Intrinsic::IntlLocalePrototype)
};

const fn tag_of_class() -> Constant {
    crate::builtins::table::tag("Intl.Locale")
}
