function build(n) {
  let s = "";
  for (let i = 0; i < n; i++) s += String.fromCharCode(97 + (i % 26));
  return s;
}
const s = build(5000);
console.log(s.length, s.slice(0, 30), s.slice(-5));
let vowels = 0;
for (let i = 0; i < s.length; i++) if ("aeiou".includes(s[i])) vowels++;
console.log(vowels);
let hash = 0;
for (let i = 0; i < s.length; i++) hash = (hash * 31 + s.charCodeAt(i)) | 0;
console.log(hash);
function label(a, b) {
  return a + "-" + b;
}
for (let i = 0; i < 3000; i++) label("x", i);
console.log(label("x", 1), label(1, 2), label(null, undefined), label(1.5, true), label({}, [1, 2]));
let left = "";
for (let i = 0; i < 3000; i++) left = (i % 10) + left;
console.log(left.length, left.slice(0, 12));
