//! Iteration: `for`-`of` and destructuring, over pristine arrays without iterator objects.
//!
//! The record of a pristine array is (array as a cell, int32 index); a compiled `GetIterator`
//! guards that its operand is one until that has failed. A record whose second word is held
//! as an int32 is taken for such a record, and a guard on the first makes sure where it is
//! not known: `next` of any other may be a number as well.

use super::Builder;
use super::speculate;
use crate::bytecode::Insn;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::descriptor::LinkDescriptor;
use crate::ion::graph::{Condition, NodeId, NodeOp, Repr};
use crate::ion::runtime_calls::RuntimeCall;

impl Builder<'_> {
    pub(super) fn get_iterator(&mut self, insn: Insn) {
        let value = self.get(insn.b);
        if speculate::iterates_array(&self.frame.script, self.at) && self.ty(value).has(super::types::Ty::OBJECT) {
            let array = self.object(value);
            let link = self.graph.link(LinkDescriptor::PlainArray);
            self.emit(NodeOp::CheckShape, &[array], link.0 as u64, 0);
            self.emit(NodeOp::CheckArrayIteration, &[], 0, 0);
            let start = self.int32_constant(0);
            let record = self.emit(NodeOp::BoxRecord, &[array], 0, 0);
            self.set(insn.a, record);
            self.set(insn.a + 1, start);
            return;
        }
        let iterator = self.runtime_tagged(RuntimeCall::GetIterator, &[value], 0);
        let next = self.emit(NodeOp::WindowWord, &[iterator], 1, 0);
        self.set(insn.a, iterator);
        self.set(insn.a + 1, next);
    }

    /// The array and the index of a record that is taken for a pristine array's, if it is.
    fn array_record(&mut self, register: u16, speculate: bool) -> Option<(NodeId, NodeId)> {
        let (first, index) = (self.get(register), self.get(register + 1));
        if !speculate || self.repr(index) != Repr::Int32 {
            return None;
        }
        Some((self.record(first), index))
    }

    pub(super) fn iter_next(&mut self, insn: Insn, at: u32) {
        let (done_at, next_at) = ((at as i64 + insn.jump24() as i64) as u32, at + 1);
        let speculate = speculate::steps_through_array(&self.frame.script, at);
        match self.array_record(insn.b, speculate) {
            Some((array, index)) => {
                let length = self.emit(NodeOp::ArrayLength, &[array], 0, 0);
                let more = self.emit(NodeOp::Int32Compare, &[index, length], Condition::Below as u64, 0);
                self.branch(
                    more,
                    1,
                    |b| {
                        let elements = b.emit(NodeOp::LoadElements, &[array], 0, 0);
                        let dense = b.emit(NodeOp::DenseLength, &[elements], 0, 0);
                        b.emit(NodeOp::CheckBounds, &[index, dense], 0, 0);
                        let value = b.emit(NodeOp::LoadElement, &[elements, index], 0, 0);
                        let value = b.emit(NodeOp::CheckNotEmpty, &[value], 0, 0);
                        let one = b.int32_constant(1);
                        // Below a length, so it cannot overflow.
                        let next = b.emit(NodeOp::Int32Add, &[index, one], 1, crate::ion::passes::NEVER_WRAPS);
                        b.set(insn.b + 1, next);
                        b.set(insn.a, value);
                        b.edge_to(next_at);
                    },
                    |b| {
                        let end = b.int32_constant(-1);
                        b.set(insn.b + 1, end);
                        b.graph.block_mut(b.block).cold = false;
                        b.edge_to(done_at);
                    },
                );
            }
            None => {
                let (iterator, next) = (self.get(insn.b), self.get(insn.b + 1));
                let value = self.runtime_tagged(RuntimeCall::IterNext, &[iterator, next], 0);
                let next = self.emit(NodeOp::WindowWord, &[value], 1, 0);
                let done = self.emit(NodeOp::IsEmpty, &[value], 0, 0);
                self.set(insn.b + 1, next);
                self.branch(
                    done,
                    0,
                    |b| b.edge_to(done_at),
                    |b| {
                        b.state.facts_mut(value).ty = Some(super::types::Ty::NOT_EMPTY);
                        b.set(insn.a, value);
                        b.edge_to(next_at);
                    },
                );
            }
        }
    }

    pub(super) fn iter_close(&mut self, insn: Insn) {
        // Nothing is to be told when an array is left early that is pristine still.
        let speculate = ![BailoutReason::NotObject, BailoutReason::WrongKind].into_iter().any(|reason| self.bailed(reason));
        if self.array_record(insn.a, speculate).is_some() {
            self.emit(NodeOp::CheckArrayIteration, &[], 0, 0);
            return;
        }
        let (iterator, next) = (self.get(insn.a), self.get(insn.a + 1));
        self.runtime_tagged(RuntimeCall::IterClose, &[iterator, next], insn.d as u64);
    }
}
