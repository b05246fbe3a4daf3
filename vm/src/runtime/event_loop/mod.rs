//! The host's event loop: what runs between the drains of the microtask queue.
//!
//! A turn has three phases, as programs for Node.js expect: timers that are due when it begins; what
//! is ready (completed operations, descriptors); what setImmediate was given before that
//! phase. One event is handled at a time, and the phase remembered.
//!
//! It waits only if nothing else can go on, and ends when nothing that is left is *referenced*.

mod timers;
pub mod watches;

use crate::object::layout::trace_value;
use crate::runtime::async_context::{AsyncIds, HookEvent};
use crate::runtime::completion::JsResult;
use crate::runtime::waiters::{AsyncWaits, wait_for_change};
use crate::value::Value;
use crate::vm::Vm;
use hearth_gc::Tracer;
use std::collections::VecDeque;
use std::os::fd::RawFd;
use std::time::{Duration, Instant};
use timers::Timers;
use watches::Watches;

/// A function to be called, with its arguments, in the asynchronous context in which it was given.
struct Callback {
    function: Value,
    args: Vec<Value>,
    context: Value,
    ids: AsyncIds,
}

impl Callback {
    fn new(vm: &mut Vm, function: Value, args: &[Value]) -> Callback {
        Callback { function, args: args.to_vec(), context: vm.async_context(), ids: vm.new_async_ids() }
    }
    fn trace(&self, tracer: &mut Tracer) {
        trace_value(self.context, tracer);
        trace_value(self.function, tracer);
        for value in &self.args {
            trace_value(*value, tracer);
        }
    }
}

/// What a timer or an immediate runs: the object that stands for it knows function and arguments.
#[derive(Clone, Copy)]
pub struct Task {
    subject: Value,
    run: fn(&mut Vm, Value) -> JsResult<()>,
    context: Value,
    ids: AsyncIds,
}

impl Task {
    /// In the context of now.
    pub fn new(vm: &Vm, subject: Value, run: fn(&mut Vm, Value) -> JsResult<()>, ids: AsyncIds) -> Task {
        Task { subject, run, context: vm.async_context(), ids }
    }
    fn trace(&self, tracer: &mut Tracer) {
        trace_value(self.subject, tracer);
        trace_value(self.context, tracer);
    }
    fn run(self, vm: &mut Vm) -> JsResult<()> {
        vm.in_async_context(self.context, self.ids, |vm| (self.run)(vm, self.subject))
    }
}

struct Immediate {
    id: u32,
    referenced: bool,
    task: Task,
}

struct Completion {
    /// The turn in which it was announced.
    turn: u64,
    callback: Callback,
}

#[derive(Clone, Copy, Default)]
enum Phase {
    /// Handles timers due at that time.
    Timers(Instant),
    /// Whether descriptors have been asked already.
    Ready(bool),
    /// Those up to this id are of this turn.
    Immediates(u32),
    #[default]
    Begin,
}

#[derive(Default)]
pub struct EventLoop {
    phase: Phase,
    turn: u64,
    timers: Timers,
    next_timer: u32,
    immediates: VecDeque<Immediate>,
    completions: VecDeque<Completion>,
    /// How many of them are of this turn: those that they bring are of the next, so that timers and descriptors have
    /// their turns, too.
    of_this_turn: usize,
    watches: Watches,
    /// What keeps the program running and is none of these: a child process, for one.
    holds: usize,
    /// Promises of Atomics.waitAsync.
    pub(crate) async_waits: AsyncWaits,
}

impl EventLoop {
    pub fn trace(&self, tracer: &mut Tracer) {
        self.async_waits.trace(tracer);
        self.timers.trace(tracer);
        for immediate in &self.immediates {
            immediate.task.trace(tracer);
        }
        for completion in &self.completions {
            completion.callback.trace(tracer);
        }
        self.watches.trace(tracer);
    }

    /// Has waits end when there is something to read from this descriptor.
    pub(crate) fn listen_to_bell(&mut self, bell: RawFd) {
        self.watches.bell = Some(bell);
    }

    /// How many turns it has made.
    pub(crate) fn turn(&self) -> u64 {
        self.turn
    }

    /// Is there anything that the program has to be kept running for?
    pub fn has_work(&self) -> bool {
        self.holds > 0
            || !self.completions.is_empty()
            || self.immediates.iter().any(|i| i.referenced)
            || self.timers.keep_running()
            || self.watches.keep_running()
            || self.async_waits.may_end()
    }

    /// Whether an operation may be served now. Immediate callbacks come first that were there
    /// when it was announced, as if it had taken a moment.
    fn completion_is_due(&self) -> bool {
        self.of_this_turn > 0 && self.completions.front().is_some_and(|c| c.turn < self.turn || self.immediates.is_empty())
    }
}

impl Vm {
    /// Has an immediate run once the events of this turn's timers are through.
    pub fn start_immediate(&mut self, id: u32, task: Task) {
        self.interp.jobs.events.immediates.push_back(Immediate { id, referenced: true, task });
    }
    pub fn stop_immediate(&mut self, id: u32) {
        self.interp.jobs.events.immediates.retain(|i| i.id != id);
    }

