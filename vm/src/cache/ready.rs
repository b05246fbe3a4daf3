//! The compiled code of a pack, taken out of it: when it is asked for, or before that by a
//! thread that has nothing else to do.
//!
//! [`StoredCode::read`] is all that can be done without a virtual machine: framing, tables,
//! links, checks. Comparing the code with what is wanted is the session's, and bringing it to
//! life `ion::link`'s. A thread that calls [`serve`] is given the packs as they are loaded,
//! notes which functions they have, reads their code, and copies it to where it will run. It
//! is never waited for: what is asked for before it comes to it, is read by who asks.
//!
//! Not here: who is to run what, and whether any of it is entered.

use super::blob;
use super::unit::StoredBytecode;
use crate::ion::known_builtins::assembled_hashes;
use crate::ion::lower::Compiled;
use hearth_codecache::blob::BlobIdentity;
use hearth_codecache::steps::Step;
use hearth_codecache::{AlignedBytes, Blob, CodeArena, CodeKey, EntryKind, MissReason, Pack, SourceHash};
use parking_lot::{Condvar, Mutex};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

/// Blobs are read before they are asked for up to so many bytes in a process: much of a large
/// program's code is for what this run does not do.
const MOST_AHEAD: usize = 4 << 20;

/// Longer than the other thread takes to put something down.
const LOCKED: Duration = Duration::from_micros(2);

/// Code as the pack has it, in itself consistent.
#[derive(Debug)]
pub struct StoredCode {
    pub identity: BlobIdentity,
    /// How often it had been compiled before.
    pub generation: u32,
    pub compiled: Compiled,
}

impl StoredCode {
    /// The code in a blob; its tables stay where they are if that is in `block`.
    ///
    /// # Errors
    /// What is wrong with the blob.
    pub fn read(blob: &[u8], block: Option<&Arc<AlignedBytes>>) -> Result<StoredCode, MissReason> {
        Step::ReadCode.miss(MissReason::Malformed)?;
        let blob = Blob::parse(blob).map_err(|e| e.reason())?;
        let compiled = match block {
            Some(block) => blob::decode_in_place(&blob, block)?,
            None => blob::decode(&blob)?,
        };
        Ok(StoredCode { identity: *blob.identity(), generation: blob.generation(), compiled })
    }

    /// The scripts that were inlined into it.
    pub fn dependencies(&self) -> impl Iterator<Item = &[u8; 32]> {
        self.compiled.metadata.scripts.iter().map(|script| &script.hash).filter(|hash| **hash != self.identity.script.0)
    }
}

/// Scripts that this process has, or can have when they are called: by the hash of their bytecode.
#[derive(Default)]
pub struct KnownScripts(Mutex<FxHashSet<[u8; 32]>>);

impl KnownScripts {
    /// Those of `hashes` of which nothing is known here.
    pub fn unknown<'a>(&self, hashes: impl Iterator<Item = &'a [u8; 32]>) -> Vec<[u8; 32]> {
        match self.0.try_lock_for(LOCKED) {
            Some(known) => hashes.filter(|hash| !known.contains(*hash)).copied().collect(),
            None => hashes.copied().collect(),
        }
    }

    /// Takes in what every process has, and what `stored` has.
    fn learn(&self, stored: &StoredBytecode) {
        /// In so small portions that nobody waits for long.
        const PORTION: usize = 32;
        let builtins = if self.0.lock().is_empty() { assembled_hashes().collect() } else { Vec::new() };
        let stored = stored.records().map(|(_, record)| record.hash);
        let mut hashes = builtins.into_iter().chain(stored).peekable();
        while hashes.peek().is_some() {
            let portion: Vec<_> = hashes.by_ref().take(PORTION).collect();
            self.0.lock().extend(portion);
        }
    }
}

/// The code of one pack.
pub struct PackedCode {
    pack: Arc<Pack>,
    /// Of the text that the pack is of.
    source: SourceHash,
    scripts: Arc<KnownScripts>,
    /// By key: what has been read and not asked for, and none for what has been asked for.
    read: Mutex<FxHashMap<u128, Option<StoredCode>>>,
}

impl PackedCode {
    /// That of `pack`, of which the thread that serves is told. It adds the pack's functions
    /// to `scripts`.
    pub fn of(pack: &Arc<Pack>, source: SourceHash, scripts: &Arc<KnownScripts>) -> Arc<PackedCode> {
        let code = Arc::new(PackedCode { pack: pack.clone(), source, scripts: scripts.clone(), read: Mutex::default() });
        DESK.offer(&code);
        code
    }

