//! Waking an event loop from another thread: a byte in a pair of sockets, one end of which is among the
//! descriptors that the loop waits for.

use std::io::{self, Read, Write};
use std::os::fd::{AsRawFd, RawFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

struct Bell {
    stream: UnixStream,
    /// A byte is on its way: more would say no more.
    rung: AtomicBool,
}

/// What other threads have.
#[derive(Clone)]
pub struct Waker(Arc<Bell>);

impl Waker {
    pub fn wake(&self) {
        if !self.0.rung.swap(true, Ordering::SeqCst) {
            // Who is gone needs not be woken.
            let _ = (&self.0.stream).write(&[1]);
        }
    }
}

/// What the loop that is woken has.
pub struct Wakes {
    stream: UnixStream,
    waker: Waker,
}

impl Wakes {
    pub fn new() -> io::Result<Wakes> {
        let (near, far) = UnixStream::pair()?;
        near.set_nonblocking(true)?;
        far.set_nonblocking(true)?;
        Ok(Wakes { stream: near, waker: Waker(Arc::new(Bell { stream: far, rung: AtomicBool::new(false) })) })
    }
    pub fn waker(&self) -> Waker {
        self.waker.clone()
    }
    pub fn descriptor(&self) -> RawFd {
        self.stream.as_raw_fd()
    }
    /// From now on the next wake is told again: to be called before looking for what has come.
    pub fn awake(&self) {
        let mut bytes = [0; 8];
        while matches!((&self.stream).read(&mut bytes), Ok(count) if count > 0) {}
        self.waker.0.rung.store(false, Ordering::SeqCst);
    }
}
