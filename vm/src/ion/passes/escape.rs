//! Escape analysis and scalar replacement: an object that nothing but known accesses
//! and frame states ever see is not allocated; one that escapes is allocated where it
//! does, with all that has been stored in it until then.
//!
//! Its slots become values of their own, and so does its shape, which is compared with
//! link slots like that of a real object. A frame state that refers to the object gets
//! a `VirtualObject` with what the slots hold there; a bailout makes the object from it.
//!
//! Values of slots are found as variables are in Braun et al., "Simple and efficient
//! construction of static single assignment form": phis at all joins where the object
//! is alive, of which clean-up removes the trivial ones. In the spirit of Stadler,
//! Würthinger and Mössenböck, "Partial escape analysis and scalar replacement for Java",
//! but with one point at which the object is made: it dominates all uses that need the
//! real object, and no use of the virtual one comes after it.
//!
//! One object is replaced at a time; what was stored in it may not escape any more then.

use super::cfg;
use super::dominators::{Dominators, Loop, loops};
use super::rewrite::Replacements;
use super::simplify::Constants;
use crate::heap::Kind;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::descriptor::LinkDescriptor;
use crate::ion::graph::{BlockId, Graph, NODES, Node, NodeId, NodeOp, Repr, StateId, TypeName};
use crate::value::Value;
use smallvec::SmallVec;
use std::collections::BTreeMap;

/// Passes over all allocations: a nested object is free when the one around it is gone.
const MAX_ROUNDS: usize = 4;
/// Slots of an object that is replaced, at most.
const MAX_SLOTS: u64 = 16;

/// Replaces what does not escape, then sinks what does. Blocks are in reverse post-order.
/// True if there was any.
pub fn run(graph: &mut Graph) -> bool {
    let mut any = false;
    let mut rounds = 0;
    // An object is sunk only when those that it is stored in have had their chance.
    let mut may_escape = false;
    loop {
        let mut replaced = false;
        let allocations: Vec<NodeId> = graph
            .blocks
            .iter()
            .flat_map(|b| b.nodes.iter().copied())
            .filter(|n| matches!(graph.node(*n).op, NodeOp::NewObject | NodeOp::NewThis) && graph.node(*n).imm2 <= MAX_SLOTS)
            .collect();
        if allocations.is_empty() {
            break;
        }
        let flow = Flow { dominators: Dominators::new(graph), loops: loops(graph) };
        for allocation in allocations {
            let block = graph.node(allocation).block;
            if !graph.block(block).nodes.contains(&allocation) {
                continue;
            }
            if let Some(candidate) = Candidate::find(graph, &flow, allocation, may_escape) {
                Replacer::new(graph, candidate).run();
                cfg::remove_dead(graph);
                replaced = true;
            }
        }
        any |= replaced;
        if may_escape {
            break;
        }
        rounds += 1;
        may_escape = !replaced || rounds == MAX_ROUNDS;
    }
    any
}

/// The blocks, which stay as they are.
struct Flow {
    dominators: Dominators,
    loops: Vec<Loop>,
}

/// A place in front of the node at `index` of a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Point {
    block: BlockId,
    index: usize,
}

impl Flow {
    fn is_after(&self, at: Point, point: Point) -> bool {
        if at.block == point.block { at.index >= point.index } else { self.dominators.dominates(point.block, at.block) }
    }

    /// Whether each loop around `inner` is one around `outer`.
    fn is_in_no_other_loop(&self, inner: BlockId, outer: BlockId) -> bool {
        self.loops.iter().all(|l| !l.contains(inner) || l.contains(outer))
    }

    /// Blocks that can be reached from the end of `from` without entering `home`.
    fn reached(&self, graph: &Graph, from: BlockId, home: BlockId) -> Vec<bool> {
        let mut reached = vec![false; graph.blocks.len()];
        let mut work: Vec<BlockId> = graph.block(from).successors.to_vec();
        while let Some(block) = work.pop() {
            if block != home && !std::mem::replace(&mut reached[block.index()], true) {
                work.extend(graph.block(block).successors.iter().copied());
            }
        }
        reached
    }

