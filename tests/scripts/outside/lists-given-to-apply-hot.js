// Lists that apply, Reflect.apply, Reflect.construct and spread calls take: holes that prototypes fill, array-likes whose length is any value, getters that change what is yet to come, proxies, typed arrays, strings and lists that shrink.
// gc-stress: 211
const N = 400;
let log = '';
const put = s => { log = (log + s).slice(-40); return s; };
function strict(a, b, c) { 'use strict'; return [typeof this === 'object' ? 'o' : this, arguments.length, a, b, c].join(); }
function sloppy(a, b, c) { arguments[1] = b = b ?? 'B'; return [arguments.length, a, b, c, arguments[2]].join(); }
function rest(a, ...r) { return a + ':' + r.length + ':' + r.join() + ':' + (1 in r); }
function deflt(a = 1, { length } = arguments, c = a) { return a + ':' + length + ':' + c; }
class K { constructor(...a) { this.s = a.length + ':' + a.join(); this.n = arguments.length; } } class L extends K { }
const fs = [strict, sloppy, rest, deflt, Math.max, String.fromCharCode, Array, Array.of, Math.imul, parseInt];
const ways = [(f, l) => f.apply(7, l), (f, l) => Reflect.apply(f, null, l), (f, l) => f(...l), (f, l) => f.call(...[undefined], ...l), (f, l) => Function.prototype.apply.call(f, 'x', l), (f, l) => f.bind(1).apply(2, l), (f, l) => new Proxy(f, {}).apply(3, l), (f, l) => (function () { return f.apply(this, arguments); }).apply(4, l), (f, l) => ((...r) => f(...r, r.length))(...l), (f, l) => Reflect.construct(L, l).s, (f, l) => new L(...l).s + new K(...l).n];
function once() { let n = 0; return { [Symbol.iterator]() { return { next() { put('n'); return { done: n > 2, value: n++ }; }, return() { put('r'); return {}; } }; }, length: 1, 0: 'like' }; }
function shrinking() { const a = [1, 2, 3, 4]; Object.defineProperty(a, 1, { get() { put('g'); a.length = 2; return 9; }, configurable: true }); return a; }
function growing() { const a = [1, , 3]; Object.defineProperty(a, 0, { get() { put('w'); a.push(8); a[1] = 7; return 0; }, configurable: true }); return a; }
function frozen() { return Object.freeze([5, , 6]); }
function sparse() { const a = [1]; a[6] = 2; delete a[0]; return a; }
function sub() { return class extends Array { get [Symbol.iterator]() { put('i'); return super[Symbol.iterator]; } }.from([1, 2]); }
const lists = [() => [], () => [1], () => [1, 2], () => [1, , 3], () => [, ,], () => [undefined, null, 'x', 4, 5], () => ({}), () => ({ length: 2, 0: 'z' }), () => ({ length: '3', 2: 't' }), () => ({ length: 1.9, 0: 1, 1: 2 }), () => ({ length: -1 }), () => ({ length: NaN, 0: 1 }), () => ({ length: { valueOf() { put('v'); return 2; } }, 1: 'o' }), () => ({ get length() { put('l'); return 2; }, get 0() { put('0'); delete this[1]; return 'g'; }, 1: 'gone' }), () => ({ length: null }), () => ({ length: 2n }), () => ({ length: Symbol() }), () => null, () => undefined, () => 5, () => 'str', () => new String('ob'), () => new Uint8Array([7, 8, 9]), () => new Float64Array([-0, NaN]), () => once(), shrinking, growing, frozen, sparse, sub, () => new Proxy([1, , 3], { get(t, k, r) { put(typeof k === 'symbol' ? '@' : k[0]); return Reflect.get(t, k, r); }, has(t, k) { put('h'); return k in t; } }), () => new Map([[1, 2]]), () => new Set([3, 1]), () => function (a, b) { }, () => (function () { return arguments; })(4, 5), () => (function (a, b) { 'use strict'; delete arguments[0]; arguments.length = 3; return arguments; })(4, 6), () => [1.5, , 2.5], () => { const a = [1, 2, 3]; a.length = 1; a[2] = 'z'; return a; }, () => Object.setPrototypeOf([1, , 3], { 1: 'proto', length: 9, [Symbol.iterator]: [].values }), () => Object.setPrototypeOf([1, , 3], null)].map(f => { try { f(); return f; } catch { return () => 'bad'; } });
const grab = f => { try { return String(f()); } catch (e) { return e.constructor.name; } };
const hash = (h, s) => { for (let i = 0; i < s.length; i++) h = (h * 31 + s.charCodeAt(i)) | 0; return h; };
function round(n) { const out = []; for (const w of ways) { let h = 0; for (let i = 0; i < n; i++) for (const f of fs) for (const l of lists) h = hash(h, grab(() => w(f, l()))); out.push(h); } return out.join() + log; }
console.log(round(1)); console.log(round(2));
// hot sites of one function and one list each, then a hole is filled by a prototype, and an iterator replaced
const hot = { a: l => strict.apply(null, l), b: l => strict(...l), c: l => rest.apply(null, l), d: l => rest(...l), e: l => Math.max.apply(Math, l), f: l => Math.max(...l), g: (...l) => strict(...l), h: function () { return strict.apply(this, arguments); }, i: l => new K(...l).s, j: l => Reflect.construct(K, l).s, k: l => String.fromCharCode(...l), l: l => [...l, 5].length + ':' + [...l].join(), m: l => Math.min(...l, ...l), n: l => [].push(...l), o: l => [0].concat(...l, 1).join(), p: l => sloppy.apply(1, l) + sloppy(...l) };
let text = '';
function rows(title) { let out = ''; for (const k in hot) { let h = 0; for (let i = 0; i < N / 8; i++) { const l = i & 1 ? [i, 2, 3] : i & 2 ? [i, , 3] : [i / 2]; h = hash(h, grab(() => hot[k](l))); } out += ' ' + h; } text += title + out + ' ' + log + '\n'; }
rows('plain'); rows('again');
Array.prototype[1] = 'P'; rows('filled'); Object.defineProperty(Array.prototype, 1, { get() { put('G'); return 11; }, configurable: true }); rows('by a getter'); delete Array.prototype[1]; Object.prototype[1] = 'O'; rows('from afar'); delete Object.prototype[1]; rows('emptied');
const it = Array.prototype[Symbol.iterator], AIP = Object.getPrototypeOf([][Symbol.iterator]()), next = AIP.next;
Array.prototype[Symbol.iterator] = function () { put('I'); return it.call([7, 8]); }; rows('iterator'); Array.prototype[Symbol.iterator] = it; rows('put back');
AIP.next = function () { put('N'); const r = next.call(this); if (r.value === 3) r.value = 33; return r; }; rows('next'); AIP.next = next; rows('put back');
Array.prototype[Symbol.iterator] = 5; rows('none'); Array.prototype[Symbol.iterator] = it; delete AIP.next; rows('no next'); AIP.next = next; rows('put back');
Function.prototype.apply = function (t, l) { put('A'); return Reflect.apply(this, t, l.slice(1)); }; rows('own apply'); delete Function.prototype.apply; rows('no apply');
console.log(text);
