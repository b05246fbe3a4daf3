function count(text, c) {
  let n = 0;
  for (let i = 0; i < text.length; i++) if (text[i] === c) n++;
  return n;
}
const text = "abracadabra".repeat(200);
console.log(count(text, "a"), count(text, "z"), count(text, "ab"));
console.log(count("ÄäÄ€€", "Ä"), count("😀😀", "😀"), count("😀😀", "\ud83d"));
console.log(count(["x", "y", "x"], "x"));
const same = (a, b) => a === b;
for (let i = 0; i < 3000; i++) same("k" + (i % 3), "k1");
console.log(same("k" + 1, "k1"), same("k", "K"), same("1", 1), same("", ""));
const less = (a, b) => a < b;
for (let i = 0; i < 3000; i++) less("a" + i, "b");
console.log(less("a", "b"), less("b", "a"), less("a", "a"), less("a", "aa"), less("Z", "a"), less("10", 9), less("x", 1));
