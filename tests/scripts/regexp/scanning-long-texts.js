// One text that is matched again and again, as scanners do; results have one shape.
const source = "let x1 = (alpha + 42) * beta; // comment\n".repeat(200);
function scan(text) {
  const token = /\s+|\/\/.*|[A-Za-z_]\w*|\d+|[^\s\w]/y;
  const counts = {};
  let at = 0;
  while (at < text.length) {
    token.lastIndex = at;
    const m = token.exec(text);
    const kind = /^\s/.test(m[0]) ? "space" : /^\/\//.test(m[0]) ? "comment" : /^\d/.test(m[0]) ? "number" : /^\w/.test(m[0]) ? "name" : "other";
    counts[kind] = (counts[kind] || 0) + 1;
    at = token.lastIndex;
  }
  return JSON.stringify(counts);
}
console.log(scan(source));
console.log(scan(source.replaceAll("alpha", "\u00e4lpha").replaceAll("\u00e4", "a")));
const accented = "caf\u00e9 na\u00efve ".repeat(50);
const words = /[a-z\u00e0-\u00ff]+/g;
let count = 0;
for (let m; (m = words.exec(accented)); ) count += m[0].length * (m.index % 2 ? 1 : 2);
console.log(count, words.lastIndex);
const wide = "\u4f60\u597d world ".repeat(50);
console.log(wide.match(/\w+/g).length, [...wide.matchAll(/(?<first>.)(.)/gu)].length);
// Two texts in turn, with collections in between.
const a = "x".repeat(100) + "1";
const b = "y".repeat(99) + "\u00ff1";
const found = [];
for (let i = 0; i < 200; i++) {
  const t = (i & 1 ? a : b) + i;
  found.push(/[1-9]\d*$/.exec(t).index, new Array(50).fill(i).length);
}
console.log(found.reduce((x, y) => x + y));
// Patterns for the start of a text are tried there only.
let rest = source.slice(0, 4000);
let steps = 0;
while (rest) {
  const t = /^(?:\s+|\/\/.*|\w+|[^\s\w])/.exec(rest) ?? /^x|y/.exec(rest);
  rest = rest.slice(t[0].length);
  steps++;
}
console.log(steps, /^b|b/.exec("ab").index, /^b/.exec("ab"), /^b/m.exec("a\nb").index, "aab".replace(/^a/g, "-"), "^a".search(/\^a/));
const start = /^a/g;
console.log(start.test("aa"), start.lastIndex, start.test("aa"), start.lastIndex, "a,a".split(/^a/), [..."aa".matchAll(/^|$/g)].length);
const m = /(?<k>b)(c)?/.exec("abd");
console.log(Object.keys(m).join(), m.index, m.input, m.groups.k, m.length, m[2]);
m.index = 9;
m.more = 1;
const n = /(?<k>b)(c)?/d.exec("abd");
console.log(Object.keys(n).join(), n.index, n.more, JSON.stringify(n.indices));
Object.prototype.index = 3;
console.log(/b/.exec("ab").index);
delete Object.prototype.index;
const fixed = /a/g;
Object.defineProperty(fixed, "lastIndex", { writable: false });
try {
  fixed.exec("aaa");
} catch (e) {
  console.log(e.constructor.name);
}
class Sub extends RegExp {
  exec(s) {
    const r = super.exec(s);
    return r && Object.assign(r, { sub: true });
  }
}
console.log(new Sub("b").exec("abc").sub, "abc".replace(new Sub("b"), "-"));
console.log(["b", "a", "C", "B", "_", "10", "9", "a b", "A"].sort((x, y) => x.localeCompare(y)).join());
