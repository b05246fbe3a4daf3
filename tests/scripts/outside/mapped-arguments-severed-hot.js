// Mapped arguments: duplicate names, and aliases that delete, defineProperty and freeze cut.
// gc-stress: 61
const N = process.env.SMALL ? 300 : 5000;
function alias(a, b, c) { arguments[0] = a + 1; b = 10; arguments[2] += 5; return a * 100 + arguments[1] + c; }
function dup(a, a, b) { a += 1; arguments[0] = 50; arguments[1] += 2; return [a, b, arguments[0], arguments[1]].join(); }
function severDelete(a, b) { delete arguments[0]; arguments[0] = 9; a += 1; return a + ':' + arguments[0] + ':' + (0 in arguments); }
function severRead(a) { Object.defineProperty(arguments, 0, { writable: false }); a = 5; return a + ':' + arguments[0]; }
function severRead2(a) { Object.defineProperty(arguments, 0, { value: 3, writable: false }); a = 5; return a + ':' + arguments[0]; }
function defineValue(a) { Object.defineProperty(arguments, 0, { value: 3 }); const x = a; a = 5; return x + ':' + a + ':' + arguments[0]; }
function defineEnum(a) { Object.defineProperty(arguments, 0, { enumerable: false }); a = 6; arguments[0]++; return a + ':' + Object.keys(arguments); }
function accessor(a) { let got = 0; Object.defineProperty(arguments, 0, { get() { got++; return 'g'; }, set(v) { got += v; }, configurable: true }); a = 7; const x = arguments[0]; arguments[0] = 10; return a + ':' + x + ':' + got; }
function frozen(a) { Object.freeze(arguments); a = 4; try { (function () { 'use strict'; this[0] = 1; }).call(arguments); } catch (e) { return e.name + a + arguments[0]; } return 'no'; }
function sealed(a) { Object.seal(arguments); a = 4; arguments[0]++; return a + ':' + arguments[0] + ':' + delete arguments[0]; }
function few(a, b, c) { b = 3; arguments[1] = 8; c = 1; arguments.length = 3; return b + ':' + arguments[1] + ':' + arguments[2] + ':' + arguments.length; }
function captured(a) { const f = () => a++; const g = v => arguments[0] = v; f(); g(a * 2); f(); return a + ':' + arguments[0]; }
function strictly(a) { 'use strict'; arguments[0] = 9; a++; return a + ':' + arguments[0]; }
function defaulted(a, b = a) { arguments[0] = 9; a++; return a + ':' + b + ':' + arguments[0] + ':' + arguments.length; }
function resty(a, ...r) { arguments[0] = 9; r[0] = 1; return a + ':' + arguments[1]; }
function pattern({ x }, b) { b = 2; return x + b + arguments[1]; }
function leak(a) { a++; return arguments; }
function evald(a) { eval('a = 12'); return arguments[0]; }
function evald2(a) { eval('arguments[0] = 12'); return a; }
function shadowVar(a) { var arguments; arguments[0] = 3; return a; }
function shadowFn(a) { function arguments() {} return typeof arguments + a; }
function shadowSet(a) { var arguments = 5; return arguments + a; }
function assigned(a) { arguments = [a * 2]; a = 0; return arguments[0]; }
function spread(a, b) { arguments[0] = 7; b = 8; return Math.max(...arguments) + [...arguments].join(''); }
function forward(a, b) { a = 1; return alias.apply(null, arguments); }
function swapped(a, b) { [arguments[0], arguments[1]] = [b, a]; return a * 10 + b; }
function inLoop(a, n) { for (let i = 0; i < n; i++) { arguments[0] += i; if (i & 1) a -= 1; } return a; }
function neg(a, i) { arguments[i] = 'w'; return a + ':' + arguments[i]; }
function sym(a) { a = 1; return arguments[Symbol.iterator] === Array.prototype.values ? [...arguments].length : -1; }
function callee(a) { return arguments.callee === callee && a > 0 ? arguments.callee(a - 1) + 1 : 0; }
function gen(a) { return (function* (b) { arguments[0] = b + 1; const x = yield b; b = x; yield arguments[0]; })(a); }
function lengthGrown(a) { arguments.length = 5; arguments[4] = a; a = 2; return Array.prototype.join.call(arguments); }
function shifted(a, b) { Array.prototype.shift.call(arguments); return a + ':' + b + ':' + arguments.length + ':' + arguments[1]; }
function reversed(a, b, c) { Array.prototype.reverse.call(arguments); return [a, b, c].join(); }
function protoSet(a) { Object.setPrototypeOf(arguments, { 1: 'p' }); a = 3; return arguments[0] + arguments[1]; }
function typed(a) { a |= 0; a += 0.5; return arguments[0]; }
const tests = {
  alias: i => alias(i & 7, 2, 3), dup: i => dup(1, 2, i & 3), dup1: i => dup(1), severDelete: i => severDelete(i & 7, 1), severRead: i => severRead(i & 1), severRead2: i => severRead2(1), defineValue: i => defineValue(1), defineEnum: i => defineEnum(2), accessor: i => accessor(1), frozen: i => frozen(1), sealed: i => sealed(1), few: i => few(1), few2: i => few(1, 2), captured: i => captured(i & 7), strictly: i => strictly(1), defaulted: i => defaulted(1), resty: i => resty(1, 2, 3), pattern: i => pattern({ x: 1 }, 4), evald: i => evald(1), evald2: i => evald2(1), shadowVar: i => shadowVar(1), shadowFn: i => shadowFn(1), shadowSet: i => shadowSet(1), assigned: i => assigned(4), spread: i => spread(1, 2), forward: i => forward(5, 6), swapped: i => swapped(1, 2), inLoop: i => inLoop(i & 3, 5), neg: i => neg(1, -1) + neg(1, 0) + neg(1, '0') + neg(1, 1) + neg(1, 4294967296) + neg(1, 0.5), sym: i => sym(2, 3), callee: i => callee(3), gen: i => { const g = gen(4); return g.next().value + ':' + g.next(9).value; }, lengthGrown: i => lengthGrown(1), shifted: i => shifted(1, 2), reversed: i => reversed(1, 2, 3), protoSet: i => protoSet(1), typed: i => typed(3.7),
  leak: i => { const x = leak(1); x[0] = 5; return x[0] + x.length; }, leak0: i => { const x = leak(); x[0] = 5; return x[0] + ':' + x.length; },
};
const first = {};
for (let r = 0; r < N / 10; r++) for (const k in tests) { const v = String(tests[k](r)); const key = k + (k == "alias" || k == "captured" || k == "severDelete" ? r & 7 : k == "severRead" ? r & 1 : k == "dup" || k == "inLoop" ? r & 3 : 0); if (!(key in first)) first[key] = v; else if (first[key] !== v) { console.log('changed', k, r, first[key], v); process.exit(1); } }
for (const k in tests) console.log(k, first[k + 0], first[k + 1], first[k + 5]);
// one hot loop each, inlined and not
let h = 0;
for (let i = 0; i < N; i++) { h = (h * 31 + alias(i, i, i) + swapped(i, h & 3) + inLoop(i & 7, 4)) | 0; }
console.log(h);
// polymorphic counts of arguments
function sum() { let s = 0; for (let i = 0; i < arguments.length; i++) s += arguments[i]; return s; }
function mix(a, b) { b = a; return sum.apply(this, arguments) + sum(...arguments, arguments.length); }
for (let i = 0; i < N; i++) h = (h + (i % 3 == 0 ? mix(i) | 0 : i % 3 == 1 ? mix(i, 1) : mix(i, 1, 2, 3))) | 0;
console.log(h);
