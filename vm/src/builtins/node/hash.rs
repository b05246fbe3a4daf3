//! Message digests for `node:crypto` (FIPS 180-4 and 202, RFC 1321, RFC 7693) and random bytes.
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
use sha3::digest::{Digest, ExtendableOutput};

native_table! {
    "digest" => digest,
    "blockBytes" => block_bytes_,
    "randomBytes" => random_bytes,
}

/// The message with its padding: a bit, zeros, the length in bits, up to whole blocks.
fn padded(message: &[u8]) -> Vec<u8> {
    const BLOCK: usize = 64;
    let mut out = message.to_vec();
    out.push(0x80);
    while out.len() % BLOCK != BLOCK - 8 {
        out.push(0);
    }
    let bits = message.len() as u64 * 8;
    out.extend(bits.to_le_bytes());
    out
}

fn words(block: &[u8]) -> [u32; 16] {
    core::array::from_fn(|i| u32::from_le_bytes(block[i * 4..i * 4 + 4].try_into().expect("four bytes")))
}

fn md5(message: &[u8]) -> Vec<u8> {
    const SHIFTS: [[u32; 4]; 4] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
    let mut state = [0x6745_2301u32, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    for block in padded(message).chunks(64) {
        let m = words(block);
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

fn of<D: Digest>(message: &[u8]) -> Vec<u8> {
    D::digest(message).to_vec()
}

fn by_ring(algorithm: &'static ring::digest::Algorithm, message: &[u8]) -> Vec<u8> {
    ring::digest::digest(algorithm, message).as_ref().to_vec()
}

/// The digest by that name; None: not one of ours.
pub(super) fn hash(name: &str, message: &[u8]) -> Option<Vec<u8>> {
    use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, SHA384, SHA512, SHA512_256};
    Some(match name {
        "md5" => md5(message),
        "md5-sha1" => [md5(message), by_ring(&SHA1_FOR_LEGACY_USE_ONLY, message)].concat(),
        "sha1" => by_ring(&SHA1_FOR_LEGACY_USE_ONLY, message),
        "sha224" => of::<sha2::Sha224>(message),
        "sha256" => by_ring(&SHA256, message),
        "sha384" => by_ring(&SHA384, message),
        "sha512" => by_ring(&SHA512, message),
        "sha512-224" => of::<sha2::Sha512_224>(message),
        "sha512-256" => by_ring(&SHA512_256, message),
        "sha3-224" => of::<sha3::Sha3_224>(message),
        "sha3-256" => of::<sha3::Sha3_256>(message),
        "sha3-384" => of::<sha3::Sha3_384>(message),
        "sha3-512" => of::<sha3::Sha3_512>(message),
        "keccak-224" => of::<sha3::Keccak224>(message),
        "keccak-256" => of::<sha3::Keccak256>(message),
        "keccak-384" => of::<sha3::Keccak384>(message),
        "keccak-512" => of::<sha3::Keccak512>(message),
        "blake2b512" => of::<blake2::Blake2b512>(message),
        "blake2s256" => of::<blake2::Blake2s256>(message),
        "ripemd160" => of::<ripemd::Ripemd160>(message),
        _ => return None,
    })
}

/// Bytes of a digest's block, as codes of authentication (RFC 2104) have them.
pub(super) fn block_bytes(name: &str) -> usize {
    match name {
        "sha384" | "blake2b512" => 128,
        "sha3-224" | "keccak-224" => 144,
        "sha3-256" | "keccak-256" => 136,
        "sha3-384" | "keccak-384" => 104,
        "sha3-512" | "keccak-512" => 72,
        name if name.starts_with("sha512") => 128,
        _ => 64,
    }
}

/// As many bytes as are asked for of a function whose output has any length.
fn extended(name: &str, message: &[u8], out: &mut [u8]) -> Option<()> {
    match name {
        "shake128" => sha3::Shake128::digest_xof(message, out),
        "shake256" => sha3::Shake256::digest_xof(message, out),
        _ => return None,
    }
    Some(())
}

/// digest ( name, bytes, length ): a Uint8Array; undefined for a name that is not known. The length is that of what
/// has no length of its own.
fn digest(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let name = text(vm, args, 0)?;
    let message = typed::bytes_of(args.get(1)).unwrap_or_default();
    if let Some(bytes) = hash(&name, &message) {
        return bytes_value(vm, &bytes);
    }
    let length = integer(args, 2, 0).clamp(0, u32::MAX as i64) as usize;
    vm.room_for(length)?;
    let mut out = vec![0; length];
    match extended(&name, &message, &mut out) {
        Some(()) => bytes_value(vm, &out),
        None => Ok(Value::UNDEFINED),
    }
}

/// blockBytes ( name ).
fn block_bytes_(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let name = text(vm, args, 0)?;
    Ok(Value::int(block_bytes(&name) as i32))
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
        assert_eq!(&hex("sha512-224", b"abc")[..32], "4634270f707b6a54daae7530460842e2");
        assert_eq!(&hex("sha3-256", b"abc")[..32], "3a985da74fe225b2045c172d6bd390bd");
        assert_eq!(&hex("blake2b512", b"abc")[..32], "ba80a53f981c4d0d6a2797b69f12f6e9");
        assert_eq!(&hex("blake2s256", b"abc")[..32], "508c5e8c327c14e2e1a72ba34eeb452f");
        assert_eq!(hex("ripemd160", b"abc"), "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc");
        assert!(hash("none", b"").is_none());
    }
}
