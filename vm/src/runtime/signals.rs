//! Signals that the program listens to: the handler writes the number into a pipe, which the event loop watches.
//!
//! Invariants on which the `unsafe` code rests:
//! 1. The handler calls nothing but write(2), which may interrupt anything, and keeps `errno`.
//! 2. The pipe is made before the first handler is installed, and never closed.

use super::end_signals;
use std::io;
use std::os::fd::{IntoRawFd, RawFd};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicI32, Ordering};

/// The end to write to; -1 before there is one.
static WRITE_END: AtomicI32 = AtomicI32::new(-1);
static READ_END: OnceLock<RawFd> = OnceLock::new();

extern "C" fn note(signal: libc::c_int) {
    let byte = signal as u8;
    // SAFETY: invariants 1 and 2; the place of errno is this thread's.
    unsafe {
        let errno = libc::__errno_location();
        let before = *errno;
        // A full pipe has more to tell than anybody has listened to yet.
        libc::write(WRITE_END.load(Ordering::Relaxed), (&raw const byte).cast(), 1);
        *errno = before;
    }
}

/// The descriptor from which the numbers of signals are read, a byte each. It does not block.
pub fn pipe() -> io::Result<RawFd> {
    if let Some(fd) = READ_END.get() {
        return Ok(*fd);
    }
    let (read, write) = io::pipe()?;
    let (read, write) = (read.into_raw_fd(), write.into_raw_fd());
    for fd in [read, write] {
        // SAFETY: the descriptor is open.
        unsafe { libc::fcntl(fd, libc::F_SETFL, libc::O_NONBLOCK) };
    }
    // A second machine that has come first has made the pipe for both.
    let fd = *READ_END.get_or_init(|| {
        WRITE_END.store(write, Ordering::Release);
        read
    });
    Ok(fd)
}

fn set_action(signal: i32, action: libc::sighandler_t) -> io::Result<()> {
    // SAFETY: invariant 1; zero is a valid value of the other fields.
    let result = unsafe {
        let mut wanted: libc::sigaction = core::mem::zeroed();
        wanted.sa_sigaction = action;
        wanted.sa_flags = libc::SA_RESTART;
        libc::sigaction(signal, &raw const wanted, core::ptr::null_mut())
    };
    if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Has a signal told through the pipe.
pub fn catch(signal: i32) -> io::Result<()> {
    pipe()?;
    let handler: extern "C" fn(libc::c_int) = note;
    set_action(signal, handler as usize)
}

/// Has it do again what it does where the program does not listen to it.
pub fn release(signal: i32) -> io::Result<()> {
    if end_signals::retake(signal) {
        return Ok(());
    }
    set_action(signal, libc::SIG_DFL)
}
