// Derived constructors that return objects or primitives, throw before super, call it in arrows, defaults, finally and loops, twice or never; from hot sites that build them in place, by any new.target.
// gc-stress: 211
'use strict';
const N = 120;
let log = 0;
class A { constructor(a, b = a) { this.a = a; this.b = b; log += new.target === A ? 1 : 2; } f = log++; get sum() { return this.a + this.b; } }
function Old(a, b) { if (!new.target) return Old.call({ called: 1 }, a, b), undefined; this.a = a; this.b = b ?? a; if (a === 3) return { a: 30, b: 0 }; if (a === 4) return 4; }
Old.prototype.sum = 0;
class Ret extends A { constructor(i) { if (i % 3 === 0) return { a: i, b: 1 }; super(i); if (i % 3 === 1) return; if (i % 7 === 0) return { a: 1, b: this.a }; } }
class Prim extends A { constructor(i) { super(i, 1); if (i % 5 === 0) return i; if (i % 5 === 1) return null; if (i % 5 === 2) return undefined; if (i % 5 === 3) return function () { }; } }
class Never extends A { constructor(i) { if (i % 4) super(i); } }
class Before extends A { constructor(i) { if (i % 6 === 0) throw new RangeError('b'); if (i % 6 === 1) this.a = 1; super(i); } }
class Twice extends A { constructor(i) { super(i); if (i % 8 === 0) super(i + 1); this.c = i; } }
class Arrow extends A { constructor(i) { const s = x => super(x, i); if (i & 1) s(i); else if (i % 4) [i].forEach(s); this.d = 4; } }
class Deflt extends A { constructor(i, t = super(i, 2), u = this.a + t.b) { if (i % 9 === 0) return t; this.u = u; } }
class DefLate extends A { constructor(i, t = i % 5 ? super(i) : this) { this.u = t === this; } }
class Fin extends A { constructor(i) { try { if (i % 5 === 0) throw i; if (i % 5 === 1) return { a: 1, b: 2 }; } finally { super(i, 9); } } }
class FinRet extends A { constructor(i) { try { super(i); if (i % 5 === 0) throw i; return 5; } catch { return { a: 7, b: 8 }; } finally { if (i % 3 === 0) return; } } }
class Catch extends A { constructor(i) { try { this.a = 1; } catch (e) { log += e instanceof ReferenceError ? 3 : 100; } try { if (i & 1) super(i, grab(() => this.x)); } catch { } if (i % 4 === 0) super(2); } }
class Loop extends A { constructor(n) { for (let i = 0; i < n % 4; i++) { if (i === 2) super(i); } } }
class Cond extends A { constructor(i) { i % 2 ? super(1) : i % 3 && super(2); i % 5 || super(3); } }
class Args extends A { constructor() { super(...arguments); this.n = arguments.length; } }
class Implicit extends Ret { g = this.a; }
class OfOld extends Old { constructor(a) { super(a); this.o = new.target.name.length; } }
class Impl2 extends OfOld { h = 'a' in this; }
class Nul extends null { constructor(i) { if (i & 1) return Object.create(new.target.prototype, { a: { value: i }, b: { value: 0 } }); super(i); } }
class Self extends A { constructor(i) { const o = i > 0 ? new new.target(i >> 3) : null; super(i); this.p = o ? o.a : -1; } }
class Thief extends A { constructor(i) { super(i); Thief.last = () => this; Thief.set = () => super.sum; if (i % 4 === 3) throw this; } }
class Nested extends A { constructor(i) { super(new Ret(i).a, new Prim(i % 3 * 5 + 2).b); } }
function grab(f) { try { return f(); } catch (e) { return e instanceof Error ? e.name.length : typeof e === 'object' ? e.a : e; } }
const show = o => o == null ? String(o) : typeof o !== 'object' ? typeof o + (typeof o === 'number' ? o : '') : o.a + ',' + o.b + ',' + (o.u ?? o.n ?? o.g ?? o.o ?? o.p ?? '') + (Object.getPrototypeOf(o)?.constructor?.name?.[0] ?? '?');
const all = [A, Old, Ret, Prim, Never, Before, Twice, Arrow, Deflt, DefLate, Fin, FinRet, Catch, Loop, Cond, Args, Implicit, OfOld, Impl2, Nul, Self, Thief, Nested];
const hash = (h, s) => { for (let i = 0; i < s.length; i++) h = (h * 31 + s.charCodeAt(i)) | 0; return h; };
// each class by a site of its own, made by its text
for (const C of all) { const site = new Function('C', 'grab', 'show', `return function (i) { return show(grab(() => new C(i))); }`)(C, grab, show); const plain = new Function('C', `return function (i) { let r = -1; try { r = new C(i).a; } catch (e) { r = -2; } return r; }`)(C); const none = new Function('C', `return function () { try { const o = new C; return o.a; } catch (e) { return e.name; } }`)(C);
  let h = 0, g = 0; const few = []; for (let i = 0; i < N; i++) { const s = site(i); h = hash(h, s); if (i < 6) few.push(s); g = (g * 7 + (plain(i) | 0)) | 0; if (i % 50 === 0) h = hash(h, String(none())); } console.log(C.name, h, g, log, few.join(' ')); }
