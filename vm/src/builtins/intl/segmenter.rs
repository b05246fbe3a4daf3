//! Intl.Segmenter (sec-segmenter-objects).
//!
//! The boundaries of a string are found at once when a first one is asked for, and kept with
//! the Segments object.

use super::negotiation::{canonicalize_locale_list, read_locale_matcher, resolve_locale, supported_locales_of};
use super::options::{get_option, get_options_object};
use super::resolved::ResolvedOptions;
use super::{IntlType, create, prototype_for, require_new, this_slot};
use crate::builtins::iterator::iter_result;
use crate::builtins::table::*;
use crate::heap::{Gc, Kind, Payload, Tracer};
use crate::object::function::Args;
use crate::object::layout::trace_value;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::string::{JsString, Units};
use crate::value::Value;
use crate::vm::Vm;
use icu_segmenter::options::{SentenceBreakOptions, WordBreakInvariantOptions, WordBreakOptions};
use icu_segmenter::{GraphemeClusterSegmenter, SentenceSegmenter, SentenceSegmenterBorrowed, WordSegmenter, WordSegmenterBorrowed};
use std::cell::{Cell, OnceCell};
use std::rc::Rc;

#[derive(Clone)]
pub struct Segmenter {
    locale: String,
    language: icu_locale::LanguageIdentifier,
    granularity: &'static str,
}

impl IntlType for Segmenter {
    const NAME: &'static str = "Intl.Segmenter";
    const PROTOTYPE: Intrinsic = Intrinsic::IntlSegmenterPrototype;
}

/// Intl.Segmenter ( [ locales [ , options ] ] ) (sec-intl.segmenter).
fn constructor(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    require_new::<Segmenter>(vm, args)?;
    let prototype = prototype_for::<Segmenter>(vm, args)?;
    let requested = canonicalize_locale_list(vm, args.get(0))?;
    let options = get_options_object(vm, args.get(1))?;
    read_locale_matcher(vm, options)?;
    let resolved = resolve_locale(&requested, &[]);
    let granularity = get_option(vm, options, "granularity", &["grapheme", "word", "sentence"])?.unwrap_or("grapheme");
    let language = resolved.base().id;
    Ok(create(vm, prototype, Segmenter { locale: resolved.locale, language, granularity }))
}

/// Where segments end, and which of them are words.
struct Boundaries(Vec<(usize, bool)>);

impl Segmenter {
    fn boundaries(&self, units: Units<'_>) -> Boundaries {
        // The iterators begin with 0, which ends nothing.
        fn ends(ends: impl Iterator<Item = usize>) -> Boundaries {
            Boundaries(ends.filter(|end| *end > 0).map(|end| (end, false)).collect())
        }
        fn words(segmenter: WordSegmenterBorrowed<'_>, units: Units<'_>) -> Boundaries {
            let mut start = 0;
            let mut found = Vec::new();
            let mut add = |(end, kind): (usize, icu_segmenter::options::WordType)| {
                if end > 0 {
                    // Words of a dictionary are not told to be such.
                    found.push((end, kind.is_word_like() || has_letter(units.slice(start, end))));
                    start = end;
                }
            };
            match units {
                Units::Latin1(text) => segmenter.segment_latin1(text).iter_with_word_type().for_each(&mut add),
                Units::Utf16(text) => segmenter.segment_utf16(text).iter_with_word_type().for_each(&mut add),
            }
            Boundaries(found)
        }
        fn sentences(segmenter: SentenceSegmenterBorrowed<'_>, units: Units<'_>) -> Boundaries {
            match units {
                Units::Latin1(text) => ends(segmenter.segment_latin1(text)),
                Units::Utf16(text) => ends(segmenter.segment_utf16(text)),
            }
        }
        match self.granularity {
            "word" => {
                // Two languages have rules of their own.
                let mut options = WordBreakOptions::default();
                options.content_locale = Some(&self.language);
                let own =
                    matches!(self.language.language.as_str(), "fi" | "sv").then(|| WordSegmenter::try_new_auto(options).ok()).flatten();
                match &own {
                    Some(own) => words(own.as_borrowed(), units),
                    None => words(WordSegmenter::new_auto(WordBreakInvariantOptions::default()), units),
                }
            }
            "sentence" => {
                let mut options = SentenceBreakOptions::default();
                options.content_locale = Some(&self.language);
                let own = (self.language.language.as_str() == "el").then(|| SentenceSegmenter::try_new(options).ok()).flatten();
                match &own {
                    Some(own) => sentences(own.as_borrowed(), units),
                    None => sentences(SentenceSegmenter::new(Default::default()), units),
                }
            }
            _ => {
                let segmenter = GraphemeClusterSegmenter::new();
                match units {
                    Units::Latin1(text) => ends(segmenter.segment_latin1(text)),
                    Units::Utf16(text) => ends(segmenter.segment_utf16(text)),
                }
            }
        }
    }
}

