//! The caches of one virtual machine: what its scripts get from the stores and leave there.
//!
//! A source file is a *unit*; its pack is loaded once, when the file is. Look-ups after
//! that read memory. What is to be kept is handed to a background writer, which starts
//! when there is something to write. Nothing here fails a script: every way in which a
//! look-up can come to nothing is a [`MissReason`], counted and traced.

use super::bytecode::RecordCounts;
use super::check;
use super::fingerprint;
use super::meanwhile::LastSave;
use super::open::{self, OpenError};
use super::other_key::KeyPlace;
use super::profile::{self, StoredRecord};
use super::ready::KnownScripts;
use super::statistics::Done;
use super::unit::{StoredBytecode, Unit, UnitId};
use super::world::World;
use crate::bytecode::Source;
use crate::bytecode::code::FunctionTemplate;
use crate::bytecode::image::ImageModule;
use crate::ion::chaos::Provoked;
use crate::ion::lower::Compiled;
use crate::ion::profile::{EntryName, EntryState, Hash};
use crate::ion::snapshot::Snapshot;
use crate::options::{CacheLevel, Finish, Options};
use crate::rules::{Rule, holds};
use crate::stats::Stats;
use crate::trace::{Categories, Category, Line};
use hearth_codecache::blob::BlobIdentity;
use hearth_codecache::key::CodeIdentity;
use hearth_codecache::steps::Step;
use hearth_codecache::store::{Crashes, Lease, LeaseOutcome, Store};
use hearth_codecache::{CodeKey, Entry, EntryKind, EntryPoint, MissReason, ScriptHash, SourceKey, TargetFingerprint, Writer};
use rustc_hash::{FxHashMap, FxHashSet};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long another process is believed to be compiling something.
const LEASE: Duration = Duration::from_secs(3);
/// Whether a lease is still held is not asked more often than this: a hot loop comes by
/// thousands of times a second, and each question is a round trip.
const ASK_AGAIN_AFTER: Duration = Duration::from_millis(50);
/// A pack is not loaded again more often than this.
const RELOAD_AFTER: Duration = Duration::from_millis(50);

/// Which compiled code (or profile) is wanted or offered.
#[derive(Clone, Copy, Debug)]
pub struct CodeRequest<'a> {
    /// Of the canonical bytecode.
    pub script: ScriptHash,
    pub name: &'a str,
    /// Of the function in its source, in bytes.
    pub position: u32,
    pub entry: EntryPoint,
    /// The optimiser's `inlining` switch, which changes the code.
    pub inlining: bool,
    /// What the tier does wrong on purpose: such code is not for others.
    pub provoked: Provoked,
    /// Instruction words of the script: offsets in the metadata are below.
    pub instructions: usize,
}

impl CodeRequest<'_> {
    pub fn identity(&self) -> BlobIdentity {
        let target = fingerprint::target();
        let options = [&[self.inlining as u8], self.provoked.to_bytes().as_slice()].concat();
        let key = CodeKey::of(&CodeIdentity {
            script: self.script,
            function_name: self.name.as_bytes(),
            position: self.position,
            entry: self.entry,
            options: &options,
            target,
        });
        BlobIdentity { key, target, script: self.script, entry: self.entry }
    }
}

/// Code from a store, ready to be installed.
#[derive(Debug)]
pub struct Restored {
    pub compiled: Compiled,
    pub key: CodeKey,
    /// How often it had been compiled before.
    pub generation: u32,
}

/// Whose turn it is to compile something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Claim {
    /// This process's.
    Ours,
    /// Another process is at it: go on interpreting, and look the code up again later.
    Theirs,
}

