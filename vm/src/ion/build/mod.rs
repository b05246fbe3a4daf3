//! From bytecode and feedback to the optimiser's graph.
//!
//! Construction goes forward over the bytecode's blocks in reverse post-order, with an
//! abstract state that maps registers to nodes, in the manner of Braun et al., "Simple
//! and efficient construction of static single assignment form", and of V8's Maglev.
//! Loops get phis for the registers that they assign; `types` has settled beforehand
//! how these are held.
//!
//! `support` says how each op is compiled, `speculate` what its feedback is worth; one
//! file per family of ops builds the nodes. What the graph's consumers may rely on is
//! in `graph`.

#![forbid(unsafe_code)]

mod alloc;
mod answer;
mod arguments;
mod arith;
mod builtin;
mod call;
mod catch;
mod cfg;
mod compare;
mod control;
mod element;
mod env;
mod forward;
mod frame;
mod inline;
mod iterate;
mod liveness;
mod merge;
mod polymorphic;
mod private;
mod property;
mod shape;
mod speculate;
mod state;
pub mod support;
#[cfg(test)]
mod tests;
mod types;
mod value;

use super::bailout_reason::BailoutReason;
use super::descriptor::LinkDescriptor;
use super::graph::{BlockId, FrameState, Graph, InlineScript, LinkRef, NEW_TARGET, Node, NodeId, NodeOp, Origin, Repr, StateId, effect};
use super::provoke::{InliningChance, Provocation};
use super::runtime_calls::RuntimeCall;
use super::snapshot::{CallTarget, EntryPoint, ScriptSnapshot, ShapeSnapshot, Snapshot};
use crate::bytecode::{BytecodeOffset, Op};
use crate::rules::{Rule, holds};
use arguments::ListSite;
use catch::Catcher;
pub use cfg::{LARGE, Part};
use frame::Frame;
use smallvec::SmallVec;
use state::State;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Why a function is not compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsupported {
    #[error("op {}", op.info().name)]
    Op { op: Op },
    #[error("irreducible control flow")]
    Irreducible,
    #[error("too large")]
    TooLarge,
    #[error("no such loop")]
    NoLoop,
    #[error("it would leave its code at once")]
    LeavesSoon,
}

/// Nodes that code without a loop has at least if it is worth entering where the interpreter has
/// to go on behind it: entering and leaving take as long as it takes to interpret some dozens of ops.
const WORTH_ENTERING: usize = 60;

/// Graphs beyond this many nodes are given up.
const MAX_NODES: usize = 60_000;

/// Builds the graph of the snapshot's entry point.
pub fn build(snapshot: &Snapshot) -> Result<Graph, Unsupported> {
    build_by_chance(snapshot, Provocation::default())
}

/// Likewise, where chance has a say in what is inlined, and in what is large.
pub fn build_by_chance(snapshot: &Snapshot, provocation: Provocation) -> Result<Graph, Unsupported> {
    let mut real_lists = BTreeSet::new();
    loop {
        let mut builder = Builder::new(snapshot, provocation.large.unwrap_or(LARGE))?;
        builder.chance = provocation.inlining;
        builder.real_lists = real_lists;
        let built = builder.build_outermost();
        if builder.escaped.is_empty() {
            built?;
            let graph = builder.finish();
            return if leaves_soon(&graph) { Err(Unsupported::LeavesSoon) } else { Ok(graph) };
        }
        real_lists = std::mem::take(&mut builder.real_lists);
        real_lists.append(&mut builder.escaped);
    }
}

struct Builder<'a> {
    graph: Graph,
    snapshot: &'a Snapshot,
    frame: Frame,
    /// The block that is appended to.
    block: BlockId,
    state: State,
    /// The current point cannot be reached: nothing is appended.
    dead: bool,
    /// Instruction words of the callees that were inlined so far.
    inlined_words: usize,
    /// Has a say in what is inlined.
    chance: Option<InliningChance>,
    /// Callees that it was asked about.
    chances: u32,
    /// Offset of the op under construction, and its frame state once there is one.
    at: u32,
    op_state: Option<StateId>,
    /// Who catches what it throws, once that has been asked.
    op_catcher: Option<Option<Rc<Catcher>>>,
    /// Constants, at the start of the entry block.
    constants: BTreeMap<(u8, u64), NodeId>,
    /// Link slots of the snapshot's shapes.
    shape_links: Vec<Option<LinkRef>>,
    /// Link slots of instance shapes, by script hash.
    instance_links: BTreeMap<[u8; 32], LinkRef>,
    functions: Vec<CallTarget>,
    /// Link slots of private names, by the node that has the name.
    private_names: BTreeMap<NodeId, LinkRef>,
    /// Link slots of what `typeof` gives, once it is asked for.
    type_names: Option<LinkRef>,
    /// new.target of the outermost frame, if it is asked for.
    new_target: Option<NodeId>,
    /// Shapes that follow from known ones but are not in the profile.
    implied_shapes: Vec<ShapeSnapshot>,
    /// Lists that are not made, and the ops that would make them.
    lists: BTreeMap<NodeId, ListSite>,
    /// Of those the ones that have to be made: another try is to do so.
    escaped: BTreeSet<ListSite>,
    /// Lists that are made, after such tries.
    real_lists: BTreeSet<ListSite>,
    /// Open paths within the op under construction.
    inside: Vec<frame::Edge>,
}

