//! Deep nesting: a bound on it before parsing, and stack enough for what is within
//! the bound.
//!
//! The parser, the early-error pass and the emitter recurse as deeply as the text
//! nests. [`nesting`](super::nesting::nesting) bounds that depth from the text alone, without a tree; what
//! may be deep runs on a thread of its own with a large stack, which costs some
//! tens of microseconds, and what is deeper than [`MAX_NESTING`] is refused.
//!
//! Invariants for the unsafe code:
//! 1. The thread that hands work to [`with_large_stack`] waits until it is done, so
//!    that what the work borrows is used by one thread at a time, and each hand-over
//!    synchronises (thread start, join).

/// The greatest nesting that is compiled, in the units of [`nesting`](super::nesting::nesting).
pub const MAX_NESTING: u32 = 20_000;

/// Nesting that needs no large stack: a main thread has 8 MiB, others 2 MiB.
const SHALLOW: u32 = 150;

/// Bytes of stack per level: the most that a level took in a build without
/// optimisation, doubled.
const STACK_PER_LEVEL: usize = 24 << 10;

/// Runs `work`, which recurses up to `depth` levels, with stack enough for it.
pub fn with_large_stack<R>(depth: u32, work: impl FnOnce() -> R) -> R {
    if depth <= SHALLOW {
        return work();
    }
    let mut result = None;
    {
        let job = HandOver(|| result = Some(work()));
        let stack = (4 << 20) + depth.min(2 * MAX_NESTING) as usize * STACK_PER_LEVEL;
        std::thread::scope(|scope| {
            let thread = std::thread::Builder::new()
                .stack_size(stack)
                .spawn_scoped(scope, move || {
                    let job = job;
                    (job.0)()
                })
                .expect("the system gives a thread");
            if let Err(panic) = thread.join() {
                std::panic::resume_unwind(panic);
            }
        });
    }
    result.expect("the work has run")
}

struct HandOver<F>(F);

// SAFETY: by invariant 1 the work runs while its owner waits, so that nothing in it
// is used by two threads at once, and both hand-overs synchronise.
unsafe impl<F> Send for HandOver<F> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_on_a_large_stack_may_recurse() {
        fn recurse(n: u32) -> u64 {
            let pad = std::hint::black_box([n as u64; 64]);
            if n == 0 { 0 } else { recurse(n - 1) + pad[0] - pad[63] + 1 }
        }
        assert_eq!(with_large_stack(10_000, || recurse(10_000)), 10_000);
    }
}
