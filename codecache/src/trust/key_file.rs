//! The file that the trust key is in.
//!
//! One key a line, at most [`MAX_KEYS`]: the first seals, all are accepted. So a fleet can go over
//! to another key while it runs: each machine accepts it, then each seals by it, then what is there
//! is sealed anew ([`crate::Store::rekey`]), and the old key goes.
//!
//! A file that is there is replaced, never written to: whoever reads it sees all of it or all of
//! the next one.

use std::fmt;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::{Hex, TrustKey};
use crate::key::parse_hex;
use crate::miss::MissReason;
use crate::rules::{Rule, holds};
use crate::steps::Step;
use crate::user::effective_uid;

/// So many keys may be in a file.
pub const MAX_KEYS: usize = 4;
/// The digits of a key, and the longest end of a line.
const LINE: usize = 64 + 2;

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

/// What becomes of the keys in a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyChange {
    /// A new key seals from now on; those that are there stay accepted.
    SealByNew,
    /// A new key is accepted from now on, and the first goes on sealing.
    AcceptNew,
    /// The second key, which was accepted so far, seals from now on; the first stays accepted.
    SealBySecond,
    /// The first stays, and no other.
    KeepFirst,
}

type Master = [u8; 32];

/// What is in a file.
struct KeyFile {
    masters: Vec<Master>,
    file: File,
    meta: fs::Metadata,
}

enum ReadError {
    Io(io::Error),
    Refused(MissReason, String),
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> ReadError {
        ReadError::Io(error)
    }
}

impl ReadError {
    fn of(self, path: &Path) -> KeyError {
        let (reason, detail) = match self {
            ReadError::Io(e) => (MissReason::IoError, e.to_string()),
            ReadError::Refused(reason, detail) => (reason, detail),
        };
        KeyError { reason, path: path.to_owned(), detail }
    }
}

impl TrustKey {
    /// Reads the keys in `path`: lines of 64 hexadecimal digits, the last with or without an
    /// end. Refuses a file that is not the user's (or root's) own or that
    /// anybody else may access.
    pub fn load(path: &Path) -> Result<TrustKey, KeyError> {
        read(path).map(|found| found.key()).map_err(|e| e.of(path))
    }

    /// Reads the keys in `path`, or makes one there (mode 0600, directory 0700).
    /// When several processes do this at once, all end up with the same key.
    pub fn load_or_create(path: &Path) -> Result<TrustKey, KeyError> {
        match read(path) {
            Err(ReadError::Io(e)) if e.kind() == io::ErrorKind::NotFound => {}
            Ok(found) => return Ok(found.key()),
            Err(_) => return TrustKey::load(path),
        }
        create(path).map_err(|e| ReadError::Io(e).of(path))?;
        TrustKey::load(path)
    }

    /// Changes the keys in `path`, which stays as private as it is: what is in it then. When several processes do this at once, they do so in turn.
    pub fn change_file(path: &Path, change: KeyChange) -> Result<TrustKey, KeyError> {
        self::change(path, change).map_err(|e| e.of(path))
    }
}

impl KeyFile {
    fn key(&self) -> TrustKey {
        let (first, others) = self.masters.split_first().expect("a file without keys is refused");
        TrustKey::with_others(first, others)
    }
}

impl KeyChange {
    fn apply(self, keys: &mut Vec<Master>, new: Master) -> Result<(), &'static str> {
        match self {
            KeyChange::SealByNew => keys.insert(0, new),
            KeyChange::AcceptNew => keys.insert(1, new),
            KeyChange::SealBySecond if keys.len() > 1 => keys.swap(0, 1),
            KeyChange::SealBySecond => return Err("has only one key; one more is accepted after --rotate --accept-first"),
            KeyChange::KeepFirst => keys.truncate(1),
        }
        // The oldest is the last.
        keys.truncate(MAX_KEYS);
        Ok(())
    }
}

fn read(path: &Path) -> Result<KeyFile, ReadError> {
    // O_NONBLOCK: a FIFO put in the key's place must not hang the process.
    Step::ReadKey.system(io::ErrorKind::Other)?;
    let mut file = OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK).open(path)?;
    let meta = file.metadata()?;
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
    // Room for a byte more than there may be.
    let mut text = [0; MAX_KEYS * LINE + 1];
    let mut len = 0;
    loop {
        match file.read(&mut text[len..])? {
            0 => break,
            n => len += n,
        }
    }
    let masters = parse(&text[..len]).map_err(|what| ReadError::Refused(MissReason::Malformed, what))?;
    Ok(KeyFile { masters, file, meta })
}

