//! The tier's side of the stores: what is asked of them, and what is given to them.

use super::chaos::Provoked;
use super::compiler::{self, Dumps, Job, Outcome};
use super::explain::Answer;
use super::lower::Compiled;
use super::profile::{EntryState, Record, digest};
use super::snapshot::{EntryPoint, ShapeSnapshot, Snapshot};
use crate::bytecode::FunctionTemplate;
use crate::cache::{Claim, CodeRequest, UnitId, blob, verify};
use crate::heap::Gc;
use crate::options::{CacheLevel, Finish, JitVerify};
use crate::script::Script;
use crate::vm::Vm;
use hearth_codecache::{Blob, EntryPoint as Entered, MissReason, ScriptHash};

/// What the stores have for an entry point.
pub enum StoredLookup {
    Found {
        compiled: Box<Compiled>,
        id: u128,
    },
    /// No code is kept, but what earlier runs learnt.
    Profile {
        snapshot: Box<Snapshot>,
    },
    /// Code that has a function inlined which no loaded file has; a file may yet be loaded.
    NotYet,
    Absent,
}

/// A request without its borrowed name.
struct Wanted {
    unit: Option<UnitId>,
    name: String,
    script: ScriptHash,
    position: u32,
    entry: Entered,
    inlining: bool,
    provoked: Provoked,
    instructions: usize,
}

impl Wanted {
    fn request(&self) -> CodeRequest<'_> {
        CodeRequest {
            script: self.script,
            name: &self.name,
            position: self.position,
            entry: self.entry,
            inlining: self.inlining,
            provoked: self.provoked,
            instructions: self.instructions,
        }
    }
}

impl Vm {
    /// Whether asking at a function's first call can be worth it.
    pub(crate) fn may_have_stored_code(&self, template: &FunctionTemplate) -> bool {
        self.cache.as_ref().is_some_and(|cache| cache.may_have(&template.source, template.info.start))
    }

    fn wanted(&mut self, script: Gc<Script>, entry: EntryPoint) -> Option<Wanted> {
        let hash = self.script_hash(script)?;
        let info = &script.template().info;
        let entry = match entry {
            EntryPoint::Function => Entered::Function,
            EntryPoint::Osr(n) => Entered::Osr(script.code().loops.get(n as usize)?.0),
        };
        Some(Wanted {
            unit: self.cache.as_ref().and_then(|cache| cache.unit_of(&script.template().source)),
            name: info.name.to_rust(),
            script: ScriptHash(hash),
            position: info.start,
            entry,
            inlining: self.options.ion_inlining,
            provoked: self.options.provoked,
            instructions: script.code().insns.len(),
        })
    }

    /// `patient`: rather come back than compile what the stores have for later.
    pub(crate) fn lookup_stored(&mut self, script: Gc<Script>, entry: EntryPoint, patient: bool) -> StoredLookup {
        if !self.may_have_stored_code(script.template()) {
            return StoredLookup::Absent;
        }
        let Some(wanted) = self.wanted(script, entry) else { return StoredLookup::Absent };
        let Some(unit) = wanted.unit else { return StoredLookup::Absent };
        let request = wanted.request();
        let mut cache = self.cache.take().expect("asked above");
        let mut stats = std::mem::take(&mut self.stats);
        let code = cache.lookup_code(unit, &request, &mut |hash| self.find_script(hash).is_some(), &mut stats);
        let missing = code.as_ref().err().copied();
        if missing == Some(MissReason::CodeCrashed) {
            cache.avoid(unit, &request, entry.into());
        }
        let found = match code {
            Ok(restored) => StoredLookup::Found { compiled: Box::new(restored.compiled), id: restored.key.0 },
            Err(MissReason::DependencyChanged) if patient => StoredLookup::NotYet,
            // Where code is stored, what has none is compiled when it is warm again.
            Err(_) if cache.level() == CacheLevel::Code => StoredLookup::Absent,
            Err(_) => match cache.lookup_profile(&request, entry.into(), &mut stats) {
                Ok(snapshot) => StoredLookup::Profile { snapshot: Box::new(snapshot) },
                Err(_) => StoredLookup::Absent,
            },
        };
        self.stats = stats;
        self.cache = Some(cache);
        if let Some(explain) = &mut self.explain {
            let profile = matches!(found, StoredLookup::Profile { .. });
            let answer = missing.map_or(Answer::Hit, |reason| if profile { Answer::Profile(reason) } else { Answer::Miss(reason) });
            explain.answered(script, entry, wanted.script.0, answer);
        }
        if let (StoredLookup::Found { compiled, .. }, JitVerify::Fresh) = (&found, self.options.jit_verify) {
            self.verify_fresh(script, entry, compiled, &wanted.name);
        }
        found
    }

