//! A real `redis-server` on a free port, for one test.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use redis::Commands;

use super::{TempDir, skipped};

pub struct RedisServer {
    child: Child,
    pub port: u16,
    tls_port: Option<u16>,
    _dir: TempDir,
}

/// Starts a server with these arguments added. `None`: there is no `redis-server`, and the
/// running test is noted as skipped.
pub fn start(arguments: &[&str]) -> Option<RedisServer> {
    for _ in 0..5 {
        match spawn(free_port(), arguments) {
            Ok(mut server) => {
                if server.wait_until_listening() {
                    skipped::runs();
                    return Some(server);
                }
            }
            Err(error) => {
                skipped::skip(&skipped::lacks("redis-server", "Debian: apt-get install redis-server", &error));
                return None;
            }
        }
    }
    panic!("redis-server did not come up five times");
}

/// Starts a server on a port that was in use by a server before.
pub fn start_on(port: u16, arguments: &[&str]) -> Option<RedisServer> {
    let mut server = spawn(port, arguments).ok()?;
    server.wait_until_listening().then_some(server)
}

/// Starts a sentinel that watches over the primary of the service `main` by itself.
///
/// # Panics
/// If it does not come up: there is a `redis-server`, for it watches over one.
pub fn start_sentinel(primary: u16) -> RedisServer {
    let dir = TempDir::new();
    let port = free_port();
    let file = dir.path().join("sentinel.conf");
    let settings = [
        format!("port {port}"),
        "bind 127.0.0.1".to_owned(),
        format!("sentinel monitor main 127.0.0.1 {primary} 1"),
        "sentinel down-after-milliseconds main 500".to_owned(),
        "sentinel failover-timeout main 2000".to_owned(),
    ];
    std::fs::write(&file, settings.join("\n")).unwrap();
    let mut sentinel = Command::new("redis-server");
    let child = sentinel.arg(&file).arg("--sentinel").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut server = RedisServer { child, port, tls_port: None, _dir: dir };
    assert!(server.wait_until_listening(), "the sentinel does not come up");
    server
}

fn spawn(port: u16, arguments: &[&str]) -> std::io::Result<RedisServer> {
    let dir = TempDir::new();
    let child = Command::new("redis-server")
        .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
        .args(["--loglevel", "warning", "--dir"])
        .arg(dir.path())
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    Ok(RedisServer { child, port, tls_port: None, _dir: dir })
}

/// A port that nobody listens on at the moment.
pub fn free_port() -> u16 {
    // Cluster mode also uses port + 10000.
    loop {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        if port < 55_000 {
            return port;
        }
    }
}

impl RedisServer {
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// That it also listens on this port was among its arguments.
    pub fn with_tls_port(mut self, port: u16) -> RedisServer {
        self.tls_port = Some(port);
        self
    }

    pub fn tls_port(&self) -> u16 {
        self.tls_port.expect("it was started with one")
    }

    /// Sends a command; the texts and numbers of the reply, nested arrays flattened.
    pub fn command(&self, words: &[&str]) -> Vec<String> {
        fn flatten(value: redis::Value, into: &mut Vec<String>) {
            match value {
                redis::Value::Array(items) => items.into_iter().for_each(|item| flatten(item, into)),
                redis::Value::BulkString(bytes) => into.push(String::from_utf8_lossy(&bytes).into_owned()),
                redis::Value::VerbatimString { text, .. } => into.push(text),
                redis::Value::Int(number) => into.push(number.to_string()),
                _ => {}
            }
        }
        let mut command = redis::cmd(words[0]);
        let mut flat = Vec::new();
        flatten(command.arg(&words[1..]).query(&mut self.connection()).unwrap(), &mut flat);
        flat
    }

    fn wait_until_listening(&mut self) -> bool {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(10) {
            if self.child.try_wait().unwrap().is_some() {
                return false;
            }
            if TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                return true;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        false
    }

    /// A connection of the test's own, to look behind the store's back.
    pub fn connection(&self) -> redis::Connection {
        let client = redis::Client::open(self.url()).unwrap();
        // A server that has just begun to listen may refuse for a moment on a busy machine.
        for _ in 0..100 {
            if let Ok(connection) = client.get_connection() {
                return connection;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        client.get_connection().unwrap()
    }

    /// The only key in the database.
    pub fn only_key(&self) -> String {
        let keys: Vec<String> = self.connection().keys("*").unwrap();
        assert_eq!(keys.len(), 1, "{keys:?}");
        keys.into_iter().next().unwrap()
    }

    /// Freezes the process: it keeps its connections and answers nothing.
    pub fn freeze(&self) {
        self.signal("-STOP");
    }

    pub fn thaw(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        assert!(Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap().success());
    }

    /// How the others of its cluster name it.
    pub fn cluster_id(&self) -> String {
        self.command(&["CLUSTER", "MYID"]).remove(0)
    }

    /// Makes this server a cluster of one node that has all slots.
    pub fn form_cluster(&self) {
        let mut connection = self.connection();
        redis::cmd("CLUSTER").arg("ADDSLOTSRANGE").arg(0).arg(16383).query::<()>(&mut connection).unwrap();
        super::eventually("the cluster is up", || {
            let info: String = redis::cmd("CLUSTER").arg("INFO").query(&mut connection).unwrap();
            info.contains("cluster_state:ok")
        });
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