    /// Where an object that is needed at `escapes`, and has these other uses, is to be made.
    fn birth(&self, graph: &Graph, home: BlockId, escapes: &[Point], uses: &[Point]) -> Point {
        let mut block = escapes[0].block;
        for escape in escapes {
            while !self.dominators.dominates(block, escape.block) {
                block = self.dominators.immediate(block).expect("the entry dominates all");
            }
        }
        loop {
            let here = escapes.iter().filter(|e| e.block == block).map(|e| e.index).min();
            let point = Point { block, index: here.unwrap_or(graph.block(block).nodes.len() - 1) };
            let fits = || {
                let reached = self.reached(graph, block, home);
                uses.iter().all(|u| self.is_after(*u, point) || !reached[u.block.index()])
            };
            if block == home || (self.is_in_no_other_loop(block, home) && fits()) {
                return point;
            }
            block = self.dominators.immediate(block).expect("the allocation dominates its uses");
        }
    }
}

/// Whether the shape of an ordinary object with so many inline slots can be bound to the link slot.
fn could_hold(graph: &Graph, link: u64, slots: u64) -> bool {
    match &graph.links[link as usize] {
        LinkDescriptor::Shape(predicate) => predicate.kind == Kind::Object as u8 && u64::from(predicate.inline_capacity) == slots,
        _ => true,
    }
}

/// An allocation that does not escape, or not at once.
struct Candidate {
    allocation: NodeId,
    /// The allocation and its boxes.
    aliases: SmallVec<[NodeId; 2]>,
    /// Virtual objects that have it in a slot, directly or not.
    containers: Vec<NodeId>,
    /// Those of them that are in front of its birth on every path to it.
    older: Vec<NodeId>,
    /// Frame states that refer to it, by index.
    states: Vec<bool>,
    /// Where it has to be real, if it ever has.
    birth: Option<Point>,
    /// Blocks at whose start it is alive and virtual.
    live: Vec<bool>,
}

impl Candidate {
    /// Looks at all uses. Nothing if the object has to be real at once, or ever unless it `may_escape`.
    fn find(graph: &Graph, flow: &Flow, allocation: NodeId, may_escape: bool) -> Option<Candidate> {
        let home = graph.node(allocation).block;
        let slots = graph.node(allocation).imm2;
        let mut aliases: SmallVec<[NodeId; 2]> = SmallVec::from_slice(&[allocation]);
        let mut containers: Vec<NodeId> = Vec::new();
        let (mut uses, mut escapes) = (Vec::new(), Vec::new());
        // Blocks come after those that dominate them, so that a box comes before its uses,
        // but for those by phis at the head of a loop.
        for (b, block) in graph.blocks.iter().enumerate().skip(home.index()) {
            for (index, &id) in block.nodes.iter().enumerate() {
                let node = graph.node(id);
                let at = Point { block: BlockId(b as u32), index };
                if leaves_with(graph, node, &aliases) {
                    escapes.push(at);
                    continue;
                }
                if node.op == NodeOp::Phi || !node.inputs.iter().any(|i| aliases.contains(i) || containers.contains(i)) {
                    continue;
                }
                let of_object = aliases.contains(&node.inputs[0]);
                let stored = node.inputs[1..].iter().any(|i| aliases.contains(i));
                match node.op {
                    NodeOp::BoxObject => aliases.push(id),
                    NodeOp::LoadSlot | NodeOp::StoreSlot if of_object && !stored && node.imm < slots => uses.push(at),
                    // What follows a guard that cannot hold is no use of such an object.
                    NodeOp::CheckShape | NodeOp::ShapeIs if could_hold(graph, node.imm, slots) => uses.push(at),
                    NodeOp::StoreShape | NodeOp::PtrEqual | NodeOp::WordEqual | NodeOp::ToBoolean | NodeOp::TypeOfIs => {
                        uses.push(at);
                    }
                    NodeOp::VirtualObject | NodeOp::VirtualList => containers.push(id),
                    _ => escapes.push(at),
                }
            }
        }
        for block in &graph.blocks {
            for phi in block.nodes.iter().map(|n| graph.node(*n)).take_while(|n| n.op == NodeOp::Phi) {
                for (input, from) in phi.inputs.iter().zip(&block.predecessors) {
                    if aliases.contains(input) {
                        escapes.push(Point { block: *from, index: graph.block(*from).nodes.len() - 1 });
                    }
                }
            }
        }
        if !escapes.is_empty() && !may_escape {
            return None;
        }
        let mut candidate =
            Candidate { allocation, aliases, containers, older: Vec::new(), states: Vec::new(), birth: None, live: Vec::new() };
        candidate.find_states(graph, &mut uses);
        if !escapes.is_empty() {
            let birth = flow.birth(graph, home, &escapes, &uses);
            let is_older = |c: &&NodeId| {
                let block = graph.node(**c).block;
                let in_front = graph.block(birth.block).nodes[..birth.index].contains(c);
                if block == birth.block { in_front } else { flow.dominators.dominates(block, birth.block) }
            };
            candidate.older = candidate.containers.iter().filter(is_older).copied().collect();
            candidate.birth = Some(birth);
        }
        uses.retain(|u| candidate.birth.is_none_or(|birth| !flow.is_after(*u, birth)));
        if uses.is_empty() && !escapes.is_empty() {
            return None;
        }
        uses.extend(candidate.birth);
        candidate.find_live(graph, &uses);
        Some(candidate)
    }

