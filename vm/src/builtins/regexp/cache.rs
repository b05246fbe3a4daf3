//! Compiled regular expressions, by source and flags, and the matching itself.
//!
//! Matching is backtracking in the `regress` crate, with an automaton before it where that
//! pays (see `automaton`). Backtracking sees ASCII text as bytes, everything else as UTF-16,
//! which Latin-1 strings are widened to.

use super::automaton::{Automaton, Found, WORTHWHILE};
use super::loops;
use super::subject::{KnownTexts, Subject, subject};
use super::word_list::WordList;
use crate::string::Units;
use crate::value::Value;
use core::hash::Hasher;
use regress::{Flags, Match, Regex};
use rustc_hash::{FxHashMap, FxHasher};
use std::cell::{Cell, OnceCell};
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
    source: Box<[u16]>,
    flags: u8,
    regex: Regex,
    /// The pattern as `(?:pattern)|()`: whether it matches at the very position shows in the
    /// last group, and no text is searched.
    /// None: it has to be the pattern itself.
    regex_here: OnceCell<Option<Regex>>,
    automaton: OnceCell<Option<Box<Automaton>>>,
    /// Characters of text that it was matched against, while there is no automaton.
    work: Cell<usize>,
    /// Capture groups without group 0, as the pattern has them.
    pub group_count: usize,
    /// Names of groups with their numbers, in the order of the pattern.
    pub names: Vec<(String, Vec<usize>)>,
    /// It begins with `^` and is not multiline.
    at_start_only: bool,
    /// Bytes may be matched as they are by backtracking.
    ascii: bool,
    /// There are loops within loops, which backtracking gets wrong.
    loops_nest: bool,
    /// The pattern is a list of words, which need no search.
    words: Option<WordList>,
}

/// What a match captured: ranges of code units, group 0 first.
pub type Captures = Vec<Option<core::ops::Range<usize>>>;

/// What a match is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Want {
    /// Whether there is one; the captures may be left alone.
    Existence,
    /// Where it is: the other groups may be left out.
    Place,
    Groups,
}

/// Places that an automaton proposes in vain before backtracking searches by itself.
const PROPOSALS: usize = 8;

/// What the call of a match costs, in characters of text.
const CALL: usize = 16;

