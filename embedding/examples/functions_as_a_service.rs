//! Functions as a service: each tenant's handler in an engine of its own, with limits, and code that outlives the
//! process in a store, if one is named.
//!
//! `cargo run --release -p hearth-embedding --example functions_as_a_service [dir:STORE]`

#![forbid(unsafe_code)]

use hearth::{Engine, Error, Function, Persistent, Reason, Value};
use std::time::Duration;

/// A tenant's function, ready to be called.
struct Handler {
    engine: Engine,
    function: Persistent,
}

impl Handler {
    fn load(tenant: &str, source: &str, store: Option<&str>) -> Result<Handler, Box<dyn std::error::Error>> {
        let mut engine = Engine::builder()
            .memory_limit(64 << 20)
            .time_limit(Duration::from_millis(500))
            .stores(store)
            .on_warning(|warning| eprintln!("{warning}"))
            .build()?;
        let function = engine.run(|cx| {
            let function: Function<'_> = cx.eval(&format!("{tenant}.js"), source)?;
            Ok(cx.persist(function))
        })?;
        Ok(Handler { engine, function })
    }

    /// A request and its answer are texts of JSON.
    fn call(&mut self, request: &str) -> Result<String, Error> {
        self.engine.run(|cx| {
            let function: Function<'_> = self.function.get_as(cx)?;
            let request = cx.parse_json(request)?;
            let answer: Value<'_> = function.call(cx, (request,))?;
            cx.to_json(answer)
        })
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let store = std::env::args().nth(1);
    let tenants = [
        ("shop", "(request) => ({ total: request.items.reduce((sum, item) => sum + item.price * item.count, 0) })"),
        ("typo", "(request) => request.user.name.toUpperCase()"),
        ("loop", "(request) => { for (;;) { try { for (;;); } catch {} } }"),
        ("hoard", "(request) => { const all = []; for (;;) all.push('x'.repeat(1000) + all.length) }"),
    ];
    for (tenant, source) in tenants {
        let mut handler = Handler::load(tenant, source, store.as_deref())?;
        for request in [r#"{"items": [{"price": 3, "count": 2}, {"price": 1.5, "count": 4}]}"#, r#"{"items": []}"#] {
            match handler.call(request) {
                Ok(answer) => println!("{tenant}: 200 {answer}"),
                Err(error) if *error.reason() == Reason::Exception => println!("{tenant}: 500 {}", first_line(&error)),
                Err(error) => println!("{tenant}: 503 {error}"),
            }
        }
    }
    Ok(())
}

fn first_line(error: &Error) -> String {
    error.to_string().lines().take(2).collect::<Vec<_>>().join(" ")
}
