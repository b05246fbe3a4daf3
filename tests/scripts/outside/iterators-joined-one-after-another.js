// node: 26
// Iterator.concat: when each method is got and called, what is closed, and what comes back to it meanwhile.
'use strict';
const log = [];
function source(name, n, options = {}) {
  return { get [Symbol.iterator]() {
    log.push(name + '.get');
    return function () {
      log.push(name + '.open');
      let i = 0;
      return {
        next() { log.push(name + '.next'); return i < n ? { value: name + i++, done: false } : { get value() { log.push(name + '.value'); return 1; }, done: true }; },
        get return() { log.push(name + '.gotReturn'); if (options.without) return undefined; return function () { log.push(name + '.return'); if (options.throws) throw new Error('closing'); return options.gives ?? {}; }; },
      };
    };
  } };
}
function tell(f) { log.length = 0; let r; try { r = f(); } catch (e) { r = e.name; } console.log(typeof r === 'string' ? r : JSON.stringify(r), log.join(' ')); }
tell(() => [...Iterator.concat(source('a', 2), source('b', 0), source('c', 1))]);
tell(() => { const c = Iterator.concat(source('a', 2), source('b', 1)); return [c.return(), c.next(), c.return()]; });
tell(() => { const c = Iterator.concat(source('a', 2), source('b', 1)); c.next(); return [c.return(), c.next(), c.return()]; });
tell(() => { const c = Iterator.concat(source('a', 2, { throws: true }), source('b', 1)); c.next(); try { c.return(); } catch { log.push('caught'); } return [c.next(), c.return()]; });
tell(() => { const c = Iterator.concat(source('a', 2, { gives: 1 }), source('b', 1)); c.next(); return c.return(); });
tell(() => { const c = Iterator.concat(source('a', 3, { without: true })); c.next(); return [c.return(), c.next()]; });
for (const bad of [1, 'text', null, undefined, {}, Symbol(), { [Symbol.iterator]: 1 }, { [Symbol.iterator]: null }, { [Symbol.iterator]() { return 1; } }, { [Symbol.iterator]() { return { next: 1 }; } }, { [Symbol.iterator]() { return { next() { return 5; } }; } }]) tell(() => [...Iterator.concat(source('x', 1), bad)]);
tell(() => { const c = Iterator.concat({ [Symbol.iterator]() { return c; } }); return c.next().value; });
tell(() => { const c = Iterator.concat({ [Symbol.iterator]() { return { next() { c.next(); return { done: true }; } }; } }); c.next(); });
tell(() => { const c = Iterator.concat({ [Symbol.iterator]() { return { next() { return { done: false }; }, return() { c.next(); return {}; } }; } }); c.next(); c.return(); });
tell(() => { const c = Iterator.concat({ [Symbol.iterator]() { return { next() { c.return(); return { done: false, value: 3 }; } }; } }); return c.next(); });
function* generated(n) { try { for (let i = 0; i < n; i++) yield i; } finally { log.push('end'); } }
tell(() => Iterator.concat(generated(3), [7, 8], new Set([9]), ['a', 'b'], new Map([[1, 2]])).drop(2).take(5).toArray());
tell(() => { let s = 0; for (let k = 0; k < 400; k++) for (const v of Iterator.concat(generated(k % 5), [k, k + 1], new Set([k]))) { s += v; if (s % 11 === 0) break; } log.length = 0; return s; });
tell(() => { let s = 0; for (let k = 0; k < 3000; k++) { const a = [k]; for (const v of Iterator.concat(a, a, a)) { if (a.length < 4) a.push(v + 1); s = (s * 3 + v) % 65521; } } return s; });
tell(() => { const [a, , b] = Iterator.concat(source('a', 2), source('b', 9)); return a + b; });
tell(() => { const result = { value: 1, done: false, extra: 1 }; const r = Iterator.concat({ [Symbol.iterator]() { return { next() { return result; } }; } }).next(); return [r === result, Object.keys(r).join()]; });
