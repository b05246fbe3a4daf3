// Modules are run once, share their exports, and may be circular.
const counter = require("./lib/counter");
console.log(counter.next(), counter.next(), counter.peek(), (0, counter.peek)());
const again = require("./lib/counter.js");
console.log(again === counter, again.loads, globalThis.counterLoads, again.next());
const left = require("./lib/left");
const right = require("./lib/right");
console.log(left.seen, "|", right.seen, "|", left.late, right.late);
console.log(typeof module, typeof exports, module.exports === exports, this === exports, typeof require, typeof __filename, typeof __dirname);
console.log(__filename.endsWith("require.js"), __filename.startsWith(__dirname));
for (const name of ["./lib/broken", "./lib/missing"]) {
  try {
    require(name);
    console.log("loaded", name);
  } catch (e) {
    console.log(e instanceof Error, e instanceof RangeError);
  }
}
var local = "of the module";
console.log(globalThis.local, local);
