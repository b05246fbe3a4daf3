//! Address space: reserved once, committed on demand, released page by page.
//!
//! One contiguous reservation holds all cells, so that "is this word an address
//! in the heap" is one subtraction and one comparison. Its lower half is cut
//! into blocks, its upper half holds large objects. One more reservation runs
//! parallel to it, with the block table and behind it the mark bitmap (one bit per
//! granule): the system counts mappings, and where the accessible parts of the two meet
//! they are one, so that ten thousand heaps fit into a process.
//!
//! Invariants:
//!
//! 1. A reservation is mapped from creation to drop and never moves.
//! 2. The bytes below each commit frontier are readable and writable; all
//!    others fault. Fresh pages read as zero.
//! 3. Mark words are committed together with the memory that they describe, block
//!    entries all at once.
//!
//! It does not know what lies in the memory, and does not decide when to give
//! some back.

use std::io;
use std::ptr::NonNull;

use crate::block::BlockEntry;
use crate::map::Map;
use crate::{BLOCK_SIZE, GRANULE};

/// Address space asked for first; halved until the system agrees. A power of two
/// times [`RESERVE_MIN`].
const RESERVE: usize = 64 << 30;
/// Below this, creating the heap fails.
const RESERVE_MIN: usize = 32 << 20;
/// Bytes made accessible at a time, at least. Small, so that an empty process stays small
/// even where the kernel hands out huge pages.
const COMMIT_CHUNK: usize = 1 << 20;

/// Bytes of heap that one byte of mark bitmap describes.
const HEAP_PER_MARK_BYTE: usize = GRANULE * 8;

struct Reservation {
    base: NonNull<u8>,
    len: usize,
}

impl Reservation {
    /// Reserves `len` bytes (a multiple of `align`) without access.
    fn new(len: usize, align: usize) -> io::Result<Reservation> {
        let padded = len.checked_add(align).ok_or(io::ErrorKind::InvalidInput)?;
        // SAFETY: an anonymous mapping at an address of the kernel's choice
        // affects no memory that exists already.
        let raw = unsafe {
            libc::mmap(std::ptr::null_mut(), padded, libc::PROT_NONE, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE, -1, 0)
        };
        if raw == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        let start = raw as usize;
        let base = start.next_multiple_of(align);
        // SAFETY: both pieces lie in the mapping made above and nobody has
        // seen them yet.
        unsafe {
            if base > start {
                libc::munmap(raw, base - start);
            }
            let tail = start + padded - (base + len);
            if tail > 0 {
                libc::munmap((base + len) as *mut _, tail);
            }
        }
        Ok(Reservation { base: NonNull::new(base as *mut u8).ok_or(io::ErrorKind::OutOfMemory)?, len })
    }

    /// Makes `[from, to)`, offsets in the reservation, accessible. Rounds
    /// outwards to pages.
    fn commit(&self, from: usize, to: usize) -> io::Result<()> {
        let page = page_size();
        let from = from / page * page;
        let to = to.next_multiple_of(page).min(self.len);
        if from >= to {
            return Ok(());
        }
        // SAFETY: the range lies in this mapping (invariant 1); giving access
        // to pages, or giving it again, changes no contents.
        let result = unsafe { libc::mprotect(self.base.as_ptr().add(from).cast(), to - from, libc::PROT_READ | libc::PROT_WRITE) };
        if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
    }

    /// Gives the whole pages of `[from, to)` back; they read as zero afterwards.
    ///
    /// # Safety
    /// Nothing of value lies in the range.
    unsafe fn release(&self, from: usize, to: usize) {
        let page = page_size();
        let from = from.next_multiple_of(page);
        let to = to / page * page;
        if from < to {
            // SAFETY: the range lies in this mapping (invariant 1) and the
            // caller gives up its contents. Failure only costs memory.
            unsafe {
                libc::madvise(self.base.as_ptr().add(from).cast(), to - from, libc::MADV_DONTNEED);
            }
        }
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        // SAFETY: the mapping is ours (invariant 1) and nobody can reach it
        // once its owner is gone.
        unsafe {
            libc::munmap(self.base.as_ptr().cast(), self.len);
        }
    }
}

/// How far to commit, so that a large heap does not ask for each megabyte.
fn commit_target(committed: usize, needed: usize) -> usize {
    needed.max(committed + committed / 8).next_multiple_of(COMMIT_CHUNK)
}

fn page_size() -> usize {
    // SAFETY: sysconf has no preconditions.
    let size = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    usize::try_from(size).unwrap_or(4096)
}

/// The parallel reservations of one heap.
pub(crate) struct Space {
    cells: Reservation,
    /// The block table, then the mark bitmap.
    side: Reservation,
    /// Where the mark bitmap begins in `side`.
    marks: usize,
    small_len: usize,
    /// Commit frontiers, offsets in `cells`.
    small_committed: usize,
    large_committed: usize,
}

