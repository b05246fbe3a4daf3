//! The finisher: compiles what processes have learnt, after they have ended.
//!
//! A process that ends writes down what it learnt ([`Run`]) and leaves. The finisher joins that
//! to what is known of the program's source files, compiles what was asked for and what that
//! calls, once, and saves profiles and code in the files' packs. It needs bytecode and
//! profiles and no machine; source texts it needs where a process has left their bytecode to it. Who starts it, and when, is `ion::at_end`'s and
//! the command line's; its commands are `hearth cache finish` and `--finish`.
//!
//! It comes to an end: an input that was compiled, or could not be, is not compiled again
//! ([`EntryState`]), profiles only grow, and what a run asks for is what it missed.

mod evaluated;
mod lock;
mod plan;
mod run;
mod texts;
mod worker;

pub use run::{Run, RunUnit, Twin, queue, queue_key};
pub use texts::Text;
pub use worker::{Served, Service, serve};

use self::evaluated::Evaluated;
use self::lock::Lock;
use self::plan::{FUNCTION, Plan};
use super::blob::{self, About};
use super::fingerprint;
use super::profile;
use super::session::CodeRequest;
use super::statistics;
use super::unit::INFO_KEY;
use super::world::World;
use crate::cpu_time;
use crate::ion::chaos::Provoked;
use crate::ion::compiler::{self, Dumps, Job};
use crate::ion::lower::Compiled;
use crate::ion::profile::{EntryName, EntryState, Hash, digest};
use crate::ion::provoke::Provocation;
use crate::ion::snapshot::{EntryPoint, Snapshot};
use crate::options::{CacheLevel, GraphVerify};
use crate::regexp_code;
use hearth_codecache::store::{Forgotten, Store};
use hearth_codecache::{AlignedBytes, Entry, EntryKind, EntryPoint as Entered, MissReason, Pack, ScriptHash, StoreSpec};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Compiling what one run has learnt may take this many times as long as the run took, and at
/// least so long, in processor time. The compiler of an unoptimised build is many times slower.
const SHARE: f64 = 2.5;
const AT_LEAST: Duration = Duration::from_millis(if cfg!(debug_assertions) { 30_000 } else { 20 });
/// Code that was compiled so often and is still left stays as it is.
const MAX_GENERATION: u32 = 8;

/// What the finisher did.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Report {
    /// Runs taken from the queue.
    pub runs: u32,
    /// Entry points compiled.
    pub compiled: u32,
    /// Entry points that could not be compiled.
    pub failed: u32,
    /// Patterns compiled.
    pub patterns: u32,
    /// Source files that are no longer what the run has seen.
    pub changed: u32,
    /// Bytes written.
    pub bytes: u64,
    /// Processor time spent compiling.
    pub compiling: Duration,
}

/// How long another finisher is waited for: it may be about to leave without having seen what
/// was queued last.
pub const A_MOMENT: Duration = Duration::from_secs(2);
/// The same for a process that is to leave nothing undone.
pub const LONG: Duration = Duration::from_secs(60);

/// How long finishing may take.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// For another finisher that is at it.
    pub patience: Duration,
    /// Then it stops, and what it has not come to stays in the queue.
    pub until: Option<Instant>,
}

impl Bounds {
    /// Waits for others so long; has all the time that it needs.
    pub fn patient(patience: Duration) -> Bounds {
        Bounds { patience, until: None }
    }
    fn is_late(self) -> bool {
        self.until.is_some_and(|until| until <= Instant::now())
    }
}

/// Finishes what is in the queue of `store`, which `spec` names. Another finisher that is at it
/// is waited for with patience, and then left to it.
///
/// # Errors
/// Why the queue cannot be read, or nothing can be saved.
pub fn finish(store: &dyn Store, spec: Option<&StoreSpec>, level: CacheLevel, bounds: Bounds) -> Result<Report, MissReason> {
    let mut report = Report::default();
    let target = fingerprint::target();
    let Some(_lock) = Lock::take(store, spec, target, bounds.patience) else { return Ok(report) };
    let mut done = FxHashSet::default();
    while let Some(queue) = store.load(queue_key(), target).map_err(|e| e.reason)? {
        let waiting: Vec<_> =
            queue.entries().filter(|e| e.kind == EntryKind::Profile && done.insert(xxhash_rust::xxh3::xxh3_128(e.bytes()))).collect();
        if waiting.is_empty() {
            break;
        }
        for entry in waiting {
            let Ok(run) = Run::decode(entry.bytes()) else { continue };
            report.runs += 1;
            let before = report;
            let result = finish_run(&run, store, level, bounds, &mut report);
            statistics::note_finished(&run, store, &before, &report);
            result?;
            if bounds.is_late() {
                return Ok(report);
            }
        }
    }
    store.tidy_statistics();
    if !done.is_empty() {
        store.remove(queue_key(), target).map_err(|e| e.reason)?;
    }
    Ok(report)
}

