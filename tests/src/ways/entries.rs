//! The ways into a function.

use super::{Gives, WayIn};

const CALLED: &[Gives] = &[Gives::Value, Gives::ValueOrInstance, Gives::Generator, Gives::Promise, Gives::AsyncGenerator];
/// What has run when the call is over.
const AT_ONCE: &[Gives] = &[Gives::Value, Gives::ValueOrInstance];
const CONSTRUCTED: &[Gives] = &[Gives::Instance, Gives::ValueOrInstance];
const GENERATOR: &[Gives] = &[Gives::Generator];
const PROMISE: &[Gives] = &[Gives::Promise];
const ASYNC_GENERATOR: &[Gives] = &[Gives::AsyncGenerator];

const fn way(name: &'static str, of: &'static [Gives], body: &'static str) -> WayIn {
    WayIn { name, of, body, core: false, own_exits: false }
}

/// One that goes with every way out.
const fn core(name: &'static str, of: &'static [Gives], body: &'static str) -> WayIn {
    WayIn { core: true, ..way(name, of, body) }
}

/// The body of a function of `f`.
pub const WAYS_IN: &[WayIn] = &[
    core("call", CALLED, "return f(1);"),
    way("method call", CALLED, "return { f }.f(1);"),
    way("call of a result", CALLED, "return (() => f)()(1);"),
    way("Function.prototype.call", CALLED, "return f.call({}, 1);"),
    way("Function.prototype.apply", CALLED, "return f.apply(null, [1]);"),
    way("Reflect.apply", CALLED, "return Reflect.apply(f, null, [1]);"),
    way("spread", CALLED, "return f(...[1, 2]);"),
    way("tagged template", CALLED, "return f`x`;"),
    way("bound function", CALLED, "return f.bind(null, 1)();"),
    way("default argument", CALLED, "return (function (a = f(1)) { return a; })();"),
    way("default of a pattern", CALLED, "const { a = f(1) } = {}; return a;"),
    way(
        "calls in a loop",
        AT_ONCE,
        "const n = N; N = 2; let r; for (let k = 0; k < n; k++) try { r = f(k); } catch (e) { r = e; } N = n; return r;",
    ),
    // ---- accessors
    way("getter", CALLED, "return Object.defineProperty({}, 'x', { get: f }).x;"),
    way(
        "getter of a prototype",
        CALLED,
        "const o = under({ get: f }), read = fresh('return o.x;'), r = []; for (let k = 0; k < 3; k++) r.push(read(o)); return r;",
    ),
    way("setter", CALLED, "const o = Object.defineProperty({}, 'x', { set: f }), v = (o.x = 1); return [v, o.x];"),
    core(
        "setter of a prototype",
        CALLED,
        "const o = under({ set: f }), write = fresh('o.x = v; return o;'), r = []; for (let k = 0; k < 3; k++) r.push(write(o, k) === o); return r;",
    ),
    way("element setter", CALLED, "const o = under({ set: f }), k = ['x'], v = (o[k[0]] = 1); return v;"),
    way("super setter", CALLED, "const o = { __proto__: under({ set: f }), m() { return super.x = 1; } }; return o.m();"),
    way("super getter", CALLED, "const o = { __proto__: under({ get: f }), m() { return super.x; } }; return o.m();"),
    // ---- proxies
    way("proxy", CALLED, "return new Proxy(f, {})(1);"),
    way("apply trap", CALLED, "return new Proxy(function () {}, { apply: f })(1);"),
    way("construct trap", CALLED, "return new (new Proxy(function () {}, { construct: f }))(1);"),
    way("get trap", CALLED, "return new Proxy({}, { get: f }).x;"),
    way("set trap", CALLED, "const p = new Proxy({}, { set: f }); return (p.x = 1);"),
    way("has trap", CALLED, "return 'x' in new Proxy({}, { has: f });"),
    way("deleteProperty trap", CALLED, "return delete new Proxy({}, { deleteProperty: f }).x;"),
    way("ownKeys trap", CALLED, "return Object.keys(new Proxy({}, { ownKeys: f }));"),
    way("getPrototypeOf trap", CALLED, "return Object.getPrototypeOf(new Proxy({}, { getPrototypeOf: f }));"),
    // ---- callbacks of built-ins
    way("sort", CALLED, "return [2, 1].sort(f);"),
    way("map", CALLED, "return [1, 2].map(f);"),
    way("forEach", CALLED, "return [1, 2].forEach(f);"),
    way("reduce", CALLED, "return [1, 2, 3].reduce(f);"),
    way("find", CALLED, "return [1, 2].find(f);"),
    way("Array.from", CALLED, "return Array.from(new Set([1]), f);"),
    way("replace", CALLED, "return 'a'.replace('a', f);"),
    way("replace of a pattern", CALLED, "return 'aba'.replace(/a/g, f);"),
    way("reviver", CALLED, "return JSON.parse('[1]', f);"),
    way("toJSON", CALLED, "return JSON.stringify({ toJSON: f });"),
    way("toString", CALLED, "return `${{ toString: f }}`;"),
    way("Symbol.toPrimitive", CALLED, "return +{ [Symbol.toPrimitive]: f };"),
    way("Symbol.hasInstance", CALLED, "return {} instanceof { [Symbol.hasInstance]: f };"),
    way("then", CALLED, "return Promise.resolve(1).then(f);"),
    way("catch", CALLED, "return Promise.reject(1).catch(f);"),
    way("finally", CALLED, "return Promise.resolve(1).finally(f);"),
    way("executor", CALLED, "return Promise.race([new Promise(f), Promise.resolve('pending')]);"),
    // ---- the iterator protocol
    way(
        "next of for-of",
        CALLED,
        "let n = 0; for (const x of { [Symbol.iterator]() { return { next: f }; } }) if (n++ > 1) break; return n;",
    ),
    way(
        "next of yield*",
        CALLED,
        "const g = (function* () { yield* { [Symbol.iterator]() { return { next: f }; } }; })(); return [g.next(), g.next()];",
    ),
    way("next of destructuring", CALLED, "const [a, b] = { [Symbol.iterator]() { return { next: f }; } }; return [a, b];"),
    way("Symbol.iterator", CALLED, "for (const x of { [Symbol.iterator]: f }) return x;"),
    way("return of a break", CALLED, "for (const x of endless(f)) break; return 'left';"),
    way("return of a throw", CALLED, "for (const x of endless(f)) throw new Failure('kept');"),
    way("return of a return", CALLED, "for (const x of endless(f)) return x;"),
    way("return of destructuring", CALLED, "const [x] = endless(f); return x;"),
    // ---- construction
    core("construct", CONSTRUCTED, "return new f(1);"),
    way("construct with spread", CONSTRUCTED, "return new f(...[1, 2]);"),
    way("Reflect.construct", CONSTRUCTED, "return Reflect.construct(f, [1], Base);"),
    way("construct of a bound function", CONSTRUCTED, "return new (f.bind(null, 1))();"),
    way("construct of a proxy", CONSTRUCTED, "return new (new Proxy(f, {}))(1);"),
    core("super call", CONSTRUCTED, "return new (class extends f { constructor() { super(1); this.own = 1; } })();"),
    way("super call with spread", CONSTRUCTED, "return new (class extends f { constructor() { super(...[1]); } })();"),
    way("super call of an implicit constructor", CONSTRUCTED, "return new (class Derived extends f {})(1);"),
    way(
        "super call to a handler",
        CONSTRUCTED,
        "return new (class extends f { constructor() { try { super(1); } catch (e) { return { e }; } } })();",
    ),
    way(
        "constructions in a loop",
        CONSTRUCTED,
        "const n = N; N = 2; let r; for (let k = 0; k < n; k++) try { r = new f(k); } catch (e) { r = e; } N = n; return r;",
    ),
    // ---- resumption
    core("next", GENERATOR, "const g = f(1); return [g.next(), g.next('sent'), g.next(), g.next()];"),
    core("return", GENERATOR, "const g = f(1); return [g.next(), g.return('ret'), g.next(), g.next()];"),
    way("return at once", GENERATOR, "const g = f(1); return [g.return('ret'), g.next()];"),
    core(
        "throw",
        GENERATOR,
        "const g = f(1); return [attempt(() => g.next()), attempt(() => g.throw(new Failure('in'))), attempt(() => g.next()), g.next()];",
    ),
    way("throw at once", GENERATOR, "const g = f(1); return [attempt(() => g.throw(new Failure('in'))), g.next()];"),
    way("for-of over it", GENERATOR, "const r = []; for (const x of f(1)) if (r.push(x) > 3) break; return r;"),
    way("for-of that leaves it", GENERATOR, "for (const x of f(1)) return x;"),
    way("destructuring of it", GENERATOR, "const [a, b] = f(1); return [a, b];"),
    way(
        "delegation to it",
        GENERATOR,
        "const g = (function* () { return yield* f(1); })(); return [g.next(), g.next('sent'), g.return('ret'), g.next()];",
    ),
    way(
        "throw through delegation",
        GENERATOR,
        "const g = (function* () { return yield* f(1); })(); return [attempt(() => g.next()), attempt(() => g.throw(new Failure('in'))), g.next()];",
    ),
    // ---- await
    core("await", PROMISE, "return (async () => [await f(1)])();"),
    way("await with a handler", PROMISE, "return (async () => { try { return await f(1); } catch (e) { return ['caught', e]; } })();"),
    way("await with finally", PROMISE, "return (async () => { try { return await f(1); } finally { log.push('finally'); } })();"),
    way(
        "awaits in a loop",
        PROMISE,
        "return (async () => { const n = N; N = 2; let r; for (let k = 0; k < n / 10; k++) try { r = await f(k); } catch (e) { r = e; } N = n; return [r]; })();",
    ),
    way("two at once", PROMISE, "return Promise.allSettled([f(1), f(2)]);"),
    core("async next", ASYNC_GENERATOR, "const g = f(1); return Promise.allSettled([g.next(), g.next('sent'), g.next(), g.next()]);"),
    core("async return", ASYNC_GENERATOR, "const g = f(1); return Promise.allSettled([g.next(), g.return('ret'), g.next(), g.next()]);"),
    way(
        "async return of a rejection",
        ASYNC_GENERATOR,
        "const g = f(1); return Promise.allSettled([g.next(), g.return(Promise.reject(new Failure('in'))), g.next()]);",
    ),
    core(
        "async throw",
        ASYNC_GENERATOR,
        "const g = f(1); return Promise.allSettled([g.next(), g.throw(new Failure('in')), g.next(), g.next()]);",
    ),
    way("async return at once", ASYNC_GENERATOR, "const g = f(1); return Promise.allSettled([g.return('ret'), g.next()]);"),
    way(
        "for await over it",
        ASYNC_GENERATOR,
        "return (async () => { const r = []; for await (const x of f(1)) if (r.push(x) > 3) break; return r; })();",
    ),
    way(
        "async delegation to it",
        ASYNC_GENERATOR,
        "const g = (async function* () { return yield* f(1); })(); return Promise.allSettled([g.next(), g.next('sent'), g.return('ret'), g.next()]);",
    ),
    // ---- where there is no room
    WayIn { own_exits: true, ..way("async call at the end of the stack", PROMISE, "return atTheEnd(() => f(1));") },
    WayIn { own_exits: true, ..way("next at the end of the stack", GENERATOR, "return atTheEnd(() => f(1).next());") },
    WayIn { own_exits: true, ..way("async next at the end of the stack", ASYNC_GENERATOR, "return atTheEnd(() => f(1).next());") },
    WayIn { own_exits: true, ..way("call at the end of the stack", AT_ONCE, "return atTheEnd(() => f(1));") },
    WayIn { own_exits: true, ..way("construct at the end of the stack", CONSTRUCTED, "return atTheEnd(() => new f(1));") },
];
