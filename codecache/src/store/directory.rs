//! A directory of pack files: the default store.
//!
//! ```text
//! <root>/                       the user's; nobody else can write to it
//!   v3/                       0700; version of the pack format
//!     <source>-<target>.pack  32 + 32 hexadecimal digits: its segments, one behind the other;
//!                             flock'ed while it is written
//!     .<source>….<pid>.<n>    being written; renamed or, after a crash, pruned
//!     pruned                  its time says when the store was last pruned
//!   statistics…               what processes have done: see `crate::statistics`
//! ```
//!
//! A program has many small packs, and its first run writes them all. Making a file costs more
//! than filling it, so there is one per pack, and nothing beside it.
//!
//! Invariants:
//!
//! 1. Bytes of a segment that is there never change. A save appends a segment, the first to an
//!    empty file; what is behind the last one whose tag matches is cut off first. Merging, and
//!    replacing what cannot be used, writes a new file and renames it over the old one. So a
//!    reader sees the pack as some save has left it: a segment that is not there to its end,
//!    since somebody is writing it or died, is not there.
//! 2. Writing happens under the lock of the pack's file, and whoever has the lock looks whether
//!    that file is still in its place. So no save is lost. The kernel frees the lock of a
//!    process that dies.
//! 3. The root is the user's own and only theirs to change, and what is in it is closed to
//!    others, or it is not used.
//!
//! Files are not synced: what a power failure leaves behind is found out by its
//! tag, counted, and replaced by the next save.

