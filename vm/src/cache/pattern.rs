//! Machine code of regular expressions in the stores: in the pack of the file that was running when a pattern was found
//! to be worth compiling, and found by the pattern, whichever file uses it.

use super::session::Session;
use super::unit::UnitId;
use super::wire::{Decoded, Decoder, Encoder};
use crate::options::CacheLevel;
use crate::stats::Stats;
use hearth_codecache::inspect;
use hearth_codecache::{AlignedBytes, CodeKey, Entry, EntryKind, MissReason, SourceHash, SourceKey};

/// A pattern, and for texts of which encoding it is to be compiled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PatternRequest {
    /// Code units.
    pub source: Box<[u16]>,
    pub flags: u8,
    pub wide: bool,
}

/// Where code of a pattern is, and what it begins with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PatternIdentity {
    pub key: u128,
    hash: SourceHash,
}

impl PatternRequest {
    pub fn identity(&self) -> PatternIdentity {
        let bytes: Vec<u8> = self.source.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let options = [self.flags, u8::from(self.wide)];
        PatternIdentity { key: u128::from_le_bytes(SourceKey::of(&bytes, &options).0), hash: SourceHash::of(&bytes, &options) }
    }
    pub(super) fn encode(&self, e: &mut Encoder) {
        e.count(self.source.len());
        self.source.iter().for_each(|unit| e.raw(&unit.to_le_bytes()));
        e.u8(self.flags);
        e.bool(self.wide);
    }
    pub(super) fn decode(d: &mut Decoder<'_>) -> Decoded<PatternRequest> {
        let source = d.list(|d| Ok(u16::from_le_bytes(d.array()?)))?.into_boxed_slice();
        Ok(PatternRequest { source, flags: d.u8()?, wide: d.bool()? })
    }
}

impl PatternIdentity {
    /// The entry for what a pattern was compiled to: nothing if it cannot be.
    pub(super) fn to_entry(self, code: &[u8]) -> Entry {
        Entry::new(EntryKind::Pattern, self.key, AlignedBytes::copy_from(&[&self.hash.0, code].concat()))
    }
    fn code_of(self, contents: &[u8]) -> Result<&[u8], MissReason> {
        let (hash, code) = parts(contents)?;
        // Keys could be made to collide.
        if hash == self.hash.0 { Ok(code) } else { Err(MissReason::IdentityMismatch) }
    }
}

/// What an entry begins with, and its code.
fn parts(contents: &[u8]) -> Result<(&[u8], &[u8]), MissReason> {
    contents.split_at_checked(size_of::<SourceHash>()).ok_or(MissReason::Truncated)
}

/// Looks through the code of an entry for a pattern. Nothing stands for a pattern that cannot be compiled.
///
/// # Errors
/// Why it would not be run.
pub fn inspect_pattern(contents: &[u8]) -> Result<(), MissReason> {
    let (_, code) = parts(contents)?;
    if code.is_empty() { Ok(()) } else { inspect::code(code).map_err(|refusal| refusal.reason()) }
}

impl Session {
    /// Whether it is worth asking for patterns.
    pub fn has_patterns(&self) -> bool {
        !self.with_patterns.is_empty()
    }

    pub(super) fn note_patterns(&mut self, id: UnitId) {
        let pack = self.units[id.0 as usize].pack.as_ref();
        let is_known = self.with_patterns.contains(&id);
        if self.level == CacheLevel::Code && !is_known && pack.is_some_and(|pack| pack.has_any(EntryKind::Pattern)) {
            self.with_patterns.push(id);
        }
    }

    /// The code of a pattern; nothing if it is known that it cannot be compiled.
    ///
    /// # Errors
    /// Why there is none.
    pub fn lookup_pattern(&self, pattern: &PatternRequest, stats: &mut Stats) -> Result<Vec<u8>, MissReason> {
        let identity = pattern.identity();
        let packs = self.with_patterns.iter().filter_map(|id| self.units[id.0 as usize].pack.as_ref());
        let entry = packs.filter_map(|pack| pack.get(EntryKind::Pattern, identity.key)).next();
        let result = entry.ok_or(MissReason::NotFound).and_then(|entry| {
            let code = identity.code_of(entry.bytes())?;
            inspect_pattern(entry.bytes())?;
            Ok(code.to_vec())
        });
        let name = String::from_utf16_lossy(&pattern.source);
        self.count("pattern", &name, Some(CodeKey(identity.key)), result.as_ref().map(|_| ()).map_err(|reason| *reason), stats);
        result
    }

    /// Keeps what a pattern was compiled to.
    pub fn store_pattern(&mut self, id: UnitId, pattern: &PatternRequest, code: &[u8]) {
        if self.level == CacheLevel::Code {
            let unit = &mut self.units[id.0 as usize];
            unit.is_needed = true;
            let key = unit.key;
            let _ = self.submit_to(key, pattern.identity().to_entry(code), "");
        }
    }
}