/// Whether there is a letter of a script that is written without spaces.
fn has_letter(units: Units<'_>) -> bool {
    match units {
        Units::Latin1(_) => false,
        Units::Utf16(units) => char::decode_utf16(units.iter().copied()).any(|c| c.is_ok_and(|c| c as u32 >= 0xE00 && c.is_alphabetic())),
    }
}

/// A string and its segmenter, as %Segments% objects and their iterators share them.
#[derive(Clone)]
struct Segmented {
    string: Value,
    segmenter: Rc<Segmenter>,
    found: Rc<OnceCell<Boundaries>>,
}

struct Segments(Segmented);
struct SegmentIterator {
    of: Segmented,
    /// Index of the next segment.
    next: Cell<usize>,
}

impl Payload for Segments {
    fn trace(&self, tracer: &mut Tracer) {
        trace_value(self.0.string, tracer);
    }
}
impl Payload for SegmentIterator {
    fn trace(&self, tracer: &mut Tracer) {
        trace_value(self.of.string, tracer);
    }
}

impl Segmented {
    fn string(&self, vm: &mut Vm) -> Gc<JsString> {
        self.string.as_string().unwrap_or_else(|| vm.new_string(""))
    }

    fn boundaries(&self, vm: &mut Vm) -> JsResult<&Boundaries> {
        let string = self.string(vm);
        if self.found.get().is_none() {
            vm.room_for(string.len() * size_of::<(usize, bool)>())?;
        }
        Ok(self.found.get_or_init(|| self.segmenter.boundaries(vm.units(string))))
    }

    /// CreateSegmentDataObject (sec-createsegmentdataobject).
    fn segment(&self, vm: &mut Vm, index: usize) -> JsResult<Option<Value>> {
        let boundaries = &self.boundaries(vm)?.0;
        let Some(&(end, is_word)) = boundaries.get(index) else { return Ok(None) };
        let start = if index == 0 { 0 } else { boundaries[index - 1].0 };
        let string = self.string(vm);
        let segment = vm.substring(string, start, end).value();
        let mut data = ResolvedOptions::new(vm);
        data.value("segment", segment)?;
        data.value("index", Value::number(start as f64))?;
        data.value("input", string.value())?;
        if self.segmenter.granularity == "word" {
            data.value("isWordLike", Value::bool(is_word))?;
        }
        Ok(Some(data.finish()))
    }
}

/// Intl.Segmenter.prototype.segment ( string ) (sec-intl.segmenter.prototype.segment).
fn segment(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let segmenter = Rc::new(this_slot::<Segmenter>(vm, args, "segment")?.clone());
    let string = vm.to_string(args.get(0))?.value();
    let prototype = vm.intrinsic(Intrinsic::IntlSegmentsPrototype);
    let segments = Segments(Segmented { string, segmenter, found: Default::default() });
    Ok(vm.new_payload_object(Kind::Host, prototype, Box::new(segments)).value())
}

