// In a sloppy function `arguments` and the parameters are the same variables.
function sloppy(a, b) {
  arguments[0] = arguments[0] + 1;
  b = b * 2;
  return `${a} ${arguments[1]} ${arguments.length}`;
}
function strict(a, b) {
  "use strict";
  arguments[0] = 99;
  b = b * 2;
  return `${a} ${arguments[1]} ${arguments.length}`;
}
function withDefault(a, b = 5) {
  arguments[0] = 99;
  return `${a} ${b} ${arguments.length}`;
}
for (let i = 0; i < 3000; i++) {
  sloppy(i, i);
  strict(i, i);
  withDefault(i);
}
console.log(sloppy(1, 2), "/", sloppy(1), "/", sloppy(1, 2, 3));
console.log(strict(1, 2), "/", strict(1));
console.log(withDefault(1), "/", withDefault(1, undefined), "/", withDefault(1, 2));
function length() {
  return arguments.length;
}
for (let i = 0; i < 3000; i++) length(1, 2);
console.log(length(), length(1), length(...[1, 2, 3, 4]), length.apply(null, { length: 3 }));
function leak() {
  return arguments;
}
let kept;
for (let i = 0; i < 3000; i++) kept = leak(i, "x");
console.log(kept[0], kept[1], kept.length, [...kept].join(), Object.prototype.toString.call(kept));
function escape(a) {
  const get = () => a;
  arguments[0] = "changed";
  return get();
}
for (let i = 0; i < 3000; i++) escape(i);
console.log(escape(1), escape());
