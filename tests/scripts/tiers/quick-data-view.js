// node: 26
// DataView accessors that answer without a call: all types and both orders, bounds, conversions, buffers that change.
const types = ['Int8', 'Uint8', 'Int16', 'Uint16', 'Int32', 'Uint32', 'Float32', 'Float64'];
const out = [];
const show = (...v) => out.push(v.map((x) => (Object.is(x, -0) ? '-0' : String(x))).join(' '));
const make = (type) => [
  new Function('v', 'i', 'l', `return v.get${type}(i, l)`),
  new Function('v', 'i', 'x', 'l', `return v.set${type}(i, x, l)`),
];
const values = [0, -0, 1, -1, 127, 128, 255, 256, 32768, 65535, 65536, -32769, 2 ** 31, 2 ** 32 - 1, 2 ** 32, -(2 ** 31), 1.5, -2.7, 1e300, NaN, Infinity, 2 ** 53 + 2];
for (const type of types) {
  const [get, set] = make(type);
  const view = new DataView(new ArrayBuffer(32), 3, 24);
  let sum = 0;
  for (let i = 0; i < 1500; i++) {
    set(view, i & 15, i * 7 - 900, (i & 1) === 0);
    sum += get(view, i & 15, (i & 2) === 0) % 1000 || 0;
  }
  show(type, Math.round(sum));
  for (const value of values) {
    show(type, set(view, 5, value, true), get(view, 5, true), get(view, 5, false), get(view, 5), get(view, 5, 'x'), get(view, 5, 0));
  }
  for (const value of ['12', true, null, undefined, { valueOf() { return 77; } }, [3]]) show(type, set(view, 0, value), get(view, 0));
  for (const [index, ...more] of [[24], [23, true], [-1], [1.5], ['2'], [undefined], [NaN], [2 ** 40], [{ valueOf() { return 4; } }]]) {
    try { show(type, get(view, index, ...more)); } catch (e) { show(type, e.name); }
    try { show(type, set(view, index, 1, ...more)); } catch (e) { show(type, e.name); }
  }
  try { set(view, 0, 1n); } catch (e) { show(e.name); }
  try { set(view, 0, Symbol()); } catch (e) { show(e.name); }
  for (const wrong of [{}, new Uint8Array(8), null]) {
    try { show(get(wrong, 0)); } catch (e) { show(e.name); }
  }
  // A buffer that shrinks, and one that is taken away.
  const buffer = new ArrayBuffer(16, { maxByteLength: 32 });
  const tracking = new DataView(buffer);
  const fixed = new DataView(buffer, 4, 8);
  set(tracking, 7, 3, true);
  show(get(tracking, 7, true), get(fixed, 0), tracking.byteLength);
  buffer.resize(8);
  for (const v of [tracking, fixed]) try { show(get(v, 7)); } catch (e) { show(e.name); }
  buffer.resize(32);
  try { show(get(tracking, 24), get(fixed, 0)); } catch (e) { show(e.name); }
  const moved = buffer.transfer();
  for (const v of [tracking, fixed]) try { show(get(v, 0)); } catch (e) { show(e.name); }
  for (const v of [tracking, fixed]) try { show(set(v, 0, 1)); } catch (e) { show(e.name); }
  show(moved.byteLength);
}
// The order in which arguments are converted, and that nothing is written when it throws.
const view = new DataView(new ArrayBuffer(8));
const log = [];
const traced = (name, value) => ({ valueOf() { log.push(name); return value; } });
function store(i, v) { view.setUint16(i, v, true); }
for (let i = 0; i < 2000; i++) store(i & 3, i);
store(traced('index', 1), traced('value', 258));
try { store(traced('index', 99), traced('value', 1)); } catch (e) { log.push(e.name); }
show(log.join(), view.getUint8(1), view.getUint8(2));
console.log(out.join('\n'));
