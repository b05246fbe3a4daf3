//! The files of a directory that have its statistics.
//!
//! ```text
//! <root>/statistics      records of processes, one behind the other
//! <root>/statistics.old  such a file on its way into the sums
//! <root>/statistics.sum  which of these was added last, then a record for each program
//! ```
//!
//! Invariants:
//!
//! 1. A process opens the first file, appends its record in one write, and closes it. It waits for nobody. What of a record is
//!    there if the disk is full is passed over.
//! 2. When that file is long it is renamed, and added to the sums by whoever comes a moment later, when nobody can still be
//!    about to write to it. That is written at once, with the checksum of what was added: so nothing is added twice, wherever
//!    somebody dies.
//! 3. One process at a time does so: it has the lock of the root. Who does not get it leaves it to the others; only who
//!    displays waits for it, for a while.
//! 4. All of it stays small, whatever happens: what cannot be added is dropped.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::program::{ProgramStatistics, gather};
use super::{Statistics, record};
use crate::steps::Step;
use crate::store::unix_now;

/// A file of records that is longer is added to the sums, in bytes.
const LONG: u64 = 64 << 10;
/// A file of records that is longer, and could not be, is dropped.
const TOO_LONG: u64 = 1 << 20;
/// Sums of the programs that were used last, in bytes.
const MOST_SUMS: usize = 1 << 20;
/// No more is read of a file.
const MOST_READ: u64 = 4 << 20;
/// Nobody is still about to write to a file that was written to before, and renamed, so long ago.
const QUIET: Duration = Duration::from_secs(1);
/// One process of so many looks whether the file is long.
const LOOKS: u64 = 64;
/// How long who displays waits for who adds.
const PATIENCE: Duration = Duration::from_secs(1);

const MAGIC: [u8; 8] = *b"HRTHSUMS";

/// The name of the file of records.
pub(crate) const STATISTICS: &str = "statistics";

/// The statistics below a root.
pub(crate) struct Log<'a> {
    pub root: &'a Path,
    /// How often `tidy` is called by those who append: one time of so many.
    pub looks: u64,
}