use std::collections::HashSet;
use std::fs::{self, DirBuilder, File, TryLockError};
use std::io::{self, Seek, SeekFrom, Write};
use std::os::unix::fs::{DirBuilderExt, FileExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use super::counters::refusal;
use super::{
    Forgotten, LoadedPack, PackInfo, PruneBound, PruneReport, RekeyReport, SaveReport, Store, StoreCounters, StoreError, unix_now,
    user_directory,
};
use crate::fingerprint::TargetFingerprint;
use crate::key::SourceKey;
use crate::limits;
use crate::miss::MissReason;
use crate::pack::{self, Entry, MAX_PACK, Pack, PackBuilder, PackLimits};
use crate::statistics::log::{Log, STATISTICS};
use crate::statistics::{ProgramStatistics, Statistics};
use crate::steps::Step;
use crate::trust::{Checked, PackTag, TAG_SIZE, TrustKey, Untrusted};
use crate::user::effective_uid;

/// How a directory store behaves.
#[derive(Clone, Copy, Debug)]
pub struct DirectoryOptions {
    /// Of one pack.
    pub limits: PackLimits,
    /// All packs together, in bytes; checked from time to time when saving.
    pub max_bytes: u64,
    /// A pack that was not used for so long goes when the store is pruned.
    pub max_age: Option<Duration>,
    /// Of one pack, beyond which they are merged when it is tidied, and by a save if they are
    /// many times more.
    pub max_segments: usize,
    /// How long a save waits for another process that writes the same pack.
    pub lock_timeout: Duration,
    /// Nothing is written: neither packs nor the times when they were used. It may be root's.
    pub read_only: bool,
    /// How often a save looks at the size of the whole store.
    pub prune_interval: Duration,
    /// What processes have done is kept.
    pub keep_statistics: bool,
}

impl Default for DirectoryOptions {
    fn default() -> Self {
        DirectoryOptions {
            limits: PackLimits::default(),
            max_bytes: 1 << 30,
            max_age: None,
            max_segments: 16,
            lock_timeout: Duration::from_secs(2),
            read_only: false,
            prune_interval: Duration::from_secs(600),
            keep_statistics: false,
        }
    }
}

/// Packs as files.
pub struct DirectoryStore {
    root: PathBuf,
    key: TrustKey,
    options: DirectoryOptions,
    name: Arc<str>,
    counters: Arc<StoreCounters>,
    /// The root was looked at by this process, and is ours.
    is_sound: AtomicBool,
}

/// A used pack's time is renewed when it is older than this, so that reading
/// does not write each time.
const TOUCH_AFTER: Duration = Duration::from_secs(24 * 3600);

/// How many times more segments, and dead bytes, a save puts up with than whoever tidies.
const TOLERANCE: usize = 4;

/// An empty file older than this is one that nobody is about to fill.
const ABOUT_TO_BE_WRITTEN: Duration = Duration::from_secs(1);

/// A temporary file older than this belongs to a process that died.
const STALE_TEMPORARY: Duration = Duration::from_secs(3600);

impl DirectoryStore {
    /// The store in `root`. Touches nothing; the directory is made by the
    /// first save.
    pub fn new(root: impl Into<PathBuf>, key: TrustKey, options: DirectoryOptions) -> DirectoryStore {
        let root = root.into();
        let name = format!("dir:{}", root.display()).into();
        DirectoryStore { root, key, options, name, counters: Arc::default(), is_sound: AtomicBool::new(false) }
    }

    /// `$XDG_CACHE_HOME/hearth` or `~/.cache/hearth`; `None` if neither
    /// variable is set.
    pub fn default_root() -> Option<PathBuf> {
        DirectoryStore::root_of("hearth")
    }

    /// As [`DirectoryStore::default_root`], of another application.
    pub fn root_of(application: &str) -> Option<PathBuf> {
        user_directory("XDG_CACHE_HOME", ".cache", application)
    }

    /// The file of a pack, whether it exists or not.
    pub fn pack_path(&self, source: SourceKey, target: TargetFingerprint) -> PathBuf {
        self.versioned().join(format!("{source}-{target}.pack"))
    }

    fn versioned(&self) -> PathBuf {
        self.root.join(format!("v{}", pack::VERSION))
    }

    fn error(&self, reason: MissReason, detail: impl Into<String>) -> StoreError {
        StoreError { reason, store: self.name.clone(), detail: detail.into() }
    }

    fn io_error(&self, path: &Path, e: &io::Error) -> StoreError {
        self.error(io_reason(e), format!("{}: {e}", path.display()))
    }

    /// Whether there is a store; an error if its directories are not to be trusted.
    fn check_root(&self) -> Result<bool, StoreError> {
        // What a directory that others may look at is for is its owner's affair; who could
        // write there could replace what is in it.
        let (forbidden, remedy) = if self.options.read_only { (0o022, "chmod go-w") } else { (0o077, "chmod 700") };
        let is_there =
            self.check_directory(&self.root, 0o022, "chmod go-w")? && self.check_directory(&self.versioned(), forbidden, remedy)?;
        self.is_sound.store(is_there, Ordering::Relaxed);
        Ok(is_there)
    }

    /// Whether a directory is there; an error if it is not the user's or has any of these
    /// permissions.
    fn check_directory(&self, path: &Path, forbidden: u32, remedy: &str) -> Result<bool, StoreError> {
        let meta = match Step::CheckDirectory.system(io::ErrorKind::Other).and_then(|()| fs::symlink_metadata(path)) {
            Ok(meta) => meta,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(e) => return Err(self.io_error(path, &e)),
        };
        let insecure = |what: String| Err(self.error(MissReason::InsecureDirectory, what));
        let path = path.display();
        if !meta.is_dir() {
            insecure(format!("{path} is not a directory"))
        } else if !self.is_trusted(&meta) {
            insecure(format!("{path} belongs to user {}", meta.uid()))
        } else if meta.mode() & forbidden != 0 {
            insecure(format!("{path} has mode {:03o}; close it with `{remedy}`", meta.mode() & 0o777))
        } else {
            Ok(true)
        }
    }

    /// Whether this is the user's, or where nothing is written root's.
    fn is_trusted(&self, meta: &fs::Metadata) -> bool {
        meta.uid() == effective_uid() || self.options.read_only && meta.uid() == 0
    }

    fn make_directory(&self, path: &Path) -> Result<(), StoreError> {
        Step::MakeDirectory
            .system(io::ErrorKind::StorageFull)
            .and_then(|()| DirBuilder::new().recursive(true).mode(0o700).create(path))
            .map_err(|e| self.io_error(path, &e))
    }

    /// Reads the pack now in place. `Ok(None)`: no file. A segment that is damaged is counted,
    /// and those before it are the pack.
    fn read(&self, source: SourceKey, target: TargetFingerprint) -> Result<Option<PackFile>, StoreError> {
        let path = self.pack_path(source, target);
        match open_file(&path, true) {
            Ok(mut file) => self.read_from(&mut file, &path, source, target),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(self.io_error(&path, &e)),
        }
    }

    /// As `read`, of an open file.
    fn read_from(
        &self,
        file: &mut File,
        path: &Path,
        source: SourceKey,
        target: TargetFingerprint,
    ) -> Result<Option<PackFile>, StoreError> {
        let opened = &mut *file;
        if opened.metadata().is_ok_and(|meta| !self.is_trusted(&meta)) {
            return Err(self.error(MissReason::InsecureDirectory, format!("{} belongs to another user", path.display())));
        }
        let file = match read_pack(opened, &self.key, true) {
            Ok(file) => file,
            Err(Refusal::Io(e)) => return Err(self.io_error(path, &e)),
            // Who has just made it has not locked it yet.
            Err(Refusal::Empty(age)) if age < ABOUT_TO_BE_WRITTEN || !self.is_left_over(path, 0) => return Ok(None),
            Err(Refusal::Empty(_)) => return Err(self.error(MissReason::Truncated, path.display().to_string())),
            Err(Refusal::Reason(MissReason::Truncated, len)) if !self.is_left_over(path, len) => return Ok(None),
            Err(Refusal::Reason(r, _)) => return Err(self.error(r, path.display().to_string())),
        };
        file.pack.check_identity(source, target).map_err(|r| self.error(r, path.display().to_string()))?;
        self.note_use(opened);
        // Another damage is another refusal.
        let place = [file.end.to_le_bytes(), file.len.to_le_bytes()].concat();
        if let Some(reason) = file.damage {
            self.counters.refuse(refusal(source, target, &[reason.name().as_bytes(), &place].concat()), reason);
        } else if file.end != file.len && self.is_left_over(path, file.len) {
            self.counters.refuse(refusal(source, target, &place), MissReason::Truncated);
        }
        Ok(Some(file))
    }

    /// Renews the time of a pack now and then, on which only pruning depends.
    fn note_use(&self, file: &File) {
        if self.options.read_only {
            return;
        }
        let now = SystemTime::now();
        let touch_after = self.options.max_age.map_or(TOUCH_AFTER, |max| TOUCH_AFTER.min(max / 4));
        if file.metadata().and_then(|meta| meta.modified()).is_ok_and(|then| distance(now, then) > touch_after) {
            let _ = file.set_modified(now);
        }
    }

    /// Whether a segment that is not there to its end was left so: nobody writes here, nor has
    /// written since the file had this length.
    fn is_left_over(&self, path: &Path, len: u64) -> bool {
        let file = open_file(path, true);
        file.is_ok_and(|file| file.try_lock_shared().is_ok()) && fs::metadata(path).is_ok_and(|meta| meta.len() == len)
    }

    /// The file of a pack, locked, made if need be.
    fn lock(&self, path: &Path) -> Result<File, StoreError> {
        self.lock_file(path, true)?.ok_or_else(|| self.error(MissReason::IoError, format!("{} is not there", path.display())))
    }

    /// The file of a pack, locked; none if it is not there and not to be made.
    fn lock_file(&self, path: &Path, makes: bool) -> Result<Option<File>, StoreError> {
        let deadline = Instant::now() + self.options.lock_timeout;
        loop {
            let mut options = File::options();
            options.create(makes).truncate(false).read(true).write(true).mode(0o600).custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK);
            let file = match options.open(path) {
                Err(e) if e.kind() == io::ErrorKind::NotFound && !makes => return Ok(None),
                opened => opened.map_err(|e| self.io_error(path, &e))?,
            };
            if Step::LockPack.fails() {
                return Err(self.error(MissReason::StoreTimeout, format!("{} was made to stay locked", path.display())));
            }
            match file.try_lock() {
                Ok(()) if is_in_place(&file, path) => return Ok(Some(file)),
                Err(TryLockError::Error(e)) => return Err(self.io_error(path, &e)),
                Err(TryLockError::WouldBlock) if Instant::now() < deadline => std::thread::sleep(Duration::from_millis(2)),
                // Another file is there now, or none.
                Ok(()) if Instant::now() < deadline => {}
                Ok(()) | Err(TryLockError::WouldBlock) => {
                    return Err(self.error(MissReason::StoreTimeout, format!("{} stays locked", path.display())));
                }
            }
        }
    }

    /// Locks a pack's file, which is made if need be, and reads the pack that is in it.
    fn open_to_write(&self, source: SourceKey, target: TargetFingerprint) -> Result<(File, Option<PackFile>), StoreError> {
        if !self.check_root()? {
            self.make_directory(&self.versioned())?;
            self.check_root()?;
        }
        let path = self.pack_path(source, target);
        let mut file = self.lock(&path)?;
        match self.read_from(&mut file, &path, source, target) {
            Ok(old) => Ok((file, old)),
            // What cannot be used is replaced.
            Err(e) if !matches!(e.reason, MissReason::IoError | MissReason::InsecureDirectory) => {
                self.counters.refuse(refusal(source, target, &[]), e.reason);
                Ok((file, None))
            }
            Err(e) => Err(e),
        }
    }

    fn write(&self, source: SourceKey, target: TargetFingerprint, entries: &[Entry]) -> Result<SaveReport, StoreError> {
        if entries.is_empty() {
            return Ok(SaveReport::default());
        }
        let (mut file, old) = self.open_to_write(source, target)?;
        let Some(old) = old else { return self.begin(&mut file, source, target, entries) };
        let mut builder = PackBuilder::after(&old.pack, unix_now(), self.options.limits);
        for entry in entries {
            builder.add(entry);
        }
        let report = builder.report();
        if report.added == 0 {
            return Ok(SaveReport { merge: report, bytes_written: 0 });
        }
        let limits = self.options.limits;
        let (live, dead) = old.pack.live_and_dead();
        let is_full = live + builder.size() > limits.max_bytes.saturating_sub(pack::HEADER_SIZE + TAG_SIZE)
            || old.pack.len() + report.added > limits.max_entries;
        if is_full || self.is_worth_merging(old.pack.segments().len() / TOLERANCE, live, dead / TOLERANCE) {
            return self.merge(source, target, Some(&old.pack), entries);
        }
        let (sealed, merge) = builder.build(&self.key);
        let path = self.pack_path(source, target);
        self.append(&mut file, &path, old.end, sealed.as_bytes())?;
        Ok(SaveReport { merge, bytes_written: sealed.as_bytes().len() as u64 })
    }

    /// Writes the first segment of a pack. The caller has the lock of `file`.
    fn begin(&self, file: &mut File, source: SourceKey, target: TargetFingerprint, entries: &[Entry]) -> Result<SaveReport, StoreError> {
        if file.metadata().is_ok_and(|meta| meta.len() > 0) {
            return self.merge(source, target, None, entries);
        }
        let path = self.pack_path(source, target);
        let mut builder = PackBuilder::new(source, target, unix_now(), self.options.limits);
        for entry in entries {
            builder.add(entry);
        }
        let (sealed, merge) = builder.build(&self.key);
        self.append(file, &path, 0, sealed.as_bytes()).inspect_err(|_| {
            let _ = fs::remove_file(&path);
        })?;
        Ok(SaveReport { merge, bytes_written: sealed.as_bytes().len() as u64 })
    }

    /// Segments cost a read each, and what does not count any more costs room. That a segment is
    /// large is no reason: all that is in it may count, and writing it twice is what segments
    /// are there to avoid.
    fn is_worth_merging(&self, segments: usize, live: usize, dead: usize) -> bool {
        segments > self.options.max_segments || dead > live / 2
    }

    /// Writes a pack anew, in one segment. The caller has the lock.
    fn merge(&self, source: SourceKey, target: TargetFingerprint, old: Option<&Pack>, entries: &[Entry]) -> Result<SaveReport, StoreError> {
        let mut builder = PackBuilder::new(source, target, unix_now(), self.options.limits);
        if let Some(old) = old {
            builder.add_pack(old);
        }
        for entry in entries {
            builder.add(entry);
        }
        let (sealed, merge) = builder.build(&self.key);
        self.replace(&self.pack_path(source, target), sealed.as_bytes())?;
        Ok(SaveReport { merge, bytes_written: sealed.as_bytes().len() as u64 })
    }

    /// Seals a pack anew in one segment, if some of it is sealed by another key than the first.
    fn seal_anew(&self, source: SourceKey, target: TargetFingerprint) -> Result<RekeyReport, StoreError> {
        let path = self.pack_path(source, target);
        let found = match self.read(source, target) {
            Err(e) if e.reason.is_of_pack() => return Ok(RekeyReport { refused: 1, ..RekeyReport::default() }),
            found => found?,
        };
        let refused = |file: &PackFile| u64::from(file.damage.is_some());
        match found {
            None => return Ok(RekeyReport::default()),
            Some(file) if file.pack.sealed_by_others(&self.key) == 0 => {
                return Ok(RekeyReport { refused: refused(&file), ..RekeyReport::default() });
            }
            Some(file) if self.options.read_only => {
                let only_read = file.pack.sealed_by_others(&self.key) as u64;
                return Ok(RekeyReport { refused: refused(&file), only_read, ..RekeyReport::default() });
            }
            Some(_) => {}
        }
        // Since then somebody may have written to it, or have done just this.
        let Some(mut locked) = self.lock_file(&path, false)? else { return Ok(RekeyReport::default()) };
        let Some(old) = self.read_from(&mut locked, &path, source, target)? else { return Ok(RekeyReport::default()) };
        let parts = old.pack.sealed_by_others(&self.key) as u64;
        let mut report = RekeyReport { refused: refused(&old), ..RekeyReport::default() };
        if parts > 0 {
            let pack = old.pack.sealed_anew(&self.key);
            let used = locked.metadata().and_then(|meta| meta.modified());
            for bytes in pack.segments() {
                self.replace(&path, bytes)?;
                report.bytes_written += bytes.len() as u64;
            }
            // Nobody has used it just now.
            if let (Ok(used), Ok(file)) = (used, open_file(&path, true)) {
                let _ = file.set_modified(used);
            }
            (report.packs, report.parts) = (1, parts);
        }
        Ok(report)
    }

    /// Adds a segment to a pack file behind `end`, up to which it is whole. The caller has the lock.
    fn append(&self, file: &mut File, path: &Path, end: u64, segment: &[u8]) -> Result<(), StoreError> {
        let written = limits::check_file(end as usize + segment.len())
            .and_then(|()| Step::CutPack.system(io::ErrorKind::Other))
            .and_then(|()| if file.metadata()?.len() > end { file.set_len(end) } else { Ok(()) })
            .and_then(|()| file.seek(SeekFrom::Start(end)))
            .and_then(|_| Step::WritePack.system(io::ErrorKind::StorageFull))
            .and_then(|()| file.write_all(segment));
        written.map_err(|e| {
            // What of it is there is not used; the next save cuts it off if this cannot.
            let _ = file.set_len(end);
            self.io_error(path, &e)
        })
    }

    /// Puts a file with these bytes in place of `path`, at once.
    fn replace(&self, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let temporary = path.with_file_name(format!(".{name}.{}.{n}", std::process::id()));
        let written = limits::check_file(bytes.len())
            .and_then(|()| Step::WritePack.system(io::ErrorKind::StorageFull))
            .and_then(|()| {
                File::options().create(true).truncate(true).write(true).mode(0o600).custom_flags(libc::O_NOFOLLOW).open(&temporary)
            })
            .and_then(|mut file| file.write_all(bytes))
            .and_then(|()| Step::RenamePack.system(io::ErrorKind::Other))
            .and_then(|()| fs::rename(&temporary, path));
        written.map_err(|e| {
            let _ = fs::remove_file(&temporary);
            self.io_error(&temporary, &e)
        })
    }

    /// Prunes to the configured size if that has not happened for a while.
    fn prune_sometimes(&self) {
        let mark = self.versioned().join("pruned");
        let now = SystemTime::now();
        let due = match fs::symlink_metadata(&mark).and_then(|m| m.modified()) {
            // A mark that is ahead is of a clock that went wrong.
            Ok(last) => distance(now, last) > self.options.prune_interval,
            Err(_) => true,
        };
        if due && self.replace(&mark, b"").is_ok() {
            // The outcome shows in the next `stat`; the save itself succeeded.
            let _ = self.prune(PruneBound { max_bytes: self.options.max_bytes, max_age: self.options.max_age });
        }
    }

    /// Calls `visit` for each file.
    fn walk(&self, mut visit: impl FnMut(&Path, &str, fs::Metadata)) -> Result<(), StoreError> {
        if !self.check_root()? {
            return Ok(());
        }
        let versioned = self.versioned();
        let files = match fs::read_dir(&versioned) {
            Ok(files) => files,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(e) => return Err(self.io_error(&versioned, &e)),
        };
        // Somebody else may be pruning: what has gone is passed over.
        for file in files.flatten() {
            if let (Ok(meta), Some(name)) = (file.metadata(), file.file_name().to_str())
                && meta.is_file()
            {
                visit(&file.path(), name, meta);
            }
        }
        Ok(())
    }
}

