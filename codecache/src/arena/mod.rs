//! Executable memory for machine code.
//!
//! A [`CodeArena`] reserves one contiguous range of addresses, so that "is this
//! word a pc in our code?" is two compares. Within it, blocks of code pass
//! through states that are types; each operation consumes one and yields the
//! next:
//!
//! ```text
//! reserve → Reserved ─write→ Written ─publish→ Published ─retire→ Retired ─quarantine→ (free)
//!              └─ drop: free ──┘ drop: free
//! ```
//!
//! Only [`Published`] has an address to call. It is not freed by being dropped:
//! its owner (a cell of a garbage collector) has no destructor, so forgetting
//! it leaks the block, which is safe.
//!
//! Invariants, cited by number in the `SAFETY` comments below:
//!
//! 1. No mapping is writable and executable at once.
//! 2. Blocks that are handed out do not overlap, and lie within the range.
//! 3. The bytes of a published block do not change until it is retired.
//! 4. A retired block is poisoned, and reused only after the host has proved,
//!    with a [`ScanToken`] from after the retirement, that no frame is in it.
//! 5. The mappings live until the arena and all its unpublished blocks are
//!    dropped. A `Published` does not keep them alive: whoever calls its entry
//!    answers for the arena being there.
//!
//! Two [`Strategy`]s keep invariant 1. `DualMap`, the default, maps one memfd
//! twice and works whatever other threads are doing. `Protect` switches pages
//! between the two states; pages hold many blocks (a page for each would waste
//! most of it), so a page with published code is not executable for the moment
//! of a publication or retirement. That is sound only if the thread that does
//! these things is the only one that runs the code, and this is asserted.
//!
//! Not here: what code means, who refers to it, the map from pc to metadata.

mod flush;
mod free_list;
mod quarantine;
mod region;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use parking_lot::Mutex;

use crate::miss::MissReason;
use crate::rules::{Rule, holds};
use crate::steps::Step;
use free_list::{Block, FreeList};
use quarantine::Quarantine;
use region::Region;

pub use flush::flush_icache;
pub use quarantine::ScanToken;
pub use region::Strategy;

/// Alignment of a block, in bytes: a cache line, and more than any code or
/// constant of the code generator asks for.
pub const BLOCK_ALIGNMENT: usize = 64;

/// Memory is asked for in steps of a quarter of what there is, and at least so many bytes,
/// not page by page as it is touched: a fault for each page, once in each view, costs more
/// than all else about a small blob.
const PREPARE_AT_LEAST: usize = 16 << 10;

/// What becomes of the addresses of retired code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Reuse {
    /// They are used again when a scan has cleared them (invariant 4).
    #[default]
    AfterScan,
    /// They are not used again, and become inaccessible at retirement: whoever comes there
    /// faults at once, today and not when the place has been taken by other code. For tests:
    /// each block has pages of its own.
    Never,
    /// They are used again at once: without invariant 4, to show what it is there for.
    #[cfg(test)]
    AtOnce,
}

/// How an arena is set up.
#[derive(Clone, Copy, Debug)]
pub struct ArenaConfig {
    /// Address space to reserve, in bytes; memory is used only as code comes.
    /// At most 2 GiB: code can address all of it relative to its pc.
    pub reserve: usize,
    /// `None`: dual mapping if the system allows it, else protection.
    pub strategy: Option<Strategy>,
    /// What becomes of the addresses of retired code.
    pub reuse: Reuse,
}

impl Default for ArenaConfig {
    fn default() -> Self {
        ArenaConfig { reserve: 256 << 20, strategy: None, reuse: Reuse::AfterScan }
    }
}

/// Why the arena could not do something.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ArenaError {
    /// No free block is large enough.
    #[error("no room for {len} bytes of code; {free} bytes are free")]
    Full {
        /// Asked for, in bytes.
        len: usize,
        /// Free, in pieces that are too small, in bytes.
        free: usize,
    },
    /// The operating system refused.
    #[error("{operation}: {error}")]
    System {
        /// What was attempted.
        operation: &'static str,
        /// Why it failed.
        error: std::io::Error,
    },
}

