//! BigInts of up to 128 bits, without the library.

use crate::bigint::JsBigInt;
use crate::heap::Gc;
use crate::runtime::bigint_ops::BigIntOp;
use crate::value::Value;
use crate::vm::Vm;
use core::cmp::Ordering;

/// The result of an operation on two small numbers, if it is one, and no exception.
#[inline]
pub fn binary(op: BigIntOp, x: i128, y: i128) -> Option<i128> {
    match op {
        BigIntOp::Add => x.checked_add(y),
        BigIntOp::Sub => x.checked_sub(y),
        BigIntOp::Mul => x.checked_mul(y),
        BigIntOp::Div => divide(x, y, i128::checked_div, i64::checked_div),
        BigIntOp::Rem => divide(x, y, i128::checked_rem, i64::checked_rem),
        BigIntOp::And => Some(x & y),
        BigIntOp::Or => Some(x | y),
        BigIntOp::Xor => Some(x ^ y),
        BigIntOp::Shl => shift(x, y),
        BigIntOp::Shr => shift(x, y.checked_neg()?),
        BigIntOp::Exp => None,
    }
}

/// Division of 64 bits is much quicker than that of 128.
#[inline(always)]
fn divide(x: i128, y: i128, wide: fn(i128, i128) -> Option<i128>, narrow: fn(i64, i64) -> Option<i64>) -> Option<i128> {
    match (i64::try_from(x), i64::try_from(y)) {
        (Ok(x), Ok(y)) if x != i64::MIN => narrow(x, y).map(i128::from),
        _ => wide(x, y),
    }
}

/// `x` times 2 to the power of `by`, rounded down.
#[inline(always)]
fn shift(x: i128, by: i128) -> Option<i128> {
    match by {
        0..=126 => Some(x << by).filter(|shifted| shifted >> by == x),
        ..0 => Some(x >> by.unsigned_abs().min(127)),
        _ => None,
    }
}

/// The low `bits` of a number, at most 64, with or without a sign (sec-bigint.asintn, sec-bigint.asuintn).
#[inline]
pub fn wrap(low: u64, bits: u32, signed: bool) -> i128 {
    if bits == 0 {
        return 0;
    }
    let unused = 64 - bits;
    let high = low << unused;
    if signed { ((high as i64) >> unused) as i128 } else { (high >> unused) as i128 }
}

fn both(x: Value, y: Value) -> Option<(i128, i128)> {
    let (x, y): (Gc<JsBigInt>, Gc<JsBigInt>) = (x.to_cell()?, y.to_cell()?);
    Some((x.small()?, y.small()?))
}

/// The integer that a value is: an int32, or a small BigInt.
#[inline(always)]
fn integer(value: Value) -> Option<i128> {
    if value.is_int() { Some(value.as_int() as i128) } else { value.to_cell::<JsBigInt>()?.small() }
}

/// The order of two values that are int32 or small BigInts.
#[inline(always)]
pub fn order(x: Value, y: Value) -> Option<Ordering> {
    Some(integer(x)?.cmp(&integer(y)?))
}

impl Vm {
    /// The result of an operation on two values that are small BigInts, if it is one, and no exception.
    #[inline]
    pub(crate) fn small_bigints(&mut self, op: BigIntOp, x: Value, y: Value) -> Option<Value> {
        let (x, y) = both(x, y)?;
        let result = binary(op, x, y)?;
        Some(self.new_small_bigint(result).value())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigInt;

    #[test]
    fn operations_agree_with_the_library_or_leave_it_to_that() {
        let edges = [0, 1, -1, 2, -3, 63, 64, 126, 127, i64::MAX as i128, i64::MIN as i128, u64::MAX as i128, i128::MAX, i128::MIN];
        let neighbours = |n: i128| [n.checked_sub(1), Some(n), n.checked_add(1)];
        let numbers: Vec<i128> = edges.into_iter().flat_map(neighbours).flatten().collect();
        for x in &numbers {
            for y in &numbers {
                let (big_x, big_y) = (BigInt::from(*x), BigInt::from(*y));
                let is = |op, expected: BigInt| {
                    if let Some(result) = binary(op, *x, *y) {
                        assert_eq!(BigInt::from(result), expected, "{op:?} {x} {y}");
                    } else {
                        assert!(i128::try_from(&expected).is_err() || *x == i128::MIN, "{op:?} {x} {y}");
                    }
                };
                is(BigIntOp::Add, &big_x + &big_y);
                is(BigIntOp::Sub, &big_x - &big_y);
                is(BigIntOp::Mul, &big_x * &big_y);
                is(BigIntOp::And, &big_x & &big_y);
                is(BigIntOp::Or, &big_x | &big_y);
                is(BigIntOp::Xor, &big_x ^ &big_y);
                if *y != 0 {
                    is(BigIntOp::Div, &big_x / &big_y);
                    is(BigIntOp::Rem, &big_x % &big_y);
                } else {
                    assert_eq!((binary(BigIntOp::Div, *x, 0), binary(BigIntOp::Rem, *x, 0)), (None, None));
                }
                if (0..=126).contains(y) {
                    is(BigIntOp::Shl, &big_x << *y as u32);
                }
                if (0..=200).contains(y) {
                    is(BigIntOp::Shr, &big_x >> *y as u32);
                }
            }
        }
        assert_eq!(binary(BigIntOp::Shr, -1, i128::MAX), Some(-1));
        assert_eq!(binary(BigIntOp::Shl, 5, -1), Some(2));
    }

    #[test]
    fn wrapping_keeps_the_low_bits() {
        assert_eq!(wrap(u64::MAX, 64, false), u64::MAX as i128);
        assert_eq!(wrap(u64::MAX, 64, true), -1);
        assert_eq!(wrap(0x180, 8, true), -128);
        assert_eq!(wrap(0x180, 8, false), 0x80);
        assert_eq!(wrap(7, 0, true), 0);
    }
}
