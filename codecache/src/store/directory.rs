//! A directory of pack files: the default store.
//!
//! ```text
//! <root>/                       the user's; nobody else can write to it
//!   v1/                         0700; version of the pack format
//!     <first 2 digits of source>/
//!       <source>-<target>.pack  32 + 32 hexadecimal digits
//!       lock                    flock'ed while a pack of this shard is merged
//!       .<source>….<pid>.<n>    being written; renamed or, after a crash, pruned
//!     pruned                    its time says when the store was last pruned
//! ```
//!
//! Invariants:
//!
//! 1. A pack file never changes: a merge writes a new file and renames it over
//!    the old one. A reader sees the old or the new pack, whole.
//! 2. Merging happens under the shard's lock, so no save is lost. The kernel
//!    frees the lock of a process that dies.
//! 3. The root is the user's own and only theirs to change, and what is in it is closed to
//!    others, or it is not used.
//!
//! Files are not synced: what a power failure leaves behind is found out by its
//! tag, counted, and replaced by the next save.

use std::fs::{self, DirBuilder, File, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use super::{LoadedPack, PackInfo, PruneBound, PruneReport, SaveReport, Store, StoreCounters, StoreError, unix_now, user_directory};
use crate::bytes::AlignedBytes;
use crate::fingerprint::TargetFingerprint;
use crate::key::SourceKey;
use crate::miss::MissReason;
use crate::pack::{self, Entry, MAX_PACK, Pack, PackBuilder, PackLimits};
use crate::trust::{TrustKey, Untrusted};
use crate::user::effective_uid;

/// How a directory store behaves.
#[derive(Clone, Copy, Debug)]
pub struct DirectoryOptions {
    /// Of one pack.
    pub limits: PackLimits,
    /// All packs together, in bytes; checked from time to time when saving.
    pub max_bytes: u64,
    /// How long a save waits for another process that merges in the same shard.
    pub lock_timeout: Duration,
    /// How often a save looks at the size of the whole store.
    pub prune_interval: Duration,
}

impl Default for DirectoryOptions {
    fn default() -> Self {
        DirectoryOptions {
            limits: PackLimits::default(),
            max_bytes: 1 << 30,
            lock_timeout: Duration::from_secs(2),
            prune_interval: Duration::from_secs(600),
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
}

/// A used pack's time is renewed when it is older than this, so that reading
/// does not write each time.
const TOUCH_AFTER: Duration = Duration::from_secs(24 * 3600);

/// A temporary file older than this belongs to a process that died.
const STALE_TEMPORARY: Duration = Duration::from_secs(3600);

impl DirectoryStore {
    /// The store in `root`. Touches nothing; the directory is made by the
    /// first save.
    pub fn new(root: impl Into<PathBuf>, key: TrustKey, options: DirectoryOptions) -> DirectoryStore {
        let root = root.into();
        let name = format!("dir:{}", root.display()).into();
        DirectoryStore { root, key, options, name, counters: Arc::default() }
    }

    /// `$XDG_CACHE_HOME/hearth` or `~/.cache/hearth`; `None` if neither
    /// variable is set.
    pub fn default_root() -> Option<PathBuf> {
        user_directory("XDG_CACHE_HOME", ".cache")
    }

    /// The file of a pack, whether it exists or not.
    pub fn pack_path(&self, source: SourceKey, target: TargetFingerprint) -> PathBuf {
        self.shard(source).join(format!("{source}-{target}.pack"))
    }

    fn versioned(&self) -> PathBuf {
        self.root.join(format!("v{}", pack::VERSION))
    }

    fn shard(&self, source: SourceKey) -> PathBuf {
        self.versioned().join(format!("{:02x}", source.0[0]))
    }

    fn error(&self, reason: MissReason, detail: impl Into<String>) -> StoreError {
        StoreError { reason, store: self.name.clone(), detail: detail.into() }
    }

    fn io_error(&self, path: &Path, e: &io::Error) -> StoreError {
        self.error(io_reason(e), format!("{}: {e}", path.display()))
    }

    /// Whether the root is there; an error if it, or what is in it, is not to be trusted.
    fn check_root(&self) -> Result<bool, StoreError> {
        // What a directory that others may look at is for is its owner's affair; who could
        // write there could replace what is in it.
        Ok(self.check_directory(&self.root, 0o022, "chmod go-w")? && {
            self.check_directory(&self.versioned(), 0o077, "chmod 700")?;
            true
        })
    }

    /// Whether a directory is there; an error if it is not the user's or has any of these
    /// permissions.
    fn check_directory(&self, path: &Path, forbidden: u32, remedy: &str) -> Result<bool, StoreError> {
        let meta = match fs::symlink_metadata(path) {
            Ok(meta) => meta,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(e) => return Err(self.io_error(path, &e)),
        };
        let insecure = |what: String| Err(self.error(MissReason::InsecureDirectory, what));
        let path = path.display();
        if !meta.is_dir() {
            insecure(format!("{path} is not a directory"))
        } else if meta.uid() != effective_uid() {
            insecure(format!("{path} belongs to user {}", meta.uid()))
        } else if meta.mode() & forbidden != 0 {
            insecure(format!("{path} has mode {:03o}; close it with `{remedy}`", meta.mode() & 0o777))
        } else {
            Ok(true)
        }
    }

    fn make_directory(&self, path: &Path) -> Result<(), StoreError> {
        DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(|e| self.io_error(path, &e))
    }

    /// Reads the pack now in place. `Ok(None)`: no file.
    fn read(&self, source: SourceKey, target: TargetFingerprint) -> Result<Option<Pack>, StoreError> {
        let path = self.pack_path(source, target);
        let pack = match open_pack_file(&path, &self.key, true) {
            Ok(pack) => pack,
            Err(Refusal::Io(e)) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(Refusal::Io(e)) => return Err(self.io_error(&path, &e)),
            Err(Refusal::Reason(r)) => return Err(self.error(r, path.display().to_string())),
        };
        pack.check_identity(source, target).map_err(|r| self.error(r, path.display().to_string()))?;
        Ok(Some(pack))
    }

    fn lock(&self, shard: &Path) -> Result<File, StoreError> {
        let path = shard.join("lock");
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK)
            .open(&path)
            .map_err(|e| self.io_error(&path, &e))?;
        let deadline = Instant::now() + self.options.lock_timeout;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::Error(e)) => return Err(self.io_error(&path, &e)),
                Err(TryLockError::WouldBlock) if Instant::now() >= deadline => {
                    return Err(self.error(MissReason::StoreTimeout, format!("{} stays locked", path.display())));
                }
                Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(2)),
            }
        }
    }

    fn merge(&self, source: SourceKey, target: TargetFingerprint, entries: &[Entry]) -> Result<SaveReport, StoreError> {
        if entries.is_empty() {
            return Ok(SaveReport::default());
        }
        if !self.check_root()? {
            self.make_directory(&self.root)?;
            self.check_root()?;
        }
        let shard = self.shard(source);
        self.make_directory(&shard)?;
        let lock = self.lock(&shard)?;
        let old = match self.read(source, target) {
            Ok(old) => old,
            // What cannot be used is replaced; it was counted, or will be, by
            // whoever wants to load it.
            Err(e) if !matches!(e.reason, MissReason::IoError | MissReason::InsecureDirectory) => {
                self.counters.entries_refused().count(e.reason);
                None
            }
            Err(e) => return Err(e),
        };
        let mut builder = PackBuilder::new(source, target, unix_now(), self.options.limits);
        if let Some(old) = &old {
            builder.add_pack(old);
        }
        for entry in entries {
            builder.add(entry);
        }
        let (sealed, merge) = builder.build(&self.key);
        let changed = merge.added > 0 || merge.dropped > 0 || old.is_none();
        if changed {
            self.replace(&self.pack_path(source, target), sealed.as_bytes())?;
        }
        drop(lock);
        let bytes_written = if changed { sealed.as_bytes().len() as u64 } else { 0 };
        Ok(SaveReport { merge, bytes_written })
    }

    /// Puts a file with these bytes in place of `path`, at once.
    fn replace(&self, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let temporary = path.with_file_name(format!(".{name}.{}.{n}", std::process::id()));
        let written = File::options()
            .create(true)
            .truncate(true)
            .write(true)
            .mode(0o600)
            .custom_flags(libc::O_NOFOLLOW)
            .open(&temporary)
            .and_then(|mut file| file.write_all(bytes))
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
            Ok(last) => now.duration_since(last).is_ok_and(|age| age > self.options.prune_interval),
            Err(_) => true,
        };
        if due && self.replace(&mark, b"").is_ok() {
            // The outcome shows in the next `stat`; the save itself succeeded.
            let _ = self.prune(PruneBound { max_bytes: self.options.max_bytes, max_age: None });
        }
    }

    /// Calls `visit` for each file of each shard.
    fn walk(&self, mut visit: impl FnMut(&Path, &str, fs::Metadata)) -> Result<(), StoreError> {
        if !self.check_root()? {
            return Ok(());
        }
        let versioned = self.versioned();
        let shards = match fs::read_dir(&versioned) {
            Ok(shards) => shards,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(e) => return Err(self.io_error(&versioned, &e)),
        };
        for shard in shards.flatten() {
            if !shard.file_type().is_ok_and(|t| t.is_dir()) {
                continue;
            }
            // Somebody else may be pruning: what has gone is passed over.
            for file in fs::read_dir(shard.path()).into_iter().flatten().flatten() {
                if let (Ok(meta), Some(name)) = (file.metadata(), file.file_name().to_str())
                    && meta.is_file()
                {
                    visit(&file.path(), name, meta);
                }
            }
        }
        Ok(())
    }
}

