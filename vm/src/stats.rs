//! `Stats`: counters of one virtual machine, printed by `--stats`.
//!
//! Whoever does a thing counts it here; the collector's own figures are copied in
//! when the statistics are printed.

use crate::ion::runtime_calls::RuntimeCall;
use crate::vm::Vm;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How `--stats` prints.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    Text,
    Json,
}

#[derive(Clone, Debug, Default)]
pub struct Stats {
    pub tierups: TierUps,
    /// Of regular expressions.
    pub patterns: Patterns,
    /// Stored code that was not used, by reason.
    pub rejected: BTreeMap<&'static str, u64>,
    pub links: Links,
    pub bailouts: u64,
    /// Guards of the compiled code that has most.
    pub most_guards: u64,
    /// Milliseconds spent compiling, on any thread.
    pub compile_ms: f64,
    /// Milliseconds spent restoring.
    pub restore_ms: f64,
    /// Milliseconds that compiling took of what was restored, in the processes that did.
    pub replaced_ms: f64,
    pub gc: GcStats,
    pub store: StoreStats,
    pub finished: Finished,
    pub runtime_calls: RuntimeCalls,
}

/// What was compiled for later processes after the script had ended (`--finish=wait`).
#[derive(Clone, Debug, Default)]
pub struct Finished {
    pub compiled: u64,
    pub compile_ms: f64,
    pub bytes_written: u64,
}

/// Tier-ups by path, and by where the code came from.
#[derive(Clone, Debug, Default)]
pub struct TierUps {
    pub entry: u64,
    pub osr: u64,
    pub call: u64,
    pub retrieved: u64,
    pub compiled: u64,
}

/// Regular expressions as machine code, by where it came from; those of texts of one byte a character and of two count apart.
#[derive(Clone, Debug, Default)]
pub struct Patterns {
    pub retrieved: u64,
    pub compiled: u64,
}

/// How often compiled code called the runtime, by row of the table of runtime calls.
#[derive(Clone, Debug)]
pub struct RuntimeCalls([u64; RuntimeCall::ALL.len()]);

impl Default for RuntimeCalls {
    fn default() -> RuntimeCalls {
        RuntimeCalls([0; RuntimeCall::ALL.len()])
    }
}

impl RuntimeCalls {
    #[inline(always)]
    pub fn count(&mut self, call: RuntimeCall) {
        self.0[call as usize] += 1;
    }
    /// Those that happened, most frequent first.
    pub fn ranked(&self) -> Vec<(&'static str, u64)> {
        let mut rows: Vec<_> = RuntimeCall::ALL.iter().map(|c| (c.info().name, self.0[*c as usize])).filter(|(_, n)| *n > 0).collect();
        rows.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        rows
    }
}

#[derive(Clone, Debug, Default)]
pub struct Links {
    pub bound: u64,
    pub unbound: u64,
}

#[derive(Clone, Debug, Default)]
pub struct GcStats {
    pub collections: u64,
    pub max_pause_ms: f64,
    pub peak_heap_bytes: u64,
}

#[derive(Clone, Debug, Default)]
pub struct StoreStats {
    pub hits: u64,
    pub misses: u64,
    /// Misses of which the stores had nothing.
    pub not_found: u64,
    /// Source files of which there was a pack.
    pub packs_found: u64,
    /// Source files of which there was none that could be used.
    pub packs_missed: u64,
    pub bytes_read: u64,
    pub bytes_written: u64,
}

impl Stats {
    pub fn reject(&mut self, reason: &'static str) {
        *self.rejected.entry(reason).or_default() += 1;
    }

