// gc-stress: 23
// Single characters and substrings of strings of every form.
const flat = "The quick brown fox jumps over the lazy dog";
const slice = ("<<" + flat + ">>").slice(2, -2);
const wide = "\u4e2d\u6587 and Latin \u00e9 mixed \u{1F600}!";
const wideSlice = ("<<" + wide + ">>").slice(2, -2);
const latin = "\u00e0\u00e9\u00ff\u0000\u0001~";
let rope = "";
for (let i = 0; i < 20; i++) rope = rope + String.fromCharCode(97 + i) + "-";
function codes(s) {
  let sum = 0;
  for (let i = 0; i < s.length; i++) sum = (sum * 31 + s.charCodeAt(i)) | 0;
  return sum;
}
function chars(s) {
  let n = 0;
  for (let i = 0; i < s.length; i++) {
    const c = s[i];
    if (c === s.charAt(i) && c === s.substring(i, i + 1) && c === s.slice(i, i + 1) && c.length === 1) n++;
  }
  return n;
}
function rebuild(s) {
  let out = "";
  for (let i = 0; i < s.length; i++) out += String.fromCharCode(s.charCodeAt(i));
  return out === s;
}
function pieces(s) {
  let out = "";
  for (let i = -2; i < 5; i++) for (let j = -2; j < 5; j++) out += s.substring(i, j) + "," + s.slice(i, j) + ",";
  return out + s.substring(3).length + s.slice(-3) + s.substring(100) + s.slice(100) + s.substring(5, 2);
}
const all = [flat, slice, wide, wideSlice, latin, rope, "", "x"];
for (const s of all) {
  const expected = [codes(s), chars(s), rebuild(s), codes(pieces(s))].join();
  for (let i = 0; i < 250; i++) {
    if ([codes(s), chars(s), rebuild(s), codes(pieces(s))].join() !== expected) throw new Error("changed");
  }
  console.log(expected, pieces(s).length);
}
function at(s, i) { return s.charAt(i) + "|" + s[i] + "|" + s.charCodeAt(i) + "|" + s.substring(i, i + 1) + "|" + s.slice(i, i + 1); }
for (let i = 0; i < 3000; i++) at(flat, i % 40);
console.log(at("abc", 0), at("abc", 3), at("abc", -1), at("abc", 1.5), at("abc", NaN), at("abc", "1"), at("abc", 2 ** 32));
console.log("abc".substring.call(12345, 1, 3), String.prototype.slice.call([1, 2, 3], 1, -1));
function cut(s, a, b) { return s.substring(a, b); }
for (let i = 0; i < 2000; i++) cut(flat, i % 10, 20);
console.log(cut(flat, 2.9, 5.1), cut(flat, undefined, 3), cut(flat, "1", "4"), cut(flat, -Infinity, Infinity).length, cut(flat, 4, undefined).length);
