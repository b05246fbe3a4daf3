//! Arithmetic and bit operations.

use super::Builder;
use super::speculate::{self, Mode};
use crate::bytecode::{Insn, Op};
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::graph::{MathOp, NodeId, NodeOp};
use crate::ion::runtime_calls::RuntimeCall;

impl Builder<'_> {
    /// Nothing if the op has never run, and the path ends here.
    fn unreached(&mut self) -> Option<NodeId> {
        self.bail_out(BailoutReason::Unreached);
        None
    }

    pub(super) fn binary(&mut self, op: Op, b: NodeId, c: NodeId) -> Option<NodeId> {
        use Op::*;
        match op {
            Add | Sub | Mul | Div | Mod | Exp => self.arithmetic(op, b, c),
            _ => self.bitwise(op, b, c),
        }
    }

    fn arithmetic(&mut self, op: Op, b: NodeId, c: NodeId) -> Option<NodeId> {
        let operands = [self.operand_ty(b), self.operand_ty(c)];
        let mode = speculate::arithmetic(&self.frame.script, self.at, op, &operands);
        Some(match mode {
            Mode::Unreached => return self.unreached(),
            Mode::Int32 => {
                let (b, c) = (self.int32(b), self.int32(c));
                self.int32_arithmetic(op, b, c)
            }
            Mode::Double => {
                let (b, c) = (self.double(b), self.double(c));
                self.double_arithmetic(op, b, c)
            }
            Mode::Primitive => {
                let (b, c) = (self.to_double(b), self.to_double(c));
                self.double_arithmetic(op, b, c)
            }
            Mode::String => {
                let (b, c) = (self.string(b), self.string(c));
                self.emit(NodeOp::StringConcat, &[b, c], 0, 0)
            }
            Mode::Generic => self.runtime_tagged(generic(op), &[b, c], 0),
        })
    }

    fn int32_arithmetic(&mut self, op: Op, b: NodeId, c: NodeId) -> NodeId {
        let (node, imm) = match op {
            Op::Add => (NodeOp::Int32Add, 0),
            Op::Sub => (NodeOp::Int32Sub, 0),
            Op::Mul => (NodeOp::Int32Mul, 0),
            Op::Div => (NodeOp::Int32Div, 0),
            _ => {
                let positive = self.as_constant(c).is_some_and(|c| c.as_int() > 0);
                (NodeOp::Int32Mod, if positive { 2 } else { 0 })
            }
        };
        self.emit(node, &[b, c], imm, 0)
    }

    fn double_arithmetic(&mut self, op: Op, b: NodeId, c: NodeId) -> NodeId {
        match op {
            Op::Add => self.emit(NodeOp::DoubleAdd, &[b, c], 0, 0),
            Op::Sub => self.emit(NodeOp::DoubleSub, &[b, c], 0, 0),
            Op::Mul => self.emit(NodeOp::DoubleMul, &[b, c], 0, 0),
            Op::Div => self.emit(NodeOp::DoubleDiv, &[b, c], 0, 0),
            Op::Mod => self.emit(NodeOp::DoubleMod, &[b, c], 0, 0),
            _ => self.emit(NodeOp::DoubleMath, &[b, c], MathOp::Pow as u64, 0),
        }
    }

    fn bitwise(&mut self, op: Op, b: NodeId, c: NodeId) -> Option<NodeId> {
        let operands = [self.operand_ty(b), self.operand_ty(c)];
        let (b, c) = match speculate::bitwise(&self.frame.script, self.at, &operands) {
            Mode::Unreached => return self.unreached(),
            Mode::Int32 => (self.int32(b), self.int32(c)),
            Mode::Double => (self.truncated(b), self.truncated(c)),
            _ => return Some(self.runtime_tagged(generic(op), &[b, c], 0)),
        };
        // `x | 0` and the like only convert.
        let is_zero = self.as_constant(c).is_some_and(|c| c.as_int() == 0);
        Some(match op {
            Op::BitOr | Op::Shl | Op::Shr | Op::BitXor if is_zero => b,
            Op::BitAnd => self.emit(NodeOp::Int32And, &[b, c], 0, 0),
            Op::BitOr => self.emit(NodeOp::Int32Or, &[b, c], 0, 0),
            Op::BitXor => self.emit(NodeOp::Int32Xor, &[b, c], 0, 0),
            Op::Shl => self.emit(NodeOp::Int32Shl, &[b, c], 0, 0),
            Op::Shr => self.emit(NodeOp::Int32Shr, &[b, c], 0, 0),
            _ if speculate::unsigned_shift_is_double(&self.frame.script, self.at) => self.emit(NodeOp::UShrDouble, &[b, c], 0, 0),
            _ => {
                let shifts = self.as_constant(c).is_some_and(|c| c.as_int() & 31 != 0);
                self.emit(NodeOp::Int32UShr, &[b, c], shifts as u64, 0)
            }
        })
    }

    pub(super) fn unary(&mut self, op: Op, b: NodeId) -> Option<NodeId> {
        let operands = [self.operand_ty(b)];
        if op == Op::BitNot {
            let b = match speculate::bitwise(&self.frame.script, self.at, &operands) {
                Mode::Unreached => return self.unreached(),
                Mode::Int32 => self.int32(b),
                Mode::Double => self.truncated(b),
                _ => return Some(self.runtime_tagged(RuntimeCall::JsBitNot, &[b], 0)),
            };
            return Some(self.emit(NodeOp::Int32Not, &[b], 0, 0));
        }
        Some(match speculate::arithmetic(&self.frame.script, self.at, op, &operands) {
            Mode::Unreached => return self.unreached(),
            Mode::Int32 => {
                let b = self.int32(b);
                let one = self.int32_constant(1);
                match op {
                    Op::Neg => self.emit(NodeOp::Int32Neg, &[b], 0, 0),
                    Op::Inc => self.emit(NodeOp::Int32Add, &[b, one], 0, 0),
                    Op::Dec => self.emit(NodeOp::Int32Sub, &[b, one], 0, 0),
                    _ => b,
                }
            }
            mode @ (Mode::Double | Mode::Primitive) => {
                let b = if mode == Mode::Double { self.double(b) } else { self.to_double(b) };
                let one = self.double_constant(1.0);
                match op {
                    Op::Neg => self.emit(NodeOp::DoubleNeg, &[b], 0, 0),
                    Op::Inc => self.emit(NodeOp::DoubleAdd, &[b, one], 0, 0),
                    Op::Dec => self.emit(NodeOp::DoubleSub, &[b, one], 0, 0),
                    _ => b,
                }
            }
            Mode::String | Mode::Generic => {
                let call = match op {
                    Op::Neg => RuntimeCall::JsNeg,
                    Op::Inc => RuntimeCall::JsInc,
                    Op::Dec => RuntimeCall::JsDec,
                    Op::ToNumber => RuntimeCall::ToNumber,
                    _ => RuntimeCall::ToNumeric,
                };
                self.runtime_tagged(call, &[b], 0)
            }
        })
    }

    /// The strings of a template literal.
    pub(super) fn concat(&mut self, insn: Insn) -> NodeId {
        let parts: Vec<NodeId> = (0..insn.c).map(|i| self.get(insn.b + i)).collect();
        self.runtime_tagged(RuntimeCall::Concat, &parts, 0)
    }
}

fn generic(op: Op) -> RuntimeCall {
    match op {
        Op::Add => RuntimeCall::JsAdd,
        Op::Sub => RuntimeCall::JsSub,
        Op::Mul => RuntimeCall::JsMul,
        Op::Div => RuntimeCall::JsDiv,
        Op::Mod => RuntimeCall::JsMod,
        Op::Exp => RuntimeCall::JsExp,
        Op::BitAnd => RuntimeCall::JsBitAnd,
        Op::BitOr => RuntimeCall::JsBitOr,
        Op::BitXor => RuntimeCall::JsBitXor,
        Op::Shl => RuntimeCall::JsShl,
        Op::Shr => RuntimeCall::JsShr,
        _ => RuntimeCall::JsUShr,
    }
}
