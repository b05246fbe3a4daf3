//! Global value numbering over the dominator tree, with what it makes possible: guards
//! implied by earlier ones go, loads of what was loaded or stored before are replaced.
//!
//! Value numbering by hashing in dominator order is Briggs, Cooper and Simpson, "Value
//! numbering" (1997). Memory is versioned: each alias class (and each slot within the
//! slot and environment classes) has a version at each point; a load's number includes
//! the version of what it reads, as in Click, "Global code motion, global value
//! numbering" (1995), with memory as an operand. Loop headers get a new version of
//! what their loop writes.

use super::alias::{self, CLASSES, Place};
use super::dominators::{Dominators, Loop, loops};
use super::rewrite::Replacements;
use super::simplify::{Constants, Phase, Simplified, simplify};
use crate::ion::graph::{BlockId, Graph, Node, NodeId, NodeOp, Repr, effect};
use crate::rules::{Rule, holds};
use smallvec::SmallVec;
use std::collections::BTreeMap;

/// Versions of memory at a point.
#[derive(Clone, Default, PartialEq)]
struct Memory {
    classes: [u32; CLASSES],
    places: BTreeMap<Place, u32>,
}

/// What a node computes: equal keys, equal values.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    op: u8,
    repr: u8,
    imm: u64,
    imm2: u64,
    inputs: SmallVec<[NodeId; 3]>,
    memory: SmallVec<[u32; 4]>,
}

struct Gvn<'a> {
    graph: &'a mut Graph,
    dominators: Dominators,
    replacements: Replacements,
    constants: Constants,
    /// Nodes by what they compute; several where none dominates the others.
    table: BTreeMap<Key, SmallVec<[NodeId; 1]>>,
    next_version: u32,
    /// Classes and places written in the loop of each header.
    loop_writes: BTreeMap<BlockId, (u32, Vec<Place>)>,
    gone: Vec<bool>,
    phase: Phase,
}

/// Numbers the values of `graph` (blocks in reverse post-order). True if anything changed.
pub fn run(graph: &mut Graph, phase: Phase) -> bool {
    let loop_writes = loops(graph).iter().map(|l| (l.header, written_in(graph, l))).collect();
    let mut gvn = Gvn {
        dominators: Dominators::new(graph),
        replacements: Replacements::new(graph),
        constants: Constants::new(graph),
        table: BTreeMap::new(),
        next_version: 1,
        loop_writes,
        gone: vec![false; graph.nodes.len()],
        phase,
        graph,
    };
    let changed = gvn.number();
    let Gvn { graph, replacements, constants, gone, .. } = gvn;
    for block in &mut graph.blocks {
        block.nodes.retain(|n| gone.get(n.index()).is_none_or(|g| !g));
    }
    constants.place(graph);
    replacements.apply(graph);
    changed
}

fn written_in(graph: &Graph, l: &Loop) -> (u32, Vec<Place>) {
    let (mut classes, mut places) = (0, Vec::new());
    for node in l.blocks.iter().flat_map(|b| &graph.block(*b).nodes).map(|n| graph.node(*n)) {
        match alias::place(node) {
            Some(place) if alias::writes(node) != 0 => places.push(place),
            _ => classes |= alias::writes(node),
        }
    }
    places.sort();
    places.dedup();
    (classes, places)
}

