//! Element accesses: dense elements, typed arrays, characters of strings.

use super::shape::Miss;
use super::types::{Ty, typed_element};
use super::{Builder, speculate};
use crate::bytecode::{Insn, Op};
use crate::feedback::{IcKind, site_flags};
use crate::heap::Kind;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::descriptor::Fact;
use crate::ion::graph::{Condition, NodeId, NodeOp, Repr};
use crate::ion::runtime_calls::RuntimeCall;
use crate::ion::snapshot::{ElementCase, SiteSnapshot};
use crate::object::typed_array::{ElementType, IMMUTABLE_VIEW};
use crate::value::Value;

/// What to do at an element site.
enum Plan {
    Unreached,
    Generic,
    /// A character of a string.
    StringChar {
        flags: u8,
    },
    /// Objects of these shapes.
    Objects {
        cases: Vec<ElementCase>,
        flags: u8,
        miss: Miss,
    },
}

impl Builder<'_> {
    fn element_plan(&self, site: u16, key: NodeId) -> Plan {
        let Some(SiteSnapshot::Element { cases, megamorphic: false, flags }) = self.frame.script.sites.get(site as usize) else {
            let unreached = matches!(self.frame.script.sites.get(site as usize), Some(SiteSnapshot::Unreached) | None);
            return if unreached && !self.bailed(BailoutReason::Unreached) { Plan::Unreached } else { Plan::Generic };
        };
        let odd_key = flags & site_flags::ODD_KEY != 0 || self.bailed(BailoutReason::NotExact) || self.bailed(BailoutReason::NotNumber);
        if odd_key || cases.is_empty() || !self.ty(key).has(Ty::NUMBER) || self.bailed(BailoutReason::NotObject) {
            return Plan::Generic;
        }
        if cases.iter().all(|c| c.kind == IcKind::StringChar) {
            return if self.bailed(BailoutReason::NotString) { Plan::Generic } else { Plan::StringChar { flags: *flags } };
        }
        let fast = |c: &ElementCase| match c.kind {
            IcKind::Dense | IcKind::DenseHoley => {
                let kind = self.shape(c.shape).kind;
                kind == Kind::Array as u8 || kind == Kind::Object as u8
            }
            IcKind::Typed => matches!(
                self.element_type(c),
                ElementType::Int8
                    | ElementType::Uint8
                    | ElementType::Uint8Clamped
                    | ElementType::Int16
                    | ElementType::Uint16
                    | ElementType::Int32
                    | ElementType::Uint32
                    | ElementType::Float32
                    | ElementType::Float64
            ),
            _ => false,
        };
        if !cases.iter().all(fast) {
            return Plan::Generic;
        }
        let expects_others = flags & site_flags::UNDESCRIBED != 0 || speculate::expects_other_shapes(&self.frame.script, self.at);
        let miss = if expects_others { Miss::Generic } else { Miss::Bail };
        Plan::Objects { cases: cases.clone(), flags: *flags, miss }
    }

    fn element_type(&self, case: &ElementCase) -> ElementType {
        ElementType::of_variant(self.shape(case.shape).variant).expect("profiles are checked")
    }

    /// The key of an access that is read, then written: no object, where the read that
    /// follows has only seen integers.
    pub(super) fn to_element_key(&mut self, insn: Insn, at: u32) {
        let (key, object) = (self.get(insn.b), self.get(insn.c));
        let insns = &self.frame.script.insns;
        let read = insns.get(at as usize + 1).filter(|next| next.op() == Op::GetElem && next.c == insn.a).map(|_| insns[at as usize + 2].a);
        let plan = read.map(|site| self.element_plan(site, key));
        let result = if !self.ty(key).has(Ty::OBJECT) {
            key
        } else if let Some(Plan::StringChar { flags } | Plan::Objects { flags, .. }) = plan {
            self.element_index(key, flags)
        } else {
            self.runtime_tagged(RuntimeCall::ToElementKey, &[key, object], 0)
        };
        self.set(insn.a, result);
    }

    /// The index of an access: an int32, or a double that is whole where there were some.
    pub(super) fn element_index(&mut self, key: NodeId, flags: u8) -> NodeId {
        if flags & site_flags::DOUBLE_KEY != 0 { self.whole_number(key) } else { self.index(key) }
    }

    // ---- reads

    pub(super) fn get_elem(&mut self, insn: Insn, at: u32) {
        let site = self.frame.script.insns[at as usize + 1].a;
        let (object, key) = (self.get(insn.b), self.get(insn.c));
        if let Some(element) = self.element_of_list(object, key, site) {
            self.set(insn.a, element);
            return;
        }
        // Empty where the property is absent, instead of undefined.
        let if_present = insn.d & 1 != 0;
        let call = if if_present { RuntimeCall::GetElemIfPresent } else { RuntimeCall::GetElem };
        let generic = |b: &mut Self| b.runtime_tagged(call, &[object, key], 0);
        let result = match self.element_plan(site, key) {
            Plan::Unreached => return self.bail_out(BailoutReason::Unreached),
            Plan::Generic => Some(generic(self)),
            Plan::StringChar { flags } => {
                let string = self.string(object);
                let index = self.element_index(key, flags);
                let length = self.emit(NodeOp::StringLength, &[string], 0, 0);
                let beyond = flags & site_flags::OUT_OF_BOUNDS != 0 || self.bailed(BailoutReason::OutOfBounds);
                if beyond {
                    self.in_bounds_or(index, length, 1, generic, |b| b.emit(NodeOp::StringCharAt, &[string, index], 0, 0))
                } else {
                    self.emit(NodeOp::CheckBounds, &[index, length], 0, 0);
                    Some(self.emit(NodeOp::StringCharAt, &[string, index], 0, 0))
                }
            }
            Plan::Objects { cases, flags, miss } => {
                let ptr = self.object(object);
                let index = self.element_index(key, flags);
                let shapes: Vec<_> = cases.iter().map(|c| c.shape).collect();
                let result = self.dispatch(ptr, &shapes, miss, |b, i, known| {
                    Ok(match (cases.get(i), known) {
                        (Some(case), Some(_)) if case.kind == IcKind::Typed => b.read_typed(ptr, index, case, flags, if_present),
                        (Some(case), Some(known)) => {
                            let may_be_absent =
                                case.kind == IcKind::DenseHoley || b.bailed(BailoutReason::Empty) || b.bailed(BailoutReason::OutOfBounds);
                            let indexed = !b.shape(case.shape).no_indexed_prototype;
                            if may_be_absent && indexed {
                                Some(generic(b))
                            } else if may_be_absent {
                                b.require(ptr, &known, Fact::NoIndexedPrototype);
                                b.read_holey(ptr, index, flags, if_present, generic)
                            } else {
                                Some(b.read_dense(ptr, index))
                            }
                        }
                        _ => Some(generic(b)),
                    })
                });
                result.expect("element reads are supported")
            }
        };
        self.set_if_reached(insn.a, result);
    }

    /// A dense element that is there.
    fn read_dense(&mut self, ptr: NodeId, index: NodeId) -> NodeId {
        let elements = self.emit(NodeOp::LoadElements, &[ptr], 0, 0);
        let length = self.emit(NodeOp::DenseLength, &[elements], 0, 0);
        self.emit(NodeOp::CheckBounds, &[index, length], 0, 0);
        let value = self.emit(NodeOp::LoadElement, &[elements, index], 0, 0);
        self.emit(NodeOp::CheckNotEmpty, &[value], 0, 0)
    }

    /// A dense element, undefined (`if_present`: empty) where there is none, and none on
    /// the prototypes.
    fn read_holey(
        &mut self,
        ptr: NodeId,
        index: NodeId,
        flags: u8,
        if_present: bool,
        generic: impl FnOnce(&mut Self) -> NodeId,
    ) -> Option<NodeId> {
        let elements = self.emit(NodeOp::LoadElements, &[ptr], 0, 0);
        let length = self.emit(NodeOp::DenseLength, &[elements], 0, 0);
        if flags & site_flags::OUT_OF_BOUNDS == 0 && !self.bailed(BailoutReason::OutOfBounds) {
            self.emit(NodeOp::CheckBounds, &[index, length], 0, 0);
            return Some(self.element_or_absent(elements, index, if_present));
        }
        let beyond = |b: &mut Self| b.absent_or(elements, index, if_present, generic);
        self.in_bounds_or(index, length, 0, beyond, |b| b.element_or_absent(elements, index, if_present))
    }

    /// What is read at an index that is not dense and not on the prototypes.
    fn absent_or(&mut self, elements: NodeId, index: NodeId, empty: bool, generic: impl FnOnce(&mut Self) -> NodeId) -> NodeId {
        let absent = self.emit(NodeOp::IsAbsent, &[elements, index], 0, 0);
        let nothing = self.nothing(empty);
        self.either(absent, 1, |_| nothing, generic).expect("both sides go on")
    }

    /// What reads of an absent element give.
    fn nothing(&mut self, empty: bool) -> NodeId {
        if empty { self.value_constant(Value::EMPTY) } else { self.undefined() }
    }

    fn element_or_absent(&mut self, elements: NodeId, index: NodeId, empty: bool) -> NodeId {
        let value = self.emit(NodeOp::LoadElement, &[elements, index], 0, 0);
        if empty {
            return value;
        }
        let is_hole = self.emit(NodeOp::IsEmpty, &[value], 0, 0);
        let undefined = self.undefined();
        let mut edges = Vec::new();
        let mut there = Vec::new();
        self.branch(
            is_hole,
            2,
            |b| edges.push(b.open_edge()),
            |b| {
                b.state.facts_mut(value).ty = Some(Ty::NOT_EMPTY);
                there.push(b.open_edge());
            },
        );
        edges.append(&mut there);
        let node = self.merge(edges, Some(vec![undefined, value]), |_, _| true).expect("two values");
        self.state.facts_mut(node).ty = Some(Ty::NOT_EMPTY);
        node
    }

    /// `inside` if `index` is below `length` and not negative, else `outside`. `likely` as
    /// for a branch.
    pub(super) fn in_bounds_or(
        &mut self,
        index: NodeId,
        length: NodeId,
        likely: u64,
        outside: impl FnOnce(&mut Self) -> NodeId,
        inside: impl FnOnce(&mut Self) -> NodeId,
    ) -> Option<NodeId> {
        let below = self.emit(NodeOp::Int32Compare, &[index, length], Condition::Below as u64, 0);
        self.either(below, likely, inside, outside)
    }

    /// The value of the side that is taken.
    fn either(
        &mut self,
        condition: NodeId,
        likely: u64,
        then: impl FnOnce(&mut Self) -> NodeId,
        or_else: impl FnOnce(&mut Self) -> NodeId,
    ) -> Option<NodeId> {
        let op_state = self.op_state();
        let mut sides = Vec::new();
        let mut others = Vec::new();
        self.branch(
            condition,
            likely,
            |b| {
                let value = then(b);
                sides.push((b.open_edge(), value));
            },
            |b| {
                let value = or_else(b);
                others.push((b.open_edge(), value));
            },
        );
        sides.append(&mut others);
        self.op_state = Some(op_state);
        let (edges, values) = sides.into_iter().unzip();
        self.merge(edges, Some(values), |_, _| true)
    }

    fn read_typed(&mut self, ptr: NodeId, index: NodeId, case: &ElementCase, flags: u8, if_present: bool) -> Option<NodeId> {
        let element = self.element_type(case);
        let length = self.emit(NodeOp::TypedLength, &[ptr], 0, 0);
        if flags & site_flags::OUT_OF_BOUNDS != 0 || self.bailed(BailoutReason::OutOfBounds) {
            // An integer that is no valid index is absent, whatever the prototypes have.
            let nothing = self.nothing(if_present);
            return self.in_bounds_or(index, length, 1, |_| nothing, |b| b.load_typed(ptr, index, element, flags));
        }
        self.emit(NodeOp::CheckBounds, &[index, length], 0, 0);
        Some(self.load_typed(ptr, index, element, flags))
    }

    fn load_typed(&mut self, ptr: NodeId, index: NodeId, element: ElementType, flags: u8) -> NodeId {
        let data = self.emit(NodeOp::TypedData, &[ptr], 0, 0);
        let ty = typed_element(element as u8, speculate::reads_wide(&self.frame.script, flags, self.at));
        if element == ElementType::Uint32 && ty == Ty::INT32 {
            return self.emit(NodeOp::LoadUint32, &[data, index], 0, 0);
        }
        let repr = if ty == Ty::INT32 { Repr::Int32 } else { Repr::Double };
        self.emit_as(NodeOp::LoadTyped, repr, &[data, index], element as u64, 0)
    }

    // ---- writes

    pub(super) fn set_elem(&mut self, insn: Insn, at: u32) {
        let site = self.frame.script.insns[at as usize + 1].a;
        let (object, key, value) = (self.get(insn.a), self.get(insn.b), self.get(insn.c));
        let generic = |b: &mut Self| {
            b.runtime_tagged(RuntimeCall::SetElem, &[object, key, value], insn.d as u64);
        };
        match self.element_plan(site, key) {
            Plan::Unreached => self.bail_out(BailoutReason::Unreached),
            Plan::Generic | Plan::StringChar { .. } => generic(self),
            Plan::Objects { cases, flags, miss } => {
                let ptr = self.object(object);
                let index = self.element_index(key, flags);
                let shapes: Vec<_> = cases.iter().map(|c| c.shape).collect();
                let result = self.dispatch(ptr, &shapes, miss, |b, i, known| {
                    match (cases.get(i), known) {
                        (Some(case), Some(_)) if case.kind == IcKind::Typed => {
                            if !b.write_typed(ptr, index, value, case, flags) {
                                generic(b);
                            }
                        }
                        (Some(case), Some(known)) => {
                            let indexed = !b.shape(case.shape).no_indexed_prototype;
                            if !indexed {
                                b.require(ptr, &known, Fact::NoIndexedPrototype);
                            }
                            if indexed && b.bailed(BailoutReason::Empty) {
                                generic(b);
                            } else {
                                b.write_dense(ptr, index, value, case, flags, indexed, generic);
                            }
                        }
                        _ => generic(b),
                    }
                    Ok(None)
                });
                result.expect("element writes are supported");
            }
        }
    }

    /// A store to a dense element, or behind the last one of an array.
    #[allow(clippy::too_many_arguments, reason = "one call site, all of the site's facts")]
    fn write_dense(
        &mut self,
        ptr: NodeId,
        index: NodeId,
        value: NodeId,
        case: &ElementCase,
        flags: u8,
        indexed_prototype: bool,
        generic: impl Fn(&mut Self),
    ) {
        let no_barrier = self.is_no_cell(value) as u64;
        let value = self.tagged(value);
        let elements = self.emit(NodeOp::LoadElements, &[ptr], 0, 0);
        let length = self.emit(NodeOp::DenseLength, &[elements], 0, 0);
        let store = |b: &mut Self| {
            if indexed_prototype {
                // A setter for the index may be on the chain: only replace what is there.
                let old = b.emit(NodeOp::LoadElement, &[elements, index], 0, 0);
                b.emit(NodeOp::CheckNotEmpty, &[old], 0, 0);
            }
            b.emit(NodeOp::StoreElement, &[elements, index, value], no_barrier, 0);
        };
        let beyond = flags & site_flags::APPENDS != 0 || self.bailed(BailoutReason::OutOfBounds);
        if !beyond {
            self.emit(NodeOp::CheckBounds, &[index, length], 0, 0);
            return store(self);
        }
        let is_array = self.shape(case.shape).kind == Kind::Array as u8;
        let append = is_array && !indexed_prototype && !self.bailed(BailoutReason::Append);
        let undefined = self.undefined();
        self.in_bounds_or(
            index,
            length,
            1,
            |b| {
                if append {
                    b.emit(NodeOp::ArrayAppend, &[ptr, index, value], no_barrier, 0);
                } else {
                    generic(b);
                }
                undefined
            },
            |b| {
                store(b);
                undefined
            },
        );
    }

    fn write_typed(&mut self, ptr: NodeId, index: NodeId, value: NodeId, case: &ElementCase, flags: u8) -> bool {
        let ty = self.ty(value);
        let beyond = flags & (site_flags::OUT_OF_BOUNDS | site_flags::APPENDS) != 0 || self.bailed(BailoutReason::OutOfBounds);
        let immutable = self.shape(case.shape).variant & IMMUTABLE_VIEW != 0;
        if beyond || immutable || !ty.has(Ty::NUMBER) || self.bailed(BailoutReason::NotNumber) {
            return false;
        }
        let element = self.element_type(case);
        let value = match element {
            ElementType::Float32 | ElementType::Float64 => self.double(value),
            // Clamping rounds: it wants the number itself.
            ElementType::Uint8Clamped if ty == Ty::INT32 => self.int32(value),
            ElementType::Uint8Clamped => self.double(value),
            _ => self.truncated(value),
        };
        let length = self.emit(NodeOp::TypedLength, &[ptr], 0, 0);
        self.emit(NodeOp::CheckBounds, &[index, length], 0, 0);
        let data = self.emit(NodeOp::TypedData, &[ptr], 0, 0);
        self.emit(NodeOp::StoreTyped, &[data, index, value], element as u64, 0);
        true
    }
}
