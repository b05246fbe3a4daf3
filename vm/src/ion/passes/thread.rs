//! Jump threading: a path that comes to a branch whose outcome it settles goes where the
//! branch would send it.
//!
//! Conditions with `&&` and `||`, and inlined functions that return true or false, leave
//! a block of phis and a branch on one of them. A predecessor that brings a constant, or
//! comes from a branch on the same value, need not test again; and what is behind the
//! branch is dominated by the test that led there.
//!
//! Values of the block that are used behind it get phis where paths meet again, found as
//! in Braun et al., "Simple and efficient construction of static single assignment form".

use super::cfg;
use super::dominators::Dominators;
use super::simplify::constant_value;
use crate::ion::graph::{BlockId, Condition, FrameState, Graph, Node, NodeId, NodeOp, StateId};
use crate::value::Value;
use smallvec::SmallVec;
use std::collections::BTreeMap;

/// Branches threaded in one function, at most.
const MAX_THREADED: usize = 100;
/// Dominators looked at for a branch on the same value.
const MAX_WALK: usize = 12;

/// Threads what can be. Leaves blocks in reverse post-order. True if there was any.
pub fn run(graph: &mut Graph) -> bool {
    let mut threaded = 0;
    while threaded < MAX_THREADED {
        let dominators = Dominators::new(graph);
        let Some((block, edges)) = (1..graph.blocks.len() as u32).map(BlockId).find_map(|b| Some((b, settled(graph, &dominators, b)?)))
        else {
            break;
        };
        Threader::new(graph, block).run(&edges);
        cfg::clean_up(graph);
        threaded += 1;
    }
    threaded > 0
}

/// The predecessors of `block`, by index, that settle its branch, and how.
fn settled(graph: &Graph, dominators: &Dominators, block: BlockId) -> Option<Vec<(usize, bool)>> {
    let b = graph.block(block);
    if b.loop_header || b.predecessors.len() < 2 || b.successors.len() != 2 || b.successors[0] == b.successors[1] {
        return None;
    }
    let is_phi = |n: &&NodeId| graph.node(**n).op == NodeOp::Phi;
    let phis = b.nodes.iter().take_while(is_phi).count();
    let (branch, body) = b.nodes[phis..].split_last()?;
    if phis == 0 || body.len() > 3 || body.iter().any(|n| graph.node(*n).effects() != 0) {
        return None;
    }
    let has_phis = |s: &BlockId| graph.block(*s).nodes.first().is_some_and(|n| graph.node(*n).op == NodeOp::Phi);
    if b.successors.iter().any(has_phis) {
        return None;
    }
    let condition = graph.node(*branch).inputs[0];
    let edges: Vec<(usize, bool)> =
        (0..b.predecessors.len()).filter_map(|edge| Some((edge, Path { graph, dominators, block, edge }.truth(condition)?))).collect();
    (!edges.is_empty() && !is_used_elsewhere(graph, block, body)).then_some(edges)
}

fn is_used_elsewhere(graph: &Graph, block: BlockId, body: &[NodeId]) -> bool {
    if body.is_empty() {
        return false;
    }
    let uses = |id: &NodeId| graph.node(*id).inputs.iter().any(|i| body.contains(i));
    let elsewhere = graph.blocks.iter().enumerate().any(|(b, other)| b != block.index() && other.nodes.iter().any(uses));
    elsewhere || graph.states.iter().any(|s| s.registers.iter().any(|(_, n)| body.contains(n)))
}

/// What is known when `block` is entered from one predecessor.
struct Path<'a> {
    graph: &'a Graph,
    dominators: &'a Dominators,
    block: BlockId,
    edge: usize,
}

