// What iterator helpers close: the outer and the inner iterator, once each.
// node: 26
// gc-stress: 61
'use strict';
const N = process.env.SMALL ? 150 : 2500;
let log = [];
const it = (n, o = {}) => { let i = 0; const r = { __proto__: Iterator.prototype, next(...a) { log.push('n' + a.length); return { done: i >= n, value: i++ }; }, ...o }; return r; };
const closing = tag => ({ return(...a) { log.push('r' + tag + a.length); return {}; } });
const throwing = tag => ({ return() { log.push('x' + tag); throw new Error('close ' + tag); } });
const t = f => { try { const v = f(); return typeof v == 'object' ? JSON.stringify(v) : String(v); } catch (e) { return e.name + (e instanceof TypeError || e instanceof RangeError ? '' : ':' + e.message); } };
const cases = {
  flatNoReturn: () => { const h = it(3).flatMap(x => it(2)); h.next(); return h.return(); },
  flatBoth: () => { const h = it(3, closing('o')).flatMap(x => it(2, closing('i'))); h.next(); return h.return(); },
  flatInnerThrows: () => { const h = it(3, closing('o')).flatMap(x => it(2, throwing('i'))); h.next(); return h.return(); },
  flatBothThrow: () => { const h = it(3, throwing('o')).flatMap(x => it(2, throwing('i'))); h.next(); return h.return(); },
  flatBetween: () => { const h = it(3, closing('o')).flatMap(x => it(1, closing('i'))); h.next(); h.next(); return h.return(); },
  flatUnstarted: () => { const h = it(3, closing('o')).flatMap(x => it(1, closing('i'))); return [h.return(), h.next(), h.return()]; },
  flatString: () => it(3, closing('o')).flatMap(x => 'ab').toArray(),
  flatStringObject: () => it(2, closing('o')).flatMap(x => new String('ab')).toArray(),
  flatNextThrows: () => it(2, closing('o')).flatMap(x => ({ next() { throw new Error('inner'); }, [Symbol.iterator]() { return this; } })).toArray(),
  flatNoIterator: () => it(2, closing('o')).flatMap(x => { let k = 0; return { next() { return { done: k++ > 1, value: k }; } }; }).toArray(),
  flatNullIterator: () => it(2, closing('o')).flatMap(x => ({ [Symbol.iterator]: null, next() { return { done: true }; } })).toArray(),
  flatBadIterator: () => it(2, closing('o')).flatMap(x => ({ [Symbol.iterator]() { return 3; } })).toArray(),
  takeExact: () => it(5, closing('o')).take(2).toArray(),
  takeZero: () => it(5, closing('o')).take(0).toArray(),
  takeMore: () => it(2, closing('o')).take(9).toArray(),
  takeReturnThrows: () => it(5, throwing('o')).take(1).toArray(),
  takeNaN: () => it(5, closing('o')).take(NaN),
  takeNeg: () => it(5, closing('o')).take(-1),
  takeFraction: () => it(5, closing('o')).take(1.9).toArray(),
  takeInf: () => it(3, closing('o')).take(Infinity).toArray(),
  takeObj: () => it(3, closing('o')).take({ valueOf() { log.push('v'); throw new Error('v'); } }),
  dropMore: () => it(2, closing('o')).drop(9).toArray(),
  dropThenReturn: () => { const h = it(5, closing('o')).drop(2); h.next(); return h.return(); },
  dropNeg: () => it(5, closing('o')).drop(-0.5).toArray(),
  mapThrows: () => it(5, closing('o')).map(x => { if (x) throw new Error('m'); return x; }).toArray(),
  mapThrowsCloseThrows: () => it(5, throwing('o')).map(x => { throw new Error('m'); }).toArray(),
  mapNotFn: () => it(5, closing('o')).map(3),
  filterBreak: () => { for (const x of it(5, closing('o')).filter(x => x & 1)) return x; },
  someStops: () => it(5, closing('o')).some(x => x == 2),
  everyStops: () => it(5, closing('o')).every(x => x < 2),
  findStops: () => it(5, closing('o')).find(x => x == 1),
  findReturnsPrimitive: () => it(5, { return() { log.push('rp'); return 1; } }).find(x => x == 1),
  reduceNo: () => it(0, closing('o')).reduce((a, b) => a + b),
  reduceNotFn: () => it(1, closing('o')).reduce(1),
  reduceUndef: () => it(2, closing('o')).reduce((a, b) => a + ',' + b, undefined),
  forEachThrows: () => it(5, closing('o')).forEach((x, i) => { if (i == 1) throw new Error('f'); }),
  nextNotObject: () => it(5, { next() { log.push('N'); return 1; }, ...closing('o') }).map(x => x).toArray(),
  valueThrows: () => it(5, { next() { return { done: false, get value() { throw new Error('val'); } }; }, ...closing('o') }).map(x => x).toArray(),
  doneThrows: () => it(5, { next() { return { get done() { throw new Error('done'); } }; }, ...closing('o') }).filter(x => x).toArray(),
  fromWraps: () => { const w = Iterator.from({ next() { log.push('w' + arguments.length); return { done: false, value: 4 }; }, ...closing('w') }); return [w.next(1, 2).value, w.return(5), Object.getPrototypeOf(w) === Iterator.prototype]; },
  fromNoReturn: () => { const w = Iterator.from({ next() { return { done: true, value: 1 }; } }); return [w.return(9), w.next()]; },
  reenter: () => { let h; h = it(5, closing('o')).map(x => { if (x == 1) return h.next(); return x; }); h.next(); return h.next(); },
  reenterReturn: () => { let h; h = it(5, closing('o')).map(x => { if (x == 1) return h.return(); return x; }); h.next(); return h.next(); },
  genReturn: () => { function* g() { try { yield 1; yield 2; } finally { log.push('fin'); } } const h = g().map(x => x).filter(x => 1).drop(0).take(5); h.next(); return h.return(); },
  exhaustedThenReturn: () => { const h = it(1, closing('o')).map(x => x); h.next(); h.next(); return [h.return(), h.next()]; },
  thrownNext: () => { const h = it(1, { next() { throw new Error('once'); }, ...closing('o') }).map(x => x); try { h.next(); } catch { log.push('c'); } return [h.next(), h.return()]; },
  nextReadOnce: () => { let reads = 0; const o = { __proto__: Iterator.prototype, get next() { reads++; return () => ({ done: reads > 9 || ++this.c > 3, value: 1 }); }, c: 0 }; return [o.map(x => x).take(9).toArray().length, reads]; },
};
const first = {};
for (let r = 0; r < N / 25; r++) for (const k in cases) { log = []; const v = t(cases[k]) + ' ' + log.join(''); if (r == 0) first[k] = v; else if (first[k] !== v) { console.log('changed', k, r, first[k], v); process.exit(1); } }
for (const k in first) console.log(k, first[k]);
// hot chains
let sum = 0;
function* up(n) { for (let i = 0; i < n; i++) yield i; }
for (let i = 0; i < N; i++) { sum += up(12).filter(x => x % 3).map(x => x * i).drop(1).take(4).reduce((a, b) => a + b, 0); sum += [1, 2, 3].values().flatMap(x => [x, x]).take(4).toArray().length; sum += new Set([1, 2]).values().map(x => x + .5).reduce((a, b) => a + b); }
console.log(sum);
if (Iterator.concat) { const out = []; for (let i = 0; i < N / 10; i++) { log = []; const c = Iterator.concat([1, 2], new Set([3]), { [Symbol.iterator]() { return it(2, closing('c')); } }); c.next(); c.next(); c.next(); c.next(); c.return(); if (!i) out.push(log.join('')); } console.log(out.join()); }
