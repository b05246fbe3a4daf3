//! The example `first_run` goes the whole way: compiled once, then found, also in another process.

#[allow(dead_code, reason = "the example has a `main`")]
#[path = "../examples/first_run.rs"]
mod first_run;
#[path = "../src/store/temporary.rs"]
#[allow(dead_code, reason = "other tests use more of it")]
mod temporary;

use first_run::{Machine, SOURCES, run, tamper};
use hearth_codecache::MissReason;
use temporary::TempDir;

const WRONG: &str = "1 +: an operator lacks an operand";

fn expected(origin: &str) -> [String; 3] {
    [format!("x 3 + x * 7 -: f(5) = 33, f(-7) = 21, {origin}"), format!("x x * x *: f(5) = 125, f(-7) = -343, {origin}"), WRONG.to_owned()]
}

#[test]
fn compiled_found_refused_and_compiled_again() {
    let directory = TempDir::new();
    assert_eq!(run(directory.path(), &SOURCES).unwrap(), expected("compiled (not_found)"));
    assert_eq!(run(directory.path(), &SOURCES).unwrap(), expected("found"));
    tamper(directory.path()).unwrap();
    let third = run(directory.path(), &SOURCES).unwrap();
    assert_eq!(third[..3], expected("compiled (wrong_key)"));
    assert!(third[3].starts_with("2 refused: The authentication tag does not match"), "{third:?}");
    assert_eq!(run(directory.path(), &SOURCES).unwrap(), expected("found"));
}

#[test]
fn all_numbers_and_operators() {
    let directory = TempDir::new();
    let machine = Machine::new(directory.path()).unwrap();
    for (source, x, value) in [
        ("x", i64::MIN, i64::MIN),
        ("-9223372036854775808 x +", -1, i64::MAX),
        ("1311768467463790320 x -", 0x1234_5678_9abc_def0, 0),
        ("x x x x * + -", 3, -9),
        ("9223372036854775807 x *", 2, -2),
    ] {
        for miss in [Some(MissReason::NotFound), None] {
            let function = machine.function(source).unwrap();
            assert_eq!((function.call(x), function.miss), (value, miss), "{source}");
            assert!(machine.forget(function) > 0);
        }
    }
    // More than there is room for.
    let deep = "x ".repeat(101) + &"+ ".repeat(100);
    assert_eq!(machine.function(&deep).err().unwrap().to_string(), "the expression is too deep");
}
