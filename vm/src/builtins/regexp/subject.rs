//! A text in the forms in which it can be matched.
//!
//! Each form is made when first asked for. A scanner matches one text again and again, a
//! little further each time, so the forms of the last few long texts are kept.

use crate::string::Units;
use std::cell::{Cell, OnceCell};
use std::rc::Rc;

pub struct Subject<'a> {
    units: Units<'a>,
    forms: FormsOf,
}

enum FormsOf {
    ThisMatch(Forms),
    KnownText(Rc<Forms>),
}

#[derive(Default)]
struct Forms {
    ascii: Cell<Option<bool>>,
    has_return: Cell<Option<bool>>,
    wide: OnceCell<Box<[u16]>>,
    utf8: OnceCell<Option<Utf8>>,
    /// Code units that were matched without `narrow`.
    work: Cell<usize>,
    narrow: OnceCell<Option<Box<[u8]>>>,
}

/// A text as UTF-8.
pub struct Utf8 {
    text: Box<str>,
    /// The code unit of each byte, and of the end.
    units: Box<[u32]>,
}

impl Utf8 {
    /// None: the text has surrogates.
    fn new(units: Units<'_>) -> Option<Utf8> {
        let mut text = String::with_capacity(units.len());
        let mut unit_of = Vec::with_capacity(units.len() + 1);
        for (at, unit) in units.iter().enumerate() {
            text.push(char::from_u32(u32::from(unit))?);
            unit_of.resize(text.len(), at as u32);
        }
        unit_of.push(units.len() as u32);
        Some(Utf8 { text: text.into(), units: unit_of.into() })
    }
    pub fn text(&self) -> &str {
        &self.text
    }
    pub fn unit_of(&self, byte: usize) -> usize {
        self.units[byte] as usize
    }
    pub fn byte_of(&self, unit: usize) -> usize {
        self.units.partition_point(|u| (*u as usize) < unit)
    }
}

/// The byte that stands for every character beyond ASCII that is no white space: a control
/// character that no pattern tells from them (see `Translation::uniform`).
const OTHER: u8 = 0x80;
const SPACE: u8 = 0xA0;

/// A byte for each code unit; None: there are line terminators beyond ASCII.
fn narrowed(units: &[u16]) -> Option<Box<[u8]>> {
    let mut has_lines = false;
    let narrow = units
        .iter()
        .map(|unit| match unit {
            0..=0x7F => *unit as u8,
            0xA0 | 0x1680 | 0x2000..=0x200A | 0x202F | 0x205F | 0x3000 | 0xFEFF => SPACE,
            _ => {
                has_lines |= matches!(unit, 0x2028 | 0x2029);
                OTHER
            }
        })
        .collect();
    (!has_lines).then_some(narrow)
}

impl<'a> Subject<'a> {
    pub fn new(units: Units<'a>) -> Subject<'a> {
        Subject { units, forms: FormsOf::ThisMatch(Forms::default()) }
    }
    fn forms(&self) -> &Forms {
        match &self.forms {
            FormsOf::ThisMatch(forms) => forms,
            FormsOf::KnownText(forms) => forms,
        }
    }
    pub fn len(&self) -> usize {
        self.units.len()
    }
    pub fn units(&self) -> Units<'a> {
        self.units
    }
    /// The text, if it is ASCII.
    pub fn ascii(&self) -> Option<&'a str> {
        let Units::Latin1(bytes) = self.units else { return None };
        let known = &self.forms().ascii;
        if known.get().is_none() {
            known.set(Some(bytes.is_ascii()));
        }
        // SAFETY: ASCII text is UTF-8; the flag was set by looking at these bytes.
        (known.get() == Some(true)).then(|| unsafe { core::str::from_utf8_unchecked(bytes) })
    }
    pub fn wide(&self) -> &[u16] {
        match self.units {
            Units::Utf16(units) => units,
            Units::Latin1(bytes) => self.forms().wide.get_or_init(|| bytes.iter().map(|b| *b as u16).collect()),
        }
    }
    /// None: the text has surrogates.
    pub fn utf8(&self) -> Option<&Utf8> {
        self.forms().utf8.get_or_init(|| Utf8::new(self.units)).as_ref()
    }
    /// Notes that `units` of the text were matched without `narrow`.
    pub fn note_work(&self, units: usize) {
        let work = &self.forms().work;
        work.set(work.get().saturating_add(units));
    }
    /// The text as Latin-1. `uniform`: a wide text will do with what stands for its characters,
    /// if so much of it is matched that this pays.
    pub fn narrow(&self, uniform: bool) -> Option<&[u8]> {
        match self.units {
            Units::Latin1(bytes) => Some(bytes),
            Units::Utf16(units) if units.len() > LONG && self.forms().work.get() < units.len() / 8 => None,
            Units::Utf16(units) if uniform => self.forms().narrow.get_or_init(|| narrowed(units)).as_deref(),
            Units::Utf16(_) => None,
        }
    }
    /// Whether there is a carriage return.
    pub fn has_return(&self) -> bool {
        let known = &self.forms().has_return;
        known.get().unwrap_or_else(|| {
            let found = match self.units {
                Units::Latin1(bytes) => bytes.contains(&b'\r'),
                Units::Utf16(units) => units.contains(&(b'\r' as u16)),
            };
            known.set(Some(found));
            found
        })
    }
}

/// What is known of a text.
struct KnownText {
    /// Address and length of its characters, which are those of the same text until the
    /// next collection.
    address: *const (),
    len: usize,
    collections: u64,
    forms: Rc<Forms>,
}

/// Texts shorter than this are looked at each time.
const SHORT: usize = 64;

/// Wide texts longer than this are made narrow when an eighth of their length has been matched:
/// backtracking costs about eight times as much per unit.
const LONG: usize = 256;

/// The texts that were matched last, and which of them is forgotten next.
#[derive(Default)]
pub struct KnownTexts {
    texts: [Option<KnownText>; 4],
    oldest: usize,
}

/// `units` to be matched. `collections`: how many there have been.
pub fn subject<'a>(known: &mut KnownTexts, units: Units<'a>, collections: u64) -> Subject<'a> {
    if units.len() < SHORT {
        return Subject::new(units);
    }
    let (address, len) = match units {
        Units::Latin1(bytes) => (bytes.as_ptr().cast(), bytes.len()),
        Units::Utf16(units) => (units.as_ptr().cast(), units.len()),
    };
    let same = |text: &&KnownText| text.collections == collections && text.address == address && text.len == len;
    if let Some(text) = known.texts.iter().flatten().find(same) {
        return Subject { units, forms: FormsOf::KnownText(text.forms.clone()) };
    }
    let forms = Rc::new(Forms::default());
    known.texts[known.oldest] = Some(KnownText { address, len, collections, forms: forms.clone() });
    known.oldest = (known.oldest + 1) % known.texts.len();
    Subject { units, forms: FormsOf::KnownText(forms) }
}
