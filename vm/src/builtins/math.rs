//! Math (sec-math-object).

use crate::builtins::table::*;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::runtime::conversion::{f16_to_f64, f64_to_f16};
use crate::runtime::realm::Intrinsic;
use crate::runtime::{elementary, operators};
use crate::value::Value;
use crate::vm::Vm;

/// Argument 0 as a number.
#[inline(always)]
fn number(vm: &mut Vm, args: &Args) -> JsResult<f64> {
    let value = args.get(0);
    if value.is_number() { Ok(value.as_number()) } else { vm.to_number(value) }
}

macro_rules! unary {
    ($($function:ident $f:expr;)*) => {$(
        fn $function(vm: &mut Vm, args: &Args) -> JsResult<Value> {
            let f: fn(f64) -> f64 = $f;
            number(vm, args).map(|x| Value::number(f(x)))
        }
    )*};
}
unary! {
    acos elementary::acos;
    acosh elementary::acosh;
    asin elementary::asin;
    asinh elementary::asinh;
    atan elementary::atan;
    atanh elementary::atanh;
    cbrt elementary::cbrt;
    ceil f64::ceil;
    cos elementary::cos;
    cosh elementary::cosh;
    exp elementary::exp;
    expm1 elementary::expm1;
    floor f64::floor;
    fround |x| x as f32 as f64;
    f16round |x| f16_to_f64(f64_to_f16(x));
    log elementary::log;
    log1p elementary::log1p;
    log10 elementary::log10;
    log2 elementary::log2;
    round_ operators::number_round;
    sign |x| if x.is_nan() || x == 0.0 { x } else { x.signum() };
    sin elementary::sin;
    sinh elementary::sinh;
    sqrt f64::sqrt;
    tan elementary::tan;
    tanh elementary::tanh;
    trunc f64::trunc;
}

/// Math.abs (sec-math.abs).
fn abs(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let value = args.get(0);
    if value.is_int()
        && let Some(positive) = value.as_int().checked_abs()
    {
        return Ok(Value::int(positive));
    }
    number(vm, args).map(|x| Value::number(x.abs()))
}

/// Math.atan2 (sec-math.atan2).
fn atan2(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let y = number(vm, args)?;
    let x = vm.to_number(args.get(1))?;
    Ok(Value::number(elementary::atan2(y, x)))
}

/// Math.pow (sec-math.pow), which is Number::exponentiate.
fn pow(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let base = number(vm, args)?;
    let exponent = vm.to_number(args.get(1))?;
    Ok(Value::number(operators::number_power(base, exponent)))
}

/// Math.clz32 (sec-math.clz32).
fn clz32(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    Ok(Value::int(vm.to_uint32(args.get(0))?.leading_zeros() as i32))
}

/// Math.imul (sec-math.imul).
fn imul(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let a = vm.to_int32(args.get(0))?;
    let b = vm.to_int32(args.get(1))?;
    Ok(Value::int(a.wrapping_mul(b)))
}

/// Math.hypot (sec-math.hypot).
fn hypot(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let mut numbers = Vec::with_capacity(args.len());
    for value in args.args {
        numbers.push(vm.to_number(*value)?);
    }
    Ok(Value::number(elementary::hypot(&numbers)))
}

/// Math.max (sec-math.max).
fn max(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    extremum(vm, args, f64::NEG_INFINITY, |x, best| x > best || x == 0.0 && best == 0.0 && x.is_sign_positive())
}
/// Math.min (sec-math.min).
fn min(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    extremum(vm, args, f64::INFINITY, |x, best| x < best || x == 0.0 && best == 0.0 && x.is_sign_negative())
}
#[inline(always)]
fn extremum(vm: &mut Vm, args: &Args, start: f64, better: impl Fn(f64, f64) -> bool) -> JsResult<Value> {
    let mut best = start;
    for value in args.args {
        // Later arguments are converted even after a NaN.
        let x = if value.is_number() { value.as_number() } else { vm.to_number(*value)? };
        if x.is_nan() || (!best.is_nan() && better(x, best)) {
            best = x;
        }
    }
    Ok(Value::number(best))
}

