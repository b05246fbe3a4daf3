// Stores that throw, on objects that never leave the function: the error is that of the store, it is caught where it
// is to be, and what was done before it is done.
'use strict';
const name = (e) => e.constructor.name;
function frozen(n) { const a = Object.freeze([1, 2]); try { a[n] = 5; return 'stored'; } catch (e) { return name(e) + a; } }
function accessor(v) { const o = { get x() { return 1; } }; try { o.x = v; return 'stored'; } catch (e) { return name(e) + o.x; } }
function bigView(v) { const a = new BigInt64Array(1); try { a[0] = v; return String(a[0]); } catch (e) { return name(e); } }
function numberView(v) { const a = new Float64Array(2); let s = 'a'; try { a[0] = 1; s += 'b'; a[1] = v; s += 'c'; } catch (e) { s += name(e); } return s + a; }
function converted(v) { const a = new Int8Array(1); let n = 0; try { a[0] = { valueOf() { n++; if (v) throw new RangeError('v'); return 300; } }; return `${a[0]} ${n}`; } catch (e) { return name(e) + n + a[0]; } }
function lengthOf(v) { const a = [1, 2, 3]; try { a.length = v; return a.length; } catch (e) { return name(e) + a.length; } }
function readOnlyLength(v) { const a = [1, 2]; Object.defineProperty(a, 'length', { writable: false }); try { a[v] = 1; return a.join(); } catch (e) { return name(e) + a.join(); } }
function sealed(k) { const o = Object.seal({ a: 1 }); try { o[k] = 2; return JSON.stringify(o); } catch (e) { return name(e) + JSON.stringify(o); } }
function inherited(v) { const o = Object.create(Object.freeze({ x: 1 })); try { o.x = v; return o.x; } catch (e) { return name(e) + Object.keys(o).length; } }
function setter(v) { const o = { s: 0, set x(n) { this.s = n; if (n > 1) throw new EvalError('x'); } }; try { o.x = v; return o.s; } catch (e) { return name(e) + o.s; } }
function uninit(v) { const o = { x: 1 }; try { if (v) o.x = late; let late = 3; return o.x + late; } catch (e) { return name(e) + o.x; } }
function constant(v) { const c = { n: 1 }; try { c.n = 2; if (v) eval('0'), (() => { c.n = 3; throw new URIError('c'); })(); return c.n; } catch (e) { return name(e) + c.n; } }
function primitive(v) { const p = 'text'; try { p[v] = 1; return 'stored'; } catch (e) { return name(e); } }
function nullish(v) { const o = { in: v }; let s = 0; try { s = 1; o.in.x = (s = 2, 7); return s; } catch (e) { return name(e) + s; } }
function privateOf(v) { class A { #x = 1; static set(o) { o.#x = 2; return o.#x; } } const a = new A(); try { return A.set(v ? a : {}); } catch (e) { return name(e); } }
function outOfView(i) { const a = new Uint8Array(2); a[i] = 9; return a.join() + (i in a) + a[i]; }
function symbol(v) { const a = new Uint8Array(1); try { a[0] = v; return a[0]; } catch (e) { return name(e) + a[0]; } }
function chainOf(v) { const a = { b: { c: 1 } }; try { a.b = a.b.c = v.x; return JSON.stringify(a); } catch (e) { return name(e) + JSON.stringify(a); } }
function nestedCatch(v) { const o = Object.preventExtensions({}); let s = ''; try { try { o.x = v; } finally { s += 'f'; } } catch (e) { s += name(e); } return s; }
const seen = [];
for (let r = 0; r < 90; r++) {
  const z = r % 7 === 6;
  const line = [frozen(z ? 5 : 0), accessor(1), bigView(z ? 5 : 5n), bigView(2n ** 70n), numberView(z ? 1n : 2), numberView('3'), converted(z), lengthOf(z ? -1 : 1), lengthOf(1.5), readOnlyLength(z ? 2 : 1), sealed(z ? 'b' : 'a'), inherited(2), setter(z ? 2 : 1), uninit(z), constant(z), primitive(0), primitive('length'), primitive('x'), nullish(z ? null : {}), nullish(undefined), privateOf(!z), outOfView(z ? 2 : 1), outOfView(-1), outOfView('x'), symbol(z ? Symbol() : 4), chainOf(z ? undefined : { x: 2 }), nestedCatch(1)].join(' ');
  if (!seen.includes(line)) seen.push(line);
}
console.log(seen.join('\n'));