impl Store for DirectoryStore {
    fn name(&self) -> String {
        self.name.to_string()
    }

    fn is_read_only(&self) -> bool {
        self.options.read_only
    }

    fn load(&self, source: SourceKey, target: TargetFingerprint) -> Result<Option<LoadedPack>, StoreError> {
        self.counters.count_load(source, target, || {
            if !self.check_root()? {
                return Ok(None);
            }
            let file = self.read(source, target)?;
            Ok(file.map(|file| LoadedPack { pack: Arc::new(file.pack), from: self.name.clone() }))
        })
    }

    fn save(&self, source: SourceKey, target: TargetFingerprint, entries: &[Entry]) -> Result<SaveReport, StoreError> {
        if self.options.read_only {
            return Ok(SaveReport::default());
        }
        let report = self.counters.count_save(|| self.write(source, target, entries))?;
        self.prune_sometimes();
        Ok(report)
    }

    fn tidy(&self, source: SourceKey, target: TargetFingerprint) -> Result<SaveReport, StoreError> {
        self.counters.count_save(|| {
            if self.options.read_only || !self.check_root()? || !self.pack_path(source, target).exists() {
                return Ok(SaveReport::default());
            }
            let (_lock, old) = self.open_to_write(source, target)?;
            let Some(old) = old else { return Ok(SaveReport::default()) };
            let (live, dead) = old.pack.live_and_dead();
            if !self.is_worth_merging(old.pack.segments().len(), live, dead) {
                return Ok(SaveReport::default());
            }
            self.merge(source, target, Some(&old.pack), &[])
        })
    }

