// node: 26
// gc-stress: 211
// One expression on texts of both widths in turn, cold and hot; references, looks behind, sets, counts.
const cases = [
  [/(a+)(?=b)|(?<=\1x)c/g, ["aab xc aabxc", "\u0101aab\u4e00xc"]], [/(?<!\w)(\w)(\w)?\2\1(?!\w)/g, ["abba noon \u00e9 aa", "abba \u0416abba noon\u4e00 noon"]], [/(?:(?<d>\d{4})-(?<m>\d\d)|(?<m>\d\d)\/(?<d>\d{4}))\b/g, ["2024-05 05/2024 1/2", "\u20ac2024-05\u20ac05/2024"]],
  [/[^\x00-\x7f]+|\p{Lu}\p{Ll}*/gu, ["Abc \u00e9\u00c9 De", "Abc \u{1F600}\u00c9x \ud83d De"]], [/[\p{L}--[a-z]]|[[0-9]&&[5-9]]/gv, ["aB5\u00e94", "a\u{1D400}6\u4e00B"]], [/(?<=(?<q>["']))(?:(?!\k<q>)[^\\]|\\.)*(?=\k<q>)/gs, ["say \"it's\" 'x\\'y'", "\u2014\"a\u201cb\"\u2014''"]],
  [/((a)|(b)|(c))*?d/g, ["abcd acbbd d", "\u1234abcdcd"]], [/(?:(x)|(y)){2,3}?(?:\1z|\2w)/g, ["xyw xyxz yyyw", "\u0100xyw\u0100yyyw"]], [/^(?:(?:a|aa)(?:b|bb)?){3,5}$/gm, ["aabab\naaabbaaa\nab", "aabab\u2028aaabb\u2029aaaaaa"]], [/(?<=^|,)(?:"((?:[^"]|"")*)"|([^,"\n]*))(?=,|$)/gm, ["a,\"b\"\"c\",,d\n\"x,y\",1", "\u00e9,\"\u4e00\",\n,"]],
  [/(?:)/g, ["abc", "\u{1F600}a"]], [/(?:)/gu, ["a\u00e9", "\u{1F600}a\ud83d"]], [/\b/g, ["a b", "\u017fa \u212a"]], [/(?<!^)(?=(?:\d{3})+$)/g, ["1234567", "\u0663\u06641234"]], [/(\w+)\s(?!\1)(\w+)(?<=(\2))/g, ["the the cat", "the\u3000cat the"]], [/(?<a>.)(?<b>.)\k<b>\k<a>/gsu, ["abba\n\nxx", "\u{1F600}\u{1F601}\u{1F601}\u{1F600}"]],
  [/[a-f]{2,4}?[^a-c]|z{0}y/g, ["abcdef yzy", "\u00ffabcd\u0100y"]], [/(?=(\w{1,3}))\1(?<!b)/g, ["abcdab b", "abc\u0416ab"]], [/\d{2,}(?:px|em)?(?![\d.])|(?<![.\d])\.\d+/g, ["12px 3 .5 10.25em", "\u221212em.75\u2212"]], [/(?:a(?=(b))|a(?=(c)))(?:\1|\2)/g, ["abacad", "\u0111acab"]],
];
const show = (m) => m.index + ":" + m.map((x) => (x === undefined ? "-" : x)).join("|") + (m.groups ? JSON.stringify(m.groups) : "");
const first = []; let same = true;
for (let round = 0; round < 12; round++) for (const [c, [re, texts]] of cases.entries()) for (const [t, text] of (round & 1 ? [...texts.entries()].reverse() : texts.entries())) {
  const found = [...text.matchAll(re)].map(show).join(" "), replaced = text.replace(re, (m, ...r) => `<${r.findLast((x) => typeof x === "number")}>`), parts = text.split(re).length;
  const sticky = new RegExp(re, re.flags.replace("g", "y")); let n = 0; for (let i = 0; i <= text.length; i++) { sticky.lastIndex = i; if (sticky.test(text)) n += sticky.lastIndex + 1; }
  const line = `${c}${"ab"[t]} ${found} ; ${replaced} ; ${parts} ${n} ${text.search(re)}`;
  if (round === 0) first.push([c * 2 + t, line]); else if (first.find(([k]) => k === c * 2 + t)[1] !== line) same = false;
}
for (const [, line] of first.sort((a, b) => a[0] - b[0])) console.log(JSON.stringify(line).replace(/[^\x20-\x7e]/g, (c) => "\\u" + c.charCodeAt().toString(16).padStart(4, "0")));
console.log(same);
const long = "foo bar ".repeat(200), wideLong = long + "\u4e00"; let k = 0; for (const s of [long, wideLong, long.slice(3), wideLong]) { k += s.match(/\bba(?=r)/g).length + s.replace(/o(o)?/g, "$1").length + (/(?:foo bar )+$/.test(s) ? 1 : 0) + (/^(?:[a-z ]{4}){2,400}$/.test(s) ? 1 : 0) + s.split(/ (?=f)/).length; } console.log(k);
