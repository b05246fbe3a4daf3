//! Lone surrogates in source text.
//!
//! Source text is a sequence of code points (sec-source-text), and a string that is given to
//! eval may have surrogates by themselves. The front end takes text that has none, so the last
//! 2,048 characters, which are of private use, stand for them there, and what the text
//! gives (string literals, regular expressions, `toString`) has surrogates again. A text
//! that has these characters itself, and is not read from a file, has surrogates for them.

use super::code::JsStr;

/// Stands for U+D800.
const FIRST: u32 = 0x10_F800;
/// The high surrogates of the characters from `FIRST` on.
const HIGH: u16 = 0xDBFE;

/// The text of these units.
pub fn to_text(units: &[u16]) -> String {
    let character = |unit: Result<char, std::char::DecodeUtf16Error>| {
        unit.unwrap_or_else(|error| {
            let stand_in = FIRST + u32::from(error.unpaired_surrogate() - 0xD800);
            char::from_u32(stand_in).expect("the last plane has characters up to its end")
        })
    };
    char::decode_utf16(units.iter().copied()).map(character).collect()
}

/// Has the text characters that stand for surrogates?
pub fn are_in(text: &str) -> bool {
    // In UTF-8 they begin with F4 8F A0 to F4 8F BF.
    text.as_bytes().windows(3).any(|bytes| bytes[0] == 0xF4 && bytes[1] == 0x8F && bytes[2] >= 0xA0)
}

/// The string that a part of such a text gives.
pub fn restore(text: JsStr) -> JsStr {
    let JsStr::Utf16(units) = &text else { return text };
    let mut out = Vec::with_capacity(units.len());
    let mut rest = &units[..];
    while let Some((unit, after)) = rest.split_first() {
        rest = after;
        match (*unit, after.first()) {
            (HIGH.., Some(low @ 0xDC00..=0xDFFF)) if *unit < 0xDC00 => {
                out.push(0xD800 + ((*unit - HIGH) << 10) + (*low - 0xDC00));
                rest = &after[1..];
            }
            _ => out.push(*unit),
        }
    }
    JsStr::from_units(&out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surrogates_survive_the_text() {
        let all: Vec<u16> = (0xD800..=0xDFFF).rev().collect();
        for units in [&all[..], &[0x61, 0xD800, 0x62, 0xDFFF], &[0xD83D, 0xDE00, 0xDE00]] {
            let text = to_text(units);
            assert!(are_in(&text));
            assert_eq!(restore(JsStr::from(text.as_str())), JsStr::from_units(units));
        }
        assert!(!are_in("\u{10F7FF} and \u{1F600}"));
        assert_eq!(restore(JsStr::from("\u{10F7FF}\u{1F600}")), JsStr::from("\u{10F7FF}\u{1F600}"));
    }
}
