// node: 26
// The time that a setter of Date changes is read before its arguments are converted.
'use strict';
const setters = ['Milliseconds', 'Seconds', 'Minutes', 'Hours', 'Date', 'Month', 'FullYear'].flatMap(n => ['set' + n, 'setUTC' + n]).concat('setYear', 'setTime');
process.env.TZ = 'UTC';
let log = []; const arg = (d, n, to, v = n) => ({ valueOf() { log.push(n); if (to !== undefined) d.setTime(to); return v; } });
for (const s of setters) {
  const out = [];
  for (const [start, to] of [[0, NaN], [NaN, 0], [86400000 * 45 + 5025006, 1e12], [NaN, NaN], [8.64e15, 0]]) {
    for (const n of [1, 2, 4]) {
      log = []; const d = new Date(start); const args = [1, 2, 3, 4].slice(0, n).map(i => arg(d, i, i === 1 ? to : undefined));
      if (s.endsWith("FullYear") && start > 0 && !Number.isNaN(to)) continue; const r = d[s](...args); out.push(`${r}/${d.getTime()}(${log.join('')})`);
    }
  }
  log = []; const d = new Date(NaN);
  try { d[s](1, 2, { valueOf() { log.push('x'); throw new RangeError('stop'); } }, arg(d, 4)); } catch (e) { log.push(e.name); }
  try { d[s](1n); } catch (e) { log.push(e.name); } try { d[s](Symbol()); } catch (e) { log.push(e.name); }
  try { Date.prototype[s].call({}, arg(d, 'never')); } catch (e) { log.push(e.name); }
  const e = new Date(1000); out.push(String(e[s]()), String(e.getTime())); const f = new Date(1e12); out.push(String(f[s](undefined, 1)), String(f[s](NaN)));
  const g = new Date(1e12); out.push(String(g[s](-0)), String(g[s](1.9, -1.9)), String(g[s](1e20)), String(g[s](2001)));
  console.log(s, Date.prototype[s].length, log.join(), out.join(' '));
}
for (const a of [[NaN], [70], [99.9], [-1], [100], [1970, NaN], [0, 0], [275760, 8, 13], [275760, 8, 13, 0, 0, 0, 1], [-271821, 3, 20], [2020, 1, 30, 25, 61, 61, 1001], [2020, -14], [1e300], [2020, 1e9], [275761, -12], [undefined], [null, 5], ['2020', '5']]) console.log(a.join(), Date.UTC(...a), new Date(...a).getTime(), new Date(Date.UTC(...a)).getTime());
for (const v of [true, null, undefined, '0', [], [5], {}, { valueOf: () => 9 }, { toString: () => '2000-01-02T00:00Z' }, { [Symbol.toPrimitive]: h => (h === 'default' ? 11 : 12) }, new Date(13), Object.assign(new Date(14), { valueOf: () => 15, toString: () => 'no' }), 1.9, -1.9, 8.64e15 + 1]) { const t = new Date(v).getTime(); console.log(typeof v, Object.is(t, -0) ? '-0' : t); }
for (const h of ['string', 'number', 'default', 'x', undefined]) { try { console.log(h, typeof new Date(5)[Symbol.toPrimitive](h)); } catch (e) { console.log(h, e.name); } }
for (const v of [new Date(NaN), new Date(-62198755200000), new Date(253402300800000), new Date(-1)]) { try { console.log(v.toISOString()); } catch (e) { console.log(e.name, e.message); } console.log(v.toJSON(), v.toUTCString(), v.toDateString()); }
console.log(Date.prototype.toJSON.call({ valueOf: () => Infinity, toISOString: () => 'no' }), Date.prototype.toJSON.call({ valueOf: () => 1, toISOString: () => 'yes' }));