fn finish_run(run: &Run, store: &dyn Store, level: CacheLevel, bounds: Bounds, report: &mut Report) -> Result<(), MissReason> {
    for text in &run.texts {
        match text.compile() {
            Ok(entries) => report.bytes += store.save(text.key, fingerprint::target(), &entries).map_err(|e| e.reason)?.bytes_written,
            Err(_) => report.changed += 1,
        }
    }
    let mut program = Program::open(run, store)?;
    program.take_out_avoided();
    if level == CacheLevel::Code {
        let within = run.took.mul_f64(SHARE).max(AT_LEAST);
        program.compile_patterns(within, bounds, report);
        program.compile(within, bounds, report);
    }
    report.bytes += program.save(store)?;
    Ok(())
}

/// The program of one run: what is known of it, and what is to be saved.
struct Program<'a> {
    run: &'a Run,
    world: World,
    packs: Vec<Option<Arc<Pack>>>,
    /// The unit of each script that the run has met.
    units: BTreeMap<Hash, usize>,
    /// Further units that have the same, and where.
    twins: FxHashMap<Hash, Vec<(usize, u32)>>,
    /// Scripts of which more is known than before.
    changed: BTreeSet<Hash>,
    /// With the script that it is of, if it is of one.
    code: Vec<(usize, Option<Hash>, Entry)>,
    /// Code in which processes have died.
    taken_out: BTreeMap<usize, Vec<Forgotten>>,
}

