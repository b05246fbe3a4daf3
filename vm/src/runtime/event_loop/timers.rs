//! Timers: in the order of the time when they are due, then of their making.

use super::{Callback, EventLoop};
use crate::runtime::async_context::{AsyncIds, HookEvent};
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use std::time::{Duration, Instant};

pub(super) struct Timer {
    id: u32,
    pub(super) due: Instant,
    /// Order among timers that are due at the same time.
    sequence: u64,
    delay: Duration,
    repeats: bool,
    /// Keeps the program running.
    pub(super) referenced: bool,
    pub(super) callback: Callback,
}

impl EventLoop {
    /// The first timer that is due at `now`.
    pub(super) fn next_due(&self, now: Instant) -> Option<usize> {
        let timers = &self.timers;
        (0..timers.len()).filter(|i| timers[*i].due <= now).min_by_key(|i| (timers[*i].due, timers[*i].sequence))
    }
}

impl Vm {
    /// Has `callback` called with `args` after `delay`, again and again if `repeats`.
    /// The id cancels it.
    pub fn add_timer(&mut self, callback: Value, args: &[Value], delay: Duration, repeats: bool) -> u32 {
        let callback = Callback::new(self, callback, args);
        let events = &mut self.interp.jobs.events;
        events.next_timer += 1;
        events.sequence += 1;
        events.timers.push(Timer {
            id: events.next_timer,
            due: Instant::now() + delay,
            sequence: events.sequence,
            delay,
            repeats,
            referenced: true,
            callback,
        });
        events.next_timer
    }

    /// The numbers of a timer as a resource.
    pub fn timer_async_ids(&self, id: u32) -> Option<AsyncIds> {
        let events = &self.interp.jobs.events;
        let timer = events.timers.iter().find(|t| t.id == id).map(|t| t.callback.ids);
        timer.or_else(|| events.immediates.iter().find(|i| i.id == id).map(|i| i.callback.ids))
    }

    /// Of each timer that keeps the program running, whether it is one of setImmediate.
    pub fn active_timers(&self) -> Vec<bool> {
        let events = &self.interp.jobs.events;
        let timers = events.timers.iter().filter(|t| t.referenced).map(|_| false);
        timers.chain(events.immediates.iter().filter(|i| i.referenced).map(|_| true)).collect()
    }

    pub fn clear_timer(&mut self, id: u32) {
        if self.has_async_hooks()
            && let Some(ids) = self.timer_async_ids(id)
        {
            self.tell_async_hooks(HookEvent::Destroy, Value::number(ids.id));
        }
        let events = &mut self.interp.jobs.events;
        events.timers.retain(|t| t.id != id);
        events.immediates.retain(|i| i.id != id);
    }

    /// Says whether a timer keeps the program running; it does until this is called.
    pub fn set_timer_referenced(&mut self, id: u32, referenced: bool) {
        let events = &mut self.interp.jobs.events;
        for timer in events.timers.iter_mut().filter(|t| t.id == id) {
            timer.referenced = referenced;
        }
        for immediate in events.immediates.iter_mut().filter(|i| i.id == id) {
            immediate.referenced = referenced;
        }
    }

    pub fn timer_is_referenced(&self, id: u32) -> bool {
        let events = &self.interp.jobs.events;
        events.timers.iter().any(|t| t.id == id && t.referenced) || events.immediates.iter().any(|i| i.id == id && i.referenced)
    }

    /// Has a timer that has not run yet wait its whole delay again.
    pub fn refresh_timer(&mut self, id: u32) {
        for timer in self.interp.jobs.events.timers.iter_mut().filter(|t| t.id == id) {
            timer.due = Instant::now() + timer.delay;
        }
    }

    /// Calls the timer's function; it is gone before, unless it repeats.
    pub(super) fn run_timer(&mut self, at: usize) -> JsResult<()> {
        let timer = &mut self.interp.jobs.events.timers[at];
        if timer.repeats {
            timer.due = Instant::now() + timer.delay;
            // The arguments are a copy; the timer keeps the values alive.
            let Callback { function, ref args, context, ids } = timer.callback;
            let args = args.clone();
            self.in_async_context(context, ids, |vm| vm.call(function, Value::UNDEFINED, &args)).map(|_| ())
        } else {
            let callback = self.interp.jobs.events.timers.swap_remove(at).callback;
            self.run_callback(callback)
        }
    }
}
