//! Translates a pattern to an expression over bytes, from which an automaton is made.
//!
//! What an automaton finds must be what backtracking finds (sec-pattern-semantics). That is so
//! for characters, classes, groups, alternatives, anchors and repetitions of what cannot be
//! empty: both prefer the same of several matches. The rest (assertions, back references,
//! repetitions of what may be empty) is translated to something that matches wherever the
//! pattern does, and maybe elsewhere; the translation is then not `exact`, and tells only
//! where a match may start.
//!
//! The pattern is known to be valid. The translation is for Latin-1 text.

use super::byte_set::ByteSet;
use super::cursor::Cursor;
use super::flag;
use super::pattern::compile;
use regex_syntax::hir::{Capture, Hir, Look, Repetition};

pub(super) struct Translation {
    pub(super) hir: Hir,
    /// It matches what the pattern matches; else it matches at least where the pattern does.
    pub(super) exact: bool,
    /// Its groups are the pattern's: none is inside a repetition that might pass it by, after
    /// which ECMAScript forgets what it captured before.
    pub(super) exact_groups: bool,
    /// It treats all characters beyond ASCII that are no white space alike, so it may also
    /// search a text in which one of them stands for each of them.
    pub(super) uniform: bool,
    /// Only `\n` is a line terminator to it.
    pub(super) lines_end_with_lf: bool,
}

/// Part of a pattern.
struct Node {
    hir: Hir,
    nullable: bool,
    has_groups: bool,
    /// It can match without some of its groups.
    may_skip_groups: bool,
    /// What follows must be left out: the translation of this is only a beginning.
    cut: bool,
}

impl Node {
    fn new(hir: Hir, nullable: bool) -> Node {
        Node { hir, nullable, has_groups: false, may_skip_groups: false, cut: false }
    }
}

struct Translator<'a> {
    cursor: Cursor<'a>,
    flags: u8,
    group_count: usize,
    has_names: bool,
    groups_seen: u32,
    depth: usize,
    exact: bool,
    exact_groups: bool,
    uniform: bool,
    lines_end_with_lf: bool,
}

/// Groups inside each other that are followed; deeper patterns are left to backtracking.
const MAX_DEPTH: usize = 60;

/// None: no automaton is to be had. `code`: code units, or code points with u.
pub(super) fn translate(code: &[u32], flags: u8, group_count: usize, has_names: bool) -> Option<Translation> {
    if flags & flag::UNICODE_SETS != 0 {
        return None;
    }
    let mut translator = Translator {
        cursor: Cursor::new(code),
        flags,
        group_count,
        has_names,
        groups_seen: 0,
        depth: 0,
        exact: true,
        exact_groups: true,
        // Case folding with u relates ASCII to the long s and the Kelvin sign, and its
        // characters may be two code units.
        uniform: flags & flag::UNICODE == 0,
        lines_end_with_lf: false,
    };
    let node = translator.disjunction()?;
    if translator.cursor.at != code.len() || translator.groups_seen as usize != group_count {
        return None;
    }
    Some(Translation {
        hir: node.hir,
        exact: translator.exact,
        exact_groups: translator.exact_groups,
        uniform: translator.uniform,
        lines_end_with_lf: translator.lines_end_with_lf,
    })
}

