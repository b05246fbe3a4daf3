//! Disjunctions, alternatives, terms and their quantifiers.

use super::{Parser, Result};
use crate::ast::{Node, Repeat};
use crate::code_points::{CodePoints, LINE_ENDS};
use crate::error;

/// Bounds of a quantifier.
struct Bounds {
    min: u32,
    max: Option<u32>,
}

/// Repetitions beyond this are any number: no string is so long.
const MANY: u32 = 1 << 30;

impl Parser<'_> {
    /// Disjunction, up to the end or a closing parenthesis.
    pub(super) fn disjunction(&mut self) -> Result<Node> {
        self.nested(|parser| {
            parser.names.open();
            let first = parser.alternative()?;
            if parser.peek() != Some('|') {
                parser.names.close();
                return Ok(first);
            }
            let mut all = vec![first];
            while parser.eat('|') {
                parser.names.next_alternative();
                all.push(parser.alternative()?);
            }
            parser.names.close();
            Ok(Node::Alternatives(all))
        })
    }

    fn alternative(&mut self) -> Result<Node> {
        let mut all = Vec::new();
        while !matches!(self.peek(), None | Some('|' | ')')) {
            all.push(self.term()?);
        }
        Ok(match all.len() {
            0 => Node::Empty,
            1 => all.remove(0),
            _ => Node::Sequence(all),
        })
    }

    fn term(&mut self) -> Result<Node> {
        let groups_before = self.groups_seen;
        let atom = match self.peek().expect("the caller looked") {
            '^' => {
                self.at += 1;
                return Ok(Node::Start { multiline: self.multiline });
            }
            '$' => {
                self.at += 1;
                return Ok(Node::End { multiline: self.multiline });
            }
            '(' => {
                self.at += 1;
                let (ahead, behind) = self.at_look();
                let group = self.group()?;
                // QuantifiableAssertion (Annex B) is what looks ahead.
                if behind || ahead && self.unicode {
                    return if self.quantifier()?.is_some() { Err(error::INVALID_QUANTIFIER) } else { Ok(group) };
                }
                group
            }
            '.' => {
                self.at += 1;
                let excluded = if self.dot_all { CodePoints::new() } else { CodePoints::of(LINE_ENDS.iter().copied()) };
                Node::Set(excluded.complement(self.last()))
            }
            '[' => {
                self.at += 1;
                self.class()?
            }
            '\\' => {
                self.at += 1;
                let escape = self.atom_escape()?;
                if matches!(escape, Node::Boundary { .. }) {
                    return Ok(escape);
                }
                escape
            }
            '*' | '+' | '?' => return Err(error::NOTHING_TO_REPEAT),
            '{' if self.at_quantifier() => return Err(error::NOTHING_TO_REPEAT),
            '{' | '}' | ']' if self.unicode => return Err(error::LONE_BRACKETS),
            _ => {
                let c = self.take();
                self.character(c)
            }
        };
        let Some(Bounds { min, max }) = self.quantifier()? else { return Ok(atom) };
        let greedy = !self.eat('?');
        let groups = (groups_before + 1, self.groups_seen + 1);
        Ok(Node::Repeat(Box::new(Repeat { body: atom, min, max, greedy, groups })))
    }

    fn at_quantifier(&mut self) -> bool {
        let start = self.at;
        let found = matches!(self.peek(), Some('*' | '+' | '?')) || self.peek() == Some('{') && !matches!(self.braces(), Ok(None));
        self.at = start;
        found
    }

    /// QuantifierPrefix, if there is one.
    fn quantifier(&mut self) -> Result<Option<Bounds>> {
        let (min, max) = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => {
                let bounds = self.braces()?;
                return if bounds.is_none() && self.unicode { Err(error::INCOMPLETE_QUANTIFIER) } else { Ok(bounds) };
            }
            _ => return Ok(None),
        };
        self.at += 1;
        Ok(Some(Bounds { min, max }))
    }

    /// `{n}`, `{n,}` or `{n,m}`. None, and nothing passed: the brace is something else.
    fn braces(&mut self) -> Result<Option<Bounds>> {
        let start = self.at;
        self.at += 1;
        let min = self.digits();
        let has_comma = !min.is_empty() && self.eat(',');
        let max = if has_comma { self.digits() } else { min };
        if min.is_empty() || !self.eat('}') {
            self.at = start;
            return Ok(None);
        }
        let value = |digits: &[u32]| {
            digits.iter().fold(0u32, |value, digit| value.saturating_mul(10).saturating_add(digit - u32::from('0'))).min(MANY)
        };
        if max.is_empty() {
            return Ok(Some(Bounds { min: value(min), max: None }));
        }
        // The numbers may be of any size.
        let significant = |digits: &[u32]| digits.iter().copied().skip_while(|digit| *digit == u32::from('0')).collect::<Vec<_>>();
        let (first, last) = (significant(min), significant(max));
        if (first.len(), &first) > (last.len(), &last) {
            return Err(error::NUMBERS_OUT_OF_ORDER);
        }
        let most = value(max);
        Ok(Some(Bounds { min: value(min), max: (most < MANY).then_some(most) }))
    }
}

impl<'a> Parser<'a> {
    /// Passes decimal digits.
    pub(super) fn digits(&mut self) -> &'a [u32] {
        let rest = &self.code[self.at..];
        let len = rest.iter().take_while(|c| (0x30..=0x39).contains(*c)).count();
        self.at += len;
        &rest[..len]
    }
}
