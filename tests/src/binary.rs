//! Where the `hearth` executable is.
//!
//! `HEARTH_BIN` names it; otherwise it is built once per test process, with the profile
//! that the tests themselves were built with. (Cargo builds the library on which this
//! package depends, but not the executables of a dependency.)

use crate::cargo::cargo;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::{env, fs};

/// The path of the executable. Panics, with cargo's output, if it cannot be built.
pub fn hearth() -> &'static Path {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    PATH.get_or_init(|| match env::var_os("HEARTH_BIN") {
        Some(path) => fs::canonicalize(&path).unwrap_or_else(|e| panic!("HEARTH_BIN: {}: {e}", path.display())),
        None => build(),
    })
}

fn build() -> PathBuf {
    let mut command = cargo();
    command.args(["build", "--quiet", "-p", "hearth-js", "--bin", "hearth"]).current_dir(root());
    let profile = if cfg!(debug_assertions) {
        "debug"
    } else {
        command.arg("--release");
        "release"
    };
    let output = command.output().expect("cargo runs");
    if !output.status.success() {
        panic!("cannot build hearth:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    root().join(target).join(profile).join("hearth")
}

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this package is in the workspace")
}