// all by one site, then by another new.target
const one = (C, i) => show(grab(() => new C(i, i + 1, 7))); let h = 0; for (let i = 0; i < N; i++) h = hash(h, one(all[i % all.length], i >> 2)); console.log(h, log);
class Other { } const bound = function () { }.bind(), prox = new Proxy(A, { get(t, k, r) { log++; return Reflect.get(t, k, r); } }), Evil = function () { }.bind(); Object.defineProperty(Evil, 'prototype', { get() { log++; if (log % 5 === 0) throw new TypeError('p'); return log % 3 ? Other.prototype : null; } });
for (const t of [Other, bound, prox, Evil, Array]) { h = 0; for (let i = 0; i < N / 2; i++) h = hash(h, one2(all[i % all.length], i >> 3, t)); console.log(h, log); } function one2(C, i, t) { return show(grab(() => Reflect.construct(C, [i, 5], t))); }
// the parent changes under the class
h = 0; for (let i = 0; i < 560; i++) { if (i === 200) Object.setPrototypeOf(Ret, Old); if (i === 300) Object.setPrototypeOf(Ret, class { constructor(x) { return x % 2 ? [x] : this; } }); if (i === 400) Object.setPrototypeOf(Ret, x => x); if (i === 450) Object.setPrototypeOf(Ret, Prim); if (i === 500) Object.defineProperty(Ret.prototype, 'sum', { value: 3 }); h = hash(h, show(grab(() => new Ret(i))) + show(grab(() => new Implicit(i)))); } console.log(h, log);
console.log(show(Thief.last()), Thief.set());
// argument counts and defaults that see others
function d0() { return arguments.length; } function d1(a) { return a; } function d2(a, b = a) { return a + ':' + b; } function d3(a = b, b = 1) { return a + b; } function d4(a, b = () => a, c = b()) { a = 9; return b() + ':' + c; } function d5(a, b = (a = 3, 4)) { return a + ':' + b + ':' + arguments.length; } function d6({ x = 1, y = x } = {}, [z = y] = [], ...r) { return x + y + z + r.length; } function d7(a, b, c) { return [c, b, a].indexOf(undefined); } function d8(a, b = arguments[0], c = arguments.length) { return a + ':' + b + ':' + c; } function d9(a = new.target, b = typeof a, c = this === undefined) { return b + c; } function d10(a, b = d10.n++) { return b - d10.n; } d10.n = 0;
function d11(a = d11.length + 1, { length } = arguments, f = function () { return new.target; }) { return a + length + typeof f(); } function d12(a, b = eval('a'), c = eval('var q = 1; q')) { return a + ':' + b + ':' + c + typeof q; }
const fs = [d0, d1, d2, d3, d4, d5, d6, d7, d8, d9, d10, d11, d12], forms = [(f) => f(), (f, i) => f(i), (f, i) => f(i, undefined), (f, i) => f(undefined, i), (f, i) => f(i, 2, 3, 4, 5, 6, 7), (f, i) => f.call(1, i, 2), (f, i) => f.apply(undefined, [i, , 3]), (f, i) => new f(i).constructor, (f, i) => Reflect.construct(f, [, i], A) instanceof A, (f, i) => f(...[i], ...(i & 1 ? [undefined, 1] : [])), f => f({ x: 5 }, [6], 7, 8), (f, i) => f.bind(null, i)(i)];
for (const f of fs) { h = 0; const few = new Set(); for (let i = 0; i < N / 2; i++) for (const m of forms) { const s = String(grab(() => { const r = m(f, i & 3); return typeof r === 'function' ? r.name : r; })); h = hash(h, s); if (i < 1) few.add(s); } console.log(f.name, h, [...few].join(' ')); }
