//! The elementary functions of Math, computed as in FDLIBM (Sun Microsystems, 1993).
//!
//! The specification leaves their last bit open. The C library's answers differ between
//! versions and machines; these do not, and they are those of other engines, which compute
//! in the same way. Interpreter and compiled code both end up here. Power alone is the C
//! library's, as in Node.js.

use super::large_angles;

const LN2: f64 = core::f64::consts::LN_2;
/// Parts of ln 2, π/2: leading bits, and the rest.
const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
const PI_2_HIGH: f64 = 1.570_796_326_734_125_6;
const PI_2_HIGH_REST: f64 = 6.077_100_506_506_192e-11;
const PI_2_MIDDLE: f64 = 6.077_100_506_303_966e-11;
const PI_2_MIDDLE_REST: f64 = 2.022_266_248_795_950_6e-21;
const PI_2_LOW: f64 = 2.022_266_248_711_166_5e-21;
const PI_2_LOW_REST: f64 = 8.478_427_660_368_9e-32;

/// The upper half of a double, without its sign.
fn high(x: f64) -> u32 {
    (x.to_bits() >> 32) as u32 & 0x7fff_ffff
}

/// sin of x + y, for |x| < π/4 and y the tail of x.
fn kernel_sin(x: f64, y: f64) -> f64 {
    if high(x) < 0x3e40_0000 {
        return x;
    }
    let z = x * x;
    let v = z * x;
    let r = 8.333_333_333_322_49e-3
        + z * (-1.984_126_982_985_795e-4
            + z * (2.755_731_370_707_006_8e-6 + z * (-2.505_076_025_340_686_3e-8 + z * 1.589_690_995_211_55e-10)));
    const S1: f64 = -1.666_666_666_666_663_2e-1;
    if y == 0.0 { x + v * (S1 + z * r) } else { x - ((z * (0.5 * y - v * r) - y) - v * S1) }
}

/// cos of x + y, for |x| < π/4 and y the tail of x.
fn kernel_cos(x: f64, y: f64) -> f64 {
    let top = high(x);
    if top < 0x3e40_0000 {
        return 1.0;
    }
    let z = x * x;
    let r = z
        * (4.166_666_666_666_66e-2
            + z * (-1.388_888_888_887_411e-3
                + z * (2.480_158_728_947_673e-5
                    + z * (-2.755_731_435_139_066_3e-7 + z * (2.087_572_321_298_175e-9 + z * -1.135_964_755_778_819_5e-11)))));
    if top < 0x3fd3_3333 {
        return 1.0 - (0.5 * z - (z * r - x * y));
    }
    // About x / 4, with few bits.
    let quarter = if top > 0x3fe9_0000 { 0.28125 } else { f64::from_bits(((top - 0x0020_0000) as u64) << 32) };
    let rest = 0.5 * z - quarter;
    (1.0 - quarter) - (rest - (z * r - x * y))
}

/// x less the nearest multiple of π/2, as head and tail, and the multiple's number modulo 4.
fn reduced(x: f64) -> (u32, f64, f64) {
    let top = high(x);
    if top <= 0x3fe9_21fb {
        return (0, x, 0.0);
    }
    if !x.is_finite() {
        return (0, f64::NAN, 0.0);
    }
    // 2^19 π/2
    if top > 0x4139_21fb {
        return large_angles::reduced(x);
    }
    let t = x.abs();
    let n = (t * core::f64::consts::FRAC_2_PI + 0.5) as u32;
    let n = if top < 0x4002_d97c { 1 } else { n };
    let multiple = n as f64;
    let exponent = (top >> 20) as i32;
    let lost = |y: f64| exponent - ((y.to_bits() >> 52) & 0x7ff) as i32;
    let mut r = t - multiple * PI_2_HIGH;
    let mut w = multiple * PI_2_HIGH_REST;
    let mut y = r - w;
    // Bits that cancelled are got from further parts of π/2.
    if lost(y) > 16 {
        let before = r;
        w = multiple * PI_2_MIDDLE;
        r = before - w;
        w = multiple * PI_2_MIDDLE_REST - ((before - r) - w);
        y = r - w;
        if lost(y) > 49 {
            let before = r;
            w = multiple * PI_2_LOW;
            r = before - w;
            w = multiple * PI_2_LOW_REST - ((before - r) - w);
            y = r - w;
        }
    }
    let tail = (r - y) - w;
    if x < 0.0 { (n.wrapping_neg() & 3, -y, -tail) } else { (n & 3, y, tail) }
}

pub fn sin(x: f64) -> f64 {
    match reduced(x) {
        (0, y, tail) => kernel_sin(y, tail),
        (1, y, tail) => kernel_cos(y, tail),
        (2, y, tail) => -kernel_sin(y, tail),
        (_, y, tail) => -kernel_cos(y, tail),
    }
}

