// node: 26
// Arithmetic and comparisons of numbers, undefined, null and booleans together, in hot code; then of other things.
'use strict';
const kinds = [1, 0, -0, 2.5, -7, NaN, Infinity, undefined, null, true, false];
const show = (v) => (Object.is(v, -0) ? '-0' : typeof v === 'bigint' ? `${v}n` : String(v));
const operations = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  mod: (a, b) => a % b,
  pow: (a, b) => a ** b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  eq: (a, b) => a == b,
  ne: (a, b) => a != b,
  seq: (a, b) => a === b,
  neg: (a) => -a,
  plus: (a) => +a,
  inc: (a) => ++a,
  dec: (a) => a--,
  and: (a, b) => a & b,
  ushr: (a, b) => a >>> b,
  chosen: (a, b) => (a > b ? 'over' : a < b ? 'under' : a >= b ? 'level' : 'neither'),
  least: (a, b) => {
    let least;
    for (const v of [a, b, a]) if (least === undefined || v < least || !(least <= v)) least = v;
    return least;
  },
};
for (const [name, operation] of Object.entries(operations)) {
  const row = [];
  for (let round = 0; round < 30; round++) {
    row.length = 0;
    for (const a of kinds) for (const b of kinds) row.push(show(operation(a, b)));
  }
  let hash = 0;
  for (const text of row) for (const c of text) hash = (hash * 31 + c.charCodeAt(0)) | 0;
  console.log(name, hash, row.slice(70, 80).join(' '));
  // What none of them is comes late.
  const late = [[3n, 2n], ['4', 2], [undefined, '1'], [{ valueOf: () => 9 }, null], ['b', 'a'], [null, [5]], [1n, 0.5]];
  console.log(
    late
      .map(([a, b]) => {
        try {
          return show(operation(a, b));
        } catch (e) {
          return e.name;
        }
      })
      .join(' '),
  );
  console.log(kinds.map((a) => show(operation(a, undefined))).join(' '));
}
// Of one kind only, by a variable that is not set yet.
function nearest(items) {
  let best, distance;
  for (let i = 0; i < items.length; i++) {
    const d = items[i] * items[i];
    if (!(d >= distance)) {
      distance = d;
      best = i;
    }
  }
  return best;
}
let sum = 0;
for (let i = 0; i < 2000; i++) sum += nearest([5, i % 3, 0.5, i % 7]);
console.log(sum);
