//! The scripts and benchmark programs of this folder, with their expected output.
//!
//! A program is `NAME.js` (or `.mjs`, `.ts`, `.mts`); what it must print is in `NAME.out`, written by node
//! (`BLESS=1` rewrites it). Comments within its first lines say how it is tested:
//!
//! ```text
//! // test: 2 40         arguments (benchmark programs: iterations and size)
//! // gc-stress: 4001    collect at every 4001st allocation in that mode
//! // node: 26           older versions of node print something else
//! ```

use std::path::{Path, PathBuf};
use std::{env, fs};

/// What a program's name may end with.
const PROGRAM_EXTENSIONS: [&str; 4] = ["js", "mjs", "ts", "mts"];

#[derive(Clone, Debug)]
pub struct Program {
    /// Path below this package, without the extension: `scripts/tiers/bitwise`.
    pub name: String,
    pub path: PathBuf,
    pub arguments: Vec<String>,
    /// Allocations between two collections in the stress mode.
    pub gc_stress: u32,
    /// Least major version of node that the expectation is of.
    pub node: u32,
}

impl Program {
    fn read(root: &Path, path: PathBuf) -> Self {
        let relative = path.strip_prefix(root).expect("found below the root").with_extension("");
        let name = relative.to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let directive = |key: &str| {
            text.lines().take(6).find_map(|line| line.strip_prefix("// ")?.strip_prefix(key)?.strip_prefix(": ").map(str::trim))
        };
        let arguments = directive("test").map(|line| line.split_whitespace().map(str::to_owned).collect()).unwrap_or_default();
        // Small scripts can afford a collection at nearly every allocation; programs with
        // hot loops cannot.
        let default = match name.split('/').nth(1) {
            Some("tiers") => 499,
            _ if name.ends_with("-hot") => 499,
            _ if name.starts_with("bench/") => 1999,
            _ => 13,
        };
        let gc_stress = directive("gc-stress").map_or(default, |n| n.parse().expect("gc-stress: N"));
        let node = directive("node").map_or(0, |n| n.parse().expect("node: N"));
        Self { name, path, arguments, gc_stress, node }
    }

    pub fn expectation(&self) -> PathBuf {
        self.path.with_extension("out")
    }

    /// What the program must print.
    pub fn expected(&self) -> Result<String, String> {
        fs::read_to_string(self.expectation()).map_err(|e| format!("{}: {e} (BLESS=1 writes it, with node)", self.expectation().display()))
    }
}

/// All programs of this folder, sorted; with `HEARTH_TEST_QUICK` set only every sixth.
pub fn all() -> Vec<Program> {
    let mut programs = below("scripts");
    programs.extend(below("bench"));
    if env::var_os("HEARTH_TEST_QUICK").is_some() { programs.into_iter().step_by(6).collect() } else { programs }
}

/// The benchmark programs, sorted.
pub fn benchmarks() -> Vec<Program> {
    below("bench")
}

/// The script with that path below this package, without its extension.
pub fn named(name: &str) -> Program {
    below("scripts").into_iter().find(|p| p.name == name).unwrap_or_else(|| panic!("no program {name}"))
}

fn below(folder: &str) -> Vec<Program> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    collect(&root.join(folder), &mut found);
    found.sort();
    assert!(!found.is_empty(), "no programs below {folder}");
    found.into_iter().map(|path| Program::read(root, path)).collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    for entry in entries {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            // What is in these is imported by programs, and is none itself.
            if !path.ends_with("lib") && !path.ends_with("node_modules") {
                collect(&path, found);
            }
        } else if path.extension().is_some_and(|e| PROGRAM_EXTENSIONS.iter().any(|p| e == *p)) {
            found.push(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_program_has_an_expectation_that_is_not_empty() {
        for program in below("scripts").iter().chain(&benchmarks()) {
            let expected = program.expected().unwrap();
            assert!(expected.ends_with('\n'), "{} prints nothing", program.name);
        }
    }

    #[test]
    fn every_expectation_has_a_program() {
        let mut orphans = Vec::new();
        for program in below("scripts").iter().chain(&benchmarks()) {
            let folder = program.path.parent().expect("a file has a folder");
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let program = PROGRAM_EXTENSIONS.iter().any(|extension| path.with_extension(extension).exists());
                if path.extension().is_some_and(|e| e == "out") && !program {
                    orphans.push(path);
                }
            }
        }
        assert!(orphans.is_empty(), "{orphans:?}");
    }

    #[test]
    fn benchmarks_say_how_they_are_tested() {
        for program in benchmarks() {
            assert_eq!(program.arguments.len(), 2, "{}: // test: ITERATIONS SIZE", program.name);
        }
    }
}
