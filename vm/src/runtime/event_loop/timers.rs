//! Timers: in the order of the time when they are due, then of their making.
//!
//! What a timer does is its host's business: the loop knows the object that stands for it, and the function
//! that runs it.

use super::{EventLoop, Task};
use crate::runtime::async_context::AsyncIds;
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use std::time::{Duration, Instant};

pub(super) struct Timer {
    id: u32,
    /// None while it is run: it stays in the list, so that it can be found, until it is known whether it waits again.
    pub(super) due: Option<Instant>,
    /// Order among timers that are due at the same time.
    sequence: u64,
    /// Keeps the program running.
    pub(super) referenced: bool,
    pub(super) task: Task,
}

impl EventLoop {
    /// The first timer that is due at `now`.
    pub(super) fn next_due(&self, now: Instant) -> Option<usize> {
        let due = |i: &usize| self.timers[*i].due.filter(|due| *due <= now).map(|due| (due, self.timers[*i].sequence));
        (0..self.timers.len()).filter(|i| due(i).is_some()).min_by_key(|i| due(i))
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
        let events = &mut self.interp.jobs.events;
        events.sequence += 1;
        let (due, sequence) = (Some(start + delay), events.sequence);
        if let Some(timer) = events.timers.iter_mut().find(|t| t.id == id) {
            (timer.due, timer.sequence, timer.referenced) = (due, sequence, referenced);
            return;
        }
        let task = task(self);
        self.interp.jobs.events.timers.push(Timer { id, due, sequence, referenced, task });
    }

    /// Whether a timer waits.
    pub fn timer_is_waiting(&self, id: u32) -> bool {
        self.interp.jobs.events.timers.iter().any(|t| t.id == id && t.due.is_some())
    }

    /// The object that stands for a timer that waits or is run.
    pub fn timer_subject(&self, id: u32) -> Option<Value> {
        self.interp.jobs.events.timers.iter().find(|t| t.id == id).map(|t| t.task.subject)
    }

    /// The numbers of a timer or immediate as a resource.
    pub fn timer_async_ids(&self, id: u32) -> Option<AsyncIds> {
        let events = &self.interp.jobs.events;
        let timer = events.timers.iter().find(|t| t.id == id).map(|t| t.task.ids);
        timer.or_else(|| events.immediates.iter().find(|i| i.id == id).map(|i| i.task.ids))
    }

    /// Of each timer that keeps the program running, whether it is one of setImmediate.
    pub fn active_timers(&self) -> Vec<bool> {
        let events = &self.interp.jobs.events;
        let timers = events.timers.iter().filter(|t| t.referenced).map(|_| false);
        timers.chain(events.immediates.iter().filter(|i| i.referenced).map(|_| true)).collect()
    }

    pub fn stop_timer(&mut self, id: u32) {
        self.interp.jobs.events.timers.retain(|t| t.id != id);
    }

    /// Says whether a timer or immediate keeps the program running.
    pub fn set_timer_referenced(&mut self, id: u32, referenced: bool) {
        let events = &mut self.interp.jobs.events;
        for timer in events.timers.iter_mut().filter(|t| t.id == id) {
            timer.referenced = referenced;
        }
        for immediate in events.immediates.iter_mut().filter(|i| i.id == id) {
            immediate.referenced = referenced;
        }
    }

    /// Runs a timer, which says itself whether it waits again.
    pub(super) fn run_timer(&mut self, at: usize) -> JsResult<()> {
        let timer = &mut self.interp.jobs.events.timers[at];
        timer.due = None;
        let task = timer.task;
        task.run(self)
    }
}