impl Translator<'_> {
    fn has(&self, bit: u8) -> bool {
        self.flags & bit != 0
    }

    fn disjunction(&mut self) -> Option<Node> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let first = self.alternative()?;
        let mut all = vec![first];
        while self.cursor.eat('|') {
            all.push(self.alternative()?);
        }
        self.depth -= 1;
        if all.len() == 1 {
            return all.pop();
        }
        let mut node = Node::new(Hir::empty(), false);
        for part in &all {
            node.nullable |= part.nullable;
            node.has_groups |= part.has_groups;
            node.cut |= part.cut;
        }
        node.may_skip_groups = node.has_groups;
        node.hir = Hir::alternation(all.into_iter().map(|part| part.hir).collect());
        Some(node)
    }

    fn alternative(&mut self) -> Option<Node> {
        let mut node = Node::new(Hir::empty(), true);
        let mut parts = Vec::new();
        while !matches!(self.cursor.peek(0), None | Some('|' | ')')) {
            let part = self.term()?;
            node.has_groups |= part.has_groups;
            node.may_skip_groups |= part.may_skip_groups;
            if !node.cut {
                node.nullable &= part.nullable;
                parts.push(part.hir);
                node.cut = part.cut;
            }
        }
        node.hir = Hir::concat(parts);
        Some(node)
    }

    fn term(&mut self) -> Option<Node> {
        let atom = self.atom()?;
        let (min, max) = match self.cursor.peek(0) {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => match self.braces() {
                Some(bounds) => bounds?,
                None => return Some(atom),
            },
            _ => return Some(atom),
        };
        self.cursor.at += 1;
        let greedy = !self.cursor.eat('?');
        Some(self.repeat(atom, min, max, greedy))
    }

    /// The bounds of `{n,m}`, with the position on the closing brace. None: the brace stands
    /// for itself. Some(None): the numbers are too large.
    fn braces(&mut self) -> Option<Option<(u32, Option<u32>)>> {
        let mut at = self.cursor.at + 1;
        let mut number = || {
            let start = at;
            let mut value = Some(0u32);
            while let Some(digit) = self.cursor.code.get(at).and_then(|c| char::from_u32(*c)).and_then(|c| c.to_digit(10)) {
                value = value.and_then(|v| v.checked_mul(10)?.checked_add(digit));
                at += 1;
            }
            let found = (at > start).then_some(value);
            let comma = self.cursor.code.get(at) == Some(&(',' as u32));
            at += comma as usize;
            (found, comma)
        };
        let (min, comma) = number();
        let min = min?;
        let max = if comma {
            let (max, again) = number();
            if again {
                return None;
            }
            max
        } else {
            Some(min)
        };
        if self.cursor.code.get(at) != Some(&('}' as u32)) {
            return None;
        }
        self.cursor.at = at;
        Some(match (min, max) {
            (Some(min), None) => Some((min, None)),
            (Some(min), Some(Some(max))) => Some((min, Some(max))),
            _ => None,
        })
    }

    fn repeat(&mut self, atom: Node, min: u32, max: Option<u32>, greedy: bool) -> Node {
        let mut node = Node { hir: Hir::empty(), ..atom };
        // An iteration that matches nothing is refused, which no automaton knows of.
        self.exact &= !atom.nullable;
        if max.is_none_or(|max| max > 1) {
            self.exact_groups &= !atom.may_skip_groups;
        }
        node.may_skip_groups |= atom.has_groups && min == 0;
        node.nullable |= min == 0;
        node.hir = match (atom.cut, min) {
            (true, 0) => Hir::empty(),
            (true, _) => atom.hir,
            _ => Hir::repetition(Repetition { min, max, greedy, sub: Box::new(atom.hir) }),
        };
        node
    }

    fn atom(&mut self) -> Option<Node> {
        let c = self.cursor.peek(0)?;
        self.cursor.at += 1;
        let look = |look| Some(Node::new(Hir::look(look), true));
        match c {
            '^' if self.has(flag::MULTILINE) => {
                self.lines_end_with_lf = true;
                look(Look::StartLF)
            }
            '$' if self.has(flag::MULTILINE) => {
                self.lines_end_with_lf = true;
                look(Look::EndLF)
            }
            '^' => look(Look::Start),
            '$' => look(Look::End),
            '.' if self.has(flag::DOT_ALL) => Some(Node::new(ByteSet::ALL.hir(), false)),
            '.' => Some(Node::new(ByteSet::of(*b"\n\r").complement().hir(), false)),
            '(' => self.group(),
            '[' => {
                let set = self.class()?;
                Some(Node::new(set.hir(), false))
            }
            '\\' => self.escape(),
            _ => self.character(self.cursor.code[self.cursor.at - 1]),
        }
    }

    fn character(&mut self, c: u32) -> Option<Node> {
        let mut set = ByteSet::default();
        self.add_range(&mut set, c, c);
        Some(Node::new(self.fold(set).hir(), false))
    }
    fn fold(&self, set: ByteSet) -> ByteSet {
        if self.has(flag::IGNORE_CASE) { set.folded() } else { set }
    }
    fn add_range(&mut self, set: &mut ByteSet, first: u32, last: u32) {
        self.uniform &= last < 0x80 || (first <= 0x80 && last == 0xFFFF);
        set.add_range(first, last, self.has(flag::IGNORE_CASE), self.has(flag::UNICODE));
    }

    fn group(&mut self) -> Option<Node> {
        let mut capture = None;
        if self.cursor.eat('?') {
            let behind = self.cursor.peek(0) == Some('<') && matches!(self.cursor.peek(1), Some('=' | '!'));
            match self.cursor.peek(0)? {
                ':' => self.cursor.at += 1,
                '=' | '!' => return self.assertion(false),
                '<' if behind => {
                    self.cursor.at += 1;
                    return self.assertion(true);
                }
                '<' => {
                    while !self.cursor.eat('>') {
                        self.cursor.at += 1;
                        self.cursor.peek(0)?;
                    }
                    capture = Some(());
                }
                // Flags of a part.
                _ => return None,
            }
        } else {
            capture = Some(());
        }
        let index = self.groups_seen + 1;
        self.groups_seen += capture.is_some() as u32;
        let mut node = self.disjunction()?;
        if !self.cursor.eat(')') {
            return None;
        }
        if capture.is_some() {
            node.hir = Hir::capture(Capture { index, name: None, sub: Box::new(node.hir) });
            node.has_groups = true;
        }
        Some(node)
    }

    /// A look-around assertion, which matches nothing of its own. One that ends the pattern
    /// may as well have been part of it: that narrows down where a match starts.
    fn assertion(&mut self, behind: bool) -> Option<Node> {
        let positive = self.cursor.eat('=');
        self.cursor.at += !positive as usize;
        self.exact = false;
        let inner = self.disjunction()?;
        if !self.cursor.eat(')') {
            return None;
        }
        let keep = positive && !behind && self.cursor.at == self.cursor.code.len();
        Some(Node {
            hir: if keep { inner.hir } else { Hir::empty() },
            nullable: true,
            cut: keep && inner.cut,
            has_groups: inner.has_groups,
            may_skip_groups: inner.has_groups,
        })
    }

    fn hex(&mut self, digits: usize) -> Option<u32> {
        let text: Option<String> = (0..digits).map(|i| self.cursor.peek(i).filter(char::is_ascii_hexdigit)).collect();
        let value = u32::from_str_radix(&text?, 16).ok()?;
        self.cursor.at += digits;
        Some(value)
    }

    /// The character that an escape stands for, in a class or outside, with the position after
    /// its letter. None: it is one of the rare ones.
    fn character_escape(&mut self, letter: char) -> Option<u32> {
        let unicode = self.has(flag::UNICODE);
        Some(match letter {
            't' => 9,
            'n' => 10,
            'v' => 11,
            'f' => 12,
            'r' => 13,
            '0' if !matches!(self.cursor.peek(0), Some('0'..='9')) => 0,
            'c' => {
                let control = self.cursor.peek(0).filter(char::is_ascii_alphabetic)?;
                self.cursor.at += 1;
                control as u32 % 32
            }
            'x' => self.hex(2)?,
            'u' if unicode && self.cursor.eat('{') => {
                let mut value = 0u32;
                while !self.cursor.eat('}') {
                    value = (value << 4) | self.cursor.peek(0)?.to_digit(16)?;
                    self.cursor.at += 1;
                }
                value
            }
            'u' => {
                let value = self.hex(4)?;
                if unicode && value & 0xFC00 == 0xD800 && self.cursor.peek(0) == Some('\\') && self.cursor.peek(1) == Some('u') {
                    self.cursor.at += 2;
                    let low = self.hex(4)?;
                    if low & 0xFC00 != 0xDC00 {
                        return None;
                    }
                    0x10000 + ((value & 0x3FF) << 10) + (low & 0x3FF)
                } else {
                    value
                }
            }
            '0'..='9' => return None,
            'k' if self.has_names => return None,
            'p' | 'P' if unicode => return None,
            _ => self.cursor.code[self.cursor.at - 1],
        })
    }

    /// `\p{…}` or `\P{…}`, with the position after its letter: backtracking knows which
    /// characters have the property.
    fn property(&mut self) -> Option<ByteSet> {
        let start = self.cursor.at - 2;
        while !self.cursor.eat('}') {
            self.cursor.at += 1;
            self.cursor.peek(0)?;
        }
        let regex = compile(&self.cursor.code[start..self.cursor.at], self.flags & (flag::UNICODE | flag::IGNORE_CASE)).ok()?;
        Some(ByteSet::of((0..=255).filter(|b| regex.find_from_utf16(&[*b as u16], 0).next().is_some())))
    }

    fn escape(&mut self) -> Option<Node> {
        let letter = self.cursor.peek(0)?;
        self.cursor.at += 1;
        let back_reference = match letter {
            'b' => return Some(Node::new(Hir::look(Look::WordAscii), true)),
            'B' => return Some(Node::new(Hir::look(Look::WordAsciiNegate), true)),
            'p' | 'P' if self.has(flag::UNICODE) => {
                let set = self.property()?;
                return Some(Node::new(set.hir(), false));
            }
            'k' if self.has_names => {
                while !self.cursor.eat('>') {
                    self.cursor.at += 1;
                    self.cursor.peek(0)?;
                }
                true
            }
            '1'..='9' => {
                let mut number = letter.to_digit(10)? as usize;
                while let Some(digit) = self.cursor.peek(0).and_then(|c| c.to_digit(10)) {
                    number = number.checked_mul(10)?.checked_add(digit as usize)?;
                    self.cursor.at += 1;
                }
                // Else it is an octal escape.
                if number > self.group_count {
                    return None;
                }
                true
            }
            _ => false,
        };
        if back_reference {
            self.exact = false;
            return Some(Node { cut: true, ..Node::new(Hir::empty(), true) });
        }
        if let Some(set) = ByteSet::of_escape(letter) {
            return Some(Node::new(set.hir(), false));
        }
        let c = self.character_escape(letter)?;
        self.character(c)
    }

    /// The set of a class, after its opening bracket.
    fn class(&mut self) -> Option<ByteSet> {
        let inverted = self.cursor.eat('^');
        let mut set = ByteSet::default();
        while !self.cursor.eat(']') {
            let first = self.class_atom(&mut set)?;
            if self.cursor.peek(0) == Some('-') && self.cursor.peek(1) != Some(']') {
                self.cursor.at += 1;
                let last = self.class_atom(&mut set)?;
                match (first, last) {
                    (Some(first), Some(last)) => self.add_range(&mut set, first, last),
                    // With a class on one side, the hyphen stands for itself.
                    _ => {
                        self.add_range(&mut set, '-' as u32, '-' as u32);
                        [first, last].into_iter().flatten().for_each(|c| self.add_range(&mut set, c, c));
                    }
                }
            } else if let Some(c) = first {
                self.add_range(&mut set, c, c);
            }
        }
        let set = self.fold(set);
        Some(if inverted { set.complement() } else { set })
    }

    /// A character of a class, or None after adding what an escape such as `\d` stands for.
    fn class_atom(&mut self, set: &mut ByteSet) -> Option<Option<u32>> {
        let c = self.cursor.peek(0)?;
        self.cursor.at += 1;
        if c != '\\' {
            return Some(Some(self.cursor.code[self.cursor.at - 1]));
        }
        let letter = self.cursor.peek(0)?;
        self.cursor.at += 1;
        if letter == 'b' {
            return Some(Some(8));
        }
        if matches!(letter, 'p' | 'P') && self.has(flag::UNICODE) {
            *set = set.union(self.property()?);
            return Some(None);
        }
        if let Some(escape) = ByteSet::of_escape(letter) {
            *set = set.union(escape);
            return Some(None);
        }
        self.character_escape(letter).map(Some)
    }
}
