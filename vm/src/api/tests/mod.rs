//! Tests of the embedding interface.

mod class_attribute;
mod classes;
mod console;
mod fuel;
mod futures;
mod hidden_slots;
mod realms;
mod serde;

use super::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

fn engine() -> Engine {
    Engine::new().expect("address space")
}

#[test]
fn values_go_in_and_come_out() {
    let mut engine = engine();
    assert_eq!(engine.eval::<f64>("a.js", "6 * 7").unwrap(), 42.0);
    assert_eq!(engine.eval::<String>("a.js", "'a' + 'b'").unwrap(), "ab");
    assert_eq!(engine.eval::<Vec<u8>>("a.js", "[1, 2, 255]").unwrap(), [1, 2, 255]);
    assert_eq!(engine.eval::<Option<bool>>("a.js", "null").unwrap(), None);
    assert_eq!(engine.eval::<(i32, String)>("a.js", "[-1, 'x']").unwrap(), (-1, "x".to_owned()));
    let map = engine.eval::<BTreeMap<String, i64>>("a.js", "({b: 2, a: 1})").unwrap();
    assert_eq!(map, BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]));
    let there: String = engine
        .run(|cx| {
            let function: Function<'_> = cx.eval("a.js", "(...a) => JSON.stringify(a)")?;
            function.call(cx, (1, "two", [3.5, 4.0], Some(true), None::<bool>, map))
        })
        .unwrap();
    assert_eq!(there, r#"[1,"two",[3.5,4],true,null,{"a":1,"b":2}]"#);
}

#[test]
fn what_does_not_fit_is_an_error() {
    let mut engine = engine();
    let mut message = |text: &str| engine.eval::<u8>("a.js", text).unwrap_err().to_string();
    assert_eq!(message("256"), "RangeError: 256 is no u8");
    assert_eq!(message("1.5"), "RangeError: 1.5 is no u8");
    assert_eq!(message("NaN"), "RangeError: NaN is no u8");
    assert_eq!(message("'1'"), "TypeError: expected a number, found string");
    assert!(engine.eval::<i64>("a.js", "2 ** 63").is_err());
    assert!(engine.eval::<u64>("a.js", "2 ** 64").is_err());
    assert!(engine.run(|cx| cx.globals().set(cx, "big", u64::MAX)).is_err());
}

#[test]
fn functions_of_rust_are_called() {
    let mut engine = engine();
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    engine
        .run(|cx| {
            let globals = cx.globals();
            let add = cx.function("add", move |a: f64, b: f64| {
                counted.fetch_add(1, Ordering::Relaxed);
                a + b
            });
            globals.set(cx, "add", add)?;
            let greet = cx.function("greet", |name: &str| format!("hello {name}"));
            globals.set(cx, "greet", greet)?;
            let parse = cx.function("parse", |text: String| text.parse::<u32>());
            globals.set(cx, "parse", parse)?;
            let make = cx.function("make", |cx: &mut Context<'_>, n: u32| {
                let kept = cx.object();
                kept.set(cx, "n", n).expect("an ordinary object");
                cx.persist(kept).get_as::<Object<'_>>(cx).expect("its own engine").get::<u32>(cx, "n").expect("it was set")
            });
            globals.set(cx, "make", make)?;
            let sum = cx.raw_function("sum", 0, |cx, arguments| {
                let numbers = arguments.iter().filter_map(Value::as_number);
                numbers.sum::<f64>().into_js(cx)
            });
            globals.set(cx, "sum", sum)
        })
        .unwrap();
    let mut text = |text: &str| engine.eval::<String>("a.js", &format!("String({text})")).unwrap_or_else(|e| e.to_string());
    assert_eq!(text("add(1, 2)"), "3");
    assert_eq!(text("add.length + add.name"), "2add");
    assert_eq!(text("greet('you')"), "hello you");
    assert_eq!(text("parse('12') + 1"), "13");
    assert_eq!(
        text("try { parse('x') } catch (e) { e.constructor.name + e.message }"),
        "SyntaxError: Unexpected token 'try'\n    at a.js:1:8".split('\n').next().unwrap()
    );
    assert_eq!(
        text("(() => { try { parse('x') } catch (e) { return e.name + ': ' + e.message } })()"),
        "Error: invalid digit found in string"
    );
    assert_eq!(
        text("(() => { try { add(1) } catch (e) { return e.name + ': ' + e.message } })()"),
        "TypeError: expected a number, found undefined"
    );
    assert_eq!(text("make(7)"), "7");
    assert_eq!(text("sum(1, 'x', 2, 3)"), "6");
    assert_eq!(text("(() => { let s = 0; for (let i = 0; i < 50000; i++) s = add(s, 1); return s })()"), "50000");
    assert!(calls.load(Ordering::Relaxed) > 50_000);
}