impl Space {
    /// `limit`: the most bytes of cells that will ever be asked for.
    pub fn new(limit: usize) -> io::Result<Space> {
        let wanted =
            limit.checked_next_power_of_two().and_then(|bytes| bytes.checked_mul(4)).unwrap_or(RESERVE).clamp(RESERVE_MIN, RESERVE);
        debug_assert!(wanted.is_power_of_two());
        let mut len = wanted;
        loop {
            match Space::with_len(len) {
                Ok(space) if len == wanted || len == RESERVE_MIN => return Ok(space),
                // Address space is scarce: leave half of it to everybody else.
                Ok(space) => {
                    drop(space);
                    return Space::with_len(len / 2);
                }
                Err(error) if len == RESERVE_MIN => return Err(error),
                Err(_) => len = (len / 2).max(RESERVE_MIN),
            }
        }
    }

    fn with_len(len: usize) -> io::Result<Space> {
        let small_len = len / 2;
        let cells = Reservation::new(len, BLOCK_SIZE)?;
        let table_len = small_len / BLOCK_SIZE * size_of::<BlockEntry>();
        let marks = table_len.next_multiple_of(page_size());
        let side = Reservation::new(marks + len / HEAP_PER_MARK_BYTE, page_size())?;
        side.commit(0, marks)?;
        Ok(Space { cells, side, marks, small_len, small_committed: 0, large_committed: small_len })
    }

    /// Addresses and side tables, for those who only compute with them.
    pub fn map(&self) -> Map {
        Map {
            base: self.cells.base.as_ptr() as usize,
            len: self.cells.len,
            small_len: self.small_len,
            // The bitmap lies within the reservation.
            marks: self.side.base.as_ptr().wrapping_add(self.marks).cast(),
            table: self.side.base.as_ptr().cast(),
        }
    }

    /// Number of blocks there is address space for.
    pub fn block_capacity(&self) -> usize {
        self.small_len / BLOCK_SIZE
    }

    /// Bytes of address space for large objects.
    pub fn large_capacity(&self) -> usize {
        self.cells.len - self.small_len
    }

    /// Makes the first `count` blocks accessible.
    pub fn commit_blocks(&mut self, count: usize) -> io::Result<()> {
        let needed = count * BLOCK_SIZE;
        if needed <= self.small_committed {
            return Ok(());
        }
        let from = self.small_committed;
        let to = commit_target(from, needed).min(self.small_len);
        self.commit_cells(from, to)?;
        self.small_committed = to;
        Ok(())
    }

    /// Makes the first `bytes` bytes of the large-object range accessible.
    pub fn commit_large(&mut self, bytes: usize) -> io::Result<()> {
        let needed = self.small_len + bytes;
        if needed <= self.large_committed {
            return Ok(());
        }
        let grown = commit_target(self.large_committed - self.small_len, bytes);
        let to = (self.small_len + grown).min(self.cells.len);
        self.commit_cells(self.large_committed, to)?;
        self.large_committed = to;
        Ok(())
    }

    fn commit_cells(&self, from: usize, to: usize) -> io::Result<()> {
        self.cells.commit(from, to)?;
        self.side.commit(self.marks + from / HEAP_PER_MARK_BYTE, self.marks + to.div_ceil(HEAP_PER_MARK_BYTE))
    }

    /// Gives the pages of `[address, address + len)` back to the system.
    ///
    /// # Safety
    /// The range lies in the heap and holds no cell.
    pub unsafe fn release(&self, address: usize, len: usize) {
        let offset = address - self.cells.base.as_ptr() as usize;
        // SAFETY: the caller's promise.
        unsafe { self.cells.release(offset, offset + len) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn committed_memory_is_zero_and_writable() {
        let mut space = Space::new(1 << 20).unwrap();
        space.commit_blocks(3).unwrap();
        space.commit_large(100_000).unwrap();
        let map = space.map();
        for address in [map.base, map.base + 3 * BLOCK_SIZE - 8, map.base + map.small_len] {
            let word = address as *mut u64;
            // SAFETY: inside the ranges committed above.
            unsafe {
                assert_eq!(*word, 0);
                *word = 7;
                assert_eq!(*word, 7);
            }
        }
        assert_eq!(map.base % BLOCK_SIZE, 0);
    }

    #[test]
    fn released_pages_read_as_zero() {
        let mut space = Space::new(1 << 20).unwrap();
        space.commit_blocks(2).unwrap();
        let map = space.map();
        let word = (map.base + BLOCK_SIZE) as *mut u64;
        // SAFETY: committed above, and no cell lies there.
        unsafe {
            *word = 7;
            space.release(map.base + BLOCK_SIZE, BLOCK_SIZE);
            assert_eq!(*word, 0);
        }
    }
}
