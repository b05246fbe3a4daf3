//! `list`, `verify`, `prune`: the store as a whole.

use super::{Cache, Done, FINDING, NOTHING_WRONG, cannot, is_called, source_name};
use crate::text::{self, Object};
use hearth::cache::finish::{Run, queue_key};
use hearth::cache::unit::{FunctionKey, INFO_KEY, UnitInfo};
use hearth::cache::{blob, profile};
use hearth_codecache::pack::PackEntry;
use hearth_codecache::store::{PackInfo, PruneBound};
use hearth_codecache::{Blob, EntryKind, MissReason, Pack};
use std::io::Write;
use std::time::Duration;

pub(super) const KINDS: [EntryKind; 5] = [EntryKind::Bytecode, EntryKind::Profile, EntryKind::Code, EntryKind::Module, EntryKind::Pattern];

/// Number and bytes of a pack's entries of each kind.
pub(super) fn contents(pack: &Pack) -> [(u64, u64); KINDS.len()] {
    KINDS.map(|kind| {
        let entries = pack.entries().filter(|e| e.kind == kind && (kind != EntryKind::Bytecode || e.key != INFO_KEY));
        entries.fold((0, 0), |(n, bytes), e| (n + 1, bytes + e.len() as u64))
    })
}

fn target_name(info: &PackInfo) -> &'static str {
    if info.target == hearth::cache::target() { "this" } else { "other" }
}

pub fn list(cache: &Cache, wanted: Option<&str>, entries: bool, json: bool, out: &mut impl Write) -> Done {
    let mut rows = Vec::new();
    let mut details = Vec::new();
    let mut items = Vec::new();
    for info in cache.packs()? {
        let pack = cache.load(&info);
        let name = pack.as_ref().ok().and_then(|pack| source_name(pack)).unwrap_or_else(|| "?".into());
        if wanted.is_some_and(|wanted| !is_called(wanted, &name, &info)) {
            continue;
        }
        let kinds = pack.as_ref().map(|pack| contents(pack)).unwrap_or_default();
        let age = info.used.map_or_else(|| "?".into(), text::age);
        let key = info.source.to_string();
        if json {
            let mut object = Object::new()
                .text("source", &name)
                .text("key", &key)
                .text("target", info.target.to_string())
                .bool("this_target", info.target == hearth::cache::target())
                .number("bytes", info.bytes)
                .text("location", &info.location)
                .text("store", &info.store);
            for (kind, (n, _)) in KINDS.iter().zip(&kinds) {
                object = object.number(&kind.to_string(), *n);
            }
            match &pack {
                Ok(pack) if entries || wanted.is_some() => {
                    let described = pack.entries().filter(|e| e.key != INFO_KEY).map(|e| entry_json(&e));
                    object = object.raw("entries", &text::array(described));
                }
                Ok(_) => {}
                Err(error) => object = object.text("error", error),
            }
            items.push(object.end());
            continue;
        }
        let counts = kinds.iter().map(|(n, _)| n.to_string());
        let row = [name.clone(), key[..12].to_owned()].into_iter().chain(counts);
        let problem = if pack.is_ok() { target_name(&info).to_owned() } else { "unusable".to_owned() };
        rows.push(row.chain([text::size(info.bytes), age, problem, info.store.to_string()]).collect::<Vec<_>>());
        if let (Ok(pack), true) = (&pack, entries || wanted.is_some()) {
            details.push((format!("{name} {}", &key[..12]), pack.clone()));
        }
    }
    if json {
        writeln!(out, "{}", text::array(items))?;
        return Ok(NOTHING_WRONG);
    }
    if rows.is_empty() {
        match wanted {
            Some(wanted) => writeln!(out, "Nothing in {} is of a source {wanted:?}.", cache.store.name())?,
            None => writeln!(out, "{} is empty: run a script that gets hot, such as `hearth script.js`.", cache.store.name())?,
        }
        return Ok(NOTHING_WRONG);
    }
    write!(
        out,
        "{}",
        text::table(
            &["SOURCE", "KEY", ">BYTECODE", ">PROFILES", ">CODE", ">MODULES", ">PATTERNS", ">SIZE", ">USED", "TARGET", "STORE"],
            &rows
        )
    )?;
    for (title, pack) in details {
        let rows: Vec<Vec<String>> = pack.entries().filter(|e| e.key != INFO_KEY).map(|e| entry_row(&e)).collect();
        writeln!(out, "\n{title}")?;
        write!(out, "{}", text::table(&["KIND", "FUNCTION", "POSITION", "ENTRY", ">SIZE", ">GENERATION", ">SAVED", "ID"], &rows))?;
    }
    Ok(NOTHING_WRONG)
}

/// Function name, position and entry point of an entry, as far as it says.
fn about(entry: &PackEntry) -> (String, String, String) {
    match entry.kind {
        EntryKind::Bytecode => {
            let span = FunctionKey::of_entry(entry.key).map_or_else(String::new, |f| format!("{}..{}", f.start, f.end));
            (String::new(), span, String::new())
        }
        EntryKind::Profile => {
            let record = profile::decode(entry.bytes()).ok().map(|stored| stored.record);
            record.map_or_else(Default::default, |r| (r.script.name.clone(), r.position.to_string(), String::new()))
        }
        EntryKind::Code => match Blob::parse(entry.bytes()) {
            Ok(blob) => {
                let about = blob::about(&blob).unwrap_or_default();
                (about.function_name.to_owned(), about.position.to_string(), blob.identity().entry.to_string())
            }
            Err(error) => (format!("({error})"), String::new(), String::new()),
        },
        _ => Default::default(),
    }
}

