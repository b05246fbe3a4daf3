//! Patterns to trees, by the grammar of sec-patterns, with that of Annex B
//! (sec-regular-expressions-patterns) for patterns that have neither u nor v.

mod class;
mod class_set;
mod escape;
mod group;
mod names;
mod term;

use super::ast::{Node, Pattern};
use super::case::Folding;
use super::code_points::{CodePoints, LAST, WORD};
use super::error::{self, PatternError};
use super::flag;
use names::Names;

pub type Result<T> = std::result::Result<T, PatternError>;

/// Groups and classes inside each other.
const MAX_DEPTH: usize = 800;
/// As in V8.
const MAX_GROUPS: u32 = (1 << 16) - 1;

struct Parser<'a> {
    /// Code units, or code points with u or v.
    code: &'a [u32],
    /// Index of what comes next.
    at: usize,
    depth: usize,
    unicode: bool,
    sets: bool,
    ignore_case: bool,
    multiline: bool,
    dot_all: bool,
    /// `\k` is a reference: with u or v, or where a group has a name.
    has_names: bool,
    /// Of the whole pattern.
    group_count: u32,
    groups_seen: u32,
    names: Names,
    references: Vec<Vec<u32>>,
    /// Names that are referred to, with the index into `references`.
    named_references: Vec<(String, usize)>,
}

/// ParsePattern (sec-parsepattern), and what flags mean for it. `code`: code units, or code
/// points with u or v.
pub fn parse(code: &[u32], flags: u8) -> Result<Pattern> {
    let has = |bit| flags & bit != 0;
    let sets = has(flag::UNICODE_SETS);
    let (group_count, named) = count_groups(code, sets);
    if group_count > MAX_GROUPS {
        return Err(error::TOO_MANY_CAPTURES);
    }
    let mut parser = Parser {
        code,
        at: 0,
        depth: 0,
        unicode: flag::is_unicode(flags),
        sets,
        ignore_case: has(flag::IGNORE_CASE),
        multiline: has(flag::MULTILINE),
        dot_all: has(flag::DOT_ALL),
        has_names: named || flag::is_unicode(flags),
        group_count,
        groups_seen: 0,
        names: Names::default(),
        references: Vec::new(),
        named_references: Vec::new(),
    };
    let root = parser.disjunction()?;
    if parser.peek().is_some() {
        return Err(error::UNMATCHED_PAREN);
    }
    debug_assert_eq!(parser.groups_seen, group_count);
    let names = parser.names.finish();
    for (name, index) in parser.named_references {
        let Some((_, numbers)) = names.iter().find(|(n, _)| *n == name) else { return Err(error::INVALID_NAMED_CAPTURE) };
        parser.references[index] = numbers.iter().map(|n| *n as u32).collect();
    }
    Ok(Pattern { root, unicode: parser.unicode, group_count, names, references: parser.references })
}

/// How many capture groups there are, and whether one has a name: what an escape refers to depends
/// on all groups; where these are, on no escape.
fn count_groups(code: &[u32], sets: bool) -> (u32, bool) {
    let at = |i: usize| code.get(i).and_then(|c| char::from_u32(*c));
    let (mut count, mut named, mut i, mut class) = (0, false, 0, 0usize);
    while i < code.len() {
        match at(i) {
            Some('\\') => i += 1,
            Some('[') if class == 0 || sets => class += 1,
            Some(']') => class = class.saturating_sub(1),
            Some('(') if class == 0 => {
                if at(i + 1) != Some('?') {
                    count += 1;
                } else if at(i + 2) == Some('<') && !matches!(at(i + 3), Some('=' | '!')) {
                    count += 1;
                    named = true;
                }
            }
            _ => {}
        }
        i += 1;
    }
    (count, named)
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.peek_at(0)
    }
    fn peek_at(&self, ahead: usize) -> Option<char> {
        // A lone surrogate is a character like another, and no syntax.
        self.code.get(self.at + ahead).map(|c| char::from_u32(*c).unwrap_or('\u{FFFD}'))
    }
    fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        self.at += usize::from(found);
        found
    }
    /// What comes next, which is passed.
    fn take(&mut self) -> u32 {
        self.at += 1;
        self.code[self.at - 1]
    }

    fn folding(&self) -> Option<Folding> {
        self.ignore_case.then_some(if self.unicode { Folding::CodePoints } else { Folding::Units })
    }
    /// The last character that there is.
    fn last(&self) -> u32 {
        if self.unicode { LAST } else { 0xFFFF }
    }
    fn character(&self, c: u32) -> Node {
        match self.folding() {
            Some(folding) => {
                let set = folding.close(&CodePoints::one(c));
                if set.single().is_some() { Node::Char(c) } else { Node::Set(set) }
            }
            None => Node::Char(c),
        }
    }
    /// WordCharacters (sec-wordcharacters).
    fn word(&self) -> CodePoints {
        let basic = CodePoints::of(WORD.iter().copied());
        match self.folding() {
            Some(Folding::CodePoints) => Folding::CodePoints.close(&basic),
            _ => basic,
        }
    }

    /// Counts a level of nesting while `inner` is parsed.
    fn nested<T>(&mut self, inner: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth == MAX_DEPTH {
            return Err(error::TOO_LARGE);
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }
}

#[cfg(test)]
mod tests;
