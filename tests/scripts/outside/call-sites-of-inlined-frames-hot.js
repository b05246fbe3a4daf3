// Frames that Error.captureStackTrace hides, limits that change, and what prepareStackTrace is told of each frame (names, lines, kinds of calls) where callers were inlined, called as methods, constructors, callbacks, accessors, bound or through apply.
// gc-stress: 211
'use strict';
const N = 140;
const FILE = 'call-sites-of-inlined-frames-hot';
const own = l => l.filter(c => String(c.getFileName()).includes(FILE) && c.getLineNumber() < 40);
const tell = c => [c.getFunctionName() ?? '-', c.getLineNumber(), c.isConstructor() ? 'C' : '', c.isEval() ? 'E' : '', c.isNative() ? 'N' : '', c.isAsync() ? 'A' : ''].join('.').replace(/\.+$/, '');
let shown = 0;
Error.prepareStackTrace = (e, l) => { shown++; return own(l).map(tell).join(' < '); };
function leaf(kind, hide) {
  const o = {};
  if (kind === 0) Error.captureStackTrace(o);
  else if (kind === 1) Error.captureStackTrace(o, hide);
  else if (kind === 2) return new Error('x').stack;
  else if (kind === 3) { try { null.f; } catch (e) { return e.stack; } }
  else if (kind === 4) { try { hide.nothing(); } catch (e) { Error.captureStackTrace(e, leaf); return e.stack; } }
  else if (kind === 5) { Error.stackTraceLimit = 2; try { return new Error('y').stack; } finally { Error.stackTraceLimit = 10; } }
  else { const e = new RangeError('z'); o.stack = 's' + (shown & 0); const s = e.stack; return e.stack === s ? s : 'differs'; }
  return o.stack;
}
const middle = (k, h) => leaf(k, h), outer = (k, h) =>
  middle(k, h) + '';
class A { constructor(k, h) { this.s = middle(k, h); } m(k, h) { return outer(k, h); } get g() { return middle(A.k, A.h); } set g(k) { this.s = outer(k, A.h); } static st(k, h) { return leaf(k, h); }
  *gen(k, h) { yield middle(k, h); } }
class B extends A { constructor(k, h) {
  super(k, h); } m(k, h) { return super.m(k, h); } }
function byApply() { return outer.apply(this, arguments); }
function recursive(n, k, h) { return n ? recursive(n - 1, k, h) : leaf(k, h); }
function inCallback(k, h) { let r; [1].forEach(function cb() {
  r = leaf(k, h); }); return r; }
function inLoop(k, h) { let s = ''; for (let i = 0; i < 3; i++) { if (i < 2) s = leaf(2); else
  s += leaf(k, h); } return s; }
function inFinally(k, h) { try { throw 1; } catch { try { return 1; } finally {
  return middle(k, h); } } }
const bound = outer.bind(null), named = { 'a b': (k, h) => leaf(k, h), ['c' + 1]() { return leaf(3); }, async as(k, h) { return leaf(k, h); } };
const all = { leaf, middle, outer, ctor: (k, h) => new A(k, h).s, derived: (k, h) => new B(k, h).s, method: (k, h) => new B(0).m(k, h), getter: (k, h) => { A.k = k; A.h = h; return new A(0).g; }, setter: (k, h) => { const a = new A(0); A.h = h; a.g = k; return a.s; }, stat: (k, h) => B.st(k, h), gener: (k, h) => new A(0).gen(k, h).next().value, byApply, recursive: (k, h) => recursive(3, k, h), inCallback, inLoop, inFinally, bound: (k, h) => bound(k, h), key: (k, h) => named['a b'](k, h) };
const hidden = [leaf, middle, outer, A, B, recursive, byApply, bound, undefined, () => { }, inCallback];
const hash = (h, s) => { for (let i = 0; i < s.length; i++) h = (h * 31 + s.charCodeAt(i)) | 0; return h; };
for (const n in all) { let h = 0; const seen = new Set(); for (let i = 0; i < N; i++) { const s = String(all[n](i % 7, hidden[(i >> 2) % hidden.length])); h = hash(h, s); seen.add(s); } console.log(n, h, seen.size, [...seen].slice(0, 3).join(' | ')); }
// a preparer that looks at this, functions and throws; and none
Error.prepareStackTrace = (e, l) => { if (e instanceof TypeError) throw new EvalError('prep'); return own(l).map(c => (c.getThis() === undefined) + '' + (c.getFunction() === undefined)).join(); };
let out = new Set(); for (let i = 0; i < N; i++) for (const k of [2, 3, 0]) try { out.add(all[i & 1 ? 'byApply' : 'ctor'](k, leaf)); } catch (e) { out.add(e.name); } console.log([...out].join(' '));
Error.prepareStackTrace = undefined; out = new Set(); for (let i = 0; i < N; i++) { Error.stackTraceLimit = i % 4; out.add(all.outer(2).split('\n').length + all.recursive(0, leaf).split('\n').length); } Error.stackTraceLimit = 10; console.log([...out].join(' '));