impl Path<'_> {
    /// The value that a phi of the block has on this path.
    fn value(&self, id: NodeId) -> NodeId {
        let node = self.graph.node(id);
        if node.op == NodeOp::Phi && node.block == self.block { node.inputs[self.edge] } else { id }
    }

    fn truth(&self, condition: NodeId) -> Option<bool> {
        let condition = self.value(condition);
        let node = self.graph.node(condition);
        let constant = |i: usize| constant_value(self.graph, self.value(node.inputs[i]));
        let known = match node.op {
            NodeOp::BoolConstant => Some(node.imm != 0),
            NodeOp::BoolNot => self.truth(node.inputs[0]).map(|b| !b),
            NodeOp::ToBoolean => {
                let value = self.value(node.inputs[0]);
                constant(0).and_then(to_boolean).or_else(|| {
                    let from = self.graph.node(value);
                    match from.op {
                        NodeOp::BoxBool => self.truth(from.inputs[0]),
                        NodeOp::BoxObject => Some(true),
                        _ => self.told(|n| n.op == NodeOp::ToBoolean && n.inputs[0] == value),
                    }
                })
            }
            NodeOp::IsUndefined => constant(0).map(|v| v == Value::UNDEFINED),
            NodeOp::IsNullish => constant(0).map(|v| v == Value::UNDEFINED || v == Value::NULL),
            NodeOp::WordEqual => Some(constant(0)? == constant(1)?),
            NodeOp::Int32Compare => {
                let (a, b) = (constant(0)?, constant(1)?);
                match Condition::from_imm(node.imm) {
                    Condition::Eq => Some(a.as_int() == b.as_int()),
                    Condition::Ne => Some(a.as_int() != b.as_int()),
                    _ => None,
                }
            }
            _ => None,
        };
        known.or_else(|| if node.block == self.block { None } else { self.told_of(condition) })
    }

    fn told_of(&self, condition: NodeId) -> Option<bool> {
        for (c, truth) in self.branches() {
            if c == condition {
                return Some(truth);
            }
        }
        None
    }

    fn told(&self, is: impl Fn(&Node) -> bool) -> Option<bool> {
        self.branches().into_iter().find(|(c, _)| is(self.graph.node(*c))).map(|(_, truth)| truth)
    }

    /// Conditions of the branches that lead to the predecessor, and their outcome.
    fn branches(&self) -> SmallVec<[(NodeId, bool); 8]> {
        let mut found = SmallVec::new();
        let mut at = self.graph.block(self.block).predecessors[self.edge];
        for _ in 0..MAX_WALK {
            if let [from] = self.graph.block(at).predecessors.as_slice() {
                let source = self.graph.block(*from);
                let branch = self.graph.node(*source.nodes.last().expect("blocks have a control node"));
                if branch.op == NodeOp::Branch && source.successors[0] != source.successors[1] {
                    found.push((branch.inputs[0], source.successors[0] == at));
                }
            }
            match self.dominators.immediate(at) {
                Some(next) => at = next,
                None => break,
            }
        }
        found
    }
}

/// ToBoolean of a value that is no cell.
fn to_boolean(value: Value) -> Option<bool> {
    if value.is_bool() {
        return Some(value.as_bool());
    }
    if value == Value::UNDEFINED || value == Value::NULL {
        return Some(false);
    }
    value.is_int().then(|| value.as_int() != 0)
}

struct Threader<'a> {
    graph: &'a mut Graph,
    block: BlockId,
    /// The phi that is being replaced behind its block.
    phi: NodeId,
    /// Its value at the end of blocks that settle the branch.
    at_end: BTreeMap<BlockId, NodeId>,
    /// Its value at the start of other blocks.
    at_start: BTreeMap<BlockId, NodeId>,
}

