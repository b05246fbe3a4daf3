// node: 26
// The JavaScript interface of WebAssembly: classes, descriptors, values that cross, errors.
'use strict';
const { log } = console;

// A module as bytes: sections of vectors.
const leb = (n) => { const out = []; for (;;) { const b = n & 127; n >>>= 7; if (n === 0) return [...out, b]; out.push(b | 128); } };
const vec = (items) => [...leb(items.length), ...items.flat()];
const text = (s) => vec([...new TextEncoder().encode(s)].map((b) => [b]));
const section = (id, bytes) => [id, ...leb(bytes.length), ...bytes];
const [i32, i64, f32, f64, funcref, externref] = [0x7f, 0x7e, 0x7d, 0x7c, 0x70, 0x6f];
const type = (params, results) => [0x60, ...vec(params.map((t) => [t])), ...vec(results.map((t) => [t]))];
const body = (...code) => { const all = [0, ...code, 0x0b]; return [...leb(all.length), ...all]; };
const kinds = { func: 0, table: 1, memory: 2, global: 3 };
function wasm({ types = [], imports = [], functions = [], tables = [], memories = [], globals = [], exports = [], start, elements = [], codes = [], data = [], custom = [] }) {
  const part = (id, rows) => rows.length ? section(id, vec(rows)) : [];
  return new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...part(1, types), ...part(2, imports.map(([m, n, kind, ...desc]) => [...text(m), ...text(n), kinds[kind], ...desc])),
    ...part(3, functions.map((t) => [t])), ...part(4, tables), ...part(5, memories), ...part(6, globals),
    ...part(7, exports.map(([n, kind, index]) => [...text(n), kinds[kind], ...leb(index)])),
    ...(start === undefined ? [] : section(8, leb(start))), ...part(9, elements), ...part(10, codes), ...part(11, data),
    ...custom.flatMap(([n, bytes]) => section(0, [...text(n), ...bytes]))]);
}
const attempt = (name, f) => { try { log(name, f()); } catch (e) { log(name, e?.name, e?.message, e instanceof Error); } };
const instance = (parts, imports) => new WebAssembly.Instance(new WebAssembly.Module(wasm(parts)), imports);

