//! Where connections go: to a server, to a cluster, or to whichever server sentinels name.
//!
//! Sentinels are asked by hand, not by the client's own means: those have no limit of time, and the
//! thread that asks must come back.

use std::time::Duration;

use ::redis::cluster::ClusterClientBuilder;
use ::redis::{
    Client, ConnectionAddr, ConnectionInfo, ErrorKind, IntoConnectionInfo, RedisConnectionInfo, RedisError, RedisResult, Value, cmd,
};

use super::RedisOptions;
use super::access::Credentials;
use super::address::{Kind, RedisAddress};
use super::server::Server;

/// Where a slot is on its way, a command is sent on several times. The waits between are short: nobody waits for long.
const CLUSTER_RETRIES: u32 = 5;

pub(super) type Connection = Box<dyn Server>;

/// Where to connect, and as whom.
#[derive(Clone)]
pub(super) struct Endpoint {
    kind: Kind,
    /// Servers, nodes of the cluster, or sentinels.
    nodes: Vec<ConnectionInfo>,
    credentials: Credentials,
    connect_timeout: Duration,
}

impl Endpoint {
    pub fn new(address: &RedisAddress, options: &RedisOptions) -> RedisResult<Endpoint> {
        let credentials = options.access.open()?;
        let nodes = address.nodes()?.into_iter().map(|node| credentials.apply(node)).collect::<RedisResult<Vec<_>>>()?;
        Ok(Endpoint { kind: address.kind.clone(), nodes, credentials, connect_timeout: options.connect_timeout })
    }

    pub fn connect_timeout(&self) -> Duration {
        self.connect_timeout
    }

    pub fn connect(&self, timeout: Duration) -> RedisResult<Connection> {
        match &self.kind {
            Kind::Server => connect_node(self.nodes[0].clone(), self.connect_timeout, timeout),
            Kind::Cluster => {
                let builder = ClusterClientBuilder::new(self.nodes.iter().cloned())
                    .connection_timeout(self.connect_timeout)
                    .response_timeout(timeout)
                    .retries(CLUSTER_RETRIES)
                    .min_retry_wait(1)
                    .max_retry_wait(20);
                // A builder that is given certificates talks TLS to all nodes.
                let is_tls = matches!(self.nodes[0].addr(), ConnectionAddr::TcpTls { .. });
                let builder = if is_tls { builder.certs(self.credentials.certificates.clone()) } else { builder };
                Ok(Box::new(builder.build()?.get_connection()?))
            }
            Kind::Sentinels { service } => self.connect_primary(service, timeout),
        }
    }

    /// All nodes that may hold keys.
    pub fn all_nodes(&self, connection: &mut dyn Server) -> RedisResult<Vec<ConnectionInfo>> {
        match &self.kind {
            Kind::Server => Ok(self.nodes.clone()),
            Kind::Sentinels { service } => Ok(vec![self.find_primary(service, self.connect_timeout)?]),
            Kind::Cluster => {
                let slots: Value = cmd("CLUSTER").arg("SLOTS").query(connection)?;
                // A node that does not know its own name says so by an empty one.
                let mut addresses = primaries(&slots, host(&self.nodes[0]));
                addresses.sort_unstable();
                addresses.dedup();
                addresses.into_iter().map(|(host, port)| self.like_first(host, port)).collect()
            }
        }
    }

    /// Another server that is talked to as the first one is.
    fn like_first(&self, host: String, port: u16) -> RedisResult<ConnectionInfo> {
        let first = &self.nodes[0];
        let address = match first.addr() {
            ConnectionAddr::TcpTls { .. } => ConnectionAddr::TcpTls { host, port, insecure: false, tls_params: None },
            _ => ConnectionAddr::Tcp(host, port),
        };
        self.credentials.apply(address.into_connection_info()?.set_redis_settings(first.redis_settings().clone()))
    }

    /// The first sentinel that answers says where the primary is. For a moment after a fail-over it may still name the
    /// old one: a server that says that it is none is not taken.
    fn connect_primary(&self, service: &str, timeout: Duration) -> RedisResult<Connection> {
        let primary = self.find_primary(service, timeout)?;
        let mut connection = connect_node(primary, self.connect_timeout, timeout)?;
        let role: Vec<Value> = cmd("ROLE").query(&mut *connection)?;
        match role.first() {
            Some(Value::BulkString(role)) if role == b"master" => Ok(connection),
            _ => Err((ErrorKind::ClusterConnectionNotFound, "what the sentinels name is no primary").into()),
        }
    }

    fn find_primary(&self, service: &str, timeout: Duration) -> RedisResult<ConnectionInfo> {
        let mut last = RedisError::from((ErrorKind::ClusterConnectionNotFound, "no sentinel knows the service"));
        for sentinel in &self.nodes {
            match ask_sentinel(sentinel, service, self.connect_timeout, timeout) {
                Ok(Some((host, port))) => return self.like_first(host, port),
                Ok(None) => {}
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

/// Where a sentinel believes the primary of a service. Most sentinels have no password; one that wants one is told that of the
/// servers.
fn ask_sentinel(sentinel: &ConnectionInfo, service: &str, connect: Duration, timeout: Duration) -> RedisResult<Option<(String, u16)>> {
    let ask = |settings: RedisConnectionInfo| {
        let node = sentinel.clone().set_redis_settings(settings.set_skip_set_lib_name());
        let mut connection = connect_node(node, connect, timeout)?;
        cmd("SENTINEL").arg("GET-MASTER-ADDR-BY-NAME").arg(service).query(&mut *connection)
    };
    match ask(RedisConnectionInfo::default()) {
        Err(error) if error.code() == Some("NOAUTH") => ask(sentinel.redis_settings().clone().set_db(0)),
        answer => answer,
    }
}

pub(super) fn connect_node(node: ConnectionInfo, connect: Duration, operation: Duration) -> RedisResult<Connection> {
    let connection = Client::open(node)?.get_connection_with_timeout(connect)?;
    connection.set_read_timeout(Some(operation))?;
    connection.set_write_timeout(Some(operation))?;
    Ok(Box::new(connection))
}

fn host(node: &ConnectionInfo) -> &str {
    match node.addr() {
        ConnectionAddr::Tcp(host, _) | ConnectionAddr::TcpTls { host, .. } => host,
        _ => "localhost",
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_from_a_slot_table_and_rubbish_is_not() {
        let node = |host: &str, port| Value::Array(vec![Value::BulkString(host.into()), Value::Int(port)]);
        let range = |n| Value::Array(vec![Value::Int(0), Value::Int(5), n]);
        let table = Value::Array(vec![range(node("a", 1)), range(node("b", 70000)), Value::Nil, range(Value::Okay)]);
        assert_eq!(primaries(&table, "h"), [("a".to_owned(), 1)]);
        assert_eq!(primaries(&Value::Okay, "h"), []);
        assert_eq!(primaries(&Value::Array(vec![range(node("", 7))]), "h"), [("h".to_owned(), 7)]);
    }

    #[test]
    fn another_server_is_talked_to_as_the_first_one_is() {
        let address = RedisAddress::parse("rediss+sentinel://me:secret@a/main/3").unwrap();
        let endpoint = Endpoint::new(&address, &RedisOptions::default()).unwrap();
        let other = endpoint.like_first("b".to_owned(), 9).unwrap();
        assert!(matches!(other.addr(), ConnectionAddr::TcpTls { host, port: 9, insecure: false, tls_params: Some(_) } if host == "b"));
        assert_eq!((other.redis_settings().username(), other.redis_settings().db()), (Some("me"), 3));
    }
}