pub struct Session {
    pub(super) level: CacheLevel,
    pub(super) trace: Categories,
    pub(super) target: TargetFingerprint,
    /// Bytecode of short files is kept too.
    pub(super) keep_all: bool,
    pub(super) store: Option<Arc<dyn Store>>,
    /// Why there is no store.
    broken: Option<MissReason>,
    pub(super) on_warning: fn(&str),
    pub(super) key_place: KeyPlace,
    /// Whether `used` is of interest to somebody.
    pub(super) reports: bool,
    /// Packs that were loaded, or written.
    pub(super) used: FxHashSet<SourceKey>,
    pub(super) units: Vec<Unit>,
    pub(super) by_source: FxHashMap<usize, UnitId>,
    /// Units whose packs have code of patterns.
    pub(super) with_patterns: Vec<UnitId>,
    /// What is known of the functions that the packs of the units have.
    scripts: Arc<KnownScripts>,
    pub(super) writer: Option<Writer>,
    /// Newest generation known of a code key.
    pub(super) generations: FxHashMap<u128, u32>,
    leases: FxHashMap<u128, Lease>,
    /// When others were last seen to have a lease.
    held: FxHashMap<u128, Instant>,
    loaded: FxHashMap<UnitId, Instant>,
    pub(super) record_counts: Vec<Rc<RecordCounts>>,
    /// The packs of the units as a source of profiles, once one is asked for.
    world: Option<World>,
    pub(super) finished: bool,
    pub(super) last_save: LastSave,
    /// What was added to the statistics of the program.
    pub(super) noted: Done,
    /// Something was saved, or was to be.
    pub(super) has_written: bool,
    /// What is learnt is for workers.
    pub(super) has_workers: bool,
    /// What was learnt, until what it is about is saved.
    pub(super) for_workers: Option<Entry>,
    /// What processes have died in, where that is asked.
    pub(super) crashes: Option<Crashes>,
    /// Code that is left alone, for that.
    deadly: FxHashSet<CodeKey>,
    /// Of it, what this process would have entered.
    pub(super) avoided: Vec<Avoided>,
}

/// Code in which a process has died, and which this one had a use for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Avoided {
    pub unit: UnitId,
    pub key: CodeKey,
    pub script: Hash,
    pub entry: EntryName,
}

impl Session {
    /// The caches that the options ask for; `None` if they ask for none. Loads the key;
    /// touches no store.
    pub fn open(options: &Options) -> Option<Box<Session>> {
        if options.cache == CacheLevel::Off {
            return None;
        }
        let spec = open::spec(options);
        let opened = spec.as_ref().map_err(OpenError::clone).and_then(|spec| open::open(spec, options));
        let (store, failure) = match opened {
            Ok((store, _)) => (Some(store), None),
            Err(failure) => (None, Some(failure)),
        };
        if let Some(failure) = &failure {
            (options.on_warning)(&format!("running without a cache: {failure}"));
        }
        let mut session = Session::with_store(options.cache, options.trace, store);
        session.broken = failure.map(|f| f.reason);
        session.on_warning = options.on_warning;
        session.key_place = KeyPlace::of(spec.as_ref().ok(), options);
        session.reports = options.stats_file.is_some();
        session.keep_all = options.keep_all;
        if options.watches_crashes {
            session.crashes = spec.ok().and_then(|spec| Crashes::of(&spec, session.target));
            session.deadly = session.crashes.iter().flat_map(Crashes::read).collect();
        }
        if let (Finish::Worker, Some(store)) = (options.finish, &session.store) {
            session.has_workers = store.work_queue().is_some();
            if !session.has_workers {
                (options.on_warning)("no worker can be reached through these stores: what is learnt stays in the queue");
            }
        }
        Some(Box::new(session))
    }

    pub(super) fn with_store(level: CacheLevel, trace: Categories, store: Option<Arc<dyn Store>>) -> Session {
        Session {
            level,
            trace,
            target: fingerprint::target(),
            keep_all: false,
            store,
            broken: None,
            on_warning: |_| {},
            key_place: KeyPlace::default(),
            reports: false,
            used: FxHashSet::default(),
            units: Vec::new(),
            by_source: FxHashMap::default(),
            with_patterns: Vec::new(),
            scripts: Arc::default(),
            writer: None,
            generations: FxHashMap::default(),
            leases: FxHashMap::default(),
            held: FxHashMap::default(),
            loaded: FxHashMap::default(),
            record_counts: Vec::new(),
            world: None,
            finished: false,
            last_save: LastSave::default(),
            noted: Done::default(),
            has_written: false,
            has_workers: false,
            for_workers: None,
            crashes: None,
            deadly: FxHashSet::default(),
            avoided: Vec::new(),
        }
    }

