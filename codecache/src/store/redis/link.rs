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

use ::redis::cluster::ClusterClientBuilder;
use ::redis::{
    Client, ConnectionAddr, ConnectionInfo, ConnectionLike, ErrorKind, IntoConnectionInfo, Pipeline, RedisError, RedisResult,
    ServerErrorKind, Value, cmd,
};
use parking_lot::Mutex;

use super::RedisOptions;
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

/// Where to connect.
#[derive(Clone)]
pub(super) struct Endpoint {
    nodes: Vec<ConnectionInfo>,
    cluster: bool,
    connect_timeout: Duration,
}

type Connection = Box<dyn ConnectionLike>;

impl Endpoint {
    pub fn new(urls: &[&str], cluster: bool, options: &RedisOptions) -> RedisResult<Endpoint> {
        let nodes = urls
            .iter()
            .map(|url| {
                let info = url.into_connection_info()?;
                // One command fewer for each new connection.
                let settings = info.redis_settings().clone().set_skip_set_lib_name();
                Ok(info.set_redis_settings(settings))
            })
            .collect::<RedisResult<Vec<_>>>()?;
        if nodes.is_empty() {
            return Err((ErrorKind::InvalidClientConfig, "no address is given").into());
        }
        Ok(Endpoint { nodes, cluster, connect_timeout: options.connect_timeout })
    }

    fn connect(&self, timeout: Duration) -> RedisResult<Connection> {
        if self.cluster {
            let client = ClusterClientBuilder::new(self.nodes.iter().cloned())
                .connection_timeout(self.connect_timeout)
                .response_timeout(timeout)
                .retries(1)
                .build()?;
            return Ok(Box::new(client.get_connection()?));
        }
        connect_node(self.nodes[0].clone(), self.connect_timeout, timeout)
    }

    /// All nodes that may hold keys.
    fn all_nodes(&self, connection: &mut dyn ConnectionLike) -> RedisResult<Vec<ConnectionInfo>> {
        if !self.cluster {
            return Ok(self.nodes.clone());
        }
        let slots: Value = cmd("CLUSTER").arg("SLOTS").query(connection)?;
        let settings = self.nodes[0].redis_settings();
        // A node that does not know its own name says so by an empty one.
        let asked = match self.nodes[0].addr() {
            ConnectionAddr::Tcp(host, _) => host.as_str(),
            _ => "localhost",
        };
        let mut addresses = primaries(&slots, asked);
        addresses.sort_unstable();
        addresses.dedup();
        addresses.into_iter().map(|address| Ok(address.into_connection_info()?.set_redis_settings(settings.clone()))).collect()
    }
}

fn connect_node(node: ConnectionInfo, connect: Duration, operation: Duration) -> RedisResult<Connection> {
    let connection = Client::open(node)?.get_connection_with_timeout(connect)?;
    connection.set_read_timeout(Some(operation))?;
    connection.set_write_timeout(Some(operation))?;
    Ok(Box::new(connection))
}

/// Sends commands that all concern one key, in one round trip, and fails with
/// the first that fails. (`Pipeline::query` refuses cluster connections, and
/// hides the codes of errors.)
pub(super) fn send_pipeline(connection: &mut dyn ConnectionLike, pipeline: &Pipeline) -> RedisResult<()> {
    let replies = connection.req_packed_commands(&pipeline.get_packed_pipeline(), 0, pipeline.len())?;
    replies.into_iter().try_for_each(|reply| reply.extract_error().map(drop))
}

/// Takes the primaries' addresses out of a reply to `CLUSTER SLOTS` by the host
/// `asked`.
fn primaries(slots: &Value, asked: &str) -> Vec<(String, u16)> {
    let Value::Array(ranges) = slots else {
        return Vec::new();
    };
    let address = |range: &Value| {
        let Value::Array(range) = range else {
            return None;
        };
        let Value::Array(node) = range.get(2)? else {
            return None;
        };
        let host = match node.first()? {
            Value::BulkString(host) if !host.is_empty() => String::from_utf8(host.clone()).ok()?,
            Value::BulkString(_) | Value::Nil => asked.to_owned(),
            _ => return None,
        };
        match node.get(1)? {
            Value::Int(port) => Some((host, u16::try_from(*port).ok()?)),
            _ => None,
        }
    };
    ranges.iter().filter_map(address).collect()
}

/// Hosts without credentials.
pub(super) fn public_name(urls: &[&str], cluster: bool) -> String {
    let hosts: Vec<&str> = urls
        .iter()
        .map(|url| {
            let rest = url.split_once("://").map_or(*url, |(_, rest)| rest);
            rest.rsplit_once('@').map_or(rest, |(_, host)| host)
        })
        .collect();
    format!("{}://{}", if cluster { "redis-cluster" } else { "redis" }, hosts.join(","))
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
            if !matches!(e.kind(), ErrorKind::Server(_) | ErrorKind::Extension) {
                self.connection = None;
            }
            Failure::from(&e)
        })
    }
}

#[derive(Default)]
struct Breaker {
    failures: u32,
    closed_until: Option<Instant>,
}

/// A thread with a connection, and the rules for waiting for it.
pub(super) struct Link {
    endpoint: Endpoint,
    connect_timeout: Duration,
    timeout: Duration,
    suspension: Duration,
    breaker: Mutex<Breaker>,
    thread: Mutex<Option<Sender<Work>>>,
    /// The first connection may still have to be made.
    connected: Arc<AtomicBool>,
}

impl Link {
    pub fn new(endpoint: Endpoint, connect_timeout: Duration, timeout: Duration, suspension: Duration) -> Link {
        Link {
            endpoint,
            connect_timeout,
            timeout,
            suspension,
            breaker: Mutex::default(),
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
                    let mut node = connect_node(node, endpoint.connect_timeout, timeout)?;
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
    use super::*;
    use std::net::TcpListener;

    fn link(url: &str) -> Link {
        let options = RedisOptions::default();
        let endpoint = Endpoint::new(&[url], false, &options).unwrap();
        Link::new(endpoint, Duration::from_millis(50), Duration::from_millis(50), Duration::from_millis(200))
    }

    #[test]
    fn names_hide_credentials() {
        assert_eq!(public_name(&["redis://user:p@ss@host:1/0"], false), "redis://host:1/0");
        assert_eq!(public_name(&["redis://:p@a:1", "redis://b"], true), "redis-cluster://a:1,b");
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

    #[test]
    fn addresses_are_taken_from_a_slot_table_and_rubbish_is_not() {
        let node = |host: &str, port| Value::Array(vec![Value::BulkString(host.into()), Value::Int(port)]);
        let range = |n| Value::Array(vec![Value::Int(0), Value::Int(5), n]);
        let table = Value::Array(vec![range(node("a", 1)), range(node("b", 70000)), Value::Nil, range(Value::Okay)]);
        assert_eq!(primaries(&table, "h"), [("a".to_owned(), 1)]);
        assert_eq!(primaries(&Value::Okay, "h"), []);
        assert_eq!(primaries(&Value::Array(vec![range(node("", 7))]), "h"), [("h".to_owned(), 7)]);
    }
}
