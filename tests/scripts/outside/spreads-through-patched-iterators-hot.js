// Lists that are spread after the iterator of arrays, or its next, was replaced: rest arrays and arguments that need not be made until then.
// node: 26
// gc-stress: 211
const N = 1000;
function three(a, b, c) { return a + ':' + b + ':' + c + ':' + arguments.length; }
const pass = (...r) => three(...r);
function passArgs() { return three(...arguments); }
function passBoth(...r) { return three(0, ...r) + [...r].length + three(...r, ...arguments); }
function passMax(...r) { return Math.max(...r); }
function passNew(...r) { return new P(...r).v; } class P { constructor(...a) { this.v = a.length + ':' + a; } } class Q extends P { } class R extends P { constructor(...a) { super(...a); } }
function passQ(...r) { return new Q(...r).v + new R(...r).v; }
function destructured(...r) { const [a, ...b] = r; return a + '|' + b; }
function looped(...r) { let s = ''; for (const x of r) s += x; return s; }
function loopedArgs() { let s = ''; for (const x of arguments) s += x; return s; }
function applied() { return three.apply(null, arguments) + pass.apply(this, arguments); }
function list(...r) { return [1, ...r, 2].join(); }
const all = [pass, passArgs, passBoth, passMax, passNew, passQ, destructured, looped, loopedArgs, applied, list];
function run(title, n = N) { const seen = all.map(() => new Set()); for (let i = 0; i < n / 10; i++) for (let k = 0; k < all.length; k++) try { seen[k].add(all[k](1, 2)); seen[k].add(all[k]('x')); } catch (e) { seen[k].add(e.name); } console.log(title); for (let k = 0; k < all.length; k++) console.log(' ', all[k].name, [...seen[k]].join('  ')); }
run('as they are');
const values = Array.prototype[Symbol.iterator];
Array.prototype[Symbol.iterator] = function* () { for (let i = this.length; i-- > 0;) yield this[i]; }; run('backwards');
Array.prototype[Symbol.iterator] = values; run('put back', 200);
const ai = Object.getPrototypeOf([][Symbol.iterator]()), next = ai.next;
let n = 0; ai.next = function () { n++; return next.call(this); }; run('counted'); console.log(n);
ai.next = next; run('not counted', 200); console.log(n);
Object.defineProperty(ai, 'return', { value() { n = -1; return {}; }, configurable: true }); run('with return', 100); console.log(n); delete ai.return;
Array.prototype[Symbol.iterator] = function () { return values.call(this.slice(1)); }; run('one less', 100);
delete Array.prototype[Symbol.iterator]; run('none', 100);
Object.defineProperty(Array.prototype, Symbol.iterator, { value: values, writable: true, configurable: true }); run('again', 100);
Array.prototype[1] = 'hole'; function holes(...r) { r.length = 3; return three(...r) + ':' + r.hasOwnProperty(1) + [...r]; } function holesArgs() { delete arguments[1]; return three(...arguments) + three.apply(null, arguments); }
for (let k = 0; k < 2; k++) { const s = new Set(); for (let i = 0; i < 300; i++) s.add(holes(1) + ' ' + holesArgs(1, 2, 3)); console.log([...s].join(' / ')); delete Array.prototype[1]; }
function own(...r) { r[Symbol.iterator] = function* () { yield 'own'; }; return three(...r) + [...r]; }
function ownArgs() { arguments[Symbol.iterator] = function* () { yield 'own'; yield arguments.length; }; return three(...arguments) + [...arguments]; }
function noIter() { 'use strict'; delete arguments[Symbol.iterator]; try { return three(...arguments); } catch (e) { return e.name + three.apply(null, arguments); } }
function proto(...r) { Object.setPrototypeOf(r, { *[Symbol.iterator]() { yield 'p'; } }); return three(...r); }
function lengthened() { arguments.length = 3; return three(...arguments); }
function lengthOdd() { arguments.length = { valueOf() { return 2; } }; return three(...arguments) + three.apply(null, arguments); }
function inTheMiddle(...r) { return three(...r, Array.prototype[Symbol.iterator] = function* () { yield 'mid'; }, ...r) + (Array.prototype[Symbol.iterator] = values, ''); }
for (const f of [own, ownArgs, noIter, proto, lengthened, lengthOdd, inTheMiddle]) { const s = new Set(); for (let i = 0; i < 300; i++) { s.add(f(1, 2)); s.add(f()); } console.log(f.name, [...s].join(' / ')); }
