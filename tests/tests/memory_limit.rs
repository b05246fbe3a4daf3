//! A program that needs more memory than `--memory-limit` gives ends with a RangeError, or
//! with the right result; never with a wrong one, and never by a signal.
//!
//! The programs are the rows of `limits/allocating.txt`: at the limit a string silently became
//! empty, a buffer could be as large as it liked, and what allocated many small cells in one
//! built-in function ended the process.

use std::fs;
use std::path::Path;

use hearth_tests::binary::root;
use hearth_tests::invocation::Sandbox;
use hearth_tests::process::{Exit, Outcome};
use hearth_tests::suite::in_parallel;

const LIMIT_MIB: u64 = 64;
/// Beyond the limit and what an empty program takes.
const MARGIN_MIB: u64 = 16;

/// What may be thrown instead of the result.
const REFUSALS: &[&str] = &[
    "RangeError: Out of memory",
    "RangeError: Invalid string length",
    "RangeError: Invalid array length",
    "RangeError: Array buffer allocation failed",
    "RangeError: Maximum BigInt size exceeded",
    "RangeError: Maximum call stack size exceeded",
];

const MODES: &[&[&str]] = &[&["--jit=off"], &["--ion-eager", "--no-threads"]];

struct Row {
    name: String,
    body: String,
    /// None: nothing but a refusal.
    right: Option<String>,
    /// MiB more than others.
    more: u64,
}

fn rows() -> Vec<Row> {
    let text = fs::read_to_string(root().join("tests/limits/allocating.txt")).expect("the table");
    let rows: Vec<Row> = text
        .split("\n# ")
        .skip(1)
        .map(|block| {
            let mut row = Row { name: String::new(), body: String::new(), right: None, more: 0 };
            for (index, line) in block.lines().enumerate() {
                if index == 0 {
                    row.name = line.to_owned();
                } else if let Some(right) = line.strip_prefix("= ") {
                    row.right = (right != "-").then(|| right.to_owned());
                } else if let Some(more) = line.strip_prefix("rss ") {
                    row.more = more.split(':').next().and_then(|n| n.parse().ok()).expect("MiB: reason");
                } else {
                    row.body.push_str(line);
                }
            }
            row
        })
        .collect();
    assert!(rows.len() >= 60, "{} rows", rows.len());
    rows
}

fn run(row: &Row, script: &Path, sandbox: &Sandbox, flags: &[&str]) -> Outcome {
    let program = format!(
        "let out;\ntry {{ out = String((() => {{ {} }})()); }} catch (e) {{ out = e; }}\n\
         console.log(out instanceof Error ? `${{out.name}}: ${{out.message}}` : out);\n",
        row.body
    );
    fs::write(script, program).expect("a script");
    let arguments: [&str; 0] = [];
    sandbox.hearth().flags(["--cache=off", &format!("--memory-limit={LIMIT_MIB}m")]).flags(flags).run(script, &arguments)
}

/// What is wrong with a run.
fn fault(row: &Row, outcome: &Outcome, most_kib: u64) -> Option<String> {
    let said = outcome.stdout.trim_end();
    let is_refusal = |text: &str| REFUSALS.iter().any(|refusal| text.contains(refusal));
    let ended_well = match outcome.exit {
        Exit::Code(0) => row.right.as_deref() == Some(said) || is_refusal(said),
        // Not even the handler had room; or none was left behind it, since all is still alive (jobs in the queue).
        Exit::Code(1) => (said.is_empty() || is_refusal(said)) && is_refusal(&outcome.stderr),
        _ => false,
    };
    if !ended_well {
        let stderr: String = outcome.stderr.chars().take(300).collect();
        return Some(format!("{}: printed {said:?} instead of {:?}; {stderr}", outcome.exit, row.right));
    }
    let most_kib = most_kib + (row.more << 10);
    (outcome.peak_rss_kib > most_kib).then(|| format!("{} MiB resident, more than {}", outcome.peak_rss_kib >> 10, most_kib >> 10))
}

#[test]
fn more_memory_than_there_is_is_a_range_error() {
    let empty = Row { name: "empty".into(), body: "return 1".into(), right: Some("1".into()), more: 0 };
    let sandbox = Sandbox::new("memory-limit-empty");
    // The optimiser takes memory for the smallest program, so each mode has its own measure.
    let most = MODES.iter().map(|flags| {
        let least = run(&empty, &sandbox.path().join("empty.js"), &sandbox, flags).peak_rss_kib;
        least + ((LIMIT_MIB + MARGIN_MIB) << 10)
    });
    let most: Vec<u64> = most.collect();
    let faults: Vec<String> = in_parallel(&rows(), |row| {
        let sandbox = Sandbox::new("memory-limit");
        let script = sandbox.path().join("script.js");
        let faults = MODES.iter().zip(&most).filter_map(|(flags, &most)| {
            let outcome = run(row, &script, &sandbox, flags);
            Some(format!("  {} {flags:?}: {}\n", row.name, fault(row, &outcome, most)?))
        });
        faults.collect::<String>()
    });
    let faults = faults.concat();
    assert!(faults.is_empty(), "\n{faults}");
}

/// The second line: where not even an exception can be thrown, the process ends with a message.
#[test]
fn a_process_without_room_for_an_exception_says_so() {
    let sandbox = Sandbox::new("memory-limit-end");
    let script = sandbox.file("script.js", "console.log('before'); let l; for (;;) l = { l };");
    let arguments: [&str; 0] = [];
    let outcome = sandbox.hearth().flags(["--cache=off", "--fail-allocation=2000+", "--jit=off"]).run(&script, &arguments);
    assert_eq!((outcome.exit, outcome.stdout.as_str()), (Exit::Code(134), "before\n"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("hearth: fatal: out of memory"), "{}", outcome.stderr);
}
