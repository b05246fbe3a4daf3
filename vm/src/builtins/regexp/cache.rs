//! Compiled regular expressions, by source and flags, and the matching itself.
//!
//! Matching is backtracking in the `regress` crate. ASCII text is matched as bytes;
//! everything else as UTF-16, which Latin-1 strings are widened to.

use super::word_list::WordList;
use crate::string::Units;
use regress::{Flags, Match, Regex};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// Bits of a regular expression's flags, in the order in which `flags` lists them.
pub mod flag {
    pub const HAS_INDICES: u8 = 1;
    pub const GLOBAL: u8 = 2;
    pub const IGNORE_CASE: u8 = 4;
    pub const MULTILINE: u8 = 8;
    pub const DOT_ALL: u8 = 16;
    pub const UNICODE: u8 = 32;
    pub const UNICODE_SETS: u8 = 64;
    pub const STICKY: u8 = 128;
    pub const LETTERS: [(char, u8); 8] = [
        ('d', HAS_INDICES),
        ('g', GLOBAL),
        ('i', IGNORE_CASE),
        ('m', MULTILINE),
        ('s', DOT_ALL),
        ('u', UNICODE),
        ('v', UNICODE_SETS),
        ('y', STICKY),
    ];
    /// None: a letter that is unknown or repeated.
    pub fn parse(letters: impl Iterator<Item = char>) -> Option<u8> {
        let mut flags = 0;
        for letter in letters {
            let (_, bit) = LETTERS.iter().find(|(l, _)| *l == letter)?;
            if flags & bit != 0 {
                return None;
            }
            flags |= bit;
        }
        (flags & UNICODE == 0 || flags & UNICODE_SETS == 0).then_some(flags)
    }
    pub fn is_unicode(flags: u8) -> bool {
        flags & (UNICODE | UNICODE_SETS) != 0
    }
}

/// A compiled pattern.
pub struct Compiled {
    regex: Regex,
    flags: u8,
    /// Capture groups without group 0, as the pattern has them.
    pub group_count: usize,
    /// Names of groups with their numbers, in the order of the pattern.
    pub names: Vec<(String, Vec<usize>)>,
    /// Sticky patterns, and those that match at the start only, are compiled as
    /// `(?:pattern)|()`: whether they match at the very position shows in the last group, and
    /// no text is searched.
    anchored: bool,
    /// It begins with `^` and is not multiline.
    at_start_only: bool,
    /// Bytes may be matched as they are.
    ascii: bool,
    /// The pattern is a list of words, which need no search.
    words: Option<WordList>,
}

/// Whether the pattern may repeat an escape of more than a byte no times, as in `\u9999*`,
/// which `regress` finds in no bytes at all.
fn may_skip_wide(code: &[u32]) -> bool {
    let is = |at: usize, c: char| code.get(at) == Some(&u32::from(c));
    let (mut at, mut in_class) = (0, false);
    while at < code.len() {
        if !is(at, '\\') {
            in_class = is(at, '[') || in_class && !is(at, ']');
            at += 1;
            continue;
        }
        let is_unicode = is(at + 1, 'u');
        at += 2;
        if is_unicode && !in_class {
            let braced = is(at, '{');
            let is_digit = |c: &&u32| char::from_u32(**c).is_some_and(|c| c.is_ascii_hexdigit());
            let digits = code[at..].iter().skip(braced as usize).take_while(is_digit).take(if braced { 6 } else { 4 });
            let value = digits.clone().fold(0, |value, c| value * 16 + char::from_u32(*c).and_then(|c| c.to_digit(16)).unwrap_or(0));
            at += digits.count() + 2 * braced as usize;
            let end = at + code[at.min(code.len())..].iter().take_while(|c| **c == u32::from(')')).count();
            if value > 0xFF && ['*', '?', '{'].iter().any(|quantifier| is(end, *quantifier)) {
                return true;
            }
        }
    }
    false
}

/// What a match captured: ranges of code units, group 0 first.
pub type Captures = Vec<Option<core::ops::Range<usize>>>;

