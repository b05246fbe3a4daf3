//! `export` and `import`: packs of a store as one file, and back; `-` is standard output, or input.

use super::programs::Meant;
use super::{Cache, Done, Failure, NOTHING_WRONG, cannot, finding, source_name};
use crate::text::{self, Object};
use hearth_codecache::Pack;
use hearth_codecache::archive::{Archive, ArchiveError, ArchiveWriter};
use hearth_codecache::store::PackInfo;
use std::fs::{self, File, OpenOptions};
use std::io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// Stands for a pipe.
const STREAM: &str = "-";

/// What went from or to a store.
#[derive(Default)]
pub struct Moved {
    pub packs: u64,
    bytes: u64,
    /// Packs for this build and processor.
    usable: u64,
}

impl Moved {
    fn count(&mut self, pack: &Pack) {
        self.packs += 1;
        self.bytes += pack.stored_len() as u64;
        self.usable += u64::from(pack.target() == hearth::cache::target());
    }

    fn tell(&self, verb: &str, skipped: Option<u64>, json: bool, out: &mut impl Write) -> Done {
        if json {
            let object = Object::new().number("packs", self.packs).number("bytes", self.bytes).number("this_target", self.usable);
            writeln!(out, "{}", skipped.into_iter().fold(object, |o, n| o.number("skipped", n)).end())?;
        } else {
            let (packs, size) = (self.packs, text::size(self.bytes));
            writeln!(out, "{verb} {packs} packs ({size}), {} of them for this build and processor", self.usable)?;
            if let Some(skipped) = skipped.filter(|n| *n > 0) {
                writeln!(out, "{skipped} packs cannot be used and were left out: `hearth cache verify` says why")?;
            }
        }
        Ok(NOTHING_WRONG)
    }
}

/// Where an archive is written to.
pub enum Target {
    /// A file that takes its place when it is whole: nobody ever sees half an archive.
    Replaced { temporary: PathBuf, place: PathBuf, file: File },
    /// A device, a FIFO or a pipe: what is there stays there.
    Through(File),
}

impl Target {
    pub fn open(file: &Path) -> Result<Target, Failure> {
        let failed = cannot_write(file);
        if file.as_os_str() == STREAM {
            let out = std::os::fd::AsFd::as_fd(&std::io::stdout()).try_clone_to_owned();
            return out.map(|out| Target::Through(out.into())).map_err(failed);
        }
        // What a link leads to is replaced, not the link.
        let place = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
        if fs::metadata(&place).is_ok_and(|meta| !meta.is_file() && !meta.is_dir()) {
            return OpenOptions::new().write(true).open(&place).map(Target::Through).map_err(failed);
        }
        let mut temporary = place.as_os_str().to_owned();
        temporary.push(format!(".{}", std::process::id()));
        let temporary = PathBuf::from(temporary);
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&temporary).map_err(failed)?;
        Ok(Target::Replaced { temporary, place, file })
    }

    /// Gives the target to `write`. If that fails, what was there is there still.
    pub fn fill<T>(self, name: &Path, write: impl FnOnce(File) -> Result<T, Failure>) -> Result<T, Failure> {
        match self {
            Target::Through(file) => write(file),
            Target::Replaced { temporary, place, file } => {
                let written = write(file).and_then(|result| {
                    let moved = fs::rename(&temporary, &place).map_err(cannot_write(name));
                    moved.map(|()| result)
                });
                written.inspect_err(|_| drop(fs::remove_file(&temporary)))
            }
        }
    }
}

pub fn cannot_write(file: &Path) -> impl Fn(std::io::Error) -> Failure + Copy {
    move |error| match error.kind() {
        std::io::ErrorKind::BrokenPipe => Failure::Unread,
        _ => cannot(format!("cannot write {}: {error}", file.display())),
    }
}

