//! Descriptors by their numbers, as programs name them.
//!
//! Invariants on which the `unsafe` code rests:
//! 1. A number that a program names is only told to the system, which refuses what is not open. No value of Rust
//!    becomes the owner of it: what is made of a number here is never dropped, so closes nothing.
//! 2. A program may name, and close, a descriptor that the engine has open. Who has it then gets errors or bytes of
//!    something else, which no code takes for more than bytes; that a process can reach its own memory by
//!    way of the system (`/proc/self/mem`) is beyond what Rust promises.

use std::fs::File;
use std::io;
use std::mem::ManuallyDrop;
use std::os::fd::{AsFd, BorrowedFd, FromRawFd, RawFd};

/// A descriptor that the program owns. Dropping this does not close it.
pub struct Descriptor(ManuallyDrop<File>);

impl Descriptor {
    /// The descriptor of that number, be it open or not.
    ///
    /// # Errors
    /// EBADF of a negative number, as the system says of it: Rust has no descriptors with such numbers.
    pub fn named(number: RawFd) -> io::Result<Descriptor> {
        if number < 0 {
            return Err(io::Error::from_raw_os_error(libc::EBADF));
        }
        // SAFETY: invariants 1 and 2; it is not -1.
        Ok(Descriptor(ManuallyDrop::new(unsafe { File::from_raw_fd(number) })))
    }
    /// As a file: calls that only files have fail with another.
    pub fn file(&self) -> &File {
        &self.0
    }
}

impl AsFd for Descriptor {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

/// Closes a descriptor of the program.
///
/// # Errors
/// What the system says, which an owner that is dropped would not tell.
pub fn close(number: RawFd) -> io::Result<()> {
    // SAFETY: invariants 1 and 2.
    super::checked(unsafe { libc::close(number) })
}
