//! Texts of what is no object: quoted strings, numbers with separators, names.

use crate::bigint::JsBigInt;
use crate::symbol::Symbol;
use crate::value::Value;
use crate::vm::Vm;

/// A number's text with separators between thousands.
pub fn with_separators(text: &str) -> String {
    if text.contains('e') || text.contains('N') || text.contains('I') {
        return text.to_owned();
    }
    let (number, suffix) = text.strip_suffix('n').map_or((text, ""), |number| (number, "n"));
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut out = sign.to_owned();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('_');
        }
        out.push(digit);
    }
    for (i, digit) in fraction.chars().enumerate() {
        out.push_str(match i {
            0 => ".",
            i if i.is_multiple_of(3) => "_",
            _ => "",
        });
        out.push(digit);
    }
    out + suffix
}

/// A value that is neither string nor object.
pub fn primitive_text(vm: &mut Vm, value: Value) -> String {
    if let Some(symbol) = value.to_cell::<Symbol>() {
        let description = symbol.description.get().as_string().map_or(String::new(), |s| s.to_rust());
        return format!("Symbol({description})");
    }
    if let Some(big) = value.to_cell::<JsBigInt>() {
        return format!("{}n", big.number());
    }
    if value.is_number() {
        let number = value.as_number();
        return if number == 0.0 && number.is_sign_negative() { "-0".into() } else { crate::runtime::conversion::number_to_string(number) };
    }
    vm.to_string(value).map_or_else(|_| String::new(), |s| s.to_rust())
}

/// A string literal, in the quotes that need the fewest escapes.
pub fn quote(text: &str) -> String {
    quoted(text, text.chars().map(Ok))
}

/// As `quote`, of what may have surrogates that are no pairs.
pub fn quote_units(units: &[u16]) -> String {
    let text = String::from_utf16_lossy(units);
    quoted(&text, char::decode_utf16(units.iter().copied()).map(|unit| unit.map_err(|error| error.unpaired_surrogate())))
}

fn quoted(text: &str, chars: impl Iterator<Item = Result<char, u16>>) -> String {
    let mark = if !text.contains('\'') {
        '\''
    } else if !text.contains('"') {
        '"'
    } else if !text.contains('`') && !text.contains("${") {
        '`'
    } else {
        '\''
    };
    let mut out = String::with_capacity(text.len() + 2);
    out.push(mark);
    for c in chars {
        match c {
            Ok('\n') => out.push_str("\\n"),
            Ok('\t') => out.push_str("\\t"),
            Ok('\r') => out.push_str("\\r"),
            Ok('\u{8}') => out.push_str("\\b"),
            Ok('\u{c}') => out.push_str("\\f"),
            Ok('\u{b}') => out.push_str("\\v"),
            Ok('\\') => out.push_str("\\\\"),
            Ok(c) if c == mark => {
                out.push('\\');
                out.push(c);
            }
            Ok(c) if (c as u32) < 32 || (127..160).contains(&(c as u32)) => out.push_str(&format!("\\x{:02X}", c as u32)),
            Ok(c) => out.push(c),
            Err(surrogate) => out.push_str(&format!("\\u{surrogate:04x}")),
        }
    }
    out.push(mark);
    out
}

#[cfg(test)]
mod tests {
    use super::{quote, quote_units, with_separators};

    #[test]
    fn quotes_adapt_to_the_text() {
        assert_eq!(quote("a"), "'a'");
        assert_eq!(quote("it's"), "\"it's\"");
        assert_eq!(quote("'\""), "`'\"`");
        assert_eq!(quote("'\"`"), "'\\'\"`'");
        assert_eq!(quote("a\nb\u{1}"), "'a\\nb\\x01'");
        assert_eq!(quote_units(&[0x61, 0xD800, 0xD83D, 0xDE00]), "'a\\ud800😀'");
    }

    #[test]
    fn thousands_are_told_apart() {
        assert_eq!(with_separators("-1234567.12345"), "-1_234_567.123_45");
        assert_eq!(with_separators("123n"), "123n");
        assert_eq!(with_separators("1e+21"), "1e+21");
    }
}
