//! The failures that are known: a sorted file in the repository.
//!
//! A line is the path of a test that fails in all its scenarios, or a path and the one
//! scenario in which it fails, or a folder (`…/`) all of whose tests fail. Lines that
//! start with `#` are comments. A failure that is not in the file is a regression; a
//! pass that is in the file is an improvement, to be recorded with `--bless`.

use crate::suite::Scenario;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

/// Folders with at least so many tests are one line if all of them fail.
const COLLAPSE: usize = 4;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Failing {
    All,
    Only(Scenario),
}

#[derive(Default)]
pub struct Expectations {
    failing: BTreeMap<String, Failing>,
}

impl Expectations {
    /// Reads the file; `tests` are all tests of the suite.
    ///
    /// # Errors
    /// If the file cannot be read. One that is not there is empty.
    pub fn load(file: &Path, tests: &[String]) -> Result<Expectations, String> {
        match std::fs::read_to_string(file) {
            Ok(text) => Ok(Self::parse(&text, tests)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(format!("{}: {error}", file.display())),
        }
    }

    fn parse(text: &str, tests: &[String]) -> Expectations {
        let mut failing = BTreeMap::new();
        for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
            if line.ends_with('/') {
                let first = tests.partition_point(|t| t.as_str() < line);
                for test in tests[first..].iter().take_while(|t| t.starts_with(line)) {
                    failing.insert(test.clone(), Failing::All);
                }
                continue;
            }
            let (path, which) = match line.rsplit_once(' ') {
                Some((path, scenario)) => match Scenario::from_name(scenario) {
                    Some(scenario) => (path, Failing::Only(scenario)),
                    None => (line, Failing::All),
                },
                None => (line, Failing::All),
            };
            failing.insert(path.to_owned(), which);
        }
        Expectations { failing }
    }

    /// Whether the scenario is known to fail.
    pub fn expects_failure(&self, test: &str, scenario: Scenario) -> bool {
        match self.failing.get(test) {
            Some(Failing::All) => true,
            Some(Failing::Only(only)) => *only == scenario,
            None => false,
        }
    }

    /// Records what became of a test.
    pub fn record(&mut self, test: &str, failing: Option<Failing>) {
        match failing {
            Some(failing) => self.failing.insert(test.to_owned(), failing),
            None => self.failing.remove(test),
        };
    }

    /// The file: folders that fail as a whole as one line each.
    pub fn to_text(&self, header: &str, tests: &[String]) -> String {
        let mut out = header.to_owned();
        let mut collapsed: BTreeSet<&str> = BTreeSet::new();
        let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for test in tests {
            let fails = self.failing.get(test) == Some(&Failing::All);
            for (at, _) in test.match_indices('/') {
                let count = counts.entry(&test[..=at]).or_default();
                count.0 += 1;
                count.1 += usize::from(fails);
            }
        }
        for (folder, (all, failing)) in &counts {
            if all == failing && *all >= COLLAPSE && !collapsed.iter().any(|outer| folder.starts_with(outer)) {
                collapsed.insert(folder);
            }
        }
        let mut lines: BTreeSet<String> = collapsed.iter().map(|f| (*f).to_owned()).collect();
        for (test, failing) in &self.failing {
            if test.match_indices('/').any(|(at, _)| collapsed.contains(&test[..=at])) {
                continue;
            }
            lines.insert(match failing {
                Failing::All => test.clone(),
                Failing::Only(scenario) => format!("{test} {}", scenario.name()),
            });
        }
        for line in lines {
            let _ = writeln!(out, "{line}");
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_collapse_and_come_back() {
        let tests: Vec<String> = ["t/a/1.js", "t/a/2.js", "t/a/3.js", "t/a/4.js", "t/b/1.js", "t/b/2.js"].map(String::from).into();
        let mut expectations = Expectations::default();
        for test in &tests[..5] {
            expectations.record(test, Some(Failing::All));
        }
        expectations.record(&tests[5], Some(Failing::Only(Scenario::Strict)));
        let text = expectations.to_text("# x\n", &tests);
        assert_eq!(text, "# x\nt/a/\nt/b/1.js\nt/b/2.js strict\n");
        let again = Expectations::parse(&text, &tests);
        assert!(again.expects_failure("t/a/3.js", Scenario::Sloppy));
        assert!(!again.expects_failure("t/b/2.js", Scenario::Sloppy));
    }
}
