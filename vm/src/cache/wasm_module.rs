//! Compiled modules of WebAssembly in the stores: each in a pack of its own, found by its bytes.

use super::Session;
use crate::options::CacheLevel;
use crate::stats::Stats;
use crate::trace::{Category, Line};
use hearth_codecache::{AlignedBytes, Entry, EntryKind, MissReason, SourceHash, SourceKey};

/// Of what the bytes of a module are hashed with.
pub(super) const OPTIONS: &[u8] = b"WebAssembly";

/// A pack has one entry.
pub(super) const KEY: u128 = 0;

impl Session {
    /// What `restore` makes of the compiled module that the stores have for the bytes of a module.
    ///
    /// # Errors
    /// Why there is none: `Malformed` if `restore` makes nothing of what there is.
    pub fn lookup_module<T>(&mut self, bytes: &[u8], restore: impl FnOnce(&[u8]) -> Option<T>, stats: &mut Stats) -> Result<T, MissReason> {
        let result = self.find_module(bytes, restore, stats);
        match result {
            Ok(_) => {
                stats.store.hits += 1;
                self.note_used(SourceKey::of(bytes, OPTIONS));
            }
            Err(MissReason::Disabled) => {}
            Err(reason) => {
                stats.store.misses += 1;
                if reason != MissReason::NotFound {
                    stats.reject(reason.name());
                }
            }
        }
        if self.trace.has(Category::Cache) {
            let line = Line::new(Category::Cache).field("event", "lookup").field("what", "module").field("bytes", bytes.len());
            match result.as_ref().err() {
                None => line.field("result", "hit").emit(),
                Some(reason) => line.field("result", "miss").field("reason", reason).emit(),
            }
        }
        result
    }

    fn find_module<T>(&self, bytes: &[u8], restore: impl FnOnce(&[u8]) -> Option<T>, stats: &mut Stats) -> Result<T, MissReason> {
        if self.level < CacheLevel::Code {
            return Err(MissReason::Disabled);
        }
        let store = self.store.as_ref().ok_or(MissReason::NotFound)?;
        let found = store.load(SourceKey::of(bytes, OPTIONS), self.target).map_err(|e| e.reason)?.ok_or(MissReason::NotFound)?;
        stats.store.bytes_read += found.stored_len() as u64;
        let entry = found.pack.get(EntryKind::Module, KEY).ok_or(MissReason::NotFound)?;
        let (hash, compiled) = entry.bytes().split_at_checked(size_of::<SourceHash>()).ok_or(MissReason::Truncated)?;
        // The key of a pack could be made to collide.
        if hash != SourceHash::of(bytes, OPTIONS).0 {
            return Err(MissReason::IdentityMismatch);
        }
        restore(compiled).ok_or(MissReason::Malformed)
    }

    /// Keeps what a module was compiled to.
    pub fn store_module(&mut self, bytes: &[u8], compiled: &[u8]) {
        if self.level < CacheLevel::Code {
            return;
        }
        let hash = SourceHash::of(bytes, OPTIONS).0;
        let contents = AlignedBytes::copy_from(&[&hash, compiled].concat());
        let _ = self.submit_to(SourceKey::of(bytes, OPTIONS), Entry::new(EntryKind::Module, KEY, contents), "");
    }
}
