//! The operators of expressions on any values: what the interpreter and compiled code
//! fall back to when operands are not int32s or doubles.

use crate::heap::Gc;
use crate::object::Object;
use crate::object::layout::flags;
use crate::runtime::bigint_ops::BigIntOp;
use crate::runtime::completion::{JsResult, Throw};
use crate::runtime::conversion::Hint;
use crate::value::{Value, tag};
use crate::vm::Vm;

/// ToBoolean (sec-toboolean).
#[inline(always)]
pub fn to_boolean(value: Value) -> bool {
    if value.is_bool() {
        return value.as_bool();
    }
    if value.is_int() {
        return value.as_int() != 0;
    }
    to_boolean_slow(value)
}

#[inline(never)]
fn to_boolean_slow(value: Value) -> bool {
    match value.tag() {
        tag::SPECIAL => value.as_bool(),
        tag::OBJECT => !value.to_cell::<Object>().is_some_and(|o| o.has_flag(flags::HTMLDDA)),
        tag::STRING => value.as_string().is_some_and(|s| !s.is_empty()),
        tag::BIGINT => value.to_cell::<crate::bigint::JsBigInt>().is_some_and(|b| !b.is_zero()),
        tag::SYMBOL | tag::CELL => true,
        _ => {
            let d = value.as_number();
            d != 0.0 && !d.is_nan()
        }
    }
}

/// ToInt32 (sec-toint32) of a double.
#[inline(always)]
pub fn double_to_int32(d: f64) -> i32 {
    let i = d as i64;
    // `as` saturates; what is exact below 2^63 needs no more than the low bits.
    if i != i64::MAX && i != i64::MIN { i as i32 } else { double_to_int32_slow(d) }
}

#[cold]
#[inline(never)]
fn double_to_int32_slow(d: f64) -> i32 {
    if !d.is_finite() {
        return 0;
    }
    let modulus = 4294967296.0;
    let m = d.trunc() % modulus;
    (if m < 0.0 { m + modulus } else { m }) as u64 as u32 as i32
}

/// ToInt32 of a number value.
#[inline(always)]
pub fn number_to_int32(value: Value) -> i32 {
    if value.is_int() { value.as_int() } else { double_to_int32(value.as_double()) }
}

/// Number::remainder (sec-numeric-types-number-remainder).
#[inline(never)]
pub fn number_remainder(x: Value, y: Value) -> Value {
    if x.is_int() && y.is_int() {
        let (n, d) = (x.as_int(), y.as_int());
        if d != 0 && !(n == i32::MIN && d == -1) {
            let r = n % d;
            return if r == 0 && n < 0 { Value::double(-0.0) } else { Value::int(r) };
        }
    }
    Value::double(x.as_number() % y.as_number())
}

/// Math.round (sec-math.round): halves go up, and the sign of zero stays.
pub fn number_round(x: f64) -> f64 {
    if !x.is_finite() || x.abs() >= 4503599627370496.0 {
        return x;
    }
    let floor = x.floor();
    // x - floor is exact here, which x + 0.5 is not.
    let rounded = if x - floor >= 0.5 { floor + 1.0 } else { floor };
    if rounded == 0.0 { 0f64.copysign(x) } else { rounded }
}

/// Number::exponentiate (sec-numeric-types-number-exponentiate).
pub fn number_power(base: f64, exponent: f64) -> f64 {
    if exponent.is_nan() || (base.abs() == 1.0 && exponent.is_infinite()) {
        return f64::NAN;
    }
    match exponent {
        // The two that have an exactly rounded operation of their own: `powf` misses it by a bit where the exact
        // result is near the middle between two numbers.
        2.0 => base * base,
        0.5 if base == f64::NEG_INFINITY => f64::INFINITY,
        // The sum makes +0 of -0, whose root is -0.
        0.5 => (base + 0.0).sqrt(),
        _ => base.powf(exponent),
    }
}

/// The binary numeric operators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NumericOperator {
    Sub,
    Mul,
    Div,
    Mod,
    Exp,
    BitAnd,
    BitOr,
    BitXor,
    Shl,
    Shr,
    UShr,
}

