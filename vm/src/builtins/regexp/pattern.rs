//! What is to be known of a pattern before it matches anything.

use super::tokens::{Group, Token, Tokens, group_name};
use super::{dialect, flag};
use crate::string::Units;
use regress::{Flags, Regex};

/// The code units of a pattern, or its code points with u or v.
pub(super) fn characters(source: Units<'_>, flags: u8) -> Vec<u32> {
    if !flag::is_unicode(flags) {
        return source.iter().map(u32::from).collect();
    }
    let (mut code, mut at) = (Vec::with_capacity(source.len()), 0);
    while at < source.len() {
        let (c, len) = crate::builtins::string::code_point(source, at);
        code.push(c);
        at += len;
    }
    code
}

/// Compiles for backtracking, or says what the syntax error is.
pub(super) fn compile(code: &[u32], flags: u8) -> Result<Regex, String> {
    let options = Flags {
        icase: flags & flag::IGNORE_CASE != 0,
        multiline: flags & flag::MULTILINE != 0,
        dot_all: flags & flag::DOT_ALL != 0,
        no_opt: false,
        unicode: flags & flag::UNICODE != 0,
        unicode_sets: flags & flag::UNICODE_SETS != 0,
    };
    let rewritten = dialect::rewritten(code, flags);
    let code = rewritten.as_deref().unwrap_or(code);
    Regex::from_unicode(code.iter().copied(), options).map_err(|e| message(&e.to_string()))
}

/// V8's wording of a syntax error.
fn message(error: &str) -> String {
    const WORDING: &[(&str, &str)] = &[
        ("Unbalanced parenthesis", "Unterminated group"),
        ("Invalid atom character", "Nothing to repeat"),
        ("Unbalanced bracket", "Unterminated character class"),
        ("Nothing to repeat", "Nothing to repeat"),
        ("Invalid quantifier", "Nothing to repeat"),
        ("Duplicate capture group name", "Duplicate capture group name"),
        ("Invalid group name", "Invalid capture group name"),
        ("Invalid group modifier", "Invalid group"),
        ("Range values reversed", "Range out of order in character class"),
        ("Backreference to invalid named capture group", "Invalid named capture referenced"),
    ];
    WORDING.iter().find(|(from, _)| error.contains(from)).map_or_else(|| error.to_owned(), |(_, to)| (*to).to_owned())
}

/// The names of groups with their numbers.
pub(super) type GroupNames = Vec<(String, Vec<usize>)>;

/// Lists the names of groups, in the order of the pattern.
pub(super) fn group_names(tokens: Tokens<'_>) -> GroupNames {
    let (mut count, mut names) = (0, GroupNames::new());
    for token in tokens {
        let Token::Open(Group::Capture(name)) = token else { continue };
        count += 1;
        let Some(name) = name.map(group_name) else { continue };
        match names.iter_mut().find(|(n, _)| *n == name) {
            Some((_, numbers)) => numbers.push(count),
            None => names.push((name, vec![count])),
        }
    }
    names
}

/// Whether the pattern has an escape that refers to this group by number.
pub(super) fn refers_to(mut tokens: Tokens<'_>, group: usize) -> bool {
    tokens.any(|token| token == Token::Reference(group))
}

/// Whether the pattern begins with `^` and has no alternative that might not.
pub(super) fn begins_at_start(mut tokens: Tokens<'_>) -> bool {
    if tokens.next() != Some(Token::Start) {
        return false;
    }
    let mut depth = 0usize;
    for token in tokens {
        match token {
            Token::Open(_) => depth += 1,
            Token::Close => depth = depth.saturating_sub(1),
            Token::Alternative if depth == 0 => return false,
            _ => {}
        }
    }
    true
}

/// Whether the pattern may repeat an escape of more than a byte no times, as in `\u9999*`,
/// which `regress` finds in no bytes at all.
pub(super) fn may_skip_wide(tokens: Tokens<'_>) -> bool {
    let mut after_wide = false;
    for token in tokens {
        match token {
            Token::Escaped(c) => after_wide = c > 0xFF,
            Token::Quantifier { .. } if after_wide => return true,
            Token::Close => {}
            _ => after_wide = false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(pattern: &str) -> Vec<u32> {
        pattern.chars().map(u32::from).collect()
    }

    #[test]
    fn groups_are_counted_past_classes_and_escapes() {
        let code = code(r"(a)[(](?:b)\((?<year>\d)(?<=x)(?<y\u0061>z)");
        let tokens = Tokens::new(&code, 0);
        assert_eq!(tokens.group_count(), 3);
        assert_eq!(group_names(tokens), [("year".to_owned(), vec![2]), ("ya".to_owned(), vec![3])]);
    }

    #[test]
    fn only_what_begins_with_the_start_begins_there() {
        let begins = |pattern: &str| begins_at_start(Tokens::new(&code(pattern), 0));
        for pattern in ["^a", "^(a|b)", r"^\|", "^[|]", "^(?:a)[(](b|c)"] {
            assert!(begins(pattern), "{pattern}");
        }
        for pattern in ["", "a", "^a|b", r"\^a", "^(a)|b", "^[(]|b", "(^a)"] {
            assert!(!begins(pattern), "{pattern}");
        }
    }

    #[test]
    fn a_wide_escape_is_what_a_quantifier_follows() {
        let may = |pattern: &str| may_skip_wide(Tokens::new(&code(pattern), 0));
        for pattern in [r"\u2028*", r"(\u2028)?", r"(?:a(\u2028)){2}"] {
            assert!(may(pattern), "{pattern}");
        }
        for pattern in [r"\u2028a*", r"\u00ff*", r"[\u2028]*", r"\u2028"] {
            assert!(!may(pattern), "{pattern}");
        }
    }
}
