//! Character classes with the flag v, after the opening bracket (sec-compiletocharset).

use super::escape::{Place, Property};
use super::{Parser, Result};
use crate::ast::Node;
use crate::case::Folding;
use crate::code_points::{CodePoints, LAST};
use crate::emoji::StringSet;
use crate::error::{self, PatternError};

/// A CharSet, and what is known of it statically.
struct Operand {
    set: StringSet,
    /// MayContainStrings (sec-static-semantics-maycontainstrings).
    may_have_strings: bool,
    /// It is a ClassSetCharacter, and may begin or end a range.
    character: Option<u32>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Operation {
    Union,
    Intersection,
    Subtraction,
}

/// Characters that have to be escaped.
const SYNTAX: &str = "()[]{}/-|";
/// Characters that may not stand twice in a row.
const RESERVED_TWICE: &str = "&!#$%*+,.:;<=>?@^`~";

impl Parser<'_> {
    /// Folding happens as sets are read, and operations are on what is folded.
    fn folds_sets(&self) -> bool {
        self.sets && self.ignore_case
    }
    /// MaybeSimpleCaseFolding (sec-maybesimplecasefolding).
    pub(super) fn maybe_fold(&self, set: &CodePoints) -> CodePoints {
        if self.folds_sets() { Folding::CodePoints.fold(set) } else { set.clone() }
    }
    /// CharacterComplement (sec-charactercomplement).
    pub(super) fn complement(&self, set: &CodePoints) -> CodePoints {
        let rest = set.complement(self.last());
        if self.folds_sets() { rest.intersection(&Folding::CodePoints.fold(&CodePoints::of([(0, LAST)]))) } else { rest }
    }
    fn fold_strings(&self, set: StringSet) -> StringSet {
        if !self.folds_sets() {
            return set;
        }
        let strings = set.strings.into_iter().map(|s| s.into_iter().map(|c| Folding::CodePoints.canonicalize(c)).collect());
        StringSet { characters: Folding::CodePoints.fold(&set.characters), strings: strings.collect() }
    }

    pub(super) fn class_with_sets(&mut self) -> Result<Node> {
        let contents = self.nested(Self::class_contents)?;
        Ok(self.strings(contents.set))
    }

    /// What matches one of the strings, the longest first.
    pub(super) fn strings(&self, set: StringSet) -> Node {
        let singles = self.set(&set.characters);
        if set.strings.is_empty() {
            return singles;
        }
        let mut strings: Vec<Vec<u32>> = set.strings.into_iter().collect();
        strings.sort_by_key(|s| std::cmp::Reverse(s.len()));
        let has_empty = strings.pop_if(|s| s.is_empty()).is_some();
        let sequence = |s: Vec<u32>| Node::Sequence(s.into_iter().map(|c| self.character(c)).collect());
        let mut all: Vec<Node> = strings.into_iter().map(sequence).collect();
        all.push(singles);
        all.extend(has_empty.then_some(Node::Empty));
        Node::Alternatives(all)
    }

    /// ClassContents and the closing bracket, and whether the class is a complement.
    fn class_contents(&mut self) -> Result<Operand> {
        let inverted = self.eat('^');
        let contents = self.class_expression()?;
        if !inverted {
            return Ok(Operand { character: None, ..contents });
        }
        if contents.may_have_strings {
            return Err(error::NEGATED_CLASS_WITH_STRINGS);
        }
        Ok(Operand { set: self.complement(&contents.set.characters).into(), may_have_strings: false, character: None })
    }

    /// ClassSetExpression or nothing, and the closing bracket.
    fn class_expression(&mut self) -> Result<Operand> {
        let mut all = Operand { set: StringSet::default(), may_have_strings: false, character: None };
        if self.eat(']') {
            return Ok(all);
        }
        all = self.operand()?;
        let operation = match (self.peek(), self.peek_at(1)) {
            (Some('-'), Some('-')) => Operation::Subtraction,
            (Some('&'), Some('&')) => Operation::Intersection,
            _ => Operation::Union,
        };
        if operation == Operation::Union {
            return self.class_union(all);
        }
        let sign = if operation == Operation::Subtraction { '-' } else { '&' };
        while !self.eat(']') {
            if self.peek().is_none() {
                return Err(error::UNTERMINATED_CLASS);
            }
            if self.peek() != Some(sign) || self.peek_at(1) != Some(sign) {
                return Err(error::INVALID_SET_OPERATION);
            }
            self.at += 2;
            if self.peek() == Some('&') && sign == '&' {
                return Err(error::INVALID_CLASS_CHARACTER);
            }
            let next = self.operand()?;
            if operation == Operation::Subtraction {
                all.set = all.set.difference(&next.set);
            } else {
                all.set = all.set.intersection(&next.set);
                all.may_have_strings &= next.may_have_strings;
            }
        }
        Ok(all)
    }

