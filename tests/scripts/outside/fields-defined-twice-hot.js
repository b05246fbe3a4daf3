// Field initialisers: defined twice on what a base returned, seen half done by what they call, thrown out of, and leaving through closures; public and private.
// gc-stress: 211
'use strict';
const N = 1500;
const times = (n, f) => { let h = 0; const seen = new Map(); for (let i = 0; i < n; i++) { let r; try { r = String(f(i)); } catch (e) { r = e.name; } seen.set(r, (seen.get(r) ?? 0) + 1); } return [...seen].slice(0, 8).map(x => x.join('*')).join('  ') + (seen.size > 8 ? ' ...' + seen.size : ''); };
class Ret { constructor(o) { return o; } }
class Twice extends Ret { #c = 1; pub = 2; static has(o) { return #c in o; } static get(o) { return o.#c; } static inc(o) { return ++o.#c; } }
const shared = {}; console.log('twice', times(N, i => { const o = i % 3 ? {} : shared; new Twice(o); Twice.inc(o); return Twice.get(o) + ':' + o.pub + Object.keys(o); }), Twice.get(shared));
const froz = () => Object.freeze({}), sealed = () => Object.preventExtensions({ pub: 1 });
class Pub extends Ret { pub = 2; later = 3; } console.log('not extensible', times(N, i => new Pub(i & 1 ? { pub: 9 } : i & 2 ? froz() : sealed()).later));
class Setter { set x(v) { throw new Error('set'); } } class Def extends Setter { x = 5; } console.log('no setter', times(N, i => { const d = new Def(); d.x++; return d.x + Object.keys(d).join(); }));
class Ro extends Ret { x = 1; } console.log('read-only', times(N, i => { const o = Object.defineProperty({}, 'x', { value: 0, configurable: !!(i & 1) }); return new Ro(o).x + JSON.stringify(Object.getOwnPropertyDescriptor(o, 'x')); }));
let trapped = ''; const prox = () => new Proxy({}, { defineProperty(t, k, d) { if (trapped.length < 80) trapped += k + d.enumerable + ' '; return k !== 'no' && Reflect.defineProperty(t, k, d); }, set() { trapped += '!'; return true; } });
class Px extends Ret { #p = 1; a = 1; ['b' + 1] = 2; static p(o) { return o.#p; } } class Pn extends Px { no = 1; } console.log('proxies', times(N / 3, i => Px.p(new Px(prox()))), times(100, i => new Pn(prox()).no), trapped);
// what initialisers call sees what is there so far
let check; class Half { before = check?.(this); #brand = 1; after = check?.(this); static { check = o => (#brand in o) + Object.keys(o).join(); } } console.log('half', times(N, i => { const h = new Half(); return h.before + h.after; }));
class Early { a = this.read(); #x = 3; b = this.read(); read() { try { return this.#x; } catch (e) { return e.name; } } } class Earlier extends Early { #x = 4; c = this.read(); d = this.read2(); read2() { return this.#x; } } console.log('early', times(N, i => Object.values(i & 1 ? new Early() : new Earlier())));

const log = []; class Order { a = log.push('a'); [(log.push('key'), 'b')] = log.push('b'); c = () => this.a * this.b; static d = log.push('static'); } console.log('order', log.join(), times(N, i => { log.length = 0; const o = new Order(); return o.c() + log.join(); }));
// thrown out of
let at = -1; const boom = n => { if (n === at) throw new RangeError('boom' + n); return n; };
let kept; class Throws { a = boom(1); self = kept = this; #b = boom(2); c = boom(3); get b() { return this.#b; } } class Thrown extends Throws { d = boom(4); #e = boom(5); constructor() { try { super(); } catch (e) { throw new Error(e.message + Object.keys(kept).length); } this.f = boom(6) + this.#e; } }
console.log('throws', times(N, i => { at = i % 7; try { const t = new Thrown(); return t.f + t.b; } catch (e) { let b; try { b = kept.b; } catch (e) { b = e.name; } return e.message + b + Object.keys(kept).join(''); } finally { at = -1; } }));
class Caught extends Throws { constructor() { try { super(); } catch { } return {}; } } console.log('caught', times(N, i => { at = i % 4; const c = new Caught(); at = -1; return Object.keys(c).length + (c instanceof Caught); }));
class Deep extends Thrown { g = 1; } console.log('deep', times(N, i => { at = i % 9; try { return new Deep().g; } catch (e) { return e.message; } finally { at = -1; } }));
// this that escapes, replaced fields, arrows
const out = []; class Esc { me = out.push(this); me2 = (out[out.length - 1].late = 1, this.late); fn = () => { this.n++; return this; }; n = this.fn === undefined ? 1 : 2; m = this.fn().n; } console.log('escapes', times(N, i => { out.length = 0; const e = new Esc(); return (out[0] === e) + Object.keys(e).join() + e.n + e.m + e.fn().n; }));
class Over { x = 1; constructor() { this.y = this.x; this.x = 'over'; } } class Under extends Over { x = this.y + 1; y = this.x + 1; } console.log('over', times(N, i => Object.entries(i & 1 ? new Over() : new Under())));
class Acc { get v() { return 'acc'; } v = this.v + 1; } class Acc2 extends Acc { v = super.v + this.v; } console.log('accessor first', times(N, i => new Acc().v + new Acc2().v));
class Freeze { a = 1; b = i0 % 5 ? 2 : Object.freeze(this) && 3; c = 4; } let i0 = 0; console.log('freezes itself', times(N, i => (i0 = i, Object.keys(new Freeze()))));
class Nt { t = new.target; s = typeof arguments0; } var arguments0; console.log('new.target', times(N, i => { const n = new (i & 1 ? Nt : class extends Nt { })(); return n.t + n.s; }));
const fn = function () { }; class Fx { x = function () { }; y = class { }; z = () => { }; ['w' + 1] = () => { }; #q = function () { }; q() { return this.#q.name; } } console.log('names', times(N, i => { const f = new Fx(); return f.x.name + f.y.name + f.z.name + f.w1.name + f.q() + (f.x === new Fx().x); }));
// another new.target, and prototypes that are replaced
console.log('construct', times(N, i => { const o = Reflect.construct(Under, [], i & 1 ? Esc : Array); return Object.values(o).join() + (o instanceof Esc) + (o instanceof Under); }));
class Base2 { b = 1; } class Der extends Base2 { #d = 2; d = this.b + this.#d; } console.log('base replaced', times(N, i => { if (i === N / 2) Object.setPrototypeOf(Der, class { b = 10; }); if (i === N - 100) Object.setPrototypeOf(Der, Ret); if (i === N - 50) Object.setPrototypeOf(Der, function () { this.b = 'f'; }); if (i === N - 10) Object.setPrototypeOf(Der, null); return new Der({ b: 5 }).d; }));
// many classes of one text
const mk = k => class { #x = k; y = this.#x * 2; static x(o) { return o.#x; } static in(o) { return #x in o; } }; const ks = [mk(1), mk(2), mk(3), mk(4), mk(5)];
console.log('of one text', times(N, i => { const K = ks[i % (i < 500 ? 1 : i < 900 ? 2 : 5)], J = ks[(i >> 2) % 3], o = new K(); let r; try { r = J.x(o); } catch (e) { r = e.name; } return o.y + ':' + r + J.in(o); }));
