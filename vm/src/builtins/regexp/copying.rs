//! What backtracking by steps gets wrong, and the other way to match it.
//!
//! When backtracking in `regress` enters an inner loop again, in the next iteration of an
//! outer one, it forgets how often the inner loop had run before, and does not know it where
//! it takes the outer iteration back: `/(?:(?:\w+)+)+c/` does not match "abc", and loops over
//! what may be empty go on for ever. Nor does it forget where a group ended when it goes back
//! into that group, which shows where the group refers to itself. Its other executor copies
//! the state of a match instead of taking steps back, so it cannot go wrong there; it is
//! slower, and knows no UTF-16.

use super::compiled::Captures;
use super::pattern::GroupNames;
use super::subject::Utf8;
use super::tokens::{Group, Token, Tokens, group_name};
use regress::backends::{self, PikeVMExecutor};
use regress::{Match, Regex};

/// Whether a pattern repeats a group in which a group is repeated, or refers to a group from
/// inside it.
pub(super) fn is_needed(tokens: Tokens<'_>, names: &GroupNames) -> bool {
    /// What is known of an open group, or of the pattern.
    #[derive(Default)]
    struct Open {
        number: Option<usize>,
        repeats_within: bool,
    }
    let mut open = vec![Open::default()];
    let mut closed: Option<Open> = None;
    let mut count = 0;
    for token in tokens {
        let last_closed = closed.take();
        match token {
            Token::Open(group) => {
                let captures = matches!(group, Group::Capture(_));
                count += captures as usize;
                open.push(Open { number: captures.then_some(count), repeats_within: false });
            }
            Token::Close => {
                closed = open.pop();
                if let (Some(inner), Some(outer)) = (&closed, open.last_mut()) {
                    outer.repeats_within |= inner.repeats_within;
                }
            }
            Token::Quantifier { max, .. } => {
                let Some(group) = last_closed else { continue };
                if group.repeats_within && max != Some(1) {
                    return true;
                }
                if let Some(outer) = open.last_mut() {
                    outer.repeats_within = true;
                }
            }
            Token::Reference(number) if open.iter().any(|group| group.number == Some(number)) => return true,
            Token::NamedReference(name) => {
                let name = group_name(name);
                let numbers = names.iter().find(|(n, _)| *n == name).map_or(&[][..], |(_, numbers)| numbers);
                if open.iter().any(|group| group.number.is_some_and(|number| numbers.contains(&number))) {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

/// Matches ASCII text at `start` or after.
pub(super) fn find_ascii(regex: &Regex, text: &str, start: usize, captures: &mut Captures) -> bool {
    let found = backends::find_ascii::<PikeVMExecutor>(regex, text, start).next();
    fill(found.as_ref(), |at| at, captures)
}

/// Matches at the code unit `start` or after.
pub(super) fn find_utf8(regex: &Regex, text: &Utf8, start: usize, captures: &mut Captures) -> bool {
    let found = backends::find::<PikeVMExecutor>(regex, text.text(), text.byte_of(start)).next();
    fill(found.as_ref(), |byte| text.unit_of(byte), captures)
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
    use super::super::pattern::group_names;
    use super::*;

    fn needed(pattern: &str) -> bool {
        let code: Vec<u32> = pattern.chars().map(u32::from).collect();
        let tokens = Tokens::new(&code, 0);
        is_needed(tokens.clone(), &group_names(tokens))
    }

    #[test]
    fn only_repeated_groups_in_repeated_groups_nest() {
        for pattern in ["((a)+)+", "(?:x(?:a|b)*y){2,}", "((a)?b)+", "(?=(a)*)+", "(?:[(](?:b)+)*", "((((a)+)))*"] {
            assert!(needed(pattern), "{pattern}");
        }
        for pattern in ["(a)+(b)+", "(a+)+", "((a)+)?", "((a)+)", r"(\(a\)+)+", "([(a)+])+", "(?:a|(b))*", "[(](a)+", "((a)+){x}"] {
            assert!(!needed(pattern), "{pattern}");
        }
    }

    #[test]
    fn groups_refer_to_themselves_from_inside() {
        for pattern in [r"(a\1)", r"()((?:b|c\2))", r"(?<n>a|\k<n>)", r"(?<n>a)|(?<n>b\k<n>)", r"(?<n>\k<\u006e>)"] {
            assert!(needed(pattern), "{pattern}");
        }
        for pattern in [r"(a)\1", r"\1(a)", r"(a[\1])", r"(?<n>a)\k<n>", r"(a\2)", r"(?:a)(b)\1"] {
            assert!(!needed(pattern), "{pattern}");
        }
    }
}
