// Frames of all sizes, resumed and left in all ways, and queues of requests.
(async () => {
function* counter(n) { for (let i = 0; i < n; i++) yield i; return n; }

let sum = 0;
for (let round = 0; round < 50; round++) for (const x of counter(20)) sum += x;
console.log(sum);

// Large frames: more registers than a small cell has room for.
const names = Array.from({ length: 1200 }, (_, i) => 'v' + i);
const large = new Function(`return function* large(x) {
  let ${names.map((v, i) => `${v} = x + ${i}`).join()};
  const got = yield ${names.join('+')};
  ${names.map(v => `${v} += got;`).join('')}
  yield ${names.join('+')};
  return [${names.join()}].length;
}`)();
const ones = large(1), twos = large(2);
console.log(ones.next().value, twos.next().value, ones.next(1).value, twos.next(2).value);
console.log(ones.next().value, twos.next().done, ones.next().done);
const largeAsync = new Function(`return async function (x) {
  let ${names.map((v, i) => `${v} = x + ${i}`).join()};
  const got = await x;
  ${names.map(v => `${v} += got;`).join('')}
  return ${names.join('+')};
}`)();

// What prototype a generator gets.
function* plain() { yield 1; }
const kinds = g => [Object.getPrototypeOf(g) === plain.prototype, g instanceof plain, Object.prototype.toString.call(g)].join();
console.log(kinds(plain()), kinds(plain()));
const first = plain();
plain.prototype = { __proto__: plain.prototype, extra: 1 };
console.log(plain().extra, first.extra, kinds(plain()));
plain.prototype = 5;
console.log(Object.getPrototypeOf(plain()) === Object.getPrototypeOf(counter.prototype));
plain.prototype = null;
console.log(Object.getPrototypeOf(plain()) === Object.getPrototypeOf(counter.prototype));
Object.defineProperty(plain, 'prototype', { value: { ...counter.prototype, extra: 2, __proto__: counter.prototype } });
console.log(plain().extra, plain() instanceof counter);

// Own properties beside the frame.
const dressed = counter(2);
for (let i = 0; i < 40; i++) dressed['p' + i] = i;
dressed[7] = 'seven';
console.log(dressed.next().value, dressed.p39, dressed[7], Object.keys(dressed).length, dressed.next().value, dressed.next().value, dressed.p0);

// Left early, by return and by throw, with finally, while running.
function* tidy() { try { yield 1; yield 2; } finally { yield 'tidy'; } }
let t = tidy();
console.log(t.next().value, t.return('r').value, t.next(), t.next().done);
t = tidy();
t.next();
console.log(t.throw(new Error('x')).value);
try { t.next(); } catch (e) { console.log(e.message, t.next().done); }
const self = (function* () { try { self.next(); } catch (e) { yield e.message; } })();
console.log(self.next().value);
console.log(tidy().return(3), (() => { try { tidy().throw('t'); } catch (e) { return e; } })());
for (const bad of [{}, function () {}, plain.prototype, (async function* () {})()]) {
  try { counter.prototype.next.call(bad); } catch (e) { console.log(e instanceof TypeError); }
}
console.log(counter.prototype.next.call(counter(1)).value);

// yield*: results of others go through as they are.
const odd = { [Symbol.iterator]() { let n = 0; return { next: x => ({ value: x, done: n++ > 1, tag: n }) }; } };
function* through() { const got = yield* odd; return got; }
const o = through();
console.log(o.next('a'), o.next('b').tag, o.next('c'));
function* deep(n) { if (n > 0) { yield n; yield* deep(n - 1); } return n; }
console.log([...deep(30)].length);

// Requests to an async generator wait in their order.
async function* slow() { let n = 0; try { while (true) n += yield n; } finally { await 1; yield 'cleaned'; } }
const s = slow();
const answers = [s.next(), s.next(1), s.next(2), s.return('r'), s.next(), s.next()];
console.log(JSON.stringify(await Promise.all(answers)));
const q = slow();
const order = [];
for (let i = 0; i < 300; i++) q.next(1).then(r => order.push(r.value));
await q.return();
console.log(order.length, order.every((x, i) => x === i));
async function* throwing() { yield 1; throw new Error('end'); }
const w = throwing();
console.log(JSON.stringify(await Promise.allSettled([w.next(), w.next(), w.next(), w.throw('z'), w.return(4)]), (k, v) => v instanceof Error ? v.message : v));
console.log(await largeAsync(1));
let total = 0;
for await (const x of (async function* () { yield* counter(5); yield* slowly(3); })()) total += x;
async function* slowly(n) { for (let i = 0; i < n; i++) { await null; yield i; } }
console.log(total);
})();