impl Threader<'_> {
    fn new(graph: &mut Graph, block: BlockId) -> Threader<'_> {
        Threader { graph, block, phi: NodeId(u32::MAX), at_end: BTreeMap::new(), at_start: BTreeMap::new() }
    }

    fn run(mut self, edges: &[(usize, bool)]) {
        let is_phi = |graph: &Graph, n: NodeId| graph.node(n).op == NodeOp::Phi;
        let phis: Vec<NodeId> = self.graph.block(self.block).nodes.iter().copied().take_while(|n| is_phi(self.graph, *n)).collect();
        // What each phi is on the paths that leave here.
        let values: Vec<Vec<NodeId>> =
            phis.iter().map(|phi| edges.iter().map(|(edge, _)| self.graph.node(*phi).inputs[*edge]).collect()).collect();
        let froms: Vec<BlockId> = edges.iter().map(|(edge, _)| self.graph.block(self.block).predecessors[*edge]).collect();
        self.redirect(edges, &froms);
        for (phi, values) in phis.iter().zip(values) {
            self.phi = *phi;
            self.at_start.clear();
            // A value that is itself a phi of the block cannot come from a predecessor.
            self.at_end = froms.iter().copied().zip(values).collect();
            self.at_end.insert(self.block, *phi);
            self.replace_uses();
        }
    }

    fn redirect(&mut self, edges: &[(usize, bool)], froms: &[BlockId]) {
        let block = self.block;
        let nodes = self.graph.block(block).nodes.clone();
        let phis: Vec<NodeId> = nodes.into_iter().take_while(|n| self.graph.node(*n).op == NodeOp::Phi).collect();
        for ((edge, truth), from) in edges.iter().zip(froms).rev() {
            let to = self.graph.block(block).successors[!*truth as usize];
            self.graph.block_mut(block).predecessors.remove(*edge);
            for phi in &phis {
                self.graph.node_mut(*phi).inputs.remove(*edge);
            }
            self.graph.block_mut(*from).successors[0] = to;
            self.graph.block_mut(to).predecessors.push(*from);
        }
        let is_reached = !self.graph.block(block).predecessors.is_empty();
        for s in 0..2 {
            let to = self.graph.block(block).successors[s];
            if !is_reached {
                self.graph.block_mut(to).predecessors.retain(|p| *p != block);
            } else if self.graph.block(to).predecessors.len() > 1 {
                // No critical edges.
                let between = self.graph.new_block();
                let jump = Node {
                    op: NodeOp::Jump,
                    repr: crate::ion::graph::Repr::None,
                    inputs: SmallVec::new(),
                    imm: 0,
                    imm2: 0,
                    state: None,
                    block: between,
                };
                self.graph.append(between, jump);
                self.graph.block_mut(between).successors.push(to);
                self.graph.block_mut(between).predecessors.push(block);
                let cold = self.graph.block(to).cold;
                self.graph.block_mut(between).cold = cold;
                self.graph.block_mut(block).successors[s] = between;
                for p in &mut self.graph.block_mut(to).predecessors {
                    if *p == block {
                        *p = between;
                    }
                }
            }
        }
        if !is_reached {
            let block = self.graph.block_mut(block);
            block.successors.clear();
            block.nodes.clear();
        }
    }

    fn end_of(&mut self, block: BlockId) -> NodeId {
        match self.at_end.get(&block) {
            Some(known) => *known,
            None => self.start_of(block),
        }
    }

    fn start_of(&mut self, block: BlockId) -> NodeId {
        if let Some(known) = self.at_start.get(&block) {
            return *known;
        }
        let predecessors = self.graph.block(block).predecessors.clone();
        if let [only] = predecessors.as_slice() {
            let value = self.end_of(*only);
            self.at_start.insert(block, value);
            return value;
        }
        let repr = self.graph.node(self.phi).repr;
        let id = NodeId(self.graph.nodes.len() as u32);
        self.graph.nodes.push(Node { op: NodeOp::Phi, repr, inputs: SmallVec::new(), imm: 0, imm2: 0, state: None, block });
        self.at_start.insert(block, id);
        for p in predecessors {
            let value = self.end_of(p);
            self.graph.node_mut(id).inputs.push(value);
        }
        self.graph.block_mut(block).nodes.insert(0, id);
        id
    }

    /// Gives all uses outside of the block what the phi is there.
    fn replace_uses(&mut self) {
        let phi = self.phi;
        let mentions = self.mentioning_states();
        let mut cloned: BTreeMap<(StateId, NodeId), StateId> = BTreeMap::new();
        for b in 0..self.graph.blocks.len() {
            let at = BlockId(b as u32);
            if at == self.block {
                continue;
            }
            if let Some(state) = self.graph.block(at).entry_state.filter(|s| mentions[s.index()]) {
                let value = self.end_of(self.graph.block(at).predecessors[0]);
                let state = self.state(state, value, &mentions, &mut cloned);
                self.graph.block_mut(at).entry_state = Some(state);
            }
            for id in self.graph.block(at).nodes.clone() {
                if self.graph.node(id).op == NodeOp::Phi {
                    for i in 0..self.graph.node(id).inputs.len() {
                        if self.graph.node(id).inputs[i] == phi {
                            let from = self.graph.block(at).predecessors[i];
                            let value = self.end_of(from);
                            self.graph.node_mut(id).inputs[i] = value;
                        }
                    }
                    continue;
                }
                let state = self.graph.node(id).state.filter(|s| mentions[s.index()]);
                if state.is_none() && !self.graph.node(id).inputs.contains(&phi) {
                    continue;
                }
                let value = self.start_of(at);
                for input in &mut self.graph.node_mut(id).inputs {
                    if *input == phi {
                        *input = value;
                    }
                }
                if let Some(state) = state {
                    let state = self.state(state, value, &mentions, &mut cloned);
                    self.graph.node_mut(id).state = Some(state);
                }
            }
        }
    }

    fn mentioning_states(&self) -> Vec<bool> {
        let mut mentions: Vec<bool> = Vec::with_capacity(self.graph.states.len());
        for state in &self.graph.states {
            let inherited = state.caller.is_some_and(|c| mentions.get(c.state.index()).copied().unwrap_or(true));
            mentions.push(inherited || state.registers.iter().any(|(_, n)| *n == self.phi));
        }
        mentions
    }

    /// The state, and those of its callers, with `value` for the phi.
    fn state(&mut self, state: StateId, value: NodeId, mentions: &[bool], cloned: &mut BTreeMap<(StateId, NodeId), StateId>) -> StateId {
        if value == self.phi || !mentions[state.index()] {
            return state;
        }
        if let Some(known) = cloned.get(&(state, value)) {
            return *known;
        }
        let mut new: FrameState = self.graph.states[state.index()].clone();
        for (_, node) in &mut new.registers {
            if *node == self.phi {
                *node = value;
            }
        }
        if let Some(caller) = &mut new.caller {
            caller.state = self.state(caller.state, value, mentions, cloned);
        }
        let id = self.graph.add_state(new);
        cloned.insert((state, value), id);
        id
    }
}
