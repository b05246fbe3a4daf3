// Whether an object has a private name is asked, answered no, the name is put, and asked again.
class Ret { constructor(o) { return o; } }
class A extends Ret { #v; #m() { return this.#v; } get #g() { return this.#v * 2; } set #g(x) { this.#v = x; } constructor(o, v) { super(o); this.#v = v; }
  static has(o) { return #v in o; } static hasM(o) { return #m in o; } static hasG(o) { return #g in o; } static read(o) { return o.#v; } static call(o) { return o.#m(); } static get(o) { return o.#g; } static set(o, x) { o.#g = x; return o.#v; }
  static round(o, v) { let s = 0; if (#v in o) s += 1; try { s += o.#m(); } catch { s += 10; } new A(o, v); if (#v in o) s += 100; s += o.#m(); o.#g = v + 1; s += o.#g; s += o?.#v; return s; }
  static twice(o) { let s = ''; for (let i = 0; i < 3; i++) try { new A(o, i); s += 'p'; } catch (e) { s += e.constructor.name[0] + o.#v; } return s; }
  static inLoop(list) { let s = 0; for (const o of list) { if (#m in o) s += o.#m(); else { new A(o, 3); s += o.#v * 100; } } return s; }
  static swap(a, b) { [a.#v, b.#v] = [b.#v, a.#v]; a.#v++; b.#v **= 2; a.#v ||= 5; b.#v &&= 6; a.#v ??= 7; return a.#v * 10 + b.#v; }
}
class B extends Ret { #v = 'b'; static has(o) { return #v in o; } static read(o) { return o.#v; } }
function make(kind) { switch (kind % 6) { case 0: return {}; case 1: return { a: 1 }; case 2: return [1, 2]; case 3: return Object.create(null); case 4: return () => 1; default: return new Map(); } }
function attempt(f, ...a) { try { return f(...a); } catch (e) { return e.constructor.name; } }
let h = 0; const last = [];
function mix(v) { const t = String(v); for (let i = 0; i < t.length; i++) h = h * 31 + t.charCodeAt(i) | 0; last.push(t); if (last.length > 30) last.shift(); }
for (let i = 0; i < 1500; i++) {
  const o = make(i); mix(A.round(o, i & 7)); mix(A.twice(make(i + 1)));
  const p = make(i + 2); const list = [p, o, p, make(i)]; mix(A.inLoop(list)); mix(attempt(A.read, make(i))); mix(A.has(p) && A.hasM(p) && A.hasG(p)); mix(B.has(p)); new B(p); mix(B.read(p) + A.read(p));
  mix(A.swap(o, p)); mix(attempt(A.set, i % 9 ? o : {}, 3)); mix(attempt(A.has, i % 50 ? o : 5)); if (i % 100 === 99) { mix(A.has(new Proxy(o, {}))); mix(attempt(A.read, new Proxy(o, {}))); }
}
console.log(h); console.log(last.join('\n'));
