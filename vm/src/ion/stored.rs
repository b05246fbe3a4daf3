//! The tier's side of the stores: what is asked of them, and what is given to them.

use super::compiler::{self, Dumps, Job};
use super::lower::Compiled;
use super::snapshot::{EntryPoint, Snapshot};
use crate::cache::{self, CodeRequest, UnitId};
use crate::heap::Gc;
use crate::options::{CacheLevel, JitVerify};
use crate::script::Script;
use crate::vm::Vm;
use hearth_codecache::{Blob, MissReason, ScriptHash};

/// What the stores have for an entry point.
pub enum StoredLookup {
    Found { compiled: Box<Compiled>, id: u128 },
    /// No code, but the profile that an earlier run compiled from.
    Profile { snapshot: Box<Snapshot> },
    Absent,
}

/// What names the code of an entry point in the stores.
struct Identity {
    unit: Option<UnitId>,
    hash: [u8; 32],
    name: String,
    position: u32,
    entry: hearth_codecache::EntryPoint,
    inlining: bool,
    instructions: usize,
}

impl Identity {
    fn request(&self) -> CodeRequest<'_> {
        CodeRequest {
            script: ScriptHash(self.hash),
            name: &self.name,
            position: self.position,
            entry: self.entry,
            inlining: self.inlining,
            instructions: self.instructions,
        }
    }
}

impl Vm {
    /// Whether asking at first calls can be worth it.
    pub(crate) fn may_have_stored_code(&self) -> bool {
        self.cache.as_ref().is_some_and(|cache| cache.level() >= CacheLevel::Profile && cache.has_packs())
    }

    fn identity(&mut self, script: Gc<Script>, entry: EntryPoint) -> Option<Identity> {
        let hash = self.script_hash(script)?;
        let template = script.template().clone();
        let entry = match entry {
            EntryPoint::Function => hearth_codecache::EntryPoint::Function,
            EntryPoint::Osr(n) => hearth_codecache::EntryPoint::Osr(script.code().loops[n as usize].0),
        };
        Some(Identity {
            unit: self.cache.as_ref().and_then(|cache| cache.unit_of(&template.source)),
            hash,
            name: template.info.name.to_rust(),
            position: template.info.start,
            entry,
            inlining: self.options.ion_inlining,
            instructions: script.code().insns.len(),
        })
    }

    pub(crate) fn lookup_stored(&mut self, script: Gc<Script>, entry: EntryPoint) -> StoredLookup {
        if !self.may_have_stored_code() {
            return StoredLookup::Absent;
        }
        let template = script.template().clone();
        let known = self.cache.as_mut().and_then(|cache| {
            let unit = cache.unit_of(&template.source)?;
            cache.may_have_code(unit, template.info.start).then_some(unit)
        });
        // Most functions have nothing stored; they are told by their position alone.
        let (Some(unit), Some(identity)) = (known, self.identity(script, entry)) else { return StoredLookup::Absent };
        let request = identity.request();
        let Some(mut cache) = self.cache.take() else { return StoredLookup::Absent };
        let found = if cache.level() == CacheLevel::Code {
            cache.lookup_code(unit, &request, &mut |_| true, &mut self.stats).and_then(|restored| {
                let inlined = restored.compiled.metadata.scripts.iter().skip(1);
                let current = |hash: &[u8; 32]| self.script_by_hash(hash).is_some();
                for script in inlined {
                    if !current(&script.hash) && cache.script_parts(&script.hash).is_none() {
                        return Err(MissReason::DependencyChanged);
                    }
                }
                Ok(restored)
            })
        } else {
            Err(MissReason::Disabled)
        };
        let result = match found {
            Ok(restored) => {
                if self.options.jit_verify == JitVerify::Fresh {
                    self.verify_fresh(&mut cache, unit, &identity, &restored.compiled);
                }
                StoredLookup::Found { compiled: Box::new(restored.compiled), id: restored.key.0 }
            }
            Err(MissReason::DependencyChanged) => {
                self.stats.reject(MissReason::DependencyChanged.name());
                StoredLookup::Absent
            }
            Err(MissReason::Disabled) => match cache.lookup_profile(unit, &request, &mut |_| None, &mut self.stats) {
                Ok(snapshot) => StoredLookup::Profile { snapshot: Box::new(snapshot) },
                Err(_) => StoredLookup::Absent,
            },
            Err(_) => StoredLookup::Absent,
        };
        self.cache = Some(cache);
        result
    }

