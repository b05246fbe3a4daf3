//! Processor time of this process and of workers: what a test costs, however busy the
//! machine is.

use std::time::Duration;

fn read(clock: libc::clockid_t) -> Option<Duration> {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is a valid place to write to.
    let done = unsafe { libc::clock_gettime(clock, &mut time) };
    (done == 0).then(|| Duration::new(time.tv_sec as u64, time.tv_nsec as u32))
}

/// User and kernel time of all threads of this process.
pub fn of_this_process() -> Duration {
    read(libc::CLOCK_PROCESS_CPUTIME_ID).unwrap_or_default()
}

/// The same of a child; none if it is gone.
pub fn of_child(process: u32) -> Option<Duration> {
    let mut clock = 0;
    // SAFETY: `clock` is a valid place to write to.
    let found = unsafe { libc::clock_getcpuclockid(process as libc::pid_t, &mut clock) };
    if found == 0 { read(clock) } else { None }
}
