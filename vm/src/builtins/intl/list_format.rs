//! Intl.ListFormat (sec-listformat-objects).

use super::cldr::Table;
use super::negotiation::{canonicalize_locale_list, read_locale_matcher, resolve_locale, supported_locales_of};
use super::options::{get_option, get_options_object};
use super::parts::{self, Part, fill, part, push_literal};
use super::resolved::ResolvedOptions;
use super::{IntlType, create, prototype_for, require_new, this_slot};
use crate::builtins::iterator::IteratorRecord;
use crate::builtins::table::*;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;

pub struct ListFormat {
    locale: String,
    kind: &'static str,
    style: &'static str,
    patterns: ListPatterns,
}

impl IntlType for ListFormat {
    const NAME: &'static str = "Intl.ListFormat";
    const PROTOTYPE: Intrinsic = Intrinsic::IntlListFormatPrototype;
}

/// How a locale writes lists of one type and style.
pub struct ListPatterns {
    language: String,
    kind: &'static str,
    start: &'static str,
    middle: &'static str,
    end: &'static str,
    pair: &'static str,
}

impl ListPatterns {
    pub fn of(locale: &str, kind: &'static str, style: &str) -> ListPatterns {
        let table = Table::of("lists", locale);
        let base = match kind {
            "disjunction" => "or",
            "unit" => "unit",
            _ => "standard",
        };
        let path = match style {
            "long" => format!("listPattern-type-{base}"),
            style => format!("listPattern-type-{base}-{style}"),
        };
        let get = |which: &str| table.get(&format!("{path}/{which}")).unwrap_or("{0}, {1}");
        let language = locale.split('-').next().unwrap_or_default().to_owned();
        ListPatterns { language, kind, start: get("start"), middle: get("middle"), end: get("end"), pair: get("2") }
    }

    /// Spanish and Hebrew words that change before some sounds.
    fn adapted(&self, pattern: &'static str, next: &str) -> String {
        let next = next.to_lowercase();
        match (self.language.as_str(), self.kind) {
            ("es", "conjunction") => {
                let like_i = next.starts_with('i') || next.starts_with("hi") && !next.starts_with("hia") && !next.starts_with("hie");
                if like_i { pattern.replace(" y ", " e ") } else { pattern.into() }
            }
            ("es", "disjunction") => {
                let like_o = next.starts_with(['o', '8']) || next.starts_with("ho") || next == "11" || next.starts_with("11 ");
                if like_o { pattern.replace(" o ", " u ") } else { pattern.into() }
            }
            ("he", "conjunction") => {
                // A hyphen goes before what is not in Hebrew letters.
                let hebrew = next.chars().next().is_some_and(|c| ('\u{590}'..='\u{5FF}').contains(&c));
                if hebrew || !pattern.contains("ו{1}") { pattern.into() } else { pattern.replace("ו{1}", "ו-{1}") }
            }
            _ => pattern.into(),
        }
    }

    /// CreatePartsFromList (sec-createpartsfromlist) of items that are parts themselves.
    pub fn format(&self, items: &[Vec<Part>]) -> Vec<Part> {
        let text = |item: &[Part]| parts::join(item);
        match items {
            [] => Vec::new(),
            [one] => one.clone(),
            [one, two] => fill(&self.adapted(self.pair, &text(two)), &[one, two]),
            [first, between @ .., last] => {
                // The patterns nest to the right; what follows their second place is pending.
                let (before, next) = (&between[..between.len() - 1], &between[between.len() - 1]);
                let mut list = Vec::new();
                let mut pending = Vec::new();
                for (i, item) in std::iter::once(first).chain(before).enumerate() {
                    let [ahead, middle, behind] = pieces(if i == 0 { self.start } else { self.middle });
                    push_literal(&mut list, ahead);
                    list.extend_from_slice(item);
                    push_literal(&mut list, middle);
                    pending.push(behind);
                }
                list.extend(fill(&self.adapted(self.end, &text(last)), &[next, last]));
                pending.iter().rev().for_each(|text| push_literal(&mut list, text));
                list
            }
        }
    }
}

