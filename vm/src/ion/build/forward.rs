//! Calls by way of something else: through `Function.prototype.call` and `apply`, and with
//! lists of arguments that are spread.

use super::arguments::List;
use super::frame::Activation;
use super::types::Ty;
use super::{Builder, Unsupported};
use crate::bytecode::{Insn, Op};
use crate::heap::Kind;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::builtin_rows::{BUILTINS, Inline};
use crate::ion::descriptor::LinkDescriptor;
use crate::ion::graph::{NodeId, NodeOp};
use crate::ion::runtime_calls::RuntimeCall;
use crate::ion::snapshot::{CallTarget, SiteSnapshot};

impl Builder<'_> {
    /// `function.call(…)` or `function.apply(…)` as a call of `function`; nothing if the built-in
    /// of row `row` is another one, or is to be called itself.
    pub(super) fn call_passed_on(
        &mut self,
        row: u16,
        insn: Insn,
        function: NodeId,
        args: &[NodeId],
    ) -> Result<Option<Option<NodeId>>, Unsupported> {
        let undefined = self.undefined();
        let receiver = args.first().copied().unwrap_or(undefined);
        let passed = match (BUILTINS[row as usize].2, args.get(1)) {
            (Inline::FunctionCall, _) => List::Known(args.get(1..).unwrap_or(&[]).to_vec()),
            (Inline::FunctionApply, None) => List::Known(Vec::new()),
            (Inline::FunctionApply, Some(list)) => match self.list(*list) {
                Some(list) => list,
                None if self.ty(*list).within(Ty::UNDEFINED.or(Ty::NULL)) => List::Known(Vec::new()),
                None => return Ok(None),
            },
            _ => return Ok(None),
        };
        let target = self.passed_on_target(insn.c, function);
        // The built-in has words of its own for what cannot be called.
        if target.is_none() && !self.guard_closure(function) {
            return Ok(None);
        }
        let result = match (passed, target) {
            (List::Actual { first }, _) => self.runtime_tagged(RuntimeCall::CallActual, &[function, receiver], first as u64),
            (List::Known(args), Some(CallTarget::Script(script))) => {
                match self.try_inline(&script, function, receiver, &args, insn.a, Activation::Call)? {
                    Some(result) => return Ok(Some(result)),
                    None => self.plain_call(NodeOp::CallScript, function, receiver, &args),
                }
            }
            (List::Known(args), Some(CallTarget::Builtin(row))) => match self.inline_builtin(row, insn.c, receiver, &args) {
                Some(result) => result,
                None => {
                    let result = self.plain_call(NodeOp::Call, function, receiver, &args);
                    self.graph.node_mut(result).imm |= 1;
                    result
                }
            },
            (List::Known(args), _) => self.plain_call(NodeOp::Call, function, receiver, &args),
        };
        Ok(Some(Some(result)))
    }

    /// What is known to be called, from its look-up or by a guard from here on.
    fn passed_on_target(&mut self, site: u16, function: NodeId) -> Option<CallTarget> {
        if let Some(index) = self.state.facts(function).and_then(|f| f.function) {
            return Some(self.functions[index as usize].clone()).filter(|target| !matches!(target, CallTarget::Other));
        }
        if self.bailed(BailoutReason::WrongTarget) || self.bailed(BailoutReason::NotObject) || !self.ty(function).has(Ty::OBJECT) {
            return None;
        }
        let target = match self.frame.script.sites.get(site as usize)? {
            SiteSnapshot::Call { passed_on, .. } => match passed_on.as_slice() {
                [target] => target.clone(),
                _ => return None,
            },
            _ => return None,
        };
        match &target {
            CallTarget::Script(script) => {
                let link = self.graph.link(LinkDescriptor::Script { hash: script.hash });
                let ptr = self.object(function);
                self.emit(NodeOp::CheckScript, &[ptr], link.0 as u64, 0);
            }
            CallTarget::Builtin(row) => {
                let link = self.graph.link(LinkDescriptor::Builtin(*row));
                let tagged = self.tagged(function);
                self.emit(NodeOp::CheckBuiltin, &[tagged], link.0 as u64, 0);
            }
            CallTarget::Other => return None,
        }
        self.know_function(function, target.clone());
        Some(target)
    }

    /// Guards that it is a closure. False if there is no sense in it.
    fn guard_closure(&mut self, function: NodeId) -> bool {
        let off = [BailoutReason::NotObject, BailoutReason::WrongKind].iter().any(|r| self.bailed(*r));
        if off || !self.ty(function).has(Ty::OBJECT) {
            return false;
        }
        let ptr = self.object(function);
        self.emit(NodeOp::CheckKind, &[ptr], Kind::Function as u64, 0);
        true
    }

    /// A call or construction with the arguments of an array.
    pub(super) fn spread_call(&mut self, insn: Insn, op: Op) -> Result<(), Unsupported> {
        let (callee, second, array) = (self.get(insn.b), self.get(insn.b + 1), self.get(insn.b + 2));
        let first = match self.list(array) {
            Some(List::Known(args)) => {
                return match op {
                    Op::CallSpread => self.call_with(insn, callee, second, &args),
                    Op::NewSpread => self.construct_with(insn, callee, &args),
                    _ => self.super_call_with(insn, callee, second, &args),
                };
            }
            Some(List::Actual { first }) => first as u64,
            None => {
                self.other_call(insn, op);
                return Ok(());
            }
        };
        let result = match op {
            Op::CallSpread => self.runtime_tagged(RuntimeCall::CallActual, &[callee, second], first),
            Op::NewSpread => self.runtime_tagged(RuntimeCall::ConstructActual, &[callee, callee], first),
            _ => self.runtime_tagged(RuntimeCall::ConstructActual, &[callee, second], first),
        };
        self.set(insn.a, result);
        Ok(())
    }
}
