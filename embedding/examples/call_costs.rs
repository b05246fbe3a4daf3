//! What calls between Rust and scripts cost, in ns: medians of rounds. `embedding/peers/compare` measures the same in
//! other engines.
//!
//! `cargo run --release -p hearth-embedding --example call_costs`

#![forbid(unsafe_code)]

#[path = "../peers/measure.rs"]
mod measure;

use hearth::{Engine, Function, Object, Value};
use measure::{CALLS, COUNT, Order, calls, order, report, time};
use std::hint::black_box;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut engine = Engine::new()?;
    engine.run(|cx| {
        let globals = cx.globals();
        let raw = cx.raw_function("raw", 2, |_, arguments| {
            let (a, b) = (arguments.get(0).as_number(), arguments.get(1).as_number());
            Ok(Value::number(a.unwrap_or(f64::NAN) + b.unwrap_or(f64::NAN)))
        });
        globals.set(cx, "raw", raw)?;
        let typed = cx.function("typed", |a: f64, b: f64| a + b);
        globals.set(cx, "typed", typed)?;
        let text = cx.function("text", |text: &str| text.len());
        globals.set(cx, "text", text)
    })?;
    engine.run(|cx| {
        for (name, call) in CALLS {
            let function: Function<'_> = cx.eval("calls.js", &calls(call))?;
            function.call::<f64>(cx, ())?;
            report(name, || time(COUNT, || _ = black_box(function.call::<f64>(cx, ()).expect("a number"))));
        }
        let function: Function<'_> = cx.eval("called.js", "(a, b) => a + b")?;
        report("Rust calls a script", || {
            let mut sum = 0.0;
            time(COUNT, || (0..COUNT).for_each(|_| sum = function.call(cx, (sum, 1.0)).expect("a number")))
        });
        let object: Object<'_> = cx.eval("object.js", "({ x: 1.5 })")?;
        report("Rust reads a property", || {
            let mut sum = 0.0;
            time(COUNT, || (0..COUNT).for_each(|_| sum += object.get::<f64>(cx, "x").expect("a number")))
        });
        let order = order();
        let value = cx.serialize(&order)?;
        report("a small object by serde to the script", || {
            time(COUNT / 10, || (0..COUNT / 10).for_each(|_| _ = black_box(cx.scope(|cx, _| cx.serialize(&order).is_ok()))))
        });
        report("a small object by serde from the script", || {
            time(COUNT / 10, || (0..COUNT / 10).for_each(|_| _ = black_box(cx.deserialize::<Order>(value).expect("an order"))))
        });
        Ok(())
    })?;
    report("a new engine, and its end", || time(300, || (0..300).for_each(|_| drop(Engine::new().expect("an engine")))));
    Ok(())
}
