//! A connection to Redis, on a thread of its own.
//!
//! Socket timeouts do not bound an operation: resolving a name has none, a
//! peer that sends a byte now and then never triggers one, a cluster client
//! tries several nodes. So the connection belongs to a thread, and callers
//! wait for its answer only so long. A circuit breaker keeps a dead server from
//! costing that again for each operation: after a failure it is left alone for
//! a while, then one operation tries again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel, sync_channel};
use std::time::{Duration, Instant};

use ::redis::{ConnectionLike, ErrorKind, RedisError, RedisResult, ServerErrorKind, cmd};
use parking_lot::Mutex;

use super::endpoint::{Connection, Endpoint, connect_node};
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

/// Whether the server as a whole is to be left alone after this.
fn suspends(reason: MissReason) -> bool {
    matches!(reason, MissReason::StoreTimeout | MissReason::StoreUnreachable | MissReason::StoreRefused | MissReason::StoreFailed)
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
    fn run<R>(&mut self, work: impl FnOnce(&mut dyn ConnectionLike) -> RedisResult<R>) -> Result<R, Failure> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            none => none.insert(self.endpoint.connect(self.timeout).map_err(|e| Failure::from(&e))?),
        };
        work(&mut **connection).map_err(|e| {
            let is_reply = matches!(e.kind(), ErrorKind::Server(_) | ErrorKind::Extension);
            // Who is only read from now on is no primary any more: sentinels know the new one.
            let is_demoted = e.kind() == ErrorKind::Server(ServerErrorKind::ReadOnly);
            if !is_reply || is_demoted {
                self.connection = None;
            }
            Failure::from(&e)
        })
    }
}

/// When a server is left alone. One for all connections to it: what one of them has waited for in vain
/// the others need not wait for again.
#[derive(Default)]
pub(super) struct Breaker {
    failures: u32,
    closed_until: Option<Instant>,
}

/// A thread with a connection, and the rules for waiting for it.
pub(super) struct Link {
    endpoint: Endpoint,
    connect_timeout: Duration,
    timeout: Duration,
    suspension: Duration,
    breaker: Arc<Mutex<Breaker>>,
    thread: Mutex<Option<Sender<Work>>>,
    /// The first connection may still have to be made.
    connected: Arc<AtomicBool>,
}

impl Link {
    pub fn new(endpoint: Endpoint, timeout: Duration, suspension: Duration, breaker: Arc<Mutex<Breaker>>) -> Link {
        Link {
            connect_timeout: endpoint.connect_timeout(),
            endpoint,
            timeout,
            suspension,
            breaker,
            thread: Mutex::default(),
            connected: Arc::default(),
        }
    }

    /// Starts the thread and its connection; waits for neither.
    pub fn connect_early(&self) {
        let connected = self.connected.clone();
        let _ = self.submit(Box::new(move |worker| {
            if worker.run(|_| Ok(())).is_ok() {
                connected.store(true, Ordering::Relaxed);
            }
        }));
    }

    /// Runs `work` on the thread and waits for it: at most the time for an
    /// operation, and for connecting if that is still to be done.
    pub fn call<R: Send + 'static>(
        &self,
        work: impl FnOnce(&mut dyn ConnectionLike) -> RedisResult<R> + Send + 'static,
    ) -> Result<R, Failure> {
        self.call_worker(1, move |worker| worker.run(work))
    }

    /// All keys that match, from all nodes.
    pub fn scan(&self, pattern: String) -> Result<Vec<Vec<u8>>, Failure> {
        // An administrative command on a keyspace of any size: it is given more
        // time.
        self.call_worker(30, move |worker| {
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

    fn call_worker<R: Send + 'static>(
        &self,
        patience: u32,
        work: impl FnOnce(&mut Worker) -> Result<R, Failure> + Send + 'static,
    ) -> Result<R, Failure> {
        if let Some(until) = self.breaker.lock().closed_until
            && Instant::now() < until
        {
            return Err(Failure { reason: MissReason::StoreSuspended, detail: "it failed a moment ago".into() });
        }
        let (reply, answer) = sync_channel(1);
        let abandoned = Arc::new(AtomicBool::new(false));
        let (given_up, connected) = (abandoned.clone(), self.connected.clone());
        let submitted = self.submit(Box::new(move |worker| {
            if !given_up.load(Ordering::Relaxed) {
                let result = work(worker);
                connected.store(worker.connection.is_some(), Ordering::Relaxed);
                // The caller may have left.
                let _ = reply.send(result);
            }
        }));
        let connecting = if self.connected.load(Ordering::Relaxed) { Duration::ZERO } else { self.connect_timeout };
        let result = submitted.and_then(|()| {
            match answer.recv_timeout(connecting + self.timeout * patience) {
                Ok(result) => result,
                Err(RecvTimeoutError::Timeout) => {
                    abandoned.store(true, Ordering::Relaxed);
                    Err(Failure { reason: MissReason::StoreTimeout, detail: "no answer in time".into() })
                }
                Err(RecvTimeoutError::Disconnected) => {
                    // The thread panicked; the next call starts another.
                    *self.thread.lock() = None;
                    Err(Failure { reason: MissReason::StoreFailed, detail: "the connection's thread ended".into() })
                }
            }
        });
        self.note(result.as_ref().err().map(|f| f.reason));
        result
    }

    fn note(&self, failed: Option<MissReason>) {
        let mut breaker = self.breaker.lock();
        match failed {
            Some(reason) if suspends(reason) => {
                let pause = self.suspension * (1 << breaker.failures.min(6));
                breaker.failures += 1;
                breaker.closed_until = Some(Instant::now() + pause);
            }
            _ => *breaker = Breaker::default(),
        }
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

    fn link(url: &str) -> Link {
        let options = RedisOptions { connect_timeout: Duration::from_millis(50), ..RedisOptions::default() };
        let endpoint = Endpoint::new(&RedisAddress::parse(url).unwrap(), &options).unwrap();
        Link::new(endpoint, Duration::from_millis(50), Duration::from_millis(200), Arc::default())
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
        assert_eq!(link.breaker.lock().failures, 2);
    }

    #[test]
    fn a_panicking_operation_does_not_end_the_link() {
        let link = link("redis://127.0.0.1:1");
        let panicked = link.call_worker(1, |_| -> Result<(), Failure> { panic!("on purpose") });
        assert_eq!(panicked.unwrap_err().reason, MissReason::StoreFailed);
        *link.breaker.lock() = Breaker::default();
        assert_eq!(link.call_worker(1, |_| Ok(5)).unwrap(), 5);
    }
}