/// Math.random (sec-math.random): xorshift128+ (Vigna, 2014), seeded once per VM.
fn random(vm: &mut Vm, _: &Args) -> JsResult<Value> {
    Ok(Value::double(vm.builtins.random.draw()))
}

/// State of the generator behind Math.random.
#[derive(Default)]
pub struct Random {
    state: [u64; 2],
}

impl Random {
    /// The next number in [0, 1).
    pub fn draw(&mut self) -> f64 {
        if self.state == [0, 0] {
            self.seed();
        }
        let [mut a, b] = self.state;
        self.state[0] = b;
        a ^= a << 23;
        a ^= a >> 17;
        a ^= b ^ (b >> 26);
        self.state[1] = a;
        (a.wrapping_add(b) >> 11) as f64 / (1u64 << 53) as f64
    }
    fn seed(&mut self) {
        let mut bytes = [0u8; 16];
        // SAFETY: the buffer has the length given.
        let filled = unsafe { libc::getrandom(bytes.as_mut_ptr().cast(), bytes.len(), 0) };
        if filled != bytes.len() as isize {
            let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(1, |d| d.as_nanos() as u64);
            bytes[..8].copy_from_slice(&now.to_le_bytes());
        }
        self.state =
            [u64::from_le_bytes(bytes[..8].try_into().expect("8 bytes")) | 1, u64::from_le_bytes(bytes[8..].try_into().expect("8 bytes"))];
    }
}

/// Math.sumPrecise: the exactly rounded sum of an iterable of numbers.
fn sum_precise(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let mut numbers: Vec<f64> = Vec::new();
    crate::builtins::iterator::iterate(vm, args.get(0), |vm, value| {
        if !value.is_number() {
            return Err(vm.type_error("Math.sumPrecise: not a number"));
        }
        numbers.push(value.as_number());
        Ok(())
    })?;
    if numbers.iter().all(|x| *x == 0.0 && x.is_sign_negative()) {
        return Ok(Value::double(-0.0));
    }
    if numbers.iter().any(|x| !x.is_finite()) {
        return Ok(Value::number(numbers.iter().filter(|x| !x.is_finite()).sum()));
    }
    // In units of 2^-1074 every double is an integer, so the sum is exact.
    let mut sum = num_bigint::BigInt::default();
    for x in &numbers {
        let bits = x.to_bits();
        let exponent = ((bits >> 52) & 0x7FF) as u32;
        let mantissa = bits & ((1 << 52) - 1);
        let (mantissa, shift) = if exponent == 0 { (mantissa, 0) } else { (mantissa | 1 << 52, exponent - 1) };
        let term = num_bigint::BigInt::from(mantissa) << shift;
        if *x < 0.0 { sum -= term } else { sum += term }
    }
    Ok(Value::number(scaled_to_f64(&sum)))
}

/// `n` * 2^-1074, rounded to the nearest double, ties to even.
fn scaled_to_f64(n: &num_bigint::BigInt) -> f64 {
    let negative = n.sign() == num_bigint::Sign::Minus;
    let magnitude = n.magnitude();
    let bits = magnitude.bits();
    let value = if bits <= 53 {
        // Exact: the word is the mantissa, the exponent that of the subnormals.
        let word = magnitude.iter_u64_digits().next().unwrap_or(0);
        f64::from_bits(if word >> 52 == 0 { word } else { word & ((1 << 52) - 1) | 1 << 52 })
    } else {
        let shift = bits - 53;
        let mut word = (magnitude >> shift).iter_u64_digits().next().unwrap_or(0);
        let low = magnitude & ((num_bigint::BigUint::from(1u8) << shift) - 1u8);
        let half = num_bigint::BigUint::from(1u8) << (shift - 1);
        if low > half || low == half && word & 1 == 1 {
            word += 1;
        }
        let (word, shift) = if word >> 53 == 1 { (word >> 1, shift + 1) } else { (word, shift) };
        if shift + 1 >= 2047 { f64::INFINITY } else { f64::from_bits(word & ((1 << 52) - 1) | (shift + 1) << 52) }
    };
    if negative { -value } else { value }
}

