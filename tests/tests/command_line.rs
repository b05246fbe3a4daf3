//! Exit codes and messages: 0 for success, 1 for a script that fails, 2 for a command
//! line that cannot be followed.

use std::path::Path;

use hearth_tests::invocation::{Sandbox, Statistics};
use hearth_tests::process::{Exit, Outcome};

fn run(source: &str, flags: &[&str], arguments: &[&str]) -> Outcome {
    let sandbox = Sandbox::new("command-line");
    let script = sandbox.file("script.js", source);
    sandbox.hearth().flag("--cache=off").flags(flags).run(&script, arguments)
}

#[test]
fn success_is_0() {
    let outcome = run("console.log('hello')", &[], &[]);
    assert_eq!((outcome.exit, outcome.stdout.as_str(), outcome.stderr.as_str()), (Exit::Code(0), "hello\n", ""));
}

#[test]
fn the_arguments_follow_the_script() {
    let outcome = run("console.log(process.argv.slice(2).join('|'))", &[], &["a", "--stats", "-x", "b c"]);
    assert_eq!((outcome.exit, outcome.stdout.as_str()), (Exit::Code(0), "a|--stats|-x|b c\n"));
}

#[test]
fn an_uncaught_exception_is_1() {
    let outcome = run("console.log('before');\nfunction thrower() { throw new RangeError('why'); }\nthrower();", &[], &[]);
    assert_eq!((outcome.exit, outcome.stdout.as_str()), (Exit::Code(1), "before\n"));
    for part in ["RangeError: why", "thrower", "script.js:2"] {
        assert!(outcome.stderr.contains(part), "no {part} in {}", outcome.stderr);
    }
}

/// As Node.js has it: what the error says of itself is for the console.
#[test]
fn an_uncaught_exception_is_shown_whole() {
    let script = "
        class Told extends Error { [Symbol.for('nodejs.util.inspect.custom')]() { return 'only this'; } }
        const error = Object.assign(new Told('why'), { deep: { a: { b: { c: 1 } } } });
        console.log(error);
        console.dir({ b: 2, [Symbol.for('nodejs.util.inspect.custom')]: undefined, inner: error }, { depth: 0 });
        throw error;";
    let outcome = run(script, &[], &[]);
    assert_eq!(outcome.exit, Exit::Code(1));
    assert!(outcome.stdout.starts_with("only this\n{\n  b: 2,\n") || outcome.stdout.starts_with("only this\n{ b: 2"), "{}", outcome.stdout);
    assert!(!outcome.stderr.contains("only this"), "{}", outcome.stderr);
    for part in ["why\n    at", "c: 1"] {
        assert!(outcome.stderr.contains(part), "no {part} in {}", outcome.stderr);
    }
}

#[test]
fn an_uncaught_value_that_is_no_error_is_1() {
    let outcome = run("throw 'just text'", &[], &[]);
    assert_eq!(outcome.exit, Exit::Code(1));
    assert!(outcome.stderr.contains("just text"), "{}", outcome.stderr);
}

#[test]
fn an_unhandled_rejection_is_1() {
    let outcome = run("Promise.reject(new Error('nobody caught it')); console.log('end')", &[], &[]);
    assert_eq!((outcome.exit, outcome.stdout.as_str()), (Exit::Code(1), "end\n"));
    assert!(outcome.stderr.contains("nobody caught it"), "{}", outcome.stderr);
}

