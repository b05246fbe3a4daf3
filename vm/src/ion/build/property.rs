//! Named properties, from the shapes that their sites have seen.

use super::call::quick_bits;
use super::inline::DISCARDED;
use super::shape::Miss;
use super::state::KnownShape;
use super::{Builder, Unsupported, speculate};
use crate::bytecode::Insn;
use crate::feedback::IcKind;
use crate::heap::Kind;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::descriptor::{Fact, FunctionName, KeyName, LinkDescriptor};
use crate::ion::graph::{NodeId, NodeOp};
use crate::ion::runtime_calls::RuntimeCall;
use crate::ion::snapshot::{CallTarget, PropertyCase, ShapeIndex, ShapeSnapshot, SiteSnapshot};
use crate::rules::{Rule, holds};

/// What to do at a property site.
pub(super) enum Plan {
    Unreached,
    Generic,
    Cases(Vec<PropertyCase>, Miss),
}

impl Builder<'_> {
    pub(super) fn plan(&self, site: u16) -> Plan {
        match self.frame.script.sites.get(site as usize) {
            Some(SiteSnapshot::Property { cases, megamorphic: false, others }) if !cases.is_empty() => {
                let expects_others = *others || speculate::expects_other_shapes(&self.frame.script, self.at);
                let miss = if expects_others { Miss::Generic } else { Miss::Bail };
                Plan::Cases(cases.clone(), miss)
            }
            Some(SiteSnapshot::Unreached) | None if !self.bailed(BailoutReason::Unreached) => Plan::Unreached,
            _ => Plan::Generic,
        }
    }

    // ---- reads

    pub(super) fn get_prop(&mut self, insn: Insn) -> Result<(), Unsupported> {
        let object = self.get(insn.b);
        if let Some(split) = self.to_be_split(object, insn) {
            return self.call_apart(object, insn, split);
        }
        let result = self.read(object, insn.c)?;
        self.set_if_reached(insn.a, result);
        Ok(())
    }

    /// A property that was added to the object in this code, whatever its site says.
    fn read_added(&mut self, object: NodeId, key: &KeyName) -> Option<NodeId> {
        let ptr = self.known_object(object)?;
        let known = self.known_shape(ptr)?;
        let (_, slot) = known.added.iter().find(|(k, _)| k == key)?;
        Some(self.emit(NodeOp::LoadSlot, &[ptr], *slot as u64, 0))
    }

    pub(super) fn read_generic(&mut self, object: NodeId, site: u16) -> NodeId {
        let key = self.site_key_value(site);
        self.runtime_tagged(RuntimeCall::GetNamed, &[object, key], 0)
    }

    fn read(&mut self, object: NodeId, site: u16) -> Result<Option<NodeId>, Unsupported> {
        let Some(key) = self.site_key(site) else { return Ok(Some(self.read_generic(object, site))) };
        if let Some(value) = self.read_added(object, &key) {
            return Ok(Some(value));
        }
        if key == KeyName::String("length".into())
            && let Some(length) = self.length_of_list(object)
        {
            return Ok(Some(length));
        }
        let (cases, miss) = match self.plan(site) {
            Plan::Unreached => {
                self.bail_out(BailoutReason::Unreached);
                return Ok(None);
            }
            Plan::Generic => return Ok(Some(self.read_generic(object, site))),
            Plan::Cases(cases, miss) => (cases, miss),
        };
        if let [case] = cases.as_slice() {
            if case.kind == IcKind::StringLength && !self.bailed(BailoutReason::NotString) {
                let string = self.string(object);
                return Ok(Some(self.emit(NodeOp::StringLength, &[string], 0, 0)));
            }
            if case.primitive && !self.bailed(BailoutReason::NotString) {
                return Ok(Some(self.read_string_method(object, case, &key, site)));
            }
        }
        let is_plain = |c: &PropertyCase| !c.primitive && c.kind != IcKind::StringLength && c.kind != IcKind::Generic;
        if !cases.iter().all(is_plain) || self.bailed(BailoutReason::NotObject) {
            return Ok(Some(self.read_generic(object, site)));
        }
        let ptr = self.object(object);
        let shapes: Vec<_> = cases.iter().map(|c| c.shape).collect();
        self.dispatch(ptr, &shapes, miss, |b, i, known| match (cases.get(i), known) {
            (Some(case), Some(known)) => b.read_case(object, ptr, &known, case, &key, site),
            _ => Ok(Some(b.read_generic(object, site))),
        })
    }

    /// A method of a string primitive: a property of %String.prototype%.
    fn read_string_method(&mut self, object: NodeId, case: &PropertyCase, key: &KeyName, site: u16) -> NodeId {
        self.string(object);
        let prototype = self.link_value(LinkDescriptor::StringPrototype);
        let ptr = self.object(prototype);
        let known = self.check_shape(ptr, case.shape);
        self.load_case_or(ptr, &known, case, key, |b| b.read_generic(object, site))
    }

    pub(super) fn read_case(
        &mut self,
        object: NodeId,
        ptr: NodeId,
        known: &KnownShape,
        case: &PropertyCase,
        key: &KeyName,
        site: u16,
    ) -> Result<Option<NodeId>, Unsupported> {
        Ok(Some(match case.kind {
            IcKind::TypedLength => self.read_typed_length(ptr, known),
            // The accessor that all typed arrays share.
            IcKind::Getter
                if self.shape(case.shape).kind == Kind::TypedArray as u8
                    && *key == KeyName::String("length".into())
                    && !matches!(case.function, Some(CallTarget::Script(_)))
                    && !self.bailed(BailoutReason::WrongShape) =>
            {
                self.read_typed_length(ptr, known)
            }
            IcKind::Getter => return self.read_getter(object, ptr, known, case, key, site),
            IcKind::ArrayLength => self.emit(NodeOp::ArrayLength, &[ptr], 0, 0),
            _ => self.load_case_or(ptr, known, case, key, |b| b.read_generic(object, site)),
        }))
    }

    fn read_typed_length(&mut self, ptr: NodeId, known: &KnownShape) -> NodeId {
        self.require(ptr, known, Fact::TypedLength);
        self.emit(NodeOp::TypedLength, &[ptr], 0, 0)
    }

    fn read_getter(
        &mut self,
        object: NodeId,
        ptr: NodeId,
        known: &KnownShape,
        case: &PropertyCase,
        key: &KeyName,
        site: u16,
    ) -> Result<Option<NodeId>, Unsupported> {
        let (target, function) = match &case.function {
            Some(target @ CallTarget::Script(script)) => (target, FunctionName::Script(script.hash)),
            Some(target @ CallTarget::Builtin(row)) if quick_bits(*row, 0) != 0 => (target, FunctionName::Builtin(*row)),
            _ => return Ok(Some(self.read_generic(object, site))),
        };
        let known = self.require(ptr, known, Fact::Getter { key: key.clone(), depth: case.depth, function });
        let link = self.graph.link(LinkDescriptor::AccessorValue { of: known.root, key: key.clone(), setter: false });
        let getter = self.emit(NodeOp::LoadMethod, &[], link.0 as u64, 0);
        self.know_function(getter, target.clone());
        match target {
            CallTarget::Script(script) => {
                let result = self.frame.script.insns[self.at as usize].a;
                self.call_or_inline(script, getter, object, &[], result)
            }
            CallTarget::Builtin(row) => Ok(Some(self.call_of_builtin(*row, getter, object, &[]))),
            _ => unreachable!("others are read by the runtime"),
        }
    }

    /// The value of a data property (or of none), which `case` finds on the object `ptr`.
    pub(super) fn load_case(&mut self, ptr: NodeId, known: &KnownShape, case: &PropertyCase, key: &KeyName) -> NodeId {
        self.load_case_or(ptr, known, case, key, |b| b.undefined())
    }

    fn load_case_or(
        &mut self,
        ptr: NodeId,
        known: &KnownShape,
        case: &PropertyCase,
        key: &KeyName,
        otherwise: impl FnOnce(&mut Self) -> NodeId,
    ) -> NodeId {
        let capacity = self.shape(case.shape).inline_capacity as u32;
        let key = key.clone();
        match case.kind {
            IcKind::OwnInline => {
                self.require(ptr, known, Fact::Own { key, slot: case.slot as u32, writable: false });
                self.emit(NodeOp::LoadSlot, &[ptr], case.slot as u64, 0)
            }
            IcKind::OwnSlots => {
                self.require(ptr, known, Fact::Own { key, slot: capacity + case.slot as u32, writable: false });
                self.emit(NodeOp::LoadOutSlot, &[ptr], case.slot as u64, 0)
            }
            IcKind::ProtoInline | IcKind::ProtoSlots => {
                let name = match &case.function {
                    Some(CallTarget::Script(script)) => Some(FunctionName::Script(script.hash)),
                    Some(CallTarget::Builtin(row)) => Some(FunctionName::Builtin(*row)),
                    _ => None,
                };
                match (name, &case.function) {
                    (Some(function), Some(target)) if !self.bailed(BailoutReason::WrongTarget) => {
                        let known = self.require(ptr, known, Fact::Method { key: key.clone(), depth: case.depth, function });
                        let link = self.graph.link(LinkDescriptor::MethodValue { of: known.root, key });
                        let node = self.emit(NodeOp::LoadMethod, &[], link.0 as u64, 0);
                        self.know_function(node, target.clone());
                        node
                    }
                    _ => {
                        let inline = case.kind == IcKind::ProtoInline;
                        let slot = case.slot as u32;
                        let known = self.require(ptr, known, Fact::Inherited { key: key.clone(), depth: case.depth, slot, inline });
                        let link = self.graph.link(LinkDescriptor::Holder { of: known.root, key });
                        self.emit(NodeOp::LoadHolderSlot, &[], link.0 as u64, slot as u64 | (inline as u64) << 16)
                    }
                }
            }
            IcKind::Absent => {
                self.require(ptr, known, Fact::Absent { key });
                self.undefined()
            }
            _ => otherwise(self),
        }
    }

    /// Records that the value of `node` is this function. Equal ones have one number, so that
    /// paths that meet agree.
    pub(super) fn know_function(&mut self, node: NodeId, target: CallTarget) {
        let has_text = |target: &CallTarget| matches!(target, CallTarget::Script(script) if !script.insns.is_empty());
        let same = |known: &CallTarget| *known == target && has_text(known) == has_text(&target);
        let index = self.functions.iter().position(same).unwrap_or_else(|| {
            self.functions.push(target);
            self.functions.len() - 1
        });
        self.state.facts_mut(node).function = Some(index as u32);
    }

    // ---- writes

    pub(super) fn set_prop(&mut self, insn: Insn) -> Result<(), Unsupported> {
        let (object, value, site) = (self.get(insn.a), self.get(insn.b), insn.c);
        let generic = |b: &mut Self| {
            let key = b.site_key_value(site);
            b.runtime_tagged(RuntimeCall::SetNamed, &[object, key, value], insn.d as u64);
        };
        let Some(key) = self.site_key(site) else {
            generic(self);
            return Ok(());
        };
        let (cases, miss) = match self.plan(site) {
            Plan::Unreached => {
                self.bail_out(BailoutReason::Unreached);
                return Ok(());
            }
            Plan::Generic => {
                if !self.add_to_fresh(object, &key, value) {
                    generic(self);
                }
                return Ok(());
            }
            Plan::Cases(cases, miss) => (cases, miss),
        };
        let is_plain = |c: &PropertyCase| !c.primitive && c.kind != IcKind::Generic;
        if !cases.iter().all(is_plain) || self.bailed(BailoutReason::NotObject) {
            generic(self);
            return Ok(());
        }
        let ptr = self.object(object);
        let shapes: Vec<_> = cases.iter().map(|c| c.shape).collect();
        self.dispatch(ptr, &shapes, miss, |b, i, known| {
            match (cases.get(i), known) {
                (Some(case), Some(known)) => {
                    let setter = case.kind == IcKind::Setter && b.write_setter(object, ptr, &known, case, &key, value)?;
                    if !setter && !b.store_case(ptr, &known, case, &key, value) {
                        generic(b);
                    }
                }
                _ => generic(b),
            }
            Ok(None)
        })?;
        Ok(())
    }

    /// Adds a property to an object that was allocated in this code and has got all its
    /// properties here: which shape follows is known without feedback. A constructor
    /// that many classes derive from has sites that have seen too many shapes.
    pub(super) fn add_to_fresh(&mut self, object: NodeId, key: &KeyName, value: NodeId) -> bool {
        let Some(ptr) = self.known_object(object) else { return false };
        let Some(known) = self.known_shape(ptr) else { return false };
        if self.bailed(BailoutReason::WrongShape) || !matches!(self.graph.links[known.root.index()], LinkDescriptor::InstanceShape { .. }) {
            return false;
        }
        let shape = self.shape(known.shape).clone();
        let slot = known.added.len() as u32;
        let is_complete = shape.slots == slot && slot < shape.inline_capacity as u32;
        if !is_complete || known.added.iter().any(|(k, _)| k == key) {
            return false;
        }
        let fact = if slot == 0 { Fact::CanAdd { key: key.clone(), slot } } else { Fact::CanAddLater { key: key.clone() } };
        let known = self.require(ptr, &known, fact);
        let next = ShapeIndex((self.snapshot.shapes.len() + self.implied_shapes.len()) as u32);
        self.implied_shapes.push(ShapeSnapshot { slots: slot + 1, ..shape });
        self.add_property(ptr, known, next, key, slot, value);
        true
    }

    fn write_setter(
        &mut self,
        object: NodeId,
        ptr: NodeId,
        known: &KnownShape,
        case: &PropertyCase,
        key: &KeyName,
        value: NodeId,
    ) -> Result<bool, Unsupported> {
        let Some(target @ CallTarget::Script(script)) = &case.function else { return Ok(false) };
        let function = FunctionName::Script(script.hash);
        let known = self.require(ptr, known, Fact::Setter { key: key.clone(), depth: case.depth, function });
        let link = self.graph.link(LinkDescriptor::AccessorValue { of: known.root, key: key.clone(), setter: true });
        let setter = self.emit(NodeOp::LoadMethod, &[], link.0 as u64, 0);
        self.know_function(setter, target.clone());
        self.call_or_inline(script, setter, object, &[value], DISCARDED)?;
        Ok(true)
    }

    /// Stores to a data property, or adds it, as `case` says; false if that needs the runtime.
    pub(super) fn store_case(&mut self, ptr: NodeId, known: &KnownShape, case: &PropertyCase, key: &KeyName, value: NodeId) -> bool {
        let capacity = self.shape(case.shape).inline_capacity as u32;
        let slot = case.slot as u32;
        let no_barrier = self.is_no_cell(value) as u64;
        match case.kind {
            IcKind::SetInline | IcKind::SetSlots => {
                let inline = case.kind == IcKind::SetInline;
                let counted = if inline { slot } else { capacity + slot };
                self.require(ptr, known, Fact::Own { key: key.clone(), slot: counted, writable: true });
                let value = self.tagged(value);
                let op = if inline { NodeOp::StoreSlot } else { NodeOp::StoreOutSlot };
                self.emit(op, &[ptr, value], slot as u64, no_barrier);
                true
            }
            IcKind::AddInline => {
                let Some(next) = case.next else { return false };
                let fact =
                    if known.added.is_empty() { Fact::CanAdd { key: key.clone(), slot } } else { Fact::CanAddLater { key: key.clone() } };
                let known = self.require(ptr, known, fact);
                self.add_property(ptr, known, next, key, slot, value);
                true
            }
            _ => false,
        }
    }

    /// Stores `value` to the new inline slot and gives the object the shape with `key`.
    pub(super) fn add_property(
        &mut self,
        ptr: NodeId,
        mut known: KnownShape,
        next: crate::ion::snapshot::ShapeIndex,
        key: &KeyName,
        slot: u32,
        value: NodeId,
    ) {
        let no_barrier = self.is_no_cell(value) as u64;
        let value = self.tagged(value);
        self.emit(NodeOp::StoreSlot, &[ptr, value], slot as u64, no_barrier);
        let link = self.graph.link(LinkDescriptor::ShapeAfterAdd { of: known.last, key: key.clone(), held: false });
        self.emit(NodeOp::StoreShape, &[ptr], link.0 as u64, 0);
        // Another node may hold the same object, unless it was there before the object
        // was made, or is an allocation itself.
        let is_allocation = |op| matches!(op, NodeOp::NewObject | NodeOp::NewThis | NodeOp::NewArrayOf | NodeOp::NewArraySized);
        let stored_fresh = is_allocation(self.op_of(ptr));
        let graph = &self.graph;
        self.state.kill_shapes_unless(|other| {
            !holds(Rule::AliasesForgotten) || stored_fresh && (other < ptr || is_allocation(graph.node(other).op))
        });
        known.shape = next;
        known.last = link;
        known.added.push((key.clone(), slot));
        self.set_known_shape(ptr, known);
    }
}