pub static MATH: ObjectSpec = ObjectSpec {
    methods: &[
        method("abs", 1, abs),
        method("acos", 1, acos),
        method("acosh", 1, acosh),
        method("asin", 1, asin),
        method("asinh", 1, asinh),
        method("atan", 1, atan),
        method("atanh", 1, atanh),
        method("atan2", 2, atan2),
        method("ceil", 1, ceil),
        method("cbrt", 1, cbrt),
        method("expm1", 1, expm1),
        method("clz32", 1, clz32),
        method("cos", 1, cos),
        method("cosh", 1, cosh),
        method("exp", 1, exp),
        method("floor", 1, floor),
        method("fround", 1, fround),
        method("f16round", 1, f16round),
        method("hypot", 2, hypot),
        method("imul", 2, imul),
        method("log", 1, log),
        method("log1p", 1, log1p),
        method("log2", 1, log2),
        method("log10", 1, log10),
        method("max", 2, max),
        method("min", 2, min),
        method("pow", 2, pow),
        method("random", 0, random),
        method("round", 1, round_),
        method("sign", 1, sign),
        method("sin", 1, sin),
        method("sinh", 1, sinh),
        method("sqrt", 1, sqrt),
        method("sumPrecise", 1, sum_precise),
        method("tan", 1, tan),
        method("tanh", 1, tanh),
        method("trunc", 1, trunc),
    ],
    constants: &[
        tag("Math"),
        constant("E", ConstantValue::Number(core::f64::consts::E)),
        constant("LN10", ConstantValue::Number(core::f64::consts::LN_10)),
        constant("LN2", ConstantValue::Number(core::f64::consts::LN_2)),
        constant("LOG10E", ConstantValue::Number(core::f64::consts::LOG10_E)),
        constant("LOG2E", ConstantValue::Number(core::f64::consts::LOG2_E)),
        constant("PI", ConstantValue::Number(core::f64::consts::PI)),
        constant("SQRT1_2", ConstantValue::Number(core::f64::consts::FRAC_1_SQRT_2)),
        constant("SQRT2", ConstantValue::Number(core::f64::consts::SQRT_2)),
    ],
    ..ObjectSpec::new("Math", Intrinsic::Math, Intrinsic::ObjectPrototype)
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_round_up_and_zero_keeps_its_sign() {
        assert_eq!(operators::number_round(2.5), 3.0);
        assert_eq!(operators::number_round(-2.5), -2.0);
        assert_eq!(operators::number_round(0.49999999999999994), 0.0);
        assert!(operators::number_round(-0.2).is_sign_negative());
        assert_eq!(operators::number_round(4503599627370495.5), 4503599627370496.0);
    }

    #[test]
    fn exact_sums_round_once() {
        let sum = |list: &[f64]| {
            let mut n = num_bigint::BigInt::default();
            for x in list {
                let bits = x.to_bits();
                let (e, m) = (((bits >> 52) & 0x7FF) as u32, bits & ((1 << 52) - 1));
                let term = if e == 0 { num_bigint::BigInt::from(m) } else { num_bigint::BigInt::from(m | 1 << 52) << (e - 1) };
                if *x < 0.0 { n -= term } else { n += term }
            }
            scaled_to_f64(&n)
        };
        assert_eq!(sum(&[1e20, 0.1, -1e20]), 0.1);
        assert_eq!(sum(&[1.0, 2.0, 3.5]), 6.5);
        assert_eq!(sum(&[5e-324, 5e-324]), 1e-323);
        assert_eq!(sum(&[f64::MAX, f64::MAX]), f64::INFINITY);
        assert_eq!(sum(&[0.1, 0.2]), 0.1 + 0.2);
    }
}
