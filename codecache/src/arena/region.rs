//! The mappings under the arena.
//!
//! `DualMap`: one memfd, mapped twice. The *exec view* is readable and
//! executable, the *write view* readable and writable; neither ever changes.
//! `Protect`: one private mapping, inaccessible at first; its pages are made
//! writable, then executable.
//!
//! Both views are kept out of children: a child that forks without executing
//! another program has no code to run and cannot change its parent's.

use std::io;
use std::ops::Range;
use std::ptr::{self, NonNull};
use std::thread::{self, ThreadId};

use super::free_list::Block;
use super::{ArenaError, BLOCK_ALIGNMENT, flush};
use crate::rules::{Rule, holds};

/// How code becomes executable. See the [module documentation](super).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Strategy {
    /// Change the protection of pages. Only the thread that made the arena may
    /// publish, retire, or run code.
    Protect,
    /// Write through one mapping, execute through another. Any thread may do
    /// anything at any time.
    DualMap,
}

pub(super) struct Region {
    exec: NonNull<u8>,
    /// `DualMap` only.
    write: Option<NonNull<u8>>,
    len: usize,
    page: usize,
    owner: ThreadId,
}

// SAFETY: the region owns its mappings; access to blocks is given out once
// (invariant 2), and `Protect` asserts its thread.
unsafe impl Send for Region {}
// SAFETY: as above.
unsafe impl Sync for Region {}

/// What code is filled with that must not run: it traps at once, wherever it is
/// entered.
#[cfg(target_arch = "x86_64")]
const POISON: [u8; 4] = [0xcc; 4];
/// `brk #0`.
#[cfg(target_arch = "aarch64")]
const POISON: [u8; 4] = 0xd420_0000_u32.to_le_bytes();

/// The largest arena: a 32-bit displacement reaches everywhere.
const MAX_RESERVE: usize = 2 << 30;

impl Region {
    pub fn new(reserve: usize, strategy: Option<Strategy>) -> Result<Region, ArenaError> {
        let page = page_size();
        let len = crate::limits::share_of_addresses(reserve).clamp(page, MAX_RESERVE - page).next_multiple_of(page);
        match strategy {
            Some(Strategy::DualMap) => Region::dual(len, page),
            Some(Strategy::Protect) => Region::protect(len, page),
            // Containers and hardened kernels may forbid executable memfds, and a limit on the
            // size of files one of this length.
            None => Region::dual(len, page).or_else(|_| Region::protect(len, page)),
        }
    }

    fn protect(len: usize, page: usize) -> Result<Region, ArenaError> {
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
        let exec = map(len, libc::PROT_NONE, flags, -1, "reserve address space for code")?;
        Ok(Region { exec, write: None, len, page, owner: thread::current().id() })
    }

    fn dual(len: usize, page: usize) -> Result<Region, ArenaError> {
        let file = memfd(len)?;
        let flags = libc::MAP_SHARED | libc::MAP_NORESERVE;
        let exec = map(len, libc::PROT_READ | libc::PROT_EXEC, flags, file.0, "map code as executable")?;
        // From here on, dropping the region unmaps what is mapped.
        let mut region = Region { exec, write: None, len, page, owner: thread::current().id() };
        let also = if holds(Rule::WriteXorExecute) { 0 } else { libc::PROT_EXEC };
        region.write = Some(map(len, libc::PROT_READ | libc::PROT_WRITE | also, flags, file.0, "map code as writable")?);
        Ok(region)
    }

    pub fn strategy(&self) -> Strategy {
        if self.write.is_some() { Strategy::DualMap } else { Strategy::Protect }
    }

    pub fn len(&self) -> usize {
        self.len
    }

    pub fn page(&self) -> usize {
        self.page
    }

    pub fn range(&self) -> Range<usize> {
        let start = self.exec.as_ptr() as usize;
        start..start + self.len
    }

    pub fn exec_address(&self, block: Block) -> *const u8 {
        self.check(block);
        // SAFETY: within the mapping, as was just checked.
        unsafe { self.exec.as_ptr().add(block.offset as usize) }
    }

    pub fn exec_range(&self, block: Block) -> Range<usize> {
        let start = self.range().start + block.offset as usize;
        start..start + block.len as usize
    }

    /// Memory safety hangs on this (invariant 2), so it is always on.
    fn check(&self, block: Block) {
        assert!(block.offset as usize + block.len as usize <= self.len, "a block outside of the arena");
        debug_assert!((block.offset as usize).is_multiple_of(BLOCK_ALIGNMENT));
    }