    /// One line of JSON.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        let t = &self.tierups;
        let _ = write!(
            out,
            "{{\"tierups\":{{\"entry\":{},\"osr\":{},\"call\":{},\"retrieved\":{},\"compiled\":{}}},\"patterns\":{{\"retrieved\":{},\"compiled\":{}}},\
             \"rejected\":{{",
            t.entry, t.osr, t.call, t.retrieved, t.compiled, self.patterns.retrieved, self.patterns.compiled
        );
        for (i, (reason, count)) in self.rejected.iter().enumerate() {
            let _ = write!(out, "{}{:?}:{count}", if i > 0 { "," } else { "" }, reason);
        }
        let _ = write!(
            out,
            "}},\"links\":{{\"bound\":{},\"unbound\":{}}},\"bailouts\":{},\"most_guards\":{},\"compile_ms\":{:.3},\"restore_ms\":{:.3},\"replaced_ms\":{:.3},\
             \"gc\":{{\"collections\":{},\"max_pause_ms\":{:.3},\"peak_heap_bytes\":{}}},\
             \"store\":{{\"hits\":{},\"misses\":{},\"not_found\":{},\"packs_found\":{},\"packs_missed\":{},\"bytes_read\":{},\"bytes_written\":{}}},\
             \"finished\":{{\"compiled\":{},\"compile_ms\":{:.3},\"bytes_written\":{}}},\"runtime_calls\":{{",
            self.links.bound,
            self.links.unbound,
            self.bailouts,
            self.most_guards,
            self.compile_ms,
            self.restore_ms,
            self.replaced_ms,
            self.gc.collections,
            self.gc.max_pause_ms,
            self.gc.peak_heap_bytes,
            self.store.hits,
            self.store.misses,
            self.store.not_found,
            self.store.packs_found,
            self.store.packs_missed,
            self.store.bytes_read,
            self.store.bytes_written,
            self.finished.compiled,
            self.finished.compile_ms,
            self.finished.bytes_written
        );
        for (i, (name, count)) in self.runtime_calls.ranked().iter().enumerate() {
            let _ = write!(out, "{}{name:?}:{count}", if i > 0 { "," } else { "" });
        }
        out.push_str("}}");
        out
    }

    /// Aligned lines for people.
    pub fn to_text(&self) -> String {
        let t = &self.tierups;
        let mut rows: Vec<(&str, String)> = vec![
            ("tier-ups", format!("{} at entry, {} at loops, {} at calls", t.entry, t.osr, t.call)),
            ("code", format!("{} retrieved, {} compiled", t.retrieved, t.compiled)),
            ("patterns", format!("{} retrieved, {} compiled", self.patterns.retrieved, self.patterns.compiled)),
            ("links", format!("{} bound, {} unbound", self.links.bound, self.links.unbound)),
            ("bailouts", self.bailouts.to_string()),
            (
                "time",
                format!(
                    "{:.2} ms compiling, {:.2} ms restoring what {:.2} ms were spent compiling",
                    self.compile_ms, self.restore_ms, self.replaced_ms
                ),
            ),
            ("packs", format!("{} found, {} missed", self.store.packs_found, self.store.packs_missed)),
            (
                "collector",
                format!(
                    "{} collections, longest pause {:.2} ms, peak heap {} bytes",
                    self.gc.collections, self.gc.max_pause_ms, self.gc.peak_heap_bytes
                ),
            ),
            (
                "store",
                format!(
                    "{} hits, {} misses, {} bytes read, {} bytes written",
                    self.store.hits, self.store.misses, self.store.bytes_read, self.store.bytes_written
                ),
            ),
        ];
        let calls: Vec<String> = self.runtime_calls.ranked().iter().take(8).map(|(name, n)| format!("{n} {name}")).collect();
        if !calls.is_empty() {
            rows.push(("calls", format!("of the runtime: {}", calls.join(", "))));
        }
        for (reason, count) in &self.rejected {
            rows.push(("rejected", format!("{reason}: {count}")));
        }
        rows.iter().map(|(name, text)| format!("{name:<10} {text}\n")).collect()
    }
}

impl Vm {
    /// Collections so far.
    pub fn collections(&self) -> u64 {
        let heap = self.heap.stats();
        heap.young_collections + heap.full_collections
    }

    /// Copies the collector's figures into the statistics.
    pub fn collect_statistics(&mut self) {
        let collections = self.collections();
        let heap = self.heap.stats();
        self.stats.gc.collections = collections;
        self.stats.gc.max_pause_ms = heap.max_pause.as_secs_f64() * 1e3;
        self.stats.gc.peak_heap_bytes = heap.peak_heap_bytes as u64;
    }
}
