// node: 26
// replace and replaceAll of strings by strings and functions: each dollar pattern beside each end, empty searches, halves of pairs, ropes and slices, and replacers that change what they are asked about; at hot sites of one kind and of many.
// gc-stress: 211
'use strict';
const N = 300;
const hash = (h, s) => { for (let i = 0; i < s.length; i++) h = (h * 31 + s.charCodeAt(i)) | 0; return h; };
const show = s => s.replace(/[^ -~]/g, c => '\\' + c.charCodeAt(0).toString(16));
const grab = f => { try { return String(f()); } catch (e) { return e.constructor.name; } };
const H = '\ud83d', L = '\ude00', P = '\u{1f600}';
const subjects = ['', 'a', 'aa', 'aaa', 'abab', 'xaxbxcx', '$&', 'a$b', P, H, L, H + L + H, L + H, P + P + H, 'é' + P, 'aé', '\0a\0', 'ab'.repeat(20), 'abc'.slice(1), ('long enough to be a rope ' + 'a').slice(3) + 'a' + P, 'xx' + 'y'.repeat(30) + 'xx'];
const searches = ['', 'a', 'aa', 'ab', '$', '$&', P, H, L, H + H, 'x', 'é', '\0', 'aba', 'no such thing', undefined, null, 0, { toString() { return 'a'; } }, /a/g, /a/, /(?:)/g, /(?:)/gu, /(a)(b)?/g, /(?<n>a)|x/g, /./gu, /\ud83d/g, /\ude00/gu];
const by = ['', 'b', '$', '$$', '$&', '$`', "$'", '$1', '$0', '$01', '$10', '$2$1', '$<n>', '$<n', '$$1', '$$$', 'a$', '$&$&', "[$`|$&|$']", H, L, P, undefined, null, 5, { toString: () => '$&!' }, m => m + m, (m, p) => p, (...a) => a.length, () => undefined, () => '$&', (m, a, b, c) => { if (typeof a === 'number' && a > 2) throw new RangeError(); return '<' + a + '>'; }];
for (const m of ['replace', 'replaceAll']) for (let s = 0; s < searches.length; s++) { let h = 0; const few = new Set(); for (const b of by) for (const t of subjects) { const r = grab(() => t[m](searches[s], b)); h = hash(h, r); if (few.size < 4 && r !== t && r.length < 12) few.add(show(r)); } console.log(m, s, h, [...few].join(' ')); }
// one site for each pair of kinds
const f1 = s => s.replace('a', 'b'), f2 = s => s.replaceAll('a', ''), f3 = s => s.replace('a', '$&$&'), f4 = (s, i) => s.replaceAll('', i), f5 = (s, a, b) => s.replace(a, b), f6 = (s, a) => s.replaceAll(a, x => x + x.length), f7 = s => s.replace('x', '') + s.replace('x', '').length, f8 = s => s.replace(/a/g, '').replace(/b$/, 'a').replace('a', "$'"), f9 = s => s.replaceAll(s, s) === s, f10 = (s, i) => s.replace(s.charAt(i), s.charAt(i + 1)), f11 = s => (s + s).replace(s, '') === s, f12 = s => s.split('a').join('b') === s.replaceAll('a', 'b');
const all = { f1, f2, f3, f4: (s, i) => f4(s, i), f5: (s, i) => f5(s, searches[i % 15], by[i % 20]), f6: (s, i) => f6(s, searches[i % 14]), f7, f8, f9, f10: (s, i) => f10(s, i & 3), f11, f12 };
for (const k in all) { let h = 0; for (let r = 0; r < 3; r++) for (let i = 0; i < N; i++) h = hash(h, grab(() => all[k](r === 0 ? 'xaab' + (i & 7) : r === 1 ? subjects[i % subjects.length] : 'pre' + subjects[i % subjects.length] + 'mid' + i, i))); console.log(k, h); }
// what replacers do to others, and what stands in the place of a string or a method
let log = 0; const odd = { [Symbol.replace](s, b) { log++; return 'own' + s.length + typeof b; }, toString() { log += 100; return 'a'; } };
Object.defineProperty(String.prototype, 'hidden', { get() { return this.length; } });
class RX extends RegExp { get flags() { log += 3; return super.flags; } exec(s) { log += 5; return super.exec(s); } [Symbol.replace](s, b) { log += 7; return super[Symbol.replace](s, b); } }
const late = [() => 'aXb'.replace(odd, 1), () => 'aXb'.replaceAll(odd), () => 'aa'.replaceAll(new RX('a', 'g'), 'b'), () => 'aa'.replaceAll(new RX('a'), 'b'), () => 'aa'.replace(new RX('a'), 'b'), () => String.prototype.replace.call(123, 2, '$`'), () => String.prototype.replaceAll.call(null, '', ''), () => String.prototype.replace.call({ toString: () => 'obj' }, 'b', "$'"), () => 'abc'.replace('b', { toString() { log++; return '$&$&'; } }), () => 'abc'.replace('z', { toString() { log++; return ''; } }), () => 'abc'.replaceAll('z', { toString() { throw new EvalError(); } }), () => 'abab'.replaceAll('b', (m, i, s) => { log += i; return s.hidden + m; }), () => new String('boxed').replace('x', 'y'), () => 'abcabc'.replace('b', (m, i, s) => s.replace('b', (m, i) => 'n' + i)), () => 'ab'.replace(Object(Symbol.iterator), ''), () => 'ab'.replace(Symbol.iterator, '')];
let h = 0; for (let i = 0; i < N; i++) h = hash(h, grab(late[i % late.length])); console.log(h, log);
const rep = String.prototype.replace; for (const what of ['own', 'gone', 'back', 'symbol', 'symbol gone']) { let h = 0;
  if (what === 'own') String.prototype.replace = function (a, b) { log++; return 'R' + rep.call(this, a, b); }; if (what === 'gone') delete String.prototype.replace; if (what === 'back') String.prototype.replace = rep; if (what === 'symbol') String.prototype[Symbol.replace] = function (s, b) { log++; return 'S' + s + b; }; if (what === 'symbol gone') delete String.prototype[Symbol.replace];
  for (let i = 0; i < N / 4; i++) h = hash(h, grab(() => f1('xab' + i)) + grab(() => f5('caa', 'a', '$`')) + grab(() => f3(subjects[i % 9])));
  String.prototype.replace = rep; console.log(what, h, log); }