impl ArenaError {
    /// The row of the table of misses.
    pub fn reason(&self) -> MissReason {
        match self {
            ArenaError::Full { .. } => MissReason::ArenaFull,
            ArenaError::System { .. } => MissReason::ArenaFailed,
        }
    }
}

/// How much of the arena is in which state, in bytes (blocks are rounded up to
/// [`BLOCK_ALIGNMENT`]).
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct ArenaUsage {
    /// Reserved, written or published.
    pub used: usize,
    /// Retired, not yet proved to be unreferenced.
    pub quarantined: usize,
    /// Neither.
    pub free: usize,
}

struct Inner {
    region: Region,
    state: Mutex<State>,
    /// Tells the blocks of one arena from those of another.
    id: u32,
    reuse: Reuse,
}

struct State {
    free: FreeList,
    quarantine: Quarantine,
    /// Offset up to which memory has been asked for ahead of its use.
    prepared: u32,
}

impl State {
    /// Notes that memory up to `end`, an offset, is being asked for: the part that was not.
    fn ask(&mut self, region: &Region, end: usize) -> Range<u32> {
        let start = self.prepared;
        self.prepared = start.max(end.min(region.len()) as u32);
        start..self.prepared
    }
}

/// Memory in which machine code runs. A clone is the same arena.
#[derive(Clone)]
pub struct CodeArena {
    inner: Arc<Inner>,
}

/// A block that may be written.
#[must_use = "a dropped reservation is given back"]
pub struct Reserved {
    holder: Holder,
}

/// A block with code that is not executable yet.
#[must_use = "a dropped block is given back"]
pub struct Written {
    holder: Holder,
    code_len: u32,
    /// `Protect` only: the code, until its pages can be written.
    staged: Option<Box<[u8]>>,
}

/// A block with code that may be run.
///
/// Three words without a destructor; to be kept in a cell. Losing it leaks the
/// block.
#[must_use = "a block that is not retired leaks"]
#[derive(PartialEq, Eq, Debug)]
pub struct Published {
    entry: *const u8,
    code_len: u32,
    block_len: u32,
    arena: u32,
}

// SAFETY: `Published` is an address and sizes; it gives no access to memory by
// itself, and calling the address is the caller's unsafe act.
unsafe impl Send for Published {}
// SAFETY: as above; it has no interior mutability.
unsafe impl Sync for Published {}

/// A block that was poisoned and waits to be quarantined.
#[must_use = "a retired block that is not quarantined leaks"]
#[derive(Debug)]
pub struct Retired {
    block: Block,
    arena: u32,
}

/// Gives an unpublished block back when dropped.
struct Holder {
    inner: Arc<Inner>,
    block: Option<Block>,
}

impl Holder {
    fn block(&self) -> Block {
        self.block.expect("taken only when the holder is consumed")
    }

    fn take(mut self) -> Block {
        self.block.take().expect("taken only when the holder is consumed")
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        if let Some(block) = self.block.take() {
            // Nobody ever had an address in it, so there is nothing to prove.
            self.inner.state.lock().free.give(block);
        }
    }
}

impl CodeArena {
    /// Reserves the range.
    pub fn new(config: ArenaConfig) -> Result<CodeArena, ArenaError> {
        static NEXT_ID: AtomicU32 = AtomicU32::new(1);
        let region = Region::new(config.reserve, config.strategy)?;
        let state = State { free: FreeList::new(region.len() as u32), quarantine: Quarantine::default(), prepared: 0 };
        let id = NEXT_ID.fetch_add(1, Ordering::Relaxed);
        Ok(CodeArena { inner: Arc::new(Inner { region, state: Mutex::new(state), id, reuse: config.reuse }) })
    }

    /// All addresses that code may ever have.
    pub fn range(&self) -> Range<usize> {
        self.inner.region.range()
    }

    /// Whether a word may be a pc in this arena's code.
    pub fn contains(&self, word: usize) -> bool {
        self.range().contains(&word)
    }