    fn forget(&self, source: SourceKey, target: TargetFingerprint, entries: &[Forgotten]) -> Result<SaveReport, StoreError> {
        self.counters.count_save(|| {
            if self.options.read_only || !self.check_root()? || !self.pack_path(source, target).exists() {
                return Ok(SaveReport::default());
            }
            let (_lock, old) = self.open_to_write(source, target)?;
            let Some(old) = old else { return Ok(SaveReport::default()) };
            let forgotten: HashSet<_> = entries.iter().map(|e| (e.kind, e.key)).collect();
            let mut builder = PackBuilder::new(source, target, unix_now(), self.options.limits);
            builder.add_pack_without(&old.pack, |kind, key| forgotten.contains(&(kind, key)));
            let (sealed, merge) = builder.build(&self.key);
            self.replace(&self.pack_path(source, target), sealed.as_bytes())?;
            Ok(SaveReport { merge, bytes_written: sealed.as_bytes().len() as u64 })
        })
    }

    fn rekey(&self, source: SourceKey, target: TargetFingerprint) -> Result<RekeyReport, StoreError> {
        if self.check_root()? { self.seal_anew(source, target) } else { Ok(RekeyReport::default()) }
    }

    fn keeps_statistics(&self) -> bool {
        self.options.keep_statistics && !self.options.read_only
    }

