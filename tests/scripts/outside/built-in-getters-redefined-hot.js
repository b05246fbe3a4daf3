// Getters of the language that compiled code does itself are replaced, removed, hidden or moved: what is there counts.
const kinds = {
  length: [() => new Uint8Array(5), Object.getPrototypeOf(Uint8Array.prototype), (o) => o.length],
  byteLength: [() => new Int16Array(3), Object.getPrototypeOf(Uint8Array.prototype), (o) => o.byteLength],
  byteOffset: [() => new Int16Array(new ArrayBuffer(8), 2), Object.getPrototypeOf(Uint8Array.prototype), (o) => o.byteOffset],
  buffer: [() => new Int16Array(4), Object.getPrototypeOf(Uint8Array.prototype), (o) => o.buffer.byteLength],
  size: [() => new Map([[1, 2]]), Map.prototype, (o) => o.size],
  'size ': [() => new Set([1, 2, 3]), Set.prototype, (o) => o.size],
  flags: [() => /a/gi, RegExp.prototype, (o) => o.flags],
  global: [() => /a/g, RegExp.prototype, (o) => o.global],
  source: [() => /ab+/, RegExp.prototype, (o) => o.source],
  description: [() => Symbol('d'), Symbol.prototype, (o) => o.description],
  __proto__: null,
  'byteLength ': [() => new ArrayBuffer(7), ArrayBuffer.prototype, (o) => o.byteLength],
  'byteLength  ': [() => new DataView(new ArrayBuffer(6), 1), DataView.prototype, (o) => o.byteLength],
  maxByteLength: [() => new ArrayBuffer(2, { maxByteLength: 9 }), ArrayBuffer.prototype, (o) => o.maxByteLength],
};
kinds.proto = [() => ({ own: 1 }), Object.prototype, (o) => o.__proto__ === Object.prototype, '__proto__'];
delete kinds.__proto__;
const show = (f) => { try { return String(f()); } catch (e) { return e.name; } };
for (const [label, [make, holder, plain, name = label.trim()]] of Object.entries(kinds)) {
  // A read of its own for each kind, so that its site has seen nothing else.
  const read = new Function('o', `return o.${name}`), loop = new Function('o', `let s = ''; for (let i = 0; i < 30; i++) { const v = o.${name}; s = s + (typeof v === 'object' ? 'o' : v); } return s`);
  const one = make(), log = [];
  for (let i = 0; i < 90; i++) { read(one); loop(one); plain(one); }
  const was = Object.getOwnPropertyDescriptor(holder, name);
  const tell = (what) => log.push(`${what}: ${show(() => { const v = read(one); return typeof v === 'object' ? 'object' : v; })} ${show(() => loop(one).length)} ${show(() => plain(one))}`);
  tell('as it was');
  Object.defineProperty(holder, name, { ...was, get() { return 'mine'; } }); tell('getter replaced');
  Object.defineProperty(holder, name, was); tell('back');
  Object.defineProperty(holder, name, { value: 'data', configurable: true, writable: true }); tell('data');
  Object.defineProperty(holder, name, was); tell('back');
  Object.defineProperty(holder, name, { ...was, get: undefined }); tell('no getter');
  Object.defineProperty(holder, name, { ...was, get: was.get.bind(make()) }); tell('bound');
  delete holder[name]; tell('deleted');
  Object.defineProperty(holder, name, was); tell('back');
  if (typeof one === 'object') {
    Object.defineProperty(one, name, { value: 'own', configurable: true }); tell('own');
    delete one[name]; tell('own deleted');
    const between = Object.create(Object.getPrototypeOf(one), { [name]: { get() { return 'between'; }, configurable: true } });
    Object.setPrototypeOf(one, between); tell('between');
    Object.setPrototypeOf(one, null); tell('no prototype');
    Object.setPrototypeOf(one, Object.getPrototypeOf(make())); tell('back');
  }
  const other = Object.create(make() instanceof Object ? make() : null); log.push(`inherited: ${show(() => read(other))}`, `wrong: ${show(() => read({}))} ${show(() => read(5))} ${show(() => read('text'))} ${show(() => read(null))}`);
  console.log(`${label.trim()}\n  ${log.join('\n  ')}`);
}
