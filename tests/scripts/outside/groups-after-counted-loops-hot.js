// gc-stress: 61
// What groups have captured after loops of a fixed count, loops that are gone back on, and assertions that fail or hold.
const all = [
  [/(?:(a+){2}|.)/, "ax"], [/(?!(a){2})./, "ab"], [/(?:(a)|b){2}/, "ab"], [/(?:(a)|b){2}/, "ba"], [/(?:(?:(a)|b){2}c){2}/, "abcbac"], [/(?:(x)|(y)|z){3}?/, "xyz"], [/((?=(b))?){2}/, "b"], [/(?:(?=(a))a?){0,3}/, "aab"],
  [/(?:a*?|(b))*?c/, "abac"], [/((a)?b)*?c/, "abbabc"], [/(?:(a){1,2}?b?){2,3}$/, "aabaa"], [/(?:(a)(b)?){2,}?x/, "abaabx"], [/(z)((a+)?(b+)?(c))*/, "zaacbbbcac"], [/(?:(a)|(b)|(c)){3,5}?d/, "abcabd"], [/(?=(a+))a*b\1/, "baaabac"],
  [/(?!(a)(?!b))(\w)/, "aab"], [/(?!(?!(a))b|c)(.)/, "ca"], [/(?<=(\d)(?:(x)|y){2})z/, "1xyz"], [/(?<!(a)b)c(\1d)?/, "abc cd"], [/(?<=(?:(a)|(b)){2,3})c/, "babac"], [/(?<=((a)?b)*)c/, "abbc"], [/(?:(?<!(x))y|(x))+/, "xyxyy"],
  [/(\1a|b)*c/, "babaabac"], [/(?:\1+?(a)|b)+/, "baba"], [/(\2(a)){2}/, "aaa"], [/(?:(a)?\1){3}/, "aaaaaa"], [/(a)|\1+/, "ba"], [/\1+?()/, "a"], [/(?:()|\1b)*?$/, "bb"], [/(|a)\1{128}$/, "a".repeat(7)],
  [/((((a)?)?)?)?b/, "ab"], [/(?:(a?)*?b)*/, "aabab"], [/(?:(a)|(?:(b)|c)+)*/, "abca"], [/^(?:(\w)(?:(\d)|-)){2,3}?(\w)$/, "a1b-c2d"], [/(?:(a)(?=(b)?))+/, "aab"], [/(?:(\w)(?!\1))*(.)?/, "abccd"], [/(?<n>a)?(?:\k<n>b|(?<m>c)){2}/, "abc aabab"],
  [/(?:(?=(\w+))\1:){2}(.*)/, "ab:cd:e"], [/^((?:a|ab)(?:c|bcd)(?:d*))$/, "abcd"], [/(a|ab)(c|bcd)(d*)/, "abcd"], [/(?:(.)(.)?){2,}?$/, "abcde"], [/(?:(a)|b(?:(c)|d(?=(e)?)){2}){2}/, "abcda bdcbcd abddbdce"], [/(?:(?:(?:(a)b?){2}c?){2}d?){2}/, "ababcaabdabacabab"],
];
const show = (m) => m && m.index + " " + m.map((x) => (x === undefined ? "-" : JSON.stringify(x))).join(" ");
let lines, same = true;
for (let round = 0; round < 8; round++) {
  const now = [];
  for (const [re, text] of all) for (const t of [text, "\u0416" + text]) {
    const m = re.exec(t), g = new RegExp(re, "gd");
    now.push(`${re.source.slice(0, 20)} ${show(m)} / ${[...t.matchAll(g)].length} ${t.replace(g, "[$1,$2]").length} ${m ? g.exec(t).indices.slice(1).join(";") : ""}`);
  }
  if (!lines) { lines = now; for (const line of now) console.log(line.replace("\u0416", "")); } else if (now.join() !== lines.join()) same = false;
}
console.log(same);
