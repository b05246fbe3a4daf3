// Arrays and views that compiled code keeps in registers, and makes only where they leave it: the elements that were
// not written are holes (or zeroes), what was written was converted, and the kind of elements is what it would be.
const kind = (a) => { let s = ''; for (let i = 0; i < a.length; i++) s += i in a ? (typeof a[i])[0] + a[i] : '_'; return s + a.length; };
let kept;
function holes(i) { const a = new Array(4); a[0] = 1.1; a[2] = 3.3; if (i & 1) a[1] = 2.2; a[0] = i + 0.5; if (i & 2) kept = a; return a[0] + (a[1] === undefined ? 0.25 : a[1]) + a[2]; }
function lit(i, out) { const a = [i, , 2.5]; if (i % 3 === 0) a[1] = i; if (i % 5 === 0) out.push(a); return a[2] + (1 in a ? a[1] : -1); }
function left(n, stop) { let last; for (let i = 0; i < n; i++) { const a = new Array(3); a[0] = i * 1.5; if (i & 1) a[1] = i; last = a[0]; if (i === stop) { a[2] = 'x'; return kind(a); } } return last; }
function views(i) { const f = new Float32Array(2), u = new Uint8Array(4), c = new Uint8ClampedArray(2); f[0] = i + 0.1; u[1] = i; u[2] = -i; c[0] = i * 1.5; c[1] = i - 100; f[1] = f[0]; u[9] = 1; if (i % 11 === 0) kept = u; return f[0] + f[1] + u[1] * u[2] + c[0] - c[1] + u.length + (u[9] === undefined ? 1 : 0); }
function bits(v) { const d = new Float64Array(1), u = new Uint32Array(d.buffer); d[0] = v; u[0] ^= 1; return (u[1] >>> 20) + u[0] % 97 + (d[0] === v ? 0.5 : 0.25); }
function big(i) { const b = new BigInt64Array(2); b[0] = BigInt(i) << 62n; b[1] = -b[0]; if (i % 50 === 49) kept = b; return Number(BigInt.asUintN(8, b[0] >> 60n)) + (b[0] === b[1] ? 1 : 0); }
function inner(i) { const p = [i, i + 1], o = { p, q: [p, p] }; o.q[0][1] += 0.5; if (i % 13 === 0) kept = o; return o.p[1] + o.q[1][0] + o.q.length; }
function thrown(i) { const a = new Array(2); try { a[0] = i; if (i % 17 === 0) throw a; a[1] = 1; } catch (e) { return e === a ? kind(a) : 'other'; } finally { a[0] = -1; } return a[1] - a[0]; }
let s = 0; const lists = [], strs = [];
for (let i = 0; i < 6000; i++) {
  s += holes(i) + lit(i, lists) + views(i) + bits(i * 1.7) + big(i) + inner(i); if (i % 997 === 2) strs.push(kind(kept.p ?? kept)); const t = thrown(i); if (typeof t === 'number') s += t; else if (i % 1700 === 0) strs.push(t);
}
console.log(s); console.log(strs.join(' ')); console.log(lists.slice(-4).map(kind).join(' '));
for (const stop of [1998, 1999, 0, 1, 5000]) console.log(left(2000, stop));
console.log(holes(2), kind(kept), holes(3), kind(kept), holes('2'), kind(kept), holes({ valueOf: () => 3 }), kind(kept));
console.log(views(0.7), kind(kept), views('33'), kind(kept), bits(NaN) > 0, bits('4'), bits(-0), lit(-0, lists), Object.is(lists.at(-1)[0], -0));
Array.prototype[1] = 'P'; console.log(holes(2), kept.hasOwnProperty(1), lit(5, lists), lists.at(-1).hasOwnProperty(1), left(50, 48)); delete Array.prototype[1];
try { big(1.5); } catch (e) { console.log(e.name); } console.log(inner('a'), inner(26), kept.q[0] === kept.p);
