//! Environments and global names.

use super::Builder;
use super::types::Ty;
use crate::bytecode::{Insn, Op};
use crate::heap::Kind;
use crate::ion::descriptor::LinkDescriptor;
use crate::ion::graph::{NodeId, NodeOp};
use crate::ion::runtime_calls::RuntimeCall;
use crate::ion::snapshot::SiteSnapshot;

impl Builder<'_> {
    /// The environment cell that a register holds.
    fn env_ptr(&mut self, node: NodeId) -> NodeId {
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

    /// The single case of a global's site, if it is a property of the global object.
    fn global_case(&self, site: u16) -> Option<crate::ion::snapshot::PropertyCase> {
        let SiteSnapshot::Property { cases, megamorphic: false } = self.frame.script.sites.get(site as usize)? else {
            return None;
        };
        let [case] = cases.as_slice() else { return None };
        let is_global = self.snapshot.shapes[case.shape.0 as usize].kind == Kind::Global as u8;
        (is_global && !self.bailed(crate::ion::bailout_reason::BailoutReason::WrongShape)).then(|| case.clone())
    }

    fn global_object(&mut self) -> NodeId {
        let global = self.link_value(LinkDescriptor::GlobalObject);
        self.object(global)
    }

    pub(super) fn get_global(&mut self, insn: Insn) {
        use crate::feedback::IcKind::*;
        let node = match self.global_case(insn.c) {
            Some(case)
                if matches!(case.kind, OwnInline | OwnSlots | ProtoInline | ProtoSlots | Absent)
                    && (case.kind != Absent || insn.d == 1) =>
            {
                let global = self.global_object();
                let key = self.site_key(insn.c).expect("globals have names");
                let known = self.check_shape(global, case.shape);
                self.load_case(global, &known, &case, &key)
            }
            _ => {
                let key = self.site_key_value(insn.c);
                self.runtime(RuntimeCall::GetGlobal, &[key], insn.d as u64)
            }
        };
        self.set(insn.a, node);
    }

    pub(super) fn set_global(&mut self, insn: Insn) {
        use crate::feedback::IcKind::*;
        let value = self.get(insn.a);
        match self.global_case(insn.c) {
            Some(case) if matches!(case.kind, SetInline | SetSlots) => {
                let global = self.global_object();
                let key = self.site_key(insn.c).expect("globals have names");
                let known = self.check_shape(global, case.shape);
                self.store_case(global, &known, &case, &key, value);
            }
            _ => {
                let key = self.site_key_value(insn.c);
                self.runtime_tagged(RuntimeCall::SetGlobal, &[key, value], insn.d as u64);
            }
        }
    }
}