    /// `DualMap`: has the system provide the pages of a range of offsets in both views, if
    /// it can; else they come one by one.
    pub fn prepare(&self, range: Range<u32>) {
        let Some(write) = self.write.filter(|_| !range.is_empty()) else { return };
        let start = range.start as usize / self.page * self.page;
        let len = (range.end as usize).min(self.len) - start;
        for (base, advice) in [(write, MADV_POPULATE_WRITE), (self.exec, MADV_POPULATE_READ)] {
            // SAFETY: within our own mappings; their contents do not change.
            unsafe { libc::madvise(base.as_ptr().add(start).cast(), len, advice) };
        }
    }

    /// Writes code through the write view, or keeps a copy until its pages can
    /// be written.
    pub fn write_or_stage(&self, block: Block, code: &[u8]) -> Option<Box<[u8]>> {
        self.check(block);
        assert!(code.len() <= block.len as usize);
        match self.write {
            Some(write) => {
                // SAFETY: the block is within the write view (checked above),
                // it was handed out to the caller alone (invariant 2), and
                // nobody runs it, for it is not published.
                unsafe { fill(write.as_ptr().add(block.offset as usize), block.len as usize, code) };
                None
            }
            None => Some(code.into()),
        }
    }

    /// `Protect`: writes a batch of staged blocks and makes their pages
    /// executable. Nothing to do for `DualMap`, which stages nothing.
    pub fn write_staged<'a>(&self, staged: impl Iterator<Item = (Block, &'a [u8])>) -> Result<(), ArenaError> {
        let staged: Vec<_> = staged.collect();
        if staged.is_empty() {
            return Ok(());
        }
        let runs = self.page_runs(staged.iter().map(|s| s.0));
        self.while_writable(&runs, || {
            for &(block, code) in &staged {
                self.check(block);
                assert!(code.len() <= block.len as usize);
                // SAFETY: the block's pages are writable now, and it was handed
                // out to the caller alone (invariant 2).
                unsafe { fill(self.exec.as_ptr().add(block.offset as usize), block.len as usize, code) };
            }
        })
    }

    /// Overwrites a block so that running it traps.
    pub fn poison(&self, block: Block) {
        self.check(block);
        if !holds(Rule::Poison) {
            return;
        }
        let poison = |base: NonNull<u8>| {
            // SAFETY: the block is within the mapping, which is writable there,
            // and its owner has given it up.
            unsafe { fill(base.as_ptr().add(block.offset as usize), block.len as usize, &[]) };
        };
        match self.write {
            Some(write) => poison(write),
            None => {
                let runs = self.page_runs(std::iter::once(block));
                // If the pages cannot be made writable the old code stays; it
                // is unlinked, and quarantine keeps its place from being reused
                // while a frame is in it.
                let _ = self.while_writable(&runs, || poison(self.exec));
            }
        }
        if holds(Rule::FlushPoison) {
            flush::flush_icache(self.exec_range(block));
        }
    }

    /// Makes the pages of a block, which has them to itself, inaccessible in every view.
    pub fn fence(&self, block: Block) {
        self.check(block);
        let (offset, len) = (block.offset as usize, block.len as usize);
        assert!(offset.is_multiple_of(self.page) && len.is_multiple_of(self.page), "a block without pages of its own");
        for base in std::iter::once(self.exec).chain(self.write) {
            // SAFETY: pages of our own mapping, of a block that its owner has given up.
            let status = unsafe { libc::mprotect(base.as_ptr().add(offset).cast(), len, libc::PROT_NONE) };
            assert!(status == 0, "{}", last_error("make retired code inaccessible"));
        }
    }

    pub fn is_poisoned(&self, block: Block) -> bool {
        // SAFETY: within the mapping, which is readable in every state a block
        // can be in once it was published.
        let bytes = unsafe { std::slice::from_raw_parts(self.exec_address(block), block.len as usize) };
        bytes.chunks_exact(POISON.len()).all(|c| c == POISON)
    }

    /// Makes instruction fetch see what was written between two offsets.
    pub fn flush(&self, start: u32, end: u32) {
        let base = self.range().start;
        flush::flush_icache(base + start as usize..base + end as usize);
    }

    /// The pages that blocks touch, as runs without overlap.
    fn page_runs(&self, blocks: impl Iterator<Item = Block>) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = blocks
            .map(|b| {
                let start = b.offset as usize / self.page * self.page;
                start..(b.end() as usize).next_multiple_of(self.page)
            })
            .collect();
        runs.sort_unstable_by_key(|run| run.start);
        runs.dedup_by(|next, run| {
            let joined = next.start <= run.end;
            if joined {
                run.end = run.end.max(next.end);
            }
            joined
        });
        runs
    }

    /// `Protect`: runs `work` while the pages are writable and not executable,
    /// then makes them executable and not writable.
    fn while_writable(&self, runs: &[Range<usize>], work: impl FnOnce()) -> Result<(), ArenaError> {
        assert!(self.owner == thread::current().id() || !holds(Rule::OneThread), "an arena that works by protection is for one thread");
        let mut result = Ok(());
        let mut opened = 0;
        for run in runs {
            result = self.set_protection(run, libc::PROT_READ | libc::PROT_WRITE);
            if result.is_err() {
                break;
            }
            opened += 1;
        }
        if result.is_ok() {
            work();
        }
        for run in &runs[..opened] {
            let also = if holds(Rule::WriteXorExecute) { 0 } else { libc::PROT_WRITE };
            let closed = self.set_protection(run, libc::PROT_READ | libc::PROT_EXEC | also);
            // Published code on these pages could not run any more.
            assert!(closed.is_ok(), "cannot make code executable again: {closed:?}");
        }
        result
    }

    fn set_protection(&self, run: &Range<usize>, protection: libc::c_int) -> Result<(), ArenaError> {
        assert!(run.end <= self.len && run.start <= run.end);
        // SAFETY: pages of our own mapping. Nobody holds a Rust reference into
        // them, and the thread that could run their code is this one.
        let status = unsafe { libc::mprotect(self.exec.as_ptr().add(run.start).cast(), run.len(), protection) };
        if status == 0 { Ok(()) } else { Err(last_error("change the protection of code")) }
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        for base in std::iter::once(self.exec).chain(self.write) {
            // SAFETY: our own mapping, of this size; by invariant 5 nobody uses
            // it any more.
            unsafe { libc::munmap(base.as_ptr().cast(), self.len) };
        }
    }
}

