//! Channels by name: what one machine tells is told to every other that listens under that name.

use super::channel::{End, Message};
use parking_lot::Mutex;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// A machine that listens, which is no other than the one that has the other end.
struct Listener {
    number: u64,
    end: End,
}

static LISTENERS: LazyLock<Mutex<FxHashMap<String, Vec<Listener>>>> = LazyLock::new(Mutex::default);
static NEXT: AtomicU64 = AtomicU64::new(1);

/// Listens to a name: the end at which messages come, and the number of the listener, to whom its own
/// messages are not told.
pub fn join(name: &str) -> (u64, End) {
    let (near, far) = End::pair();
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    LISTENERS.lock().entry(name.to_owned()).or_default().push(Listener { number, end: far });
    (number, near)
}

/// Does any other listen?
pub fn has_others(name: &str, number: u64) -> bool {
    LISTENERS.lock().get(name).is_some_and(|list| list.iter().any(|l| l.number != number && !l.end.is_closed()))
}

/// Tells all others. Listeners that have gone are forgotten.
pub fn tell(name: &str, number: u64, message: &Message) {
    let mut listeners = LISTENERS.lock();
    let Some(list) = listeners.get_mut(name) else { return };
    let gone = list.extract_if(.., |l| l.end.is_closed()).collect::<Vec<_>>();
    for listener in list.iter().filter(|l| l.number != number) {
        listener.end.post(Message { bytes: message.bytes.clone(), shared: message.shared.clone(), ..Message::default() });
    }
    if list.is_empty() {
        listeners.remove(name);
    }
    drop(listeners);
    drop(gone);
}
