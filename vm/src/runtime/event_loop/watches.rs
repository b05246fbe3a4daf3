//! Descriptors that the event loop watches: whoever waits for one to be readable or writable gives a
//! function, which is called as often as a turn finds the descriptor ready.
//!
//! poll(2) and not a set that the kernel keeps: descriptors are few and of any kind, plain files included, and
//! an empty list costs nothing at the start of a program.

use crate::object::layout::trace_value;
use crate::value::Value;
use crate::vm::Vm;
use hearth_gc::Tracer;
use std::collections::VecDeque;
use std::os::fd::RawFd;
use std::time::Duration;

/// What a watch waits for, and what it is told, as bits.
pub mod ready {
    pub const READABLE: u8 = 1;
    pub const WRITABLE: u8 = 2;
    /// The other end is gone, or the descriptor has failed: the next call tells more.
    pub const CLOSED: u8 = 4;
}

struct Watch {
    id: u32,
    fd: RawFd,
    interest: u8,
    /// Keeps the program running.
    referenced: bool,
    callback: Value,
    /// The asynchronous context in which it was given.
    context: Value,
}

#[derive(Default)]
pub(super) struct Watches {
    list: Vec<Watch>,
    next: u32,
    /// Ids, and what their descriptors are ready for.
    ready: VecDeque<(u32, u8)>,
    /// A descriptor that ends a wait and is nobody's: who waits looks at the machine's interrupts then.
    pub bell: Option<RawFd>,
}

impl Watches {
    pub fn trace(&self, tracer: &mut Tracer) {
        for watch in &self.list {
            trace_value(watch.callback, tracer);
            trace_value(watch.context, tracer);
        }
    }
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
    pub fn has_bell(&self) -> bool {
        self.bell.is_some()
    }
    pub fn has_ready(&self) -> bool {
        !self.ready.is_empty()
    }
    pub fn keep_running(&self) -> bool {
        self.list.iter().any(|w| w.referenced && w.interest != 0)
    }

    /// The next function to call, with its context and its argument. What the descriptor is ready for and nobody waits for any
    /// more is dropped.
    pub fn take_ready(&mut self) -> Option<(Value, Value, Value)> {
        while let Some((id, what)) = self.ready.pop_front() {
            if let Some(watch) = self.list.iter().find(|w| w.id == id) {
                let what = what & (watch.interest | ready::CLOSED);
                if what != 0 && watch.interest != 0 {
                    return Some((watch.callback, watch.context, Value::int(what as i32)));
                }
            }
        }
        None
    }

    /// Waits until a descriptor is ready, a signal comes, or the time is over; without a limit if that is none.
    pub fn poll(&mut self, limit: Option<Duration>) {
        let watched = |w: &&Watch| w.interest != 0;
        let mut list: Vec<libc::pollfd> =
            self.list.iter().filter(watched).map(|w| libc::pollfd { fd: w.fd, events: bits(w.interest), revents: 0 }).collect();
        list.extend(self.bell.map(|fd| libc::pollfd { fd, events: libc::POLLIN, revents: 0 }));
        let time = limit.map(|limit| libc::timespec {
            tv_sec: limit.as_secs().min(i32::MAX as u64) as libc::time_t,
            tv_nsec: limit.subsec_nanos().into(),
        });
        let time = time.as_ref().map_or(core::ptr::null(), core::ptr::from_ref);
        // SAFETY: the list is one of pollfd, as long as is said; the time outlives the call, and no mask is given.
        let count = unsafe { libc::ppoll(list.as_mut_ptr(), list.len() as libc::nfds_t, time, core::ptr::null()) };
        if count <= 0 {
            return;
        }
        for (watch, polled) in self.list.iter().filter(watched).zip(&list) {
            if polled.revents != 0 {
                self.ready.push_back((watch.id, told(polled.revents)));
            }
        }
    }
}

fn bits(interest: u8) -> i16 {
    let mut events = 0;
    if interest & ready::READABLE != 0 {
        events |= libc::POLLIN;
    }
    if interest & ready::WRITABLE != 0 {
        events |= libc::POLLOUT;
    }
    events
}

/// A hang-up is something to read, the end, and to write, an error: who waits for either is told.
fn told(revents: i16) -> u8 {
    let mut what = 0;
    if revents & (libc::POLLIN | libc::POLLHUP | libc::POLLERR | libc::POLLNVAL) != 0 {
        what |= ready::READABLE;
    }
    if revents & (libc::POLLOUT | libc::POLLERR | libc::POLLNVAL) != 0 {
        what |= ready::WRITABLE;
    }
    if revents & (libc::POLLHUP | libc::POLLERR | libc::POLLNVAL) != 0 {
        what |= ready::CLOSED;
    }
    what
}

impl Vm {
    /// Has `callback` called with what `fd` is ready for (`ready`), each time it is found to be so.
    pub fn add_watch(&mut self, fd: RawFd, interest: u8, callback: Value) -> u32 {
        let context = self.async_context();
        let watches = &mut self.interp.jobs.events.watches;
        watches.next += 1;
        let id = watches.next;
        watches.list.push(Watch { id, fd, interest, referenced: true, callback, context });
        id
    }
    pub fn change_watch(&mut self, id: u32, interest: u8) {
        for watch in self.interp.jobs.events.watches.list.iter_mut().filter(|w| w.id == id) {
            watch.interest = interest;
        }
    }
    /// Says whether a watch keeps the program running; it does until this is called.
    pub fn set_watch_referenced(&mut self, id: u32, referenced: bool) {
        for watch in self.interp.jobs.events.watches.list.iter_mut().filter(|w| w.id == id) {
            watch.referenced = referenced;
        }
    }
    pub fn remove_watch(&mut self, id: u32) {
        self.interp.jobs.events.watches.list.retain(|w| w.id != id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use std::os::fd::AsRawFd;
    use std::os::unix::net::UnixStream;

    fn watching(fd: RawFd, interest: u8) -> Watches {
        let watch = Watch { id: 1, fd, interest, referenced: true, callback: Value::UNDEFINED, context: Value::UNDEFINED };
        Watches { list: vec![watch], ..Watches::default() }
    }

    #[test]
    fn a_descriptor_is_ready_when_something_has_come() {
        let (mut near, far) = UnixStream::pair().unwrap();
        let mut watches = watching(far.as_raw_fd(), ready::READABLE);
        watches.poll(Some(Duration::ZERO));
        assert!(!watches.has_ready());
        near.write_all(b"x").unwrap();
        watches.poll(None);
        assert_eq!(watches.take_ready().map(|(.., what)| what), Some(Value::int(ready::READABLE as i32)));
        drop(near);
        watches.poll(None);
        let closed = (ready::READABLE | ready::CLOSED) as i32;
        assert_eq!(watches.take_ready().map(|(.., what)| what), Some(Value::int(closed)));
    }

    #[test]
    fn nobody_is_told_what_they_do_not_wait_for() {
        let (_near, far) = UnixStream::pair().unwrap();
        let mut watches = watching(far.as_raw_fd(), ready::WRITABLE);
        watches.poll(None);
        watches.list[0].interest = ready::READABLE;
        assert!(watches.take_ready().is_none());
    }
}
