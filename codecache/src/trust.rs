//! Who may put code into this process: holders of a key.
//!
//! Whoever can write a store could otherwise run code in everybody who reads
//! it. So whatever is stored carries a keyed BLAKE3 tag over all its bytes, and
//! nothing is parsed before its tag was checked.
//!
//! Invariants:
//!
//! 1. *Copy, authenticate, parse*, in this order. [`Untrusted`] is made from
//!    private memory only and shows nobody its bytes; [`Authentic`] is made
//!    from it by checking the tag; parsers take [`Authentic`].
//! 2. A tag for one purpose is worth nothing for another: each [`Purpose`] has
//!    a key of its own, derived from the [`TrustKey`].
//! 3. Tags are compared in constant time (by `blake3::Hash`).
//! 4. Of several keys the first seals, and only it does. The others are accepted: those that have
//!    sealed what is still there, or that others of a fleet seal by already (`key_file`).
//!
//! Not here: secrecy. Stored code can be read by whoever can read the store.

#![forbid(unsafe_code)]

mod key_file;

use std::fmt;
use std::io::{self, Read};
use std::marker::PhantomData;
use std::path::PathBuf;
use std::sync::Arc;

use self::sealed::Keys;
use crate::blob::{Blob, HEADER_SIZE, SEALED};
use crate::bytes::AlignedBytes;
use crate::key::write_hex;
use crate::miss::MissReason;
use crate::rules::{Rule, holds};

pub use self::key_file::{KeyChange, KeyError, MAX_KEYS};

/// Bytes of a tag.
pub const TAG_SIZE: usize = 32;

/// What a tag vouches for.
pub trait Purpose: sealed::Sealed {}

mod sealed {
    /// What is derived from one secret.
    #[derive(Clone)]
    pub struct Keys {
        pub blob: [u8; 32],
        pub pack: [u8; 32],
        pub entry: [u8; 32],
        pub archive: [u8; 32],
        /// Tells keys apart for people, and says nothing of them.
        pub name: [u8; 4],
    }

    pub trait Sealed {
        fn key(keys: &Keys) -> &[u8; 32];
    }
}

macro_rules! purposes {
    ($($(#[$doc:meta])* $name:ident, $field:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}
        impl sealed::Sealed for $name {
            fn key(keys: &Keys) -> &[u8; 32] {
                &keys.$field
            }
        }
        impl Purpose for $name {}
    )*};
}

purposes! {
    /// One blob by itself.
    BlobTag, blob;
    /// A whole pack.
    PackTag, pack;
    /// One entry outside of a pack, such as a field of a Redis hash.
    EntryTag, entry;
    /// The index of an archive.
    ArchiveTag, archive;
}

/// The key by which stored things are authenticated, and others that are accepted. Never printed.
#[derive(Clone)]
pub struct TrustKey {
    /// Seals, and is tried first.
    first: Keys,
    others: Arc<[Keys]>,
}

impl fmt::Debug for TrustKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TrustKey(..)")
    }
}

impl Keys {
    fn derive(master: &[u8; 32]) -> Keys {
        let [a, b, c, d, ..] = blake3::derive_key("hearth codecache 2026-12 key name", master);
        Keys {
            blob: blake3::derive_key("hearth codecache 2026-11 blob tag", master),
            pack: blake3::derive_key(
                if holds(Rule::TagPurpose) { "hearth codecache 2026-11 pack tag" } else { "hearth codecache 2026-11 blob tag" },
                master,
            ),
            entry: blake3::derive_key("hearth codecache 2026-11 entry tag", master),
            archive: blake3::derive_key("hearth codecache 2026-11 archive tag", master),
            name: [a, b, c, d],
        }
    }

    fn tag<P: Purpose>(&self, bytes: &[u8]) -> blake3::Hash {
        blake3::keyed_hash(P::key(self), bytes)
    }
}

impl TrustKey {
    /// A key from 32 secret bytes.
    pub fn from_bytes(master: &[u8; 32]) -> TrustKey {
        TrustKey::with_others(master, &[])
    }

