// Bindings that the cases of a switch share, and those that are read before they are initialised.
// gc-stress: 61
const N = process.env.SMALL ? 800 : 12000;
const t = f => { try { return String(f()); } catch (e) { return e.name[0]; } };
function shared(i) { switch (i) { case 0: let x = 5; return x; case 1: return x; case 2: x = 3; return x; case 3: return typeof x; case 4: return (() => x)(); default: x = 1; } }
function falls(i) { let r = ''; switch (i) { case 0: let a = 'a'; r += a; case 1: try { r += a; } catch (e) { r += '!'; } a2(); function a2() { r += 'f'; } case 2: const c = r + 'c'; r = c; break; case 3: class K { static v = 'k'; } r += K.v; case 4: try { r += K.v; } catch (e) { r += '?'; } } return r; }
function loops(i) { const fs = []; for (let j = 0; j < 4; j++) switch ((i + j) & 3) { case 0: let v = j; fs.push(() => v++); break; case 1: fs.push(() => { try { return v; } catch { return 'T'; } }); continue; case 2: v = 9; default: fs.push(() => j); } return fs.map(f => f() + '' + f()).join(); }
function defaultFirst(i) { let r = 0; switch (i & 3) { default: r += 1; case 1: r += 10; break; case 2: r += 100; case 3: r += 1000; } return r; }
function defaultVar(i) { switch (i & 1 ? '' : 'z') { default: var x; case '': x; } return x; }
function strs(s) { switch (s) { case 'a': case 'b': return 1; case 'a' + 'b': return 2; case `c${1}`: return 3; case NaN: return 4; case -0: return 5; case null: return 6; case undefined: return 7; case '0': return 8; case 1n: return 9; default: return 0; } }
let ev = []; const say = (n, v) => (ev.push(n), v);
function order(x) { ev = []; switch (say('d', x)) { case say('a', 1): say('A'); case say('b', 2): say('B'); break; default: say('D'); case say('c', 3): say('C'); } return ev.join(''); }
function dense(i) { switch (i) { case 0: return 1; case 1: return 2; case 2: return 4; case 3: return 8; case 4: return 16; case 5: return 32; case 7: return 64; case 2147483647: return 128; case -2147483648: return 256; case 1.5: return 512; } return -1; }
function nestedBreak(i) { let r = ''; a: for (let k = 0; k < 3; k++) { b: switch (i & 3) { case 0: for (;;) { if (k) break b; continue a; } case 1: switch (k) { case 1: break a; case 2: break; default: break b; } r += 'x'; case 2: r += k; break; default: do { r += 'd'; if (k == 1) continue a; } while (0); } r += '.'; } return r; }
function finals(i) { for (let k = 0; k < 3; k++) { switch (i & 3) { case 0: try { continue; } finally { if (k == 1) break; } case 1: try { return k; } finally { if (k < 2) continue; } case 2: try { break; } finally { i++; } default: i--; } i += 4; } return i; }
function closedTdz(i) { const get = () => v; let r = ''; if (i & 1) r += t(get); let v = i; r += t(get); { let r2 = t(() => v); let v2 = v; r += r2 + v2; } return r; }
async function lateTdz() { const out = []; const f = async () => { const n = await 1; return n + v; }; const p = f(); let v = 5; out.push(await p); const g = async () => w + await 1; const q = g().catch(e => e.name); let w = 1; out.push(await q, await g()); return out.join(); }
function sameNames(arg) { let cls = 'a'; if (arg & 1) { if (arg & 2) return t(() => cls) + cls; let cls2 = cls; { let cls = 'b' + cls2; return cls; } } return cls; }
function early(arg) { let c = 'a'; if (arg & 1) { if (arg & 2) return t(() => c); let c = 'b'; return c; } return c; }
function selfInit(i) { try { let x = x + i; return x; } catch (e) { return e.name[0]; } }
function params(a, b = () => a, c = a++) { var a; const before = a; a = 7; return [before, a, b(), c].join(); }
function params2(a = b, b) { return a; }
function forTdz(i) { return t(() => { for (let x of [x]) return 1; }) + t(() => { for (let x = x; ;) return 1; }) + t(() => { for (const k in { [k]: 1 }) return 1; }) + t(() => { let { a = b, b } = {}; }) + t(() => { let [p, q = p] = [i]; return q; }); }
function forConst(i) { const r = []; for (const k of [1, 2]) { r.push(() => k); try { if (i % 50 == 0) eval('k = 1'); } catch (e) { r.push(() => e.name[0]); } } try { for (const j = 0; j < 2; j++) r.push(() => j); } catch (e) { r.push(() => e.name); } return r.map(f => f()).join(); }
function loopCopies(i) { const fs = []; for (let a = 0, inc = () => a++; a < 3; a++) { fs.push(() => a); if (i & 1) inc(); fs.push(inc); } return fs.map(f => f()).join(); }
function fnBlock(i) { const a = typeof g; { function g() { return 1; } } const b = typeof g; if (i & 1) { function h() {} } return a + b + typeof h; }
function fnSwitch(i) { switch (i & 3) { case 0: return typeof q; case 1: function q() {} default: q = 5; } return typeof q; }
function classTdz() { return t(() => { class A extends (() => { try { return A; } catch (e) { return class { n = e.name[0]; }; } })() {} return new A().n; }) + t(() => { class B { static x = B.name; [(() => 'c')()] = B; } return B.x + (new B().c === B); }) + t(() => { class C { [C] = 1; } }) + t(() => { const D = class E { static f() { "use strict"; E = 1; } }; D.f(); }); }
const tests = { shared: i => t(() => shared(i % 6)), falls: i => falls(i % 5), loops: i => t(() => loops(i & 3)), defaultFirst, defaultVar: i => String(defaultVar(i)), strs: i => strs(['a', 'b', 'ab', 'c1', NaN, 0, null, undefined, '0', 1n, 1, 'c' + (i & 1)][i % 12]), order: i => order(i % 5), dense: i => dense([0, 5, 6, 7, 2147483647, -2147483648, 1.5, '1', -0, 2147483648][i % 10]), nestedBreak, finals: i => finals(i & 3), closedTdz: i => closedTdz(i & 1), sameNames, early, selfInit, params: i => params(i & 3), params2: i => t(() => params2(i & 1 ? 4 : undefined, 1)), forTdz: i => forTdz(i & 1), forConst: i => forConst(i % 50), loopCopies, fnBlock, fnSwitch, classTdz };
for (const k in tests) { let h = 0; const seen = new Map; const n = k == 'classTdz' || k == 'forConst' || k == 'forTdz' ? N / 20 : N / 4; for (let i = 0; i < n; i++) { const v = String(tests[k](i)); seen.set(v, (seen.get(v) || 0) + 1); h = (h * 31 + v.length + v.charCodeAt(0) + v.charCodeAt(v.length - 1)) | 0; } console.log(k, h, [...seen].slice(0, 12).map(x => x.join('=')).join(' ')); }
lateTdz().then(async x => { console.log(x); let s = ''; for (let i = 0; i < N / 40; i++) s = await lateTdz(); console.log(s); });