log(Object.prototype.toString.call(WebAssembly), typeof WebAssembly, Object.keys(WebAssembly).filter((k) => k !== 'promising').sort().join());
// Names that come later than this interface, or are the engine's own.
const newer = /Buffer$|^Symbol\((nodejs|parts)/;
for (const name of ['Module', 'Instance', 'Memory', 'Table', 'Global', 'CompileError', 'LinkError', 'RuntimeError']) {
  const C = WebAssembly[name], d = Object.getOwnPropertyDescriptor(WebAssembly, name);
  log(name, C.name, C.length, d.enumerable, d.writable, d.configurable, C.prototype[Symbol.toStringTag], Object.getPrototypeOf(C.prototype) === Error.prototype,
    Reflect.ownKeys(C.prototype).map(String).filter((k) => !newer.test(k)).sort().join(), Object.keys(C.prototype).filter((k) => !newer.test(k)).sort().join(), Object.keys(C).join());
  try { log(String(C())); } catch (e) { log(e.name); }
}
for (const name of ['compile', 'validate', 'instantiate']) log(name, WebAssembly[name].length, WebAssembly[name].name);
for (const [C, m] of [['Memory', 'grow'], ['Table', 'get'], ['Table', 'set'], ['Table', 'grow'], ['Global', 'valueOf']]) log(C, m, WebAssembly[C].prototype[m].length);

// Arithmetic, and values that cross.
const id = (t) => ({ types: [type([t], [t])], functions: [0], exports: [['f', 'func', 0]], codes: [body(0x20, 0)] });
const values = [0, -0, 1, -1, 1.5, NaN, Infinity, 2 ** 31, 2 ** 32 + 5, '12', null, undefined, true, [], { valueOf: () => 7 }, 5n, Symbol.iterator, 0.1];
for (const [n, t] of Object.entries({ i32, f32, f64 })) {
  const { f } = instance(id(t)).exports;
  log(n, f.name, f.length, typeof f, Object.getPrototypeOf(f) === Function.prototype, 'prototype' in f);
  for (const v of values) attempt(`${n} ${String(v)}`, () => { const r = f(v); return Object.is(r, -0) ? '-0' : r; });
  attempt('new', () => new f(1));
}
for (const v of [0n, -1n, 2n ** 63n, 2n ** 64n + 3n, true, '17', 1, null, undefined, 1.5]) attempt(`i64 ${String(v)}`, () => instance(id(i64)).exports.f(v));
for (const v of [1, 'x', null, undefined, Symbol.iterator, 2n]) attempt(`externref ${String(v)}`, () => Object.is(instance(id(externref)).exports.f(v), v));
for (const v of [1, null, undefined, () => 1]) attempt(`funcref ${String(v)}`, () => instance(id(funcref)).exports.f(v));
const own = instance(id(i32)).exports.f;
attempt('funcref exported', () => instance(id(funcref)).exports.f(own) === own);

// Several results.
const many = { types: [type([], [i32, f64, i64])], imports: [['m', 'g', 'func', 0]], functions: [0], exports: [['f', 'func', 1], ['g', 'func', 0]], codes: [body(0x10, 0)] };
for (const [name, g] of Object.entries({
  array: () => [1, 2.5, 3n], set: () => new Set([4, 5, 6n]), short: () => [1, 2], long: () => [1, 2, 3n, 4], wrong: () => [1, 2, 3],
  generator: function* () { yield 1; yield 2; yield 3n; }, throws: () => { throw new EvalError('mine'); }, thrown: () => { throw 7; },
})) attempt(name, () => instance(many, { m: { g } }).exports.f());
const again = instance(many, { m: { g: () => [1, 2, 3n] } }).exports;
log(again.g.name, again.f.name, again.g === again.f, again.g());
const chain = instance(many, { m: { g: again.f } }).exports;
log(chain.g === again.f, chain.f());
log(Object.isFrozen(again), Object.getPrototypeOf(again), Object.keys(again), again);

// What a module says.
const described = new WebAssembly.Module(wasm({
  types: [type([], [])], imports: [['a', 'f', 'func', 0], ['b', 'm', 'memory', 0, 1], ['', 'g', 'global', i32, 0], ['t', 'ü', 'table', funcref, 0, 1]],
  exports: [['f', 'func', 0], ['memory', 'memory', 0], ['g', 'global', 0], ['t', 'table', 0]], custom: [['note', [1, 2, 3]], ['note', []], ['other', [9]]],
}));
log(WebAssembly.Module.imports(described), WebAssembly.Module.exports(described));
log(WebAssembly.Module.customSections(described, 'note').map((b) => [b instanceof ArrayBuffer, ...new Uint8Array(b)]), WebAssembly.Module.customSections(described, 'x'));
log(described, String(described));
for (const source of [undefined, null, 1, 'x', {}, [], new Uint8Array(0), new Uint8Array([0, 0x61, 0x73, 0x6d]), new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8])]) {
  try { new WebAssembly.Module(source); log('compiled'); } catch (e) { log(e.name, e instanceof WebAssembly.CompileError, e.message.split(':')[0]); }
  attempt('validate', () => WebAssembly.validate(source));
}
log(WebAssembly.validate(wasm(many)), WebAssembly.validate(wasm(many).buffer));

// Imports that do not fit.
const needs = (kind, ...desc) => ({ types: [type([i32], [i32]), type([], [])], imports: [['env', 'x', kind, ...desc]] });
for (const [name, parts, imports] of [
  ['none', needs('func', 0), undefined], ['number', needs('func', 0), 1], ['no module', needs('func', 0), {}], ['module 1', needs('func', 0), { env: 1 }],
  ['function', needs('func', 0), { env: { x: 1 } }], ['signature', needs('func', 1), { env: { x: own } }], ['fits', needs('func', 0), { env: { x: own } }],
  ['memory', needs('memory', 0, 1), { env: { x: {} } }], ['small memory', needs('memory', 0, 2), { env: { x: new WebAssembly.Memory({ initial: 1 }) } }],
  ['no maximum', needs('memory', 1, 1, 2), { env: { x: new WebAssembly.Memory({ initial: 1 }) } }],
  ['big maximum', needs('memory', 1, 1, 2), { env: { x: new WebAssembly.Memory({ initial: 1, maximum: 9 }) } }],
  ['table', needs('table', funcref, 0, 1), { env: { x: null } }], ['small table', needs('table', funcref, 0, 9), { env: { x: new WebAssembly.Table({ initial: 1, element: 'anyfunc' }) } }],
  ['global', needs('global', i32, 0), { env: { x: 'x' } }], ['global i64', needs('global', i64, 0), { env: { x: 1 } }], ['global number', needs('global', i32, 0), { env: { x: 1 } }],
  ['mutable', needs('global', i32, 1), { env: { x: 1 } }], ['type', needs('global', f32, 0), { env: { x: new WebAssembly.Global({ value: 'i32' }) } }],
]) {
  try { instance(parts, imports); log(name, 'linked'); } catch (e) { log(name, e.name, e instanceof WebAssembly.LinkError || e instanceof TypeError, /small|maximum|type/.test(name) ? '' : e.message); }
}

