//! What node:crypto computes natively: block ciphers, derivation of keys from passwords, powers and primes. What
//! these are put together to (modes with padding, signatures, keys) is in `crypto/`.
//!
//! As digests, the arithmetic of large numbers is not hardened against observers of time.

use super::encoding::bytes_value;
use super::{hash, integer, native_table, text};
use crate::builtins::typed;
use crate::object::function::Args;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use aes::cipher::generic_array::GenericArray;
use aes::cipher::{BlockDecrypt, BlockEncrypt, KeyInit};
use aes::{Aes128, Aes192, Aes256};
use num_bigint::BigUint;
use num_traits::{One, Zero};
use ring::pbkdf2;
use std::num::NonZeroU32;

native_table! {
    "aesEcb" => aes_ecb,
    "aesCbc" => aes_cbc,
    "aesCtr" => aes_ctr,
    "ghash" => ghash,
    "pbkdf2" => derive_pbkdf2,
    "scrypt" => derive_scrypt,
    "modPow" => mod_pow,
    "isProbablePrime" => is_probable_prime,
    "generatePrime" => generate_prime,
}

fn bytes(args: &Args<'_>, index: usize) -> Vec<u8> {
    typed::bytes_of(args.get(index)).unwrap_or_default()
}

const BLOCK: usize = 16;

/// AES (FIPS 197) with a key of one of the three lengths.
enum Aes {
    Short(Aes128),
    Middle(Aes192),
    Long(Aes256),
}

impl Aes {
    fn new(key: &[u8]) -> Option<Aes> {
        Some(match key.len() {
            16 => Aes::Short(Aes128::new_from_slice(key).ok()?),
            24 => Aes::Middle(Aes192::new_from_slice(key).ok()?),
            32 => Aes::Long(Aes256::new_from_slice(key).ok()?),
            _ => return None,
        })
    }
    fn encrypt(&self, block: &mut [u8]) {
        let block = GenericArray::from_mut_slice(block);
        match self {
            Aes::Short(aes) => aes.encrypt_block(block),
            Aes::Middle(aes) => aes.encrypt_block(block),
            Aes::Long(aes) => aes.encrypt_block(block),
        }
    }
    fn decrypt(&self, block: &mut [u8]) {
        let block = GenericArray::from_mut_slice(block);
        match self {
            Aes::Short(aes) => aes.decrypt_block(block),
            Aes::Middle(aes) => aes.decrypt_block(block),
            Aes::Long(aes) => aes.decrypt_block(block),
        }
    }
}

/// aesEcb ( key, whole blocks, whether to encrypt ).
fn aes_ecb(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let Some(aes) = Aes::new(&bytes(args, 0)) else { return Ok(Value::UNDEFINED) };
    let mut data = bytes(args, 1);
    for block in data.chunks_exact_mut(BLOCK) {
        if args.get(2) == Value::TRUE { aes.encrypt(block) } else { aes.decrypt(block) }
    }
    bytes_value(vm, &data)
}

/// aesCbc ( key, the block before, whole blocks, whether to encrypt ).
fn aes_cbc(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let Some(aes) = Aes::new(&bytes(args, 0)) else { return Ok(Value::UNDEFINED) };
    let mut before = bytes(args, 1);
    let mut data = bytes(args, 2);
    let xor = |block: &mut [u8], other: &[u8]| block.iter_mut().zip(other).for_each(|(byte, other)| *byte ^= other);
    for block in data.chunks_exact_mut(BLOCK) {
        if args.get(3) == Value::TRUE {
            xor(block, &before);
            aes.encrypt(block);
            before.copy_from_slice(block);
        } else {
            let encrypted = block.to_vec();
            aes.decrypt(block);
            xor(block, &before);
            before = encrypted;
        }
    }
    bytes_value(vm, &data)
}

