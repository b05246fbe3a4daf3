//! What a process says of itself in a file (`HEARTH_STATS_FILE`), for whoever has started it and others: a line of JSON
//! each, which is written at once, so that lines of several processes do not mix.
//!
//! Only numbers and keys of source files are in it, nothing of a program.

use super::session::Session;
use crate::stats::Stats;
use hearth_codecache::SourceKey;
use std::fs::File;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

impl Session {
    /// The packs of this process are used by it, or were made by it.
    pub(super) fn note_used(&mut self, source: SourceKey) {
        if self.reports {
            self.used.insert(source);
        }
    }
}

/// Adds the line of a process, or of a worker, that has ended. What cannot be written is left out.
pub(super) fn add(path: &Path, stats: &Stats, session: &Session) {
    let mut used: Vec<String> = session.used.iter().map(|source| format!("\"{source}\"")).collect();
    used.sort();
    let line = format!(
        "{{\"process\":{},\"retrieved\":{},\"compiled\":{},\"finished\":{},\"written\":{},\"used\":[{}]}}\n",
        std::process::id(),
        stats.tierups.retrieved + stats.patterns.retrieved,
        stats.tierups.compiled + stats.patterns.compiled,
        stats.finished.compiled,
        stats.store.bytes_written + stats.finished.bytes_written,
        used.join(",")
    );
    let mut options = File::options();
    options.create(true).append(true).mode(0o600).custom_flags(libc::O_NONBLOCK);
    let _ = options.open(path).and_then(|mut file| file.write_all(line.as_bytes()));
}