    /// The code under `key`.
    ///
    /// # Errors
    /// If there is none, or it is damaged.
    pub fn take(&self, key: CodeKey) -> Result<StoredCode, MissReason> {
        // A thread that holds this for longer has been interrupted.
        let read = self.read.try_lock_for(LOCKED).and_then(|mut read| read.insert(key.0, None));
        match read.flatten() {
            Some(code) => Ok(code),
            None => {
                let entry = self.pack.code(key).ok_or(MissReason::NotFound)?;
                StoredCode::read(entry.bytes(), entry.block())
            }
        }
    }

    /// Keeps what was taken for when it is asked for again.
    pub fn put_back(&self, code: StoredCode) {
        self.read.lock().insert(code.identity.key.0, Some(code));
    }

    /// Reads what nobody has asked for, and takes it off `left` bytes.
    fn read_ahead(self: Arc<Self>, arena: Option<&CodeArena>, left: &mut usize) {
        if let Ok(stored) = StoredBytecode::open(self.pack.clone(), self.source) {
            self.scripts.learn(&stored);
        }
        for entry in self.pack.entries().filter(|entry| entry.kind == EntryKind::Code) {
            let is_wanted = Arc::strong_count(&self) > 1;
            if !is_wanted || entry.len() > *left {
                return;
            }
            if self.read.lock().contains_key(&entry.key) {
                continue;
            }
            *left -= entry.len();
            // Whoever asks for what cannot be read will meet the error, and count it.
            let Ok(Ok(mut code)) = catch_unwind(AssertUnwindSafe(|| StoredCode::read(entry.bytes(), entry.block()))) else { continue };
            if let Some(arena) = arena {
                let compiled = &mut code.compiled;
                compiled.placed = arena.reserve(compiled.code.len()).ok().map(|block| block.write(&compiled.code));
            }
            self.read.lock().entry(entry.key).or_insert(Some(code));
        }
    }
}

/// Where packs are left for the thread that serves.
struct Desk {
    state: Mutex<DeskState>,
    changed: Condvar,
}

struct DeskState {
    /// How many programs run that are to be served.
    clients: usize,
    packs: VecDeque<Arc<PackedCode>>,
}

static DESK: Desk = Desk { state: Mutex::new(DeskState { clients: 0, packs: VecDeque::new() }), changed: Condvar::new() };

impl Desk {
    fn offer(&self, code: &Arc<PackedCode>) {
        let mut state = self.state.lock();
        if state.clients > 0 {
            state.packs.push_back(code.clone());
            self.changed.notify_one();
        }
    }

    /// Waits for a pack; none when no more will come.
    fn next(&self) -> Option<Arc<PackedCode>> {
        let mut state = self.state.lock();
        while state.clients > 0 {
            match state.packs.pop_front() {
                Some(code) => return Some(code),
                None => self.changed.wait(&mut state),
            }
        }
        state.packs.clear();
        None
    }
}

/// As long as it is held, packs that are loaded are left for [`serve`].
#[must_use = "when it is dropped nobody is served any more"]
pub struct Client(());

impl Client {
    pub fn new() -> Client {
        DESK.state.lock().clients += 1;
        Client(())
    }
}

impl Default for Client {
    fn default() -> Client {
        Client::new()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        DESK.state.lock().clients -= 1;
        DESK.changed.notify_all();
    }
}

