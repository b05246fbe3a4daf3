// Key lists of shapes: for-in and Object.keys over plain objects that change between and within loops.
const out = [];
const show = (...v) => out.push(v.join(' '));
function inKeys(o) { let t = ''; for (const k in o) t += k + '=' + String(o[k]) + ' '; return t; }
function keys(o) { return Object.keys(o).join(); }
const plain = { a: 1, b: 2, c: 3 };
for (let i = 0; i < 1500; i++) { inKeys(plain); keys(plain); }
show(inKeys(plain), keys(plain));
const list = Object.keys(plain);
list.push('mine');
list[0] = 'changed';
show(keys(plain), list.join());
plain.d = 4;
show(inKeys(plain), keys(plain));
delete plain.b;
show(inKeys(plain), keys(plain));
plain.b = 5;
show(inKeys(plain), keys(plain));
const others = [
  { [Symbol('s')]: 1, x: 1 }, { 2: 'b', 1: 'a', z: 1 }, [7, , 8], 'str', Object.create({ inherited: 1 }, { own: { value: 1, enumerable: true }, hidden: { value: 2 } }),
  Object.defineProperty({ p: 1, q: 2 }, 'p', { enumerable: false }), { get g() { return 'got'; }, s: 1 }, function f() {}, new Map(), Object.freeze({ f: 1 }), Object.create(null), class { static k = 1; },
  new Proxy({ t: 1 }, { ownKeys: () => ['t', 'u'], getOwnPropertyDescriptor: (t, k) => ({ value: 1, enumerable: k === 't', configurable: true }) }), Uint8Array.of(5), 5, true,
];
for (const o of others) show('in', inKeys(o), '| keys', keys(o));
for (const o of [null, undefined]) { show(inKeys(o)); try { keys(o); } catch (e) { show(e.name, e.message); } }
// Objects of one shape, many of them, and objects that become dictionaries.
for (let i = 0; i < 200; i++) { const o = { m: i, n: i }; if (i % 50 === 0) o.extra = i; if (i % 67 === 0) delete o.m; if (i > 195) show(inKeys(o), keys(o)); else { inKeys(o); keys(o); } }
const big = {};
for (let i = 0; i < 300; i++) { big['p' + i] = i; if (i % 60 === 0) show(keys(big).length, inKeys(big).length); }
for (let i = 0; i < 300; i += 2) delete big['p' + i];
show(keys(big).length, inKeys(big).length);
// Changes in the loop: deleted, added, reconfigured, hidden.
function changing(o, change) { const seen = []; for (const k in o) { seen.push(k); change(o, k); } return seen.join(); }
const fresh = () => ({ a: 1, b: 2, c: 3, d: 4 });
const changes = [
  (o, k) => { if (k === 'a') delete o.c; }, (o, k) => { if (k === 'b') o.e = 1; }, (o, k) => { if (k === 'a') { delete o.b; o.b = 1; } },
  (o, k) => { if (k === 'a') Object.defineProperty(o, 'c', { enumerable: false }); }, (o, k) => { delete o[k]; }, (o, k) => { if (k === 'b') Object.setPrototypeOf(o, { z: 1 }); },
];
for (let i = 0; i < 100; i++) for (const c of changes) changing(fresh(), c);
for (const c of changes) show(changing(fresh(), c));
// Properties that appear on the prototypes.
show(inKeys({ own: 1 }));
Object.prototype.added = 'seen';
show(inKeys({ own: 1 }), keys({ own: 1 }));
delete Object.prototype.added;
show(inKeys({ own: 1 }));
const proto = { x: 1 };
const child = Object.create(proto);
child.y = 2;
for (let i = 0; i < 500; i++) inKeys(child);
show(inKeys(child));
proto.w = 3;
show(inKeys(child));
child.x = 'own';
show(inKeys(child), keys(child));
// Nested loops over one object, and a loop that is left by an exception.
let pairs = '';
for (const x in fresh()) for (const y in fresh()) pairs += x + y + ' ';
show(pairs);
function leave(o) { try { for (const k in o) if (k === 'b') throw new Error('at ' + k); } catch (e) { return e.message; } }
for (let i = 0; i < 300; i++) leave(fresh());
show(leave(fresh()));
// Own properties that are asked for.
function own(o, k) { return o.hasOwnProperty(k); }
function ownOf(o, k) { return Object.hasOwn(o, k); }
const symbol = Symbol('own');
const asked = { x: 1, [symbol]: 2, 7: 'index', get g() { throw new Error('not to be called'); }, undefined: 0 };
const names = ['x', symbol, 7, '7', 'g', 'undefined', undefined, 'toString', 'no' + 'where', -0, 1.5, null, { toString() { return 'x'; } }, 'hasOwnProperty'];
for (let i = 0; i < 1500; i++) { own(asked, names[i % 14]); ownOf(asked, names[i % 14]); }
const objects = [asked, child, others[0], others[2], others[5], big, function named() {}, new Proxy({ x: 1 }, { getOwnPropertyDescriptor: (t, k) => Reflect.getOwnPropertyDescriptor(t, k) }), new String('x7'), globalThis];
for (const o of objects) show(names.map((n) => Number(own(o, n)) + Number(ownOf(o, n))).join(''));
for (const o of [5, 'x', true, 1n]) show(own(o, 'x'), ownOf(o, 'length'));
for (const o of [null, undefined]) for (const f of [own, ownOf]) try { f(o, 'x'); } catch (e) { show(e.name, e.message); }
delete asked.x;
show(own(asked, 'x'), ownOf(asked, 'x'), own({ hasOwnProperty: () => 'mine' }, 'q'));
const text = JSON.stringify({ a: [1, 'x', null, undefined, () => 1], b: { toJSON() { return 'json'; } }, c: undefined, d: { e: 1.5, 'quo"te': '\n' }, 5: 'index', [Symbol('q')]: 1 });
for (let i = 0; i < 300; i++) JSON.stringify({ a: i, b: { c: [i] } });
show(text, JSON.stringify({ a: 1, b: { c: 2 } }, null, 2));
const tricky = { first: { toJSON() { delete tricky.second; tricky.third = 'changed'; tricky.fourth = 'new'; return 1; } }, second: 2, third: 3 };
show(JSON.stringify(tricky), JSON.stringify(tricky));
Object.prototype.toJSON = function () { return 'all'; };
show(JSON.stringify({ a: 1 }), JSON.stringify([{}]), JSON.stringify('s'));
delete Object.prototype.toJSON;
show(JSON.stringify({ a: 1 }));
console.log(out.join('\n'));
