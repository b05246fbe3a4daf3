//! Channels between machines. An end may itself be sent: until it has arrived, what is sent to it waits.

use super::waker::Waker;
use crate::builtins::typed::shared::SharedBuffer;
use parking_lot::Mutex;
use std::collections::VecDeque;
use std::sync::Arc;

/// What is sent.
#[derive(Default)]
pub struct Message {
    /// The serialised value.
    pub bytes: Arc<[u8]>,
    /// The shared memory that it has, in the order of its numbers.
    pub shared: Vec<SharedBuffer>,
    /// Bytes of buffers that were transferred.
    pub buffers: Vec<Vec<u8>>,
    /// Ends of channels that were transferred.
    pub ends: Vec<End>,
}

#[derive(Default)]
struct Side {
    /// What has come for this end.
    queue: VecDeque<Message>,
    /// Of the machine that has it; none while it is being sent.
    waker: Option<Waker>,
}

#[derive(Default)]
struct State {
    sides: [Side; 2],
    closed: bool,
}

/// One end of a channel. Dropping it closes the channel.
pub struct End {
    channel: Arc<Mutex<State>>,
    side: usize,
}

impl End {
    pub fn pair() -> (End, End) {
        let channel = Arc::new(Mutex::new(State::default()));
        (End { channel: channel.clone(), side: 0 }, End { channel, side: 1 })
    }
    /// Sends; false if nobody is there any more.
    pub fn post(&self, message: Message) -> bool {
        let mut state = self.channel.lock();
        if state.closed {
            drop(state);
            return false;
        }
        let other = &mut state.sides[1 - self.side];
        other.queue.push_back(message);
        let waker = other.waker.clone();
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
        true
    }
    /// Puts a message in front of what has come for this end.
    pub fn put_back(&self, message: Message) {
        self.channel.lock().sides[self.side].queue.push_front(message);
    }
    pub fn take(&self) -> Option<Message> {
        self.channel.lock().sides[self.side].queue.pop_front()
    }
    pub fn has_messages(&self) -> bool {
        !self.channel.lock().sides[self.side].queue.is_empty()
    }
    /// The other end is gone; what it has sent before is still there.
    pub fn is_closed(&self) -> bool {
        self.channel.lock().closed
    }
    /// Has whoever waits behind `waker` woken by what comes, and at once if something has come.
    pub fn attach(&self, waker: Waker) {
        let mut state = self.channel.lock();
        let is_ready = state.closed || !state.sides[self.side].queue.is_empty();
        state.sides[self.side].waker = Some(waker.clone());
        drop(state);
        if is_ready {
            waker.wake();
        }
    }
    pub fn detach(&self) {
        self.channel.lock().sides[self.side].waker = None;
    }
}

impl Drop for End {
    fn drop(&mut self) {
        let mut state = self.channel.lock();
        state.closed = true;
        // What nobody will take may have ends of this very channel: it is dropped without the lock.
        let unread = std::mem::take(&mut state.sides[self.side].queue);
        let waker = state.sides[1 - self.side].waker.clone();
        drop(state);
        drop(unread);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(byte: u8) -> Message {
        Message { bytes: [byte].into(), ..Message::default() }
    }

    #[test]
    fn what_was_sent_before_the_end_arrives() {
        let (a, b) = End::pair();
        assert!(a.post(message(1)) && a.post(message(2)));
        drop(a);
        b.put_back(message(0));
        assert!(b.is_closed() && !b.post(message(3)));
        let bytes: Vec<u8> = std::iter::from_fn(|| b.take()).map(|m| m.bytes[0]).collect();
        assert_eq!(bytes, [0, 1, 2]);
    }

    #[test]
    fn an_end_may_be_in_its_own_queue() {
        let (a, b) = End::pair();
        let own = a.channel.clone();
        a.post(Message { ends: vec![b], ..message(1) });
        // The end that would have read it is the one in it.
        drop(a);
        assert!(own.lock().closed);
    }
}
