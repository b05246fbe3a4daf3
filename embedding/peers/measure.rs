//! What is measured in every engine, and how: the median of rounds, in ns for one operation.

use std::time::{Duration, Instant};

const ROUNDS: usize = 9;
const WARM_UP: Duration = Duration::from_millis(300);

/// Operations in a round.
pub const COUNT: u32 = 300_000;

/// A line `name: ns`, which `compare` reads. The first argument of the program, if there is one, is part of the names of
/// what is wanted.
pub fn report(name: &str, mut round: impl FnMut() -> f64) {
    if std::env::args().nth(1).is_some_and(|wanted| !name.contains(&wanted)) {
        return;
    }
    // Compilers that work in the background are to be done.
    let start = Instant::now();
    while start.elapsed() < WARM_UP {
        round();
    }
    let mut times: Vec<f64> = (0..ROUNDS).map(|_| round()).collect();
    times.sort_by(f64::total_cmp);
    println!("{name}: {:.1}", times[ROUNDS / 2]);
}

/// ns for each of `count` operations.
pub fn time(count: u32, run: impl FnOnce()) -> f64 {
    let start = Instant::now();
    run();
    start.elapsed().as_secs_f64() * 1e9 / f64::from(count)
}

/// A function of no parameters that calls COUNT times.
pub fn calls(call: &str) -> String {
    format!("var own = (a, b) => a + b; (() => {{ let s = 0; for (let i = 0; i < {COUNT}; i++) s += {call}; return s }})")
}

/// Scripts that call Rust, and what the lines are called.
pub const CALLS: [(&str, &str); 4] = [
    ("script calls Rust, raw", "raw(i, 1)"),
    ("script calls Rust, typed numbers", "typed(i, 1)"),
    ("script calls Rust, typed text", "text('some text')"),
    ("script calls script", "own(i, 1)"),
];

/// A small object.
#[derive(serde::Serialize, serde::Deserialize, Clone, Debug, PartialEq)]
pub struct Order {
    id: u32,
    item: String,
    price: f64,
    gift: bool,
    tags: Vec<String>,
}

pub fn order() -> Order {
    Order { id: 17, item: "cup".to_owned(), price: 9.5, gift: true, tags: vec!["blue".to_owned(), "new".to_owned()] }
}