impl<'a> Program<'a> {
    /// Loads the packs of the program's files, and takes in what was learnt.
    fn open(run: &'a Run, store: &dyn Store) -> Result<Program<'a>, MissReason> {
        let target = fingerprint::target();
        let mut world = World::default();
        let mut packs = Vec::new();
        for unit in &run.units {
            // A file whose pack is damaged or gone loses its own functions.
            let pack = store.load(unit.key, target).ok().flatten().map(|found| found.pack);
            if let Some(pack) = &pack {
                world.add_pack(pack.clone(), unit.hash);
            }
            packs.push(pack);
        }
        let mut twins: FxHashMap<Hash, Vec<(usize, u32)>> = FxHashMap::default();
        for twin in &run.twins {
            twins.entry(twin.script).or_default().push((twin.unit as usize, twin.position));
        }
        let (units, changed, code, taken_out) = Default::default();
        let mut program = Program { run, world, packs, units, twins, changed, code, taken_out };
        for (unit, bytes) in &run.records {
            let Ok(learnt) = profile::decode(bytes) else { continue };
            let hash = learnt.record.script.hash;
            program.units.insert(hash, *unit as usize);
            if program.world.learn(&learnt) {
                program.changed.insert(hash);
            }
        }
        Ok(program)
    }

    /// Sees that code in which a process has died is entered by nobody, and is not compiled again from what it was compiled from.
    fn take_out_avoided(&mut self) {
        for (unit, hash, entry) in &self.run.avoided {
            let unit = *unit as usize;
            let input = self.world.snapshot(hash, (*entry).into(), self.run.inlining).ok();
            let Some(record) = self.world.record(hash) else { continue };
            record.entries.insert(*entry, EntryState::Failed(input.as_ref().map_or(0, digest)));
            let position = record.position;
            self.units.insert(*hash, unit);
            self.changed.insert(*hash);
            let request = input.and_then(|snapshot| Request::of(&snapshot, position, self.run.inlining));
            let Some(identity) = request.map(|request| request.as_code_request().identity()) else { continue };
            // Other files may have the same.
            for (unit, pack) in self.packs.iter().enumerate() {
                if let Some(stored) = pack.as_ref().and_then(|pack| pack.code(identity.key)) {
                    let forgotten = Forgotten { kind: EntryKind::Code, key: identity.key.0, generation: stored.generation };
                    self.taken_out.entry(unit).or_default().push(forgotten);
                }
            }
        }
    }

    /// Compiles the patterns of which nothing is known.
    fn compile_patterns(&mut self, within: Duration, bounds: Bounds, report: &mut Report) {
        let end = report.compiling + within;
        for (unit, pattern) in &self.run.patterns {
            let (unit, identity) = (unit.0 as usize, pattern.identity());
            let pack = self.packs[unit].as_ref();
            if report.compiling >= end || bounds.is_late() || pack.is_some_and(|pack| pack.get(EntryKind::Pattern, identity.key).is_some())
            {
                continue;
            }
            let start = cpu_time::of_this_thread();
            // What cannot be compiled is known to be so by an empty entry.
            let code = regexp_code::compile_source(&pattern.source, pattern.flags, pattern.wide).unwrap_or_default();
            report.compiling += cpu_time::of_this_thread().saturating_sub(start);
            report.patterns += 1;
            self.code.push((unit, None, identity.to_entry(&code)));
        }
    }

    /// Compiles what was asked for, then what that calls, in waves.
    fn compile(&mut self, within: Duration, bounds: Bounds, report: &mut Report) {
        let end = report.compiling + within;
        let mut plan = Plan::new(self.run);
        for pack in self.packs.iter().flatten() {
            plan.note_pack(pack);
        }
        loop {
            let wave = plan.next_wave(&mut self.world, &self.units);
            if wave.is_empty() {
                return;
            }
            for (hash, entry) in wave {
                if report.compiling >= end || bounds.is_late() {
                    return;
                }
                match self.compile_one(&hash, entry, report) {
                    Some(compiled) => plan.note_code(&compiled.metadata),
                    None if entry == FUNCTION && self.has_failed(&hash) => plan.note_failed(hash),
                    None => {}
                }
            }
        }
    }

    /// The files that have a function, and where they have it.
    fn homes(&self, hash: &Hash, position: u32) -> Vec<(usize, u32)> {
        let twins = self.twins.get(hash).into_iter().flatten().copied();
        self.units.get(hash).map(|unit| (*unit, position)).into_iter().chain(twins).collect()
    }

    /// Whether a function cannot be entered in compiled code.
    fn has_failed(&mut self, hash: &Hash) -> bool {
        self.world.record(hash).is_some_and(|record| matches!(record.entries.get(&FUNCTION), Some(EntryState::Failed(_))))
    }

    /// Compiles one entry point, if its input is new.
    fn compile_one(&mut self, hash: &Hash, entry: EntryName, report: &mut Report) -> Option<Compiled> {
        let unit = *self.units.get(hash)?;
        let snapshot = self.world.snapshot(hash, entry.into(), self.run.inlining).ok()?;
        let input = digest(&snapshot);
        let state = self.world.record(hash)?.entries.get(&entry).copied();
        let request = Request::of(&snapshot, self.world.record(hash)?.position, self.run.inlining)?;
        let identity = request.as_code_request().identity();
        let homes = self.homes(hash, request.position);
        let in_pack = |unit: usize| self.packs[unit].as_ref().and_then(|pack| pack.code(identity.key));
        let stored = homes.iter().filter_map(|(unit, _)| in_pack(*unit)).max_by_key(|entry| entry.generation);
        let generation = stored.as_ref().map_or(0, |entry| entry.generation.saturating_add(1));
        let is_known = match state {
            Some(EntryState::Compiled(known)) => known == input && stored.is_some(),
            Some(EntryState::Failed(known)) => known == input,
            Some(EntryState::Wanted) | None => false,
        };
        if is_known || generation > MAX_GENERATION {
            // It may have been compiled for another file.
            for (unit, position) in homes.into_iter().filter(|(unit, _)| in_pack(*unit).is_none()) {
                let Some(stored) = &stored else { break };
                let entry = Entry::new(EntryKind::Code, identity.key.0, AlignedBytes::copy_from(stored.bytes()));
                self.code.push((unit, Some(*hash), entry.with_generation(stored.generation).with_note(position)));
                self.changed.insert(*hash);
            }
            return None;
        }
        let outcome = compiler::compile(Job {
            ticket: 0,
            snapshot,
            provocation: Provocation::default(),
            dumps: Dumps::default(),
            verify: GraphVerify::default(),
        });
        report.compiling += outcome.took;
        let (source_name, took) = (&self.run.units[unit].name[..], outcome.took);
        let about = About { function_name: &request.name, source_name, position: request.position, took };
        let compiled = outcome.result.ok();
        let bytes: Option<AlignedBytes> = compiled.as_ref().and_then(|c| blob::encode(c, identity, about, generation).ok());
        self.changed.insert(*hash);
        let record = self.world.record(hash)?;
        match bytes {
            Some(bytes) => {
                record.entries.insert(entry, EntryState::Compiled(input));
                report.compiled += 1;
                let entry = Entry::new(EntryKind::Code, identity.key.0, bytes).with_generation(generation);
                self.code.extend(homes.into_iter().map(|(unit, position)| (unit, Some(*hash), entry.clone().with_note(position))));
            }
            None => {
                record.entries.insert(entry, EntryState::Failed(input));
                report.failed += 1;
            }
        }
        compiled
    }

    /// Saves what is new, a save for each pack, and forgets what evaluated texts have left; the bytes that were written.
    fn save(self, store: &dyn Store) -> Result<u64, MissReason> {
        let evaluated = self.evaluated();
        let is_evaluated = |hash: &Hash| self.world.profile.scripts.get(hash).is_some_and(|record| record.bytecode.is_some());
        let generation = |unit: usize, hash: &Hash| {
            if is_evaluated(hash) { evaluated.get(&unit).and_then(|all| all.generation_of(hash)) } else { Some(0) }
        };
        let mut entries: BTreeMap<usize, Vec<Entry>> = BTreeMap::new();
        for hash in self.units.keys() {
            let Some(record) = self.world.profile.scripts.get(hash) else { continue };
            for (unit, position) in self.homes(hash, record.position) {
                let is_told = record.bytecode.is_some() && evaluated.get(&unit).is_some_and(|all| all.has_news);
                let Some(generation) = generation(unit, hash).filter(|_| is_told || self.changed.contains(hash)) else { continue };
                let bytes = profile::encode(record, &self.world.profile.shapes);
                let entry = Entry::new(EntryKind::Profile, profile::entry_key(hash), AlignedBytes::copy_from(&bytes));
                entries.entry(unit).or_default().push(entry.with_note(position).with_generation(generation));
            }
        }
        for unit in self.taken_out.keys() {
            entries.entry(*unit).or_default();
        }
        for (unit, script, entry) in &self.code {
            if script.is_none_or(|hash| generation(*unit, &hash).is_some()) {
                entries.entry(*unit).or_default().push(entry.clone());
            }
        }
        let mut written = 0;
        for (unit, entries) in entries {
            let source = self.run.units[unit].key;
            // A pack without its description is of no use to anybody.
            let is_described = self.packs[unit].as_ref().is_some_and(|pack| pack.get(EntryKind::Bytecode, INFO_KEY).is_some());
            if is_described {
                if !entries.is_empty() {
                    written += store.save(source, fingerprint::target(), &entries).map_err(|e| e.reason)?.bytes_written;
                }
                if let Some(taken_out) = self.taken_out.get(&unit) {
                    written += store.forget(source, fingerprint::target(), taken_out).map_err(|e| e.reason)?.bytes_written;
                }
                if let Some(all) = evaluated.get(&unit).filter(|all| !all.forgotten().is_empty()) {
                    written += store.forget(source, fingerprint::target(), all.forgotten()).map_or(0, |report| report.bytes_written);
                }
                // A pack in many pieces serves as well.
                written += store.tidy(source, fingerprint::target()).map_or(0, |report| report.bytes_written);
            }
        }
        Ok(written)
    }

    /// What the packs have of evaluated texts, by unit.
    fn evaluated(&self) -> FxHashMap<usize, Evaluated> {
        let mut used: FxHashMap<usize, Vec<(Hash, u32)>> = FxHashMap::default();
        for (hash, unit) in &self.units {
            if let Some(record) = self.world.profile.scripts.get(hash).filter(|record| record.bytecode.is_some()) {
                used.entry(*unit).or_default().push((*hash, record.warmth));
            }
        }
        for (unit, ..) in &self.code {
            used.entry(*unit).or_default();
        }
        used.into_iter().map(|(unit, used)| (unit, Evaluated::of(self.packs[unit].as_deref(), used))).collect()
    }
}

/// A [`CodeRequest`] that owns its name.
struct Request {
    script: ScriptHash,
    name: String,
    position: u32,
    entry: Entered,
    inlining: bool,
    instructions: usize,
}

impl Request {
    fn of(snapshot: &Snapshot, position: u32, inlining: bool) -> Option<Request> {
        let script = &snapshot.script;
        let entry = match snapshot.entry {
            EntryPoint::Function => Entered::Function,
            EntryPoint::Osr(n) => Entered::Osr(script.loops.get(n as usize)?.0),
        };
        let (name, instructions) = (script.name.clone(), script.insns.len());
        Some(Request { script: ScriptHash(script.hash), name, position, entry, inlining, instructions })
    }

    fn as_code_request(&self) -> CodeRequest<'_> {
        CodeRequest {
            script: self.script,
            name: &self.name,
            position: self.position,
            entry: self.entry,
            inlining: self.inlining,
            provoked: Provoked::default(),
            instructions: self.instructions,
        }
    }
}
