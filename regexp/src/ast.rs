//! A pattern as a tree.
//!
//! What flags and modifiers say is in the nodes: sets are closed over case and complemented, so
//! a character matches if it is a member. Characters are code units in a pattern without u and v,
//! else code points.

use super::case::Folding;
use super::code_points::CodePoints;

pub struct Pattern {
    pub root: Node,
    /// Characters are code points.
    pub unicode: bool,
    /// Capture groups without group 0.
    pub group_count: u32,
    /// Names of groups with their numbers, in the order of the pattern.
    pub names: Vec<(String, Vec<usize>)>,
    /// Numbers of groups: what a reference is to. Of several, at most one has captured something.
    pub references: Vec<Vec<u32>>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Node {
    Empty,
    Char(u32),
    Set(CodePoints),
    Sequence(Vec<Node>),
    Alternatives(Vec<Node>),
    Group {
        index: u32,
        body: Box<Node>,
    },
    Repeat(Box<Repeat>),
    Look(Box<Look>),
    /// By index into `Pattern::references`.
    Reference {
        to: u32,
        folding: Option<Folding>,
    },
    Start {
        multiline: bool,
    },
    End {
        multiline: bool,
    },
    /// `word`: what `\w` matches.
    Boundary {
        negated: bool,
        word: CodePoints,
    },
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Repeat {
    pub body: Node,
    pub min: u32,
    /// None: any number.
    pub max: Option<u32>,
    pub greedy: bool,
    /// The groups inside: from the first, up to the second.
    pub groups: (u32, u32),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Look {
    pub body: Node,
    pub behind: bool,
    pub negative: bool,
}

impl Node {
    /// Whether it may match the empty string.
    pub fn is_nullable(&self) -> bool {
        match self {
            Node::Char(_) | Node::Set(_) => false,
            Node::Sequence(all) => all.iter().all(Node::is_nullable),
            Node::Alternatives(all) => all.iter().any(Node::is_nullable),
            Node::Group { body, .. } => body.is_nullable(),
            Node::Repeat(repeat) => repeat.min == 0 || repeat.body.is_nullable(),
            Node::Empty | Node::Look(_) | Node::Reference { .. } | Node::Start { .. } | Node::End { .. } | Node::Boundary { .. } => true,
        }
    }

    /// Whether it matches nothing but the empty string, so that a second iteration begins as the first did.
    pub fn never_advances(&self) -> bool {
        match self {
            Node::Empty | Node::Look(_) | Node::Start { .. } | Node::End { .. } | Node::Boundary { .. } => true,
            Node::Sequence(all) | Node::Alternatives(all) => all.iter().all(Node::never_advances),
            Node::Group { body, .. } => body.never_advances(),
            Node::Repeat(repeat) => repeat.max == Some(0) || repeat.body.never_advances(),
            Node::Char(_) | Node::Set(_) | Node::Reference { .. } => false,
        }
    }

    /// Whether every match of it begins at the start of the text.
    pub fn begins_at_start(&self) -> bool {
        match self {
            Node::Start { multiline } => !multiline,
            Node::Sequence(all) => {
                for node in all {
                    if node.begins_at_start() {
                        return true;
                    }
                    if !matches!(node, Node::Look(_) | Node::Boundary { .. } | Node::Empty) {
                        return false;
                    }
                }
                false
            }
            Node::Alternatives(all) => all.iter().all(Node::begins_at_start),
            Node::Group { body, .. } => body.begins_at_start(),
            Node::Repeat(repeat) => repeat.min > 0 && repeat.body.begins_at_start(),
            _ => false,
        }
    }
}
