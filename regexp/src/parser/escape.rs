//! Escapes, after the backslash.

use super::{Parser, Result};
use crate::ast::Node;
use crate::code_points::{CodePoints, DIGITS, SPACE};
use crate::emoji::{self, StringSet};
use crate::error;
use crate::properties::property;

/// Where a character escape is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Atom,
    /// In a class without v.
    Class,
    /// In a class with v.
    ClassSet,
}

/// What `\p{…}` stands for.
pub(super) enum Property {
    Characters(CodePoints),
    Strings(StringSet),
}

impl Parser<'_> {
    /// AtomEscape and the assertions that are escapes.
    pub(super) fn atom_escape(&mut self) -> Result<Node> {
        let Some(letter) = self.peek() else { return Err(error::ESCAPE_AT_END) };
        match letter {
            'b' | 'B' => {
                self.at += 1;
                Ok(Node::Boundary { negated: letter == 'B', word: self.word() })
            }
            '1'..='9' => self.decimal_escape(),
            'k' if self.has_names => {
                self.at += 1;
                if !self.eat('<') {
                    return Err(error::INVALID_NAMED_REFERENCE);
                }
                let name = self.group_name()?;
                self.named_references.push((name, self.references.len()));
                Ok(self.reference(Vec::new()))
            }
            'p' | 'P' if self.unicode => {
                self.at += 1;
                Ok(match self.property_escape(letter == 'P').ok_or(error::INVALID_PROPERTY)? {
                    Property::Characters(set) => self.set(&set),
                    Property::Strings(strings) => self.strings(strings),
                })
            }
            _ => match self.set_escape(letter) {
                Some(set) => Ok(self.set(&set)),
                None => {
                    let c = self.character_escape(Place::Atom)?;
                    Ok(self.character(c))
                }
            },
        }
    }

    /// What matches a member of a set that is not closed over case yet.
    pub(super) fn set(&self, set: &CodePoints) -> Node {
        Node::Set(self.folding().map_or_else(|| set.clone(), |folding| folding.close(set)))
    }

    fn reference(&mut self, groups: Vec<u32>) -> Node {
        self.references.push(groups);
        Node::Reference { to: self.references.len() as u32 - 1, folding: self.folding() }
    }

    /// The number of a group refers to it. Without u, any other is an octal escape, or no
    /// escape at all (LegacyOctalEscapeSequence).
    fn decimal_escape(&mut self) -> Result<Node> {
        let start = self.at;
        let digits = self.digits();
        let number = digits.iter().fold(0u32, |value, digit| value.saturating_mul(10).saturating_add(digit - u32::from('0')));
        if number <= self.group_count {
            return Ok(self.reference(vec![number]));
        }
        if self.unicode {
            return Err(error::INVALID_ESCAPE);
        }
        self.at = start;
        let c = match self.peek() {
            Some('8' | '9') => self.take(),
            _ => self.octal(),
        };
        Ok(self.character(c))
    }

    /// LegacyOctalEscapeSequence, whose first digit comes next.
    fn octal(&mut self) -> u32 {
        let mut value = 0;
        for _ in 0..3 {
            let Some(digit) = self.peek().and_then(|c| c.to_digit(8)) else { break };
            if value * 8 + digit > 0o377 {
                break;
            }
            value = value * 8 + digit;
            self.at += 1;
        }
        value
    }

    /// The characters of `\d`, `\s`, `\w` and their opposites (sec-compiletocharset), not closed
    /// over case, with the position after the letter. None, and nothing passed: it is another.
    pub(super) fn set_escape(&mut self, letter: char) -> Option<CodePoints> {
        let set = match letter {
            'd' | 'D' => CodePoints::of(DIGITS.iter().copied()),
            's' | 'S' => CodePoints::of(SPACE.iter().copied()),
            'w' | 'W' => self.maybe_fold(&self.word()),
            _ => return None,
        };
        self.at += 1;
        Some(if letter.is_ascii_uppercase() { self.complement(&set) } else { set })
    }

    /// UnicodePropertyValueExpression in its braces, after `\p` or `\P`.
    pub(super) fn property_escape(&mut self, negated: bool) -> Option<Property> {
        if !self.eat('{') {
            return None;
        }
        let mut text = String::new();
        loop {
            match self.peek()? {
                '}' => break,
                c if c.is_ascii_alphanumeric() || c == '_' || c == '=' => text.push(c),
                _ => return None,
            }
            self.at += 1;
        }
        self.at += 1;
        let (name, value) = match text.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (text.as_str(), None),
        };
        if let Some(set) = property(name, value) {
            let set = self.maybe_fold(&set);
            return Some(Property::Characters(if negated { self.complement(&set) } else { set }));
        }
        if !self.sets || negated || value.is_some() {
            return None;
        }
        emoji::property_of_strings(name).map(Property::Strings)
    }

    /// CharacterEscape: the character that it stands for.
    pub(super) fn character_escape(&mut self, place: Place) -> Result<u32> {
        let Some(letter) = self.peek() else { return Err(error::ESCAPE_AT_END) };
        let itself = self.take();
        let in_class = place != Place::Atom;
        Ok(match letter {
            't' => 9,
            'n' => 10,
            'v' => 11,
            'f' => 12,
            'r' => 13,
            'b' if in_class => 8,
            '-' if in_class && self.unicode => itself,
            'c' => match self.peek() {
                Some(c) if c.is_ascii_alphabetic() => self.take() % 32,
                Some(c) if in_class && !self.unicode && (c.is_ascii_digit() || c == '_') => self.take() % 32,
                _ if self.unicode => return Err(error::INVALID_UNICODE_ESCAPE),
                // The backslash stands for itself.
                _ => {
                    self.at -= 1;
                    u32::from('\\')
                }
            },
            '0' if !matches!(self.peek(), Some('0'..='9')) => 0,
            '0'..='7' if self.unicode => return Err(error::INVALID_DECIMAL_ESCAPE),
            '0'..='7' => {
                self.at -= 1;
                self.octal()
            }
            'x' => match self.hex(2) {
                Some(value) => value,
                None if self.unicode => return Err(error::INVALID_ESCAPE),
                None => itself,
            },
            'u' => match self.unicode_escape(self.unicode) {
                Some(value) => value,
                None if self.unicode => return Err(error::INVALID_UNICODE_ESCAPE),
                None => itself,
            },
            // ClassSetReservedPunctuator
            _ if place == Place::ClassSet && "&-!#%,:;<=>@`~".contains(letter) => itself,
            // IdentityEscape
            _ if self.unicode && !"^$\\.*+?()[]{}|/".contains(letter) => return Err(error::INVALID_ESCAPE),
            'k' if self.has_names => return Err(error::INVALID_ESCAPE),
            _ => itself,
        })
    }

    fn hex(&mut self, digits: usize) -> Option<u32> {
        let value = (0..digits).try_fold(0, |value, i| Some(value << 4 | self.peek_at(i)?.to_digit(16)?))?;
        self.at += digits;
        Some(value)
    }

    /// What follows `\u`; `unicode`: as with u. None, and nothing passed: it is no such escape.
    pub(super) fn unicode_escape(&mut self, unicode: bool) -> Option<u32> {
        let start = self.at;
        if unicode && self.eat('{') {
            let mut value = None;
            while let Some(digit) = self.peek().and_then(|c| c.to_digit(16)) {
                value = Some((value.unwrap_or(0) << 4 | digit).min(0x11_0000));
                self.at += 1;
            }
            let value = value.filter(|value| *value < 0x11_0000 && self.eat('}'));
            if value.is_none() {
                self.at = start;
            }
            return value;
        }
        let unit = self.hex(4)?;
        let before = self.at;
        if unicode && (0xD800..0xDC00).contains(&unit) && self.eat('\\') && self.eat('u') {
            match self.hex(4) {
                Some(trail) if (0xDC00..0xE000).contains(&trail) => return Some(0x1_0000 + ((unit & 0x3FF) << 10) + (trail & 0x3FF)),
                _ => {}
            }
        }
        self.at = before;
        Some(unit)
    }
}