/// The keys, or what is wrong.
fn parse(text: &[u8]) -> Result<Vec<Master>, String> {
    if text.len() > MAX_KEYS * LINE {
        return Err(format!("is longer than {MAX_KEYS} keys"));
    }
    let text = std::str::from_utf8(text).unwrap_or("").trim_end();
    let keys: Option<Vec<Master>> = text.split('\n').map(|line| parse_hex(&line.trim_end().to_ascii_lowercase())).collect();
    match keys {
        Some(keys) if keys.len() <= MAX_KEYS => Ok(keys),
        _ => Err(format!("does not hold 64 hexadecimal digits, or up to {MAX_KEYS} lines of so many")),
    }
}

struct Lines<'a>(&'a [Master]);

impl fmt::Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|master| writeln!(f, "{}", Hex(master)))
    }
}

pub(super) fn random_bytes() -> io::Result<[u8; 32]> {
    let mut bytes = [0; 32];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Writes a whole key file beside `path`: it and its name.
fn write_beside(path: &Path, masters: &[Master]) -> io::Result<(File, PathBuf)> {
    let unique = random_bytes()?;
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}", Hex(&unique[..8])));
    let temporary = PathBuf::from(name);
    let text = Lines(masters).to_string();
    crate::limits::check_file(text.len())?;
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&temporary)?;
    match file.write_all(text.as_bytes()) {
        Ok(()) => Ok((file, temporary)),
        Err(e) => {
            let _ = fs::remove_file(&temporary);
            Err(e)
        }
    }
}

/// Writes a whole key file beside `path` and links it there: the link fails if
/// somebody was faster, and nobody ever sees half a key.
fn create(path: &Path) -> io::Result<()> {
    if let Some(dir) = path.parent().filter(|d| !d.as_os_str().is_empty()) {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    }
    let (_, temporary) = write_beside(path, &[random_bytes()?])?;
    let linked = fs::hard_link(&temporary, path);
    let removed = fs::remove_file(&temporary);
    match linked {
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other.and(removed),
    }
}

fn change(path: &Path, change: KeyChange) -> Result<TrustKey, ReadError> {
    // What a link leads to is replaced, not the link.
    let path = &fs::canonicalize(path)?;
    let mut found = loop {
        let found = read(path)?;
        // Who waits for the lock may find another file here then.
        found.file.lock()?;
        if is_in_place(&found.meta, path) {
            break found;
        }
    };
    change.apply(&mut found.masters, random_bytes()?).map_err(|what| ReadError::Refused(MissReason::Malformed, what.into()))?;
    let (file, temporary) = write_beside(path, &found.masters)?;
    let moved = keep_mode(&file, &found.meta).and_then(|()| file.sync_all()).and_then(|()| fs::rename(&temporary, path));
    moved.inspect_err(|_| drop(fs::remove_file(&temporary)))?;
    Ok(found.key())
}

/// Gives a new file the mode of the one that it replaces.
fn keep_mode(file: &File, old: &fs::Metadata) -> io::Result<()> {
    file.set_permissions(Permissions::from_mode(old.mode() & 0o700))
}

