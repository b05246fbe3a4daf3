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

/// Address space of both stacks.
pub struct Stacks {
    values: *mut Value,
    frames: *mut Frame,
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
        Ok(Stacks { values: reserve(VALUE_BYTES)?.cast(), frames: reserve(FRAME_BYTES)?.cast() })
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
