//! Timers: in the order of the time when they are due, then of their making.
//!
//! What a timer does is its host's business: the loop knows the object that stands for it, and the function
//! that runs it.

use super::Task;
use crate::value::Value;
use crate::vm::Vm;
use hearth_gc::Tracer;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

pub(super) struct Timer {
    /// None while it is run: it is kept, so that it can be found, until it is known whether it waits again.
    due: Option<Due>,
    /// Keeps the program running.
    referenced: bool,
    task: Task,
}

/// When a timer is due, and its place among those that are due at the same time.
type Due = (Instant, u64);

#[derive(Default)]
pub(super) struct Timers {
    by_id: BTreeMap<u32, Timer>,
    /// Those that wait.
    waiting: BTreeMap<Due, u32>,
    sequence: u64,
}

impl Timers {
    pub(super) fn trace(&self, tracer: &mut Tracer) {
        for timer in self.by_id.values() {
            timer.task.trace(tracer);
        }
    }
    pub(super) fn keep_running(&self) -> bool {
        self.by_id.values().any(|t| t.referenced && t.due.is_some())
    }
    /// When the first is due.
    pub(super) fn first_due(&self) -> Option<Instant> {
        self.waiting.first_key_value().map(|((due, _), _)| *due)
    }
    /// The first timer that is due at `now`, which does not wait from now on.
    pub(super) fn take_due(&mut self, now: Instant) -> Option<Task> {
        let first = self.waiting.first_entry().filter(|entry| entry.key().0 <= now)?;
        let timer = self.by_id.get_mut(&first.remove()).expect("what waits is known");
        timer.due = None;
        Some(timer.task)
    }
}

impl Vm {
    /// The number of a timer or immediate that is yet to be started.
    pub fn new_timer_id(&mut self) -> u32 {
        let events = &mut self.interp.jobs.events;
        events.next_timer += 1;
        events.next_timer
    }

    /// Has a timer run after `delay`, counted from `start`. One that waits already starts anew.
    pub fn start_timer(&mut self, id: u32, start: Instant, delay: Duration, referenced: bool, task: impl FnOnce(&mut Vm) -> Task) {
        let is_new = !self.interp.jobs.events.timers.by_id.contains_key(&id);
        let task = is_new.then(|| task(self));
        let timers = &mut self.interp.jobs.events.timers;
        timers.sequence += 1;
        let due = (start + delay, timers.sequence);
        if let Some(task) = task {
            timers.by_id.insert(id, Timer { due: None, referenced, task });
        }
        let timer = timers.by_id.get_mut(&id).expect("it was there or was made");
        timer.referenced = referenced;
        if let Some(before) = timer.due.replace(due) {
            timers.waiting.remove(&before);
        }
        timers.waiting.insert(due, id);
    }

    /// Whether a timer waits.
    pub fn timer_is_waiting(&self, id: u32) -> bool {
        self.interp.jobs.events.timers.by_id.get(&id).is_some_and(|t| t.due.is_some())
    }

    /// The object that stands for a timer that waits or is run.
    pub fn timer_subject(&self, id: u32) -> Option<Value> {
        self.interp.jobs.events.timers.by_id.get(&id).map(|t| t.task.subject)
    }

    /// Of each timer that keeps the program running, whether it is one of setImmediate.
    pub fn active_timers(&self) -> Vec<bool> {
        let events = &self.interp.jobs.events;
        let timers = events.timers.by_id.values().filter(|t| t.referenced).map(|_| false);
        timers.chain(events.immediates.iter().filter(|i| i.referenced).map(|_| true)).collect()
    }

    pub fn stop_timer(&mut self, id: u32) {
        let timers = &mut self.interp.jobs.events.timers;
        if let Some(due) = timers.by_id.remove(&id).and_then(|t| t.due) {
            timers.waiting.remove(&due);
        }
    }

    /// Says whether a timer or immediate keeps the program running.
    pub fn set_timer_referenced(&mut self, id: u32, referenced: bool) {
        let events = &mut self.interp.jobs.events;
        if let Some(timer) = events.timers.by_id.get_mut(&id) {
            timer.referenced = referenced;
        } else if let Some(immediate) = events.immediates.iter_mut().find(|i| i.id == id) {
            immediate.referenced = referenced;
        }
    }
}
