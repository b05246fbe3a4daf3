//! The allocator of the command line: freed small blocks are kept in lists, one per size and
//! thread, in front of the system's allocator.
//!
//! A sweep frees what dead cells own (numbers of BigInts, states of loops and iterators) by the
//! ten thousand, and the program takes as many again at once; a compilation does the same. The
//! system's allocator keeps a handful of each size at hand and merges and splits the rest: that
//! was half of the time of programs on BigInts. A list is two loads and a store.
//!
//! Invariants:
//! 1. A block of class `c` has `(c + 1) * STEP` bytes, aligned to `STEP`, whatever of it was asked for.
//! 2. A block in a list is nobody's; its first word is the next one's address.

use core::alloc::{GlobalAlloc, Layout};
use core::cell::Cell;
use core::ptr::null_mut;
use std::alloc::System;

pub struct Allocator;

/// Bytes by which classes differ, and their alignment.
const STEP: usize = 16;
const CLASSES: usize = 64;
const LARGEST: usize = STEP * CLASSES;
/// Bytes of one class that a thread keeps; beyond, blocks go back to the system.
const KEPT: usize = 4 << 20;

struct List {
    first: Cell<*mut u8>,
    bytes: Cell<usize>,
}

thread_local! {
    // Without a destructor: usable as long as the thread runs.
    static LISTS: [List; CLASSES] = const { [const { List { first: Cell::new(null_mut()), bytes: Cell::new(0) } }; CLASSES] };
}

/// Gives what the calling thread keeps to the system: its end is near.
pub fn give_back() {
    LISTS.with(|lists| {
        for (class, list) in lists.iter().enumerate() {
            let mut block = list.first.replace(null_mut());
            list.bytes.set(0);
            while !block.is_null() {
                // SAFETY: invariant 2; blocks in a list are the system's, of that layout (1).
                unsafe {
                    let next = block.cast::<*mut u8>().read();
                    System.dealloc(block, layout_of(class));
                    block = next;
                }
            }
        }
    });
}

/// The class of a block of this layout; none if it is the system's.
#[inline(always)]
fn class(layout: Layout) -> Option<usize> {
    let size = layout.size();
    (size.wrapping_sub(1) < LARGEST && layout.align() <= STEP).then(|| (size - 1) / STEP)
}

/// The layout of blocks of a class (invariant 1).
#[inline(always)]
fn layout_of(class: usize) -> Layout {
    // SAFETY: a power of two, and a small multiple of it.
    unsafe { Layout::from_size_align_unchecked((class + 1) * STEP, STEP) }
}

// SAFETY: blocks are the system's, handed out once at a time (invariants 1 and 2).
unsafe impl GlobalAlloc for Allocator {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let Some(class) = class(layout) else {
            // SAFETY: by contract.
            return unsafe { System.alloc(layout) };
        };
        LISTS.with(|lists| {
            let list = &lists[class];
            let block = list.first.get();
            if block.is_null() {
                // SAFETY: not empty.
                return unsafe { System.alloc(layout_of(class)) };
            }
            // SAFETY: invariant 2.
            list.first.set(unsafe { block.cast::<*mut u8>().read() });
            list.bytes.set(list.bytes.get() - (class + 1) * STEP);
            block
        })
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        let Some(class) = class(layout) else {
            // SAFETY: by contract.
            return unsafe { System.dealloc(block, layout) };
        };
        LISTS.with(|lists| {
            let list = &lists[class];
            let bytes = list.bytes.get() + (class + 1) * STEP;
            if bytes > KEPT {
                // SAFETY: allocated with this layout (invariant 1).
                return unsafe { System.dealloc(block, layout_of(class)) };
            }
            // SAFETY: the block is large enough for a word, aligned, and nobody's from here on.
            unsafe { block.cast::<*mut u8>().write(list.first.get()) };
            list.first.set(block);
            list.bytes.set(bytes);
        });
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if class(layout).is_none() {
            // SAFETY: by contract.
            return unsafe { System.alloc_zeroed(layout) };
        }
        // SAFETY: by contract; the block has at least the bytes of the layout.
        unsafe {
            let block = self.alloc(layout);
            if !block.is_null() {
                block.write_bytes(0, layout.size());
            }
            block
        }
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: by contract: `size` with this alignment is a layout.
        let next = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        match (class(layout), class(next)) {
            // SAFETY: by contract; both are the system's.
            (None, None) => unsafe { System.realloc(block, layout, size) },
            (Some(from), Some(to)) if from == to => block,
            // SAFETY: by contract; the smaller of both sizes is within both blocks.
            _ => unsafe {
                let moved = self.alloc(next);
                if !moved.is_null() {
                    core::ptr::copy_nonoverlapping(block, moved, layout.size().min(size));
                    self.dealloc(block, layout);
                }
                moved
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_keep_their_content_across_classes() {
        for sizes in [[1, 16, 17, 1024, 1025, 5000, 300, 8], [24, 24, 48, 4096, 64, 1024, 2048, 1]] {
            let mut layout = Layout::from_size_align(sizes[0], 8).unwrap();
            // SAFETY: the layouts are those of the block at each point.
            unsafe {
                let mut block = Allocator.alloc_zeroed(layout);
                block.write(7);
                for size in sizes {
                    block = Allocator.realloc(block, layout, size);
                    layout = Layout::from_size_align(size, 8).unwrap();
                    assert_eq!((block.read(), block as usize % 8), (7, 0));
                    block.add(size - 1).write(if size == 1 { 7 } else { 0xAA });
                }
                Allocator.dealloc(block, layout);
            }
        }
    }

    #[test]
    fn a_freed_block_is_the_next_of_its_class() {
        let layout = Layout::from_size_align(40, 8).unwrap();
        // SAFETY: allocated and freed with the same layout.
        unsafe {
            let block = Allocator.alloc(layout);
            Allocator.dealloc(block, layout);
            let again = Allocator.alloc(Layout::from_size_align(48, 16).unwrap());
            assert_eq!(block, again);
            Allocator.dealloc(again, layout);
        }
    }
}
