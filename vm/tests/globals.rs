//! Global names in compiled code: what one script knows of them, a later one may change.

use hearth::machine::Machine as Engine;
use hearth::options::Options;

/// Runs the scripts one after the other in one engine; the last one's value.
#[track_caller]
fn check(scripts: &[&str], expect: &str) {
    let modes = [
        Options { jit: false, ..Options::default() },
        Options { threads: false, ..Options::default() },
        Options { threads: false, ion_eager: true, ..Options::default() },
        Options { threads: false, ion_eager: true, jit_clone: true, ..Options::default() },
    ];
    for mode in modes {
        let options = Options { cache: hearth::options::CacheLevel::Off, ..mode };
        let what = format!("jit={} eager={} clone={}", options.jit, options.ion_eager, options.jit_clone);
        let mut engine = Engine::new(options).expect("an engine");
        let mut shown = String::new();
        for script in scripts {
            shown = match engine.eval("test.js", script) {
                Ok(value) => engine.to_display(&value),
                Err(error) => format!("throws {}", error.report.lines().find(|l| l.contains("Error")).unwrap_or("")),
            };
        }
        assert!(shown.contains(expect), "{what}: {shown:?} instead of {expect:?}");
    }
}

const HOT: &str = "for (let i = 0; i < 3000; i++) read(); read();";

#[test]
fn lexical_globals_are_read_and_written() {
    check(
        &[
            "let count = 0; const step = 2; class Box { constructor(v) { this.v = v } }
           function bump() { count += step; return new Box(count).v }
           for (let i = 0; i < 3000; i++) bump();",
            "bump() + count",
        ],
        "12004",
    );
}

#[test]
fn a_later_binding_shadows_a_property_of_the_global_object() {
    check(&["globalThis.name = 'property'; function read() { return name }", HOT, "let name = 'lexical'; read()"], "lexical");
}

#[test]
fn a_later_binding_shadows_an_absent_name() {
    check(&["function read() { return typeof later }", HOT, "let later = 1; read()"], "number");
}

#[test]
fn more_bindings_leave_the_old_ones_as_they_are() {
    check(&["let first = 1; function read() { return first++ }", HOT, "let second = 2; const third = 3;", HOT, "read()"], "6003");
}

#[test]
fn a_binding_is_not_there_before_its_initialisation() {
    check(
        &["function read() { return early } function write() { early = 1 }
           let caught = 0;
           for (let i = 0; i < 500; i++) { try { read() } catch (e) { caught += e instanceof ReferenceError } try { write() } catch (e) { caught += e instanceof ReferenceError } }
           let early = 5; for (let i = 0; i < 2000; i++) { read(); write(); }
           caught + ':' + early", "caught + ':' + read()"],
        "1000:1",
    );
}

#[test]
fn a_constant_is_not_assigned_to() {
    check(
        &[
            "const fixed = 1; function write() { fixed = 2 } let n = 0;
           for (let i = 0; i < 2000; i++) { try { write() } catch (e) { n += e instanceof TypeError } }",
            "n + ':' + fixed",
        ],
        "2000:1",
    );
}

#[test]
fn a_deleted_property_is_missed() {
    check(&["globalThis.gone = 1; function read() { return gone }", HOT, "delete globalThis.gone; read()"], "gone is not defined");
}

#[test]
fn a_property_may_become_an_accessor() {
    check(
        &[
            "globalThis.plain = 1; function read() { return plain }",
            HOT,
            "Object.defineProperty(globalThis, 'plain', { get() { return 'got' } }); read()",
        ],
        "got",
    );
}
