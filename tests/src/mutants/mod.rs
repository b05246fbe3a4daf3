//! Builds of the engine in which one rule of safety is taken out: a test must notice.
//!
//! `table` has a row for each rule that the three crates declare (`rules.rs` in each), with the
//! test that fails without it. Here is how such a test is run: the same test passes with all
//! rules, so that it is the missing rule that it notices.

pub mod build;
pub mod table;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::modes::Mode;
use crate::process::{self, Exit};
use crate::programs;
use crate::suite::compare;
use build::Executables;

/// The variable that names the rule to do without.
pub const VARIABLE: &str = "HEARTH_MUTANT";

/// A test that notices that a rule is missing.
#[derive(Clone, Copy, Debug)]
pub enum Killer {
    /// The script (below `scripts/`) with these flags; with a store it is run twice.
    Script { name: &'static str, flags: &'static [&'static str], store: bool },
    /// A test of one of the workspace's packages, by the name of its target and its own.
    Test { package: &'static str, target: &'static str, name: &'static str },
}

impl std::fmt::Display for Killer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Killer::Script { name, flags, store } => {
                write!(f, "{name} {}{}", flags.join(" "), if *store { " (twice, with a store)" } else { "" })
            }
            Killer::Test { package, target, name } => write!(f, "{package} {target} {name}"),
        }
    }
}

/// Longer than any of these tests takes; a mutant may run for ever.
const LIMIT: Duration = Duration::from_secs(600);

impl Killer {
    /// Runs the test without `rule`, or with all: why it fails, if it does.
    ///
    /// # Errors
    /// The failure in one line.
    pub fn run(&self, executables: &Executables, rule: Option<&str>) -> Result<(), String> {
        match self {
            Killer::Script { name, flags, store } => script(&executables.hearth, name, flags, *store, rule),
            Killer::Test { package, target, name } => test(executables, package, target, name, rule),
        }
    }
}

/// What became of a mutant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fate {
    /// Its test notices: how.
    Killed(String),
    Lives,
    /// Its test fails with all rules: why.
    Broken(String),
}

/// Runs a row's test with all rules, and without the row's.
pub fn fate(row: &table::Row, executables: &Executables) -> Fate {
    match (row.killer.run(executables, None), row.killer.run(executables, Some(row.rule))) {
        (Err(why), _) => Fate::Broken(why),
        (Ok(()), Ok(())) => Fate::Lives,
        (Ok(()), Err(why)) => Fate::Killed(why),
    }
}

fn with_rule(command: &mut Command, rule: Option<&str>) {
    match rule {
        Some(rule) => command.env(VARIABLE, rule),
        None => command.env_remove(VARIABLE),
    };
}

fn script(hearth: &Path, name: &str, flags: &[&str], store: bool, rule: Option<&str>) -> Result<(), String> {
    let program = programs::named(&format!("scripts/{name}"));
    let expected = program.expected()?;
    let sandbox = crate::invocation::Sandbox::new("mutant");
    let runs = if store { 2 } else { 1 };
    for _ in 0..runs {
        let mut command = Command::new(hearth);
        command.arg("run").args(flags).arg(format!("--key-file={}", sandbox.key_file().display()));
        match store {
            true => command.arg(format!("--store=dir:{}", sandbox.store("store").display())),
            false => command.arg("--cache=off"),
        };
        command.arg(&program.path).args(&program.arguments);
        with_rule(&mut command, rule);
        let outcome = process::run(&mut command, LIMIT).map_err(|e| e.to_string())?;
        compare(&expected, &outcome)?;
        if let Some(complaint) = Mode::complaint(&outcome) {
            return Err(complaint.to_owned());
        }
    }
    Ok(())
}

fn test(executables: &Executables, package: &str, target: &str, name: &str, rule: Option<&str>) -> Result<(), String> {
    let executable = executables.test(package, target)?;
    let mut command = Command::new(&executable.path);
    command.args(["--exact", name]).current_dir(&executable.folder).env("HEARTH_BIN", &executables.hearth);
    with_rule(&mut command, rule);
    let outcome = process::run(&mut command, LIMIT).map_err(|e| e.to_string())?;
    // Without the rule a crash will do; with all rules the test must be there, and pass.
    if outcome.exit == Exit::Code(0) {
        return if outcome.stdout.contains("1 passed") { Ok(()) } else { Err(format!("there is no test {name} in {package} {target}")) };
    }
    let panic = outcome.stdout.lines().chain(outcome.stderr.lines()).skip_while(|line| !line.contains("panicked at")).nth(1);
    Err(format!("{}: {}", outcome.exit, panic.unwrap_or("no panic")))
}
