//! `show --sizes`: what is large in packs, by kind and part.

use super::{Cache, Done, Failure, NOTHING_WRONG, finding, is_called, source_name};
use crate::text::{self, Object};
use hearth_codecache::pack::{INDEX_ROW_SIZE, Pack};
use hearth_codecache::{Blob, EntryKind};
use std::collections::BTreeMap;
use std::io::Write;

/// Bytes by part, decompressed, and what the packs have in the store.
#[derive(Default)]
struct Sizes {
    parts: BTreeMap<String, u64>,
    stored: u64,
    segments: u64,
    packs: u64,
}

impl Sizes {
    fn add(&mut self, part: impl Into<String>, bytes: usize) {
        *self.parts.entry(part.into()).or_default() += bytes as u64;
    }

    fn count(&mut self, pack: &Pack) {
        self.packs += 1;
        self.segments += pack.segments().len() as u64;
        self.stored += pack.stored_len() as u64;
        self.add("superseded", pack.live_and_dead().1);
        for entry in pack.entries() {
            self.add("index", INDEX_ROW_SIZE);
            self.add("padding", entry.len().next_multiple_of(16) - entry.len());
            match (entry.kind, Blob::parse(entry.bytes())) {
                (EntryKind::Code, Ok(blob)) => {
                    let mut framing = entry.len();
                    for (kind, _, bytes) in blob.sections() {
                        self.add(format!("code: {kind}"), bytes.len());
                        framing -= bytes.len();
                    }
                    self.add("code: framing", framing);
                }
                (kind, _) => self.add(kind.to_string(), entry.len()),
            }
        }
    }
}

/// Of the packs whose source is called so, or of all.
pub fn show(cache: &Cache, wanted: Option<&str>, json: bool, out: &mut impl Write) -> Done {
    let sizes = measure(cache, wanted)?;
    let total: u64 = sizes.parts.values().sum();
    let mut parts: Vec<(&String, u64)> = sizes.parts.iter().map(|(part, bytes)| (part, *bytes)).filter(|(_, bytes)| *bytes > 0).collect();
    parts.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    if json {
        let object = parts.iter().fold(Object::new(), |object, (part, bytes)| object.number(part, *bytes));
        let sums = Object::new().number("packs", sizes.packs).number("segments", sizes.segments);
        writeln!(out, "{}", sums.number("stored", sizes.stored).number("decompressed", total).raw("parts", &object.end()).end())?;
        return Ok(NOTHING_WRONG);
    }
    let rows: Vec<Vec<String>> = parts
        .iter()
        .map(|(part, bytes)| vec![(*part).clone(), bytes.to_string(), format!("{:.1} %", *bytes as f64 * 100.0 / total.max(1) as f64)])
        .collect();
    write!(out, "{}", text::table(&["PART", ">BYTES", ">SHARE"], &rows))?;
    let (packs, segments) = (sizes.packs, sizes.segments);
    writeln!(out, "{packs} packs in {segments} segments: {} decompressed, {} stored", text::size(total), text::size(sizes.stored))?;
    Ok(NOTHING_WRONG)
}

fn measure(cache: &Cache, wanted: Option<&str>) -> Result<Sizes, Failure> {
    let mut sizes = Sizes::default();
    for info in cache.packs()? {
        // What cannot be used is `verify`'s to tell.
        let Ok(pack) = cache.load(&info) else { continue };
        let name = source_name(&pack).unwrap_or_default();
        if wanted.is_none_or(|wanted| is_called(wanted, &name, &info)) {
            sizes.count(&pack);
        }
    }
    if sizes.packs == 0 {
        return Err(finding("there is no such pack: `hearth cache list` shows what there is"));
    }
    Ok(sizes)
}
