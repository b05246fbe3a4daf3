// Equality of strings of every form: atoms, fresh cells, ropes, slices, wide ones.
const made = (s) => (s + "#").slice(0, -1);
const rope = (a, b) => a + b;
const forms = [
  "", "a", "b", "ab", "abcdefgh", "abcdefghi", "abcdefghijklmnop", "abcdefghijklmnopq", "\u00e9t\u00e9", "\u4e2d", "\u4e2d\u6587",
  made("ab"), made("abcdefgh"), made("abcdefghi"), made("abcdefghijklmnop"), made("abcdefghijklmnopq"), made("\u00e9t\u00e9"), made("\u4e2d\u6587"),
  rope("abcdefghijklm", "nop"), rope("abcdefghijklmno", "pq"), rope("\u4e2d", "\u6587"),
  "__abcdefghijklmnop__".slice(2, -2), "__abcdefghijklmnopqrstuvw__".slice(2, 19), "ABCDEFGH", "abcdefgH", "abcdefghI",
];
function equal(a, b) { return a === b; }
function loose(a, b) { return a == b; }
function classify(s) {
  if (s === "") return 0;
  if (s === "a") return 1;
  if (s === "ab") return 2;
  if (s === "abcdefgh") return 3;
  if ("abcdefghi" === s) return 4;
  if (s === "abcdefghijklmnop") return 5;
  if (s === "abcdefghijklmnopq") return 6;
  if (s === "\u00e9t\u00e9") return 7;
  if (s === "\u4e2d\u6587") return 8;
  if (s !== "b") return 9;
  return 10;
}
function run() {
  let line = "";
  for (const a of forms) {
    let n = 0;
    for (const b of forms) n += (equal(a, b) ? 1 : 0) + (loose(a, b) ? 1 : 0);
    line += n + ":" + classify(a) + " ";
  }
  return line;
}
let first = run();
for (let i = 0; i < 400; i++) if (run() !== first) throw new Error("changed at " + i);
console.log(first);
// Other types on either side, after the code has seen strings only.
const others = [0, -0, 1, 1.5, NaN, "1", true, false, null, undefined, {}, [], Symbol.iterator, 10n, 5, 5.0, 2 ** 31, -1];
function table() {
  let out = [];
  for (const a of others) {
    let row = "";
    for (const b of others) row += equal(a, b) ? "1" : "0";
    out.push(row + classify(a));
  }
  return out.join(" ");
}
first = table();
for (let i = 0; i < 300; i++) if (table() !== first) throw new Error("changed at " + i);
console.log(first);
console.log(equal(10n, 5n + 5n), equal(10n, 11n), equal(10n, 10), equal(0, -0), equal(1.5, 3 / 2), equal(5, 2.5 * 2));
function find(words, word) {
  let n = 0;
  for (let i = 0; i < words.length; i++) if (words[i] === word) n++;
  return n;
}
const words = [];
for (let i = 0; i < 300; i++) words.push("word" + (i % 10));
let total = 0;
for (let i = 0; i < 300; i++) total += find(words, "word" + (i % 11));
console.log(total);
