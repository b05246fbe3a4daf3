//! Jobs (sec-jobs): the microtask queue, and its drains between the events of the host's loop.

use crate::builtins::collections::finalization::Finalized;
use crate::builtins::collections::weak_ref::KeptAlive;
#[cfg(feature = "node")]
use crate::builtins::process;
use crate::heap::Kind;
use crate::object::Object;
use crate::object::layout::trace_value;
use crate::runtime::async_context::{AsyncContext, AsyncIds, HookEvent};
use crate::runtime::completion::{JsResult, Throw};
use crate::runtime::event_loop::EventLoop;
use crate::runtime::rejections::Rejections;
use crate::runtime::report;
use crate::value::Value;
use crate::vm::{Vm, interrupt};
use hearth_gc::Tracer;
use std::collections::VecDeque;
use std::rc::Rc;

/// The steps of a job; its captured values are the argument.
pub type JobFn = fn(&mut Vm, &[Value; 4]) -> JsResult<Value>;

struct Job {
    run: JobFn,
    captured: [Value; 4],
    context: Value,
    ids: AsyncIds,
}

#[derive(Default)]
pub struct JobQueue {
    microtasks: VecDeque<Job>,
    /// What process.nextTick was given: before the microtasks, each time they begin.
    ticks: VecDeque<Job>,
    /// What runs between the drains.
    pub(crate) events: EventLoop,
    /// That of what is being executed.
    pub(crate) context: AsyncContext,
    /// A function that gets what nobody catches.
    pub(crate) exception_capture: Option<Value>,
    pub(crate) rejections: Rejections,
    pub(crate) kept: KeptAlive,
    pub(crate) finalized: Rc<Finalized>,
    /// What the event loop has thrown is the reason of a rejection that nobody handles.
    pub(crate) threw_rejection: bool,
    /// A rejection that nobody handles is only told of.
    pub(crate) keeps_on_rejection: bool,
}

impl JobQueue {
    /// Bytes of the queues.
    pub(crate) fn bytes(&self) -> usize {
        (self.microtasks.capacity() + self.ticks.capacity()) * size_of::<Job>() + self.rejections.bytes()
    }
    pub fn trace(&self, tracer: &mut Tracer) {
        self.events.trace(tracer);
        self.context.trace(tracer);
        self.rejections.trace(tracer);
        self.kept.trace(tracer);
        self.finalized.trace(tracer);
        if let Some(function) = self.exception_capture {
            trace_value(function, tracer);
        }
        for job in self.microtasks.iter().chain(&self.ticks) {
            for value in job.captured.iter().chain([&job.context]) {
                trace_value(*value, tracer);
            }
        }
    }
}

impl Vm {
    /// HostEnqueuePromiseJob (sec-hostenqueuepromisejob).
    pub fn enqueue_job(&mut self, run: JobFn, captured: [Value; 4]) {
        let context = self.async_context();
        self.enqueue_job_in(context, run, captured);
    }

    /// As `enqueue_job`, for what was asked for in another context.
    pub fn enqueue_job_in(&mut self, context: Value, run: JobFn, captured: [Value; 4]) {
        let queue = &mut self.interp.jobs.microtasks;
        let grows = queue.len() == queue.capacity();
        queue.push_back(Job { run, captured, context, ids: AsyncIds::NONE });
        if grows {
            self.count_side_tables();
        }
    }

    /// As `enqueue_job`, for what is a resource of its own: queueMicrotask.
    pub fn enqueue_microtask(&mut self, run: JobFn, captured: [Value; 4]) {
        let (context, ids) = (self.async_context(), self.new_async_ids());
        self.interp.jobs.microtasks.push_back(Job { run, captured, context, ids });
        if self.has_async_hooks() {
            let resource = self.new_object().value();
            self.tell_async_init("Microtask", ids, resource);
        }
    }

    /// As `enqueue_job`, for process.nextTick.
    pub fn enqueue_tick(&mut self, run: JobFn, captured: [Value; 4]) {
        let (context, ids) = (self.async_context(), self.new_async_ids());
        self.interp.jobs.ticks.push_back(Job { run, captured, context, ids });
        if self.has_async_hooks() {
            let resource = self.new_object().value();
            self.tell_async_init("TickObject", ids, resource);
        }
    }

