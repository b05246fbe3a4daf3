//! Random programs in every tier: each prints what the interpreter prints.
//!
//! The input is the generator's choices, so that a small change of the input is a small change
//! of the program, and what reaches new code of the compiler is kept and varied.
#![no_main]

use hearth::options::Options;
use hearth_fuzz::{engine, options, printed, within_limit};
use libfuzzer_sys::fuzz_target;

/// Ways to run a program. Each is compared with the interpreter.
fn ways() -> [(&'static str, Options); 4] {
    let eager = Options { ion_eager: true, ..options() };
    [
        ("eager", eager.clone()),
        ("clone", Options { jit_clone: true, ..eager.clone() }),
        ("inlining off", Options { ion_inlining: false, ..eager.clone() }),
        ("stress", Options { gc_stress: 211, ..eager }),
    ]
}

/// What the program prints, unless it takes too long.
fn run(options: Options, text: &str) -> Option<String> {
    let mut engine = engine(options);
    let mut end = String::new();
    let in_time = within_limit(&mut engine, |engine| {
        // A module's scope: what the program declares must not meet what is there.
        let result = engine.eval("program.js", &format!("(function () {{\n{text}\n}})();"));
        if let Err(error) = result {
            end = format!("uncaught {}", error.report.lines().last().unwrap_or_default());
        }
    });
    let printed = printed() + &end;
    in_time.then_some(printed)
}

fuzz_target!(|data: &[u8]| {
    let text = hearth_tests::generate::program_of(data);
    let Some(expected) = run(Options { jit: false, ..options() }, &text) else { return };
    for (name, options) in ways() {
        if let Some(printed) = run(options, &text) {
            assert!(printed == expected, "{name}\n--- expected\n{expected}\n--- printed\n{printed}\n--- program\n{text}");
        }
    }
});
