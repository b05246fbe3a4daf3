//! Message digests for `node:crypto` (FIPS 180-4, RFC 1321) and random bytes.
//!
//! They are for checksums and names, as command-line tools use them: nothing here is
//! hardened against observers of time.

use super::encoding::bytes_value;
use super::{integer, native_table, text};
use crate::builtins::typed;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use rustix::io::Errno;
use rustix::rand::{GetRandomFlags, getrandom};
use std::sync::LazyLock;

native_table! {
    "digest" => digest,
    "randomBytes" => random_bytes,
}

/// The message with its padding: a bit, zeros, the length in bits, up to whole blocks.
fn padded(message: &[u8], big_endian: bool) -> Vec<u8> {
    const BLOCK: usize = 64;
    let mut out = message.to_vec();
    out.push(0x80);
    while out.len() % BLOCK != BLOCK - 8 {
        out.push(0);
    }
    let bits = message.len() as u64 * 8;
    out.extend(if big_endian { bits.to_be_bytes() } else { bits.to_le_bytes() });
    out
}

fn words<const N: usize>(block: &[u8], read: impl Fn([u8; 4]) -> u32) -> [u32; N] {
    core::array::from_fn(|i| block.get(i * 4..i * 4 + 4).map_or(0, |bytes| read(bytes.try_into().expect("four bytes"))))
}

fn md5(message: &[u8]) -> Vec<u8> {
    const SHIFTS: [[u32; 4]; 4] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
    let mut state = [0x6745_2301u32, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    for block in padded(message, false).chunks(64) {
        let m: [u32; 16] = words(block, u32::from_le_bytes);
        let [mut a, mut b, mut c, mut d] = state;
        for i in 0..64 {
            let (f, g) = match i / 16 {
                0 => (b & c | !b & d, i),
                1 => (d & b | !d & c, (5 * i + 1) % 16),
                2 => (b ^ c ^ d, (3 * i + 5) % 16),
                _ => (c ^ (b | !d), 7 * i % 16),
            };
            let constant = (((i + 1) as f64).sin().abs() * 4_294_967_296.0) as u32;
            let sum = a.wrapping_add(f).wrapping_add(constant).wrapping_add(m[g]);
            (a, d, c, b) = (d, c, b, b.wrapping_add(sum.rotate_left(SHIFTS[i / 16][i % 4])));
        }
        state = core::array::from_fn(|i| state[i].wrapping_add([a, b, c, d][i]));
    }
    state.iter().flat_map(|word| word.to_le_bytes()).collect()
}

fn primes(count: usize) -> Vec<u64> {
    (2u64..).filter(|n| (2..*n).take_while(|d| d * d <= *n).all(|d| n % d != 0)).take(count).collect()
}

/// The first 64 bits of the fractional part of the `degree`-th root of a prime.
fn root_bits(prime: u64, degree: u32) -> u64 {
    use num_bigint::BigUint;
    let scaled = BigUint::from(prime) << (64 * degree);
    let root = scaled.nth_root(degree);
    root.iter_u64_digits().next().unwrap_or(0)
}

/// SHA-224, which the library that has the others has not.
fn sha224(message: &[u8]) -> Vec<u8> {
    static CONSTANTS: LazyLock<Vec<u32>> = LazyLock::new(|| primes(64).iter().map(|p| (root_bits(*p, 3) >> 32) as u32).collect());
    // The second 32 bits of the roots of the ninth to sixteenth prime.
    static START: LazyLock<Vec<u32>> = LazyLock::new(|| primes(16)[8..].iter().map(|p| root_bits(*p, 2) as u32).collect());
    let mut state: [u32; 8] = core::array::from_fn(|i| START[i]);
    for block in padded(message, true).chunks(64) {
        let mut w: [u32; 64] = words(block, u32::from_be_bytes);
        for i in 16..64 {
            let a = w[i - 15].rotate_right(7) ^ w[i - 15].rotate_right(18) ^ w[i - 15] >> 3;
            let b = w[i - 2].rotate_right(17) ^ w[i - 2].rotate_right(19) ^ w[i - 2] >> 10;
            w[i] = w[i - 16].wrapping_add(a).wrapping_add(w[i - 7]).wrapping_add(b);
        }
        let mut s = state;
        for i in 0..64 {
            let [a, b, c, d, e, f, g, h] = s;
            let choice = (e & f) ^ (!e & g);
            let mixed = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
            let first = h.wrapping_add(mixed).wrapping_add(choice).wrapping_add(CONSTANTS[i]).wrapping_add(w[i]);
            let majority = (a & b) ^ (a & c) ^ (b & c);
            let second = (a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22)).wrapping_add(majority);
            s = [first.wrapping_add(second), a, b, c, d.wrapping_add(first), e, f, g];
        }
        state = core::array::from_fn(|i| state[i].wrapping_add(s[i]));
    }
    state.iter().flat_map(|word| word.to_be_bytes()).take(28).collect()
}

/// The digest by that name; None: not one of ours.
pub(super) fn hash(name: &str, message: &[u8]) -> Option<Vec<u8>> {
    use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, SHA384, SHA512, SHA512_256, digest};
    let algorithm = match name {
        "md5" => return Some(md5(message)),
        "sha224" => return Some(sha224(message)),
        "sha1" => &SHA1_FOR_LEGACY_USE_ONLY,
        "sha256" => &SHA256,
        "sha384" => &SHA384,
        "sha512" => &SHA512,
        "sha512-256" => &SHA512_256,
        _ => return None,
    };
    Some(digest(algorithm, message).as_ref().to_vec())
}

/// digest ( name, bytes ): a Uint8Array; undefined for a name that is not known.
fn digest(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let name = text(vm, args, 0)?;
    let message = typed::bytes_of(args.get(1)).unwrap_or_default();
    match hash(&name, &message) {
        Some(bytes) => bytes_value(vm, &bytes),
        None => Ok(Value::UNDEFINED),
    }
}

/// Bytes of the system's generator.
pub(super) fn random(count: usize) -> Vec<u8> {
    let mut bytes = vec![0u8; count];
    let mut filled = 0;
    while filled < count {
        match getrandom(&mut bytes[filled..], GetRandomFlags::empty()) {
            Ok(got) => filled += got,
            Err(Errno::INTR) => {}
            Err(error) => panic!("the system has no random bytes: {error}"),
        }
    }
    bytes
}

/// randomBytes ( count ): a Uint8Array, from the system's generator.
fn random_bytes(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let count = integer(args, 0, 0).clamp(0, 1 << 31) as usize;
    vm.room_for(count)?;
    bytes_value(vm, &random(count))
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn digests_are_those_of_the_standards() {
        let hex = |name, message: &[u8]| hash(name, message).unwrap().iter().map(|b| format!("{b:02x}")).collect::<String>();
        assert_eq!(hex("md5", b"abc"), "900150983cd24fb0d6963f7d28e17f72");
        assert_eq!(hex("sha1", b"abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert_eq!(hex("sha224", b"abc"), "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7");
        assert_eq!(hex("sha256", b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(&hex("sha384", b"abc")[..32], "cb00753f45a35e8bb5a03d699ac65007");
        assert_eq!(&hex("sha512", b"abc")[..32], "ddaf35a193617abacc417349ae204131");
        assert_eq!(hex("md5", &[b'a'; 64]), "014842d480b571495a4a0363793f7367");
        assert!(hash("none", b"").is_none());
    }
}
