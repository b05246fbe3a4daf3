//! The threads that compile, for all engines of the process.
//!
//! An engine's tasks are done one after the other, in their order; between engines it goes in turns, a task each. There are
//! no more threads than processors, and what has been idle for a while ends.

use hearth_codecache::steps::Step;
use parking_lot::{Condvar, Mutex};
use std::collections::VecDeque;
use std::sync::Arc;
use std::thread::{Builder, available_parallelism};
use std::time::Duration;

/// How long a thread waits for work before it ends.
const IDLE: Duration = Duration::from_secs(10);

/// What is to be done. It does not panic.
pub struct Task {
    /// The submitter's name for it.
    pub ticket: u64,
    pub run: Box<dyn FnOnce() + Send>,
}

/// The tasks of an engine that nobody has begun.
#[derive(Default)]
pub struct Client(Mutex<ClientState>);

#[derive(Default)]
struct ClientState {
    tasks: VecDeque<Task>,
    /// It is in line, or its task is being done.
    is_served: bool,
}

impl Client {
    pub fn is_idle(&self) -> bool {
        self.0.lock().tasks.is_empty()
    }
    /// Takes back what nobody has begun, in order.
    pub fn take_queued(&self) -> VecDeque<Task> {
        std::mem::take(&mut self.0.lock().tasks)
    }
}

/// A pool of threads.
pub struct Pool {
    state: Mutex<PoolState>,
    changed: Condvar,
    /// Most threads; as many as there are processors if 0.
    most: usize,
    idle: Duration,
}

struct PoolState {
    /// Who has tasks that nobody does, in the order in which it is their turn.
    line: VecDeque<Arc<Client>>,
    waiting: usize,
    threads: usize,
}

/// The pool of the process.
pub static POOL: Pool = Pool::new(0, IDLE);

pub fn thread() -> Builder {
    Builder::new().name("hearth-compiler".into()).stack_size(8 << 20)
}

impl Pool {
    const fn new(most: usize, idle: Duration) -> Pool {
        let state = PoolState { line: VecDeque::new(), waiting: 0, threads: 0 };
        Pool { state: Mutex::new(state), changed: Condvar::new(), most, idle }
    }

    /// Has a task done.
    ///
    /// # Errors
    /// The task, if there is no thread that could do it.
    pub fn submit(&'static self, client: &Arc<Client>, task: Task) -> Result<(), Task> {
        let mut of_client = client.0.lock();
        if of_client.is_served {
            of_client.tasks.push_back(task);
            return Ok(());
        }
        // Nobody locks a client who has locked the pool.
        let mut state = self.state.lock();
        if state.line.len() >= state.waiting && state.threads < self.most() && self.start_thread() {
            state.threads += 1;
        }
        if state.threads == 0 {
            return Err(task);
        }
        of_client.tasks.push_back(task);
        of_client.is_served = true;
        state.line.push_back(client.clone());
        self.changed.notify_one();
        Ok(())
    }

    fn most(&self) -> usize {
        if self.most > 0 { self.most } else { available_parallelism().map_or(1, usize::from) }
    }

    fn start_thread(&'static self) -> bool {
        Step::StartCompiler.system(std::io::ErrorKind::WouldBlock).is_ok() && thread().spawn(|| self.serve()).is_ok()
    }

    /// What a thread does.
    fn serve(&self) {
        while let Some(client) = self.next() {
            let task = client.0.lock().tasks.pop_front();
            if let Some(task) = task {
                (task.run)();
            }
            let more = {
                let mut of_client = client.0.lock();
                of_client.is_served = !of_client.tasks.is_empty();
                of_client.is_served
            };
            if more {
                self.state.lock().line.push_back(client);
                self.changed.notify_one();
            }
        }
    }