    fn add_statistics(&self, of_process: &ProgramStatistics) -> Result<(), StoreError> {
        // A process has looked at it when it loaded its first file.
        if !self.keeps_statistics() || !self.is_sound.load(Ordering::Relaxed) && !self.check_root()? {
            return Ok(());
        }
        match Log::new(&self.root).append(of_process) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(self.io_error(&self.root.join(STATISTICS), &e)),
            _ => Ok(()),
        }
    }

    fn tidy_statistics(&self) {
        if self.keeps_statistics() && matches!(self.check_root(), Ok(true)) {
            Log::new(&self.root).tidy();
        }
    }

    fn statistics(&self) -> Result<Statistics, StoreError> {
        Ok(if self.check_root()? { Log::new(&self.root).read() } else { Statistics::default() })
    }

    fn list(&self) -> Result<Vec<PackInfo>, StoreError> {
        let mut packs = Vec::new();
        self.walk(|path, name, meta| {
            if let Some((source, target)) = parse_pack_name(name) {
                packs.push(PackInfo {
                    source,
                    target,
                    bytes: meta.len(),
                    used: meta.modified().ok(),
                    location: path.display().to_string(),
                    store: self.name.clone(),
                });
            }
        })?;
        Ok(packs)
    }

    fn remove(&self, source: SourceKey, target: TargetFingerprint) -> Result<bool, StoreError> {
        if self.options.read_only || !self.check_root()? {
            return Ok(false);
        }
        let path = self.pack_path(source, target);
        match fs::remove_file(&path) {
            Ok(()) => Ok(true),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(e) => Err(self.io_error(&path, &e)),
        }
    }

    fn prune(&self, bound: PruneBound) -> Result<PruneReport, StoreError> {
        if self.options.read_only {
            return Ok(PruneReport::default());
        }
        let mut packs = Vec::new();
        self.walk(|path, name, meta| {
            if parse_pack_name(name).is_some() {
                packs.push((age_of(&meta), meta.len(), path.to_owned()));
            } else if name.starts_with('.') && meta.modified().is_ok_and(|m| distance(SystemTime::now(), m) > STALE_TEMPORARY) {
                let _ = fs::remove_file(path);
            }
        })?;
        packs.sort_unstable();
        let mut report = PruneReport { kept_bytes: packs.iter().map(|p| p.1).sum(), ..Default::default() };
        // The longest unused is at the end.
        while let Some((age, bytes, path)) = packs.pop() {
            if report.kept_bytes <= bound.max_bytes && bound.max_age.is_none_or(|max| age <= max) {
                break;
            }
            match fs::remove_file(&path) {
                Ok(()) => {
                    report.removed += 1;
                    report.removed_bytes += bytes;
                }
                Err(e) if e.kind() == io::ErrorKind::NotFound => {}
                Err(e) => return Err(self.io_error(&path, &e)),
            }
            report.kept_bytes -= bytes;
        }
        Ok(report)
    }

    fn counters(&self) -> Vec<(String, Arc<StoreCounters>)> {
        vec![(self.name(), self.counters.clone())]
    }
}

