//! Sites that know several functions. The test of the receiver's shape is the test of the
//! method, too: the ops up to the call are built once for each. Where the callee is just a
//! value, its script is tested.

use super::call::Plan as CallPlan;
use super::frame::Edge;
use super::inline::DISCARDED;
use super::property::Plan;
use super::shape::Miss;
use super::{Builder, Unsupported};
use crate::bytecode::{Insn, Op};
use crate::feedback::{IcKind, site_flags};
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::descriptor::LinkDescriptor;
use crate::ion::graph::{NodeId, NodeOp};
use crate::ion::runtime_calls::RuntimeCall;
use crate::ion::snapshot::{CallTarget, PropertyCase, ScriptSnapshot, SiteSnapshot};
use std::sync::Arc;

/// Ops between a look-up and the call of what it finds that are built for each function.
const MAX_BETWEEN: usize = 6;
/// Instruction words of a callee that is one of several, at most.
const MAX_ONE_OF_SEVERAL: usize = 60;

/// A look-up of a method that is called in the same block.
pub(super) struct Split {
    cases: Vec<PropertyCase>,
    miss: Miss,
    /// The call.
    call: u32,
}

impl Builder<'_> {
    // ---- methods

    /// Whether a read of a property finds several methods, one of which is called a few ops behind.
    pub(super) fn to_be_split(&self, object: NodeId, insn: Insn) -> Option<Split> {
        let call = self.call_behind(insn.a)?;
        self.site_key(insn.c)?;
        let Plan::Cases(cases, miss) = self.plan(insn.c) else { return None };
        let is_plain = |c: &PropertyCase| !c.primitive && !matches!(c.kind, IcKind::StringLength | IcKind::Generic | IcKind::Getter);
        let off = [BailoutReason::NotObject, BailoutReason::WrongTarget].iter().any(|r| self.bailed(*r));
        if off || !cases.iter().all(is_plain) || !tells_functions_apart(&cases) {
            return None;
        }
        let known = self.known_object(object).and_then(|ptr| self.known_shape(ptr));
        if known.is_some_and(|known| !known.added.is_empty() || cases.iter().any(|case| case.shape == known.shape)) {
            return None;
        }
        Some(Split { cases, miss, call })
    }

    /// The call whose callee is in `base`, with nothing but its arguments in front of it.
    fn call_behind(&self, base: u16) -> Option<u32> {
        let end = self.frame.cfg.blocks[self.frame.current as usize].end;
        let insns = &self.frame.script.insns;
        let mut at = self.at + insns[self.at as usize].op().words() as u32;
        for _ in 0..=MAX_BETWEEN {
            let insn = insns[at as usize..end as usize].first()?;
            match insn.op() {
                Op::Call => return (insn.b == base).then_some(at),
                op if makes_argument(op) => at += op.words() as u32,
                _ => return None,
            }
        }
        None
    }

    /// Builds the look-up and all up to the call for each shape by itself.
    pub(super) fn call_apart(&mut self, object: NodeId, insn: Insn, split: Split) -> Result<(), Unsupported> {
        let Split { cases, miss, call } = split;
        let key = self.site_key(insn.c).expect("there is one if it is split");
        let next = self.at + insn.op().words() as u32;
        let end = call + Op::Call.words() as u32;
        let ptr = self.object(object);
        let shapes: Vec<_> = cases.iter().map(|c| c.shape).collect();
        let found = self.cases_apart(ptr, &shapes, miss, |b, i, known| match (cases.get(i), known) {
            (Some(case), Some(known)) => b.read_case(object, ptr, &known, case, &key, insn.c),
            _ => {
                let method = b.read_generic(object, insn.c);
                // None of those that the call's feedback tells of.
                b.know_function(method, CallTarget::Other);
                Ok(Some(method))
            }
        })?;
        let mut edges = Vec::new();
        for (edge, method) in found {
            self.resume(edge);
            self.set(insn.a, method);
            let mut at = next;
            while at < end && !self.dead {
                let insn = self.frame.script.insns[at as usize];
                self.begin_op(at);
                self.build_op(insn, insn.op(), at)?;
                at = self.frame.built_until.take().unwrap_or(at + insn.op().words() as u32);
            }
            if !self.dead {
                edges.push(self.open_edge());
            }
        }
        self.begin_op(end);
        self.frame.built_until = Some(end);
        if edges.is_empty() {
            self.dead = true;
            return Ok(());
        }
        self.merge(edges, None, |b, r| b.is_live_or_callee(end, r));
        self.begin_op(end);
        Ok(())
    }

    // ---- functions

    /// What to do at a call that has had these callees; `odd`: and others.
    pub(super) fn several(&self, targets: &[CallTarget], odd: bool) -> CallPlan {
        let mut scripts: Vec<Arc<ScriptSnapshot>> = Vec::new();
        let mut others = odd || self.bailed(BailoutReason::WrongTarget);
        for target in targets {
            match target {
                CallTarget::Script(script) if is_small(script) => {
                    if scripts.iter().all(|known| known.hash != script.hash) {
                        scripts.push(script.clone());
                    }
                }
                _ => others = true,
            }
        }
        if scripts.is_empty() { CallPlan::Generic } else { CallPlan::Several(scripts, others) }
    }

    /// Calls a closure of one of `scripts`, or of another function if there are `others`.
    pub(super) fn call_one_of(
        &mut self,
        scripts: Vec<Arc<ScriptSnapshot>>,
        mut others: bool,
        callee: NodeId,
        this: NodeId,
        args: &[NodeId],
        result: u16,
    ) -> Result<Option<NodeId>, Unsupported> {
        // What is not inlined is called by the general call as well: a test more would gain nothing.
        let words = self.inlined_words;
        let mut inlined = Vec::new();
        for script in scripts {
            if self.may_inline(&script) {
                self.inlined_words += script.insns.len();
                inlined.push(script);
            } else {
                others = true;
            }
        }
        self.inlined_words = words;
        if inlined.is_empty() {
            return Ok(Some(self.plain_call(NodeOp::Call, callee, this, args)));
        }
        let ptr = self.object(callee);
        let op_state = self.op_state();
        let mut results: Vec<(Edge, NodeId)> = Vec::new();
        let tested = if others { inlined.len() } else { inlined.len() - 1 };
        for (i, script) in inlined.iter().enumerate() {
            let link = self.graph.link(LinkDescriptor::Script { hash: script.hash });
            let mut rest = None;
            if i < tested {
                let is = self.emit(NodeOp::ScriptIs, &[ptr], link.0 as u64, 0);
                let mut reached = None;
                self.branch(is, 0, |b| reached = Some(b.open_edge()), |b| rest = Some(b.open_edge()));
                self.resume(reached.expect("set by the branch"));
            } else {
                self.emit(NodeOp::CheckScript, &[ptr], link.0 as u64, 0);
            }
            self.know_function(callee, CallTarget::Script(script.clone()));
            let value = self.call_or_inline(script, callee, this, args, result)?;
            self.finish_case(value, &mut results);
            if let Some(rest) = rest {
                self.resume(rest);
                self.op_state = Some(op_state);
            }
        }
        if others {
            let value = self.plain_call(NodeOp::Call, callee, this, args);
            self.finish_case(Some(value), &mut results);
        }
        self.op_state = Some(op_state);
        if results.is_empty() {
            self.dead = true;
            return Ok(None);
        }
        let (edges, values): (Vec<Edge>, Vec<NodeId>) = results.into_iter().unzip();
        Ok(self.merge(edges, Some(values), |_, _| true))
    }

    // ---- field initialisers

    /// `InitFields`: a call of the one initialiser that the site has seen.
    pub(super) fn init_fields(&mut self, insn: Insn) -> Result<(), Unsupported> {
        let (this, constructor) = (self.get(insn.a), self.get(insn.b));
        let initialiser = match self.frame.script.sites.get(insn.c as usize) {
            Some(SiteSnapshot::Call { targets, megamorphic: false, flags, .. }) if flags & site_flags::ODD_CALLEE == 0 => {
                match targets.as_slice() {
                    [CallTarget::Script(script)] => Some(script.clone()),
                    _ => None,
                }
            }
            _ => None,
        };
        // The constructor that runs is a closure.
        let is_callee = constructor == self.get(0) && self.frame.script.kind.is_class_constructor();
        let off = [BailoutReason::NotObject, BailoutReason::WrongTarget].iter().any(|r| self.bailed(*r));
        let Some(script) = initialiser.filter(|_| is_callee && !off) else {
            self.runtime_tagged(RuntimeCall::InitFields, &[this, constructor], 0);
            return Ok(());
        };
        let function = self.object(constructor);
        let fields = self.emit(NodeOp::LoadFields, &[function], 0, 0);
        let ptr = self.object(fields);
        let link = self.graph.link(LinkDescriptor::Script { hash: script.hash });
        self.emit(NodeOp::CheckScript, &[ptr], link.0 as u64, 0);
        self.know_function(fields, CallTarget::Script(script.clone()));
        self.call_or_inline(&script, fields, this, &[], DISCARDED)?;
        Ok(())
    }
}

