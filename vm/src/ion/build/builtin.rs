//! Calls of built-ins that the optimiser knows.

use super::types::Ty;
use super::{Builder, speculate};
use crate::heap::Kind;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::builtin_rows::{BUILTINS, Inline};
use crate::ion::descriptor::LinkDescriptor;
use crate::ion::graph::{MathOp, NodeId, NodeOp, Repr};

impl Builder<'_> {
    /// The result of calling the built-in of row `row` at a call site; nothing if it is to be called.
    pub(super) fn inline_builtin(&mut self, row: u16, site: u16, this: NodeId, args: &[NodeId]) -> Option<NodeId> {
        let numeric = |b: &Self, n: usize| {
            args.len() >= n && args[..n].iter().all(|a| b.ty(*a).has(Ty::NUMBER)) && !b.bailed(BailoutReason::NotNumber)
        };
        match BUILTINS[row as usize].2 {
            Inline::Math(op) => {
                let arity = MathOp::NAMES[op as usize].1 as usize;
                let exact = matches!(op, MathOp::Min | MathOp::Max | MathOp::Hypot);
                (numeric(self, arity) && (!exact || args.len() == arity)).then(|| self.math(op, &args[..arity]))
            }
            Inline::MathImul if numeric(self, 2) => {
                let (a, b) = (self.truncated(args[0]), self.truncated(args[1]));
                Some(self.emit(NodeOp::Int32Mul, &[a, b], 3, 0))
            }
            Inline::MathClz32 if numeric(self, 1) => {
                let a = self.truncated(args[0]);
                Some(self.emit(NodeOp::Int32Clz, &[a], 0, 0))
            }
            Inline::StringCharCodeAt | Inline::StringCharAt => {
                let off = [BailoutReason::NotString, BailoutReason::NotNumber, BailoutReason::NotExact];
                if off.iter().any(|r| self.bailed(*r)) || !self.ty(this).has(Ty::STRING) || !numeric(self, 1) {
                    return None;
                }
                let string = self.string(this);
                let index = self.index(args[0]);
                let length = self.emit(NodeOp::StringLength, &[string], 0, 0);
                let is_code = matches!(BUILTINS[row as usize].2, Inline::StringCharCodeAt);
                let op = if is_code { NodeOp::StringCharCode } else { NodeOp::StringCharAt };
                // Scanners look one character beyond the end. That is a string, too; but no int32.
                if is_code && !speculate::reads_beyond(&self.frame.script, site, self.at) {
                    self.emit(NodeOp::CheckBounds, &[index, length], 0, 0);
                    return Some(self.emit(op, &[string, index], 0, 0));
                }
                let nothing = match is_code {
                    true => self.double_constant(f64::NAN),
                    false => self.link_value(LinkDescriptor::String("".into())),
                };
                let result = self.in_bounds_or(index, length, 1, |_| nothing, |b| b.emit(op, &[string, index], 0, 0))?;
                let tagged = self.repr(result) == Repr::Tagged;
                if tagged {
                    self.state.facts_mut(result).ty = Some(if is_code { Ty::NUMBER } else { Ty::STRING });
                }
                Some(result)
            }
            Inline::StringSubstring | Inline::StringSlice => {
                let off = [BailoutReason::NotString, BailoutReason::NotNumber, BailoutReason::NotExact];
                if off.iter().any(|r| self.bailed(*r))
                    || !self.ty(this).has(Ty::STRING)
                    || args.len() > 2
                    || !numeric(self, args.len().max(1))
                {
                    return None;
                }
                let string = self.string(this);
                let start = self.index(args[0]);
                let end = match args.get(1) {
                    Some(end) => self.index(*end),
                    None => self.emit(NodeOp::StringLength, &[string], 0, 0),
                };
                let relative = matches!(BUILTINS[row as usize].2, Inline::StringSlice);
                Some(self.emit(NodeOp::StringSubstring, &[string, start, end], relative as u64, 0))
            }
            Inline::StringFromCharCode if numeric(self, 1) && args.len() == 1 => {
                let code = self.truncated(args[0]);
                let mask = self.int32_constant(0xFFFF);
                let unit = self.emit(NodeOp::Int32And, &[code, mask], 0, 0);
                Some(self.emit(NodeOp::StringFromCode, &[unit], 0, 0))
            }
            Inline::ArrayPush | Inline::ArrayPop => {
                let push = matches!(BUILTINS[row as usize].2, Inline::ArrayPush);
                let off = [
                    BailoutReason::Append,
                    BailoutReason::WrongKind,
                    BailoutReason::NotObject,
                    BailoutReason::Empty,
                    BailoutReason::OutOfBounds,
                ];
                if off.iter().any(|r| self.bailed(*r)) || !self.ty(this).has(Ty::OBJECT) || args.len() != push as usize {
                    return None;
                }
                let array = self.object(this);
                self.emit(NodeOp::CheckKind, &[array], Kind::Array as u64, 0);
                Some(if push {
                    let no_barrier = self.is_no_cell(args[0]) as u64;
                    let value = self.tagged(args[0]);
                    self.emit(NodeOp::ArrayPush, &[array, value], no_barrier, 0)
                } else {
                    self.emit(NodeOp::ArrayPop, &[array], 0, 0)
                })
            }
            Inline::ArrayIsArray if !args.is_empty() && !self.bailed(BailoutReason::WrongKind) => {
                let value = self.tagged(args[0]);
                Some(self.emit(NodeOp::IsArray, &[value], 0, 0))
            }
            // %Array% makes the same array whether it is called or constructed.
            Inline::ArrayConstructor => self.inline_construct(row, args),
            _ => None,
        }
    }

    /// The object that constructing the built-in of row `row` makes (new.target is the
    /// built-in itself); nothing if it is to be called.
    pub(super) fn inline_construct(&mut self, row: u16, args: &[NodeId]) -> Option<NodeId> {
        if BUILTINS[row as usize].2 != Inline::ArrayConstructor {
            return None;
        }
        let [length] = args else { return Some(self.new_array(args, 0)) };
        if !self.ty(*length).has(Ty::NUMBER) {
            return Some(self.new_array(args, 0));
        }
        if [BailoutReason::NotExact, BailoutReason::NotNumber].iter().any(|r| self.bailed(*r)) {
            return None;
        }
        let length = self.index(*length);
        let shape = self.graph.link(LinkDescriptor::PlainArray);
        let array = self.emit(NodeOp::NewArraySized, &[length], shape.0 as u64, 0);
        Some(self.emit(NodeOp::BoxObject, &[array], 0, 0))
    }

    fn math(&mut self, op: MathOp, args: &[NodeId]) -> NodeId {
        let is_int32 = args.iter().all(|a| self.ty(*a) == Ty::INT32);
        if is_int32 {
            let int32: Vec<NodeId> = args.iter().map(|a| self.int32(*a)).collect();
            match op {
                MathOp::Floor | MathOp::Ceil | MathOp::Round | MathOp::Trunc => return int32[0],
                MathOp::Abs if !self.bailed(BailoutReason::Overflow) => return self.emit(NodeOp::Int32Abs, &int32, 0, 0),
                MathOp::Min => return self.emit(NodeOp::Int32Min, &int32, 0, 0),
                MathOp::Max => return self.emit(NodeOp::Int32Max, &int32, 0, 0),
                _ => {}
            }
        }
        let doubles: Vec<NodeId> = args.iter().map(|a| self.double(*a)).collect();
        self.emit(NodeOp::DoubleMath, &doubles, op as u64, 0)
    }
}
