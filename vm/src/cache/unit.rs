//! What is kept of one source file: its place in the stores, its stored bytecode, and
//! what of it is to be saved.
//!
//! Every bytecode entry begins with the full hash of the source text: the key under
//! which a pack is found is quick to compute and could be made to collide.

use super::bytecode::ByHash;
use super::finish::Text;
use super::ready::{KnownScripts, PackedCode};
use super::wire::{Decoded, Decoder, Encoder};
use crate::bytecode::Source;
use crate::bytecode::code::FunctionTemplate;
use crate::bytecode::image::ImageModule;
use crate::bytecode::serialize::Record;
use crate::options::CacheLevel;
use crate::rules::{Rule, holds};
use hearth_codecache::steps::Step;
use hearth_codecache::{AlignedBytes, Entry, EntryKind, MissReason, Pack, ScriptHash, SourceHash, SourceKey};
use rustc_hash::FxHashSet;
use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

/// Of bytecode entries; part of the target fingerprint.
pub const VERSION: u32 = 2;

/// Key of the entry that describes the unit.
pub const INFO_KEY: u128 = u128::MAX;

/// A source file that this process has loaded.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct UnitId(pub u32);

/// A function of a source file: the bytes of the source that it spans.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FunctionKey {
    pub start: u32,
    pub end: u32,
}

impl FunctionKey {
    /// The key of its bytecode entry.
    pub fn entry_key(self) -> u128 {
        self.start as u128 | (self.end as u128) << 32
    }
    /// The function of a bytecode entry; none if it is the unit's description.
    pub fn of_entry(key: u128) -> Option<FunctionKey> {
        (key >> 64 == 0).then_some(FunctionKey { start: key as u32, end: (key >> 32) as u32 })
    }
}

/// What the entry under [`INFO_KEY`] says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnitInfo {
    /// File name, without folders.
    pub name: String,
}

impl UnitInfo {
    fn encode(&self) -> Vec<u8> {
        let mut e = Encoder::new();
        e.u8(VERSION as u8);
        e.bytes(self.name.as_bytes());
        e.finish()
    }

    /// The entry of a text with this hash.
    pub fn to_entry(&self, hash: SourceHash) -> Entry {
        bytecode_entry(hash, INFO_KEY, &self.encode())
    }

    /// What an info entry (source hash included) says, for listings too.
    pub fn decode(entry: &[u8]) -> Decoded<UnitInfo> {
        let mut d = Decoder::new(entry.get(size_of::<SourceHash>()..).ok_or(MissReason::Truncated)?);
        if d.u8()? as u32 != VERSION {
            return Err(MissReason::WrongVersion);
        }
        let info = UnitInfo { name: d.str()?.to_owned() };
        d.finish()?;
        Ok(info)
    }
}

/// A bytecode entry: the hash of the source, then `contents`.
pub fn bytecode_entry(hash: SourceHash, key: u128, contents: &[u8]) -> Entry {
    let bytes = AlignedBytes::build(size_of::<SourceHash>() + contents.len(), |out| {
        let (head, tail) = out.split_at_mut(size_of::<SourceHash>());
        head.copy_from_slice(&hash.0);
        tail.copy_from_slice(contents);
    });
    Entry::new(EntryKind::Bytecode, key, bytes)
}

/// The bytecode entry of a function: its record behind the record's hash, which readers
/// then need not take.
pub fn function_entry(hash: SourceHash, function: FunctionKey, record: &[u8]) -> Entry {
    bytecode_entry(hash, function.entry_key(), &[&ScriptHash::of(record).0, record].concat())
}

/// The bytecode that a pack has of one source file.
#[derive(Clone, Debug)]
pub struct StoredBytecode {
    pack: Arc<Pack>,
    hash: SourceHash,
    pub info: UnitInfo,
}

impl StoredBytecode {
    /// What `pack` has of the source with this hash.
    ///
    /// # Errors
    /// `NotFound` if it has none, `WrongSource` if it is of another text.
    pub fn open(pack: Arc<Pack>, hash: SourceHash) -> Decoded<StoredBytecode> {
        let entry = pack.get(EntryKind::Bytecode, INFO_KEY).ok_or(MissReason::NotFound)?;
        Step::ReadBytecode.miss(MissReason::Malformed)?;
        if entry.bytes().get(..size_of::<SourceHash>()) != Some(&hash.0) && holds(Rule::SourceHash) {
            return Err(MissReason::WrongSource);
        }
        let info = UnitInfo::decode(entry.bytes())?;
        Ok(StoredBytecode { pack, hash, info })
    }

    /// The record of a function, if it is of this very source text.
    pub fn get(&self, function: FunctionKey) -> Option<Record<'_>> {
        let entry = self.pack.get(EntryKind::Bytecode, function.entry_key())?;
        self.record(entry.bytes())
    }

    fn record<'a>(&self, entry: &'a [u8]) -> Option<Record<'a>> {
        let own = entry.strip_prefix(self.hash.0.as_slice());
        let contents = if holds(Rule::SourceHash) { own } else { entry.get(size_of::<SourceHash>()..) };
        let (hash, bytes) = contents?.split_first_chunk()?;
        Some(Record { bytes, hash: *hash })
    }

    /// All records.
    pub fn records(&self) -> impl Iterator<Item = (FunctionKey, Record<'_>)> + '_ {
        let functions = self.pack.entries().filter(|e| e.kind == EntryKind::Bytecode);
        functions.filter_map(|e| Some((FunctionKey::of_entry(e.key)?, self.record(e.bytes())?)))
    }
}

