//! The tier's side of the stores: what is asked of them, and what is given to them.

use super::compiler::{self, Dumps, Job, Outcome};
use super::explain::Answer;
use super::lower::Compiled;
use super::snapshot::{EntryPoint, ScriptSnapshot, Snapshot};
use crate::bytecode::FunctionTemplate;
use crate::cache::{Claim, CodeRequest, UnitId, blob, merge, profile, verify};
use crate::heap::Gc;
use crate::options::JitVerify;
use crate::script::{Script, script_flags};
use crate::vm::Vm;
use hearth_codecache::{Blob, EntryPoint as Entered, MissReason, ScriptHash};
use std::sync::Arc;

/// What the stores have for an entry point.
pub enum StoredLookup {
    Found {
        compiled: Box<Compiled>,
        id: u128,
    },
    /// No code, but the profile that an earlier run compiled from.
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
        let found = match code {
            Ok(restored) => StoredLookup::Found { compiled: Box::new(restored.compiled), id: restored.key.0 },
            Err(MissReason::DependencyChanged) if patient => StoredLookup::NotYet,
            Err(_) => match cache.lookup_profile(unit, &request, &mut |hash| self.bytecode_of(hash), &mut stats) {
                Ok(snapshot) if snapshot.entry == entry => StoredLookup::Profile { snapshot: Box::new(snapshot) },
                _ => StoredLookup::Absent,
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

    /// `--jit-verify=fresh`: compares stored code with what is compiled from its profile.
    fn verify_fresh(&mut self, script: Gc<Script>, entry: EntryPoint, stored: &Compiled, name: &str) {
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

    /// Compiles from the stored profile, as the process did that stored the code.
    pub(crate) fn compile_again(&mut self, script: Gc<Script>, entry: EntryPoint) -> Result<Outcome, MissReason> {
        let wanted = self.wanted(script, entry).ok_or(MissReason::NotFound)?;
        let snapshot = self.profile_of(&wanted)?;
        Ok(compiler::compile(Job { ticket: 0, snapshot, dumps: Dumps::default() }))
    }

    /// The profile that the stores have.
    fn profile_of(&mut self, wanted: &Wanted) -> Result<Snapshot, MissReason> {
        let unit = wanted.unit.ok_or(MissReason::NotFound)?;
        let mut cache = self.cache.take().ok_or(MissReason::Disabled)?;
        let mut stats = std::mem::take(&mut self.stats);
        let profile = cache.lookup_profile(unit, &wanted.request(), &mut |hash| self.bytecode_of(hash), &mut stats);
        self.stats = stats;
        self.cache = Some(cache);
        profile
    }

    /// Whether the stores have code for an entry point, be it of use here or not.
    pub(crate) fn is_stored(&mut self, script: Gc<Script>, entry: EntryPoint) -> bool {
        let Some(wanted) = self.wanted(script, entry) else { return false };
        self.cache.as_ref().zip(wanted.unit).is_some_and(|(cache, unit)| cache.has_code(unit, &wanted.request()))
    }

    /// A script that this process has met, or that every process has.
    fn find_script(&mut self, hash: &[u8; 32]) -> Option<Gc<Script>> {
        if let Some(script) = self.script_by_hash(hash) {
            return Some(script);
        }
        if self.hash_assembled_builtins() { self.script_by_hash(hash) } else { None }
    }

    /// The bytecode of a script that this process has met.
    fn bytecode_of(&mut self, hash: &[u8; 32]) -> Option<Arc<ScriptSnapshot>> {
        let script = self.find_script(hash)?;
        // Built-in functions are known before they are called.
        if !script.is_materialized() && (!script.template().source.builtin || self.materialize(script).is_err()) {
            return None;
        }
        Some(Arc::new(ScriptSnapshot::without_feedback(*hash, &script.template().info, script.code())))
    }

    /// What the compiler needs to know of `script`: what this process has learnt, and what
    /// the stored profile knows besides. A process that ran restored code from the start
    /// has seen little by itself.
    pub(crate) fn informed_snapshot(&mut self, script: Gc<Script>, entry: EntryPoint) -> Option<Snapshot> {
        let snapshot = match self.stored_profile(script, entry) {
            None => self.take_snapshot(script, entry)?,
            Some(old) => {
                let mut whole: Vec<[u8; 32]> = merge::whole_scripts(&old).into_iter().collect();
                whole.sort_unstable();
                let (new, others) = self.take_snapshot_and(script, entry, &whole)?;
                merge::merge(&new, &others, &old)
            }
        };
        Some(self.inform_of_restored(snapshot))
    }

    /// `snapshot` with what the stored profiles know of callees that were restored: these
    /// ran stored code from their first call, and taught this process nothing.
    fn inform_of_restored(&mut self, snapshot: Snapshot) -> Snapshot {
        let mut callees: Vec<[u8; 32]> = merge::whole_scripts(&snapshot).into_iter().filter(|hash| *hash != snapshot.script.hash).collect();
        callees.sort_unstable();
        let mut profiles = Vec::new();
        for hash in callees {
            let restored = self.script_by_hash(&hash).filter(|script| script.has_flag(script_flags::WAS_RESTORED));
            profiles.extend(restored.and_then(|script| self.stored_profile(script, EntryPoint::Function)));
        }
        if profiles.is_empty() { snapshot } else { merge::inform(snapshot, &profiles) }
    }

    /// The profile that the stores have of this entry point, else of the function's entry:
    /// the feedback is that of the same bytecode.
    fn stored_profile(&mut self, script: Gc<Script>, entry: EntryPoint) -> Option<Snapshot> {
        if !self.may_have_stored_code(script.template()) {
            return None;
        }
        let function = (entry != EntryPoint::Function).then_some(EntryPoint::Function);
        for entry in std::iter::once(entry).chain(function) {
            let wanted = self.wanted(script, entry)?;
            if let Ok(old) = self.profile_of(&wanted) {
                return Some(old);
            }
        }
        None
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

    pub(crate) fn encode_profile(&mut self, snapshot: &Snapshot) -> Vec<u8> {
        if self.cache.is_some() { profile::encode(snapshot) } else { Vec::new() }
    }

    /// Hands what was compiled to the stores; why something is not kept is in the trace.
    pub(crate) fn store_compiled(&mut self, script: Gc<Script>, entry: EntryPoint, compiled: &Compiled, feedback: &[u8]) {
        if self.cache.is_none() {
            return;
        }
        let Some(wanted) = self.wanted(script, entry) else { return };
        let generation = script.data().ion.generation.get();
        let key = match entry {
            EntryPoint::Function => u16::MAX,
            EntryPoint::Osr(n) => n,
        };
        script.data().ion.given_up.borrow_mut().retain(|k| *k != key);
        if let (Some(cache), Some(unit)) = (self.cache.as_mut(), wanted.unit)
            && cache.store_code(unit, &wanted.request(), compiled, generation, feedback).is_err()
        {
            let _ = cache.store_profile(unit, &wanted.request(), feedback);
        }
    }

    /// Keeps a profile for the next process, which compiles from it at once; not if one
    /// before could not.
    pub(crate) fn store_profile(&mut self, script: Gc<Script>, entry: EntryPoint, feedback: &[u8]) {
        let Some(wanted) = self.wanted(script, entry) else { return };
        if let (Some(cache), Some(unit)) = (self.cache.as_mut(), wanted.unit)
            && !cache.has_failed(unit, &wanted.request())
        {
            let _ = cache.store_profile(unit, &wanted.request(), feedback);
        }
    }

    /// Takes a stored profile from which nothing can be compiled out of use.
    pub(crate) fn store_failure(&mut self, script: Gc<Script>, entry: EntryPoint) {
        let Some(wanted) = self.wanted(script, entry) else { return };
        if let (Some(cache), Some(unit)) = (self.cache.as_mut(), wanted.unit) {
            cache.store_failure(unit, &wanted.request());
        }
    }

    /// Withdraws code that was left too often from the stores. What was learnt stays there
    /// in its place, so that the next process compiles from that at once.
    pub(crate) fn withdraw_code(&mut self, script: Gc<Script>, entry: EntryPoint) {
        let Some(snapshot) = self.informed_snapshot(script, entry) else { return };
        let feedback = self.encode_profile(&snapshot);
        let Some(wanted) = self.wanted(script, entry) else { return };
        if let (Some(cache), Some(unit)) = (self.cache.as_mut(), wanted.unit) {
            cache.withdraw_code(unit, &wanted.request(), &feedback);
        }
    }

    /// `--jit-clone`: the code as it is after having been stored and restored.
    ///
    /// # Panics
    /// If that does not work: it is what the switch is there to find out.
    pub(crate) fn clone_through_bytes(&mut self, script: Gc<Script>, entry: EntryPoint, compiled: Compiled) -> Compiled {
        let wanted = self.wanted(script, entry).expect("what was compiled has a hash");
        let bytes = blob::encode(&compiled, wanted.request().identity(), blob::About::default(), 0, &[])
            .unwrap_or_else(|e| panic!("compiled code cannot be stored: {e}"));
        let blob = Blob::parse(&bytes).unwrap_or_else(|e| panic!("stored code cannot be read: {e}"));
        let restored = blob::decode(&blob).unwrap_or_else(|e| panic!("stored code cannot be restored: {e}"));
        let differences = verify::compare(&compiled, &restored);
        assert!(differences.is_empty(), "restored code differs from what was stored:\n{differences}");
        restored
    }
}