    /// How pages become executable.
    pub fn strategy(&self) -> Strategy {
        self.inner.region.strategy()
    }

    /// How much is in use.
    pub fn usage(&self) -> ArenaUsage {
        let state = self.inner.state.lock();
        let (free, quarantined) = (state.free.free_bytes(), state.quarantine.bytes());
        ArenaUsage { free, quarantined, used: self.inner.region.len() - free - quarantined }
    }

    /// Has the system provide memory for the first `bytes` of code. It would come by itself;
    /// whoever has nothing else to do can spare those who come later the time.
    pub fn prepare(&self, bytes: usize) {
        let asked = self.inner.state.lock().ask(&self.inner.region, bytes);
        // Without the lock: a page that another thread needs before comes by itself.
        self.inner.region.prepare(asked);
    }

    /// A block for `len` bytes of code (at least one).
    pub fn reserve(&self, len: usize) -> Result<Reserved, ArenaError> {
        let mut state = self.inner.state.lock();
        let full = |free: &FreeList| ArenaError::Full { len, free: free.free_bytes() };
        if Step::ReserveCode.fails() {
            return Err(full(&state.free));
        }
        let rounded =
            len.max(1).checked_next_multiple_of(self.block_step()).and_then(|n| u32::try_from(n).ok()).ok_or_else(|| full(&state.free))?;
        let block = state.free.take(rounded).ok_or_else(|| full(&state.free))?;
        let step = (state.prepared as usize / 4).max(PREPARE_AT_LEAST);
        let asked = (block.end() > state.prepared).then(|| state.ask(&self.inner.region, (block.end() as usize).next_multiple_of(step)));
        drop(state);
        if let Some(asked) = asked {
            self.inner.region.prepare(asked);
        }
        Ok(Reserved { holder: Holder { inner: self.inner.clone(), block: Some(block) } })
    }

    /// Blocks are multiples of so many bytes.
    fn block_step(&self) -> usize {
        match self.inner.reuse {
            Reuse::Never => self.inner.region.page(),
            _ => BLOCK_ALIGNMENT,
        }
    }

    /// Whether a block is of this arena.
    pub fn is_home_of(&self, written: &Written) -> bool {
        Arc::ptr_eq(&written.holder.inner, &self.inner)
    }

    /// Makes a batch executable. Cheaper for many blocks than for each: one
    /// instruction cache flush, and with `Protect` few changes of protection.
    ///
    /// On an error nothing is published and all blocks are given back.
    pub fn publish(&self, batch: Vec<Written>) -> Result<Vec<Published>, ArenaError> {
        for written in &batch {
            assert!(self.is_home_of(written) || !holds(Rule::ArenaHome), "the block is of another arena");
        }
        let region = &self.inner.region;
        let failed = |error| ArenaError::System { operation: "make code executable", error };
        Step::PublishCode.system(std::io::ErrorKind::PermissionDenied).map_err(failed)?;
        let staged = batch.iter().filter_map(|w| Some((w.holder.block(), w.staged.as_deref()?)));
        region.write_staged(staged)?;
        let blocks = || batch.iter().map(|w| w.holder.block());
        if let (Some(start), Some(end)) = (blocks().map(|b| b.offset).min(), blocks().map(|b| b.end()).max())
            && holds(Rule::FlushPublished)
        {
            region.flush(start, end);
        }
        Ok(batch
            .into_iter()
            .map(|written| {
                let code_len = written.code_len;
                let block = written.holder.take();
                Published { entry: region.exec_address(block), code_len, block_len: block.len, arena: self.inner.id }
            })
            .collect())
    }

    /// Poisons a block that nothing will enter again.
    ///
    /// The caller has unlinked every entry, and removed the block from its pc
    /// map and from unwind and profiler data. No frame may be in it, for it
    /// would run into the poison: retire what a collection found unreachable.
    pub fn retire(&self, published: Published) -> Retired {
        let block = self.block_of(&published);
        match self.inner.reuse {
            Reuse::Never => self.inner.region.fence(block),
            _ => self.inner.region.poison(block),
        }
        Retired { block, arena: self.inner.id }
    }

