//! The abstract state of graph construction: which node each register holds, and what
//! is known of nodes on the path that led here.
//!
//! Two sorts of knowledge: what holds of an SSA value for ever (its type, the node that
//! unboxes it, which function it is), and what holds until the next effect (the shape
//! of an object).

use super::types::Ty;
use crate::ion::descriptor::KeyName;
use crate::ion::graph::{LinkRef, NodeId};
use crate::ion::snapshot::ShapeIndex;
use std::collections::BTreeMap;

/// A shape that an object is known to have: it has passed the guard of slot `root`, or
/// was allocated by that recipe, and has got the keys `added` since.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownShape {
    pub shape: ShapeIndex,
    pub root: LinkRef,
    /// Slot of the shape now: `root`, or the last `ShapeAfterAdd`.
    pub last: LinkRef,
    /// Keys added since `root`, with their slots (counted over inline and out-of-line).
    pub added: Vec<(KeyName, u32)>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeFacts {
    /// Types left possible; none recorded: any.
    pub ty: Option<Ty>,
    /// Nodes that hold the same value unboxed.
    pub int32: Option<NodeId>,
    pub double: Option<NodeId>,
    pub ptr: Option<NodeId>,
    /// Index into the builder's table of known functions.
    pub function: Option<u32>,
    /// Of a `Ptr`. Mutable.
    pub shape: Option<KnownShape>,
}

#[derive(Clone, Debug, Default)]
pub struct State {
    pub registers: Vec<Option<NodeId>>,
    facts: BTreeMap<NodeId, NodeFacts>,
}

impl State {
    pub fn new(registers: usize) -> State {
        State { registers: vec![None; registers], facts: BTreeMap::new() }
    }
    pub fn facts(&self, node: NodeId) -> Option<&NodeFacts> {
        self.facts.get(&node)
    }
    pub fn facts_mut(&mut self, node: NodeId) -> &mut NodeFacts {
        self.facts.entry(node).or_default()
    }
    /// A state with these registers, and what is known of the nodes in them.
    pub fn with_registers(&self, registers: &[Option<NodeId>]) -> State {
        let facts = registers.iter().flatten().filter_map(|node| Some((*node, self.facts.get(node)?.clone())));
        State { registers: registers.to_vec(), facts: facts.collect() }
    }
    /// Forgets shapes, as an effect that may change any object or link requires.
    pub fn kill_shapes(&mut self) {
        for facts in self.facts.values_mut() {
            facts.shape = None;
        }
    }
    /// Forgets the shapes that a change of one object's shape may concern.
    pub fn kill_shapes_unless(&mut self, distinct: impl Fn(NodeId) -> bool) {
        for (node, facts) in &mut self.facts {
            if facts.shape.is_some() && !distinct(*node) {
                facts.shape = None;
            }
        }
    }
    /// Keeps what holds on both paths.
    pub fn intersect(&mut self, other: &State) {
        self.facts.retain(|node, facts| {
            let Some(theirs) = other.facts.get(node) else { return false };
            fn both<T: PartialEq>(a: &mut Option<T>, b: &Option<T>) {
                if a != b {
                    *a = None;
                }
            }
            facts.ty = match (facts.ty, theirs.ty) {
                (Some(a), Some(b)) => Some(a.or(b)),
                _ => None,
            };
            both(&mut facts.int32, &theirs.int32);
            both(&mut facts.double, &theirs.double);
            both(&mut facts.ptr, &theirs.ptr);
            both(&mut facts.function, &theirs.function);
            both(&mut facts.shape, &theirs.shape);
            *facts != NodeFacts::default()
        });
    }
}
