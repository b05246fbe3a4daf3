//! `remove` and `refresh`: what is kept of some source files goes, or is made anew.

use super::{Cache, Done, Failure, NOTHING_WRONG, cannot, finding, is_called, source_name};
use crate::text::{self, Object};
use hearth_codecache::store::{Forgotten, PackInfo, Store};
use hearth_codecache::{EntryKind, Pack};
use std::io::Write;
use std::sync::Arc;

/// A pack of a store, with what is in it: what cannot be read has no name, but a key.
struct Meant {
    store: Arc<dyn Store>,
    info: PackInfo,
    pack: Option<Arc<Pack>>,
}

fn meant(cache: &Cache, sources: &[String]) -> Result<Vec<Meant>, Failure> {
    let mut all = Vec::new();
    for store in cache.written_to()? {
        for info in store.list().map_err(|e| cannot(e.to_string()))? {
            let pack = store.load(info.source, info.target).ok().flatten().map(|loaded| loaded.pack);
            let name = pack.as_ref().and_then(|pack| source_name(pack)).unwrap_or_default();
            if sources.iter().any(|wanted| is_called(wanted, &name, &info)) {
                all.push(Meant { store: store.clone(), info, pack });
            }
        }
    }
    if all.is_empty() {
        return Err(finding(format!("nothing in {} is of such a source: `hearth cache list` shows what there is", cache.store.name())));
    }
    Ok(all)
}

pub fn remove(cache: &Cache, sources: &[String], json: bool, out: &mut impl Write) -> Done {
    let (mut removed, mut bytes) = (0, 0);
    for Meant { store, info, .. } in meant(cache, sources)? {
        if store.remove(info.source, info.target).map_err(|e| cannot(e.to_string()))? {
            removed += 1;
            bytes += info.bytes;
        }
    }
    tell(removed, "packs", bytes, json, out)
}

pub fn refresh(cache: &Cache, sources: &[String], json: bool, out: &mut impl Write) -> Done {
    let (mut removed, mut bytes) = (0, 0);
    for Meant { store, info, pack } in meant(cache, sources)? {
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
    tell(removed, "entries", bytes, json, out)
}

fn tell(count: u64, what: &str, bytes: u64, json: bool, out: &mut impl Write) -> Done {
    if json {
        writeln!(out, "{}", Object::new().number(what, count).number("bytes", bytes).end())?;
    } else {
        writeln!(out, "removed {count} {what} ({})", text::size(bytes))?;
    }
    Ok(NOTHING_WRONG)
}
