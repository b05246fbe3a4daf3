//! How things are found, and how they are identified.
//!
//! Two kinds of hash, for two purposes. xxh3-128 *finds* an entry: it is cheap
//! and says nothing about trust; two different inputs may be made to collide.
//! BLAKE3-256 *identifies*: what was found is used only if the full hash that
//! it carries equals the hash of what is about to run.
//!
//! Every variable-length input is preceded by its length, so that no two
//! different sequences of fields hash the same bytes.

#![forbid(unsafe_code)]

use std::fmt;

use xxhash_rust::xxh3::Xxh3;

use crate::fingerprint::TargetFingerprint;

/// Writes bytes as lower-case hexadecimal.
pub(crate) fn write_hex(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    bytes.iter().try_for_each(|b| write!(f, "{b:02x}"))
}

/// Reads exactly `N` bytes of hexadecimal.
pub(crate) fn parse_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != 2 * N {
        return None;
    }
    let nibble = |c: u8| match c {
        b'0'..=b'9' => Some(c - b'0'),
        b'a'..=b'f' => Some(c - b'a' + 10),
        _ => None,
    };
    let mut out = [0; N];
    for (byte, pair) in out.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
    }
    Some(out)
}

macro_rules! hash_type {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[derive(bytemuck::Pod, bytemuck::Zeroable)]
        #[repr(transparent)]
        pub struct $name(pub [u8; $len]);

        impl $name {
            /// Reads the lower-case hexadecimal that `Display` writes.
            pub fn from_hex(text: &str) -> Option<Self> {
                crate::key::parse_hex(text).map($name)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                crate::key::write_hex(f, &self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }
    };
}
pub(crate) use hash_type;

hash_type! {
    /// Finds the pack of one source text: xxh3-128 of the source bytes and of
    /// the options that change its bytecode, without any path.
    SourceKey, 16
}

hash_type! {
    /// Identifies one source text with its options: BLAKE3-256. The virtual
    /// machine stores it at the start of what it keeps per source (bytecode)
    /// and compares it, because [`SourceKey`] can be made to collide.
    SourceHash, 32
}

hash_type! {
    /// Identifies one script: BLAKE3-256 of its canonical bytecode.
    ScriptHash, 32
}

impl SourceKey {
    /// The key of `source` read with `options` (path-independent, canonical).
    pub fn of(source: &[u8], options: &[u8]) -> SourceKey {
        let mut h = Xxh3::new();
        h.update(&(options.len() as u64).to_le_bytes());
        h.update(options);
        h.update(source);
        SourceKey(h.digest128().to_le_bytes())
    }
}

impl SourceHash {
    /// The identity of `source` read with `options`.
    pub fn of(source: &[u8], options: &[u8]) -> SourceHash {
        let mut h = blake3::Hasher::new();
        h.update(&(options.len() as u64).to_le_bytes());
        h.update(options);
        h.update(source);
        SourceHash(*h.finalize().as_bytes())
    }
}

impl ScriptHash {
    /// The identity of a script with this canonical bytecode.
    pub fn of(canonical_bytecode: &[u8]) -> ScriptHash {
        ScriptHash(*blake3::hash(canonical_bytecode).as_bytes())
    }
}

/// Where compiled code is entered.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum EntryPoint {
    /// At the start of the function.
    Function,
    /// On-stack replacement at the loop head with this bytecode offset; or, in another machine, any
    /// other way in, by a number of its own.
    Osr(u32),
}

impl EntryPoint {
    /// As stored: a tag and the loop's bytecode offset (0 for a function).
    pub(crate) fn to_parts(self) -> (u32, u32) {
        match self {
            EntryPoint::Function => (0, 0),
            EntryPoint::Osr(offset) => (1, offset),
        }
    }

    pub(crate) fn from_parts(tag: u32, offset: u32) -> Option<EntryPoint> {
        match (tag, offset) {
            (0, 0) => Some(EntryPoint::Function),
            (1, offset) => Some(EntryPoint::Osr(offset)),
            _ => None,
        }
    }
}

