// instanceof and isPrototypeOf whose answer is changed by what they ask: traps, getters of `prototype`, Symbol.hasInstance; values that are not objects ask nothing. Constructors of other realms.
// gc-stress: 61
'use strict';
const vm = require('vm');
const N = 2000;
function A() { } function B() { } A.prototype.a = 1; B.prototype = Object.create(A.prototype);
const is = (v, C) => v instanceof C, isA = v => v instanceof A, of = (p, v) => p.isPrototypeOf(v), ofA = v => A.prototype.isPrototypeOf(v);
const values = [new A(), new B(), {}, Object.create(null), [], () => { }, 1, 'a', null, undefined, Symbol.iterator, 1n, A.prototype, B.prototype, Object.create(new B())];
const name = e => e.name;
const count = (n, f) => { let h = 0; for (let i = 0; i < n; i++) { let r; try { r = f(i); } catch (e) { r = name(e).length; } h = (h * 3 + (typeof r === 'boolean' ? +r : r | 0)) % 1000003; } return h; };
const all = t => console.log(t, count(N, i => is(values[i % 15], A)), count(N, i => is(values[i % 15], B)), count(N, i => isA(values[i % 7])), count(N, i => ofA(values[i % 15])), count(N, i => of(values[12 + i % 2], values[i % 15])), count(N, i => values[i % 15] instanceof Object), count(N, i => values[i % 4] instanceof A ? values[i % 4] instanceof B ? 2 : 1 : 0));
all('at first');
// no primitive asks for `prototype`
let reads = 0; const G = Object.defineProperty(function () { }.bind(), 'prototype', { get() { reads++; return A.prototype; } }); const GF = Object.defineProperty(() => { }, 'prototype', { get() { reads++; if (reads % 700 === 0) throw new RangeError(); return reads % 500 === 0 ? null : A.prototype; } });
console.log(count(N, i => is(i & 1 ? i : 's', GF)), reads, count(N, i => is(values[i % 15], GF)), reads, count(100, i => is(values[0], G)), reads);
// what it asks changes what it walks
let flips = 0; const flip = new Proxy(function () { }, { get(t, k, r) { if (k === 'prototype') { flips++; Object.setPrototypeOf(x0, flips % 3 ? A.prototype : null); return A.prototype; } return Reflect.get(t, k, r); } }); const x0 = {};
console.log(count(N, i => is(x0, flip)), flips);
const gate = new Proxy({}, { getPrototypeOf() { flips++; Object.setPrototypeOf(B.prototype, flips & 1 ? null : A.prototype); return B.prototype; } }); const behind = Object.create(gate); flips = 0;
console.log(count(N, i => isA(behind)), count(N, i => ofA(gate)), flips, count(200, i => is(behind, B))); Object.setPrototypeOf(B.prototype, A.prototype);
let asks = 0; class H { static get [Symbol.hasInstance]() { asks++; if (asks % 400 === 0) Object.defineProperty(H, Symbol.hasInstance, { value: asks % 800 ? undefined : v => v === 3, configurable: true }); return v => v === asks; } }
console.log(count(N, i => is(i, H)), asks, is(new H(), H));
class H2 { static [Symbol.hasInstance](v) { if (++asks % 300 === 0) delete H2[Symbol.hasInstance]; return asks & 1 ? 'yes' : 0; } } console.log(count(N, i => is(i & 1 ? new H2() : 5, H2)), asks);
class H3 extends A { } const h3 = new H3(); console.log(count(N, i => { if (i === 500) Object.defineProperty(A, Symbol.hasInstance, { value: v => v === 4, configurable: true }); if (i === 1000) delete A[Symbol.hasInstance]; if (i === 1500) Object.setPrototypeOf(H3, { [Symbol.hasInstance]: () => true }); return is(i & 1 ? h3 : 4, H3) * 2 + isA(h3); }));
const hasInstance = Function.prototype[Symbol.hasInstance]; for (const v of [{}, A, 1, undefined]) console.log(count(50, i => hasInstance.call(v, values[i % 15]))); try { Function.prototype[Symbol.hasInstance] = 1; } catch (e) { console.log(e.name); }
// bound, of bound, of proxies, of callables without prototype
const bound = A.bind(), bb = bound.bind(), bp = new Proxy(A, {}).bind(), pb = new Proxy(bound, {}), bm = Math.max.bind(), method = { m() { } }.m;
for (const C of [bound, bb, bp, pb, bm, method, async () => { }, function* () { }, class { static prototype2 = 1; }]) console.log(C.name, count(300, i => is(values[i % 15], C)));
bound.prototype = { own: 1 }; console.log(count(300, i => is(values[i % 15], bound))); Object.defineProperty(bound, Symbol.hasInstance, { value: () => 1 }); console.log(count(300, i => is(values[i % 15], bound)), count(300, i => is(values[i % 15], bb)));
// chains that grow and are cut while a loop asks
function grow(o) { let s = 0; for (let i = 0; i < 12; i++) { s = s * 2 + (o instanceof A) + (A.prototype.isPrototypeOf(o) ? 4 : 0); if (i % 3 === 0) o = Object.create(o); if (i === 4) Object.setPrototypeOf(Object.getPrototypeOf(o), B.prototype); if (i === 7) Object.setPrototypeOf(B.prototype, {}); if (i === 9) Object.setPrototypeOf(B.prototype, A.prototype); } return s; }
console.log(count(300, i => grow(i & 1 ? {} : new B())));
function hoisted(v, n) { let s = 0; for (let i = 0; i < n; i++) { if (v instanceof A) s += v.a; else s -= 1; if (i === n - 2) Object.setPrototypeOf(v, i & 1 ? null : B.prototype); } return s; } console.log(count(400, i => hoisted(i % 3 ? new A() : {}, i % 9)));
// replaced prototypes
console.log(count(N, i => { function F() { } const f = new F(); const r = is(f, F); F.prototype = i & 1 ? {} : A.prototype; return r * 2 + is(f, F) + is(new F(), A) * 4; }));
function R() { } console.log(count(N, i => { if (i % 250 === 0) R.prototype = [A.prototype, B.prototype, {}, 7, A.prototype][i / 250 % 5]; return is(values[i % 15], R); })); R.prototype = B.prototype;
try { is({}, 1); } catch (e) { console.log(e.name); } R.prototype = undefined; console.log(count(100, i => is(values[i % 15], R)));
// other realms
const ctx = vm.createContext({}); const [ArrayX, ObjectX, mkX, EX] = vm.runInContext('[Array, Object, k => k === 0 ? [] : k === 1 ? {} : k === 2 ? () => 1 : new TypeError(), TypeError]', ctx); const foreign = [0, 1, 2, 3].map(mkX);
console.log(count(N, i => is(foreign[i % 4], Array)), count(N, i => is(foreign[i % 4], ArrayX)), count(N, i => is(i & 1 ? foreign[0] : [], i & 2 ? Array : ArrayX)), count(N, i => is(foreign[i % 4], ObjectX) * 2 + is(foreign[i % 4], Object)), count(N, i => is(foreign[3], i % 3 ? EX : TypeError)), count(N, i => Array.isArray(foreign[i % 4])));
Object.setPrototypeOf(foreign[1], A.prototype); class AX extends ArrayX { } console.log(isA(foreign[1]), count(N, i => is(new AX(), i % 3 === 0 ? Array : i % 3 === 1 ? ArrayX : AX)), count(N, i => isA(foreign[i % 4])));
all('at last');
