//! Names of groups: how they are written, and which may be the same.

use super::{Parser, Result};
use crate::error;
use crate::properties::{continues_name, starts_name};

/// An open disjunction, and which of its alternatives is being parsed.
type Alternative = (usize, usize);

/// The names that were defined so far.
#[derive(Default)]
pub(super) struct Names {
    open: Vec<Alternative>,
    disjunctions: usize,
    /// In the order in which they end, each with its number and the alternatives that it is in.
    defined: Vec<(String, u32, Vec<Alternative>)>,
}

impl Names {
    pub(super) fn open(&mut self) {
        self.open.push((self.disjunctions, 0));
        self.disjunctions += 1;
    }
    pub(super) fn next_alternative(&mut self) {
        if let Some((_, alternative)) = self.open.last_mut() {
            *alternative += 1;
        }
    }
    pub(super) fn close(&mut self) {
        self.open.pop();
    }

    /// A group ends, and is where it began. A name may be that of another group if at most one of
    /// them can take part in a match (sec-static-semantics-mightbothparticipate).
    pub(super) fn define(&mut self, name: String, index: u32) -> Result<()> {
        let apart = |other: &[Alternative]| self.open.iter().zip(other).any(|(a, b)| a.0 == b.0 && a.1 != b.1);
        if self.defined.iter().any(|(known, _, alternatives)| *known == name && !apart(alternatives)) {
            return Err(error::DUPLICATE_GROUP_NAME);
        }
        self.defined.push((name, index, self.open.clone()));
        Ok(())
    }

    /// Each name with the numbers of its groups.
    pub(super) fn finish(&mut self) -> Vec<(String, Vec<usize>)> {
        let mut names: Vec<(String, Vec<usize>)> = Vec::new();
        self.defined.sort_by_key(|(_, index, _)| *index);
        for (name, index, _) in self.defined.drain(..) {
            match names.iter_mut().find(|(known, _)| *known == name) {
                Some((_, numbers)) => numbers.push(index as usize),
                None => names.push((name, vec![index as usize])),
            }
        }
        names
    }
}

impl Parser<'_> {
    /// RegExpIdentifierName and the closing bracket, after the opening one.
    pub(super) fn group_name(&mut self) -> Result<String> {
        let mut name = String::new();
        loop {
            let c = match self.peek() {
                None => return Err(error::INVALID_GROUP_NAME),
                Some('>') => {
                    self.at += 1;
                    return if name.is_empty() { Err(error::INVALID_GROUP_NAME) } else { Ok(name) };
                }
                Some('\\') => {
                    self.at += 1;
                    if !self.eat('u') {
                        return Err(error::INVALID_UNICODE_ESCAPE);
                    }
                    self.unicode_escape(true).ok_or(error::INVALID_UNICODE_ESCAPE)?
                }
                Some(_) => self.code_point(),
            };
            let fits = if name.is_empty() { starts_name(c) } else { continues_name(c) };
            match char::from_u32(c).filter(|_| fits) {
                Some(c) => name.push(c),
                None => return Err(error::INVALID_GROUP_NAME),
            }
        }
    }

    /// A code point, which without u is two code units if they are a pair.
    fn code_point(&mut self) -> u32 {
        let c = self.take();
        match self.code.get(self.at) {
            Some(trail) if (0xD800..0xDC00).contains(&c) && (0xDC00..0xE000).contains(trail) => {
                self.at += 1;
                0x1_0000 + ((c & 0x3FF) << 10) + (trail & 0x3FF)
            }
            _ => c,
        }
    }
}
