//! Number formatting in the forms that Number.prototype's methods ask for.
//!
//! The digits come from the standard library, which is exact but rounds ties to even;
//! the specification takes the larger candidate, so ties are found and rounded up here.

/// Decimal digits of the fraction of a finite `x`, exactly written.
fn fraction_digits(x: f64) -> i32 {
    if x == 0.0 {
        return 0;
    }
    let bits = x.to_bits();
    let exponent = ((bits >> 52) & 0x7FF) as i32;
    let mantissa = bits & ((1 << 52) - 1);
    let (mantissa, exponent) = if exponent == 0 { (mantissa, -1074) } else { (mantissa | 1 << 52, exponent - 1075) };
    (-(exponent + mantissa.trailing_zeros() as i32)).max(0)
}

/// Adds one unit in the last place to a run of decimal digits (dots are passed over).
fn increment(digits: &mut Vec<u8>) {
    for i in (0..digits.len()).rev() {
        match digits[i] {
            b'9' => digits[i] = b'0',
            b'.' => {}
            _ => {
                digits[i] += 1;
                return;
            }
        }
    }
    digits.insert(0, b'1');
}

/// Number.prototype.toFixed's steps for |x| < 10^21 (sec-number.prototype.tofixed).
pub fn to_fixed(x: f64, digits: usize) -> String {
    let text = if fraction_digits(x) == digits as i32 + 1 {
        // A tie: written out with one more digit, which is a 5, it is exact.
        let mut exact = format!("{:.*}", digits + 1, x.abs()).into_bytes();
        exact.pop();
        if exact.last() == Some(&b'.') {
            exact.pop();
        }
        increment(&mut exact);
        String::from_utf8(exact).expect("digits")
    } else {
        format!("{:.*}", digits, x.abs())
    };
    // -0.0000001 keeps its sign, -0 has none.
    if x < 0.0 { format!("-{text}") } else { text }
}

/// `count` significant digits of x > 0 and its decimal exponent, ties up.
fn significant(x: f64, count: usize) -> (Vec<u8>, i32) {
    let split = |text: String| {
        let (digits, exponent) = text.split_once('e').expect("scientific form");
        (digits.bytes().filter(|b| *b != b'.').collect::<Vec<u8>>(), exponent.parse::<i32>().expect("an exponent"))
    };
    // No double has more than 767 significant digits; most are told from a tie by a few.
    let (mut long, exponent) = split(format!("{:.*e}", count + 24, x));
    if long[count] == b'5' && long[count + 1..].iter().all(|d| *d == b'0') {
        let (exact, _) = split(format!("{:.780e}", x));
        if exact[count + 1..].iter().all(|d| *d == b'0') {
            long.truncate(count);
            increment(&mut long);
            let carried = long.len() > count;
            long.truncate(count);
            return (long, exponent + carried as i32);
        }
    }
    split(format!("{:.*e}", count - 1, x))
}

/// Number.prototype.toExponential for finite x (sec-number.prototype.toexponential).
/// Without `digits`, as many as are needed.
pub fn to_exponential(x: f64, digits: Option<usize>) -> String {
    let magnitude = x.abs();
    let (digits, exponent) = match digits {
        _ if x == 0.0 => (vec![b'0'; digits.unwrap_or(0) + 1], 0),
        Some(digits) => significant(magnitude, digits + 1),
        None => {
            let text = format!("{magnitude:e}");
            let (digits, exponent) = text.split_once('e').expect("scientific form");
            (digits.bytes().filter(|b| *b != b'.').collect(), exponent.parse().expect("an exponent"))
        }
    };
    let mut out = String::new();
    if x < 0.0 {
        out.push('-');
    }
    push_scientific(&mut out, &digits, exponent);
    out
}

fn push_scientific(out: &mut String, digits: &[u8], exponent: i32) {
    out.push(digits[0] as char);
    if digits.len() > 1 {
        out.push('.');
        out.extend(digits[1..].iter().map(|d| *d as char));
    }
    out.push_str(if exponent < 0 { "e-" } else { "e+" });
    out.push_str(&exponent.abs().to_string());
}

/// Number.prototype.toPrecision for finite x (sec-number.prototype.toprecision).
pub fn to_precision(x: f64, precision: usize) -> String {
    let (digits, exponent) = if x == 0.0 { (vec![b'0'; precision], 0) } else { significant(x.abs(), precision) };
    let mut out = String::new();
    if x < 0.0 {
        out.push('-');
    }
    if exponent < -6 || exponent >= precision as i32 {
        push_scientific(&mut out, &digits, exponent);
    } else if exponent >= 0 {
        let whole = exponent as usize + 1;
        out.extend(digits[..whole].iter().map(|d| *d as char));
        if whole < precision {
            out.push('.');
            out.extend(digits[whole..].iter().map(|d| *d as char));
        }
    } else {
        out.push_str("0.");
        out.extend(std::iter::repeat_n('0', (-exponent - 1) as usize));
        out.extend(digits.iter().map(|d| *d as char));
    }
    out
}

