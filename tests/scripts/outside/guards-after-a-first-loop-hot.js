// A guard of a second loop fails after a first loop (which is unrolled, or runs once) has had its effects:
// going back must not do those again, nor skip what stands between.
let fld = 0, log = 0;
function two(a, b) { for (let i = 0; i < 2; i++) fld += 10; let s = 0; for (let i = 0; i < b.length; i++) s += a[i] * b[i]; return s; }
function between(a, b) { for (let i = 0; i < 1; i++) a.n++; fld++; for (const v of b) { a.n += v.x; fld += 2; } return a.n; }
function gone(o, n) { for (let i = 0; i < 3; i++) o.c = (o.c | 0) + i; for (let j = 0; j < n; j++) for (let i = 0; i < 2; i++) { o.c += o.list[i + j]; fld ^= o.c; } return o.c; }
function caught(a, n) { let c = 0; for (let i = 0; i < n; i++) { try { a[c - 5 + i].v = i; c++; fld += 3; } catch (e) { c += 2; fld -= 1; } } return c; }
function untilTrue(k) { let c = -20; for (let i = 0; i < 37; i++) { if (c >= 0) { if (k !== c) log += 5; else log = log ^ c; } else log += 1; c++; if (c === k) c = -2; } return c; }
function popped(a) { let s = 0; for (let i = 0; i < 4; i++) s += a.pop() | 0; for (let i = 0; i < 4; i++) { a.push(s + i); s += a[i] + a.length; } return s; }
const out = [];
for (let r = 0; r < 250; r++) {
  out.push(two([1, 2, 3], [r, 2, 3]), between({ n: r }, [{ x: 1 }, { x: 2 }]), gone({ c: r, list: [1, 2, 3, 4, 5] }, 4), caught([{ v: 0 }, { v: 1 }, { v: 2 }], 8), untilTrue(r % 40), popped([1, 2, 3, 4, 5, 6]));
}
const show = (...v) => console.log(...v, fld, log);
show(two([1.5, 2], [2, 3]), two(['2', 3], [2, '3']), two([1], [2, 3]), two([, 1], [1, 2]), two([{ valueOf() { fld += 1000; return 3; } }], [4]));
show(between({ n: 'a' }, [{ x: 1 }, { x: 2 }]), between({ n: 1 }, [{ y: 1, x: 2 }, { get x() { fld += 100; return 0.5; } }]), between({ n: 2147483647 }, new Set([{ x: 1 }])));
show(gone({ c: 1, list: [1.5, 2, 3, 4, 5] }, 3), gone({ list: 'abcdef', c: 0 }, 2), gone({ c: 2147483640, list: [1, 2, 3, 4] }, 3));
show(caught([{ v: 0 }, Object.freeze({ v: 1 }), 3, null, { set v(x) { throw x; } }], 12), caught([], 4), caught('abc', 9));
show(untilTrue('7'), untilTrue(1.5), untilTrue(-1)); show(popped([0.5, 1, 2, 'x']), popped([]), popped([1, , 3]));
let hsh = 0; for (const v of out) hsh = (Math.imul(hsh, 31) + v) | 0; console.log(hsh);
