// node: 26
// for await and awaits in loops of asynchronous functions and generators that are left by break, continue to outer loops, return and throw; what is closed and in which order; thenables, rejections, values of iterators that are no objects.
// gc-stress: 211
'use strict';
let log = [], n = 0;
const put = s => { log.push(s); if (log.length > 4000) log.splice(0, 1000); return s; };
const hash = (h, s) => { for (let i = 0; i < s.length; i++) h = (h * 31 + s.charCodeAt(i)) | 0; return h; };
const sync = (l, o = {}) => ({ [Symbol.iterator]() { let i = 0; return { next() { put('n' + i); return i < l ? { value: o.value ? o.value(i++) : i++, done: false } : { value: 'end', done: true }; }, ...(o.noReturn ? {} : { return(v) { put('ret'); if (o.retThrows) throw 'rt'; return o.ret === undefined ? { done: true } : o.ret; } }) }; } });
const asyn = (l, o = {}) => ({ [Symbol.asyncIterator]() { let i = 0; return { next() { put('an' + i); const r = i < l ? { value: i++, done: false } : { value: 'end', done: true }; return o.plain ? r : o.thenable ? { then(f) { put('th'); f(r); } } : Promise.resolve(r); }, get return() { put('gr'); return o.noReturn ? undefined : o.notFn ? 5 : v => { put('aret'); if (o.retThrows) return Promise.reject('art'); return o.ret === undefined ? Promise.resolve({ done: true }) : o.ret; }; } }; } });
async function* gen(l) { try { for (let i = 0; i < l; i++) { put('g' + i); yield i & 1 ? Promise.resolve(i) : i; } return 'gr'; } finally { put('gf'); await null; put('gf2'); } }
const ways = {
  async all(s) { let t = ''; for await (const x of s) t += x; return t; },
  async brk(s) { let t = ''; for await (const x of s) { t += x; if (x === 1) break; } return t + 'b'; },
  async ret(s) { for await (const x of s) { if (x === 1) return 'r' + x; } return 'e'; },
  async thr(s) { for await (const x of s) { if (x === 1) throw 'T' + x; } return 'e'; },
  async outer(s) { let t = ''; o: for (let i = 0; i < 3; i++) { for await (const x of s) { t += x; if (x === 1) continue o; if (i === 2) break o; } } return t; },
  async nested(s, mk) { let t = ''; for await (const x of s) { for await (const y of mk()) { t += x + '' + y + ' '; if (y === 1) break; if (x === 1) return t; } } return t; },
  async fin(s) { for await (const x of s) { try { if (x === 1) return 'try'; } finally { put('F'); await put('F2'); if (x === 0) continue; } } return 'e'; },
  async fin2(s) { let t = 0; for await (const x of s) { try { if (x === 0) throw x; await x; t += x; } catch (e) { t += 10; await 0; } finally { if (t > 10) break; } } return t; },
  async body(s) { let t = 0; for await (const x of s) { t += await ({ then(f) { put('t'); f(x * 2); } }); if (t > 1) await Promise.reject('body'); } return t; },
  async destr(s) { for await (const { length = put('d'), q = await put('aw') } of s) { if (q) return length + q; } return 'e'; },
  async target(s) { const o = { set v(x) { put('set' + x); if (x === 1) throw 'setter'; } }; for await (o.v of s); return 'e'; },
  async syncLoop(s, mk, l) { let t = 0; for (const x of sync(l)) { t += await x; if (x === 2) return 'sl' + t; } return t; },
  async collected(s, mk, l) { return (await Promise.allSettled([...sync(l)].map(async x => { if (x & 1) throw x; return await x; }))).map(r => r.value ?? 'R' + r.reason).join(); },
  async viaGen(s) { async function* g() { try { yield* s; } finally { put('vg'); } } let t = ''; for await (const x of g()) { t += x; if (x === 1) break; } return t; },
};
const sources = [() => sync(3), () => sync(0), () => sync(3, { value: i => Promise.resolve(i) }), () => sync(3, { value: i => i === 1 ? Promise.reject('vr') : i, noReturn: true }), () => sync(3, { value: i => ({ then(f, g) { put('vt'); i === 2 ? g('tr') : f(i); } }) }), () => sync(3, { retThrows: true }), () => sync(3, { ret: 5 }), () => sync(3, { noReturn: true }), () => asyn(3), () => asyn(3, { plain: true }), () => asyn(3, { thenable: true }), () => asyn(2, { plain: true, ret: 7 }), () => asyn(3, { retThrows: true }), () => asyn(3, { ret: null }), () => asyn(3, { noReturn: true }), () => asyn(3, { notFn: true }), () => asyn(3, { ret: Promise.resolve(4) }), () => gen(3), () => gen(0), () => [0, 1, 2], () => 'ab', () => new Set([0, Promise.resolve(1)]), () => 5, () => null, () => ({ [Symbol.asyncIterator]() { return 1; } }), () => ({ [Symbol.asyncIterator]() { return {}; } }), () => ({ [Symbol.asyncIterator]: null, [Symbol.iterator]() { return [0, 1][Symbol.iterator](); } }), () => ({ [Symbol.asyncIterator]() { return { next() { return 3; } }; } })];
(async () => {
  for (const k in ways) { let h = 0; const rs = []; for (let r = 0; r < 3; r++) for (let i = 0; i < sources.length; i++) { log = []; let t; try { t = await ways[k](sources[i](), sources[(i + r) % sources.length], 3 + r); } catch (e) { t = '!' + (e instanceof Error ? e.constructor.name : e); } h = hash(h, t + log.join()); if (r === 0 && rs.length < 9) rs.push(t); } console.log(k, h, rs.join(' ')); }
  // many at once: the order in which they go on
  for (const k in ways) { log = []; const ps = sources.map((s, i) => ways[k](s(), s, 3).then(v => put(i + '=' + v), e => put(i + '!' + (e instanceof Error ? e.constructor.name : e)))); await Promise.all(ps); console.log(k, log.length, hash(0, log.join()), log.filter(x => /[=!]/.test(x)).slice(0, 5).join(' ')); }
})();
