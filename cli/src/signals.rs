//! Signals that are no reason to end.
//!
//! Invariant on which the `unsafe` block rests: the handler does nothing, so that it may
//! interrupt anything.

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