    /// `--jit-verify=fresh`: compares stored code with what is compiled from its profile. Code
    /// whose profile has grown since then, and waits for its finisher, is compared with nothing.
    fn verify_fresh(&mut self, script: Gc<Script>, entry: EntryPoint, stored: &Compiled, name: &str) {
        if self.has_outgrown_profile(script, entry) {
            return;
        }
        match self.compile_again(script, entry).map(|outcome| outcome.result) {
            Ok(Ok(fresh)) => {
                let differences = verify::compare(stored, &fresh);
                if !differences.is_empty() {
                    self.stats.reject("differs_from_fresh");
                    crate::trace::tell(format_args!(
                        "hearth: stored code of {name:?} differs from fresh code in {}\n{differences}",
                        differences.names()
                    ));
                }
            }
            Ok(Err(error)) => crate::trace::tell(format_args!("hearth: cannot verify the stored code of {name:?}: {error}")),
            Err(reason) => crate::trace::tell(format_args!("hearth: cannot verify the stored code of {name:?}: no profile ({reason})")),
        }
    }

    /// Whether what is stored of an entry point is not what its code was compiled from.
    fn has_outgrown_profile(&mut self, script: Gc<Script>, entry: EntryPoint) -> bool {
        let Some(wanted) = self.wanted(script, entry) else { return false };
        let Some(cache) = self.cache.as_mut() else { return false };
        let Ok(snapshot) = cache.lookup_profile(&wanted.request(), entry.into(), &mut self.stats) else { return false };
        let state = cache.entry_state(&wanted.script.0, entry.into());
        matches!(state, Some(EntryState::Compiled(input)) if input != digest(&snapshot))
    }

    /// Compiles from the stored profile, as the process did that stored the code.
    pub(crate) fn compile_again(&mut self, script: Gc<Script>, entry: EntryPoint) -> Result<Outcome, MissReason> {
        let wanted = self.wanted(script, entry).ok_or(MissReason::NotFound)?;
        let cache = self.cache.as_mut().ok_or(MissReason::Disabled)?;
        let snapshot = cache.lookup_profile(&wanted.request(), entry.into(), &mut self.stats)?;
        let provocation = self.provocation(script, entry);
        let verify = self.options.graph_verify;
        Ok(compiler::compile(Job { ticket: 0, snapshot, provocation, dumps: Dumps::default(), verify }))
    }

    /// What the stores know of a script that this process has met.
    pub(crate) fn stored_record(&mut self, hash: &[u8; 32]) -> Option<(Record, Vec<ShapeSnapshot>)> {
        let source = self.script_by_hash(hash)?.template().source.clone();
        let cache = self.cache.as_ref()?;
        let stored = cache.record(cache.unit_of(&source)?, hash)?;
        Some((stored.record, stored.shapes))
    }

