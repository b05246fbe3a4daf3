const wm = new WeakMap();
const k1 = {};
const k2 = () => 1;
wm.set(k1, "one").set(k2, "two");
console.log(wm.get(k1), wm.get(k2), wm.has({}), wm.delete(k1), wm.has(k1), wm.get("x"));
const ws = new WeakSet([k2]);
console.log(ws.has(k2), ws.has(k1), ws.add(k1) === ws, ws.delete(k2), ws.has(k2));
for (const bad of [() => wm.set(1, 1), () => ws.add("s"), () => new WeakMap([[1, 2]])]) { try { bad(); } catch (e) { console.log(e.name); } }
const secrets = new WeakMap();
class Person { constructor(n) { secrets.set(this, n); } get name() { return secrets.get(this); } }
console.log(new Person("ada").name, [1, 2, 3].map((x) => new Person(x)).map((p) => p.name).join());
const r = new WeakRef(k1);
console.log(r.deref() === k1, Object.prototype.toString.call(r), Object.prototype.toString.call(wm));
