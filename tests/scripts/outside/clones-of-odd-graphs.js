// node: 26
// structuredClone: what is copied when, what is refused how, and that nothing is moved unless all of it can be.
'use strict';
const tried = (f) => {
  try {
    return f();
  } catch (error) {
    return `${error.name}${error instanceof DOMException ? ` DOM ${error.code}` : ` ${error.code}`}`;
  }
};
const detach = (buffer) => structuredClone(buffer, { transfer: [buffer] });

// Entries are copied before they are cloned.
const map = new Map([[1, { get x() { map.set('late', 1); map.delete(2); return 5; } }], [2, 2]]);
console.log([...structuredClone(map)].map((pair) => JSON.stringify(pair)).join(), [...map.keys()]);
const set = new Set([{ get x() { set.add('late'); return 1; } }]);
console.log([...structuredClone(set)].length, set.size);

// Views share the clone of their buffer.
{
  const buffer = new ArrayBuffer(8);
  const bytes = new Uint8Array(buffer, 2, 3);
  const c = structuredClone([bytes, new DataView(buffer, 1), buffer, bytes]);
  console.log(c[0].buffer === c[2], c[1].buffer === c[2], c[0] === c[3], c[0].byteOffset, c[0].length, c[1].byteLength);
}
{
  const buffer = new ArrayBuffer(4, { maxByteLength: 16 });
  const views = [new Uint8Array(buffer), new Uint8Array(buffer, 1), new Uint8Array(buffer, 1, 2), new DataView(buffer, 1)];
  for (const transfer of [[], [buffer]]) {
    const [b, ...rest] = structuredClone([buffer, ...views], { transfer });
    b.resize(9);
    console.log(b.resizable, b.maxByteLength, rest.map((v) => v.byteLength).join(), buffer.byteLength);
  }
}
// Detached, doubled, or nothing that can be moved.
{
  const buffer = new ArrayBuffer(8);
  new Uint8Array(buffer).fill(7);
  const moved = detach(buffer);
  console.log(moved.byteLength, new Uint8Array(moved)[7], buffer.byteLength, buffer.detached);
  console.log(tried(() => structuredClone(buffer)), tried(() => structuredClone(1, { transfer: [buffer] })));
  const other = new ArrayBuffer(8);
  console.log(tried(() => structuredClone(1, { transfer: [other, other] })), tried(() => structuredClone(1, { transfer: [other, {}] })));
  console.log(tried(() => structuredClone(() => 1, { transfer: [other] })), tried(() => structuredClone(1, { transfer: [new Uint8Array(2)] })), other.byteLength);
  const shared = new SharedArrayBuffer(4);
  const clone = structuredClone(shared);
  new Uint8Array(shared)[0] = 7;
  console.log(new Uint8Array(clone)[0], clone === shared, tried(() => structuredClone(shared, { transfer: [shared] })));
  require('worker_threads').markAsUntransferable(other);
  console.log(tried(() => structuredClone(1, { transfer: [other] })), other.byteLength);
  const resized = new ArrayBuffer(8, { maxByteLength: 16 });
  const outside = new Uint8Array(resized, 4, 4);
  resized.resize(6);
  console.log(tried(() => structuredClone(outside)));
}
// Arguments.
for (const args of [[], [1, 1], [1, 'a'], [1, null], [1, []], [1, { transfer: 5 }], [1, { transfer: null }], [1, { transfer: new Set() }], [1, { transfer: [1] }]]) {
  console.log(tried(() => structuredClone(...args)));
}
// Errors.
{
  const error = new TypeError('m', { cause: { a: 1 } });
  error.extra = 1;
  const c = structuredClone(error);
  console.log(c.name, c.constructor.name, c.message, c.cause, c.extra);
  const asked = new Error('m');
  Object.defineProperty(asked, 'message', { get() { return 'got'; } });
  console.log(JSON.stringify(structuredClone(asked).message));
  asked.name = 'RangeError';
  console.log(structuredClone(asked) instanceof RangeError);
  const circle = Error('c');
  circle.cause = circle;
  const d = structuredClone(circle);
  console.log(d.cause === d, tried(() => structuredClone(Error('q', { cause: () => 1 }))));
  const e = structuredClone(new DOMException('m', 'AbortError'));
  console.log(e instanceof DOMException, e.name, e.code, e.message);
}
// What is of the host, or has no clone.
for (const make of [
  () => () => 1, () => Symbol('q'), () => Object(Symbol('q')), () => new WeakMap(), () => new WeakRef({}), () => Promise.resolve(), () => new Proxy({}, {}),
  () => [].values(), () => (function() { return arguments; })(1), () => globalThis, () => new URL('http://a'), () => new URLSearchParams('a'),
  () => new Headers(), () => new FormData(), () => new Response(), () => new ReadableStream(), () => new URLPattern('http://a'), () => new MessageEvent('x'),
  () => new MessageChannel().port1, () => new Event('x'), () => new AbortController().signal, () => new Blob(['x']), () => Math,
]) {
  console.log(make.toString().slice(6, 40), tried(() => Object.prototype.toString.call(structuredClone(make()))));
}
let sum = 0;
for (let i = 0; i < 100; i++) {
  const o = { i, a: [i, { b: i }], m: new Map([[i, [i]]]), s: new Set([i]), d: new Date(i), r: new Uint8Array([i]), v: new DataView(new ArrayBuffer(i)), n: null };
  o.self = o;
  const c = structuredClone(o);
  sum += c.i + c.a[1].b + c.m.get(i)[0] + (c.s.has(i) ? 1 : 0) + +c.d + c.r[0] + c.v.byteLength + (c.self === c ? 1 : 0);
}
console.log(sum);
const marked = { a: 1 };
require('worker_threads').markAsUncloneable(marked);
console.log(tried(() => structuredClone(marked)), tried(() => structuredClone([marked], { transfer: [] })), structuredClone({ a: [1, new Map([[1, 2]])] }));
