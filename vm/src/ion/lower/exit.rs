//! Leaving compiled code: guards, bailouts, exceptions, and the metadata that says how
//! the interpreter goes on.
//!
//! An exit block stores the live values raw into the bailout buffer and hands over to
//! the runtime, which boxes them: that is cold work and needs no code of its own.

use super::memory::MUTABLE;
use super::{FIXED_LINKS, LowerError, Lowering};
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::graph::{Graph, ListKind, NodeId, NodeOp, Repr, StateId};
use crate::ion::helpers::Helper;
use crate::ion::layout;
use crate::ion::metadata::{
    BAILOUT_BUFFER_WORDS, BailoutRecord, CallSiteRecord, FrameRecord, Metadata, NO_SITE, ObjectRecord, RegisterRecord, ScriptRecord,
    SiteRecord, Source,
};
use crate::ion::provoke::{FailingGuards, Failure};
use crate::rules::{Rule, holds};
use crate::value::Value as Js;
use cranelift_codegen::CompiledCode;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{I8, I32, I64};
use cranelift_codegen::ir::{Block, InstBuilder, Value};
use std::collections::HashMap;

/// Most objects that one bailout makes.
pub const MAX_OBJECTS: usize = 1024;

/// The exits and call sites met so far.
#[derive(Default)]
pub(super) struct Exits {
    pending: Vec<PendingExit>,
    known: HashMap<(StateId, BailoutReason), usize>,
    bailouts: Vec<BailoutRecord>,
    frames: Vec<FrameRecord>,
    objects: Vec<ObjectRecord>,
    registers: Vec<RegisterRecord>,
    sites: Vec<SiteRecord>,
    site_index: HashMap<StateId, u32>,
    /// Words that the exits store, all together.
    words: usize,
    too_large: bool,
    /// Guards that fail although they hold.
    failing: FailingGuards,
    /// Guards so far.
    guards: u32,
}

/// What an exit has stored, and the objects that its bailout makes.
struct Leaving {
    buffer: Value,
    words: HashMap<NodeId, u32>,
    /// Objects by their number in the graph, and their fields.
    known: HashMap<u64, u32>,
    objects: Vec<(ObjectRecord, Vec<RegisterRecord>)>,
}

struct PendingExit {
    block: Block,
    state: StateId,
    reason: BailoutReason,
}

impl Exits {
    pub(super) fn failing(failing: FailingGuards) -> Exits {
        Exits { failing, ..Exits::default() }
    }
    pub(super) fn guards(&self) -> u32 {
        self.guards
    }

    /// The site number of a state, for stack traces.
    pub(super) fn site(&mut self, graph: &Graph, state: Option<StateId>) -> u32 {
        let Some(state) = state else { return NO_SITE };
        if let Some(known) = self.site_index.get(&state) {
            return *known;
        }
        let frame = &graph.states[state.index()];
        let parent = frame.caller.map_or(u32::MAX, |c| self.site(graph, Some(c.state)));
        let site = self.sites.len() as u32;
        self.sites.push(SiteRecord { script: frame.script.0, offset: frame.offset.0, parent, _pad: 0 });
        self.site_index.insert(state, site);
        site
    }

    /// Completes the metadata with what only the compiled code tells.
    pub(super) fn finish(self, graph: &Graph, compiled: &CompiledCode) -> Metadata {
        let locations = compiled.buffer.get_srclocs_sorted();
        let call_sites = compiled
            .buffer
            .call_sites()
            .filter_map(|call| {
                let call_at = call.ret_addr.checked_sub(1)?;
                let location = locations.iter().find(|l| l.start <= call_at && call_at < l.end)?;
                Some(CallSiteRecord { return_offset: call.ret_addr, site: location.loc.bits() })
            })
            .collect();
        let scripts = graph
            .scripts
            .iter()
            .map(|s| ScriptRecord {
                hash: s.hash,
                registers: s.registers,
                params: s.params,
                link: s.link.map_or(u32::MAX, |l| l.0 + FIXED_LINKS as u32),
            })
            .collect();
        let mut links = graph.links.clone();
        for node in graph.blocks.iter().flat_map(|block| &block.nodes).map(|id| graph.node(*id)).filter(|node| node.op == NodeOp::LinkShape)
        {
            links[node.imm as usize].hold();
        }
        Metadata {
            bailouts: self.bailouts.into(),
            frames: self.frames.into(),
            objects: self.objects.into(),
            registers: self.registers.into(),
            call_sites,
            sites: self.sites.into(),
            scripts,
            links,
        }
    }
}