/// Between two times, whichever comes first.
fn distance(a: SystemTime, b: SystemTime) -> Duration {
    a.duration_since(b).unwrap_or_else(|ahead| ahead.duration())
}

fn age_of(meta: &fs::Metadata) -> Duration {
    meta.modified().ok().and_then(|m| m.elapsed().ok()).unwrap_or(Duration::ZERO)
}

fn parse_pack_name(name: &str) -> Option<(SourceKey, TargetFingerprint)> {
    let (source, target) = name.strip_suffix(".pack")?.split_once('-')?;
    Some((SourceKey::from_hex(source)?, TargetFingerprint::from_hex(target)?))
}

fn io_reason(e: &io::Error) -> MissReason {
    match e.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => MissReason::StoreFull,
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => MissReason::StoreRefused,
        io::ErrorKind::UnexpectedEof => MissReason::Truncated,
        _ if e.raw_os_error() == Some(libc::ELOOP) => MissReason::InsecureDirectory,
        _ => MissReason::IoError,
    }
}

/// A file in a pack's place. Neither a link nor a FIFO leads anywhere or hangs.
fn open_file(path: &Path, own: bool) -> io::Result<File> {
    let flags = libc::O_NONBLOCK | if own { libc::O_NOFOLLOW } else { 0 };
    File::options().read(true).custom_flags(flags).open(path)
}

