// A site that has seen one proxy, or proxies of one handler: the trap, the target or the handler's prototype change,
// the proxy is revoked, or something comes that is none.
const log = [];
function read(o) { return o.x; } function readKey(o, k) { return o[k]; } function write(o, v) { o.x = v; return o.x; } function has(o) { return 'x' in o; } function call(f, a) { return f(a); } function make(f, a) { return new f(a); } function method(o) { return o.m(2); } function remove(o) { return delete o.x; }
const show = (f) => { try { const v = f(); return typeof v === 'object' && v ? JSON.stringify(v) : String(v); } catch (e) { return e.name; } };
class Handler { get(t, k, r) { return k === 'x' ? this.n : Reflect.get(t, k, r); } constructor(n) { this.n = n; } }
const target = { x: 1, y: 2, m(v) { return v + this.x; } }, fn = function (a) { this.a = a; }, arrow = (a) => a * 2;
const sets = {
  plain: (h) => new Proxy(target, h), frozen: (h) => new Proxy(Object.freeze({ x: 1, m: () => 4 }), h), array: (h) => new Proxy([1, 2, 3], h), deep: (h) => new Proxy(new Proxy(target, {}), h), inherits: (h) => Object.create(new Proxy(target, h)),
};
for (const [name, wrap] of Object.entries(sets)) {
  const out = [];
  const handler = { get(t, k) { return k === 'm' ? (v) => v * 3 : typeof k === 'symbol' ? undefined : `got ${k}`; } };
  const p = wrap(handler);
  for (let i = 0; i < 90; i++) { show(() => read(p)); show(() => readKey(p, 'y')); show(() => method(p)); show(() => has(p)); show(() => write(p, 1)); }
  const tell = (what) => out.push(`${what}: ${[() => read(p), () => readKey(p, 'y'), () => method(p), () => has(p), () => write(p, 7), () => remove(p), () => target.x].map(show).join(' ')}`);
  tell('trap'); handler.get = (t, k, r) => `new ${String(k)} ${r === p}`; tell('new trap'); handler.get = null; tell('null'); handler.get = 5; tell('no function'); delete handler.get; tell('deleted');
  Object.setPrototypeOf(handler, { get: () => 'inherited' }); tell('inherited'); Object.setPrototypeOf(handler, null); tell('none');
  handler.has = () => true; handler.set = (t, k, v, r) => { log.push(`${String(k)}=${v}`); return false; }; handler.deleteProperty = () => true; tell('others');
  Object.defineProperty(handler, 'get', { get() { log.push('asked'); return () => 'by getter'; }, configurable: true }); tell('getter');
  target.x = 1; out.push(`plain after: ${read({ x: 5 })} ${readKey({ y: 6 }, 'y')} ${show(() => read(null))} ${read('s')}`, log.splice(0).join());
  console.log(`${name}\n  ${out.join('\n  ')}`);
}
const many = [1, 2, 3].map((n) => new Proxy(target, new Handler(n)));
let s = ''; for (let i = 0; i < 120; i++) s += read(many[i % 3]); console.log(s.length, s.slice(-6));
Handler.prototype.get = function (t, k) { return `${this.n}!`; }; s = ''; for (let i = 0; i < 6; i++) s += read(many[i % 3]); console.log(s);
const { proxy, revoke } = Proxy.revocable(target, { get: () => 'alive' }); for (let i = 0; i < 100; i++) read(proxy); revoke(); console.log(show(() => read(proxy)), show(() => has(proxy)), show(() => write(proxy, 1)), read(many[0]));
const fh = {}, pf = new Proxy(fn, fh), pa = new Proxy(arrow, fh); for (let i = 0; i < 100; i++) { make(pf, i); call(pa, i); }
const tellCalls = (w) => console.log(w, show(() => make(pf, 3)), show(() => call(pa, 3)), show(() => make(pa, 1)));
tellCalls('bare'); fh.apply = (t, self, args) => `applied ${args}`; tellCalls('apply'); fh.construct = (t, args, nt) => ({ made: args[0], nt: nt === pf }); tellCalls('construct'); fh.construct = () => 1; tellCalls('no object'); delete fh.apply; fh.construct = undefined; tellCalls('gone');
class Base { constructor() { this.p = new Proxy(this, { get: (t, k, r) => k === 'v' ? 'trap' : Reflect.get(t, k, r) }); return this.p; } } class Derived extends Base { v = 1; #q = 2; q() { return this.#q; } read() { return this.v; } }
for (let i = 0; i < 80; i++) new Derived().read(); const d = new Derived(); console.log(d.read(), d.q(), Object.keys(d).join(), show(() => Derived.prototype.q.call(Object.create(d))));
let chain = { last: 1 }; for (let i = 0; i < 5; i++) chain = new Proxy(chain, i % 2 ? {} : { get(t, k, r) { return Reflect.get(t, k, r) + 1; } }); s = 0; for (let i = 0; i < 100; i++) s += chain.last; console.log(s);
const arr = new Proxy([1, 2, 3], { get(t, k) { log.push(String(k)); return t[k]; } }); const sum = (a) => { let n = 0; for (let i = 0; i < a.length; i++) n += a[i]; return n; }; for (let i = 0; i < 60; i++) sum([1, 2]); for (let i = 0; i < 60; i++) { log.length = 0; sum(arr); } console.log(sum(arr), log.length, log.slice(0, 7).join(), sum('12'), sum({ length: 1, 0: 4 }));
