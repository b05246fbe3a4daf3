//! The root collation of ASCII texts, without the machinery of collation: most texts that are
//! sorted are such.
//!
//! Each printable character has a primary weight; then, letters differ by their case only. There
//! are no contractions, and in the languages below no tailoring of ASCII characters.

use icu_collator::CollatorBorrowed;
use icu_collator::options::{CollatorOptions, Strength};
use std::cmp::Ordering;
use std::sync::LazyLock;

/// Languages that order ASCII characters as the root collation does.
static LANGUAGES: &[&str] = &["ca", "de", "en", "es", "fr", "id", "it", "ms", "nl", "pt", "ro", "und"];

/// Whether the default order of a locale is that of the root for ASCII texts.
pub fn is_root_order(data: &str) -> bool {
    LANGUAGES.contains(&data.split('-').next().unwrap_or_default())
}

/// Primary weights by character, from the collation itself; 0: control characters, which weigh nothing.
static WEIGHTS: LazyLock<[u8; 128]> = LazyLock::new(|| {
    let mut weights = [0; 128];
    let mut options = CollatorOptions::default();
    options.strength = Some(Strength::Primary);
    let Ok(order) = CollatorBorrowed::try_new(Default::default(), options) else { return weights };
    let mut printable: Vec<u8> = (0x20..0x7F).collect();
    let compare = |a: &u8, b: &u8| order.compare_latin1(&[*a], &[*b]);
    printable.sort_by(compare);
    let mut weight = 1;
    for (i, character) in printable.iter().enumerate() {
        if i > 0 && compare(&printable[i - 1], character).is_lt() {
            weight += 1;
        }
        weights[*character as usize] = weight;
    }
    weights
});

/// The order of two texts; none if one has other characters than printable ones of ASCII.
pub fn compare(a: &[u8], b: &[u8]) -> Option<Ordering> {
    let weights: &[u8; 128] = &WEIGHTS;
    let weight = |c: &u8| weights.get(*c as usize).copied().unwrap_or(0);
    let (mut primary, mut case) = (Ordering::Equal, Ordering::Equal);
    for (a, b) in a.iter().zip(b) {
        let (x, y) = (weight(a), weight(b));
        if x == 0 || y == 0 {
            return None;
        }
        if primary == Ordering::Equal {
            primary = x.cmp(&y);
            if case == Ordering::Equal {
                // Small letters are first.
                case = b.cmp(a);
            }
        }
    }
    let common = a.len().min(b.len());
    if a[common..].iter().chain(&b[common..]).any(|c| weight(c) == 0) {
        return None;
    }
    Some(primary.then(a.len().cmp(&b.len())).then(case))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ascii_texts_are_in_the_order_of_the_collation() {
        let order = CollatorBorrowed::try_new(Default::default(), CollatorOptions::default()).unwrap();
        let texts =
            ["", "a", "A", "aB", "Ab", "ab", "aBC", "Abc", "b", "_", "-1", "1", "10", "9", " a", "~", "[x]", "a b", "a-b", "$", "!"];
        for a in texts {
            for b in texts {
                assert_eq!(compare(a.as_bytes(), b.as_bytes()), Some(order.compare(a, b)), "{a:?} {b:?}");
            }
        }
        assert_eq!(compare(b"a\n", b"a"), None);
    }
}
