class Temperature {
  #c = 0;
  get f() {
    return this.#c * 1.8 + 32;
  }
  set f(v) {
    this.#c = (v - 32) / 1.8;
  }
  get c() {
    return this.#c;
  }
}
const t = new Temperature();
for (let i = 0; i < 3000; i++) {
  t.f = i;
  if (Math.abs(t.f - i) > 1e-9) throw new Error("drift");
}
console.log(t.f.toFixed(3), t.c.toFixed(3));
t.c = 5;
console.log(t.c.toFixed(3));
const counter = { n: 0, get next() { return this.n++; }, set next(v) { this.n = v; } };
let s = 0;
for (let i = 0; i < 3000; i++) s += counter.next;
counter.next = 100;
counter.next += 5;
counter.next++;
console.log(s, counter.n);
const read = (o) => o.next;
for (let i = 0; i < 2000; i++) read(counter);
console.log(read({ next: "plain" }), read(Object.create(counter)), read({ get next() { throw 1; } , n: 2 }.constructor));
let threw = 0;
for (let i = 0; i < 100; i++) {
  try {
    read({ get next() { throw i; } });
  } catch (e) {
    threw += e;
  }
}
console.log(threw);
