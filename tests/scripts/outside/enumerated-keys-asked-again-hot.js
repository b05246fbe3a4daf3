// Keys that are enumerated, asked for, deleted, and asked for again, in one loop and in nested ones.
const has = Object.prototype.hasOwnProperty;
function asked(o) { let s = ''; for (const k in o) { if (has.call(o, k)) { s += k; if (k === 'b') { delete o.b; s += has.call(o, k) ? '!' : '.'; o.b = 3; s += has.call(o, k) ? '+' : '-'; } } else s += '<' + k + '>'; } return s; }
function nestedSame(o) { let s = 0; for (const k in o) { for (const l in o) { if (l in o && Object.hasOwn(o, l)) s = s * 3 + o[l] | 0; else s = s * 3 + 1 | 0; if (k === l && k === 'c') delete o.c; } if (k in o) s += 7; } return s; }
function indices(a) { let s = ''; for (const i in a) { if (i in a) s += i + ':' + a[i] + ' '; if (i === '1') delete a[3]; if (a.hasOwnProperty(i)) s += '*'; delete a[i]; if (i in a) s += '^'; } return s; }
function grown(o) { let s = ''; let n = 0; for (const k in o) { s += k + o[k]; o['z' + n++] = n; if (n > 20) break; } return s + Object.keys(o).length; }
function proto(o) { let s = ''; for (const k in o) { if (has.call(o, k)) s += k; else { s += '(' + k + ')'; o[k] = 1; s += has.call(o, k); } } return s; }
function typed(a) { let s = 0; for (const i in a) { if (has.call(a, i)) s += a[i] * (+i + 1); if (i in a) s++; if ((+i + 100) in a) s += 1000; } return s; }
function stringObject(o) { let s = ''; for (const k in o) s += has.call(o, k) ? k + o[k] : '?'; return s; }
function twoObjects(o, p) { let s = ''; for (const k in o) { if (k in p) s += k; if (has.call(p, k)) s += 'o'; if (has.call(o, k)) s += '='; p[k] = 0; if (has.call(p, k)) s += '!'; } return s; }
function keyKept(o) { let key; for (key in o) if (o[key] > 1) break; return key + (has.call(o, key) ? o[key] : 'none'); }
function accessor(o) { let s = ''; for (const k in o) { if (has.call(o, k)) s += k + o[k]; } return s; }
let h = 0, shown = [];
function mix(v) { const t = String(v); for (let i = 0; i < t.length; i++) h = h * 33 + t.charCodeAt(i) | 0; shown.push(t); if (shown.length > 24) shown.shift(); }
for (let r = 0; r < 1200; r++) {
  const base = { inh: 1, b: 2 };
  const o = Object.create(r % 3 === 2 ? base : Object.prototype); o.a = 1; o.b = 2; o.c = r & 3; if (r % 5 === 4) o[2] = 4;
  mix(asked(o)); mix(nestedSame({ a: 1, b: 2, c: 3, d: r & 1 })); mix(indices(r & 1 ? [5, 6, 7, 8] : [5, , 7, 8, 9.5]));
  mix(grown(r % 4 ? { q: 1, w: 2 } : { q: 1, w: 2, 5: 3 })); const p = Object.create(base); p.own = 1; mix(proto(p));
  mix(typed(r % 7 === 6 ? new Float32Array([1.5, 2]) : new Uint8Array([1, 2, 3]))); mix(stringObject(Object.assign(new String('xy'), { t: r & 1 })));
  mix(twoObjects({ a: 1, b: 1, c: 1 }, r & 1 ? { b: 1 } : { c: 1, a: 2 })); mix(keyKept(r & 1 ? { a: 1, b: 2 } : { a: 1, d: 1 }));
  mix(accessor({ a: 1, get b() { delete this.c; return 2; }, c: 3, d: 4 }));
}
console.log(h); console.log(shown.join('\n'));
