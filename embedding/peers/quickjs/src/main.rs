//! The costs of `embedding/examples/call_costs.rs` in QuickJS, by rquickjs.

#[path = "../../measure.rs"]
mod measure;

use measure::{CALLS, COUNT, Order, calls, order, report, time};
use rquickjs::function::Rest;
use rquickjs::{Context, Function, Object, Runtime, Value};
use std::hint::black_box;

fn engine() -> (Runtime, Context) {
    let runtime = Runtime::new().expect("a runtime");
    let context = Context::full(&runtime).expect("a context");
    (runtime, context)
}

fn main() {
    let (_runtime, context) = engine();
    context.with(|cx| {
        let globals = cx.globals();
        let raw = |arguments: Rest<Value<'_>>| {
            let number = |i: usize| arguments.0.get(i).and_then(Value::as_number).unwrap_or(f64::NAN);
            number(0) + number(1)
        };
        globals.set("raw", Function::new(cx.clone(), raw)).expect("set");
        globals.set("typed", Function::new(cx.clone(), |a: f64, b: f64| a + b)).expect("set");
        globals.set("text", Function::new(cx.clone(), |text: String| text.len())).expect("set");
        for (name, call) in CALLS {
            let function: Function<'_> = cx.eval(calls(call)).expect("a function");
            report(name, || time(COUNT, || _ = black_box(function.call::<_, f64>(()).expect("a number"))));
        }
        let function: Function<'_> = cx.eval("(a, b) => a + b").expect("a function");
        report("Rust calls a script", || {
            let mut sum = 0.0;
            time(COUNT, || (0..COUNT).for_each(|_| sum = function.call((sum, 1.0)).expect("a number")))
        });
        let object: Object<'_> = cx.eval("({ x: 1.5 })").expect("an object");
        report("Rust reads a property", || {
            let mut sum = 0.0;
            time(COUNT, || (0..COUNT).for_each(|_| sum += object.get::<_, f64>("x").expect("a number")))
        });
        let order = order();
        let value = rquickjs_serde::to_value(cx.clone(), &order).expect("a value");
        report("a small object by serde to the script", || {
            time(COUNT / 10, || (0..COUNT / 10).for_each(|_| _ = black_box(rquickjs_serde::to_value(cx.clone(), &order).expect("a value"))))
        });
        report("a small object by serde from the script", || {
            time(COUNT / 10, || {
                (0..COUNT / 10).for_each(|_| _ = black_box(rquickjs_serde::from_value::<Order>(value.clone()).expect("an order")));
            })
        });
    });
    report("a new engine, and its end", || time(300, || (0..300).for_each(|_| drop(engine()))));
}
