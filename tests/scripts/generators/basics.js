function* g(a) { const b = yield a; const c = yield b * 2; return c + 1; }
const it = g(1);
console.log(JSON.stringify([it.next("ignored"), it.next(5), it.next(9), it.next()]));
console.log([...(function* () { yield* [1, 2]; yield* "ab"; const r = yield* g(7); yield r; })()].join());
const o = { *gen() { yield this.v; }, v: "this", *[Symbol.iterator]() { yield* this.gen(); yield 2; } };
console.log([...o].join(), o.gen().next().value);
class T { *walk(n) { if (n) { yield* this.walk(n - 1); yield n; } } static *s() { yield "static"; } }
console.log([...new T().walk(4)].join(), [...T.s()].join());
const fib = function* () { let [a, b] = [0, 1]; for (;;) { yield a; [a, b] = [b, a + b]; } };
const out = [];
for (const x of fib()) { if (x > 100) break; out.push(x); }
console.log(out.join());
console.log(it[Symbol.iterator]() === it, Object.prototype.toString.call(it), typeof g.prototype, (() => { try { new g(); } catch (e) { return e.name; } })());
const [a, b, ...none] = (function* () { yield 1; })();
console.log(a, b, none.length);
function* args() { yield arguments.length; yield* arguments; }
console.log([...args(7, 8)].join());