/// Reads the code of packs as they are loaded, and copies it into `arena`, until there is no
/// [`Client`].
pub fn serve(arena: Option<&CodeArena>) {
    let mut left = MOST_AHEAD;
    while let Some(code) = DESK.next() {
        code.read_ahead(arena, &mut left);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{CodeRequest, FunctionKey, blob::About, samples, unit};
    use super::*;
    use crate::ion::chaos::Provoked;
    use hearth_codecache::arena::ArenaConfig;
    use hearth_codecache::pack::{PackBuilder, PackLimits};
    use hearth_codecache::{Entry, EntryPoint, ScriptHash, SourceKey, TrustKey};
    use std::time::Instant;

    fn identity() -> BlobIdentity {
        let script = ScriptHash([1; 32]);
        CodeRequest {
            script,
            name: "work",
            position: 17,
            entry: EntryPoint::Function,
            inlining: true,
            provoked: Provoked::default(),
            instructions: 13,
        }
        .identity()
    }

    /// A pack with the sample code.
    fn pack() -> Arc<Pack> {
        let identity = identity();
        let blob = blob::encode(&samples::compiled(), identity, About::default(), 3).unwrap();
        let mut builder = PackBuilder::new(SourceKey([1; 16]), identity.target, 7, PackLimits::default());
        let entry = Entry::new(EntryKind::Code, identity.key.0, blob);
        builder.add(&entry);
        let (sealed, _) = builder.build(&TrustKey::from_bytes(&[7; 32]));
        Arc::new(Pack::parse(sealed).unwrap())
    }

    /// Code that only the test's own threads are told of.
    fn code() -> Arc<PackedCode> {
        Arc::new(PackedCode { pack: pack(), source: SourceHash([9; 32]), scripts: Arc::default(), read: Mutex::default() })
    }

    fn assert_is_the_sample(code: &StoredCode) {
        let (compiled, sample) = (&code.compiled, samples::compiled());
        assert_eq!((&compiled.code, &compiled.metadata), (&sample.code, &sample.metadata));
        assert_eq!((code.identity, code.generation), (identity(), 3));
        assert!(code.dependencies().eq(&[[7; 32]]));
    }

    #[test]
    fn code_that_was_read_ahead_is_taken_once_and_then_read_again() {
        let arena = CodeArena::new(ArenaConfig::default()).unwrap();
        let code = code();
        let mut left = MOST_AHEAD;
        code.clone().read_ahead(Some(&arena), &mut left);
        assert!(left < MOST_AHEAD);
        let ahead = code.take(identity().key).unwrap();
        assert_is_the_sample(&ahead);
        assert!(ahead.compiled.placed.as_ref().is_some_and(|placed| arena.is_home_of(placed)));
        let again = code.take(identity().key).unwrap();
        assert_is_the_sample(&again);
        assert!(again.compiled.placed.is_none());
        code.put_back(ahead);
        assert!(code.take(identity().key).unwrap().compiled.placed.is_some(), "what was put back");
        assert_eq!(code.take(CodeKey(5)).unwrap_err(), MissReason::NotFound);
    }

    #[test]
    fn what_was_asked_for_is_too_large_or_is_nobodys_is_not_read_ahead() {
        let read = |code: &PackedCode| code.read.lock().values().flatten().count();
        let code = code();
        let mut left = 10;
        code.clone().read_ahead(None, &mut left);
        assert_eq!((read(&code), left), (0, 10), "too large");
        code.take(identity().key).unwrap();
        let mut left = MOST_AHEAD;
        code.clone().read_ahead(None, &mut left);
        assert_eq!((read(&code), left), (0, MOST_AHEAD), "asked for");
        self::code().read_ahead(None, &mut left);
        assert_eq!(left, MOST_AHEAD, "nobody's");
    }

    #[test]
    fn the_functions_of_a_pack_and_those_that_every_process_has_are_known_once_it_was_read() {
        let hash = SourceHash([9; 32]);
        let mut builder = PackBuilder::new(SourceKey([1; 16]), identity().target, 7, PackLimits::default());
        let info = unit::bytecode_entry(hash, unit::INFO_KEY, &[unit::VERSION as u8, 1, b'a']);
        let mine = unit::function_entry(hash, FunctionKey { start: 1, end: 2 }, b"record");
        let others = unit::function_entry(SourceHash([8; 32]), FunctionKey { start: 3, end: 4 }, b"another");
        builder.add(&info).add(&mine).add(&others);
        let (sealed, _) = builder.build(&TrustKey::from_bytes(&[7; 32]));
        let pack = Arc::new(Pack::parse(sealed).unwrap());
        let code = Arc::new(PackedCode { pack, source: hash, scripts: Arc::default(), read: Mutex::default() });
        let hashes = [ScriptHash::of(b"record").0, ScriptHash::of(b"another").0, assembled_hashes().next().unwrap()];
        assert_eq!(code.scripts.unknown(hashes.iter()), hashes);
        code.clone().read_ahead(None, &mut 0);
        assert_eq!(code.scripts.unknown(hashes.iter()), [hashes[1]], "one of another text does not count");
    }

    #[test]
    fn packs_are_served_while_there_is_a_client() {
        let client = Client::new();
        let server = std::thread::spawn(|| serve(None));
        let code = PackedCode::of(&pack(), SourceHash([9; 32]), &Arc::default());
        let deadline = Instant::now() + Duration::from_secs(20);
        while code.read.lock().is_empty() {
            assert!(Instant::now() < deadline, "nobody came for the pack");
            std::thread::yield_now();
        }
        drop(client);
        server.join().unwrap();
        assert_is_the_sample(&code.take(identity().key).unwrap());
    }
}
