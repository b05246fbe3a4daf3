//! What a session leaves in the stores.
//!
//! Entries go to the background writer as they come; bytecode follows at the end, when
//! it is known which functions were needed. The end waits for the writer within bounds.

use super::blob::{self, About};
use super::session::{CodeRequest, Session};
use super::unit::{self, UnitId};
use crate::bytecode::serialize;
use crate::ion::lower::Compiled;
use crate::options::CacheLevel;
use crate::stats::Stats;
use crate::trace::{Category, Line};
use hearth_codecache::writer::WriterOptions;
use hearth_codecache::{CodeKey, Entry, EntryKind, MissReason, Writer};
use std::time::{Duration, Instant};

/// The longest that the end of a process waits for the stores.
pub const FINISH_WITHIN: Duration = Duration::from_secs(2);

/// The longest that the end of a process waits for nearer stores to be filled from
/// farther ones: the next process would do it again, so it is worth little.
const SETTLE_WITHIN: Duration = Duration::from_millis(300);

/// Code of later generations is not withdrawn: if what was learnt has not helped so often,
/// compiling once more in each process would cost more than leaving the code does.
const WITHDRAWN_BELOW: u32 = 4;

impl Session {
    /// Keeps compiled code, with the profile that it was compiled from.
    ///
    /// # Errors
    /// Why it is not kept.
    pub fn store_code(
        &mut self,
        id: UnitId,
        request: &CodeRequest,
        compiled: &Compiled,
        generation: u32,
        feedback: &[u8],
    ) -> Result<(), MissReason> {
        if self.level < CacheLevel::Code {
            return Err(MissReason::Disabled);
        }
        let identity = request.identity();
        // What replaces stored code is newer than it.
        let generation = self.generations.get(&identity.key.0).map_or(generation, |stored| generation.max(stored.saturating_add(1)));
        let about = About { function_name: request.name, source_name: self.units[id.0 as usize].file_name(), position: request.position };
        match blob::encode(compiled, identity, about, generation, feedback) {
            Ok(bytes) => {
                self.generations.insert(identity.key.0, generation);
                self.submit(id, Entry::new(EntryKind::Code, identity.key.0, bytes).with_generation(generation), request.name)
            }
            Err(error) => Err(error.reason()),
        }
    }

    /// Takes compiled code out of use that turned out wrong: what is stored is followed by
    /// a newer generation that has no code, only the profile for a better one.
    pub fn withdraw_code(&mut self, id: UnitId, request: &CodeRequest, feedback: &[u8]) {
        let identity = request.identity();
        let stored = self.generations.get(&identity.key.0).copied();
        let Some(stored) = stored.filter(|generation| *generation < WITHDRAWN_BELOW && self.level == CacheLevel::Code) else { return };
        let about = About { function_name: request.name, source_name: self.units[id.0 as usize].file_name(), position: request.position };
        let generation = stored.saturating_add(1);
        if let Ok(bytes) = blob::encode_withdrawn(identity, about, generation, feedback) {
            self.generations.insert(identity.key.0, generation);
            let _ = self.submit(id, Entry::new(EntryKind::Code, identity.key.0, bytes).with_generation(generation), request.name);
        }
    }

    /// Keeps a profile for the next compilation. Where code is kept, it goes with that.
    ///
    /// # Errors
    /// Why it is not kept.
    pub fn store_profile(&mut self, id: UnitId, request: &CodeRequest, feedback: &[u8]) -> Result<(), MissReason> {
        if self.level < CacheLevel::Profile {
            return Err(MissReason::Disabled);
        }
        if self.feedback(id, request) == Ok(feedback) {
            return Ok(());
        }
        let key = request.identity().key;
        self.submit(id, unit::profile_entry(key.0, request.position, feedback), request.name)
    }

    /// Notes that nothing could be compiled from what was learnt, in place of a stored
    /// profile or of code that was given up: else each process would try at the first call.
    pub fn store_failure(&mut self, id: UnitId, request: &CodeRequest) {
        let key = request.identity().key;
        let has_code = self.generations.contains_key(&key.0);
        if self.level < CacheLevel::Profile || !has_code && self.feedback(id, request).is_err() {
            return;
        }
        // A profile that lies with withdrawn code comes before one that is an entry.
        self.withdraw_code(id, request, &[]);
        let _ = self.submit(id, unit::profile_entry(key.0, request.position, &[]), request.name);
    }

    /// Keeps the bytecode of all functions that were compiled in this run.
    pub fn store_bytecode(&mut self) {
        for index in 0..self.units.len() {
            for entry in self.units[index].new_bytecode(serialize::functions) {
                let _ = self.submit(UnitId(index as u32), entry, "");
            }
        }
    }

    fn submit(&mut self, id: UnitId, entry: Entry, name: &str) -> Result<(), MissReason> {
        let Some(store) = &self.store else { return Err(MissReason::NotFound) };
        let writer = self.writer.get_or_insert_with(|| Writer::start(store.clone(), WriterOptions::default()));
        let unit = &self.units[id.0 as usize];
        let (kind, key, bytes, generation) = (entry.kind, entry.key, entry.bytes.len(), entry.generation);
        let result = writer.submit(unit.key, self.target, entry);
        if self.trace.has(Category::Cache) {
            let mut line = Line::new(Category::Cache).field("event", "store").field("what", kind);
            if !name.is_empty() {
                line = line.field("name", name);
            }
            line = line.field("id", CodeKey(key)).field("bytes", bytes).field("generation", generation);
            if let Err(reason) = result {
                line = line.field("lost", reason);
            }
            line.emit();
        }
        result
    }

    /// The end of the process, or of the machine: stores what is left, waits for the
    /// writer (not longer than `within`), and completes the statistics. Does its work once.
    pub fn finish(&mut self, stats: &mut Stats, within: Duration) {
        if std::mem::replace(&mut self.finished, true) {
            return;
        }
        let start = Instant::now();
        self.count_records(stats);
        self.store_bytecode();
        if let Some(writer) = self.writer.take() {
            let report = writer.finish(start + within);
            if self.trace.has(Category::Cache) {
                Line::new(Category::Cache)
                    .field("event", "finish")
                    .field("submitted", report.submitted)
                    .field("saved", report.saved)
                    .field("lost", report.lost)
                    .field("us", start.elapsed().as_micros())
                    .emit();
            }
        }
        self.release_leases();
        let Some(store) = &self.store else { return };
        store.settle(SETTLE_WITHIN.min(within.saturating_sub(start.elapsed())));
        self.warn_of_failures();
        for (name, counters) in store.counters() {
            stats.store.bytes_written += counters.bytes_written();
            let all = counters.misses().nonzero().chain(counters.entries_refused().nonzero()).chain(counters.save_failures().nonzero());
            for (reason, count) in all.filter(|(reason, _)| *reason != MissReason::NotFound) {
                *stats.rejected.entry(reason.name()).or_default() += count;
                if self.trace.has(Category::Cache) {
                    Line::new(Category::Cache)
                        .field("event", "failures")
                        .field("store", &name)
                        .field("reason", reason)
                        .field("count", count)
                        .emit();
                }
            }
        }
    }
}

impl Drop for Session {
    /// A machine that is dropped without `finish` still leaves what it learnt.
    fn drop(&mut self) {
        if self.writer.is_some() {
            self.finish(&mut Stats::default(), FINISH_WITHIN);
        }
    }
}