// Memories.
const memory = new WebAssembly.Memory({ initial: 1, maximum: 3 });
const { buffer } = memory;
log(memory, buffer.byteLength, memory.buffer === buffer, buffer.resizable);
const view = new Uint8Array(buffer);
view[5] = 42;
log(memory.grow(1), buffer.byteLength, view.length, memory.buffer.byteLength, new Uint8Array(memory.buffer)[5], memory.buffer === buffer);
const kept = memory.buffer;
log(memory.grow(0), kept.byteLength, memory.buffer === kept, memory.buffer.byteLength);
attempt('grow too much', () => memory.grow(2));
attempt('grow -1', () => memory.grow(-1));
attempt('grow x', () => memory.grow('x'));
attempt('transfer', () => { try { memory.buffer.transfer(); } catch (e) { return e.name; } });
attempt('clone with transfer', () => { try { structuredClone(memory.buffer, { transfer: [memory.buffer] }); } catch (e) { return [e.name, memory.buffer.byteLength]; } });
for (const descriptor of [undefined, 1, {}, { initial: -1 }, { initial: 'x' }, { initial: 65537 }, { initial: 2, maximum: 1 }, { initial: 1, minimum: 1 }, { minimum: 1 }, { initial: 1.7 }, { initial: 1, maximum: 2 ** 33 }]) {
  attempt(`memory ${JSON.stringify(descriptor)}`, () => new WebAssembly.Memory(descriptor).buffer.byteLength);
}
// memory.grow in the module, seen by script that is called and by script afterwards.
const grows = {
  types: [type([i32], [i32]), type([], [])], imports: [['m', 'seen', 'func', 1]], functions: [0, 0, 0], memories: [[0, 1]],
  exports: [['grow', 'func', 1], ['load', 'func', 2], ['silent', 'func', 3], ['memory', 'memory', 0]],
  codes: [body(0x20, 0, 0x40, 0, 0x10, 0), body(0x20, 0, 0x2d, 0, 0), body(0x20, 0, 0x40, 0)],
};
const seen = [];
const growing = instance(grows, { m: { seen: () => seen.push(growing.exports.memory.buffer.byteLength, before.length) } });
let before = new Uint8Array(growing.exports.memory.buffer);
log(growing.exports.grow(2), seen, before.length, growing.exports.memory.buffer.byteLength);
before = new Uint8Array(growing.exports.memory.buffer);
before[7] = 9;
log(growing.exports.silent(1), before.length, growing.exports.load(7), new Uint8Array(growing.exports.memory.buffer)[7]);
attempt('out of bounds', () => growing.exports.load(1e9));
log(growing.exports.memory === growing.exports.memory, growing.exports.memory instanceof WebAssembly.Memory);

// Tables.
const table = new WebAssembly.Table({ element: 'anyfunc', initial: 2, maximum: 5 });
log(table, table.length, table.get(0), table.set(1, own), table.get(1) === own, table.grow(2), table.length, table.grow(1, own), table.get(4) === own);
for (const f of [() => table.get(9), () => table.set(9, null), () => table.set(0, () => 1), () => table.set(0, 1), () => table.grow(1), () => table.get(-1), () => table.get('x'),
  () => new WebAssembly.Table({ element: 'x', initial: 1 }), () => new WebAssembly.Table({ element: 'anyfunc' }), () => new WebAssembly.Table(), () => new WebAssembly.Table({ element: 'anyfunc', initial: 1 }, 5)]) attempt(String(f), f);
const refs = new WebAssembly.Table({ element: 'externref', initial: 2 }, 'init');
log(refs.get(0), refs.set(1, { a: 1 }), refs.get(1), refs.grow(1), refs.get(2), new WebAssembly.Table({ element: 'externref', initial: 1 }).get(0));
const indirect = instance({
  types: [type([i32], [i32]), type([], [])], imports: [['m', 't', 'table', funcref, 0, 2]], functions: [0, 0], exports: [['call', 'func', 0], ['t', 'table', 0], ['double', 'func', 1]],
  codes: [body(0x20, 0, 0x20, 0, 0x11, 0, 0), body(0x20, 0, 0x41, 2, 0x6c)],
}, { m: { t: table } });
log(indirect.exports.t === table, indirect.exports.call(1));
table.set(2, indirect.exports.double);
log(indirect.exports.call(2), table.get(2) === indirect.exports.double);
attempt('null', () => indirect.exports.call(0));
attempt('beyond', () => indirect.exports.call(99));

