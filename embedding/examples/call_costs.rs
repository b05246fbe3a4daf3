//! What calls between Rust and scripts cost, in ns: medians of rounds.
//!
//! `cargo run --release -p hearth-embedding --example call_costs`

#![forbid(unsafe_code)]

use hearth::{Engine, Function, JsResult, Object, Value};
use std::time::Instant;

const CALLS: u32 = 1_000_000;
const ROUNDS: usize = 9;

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut engine = Engine::new()?;
    engine.run(|cx| {
        let globals = cx.globals();
        let raw = cx.raw_function("raw", 2, |_, arguments| {
            let (a, b) = (arguments.get(0).as_number(), arguments.get(1).as_number());
            let sum = a.unwrap_or(f64::NAN) + b.unwrap_or(f64::NAN);
            Ok(Value::number(sum))
        });
        globals.set(cx, "raw", raw)?;
        let typed = cx.function("typed", |a: f64, b: f64| a + b);
        globals.set(cx, "typed", typed)?;
        let text = cx.function("text", |text: &str| text.len());
        globals.set(cx, "text", text)
    })?;
    for call in ["raw(i, 1)", "typed(i, 1)", "text('some text')", "own(i, 1)"] {
        let source = format!("var own = (a, b) => a + b; (() => {{ let s = 0; for (let i = 0; i < {CALLS}; i++) s += {call}; return s }})");
        let times = (0..ROUNDS).map(|_| {
            engine.run(|cx| {
                let function: Function<'_> = cx.eval("calls.js", &source)?;
                function.call::<f64>(cx, ())?;
                let start = Instant::now();
                function.call::<f64>(cx, ())?;
                Ok(start.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS))
            })
        });
        println!("script calls {call}: {:.1} ns", median(times.collect::<Result<_, _>>()?));
    }
    let times = (0..ROUNDS).map(|_| {
        engine.run(|cx| {
            let function: Function<'_> = cx.eval("called.js", "(a, b) => a + b")?;
            let mut sum = 0.0;
            for _ in 0..10_000 {
                sum = function.call(cx, (sum, 1.0))?;
            }
            let start = Instant::now();
            for _ in 0..CALLS {
                sum = function.call(cx, (sum, 1.0))?;
            }
            Ok(start.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS))
        })
    });
    println!("Rust calls a script: {:.1} ns", median(times.collect::<Result<_, _>>()?));
    let times = (0..ROUNDS).map(|_| {
        engine.run(|cx| {
            let object: Object<'_> = cx.object();
            object.set(cx, "x", 1.0)?;
            let start = Instant::now();
            let mut sum = 0.0;
            for _ in 0..CALLS {
                sum += object.get::<f64>(cx, "x")?;
            }
            let ns = start.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS);
            JsResult::Ok(if sum > 0.0 { ns } else { f64::NAN })
        })
    });
    println!("Rust reads a property: {:.1} ns", median(times.collect::<Result<_, _>>()?));
    Ok(())
}
