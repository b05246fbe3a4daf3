//! Conversions between representations, and what is known of values.

use super::Builder;
use super::types::Ty;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::descriptor::LinkDescriptor;
use crate::ion::graph::{Condition, NodeId, NodeOp, Repr};
use crate::ion::runtime_calls::RuntimeCall;
use crate::value::Value;

impl Builder<'_> {
    pub(super) fn op_of(&self, node: NodeId) -> NodeOp {
        self.graph.node(node).op
    }
    pub(super) fn repr(&self, node: NodeId) -> Repr {
        self.graph.node(node).repr
    }
    pub(super) fn input(&self, node: NodeId, i: usize) -> NodeId {
        self.graph.node(node).inputs[i]
    }

    // ---- constants

    pub(super) fn value_constant(&mut self, value: Value) -> NodeId {
        debug_assert!(!value.is_cell());
        self.constant_node(NodeOp::Constant, value.0)
    }
    pub(super) fn undefined(&mut self) -> NodeId {
        self.value_constant(Value::UNDEFINED)
    }
    pub(super) fn int32_constant(&mut self, i: i32) -> NodeId {
        self.constant_node(NodeOp::Int32Constant, i as u32 as u64)
    }
    pub(super) fn double_constant(&mut self, d: f64) -> NodeId {
        let d = if d.is_nan() { f64::from_bits(Value::NAN.0) } else { d };
        self.constant_node(NodeOp::DoubleConstant, d.to_bits())
    }
    pub(super) fn bool_constant(&mut self, b: bool) -> NodeId {
        self.constant_node(NodeOp::BoolConstant, b as u64)
    }
    pub(super) fn number_constant(&mut self, n: f64) -> NodeId {
        let value = Value::number(n);
        if value.is_int() { self.int32_constant(value.as_int()) } else { self.double_constant(n) }
    }
    /// The value of a node that is a constant without address.
    pub(super) fn as_constant(&self, node: NodeId) -> Option<Value> {
        let node = self.graph.node(node);
        Some(match node.op {
            NodeOp::Constant => Value(node.imm),
            NodeOp::Int32Constant => Value::int(node.imm as i32),
            NodeOp::DoubleConstant => Value::double(f64::from_bits(node.imm)),
            NodeOp::BoolConstant => Value::bool(node.imm != 0),
            _ => return None,
        })
    }

    // ---- types

    /// Types that the value of `node` may have.
    pub(super) fn ty(&self, node: NodeId) -> Ty {
        let known = self.state.facts(node).and_then(|f| f.ty).unwrap_or(Ty::ANY);
        self.own_ty(node).and(known)
    }

    /// What a node is by its op alone.
    fn own_ty(&self, node: NodeId) -> Ty {
        let n = self.graph.node(node);
        match n.repr {
            Repr::Int32 => Ty::INT32,
            Repr::Double => Ty::NUMBER,
            Repr::Bool => Ty::BOOL,
            _ => match n.op {
                NodeOp::Constant => Ty::of_value(Value(n.imm)),
                NodeOp::LinkValue => match self.graph.links[n.imm as usize] {
                    LinkDescriptor::String(_) => Ty::STRING,
                    LinkDescriptor::BigInt(_) => Ty::OTHER,
                    _ => Ty::OBJECT,
                },
                NodeOp::BoxInt32 => Ty::INT32,
                NodeOp::BoxDouble => Ty::NUMBER,
                NodeOp::BoxBool => Ty::BOOL,
                NodeOp::BoxObject | NodeOp::VirtualList | NodeOp::LoadMethod | NodeOp::Construct | NodeOp::ConstructScript => Ty::OBJECT,
                NodeOp::BoxString
                | NodeOp::StringCharAt
                | NodeOp::StringFromCode
                | NodeOp::StringSubstring
                | NodeOp::StringConcat
                | NodeOp::TypeOf => Ty::STRING,
                NodeOp::BoxCell => Ty::OTHER.or(Ty::UNDEFINED),
                NodeOp::BoxRecord => Ty::OTHER,
                NodeOp::CheckNotEmpty => self.ty(n.inputs[0]).without(Ty::EMPTY),
                NodeOp::Call | NodeOp::CallScript | NodeOp::NewTarget | NodeOp::WindowWord => Ty::NOT_EMPTY,
                NodeOp::LoadArgument | NodeOp::SelectOf => Ty::NOT_EMPTY,
                NodeOp::Param if n.imm == 0 => Ty::OBJECT,
                NodeOp::Param if n.imm >= 2 => Ty::NOT_EMPTY,
                NodeOp::Runtime => runtime_result(RuntimeCall::from_imm(n.imm)),
                _ => Ty::ANY,
            },
        }
    }

    /// Held as a double, or boxed from one.
    pub(super) fn is_double(&self, node: NodeId) -> bool {
        self.repr(node) == Repr::Double || self.op_of(node) == NodeOp::BoxDouble || self.ty(node) == Ty::DOUBLE
    }

    /// The type as the speculation rules see it: a double repr counts as double.
    pub(super) fn rule_ty(&self, node: NodeId) -> Ty {
        if self.is_double(node) { Ty::DOUBLE } else { self.ty(node) }
    }

    /// As `rule_ty`, of an operand: that an op before took the word for a number makes it no double.
    pub(super) fn operand_ty(&self, node: NodeId) -> Ty {
        let ty = self.rule_ty(node);
        let is_word = self.repr(node) == Repr::Tagged && !self.own_ty(node).within(Ty::NUMBER);
        if ty == Ty::NUMBER && is_word { Ty::ANY } else { ty }
    }

    /// Known not to be a heap cell, so that storing it needs no barrier.
    pub(super) fn is_no_cell(&self, node: NodeId) -> bool {
        !self.ty(node).has(Ty::STRING.or(Ty::OBJECT).or(Ty::OTHER))
    }

    // ---- conversions; those that may bail take the state before the op

    pub(super) fn tagged(&mut self, node: NodeId) -> NodeId {
        if let Some(value) = self.as_constant(node) {
            return self.value_constant(value);
        }
        match self.repr(node) {
            Repr::Int32 => self.emit(NodeOp::BoxInt32, &[node], 0, 0),
            Repr::Double => self.emit(NodeOp::BoxDouble, &[node], 0, 0),
            Repr::Bool => self.emit(NodeOp::BoxBool, &[node], 0, 0),
            Repr::Tagged => node,
            Repr::Ptr | Repr::None => unreachable!("registers hold no raw pointers"),
        }
    }

    /// As an int32, by a guard if need be.
    pub(super) fn int32(&mut self, node: NodeId) -> NodeId {
        if let Some(value) = self.as_constant(node)
            && let Value { .. } = value
            && value.is_number()
            && Value::number(value.as_number()).is_int()
        {
            return self.int32_constant(Value::number(value.as_number()).as_int());
        }
        match self.repr(node) {
            Repr::Int32 => node,
            Repr::Double => self.emit(NodeOp::DoubleToInt32, &[node], 0, 0),
            _ => {
                match self.op_of(node) {
                    NodeOp::BoxInt32 => return self.input(node, 0),
                    NodeOp::BoxDouble => {
                        let input = self.input(node, 0);
                        return self.emit(NodeOp::DoubleToInt32, &[input], 0, 0);
                    }
                    _ => {}
                }
                let facts = self.state.facts(node);
                if let Some(known) = facts.and_then(|f| f.int32) {
                    return known;
                }
                let tagged = self.tagged(node);
                let is_int32 = self.ty(tagged) == Ty::INT32;
                let unboxed = self.emit(if is_int32 { NodeOp::UnboxInt32 } else { NodeOp::CheckInt32 }, &[tagged], 0, 0);
                self.state.facts_mut(tagged).int32 = Some(unboxed);
                if !is_int32 {
                    // The word may still be that of a double: what is known is the type of
                    // what the guard gives, which stands for it from here on.
                    for register in self.state.registers.iter_mut().filter(|register| **register == Some(tagged)) {
                        *register = Some(unboxed);
                    }
                }
                unboxed
            }
        }
    }

    /// As an element index: as `int32`, but -0 will do as 0. Where an int32 was expected
    /// and a double came, doubles will do as well.
    pub(super) fn index(&mut self, node: NodeId) -> NodeId {
        if self.bailed(BailoutReason::NotInt32) {
            return self.whole_number(node);
        }
        let double = match (self.repr(node), self.op_of(node)) {
            (Repr::Double, _) => node,
            (_, NodeOp::BoxDouble) => self.input(node, 0),
            _ => return self.int32(node),
        };
        if self.as_constant(node).is_some() {
            return self.int32(node);
        }
        self.emit(NodeOp::DoubleToInt32, &[double], 1, 0)
    }

    /// A number that is an int32, represented as one or not; -0 will do as 0.
    pub(super) fn whole_number(&mut self, node: NodeId) -> NodeId {
        let is_int32 = self.repr(node) == Repr::Int32 || self.op_of(node) == NodeOp::BoxInt32 || self.ty(node) == Ty::INT32;
        if is_int32 || self.as_constant(node).is_some() {
            return self.int32(node);
        }
        let double = self.double(node);
        self.emit(NodeOp::DoubleToInt32, &[double], 1, 0)
    }

    /// As a double, by a guard if need be.
    pub(super) fn double(&mut self, node: NodeId) -> NodeId {
        if let Some(value) = self.as_constant(node)
            && value.is_number()
        {
            return self.double_constant(value.as_number());
        }
        match self.repr(node) {
            Repr::Double => node,
            Repr::Int32 => self.emit(NodeOp::Int32ToDouble, &[node], 0, 0),
            _ => {
                match self.op_of(node) {
                    NodeOp::BoxInt32 => {
                        let input = self.input(node, 0);
                        return self.emit(NodeOp::Int32ToDouble, &[input], 0, 0);
                    }
                    NodeOp::BoxDouble => return self.input(node, 0),
                    _ => {}
                }
                if let Some(facts) = self.state.facts(node) {
                    if let Some(known) = facts.double {
                        return known;
                    }
                    if let Some(known) = facts.int32 {
                        return self.emit(NodeOp::Int32ToDouble, &[known], 0, 0);
                    }
                }
                let tagged = self.tagged(node);
                let ty = self.ty(tagged);
                let op = if ty.within(Ty::NUMBER) { NodeOp::UnboxNumber } else { NodeOp::CheckNumber };
                let unboxed = self.emit(op, &[tagged], 0, 0);
                let facts = self.state.facts_mut(tagged);
                facts.double = Some(unboxed);
                facts.ty = Some(ty.and(Ty::NUMBER));
                unboxed
            }
        }
    }

    /// ToNumber of a number, undefined, null or a boolean, by a guard that it is one of them if need be.
    pub(super) fn to_double(&mut self, node: NodeId) -> NodeId {
        if self.ty(node).within(Ty::NUMBER) {
            return self.double(node);
        }
        match self.as_constant(node) {
            Some(value) if value.is_undefined() => self.double_constant(f64::NAN),
            Some(value) if value.is_null() => self.double_constant(0.0),
            Some(value) if value.is_bool() => self.double_constant(value.as_bool() as u8 as f64),
            _ => {
                let tagged = self.tagged(node);
                self.emit(NodeOp::ToDouble, &[tagged], 0, 0)
            }
        }
    }

    /// ToInt32 of a number, by a guard that it is one if need be.
    pub(super) fn truncated(&mut self, node: NodeId) -> NodeId {
        if let Some(value) = self.as_constant(node)
            && value.is_number()
        {
            return self.int32_constant(to_int32(value.as_number()));
        }
        let double = match self.repr(node) {
            Repr::Int32 => return node,
            Repr::Double => Some(node),
            _ => match self.op_of(node) {
                NodeOp::BoxInt32 => return self.input(node, 0),
                NodeOp::BoxDouble => Some(self.input(node, 0)),
                _ => {
                    let facts = self.state.facts(node);
                    if let Some(known) = facts.and_then(|f| f.int32) {
                        return known;
                    }
                    facts.and_then(|f| f.double)
                }
            },
        };
        match double {
            Some(double) => self.emit(NodeOp::TruncateDouble, &[double], 0, 0),
            None => {
                let tagged = self.tagged(node);
                self.emit(NodeOp::TruncateTagged, &[tagged], 0, 0)
            }
        }
    }

    /// The object that `node` is, by a guard if need be.
    pub(super) fn object(&mut self, node: NodeId) -> NodeId {
        self.cell(node, NodeOp::BoxObject, Ty::OBJECT, NodeOp::UnboxObject, NodeOp::CheckObject)
    }

    /// The object that `node` is known to be, without a guard.
    pub(super) fn known_object(&self, node: NodeId) -> Option<NodeId> {
        if self.op_of(node) == NodeOp::BoxObject {
            return Some(self.input(node, 0));
        }
        self.state.facts(node).and_then(|f| f.ptr).filter(|_| self.ty(node) == Ty::OBJECT)
    }

    /// The array whose iteration `node` is the first word of the record of, by a guard if need be.
    pub(super) fn record(&mut self, node: NodeId) -> NodeId {
        if let Some(array) = self.known_record(node) {
            return array;
        }
        let tagged = self.tagged(node);
        let array = self.emit(NodeOp::CheckRecord, &[tagged], 0, 0);
        let facts = self.state.facts_mut(tagged);
        facts.ptr = Some(array);
        facts.ty = Some(Ty::OTHER);
        array
    }

    /// The same where it is known, without a guard.
    pub(super) fn known_record(&self, node: NodeId) -> Option<NodeId> {
        if self.op_of(node) == NodeOp::BoxRecord {
            return Some(self.input(node, 0));
        }
        self.state.facts(node).and_then(|f| f.ptr).filter(|_| self.ty(node) == Ty::OTHER)
    }

    pub(super) fn string(&mut self, node: NodeId) -> NodeId {
        self.cell(node, NodeOp::BoxString, Ty::STRING, NodeOp::UnboxString, NodeOp::CheckString)
    }

    fn cell(&mut self, node: NodeId, boxed: NodeOp, ty: Ty, unbox: NodeOp, check: NodeOp) -> NodeId {
        if self.op_of(node) == boxed {
            return self.input(node, 0);
        }
        let known = self.ty(node) == ty;
        if let Some(ptr) = self.state.facts(node).and_then(|f| f.ptr)
            && known
        {
            return ptr;
        }
        let tagged = self.tagged(node);
        let ptr = self.emit(if known { unbox } else { check }, &[tagged], 0, 0);
        let facts = self.state.facts_mut(tagged);
        facts.ptr = Some(ptr);
        facts.ty = Some(ty);
        ptr
    }

    /// ToBoolean of any value.
    pub(super) fn boolean(&mut self, node: NodeId) -> NodeId {
        if let Some(value) = self.as_constant(node) {
            let truth = match value {
                v if v.is_number() => v.as_number() != 0.0 && !v.as_number().is_nan(),
                v => v.is_bool() && v.as_bool(),
            };
            return self.bool_constant(truth);
        }
        match self.repr(node) {
            Repr::Bool => node,
            Repr::Int32 => {
                let zero = self.int32_constant(0);
                self.emit(NodeOp::Int32Compare, &[node, zero], Condition::Ne as u64, 0)
            }
            _ if self.op_of(node) == NodeOp::BoxBool => self.input(node, 0),
            _ => {
                let tagged = self.tagged(node);
                self.emit(NodeOp::ToBoolean, &[tagged], 0, 0)
            }
        }
    }

    pub(super) fn not(&mut self, node: NodeId) -> NodeId {
        match self.as_constant(node) {
            Some(value) => self.bool_constant(!value.as_bool()),
            None if self.op_of(node) == NodeOp::BoolNot => self.input(node, 0),
            None => self.emit(NodeOp::BoolNot, &[node], 0, 0),
        }
    }

    /// For a phi of representation `repr`. Guards where the value may not fit.
    pub(super) fn converted(&mut self, node: NodeId, repr: Repr) -> NodeId {
        match repr {
            Repr::Int32 => self.int32(node),
            Repr::Double => self.double(node),
            Repr::Bool if self.ty(node).within(Ty::BOOL) => self.boolean(node),
            Repr::Bool => {
                let tagged = self.tagged(node);
                self.emit(NodeOp::CheckBool, &[tagged], 0, 0)
            }
            _ => self.tagged(node),
        }
    }

    /// Appends a check that `node` is not the empty value (a hole, an uninitialised binding).
    pub(super) fn not_empty(&mut self, node: NodeId) -> NodeId {
        if self.ty(node).has(Ty::EMPTY) { self.emit(NodeOp::CheckNotEmpty, &[node], 0, 0) } else { node }
    }
}

