//! `console` for scripts, as far as an embedder wants to hear of it.

use super::context::Context;
use super::failure::JsResult;
use super::{Arguments, Object, Value};
use crate::builtins::console::format;
use crate::value::Value as Raw;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;
use std::time::Instant;

/// How loud a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    Debug,
    /// Of `console.info`.
    Info,
    /// Of `console.log`, and of what reports without being asked for a level: `count`, `time`, `dir`.
    Log,
    Warn,
    /// Of `console.error`, and of assertions that do not hold and traces.
    Error,
}

/// Where the messages of `console` go.
pub trait Console: Send + 'static {
    /// A message, formatted as other engines do, without an end of line; it may have several lines.
    fn write(&mut self, level: Level, message: &str);
}

impl Console for Box<dyn Console> {
    fn write(&mut self, level: Level, message: &str) {
        (**self).write(level, message);
    }
}

impl<F: FnMut(Level, &str) + Send + 'static> Console for F {
    fn write(&mut self, level: Level, message: &str) {
        self(level, message);
    }
}

/// Groups, counters and timers of a console (<https://console.spec.whatwg.org/>), and where it goes.
struct State {
    console: Box<dyn Console>,
    groups: usize,
    counters: HashMap<String, u64>,
    timers: HashMap<String, Instant>,
}

impl State {
    fn print(&mut self, level: Level, message: &str) {
        if self.groups == 0 {
            return self.console.write(level, message);
        }
        let indentation = "  ".repeat(self.groups);
        let lines: Vec<String> = message.split('\n').map(|line| format!("{indentation}{line}")).collect();
        self.console.write(level, &lines.join("\n"));
    }
}

type Shared = Arc<Mutex<State>>;

/// What the arguments of `console.log` say.
fn text_of<'js>(cx: &mut Context<'js>, arguments: &[Raw]) -> JsResult<'js, String> {
    let mut text = String::new();
    cx.script(|vm| {
        text = format::format(vm, arguments)?;
        Ok(Raw::UNDEFINED)
    })?;
    Ok(text)
}

fn label<'js>(cx: &mut Context<'js>, arguments: Arguments<'js>) -> JsResult<'js, String> {
    let label = arguments.get(0);
    if label.is_undefined() { Ok("default".to_owned()) } else { cx.to_text(label) }
}

/// What of the rest is shown behind a timer.
fn elapsed<'js>(cx: &mut Context<'js>, state: &Shared, arguments: Arguments<'js>, end: bool) -> JsResult<'js, ()> {
    let label = label(cx, arguments)?;
    let rest = arguments.raw().get(1..).filter(|rest| !rest.is_empty() && !end);
    let rest = rest.map(|rest| text_of(cx, rest)).transpose()?.map_or_else(String::new, |text| format!(" {text}"));
    let mut state = state.lock();
    match state.timers.get(&label).copied() {
        Some(start) => {
            let ms = start.elapsed().as_secs_f64() * 1e3;
            state.print(Level::Log, &format!("{label}: {ms:.3}ms{rest}"));
            if end {
                state.timers.remove(&label);
            }
        }
        None => state.print(Level::Warn, &format!("No such label '{label}'")),
    }
    Ok(())
}

/// The functions of `console`.
#[derive(Clone, Copy)]
enum Method {
    Print(Level),
    Trace,
    Assert,
    Dir,
    Group,
    GroupEnd,
    Count,
    CountReset,
    Time,
    TimeLog,
    TimeEnd,
}

const METHODS: &[(&str, u32, Method)] = &[
    ("log", 0, Method::Print(Level::Log)),
    ("info", 0, Method::Print(Level::Info)),
    ("debug", 0, Method::Print(Level::Debug)),
    ("warn", 0, Method::Print(Level::Warn)),
    ("error", 0, Method::Print(Level::Error)),
    ("trace", 0, Method::Trace),
    ("assert", 0, Method::Assert),
    ("dir", 0, Method::Dir),
    ("group", 0, Method::Group),
    ("groupCollapsed", 0, Method::Group),
    ("groupEnd", 0, Method::GroupEnd),
    ("count", 0, Method::Count),
    ("countReset", 0, Method::CountReset),
    ("time", 0, Method::Time),
    ("timeLog", 0, Method::TimeLog),
    ("timeEnd", 0, Method::TimeEnd),
];

