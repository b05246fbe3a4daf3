//! `export` and `import`: packs of a store as one file, and back.

use super::{Cache, Done, Failure, NOTHING_WRONG, cannot, finding, is_called, source_name};
use crate::text::{self, Object};
use hearth_codecache::Pack;
use hearth_codecache::archive::{Archive, ArchiveError, ArchiveWriter};
use hearth_codecache::store::PackInfo;
use std::fs::{self, File, OpenOptions};
use std::io::{BufReader, BufWriter, Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

/// What went from or to a store.
#[derive(Default)]
struct Moved {
    packs: u64,
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

pub fn export(cache: &Cache, file: &Path, sources: &[String], json: bool, out: &mut impl Write) -> Done {
    let mut temporary = file.as_os_str().to_owned();
    temporary.push(format!(".{}", std::process::id()));
    let temporary = Path::new(&temporary);
    let failed = |error: std::io::Error| cannot(format!("cannot write {}: {error}", file.display()));
    let created = OpenOptions::new().write(true).create_new(true).mode(0o600).open(temporary).map_err(failed)?;
    let written = write_archive(cache, created, sources, failed);
    // Nobody ever sees half an archive.
    let moved = written.and_then(|moved| fs::rename(temporary, file).map_err(failed).map(|()| moved));
    match moved {
        Ok((moved, skipped)) => moved.tell("exported", Some(skipped), json, out),
        Err(failure) => {
            let _ = fs::remove_file(temporary);
            Err(failure)
        }
    }
}

/// What was written, and how many packs cannot be used.
fn write_archive(
    cache: &Cache,
    file: File,
    sources: &[String],
    failed: impl Fn(std::io::Error) -> Failure,
) -> Result<(Moved, u64), Failure> {
    let mut writer = ArchiveWriter::new(BufWriter::new(file)).map_err(&failed)?;
    let (mut moved, mut skipped) = (Moved::default(), 0);
    let mut packs = cache.packs()?;
    // Layers may have the same; a look-up gives the nearest.
    packs.sort_by_key(|info| (info.source, info.target));
    packs.dedup_by_key(|info| (info.source, info.target));
    for info in &packs {
        match cache.load(info) {
            Ok(pack) if is_wanted(&pack, info, sources) => {
                writer.add(&pack, &cache.key).map_err(&failed)?;
                moved.count(&pack);
            }
            Ok(_) => {}
            Err(_) => skipped += 1,
        }
    }
    if moved.packs == 0 {
        return Err(finding(format!("there is nothing to be exported in {}: `hearth cache list` shows what there is", cache.store.name())));
    }
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    writer.finish(&cache.key, now).map_err(&failed)?;
    Ok((moved, skipped))
}

fn is_wanted(pack: &Pack, info: &PackInfo, sources: &[String]) -> bool {
    let name = source_name(pack).unwrap_or_default();
    sources.is_empty() || sources.iter().any(|wanted| is_called(wanted, &name, info))
}

pub fn import(cache: &Cache, file: &Path, json: bool, out: &mut impl Write) -> Done {
    let opened = File::open(file).map_err(|error| cannot(format!("cannot read {}: {error}", file.display())))?;
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