pub fn cos(x: f64) -> f64 {
    match reduced(x) {
        (0, y, tail) => kernel_cos(y, tail),
        (1, y, tail) => -kernel_sin(y, tail),
        (2, y, tail) => -kernel_cos(y, tail),
        (_, y, tail) => kernel_sin(y, tail),
    }
}

pub use libm::{acos, asin, atan, expm1, log2, tan};

/// The angle of (x, y).
pub fn atan2(y: f64, x: f64) -> f64 {
    // So steep that it is upright to the last bit, on either side.
    if x.is_finite() && y.is_finite() && x != 0.0 && (high(y) as i32 - high(x) as i32) >> 20 > 60 {
        return core::f64::consts::FRAC_PI_2.copysign(y);
    }
    libm::atan2(y, x)
}

/// FDLIBM is one bit off for the one argument whose result everybody knows.
pub fn exp(x: f64) -> f64 {
    if x == 1.0 { core::f64::consts::E } else { libm::exp(x) }
}

/// The exponent of a positive finite x, and x scaled into 1 to 2.
fn split(x: f64) -> (i32, f64) {
    let (bits, extra) = if x < f64::MIN_POSITIVE { ((x * 18_014_398_509_481_984.0).to_bits(), -54) } else { (x.to_bits(), 0) };
    let exponent = (bits >> 52) as i32 - 1023 + extra;
    (exponent, f64::from_bits(bits & 0x000f_ffff_ffff_ffff | 0x3ff0_0000_0000_0000))
}

/// The natural logarithm.
pub fn log(x: f64) -> f64 {
    if x == 0.0 {
        return f64::NEG_INFINITY;
    }
    if x.is_nan() || x < 0.0 {
        return f64::NAN;
    }
    if x.is_infinite() {
        return x;
    }
    let (mut k, mut m) = split(x);
    let fraction = (m.to_bits() >> 32) as u32 & 0x000f_ffff;
    // Above √2, halved.
    if (fraction + 0x9_5f64) & 0x10_0000 != 0 {
        m *= 0.5;
        k += 1;
    }
    let f = m - 1.0;
    let scale = k as f64;
    if (0x000f_ffff & (2 + fraction)) < 3 {
        if f == 0.0 {
            return if k == 0 { 0.0 } else { scale * LN2_HIGH + scale * LN2_LOW };
        }
        let r = f * f * (0.5 - 0.333_333_333_333_333_3 * f);
        return if k == 0 { f - r } else { scale * LN2_HIGH - ((r - scale * LN2_LOW) - f) };
    }
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let even = w * (3.999_999_999_940_942e-1 + w * (2.222_219_843_214_978_4e-1 + w * 1.531_383_769_920_937_3e-1));
    let odd =
        z * (6.666_666_666_666_735e-1 + w * (2.857_142_874_366_239e-1 + w * (1.818_357_216_161_805e-1 + w * 1.479_819_860_511_658_6e-1)));
    let r = odd + even;
    if (fraction as i32 - 0x6_147a) | (0x6_b851 - fraction as i32) > 0 {
        let half = 0.5 * f * f;
        if k == 0 { f - (half - s * (half + r)) } else { scale * LN2_HIGH - ((half - (s * (half + r) + scale * LN2_LOW)) - f) }
    } else if k == 0 {
        f - s * (f - r)
    } else {
        scale * LN2_HIGH - ((s * (f - r) - scale * LN2_LOW) - f)
    }
}

