// Functions within reach of a direct eval, which may declare variables around them; the same
// text evaluated again.
var outer = "global";
function scope(text) {
  const local = 1;
  eval(text);
  function read() {
    return outer;
  }
  const add = (n) => local + n;
  let result = 0;
  for (let i = 0; i < 3000; i++) result = add(result) % 1000;
  return [read(), result, typeof fresh === "undefined" ? "none" : fresh].join();
}
console.log(scope(""), scope("var outer = 'from eval'"), scope("var fresh = 5"), scope("1"), scope("let outer = 2"));
function counter() {
  eval("var n = 0");
  const step = () => ++n;
  for (let i = 0; i < 3000; i++) step();
  return n;
}
console.log(counter(), counter());
function later() {
  const get = () => typeof late + (typeof late === "number" ? late : "");
  const seen = [];
  for (let i = 0; i < 3000; i++) get();
  seen.push(get());
  eval("var late = 1");
  seen.push(get());
  eval("delete late");
  seen.push(get());
  return seen.join();
}
console.log(later(), later());
// One text in many scopes and many times.
const text = "x + y";
const sum = (x, y) => eval(text);
function other(x) {
  const y = 10;
  return eval(text);
}
let total = 0;
for (let i = 0; i < 300; i++) total += sum(i, 1) + other(i);
console.log(total);
const tags = new Set();
for (let i = 0; i < 3; i++) tags.add(eval("(s => s)`a`"));
console.log(tags.size, eval("(function f() { return f.name })()"), (0, eval)("typeof sum"), (0, eval)("typeof outer"));
const functions = Array.from({ length: 3 }, (_, i) => eval("() => i"));
console.log(functions.map((f) => f()).join(), functions[0] === functions[1]);
for (let i = 0; i < 2; i++) {
  try {
    eval("let a; let a");
  } catch (e) {
    console.log(e.name);
  }
}
function strictly() {
  "use strict";
  eval("var inside = 1");
  return typeof inside;
}
console.log(strictly(), strictly());