    /// The states that refer to the object, and where they are used.
    fn find_states(&mut self, graph: &Graph, uses: &mut Vec<Point>) {
        // The caller's state comes before that of the callee.
        self.states = Vec::with_capacity(graph.states.len());
        for state in &graph.states {
            let mentioned = state.registers.iter().any(|(_, n)| self.aliases.contains(n) || self.containers.contains(n));
            let inherited = state.caller.is_some_and(|c| self.states.get(c.state.index()).copied().unwrap_or(true));
            self.states.push(mentioned || inherited);
        }
        let mentions = |state: Option<StateId>| state.is_some_and(|s| self.states[s.index()]);
        for (b, block) in graph.blocks.iter().enumerate() {
            for (index, id) in block.nodes.iter().enumerate() {
                if mentions(graph.node(*id).state) {
                    uses.push(Point { block: BlockId(b as u32), index });
                }
            }
            // What is hoisted out of the loop bails out at the end of the block in front.
            if mentions(block.entry_state) {
                let front = block.predecessors[0];
                uses.push(Point { block: front, index: graph.block(front).nodes.len() - 1 });
            }
        }
    }

    fn find_live(&mut self, graph: &Graph, uses: &[Point]) {
        self.live = vec![false; graph.blocks.len()];
        let home = graph.node(self.allocation).block;
        let mut work: Vec<BlockId> = uses.iter().map(|u| u.block).collect();
        while let Some(block) = work.pop() {
            if block != home && !std::mem::replace(&mut self.live[block.index()], true) {
                work.extend(graph.block(block).predecessors.iter().copied());
            }
        }
    }
}

/// Whether code is left there for an op of the interpreter, which gets the object in a register. Unlike other exits,
/// this one is on the way that the program takes, so that the object is made in front of it.
fn leaves_with(graph: &Graph, node: &Node, aliases: &[NodeId]) -> bool {
    let leaves = node.op == NodeOp::Bailout && node.imm == BailoutReason::Interpreted as u64;
    let state = node.state.filter(|_| leaves).map(|state| &graph.states[state.index()]);
    state.is_some_and(|state| state.registers.iter().any(|(_, value)| aliases.contains(value)))
}

/// What a virtual object holds: its shape, then its slots.
type Fields = Vec<NodeId>;

