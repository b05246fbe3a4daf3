//! Small facts about source text: white space, comments, string literals.

use crate::bytecode::JsStr;

/// The position after white space and comments from `position` on.
pub fn skip_trivia(source: &str, mut position: usize) -> usize {
    loop {
        let rest = &source[position..];
        let trimmed = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
        position += rest.len() - trimmed.len();
        let comment = if trimmed.starts_with("/*") {
            trimmed.find("*/").map_or(trimmed.len(), |end| end + 2)
        } else if trimmed.starts_with("//") {
            trimmed.find(['\n', '\r', '\u{2028}', '\u{2029}']).unwrap_or(trimmed.len())
        } else {
            return position;
        };
        position += comment;
    }
}

/// The string that the parser gives for a literal. With `lone_surrogates`, U+FFFD
/// introduces four hexadecimal digits of a code unit.
pub fn literal_string(value: &str, lone_surrogates: bool) -> JsStr {
    if !lone_surrogates {
        return JsStr::from(value);
    }
    let mut units = Vec::with_capacity(value.len());
    let mut rest = value.chars();
    while let Some(c) = rest.next() {
        if c == '\u{FFFD}' {
            let digits = rest.as_str().get(..4).and_then(|d| u16::from_str_radix(d, 16).ok());
            if let Some(unit) = digits {
                units.push(unit);
                rest = rest.as_str()[4..].chars();
                continue;
            }
        }
        units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
    }
    JsStr::from_units(&units)
}

/// `text` as an array index (0 .. 2^32 - 2) in canonical form.
pub fn array_index(text: &str) -> Option<u32> {
    let bytes = text.as_bytes();
    let canonical = match bytes {
        [b'0'] => true,
        [b'1'..=b'9', rest @ ..] => rest.len() < 10 && rest.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    if canonical { text.parse::<u32>().ok().filter(|i| *i != u32::MAX) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lone_surrogates_are_decoded() {
        assert_eq!(literal_string("a\u{FFFD}d800b", true), JsStr::from_units(&[0x61, 0xD800, 0x62]));
        assert_eq!(literal_string("\u{FFFD}fffd", true), JsStr::from_units(&[0xFFFD]));
        assert_eq!(literal_string("\u{FFFD}d800", false), JsStr::from("\u{FFFD}d800"));
    }

    #[test]
    fn trivia_is_skipped() {
        let text = "static /* a */ // b\n  m() {}";
        assert_eq!(&text[skip_trivia(text, 6)..], "m() {}");
    }

    #[test]
    fn array_indices_are_canonical() {
        assert_eq!(array_index("0"), Some(0));
        assert_eq!(array_index("4294967294"), Some(4294967294));
        for no in ["", "00", "01", "-1", "4294967295", "99999999999", "1.5", "x"] {
            assert_eq!(array_index(no), None, "{no}");
        }
    }
}
