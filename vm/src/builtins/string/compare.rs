//! Comparison without data of locales, where there is no Intl.

use super::this_string;
use super::unicode::{Form, normalize_text};
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::string::Units;
use crate::value::Value;
use crate::vm::Vm;
use core::cmp::Ordering;
use std::sync::LazyLock;

/// Rank of a base character: space and punctuation, then digits, then letters, as in the
/// root collation.
fn rank(c: char) -> (u8, u32) {
    const PUNCTUATION: &str = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";
    if c.is_whitespace() {
        return (0, c as u32);
    }
    if let Some(at) = PUNCTUATION.find(c) {
        return (1, at as u32);
    }
    if c.is_numeric() {
        return (3, c as u32);
    }
    if c.is_alphabetic() {
        return (4, c.to_lowercase().next().unwrap_or(c) as u32);
    }
    (2, c as u32)
}

/// Comparison in the manner of the root collation: base letters first, then accents,
/// then lower case before upper case. No tailoring for locales.
pub fn compare(a: &str, b: &str) -> Ordering {
    let (a, b) = (normalize_text(a, Form::Nfd), normalize_text(b, Form::Nfd));
    let is_mark = |c: &char| matches!(*c as u32, 0x300..=0x36F | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF);
    let is_base = |c: &char| !is_mark(c);
    let primary = a.chars().filter(is_base).map(rank).cmp(b.chars().filter(is_base).map(rank));
    primary
        .then_with(|| {
            // Accents weigh at the letter that carries them: an unaccented letter is less.
            let accents = |s: &str| {
                let mut list: Vec<Vec<u32>> = Vec::new();
                for c in s.chars() {
                    if is_base(&c) {
                        list.push(Vec::new());
                    } else if let Some(last) = list.last_mut() {
                        last.push(c as u32);
                    }
                }
                list
            };
            accents(&a).cmp(&accents(&b))
        })
        .then_with(|| {
            let cases = |s: &str| s.chars().map(|c| c.is_uppercase()).collect::<Vec<_>>();
            cases(&a).cmp(&cases(&b))
        })
}

/// String.prototype.localeCompare (sec-string.prototype.localecompare).
pub fn locale_compare(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let string = this_string(vm, args, "localeCompare")?;
    let other = vm.to_string(args.get(0))?;
    let (a, b) = (vm.units(string), vm.units(other));
    let order = match (a, b) {
        (Units::Latin1(a), Units::Latin1(b)) if a.is_ascii() && b.is_ascii() => compare_ascii(a, b),
        _ => compare(&a.to_rust(), &b.to_rust()),
    };
    Ok(Value::int(order as i32))
}

/// As `compare`, for text without accents.
fn compare_ascii(a: &[u8], b: &[u8]) -> Ordering {
    /// `rank` of each character in one number.
    static RANKS: LazyLock<[u16; 128]> = LazyLock::new(|| {
        core::array::from_fn(|c| {
            let (class, within) = rank(c as u8 as char);
            (class as u16) << 8 | within as u16
        })
    });
    let ranks: &[u16; 128] = &RANKS;
    let primary = a.iter().map(|c| ranks[*c as usize & 127]).cmp(b.iter().map(|c| ranks[*c as usize & 127]));
    primary.then_with(|| a.iter().map(u8::is_ascii_uppercase).cmp(b.iter().map(u8::is_ascii_uppercase)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_compare_before_case_and_accents() {
        let mut words = ["b", "A", "a", "á", "B", "_x", "1", "ab"];
        words.sort_by(|a, b| compare(a, b));
        assert_eq!(words, ["_x", "1", "a", "A", "á", "ab", "b", "B"]);
    }

    #[test]
    fn ascii_compares_like_any_text() {
        let words = ["", "a", "A", "aB", "Ab", "ab", "b", "_", "-1", "1", "10", "9", " a", "\t", "~", "\u{1}", "[x]"];
        for a in words {
            for b in words {
                assert_eq!(compare_ascii(a.as_bytes(), b.as_bytes()), compare(a, b), "{a:?} {b:?}");
            }
        }
    }
}
