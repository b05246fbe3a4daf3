//! Loop-invariant code motion, guards included.
//!
//! Inner loops first. A node moves to the preheader when its operands are defined
//! outside the loop and the loop writes nothing that it reads. Three rules keep that
//! safe:
//!
//! 1. A guard moves only if it is on every path round the loop. It then bails to the
//!    state at the loop head (`Block::entry_state`), which costs time at most; and not
//!    at all once such a bailout has been taken there (`Block::refused`).
//! 2. A node that looks into memory moves only if nothing left in the loop may be what
//!    makes that valid: no guard or test on the same operand stays behind, and no branch on
//!    such a test either. Every round may take the branch, and still not the first arrival.
//! 3. What a shape guard binds (`LoadMethod`, `LoadHolderSlot`, `LinkShape`) moves only if no guard of
//!    that slot stays behind.

use super::alias::{self, Place};
use super::dominators::{Dominators, Loop, loops};
use crate::ion::bailout_reason::BailoutReason as Reason;
use crate::ion::descriptor::LinkDescriptor;
use crate::ion::graph::{BlockId, Condition, Graph, Node, NodeId, NodeOp, effect};
use crate::rules::{Rule, holds};
use std::collections::BTreeSet;

/// Moves what is invariant out of loops. Blocks are in reverse post-order.
pub fn run(graph: &mut Graph) {
    let dominators = Dominators::new(graph);
    for l in loops(graph).iter().rev() {
        Licm::new(graph, &dominators, l).run();
    }
}

struct Licm<'a> {
    graph: &'a mut Graph,
    dominators: &'a Dominators,
    l: &'a Loop,
    preheader: BlockId,
    /// Classes and places that the loop writes.
    classes: u32,
    places: BTreeSet<Place>,
    /// Values on which a guard or test is left in the loop.
    tested: BTreeSet<NodeId>,
    /// Shape slots with a guard or test left in the loop.
    tested_links: BTreeSet<u64>,
}

