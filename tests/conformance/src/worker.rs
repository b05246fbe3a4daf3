//! A worker process: takes tests from standard input, one a line, and answers each
//! with a line. If it dies, the runner knows on which test.

use crate::execute::Executor;
use crate::mode::{Mode, Parameters};
use crate::suite::{Scenario, Suite};
use std::fs::File;
use std::io::{BufRead, Write};
use std::os::fd::FromRawFd;
use std::path::Path;

/// Address space of the native stack beyond what scripts may use, in bytes.
const STACK_MARGIN: usize = 4 << 20;

/// Runs until standard input ends, each test `runs` times.
///
/// # Errors
/// A message if the suite is not there or a pipe breaks.
pub fn run(root: &Path, mode: Mode, scratch: &Path, runs: usize, parameters: Parameters) -> Result<(), String> {
    let suite = Suite::open(root)?;
    let mut answers = take_stdout();
    let stack = mode.stack_size() + STACK_MARGIN;
    // Scripts recurse deeply: they run on a thread whose stack is large.
    std::thread::scope(|scope| {
        std::thread::Builder::new()
            .name("tests".to_owned())
            .stack_size(stack)
            .spawn_scoped(scope, move || -> Result<(), String> {
                let mut executor = Executor::new(suite, mode, scratch.to_owned(), runs, parameters);
                for line in std::io::stdin().lock().lines() {
                    let line = line.map_err(|e| e.to_string())?;
                    let (scenario, test) = line.split_once('\t').ok_or("a line without tab")?;
                    let scenario = Scenario::from_name(scenario).ok_or("an unknown scenario")?;
                    let mut outcome = executor.run(test, scenario);
                    outcome.last = crate::agents::take_started();
                    answers.write_all(outcome.to_line().as_bytes()).map_err(|e| e.to_string())?;
                    if outcome.last {
                        std::process::exit(0);
                    }
                }
                Ok(())
            })
            .map_err(|e| e.to_string())?
            .join()
            .map_err(|_| "a panic".to_owned())?
    })
}

/// Standard output for answers alone: what scripts write goes to standard error.
fn take_stdout() -> File {
    // SAFETY: plain system calls on descriptors that are open; the copy is owned by the file.
    unsafe {
        let copy = libc::dup(1);
        libc::dup2(2, 1);
        File::from_raw_fd(copy)
    }
}
