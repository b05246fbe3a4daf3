// instanceof walks the chain as it is now: prototypes that are put in, taken out and replaced after the check was hot.
'use strict';
const N = 5000;
const is = (v, C) => v instanceof C;
const isA = v => v instanceof A;
function A() {} function B() {} function D() {}
B.prototype = Object.create(A.prototype);
const a = new A(), b = new B(), plain = {};
const warm = () => { let n = 0; for (let i = 0; i < N; i++) n += is(a, A) + 2 * is(b, A) + 4 * is(plain, A) + 8 * is(b, B) + 16 * is(a, B) + 32 * isA(b) + 64 * is(1, A) + 128 * isA(null) + 256 * is(A, Function) + 512 * is([], Array); return n / N; };
console.log('at first', warm());
Object.setPrototypeOf(B.prototype, D.prototype); console.log('moved', warm(), is(b, D), isA(b));
Object.setPrototypeOf(D.prototype, A.prototype); console.log('farther up', warm(), is(b, A));
Object.setPrototypeOf(plain, b); console.log('an object became one', warm(), is(plain, B));
const old = A.prototype; A.prototype = {}; console.log('replaced', warm(), is(new A(), A), is(a, A));
A.prototype = old; console.log('put back', warm());
A.prototype = 3; for (const v of [a, 1, plain]) try { console.log(isA(v)); } catch (e) { console.log(e.name); } A.prototype = old;
let asked = 0; Object.defineProperty(B, Symbol.hasInstance, { value(v) { asked++; return v === 7; }, configurable: true });
console.log('asked', warm(), asked, is(7, B), is(b, B)); delete B[Symbol.hasInstance]; console.log('no more', warm());
const bound = A.bind(null), twice = bound.bind(null); console.log('bound', is(a, bound), is(a, twice), is(plain, twice), Function.prototype[Symbol.hasInstance].call(bound, a));
class S { static [Symbol.hasInstance](v) { return v === 'S' + this.name; } } const boundS = S.bind(); console.log('bound to a class', is('SS', boundS), is('S', boundS), is('Sbound S', boundS));
let n = 0; for (let i = 0; i < N; i++) n += is(i & 1 ? 'SS' : i, S) + is('SS', boundS); console.log(n);
const proxied = new Proxy(b, { getPrototypeOf(t) { return n++ & 1 ? A.prototype : null; } }); n = 0; let p = 0; for (let i = 0; i < N; i++) p += isA(proxied); console.log('proxies', p, n);
const callable = new Proxy(A, {}); console.log(is(a, callable), is(plain, callable));
for (const C of [1, {}, null, undefined, () => {}, Math.max, { [Symbol.hasInstance]: 1 }, { [Symbol.hasInstance]: () => 'yes' }, { [Symbol.hasInstance]: null }, Symbol(), new Proxy({}, {})]) { const r = []; for (const v of [a, 1]) try { r.push(is(v, C)); } catch (e) { r.push(e.name); } console.log(typeof C, r.join()); }
let reads = 0; const getter = Object.defineProperty(function () {}.bind(), 'prototype', { get() { reads++; return old; } }); console.log(is(a, getter), reads); const arrow = Object.defineProperty(() => {}, 'prototype', { get() { reads++; return old; } }); n = 0; for (let i = 0; i < N; i++) n += is(i & 1 ? a : i, arrow); console.log(n, reads);
Object.defineProperty(D, 'prototype', { value: old, writable: false }); n = 0; for (let i = 0; i < N; i++) n += is(a, D); console.log(n);
function narrowed(v) { let s = 0; for (let i = 0; i < 4; i++) { if (v instanceof A) s++; if (i === 1) Object.setPrototypeOf(v, null); if (i === 2) Object.setPrototypeOf(v, B.prototype); } return s; }
n = 0; for (let i = 0; i < 500; i++) n = n * 3 % 1009 + narrowed(new A()); console.log(n);
class Y { constructor() { this.mine = this instanceof new.target; } } class Z extends Y { } n = 0; for (let i = 0; i < N; i++) n += new Z().mine + new Y().mine; console.log(n);
n = 0; for (let i = 0; i < N; i++) { const e = i % 3 ? i & 1 ? new TypeError() : new RangeError() : new Error(); n += e instanceof TypeError ? 1 : e instanceof RangeError ? 10 : e instanceof Error ? 100 : 1000; } console.log(n);
