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
    has_return: Cell<Option<bool>>,
    /// Code units that were matched without `narrow`.
    work: Cell<usize>,
    narrow: OnceCell<Option<Box<[u8]>>>,
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