    /// A key that seals, and others that are accepted.
    pub fn with_others(first: &[u8; 32], others: &[[u8; 32]]) -> TrustKey {
        TrustKey { first: Keys::derive(first), others: others.iter().map(Keys::derive).collect() }
    }

    /// A fresh random key that lives as long as the process.
    pub fn ephemeral() -> io::Result<TrustKey> {
        key_file::random_bytes().map(|master| TrustKey::from_bytes(&master))
    }

    /// `$XDG_CONFIG_HOME/hearth/trust.key` or `~/.config/hearth/trust.key`;
    /// `None` if neither variable is set.
    pub fn default_path() -> Option<PathBuf> {
        TrustKey::path_of("hearth")
    }

    /// As [`TrustKey::default_path`], of another application.
    pub fn path_of(application: &str) -> Option<PathBuf> {
        crate::store::user_directory("XDG_CONFIG_HOME", ".config", application).map(|d| d.join("trust.key"))
    }

    /// By which people can tell keys apart: of the one that seals, then of those that are accepted.
    pub fn names(&self) -> Vec<String> {
        self.accepted().map(|keys| Hex(&keys.name).to_string()).collect()
    }

    /// Whether more than one key is accepted: not all that is stored need be sealed by the first.
    pub fn has_others(&self) -> bool {
        !self.others.is_empty()
    }

    /// Whether sealed bytes are sealed by the first key, as all is that is sealed now.
    pub fn has_sealed<P: Purpose>(&self, sealed: &[u8]) -> bool {
        sealed.split_last_chunk().is_some_and(|(body, tag)| is_tag::<P>(&self.first, body, tag))
    }

    /// In the order in which they are tried.
    fn accepted(&self) -> impl Iterator<Item = &Keys> {
        std::iter::once(&self.first).chain(self.others.iter())
    }

    /// By which all is sealed.
    fn sealing(&self) -> &Keys {
        match self.others.last() {
            Some(other) if !holds(Rule::FirstKeySeals) => other,
            _ => &self.first,
        }
    }
}

/// In constant time.
fn is_tag<P: Purpose>(keys: &Keys, body: &[u8], tag: &[u8; TAG_SIZE]) -> bool {
    keys.tag::<P>(body) == *tag
}

struct Hex<'a>(&'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(f, self.0)
    }
}

/// Private bytes of unknown origin. The only thing to do with them is to
/// authenticate them; they cannot be parsed:
///
/// ```compile_fail,E0308
/// # use hearth_codecache::{AlignedBytes, Pack, trust::Untrusted};
/// let bytes = Untrusted::new(AlignedBytes::copy_from(b"from somewhere"));
/// Pack::parse(bytes); // expects `Authentic<PackTag>`
/// ```
///
/// nor with a tag that was made for something else:
///
/// ```compile_fail,E0308
/// # use hearth_codecache::{AlignedBytes, Pack, TrustKey, trust::{BlobTag, Untrusted}};
/// # let key = TrustKey::from_bytes(&[0; 32]);
/// let bytes = Untrusted::new(AlignedBytes::copy_from(b"from somewhere"));
/// Pack::parse(bytes.authenticate::<BlobTag>(&key).unwrap());
/// ```
pub struct Untrusted(AlignedBytes);

