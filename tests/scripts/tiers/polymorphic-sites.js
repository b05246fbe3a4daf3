class Square {
  constructor(s) {
    this.s = s;
  }
  area() {
    return this.s * this.s;
  }
}
class Circle {
  constructor(r) {
    this.r = r;
  }
  area() {
    return 3 * this.r * this.r;
  }
}
class Rectangle {
  constructor(w, h) {
    this.w = w;
    this.h = h;
  }
  area() {
    return this.w * this.h;
  }
}
const odd = { area: () => 1 };
const dynamic = Object.create({ area() { return this.k; } }, { k: { value: 17 } });
const area = (shape) => shape.area();
const all = [new Square(2), new Circle(3), new Rectangle(2, 5), odd, dynamic];
for (let kinds = 1; kinds <= all.length; kinds++) {
  let total = 0;
  for (let i = 0; i < 2000; i++) total += area(all[i % kinds]);
  console.log(kinds, total);
}
for (const bad of [undefined, null, 5, {}]) {
  try {
    area(bad);
  } catch (e) {
    console.log(e instanceof TypeError);
  }
}
