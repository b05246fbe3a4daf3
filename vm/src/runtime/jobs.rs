//! Jobs and timers (sec-jobs): the microtask queue, and the macrotasks that a host
//! event loop runs between its drains.

use crate::api::report;
use crate::builtins::{process, promise};
use crate::heap::Kind;
use crate::object::Object;
use crate::object::layout::trace_value;
use crate::runtime::completion::{JsResult, Throw};
use crate::runtime::waiters::{AsyncWaits, wait_for_change};
use crate::value::Value;
use crate::vm::Vm;
use hearth_gc::Tracer;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// The steps of a job; its captured values are the argument.
pub type JobFn = fn(&mut Vm, &[Value; 4]) -> JsResult<Value>;

struct Job {
    run: JobFn,
    captured: [Value; 4],
}

struct Timer {
    id: u32,
    due: Instant,
    /// Order among timers that are due at the same time.
    sequence: u64,
    delay: Duration,
    repeat: Option<Duration>,
    /// Keeps the program running.
    referenced: bool,
    callback: Value,
    args: Vec<Value>,
}

#[derive(Default)]
pub struct JobQueue {
    microtasks: VecDeque<Job>,
    /// What process.nextTick was given: before the microtasks, each time they begin.
    ticks: VecDeque<Job>,
    timers: Vec<Timer>,
    next_timer: u32,
    sequence: u64,
    /// Promises of Atomics.waitAsync.
    pub(crate) async_waits: AsyncWaits,
}

impl JobQueue {
    pub fn trace(&self, tracer: &mut Tracer) {
        self.async_waits.trace(tracer);
        for job in self.microtasks.iter().chain(&self.ticks) {
            for value in &job.captured {
                trace_value(*value, tracer);
            }
        }
        for timer in &self.timers {
            trace_value(timer.callback, tracer);
            for value in &timer.args {
                trace_value(*value, tracer);
            }
        }
    }
}

impl Vm {
    /// HostEnqueuePromiseJob (sec-hostenqueuepromisejob).
    pub fn enqueue_job(&mut self, run: JobFn, captured: [Value; 4]) {
        self.interp.jobs.microtasks.push_back(Job { run, captured });
    }

    /// As `enqueue_job`, for process.nextTick.
    pub fn enqueue_tick(&mut self, run: JobFn, captured: [Value; 4]) {
        self.interp.jobs.ticks.push_back(Job { run, captured });
    }

    /// Runs microtasks until there are none; stops at the first that throws, which
    /// promise jobs never do.
    pub fn run_microtasks(&mut self) -> JsResult<()> {
        while let Some(job) = self.interp.jobs.microtasks.pop_front() {
            let Job { run, captured } = job;
            run(self, &captured)?;
        }
        Ok(())
    }

    /// Runs ticks and microtasks until there are none.
    pub fn run_jobs(&mut self) -> JsResult<()> {
        loop {
            while let Some(Job { run, captured }) = self.interp.jobs.ticks.pop_front() {
                run(self, &captured)?;
            }
            self.run_microtasks()?;
            if self.interp.jobs.ticks.is_empty() {
                return Ok(());
            }
        }
    }

    /// Is there anything left to do?
    pub fn has_work(&self) -> bool {
        let jobs = &self.interp.jobs;
        !jobs.microtasks.is_empty() || !jobs.ticks.is_empty() || jobs.async_waits.may_end() || jobs.timers.iter().any(|t| t.referenced)
    }

    /// Says whether a timer keeps the program running; it does until this is called.
    pub fn set_timer_referenced(&mut self, id: u32, referenced: bool) {
        for timer in self.interp.jobs.timers.iter_mut().filter(|t| t.id == id) {
            timer.referenced = referenced;
        }
    }

    /// Has a timer that has not run yet wait its whole delay again.
    pub fn refresh_timer(&mut self, id: u32) {
        for timer in self.interp.jobs.timers.iter_mut().filter(|t| t.id == id) {
            timer.due = Instant::now() + timer.delay;
        }
    }

    pub fn timer_is_referenced(&self, id: u32) -> bool {
        self.interp.jobs.timers.iter().any(|t| t.id == id && t.referenced)
    }

    /// Has `callback` called with `args` after `delay`, again and again if `repeat`.
    /// The id cancels it.
    pub fn add_timer(&mut self, callback: Value, args: &[Value], delay: Duration, repeat: bool) -> u32 {
        let queue = &mut self.interp.jobs;
        queue.next_timer += 1;
        queue.sequence += 1;
        queue.timers.push(Timer {
            id: queue.next_timer,
            due: Instant::now() + delay,
            sequence: queue.sequence,
            delay,
            repeat: repeat.then_some(delay),
            referenced: true,
            callback,
            args: args.to_vec(),
        });
        queue.next_timer
    }

    pub fn clear_timer(&mut self, id: u32) {
        self.interp.jobs.timers.retain(|t| t.id != id);
    }

    /// Runs microtasks and timers until there is nothing left to do. A rejection that
    /// nobody has handled when the microtasks are done counts as an uncaught exception.
    pub fn run_event_loop(&mut self) -> JsResult<()> {
        loop {
            self.run_jobs()?;
            if let Some((promise, reason)) = promise::take_unhandled_rejection(self) {
                if !process::emit(self, "unhandledRejection", &[reason, promise])? {
                    let is_error = reason.to_cell::<Object>().is_some_and(|o| o.kind() == Kind::Error);
                    return Err(Throw(if is_error { reason } else { report::unhandled_rejection(self, reason) }));
                }
                continue;
            }
            let JobQueue { timers, async_waits, .. } = &self.interp.jobs;
            let has_work = async_waits.may_end() || timers.iter().any(|t| t.referenced);
            if !has_work || !self.run_next_event()? {
                return Ok(());
            }
        }
    }

    /// Waits for what comes next, a timer or the end of an asynchronous wait, and handles
    /// it; false if there is nothing to wait for.
    pub fn run_next_event(&mut self) -> JsResult<bool> {
        let next = loop {
            if self.settle_async_wait() {
                return Ok(true);
            }
            let JobQueue { timers, async_waits, .. } = &self.interp.jobs;
            let next = (0..timers.len()).min_by_key(|i| (timers[*i].due, timers[*i].sequence));
            let now = Instant::now();
            match next {
                Some(next) if timers[next].due <= now => break next,
                Some(next) if !async_waits.may_end() => {
                    std::thread::sleep(timers[next].due - now);
                    break next;
                }
                None if !async_waits.may_end() => return Ok(false),
                _ => {
                    let due = next.map(|next| timers[next].due);
                    wait_for_change(due.into_iter().chain(async_waits.deadline()).min());
                }
            }
        };
        let timers = &mut self.interp.jobs.timers;
        let callback = timers[next].callback;
        let args = timers[next].args.clone();
        if let Some(period) = timers[next].repeat {
            timers[next].due = Instant::now() + period;
            // `args` is a copy; the timer keeps the values alive.
            self.call(callback, Value::UNDEFINED, &args)?;
        } else {
            // The value stack roots callback and arguments once the timer is gone.
            self.call_then(callback, &args, |vm| {
                vm.interp.jobs.timers.swap_remove(next);
            })?;
        }
        Ok(true)
    }
}
