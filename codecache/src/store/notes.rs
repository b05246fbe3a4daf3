//! What processes of a machine leave to those that come, beside the packs of a near directory: that a server is
//! to be left alone, that people were told something.
//!
//! A note is a small file that is written over what was in its place, so it is written only where nobody else can
//! put anything, and through no link. Without it every process finds out for itself.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64;

use super::{StoreSpec, unix_now};
use crate::user::effective_uid;

/// No note is longer, in bytes.
const MAX_NOTE: u64 = 64;
/// What was said is not said again for so long, in seconds.
const SAID_FOR: u64 = 24 * 3600;

/// Where notes are left.
#[derive(Clone, Debug)]
pub struct Notes(PathBuf);

impl Notes {
    /// In the nearest directory among stores that is written to; none if there is none.
    pub fn of(spec: &StoreSpec) -> Option<Notes> {
        spec.near_directory().map(|path| Notes(path.to_owned()))
    }

    /// Whether `what` was not said of a store for a day. From now on it was.
    pub fn is_news(&self, what: &str, store: &str) -> bool {
        let path = self.0.join(format!(".{what}-{:016x}", xxh3_64(store.as_bytes())));
        let now = unix_now();
        let said = read(&path).and_then(|text| text.trim_end().parse::<u64>().ok());
        let is_news = said.is_none_or(|said| now.abs_diff(said) >= SAID_FOR);
        if is_news {
            write(&path, &format!("{now}\n"));
        }
        is_news
    }
}

/// Whether it is a directory into which nobody else can put anything.
pub(super) fn is_ours(meta: &fs::Metadata) -> bool {
    meta.is_dir() && meta.uid() == effective_uid() && meta.mode() & 0o022 == 0
}

/// The note in a file.
pub(super) fn read(path: &Path) -> Option<String> {
    let file = File::options().read(true).custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK).open(path).ok()?;
    let mut text = String::new();
    file.metadata().ok().filter(fs::Metadata::is_file)?;
    file.take(MAX_NOTE).read_to_string(&mut text).ok()?;
    Some(text)
}

/// Leaves a note in a file, if that can be.
pub(super) fn write(path: &Path, text: &str) {
    if path.parent().is_some_and(|folder| fs::symlink_metadata(folder).is_ok_and(|meta| is_ours(&meta))) {
        let mut options = File::options();
        options.create(true).truncate(true).write(true).mode(0o600).custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK);
        let _ = options.open(path).and_then(|mut file| file.write_all(text.as_bytes()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::temporary::TempDir;
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn what_was_said_is_no_news_for_a_day() {
        let dir = TempDir::new();
        let notes = Notes(dir.path().to_owned());
        assert_eq!([notes.is_news("x", "a"), notes.is_news("x", "a")], [true, false]);
        assert!(notes.is_news("x", "b") && notes.is_news("y", "a"));
        let file = dir.path().join(format!(".x-{:016x}", xxh3_64(b"a")));
        // A clock that went wrong keeps nothing quiet for longer than that.
        for (said, is_news) in [(unix_now() - SAID_FOR - 1, true), (unix_now() - SAID_FOR + 60, false), (u64::MAX, true)] {
            fs::write(&file, said.to_string()).unwrap();
            assert_eq!(notes.is_news("x", "a"), is_news, "{said}");
        }
        let none = Notes(dir.path().join("none"));
        assert!(none.is_news("x", "a") && none.is_news("x", "a"), "there is no place for it");
    }

    /// Who can write to the directory could have had any file of the user's written over.
    #[test]
    fn a_note_is_written_through_no_link_and_into_no_open_directory() {
        let dir = TempDir::new();
        let target = dir.path().join("target");
        fs::write(&target, "precious").unwrap();
        let note = dir.path().join("note");
        symlink(&target, &note).unwrap();
        write(&note, "written");
        assert_eq!((read(&note), fs::read_to_string(&target).unwrap()), (None, "precious".into()));
        fs::remove_file(&note).unwrap();
        let folder = fs::metadata(dir.path()).unwrap().permissions();
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o777)).unwrap();
        write(&note, "written");
        assert!(!note.exists());
        fs::set_permissions(dir.path(), folder).unwrap();
        write(&note, "written");
        assert_eq!(read(&note).as_deref(), Some("written"));
    }
}
