//! The workers: child processes that are started again when they die or take too long.

use crate::cpu_clock;
use crate::mode::{Mode, STRESS_PERIODS};
use crate::outcome::{Outcome, Verdict};
use crate::suite::Scenario;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// One scenario of a test.
pub struct Job {
    pub path: String,
    pub scenario: Scenario,
}

pub struct Finished {
    pub job: usize,
    pub outcome: Outcome,
}

/// Tests after which a worker makes room for a new one, so that no leak adds up.
const TESTS_PER_WORKER: u32 = 4000;
/// A test may wait for so many times its limit of processor time: other programs may
/// need the processors, and agents may sleep.
const PATIENCE: u32 = 5;
/// How often the processor time of a worker is looked at.
const TICK: Duration = Duration::from_millis(200);

struct Worker {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    tests: u32,
}

pub struct Pool<'a> {
    pub root: &'a Path,
    pub mode: Mode,
    /// Of mode chaos.
    pub seed: u64,
    pub workers: usize,
    /// Folder for the workers' messages and stores.
    pub scratch: &'a Path,
    /// Folder of the store, if all workers share one and it is kept.
    pub store: Option<&'a Path>,
}

impl Pool<'_> {
    /// Runs all jobs; `done` is called for each as it ends, in no particular order.
    ///
    /// # Errors
    /// If no worker can be started.
    pub fn run(&self, jobs: &[Job], done: &(dyn Fn(Finished) + Sync)) -> Result<(), String> {
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..self.workers)
                .map(|n| {
                    scope.spawn({
                        let next = &next;
                        move || self.serve(n, jobs, next, done)
                    })
                })
                .collect();
            threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| "a panic of the runner".to_owned())?)
        })
    }

    fn serve(&self, number: usize, jobs: &[Job], next: &AtomicUsize, done: &(dyn Fn(Finished) + Sync)) -> Result<(), String> {
        let messages = self.scratch.join(format!("worker-{number}.txt"));
        let mut worker: Option<Worker> = None;
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(job) = jobs.get(index) else { break };
            let mut current = match worker.take() {
                Some(worker) => worker,
                None => self.start(number, &messages, STRESS_PERIODS[0])?,
            };
            let mut answer = self.ask(&mut current, job, self.mode.limit());
            if let (Err(Lost::Time), Some(limit)) = (&answer, self.mode.second_limit()) {
                kill(current);
                current = self.start(number, &messages, STRESS_PERIODS[1])?;
                answer = self.ask(&mut current, job, limit).map(|outcome| Outcome { last: true, ..outcome });
            }
            let outcome = match answer {
                Ok(outcome) => {
                    current.tests += 1;
                    if current.tests < TESTS_PER_WORKER && !outcome.last {
                        worker = Some(current);
                    } else {
                        stop(current);
                    }
                    outcome
                }
                Err(Lost::Time) => {
                    kill(current);
                    Outcome::new(Verdict::Timeout, format!("no end after {} s of processor time", self.mode.limit().as_secs()))
                }
                Err(Lost::Death) => {
                    let status = current.child.wait().map_or_else(|e| e.to_string(), |s| s.to_string());
                    Outcome::new(Verdict::Crash, format!("{status}: {}", last_words(&messages)))
                }
            };
            done(Finished { job: index, outcome });
        }
        if let Some(worker) = worker {
            stop(worker);
        }
        Ok(())
    }

    fn start(&self, number: usize, messages: &Path, stress_period: u32) -> Result<Worker, String> {
        let this = std::env::current_exe().map_err(|e| e.to_string())?;
        let errors = File::create(messages).map_err(|e| e.to_string())?;
        let mut command = Command::new(this);
        match self.store {
            Some(store) => command.arg("--store").arg(store).arg("--worker").arg(store),
            None => command.arg("--worker").arg(self.worker_scratch(number)?),
        };
        let mut child = command
            .arg(self.root)
            .arg("--stress-period")
            .arg(stress_period.to_string())
            .arg("--seed")
            .arg(self.seed.to_string())
            .arg("--mode")
            .arg(clap::ValueEnum::to_possible_value(&self.mode).expect("no mode is hidden").get_name())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(errors)
            .spawn()
            .map_err(|e| format!("cannot start a worker: {e}"))?;
        let input = child.stdin.take().expect("piped");
        let output = BufReader::new(child.stdout.take().expect("piped"));
        Ok(Worker { child, input, output, tests: 0 })
    }

    fn worker_scratch(&self, number: usize) -> Result<PathBuf, String> {
        let folder = self.scratch.join(format!("worker-{number}"));
        std::fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
        Ok(folder)
    }

    fn ask(&self, worker: &mut Worker, job: &Job, limit: Duration) -> Result<Outcome, Lost> {
        let line = format!("{}\t{}\n", job.scenario.name(), job.path);
        worker.input.write_all(line.as_bytes()).map_err(|_| Lost::Death)?;
        if !wait_readable(worker.output.get_ref(), worker.child.id(), limit) {
            return Err(Lost::Time);
        }
        let mut answer = String::new();
        match worker.output.read_line(&mut answer) {
            Ok(n) if n > 0 => Outcome::from_line(&answer).ok_or(Lost::Death),
            _ => Err(Lost::Death),
        }
    }
}

/// Why there is no answer.
enum Lost {
    Time,
    Death,
}

fn kill(mut worker: Worker) {
    // It may have ended by itself.
    let _ = worker.child.kill();
    let _ = worker.child.wait();
}

fn stop(worker: Worker) {
    let Worker { mut child, input, .. } = worker;
    drop(input);
    let _ = child.wait();
}

/// Whether there is something to read (or the end) before the worker has used `limit` of
/// processor time.
fn wait_readable(pipe: &ChildStdout, process: u32, limit: Duration) -> bool {
    let mut poll = libc::pollfd { fd: pipe.as_raw_fd(), events: libc::POLLIN, revents: 0 };
    let deadline = Instant::now() + limit * PATIENCE;
    let most = cpu_clock::of_child(process).unwrap_or_default() + limit;
    loop {
        // SAFETY: one descriptor, which the reference keeps open.
        let ready = unsafe { libc::poll(&mut poll, 1, TICK.as_millis() as i32) };
        if ready > 0 {
            return true;
        }
        if Instant::now() >= deadline || cpu_clock::of_child(process).is_some_and(|used| used >= most) {
            return false;
        }
    }
}

/// The last lines that a worker wrote before it died.
fn last_words(messages: &Path) -> String {
    let text = std::fs::read(messages).map(|b| String::from_utf8_lossy(&b).into_owned()).unwrap_or_default();
    let panic = text.rfind("panicked at").map(|at| &text[at..]);
    let lines: Vec<&str> = match panic {
        Some(panic) => panic.lines().take(3).collect(),
        None => text.lines().rev().take(3).collect(),
    };
    lines.join(" ")
}