impl Compiled {
    fn new(source: Units<'_>, flags: u8) -> Result<Compiled, String> {
        let options = Flags {
            icase: flags & flag::IGNORE_CASE != 0,
            multiline: flags & flag::MULTILINE != 0,
            dot_all: flags & flag::DOT_ALL != 0,
            no_opt: false,
            unicode: flags & flag::UNICODE != 0,
            unicode_sets: flags & flag::UNICODE_SETS != 0,
        };
        let mut code: Vec<u32> = Vec::with_capacity(source.len() + 8);
        if flag::is_unicode(flags) {
            let mut at = 0;
            while at < source.len() {
                let (c, len) = crate::builtins::string::code_point(source, at);
                code.push(c);
                at += len;
            }
        } else {
            code.extend(source.iter().map(u32::from));
        }
        let compile = |code: &[u32]| Regex::from_unicode(code.iter().copied(), options).map_err(|e| message(&e.to_string()));
        // Compiled as it stands first: an error must not depend on the wrapping.
        let plain = compile(&code)?;
        let (group_count, names) = groups(&code, options.unicode_sets);
        let at_start_only = !options.multiline && begins_at_start(&code, options.unicode_sets);
        let anchored = at_start_only || flags & flag::STICKY != 0;
        let regex = if anchored {
            let wrapped: Vec<u32> = "(?:".chars().map(u32::from).chain(code.iter().copied()).chain(")|()".chars().map(u32::from)).collect();
            compile(&wrapped)?
        } else {
            plain
        };
        // Case folding over ASCII differs from Unicode's for the long s and the Kelvin sign.
        let ascii = code.iter().all(|c| *c < 128) && !(options.icase && flag::is_unicode(flags)) && !may_skip_wide(&code);
        let plain_flags = flags & (flag::IGNORE_CASE | flag::MULTILINE | flag::STICKY) == 0;
        let words = if plain_flags { WordList::of(&code) } else { None };
        Ok(Compiled { regex, flags, group_count, names, anchored, at_start_only, ascii, words })
    }

    fn captures(&self, found: Match) -> Option<Captures> {
        if self.anchored && found.group(self.group_count + 1).is_some() {
            return None;
        }
        Some((0..=self.group_count).map(|i| found.group(i)).collect())
    }

    /// Matches at `start` if sticky, at or after it otherwise.
    pub fn exec(&self, subject: &Subject<'_>, start: usize) -> Option<Captures> {
        if start > subject.len() || (self.at_start_only && start > 0) {
            return None;
        }
        if let Some(words) = &self.words {
            let matches = start == 0
                && match subject {
                    Subject::Ascii(text) => words.matches(text.as_bytes()),
                    Subject::Wide(text) => words.matches_wide(text),
                    Subject::Owned(text) => words.matches_wide(text),
                };
            return matches.then(|| vec![Some(0..subject.len())]);
        }
        let found = match subject {
            Subject::Ascii(text) if self.ascii => self.regex.find_from_ascii(text, start).next(),
            Subject::Ascii(text) => {
                let wide: Vec<u16> = text.bytes().map(u16::from).collect();
                self.find_wide(&wide, start)
            }
            Subject::Wide(text) => self.find_wide(text, start),
            Subject::Owned(text) => self.find_wide(text, start),
        };
        self.captures(found?)
    }
    fn find_wide(&self, text: &[u16], start: usize) -> Option<Match> {
        if flag::is_unicode(self.flags) {
            // A match does not start inside a surrogate pair.
            let inside = start > 0 && start < text.len() && text[start] & 0xFC00 == 0xDC00 && text[start - 1] & 0xFC00 == 0xD800;
            self.regex.find_from_utf16(text, start - inside as usize).next()
        } else {
            self.regex.find_from_ucs2(text, start).next()
        }
    }
}

