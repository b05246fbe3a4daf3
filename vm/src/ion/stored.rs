//! The tier's side of the stores: what is asked of them, and what is given to them.

use super::lower::Compiled;
use super::snapshot::{EntryPoint, Snapshot};
use crate::heap::Gc;
use crate::script::Script;
use crate::vm::Vm;

/// What the stores have for an entry point.
pub enum StoredLookup {
    Found { compiled: Box<Compiled>, id: u128 },
    /// No code, but the profile that an earlier run compiled from.
    Profile { snapshot: Box<Snapshot> },
    Absent,
}

impl Vm {
    /// Whether asking at a first call can be worth it.
    pub(crate) fn may_have_stored_code(&self) -> bool {
        false
    }
    pub(crate) fn lookup_stored(&mut self, script: Gc<Script>, entry: EntryPoint) -> StoredLookup {
        let _ = (script, entry);
        StoredLookup::Absent
    }
    pub(crate) fn code_id(&mut self, script: Gc<Script>, entry: EntryPoint) -> u128 {
        let _ = (script, entry);
        0
    }
    pub(crate) fn encode_profile(&mut self, snapshot: &Snapshot) -> Vec<u8> {
        let _ = snapshot;
        Vec::new()
    }
    pub(crate) fn store_compiled(&mut self, script: Gc<Script>, entry: EntryPoint, compiled: &Compiled, feedback: &[u8]) {
        let _ = (script, entry, compiled, feedback);
    }
    pub(crate) fn clone_through_bytes(&mut self, compiled: Compiled) -> Compiled {
        compiled
    }
}
