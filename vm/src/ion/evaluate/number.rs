//! Numbers and words, exactly.

use crate::ion::graph::{Condition, MathOp, NodeOp};
use crate::value::Value;

/// ToInt32 (sec-toint32).
pub fn to_int32(d: f64) -> i32 {
    if d.is_finite() { (d.trunc() % 4294967296.0) as i64 as i32 } else { 0 }
}

/// The int32 that a double is exactly; -0 only if that does not matter.
pub fn exact(d: f64, minus_zero: bool) -> Option<i32> {
    let i = d as i32;
    let same = i as f64 == d && (minus_zero || i != 0 || d.is_sign_positive());
    same.then_some(i)
}

/// A number has one word, whatever it was held as.
pub fn canonical(word: u64) -> u64 {
    let value = Value(word);
    if value.is_double() {
        exact(f64::from_bits(word), false).map_or(Value::double(f64::from_bits(word)).0, |i| Value::int(i).0)
    } else {
        word
    }
}

pub fn compare_ints(condition: u64, a: i32, b: i32) -> bool {
    match Condition::from_imm(condition) {
        Condition::Eq => a == b,
        Condition::Ne => a != b,
        Condition::Lt => a < b,
        Condition::Le => a <= b,
        Condition::Gt => a > b,
        Condition::Ge => a >= b,
        Condition::Below => (a as u32) < b as u32,
    }
}

pub fn compare_doubles(condition: u64, a: f64, b: f64) -> bool {
    match Condition::from_imm(condition) {
        Condition::Eq => a == b,
        Condition::Ne => a != b,
        Condition::Lt | Condition::Below => a < b,
        Condition::Le => a <= b,
        Condition::Gt => a > b,
        Condition::Ge => a >= b,
    }
}

/// The result of int32 arithmetic; nothing if it bails out.
pub fn int_op(op: NodeOp, imm: u64, a: i32, b: i32) -> Option<i32> {
    use NodeOp::*;
    let unchecked = imm & 1 != 0;
    Some(match op {
        Int32Add if unchecked => a.wrapping_add(b),
        Int32Add => a.checked_add(b)?,
        Int32Sub if unchecked => a.wrapping_sub(b),
        Int32Sub => a.checked_sub(b)?,
        Int32Mul => {
            let minus_zero = (a == 0 && b < 0) || (b == 0 && a < 0);
            if minus_zero && imm & 3 == 0 {
                return None;
            }
            if unchecked { a.wrapping_mul(b) } else { a.checked_mul(b)? }
        }
        Int32Div if unchecked => {
            if b == 0 {
                0
            } else {
                a.wrapping_div(b)
            }
        }
        Int32Div => {
            if b == 0 || (a == 0 && b < 0) || (a == i32::MIN && b == -1) || a % b != 0 {
                return None;
            }
            a / b
        }
        Int32Mod => {
            if b == 0 {
                return None;
            }
            let rest = a.wrapping_rem(b);
            if rest == 0 && a < 0 && !unchecked {
                return None;
            }
            rest
        }
        Int32And => a & b,
        Int32Or => a | b,
        Int32Xor => a ^ b,
        Int32Shl => a.wrapping_shl(b as u32 & 31),
        Int32Shr => a.wrapping_shr(b as u32 & 31),
        Int32UShr => {
            let shifted = (a as u32).wrapping_shr(b as u32 & 31) as i32;
            if shifted < 0 && !unchecked {
                return None;
            }
            shifted
        }
        Int32Min => a.min(b),
        Int32Max => a.max(b),
        Int32Neg if a == 0 => return None,
        Int32Neg => a.checked_neg()?,
        Int32Abs => a.checked_abs()?,
        Int32Not => !a,
        Int32Clz => a.leading_zeros() as i32,
        _ => return None,
    })
}

pub fn double_op(op: NodeOp, imm: u64, a: f64, b: f64) -> f64 {
    use NodeOp::*;
    match op {
        DoubleAdd => a + b,
        DoubleSub => a - b,
        DoubleMul => a * b,
        DoubleDiv => a / b,
        DoubleMod => a % b,
        DoubleNeg => -a,
        _ => match MathOp::from_imm(imm) {
            MathOp::Sqrt => a.sqrt(),
            MathOp::Abs => a.abs(),
            MathOp::Floor => a.floor(),
            MathOp::Ceil => a.ceil(),
            MathOp::Trunc => a.trunc(),
            MathOp::Round => (a + 0.5).floor().copysign(a),
            MathOp::Min => a.min(b),
            MathOp::Max => a.max(b),
            MathOp::Fround => a as f32 as f64,
            // Any function of the operands will do.
            other => (a * 1.25 + b + other as u8 as f64).sin(),
        },
    }
}