impl<'a> Log<'a> {
    pub fn new(root: &'a Path) -> Log<'a> {
        Log { root, looks: LOOKS }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    fn records(&self) -> PathBuf {
        self.path(STATISTICS)
    }

    fn old(&self) -> PathBuf {
        self.path("statistics.old")
    }

    fn sums(&self) -> PathBuf {
        self.path("statistics.sum")
    }

    /// Adds what a process did. The caller knows that nobody else can put anything into the root. The limit of the process on
    /// files is its host's affair: it should have it as an error, not as a signal.
    ///
    /// # Errors
    /// Why it is lost.
    pub fn append(&self, one: &ProgramStatistics) -> io::Result<()> {
        let bytes = record::encode(one);
        Step::WriteStatistics.system(io::ErrorKind::StorageFull)?;
        let written = open(&self.records(), File::options().append(true).create(true))?.write(&bytes)?;
        // It is as good as any chance.
        if xxh3_64(&bytes).is_multiple_of(self.looks) {
            self.tidy();
        }
        if written == bytes.len() { Ok(()) } else { Err(io::ErrorKind::StorageFull.into()) }
    }

    /// Adds records to the sums if they are many. Where that is not possible, or somebody else is at it, nothing happens, unless they are far
    /// too many.
    pub fn tidy(&self) {
        let length = |path: &Path| fs::symlink_metadata(path).map_or(0, |meta| meta.len());
        if length(&self.records()) <= LONG {
            return;
        }
        let Ok(root) = File::open(self.root) else { return };
        if root.try_lock().is_err() {
            return;
        }
        let added = self.add_old();
        if matches!(added, Ok(true)) {
            let _ = fs::rename(self.records(), self.old());
        } else if length(&self.records()) > TOO_LONG {
            let _ = fs::remove_file(self.records());
        }
    }

    /// Adds the file that was renamed to the sums; whether it is gone. The caller has the lock.
    fn add_old(&self) -> io::Result<bool> {
        let old = match open(&self.old(), File::options().read(true)) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(true),
            old => old?,
        };
        let bytes = read(&old)?;
        let (digest, sums, _) = self.read_sums();
        let modified = old.metadata()?.modified()?;
        if digest != Some(name_of(&bytes, modified)) {
            // Whichever way the clock went.
            let age = SystemTime::now().duration_since(modified).unwrap_or_else(|ahead| ahead.duration());
            if age < QUIET {
                return Ok(false);
            }
            let records = record::decode_all(&bytes, unix_now()).0;
            self.write_sums(gather(sums.into_iter().chain(records)), name_of(&bytes, modified))?;
        }
        fs::remove_file(self.old())?;
        Ok(true)
    }

    fn write_sums(&self, mut programs: Vec<ProgramStatistics>, digest: u64) -> io::Result<()> {
        let mut bytes = [&MAGIC[..], &digest.to_le_bytes()].concat();
        programs.sort_by_key(|program| std::cmp::Reverse(program.last));
        for program in programs {
            let one = record::encode(&program);
            if bytes.len() + one.len() > MOST_SUMS {
                break;
            }
            bytes.extend(one);
        }
        let temporary = self.path("statistics.new");
        let written = Step::WriteStatistics
            .system(io::ErrorKind::StorageFull)
            .and_then(|()| open(&temporary, File::options().write(true).create(true).truncate(true)))
            .and_then(|mut file| file.write_all(&bytes))
            .and_then(|()| fs::rename(&temporary, self.sums()));
        written.inspect_err(|_| drop(fs::remove_file(&temporary)))
    }

    /// What was added last, the sums, and how many bytes mean nothing.
    fn read_sums(&self) -> (Option<u64>, Vec<ProgramStatistics>, u64) {
        let bytes = open(&self.sums(), File::options().read(true)).and_then(|file| read(&file)).unwrap_or_default();
        let head = bytes.strip_prefix(&MAGIC).and_then(|rest| rest.split_first_chunk());
        let (digest, rest) = head.map_or((None, &bytes[..]), |(digest, rest)| (Some(u64::from_le_bytes(*digest)), rest));
        let (sums, damaged) = record::decode_all(rest, unix_now());
        (digest, sums, damaged)
    }

    /// What is known of all programs.
    pub fn read(&self) -> Statistics {
        let _lock = self.wait_for_lock();
        let (digest, mut programs, mut damaged) = self.read_sums();
        for (path, may_be_added) in [(self.old(), true), (self.records(), false)] {
            let Ok(file) = open(&path, File::options().read(true)) else { continue };
            let (Ok(bytes), Ok(modified)) = (read(&file), file.metadata().and_then(|meta| meta.modified())) else { continue };
            if may_be_added && digest == Some(name_of(&bytes, modified)) {
                continue;
            }
            let (records, lost) = record::decode_all(&bytes, unix_now());
            programs.extend(records);
            damaged += lost;
        }
        Statistics { programs: gather(programs), damaged }
    }

    /// The root, shared with others who read; none if somebody writes for long, or it cannot be locked.
    fn wait_for_lock(&self) -> Option<File> {
        let root = File::open(self.root).ok()?;
        let until = Instant::now() + PATIENCE;
        loop {
            match root.try_lock_shared() {
                Ok(()) => return Some(root),
                Err(TryLockError::WouldBlock) if Instant::now() < until => std::thread::sleep(Duration::from_millis(5)),
                Err(_) => return None,
            }
        }
    }
}

/// By what a file is known that was added: another may have the same records, of as many equal runs.
fn name_of(bytes: &[u8], modified: SystemTime) -> u64 {
    let since = modified.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    xxh3_64_with_seed(bytes, since.as_nanos() as u64)
}

/// No link leads anywhere, and no FIFO hangs.
fn open(path: &Path, options: &mut fs::OpenOptions) -> io::Result<File> {
    options.mode(0o600).custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK).open(path)
}

