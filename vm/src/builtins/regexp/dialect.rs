//! What `regress` reads otherwise than ECMAScript does without the flags u and v, written so
//! that it cannot be misread.
//!
//! - Two escapes make one character there, if they are surrogates, and `\u{…}` is an escape.
//!   Escapes are replaced by what they stand for.
//! - Classes, and the letters i and s, are folded there as with u. Where case is ignored, they
//!   are written with all variants, as what does not ignore it.

use super::flag;
use super::tokens::{ClassItem, ClassItems, Group, Token, Tokens};
use super::unit_set::{UnitSet, may_have_case};

/// None: the pattern can be read as it is, or is not valid.
pub(super) fn rewritten(code: &[u32], flags: u8) -> Option<Vec<u32>> {
    if flag::is_unicode(flags) {
        return None;
    }
    let mut out = Vec::with_capacity(code.len());
    // Of the pattern and of each open group: whether case is ignored.
    let mut folds = vec![flags & flag::IGNORE_CASE != 0];
    let mut tokens = Tokens::new(code, flags);
    loop {
        let start = tokens.position();
        let Some(token) = tokens.next() else { break };
        let written = &code[start..tokens.position()];
        let fold = folds.last().copied().unwrap_or(false);
        match token {
            Token::Open(group) => {
                folds.push(match group {
                    Group::Modified { ignore_case: Some(ignore) } => ignore,
                    _ => fold,
                });
                out.extend_from_slice(written);
            }
            Token::Close => {
                folds.pop();
                out.extend_from_slice(written);
            }
            Token::Class(None) => return None,
            Token::Class(Some(body)) if fold || has_unicode_escape(body) => {
                let inverted = body.first() == Some(&u32::from('^'));
                let set = class(&body[inverted as usize..], fold)?;
                push_set(&set, inverted, &mut out);
            }
            Token::Set('w' | 'W') if fold => push_exact(written, &mut out),
            Token::Character(c) | Token::Escaped(c) if fold && folds_wrong(c) => {
                let mut set = UnitSet::default();
                set.add_range(c as u16..=c as u16);
                set.close_over_case();
                push_set(&set, false, &mut out);
            }
            Token::Escaped(c) => push(c, &mut out),
            _ => out.extend_from_slice(written),
        }
    }
    (out != code).then_some(out)
}

fn has_unicode_escape(body: &[u32]) -> bool {
    body.windows(2).any(|pair| pair == [u32::from('\\'), u32::from('u')])
}

/// Whether a character may have other variants to `regress`.
fn folds_wrong(c: u32) -> bool {
    matches!(char::from_u32(c), Some('i' | 'I' | 's' | 'S')) || may_have_case(c as u16)
}

/// None: a range is out of order.
fn class(body: &[u32], fold: bool) -> Option<UnitSet> {
    let mut set = UnitSet::default();
    for item in ClassItems::new(body) {
        match item {
            ClassItem::Range(first, last) if first > last => return None,
            ClassItem::Range(first, last) => set.add_range(first as u16..=last as u16),
            ClassItem::Set(letter) => add_set(letter, &mut set),
        }
    }
    if fold {
        set.close_over_case();
    }
    Some(set)
}

/// Adds the characters of `\d`, `\s` or `\w` (sec-characterclassescape), or all others.
fn add_set(letter: char, set: &mut UnitSet) {
    let ranges: &[(u16, u16)] = match letter.to_ascii_lowercase() {
        'd' => &[(0x30, 0x39)],
        'w' => &[(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)],
        _ => &[
            (0x9, 0xD),
            (0x20, 0x20),
            (0xA0, 0xA0),
            (0x1680, 0x1680),
            (0x2000, 0x200A),
            (0x2028, 0x2029),
            (0x202F, 0x202F),
            (0x205F, 0x205F),
            (0x3000, 0x3000),
            (0xFEFF, 0xFEFF),
        ],
    };
    if letter.is_ascii_lowercase() {
        return ranges.iter().for_each(|(first, last)| set.add_range(*first..=*last));
    }
    let mut next = 0;
    for (first, last) in ranges {
        set.add_range(next..=first - 1);
        next = last + 1;
    }
    set.add_range(next..=0xFFFF);
}

