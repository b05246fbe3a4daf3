//! Ending a call from outside: by another thread, or when its time is up.
//!
//! Invariant: the address in a `Line` is that of the interrupts of a machine that lives; it is taken away, under the
//! lock, before the machine goes.

use super::error::Reason;
use crate::vm::Vm;
use crate::vm::interrupt::{self, Interrupts};
use parking_lot::{Condvar, Mutex};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

/// The way to a machine from other threads.
pub(crate) struct Line {
    interrupts: Mutex<Option<usize>>,
    /// Why it was told to stop.
    reason: Mutex<Option<Reason>>,
}

impl Line {
    pub(super) fn to(vm: &Vm) -> Arc<Line> {
        Arc::new(Line { interrupts: Mutex::new(Some(&raw const vm.cx.interrupt as usize)), reason: Mutex::new(None) })
    }
    pub(super) fn cut(&self) {
        *self.interrupts.lock() = None;
    }
    pub(super) fn take_reason(&self) -> Option<Reason> {
        self.reason.lock().take()
    }
    fn end(&self, reason: Reason) {
        let interrupts = self.interrupts.lock();
        let Some(address) = *interrupts else { return };
        *self.reason.lock() = Some(reason);
        // SAFETY: by the invariant; the word is atomic.
        unsafe { &*(address as *const Interrupts) }.set(interrupt::TERMINATE);
        crate::runtime::waiters::wake_all();
    }
}

/// Ends what an engine is running, from any thread.
#[derive(Clone)]
pub struct Interrupter(pub(super) Arc<Line>);

impl Interrupter {
    /// Ends the call that is running, if there is one: it gives an error with [`Reason::Interrupted`]. No script sees
    /// anything of it. Later calls are not affected.
    pub fn interrupt(&self) {
        self.0.end(Reason::Interrupted);
    }
}

/// Calls that are to end by a certain time, of the whole process.
#[derive(Default)]
struct Watchman {
    /// By time, and a number for calls of the same time.
    calls: Mutex<Calls>,
    changed: Condvar,
}

#[derive(Default)]
struct Calls {
    due: BTreeMap<(Instant, u64), Arc<Line>>,
    next: u64,
    /// When the thread will look again; none: there is no thread.
    wakes: Option<Instant>,
}

static WATCHMAN: LazyLock<Watchman> = LazyLock::new(Watchman::default);

/// Ends the watch of a call.
pub(super) struct Watch(Instant, u64);

impl Drop for Watch {
    fn drop(&mut self) {
        WATCHMAN.calls.lock().due.remove(&(self.0, self.1));
    }
}

/// How long the thread waits when there is nothing to watch, before it ends.
const IDLE: Duration = Duration::from_secs(10);

/// Has the call that begins end when `limit` is over.
pub(super) fn watch(vm: &mut Vm, limit: Duration) -> Watch {
    let line = vm.embedding.line.clone().expect("an engine has one");
    let now = Instant::now();
    let due = now.checked_add(limit).unwrap_or(now + Duration::from_secs(1 << 30));
    let mut calls = WATCHMAN.calls.lock();
    let number = calls.next;
    calls.next += 1;
    calls.due.insert((due, number), line);
    match calls.wakes {
        Some(wakes) if wakes <= due => {}
        Some(_) => {
            WATCHMAN.changed.notify_one();
        }
        None => {
            calls.wakes = Some(due);
            // Where there is no thread to be had, time is not limited: the next call tries again.
            if std::thread::Builder::new().name("hearth-limits".to_owned()).spawn(keep_watch).is_err() {
                calls.wakes = None;
            }
        }
    }
    Watch(due, number)
}

fn keep_watch() {
    let mut calls = WATCHMAN.calls.lock();
    loop {
        let now = Instant::now();
        while let Some(first) = calls.due.first_entry().filter(|first| first.key().0 <= now) {
            first.remove().end(Reason::TimeLimit);
        }
        let due = calls.due.first_key_value().map(|(key, _)| key.0);
        let wakes = due.unwrap_or(now + IDLE);
        calls.wakes = Some(wakes);
        let late = WATCHMAN.changed.wait_until(&mut calls, wakes).timed_out();
        if due.is_none() && late && calls.due.is_empty() {
            calls.wakes = None;
            return;
        }
    }
}