    /// Tells the user which stores have failed since it was last asked.
    pub(super) fn warn_of_failures(&self) {
        for (_, counters) in self.store.iter().flat_map(|store| store.counters()) {
            if let Some(error) = counters.take_failure() {
                (self.on_warning)(&format!("no use of a store: {error}"));
            }
        }
    }

    pub fn level(&self) -> CacheLevel {
        self.level
    }

    /// Where code in which this process dies is named.
    pub fn crashes(&self) -> Option<&Crashes> {
        self.crashes.as_ref()
    }

    /// Notes that code in which a process has died was asked for.
    pub fn avoid(&mut self, unit: UnitId, request: &CodeRequest, entry: EntryName) {
        self.avoided.push(Avoided { unit, key: request.identity().key, script: request.script.0, entry });
    }

    /// Whether a process has died in the code of an entry point.
    pub fn is_avoided(&self, script: &Hash, entry: EntryName) -> bool {
        self.avoided.iter().any(|avoided| avoided.script == *script && avoided.entry == entry)
    }

    // ---- units

    /// A source file is loaded; `goal` says as what (script, module…). Finds its pack.
    pub fn open_unit(&mut self, source: &Rc<Source>, goal: u8, stats: &mut Stats) -> UnitId {
        self.add_unit(source, || Unit::new(source.clone(), goal), stats)
    }

    /// As [`Self::open_unit`], of a built-in module: its bytecode is in every process.
    pub fn open_builtin(&mut self, source: &Rc<Source>, goal: u8, module: ImageModule<'static>, stats: &mut Stats) -> UnitId {
        self.add_unit(source, || Unit::of_builtin(source.clone(), goal, module), stats)
    }

    fn add_unit(&mut self, source: &Rc<Source>, unit: impl FnOnce() -> Unit, stats: &mut Stats) -> UnitId {
        let address = Rc::as_ptr(source) as usize;
        if let Some(known) = self.by_source.get(&address) {
            return *known;
        }
        let id = UnitId(self.units.len() as u32);
        // The unit holds the source, so that its address stays its own.
        self.units.push(unit());
        self.by_source.insert(address, id);
        self.load(id, stats);
        id
    }

    /// The unit of a source file that `open_unit` was called for. Built-in functions that are
    /// bytecode go with the program's first file: what they are compiled to depends on the
    /// callbacks that the program passes. What is handed to `eval` and `Function` goes with
    /// the file whose code did so.
    pub fn unit_of(&self, source: &Rc<Source>) -> Option<UnitId> {
        if source.builtin {
            return (!self.units.is_empty()).then_some(UnitId(0));
        }
        let mut origins = std::iter::successors(Some(source), |source| source.origin.as_ref());
        origins.find_map(|source| self.by_source.get(&(Rc::as_ptr(source) as usize)).copied())
    }

    fn load(&mut self, id: UnitId, stats: &mut Stats) {
        let start = Instant::now();
        let unit = &mut self.units[id.0 as usize];
        if let Some(store) = self.store.as_ref().filter(|_| id == UnitId(0)) {
            store.begin_program(unit.key, self.target, &[]);
        }
        let result = match &self.store {
            Some(store) => store.load(unit.key, self.target).map_err(|e| e.reason),
            None => Err(self.broken.unwrap_or(MissReason::NotFound)),
        };
        let mut line = Line::new(Category::Cache).field("event", "load").field("source", &unit.source.name).field("key", unit.key);
        match result {
            Ok(Some(found)) => {
                stats.store.bytes_read += found.stored_len() as u64;
                line = line
                    .field("result", "hit")
                    .field("store", &found.from)
                    .field("entries", found.len())
                    .field("bytes", found.stored_len());
                let key = unit.key;
                unit.set_pack(found.pack, self.level, &self.scripts);
                self.note_used(key);
                self.world = None;
                self.note_patterns(id);
            }
            Ok(None) => {
                stats.store.misses += 1;
                stats.store.not_found += 1;
                line = line.field("result", "miss").field("reason", MissReason::NotFound);
            }
            Err(reason) => {
                stats.store.misses += 1;
                // A store counts its own failures; see `finish`.
                if self.store.is_none() {
                    stats.reject(reason.name());
                }
                line = line.field("result", "miss").field("reason", reason);
            }
        }
        self.loaded.insert(id, Instant::now());
        self.warn_of_failures();
        if self.trace.has(Category::Cache) {
            line.field("us", start.elapsed().as_micros()).emit();
        }
    }

