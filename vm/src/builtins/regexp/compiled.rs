//! A compiled pattern, and the matching itself.
//!
//! Matching is backtracking (`crate::regexp`), as machine code where a pattern is used much (`crate::regexp_code`), with an
//! automaton before it where that pays (see `automaton`).

use super::automaton::{Automaton, Found, WORTHWHILE};
use super::subject::Subject;
use super::word_list::WordList;
use crate::regexp::ast;
use crate::regexp::compile::compile;
use crate::regexp::error::{PatternError, TOO_LARGE};
use crate::regexp::exec::{Scratch, Stop};
use crate::regexp::program::{Program, Search};
use crate::regexp::text::Text;
use crate::regexp::{exec, flag, literal, parser};
use crate::regexp_code::{CodeOfPattern, Machine, Pattern, Searched};
use crate::string::Units;
use std::cell::{Cell, OnceCell, RefCell};
use std::sync::Arc;

/// A compiled pattern.
pub struct Compiled {
    source: Box<[u16]>,
    flags: u8,
    program: Arc<Program>,
    code: CodeOfPattern,
    scratch: RefCell<Scratch>,
    automaton: OnceCell<Option<Box<Automaton>>>,
    /// Characters of text that it was matched against, while there is no automaton.
    work: Cell<usize>,
    /// Capture groups without group 0.
    pub group_count: usize,
    /// Names of groups with their numbers, in the order of the pattern.
    pub names: Vec<(String, Vec<usize>)>,
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

/// Texts up to so many characters are searched by code, where there is some; in longer ones an automaton, which
/// needs not try each place, is faster.
const SHORT: usize = 256;

/// What the call of a match costs, in characters of text.
const CALL: usize = 16;

/// The code units of a pattern, or its code points with u or v.
fn characters(source: Units<'_>, flags: u8) -> Vec<u32> {
    match source {
        Units::Latin1(units) => literal::characters(units, flags),
        Units::Utf16(units) => literal::characters(units, flags),
    }
}

fn parse(source: Units<'_>, flags: u8) -> Result<ast::Pattern, PatternError> {
    parser::parse(&characters(source, flags), flags)
}

impl Compiled {
    pub(super) fn new(source: Units<'_>, flags: u8) -> Result<Compiled, PatternError> {
        let pattern = parse(source, flags)?;
        let program = compile(&pattern).map_err(|_| TOO_LARGE)?;
        let plain_flags = flags & (flag::IGNORE_CASE | flag::MULTILINE | flag::STICKY) == 0;
        Ok(Compiled {
            source: source.to_vec16().into_boxed_slice(),
            flags,
            program: Arc::new(program),
            code: CodeOfPattern::default(),
            scratch: RefCell::default(),
            automaton: OnceCell::new(),
            work: Cell::new(0),
            group_count: pattern.group_count as usize,
            names: pattern.names,
            words: if plain_flags { WordList::of(&characters(source, flags)) } else { None },
        })
    }

    /// Bytes that it takes, about; automata and code are not in it.
    pub(super) fn bytes(&self) -> usize {
        size_of::<Compiled>() + size_of_val(&*self.source) + self.program.bytes()
    }

    /// Whether it was made of this.
    pub(super) fn is_of(&self, source: Units<'_>, flags: u8) -> bool {
        self.flags == flags && source.same(Units::Utf16(&self.source))
    }

    /// It can match at the start of a text only.
    fn at_start_only(&self) -> bool {
        self.program.search == Search::AtStart
    }

    /// The pattern is matched by machine code, if it was used enough.
    pub fn for_code(&self) -> Option<Pattern<'_>> {
        let (program, code, source) = (&self.program, &self.code, &*self.source);
        self.words.is_none().then_some(Pattern { program, code, source, flags: self.flags })
    }
    /// Whether its code will match a text from `start` on, which is then wanted in no other form.
    #[inline]
    pub fn is_for_code(&self, text: Units<'_>, start: usize) -> bool {
        self.code.ready(matches!(text, Units::Utf16(_))).is_some() && self.is_short(start, text.len())
    }
    fn is_short(&self, start: usize, len: usize) -> bool {
        // A literal is searched for in any case, which an automaton does with less around it.
        let is_literal = self.group_count == 0 && matches!(self.program.search, Search::Literal(_));
        self.at_start_only() || self.flags & flag::STICKY != 0 || (len.saturating_sub(start) <= SHORT && !is_literal)
    }
    /// Characters of text that a match from `start` on may look at.
    pub fn work(&self, start: usize, len: usize) -> usize {
        if self.at_start_only() || self.flags & flag::STICKY != 0 { CALL } else { CALL + len.saturating_sub(start) }
    }