impl Untrusted {
    /// Takes bytes that nobody else can change.
    pub fn new(private: AlignedBytes) -> Untrusted {
        Untrusted(private)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Checks the tag in the last 32 bytes against all bytes before it. Gives
    /// the bytes back if it is of no key that is accepted.
    pub fn authenticate<P: Purpose>(self, key: &TrustKey) -> Checked<P> {
        let is_genuine = self.parts().is_some_and(|(body, tag)| key.accepted().any(|keys| is_tag::<P>(keys, body, tag)));
        self.checked(is_genuine)
    }

    /// Reads `len` bytes to private memory and checks their tag on the way, while they are in the
    /// processor's cache: of 20 MB in 7 ms where one after the other takes 12. That is by the first
    /// key; what is sealed by another is hashed again. The caller has compared `len` with a limit.
    ///
    /// # Errors
    /// Those of `source`.
    pub fn read<P: Purpose>(source: &mut impl Read, len: usize, key: &TrustKey) -> io::Result<Checked<P>> {
        const AT_ONCE: usize = 256 << 10;
        let mut hasher = blake3::Hasher::new_keyed(P::key(&key.first));
        let mut result: io::Result<()> = Ok(());
        let mut body = len.saturating_sub(TAG_SIZE);
        let bytes = AlignedBytes::build(len, |out| {
            result = out.chunks_mut(AT_ONCE).try_for_each(|chunk| {
                source.read_exact(chunk)?;
                let hashed = body.min(chunk.len());
                hasher.update(&chunk[..hashed]);
                body -= hashed;
                Ok(())
            });
        });
        result?;
        let read = Untrusted(bytes);
        let is_genuine =
            read.parts().is_some_and(|(body, tag)| hasher.finalize() == *tag || key.others.iter().any(|keys| is_tag::<P>(keys, body, tag)));
        Ok(read.checked(is_genuine))
    }

    /// All bytes but the tag, and the tag; none if there are not so many.
    fn parts(&self) -> Option<(&[u8], &[u8; TAG_SIZE])> {
        self.0.split_last_chunk()
    }

    fn checked<P: Purpose>(self, is_genuine: bool) -> Checked<P> {
        if is_genuine || (self.0.len() >= TAG_SIZE && !holds(Rule::Authenticate)) {
            Ok(Authentic { bytes: self.0, purpose: PhantomData })
        } else {
            Err(self)
        }
    }

    /// The first bytes, to find words for why authentication failed. Nothing
    /// may be concluded from them but the name of the failure.
    pub(crate) fn head_for_diagnosis(&self, len: usize) -> Option<&[u8]> {
        self.0.get(..len)
    }
}

/// Bytes that are authentic, or were found not to be.
pub type Checked<P> = Result<Authentic<P>, Untrusted>;

impl fmt::Debug for Untrusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Untrusted({} bytes)", self.len())
    }
}

/// Private bytes that a holder of the key wrote for purpose `P`.
pub struct Authentic<P: Purpose> {
    bytes: AlignedBytes,
    purpose: PhantomData<P>,
}

impl<P: Purpose> Authentic<P> {
    /// Writes the tag over the last 32 bytes of `bytes`.
    pub fn seal(mut bytes: AlignedBytes, key: &TrustKey) -> Authentic<P> {
        write_tag::<P>(bytes.as_mut(), key);
        Authentic { bytes, purpose: PhantomData }
    }

    /// All bytes, the tag included.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Gives up the proof and keeps the bytes.
    pub fn into_bytes(self) -> AlignedBytes {
        self.bytes
    }
}

impl<P: Purpose> fmt::Debug for Authentic<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Authentic({} bytes)", self.bytes.len())
    }
}

fn write_tag<P: Purpose>(bytes: &mut [u8], key: &TrustKey) {
    let at = bytes.len().checked_sub(TAG_SIZE).expect("sealed bytes have room for the tag");
    let (body, tag) = bytes.split_at_mut(at);
    tag.copy_from_slice(key.sealing().tag::<P>(body).as_bytes());
}

/// Sets the flag and the tag of a well-formed blob, in place. Leaves anything
/// else alone and says `false`.
pub(crate) fn seal_blob_in_place(bytes: &mut [u8], key: &TrustKey) -> bool {
    if Blob::parse(bytes).is_err() {
        return false;
    }
    debug_assert!(bytes.len() >= HEADER_SIZE);
    bytes[12..16].copy_from_slice(&SEALED.to_le_bytes());
    write_tag::<BlobTag>(bytes, key);
    true
}

