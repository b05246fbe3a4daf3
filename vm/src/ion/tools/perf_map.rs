//! `--perf-map`: compiled functions by address, in the file where `perf` and other
//! profilers look for the names of code that no file holds.

use super::Described;
use std::io::Write;

/// Adds a line.
pub fn add(what: &Described<'_>) {
    let path = format!("/tmp/perf-{}.map", std::process::id());
    let Ok(mut file) = std::fs::OpenOptions::new().append(true).create(true).open(path) else { return };
    let _ = writeln!(file, "{:x} {:x} {}", what.code.as_ptr().addr(), what.code.len(), what.name);
}
