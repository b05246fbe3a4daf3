//! Arithmetic on int32 (sign-extended in i64) and doubles.

use super::Lowering;
use crate::ion::bailout_reason::BailoutReason as R;
use crate::ion::graph::{Condition, MathOp, NodeId, NodeOp};
use crate::ion::helpers::Helper;
use crate::ion::isa;
use crate::rules::{Rule, holds};
use crate::value::{TAG_SHIFT, Value as Js, tag};
use cranelift_codegen::ir::condcodes::{FloatCC, IntCC};
use cranelift_codegen::ir::types::{F32, F64, I32, I64};
use cranelift_codegen::ir::{BlockArg, InstBuilder, Value};

impl Lowering<'_> {
    fn inputs2(&self, id: NodeId) -> (Value, Value) {
        (self.input(id, 0), self.input(id, 1))
    }

    /// The low half, sign-extended, if the number `wraps`; else the number, which that must not change.
    fn narrow(&mut self, wide: Value, id: NodeId, wraps: bool) -> Value {
        let narrow = self.int32_of(wide);
        if wraps || !holds(Rule::Overflow) {
            return narrow;
        }
        let overflowed = self.b.ins().icmp(IntCC::NotEqual, narrow, wide);
        self.bail_if(overflowed, id, R::Overflow);
        // The same, and ready earlier.
        wide
    }

    pub(super) fn arithmetic(&mut self, id: NodeId) -> Option<Option<Value>> {
        use NodeOp::*;
        let graph = self.graph;
        let node = graph.node(id);
        let wraps = node.imm & 1 != 0;
        Some(Some(match node.op {
            Int32Add => {
                let (a, b) = self.inputs2(id);
                let wide = self.b.ins().iadd(a, b);
                self.narrow(wide, id, wraps)
            }
            Int32Sub => {
                let (a, b) = self.inputs2(id);
                let wide = self.b.ins().isub(a, b);
                self.narrow(wide, id, wraps)
            }
            Int32Mul => {
                let (a, b) = self.inputs2(id);
                let wide = self.b.ins().imul(a, b);
                if node.imm & 3 == 0 {
                    // 0 with a negative factor is -0: of all unsigned numbers 0 alone is below 1.
                    let signs = self.b.ins().bor(a, b);
                    let negative = self.b.ins().ushr_imm_u(signs, 63);
                    let minus_zero = self.b.ins().icmp(IntCC::UnsignedLessThan, wide, negative);
                    self.bail_if(minus_zero, id, R::Overflow);
                }
                self.narrow(wide, id, wraps)
            }
            Int32Div => self.int32_div(id, wraps),
            Int32Mod => self.int32_mod(id),
            Int32Neg => {
                let a = self.input(id, 0);
                let zero = self.b.ins().icmp_imm_s(IntCC::Equal, a, 0);
                self.bail_if(zero, id, R::Overflow);
                let wide = self.b.ins().ineg(a);
                self.narrow(wide, id, false)
            }
            Int32And => {
                let (a, b) = self.inputs2(id);
                self.b.ins().band(a, b)
            }
            Int32Or => {
                let (a, b) = self.inputs2(id);
                self.b.ins().bor(a, b)
            }
            Int32Xor => {
                let (a, b) = self.inputs2(id);
                self.b.ins().bxor(a, b)
            }
            Int32Not => {
                let a = self.input(id, 0);
                self.b.ins().bnot(a)
            }
            Int32Shl => {
                let (a, count) = self.shift_inputs(id);
                let low = self.b.ins().ireduce(I32, a);
                let shifted = self.b.ins().ishl(low, count);
                self.b.ins().sextend(I64, shifted)
            }
            Int32Shr => {
                let (a, count) = self.shift_inputs(id);
                self.b.ins().sshr(a, count)
            }
            Int32UShr => {
                let shifted = self.unsigned_shift(id);
                if !wraps {
                    let narrow = self.int32_of(shifted);
                    let negative = self.b.ins().icmp(IntCC::NotEqual, narrow, shifted);
                    self.bail_if(negative, id, R::NegativeShift);
                }
                shifted
            }
            UShrDouble => {
                let shifted = self.unsigned_shift(id);
                self.b.ins().fcvt_from_sint(F64, shifted)
            }
            Int32Compare => {
                let (a, b) = self.inputs2(id);
                let condition = int_condition(Condition::from_imm(node.imm));
                self.b.ins().icmp(condition, a, b)
            }
            Int32Abs => {
                let a = self.input(id, 0);
                let wide = self.b.ins().iabs(a);
                self.narrow(wide, id, false)
            }
            Int32Clz => {
                let a = self.input(id, 0);
                let low = self.b.ins().ireduce(I32, a);
                let zeros = self.b.ins().clz(low);
                self.b.ins().uextend(I64, zeros)
            }
            Int32Min => {
                let (a, b) = self.inputs2(id);
                let less = self.b.ins().icmp(IntCC::SignedLessThan, a, b);
                self.b.ins().select(less, a, b)
            }
            Int32Max => {
                let (a, b) = self.inputs2(id);
                let greater = self.b.ins().icmp(IntCC::SignedGreaterThan, a, b);
                self.b.ins().select(greater, a, b)
            }
            Int32ToDouble => {
                let a = self.input(id, 0);
                self.int32_to_double(a)
            }
            DoubleAdd => {
                let (a, b) = self.inputs2(id);
                self.b.ins().fadd(a, b)
            }
            DoubleSub => {
                let (a, b) = self.inputs2(id);
                self.b.ins().fsub(a, b)
            }
            DoubleMul => {
                let (a, b) = self.inputs2(id);
                self.b.ins().fmul(a, b)
            }
            DoubleDiv => {
                let (a, b) = self.inputs2(id);
                self.b.ins().fdiv(a, b)
            }
            DoubleMod => {
                let (a, b) = self.inputs2(id);
                self.call_helper(Helper::DoubleMod, &[a, b], None)
            }
            DoubleNeg => {
                let a = self.input(id, 0);
                let negated = self.b.ins().fneg(a);
                // Negating NaN flips its sign, which must not reach a tag.
                self.canonical_nan(negated)
            }
            DoubleCompare => {
                let (a, b) = self.inputs2(id);
                let condition = float_condition(Condition::from_imm(node.imm));
                self.b.ins().fcmp(condition, a, b)
            }
            DoubleMath => self.double_math(id),
            DoubleToInt32 => {
                let double = self.input(id, 0);
                self.exact_int32(double, id, wraps)
            }
            TruncateDouble => {
                let double = self.input(id, 0);
                self.truncate(double)
            }
            ToDouble => self.double_of_primitive(id),
            TruncateTagged => self.truncate_tagged(id),
            _ => return None,
        }))
    }

    fn shift_inputs(&mut self, id: NodeId) -> (Value, Value) {
        let (a, count) = self.inputs2(id);
        (a, self.b.ins().band_imm_u(count, 31))
    }

    /// a >>> b as a non-negative i64.
    fn unsigned_shift(&mut self, id: NodeId) -> Value {
        let (a, count) = self.shift_inputs(id);
        let low = self.b.ins().ireduce(I32, a);
        let word = self.b.ins().uextend(I64, low);
        self.b.ins().ushr(word, count)
    }

    fn int32_div(&mut self, id: NodeId, truncating: bool) -> Value {
        let (a, b) = self.inputs2(id);
        let zero = self.b.ins().icmp_imm_s(IntCC::Equal, b, 0);
        if truncating {
            // (a / 0) | 0 is 0; MIN / -1 wraps, as 64-bit division shows.
            let one = self.b.ins().iconst(I64, 1);
            let divisor = self.b.ins().select(zero, one, b);
            let quotient = self.b.ins().sdiv(a, divisor);
            let none = self.b.ins().iconst(I64, 0);
            let quotient = self.b.ins().select(zero, none, quotient);
            return self.int32_of(quotient);
        }
        self.bail_if(zero, id, R::DivisionResult);
        // 0 / negative is -0.
        let a_zero = self.b.ins().icmp_imm_s(IntCC::Equal, a, 0);
        let b_negative = self.b.ins().icmp_imm_s(IntCC::SignedLessThan, b, 0);
        let minus_zero = self.b.ins().band(a_zero, b_negative);
        self.bail_if(minus_zero, id, R::DivisionResult);
        let quotient = self.b.ins().sdiv(a, b);
        let product = self.b.ins().imul(quotient, b);
        let inexact = self.b.ins().icmp(IntCC::NotEqual, product, a);
        self.bail_if(inexact, id, R::DivisionResult);
        self.narrow(quotient, id, false)
    }

    fn int32_mod(&mut self, id: NodeId) -> Value {
        let (a, b) = self.inputs2(id);
        let imm = self.graph.node(id).imm;
        if imm & 2 == 0 {
            let zero = self.b.ins().icmp_imm_s(IntCC::Equal, b, 0);
            self.bail_if(zero, id, R::DivisionResult);
        }
        // 32-bit division is quicker; MIN % -1 would trap there, so a divisor of -1 gives 0.
        let (a32, b32) = (self.b.ins().ireduce(I32, a), self.b.ins().ireduce(I32, b));
        let safe = if imm & 2 == 0 {
            let minus_one = self.b.ins().icmp_imm_s(IntCC::Equal, b32, -1);
            let one = self.b.ins().iconst(I32, 1);
            self.b.ins().select(minus_one, one, b32)
        } else {
            b32
        };
        let remainder = self.b.ins().srem(a32, safe);
        let remainder = self.b.ins().sextend(I64, remainder);
        if imm & 1 == 0 {
            // A zero remainder of a negative dividend is -0.
            let zero = self.b.ins().icmp_imm_s(IntCC::Equal, remainder, 0);
            let negative = self.b.ins().icmp_imm_s(IntCC::SignedLessThan, a, 0);
            let minus_zero = self.b.ins().band(zero, negative);
            self.bail_if(minus_zero, id, R::DivisionResult);
        }
        remainder
    }

    pub(super) fn canonical_nan(&mut self, double: Value) -> Value {
        let nan = self.b.ins().f64const(f64::NAN);
        let ordered = self.b.ins().fcmp(FloatCC::Ordered, double, double);
        self.b.ins().select(ordered, double, nan)
    }

    /// The int32 that a double is; bails if it is none.
    fn exact_int32(&mut self, double: Value, id: NodeId, minus_zero_matters_not: bool) -> Value {
        let int = self.b.ins().fcvt_to_sint_sat(I32, double);
        let back = self.b.ins().fcvt_from_sint(F64, int);
        let different = self.b.ins().fcmp(FloatCC::NotEqual, back, double);
        self.bail_if(different, id, R::NotExact);
        if !minus_zero_matters_not {
            let bits = self.from_double(double);
            let minus_zero = self.b.ins().icmp_imm_s(IntCC::Equal, bits, i64::MIN);
            self.bail_if(minus_zero, id, R::NotExact);
        }
        self.b.ins().sextend(I64, int)
    }

    /// ToInt32 (sec-toint32) of a double: by way of int64 where it fits there.
    pub(super) fn truncate(&mut self, double: Value) -> Value {
        let (slow, done) = (self.cold_block(), self.b.create_block());
        self.b.append_block_param(done, I64);
        let magnitude = self.b.ins().fabs(double);
        let limit = self.b.ins().f64const(9.0e18);
        let fits = self.b.ins().fcmp(FloatCC::LessThan, magnitude, limit);
        let wide = self.b.ins().fcvt_to_sint_sat(I64, double);
        let quick = self.int32_of(wide);
        self.b.ins().brif(fits, done, &[BlockArg::Value(quick)], slow, &[]);
        self.b.switch_to_block(slow);
        let result = self.call_helper(Helper::ToInt32Slow, &[double], None);
        self.b.ins().jump(done, &[BlockArg::Value(result)]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    fn truncate_tagged(&mut self, id: NodeId) -> Value {
        let value = self.input(id, 0);
        let (not_int, done) = (self.b.create_block(), self.b.create_block());
        self.b.append_block_param(done, I64);
        let int = self.int32_of(value);
        let is_int = self.has_tag(value, tag::INT32);
        self.b.ins().brif(is_int, done, &[BlockArg::Value(int)], not_int, &[]);
        self.b.switch_to_block(not_int);
        let first = self.b.ins().iconst(I64, Self::tag_word(tag::FIRST));
        let (oddball, number) = (self.cold_block(), self.b.create_block());
        let is_other = self.b.ins().icmp(IntCC::UnsignedGreaterThanOrEqual, value, first);
        self.b.ins().brif(is_other, oddball, &[], number, &[]);
        self.b.switch_to_block(oddball);
        let found = self.b.ins().ushr_imm_u(value, TAG_SHIFT as i64);
        let wrong = self.b.ins().icmp_imm_u(IntCC::NotEqual, found, tag::SPECIAL as i64);
        self.bail_if(wrong, id, R::NotNumber);
        let is_true = self.b.ins().icmp_imm_u(IntCC::Equal, value, Js::TRUE.0 as i64);
        let one = self.b.ins().uextend(I64, is_true);
        self.b.ins().jump(done, &[BlockArg::Value(one)]);
        self.b.switch_to_block(number);
        let double = self.to_double(value);
        let truncated = self.truncate(double);
        self.b.ins().jump(done, &[BlockArg::Value(truncated)]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    /// Numbers first; undefined, null and booleans are not rare where they were seen.
    fn double_of_primitive(&mut self, id: NodeId) -> Value {
        let value = self.input(id, 0);
        let (oddball, number, done) = (self.b.create_block(), self.b.create_block(), self.b.create_block());
        self.b.append_block_param(done, F64);
        let tag_bits = self.b.ins().ushr_imm_u(value, TAG_SHIFT as i64);
        let is_oddball = self.b.ins().icmp_imm_u(IntCC::Equal, tag_bits, tag::SPECIAL as i64);
        self.b.ins().brif(is_oddball, oddball, &[], number, &[]);
        self.b.switch_to_block(oddball);
        let (nan, one, zero) = (self.b.ins().f64const(f64::from_bits(Js::NAN.0)), self.b.ins().f64const(1.0), self.b.ins().f64const(0.0));
        let is_true = self.b.ins().icmp_imm_u(IntCC::Equal, value, Js::TRUE.0 as i64);
        let bit = self.b.ins().select(is_true, one, zero);
        let is_undefined = self.b.ins().icmp_imm_u(IntCC::Equal, value, Js::UNDEFINED.0 as i64);
        let converted = self.b.ins().select(is_undefined, nan, bit);
        self.b.ins().jump(done, &[BlockArg::Value(converted)]);
        self.b.switch_to_block(number);
        let double = self.number_to_double(value, Some((id, R::NotNumber)));
        self.b.ins().jump(done, &[BlockArg::Value(double)]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    fn double_math(&mut self, id: NodeId) -> Value {
        let op = MathOp::from_imm(self.graph.node(id).imm);
        let x = self.input(id, 0);
        match op {
            MathOp::Sqrt => self.b.ins().sqrt(x),
            MathOp::Abs => self.b.ins().fabs(x),
            MathOp::Floor if isa::has_rounding() => self.b.ins().floor(x),
            MathOp::Ceil if isa::has_rounding() => self.b.ins().ceil(x),
            MathOp::Trunc if isa::has_rounding() => self.b.ins().trunc(x),
            MathOp::Fround => {
                let single = self.b.ins().fdemote(F32, x);
                self.b.ins().fpromote(F64, single)
            }
            MathOp::Min => {
                let y = self.input(id, 1);
                self.b.ins().fmin(x, y)
            }
            MathOp::Max => {
                let y = self.input(id, 1);
                self.b.ins().fmax(x, y)
            }
            _ => {
                let y = if self.graph.node(id).inputs.len() > 1 { self.input(id, 1) } else { x };
                let op = self.b.ins().iconst(I64, op as i64);
                self.call_helper(Helper::Math, &[op, x, y], None)
            }
        }
    }
}

fn int_condition(condition: Condition) -> IntCC {
    match condition {
        Condition::Eq => IntCC::Equal,
        Condition::Ne => IntCC::NotEqual,
        Condition::Lt => IntCC::SignedLessThan,
        Condition::Le => IntCC::SignedLessThanOrEqual,
        Condition::Gt => IntCC::SignedGreaterThan,
        Condition::Ge => IntCC::SignedGreaterThanOrEqual,
        Condition::Below => IntCC::UnsignedLessThan,
    }
}

fn float_condition(condition: Condition) -> FloatCC {
    match condition {
        Condition::Eq => FloatCC::Equal,
        Condition::Ne => FloatCC::NotEqual,
        Condition::Lt => FloatCC::LessThan,
        Condition::Le => FloatCC::LessThanOrEqual,
        Condition::Gt => FloatCC::GreaterThan,
        Condition::Ge => FloatCC::GreaterThanOrEqual,
        Condition::Below => unreachable!("unsigned comparison of doubles"),
    }
}
