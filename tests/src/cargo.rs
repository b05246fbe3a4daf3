//! Cargo, as from a shell.

use std::env;
use std::process::Command;

/// What cargo tells the tests that it runs about themselves. Build scripts that ask for it (ring's does) would run again, and all
/// that depends on them would be built once more.
const OF_THIS_PACKAGE: [&str; 4] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_CRATE_", "CARGO_BIN_"];

/// The cargo that runs this test, or the one on the path; arguments are to follow.
pub fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in env::vars_os() {
        if OF_THIS_PACKAGE.iter().any(|prefix| name.to_string_lossy().starts_with(prefix)) {
            command.env_remove(name);
        }
    }
    command
}