/// Whether this is the file that is found at the path.
fn is_in_place(file: &File, path: &Path) -> bool {
    let identity = |meta: fs::Metadata| (meta.dev(), meta.ino());
    let found = fs::symlink_metadata(path).map(identity);
    file.metadata().map(identity).is_ok_and(|opened| found.is_ok_and(|found| found == opened))
}

enum Refusal {
    Io(io::Error),
    /// A save that has not begun to write, if the file is not older than that.
    Empty(Duration),
    /// Why, and the file's length.
    Reason(MissReason, u64),
}

/// What a pack file has.
struct PackFile {
    pack: Pack,
    /// Where the last usable segment ends, and the file.
    end: u64,
    len: u64,
    /// What is wrong with the segment that begins there.
    damage: Option<MissReason>,
}

/// Copies a pack file to private memory segment by segment; authenticates, parses each.
fn read_pack(file: &mut File, key: &TrustKey, own: bool) -> Result<PackFile, Refusal> {
    let meta = file.metadata().map_err(Refusal::Io)?;
    let len = meta.len();
    let refused = |reason| Refusal::Reason(reason, len);
    if !meta.is_file() {
        return Err(refused(MissReason::InsecureDirectory));
    }
    if len > MAX_PACK as u64 {
        return Err(refused(MissReason::TooLarge));
    }
    if len == 0 && own {
        return Err(Refusal::Empty(age_of(&meta)));
    }
    Step::ReadPack.system(io::ErrorKind::Other).map_err(Refusal::Io)?;
    let (first, mut end) = read_segment(file, 0, len, key).map_err(Refusal::Io)?;
    Step::Authenticate.miss(MissReason::WrongKey).map_err(refused)?;
    Step::ParsePack.miss(MissReason::Malformed).map_err(refused)?;
    let mut pack = Pack::begin(first).map_err(refused)?;
    let mut damage = None;
    while segment_len(file, end, len).map_err(Refusal::Io)?.is_some_and(|next| next <= len - end) {
        let (next, next_end) = read_segment(file, end, len, key).map_err(Refusal::Io)?;
        match Step::ReadSegment.miss(MissReason::WrongKey).and_then(|()| pack.go_on(next)) {
            Ok(()) => end = next_end,
            Err(reason) => {
                damage = Some(reason);
                break;
            }
        }
    }
    Ok(PackFile { pack, end, len, damage })
}

