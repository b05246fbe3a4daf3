// The record of such an iterator is not that of an array at that index.
// gc-stress: 4001
const message = f => { try { return f(); } catch (e) { return e.name + ': ' + e.message; } };
const over = (next, rest) => ({ [Symbol.iterator]() { return { length: 2, next, 0: 'x', 1: 'y', ...rest }; } });
const arrayOver = next => { const a = ['x', 'y']; a[Symbol.iterator] = () => Object.assign(['p', 'q'], { next }); return a; };

function nested(list) { const r = []; for (const it of list) for (const x of it) if (typeof x === 'string') r.push(x); return r.join(); }
function destructure(list) { let s = 0; for (const it of list) { const [a, b] = it; s += a + b; } return s; }
function rest(list) { let s = 0; for (const it of list) { const [a, ...b] = it; s += a + b.length; } return s; }
function spread(list) { let s = 0; for (const it of list) s += [...it].length; return s; }
function leave(list) { let s = 0; for (const it of list) for (const x of it) { s += x; if (x > 1) break; } return s; }
function* delegate(list) { for (const it of list) yield* it; }
function drain(list) { let s = 0; for (const x of delegate(list)) s += x; return s; }

const arrays = Array.from({ length: 40 }, () => Array.from({ length: 100 }, (_, i) => i));
for (const next of [0, 1, -1, 1.5, 2 ** 31, -0, NaN, 1n, null, '0', true]) {
  for (const f of [nested, destructure, rest, leave, drain]) {
    const told = new Set();
    for (const make of [over, arrayOver, n => over(n, { return() { told.add('closed'); return {}; } })]) {
      told.add(message(() => f([...arrays, ...arrays, make(next)])));
      told.add(message(() => f([make(next), ...arrays])));
    }
    console.log(String(next), f.name, [...told].join(' | '));
  }
  // Spreading is told of in other words elsewhere.
  console.log(message(() => spread([...arrays, over(next)])).startsWith('TypeError'));
}
for (const f of [nested, destructure, rest, spread, leave, drain]) console.log(f.name, f(arrays));

// What yield* passes on to an array it iterates, which has no such methods, whatever the array has.
const array = Object.assign([1, 2], { throw() { return { done: true, value: 'thrown' }; }, return() { return { done: true, value: 'returned' }; } });
function* over2(a) { yield* a; }
for (const a of [[1, 2], array]) {
  const g = over2(a), h = over2(a);
  g.next(); console.log(JSON.stringify(g.return(5)));
  h.next(); console.log(message(() => JSON.stringify(h.throw(new Error('in')))).split(':')[0]);
}
(async () => {
  const log = [];
  for (const next of [0, 3]) {
    try { for await (const x of over(next)) log.push(x); } catch (e) { log.push(e.name + ': ' + e.message); }
  }
  for await (const x of [1, Promise.resolve(2)]) log.push(x);
  console.log(log.join());
})();
