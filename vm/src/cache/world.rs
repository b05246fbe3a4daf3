//! What packs know of the scripts of a program: their bytecode and their profiles, as the
//! source of the compiler's input. No machine is needed for it.

use super::bytecode;
use super::profile::{self, StoredRecord};
use super::unit::{FunctionKey, StoredBytecode};
use crate::bytecode::{FunctionTemplate, Source as SourceText};
use crate::ion::budget::interpreted_for;
use crate::ion::known_builtins;
use crate::ion::profile::{Hash, Profile, Record, Source, expand};
use crate::ion::snapshot::{Effort, EntryPoint, ScriptSnapshot, ShapeIndex, ShapeSnapshot, Snapshot};
use hearth_codecache::{EntryKind, MissReason, Pack, SourceHash};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

/// What has been interpreted for so long in a run is worth more than an ordinary compilation: it is what a process
/// compiles by itself, too, since it pays there.
const WORTH_GREAT_EFFORT: Duration = Duration::from_millis(3);

/// The packs of a program's source files, and what has been taken from them so far.
#[derive(Default)]
pub struct World {
    packs: Vec<WorldPack>,
    /// Records by hash, those of the packs as far as they were asked for.
    pub profile: Profile,
    /// Whether the packs were asked for a record.
    asked: FxHashSet<Hash>,
    whole: FxHashMap<Hash, Option<Arc<ScriptSnapshot>>>,
    builtins: OnceCell<FxHashMap<Hash, Arc<ScriptSnapshot>>>,
    /// Records of the functions of built-in modules.
    modules: OnceCell<FxHashMap<Hash, &'static [u8]>>,
    /// Why records were not used, until somebody counts it.
    pub refused: Vec<MissReason>,
}

struct WorldPack {
    pack: Arc<Pack>,
    stored: Option<StoredBytecode>,
    by_hash: OnceCell<FxHashMap<Hash, FunctionKey>>,
}

impl World {
    /// Adds packs, each of a source text with this hash.
    pub fn extend(&mut self, packs: impl IntoIterator<Item = (Arc<Pack>, SourceHash)>) {
        packs.into_iter().for_each(|(pack, hash)| self.add_pack(pack, hash));
    }

    /// Adds the pack of a source text with this hash.
    pub fn add_pack(&mut self, pack: Arc<Pack>, hash: SourceHash) {
        let stored = StoredBytecode::open(pack.clone(), hash).ok();
        self.packs.push(WorldPack { pack, stored, by_hash: OnceCell::new() });
        self.asked.clear();
        self.whole.clear();
    }

    /// Adds what a run has learnt; says whether it is new.
    pub fn learn(&mut self, learnt: &StoredRecord) -> bool {
        let hash = learnt.record.script.hash;
        self.take_stored(&hash);
        self.whole.remove(&hash);
        self.profile.join(&learnt.record, &learnt.shapes)
    }

    /// What is known of a script.
    pub fn record(&mut self, hash: &Hash) -> Option<&mut Record> {
        self.take_stored(hash);
        self.profile.scripts.get_mut(hash)
    }

    fn take_stored(&mut self, hash: &Hash) {
        if !self.asked.insert(*hash) {
            return;
        }
        let key = profile::entry_key(hash);
        for entry in self.packs.iter().filter_map(|p| p.pack.get(EntryKind::Profile, key)) {
            match profile::decode(entry.bytes()) {
                Ok(stored) if stored.record.script.hash == *hash => {
                    self.profile.join(&stored.record, &stored.shapes);
                }
                Ok(_) => {}
                Err(reason) => self.refused.push(reason),
            }
        }
    }

    /// The bytecode of a script, without feedback.
    pub fn bytecode(&self, hash: &Hash) -> Option<Arc<ScriptSnapshot>> {
        let stored = self.packs.iter().find_map(|p| p.record(hash));
        let own = self.profile.scripts.get(hash).and_then(|record| record.bytecode.as_deref());
        let modules = || self.modules.get_or_init(module_functions);
        match stored.or(own).or_else(|| modules().get(hash).copied()) {
            // A source text is not needed where no function is compiled from it.
            Some(record) => bytecode::parts(*hash, record, &SourceText::new("", "")).ok(),
            None => self.builtins.get_or_init(builtins).get(hash).cloned(),
        }
    }

    /// The compiler's input for an entry point.
    ///
    /// # Errors
    /// `NotFound` if nothing is known of the script, `DependencyChanged` if its bytecode is not
    /// at hand, `Malformed` if it has no such entry point.
    pub fn snapshot(&mut self, hash: &Hash, entry: EntryPoint, inlining: bool) -> Result<Snapshot, MissReason> {
        let warmth = self.record(hash).ok_or(MissReason::NotFound)?.warmth;
        let mut snapshot = expand(self, hash, entry, inlining).ok_or(MissReason::DependencyChanged)?;
        let script = &snapshot.script;
        if interpreted_for(script.insns.len(), script.loops.len(), warmth) >= WORTH_GREAT_EFFORT {
            snapshot.effort = Effort::Great;
        }
        let has_entry = crate::ion::profile::has_entry(&snapshot.script, entry.into());
        if has_entry { Ok(snapshot) } else { Err(MissReason::Malformed) }
    }
}

impl WorldPack {
    fn record(&self, hash: &Hash) -> Option<&[u8]> {
        let stored = self.stored.as_ref()?;
        let by_hash = self.by_hash.get_or_init(|| stored.records().map(|(key, record)| (record.hash, key)).collect());
        Some(stored.get(*by_hash.get(hash)?)?.bytes)
    }
}

impl Source for World {
    fn script(&mut self, hash: &Hash) -> Option<Arc<ScriptSnapshot>> {
        if let Some(known) = self.whole.get(hash) {
            return known.clone();
        }
        self.take_stored(hash);
        let found = self.profile.scripts.get(hash).and_then(|record| {
            let bytecode = self.bytecode(hash)?;
            profile::with_bytecode(record, &bytecode).map(Arc::new)
        });
        self.whole.insert(*hash, found.clone());
        found
    }

    fn shape(&self, index: ShapeIndex) -> ShapeSnapshot {
        self.profile.shapes.get(index).clone()
    }
}

/// The functions of built-in modules.
fn module_functions() -> FxHashMap<Hash, &'static [u8]> {
    #[cfg(feature = "node")]
    return crate::builtins::node::functions().map(|(_, record)| (record.hash, record.bytes)).collect();
    #[cfg(not(feature = "node"))]
    FxHashMap::default()
}

/// The built-in functions that are bytecode.
fn builtins() -> FxHashMap<Hash, Arc<ScriptSnapshot>> {
    let of = |template: Rc<FunctionTemplate>| {
        let hash = known_builtins::builtin_hash(&template)?;
        let code = template.code().ok()?;
        Some((hash, Arc::new(ScriptSnapshot::without_feedback(hash, &template.info, code))))
    };
    crate::builtins::array::assembled_templates().into_iter().filter_map(of).collect()
}