struct Replacer<'a> {
    graph: &'a mut Graph,
    candidate: Candidate,
    constants: Constants,
    replacements: Replacements,
    /// Fields at the end of each block in which the object is alive.
    at_end: Vec<Option<Fields>>,
    /// Phis to be given their inputs: the block, and its phis.
    joins: Vec<(BlockId, Fields)>,
    /// States with the object virtual, by the virtual object's node.
    states: BTreeMap<(StateId, NodeId), StateId>,
    /// Virtual objects that hold this one, likewise.
    holders: BTreeMap<(NodeId, NodeId), NodeId>,
}

impl Replacer<'_> {
    fn new(graph: &mut Graph, candidate: Candidate) -> Replacer<'_> {
        Replacer {
            constants: Constants::new(graph),
            replacements: Replacements::new(graph),
            at_end: vec![None; graph.blocks.len()],
            joins: Vec::new(),
            states: BTreeMap::new(),
            holders: BTreeMap::new(),
            graph,
            candidate,
        }
    }

    fn make(&mut self, op: NodeOp, repr: Repr, inputs: &[NodeId], imm: u64, block: BlockId) -> NodeId {
        let id = NodeId(self.graph.nodes.len() as u32);
        self.graph.nodes.push(Node { op, repr, inputs: SmallVec::from_slice(inputs), imm, imm2: 0, state: None, block });
        id
    }

    fn run(mut self) {
        let home = self.graph.node(self.candidate.allocation).block;
        for b in home.index()..self.graph.blocks.len() {
            if b == home.index() || self.candidate.live[b] {
                self.block(BlockId(b as u32));
            }
        }
        for (block, phis) in std::mem::take(&mut self.joins) {
            for p in 0..self.graph.block(block).predecessors.len() {
                let from = self.graph.block(block).predecessors[p];
                let fields = self.at_end[from.index()].as_ref().expect("alive at the end of each predecessor");
                for (phi, field) in phis.iter().zip(fields) {
                    self.graph.nodes[phi.index()].inputs.push(self.replacements.resolve(*field));
                }
            }
        }
        let Replacer { graph, constants, replacements, .. } = self;
        constants.place(graph);
        replacements.apply(graph);
    }

    /// The fields at the start of a block that the object reaches.
    fn fields_at(&mut self, block: BlockId, out: &mut Vec<NodeId>) -> Fields {
        let predecessors = self.graph.block(block).predecessors.clone();
        let known = |p: &BlockId| if *p < block { self.at_end[p.index()].as_ref() } else { None };
        let first = known(&predecessors[0]).expect("alive at the end of each predecessor").clone();
        if predecessors[1..].iter().all(|p| known(p) == Some(&first)) {
            return first;
        }
        let reprs: Vec<Repr> = first.iter().map(|f| self.graph.node(*f).repr).collect();
        let phis: Fields = reprs.iter().map(|repr| self.make(NodeOp::Phi, *repr, &[], 0, block)).collect();
        out.extend(&phis);
        self.joins.push((block, phis.clone()));
        phis
    }

    fn block(&mut self, block: BlockId) {
        let nodes = std::mem::take(&mut self.graph.block_mut(block).nodes);
        let mut out = Vec::with_capacity(nodes.len() + 8);
        let home = self.graph.node(self.candidate.allocation).block;
        let birth = self.candidate.birth.filter(|p| p.block == block).map(|p| p.index);
        let mut fields = if block == home { None } else { Some(self.fields_at(block, &mut out)) };
        // The virtual object with the current fields.
        let mut current = None;
        // What holds it, and was left out while it was virtual.
        let mut holders = Vec::new();
        let last = nodes.len() - 1;
        for (index, id) in nodes.into_iter().enumerate() {
            if birth == Some(index)
                && let Some(fields) = fields.take()
            {
                self.make_real(&fields, block, &mut out);
                // States from here on may still refer to what was recorded before.
                out.append(&mut holders);
            }
            if id == self.candidate.allocation {
                fields = Some(self.allocate(id, &mut out));
                continue;
            }
            // Boxes are gone, or made where the object is; what holds this one is made
            // again, with its fields, for each state.
            if self.candidate.aliases.contains(&id) {
                continue;
            }
            if self.candidate.containers.contains(&id) && fields.is_some() {
                holders.push(id);
                continue;
            }
            let Some(fields) = &mut fields else {
                out.push(id);
                continue;
            };
            if index == last {
                self.entry_state(block, fields, &mut current, &mut out);
            }
            if let Some(state) = self.graph.node(id).state
                && self.candidate.states[state.index()]
            {
                let object = *current.get_or_insert_with(|| self.virtual_object(fields, block, &mut out));
                let state = self.virtual_state(state, object, block, &mut out);
                self.graph.node_mut(id).state = Some(state);
            }
            if self.graph.node(id).op != NodeOp::Phi && self.graph.node(id).inputs.iter().any(|i| self.candidate.aliases.contains(i)) {
                self.access(id, fields, &mut current, &mut out);
            } else {
                out.push(id);
            }
        }
        self.graph.block_mut(block).nodes = out;
        self.at_end[block.index()] = fields;
    }

    /// Allocates the object after all, for the uses from here on.
    fn make_real(&mut self, fields: &Fields, block: BlockId, out: &mut Vec<NodeId>) {
        let fields: Fields = fields.iter().map(|f| self.replacements.resolve(*f)).collect();
        let object = self.make(NodeOp::MakeObject, Repr::Ptr, &fields, 0, block);
        let boxed = self.make(NodeOp::BoxObject, Repr::Tagged, &[object], 0, block);
        out.extend([object, boxed]);
        for alias in self.candidate.aliases.clone() {
            let by = if alias == self.candidate.allocation { object } else { boxed };
            self.replacements.replace(alias, by);
        }
        // What held the virtual object was made for each state in front of here. From here on
        // it holds the real one.
        for container in self.candidate.older.clone() {
            let Node { op, repr, inputs, imm, imm2, .. } = self.graph.node(container).clone();
            let again = self.make(op, repr, &inputs, imm, block);
            self.graph.node_mut(again).imm2 = imm2;
            out.push(again);
            self.replacements.replace(container, again);
        }
    }

    /// The state at the head of the loop that follows.
    fn entry_state(&mut self, block: BlockId, fields: &Fields, current: &mut Option<NodeId>, out: &mut Vec<NodeId>) {
        for header in self.graph.block(block).successors.clone() {
            let Some(state) = self.graph.block(header).entry_state else { continue };
            if self.graph.block(header).predecessors[0] == block && self.candidate.states[state.index()] {
                let object = *current.get_or_insert_with(|| self.virtual_object(fields, block, out));
                let state = self.virtual_state(state, object, block, out);
                self.graph.block_mut(header).entry_state = Some(state);
            }
        }
    }

    /// What is left of the allocation: a constructor's guard; the fields.
    fn allocate(&mut self, id: NodeId, out: &mut Vec<NodeId>) -> Fields {
        let node = self.graph.node(id).clone();
        if node.op == NodeOp::NewThis {
            let guard = self.make(NodeOp::CheckInstanceShape, Repr::None, &node.inputs, node.imm, node.block);
            self.graph.node_mut(guard).state = node.state;
            out.push(guard);
        }
        let shape = self.make(NodeOp::LinkShape, Repr::Int32, &[], node.imm, node.block);
        out.push(shape);
        let undefined = self.constants.get(self.graph, NodeOp::Constant, Value::UNDEFINED.0);
        let mut fields = vec![undefined; node.imm2 as usize + 1];
        fields[0] = shape;
        fields
    }

    /// Turns a node about a shape slot into the shape that is bound there.
    fn become_shape(&mut self, id: NodeId) {
        let node = self.graph.node_mut(id);
        node.op = NodeOp::LinkShape;
        node.repr = Repr::Int32;
        node.inputs.clear();
        node.imm2 = 0;
        node.state = None;
    }

    fn access(&mut self, id: NodeId, fields: &mut Fields, current: &mut Option<NodeId>, out: &mut Vec<NodeId>) {
        let node = self.graph.node(id);
        let slot = node.imm as usize + 1;
        match node.op {
            NodeOp::LoadSlot => self.replacements.replace(id, fields[slot]),
            NodeOp::StoreSlot => {
                fields[slot] = self.replacements.resolve(node.inputs[1]);
                *current = None;
            }
            NodeOp::StoreShape => {
                self.become_shape(id);
                fields[0] = id;
                *current = None;
                out.push(id);
            }
            NodeOp::CheckShape | NodeOp::ShapeIs => {
                let op = if node.op == NodeOp::CheckShape { NodeOp::CheckShapeId } else { NodeOp::ShapeIdIs };
                let node = self.graph.node_mut(id);
                node.op = op;
                node.inputs[0] = fields[0];
                out.push(id);
            }
            NodeOp::PtrEqual | NodeOp::WordEqual => {
                // Nobody else has the object.
                let same = node.inputs.iter().all(|i| self.candidate.aliases.contains(i));
                let same = self.constants.bool(self.graph, same);
                self.replacements.replace(id, same);
            }
            NodeOp::ToBoolean => {
                let yes = self.constants.bool(self.graph, true);
                self.replacements.replace(id, yes);
            }
            NodeOp::TypeOfIs => {
                let is_object = self.constants.bool(self.graph, TypeName::from_imm(node.imm) == TypeName::Object);
                self.replacements.replace(id, is_object);
            }
            op => unreachable!("{op:?} lets the object escape"),
        }
    }

    fn virtual_object(&mut self, fields: &Fields, block: BlockId, out: &mut Vec<NodeId>) -> NodeId {
        let fields: Fields = fields.iter().map(|f| self.replacements.resolve(*f)).collect();
        // Named for the allocation: one object, however many states refer to it.
        let id = self.make(
            NodeOp::VirtualObject,
            NODES[NodeOp::VirtualObject as usize].repr,
            &fields,
            self.candidate.allocation.0 as u64,
            block,
        );
        out.push(id);
        id
    }

    /// The state, and those of its callers, with `object` in the allocation's place.
    fn virtual_state(&mut self, state: StateId, object: NodeId, block: BlockId, out: &mut Vec<NodeId>) -> StateId {
        if !self.candidate.states[state.index()] {
            return state;
        }
        if let Some(known) = self.states.get(&(state, object)) {
            return *known;
        }
        let mut new = self.graph.states[state.index()].clone();
        for (_, node) in &mut new.registers {
            *node = self.virtual_value(*node, object, block, out);
        }
        if let Some(caller) = &mut new.caller {
            caller.state = self.virtual_state(caller.state, object, block, out);
        }
        let id = self.graph.add_state(new);
        self.candidate.states.push(false);
        self.states.insert((state, object), id);
        id
    }

    fn virtual_value(&mut self, node: NodeId, object: NodeId, block: BlockId, out: &mut Vec<NodeId>) -> NodeId {
        if self.candidate.aliases.contains(&node) {
            return object;
        }
        if !self.candidate.containers.contains(&node) {
            return node;
        }
        if let Some(known) = self.holders.get(&(node, object)) {
            return *known;
        }
        let inputs = self.graph.node(node).inputs.clone();
        let inputs: SmallVec<[NodeId; 8]> = inputs.iter().map(|i| self.virtual_value(*i, object, block, out)).collect();
        let holder = self.graph.node(node);
        let (op, repr, imm, imm2) = (holder.op, holder.repr, holder.imm, holder.imm2);
        let id = self.make(op, repr, &inputs, imm, block);
        self.graph.node_mut(id).imm2 = imm2;
        out.push(id);
        self.holders.insert((node, object), id);
        id
    }
}
