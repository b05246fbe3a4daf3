//! Stored bytecode as the front end and the profiles use it.

use super::session::Session;
use super::unit::{FunctionKey, StoredBytecode, UnitId};
use super::wire::Decoded;
use crate::bytecode::code::FunctionTemplate;
use crate::bytecode::serialize::{self, DecodeError, FunctionRecords, Record};
use crate::bytecode::{Code, CompileError, CompileLazily, Source};
use crate::ion::snapshot::ScriptSnapshot;
use crate::stats::Stats;
use crate::trace::{Categories, Category, Line};
use hearth_codecache::MissReason;
use rustc_hash::FxHashMap;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

/// What became of a unit's records; read when the statistics are completed.
#[derive(Default, Debug)]
pub(super) struct RecordCounts {
    refused: RefCell<Vec<MissReason>>,
    served: Cell<u64>,
}

/// The records of one unit, for the front end.
#[derive(Debug)]
struct Records {
    stored: StoredBytecode,
    name: String,
    trace: Categories,
    counts: Rc<RecordCounts>,
}

impl FunctionRecords for Records {
    fn record(&self, start: u32, end: u32) -> Option<Record<'_>> {
        let found = self.stored.get(FunctionKey { start, end });
        if found.is_some() {
            self.counts.served.set(self.counts.served.get() + 1);
        }
        found
    }

    fn refused(&self, start: u32, end: u32, error: DecodeError) {
        let reason = reason(error);
        self.counts.refused.borrow_mut().push(reason);
        if self.trace.has(Category::Cache) {
            Line::new(Category::Cache)
                .field("event", "refused")
                .field("what", "bytecode")
                .field("source", &self.name)
                .field("function", format_args!("{start}..{end}"))
                .field("reason", reason)
                .field("detail", error)
                .emit();
        }
    }
}

fn reason(error: DecodeError) -> MissReason {
    match error {
        DecodeError::Length => MissReason::Truncated,
        DecodeError::Version => MissReason::WrongVersion,
        DecodeError::Verify(_) => MissReason::VerifierRejected,
        _ => MissReason::Malformed,
    }
}

impl Session {
    /// What the front end needs to take a unit's functions from the store; `None` if it
    /// has none.
    pub fn function_records(&mut self, id: UnitId, stats: &mut Stats) -> Option<Rc<dyn FunctionRecords>> {
        let stored = self.stored_bytecode(id, stats)?;
        let counts = Rc::new(RecordCounts::default());
        self.record_counts.push(counts.clone());
        let name = self.units[id.0 as usize].source.name.clone();
        Some(Rc::new(Records { stored, name, trace: self.trace, counts }))
    }

    /// Adds what became of records since the last time to the statistics.
    pub(super) fn count_records(&mut self, stats: &mut Stats) {
        for counts in &self.record_counts {
            stats.store.hits += counts.served.take();
            for reason in counts.refused.take() {
                stats.reject(reason.name());
            }
        }
    }

    /// Whether a loaded unit has stored bytecode with this hash.
    pub fn has_script(&mut self, hash: &[u8; 32]) -> bool {
        self.units.iter_mut().any(|unit| unit.record_by_hash(hash).is_some())
    }
}

/// The records of a unit, and if there are many, where they are by their hash.
pub(super) type ByHash = (StoredBytecode, Option<FxHashMap<[u8; 32], FunctionKey>>);

impl super::unit::Unit {
    fn record_by_hash(&mut self, hash: &[u8; 32]) -> Option<&[u8]> {
        if let Some(module) = self.builtin {
            return module.by_hash(hash).map(|record| record.bytes);
        }
        if self.parts.is_none() {
            self.parts = Some(self.index_by_hash());
        }
        let (stored, keys) = self.parts.as_ref()?.as_ref()?;
        match keys {
            Some(keys) => Some(stored.get(*keys.get(hash)?)?.bytes),
            None => stored.records().find(|(_, record)| record.hash == *hash).map(|(_, record)| record.bytes),
        }
    }

    fn index_by_hash(&self) -> Option<ByHash> {
        /// Fewer entries are looked through quicker than a table of them is made.
        const WORTH_A_TABLE: usize = 64;
        let pack = self.pack.clone()?;
        let many = pack.len() > WORTH_A_TABLE;
        let stored = StoredBytecode::open(pack, self.hash()).ok()?;
        let keys = many.then(|| stored.records().map(|(key, record)| (record.hash, key)).collect());
        Some((stored, keys))
    }
}

/// A record as a snapshot without feedback.
pub(super) fn parts(hash: [u8; 32], record: &[u8], source: &Rc<Source>) -> Decoded<Arc<ScriptSnapshot>> {
    /// Children are not looked into.
    struct NeverAsked;
    impl CompileLazily for NeverAsked {
        fn compile(&self, template: &FunctionTemplate) -> Result<Code, CompileError> {
            Err(CompileError { message: "only the description was read".to_owned(), position: template.info.start })
        }
    }
    let lazy: Rc<dyn CompileLazily> = Rc::new(NeverAsked);
    let (info, code) = serialize::decode(record, source, &lazy).map_err(reason)?;
    Ok(Arc::new(ScriptSnapshot::without_feedback(hash, &info, &code)))
}
