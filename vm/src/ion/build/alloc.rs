//! Allocation: literals, closures, definitions of fields.

use super::state::KnownShape;
use super::types::Ty;
use super::{Builder, Unsupported};
use crate::bytecode::{FunctionKind, Insn, Op};
use crate::feedback::IcKind;
use crate::heap::Kind;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::descriptor::{Fact, LinkDescriptor};
use crate::ion::graph::{NodeId, NodeOp};
use crate::ion::runtime_calls::RuntimeCall;
use crate::ion::snapshot::{CallTarget, PropertyCase, ShapeIndex, SiteSnapshot};

/// Array literals reserve room inline up to this many elements.
const MAX_RESERVED: i32 = 64;
/// Instructions between an object literal and its first field that are looked through.
const LOOK_AHEAD: usize = 64;

impl Builder<'_> {
    pub(super) fn allocation(&mut self, insn: Insn, op: Op, at: u32) -> Result<(), Unsupported> {
        let node = match op {
            Op::NewObject => self.new_object(insn, at),
            Op::NewArray => {
                let capacity = insn.imm32();
                if let Some(list) = self.list_to_spread(insn, at) {
                    list
                } else if (0..=MAX_RESERVED).contains(&capacity) {
                    self.new_array(&[], capacity as u64)
                } else {
                    self.runtime(RuntimeCall::NewArray, &[], capacity as u32 as u64)
                }
            }
            Op::NewArrayFrom => {
                let values: Vec<NodeId> = (0..insn.c).map(|i| self.get(insn.b + i)).collect();
                match self.list_to_apply(insn, at, &values) {
                    Some(list) => list,
                    None => self.new_array(&values, 0),
                }
            }
            Op::NewFunction => {
                let (callee, env) = (self.get(0), self.get(insn.b));
                if let Some(closure) = self.new_closure(callee, env, insn.wide_child() as u32) {
                    self.set(insn.a, closure);
                    return Ok(());
                }
                self.runtime_tagged(RuntimeCall::NewClosure, &[callee, env], insn.wide_child() as u64 | (insn.d as u64 & 1) << 32)
            }
            Op::NewRegExp | Op::GetTemplate => {
                let callee = self.get(0);
                let call = if op == Op::NewRegExp { RuntimeCall::NewRegExp } else { RuntimeCall::GetTemplate };
                self.runtime_tagged(call, &[callee], insn.index32() as u64)
            }
            Op::NewIterResult => {
                let value = self.get(insn.b);
                self.runtime_tagged(RuntimeCall::NewIterResult, &[value], insn.c as u64)
            }
            Op::DefineField => {
                self.define_field(insn);
                return Ok(());
            }
            Op::CopyDataProperties => {
                let keys = (0..insn.d as u16).map(|i| insn.c + i);
                let inputs: Vec<NodeId> = [insn.a, insn.b].into_iter().chain(keys).map(|r| self.get(r)).collect();
                self.runtime_tagged(RuntimeCall::CopyDataProperties, &inputs, 0);
                return Ok(());
            }
            _ => return Err(Unsupported::Op { op }),
        };
        self.set(insn.a, node);
        Ok(())
    }

    /// A closure of an ordinary child function that has been called before.
    fn new_closure(&mut self, callee: NodeId, env: NodeId, child: u32) -> Option<NodeId> {
        use FunctionKind::*;
        let script = self.frame.script.child(child)?.clone();
        if !matches!(script.kind, Normal | Arrow | Method | Getter | Setter) || self.bailed(BailoutReason::WrongTarget) {
            return None;
        }
        let shape = self.graph.link(LinkDescriptor::FunctionShape);
        let callee = self.object(callee);
        let closure = if self.ty(env) == Ty::UNDEFINED {
            self.emit(NodeOp::NewClosure, &[callee], child as u64, shape.0 as u64)
        } else {
            let env = self.env_ptr(env);
            self.emit(NodeOp::NewClosure, &[callee, env], child as u64, shape.0 as u64)
        };
        // Binds the slot at first use, and materialises the script by that: restored code
        // may inline what has not run in its process.
        let link = self.graph.link(LinkDescriptor::Script { hash: script.hash });
        self.emit(NodeOp::CheckScript, &[closure], link.0 as u64, 0);
        let closure = self.emit(NodeOp::BoxObject, &[closure], 0, 0);
        self.know_function(closure, CallTarget::Script(script));
        Some(closure)
    }

    pub(super) fn new_array(&mut self, values: &[NodeId], extra: u64) -> NodeId {
        let values: Vec<NodeId> = values.iter().map(|v| self.tagged(*v)).collect();
        let shape = self.graph.link(LinkDescriptor::PlainArray);
        let array = self.emit(NodeOp::NewArrayOf, &values, extra, shape.0 as u64);
        self.emit(NodeOp::BoxObject, &[array], 0, 0)
    }

    /// Appends to an array literal, or to an array that nobody else has yet.
    pub(super) fn array_literal_push(&mut self, insn: Insn) {
        let (array, value) = (self.get(insn.a), self.get(insn.b));
        if self.push_to_list(array, value) {
            return;
        }
        let off = [BailoutReason::Append, BailoutReason::WrongKind, BailoutReason::NotObject];
        // The inline form would call a prototype's setter, and takes no holes.
        if off.iter().any(|r| self.bailed(*r)) || self.ty(value).has(Ty::EMPTY) {
            self.runtime_tagged(RuntimeCall::ArrayLiteralPush, &[array, value], 0);
            return;
        }
        let ptr = self.object(array);
        self.emit(NodeOp::CheckKind, &[ptr], Kind::Array as u64, 0);
        let no_barrier = self.is_no_cell(value) as u64;
        let value = self.tagged(value);
        self.emit(NodeOp::ArrayPush, &[ptr, value], no_barrier, 0);
    }

    fn new_object(&mut self, insn: Insn, at: u32) -> NodeId {
        let Some(shape) = self.literal_shape(insn.a, at) else {
            return self.runtime(RuntimeCall::NewObject, &[], insn.b as u64);
        };
        let inline_capacity = self.shape(shape).inline_capacity;
        let link = self.graph.link(LinkDescriptor::PlainObject { inline_capacity });
        let object = self.emit(NodeOp::NewObject, &[], link.0 as u64, inline_capacity as u64);
        self.set_known_shape(object, KnownShape { shape, root: link, last: link, added: Vec::new() });
        self.emit(NodeOp::BoxObject, &[object], 0, 0)
    }

    /// The shape of the empty object that a literal starts with, as the definition of
    /// its first field saw it.
    fn literal_shape(&self, register: u16, at: u32) -> Option<ShapeIndex> {
        let script = &self.frame.script;
        let mut next = at as usize + 1;
        for _ in 0..LOOK_AHEAD {
            let insn = *script.insns.get(next)?;
            if insn.op() == Op::DefineField && insn.a == register {
                let case = self.single_case(insn.c)?;
                let shape = self.shape(case.shape);
                let fresh = case.kind == IcKind::AddInline && shape.slots == 0 && shape.kind == Kind::Object as u8;
                return fresh.then_some(case.shape);
            }
            let mut overwritten = false;
            super::liveness::operands(insn, |_| {}, |w| overwritten |= w == register);
            if overwritten {
                return None;
            }
            next += insn.op().words();
        }
        None
    }

    fn single_case(&self, site: u16) -> Option<&PropertyCase> {
        match self.frame.script.sites.get(site as usize)? {
            SiteSnapshot::Property { cases, megamorphic: false, .. } => match cases.as_slice() {
                [case] => Some(case),
                _ => None,
            },
            _ => None,
        }
    }

    fn define_field(&mut self, insn: Insn) {
        let (object, value) = (self.get(insn.a), self.get(insn.b));
        let case = self.single_case(insn.c).filter(|c| c.kind == IcKind::AddInline).cloned();
        let key = self.site_key(insn.c);
        let speculate = !self.bailed(BailoutReason::WrongShape) && !self.bailed(BailoutReason::NotObject);
        if let (Some(case), Some(key), true) = (case, key, speculate)
            && let Some(next) = case.next
        {
            let ptr = self.object(object);
            let slot = case.slot as u32;
            let known = match self.known_shape(ptr) {
                // A literal under construction: nothing can stand in the way of the field.
                Some(known)
                    if known.shape == case.shape && matches!(self.graph.links[known.root.index()], LinkDescriptor::PlainObject { .. }) =>
                {
                    known
                }
                _ => {
                    let known = self.check_shape(ptr, case.shape);
                    let fact = if known.added.is_empty() {
                        Fact::CanAdd { key: key.clone(), slot }
                    } else {
                        Fact::CanAddLater { key: key.clone() }
                    };
                    self.require(ptr, &known, fact)
                }
            };
            return self.add_property(ptr, known, next, &key, slot, value);
        }
        // The initialiser of a class from which others derive has sites that have seen many shapes.
        if let Some(key) = self.site_key(insn.c)
            && self.add_to_fresh(object, &key, value)
        {
            return;
        }
        let key = self.site_key_value(insn.c);
        self.runtime_tagged(RuntimeCall::DefineNamed, &[object, key, value], 0);
    }
}
