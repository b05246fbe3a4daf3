//! Tests of fuel: what it is used for, alike in every tier, and what comes when it is used up.

use crate::api::{Builder, Engine, Function, NoFuel, Reason, Value};

const PLENTY: u64 = 1 << 40;

/// The ways to run a script.
fn tiers() -> [(&'static str, Builder); 4] {
    let builder = || Engine::builder().fuel(PLENTY);
    [
        ("interpreted", builder().jit(false)),
        ("compiled when warm", builder().options(|o| o.threads = false)),
        ("compiled by a thread", builder()),
        ("compiled at once", builder().options(|o| (o.threads, o.ion_eager) = (false, true))),
    ]
}

/// The units that `text` uses.
fn used(engine: &mut Engine, text: &str) -> u64 {
    engine.set_fuel(PLENTY).unwrap();
    engine.eval::<()>("a.js", text).unwrap_or_else(|error| panic!("{text}: {error}"));
    PLENTY - engine.fuel().unwrap()
}

const PROGRAMS: &[&str] = &[
    "for (let i = 0; i < 3000; i++);",
    "let i = 0; do { i++; if (i % 7 === 0) continue; } while (i < 3000);",
    "function f(n) { return n < 2 ? n : f(n - 1) + f(n - 2) } f(18)",
    "const tiny = x => x + 1; let s = 0; for (let i = 0; i < 3000; i++) s = tiny(s)",
    "let s = 0; for (let i = 0; i < 3000; i++) { for (let j = 0; j < i % 5; j++) s += j; if (i === 2000) s = 'text' }",
    "function odd(i) { if (i % 100 === 0) throw new Error(i); return i } let n = 0; for (let i = 0; i < 3000; i++) try { odd(i) } catch { n++ }",
    "function* numbers(n) { for (let i = 0; i < n; i++) yield i } let s = 0; for (const i of numbers(1000)) s += i; [...numbers(500)]",
    "class A { #n = 0; get n() { return this.#n } set n(n) { this.#n = n } } class B extends A { m = 1 } for (let i = 0; i < 1000; i++) { const b = new B(); b.n = i; b.n }",
    "const list = Array.from({ length: 1000 }, (_, i) => 1000 - i); list.map(x => x * 2).filter(x => x % 3).reduce((a, b) => a + b); list.sort((a, b) => a - b); list.sort()",
    "for (let i = 0; i < 300; i++) ('a'.repeat(50) + i).replace(/(a+)(\\d*)/g, (all, a, n) => n + a.length)",
    "for (let i = 0; i < 100; i++) JSON.parse(JSON.stringify({ a: [1, 2, { b: 'text' }], i }), (k, v) => v)",
    "const m = new Map(); for (let i = 0; i < 500; i++) m.set('k' + i, i); let t = 0; for (const [k, v] of m) t += v; m.forEach(v => { t -= v })",
    "const g = (...a) => a.length; let n = 0; for (let i = 0; i < 1000; i++) n += g(...[i, 2, 3]) + g.call(null, i) + g.apply(null, [i]) + g.bind(null, 1)(2)",
    "(async () => { let n = 0; for (let i = 0; i < 500; i++) n += await i; return n })()",
    "const o = { a: 1, b: 2, valueOf() { return 3 } }; let s = 0; for (let i = 0; i < 500; i++) { for (const k in o) s += k.length; s += +o }",
    "const p = new Proxy({}, { get: (t, k) => k, has: () => true }); for (let i = 0; i < 1000; i++) { p['x' + i]; i in p }",
    "label: for (let i = 0; i < 100; i++) for (let j = 0; ; j++) { if (j === i) continue label; if (j > 90) break label }",
    "const make = n => () => n++; const fs = []; for (let i = 0; i < 2000; i++) fs.push(make(i)); for (const f of fs) f()",
    "let x = 1; for (let i = 0; i < 5000; i++) { x = x * 3 + 1; if (i > 4000) x += 0.5; if (x > 1e9) x %= 1000 }",
];

#[test]
fn every_tier_uses_as_much() {
    for text in PROGRAMS {
        let text = format!("{{ {text} }}");
        let mut counts = Vec::new();
        for (name, builder) in tiers() {
            let mut engine = builder.build().unwrap();
            // What was compiled in the first run runs in the next ones.
            counts.extend((0..4).map(|_| (name, used(&mut engine, &text))));
            if name == "compiled at once" {
                assert!(engine.vm().stats.tierups.compiled > 0, "{text}: nothing was compiled");
            }
        }
        assert!(counts.iter().all(|(_, count)| *count == counts[0].1), "{text}: {counts:?}");
        assert!(counts[0].1 > 100, "{text}: {counts:?}");
    }
}

#[test]
fn code_from_a_store_uses_as_much() {
    let folder = std::env::temp_dir().join(format!("hearth-fuel-{}", std::process::id()));
    let text = "function f(n) { let s = 0; for (let i = 0; i < n; i++) s += g(i); return s } function g(i) { return i & 3 } for (let i = 0; i < 300; i++) f(i)";
    let mut uses = Vec::new();
    for run in 0..3 {
        let store = format!("dir:{}", folder.join("store").display());
        let builder = Engine::builder().fuel(PLENTY).stores([store]).key_file(folder.join("key"));
        let mut engine = builder.options(|o| (o.threads, o.keep_all) = (false, true)).build().unwrap();
        uses.push(used(&mut engine, text));
        let retrieved = engine.vm().stats.tierups.retrieved;
        drop(engine);
        assert!(run == 0 || retrieved > 0, "run {run} had no code from the store");
    }
    let _ = std::fs::remove_dir_all(&folder);
    assert!(uses.iter().all(|count| *count == uses[0]), "{uses:?}");
}

#[test]
fn an_iteration_and_a_call_are_a_unit_each() {
    for (name, builder) in tiers() {
        let mut engine = builder.build().unwrap();
        let mut difference = |text: &str| {
            let few = used(&mut engine, &text.replace('N', "10000"));
            used(&mut engine, &text.replace('N', "11000")) - few
        };
        assert_eq!(difference("{ for (let i = 0; i < N; i++); }"), 1000, "{name}");
        assert_eq!(difference("{ const f = i => i; for (let i = 0; i < N; i++) f(i) }"), 2000, "{name}");
    }
}

/// Each of these would go on for longer than anybody waits.
const ENDLESS: &[&str] = &[
    "for (;;);",
    "for (;;) { try { for (;;); } catch { seen = 'catch' } finally { seen = 'finally' } }",
    "function f(n) { return n < 2 ? n : f(n - 1) + f(n - 2) } f(100)",
    "function f() { try { f() } finally { f() } } f()",
    "const a = () => Promise.resolve().then(a); a()",
    "(async () => { for (;;) await 0 })()",
    "[...{ [Symbol.iterator]: () => ({ next: () => ({ value: 1 }) }) }]",
    "/(?:a*)*(?:a*)*(?:a*)*\\1(b)$/.test('a'.repeat(400) + 'c')",
    "for (;;) [3, 1, 2].sort()",
    "const o = { get x() { return o.y }, get y() { return o.x } }; for (;;) try { o.x } catch {}",
    "Array.from({ length: 4e9 }, () => 0)",
];

#[test]
fn a_script_without_fuel_is_ended() {
    for text in ENDLESS {
        for (name, builder) in tiers() {
            let mut engine = builder.memory_limit(512 << 20).build().unwrap();
            engine.eval::<()>("seen.js", "var seen = 'nothing'").unwrap();
            // A unit of a regular expression is thousands of steps.
            engine.set_fuel(if text.starts_with('/') { 500 } else { 50_000 }).unwrap();
            let error = engine.eval::<()>("a.js", &format!("{{ {text} }}")).expect_err(text);
            assert_eq!(error.reason(), &Reason::OutOfFuel, "{name}: {text}: {error}");
            assert_eq!(engine.fuel(), Some(0), "{name}: {text}");
            let error = engine.eval::<()>("b.js", "for (;;);").expect_err("nothing is left");
            assert_eq!(error.reason(), &Reason::OutOfFuel, "{name}: {text}");
            engine.set_fuel(PLENTY).unwrap();
            assert_eq!(engine.run(|cx| cx.eval::<String>("c.js", "seen")).unwrap(), "nothing", "{name}: {text}");
        }
    }
}

/// A script that needs so many units is ended with one less, wherever that is.
#[test]
fn the_last_unit_counts() {
    let text = "{ const f = i => { try { return i * 2 } finally { done = i } }; for (let i = 0; i < 20; i++) f(i) }";
    for (name, builder) in tiers() {
        let mut engine = builder.build().unwrap();
        engine.eval::<()>("done.js", "var done").unwrap();
        let needs = used(&mut engine, text);
        for units in 0..=needs {
            engine.set_fuel(units).unwrap();
            let result = engine.eval::<()>("a.js", text);
            match result {
                Ok(()) => assert_eq!(units, needs, "{name}"),
                Err(error) => {
                    assert_eq!(error.reason(), &Reason::OutOfFuel, "{name}: {error}");
                    assert!(units < needs, "{name}");
                }
            }
            assert_eq!(engine.fuel(), Some(0), "{name}: {units}");
        }
    }
}

#[test]
fn long_work_of_a_builtin_costs_more() {
    let mut engine = Engine::builder().fuel(PLENTY).build().unwrap();
    for text in [
        "{ const list = Array.from({ length: COUNT }); list.sort() }",
        "{ const list = Array.from({ length: COUNT }); list.sort(Math.min) }",
        "JSON.parse('[' + '1,'.repeat(COUNT) + '1]')",
        "JSON.stringify(Array(COUNT).fill(0))",
        "'a'.repeat(COUNT).replace(/a/g, 'b')",
    ] {
        let few = used(&mut engine, &text.replace("COUNT", "1000"));
        let many = used(&mut engine, &text.replace("COUNT", "20000"));
        assert!(many > 4 * few && many > 100, "{text}: {few}, {many}");
    }
}

#[test]
fn a_host_function_takes_and_gives_fuel() {
    let mut engine = Engine::builder().fuel(1000).build().unwrap();
    engine
        .run(|cx| {
            let pay = cx.raw_function("pay", 1, |cx, arguments| {
                let left = cx.fuel().expect("it is counted");
                let units = arguments.iter().next().and_then(Value::as_number).unwrap_or(0.0);
                cx.set_fuel(left.saturating_add_signed(-(units as i64))).expect("it is counted");
                Ok(Value::UNDEFINED)
            });
            cx.globals().set(cx, "pay", pay)
        })
        .unwrap();
    engine.eval::<()>("a.js", "pay(400)").unwrap();
    assert!((500..600).contains(&engine.fuel().unwrap()), "{:?}", engine.fuel());
    assert_eq!(engine.eval::<()>("a.js", "pay(1000); for (;;);").unwrap_err().reason(), &Reason::OutOfFuel);
    engine.set_fuel(1000).unwrap();
    engine.eval::<()>("a.js", "for (let i = 0; i < 5000; i++) { if (i % 500 === 0) pay(-500) }").unwrap();
    // Who calls into scripts again has what the outer call has left.
    let error = engine.run(|cx| {
        let forever: Function<'_> = cx.eval("a.js", "() => { for (;;); }")?;
        forever.call::<()>(cx, ())
    });
    assert_eq!(error.unwrap_err().reason(), &Reason::OutOfFuel);
}

#[test]
fn an_engine_that_counts_nothing_takes_no_fuel() {
    let mut engine = Engine::new().unwrap();
    assert_eq!(engine.fuel(), None);
    assert_eq!(engine.set_fuel(1), Err(NoFuel));
    engine.eval::<()>("a.js", "for (let i = 0; i < 10000; i++);").unwrap();
    assert_eq!(engine.fuel(), None);
}
