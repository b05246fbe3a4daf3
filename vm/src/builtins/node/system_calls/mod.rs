//! What the host asks of the system by way of `unsafe` code, as safe functions: calls that neither the library nor
//! `rustix` has, or has otherwise than Node.js does. The rest of the host's modules have no `unsafe` code.

mod c_library;
mod child;
mod descriptor;
mod interfaces;
mod process;

pub(super) use c_library::{User, clock_ticks, libc_version, temporary_folder, user};
pub(super) use child::{in_own_session, with_descriptors};
pub(super) use descriptor::{Descriptor, close};
pub(super) use interfaces::interfaces;
pub(super) use process::{Identity, at_exit, resource_usage, send_signal, set_identity};

use std::io;

/// What a call that gives -1 for an error has to say.
fn checked(result: libc::c_int) -> io::Result<()> {
    if result == -1 { Err(io::Error::last_os_error()) } else { Ok(()) }
}