/// What is before, between and after the two places of a pattern.
fn pieces(pattern: &str) -> [&str; 3] {
    let (ahead, rest) = pattern.split_once("{0}").unwrap_or(("", pattern));
    let (middle, behind) = rest.split_once("{1}").unwrap_or((rest, ""));
    [ahead, middle, behind]
}

/// Intl.ListFormat ( [ locales [ , options ] ] ) (sec-intl.listformat).
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    require_new::<ListFormat>(vm, args)?;
    let prototype = prototype_for::<ListFormat>(vm, args)?;
    let requested = canonicalize_locale_list(vm, args.get(0))?;
    let options = get_options_object(vm, args.get(1))?;
    read_locale_matcher(vm, options)?;
    let resolved = resolve_locale(&requested, &[]);
    let kind = get_option(vm, options, "type", &["conjunction", "disjunction", "unit"])?.unwrap_or("conjunction");
    let style = get_option(vm, options, "style", &["long", "short", "narrow"])?.unwrap_or("long");
    let patterns = ListPatterns::of(&resolved.data, kind, style);
    Ok(create(vm, prototype, ListFormat { locale: resolved.locale, kind, style, patterns }))
}

/// StringListFromIterable (sec-createstringlistfromiterable).
fn string_list_from_iterable(vm: &mut Vm, iterable: Value) -> JsResult<Vec<Vec<Part>>> {
    let mut list = Vec::new();
    if iterable.is_undefined() {
        return Ok(list);
    }
    let iterator = IteratorRecord::of(vm, iterable)?;
    let mut bytes = 0;
    while let Some(value) = iterator.step(vm)? {
        let Some(string) = value.as_string() else {
            let shown = vm.to_display(value);
            let error = vm.type_error(format!("Iterable yielded {shown} which is not a string"));
            return iterator.close(vm, Err(error));
        };
        bytes += string.len() * 3 + size_of::<Part>() * 2;
        vm.room_for(bytes)?;
        list.push(vec![part("element", vm.to_rust_string(string))]);
    }
    Ok(list)
}

fn format_list(vm: &mut Vm, args: &Args, method: &str) -> JsResult<Vec<Part>> {
    let this = this_slot::<ListFormat>(vm, args, method)?;
    let items = string_list_from_iterable(vm, args.get(0))?;
    Ok(this.patterns.format(&items))
}

/// Intl.ListFormat.prototype.format ( list ) (sec-intl.listformat.prototype.format).
fn format(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let parts = format_list(vm, args, "format")?;
    parts::to_value(vm, &parts)
}

/// Intl.ListFormat.prototype.formatToParts ( list ) (sec-intl.listformat.prototype.formattoparts).
fn format_to_parts(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let parts = format_list(vm, args, "formatToParts")?;
    parts::to_array(vm, &parts)
}

/// Intl.ListFormat.prototype.resolvedOptions ( ) (sec-intl.listformat.prototype.resolvedoptions).
fn resolved_options(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let this = this_slot::<ListFormat>(vm, args, "resolvedOptions")?;
    let mut out = ResolvedOptions::new(vm);
    out.text("locale", &this.locale)?;
    out.text("type", this.kind)?;
    out.text("style", this.style)?;
    Ok(out.finish())
}

pub static LIST_FORMAT: ClassSpec = ClassSpec {
    statics: &[method("supportedLocalesOf", 1, supported_locales_of)],
    methods: &[method("resolvedOptions", 0, resolved_options), method("format", 1, format), method("formatToParts", 1, format_to_parts)],
    constants: &[tag("Intl.ListFormat")],
    global: false,
    ..ClassSpec::new("ListFormat", 0, constructor, Intrinsic::IntlListFormat, Intrinsic::IntlListFormatPrototype)
};
