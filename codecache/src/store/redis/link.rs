//! A connection to Redis, on a thread of its own.
//!
//! Socket timeouts do not bound an operation: resolving a name has none, a
//! peer that sends a byte now and then never triggers one, a cluster client
//! tries several nodes. So the connection belongs to a thread, and callers
//! wait for its answer only so long. A circuit breaker ([`super::breaker`]) keeps a dead server from
//! costing that again for each operation: after a failure it is left alone for
//! a while, then one operation tries again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel, sync_channel};
use std::time::Duration;

use ::redis::{ErrorKind, RedisError, RedisResult, ServerErrorKind, cmd};
use parking_lot::Mutex;

use super::breaker::Breaker;
use super::endpoint::{Connection, Endpoint, connect_node};
use super::server::Server;
use crate::miss::MissReason;

/// Why an operation failed.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    pub reason: MissReason,
    pub detail: String,
}

impl From<&RedisError> for Failure {
    fn from(e: &RedisError) -> Failure {
        let reason = match (e.kind(), e.code()) {
            _ if e.is_timeout() => MissReason::StoreTimeout,
            (_, Some("WRONGTYPE")) => MissReason::StoreWrongType,
            (_, Some("OOM")) => MissReason::StoreFull,
            (_, Some("NOAUTH" | "WRONGPASS" | "NOPERM" | "READONLY" | "DENIED")) => MissReason::StoreRefused,
            (ErrorKind::AuthenticationFailed, _) => MissReason::StoreRefused,
            (ErrorKind::Server(ServerErrorKind::NoPerm | ServerErrorKind::ReadOnly), _) => MissReason::StoreRefused,
            (ErrorKind::Io | ErrorKind::ClusterConnectionNotFound, _) => MissReason::StoreUnreachable,
            (ErrorKind::Server(ServerErrorKind::BusyLoading | ServerErrorKind::ClusterDown | ServerErrorKind::MasterDown), _) => {
                MissReason::StoreUnreachable
            }
            _ => MissReason::StoreFailed,
        };
        Failure { reason, detail: e.to_string() }
    }
}

/// Whether the server has answered, by an error: the connection can be used on.
pub(super) fn is_reply(error: &RedisError) -> bool {
    matches!(error.kind(), ErrorKind::Server(_) | ErrorKind::Extension)
}

type Work = Box<dyn FnOnce(&mut Worker) + Send>;

/// What the thread owns.
struct Worker {
    endpoint: Endpoint,
    timeout: Duration,
    connection: Option<Connection>,
}

impl Worker {
    /// Runs an operation, connecting first if need be. A connection on which
    /// something went wrong below the level of a reply is not used again.
    fn run<R>(&mut self, work: impl FnOnce(&mut dyn Server) -> RedisResult<R>) -> Result<R, Failure> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            none => none.insert(self.endpoint.connect(self.timeout).map_err(|e| Failure::from(&e))?),
        };
        work(&mut **connection).map_err(|e| {
            // Who is only read from now on is no primary any more: sentinels know the new one.
            let is_demoted = e.kind() == ErrorKind::Server(ServerErrorKind::ReadOnly);
            if !is_reply(&e) || is_demoted {
                self.connection = None;
            }
            Failure::from(&e)
        })
    }
}

/// An operation that was begun.
pub(super) struct Pending<R> {
    answer: Receiver<Result<R, Failure>>,
    /// The first connection still had to be made.
    connects: bool,
}

/// A thread with a connection, and the rules for waiting for it.
pub(super) struct Link {
    endpoint: Endpoint,
    connect_timeout: Duration,
    timeout: Duration,
    breaker: Arc<Breaker>,
    thread: Mutex<Option<Sender<Work>>>,
    /// The first connection may still have to be made.
    connected: Arc<AtomicBool>,
}