/// The natural logarithm of 1 + x.
pub fn log1p(x: f64) -> f64 {
    if x.is_nan() || x < -1.0 {
        return f64::NAN;
    }
    if x == -1.0 {
        return f64::NEG_INFINITY;
    }
    if x.is_infinite() {
        return x;
    }
    let top = high(x);
    // 2^-29, 2^-54
    if top < 0x3e20_0000 {
        return if top < 0x3c90_0000 { x } else { x - x * x * 0.5 };
    }
    // Between √½ and √2, 1 + x need not be scaled, nor formed: f is exact.
    let near = if x < 0.0 { top <= 0x3fd2_bec4 } else { top < 0x3fda_827a };
    let (k, f, correction, about_power) = if near {
        (0, x, 0.0, false)
    } else {
        let u = if top < 0x4340_0000 { 1.0 + x } else { x };
        let k = (high(u) >> 20) as i32 - 1023;
        // What was lost where 1 + x was rounded; nothing from 2^53 on.
        let lost = if top >= 0x4340_0000 {
            0.0
        } else if k > 0 {
            1.0 - (u - x)
        } else {
            x - (u - 1.0)
        };
        let m = f64::from_bits(u.to_bits() & 0x000f_ffff_ffff_ffff | 0x3ff0_0000_0000_0000);
        let fraction = high(m) & 0x000f_ffff;
        // Above √2, halved.
        if fraction < 0x6_a09e { (k, m - 1.0, lost / u, fraction == 0) } else { (k + 1, m * 0.5 - 1.0, lost / u, fraction > 0xf_fffc) }
    };
    let scale = k as f64;
    let half = 0.5 * f * f;
    if about_power {
        if f == 0.0 {
            return if k == 0 { 0.0 } else { scale * LN2_HIGH + (correction + scale * LN2_LOW) };
        }
        let r = half * (1.0 - 0.666_666_666_666_666_6 * f);
        return if k == 0 { f - r } else { scale * LN2_HIGH - ((r - (scale * LN2_LOW + correction)) - f) };
    }
    let s = f / (2.0 + f);
    let z = s * s;
    let r = z
        * (6.666_666_666_666_735e-1
            + z * (3.999_999_999_940_942e-1
                + z * (2.857_142_874_366_239e-1
                    + z * (2.222_219_843_214_978_4e-1
                        + z * (1.818_357_216_161_805e-1 + z * (1.531_383_769_920_937_3e-1 + z * 1.479_819_860_511_658_6e-1))))));
    if k == 0 { f - (half - s * (half + r)) } else { scale * LN2_HIGH - ((half - (s * (half + r) + (scale * LN2_LOW + correction))) - f) }
}

pub fn log10(x: f64) -> f64 {
    if x <= 0.0 || !x.is_finite() || x == 1.0 {
        return log(x);
    }
    let (k, m) = split(x);
    // Numbers below 1 are scaled into 1/2 to 1.
    let (k, m) = if k < 0 { (k + 1, m * 0.5) } else { (k, m) };
    let k = k as f64;
    let rest = k * 3.694_239_077_158_931e-13 + std::f64::consts::LOG10_E * log(m);
    rest + k * 3.010_299_956_636_117_7e-1
}

/// The cube root: an estimate from the exponent, a polynomial, and a step of Newton's.
pub fn cbrt(x: f64) -> f64 {
    if !x.is_finite() || x == 0.0 {
        return x;
    }
    let sign = x.to_bits() & 1 << 63;
    let estimate = |x: f64, offset: u32| f64::from_bits(((high(x) / 3 + offset) as u64) << 32 | sign);
    let t = if high(x) < 0x0010_0000 { estimate(x * 18_014_398_509_481_984.0, 696_219_795) } else { estimate(x, 715_094_163) };
    let r = (t * t) * (t / x);
    let t = t
        * ((1.875_951_824_271_77 + r * (-1.884_979_795_433_771_7 + r * 1.621_429_720_105_354_5))
            + ((r * r) * r) * (-7.583_979_347_787_66e-1 + r * 1.459_961_928_866_124_5e-1));
    // Rounded to 23 bits, so that its square is exact.
    let t = f64::from_bits((t.to_bits() + 0x8000_0000) & 0xffff_ffff_c000_0000);
    let r = x / (t * t);
    t + t * ((r - t) / (t + t + r))
}

/// exp(x) / 2 where exp(x) itself overflows.
fn half_exp(x: f64) -> f64 {
    let root = exp(0.5 * x);
    (0.5 * root) * root
}

pub fn sinh(x: f64) -> f64 {
    let (a, half) = (x.abs(), 0.5f64.copysign(x));
    if a < 22.0 {
        if a < 3.725_290_298_461_914e-9 {
            return x;
        }
        let t = expm1(a);
        return if a < 1.0 { half * (2.0 * t - t * t / (t + 1.0)) } else { half * (t + t / (t + 1.0)) };
    }
    if a < 709.782_712_893_384 { half * exp(a) } else { half_exp(a).copysign(x) }
}

pub fn cosh(x: f64) -> f64 {
    let a = x.abs();
    if a < 0.5 * LN2 {
        let t = expm1(a);
        let w = 1.0 + t;
        return if high(x) < 0x3c80_0000 { w } else { 1.0 + (t * t) / (w + w) };
    }
    if a < 22.0 {
        let t = exp(a);
        return 0.5 * t + 0.5 / t;
    }
    if a < 709.782_712_893_384 { 0.5 * exp(a) } else { half_exp(a) }
}

pub fn tanh(x: f64) -> f64 {
    let a = x.abs();
    if x.is_nan() {
        return x;
    }
    let z = if a >= 22.0 {
        1.0
    } else if a < 3.725_290_298_461_914e-9 {
        return x;
    } else if a >= 1.0 {
        1.0 - 2.0 / (expm1(2.0 * a) + 2.0)
    } else {
        let t = expm1(-2.0 * a);
        -t / (t + 2.0)
    };
    z.copysign(x)
}

