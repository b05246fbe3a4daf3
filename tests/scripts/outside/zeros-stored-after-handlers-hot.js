// A variable, field or element gets its first value again after a handler has written another: that store is needed.
let fails = true; const keep = [];
const thrower = () => { if (fails) throw new Error('t'); }, zero = () => 0, consume = (v) => { keep[0] = v; };
function local(p) { let x = 0; try { thrower(); } catch { x = p; consume(x); } x = zero(); consume(x); return x; }
function captured(p) { let x = 0; const set = (v) => { x = v; }, get = () => x; try { thrower(); } catch { set(p); consume(x); } x = 0; return get(); }
function field(p) { const o = { x: 0 }; try { thrower(); } catch { o.x = p; } o.x = 0; consume(o); return o.x; }
function fieldFinally(p) { const o = { x: 0, y: null }; try { thrower(); o.y = 1; } catch { o.x = p; } finally { o.y = o.x; o.x = 0; } return `${o.x}${o.y}`; }
function element(p) { const a = [0, 0]; try { a[1] = 5; thrower(); a[1] = 6; } catch { a[0] = p; } a[0] = 0; return a.join(); }
function view(p) { const a = new Int32Array(2); try { a[1] = 5; thrower(); a[1] = 6; } catch { a[0] = p; } const was = a[0]; a[0] = 0; return [was, ...a].join(); }
function inLoop(p) { let x = 0, s = ''; for (let i = 0; i < 6; i++) { try { if (i & 1) thrower(); s += x; } catch { x = p + i; s += `(${x})`; continue; } x = 0; } return s; }
function undefinedAgain(p) { let x; try { thrower(); } catch { x = p; consume(x); } x = undefined; return String(x); }
function nested(p) { let x = 1; try { try { thrower(); x = 2; } finally { x += 10; } } catch { x *= p; } const y = x; x = 1; return `${x} ${y}`; }
function returned(p) { let x = 0; try { thrower(); return x; } catch { x = p; return x; } finally { consume(x); x = 0; } }
function deadInTry(p) { let x = 1; try { x = 2; x = 3; thrower(); x = 4; } catch { return x * p; } return x; }
function deadInLoop(n) { let x = 0, r = 0; for (let i = 0; i < n; i++) { try { x = i; if (i % 3 === 2) thrower(); x = -1; } catch { r = r * 10 + x; } finally { if (i % 4 === 3) r += x; } } return r; }
function argument(p) { try { p += 1; thrower(); p = 50; } catch { p *= 2; } return p; }
function destructured(list) { let a = 0, b = 0; try { [a, b = thrower()] = list; } catch { return `${a},${b}`; } [a, b] = [0, 0]; return `${a}.${b}`; }
function swapped() { let a = 1, b = 2; try { [a, b] = [b, a]; thrower(); [a, b] = [9, 9]; } catch { [b, a] = [a, b]; } return `${a}${b}`; }
function updated(o) { try { o.n++; o.n += o.n > 2 ? thrower() ?? 1 : 1; } catch { o.n = -o.n; } return o.n; }
function* suspended(p) { let x = 0; try { yield x; thrower(); } catch { x = p; yield x; } finally { x = 0; } yield x; }
const seen = [];
for (let r = 0; r < 120; r++) {
  fails = r % 5 !== 4;
  const line = [local(5), captured(6), field(7), fieldFinally(8), element(9), view(3), inLoop(4), undefinedAgain(1), nested(3), returned(6), deadInTry(7), deadInLoop(12), argument(1), destructured([1, undefined]), destructured([1, 2]), swapped(), updated({ n: 0 }), updated({ n: 5 }), [...suspended(2)].join(''), local('s'), field(null), element(0.5), argument('q'), keep[0]].join(' | ');
  if (!seen.includes(line)) seen.push(line);
}
console.log(seen.join('\n'));
