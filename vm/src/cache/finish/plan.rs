//! What the finisher compiles, and in which order: what the run asked for, then what the next
//! process, which starts with the code that there is, would soon find warm.

use super::super::blob;
use super::super::world::World;
use super::Run;
use crate::ion::budget::interpreted_for;
use crate::ion::build::LARGE;
use crate::ion::metadata::Metadata;
use crate::ion::profile::{EntryName, EntryState, Hash, Source};
use crate::ion::tier::{WARM_IF_CALLED, WARM_IF_NOT_INLINED};
use hearth_codecache::{Blob, EntryKind, Pack};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The entry of a function.
pub(super) const FUNCTION: EntryName = EntryName(0);

pub(super) struct Plan {
    requests: Vec<(Hash, EntryName)>,
    /// Loops to be compiled where the entry of their function cannot be.
    loops: FxHashMap<Hash, Vec<EntryName>>,
    /// Nothing but what was asked for: the program has had its code.
    only_requests: bool,
    seen: FxHashSet<(Hash, EntryName)>,
    called: FxHashSet<Hash>,
    inlined: FxHashSet<Hash>,
}

impl Plan {
    pub fn new(run: &Run) -> Plan {
        let (requests, only_requests) = (run.requests.clone(), run.warm);
        let mut loops: FxHashMap<Hash, Vec<EntryName>> = FxHashMap::default();
        for (hash, entry) in &run.loops {
            loops.entry(*hash).or_default().push(*entry);
        }
        Plan { requests, loops, only_requests, seen: FxHashSet::default(), called: FxHashSet::default(), inlined: FxHashSet::default() }
    }

    /// Notes what the code of a pack calls.
    pub fn note_pack(&mut self, pack: &std::sync::Arc<Pack>) {
        for entry in pack.entries().filter(|entry| entry.kind == EntryKind::Code) {
            if let Ok(code) = Blob::parse(entry.bytes()).map_err(|e| e.reason()).and_then(|blob| blob::metadata(&blob)) {
                self.note_code(&code);
            }
        }
    }

    pub fn note_code(&mut self, code: &Metadata) {
        self.called.extend(code.called_scripts());
        self.inlined.extend(code.inlined_scripts());
    }

    /// Notes that a function cannot be entered in compiled code: its loops are to be.
    pub fn note_failed(&mut self, hash: Hash) {
        let loops = self.loops.remove(&hash).unwrap_or_default();
        self.requests.extend(loops.into_iter().map(|entry| (hash, entry)));
    }

    /// What is to be compiled next, each entry point once, what costs most first; nothing at the end.
    pub fn next_wave(&mut self, world: &mut World, met: &BTreeMap<Hash, usize>) -> Vec<(Hash, EntryName)> {
        let mut wave = std::mem::take(&mut self.requests);
        if wave.is_empty() && !self.only_requests {
            let mut needed = Vec::new();
            for hash in met.keys() {
                let Some(record) = world.record(hash) else { continue };
                let is_top = record.script.kind.is_top_level();
                let has_code = matches!(record.entries.get(&FUNCTION), Some(EntryState::Compiled(_) | EntryState::Failed(_)));
                let warmth = record.warmth;
                let is_needed =
                    self.called.contains(hash) && warmth >= WARM_IF_CALLED || !self.inlined.contains(hash) && warmth >= WARM_IF_NOT_INLINED;
                if !is_needed || has_code || is_top {
                    continue;
                }
                let Some(script) = world.script(hash) else { continue };
                let (words, loops) = (script.insns.len(), script.loops.len());
                // Of a large one it is the loops that are warm, each of which is asked for by itself.
                if words <= LARGE || loops == 0 {
                    needed.push((Reverse(interpreted_for(words, loops, warmth)), *hash));
                }
            }
            needed.sort_unstable();
            wave = needed.into_iter().map(|(_, hash)| (hash, FUNCTION)).collect();
        }
        wave.retain(|one| self.seen.insert(*one));
        wave
    }
}
