//! The costs of `embedding/examples/call_costs.rs` in Boa.

#[path = "../../measure.rs"]
mod measure;

use boa_engine::interop::IntoJsFunctionCopied;
use boa_engine::{Context, JsObject, JsValue, NativeFunction, Source, js_string};
use measure::{CALLS, COUNT, Order, calls, order, report, time};
use std::hint::black_box;

fn eval(cx: &mut Context, text: &str) -> JsValue {
    cx.eval(Source::from_bytes(text)).expect("a value")
}

fn object(value: &JsValue) -> JsObject {
    value.as_object().expect("an object").clone()
}

fn main() {
    let cx = &mut Context::default();
    let raw = NativeFunction::from_fn_ptr(|_, arguments, _| {
        let number = |i: usize| arguments.get(i).and_then(JsValue::as_number).unwrap_or(f64::NAN);
        Ok(JsValue::from(number(0) + number(1)))
    });
    cx.register_global_callable(js_string!("raw"), 2, raw).expect("set");
    let typed = (|a: f64, b: f64| a + b).into_js_function_copied(cx);
    cx.register_global_callable(js_string!("typed"), 2, typed).expect("set");
    let text = (|text: String| text.len() as f64).into_js_function_copied(cx);
    cx.register_global_callable(js_string!("text"), 1, text).expect("set");
    let undefined = JsValue::undefined();
    for (name, call) in CALLS {
        let function = object(&eval(cx, &calls(call)));
        report(name, || time(COUNT, || _ = black_box(function.call(&undefined, &[], cx).expect("a number"))));
    }
    let function = object(&eval(cx, "(a, b) => a + b"));
    report("Rust calls a script", || {
        let mut sum = 0.0;
        time(COUNT, || {
            for _ in 0..COUNT {
                let result = function.call(&undefined, &[JsValue::from(sum), JsValue::from(1.0)], cx).expect("a number");
                sum = result.as_number().expect("a number");
            }
        })
    });
    let holder = object(&eval(cx, "({ x: 1.5 })"));
    report("Rust reads a property", || {
        let mut sum = 0.0;
        time(COUNT, || (0..COUNT).for_each(|_| sum += holder.get(js_string!("x"), cx).expect("read").as_number().expect("a number")))
    });
    // There is no serde: by the tree of serde_json.
    let order = order();
    let json = serde_json::to_value(&order).expect("a tree");
    let value = JsValue::from_json(&json, cx).expect("a value");
    report("a small object by serde to the script", || {
        time(COUNT / 10, || {
            for _ in 0..COUNT / 10 {
                let json = serde_json::to_value(&order).expect("a tree");
                black_box(JsValue::from_json(&json, cx).expect("a value"));
            }
        })
    });
    report("a small object by serde from the script", || {
        time(COUNT / 10, || {
            for _ in 0..COUNT / 10 {
                let json = value.to_json(cx).expect("a tree").expect("not undefined");
                black_box(serde_json::from_value::<Order>(json).expect("an order"));
            }
        })
    });
    report("a new engine, and its end", || time(300, || (0..300).for_each(|_| drop(Context::default()))));
}