impl NumericOperator {
    pub fn numbers(self, x: Value, y: Value) -> Value {
        use NumericOperator::*;
        let (l, r) = (x.as_number(), y.as_number());
        let int = |f: fn(i32, i32) -> i32| Value::int(f(number_to_int32(x), number_to_int32(y)));
        match self {
            Sub => Value::number(l - r),
            Mul => Value::number(l * r),
            Div => Value::number(l / r),
            Mod => number_remainder(x, y),
            Exp => Value::number(number_power(l, r)),
            BitAnd => int(|l, r| l & r),
            BitOr => int(|l, r| l | r),
            BitXor => int(|l, r| l ^ r),
            Shl => int(|l, r| l.wrapping_shl(r as u32)),
            Shr => int(|l, r| l.wrapping_shr(r as u32)),
            UShr => Value::number(((number_to_int32(x) as u32) >> (number_to_int32(y) as u32 & 31)) as f64),
        }
    }

    /// The BigInt operation; there is no unsigned shift.
    fn of_bigints(self) -> Option<BigIntOp> {
        use NumericOperator::*;
        Some(match self {
            Sub => BigIntOp::Sub,
            Mul => BigIntOp::Mul,
            Div => BigIntOp::Div,
            Mod => BigIntOp::Rem,
            Exp => BigIntOp::Exp,
            BitAnd => BigIntOp::And,
            BitOr => BigIntOp::Or,
            BitXor => BigIntOp::Xor,
            Shl => BigIntOp::Shl,
            Shr => BigIntOp::Shr,
            UShr => return None,
        })
    }
}

fn bigint(value: Value) -> Option<Gc<crate::bigint::JsBigInt>> {
    value.to_cell()
}

#[cold]
fn mixed_types(vm: &mut Vm) -> Throw {
    vm.type_error("Cannot mix BigInt and other types, use explicit conversions")
}

/// ApplyStringOrNumericBinaryOperator (sec-applystringornumericbinaryoperator), numeric part.
#[inline(never)]
pub fn numeric_binary(vm: &mut Vm, operator: NumericOperator, x: Value, y: Value) -> JsResult<Value> {
    let x = vm.to_numeric(x)?;
    let y = vm.to_numeric(y)?;
    numeric(vm, operator, x, y)
}

fn numeric(vm: &mut Vm, operator: NumericOperator, x: Value, y: Value) -> JsResult<Value> {
    if x.is_number() && y.is_number() {
        return Ok(operator.numbers(x, y));
    }
    match (bigint(x), bigint(y)) {
        (Some(x), Some(y)) => match operator.of_bigints() {
            Some(operator) => Ok(vm.bigint_binary(operator, x, y)?.value()),
            None => Err(vm.type_error("BigInts have no unsigned right shift, use >> instead")),
        },
        _ => Err(mixed_types(vm)),
    }
}

macro_rules! numeric_operators {
    ($($name:ident $operator:ident;)*) => {$(
        #[cold]
        #[inline(never)]
        pub fn $name(vm: &mut Vm, x: Value, y: Value) -> JsResult<Value> {
            numeric_binary(vm, NumericOperator::$operator, x, y)
        }
    )*};
}
numeric_operators! {
    js_sub Sub;
    js_mul Mul;
    js_div Div;
    js_mod Mod;
    js_exp Exp;
    js_bit_and BitAnd;
    js_bit_or BitOr;
    js_bit_xor BitXor;
    js_shl Shl;
    js_shr Shr;
    js_ushr UShr;
}

/// The addition operator (sec-addition-operator-plus).
#[inline(never)]
pub fn js_add(vm: &mut Vm, x: Value, y: Value) -> JsResult<Value> {
    if let (Some(l), Some(r)) = (x.as_string(), y.as_string()) {
        return Ok(vm.concat(l, r)?.value());
    }
    if x.is_number() && y.is_number() {
        return Ok(Value::number(x.as_number() + y.as_number()));
    }
    add_converted(vm, x, y)
}

#[inline(never)]
fn add_converted(vm: &mut Vm, x: Value, y: Value) -> JsResult<Value> {
    if let Some(sum) = vm.small_bigints(BigIntOp::Add, x, y) {
        return Ok(sum);
    }
    let x = if x.is_object() { vm.to_primitive(x, Hint::Default)? } else { x };
    let y = if y.is_object() { vm.to_primitive(y, Hint::Default)? } else { y };
    if x.is_string() || y.is_string() {
        let l = vm.to_string(x)?;
        let r = vm.to_string(y)?;
        return Ok(vm.concat(l, r)?.value());
    }
    let x = vm.to_numeric(x)?;
    let y = vm.to_numeric(y)?;
    if x.is_number() && y.is_number() {
        return Ok(Value::number(x.as_number() + y.as_number()));
    }
    match (bigint(x), bigint(y)) {
        (Some(x), Some(y)) => Ok(vm.bigint_binary(BigIntOp::Add, x, y)?.value()),
        _ => Err(mixed_types(vm)),
    }
}

