//! Comparisons, fused with a jump or not.

use super::Builder;
use super::speculate::{self, Mode};
use super::types::Ty;
use crate::bytecode::Op;
use crate::feedback::types;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::descriptor::LinkDescriptor;
use crate::ion::graph::{Condition, NodeId, NodeOp, TypeName};
use crate::ion::runtime_calls::RuntimeCall;

impl Builder<'_> {
    /// The result of `b op c` as a boolean (`Bool`, or a tagged one); nothing if the op
    /// has never run, and the path ends here.
    pub(super) fn compare(&mut self, op: Op, b: NodeId, c: NodeId) -> Option<NodeId> {
        let operands = [self.operand_ty(b), self.operand_ty(c)];
        let mode = speculate::comparison(&self.frame.script, self.at, &operands);
        if mode == Mode::Unreached {
            self.bail_out(BailoutReason::Unreached);
            return None;
        }
        let is_equality = matches!(op, Op::Eq | Op::Ne | Op::StrictEq | Op::StrictNe);
        if is_equality && let Some(equal) = self.known_equality(op, b, c) {
            let negated = matches!(op, Op::Ne | Op::StrictNe);
            return Some(if negated { self.not(equal) } else { equal });
        }
        Some(match mode {
            Mode::Int32 => {
                let (b, c) = (self.int32(b), self.int32(c));
                self.emit(NodeOp::Int32Compare, &[b, c], condition(op) as u64, 0)
            }
            Mode::Double => {
                let (b, c) = (self.double(b), self.double(c));
                self.emit(NodeOp::DoubleCompare, &[b, c], condition(op) as u64, 0)
            }
            Mode::Primitive if !is_equality => {
                let (b, c) = (self.to_double(b), self.to_double(c));
                self.emit(NodeOp::DoubleCompare, &[b, c], condition(op) as u64, 0)
            }
            Mode::String if is_equality => {
                let equal = self.type_test(b, c).or_else(|| self.type_test(c, b)).unwrap_or_else(|| {
                    let (b, c) = (self.string(b), self.string(c));
                    self.emit(NodeOp::StringEqual, &[b, c], 0, 0)
                });
                if matches!(op, Op::Ne | Op::StrictNe) { self.not(equal) } else { equal }
            }
            Mode::String => {
                let (b, c) = (self.string(b), self.string(c));
                self.strings_ordered(op, b, c)
            }
            _ if matches!(op, Op::StrictEq | Op::StrictNe) => {
                let (b, c) = (self.tagged(b), self.tagged(c));
                let equal = self.emit(NodeOp::StrictEqual, &[b, c], 0, 0);
                if op == Op::StrictNe { self.not(equal) } else { equal }
            }
            _ if is_equality && self.may_compare_loosely() => {
                let (b, c) = (self.tagged(b), self.tagged(c));
                let equal = self.emit(NodeOp::LooseEqual, &[b, c], 0, 0);
                if op == Op::Ne { self.not(equal) } else { equal }
            }
            _ => {
                let call = match op {
                    Op::Lt => RuntimeCall::JsLt,
                    Op::Le => RuntimeCall::JsLe,
                    Op::Gt => RuntimeCall::JsGt,
                    Op::Ge => RuntimeCall::JsGe,
                    Op::Eq => RuntimeCall::JsEq,
                    _ => RuntimeCall::JsNe,
                };
                self.runtime_tagged(call, &[b, c], 0)
            }
        })
    }

    /// `b op c` of two strings. They are ordered: what is not less is greater or equal.
    fn strings_ordered(&mut self, op: Op, b: NodeId, c: NodeId) -> NodeId {
        let (first, second) = if matches!(op, Op::Lt | Op::Ge) { (b, c) } else { (c, b) };
        let less = self.emit(NodeOp::StringLess, &[first, second], 0, 0);
        if matches!(op, Op::Lt | Op::Gt) { less } else { self.not(less) }
    }

    /// `typeof value === "name"`, without the string that typeof gives.
    fn type_test(&mut self, type_of: NodeId, name: NodeId) -> Option<NodeId> {
        let (asked, named) = (self.graph.node(type_of), self.graph.node(name));
        if asked.op != NodeOp::TypeOf {
            return None;
        }
        if named.op == NodeOp::TypeOf {
            return Some(self.words_equal(type_of, name));
        }
        if named.op != NodeOp::LinkValue {
            return None;
        }
        let LinkDescriptor::String(text) = &self.graph.links[named.imm as usize] else { return None };
        let (name, value) = (TypeName::of_text(&text.to_rust())?, asked.inputs[0]);
        Some(self.emit(NodeOp::TypeOfIs, &[value], name as u64, 0))
    }

    /// Equality where types settle how: by identity of words, or as a test for undefined and null.
    fn known_equality(&mut self, op: Op, b: NodeId, c: NodeId) -> Option<NodeId> {
        let (tb, tc) = (self.ty(b), self.ty(c));
        let nullish = Ty::UNDEFINED.or(Ty::NULL);
        let strict = matches!(op, Op::StrictEq | Op::StrictNe);
        for (one, other, ty) in [(b, c, tc), (c, b, tb)] {
            if !ty.within(nullish) {
                continue;
            }
            if !strict {
                return Some(self.is_nullish(one));
            }
            if ty == Ty::UNDEFINED {
                return Some(self.test_type(one, Ty::UNDEFINED, NodeOp::IsUndefined));
            }
            return Some(self.words_equal(one, other));
        }
        let by_word = Ty::UNDEFINED.or(Ty::NULL).or(Ty::BOOL).or(Ty::OBJECT);
        let objects = || tb.within(Ty::OBJECT) && tc.within(Ty::OBJECT);
        if (strict && (tb.within(by_word) || tc.within(by_word))) || objects() {
            return Some(self.words_equal(b, c));
        }
        // Only objects so far: a guard on one of them (two for `==`) settles it.
        let seen = speculate::operand_types(&self.frame.script, self.at);
        if seen == types::OBJECT && !self.bailed(BailoutReason::NotObject) {
            self.object(c);
            if !strict {
                self.object(b);
            }
            return Some(self.words_equal(b, c));
        }
        // Neither numbers nor strings so far, of which different words may be equal: a guard on one of them.
        let words = types::OBJECT | types::ODDBALL;
        if strict && seen != 0 && seen & !words == 0 && !self.bailed(BailoutReason::WrongValue) {
            // A captured variable changes less often than what it is compared with.
            let guarded = if self.op_of(b) == NodeOp::LoadEnv { b } else { c };
            let guarded = self.tagged(guarded);
            self.emit(NodeOp::CheckByWord, &[guarded], 0, 0);
            let ty = self.ty(guarded);
            self.state.facts_mut(guarded).ty = Some(ty.and(by_word.or(Ty::EMPTY)));
            return Some(self.words_equal(b, c));
        }
        None
    }

    /// Whether `==` need not be ready for objects that are converted.
    fn may_compare_loosely(&self) -> bool {
        let seen = speculate::operand_types(&self.frame.script, self.at);
        let converts = seen & types::OBJECT != 0 && seen & !(types::OBJECT | types::ODDBALL) != 0;
        !converts && !self.bailed(BailoutReason::WrongValue)
    }

    fn words_equal(&mut self, b: NodeId, c: NodeId) -> NodeId {
        let (b, c) = (self.tagged(b), self.tagged(c));
        if b == c { self.bool_constant(true) } else { self.emit(NodeOp::WordEqual, &[b, c], 0, 0) }
    }
}

fn condition(op: Op) -> Condition {
    match op {
        Op::Lt => Condition::Lt,
        Op::Le => Condition::Le,
        Op::Gt => Condition::Gt,
        Op::Ge => Condition::Ge,
        Op::Eq | Op::StrictEq => Condition::Eq,
        _ => Condition::Ne,
    }
}
