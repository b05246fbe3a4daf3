//! Asynchronous host functions: a script awaits what the host does on its own threads, and the host decides when the
//! script goes on.
//!
//! `cargo run --release -p hearth-embedding --example host_promises`

#![forbid(unsafe_code)]

use hearth::{Engine, Resolver};
use std::sync::mpsc;
use std::time::Duration;

/// Something that is to be given to a script.
enum Event {
    Slept(Resolver, u64),
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut engine = Engine::new()?;
    let (sender, events) = mpsc::channel::<Event>();
    engine.run(|cx| {
        let sleep = cx.raw_function("sleep", 1, move |cx, arguments| {
            let ms: u64 = arguments.arg(cx, 0)?;
            let (promise, resolver) = cx.promise();
            let sender = sender.clone();
            std::thread::spawn(move || {
                std::thread::sleep(Duration::from_millis(ms));
                // Nobody is there any more if the program has ended.
                let _ = sender.send(Event::Slept(resolver, ms));
            });
            Ok(promise.into())
        });
        cx.globals().set(cx, "sleep", sleep)
    })?;
    engine.eval::<()>(
        "main.js",
        "globalThis.log = []; globalThis.done = false;
         (async () => {
             const both = await Promise.all([sleep(30), sleep(10)]);
             log.push(`both: ${both}`);
             log.push(`then: ${await sleep(5)}`);
             done = true;
         })();",
    )?;
    while !engine.eval::<bool>("done.js", "done")? {
        let Event::Slept(resolver, ms) = events.recv()?;
        engine.run(|cx| {
            resolver.resolve(cx, ms)?;
            cx.run_jobs()
        })?;
    }
    println!("{}", engine.eval::<String>("log.js", "log.join('; ')")?);
    Ok(())
}
