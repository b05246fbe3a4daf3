// What may throw and is computed twice is shared between loops, branches and handlers: the first place that throws is the right one.
'use strict';
const N = 2000;
function twoLoops(a, n) { let log = 0; for (let i = 0; i < n - a.length; i++) log += 1; let j = 0; while (j < n - a.length) { log += 10; j++; } return log; }
function afterEffect(o, log) { log.push('a'); const x = o.p.q; log.push('b'); for (let i = 0; i < 2; i++) { log.push(o.p.q + i); } return x + o.p.q; }
function emptyLoop(o, n, log) { for (let i = 0; i < n; i++) log.push(o.p.q); log.push('end'); return log.join(''); }
function nestedShare(o, i) { return (o.p.q + (o.p.q * 2 + o.p.q)) + (i ? o.p.q * 2 : o.p.q + (o.p.q * 2)); }
function killed(o, f) { const a = o.p.q * 2; f(o); return a + o.p.q * 2 + o.p.q; }
function pointer(a, b) { let x = a + b; const set = () => { a = 99; }; set(); return x * 1000 + (a + b); }
function argumentsWrite(a, b) { const x = a + b; arguments[0] = 99; return x * 1000 + (a + b); }
function evalish(a, b) { let x = a + b; [a] = [99]; x = x * 1000 + (a + b); ({ b } = { b: 1 }); return x * 10 + a + b; }
function guarded(o) { return o && o.p && o.p.q ? o.p.q + (o.p && o.p.q) : o ? -1 : -2; }
function handler(o) { let w = 'none'; try { w = 'before'; const v = o.p.q; w = 'mid'; return v + o.r.s + w; } catch { try { return o.p.q + w; } catch (e) { return e.name + w; } } }
function lengths(a, b) { let n = 0; if (a.length > 2) n += a.length; for (let i = 0; i < a.length; i++) { n += a.length - i; if (b && i === 1) { b.length = 3; n += 100; } } return n + a.length; }
const ok = () => ({ p: { q: 3 }, r: { s: 4 } });
const t = f => { try { return String(f()); } catch (e) { return e.name + ':' + e.message.slice(0, 60); } };
const fs = { twoLoops: i => twoLoops([1, 2], i % 6), afterEffect: i => { const l = []; return afterEffect(ok(), l) + l.join(''); }, emptyLoop: i => emptyLoop(ok(), i % 3, []), nestedShare: i => nestedShare(ok(), i & 1), killed: i => killed(ok(), o => { if (i & 1) o.p.q++; else if (i & 2) o.p = { q: 0.5 }; }),
  pointer: i => pointer(i, 1), argumentsWrite: i => argumentsWrite(i, 1), evalish: i => evalish(i, 2), guarded: i => guarded(i % 3 ? ok() : i % 2 ? {} : null), handler: i => handler(i % 7 ? ok() : { p: { q: 1 } }), lengths: i => { const a = [1, 2, 3, 4, 5]; return lengths(a, i & 1 ? a : null); } };
for (const [name, f] of Object.entries(fs)) { let h = 0, v; for (let i = 0; i < N; i++) { v = t(() => f(i)); for (let k = 0; k < v.length; k++) h = h * 31 + v.charCodeAt(k) | 0; } console.log(name, h, v); }
console.log(t(() => twoLoops(null, 3)), t(() => twoLoops({ length: 1n }, 3)));
{ const l = []; console.log(t(() => afterEffect({ p: null }, l)), l.join('')); } { const l = []; console.log(t(() => emptyLoop(null, 0, l)), t(() => emptyLoop(null, 1, l))); }
{ const l = []; let c = 0; console.log(t(() => afterEffect({ get p() { l.push('g' + c++); return c > 2 ? undefined : { q: 1 }; } }, l)), l.join('')); }
console.log(t(() => nestedShare({ p: { get q() { return 2n; } } }, 0)), t(() => killed(ok(), o => { o.p = 0; })), t(() => killed(ok(), o => { delete o.p; })), t(() => handler(null)), t(() => handler({})), t(() => lengths('abcdef')), t(() => lengths({ length: '3' })));
