class Animal {
  #energy = 10;
  constructor(name) {
    this.name = name;
  }
  speak() {
    this.#energy--;
    return `${this.name} (${this.#energy})`;
  }
  get energy() {
    return this.#energy;
  }
  set energy(e) {
    this.#energy = e;
  }
}
class Dog extends Animal {
  legs = 4;
  speak() {
    return `${super.speak()} woof`;
  }
}
class Puppy extends Dog {
  constructor() {
    super("pup");
  }
  speak() {
    return super.speak().toUpperCase();
  }
  static make = () => new Puppy();
}
let last;
const rex = new Dog("rex");
const pup = Puppy.make();
for (let i = 0; i < 2000; i++) {
  last = (i % 2 ? rex : pup).speak();
  if (rex.energy < 0) rex.energy = 10;
}
console.log(last, rex.speak(), rex.energy, pup.legs);
Animal.prototype.speak = function () {
  return `silent ${this.name}`;
};
console.log(rex.speak(), pup.speak());
try {
  Object.getOwnPropertyDescriptor(Animal.prototype, "energy").get.call({});
} catch (e) {
  console.log(e instanceof TypeError);
}