/// Types of what a runtime call returns.
fn runtime_result(call: RuntimeCall) -> Ty {
    use RuntimeCall::*;
    match call {
        JsLt | JsLe | JsGt | JsGe | JsEq | JsNe | InstanceOf | In | DeleteProp | HasPrivate => Ty::BOOL,
        ToString | Concat => Ty::STRING,
        NewClosure | NewRegExp | GetTemplate | NewArray | NewObject | RestArray | UnmappedArguments | MappedArguments | CoerceThis
        | NewIterResult | ConstructSpread | ConstructActual => Ty::OBJECT,
        ToNumber => Ty::NUMBER,
        CopyEnv => Ty::OTHER,
        IterNext | ForInNext | GetElemIfPresent => Ty::ANY,
        _ => Ty::NOT_EMPTY,
    }
}

/// ToInt32 (sec-toint32).
pub(super) fn to_int32(d: f64) -> i32 {
    if !d.is_finite() {
        return 0;
    }
    let m = d.trunc() % 4294967296.0;
    m as i64 as i32
}

#[cfg(test)]
mod tests {
    use super::to_int32;

    #[test]
    fn to_int32_wraps() {
        for (d, i) in
            [(0.5, 0), (-1.5, -1), (2147483648.0, i32::MIN), (4294967297.0, 1), (-2147483649.0, i32::MAX), (1e300, 0), (f64::NAN, 0)]
        {
            assert_eq!(to_int32(d), i, "{d}");
        }
    }
}
