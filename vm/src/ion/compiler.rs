//! Compiling: from a snapshot to code with metadata, on a background thread or on the
//! spot. Nothing here knows the heap.

use super::build;
use super::dump;
use super::isa;
use super::lower::{self, Compiled};
use super::passes;
use super::snapshot::Snapshot;
use crate::options::Options;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// What is to be printed of a compilation.
#[derive(Clone, Copy, Debug, Default)]
pub struct Dumps {
    pub ir: bool,
    pub clif: bool,
}

/// A compilation to be done.
pub struct Job {
    /// The submitter's name for it.
    pub ticket: u64,
    pub snapshot: Snapshot,
    pub dumps: Dumps,
}

/// A compilation that was done.
pub struct Outcome {
    pub ticket: u64,
    pub result: Result<Compiled, String>,
    pub took: Duration,
    /// The graph's text, if it was asked for.
    pub ir: Option<String>,
}

/// The background compiler, or none: then jobs are done where they are submitted.
pub struct Compiler {
    threads: bool,
    worker: Option<Worker>,
    in_flight: usize,
}

struct Worker {
    jobs: Option<Sender<Job>>,
    outcomes: Receiver<Outcome>,
    thread: Option<JoinHandle<()>>,
}

impl Compiler {
    pub fn new(threads: bool, _inlining: bool) -> Compiler {
        Compiler { threads, worker: None, in_flight: 0 }
    }
    pub fn is_background(&self) -> bool {
        self.threads
    }
    /// Jobs whose outcome has not been taken.
    pub fn in_flight(&self) -> usize {
        self.in_flight
    }
    /// Starts a job, or does it now and gives the outcome.
    pub fn submit(&mut self, job: Job) -> Option<Outcome> {
        if !self.threads {
            return Some(compile(job));
        }
        if self.worker.is_none() {
            match Worker::start() {
                Ok(worker) => self.worker = Some(worker),
                Err(_) => {
                    self.threads = false;
                    return Some(compile(job));
                }
            }
        }
        let jobs = self.worker.as_ref().and_then(|w| w.jobs.as_ref());
        match jobs.map(|jobs| jobs.send(job)) {
            Some(Ok(())) => {
                self.in_flight += 1;
                None
            }
            // The thread is gone: from now on on the spot.
            Some(Err(error)) => {
                self.threads = false;
                Some(compile(error.0))
            }
            None => None,
        }
    }
    /// An outcome that is ready.
    pub fn poll(&mut self) -> Option<Outcome> {
        let outcome = self.worker.as_ref()?.outcomes.try_recv().ok()?;
        self.in_flight -= 1;
        Some(outcome)
    }
    /// An outcome, waiting for one until `deadline`.
    pub fn wait(&mut self, deadline: Instant) -> Option<Outcome> {
        if self.in_flight == 0 {
            return None;
        }
        let left = deadline.saturating_duration_since(Instant::now());
        let outcome = self.worker.as_ref()?.outcomes.recv_timeout(left).ok()?;
        self.in_flight -= 1;
        Some(outcome)
    }
}

impl Worker {
    fn start() -> std::io::Result<Worker> {
        let (jobs, to_do) = channel::<Job>();
        let (done, outcomes) = channel();
        let thread = std::thread::Builder::new().name("hearth-compiler".into()).stack_size(8 << 20).spawn(move || {
            while let Ok(job) = to_do.recv() {
                if done.send(compile(job)).is_err() {
                    return;
                }
            }
        })?;
        Ok(Worker { jobs: Some(jobs), outcomes, thread: Some(thread) })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // Without a sender the thread ends after its current job; nobody waits for it.
        self.jobs = None;
        drop(self.thread.take());
    }
}

/// Compiles a snapshot. A panic of the code generator is a failure like others.
pub fn compile(job: Job) -> Outcome {
    let start = Instant::now();
    let Job { ticket, snapshot, dumps } = job;
    let mut ir = None;
    let result = catch_unwind(AssertUnwindSafe(|| {
        let isa = isa::host()?;
        let mut graph = build::build(&snapshot).map_err(|e| e.to_string())?;
        passes::optimise(&mut graph, &Options::default());
        if dumps.ir {
            ir = Some(dump::dump(&graph));
        }
        lower::lower(&graph, &*isa, dumps.clif).map_err(|e| e.to_string())
    }));
    let result = result.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned().or_else(|| panic.downcast_ref::<&str>().map(|s| s.to_string()));
        Err(format!("panic: {}", text.unwrap_or_default()))
    });
    Outcome { ticket, result, took: start.elapsed(), ir }
}