    /// Puts a retired block aside until [`CodeArena::release_quarantined`].
    pub fn quarantine(&self, retired: Retired) {
        assert!(retired.arena == self.inner.id || !holds(Rule::ArenaHome), "the block is of another arena");
        let mut state = self.inner.state.lock();
        match self.inner.reuse {
            #[cfg(test)]
            Reuse::AtOnce => state.free.give(retired.block),
            _ => state.quarantine.add(retired.block),
        }
    }

    /// To be called when a full collection *begins*, before it looks at any
    /// stack. What is quarantined from now on is not covered by the token.
    pub fn begin_scan(&self) -> ScanToken {
        self.inner.state.lock().quarantine.begin_scan(self.inner.id)
    }

    /// Frees what was quarantined before `scan` began, except blocks for whose
    /// range of addresses `still_referenced` says yes. To be called when the
    /// collection that `scan` stands for has looked at all stacks and registers
    /// of all threads. Returns how many bytes were freed.
    pub fn release_quarantined(&self, scan: ScanToken, mut still_referenced: impl FnMut(Range<usize>) -> bool) -> usize {
        assert!(scan.arena() == self.inner.id || !holds(Rule::ArenaHome), "the scan is of another arena");
        if self.inner.reuse == Reuse::Never {
            return 0;
        }
        let region = &self.inner.region;
        let mut state = self.inner.state.lock();
        let released = state.quarantine.release(scan, |block| still_referenced(region.exec_range(block)));
        if !released.is_empty() {
            // Other cores may hold decoded instructions of the old code.
            flush::sync_cores();
        }
        released
            .into_iter()
            .map(|block| {
                debug_assert!(region.is_poisoned(block), "a quarantined block was written to");
                state.free.give(block);
                block.len as usize
            })
            .sum()
    }

    fn block_of(&self, published: &Published) -> Block {
        assert!(published.arena == self.inner.id || !holds(Rule::ArenaHome), "the block is of another arena");
        let offset = published.entry as usize - self.range().start;
        Block { offset: offset as u32, len: published.block_len }
    }
}

impl fmt::Debug for CodeArena {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CodeArena").field("range", &self.range()).field("strategy", &self.strategy()).field("usage", &self.usage()).finish()
    }
}

impl Reserved {
    /// Bytes that fit.
    pub fn capacity(&self) -> usize {
        self.holder.block().len as usize
    }

    /// Copies code into the block; what is left of it becomes poison. Panics if
    /// the code does not fit.
    pub fn write(self, code: &[u8]) -> Written {
        let block = self.holder.block();
        assert!(code.len() <= block.len as usize, "{} bytes of code in a block of {}", code.len(), block.len);
        let staged = self.holder.inner.region.write_or_stage(block, code);
        Written { holder: self.holder, code_len: code.len() as u32, staged }
    }
}

impl Written {
    /// Bytes of code.
    pub fn code_len(&self) -> usize {
        self.code_len as usize
    }
}

impl fmt::Debug for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Written").field("block", &self.holder.block()).field("code_len", &self.code_len).finish()
    }
}

impl Published {
    /// The address of the first byte of code.
    pub fn entry(&self) -> *const u8 {
        self.entry
    }

    /// Bytes of code.
    pub fn code_len(&self) -> usize {
        self.code_len as usize
    }

    /// The addresses of the whole block: a pc or return address of the code is
    /// in it. (A call as the last instruction returns to the end of the code,
    /// which may be the end of the range.)
    pub fn range(&self) -> Range<usize> {
        self.entry as usize..self.entry as usize + self.block_len as usize
    }

    /// The code, for disassembly and comparison.
    ///
    /// # Safety
    ///
    /// The arena exists, and the block is not retired, as long as the slice is
    /// used.
    pub unsafe fn code<'a>(&self) -> &'a [u8] {
        // SAFETY: invariants 2 and 3; the caller answers for the lifetime.
        unsafe { std::slice::from_raw_parts(self.entry, self.code_len as usize) }
    }
}

#[cfg(test)]
mod tests;
