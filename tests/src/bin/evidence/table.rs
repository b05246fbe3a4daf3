//! What was done and what was found, row by row.

use std::fmt;
use std::time::Instant;

use hearth_tests::text_table;

/// Printed as a table, with what was found behind it.
pub struct Table {
    rows: Vec<Vec<String>>,
    details: String,
    findings: usize,
    last: Instant,
}

impl Default for Table {
    fn default() -> Self {
        let heading = ["how", "how much", "minutes", "found"].map(str::to_owned).to_vec();
        Self { rows: vec![heading], details: String::new(), findings: 0, last: Instant::now() }
    }
}

impl Table {
    /// Something was done, since the last row, and so much was found; `details` says what.
    pub fn add(&mut self, how: &str, how_much: String, found: usize, details: &str) {
        let minutes = self.last.elapsed().as_secs_f64() / 60.0;
        self.last = Instant::now();
        eprintln!("evidence: {how}: {how_much}, {found} found, {minutes:.1} minutes");
        self.rows.push(vec![how.to_owned(), how_much, format!("{minutes:.1}"), found.to_string()]);
        self.findings += found;
        if found > 0 {
            self.details += &format!("{how}:\n{details}\n");
        }
    }

    pub fn findings(&self) -> usize {
        self.findings
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", text_table::aligned(&self.rows, self.rows.len()), self.details)
    }
}
