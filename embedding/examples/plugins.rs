//! Plugins: a host whose structs are objects of scripts, and which calls what plugins have registered.
//!
//! `cargo run --release -p hearth-embedding --example plugins`

#![forbid(unsafe_code)]

use hearth::{Engine, Function, Persistent, Value};
use std::sync::{Arc, Mutex};

/// A document that plugins edit.
pub struct Document {
    lines: Vec<String>,
}

#[derive(Debug, thiserror::Error)]
#[error("line {0} is not there")]
pub struct NoLine(usize);

#[hearth::class]
impl Document {
    #[constructor]
    pub fn new(text: &str) -> Document {
        Document { lines: text.lines().map(str::to_owned).collect() }
    }
    #[getter]
    pub fn line_count(&self) -> usize {
        self.lines.len()
    }
    pub fn line(&self, index: usize) -> Result<&str, NoLine> {
        self.lines.get(index).map(String::as_str).ok_or(NoLine(index))
    }
    pub fn replace(&mut self, index: usize, text: String) -> Result<(), NoLine> {
        *self.lines.get_mut(index).ok_or(NoLine(index))? = text;
        Ok(())
    }
    pub fn text(&self) -> String {
        self.lines.join("\n")
    }
    #[external_size]
    fn size(&self) -> usize {
        self.lines.iter().map(String::capacity).sum()
    }
}

/// Hooks that plugins have registered, by name.
type Hooks = Arc<Mutex<Vec<(String, Persistent)>>>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut engine = Engine::new()?;
    let hooks = Hooks::default();
    let registered = hooks.clone();
    engine.run(|cx| {
        let class = cx.class::<Document>()?;
        cx.globals().set(cx, "Document", class)?;
        let host = cx.object();
        let on = cx.function("on", move |event: String, hook: Persistent| {
            registered.lock().expect("no panic while it is held").push((event, hook));
        });
        host.set(cx, "on", on)?;
        let log = cx.function("log", |text: &str| println!("plugin: {text}"));
        host.set(cx, "log", log)?;
        cx.globals().set(cx, "host", host)
    })?;

    engine.eval::<()>(
        "numbers.js",
        "host.on('save', document => {
            for (let i = 0; i < document.lineCount; i++) document.replace(i, `${i + 1}: ${document.line(i)}`);
         })",
    )?;
    engine.eval::<()>("faulty.js", "host.on('save', document => { host.log('looking'); document.line(99) })")?;

    let document = engine.run(|cx| {
        let document = cx.instance(Document::new("first\nsecond"))?;
        Ok(cx.persist(document))
    })?;
    let hooks = std::mem::take(&mut *hooks.lock().expect("no panic while it is held"));
    for (event, hook) in &hooks {
        let result = engine.run(|cx| {
            let hook: Function<'_> = hook.get_as(cx)?;
            hook.call::<Value<'_>>(cx, (&document,)).map(|_| ())
        });
        if let Err(error) = result {
            println!("a hook of '{event}' failed: {}", error.message());
        }
    }
    let text = engine.run(|cx| {
        let object = document.get(cx)?.as_object();
        Ok(object.and_then(|object| object.with(|document: &Document| document.lines.join(" / "))))
    })?;
    println!("{}", text.unwrap_or_default());
    Ok(())
}