struct Point {
    x: f64,
    y: f64,
    drops: Arc<AtomicUsize>,
}

static POINTS: AtomicUsize = AtomicUsize::new(0);

impl Drop for Point {
    fn drop(&mut self) {
        self.drops.fetch_add(1, Ordering::Relaxed);
        POINTS.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Class for Point {
    const NAME: &'static str = "Point";
    fn define(class: &mut ClassBuilder<Point>) {
        class
            .constructor(|x: f64, y: f64| {
                if x < 0.0 {
                    return Err(std::fmt::Error);
                }
                POINTS.fetch_add(1, Ordering::Relaxed);
                Ok(Point { x, y, drops: Arc::default() })
            })
            .method("length", |point: &Point| point.x.hypot(point.y))
            .method_mut("move", |point: &mut Point, dx: f64, dy: f64| {
                point.x += dx;
                point.y += dy;
            })
            .getter("x", |point: &Point| point.x)
            .setter("x", |point: &mut Point, x: f64| point.x = x)
            .static_function("describe", |name: &str| format!("a point called {name}"))
            .raw_method("with", 1, |cx, arguments| {
                let this = arguments.this().as_object();
                let inner: Function<'_> = arguments.arg(cx, 0)?;
                let call = |point: &mut Point| {
                    point.y = 0.0;
                    inner.call::<Value<'_>>(cx, ())
                };
                this.and_then(|this| this.with_mut(call)).unwrap_or(Ok(Value::UNDEFINED))
            });
    }
}

#[test]
fn classes_of_rust_are_classes_of_scripts() {
    let mut engine = engine();
    engine
        .run(|cx| {
            let class = cx.class::<Point>()?;
            cx.globals().set(cx, "Point", class)
        })
        .unwrap();
    let mut text = |text: &str| {
        let text = format!("(() => {{ try {{ return String({text}) }} catch (e) {{ return e.name + ': ' + e.message }} }})()");
        engine.eval::<String>("a.js", &text).unwrap()
    };
    assert_eq!(text("new Point(3, 4).length()"), "5");
    assert_eq!(text("new Point(3, 4)"), "[object Point]");
    assert_eq!(text("(p => (p.move(1, 1), p.x++, p.x))(new Point(3, 4))"), "5");
    assert_eq!(text("new (class Q extends Point { get twice() { return 2 * this.x } })(3, 4).twice"), "6");
    assert_eq!(text("Point.describe('p') + Point.length + Point.name"), "a point called p2Point");
    assert_eq!(text("Point(1, 2)"), "TypeError: Class constructor Point cannot be invoked without 'new'");
    assert_eq!(text("new Point(-1, 2)"), "Error: an error occurred when formatting an argument");
    assert_eq!(text("Point.prototype.length.call({})"), "TypeError: Point.prototype.length was called on an object that is no Point");
    assert_eq!(text("Point.prototype.length.call(1)"), "TypeError: Point.prototype.length was called on an object that is no Point");
    assert_eq!(text("Object.keys(Point.prototype).length + typeof Object.getOwnPropertyDescriptor(Point.prototype, 'x').set"), "0function");
    assert_eq!(
        text("(p => p.with(() => p.length()))(new Point(1, 2))"),
        "TypeError: Point.prototype.length was called on a Point that is being written to"
    );
    engine
        .run(|cx| {
            let drops = Arc::new(AtomicUsize::new(0));
            POINTS.fetch_add(1, Ordering::Relaxed);
            let object = cx.instance(Point { x: 1.0, y: 0.0, drops: drops.clone() })?;
            assert_eq!(object.with(|point: &Point| point.x), Some(1.0));
            assert_eq!(object.get::<f64>(cx, "x")?, 1.0);
            assert!(object.take::<Point>().is_some());
            assert_eq!(drops.load(Ordering::Relaxed), 1);
            assert!(object.get::<f64>(cx, "x").is_err());
            Ok(())
        })
        .unwrap();
    engine.eval::<()>("a.js", "for (let i = 0; i < 1000; i++) new Point(i, i)").unwrap();
    engine.enter(|cx| cx.collect_garbage());
    drop(engine);
    assert_eq!(POINTS.load(Ordering::Relaxed) as isize, 0, "each value is dropped once");
}

#[test]
fn errors_are_data() {
    let mut engine = engine();
    let error = engine.eval::<()>("a.js", "function f() {\n  null.x;\n}\nf()").unwrap_err();
    assert_eq!(error.name(), "TypeError");
    assert_eq!(error.message(), "Cannot read properties of null (reading 'x')");
    let frames: Vec<String> = error.stack().iter().map(Frame::to_string).collect();
    assert_eq!(frames, ["f (a.js:2:8)", "a.js:4:1"]);
    assert_eq!(error.excerpt().map(|e| (e.line, e.text.as_str())), Some((2, "  null.x;")));
    let error = engine.eval::<()>("b.js", "let a;\nlet a;").unwrap_err();
    assert_eq!((error.name(), error.excerpt().map(|e| e.line)), ("SyntaxError", Some(2)));
    let error = engine.eval::<()>("c.js", "throw 'text'").unwrap_err();
    assert_eq!((error.to_string().as_str(), error.message()), ("Uncaught text", "text"));
    let error = engine.eval::<()>("d.js", "throw { get message() { throw 1 } }").unwrap_err();
    assert_eq!(error.reason(), &Reason::Exception);
    fn is_send<T: Send + Sync + std::error::Error + 'static>(_: &T) {}
    is_send(&error);
}

#[test]
fn a_panic_ends_the_call_and_nothing_else() {
    let mut engine = engine();
    engine
        .run(|cx| {
            let explode = cx.function("explode", || -> f64 { panic!("by the host") });
            cx.globals().set(cx, "explode", explode)
        })
        .unwrap();
    let text = "var seen = []; function f() { try { explode() } catch (e) { seen.push('catch') } finally { seen.push('finally') } }
        for (let i = 0; i < 5000; i++) { try { if (i == 4999) f() } catch {} } seen.push('after')";
    let error = engine.eval::<()>("a.js", text).unwrap_err();
    assert_eq!(error.reason(), &Reason::Panic("by the host".to_owned()));
    assert_eq!(engine.eval::<usize>("a.js", "seen.length").unwrap(), 0);
    // Compiled, too.
    let text = "function g(i) { try { if (i > 20000) explode(); return i } catch (e) { return 'caught' } }
        for (let i = 0; i < 30000; i++) seen[0] = g(i)";
    let error = engine.eval::<()>("a.js", text).unwrap_err();
    assert_eq!(error.reason(), &Reason::Panic("by the host".to_owned()));
    assert_eq!(engine.eval::<f64>("a.js", "seen[0]").unwrap(), 20000.0);
}

#[test]
fn scripts_are_ended_from_outside() {
    let loops = [
        "for (;;) {}",
        "for (;;) { try { for (;;) {} } catch {} finally { for (;;) {} } }",
        "function f() { f() } for (;;) try { f() } catch {}",
        "function f(n) { return n < 2 ? n : f(n - 1) + f(n - 2) } f(60)",
        "class A { constructor(n) { this.n = n < 2 ? n : new A(n - 1).n + new A(n - 2).n } } new A(60)",
        "[...Array(2 ** 20).keys()].sort(Math.atan2) && 0; for (;;) {}",
        "/(a*)*(a*)*(a*)*$/.test('a'.repeat(40) + 'b'); for (;;) {}",
        "[...{ [Symbol.iterator]: () => ({ next: () => ({ value: 1 }) }) }]",
        "const a = async () => { for (;;) await 0 }; a()",
        "Array.from({ length: 2 ** 53 - 1 }, () => 0)",
    ];
    for (text, jit) in loops.iter().flat_map(|text| [(text, true), (text, false)]) {
        let limit = Duration::from_millis(30);
        let mut engine = Engine::builder().time_limit(limit).memory_limit(64 << 20).jit(jit).build().unwrap();
        let start = Instant::now();
        let error = engine.eval::<()>("a.js", text).expect_err(text);
        let took = start.elapsed();
        if error.reason() != &Reason::TimeLimit {
            assert!(error.to_string().contains("Out of memory") || error.name() == "RangeError", "{text}: {error}");
        }
        assert!(took < Duration::from_secs(5), "{text}: {took:?}");
        // The jobs that it has left are still there.
        assert_eq!(engine.run(|cx| cx.eval::<f64>("a.js", "1 + 1")).unwrap(), 2.0, "usable after {text}");
    }
}

#[test]
fn compiled_code_hides_an_end_from_handlers() {
    for text in [
        "for (;;) { try { for (;;); } catch { seen = 'catch'; } finally { seen = 'finally'; } }",
        "const inner = () => { for (;;); }; for (;;) { try { inner() } catch { seen = 'catch' } }",
        "function f(n) { try { return n < 2 ? n : f(n - 1) + f(n - 2); } catch { seen = 'catch'; } } f(60);",
    ] {
        let limit = Duration::from_millis(50);
        let builder = Engine::builder().time_limit(limit);
        let mut engine = builder.options(|o| (o.threads, o.ion_eager) = (false, true)).build().unwrap();
        engine.eval::<()>("seen.js", "var seen = 'nothing'").unwrap();
        assert_eq!(engine.eval::<()>("a.js", &format!("{{ {text} }}")).unwrap_err().reason(), &Reason::TimeLimit);
        assert_eq!(engine.run(|cx| cx.eval::<String>("c.js", "seen")).unwrap(), "nothing", "{text}");
    }
}

#[test]
fn an_interrupter_ends_what_is_running() {
    let mut engine = engine();
    let interrupter = engine.interrupter();
    interrupter.interrupt();
    assert_eq!(engine.eval::<f64>("a.js", "1").unwrap(), 1.0, "what had ended before");
    let stopping = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(50));
        interrupter.interrupt();
        interrupter
    });
    let error = engine.eval::<()>("a.js", "for (;;) {}").unwrap_err();
    assert_eq!(error.reason(), &Reason::Interrupted);
    let interrupter = stopping.join().unwrap();
    drop(engine);
    interrupter.interrupt();
}

