//! A compiled pattern, and the matching itself.
//!
//! Matching is backtracking in the `regress` crate, with an automaton before it where that
//! pays (see `automaton`). Backtracking sees ASCII text as bytes, everything else as UTF-16,
//! which Latin-1 strings are widened to.

use super::automaton::{Automaton, Found, WORTHWHILE};
use super::subject::Subject;
use super::tokens::Tokens;
use super::word_list::WordList;
use super::{copying, flag, pattern};
use crate::string::Units;
use regress::{Match, Regex};
use std::cell::{Cell, OnceCell};

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
    /// Backtracking step by step gets it wrong.
    copies: bool,
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

impl Compiled {
    pub(super) fn new(source: Units<'_>, flags: u8) -> Result<Compiled, String> {
        let code = pattern::characters(source, flags);
        let regex = pattern::compile(&code, flags)?;
        let tokens = Tokens::new(&code, flags);
        let names = pattern::group_names(tokens.clone());
        // Case folding over ASCII differs from Unicode's for the long s and the Kelvin sign.
        let folds = flags & flag::IGNORE_CASE != 0 && flag::is_unicode(flags);
        let ascii = !folds && code.iter().all(|c| *c < 128) && !pattern::may_skip_wide(tokens.clone());
        let plain_flags = flags & (flag::IGNORE_CASE | flag::MULTILINE | flag::STICKY) == 0;
        let words = if plain_flags { WordList::of(&code) } else { None };
        Ok(Compiled {
            source: source.to_vec16().into_boxed_slice(),
            flags,
            regex,
            regex_here: OnceCell::new(),
            automaton: OnceCell::new(),
            work: Cell::new(0),
            group_count: tokens.group_count(),
            at_start_only: flags & flag::MULTILINE == 0 && pattern::begins_at_start(tokens.clone()),
            ascii,
            copies: copying::is_needed(tokens, &names),
            names,
            words,
        })
    }

    /// Whether it was made of this.
    pub(super) fn is_of(&self, source: Units<'_>, flags: u8) -> bool {
        self.flags == flags && source.same(Units::Utf16(&self.source))
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
        let work = match here {
            _ if self.copies => WORTHWHILE,
            true => CALL,
            false => CALL + len - start,
        };
        if let Some(automaton) = self.automaton(work)
            && let Some(text) = subject.narrow(automaton.uniform)
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
        if matches!(subject.units(), Units::Utf16(_)) {
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
            let code = pattern::characters(Units::Utf16(&self.source), self.flags);
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
            let code = pattern::characters(Units::Utf16(&self.source), self.flags);
            // With a group more, what was a character may refer to it.
            let wrapped: Vec<u32> = "(?:".chars().map(u32::from).chain(code).chain(")|()".chars().map(u32::from)).collect();
            if pattern::refers_to(Tokens::new(&wrapped, self.flags), self.group_count + 1) {
                return None;
            }
            Some(pattern::compile(&wrapped, self.flags).expect("compiled without the rest before"))
        });
        made.as_ref().unwrap_or(&self.regex)
    }

    /// Fills in the groups of a match, as far as there are some.
    fn find_groups(&self, regex: &Regex, subject: &Subject<'_>, start: usize, captures: &mut Captures) -> bool {
        let found = match subject.ascii() {
            Some(text) if self.ascii && self.copies => return copying::find_ascii(regex, text, start, captures),
            Some(text) if self.ascii => regex.find_from_ascii(text, start).next(),
            _ => {
                if self.copies
                    && let Some(text) = subject.utf8()
                {
                    return copying::find_utf8(regex, text, start, captures);
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

#[cfg(test)]
mod tests {
    use super::super::cache::RegExpCache;
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
}
