//! Case conversion by the rules of a language (sup-transformcase).

use super::negotiation::{DEFAULT_LOCALE, canonicalize_locale_list};
use crate::builtins::string::{case, this_string};
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use icu_casemap::CaseMapper;
use icu_locale::LanguageIdentifier;
use icu_locale::subtags::Language;

/// The languages with rules of their own.
const LANGUAGES: [&str; 4] = ["az", "el", "lt", "tr"];

/// TransformCase (sup-transform-case).
fn transform_case(vm: &mut Vm, args: &Args, upper: bool) -> JsResult<Value> {
    let method = if upper { "toLocaleUpperCase" } else { "toLocaleLowerCase" };
    let string = this_string(vm, args, method)?;
    let requested = canonicalize_locale_list(vm, args.get(0))?;
    let language = match requested.first() {
        Some(requested) => requested.locale().map_or(Language::UNKNOWN, |locale| locale.id.language),
        None => super::tag::canonical(&DEFAULT_LOCALE).map_or(Language::UNKNOWN, |locale| locale.id.language),
    };
    if !LANGUAGES.contains(&language.as_str()) {
        let plain = Args { this: string.value(), args: &[], ..*args };
        return if upper { case::to_upper_case(vm, &plain) } else { case::to_lower_case(vm, &plain) };
    }
    vm.room_for(6 * string.len())?;
    let text = vm.to_rust_string(string);
    let id = LanguageIdentifier::from(language);
    let mapper = CaseMapper::new();
    let out = if upper { mapper.uppercase_to_string(&text, &id) } else { mapper.lowercase_to_string(&text, &id) };
    Ok(vm.new_string(&out).value())
}

/// `String.prototype.toLocaleUpperCase ( [ locales ] )` (sup-string.prototype.tolocaleuppercase).
pub fn to_locale_upper_case(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    transform_case(vm, args, true)
}
/// `String.prototype.toLocaleLowerCase ( [ locales ] )` (sup-string.prototype.tolocalelowercase).
pub fn to_locale_lower_case(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    transform_case(vm, args, false)
}
