// Methods of strings, arrays and numbers that answer without a call, with all that they leave to the call.
const out = [];
const show = (...v) => out.push(v.map((x) => (Object.is(x, -0) ? '-0' : typeof x === 'string' ? JSON.stringify(x) : String(x))).join(' '));
const attempt = (f, ...args) => { try { show(f(...args)); } catch (e) { show(e.name, e.message); } };
const starts = (s, x, ...i) => s.startsWith(x, ...i);
function starts1(s, x) { return s.startsWith(x); }
function starts2(s, x, i) { return s.startsWith(x, i); }
function ends1(s, x) { return s.endsWith(x); }
function ends2(s, x, i) { return s.endsWith(x, i); }
function includes1(s, x) { return s.includes(x); }
function includes2(s, x, i) { return s.includes(x, i); }
function index1(s, x) { return s.indexOf(x); }
function index2(s, x, i) { return s.indexOf(x, i); }
function point(s, i) { return s.codePointAt(i); }
function at(s, i) { return s.at(i); }
const wide = 'h\u00e9llo \u{1F600} \u4e16\u754c';
const rope = (n) => 'left'.repeat(n) + '-' + 'right'.repeat(n);
const strings = ['alpha', '', 'alphabet', wide, rope(9), 'x'];
const needles = ['alp', '', 'bet', '\u{1F600}', 'l', rope(9), '\u754c', 'alphabets'];
for (let i = 0; i < 1500; i++) {
  const [s, n] = [strings[i % 6], needles[i % 8]];
  starts1(s, n); starts2(s, n, i & 7); ends1(s, n); ends2(s, n, i & 7); includes1(s, n); includes2(s, n, i & 7); index1(s, n); index2(s, n, i & 7);
  point(s, i & 7); at(s, (i & 7) - 4);
}
const places = [undefined, 0, 1, 3, -1, 100, 1.9, NaN, '2', null, Infinity, -Infinity, { valueOf() { return 1; } }];
for (const s of strings) {
  for (const n of needles) show(starts1(s, n), ends1(s, n), includes1(s, n), index1(s, n), ...places.map((p) => [starts2(s, n, p), ends2(s, n, p), includes2(s, n, p), index2(s, n, p)].map(Number).join('')));
  show(...places.map((p) => point(s, p)), ...places.map((p) => at(s, p)));
}
for (const n of [/a/, undefined, null, 5, {}, ['alpha'], Symbol('q'), { [Symbol.match]: false, toString: () => 'alp' }]) {
  for (const f of [starts1, ends1, includes1, index1]) attempt(f, 'alphabet undefined null 5', n);
}
for (const s of [undefined, null, 5, {}, ['alpha', 'b']]) for (const f of [starts1, includes1, index1, at]) attempt(f, s, 'b');
show(String.prototype.startsWith.call(12345, 12), String.prototype.at.call(12345, -1));

function arrayAt(a, i) { return a.at(i); }
function arrayIncludes(a, x) { return a.includes(x); }
function arrayIncludesFrom(a, x, i) { return a.includes(x, i); }
function arrayIndex(a, x) { return a.indexOf(x); }
function arrayIndexFrom(a, x, i) { return a.indexOf(x, i); }
const o = {};
const arrays = [[1, 2, 3], ['ab', 'c' + 'd', 'x'.repeat(30) + 'y'], [1, , 3, undefined], [NaN, -0, 1.5, 2], [o, null, true, 5n], [], new Array(3), Uint8Array.of(1, 2)];
const wanted = [1, 2.0, 'ab', 'cd', 'x'.repeat(30) + 'y', undefined, NaN, 0, -0, o, {}, null, true, 5n, 6n, 1.5, Symbol.iterator];
for (let i = 0; i < 3000; i++) {
  const [a, w] = [arrays[i % 7], wanted[i % 17]];
  arrayAt(a, i % 5 - 2); arrayIncludes(a, w); arrayIncludesFrom(a, w, i & 3); arrayIndex(a, w); arrayIndexFrom(a, w, i & 3);
}
for (const a of arrays) {
  for (const w of wanted) show(arrayIncludes(a, w), arrayIndex(a, w), ...[0, 1, 2, -1, 99, '1', NaN, undefined].map((i) => arrayIncludesFrom(a, w, i) + '/' + arrayIndexFrom(a, w, i)));
  show(...[0, 1, -1, 5, -9, 1.7, '1', undefined, NaN].map((i) => String(arrayAt(a, i))));
}
const log = [];
arrayIndexFrom([1], 1, { valueOf() { log.push('from'); return 0; } });
arrayIncludes(new Proxy([7], { get(t, k) { log.push(String(k)); return t[k]; } }), 7);
show(log.join(), arrayAt.call(null, [4], 0), Array.prototype.at.call({ length: 2, 1: 'generic' }, -1));
try { arrayAt({ length: 2, 1: 'generic' }, -1); } catch (e) { show(e.name, e.message); }
// Elements that are inherited.
Array.prototype[1] = 'inherited';
show(arrayIndex([1, , 3], 'inherited'), arrayIncludes([1, , 3], 'inherited'), arrayAt([1, , 3], 1), arrayIncludes([1, , 3], undefined));
delete Array.prototype[1];
show(arrayIndex([1, , 3], 'inherited'), arrayIncludes([1, , 3], undefined), arrayIndex([1, , 3], undefined));

function text(n) { return n.toString(); }
function textIn(n, radix) { return n.toString(radix); }
function number(s) { return parseInt(s); }
function numberIn(s, radix) { return parseInt(s, radix); }
for (let i = -2000; i < 2000; i++) { text(i); textIn(i, 10); number('' + Math.abs(i)); numberIn('' + i, 10); }
for (const n of [0, -0, 7, 255, 256, -1, 1.5, 2 ** 31, 1e21, NaN, -Infinity, true, 10n, 'str']) show(text(n), textIn(n, undefined), textIn(n, 10), typeof n === 'number' ? textIn(n, 2) : '');
for (const r of [1, 37, '16', null, 2.5]) attempt(textIn, 255, r);
for (const s of ['12', '007', '', ' 5', '-3', '+4', '0x1f', '12abc', '999999999', '1234567890', '99999999999999999999', 'z', '1e3', '3.9', '\u0661', '-0', 7, -0, 1.9, 1e21, null, 15n, '1'.repeat(3) + '2'.repeat(3)]) {
  show(number(s), numberIn(s, 10), numberIn(s, 16), numberIn(s, 0), numberIn(s, 1), numberIn(s, '10'));
}
attempt(number, Symbol('s'));
console.log(out.join('\n'));
