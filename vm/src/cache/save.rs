//! What a session leaves in the stores.
//!
//! Entries go to the background writer as they come; bytecode follows at the end, when
//! it is known which functions were needed. The end waits for the writer within bounds.

use super::blob::{self, About};
use super::finish::{self, Bounds, Run, RunUnit};
use super::session::{CodeRequest, Session};
use super::unit::{Unit, UnitId};
use crate::bytecode::{Source, serialize};
use crate::ion::lower::Compiled;
use crate::ion::profile::{EntryName, Hash};
use crate::options::CacheLevel;
use crate::stats::Stats;
use crate::trace::{Category, Line};
use hearth_codecache::writer::WriterOptions;
use hearth_codecache::{CodeKey, Entry, EntryKind, MissReason, SourceKey, StoreSpec, Writer};
use std::rc::Rc;
use std::time::{Duration, Instant};

/// The longest that the end of a process waits for the stores.
pub const FINISH_WITHIN: Duration = Duration::from_secs(2);

/// The longest that the end of a process waits for nearer stores to be filled from
/// farther ones: the next process would do it again, so it is worth little.
pub(super) const SETTLE_WITHIN: Duration = Duration::from_millis(300);

impl Session {
    /// Keeps compiled code.
    ///
    /// # Errors
    /// Why it is not kept.
    pub fn store_code(&mut self, id: UnitId, request: &CodeRequest, compiled: &Compiled, generation: u32) -> Result<(), MissReason> {
        if self.level < CacheLevel::Code {
            return Err(MissReason::Disabled);
        }
        let identity = request.identity();
        // What replaces stored code is newer than it.
        let generation = self.generations.get(&identity.key.0).map_or(generation, |stored| generation.max(stored.saturating_add(1)));
        let about = About {
            function_name: request.name,
            source_name: self.units[id.0 as usize].file_name(),
            position: request.position,
            took: compiled.took,
        };
        match blob::encode(compiled, identity, about, generation) {
            Ok(bytes) => {
                self.units[id.0 as usize].is_needed = true;
                self.generations.insert(identity.key.0, generation);
                self.submit(
                    id,
                    Entry::new(EntryKind::Code, identity.key.0, bytes).with_generation(generation).with_note(request.position),
                    request.name,
                )
            }
            Err(error) => Err(error.reason()),
        }
    }

    /// Queues what this process has learnt for the finisher, and if that `reads_texts`, which source
    /// files are to have bytecode; says whether there was anything.
    pub fn queue(&mut self, learnt: Option<Run>, reads_texts: bool) -> bool {
        let mut run = learnt.unwrap_or_default();
        // The finisher compiles from stored bytecode.
        let units = run.records.iter().map(|(unit, _)| *unit).chain(run.patterns.iter().map(|(unit, _)| unit.0));
        let units = units.chain(run.twins.iter().map(|twin| twin.unit));
        for unit in units {
            if let Some(unit) = self.units.get_mut(unit as usize) {
                unit.is_needed = true;
            }
        }
        if reads_texts {
            let keep_all = self.keep_all;
            let kept = self.units.iter_mut().filter(|unit| keep_all || unit.is_worth_keeping());
            run.texts = kept.filter_map(Unit::leave_text).collect();
        }
        let is_empty = run.requests.is_empty() && run.patterns.is_empty() && run.texts.is_empty() && run.avoided.is_empty();
        if self.has_workers && !is_empty {
            self.for_workers = Some(run.to_entry());
            self.hand_over_avoided();
            return true;
        }
        let is_queued = !is_empty && self.submit_to(finish::queue_key(), run.to_entry(), "").is_ok();
        if is_queued {
            self.hand_over_avoided();
        }
        is_queued
    }

    /// Code in which processes have died, as a run names it.
    pub fn avoided(&self) -> Vec<(u32, Hash, EntryName)> {
        self.avoided.iter().map(|avoided| (avoided.unit.0, avoided.script, avoided.entry)).collect()
    }