fn is_in_place(opened: &fs::Metadata, path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| (found.dev(), found.ino()) == (opened.dev(), opened.ino()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::temporary::TempDir;

    #[test]
    fn the_key_file_is_made_once_and_private() {
        let dir = TempDir::new();
        let path = dir.path().join("a/b/trust.key");
        let keys: Vec<TrustKey> = std::thread::scope(|s| {
            let threads: Vec<_> = (0..8).map(|_| s.spawn(|| TrustKey::load_or_create(&path).unwrap())).collect();
            threads.into_iter().map(|t| t.join().unwrap()).collect()
        });
        assert!(keys.iter().all(|k| k.names() == keys[0].names()));
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(path.parent().unwrap()).unwrap().mode() & 0o777, 0o700);
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "no temporary file is left");
        assert_eq!(TrustKey::load(&path).unwrap().names(), keys[0].names());
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
        assert_eq!(TrustKey::load(&path).unwrap().names(), TrustKey::from_bytes(&[0xab; 32]).names());
        assert_eq!(TrustKey::load(dir.path()).unwrap_err().reason, MissReason::InsecureKey);
        let none = dir.path().join("none");
        assert_eq!(TrustKey::load(&none).unwrap_err().reason, MissReason::IoError);
    }

    fn file_with(dir: &TempDir, keys: &[u8]) -> PathBuf {
        let path = dir.path().join("keys");
        let masters: Vec<Master> = keys.iter().map(|n| [*n; 32]).collect();
        let _ = fs::remove_file(&path);
        fs::write(&path, Lines(&masters).to_string()).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        path
    }

    fn names(keys: &[u8]) -> Vec<String> {
        keys.iter().flat_map(|n| TrustKey::from_bytes(&[*n; 32]).names()).collect()
    }

    #[test]
    fn a_file_has_up_to_four_keys_of_which_the_first_seals() {
        let dir = TempDir::new();
        for keys in [&[1][..], &[1, 2], &[3, 2, 1], &[1, 2, 3, 4]] {
            assert_eq!(TrustKey::load(&file_with(&dir, keys)).unwrap().names(), names(keys));
        }
        let reason = |path: &Path| TrustKey::load(path).unwrap_err().reason;
        assert_eq!(reason(&file_with(&dir, &[1, 2, 3, 4, 5])), MissReason::Malformed);
        let path = file_with(&dir, &[]);
        assert_eq!(reason(&path), MissReason::Malformed);
        let digits = "5a".repeat(32);
        let with_returns = format!("{digits}\r\n{digits}\r\n");
        for (text, is_good) in [
            (format!("{digits}\n{digits}"), true),
            (with_returns, true),
            (format!("{digits}\n\n"), true),
            (format!("{digits}\n\n{digits}\n"), false),
            (format!("{digits} {digits}\n"), false),
            (format!("{digits}\nx"), false),
            (format!("{digits}\n{}", &digits[1..]), false),
            (format!("\n{digits}\n"), false),
            (format!("{digits}{}", "\n".repeat(300)), false),
        ] {
            fs::write(&path, &text).unwrap();
            assert_eq!(TrustKey::load(&path).is_ok(), is_good, "{text:?}");
        }
    }

    #[test]
    fn keys_come_in_front_or_second_change_places_and_go() {
        let dir = TempDir::new();
        let path = file_with(&dir, &[1]);
        let change = |change| {
            let names = TrustKey::change_file(&path, change).unwrap().names();
            assert_eq!(TrustKey::load(&path).unwrap().names(), names);
            assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
            assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "no temporary file is left");
            names
        };
        let old = names(&[1]).remove(0);
        let accepted = change(KeyChange::AcceptNew);
        assert!(accepted.len() == 2 && accepted[0] == old && accepted[1] != old);
        assert_eq!(change(KeyChange::SealBySecond), [&*accepted[1], &old]);
        assert_eq!(change(KeyChange::KeepFirst), accepted[1..]);
        let error = TrustKey::change_file(&path, KeyChange::SealBySecond).unwrap_err();
        assert!(error.to_string().contains("only one key"), "{error}");
        let mut expected = accepted[1..].to_vec();
        for _ in 0..5 {
            let now = change(KeyChange::SealByNew);
            assert!(!expected.contains(&now[0]));
            expected.insert(0, now[0].clone());
            expected.truncate(MAX_KEYS);
            assert_eq!(now, expected, "the oldest goes");
        }
    }

    #[test]
    fn a_file_that_cannot_be_used_is_not_changed() {
        let dir = TempDir::new();
        let absent = dir.path().join("absent");
        assert_eq!(TrustKey::change_file(&absent, KeyChange::SealByNew).unwrap_err().reason, MissReason::IoError);
        assert!(!absent.exists());
        let path = file_with(&dir, &[1]);
        fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
        assert_eq!(TrustKey::change_file(&path, KeyChange::SealByNew).unwrap_err().reason, MissReason::InsecureKey);
        assert_eq!(fs::read_to_string(&path).unwrap(), format!("{}\n", "01".repeat(32)));
    }

    #[test]
    fn a_link_to_the_file_stays_one_and_so_does_the_mode() {
        let dir = TempDir::new();
        let path = file_with(&dir, &[1]);
        fs::set_permissions(&path, Permissions::from_mode(0o400)).unwrap();
        let link = dir.path().join("link");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        let changed = TrustKey::change_file(&link, KeyChange::SealByNew).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(TrustKey::load(&path).unwrap().names(), changed.names());
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o400);
    }

    /// Each of them would have lost the key of another.
    #[test]
    fn changes_at_the_same_time_are_all_made() {
        let dir = TempDir::new();
        let path = file_with(&dir, &[1]);
        let made: Vec<String> = std::thread::scope(|s| {
            let threads: Vec<_> =
                (0..3).map(|_| s.spawn(|| TrustKey::change_file(&path, KeyChange::SealByNew).unwrap().names().remove(0))).collect();
            threads.into_iter().map(|t| t.join().unwrap()).collect()
        });
        let there = TrustKey::load(&path).unwrap().names();
        assert_eq!(there.len(), 4);
        assert!(made.iter().all(|name| there.contains(name)), "{made:?} {there:?}");
    }
}
