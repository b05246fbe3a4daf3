// What a body declares is not seen by the default values of its function's parameters.
const x = "outer";
function byVar({ a = x }) {
  var x = "inner";
  return [a, x];
}
function byFunction(a = typeof x) {
  function x() {}
  return [a, typeof x];
}
function byLet([a] = [x], b = a + x) {
  let x = "inner";
  return [a, b, x];
}
function byBlock(a = x, { [x]: c } = { outer: 1 }) {
  {
    for (var x of ["inner"]);
  }
  return [a, c, x];
}
const arrow = (a = x) => {
  class x {}
  return [a, typeof x];
};
function* generator(a = x) {
  yield a;
  var x = "inner";
  yield x;
}
function ofParameter(x = "parameter", a = x) {
  var x;
  const before = x;
  x = "inner";
  return [a, before, x];
}
function unrelated(a = x) {
  var y = a;
  return (() => y)() + x;
}
class Method {
  constructor(a = x) {
    var x = "inner";
    this.values = [a, x];
  }
  async later(a = x) {
    switch (1) {
      case 1:
        var { x } = { x: "inner" };
    }
    return [a, x];
  }
}
for (let i = 0; i < 2000; i++) {
  byVar({});
  byLet();
}
console.log(byVar({}).join(), byFunction().join(), byLet().join(), byBlock().join(), arrow().join(), [...generator()].join());
console.log(ofParameter().join(), unrelated(), new Method().values.join());
new Method().later().then((values) => console.log(values.join()));