    /// From now on it is the finisher's to see that nobody enters it. Should that be lost, it is found out once more.
    fn hand_over_avoided(&mut self) {
        let keys: Vec<CodeKey> = self.avoided.iter().map(|avoided| avoided.key).collect();
        if let Some(crashes) = &self.crashes {
            crashes.forget(&keys);
        }
    }

    /// Finishes what is queued in the stores, here and now; what there is no time for stays in the queue.
    pub fn finish_queue(&self, spec: Option<&StoreSpec>, until: Option<Instant>, stats: &mut Stats) {
        let Some(store) = &self.store else { return };
        let left = until.map(|until| until.saturating_duration_since(Instant::now()));
        store.take_time();
        let bounds = Bounds { patience: left.map_or(finish::LONG, |left| left.min(finish::LONG)), until };
        match finish::finish(&**store, spec, self.level, bounds) {
            Ok(report) => {
                stats.finished.compiled += report.compiled as u64;
                stats.finished.compile_ms += report.compiling.as_secs_f64() * 1e3;
                stats.finished.bytes_written += report.bytes;
            }
            Err(reason) => stats.reject(reason.name()),
        }
    }

    /// Whether the text was loaded as a source file of its own.
    pub fn is_unit(&self, source: &Rc<Source>) -> bool {
        self.by_source.contains_key(&(Rc::as_ptr(source) as usize))
    }

    /// The source files of the program, as a run names them.
    pub fn run_units(&self) -> Vec<RunUnit> {
        let of = |unit: &Unit| RunUnit { key: unit.key, hash: unit.hash(), name: unit.file_name().to_owned() };
        self.units.iter().map(of).collect()
    }

    /// Keeps the bytecode of the functions that were compiled in this run, where that pays; behind it, what workers make of it.
    pub fn store_bytecode(&mut self) {
        for index in 0..self.units.len() {
            if !self.keep_all && !self.units[index].is_worth_keeping() {
                continue;
            }
            for entry in self.units[index].new_bytecode(serialize::functions) {
                let _ = self.submit(UnitId(index as u32), entry, "");
            }
        }
        if let (Some(store), Some(work)) = (&self.store, self.for_workers.take()) {
            let writer = self.writer.get_or_insert_with(|| Writer::start(store.clone(), WriterOptions::default()));
            // Who loses it learns it again.
            let _ = writer.offer(finish::queue(self.target), work);
        }
    }

    /// Has the stores remember what the program loaded, if that is news to them.
    fn note_program(&mut self) {
        let (Some(store), Some(first)) = (&self.store, self.units.first()) else { return };
        let loaded: Vec<SourceKey> = self.loaded().collect();
        if !store.is_read_only() && store.lacks_program(first.key, self.target, &loaded) {
            let writer = self.writer.get_or_insert_with(|| Writer::start(store.clone(), WriterOptions::default()));
            writer.note_program(first.key, self.target, loaded);
        }
    }

    pub(super) fn submit(&mut self, id: UnitId, entry: Entry, name: &str) -> Result<(), MissReason> {
        self.submit_to(self.units[id.0 as usize].key, entry, name)
    }

    pub(super) fn submit_to(&mut self, source: SourceKey, entry: Entry, name: &str) -> Result<(), MissReason> {
        let Some(store) = &self.store else { return Err(MissReason::NotFound) };
        if store.is_read_only() {
            return Err(MissReason::StoreRefused);
        }
        let store = store.clone();
        if source != finish::queue_key() {
            self.note_used(source);
        }
        let writer = self.writer.get_or_insert_with(|| Writer::start(store, WriterOptions::default()));
        let (kind, key, bytes, generation) = (entry.kind, entry.key, entry.bytes.len(), entry.generation);
        let result = writer.submit(source, self.target, entry);
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
        if let Some(store) = &self.store {
            store.end();
        }
        self.note_program();
        if let Some(writer) = self.writer.take() {
            self.has_written = true;
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
        self.warn_of_other_keys();
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
