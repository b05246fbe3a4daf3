//! The standard streams: what is written is with the system when the call ends, so that no way to end a
//! process loses it, and whoever reads along sees each line in time.

use std::io;
use std::os::fd::RawFd;

#[derive(Default)]
pub struct Output {
    /// A line is put together here, to be one call.
    line: Vec<u8>,
}

impl Output {
    /// Writes a line in one call. A reader that has gone is no error of the script.
    pub fn write_line(&mut self, fd: RawFd, text: &[u8]) {
        self.line.clear();
        self.line.extend_from_slice(text);
        self.line.push(b'\n');
        let _ = write_all(fd, &self.line);
    }
}

/// Writes all bytes. A descriptor that does not block, which another process may have made of it, is waited for.
pub fn write_all(fd: RawFd, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        // SAFETY: the bytes are there; what is no open descriptor is an error.
        let count = unsafe { libc::write(fd, bytes.as_ptr().cast(), bytes.len()) };
        if count >= 0 {
            bytes = &bytes[count as usize..];
            continue;
        }
        let error = io::Error::last_os_error();
        match error.kind() {
            io::ErrorKind::Interrupted => {}
            io::ErrorKind::WouldBlock => wait_until_ready(fd, libc::POLLOUT),
            _ => return Err(error),
        }
    }
    Ok(())
}

/// Blocks until a descriptor is ready for `events` of poll(2), or has failed.
pub fn wait_until_ready(fd: RawFd, events: i16) {
    let mut polled = libc::pollfd { fd, events, revents: 0 };
    // SAFETY: one pollfd.
    unsafe { libc::poll(&raw mut polled, 1, -1) };
}
