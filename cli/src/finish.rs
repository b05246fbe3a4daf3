//! Who finishes what a run has learnt: `--finish`, the rules where nothing is said, and the
//! process that does it (`hearth cache finish --detached`).
//!
//! That process inherits nothing: its standard streams are closed, it leaves the session of
//! the terminal, and it runs at the lowest priority. It is nobody's child, for the process that
//! started it ends at once.

use crate::{configuration, store_options};
use clap::ValueEnum;
use hearth::options::{CacheLevel, Finish, Options};
use hearth::trace::{Category, Line};
use std::ffi::OsString;
use std::io::IsTerminal;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// Says who finishes, where no option does.
pub const VARIABLE: &str = "HEARTH_FINISH";

/// Who compiles what the run has learnt, for later runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Choice {
    /// A process of low priority that this one leaves behind.
    Detach,
    /// This process, before it ends.
    Wait,
    /// `hearth cache finish`, whenever that comes.
    Queue,
    /// A `hearth cache worker` that serves the same Redis. This process compiles nothing.
    Worker,
    /// Nobody. The process stores what it compiled for itself.
    Off,
}

/// The choice, and the rule by which it was made.
///
/// # Errors
/// If the variable or the configuration says something else.
pub fn choose(option: Option<Choice>) -> Result<(Choice, &'static str), String> {
    if let Some(choice) = option {
        return Ok((choice, "option"));
    }
    if let Some((value, place)) = configuration::otherwise(VARIABLE) {
        let choice = value.to_str().and_then(|text| Choice::from_str(text, true).ok());
        let rule = if place == VARIABLE { "variable" } else { "configuration" };
        return choice.map(|choice| (choice, rule)).ok_or_else(|| format!("{place} is detach, wait, queue, worker or off"));
    }
    // Where these hold, what is left behind is ended with the container or the job.
    if std::process::id() == 1 || std::os::unix::process::parent_id() == 0 {
        return Ok((Choice::Wait, "first_process"));
    }
    if std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false" && value != "0") {
        return Ok((Choice::Wait, "ci"));
    }
    let has_terminal = std::io::stdin().is_terminal() || std::io::stdout().is_terminal() || std::io::stderr().is_terminal();
    if !has_terminal && std::os::unix::process::parent_id() == 1 {
        return Ok((Choice::Wait, "orphan"));
    }
    Ok((Choice::Detach, "default"))
}

impl Choice {
    pub fn as_option(self) -> Finish {
        match self {
            Choice::Detach => Finish::Detach(start),
            Choice::Wait => Finish::Wait,
            Choice::Queue => Finish::Queue,
            Choice::Worker => Finish::Worker,
            Choice::Off => Finish::Off,
        }
    }
}

/// Finishers that a program has started which goes on: they are its children until they were asked for.
static STARTED: Mutex<Vec<Child>> = Mutex::new(Vec::new());

/// Starts the process that finishes. If it cannot be started, what was learnt stays in the queue.
fn start(options: &Options) {
    let mut finishers = STARTED.lock().unwrap_or_else(PoisonError::into_inner);
    finishers.retain_mut(|child| matches!(child.try_wait(), Ok(None)));
    let started = std::env::current_exe().and_then(|program| {
        Command::new(program).args(arguments(options)).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()
    });
    if options.trace.has(Category::Cache) {
        let line = Line::new(Category::Cache).field("event", "finisher");
        match &started {
            Ok(child) => line.field("process", child.id()).emit(),
            Err(error) => line.field("failed", error).emit(),
        }
    }
    finishers.extend(started);
}

fn arguments(options: &Options) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = vec!["cache".into(), "finish".into(), "--detached".into()];
    if options.cache < CacheLevel::Code {
        arguments.push("--profiles-only".into());
    }
    arguments.extend(store_options::words(options));
    arguments
}

/// Leaves what this process was started from.
pub fn detach() {
    /// The lowest.
    const NICE: i32 = 19;
    /// `IOPRIO_CLASS_IDLE << IOPRIO_CLASS_SHIFT` of the kernel.
    const IDLE: i32 = 3 << 13;
    const IOPRIO_WHO_PROCESS: i32 = 1;
    // SAFETY: nothing was opened yet that this process needs; no pointers are passed. What fails
    // is done without.
    unsafe {
        libc::syscall(libc::SYS_close_range, 3, u32::MAX, 0);
        libc::setsid();
        libc::setpriority(libc::PRIO_PROCESS, 0, NICE);
        libc::syscall(libc::SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0, IDLE);
    }
}
