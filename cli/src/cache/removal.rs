//! `remove` and `refresh`: what is kept of some source files goes, or is made anew.

use super::programs::Meant;
use super::{Cache, Done, Failure, NOTHING_WRONG, cannot, finding, source_name};
use crate::text::{self, Object};
use hearth_codecache::store::{Forgotten, PackInfo, Store};
use hearth_codecache::{EntryKind, Pack};
use std::io::Write;
use std::sync::Arc;

/// A pack of a store, with what is in it: what cannot be read has no name, but a key.
struct Found {
    store: Arc<dyn Store>,
    info: PackInfo,
    pack: Option<Arc<Pack>>,
}

fn find(cache: &Cache, meant: &Meant) -> Result<Vec<Found>, Failure> {
    let mut all = Vec::new();
    for store in cache.written_to()? {
        for info in store.list().map_err(|e| cannot(e.to_string()))? {
            let pack = store.load(info.source, info.target).ok().flatten().map(|loaded| loaded.pack);
            let name = pack.as_ref().and_then(|pack| source_name(pack)).unwrap_or_default();
            if meant.has(&name, &info) {
                all.push(Found { store: store.clone(), info, pack });
            }
        }
    }
    if all.is_empty() {
        return Err(finding(format!("nothing in {} is of such a source: `hearth cache list` shows what there is", cache.store.name())));
    }
    Ok(all)
}

pub fn remove(cache: &Cache, meant: &Meant, json: bool, out: &mut impl Write) -> Done {
    let (mut removed, mut bytes) = (0, 0);
    for Found { store, info, .. } in find(cache, meant)? {
        if store.remove(info.source, info.target).map_err(|e| cannot(e.to_string()))? {
            removed += 1;
            bytes += info.bytes;
        }
    }
    tell(removed, "packs", bytes, meant.shared, json, out)
}

pub fn refresh(cache: &Cache, meant: &Meant, json: bool, out: &mut impl Write) -> Done {
    let (mut removed, mut bytes) = (0, 0);
    for Found { store, info, pack } in find(cache, meant)? {
        let learnt = pack.iter().flat_map(|pack| pack.entries()).filter(|entry| entry.kind != EntryKind::Bytecode);
        let mut forgotten = Vec::new();
        for entry in learnt {
            forgotten.push(Forgotten { kind: entry.kind, key: entry.key, generation: entry.generation });
            bytes += entry.len() as u64;
        }
        if !forgotten.is_empty() {
            store.forget(info.source, info.target, &forgotten).map_err(|e| cannot(e.to_string()))?;
            removed += forgotten.len() as u64;
        }
    }
    tell(removed, "entries", bytes, meant.shared, json, out)
}

fn tell(count: u64, what: &str, bytes: u64, shared: u64, json: bool, out: &mut impl Write) -> Done {
    if json {
        writeln!(out, "{}", Object::new().number(what, count).number("bytes", bytes).number("shared", shared).end())?;
    } else {
        writeln!(out, "removed {count} {what} ({})", text::size(bytes))?;
        if shared > 0 {
            writeln!(out, "{shared} files are of other programs, too, and were left alone")?;
        }
    }
    Ok(NOTHING_WRONG)
}
