//! Tests that were not run because this machine lacks what they need.
//!
//! The test harness swallows what a passing test prints, so a test leaves a file with the
//! reason beside the build, takes it away when it does run, and the last test target
//! (`tests/tests/what_was_skipped.rs`) prints what it finds.

use std::path::PathBuf;
use std::{env, fs, io};

/// Set where everything must be tested, as `.ci/run` does: a skipped test fails.
pub const FORBIDDEN: &str = "HEARTH_TEST_SKIP_NOTHING";

/// `target/PROFILE/skipped-tests`.
pub fn folder() -> PathBuf {
    let program = env::current_exe().expect("a test knows its executable");
    let build = program.ancestors().nth(2).expect("cargo puts tests into target/PROFILE/deps");
    build.join("skipped-tests")
}

/// Where this thread's test leaves its note: under the names of its program and its own.
fn note() -> PathBuf {
    let program = env::current_exe().ok().and_then(|path| Some(path.file_stem()?.to_string_lossy().into_owned())).unwrap_or_default();
    let program = program.rsplit_once('-').map_or(program.as_str(), |(name, _hash)| name);
    let test = std::thread::current().name().unwrap_or("main").replace("::", ".");
    folder().join(format!("{program} {test}"))
}

/// Says that the running test does nothing, and why.
pub fn skip(reason: &str) {
    assert!(env::var_os(FORBIDDEN).is_none(), "{reason}, and {FORBIDDEN} is set");
    eprintln!("skipped: {reason}");
    let written = fs::create_dir_all(folder()).and_then(|()| fs::write(note(), reason));
    written.unwrap_or_else(|e| panic!("{reason}, and this cannot be noted: {e}"));
}

/// Takes back what an earlier run of this test may have said.
pub fn runs() {
    if let Err(e) = fs::remove_file(note()) {
        assert_eq!(e.kind(), io::ErrorKind::NotFound, "a note cannot be taken back: {e}");
    }
}

/// The reason to skip a test where a program it needs is not there.
pub fn lacks(program: &str, package: &str, error: &io::Error) -> String {
    assert_eq!(error.kind(), io::ErrorKind::NotFound, "{program}: {error}");
    format!("needs {program} on the PATH ({package})")
}
