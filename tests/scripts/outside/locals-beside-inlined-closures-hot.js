// Variables that stay on a frame while a callee that was given a closure, a default or evaluated text is put in its place.
function ignores(f) { return 1; }
function callsIt(f) { return f(); }
function mayCall(f, b) { return b ? f() : 0; }
function plain() { let a = 1; ignores(() => 0); return a; }
function captured(n) { let a = n; ignores(() => a++); a += 2; callsIt(() => { a *= 3; }); return a; }
function maybe(n) { let a = n, b = 1; const r = mayCall(() => (b = a, a = 7, b), n % 5 === 0); return a * 100 + b * 10 + r; }
function withDefault(given, other = (noDefault = true, given)) { var noDefault; return [given, other, noDefault].join(); }
function setByDefault(x = (flag = 'unset', 3), flag = 'set') { return x + flag; }
function defaultSets(a = (() => { c = 5; return 1; })(), b = 2, c = 3) { return a * 100 + b * 10 + c; }
function alwaysFalse(f = false) { f = f != false ? f : false; if (f === null || f === undefined) return 'never'; return eval('f') + '' + f; }
function evaluated(n) { let offer = null, k = 0; eval('k = n + 2'); if (offer !== null) return -1; ignores(() => k); return k; }
function evalVar(n) { var o = null; eval('var fresh = n * 2; o = fresh'); ignores(() => o); return o + fresh; }
function nestedClosures(n) { let s = 0; for (let i = 0; i < 3; i++) { let t = i * n; callsIt(() => { let u = t; callsIt(() => { s += u + i; t++; }); s += t; }); s += t * 100; } return s; }
function thrownFrom(n) { let a = 1; try { callsIt(() => { a = n; if (n % 4 === 3) throw a; a++; }); a += 10; } catch (e) { a = e * 1000 + a; } finally { a += 0.5; } return a; }
function loops(n) { let last = -1, sum = 0; [1, 2, 3].forEach(v => { last = v; sum += v * n; }); const found = [5, 6, 7].find(v => (last = v, v === 6)); return last * 100 + sum + found * 1000; }
function swapped(n) { let a = n, b = 2; callsIt(() => { [a, b] = [b, a]; }); ignores(() => a); const c = a - b; mayCall(() => { a = b = 0; }, n === 6); return c * 100 + a * 10 + b; }
function args(n) { let a = n; function inner() { return arguments.length ? arguments[0] + a : a; } a++; const r = inner(); a++; return r * 100 + inner(5) * 10 + a; }
function threeDeep(n) { let c = 0; const list = [1, 2, 3]; list.forEach(x => list.forEach(y => list.forEach(z => { c += x * y * z + n; }))); return c + list.flatMap(x => list.flatMap(y => list.map(z => [x, y, z]))).length * 1e6; }
function fourDeep(n) { const r = []; for (const a of [0, 1]) r.push(...[0, 1].map(b => [0, 1].map(c => [0, 1].map(d => a * 8 + b * 4 + c * 2 + d + n)))); return JSON.stringify(r).length + r.flat(9).reduce((x, y) => x * 3 + y | 0, 0); }
let h = 0;
const all = [plain, captured, maybe, n => withDefault(n), n => withDefault(n, 4), n => n % 3 ? setByDefault() : setByDefault(n, n), n => { try { return defaultSets(); } catch (e) { return e.name; } }, n => defaultSets(1), n => alwaysFalse(n % 3 === 0 ? true : undefined), evaluated, evalVar, nestedClosures, thrownFrom, loops, swapped, args, threeDeep, fourDeep];
for (const f of all) { const seen = []; for (let i = 0; i < 900; i++) { let v; try { v = f(i % 7); } catch (e) { v = e.name; } const t = String(v); for (let j = 0; j < t.length; j++) h = h * 31 + t.charCodeAt(j) | 0; if (i > 892) seen.push(t); } console.log(f.name, h, seen.join(' ')); }
