//! The value stack and the frame stack: reserved once, committed by the system as
//! they are touched, never moved.

use super::frame::Frame;
use crate::value::Value;
use std::io;

/// Values that the value stack holds by default.
const VALUES: usize = 2 << 20;
/// Frames that the frame stack holds.
const FRAMES: usize = 128 << 10;
/// Frames beyond the limit, for a bailout: it cannot fail, and no compiled code is entered from
/// where there is no frame left below the limit.
const BAILOUT_FRAMES: usize = 16;
/// Values kept free above the limit, for windows that are laid out before a check.
const RESERVE: usize = 4096;

/// Bytes behind the top that are not given back, so that what comes and goes does not ask the system
/// for them again and again.
const KEPT: usize = 256 << 10;

/// Address space of both stacks.
pub struct Stacks {
    values: *mut Value,
    frames: *mut Frame,
    /// How far up each was seen to be in use since its memory was given back, in bytes.
    touched: [usize; 2],
}

const VALUE_BYTES: usize = VALUES * size_of::<Value>();
const FRAME_BYTES: usize = FRAMES * size_of::<Frame>();

fn reserve(bytes: usize) -> io::Result<*mut u8> {
    // SAFETY: an anonymous private mapping at an address of the system's choice.
    let at = unsafe {
        libc::mmap(
            core::ptr::null_mut(),
            bytes,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
            -1,
            0,
        )
    };
    if at == libc::MAP_FAILED { Err(io::Error::last_os_error()) } else { Ok(at.cast()) }
}

impl Stacks {
    pub fn new() -> io::Result<Stacks> {
        Ok(Stacks { values: reserve(VALUE_BYTES)?.cast(), frames: reserve(FRAME_BYTES)?.cast(), touched: [0; 2] })
    }
    pub fn value_base(&self) -> *mut Value {
        self.values
    }
    /// Windows must end below this.
    pub fn value_limit(&self) -> *mut Value {
        // SAFETY: within the mapping.
        unsafe { self.values.add(VALUES - RESERVE) }
    }
    pub fn frame_base(&self) -> *mut Frame {
        self.frames
    }
    /// One past the last frame that may be pushed.
    pub fn frame_limit(&self) -> *mut Frame {
        // SAFETY: within the mapping.
        unsafe { self.frames.add(FRAMES - BAILOUT_FRAMES) }
    }
    fn used(&self, top: *mut Value, frame_top: *mut Frame) -> [usize; 2] {
        [top as usize - self.values as usize, frame_top as usize - self.frames as usize]
    }
    /// Bytes of memory that the stacks take, as far as their tops were told to this function.
    pub fn bytes(&mut self, top: *mut Value, frame_top: *mut Frame) -> usize {
        let used = self.used(top, frame_top);
        self.touched = [self.touched[0].max(used[0]), self.touched[1].max(used[1])];
        self.touched[0] + self.touched[1]
    }
    /// Gives the memory far behind the tops back to the system.
    pub fn shrink(&mut self, top: *mut Value, frame_top: *mut Frame) {
        let mappings = [(self.values.cast::<u8>(), VALUE_BYTES), (self.frames.cast(), FRAME_BYTES)];
        for (((base, bytes), used), touched) in mappings.into_iter().zip(self.used(top, frame_top)).zip(&mut self.touched) {
            let kept = (used + KEPT).next_multiple_of(KEPT);
            if *touched > kept {
                // SAFETY: the rest of the mapping behind the top, whose bytes nobody reads before they are
                // written again; it begins at a page, as `KEPT` is a multiple of one.
                unsafe { libc::madvise(base.add(kept).cast(), bytes - kept, libc::MADV_DONTNEED) };
                *touched = kept;
            }
        }
    }
    /// That `count` frames of a bailout fit in behind `top`.
    pub fn assert_room_for_bailout(&self, top: *mut Frame, count: usize) {
        // SAFETY: the end of the mapping.
        let end = unsafe { self.frames.add(FRAMES) };
        assert!((end as usize).saturating_sub(top as usize) / size_of::<Frame>() >= count, "no room for the frames of a bailout");
    }
}

impl Drop for Stacks {
    fn drop(&mut self) {
        // SAFETY: both were mapped by `new` with these sizes, and nothing runs any more.
        unsafe {
            libc::munmap(self.values.cast(), VALUE_BYTES);
            libc::munmap(self.frames.cast(), FRAME_BYTES);
        }
    }
}
