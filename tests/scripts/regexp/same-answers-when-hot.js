// gc-stress: 53
// A pattern that is used much is searched for in another way than one that is used little: the
// answers must be the same, in texts of every width.
const texts = [
  "the cat, the dog", "aabbab\nabba\r\nab", "naïve café ÀÉÎ ÿ µ", "雪 is snow, Ÿ is not ÿ", "one\u2028two\u2028", "s S \u017f k K \u212a", "a\u00a0b\u3000c\ufeffd",
  "x".repeat(70) + "雪ab" + "y".repeat(70), "\ud83d\ude00 smile \ud83d", "",
];
const patterns = [
  /(?:(a)|(b))*/g, /(a|ab)(c|bcd)?/g, /\b(\w)(\w*)\b/g, /(\w)\1/g, /\w+(?=,)/g, /(?<=t)he/g, /(?!ab)a./g, /(a?)*b/g, /(?:|a)+b/,
  /[^\x00-\x7f]+/g, /[à-ÿ]/gi, /\u0178/gi, /\u017f/iu, /k/giu, /k/gi, /\W+/gi, /\s/g, /\S+/g, /.+/g, /^./gm, /.$/gm, /.$/gms, /\u2028*t/, /雪|a/g,
  /\p{L}+/gu, /\P{L}/gu, /[\p{Lu}é]/giu, /./gu, /\u{1f600}/gu, /[^a]/gv, /(?<first>\w)(?<rest>\w*)/g, /the|cat|dog/y, /(a){0}b/g, /a{2,3}?b/g, /[]|[^]/g,
];
for (const pattern of patterns) {
  const answers = () => {
    const list = [];
    for (const text of texts) {
      pattern.lastIndex = 0;
      const found = pattern.exec(text);
      list.push(found && [found.index, ...found, pattern.lastIndex]);
      pattern.lastIndex = 2;
      list.push(pattern.test(text), pattern.lastIndex, text.search(pattern));
      pattern.lastIndex = 0;
      list.push(text.replace(pattern, "[$&]"), text.replace(pattern, (...all) => `<${all[1]}>`), text.split(pattern));
    }
    return JSON.stringify(list);
  };
  const first = answers();
  let hot = first;
  for (let i = 0; i < 60 && hot === first; i++) hot = answers();
  console.log(String(pattern), hot === first, first.length, [...first].reduce((sum, c) => (sum * 31 + c.codePointAt(0)) | 0, 7));
}