// Globals.
for (const [value, init] of [['i32'], ['i32', 5], ['i64'], ['i64', 5n], ['f32', 1.1], ['f64', 1.1], ['externref'], ['externref', 'x'], ['anyfunc'], ['anyfunc', own], ['anyfunc', 1], ['i64', 1], ['x', 1], [undefined]]) {
  attempt(`global ${value} ${String(init)}`, () => { const g = init === undefined ? new WebAssembly.Global({ value }) : new WebAssembly.Global({ value }, init); return g.value === own ? 'own' : g.value; });
}
const counter = new WebAssembly.Global({ value: 'i32', mutable: true }, 40);
counter.value += 1.9;
log(counter, counter.value, counter.valueOf(), counter + 1);
attempt('immutable', () => { new WebAssembly.Global({ value: 'i32' }, 1).value = 2; });
const shares = instance({ types: [type([], [i32])], imports: [['m', 'g', 'global', i32, 1]], functions: [0], exports: [['f', 'func', 0], ['g', 'global', 0]], codes: [body(0x23, 0, 0x41, 1, 0x6a, 0x24, 0, 0x23, 0)] }, { m: { g: counter } });
log(shares.exports.f(), counter.value, shares.exports.g === counter);
for (const p of [WebAssembly.Memory.prototype, WebAssembly.Table.prototype, WebAssembly.Global.prototype, WebAssembly.Instance.prototype]) {
  for (const k of Object.keys(p).filter((k) => !newer.test(k)).sort()) attempt(`${p[Symbol.toStringTag]} ${k}`, () => p[k]);
}

// Traps, and what script throws.
const traps = {
  types: [type([i32, i32], [i32]), type([f64], [i32]), type([], [])], imports: [['m', 'f', 'func', 2]], functions: [0, 0, 1, 2, 2, 2],
  exports: [['div', 'func', 1], ['rem', 'func', 2], ['trunc', 'func', 3], ['unreachable', 'func', 4], ['recurse', 'func', 5], ['throws', 'func', 6]],
  codes: [body(0x20, 0, 0x20, 1, 0x6d), body(0x20, 0, 0x20, 1, 0x6f), body(0x20, 0, 0xaa), body(0x00), body(0x10, 5), body(0x10, 0)],
};
const mine = new Error('mine');
const trapping = instance(traps, { m: { f: () => { throw mine; } } }).exports;
attempt('div', () => trapping.div(7, 2));
attempt('div 0', () => trapping.div(1, 0));
try { trapping.div(-(2 ** 31), -1); } catch (e) { log('overflow', e.name); }
attempt('trunc', () => trapping.trunc(NaN));
attempt('trunc big', () => trapping.trunc(1e10));
attempt('unreachable', () => trapping.unreachable());
attempt('recurse', () => trapping.recurse());
try { trapping.throws(); } catch (e) { log(e === mine); }
try { trapping.unreachable(); } catch (e) { log(e instanceof WebAssembly.RuntimeError, e instanceof Error, Object.prototype.toString.call(e)); }
// Deep through both.
const deep = { types: [type([i32], [i32])], imports: [['m', 'f', 'func', 0]], functions: [0], exports: [['f', 'func', 1]], codes: [body(0x20, 0, 0x10, 0, 0x41, 1, 0x6a)] };
const both = instance(deep, { m: { f: (n) => n === 0 ? 0 : both.exports.f(n - 1) } });
log(both.exports.f(50));
const endless = instance(deep, { m: { f: () => endless.exports.f(0) } });
attempt('endless', () => endless.exports.f(0));
log(both.exports.f(50));
// A start function.
const starts = { types: [type([], [])], imports: [['m', 'f', 'func', 0]], start: 0 };
attempt('start', () => { let n = 0; instance(starts, { m: { f: () => n++ } }); return n; });
attempt('start throws', () => instance(starts, { m: { f: () => { throw mine; } } }));

(async () => {
  const bytes = wasm(id(i32));
  const module = await WebAssembly.compile(bytes);
  log(module instanceof WebAssembly.Module);
  const one = await WebAssembly.instantiate(module);
  log(one instanceof WebAssembly.Instance, one.exports.f(3));
  const two = await WebAssembly.instantiate(bytes.buffer, {});
  log(Object.keys(two), two.module instanceof WebAssembly.Module, two.instance.exports.f(4), two);
  for (const f of [() => WebAssembly.compile(), () => WebAssembly.compile(new Uint8Array([1])), () => WebAssembly.instantiate(wasm(many)), () => WebAssembly.instantiate(bytes, 5), () => WebAssembly.instantiate(1)]) {
    await f().then(() => log('done'), (e) => log(e.name, e.message.split(/[:@]/).slice(0, /Compile/.test(e.name) ? 1 : 9).join()));
  }
})();
