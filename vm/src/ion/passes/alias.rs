//! What nodes read and write, finer than the effect bits: slots and environment slots
//! are told apart by number.
//!
//! Inline slot `i` of any object and inline slot `j` of any object are different words
//! for `i != j`; the same holds out of line, and for environments.

use crate::ion::graph::{Node, NodeOp, effect};
use crate::rules::{Rule, holds};

/// Classes, in the order of the read bits.
pub const CLASSES: usize = 8;

/// A part of a class: which word of an object or environment.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Place {
    Slot(u32),
    OutSlot(u32),
    Env(u32),
}

impl Place {
    /// The class that it is a part of, as a read bit.
    pub fn class(self) -> u32 {
        match self {
            Place::Slot(_) | Place::OutSlot(_) => effect::R_SLOT,
            Place::Env(_) => effect::R_ENV,
        }
    }
}

/// The place that a load or store is about.
pub fn place(node: &Node) -> Option<Place> {
    Some(match node.op {
        NodeOp::LoadSlot | NodeOp::StoreSlot => Place::Slot(node.imm as u32),
        NodeOp::LoadOutSlot | NodeOp::StoreOutSlot => Place::OutSlot(node.imm as u32),
        NodeOp::LoadHolderSlot if node.imm2 >> 16 & 1 != 0 => Place::Slot(node.imm2 as u32 & 0xFFFF),
        NodeOp::LoadHolderSlot => Place::OutSlot(node.imm2 as u32 & 0xFFFF),
        NodeOp::LoadEnv | NodeOp::StoreEnv => Place::Env(node.imm as u32),
        _ => return None,
    })
}

/// The classes read, as read bits.
pub fn reads(node: &Node) -> u32 {
    node.effects() & effect::READS
}

/// The classes written, as read bits.
pub fn writes(node: &Node) -> u32 {
    effect::written(node.effects()) & !taken_out(node)
}

/// What calls write, by the rule that says so.
const CALLS: [(Rule, u32); 4] = [
    (Rule::CallsWriteShapes, effect::R_SHAPE | effect::R_LINK),
    (Rule::CallsWriteSlots, effect::R_SLOT),
    (Rule::CallsWriteLengths, effect::R_LENGTH | effect::R_ELEMENT),
    (Rule::CallsWriteEnvironments, effect::R_ENV),
];

/// The classes that a mutant does not take `node` to write.
fn taken_out(node: &Node) -> u32 {
    let calls = node.effects() & effect::CALLS == effect::CALLS;
    CALLS.iter().filter(|(rule, _)| calls && !holds(*rule)).fold(0, |classes, (_, class)| classes | class)
}