/// aesCtr ( key, first counter, data, bytes of the stream that were used before, bits that count ): encrypts and decrypts.
fn aes_ctr(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let Some(aes) = Aes::new(&bytes(args, 0)) else { return Ok(Value::UNDEFINED) };
    let Ok(first) = <[u8; BLOCK]>::try_from(bytes(args, 1)) else { return Ok(Value::UNDEFINED) };
    let first = u128::from_be_bytes(first);
    let mut data = bytes(args, 2);
    let used = integer(args, 3, 0) as u128;
    let bits = integer(args, 4, 128).clamp(1, 128) as u32;
    let mask = u128::MAX >> (128 - bits);
    let mut stream = [0; BLOCK];
    for (i, byte) in data.iter_mut().enumerate() {
        let at = used + i as u128;
        if i == 0 || at.is_multiple_of(BLOCK as u128) {
            let counter = first & !mask | first.wrapping_add(at / BLOCK as u128) & mask;
            stream = counter.to_be_bytes();
            aes.encrypt(&mut stream);
        }
        *byte ^= stream[(at % BLOCK as u128) as usize];
    }
    bytes_value(vm, &data)
}

/// ghash ( key of the hash, what is only authenticated, what was encrypted ) of GCM (NIST SP 800-38D).
fn ghash(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let Ok(key) = <[u8; BLOCK]>::try_from(bytes(args, 0)) else { return Ok(Value::UNDEFINED) };
    let key = u128::from_be_bytes(key);
    let (plain, encrypted) = (bytes(args, 1), bytes(args, 2));
    let mut sum = 0u128;
    let mut take = |block: &[u8]| {
        let mut padded = [0; BLOCK];
        padded[..block.len()].copy_from_slice(block);
        sum = multiply(sum ^ u128::from_be_bytes(padded), key);
    };
    plain.chunks(BLOCK).chain(encrypted.chunks(BLOCK)).for_each(&mut take);
    let lengths = ((plain.len() as u128 * 8) << 64) | (encrypted.len() as u128 * 8);
    take(&lengths.to_be_bytes());
    bytes_value(vm, &sum.to_be_bytes())
}

/// In the field of GCM, whose bits are in the reverse order.
fn multiply(x: u128, y: u128) -> u128 {
    let mut product = 0;
    let mut v = y;
    for i in (0..128).rev() {
        // Without a branch on the bits.
        product ^= v & (x >> i & 1).wrapping_neg();
        v = v >> 1 ^ (v & 1).wrapping_neg() & (0xe1 << 120);
    }
    product
}

/// HMAC (RFC 2104) with one of our digests.
fn hmac(name: &str, key: &[u8], message: &[u8]) -> Option<Vec<u8>> {
    let block = hash::block_bytes(name);
    let mut padded = if key.len() > block { hash::hash(name, key)? } else { key.to_vec() };
    padded.resize(block, 0);
    let with = |pad: u8, rest: &[u8]| [padded.iter().map(|byte| byte ^ pad).collect::<Vec<u8>>().as_slice(), rest].concat();
    let inner = hash::hash(name, &with(0x36, message))?;
    hash::hash(name, &with(0x5c, &inner))
}

fn pbkdf2_into(name: &str, password: &[u8], salt: &[u8], iterations: u32, out: &mut [u8]) -> Option<()> {
    let known = match name {
        "sha1" => Some(pbkdf2::PBKDF2_HMAC_SHA1),
        "sha256" => Some(pbkdf2::PBKDF2_HMAC_SHA256),
        "sha384" => Some(pbkdf2::PBKDF2_HMAC_SHA384),
        "sha512" => Some(pbkdf2::PBKDF2_HMAC_SHA512),
        _ => None,
    };
    if let (Some(algorithm), false) = (known, out.is_empty()) {
        pbkdf2::derive(algorithm, NonZeroU32::new(iterations)?, salt, password, out);
        return Some(());
    }
    let length = hash::hash(name, &[])?.len();
    for (i, part) in out.chunks_mut(length).enumerate() {
        let mut last = hmac(name, password, &[salt, &(i as u32 + 1).to_be_bytes()].concat())?;
        let mut sum = last.clone();
        for _ in 1..iterations {
            last = hmac(name, password, &last)?;
            sum.iter_mut().zip(&last).for_each(|(sum, byte)| *sum ^= byte);
        }
        part.copy_from_slice(&sum[..part.len()]);
    }
    Some(())
}