impl<'a> Licm<'a> {
    fn new(graph: &'a mut Graph, dominators: &'a Dominators, l: &'a Loop) -> Licm<'a> {
        let preheader = graph.block(l.header).predecessors[0];
        let (mut classes, mut places) = (0, BTreeSet::new());
        for block in &l.blocks {
            for id in &graph.block(*block).nodes {
                let node = graph.node(*id);
                // An object made in the loop is none of those that invariant nodes look at.
                if node.op == NodeOp::StoreShape && is_made_in(graph, l, node.inputs[0]) {
                    continue;
                }
                match alias::place(node) {
                    Some(place) if alias::writes(node) != 0 => {
                        if !is_made_in(graph, l, node.inputs[0]) {
                            places.insert(place);
                        }
                    }
                    _ => classes |= alias::writes(node),
                }
            }
        }
        Licm { graph, dominators, l, preheader, classes, places, tested: BTreeSet::new(), tested_links: BTreeSet::new() }
    }

    fn run(&mut self) {
        if self.graph.block(self.preheader).successors.len() != 1 {
            return;
        }
        // What stays behind is known only when all that can move has moved; moving one
        // guard may free another node. A few rounds settle it.
        for _ in 0..16 {
            self.find_tests();
            if !self.round() {
                break;
            }
        }
    }

    /// Collects the operands of guards and tests in the loop that will not move in this round.
    fn find_tests(&mut self) {
        self.tested.clear();
        self.tested_links.clear();
        for block in &self.l.blocks {
            for id in &self.graph.block(*block).nodes {
                // A test that has left guards by the branch on it, which has not.
                let node = match self.graph.node(*id) {
                    branch if branch.op == NodeOp::Branch => condition(self.graph, branch.inputs[0]),
                    node => node,
                };
                if is_test(node)
                    && let Some(operand) = node.inputs.first()
                {
                    self.tested.insert(*operand);
                }
                if matches!(
                    node.op,
                    NodeOp::CheckShape
                        | NodeOp::ShapeIs
                        | NodeOp::NewThis
                        | NodeOp::CheckShapeId
                        | NodeOp::ShapeIdIs
                        | NodeOp::CheckInstanceShape
                ) {
                    self.tested_links.insert(node.imm);
                }
            }
        }
    }

    fn round(&mut self) -> bool {
        let mut moved_any = false;
        for block in self.l.blocks.clone() {
            if self.graph.block(block).cold && block != self.l.header {
                continue;
            }
            for id in self.graph.block(block).nodes.clone() {
                if self.may_move(id, block) {
                    self.hoist(id, block);
                    moved_any = true;
                }
            }
        }
        moved_any
    }

    fn hoist(&mut self, id: NodeId, from: BlockId) {
        self.graph.block_mut(from).nodes.retain(|n| *n != id);
        let state = self.graph.block(self.l.header).entry_state;
        let node = self.graph.node_mut(id);
        node.block = self.preheader;
        if node.state.is_some() {
            node.state = state;
        }
        let nodes = &mut self.graph.block_mut(self.preheader).nodes;
        let end = nodes.len() - 1;
        nodes.insert(end, id);
    }

    fn may_move(&self, id: NodeId, block: BlockId) -> bool {
        let node = self.graph.node(id);
        let effects = node.effects();
        if effects & !(effect::READS | effect::BAILS) != 0 || node.op == NodeOp::Phi {
            return false;
        }
        if node.inputs.iter().any(|n| self.l.contains(self.graph.node(*n).block)) {
            return false;
        }
        if self.is_clobbered(node) && holds(Rule::InvariantOnly) {
            return false;
        }
        if effects & effect::BAILS != 0 && !self.may_hoist_guard(node, block) {
            return false;
        }
        self.is_valid_in_front(node, block) || !holds(Rule::GuardedStay)
    }

    fn is_clobbered(&self, node: &Node) -> bool {
        if alias::reads(node) & self.classes != 0 {
            return true;
        }
        alias::place(node).is_some_and(|place| self.places.contains(&place))
    }

    fn is_on_every_path(&self, block: BlockId) -> bool {
        if !holds(Rule::GuardsOnEveryPath) {
            return true;
        }
        let latches = &self.graph.block(self.l.header).predecessors[1..];
        latches.iter().all(|latch| self.dominators.dominates(block, *latch))
    }

    fn may_hoist_guard(&self, node: &Node, block: BlockId) -> bool {
        let header = self.graph.block(self.l.header);
        let refused = reasons(node.op).iter().any(|r| header.refused >> *r as u32 & 1 != 0);
        header.entry_state.is_some() && !refused && self.is_on_every_path(block)
    }

    /// The slot together with which a shape slot is bound, unless that is a literal's.
    fn root_of(&self, mut link: u64) -> Option<u64> {
        loop {
            match &self.graph.links[link as usize] {
                LinkDescriptor::ShapeAfterAdd { of, .. } => link = of.0 as u64,
                LinkDescriptor::PlainObject { .. } => return None,
                _ => return Some(link),
            }
        }
    }

    /// Rules 2 and 3: whether the node may look at its operands in front of the loop.
    fn is_valid_in_front(&self, node: &Node, block: BlockId) -> bool {
        match node.op {
            NodeOp::LoadMethod | NodeOp::LoadHolderSlot => {
                let root = match &self.graph.links[node.imm as usize] {
                    LinkDescriptor::MethodValue { of, .. }
                    | LinkDescriptor::AccessorValue { of, .. }
                    | LinkDescriptor::Holder { of, .. } => of.0 as u64,
                    _ => return false,
                };
                self.is_on_every_path(block) && !self.tested_links.contains(&root)
            }
            NodeOp::LinkShape => match self.root_of(node.imm) {
                // Bound at installation.
                None => true,
                Some(root) => self.is_on_every_path(block) && !self.tested_links.contains(&root),
            },
            NodeOp::LoadElement | NodeOp::LoadTyped | NodeOp::LoadUint32 => {
                self.is_on_every_path(block) && node.inputs.iter().all(|n| !self.tested.contains(n))
            }
            op if looks_into_memory(op) => self.is_on_every_path(block) && !self.tested.contains(&node.inputs[0]),
            // Unboxing is valid anywhere, but a guard on the result would look at what
            // may be no cell.
            NodeOp::UnboxObject | NodeOp::UnboxString | NodeOp::UnboxEnv => {
                self.is_on_every_path(block) && !self.tested.contains(&node.inputs[0])
            }
            _ => true,
        }
    }
}

/// What a branch tests, negated or not.
fn condition(graph: &Graph, mut id: NodeId) -> &Node {
    while graph.node(id).op == NodeOp::BoolNot {
        id = graph.node(id).inputs[0];
    }
    graph.node(id)
}

/// An allocation in the loop: no value from before it is that object.
fn is_made_in(graph: &Graph, l: &Loop, id: NodeId) -> bool {
    let node = graph.node(id);
    let makes = matches!(
        node.op,
        NodeOp::NewObject | NodeOp::NewThis | NodeOp::MakeObject | NodeOp::NewArrayOf | NodeOp::NewArraySized | NodeOp::NewEnvCell
    );
    makes && l.contains(node.block)
}

/// Tells something of its first operand on which other nodes may rely.
fn is_test(node: &Node) -> bool {
    use NodeOp::*;
    match node.op {
        CheckShape | ShapeIs | CheckKind | CheckElementType | CheckScript | ScriptIs | CheckBuiltin | CheckObject | CheckString
        | CheckRecord | CheckInt32 | CheckNumber | CheckBool | CheckNotEmpty | CheckIs | CheckNullish | CheckNotNullish | IsObject
        | IsEmpty | CheckByWord | IsUndefined | IsNullish | CheckBounds => true,
        Int32Compare => node.imm == Condition::Below as u64,
        _ => false,
    }
}

/// Reads through its first operand, at a place that only some cells have.
fn looks_into_memory(op: NodeOp) -> bool {
    use NodeOp::*;
    matches!(
        op,
        LoadSlot
            | LoadOutSlot
            | LoadElements
            | ArrayLength
            | DenseLength
            | IsAbsent
            | TypedLength
            | TypedData
            | CalleeEnv
            | LoadFields
            | EnvParent
            | CheckInstanceShape
            | LoadEnv
            | StringLength
            | ToBoolean
            | TypeOf
            | TypeOfIs
            | StrictEqual
            | LooseEqual
            | IsInstance
            | HasKey
    )
}

/// Why a guard may bail out.
fn reasons(op: NodeOp) -> &'static [Reason] {
    use NodeOp::*;
    match op {
        CheckInt32 => &[Reason::NotInt32],
        CheckNumber | ToDouble | TruncateTagged => &[Reason::NotNumber],
        CheckObject | CheckRecord => &[Reason::NotObject],
        CheckString => &[Reason::NotString],
        CheckBool => &[Reason::NotBoolean],
        CheckNotEmpty => &[Reason::Empty],
        CheckNullish => &[Reason::NotNullish],
        CheckNotNullish => &[Reason::Nullish],
        CheckShape | CheckShapeId | CheckInstanceShape => &[Reason::WrongShape],
        CheckKind | CheckElementType | CheckArrayIteration | HasKey => &[Reason::WrongKind],
        CheckScript | CheckBuiltin | CheckPrivateName | IsInstance => &[Reason::WrongTarget],
        CheckBounds | LoadArgument => &[Reason::OutOfBounds],
        ArrayLength | TypedLength => &[Reason::Length],
        DoubleToInt32 => &[Reason::NotExact],
        CheckIs | CheckByWord | LooseEqual => &[Reason::WrongValue],
        _ => &[Reason::Overflow, Reason::DivisionResult, Reason::NegativeShift],
    }
}
