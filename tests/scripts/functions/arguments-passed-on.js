// `arguments` of functions without mapped parameters, passed on by apply and spread.
function sum() {
  let total = 0;
  for (let i = 0; i < arguments.length; i++) total += arguments[i];
  return total;
}
function forward() {
  return sum.apply(this, arguments);
}
function forwardLess() {
  arguments.length = 1;
  return sum.apply(null, arguments);
}
function forwardMore() {
  arguments.length = 4;
  return [sum.apply(null, arguments), sum(...Array.from(arguments, (x) => x ?? 100))].join("/");
}
function forwardHole() {
  delete arguments[1];
  return forward.apply(null, arguments) + ":" + (1 in arguments);
}
function forwardChanged() {
  arguments[0] = 50;
  return sum(...arguments);
}
for (let i = 0; i < 3000; i++) {
  forward(i, 1);
  forwardLess(i, 1);
  forwardMore(i, 1);
  forwardHole(i, 1, 2);
  forwardChanged(i, 1);
}
console.log(forward(), forward(1), forward(1, 2, 3), forwardLess(7, 8), forwardMore(1, 2), forwardHole(1, 2, 3), forwardChanged(1, 2));
function describe() {
  const names = Object.getOwnPropertyNames(arguments).join();
  const callee = Object.getOwnPropertyDescriptor(arguments, "callee");
  return `${Object.prototype.toString.call(arguments)} ${names} ${callee.value === describe} ${callee.enumerable}`;
}
console.log(describe(), describe(1), describe(1, 2));
function own() {
  arguments.extra = arguments.length;
  return JSON.stringify(arguments) + [...arguments].length;
}
console.log(own(), own("a", "b"));

// A native callee that changes the array from which its arguments are taken.
const list = [1, 2, 3];
list.push.apply(list, list);
console.log(list.join());
list.splice.apply(list, [0, 2, ...list]);
console.log(list.join());
console.log(Math.max.apply(null, [1, , 3]), Math.max(...[4, , 3].map((x) => x)), String.fromCharCode.apply(null, [104, 105]));
console.log(sum.apply(null, { length: 2, 0: 5, 1: 6, 2: 7 }), sum.apply(null, Object.assign([1, 2], { length: 3 })));
const frozen = Object.freeze([1, 2]);
console.log(sum.apply(null, frozen), sum(...frozen), Reflect.apply(sum, null, frozen));

// Classes in the old style.
const Class = {
  create() {
    return function () {
      this.initialize.apply(this, arguments);
    };
  },
};
const Point = Class.create();
Point.prototype = {
  initialize: function (x, y) {
    this.x = x;
    this.y = y === undefined ? -1 : y;
  },
};
let last;
for (let i = 0; i < 3000; i++) last = new Point(i, i + 1);
console.log(last.x, last.y, new Point(1).y, Object.keys(new Point()).join());
