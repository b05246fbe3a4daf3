//! Calls that are about a process as a whole.

use std::io;

/// Sends a signal: to a process, or as kill(2) has it to a group (a negative number) or to one's own (0). `rustix` sends
/// only signals that have a name.
///
/// # Errors
/// What the system says.
pub fn send_signal(process: i32, signal: i32) -> io::Result<()> {
    // SAFETY: no preconditions.
    super::checked(unsafe { libc::kill(process, signal) })
}

/// Which of a process's identities.
#[derive(Clone, Copy)]
pub enum Identity {
    User,
    EffectiveUser,
    Group,
    EffectiveGroup,
}

/// Changes an identity in all threads: the C library sees to that, the system knows threads only.
///
/// # Errors
/// What the system says.
pub fn set_identity(which: Identity, id: u32) -> io::Result<()> {
    // SAFETY: no preconditions.
    super::checked(unsafe {
        match which {
            Identity::User => libc::setuid(id),
            Identity::EffectiveUser => libc::seteuid(id),
            Identity::Group => libc::setgid(id),
            Identity::EffectiveGroup => libc::setegid(id),
        }
    })
}

/// What getrusage(2) says of the process (`RUSAGE_SELF`) or of this thread (`RUSAGE_THREAD`); zeros of anything else.
pub fn resource_usage(of: libc::c_int) -> libc::rusage {
    // SAFETY: an all-zero rusage is one.
    let mut usage: libc::rusage = unsafe { core::mem::zeroed() };
    // SAFETY: `usage` is valid for writing.
    unsafe { libc::getrusage(of, &raw mut usage) };
    usage
}

/// Has a function called when the process ends by exit(3).
pub fn at_exit(function: extern "C" fn()) {
    // SAFETY: a function is there for as long as the process, and this one may be called at any time.
    unsafe { libc::atexit(function) };
}