impl<'a> Builder<'a> {
    fn new(snapshot: &'a Snapshot, large: usize) -> Result<Builder<'a>, Unsupported> {
        let script = &snapshot.script;
        let mut graph = Graph::default();
        let entry = match snapshot.entry {
            EntryPoint::Function => 0,
            EntryPoint::Osr(number) => {
                let offset = *script.loops.get(number as usize).ok_or(Unsupported::NoLoop)?;
                graph.osr = Some(offset);
                offset.0
            }
        };
        graph.scripts.push(InlineScript {
            hash: script.hash,
            link: None,
            registers: script.registers,
            params: script.params,
            needs_arguments: script.needs_arguments,
            handlers: script.handlers.clone(),
            insns: script.insns.clone(),
            kind: script.kind,
            name: script.name.clone(),
        });
        let block = graph.new_block();
        let part = Part::entered_at(entry, &script.insns, large);
        let frame = Frame::outermost(script.clone(), part, &snapshot.shapes)?;
        Ok(Builder {
            state: State::new(script.registers as usize),
            graph,
            snapshot,
            frame,
            block,
            dead: false,
            inlined_words: 0,
            chance: None,
            chances: 0,
            at: entry,
            op_state: None,
            op_catcher: None,
            constants: BTreeMap::new(),
            shape_links: vec![None; snapshot.shapes.len()],
            instance_links: BTreeMap::new(),
            functions: Vec::new(),
            private_names: BTreeMap::new(),
            type_names: None,
            new_target: None,
            implied_shapes: Vec::new(),
            lists: BTreeMap::new(),
            escaped: BTreeSet::new(),
            real_lists: BTreeSet::new(),
            inside: Vec::new(),
        })
    }

    fn build_outermost(&mut self) -> Result<(), Unsupported> {
        let script = self.frame.script.clone();
        if self.graph.osr.is_some() {
            let live: Vec<u16> = self.frame.live.live(self.at).collect();
            for register in live {
                let node = self.emit(NodeOp::OsrValue, &[], register as u64, 0);
                self.state.registers[register as usize] = Some(node);
            }
        } else {
            for register in 0..script.params + 2 {
                let node = self.emit(NodeOp::Param, &[], register as u64, 0);
                self.state.registers[register as usize] = Some(node);
            }
            // Read before a call can change the context's word.
            if uses_new_target(&script) {
                self.new_target = Some(self.emit(NodeOp::NewTarget, &[], 0, 0));
            }
        }
        self.frame.push_entry(self.block, self.state.clone());
        self.build_body()
    }

    /// Puts the constants in front of the entry block, and orders the blocks.
    fn finish(mut self) -> Graph {
        let constants: Vec<NodeId> = self.constants.values().copied().collect();
        self.graph.blocks[0].nodes.splice(0..0, constants);
        super::passes::cfg::clean_up(&mut self.graph);
        self.graph
    }

    // ---- nodes

    /// Appends a node, with a frame state if it may bail out or throw.
    fn emit(&mut self, op: NodeOp, inputs: &[NodeId], imm: u64, imm2: u64) -> NodeId {
        let repr = super::graph::NODES[op as usize].repr;
        self.emit_as(op, repr, inputs, imm, imm2)
    }

    fn emit_as(&mut self, op: NodeOp, repr: Repr, inputs: &[NodeId], imm: u64, imm2: u64) -> NodeId {
        debug_assert!(!self.dead, "{op:?} in dead code");
        self.let_escape(op, inputs);
        let mut node = Node { op, repr, inputs: SmallVec::from_slice(inputs), imm, imm2, state: None, block: self.block };
        let effects = node.effects();
        if effects & (effect::BAILS | effect::THROWS) != 0 {
            node.state = Some(self.op_state());
        }
        let id = self.graph.append(self.block, node);
        if effects & effect::WRITES != 0 && self.graph.node(id).state.is_none() {
            let caller = self.frame.caller.map(|call| call.state);
            self.graph.origins.push(Origin { node: id, script: self.frame.id, offset: BytecodeOffset(self.at), caller });
        }
        if effects & (effect::W_SHAPE | effect::W_LINK) != 0 && op != NodeOp::StoreShape && holds(Rule::BuilderForgets) {
            self.state.kill_shapes();
        }
        if self.graph.node(id).is_catchable() {
            self.catch_result(id);
        }
        id
    }

    fn runtime(&mut self, call: RuntimeCall, inputs: &[NodeId], imm: u64) -> NodeId {
        self.emit(NodeOp::Runtime, inputs, call as u64, imm)
    }

    /// A constant in the entry block.
    fn constant_node(&mut self, op: NodeOp, imm: u64) -> NodeId {
        if let Some(node) = self.constants.get(&(op as u8, imm)) {
            return *node;
        }
        let id = NodeId(self.graph.nodes.len() as u32);
        let repr = super::graph::NODES[op as usize].repr;
        self.graph.nodes.push(Node { op, repr, inputs: SmallVec::new(), imm, imm2: 0, state: None, block: BlockId(0) });
        self.constants.insert((op as u8, imm), id);
        id
    }

    fn link_value(&mut self, descriptor: LinkDescriptor) -> NodeId {
        let link = self.graph.link(descriptor);
        self.emit(NodeOp::LinkValue, &[], link.0 as u64, 0)
    }

    // ---- frame states

    /// The frame state before the op under construction.
    fn op_state(&mut self) -> StateId {
        if let Some(state) = self.op_state {
            return state;
        }
        let state = match self.frame.before {
            Some((end, state)) if self.at <= end => state,
            _ => self.state_at(self.at),
        };
        self.op_state = Some(state);
        state
    }

    /// A frame state with the current registers, from which the interpreter goes on at `offset`.
    fn state_at(&mut self, offset: u32) -> StateId {
        let undefined = self.undefined();
        let live = &self.frame.live;
        let is_inlined = self.frame.caller.is_some();
        let registers = (0..self.frame.script.registers)
            .filter(|r| live.is_live(offset, *r) || (*r == 0 && is_inlined))
            .map(|r| (r, self.state.registers[r as usize].unwrap_or(undefined)))
            .chain(self.new_target_register())
            .collect();
        self.graph.add_state(FrameState { script: self.frame.id, offset: BytecodeOffset(offset), registers, caller: self.frame.caller })
    }

    /// new.target as frame states list it: the interpreter may ask for it later.
    fn new_target_register(&self) -> Option<(u16, NodeId)> {
        if !uses_new_target(&self.frame.script) {
            return None;
        }
        let node = match self.frame.activation.new_target() {
            Some(new_target) => new_target.node,
            None if self.frame.caller.is_none() => self.new_target?,
            None => return None,
        };
        Some((NEW_TARGET, node))
    }

    // ---- registers

    fn get(&mut self, register: u16) -> NodeId {
        match self.state.registers[register as usize] {
            Some(node) => node,
            None => self.undefined(),
        }
    }

    fn set(&mut self, register: u16, node: NodeId) {
        self.state.registers[register as usize] = Some(node);
    }

    // ---- control

    /// Ends the current path: the code here has never run.
    fn bail_out(&mut self, reason: BailoutReason) {
        self.emit(NodeOp::Bailout, &[], reason as u64, 0);
        self.graph.block_mut(self.block).cold = true;
        self.dead = true;
    }

    /// The interpreter runs the op under construction in its own frame, and goes on.
    fn leave_to_interpreter(&mut self) {
        self.emit(NodeOp::Bailout, &[], BailoutReason::Interpreted as u64, 0);
        self.dead = true;
    }

    /// After a call that always throws.
    fn unreachable(&mut self) {
        self.emit(NodeOp::Unreachable, &[], 0, 0);
        self.dead = true;
    }

    fn bailed(&self, reason: BailoutReason) -> bool {
        speculate::bailed(&self.frame.script, self.at, reason)
    }
}

/// Whether the code does little before it leaves for an op that is not compiled.
fn leaves_soon(graph: &Graph) -> bool {
    let mut nodes = 0;
    let mut leaves = false;
    for (i, block) in graph.blocks.iter().enumerate() {
        if block.successors.iter().any(|next| next.0 as usize <= i) {
            return false;
        }
        nodes += block.nodes.len();
        leaves |=
            block.nodes.iter().map(|id| graph.node(*id)).any(|n| n.op == NodeOp::Bailout && n.imm == BailoutReason::Interpreted as u64);
    }
    leaves && nodes < WORTH_ENTERING
}

fn uses_new_target(script: &ScriptSnapshot) -> bool {
    script.insns.iter().any(|i| matches!(i.op(), Op::GetNewTarget | Op::CheckConstruct))
}
