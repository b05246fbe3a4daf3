// node: 26
// Exceptions that cross between script and WebAssembly: tags, what each side catches of the other, identity.
const { log } = console;
const attempt = (name, f) => { try { log(name, f()); } catch (e) { log(name, e?.name, e?.message); } };
for (const name of ['Tag', 'Exception']) {
  const C = WebAssembly[name];
  log(name, C.length, Object.prototype.toString.call(C.prototype), Reflect.ownKeys(C.prototype).map(String).filter((k) => !k.startsWith('Symbol(node')).sort().join(), Object.keys(C.prototype).sort().join(), Object.getPrototypeOf(C.prototype) === Error.prototype);
}
log(Object.getOwnPropertyDescriptor(WebAssembly, 'JSTag'), WebAssembly.JSTag);
attempt('tag', () => new WebAssembly.Tag());
attempt('tag', () => new WebAssembly.Tag({}));
attempt('tag', () => new WebAssembly.Tag({ parameters: 1 }));
attempt('tag', () => new WebAssembly.Tag({ parameters: ['x'] }));
attempt('tag', () => new WebAssembly.Tag({ parameters: ['i32', 'i64', 'f32', 'f64', 'externref', 'anyfunc'] }));
const tag = new WebAssembly.Tag({ parameters: ['i32', 'externref'] }), other = new WebAssembly.Tag({ parameters: [] });
attempt('exn', () => new WebAssembly.Exception());
attempt('exn', () => new WebAssembly.Exception(tag));
attempt('exn', () => new WebAssembly.Exception(tag, [1]));
attempt('exn', () => new WebAssembly.Exception(tag, 1));
attempt('exn', () => new WebAssembly.Exception({}, [1, 2]));
attempt('exn', () => new WebAssembly.Exception(WebAssembly.JSTag, [1]));
const exn = new WebAssembly.Exception(tag, [1.7, 'x']);
log(exn instanceof Error, exn.stack, exn.message, String(exn), exn.is(tag), exn.is(other), exn.getArg(tag, 0), exn.getArg(tag, 1));
attempt('getArg', () => exn.getArg(other, 0));
attempt('getArg', () => exn.getArg(tag, 2));
attempt('getArg', () => exn.getArg(tag, -1));
attempt('is', () => exn.is({}));
attempt('traceStack', () => typeof new WebAssembly.Exception(other, [], { traceStack: true }).stack);

// Types: () (externref) (i32) ()->i32 ()->externref. Functions catch all, what script throws, and the tag `e`; throw `e`; catch nothing.
const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0,
  1, 20, 5, 0x60, 0, 0, 0x60, 1, 0x6f, 0, 0x60, 1, 0x7f, 0, 0x60, 0, 1, 0x7f, 0x60, 0, 1, 0x6f,
  2, 21, 3, 1, 109, 1, 102, 0, 0, 1, 109, 1, 106, 4, 0, 1, 1, 109, 1, 101, 4, 0, 2,
  3, 6, 5, 3, 4, 3, 2, 0,
  7, 25, 6, 1, 97, 0, 1, 1, 98, 0, 2, 1, 99, 0, 3, 1, 100, 0, 4, 1, 112, 0, 5, 1, 101, 4, 1,
]);
const body = (...code) => [code.length + 2, 0, ...code, 0x0b];
const bodies = [
  body(0x02, 0x40, 0x1f, 0x40, 1, 2, 0, 0x10, 0, 0x0b, 0x41, 0, 0x0f, 0x0b, 0x41, 1),
  body(0x02, 0x6f, 0x1f, 0x40, 1, 0, 0, 0, 0x10, 0, 0x0b, 0xd0, 0x6f, 0x0f, 0x0b),
  body(0x02, 0x7f, 0x1f, 0x40, 1, 0, 1, 0, 0x10, 0, 0x0b, 0x41, 0x7f, 0x0f, 0x0b),
  body(0x20, 0, 0x08, 1),
  body(0x10, 0),
].flat();
const module_ = new WebAssembly.Module(new Uint8Array([...bytes, 10, bodies.length + 1, 5, ...bodies]));
log(WebAssembly.Module.imports(module_), WebAssembly.Module.exports(module_).length);
const e = new WebAssembly.Tag({ parameters: ['i32'] });
let act = () => {};
const x = new WebAssembly.Instance(module_, { m: { f: () => act(), j: WebAssembly.JSTag, e } }).exports;
log(x.e === e);
const error = new Error('mine'), own = new WebAssembly.Exception(e, [77]), foreign = new WebAssembly.Exception(other, []);
const things = {
  nothing: () => {}, error: () => { throw error; }, number: () => { throw 5; }, undefined: () => { throw undefined; }, own: () => { throw own; }, foreign: () => { throw foreign; },
  wasm: () => x.d(12), trap: () => new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 0x0b]))).exports.f(),
  deep: () => { act = things.error; x.p(); },
};
for (const [name, thing] of Object.entries(things)) {
  for (const f of ['a', 'b', 'c', 'p']) {
    act = thing;
    try { const r = x[f](); log(name, f, r === error ? 'the error' : r === own ? 'own' : r); } catch (t) {
      log(name, f, 'throws', t === error ? 'the error' : t === own ? 'own' : t === foreign ? 'foreign' : t instanceof WebAssembly.Exception ? ['exception', t.is(e), t.is(e) && t.getArg(e, 0)] : t instanceof Error ? t.name : t);
    }
  }
}
try { x.d(3); } catch (t) { log(t instanceof WebAssembly.Exception, t.is(e), t.getArg(e, 0), Object.prototype.toString.call(t)); }
act = () => { throw error; };
let caught = 0;
for (let i = 0; i < 3000; i++) { try { x.p(); } catch (t) { caught += t === error; } caught += x.b() === error; }
log(caught);
