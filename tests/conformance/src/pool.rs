//! The workers: child processes that are started again when they die or take too long.

use crate::mode::Mode;
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
    pub time: Duration,
}

/// Tests after which a worker makes room for a new one, so that no leak adds up.
const TESTS_PER_WORKER: u32 = 4000;

struct Worker {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    tests: u32,
}

pub struct Pool<'a> {
    pub root: &'a Path,
    pub mode: Mode,
    pub workers: usize,
    /// Folder for the workers' messages and stores.
    pub scratch: &'a Path,
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
                None => self.start(number, &messages)?,
            };
            let start = Instant::now();
            let outcome = self.ask(&mut current, job);
            let time = start.elapsed();
            let outcome = match outcome {
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
                    let _ = current.child.kill();
                    let _ = current.child.wait();
                    Outcome::new(Verdict::Timeout, format!("no end after {} s", self.mode.limit().as_secs()))
                }
                Err(Lost::Death) => {
                    let status = current.child.wait().map_or_else(|e| e.to_string(), |s| s.to_string());
                    Outcome::new(Verdict::Crash, format!("{status}: {}", last_words(&messages)))
                }
            };
            done(Finished { job: index, outcome, time });
        }
        if let Some(worker) = worker {
            stop(worker);
        }
        Ok(())
    }

    fn start(&self, number: usize, messages: &Path) -> Result<Worker, String> {
        let this = std::env::current_exe().map_err(|e| e.to_string())?;
        let errors = File::create(messages).map_err(|e| e.to_string())?;
        let mut child = Command::new(this)
            .arg(self.root)
            .arg("--worker")
            .arg(self.worker_scratch(number)?)
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

    fn ask(&self, worker: &mut Worker, job: &Job) -> Result<Outcome, Lost> {
        let line = format!("{}\t{}\n", job.scenario.name(), job.path);
        worker.input.write_all(line.as_bytes()).map_err(|_| Lost::Death)?;
        if !wait_readable(worker.output.get_ref(), self.mode.limit()) {
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

fn stop(worker: Worker) {
    let Worker { mut child, input, .. } = worker;
    drop(input);
    let _ = child.wait();
}

/// Whether there is something to read (or the end) within `limit`.
fn wait_readable(pipe: &ChildStdout, limit: Duration) -> bool {
    let mut poll = libc::pollfd { fd: pipe.as_raw_fd(), events: libc::POLLIN, revents: 0 };
    let deadline = Instant::now() + limit;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        // SAFETY: one descriptor, which the reference keeps open.
        let ready = unsafe { libc::poll(&mut poll, 1, left.as_millis() as i32) };
        if ready > 0 {
            return true;
        }
        if ready == 0 && left.is_zero() || Instant::now() >= deadline {
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