/// A text in the form in which it is matched; made once for a series of matches.
pub enum Subject<'a> {
    Ascii(&'a str),
    Wide(&'a [u16]),
    Owned(Rc<[u16]>),
}

impl<'a> Subject<'a> {
    pub fn new(units: Units<'a>) -> Subject<'a> {
        match units {
            Units::Latin1(bytes) if bytes.is_ascii() => Subject::ascii(bytes),
            Units::Latin1(bytes) => Subject::Owned(bytes.iter().map(|b| *b as u16).collect()),
            Units::Utf16(units) => Subject::Wide(units),
        }
    }
    fn ascii(bytes: &'a [u8]) -> Subject<'a> {
        debug_assert!(bytes.is_ascii());
        // SAFETY: ASCII text is UTF-8.
        Subject::Ascii(unsafe { core::str::from_utf8_unchecked(bytes) })
    }
    fn len(&self) -> usize {
        match self {
            Subject::Ascii(text) => text.len(),
            Subject::Wide(text) => text.len(),
            Subject::Owned(text) => text.len(),
        }
    }
}

/// Whether a valid pattern begins with `^` and has no alternative that might not.
fn begins_at_start(code: &[u32], nested_classes: bool) -> bool {
    if code.first().copied() != Some('^' as u32) {
        return false;
    }
    let (mut at, mut groups, mut classes) = (1, 0usize, 0usize);
    while at < code.len() {
        match char::from_u32(code[at]) {
            Some('\\') => at += 1,
            Some(']') if classes > 0 => classes -= 1,
            Some('[') if classes == 0 || nested_classes => classes += 1,
            _ if classes > 0 => {}
            Some('(') => groups += 1,
            Some(')') => groups = groups.saturating_sub(1),
            Some('|') if groups == 0 => return false,
            _ => {}
        }
        at += 1;
    }
    true
}

/// Counts the capture groups of a valid pattern, and lists the names.
fn groups(code: &[u32], nested_classes: bool) -> (usize, Vec<(String, Vec<usize>)>) {
    let is = |at: usize, c: char| code.get(at).copied() == Some(c as u32);
    let (mut count, mut names, mut at, mut in_class) = (0, Vec::<(String, Vec<usize>)>::new(), 0, 0usize);
    while at < code.len() {
        if is(at, '\\') {
            at += 2;
            continue;
        }
        if in_class > 0 {
            // Classes nest with the v flag; without it a bracket inside is a character.
            if is(at, ']') {
                in_class -= 1;
            } else if is(at, '[') && nested_classes {
                in_class += 1;
            }
        } else if is(at, '[') {
            in_class += 1;
        } else if is(at, '(') {
            if !is(at + 1, '?') {
                count += 1;
            } else if is(at + 2, '<') && !is(at + 3, '=') && !is(at + 3, '!') {
                count += 1;
                let end = (at + 3..code.len()).find(|i| is(*i, '>')).unwrap_or(code.len());
                let name = group_name(&code[at + 3..end]);
                match names.iter_mut().find(|(n, _)| *n == name) {
                    Some((_, numbers)) => numbers.push(count),
                    None => names.push((name, vec![count])),
                }
            }
        }
        at += 1;
    }
    (count, names)
}

/// A group name, with its escapes and surrogate pairs resolved.
fn group_name(code: &[u32]) -> String {
    let mut units: Vec<u16> = Vec::new();
    let mut push = |c: u32| match char::from_u32(c) {
        Some(c) => units.extend_from_slice(c.encode_utf16(&mut [0; 2])),
        None => units.push(c as u16),
    };
    let mut at = 0;
    while at < code.len() {
        if code[at] == '\\' as u32 {
            let rest: String = code[at + 2..].iter().filter_map(|c| char::from_u32(*c)).collect();
            let (digits, len) = match rest.strip_prefix('{') {
                Some(rest) => {
                    let digits = rest.split('}').next().unwrap_or_default();
                    (digits.to_owned(), digits.len() + 4)
                }
                None => (rest.chars().take(4).collect(), 6),
            };
            push(u32::from_str_radix(&digits, 16).unwrap_or(0xFFFD));
            at += len;
        } else {
            push(code[at]);
            at += 1;
        }
    }
    String::from_utf16_lossy(&units)
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

/// What is known of the text that was matched last: a scanner matches one text again and
/// again, a little further each time.
struct KnownText {
    /// Address and length of its characters, which are those of the same text until the
    /// next collection.
    characters: *const [u8],
    collections: u64,
    /// None: it is ASCII.
    wide: Option<Rc<[u16]>>,
}

/// Texts shorter than this are looked at each time.
const SHORT: usize = 64;

#[derive(Default)]
pub struct RegExpCache {
    compiled: FxHashMap<(Vec<u16>, u8), Rc<Compiled>>,
    known_text: Option<KnownText>,
    /// `proto_epoch` at which RegExp.prototype was last found as it was at the start.
    pub pristine_at: u32,
}

/// Patterns kept; beyond, the table starts anew.
const CAPACITY: usize = 512;

impl RegExpCache {
    /// The text in the form in which it is matched. `collections`: how many there have been.
    pub fn subject<'a>(&mut self, units: Units<'a>, collections: u64) -> Subject<'a> {
        let Units::Latin1(bytes) = units else { return Subject::new(units) };
        if bytes.len() < SHORT {
            return Subject::new(units);
        }
        let known = self.known_text.as_ref();
        if let Some(known) = known.filter(|k| k.collections == collections && core::ptr::eq(k.characters, bytes)) {
            return known.wide.as_ref().map_or_else(|| Subject::ascii(bytes), |wide| Subject::Owned(wide.clone()));
        }
        let subject = Subject::new(units);
        let wide = if let Subject::Owned(wide) = &subject { Some(wide.clone()) } else { None };
        self.known_text = Some(KnownText { characters: bytes, collections, wide });
        subject
    }

    /// The compiled pattern, or the syntax error.
    pub fn get(&mut self, source: Units<'_>, flags: u8) -> Result<Rc<Compiled>, String> {
        let key = (source.to_vec16(), flags);
        if let Some(compiled) = self.compiled.get(&key) {
            return Ok(compiled.clone());
        }
        let compiled = Rc::new(Compiled::new(source, flags)?);
        if self.compiled.len() >= CAPACITY {
            self.compiled.clear();
        }
        self.compiled.insert(key, compiled.clone());
        Ok(compiled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exec(pattern: &str, flags: &str, text: &str, start: usize) -> Option<Captures> {
        let source: Vec<u16> = pattern.encode_utf16().collect();
        let flags = flag::parse(flags.chars()).unwrap();
        let compiled = RegExpCache::default().get(Units::Utf16(&source), flags).unwrap();
        let text: Vec<u16> = text.encode_utf16().collect();
        compiled.exec(&Subject::Wide(&text), start)
    }

    #[test]
    fn sticky_matches_only_where_it_stands() {
        assert!(exec("b", "y", "ab", 0).is_none());
        assert_eq!(exec("b(c)?", "y", "ab", 1), Some(vec![Some(1..2), None]));
        assert_eq!(exec("", "y", "ab", 1), Some(vec![Some(1..1)]));
        assert_eq!(exec("b", "", "ab", 0), Some(vec![Some(1..2)]));
    }

    #[test]
    fn a_pattern_that_begins_at_the_start_is_tried_there_only() {
        assert_eq!(exec("^b|a", "", "ab", 1), None);
        assert_eq!(exec("^b|b", "", "ab", 0), Some(vec![Some(1..2)]));
        assert_eq!(exec("^(a|[|])b", "", "ab", 0), Some(vec![Some(0..2), Some(0..1)]));
        assert_eq!(exec("^(a|[|])b", "", "xab", 0), None);
        assert_eq!(exec("^", "g", "ab", 1), None);
        assert_eq!(exec("^b", "m", "a\nb", 0), Some(vec![Some(2..3)]));
        assert_eq!(exec(r"^\|a", "", "x|a", 0), None);
        assert_eq!(exec("^a", "y", "aa", 1), None);
    }

    #[test]
    fn groups_are_counted_past_classes_and_escapes() {
        let code: Vec<u32> = r"(a)[(](?:b)\((?<year>\d)(?<=x)(?<y\u0061>z)".chars().map(u32::from).collect();
        let (count, names) = groups(&code, false);
        assert_eq!(count, 3);
        assert_eq!(names, [("year".to_owned(), vec![2]), ("ya".to_owned(), vec![3])]);
    }

    #[test]
    fn flags_refuse_repeats_and_u_with_v() {
        assert!(flag::parse("gg".chars()).is_none());
        assert!(flag::parse("uv".chars()).is_none());
        assert!(flag::parse("x".chars()).is_none());
        assert_eq!(flag::parse("gi".chars()), Some(flag::GLOBAL | flag::IGNORE_CASE));
    }
}
