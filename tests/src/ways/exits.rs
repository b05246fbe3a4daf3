//! The ways out of a function.

use super::{Can, Loops, WayOut};
use Can::{Await, Return, Yield};

const fn out(name: &'static str, needs: &'static [Can], body: &'static str) -> WayOut {
    WayOut { name, needs, body, core: false, loops: Loops::Compiled, only: &[] }
}

/// One that goes with every way in.
const fn core(name: &'static str, needs: &'static [Can], body: &'static str) -> WayOut {
    WayOut { core: true, ..out(name, needs, body) }
}

/// One that suspends in or behind a loop, where code is not compiled.
const fn suspends(row: WayOut) -> WayOut {
    WayOut { loops: Loops::Interpreted("a function that has suspended there is not compiled from the loop on"), ..row }
}

/// `LOOP` stands for a loop that sums up to `N`; it is hot where `N` is large.
pub const WAYS_OUT: &[WayOut] = &[
    core("end", &[], "LOOP"),
    core("return", &[Return], "LOOP return s;"),
    out("return an object", &[Return], "LOOP return { s };"),
    out("return nothing", &[Return], "LOOP return;"),
    out("return in the loop", &[Return], "for (let i = 0; ; i++) if (i >= N) return i;"),
    core("throw", &[], "LOOP throw new Failure(s);"),
    core("throw in the loop", &[], "for (let i = 0; ; i++) if (i >= N) throw new Failure(i);"),
    out("throw to a handler", &[], "try { for (let i = 0; ; i++) if (i >= N) throw new Failure(i); } catch (e) { log.push(e.message); }"),
    out("throw of a callee to a handler", &[], "try { for (let i = 0; ; i++) throwAt(i); } catch (e) { LOOP log.push(e.message, s); }"),
    out("finally overrides a throw", &[Return], "try { throw new Failure('lost'); } finally { LOOP return s; }"),
    out("finally overrides a return", &[Return], "try { return 'lost'; } finally { LOOP throw new Failure(s); }"),
    core("return through finally", &[Return], "try { LOOP return s; } finally { log.push('finally'); }"),
    out("break out of finally", &[], "do { try { LOOP throw new Failure(s); } finally { break; } } while (true);"),
    core("break out of for-of", &[], "for (const x of endless()) { LOOP if (s > 0) break; }"),
    WayOut {
        loops: Loops::Interpreted("control flow from the innermost loop on is irreducible"),
        ..out(
            "continue around for-of",
            &[],
            "let n = 0; outer: while (n++ < 2) for (const x of endless()) { LOOP if (s > 0) continue outer; }",
        )
    },
    out("return out of for-of", &[Return], "for (const x of endless()) { LOOP return s; }"),
    out("throw out of for-of", &[], "for (const x of endless()) { LOOP throw new Failure(s); }"),
    out("for-of over an array", &[], "for (const x of [1, 2, 3]) { LOOP log.push(x); if (x === 2) break; }"),
    out("return out of an array", &[Return], "for (const x of [1, 2, 3]) { LOOP if (x === 2) return s; }"),
    out("hot for-of over an array", &[], "let s = 0; for (const x of Array(N).fill(1)) s += x; log.push(s);"),
    out("hot for-of over an iterator", &[], "let s = 0; for (const x of upTo(N)) s += x; log.push(s);"),
    out("hot for-of over a generator", &[], "let s = 0; for (const x of yields(N)) s += x; log.push(s);"),
    out(
        "next of an iterator is a number",
        &[],
        "let s = 0; for (const a of [Array(N).fill(1), Array(N).fill(1), [1], record(0)]) for (const x of a) s += x; log.push(s);",
    ),
    out("next of an iterator throws", &[], "let s = 0; for (const x of upTo(N, () => { throw new Failure('next'); })) s += x;"),
    out("return of an iterator throws", &[], "for (const x of endless(() => { throw new Failure('return'); })) { LOOP break; }"),
    out("return of an iterator gives no object", &[], "for (const x of endless(() => 1)) { LOOP break; }"),
    out(
        "throw hides what return of an iterator throws",
        &[],
        "for (const x of endless(() => { throw 1; })) { LOOP throw new Failure(s); }",
    ),
    out("destructuring closes", &[], "LOOP const [x, y = s] = endless(); log.push(x, y);"),
    out("destructuring is exhausted", &[], "LOOP const [x, y = s, ...z] = upTo(1); log.push(x, y, z.length);"),
    out("call of what is no function", &[], "const o = {}; LOOP o.nothing(s);"),
    out("construction of what is no constructor", &[], "const o = { a: {} }; LOOP new o.a.K(s);"),
    out("call of no function in the loop", &[], "for (let i = 0; ; i++) callIn(i < N ? one : undefined);"),
    out("read of undefined in the loop", &[], "for (let i = 0; ; i++) (i < N ? one : undefined).name;"),
    out("binding before its declaration", &[], "LOOP log.push(s); late; let late = 1;"),
    WayOut {
        only: &["call", "construct", "next", "await", "async next"],
        ..out("exhaustion of the stack", &[], "LOOP try { deep(); } catch (e) { log.push(e.name, s); }")
    },
    WayOut {
        only: &[
            "call at the end of the stack",
            "construct at the end of the stack",
            "async call at the end of the stack",
            "next at the end of the stack",
            "async next at the end of the stack",
        ],
        ..out(
            "end of the stack in the loop",
            &[],
            "enter(); let s = 0; try { for (let i = 0; i < N; i++) s = (s + wide(i) + wider(i) + wide(s) + wider(s)) | 0; } catch (e) {}",
        )
    },
    suspends(core("yield", &[Yield], "LOOP const r = yield s; let t = 0; for (let i = 0; i < N; i++) t = (t + i) | 0; return [r, t];")),
    suspends(out("yield in the loop", &[Yield], "for (let i = 0; i < N; i++) if (i % 1000 === 1) yield i; return N;")),
    out(
        "yield that never runs in the loop",
        &[Yield],
        "let s = 0; for (let i = 0; i < N; i++) if (i >= 0) s = (s + i) | 0; else yield i; return s;",
    ),
    suspends(out(
        "yield late in the loop",
        &[Yield],
        "let s = 0; for (let i = 0; ; i++) if (i >= N) { yield i; return s; } else s = (s + i) | 0;",
    )),
    core("yield, then the end", &[Yield], "yield 1; LOOP"),
    out("yield, then a throw", &[Yield], "yield 1; LOOP throw new Failure(s);"),
    suspends(out("yield in try, with a handler", &[Yield], "try { LOOP yield s; } catch (e) { LOOP yield [e, s]; } LOOP return s;")),
    out("yield in try, with finally", &[Yield], "try { yield 1; } finally { LOOP log.push(s); }"),
    suspends(out("yield in try, finally yields", &[Yield], "try { yield 1; } finally { LOOP yield s; }")),
    out("yield in try, finally returns", &[Yield], "try { yield 1; } finally { LOOP return s; }"),
    suspends(out("yield in for-of", &[Yield], "for (const x of endless()) { LOOP yield s; }")),
    suspends(out("yield* of an array", &[Yield], "LOOP yield* [s, 2]; LOOP return s;")),
    suspends(out("yield* of an iterator", &[Yield], "LOOP yield* endless(); LOOP return s;")),
    suspends(out("yield* of a generator", &[Yield], "LOOP return [yield* yields(2), s];")),
    suspends(out("yield* of what is no iterable", &[Yield], "LOOP try { yield* record(0); } catch (e) { log.push(e.name, s); }")),
    suspends(core("await", &[Await], "LOOP const r = await s; let t = 0; for (let i = 0; i < N; i++) t = (t + i) | 0; log.push(r, t);")),
    core("await, then the end", &[Await], "await 1; LOOP"),
    out("await, then a throw", &[Await], "await 1; LOOP throw new Failure(s);"),
    out(
        "await that never runs in the loop",
        &[Await],
        "let s = 0; for (let i = 0; i < N; i++) if (i >= 0) s = (s + i) | 0; else await i; log.push(s);",
    ),
    suspends(out("await in the loop", &[Await], "for (let i = 0; i < N; i++) if (i % 1000 === 1) await i; log.push(N);")),
    suspends(out("await of a rejection", &[Await], "LOOP await Promise.reject(new Failure(s));")),
    out(
        "await of a rejection, with a handler",
        &[Await],
        "try { await Promise.reject(new Failure(1)); } catch (e) { LOOP log.push(e.message, s); }",
    ),
    suspends(out("await of a thenable that throws", &[Await], "LOOP await { then() { throw new Failure(s); } };")),
    suspends(out("await in finally", &[Await], "try { LOOP throw new Failure(s); } finally { await 1; LOOP log.push(s); }")),
    out("return of a promise", &[Await, Return], "await 1; LOOP return Promise.resolve(s);"),
    out("return of a rejection", &[Await, Return], "LOOP return Promise.reject(new Failure(s));"),
    suspends(out(
        "for await over an array",
        &[Await],
        "for await (const x of [1, Promise.resolve(2), 3]) { LOOP log.push(x); if (x === 2) break; }",
    )),
    suspends(out("for await over an iterator", &[Await], "for await (const x of endless()) { LOOP throw new Failure(s); }")),
    suspends(out(
        "for await over an async generator",
        &[Await],
        "for await (const x of yieldsLater(3)) { LOOP log.push(x); if (x === 1) break; }",
    )),
];
