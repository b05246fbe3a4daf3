//! The console of an embedder.

use crate::api::*;
use std::sync::{Arc, Mutex};

type Lines = Arc<Mutex<Vec<(Level, String)>>>;

fn engine() -> (Engine, Lines) {
    let lines = Lines::default();
    let sink = lines.clone();
    let console = move |level: Level, text: &str| sink.lock().unwrap().push((level, text.to_owned()));
    (Engine::builder().console(console).build().unwrap(), lines)
}

fn printed(script: &str) -> Vec<(Level, String)> {
    let (mut engine, lines) = engine();
    engine.eval::<()>("a.js", script).unwrap();
    lines.lock().unwrap().clone()
}

fn line(level: Level, text: &str) -> (Level, String) {
    (level, text.to_owned())
}

#[test]
fn messages_have_levels_and_are_formatted() {
    assert_eq!(
        printed(
            "console.log('%s is %d', 'x', 1.5, { a: [1] }); console.info(1n); console.debug(); console.warn('w'); console.error(new Map([[1, 2]]))"
        ),
        [
            line(Level::Log, "x is 1.5 { a: [ 1 ] }"),
            line(Level::Info, "1n"),
            line(Level::Debug, ""),
            line(Level::Warn, "w"),
            line(Level::Error, "Map(1) { 1 => 2 }"),
        ]
    );
}

#[test]
fn groups_counters_and_assertions() {
    assert_eq!(
        printed(
            "console.group('outer'); console.log('a\\nb'); console.group(); console.count(); console.count('n'); console.groupEnd();
             console.count(); console.groupEnd(); console.groupEnd(); console.countReset(); console.count(); console.countReset('no');
             console.assert(1, 'fine'); console.assert(0, 'bad', 1); console.assert(false); console.assert(false, { a: 1 })"
        ),
        [
            line(Level::Log, "outer"),
            line(Level::Log, "  a\n  b"),
            line(Level::Log, "    default: 1"),
            line(Level::Log, "    n: 1"),
            line(Level::Log, "  default: 2"),
            line(Level::Log, "default: 1"),
            line(Level::Warn, "Count for 'no' does not exist"),
            line(Level::Error, "Assertion failed: bad 1"),
            line(Level::Error, "Assertion failed"),
            line(Level::Error, "Assertion failed { a: 1 }"),
        ]
    );
}

#[test]
fn timers_tell_milliseconds() {
    let lines =
        printed("console.time('t'); console.time('t'); console.timeLog('t', 'so', 'far'); console.timeEnd('t'); console.timeEnd('t')");
    assert_eq!(lines[0], line(Level::Warn, "Label 't' already exists"));
    assert!(lines[1].1.starts_with("t: ") && lines[1].1.ends_with("ms so far"), "{lines:?}");
    assert!(lines[2].1.ends_with("ms"), "{lines:?}");
    assert_eq!(lines[3], line(Level::Warn, "No such label 't'"));
}

#[test]
fn a_trace_has_the_frames_of_the_script() {
    let lines = printed("function f() { console.trace('here', 1) }\nf()");
    assert_eq!(lines, [line(Level::Error, "Trace: here 1\n    at f (a.js:1:24)\n    at a.js:2:1")]);
}

#[test]
fn a_console_that_panics_ends_the_call() {
    let mut engine = Engine::builder().console(|_: Level, _: &str| panic!("no paper")).build().unwrap();
    let error = engine.eval::<()>("a.js", "try { console.log(1) } catch {}").unwrap_err();
    assert_eq!(*error.reason(), Reason::Panic("no paper".to_owned()));
    assert_eq!(engine.eval::<f64>("b.js", "2").unwrap(), 2.0);
}

#[test]
fn what_a_message_throws_is_thrown() {
    let (mut engine, lines) = engine();
    let error = engine.eval::<()>("a.js", "console.log({ get [Symbol.toStringTag]() { throw new TypeError('mine') } })");
    assert!(error.is_ok() || error.unwrap_err().name() == "TypeError");
    assert_eq!(engine.eval::<String>("b.js", "Object.prototype.toString.call(console)").unwrap(), "[object console]");
    drop(lines);
}
