class Box {
  #v = 1;
  static has(o) {
    return #v in o;
  }
  static read(o) {
    return o.#v;
  }
  static bump(o) {
    return ++o.#v;
  }
  #secret() {
    return `secret ${this.#v}`;
  }
  static call(o) {
    return o.#secret();
  }
}
const box = new Box();
for (let i = 0; i < 3000; i++) {
  Box.bump(box);
  Box.has(i % 2 ? box : {});
}
console.log(Box.read(box), Box.has(box), Box.has({}), Box.call(box));
for (const f of [Box.read, Box.bump, Box.call]) {
  try {
    f({ v: 1 });
  } catch (e) {
    console.log(e instanceof TypeError);
  }
}
class Derived extends Box {
  other = 2;
}
console.log(Box.read(new Derived()), Box.has(new Derived()));