/// pbkdf2 ( digest, password, salt, iterations, length ) (RFC 8018): undefined if there is no such digest.
fn derive_pbkdf2(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let name = text(vm, args, 0)?;
    let length = integer(args, 4, 0).clamp(0, i32::MAX as i64) as usize;
    vm.room_for(length)?;
    let mut out = vec![0; length];
    match pbkdf2_into(&name, &bytes(args, 1), &bytes(args, 2), integer(args, 3, 1).max(1) as u32, &mut out) {
        Some(()) => bytes_value(vm, &out),
        None => Ok(Value::UNDEFINED),
    }
}

/// scrypt ( password, salt, N, r, p, length ) (RFC 7914); the caller has checked the numbers.
fn derive_scrypt(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let (password, salt) = (bytes(args, 0), bytes(args, 1));
    let [n, r, p, length] = [2, 3, 4, 5].map(|index| integer(args, index, 1).max(0) as usize);
    vm.room_for(128 * r * (n + p))?;
    let mut blocks = vec![0; 128 * r * p];
    pbkdf2_into("sha256", &password, &salt, 1, &mut blocks);
    let mut table = vec![0u32; 32 * r * n];
    for block in blocks.chunks_mut(128 * r) {
        mix(block, n, r, &mut table);
    }
    let mut out = vec![0; length];
    pbkdf2_into("sha256", &password, &blocks, 1, &mut out);
    bytes_value(vm, &out)
}

/// scryptROMix.
fn mix(block: &mut [u8], n: usize, r: usize, table: &mut [u32]) {
    let words = 32 * r;
    let mut x: Vec<u32> = block.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
    let mut y = vec![0; words];
    for i in 0..n {
        table[i * words..][..words].copy_from_slice(&x);
        mix_block(&mut x, &mut y, r);
    }
    for _ in 0..n {
        let j = x[words - 16] as usize & (n - 1);
        x.iter_mut().zip(&table[j * words..][..words]).for_each(|(x, v)| *x ^= v);
        mix_block(&mut x, &mut y, r);
    }
    for (out, word) in block.chunks_exact_mut(4).zip(&x) {
        out.copy_from_slice(&word.to_le_bytes());
    }
}

/// scryptBlockMix, with Salsa20/8.
fn mix_block(x: &mut Vec<u32>, y: &mut Vec<u32>, r: usize) {
    let mut last: [u32; 16] = x[(2 * r - 1) * 16..].try_into().expect("a block");
    for i in 0..2 * r {
        for (word, other) in last.iter_mut().zip(&x[i * 16..][..16]) {
            *word ^= other;
        }
        salsa(&mut last);
        let to = if i % 2 == 0 { i / 2 } else { r + i / 2 };
        y[to * 16..][..16].copy_from_slice(&last);
    }
    std::mem::swap(x, y);
}

fn salsa(block: &mut [u32; 16]) {
    let mut x = *block;
    let mut quarter = |a: usize, b: usize, c: usize, d: usize| {
        x[b] ^= x[a].wrapping_add(x[d]).rotate_left(7);
        x[c] ^= x[b].wrapping_add(x[a]).rotate_left(9);
        x[d] ^= x[c].wrapping_add(x[b]).rotate_left(13);
        x[a] ^= x[d].wrapping_add(x[c]).rotate_left(18);
    };
    for _ in 0..4 {
        quarter(0, 4, 8, 12);
        quarter(5, 9, 13, 1);
        quarter(10, 14, 2, 6);
        quarter(15, 3, 7, 11);
        quarter(0, 1, 2, 3);
        quarter(5, 6, 7, 4);
        quarter(10, 11, 8, 9);
        quarter(15, 12, 13, 14);
    }
    block.iter_mut().zip(x).for_each(|(word, mixed)| *word = word.wrapping_add(mixed));
}

/// modPow ( base, exponent, modulus ), big-endian; as long as the modulus.
fn mod_pow(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let modulus_bytes = bytes(args, 2);
    let modulus = BigUint::from_bytes_be(&modulus_bytes);
    if modulus.is_zero() {
        return Ok(Value::UNDEFINED);
    }
    let power = BigUint::from_bytes_be(&bytes(args, 0)).modpow(&BigUint::from_bytes_be(&bytes(args, 1)), &modulus);
    bytes_value(vm, &padded(&power, modulus_bytes.len()))
}