#[test]
fn who_ignores_an_end_goes_on_in_vain() {
    let mut engine = Engine::builder().time_limit(Duration::from_millis(30)).build().unwrap();
    engine
        .run(|cx| {
            let stubborn = cx.raw_function("stubborn", 0, |cx, _| {
                while cx.eval::<()>("b.js", "for (;;) {}").is_ok() {}
                Ok(Value::UNDEFINED)
            });
            cx.globals().set(cx, "stubborn", stubborn)
        })
        .unwrap();
    let error = engine.eval::<()>("a.js", "for (;;) { try { stubborn() } catch {} }").unwrap_err();
    assert_eq!(error.reason(), &Reason::TimeLimit);
}

/// Linux gives a process 65,530 mappings by default, and ten thousand engines are to fit. They had seven each.
#[cfg(target_os = "linux")]
#[test]
fn an_engine_takes_few_mappings() {
    const ENGINES: usize = 500;
    let mappings = || std::fs::read_to_string("/proc/self/maps").expect("the kernel says so").lines().count();
    let before = mappings();
    let engines: Vec<Engine> = (0..ENGINES).map(|_| engine()).collect();
    let each = (mappings() - before) as f64 / ENGINES as f64;
    drop(engines);
    assert!(each < 6.2, "{each}");
}