fn read(file: &File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if file.metadata()?.is_file() {
        file.take(MOST_READ).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::super::figures::Figure;
    use super::*;
    use crate::store::temporary::TempDir;

    fn run(name: &str) -> ProgramStatistics {
        let mut one = ProgramStatistics::of_process(name, unix_now());
        one.figures.add(Figure::Runs, 1);
        one
    }

    fn runs(log: &Log<'_>) -> Vec<(String, u64)> {
        log.read().programs.iter().map(|program| (program.name.clone(), program.figures.get(Figure::Runs))).collect()
    }

    /// So that it looks as if nobody has written to it for a while.
    fn age(path: &Path) {
        let file = File::options().append(true).open(path).unwrap();
        file.set_modified(SystemTime::now() - 2 * QUIET).unwrap();
    }

    #[test]
    fn nothing_is_lost_and_nothing_counted_twice_while_records_become_sums() {
        let dir = TempDir::new();
        let log = Log { root: dir.path(), looks: 1 };
        let mut count = 0;
        for round in 0..4 {
            while fs::metadata(log.records()).map_or(0, |meta| meta.len()) <= LONG {
                log.append(&run(&"a".repeat(1000))).unwrap();
                count += 1;
            }
            // Who comes too early leaves it alone.
            log.tidy();
            assert_eq!(runs(&log)[0].1, count, "round {round}");
            if log.old().exists() {
                age(&log.old());
            }
            log.tidy();
            assert_eq!(runs(&log)[0].1, count, "round {round}");
        }
        assert!(log.sums().exists());
        let all = fs::read_dir(dir.path()).unwrap().map(|file| file.unwrap().metadata().unwrap().len());
        assert!(all.sum::<u64>() < 4 * LONG);
    }

    /// Somebody died between writing the sums and removing what they have.
    #[test]
    fn what_was_added_is_not_added_again() {
        let dir = TempDir::new();
        let log = Log { root: dir.path(), looks: u64::MAX };
        (0..3).for_each(|_| log.append(&run("a")).unwrap());
        fs::rename(log.records(), log.old()).unwrap();
        age(&log.old());
        let bytes = fs::read(log.old()).unwrap();
        let modified = fs::metadata(log.old()).unwrap().modified().unwrap();
        assert!(log.add_old().unwrap());
        fs::write(log.old(), &bytes).unwrap();
        File::options().append(true).open(log.old()).unwrap().set_modified(modified).unwrap();
        assert_eq!(runs(&log), [("a".into(), 3)]);
        assert!(log.add_old().unwrap());
        assert_eq!(runs(&log), [("a".into(), 3)]);
        // As many equal runs as before are others.
        fs::write(log.old(), &bytes).unwrap();
        age(&log.old());
        assert!(log.add_old().unwrap());
        assert_eq!(runs(&log), [("a".into(), 6)]);
    }

    #[test]
    fn what_cannot_be_summed_up_stays_small() {
        let dir = TempDir::new();
        let log = Log { root: dir.path(), looks: u64::MAX };
        // It cannot be replaced by a file.
        fs::create_dir(log.sums()).unwrap();
        let long = run(&"a".repeat(4000));
        for _ in 0..1500 {
            log.append(&long).unwrap();
            log.tidy();
            assert!(fs::metadata(log.records()).map_or(0, |meta| meta.len()) < TOO_LONG + 5000);
            if log.old().exists() {
                age(&log.old());
            }
        }
    }

    #[test]
    fn whoever_is_at_it_is_left_alone_and_nobody_waits_to_append() {
        let dir = TempDir::new();
        let log = Log { root: dir.path(), looks: 1 };
        let held = File::open(dir.path()).unwrap();
        held.lock().unwrap();
        let long = run(&"a".repeat(4000));
        let start = Instant::now();
        (0..20).for_each(|_| log.append(&long).unwrap());
        assert!(start.elapsed() < PATIENCE && fs::metadata(log.records()).unwrap().len() > LONG && !log.old().exists());
        assert_eq!(runs(&log)[0].1, 20, "it is displayed all the same");
    }

    #[test]
    fn many_append_at_once() {
        let dir = TempDir::new();
        let log = Log { root: dir.path(), looks: 1 };
        std::thread::scope(|scope| {
            for n in 0..4 {
                let log = &log;
                scope.spawn(move || (0..500).for_each(|_| log.append(&run(&format!("{n}{}", "x".repeat(300)))).unwrap()));
            }
        });
        assert!(runs(&log).iter().map(|(_, n)| *n).eq([500; 4]), "{:?}", runs(&log));
        assert_eq!(log.read().damaged, 0);
    }

    #[test]
    fn links_and_fifos_in_its_place_are_not_written_to() {
        let dir = TempDir::new();
        let log = Log { root: dir.path(), looks: 1 };
        let target = dir.path().join("target");
        fs::write(&target, "precious").unwrap();
        std::os::unix::fs::symlink(&target, log.records()).unwrap();
        assert!(log.append(&run("a")).is_err());
        assert_eq!(fs::read(&target).unwrap(), b"precious");
        assert!(log.read().programs.is_empty());
        assert!(Log { root: &dir.path().join("none"), looks: 1 }.append(&run("a")).is_err_and(|e| e.kind() == io::ErrorKind::NotFound));
    }
}
