//! Modules that are in memory: an embedder's own loader, with an import map.
//!
//! `cargo run --release -p hearth-embedding --example modules_in_memory`

#![forbid(unsafe_code)]

use hearth::Engine;
use hearth::modules::{ImportMap, LoadError, Loaded, ModuleLoader, Request};
use std::collections::HashMap;

struct Memory {
    texts: HashMap<&'static str, &'static str>,
    /// What bare specifiers stand for.
    imports: ImportMap,
}

impl ModuleLoader for Memory {
    fn resolve(&mut self, request: &Request<'_>) -> Result<String, LoadError> {
        let mapped = self.imports.resolve(request)?;
        let key = mapped.as_deref().unwrap_or(request.specifier).trim_start_matches("./");
        if self.texts.contains_key(key) {
            return Ok(key.to_owned());
        }
        Err(LoadError::not_found(format!("there is no module '{}', imported by '{}'", request.specifier, request.referrer)))
    }

    fn load(&mut self, key: &str, _: &Request<'_>) -> Result<Loaded, LoadError> {
        let text = self.texts.get(key).ok_or_else(|| LoadError::not_found(format!("there is no module '{key}'")))?;
        let (name, text) = (key.to_owned(), (*text).to_owned());
        Ok(if key.ends_with(".json") { Loaded::Json { name, text } } else { Loaded::EcmaScript { name, text } })
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let memory = Memory {
        texts: HashMap::from([
            ("lib/area.js", "import settings from './settings.json' with { type: 'json' };\nexport const area = r => settings.pi * r * r;"),
            ("settings.json", r#"{ "pi": 3 }"#),
        ]),
        imports: ImportMap::new().import("shapes/", "lib/"),
    };
    let mut engine = Engine::builder().module_loader(memory).build()?;
    let area = engine.run(|cx| {
        let namespace = cx.eval_module("main.js", "import { area } from 'shapes/area.js'; export const result = area(2);")?;
        namespace.get::<f64>(cx, "result")
    })?;
    println!("{area}");
    let error = engine.run(|cx| cx.eval_module("main2.js", "import 'node:fs';").map(|_| ())).unwrap_err();
    println!("{}", error.message());
    Ok(())
}
