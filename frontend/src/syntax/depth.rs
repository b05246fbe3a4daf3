//! Deep nesting: a bound on it before parsing, and stack enough for what is within
//! the bound.
//!
//! The parser, the early-error pass and the emitter recurse as deeply as the text
//! nests. [`nesting`] bounds that depth from the text alone, without a tree; what
//! may be deep runs on a thread of its own with a large stack, which costs some
//! tens of microseconds, and what is deeper than [`MAX_NESTING`] is refused.
//!
//! Invariants for the unsafe code:
//! 1. The thread that hands work to [`with_large_stack`] waits until it is done, so
//!    that what the work borrows is used by one thread at a time, and each hand-over
//!    synchronises (thread start, join).

/// The greatest nesting that is compiled, in the units of [`nesting`].
pub const MAX_NESTING: u32 = 20_000;

/// Nesting that needs no large stack: a main thread has 8 MiB, others 2 MiB.
const SHALLOW: u32 = 150;

/// Bytes of stack per level: the most that a level took in a build without
/// optimisation, doubled.
const STACK_PER_LEVEL: usize = 24 << 10;

/// An upper bound of the depth of the tree of `text`, in brackets, operators and
/// `else`s that are open at once. Strings, templates and comments are skipped;
/// regular expressions are not recognised, which may count too much or, by
/// as many brackets as they leave unbalanced, too little.
pub fn nesting(text: &str) -> u32 {
    let bytes = text.as_bytes();
    // Per open bracket: operators since the last `,` or `;`.
    let mut open: Vec<u32> = vec![0];
    let mut total = 0u32;
    let mut max = 0u32;
    let mut i = 0;
    while i < bytes.len() {
        match bytes[i] {
            b'(' | b'[' | b'{' => {
                open.push(0);
                total += 1;
            }
            b')' | b']' | b'}' if open.len() > 1 => {
                total -= 1 + open.pop().expect("not empty");
                // A block ends the statement, unless `else` follows.
                if bytes[i] == b'}' && !continues(&bytes[i + 1..]) {
                    total -= std::mem::take(open.last_mut().expect("not empty"));
                }
            }
            b',' | b';' => {
                let top = open.last_mut().expect("not empty");
                if bytes[i] == b',' || !continues(&bytes[i + 1..]) {
                    total -= std::mem::take(top);
                }
            }
            quote @ (b'"' | b'\'' | b'`') => {
                i += 1;
                while i < bytes.len() && bytes[i] != quote {
                    if bytes[i] == b'\\' {
                        i += 1;
                    } else if quote == b'`' && bytes[i] == b'$' && bytes.get(i + 1) == Some(&b'{') {
                        // Expressions in templates count as if they were outside.
                        open.push(0);
                        total += 1;
                        break;
                    } else if quote != b'`' && bytes[i] == b'\n' {
                        break;
                    }
                    i += 1;
                }
            }
            b'/' if bytes.get(i + 1) == Some(&b'/') => {
                while i < bytes.len() && bytes[i] != b'\n' {
                    i += 1;
                }
            }
            b'/' if bytes.get(i + 1) == Some(&b'*') => {
                i += 2;
                while i + 1 < bytes.len() && !(bytes[i] == b'*' && bytes[i + 1] == b'/') {
                    i += 1;
                }
                i += 1;
            }
            b'\\' => i += 1,
            b'=' | b'+' | b'-' | b'*' | b'/' | b'%' | b'<' | b'>' | b'!' | b'~' | b'&' | b'|' | b'^' | b'?' | b':' | b'.' => {
                *open.last_mut().expect("not empty") += 1;
                total += 1;
            }
            b'a'..=b'z' => {
                // Keywords that nest without brackets.
                let start = i;
                while i < bytes.len() && (bytes[i].is_ascii_alphanumeric() || bytes[i] == b'_' || bytes[i] == b'$') {
                    i += 1;
                }
                if matches!(
                    &bytes[start..i],
                    b"else"
                        | b"if"
                        | b"for"
                        | b"while"
                        | b"do"
                        | b"with"
                        | b"new"
                        | b"typeof"
                        | b"void"
                        | b"delete"
                        | b"await"
                        | b"yield"
                        | b"in"
                        | b"instanceof"
                        | b"async"
                        | b"return"
                ) {
                    *open.last_mut().expect("not empty") += 1;
                    total += 1;
                }
                max = max.max(total);
                continue;
            }
            _ => {}
        }
        max = max.max(total);
        i += 1;
    }
    max
}

/// Does `else` come next, so that what follows may nest deeper in this statement? (After the
/// `while` of a do-while it nests in the statements that are around the loop at most.)
fn continues(rest: &[u8]) -> bool {
    let rest = rest.trim_ascii_start();
    rest.starts_with(b"else") || rest.starts_with(b"//") || rest.starts_with(b"/*")
}

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
    fn nesting_counts_what_nests() {
        assert!(nesting(&"[".repeat(5000)) >= 5000);
        assert!(nesting(&"!".repeat(5000)) >= 5000);
        assert!(nesting(&"a=>".repeat(3000)) >= 3000);
        assert!(nesting(&"if(a){}else ".repeat(3000)) >= 3000);
        assert!(nesting(&"typeof ".repeat(3000)) >= 3000);
        assert!(nesting(&"`${".repeat(3000)) >= 3000);
    }

    #[test]
    fn sequences_are_not_nesting() {
        assert!(nesting(&"f(a.b + c[0]);\n".repeat(5000)) < 20);
        assert!(nesting(&"function f() { if (a) { b = c; } }\n".repeat(5000)) < 20);
        assert!(nesting(&format!("[{}]", "1+2,".repeat(5000))) < 20);
        assert!(nesting(&"x('((((((')\n;".repeat(5000)) < 20);
        assert!(nesting(&"while (a);".repeat(5000)) < 20);
        assert!(nesting(&"do a; while (b);".repeat(5000)) < 20);
    }

    #[test]
    fn work_on_a_large_stack_may_recurse() {
        fn recurse(n: u32) -> u64 {
            let pad = std::hint::black_box([n as u64; 64]);
            if n == 0 { 0 } else { recurse(n - 1) + pad[0] - pad[63] + 1 }
        }
        assert_eq!(with_large_stack(10_000, || recurse(10_000)), 10_000);
    }
}
