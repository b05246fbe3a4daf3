use super::*;
use crate::error::PatternError;

fn parsed(pattern: &str, flags: &str) -> std::result::Result<Pattern, PatternError> {
    let flags = flag::parse(flags.chars()).unwrap();
    let code: Vec<u32> =
        if flag::is_unicode(flags) { pattern.chars().map(u32::from).collect() } else { pattern.encode_utf16().map(u32::from).collect() };
    parse(&code, flags)
}

/// Messages without flags, with u and with v; empty: the pattern is valid.
#[test]
fn early_errors_are_those_of_the_flags() {
    const CASES: &[(&str, [&str; 3])] = &[
        ("(", ["Unterminated group"; 3]),
        ("(?", ["Invalid group"; 3]),
        ("(?<a", ["Invalid capture group name"; 3]),
        ("a)", ["Unmatched ')'"; 3]),
        ("\\", ["\\ at end of pattern"; 3]),
        ("[a", ["Unterminated character class"; 3]),
        ("[b-a]", ["Range out of order in character class"; 3]),
        ("a**", ["Nothing to repeat"; 3]),
        ("{1}", ["Nothing to repeat"; 3]),
        ("{", ["", "Lone quantifier brackets", "Lone quantifier brackets"]),
        ("]", ["", "Lone quantifier brackets", "Lone quantifier brackets"]),
        ("a{2,1}", ["numbers out of order in {} quantifier"; 3]),
        ("a{99999999999999999999,99999999999999999998}", ["numbers out of order in {} quantifier"; 3]),
        ("a{99999999999999999999}", [""; 3]),
        ("a{1", ["", "Incomplete quantifier", "Incomplete quantifier"]),
        ("(?<a>)(?<a>)", ["Duplicate capture group name"; 3]),
        ("(?<a>)|(?<a>)", [""; 3]),
        ("((?<a>)|(?<a>))|(?<a>)", [""; 3]),
        ("(?:(?<a>)|b)(?<a>)", ["Duplicate capture group name"; 3]),
        ("\\k<a>", ["", "Invalid named capture referenced", "Invalid named capture referenced"]),
        ("\\k<b>(?<a>)", ["Invalid named capture referenced"; 3]),
        ("\\k(?<a>)", ["Invalid named reference"; 3]),
        ("(?<1>a)", ["Invalid capture group name"; 3]),
        ("(?<𝒜>.)", [""; 3]),
        ("(?<\\ud835\\udc9c>.)", [""; 3]),
        ("(?<a\\u>.)", ["Invalid Unicode escape"; 3]),
        ("(?i-i:a)", ["Repeated flag in flag group"; 3]),
        ("(?-:a)", ["Invalid flag group"; 3]),
        ("(?i--m:a)", ["Multiple dashes in flag group"; 3]),
        ("(?x:a)", ["Invalid group"; 3]),
        ("\\u{110000}", ["", "Invalid Unicode escape", "Invalid Unicode escape"]),
        ("\\c", ["", "Invalid Unicode escape", "Invalid Unicode escape"]),
        ("\\1", ["", "Invalid escape", "Invalid escape"]),
        ("\\01", ["", "Invalid decimal escape", "Invalid decimal escape"]),
        ("[\\-]", [""; 3]),
        ("[\\w-a]", ["", "Invalid character class", "Invalid character class"]),
        ("[a-\\w]", ["", "Invalid character class", "Invalid character class"]),
        ("[\\k](?<a>)", ["Invalid escape"; 3]),
        ("\\p{X}", ["", "Invalid property name", "Invalid property name"]),
        ("\\p{RGI_Emoji}", ["", "Invalid property name", ""]),
        ("\\P{RGI_Emoji}", ["", "Invalid property name", "Invalid property name"]),
        ("[\\p{X}]", ["", "Invalid property name in character class", "Invalid property name in character class"]),
        ("(?=a)*", ["", "Invalid quantifier", "Invalid quantifier"]),
        ("(?<=a)*", ["Invalid quantifier"; 3]),
        ("^*", ["Nothing to repeat"; 3]),
        ("\\b+", ["Nothing to repeat"; 3]),
    ];
    for (pattern, messages) in CASES {
        for (flags, message) in ["", "u", "v"].into_iter().zip(messages) {
            let found = parsed(pattern, flags).err().map_or("", PatternError::message);
            assert_eq!(found, *message, "/{pattern}/{flags}");
        }
    }
}

