//! Translates a pattern to an expression over bytes, from which an automaton is made.
//!
//! What an automaton finds must be what backtracking finds (sec-pattern-semantics). That is so
//! for characters, classes, groups, alternatives, anchors and repetitions of what cannot be
//! empty: both prefer the same of several matches. The rest (assertions, back references,
//! repetitions of what may be empty) is translated to something that matches wherever the
//! pattern does, and maybe elsewhere; the translation is then not `exact`, and tells only
//! where a match may start.
//!
//! The translation is for Latin-1 text.

use crate::regexp::ast::{Node, Pattern, Repeat};
use crate::regexp::code_points::{CodePoints, SPACE};
use regex_syntax::hir::{Capture, Class, ClassBytes, ClassBytesRange, Hir, Look, Repetition};

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
struct Part {
    hir: Hir,
    nullable: bool,
    has_groups: bool,
    /// It can match without some of its groups.
    may_skip_groups: bool,
    /// What follows must be left out: the translation of this is only a beginning.
    cut: bool,
}

impl Part {
    fn new(hir: Hir, nullable: bool) -> Part {
        Part { hir, nullable, has_groups: false, may_skip_groups: false, cut: false }
    }
}

struct Translator {
    depth: usize,
    exact: bool,
    exact_groups: bool,
    uniform: bool,
    lines_end_with_lf: bool,
}

/// Groups inside each other that are followed; deeper patterns are left to backtracking.
const MAX_DEPTH: usize = 60;

/// None: no automaton is to be had.
pub(super) fn translate(pattern: &Pattern) -> Option<Translation> {
    let mut translator = Translator {
        depth: 0,
        exact: true,
        exact_groups: true,
        // Characters may be two code units.
        uniform: !pattern.unicode,
        lines_end_with_lf: false,
    };
    let part = translator.node(&pattern.root, true)?;
    let Translator { exact, exact_groups, uniform, lines_end_with_lf, .. } = translator;
    Some(Translation { hir: part.hir, exact, exact_groups, uniform, lines_end_with_lf })
}

/// The bytes that are members.
fn bytes(set: &CodePoints) -> Hir {
    let ranges = set.ranges().iter().filter(|(first, _)| *first <= 0xFF);
    Hir::class(Class::Bytes(ClassBytes::new(ranges.map(|(first, last)| ClassBytesRange::new(*first as u8, (*last).min(0xFF) as u8)))))
}

/// Whether all white space beyond ASCII is in the set or none is, and the same of all else there,
/// but for line terminators.
fn is_uniform(set: &CodePoints) -> bool {
    let space = CodePoints::of(SPACE.iter().copied().filter(|(first, _)| *first >= 0x80));
    let lines = CodePoints::of([(0x2028, 0x2029)]);
    let alike = |kind: &CodePoints| [kind.clone(), CodePoints::new()].contains(&set.intersection(kind));
    alike(&space.difference(&lines)) && alike(&CodePoints::of([(0x80, 0xFFFF)]).difference(&space))
}

impl Translator {
    /// `last`: nothing comes after the node.
    fn node(&mut self, node: &Node, last: bool) -> Option<Part> {
        if self.depth == MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let part = self.part(node, last);
        self.depth -= 1;
        part
    }

    fn set(&mut self, set: &CodePoints) -> Part {
        self.uniform = self.uniform && is_uniform(set);
        Part::new(bytes(set), false)
    }

    fn part(&mut self, node: &Node, last: bool) -> Option<Part> {
        let look = |look| Some(Part::new(Hir::look(look), true));
        match node {
            Node::Empty => Some(Part::new(Hir::empty(), true)),
            Node::Char(c) => Some(self.set(&CodePoints::one(*c))),
            Node::Set(set) => Some(self.set(set)),
            Node::Sequence(all) => self.sequence(all, last),
            Node::Alternatives(all) => self.alternatives(all, last),
            Node::Group { index, body } => {
                let mut part = self.node(body, last)?;
                part.hir = Hir::capture(Capture { index: *index, name: None, sub: Box::new(part.hir) });
                part.has_groups = true;
                Some(part)
            }
            Node::Repeat(repeat) => {
                let body = self.node(&repeat.body, false)?;
                Some(self.repeat(repeat, body))
            }
            Node::Look(assertion) => {
                // One that ends the pattern may as well have been part of it: that narrows
                // down where a match starts.
                self.exact = false;
                let inner = self.node(&assertion.body, false)?;
                let keep = last && !assertion.negative && !assertion.behind;
                Some(Part {
                    hir: if keep { inner.hir } else { Hir::empty() },
                    nullable: true,
                    cut: keep && inner.cut,
                    has_groups: inner.has_groups,
                    may_skip_groups: inner.has_groups,
                })
            }
            Node::Reference { .. } => {
                self.exact = false;
                Some(Part { cut: true, ..Part::new(Hir::empty(), true) })
            }
            Node::Start { multiline } => {
                self.lines_end_with_lf |= multiline;
                look(if *multiline { Look::StartLF } else { Look::Start })
            }
            Node::End { multiline } => {
                self.lines_end_with_lf |= multiline;
                look(if *multiline { Look::EndLF } else { Look::End })
            }
            // What else is a word character with i and u is beyond Latin-1.
            Node::Boundary { negated, .. } => look(if *negated { Look::WordAsciiNegate } else { Look::WordAscii }),
        }
    }

    fn sequence(&mut self, all: &[Node], last: bool) -> Option<Part> {
        let mut whole = Part::new(Hir::empty(), true);
        let mut parts = Vec::new();
        for (i, node) in all.iter().enumerate() {
            let part = self.node(node, last && i + 1 == all.len())?;
            whole.has_groups |= part.has_groups;
            whole.may_skip_groups |= part.may_skip_groups;
            if !whole.cut {
                whole.nullable &= part.nullable;
                parts.push(part.hir);
                whole.cut = part.cut;
            }
        }
        whole.hir = Hir::concat(parts);
        Some(whole)
    }

    fn alternatives(&mut self, all: &[Node], last: bool) -> Option<Part> {
        let mut whole = Part::new(Hir::empty(), false);
        let mut parts = Vec::new();
        for node in all {
            let part = self.node(node, last)?;
            whole.nullable |= part.nullable;
            whole.has_groups |= part.has_groups;
            whole.cut |= part.cut;
            parts.push(part.hir);
        }
        whole.may_skip_groups = whole.has_groups;
        whole.hir = Hir::alternation(parts);
        Some(whole)
    }

    fn repeat(&mut self, repeat: &Repeat, body: Part) -> Part {
        let Repeat { min, max, greedy, .. } = *repeat;
        let mut part = Part { hir: Hir::empty(), ..body };
        // An iteration that matches nothing is refused, which no automaton knows of.
        self.exact &= !body.nullable;
        if max.is_none_or(|max| max > 1) {
            self.exact_groups &= !body.may_skip_groups;
        }
        part.may_skip_groups |= body.has_groups && min == 0;
        part.nullable |= min == 0;
        part.hir = match (body.cut, min) {
            (true, 0) => Hir::empty(),
            (true, _) => body.hir,
            _ => Hir::repetition(Repetition { min, max, greedy, sub: Box::new(body.hir) }),
        };
        part
    }
}
