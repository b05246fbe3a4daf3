// Strings that are compared by their order: in a loop, fused with a jump or not, with ropes, slices and wide characters.
const out = [];
const long = 'abcdefghijklmnopqrstuvwxyz'.repeat(3);
const wide = '\u4e16\u754c';
const all = ['', 'a', 'b', 'ab', 'abc', 'B', '\u00e9', '\u00ff', '\u0100', wide, 'a' + wide, long, long.slice(1), long.slice(0, 40), long + 'z', long + wide, '\u{1F600}', '\uffff', '10', '9', 'a\0', 'a'];
function lt(a, b) { return a < b; }
function le(a, b) { return a <= b; }
function gt(a, b) { return a > b; }
function ge(a, b) { return a >= b; }
function fused(a, b) { return (a < b ? 8 : 0) + (a <= b ? 4 : 0) + (a > b ? 2 : 0) + (a >= b ? 1 : 0); }
for (let round = 0; round < 8; round++) {
  for (const a of all) for (const b of all) { lt(a, b); le(a, b); gt(a, b); ge(a, b); fused(a, b); }
}
for (const a of all) {
  let row = '';
  for (const b of all) {
    const bits = (lt(a, b) ? 8 : 0) + (le(a, b) ? 4 : 0) + (gt(a, b) ? 2 : 0) + (ge(a, b) ? 1 : 0);
    if (bits !== fused(a, b)) row += '!';
    row += bits.toString(16);
  }
  out.push(row);
}
// Fresh ropes on either side.
let count = 0;
for (let i = 0; i < 300; i++) {
  const left = long + i;
  const right = long + (i + 1);
  if (lt(left, right)) count++;
  if (ge(left + left, left + right)) count += 1000;
}
out.push(count);
function letters(s) { let n = 0; for (let i = 0; i < s.length; i++) { const c = s.charAt(i); if (c >= 'a' && c <= 'm') n++; if (s[i] < 'b') n += 100; } return n; }
for (let i = 0; i < 50; i++) letters(long);
out.push(letters(long), letters(wide + 'abc\u00e9'), letters(''));
// Other operands, after only strings were seen.
const log = [];
const traced = (name, value) => ({ valueOf() { log.push(name); return value; }, toString() { return 'no'; } });
out.push(lt('10', 9), lt('10', '9'), lt(null, 1), gt(undefined, 'a'), le('b', traced('x', 'c')), ge(traced('first', 'a'), traced('second', 'b')), gt(traced('one', 1), '0x0'), lt('5', 6n), lt('q', 1n));
for (const bad of [Symbol('s'), { valueOf() { throw new Error('from valueOf'); } }]) {
  for (const f of [lt, le, gt, ge]) try { f('a', bad); } catch (e) { out.push(e.name + ': ' + e.message); }
}
out.push(log.join());
for (let i = 0; i < 500; i++) { lt('a' + i, 'b'); lt(i, 7); }
out.push(lt('a', 'b'), lt(1, 2), lt('b', 'a'), lt(2, 1), lt('2', 10), lt(NaN, 'a'));
console.log(out.join('\n'));