impl Method {
    fn run<'js>(self, cx: &mut Context<'js>, state: &Shared, arguments: Arguments<'js>) -> JsResult<'js> {
        match self {
            Method::Print(level) => {
                let text = text_of(cx, arguments.raw())?;
                state.lock().print(level, &text);
            }
            Method::Trace => {
                let text = text_of(cx, arguments.raw())?;
                let error = super::Failure::error("").thrown(cx).unwrap_or(Value::UNDEFINED);
                let error = cx.describe(super::Failure::throw(error));
                let header = if text.is_empty() { "Trace".to_owned() } else { format!("Trace: {text}") };
                let frames: String = error.stack().iter().map(|frame| format!("\n    at {frame}")).collect();
                state.lock().print(Level::Error, &(header + &frames));
            }
            Method::Assert if crate::runtime::operations::to_boolean(arguments.get(0).raw) => {}
            Method::Assert => {
                let rest = arguments.raw().get(1..).unwrap_or_default();
                let text = text_of(cx, rest)?;
                let text = match rest.first() {
                    None => "Assertion failed".to_owned(),
                    Some(first) if first.is_string() => format!("Assertion failed: {text}"),
                    Some(_) => format!("Assertion failed {text}"),
                };
                state.lock().print(Level::Error, &text);
            }
            Method::Dir => {
                let text = text_of(cx, arguments.raw().get(..1).unwrap_or_default())?;
                state.lock().print(Level::Log, &text);
            }
            Method::Group => {
                let text = text_of(cx, arguments.raw())?;
                let mut state = state.lock();
                if !arguments.is_empty() {
                    state.print(Level::Log, &text);
                }
                state.groups += 1;
            }
            Method::GroupEnd => {
                let mut state = state.lock();
                state.groups = state.groups.saturating_sub(1);
            }
            Method::Count => {
                let label = label(cx, arguments)?;
                let mut state = state.lock();
                let counter = state.counters.entry(label.clone()).or_default();
                *counter += 1;
                let text = format!("{label}: {counter}");
                state.print(Level::Log, &text);
            }
            Method::CountReset => {
                let label = label(cx, arguments)?;
                let mut state = state.lock();
                if state.counters.remove(&label).is_none() {
                    state.print(Level::Warn, &format!("Count for '{label}' does not exist"));
                }
            }
            Method::Time => {
                let label = label(cx, arguments)?;
                let mut state = state.lock();
                let warning = format!("Label '{label}' already exists");
                match state.timers.entry(label) {
                    Entry::Vacant(timer) => _ = timer.insert(Instant::now()),
                    Entry::Occupied(_) => state.print(Level::Warn, &warning),
                }
            }
            Method::TimeLog => elapsed(cx, state, arguments, false)?,
            Method::TimeEnd => elapsed(cx, state, arguments, true)?,
        }
        Ok(Value::UNDEFINED)
    }
}

impl<'js> Context<'js> {
    /// An object that is a `console` of its own; [`Builder::console`](super::Builder::console) makes one a global.
    ///
    /// # Errors
    /// RangeError if there is no memory for it.
    pub fn console(&mut self, console: impl Console) -> JsResult<'js, Object<'js>> {
        let state = State { console: Box::new(console), groups: 0, counters: HashMap::new(), timers: HashMap::new() };
        let shared = Arc::new(Mutex::new(state));
        let object = self.object();
        for (name, length, method) in METHODS {
            let shared = shared.clone();
            let function = self.raw_function(name, *length, move |cx, arguments| method.run(cx, &shared, arguments));
            object.define(self, *name, function)?;
        }
        let tag = self.vm.symbols.to_string_tag.raw();
        object.define_hidden(self, Value::rooted(tag), "console")?;
        Ok(object)
    }
}