pub fn asinh(x: f64) -> f64 {
    let a = x.abs();
    if !x.is_finite() || a < 3.725_290_298_461_914e-9 {
        return x;
    }
    let w = if a > 268_435_456.0 {
        log(a) + LN2
    } else if a > 2.0 {
        log(2.0 * a + 1.0 / ((x * x + 1.0).sqrt() + a))
    } else {
        let t = x * x;
        log1p(a + t / (1.0 + (1.0 + t).sqrt()))
    };
    w.copysign(x)
}

pub fn acosh(x: f64) -> f64 {
    if x.is_nan() || x < 1.0 {
        return f64::NAN;
    }
    if x.is_infinite() {
        return x;
    }
    if x > 268_435_456.0 {
        log(x) + LN2
    } else if x > 2.0 {
        log(2.0 * x - 1.0 / (x + (x * x - 1.0).sqrt()))
    } else {
        let t = x - 1.0;
        log1p(t + (2.0 * t + t * t).sqrt())
    }
}

pub fn atanh(x: f64) -> f64 {
    let a = x.abs();
    if a < 3.725_290_298_461_914e-9 {
        return x;
    }
    let t = if a < 0.5 {
        let t = a + a;
        0.5 * log1p(t + t * a / (1.0 - a))
    } else {
        0.5 * log1p((a + a) / (1.0 - a))
    };
    t.copysign(x)
}

/// Math.hypot (sec-math.hypot), of finite numbers: scaled against overflow, with Kahan's
/// compensation against the loss of small terms.
pub fn hypot(numbers: &[f64]) -> f64 {
    if numbers.iter().any(|x| x.is_infinite()) {
        return f64::INFINITY;
    }
    if numbers.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    let max = numbers.iter().fold(0f64, |m, x| m.max(x.abs()));
    if max == 0.0 {
        return 0.0;
    }
    let (mut sum, mut compensation) = (0f64, 0f64);
    for x in numbers {
        let n = x / max;
        let term = n * n - compensation;
        let next = sum + term;
        compensation = (next - sum) - term;
        sum = next;
    }
    sum.sqrt() * max
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_values_keep_sign_and_kind() {
        for f in [sin, sinh, asinh, atanh, tanh, cbrt] {
            assert_eq!(f(-0.0).to_bits(), (-0f64).to_bits());
            assert!(f(f64::NAN).is_nan());
        }
        assert_eq!((log(0.0), log(1.0), log10(1000.0), cbrt(-27.0)), (f64::NEG_INFINITY, 0.0, 3.0, -3.0));
        assert!(log(-1.0).is_nan() && acosh(0.5).is_nan() && atanh(2.0).is_nan() && sin(f64::INFINITY).is_nan());
        assert_eq!((sinh(800.0), cosh(-710.0).is_finite(), tanh(-40.0), atanh(1.0)), (f64::INFINITY, true, -1.0, f64::INFINITY));
    }

    #[test]
    fn last_bits_are_those_of_the_published_algorithm() {
        // Where the C library's rounding differs.
        assert_eq!(sin(0.08771999999999999), 0.08760754532191638);
        assert_eq!(sin(0.2193), 0.21754644145587124);
        assert_eq!((sin(-1664721.66), sin(-1666433.02), sin(-2.457e21)), (0.9076457497328407, -0.32370671155241093, 0.7459609154167819));
        assert_eq!((sin(1e22), cos(1e22), cos(-2.43e21)), (-0.8522008497671888, 0.523214785395139, -0.7605895427722684));
        assert_eq!((asinh(-0.5240999999999999), atanh(-0.19979999999999998)), (-0.5026629781393878, -0.20252422939792902));
        assert_eq!((atan2(-6.3e19, -3.6), atan2(6.3e19, -3.6)), (-core::f64::consts::FRAC_PI_2, core::f64::consts::FRAC_PI_2));
        // As other engines have it, but not FDLIBM.
        assert_eq!((exp(1.0), cosh(1.0)), (core::f64::consts::E, 1.5430806348152437));
    }

    #[test]
    fn errors_stay_below_one_unit() {
        for i in 1..20_000 {
            let x = i as f64 * 0.037;
            for (ours, library) in [(sin(x), x.sin()), (cos(x), x.cos()), (log(x), x.ln()), (log10(x), x.log10()), (cbrt(x), x.cbrt())] {
                assert!((ours - library).abs() <= 2.0 * f64::EPSILON * library.abs().max(1e-3), "{x}: {ours} {library}");
            }
        }
    }
}