    /// Whose turn it is; none if it has been nobody's for long.
    fn next(&self) -> Option<Arc<Client>> {
        let mut state = self.state.lock();
        loop {
            if let Some(client) = state.line.pop_front() {
                return Some(client);
            }
            state.waiting += 1;
            let late = self.changed.wait_for(&mut state, self.idle).timed_out();
            state.waiting -= 1;
            if late && state.line.is_empty() {
                state.threads -= 1;
                return None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc::{Sender, channel};
    use std::thread::sleep;

    fn pool(most: usize, idle: Duration) -> &'static Pool {
        Box::leak(Box::new(Pool::new(most, idle)))
    }

    fn send(done: &Sender<(usize, u64)>, client: usize, ticket: u64) -> Task {
        let done = done.clone();
        Task { ticket, run: Box::new(move || _ = done.send((client, ticket))) }
    }

    /// Holds a thread until the sender is dropped.
    fn hold(pool: &'static Pool) -> Sender<()> {
        let (release, wait) = channel::<()>();
        let (begun, beginning) = channel();
        let run = move || {
            let _ = begun.send(());
            let _ = wait.recv();
        };
        assert!(pool.submit(&Arc::default(), Task { ticket: 0, run: Box::new(run) }).is_ok());
        beginning.recv().unwrap();
        release
    }

    #[test]
    fn clients_take_turns_and_keep_their_order() {
        let pool = pool(1, IDLE);
        let held = hold(pool);
        let clients: [Arc<Client>; 2] = Default::default();
        let (done, outcomes) = channel();
        for (client, count) in [(0, 4), (1, 2)] {
            for ticket in 0..count {
                assert!(pool.submit(&clients[client], send(&done, client, ticket)).is_ok());
            }
        }
        drop(held);
        let order: Vec<_> = outcomes.iter().take(6).collect();
        assert_eq!(order, [(0, 0), (1, 0), (0, 1), (1, 1), (0, 2), (0, 3)]);
    }

    #[test]
    fn many_clients_share_few_threads() {
        static NOW: AtomicUsize = AtomicUsize::new(0);
        static MOST: AtomicUsize = AtomicUsize::new(0);
        let pool = pool(3, IDLE);
        let (done, outcomes) = channel();
        for client in 0..200 {
            let last = send(&done, client, 0).run;
            let run = move || {
                MOST.fetch_max(NOW.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                sleep(Duration::from_micros(200));
                NOW.fetch_sub(1, Ordering::SeqCst);
                last();
            };
            assert!(pool.submit(&Arc::default(), Task { ticket: 0, run: Box::new(run) }).is_ok());
        }
        assert_eq!(outcomes.iter().take(200).count(), 200);
        assert!(MOST.load(Ordering::SeqCst) <= 3);
    }

    #[test]
    fn what_nobody_has_begun_is_taken_back() {
        let pool = pool(1, IDLE);
        let held = hold(pool);
        let client = Arc::<Client>::default();
        let (done, outcomes) = channel();
        for ticket in 0..3 {
            assert!(pool.submit(&client, send(&done, 0, ticket)).is_ok());
        }
        assert!(!client.is_idle());
        assert_eq!(client.take_queued().iter().map(|task| task.ticket).collect::<Vec<_>>(), [0, 1, 2]);
        assert!(client.is_idle());
        drop(held);
        // It is in line with nothing to do, and may come again.
        assert!(pool.submit(&client, send(&done, 0, 7)).is_ok());
        assert_eq!(outcomes.recv().unwrap(), (0, 7));
    }

    #[test]
    fn idle_threads_end_and_others_begin() {
        let pool = pool(2, Duration::from_millis(20));
        let client = Arc::<Client>::default();
        let (done, outcomes) = channel();
        for ticket in 0..3 {
            assert!(pool.submit(&client, send(&done, 0, ticket)).is_ok());
            assert_eq!(outcomes.recv().unwrap(), (0, ticket));
            while pool.state.lock().threads > 0 {
                sleep(Duration::from_millis(5));
            }
        }
    }
}