    /// The bytecode that the store has of a unit.
    pub fn stored_bytecode(&mut self, id: UnitId, stats: &mut Stats) -> Option<StoredBytecode> {
        let unit = &self.units[id.0 as usize];
        let pack = unit.pack.clone()?;
        let found = StoredBytecode::open(pack, unit.hash());
        let result = found.as_ref().map(|_| ()).map_err(|r| *r);
        self.count("bytecode", unit.file_name(), None, result, stats);
        found.ok()
    }

    /// Says which function is the outermost of a unit, so that what was compiled to
    /// bytecode below it is stored at the end.
    pub fn note_root(&mut self, id: UnitId, root: &Rc<FunctionTemplate>) {
        let unit = &mut self.units[id.0 as usize];
        unit.root = Some(root.clone());
        unit.is_loaded = true;
    }

    /// Whether the stores may have code or a profile of the function at `position`: quick
    /// to ask for each function, before its bytecode is hashed.
    pub fn may_have(&self, source: &Rc<Source>, position: u32) -> bool {
        self.level >= CacheLevel::Profile && self.unit_of(source).is_some_and(|id| self.units[id.0 as usize].positions.contains(&position))
    }

    // ---- look-ups

    /// Compiled code for `request`, checked. It is a miss if a script that was inlined
    /// into it is neither known to the caller (`is_known`) nor among the stored bytecode
    /// of the units that are loaded.
    pub fn lookup_code(
        &mut self,
        id: UnitId,
        request: &CodeRequest,
        is_known: &mut dyn FnMut(&[u8; 32]) -> bool,
        stats: &mut Stats,
    ) -> Result<Restored, MissReason> {
        if self.level < CacheLevel::Code {
            return Err(MissReason::Disabled);
        }
        let start = Instant::now();
        let identity = request.identity();
        let result = match self.deadly.contains(&identity.key) {
            true => Err(MissReason::CodeCrashed),
            false => self.find_code(id, request, &identity, is_known),
        };
        let done = result.as_ref().map(|_| ()).map_err(|r| *r);
        self.count("code", request.name, Some(identity.key), done, stats);
        let restored = result?;
        stats.restore_ms += start.elapsed().as_secs_f64() * 1e3;
        self.generations.insert(identity.key.0, restored.generation);
        Ok(restored)
    }

    fn find_code(
        &mut self,
        id: UnitId,
        request: &CodeRequest,
        identity: &BlobIdentity,
        is_known: &mut dyn FnMut(&[u8; 32]) -> bool,
    ) -> Result<Restored, MissReason> {
        let code = self.units[id.0 as usize].code.clone().ok_or(MissReason::NotFound)?;
        let stored = code.take(identity.key)?;
        if stored.identity != *identity && holds(Rule::Identity) {
            let target = stored.identity.target == identity.target;
            return Err(if target { MissReason::IdentityMismatch } else { MissReason::WrongTarget });
        }
        let unknown = self.scripts.unknown(stored.dependencies());
        if !unknown.iter().all(|hash| self.has_script(hash) || is_known(hash)) && holds(Rule::Dependencies) {
            // A file may be loaded yet that has it.
            code.put_back(stored);
            return Err(MissReason::DependencyChanged);
        }
        let generation = stored.generation;
        Step::CheckCode.miss(MissReason::Malformed)?;
        if holds(Rule::Offsets) {
            check::offsets(&stored.compiled.metadata, 0, request.instructions).map_err(|_| MissReason::Malformed)?;
        }
        Ok(Restored { compiled: stored.compiled, key: identity.key, generation })
    }

    /// What is said of an entry point by the profile that [`Session::lookup_profile`] reads.
    pub fn entry_state(&mut self, hash: &[u8; 32], entry: EntryName) -> Option<EntryState> {
        self.world.as_mut()?.record(hash)?.entries.get(&entry).copied()
    }

    /// What the pack of a unit knows of a script.
    pub fn record(&self, id: UnitId, hash: &[u8; 32]) -> Option<StoredRecord> {
        if self.level < CacheLevel::Profile {
            return None;
        }
        let entry = self.units[id.0 as usize].pack.as_ref()?.get(EntryKind::Profile, profile::entry_key(hash))?;
        profile::decode(entry.bytes()).ok().filter(|stored| stored.record.script.hash == *hash)
    }