#[test]
fn persistent_values_know_their_engine() {
    let (mut one, mut two) = (engine(), engine());
    let kept = one.enter(|cx| {
        let object: Object<'_> = cx.eval("a.js", "({ answer: 42 })").unwrap();
        cx.persist(object)
    });
    one.enter(|cx| {
        for _ in 0..3 {
            cx.collect_garbage();
        }
        assert_eq!(kept.get_as::<Object<'_>>(cx).unwrap().get::<f64>(cx, "answer").unwrap(), 42.0);
    });
    two.enter(|cx| assert!(kept.get(cx).is_err()));
    drop(one);
    let mut three = engine();
    three.enter(|cx| assert!(kept.get(cx).is_err()));
    drop(kept);
}

#[test]
fn dropped_persistent_values_are_let_go() {
    let mut engine = engine();
    engine.enter(|cx| {
        let class = cx.class::<Leak>().unwrap();
        for i in 0..1000 {
            let object = class.construct(cx, ()).unwrap();
            let kept = cx.persist(object);
            if i % 10 != 0 {
                drop(kept);
            } else {
                std::mem::forget(kept);
            }
        }
    });
    engine.enter(|cx| {
        cx.persist(Value::UNDEFINED);
        cx.collect_garbage();
    });
    assert!(LEAKS.load(Ordering::Relaxed) <= 110, "{} are alive", LEAKS.load(Ordering::Relaxed));
    drop(engine);
    assert_eq!(LEAKS.load(Ordering::Relaxed), 0);
}

static LEAKS: AtomicUsize = AtomicUsize::new(0);
struct Leak;
impl Drop for Leak {
    fn drop(&mut self) {
        LEAKS.fetch_sub(1, Ordering::Relaxed);
    }
}
impl Class for Leak {
    const NAME: &'static str = "Leak";
    fn define(class: &mut ClassBuilder<Leak>) {
        class.constructor(|| {
            LEAKS.fetch_add(1, Ordering::Relaxed);
            Leak
        });
    }
}

/// Values in a vector of Rust, which the collector does not see, are alive by the entry.
#[test]
fn values_live_as_long_as_the_entry() {
    let mut engine = engine();
    engine
        .run(|cx| {
            let kept = (0..2000).map(|i| cx.string(&format!("text {i}"))).collect::<JsResult<'_, Vec<_>>>()?;
            for _ in 0..3 {
                cx.collect_garbage();
                cx.eval::<()>("a.js", "for (let i = 0; i < 10000; i++) 'x'.repeat(i % 50) + i")?;
            }
            assert!(kept.iter().enumerate().all(|(i, text)| text.to_rust() == format!("text {i}")));
            Ok(())
        })
        .unwrap();
}

#[test]
fn scopes_let_go_of_their_values() {
    let mut engine = Engine::builder().memory_limit(32 << 20).build().unwrap();
    engine
        .run(|cx| {
            let total = cx.object();
            for i in 0..200 {
                cx.scope(|cx, outer| {
                    let text = cx.string(&"x".repeat(1 << 20)).map(|text| text.len());
                    assert_eq!(text.ok(), Some(1 << 20), "round {i}");
                    let total = outer.object(total);
                    total.set(cx, "rounds", i).is_ok()
                });
            }
            assert_eq!(total.get::<i32>(cx, "rounds")?, 199);
            Ok(())
        })
        .unwrap();
}

#[test]
fn an_engine_goes_to_another_thread() {
    let mut engine = engine();
    engine.eval::<()>("a.js", "var n = 1; function f(d) { return d ? f(d - 1) + 1 : n }").unwrap();
    let mut engine = std::thread::spawn(move || {
        for _ in 0..3 {
            engine.enter(|cx| cx.collect_garbage());
            assert_eq!(engine.eval::<f64>("b.js", "n = f(1000); f(0)").unwrap() % 1000.0, 1.0);
        }
        // Deep recursion ends in time on this stack, too.
        let deep = engine.eval::<bool>("c.js", "(function g() { try { return g() } catch { return true } })()");
        assert!(deep.unwrap());
        engine
    })
    .join()
    .unwrap();
    assert_eq!(engine.eval::<f64>("b.js", "n").unwrap(), 3001.0);
}

#[test]
fn promises_are_settled_by_the_host() {
    let mut engine = engine();
    let resolvers = Arc::new(std::sync::Mutex::new(Vec::new()));
    let list = resolvers.clone();
    engine
        .run(|cx| {
            let later = cx.raw_function("later", 0, move |cx, _| {
                let (promise, resolver) = cx.promise();
                list.lock().unwrap().push(resolver);
                Ok(promise.into())
            });
            cx.globals().set(cx, "later", later)
        })
        .unwrap();
    let text = "var log = []; (async () => { log.push(await later()); try { await later() } catch (e) { log.push(e.message) } })()";
    engine.eval::<()>("a.js", text).unwrap();
    let next = || resolvers.lock().unwrap().pop().expect("one waits");
    engine.run(|cx| next().resolve(cx, "first").and_then(|()| cx.run_jobs())).unwrap();
    engine.run(|cx| next().reject(cx, Failure::error("second")).and_then(|()| cx.run_jobs())).unwrap();
    assert_eq!(engine.eval::<String>("a.js", "log.join()").unwrap(), "first,second");
    assert_eq!(engine.eval_promise::<f64>("a.js", "(async () => (await 1) + 1)()").unwrap(), 2.0);
    assert_eq!(engine.eval_promise::<f64>("a.js", "Promise.reject(new TypeError('no'))").unwrap_err().name(), "TypeError");
}

#[test]
fn modules_come_from_the_loader_alone() {
    let error = engine().run(|cx| cx.eval_module("main", "import 'node:fs'").map(|_| ())).unwrap_err();
    assert!(error.message().contains("no modules"), "{error}");
}

struct Faulty;
impl modules::ModuleLoader for Faulty {
    fn resolve(&mut self, _: &modules::Request<'_>) -> Result<String, modules::LoadError> {
        panic!("no loader")
    }
    fn load(&mut self, _: &str, _: &modules::Request<'_>) -> Result<modules::Loaded, modules::LoadError> {
        unreachable!("nothing is resolved")
    }
}

#[test]
fn a_loader_may_panic() {
    let mut engine = Engine::builder().module_loader(Faulty).build().unwrap();
    let error = engine.run(|cx| cx.eval_module("main", "import 'x'").map(|_| ())).unwrap_err();
    assert_eq!(error.reason(), &Reason::Panic("no loader".to_owned()));
    let error = engine.eval::<()>("a.js", "import('x').catch(() => { throw 'seen' })").unwrap_err();
    assert_eq!(error.reason(), &Reason::Panic("no loader".to_owned()));
    assert_eq!(engine.eval::<f64>("b.js", "1").unwrap(), 1.0);
}

/// What is below a module that was read may be there only at the second import.
#[test]
fn a_graph_that_lacked_a_module_is_loaded_again() {
    struct Growing(u32);
    impl modules::ModuleLoader for Growing {
        fn resolve(&mut self, request: &modules::Request<'_>) -> Result<String, modules::LoadError> {
            Ok(request.specifier.to_owned())
        }
        fn load(&mut self, key: &str, _: &modules::Request<'_>) -> Result<modules::Loaded, modules::LoadError> {
            let text = match key {
                "a" => "export { value } from 'b';",
                "b" => "export { value } from 'c';",
                _ => {
                    self.0 += 1;
                    if self.0 < 3 {
                        return Err(modules::LoadError::not_found("not yet".to_owned()));
                    }
                    "export const value = 'at last';"
                }
            };
            Ok(modules::Loaded::EcmaScript { name: key.to_owned(), text: text.to_owned() })
        }
    }
    let mut engine = Engine::builder().module_loader(Growing(0)).build().unwrap();
    for _ in 0..2 {
        let error = engine.eval_promise::<()>("a.js", "import('a')").unwrap_err();
        assert_eq!(error.message(), "not yet");
    }
    assert_eq!(engine.eval_promise::<String>("a.js", "import('a').then(ns => ns.value)").unwrap(), "at last");
}

/// What an embedder's types do when they are dropped in a collection is their affair.
#[test]
fn what_is_dropped_may_panic() {
    struct Grudge;
    impl Drop for Grudge {
        fn drop(&mut self) {
            panic!("dropped");
        }
    }
    impl Class for Grudge {
        const NAME: &'static str = "Grudge";
        fn define(_: &mut ClassBuilder<Grudge>) {}
    }
    let mut engine = engine();
    engine.enter(|cx| {
        cx.instance(Grudge).unwrap();
        let held = Grudge;
        cx.function("holds", move || {
            let _ = &held;
        });
    });
    engine.enter(|cx| cx.collect_garbage());
    assert_eq!(engine.eval::<f64>("a.js", "1").unwrap(), 1.0);
}

#[test]
fn an_engine_without_a_host_has_ecmascript_only() {
    let mut engine = engine();
    let globals = "typeof process + typeof require + typeof console + typeof setTimeout + typeof fetch + typeof Buffer + typeof global";
    assert_eq!(engine.eval::<String>("a.js", globals).unwrap(), "undefined".repeat(7));
    assert_eq!(engine.eval::<String>("a.js", "typeof Map + typeof globalThis").unwrap(), "functionobject");
}