#[test]
fn a_syntax_error_is_1_and_runs_nothing() {
    let outcome = run("console.log('never');\nlet = = 5;", &[], &[]);
    assert_eq!((outcome.exit, outcome.stdout.as_str()), (Exit::Code(1), ""));
    assert!(outcome.stderr.contains("SyntaxError"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("script.js"), "{}", outcome.stderr);
}

#[test]
fn a_missing_script_is_2() {
    let sandbox = Sandbox::new("missing");
    let arguments: [&str; 0] = [];
    let outcome = sandbox.hearth().run(Path::new("/nowhere/at-all.js"), &arguments);
    assert_eq!(outcome.exit, Exit::Code(2));
    assert!(outcome.stderr.contains("/nowhere/at-all.js"), "{}", outcome.stderr);
}

#[test]
fn an_unknown_option_is_2() {
    let outcome = run("", &["--no-such-option"], &[]);
    assert_eq!(outcome.exit, Exit::Code(2));
    assert!(outcome.stderr.contains("--no-such-option"), "{}", outcome.stderr);
}

/// Launchers that look for the options of the engine by itself found none to speak of.
#[test]
fn options_of_v8_are_listed() {
    let outcome = run("", &["--v8-options"], &[]);
    assert_eq!(outcome.exit, Exit::Code(0));
    let listed: Vec<&str> = outcome.stdout.lines().filter_map(|line| line.strip_prefix("  --")).collect();
    assert!(listed.contains(&"expose-gc") && listed.contains(&"stack-trace-limit"), "{}", outcome.stdout);
}

#[test]
fn a_bad_option_value_is_2() {
    for flag in ["--cache=sometimes", "--jit=maybe", "--gc-stress=often", "--store=gopher://x"] {
        let outcome = run("", &[flag], &[]);
        assert_eq!(outcome.exit, Exit::Code(2), "{flag}: {}", outcome.stderr);
    }
}

#[test]
fn statistics_have_the_documented_fields() {
    let source = "let s = 0; for (let i = 0; i < 100000; i++) s += i; console.log(s)";
    let outcome = run(source, &["--stats=json", "--no-threads"], &[]);
    assert!(outcome.succeeded(), "{}: {}", outcome.exit, outcome.stderr);
    let statistics = Statistics::of(&outcome).unwrap();
    for path in [
        "tierups.entry",
        "tierups.osr",
        "tierups.call",
        "tierups.retrieved",
        "tierups.compiled",
        "links.bound",
        "links.unbound",
        "compile_ms",
        "restore_ms",
        "gc.collections",
        "gc.max_pause_ms",
        "gc.peak_heap_bytes",
        "store.hits",
        "store.misses",
        "store.bytes_read",
        "store.bytes_written",
    ] {
        assert!(statistics.number(path) >= 0.0, "{path}");
    }
    statistics.rejected();
    assert!(statistics.number("tierups.osr") >= 1.0, "a hot loop was not entered by OSR");
    assert!(statistics.compiled() >= 1.0);
}

#[test]
fn statistics_come_last_even_when_the_script_fails() {
    let outcome = run("throw new Error('x')", &["--stats=json"], &[]);
    assert_eq!(outcome.exit, Exit::Code(1));
    Statistics::of(&outcome).unwrap();
}

/// Sums of numbers, and then of strings: the code made for numbers is left on line 2.
const SURPRISED: &str = "function add(a, b) {
  return a + b;
}
let sum = 0;
for (let i = 0; i < 1e6; i++) sum = add(i, 1);
for (let i = 0; i < 3; i++) sum = add('x', i);
console.log(sum);";

/// What `hearth explain` tells of a run, which has to leave `stdout` as it is.
fn explained(sandbox: &Sandbox, flags: &[&str]) -> (Outcome, String) {
    let script = sandbox.file("script.js", SURPRISED);
    let arguments: [&str; 0] = [];
    let command = sandbox.subcommand("explain").directory_store(&sandbox.store("store")).flag("--no-threads").flags(flags);
    let outcome = command.run(&script, &arguments);
    assert_eq!((outcome.exit, outcome.stdout.as_str()), (Exit::Code(0), "x2\n"), "{}", outcome.stderr);
    let told = outcome.stderr.clone();
    (outcome, told)
}

fn has_row(text: &str, parts: &[&str]) -> bool {
    text.lines().any(|line| parts.iter().all(|part| line.contains(part)))
}

#[test]
fn an_explanation_says_what_was_compiled_then_retrieved_and_why_it_was_left() {
    let sandbox = Sandbox::new("explain");
    let (_, cold) = explained(&sandbox, &["--ion-inlining=off"]);
    assert!(has_row(&cold, &["add", "script.js:1", "compiled", "entry"]), "{cold}");
    assert!(has_row(&cold, &["(top level)", "compiled", "osr, line 5"]), "{cold}");
    assert!(has_row(&cold, &["add", "script.js:2", "not_number"]) || has_row(&cold, &["add", "script.js:2", "not_int32"]), "{cold}");
    assert!(has_row(&cold, &["0 retrieved"]), "{cold}");
    let (_, warm) = explained(&sandbox, &["--ion-inlining=off"]);
    assert!(has_row(&warm, &["(top level)", "retrieved", "osr, line 5", "hit"]), "{warm}");
    assert!(has_row(&warm, &["add", "retrieved", "call", "hit"]), "{warm}");
    let saved = warm.split("The stores saved ").nth(1).and_then(|rest| rest.split(' ').next()).map(str::parse::<f64>);
    assert!(matches!(saved, Some(Ok(ms)) if ms > 0.0), "{warm}");
}

#[test]
fn an_explanation_names_the_line_of_an_inlined_function() {
    let sandbox = Sandbox::new("explain-inlined");
    let (outcome, _) = explained(&sandbox, &["--json"]);
    let json: serde_json::Value = serde_json::from_str(&outcome.stderr).unwrap_or_else(|e| panic!("{e} in {}", outcome.stderr));
    let functions = json["functions"].as_array().expect("a list");
    assert!(functions.iter().any(|f| f["function"] == "(top level)" && f["decision"] == "compiled" && f["path"] == "osr"), "{json}");
    assert_eq!(json["summary"]["retrieved"], 0);
    let bailouts: u64 = json["bailouts"].as_array().expect("a list").iter().filter_map(|b| b["count"].as_u64()).sum();
    assert_eq!(json["summary"]["bailouts"].as_u64(), Some(bailouts));
    assert!(bailouts > 0, "{json}");
}

#[test]
fn an_explanation_without_stores_and_without_a_compiler_is_one_too() {
    let (_, told) = explained(&Sandbox::new("explain-off"), &["--cache=off", "--jit=off"]);
    assert!(told.starts_with("0 retrieved"), "{told}");
}
