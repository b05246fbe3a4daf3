//! Inlining of functions: the callee is built in place, with frame states that name
//! the caller's.

use super::cfg::Part;
use super::frame::{Activation, Frame};
use super::support::{Support, support};
use super::types::Ty;
use super::{Builder, Unsupported};
use crate::bytecode::{BytecodeOffset, FunctionKind};
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::descriptor::LinkDescriptor;
use crate::ion::graph::{FrameState, InlineCall, InlineId, InlineScript, MAX_LIST, NodeId, StateId};
use crate::ion::provoke::Inlining;
use crate::ion::snapshot::{ScriptSnapshot, SiteSnapshot};
use std::sync::Arc;

/// Stands for the register of a result that is not wanted.
pub(super) const DISCARDED: u16 = u16::MAX;
/// Instruction words of a callee, at most.
const MAX_CALLEE: usize = 120;
/// Callees of this size are inlined even if they have never run.
const TINY: usize = 12;
const MAX_DEPTH: usize = 6;
/// Instruction words of all callees of a compilation, beyond which nothing more is inlined:
/// in loops, or in a function that has none.
const BUDGET: usize = 200;
/// Beside the loops of a function that has some.
const BUDGET_BESIDE_LOOPS: usize = 100;
/// Instruction words beyond which not even tiny callees are inlined.
const BUDGET_TINY: usize = 320;
/// Nodes of a graph beyond which nothing at all is inlined.
const MAX_NODES: usize = 4000;

