//! Which code has killed a process: names of code, left beside the packs of a near directory by the process that died.
//!
//! A name is written by a handler of signals, so it is sixteen bytes that are appended to a file, and nothing is sealed: who can
//! write there can have code be left alone, and no more than that.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::StoreSpec;
use super::notes::is_ours;
use crate::fingerprint::TargetFingerprint;
use crate::key::CodeKey;

/// More names are not read.
const MOST: usize = 4096;

/// The file with the names.
#[derive(Clone, Debug)]
pub struct Crashes {
    path: PathBuf,
    /// All stores can lose code; else that which has been forgotten would come again.
    may_be_forgotten: bool,
}

impl Crashes {
    /// Beside the nearest directory among stores that is written to; none if there is none.
    pub fn of(spec: &StoreSpec, target: TargetFingerprint) -> Option<Crashes> {
        let path = spec.near_directory()?.join(format!(".crashed-{target}"));
        Some(Crashes { path, may_be_forgotten: !spec.has_read_only() })
    }

    /// Where a name may be written, if the directory is there and nobody else can put anything into it.
    pub fn file(&self) -> Option<&Path> {
        let folder = self.path.parent()?;
        fs::symlink_metadata(folder).is_ok_and(|meta| is_ours(&meta)).then_some(&*self.path)
    }

    /// The code that has killed processes.
    pub fn read(&self) -> Vec<CodeKey> {
        let open = File::options().read(true).custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK).open(&self.path);
        let Ok(file) = open else { return Vec::new() };
        let mut bytes = Vec::new();
        if !file.metadata().is_ok_and(|meta| meta.is_file()) || file.take(MOST as u64 * 16).read_to_end(&mut bytes).is_err() {
            return Vec::new();
        }
        // Of one that was not written to its end nothing is known.
        bytes.chunks_exact(16).map(|name| CodeKey(u128::from_ne_bytes(name.try_into().expect("so many")))).collect()
    }

    /// This code has been taken out of the stores, and is not to be stored again: its names go.
    pub fn forget(&self, gone: &[CodeKey]) {
        if gone.is_empty() || !self.may_be_forgotten || self.file().is_none() {
            return;
        }
        let left: Vec<u8> = self.read().iter().filter(|key| !gone.contains(key)).flat_map(|key| key.0.to_ne_bytes()).collect();
        let mut options = File::options();
        options.write(true).truncate(true).custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK);
        let _ = if left.is_empty() { fs::remove_file(&self.path) } else { options.open(&self.path).and_then(|mut f| f.write_all(&left)) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::temporary::TempDir;
    use std::os::unix::fs::symlink;

    const TARGET: TargetFingerprint = TargetFingerprint([7; 16]);

    fn crashes(dir: &TempDir) -> Crashes {
        Crashes::of(&StoreSpec::Directory(dir.path().to_owned()), TARGET).expect("it is a directory")
    }

    #[test]
    fn names_are_read_and_forgotten_one_by_one() {
        let dir = TempDir::new();
        let crashes = crashes(&dir);
        assert_eq!(crashes.read(), []);
        let names = [CodeKey(3), CodeKey(u128::MAX), CodeKey(5)];
        let mut bytes: Vec<u8> = names.iter().flat_map(|key| key.0.to_ne_bytes()).collect();
        bytes.extend([1, 2, 3]);
        fs::write(crashes.file().unwrap(), bytes).unwrap();
        assert_eq!(crashes.read(), names);
        crashes.forget(&[CodeKey(u128::MAX)]);
        assert_eq!(crashes.read(), [CodeKey(3), CodeKey(5)]);
        crashes.forget(&names);
        assert!(!crashes.file().unwrap().exists());
    }

    #[test]
    fn what_may_come_again_stays_known() {
        let (dir, image) = (TempDir::new(), TempDir::new());
        let layers = StoreSpec::Layers(vec![StoreSpec::Directory(dir.path().to_owned()), StoreSpec::ReadOnly(image.path().to_owned())]);
        let crashes = Crashes::of(&layers, TARGET).expect("the first is a directory");
        fs::write(crashes.file().unwrap(), 9u128.to_ne_bytes()).unwrap();
        crashes.forget(&[CodeKey(9)]);
        assert_eq!(crashes.read(), [CodeKey(9)]);
    }

    #[test]
    fn no_link_is_followed_and_nothing_endless_is_read() {
        let dir = TempDir::new();
        let crashes = crashes(&dir);
        let target = dir.path().join("target");
        fs::write(&target, 9u128.to_ne_bytes()).unwrap();
        symlink(&target, crashes.file().unwrap()).unwrap();
        assert_eq!(crashes.read(), []);
        fs::remove_file(crashes.file().unwrap()).unwrap();
        fs::write(crashes.file().unwrap(), vec![1; 1 << 20]).unwrap();
        assert_eq!(crashes.read().len(), MOST);
    }
}
