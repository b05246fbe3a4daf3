//! Processor time: what is compared with what was compiled, so that a busy machine changes nothing.

use std::time::Duration;

/// Processor time of this thread so far.
pub fn of_this_thread() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is valid for writing; the clock is one that every thread has.
    let failed = unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) } != 0;
    if failed { Duration::ZERO } else { Duration::new(time.tv_sec as u64, time.tv_nsec as u32) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    #[test]
    fn it_passes_while_a_thread_works_and_not_while_it_sleeps() {
        let start = of_this_thread();
        std::thread::sleep(Duration::from_millis(20));
        assert!(of_this_thread() - start < Duration::from_millis(15));
        let begun = Instant::now();
        while of_this_thread() - start < Duration::from_millis(20) {
            assert!(begun.elapsed() < Duration::from_secs(60));
        }
    }
}
