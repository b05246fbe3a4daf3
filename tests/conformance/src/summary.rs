//! The figures: by folder and by feature, for people and for machines.

use crate::outcome::Verdict;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Counts of tests; a test passes if all its scenarios do.
#[derive(Clone, Copy, Default)]
pub struct Counts {
    pub pass: usize,
    pub fail: usize,
    pub crash: usize,
    pub timeout: usize,
    pub skip: usize,
}

impl Counts {
    pub fn add(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Pass => self.pass += 1,
            Verdict::Fail => self.fail += 1,
            Verdict::Crash => self.crash += 1,
            Verdict::Timeout => self.timeout += 1,
            Verdict::Skip => self.skip += 1,
        }
    }
    pub fn run(&self) -> usize {
        self.pass + self.fail + self.crash + self.timeout
    }
    /// Share of those that were run, in percent.
    pub fn percent(&self) -> f64 {
        if self.run() == 0 { 100.0 } else { self.pass as f64 * 100.0 / self.run() as f64 }
    }
}

#[derive(Default)]
pub struct Summary {
    pub total: Counts,
    folders: BTreeMap<String, Counts>,
    features: BTreeMap<String, Counts>,
}

impl Summary {
    pub fn add(&mut self, test: &str, features: &[String], verdict: Verdict) {
        self.total.add(verdict);
        let parts: Vec<&str> = test.split('/').collect();
        let depth = (parts.len() - 1).min(3);
        for end in 2..=depth {
            self.folders.entry(parts[..end].join("/")).or_default().add(verdict);
        }
        if parts[1] == "built-ins" && parts[2] != "Temporal" {
            self.folders.entry("test/built-ins (without Temporal)".to_owned()).or_default().add(verdict);
        }
        for feature in features {
            self.features.entry(feature.clone()).or_default().add(verdict);
        }
    }

    /// Aligned lines: every folder of the first two levels, and the features with failures.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        let width = self.folders.keys().chain(self.features.keys()).map(String::len).max().unwrap_or(0);
        let mut table = |title: &str, rows: &mut dyn Iterator<Item = (&str, &Counts)>| {
            let _ = writeln!(out, "{title:width$}  {:>6} {:>6} {:>8} {:>5} {:>5} {:>5}", "pass", "of", "", "crash", "time", "skip");
            for (name, c) in rows {
                let _ = writeln!(
                    out,
                    "{name:width$}  {:>6} {:>6} {:>7.2}% {:>5} {:>5} {:>5}",
                    c.pass,
                    c.run(),
                    c.percent(),
                    c.crash,
                    c.timeout,
                    c.skip
                );
            }
        };
        let failing = |c: &Counts| c.pass < c.run();
        table("feature", &mut self.features.iter().filter(|(_, c)| failing(c)).map(|(n, c)| (n.as_str(), c)));
        table(
            "folder",
            &mut self
                .folders
                .iter()
                .filter(|(n, c)| n.matches('/').count() == 1 || failing(c))
                .map(|(n, c)| (n.as_str(), c))
                .chain([("all", &self.total)]),
        );
        out
    }

    pub fn to_json(&self) -> String {
        let row = |c: &Counts| serde_json::json!({ "pass": c.pass, "fail": c.fail, "crash": c.crash, "timeout": c.timeout, "skip": c.skip, "percent": c.percent() });
        let map = |m: &BTreeMap<String, Counts>| m.iter().map(|(n, c)| (n.clone(), row(c))).collect::<serde_json::Map<_, _>>();
        serde_json::json!({ "total": row(&self.total), "folders": map(&self.folders), "features": map(&self.features) }).to_string()
    }
}
