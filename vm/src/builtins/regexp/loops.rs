//! Loops within loops, and the other way to match them.
//!
//! When backtracking in `regress` enters an inner loop again, in the next iteration of an
//! outer one, it forgets how often the inner loop had run before, and does not know it where
//! it takes the outer iteration back: `/(?:(?:\w+)+)+c/` does not match "abc", and loops over
//! what may be empty go on for ever. Its other executor copies the state of a match instead
//! of taking steps back, so it cannot forget; it is slower, and knows no UTF-16.

use super::cache::Captures;
use regress::backends::{self, PikeVMExecutor};
use regress::{Match, Regex};

/// Whether a valid pattern repeats a group in which a group is repeated.
pub(super) fn nest(code: &[u32], nested_classes: bool) -> bool {
    let is = |at: usize, c: char| code.get(at) == Some(&u32::from(c));
    // Of each open group, and of the pattern: whether a group in it is repeated.
    let mut open = vec![false];
    let (mut at, mut classes) = (0, 0usize);
    while at < code.len() {
        if is(at, '\\') {
            at += 1;
        } else if is(at, ']') {
            classes = classes.saturating_sub(1);
        } else if is(at, '[') && (classes == 0 || nested_classes) {
            classes += 1;
        } else if classes == 0 && is(at, '(') {
            open.push(false);
        } else if classes == 0 && is(at, ')') {
            let repeats_within = open.pop().unwrap_or(false);
            let repeated = ['*', '+', '?', '{'].iter().any(|quantifier| is(at + 1, *quantifier));
            if repeats_within && repeated && !is(at + 1, '?') {
                return true;
            }
            if let Some(outer) = open.last_mut() {
                *outer |= repeats_within || repeated;
            }
        }
        at += 1;
    }
    false
}

/// Matches ASCII text at `start` or after.
pub(super) fn find_ascii(regex: &Regex, text: &str, start: usize, captures: &mut Captures) -> bool {
    let found = backends::find_ascii::<PikeVMExecutor>(regex, text, start).next();
    fill(found.as_ref(), |at| at, captures)
}

/// Matches UTF-16 at `start` or after. None: the text has characters of two units.
pub(super) fn find_wide(regex: &Regex, text: &[u16], start: usize, captures: &mut Captures) -> Option<bool> {
    let mut encoded = String::with_capacity(text.len());
    // The unit of each byte, and the byte of `start`.
    let mut units = Vec::with_capacity(text.len() + 1);
    let mut first = None;
    for (at, unit) in text.iter().enumerate() {
        if at == start {
            first = Some(encoded.len());
        }
        encoded.push(char::from_u32(u32::from(*unit))?);
        units.resize(encoded.len(), at);
    }
    units.push(text.len());
    let found = backends::find::<PikeVMExecutor>(regex, &encoded, first.unwrap_or(encoded.len())).next();
    Some(fill(found.as_ref(), |at| units[at], captures))
}

fn fill(found: Option<&Match>, unit: impl Fn(usize) -> usize, captures: &mut Captures) -> bool {
    let Some(found) = found else { return false };
    for (i, group) in captures.iter_mut().enumerate() {
        *group = found.group(i).map(|place| unit(place.start)..unit(place.end));
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nests(pattern: &str) -> bool {
        let code: Vec<u32> = pattern.chars().map(u32::from).collect();
        nest(&code, false)
    }

    #[test]
    fn only_repeated_groups_in_repeated_groups_nest() {
        for pattern in ["((a)+)+", "(?:x(?:a|b)*y){2,}", "((a)?b)+", "(?=(a)*)+", "(?:[(](?:b)+)*", "((((a)+)))*"] {
            assert!(nests(pattern), "{pattern}");
        }
        for pattern in ["(a)+(b)+", "(a+)+", "((a)+)?", "((a)+)", r"(\(a\)+)+", "([(a)+])+", "(?:a|(b))*", "[(](a)+"] {
            assert!(!nests(pattern), "{pattern}");
        }
    }
}