    /// Matches at `start` if sticky, at or after it otherwise. `watch` is asked now and then
    /// whether to stop. `machine`: the pattern's code for texts as this one.
    pub fn exec(
        &self,
        subject: &Subject<'_>,
        start: usize,
        want: Want,
        captures: &mut Captures,
        mut machine: Option<&mut Machine<'_>>,
        watch: &mut dyn FnMut() -> bool,
    ) -> Result<bool, Stop> {
        let len = subject.len();
        // With u and v, what is between the halves of a pair is at the pair.
        let inside = match subject.units() {
            Units::Utf16(text) => flag::is_unicode(self.flags) && text.is_inside_pair(start),
            Units::Latin1(_) => false,
        };
        let start = start - usize::from(inside);
        if start > len || (self.at_start_only() && start > 0) {
            return Ok(false);
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
            return Ok(matches);
        }
        let here = self.at_start_only() || self.flags & flag::STICKY != 0;
        let mut at = start;
        let by_code = machine.is_some() && self.is_short(start, len);
        if !by_code
            && let Some(automaton) = self.automaton(self.work(start, len))
            && let Some(text) = subject.narrow(automaton.uniform)
            && !(automaton.lines_end_with_lf && subject.has_return())
        {
            if want == Want::Existence && automaton.exact {
                return Ok(automaton.is_match(text, at, here));
            }
            // Where a match is known to be, code finds the groups sooner.
            let groups_by_code = machine.is_some() && want == Want::Groups && self.group_count > 0;
            for _ in 0..PROPOSALS {
                let place = match automaton.find(text, at, here, want == Want::Groups && !groups_by_code, captures) {
                    Found::No => {
                        automaton.note(len - at);
                        return Ok(false);
                    }
                    Found::Yes if groups_by_code => captures[0].as_ref().expect("group 0").start,
                    Found::Yes => return Ok(true),
                    Found::At(place) => place,
                };
                let found = self.backtrack(subject, place, true, captures, machine.as_deref_mut(), watch)?;
                automaton.note(place - at);
                if found {
                    return Ok(true);
                }
                debug_assert!(!automaton.exact, "the automaton found a match");
                at = place + 1;
                if here || at > len {
                    return Ok(false);
                }
            }
        }
        let found = self.backtrack(subject, at, here, captures, machine, watch)?;
        if matches!(subject.units(), Units::Utf16(_)) && !by_code {
            subject.note_work(match &captures[..] {
                [Some(place), ..] if found => place.end.saturating_sub(at),
                _ if here => CALL,
                _ => len - at,
            });
        }
        Ok(found)
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
            let pattern = parse(Units::Utf16(&self.source), self.flags).expect("parsed before");
            Automaton::new(&pattern).map(Box::new)
        };
        self.automaton.get_or_init(make).as_deref()
    }

    /// Matches by backtracking, at `start` only if `here`.
    fn backtrack(
        &self,
        subject: &Subject<'_>,
        mut start: usize,
        here: bool,
        captures: &mut Captures,
        machine: Option<&mut Machine<'_>>,
        watch: &mut dyn FnMut() -> bool,
    ) -> Result<bool, Stop> {
        captures.clear();
        if let Some(machine) = machine {
            match machine.search(&self.program, subject.units(), start, here) {
                Searched::Match => {
                    captures.extend((0..=self.group_count).map(|group| machine.scratch.group(group)));
                    return Ok(true);
                }
                Searched::NoMatch => return Ok(false),
                Searched::Asked => return Err(Stop::Asked),
                Searched::GoOnAt(place) => start = place,
            }
        }
        let scratch = &mut *self.scratch.borrow_mut();
        let found = match subject.units() {
            Units::Latin1(text) => exec::exec(&self.program, text, start, here, scratch, watch)?,
            Units::Utf16(text) => exec::exec(&self.program, text, start, here, scratch, watch)?,
        };
        if found {
            captures.extend((0..=self.group_count).map(|group| scratch.group(group)));
        }
        Ok(found)
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
        compiled.exec(&Subject::new(text), start, Want::Groups, &mut captures, None, &mut || false).unwrap().then_some(captures)
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
            for flags in ["", "i", "m", "s", "y", "u", "im", "iu", "v", "iv"] {
                let source: Vec<u16> = pattern.encode_utf16().collect();
                let flags = flag::parse(flags.chars()).unwrap();
                let compiled = Compiled::new(Units::Utf16(&source), flags).unwrap();
                compiled.work.set(WORTHWHILE);
                for text in texts {
                    let wide: Vec<u16> = text.encode_utf16().collect();
                    let narrow: Option<Vec<u8>> = wide.iter().map(|unit| u8::try_from(*unit).ok()).collect();
                    let units = narrow.as_ref().map_or(Units::Utf16(&wide), |narrow| Units::Latin1(narrow));
                    for start in 0..=wide.len() {
                        let here = flags & flag::STICKY != 0;
                        let mut expected = Captures::new();
                        let found = compiled.backtrack(&Subject::new(units), start, here, &mut expected, None, &mut || false).unwrap();
                        for want in [Want::Groups, Want::Place, Want::Existence] {
                            let mut captures = Captures::new();
                            let subject = Subject::new(units);
                            let context = format!("/{pattern}/{flags} on {text:?} from {start}, {want:?}");
                            assert_eq!(compiled.exec(&subject, start, want, &mut captures, None, &mut || false), Ok(found), "{context}");
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
}