    pub(crate) fn code_id(&mut self, script: Gc<Script>, entry: EntryPoint) -> u128 {
        self.identity(script, entry).map_or(0, |identity| identity.request().identity().key.0)
    }

    /// The profile as bytes, if anything keeps it.
    pub(crate) fn encode_profile(&mut self, snapshot: &Snapshot) -> Vec<u8> {
        match &self.cache {
            Some(cache) if cache.level() >= CacheLevel::Profile => cache::profile::encode(snapshot),
            _ => Vec::new(),
        }
    }

    pub(crate) fn store_compiled(&mut self, script: Gc<Script>, entry: EntryPoint, compiled: &Compiled, feedback: &[u8]) {
        if self.cache.is_none() {
            return;
        }
        let generation = script.data().ion.generation.get();
        let Some(identity) = self.identity(script, entry) else { return };
        let (Some(unit), Some(cache)) = (identity.unit, self.cache.as_mut()) else { return };
        let request = identity.request();
        let result = match cache.level() {
            CacheLevel::Code => cache.store_code(unit, &request, compiled, generation, feedback),
            CacheLevel::Profile => cache.store_profile(unit, &request, feedback),
            CacheLevel::Off | CacheLevel::Bytecode => return,
        };
        if let Err(reason) = result {
            self.stats.reject(reason.name());
        }
    }

    /// `--jit-clone`: what a store would give back for this code.
    pub(crate) fn clone_through_bytes(&mut self, script: Gc<Script>, entry: EntryPoint, compiled: Compiled) -> Compiled {
        let Some(identity) = self.identity(script, entry) else { return compiled };
        let request = identity.request();
        let about = cache::blob::About { function_name: &identity.name, source_name: "", position: identity.position };
        let bytes = match cache::blob::encode(&compiled, request.identity(), about, 0, &[]) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.stats.reject(error.reason().name());
                return compiled;
            }
        };
        let copy = Blob::parse(&bytes).map_err(|e| e.reason()).and_then(|blob| cache::blob::decode(&blob));
        match copy {
            Ok(copy) => copy,
            Err(reason) => {
                self.stats.reject(reason.name());
                compiled
            }
        }
    }

    /// `--jit-verify=fresh`: compiles again from the stored profile and says how what was
    /// restored differs.
    fn verify_fresh(&mut self, cache: &mut cache::Session, unit: UnitId, identity: &Identity, restored: &Compiled) {
        let snapshot = match cache.lookup_profile(unit, &identity.request(), &mut |_| None, &mut self.stats) {
            Ok(snapshot) => snapshot,
            Err(reason) => {
                eprintln!("jit-verify: {}: no profile to compile from: {reason}", identity.name);
                self.stats.reject("verify_no_profile");
                return;
            }
        };
        let outcome = compiler::compile(Job { ticket: 0, snapshot, dumps: Dumps::default() });
        match outcome.result {
            Ok(fresh) => {
                let differences = cache::verify::compare(restored, &fresh);
                if !differences.is_empty() {
                    self.stats.reject("verify_difference");
                    eprintln!("jit-verify: {} differs from fresh code in {}\n{differences}", identity.name, differences.names());
                }
            }
            Err(reason) => {
                self.stats.reject("verify_difference");
                eprintln!("jit-verify: {} no longer compiles: {reason}", identity.name);
            }
        }
    }

    /// At the end of the process: compilations under way are finished and stored, within bounds.
    pub fn finish_cache(&mut self) {
        if self.cache.is_none() {
            return;
        }
        self.finish_compilations();
        if let Some(cache) = self.cache.as_mut() {
            cache.finish(&mut self.stats, cache::FINISH_WITHIN);
        }
    }
}
