// Arguments and rest lists of functions that are gone: inlined callees whose lists are read after others ran in their place, and parameters that were assigned meanwhile.
// gc-stress: 211
const N = 1500;
function strictArgs() { 'use strict'; return arguments; }
function sloppyArgs(a, b) { a = a + 1; return arguments; }
function rest(...r) { return r; }
function rest1(a, ...r) { a = r; return r; }
function other(a, b, c, d) { return (a | 0) + (b | 0) * 2 + (c | 0) * 3 + (d | 0) * 4; }
function spreadInto(l) { return other(...l); }
function applied(l) { return other.apply(null, l); }
let never = false;
function afterOthers(x, y) { const s = strictArgs(x, y), t = rest(y, x), u = sloppyArgs(x, y); const n = other(9, 8, 7, 6) + spreadInto([5, 4, 3]) + applied([1, 2]); if (never) return [s, t, u]; return n + s[0] * 3 + s[1] + t[0] * 5 + t[1] + u[0] * 7 + u[1] + s.length + t.length + u.length; }
function branch(x, c) { const s = strictArgs(x, x + 1, x + 2); let n = 0; if (c & 1) n = spreadInto([x, x, x, x]); else n = applied(s); if (c & 2) return n + s[c % 3]; return n + s.length; }
function inLoop(n) { let last = rest(0), sum = 0; for (let i = 0; i < n; i++) { const now = rest(i, i * 2, ...last.slice(0, 1)); sum += now[0] + now[1] + (now[2] | 0) + last.length; last = now; } return sum; }
function nested(...a) { return inner1(...a, a.length); } function inner1(...b) { return inner2.apply(this, b); } function inner2() { return Array.prototype.reduce.call(arguments, (p, c) => p * 3 + c, 1); }
let h = 0;
for (let i = 0; i < N; i++) h = (h * 31 + afterOthers(i, i + 1) + branch(i, i & 3) + (i % 50 ? 0 : inLoop(i & 15)) + nested(i, 2, 3)) | 0;
console.log(h);
// what is assigned to parameters, and what lists say then
function a1(a) { 'use strict'; a = 2; return arguments[0]; }
function a2(a) { a = 2; return arguments[0]; }
function a3(a, b) { b = 5; return arguments[1] + ':' + arguments.length; }
function a4(a) { if (a > 2) a = 'x'; for (let i = 0; i < 2; i++) a += i; return arguments[0]; }
function a5(a) { const f = () => arguments[0] + a; a += 1; return f(); }
function a6(a) { const f = () => { a = 'w'; }; f(); return arguments[0] + arguments.length; }
function a7(a = 1) { a = 5; return arguments[0] + ':' + arguments.length; }
function a8({ x } = {}, b) { b = 3; return arguments[1] + ':' + x; }
function a9(a, b) { arguments[1] = 'q'; return b + ':' + arguments.length + ':' + (1 in arguments); }
function a10(a) { arguments.length = 0; a = 7; return [...arguments].length + ':' + arguments[0]; }
function a11(a) { arguments[0]++; ++a; return a + ':' + arguments[0]; }
function a12(a, b, a1, b1) { [a, b] = [b, a]; return Array.prototype.slice.call(arguments).join(); }
function a13(a) { try { a = 3; throw arguments[0]; } catch (e) { a = 4; return e + ':' + arguments[0]; } }
function a14(a) { { let a = 9; arguments[0] = 1; a++; } return a; }
function a15(a) { var a; var arguments; return a + ':' + arguments.length; }
function a16(a) { switch (arguments.length) { case 0: return 'none' + a; case 1: a = 1; return arguments[0]; default: a = 2; return arguments[0] + ':' + arguments[arguments.length - 1]; } }
function a17(a) { const l = arguments; a = 8; function g(l) { l[0] += 1; } g(l); return a; }
function a18(a, b) { delete arguments[0]; a = 3; return arguments[0] + ':' + Object.keys(arguments); }
function a19() { return arguments[0] + arguments[-1] + arguments['1'] + arguments[1.5] + arguments['length']; }
const all = [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19];
const calls = [f => f(), f => f(1), f => f(3, 4), f => f('s', {}, 5), f => f.call(null, 1), f => f.apply(null, [3]), f => f(...[1, , 2]), f => Reflect.apply(f, 1, { length: 2, 1: 'l' }), f => f.bind(null, 6)(7), f => f(undefined)];
for (const f of all) { const seen = calls.map(() => new Set()); for (let i = 0; i < N / 20; i++) for (let c = 0; c < calls.length; c++) try { seen[c].add(String(calls[c](f))); } catch (e) { seen[c].add(e.name); } console.log(f.name, seen.map(s => [...s].join('|')).join(' ')); }
function direct(i) { return a1(i) + a2(i) + a3(i, i).length + a11(i).length + a14(i) + a17(i) + String(a5(i)).length + a12(i, 1, 2).length + a3(i).length + String(a2()).length; }
h = 0; for (let i = 0; i < N; i++) h = (h * 7 + direct(i)) | 0; console.log(h);
// lists that are written to
function rw(...r) { r[0] = r.length; r.length = 2; r.push(9); return r.join() + r.length; }
function rh(...r) { delete r[1]; return other(...r) + ':' + r.length + ':' + (1 in r); }
function rn(...r) { r.name = 1; const { length, ...o } = r; return Object.keys(o).join() + length; }
function rr(...r) { let n = 0; for (const x of r) { n += x; if (r.length < 6) r.push(x + 1); } return n; }
function ri(...r) { r = r.length ? [r[0]] : r; return r[0] + r.length; }
function rc(...r) { const f = () => r[0]++; f(); f(); return r[0]; }
function rk(...[a, b = a, ...c]) { a = 1; return a + ':' + b + ':' + c; }
function rt(...r) { return Array.isArray(r) + ':' + (r instanceof Array) + typeof r + (r == r) + (r === rest(...r)) + r.concat(1).length; }
function rs(...r) { r.sort(); return r.at(-1) + r.indexOf(2) + r.includes(undefined); }
function re(...r) { return arguments.length + r.length + (arguments[0] === r[0]) + (arguments = r).length; }
function rd(a, b, ...r) { if (!r.length) return 'empty' + r; r = [...r, a, b]; return r.join(); }
for (const f of [rw, rh, rn, rr, ri, rc, rk, rt, rs, re, rd]) { const seen = calls.map(() => new Set()); for (let i = 0; i < N / 20; i++) for (let c = 0; c < calls.length; c++) try { seen[c].add(String(calls[c](f))); } catch (e) { seen[c].add(e.name); } console.log(f.name, seen.map(s => [...s].join('|')).join(' ')); }