impl fmt::Display for EntryPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EntryPoint::Function => f.write_str("entry"),
            EntryPoint::Osr(offset) => write!(f, "osr@{offset}"),
        }
    }
}

/// Finds one compiled code within a pack: xxh3-128 over [`CodeIdentity`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CodeKey(pub u128);

/// All that distinguishes one compiled code from another.
#[derive(Clone, Copy, Debug)]
pub struct CodeIdentity<'a> {
    /// The canonical bytecode of the function.
    pub script: ScriptHash,
    /// The function's name, as the language sees it; may be empty.
    pub function_name: &'a [u8],
    /// The position of the function in its source, in bytes.
    pub position: u32,
    /// Where the code is entered.
    pub entry: EntryPoint,
    /// Canonical bytes of the compile options that change the code.
    pub options: &'a [u8],
    /// For which engine and processor.
    pub target: TargetFingerprint,
}

impl CodeKey {
    /// The key under which code with this identity is stored.
    pub fn of(identity: &CodeIdentity<'_>) -> CodeKey {
        let (tag, offset) = identity.entry.to_parts();
        let mut h = Xxh3::new();
        h.update(&identity.script.0);
        h.update(&identity.target.0);
        h.update(&identity.position.to_le_bytes());
        h.update(&tag.to_le_bytes());
        h.update(&offset.to_le_bytes());
        h.update(&(identity.function_name.len() as u64).to_le_bytes());
        h.update(identity.function_name);
        h.update(&(identity.options.len() as u64).to_le_bytes());
        h.update(identity.options);
        CodeKey(h.digest128())
    }
}

impl fmt::Display for CodeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for CodeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CodeKey({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity() -> CodeIdentity<'static> {
        CodeIdentity {
            script: ScriptHash([1; 32]),
            function_name: b"f",
            position: 7,
            entry: EntryPoint::Function,
            options: b"o",
            target: TargetFingerprint([2; 16]),
        }
    }

    #[test]
    fn every_part_of_the_identity_changes_the_key() {
        let base = CodeKey::of(&identity());
        let variants = [
            CodeIdentity { script: ScriptHash([3; 32]), ..identity() },
            CodeIdentity { function_name: b"g", ..identity() },
            CodeIdentity { position: 8, ..identity() },
            CodeIdentity { entry: EntryPoint::Osr(0), ..identity() },
            CodeIdentity { entry: EntryPoint::Osr(4), ..identity() },
            CodeIdentity { options: b"p", ..identity() },
            CodeIdentity { target: TargetFingerprint([3; 16]), ..identity() },
            CodeIdentity { function_name: b"fo", options: b"", ..identity() },
        ];
        let mut keys: Vec<_> = variants.iter().map(CodeKey::of).collect();
        keys.push(base);
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), variants.len() + 1);
        assert_eq!(base, CodeKey::of(&identity()));
    }

    #[test]
    fn source_and_options_do_not_run_into_each_other() {
        assert_ne!(SourceKey::of(b"ab", b"c"), SourceKey::of(b"b", b"ca"));
        assert_ne!(SourceHash::of(b"ab", b"c"), SourceHash::of(b"b", b"ca"));
        assert_eq!(SourceKey::of(b"ab", b"c"), SourceKey::of(b"ab", b"c"));
    }

    #[test]
    fn hex_round_trips_and_rejects() {
        let k = SourceKey::of(b"x", b"");
        assert_eq!(SourceKey::from_hex(&k.to_string()), Some(k));
        for bad in ["", "0", &"g".repeat(32), &"A".repeat(32), &"0".repeat(31), &"0".repeat(33)] {
            assert_eq!(SourceKey::from_hex(bad), None, "{bad}");
        }
    }

    #[test]
    fn entry_points_have_one_representation_each() {
        for e in [EntryPoint::Function, EntryPoint::Osr(0), EntryPoint::Osr(9)] {
            let (tag, offset) = e.to_parts();
            assert_eq!(EntryPoint::from_parts(tag, offset), Some(e));
        }
        assert_eq!(EntryPoint::from_parts(0, 1), None);
        assert_eq!(EntryPoint::from_parts(2, 0), None);
    }
}
