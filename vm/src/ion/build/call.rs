//! Calls and constructions: known targets are inlined or called directly, others by
//! the general call.

use super::frame::Activation;
use super::state::KnownShape;
use super::types::Ty;
use super::{Builder, Unsupported};
use crate::bytecode::{FunctionKind, Insn, Op};
use crate::feedback::IcKind;
use crate::heap::Kind;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::descriptor::LinkDescriptor;
use crate::ion::graph::{LinkRef, NodeId, NodeOp};
use crate::ion::runtime_calls::RuntimeCall;
use crate::ion::snapshot::{CallTarget, ScriptSnapshot, ShapeIndex, SiteSnapshot};
use std::sync::Arc;

/// What a call site's feedback says.
enum Plan {
    Unreached,
    Known(CallTarget),
    Generic,
}

impl Builder<'_> {
    fn call_plan(&self, site: u16, callee: NodeId) -> Plan {
        match self.frame.script.sites.get(site as usize) {
            Some(SiteSnapshot::Unreached) | None if !self.bailed(BailoutReason::Unreached) => Plan::Unreached,
            Some(SiteSnapshot::Call { targets, megamorphic, .. }) => {
                let off = self.bailed(BailoutReason::WrongTarget) || self.bailed(BailoutReason::NotObject);
                match targets.as_slice() {
                    [target] if !megamorphic && !off && self.ty(callee).has(Ty::OBJECT) => Plan::Known(target.clone()),
                    _ => Plan::Generic,
                }
            }
            _ => Plan::Generic,
        }
    }

    /// The function that `callee` is, known from its look-up or by a guard from here on.
    fn known_target(&mut self, site: u16, callee: NodeId) -> Plan {
        if let Some(index) = self.state.facts(callee).and_then(|f| f.function) {
            return Plan::Known(self.functions[index as usize].clone());
        }
        let plan = self.call_plan(site, callee);
        match &plan {
            Plan::Known(CallTarget::Script(script)) => {
                let link = self.graph.link(LinkDescriptor::Script { hash: script.hash });
                let ptr = self.object(callee);
                self.emit(NodeOp::CheckScript, &[ptr], link.0 as u64, 0);
                self.know_function(callee, CallTarget::Script(script.clone()));
                plan
            }
            Plan::Known(CallTarget::Builtin(row)) => {
                let link = self.graph.link(LinkDescriptor::Builtin(*row));
                let tagged = self.tagged(callee);
                self.emit(NodeOp::CheckBuiltin, &[tagged], link.0 as u64, 0);
                self.know_function(callee, CallTarget::Builtin(*row));
                plan
            }
            Plan::Known(CallTarget::Other) => Plan::Generic,
            _ => plan,
        }
    }

    pub(super) fn call(&mut self, insn: Insn) -> Result<(), Unsupported> {
        let (callee, this) = (self.get(insn.b), self.get(insn.b + 1));
        let args: Vec<NodeId> = (0..insn.d as u16).map(|i| self.get(insn.b + 2 + i)).collect();
        let result = match self.known_target(insn.c, callee) {
            Plan::Unreached => {
                self.bail_out(BailoutReason::Unreached);
                None
            }
            Plan::Known(CallTarget::Script(script)) => match self.try_inline(&script, callee, this, &args, insn.a, Activation::Call)? {
                Some(result) => result,
                None => Some(self.plain_call(NodeOp::CallScript, callee, this, &args)),
            },
            Plan::Known(CallTarget::Builtin(row)) => match self.inline_builtin(row, this, &args) {
                Some(result) => Some(result),
                None => {
                    let result = self.plain_call(NodeOp::Call, callee, this, &args);
                    // Known to be a built-in: nothing about it is to be tested.
                    self.graph.node_mut(result).imm = 1;
                    Some(result)
                }
            },
            _ => Some(self.plain_call(NodeOp::Call, callee, this, &args)),
        };
        if !self.dead {
            self.set_if_reached(insn.a, result);
        }
        Ok(())
    }

    pub(super) fn plain_call(&mut self, op: NodeOp, callee: NodeId, this: NodeId, args: &[NodeId]) -> NodeId {
        let inputs: Vec<NodeId> = [callee, this].iter().chain(args).map(|n| self.tagged(*n)).collect();
        self.emit(op, &inputs, 0, 0)
    }

    pub(super) fn construct(&mut self, insn: Insn) -> Result<(), Unsupported> {
        let callee = self.get(insn.b);
        let args: Vec<NodeId> = (0..insn.d as u16).map(|i| self.get(insn.b + 2 + i)).collect();
        let result = match self.known_target(insn.c, callee) {
            Plan::Unreached => {
                self.bail_out(BailoutReason::Unreached);
                None
            }
            Plan::Known(CallTarget::Script(script)) => match self.instance_shape(&script) {
                Some(shape) if !self.bailed(BailoutReason::WrongShape) => {
                    let this = self.new_this(callee, &script, shape);
                    match self.try_inline(&script, callee, this, &args, insn.a, Activation::Construct { this })? {
                        Some(result) => result,
                        None => {
                            let this = self.object(this);
                            let callee = self.tagged(callee);
                            let args: Vec<NodeId> = args.iter().map(|n| self.tagged(*n)).collect();
                            let inputs: Vec<NodeId> = [callee, this].into_iter().chain(args).collect();
                            Some(self.emit(NodeOp::ConstructScript, &inputs, 0, 0))
                        }
                    }
                }
                _ => Some(self.plain_call(NodeOp::Construct, callee, callee, &args)),
            },
            Plan::Known(CallTarget::Builtin(row)) => match self.inline_construct(row, &args) {
                Some(result) => Some(result),
                None => Some(self.plain_call(NodeOp::Construct, callee, callee, &args)),
            },
            _ => Some(self.plain_call(NodeOp::Construct, callee, callee, &args)),
        };
        if !self.dead {
            self.set_if_reached(insn.a, result);
        }
        Ok(())
    }

    /// The receiver of a construction: an instance of a base constructor.
    fn new_this(&mut self, callee: NodeId, script: &Arc<ScriptSnapshot>, shape: ShapeIndex) -> NodeId {
        let inline_capacity = self.shape(shape).inline_capacity;
        let link = match self.instance_links.get(&script.hash) {
            Some(link) => *link,
            None => {
                // Facts are added as they are needed, so it is not shared with an equal one.
                let descriptor = LinkDescriptor::InstanceShape { hash: script.hash, inline_capacity, facts: Vec::new() };
                self.graph.links.push(descriptor);
                let link = LinkRef(self.graph.links.len() as u32 - 1);
                self.instance_links.insert(script.hash, link);
                link
            }
        };
        let constructor = self.object(callee);
        let this = self.emit(NodeOp::NewThis, &[constructor], link.0 as u64, inline_capacity as u64);
        self.set_known_shape(this, KnownShape { shape, root: link, last: link, added: Vec::new() });
        self.emit(NodeOp::BoxObject, &[this], 0, 0)
    }

    /// The shape of fresh instances, as the constructor's first addition to `this` saw it.
    fn instance_shape(&self, script: &ScriptSnapshot) -> Option<ShapeIndex> {
        if !matches!(script.kind, FunctionKind::Normal | FunctionKind::BaseConstructor) {
            return None;
        }
        let mut at = 0;
        while at < script.insns.len() {
            let insn = script.insns[at];
            if insn.op() == Op::SetProp && insn.a == 1 {
                let Some(SiteSnapshot::Property { cases, megamorphic: false }) = script.sites.get(insn.c as usize) else {
                    return None;
                };
                let [case] = cases.as_slice() else { return None };
                let shape = self.shape(case.shape);
                let fresh = case.kind == IcKind::AddInline && shape.slots == 0 && shape.kind == Kind::Object as u8;
                return fresh.then_some(case.shape);
            }
            at += insn.op().words();
        }
        None
    }

    /// Calls that are never specialised.
    pub(super) fn other_call(&mut self, insn: Insn, op: Op) {
        let (callee, second) = (self.get(insn.b), self.get(insn.b + 1));
        let result = match op {
            Op::CallSpread | Op::SuperCallSpread => {
                let array = self.get(insn.b + 2);
                let call = if op == Op::CallSpread { RuntimeCall::CallSpread } else { RuntimeCall::ConstructSpread };
                self.runtime_tagged(call, &[callee, second, array], 0)
            }
            Op::NewSpread => {
                let array = self.get(insn.b + 2);
                self.runtime_tagged(RuntimeCall::ConstructSpread, &[callee, callee, array], 0)
            }
            _ => {
                let args: Vec<NodeId> = (0..insn.d as u16).map(|i| self.get(insn.b + 2 + i)).collect();
                self.plain_call(NodeOp::Construct, callee, second, &args)
            }
        };
        self.set(insn.a, result);
    }
}
