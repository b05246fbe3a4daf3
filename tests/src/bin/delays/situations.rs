//! How a store can be out of reach.

use std::time::Duration;

use Obstacle::{Between, Locks};

use hearth_tests::proxy::{black_hole, cutting, dripping, far_away, lying};
use hearth_tests::redis_server::free_port;

pub struct Situation {
    pub name: &'static str,
    pub obstacle: Obstacle,
    /// Most milliseconds that a first process, later ones, and those with a directory in front may take longer than one without a cache.
    pub bars: [f64; 3],
}

/// What is in the way.
pub enum Obstacle {
    /// Gives the port at which the server at this port is met.
    Between(fn(u16) -> u16),
    /// There is no server. Somebody has the locks of a directory and of all packs in it. A first process finds nothing in them.
    Locks,
}

/// What a first process takes to make what it saves.
const SAVING: f64 = 20.0;
/// What a process may wait when it starts and when it ends, and what it takes besides.
const WAITED: f64 = 50.0 + 100.0 + SAVING;
/// A near store has all of it.
const NEAR: f64 = 10.0;

/// What the end of a process waits for what is locked.
const LOCKED: f64 = 2_000.0 + SAVING;

fn round_trip(port: u16, milliseconds: u64) -> u16 {
    far_away(port, Duration::from_micros(milliseconds * 500))
}

/// Where an answer can come in time a first process takes two round trips, a later one one and a half. Where the server is near, single files
/// are asked for, too.
pub const SITUATIONS: &[Situation] = &[
    Situation { name: "on this machine", obstacle: Between(|port| port), bars: [SAVING, 10.0, NEAR] },
    Situation { name: "a round trip of 1 ms", obstacle: Between(|port| round_trip(port, 1)), bars: [SAVING + 10.0, 11.5, NEAR] },
    Situation { name: "a round trip of 20 ms", obstacle: Between(|port| round_trip(port, 20)), bars: [SAVING + 40.0, 30.0, NEAR] },
    Situation { name: "a round trip of 50 ms", obstacle: Between(|port| round_trip(port, 50)), bars: [WAITED, WAITED, NEAR] },
    Situation { name: "a round trip of 500 ms", obstacle: Between(|port| round_trip(port, 500)), bars: [WAITED, WAITED, NEAR] },
    Situation { name: "says nothing", obstacle: Between(|_| black_hole()), bars: [WAITED, WAITED, NEAR] },
    Situation {
        name: "a byte each 20 ms",
        obstacle: Between(|port| dripping(port, Duration::from_millis(20))),
        bars: [WAITED, WAITED, NEAR],
    },
    Situation { name: "hangs up after 1,000 bytes", obstacle: Between(|port| cutting(port, 1000)), bars: [WAITED, WAITED, NEAR] },
    Situation { name: "answers +OK to all", obstacle: Between(|_| lying(b"+OK\r\n")), bars: [WAITED, WAITED, NEAR] },
    Situation { name: "answers rubbish", obstacle: Between(|_| lying(&[0xfe; 100])), bars: [WAITED, WAITED, NEAR] },
    Situation { name: "nobody listens", obstacle: Between(|_| free_port()), bars: [SAVING, SAVING, NEAR] },
    Situation { name: "none; a directory's lock is held by another process", obstacle: Locks, bars: [LOCKED, NEAR, NEAR] },
];
