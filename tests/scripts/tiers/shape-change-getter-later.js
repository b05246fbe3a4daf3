// A data property of a hot receiver becomes an accessor.
class Point {
  constructor(x) {
    this.x = x;
  }
}
function read(p) {
  return p.x;
}
const p = new Point(3);
let t = 0;
for (let i = 0; i < 3000; i++) t += read(p);
console.log(t);
let calls = 0;
Object.defineProperty(p, "x", { get() { calls++; return 40 + calls; }, configurable: true });
console.log(read(p), read(p), calls);
Object.defineProperty(p, "x", { value: "frozen", writable: false });
console.log(read(p), read(new Point(9)));
function write(p, v) {
  p.x = v;
  return p.x;
}
const q = new Point(0);
for (let i = 0; i < 3000; i++) write(q, i);
console.log(q.x);
let seen = [];
Object.defineProperty(q, "x", { set(v) { seen.push(v); }, get() { return -1; } });
console.log(write(q, 5), write(q, 6), seen.join());
console.log(write(p, 1));
