//! What a child does between fork and exec.
//!
//! Invariant on which the `unsafe` code rests:
//! 1. What runs there calls only functions that are safe after fork (signal-safety(7)), and allocates nothing.

use std::os::fd::RawFd;
use std::os::unix::process::CommandExt;
use std::process::Command;

/// The child is the first of a session of its own.
pub fn in_own_session(command: &mut Command) {
    let begin = || {
        // SAFETY: no preconditions. It cannot fail in a new process.
        unsafe { libc::setsid() };
        Ok(())
    };
    // SAFETY: invariant 1.
    unsafe { command.pre_exec(begin) };
}

/// The child has copies of these as its descriptors 0, 1 and so on, and what is `None` closed. The sources are to be
/// beyond the targets, lest one is replaced before it is copied.
pub fn with_descriptors(command: &mut Command, sources: Vec<Option<RawFd>>) {
    let place = move || {
        for (target, source) in sources.iter().enumerate() {
            let target = target as RawFd;
            match *source {
                Some(source) => {
                    // SAFETY: no preconditions; what is not open is an error.
                    super::checked(unsafe { libc::dup2(source, target) })?;
                }
                None => {
                    // SAFETY: no preconditions; one that is not open may stay so.
                    unsafe { libc::fcntl(target, libc::F_SETFD, libc::FD_CLOEXEC) };
                }
            }
        }
        Ok(())
    };
    // SAFETY: invariant 1; `checked` gives errors as numbers.
    unsafe { command.pre_exec(place) };
}
