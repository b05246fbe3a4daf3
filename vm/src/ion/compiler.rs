//! Compiling: from a snapshot to code with metadata, on a background thread or on the
//! spot. Nothing here knows the heap.

use super::build;
use super::dump;
use super::isa;
use super::lower::{self, Compiled};
use super::passes;
use super::provoke::Provocation;
use super::snapshot::Snapshot;
use crate::cpu_time;
use crate::options::{GraphVerify, Options};
use hearth_codecache::steps::Step;
use parking_lot::{Condvar, Mutex};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
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
    pub provocation: Provocation,
    pub dumps: Dumps,
    /// How closely the graph is looked at after each pass.
    pub verify: GraphVerify,
}

/// A compilation that was done.
pub struct Outcome {
    pub ticket: u64,
    pub result: Result<Compiled, String>,
    /// Processor time.
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
    queue: Arc<Queue>,
    outcomes: Receiver<Outcome>,
    thread: Option<JoinHandle<()>>,
}

/// Jobs that nobody has begun.
#[derive(Default)]
struct Queue {
    state: Mutex<QueueState>,
    changed: Condvar,
}

#[derive(Default)]
struct QueueState {
    jobs: VecDeque<Job>,
    closed: bool,
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
        let worker = self.worker.as_ref()?;
        if worker.thread.as_ref().is_none_or(JoinHandle::is_finished) {
            // The thread is gone: from now on on the spot.
            self.threads = false;
            return Some(compile(job));
        }
        worker.queue.state.lock().jobs.push_back(job);
        worker.queue.changed.notify_one();
        self.in_flight += 1;
        None
    }
    /// Does a job beside what is queued, on a thread of its own: nothing at `deadline`.
    pub fn compile_until(&self, job: Job, deadline: Instant) -> Option<Outcome> {
        if !self.threads {
            return Some(compile(job));
        }
        let (done, outcome) = channel();
        let compiling = compiler_thread().spawn(move || {
            let _ = done.send(compile(job));
        });
        compiling.ok()?;
        outcome.recv_timeout(deadline.saturating_duration_since(Instant::now())).ok()
    }
    /// Whether there is a thread, and nothing waits for it.
    pub fn is_hungry(&self) -> bool {
        self.worker.as_ref().is_some_and(|worker| worker.queue.state.lock().jobs.is_empty())
    }
    /// Whether there is a thread, and something waits for it.
    pub fn is_busy(&self) -> bool {
        self.worker.as_ref().is_some_and(|worker| !worker.queue.state.lock().jobs.is_empty())
    }
    /// Takes back the jobs that nobody has begun: their tickets, in order.
    pub fn take_queued(&mut self) -> Vec<u64> {
        let Some(worker) = &self.worker else { return Vec::new() };
        let jobs = std::mem::take(&mut worker.queue.state.lock().jobs);
        self.in_flight -= jobs.len();
        jobs.into_iter().map(|job| job.ticket).collect()
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

fn compiler_thread() -> std::thread::Builder {
    std::thread::Builder::new().name("hearth-compiler".into()).stack_size(8 << 20)
}

impl Worker {
    fn start() -> std::io::Result<Worker> {
        let queue = Arc::new(Queue::default());
        let to_do = queue.clone();
        let (done, outcomes) = channel();
        Step::StartCompiler.system(std::io::ErrorKind::WouldBlock)?;
        let thread = compiler_thread().spawn(move || {
            while let Some(job) = to_do.next() {
                if done.send(compile(job)).is_err() {
                    return;
                }
            }
        })?;
        Ok(Worker { queue, outcomes, thread: Some(thread) })
    }
}

impl Queue {
    /// Waits for a job; none when no more will come.
    fn next(&self) -> Option<Job> {
        let mut state = self.state.lock();
        loop {
            if state.closed {
                return None;
            }
            match state.jobs.pop_front() {
                Some(job) => return Some(job),
                None => self.changed.wait(&mut state),
            }
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // The thread ends after its current job; nobody waits for it.
        self.queue.state.lock().closed = true;
        self.queue.changed.notify_all();
        drop(self.thread.take());
    }
}

/// A fault of the compiler that was looked for and found: not to be taken for a function that
/// is merely not compiled.
fn give_up(violation: &dyn std::error::Error) -> ! {
    eprintln!("hearth: {violation}");
    std::process::abort()
}

/// Compiles a snapshot. A panic of the code generator is a failure like others.
pub fn compile(job: Job) -> Outcome {
    let start = cpu_time::of_this_thread();
    let Job { ticket, snapshot, provocation, dumps, verify } = job;
    let mut ir = None;
    let result = catch_unwind(AssertUnwindSafe(|| {
        if Step::Compile.fails() {
            return Err("it was made to fail".to_owned());
        }
        let isa = isa::host()?;
        let mut graph = build::build_by_chance(&snapshot, provocation.inlining).map_err(|e| e.to_string())?;
        let options = Options { graph_verify: verify, ..Options::default() };
        if let Err(violation) = passes::optimise(&mut graph, &options) {
            if dumps.ir {
                eprintln!("{}", dump::dump(&graph));
            }
            give_up(&violation);
        }
        if dumps.ir {
            ir = Some(dump::dump(&graph));
        }
        lower::lower(&graph, &*isa, dumps.clif, provocation.guards).map_err(|e| e.to_string())
    }));
    let result = result.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned().or_else(|| panic.downcast_ref::<&str>().map(|s| s.to_string()));
        Err(format!("panic: {}", text.unwrap_or_default()))
    });
    Outcome { ticket, result, took: cpu_time::of_this_thread().saturating_sub(start), ir }
}