fn padded(number: &BigUint, length: usize) -> Vec<u8> {
    let bytes = number.to_bytes_be();
    let mut out = vec![0; length.saturating_sub(bytes.len())];
    out.extend(bytes);
    out
}

const SMALL_PRIMES: [u32; 54] = [
    2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137,
    139, 149, 151, 157, 163, 167, 173, 179, 181, 191, 193, 197, 199, 211, 223, 227, 229, 233, 239, 241, 251,
];

/// The test of Miller and Rabin with random bases.
fn is_prime(n: &BigUint, rounds: usize) -> bool {
    let one = BigUint::one();
    if *n <= one {
        return false;
    }
    for prime in SMALL_PRIMES {
        if (n % prime).is_zero() {
            return *n == BigUint::from(prime);
        }
    }
    let last = n - &one;
    let twos = last.trailing_zeros().unwrap_or(0);
    let odd = &last >> twos;
    (0..rounds).all(|_| {
        let base = BigUint::from_bytes_be(&hash::random(padded(n, 0).len())) % n;
        let mut power = base.modpow(&odd, n);
        if base.is_zero() || power == one || power == last {
            return true;
        }
        (1..twos).any(|_| {
            power = power.modpow(&BigUint::from(2u32), n);
            power == last
        })
    })
}

/// isProbablePrime ( number, rounds ).
fn is_probable_prime(_: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let rounds = integer(args, 1, 0);
    Ok(Value::bool(is_prime(&BigUint::from_bytes_be(&bytes(args, 0)), if rounds > 0 { rounds as usize } else { 32 })))
}

/// generatePrime ( bits, number of highest bits that are set ): a random prime of so many bits.
fn generate_prime(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let bits = integer(args, 0, 0).clamp(2, 1 << 16) as u64;
    let length = bits.div_ceil(8) as usize;
    loop {
        let mut candidate = BigUint::from_bytes_be(&hash::random(length)) % (BigUint::one() << bits);
        for i in 1..=(integer(args, 1, 1).clamp(1, 2) as u64).min(bits) {
            candidate.set_bit(bits - i, true);
        }
        candidate.set_bit(0, bits > 2 || candidate.bit(0));
        if is_prime(&candidate, 20) {
            return bytes_value(vm, &padded(&candidate, length));
        }
        if vm.cx.interrupt.is_pending() {
            vm.poll_interrupt()?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn blocks_are_those_of_the_standard() {
        let key: Vec<u8> = (0..16).collect();
        let mut block: Vec<u8> = (0..16).map(|i| i * 0x11).collect();
        let aes = Aes::new(&key).unwrap();
        aes.encrypt(&mut block);
        assert_eq!(hex(&block), "69c4e0d86a7b0430d8cdb78070b4c55a");
        aes.decrypt(&mut block);
        assert_eq!(hex(&block), "00112233445566778899aabbccddeeff");
        assert!(Aes::new(&[0; 5]).is_none());
    }

    #[test]
    fn passwords_become_keys() {
        let mut out = [0; 20];
        pbkdf2_into("sha1", b"password", b"salt", 2, &mut out);
        assert_eq!(hex(&out), "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957");
        let mut block = vec![0; 128];
        pbkdf2_into("sha256", b"", b"", 1, &mut block);
        mix(&mut block, 16, 1, &mut vec![0; 32 * 16]);
        let mut out = [0; 16];
        pbkdf2_into("sha256", b"", &block, 1, &mut out);
        assert_eq!(hex(&out), "77d6576238657b203b19ca42c18a0497");
    }

    #[test]
    fn primes_are_told() {
        for n in [2u32, 3, 251, 257, 65537, 1_000_003] {
            assert!(is_prime(&BigUint::from(n), 8), "{n}");
        }
        for n in [0u32, 1, 4, 561, 63001, 1_000_001] {
            assert!(!is_prime(&BigUint::from(n), 8), "{n}");
        }
    }
}