/// Unary minus (sec-unary-minus-operator).
pub fn js_neg(vm: &mut Vm, x: Value) -> JsResult<Value> {
    let x = vm.to_numeric(x)?;
    match bigint(x) {
        Some(x) => Ok(vm.bigint_negate(x).value()),
        None => Ok(Value::number(-x.as_number())),
    }
}

/// Bitwise NOT (sec-bitwise-not-operator).
pub fn js_bit_not(vm: &mut Vm, x: Value) -> JsResult<Value> {
    let x = vm.to_numeric(x)?;
    match bigint(x) {
        Some(x) => Ok(vm.bigint_not(x).value()),
        None => Ok(Value::int(!number_to_int32(x))),
    }
}

/// `x + 1` after ToNumeric.
pub fn js_inc(vm: &mut Vm, x: Value) -> JsResult<Value> {
    step(vm, x, 1)
}

/// `x - 1` after ToNumeric.
pub fn js_dec(vm: &mut Vm, x: Value) -> JsResult<Value> {
    step(vm, x, -1)
}

fn step(vm: &mut Vm, x: Value, by: i32) -> JsResult<Value> {
    let x = vm.to_numeric(x)?;
    match bigint(x) {
        Some(x) => Ok(vm.bigint_add_small(x, by)?.value()),
        None => Ok(Value::number(x.as_number() + by as f64)),
    }
}

/// `x < y` (sec-relational-operators-runtime-semantics-evaluation).
#[inline(never)]
pub fn js_less(vm: &mut Vm, x: Value, y: Value) -> JsResult<bool> {
    Ok(vm.is_less_than(x, y, true)? == Some(true))
}
#[inline(never)]
pub fn js_greater(vm: &mut Vm, x: Value, y: Value) -> JsResult<bool> {
    Ok(vm.is_less_than(y, x, false)? == Some(true))
}
#[inline(never)]
pub fn js_less_equal(vm: &mut Vm, x: Value, y: Value) -> JsResult<bool> {
    Ok(vm.is_less_than(y, x, false)? == Some(false))
}
#[inline(never)]
pub fn js_greater_equal(vm: &mut Vm, x: Value, y: Value) -> JsResult<bool> {
    Ok(vm.is_less_than(x, y, true)? == Some(false))
}

/// `x == y` (sec-islooselyequal).
#[inline(never)]
pub fn js_equal(vm: &mut Vm, x: Value, y: Value) -> JsResult<bool> {
    if x.0 == y.0 && !x.is_double() {
        return Ok(true);
    }
    if (x.is_object() || x.is_nullish()) && (y.is_object() || y.is_nullish()) {
        let loose = |v: Value| v.is_nullish() || v.to_cell::<Object>().is_some_and(|o| o.has_flag(flags::HTMLDDA));
        return Ok((x.is_nullish() || y.is_nullish()) && loose(x) && loose(y));
    }
    vm.is_loosely_equal(x, y)
}

/// `x == y` where no object is converted.
pub fn equal_quietly(vm: &mut Vm, x: Value, y: Value) -> Option<bool> {
    let converts = |one: Value, other: Value| one.is_object() && !other.is_object() && !other.is_nullish();
    if converts(x, y) || converts(y, x) { None } else { js_equal(vm, x, y).ok() }
}
#[inline(never)]
pub fn js_not_equal(vm: &mut Vm, x: Value, y: Value) -> JsResult<bool> {
    Ok(!js_equal(vm, x, y)?)
}

/// `x === y` (sec-isstrictlyequal).
#[inline(always)]
pub fn strict_equal(vm: &mut Vm, x: Value, y: Value) -> bool {
    if x.0 == y.0 {
        return !x.is_double() || !x.as_double().is_nan();
    }
    if x.is_number() {
        return y.is_number() && x.as_number() == y.as_number();
    }
    // Only strings and BigInts can be equal without being the same word.
    if x.tag() != y.tag() || !(x.is_string() || x.is_bigint()) {
        return false;
    }
    strict_equal_slow(vm, x, y)
}

#[inline(never)]
fn strict_equal_slow(vm: &mut Vm, x: Value, y: Value) -> bool {
    if let (Some(a), Some(b)) = (x.as_string(), y.as_string())
        && (a.len() != b.len() || (a.is_atom() && b.is_atom()))
    {
        return false;
    }
    vm.is_strictly_equal(x, y)
}