impl Gvn<'_> {
    fn fresh(&mut self) -> u32 {
        self.next_version += 1;
        self.next_version
    }

    fn number(&mut self) -> bool {
        let n = self.graph.blocks.len();
        let mut at_end: Vec<Memory> = Vec::with_capacity(n);
        let mut changed = false;
        for b in 0..n {
            let block = BlockId(b as u32);
            let mut memory = self.memory_at(block, &at_end);
            for id in self.graph.block(block).nodes.clone() {
                changed |= self.visit(id, &mut memory);
            }
            at_end.push(memory);
        }
        changed
    }

    /// Memory at the start of a block.
    fn memory_at(&mut self, block: BlockId, at_end: &[Memory]) -> Memory {
        let predecessors: SmallVec<[BlockId; 2]> = self.graph.block(block).predecessors.iter().copied().filter(|p| *p < block).collect();
        let Some((first, rest)) = predecessors.split_first() else { return Memory::default() };
        let mut memory = at_end[first.index()].clone();
        for other in rest {
            let other = &at_end[other.index()];
            if *other == memory {
                continue;
            }
            for class in 0..CLASSES {
                if memory.classes[class] != other.classes[class] {
                    memory.classes[class] = self.fresh();
                }
            }
            let places: Vec<Place> = memory.places.keys().chain(other.places.keys()).copied().collect();
            for place in places {
                if memory.places.get(&place) != other.places.get(&place) {
                    let version = self.fresh();
                    memory.places.insert(place, version);
                }
            }
        }
        if let Some((classes, places)) = self.loop_writes.get(&block).cloned().filter(|_| holds(Rule::LoopsWrite)) {
            for class in 0..CLASSES {
                if classes >> class & 1 != 0 {
                    memory.classes[class] = self.fresh();
                }
            }
            for place in places {
                let version = self.fresh();
                memory.places.insert(place, version);
            }
        }
        memory
    }

    fn resolve_inputs(&mut self, id: NodeId) {
        for i in 0..self.graph.node(id).inputs.len() {
            let input = self.replacements.resolve(self.graph.node(id).inputs[i]);
            self.graph.node_mut(id).inputs[i] = input;
        }
    }

    fn visit(&mut self, id: NodeId, memory: &mut Memory) -> bool {
        if self.graph.node(id).op == NodeOp::Phi {
            return self.visit_phi(id);
        }
        self.resolve_inputs(id);
        match simplify(self.graph, &mut self.constants, id, self.phase) {
            Simplified::Same => {}
            Simplified::By(other) => {
                let other = self.replacements.resolve(other);
                self.replacements.replace(id, other);
                return true;
            }
            Simplified::Gone => {
                self.drop_node(id);
                return true;
            }
        }
        if is_numbered(self.graph.node(id)) {
            if let Some(known) = self.implied(id, memory) {
                match known {
                    Some(known) => self.replacements.replace(id, known),
                    None => self.drop_node(id),
                }
                return true;
            }
            let key = self.key(self.graph.node(id), memory);
            self.table.entry(key).or_default().push(id);
            return false;
        }
        self.write(id, memory);
        false
    }

    fn drop_node(&mut self, id: NodeId) {
        if self.gone.len() <= id.index() {
            self.gone.resize(id.index() + 1, false);
        }
        self.gone[id.index()] = true;
    }

    /// Equal phis of one block become one.
    fn visit_phi(&mut self, id: NodeId) -> bool {
        let node = self.graph.node(id);
        let inputs = node.inputs.iter().map(|n| self.replacements.resolve(*n)).collect();
        let key = Key { op: node.op as u8, repr: node.repr as u8, imm: node.block.0 as u64, imm2: 0, inputs, memory: SmallVec::new() };
        match self.table.get(&key).and_then(|k| k.first()) {
            Some(known) => {
                self.replacements.replace(id, *known);
                true
            }
            None => {
                self.table.entry(key).or_default().push(id);
                false
            }
        }
    }

    fn key(&self, node: &Node, memory: &Memory) -> Key {
        let mut versions = SmallVec::new();
        let reads = alias::reads(node);
        for class in 0..CLASSES {
            if reads >> class & 1 != 0 {
                versions.push(memory.classes[class]);
            }
        }
        if let Some(place) = alias::place(node) {
            versions.push(memory.places.get(&place).copied().unwrap_or(0));
        }
        let mut inputs = node.inputs.clone();
        if is_commutative(node.op) {
            inputs.sort();
        }
        Key { op: node.op as u8, repr: node.repr as u8, imm: node.imm, imm2: node.imm2, inputs, memory: versions }
    }

    /// The node with this key that dominates `user`.
    fn known(&self, key: &Key, user: NodeId) -> Option<NodeId> {
        let block = self.graph.node(user).block;
        self.table
            .get(key)?
            .iter()
            .copied()
            .find(|k| !holds(Rule::Dominance) || self.dominators.dominates(self.graph.node(*k).block, block))
    }

    /// Whether an earlier node makes this one superfluous, and what has its value.
    fn implied(&mut self, id: NodeId, memory: &Memory) -> Option<Option<NodeId>> {
        let node = self.graph.node(id);
        let key = self.key(node, memory);
        if let Some(known) = self.known(&key, id) {
            // The value that a store left there is found under the load's key, too.
            return Some((node.repr != Repr::None).then_some(known));
        }
        // Weaker guards on the same value.
        // An `Unbox` proves nothing: it may have been moved away from what justifies it.
        let stronger: &[NodeOp] = match node.op {
            NodeOp::CheckNumber => &[NodeOp::CheckInt32],
            NodeOp::UnboxNumber | NodeOp::ToDouble => &[NodeOp::CheckNumber, NodeOp::CheckInt32],
            NodeOp::TruncateTagged | NodeOp::UnboxInt32 => &[NodeOp::CheckInt32],
            NodeOp::UnboxObject => &[NodeOp::CheckObject],
            NodeOp::UnboxString => &[NodeOp::CheckString],
            _ => return None,
        };
        let input = node.inputs[0];
        for other in stronger.iter().copied() {
            let repr = crate::ion::graph::NODES[other as usize].repr;
            let key =
                Key { op: other as u8, repr: repr as u8, imm: 0, imm2: 0, inputs: SmallVec::from_slice(&[input]), memory: SmallVec::new() };
            let Some(known) = self.known(&key, id) else { continue };
            if repr == self.graph.node(id).repr {
                return Some(Some(known));
            }
            // CheckNumber of a known int32.
            let node = self.graph.node_mut(id);
            node.op = NodeOp::Int32ToDouble;
            node.inputs[0] = known;
            node.state = None;
            let node = self.graph.node(id).clone();
            let key = self.key(&node, memory);
            return self.known(&key, id).map(Some);
        }
        None
    }

    /// Takes note of what a node with effects writes.
    fn write(&mut self, id: NodeId, memory: &mut Memory) {
        let node = self.graph.node(id).clone();
        if node.op == NodeOp::MakeObject {
            return self.note_slots(id, &node, memory);
        }
        let writes = alias::writes(&node);
        if writes == 0 {
            return;
        }
        if let Some(place) = alias::place(&node) {
            debug_assert_eq!(writes, place.class());
            let version = if holds(Rule::StoresWrite) { self.fresh() } else { 0 };
            memory.places.insert(place, version);
        } else {
            for class in 0..CLASSES {
                if writes >> class & 1 != 0 {
                    memory.classes[class] = self.fresh();
                }
            }
        }
        // A load from the same place gives what was stored.
        let load = match node.op {
            NodeOp::StoreSlot => NodeOp::LoadSlot,
            NodeOp::StoreOutSlot => NodeOp::LoadOutSlot,
            NodeOp::StoreEnv => NodeOp::LoadEnv,
            NodeOp::StoreElement => NodeOp::LoadElement,
            _ => return,
        };
        let (value, address) = node.inputs.split_last().expect("stores have operands");
        let imm = if load == NodeOp::LoadElement { 0 } else { node.imm };
        let load =
            Node { op: load, repr: Repr::Tagged, inputs: SmallVec::from_slice(address), imm, imm2: 0, state: None, block: node.block };
        let key = self.key(&load, memory);
        // The stored value dominates the store, not only the loads after it: the entry
        // is good from the store's block on. A version is never reached around its store.
        self.table.entry(key).or_default().push(*value);
    }
}

