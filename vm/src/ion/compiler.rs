//! Compiling: from a snapshot to code with metadata, on a background thread or on the
//! spot. Nothing here knows the heap.

use super::build;
use super::dump;
use super::isa;
use super::lower::{self, Compiled};
use super::passes;
use super::pool::{self, Client, POOL, Task};
use super::provoke::Provocation;
use super::snapshot::{Effort, Snapshot};
use crate::cpu_time;
use crate::options::{GraphVerify, Options};
use hearth_codecache::steps::Step;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
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

/// The way to the background compiler, or none: then jobs are done where they are submitted.
pub struct Compiler {
    threads: bool,
    queue: Arc<Client>,
    /// What else is to be compiled.
    beside: Arc<Client>,
    done: Sender<Outcome>,
    outcomes: Receiver<Outcome>,
    in_flight: usize,
}

impl Compiler {
    pub fn new(threads: bool) -> Compiler {
        let (done, outcomes) = channel();
        Compiler { threads, queue: Arc::default(), beside: Arc::default(), done, outcomes, in_flight: 0 }
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
        let done = self.done.clone();
        let ticket = job.ticket;
        // Who wanted the outcome may be gone.
        let run = Box::new(move || _ = done.send(compile(job)));
        match POOL.submit(&self.queue, Task { ticket, run }) {
            Ok(()) => {
                self.in_flight += 1;
                None
            }
            Err(task) => {
                // There is no thread: from now on on the spot.
                self.threads = false;
                (task.run)();
                self.outcomes.try_recv().ok()
            }
        }
    }
    /// Has something else compiled beside the jobs, on the spot if there are no threads. Whoever wants it finds
    /// out when it is done. It does not panic.
    pub fn do_beside(&mut self, run: Box<dyn FnOnce() + Send>) {
        if !self.threads {
            return run();
        }
        if let Err(task) = POOL.submit(&self.beside, Task { ticket: 0, run }) {
            self.threads = false;
            (task.run)();
        }
    }
    /// Does a job beside what is queued, on a thread of its own: nothing at `deadline`.
    pub fn compile_until(&self, job: Job, deadline: Instant) -> Option<Outcome> {
        if !self.threads {
            return Some(compile(job));
        }
        let (done, outcome) = channel();
        let compiling = pool::thread().spawn(move || {
            let _ = done.send(compile(job));
        });
        compiling.ok()?;
        outcome.recv_timeout(deadline.saturating_duration_since(Instant::now())).ok()
    }
    /// Whether something waits for it.
    pub fn is_busy(&self) -> bool {
        !self.queue.is_idle()
    }
    /// Takes back the jobs that nobody has begun: their tickets, in order.
    pub fn take_queued(&mut self) -> Vec<u64> {
        let tasks = self.queue.take_queued();
        self.in_flight -= tasks.len();
        tasks.into_iter().map(|task| task.ticket).collect()
    }
    /// An outcome that is ready.
    pub fn poll(&mut self) -> Option<Outcome> {
        let outcome = self.outcomes.try_recv().ok()?;
        self.in_flight -= 1;
        Some(outcome)
    }
    /// An outcome, waiting for one until `deadline`.
    pub fn wait(&mut self, deadline: Instant) -> Option<Outcome> {
        if self.in_flight == 0 {
            return None;
        }
        let left = deadline.saturating_duration_since(Instant::now());
        let outcome = self.outcomes.recv_timeout(left).ok()?;
        self.in_flight -= 1;
        Some(outcome)
    }
}

impl Drop for Compiler {
    fn drop(&mut self) {
        // Nobody waits for the job that is being done.
        self.queue.take_queued();
        self.beside.take_queued();
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
        if snapshot.effort != Effort::default()
            && let Ok(compiled) = compile_with(&snapshot, provocation, dumps, verify, &mut ir)
        {
            return Ok(compiled);
        }
        // What is too large may be less so with less inlined.
        let snapshot = Snapshot { effort: Effort::default(), ..snapshot };
        compile_with(&snapshot, provocation, dumps, verify, &mut ir)
    }));
    let mut result = result.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned().or_else(|| panic.downcast_ref::<&str>().map(|s| s.to_string()));
        Err(format!("panic: {}", text.unwrap_or_default()))
    });
    let took = cpu_time::of_this_thread().saturating_sub(start);
    if let Ok(compiled) = &mut result {
        compiled.took = took;
    }
    Outcome { ticket, result, took, ir }
}

fn compile_with(
    snapshot: &Snapshot,
    provocation: Provocation,
    dumps: Dumps,
    verify: GraphVerify,
    ir: &mut Option<String>,
) -> Result<Compiled, String> {
    let isa = isa::host()?;
    let mut graph = build::build_by_chance(snapshot, provocation).map_err(|e| e.to_string())?;
    let options = Options { graph_verify: verify, ..Options::default() };
    if let Err(violation) = passes::optimise(&mut graph, &options) {
        if dumps.ir {
            eprintln!("{}", dump::dump(&graph));
        }
        give_up(&violation);
    }
    if dumps.ir {
        *ir = Some(dump::dump(&graph));
    }
    lower::lower(&graph, &*isa, dumps.clif, provocation.guards).map_err(|e| e.to_string())
}
