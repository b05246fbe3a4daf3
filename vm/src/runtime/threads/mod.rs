//! Threads of a program: each has a machine of its own, and nothing of one machine is seen by another but
//! what this folder carries between them.
//!
//! | module | what it holds |
//! |---|---|
//! | `channel` | messages and the two ends of a channel, each of which belongs to one machine at a time |
//! | `waker` | how one thread has another's event loop look for what has come |
//! | `broadcast` | channels by name, for whoever listens |
//! | `worker` | the thread of a worker: its start, how it is told to stop, its end |
//!
//! What crosses is plain data: serialised bytes, blocks of shared memory, the bytes of buffers that were
//! transferred, ends of channels. No value of the heap does.

pub mod broadcast;
pub mod channel;
pub mod waker;
pub mod worker;

use channel::End;
use std::os::fd::RawFd;
use std::sync::Arc;
use waker::{Waker, Wakes};
use worker::Control;

/// What a machine has of other threads.
#[derive(Default)]
pub struct ThreadState {
    /// Ends of channels that scripts hold, by the number that they know.
    ends: Vec<Option<End>>,
    wakes: Option<Wakes>,
    /// Workers that this machine has started and that have not been told of as ended.
    pub workers: Vec<Arc<Control>>,
    /// Set where this machine is itself a worker's.
    pub own: Option<Arc<Control>>,
}

impl ThreadState {
    /// Makes an end this machine's: the number under which it is known.
    pub fn adopt(&mut self, end: End) -> std::io::Result<usize> {
        let waker = self.waker()?;
        end.attach(waker);
        let free = self.ends.iter().position(Option::is_none);
        let index = free.unwrap_or(self.ends.len());
        if free.is_none() {
            self.ends.push(None);
        }
        self.ends[index] = Some(end);
        Ok(index)
    }
    pub fn end(&self, index: usize) -> Option<&End> {
        self.ends.get(index)?.as_ref()
    }
    /// Takes an end out, to be sent or dropped.
    pub fn release(&mut self, index: usize) -> Option<End> {
        let end = self.ends.get_mut(index)?.take()?;
        end.detach();
        Some(end)
    }
    /// The ends that have a message, or whose other end is gone.
    pub fn ready(&self) -> Vec<usize> {
        let is_ready = |end: &Option<End>| end.as_ref().is_some_and(|end| end.has_messages() || end.is_closed());
        (0..self.ends.len()).filter(|index| is_ready(&self.ends[*index])).collect()
    }
    fn wakes(&mut self) -> std::io::Result<&Wakes> {
        if self.wakes.is_none() {
            self.wakes = Some(Wakes::new()?);
        }
        Ok(self.wakes.as_ref().expect("made above"))
    }
    pub fn waker(&mut self) -> std::io::Result<Waker> {
        self.wakes().map(Wakes::waker)
    }
    /// The descriptor that is readable when something has come.
    pub fn descriptor(&mut self) -> std::io::Result<RawFd> {
        self.wakes().map(Wakes::descriptor)
    }
    /// Takes note of having been woken.
    pub fn awake(&self) {
        if let Some(wakes) = &self.wakes {
            wakes.awake();
        }
    }
}
