//! `hearth cache …`: looking at the stores of compiled code.

use std::ffi::OsString;
use std::process::ExitCode;

/// Runs a subcommand with the words that follow `cache`.
pub fn run(_words: &[OsString]) -> ExitCode {
    eprintln!("hearth: this build has no commands for the stores");
    ExitCode::from(2)
}