    fn run_job(&mut self, Job { run, captured, context, ids }: Job) -> JsResult<()> {
        self.in_async_context(context, ids, |vm| run(vm, &captured))?;
        if ids.id != 0.0 && self.has_async_hooks() {
            self.tell_async_hooks(HookEvent::Destroy, Value::number(ids.id));
        }
        Ok(())
    }

    /// Runs microtasks until there are none; stops at the first that throws, which
    /// promise jobs never do.
    pub fn run_microtasks(&mut self) -> JsResult<()> {
        while let Some(job) = self.interp.jobs.microtasks.pop_front() {
            self.run_job(job)?;
            if self.is_ending() {
                return Err(Throw(Value::UNDEFINED));
            }
        }
        Ok(())
    }

    /// Runs ticks and microtasks until there are none.
    pub fn run_jobs(&mut self) -> JsResult<()> {
        loop {
            while let Some(tick) = self.interp.jobs.ticks.pop_front() {
                self.run_job(tick)?;
            }
            self.run_microtasks()?;
            if self.interp.jobs.ticks.is_empty() {
                self.interp.jobs.kept.clear();
                return Ok(());
            }
        }
    }

    /// Has the program been told to end? Nothing of it is to run any more.
    pub fn is_ending(&self) -> bool {
        self.cx.interrupt.has(interrupt::EXIT | interrupt::TERMINATE)
    }

    /// Gives a rejection that nobody has handled to listeners of process: whether there are any.
    #[cfg(feature = "node")]
    fn tell_of_rejection(&mut self, promise: Value, reason: Value) -> JsResult<bool> {
        process::emit(self, "unhandledRejection", &[reason, promise])
    }
    #[cfg(not(feature = "node"))]
    fn tell_of_rejection(&mut self, _: Value, _: Value) -> JsResult<bool> {
        Ok(false)
    }

    /// Tells listeners of process that a rejection was handled after all.
    #[cfg(feature = "node")]
    fn tell_of_late_handler(&mut self, promise: Value) -> JsResult<()> {
        process::emit(self, "rejectionHandled", &[promise]).map(drop)
    }
    #[cfg(not(feature = "node"))]
    fn tell_of_late_handler(&mut self, _: Value) -> JsResult<()> {
        Ok(())
    }

    /// Tells the host of rejections that nobody has handled since the jobs began, and of those that somebody has
    /// handled after all: whether there were any.
    ///
    /// # Errors
    /// The reason of one, if nobody listens: it counts as an uncaught exception.
    fn process_rejections(&mut self) -> JsResult<bool> {
        let mut were_any = false;
        while let Some(promise) = self.interp.jobs.rejections.next_late() {
            were_any = true;
            self.tell_of_late_handler(promise.value())?;
        }
        self.interp.jobs.rejections.end_turn();
        while let Some((promise, reason)) = self.interp.jobs.rejections.next_due() {
            were_any = true;
            if self.tell_of_rejection(promise.value(), reason)? {
                continue;
            }
            if self.interp.jobs.keeps_on_rejection {
                let report = report::unhandled_rejection(self, reason);
                let text = self.describe_uncaught(report);
                crate::trace::tell(format_args!("{text}"));
                continue;
            }
            let is_error = reason.to_cell::<Object>().is_some_and(|o| o.kind() == Kind::Error);
            self.interp.jobs.threw_rejection = true;
            return Err(Throw(if is_error { reason } else { report::unhandled_rejection(self, reason) }));
        }
        Ok(were_any)
    }

    /// Runs ticks and microtasks, and tells of rejections that nobody handles: whether events are to come.
    pub fn settle_jobs(&mut self) -> JsResult<bool> {
        loop {
            self.run_jobs()?;
            if self.is_ending() || !self.process_rejections()? {
                return Ok(self.interp.jobs.events.has_work());
            }
        }
    }

    /// Runs microtasks and events until there is nothing left to do. A rejection that
    /// nobody has handled when the microtasks are done counts as an uncaught exception.
    pub fn run_event_loop(&mut self) -> JsResult<()> {
        loop {
            self.run_jobs()?;
            if self.is_ending() {
                return Err(Throw(Value::UNDEFINED));
            }
            if self.process_rejections()? {
                continue;
            }
            let has_work = self.interp.jobs.events.has_work() || !self.interp.jobs.finalized.is_empty();
            if !has_work || !self.run_next_event()? {
                return Ok(());
            }
        }
    }
}