/// The code units of a pattern, or its code points with u or v.
fn characters(source: Units<'_>, flags: u8) -> Vec<u32> {
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
pub(super) fn compile(code: impl Iterator<Item = u32> + Clone, flags: u8) -> Result<Regex, String> {
    let options = Flags {
        icase: flags & flag::IGNORE_CASE != 0,
        multiline: flags & flag::MULTILINE != 0,
        dot_all: flags & flag::DOT_ALL != 0,
        no_opt: false,
        unicode: flags & flag::UNICODE != 0,
        unicode_sets: flags & flag::UNICODE_SETS != 0,
    };
    Regex::from_unicode(code, options).map_err(|e| message(&e.to_string()))
}

impl Compiled {
    fn new(source: Units<'_>, flags: u8) -> Result<Compiled, String> {
        let code = characters(source, flags);
        let regex = compile(code.iter().copied(), flags)?;
        let nested_classes = flags & flag::UNICODE_SETS != 0;
        let (group_count, names) = groups(&code, nested_classes);
        let at_start_only = flags & flag::MULTILINE == 0 && begins_at_start(&code, nested_classes);
        // Case folding over ASCII differs from Unicode's for the long s and the Kelvin sign.
        let folds = flags & flag::IGNORE_CASE != 0 && flag::is_unicode(flags);
        let ascii = !folds && code.iter().all(|c| *c < 128) && !may_skip_wide(&code);
        let plain_flags = flags & (flag::IGNORE_CASE | flag::MULTILINE | flag::STICKY) == 0;
        let words = if plain_flags { WordList::of(&code) } else { None };
        Ok(Compiled {
            source: source.to_vec16().into_boxed_slice(),
            flags,
            regex,
            regex_here: OnceCell::new(),
            automaton: OnceCell::new(),
            work: Cell::new(0),
            group_count,
            names,
            at_start_only,
            ascii,
            loops_nest: loops::nest(&code, nested_classes),
            words,
        })
    }

    /// Matches at `start` if sticky, at or after it otherwise.
    pub fn exec(&self, subject: &Subject<'_>, start: usize, want: Want, captures: &mut Captures) -> bool {
        let len = subject.len();
        if start > len || (self.at_start_only && start > 0) {
            return false;
        }
        if let Some(words) = &self.words {
            let matches = start == 0
                && match subject.units() {
                    Units::Latin1(text) => words.matches(text),
                    Units::Utf16(text) => words.matches_wide(text),
                };
            if matches {
                captures.clear();
                captures.push(Some(0..len));
            }
            return matches;
        }
        let here = self.at_start_only || self.flags & flag::STICKY != 0;
        let mut at = start;
        // Backtracking folds case as with the flag u, which shows in wide texts.
        let wide = matches!(subject.units(), Units::Utf16(_));
        let must = wide && self.flags & flag::IGNORE_CASE != 0 && !flag::is_unicode(self.flags);
        let work = match here {
            _ if must || self.loops_nest => WORTHWHILE,
            true => CALL,
            false => CALL + len - start,
        };
        if let Some(automaton) = self.automaton(work)
            && let Some(text) = subject.narrow(automaton.uniform, must)
            && !(automaton.lines_end_with_lf && subject.has_return())
        {
            if want == Want::Existence && automaton.exact {
                return automaton.is_match(text, at, here);
            }
            for _ in 0..PROPOSALS {
                match automaton.find(text, at, here, want == Want::Groups, captures) {
                    Found::No => {
                        automaton.note(len - at);
                        return false;
                    }
                    Found::Yes => return true,
                    Found::At(place) => {
                        let found = self.backtrack(subject, place, true, captures);
                        automaton.note(place - at);
                        if found {
                            return true;
                        }
                        debug_assert!(!automaton.exact, "the automaton found a match");
                        at = place + 1;
                        if here || at > len {
                            return false;
                        }
                    }
                }
            }
        }
        let found = self.backtrack(subject, at, here, captures);
        if wide {
            subject.note_work(match &captures[..] {
                [Some(place), ..] if found => place.end.saturating_sub(at),
                _ if here => CALL,
                _ => len - at,
            });
        }
        found
    }

    /// The automaton, if enough work was done without it.
    fn automaton(&self, work: usize) -> Option<&Automaton> {
        if let Some(known) = self.automaton.get() {
            return known.as_deref().filter(|automaton| automaton.pays());
        }
        self.work.set(self.work.get().saturating_add(work));
        if self.work.get() < WORTHWHILE {
            return None;
        }
        let make = || {
            let code = characters(Units::Utf16(&self.source), self.flags);
            Automaton::new(&code, self.flags, self.group_count, !self.names.is_empty()).map(Box::new)
        };
        self.automaton.get_or_init(make).as_deref()
    }

    /// Matches by backtracking, at `start` only if `here`.
    fn backtrack(&self, subject: &Subject<'_>, start: usize, here: bool, captures: &mut Captures) -> bool {
        let regex = if here { self.regex_here() } else { &self.regex };
        captures.clear();
        captures.resize(self.group_count + 2, None);
        let mut found = self.find_groups(regex, subject, start, captures);
        if here {
            found &= captures[0].as_ref().is_some_and(|place| place.start == start) && captures[self.group_count + 1].is_none();
        }
        captures.truncate(if found { self.group_count + 1 } else { 0 });
        found
    }

    fn regex_here(&self) -> &Regex {
        let made = self.regex_here.get_or_init(|| {
            let code = characters(Units::Utf16(&self.source), self.flags);
            // With a group more, what was a character may refer to it.
            if refers_to(&code, self.group_count + 1) {
                return None;
            }
            let wrapped = "(?:".chars().map(u32::from).chain(code.iter().copied()).chain(")|()".chars().map(u32::from));
            Some(compile(wrapped, self.flags).expect("compiled without the rest before"))
        });
        made.as_ref().unwrap_or(&self.regex)
    }

    /// Fills in the groups of a match, as far as there are some.
    fn find_groups(&self, regex: &Regex, subject: &Subject<'_>, start: usize, captures: &mut Captures) -> bool {
        let found = match subject.ascii() {
            Some(text) if self.ascii && self.loops_nest => return loops::find_ascii(regex, text, start, captures),
            Some(text) if self.ascii => regex.find_from_ascii(text, start).next(),
            _ => {
                if self.loops_nest
                    && let Some(found) = loops::find_wide(regex, subject.wide(), start, captures)
                {
                    return found;
                }
                find_wide(regex, self.flags, subject.wide(), start)
            }
        };
        let Some(found) = found else { return false };
        for (i, group) in captures.iter_mut().enumerate() {
            *group = found.group(i);
        }
        true
    }
}

fn find_wide(regex: &Regex, flags: u8, text: &[u16], start: usize) -> Option<Match> {
    if flag::is_unicode(flags) {
        // A match does not start inside a surrogate pair.
        let inside = start > 0 && start < text.len() && text[start] & 0xFC00 == 0xDC00 && text[start - 1] & 0xFC00 == 0xD800;
        regex.find_from_utf16(text, start - inside as usize).next()
    } else {
        regex.find_from_ucs2(text, start).next()
    }
}

/// Whether a pattern has an escape of this number.
fn refers_to(code: &[u32], group: usize) -> bool {
    let digits: Vec<u32> = group.to_string().chars().map(u32::from).collect();
    let (mut at, mut found) = (0, false);
    while at < code.len() {
        if code[at] == u32::from('\\') {
            at += 1;
            found |= code[at.min(code.len())..].starts_with(&digits);
        }
        at += 1;
    }
    found
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

#[derive(Default)]
pub struct RegExpCache {
    /// By `hash_of`.
    compiled: FxHashMap<u64, Rc<Compiled>>,
    known_texts: KnownTexts,
    /// A buffer for the captures of a match.
    pub captures: Captures,
    /// What literals evaluate to, by the address of the script and the number of the constant:
    /// as it was after so many collections.
    literals: FxHashMap<(usize, usize), Literal>,
    literals_at: u64,
    /// `proto_epoch` at which RegExp.prototype was last found as it was at the start.
    pub pristine_at: u32,
}

/// The parts of a RegExp that a literal makes.
#[derive(Clone)]
pub struct Literal {
    pub source: Value,
    pub flags: u8,
    pub compiled: Rc<Compiled>,
}

/// Patterns kept; beyond, the table starts anew.
const CAPACITY: usize = 512;

fn hash_of(source: Units<'_>, flags: u8) -> u64 {
    let mut hasher = FxHasher::default();
    match source {
        Units::Latin1(bytes) => hasher.write(bytes),
        Units::Utf16(units) => units.iter().for_each(|unit| hasher.write_u16(*unit)),
    }
    hasher.write_u8(flags);
    hasher.finish()
}

impl RegExpCache {
    /// The text in the form in which it is matched. `collections`: how many there have been.
    pub fn subject<'a>(&mut self, units: Units<'a>, collections: u64) -> Subject<'a> {
        subject(&mut self.known_texts, units, collections)
    }

    /// The compiled pattern, or the syntax error.
    pub fn get(&mut self, source: Units<'_>, flags: u8) -> Result<Rc<Compiled>, String> {
        let hash = hash_of(source, flags);
        if let Some(known) = self.compiled.get(&hash).filter(|c| c.flags == flags && source.same(Units::Utf16(&c.source))) {
            return Ok(known.clone());
        }
        let compiled = Rc::new(Compiled::new(source, flags)?);
        if self.compiled.len() >= CAPACITY {
            self.compiled.clear();
        }
        self.compiled.insert(hash, compiled.clone());
        Ok(compiled)
    }

    /// What the literal made before. After a collection nothing is known: what the cache holds
    /// is not traced.
    pub fn literal(&mut self, script: usize, constant: usize, collections: u64) -> Option<Literal> {
        if self.literals_at != collections {
            self.literals_at = collections;
            self.literals.clear();
        }
        self.literals.get(&(script, constant)).cloned()
    }
    /// `collections`: how many there had been before the literal was made.
    pub fn remember_literal(&mut self, script: usize, constant: usize, collections: u64, literal: Literal) {
        if self.literals_at == collections {
            self.literals.insert((script, constant), literal);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exec(pattern: &str, flags: &str, text: &str, start: usize) -> Option<Captures> {
        let source: Vec<u16> = pattern.encode_utf16().collect();
        let flags = flag::parse(flags.chars()).unwrap();
        let compiled = RegExpCache::default().get(Units::Utf16(&source), flags).unwrap();
        let wide: Vec<u16> = text.encode_utf16().collect();
        let text = if text.is_ascii() { Units::Latin1(text.as_bytes()) } else { Units::Utf16(&wide) };
        let mut captures = Captures::new();
        compiled.exec(&Subject::new(text), start, Want::Groups, &mut captures).then_some(captures)
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

    /// An automaton must find what backtracking finds, with the same groups.
    #[test]
    fn automata_find_what_backtracking_finds() {
        let patterns = [
            "foo|foob|ob",
            r"\b(\w+)\b",
            "a*?b",
            "(a)|b",
            "^a|b$",
            "[^a]+",
            r"\s+",
            "(?:)",
            "x*",
            "(x*)y",
            "a{2,3}?",
            "(a|ab)(c|bcd)(d*)",
            // Groups in loops, and loops over what may be empty.
            "(?:(a)|(b))*",
            "(?:(a)|b)+",
            "((a)|b)+",
            "(a|b)+",
            "(?:a?)*b",
            "(|a)*",
            "(?:|a)+b",
            "(a*)*",
            "(a?)?",
            "(?:(a)?b)+",
            "(a){0}b",
            // Not regular.
            r"(\w)\1",
            r"(?=a)\w+",
            r"\w+(?=,)",
            r"(?<=a)b",
            r"(?<!a)b",
            r"(?!ab)a.",
            r"(?<n>b)\k<n>",
            r"(a\1)c|d",
            r"(?:(a)\1)*b",
            r"x(?=(b))",
            // Beyond ASCII, and lines.
            "é",
            r"[^\x00-\x7f]",
            r"[\u0100-\u0200]",
            r"[^\u0100-\u0200]b",
            r"\u2028*b",
            r"\W",
            r"\S+",
            ".b",
            "^b",
            "a$",
            "[à-ÿ]+",
            "\u{3bc}",
            r"b[^b]b",
        ];
        let texts = [
            "",
            "a",
            "b",
            "ab",
            "aab",
            "abab",
            "abcd",
            "foob xob",
            "aa,bb,",
            "xyxxy",
            "cabbac",
            "a\nb\rb",
            "a\r\nb",
            "é",
            "aéb",
            "ÀÿµB",
            "b雪b",
            "a\u{2028}b",
            "a\u{a0}b",
            "\u{178}ÿ",
            "\u{39c}b",
            "\u{17f}S",
            "\u{130}b",
            "aAbBxX",
        ];
        for pattern in patterns {
            for flags in ["", "i", "m", "s", "y", "u", "im", "iu"] {
                let source: Vec<u16> = pattern.encode_utf16().collect();
                let flags = flag::parse(flags.chars()).unwrap();
                let compiled = Compiled::new(Units::Utf16(&source), flags).unwrap();
                compiled.work.set(WORTHWHILE);
                for text in texts {
                    let wide: Vec<u16> = text.encode_utf16().collect();
                    let narrow: Option<Vec<u8>> = wide.iter().map(|unit| u8::try_from(*unit).ok()).collect();
                    // Backtracking folds the case of a wide text by other rules.
                    if narrow.is_none() && flags & flag::IGNORE_CASE != 0 {
                        continue;
                    }
                    let units = narrow.as_ref().map_or(Units::Utf16(&wide), |narrow| Units::Latin1(narrow));
                    for start in 0..=wide.len() {
                        let here = flags & flag::STICKY != 0 || compiled.at_start_only;
                        let mut expected = Captures::new();
                        let found =
                            !(compiled.at_start_only && start > 0) && compiled.backtrack(&Subject::new(units), start, here, &mut expected);
                        for want in [Want::Groups, Want::Place, Want::Existence] {
                            let mut captures = Captures::new();
                            let subject = Subject::new(units);
                            let context = format!("/{pattern}/{flags} on {text:?} from {start}, {want:?}");
                            assert_eq!(compiled.exec(&subject, start, want, &mut captures), found, "{context}");
                            match want {
                                Want::Groups => assert_eq!(captures, expected, "{context}"),
                                Want::Place => assert_eq!(captures.first(), expected.first(), "{context}"),
                                Want::Existence => {}
                            }
                        }
                    }
                }
            }
        }
    }

    /// Backtracking on bytes gives up at a character that is none.
    #[test]
    fn an_escape_that_is_no_byte_may_be_skipped() {
        for pattern in [r"\u2028*b", r"\u2028?b", r"(?:\u2028)*b", r"[\u2028]*b"] {
            assert_eq!(exec(pattern, "", "b", 0), Some(vec![Some(0..1)]), "{pattern}");
        }
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