    /// Whether the finisher has found that this cannot be compiled, or a process has died in its code.
    pub(crate) fn has_failed_before(&mut self, script: Gc<Script>, entry: EntryPoint) -> bool {
        if self.cache.is_none() {
            return false;
        }
        let Some(hash) = self.script_hash(script) else { return false };
        if self.cache.as_ref().is_some_and(|cache| cache.is_avoided(&hash, entry.into())) {
            return true;
        }
        let state = self.stored_record(&hash).and_then(|(record, _)| record.entries.get(&entry.into()).copied());
        matches!(state, Some(EntryState::Failed(_)))
    }

    /// A script that this process has met, or that every process has.
    fn find_script(&mut self, hash: &[u8; 32]) -> Option<Gc<Script>> {
        if let Some(script) = self.script_by_hash(hash) {
            return Some(script);
        }
        if self.hash_assembled_builtins() { self.script_by_hash(hash) } else { None }
    }

    /// Whether another process that shares the store is compiling this right now. If not,
    /// others are told that this one is.
    pub(crate) fn is_compiled_elsewhere(&mut self, script: Gc<Script>, entry: EntryPoint) -> bool {
        if self.cache.is_none() {
            return false;
        }
        let Some(wanted) = self.wanted(script, entry) else { return false };
        match (self.cache.as_mut(), wanted.unit) {
            (Some(cache), Some(unit)) => cache.claim(unit, &wanted.request(), &mut self.stats) == Claim::Theirs,
            _ => false,
        }
    }

    pub(crate) fn code_id(&mut self, script: Gc<Script>, entry: EntryPoint) -> u128 {
        self.wanted(script, entry).map_or(0, |wanted| wanted.request().identity().key.0)
    }

    /// Whether somebody finishes what this process learns. Code that is provoked is nobody
    /// else's.
    pub(crate) fn leaves_what_it_learns(&self) -> bool {
        let is_provoked = self.options.provoked != Provoked::default();
        self.cache.is_some() && !is_provoked && !matches!(self.options.finish, Finish::Off)
    }

    /// Whether others compile all that this process has a use for.
    pub(crate) fn leaves_all_compiling(&self) -> bool {
        self.cache.is_some() && matches!(self.options.finish, Finish::Worker)
    }

    /// Whether code that this process compiles for itself is for others too.
    pub(crate) fn stores_what_it_compiles(&self) -> bool {
        self.cache.is_some() && !self.leaves_what_it_learns()
    }

    /// Hands what was compiled to the stores, if nobody is to finish what this process has
    /// learnt; why something is not kept is in the trace.
    pub(crate) fn store_compiled(&mut self, script: Gc<Script>, entry: EntryPoint, compiled: &Compiled) {
        if !self.stores_what_it_compiles() {
            return;
        }
        let Some(wanted) = self.wanted(script, entry) else { return };
        let generation = script.data().ion.generation.get();
        if let (Some(cache), Some(unit)) = (self.cache.as_mut(), wanted.unit)
            && let Err(reason) = cache.store_code(unit, &wanted.request(), compiled, generation)
            && reason != MissReason::Disabled
        {
            self.stats.reject(reason.name());
        }
    }

    /// `--jit-clone`: the code as it is after having been stored and restored.
    ///
    /// # Panics
    /// If that does not work: it is what the switch is there to find out.
    pub(crate) fn clone_through_bytes(&mut self, script: Gc<Script>, entry: EntryPoint, compiled: Compiled) -> Compiled {
        let wanted = self.wanted(script, entry).expect("what was compiled has a hash");
        let bytes = blob::encode(&compiled, wanted.request().identity(), blob::About::default(), 0)
            .unwrap_or_else(|e| panic!("compiled code cannot be stored: {e}"));
        let blob = Blob::parse(&bytes).unwrap_or_else(|e| panic!("stored code cannot be read: {e}"));
        let restored = blob::decode(&blob).unwrap_or_else(|e| panic!("stored code cannot be restored: {e}"));
        let differences = verify::compare(&compiled, &restored);
        assert!(differences.is_empty(), "restored code differs from what was stored:\n{differences}");
        restored
    }
}
