//! What a part of a pattern may begin with.

use super::ast::Node;
use super::code_points::{CodePoints, LINE_ENDS};
use super::program::First;

/// The code units that a member of the set may begin with.
pub fn of_set(set: &CodePoints) -> First {
    let mut first = First::NOTHING;
    for (from, to) in set.ranges() {
        (*from..=(*to).min(0xFF)).for_each(|c| first.latin1[c as usize / 64] |= 1 << (c % 64));
        first.wide |= *to > 0xFF;
    }
    first
}

/// What `node` may begin with where `follow` is what comes after it, forwards.
pub fn first(node: &Node, follow: First) -> First {
    match node {
        Node::Empty | Node::Start { .. } | Node::Boundary { .. } => follow,
        Node::Char(c) => of_set(&CodePoints::one(*c)),
        Node::Set(set) => of_set(set),
        Node::Sequence(all) => of_sequence(all, follow),
        Node::Alternatives(all) => all.iter().fold(First::NOTHING, |sum, node| sum.union(first(node, follow))),
        Node::Group { body, .. } => first(body, follow),
        Node::Repeat(repeat) => match repeat.max {
            Some(0) => follow,
            _ if repeat.min == 0 => first(&repeat.body, follow).union(follow),
            _ => first(&repeat.body, follow),
        },
        Node::Look(look) if !look.behind && !look.negative => first(&look.body, First::ANY).intersection(follow),
        Node::Look(_) => follow,
        Node::Reference { .. } => First::ANY,
        Node::End { multiline } => {
            let mut end = if *multiline { of_set(&CodePoints::of(LINE_ENDS.iter().copied())) } else { First::NOTHING };
            end.end = true;
            end.intersection(follow)
        }
    }
}

/// The same of nodes one after the other.
pub fn of_sequence(all: &[Node], follow: First) -> First {
    let Some(sure) = all.iter().position(|node| !node.is_nullable()) else {
        return all.iter().rev().fold(follow, |follow, node| first(node, follow));
    };
    all[..=sure].iter().rev().fold(First::ANY, |follow, node| first(node, follow))
}

/// The code units that every match begins with, forwards.
pub fn literal(node: &Node) -> Vec<u16> {
    let mut units = Vec::new();
    push_literal(node, &mut units);
    units
}

/// Whether what follows `node` goes on the literal.
fn push_literal(node: &Node, units: &mut Vec<u16>) -> bool {
    match node {
        Node::Char(c) if *c <= 0xFFFF && !(0xD800..0xE000).contains(c) => {
            units.push(*c as u16);
            true
        }
        Node::Sequence(all) => all.iter().all(|node| push_literal(node, units)),
        Node::Group { body, .. } => push_literal(body, units),
        _ => false,
    }
}
