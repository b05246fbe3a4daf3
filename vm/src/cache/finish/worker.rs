//! The worker of a fleet: takes what processes have learnt from the queue of a store, and finishes it. All it needs is
//! there: profiles and bytecode.
//!
//! Several share a queue. Runs of one program are finished one after the other, by whoever is at it
//! (a lease says so); a run whose worker has died is taken by another, and given up when it has
//! cost [`MOST_TAKERS`] their lives.

use super::{Bounds, Report, Run, finish_run, queue};
use crate::cache::{fingerprint, statistics};
use crate::options::CacheLevel;
use hearth_codecache::store::{ABANDONED_AFTER, LeaseOutcome, Queue, Store, Work, WorkQueue};
use hearth_codecache::{MissReason, SourceKey};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// What has killed so many workers is not tried again.
const MOST_TAKERS: u32 = 2;
/// What is to be done is waited for so long at a time.
const A_WHILE: Duration = Duration::from_secs(1);
/// So many runs of programs that others are at may wait here.
const MOST_WAITING: usize = 16;
/// How long it takes until a program whose worker has died may be finished by another.
const LEASE: Duration = Duration::from_secs(120);
/// Of all the leases of a program: that of its worker.
const OF_WORKER: u128 = 1;

/// How a worker serves.
pub struct Service<'a> {
    /// Profiles alone, or code too.
    pub level: CacheLevel,
    /// When set, the worker ends after what it is at.
    pub stop: &'a AtomicBool,
    /// It ends by itself when there was nothing to do for so long.
    pub idle: Option<Duration>,
}

/// What became of one run.
#[derive(Clone, Debug)]
pub enum Served {
    /// It was finished.
    Finished {
        /// File name of the program.
        program: String,
        /// What was done.
        report: Report,
        /// How long that took.
        took: Duration,
    },
    /// It was not, and will not be.
    GivenUp {
        /// Why.
        reason: MissReason,
    },
    /// The queue cannot be asked. It will be, again and again.
    Unreachable {
        /// Why, for people.
        why: String,
    },
}

/// Serves until it is told to stop, or has been idle for long.
///
/// # Errors
/// `StoreRefused` if the store has no queue.
pub fn serve(store: &dyn Store, service: &Service<'_>, told: &mut dyn FnMut(Served)) -> Result<(), MissReason> {
    let others = store.work_queue().ok_or(MissReason::StoreRefused)?;
    let mut worker = Worker { store, others, queue: queue(fingerprint::target()), service, waiting: VecDeque::new() };
    worker.serve(told);
    others.leave(worker.queue);
    Ok(())
}

struct Worker<'a> {
    store: &'a dyn Store,
    others: &'a dyn WorkQueue,
    queue: Queue,
    service: &'a Service<'a>,
    /// Runs of programs that another worker is at.
    waiting: VecDeque<Work>,
}

impl Worker<'_> {
    fn serve(&mut self, told: &mut dyn FnMut(Served)) {
        let mut idle_since = Instant::now();
        while !self.service.stop.load(Ordering::Relaxed) {
            let idle = idle_since.elapsed();
            if self.waiting.is_empty() && self.service.idle.is_some_and(|most| idle >= most) {
                return;
            }
            let wait = self.service.idle.map_or(A_WHILE, |most| most.saturating_sub(idle).min(A_WHILE));
            let has_room = self.waiting.len() < MOST_WAITING;
            match if has_room { self.others.take(self.queue, wait) } else { Ok(None) } {
                Ok(Some(work)) => self.try_to_finish(work, told),
                Ok(None) => match self.waiting.pop_front() {
                    Some(work) => {
                        let _ = self.others.keep(self.queue, &work);
                        self.try_to_finish(work, told);
                    }
                    None => continue,
                },
                Err(error) => {
                    told(Served::Unreachable { why: error.to_string() });
                    thread::sleep(wait);
                    continue;
                }
            }
            idle_since = Instant::now();
        }
    }

    /// Finishes a run, unless another worker is at its program.
    fn try_to_finish(&mut self, work: Work, told: &mut dyn FnMut(Served)) {
        let run = match Run::decode(&work.entry.bytes) {
            Ok(run) if work.taken <= MOST_TAKERS => run,
            Ok(_) => return self.give_up(work, MissReason::KilledItsWorkers, told),
            Err(reason) => return self.give_up(work, reason, told),
        };
        let (key, program) = run.units.first().map_or((SourceKey([0; 16]), String::new()), |unit| (unit.key, unit.name.clone()));
        let lease = match self.store.lease(key, self.queue.target, OF_WORKER, LEASE) {
            LeaseOutcome::Granted(lease) => Some(lease),
            LeaseOutcome::Held => return self.waiting.push_back(work),
            // Work done twice costs less than work not done.
            LeaseOutcome::Unknown(_) => None,
        };
        let start = Instant::now();
        let (result, report) = self.finish(&run, &work);
        statistics::note_finished(&run, self.store, &Report::default(), &report);
        self.store.tidy_statistics();
        if let Some(lease) = lease {
            self.store.release(lease);
        }
        match result {
            Ok(()) => told(Served::Finished { program, report, took: start.elapsed() }),
            Err(reason) => return self.give_up(work, reason, told),
        }
        let _ = self.others.done(self.queue, work);
    }

    fn give_up(&self, work: Work, reason: MissReason, told: &mut dyn FnMut(Served)) {
        let _ = self.others.done(self.queue, work);
        told(Served::GivenUp { reason });
    }

    /// Finishes a run, and says meanwhile that it is being finished.
    fn finish(&self, run: &Run, work: &Work) -> (Result<(), MissReason>, Report) {
        let mut report = Report { runs: 1, ..Report::default() };
        let (done, is_done) = channel::<()>();
        let result = thread::scope(|scope| {
            scope.spawn(|| {
                let is_done = is_done;
                while is_done.recv_timeout(ABANDONED_AFTER / 4) == Err(RecvTimeoutError::Timeout) {
                    let _ = self.others.keep(self.queue, work);
                }
            });
            let bounds = Bounds::patient(Duration::ZERO);
            let result = catch_unwind(AssertUnwindSafe(|| finish_run(run, self.store, self.service.level, bounds, &mut report)));
            drop(done);
            result.unwrap_or(Err(MissReason::KilledItsWorkers))
        });
        (result, report)
    }
}
