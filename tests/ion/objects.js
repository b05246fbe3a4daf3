// What property accesses, methods and constructors are compiled to.

class Point {
  constructor(x, y) {
    this.x = x;
    this.y = y;
  }
  plus(other) {
    return new Point(this.x + other.x, this.y + other.y);
  }
}

// graph walk: has CheckInstanceShape
// graph walk: lacks CallScript
// graph walk: lacks GetNamed
// graph walk: lacks SetNamed
function walk(p, step) {
  for (let i = 0; i < 20; i++) p = p.plus(step);
  return p;
}
let p = new Point(0.5, 1);
const step = new Point(0.25, 2);
for (let i = 0; i < 2000; i++) p = walk(p, step);
console.log(p.x, p.y);

// graph area: has ShapeIs
// graph area: lacks GetNamed
class Square {
  constructor(side) {
    this.side = side;
  }
}
class Box {
  constructor(width, side) {
    this.width = width;
    this.side = side;
  }
}
function area(shapes) {
  let sum = 0;
  for (const shape of shapes) sum += shape.side * shape.side;
  return sum;
}
let sum = 0;
const shapes = Array.from({ length: 20 }, (_, i) => (i & 1 ? new Box(3, 4) : new Square(2)));
for (let i = 0; i < 2000; i++) sum += area(shapes);
console.log(sum);

// graph make: has MakeObject
// graph make: lacks DefineNamed
function make(n) {
  let made;
  for (let i = 0; i < n; i++) made = { index: i, half: i / 2 };
  return made;
}
let made;
for (let i = 0; i < 2000; i++) made = make(20);
console.log(made.index, made.half);

// graph squared: has CheckPrivateName
// graph squared: has LoadSlot
// graph squared: lacks GetPrivate
// graph moved: has StoreSlot
// graph moved: lacks SetPrivate
class Hidden {
  #x;
  #y;
  constructor(x, y) {
    this.#x = x;
    this.#y = y;
  }
  squared() {
    return this.#x * this.#x + this.#y * this.#y;
  }
  moved(by, times) {
    for (let i = 0; i < times; i++) this.#x += by;
    return this;
  }
}
const hidden = new Hidden(3, 4);
for (let i = 0; i < 4000; i++) hidden.moved(i & 1 ? 1 : -1, 3).squared();
console.log(hidden.squared());

// A derived class without a constructor of its own passes its arguments on.
// graph makeAll: lacks ConstructScript
// graph makeAll: lacks Construct (
class Entry {
  constructor(hash, key) {
    this.hash = hash;
    this.key = key;
  }
}
class OwnEntry extends Entry {
  matches(hash) {
    return this.hash === hash;
  }
}
function makeAll(n) {
  let found = 0;
  for (let i = 0; i < n; i++) if (new OwnEntry(i & 3, i).matches(2)) found++;
  return found;
}
let matching = 0;
for (let i = 0; i < 2000; i++) matching += makeAll(8);
console.log(matching);