const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// Number::toString with a radix other than 10: the shortest fraction that tells `x`
/// from its neighbours.
pub fn to_radix(x: f64, radix: u32) -> String {
    if x.is_nan() {
        return "NaN".into();
    }
    if x.is_infinite() {
        return if x > 0.0 { "Infinity".into() } else { "-Infinity".into() };
    }
    let base = radix as f64;
    let magnitude = x.abs();
    let mut whole = magnitude.floor();
    let mut fraction = magnitude - whole;
    // Half the distance to the next double: less than this need not be written.
    let next = f64::from_bits(magnitude.to_bits() + 1);
    let mut delta = (0.5 * (next - magnitude)).max(f64::from_bits(1));
    let mut after: Vec<u8> = Vec::new();
    if fraction >= delta {
        loop {
            fraction *= base;
            delta *= base;
            let digit = fraction as u8;
            after.push(digit);
            fraction -= digit as f64;
            if (fraction > 0.5 || fraction == 0.5 && digit & 1 == 1) && fraction + delta > 1.0 {
                // Rounded up; the carry may go into the integer part.
                loop {
                    match after.pop() {
                        None => {
                            whole += 1.0;
                            break;
                        }
                        Some(last) if (last as u32) + 1 < radix => {
                            after.push(last + 1);
                            break;
                        }
                        Some(_) => {}
                    }
                }
                break;
            }
            if fraction < delta {
                break;
            }
        }
    }
    let mut before: Vec<u8> = Vec::new();
    // Above 2^53 the last digits are zeros, as many as V8 writes.
    while whole / base >= 9007199254740992.0 {
        whole /= base;
        before.push(b'0');
    }
    loop {
        let digit = whole % base;
        before.push(DIGITS[digit as usize]);
        whole = (whole - digit) / base;
        if whole <= 0.0 {
            break;
        }
    }
    let mut out = String::with_capacity(before.len() + after.len() + 2);
    if x < 0.0 {
        out.push('-');
    }
    out.extend(before.iter().rev().map(|b| *b as char));
    if !after.is_empty() {
        out.push('.');
        out.extend(after.iter().map(|d| DIGITS[*d as usize] as char));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_rounds_exact_ties_up_and_near_ties_by_value() {
        assert_eq!(to_fixed(0.5, 0), "1");
        assert_eq!(to_fixed(2.5, 0), "3");
        assert_eq!(to_fixed(-2.5, 0), "-3");
        assert_eq!(to_fixed(1.005, 2), "1.00");
        assert_eq!(to_fixed(1.45, 1), "1.4");
        assert_eq!(to_fixed(8.345, 2), "8.35");
        assert_eq!(to_fixed(0.000001, 7), "0.0000010");
        assert_eq!(to_fixed(-0.0, 2), "0.00");
        assert_eq!(to_fixed(-0.0000001, 2), "-0.00");
        assert_eq!(to_fixed(123.456, 0), "123");
        assert_eq!(to_fixed(99.5, 0), "100");
        assert_eq!(to_fixed(1e20, 2), "100000000000000000000.00");
    }

    #[test]
    fn exponential_and_precision() {
        assert_eq!(to_exponential(123456.0, Some(2)), "1.23e+5");
        assert_eq!(to_exponential(0.00015, None), "1.5e-4");
        assert_eq!(to_exponential(25.0, Some(0)), "3e+1");
        assert_eq!(to_exponential(0.0, Some(2)), "0.00e+0");
        assert_eq!(to_precision(123.456, 4), "123.5");
        assert_eq!(to_precision(0.000123, 2), "0.00012");
        assert_eq!(to_precision(1e21, 3), "1.00e+21");
        assert_eq!(to_precision(2.5, 1), "3");
        assert_eq!(to_precision(99.99, 3), "100");
        assert_eq!(to_precision(1e-7, 2), "1.0e-7");
    }

    #[test]
    fn radix_fractions_are_shortest() {
        assert_eq!(to_radix(255.0, 16), "ff");
        assert_eq!(to_radix(0.5, 2), "0.1");
        assert_eq!(to_radix(-255.5, 16), "-ff.8");
        assert_eq!(to_radix(0.1, 3), "0.0022002200220022002200220022002201");
        assert_eq!(to_radix(2f64.powi(70), 2), format!("1{}", "0".repeat(70)));
        assert_eq!(to_radix(1e21, 36), "5v1j4f4ds7c000");
    }
}
