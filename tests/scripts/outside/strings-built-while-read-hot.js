// Text that is built in hot loops and read while it grows: by index, slice, search, comparison, as a key and by expressions; from both ends, in halves, of both widths, and with pieces that throw.
// gc-stress: 211
'use strict';
const N = 120;
const hash = (h, s) => { for (let i = 0; i < s.length; i++) h = (h * 31 + s.charCodeAt(i)) | 0; return h; };
const pieces = ['a', 'bc', '', '\u20ac', 'é', '\ud83d', '\ude00', 'xyz'.repeat(9), 5, null, true, 1.5, -0, 7n, { toString: () => 'o' }, undefined, [1, 2]];
const pick = i => pieces[(i * 7 + 3) % pieces.length];
const all = {
  append(n) { let s = '', h = 0; for (let i = 0; i < n; i++) { s += pick(i); h = (h * 3 + s.charCodeAt(s.length - 1) + s.charCodeAt(i >> 1)) | 0; } return s.length + ':' + h; },
  prepend(n) { let s = '', h = 0; for (let i = 0; i < n; i++) { s = pick(i) + s; h = (h * 3 + s.length + (s[0] ?? 'z').charCodeAt(0) + (s.at(-1) ?? 'y').charCodeAt(0)) | 0; } return h; },
  both(n) { let s = '|'; for (let i = 0; i < n; i++) s = i & 1 ? s + pick(i) : `${pick(i)}${s}`; return s.indexOf('|') + ',' + s.lastIndexOf('|') + ',' + s.length; },
  halves(n) { let s = 'seed', h = 0; for (let i = 0; i < n; i++) { s = s.slice(s.length >> 1) + s.slice(0, s.length >> 1) + pick(i); if (s.length > 90) s = s.substring(i % 7, 60); h = (h * 5 + s.codePointAt(s.length >> 2)) | 0; } return h; },
  kept(n) { const l = []; let s = ''; for (let i = 0; i < n; i++) { s += pick(i); l.push(s); if (i % 9 === 8) s = l[i - 5]; } return hash(0, l[n >> 1]) + ',' + l.filter((x, i) => i && x.startsWith(l[i - 1])).length; },
  shared(n) { let a = 'start', b = a; for (let i = 0; i < n; i++) { a += i; if (i % 3 === 0) b = a + 'B'; if (i % 5 === 0) a = b; if (a.length > 200) a = a.slice(-40); } return a + '/' + b.length + (a === b) + (a < b); },
  compared(n) { let a = '', b = '', h = 0; for (let i = 0; i < n; i++) { a += String(pick(i)); b = b.concat(pick(i)); h = (h * 3 + (a === b) + 2 * (a <= b) + 4 * (a + 'x' > b) + 8 * (a == b + '')) | 0; } return h; },
  keys(n) { const o = {}, m = new Map(); let s = 'k'; for (let i = 0; i < n; i++) { s += i % 4; if (s.length > 6) s = s.slice(3); o[s] = (o[s] ?? 0) + 1; m.set(s, o[s]); } return Object.keys(o).length + ',' + m.size + ',' + Object.keys(o).every(k => m.get(k) === o[k]); },
  searched(n) { let s = '', h = 0; for (let i = 0; i < n; i++) { s += pick(i); h = (h * 3 + s.indexOf('\u20ac', i >> 1) + s.lastIndexOf('xyz') + s.includes('\ude00', i) * 2 + s.endsWith(pick(i)) * 4 + (s.search(/z\u20ac?a/) & 15)) | 0; } return h; },
  doubled(n) { let s = 'ab', h = 0; for (let i = 0; i < n; i++) { s += s; if (s.length > 5000) s = s.charAt(i) + s.slice(s.length - 3) + pick(i); h = (h * 3 + s.length + s.charCodeAt(s.length - 2)) | 0; } return h; },
  throws(n) { let s = '', c = 0; for (let i = 0; i < n; i++) { try { s += i % 11 === 10 ? { toString() { throw s.length; } } : i % 13 === 12 ? Symbol.iterator : pick(i); s = s + 'e' + (s.length > 200 ? (() => { const t = s; s = ''; throw t.length; })() : ''); } catch (e) { c += typeof e === 'number' ? e : 1000; } } return s.length + ',' + c; },
  chars(n) { let s = ''; for (let i = 0; i < n; i++) s += String.fromCharCode(i * 997 & 0xffff, 65 + i % 26) + String.fromCodePoint(0x10000 + i * 31); let h = 0, u = 0; for (const c of s) { h = (h * 7 + c.codePointAt(0)) | 0; u += c.length; } for (let i = s.length - 1; i >= 0; i -= 3) h = (h * 3 + s.charCodeAt(i)) | 0; return h + ',' + u + ',' + s.isWellFormed() + ',' + s.toWellFormed().length + ',' + [...s].length; },
  joined(n) { const l = []; for (let i = 0; i < n; i++) { l.push(pick(i)); if (l.length > 20) l.splice(0, 3); } const a = l.join(''), b = l.reduce((p, x) => p + (x ?? ''), ''), c = ''.concat(...l.map(x => x ?? '')); return (a === b) + ',' + (b === c) + ',' + hash(0, a) + ',' + l.join('--').split('--').length; },
  tested(n) { let s = '', h = 0; const g = /[a-z]+|\u20ac/g, y = /x/y; for (let i = 0; i < n; i++) { s += pick(i); g.lastIndex = i; y.lastIndex = s.length - 2; h = (h * 3 + (g.exec(s)?.index ?? -1) + y.test(s) + g.lastIndex) | 0; if (s.length > 150) s = s.replace(/xyz/g, '').trimEnd().padStart(9, s); } return h; },
  cased(n) { let s = '', h = 0; for (let i = 0; i < n; i++) { s += pick(i); if (i & 1) s = s.toUpperCase(); if (i % 3 === 0) s = s.toLowerCase(); if (s.length > 120) s = s.split('').reverse().join('').slice(0, 30); h = hash(h, s.slice(-3)); } return h; },
  numbers(n) { let s = '', t = 0; for (let i = 0; i < n; i++) { s += i % 10; t += +s.slice(-5) + parseInt(s, 10) % 7 + (s | 0) + Number(s.slice(-3) + '.5'); if (s.length > 18) s = s.slice(9); } return t; },
};
for (const k in all) { const f = all[k], r = []; for (const n of [1, 2, 17, 60, N]) r.push(f(n)); let same = true; for (let i = 0; i < 12; i++) same = f(N) === r[4] && same; console.log(k, same, r.join(' ')); }
