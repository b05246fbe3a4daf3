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
//!
//! Not here: secrecy. Stored code can be read by whoever can read the store.

#![forbid(unsafe_code)]

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::marker::PhantomData;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use crate::blob::{Blob, HEADER_SIZE, SEALED};
use crate::bytes::AlignedBytes;
use crate::key::{parse_hex, write_hex};
use crate::miss::MissReason;
use crate::rules::{Rule, holds};
use crate::steps::Step;
use crate::user::effective_uid;

/// Bytes of a tag.
pub const TAG_SIZE: usize = 32;

/// What a tag vouches for.
pub trait Purpose: sealed::Sealed {
    #[doc(hidden)]
    fn key(key: &TrustKey) -> &[u8; 32];
}

mod sealed {
    pub trait Sealed {}
}

macro_rules! purposes {
    ($($(#[$doc:meta])* $name:ident, $field:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}
        impl sealed::Sealed for $name {}
        impl Purpose for $name {
            fn key(key: &TrustKey) -> &[u8; 32] {
                &key.$field
            }
        }
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

/// The key by which stored things are authenticated. Never printed.
#[derive(Clone)]
pub struct TrustKey {
    blob: [u8; 32],
    pack: [u8; 32],
    entry: [u8; 32],
    archive: [u8; 32],
}

impl fmt::Debug for TrustKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TrustKey(..)")
    }
}

/// Why there is no trust key.
#[derive(Debug, thiserror::Error)]
#[error("trust key {}: {detail}", path.display())]
pub struct KeyError {
    /// The row of the table of misses.
    pub reason: MissReason,
    /// The key file.
    pub path: PathBuf,
    /// What is wrong, and what to do about it.
    pub detail: String,
}

impl TrustKey {
    /// A key from 32 secret bytes.
    pub fn from_bytes(master: &[u8; 32]) -> TrustKey {
        TrustKey {
            blob: blake3::derive_key("hearth codecache 2026-11 blob tag", master),
            pack: blake3::derive_key(
                if holds(Rule::TagPurpose) { "hearth codecache 2026-11 pack tag" } else { "hearth codecache 2026-11 blob tag" },
                master,
            ),
            entry: blake3::derive_key("hearth codecache 2026-11 entry tag", master),
            archive: blake3::derive_key("hearth codecache 2026-11 archive tag", master),
        }
    }

    /// A fresh random key that lives as long as the process.
    pub fn ephemeral() -> io::Result<TrustKey> {
        random_bytes().map(|master| TrustKey::from_bytes(&master))
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

    /// Reads the key in `path`: 64 hexadecimal digits, with or without a line
    /// end. Refuses a file that is not the user's (or root's) own or that
    /// anybody else may access.
    pub fn load(path: &Path) -> Result<TrustKey, KeyError> {
        match TrustKey::read(path) {
            Ok(key) => Ok(key),
            Err(ReadError::Io(e)) => Err(key_error(path, MissReason::IoError, e.to_string())),
            Err(ReadError::Refused(reason, detail)) => Err(key_error(path, reason, detail)),
        }
    }

    /// Reads the key in `path`, or makes one there (mode 0600, directory 0700).
    /// When several processes do this at once, all end up with the same key.
    pub fn load_or_create(path: &Path) -> Result<TrustKey, KeyError> {
        match TrustKey::read(path) {
            Err(ReadError::Io(e)) if e.kind() == io::ErrorKind::NotFound => {}
            Ok(key) => return Ok(key),
            Err(_) => return TrustKey::load(path),
        }
        create_key_file(path).map_err(|e| key_error(path, MissReason::IoError, e.to_string()))?;
        TrustKey::load(path)
    }

    fn read(path: &Path) -> Result<TrustKey, ReadError> {
        // O_NONBLOCK: a FIFO put in the key's place must not hang the process.
        Step::ReadKey.system(io::ErrorKind::Other).map_err(ReadError::Io)?;
        let mut file = OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK).open(path).map_err(ReadError::Io)?;
        let meta = file.metadata().map_err(ReadError::Io)?;
        let insecure = |what: String| Err(ReadError::Refused(MissReason::InsecureKey, what));
        if !meta.is_file() {
            return insecure("is not a regular file".into());
        }
        let owner = meta.uid();
        if owner != effective_uid() && owner != 0 {
            return insecure(format!("belongs to user {owner}; it must be yours or root's"));
        }
        if meta.mode() & 0o077 != 0 && holds(Rule::PrivateKey) {
            return insecure(format!("has mode {:03o}; make it 600 with chmod", meta.mode() & 0o777));
        }
        let mut text = [0; 66];
        let mut len = 0;
        loop {
            match file.read(&mut text[len..]).map_err(ReadError::Io)? {
                0 => break,
                n => len += n,
            }
        }
        let digits = std::str::from_utf8(&text[..len]).unwrap_or("").trim_end();
        match parse_hex(&digits.to_ascii_lowercase()) {
            Some(master) => Ok(TrustKey::from_bytes(&master)),
            None => Err(ReadError::Refused(MissReason::Malformed, "does not hold 64 hexadecimal digits".into())),
        }
    }

    fn tag<P: Purpose>(&self, bytes: &[u8]) -> blake3::Hash {
        blake3::keyed_hash(P::key(self), bytes)
    }
}

enum ReadError {
    Io(io::Error),
    Refused(MissReason, String),
}

fn key_error(path: &Path, reason: MissReason, detail: String) -> KeyError {
    KeyError { reason, path: path.to_owned(), detail }
}

fn random_bytes() -> io::Result<[u8; 32]> {
    let mut bytes = [0; 32];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Writes a whole key file beside `path` and links it there: the link fails if
/// somebody was faster, and nobody ever sees half a key.
fn create_key_file(path: &Path) -> io::Result<()> {
    if let Some(dir) = path.parent().filter(|d| !d.as_os_str().is_empty()) {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    }
    let master = random_bytes()?;
    let unique = random_bytes()?;
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}", Hex(&unique[..8])));
    let temporary = PathBuf::from(name);
    let text = format!("{}\n", Hex(&master));
    let written = crate::limits::check_file(text.len())
        .and_then(|()| OpenOptions::new().write(true).create_new(true).mode(0o600).open(&temporary))
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .and_then(|()| fs::hard_link(&temporary, path));
    let removed = fs::remove_file(&temporary);
    match written {
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other.and(removed),
    }
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
    /// the bytes back if it does not match.
    pub fn authenticate<P: Purpose>(self, key: &TrustKey) -> Checked<P> {
        let tag = self.0.len().checked_sub(TAG_SIZE).map(|at| key.tag::<P>(&self.0[..at]));
        self.compare(tag)
    }

    /// Reads `len` bytes to private memory and checks their tag on the way, while they are in the
    /// processor's cache: of 20 MB in 7 ms where one after the other takes 12. The caller has
    /// compared `len` with a limit.
    ///
    /// # Errors
    /// Those of `source`.
    pub fn read<P: Purpose>(source: &mut impl Read, len: usize, key: &TrustKey) -> io::Result<Checked<P>> {
        const AT_ONCE: usize = 256 << 10;
        let mut hasher = blake3::Hasher::new_keyed(P::key(key));
        let mut result = Ok(());
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
        result.map(|()| Untrusted(bytes).compare((len >= TAG_SIZE).then(|| hasher.finalize())))
    }

    /// Compares the last 32 bytes, if there are so many, with the tag that they should be.
    fn compare<P: Purpose>(self, expected: Option<blake3::Hash>) -> Checked<P> {
        let genuine = expected.is_some_and(|expected| self.0.last_chunk::<TAG_SIZE>().is_some_and(|tag| expected == *tag));
        if genuine || (self.0.len() >= TAG_SIZE && !holds(Rule::Authenticate)) {
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
    tag.copy_from_slice(key.tag::<P>(body).as_bytes());
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

/// Whether a stored blob is what `made`, which may not have been sealed yet, would be.
pub(crate) fn is_same_blob(made: &[u8], stored: &[u8]) -> bool {
    match (Blob::parse(made), Blob::parse(stored)) {
        (Ok(new), Ok(old)) if !new.is_sealed() && old.is_sealed() => {
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
    if blob.is_sealed() && key.tag::<BlobTag>(body) == blake3::Hash::from(blob.tag()) { Ok(()) } else { Err(MissReason::WrongKey) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blob::{BlobBuilder, BlobIdentity, SectionKind};
    use crate::key::{CodeKey, EntryPoint, ScriptHash};
    use crate::store::temporary::TempDir;
    use std::os::unix::fs::PermissionsExt;

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
        let mut changed = sealed.as_bytes().to_vec();
        let code_at = blob.code().unwrap().as_ptr() as usize - sealed.as_bytes().as_ptr() as usize;
        changed[code_at] ^= 1;
        let changed = AlignedBytes::from(changed);
        assert_eq!(verify_blob(&Blob::parse(&changed).unwrap(), &key(1)), Err(MissReason::WrongKey));
        assert!(seal_blob(AlignedBytes::copy_from(b"not a blob"), &key(1)).is_err());
    }

    #[test]
    fn the_key_file_is_made_once_and_private() {
        let dir = TempDir::new();
        let path = dir.path().join("a/b/trust.key");
        let keys: Vec<TrustKey> = std::thread::scope(|s| {
            let threads: Vec<_> = (0..8).map(|_| s.spawn(|| TrustKey::load_or_create(&path).unwrap())).collect();
            threads.into_iter().map(|t| t.join().unwrap()).collect()
        });
        assert!(keys.iter().all(|k| k.pack == keys[0].pack));
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(path.parent().unwrap()).unwrap().mode() & 0o777, 0o700);
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "no temporary file is left");
        assert_eq!(TrustKey::load(&path).unwrap().pack, keys[0].pack);
    }

    #[test]
    fn a_key_file_open_to_others_is_refused() {
        let dir = TempDir::new();
        let path = dir.path().join("trust.key");
        TrustKey::load_or_create(&path).unwrap();
        for mode in [0o640, 0o604, 0o610, 0o666] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(TrustKey::load(&path).unwrap_err().reason, MissReason::InsecureKey);
            assert_eq!(TrustKey::load_or_create(&path).unwrap_err().reason, MissReason::InsecureKey);
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
        assert!(TrustKey::load(&path).is_ok());
    }

    /// Only root can give a file away, so only root can test this.
    #[test]
    fn a_key_file_of_another_user_is_refused() {
        let dir = TempDir::new();
        let path = dir.path().join("trust.key");
        TrustKey::load_or_create(&path).unwrap();
        if std::os::unix::fs::chown(&path, Some(54321), None).is_ok() {
            let error = TrustKey::load(&path).unwrap_err();
            assert_eq!(error.reason, MissReason::InsecureKey);
            assert!(error.detail.contains("54321"), "{error}");
        }
    }

    #[test]
    fn a_key_file_with_other_contents_is_an_error() {
        let dir = TempDir::new();
        let path = dir.path().join("trust.key");
        for text in [String::new(), "zz".into(), "0".repeat(63), "0".repeat(65), "0".repeat(200)] {
            fs::write(&path, &text).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
            assert_eq!(TrustKey::load(&path).unwrap_err().reason, MissReason::Malformed, "{text}");
        }
        fs::write(&path, format!("{}\n", "Ab".repeat(32))).unwrap();
        assert_eq!(TrustKey::load(&path).unwrap().pack, TrustKey::from_bytes(&[0xab; 32]).pack);
        assert_eq!(TrustKey::load(dir.path()).unwrap_err().reason, MissReason::InsecureKey);
        let none = dir.path().join("none");
        assert_eq!(TrustKey::load(&none).unwrap_err().reason, MissReason::IoError);
    }
}
