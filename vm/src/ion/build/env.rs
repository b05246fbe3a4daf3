//! Environments and global names.

use super::Builder;
use super::types::Ty;
use crate::bytecode::{Insn, Op};
use crate::feedback::IcKind;
use crate::heap::Kind;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::descriptor::LinkDescriptor;
use crate::ion::graph::{NodeId, NodeOp};
use crate::ion::runtime_calls::RuntimeCall;
use crate::ion::snapshot::{PropertyCase, SiteSnapshot};

impl Builder<'_> {
    /// The environment cell that a register holds.
    pub(super) fn env_ptr(&mut self, node: NodeId) -> NodeId {
        if self.op_of(node) == NodeOp::BoxCell {
            return self.input(node, 0);
        }
        if let Some(ptr) = self.state.facts(node).and_then(|f| f.ptr) {
            return ptr;
        }
        let ptr = self.emit(NodeOp::UnboxEnv, &[node], 0, 0);
        self.state.facts_mut(node).ptr = Some(ptr);
        ptr
    }

    fn ancestor(&mut self, node: NodeId, depth: u8) -> NodeId {
        let mut env = self.env_ptr(node);
        for _ in 0..depth {
            env = self.emit(NodeOp::EnvParent, &[env], 0, 0);
        }
        env
    }

    pub(super) fn environment(&mut self, insn: Insn, op: Op) {
        match op {
            Op::GetCalleeEnv => {
                let callee = self.get(0);
                let function = self.object(callee);
                let env = self.emit(NodeOp::CalleeEnv, &[function], 0, 0);
                let node = self.emit(NodeOp::BoxCell, &[env], 0, 0);
                self.set(insn.a, node);
            }
            Op::NewEnv => {
                let parent = self.get(insn.b);
                let slots = insn.c as u64;
                let env = if self.ty(parent) == Ty::UNDEFINED {
                    self.emit(NodeOp::NewEnvCell, &[], slots, insn.d as u64)
                } else {
                    let parent = self.env_ptr(parent);
                    self.emit(NodeOp::NewEnvCell, &[parent], slots, insn.d as u64)
                };
                let node = self.emit(NodeOp::BoxCell, &[env], 0, 0);
                self.set(insn.a, node);
            }
            Op::CopyEnv => {
                let env = self.get(insn.b);
                let node = self.runtime_tagged(RuntimeCall::CopyEnv, &[env], 0);
                self.set(insn.a, node);
            }
            Op::GetEnv => {
                let env = self.get(insn.b);
                let env = self.ancestor(env, insn.d);
                let node = self.emit(NodeOp::LoadEnv, &[env], insn.c as u64, 0);
                self.set(insn.a, node);
            }
            Op::GetCell => {
                let env = self.get(insn.b);
                let env = self.ancestor(env, insn.d);
                let cell = self.emit(NodeOp::LoadEnv, &[env], insn.c as u64, 0);
                let cell = self.env_ptr(cell);
                let node = self.emit(NodeOp::LoadEnv, &[cell], 0, 0);
                self.set(insn.a, node);
            }
            _ => {
                let (env, value) = (self.get(insn.a), self.get(insn.c));
                let mut env = self.ancestor(env, insn.d);
                let mut slot = insn.b as u64;
                if op == Op::SetCell {
                    let cell = self.emit(NodeOp::LoadEnv, &[env], slot, 0);
                    env = self.env_ptr(cell);
                    slot = 0;
                }
                let no_barrier = self.is_no_cell(value);
                let value = self.tagged(value);
                self.emit(NodeOp::StoreEnv, &[env, value], slot, no_barrier as u64);
            }
        }
    }

    /// The single case of a global's site, and the object that has the property: the
    /// global object, or that of the lexical globals.
    fn global_case(&mut self, site: u16) -> Option<(PropertyCase, NodeId)> {
        let SiteSnapshot::Property { cases, megamorphic: false, .. } = self.frame.script.sites.get(site as usize)? else {
            return None;
        };
        let [case] = cases.as_slice() else { return None };
        if self.bailed(BailoutReason::WrongShape) {
            return None;
        }
        let case = case.clone();
        let is_global = self.shape(case.shape).kind == Kind::Global as u8;
        let holder = self.link_value(if is_global { LinkDescriptor::GlobalObject } else { LinkDescriptor::LexicalGlobals });
        let holder = self.object(holder);
        Some((case, holder))
    }

    pub(super) fn get_global(&mut self, insn: Insn) {
        use IcKind::*;
        let node = match self.global_case(insn.c) {
            Some((case, holder))
                if matches!(case.kind, OwnInline | OwnSlots | ProtoInline | ProtoSlots | Absent)
                    && (case.kind != Absent || insn.d == 1)
                    && !self.bailed(BailoutReason::Empty) =>
            {
                let key = self.site_key(insn.c).expect("globals have names");
                let known = self.check_shape(holder, case.shape);
                let value = self.load_case(holder, &known, &case, &key);
                // A lexical binding is empty before its initialisation.
                self.not_empty(value)
            }
            _ => {
                let key = self.site_key_value(insn.c);
                self.runtime(RuntimeCall::GetGlobal, &[key], insn.d as u64)
            }
        };
        self.set(insn.a, node);
    }

    pub(super) fn set_global(&mut self, insn: Insn) {
        use IcKind::*;
        let value = self.get(insn.a);
        match self.global_case(insn.c) {
            Some((case, holder)) if matches!(case.kind, SetInline | SetSlots) && !self.bailed(BailoutReason::Empty) => {
                let key = self.site_key(insn.c).expect("globals have names");
                let known = self.check_shape(holder, case.shape);
                if self.shape(case.shape).kind != Kind::Global as u8 {
                    let old = self.load_case(holder, &known, &PropertyCase { kind: own(case.kind), ..case.clone() }, &key);
                    self.not_empty(old);
                }
                self.store_case(holder, &known, &case, &key, value);
            }
            _ => {
                let key = self.site_key_value(insn.c);
                self.runtime_tagged(RuntimeCall::SetGlobal, &[key, value], insn.d as u64);
            }
        }
    }
}

/// The read that goes with a store.
fn own(kind: IcKind) -> IcKind {
    if kind == IcKind::SetInline { IcKind::OwnInline } else { IcKind::OwnSlots }
}