fn push_text(text: &str, out: &mut Vec<u32>) {
    out.extend(text.chars().map(u32::from));
}

/// Writes a character that is no syntax.
fn push(c: u32, out: &mut Vec<u32>) {
    if c < 0x80 { push_text(&format!("\\x{c:02x}"), out) } else { out.push(c) }
}

/// Writes something that is not to be folded.
fn push_exact(written: &[u32], out: &mut Vec<u32>) {
    push_text("(?-i:", out);
    out.extend_from_slice(written);
    push_text(")", out);
}

fn push_set(set: &UnitSet, inverted: bool, out: &mut Vec<u32>) {
    let mut written = Vec::new();
    push_text(if inverted { "[^" } else { "[" }, &mut written);
    for (first, last) in set.ranges() {
        push(u32::from(first), &mut written);
        if last > first {
            push_text("-", &mut written);
            push(u32::from(last), &mut written);
        }
    }
    push_text("]", &mut written);
    push_exact(&written, out);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, flags: &str, expected: Option<&str>) {
        let code: Vec<u32> = pattern.chars().map(u32::from).collect();
        let out = rewritten(&code, flag::parse(flags.chars()).unwrap());
        let out = out.map(|out| out.iter().map(|c| char::from_u32(*c).unwrap()).collect::<String>());
        assert_eq!(out.as_deref(), expected, "/{pattern}/{flags}");
    }

    #[test]
    fn escapes_are_what_they_stand_for() {
        check(r"a\d(?<n>\1)\k<n>$", "", None);
        check(r"\u{2}\/\u1234\u005d", "", Some("\\x75{2}\\x2f\u{1234}\\x5d"));
        check(r"\u{2}\/", "u", None);
    }

    #[test]
    fn case_variants_are_written_out() {
        check("kab1", "i", None);
        check("is", "", None);
        check("(i)", "i", Some(r"((?-i:[\x49\x69]))"));
        check(r"\w\d", "i", Some(r"(?-i:\w)\d"));
        check("[k-m]", "i", Some(r"(?-i:[\x4b-\x4d\x6b-\x6d])"));
        check("å(?-i:i)(?i:i)", "i", Some(r"(?-i:[Åå])(?-i:i)(?i:(?-i:[\x49\x69]))"));
    }

    #[test]
    fn what_is_not_valid_is_left_alone() {
        check("[b-a]", "", None);
        for pattern in [r"\u0061[b-a]", r"\u0061[", r"\u0061[\"] {
            check(pattern, "i", None);
        }
        check(r"\u0061)\", "i", Some(r"\x61)\"));
    }

    /// Every letter, by itself and in a class, has the variants that it should have.
    #[test]
    fn backtracking_folds_case_as_canonicalize_does() {
        let letters: Vec<u16> = (0..=0xFFFF).filter(|unit| *unit < 0x80 || may_have_case(*unit)).collect();
        for letter in letters.iter().filter(|unit| **unit >= 0x80 || (**unit as u8).is_ascii_alphanumeric()) {
            let mut expected = UnitSet::default();
            expected.add_range(*letter..=*letter);
            expected.close_over_case();
            let expected: Vec<u16> = letters.iter().copied().filter(|unit| expected.has(*unit)).collect();
            let (letter, bracket) = (u32::from(*letter), |c| u32::from(c));
            for code in [&[letter][..], &[bracket('['), letter, bracket(']')]] {
                let regex = super::super::pattern::compile(code, flag::IGNORE_CASE).unwrap();
                let found: Vec<u16> = regex.find_from_ucs2(&letters, 0).map(|found| letters[found.start()]).collect();
                assert_eq!(found, expected, "{letter:x}");
            }
        }
    }
}