/// How long the segment at `at` says that it is; none if there is not even that, and 0 if it is no segment.
fn segment_len(file: &File, at: u64, end: u64) -> io::Result<Option<u64>> {
    let mut head = [0; 24];
    if end - at < head.len() as u64 {
        return Ok(None);
    }
    file.read_exact_at(&mut head, at)?;
    let len = if head.starts_with(&pack::PACK_MAGIC) { head.last_chunk().map_or(0, |len| u64::from_le_bytes(*len)) } else { 0 };
    Ok(Some(len))
}

/// The segment at `at`, of which only the length is believed before its tag was checked, and its
/// end; what is there of it if that is less.
fn read_segment(file: &mut File, at: u64, end: u64, key: &TrustKey) -> io::Result<(Checked<PackTag>, u64)> {
    // A length that no segment has is found out where the header is looked at.
    let len = segment_len(file, at, end)?.unwrap_or(0).max(pack::HEADER_SIZE as u64).min(end - at);
    file.seek(SeekFrom::Start(at))?;
    Ok((Untrusted::read(file, len as usize, key)?, at + len))
}

/// Reads a pack file from anywhere, such as one that was exported.
pub fn read_pack_file(path: &Path, key: &TrustKey) -> Result<Pack, StoreError> {
    let opened = open_file(path, false).map_err(Refusal::Io).and_then(|mut file| read_pack(&mut file, key, false));
    opened.map(|file| file.pack).map_err(|refusal| {
        let said = |r: MissReason| (r, format!("{}: {}", path.display(), r.description()));
        let (reason, detail) = match refusal {
            Refusal::Io(e) => (io_reason(&e), format!("{}: {e}", path.display())),
            Refusal::Empty(_) => said(MissReason::Truncated),
            Refusal::Reason(r, _) => said(r),
        };
        StoreError { reason, store: "file".into(), detail }
    })
}