    /// Has `callback` called with what an operation has given, among what is ready.
    pub fn add_completion(&mut self, callback: Value, args: &[Value]) {
        let callback = Callback::new(self, callback, args);
        let events = &mut self.interp.jobs.events;
        events.completions.push_back(Completion { turn: events.turn, callback });
    }

    /// As `add_completion`, for what goes on with what is being served: it is of this turn, too.
    pub fn add_continuation(&mut self, callback: Value, args: &[Value]) {
        self.add_completion(callback, args);
        self.interp.jobs.events.of_this_turn += 1;
    }

    /// Keeps the program running until as many holds have been given up.
    pub fn hold_event_loop(&mut self) {
        self.interp.jobs.events.holds += 1;
    }
    pub fn release_event_loop(&mut self) {
        let holds = &mut self.interp.jobs.events.holds;
        *holds = holds.saturating_sub(1);
    }

    /// Waits for what comes next and handles it; false if there is nothing to wait for.
    pub fn run_next_event(&mut self) -> JsResult<bool> {
        loop {
            if self.is_ending() {
                return Ok(true);
            }
            if self.settle_async_wait() {
                return Ok(true);
            }
            match self.interp.jobs.events.phase {
                Phase::Begin => {
                    let events = &mut self.interp.jobs.events;
                    events.turn += 1;
                    events.phase = Phase::Timers(Instant::now());
                }
                Phase::Timers(now) => {
                    if let Some(task) = self.interp.jobs.events.timers.take_due(now) {
                        task.run(self)?;
                        return Ok(true);
                    }
                    let events = &mut self.interp.jobs.events;
                    events.of_this_turn = events.completions.len();
                    events.phase = Phase::Ready(false);
                }
                Phase::Ready(asked) => {
                    if !self.interp.jobs.finalized.is_empty() {
                        return self.run_finalization();
                    }
                    if self.interp.jobs.events.completion_is_due() {
                        let events = &mut self.interp.jobs.events;
                        events.of_this_turn -= 1;
                        let callback = events.completions.pop_front().expect("it is due").callback;
                        self.run_callback(callback)?;
                        return Ok(true);
                    }
                    if !asked {
                        self.interp.jobs.events.phase = Phase::Ready(true);
                        if !self.wait_for_descriptors() {
                            self.interp.jobs.events.phase = Phase::Begin;
                            return Ok(false);
                        }
                    }
                    if let Some((callback, context, what)) = self.interp.jobs.events.watches.take_ready() {
                        self.in_async_context(context, AsyncIds::NONE, |vm| vm.call(callback, Value::UNDEFINED, &[what]))?;
                        return Ok(true);
                    }
                    let events = &mut self.interp.jobs.events;
                    events.phase = Phase::Immediates(events.next_timer);
                }
                Phase::Immediates(last) => {
                    let events = &mut self.interp.jobs.events;
                    if events.immediates.front().is_some_and(|i| i.id <= last) {
                        let task = events.immediates.pop_front().expect("there is one").task;
                        task.run(self)?;
                        return Ok(true);
                    }
                    events.phase = Phase::Begin;
                }
            }
        }
    }

    /// The value stack roots what a callback is called with.
    fn run_callback(&mut self, callback: Callback) -> JsResult<()> {
        let Callback { function, args, context, ids } = callback;
        self.in_async_context(context, ids, |vm| vm.call_then(function, &args, |_| {}))?;
        if self.has_async_hooks() {
            self.tell_async_hooks(HookEvent::Destroy, Value::number(ids.id));
        }
        Ok(())
    }

    /// Asks which descriptors are ready, and waits for one of them or for the next timer if nothing else is
    /// to be done; false if there is nothing to wait for.
    fn wait_for_descriptors(&mut self) -> bool {
        loop {
            #[cfg(feature = "node")]
            self.save_while_idle();
            if self.is_ending() {
                return true;
            }
            let save_due = self.next_save();
            let events = &mut self.interp.jobs.events;
            let now = Instant::now();
            let next = events.timers.first_due();
            let is_busy = !events.immediates.is_empty() || !events.completions.is_empty() || next.is_some_and(|due| due <= now);
            if is_busy {
                if !events.watches.is_empty() {
                    events.watches.poll(Some(Duration::ZERO));
                }
                return true;
            }
            if events.async_waits.may_end() {
                // Those are told through a condition variable: descriptors are asked in between.
                if !events.watches.is_empty() {
                    events.watches.poll(Some(Duration::ZERO));
                }
                if events.watches.has_ready() {
                    return true;
                }
                let until = next.into_iter().chain(events.async_waits.deadline()).min();
                wait_for_change(until);
                return true;
            }
            if events.watches.is_empty() && events.holds == 0 {
                let Some(due) = next else { return false };
                if !events.watches.has_bell() {
                    std::thread::sleep(due - now);
                    return true;
                }
            }
            // An interrupted wait, by a signal for one, is not the end of it.
            let until = next.into_iter().chain(save_due).min();
            events.watches.poll(until.map(|until| until.saturating_duration_since(now)));
            if events.watches.has_ready() || next.is_some_and(|due| due <= Instant::now()) {
                return true;
            }
        }
    }
}
