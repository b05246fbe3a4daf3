//! Several real servers that form a cluster, for one test.

use super::eventually;
use super::redis_server::{RedisServer, start};

/// Slots of every cluster.
const SLOTS: usize = 16384;

pub struct RedisCluster {
    /// Primaries first, each with as many slots; then one replica of the first of them.
    pub nodes: Vec<RedisServer>,
}

/// Three primaries and a replica of the first. `None`: there is no `redis-server`, and the running test is noted as skipped.
pub fn start_cluster() -> Option<RedisCluster> {
    let node = || start(&["--cluster-enabled", "yes", "--cluster-node-timeout", "1000", "--repl-diskless-sync-delay", "0"]);
    let nodes: Vec<RedisServer> = (0..4).map(|_| node()).collect::<Option<_>>()?;
    let cluster = RedisCluster { nodes };
    for (n, primary) in cluster.nodes[..3].iter().enumerate() {
        let (first, last) = (SLOTS * n / 3, SLOTS * (n + 1) / 3 - 1);
        primary.command(&["CLUSTER", "ADDSLOTSRANGE", &first.to_string(), &last.to_string()]);
        // Two with the same epoch would have to find out first who is whom.
        primary.command(&["CLUSTER", "SET-CONFIG-EPOCH", &(n + 1).to_string()]);
    }
    for node in &cluster.nodes[1..] {
        cluster.nodes[0].command(&["CLUSTER", "MEET", "127.0.0.1", &node.port.to_string()]);
    }
    eventually("all know all", || cluster.nodes.iter().all(|node| cluster.info(node, "cluster_known_nodes:4")));
    cluster.nodes[3].command(&["CLUSTER", "REPLICATE", &cluster.nodes[0].cluster_id()]);
    eventually("the cluster is up", || cluster.nodes.iter().all(|node| cluster.info(node, "cluster_state:ok")));
    eventually("the replica follows", || cluster.nodes[3].command(&["ROLE"]).iter().any(|word| word == "connected"));
    Some(cluster)
}

impl RedisCluster {
    pub fn address(&self) -> String {
        let ports: Vec<String> = self.nodes.iter().map(|node| format!("127.0.0.1:{}", node.port)).collect();
        format!("redis-cluster://{}", ports.join(","))
    }

    fn info(&self, node: &RedisServer, line: &str) -> bool {
        node.command(&["CLUSTER", "INFO"]).iter().any(|info| info.lines().any(|l| l == line))
    }

    /// Which primary has this key, and the key's slot.
    pub fn home_of(&self, key: &str) -> (usize, String) {
        let slot: usize = self.nodes[0].command(&["CLUSTER", "KEYSLOT", key])[0].parse().unwrap();
        let n = (0..3).find(|n| slot < SLOTS * (n + 1) / 3).unwrap();
        (n, slot.to_string())
    }

    /// All keys of a primary.
    pub fn keys(&self, n: usize) -> Vec<String> {
        self.nodes[n].command(&["KEYS", "*"])
    }

    /// Says to both that a slot is about to move.
    pub fn begin_to_move(&self, slot: &str, from: usize, to: usize) {
        self.nodes[to].command(&["CLUSTER", "SETSLOT", slot, "IMPORTING", &self.nodes[from].cluster_id()]);
        self.nodes[from].command(&["CLUSTER", "SETSLOT", slot, "MIGRATING", &self.nodes[to].cluster_id()]);
    }

    pub fn move_key(&self, key: &str, from: usize, to: usize) {
        self.nodes[from].command(&["MIGRATE", "127.0.0.1", &self.nodes[to].port.to_string(), key, "0", "5000"]);
    }

    pub fn end_move(&self, slot: &str, to: usize) {
        let id = self.nodes[to].cluster_id();
        // The new home first, or nobody would have it for a moment.
        for n in [to, 0, 1, 2] {
            self.nodes[n].command(&["CLUSTER", "SETSLOT", slot, "NODE", &id]);
        }
    }
}