impl Link {
    pub fn new(endpoint: Endpoint, timeout: Duration, breaker: Arc<Breaker>) -> Link {
        Link {
            connect_timeout: endpoint.connect_timeout(),
            endpoint,
            timeout,
            breaker,
            thread: Mutex::default(),
            connected: Arc::default(),
        }
    }

    /// Starts the thread and its connection; waits for neither.
    pub fn connect_early(&self) {
        if self.breaker.is_open() {
            return;
        }
        let connected = self.connected.clone();
        let _ = self.submit(Box::new(move |worker| {
            if worker.run(|_| Ok(())).is_ok() {
                connected.store(true, Ordering::Relaxed);
            }
        }));
    }

    /// Runs `work` on the thread and waits for it: at most the time for an
    /// operation, and for connecting if that is still to be done.
    pub fn call<R: Send + 'static>(&self, work: impl FnOnce(&mut dyn Server) -> RedisResult<R> + Send + 'static) -> Result<R, Failure> {
        self.call_worker(self.timeout, move |worker| worker.run(work))
    }

    /// As [`Link::call`], but waits so long at most, connecting included.
    pub fn call_within<R: Send + 'static>(
        &self,
        within: Duration,
        work: impl FnOnce(&mut dyn Server) -> RedisResult<R> + Send + 'static,
    ) -> Result<R, Failure> {
        let pending = self.start(work)?;
        self.wait(&pending, within)
    }

    /// All keys that match, from all nodes.
    pub fn scan(&self, pattern: String) -> Result<Vec<Vec<u8>>, Failure> {
        // An administrative command on a keyspace of any size: it is given more
        // time.
        self.call_worker(self.timeout * 30, move |worker| {
            let endpoint = worker.endpoint.clone();
            let timeout = worker.timeout;
            worker.run(|connection| {
                let mut keys = Vec::new();
                for node in endpoint.all_nodes(connection)? {
                    let mut node = connect_node(node, endpoint.connect_timeout(), timeout)?;
                    let mut cursor = 0u64;
                    loop {
                        let mut scan = cmd("SCAN");
                        scan.arg(cursor).arg("MATCH").arg(&pattern).arg("COUNT").arg(1000);
                        let (next, mut some): (u64, Vec<Vec<u8>>) = scan.query(&mut *node)?;
                        keys.append(&mut some);
                        cursor = next;
                        if cursor == 0 {
                            break;
                        }
                    }
                }
                keys.sort_unstable();
                keys.dedup();
                Ok(keys)
            })
        })
    }

    /// Has the thread run `work`, and does not wait for it.
    pub fn start<R: Send + 'static>(
        &self,
        work: impl FnOnce(&mut dyn Server) -> RedisResult<R> + Send + 'static,
    ) -> Result<Pending<R>, Failure> {
        self.start_worker(Arc::default(), move |worker| worker.run(work))
    }

    fn start_worker<R: Send + 'static>(
        &self,
        abandoned: Arc<AtomicBool>,
        work: impl FnOnce(&mut Worker) -> Result<R, Failure> + Send + 'static,
    ) -> Result<Pending<R>, Failure> {
        if self.breaker.is_open() {
            return Err(Failure { reason: MissReason::StoreSuspended, detail: "it failed a moment ago".into() });
        }
        let (reply, answer) = sync_channel(1);
        let (connected, breaker) = (self.connected.clone(), self.breaker.clone());
        let connects = !connected.load(Ordering::Relaxed);
        self.submit(Box::new(move |worker| {
            if !abandoned.load(Ordering::Relaxed) {
                let result = work(worker);
                connected.store(worker.connection.is_some(), Ordering::Relaxed);
                breaker.note(result.as_ref().err().map(|f| f.reason));
                // The caller may have left.
                let _ = reply.send(result);
            }
        }))?;
        Ok(Pending { answer, connects })
    }

    /// Waits for what was started. What is not there in time can still be waited for again.
    pub fn wait<R>(&self, pending: &Pending<R>, within: Duration) -> Result<R, Failure> {
        pending.answer.recv_timeout(within).unwrap_or_else(|error| {
            let failure = match error {
                RecvTimeoutError::Timeout => Failure { reason: MissReason::StoreTimeout, detail: "no answer in time".into() },
                RecvTimeoutError::Disconnected => {
                    // The thread panicked; the next call starts another.
                    *self.thread.lock() = None;
                    Failure { reason: MissReason::StoreFailed, detail: "the connection's thread ended".into() }
                }
            };
            self.breaker.note(Some(failure.reason));
            Err(failure)
        })
    }

    fn call_worker<R: Send + 'static>(
        &self,
        within: Duration,
        work: impl FnOnce(&mut Worker) -> Result<R, Failure> + Send + 'static,
    ) -> Result<R, Failure> {
        let abandoned = Arc::new(AtomicBool::new(false));
        let pending = self.start_worker(abandoned.clone(), work)?;
        let connecting = if pending.connects { self.connect_timeout } else { Duration::ZERO };
        let result = self.wait(&pending, connecting + within);
        // What nobody waits for is not begun.
        abandoned.store(true, Ordering::Relaxed);
        result
    }

    fn submit(&self, mut work: Work) -> Result<(), Failure> {
        let mut thread = self.thread.lock();
        if let Some(sender) = &*thread {
            match sender.send(work) {
                Ok(()) => return Ok(()),
                // The thread has ended; start another.
                Err(returned) => work = returned.0,
            }
        }
        let (sender, jobs) = channel::<Work>();
        let (endpoint, timeout) = (self.endpoint.clone(), self.timeout);
        let started = std::thread::Builder::new().name("hearth-redis".into()).spawn(move || {
            let mut worker = Worker { endpoint, timeout, connection: None };
            for job in jobs {
                job(&mut worker);
            }
        });
        started.map_err(|e| Failure { reason: MissReason::StoreFailed, detail: e.to_string() })?;
        sender.send(work).expect("the thread that was just started listens");
        *thread = Some(sender);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{RedisAddress, RedisOptions};
    use super::*;
    use std::net::TcpListener;
    use std::time::Instant;

    fn link(url: &str) -> Link {
        let options = RedisOptions { connect_timeout: Duration::from_millis(50), ..RedisOptions::default() };
        let endpoint = Endpoint::new(&RedisAddress::parse(url).unwrap(), &options).unwrap();
        let breaker = Breaker::new(Duration::from_millis(200), None);
        Link::new(endpoint, Duration::from_millis(50), Arc::new(breaker))
    }

    #[test]
    fn a_silent_server_costs_one_timeout_then_is_left_alone_then_tried_again() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let link = link(&format!("redis://{}", listener.local_addr().unwrap()));
        let ping = || link.call(|c| cmd("PING").query::<String>(c)).unwrap_err().reason;
        let start = Instant::now();
        assert_eq!(ping(), MissReason::StoreTimeout);
        assert!(start.elapsed() < Duration::from_millis(190), "{:?}", start.elapsed());
        let start = Instant::now();
        for _ in 0..1000 {
            assert_eq!(ping(), MissReason::StoreSuspended);
        }
        assert!(start.elapsed() < Duration::from_millis(150), "{:?}", start.elapsed());
        std::thread::sleep(Duration::from_millis(250));
        assert_eq!(ping(), MissReason::StoreTimeout);
        assert_eq!(link.breaker.failures(), 2);
    }

    #[test]
    fn a_panicking_operation_does_not_end_the_link() {
        let link = link("redis://127.0.0.1:1");
        let panicked = link.call_worker(link.timeout, |_| -> Result<(), Failure> { panic!("on purpose") });
        assert_eq!(panicked.unwrap_err().reason, MissReason::StoreFailed);
        link.breaker.note(None);
        assert_eq!(link.call_worker(link.timeout, |_| Ok(5)).unwrap(), 5);
    }
}