/// Since Linux 5.14.
const MADV_POPULATE_READ: libc::c_int = 22;
const MADV_POPULATE_WRITE: libc::c_int = 23;

/// Copies code to the start of a block and fills the rest with poison.
///
/// # Safety
///
/// `block_len` bytes at `at` are writable and nobody else uses them;
/// `code.len() <= block_len`.
unsafe fn fill(at: *mut u8, block_len: usize, code: &[u8]) {
    // SAFETY: the caller's promise.
    unsafe {
        ptr::copy_nonoverlapping(code.as_ptr(), at, code.len());
        for i in code.len()..block_len {
            *at.add(i) = POISON[i % POISON.len()];
        }
    }
}

fn page_size() -> usize {
    // SAFETY: takes an integer and touches no memory.
    usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap_or(4096)
}

fn last_error(operation: &'static str) -> ArenaError {
    ArenaError::System { operation, error: io::Error::last_os_error() }
}

/// A mapping at an address of the system's choice, not inherited by children.
fn map(
    len: usize,
    protection: libc::c_int,
    flags: libc::c_int,
    file: libc::c_int,
    operation: &'static str,
) -> Result<NonNull<u8>, ArenaError> {
    // SAFETY: a new mapping, which disturbs no existing one.
    let base = unsafe { libc::mmap(ptr::null_mut(), len, protection, flags, file, 0) };
    if base == libc::MAP_FAILED {
        return Err(last_error(operation));
    }
    // SAFETY: the mapping that was just made. Failure leaves children with a
    // mapping they do not use.
    unsafe { libc::madvise(base, len, libc::MADV_DONTFORK) };
    Ok(NonNull::new(base.cast()).expect("the system does not map address zero"))
}

struct MemFd(libc::c_int);

impl Drop for MemFd {
    fn drop(&mut self) {
        // SAFETY: our own descriptor; the mappings keep the memory.
        unsafe { libc::close(self.0) };
    }
}

fn memfd(len: usize) -> Result<MemFd, ArenaError> {
    /// Since Linux 6.3: says that this memfd is meant to be executable.
    const MFD_EXEC: libc::c_uint = 0x10;
    let create = |flags| {
        // SAFETY: the name is a string that ends with a zero byte.
        unsafe { libc::memfd_create(c"hearth-code".as_ptr(), libc::MFD_CLOEXEC | flags) }
    };
    let mut fd = create(MFD_EXEC);
    if fd < 0 && io::Error::last_os_error().raw_os_error() == Some(libc::EINVAL) {
        fd = create(0);
    }
    if fd < 0 {
        return Err(last_error("create memory for code"));
    }
    let file = MemFd(fd);
    // A limit on files counts for this one too, and whoever exceeds it gets a signal.
    crate::limits::check_file(len).map_err(|error| ArenaError::System { operation: "size the memory for code", error })?;
    // SAFETY: our own descriptor.
    if unsafe { libc::ftruncate(file.0, len as libc::off_t) } != 0 {
        return Err(last_error("size the memory for code"));
    }
    Ok(file)
}
