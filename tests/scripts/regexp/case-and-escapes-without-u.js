// gc-stress: 167
// Without u and v a pattern is made of code units, and case is folded by upper case.
const test = (source, flags, ...texts) => {
  const regexp = new RegExp(source, flags);
  console.log(`/${source}/${flags}`, texts.map((text) => JSON.stringify(regexp.exec(text))).join(" "));
};

// What upper case is not ASCII is no variant of what is, and one unit stands for one unit.
for (const source of ["\\u00e5", "[\\u00e5]", "[^\\u00e5]", "(?:\\u00e5)\\b|x"]) test(source, "i", "\u212b", "\u00c5", "k");
for (const source of ["k", "[k]", "[^k]", "[a-z]", "\\w", "\\W", "[\\w]", "[^\\W]"]) test(source, "i", "\u212a", "K", "k\u0416");
for (const source of ["s", "[s]", "S", "[^S]", "this", "\u017f", "[\u017f]"]) test(source, "i", "\u017f", "S", "This", "\u0416this");
for (const source of ["i", "[i]", "I", "\u0131", "[\u0131]", "\u0130", "[\u0130]"]) test(source, "i", "\u0131", "\u0130", "I", "i");
for (const source of ["\u00df", "[\u00df]", "\u1e9e", "[\u1e9e]", "\u0390", "[\u0390]", "\ufb05", "[\ufb05]"]) {
  test(source, "i", "\u00df", "\u1e9e", "\u1fd3", "\u0390", "\ufb06");
}
for (const source of ["\u03c3", "[\u03c3]", "[\u03a3]+", "\u00b5", "[\u03bc]", "\u01c6", "[\u01c5]", "\u03b8", "[\u03d1]", "\u2c64", "[\ua64a]"]) {
  test(source, "i", "\u03c2\u03c3\u03a3", "\u03bc\u00b5\u039c", "\u01c4\u01c5\u01c6", "\u03d1\u0398\u03f4", "\u027d", "\u1c88");
}
for (const source of ["[\u00e0-\u00e6]+", "[^\u0400-\u044f]+", "[\\s\\u00e0]+", "[\\D]+", "[\\S]+", "[]", "[^]", "[a\\-\u00e0]+"]) {
  test(source, "i", "\u00c0\u00c6 a-", "\u0451\u0450\u0416", "1 \u2028");
}
test("(\u00e5)\\1", "i", "\u00e5\u00c5", "\u00e5\u212b");
test("[\u00e5]", "iu", "\u212b", "\u00c5");
test("\\w", "iu", "\u017f", "\u212a");

// The same for each letter of some scripts.
const canonicalize = (c) => {
  const upper = c.toUpperCase();
  return upper.length !== 1 || (c >= "\x80" && upper < "\x80") ? c : upper;
};
let wrong = 0;
const letters = Array.from({ length: 0x530 }, (_, i) => String.fromCharCode(i)).filter((c) => /\p{L}/u.test(c));
const all = letters.join("");
for (const letter of letters) {
  const expected = letters.filter((c) => canonicalize(c) === canonicalize(letter)).join("");
  for (const source of [letter, `[${letter}]`, `[^${letter}]`]) {
    const found = (all.match(new RegExp(source, "gi")) ?? []).join("");
    wrong += source[1] === "^" ? found.length + expected.length !== all.length : found !== expected;
  }
}
console.log(letters.length, wrong);

// Escapes are of single units, and braces after one are a quantifier.
test("^\\u{2}$", "", "uu", "u{2}");
test("^\\u{61}$", "i", "u".repeat(61), "a");
test("^[\\u{61}]+$", "", "u{61}", "a");
test("^\\ud83d\\ude00+$", "", "\ud83d\ude00\ude00", "\ud83d\ude00\ud83d\ude00");
test("^[\\ud83d\\ude00]$", "", "\ud83d", "\ude00", "\ud83d\ude00");
test("^[\\ud83d\\ude00]$", "u", "\ud83d", "\ud83d\ude00");
test("\\ud83d[\\ude00-\\ude4f]", "g", "x\ud83d\ude42", "x\ud83d");
test("^\\u005d\\u005B[\\u005d\\u002d\\u005c]+$", "", "][-]\\");
test("^\\u00e9?\\u20ac?x", "", "x", "\u20acx", "\u00e9\u20acx");
test("^\\+123\\u+123$", "", "+123u123", "+123uu123");
test("^()\\18\\1\\101\\400\\08\\c\\c1[\\c1\\c_\\c]+$", "", "8A 0\x008\\c\\c1\x11\x1f\\c".replace("8A ", "\x018A "), "8A 0\x008\\c\\c1\x11\x1f\\c");