fn entry_row(entry: &PackEntry) -> Vec<String> {
    let (function, position, point) = about(entry);
    let function = if function.is_empty() && entry.kind == EntryKind::Code { "(anonymous)".into() } else { function };
    vec![
        entry.kind.to_string(),
        function,
        position,
        point,
        text::size(entry.len() as u64),
        entry.generation.to_string(),
        text::age(text::unix(entry.stamp)),
        format!("{:032x}", entry.key),
    ]
}

fn entry_json(entry: &PackEntry) -> String {
    let (function, position, point) = about(entry);
    Object::new()
        .text("kind", entry.kind.to_string())
        .text("id", format!("{:032x}", entry.key))
        .text("function", function)
        .text("position", position)
        .text("entry", point)
        .number("bytes", entry.len() as u64)
        .number("generation", entry.generation as u64)
        .number("saved", entry.stamp)
        .end()
}

pub fn verify(cache: &Cache, json: bool, out: &mut impl Write) -> Done {
    let mut wrong: Vec<(String, String, String)> = Vec::new();
    let (mut packs, mut entries) = (0u64, 0u64);
    for info in cache.packs()? {
        packs += 1;
        let before = refused(cache);
        let pack = match cache.load(&info) {
            Ok(pack) => pack,
            Err(error) => {
                wrong.push((info.location.clone(), String::new(), error));
                continue;
            }
        };
        for (reason, _) in refused(cache).into_iter().zip(before).filter(|((_, now), (_, before))| now > before).map(|(now, _)| now) {
            wrong.push((info.location.clone(), String::new(), format!("part of it is not used: {}", reason.description())));
        }
        for entry in pack.entries() {
            entries += 1;
            if let Err(what) = verify_entry(cache, &info, &entry) {
                wrong.push((info.location.clone(), format!("{} {:032x}", entry.kind, entry.key), what));
            }
        }
    }
    if json {
        let items = wrong
            .iter()
            .map(|(location, entry, what)| Object::new().text("location", location).text("entry", entry).text("problem", what).end());
        writeln!(out, "{}", Object::new().number("packs", packs).number("entries", entries).raw("problems", &text::array(items)).end())?;
    } else {
        for (location, entry, what) in &wrong {
            writeln!(out, "{location}{}{entry}: {what}", if entry.is_empty() { "" } else { ": " })?;
        }
        writeln!(out, "{packs} packs, {entries} entries, {} damaged", wrong.len())?;
        if !wrong.is_empty() {
            writeln!(out, "What is damaged is not used. `hearth cache prune --all` removes everything.")?;
        }
    }
    Ok(if wrong.is_empty() { NOTHING_WRONG } else { FINDING })
}

/// How much of what was found has been left out so far, by reason.
fn refused(cache: &Cache) -> Vec<(MissReason, u64)> {
    let counters = cache.store.counters();
    MissReason::ALL.iter().map(|reason| (*reason, counters.iter().map(|(_, c)| c.entries_refused().get(*reason)).sum())).collect()
}

fn verify_entry(cache: &Cache, info: &PackInfo, entry: &PackEntry) -> Result<(), String> {
    let readable = info.target == hearth::cache::target();
    if entry.bytes().len() != entry.len() {
        return Err("it cannot be decompressed".into());
    }
    match entry.kind {
        EntryKind::Code => {
            let blob = Blob::parse(entry.bytes()).map_err(|e| e.to_string())?;
            hearth_codecache::trust::verify_blob(&blob, &cache.key).map_err(|r| r.description().to_owned())?;
            if blob.identity().key.0 != entry.key || blob.identity().target != info.target {
                return Err("it belongs to another key or target".into());
            }
            if readable {
                blob::decode(&blob).map_err(|r| r.description().to_owned())?;
            }
            Ok(())
        }
        EntryKind::Pattern if readable => hearth::cache::inspect_pattern(entry.bytes()).map_err(|r| r.description().to_owned()),
        EntryKind::Profile if readable => {
            let read =
                if info.source == queue_key() { Run::decode(entry.bytes()).map(drop) } else { profile::decode(entry.bytes()).map(drop) };
            read.map_err(|reason| reason.description().to_owned())
        }
        EntryKind::Bytecode if readable && entry.key == INFO_KEY => {
            UnitInfo::decode(entry.bytes()).map(|_| ()).map_err(|r| r.description().to_owned())
        }
        _ => Ok(()),
    }
}

pub fn prune(cache: &Cache, max_size: &str, max_age: Option<u64>, all: bool, json: bool, out: &mut impl Write) -> Done {
    let max_bytes =
        text::parse_size(max_size).ok_or_else(|| cannot(format!("'{max_size}' is not a size: give bytes, or a number with k, m or g")))?;
    let bound = if all {
        PruneBound { max_bytes: 0, max_age: None }
    } else {
        PruneBound { max_bytes, max_age: max_age.map(|days| Duration::from_secs(days.saturating_mul(86400))) }
    };
    let report = cache.store.prune(bound).map_err(|e| cannot(e.to_string()))?;
    if json {
        let object = Object::new().number("removed", report.removed).number("removed_bytes", report.removed_bytes);
        writeln!(out, "{}", object.number("kept_bytes", report.kept_bytes).end())?;
    } else {
        writeln!(out, "removed {} packs ({}), kept {}", report.removed, text::size(report.removed_bytes), text::size(report.kept_bytes))?;
    }
    Ok(NOTHING_WRONG)
}
