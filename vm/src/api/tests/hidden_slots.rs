//! Slots of objects that scripts do not see, and the collector does.

use super::super::*;
use super::classes::{add, engine_with, text};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

#[test]
fn no_script_sees_a_hidden_slot() {
    let mut engine = Engine::new().unwrap();
    let objects = [
        "({ a: 1 })",
        "Object.freeze({ a: 1 })",
        "[1, 2]",
        "(function f(a) {})",
        "new Proxy({}, new Proxy({}, { get() { throw new Error('a trap') } }))",
        "new Uint8Array(2)",
        "Object.create(null)",
        "class { static x = 1 }",
        "globalThis",
        "Array.prototype",
        "Math.max",
    ];
    for of in objects {
        engine
            .run(|cx| {
                let object: Object<'_> = cx.eval("a.js", &format!("globalThis.of = {of}"))?;
                assert!(object.hidden_slot(cx, "test.slot").is_none(), "{of}");
                object.set_hidden_slot(cx, "test.slot", "first")?;
                object.set_hidden_slot(cx, "test.other", 2)?;
                object.set_hidden_slot(cx, "test.slot", [3])?;
                let kept = object.hidden_slot(cx, "test.slot").and_then(Value::as_array).expect("it was kept");
                assert_eq!(
                    (kept.to_vec::<u32>(cx)?, object.hidden_slot(cx, "test.other").and_then(Value::as_number)),
                    (vec![3], Some(2.0))
                );
                Ok(())
            })
            .unwrap_or_else(|error| panic!("{of}: {error}"));
        let is_proxy = of.contains("Proxy");
        if !is_proxy {
            let engine = &mut engine;
            assert_eq!(text(engine, "Reflect.ownKeys(of).filter(key => /slot|other/.test(String(key))).length"), "0", "{of}");
            assert_eq!(
                text(
                    engine,
                    "Object.getOwnPropertySymbols({ ...of, ...Object.getOwnPropertyDescriptors(of) }).filter(s => /test/.test(String(s))).length"
                ),
                "0",
                "{of}"
            );
            assert_eq!(
                text(engine, "(() => { let n = 0; for (const k in of) n += /slot/.test(k); return n + String(of['test.slot']) })()"),
                "0undefined",
                "{of}"
            );
        }
    }
    assert_eq!(text(&mut engine, "Object.isFrozen(Object.freeze(of))"), "true");
    // A copy has none, and neither has who is inherited by.
    engine
        .run(|cx| {
            let object: Object<'_> = cx.eval("a.js", "globalThis.of = { a: 1 }")?;
            object.set_hidden_slot(cx, "test.slot", 1)?;
            for text in ["({ ...of })", "Object.assign({}, of)", "Object.create(of)", "new Proxy(of, {})"] {
                let copy: Object<'_> = cx.eval("a.js", text)?;
                assert!(copy.hidden_slot(cx, "test.slot").is_none(), "{text}");
            }
            Ok(())
        })
        .unwrap();
    assert_eq!(text(&mut engine, "JSON.stringify(of)"), r#"{"a":1}"#);
}

#[test]
fn hidden_slots_outlive_collections() {
    let mut engine = Engine::new().unwrap();
    engine
        .run(|cx| {
            let object = cx.object();
            for round in 0..20 {
                object.set_hidden_slot(cx, "test.kept", format!("round {round}"))?;
                cx.collect_garbage();
                cx.eval::<()>("a.js", "for (let i = 0; i < 2000; i++) ({ i, text: 'x' + i })")?;
                let kept = object.hidden_slot(cx, "test.kept").and_then(Value::as_string).expect("it was kept");
                assert_eq!(kept.to_rust(), format!("round {round}"));
            }
            Ok(())
        })
        .unwrap();
}

/// A value of Rust with a function of a script that leads back to it.
struct Emitter {
    listener: Option<Persistent>,
    drops: Arc<AtomicUsize>,
}
impl Drop for Emitter {
    fn drop(&mut self) {
        self.drops.fetch_add(1, Ordering::Relaxed);
    }
}
impl Class for Emitter {
    const NAME: &'static str = "Emitter";
    fn define(class: &mut ClassBuilder<Emitter>) {
        class
            .object_method("hide", 1, |cx, this, arguments| {
                this.set_hidden_slot(cx, "emitter.listener", arguments.get(0))?;
                Ok(Value::UNDEFINED)
            })
            .method_mut("persist", |emitter: &mut Emitter, listener: Persistent| emitter.listener = Some(listener));
    }
}

#[test]
fn a_circle_through_a_hidden_slot_is_collected() {
    const COUNT: usize = 200;
    let dropped = |way: &str| {
        let drops = Arc::new(AtomicUsize::new(0));
        let mut engine = engine_with(add::<Emitter>);
        for _ in 0..COUNT {
            engine
                .run(|cx| {
                    let emitter = cx.instance(Emitter { listener: None, drops: drops.clone() })?;
                    let listen: Function<'_> = cx.eval("a.js", &format!("emitter => emitter.{way}(() => emitter)"))?;
                    listen.call::<()>(cx, (emitter,))
                })
                .unwrap();
        }
        for _ in 0..3 {
            engine.enter(|cx| cx.collect_garbage());
        }
        let before = drops.load(Ordering::Relaxed);
        drop(engine);
        assert_eq!(drops.load(Ordering::Relaxed), COUNT, "with the engine all go");
        before
    };
    // Words of the native stack may look like the last few.
    assert!(dropped("hide") > COUNT - 20);
    assert_eq!(dropped("persist"), 0, "a persistent value keeps what leads to it");
}
