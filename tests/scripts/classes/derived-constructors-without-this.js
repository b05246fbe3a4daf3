// Derived constructors that mention neither `this` nor `super`, beside functions whose `this` is captured; `super()` of a
// captured function, whose arguments are numbers.
const attempt = (f) => {
  try {
    return f();
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};
const outer = () => this;
class Answers extends Object {
  constructor(value) {
    return value;
  }
}
class Lists extends Array {
  constructor() {
    return new Proxy([], {});
  }
}
class Silent extends Object {
  constructor() {}
}
class Lazy extends Object {
  constructor(value) {
    const get = () => value;
    return get();
  }
}
function within(value) {
  const own = () => this;
  let count = 0;
  class Inner extends Object {
    constructor() {
      count++;
      return value;
    }
  }
  return [attempt(() => new Inner() === own()), count, attempt(() => Object.keys(new Inner()))].join();
}
class Base {
  constructor(...values) {
    this.values = values;
  }
}
class ByArrow extends Base {
  constructor(value) {
    (() => super(3, value))();
  }
}
class ByEval extends Base {
  constructor(value) {
    eval("super(3.5, value)");
  }
}
class ByList extends Base {
  constructor(value) {
    const call = (list) => super(...list, 1, value);
    call([value, 2]);
  }
}
class NoConstructor extends Base {
  constructor(value) {
    Object.setPrototypeOf(NoConstructor, value ? Base : Math.max.bind());
    (() => super(7))();
  }
}
for (let i = 0; i < 3; i++) {
  console.log(typeof outer(), Object.keys(new Answers({ a: 1 })), attempt(() => new Answers(1)), attempt(() => new Answers()));
  console.log(Array.isArray(new Lists()), attempt(() => new Silent()), attempt(() => new Lazy(undefined)), Object.keys(new Lazy({ b: 2 })));
  console.log(within.call({ outer: 1 }), within.call({ outer: 1 }, { c: 3 }));
  console.log(new ByArrow(i).values, new ByEval(i).values, new ByList(i).values);
}
for (let i = 0; i < 3000; i++) {
  const { values } = i % 2 ? new ByArrow(i) : new ByList(i);
  if (values.at(-1) !== i || (i % 2 ? values[0] !== 3 : values[1] !== 2)) throw new Error(`${values}`);
}
console.log(new NoConstructor(1).values, attempt(() => new NoConstructor(0)).split(":")[0]);
