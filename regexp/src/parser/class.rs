//! Character classes without the flag v, after the opening bracket (sec-compilecharacterclass).

use super::escape::{Place, Property};
use super::{Parser, Result};
use crate::ast::Node;
use crate::code_points::CodePoints;
use crate::error;

enum ClassAtom {
    Character(u32),
    Set(CodePoints),
}

impl Parser<'_> {
    pub(super) fn class(&mut self) -> Result<Node> {
        if self.sets {
            return self.class_with_sets();
        }
        let inverted = self.eat('^');
        let (mut ranges, mut sets) = (Vec::new(), CodePoints::new());
        loop {
            if self.peek().is_none() {
                return Err(error::UNTERMINATED_CLASS);
            }
            if self.eat(']') {
                break;
            }
            let first = self.class_atom()?;
            if self.peek() != Some('-') || matches!(self.peek_at(1), None | Some(']')) {
                add(first, &mut ranges, &mut sets);
                continue;
            }
            self.at += 1;
            match (first, self.class_atom()?) {
                (ClassAtom::Character(first), ClassAtom::Character(last)) => {
                    if first > last {
                        return Err(error::CLASS_OUT_OF_ORDER);
                    }
                    ranges.push((first, last));
                }
                _ if self.unicode => return Err(error::INVALID_CLASS),
                // With a set on one side, the hyphen stands for itself (Annex B).
                (first, last) => {
                    add(first, &mut ranges, &mut sets);
                    ranges.push((u32::from('-'), u32::from('-')));
                    add(last, &mut ranges, &mut sets);
                }
            }
        }
        let set = sets.union(&CodePoints::of(ranges));
        let set = self.folding().map_or_else(|| set.clone(), |folding| folding.close(&set));
        Ok(Node::Set(if inverted { set.complement(self.last()) } else { set }))
    }

    fn class_atom(&mut self) -> Result<ClassAtom> {
        if !self.eat('\\') {
            return if self.peek().is_some() { Ok(ClassAtom::Character(self.take())) } else { Err(error::UNTERMINATED_CLASS) };
        }
        let Some(letter) = self.peek() else { return Err(error::ESCAPE_AT_END) };
        if matches!(letter, 'p' | 'P') && self.unicode {
            self.at += 1;
            return match self.property_escape(letter == 'P') {
                Some(Property::Characters(set)) => Ok(ClassAtom::Set(set)),
                _ => Err(error::INVALID_CLASS_PROPERTY),
            };
        }
        Ok(match self.set_escape(letter) {
            Some(set) => ClassAtom::Set(set),
            None => ClassAtom::Character(self.character_escape(Place::Class)?),
        })
    }
}

fn add(atom: ClassAtom, ranges: &mut Vec<(u32, u32)>, sets: &mut CodePoints) {
    match atom {
        ClassAtom::Character(c) => ranges.push((c, c)),
        ClassAtom::Set(set) => *sets = sets.union(&set),
    }
}
