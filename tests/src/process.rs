//! A child process with a deadline.
//!
//! Both outputs are read by threads of their own, so a child that fills a pipe does not
//! hang, and the process is waited for with `wait4`, which alone tells its peak memory.
//!
//! Invariants for the `unsafe` code:
//! 1. The process id is that of a child which nobody has waited for yet: the `Child` is
//!    owned here, and `Child::wait` and `try_wait` are never called on it.

use std::io::{self, Read};
use std::process::{Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    Code(i32),
    Signal(i32),
    /// It was killed because its time was over.
    TimedOut,
}

impl std::fmt::Display for Exit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Code(code) => write!(f, "exit code {code}"),
            Self::Signal(signal) => write!(f, "signal {signal}"),
            Self::TimedOut => write!(f, "timed out"),
        }
    }
}

#[derive(Debug)]
pub struct Outcome {
    pub exit: Exit,
    pub stdout: String,
    pub stderr: String,
    pub wall: Duration,
    /// Time on all processors, in user and kernel mode.
    pub cpu: Duration,
    /// Largest resident set, in KiB.
    pub peak_rss_kib: u64,
}

impl Outcome {
    pub fn succeeded(&self) -> bool {
        self.exit == Exit::Code(0)
    }
}

/// Runs `command` to its end, or kills it after `limit`.
pub fn run(command: &mut Command, limit: Duration) -> io::Result<Outcome> {
    run_with(command, Stdio::null(), limit)
}

/// The same with something to read.
pub fn run_with(command: &mut Command, input: Stdio, limit: Duration) -> io::Result<Outcome> {
    let start = Instant::now();
    let mut child = command.stdin(input).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let pid = child.id() as libc::pid_t;
    let stdout = read_all(child.stdout.take().expect("stdout is piped"));
    let stderr = read_all(child.stderr.take().expect("stderr is piped"));

    let ended = Arc::new((Mutex::new(false), Condvar::new()));
    let watchdog = {
        let ended = Arc::clone(&ended);
        thread::spawn(move || {
            let (flag, signal) = &*ended;
            let guard = flag.lock().expect("no panic while holding the lock");
            let (guard, waited) = signal.wait_timeout_while(guard, limit, |ended| !*ended).expect("no panic while holding the lock");
            let overdue = waited.timed_out() && !*guard;
            if overdue {
                // SAFETY: `kill` has no memory effects. The lock is held and the flag is
                // not set, so the child has not been waited for (1) and the id is its own.
                unsafe { libc::kill(pid, libc::SIGKILL) };
            }
            overdue
        })
    };

    // The exit is only observed here (`WNOWAIT`) and collected below under the lock, so
    // that the watchdog can never signal an id that was already given to somebody else.
    // SAFETY: `siginfo_t` is plain data for which zero is a valid value.
    let mut info: libc::siginfo_t = unsafe { std::mem::zeroed() };
    loop {
        // SAFETY: `info` is a valid place to write to; the child is ours (1).
        let seen = unsafe { libc::waitid(libc::P_PID, pid as libc::id_t, &mut info, libc::WEXITED | libc::WNOWAIT) };
        if seen == 0 {
            break;
        }
        let error = io::Error::last_os_error();
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
    let wall = start.elapsed();

    let mut status = 0;
    // SAFETY: `rusage` is plain data for which zero is a valid value.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    {
        let (flag, signal) = &*ended;
        let mut guard = flag.lock().expect("no panic while holding the lock");
        // SAFETY: both out-pointers are valid; the child is ours and has ended (1).
        let waited = unsafe { libc::wait4(pid, &mut status, 0, &mut usage) };
        if waited != pid {
            return Err(io::Error::last_os_error());
        }
        *guard = true;
        signal.notify_one();
    }
    let overdue = watchdog.join().expect("the watchdog does not panic");
    let exit = if overdue {
        Exit::TimedOut
    } else if libc::WIFEXITED(status) {
        Exit::Code(libc::WEXITSTATUS(status))
    } else {
        Exit::Signal(libc::WTERMSIG(status))
    };
    let time = |t: libc::timeval| Duration::new(t.tv_sec.max(0) as u64, t.tv_usec.max(0) as u32 * 1000);
    Ok(Outcome {
        exit,
        stdout: stdout.join().expect("the reader does not panic"),
        stderr: stderr.join().expect("the reader does not panic"),
        wall,
        cpu: time(usage.ru_utime) + time(usage.ru_stime),
        peak_rss_kib: usage.ru_maxrss as u64,
    })
}

fn read_all(mut pipe: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What could be read before an error is still worth showing.
        let _ = pipe.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_and_exit_code_are_reported() {
        let outcome = run(Command::new("sh").args(["-c", "echo out; echo err >&2; exit 3"]), Duration::from_secs(20)).unwrap();
        assert_eq!(outcome.exit, Exit::Code(3));
        assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), ("out\n", "err\n"));
        assert!(outcome.peak_rss_kib > 0);
    }

    #[test]
    fn an_endless_process_is_killed() {
        let outcome = run(Command::new("sleep").arg("600"), Duration::from_millis(50)).unwrap();
        assert_eq!(outcome.exit, Exit::TimedOut);
    }

    #[test]
    fn a_signal_is_told_apart_from_a_time_out() {
        let outcome = run(Command::new("sh").args(["-c", "kill -SEGV $$"]), Duration::from_secs(20)).unwrap();
        assert_eq!(outcome.exit, Exit::Signal(libc::SIGSEGV));
    }
}
