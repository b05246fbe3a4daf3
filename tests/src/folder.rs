//! Which programs are in a folder, and with which arguments they run.
//!
//! Three layouts. Benchmark suites with a driver of their own are bundled first (`suites`): each
//! program is a file without arguments. The one of this repository: every `*.js` is a program that is called as
//! `NAME.js [iterations] [size] [--times]` and prints its iteration times in one line.
//! The one of are-we-fast-yet: one `harness.js`, called with the benchmark's name, the
//! iterations and the inner iterations, which prints a line for every iteration.

use std::fs;
use std::path::{Path, PathBuf};

use crate::suites;

pub struct Folder {
    pub name: String,
    pub programs: Vec<Program>,
    /// Programs of a suite that cannot be run, and why.
    pub left_out: Vec<(String, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    Bundle,
    Protocol,
    Harness,
}

pub struct Program {
    pub name: String,
    pub script: PathBuf,
    layout: Layout,
    size: Option<u64>,
    /// Size of one iteration when iterations are timed.
    iteration_size: Option<u64>,
}

/// The benchmarks of are-we-fast-yet: inner iterations with which a whole process takes
/// 50 to 150 ms in a current node, and those of one timed iteration. Some benchmarks check
/// their result only for certain sizes, which these are among; Havlak's smallest takes 400.
const HARNESS: &[(&str, u64, u64)] = &[
    ("Bounce", 1000, 100),
    ("CD", 10, 10),
    ("DeltaBlue", 3000, 500),
    ("Havlak", 1, 1),
    ("Json", 50, 10),
    ("List", 600, 50),
    ("Mandelbrot", 500, 500),
    ("NBody", 250_000, 250_000),
    ("Permute", 500, 50),
    ("Queens", 500, 50),
    ("Richards", 20, 3),
    ("Sieve", 800, 100),
    ("Storage", 300, 30),
    ("Towers", 150, 25),
];

impl Folder {
    /// Reads `path`. Only programs named by `only` are kept, unless that is empty.
    pub fn read(path: &Path, only: &[String], sizes: &[(String, u64)]) -> Result<Self, String> {
        let path = &fs::canonicalize(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let size_of = |name: &str| sizes.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, size)| *size);
        let harness = path.join("harness.js");
        let mut left_out = Vec::new();
        let mut programs = if suites::is_suite(path) {
            let bundled = suites::bundle(path, suites::ITERATIONS)?;
            left_out = bundled.left_out;
            let program =
                |(name, script): (String, PathBuf)| Program { name, script, layout: Layout::Bundle, size: None, iteration_size: None };
            bundled.programs.into_iter().map(program).collect()
        } else if harness.is_file() {
            let program = |&(name, whole, single): &(&str, u64, u64)| Program {
                name: name.to_owned(),
                script: harness.clone(),
                layout: Layout::Harness,
                size: Some(size_of(name).unwrap_or(whole)),
                iteration_size: Some(size_of(name).unwrap_or(single)),
            };
            HARNESS.iter().map(program).collect::<Vec<_>>()
        } else {
            let entries = fs::read_dir(path).map_err(|e| format!("{}: {e}", path.display()))?;
            let mut scripts: Vec<PathBuf> =
                entries.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|e| e == "js")).collect();
            scripts.sort();
            let program = |script: PathBuf| {
                let name = script.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                let size = size_of(&name);
                Program { name, script, layout: Layout::Protocol, size, iteration_size: size }
            };
            scripts.into_iter().map(program).collect()
        };
        programs.retain(|program| only.is_empty() || only.iter().any(|name| name.eq_ignore_ascii_case(&program.name)));
        if programs.is_empty() {
            return Err(format!("{}: no programs", path.display()));
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self { name, programs, left_out })
    }
}

impl Program {
    /// Arguments for timing a whole process.
    pub fn process_arguments(&self) -> Vec<String> {
        self.process_arguments_of(1)
    }

    /// The same, with so many iterations where the harness repeats them.
    pub fn process_arguments_of(&self, iterations: usize) -> Vec<String> {
        match (self.layout, self.size) {
            (Layout::Harness, size) => {
                vec![self.name.clone(), iterations.to_string(), size.unwrap_or(1).to_string()]
            }
            // The size is the second argument, so the iterations have to be given too.
            (Layout::Protocol, Some(size)) => vec!["8".into(), size.to_string()],
            (Layout::Protocol, None) | (Layout::Bundle, _) => Vec::new(),
        }
    }

    /// Arguments for timing `iterations` iterations of one process.
    pub fn iteration_arguments(&self, iterations: usize) -> Vec<String> {
        let iterations = iterations.to_string();
        match (self.layout, self.iteration_size) {
            (Layout::Harness, size) => {
                vec![self.name.clone(), iterations, size.unwrap_or(1).to_string()]
            }
            (Layout::Protocol, Some(size)) => vec![iterations, size.to_string(), "--times".into()],
            (Layout::Protocol, None) => vec![iterations, "--times".into()],
            (Layout::Bundle, _) => Vec::new(),
        }
    }

    /// What a run of this program printed, without its times.
    pub fn results(stdout: &str) -> String {
        let is_result = |line: &&str| !line.contains("untime: ") && !line.contains("average: ") && !line.starts_with("Total Runtime");
        stdout.lines().filter(is_result).map(|line| format!("{line}\n")).collect()
    }

    /// The time of each iteration in milliseconds, from what the program printed.
    pub fn iteration_times(&self, stdout: &str) -> Vec<f64> {
        match self.layout {
            Layout::Bundle => Vec::new(),
            Layout::Protocol => stdout
                .lines()
                .find_map(|line| line.strip_prefix("times: "))
                .map(|times| times.split_whitespace().filter_map(|time| time.parse().ok()).collect())
                .unwrap_or_default(),
            Layout::Harness => stdout
                .lines()
                .filter_map(|line| {
                    let (_, time) = line.split_once(": iterations=1 runtime: ")?;
                    time.strip_suffix("us")?.parse::<f64>().ok().map(|us| us / 1000.0)
                })
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(layout: Layout) -> Program {
        Program { name: "X".into(), script: PathBuf::new(), layout, size: Some(3), iteration_size: Some(3) }
    }

    #[test]
    fn iteration_times_of_both_layouts() {
        assert_eq!(program(Layout::Protocol).iteration_times("x 1: ok\ntimes: 1.5 2.25\n"), [1.5, 2.25]);
        let harness = "Starting X benchmark ...\nX: iterations=1 runtime: 1500us\nX: iterations=1 runtime: 500us\nX: iterations=2 average: 1000us total: 2000us\n";
        assert_eq!(program(Layout::Harness).iteration_times(harness), [1.5, 0.5]);
        assert!(program(Layout::Protocol).iteration_times("nothing").is_empty());
        assert_eq!(Program::results(harness), "Starting X benchmark ...\n");
    }
}