pub fn export(cache: &Cache, file: &Path, meant: &Meant, json: bool, out: &mut impl Write) -> Done {
    let is_wanted = |pack: &Pack, info: &PackInfo| meant.is_all() || meant.has(&source_name(pack).unwrap_or_default(), info);
    let written = Target::open(file)?.fill(file, |target| write_archive(cache, target, is_wanted, cannot_write(file)));
    let (moved, skipped) = written?;
    if file.as_os_str() == STREAM {
        // What is told must not get into the archive.
        return moved.tell("exported", Some(skipped), json, &mut std::io::stderr());
    }
    moved.tell("exported", Some(skipped), json, out)
}

/// What was written, and how many packs cannot be used.
pub fn write_archive(
    cache: &Cache,
    file: File,
    is_wanted: impl Fn(&Pack, &PackInfo) -> bool,
    failed: impl Fn(std::io::Error) -> Failure,
) -> Result<(Moved, u64), Failure> {
    let mut writer = None;
    let mut file = Some(file);
    let (mut moved, mut skipped) = (Moved::default(), 0);
    let mut packs = cache.packs()?;
    // Layers may have the same; a look-up gives the nearest.
    packs.sort_by_key(|info| (info.source, info.target));
    packs.dedup_by_key(|info| (info.source, info.target));
    for info in &packs {
        match cache.load(info) {
            Ok(pack) if is_wanted(&pack, info) => {
                if let Some(file) = file.take() {
                    writer = Some(ArchiveWriter::new(BufWriter::new(file)).map_err(&failed)?);
                }
                if let Some(writer) = &mut writer {
                    writer.add(&pack, &cache.key).map_err(&failed)?;
                }
                moved.count(&pack);
            }
            Ok(_) => {}
            Err(_) => skipped += 1,
        }
    }
    // What cannot be taken back was not begun.
    let Some(writer) = writer else {
        return Err(finding(format!("there is nothing to be exported in {}: `hearth cache list` shows what there is", cache.store.name())));
    };
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    writer.finish(&cache.key, now).map_err(&failed)?;
    Ok((moved, skipped))
}

/// An archive that one can seek in: what comes through a pipe is put into a file without a name first.
fn open(file: &Path) -> std::io::Result<File> {
    let is_stream = file.as_os_str() == STREAM;
    if !is_stream {
        let opened = File::open(file)?;
        let kind = opened.metadata()?;
        if kind.is_file() || kind.is_dir() {
            return Ok(opened);
        }
        return spool(opened);
    }
    spool(std::io::stdin().lock())
}

fn spool(mut from: impl Read) -> std::io::Result<File> {
    let path = std::env::temp_dir().join(format!("hearth-import-{}", std::process::id()));
    let mut file = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path)?;
    fs::remove_file(&path)?;
    std::io::copy(&mut from, &mut file)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}

pub fn import(cache: &Cache, file: &Path, json: bool, out: &mut impl Write) -> Done {
    let opened = open(file).map_err(|error| cannot(format!("cannot read {}: {error}", file.display())))?;
    let refused = |error: ArchiveError| {
        let hint = match error {
            ArchiveError::WrongKey { .. } => "; name the key that it was made with by --key-file",
            _ => "",
        };
        finding(format!("{}: {error}{hint}. Nothing was imported.", file.display()))
    };
    let mut archive = Archive::open(BufReader::new(opened), &cache.key).map_err(refused)?;
    // All of it is read before anything is saved: what is damaged is not imported in part.
    for index in 0..archive.len() {
        archive.pack(index, &cache.key).map_err(refused)?;
    }
    let mut moved = Moved::default();
    for index in 0..archive.len() {
        let adopted = adopt(cache, &mut archive, index);
        let pack = adopted.map_err(|error| cannot(format!("{error}. {} of {} packs were imported.", moved.packs, archive.len())))?;
        moved.count(&pack);
    }
    moved.tell("imported", None, json, out)
}

fn adopt(cache: &Cache, archive: &mut Archive<impl Read + Seek>, index: usize) -> Result<Arc<Pack>, String> {
    let pack = archive.pack(index, &cache.key).map_err(|error| error.to_string())?;
    cache.store.adopt(&pack).map_err(|error| error.to_string())?;
    Ok(pack)
}
