//! Waiter lists (sec-waiterlist-objects): who waits at an address of shared memory, for
//! all agents of the process.
//!
//! One lock is the critical section of all lists: waiting is rare, and a list is looked
//! for by address. Waiters of one address are notified in the order in which they came.

use crate::builtins::promise;
use crate::object::layout::trace_value;
use crate::value::Value;
use crate::vm::Vm;
use hearth_gc::Tracer;
use parking_lot::{Condvar, Mutex};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

struct Waiter {
    address: usize,
    notified: AtomicBool,
    changed: Condvar,
}

static WAITERS: Mutex<Vec<Arc<Waiter>>> = Mutex::new(Vec::new());
/// For event loops, which wait for several things at once.
static NOTIFIED: Condvar = Condvar::new();
/// Machines in this process.
static MACHINES: AtomicUsize = AtomicUsize::new(0);

/// How a wait ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WaitResult {
    Ok,
    NotEqual,
    TimedOut,
}

impl WaitResult {
    pub const fn name(self) -> &'static str {
        match self {
            WaitResult::Ok => "ok",
            WaitResult::NotEqual => "not-equal",
            WaitResult::TimedOut => "timed-out",
        }
    }
}

fn remove(list: &mut Vec<Arc<Waiter>>, waiter: &Arc<Waiter>) {
    list.retain(|w| !Arc::ptr_eq(w, waiter));
}

/// Blocks until notified at `address`, unless `differs` says that the value there is not the
/// expected one. No deadline: for ever, or until `stopped` after [`wake_all`].
pub fn wait(address: usize, deadline: Option<Instant>, differs: impl FnOnce() -> bool, stopped: impl Fn() -> bool) -> WaitResult {
    let mut list = WAITERS.lock();
    if differs() {
        return WaitResult::NotEqual;
    }
    let waiter = Arc::new(Waiter { address, notified: AtomicBool::new(false), changed: Condvar::new() });
    list.push(waiter.clone());
    loop {
        if waiter.notified.load(Ordering::SeqCst) {
            return WaitResult::Ok;
        }
        if stopped() {
            remove(&mut list, &waiter);
            return WaitResult::TimedOut;
        }
        match deadline {
            None => waiter.changed.wait(&mut list),
            Some(deadline) => {
                let late = waiter.changed.wait_until(&mut list, deadline).timed_out();
                if late && !waiter.notified.load(Ordering::SeqCst) {
                    remove(&mut list, &waiter);
                    return WaitResult::TimedOut;
                }
            }
        }
    }
}

/// Wakes up to `count` waiters at `address`; how many.
pub fn notify(address: usize, count: usize) -> usize {
    let mut list = WAITERS.lock();
    let mut woken = 0;
    list.retain(|waiter| {
        if waiter.address != address || woken == count {
            return true;
        }
        woken += 1;
        waiter.notified.store(true, Ordering::SeqCst);
        waiter.changed.notify_all();
        false
    });
    if woken > 0 {
        NOTIFIED.notify_all();
    }
    woken
}

/// Has all who wait look whether they are to stop.
pub fn wake_all() {
    for waiter in WAITERS.lock().iter() {
        waiter.changed.notify_all();
    }
    NOTIFIED.notify_all();
}

/// A wait whose end settles a promise.
struct AsyncWait {
    waiter: Arc<Waiter>,
    deadline: Option<Instant>,
    promise: Value,
}

impl Drop for AsyncWait {
    fn drop(&mut self) {
        remove(&mut WAITERS.lock(), &self.waiter);
    }
}

/// The waits of one machine that an event loop ends.
pub struct AsyncWaits(Vec<AsyncWait>);

impl Default for AsyncWaits {
    fn default() -> AsyncWaits {
        MACHINES.fetch_add(1, Ordering::SeqCst);
        AsyncWaits(Vec::new())
    }
}

impl Drop for AsyncWaits {
    fn drop(&mut self) {
        MACHINES.fetch_sub(1, Ordering::SeqCst);
    }
}

impl AsyncWaits {
    pub fn trace(&self, tracer: &mut Tracer) {
        for wait in &self.0 {
            trace_value(wait.promise, tracer);
        }
    }
    /// The first deadline.
    pub fn deadline(&self) -> Option<Instant> {
        self.0.iter().filter_map(|wait| wait.deadline).min()
    }
    /// Whether somebody or some time may still end one of them.
    pub fn may_end(&self) -> bool {
        self.0.iter().any(|wait| wait.deadline.is_some()) || !self.0.is_empty() && MACHINES.load(Ordering::SeqCst) > 1
    }
    fn take_ended(&mut self) -> Option<(Value, WaitResult)> {
        let now = Instant::now();
        let ended = |wait: &AsyncWait| {
            if wait.waiter.notified.load(Ordering::SeqCst) {
                return Some(WaitResult::Ok);
            }
            wait.deadline.is_some_and(|deadline| deadline <= now).then_some(WaitResult::TimedOut)
        };
        let (at, result) = self.0.iter().enumerate().find_map(|(i, wait)| Some((i, ended(wait)?)))?;
        Some((self.0.remove(at).promise, result))
    }
}

/// Blocks until something is notified, or `until`; at most for a moment if that is none.
pub fn wait_for_change(until: Option<Instant>) {
    let soon = Instant::now() + Duration::from_millis(5);
    let mut list = WAITERS.lock();
    // What was notified before the lock was taken is noticed a moment later.
    let until = until.map_or(soon, |until| until.min(soon));
    let _ = NOTIFIED.wait_until(&mut list, until);
}

impl Vm {
    /// Has `promise` resolved once `address` is notified; none if `differs`.
    pub(crate) fn add_async_wait(
        &mut self,
        address: usize,
        deadline: Option<Instant>,
        promise: Value,
        differs: impl FnOnce() -> bool,
    ) -> bool {
        let mut list = WAITERS.lock();
        if differs() {
            return false;
        }
        let waiter = Arc::new(Waiter { address, notified: AtomicBool::new(false), changed: Condvar::new() });
        list.push(waiter.clone());
        drop(list);
        self.interp.jobs.events.async_waits.0.push(AsyncWait { waiter, deadline, promise });
        true
    }

    /// Settles the promise of a wait that has ended; false if there is none.
    pub(crate) fn settle_async_wait(&mut self) -> bool {
        let Some((promise, result)) = self.interp.jobs.events.async_waits.take_ended() else { return false };
        let text = self.intern(result.name()).value();
        promise::resolve_promise(self, promise, text);
        true
    }
}