impl Gvn<'_> {
    /// A load from a fresh object gives what it was made with.
    fn note_slots(&mut self, id: NodeId, node: &Node, memory: &Memory) {
        for (slot, value) in node.inputs[1..].iter().enumerate() {
            let (op, repr, imm) = (NodeOp::LoadSlot, Repr::Tagged, slot as u64);
            let load = Node { op, repr, inputs: SmallVec::from_slice(&[id]), imm, imm2: 0, state: None, block: node.block };
            let key = self.key(&load, memory);
            self.table.entry(key).or_default().push(*value);
        }
    }
}

/// Nodes whose value depends on nothing but their key.
fn is_numbered(node: &Node) -> bool {
    let effects = node.effects();
    let allowed = effect::READS | effect::BAILS;
    let pure_allocation = matches!(
        node.op,
        NodeOp::StringCharCode
            | NodeOp::StringCharAt
            | NodeOp::StringFromCode
            | NodeOp::StringSubstring
            | NodeOp::StringEqual
            | NodeOp::StringLess
    );
    (effects & !allowed == 0 || (pure_allocation && effects & !(allowed | effect::ALLOC) == 0))
        && !matches!(node.op, NodeOp::Phi | NodeOp::Bailout)
}

fn is_commutative(op: NodeOp) -> bool {
    use NodeOp::*;
    matches!(
        op,
        Int32Add
            | Int32Mul
            | Int32And
            | Int32Or
            | Int32Xor
            | Int32Min
            | Int32Max
            | DoubleAdd
            | DoubleMul
            | WordEqual
            | PtrEqual
            | StrictEqual
            | LooseEqual
    )
}
