function level3() { return new Error("deep"); }
function level2() { return level3(); }
const level1 = () => level2();
class K { method() { return level1(); } static make() { return new K().method(); } }
const { stack } = K.make();
const order = ["Error: deep", "level3", "level2", "level1", "method", "make"].map((s) => stack.indexOf(s));
console.log(order.every((x) => x >= 0), order.every((x, i) => i === 0 || order[i - 1] < x));
const lines = stack.split("\n");
console.log(lines.length >= 6, lines[1].includes("level3"), /:\d+:\d+\)?$/.test(lines[1]), /stack-traces\.js:1:\d+/.test(lines[1]));
try { null.x; } catch (e) { console.log(typeof e.stack === "string" && e.stack.startsWith("TypeError")); }
