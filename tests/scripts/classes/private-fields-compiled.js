// Private fields in compiled code: of one class, of classes that were evaluated several times, of wrong objects.
class V { #x; #y; static made = 0;
  constructor(x, y) { this.#x = x; this.#y = y; }
  add(o) { return new V(this.#x + o.#x, this.#y + o.#y); }
  len2() { return this.#x * this.#x + this.#y * this.#y; }
  bump() { this.#x++; this.#y += 0.5; return this.#helper(); }
  #helper() { return this.#x - this.#y; }
  static is(o) { return #x in o; }
}
function run(n) { let v = new V(1, 2), d = new V(0.5, 0.25), t = 0; for (let i = 0; i < n; i++) { t += v.len2() + v.bump(); if ((i & 1023) === 0) v = v.add(d); } return t; }
console.log(run(30000));
// a class factory: other names at the same places
function make() { return class { #p = 1; get() { return this.#p; } set(v) { this.#p = v; return this; } static read(o) { return o.#p; } }; }
let s = 0; const A = make(), B = make();
for (let i = 0; i < 5000; i++) { const C = i % 7 === 0 ? make() : i & 1 ? A : B; const c = new C(); s += c.set(i).get(); if (i % 100 === 0) { try { A.read(c); s += 1; } catch (e) { s += e.message.length; } } }
console.log(s);
for (const bad of [null, 1, {}, "x"]) { try { V.prototype.len2.call(bad); } catch (e) { console.log(e.constructor.name, e.message); } try { V.prototype.bump.call(bad); } catch (e) { console.log(e.constructor.name, e.message); } }