#[test]
fn set_operations_and_what_must_be_escaped_in_classes() {
    const CASES: &[(&str, &str)] = &[
        ("[a--b]", ""),
        ("[a&&b]", ""),
        ("[!#]", ""),
        ("[a&b]", ""),
        ("[a&&&b]", "Invalid character in character class"),
        ("[a--b&&c]", "Invalid set operation in character class"),
        ("[ab--c]", "Invalid set operation in character class"),
        ("[a-c&&b]", "Invalid set operation in character class"),
        ("[a&&b-c]", "Invalid set operation in character class"),
        ("[!!]", "Invalid set operation in character class"),
        ("[a^^b]", "Invalid set operation in character class"),
        ("[&&a]", "Invalid set operation in character class"),
        ("[--a]", "Invalid character in character class"),
        ("[a-]", "Invalid character in character class"),
        ("[(]", "Invalid character in character class"),
        ("[a-[b]]", "Invalid character class"),
        ("[a-b-c]", "Invalid character class"),
        ("[[a]", "Unterminated character class"),
        ("[\\q{]", "Invalid character in character class"),
        ("\\q{a}", "Invalid escape"),
        ("[^\\q{ab}]", "Negated character class may contain strings"),
        ("[^\\q{}]", "Negated character class may contain strings"),
        ("[^\\q{a}]", ""),
        ("[^[\\q{ab}]]", "Negated character class may contain strings"),
        ("[^\\p{RGI_Emoji}&&a]", ""),
        ("[^\\q{ab}--\\q{ab}]", "Negated character class may contain strings"),
    ];
    for (pattern, message) in CASES {
        assert_eq!(parsed(pattern, "v").err().map_or("", PatternError::message), *message, "/{pattern}/v");
    }
}

fn set(pattern: &str, flags: &str) -> CodePoints {
    match parsed(pattern, flags).unwrap().root {
        Node::Set(set) => set,
        Node::Char(c) => CodePoints::one(c),
        other => panic!("/{pattern}/{flags} is {other:?}"),
    }
}

#[test]
fn sets_are_what_matches() {
    for (pattern, flags, with, without) in [
        (".", "", "a\u{FFFF}", "\n\u{2028}"),
        (".", "s", "\n", ""),
        ("[a--b]", "v", "a", "b"),
        ("[\\p{L}--[a-z]]", "v", "A", "a"),
        ("[\\p{Lu}--[A]]", "vi", "bB", "aA"),
        ("\\P{Lu}", "vi", "1", "aA"),
        ("\\P{Lu}", "ui", "aA1", ""),
        ("[^\\P{Lu}]", "ui", "", "aA1"),
        ("\\W", "ui", "-", "kKsS\u{212A}ſ"),
        ("[\\W]", "ui", "-", "kKsS\u{212A}ſ"),
        ("\\w", "i", "k", "\u{212A}"),
        ("[^x]", "vi", "y", "xX"),
        ("(?i:k)", "", "kK", "\u{212A}"),
        ("(?-i:k)", "i", "k", "K"),
        ("[\\w-z-]", "", "w-z", ""),
        ("[\\c]", "", "\\c", ""),
        ("\\101", "", "A", ""),
        ("\\8", "", "8", ""),
    ] {
        let set = set(pattern, flags);
        for c in with.chars() {
            assert!(set.has(c.into()), "/{pattern}/{flags} {c:?}");
        }
        for c in without.chars() {
            assert!(!set.has(c.into()), "/{pattern}/{flags} {c:?}");
        }
    }
}

#[test]
fn strings_of_a_class_are_tried_from_the_longest() {
    let Node::Alternatives(all) = parsed("[\\q{a|bc|def|}]", "v").unwrap().root else { panic!() };
    let lengths: Vec<usize> = all.iter().map(|node| if let Node::Sequence(s) = node { s.len() } else { 0 }).collect();
    assert_eq!(lengths, [3, 2, 0, 0]);
    assert!(matches!(all[2], Node::Set(_)) && all[3] == Node::Empty);
}

#[test]
fn nesting_is_bounded() {
    for (open, close, flags) in [("(", ")", ""), ("(?:", ")", ""), ("(?=", ")", ""), ("[", "]", "v")] {
        let pattern = open.repeat(100_000) + &close.repeat(100_000);
        let message = parsed(&pattern, flags).err().map(PatternError::message);
        assert!(matches!(message, Some("Regular expression too large" | "Too many captures")), "{open}: {message:?}");
    }
}
