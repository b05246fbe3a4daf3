//! Stores that are sealed by another key than ours: told once in a process, and once a day where there is a place to
//! write down that it was told. Nothing else shows that a fleet, or a cache that was restored without its key, is
//! cold in every run.

use super::open;
use super::session::Session;
use crate::options::Options;
use hearth_codecache::store::Notes;
use hearth_codecache::{MissReason, StoreSpec};
use std::sync::atomic::{AtomicBool, Ordering};

/// What is told of keys.
#[derive(Default)]
pub(super) struct KeyPlace {
    notes: Option<Notes>,
    /// What the user can do, the key's place included.
    remedy: String,
}

impl KeyPlace {
    pub fn of(spec: Option<&StoreSpec>, options: &Options) -> KeyPlace {
        let notes = spec.and_then(Notes::of);
        let path = open::key_path(options).map(|path| path.display().to_string()).unwrap_or_default();
        let remedy = match options.key_file {
            Some(_) => format!("the key is that of {path}; --key-file names another"),
            None => format!("the key is that of {path}, which has to be restored with a cache; --key-file names another"),
        };
        KeyPlace { notes, remedy }
    }
}

impl Session {
    /// Tells the user of stores in which there is something that another key has sealed.
    pub(super) fn warn_of_other_keys(&self) {
        static TOLD: AtomicBool = AtomicBool::new(false);
        let (mut count, mut stores) = (0, Vec::new());
        for (name, counters) in self.store.iter().flat_map(|store| store.counters()) {
            let refused = counters.misses().get(MissReason::WrongKey) + counters.entries_refused().get(MissReason::WrongKey);
            if refused > 0 && self.key_place.notes.as_ref().is_none_or(|notes| notes.is_news("other-key", &name)) {
                count += refused;
                stores.push(name);
            }
        }
        if count > 0 && !TOLD.swap(true, Ordering::Relaxed) {
            let (entries, are) = if count == 1 { ("entry", "is") } else { ("entries", "are") };
            let (stores, remedy) = (stores.join(", "), &self.key_place.remedy);
            (self.on_warning)(&format!("{count} {entries} in {stores} {are} there under another key, or altered, and not used: {remedy}"));
        }
    }
}