/// Different functions are found, at least one of which is worth a path of its own.
fn tells_functions_apart(cases: &[PropertyCase]) -> bool {
    let first = cases.first().and_then(|case| case.function.as_ref());
    let differ = cases.iter().any(|case| case.function.as_ref() != first);
    let is_method = |case: &PropertyCase| matches!(case.kind, IcKind::ProtoInline | IcKind::ProtoSlots);
    let is_small = |case: &PropertyCase| matches!(&case.function, Some(CallTarget::Script(script)) if is_small(script));
    differ && cases.iter().any(|case| is_method(case) && is_small(case))
}

fn is_small(script: &ScriptSnapshot) -> bool {
    (1..=MAX_ONE_OF_SEVERAL).contains(&script.insns.len()) && !script.kind.is_class_constructor()
}

/// Ops that fetch or compute an argument, without ways to go and without calls of their own.
fn makes_argument(op: Op) -> bool {
    use Op::*;
    matches!(
        op,
        Nop | Move
            | LoadConst
            | LoadInt
            | LoadUndefined
            | LoadNull
            | LoadTrue
            | LoadFalse
            | CheckTdz
            | CheckThis
            | GetCalleeEnv
            | GetEnv
            | GetCell
            | GetGlobal
            | GetProp
            | GetElem
            | Add
            | Sub
            | Mul
            | AddI
            | SubI
            | MulI
            | BitAnd
            | BitOr
            | BitAndI
            | BitOrI
            | Not
    )
}
