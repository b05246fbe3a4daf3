//! What the process may use (`setrlimit`, `ulimit`), asked for before it is used up.
//!
//! Whoever makes a file longer than RLIMIT_FSIZE gets SIGXFSZ, which ends the process unless
//! its host has said otherwise. A library cannot: so what writes or sizes files here asks first.
//!
//! Invariant on which the `unsafe` block rests: `getrlimit` writes one `rlimit` and nothing else.

use std::io;

/// `None`: no limit, or none that is known.
fn limit(resource: libc::__rlimit_resource_t) -> Option<u64> {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: the invariant above.
    let status = unsafe { libc::getrlimit(resource, &raw mut limit) };
    (status == 0 && limit.rlim_cur != libc::RLIM_INFINITY).then_some(limit.rlim_cur)
}

/// EFBIG if a file must not have `len` bytes.
pub(crate) fn check_file(len: usize) -> io::Result<()> {
    match limit(libc::RLIMIT_FSIZE) {
        Some(most) if len as u64 > most => Err(io::Error::from_raw_os_error(libc::EFBIG)),
        _ => Ok(()),
    }
}

/// Of `wanted` bytes of address space, those that leave most of a limited one to others.
pub(crate) fn share_of_addresses(wanted: usize) -> usize {
    const SHARE: u64 = 16;
    limit(libc::RLIMIT_AS).map_or(wanted, |most| wanted.min((most / SHARE) as usize))
}