    /// The compiler's input that the packs of the units make for an entry point that was asked
    /// for in an earlier run.
    ///
    /// # Errors
    /// Why there is none.
    pub fn lookup_profile(&mut self, request: &CodeRequest, entry: EntryName, stats: &mut Stats) -> Result<Snapshot, MissReason> {
        if self.level < CacheLevel::Profile {
            return Err(MissReason::Disabled);
        }
        let world = self.world.get_or_insert_with(|| {
            let mut world = World::default();
            for unit in &self.units {
                world.extend(unit.pack.iter().map(|pack| (pack.clone(), unit.hash())));
            }
            world
        });
        let hash = request.script.0;
        let state = world.record(&hash).and_then(|record| record.entries.get(&entry).copied());
        let was_wanted = state.is_some_and(|state| !matches!(state, EntryState::Failed(_)));
        let result = if was_wanted { world.snapshot(&hash, entry.into(), request.inlining) } else { Err(MissReason::NotFound) };
        for reason in world.refused.drain(..) {
            stats.reject(reason.name());
        }
        let key = request.identity().key;
        self.count("profile", request.name, Some(key), result.as_ref().map(|_| ()).map_err(|r| *r), stats);
        result
    }

    pub(super) fn count(&self, what: &str, name: &str, key: Option<CodeKey>, result: Result<(), MissReason>, stats: &mut Stats) {
        match result {
            Ok(()) => stats.store.hits += 1,
            Err(reason) => {
                stats.store.misses += 1;
                match reason {
                    MissReason::NotFound => stats.store.not_found += 1,
                    _ => stats.reject(reason.name()),
                }
            }
        }
        if self.trace.has(Category::Cache) {
            let mut line = Line::new(Category::Cache).field("event", "lookup").field("what", what).field("name", name);
            if let Some(key) = key {
                line = line.field("id", key);
            }
            line = line.field("result", if result.is_ok() { "hit" } else { "miss" });
            if let Err(reason) = result {
                line = line.field("reason", reason);
            }
            line.emit();
        }
    }

    // ---- one compiler per fleet

    /// Asks to be the one that compiles `request`. Where the store is not shared between
    /// machines the answer is always yes, at once.
    pub fn claim(&mut self, id: UnitId, request: &CodeRequest, stats: &mut Stats) -> Claim {
        let key = request.identity().key;
        let Some(store) = self.store.clone().filter(|_| self.level == CacheLevel::Code) else { return Claim::Ours };
        if self.leases.contains_key(&key.0) {
            return Claim::Ours;
        }
        if self.held.get(&key.0).is_some_and(|seen| seen.elapsed() < ASK_AGAIN_AFTER) {
            return Claim::Theirs;
        }
        match store.lease(self.units[id.0 as usize].key, self.target, key.0, LEASE) {
            LeaseOutcome::Granted(lease) => {
                if lease.is_shared() {
                    self.leases.insert(key.0, lease);
                }
                if self.held.remove(&key.0).is_some() {
                    // Whoever had the lease has given it back, most likely after saving:
                    // what is there now is looked at before this process compiles.
                    self.load(id, stats);
                    return Claim::Theirs;
                }
                Claim::Ours
            }
            // Work done twice costs less than work not done.
            LeaseOutcome::Unknown(_) => Claim::Ours,
            LeaseOutcome::Held => {
                self.held.insert(key.0, Instant::now());
                if self.trace.has(Category::Cache) {
                    Line::new(Category::Cache)
                        .field("event", "lease")
                        .field("name", request.name)
                        .field("id", key)
                        .field("result", "held")
                        .emit();
                }
                if self.loaded.get(&id).is_none_or(|at| at.elapsed() >= RELOAD_AFTER) {
                    self.load(id, stats);
                }
                Claim::Theirs
            }
        }
    }

    /// Lets others compile what this process had claimed: by now it is saved, or never will be.
    pub(super) fn release_leases(&mut self) {
        let Some(store) = &self.store else { return };
        for (_, lease) in self.leases.drain() {
            store.release(lease);
        }
    }
}
