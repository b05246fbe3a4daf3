// A group that refers to itself has captured nothing yet, also after going back into it.
const test = (source, flags, ...texts) => {
  const regexp = new RegExp(source, flags);
  for (let i = 0; i < 2; i++) console.log(`/${source}/${flags}`, texts.map((text) => JSON.stringify(regexp.exec(text))).join(" "));
};
for (const wide of ["", "\u0416"]) {
  test("(a(?:b|bc\\1))d", "", wide + "abcd", wide + "abd", wide + "abcabd");
  test("(a\\1)", "", wide + "aa", wide + "a");
  test("(a\\1)+b", "g", wide + "aaab");
  test("(?<n>a(?:b|bc\\k<n>))d", "i", wide + "ABCD", wide + "abab");
  test("(?:(a|ab\\1c)d)+", "", wide + "abcd", wide + "adabcd", wide + "adabad");
  test("(?<=(\\1a|b\\1)c)d", "", wide + "acd", wide + "bcd");
}
// A long text is turned into the other form once.
const text = "ab\u20acc ".repeat(4000);
let count = 0;
for (const _ of text.matchAll(/(?:(?:[a-c\u20ac])+)+ /g)) count++;
console.log(count);
