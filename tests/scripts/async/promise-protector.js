// Awaiting and chaining plain promises looks nothing up, as long as nobody could tell. Each
// step makes that hot, then changes one thing of which it must take note.
(async () => {
const log = [];
const note = text => log.push(text);

async function spin(n) {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    sum += await Promise.resolve(i);
    sum += await i;
    sum += await new Promise(resolve => resolve(i)).then(x => x + 1);
    sum += (await Promise.all([i, Promise.resolve(i)])).length;
    sum += (await { i }).i;
  }
  return sum;
}

const { constructor, then } = Promise.prototype;
const species = Object.getOwnPropertyDescriptor(Promise, Symbol.species);

async function changed(name, change, restore) {
  await spin(60);
  let seen = 0;
  change(() => seen++);
  const sum = await spin(3);
  restore();
  const after = seen;
  await spin(3);
  console.log(name, sum, after, seen === after);
}

await changed('nothing', () => {}, () => {});
await changed('then by assignment', see => {
  Promise.prototype.then = function (...args) { see(); return then.apply(this, args); };
}, () => { Promise.prototype.then = then; });
await changed('then by definition', see => {
  Object.defineProperty(Promise.prototype, 'then', { get() { see(); return then; }, configurable: true });
}, () => Object.defineProperty(Promise.prototype, 'then', { value: then, writable: true, enumerable: false }));
await changed('constructor by assignment', see => {
  Promise.prototype.constructor = { get [Symbol.species]() { see(); return Promise; } };
}, () => { Promise.prototype.constructor = constructor; });
await changed('constructor by definition', see => {
  Object.defineProperty(Promise.prototype, 'constructor', { get() { see(); return Promise; }, configurable: true });
}, () => Object.defineProperty(Promise.prototype, 'constructor', { value: constructor, writable: true, enumerable: false }));
await changed('constructor deleted', see => { delete Promise.prototype.constructor; }, () =>
  Object.defineProperty(Promise.prototype, 'constructor', { value: constructor, writable: true, enumerable: false }));
await changed('species', see => {
  Object.defineProperty(Promise, Symbol.species, { get() { see(); return this; } });
}, () => Object.defineProperty(Promise, Symbol.species, species));
await changed('species is another class', see => {
  class Other extends Promise {
    constructor(executor) { super(executor); see(); }
    static get [Symbol.species]() { return Promise; }
  }
  Object.defineProperty(Promise, Symbol.species, { get() { return Other; } });
}, () => Object.defineProperty(Promise, Symbol.species, species));
await changed('then of objects', see => {
  Object.defineProperty(Object.prototype, 'then', { get() { see(); }, configurable: true });
}, () => { delete Object.prototype.then; });
await changed('resolve', see => {
  const resolve = Promise.resolve;
  Promise.resolve = function (x) { see(); return resolve.call(this, x); };
  Promise.resolve.before = resolve;
}, () => { Promise.resolve = Promise.resolve.before; });

// Of one promise only.
async function own(name, make) {
  let seen = 0;
  const promise = make(() => seen++);
  const result = await promise;
  const derived = promise.then(x => x);
  const kind = derived instanceof Promise ? derived.constructor.name : typeof derived;
  const all = await Promise.all([promise, promise]);
  const inner = await new Promise(resolve => resolve(promise));
  console.log(name, result, kind, all.join(), inner, seen);
}
class Sub extends Promise {}
class Quiet extends Promise { static get [Symbol.species]() { return Promise; } }
await own('plain', () => Promise.resolve(1));
await own('another property', () => Object.assign(Promise.resolve(1), { tag: 1 }));
await own('own then', see => Object.assign(Promise.resolve(1), { then(f, r) { see(); return then.call(this, f, r); } }));
await own('own constructor', see =>
  Object.defineProperty(Promise.resolve(1), 'constructor', { get() { see(); return Promise; } }));
await own('subclass', () => Sub.resolve(1));
await own('subclass with species', () => Quiet.resolve(1));
await own('another prototype', () => Object.setPrototypeOf(Promise.resolve(1), Sub.prototype));
await own('thenable', see => ({ then(f) { see(); f(1); return 'no promise'; } }));

// A pair of resolving functions settles once, whichever is called how often.
const pair = [];
const once = new Promise((resolve, reject) => pair.push(resolve, reject));
console.log(pair.map(f => [f.name, f.length, Object.getOwnPropertyNames(f).join(), 'prototype' in f].join('|')).join(' '));
pair[0]('first');
pair[1]('second');
pair[0]('third');
pair[1](new Error('fourth'));
console.log(await once);
const nested = new Promise((resolve, reject) => {
  resolve({ get then() { reject('inside'); resolve('inside'); return undefined; }, value: 7 });
});
console.log((await nested).value);
const twice = new Promise((resolve, reject) => {
  resolve({ then(f, r) { f('of the thenable'); r('too late'); f('too late'); throw 'too late'; } });
  resolve('too late');
});
console.log(await twice);

// Element functions are called once each, also by thenables that call twice.
const eager = value => ({ then(f, r) { f(value); f('again'); r && r('again'); } });
console.log((await Promise.all([eager(1), 2, eager(undefined)])).map(String).join());
console.log(JSON.stringify(await Promise.allSettled([eager(1), Promise.reject(2), 3])));
console.log(await Promise.any([Promise.reject(1), eager('any')]));
await Promise.any([Promise.reject(1), { then(_, r) { r(2); r(3); } }]).catch(e => console.log(e.errors.join()));
const late = [];
const values = await Promise.all([{ then(f) { late.push(f); f('kept'); } }, 1]);
values[0] = 'mine';
delete values[1];
late[0]('again');
console.log(values[0], 1 in values, Object.keys(values).join());

// Order of reactions, of one promise and of several.
let release;
const gate = new Promise(resolve => { release = resolve; });
for (let i = 0; i < 5; i++) gate.then(() => note('then' + i));
(async () => { await gate; note('await'); })();
gate.finally(() => note('finally'));
gate.then(() => { gate.then(() => note('late')); note('early'); });
release();
note('sync');
await gate;
await 0;
await 0;
await 0;
console.log(log.join(' '));

// Rejections: handled in time, handled by all, passed on.
const fails = () => Promise.reject(new RangeError('no'));
console.log(await fails().then(() => 1).catch(e => e.name));
console.log(await Promise.all([fails(), fails()]).catch(e => e.message));
console.log(await Promise.race([fails(), 1]).catch(e => e.message));
try { await { get then() { throw new TypeError('getter'); } }; } catch (e) { console.log(e.message); }
try { await new Proxy({}, { get(_, key) { if (key === 'then') throw new TypeError('trap'); } }); } catch (e) { console.log(e.message); }
})();