/// Whether a stored blob is what `made`, which may not have been sealed yet, or by another key, would be.
pub(crate) fn is_same_blob(made: &[u8], stored: &[u8]) -> bool {
    match (Blob::parse(made), Blob::parse(stored)) {
        (Ok(_), Ok(old)) if old.is_sealed() => {
            // All but the flags and the tag.
            let body = |bytes: &'_ [u8]| bytes.len() - TAG_SIZE;
            made.len() == stored.len() && made[..12] == stored[..12] && made[16..body(made)] == stored[16..body(stored)]
        }
        _ => made == stored,
    }
}

/// Seals a blob that is to stand by itself. Stores do this for every code entry
/// that they save.
pub fn seal_blob(mut blob: AlignedBytes, key: &TrustKey) -> Result<Authentic<BlobTag>, AlignedBytes> {
    if seal_blob_in_place(blob.as_mut(), key) { Ok(Authentic { bytes: blob, purpose: PhantomData }) } else { Err(blob) }
}

/// Checks the tag of a blob that lies in private memory, as `cache verify` does
/// for each blob of a pack.
pub fn verify_blob(blob: &Blob<'_>, key: &TrustKey) -> Result<(), MissReason> {
    let bytes = blob.as_bytes();
    let body = &bytes[..bytes.len() - TAG_SIZE];
    let is_genuine = blob.is_sealed() && key.accepted().any(|keys| is_tag::<BlobTag>(keys, body, &blob.tag()));
    if is_genuine { Ok(()) } else { Err(MissReason::WrongKey) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blob::{BlobBuilder, BlobIdentity, SectionKind};
    use crate::key::{CodeKey, EntryPoint, ScriptHash};

    fn key(n: u8) -> TrustKey {
        TrustKey::from_bytes(&[n; 32])
    }

    #[test]
    fn only_the_right_key_purpose_and_bytes_authenticate() {
        let sealed = Authentic::<PackTag>::seal(AlignedBytes::copy_from(&[5; 100]), &key(1)).into_bytes();
        let again = || Untrusted::new(sealed.clone());
        assert!(again().authenticate::<PackTag>(&key(1)).is_ok());
        let read = |len, n| Untrusted::read::<PackTag>(&mut &sealed[..], len, &key(n));
        assert_eq!(read(100, 1).unwrap().unwrap().as_bytes(), &*sealed);
        assert!(read(100, 2).unwrap().is_err() && read(99, 1).unwrap().is_err() && read(5, 1).unwrap().is_err());
        assert!(read(101, 1).is_err(), "there are no more bytes");
        let large = Authentic::<PackTag>::seal(AlignedBytes::copy_from(&vec![7; (1 << 20) + 9]), &key(1)).into_bytes();
        assert!(Untrusted::read::<PackTag>(&mut &large[..], large.len(), &key(1)).unwrap().is_ok());
        assert!(Untrusted::read::<BlobTag>(&mut &large[..], large.len(), &key(1)).unwrap().is_err());
        assert!(again().authenticate::<PackTag>(&key(2)).is_err());
        assert!(again().authenticate::<BlobTag>(&key(1)).is_err());
        assert!(again().authenticate::<EntryTag>(&key(1)).is_err());
        for at in 0..sealed.len() {
            let mut changed = sealed.to_vec();
            changed[at] ^= 0x80;
            assert!(Untrusted::new(changed.into()).authenticate::<PackTag>(&key(1)).is_err(), "{at}");
        }
        for len in 0..sealed.len() {
            let cut = AlignedBytes::copy_from(&sealed[..len]);
            assert!(Untrusted::new(cut).authenticate::<PackTag>(&key(1)).is_err(), "{len}");
        }
    }

    #[test]
    fn a_sealed_blob_verifies_and_an_altered_one_does_not() {
        let plain = BlobBuilder::new(BlobIdentity {
            key: CodeKey(1),
            target: crate::TargetFingerprint([0; 16]),
            script: ScriptHash([0; 32]),
            entry: EntryPoint::Function,
        })
        .bytes(SectionKind::Code, b"code")
        .finish()
        .unwrap();
        assert_eq!(verify_blob(&Blob::parse(&plain).unwrap(), &key(1)), Err(MissReason::WrongKey));
        let sealed = seal_blob(plain, &key(1)).unwrap();
        let blob = Blob::parse(sealed.as_bytes()).unwrap();
        assert_eq!(verify_blob(&blob, &key(1)), Ok(()));
        assert_eq!(verify_blob(&blob, &key(2)), Err(MissReason::WrongKey));
        assert_eq!(verify_blob(&blob, &pair(2, 1)), Ok(()));
        let mut changed = sealed.as_bytes().to_vec();
        let code_at = blob.code().unwrap().as_ptr() as usize - sealed.as_bytes().as_ptr() as usize;
        changed[code_at] ^= 1;
        let changed = AlignedBytes::from(changed);
        assert_eq!(verify_blob(&Blob::parse(&changed).unwrap(), &key(1)), Err(MissReason::WrongKey));
        assert!(seal_blob(AlignedBytes::copy_from(b"not a blob"), &key(1)).is_err());
    }

    fn pair(first: u8, other: u8) -> TrustKey {
        TrustKey::with_others(&[first; 32], &[[9; 32], [other; 32]])
    }

    #[test]
    fn what_an_accepted_key_has_sealed_is_authentic_for_its_purpose() {
        let large = Authentic::<PackTag>::seal(AlignedBytes::copy_from(&vec![7; (1 << 20) + 9]), &key(1)).into_bytes();
        let authenticates = |bytes: &[u8], key: &TrustKey| {
            let whole = Untrusted::new(AlignedBytes::copy_from(bytes)).authenticate::<PackTag>(key).is_ok();
            let streamed = Untrusted::read::<PackTag>(&mut &bytes[..], bytes.len(), key).unwrap().is_ok();
            assert_eq!(whole, streamed);
            whole
        };
        for (keys, is_accepted) in [(pair(1, 2), true), (pair(2, 1), true), (pair(2, 3), false), (key(2), false)] {
            assert_eq!(authenticates(&large, &keys), is_accepted, "{:?}", keys.names());
            let other_purpose = Untrusted::new(large.clone()).authenticate::<BlobTag>(&keys);
            assert!(other_purpose.is_err(), "{:?}", keys.names());
        }
        for at in [0, 1 << 19, large.len() - TAG_SIZE, large.len() - 1] {
            let mut changed = large.to_vec();
            changed[at] ^= 0x10;
            assert!(!authenticates(&changed, &pair(2, 1)), "{at}");
        }
        assert!(!authenticates(&large[..TAG_SIZE - 1], &pair(2, 1)));
    }

    #[test]
    fn only_the_first_key_seals() {
        let sealed = Authentic::<PackTag>::seal(AlignedBytes::copy_from(&[5; 100]), &pair(1, 2)).into_bytes();
        let opens = |n| Untrusted::new(sealed.clone()).authenticate::<PackTag>(&key(n)).is_ok();
        assert_eq!([opens(1), opens(2), opens(9)], [true, false, false]);
        assert!(pair(1, 2).has_sealed::<PackTag>(&sealed) && !pair(2, 1).has_sealed::<PackTag>(&sealed));
        assert!(!pair(1, 2).has_sealed::<BlobTag>(&sealed) && !pair(1, 2).has_sealed::<PackTag>(&sealed[..20]));
    }

    #[test]
    fn names_tell_keys_apart_and_are_no_part_of_them() {
        let names = pair(1, 2).names();
        assert_eq!(names, [&key(1).names()[..], &key(9).names(), &key(2).names()].concat());
        assert!(names[0] != names[1] && names[1] != names[2]);
        assert!(names.iter().all(|name| name.len() == 8 && name != "01010101"));
        assert_eq!(format!("{:?}", key(1)), "TrustKey(..)");
    }
}
