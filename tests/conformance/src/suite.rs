//! The suite on disk: which tests there are, and in which scenarios each is run.

use crate::metadata::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

/// The two ways in which source text that is not a module can be run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Scenario {
    Sloppy,
    Strict,
}

impl Scenario {
    pub const fn name(self) -> &'static str {
        match self {
            Scenario::Sloppy => "sloppy",
            Scenario::Strict => "strict",
        }
    }
    pub fn from_name(name: &str) -> Option<Scenario> {
        [Scenario::Sloppy, Scenario::Strict].into_iter().find(|s| s.name() == name)
    }
}

/// Scenarios that the flags ask for. Raw and module tests are run once, as they are.
pub fn scenarios(metadata: &Metadata) -> &'static [Scenario] {
    if metadata.raw || metadata.module || metadata.no_strict {
        &[Scenario::Sloppy]
    } else if metadata.only_strict {
        &[Scenario::Strict]
    } else {
        &[Scenario::Sloppy, Scenario::Strict]
    }
}

pub struct Suite {
    pub root: PathBuf,
}

impl Suite {
    /// # Errors
    /// If `root` has not the suite's folders.
    pub fn open(root: &Path) -> Result<Suite, String> {
        for folder in ["test", "harness"] {
            if !root.join(folder).is_dir() {
                return Err(format!("{} is no test262 folder: it has no '{folder}'", root.display()));
            }
        }
        Ok(Suite { root: root.canonicalize().map_err(|e| e.to_string())? })
    }

    /// Paths of all tests relative to the root, sorted.
    ///
    /// # Errors
    /// If a folder cannot be read.
    pub fn tests(&self) -> io::Result<Vec<String>> {
        let mut out = Vec::new();
        self.walk(&self.root.join("test"), &mut out)?;
        out.sort();
        Ok(out)
    }

    fn walk(&self, folder: &Path, out: &mut Vec<String>) -> io::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                self.walk(&path, out)?;
                continue;
            }
            let relative = path.strip_prefix(&self.root).unwrap_or(&path).to_string_lossy().into_owned();
            if relative.ends_with(".js") && !relative.contains("_FIXTURE") {
                out.push(relative);
            }
        }
        Ok(())
    }

    /// The text of a file of the suite. What is not UTF-8 is replaced.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn read(&self, relative: &str) -> io::Result<String> {
        Ok(String::from_utf8_lossy(&std::fs::read(self.root.join(relative))?).into_owned())
    }

    /// # Errors
    /// A message if the test cannot be read or understood.
    pub fn metadata(&self, test: &str) -> Result<Metadata, String> {
        let text = self.read(test).map_err(|e| format!("{test}: {e}"))?;
        metadata::parse(&text).map_err(|e| format!("{test}: {e}"))
    }
}