impl Store for DirectoryStore {
    fn name(&self) -> String {
        self.name.to_string()
    }

    fn load(&self, source: SourceKey, target: TargetFingerprint) -> Result<Option<LoadedPack>, StoreError> {
        self.counters.count_load(|| {
            if !self.check_root()? {
                return Ok(None);
            }
            let pack = self.read(source, target)?;
            Ok(pack.map(|pack| LoadedPack { pack: Arc::new(pack), from: self.name.clone() }))
        })
    }

    fn save(&self, source: SourceKey, target: TargetFingerprint, entries: &[Entry]) -> Result<SaveReport, StoreError> {
        let report = self.counters.count_save(|| self.merge(source, target, entries))?;
        self.prune_sometimes();
        Ok(report)
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
        if !self.check_root()? {
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
        let now = SystemTime::now();
        let age = |meta: &fs::Metadata| meta.modified().ok().and_then(|m| now.duration_since(m).ok()).unwrap_or(Duration::ZERO);
        let mut packs = Vec::new();
        self.walk(|path, name, meta| {
            if parse_pack_name(name).is_some() {
                packs.push((age(&meta), meta.len(), path.to_owned()));
            } else if name.starts_with('.') && age(&meta) > STALE_TEMPORARY {
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

fn parse_pack_name(name: &str) -> Option<(SourceKey, TargetFingerprint)> {
    let (source, target) = name.strip_suffix(".pack")?.split_once('-')?;
    Some((SourceKey::from_hex(source)?, TargetFingerprint::from_hex(target)?))
}

fn io_reason(e: &io::Error) -> MissReason {
    match e.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => MissReason::StoreFull,
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => MissReason::StoreRefused,
        io::ErrorKind::UnexpectedEof => MissReason::Truncated,
        _ if e.raw_os_error() == Some(libc::ELOOP) => MissReason::InsecureDirectory,
        _ => MissReason::IoError,
    }
}

enum Refusal {
    Io(io::Error),
    Reason(MissReason),
}

/// Copies a pack file to private memory, authenticates, parses.
fn open_pack_file(path: &Path, key: &TrustKey, own: bool) -> Result<Pack, Refusal> {
    // Neither a link nor a FIFO in a pack's place leads anywhere or hangs.
    let flags = libc::O_NONBLOCK | if own { libc::O_NOFOLLOW } else { 0 };
    let mut file = File::options().read(true).custom_flags(flags).open(path).map_err(Refusal::Io)?;
    let meta = file.metadata().map_err(Refusal::Io)?;
    if !meta.is_file() || own && meta.uid() != effective_uid() {
        return Err(Refusal::Reason(MissReason::InsecureDirectory));
    }
    let len = usize::try_from(meta.len()).unwrap_or(usize::MAX);
    if len > MAX_PACK {
        return Err(Refusal::Reason(MissReason::TooLarge));
    }
    let private = AlignedBytes::read_from(&mut file, len).map_err(Refusal::Io)?;
    let pack = Pack::open(Untrusted::new(private), key).map_err(Refusal::Reason)?;
    if own && meta.modified().is_ok_and(|m| m.elapsed().is_ok_and(|age| age > TOUCH_AFTER)) {
        // Only pruning depends on it.
        let _ = file.set_modified(SystemTime::now());
    }
    Ok(pack)
}

/// Reads a pack file from anywhere, such as one that was exported.
pub fn read_pack_file(path: &Path, key: &TrustKey) -> Result<Pack, StoreError> {
    open_pack_file(path, key, false).map_err(|refusal| {
        let (reason, detail) = match refusal {
            Refusal::Io(e) => (io_reason(&e), format!("{}: {e}", path.display())),
            Refusal::Reason(r) => (r, format!("{}: {}", path.display(), r.description())),
        };
        StoreError { reason, store: "file".into(), detail }
    })
}
