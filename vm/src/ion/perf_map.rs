//! `--perf-map`: compiled functions by address, in the file where `perf` and other
//! profilers look for the names of code that no file holds.

use std::io::Write;
use std::ops::Range;

/// Adds a line. A file that cannot be written is no reason to stop.
pub fn add(range: &Range<usize>, function: &str, osr_loop: Option<u16>) {
    let path = format!("/tmp/perf-{}.map", std::process::id());
    let Ok(mut file) = std::fs::OpenOptions::new().append(true).create(true).open(path) else { return };
    let function = if function.is_empty() { "(anonymous)" } else { function };
    let entry = osr_loop.map_or(String::new(), |n| format!(" loop {n}"));
    let _ = writeln!(file, "{:x} {:x} ion:{function}{entry}", range.start, range.len());
}
