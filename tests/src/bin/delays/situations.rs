//! How a server can be out of reach.

use std::time::Duration;

use hearth_tests::proxy::{black_hole, cutting, dripping, far_away, lying};
use hearth_tests::redis_server::free_port;

pub struct Situation {
    pub name: &'static str,
    /// Gives the port at which the server at this port is met.
    pub stand_between: fn(u16) -> u16,
    /// Most milliseconds that a first process, later ones, and those with a directory in front may take longer than one without a cache.
    pub bars: [f64; 3],
}

/// What a first process takes to make what it saves.
const SAVING: f64 = 20.0;
/// What a process may wait when it starts and when it ends, and what it takes besides.
const WAITED: f64 = 50.0 + 100.0 + SAVING;
/// A near store has all of it.
const NEAR: f64 = 10.0;

fn round_trip(port: u16, milliseconds: u64) -> u16 {
    far_away(port, Duration::from_micros(milliseconds * 500))
}

/// Where an answer can come in time a first process takes two round trips, a later one one and a half. Where the server is near, single files
/// are asked for, too.
pub const SITUATIONS: &[Situation] = &[
    Situation { name: "on this machine", stand_between: |port| port, bars: [SAVING, 10.0, NEAR] },
    Situation { name: "a round trip of 1 ms", stand_between: |port| round_trip(port, 1), bars: [SAVING + 10.0, 11.5, NEAR] },
    Situation { name: "a round trip of 20 ms", stand_between: |port| round_trip(port, 20), bars: [SAVING + 40.0, 30.0, NEAR] },
    Situation { name: "a round trip of 50 ms", stand_between: |port| round_trip(port, 50), bars: [WAITED, WAITED, NEAR] },
    Situation { name: "a round trip of 500 ms", stand_between: |port| round_trip(port, 500), bars: [WAITED, WAITED, NEAR] },
    Situation { name: "says nothing", stand_between: |_| black_hole(), bars: [WAITED, WAITED, NEAR] },
    Situation { name: "a byte each 20 ms", stand_between: |port| dripping(port, Duration::from_millis(20)), bars: [WAITED, WAITED, NEAR] },
    Situation { name: "hangs up after 1,000 bytes", stand_between: |port| cutting(port, 1000), bars: [WAITED, WAITED, NEAR] },
    Situation { name: "answers +OK to all", stand_between: |_| lying(b"+OK\r\n"), bars: [WAITED, WAITED, NEAR] },
    Situation { name: "answers rubbish", stand_between: |_| lying(&[0xfe; 100]), bars: [WAITED, WAITED, NEAR] },
    Situation { name: "nobody listens", stand_between: |_| free_port(), bars: [SAVING, SAVING, NEAR] },
];