impl Lowering<'_> {
    /// Guard: leaves for the interpreter, at the node's state, if `failed`.
    pub(super) fn bail_if(&mut self, failed: Value, id: NodeId, reason: BailoutReason) {
        self.may_fail(id, reason);
        self.leave_if(failed, id, reason);
    }

    /// Leaves like a guard that fails here although it holds, if that is provoked. Before any
    /// effect of the node, as for guards.
    pub(super) fn may_fail(&mut self, id: NodeId, reason: BailoutReason) {
        let number = self.exits.guards;
        self.exits.guards += 1;
        let failed = match self.exits.failing.failure(number) {
            None => return,
            Some(Failure::Always) => self.b.ins().iconst(I8, 1),
            Some(Failure::AtZero) => {
                let left = self.load_context(I32, layout::GUARD_COUNTDOWN);
                let left = self.b.ins().iadd_imm_s(left, -1);
                self.store_context(left, layout::GUARD_COUNTDOWN);
                self.b.ins().icmp_imm_u(IntCC::Equal, left, 0)
            }
        };
        self.leave_if(failed, id, reason);
    }

    /// Leaves at the node's state, if what was attempted was not done.
    pub(super) fn leave_if(&mut self, failed: Value, id: NodeId, reason: BailoutReason) {
        let exit = self.exit_block(id, reason);
        // What is out of the way stays there.
        let is_cold = self.b.current_block().is_some_and(|block| self.b.func.layout.is_cold(block));
        let fine = if is_cold { self.cold_block() } else { self.b.create_block() };
        self.b.ins().brif(failed, exit, &[], fine, &[]);
        self.b.switch_to_block(fine);
    }

    /// The block that leaves at the node's state. Shared by guards with the same state
    /// and reason.
    pub(super) fn exit_block(&mut self, id: NodeId, reason: BailoutReason) -> Block {
        let state = self.graph.node(id).state.unwrap_or_else(|| panic!("{:?} bails without a state", self.graph.node(id).op));
        self.exit_at(state, reason)
    }

    pub(super) fn exit_at(&mut self, state: StateId, reason: BailoutReason) -> Block {
        if let Some(known) = self.exits.known.get(&(state, reason)) {
            return self.exits.pending[*known].block;
        }
        let block = self.cold_block();
        self.exits.known.insert((state, reason), self.exits.pending.len());
        self.exits.pending.push(PendingExit { block, state, reason });
        block
    }

    pub(super) fn bail_always(&mut self, id: NodeId) {
        let reason = BailoutReason::from_u8(self.graph.node(id).imm as u8).unwrap_or(BailoutReason::Unreached);
        let exit = self.exit_block(id, reason);
        self.b.ins().jump(exit, &[]);
    }

    /// Checks the result of a call node, unless the graph does.
    pub(super) fn check_result(&mut self, result: Value, id: NodeId) {
        let node = self.graph.node(id);
        if !node.is_caught() {
            self.check_exception(result, node.state);
        }
    }

    pub(super) fn is_exception(&mut self, result: Value) -> Value {
        self.b.ins().icmp_imm_u(IntCC::Equal, result, Js::EXCEPTION.0 as i64)
    }

    /// Checks a result for the exception word. An exception that is caught in one of the
    /// frames goes to the interpreter; another leaves the function.
    pub(super) fn check_exception(&mut self, result: Value, state: Option<StateId>) {
        let thrown = self.is_exception(result);
        self.throw_if(thrown, state);
    }

    pub(super) fn throw_if(&mut self, thrown: Value, state: Option<StateId>) {
        let fine = self.b.create_block();
        match state {
            Some(state) if self.graph.has_handler(state) => {
                let reason = if holds(Rule::ThrownOnce) { BailoutReason::Exception } else { BailoutReason::NotInt32 };
                let exit = self.exit_at(state, reason);
                self.b.ins().brif(thrown, exit, &[], fine, &[]);
            }
            _ => {
                self.b.ins().brif(thrown, self.thrown, &[], fine, &[]);
            }
        }
        self.b.switch_to_block(fine);
    }

    /// Emits the exit blocks; done last, when every value is known. `words`: how many they may
    /// store, all together.
    pub(super) fn exit_blocks(&mut self, words: usize) -> Result<(), LowerError> {
        if self.exits.pending.is_empty() {
            return Ok(());
        }
        let tail = self.cold_block();
        let id = self.b.append_block_param(tail, I64);
        let mut next = 0;
        while next < self.exits.pending.len() {
            let PendingExit { block, state, reason } = self.exits.pending[next];
            next += 1;
            self.b.switch_to_block(block);
            if self.leaves_in_place(state, reason) {
                continue;
            }
            let number = self.emit_exit(state, reason);
            if self.exits.too_large {
                return Err(LowerError::TooLarge);
            }
            if self.exits.words > words {
                return Err(LowerError::TooManyLive);
            }
            let number = self.b.ins().iconst(I64, number as i64);
            self.b.ins().jump(tail, &[cranelift_codegen::ir::BlockArg::Value(number)]);
        }
        self.b.switch_to_block(tail);
        let result = self.call_helper(Helper::Bailout, &[self.links, id, self.fp, self.call_info], None);
        self.b.ins().return_(&[result]);
        Ok(())
    }

    /// Stores the live values and records how to rebuild the frames; the bailout's number.
    fn emit_exit(&mut self, state: StateId, reason: BailoutReason) -> usize {
        let graph = self.graph;
        let buffer = self.load_context_fixed(I64, layout::BAILOUT_BUFFER);
        let mut leaving = Leaving { buffer, words: HashMap::new(), known: HashMap::new(), objects: Vec::new() };
        let mut chain = vec![state];
        while let Some(caller) = graph.states[chain[chain.len() - 1].index()].caller {
            chain.push(caller.state);
        }
        let first_frame = self.exits.frames.len() as u32;
        for &state in chain.iter().rev() {
            let frame = &graph.states[state.index()];
            let first_register = self.exits.registers.len() as u32;
            for &(register, node) in &frame.registers {
                let record = self.register_record(register, node, &mut leaving);
                self.exits.registers.push(record);
            }
            self.exits.frames.push(FrameRecord {
                script: frame.script.0,
                offset: frame.offset.0,
                first_register,
                registers: frame.registers.len() as u32,
                argc: frame.caller.map_or(0, |c| c.argc),
                construct: frame.caller.is_some_and(|c| c.construct) as u32,
            });
        }
        if leaving.words.len() > BAILOUT_BUFFER_WORDS || leaving.objects.len() > MAX_OBJECTS {
            self.exits.too_large = true;
        }
        self.exits.words += leaving.words.len();
        let first_object = self.exits.objects.len() as u32;
        for (object, fields) in &leaving.objects {
            let first_field = self.exits.registers.len() as u32;
            self.exits.objects.push(ObjectRecord { first_field, fields: fields.len() as u32, ..*object });
            self.exits.registers.extend_from_slice(fields);
        }
        self.exits.bailouts.push(BailoutRecord {
            first_frame,
            frames: chain.len() as u32,
            reason: reason as u32,
            words: leaving.words.len() as u32,
            first_object,
            objects: leaving.objects.len() as u32,
        });
        self.exits.bailouts.len() - 1
    }

    fn register_record(&mut self, register: u16, id: NodeId, leaving: &mut Leaving) -> RegisterRecord {
        let node = self.graph.node(id);
        let record = |source: Source, index: u32, word: u64| RegisterRecord { register, source: source as u8, _pad: 0, index, word };
        match node.op {
            NodeOp::Constant => return record(Source::Constant, 0, node.imm),
            NodeOp::Int32Constant => return record(Source::Constant, 0, Js::int(node.imm as u32 as i32).0),
            NodeOp::DoubleConstant => return record(Source::Constant, 0, Js::double(f64::from_bits(node.imm)).0),
            NodeOp::BoolConstant => return record(Source::Constant, 0, Js::bool(node.imm != 0).0),
            NodeOp::LinkValue => return record(Source::Link, node.imm as u32 + FIXED_LINKS as u32, 0),
            NodeOp::VirtualObject | NodeOp::VirtualList => return record(Source::Virtual, self.virtual_object(id, leaving), 0),
            // The runtime boxes what it reads from the buffer.
            NodeOp::BoxInt32 | NodeOp::BoxDouble | NodeOp::BoxBool | NodeOp::BoxObject => {
                return self.register_record(register, node.inputs[0], leaving);
            }
            _ => {}
        }
        let source = match node.repr {
            Repr::Tagged => Source::Tagged,
            Repr::Int32 => Source::Int32,
            Repr::Double => Source::Double,
            Repr::Bool => Source::Bool,
            Repr::Ptr => pointer_source(self.graph, id),
            Repr::None => unreachable!("a frame state refers to a node without a result"),
        };
        let next = leaving.words.len() as u32;
        let index = *leaving.words.entry(id).or_insert(next);
        if index == next {
            let value = self.value(id);
            let value = if node.repr == Repr::Bool { self.b.ins().uextend(I64, value) } else { value };
            self.b.ins().store(MUTABLE, value, leaving.buffer, 8 * index as i32);
        }
        record(source, index, 0)
    }

    /// The number of an object among those that the bailout makes; what it holds comes first.
    fn virtual_object(&mut self, id: NodeId, leaving: &mut Leaving) -> u32 {
        let node = self.graph.node(id);
        if let Some(known) = leaving.known.get(&node.imm) {
            return *known;
        }
        let fields = node.inputs.iter().enumerate().map(|(i, field)| self.register_record(i as u16, *field, leaving)).collect();
        let (kind, first_argument) = match node.op {
            NodeOp::VirtualList => {
                let (kind, first) = ListKind::from_imm(node.imm2);
                (kind as u32 + 1, first as u32)
            }
            _ => (0, 0),
        };
        leaving.objects.push((ObjectRecord { first_field: 0, fields: 0, kind, first_argument }, fields));
        let number = leaving.objects.len() as u32 - 1;
        leaving.known.insert(node.imm, number);
        number
    }
}

/// The tag under which a raw pointer is a value.
pub(super) fn pointer_source(graph: &Graph, id: NodeId) -> Source {
    match graph.node(id).op {
        NodeOp::CheckString | NodeOp::UnboxString => Source::String,
        NodeOp::CalleeEnv | NodeOp::EnvParent | NodeOp::NewEnvCell | NodeOp::UnboxEnv => Source::Cell,
        NodeOp::Phi => pointer_source(graph, graph.node(id).inputs[0]),
        _ => Source::Object,
    }
}