    /// ClassUnion after its first operand.
    fn class_union(&mut self, first: Operand) -> Result<Operand> {
        let (mut last, mut sets, mut ranges, mut may_have_strings) = (first, StringSet::default(), Vec::new(), false);
        loop {
            if self.at_hyphen()? {
                self.at += 1;
                if self.peek().is_none() {
                    return Err(error::UNTERMINATED_CLASS);
                }
                let start = last.character.ok_or(error::INVALID_CLASS)?;
                let end = self.operand()?.character.ok_or(error::INVALID_CLASS)?;
                if start > end {
                    return Err(error::CLASS_OUT_OF_ORDER);
                }
                ranges.push((start, end));
                if self.at_hyphen()? {
                    return Err(error::INVALID_CLASS);
                }
            } else {
                may_have_strings |= last.may_have_strings;
                match last.character {
                    Some(c) => ranges.push((c, c)),
                    None => sets = sets.union(last.set),
                }
            }
            if self.eat(']') {
                break;
            }
            last = self.operand()?;
        }
        let ranges = self.maybe_fold(&CodePoints::of(ranges));
        Ok(Operand { set: sets.union(ranges.into()), may_have_strings, character: None })
    }

    /// At the hyphen of a range; two are an operation, which a union has not.
    fn at_hyphen(&self) -> Result<bool> {
        match (self.peek(), self.peek_at(1)) {
            (Some('-'), Some('-')) => Err(error::INVALID_SET_OPERATION),
            (next, _) => Ok(next == Some('-')),
        }
    }

    /// ClassSetOperand.
    fn operand(&mut self) -> Result<Operand> {
        let of = |set: StringSet, may_have_strings| Ok(Operand { set, may_have_strings, character: None });
        match (self.peek(), self.peek_at(1)) {
            (None, _) => Err(error::UNTERMINATED_CLASS),
            (Some('['), _) => {
                self.at += 1;
                self.nested(Self::class_contents)
            }
            (Some('\\'), Some(letter @ ('d' | 'D' | 's' | 'S' | 'w' | 'W'))) => {
                self.at += 1;
                let set = self.set_escape(letter).expect("one of them");
                of(set.into(), false)
            }
            (Some('\\'), Some(letter @ ('p' | 'P'))) => {
                self.at += 2;
                match self.property_escape(letter == 'P').ok_or(error::INVALID_CLASS_PROPERTY)? {
                    Property::Characters(set) => of(set.into(), false),
                    Property::Strings(strings) => of(self.fold_strings(strings), true),
                }
            }
            (Some('\\'), Some('q')) => {
                self.at += 2;
                if !self.eat('{') {
                    return Err(error::INVALID_ESCAPE);
                }
                self.string_disjunction()
            }
            _ => {
                let c = self.class_set_character()?;
                Ok(Operand { set: self.maybe_fold(&CodePoints::one(c)).into(), may_have_strings: false, character: Some(c) })
            }
        }
    }

    /// ClassStringDisjunctionContents and the closing brace.
    fn string_disjunction(&mut self) -> Result<Operand> {
        let (mut set, mut may_have_strings) = (StringSet::default(), false);
        loop {
            let mut string = Vec::new();
            while !matches!(self.peek(), Some('|' | '}')) {
                string.push(self.class_set_character()?);
            }
            match string[..] {
                [c] => set.characters = set.characters.union(&CodePoints::one(c)),
                _ => {
                    may_have_strings = true;
                    set.strings.insert(string);
                }
            }
            let more = self.peek() == Some('|');
            self.at += 1;
            if !more {
                return Ok(Operand { set: self.fold_strings(set), may_have_strings, character: None });
            }
        }
    }

    /// ClassSetCharacter.
    fn class_set_character(&mut self) -> Result<u32> {
        let Some(c) = self.peek() else { return Err(error::UNTERMINATED_CLASS) };
        if c == '\\' {
            self.at += 1;
            return self.character_escape(Place::ClassSet);
        }
        let refused: Option<PatternError> = if SYNTAX.contains(c) {
            Some(error::INVALID_CLASS_CHARACTER)
        } else if self.peek_at(1) == Some(c) && RESERVED_TWICE.contains(c) {
            Some(error::INVALID_SET_OPERATION)
        } else {
            None
        };
        refused.map_or_else(|| Ok(self.take()), Err)
    }
}
