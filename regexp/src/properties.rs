//! Unicode properties of characters (sec-runtime-semantics-unicodematchproperty-p), from ICU4X's
//! tables. Properties of strings are in `emoji`.

use super::code_points::{CodePoints, LAST};
use icu_properties::props::EnumeratedProperty;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup, IdContinue, IdStart, Script};
use icu_properties::script::ScriptWithExtensions;
use icu_properties::{CodePointMapData, CodePointSetData, PropertyParser};
use std::sync::OnceLock;

/// The runs of code points with one value of a property. To go through ICU's tries takes as long as
/// to compile a large pattern, so it is done once for all values.
type Runs<P> = Vec<(u32, u32, P)>;

fn runs<P: EnumeratedProperty + Copy>(known: &'static OnceLock<Runs<P>>) -> &'static Runs<P> {
    known.get_or_init(|| CodePointMapData::<P>::new().iter_ranges().map(|run| (*run.range.start(), *run.range.end(), run.value)).collect())
}

fn where_value<P: Copy>(runs: &Runs<P>, is_meant: impl Fn(P) -> bool) -> CodePoints {
    CodePoints::of(runs.iter().filter(|(.., value)| is_meant(*value)).map(|(first, last, _)| (*first, *last)))
}

/// What has the property; None: there is no such property or value.
pub fn property(name: &str, value: Option<&str>) -> Option<CodePoints> {
    match (name, value) {
        ("General_Category" | "gc", Some(value)) => general_category(value),
        ("Script" | "sc", Some(value)) => script(value, false),
        ("Script_Extensions" | "scx", Some(value)) => script(value, true),
        (_, Some(_)) => None,
        ("Any", None) => Some(CodePoints::of([(0, LAST)])),
        ("ASCII", None) => Some(CodePoints::of([(0, 0x7F)])),
        ("Assigned", None) => Some(general_category("Cn")?.complement(LAST)),
        // The tables lack this short name.
        ("space", None) => property("White_Space", None),
        (name, None) => general_category(name).or_else(|| {
            let set = CodePointSetData::new_for_ecma262(name.as_bytes())?;
            Some(CodePoints::of(set.iter_ranges().map(|range| (*range.start(), *range.end()))))
        }),
    }
}

fn general_category(value: &str) -> Option<CodePoints> {
    let group = PropertyParser::<GeneralCategoryGroup>::new().get_strict(value)?;
    static CATEGORIES: OnceLock<Runs<GeneralCategory>> = OnceLock::new();
    Some(where_value(runs(&CATEGORIES), |category| group.contains(category)))
}

fn script(value: &str, extensions: bool) -> Option<CodePoints> {
    let script = PropertyParser::<Script>::new().get_strict(value)?;
    let set = if extensions {
        CodePoints::of(ScriptWithExtensions::new().get_script_extensions_ranges(script).map(|range| (*range.start(), *range.end())))
    } else {
        static SCRIPTS: OnceLock<Runs<Script>> = OnceLock::new();
        where_value(runs(&SCRIPTS), |other| other == script)
    };
    // Codes of scripts that are not encoded are no values of the property, but for this one.
    (!set.is_empty() || matches!(value, "Katakana_Or_Hiragana" | "Hrkt")).then_some(set)
}

/// RegExpIdentifierStart, but for escapes.
pub fn starts_name(c: u32) -> bool {
    c == u32::from('$') || c == u32::from('_') || CodePointSetData::new::<IdStart>().contains32(c)
}

/// RegExpIdentifierPart, but for escapes.
pub fn continues_name(c: u32) -> bool {
    c == u32::from('$') || matches!(c, 0x200C | 0x200D) || CodePointSetData::new::<IdContinue>().contains32(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_are_those_of_the_specification() {
        for (name, value, c) in [
            ("Lu", None, 'A'),
            ("Uppercase_Letter", None, 'A'),
            ("gc", Some("punct"), '!'),
            ("Script", Some("Grek"), 'α'),
            ("scx", Some("Greek"), 'α'),
            ("Alphabetic", None, 'a'),
            ("RI", None, '\u{1F1E6}'),
            ("Any", None, 'a'),
            ("Assigned", None, 'a'),
        ] {
            assert!(property(name, value).unwrap().has(c.into()), "{name} {value:?}");
        }
        for (name, value) in
            [("lu", None), ("Greek", None), ("sc", Some("greek")), ("Block", Some("ASCII")), ("", None), ("Alphabetic", Some("Y"))]
        {
            assert!(property(name, value).is_none(), "{name} {value:?}");
        }
    }

    /// The version of Unicode is that of the conformance suite, and of the case mappings in use.
    #[test]
    fn unicode_is_version_17() {
        let assigned = property("Assigned", None).unwrap();
        assert!(assigned.has(0x1_0940), "Sidetic came with 17");
        assert_eq!(char::UNICODE_VERSION.0, 17);
    }
}