/// A loaded source file.
pub(super) struct Unit {
    pub source: Rc<Source>,
    /// Its bytecode, if it is of a built-in module.
    pub builtin: Option<ImageModule<'static>>,
    pub key: SourceKey,
    /// What besides the text decides what it means.
    options: [u8; 1],
    hash: OnceCell<SourceHash>,
    pub pack: Option<Arc<Pack>>,
    /// The compiled code of the pack.
    pub code: Option<Arc<PackedCode>>,
    /// To find what was compiled to bytecode in this run.
    pub root: Option<Rc<FunctionTemplate>>,
    /// It was loaded as this, whatever became of its outermost function.
    pub is_loaded: bool,
    /// Keys of entries that were handed to the writer.
    pub submitted: FxHashSet<(EntryKind, u128)>,
    /// Positions of the functions that are worth asking the pack for at their first call.
    pub positions: FxHashSet<u32>,
    /// Its stored bytecode by hash, once asked for.
    pub parts: Option<Option<ByHash>>,
    /// Compiled code, or whoever compiles it, depends on its bytecode.
    pub is_needed: bool,
}

/// A shorter text is compiled about as quickly as its pack is found, and much more quickly than
/// that is written: programs have such files by the dozen.
const WORTH_A_PACK: usize = 4 << 10;

impl Unit {
    pub fn new(source: Rc<Source>, goal: u8) -> Unit {
        // A script with the text of a dynamic function is another program: its parts were not checked.
        let options = [goal | (source.dynamic as u8) << 7];
        let key = SourceKey::of(source.text.as_bytes(), &options);
        Unit {
            source,
            builtin: None,
            key,
            options,
            hash: OnceCell::new(),
            pack: None,
            code: None,
            root: None,
            is_loaded: false,
            submitted: FxHashSet::default(),
            positions: FxHashSet::default(),
            parts: None,
            is_needed: false,
        }
    }

    pub fn of_builtin(source: Rc<Source>, goal: u8, module: ImageModule<'static>) -> Unit {
        Unit { builtin: Some(module), ..Unit::new(source, goal) }
    }

    /// Whether later runs gain by its bytecode.
    pub fn is_worth_keeping(&self) -> bool {
        self.is_needed || self.builtin.is_none() && (self.pack.is_some() || self.source.text.len() >= WORTH_A_PACK)
    }

    /// The full hash; computed only where a pack was found or something is saved.
    pub fn hash(&self) -> SourceHash {
        *self.hash.get_or_init(|| SourceHash::of(self.source.text.as_bytes(), &self.options))
    }

    /// File name, without folders.
    pub fn file_name(&self) -> &str {
        file_name(&self.source.name)
    }

    /// A pack was found.
    pub fn set_pack(&mut self, pack: Arc<Pack>, level: CacheLevel, scripts: &Arc<KnownScripts>) {
        self.code = Some(PackedCode::of(&pack, self.hash(), scripts));
        // Entries of functions have their position as note.
        self.positions = pack
            .entries()
            .filter_map(|entry| match entry.kind {
                EntryKind::Code => Some(entry.note),
                // Without code, functions are compiled at their first call from what earlier runs learnt.
                EntryKind::Profile if level == CacheLevel::Profile => Some(entry.note),
                _ => None,
            })
            .collect();
        self.parts = None;
        self.pack = Some(pack);
    }

    /// What the finisher needs to store the bytecode that is new, if it can compile that itself; it is
    /// left to it then.
    pub fn leave_text(&mut self) -> Option<Text> {
        let text = Text::of(self.key, &self.source, self.options[0], self.root.as_ref()?)?;
        self.root = None;
        let is_described = self.pack.as_ref().is_some_and(|pack| pack.get(EntryKind::Bytecode, INFO_KEY).is_some());
        (!text.functions.is_empty() || !is_described).then_some(text)
    }

    /// The entries for all functions that were compiled to bytecode and are not stored.
    pub fn new_bytecode(&mut self, records: impl FnOnce(&Rc<FunctionTemplate>) -> Vec<((u32, u32), Vec<u8>)>) -> Vec<Entry> {
        let Some(root) = self.root.clone() else { return Vec::new() };
        let hash = self.hash();
        let stored = self.pack.clone().and_then(|pack| StoredBytecode::open(pack, hash).ok());
        let mut entries = Vec::new();
        for ((start, end), record) in records(&root) {
            let function = FunctionKey { start, end };
            if stored.as_ref().and_then(|s| s.get(function)).is_some_and(|stored| stored.bytes == record) {
                continue;
            }
            if self.submitted.insert((EntryKind::Bytecode, function.entry_key())) {
                entries.push(function_entry(hash, function, &record));
            }
        }
        if stored.is_none() && self.submitted.insert((EntryKind::Bytecode, INFO_KEY)) {
            let info = UnitInfo { name: self.file_name().to_owned() };
            entries.push(info.to_entry(hash));
        }
        entries
    }
}

/// The part of a source's name behind the last slash.
pub fn file_name(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}
