//! Signals that are no reason to end, or not at once.
//!
//! Invariant on which the `unsafe` blocks rest: a handler does nothing, or sets a flag, so that it may
//! interrupt anything.

use std::sync::atomic::{AtomicBool, Ordering};

extern "C" fn nothing(_signal: libc::c_int) {}

/// Whoever makes a file longer than the limit on files allows gets SIGXFSZ, which by default
/// ends the process; the write then fails as well, and that is all a script needs. A handler,
/// not `SIG_IGN`, which programs that are started from here would inherit.
pub fn take_file_limit_as_error() {
    let handler: extern "C" fn(libc::c_int) = nothing;
    // SAFETY: the handler does nothing; zero is a valid value of the other fields.
    unsafe {
        let mut action: libc::sigaction = core::mem::zeroed();
        action.sa_sigaction = handler as usize;
        action.sa_flags = libc::SA_RESTART;
        libc::sigaction(libc::SIGXFSZ, &raw const action, core::ptr::null_mut());
    }
}

/// Set when the process was told to end.
pub static END: AtomicBool = AtomicBool::new(false);

extern "C" fn note_end(_signal: libc::c_int) {
    END.store(true, Ordering::Relaxed);
}

/// SIGTERM and SIGINT are noted in [`END`], once: the second one ends the process.
pub fn end_when_told() {
    let handler: extern "C" fn(libc::c_int) = note_end;
    // SAFETY: the handler sets a flag, which it may do whatever it interrupts; zero is a valid value of the other fields.
    unsafe {
        let mut action: libc::sigaction = core::mem::zeroed();
        action.sa_sigaction = handler as usize;
        action.sa_flags = libc::SA_RESTART | libc::SA_RESETHAND;
        libc::sigaction(libc::SIGTERM, &raw const action, core::ptr::null_mut());
        libc::sigaction(libc::SIGINT, &raw const action, core::ptr::null_mut());
    }
}
