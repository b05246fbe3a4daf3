// node: 99
// gc-stress: 4001
// The code point at the end of a slice, of a rope and of a string: the half behind a slice's end is none of its own.
// Node.js joins a slice's last half with what follows it in the longer string, once the code is compiled.
'use strict';
const PAIR = '\u{1f600}', HIGH = '\ud83d', LOW = '\ude00';
const text = 'abcdefghijklmnop' + PAIR + 'xyz' + PAIR;
const kinds = ['', 'a', HIGH, LOW, PAIR, HIGH + HIGH, LOW + HIGH, 'a'.repeat(40)];
for (let n = 0; n <= text.length; n++) kinds.push(text.slice(0, n), text.slice(n), (text.slice(0, n) + PAIR).slice(0, n + 1), (text + n).slice(3, n + 3), text.substring(5, n));
// What charCodeAt says, joined by hand.
function joined(s, i) {
  if (!(i >= 0 && i < s.length)) return undefined;
  const first = s.charCodeAt(i), second = i + 1 < s.length ? s.charCodeAt(i + 1) : 0;
  return first >= 0xd800 && first < 0xdc00 && second >= 0xdc00 && second < 0xe000 ? (first - 0xd800) * 1024 + second - 0xdc00 + 0x10000 : first;
}
const at = (s, i) => s.codePointAt(i);
function ended(s, i) { const c = s.codePointAt(i); return c === undefined || c !== c; }
function tokens(s) { let n = 0, i = 0; for (;;) { const c = s.codePointAt(i); if (c === undefined) return n; i += c > 0xffff ? 2 : 1; n++; } }
function* points(s) { for (const c of s) yield c.codePointAt(0); }
let wrong = 0, hash = 0, count = 0;
for (let round = 0; round < 12; round++) for (const s of kinds) {
  for (let i = -1; i <= s.length + 1; i++) {
    const c = at(s, i), expected = joined(s, i);
    if (c !== expected || ended(s, i) !== (expected === undefined)) wrong++;
    hash = (hash * 33 + (c ?? -1)) | 0;
  }
  count += tokens(s);
  if (tokens(s) !== [...points(s)].length) wrong++;
}
console.log(wrong, hash, count);
const cut = 'abcdefghijkl\u{1f600}'.slice(0, 13);
let first = -1;
for (let i = 0; i < 20000 && first < 0; i++) if (cut.codePointAt(12) !== 0xd83d) first = i;
console.log(first);
let grown = '';
for (let i = 0; i < 500; i++) {
  grown += 'q';
  const whole = grown + PAIR;
  if (whole.codePointAt(i + 1) !== 0x1f600 || whole.slice(0, -1).codePointAt(i + 1) !== 0xd83d || whole.codePointAt(whole.length) !== undefined) wrong++;
}
console.log(wrong);
const places = [1.5, '1', NaN, undefined, null, -0, 2 ** 31, 2 ** 32, Infinity, -Infinity, { valueOf() { return 2; } }];
let seen;
for (let i = 0; i < 1000; i++) seen = places.map(p => at('a' + PAIR + 'b', p));
console.log(seen.map(String).join());
console.log(kinds.map(s => (s.isWellFormed() ? 1 : 0)).join(''));
