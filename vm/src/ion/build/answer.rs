//! `typeof`, `instanceof` and `in`: answers without a call of the runtime, as long as none needs script.

use super::Builder;
use super::types::Ty;
use crate::bytecode::Insn;
use crate::ion::answers::WAYS;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::descriptor::LinkDescriptor;
use crate::ion::graph::{LinkRef, NodeOp, TypeName};
use crate::ion::runtime_calls::RuntimeCall;

impl Builder<'_> {
    pub(super) fn type_of(&mut self, insn: Insn) {
        let value = self.get(insn.b);
        let value = self.tagged(value);
        let names = self.type_names();
        let node = self.emit(NodeOp::TypeOf, &[value], names.0 as u64, 0);
        self.set(insn.a, node);
    }

    /// The first of the slots of what `typeof` gives, in the order of `TypeName`.
    fn type_names(&mut self) -> LinkRef {
        if let Some(known) = self.type_names {
            return known;
        }
        let first = LinkRef(self.graph.links.len() as u32);
        for name in TypeName::ALL {
            self.graph.links.push(LinkDescriptor::String(name.text().as_str().into()));
        }
        self.type_names = Some(first);
        first
    }

    pub(super) fn instance_of(&mut self, insn: Insn) {
        let (value, constructor) = (self.get(insn.b), self.get(insn.c));
        let node = if self.bailed(BailoutReason::WrongTarget) {
            self.runtime_tagged(RuntimeCall::InstanceOf, &[value, constructor], 0)
        } else {
            let (value, constructor) = (self.tagged(value), self.tagged(constructor));
            let link = self.subject();
            self.emit(NodeOp::IsInstance, &[value, constructor], link.0 as u64, 0)
        };
        self.set(insn.a, node);
    }

    pub(super) fn has_key(&mut self, insn: Insn) {
        let (key, object) = (self.get(insn.b), self.get(insn.c));
        // Elements come and go without another shape.
        let is_index = self.ty(key).within(Ty::NUMBER);
        let node = if is_index || self.bailed(BailoutReason::WrongKind) {
            self.runtime_tagged(RuntimeCall::In, &[key, object], 0)
        } else {
            let (key, object) = (self.tagged(key), self.tagged(object));
            let link = self.subject();
            self.emit(NodeOp::HasKey, &[object, key], link.0 as u64, 0)
        };
        self.set(insn.a, node);
    }

    /// A slot for a subject, before those of the answers about it. Not shared: each site has its own.
    fn subject(&mut self) -> LinkRef {
        let of = LinkRef(self.graph.links.len() as u32);
        self.graph.links.push(LinkDescriptor::Subject);
        self.graph.links.extend((0..WAYS).map(|_| LinkDescriptor::Answer { of }));
        of
    }
}
