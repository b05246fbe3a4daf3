//! Plugins: a host whose structs are objects of scripts, and which calls what plugins have registered.
//!
//! `cargo run --release -p hearth-embedding --example plugins`

#![forbid(unsafe_code)]

use hearth::{Class, ClassBuilder, Engine, Function, Persistent, Value};
use std::sync::{Arc, Mutex};

/// A document that plugins edit.
struct Document {
    lines: Vec<String>,
}

#[derive(Debug, thiserror::Error)]
#[error("line {0} is not there")]
struct NoLine(usize);

impl Class for Document {
    const NAME: &'static str = "Document";

    fn define(class: &mut ClassBuilder<Document>) {
        class
            .constructor(|text: &str| Document { lines: text.lines().map(str::to_owned).collect() })
            .getter("lineCount", |document: &Document| document.lines.len())
            .method("line", |document: &Document, index: usize| document.lines.get(index).cloned().ok_or(NoLine(index)))
            .method_mut("replace", |document: &mut Document, index: usize, text: String| {
                *document.lines.get_mut(index).ok_or(NoLine(index))? = text;
                Ok::<_, NoLine>(())
            })
            .method("text", |document: &Document| document.lines.join("\n"));
    }

    fn external_size(&self) -> usize {
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
        let document = cx.instance(Document { lines: vec!["first".to_owned(), "second".to_owned()] })?;
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