fn this_segments<'a>(vm: &mut Vm, args: &Args, method: &str) -> JsResult<&'a Segmented> {
    match args.this.payload::<Segments>() {
        Some(segments) => Ok(&segments.0),
        None => {
            let shown = vm.to_display(args.this);
            Err(vm.type_error(format!("Method %SegmentsPrototype%.{method} called on incompatible receiver {shown}")))
        }
    }
}

/// %IntlSegmentsPrototype%.containing ( index ) (sec-%intlsegmentsprototype%.containing).
fn containing(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let segments = this_segments(vm, args, "containing")?;
    let n = vm.to_integer_or_infinity(args.get(0))?;
    let length = segments.string(vm).len();
    if n < 0.0 || n >= length as f64 {
        return Ok(Value::UNDEFINED);
    }
    let index = segments.boundaries(vm)?.0.partition_point(|(end, _)| *end <= n as usize);
    Ok(segments.segment(vm, index)?.unwrap_or(Value::UNDEFINED))
}

/// %IntlSegmentsPrototype% [ %Symbol.iterator% ] ( ) (sec-%intlsegmentsprototype%-%symbol.iterator%).
fn iterator(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let of = this_segments(vm, args, "[Symbol.iterator]")?.clone();
    let prototype = vm.intrinsic(Intrinsic::IntlSegmentIteratorPrototype);
    Ok(vm.new_payload_object(Kind::Host, prototype, Box::new(SegmentIterator { of, next: Cell::new(0) })).value())
}

/// %IntlSegmentIteratorPrototype%.next ( ) (sec-%intlsegmentiteratorprototype%.next).
fn next(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let Some(iterator) = args.this.payload::<SegmentIterator>() else {
        let shown = vm.to_display(args.this);
        return Err(vm.type_error(format!("Method %SegmentIterator.prototype%.next called on incompatible receiver {shown}")));
    };
    match iterator.of.segment(vm, iterator.next.get())? {
        Some(segment) => {
            iterator.next.set(iterator.next.get() + 1);
            Ok(iter_result(vm, segment, false))
        }
        None => Ok(iter_result(vm, Value::UNDEFINED, true)),
    }
}

/// Intl.Segmenter.prototype.resolvedOptions ( ) (sec-intl.segmenter.prototype.resolvedoptions).
fn resolved_options(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let this = this_slot::<Segmenter>(vm, args, "resolvedOptions")?;
    let mut out = ResolvedOptions::new(vm);
    out.text("locale", &this.locale)?;
    out.text("granularity", this.granularity)?;
    Ok(out.finish())
}

pub static SEGMENTS_PROTOTYPE: ObjectSpec = ObjectSpec {
    methods: &[method("containing", 1, containing), method("@@iterator", 0, iterator).displayed("[Symbol.iterator]")],
    ..ObjectSpec::new("", Intrinsic::IntlSegmentsPrototype, Intrinsic::ObjectPrototype)
};

pub static SEGMENT_ITERATOR_PROTOTYPE: ObjectSpec = ObjectSpec {
    methods: &[method("next", 0, next)],
    constants: &[crate::builtins::table::tag("Segmenter String Iterator")],
    ..ObjectSpec::new("", Intrinsic::IntlSegmentIteratorPrototype, Intrinsic::IteratorPrototype)
};

pub static SEGMENTER: ClassSpec = ClassSpec {
    statics: &[method("supportedLocalesOf", 1, supported_locales_of)],
    methods: &[method("resolvedOptions", 0, resolved_options), method("segment", 1, segment)],
    constants: &[crate::builtins::table::tag("Intl.Segmenter")],
    global: false,
    ..ClassSpec::new("Segmenter", 0, constructor, Intrinsic::IntlSegmenter, Intrinsic::IntlSegmenterPrototype)
};
