//! The executables in which rules can be taken out: built with the feature `mutants`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use super::Killer;
use super::table::ROWS;
use crate::binary::root;

/// What cargo has built, and where it would run it.
#[derive(Clone, Debug)]
pub struct TestExecutable {
    package: String,
    target: String,
    is_test: bool,
    pub path: PathBuf,
    pub folder: PathBuf,
}

pub struct Executables {
    pub hearth: PathBuf,
    tests: Vec<TestExecutable>,
}

impl Executables {
    /// Builds `hearth`, and the tests of the table that `is_wanted` lets through.
    ///
    /// # Errors
    /// What cargo says.
    pub fn build(is_wanted: impl Fn(&str) -> bool) -> Result<Executables, String> {
        let messages = cargo(&["build", "-p", "hearth-js", "--bin", "hearth", "--features", "mutants"])?;
        let built = executables(&messages).find(|e| e.target == "hearth").ok_or("cargo built no hearth")?;
        // A copy: the next build without the feature takes its place.
        let hearth = root().join("target").join("mutants").join("hearth");
        fs::create_dir_all(hearth.parent().expect("it is in a folder")).map_err(|e| e.to_string())?;
        fs::copy(&built.path, &hearth).map_err(|e| format!("{}: {e}", hearth.display()))?;
        let mut wanted: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let killers = ROWS.iter().filter(|row| is_wanted(row.rule)).filter_map(|row| match row.killer {
            Killer::Test { package, target, .. } => Some((package, target)),
            Killer::Script { .. } => None,
        });
        for (package, target) in killers {
            wanted.entry(package).or_default().insert(target);
        }
        Ok(Executables { hearth, tests: tests(&wanted)? })
    }

    pub fn test(&self, package: &str, target: &str) -> Result<&TestExecutable, String> {
        let found = self.tests.iter().find(|t| t.package == package && t.target == target);
        found.ok_or_else(|| format!("the tests {target} of {package} were not built"))
    }
}

/// Builds the wanted tests, by package. One call for all that have rules: what they depend on is built
/// once, with the features that the command line has, too.
fn tests(wanted: &BTreeMap<&str, BTreeSet<&str>>) -> Result<Vec<TestExecutable>, String> {
    let (with_rules, without): (Vec<_>, Vec<_>) = wanted.keys().copied().partition(|package| *package != "hearth-tests");
    let mut found = Vec::new();
    for packages in [with_rules, without] {
        let mut arguments = vec!["test".to_owned(), "--no-run".to_owned()];
        let mut targets: BTreeSet<&str> = BTreeSet::new();
        for package in &packages {
            arguments.extend(["-p".to_owned(), (*package).to_owned()]);
            if *package != "hearth-tests" {
                arguments.extend(["--features".to_owned(), format!("{package}/mutants")]);
            }
            targets.extend(&wanted[package]);
        }
        if packages.is_empty() {
            continue;
        }
        for target in targets {
            match target {
                "lib" => arguments.push("--lib".to_owned()),
                name => arguments.extend(["--test".to_owned(), name.to_owned()]),
            }
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let messages = cargo(&arguments)?;
        for package in packages {
            for target in &wanted[package] {
                // The library of that package has a name of its own.
                let name = match *target {
                    "lib" if package == "hearth-vm" => "hearth",
                    "lib" => package,
                    name => name,
                };
                // The command line is built with them, under the library's name.
                let is_it = |e: &TestExecutable| e.is_test && e.package == package && e.target.replace('-', "_") == name.replace('-', "_");
                let built = executables(&messages).find(is_it).ok_or_else(|| format!("cargo built no test {target} of {package}"))?;
                found.push(TestExecutable { target: (*target).to_owned(), ..built });
            }
        }
    }
    Ok(found)
}

/// Runs cargo; its messages.
fn cargo(arguments: &[&str]) -> Result<Vec<Json>, String> {
    let mut command = crate::cargo::cargo();
    command.args(arguments).args(["--quiet", "--message-format=json-render-diagnostics"]).current_dir(root());
    if !cfg!(debug_assertions) {
        command.arg("--release");
    }
    let output = command.output().map_err(|e| e.to_string())?;
    if !output.status.success() {
        return Err(format!("cargo {}:\n{}", arguments.join(" "), String::from_utf8_lossy(&output.stderr)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
}

fn executables(messages: &[Json]) -> impl Iterator<Item = TestExecutable> + '_ {
    messages.iter().filter_map(|message| {
        let path = PathBuf::from(message.get("executable")?.as_str()?);
        let target = message.pointer("/target/name")?.as_str()?.to_owned();
        let folder = Path::new(message.get("manifest_path")?.as_str()?).parent()?.to_owned();
        // `path+file://FOLDER#NAME@VERSION`
        let package = message.get("package_id")?.as_str()?.rsplit(['#', '/']).next()?.split('@').next()?.to_owned();
        let is_test = message.pointer("/profile/test").is_some_and(|test| *test == Json::Bool(true));
        Some(TestExecutable { package, target, is_test, path, folder })
    })
}
