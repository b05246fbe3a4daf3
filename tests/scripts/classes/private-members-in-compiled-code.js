// Private members at sites that many classes share, in compiled code.
class Vector {
  #x = 0;
  #y;
  #calls = 0;
  constructor(x, y) {
    this.#x = x;
    this.#y = y;
  }
  get #length() {
    return Math.hypot(this.#x, this.#y);
  }
  set #length(n) {
    const k = n / this.#length;
    this.#x *= k;
    this.#y *= k;
  }
  #count() {
    return ++this.#calls;
  }
  scale(n) {
    this.#length = n;
    this.#count();
    return this;
  }
  plus(o) {
    return new Vector(this.#x + o.#x, this.#y + o.#y);
  }
  toString() {
    return `${this.#x.toFixed(2)},${this.#y.toFixed(2)} after ${this.#calls}`;
  }
  static has(o) {
    return #x in o;
  }
  static overwrite(o) {
    o.#count = 1;
  }
}
let v = new Vector(3, 4);
for (let i = 0; i < 5000; i++) v = v.plus(new Vector(1, 0)).scale(5);
console.log(String(v), Vector.has(v), Vector.has({}));
for (const f of [() => Vector.prototype.scale.call({}, 1), () => v.plus({}), () => Vector.overwrite(v), () => Vector.has(1)]) {
  for (let i = 0; i < 2; i++) {
    try {
      f();
    } catch (e) {
      console.log(e.constructor.name);
    }
  }
}
// The same code for many classes: each has names of its own.
const makeClass = () =>
  class {
    #secret = 1;
    set(v) {
      this.#secret = v;
    }
    get() {
      return this.#secret;
    }
  };
const classes = Array.from({ length: 8 }, makeClass);
let sum = 0;
for (let i = 0; i < 8000; i++) {
  const o = new classes[i % 8]();
  o.set(o.get() + i);
  sum += o.get();
}
console.log(sum);
let wrong = 0;
for (let i = 0; i < 100; i++) {
  const o = new classes[i % 8]();
  const other = classes[(i + 1) % 8].prototype;
  for (const f of [() => other.get.call(o), () => other.set.call(o, 1)]) {
    try {
      f();
    } catch (e) {
      wrong += e instanceof TypeError ? 1 : 0;
    }
  }
}
console.log(wrong);
// An object that gets the fields of another class, and twice.
class Base {
  constructor(o) {
    return o;
  }
}
class Stamp extends Base {
  #mark = 7;
  static read(o) {
    return o.#mark;
  }
}
const marked = [];
for (let i = 0; i < 3000; i++) marked.push(new Stamp({ i }));
console.log(marked.every((o) => Stamp.read(o) === 7), Object.keys(marked[5]).join());
try {
  new Stamp(marked[0]);
} catch (e) {
  console.log(e.constructor.name);
}
// Fields that are functions, computed, and that call methods.
class Fields {
  static count = 0;
  id = ++Fields.count;
  ["a" + 1] = this.twice(this.id);
  arrow = () => this.id;
  twice(n) {
    return n * 2;
  }
}
class More extends Fields {
  extra = this.a1 + 1;
}
let f;
for (let i = 0; i < 3000; i++) f = new More();
console.log(f.id, f.a1, f.arrow(), f.extra, Object.keys(f).join());
