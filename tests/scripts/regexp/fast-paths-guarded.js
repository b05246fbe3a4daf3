// node: 26
// What may not be skipped once a program changes RegExp: each change after the pattern has been
// matched often, so that everything that can be skipped is.
const log = [];
const text = "one two three";

function hot(pattern) {
  let count = 0;
  for (let i = 0; i < 300; i++) {
    if (pattern.test(text)) count++;
    pattern.lastIndex = 0;
    count += text.replace(pattern, "x").length + text.split(pattern).length + text.search(pattern);
    count += text.match(pattern).length + (pattern.exec(text)?.index ?? 0);
    pattern.lastIndex = 0;
  }
  return count;
}
function all(pattern) {
  const found = [pattern.test(text), text.replace(pattern, "<$&>"), text.search(pattern), String(text.match(pattern)), text.split(pattern).join("|")];
  pattern.lastIndex = 0;
  return found.join(" ; ");
}
console.log(hot(/t(w|h)/), hot(/t(w|h)/g), all(/t(w|h)/), all(/e\b/g));

// An own exec.
{
  const own = /t\w/;
  hot(own);
  own.exec = function (s) {
    log.push("own exec");
    return RegExp.prototype.exec.call(this, s);
  };
  console.log(all(own), log.length);
}
// Another own property that is read.
{
  const own = /t\w/;
  hot(own);
  Object.defineProperty(own, "flags", { get: () => "g" });
  Object.defineProperty(own, "global", { value: true });
  own.lastIndex = 0;
  let reads = 0;
  own.exec = () => (reads++ < 3 ? ["t"] : null);
  console.log(String(text.match(own)), reads);
}
// A subclass.
{
  class Shouting extends RegExp {
    exec(s) {
      const found = super.exec(s);
      if (found) found[0] = found[0].toUpperCase();
      return found;
    }
  }
  const pattern = new Shouting("t\\w", "g");
  console.log(text.replace(pattern, "<$&>"), String(text.match(pattern)), [...text.matchAll(pattern)].map((m) => m[0]).join());
  class Silent extends RegExp {}
  console.log(all(new Silent("t\\w")), new Silent("o").constructor === Silent);
}
// lastIndex that is an object, one that compiles the pattern anew, and a frozen one.
{
  const pattern = /o/g;
  pattern.lastIndex = { valueOf: () => (log.push("lastIndex"), 1) };
  console.log(pattern.exec(text).index, pattern.lastIndex, log.at(-1));
  const again = /o/;
  again.lastIndex = { valueOf: () => (again.compile("e", "g"), 0) };
  console.log(again.exec(text).index, again.lastIndex);
  const plain = /o/;
  plain.lastIndex = { valueOf: () => (log.push("read though it does not count"), 5) };
  console.log(plain.test(text), log.at(-1), typeof plain.lastIndex);
  const kept = /e/;
  kept.lastIndex = 7;
  console.log(text.search(kept), kept.lastIndex);
  for (const [flags, index] of [["", 0], ["", 2], ["g", 0], ["y", 0]]) {
    const frozen = new RegExp("t", flags);
    frozen.lastIndex = index;
    Object.freeze(frozen);
    const outcome = (run) => {
      try {
        return run();
      } catch (error) {
        return error.constructor.name;
      }
    };
    console.log(flags, index, outcome(() => text.search(frozen)), outcome(() => frozen.test(text)), outcome(() => frozen.test("x")));
  }
}
// A patched species of a split, and a patched constructor.
{
  const pattern = / /;
  hot(pattern);
  pattern.constructor = {
    [Symbol.species]: function (source, flags) {
      log.push(`species ${flags}`);
      return new RegExp("e", flags);
    },
  };
  console.log(text.split(pattern).join("|"), log.at(-1));
}
// RegExp.$1 and its like tell of the last match, whoever made it.
text.replace(/(t)(w)/g, "");
console.log(RegExp.$1 + RegExp.$2, RegExp.lastMatch);
text.match(/\bt(\w)/g);
console.log(RegExp.$1, RegExp.leftContext);
/(o)ne/.test(text);
console.log(RegExp.$1, RegExp.rightContext);

// A literal evaluates to a new object each time, with its own lastIndex.
{
  const made = [];
  for (let i = 0; i < 300; i++) made.push(/o/g);
  made[0].lastIndex = 5;
  made[1].extra = 1;
  console.log(new Set(made).size, made[299].lastIndex, Object.keys(made[2]).length, made[0].source, made[0].flags);
}
// The replacer may use the very pattern that is replacing.
{
  const pattern = /(\w)(\w)/g;
  const outer = text.replace(pattern, (all, a, b) => b + a + text.replace(pattern, "$1").length + pattern.lastIndex);
  console.log(outer);
}
// RegExp.prototype patched: exec, a flag, and the methods that strings call.
const pattern = /t\w/g;
hot(pattern);
const { exec } = RegExp.prototype;
RegExp.prototype.exec = function (s) {
  log.push("patched exec");
  return exec.call(this, s);
};
let before = log.length;
console.log(all(pattern), [...text.matchAll(pattern)].length, log.length - before);
RegExp.prototype.exec = exec;
const global = Object.getOwnPropertyDescriptor(RegExp.prototype, "flags");
Object.defineProperty(RegExp.prototype, "flags", { configurable: true, get: () => "" });
console.log(String(text.match(pattern)), pattern.lastIndex);
Object.defineProperty(RegExp.prototype, "flags", global);
pattern.lastIndex = 0;
console.log(all(pattern));
RegExp.prototype[Symbol.replace] = () => "patched replace";
console.log(text.replace(pattern, ""));
