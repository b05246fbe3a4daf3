//! Angles beyond 2^19 π/2, less the nearest multiple of π/2: by Payne's and Hanek's method with the digits of FDLIBM,
//! so that what is rounded on the way, and with it the last bit of sines and cosines, is as there.

/// 2/π to 1280 bits after the point: enough for the largest exponent.
const TWO_OVER_PI: [u64; 20] = [
    0xa2f9_836e_4e44_1529,
    0xfc27_57d1_f534_ddc0,
    0xdb62_9599_3c43_9041,
    0xfe51_63ab_debb_c561,
    0xb724_6e3a_424d_d2e0,
    0x0649_2eea_09d1_921c,
    0xfe1d_eb1c_b129_a73e,
    0xe882_35f5_2ebb_4484,
    0xe99c_7026_b45f_7e41,
    0x3991_d639_8353_39f4,
    0x9c84_5f8b_bdf9_283b,
    0x1ff8_97ff_de05_980f,
    0xef2f_118b_5a0a_6d1f,
    0x6d36_7ecf_27cb_09b7,
    0x4f46_3f66_9e5f_ea2d,
    0x7527_bac7_ebe5_f17b,
    0x3d07_39f7_8a52_92ea,
    0x6bfb_5fb1_1f8d_5d08,
    0x5603_3046_fc7b_6bab,
    0xf0cf_bc20_9af4_361d,
];
/// π/2 in digits, the first of which has the weight 2^-23.
const PI_2: [u32; 5] = [0xc9_0fda, 0xa2_2168, 0xc2_34c4, 0xc6_628b, 0x80_dc1c];
/// Digits have 24 bits: products of two are exact in a double.
const DIGIT: i32 = 24;
const MASK: u64 = (1 << DIGIT) - 1;
/// So many digits of the product are computed after its first, and more where those cancel.
const DIGITS: usize = 4;
const MOST_DIGITS: usize = 20;

/// The digit of 2/π at an index; those before the point are zero.
fn digit(index: i32) -> u64 {
    let Ok(bit) = usize::try_from(index * DIGIT) else {
        return 0;
    };
    let (word, within) = (bit / 64, bit % 64);
    let pair = (TWO_OVER_PI[word] as u128) << 64 | TWO_OVER_PI.get(word + 1).copied().unwrap_or(0) as u128;
    (pair >> (128 - DIGIT as usize - within)) as u64 & MASK
}

fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(((exponent + 1023) as u64) << 52)
}

/// What of x / (π/2) is not whole: its digits, the least first, and the weight of the last as an exponent of 2.
struct Fraction {
    digits: [u64; MOST_DIGITS],
    last: usize,
    exponent: i32,
    quadrant: u32,
    /// The next multiple of π/2 is the nearer one; the digits are those of the distance to it.
    above: bool,
}

/// The fraction for a finite x ≥ 2^19.
fn fraction(x: f64) -> Fraction {
    let bits = x.to_bits();
    let mantissa = bits & 0x000f_ffff_ffff_ffff | 0x0010_0000_0000_0000;
    let parts = [mantissa >> 29, mantissa >> 5 & MASK, (mantissa & 31) << 19];
    let e = (bits >> 52) as i32 - 1023 - 23;
    // Digits before this one give multiples of 8.
    let first = (e - 3) / DIGIT;
    let exponent = e - DIGIT * (first + 1);
    let product = |i: usize| -> u64 { parts.iter().zip(0..).map(|(part, j)| part * digit(first + i as i32 - j)).sum() };
    let mut count = DIGITS;
    loop {
        let mut digits = [0; MOST_DIGITS];
        let mut carry = 0;
        for i in (1..=count).rev() {
            let sum = product(i) + carry;
            digits[count - i] = sum & MASK;
            carry = sum >> DIGIT;
        }
        let top = product(0) + carry;
        // The point is within the top for negative exponents, within the digit below for others.
        let after = (-exponent).max(0);
        let (mut whole, mut rest) = (top >> after, top & ((1 << after) - 1));
        let above = if exponent < 0 {
            rest >> (after - 1) != 0
        } else {
            let kept = DIGIT - exponent;
            whole = whole << exponent | digits[count - 1] >> kept;
            digits[count - 1] &= (1 << kept) - 1;
            digits[count - 1] >> (kept - 1) != 0
        };
        if above {
            whole += 1;
            let mut borrow = 0;
            for digit in &mut digits[..count] {
                if borrow != 0 {
                    *digit = MASK - *digit;
                } else if *digit != 0 {
                    borrow = 1;
                    *digit = (1 << DIGIT) - *digit;
                }
            }
            if exponent < 0 {
                rest = (1 << after) - rest - borrow;
            } else {
                digits[count - 1] &= (1 << (DIGIT - exponent)) - 1;
            }
        }
        let quadrant = whole as u32 & 3;
        if rest > MASK {
            (digits[count], digits[count + 1]) = (rest & MASK, rest >> DIGIT);
            return Fraction { digits, last: count + 1, exponent: exponent + DIGIT, quadrant, above };
        }
        if rest != 0 {
            digits[count] = rest;
            return Fraction { digits, last: count, exponent, quadrant, above };
        }
        if digits[DIGITS..count].iter().any(|digit| *digit != 0) {
            let last = digits[..count].iter().rposition(|digit| *digit != 0).unwrap_or(0);
            return Fraction { digits, last, exponent: exponent - DIGIT * (count - last) as i32, quadrant, above };
        }
        // The leading digits cancelled.
        count += digits[..DIGITS].iter().rev().take_while(|digit| **digit == 0).count() + 1;
    }
}

/// x less the nearest multiple of π/2, as head and tail, and the multiple's number modulo 4, for finite |x| ≥ 2^19.
pub fn reduced(x: f64) -> (u32, f64, f64) {
    let Fraction { digits, last, exponent, quadrant, above } = fraction(x.abs());
    let weigh = |i: usize| digits[last - i] as f64 * power_of_two(exponent - DIGIT * i as i32);
    // Digit by digit, the greatest first: times π/2, and then added up from the least.
    let mut products = [0.0; MOST_DIGITS];
    for (i, slot) in products[..=last].iter_mut().enumerate() {
        *slot = (0..=i.min(PI_2.len() - 1)).fold(0.0, |sum, k| {
            let part = PI_2[k] as f64 * power_of_two(-23 - DIGIT * k as i32);
            sum + part * weigh(i - k)
        });
    }
    let products = &products[..=last];
    let head = products.iter().rev().fold(0.0, |sum, product| sum + product);
    let tail = products[1..].iter().fold(products[0] - head, |sum, product| sum + product);
    let (head, tail) = if above != (x < 0.0) { (-head, -tail) } else { (head, tail) };
    (if x < 0.0 { quadrant.wrapping_neg() & 3 } else { quadrant }, head, tail)
}
