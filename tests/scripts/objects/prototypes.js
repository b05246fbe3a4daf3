function Animal(n) { this.n = n; }
Animal.prototype.hi = function () { return `hi ${this.n}`; };
function Dog(n) { Animal.call(this, n); }
Dog.prototype = Object.create(Animal.prototype, { constructor: { value: Dog } });
const d = new Dog("rex");
console.log(d.hi(), d instanceof Animal, Animal.prototype.isPrototypeOf(d), Object.getPrototypeOf(d) === Dog.prototype, d.constructor.name, d.__proto__ === Dog.prototype);
const bare = Object.create(null);
bare.x = 1;
console.log("toString" in bare, bare.x, Object.keys(bare).join(), Object.prototype.toString.call(bare));
const chain = Object.create(Object.create(Object.create({ deep: 1 })));
console.log(chain.deep, (chain.deep = 2), Object.keys(chain).join(), Object.getPrototypeOf(chain).deep);
const setter = Object.create({ set v(x) { this._v = x; }, get v() { return this._v; } });
setter.v = 5;
console.log(setter.v, Object.keys(setter).join());
const ro = Object.create(Object.freeze({ k: 1 }));
ro.k = 2;
console.log(ro.k, Object.keys(ro).length);
console.log([null, undefined, 1, "s", true, Symbol(), [], () => 1, /x/, new Date(0), new Map(), new Error()].map((x) => Object.prototype.toString.call(x)).join(" "));
console.log({ [Symbol.toStringTag]: "T" } + "", String({}), ({}).toLocaleString(), ({}).valueOf() !== null);
