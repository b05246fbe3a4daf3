// A derived constructor that ends without having called super() throws, compiled too,
// even if it mentions neither `this` nor `super`.
class Base {
  constructor(x) {
    this.x = x;
  }
}
class Nothing extends Base {
  constructor() {}
}
class Sometimes extends Base {
  constructor(x) {
    if (x) super(x);
  }
}
class Returns extends Base {
  constructor(x) {
    if (x) {
      super(x);
      return;
    }
    return;
  }
}
class ByArrow extends Base {
  constructor(x) {
    const construct = () => super(x);
    if (x) construct();
  }
}
class OwnObject extends Base {
  constructor(x) {
    return { x: -x };
  }
}
function attempt(C, x) {
  try {
    return new C(x).x;
  } catch (e) {
    return e.name;
  }
}
for (const C of [Nothing, Sometimes, Returns, ByArrow, OwnObject]) {
  for (let i = 0; i < 2000; i++) attempt(C, 1);
  console.log(C.name, attempt(C, 1), attempt(C, 0), attempt(C, 2));
  for (let i = 0; i < 2000; i++) attempt(C, i & 1);
  console.log(C.name, attempt(C, 1), attempt(C, 0), attempt(C, 2));
}