impl Builder<'_> {
    pub(super) fn may_inline(&mut self, script: &ScriptSnapshot) -> bool {
        let size = script.insns.len();
        let recursion = self.frame.stack.iter().filter(|h| **h == script.hash).count();
        let kind = matches!(
            script.kind,
            FunctionKind::Normal
                | FunctionKind::Arrow
                | FunctionKind::Method
                | FunctionKind::Getter
                | FunctionKind::Setter
                | FunctionKind::BaseConstructor
                | FunctionKind::DerivedConstructor
                | FunctionKind::FieldInitializer
        );
        let has_run = || script.types.iter().any(|t| *t != 0) || script.sites.iter().any(|s| !matches!(s, SiteSnapshot::Unreached));
        let chance = if self.snapshot.inlining { self.chance_of_inlining() } else { Inlining::Refused };
        let favoured = chance == Inlining::Favoured;
        let factor = self.snapshot.effort.factor();
        chance != Inlining::Refused
            && kind
            && size > 0
            && (size <= MAX_CALLEE * factor || favoured)
            && self.frame.depth < MAX_DEPTH
            && recursion <= 1
            && self.graph.nodes.len() <= MAX_NODES * factor
            && (size <= TINY || has_run() || favoured)
            && (self.inlined_words + size <= self.budget(size) * factor || favoured)
            && self.end_of_arguments(script).is_ok()
            && all_supported(script)
    }

    /// What chance says, where it has a say.
    fn chance_of_inlining(&mut self) -> Inlining {
        self.chances += 1;
        self.chance.map_or(Inlining::Judged, |chance| chance.of(self.chances))
    }

    /// How many words may be inlined if the next callee has `size` of them. What is
    /// inlined multiplies code, metadata and compile time, so it goes where time is spent.
    fn budget(&self, size: usize) -> usize {
        if size <= TINY {
            BUDGET_TINY
        } else if self.frame.is_in_loop() || self.snapshot.script.loops.is_empty() {
            BUDGET
        } else {
            BUDGET_BESIDE_LOOPS
        }
    }

    /// Builds the callee here, whose result goes to register `result` ([`DISCARDED`]: nowhere). Nothing
    /// if it is not to be inlined; else its result, if it can return.
    pub(super) fn try_inline(
        &mut self,
        script: &Arc<ScriptSnapshot>,
        callee: NodeId,
        this: NodeId,
        args: &[NodeId],
        result: u16,
        activation: Activation,
    ) -> Result<Option<Option<NodeId>>, Unsupported> {
        let derived = script.kind == FunctionKind::DerivedConstructor;
        let fits = match activation {
            Activation::Construct { .. } => !derived,
            Activation::Derived { .. } => derived,
            Activation::Call | Activation::Unknown => !script.kind.is_class_constructor(),
        };
        let construct = activation.new_target().is_some();
        // Before it has looked at its arguments, a bailout of the callee is one of the call.
        let no_list = script.needs_arguments && (args.len() >= MAX_LIST || self.bailed(BailoutReason::NotObject));
        if script.insns.is_empty() || !fits || no_list || !self.may_inline(script) {
            return Ok(None);
        }
        let undefined = self.undefined();
        let mut registers = vec![None; script.registers as usize];
        let params = (0..script.params as usize).map(|i| args.get(i).copied().unwrap_or(undefined));
        for (register, node) in registers.iter_mut().zip([callee, this].into_iter().chain(params)) {
            *register = Some(node);
        }
        self.inlined_words += script.insns.len();
        let end_of_arguments = self.end_of_arguments(script).ok().flatten();
        let arguments = match end_of_arguments {
            Some(_) => args.iter().map(|arg| self.tagged(*arg)).collect(),
            None => Vec::new(),
        };
        let before = end_of_arguments.map(|end| (end, self.op_state()));
        let types: Vec<Ty> = registers.iter().map(|r| r.map_or(Ty::UNDEFINED, |n| self.rule_ty(n))).collect();
        let mut stack = self.frame.stack.clone();
        stack.push(script.hash);
        let id = self.inline_script(script);
        let Ok(mut frame) = Frame::new(script.clone(), id, Part::all(&script.insns), &self.snapshot.shapes, &types, activation, stack)
        else {
            return Ok(None);
        };
        let state = self.state_after(result);
        (frame.arguments, frame.before) = (arguments, before);
        frame.catcher = self.catcher();
        frame.called_in_loop = self.frame.is_in_loop();
        frame.caller = Some(InlineCall { state, argc: args.len() as u32, construct });
        let at = self.at;
        let caller_registers = std::mem::replace(&mut self.state.registers, registers);
        let edge = self.open_edge();
        frame.push_entry(edge.block, edge.state);
        let caller = std::mem::replace(&mut self.frame, frame);
        self.build_body()?;
        let callee = std::mem::replace(&mut self.frame, caller);
        self.begin_op(at);
        for (catcher, edge) in callee.throws {
            self.lead_to(catcher, edge);
        }
        if callee.returns.is_empty() {
            self.dead = true;
            return Ok(Some(None));
        }
        let (mut edges, values): (Vec<_>, Vec<_>) = callee.returns.into_iter().unzip();
        for edge in &mut edges {
            edge.state.registers.clone_from(&caller_registers);
        }
        Ok(Some(self.merge(edges, Some(values), |_, _| true)))
    }

    fn inline_script(&mut self, script: &ScriptSnapshot) -> InlineId {
        if let Some(i) = self.graph.scripts.iter().skip(1).position(|s| s.hash == script.hash) {
            return InlineId(i as u32 + 1);
        }
        let link = self.graph.link(LinkDescriptor::Script { hash: script.hash });
        self.graph.scripts.push(InlineScript {
            hash: script.hash,
            link: Some(link),
            registers: script.registers,
            params: script.params,
            needs_arguments: script.needs_arguments,
            handlers: script.handlers.clone(),
            insns: script.insns.clone(),
            kind: script.kind,
            name: script.name.clone(),
        });
        InlineId(self.graph.scripts.len() as u32 - 1)
    }

    /// The state of the caller while a call runs that writes its result to `result`, if to any register.
    /// From the call's window on the registers are the callee's.
    fn state_after(&mut self, result: u16) -> StateId {
        let undefined = self.undefined();
        let script = &self.frame.script;
        let call = script.insns[self.at as usize];
        let next = self.at + call.op().words() as u32;
        let handler = script.handlers.iter().find(|h| h.start.0 <= self.at && self.at < h.end.0);
        let live = &self.frame.live;
        let is_inlined = self.frame.caller.is_some();
        let registers = (0..script.registers.min(call.window(script.registers)))
            .filter(|r| {
                (live.is_live(next, *r) && *r != result) || handler.is_some_and(|h| live.is_live(h.target.0, *r)) || (*r == 0 && is_inlined)
            })
            .map(|r| (r, self.state.registers[r as usize].unwrap_or(undefined)))
            .chain(self.new_target_register())
            .collect();
        let state = FrameState { script: self.frame.id, offset: BytecodeOffset(self.at), registers, caller: self.frame.caller };
        self.graph.add_state(state)
    }
}

fn all_supported(script: &ScriptSnapshot) -> bool {
    let mut at = 0;
    while at < script.insns.len() {
        let op = script.insns[at].op();
        if support(op) == Support::No {
            return false;
        }
        at += op.words();
    }
    true
}
